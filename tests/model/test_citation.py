"""Legal addresses: read in every usual spelling, written in one, ordered, linked, renumbered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.errors import CitationError
from crosswalk.model.citation import Citation, SectionMap, cite_provisions, mark_value, numbering_of, roman
from crosswalk.model.corpus import Corpus, Provision, Source

MAP = SectionMap.parse(
    "# remark\n"
    "usc\tact\tcatchline\n"
    "29 U.S.C. 3102\tWIOA sec. 3\tDefinitions\n"
    "29 U.S.C. 3141\tWIOA sec. 116\tPerformance accountability system\n"
    "29 U.S.C. 3193a\t\tTransfer of administration\n"
)

marks = st.one_of(
    st.integers(1, 99).map(str),
    st.sampled_from("abcdefghijklmnopqrstuvwxyz"),
    st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    st.sampled_from(["ii", "iv", "xii", "IV", "aa", "bb", "AA", "a-1", "1A"]),
)
numbers = st.integers(1, 999).map(str)
sections = st.one_of(
    st.integers(1, 99999).map(str),
    st.sampled_from(["3193a", "49l-2", "300gg-91", "2000e-2", "1396r-8", "32-1661", "32-1605.01"]),
)
names = st.sampled_from(["WIOA", "Wagner-Peyser Act", "Rehabilitation Act of 1973", "D.C. Code", "Perkins V"])
citations = st.one_of(
    st.builds(Citation, st.just("usc"), numbers, sections, st.lists(marks, max_size=6).map(tuple)),
    st.builds(Citation, st.just("act"), names, sections, st.lists(marks, max_size=6).map(tuple)),
    st.builds(
        Citation,
        st.just("cfr"),
        numbers,
        st.sampled_from(["677", "677.155", "676.105", "463.3", "361.5"]),
        st.lists(marks, max_size=6).map(tuple),
    ),
)


@given(citations)
def test_a_citation_written_and_read_again_is_the_same(cite: Citation):
    assert Citation.parse(str(cite)) == cite
    assert Citation.from_id(cite.id, cite.system) == cite


@given(citations, citations, citations)
def test_order_is_total(one: Citation, two: Citation, three: Citation):
    assert (one < two) + (two < one) + (one == two) == 1
    assert not (one < two < three) or one < three


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("29 U.S.C. 3102(7)(A)", "29 U.S.C. 3102(7)(A)"),
        ("29 U.S.C. § 3102(7)(A)", "29 U.S.C. 3102(7)(A)"),
        ("29 USC 3102(7)", "29 U.S.C. 3102(7)"),
        ("29 U. S. C. §3102", "29 U.S.C. 3102"),
        ("29 U.S.C. 49l–2", "29 U.S.C. 49l-2"),
        ("WIOA sec. 3(7)(A)", "WIOA sec. 3(7)(A)"),
        ("WIOA section 116(b)(2)(A)", "WIOA sec. 116(b)(2)(A)"),
        ("WIOA § 3(7)", "WIOA sec. 3(7)"),
        ("sec. 116(b)(3)(A)(ii) of WIOA", "WIOA sec. 116(b)(3)(A)(ii)"),
        ("Section 7 of the Rehabilitation Act of 1973", "Rehabilitation Act of 1973 sec. 7"),
        ("20 CFR 677.155(a)(1)(iv)(A)", "20 CFR 677.155(a)(1)(iv)(A)"),
        ("20 C.F.R. § 677.155(a)", "20 CFR 677.155(a)"),
        ("20 CFR part 677", "20 CFR part 677"),
        ("D.C. Code § 32-1661(a)(2)", "D.C. Code sec. 32-1661(a)(2)"),
    ],
)
def test_usual_spellings_are_read(words: str, plain: str):
    assert plain == str(Citation.parse(words))


@pytest.mark.parametrize(
    "words", ["", "3102", "29 U.S.C.", "the Act", "20 CFR (a)", "WIOA sec. 3(7", "x" * 5000]
)
def test_what_is_no_citation_is_refused_in_one_sentence(words: str):
    with pytest.raises(CitationError, match=r"XW-301 .* is not a citation"):
        Citation.parse(words)


@pytest.mark.parametrize(
    "bad", [("usc", "x", "3"), ("law", "29", "3"), ("cfr", "20", ""), ("act", "29", "3")]
)
def test_an_invalid_citation_cannot_be_made(bad: tuple[str, str, str]):
    with pytest.raises(CitationError):
        Citation(*bad)


def test_an_id_that_is_no_legal_place_is_refused():
    for prov_id in ("29", "AQCP-DEF-1", "20/677/subpart.A"):
        with pytest.raises(CitationError):
            Citation.from_id(prov_id, "cfr")
    plain = Corpus(Source("a", "2014", "A"), (Provision("AQCP-DEF-1", "words"),))
    assert cite_provisions(plain, "usc") == plain


def test_order_is_the_order_of_the_book():
    listed = [
        "29 U.S.C. 705",
        "29 U.S.C. 3102(7)",
        "29 U.S.C. 3102(7)(A)",
        "29 U.S.C. 3102(10)",
        "29 U.S.C. 3141(b)(2)(A)(i)",
        "29 U.S.C. 3141(b)(2)(A)(i)(II)",
        "29 U.S.C. 3141(b)(2)(A)(i)(V)",
        "29 U.S.C. 3141(b)(2)(A)(ii)",
        "29 U.S.C. 3141(b)(2)(A)(ix)",
        "29 U.S.C. 3141(b)(2)(A)(x)",
        "29 U.S.C. 3193",
        "29 U.S.C. 3193a",
        "29 U.S.C. 3194",
    ]
    assert listed == [str(cite) for cite in sorted(Citation.parse(words) for words in reversed(listed))]


def test_both_numberings_name_the_same_place():
    code, act = Citation.parse("29 U.S.C. 3141(b)(2)(A)"), Citation.parse("sec. 116(b)(2)(A) of WIOA")
    assert act == MAP.other(code)
    assert code == MAP.other(act)
    assert MAP.other(Citation.parse("29 U.S.C. 3193a")) is None
    assert frozenset({"WIOA"}) == MAP.acts


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("29 U.S.C. 3102", "section"),
        ("29 U.S.C. 3102(7)", "paragraph"),
        ("29 U.S.C. 3102(24)(I)", "subparagraph"),
        ("29 U.S.C. 3141(i)", "subsection"),
        ("29 U.S.C. 3141(b)(2)(A)(i)(I)", "subclause"),
        ("29 U.S.C. 3141(b)(3)(A)(v)(II)(aa)", "item"),
        ("20 CFR 677.155", "section"),
        ("20 CFR 677.155(a)", "paragraph"),
        ("20 CFR 677.155(a)(1)(iv)(A)", "paragraph level 4"),
    ],
)
def test_each_place_has_its_level(words: str, level: str):
    assert level == Citation.parse(words).level


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (
            "29 U.S.C. 3102(7)",
            "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title29-section3102&num=0&edition=prelim",
        ),
        ("20 CFR 677.155(a)(1)", "https://www.ecfr.gov/current/title-20/section-677.155#p-677.155(a)(1)"),
        ("20 CFR 677.155", "https://www.ecfr.gov/current/title-20/section-677.155"),
        ("20 CFR part 677", "https://www.ecfr.gov/current/title-20/part-677"),
        ("WIOA sec. 3", ""),
    ],
)
def test_official_pages(words: str, address: str):
    assert address == Citation.parse(words).address


def test_provisions_get_both_citations_from_their_ids():
    ids = ("29/3102", "29/3102/7", "29/3102/7/A", "29/3102/7/flush", "29/3102/7/B~2")
    corpus = Corpus(Source("wioa", "2016", "WIOA"), tuple(Provision(prov_id, "words") for prov_id in ids))
    cited = cite_provisions(corpus, "usc", MAP)
    assert [(prov.citation, prov.also) for prov in cited.provisions[1:3]] == [
        ("29 U.S.C. 3102(7)", "WIOA sec. 3(7)"),
        ("29 U.S.C. 3102(7)(A)", "WIOA sec. 3(7)(A)"),
    ]
    assert cited["29/3102/7/flush"].citation == "29 U.S.C. 3102(7)"
    assert cited["29/3102/7/B~2"].citation == "29 U.S.C. 3102(7)(B)"
    assert cited["29/3102/7/A"].level == "subparagraph"
    assert corpus == cite_provisions(corpus, "own", MAP)


def test_an_act_numbered_id_links_to_the_code():
    corpus = Corpus(Source("act", "2014", "WIOA"), (Provision("WIOA/3/7", "words"),))
    cited = cite_provisions(corpus, "act", MAP)["WIOA/3/7"]
    assert (cited.citation, cited.also) == ("WIOA sec. 3(7)", "29 U.S.C. 3102(7)")
    assert "section3102" in cited.address


def test_a_citation_that_does_not_follow_from_the_id_is_left_as_it_is():
    prov = Provision("20/677", "words", citation="20 CFR part 677, subpart A")
    assert cite_provisions(Corpus(Source("r", "2020", "R"), (prov,)), "cfr")["20/677"] == prov


def test_how_a_document_is_numbered_follows_from_its_citations():
    first = Provision("x", "words")
    for citation, numbering in (
        ("20 CFR 677.150", "cfr"),
        ("29 U.S.C. 3102", "usc"),
        ("WIOA sec. 3", "act"),
        ("", "own"),
    ):
        corpus = Corpus(Source("d", "2020", "D"), (first, Provision("y", "words", citation=citation)))
        assert numbering_of(corpus) == numbering


def test_a_broken_section_map_names_its_line():
    with pytest.raises(CitationError, match=r"sections.tsv line 1"):
        SectionMap.parse("a\tb\n", "sections.tsv")
    with pytest.raises(CitationError, match=r"sections.tsv line 2"):
        SectionMap.parse("usc\tact\tcatchline\nnonsense\t\t\n", "sections.tsv")


@given(st.integers(1, 3999))
def test_roman_numerals_are_read(number: int):
    pairs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    pairs += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    written, left = "", number
    for value, letters in pairs:
        written += letters * (left // value)
        left %= value
    assert number == roman(written) == roman(written.upper())


@pytest.mark.parametrize("mark", ["", "iI", "iiii", "abc", "vv"])
def test_what_is_no_roman_numeral_has_no_value(mark: str):
    assert roman(mark) == 0


@pytest.mark.parametrize(
    ("kind", "mark", "value"),
    [
        ("a", "z", 26),
        ("a", "aa", 27),
        ("a", "A", 0),
        ("x", "aa", 1),
        ("X", "CC", 3),
        ("1", "12", 12),
        ("1", "a", 0),
    ],
)
def test_a_mark_has_its_place_in_its_row(kind: str, mark: str, value: int):
    assert value == mark_value(kind, mark)
