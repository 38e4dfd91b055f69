"""The workbook holds every row of every page, and its totals are those of the JSON file."""

import io
import json

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from crosswalk.model.relation import Status, Verification
from crosswalk.report.excel import workbook

SHEETS = ["Read me", "Side by side", "Gaps", "Changes", "Comments", "Sources", "Key"]


@pytest.fixture(scope="module")
def data(crosswalks):
    return workbook(crosswalks, version="0.0.0")


@pytest.fixture(scope="module")
def book(data):
    return load_workbook(io.BytesIO(data), rich_text=True)


@pytest.fixture(scope="module")
def told(pages):
    return json.loads(pages["crosswalk.json"])


def lines(sheet):
    head, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in rest]


def test_the_same_inputs_give_the_same_bytes(data, crosswalks):
    assert data == workbook(crosswalks, version="0.0.0")


def test_every_sheet_is_there_and_can_be_worked_with(book):
    assert SHEETS == book.sheetnames
    for name in SHEETS[1:]:
        sheet = book[name]
        assert "A2" == sheet.freeze_panes
        assert sheet.auto_filter.ref.startswith("A1:")
        assert not sheet.merged_cells.ranges
        assert "landscape" == sheet.page_setup.orientation
        assert "$1:$1" == sheet.print_title_rows
        assert sheet["A1"].value


def test_rows_and_statuses_are_those_of_the_json_file(book, told):
    shown = lines(book["Side by side"])

    assert [(row["crosswalk"], row["left_id"] or None, row["right_id"] or None) for row in told["rows"]] == [
        (line["Crosswalk"], line["Left id"], line["Right id"]) for line in shown
    ]
    for line, row in zip(shown, told["rows"], strict=True):
        assert row["status_words"] == line["Status"]
        assert row["strength"] == line["Strength, 0 to 10"]
        assert row["confidence"] == line["Confidence, 0 to 1"]
        assert row["link"] == line["On the page"]
        assert not row["rationale"] or row["rationale"] == line["Why"]


def test_every_row_says_how_far_its_words_can_be_trusted_and_gives_both_citations(book, told):
    marks = {kind.words for kind in Verification} | {"No text on this side"}
    for line, row in zip(lines(book["Side by side"]), told["rows"], strict=True):
        for side in ("Left", "Right"):
            assert line[f"{side} words are"] in marks
            prov = row[side.lower()]
            assert (prov is None) is (line[f"{side} words are"] == "No text on this side")
            if prov:
                assert prov["verification_words"] == line[f"{side} words are"]
                assert all(number in line[f"{side} citation"] for number in (prov["citation"], prov["also"]))


def test_the_text_of_a_cell_is_the_text_of_the_law_and_only_matched_phrases_are_marked(book, told):
    marked = 0
    for line, row in zip(lines(book["Side by side"]), told["rows"], strict=True):
        for side in ("Left", "Right"):
            cell, prov = line[f"{side} text"], row[side.lower()]
            if not prov or not prov["text"]:
                continue
            assert prov["text"] == str(cell)
            matches = row["alignment"]["matches"] if row["alignment"] else []
            wanted = [span["words"] for match in matches for span in match[side.lower()]]
            blocks = [one for one in cell if isinstance(one, TextBlock) and one.font.b] if matches else []
            assert sorted(wanted) == sorted(one.text for one in blocks)
            assert all(one.font.u == "single" for one in blocks)
            marked += len(blocks)
            assert matches or not isinstance(cell, CellRichText)
    assert marked >= 4


def test_phrases_are_paired_by_number(book):
    line = lines(book["Side by side"])[0]

    assert "1. every street | streets" == str(line["Phrases that meet"]).splitlines()[0]


def test_script_and_formulas_stay_text(book, trees):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert any(trees.HOSTILE == str(cell.value) for cell in cells)
    assert not [cell for cell in cells if "f" == cell.data_type]


def test_citations_lead_to_the_official_text_and_nowhere_else(book):
    links = {
        cell.hyperlink.target
        for row in book["Side by side"].iter_rows()
        for cell in row
        if cell.hyperlink is not None
    }

    assert {"https://example.org/act"} == links


def test_gaps_are_those_of_the_gap_page(book, pages):
    from lxml import html

    page = html.document_fromstring(pages["gaps.html"])
    blocks = page.xpath("//article[@class='gap']/@id | //tr[@role='row'][@id]/@id")
    shown = [line["On the page"].split("#")[1] for line in lines(book["Gaps"])]

    assert len(shown) > 6
    assert blocks == shown


def test_the_key_explains_every_status_and_every_mark(book):
    words = {line["Word"] for line in lines(book["Key"])}

    assert words >= {status.words for status in Status} | {kind.words for kind in Verification}


def test_the_first_sheet_says_who_stands_behind_the_rows(book):
    told = "\n".join(str(row[0]) for row in book["Read me"].iter_rows(values_only=True))

    assert "only people decide" in told
    assert "6 rows, 3 pairs and 3 without a counterpart" in told
    assert "Confirmed by a reviewer: 1" in told or "confirmed by a reviewer: 1" in told
