"""Tables of provisions: what a spreadsheet may look like, and what is said of a faulty one."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.errors import ConfigError, CrosswalkError
from crosswalk.ingest import read
from crosswalk.ingest.table import read_table, read_workbook
from crosswalk.model.corpus import Source

SOURCE = Source("frame", "2024", "A framework")
PLAIN = "id,parent_id,title,text,context\nA,,Access,,\nA-1,A,Doors,Every door opens.,Buildings\n"


def table(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return read_table(data, SOURCE, **options)


def rows(loaded):
    return [(prov.id, prov.parent, prov.heading, prov.text, prov.context) for prov in loaded.corpus]


def workbook(*lines, title="Sheet"):
    book = openpyxl.Workbook()
    book.active.title = title
    for line in lines:
        book.active.append(line)
    return book


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_five_columns_are_read():
    loaded = table(PLAIN)

    assert rows(loaded) == [
        ("A", None, "Access", "", ""),
        ("A-1", "A", "Doors", "Every door opens.", "Buildings"),
    ]
    assert loaded.coverage == 1.0
    assert loaded.headings_only == ("A",)


@pytest.mark.parametrize(
    "text",
    [
        "id;text\nA;Every door opens.\n",
        "id\ttext\nA\tEvery door opens.\n",
        "id|text\nA|Every door opens.\n",
        "Ref No.,Indicator\nA,Every door opens.\n",
        "Identifier,Full Statement\nA,Every door opens.\n",
        "\ufeffid,text\r\nA,Every door opens.\r\n",
        "Framework of doors\n\nCODE,Description\nA,Every door opens.\n,\n",
        "text,id\nEvery door opens.,A\n",
        'id,text\nA,"Every door opens."\n',
    ],
)
def test_common_headers_delimiters_and_title_rows_are_recognised(text):
    assert [row[::3] for row in rows(table(text))] == [("A", "Every door opens.")]


def test_columns_may_be_named_by_the_user():
    text = "Kennung,Wortlaut,text\nA,Every door opens.,nothing\n"

    loaded = table(text, columns={"id": "Kennung", "text": "wortlaut"})

    assert [row[::3] for row in rows(loaded)] == [("A", "Every door opens.")]
    assert loaded.unclaimed == ('column text, from row 2: "nothing"',)
    assert loaded.coverage == pytest.approx(16 / 23)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_sniffed(encoding):
    text = "id,text\nA,the State’s “plan” – café\n"

    assert table(text.encode(encoding)).corpus["A"].text == "the State’s “plan” – café"


def test_formulas_are_text():
    loaded = table('id,text\nA,=1+1\nB,"=HYPERLINK(""http://x.test"",""y"")"\n')

    assert [prov.text for prov in loaded.corpus] == ["=1+1", '=HYPERLINK("http://x.test","y")']


def test_children_before_their_parent_are_put_below_it():
    loaded = table("id,parent,text\nA-1-x,A-1,three\nA-1,A,two\nA,,one\nB,,four\n")

    assert [prov.id for prov in loaded.corpus] == ["A", "A-1", "A-1-x", "B"]
    assert loaded.notes == ("Rows that came before their parent and were moved below it: 2.",)


def test_without_a_parent_column_a_path_gives_the_parent():
    loaded = table("id,text\n3/7,means\n3/7/A,aligns\n5/1,other\n")

    assert [prov.parent for prov in loaded.corpus] == [None, "3/7", None]


def test_a_parent_without_a_row_of_its_own_groups_its_rows():
    loaded = table("id,parent,text\nA,Z,one\nB,Z,two\n")

    assert [(prov.id, prov.parent, prov.text) for prov in loaded.corpus] == [
        ("Z", None, ""),
        ("A", "Z", "one"),
        ("B", "Z", "two"),
    ]
    assert any("Parents without a row of their own" in note for note in loaded.notes)


@pytest.mark.parametrize("text", ["id,text\nA,\nA/1,one\n", "id,parent,text\nA,,\nb,A,one\n"])
def test_a_row_above_others_may_be_a_number_alone(text):
    corpus = table(text).corpus
    assert [(prov.parent, prov.text) for prov in corpus] == [(None, ""), ("A", "one")]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("id,text\nA,one\n\nA,two\n", "XW-224", "row 4: id A is already in row 2"),
        ("id,text\nA,one\nB,\n", "XW-225", "row 3: id B has neither title nor text"),
        ("id,text\n,one\n", "XW-223", 'row 2: has the text "one" but no id'),
        ("id,parent,text\nA,B,one\nB,A,two\n", "XW-227", "is its own ancestor"),
        ("id,parent,text\nA,A,one\n", "XW-227", "row 2: id A is its own ancestor"),
        ("ref,words\nA,one\n", "XW-220", "its columns: ref | words"),
        ("id,text\n", "XW-222", "no rows below it"),
        ('id,text\nA,"one\nB,two\n', "XW-221", "row 2: the quotation marks do not pair"),
        (b"id,text\nA,\x81\x8d\n", "XW-117", "neither UTF-8 nor Windows-1252"),
        (b"id,text\nA,\x00\n", "XW-117", "not text"),
        ("id,text\nA," + "x" * 200_000 + "\n", "XW-221", "longer than 131,072"),
    ],
)
def test_a_faulty_table_is_named_by_row(text, code, words):
    with pytest.raises(CrosswalkError) as caught:
        table(text)

    assert caught.value.code == code
    assert words in caught.value.message
    assert "\n" not in caught.value.message


def test_all_faults_are_raised_at_once():
    with pytest.raises(CrosswalkError) as caught:
        table("id,text\nA,one\nA,two\nB,\n,three\n")

    assert [str(problem.where) for problem in caught.value.problems] == ["row 4", "row 5"]


def test_a_named_column_that_is_missing_is_an_error():
    with pytest.raises(CrosswalkError, match=r"names id=Ref, text=Words \(its columns: id \| text\)"):
        table("id,text\nA,one\n", columns={"id": "Ref", "text": "Words"})


def test_a_workbook_is_read_sheet_by_sheet():
    book = workbook(
        ["A frame"], [], ["ID", "Title", "Text"], ["A", "Access", None], ["A/1", None, "Every door."]
    )
    book.create_sheet("Notes").append(["nothing here"])
    more = book.create_sheet("More")
    more.append(["id", "text"])
    more.append([7, "Seven."])
    book.create_sheet("Old").sheet_state = "hidden"

    loaded = read_workbook(saved(book), SOURCE)

    assert [row[:4] for row in rows(loaded)] == [
        ("A", None, "Access", ""),
        ("A/1", "A", "", "Every door."),
        ("7", None, "", "Seven."),
    ]
    assert loaded.notes == (
        '2 sheets were read as one document: Sheet, More. To read one alone, name it: --sheet "Sheet".',
        "Sheet Notes was not read: it has no columns for ids and texts (its columns: nothing here).",
        "Sheet Old is hidden and was not read; name it with --sheet to read it.",
    )


def test_cells_are_read_as_they_are_shown():
    book = workbook(["id", "text"], [676.10, "part"], [3, "whole"], [0.1 + 0.2, True])
    book.active["A2"].number_format = "0.00"

    loaded = read_workbook(saved(book), SOURCE)

    assert [(prov.id, prov.text) for prov in loaded.corpus] == [
        ("676.10", "part"),
        ("3", "whole"),
        ("0.3", "TRUE"),
    ]


def test_a_formula_in_a_workbook_is_never_computed():
    book = workbook(["id", "text"], ["A", "=1+1"])
    with pytest.raises(
        CrosswalkError, match="cell B2: holds a formula without a stored value; open the workbook"
    ):
        read_workbook(saved(book), SOURCE)


def test_the_value_stored_with_a_formula_is_what_a_reader_sees():
    data = saved(workbook(["id", "text"], ["A", '="B"&"C"']))
    data = edited(data, "xl/worksheets/sheet1.xml", b'r="B2"', b'r="B2" t="str"', b"<v></v>", b"<v>BC</v>")

    assert read_workbook(data, SOURCE).corpus["A"].text == "BC"


def test_a_false_claim_about_the_sheet_size_hides_no_rows():
    data = saved(workbook(["id", "text"], ["A", "one"], ["B", "two"]))
    data = edited(data, "xl/worksheets/sheet1.xml", b'ref="A1:B3"', b'ref="A1:A1"')

    assert [prov.id for prov in read_workbook(data, SOURCE).corpus] == ["A", "B"]


def test_a_row_number_out_of_all_bounds_does_not_hang():
    data = saved(workbook(["id", "text"], ["A", "one"], ["B", "two"]))
    data = edited(data, "xl/worksheets/sheet1.xml", b'<row r="3"', b'<row r="99999999999"')

    with pytest.raises(CrosswalkError, match="beyond 2,000,000 cells"):
        read_workbook(data, SOURCE)


def test_macros_are_ignored_with_a_note():
    data = saved(workbook(["id", "text"], ["A", "one"]))
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")

    loaded = read_workbook(stream.getvalue(), SOURCE)

    assert loaded.notes == ("The workbook holds macros; they were ignored.",)


def test_a_workbook_with_parts_that_are_no_text_is_read_in_silence():
    data = saved(workbook(["id", "text"], ["A", "one"]))
    style = b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0" hidden="0"/></cellStyles>'
    data = edited(data, "xl/styles.xml", style, b"")
    with pytest.warns(UserWarning, match="no default style"):
        openpyxl.load_workbook(io.BytesIO(data))

    assert read_workbook(data, SOURCE).corpus["A"].text == "one"


def test_faults_in_a_workbook_name_the_sheet():
    with pytest.raises(CrosswalkError, match="sheet Frame, row 3: id A is already in sheet Frame, row 2"):
        read_workbook(saved(workbook(["id", "text"], ["A", "one"], ["A", "two"], title="Frame")), SOURCE)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(part):
    data = saved(workbook(["id", "text"], ["A", "one"]))

    with pytest.raises(CrosswalkError, match="broken or cut short"):
        read_workbook(data[: int(len(data) * part)], SOURCE)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_one_sentence(data):
    try:
        loaded = read_table(data, SOURCE)
    except CrosswalkError:
        return
    assert len(loaded.corpus) > 0


cell = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(cell, cell, cell), max_size=8), st.sampled_from(",;\t"))
def test_any_rows_keep_their_words(lines, delimiter):
    def quoted(words):
        return '"' + words.replace('"', '""') + '"'

    text = "\n".join(delimiter.join(map(quoted, line)) for line in [("id", "title", "text"), *lines])
    try:
        loaded = table(text)
    except CrosswalkError:
        return
    kept = {(" ".join(a.split()), " ".join(b.split()), c.strip()) for a, b, c in lines} - {("", "", "")}
    assert {(prov.id, prov.heading, prov.text) for prov in loaded.corpus} == kept
    assert loaded.coverage == 1.0


def test_read_names_the_file_and_goes_by_content(tmp_path):
    path = tmp_path / "frame.csv"
    path.write_bytes(saved(workbook(["id", "text"], ["A", "one"])))

    loaded = read(path, SOURCE)

    assert loaded.corpus["A"].text == "one"
    assert loaded.notes == (
        "The name ends in .csv, but the content is that of this kind: Excel workbook; it was read so.",
    )


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.csv", b"id,text\nA,\n", "XW-225", "a.csv: row 2: id A has neither"),
        ("a.csv", b"  \n", "XW-113", "a.csv: the file is empty"),
        ("a.xyz", b"words", "XW-112", "its format is not known"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "XW-114", "locked by a password"),
        ("a.xlsx", b"words", "XW-118", "broken or cut short"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "XW-112", "its format is not known"),
        (
            "a.xml",
            b"<root><item><Name>Duties</Name><Text>Meet.</Text></item></root>",
            "XW-123",
            "element root",
        ),
        (
            "a.xml",
            b"<?xml version='1.0'?>\n<catalog xmlns='http://csrc.nist.gov/ns/oscal/1.0'/>",
            "XW-123",
            "catalog",
        ),
        ("a.xml", b"<!-- a feed --><rss version='2.0'><channel/></rss>", "XW-123", "element rss"),
    ],
)
def test_read_refuses_in_one_sentence(tmp_path, name, data, code, words):
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(CrosswalkError) as caught:
        read(path, SOURCE)

    assert caught.value.code == code
    assert words in caught.value.message


def test_read_reports_what_is_missing(tmp_path):
    with pytest.raises(CrosswalkError, match=r"XW-110 none\.csv: the file cannot be read"):
        read(tmp_path / "none.csv", SOURCE)
    with pytest.raises(CrosswalkError, match=r"XW-110 .*this is not a file"):
        read(tmp_path, SOURCE)


def test_columns_are_for_tables_only(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html><body><p>Words.</p></body></html>")

    with pytest.raises(ConfigError, match="web page"):
        read(path, SOURCE, columns={"id": "Ref"})


@pytest.mark.parametrize("ending", [".csv", ".pdf", ".docx", ".xlsx", ".html"])
def test_a_file_of_200_megabytes_is_refused_unread(tmp_path, ending):
    path = tmp_path / f"big{ending}"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with pytest.raises(CrosswalkError, match="XW-111"):
        read(Path(path), SOURCE)


def edited(data, member, *swaps):
    """An archive with bytes of one member swapped; every swap must apply."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == member:
                for was, now in zip(swaps[::2], swaps[1::2], strict=True):
                    assert was in body
                    body = body.replace(was, now)
            new.writestr(name, body)
    return out.getvalue()


def test_a_text_cut_in_two_by_its_own_comma_is_named(tmp_path):
    """The commonest fault of a CSV: without quotation marks, half of a rule would be lost."""
    path = tmp_path / "rules.csv"
    path.write_text("id,text\nL1,a rule, with stray, commas\n", "utf-8")
    with pytest.raises(CrosswalkError) as raised:
        read(path, Source("rules", "2026-01", "Rules"))

    assert "row 2" in str(raised.value)
    assert "4 cells under 2 headers" in str(raised.value)


def test_signs_within_sentences_are_no_delimiters():
    remarks = "# Units of a plan; each is one; or two; or three; see below\n"
    with pytest.raises(CrosswalkError, match=r"its columns: Ref\. \| Count \| Kind"):
        table(f"{remarks}Ref.\tCount\tKind\n1\tA plan; a map\tx\n2\tA list\ty\n")


def test_notes_below_a_table_are_not_read_and_said_to_be():
    data = b"id,text,kind\nS-1,The first.,a\nS-2,The second.,b\nSource: the data unit,,\nPrinted in 2025.,,\n"

    loaded = read_table(data, SOURCE)

    assert [prov.id for prov in loaded.corpus] == ["S-1", "S-2"]
    assert [words.partition(": ")[2] for words in loaded.unclaimed[:2]] == [
        '"Source: the data unit"',
        '"Printed in 2025."',
    ]
    assert loaded.unread_chars == len("Source:thedataunitPrintedin2025.ab")
