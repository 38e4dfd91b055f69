"""The government's own markup: the Code, public laws, bills, compilations; and the D.C. Code's."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.errors import ParseError
from crosswalk.ingest.uslm import read_uslm
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import ReadResult

SOURCE = Source("law", "2020", "A law", "statute")

CODE = """\
<uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0" identifier="/us/usc/t29">
<meta><docNumber>29</docNumber></meta>
<main><title identifier="/us/usc/t29"><num value="29">Title 29—</num><heading>LABOR</heading>
<toc><tocItem>3102. Definitions.</tocItem></toc>
<chapter identifier="/us/usc/t29/ch32"><num value="32">CHAPTER 32—</num><heading>WORKFORCE</heading>
<section identifier="/us/usc/t29/s3102"><num value="3102">§ 3102.</num><heading> Definitions</heading>
<chapeau>In this Act:</chapeau>
<paragraph identifier="/us/usc/t29/s3102/7"><num value="7">(7)</num><heading> Career pathway</heading>
<chapeau>The term <term>“career\u00a0pathway”</term> means—</chapeau>
<subparagraph identifier="/us/usc/t29/s3102/7/A"><num value="A">(A)</num><content> education<ref class="footnoteRef" idref="fn1">1</ref>
<note type="footnote" id="fn1"><num>1</num> So in original.</note>; and</content></subparagraph>
<subparagraph identifier="/us/usc/t29/s3102/7/B"><num value="B">(B)</num><content><p>training,</p><p>and work,</p></content></subparagraph>
<continuation>for an individual.</continuation></paragraph>
<sourceCredit>(Pub. L. 113–128, § 3.)</sourceCredit>
<notes><note><quotedContent><section><num>“Sec. 9.</num><content>Not a provision.”</content></section></quotedContent></note></notes>
</section>
<section status="repealed" identifier="/us/usc/t29/s3103–1"><num value="3103–1">§ 3103–1.</num><heading> Repealed. Pub. L. 1–2</heading></section>
</chapter></title></main></uscDoc>
"""

LAW = """\
<pLaw xmlns="http://schemas.gpo.gov/xml/uslm" xmlns:dc="http://purl.org/dc/elements/1.1/">
<meta><dc:title>Public Law 113–67</dc:title><citableAs>Public Law 113–67</citableAs></meta>
<preface><page>127 STAT. 1165</page></preface>
<main><longTitle><officialTitle>Making appropriations.</officialTitle></longTitle>
<division><num value="A">DIVISION A—</num><heading>BUDGET</heading>
<section><num value="1">SECTION 1. </num><heading>SHORT TITLE.</heading>
<subsection><num value="a">(a) </num><heading><inline>Short</inline> <sidenote><p>2 USC 900 note.</p></sidenote>Title.—</heading>
<content>This division may be cited.<page>127 STAT. 1166</page></content></subsection>
<subsection><num value="b">(b) </num><heading>Amendment.—</heading><content>Section 251 is amended by adding the following:
<quotedContent><subparagraph><num value="B">“(B) </num><content>for the revised category, $5; and</content></subparagraph>
<subparagraph><num value="C">“(C) </num><content>more.”.</content></subparagraph></quotedContent></content></subsection>
</section></division>
<division><num value="B">DIVISION B—</num><heading>MORE</heading>
<section><num value="1">SECTION 1. </num><heading>SHORT TITLE.</heading><content>This is it.</content></section></division>
</main></pLaw>
"""


def read(text: str, source: Source = SOURCE) -> ReadResult:
    return read_uslm(text.encode(), source)


def words(loaded: ReadResult) -> dict[str, tuple[str, str]]:
    return {prov.id: (prov.heading, prov.text) for prov in loaded.corpus}


def test_a_title_of_the_code():
    loaded = read(CODE)
    assert words(loaded) == {
        "29": ("LABOR", ""),
        "29/ch32": ("WORKFORCE", ""),
        "29/3102": ("Definitions", "In this Act:"),
        "29/3102/7": ("Career pathway", "The term “career pathway” means—"),
        "29/3102/7/A": ("", "education ; and"),
        "29/3102/7/B": ("", "training,\nand work,"),
        "29/3102/7/flush": ("", "for an individual."),
        "29/3103-1": ("Repealed. Pub. L. 1–2", ""),
    }
    prov = loaded.corpus["29/3102/7/A"]
    assert (prov.citation, prov.level, prov.num, prov.parent) == (
        "29 U.S.C. 3102(7)(A)",
        "subparagraph",
        "(A)",
        "29/3102/7",
    )
    assert prov.note == "1 So in original."
    assert loaded.corpus["29/3102"].note == "(Pub. L. 113–128, § 3.)"
    assert loaded.corpus["29/3102"].parent == "29/ch32"
    assert loaded.corpus["29/3103-1"].kind == "heading"
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_a_public_law_with_divisions_pages_and_quoted_words():
    loaded = read(LAW)
    quoted = "Section 251 is amended by adding the following:\n“(B) for the revised category, $5; and\n“(C) more.”."
    assert words(loaded) == {
        "law/division.A": ("BUDGET", ""),
        "law/division.A/1": ("SHORT TITLE.", ""),
        "law/division.A/1/a": ("Short Title", "This division may be cited."),
        "law/division.A/1/b": ("Amendment", quoted),
        "law/division.B": ("MORE", ""),
        "law/division.B/1": ("SHORT TITLE.", "This is it."),
    }
    assert loaded.corpus["law/division.A/1/a"].citation == "Pub. L. 113-67 sec. 1(a), division A"
    assert [loaded.corpus[f"law/division.A/1/{end}"].page for end in "ab"] == [
        "127 STAT. 1165",
        "127 STAT. 1166",
    ]
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_an_act_with_a_short_name_is_cited_by_it():
    law = LAW.replace(
        '<division><num value="A">DIVISION A—</num><heading>BUDGET</heading>', "<title>"
    ).replace("</section></division>\n<division>", "</section></title>\n<division>")
    loaded = read(law, Source("wioa-act", "2014", "WIOA", "statute", short="WIOA"))
    assert loaded.corpus["WIOA/1/a"].citation == "WIOA sec. 1(a)"


DC = """\
<section xmlns="https://code.dccouncil.us/schemas/dc-library" containing-doc="D.C. Code"><num>32-1661</num>
<heading>Definitions.</heading><para><num>(a)</num><text>The term:</text><para><num>(2)</num>
<text>“Career pathways” means an approach.</text></para></para><para><num>(8A)</num><text>More.</text>
</para><annotations><annotation>History.</annotation></annotations></section>
"""


def test_a_section_of_the_d_c_code():
    loaded = read(DC, Source("dc", "2024", "D.C. Code"))
    assert words(loaded) == {
        "dc/32-1661": ("Definitions.", ""),
        "dc/32-1661/a": ("", "The term:"),
        "dc/32-1661/a/2": ("", "“Career pathways” means an approach."),
        "dc/32-1661/8A": ("", "More."),
    }
    assert loaded.corpus["dc/32-1661/a/2"].citation == "D.C. Code sec. 32-1661(a)(2)"
    assert [prov.level for prov in loaded.corpus] == ["section", "subsection", "paragraph", "paragraph"]


BOMB = """<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><uscDoc><main>&b;</main></uscDoc>"""
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><uscDoc><main>&a;</main></uscDoc>'
OTHER_FILE = '<!DOCTYPE uscDoc SYSTEM "http://localhost:1/x.dtd"><uscDoc><main>&undefined;</main></uscDoc>'
DEEP = "<uscDoc>" + "<main>" * 400 + "</main>" * 400 + "</uscDoc>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB.encode(), "XW-116"),
        (OUTSIDE.encode(), "XW-116"),
        (OUTSIDE.encode("utf-16"), "XW-116"),
        (BOMB.replace("<!DOCTYPE", "<!--" + "x" * 50_000 + "--><!DOCTYPE").encode(), "XW-116"),
        (OTHER_FILE.encode(), "XW-116"),
        (DEEP.encode(), "XW-119"),
        (CODE.encode()[:900], "XW-118"),
        (b'<?xml version="1.0" encoding="utf-8"?><uscDoc>\xff\xfe</uscDoc>', "XW-118"),
        (b"\x00\x01\x02", "XW-118"),
        (b"", "XW-118"),
        (b"<uscDoc></uscDoc>", "XW-231"),
        (b"<html><body>no law</body></html>", "XW-231"),
    ],
    ids=[
        "bomb",
        "file",
        "file16",
        "late",
        "dtd",
        "deep",
        "cut",
        "encoding",
        "binary",
        "empty",
        "none",
        "other",
    ],
)
def test_hostile_and_broken_files_are_refused_in_one_sentence(data: bytes, code: str):
    with pytest.raises(ParseError) as caught:
        read_uslm(data, SOURCE)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


@settings(deadline=None)
@given(
    st.sampled_from([CODE, LAW, DC]),
    st.integers(0, 4000),
    st.integers(0, 400),
    st.text('<>/&"= aé', max_size=6),
)
def test_a_damaged_file_is_read_or_refused(text: str, at: int, gone: int, new: str):
    at %= len(text)
    try:
        loaded = read(text[:at] + new + text[at + gone :])
    except ParseError:
        return
    assert len(loaded.corpus) >= 1


# On the official samples


def test_no_quoted_amendment_becomes_a_provision(reference: Path):
    from lxml import etree

    levels = {"section", "subsection", "paragraph", "subparagraph", "clause", "subclause", "item"}
    apart = {"quotedContent", "notes", "note", "toc", "meta"}
    for name in ("PLAW-113publ67.uslm2.xml", "usc16-slice.uslm1.xml", "BILLS-116hr1000ih.uslm2.xml"):
        data = (reference / "wioa/xml-samples" / name).read_bytes()
        loaded = read_uslm(data, SOURCE)
        root = etree.fromstring(data)
        own = [
            element
            for element in root.iter()
            if isinstance(element.tag, str)
            and etree.QName(element).localname in levels
            and not any(etree.QName(above).localname in apart for above in element.iterancestors())
        ]
        provs = [prov for prov in loaded.corpus if prov.level in levels]
        assert len(provs) == len(own), name
        assert not [prov.id for prov in loaded.corpus if prov.num[:1] in {"“", '"', "‘"}]
        quoted = root.findall(".//{*}content//{*}quotedContent//{*}num")
        held = " ".join(prov.text for prov in loaded.corpus)
        for num in quoted:
            assert " ".join("".join(num.itertext()).split()) in held


@pytest.mark.parametrize(
    ("name", "count", "prov_id", "citation"),
    [
        ("usc16-slice.uslm1.xml", 224, "16/1a-7b/a/1", "16 U.S.C. 1a-7b(a)(1)"),
        (
            "PLAW-113publ67.uslm2.xml",
            481,
            "law/division.A/111/b/2/B",
            "Pub. L. 113-67 sec. 111(b)(2)(B), division A",
        ),
        ("BILLS-116hr1000ih.uslm2.xml", 269, "law/302/2", "H.R. 1000, 116th Congress sec. 302(2)"),
        (
            "COMPS-1523-OSH-Act.uslm2.xml",
            325,
            "law/3/14",
            "Occupational Safety and Health Act of 1970 sec. 3(14)",
        ),
        ("DC-Code-32-1661.xml", 38, "law/32-1661/a/2", "D.C. Code sec. 32-1661(a)(2)"),
        ("DC-Code-32-1605.01.xml", 3, "law/32-1605.01/a", "D.C. Code sec. 32-1605.01(a)"),
    ],
)
def test_every_sample_reads(reference: Path, name: str, count: int, prov_id: str, citation: str):
    loaded = read_uslm((reference / "wioa/xml-samples" / name).read_bytes(), SOURCE)
    assert len(loaded.corpus) == count
    assert loaded.corpus[prov_id].citation == citation
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars
    assert not [prov.id for prov in loaded.corpus if "~" in prov.id]
    assert not re.search(r"\d+ STAT\. \d+", " ".join(prov.text for prov in loaded.corpus))


OUTSIDE = """<uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0" identifier="/us/usc/t1"><main>
<title identifier="/us/usc/t1"><num value="1">Title 1—</num><heading>GENERAL</heading>%s
<section identifier="/us/usc/t1/s1"><num value="1">§ 1.</num><heading> Words</heading><content>One.</content></section>
</title></main></uscDoc>"""


@pytest.mark.parametrize(
    ("extra", "expected", "dropped"),
    [
        ("<p>This title was enacted by law.</p>", {"1/p1": ("", "This title was enacted by law.")}, {}),
        ("<ear>Pt. 1</ear>", {}, {"running heads": 4}),
        ("<elided>* * *</elided>", {}, {"signs of omitted text": 3}),
        ("<authority>Authority: 1 U.S.C. 1.</authority>", {}, {"authority and source lines": 19}),
        (
            "<unknown>Words in an element nobody knows.</unknown>",
            {"1/p1": ("", "Words in an element nobody knows.")},
            {},
        ),
    ],
)
def test_words_outside_any_section_are_read_or_counted(
    extra: str, expected: dict[str, object], dropped: dict[str, int]
):
    loaded = read(OUTSIDE % extra)
    assert words(loaded) == {"1": ("GENERAL", ""), **expected, "1/1": ("Words", "One.")}
    assert {what: part.chars for what, part in loaded.dropped.items()} == dropped
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars
