"""Every rule of the mapping files can be broken, and is then named with file and line."""

import dataclasses

import pytest

from crosswalk.ledger.integrity import integrity_problems
from crosswalk.ledger.sssom import format_mappings, parse_mappings
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Basis, Group, Relation, Status

LAW = Corpus(
    Source("herbs", "2020-01-01", "Herb law"),
    (
        Provision("4", heading="Labels"),
        Provision("4/a", "Every jar shall bear a label.", parent="4"),
        Provision("4/b", "The label shall name the herb.", parent="4"),
    ),
)
CODE = Corpus(
    Source("growers", "2019-06", "Growers' code"),
    (Provision("G-1", "Jars are labelled."), Provision("G-2", "Labels name herb and grower.")),
)
CORPORA = {"herbs@2020-01-01": LAW, "growers@2019-06": CODE}
SET = MappingSet("herbs", "Herbs", "herbs", "growers", "2020-01-01", "2019-06")


def row(left="4/a", right="G-1", status=Status.CONFIRMED, **fields):
    made = Mapping(
        left,
        right,
        Relation.EQUAL if left and right else Relation.NONE,
        status,
        "Both ask for a label.",
        Basis.SEMANTIC,
        10 if left and right else None,
        0.5,
        "crosswalk 0.1" if status is Status.PROPOSED else "the editors",
        "" if status is Status.PROPOSED else "2026-01-05",
        "Reviewer A" if status in {Status.CONFIRMED, Status.REJECTED, Status.UNSURE} else "",
        "2026-03-04" if status in {Status.CONFIRMED, Status.REJECTED, Status.UNSURE} else "",
        left_digest=LAW[left].digest if left in LAW else "",
        right_digest=CODE[right].digest if right in CODE else "",
    )
    return dataclasses.replace(made, **fields)


def decided(*rows, where="mappings/herbs.sssom.tsv", **head):
    return parse_mappings(format_mappings(dataclasses.replace(SET, mappings=rows, **head)), where)


def proposed(*rows):
    head = {"id": "herbs.candidates", "tool": "crosswalk", "tool_version": "0.1"}
    return decided(*rows, where="mappings/herbs.candidates.sssom.tsv", **head)


def found(*files, corpora=None):
    return [
        f"{p.code} {p.where}: {p.what}"
        for p in integrity_problems(files, CORPORA if corpora is None else corpora)
    ]


GOOD = decided(
    row(),
    row("4/b", "G-2", Status.DRAFT, relation=Relation.SUBSET, strength=6),
    row("4/a", "G-2", Status.REJECTED),
    row("4/b", "G-1", Status.UNSURE),
)


def test_good_files_have_no_problems():
    gaps = decided(
        row("4/a", "", Status.DRAFT), row("", "G-1", Status.CONFIRMED), id="gaps", where="gaps.sssom.tsv"
    )
    history = decided(
        row(),
        row(
            sentence="Older.",
            status=Status.SUPERSEDED,
            was=Status.CONFIRMED,
            left_digest="old",
            reviewer="Reviewer B",
            review_date="2026-01-01",
        ),
        id="history",
        where="history.sssom.tsv",
    )
    moved = decided(row(status=Status.LOOK_AGAIN, left_digest="old"), id="moved", where="moved.sssom.tsv")

    assert found(GOOD, proposed(row("4", "G-1", Status.PROPOSED)), gaps, history, moved) == []


NO_HISTORY = {"reviewer": "", "review_date": ""}


@pytest.mark.parametrize(
    ("broken", "code", "words"),
    [
        (row("9/z", "G-1", left_digest="0"), "XW-423", "herbs@2020-01-01 has no provision 9/z"),
        (row("4/a", "G-9", right_digest="0"), "XW-423", "growers@2019-06 has no provision G-9"),
        (row(left_digest=""), "XW-426", "does not hold the digest of 4/a"),
        (row(left_digest="000000000000"), "XW-426", "no longer those the row rests on"),
        (row(right_digest="000000000000"), "XW-426", "words of G-1"),
        (row(status=Status.PROPOSED), "XW-424", "a proposal is among the decisions"),
        (row(author="crosswalk 0.1"), "XW-424", "crosswalk 0.1 is a program, but the row is confirmed"),
        (
            row(status=Status.DRAFT, author="Crosswalk 9"),
            "XW-424",
            "Crosswalk 9 is a program, but the row is draft",
        ),
        (row(status=Status.REJECTED, author="crosswalk"), "XW-424", "but the row is rejected"),
        (
            row(reviewer="Reviewer A|crosswalk 0.1"),
            "XW-424",
            "crosswalk 0.1 is a program, but is named as reviewer",
        ),
        (
            row(
                status=Status.SUPERSEDED,
                was=Status.CONFIRMED,
                author="crosswalk",
                reviewer="Reviewer B",
                review_date="2026-01-01",
            ),
            "XW-424",
            "but the row is confirmed",
        ),
        (row(**NO_HISTORY), "XW-425", "a row that is confirmed must have a reviewer"),
        (row(status=Status.REJECTED, **NO_HISTORY), "XW-425", "a row that is rejected must have a reviewer"),
        (row(status=Status.UNSURE, **NO_HISTORY), "XW-425", "a row that is unsure must have a reviewer"),
        (row(review_date=""), "XW-425", "a review date"),
        (row(status=Status.DRAFT, date=""), "XW-425", "a row that is draft must have a date"),
        (row(status=Status.DRAFT, author=""), "XW-425", "a row that is draft must have an author"),
        (row(sentence=""), "XW-425", "a sentence that says why"),
        (row(basis=None), "XW-425", "a rationale"),
    ],
)
def test_a_broken_row_is_named_by_file_line_and_rule(broken, code, words):
    file = decided(row("4/b", "G-2"), broken)
    line = dict(zip((m.pair for m in file.mappings), file.lines, strict=True))[broken.pair]

    problems = found(file)

    assert any(problem.startswith(f"{code} mappings/herbs.sssom.tsv line {line}: ") for problem in problems)
    assert words in " ".join(problems)
    assert all(f" line {line}: " in problem for problem in problems)


@pytest.mark.parametrize(
    "status", [Status.CONFIRMED, Status.DRAFT, Status.REJECTED, Status.UNSURE, Status.SUPERSEDED]
)
def test_a_candidate_is_never_more_than_a_proposal(status):
    assert "XW-424" in " ".join(found(proposed(row(status=status))))


def test_a_text_that_moved_breaks_the_rows_that_rest_on_it():
    """The same file, checked against the law as amended."""
    amended = Corpus(
        LAW.source, tuple(dataclasses.replace(p, text=p.text.replace("shall", "may")) for p in LAW)
    )

    problems = found(GOOD, corpora=CORPORA | {"herbs@2020-01-01": amended})

    assert len(problems) == len(GOOD.lines)
    assert all(problem.startswith("XW-426") for problem in problems)


def test_an_edition_that_is_not_there_is_a_problem_not_a_pass():
    problems = found(GOOD, corpora={"growers@2019-06": CODE})

    assert [p for p in problems if "no corpus herbs@2020-01-01" in p]


def test_rows_out_of_order_are_named():
    text = format_mappings(GOOD.mappings)
    *head, last, end = text.split("\n")
    file = parse_mappings("\n".join([*head[:-1], last, head[-1], end]), "f.sssom.tsv")

    assert [problem.split()[0] for problem in found(file)] == ["XW-420"]


def test_a_duplicate_pair_is_reported_on_its_second_line():
    file = decided(row(), row(relation=Relation.CONTRARY, status=Status.DRAFT, strength=None))

    assert found(file) == [
        (
            f"XW-422 mappings/herbs.sssom.tsv line {file.lines[1]}: 4/a and G-1 are on line {file.lines[0]} too;"
            " keep one, or mark the older superseded"
        )
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_a_pair_confirmed_in_one_file_and_rejected_in_another_is_named(turned):
    """Also when the second file has the documents the other way round."""
    other = decided(row("4/a", "G-1", Status.REJECTED), where="other.sssom.tsv", id="other")
    if turned:
        swapped = row(
            "G-1", "4/a", Status.REJECTED, left_digest=CODE["G-1"].digest, right_digest=LAW["4/a"].digest
        )
        head = {
            "left_source": "growers",
            "right_source": "herbs",
            "left_version": "2019-06",
            "right_version": "2020-01-01",
        }
        other = decided(swapped, where="other.sssom.tsv", id="other", **head)

    problems = found(decided(row()), other)

    assert len(problems) == 1
    assert problems[0].startswith("XW-427 mappings/herbs.sssom.tsv line ")
    assert f"rejected on other.sssom.tsv line {other.lines[0]}" in problems[0]


def test_what_was_rejected_may_not_be_proposed_again():
    problems = found(decided(row(status=Status.REJECTED)), proposed(row(status=Status.PROPOSED)))

    assert [problem.split()[0] for problem in problems] == ["XW-428"]
    assert "may not be proposed again" in problems[0]


@pytest.mark.parametrize("gap", [row("4/a", "", Status.DRAFT), row("", "G-1", Status.CONFIRMED)])
def test_no_counterpart_and_a_counterpart_contradict_each_other(gap):
    problems = found(decided(row(), gap))

    assert [problem.split()[0] for problem in problems] == ["XW-429"]


def test_a_set_in_two_files_is_named():
    assert found(decided(row()), decided(row(), where="copy.sssom.tsv"))[0].startswith(
        "XW-433 copy.sssom.tsv line 1"
    )


def test_problems_come_by_file_and_line():
    file = decided(*(row(left, "G-1", sentence="") for left in ("4", "4/a", "4/b")))

    assert [f"mappings/herbs.sssom.tsv line {line}" for line in file.lines] == [
        problem.where for problem in integrity_problems([file], CORPORA)
    ]


def test_what_is_meant_together_has_others_beside_it():
    split = {"group": Group.SPLIT}
    pair = (row(**split), row(right="G-2", **split))

    assert [] == found(decided(*pair))
    lone = found(decided(pair[0], dataclasses.replace(pair[1], left="4/b", left_digest=LAW["4/b"].digest)))
    assert ["XW-434", "XW-434"] == [line.split()[0] for line in lone]
    assert "no other row is in its group" in lone[0]
    rejected = dataclasses.replace(pair[1], status=Status.REJECTED)
    assert ["no other row is in its group"] == [
        line.split(", but ")[1].split(";")[0] for line in found(decided(pair[0], rejected))
    ]
