"""Reading Word: numbers, tracked changes, footnotes and tables as a reader of the document sees them."""

import io
import zipfile

import docx
import pytest

from crosswalk.errors import CrosswalkError
from crosswalk.ingest import read
from crosswalk.ingest.docx import read_docx
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SOURCE = Source("plan", "2024", "A State plan")
BOLD = "<w:b/>"
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Toc1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop2"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop2"><w:name w:val="Loop2"/><w:basedOn w:val="Loop"/></w:style>
"""


def level(at, kind, pattern, left, style=""):
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{linked}<w:lvlText w:val="{pattern}"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>'
    )


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.", 720)}{level(1, "lowerLetter", "(%2)", 1440)}'
    f"{level(2, 'lowerRoman', '(%3)', 2160)}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "o", 1080)}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{level(0, "upperRoman", "Part %1", 0, "H2")}'
    f"{level(1, 'decimal', '%1.%2', 0, 'Body')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num>'
)


def rows(loaded):
    return [(prov.id, prov.level, prov.num, prov.heading or prov.text) for prov in loaded.corpus]


def texts(loaded):
    return [prov.heading or prov.text for prov in loaded.corpus]


def test_headings_go_by_style_and_by_what_a_style_is_based_on(docx_file, para):
    body = para("Plan", style="H1") + para("Words.") + para("Goals", style="Own") + para("More words.")

    assert rows(read_docx(docx_file(body, styles=STYLES), SOURCE)) == [
        ("plan", "heading 1", "", "Plan"),
        ("plan/p1", "paragraph", "", "Words."),
        ("goals", "heading 1", "", "Goals"),
        ("goals/p1", "paragraph", "", "More words."),
    ]


def test_automatic_numbers_are_those_a_reader_sees(docx_file, para):
    body = "".join(
        [
            para("The State must:"),
            para("count", num=(1, 0)),
            para("people", num=(1, 1)),
            para("in work", num=(1, 2)),
            para("in school", num=(1, 2)),
            para("jobs", num=(1, 1)),
            para("report", num=(1, 0)),
            para("people again", num=(1, 1)),
            para("by hand", num=(2, 0)),
            para("restarted", num=(3, 0)),
        ]
    )

    assert rows(read_docx(docx_file(body, numbering=NUMBERING), SOURCE)) == [
        ("p1", "paragraph", "", "The State must:"),
        ("p1/1", "item", "1.", "count"),
        ("p1/1/a", "item", "(a)", "people"),
        ("p1/1/a/i", "item", "(i)", "in work"),
        ("p1/1/a/ii", "item", "(ii)", "in school"),
        ("p1/1/b", "item", "(b)", "jobs"),
        ("p1/2", "item", "2.", "report"),
        ("p1/2/a", "item", "(a)", "people again"),
        ("p1/2/b1", "item", "", "by hand"),
        ("p1/4", "item", "4.", "restarted"),
    ]


def test_numbers_that_come_from_a_style_are_read(docx_file, para):
    body = para("First", style="H2") + para("one", style="Body") + para("two", style="Body")
    body += para("Second", style="H2") + para("three", style="Body") + para("plain", style="Body", num=(0, 0))

    loaded = read_docx(docx_file(body, styles=STYLES, numbering=NUMBERING), SOURCE)

    assert [(prov.num, prov.heading or prov.text) for prov in loaded.corpus] == [
        ("Part I", "First"), ("I.1", "one"), ("I.2", "two"),
        ("Part II", "Second"), ("II.1", "three"), ("", "plain"),
    ]  # fmt: skip


def test_tracked_insertions_are_read_and_deletions_left_out_and_counted(docx_file, para, run):
    inserted = f'<w:ins w:id="1" w:author="A" w:date="2024">{run("every participant ")}</w:ins>'
    deleted = (
        '<w:del w:id="2" w:author="A" w:date="2024"><w:r><w:delText>some people </w:delText></w:r></w:del>'
    )
    moved_away = f'<w:moveFrom w:id="3">{run("in a year ")}</w:moveFrom>'
    moved_here = f'<w:moveTo w:id="4">{run(" in a year")}</w:moveTo>'
    body = para("The State shall ", moved_away, inserted, deleted, "count", moved_here, ".")

    loaded = read_docx(docx_file(body), SOURCE)

    assert texts(loaded) == ["The State shall every participant count in a year."]
    assert loaded.notes == (
        (
            "The document has tracked changes and was read as if all were accepted: 2 insertions kept, 2 deletions"
            " left out."
        ),
    )
    assert loaded.dropped == {"tracked deletions": LeftOut(2, 17)}
    assert loaded.coverage == 1.0


def test_a_deleted_paragraph_end_joins_two_paragraphs(docx_file, para):
    gone = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'

    assert texts(
        read_docx(docx_file(para("One sentence", properties=gone) + para(" of two halves.")), SOURCE)
    ) == ["One sentence of two halves."]


def test_words_before_a_deleted_end_are_not_lost_where_nothing_follows(docx_file, para):
    gone = "<w:rPr><w:del/></w:rPr>"
    cells = f"<w:tbl>{row(para('In a cell.', properties=gone), 'b')}</w:tbl>"
    body = para("Before a table.", properties=gone) + cells + para("Last words.", properties=gone)

    loaded = read_docx(docx_file(body), SOURCE)

    assert texts(loaded) == ["Before a table.", "In a cell. | b", "Last words."]
    assert loaded.coverage == 1.0


def test_a_text_box_in_a_cell_and_an_unknown_symbol(docx_file, para):
    box = f"<w:r><w:txbxContent>{para('In a box.')}</w:txbxContent></w:r><w:r><w:sym w:char='zz'/></w:r>"
    loaded = read_docx(docx_file(f"<w:tbl>{row(para('Cell.', box), 'b')}</w:tbl>"), SOURCE)

    assert texts(loaded) == ["Cell. In a box. | b"]
    assert loaded.coverage == 1.0


def test_inserted_and_deleted_paragraphs_and_rows(docx_file, para, run):
    inserted = f"<w:ins>{run('New words.')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>Old words.</w:delText></w:r></w:del>"
    gone = "<w:rPr><w:del/></w:rPr>"
    body = para(inserted) + para(deleted, properties=gone) + para("Last words.")
    body += f"<w:tbl>{row('a', 'b')}{row('c', 'd', properties='<w:del/>')}</w:tbl>"

    loaded = read_docx(docx_file(body), SOURCE)

    assert texts(loaded) == ["New words.", "Last words.", "a | b"]
    assert loaded.coverage == 1.0


def row(*cells, properties=""):
    inner = "".join(f"<w:tc>{cell if cell.startswith('<') else para_of(cell)}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def para_of(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_footnotes_and_endnotes_are_below_the_text_that_points_to_them(docx_file, para):
    foot = "<w:r><w:footnoteReference w:id='7'/></w:r>"
    end = "<w:r><w:endnoteReference w:id='2'/></w:r>"
    body = para("The median", foot, " of earnings.", end) + para("Next.")
    notes = f'<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="7">{para("See part 677.")}</w:footnote>'
    ends = f'<w:endnote w:id="2">{para("As of 2024.")}</w:endnote>'

    loaded = read_docx(docx_file(body, footnotes=notes, endnotes=ends), SOURCE)

    assert rows(loaded) == [
        ("p1", "paragraph", "", "The median of earnings."),
        ("p1/fn1", "footnote", "1", "See part 677."),
        ("p1/fni", "footnote", "i", "As of 2024."),
        ("p2", "paragraph", "", "Next."),
    ]
    assert loaded.coverage == 1.0


def test_a_table_is_read_row_by_row_under_its_header(docx_file):
    table = row("Service", "Counts?", properties="<w:tblHeader/>") + row("Outreach", "No") + row("", "Yes")

    loaded = read_docx(docx_file(f"<w:tbl>{table}</w:tbl>"), SOURCE)

    assert rows(loaded) == [
        ("t1", "table", "", "Service | Counts?"),
        ("t1/r1", "row", "", "Outreach | No"),
        ("t1/r2", "row", "", "| Yes"),
    ]
    assert loaded.corpus["t1/r1"].context == "Service | Counts?"
    assert loaded.coverage == 1.0


def test_a_table_of_one_column_or_of_long_cells_is_running_text(docx_file, para):
    box = row(para("Goals", style="H1") + para("The State must:") + para("count", num=(1, 0)))
    long = row("Answer", "".join(para(f"Paragraph {at}.") for at in range(5)))
    body = f"<w:tbl>{box}</w:tbl><w:tbl>{row('a', 'b')}{long}</w:tbl>"

    loaded = read_docx(docx_file(body, styles=STYLES, numbering=NUMBERING), SOURCE)

    assert rows(loaded)[:4] == [
        ("goals", "heading 1", "", "Goals"),
        ("goals/p1", "paragraph", "", "The State must:"),
        ("goals/p1/1", "item", "1.", "count"),
        ("goals/r1", "row", "", "a | b"),
    ]
    assert texts(loaded)[4:] == ["Answer", *(f"Paragraph {at}." for at in range(5))]


def test_typed_enumerators_nest_and_ambiguous_ones_are_reported(docx_file, para):
    body = para("Each plan has:") + "".join(para(f"({letter}) part {letter};") for letter in "abcdefgh")
    body += para("(i) a ninth part:") + para("(A) one;") + para("(B) two.")

    loaded = read_docx(docx_file(body), SOURCE)

    assert [prov.id for prov in loaded.corpus][-3:] == ["p1/i", "p1/i/A", "p1/i/B"]
    assert len(loaded.ambiguous) == 1
    assert loaded.coverage == 1.0


def test_a_short_bold_line_is_a_heading_and_a_bold_opening_a_run_in_one(docx_file, para, run):
    body = (
        para("Goals", style="H1")
        + para(run("Our vision", BOLD))
        + para(run("Note:", BOLD), " it is read with care.")
    )
    body += para(run("Do", BOLD), " count everyone.")

    loaded = read_docx(docx_file(body, styles=STYLES), SOURCE)

    assert [(prov.id, prov.heading, prov.text) for prov in loaded.corpus] == [
        ("goals", "Goals", ""),
        ("goals/our-vision", "Our vision", ""),
        ("goals/our-vision/p1", "Note:", "it is read with care."),
        ("goals/our-vision/p2", "", "Do count everyone."),
    ]


def test_content_controls_text_boxes_breaks_and_symbols_are_read(docx_file, para, run):
    control = f"<w:sdt><w:sdtContent>{para('In a control.')}</w:sdtContent></w:sdt>"
    box = f"<w:txbxContent>{para('In a box.')}</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    line = "<w:r><w:t>One</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/></w:r>"
    field = f"<w:r><w:fldChar/><w:instrText>PAGEREF x</w:instrText></w:r><w:hyperlink>{run(' linked')}</w:hyperlink>"

    loaded = read_docx(docx_file(control + para("Beside a box.", drawing) + para(line, field)), SOURCE)

    assert texts(loaded) == ["In a control.", "Beside a box.", "In a box.", "One two co-op linked"]
    assert loaded.coverage == 1.0


def test_hidden_words_contents_lines_and_loose_footnotes_are_left_out_and_counted(docx_file, para, run):
    body = para("Goals 3", style="Toc1") + para("Seen.", run("unseen", "<w:vanish/>"))
    notes = f'<w:footnote w:id="3">{para("Nobody points here.")}</w:footnote>'

    loaded = read_docx(docx_file(body, styles=STYLES, footnotes=notes), SOURCE)

    assert texts(loaded) == ["Seen."]
    assert loaded.dropped == {
        "lines of the table of contents": LeftOut(1, 6),
        "runs of hidden words": LeftOut(1, 6),
        "footnotes that nothing points to": LeftOut(1, 17),
    }
    assert loaded.coverage == 1.0


def test_embedded_files_are_named_as_unread(docx_file, para):
    loaded = read_docx(docx_file(para("Words.") + '<w:altChunk r:id="r9" xmlns:r="x"/>'), SOURCE)

    assert [problem.code for problem in loaded.problems] == ["XW-241"]


def test_the_strict_kind_of_word_file_is_read_alike(docx_file, para):
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'

    assert texts(read_docx(docx_file(para("Words."), namespace=strict), SOURCE)) == ["Words."]


def test_a_file_that_word_would_write(tmp_path):
    """python-docx starts from a template of Word's own, with its styles and lists."""
    made = docx.Document()
    made.add_heading("A State plan", 0)
    made.add_heading("Purpose", 1)
    made.add_paragraph("The State must do this:")
    made.add_paragraph("count people", style="List Number")
    made.add_paragraph("count credentials", style="List Number")
    made.add_paragraph("of any kind", style="List Bullet 2")
    made.add_heading("Measures", 2)
    path = tmp_path / "plan.docx"
    made.save(path)

    assert [row[:3] for row in rows(read(path, SOURCE))] == [
        ("a-state-plan", "heading 1", ""),
        ("purpose", "heading 1", ""),
        ("purpose/p1", "paragraph", ""),
        ("purpose/p1/1", "item", "1."),
        ("purpose/p1/2", "item", "2."),
        ("purpose/p1/2/b1", "item", ""),
        ("purpose/measures", "heading 2", ""),
    ]


def test_macros_are_ignored_with_a_note(docx_file, para):
    loaded = read_docx(docx_file(para("Words."), extra={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), SOURCE)

    assert loaded.notes == ("The document holds macros; they were ignored.",)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_document_is_refused(docx_file, para, share):
    data = docx_file(para("Words. " * 500))

    with pytest.raises(CrosswalkError, match="XW-118"):
        read_docx(data[: int(len(data) * share)], SOURCE)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/never.dtd">',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bombs_and_external_entities_are_refused_unread(docx_file, doctype, encoding):
    xml = (
        f"{doctype}<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    )

    with pytest.raises(CrosswalkError, match="XW-116"):
        read_docx(docx_file("", extra={"word/styles.xml": xml.encode(encoding)}), SOURCE)


def test_a_zip_bomb_is_refused_unread(docx_file, para):
    out = io.BytesIO(docx_file(para("Words.")))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media.xml", "w") as part,
    ):
        for _ in range(260):
            part.write(b" " * 1024 * 1024)

    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(CrosswalkError, match="XW-115"):
        read_docx(out.getvalue(), SOURCE)


@pytest.mark.parametrize("depth", [100, 2_000, 100_000])
def test_deep_nesting_is_read_or_refused(docx_file, para, depth):
    body = "<w:sdt><w:sdtContent>" * depth + para("Words.") + "</w:sdtContent></w:sdt>" * depth
    try:
        assert texts(read_docx(docx_file(body), SOURCE)) == ["Words."]
    except CrosswalkError as error:
        assert error.code == "XW-240"  # noqa: PT017


@pytest.mark.parametrize(
    "body", ["<w:p>", "", "<w:p/>", '<w:p><w:pPr><w:numPr><w:numId w:val="x"/></w:numPr></w:pPr></w:p>']
)
def test_broken_and_empty_documents_are_refused(docx_file, body):
    with pytest.raises(CrosswalkError, match=r"XW-240|XW-230"):
        read_docx(docx_file(body), SOURCE)


def test_a_style_that_is_based_on_itself_does_not_hang(docx_file, para):
    assert texts(read_docx(docx_file(para("Words.", style="Loop"), styles=STYLES), SOURCE)) == ["Words."]


def cell(inner, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table_of(*lines):
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def test_merged_cells_are_given_to_each_row_and_column(docx_file, para):
    body = table_of(
        cell(para("Service")) + cell(para("Levels"), '<w:gridSpan w:val="2"/>'),
        cell(para("Access"), '<w:vMerge w:val="restart"/>') + cell(para("1")) + cell(para("")),
        cell(para(""), "<w:vMerge/>") + cell(para("2")) + cell(para("3")),
    )

    loaded = read_docx(docx_file(body), SOURCE)

    assert texts(loaded) == ["Service | Levels | Levels", "Access | 1 |", "Access | 2 | 3"]
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_automatic_numbers_in_cells_are_read(docx_file, para):
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = table_of(
        cell(para("Element")) + cell(para("Done")),
        cell(para("first", num=(1, 0))) + cell(para("Yes, see (b)")),
        cell(para("second", num=(1, 0)) + para("third", num=(1, 0))) + cell(para("")),
    )

    loaded = read_docx(docx_file(body, numbering=numbering), SOURCE)

    assert texts(loaded) == ["Element | Done", "(a) first | Yes, see (b)", "(b) second (c) third |"]
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_a_first_row_across_all_columns_is_the_title_and_the_next_table_is_no_part_of_it(
    docx_file, para, run
):
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    title = f"<w:tr><w:tc>{wide}{para(run('Assurances', BOLD))}</w:tc></w:tr>"
    head = row(para(run("Who", BOLD)), para(run("What", BOLD)))
    signed = f"<w:tbl>{row('Name:', 'A. Sample')}{row('Title:', 'Chair')}</w:tbl>"
    body = f"<w:tbl>{title}{head}{row('Board', 'Meets.')}</w:tbl>{para()}{signed}"

    found = read_docx(docx_file(body), SOURCE)

    assert [(prov.level, prov.heading or prov.text, prov.context) for prov in found.corpus] == [
        ("table", "Assurances | Who | What", ""),
        ("row", "Board | Meets.", "Who | What"),
        ("row", "Name: | A. Sample", ""),
        ("row", "Title: | Chair", ""),
    ]
    assert [prov.parent for prov in found.corpus] == [None, "t1", None, None]


def test_a_row_of_long_cells_is_one_row_where_the_table_has_a_head(docx_file, para, run):
    bold = [para(run(words, "<w:b/>")) for words in ("Requirement", "Response")]
    long = "".join(para(f"Point {at}.") for at in range(5))
    body = table_of(cell(bold[0]) + cell(bold[1]), cell(para("The board shall meet.")) + cell(long))

    loaded = read_docx(docx_file(body), SOURCE)

    assert [(prov.level, prov.heading or prov.text) for prov in loaded.corpus] == [
        ("table", "Requirement | Response"),
        ("row", "The board shall meet. | Point 0. Point 1. Point 2. Point 3. Point 4."),
    ]


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="1"/>'])
def test_struck_words_are_left_out_and_counted(docx_file, para, run, mark):
    loaded = read_docx(docx_file(para("The board ", run("may ", mark), "shall meet.")), SOURCE)

    assert texts(loaded) == ["The board shall meet."]
    assert loaded.dropped == {"passages struck out": LeftOut(1, 3)}
    assert loaded.coverage == 1.0


def apart(kind, content):
    """Members that add a part of words beside the text, such as comments or a header."""
    link = f'<Relationship Id="x1" Type="{OFFICE}/{kind}" Target="{kind}1.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{link}</Relationships>',
        f"word/{kind}1.xml": content,
    }


APART = [
    ("comments", "<w:comments {w}><w:comment>{one}</w:comment><w:comment>{one}</w:comment></w:comments>", 2),
    ("header", "<w:hdr {w}>{one}{one}</w:hdr>", 1),
    ("footer", "<w:ftr {w}>{one}{one}</w:ftr>", 1),
]


@pytest.mark.parametrize(("kind", "content", "pieces"), APART)
def test_comments_headers_and_footers_are_counted(docx_file, para, kind, content, pieces):
    made = content.replace("{w}", NAMESPACE).replace("{one}", para("DRAFT only"))

    loaded = read_docx(docx_file(para("The board shall meet."), extra=apart(kind, made)), SOURCE)

    assert texts(loaded) == ["The board shall meet."]
    assert loaded.dropped == {f"{kind.rstrip('s')}s": LeftOut(pieces, 18)}
    assert loaded.unread_chars == 0


def grid_of(rows, look='<w:tblLook w:val="04A0" w:firstRow="1"/>'):
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{''.join(row(*cells) for cells in rows)}</w:tbl>"


PLAIN_HEAD = [["Ref", "Duty", "When"], ["1", "File the plan", "May"], ["2", "", "June"]]


def test_a_first_row_of_labels_above_values_is_the_head(docx_file):
    marked = read_docx(docx_file(grid_of(PLAIN_HEAD)), SOURCE)
    unmarked = read_docx(docx_file(grid_of(PLAIN_HEAD, '<w:tblLook w:val="0480" w:firstRow="0"/>')), SOURCE)

    assert [prov.level for prov in marked.corpus] == ["table", "row", "row"]
    assert marked.corpus.provisions[-1].context == "Ref | Duty | When"
    assert [prov.level for prov in unmarked.corpus] == ["row", "row", "row"]


def test_a_small_table_in_a_cell_is_part_of_its_row(docx_file):
    inner = grid_of([["in", "ner"]]) + para_of("")
    loaded = read_docx(docx_file(grid_of([["Earnings", inner, "All"], ["Rate", "5%", "All"]])), SOURCE)

    assert [prov.text for prov in loaded.corpus] == ["Earnings | in ner | All", "Rate | 5% | All"]
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_a_head_that_is_bold_by_its_style_is_the_head(docx_file, para):
    """As OpenOffice writes it: the runs of the head say nothing of bold."""
    bold = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="Table Heading"/><w:rPr><w:b/></w:rPr></w:style>'
    rows = (("Partner", "Duty"), ("College", "Teaches"), ("Board", "Convenes"))
    cells = [
        [f"<w:tc>{para(cell, style='' if at else 'H')}</w:tc>" for cell in row] for at, row in enumerate(rows)
    ]
    body = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells)

    loaded = read_docx(docx_file(f"<w:tbl>{body}</w:tbl>", styles=bold), SOURCE)

    assert [(prov.text, prov.context) for prov in loaded.corpus if prov.text] == [
        ("College | Teaches", "Partner | Duty"),
        ("Board | Convenes", "Partner | Duty"),
    ]


@pytest.mark.parametrize(
    ("runs", "heading", "text"),
    [
        ((("Participant.", "<w:i/>"), (" A participant is a person.", "")), "Participant.", "A participant is a person."),
        ((("Exit", "<w:i/>"), (":", "<w:i/>"), (" “Exit” means the last day.", "")), "Exit:", "“Exit” means the last day."),
        ((("(a) ", ""), ("Scope.", "<w:i/>"), (" This part applies to boards.", "")), "Scope.", "This part applies to boards."),
        ((("Id.", "<w:i/>"), (" The board shall meet.", "")), "", "Id. The board shall meet."),
        ((("et seq.", "<w:i/>"), (" The board shall meet.", "")), "", "et seq. The board shall meet."),
        ((("Boards", "<w:i/>"), (" shall meet each month.", "")), "", "Boards shall meet each month."),
    ],
)  # fmt: skip
def test_a_title_in_italics_that_opens_a_paragraph_is_its_heading(docx_file, para, run, runs, heading, text):
    loaded = read_docx(docx_file(para(*(run(words, style) for words, style in runs))), SOURCE)

    assert [(prov.heading, prov.text) for prov in loaded.corpus] == [(heading, text)]
