"""The workbook holds every row of every page, and its totals are those of the JSON file."""

import io
import json
import re
import zipfile

import pytest
from lxml import html
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import column_index_from_string

from crosswalk.model.relation import Status, Verification
from crosswalk.report.columns import COLUMNS, rows_frame
from crosswalk.report.excel import workbook

SHEETS = ["Read me", "Side by side", "Measures", "Grid", "Gaps", "Changes", "Comments", "Sources", "Key"]


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


def test_gaps_are_those_of_the_agenda_with_columns_to_fill_in(book, pages):
    page = html.document_fromstring(pages["gaps.html"])
    blocks = {one.get("id").upper() for one in page.xpath("//article[@class='block']")}
    shown = lines(book["Gaps"])

    assert {line["Id"] for line in shown if line["Id"]} == blocks
    for line in shown:
        assert line["Asks"]
        assert (line["Decision"], line["Owner"], line["Due"], line["Note"]) == (None,) * 4
        assert bool(line["Id"]) is bool(line["Question"])


def test_a_decision_is_chosen_from_those_of_the_agenda_and_a_due_date_is_a_date(book, pages):
    page = html.document_fromstring(pages["gaps.html"])
    sheet = book["Gaps"]
    heads = [cell.value for cell in sheet[1]]
    at = {
        one.coordinate: rule
        for rule in sheet.data_validations.dataValidation
        for span in rule.sqref.ranges
        for (one,) in sheet.iter_rows(span.min_row, span.max_row, span.min_col, span.max_col)
    }
    for number, line in enumerate(lines(sheet), 2):
        decision = sheet.cell(number, heads.index("Decision") + 1).coordinate
        if line["Id"]:
            block = page.get_element_by_id(line["Id"].lower())
            choices = [
                one.text_content() for one in block.xpath(".//ul[@class='choices']/li[i[@class='tick']]")
            ]
            assert at[decision].formula1 == f'"{",".join(choices)}"'
        assert at[sheet.cell(number, heads.index("Due") + 1).coordinate].type == "date"


def test_what_is_printed_fits_the_width_at_seven_points(book):
    """Letter on its side less the margins is 734 points; a column of n characters is 7n + 5 pixels wide."""
    for name in ("Side by side", "Gaps", "Measures"):
        sheet = book[name]
        last = column_index_from_string(sheet.print_area.split(":")[1].strip("$").split("$")[0])
        widths = [span_of(sheet, number).width for number in range(1, last + 1)]
        points = sum((7 * (width - 0.71) + 5) * 0.75 for width in widths)

        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert 11 * min(1.0, 734 / points) >= 7, name


def span_of(sheet, number):
    """The span of like columns that holds a column; openpyxl keeps it under its first."""
    return next(one for one in sheet.column_dimensions.values() if one.min and one.min <= number <= one.max)


def test_a_screen_shows_twelve_columns_and_the_rest_is_folded(book):
    sheet = book["Side by side"]
    hidden = [n for n in range(sheet.max_column) if span_of(sheet, n + 1).hidden]

    assert sheet.print_area.endswith(f"$G${sheet.max_row}")
    assert hidden == list(range(12, sheet.max_column))


def test_no_height_is_fixed(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]

    assert len(sheets) == len(SHEETS)
    assert not [one for one in sheets if b"customHeight" in one]
    assert all(re.search(rb'<row r="2"[^>]* ht="', one) for one in sheets[:3])


def test_the_grid_holds_every_pair_of_the_definition(book, told):
    head, *rest = book["Grid"].iter_rows(values_only=True)
    met = [cell for line in rest for cell in line[1:-1] if cell]
    pairs = [
        row for row in told["rows"] if row["crosswalk"] == "definition" and row["left_id"] and row["right_id"]
    ]

    assert len(met) == len(pairs)
    assert head[-1] == "Covered"


def test_the_measures_sheet_holds_the_findings_of_the_rows(book, told):
    shown = lines(book["Measures"])
    rows = [row for row in told["rows"] if row["measure"]]

    assert len(shown) == len(rows)
    for line, row in zip(shown, rows, strict=True):
        verdicts = {part["part"]: part["verdict"] for part in row["measure"]}
        assert line["When"].lower() == verdicts["timing"]
        assert (line["What differs"] or "") == (row["different"] or "")


def test_json_csv_and_excel_are_fed_from_one_table_of_columns(book, told, crosswalks):
    frame = rows_frame(crosswalks)
    shown = lines(book["Side by side"])

    assert [name.capitalize() for name in frame.columns] == [head.capitalize() for head in shown[0]]
    for line, row, (_, flat) in zip(shown, told["rows"], frame.iterrows(), strict=True):
        for column in COLUMNS:
            if column.key:
                excel = line[column.name[0].upper() + column.name[1:]]
                assert (excel or "") == (row[column.key] or "") == (flat[column.name] or ""), column.name


def test_the_key_explains_every_status_and_every_mark(book):
    words = {line["Word"] for line in lines(book["Key"])}

    assert words >= {status.words for status in Status} | {kind.words for kind in Verification}


def test_the_first_sheet_says_who_stands_behind_the_rows(book):
    told = "\n".join(str(row[0]) for row in book["Read me"].iter_rows(values_only=True))

    assert "only people decide" in told
    assert "6 rows, 3 pairs and 3 without a counterpart" in told
    assert "Confirmed by a reviewer: 1" in told or "confirmed by a reviewer: 1" in told
