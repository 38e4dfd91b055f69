"""A user's own copy of the framework: laid beside the elements, checked by a person, and taken over."""

import pytest
from openpyxl import load_workbook

from crosswalk.errors import CrosswalkError
from crosswalk.model.relation import Verification
from crosswalk.plans.adopt import apply_workbook, lay_beside, unread_elements
from crosswalk.services.check import check_workspace
from crosswalk.workspace.workspace import Workspace, init

COPY = """# A framework, invented copy

## Definitions

Programs are what pathways are made of: most pathways run through several programs that are linked to each other.

## Participant metrics

The build-up of college credits, and developmental courses finished, are further milestones that partners may follow.
"""


@pytest.fixture
def laid(tmp_path):
    space = init(tmp_path / "work")
    copy, book = tmp_path / "copy.md", tmp_path / "beside.xlsx"
    copy.write_text(COPY, "utf-8")
    lay_beside(space, "alliance", copy, book, lambda _: None)
    return space, book


def fill(path, **verdicts):
    book = load_workbook(path)
    sheet = book["Elements"]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for element, cells in verdicts.items():
            if row[0].value == element.replace("_", "-"):
                for name, value in cells.items():
                    row[heads.index(name)].value = value
    book.save(path)


def test_each_unchecked_element_has_its_closest_passage(laid):
    space, book = laid
    sheet = load_workbook(book)["Elements"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=2)}

    assert set(rows) == {prov.id for prov in unread_elements(space.corpus("alliance"))}
    assert "linked to each other" in rows["AQCP-DEF-3"][4]
    assert rows["AQCP-S-2/indicators"][1].startswith("Engage employers")
    assert not any(row[7] for row in rows.values())


def test_a_confirmed_element_keeps_its_words_and_rows(laid):
    space, book = laid
    before = space.corpus("alliance")["AQCP-DEF-3"]
    fill(book, AQCP_DEF_3={"verdict": "confirm", "page": "12"})
    apply_workbook(space, "alliance", book, "A. Analyst", "2027-01-15")

    after = Workspace(space.root).corpus("alliance")["AQCP-DEF-3"]
    assert before.verification is Verification.UNVERIFIED
    assert after.verification is Verification.RESTATED
    assert (after.digest, after.page) == (before.digest, "12")
    assert "Checked against copy.md, A. Analyst, 2027-01-15." in after.note
    assert not check_workspace(Workspace(space.root)).problems


def test_replaced_words_are_quoted_and_their_rows_looked_at_again(laid):
    space, book = laid
    fill(
        book,
        AQCP_DEF_1={
            "verdict": "replace",
            "words": "Pathways arrange schooling for certain occupations only.",
        },
    )
    told = apply_workbook(space, "alliance", book, "A. Analyst", "2027-01-15")

    after = Workspace(space.root).corpus("alliance")["AQCP-DEF-1"]
    rows = (space.root / "mappings" / "definition.sssom.tsv").read_text("utf-8")
    assert after.verification is Verification.VERBATIM
    assert "look-again" in rows
    assert "1 element checked against copy.md, 0 not found in it; the words of 1 changed" in told[-1]
    assert (
        (space.root / "corpora" / "alliance" / "2014-06.yaml").read_text("utf-8").startswith("# The Alliance")
    )


@pytest.mark.parametrize("cells", [{"verdict": "yes"}, {"verdict": "correct"}])
def test_a_wrong_row_writes_nothing(laid, cells):
    space, book = laid
    path = space.root / "corpora" / "alliance" / "2014-06.yaml"
    before = path.read_bytes()
    fill(book, AQCP_DEF_3={"verdict": "confirm"}, AQCP_DEF_1=cells)

    with pytest.raises(CrosswalkError, match="nothing was written"):
        apply_workbook(space, "alliance", book, "A. Analyst", "2027-01-15")
    assert path.read_bytes() == before
