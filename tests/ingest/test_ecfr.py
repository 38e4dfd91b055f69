"""The Code of Federal Regulations as XML."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.errors import ParseError
from crosswalk.ingest import read as read_file
from crosswalk.ingest.ecfr import read_ecfr, split_head
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import ReadResult

SOURCE = Source("rule", "2025-01", "A rule", "regulation")

XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<DLPSTEXTCLASS><HEADER><TITLE>Title 20</TITLE></HEADER><TEXT><BODY><ECFRBRWS><AMDDATE>Jan. 1</AMDDATE>
<DIV1 N="20" NODE="20:1" TYPE="TITLE"><HEAD>Title 20—Employees' Benefits--Volume 4</HEAD>
<CFRTOC><SUBJECT>Contents</SUBJECT></CFRTOC>
<DIV3 N="V" NODE="20:1.1" TYPE="CHAPTER"><HEAD> CHAPTER V—EMPLOYMENT</HEAD>
<DIV5 N="677" NODE="20:1.1.1" TYPE="PART"><HEAD>PART 677—PERFORMANCE</HEAD>
<AUTH><HED>Authority:</HED><PSPACE>Sec. 116.</PSPACE></AUTH>
<DIV8 N="§ 677.150" NODE="20:1.1.1.0" TYPE="SECTION"><HEAD>§ 677.150   What definitions apply?</HEAD>
<P>(a) <I>Participant.</I> A reportable individual<FTREF/>.
</P><P>(1) For the VR program (see 29 U.S.C. 701 <I>et seq.</I>);
</P><P>(2)(i) First,
</P><P>(A) Second:
</P><P>(<I>1</I>) Third; and
</P><P>(<I>i</I>) Fourth.
</P><P>(<I>2</I>) Fifth.
</P><P>(B) Sixth.
</P><P>(b) <E T="03">Exit</E>—The point after which
</P><EXTRACT><FP-2>(1) An extract's own number.</FP-2><FP-2>(2) Another.</FP-2></EXTRACT>
<P>(c) Seventh.
</P><FTNT><P><SU>1</SU> A footnote.</P></FTNT>
<CITA TYPE="N">[81 FR 56002, Aug. 19, 2016]</CITA></DIV8>
<DIV6 N="A" NODE="20:1.1.1.1" TYPE="SUBPART"><HEAD>Subpart A—State Indicators</HEAD>
<DIV7 N="1" NODE="20:1.1.1.1.1" TYPE="SUBJGRP"><HEAD>General</HEAD>
<DIV8 N="§ 677.155" NODE="20:1.1.1.1.1.1" TYPE="SECTION"><HEAD>§ 677.155   Terms.</HEAD>
<P>As used here:</P><P><I>Act</I> means the law.</P><P><I>Board</I> means a board:</P><P>(1) A local one; or</P>
<P>(2) A State one.</P>
<DIV><TABLE><TR><TH>Year</TH><TH>Rate</TH></TR><TR><TD>2024</TD><TD>70</TD></TR></TABLE></DIV></DIV8></DIV7></DIV6>
<DIV6 N="B" NODE="20:1.1.1.2" TYPE="SUBPART"><HEAD>Subpart B [Reserved]</HEAD></DIV6>
<DIV9 N="Appendix A to Part 677" NODE="20:1.1.1.3" TYPE="APPENDIX"><HEAD>Appendix A to Part 677—Rates</HEAD>
<P>The rates.</P></DIV9>
</DIV5></DIV3></DIV1></ECFRBRWS></BODY></TEXT></DLPSTEXTCLASS>
"""


def read(text: str) -> ReadResult:
    return read_ecfr(text.encode(), SOURCE)


def words(loaded: ReadResult) -> dict[str, tuple[str, str]]:
    return {prov.id: (prov.heading, prov.text) for prov in loaded.corpus}


def test_a_part_in_its_title():
    loaded = read(XML)
    section = "20/677.150"
    assert words(loaded) == {
        "20": ("Employees' Benefits--Volume 4", ""),
        "20/chapter.V": ("EMPLOYMENT", ""),
        "20/677": ("PERFORMANCE", ""),
        section: ("What definitions apply?", ""),
        f"{section}/a": ("Participant", "A reportable individual."),
        f"{section}/a/1": ("", "For the VR program (see 29 U.S.C. 701 et seq.);"),
        f"{section}/a/2": ("", ""),
        f"{section}/a/2/i": ("", "First,"),
        f"{section}/a/2/i/A": ("", "Second:"),
        f"{section}/a/2/i/A/1": ("", "Third; and"),
        f"{section}/a/2/i/A/1/i": ("", "Fourth."),
        f"{section}/a/2/i/A/2": ("", "Fifth."),
        f"{section}/a/2/i/B": ("", "Sixth."),
        f"{section}/b": ("Exit", "The point after which\n(1) An extract's own number.\n(2) Another."),
        f"{section}/c": ("", "Seventh."),
        "20/677/subpart.A": ("State Indicators", ""),
        "20/677/subpart.A/subject-group.1": ("General", ""),
        "20/677.155": ("Terms.", "As used here:"),
        "20/677.155/def.act": ("", "Act means the law."),
        "20/677.155/def.board": ("", "Board means a board:"),
        "20/677.155/def.board/1": ("", "A local one; or"),
        "20/677.155/def.board/2": ("", "A State one.\nYear\tRate\n2024\t70"),
        "20/677/subpart.B": ("[Reserved]", ""),
        "20/677/appendix-a-to-part-677": ("Appendix A to Part 677—Rates", "The rates."),
    }
    prov = loaded.corpus[f"{section}/a/2/i/A/1/i"]
    assert (prov.citation, prov.level) == ("20 CFR 677.150(a)(2)(i)(A)(1)(i)", "paragraph level 6")
    assert loaded.corpus[section].note == "1 A footnote.\n[81 FR 56002, Aug. 19, 2016]"
    assert loaded.corpus["20/677"].note == "Authority: Sec. 116."
    assert loaded.corpus["20/677.155"].parent == "20/677/subpart.A/subject-group.1"
    assert loaded.corpus["20/677/subpart.A"].citation == "20 CFR part 677, subpart A"
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


@pytest.mark.parametrize(
    ("head", "num", "heading"),
    [
        ("§ 677.155   What are the indicators?", "§ 677.155", "What are the indicators?"),
        ("§§ 3.4-3.9 [Reserved]", "§§ 3.4-3.9", "[Reserved]"),
        ("PART 677—PERFORMANCE", "PART 677", "PERFORMANCE"),
        ("Subpart A [Reserved]", "Subpart A", "[Reserved]"),
        ("General", "", "General"),
    ],
)
def test_a_head_is_parted_in_number_and_heading(head: str, num: str, heading: str):
    assert split_head(head) == (num, heading)


BROKEN = [
    (b"", "XW-118"),
    (XML.encode()[:1500], "XW-118"),
    (b'<!DOCTYPE a [<!ENTITY b "c">]><DLPSTEXTCLASS>&b;</DLPSTEXTCLASS>', "XW-116"),
    (XML.encode().replace(b"Participant", b"Parti\xe9pant"), "XW-118"),
    (b"<DLPSTEXTCLASS></DLPSTEXTCLASS>", "XW-231"),
    (b"<DIV1>" * 200, "XW-119"),
]


@pytest.mark.parametrize(("data", "code"), BROKEN, ids=["empty", "cut", "entity", "encoding", "none", "deep"])
def test_broken_and_hostile_xml_is_refused(data: bytes, code: str):
    with pytest.raises(ParseError) as caught:
        read_ecfr(data, SOURCE)
    assert caught.value.code == code


@settings(deadline=None)
@given(st.integers(0, 4000), st.integers(0, 300), st.text('<>/&"= (a)', max_size=6))
def test_a_damaged_file_is_read_or_refused(at: int, gone: int, new: str):
    at %= len(XML)
    try:
        loaded = read(XML[:at] + new + XML[at + gone :])
    except ParseError:
        return
    assert len(loaded.corpus) >= 1


def test_memory_does_not_grow_with_the_file():
    """A file ten times as long needs hardly more memory beyond its own bytes and its provisions."""
    import tracemalloc

    section = XML[XML.index("<DIV8") : XML.index("<DIV6")]
    peaks = []
    for copies in (20, 200):
        body = "".join(section.replace("677.150", f"677.{number}") for number in range(200, 200 + copies))
        data = XML.replace(section, body).encode()
        tracemalloc.start()
        loaded = read_ecfr(data, SOURCE)
        held, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(loaded.corpus) > copies * 10
        peaks.append(peak - held)
    assert peaks[1] < peaks[0] * 10 + 3_000_000


# On the official texts


def test_the_sample_title_reads(reference: Path):
    loaded = read_ecfr((reference / "wioa/xml-samples/ECFR-title1.xml").read_bytes(), SOURCE)
    assert loaded.levels["section"] == 288
    assert loaded.levels["part"] == 36
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars
    assert loaded.unclaimed == ()
    assert loaded.corpus["1/21.11/h"].text.startswith(
        "Paragraphs, which are designated as follows:\nlevel 1 (a)"
    )
    assert loaded.corpus["1/1.1/def.agency"].citation == "1 CFR 1.1 “Agency”"
    assert not [prov.id for prov in loaded.corpus if "~" in prov.id]


def test_an_editor_s_note_is_a_note_of_its_section_or_part():
    note = "<EDNOTE><HED>Editorial Note:</HED><PSPACE>At 81 FR 56002 a word was left out.</PSPACE></EDNOTE>"
    loaded = read(
        f'<DIV5 N="677" NODE="20:1.1.1" TYPE="PART"><HEAD>PART 677—RATES</HEAD>{note}<DIV8 N="§ 677.1" TYPE="SECTION">'
        f"<HEAD>§ 677.1 Scope.</HEAD><P>It applies.</P>{note}</DIV8></DIV5>"
    )

    assert [prov.note for prov in loaded.corpus] == [
        "Editorial Note: At 81 FR 56002 a word was left out."
    ] * 2
    assert loaded.dropped["notes"].pieces == 2
    assert loaded.unread_chars == 0


ANNUAL = """<?xml version="1.0"?><CFRGRANULE><FDSYS><CFRTITLE>12</CFRTITLE><CFRTITLETEXT>Banks</CFRTITLETEXT></FDSYS>
<PART><EAR>Pt. 1007</EAR><HD SOURCE="HED">PART 1007—LICENSING</HD><CONTENTS><SECHD>Sec.</SECHD><SECTNO>1007.1</SECTNO>
<SUBJECT>Scope.</SUBJECT></CONTENTS><AUTH><HD SOURCE="HED">Authority:</HD><P>12 U.S.C. 5101.</P></AUTH>
<SUBPART><HD SOURCE="HED">Subpart A—General</HD><SECTION><SECTNO>§ 1007.1</SECTNO><SUBJECT>Scope.</SUBJECT>
<P>(a) <E T="03">Banks.</E> This part applies to<PRTPAGE P="9"/> banks.</P><P>(1) National; and</P><P>(2) State.</P>
<CITA>[76 FR 78487]</CITA></SECTION></SUBPART><APPENDIX><EAR>App. A</EAR><HD SOURCE="HED">Appendix A to Part 1007—Forms</HD>
<P>The forms.</P></APPENDIX></PART></CFRGRANULE>"""


def test_the_annual_edition_is_read_as_the_ecfr_is(tmp_path):
    path = tmp_path / "cfr.xml"
    path.write_text(ANNUAL, "utf-8")
    loaded = read_file(path, SOURCE)

    assert [(prov.id, prov.num, prov.heading, prov.text) for prov in loaded.corpus] == [
        ("12/1007", "PART 1007", "LICENSING", ""), ("12/1007/subpart.A", "Subpart A", "General", ""),
        ("12/1007.1", "§ 1007.1", "Scope.", ""), ("12/1007.1/a", "(a)", "Banks", "This part applies to banks."),
        ("12/1007.1/a/1", "(1)", "", "National; and"), ("12/1007.1/a/2", "(2)", "", "State."),
        ("12/1007/appendix-a-to-part-1007forms", "", "Appendix A to Part 1007—Forms", "The forms."),
    ]  # fmt: skip
    assert loaded.corpus["12/1007.1/a"].citation == "12 CFR 1007.1(a)"
    assert loaded.unread_chars == 0


def test_a_whole_volume_of_the_annual_edition_is_read(tmp_path):
    path = tmp_path / "volume.xml"
    part = ANNUAL[ANNUAL.index("<PART>") : ANNUAL.index("</CFRGRANULE>")]
    head = "<LRH>12 CFR Ch. X</LRH><RRH>Pt. 1007</RRH><CFRTITLE><TITLEHD>Title 12—Banks</TITLEHD></CFRTITLE>"
    path.write_text(
        f'<?xml version="1.0"?><CFRDOC><TITLE>{head}<CHAPTER><HD>CHAPTER X—BUREAU</HD>{part}</CHAPTER></TITLE></CFRDOC>'
    )
    loaded = read_file(path, SOURCE)

    assert [(prov.id, prov.num, prov.heading) for prov in loaded.corpus][:5] == [
        ("12", "Title 12", "Banks"),
        ("12/chapter.X", "CHAPTER X", "BUREAU"),
        ("12/1007", "PART 1007", "LICENSING"),
        ("12/1007/subpart.A", "Subpart A", "General"),
        ("12/1007.1", "§ 1007.1", "Scope."),
    ]
    assert loaded.unread_chars == 0
