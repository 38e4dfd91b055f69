"""Small inputs of the kinds that users bring, in several formats, each with what a reader of it sees."""

import io

import openpyxl
import pytest

from crosswalk.ingest import read
from crosswalk.model.corpus import Source
from tests.file_builders import make_docx, make_pdf, paragraph, set_lines

SOURCE = Source("doc", "2024", "A document")
RULES = [(72, y, 540, y) for y in (700, 660, 640, 620, 600)]
RULES += [(x, 600, x, 700) for x in (72, 220, 320, 420, 540)]
LEVELS = [
    (76, 685, 9, True, "Measure"), (224, 685, 9, True, "2023"), (324, 685, 9, True, "2024"), (424, 685, 9, True, "Note"),
    (76, 647, 9, False, "Q2 employment"), (224, 647, 9, False, "70%"), (424, 647, 9, False, "adult"),
    (76, 627, 9, False, "Q4 employment"), (324, 627, 9, False, "68%"),
    (76, 607, 9, False, "Credential"), (424, 607, 9, False, "see p. 3"),
    (72, 580, 10, False, "Questions go to M. Ortiz, Deputy Director, at (208) 555-0100."),
]  # fmt: skip
REGISTER = """<?xml version="1.0"?><NOTICE><PREAMB><AGENCY TYPE="S">DEPARTMENT OF LABOR</AGENCY><SUBJECT>Meeting of the
Council</SUBJECT><SUM><HD SOURCE="HED">SUMMARY:</HD><P>The Council will meet.</P></SUM></PREAMB><SUPLINF>
<HD SOURCE="HD1">I. Background</HD><P>(a) The Council advises the Secretary.</P><FTNT><P><SU>1</SU> 29 U.S.C. 49l-2.</P>
</FTNT><GPOTABLE COLS="2"><BOXHD><CHED H="1">Item</CHED><CHED H="1">Cost</CHED></BOXHD><ROW><ENT I="01">Room</ENT>
<ENT>$50</ENT></ROW><ROW><ENT I="01">Staff</ENT><ENT/></ROW></GPOTABLE></SUPLINF></NOTICE>"""
RULE = """<?xml version="1.0"?><DIV5 N="700" TYPE="PART"><HEAD>PART 700—SAMPLE RULES</HEAD><DIV8 N="§ 700.10"
TYPE="SECTION"><HEAD>§ 700.10   What is a plan?</HEAD><P>(a) <I>General.</I> A plan—</P><P>(1) Covers four years;</P>
<P>(2) Is signed.</P><P>(b)(1) <I>Exception.</I> Paragraph (a)(2) of this section does not apply.</P></DIV8></DIV5>"""
BILL = """<?xml version="1.0"?><bill xmlns="http://xml.house.gov/schemas/uslm/1.0"><main><section><num value="2">SEC. 2.</num>
<heading>Boards.</heading><chapeau>A board shall—</chapeau><paragraph><num value="1">(1)</num><content>meet; and</content>
</paragraph><paragraph><num value="2">(2)</num><chapeau>report to—</chapeau><subparagraph><num value="A">(A)</num>
<content>the Governor; or</content></subparagraph><continuation>by July 1.</continuation></paragraph></section></main></bill>"""
CELLS = (
    '<w:tbl><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>Measure</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2023</w:t></w:r></w:p>'
    '</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>Q2</w:t></w:r></w:p></w:tc><w:tc>'
    '<w:p/></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>60%</w:t></w:r></w:p>'
    "</w:tc></w:tr></w:tbl>"
)  # fmt: skip
TWO_HEADS = "<w:tbl>" + "".join(
    f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' * (at < 2)}{''.join(f'<w:tc><w:tcPr>{span}</w:tcPr>{paragraph(text)}</w:tc>' for span, text in row)}</w:tr>"
    for at, row in enumerate([
        [('<w:vMerge w:val="restart"/>', "Program"), ('<w:gridSpan w:val="2"/>', "Level")],
        [("<w:vMerge/>", ""), ("", "2024"), ("", "2025")], [("", "Adult"), ("", ""), ("", "71%")]])
) + "</w:tbl>"  # fmt: skip
AMENDMENT = """<RULE><PREAMB><SUBJECT>A word</SUBJECT></PREAMB><REGTEXT TITLE="34" PART="463"><AMDPAR>1. The authority citation
reads:</AMDPAR><AUTH><HD SOURCE="HED">Authority:</HD><P>29 U.S.C. 102.</P></AUTH><AMDPAR>2. Amend § 463.31.</AMDPAR></REGTEXT></RULE>"""
CATALOG = """{"catalog": {"uuid": "1", "groups": [{"id": "ac", "title": "Access", "params": [{"id": "p0", "label": "a period"}],
"controls": [{"id": "ac-1", "title": "Policy", "props": [{"name": "label", "value": "AC-1"}], "params": [{"id": "p1",
"select": {"choice": ["weekly", "each {{ insert: param, p0 }}"]}}], "parts": [{"name": "statement", "id": "ac-1_smt", "prose": "The board:",
"parts": [{"id": "ac-1_smt.a", "name": "item", "props": [{"name": "label", "value": "a."}], "prose": "Meets {{ insert: param, p1 }}."}]},
{"id": "ac-1_gdn", "name": "guidance", "prose": "Why."}], "controls": [{"id": "ac-1.1", "title": "More"}]}]}]}}"""
CONTACTS = "CONTACTS\nA. Lee, Director, (602) 555-0101\nB. Cruz\nwww.example.gov/plan\nb.cruz@example.gov\nFax: 602.555.0102\n\n1. Call.\n2. Write.\n"

# The file's name and bytes, what stands in it as (number, heading or words), and the letters left out.
KINDS = {
    "ruled table": ("a.pdf", make_pdf([RULES + LEVELS]), [
        ("", "Measure | 2023 | 2024 | Note"), ("", "Q2 employment | 70% | | adult"), ("", "Q4 employment | | 68% |"),
        ("", "Credential | | | see p. 3"), ("", LEVELS[-1][4])], 0),
    "table of spaces": ("a.txt", (b"LEVELS\n\nIndicator      2023    2024\n-------------  ------  ------\nEmployment     70.0%   71.5%\n"
        b"Retention              68.0%\nCredential     55.1%\n"), [
        ("", "LEVELS"), ("", "Indicator | 2023 | 2024"), ("", "Employment | 70.0% | 71.5%"), ("", "Retention | | 68.0%"),
        ("", "Credential | 55.1% |")], 25),
    "spans of a page": ("a.html", b"<main><table><tr><td rowspan=2>Title I<td>Adult<td><td>70%<tr><td>Youth<td colspan=2>65%</table></main>", [
        ("", "Title I | Adult | | 70%"), ("", "Title I | Youth | 65% | 65%")], 0),
    "merged cells of Word": ("a.docx", make_docx(CELLS + paragraph("After.")), [
        ("", "Measure | 2023"), ("", "Q2 |"), ("", "Q2 | 60%"), ("", "After.")], 0),
    "contents of a PDF": ("a.pdf", make_pdf([
        set_lines(("STATE PLAN", {"bold": True, "size": 16}), ("Contents", {"bold": True, "gap": 20}), "Vision 1",
                  "Goals of the State 2", "Operations and budget 14"),
        set_lines(("Vision", {"bold": True}), "The State will serve all adults and youth in each of its local areas.",
                  ("Goals of the State", {"bold": True, "gap": 10}), "Each area reports to the Governor by the first of July.")]), [
        ("", "STATE PLAN"), ("", "Vision"), ("", "The State will serve all adults and youth in each of its local areas."),
        ("", "Goals of the State"), ("", "Each area reports to the Governor by the first of July.")], 52),
    "contents of a page": ("a.html", (b"<main><h1>Plan</h1><nav><h2>Contents</h2><ul><li><a href='#a'>Vision</a></ul></nav>"
        b"<h2 id=a>Vision</h2><p>All are served.</p></main>"), [("", "Plan"), ("", "Vision"), ("", "All are served.")], 14),
    "names and addresses": ("a.txt", CONTACTS.encode(), [
        ("", "CONTACTS"), ("", "A. Lee, Director, (602) 555-0101"), ("", "B. Cruz"), ("", "www.example.gov/plan"),
        ("", "b.cruz@example.gov"), ("", "Fax: 602.555.0102"), ("1.", "Call."), ("2.", "Write.")], 0),
    "two rows of heads in Word": ("a.docx", make_docx(TWO_HEADS), [("", "Program | Level 2024 | Level 2025"), ("", "Adult | | 71%")], 0),
    "a table of tabs": ("a.txt", b"RATES\n\nService\tUnit\tRate\nIntake\thour\t$40\nCoaching\t\t$55\nJob club\tsession\t\n\nRates are reviewed each year.\n", [
        ("", "RATES"), ("", "Service | Unit | Rate"), ("", "Intake | hour | $40"), ("", "Coaching | | $55"), ("", "Job club | session |"),
        ("", "Rates are reviewed each year.")], 0),
    "a bar in a cell": ("a.md", b"# Codes\n\n| Code | Meaning |\n|---|---|\n| A\\|B | either |\n| C | `x | y` |\n", [
        ("", "Codes"), ("", "Code | Meaning"), ("", "A|B | either"), ("", "C | x | y")], 22),
    "contents and tasks of Markdown": ("a.md", b"# Plan\n\n## Contents\n\n- [Need](#n)\n- [Data](#d)\n\n## Need\n\n- [ ] Meet.\n- [x] Report.\n", [
        ("", "Plan"), ("", "Need"), ("", "\u2610 Meet."), ("", "\u2611 Report.")], 40),
    "articles above their titles": ("a.docx", make_docx("".join(map(paragraph, (
        "ARTICLE I", "NAME", "The name is the Board.", "ARTICLE II", "MEMBERS", "It has 19 members.")))), [
        ("", "ARTICLE I NAME"), ("", "The name is the Board."), ("", "ARTICLE II MEMBERS"), ("", "It has 19 members.")], 0),
    "a duty in capitals below an article": ("a.html", (b"<main><h2>ARTICLE I</h2><p>NO CUSTOMER SHALL BE TURNED AWAY.</p>"
        b"<h2>ARTICLE II</h2><p>MEMBERS</p><p>It has 19 members.</p></main>"), [
        ("", "ARTICLE I"), ("", "NO CUSTOMER SHALL BE TURNED AWAY."), ("", "ARTICLE II MEMBERS"), ("", "It has 19 members.")], 0),
    "parts above several headings": ("a.md", b"## PART I\n\n### Who\n\nAdults.\n\n### When\n\nIn May.\n\n## PART II\n\n### How\n\nBy mail.\n", [
        ("", "PART I"), ("", "Who"), ("", "Adults."), ("", "When"), ("", "In May."), ("", "PART II"), ("", "How"), ("", "By mail.")], 13),
    "an initial that is a number": ("a.docx", make_docx("".join(map(paragraph, (
        "I. Novak", "i.novak@example.org", "I. Duarte, Policy Advisor", "I. Purpose", "II. Scope")))), [
        ("", "I. Novak"), ("", "i.novak@example.org"), ("", "I. Duarte, Policy Advisor"), ("I.", "Purpose"), ("II.", "Scope")], 0),
    "an authority among amendments": ("a.xml", AMENDMENT.encode(), [
        ("", "A word"), ("1.", "The authority citation reads:"), ("", "Authority:"), ("", "29 U.S.C. 102."), ("2.", "Amend § 463.31.")], 0),
    "an OSCAL catalog": ("a.json", CATALOG.encode(), [
        ("", "Access"), ("AC-1", "Policy"), ("a.", "Meets [weekly; each [a period]]."), ("", "Why."), ("", "More")], 110),
    "a sentence in large type": ("a.pdf", make_pdf([set_lines(
        ("PLAYBOOK", {"bold": True, "size": 20}),
        *((line, {"size": 14, "gap": 14}) for line in (
            "The officer has a pivotal role that can", "benefit the use of data in the agency. The", "officer brings the vision to all.")),
        ("Each officer must seize the chance to use data as an asset of the agency in all its work.", {"gap": 30}),
        "The officer first finds where data can be shared among the offices of the agency and others.")]), [
        ("", "PLAYBOOK"), ("", "The officer has a pivotal role that can benefit the use of data in the agency. The officer brings the vision to all."),
        ("", "Each officer must seize the chance to use data as an asset of the agency in all its work."),
        ("", "The officer first finds where data can be shared among the offices of the agency and others.")], 0),
    "a printed text between fences": ("a.md", b"# Law\n\n```text\n1. The board shall meet.\na. In May.\nb. In June.\n```\n", [
        ("", "Law"), ("1.", "The board shall meet."), ("a.", "In May."), ("b.", "In June.")], 10),
    "a bold sentence in a list": ("a.pdf", make_pdf([set_lines(
        ("GUIDE", {"bold": True, "size": 16}), ("The office must do these things in each of its areas:", {"gap": 8}),
        ("\u2022 Delete this note when done with it.", {"bold": True, "x": 100}), ("\u2022 Keep the rest of it.", {"x": 100}))]), [
        ("", "GUIDE"), ("", "The office must do these things in each of its areas:"), ("", "Delete this note when done with it."),
        ("", "Keep the rest of it.")], 0),
    "names of Word": ("a.docx", make_docx("".join(map(paragraph, (
        "A. Lee, Director", "(602) 555-0101", "B. Cruz, Deputy", "A. First, the board meets.", "B. Second, the board reports.")))), [
        ("", "A. Lee, Director"), ("", "(602) 555-0101"), ("", "B. Cruz, Deputy"), ("A.", "First, the board meets."),
        ("B.", "Second, the board reports.")], 0),
    "Windows letters": ("a.txt", "PLAN\r\n\r\n1. Pe\xf1a workers \x96 all \x93shall\x94 report.\r\n2. It meets.\r\n".encode("latin-1"), [
        ("", "PLAN"), ("1.", "Peña workers – all “shall” report."), ("2.", "It meets.")], 0),
    "UTF-16 without a mark": ("a.txt", "PLAN\n\n1. The board meets.\n2. It reports.\n".encode("utf-16-be"), [
        ("", "PLAN"), ("1.", "The board meets."), ("2.", "It reports.")], 0),
    "a web page that says it is a PDF": ("a.pdf", b"<!doctype html><html><body><h1>Sign in</h1><p>Please log in.</p></body></html>", [
        ("", "Sign in"), ("", "Please log in.")], 0),
    "an older notice": ("a.xml", REGISTER.encode(), [
        ("", "Meeting of the Council"), ("", "SUMMARY:"), ("", "The Council will meet."), ("I.", "Background"),
        ("(a)", "The Council advises the Secretary."), ("1", "29 U.S.C. 49l-2."), ("", "Item | Cost"), ("", "Room | $50"),
        ("", "Staff |")], 17),
    "a rule": ("a.xml", RULE.encode(), [
        ("PART 700", "SAMPLE RULES"), ("§ 700.10", "What is a plan?"), ("(a)", "General"), ("(1)", "Covers four years;"),
        ("(2)", "Is signed."), ("(b)", ""), ("(1)", "Exception")], 0),
    "a bill": ("a.xml", BILL.encode(), [
        ("SEC. 2", "Boards."), ("(1)", "meet; and"), ("(2)", "report to—"), ("(A)", "the Governor; or"), ("", "by July 1.")], 0),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "expected", "left_out"), KINDS.values(), ids=KINDS.keys())
def test_a_file_is_read_as_a_reader_of_it_sees_it(tmp_path, name, data, expected, left_out):
    (tmp_path / name).write_bytes(data)
    loaded = read(tmp_path / name, SOURCE)

    assert [(prov.num, prov.heading or prov.text) for prov in loaded.corpus] == expected
    assert loaded.dropped_chars == left_out
    assert loaded.unread_chars == 0


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("a bold sentence in a list", "Delete this note when done with it."),
        ("an authority among amendments", "Authority:"),
    ],
)
def test_words_that_head_nothing_are_no_heading(tmp_path, kind, words):
    name, data, *_ = KINDS[kind]
    (tmp_path / name).write_bytes(data)

    assert words in [prov.text for prov in read(tmp_path / name, SOURCE).corpus]


def test_a_workbook_says_which_sheets_and_rows_were_not_seen(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(["State standards"])
    sheet, old = book.create_sheet("Std"), book.create_sheet("Old")
    for row in (
        ["Code", "Area", "Standard"],
        ["1.10", "Access", "Open."],
        ["1.20", None, "Posted."],
        ["2.10", "Staff", "Trained."],
    ):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[4].hidden = True
    old.append(["Code", "Standard"])
    old.sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    loaded = read(tmp_path / "a.xlsx", SOURCE, columns={"id": "Code", "text": "Standard", "context": "Area"})

    assert [(prov.id, prov.text, prov.context) for prov in loaded.corpus] == [
        ("1.10", "Open.", "Access"), ("1.20", "Posted.", "Access"), ("2.10", "Trained.", "Staff")]  # fmt: skip
    said = " ".join(loaded.notes)
    assert all(
        words in said
        for words in ("Sheet Cover was not read", "Hidden rows of sheet Std", "Sheet Old is hidden")
    )
