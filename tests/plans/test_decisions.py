"""What a team decided is never lost: history, hand edits, two editors, Excel, kills and full disks."""

import io
import threading

import pytest
from openpyxl import load_workbook

from crosswalk.errors import LedgerError, ParseError
from crosswalk.ledger import files
from crosswalk.plans.decisions import (
    COLUMNS,
    comments_path,
    decisions_path,
    read_decisions,
    read_history,
    read_public_comments,
    record_decisions,
    record_public_comments,
)
from crosswalk.plans.findings import report_of
from crosswalk.plans.formats import read_plan_workbook
from crosswalk.plans.gaps import report_bytes

DIGESTS = {"L-01": "aa", "L-02": "bb", "L-03": "cc"}


def record(path, unit, by="A. Planner", **cells):
    return record_decisions(path, [{"requirement": unit, **cells}], DIGESTS, by, "2027-01-15")[0]


@pytest.fixture
def path(tmp_path):
    return decisions_path(tmp_path, "local-plan")


def test_the_last_line_holds_and_earlier_ones_stay(path):
    record(path, "L-01", owner="Lee", due="2027-03-01")
    record(path, "L-01", status="decided", decision="Rewrite section 2.1")
    record(path, "L-02", owner="Ruiz")

    holds = read_decisions(path)
    assert (holds["L-01"].owner, holds["L-01"].status, holds["L-01"].digest) == ("Lee", "decided", "aa")
    assert len(read_history(path)) == 3


def test_the_mark_is_the_same_only_for_the_same_line(path):
    marks = [record(path, "L-01", owner=owner)[0].mark for owner in ("Lee", "Ruiz", "Lee")]

    assert marks[0] == marks[2] != marks[1]
    assert record(path, "L-01", owner="Lee", status="closed", by="B. Other")[0].mark not in marks


def test_what_changes_nothing_adds_no_line(path):
    record(path, "L-01", owner="Lee")

    assert record(path, "L-01", owner="Lee", by="B. Other") == []
    assert len(read_history(path)) == 1


def test_an_unknown_requirement_is_refused_and_nothing_is_written(path):
    record(path, "L-01", owner="Lee")
    before = path.read_bytes()
    rows = [{"requirement": "L-02", "owner": "Ruiz"}, {"requirement": "L-99", "owner": "Nobody"}]

    with pytest.raises(LedgerError, match="L-99"):
        record_decisions(path, rows, DIGESTS, "A", "2027-01-15")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("requirement\tstatus\nL-01\tfinished\n", "line 2"),
        ("requirement\tdue\nL-01\t1 March\n", "YYYY-MM-DD"),
        ("unit\towner\nL-01\tLee\n", "columns must be"),
        ("requirement\towner\nL-01\tLee\tmore\n", "more cells"),
        ("requirement\towner\n\tLee\n", "names no requirement"),
    ],
)
def test_a_file_broken_by_hand_is_named_and_left_alone(path, broken, said):
    path.parent.mkdir(parents=True)
    path.write_text(broken, "utf-8")

    with pytest.raises(LedgerError) as told:
        record(path, "L-02", owner="Ruiz")
    assert said in str(told.value)
    assert path.read_text("utf-8") == broken


def test_a_hand_edit_with_fewer_columns_is_read(path):
    path.parent.mkdir(parents=True)
    path.write_text("requirement\towner\nL-01\tLee\n", "utf-8")

    assert read_decisions(path)["L-01"].owner == "Lee"
    assert read_decisions(path)["L-01"].status == "open"


def test_two_editors_lose_nothing(path):
    writers = [
        threading.Thread(target=record, args=(path, unit), kwargs={"owner": f"{unit} owner {n}"})
        for n in range(6)
        for unit in DIGESTS
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.join()

    assert len(read_history(path)) == 18


def test_a_full_disk_leaves_the_file_as_it_was(path, monkeypatch):
    record(path, "L-01", owner="Lee")
    before = path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(LedgerError, match="no room left"):
        record(path, "L-02", owner="Ruiz")
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir() if one.name.endswith(".part")] == []


def test_excel_goes_out_and_comes_back(read_paper, lists, tmp_path):
    _, assessment = read_paper("harbor", "docx")
    digests = {unit.id: unit.digest for unit in lists["local-plan"].units}
    path = decisions_path(tmp_path, "local-plan")
    book = load_workbook(io.BytesIO(report_bytes(report_of(assessment, {}), "xlsx")))
    sheet = book["Requirements"]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "L-10":
            row[heads.index("owner")].value = "=Lee"
            row[heads.index("due")].value = "2027-03-01"
            row[heads.index("action")].value = "Add a table of seats"
    file = tmp_path / "filled.xlsx"
    book.save(file)

    added, _ = record_decisions(path, read_plan_workbook(file), digests, "A. Planner", "2027-01-15")
    assert [(one.requirement, one.owner, one.due) for one in added] == [("L-10", "=Lee", "2027-03-01")]
    again = report_of(assessment, read_decisions(path))
    second = tmp_path / "second.xlsx"
    second.write_bytes(report_bytes(again, "xlsx"))
    assert record_decisions(path, read_plan_workbook(second), digests, "B. Other", "2027-01-16") == ([], [])


def test_an_old_workbook_writes_over_nothing_and_loses_no_other_row(read_paper, lists, tmp_path):
    _, assessment = read_paper("harbor", "docx")
    digests = {unit.id: unit.digest for unit in lists["local-plan"].units}
    path, file = decisions_path(tmp_path, "local-plan"), tmp_path / "old.xlsx"
    book = load_workbook(io.BytesIO(report_bytes(report_of(assessment, {}), "xlsx")))
    sheet = book["Requirements"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.column_dimensions[sheet.cell(1, len(heads)).column_letter].hidden
    for row in sheet.iter_rows(min_row=2):
        if row[0].value in {"L-02", "L-03"}:
            row[heads.index("owner")].value = "Lee"
    book.save(file)
    for unit in ("L-01", "L-02"):
        rows = [{"requirement": unit, "status": "decided", "owner": "Bo"}]
        record_decisions(path, rows, digests, "Bo", "2027-01-15")

    added, late = record_decisions(path, read_plan_workbook(file), digests, "Ann", "2027-01-16")
    assert [one.requirement for one in added] == ["L-03"]
    assert [(one.where, one.code) for one in late] == [("L-02", "XW-618")]
    assert {unit: one.owner for unit, one in read_decisions(path).items()} == {
        "L-01": "Bo",
        "L-02": "Bo",
        "L-03": "Lee",
    }


def test_another_workbook_is_refused_in_one_sentence(tmp_path):
    file = tmp_path / "other.xlsx"
    file.write_bytes(b"not a workbook")

    with pytest.raises(ParseError, match="not an Excel workbook"):
        read_plan_workbook(file)


def test_a_cell_that_is_too_long_is_refused_and_one_written_by_hand_is_named(path):
    with pytest.raises(LedgerError, match="L-01: language has over 32,000 characters; shorten it"):
        record(path, "L-01", language="a" * 32_001)
    assert not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"requirement\tlanguage\nL-01\t{'a' * 200_000}\n", "utf-8")
    with pytest.raises(LedgerError, match=r"XW-606 .*line 2 cannot be read \(field larger"):
        read_history(path)


def test_a_name_cannot_leave_the_folder(tmp_path):
    with pytest.raises(LedgerError):
        decisions_path(tmp_path, "../elsewhere")


def test_every_column_is_written(path):
    record(path, "L-01", note="One\tcell\nof two lines")

    assert path.read_text("utf-8").splitlines()[0].split("\t") == list(COLUMNS)
    assert read_history(path)[-1].note == "One cell\nof two lines"


def test_days_and_statuses_are_taken_as_teams_write_them(tmp_path):
    path = tmp_path / "plans" / "p.tsv"
    rows = [
        {"requirement": "L-01", "due": "3/31/2027", "status": "Decided"},
        {"requirement": "L-02", "due": "April 1, 2027", "status": "CLOSED"},
    ]
    record_decisions(path, rows, {"L-01": "a", "L-02": "b"}, "A. Planner", "2027-01-05")

    assert [(one.due, one.status) for one in read_decisions(path).values()] == [
        ("2027-03-31", "decided"),
        ("2027-04-01", "closed"),
    ]


def test_every_cell_that_cannot_be_read_is_named_and_nothing_is_written(tmp_path):
    path = tmp_path / "plans" / "p.tsv"
    rows = [
        {"requirement": "L-01", "due": "soon"},
        {"requirement": "L-02", "owner": "A. Planner"},
        {"requirement": "L-03", "status": "done"},
    ]
    with pytest.raises(LedgerError) as refused:
        record_decisions(path, rows, dict.fromkeys(("L-01", "L-02", "L-03"), "a"), "A. Planner", "2027-01-05")

    assert "L-01" in refused.value.message
    assert [problem.where for problem in refused.value.problems] == ["L-03"]
    assert not path.exists()


HAND = 'requirement\towner\tdecision\tdigest\tby\tdate\nL-01\tA  Lee\t"We  agreed.\n\n\n\nAll."\told\tCarol\t2026-01-01\n'


def test_spaces_typed_by_hand_are_nobodys_change(path):
    path.parent.mkdir(parents=True)
    path.write_text(HAND, "utf-8")
    shown = read_decisions(path)["L-01"]
    assert (shown.owner, shown.decision) == ("A Lee", "We agreed.\n\nAll.")

    row = {"requirement": "L-01", "owner": "A  Lee", "decision": "We  agreed.\r\n\r\n\r\nAll."}
    assert record_decisions(path, [row], DIGESTS, "Ann", "2027-01-15") == ([], [])
    assert path.read_text("utf-8") == HAND


def test_a_row_written_by_hand_has_the_same_mark_after_another_is_saved(path):
    path.parent.mkdir(parents=True)
    path.write_text(HAND, "utf-8")
    seen = read_decisions(path)["L-01"].mark
    record(path, "L-02", note="Meanwhile")
    row = {"requirement": "L-01", "note": "Ours", "seen": seen}

    added, late = record_decisions(path, [row], DIGESTS, "Ann", "2027-01-15")
    assert ([one.note for one in added], late) == (["Ours"], [])


def test_a_comment_with_spaces_typed_by_hand_is_nobodys_change(path):
    file = comments_path(path.parents[1], "local-plan")
    file.parent.mkdir(parents=True)
    file.write_text("number\tsender\tcomment\tby\n1\tA  Lee\tMore  seats.\tCarol\n", "utf-8")
    row = {"number": "1", "sender": "A Lee", "comment": "More seats."}

    assert record_public_comments(file, [row], frozenset(DIGESTS), "Ann", "2027-01-15") == []
    assert [one.by for one in read_public_comments(file)] == ["Carol"]
