"""Issues, rules and notices of the Federal Register: everything is read, and every character is counted."""

import pytest

from crosswalk.ingest import read
from crosswalk.ingest.federal_register import read_federal_register
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut

SOURCE = Source("fr", "2024", "An issue", "regulation")
HEAD = '<frDoc xmlns="http://schemas.gpo.gov/xml/uslm" xmlns:dc="http://purl.org/dc/elements/1.1/">'
RULE = """<rule><meta><docNumber>2024–00012</docNumber></meta>
<preface><agency>An Agency</agency><subject>Boats</subject>
<action><actionDescription><headingText>ACTION:</headingText> Final rule.</actionDescription></action></preface>
<main><rulePreamble>
<statement><content><heading>SUMMARY:</heading><p>No boats<ref idref="f1">1</ref> for a day.</p>
<footnote id="f1"><content><p><ref idref="b1">1</ref> See 82 FR 1.</p></content></footnote></content></statement>
<statement><content><heading>SUPPLEMENTARY INFORMATION:</heading><heading style="-uslm-sgm:HD1">Background</heading>
<p>Two things:</p><p>1. a zone;</p><p>2. a day.</p>Words outside any paragraph.</content></statement></rulePreamble>
<level role="amending"><section role="instruction"><num>■ 1. </num><content>Amend § 1.2 to read:
<quotedContent><section><num>§ 1.2 </num><heading>Zones.</heading><content>
<paragraph><num>(a)</num><content><p>No boat may enter.</p></content></paragraph></content></section></quotedContent>
</content></section></level></main>
<signatures><signature><name>A Person</name></signature></signatures>
<notes><billingCode>BILLING CODE 1</billingCode></notes></rule>"""
NOTICE = """<notice><preface><subject>Meeting</subject></preface><main><content><p>The council meets.</p>
<table><caption><p>Costs</p></caption><thead><tr><th rowspan="2">Item</th><th colspan="2">Year</th></tr>
<tr><th>2024</th><th>2025</th></tr></thead>
<tbody><tr><td>Rent</td><td></td><td>$5</td></tr><tr><td colspan="3">Staff</td></tr></tbody></table>
</content></main></notice>"""


def issue(*documents: str):
    return read_federal_register(f"{HEAD}<main>{''.join(documents)}</main></frDoc>".encode(), SOURCE)


def rows(loaded):
    return [(prov.id, prov.num, prov.heading, prov.text) for prov in loaded.corpus]


def test_a_rule_is_read_with_its_preamble_and_its_amendments():
    loaded = issue(RULE)

    background = "2024-00012/supplementary-information/background"
    assert rows(loaded) == [
        ("2024-00012", "2024-00012", "Boats", ""),
        ("2024-00012/p1", "", "ACTION:", "Final rule."),
        ("2024-00012/summary", "", "SUMMARY:", ""),
        ("2024-00012/summary/p1", "", "", "No boats for a day."),
        ("2024-00012/summary/p1/fn1", "1", "", "See 82 FR 1."),
        ("2024-00012/supplementary-information", "", "SUPPLEMENTARY INFORMATION:", ""),
        (background, "", "Background", ""),
        (f"{background}/p1", "", "", "Two things:"),
        (f"{background}/p1/1", "1.", "", "a zone;"),
        (f"{background}/p1/2", "2.", "", "a day."),
        (f"{background}/p2", "", "", "Words outside any paragraph."),
        (f"{background}/1", "1", "", "Amend § 1.2 to read:"),
        (f"{background}/1/p1", "", "", "§ 1.2 Zones."),
        (f"{background}/1/p2", "", "", "(a) No boat may enter."),
    ]
    assert loaded.dropped == {
        "pieces of metadata": LeftOut(1, 10),
        "lines of agency names and docket numbers": LeftOut(1, 8),
        "signatures": LeftOut(1, 7),
        "filing and billing notes": LeftOut(1, 12),
    }
    assert (loaded.unread_chars, loaded.coverage) == (0, 1.0)


def test_a_notice_is_read_with_its_table():
    loaded = issue(NOTICE)

    assert rows(loaded) == [
        ("meeting", "", "Meeting", ""),
        ("meeting/p1", "", "", "The council meets."),
        ("meeting/t1", "", "Costs | Item | Year 2024 | Year 2025", ""),
        ("meeting/t1/r1", "", "", "Rent | | $5"),
        ("meeting/t1/r2", "", "", "Staff"),
    ]
    assert loaded.corpus["meeting/t1/r1"].context == "Item | Year 2024 | Year 2025"
    assert (loaded.unread_chars, loaded.coverage) == (0, 1.0)


SECTION = (
    '<rule xmlns="http://schemas.gpo.gov/xml/uslm"><preface><subject>Zones</subject></preface><main>'
    "<section><num>§ 165.1</num><heading>Safety zone.</heading><content>No boat may enter.</content>"
    "<paragraph><num>(a)</num><content>Ferries may.</content></paragraph></section></main></rule>"
)


def test_a_rule_by_itself_and_its_section(tmp_path):
    path = tmp_path / "rule.xml"
    path.write_text(SECTION)

    loaded = read(path, SOURCE)

    assert rows(loaded) == [
        ("zones", "", "Zones", ""),
        ("zones/165.1", "§ 165.1", "Safety zone.", ""),
        ("zones/165.1/p1", "", "", "No boat may enter."),
        ("zones/165.1/a", "(a)", "", "Ferries may."),
    ]
    assert loaded.unread_chars == 0


ODD = [
    "<presidentialDoc><main><content><p>By the authority vested in me, I order:</p></content></main></presidentialDoc>",
    "<notice><main>Loose words <b>in bold</b><unknown>and in an unknown element</unknown> and after it</main></notice>",
    "<notice><main><p>An <inline>inline <ref idref='none'>reference</ref></inline> that is no footnote.</p></main></notice>",
    "<rule><main><table><tr><td>A</td></tr><tr><td>B</td><td>C</td></tr></table><footnote>No label.</footnote></main></rule>",
    "<rule><preface><subject>S</subject><action>Odd: <headingText>ACTION:</headingText> Rule.</action></preface></rule>",
    "<component><preface><volume>83</volume></preface><main><toc><p>1. Rules</p></toc><p>Text.</p></main></component>",
]


@pytest.mark.parametrize("document", ODD)
def test_every_character_is_read_or_counted(document):
    loaded = issue(document)

    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


OLDER = """<RULE><PREAMB><PRTPAGE P="21500"/><AGENCY TYPE="S">LABOR DEPARTMENT</AGENCY><CFR>20 CFR Part 677</CFR>
<SUBJECT>Serving Employers</SUBJECT>
<SUM><HD SOURCE="HED">SUMMARY:</HD><P>The rule defines the indicator.<SU>1</SU><FTREF/> It applies <E T="03">now.</E></P>
<FTNT><P><SU>1</SU> See 87 FR 56318.</P></FTNT></SUM></PREAMB>
<SUPLINF><HD SOURCE="HD1">I. Background</HD><P>Twelve comments<PRTPAGE P="21501"/> were received.</P>
<HD SOURCE="HD2">A. Costs</HD>
<GPOTABLE><BOXHD><CHED H="1">Item</CHED><CHED H="1">Amount</CHED></BOXHD><ROW><ENT>Systems</ENT><ENT/></ROW></GPOTABLE>
<REGTEXT><SECTION><SECTNO>§ 677.155</SECTNO><SUBJECT>What are the indicators?</SUBJECT><P>(a) Six are used.</P></SECTION></REGTEXT>
<SIG><NAME>A Person,</NAME></SIG></SUPLINF><FRDOC>[FR Doc. 2024-03278 Filed 2-22-24]</FRDOC></RULE>"""


@pytest.mark.parametrize("wrap", ["{}", "<FEDREG><DATE>2024-02-23</DATE><RULES>{}</RULES></FEDREG>"])
def test_the_older_xml_is_read_like_the_newer(tmp_path, wrap):
    path = tmp_path / "rule.xml"
    path.write_text(wrap.format(OLDER))

    loaded = read(path, SOURCE)

    assert [(prov.level, prov.num, prov.heading or prov.text) for prov in loaded.corpus] == [
        ("heading 1", "", "Serving Employers"),
        ("heading 2", "", "SUMMARY:"),
        ("paragraph", "", "The rule defines the indicator. It applies now."),
        ("footnote", "1", "See 87 FR 56318."),
        ("heading 3", "I.", "Background"),
        ("paragraph", "", "Twelve comments were received."),
        ("heading 4", "A.", "Costs"),
        ("table", "", "Item | Amount"),
        ("row", "", "Systems |"),
        ("heading 3", "§ 677.155", "What are the indicators?"),
        ("item", "(a)", "Six are used."),
    ]
    assert loaded.dropped["lines of agency names and docket numbers"].pieces == 2
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_every_document_of_an_issue_has_its_own_heading():
    rule = (
        "<proposedRule><preface><subject>Skills</subject></preface><main><part><num>PART 677</num>"
        "<heading>PERFORMANCE</heading><section><num>§ 677.1</num><heading>Purpose.</heading>"
        "<content>It sets measures.</content></section></part></main></proposedRule>"
    )
    fix = "<correction><preface><subject>A correction</subject></preface><main><p>Read shall.</p></main></correction>"
    loaded = issue(rule, fix)

    assert rows(loaded) == [
        ("skills", "", "Skills", ""),
        ("skills/PART677", "PART 677", "PERFORMANCE", ""),
        ("skills/PART677/677.1", "§ 677.1", "Purpose.", ""),
        ("skills/PART677/677.1/p1", "", "", "It sets measures."),
        ("a-correction", "", "A correction", ""),
        ("a-correction/p1", "", "", "Read shall."),
    ]
    assert loaded.unread_chars == 0


def test_the_head_of_an_older_table_has_a_cell_for_each_column(tmp_path):
    path = tmp_path / "rule.xml"
    path.write_text(
        "<FEDREG><RULE><PREAMB><SUBJECT>Costs</SUBJECT></PREAMB><GPOTABLE><BOXHD><CHED H='1'>Item</CHED>"
        "<CHED H='1'>Year</CHED><CHED H='2'>2024</CHED><CHED H='2'>2025</CHED></BOXHD>"
        "<ROW><ENT>Rent</ENT><ENT/><ENT>$5</ENT></ROW></GPOTABLE></RULE>"
        "<PRESDOCU><PROCLA><HD SOURCE='HED'>A week</HD><FP>Be it so.</FP></PROCLA></PRESDOCU></FEDREG>"
    )
    loaded = read(path, SOURCE)

    assert [(prov.id, prov.heading or prov.text) for prov in loaded.corpus] == [
        ("costs", "Costs"),
        ("costs/t1", "Item | Year 2024 | Year 2025"),
        ("costs/t1/r1", "Rent | | $5"),
        ("a-week", "A week"),
        ("a-week/p1", "Be it so."),
    ]
    assert loaded.unread_chars == 0
