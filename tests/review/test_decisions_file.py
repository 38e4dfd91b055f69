"""Decisions files from a page: exactly the marked rows change, and every row that will not do is named."""

import json
import tempfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.errors import LedgerError
from crosswalk.ledger.decide import Decision, Verdict, current_row, record
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.mapping import fingerprint
from crosswalk.model.relation import Relation, Status
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.review_rows import ReviewView
from crosswalk.review import decisions_file
from crosswalk.review.decisions_file import FORMAT, HEAD, ROW, load_marks, read_marks
from crosswalk.review.workbook import settle_edits, without_unknown
from tests import sample_review

pytestmark = pytest.mark.slow

HOSTILE = sample_review.HOSTILE
DAY = "2026-03-05"


@pytest.fixture
def table(tmp_path):
    return sample_review.table(tmp_path, 6)


def page_of(table):
    """The rows as a page of today holds them: pair, what the row says, and what it rests on."""
    filed = {m.pair: m for m in table.context.on_file() if m.status is not Status.SUPERSEDED}
    rows = tuple(
        replace(
            row,
            decided=filed[p],
            status=filed[p].status,
            relation=filed[p].relation,
            sentence=filed[p].sentence,
        )
        if (p := (row.left, row.right)) in filed
        else row
        for row in table.comparison.rows
    )
    side = replace(table.comparison, rows=rows)
    found = {one.pair: one for one in ReviewView(CompactView(side)).rows}
    return {(row.left, row.right): (row, found[row.left, row.right]) for row in rows}


def marked(page, pair, verdict="confirmed", **said):
    """One row of the file, as the page writes it."""
    row, stake = page[pair]
    shown = {"relation": row.relation.value, "sentence": row.sentence, "note": stake.note} if verdict else {}
    strength = stake.strength if verdict and "relation" not in said else None
    return dict.fromkeys(ROW, "") | {
        "left": pair[0],
        "right": pair[1],
        "left_digest": stake.left_digest,
        "right_digest": stake.right_digest,
        "seen": stake.seen,
        "verdict": verdict,
        "strength": strength,
        **shown,
        **said,
    }


def file_of(rows, **head):
    """A decisions file as bytes."""
    whole = {
        "format": FORMAT,
        "crosswalk": "herbs",
        "left": "herbs@2020-01-01",
        "right": "growers@2019-06",
        "page": "0123456789ab",
        "tool": "crosswalk 1.0",
        "reviewer": "Reviewer A",
        "role": "",
        "date": DAY,
        "rows": rows,
    }
    return json.dumps(whole | head).encode()


def brought(table, data, **rest):
    found = read_marks(data, "marks.json")
    return settle_edits(
        table.context, without_unknown(table.context, found.sheet), by=found.reviewer, date=found.date, **rest
    )


def filed(table):
    path = table.context.path
    return (
        {m.pair: m for m in read_mappings(path) if m.status is not Status.SUPERSEDED} if path.exists() else {}
    )


PAIRS = [(f"4/{n}", f"G-{n}") for n in range(6)] + [("4/3", "G-2")]
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), max_size=40
).map(lambda words: " ".join(words.split()))
OTHERS = [one.value for one in Relation if one not in {Relation.NONE, Relation.INTERSECTS}]
ASKED = st.one_of(
    st.fixed_dictionaries({"verdict": st.sampled_from(["confirmed", "rejected", "unsure"]), "note": WORDS}),
    st.fixed_dictionaries(
        {"verdict": st.just("corrected"), "relation": st.sampled_from(OTHERS), "sentence": WORDS.filter(bool)}
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(PAIRS), ASKED), st.sampled_from(["", "confirmed", "unsure"]))
def test_exactly_the_marked_rows_change_and_hold_what_was_said(asked, earlier):
    with tempfile.TemporaryDirectory() as folder:
        table = sample_review.table(folder, 6)
        for pair in PAIRS[:2] if earlier else ():
            first = Decision(*pair, Verdict(earlier), "Reviewer E", "2026-03-04")
            record(table.context.path, first, offered=table.context.offered(pair), start=table.context.start)
        before, page = filed(table), page_of(table)
        found = brought(table, file_of([marked(page, pair, **said) for pair, said in asked.items()]))
        after = filed(table)

        assert ((), ()) == (found.refused, found.conflicts)
        assert {pair: row for pair, row in after.items() if pair not in asked} == {
            pair: row for pair, row in before.items() if pair not in asked
        }
        for pair, said in asked.items():
            row, shown = after[pair], page[pair][0]
            assert "Reviewer A" in row.reviewer.split("|")
            assert row.status == said["verdict"].replace("corrected", "confirmed")
            assert row.relation == said.get("relation", shown.relation.value)
            assert row.sentence == " ".join(said.get("sentence", shown.sentence).split())
            assert row.comment == said.get("note", "")


def test_brought_in_twice_it_is_there_once(table):
    data = file_of([marked(page_of(table), PAIRS[1])])
    assert 1 == len(brought(table, data).changed)
    before = table.context.path.read_bytes()
    again = brought(table, data)

    assert ((), (), 1) == (again.changed, again.conflicts, again.known)
    assert before == table.context.path.read_bytes()


def test_a_dry_run_tells_the_same_and_writes_nothing(table):
    data = file_of([marked(page_of(table), PAIRS[1])])
    dry = brought(table, data, dry_run=True)

    assert not table.context.path.exists()
    assert dry.changed == brought(table, data).changed


def test_a_second_person_who_says_the_same_agrees_and_one_who_does_not_is_shown_both(table):
    page = page_of(table)
    rows = [
        marked(page, PAIRS[1]),
        marked(page, PAIRS[2], "corrected", relation="equal", sentence="One rule."),
    ]
    brought(table, file_of(rows))
    same = brought(table, file_of(rows, reviewer="Reviewer C"))
    other = brought(table, file_of([marked(page, PAIRS[1], "rejected")], reviewer="Reviewer D"))

    assert (2, ()) == (len(same.changed), same.conflicts)
    assert ["Reviewer A|Reviewer C"] * 2 == [filed(table)[pair].reviewer for pair in PAIRS[1:3]]
    assert ((), "marks.json row 1") == (other.changed, other.conflicts[0].where)
    assert "Reviewer A" in other.conflicts[0].what
    assert "rejected" in other.conflicts[0].what


def test_a_row_that_was_decided_after_the_page_was_made_is_not_overwritten(table):
    page = page_of(table)
    record(
        table.context.path,
        Decision(*PAIRS[1], Verdict.UNSURE, "Reviewer E", DAY, why="Not so clear."),
        offered=table.context.offered(PAIRS[1]),
        start=table.context.start,
    )
    found = brought(table, file_of([marked(page, PAIRS[1]), marked(page, PAIRS[2])]))

    assert 1 == len(found.changed)
    assert "Not so clear" in found.conflicts[0].what
    assert "Reviewer E" == filed(table)[PAIRS[1]].reviewer


@pytest.mark.parametrize("whose", ["nobody's", "another's"])
def test_a_row_whose_text_moved_is_not_written(table, whose):
    """Not even where another person meanwhile said of the new text what was marked on the old one."""
    row = marked(page_of(table), PAIRS[1])
    if whose == "another's":
        brought(table, file_of([row], reviewer="Reviewer E"))
    found = brought(table, file_of([row | {"left_digest": "cccccccccccc"}]))

    assert ((), 1) == (found.changed, len(found.conflicts))
    assert "text" in found.conflicts[0].what
    assert "Reviewer A" not in [one.reviewer for one in filed(table).values()]


def test_what_was_seen_on_file_is_what_a_mark_rests_on(table):
    record(
        table.context.path,
        Decision(*PAIRS[1], Verdict.UNSURE, "Reviewer E", "2026-03-04"),
        offered=table.context.offered(PAIRS[1]),
        start=table.context.start,
    )
    page = page_of(table)
    found = brought(
        table, file_of([marked(page, PAIRS[1], "corrected", relation="equal", sentence="One rule.")])
    )

    assert ((), 1) == (found.conflicts, len(found.changed))
    assert page[PAIRS[1]][1].seen != fingerprint(filed(table)[PAIRS[1]])


def test_a_gap_needs_a_sentence_of_its_own(table):
    page = page_of(table)
    gap = ("4/gap", "")
    bare = brought(table, file_of([marked(page, gap)]))
    found = brought(table, file_of([marked(page, gap, sentence="Nobody weighs at noon.")]))

    assert "no sentence" in bare.refused[0].what
    assert () == found.refused
    assert Status.CONFIRMED is current_row(read_mappings(table.context.path), gap).status


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"left": "4/99"}, "There is no provision 4/99"),
        ({"left": "../../etc/passwd"}, "There is no provision"),
        ({"left": "", "right": ""}, "names no provision"),
        ({"verdict": "perhaps"}, "the verdict is none of"),
        ({"verdict": "", "sentence": ""}, "neither a verdict nor a comment"),
        ({"verdict": "corrected", "relation": ""}, "no relation is given"),
        ({"verdict": "corrected", "relation": "equal"}, "say why in a sentence"),
        ({"verdict": "corrected"}, "nothing is corrected"),
        ({"relation": "kin-of"}, "the relation is unknown"),
        ({"sentence": " "}, "no sentence"),
        ({"sentence": "x" * 4001}, "over 4,000 characters"),
        ({"note": "bell \x07"}, "a character that a table cannot"),
        ({"sentence": "half \ud800"}, "a character that a table cannot"),
        ({"strength": 11}, "strength"),
        ({"strength": True}, "strength"),
        ({"strength": 5.0}, "strength"),
        ({"comment": 7}, "the comment is not a text"),
        ({"left_digest": None}, "the left digest is not a text"),
        ({"extra": ""}, "an unknown field"),
    ],
)
def test_every_row_that_will_not_do_is_named_and_the_rest_is_taken(table, change, why):
    page = page_of(table)
    found = brought(table, file_of([marked(page, PAIRS[1]) | change, marked(page, PAIRS[2])]))

    assert ["marks.json row 1"] == [one.where for one in found.refused]
    assert why in found.refused[0].what
    assert 1 == len(found.changed)
    assert {PAIRS[2]} == set(filed(table))


def test_a_row_without_a_field_and_what_is_no_row_are_named(table):
    row = marked(page_of(table), PAIRS[1])
    del row["seen"]
    found = brought(table, file_of([row, "row", [], None]))

    told = [one.what for one in found.refused]
    assert [f"{PAIRS[1][0]} and {PAIRS[1][1]}: the field seen is missing", *["this is not a row"] * 3] == told


def test_a_pair_marked_twice_is_refused_in_both_rows(table):
    page = page_of(table)
    found = brought(table, file_of([marked(page, PAIRS[1]), marked(page, PAIRS[1], "rejected")]))

    assert ["marks.json row 1", "marks.json row 2"] == [one.where for one in found.refused]
    assert not table.context.path.exists()


def test_a_program_may_not_sign(table):
    found = brought(table, file_of([marked(page_of(table), PAIRS[1])], reviewer="crosswalk 1.0"))

    assert "only people decide" in found.refused[0].what


def test_script_in_every_field_is_text(table):
    page = page_of(table)
    row = marked(page, PAIRS[1], sentence=HOSTILE, note=HOSTILE)
    assert 1 == len(brought(table, file_of([row], reviewer=HOSTILE)).changed)

    kept = filed(table)[PAIRS[1]]
    assert (HOSTILE, HOSTILE, HOSTILE) == (kept.sentence, kept.comment, kept.reviewer)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "cannot be read as JSON"),
        (b"\x89PNG\r\n", "cannot be read as JSON"),
        (b"PK\x03\x04" + b"\x00" * 40, "cannot be read as JSON"),
        (b"{" * 200_000, "cannot be read as JSON"),
        (b"[" * 200_000 + b"]" * 200_000, "cannot be read as JSON"),
        (b"9" * 10_000, "cannot be read as JSON"),
        (b"[]", "does not say that its format is"),
        (b'{"rows": []}', "does not say that its format is"),
        (json.dumps({"format": FORMAT, "rows": []}).encode(), "the field crosswalk is missing"),
        (file_of([], extra=1), "an unknown field"),
        (file_of({}), "its rows are not a list"),
        (file_of([], tool=3), "its tool is not a text"),
        (file_of([], date=3), "its date is not a text"),
        (file_of([]).replace(b'"rows": []', b'"rows": [NaN]'), "a value that is not a number"),
        (file_of([]).replace(b'"rows": []', b'"rows": [-Infinity]'), "a value that is not a number"),
        (file_of([]).replace(b'"role": ""', b'"role": "", "role": "x"'), "one field twice"),
        (file_of([None] * 20_001), "at most 20,000"),
    ],
)
def test_what_is_no_decisions_file_is_refused_in_one_sentence(data, why):
    with pytest.raises(LedgerError) as refused:
        read_marks(data, "marks.json")

    assert ("XW-453", ()) == (refused.value.code, refused.value.problems)
    assert why in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    "head", [{"date": "5 March"}, {"date": "2026-02-30"}, {"reviewer": "x" * 121}, {"role": "a\x00b"}]
)
def test_a_file_that_is_not_signed_as_it_must_be_is_refused(head):
    with pytest.raises(LedgerError, match="not signed correctly") as refused:
        read_marks(file_of([], **head), "marks.json")

    assert "XW-454" == refused.value.code


def test_a_file_beyond_all_measure_is_refused_and_not_read_to_its_end(tmp_path, monkeypatch):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)
    with pytest.raises(LedgerError, match="it has over 8 MB"):
        load_marks(path)
    monkeypatch.setattr(decisions_file, "MOST_BYTES", 3)
    (tmp_path / "small.json").write_bytes(b"{}")
    assert b"{}" == load_marks(tmp_path / "small.json")
    with pytest.raises(LedgerError, match="cannot be read"):
        load_marks(tmp_path / "none.json")
    with pytest.raises(LedgerError, match="it is not a file"):
        load_marks(tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from((*HEAD, *ROW)), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(HEAD), JSON, max_size=3),
    st.lists(st.dictionaries(st.sampled_from(ROW), JSON)),
)
def test_whatever_stands_in_the_file_it_is_read_or_refused_in_words(head, rows):
    blank = dict.fromkeys(ROW, "") | {"strength": None}
    whole = {"rows": [blank | row for row in rows]} | head
    try:
        found = read_marks(file_of(whole.pop("rows"), **whole), "marks.json")
    except LedgerError as error:
        code = error.code
    else:
        code = ""
        assert all(isinstance(edit.sentence, str) and edit.left + edit.right for edit in found.sheet.edits)
    assert code in {"", "XW-453", "XW-454"}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_whatever_break_the_reader(data):
    with pytest.raises(LedgerError, match="not a decisions file"):
        read_marks(data, "marks.json")
