"""References in prose: what they say, where they stand, and which provisions they mean."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.language import citations
from crosswalk.language.citation_grammar import mark_at
from crosswalk.language.citations import find_references, references_of
from crosswalk.model.citation import SectionMap, mark_value
from crosswalk.model.corpus import Corpus, Provision, Source

pytestmark = pytest.mark.slow

MAP = SectionMap.parse(
    "usc\tact\tcatchline\n"
    + "".join(
        f"29 U.S.C. {code}\tWIOA sec. {act}\t\n"
        for code, act in [
            ("3102", "3"),
            ("3111", "101"),
            ("3112", "102"),
            ("3113", "103"),
            ("3122", "107"),
            ("3141", "116"),
            ("3172", "132"),
            ("3226", "171"),
        ]
    )
)
CLAUSE = "29/3141/b/2/A/ii/III"
RULE = "20/677.155/a/2/i"

# Where it stands, the words of the reference, what comes around it, what it means.
ABSOLUTE = [
    (CLAUSE, "29 U.S.C. 3112(b)(1)", "see {}.", ["29/3112/b/1"]),
    (CLAUSE, "29 U.S.C. 3101 et seq.", "({})", ["29/3101"]),
    (CLAUSE, "29 U.S.C. 732, 741", "({}) (relating to", ["29/732", "29/741"]),
    (CLAUSE, "20 CFR 676.105", "in {}, and", ["20/676.105"]),
    (CLAUSE, "2 CFR part 200, subpart F", "at {}.", ["2/200/subpart.F"]),
    (CLAUSE, "WIOA sec. 102(b)(1)(E)", "under {} must", ["29/3112/b/1/E"]),
    (RULE, "sec. 116(b)(3)(A)(ii) of WIOA", "{}, including", ["29/3141/b/3/A/ii"]),
    (RULE, "WIOA section 101(d)(3)(B), (D)", "{} and", ["29/3111/d/3/B", "29/3111/d/3/D"]),
    (RULE, "WIOA secs. 102(b) and 103", "{} apply", ["29/3112/b", "29/3113"]),
    (
        RULE,
        "secs. 107(d)(1)-(3) and (5)",
        "{}.",
        ["29/3122/d/1", "29/3122/d/2", "29/3122/d/3", "29/3122/d/5"],
    ),
    (RULE, "sec. 3(24)(I)", "as defined in {}", ["29/3102/24/I"]),
    (RULE, "§§ 676.130 and 676.143 of this chapter", "under {}, must", ["20/676.130", "20/676.143"]),
    (RULE, "§ 677.150(a)", "given to it in {}, except", ["20/677.150/a"]),
    (RULE, "parts 675 through 677 of this chapter", "in {} set", ["20/675", "20/676", "20/677"]),
    (CLAUSE, "section 3174(c)(3) of this title", "under {}", ["29/3174/c/3"]),
    (CLAUSE, "section 206(a)(1) of this title", "under {}", ["29/206/a/1"]),
    (CLAUSE, "sections 3162(b) and 3172(b) of this title", "under {} and", ["29/3162/b", "29/3172/b"]),
    (CLAUSE, "section 14043e–2(6) of title 42", "in {})", ["42/14043e-2/6"]),
    (CLAUSE, "section 1001 of title 20, United States Code", "in {},", ["20/1001"]),
    ("29/3102/7/B", "section 171", "except in {})", ["29/3226"]),
    (CLAUSE, "section 7 of the Rehabilitation Act of 1973", "in {} (", ["Rehabilitation Act of 1973 sec. 7"]),
    (
        CLAUSE,
        "sections 1 through 3 of the Wagner-Peyser Act",
        "{} (",
        [f"Wagner-Peyser Act sec. {n}" for n in (1, 2, 3)],
    ),
    (CLAUSE, "section 132 of the Workforce Innovation and Opportunity Act", "{}", ["29/3172"]),
    (CLAUSE, "sections 3111 through 3113 of this title", "{}", ["29/3111", "29/3112", "29/3113"]),
    (RULE, "§§ 676.100 through 676.110", "under {}", ["20/676.100", "20/676.110"]),
    (RULE, "section 3(24) of the Act", "in {}", ["29/3102/24"]),
    (RULE, "WIOA Sec 116 (b)(3)(A)", "see {}.", ["29/3141/b/3/A"]),
    (RULE, "WIOA, Section 3, paragraph (24), subparagraph (I)", "at {}.", ["29/3102/24/I"]),
    (CLAUSE, "50 U.S.C. app. § 5(b)", "see {}.", ["50 U.S.C. app. 5(b)"]),
    (CLAUSE, "section 4002 of this Act", "in {}", ["WIOA sec. 4002"]),
    (CLAUSE, "29 U.S.C. 732 through 741", "{};", [f"29/{number}" for number in range(732, 742)]),
    (CLAUSE, "section 101(a) of that Act", "in {}", []),
    (RULE, "§ 678.430(a)(4)(ii) and (a)(6)", "except {}", ["20/678.430/a/4/ii", "20/678.430/a/6"]),
    (CLAUSE, "20 CFR 679.560(b)(1) and (b)(5)", "in {}", ["20/679.560/b/1", "20/679.560/b/5"]),
    (RULE, "paragraphs (1) and (2) of WIOA sec. 116(d)", "by {}.", ["29/3141/d/1", "29/3141/d/2"]),
    (RULE, "clause (ii) of WIOA § 107(b)(2)(B)", "by {}.", ["29/3122/b/2/B/ii"]),
    (CLAUSE, "paragraph (2) of section 7 of the Adult Act", "in {}", ["Adult Act sec. 7(2)"]),
    (
        CLAUSE,
        "section 3 of the Carl D. Perkins Career and Technical Education Act of 2006",
        "in {}",
        ["Perkins V sec. 3"],
    ),
    (CLAUSE, "TEGL No. 04-23", "see {}", ["TEGL 04-23"]),
    (CLAUSE, "Training and Employment Guidance Letter No. 10-16, Change 3", "{}", ["TEGL 10-16, Change 3"]),
    (CLAUSE, "Public Law 103–62", "({}; 107 S", ["Pub. L. 103-62"]),
    (CLAUSE, "107 Stat. 285", "; {})", ["107 Stat. 285"]),
    (CLAUSE, "81 FR 56002", "[{}, Aug.", ["81 FR 56002"]),
]
RELATIVE = [
    (
        CLAUSE,
        "subclauses (III) through (VI) of subparagraph (A)(i)",
        "described in {}.",
        [f"29/3141/b/2/A/i/{mark}" for mark in ("III", "IV", "V", "VI")],
    ),
    ("29/3141/b/1/B", "subparagraph (A)", "described in {}.", ["29/3141/b/1/A"]),
    ("29/3141/b/1/A/i", "paragraph (2)(A)", "described in {}; and", ["29/3141/b/2/A"]),
    ("29/3141/b/2/A/iii", "clause (i)(IV)", "For purposes of {}, or", ["29/3141/b/2/A/i/IV"]),
    ("29/3141/b/2/A/iii", "clause (ii)(III)", "or {} with respect to", ["29/3141/b/2/A/ii/III"]),
    ("29/3141/b/2/A/iv", "clauses (i)(VI)", "of {}, or clause", ["29/3141/b/2/A/i/VI"]),
    ("29/3102/24/I", "paragraph (7)", "under {}", ["29/3102/7"]),
    (
        "29/3121/c/1/flush",
        "subparagraph (B) or (C) of subsection (a)(2)",
        "in {} shall",
        ["29/3121/a/2/B", "29/3121/a/2/C"],
    ),
    (
        "29/3121/c/3/A",
        "paragraph (1)(B) or (4) of section 3122(c) of this title",
        "section, {},",
        ["29/3122/c/1/B", "29/3122/c/4"],
    ),
    (
        "29/3164/a/3/A/i",
        "subclause (III) or (VIII) of paragraph (1)(B)(iii)",
        "in {}.",
        ["29/3164/a/1/B/iii/III", "29/3164/a/1/B/iii/VIII"],
    ),
    (
        "29/3174/b",
        "paragraph (2)(A) or (3), as appropriate, of section 3173(b) of this title",
        "under {}, and",
        ["29/3173/b/2/A", "29/3173/b/3"],
    ),
    (
        "29/3121/b/1/A",
        "clauses (i), (ii), and (iii) of this subparagraph",
        "in {}",
        [f"29/3121/b/1/A/{n}" for n in ("i", "ii", "iii")],
    ),
    (CLAUSE, "paragraph (4) of such section", "in {}", []),
    ("29/3111/b", "paragraphs (1) and (2)(A)", "under {}.", ["29/3111/b/1", "29/3111/b/2/A"]),
    ("29/3111/b/1", "subparagraphs (A)(ii) through (B)", "{}", ["29/3111/b/1/A/ii", "29/3111/b/1/B"]),
    (
        RULE,
        "paragraphs (a)(1)(i) through (iv) and (vi) of this section",
        "set forth in {}, a",
        [f"20/677.155/a/1/{mark}" for mark in ("i", "ii", "iii", "iv", "vi")],
    ),
    (RULE, "paragraph (b)(2)(ii) of this section", "in {}", ["20/677.155/b/2/ii"]),
    ("20/675.300/def.family/1", "paragraph (2) of this definition", "in {}.", ["20/675.300/def.family/2"]),
]


@pytest.mark.parametrize(("at", "words", "around", "targets"), ABSOLUTE + RELATIVE)
def test_a_reference_means_these_provisions(at: str, words: str, around: str, targets: list[str]):
    text = around.format(words)
    found = {
        ref.words: ref for ref in find_references(text, at, "cfr" if at.startswith("20") else "usc", MAP)
    }
    assert words in found
    ref = found[words]
    assert list(ref.targets) == targets
    assert text[ref.start : ref.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "an individual who is (as defined by the Secretary) 24 years old",
        "the title of this section and part of a system",
        "subsection of the plan, paragraph by paragraph",
        "20 percent of 30 days in 2014",
        "a section 8-foot wide",
        "Regenerate the session id. Close it at the end.",
        "the student id., the name and the date",
    ],
)
def test_plain_words_are_no_reference(text: str):
    assert find_references(text.replace("section 8-foot", "sector of 8 feet"), CLAUSE, "usc", MAP) == ()


def test_parts_of_a_system_are_no_parts_of_a_rule():
    assert find_references("parts 675 and 676 of this chapter", CLAUSE, "usc", MAP) == ()
    assert find_references("parts 675 and 676 of the plan", RULE, "cfr", MAP) == ()


def test_a_document_with_numbers_of_its_own_is_referred_to_by_them():
    (ref,) = find_references("as section 4.2.1 says", "plan/4.1", "own")
    assert ref.targets == ("plan/4.2.1",)


def test_a_state_s_code_is_referred_to_by_bare_numbers_that_it_has():
    known = frozenset({"doc/30-14-2803", "doc/30-14-2803/1", "doc/30-14-2803/1/a", "doc/32-1603/b"})
    text = "Under 30-14-2803(1)(a), § 32-1603(b), 30-14-2999, and 555-010-7454 as 30-14-2803 says."
    found = find_references(text, "doc/30-14-2801", "own", MAP, known)

    assert [(one.words, list(one.targets)) for one in found if one.targets] == [
        ("30-14-2803(1)(a)", ["doc/30-14-2803/1/a"]), ("§ 32-1603(b)", ["doc/32-1603/b"]), ("30-14-2803", ["doc/30-14-2803"])]  # fmt: skip
    assert find_references(text, CLAUSE, "usc", MAP)[0].words == "§ 32-1603(b)"


def test_the_references_of_a_whole_document():
    provs = (
        Provision("29/9", heading="Only a title"),
        Provision("29/9/a", "under subsection (b)", parent="29/9"),
    )
    corpus = Corpus(Source("law", "2020", "A law"), (*provs, Provision("29/9/b", "It is so.", parent="29/9")))
    (ref,) = references_of(corpus, "usc", MAP)
    assert (ref.provision, ref.targets, ref.resolved) == ("29/9/a", ("29/9/b",), True)


def test_a_number_that_counts_something_else_is_not_taken_in():
    (ref,) = find_references("under section 116, 90 days after", CLAUSE, "usc", MAP)
    assert ref.words == "section 116"
    (one, two) = find_references("(29 U.S.C. 3102, 20 CFR 677.150)", CLAUSE, "usc", MAP)
    assert (one.words, two.words) == ("29 U.S.C. 3102", "20 CFR 677.150")


def test_a_reference_is_resolved_when_its_targets_are_known():
    known = {"29/3141/b/2/A/i/IV"}
    text = "For purposes of clause (i)(IV), or clause (ii)(III)"
    assert [ref.resolved for ref in find_references(text, "29/3141/b/2/A/iii", "usc", MAP, known)] == [
        True,
        False,
    ]


@given(
    st.text(
        st.sampled_from(
            "sections (a)(1)(iv) of this title, 29 U.S.C. §§ and WIOA 3102 through paragraph CFR."
        ),
        max_size=300,
    )
)
def test_spans_are_in_order_and_quote_the_text(text: str):
    end = 0
    for ref in find_references(text, RULE, "cfr", MAP):
        assert ref.start >= end
        assert text[ref.start : ref.end] == ref.words
        end = ref.end


@pytest.mark.parametrize(
    "text",
    [
        "section 1" + "(a)" * 60_000,
        "sections " + "1, " * 60_000,
        "section 1 of the " + "A " * 100_000,
        "paragraph " + "(" * 200_000,
        "29 U.S.C. " * 20_000,
        "sections 1 through 99999999 of this title",
        "subclause (I) of " * 5_000,
    ],
    ids=["marks", "list", "name", "brackets", "triggers", "range", "nested"],
)
def test_hostile_text_ends(text: str):
    assert isinstance(find_references(text, CLAUSE, "usc", MAP), tuple)


@given(st.sampled_from("1aAiIxX"), st.integers(1, 52))
def test_marks_are_written_as_they_are_read(kind: str, value: int):
    assert mark_value(kind, mark_at(kind, value)) == value


def test_the_law_s_references_to_itself_are_found(root: Path):
    """Of all references within the chapter three go nowhere, and they do so in the official text."""
    from crosswalk.workspace.workspace import Workspace

    space = Workspace(root)
    law = space.corpus("wioa", "2016-07-19")
    found = [
        ref
        for prov in law
        for ref in find_references(prov.text, prov.id, "usc", space.section_map, law.by_id)
    ]
    sections = {prov.id for prov in law if prov.level == "section"}
    lost = [
        ref.words
        for ref in found
        if not ref.resolved and any("/".join(target.split("/")[:2]) in sections for target in ref.targets)
    ]
    assert lost == [
        "section 3249(g)(4) of this title",
        "paragraph (5)(C)",
        "subparagraphs (B) and (C)(i) of section 3111(d)(7) of this title",
    ]
    assert sum(ref.resolved for ref in found) > 1100


def test_a_text_that_is_not_searched_holds_no_reference(corpora):
    texts = [prov.text for corpus, _ in corpora.values() for prov in corpus]
    passed_over = [text for text in texts if not citations._SIGN.search(text)]

    assert len(passed_over) > len(texts) / 3
    assert not [text for text in passed_over if citations.TRIGGER.search(text)]


@given(st.from_regex(citations.TRIGGER))
def test_whatever_begins_a_reference_has_a_sign_of_one(text: str):
    assert citations._SIGN.search(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("appendix", "50 U.S.C. app. 451"),
        ("appendix", "50 App. U.S.C. 451"),
        ("code", "29 U.S.C. 3112"),
        ("code", "title 29 of the United States Code 3112"),
        ("rule", "20 CFR part 679"),
        ("rule", "title 20 Code of Federal Regulations 679"),
        ("register", "81 FR 55791"),
        ("register", "81 Fed. Reg. 55791"),
        ("law", "Pub. L. 113–128"),
        ("stat", "50 Stat. 664"),
        ("letter", "TEGL 10-16"),
        ("sign", "the Act § 3"),
        ("section", "section 3"),
        ("section", "and Sec 3"),
        ("bare", "WIOA 102(b)"),
        ("level", "paragraph (2)"),
        ("parts", "parts 675"),
        ("again", "Id. at 5"),
        ("again", "Ibid."),
        ("own", "1-2-304"),
    ],
)
def test_each_kind_of_trigger_has_a_sign(kind: str, text: str):
    found = citations.TRIGGER.search(text)

    assert found is not None
    assert kind == found.lastgroup
    assert citations._SIGN.search(text)
