"""Out to a workbook and back: only what was edited changes, and every cell that will not do is named."""

import io
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.errors import LedgerError
from crosswalk.ledger.decide import Decision, Verdict, current_row, record
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Mapping, MappingSet, fingerprint
from crosswalk.model.relation import Basis, Group, Relation, Status
from crosswalk.review.decisions_file import read_review
from crosswalk.review.workbook import settle_edits
from crosswalk.review.workbook_layout import EDITABLE, HEADS, HIDDEN, review_workbook, sheet_lines
from crosswalk.services.decide import DecisionContext

RULES = Corpus(
    Source("herbs", "2020-01-01", "Herb rules"),
    tuple(
        Provision(one, f"Pot {one} shall bear a label; see § {one} — “fresh”.", citation=f"1 H.C. {one}")
        for one in "1234"
    ),
)
CODE = Corpus(
    Source("growers", "2019-06", "Growers' code"),
    tuple(Provision(one, f"Growers label {one}.", heading=f"Rule {one}") for one in ("G-1", "G-2", "G-3")),
)
START = MappingSet("herbs", "Herbs", "herbs", "growers", "2020-01-01", "2019-06")
PROPOSED = {
    (left, right): Mapping(
        left,
        right,
        Relation.INTERSECTS,
        Status.PROPOSED,
        f"Both ask {left} and {right} for a label.",
        Basis.SYNTACTIC,
        strength,
        0.625,
        "crosswalk 0.1",
        left_digest=RULES[left].digest,
        right_digest=CODE[right].digest,
    )
    for left, right, strength in (("1", "G-1", 5), ("1", "G-2", 3), ("2", "G-1", None), ("3", "G-3", 8))
}
PAIRS = (*PROPOSED, ("4", ""), ("", "G-2"))
ABOUT = {"id": "herbs", "title": "Herbs", "left": "herbs@2020-01-01", "right": "growers@2019-06"}


def context_at(folder):
    """A ledger in which Reviewer E has confirmed one pair and rejected another; the rest is proposed."""
    context = DecisionContext(Path(folder) / "herbs.sssom.tsv", START, RULES, CODE, PROPOSED)
    for pair, verdict in ((("1", "G-1"), "confirmed"), (("2", "G-1"), "rejected")):
        say(context, pair, verdict, "Reviewer E")
    return context


def say(context, pair, verdict, by, **rest):
    decision = Decision(*pair, Verdict(verdict), by, "2026-03-04", **rest)
    return record(context.path, decision, offered=context.offered(pair), start=START).row


@pytest.fixture
def context(tmp_path):
    return context_at(tmp_path)


def exported(context):
    return review_workbook(sheet_lines(PAIRS, context), ABOUT, ["Read me first."])


def edited(data, cells, sheet="Review"):
    """The workbook with some cells filled in, as another program saves it; keys are (pair, column)."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    columns = {cell.value: cell.column for cell in book[sheet][1]}
    places = {
        (row[columns["left id"] - 1].value or "", row[columns["right id"] - 1].value or ""): row[0].row
        for row in book[sheet].iter_rows(min_row=2)
    }
    for (pair, name), value in cells.items():
        book[sheet].cell(places[pair], columns[name]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def brought(context, data, by="Reviewer A", **rest):
    return settle_edits(context, read_review(data, "review.xlsx"), by=by, date="2026-03-05", **rest)


def rows(context):
    found = read_mappings(context.path)
    return {pair: current_row(found, pair) for pair in PAIRS}


def test_the_same_inputs_give_the_same_bytes(context):
    assert exported(context) == exported(context)


def test_the_sheet_shows_both_texts_and_hides_what_only_the_program_needs(context):
    sheet = openpyxl.load_workbook(io.BytesIO(exported(context)))["Review"]
    head = [cell.value for cell in sheet[1]]
    first = dict(zip(head, (cell.value for cell in sheet[2]), strict=True))

    assert list(HEADS) == head
    assert RULES["1"].text in first["Left text"]
    assert first["Right text"] == "Rule G-1. Growers label G-1."
    assert first["Left citation"] == "1 H.C. 1"
    assert first["Status"] == "Confirmed by a reviewer"
    assert first["Decided by"] == "Reviewer E"
    hidden = {
        cell.value
        for cell in sheet[1]
        for letters, dimension in sheet.column_dimensions.items()
        if dimension.hidden and dimension.min <= cell.column <= dimension.max
    }
    assert set(HIDDEN) == hidden
    assert "A2" == sheet.freeze_panes
    lists = {str(rule.sqref)[0:1] for rule in sheet.data_validations.dataValidation}
    assert {"N", "O", "Q", "R", "S"} == lists
    assert len(PAIRS) + 1 == sheet.max_row


def test_an_untouched_sheet_changes_nothing_however_it_is_saved(context):
    before = context.path.read_bytes()
    for data in (exported(context), edited(exported(context), {})):
        found = brought(context, data)
        assert (len(PAIRS), (), (), ()) == (found.rows, found.changed, found.refused, found.conflicts)

    assert before == context.path.read_bytes()


WORDS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")),
        min_size=1,
        max_size=30,
    )
    .map(lambda words: " ".join(words.split()))
    .filter(bool)
)
ASKED = st.fixed_dictionaries(
    {"Verdict": st.sampled_from(["confirmed", "unsure", "Rejected"])},
    optional={
        "Relation": st.sampled_from([one for one in Relation if one is not Relation.NONE]),
        "Sentence": WORDS,
        "Basis": st.sampled_from([*Basis, "Functional"]),
        "Strength": st.integers(0, 10),
        "Group": st.sampled_from(["split", "Consolidated", "alone"]),
        "Note": WORDS,
    },
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(list(PROPOSED)), ASKED, max_size=4))
def test_exactly_the_edited_rows_change_and_hold_what_was_typed(asked):
    with tempfile.TemporaryDirectory() as folder:
        context = context_at(folder)
        before = rows(context)
        cells = {}
        for pair, said in asked.items():
            if "Relation" in said:
                said.setdefault("Sentence", "Because of the pots.")
            for name, value in said.items():
                cells[pair, name] = value.word if name == "Relation" else value
        found = brought(context, edited(exported(context), cells))
        after = rows(context)

        assert () == found.refused == found.conflicts
        for pair in PAIRS:
            if pair not in asked:
                assert before[pair] == after[pair]
                continue
            said, row = asked[pair], after[pair]
            assert "Reviewer A" in row.reviewer.split("|")
            assert row.status == said["Verdict"].lower()
            shown = before[pair] or PROPOSED[pair]
            assert row.relation is said.get("Relation", shown.relation)
            assert row.sentence == said.get("Sentence", shown.sentence)
            assert row.strength == said.get("Strength", shown.strength)
            assert row.comment == said.get("Note", shown.comment)
            assert row.basis == said.get("Basis", shown.basis).lower()
            assert (row.group or "alone") == said.get("Group", shown.group or "alone").lower()
        assert len(asked) == len(found.changed)


def test_a_row_leaves_its_group_and_an_emptied_group_is_named(context):
    pair = ("1", "G-2")
    brought(context, edited(exported(context), {(pair, "Verdict"): "confirmed", (pair, "Group"): "split"}))
    assert Group.SPLIT is rows(context)[pair].group

    emptied = edited(exported(context), {(pair, "Verdict"): "confirmed", (pair, "Group"): None})
    assert "write alone to take the row out" in brought(context, emptied).refused[0].what
    alone = edited(exported(context), {(pair, "Verdict"): "confirmed", (pair, "Group"): "alone"})
    assert () == brought(context, alone).refused

    assert rows(context)[pair].group is None


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.slow
def test_what_libreoffice_saves_again_says_the_same(context, tmp_path):
    """An untouched workbook changes nothing, and an edited one what was edited, formulas and all."""
    pair = ("1", "G-2")
    cells = {(pair, "Verdict"): "confirmed", (pair, "Basis"): "functional", (pair, "Group"): "split"}
    cells |= {(pair, "Note"): "=1+1", (pair, "Strength"): 4}
    for name, data in (("plain", exported(context)), ("edited", edited(exported(context), cells))):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / name) for name in ("again", "plain.xlsx", "edited.xlsx")]
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", *files]
    subprocess.run(command, check=True, capture_output=True, timeout=240)

    plain = brought(context, (tmp_path / "again" / "plain.xlsx").read_bytes())
    assert ((), (), ()) == (plain.changed, plain.refused, plain.conflicts)
    back = brought(context, (tmp_path / "again" / "edited.xlsx").read_bytes())
    row = rows(context)[pair]
    assert (1, ()) == (len(back.changed), back.refused)
    assert (Basis.FUNCTIONAL, Group.SPLIT, 4, "=1+1") == (row.basis, row.group, row.strength, row.comment)


def test_a_dry_run_tells_the_same_and_writes_nothing(context):
    before = context.path.read_bytes()
    data = edited(exported(context), {(("1", "G-2"), "Verdict"): "confirmed"})
    dry = brought(context, data, dry_run=True)

    assert before == context.path.read_bytes()
    assert dry.changed == brought(context, data).changed
    assert before != context.path.read_bytes()


def test_brought_in_twice_it_is_there_once(context):
    data = edited(exported(context), {(("1", "G-2"), "Verdict"): "confirmed"})
    brought(context, data)
    before = context.path.read_bytes()
    again = brought(context, data)

    assert ((), (), 1) == (again.changed, again.conflicts, again.known)
    assert before == context.path.read_bytes()


def test_a_second_person_who_says_the_same_agrees(context):
    data = edited(exported(context), {(("1", "G-2"), "Verdict"): "confirmed"})
    brought(context, data)
    brought(context, data, by="Reviewer C")

    row = rows(context)["1", "G-2"]
    assert ("Reviewer A|Reviewer C", 1.0) == (row.reviewer, row.agreement)


def test_a_row_that_was_decided_underneath_is_not_overwritten(context):
    data = edited(
        exported(context),
        {(("1", "G-1"), "Verdict"): "rejected", (("3", "G-3"), "Verdict"): "confirmed"},
    )
    record(
        context.path,
        Decision("1", "G-1", Verdict.UNSURE, "Reviewer E", "2026-03-05", why="Not so clear."),
        offered=context.offered(("1", "G-1")),
        start=START,
        seen=fingerprint(rows(context)["1", "G-1"]),
    )
    found = brought(context, data)

    assert 1 == len(found.changed)
    assert 1 == len(found.conflicts)
    assert found.conflicts[0].where == "Review!N2"
    assert "Not so clear" in found.conflicts[0].what
    assert (Status.UNSURE, "Reviewer E") == (
        rows(context)["1", "G-1"].status,
        rows(context)["1", "G-1"].reviewer,
    )


def test_a_row_whose_text_moved_is_not_written(context):
    data = edited(exported(context), {(("1", "G-2"), "Verdict"): "confirmed"})
    moved = {pair: replace(one, left_digest="cccccccccccc") for pair, one in PROPOSED.items()}
    found = brought(replace(context, proposed=moved), data)

    assert ((), 1) == (found.changed, len(found.conflicts))
    assert "text" in found.conflicts[0].what


def test_what_the_person_saw_is_what_is_decided_though_the_program_reads_it_otherwise_by_now(context):
    data = edited(exported(context), {(("1", "G-2"), "Verdict"): "confirmed"})
    newer = PROPOSED | {
        ("1", "G-2"): replace(
            PROPOSED["1", "G-2"], relation=Relation.EQUAL, sentence="The same, it now says."
        )
    }
    brought(replace(context, proposed=newer), data)

    row = rows(context)["1", "G-2"]
    assert (Relation.INTERSECTS, "Both ask 1 and G-2 for a label.") == (row.relation, row.sentence)


@pytest.mark.parametrize(
    ("typed", "where", "why"),
    [
        ({"Verdict": "perhaps"}, "Review!N3", "no verdict"),
        ({"Verdict": "confirmed", "Strength": 11}, "Review!R3", "0 to 10"),
        ({"Verdict": "confirmed", "Strength": "=1+1"}, "Review!R3", "0 to 10"),
        ({"Verdict": "confirmed", "Relation": "kin of", "Sentence": "So."}, "Review!O3", "no relation"),
        ({"Verdict": "confirmed", "Relation": "Same"}, "Review!P3", "say why"),
        ({"Verdict": "confirmed", "Basis": "hunch"}, "Review!Q3", "one of syntactic, semantic, functional"),
        ({"Verdict": "confirmed", "Group": "clan"}, "Review!S3", "one of split, consolidated, alone"),
        ({"Group": "split"}, "Review!S3", "no verdict"),
        ({"Verdict": "confirmed", "Sentence": None}, "Review!P3", "emptied"),
        ({"Note": "a note alone"}, "Review!T3", "no verdict"),
        ({"Verdict": "confirmed", "Left text": "other words"}, "Review!N3", "belong together"),
        ({"Verdict": "confirmed", "left id": "2"}, "Review!N3", "belong together"),
    ],
)
def test_every_cell_that_will_not_do_is_named_and_nothing_is_written(context, typed, where, why):
    before = context.path.read_bytes()
    found = brought(
        context, edited(exported(context), {(("1", "G-2"), name): v for name, v in typed.items()})
    )

    assert () == found.changed
    assert [where] == [one.where for one in found.refused]
    assert why in found.refused[0].what
    assert before == context.path.read_bytes()


def test_a_gap_can_be_confirmed_and_cannot_be_rejected(context):
    data = edited(
        exported(context),
        {
            (("4", ""), "Verdict"): "confirmed",
            (("4", ""), "Sentence"): "Nobody else speaks of pot 4.",
            (("", "G-2"), "Verdict"): "rejected",
            (("", "G-2"), "Sentence"): "No.",
        },
    )
    found = brought(context, data)

    assert Status.CONFIRMED is rows(context)["4", ""].status
    assert ["Review!N7"] == [one.where for one in found.refused]
    assert "cannot be rejected" in found.refused[0].what


def test_a_pair_edited_in_two_rows_is_refused_in_both(context):
    book = openpyxl.load_workbook(
        io.BytesIO(edited(exported(context), {(("1", "G-2"), "Verdict"): "unsure"}))
    )
    sheet = book["Review"]
    sheet.append([cell.value for cell in sheet[3]])
    out = io.BytesIO()
    book.save(out)
    found = brought(context, out.getvalue())

    assert ["Review!N3", "Review!N8"] == [one.where for one in found.refused]


def test_rows_may_be_sorted_and_left_out_and_columns_moved(context):
    book = openpyxl.load_workbook(
        io.BytesIO(edited(exported(context), {(("3", "G-3"), "Verdict"): "confirmed"}))
    )
    sheet = book["Review"]
    head, *lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    sheet.delete_rows(1, sheet.max_row)
    for line in (head, *reversed(lines[2:])):
        sheet.append(list(reversed(line)))
    out = io.BytesIO()
    book.save(out)
    found = brought(context, out.getvalue())

    assert (4, 1, ()) == (found.rows, len(found.changed), found.refused)
    assert Status.CONFIRMED is rows(context)["3", "G-3"].status


def test_a_formula_is_its_own_text_on_the_way_in_and_out(context):
    text = '=HYPERLINK("http://example.org")'
    brought(
        context,
        edited(exported(context), {(("1", "G-2"), "Verdict"): "unsure", (("1", "G-2"), "Note"): text}),
    )
    book = openpyxl.load_workbook(io.BytesIO(exported(context)))
    notes = [row[HEADS.index("Note")] for row in book["Review"].iter_rows()]

    assert text == rows(context)["1", "G-2"].comment
    assert [("s", text)] == [(cell.data_type, cell.value) for cell in notes if "HYPER" in str(cell.value)]


def test_a_comment_alone_is_no_decision(context):
    data = edited(exported(context), {(("1", "G-2"), "Comment"): "We do this.\nAsk Reviewer B."})
    sheet = read_review(data, "review.xlsx")

    assert ["We do this.\nAsk Reviewer B."] == [edit.comment for edit in sheet.edits]
    assert () == brought(context, data).changed
    assert {"Comment"} <= set(EDITABLE)


@pytest.mark.parametrize("harm", ["not a workbook", "no sheet", "no column"])
def test_what_is_no_review_workbook_is_refused_in_one_sentence(context, harm):
    book = openpyxl.load_workbook(io.BytesIO(exported(context)))
    if harm == "no sheet":
        del book["Review"]
    else:
        book["Review"].delete_cols(HEADS.index("seen") + 1)
    out = io.BytesIO()
    book.save(out)
    data = b"PK nothing" if harm == "not a workbook" else out.getvalue()

    with pytest.raises(LedgerError, match="not a review workbook"):
        read_review(data, "review.xlsx")
