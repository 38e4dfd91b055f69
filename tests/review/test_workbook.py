"""The shipped crosswalk out to Excel and back, as the command line does it."""

import shutil

import openpyxl
import pytest

from crosswalk.cli.output import imported_lines
from crosswalk.errors import CrosswalkError
from crosswalk.ledger.comments import read_comments
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.relation import Status
from crosswalk.review.workbook import import_sheet
from crosswalk.review.workbook_layout import export_sheet
from crosswalk.workspace.workspace import Workspace, with_cache

pytestmark = pytest.mark.slow

BY = {"by": "Reviewer A", "date": "2026-03-05"}


@pytest.fixture(scope="module")
def space(shipped_build, tmp_path_factory):
    copy = shutil.copytree(shipped_build, tmp_path_factory.mktemp("desk") / "workspace")
    return with_cache(Workspace(copy))


@pytest.fixture(scope="module")
def book(space):
    path = space.root / "review.xlsx"
    assert export_sheet(space, "definition", path) >= 20
    return path


def answered(book, name, **cells):
    """A copy of the workbook with the first row filled in."""
    opened = openpyxl.load_workbook(book)
    sheet = opened["Review"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for column, value in cells.items():
        sheet.cell(2, columns[column]).value = value
    path = book.with_name(name)
    opened.save(path)
    return path


@pytest.mark.slow
def test_a_decision_and_a_comment_come_back_once(space, book):
    path = answered(
        book, "back.xlsx", Verdict="confirmed", Note="Read on 5 March.", Comment="=Ask Reviewer B."
    )
    file, comments = space.mapping_file("definition"), space.comments_file("definition")
    before = file.read_bytes()

    dry = import_sheet(space, "definition", path, dry_run=True, **BY)
    assert before == file.read_bytes()
    assert not comments.exists()
    assert (1, 1, ()) == (len(dry.changed), len(dry.comments), dry.refused)

    assert dry == import_sheet(space, "definition", path, **BY)
    mine = [row for row in read_mappings(file) if row.reviewer == "Reviewer A"]
    assert [(Status.CONFIRMED, "Read on 5 March.")] == [(row.status, row.comment) for row in mine]
    assert [("Reviewer A", "=Ask Reviewer B.")] == [(one.by, one.text) for one in read_comments(comments)]

    again = import_sheet(space, "definition", path, **BY | {"date": "2026-03-06"})
    assert ((), (), 1) == (again.changed, again.comments, again.known)
    assert "0 decisions, 0 comments, 1 decision and 1 comment on file already" in imported_lines(again)[-1]


@pytest.mark.slow
def test_a_sheet_of_another_crosswalk_is_refused(space, book):
    with pytest.raises(CrosswalkError, match="XW-452"):
        import_sheet(space, "measures", book, **BY)


def test_what_is_no_workbook_is_refused_in_one_sentence(space, tmp_path):
    (tmp_path / "note.xlsx").write_text("hello", "utf-8")
    for name in ("note.xlsx", "none.xlsx"):
        with pytest.raises(CrosswalkError):
            import_sheet(space, "definition", tmp_path / name, **BY)


def test_a_program_may_not_sign(space, book):
    path = answered(book, "program.xlsx", Verdict="unsure")
    found = import_sheet(space, "definition", path, by="crosswalk 1.0", date="2026-03-05")

    assert () == found.changed
    assert "only people decide" in found.refused[0].what
