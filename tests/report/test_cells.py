"""How far a provision is answered, whose words it is, and what is said where nothing answers."""

from dataclasses import replace

import pytest

from crosswalk.model.alignment import Alignment, PlaceAtLevel, ProvisionCoverage
from crosswalk.model.annotation import Annotated, Span
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Coverage, Modality, Verification
from crosswalk.report.agenda_page import gap_kind
from crosswalk.report.cells import absent_view, answer_view, duty_line, pair_text, section
from crosswalk.report.document_view import (
    caution,
    found_pointers,
    found_words,
    label,
    named,
    official,
    sides,
    whose,
)
from crosswalk.report.rows import row_views


def answered(coverage, verified=Coverage.NOT_ASSESSED, **more):
    return ProvisionCoverage("2/A", "left", coverage, verified=verified, **more)


@pytest.mark.parametrize(
    ("coverage", "verified", "word"),
    [
        (Coverage.COVERED, Coverage.COVERED, "covered"),
        (Coverage.COVERED, Coverage.PARTLY, "partly"),
        (Coverage.COVERED, Coverage.NOT_FOUND, "unchecked"),
        (Coverage.PARTLY, Coverage.PARTLY, "partly"),
        (Coverage.PARTLY, Coverage.NOT_FOUND, "unchecked"),
        (Coverage.COVERED, Coverage.CONTRARY, "contrary"),
        (Coverage.NOT_FOUND, Coverage.NOT_FOUND, "not-found"),
        (Coverage.CONTRARY, Coverage.CONTRARY, "contrary"),
    ],
)
def test_only_checked_words_count_as_an_answer(coverage, verified, word):
    assert answered(coverage, verified).standing == word


@pytest.mark.parametrize(
    ("coverage", "verified", "words"),
    [
        (Coverage.COVERED, Coverage.COVERED, "The Charter covers this."),
        (
            Coverage.COVERED,
            Coverage.PARTLY,
            "covers part of this in checked words, the rest only in words not checked",
        ),
        (
            Coverage.PARTLY,
            Coverage.NOT_FOUND,
            "covers part of this only in words not checked against the source",
        ),
        (Coverage.CONTRARY, Coverage.CONTRARY, "conflicts with this"),
        (Coverage.NOT_APPLICABLE, Coverage.NOT_APPLICABLE, "A person decided"),
    ],
)
def test_the_answer_is_told_in_a_sentence(trees, coverage, verified, words):
    _, right = sides(trees.comparison())

    assert words in answer_view(answered(coverage, verified), right).sentence


def test_an_answer_that_is_not_a_full_one_says_why(trees):
    _, right = sides(trees.comparison())
    part = answer_view(answered(Coverage.PARTLY, Coverage.PARTLY, reason="Scope: no word of roots."), right)
    full = answer_view(answered(Coverage.COVERED, Coverage.COVERED, reason="Scope: x."), right)

    assert (part.why, full.why) == ("Scope: no word of roots.", "")


def test_what_another_part_answers_is_a_state_of_its_own(trees):
    away = answered(Coverage.NOT_FOUND, Coverage.NOT_FOUND, elsewhere=("4",))
    _, right = sides(trees.comparison())

    assert away.standing == "elsewhere"
    assert "found elsewhere" in answer_view(away, right).sentence


def test_no_answer_says_nothing(trees):
    _, right = sides(trees.comparison())

    assert answer_view(None, right) is None


def test_a_conflict_is_a_gap_of_its_own(trees):
    assert gap_kind(trees.ACT["2/A"], answered(Coverage.CONTRARY)) == "contrary"


def test_a_provision_without_an_answer_is_still_told_apart(trees):
    left, right = sides(replace(trees.comparison(), left_answers=()))

    assert absent_view(left, trees.ACT["2/C"], right).headline == "No counterpart found in the Charter."


def test_where_only_a_part_was_compared_the_rest_was_searched_too(trees):
    left, right = sides(trees.comparison())

    assert absent_view(right, trees.CHARTER["CH-1"], left).headline == (
        "No counterpart found in the Act, neither in 5 provisions of the Act nor in the rest of it."
    )


def test_what_a_side_adds_is_told_in_the_texts_words_where_the_program_has_none(trees):
    left, right = sides(trees.comparison())
    prov = trees.ACT["2/A"]
    alignment = Alignment(left_only=(Span(0, 11), Span(0, 11)))

    assert pair_text(left, prov, right, alignment).adds == ("are planted",)


@pytest.mark.parametrize(
    ("duty", "actor", "line"),
    [
        (Modality.MUST, "State board", "Must · State board"),
        (Modality.MAY, "", "May"),
        (Modality.STATES, "", ""),
        (Modality.STATES, "warden", "Warden"),
    ],
)
def test_duty_and_actor_stand_in_one_line(duty, actor, line):
    assert duty_line(Annotated("x", duty=duty, actor=actor)) == line
    assert duty_line(None) == ""


@pytest.mark.parametrize(
    ("verification", "words", "mark"),
    [
        (Verification.VERBATIM, "The words of the Act", ""),
        (Verification.RESTATED, "Our words, not those of the Act; x is our own name for it", ""),
        (Verification.UNVERIFIED, "Our words, not those of the Act; x is our own name for it", "not checked"),
        (
            Verification.NOT_RETRIEVED,
            "Not retrieved; what the Act says here is unknown",
            "not retrieved",
        ),
    ],
)
def test_whose_words_and_how_far_to_trust_them(verification, words, mark):
    prov = Provision("x", "words", heading="Title", verification=verification)

    assert whose(prov, "the Act") == words
    assert caution(prov) == mark
    assert named(prov) == (f"Title ({mark})" if mark else "Title")


def test_what_has_no_name_of_its_own_goes_by_citation_or_id():
    assert label(Provision("x", "words", citation="1 T.C. 9")) == "1 T.C. 9"
    assert label(Provision("x", "words")) == "x"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", ""])
def test_only_web_addresses_become_links(address):
    corpus = Corpus(Source("a", "2020", "A", address=address), (Provision("x", "words"),))

    assert official(corpus["x"], corpus).href == ""


def test_a_provision_that_stands_alone_has_no_surroundings():
    corpus = Corpus(Source("a", "2020", "A"), (Provision("x", "words"),))

    assert section(corpus, corpus["x"]) is None
    assert section(corpus, Provision("elsewhere", "words")) is None


def test_the_surroundings_mark_what_nobody_checked():
    corpus = Corpus(
        Source("a", "2020", "A"),
        (Provision("g", heading="Group"), Provision("g/1", "sure", parent="g"), _unsure("g/2")),
    )

    assert [one.mark for one in section(corpus, corpus["g/1"]).passages] == ["", "", "not checked"]


def _unsure(prov_id):
    return Provision(prov_id, "unsure", parent="g", verification=Verification.UNVERIFIED)


def test_rows_alone_without_a_sentence_get_the_sentence_of_their_answer(trees):
    side = trees.comparison()
    bare = tuple(replace(row, sentence="") for row in side.rows)
    told = {row.id: row.sentence for row in row_views(replace(side, rows=bare))}

    assert (
        told["--CH-4"] == "The part of the Act compared here does not ask for this; another part of it does."
    )
    assert told["--CH-5"] == "What the Charter asks here is unknown, so nothing was compared."
    assert told["2/C--"] == "No counterpart was found in the Charter."


PLACE = PlaceAtLevel(
    "rule",
    "trees-rule@2025",
    "9/4",
    "9 T.R. 4(c)",
    "A pruning ends on the last day of work.",
    "https://trees.example",
)


def test_what_only_a_rule_answers_is_named_with_its_level(trees):
    side = trees.comparison()
    charter, act = reversed(sides(side))
    prov = next(one for one in charter.part if not one.is_heading)
    answers = {prov.id: answered(Coverage.NOT_FOUND, Coverage.NOT_FOUND, levels=(PLACE,))}
    shown = absent_view(replace(charter, answers=answers), prov, act)

    assert "elsewhere" == shown.kind
    assert f"Not in {act.spoken}, but found in the rules." == shown.headline
    (found,) = shown.found
    assert ("9 T.R. 4(c) (rule)", PLACE.address, PLACE.words) == (
        found.link.words,
        found.link.href,
        found.words,
    )


def test_a_place_in_the_document_comes_before_one_at_another_level(trees):
    _, right = sides(trees.comparison())
    both = answered(Coverage.NOT_FOUND, elsewhere=(right.part.provisions[0].id,), levels=(PLACE,))

    assert "9 T.R. 4(c) (rule)" == found_pointers(right, both)[-1].link.words
    assert found_words(right, both, "part").endswith(f"but found elsewhere in {right.spoken} and the rules.")
