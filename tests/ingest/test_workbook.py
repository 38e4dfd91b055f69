"""Workbooks as people keep them: several sheets, merged cells, hidden rows, formulas."""

import io
import zipfile

import openpyxl
import pytest

from crosswalk.errors import CrosswalkError
from crosswalk.ingest import read
from crosswalk.ingest.table import read_workbook
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut

SOURCE = Source("frame", "2024", "A framework")


def book(**sheets):
    """A workbook of named sheets, each a list of rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    return made


def saved(made):
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def texts(loaded):
    return [(prov.id, prov.text, prov.context) for prov in loaded.corpus]


ADULT = [["Ref", "Words"], ["1.1", "Adults are served."]]
YOUTH = [["Ref", "Words"], ["1.1", "Youth are served."], ["1.2", "Youth are first."]]
COLUMNS = {"id": "Ref", "text": "Words"}


def test_one_sheet_may_be_named():
    loaded = read_workbook(saved(book(Adult=ADULT, Youth=YOUTH)), SOURCE, columns=COLUMNS, sheet="Youth")

    assert texts(loaded) == [("1.1", "Youth are served.", ""), ("1.2", "Youth are first.", "")]
    assert loaded.notes == ("Sheet Adult was not read: another was named (its columns: Ref | Words).",)
    assert loaded.dropped == {"other sheets": LeftOut(1, 27), "header rows": LeftOut(1, 8)}
    assert loaded.unread_chars == 0


def test_one_id_in_two_sheets_is_refused_with_the_sheets_and_their_headers():
    with pytest.raises(CrosswalkError) as caught:
        read_workbook(saved(book(Adult=ADULT, Youth=YOUTH)), SOURCE, columns=COLUMNS)

    assert "several sheets have these columns: Adult (Ref, Words); Youth (Ref, Words)." in str(caught.value)


def test_without_known_headers_the_message_lists_every_sheet():
    sheets = book(About=[["Version 2"]], Adult=[["Indicators 2024", None], *ADULT], Youth=YOUTH)

    with pytest.raises(CrosswalkError) as caught:
        read_workbook(saved(sheets), SOURCE)

    assert "About (its columns: Version 2); Adult (its columns: Ref | Words); Youth (" in caught.value.message
    assert "--sheet NAME" in caught.value.message


def test_the_error_for_a_missing_sheet_names_the_sheets_that_exist(tmp_path):
    path = tmp_path / "frame.xlsx"
    path.write_bytes(saved(book(Adult=ADULT, Youth=YOUTH)))

    with pytest.raises(CrosswalkError, match="there is no sheet Old; the sheets are: Adult, Youth"):
        read(path, SOURCE, columns=COLUMNS, sheet="Old")


def test_a_sheet_of_a_text_is_a_wrong_use(tmp_path):
    path = tmp_path / "frame.csv"
    path.write_text("id,text\nA,one\n")

    with pytest.raises(CrosswalkError, match="a sheet can be named for a workbook only"):
        read(path, SOURCE, sheet="Adult")


def test_hidden_sheets_and_rows_are_reported_and_a_hidden_sheet_can_be_named():
    made = book(Adult=ADULT, Old=YOUTH)
    made["Old"].sheet_state = "hidden"
    made["Old"].row_dimensions[3].hidden = True
    data = saved(made)

    loaded = read_workbook(data, SOURCE, columns=COLUMNS)
    assert loaded.notes == ("Sheet Old is hidden and was not read; name it with --sheet to read it.",)
    assert loaded.dropped["hidden sheets"] == LeftOut(1, 43)
    assert read_workbook(data, SOURCE, columns=COLUMNS, sheet="Old").notes == (
        "Sheet Adult was not read: another was named (its columns: Ref | Words).",
        "Hidden rows of sheet Old, which were read too: 1.",
    )


MERGES = [
    # A merged cell of the context belongs to each of its rows.
    ("C2:C4", [("1", "one", "Access"), ("2", "two", "Access"), ("3", "three", "Access")]),
    # Rows below one merged id are one provision.
    ("A2:A3", [("1", "one\ntwo", "Access"), ("3", "three", "Quality")]),
    # A text that spans rows stands in each of them.
    ("B3:B4", [("1", "one", "Access"), ("2", "two", ""), ("3", "two", "Quality")]),
    # A cell that spans columns gives its words to each.
    ("B2:C2", [("1", "one", "one"), ("2", "two", ""), ("3", "three", "Quality")]),
]


@pytest.mark.parametrize(("merged", "expected"), MERGES, ids=[merged for merged, _ in MERGES])
def test_a_merged_cell_is_given_to_each_row_and_column_it_spans(merged, expected):
    made = book(
        Frame=[
            ["id", "text", "context"],
            ["1", "one", "Access"],
            ["2", "two", None],
            ["3", "three", "Quality"],
        ]
    )
    made["Frame"].merge_cells(merged)

    loaded = read_workbook(saved(made), SOURCE)

    assert texts(loaded) == expected
    assert loaded.unread_chars == 0
    assert loaded.coverage == 1.0


FORMULAS = [
    (["=A1", "one"], "sheet Frame, cell A2"),
    (["1", '=CONCATENATE("a","b")'], "sheet Frame, cell B2"),
    (["1", "=SUM(C1:C2)"], "sheet Frame, cell B2"),
    (["1", "=[other.xlsx]Sheet1!A1"], "sheet Frame, cell B2"),
]


@pytest.mark.parametrize(("row", "where"), FORMULAS)
def test_a_formula_without_a_stored_value_is_named_and_never_quoted(row, where):
    with pytest.raises(CrosswalkError) as caught:
        read_workbook(saved(book(Frame=[["id", "text"], row])), SOURCE)

    assert where in caught.value.message
    assert "open the workbook in Excel, save it" in caught.value.message
    assert row[0] not in str(caught.value) or row[0] == "1"


def test_a_formula_in_a_column_that_nobody_reads_is_no_fault():
    loaded = read_workbook(saved(book(Frame=[["id", "text", "sum"], ["1", "one", "=1+1"]])), SOURCE)

    assert texts(loaded) == [("1", "one", "")]


def test_only_the_first_faults_are_listed_and_the_rest_counted():
    lines = [["id", "text"], *([f"{at // 2}", f"text {at}"] for at in range(40))]

    with pytest.raises(CrosswalkError) as caught:
        read_workbook(saved(book(Frame=lines)), SOURCE)

    assert len(str(caught.value).splitlines()) == 6
    assert str(caught.value).endswith("the table: and 15 more faults.")


@pytest.mark.parametrize("name", ["//", "a//b", "/a", "a/"])
def test_an_id_with_an_empty_part_is_refused_with_its_row(name):
    with pytest.raises(CrosswalkError, match=f"sheet Frame, row 2: id {name} has an empty part"):
        read_workbook(saved(book(Frame=[["id", "text"], [name, "one"]])), SOURCE)


def test_a_merged_range_out_of_all_bounds_does_not_hang():
    data = saved(book(Frame=[["id", "text"], ["1", "one"]]))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.namelist():
            part = old.read(member)
            merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
            new.writestr(member, part.replace(b"</sheetData>", merged))

    assert texts(read_workbook(stream.getvalue(), SOURCE)) == [("1", "one", "")]


def test_a_number_is_read_as_its_format_shows_it():
    made = book(Frame=[["id", "text", "context"], [1.01, 0.725, 6100], [2, "Words.", -0.5]])
    sheet = made["Frame"]
    sheet["A2"].number_format, sheet["B2"].number_format = "00.0000", "0.0%"
    sheet["C2"].number_format, sheet["C3"].number_format = '_("$"* #,##0.00_);_("$"* (#,##0.00)', "0%"

    assert texts(read_workbook(saved(made), SOURCE)) == [
        ("01.0100", "72.5%", "$6,100.00"),
        ("2", "Words.", "-50%"),
    ]


def test_an_error_of_a_formula_is_never_quoted():
    made = book(Frame=[["id", "text", "note"], ["1", "#REF!", ""], ["2", "Words.", "#N/A"]])

    with pytest.raises(CrosswalkError, match="cell B2: holds the error #REF!; correct it in Excel") as caught:
        read_workbook(saved(made), SOURCE)
    assert "#N/A" not in str(caught.value)


def test_the_sheets_are_named_before_the_rows_that_clash():
    rows = [["id", "text"], *([str(at), f"text {at}"] for at in range(9))]

    with pytest.raises(CrosswalkError) as caught:
        read_workbook(saved(book(One=rows, Two=rows)), SOURCE)

    assert (
        "several sheets have these columns: One (id, text); Two (id, text)"
        in str(caught.value).splitlines()[0]
    )


def test_a_title_merged_across_the_columns_is_counted_once():
    made = book(One=[["Indicators", None, None], ["id", "text", "note"], ["1", "The first.", None]])
    made["One"].merge_cells("A1:C1")

    loaded = read_workbook(saved(made), SOURCE)

    assert loaded.unclaimed == ('sheet One, row 1: "Indicators"',)
    assert loaded.source_chars == len("Indicatorsidtextnote1Thefirst.")
