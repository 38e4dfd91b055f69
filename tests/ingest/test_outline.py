"""Outlined text of statutes and rules, indented or not, as one finds it."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.errors import ParseError
from crosswalk.ingest.outline import read_outline
from crosswalk.model.corpus import Provision, Source
from crosswalk.model.read_result import ReadResult

SOURCE = Source("doc", "2020", "A document", "statute")

STATUTE = """\
# § 9. Pathways
# Citation: 29 U.S.C. 9

§ 9. Pathways

(a) Purpose
    The purposes are the following.
(b) Measures
    (1) In general
    The measures shall consist of—
        (A)
            (i) the indicators[1]  in paragraph (2); and
            (ii) others; and
        (B) a level.
    (2) Use
    Of the funds—
        (A) not more than 5 percent; and
        (B) not more than 6 percent,
    may be used by the State.
    (3) Reserved

(Pub. L. 113–128, § 9, July 22, 2014, 128 Stat. 1.)

# Code footnotes
[1] So in original.

# Editorial notes of the Code (not enacted text) follow

 Amendments

    (1) 2015—Subsec. (a) amended.
"""


def read(text: str, source: Source = SOURCE) -> ReadResult:
    return read_outline(text.encode(), source)


def words(loaded: ReadResult) -> dict[str, tuple[str, str]]:
    return {prov.id: (prov.heading, prov.text) for prov in loaded.corpus}


def test_an_indented_section_of_the_code():
    loaded = read(STATUTE)
    assert words(loaded) == {
        "29/9": ("Pathways", ""),
        "29/9/a": ("Purpose", "The purposes are the following."),
        "29/9/b": ("Measures", ""),
        "29/9/b/1": ("In general", "The measures shall consist of—"),
        "29/9/b/1/A": ("", ""),
        "29/9/b/1/A/i": ("", "the indicators in paragraph (2); and"),
        "29/9/b/1/A/ii": ("", "others; and"),
        "29/9/b/1/B": ("", "a level."),
        "29/9/b/2": ("Use", "Of the funds—"),
        "29/9/b/2/A": ("", "not more than 5 percent; and"),
        "29/9/b/2/B": ("", "not more than 6 percent,"),
        "29/9/b/2/flush": ("", "may be used by the State."),
        "29/9/b/3": ("", "Reserved"),
    }
    assert loaded.coverage == 1.0
    assert loaded.corpus["29/9/b/1/A/i"].citation == "29 U.S.C. 9(b)(1)(A)(i)"
    assert loaded.corpus["29/9/b/2/flush"].level == "continuation"
    assert (
        loaded.corpus["29/9"].note
        == "(Pub. L. 113–128, § 9, July 22, 2014, 128 Stat. 1.)\n[1] So in original."
    )


def test_the_same_section_without_indent_gives_the_same_tree():
    flat = "\n".join(line.lstrip() for line in STATUTE.splitlines())
    assert words(read(flat)) == words(read(STATUTE))


RULE = """\
# 20 CFR part 9
# January 2025

PART 9—PATHWAYS
Authority: Sec. 1.
Source: 81 FR 1.

§ 9.1 What applies?
(a) Participant. An individual who has received services.
(1) One of these:
(i) First;
(iv)(A) The percentage of those.
(B) A participant counts.
(2)(i) For the program: (b) is no mark here.
(b) The instrument setting forth the terms. The instrument is the agreement.
(c) Limits. (1) Within a State.
(2) Elsewhere.
[81 FR 2, Aug. 19, 2016]

Subpart B [Reserved]

Subpart C—More

§ 9.2 What definitions apply?
The following apply:
Family means two persons:
(1) A couple; or
(2) Others.
Local board, as defined in 2 CFR 1.2, means a board.
Register means the process.
"""


def test_a_rule_with_doubled_marks_run_in_headings_and_terms():
    loaded = read(RULE)
    assert words(loaded) == {
        "20/9": ("PATHWAYS", ""),
        "20/9.1": ("What applies?", ""),
        "20/9.1/a": ("Participant", "An individual who has received services."),
        "20/9.1/a/1": ("", "One of these:"),
        "20/9.1/a/1/i": ("", "First;"),
        "20/9.1/a/1/iv": ("", ""),
        "20/9.1/a/1/iv/A": ("", "The percentage of those."),
        "20/9.1/a/1/iv/B": ("", "A participant counts."),
        "20/9.1/a/2": ("", ""),
        "20/9.1/a/2/i": ("", "For the program: (b) is no mark here."),
        "20/9.1/b": ("", "The instrument setting forth the terms. The instrument is the agreement."),
        "20/9.1/c": ("Limits", ""),
        "20/9.1/c/1": ("", "Within a State."),
        "20/9.1/c/2": ("", "Elsewhere."),
        "20/9/subpart.B": ("[Reserved]", ""),
        "20/9/subpart.C": ("More", ""),
        "20/9.2": ("What definitions apply?", "The following apply:"),
        "20/9.2/def.family": ("", "Family means two persons:"),
        "20/9.2/def.family/1": ("", "A couple; or"),
        "20/9.2/def.family/2": ("", "Others."),
        "20/9.2/def.local-board": ("", "Local board, as defined in 2 CFR 1.2, means a board."),
        "20/9.2/def.register": ("", "Register means the process."),
    }
    assert loaded.coverage == 1.0
    assert loaded.corpus["20/9.1"].parent == "20/9"
    assert loaded.corpus["20/9.2"].parent == "20/9/subpart.C"
    assert loaded.corpus["20/9"].note == "Authority: Sec. 1.\nSource: 81 FR 1."
    assert loaded.corpus["20/9.1"].note == "[81 FR 2, Aug. 19, 2016]"
    assert loaded.corpus["20/9.1/a/1/iv/A"].citation == "20 CFR 9.1(a)(1)(iv)(A)"
    assert loaded.corpus["20/9/subpart.C"].citation == "20 CFR part 9, subpart C"
    assert loaded.corpus["20/9.2/def.family"].citation == "20 CFR 9.2 “Family”"


BILL = """\
TITLE I--WORK

Sec. 101. Training of workers.

SEC. 101. TRAINING <<NOTE: A side note.>> OF WORKERS.

    (a) In General.--In addition to amounts otherwise made available, there
is appropriated to the Department an amount under subsection (b) of section
132 of the Act [[Page 128 STAT. 1425]] (29 U.S.C. 3172), for ``in-
demand'' work:
            (1) Not less than 20 percent shall be for carrying out section
        134 of such Act.
            (2) The rest.
    (b) Amendment.--Section 116 is amended by adding at the end the following
new clause:
                ``(VI) of the participants, the percentage.''.
"""


def test_a_bill_as_the_printer_sets_it():
    loaded = read(BILL, Source("hr1", "2021", "A bill", "statute", short="WorkAct"))
    found = words(loaded)
    assert list(found) == [
        "WorkAct/title.I",
        *(f"WorkAct/101{end}" for end in ("", "/a", "/a/1", "/a/2", "/b")),
    ]
    assert found["WorkAct/101/a"] == (
        "In General",
        "In addition to amounts otherwise made available, there is appropriated to the Department an amount under subsection (b) of section 132 of the Act (29 U.S.C. 3172), for “in-demand” work:",
    )
    assert found["WorkAct/101/b"][1].endswith("new clause:\n“(VI) of the participants, the percentage.”.")
    assert not any(prov.num == "(VI)" for prov in loaded.corpus)
    assert loaded.corpus["WorkAct/101/a/1"].citation == "WorkAct sec. 101(a)(1)"
    assert [loaded.dropped[what].pieces for what in ("page marks", "side notes")] == [1, 1]


def test_an_excerpt_is_placed_in_the_section_it_names():
    text = "# WIOA section 3(7), 29 U.S.C. 3102(7)\n# as of 2026\n(7) Career pathway The term “career pathway” means—\n(A) one; and\n(B) two.\n"
    assert words(read(text)) == {
        "29/3102": ("", ""),
        "29/3102/7": ("Career pathway", "The term “career pathway” means—"),
        "29/3102/7/A": ("", "one; and"),
        "29/3102/7/B": ("", "two."),
    }


def test_a_text_that_is_no_outline_is_read_by_its_headings_and_lists():
    text = "PURPOSE:\n\nThis guidance updates an earlier letter.\n\n---\nPage 2\n\nSCOPE\n\n1. States\n2. Boards\n"
    loaded = read(text)
    assert [(prov.heading or prov.text, prov.page) for prov in loaded.corpus] == [
        ("PURPOSE", ""),
        ("This guidance updates an earlier letter.", ""),
        ("SCOPE", "2"),
        ("States", "2"),
        ("Boards", "2"),
    ]


def test_words_before_the_first_section_are_listed_as_unclaimed():
    loaded = read("AN ACT\nBe it enacted.\nSEC. 1. NAME.\nThis Act may be cited.\nSEC. 2. MORE.\nIt is so.\n")
    assert loaded.unclaimed == ("line 1: AN ACT", "line 2: Be it enacted.")
    assert loaded.coverage < 1.0


@pytest.mark.parametrize("data", [b"", b"   \n", b"\x00\x01", b"# only\n# remarks\n"])
def test_a_file_without_text_is_refused(data: bytes):
    with pytest.raises(ParseError):
        read_outline(data, SOURCE)


pieces = st.sampled_from(
    ["(a)", "(1)", "(i)", "(A)", "(iv)(A)", "§ 1.2 What?", "SEC. 3. NAME.", "PART 4—X", "“(b) quoted”", "means", "words;",
     "Purpose.—", "   ", "\t", "# x", "[1]", "[1] So.", "term means a thing.", "\u00a0", "—", "SUBPART A", "Page 2", "and"]
)  # fmt: skip
lines = st.lists(st.lists(pieces, max_size=4).map(" ".join), max_size=25).map("\n".join)


@settings(deadline=None)
@given(st.one_of(lines, st.text(max_size=200)))
def test_any_text_is_read_or_refused(text: str):
    try:
        loaded = read(text)
    except ParseError:
        return
    assert 0 <= loaded.coverage <= 1.0
    held = "".join(text.split())
    for prov in loaded.corpus:
        assert all("".join(line.split()) for line in prov.text.split("\n")) or not prov.text
    assert sum(len("".join(prov.text.split())) for prov in loaded.corpus) <= 2 * len(held) + 200


# On the official texts


def expected(reference: Path) -> dict[str, tuple[str, str, str]]:
    """Heading, text and flush text of the 2,832 elements of the chapter, by provision id."""
    rows = (reference / "wioa/derived/usc29-ch32-provisions.tsv").read_text(encoding="utf-8").splitlines()[3:]
    found = {}
    for row in rows:
        cite, _, _, heading, text, flush = [*row.split("\t"), "", ""][:6]
        section, marks = re.fullmatch(r"29 U\.S\.C\. (\w+)(.*)", cite).groups()
        found["/".join(("29", section, *re.findall(r"\((\w+)\)", marks)))] = (heading, text, flush)
    return found


def chapter(folder: Path) -> dict[str, Provision]:
    found: dict[str, Provision] = {}
    for path in sorted(folder.glob("*.txt")):
        loaded = read_outline(path.read_bytes(), SOURCE)
        assert loaded.coverage > 0.995, path.name
        found |= loaded.corpus.by_id
    return found


def plain(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"\[\d\]", "", text))


def disagreements(found: dict[str, Provision], reference: Path) -> set[str]:
    """The elements whose id, parent, heading, text or flush text differ from the expected ones."""
    wrong = set()
    for prov_id, (heading, text, flush) in expected(reference).items():
        prov = found.get(prov_id)
        if prov is None:
            wrong.add(prov_id)
            continue
        parent = prov_id.rpartition("/")[0] if prov_id.count("/") > 1 else None
        after = found.get(f"{prov_id}/flush", Provision("")).text
        own = heading if parent is None else prov.heading  # a section's catchline is not in the list
        if (prov.parent, plain(own), plain(prov.text), plain(after)) != (
            parent,
            plain(heading),
            plain(text),
            plain(flush),
        ):
            wrong.add(prov_id)
    return wrong


def test_the_chapter_with_indent_agrees_in_every_element(reference: Path):
    found = chapter(reference / "wioa/statute-usc-2016")
    wanted = expected(reference)
    assert len(wanted) == 2832
    assert disagreements(found, reference) == set()
    assert {prov_id for prov_id, prov in found.items() if prov.text and prov.level != "continuation"} <= set(
        wanted
    )


# Where the text of 2023, which has no indent, gives another element than that of 2016.
DIFFERENT_WORDS = {
    "the copy leaves a footnote's number in the sentence": [
        "3121/c/1/H", "3151/b/1/B/iv", "3151/h/2/D/iii", "3164/c/1/C/iii", "3174/d/4/D/i", "3193a", "3194/b/2",
        "3195/c/2/A", "3221/a/2", "3221/b/2", "3221/f", "3226/b/11", "3244/c/3",
    ],
    "another law moved, and its citation with it": [
        "3102/24/G", "3102/36/A/iii", "3113/a/2/K", "3151/b/1/B/xii", "3164/a/1/B/iii/V", "3164/a/1/C/iv/IV",
        "3194/a/3/C", "3197/e/2", "3221/i/4/G", "3226/b/4", "3226/b/7", "3245/b/3/D",
    ],
    "the copy parts “49l” in two": ["3111/d/11", "3122/d/2/B", "3151/e/1/E"],
    "the law was amended or corrected": ["3162/b/2/A", "3174/c/2/A/vii", "3254/11"],
    "the copy lacks the subsection": ["3361/c"],
}  # fmt: skip
LOST_BY_THE_COPY = {
    "flush words stand on the line of the subclause before them": ["3174/a/3/B/i", "3174/a/3/B/i/III"],
    "without its dash the lead-in looks like a heading": ["3226/c/2/C"],
}


def test_the_chapter_without_indent_differs_only_where_it_is_explained(reference: Path):
    wrong = disagreements(chapter(reference / "wioa/statute-usc-2023"), reference)
    explained = [*DIFFERENT_WORDS.values(), *LOST_BY_THE_COPY.values()]
    assert wrong == {f"29/{end}" for ends in explained for end in ends}
    assert 1 - len(wrong) / 2832 >= 0.98


def test_every_paragraph_of_the_rules_has_its_address(reference: Path):
    found: dict[str, Provision] = {}
    marked = 0
    for path in sorted((reference / "wioa/cfr").glob("*.txt")):
        loaded = read_outline(path.read_bytes(), SOURCE)
        assert loaded.coverage >= 0.995, path.name
        assert loaded.unclaimed == ()
        found |= loaded.corpus.by_id
        marked += sum(
            bool(re.match(r"\(\w{1,5}\)", line)) for line in path.read_text(encoding="utf-8").splitlines()
        )
    assert not [prov_id for prov_id in found if "~" in prov_id]
    for prov_id, begins in {
        "20/677.155/a/1/iv/A": "The percentage of those participants enrolled",
        "20/679.110/b/3/iii/A/1/i": "",
        "34/463.155/a/1/iv/A": "The percentage of those participants enrolled",
        "20/678.738/c/3/i": "Within a State",
        "20/675.300/def.cooperative-agreement/3/ii/E": "Insurance.",
    }.items():
        assert found[prov_id].text.startswith(begins)
        assert found[prov_id].citation
    assert sum(prov.num.startswith("(") for prov in found.values()) >= marked


def test_bills_and_notes_are_read(reference: Path):
    for path in sorted((reference / "wioa/bills").glob("*.txt")):
        loaded = read_outline(path.read_bytes(), Source("hr5376", "2021", "A bill"))
        assert loaded.coverage >= 0.995, path.name
        assert not [prov for prov in loaded.corpus if prov.num.startswith("“")]


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        ("(1) One.\n(2) Two, if:\n(a) an a;\n(b) a b.\n(3) Three.\n", ["1", "2", "2/a", "2/b", "3"]),
        (
            "(1) One, if:\n(a) an a, where:\n(i) an i;\n(ii) two.\n(b) b.\n(2) Two.\n",
            ["1", "1/a", "1/a/i", "1/a/ii", "1/b", "2"],
        ),
        ("(1)(a) An a.\n(b) A b.\n(2) Two.\n", ["1", "1/a", "1/b", "2"]),
        ("(a) An a, if:\n(1) one;\n(2) two.\n(b) A b.\n", ["a", "a/1", "a/2", "b"]),
        ("(1) One, if:\n(A) an A;\n(B) a B.\n(2) Two.\n", ["1", "1/A", "1/B", "2"]),
    ],
)
def test_state_codes_number_from_one_down(lines, ids):
    found = read_outline(f"§ 5. Rules\n{lines}".encode(), Source("s", "2024", "S")).corpus

    assert [f"s/5/{one}" for one in ids] == [prov.id for prov in found][1:]


ENDLESS = ["\n" * 100_000, "\r" * 100_000, "§ 1. S\n(a) One.\n" + ">\n" * 50_000, " \n" * 50_000 + "(a) One."]


@pytest.mark.parametrize("text", ENDLESS)
def test_time_grows_with_the_length_of_a_text_and_no_faster(text):
    began = time.process_time()
    read_outline(f"Words.\n{text}".encode(), SOURCE)
    assert time.process_time() - began < 5


def test_an_initial_at_the_start_of_a_wrapped_line_is_no_item():
    wrapped = [
        "The plan lists every program of career and technical education under the Carl",
        "D. Perkins Career and Technical Education Act of 2006, and it says how each of",
        "them is coordinated with the local boards of the State and with their partners.",
        "It is sent to the Governor, who answers within ninety days after he received it.",
        "Where the Governor does not answer, the plan is approved as it was sent to him.",
        "A plan that is not approved is sent back with the reasons in writing to the board.",
    ]
    loaded = read_outline("\n".join(wrapped).encode(), SOURCE)
    assert [prov.num for prov in loaded.corpus] == [""]


CONTENTS = [
    "Table of Contents\n\n1. Purpose ...... 1\n2. Boards ....... 2\nAppendix A ...... iv\n",
    "CONTENTS\nPurpose\t1\nBoards\t2\nMembers of boards\t12\n",
    "Purpose . . . . . . 1\nBoards . . . . . . . 2\n",
    "Contents:\nPart I Purpose 1\nPart II Boards 2\n",
]


@pytest.mark.parametrize("contents", CONTENTS)
def test_a_table_of_contents_in_a_plain_text_is_left_out_and_counted(contents):
    loaded = read_outline(f"{contents}\nPurpose\nThis guide has 3\nParts.\n".encode(), SOURCE)
    assert [prov.text for prov in loaded.corpus] == ["Purpose", "This guide has 3", "Parts."]
    assert loaded.dropped["lines of the table of contents"].chars == len("".join(contents.split()))
    assert loaded.unread_chars == 0


def test_one_line_with_leaders_is_no_table_of_contents():
    loaded = read_outline(b"The fee is as follows.\nCopies ........ 5\nIt is paid at once.\n", SOURCE)
    assert not loaded.dropped


def test_leaders_to_points_are_no_table_of_contents():
    points = "Need............ 20\nDesign.......... 45\nOutcomes........ 35\n"
    loaded = read_outline(f"Reviewers score on:\n{points}Signed.\n".encode(), SOURCE)
    assert not loaded.dropped
    assert [prov.text[:4] for prov in loaded.corpus] == ["Revi", "Need", "Desi", "Outc", "Sign"]


def test_a_line_that_begins_with_a_phone_number_goes_on_with_the_one_before_it():
    wrapped = (
        "Past grants reached two hundred and fourteen counties of the State in\n"
        "that year, and the office reports on them each quarter. For more words\n"
        "of explanation about the grants call the office of the grants unit at\n"
        "(202) 555-0144 (this is not a toll-free number).\n"
        "--------------------------------------------------\n"
        "    1 Workforce Data Report.\n\nDone.\n"
    )
    loaded = read_outline(wrapped.encode(), SOURCE)
    assert loaded.corpus.provisions[0].text.endswith(
        "unit at (202) 555-0144 (this is not a toll-free number)."
    )
    assert loaded.dropped["ruled lines"].pieces == 1


def test_numbers_of_a_lettered_section_are_enumerators():
    text = "Section C\n\nC.1  Show need.\nC.2  Record:\n     (1) the date; and\n     (2) the sum.\nC.3  Ask first.\n"
    found = read_outline(text.encode(), SOURCE).corpus
    assert [(prov.num, prov.text) for prov in found][1:] == [
        ("C.1", "Show need."),
        ("C.2", "Record:"),
        ("(1)", "the date; and"),
        ("(2)", "the sum."),
        ("C.3", "Ask first."),
    ]


NO_ITEMS = [
    "B.1 of the form is left blank.",
    "1-800-555-0100 (TTY 1-877-889-5627).",
    "A. B. Sample",
    "1.5 million dollars were spent.",
    "2.25 percent of the funds are held back.",
    "3.14 is a number.",
    "12:30 p.m. The meeting opens.",
    "+1 (202) 555-0123 ext. 4",
]


@pytest.mark.parametrize("line", NO_ITEMS)
def test_numbers_and_names_are_no_enumerators_and_no_headings(line):
    loaded = read_outline(f"The board meets in May.\n{line}\nIt adjourns in June.\n".encode(), SOURCE)
    assert [(prov.num, prov.heading, prov.text) for prov in loaded.corpus][1] == ("", "", line)


STATE_RULE = """LOCAL BOARDS
715-052-0010
Definitions
(1) As used here:
(a) "Board" means a local board.
(b) "Official" means:
(A) The executive; or
(B) Those designated under an agreement that:
(i) Is in writing; and
(ii) Names a signatory.
(c) "Director" means the Director.
715-052-0020 Certification
(1) A board may appeal.
Call (503) 555-1394 or
503-555-1394.
"""


def test_the_number_of_a_state_rule_begins_a_section():
    loaded = read(STATE_RULE)

    assert [(prov.id.removeprefix("doc/"), prov.heading) for prov in loaded.corpus] == [
        ("715-052-0010", "Definitions"),
        ("715-052-0010/1", ""),
        ("715-052-0010/1/a", ""),
        ("715-052-0010/1/b", ""),
        ("715-052-0010/1/b/A", ""),
        ("715-052-0010/1/b/B", ""),
        ("715-052-0010/1/b/B/i", ""),
        ("715-052-0010/1/b/B/ii", ""),
        ("715-052-0010/1/c", ""),
        ("715-052-0020", "Certification"),
        ("715-052-0020/1", ""),
    ]
    assert "Call (503) 555-1394 or\n503-555-1394." in loaded.corpus.provisions[-1].text
    assert loaded.unclaimed == ("line 1: LOCAL BOARDS",)


LETTER = """POLICY LETTER
Subject: Training Services

I. Purpose

This policy gives direction to local boards on training services.

II. Effective Date

Immediately

V. Requirements

A. Training Accounts (ITA)

Boards must use the list if a person:

1. Needs training;

2. Has the skills to succeed; and

3. Is eligible.

B. Contracts on the Job

Contracts may run six months. J. Doe signs them.
"""
MARYLAND = """Chapter 23 Scholarships

.01 Scope.

This chapter applies to the scholarship.

.04 Approval of a Sequence.

A. A college shall apply.

B. The Secretary shall approve an application if:

(1) Completion results in a certificate; and

(2) Each course:

(a) Is eligible for grants; or

(b) Leads to a license.
"""
FLORIDA = """6A-6.0573 Industry Certification Process.
(1) The Department shall publish the list.
6A-6.0574 Funding.
(1) Each board shall report.
"""
HANGING = """1. MUST   This word, or the term "SHALL", means that the definition
   is an absolute requirement of the specification, and nobody may
   leave it out.

2. MAY   This word means that an item is truly optional.  One vendor
   may choose to include it.

Doe                      Best Practice                  [Page 1]

RFC 1                     Key Words                    March 1997

   Note that the force of these words is changed by the level of the
   document in which they are used.
"""


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (
            LETTER,
            "policy-letter policy-letter/p1 I I/p1 II II/p1 V V/A V/A/p1 V/A/p1/1 V/A/p1/2 V/A/p1/3 V/B V/B/p1",
        ),
        (MARYLAND, "p1 01 01/p1 04 04/A 04/B 04/B/1 04/B/2 04/B/2/a 04/B/2/b"),
        (FLORIDA, "6A-6.0573 6A-6.0573/1 6A-6.0574 6A-6.0574/1"),
        (
            "I. Purpose\nII. Background\n\nI. Purpose\n\nIt is this.\n\nII. Background\n\nIt was so.\n",
            "I II I-2 I-2/p1 II-2 II-2/p1",
        ),
        ("A. Resume\nB. Cover Letter\nC. References\nSend them by mail to the office.\n", "A B C p1"),
    ],
)
def test_a_numbered_title_is_a_heading_of_the_text_below_it(text, ids):
    loaded = read(text)

    found = [prov.id.removeprefix("policy-letter/") for prov in loaded.corpus]
    assert (
        ids.removeprefix("policy-letter ").replace("policy-letter/", "").split()
        == found[ids.startswith("policy") :]
    )
    assert loaded.claimed_chars + sum(one.chars for one in loaded.dropped.values()) == loaded.source_chars


def test_a_numbered_paragraph_keeps_the_lines_that_hang_below_its_number():
    loaded = read(HANGING)

    texts = [prov.text for prov in loaded.corpus]
    assert texts[0].endswith("is an absolute requirement of the specification, and nobody may leave it out.")
    assert texts[1].endswith("One vendor may choose to include it.")
    assert texts[2].startswith("Note that")
    assert 3 == len(texts)
    assert {"page marks", "running heads"} == set(loaded.dropped)


def test_lines_below_the_first_word_of_a_numbered_one_carry_it_on():
    """A narrow text has no margin to go by."""
    text = (
        "1.  Purpose.  This policy says how the county buys\n    training, who signs, and what is\n    kept on file.\n"
        "\n2.  Who signs.\n\n    A.  The director signs.\n    B.  The board signs.\n"
    )

    loaded = read_outline(text.encode(), SOURCE)

    assert [(prov.num, prov.text) for prov in loaded.corpus] == [
        (
            "1.",
            "Purpose. This policy says how the county buys training, who signs, and what is kept on file.",
        ),
        ("2.", "Who signs."),
        ("A.", "The director signs."),
        ("B.", "The board signs."),
    ]


def test_a_paragraph_broken_off_at_the_longest_line_is_one():
    text = "VISION\n\nThe region will have one door for employers, and will say how many\nused it.\n\nEnd.\n"

    loaded = read_outline(text.encode(), SOURCE)

    assert "how many used it." in loaded.corpus.provisions[1].text


BYLAWS = """BYLAWS

ARTICLE I

Name and Office

The name is the Board.

ARTICLE II. MEMBERS

Section 1. Number.
It has 19 members.

Section 2. Terms.
A term is two years.
"""
CODE = """TITLE 30. TRADE
PART 28 PRIVACY
30-14-2801. Short title. This part may be cited as the Act.
TITLE 30. TRADE
PART 28 PRIVACY
30-14-2802. Duties. (1) A board shall:
(a) plan; and
(b) report as section 30-14-2801 and 30-14-2803(1)(a) say.
TITLE 30. TRADE
PART 28 PRIVACY
30-14-2803. Penalty. A person pays:
(1) the fee:
(a) at once; or
(b) later.
"""
MARKED = """## **CHAPTER 91—PRIVACY**

Sec.

6501. Definitions.

## **§ 6501. Definitions**

#### **(1) Child**

The term means an individual under 13.

- (A) one who is at school; or
- (B) another.

## **§ 6502. Duty**

A site shall ask, and as follows:

- (1) in writing; or
- (2) by voice.
"""
CONTENTS = """TITLE VII—VOTERS
Sec. 701. Help.
Sec. 702. Offices.
- and others in the States.
TITLE VII—VOTERS
SEC. 701. HELP.
The Secretary shall help.
SEC. 702. OFFICES.
Each State shall have one.
"""
LAWS = {
    "articles with titles below": (BYLAWS, [
        ("doc/article.I", "Name and Office", "The name is the Board."), ("doc/article.II", "MEMBERS", ""),
        ("doc/1", "Number.", "It has 19 members."), ("doc/2", "Terms.", "A term is two years.")]),
    "a State's code with its parts above each section": (CODE, [
        ("doc/title.30", "TRADE", ""), ("doc/title.30/part.28", "PRIVACY", ""),
        ("doc/30-14-2801", "Short title", "This part may be cited as the Act."), ("doc/30-14-2802", "Duties", ""),
        ("doc/30-14-2802/1", "", "A board shall:"), ("doc/30-14-2802/1/a", "", "plan; and"),
        ("doc/30-14-2802/1/b", "", "report as section 30-14-2801 and 30-14-2803(1)(a) say."),
        ("doc/30-14-2803", "Penalty", "A person pays:"), ("doc/30-14-2803/1", "", "the fee:"),
        ("doc/30-14-2803/1/a", "", "at once; or"), ("doc/30-14-2803/1/b", "", "later.")]),
    "the signs of Markdown": (MARKED, [
        ("doc/chapter.91", "PRIVACY", ""), ("doc/6501", "Definitions", ""),
        ("doc/6501/1", "Child", "The term means an individual under 13."), ("doc/6501/1/A", "", "one who is at school; or"),
        ("doc/6501/1/B", "", "another."), ("doc/6502", "Duty", "A site shall ask, and as follows:"),
        ("doc/6502/1", "", "in writing; or"), ("doc/6502/2", "", "by voice.")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LAWS.values(), ids=LAWS.keys())
def test_laws_of_other_forms(text, expected):
    loaded = read(text)

    assert [(prov.id, prov.heading, prov.text) for prov in loaded.corpus] == expected
    assert loaded.unread_chars == 6 * (text == BYLAWS)


def test_a_section_below_a_heading_of_the_contents_has_no_parent_that_is_left_out():
    loaded = read(CONTENTS)

    assert all(prov.parent is None or prov.parent in loaded.corpus for prov in loaded.corpus)
    assert loaded.corpus["doc/702~2"].text == "Each State shall have one."


def test_a_law_whose_sections_are_hardly_any_of_it_is_read_as_a_page():
    duties = "".join(
        f"{at}. The board meets in the area and reports on what it found there.\n\n" for at in range(1, 80)
    )
    loaded = read(f"PLAN OF THE BOARD\n\n{duties}SECTION 1. In the law, add this.\n")

    assert loaded.unread_chars == 0
    assert len(loaded.corpus.provisions) > 79


def test_fences_that_are_never_closed_take_no_more_time_than_their_length():
    started = time.perf_counter()

    read("```x\nThe board shall meet each month.\n" * 2_000)

    assert time.perf_counter() - started < 5


def test_a_sentence_among_the_contents_of_a_part_is_kept():
    duty = "The board shall meet monthly under this chapter."
    loaded = read(f"CHAPTER 1. GENERAL\n\nSec.\n\n1. Fees.\n\n{duty}\n\n§ 1. Fees\n\nNo fee is due.\n")

    assert [(prov.heading, prov.text) for prov in loaded.corpus] == [
        ("GENERAL", duty),
        ("Fees", "No fee is due."),
    ]
    assert loaded.unread_chars == 0
    assert [left_out.chars for left_out in loaded.dropped.values()] == [len("Sec.1.Fees.")]


def test_a_bold_head_of_a_section_is_apart_from_the_text_on_its_line():
    loaded = read("**§ 1. Name.** This is the act.\n\n**§ 2. Fees.** No fee *shall* be set for 2 * 3.\n")

    assert list(words(loaded).values()) == [
        ("Name.", "This is the act."),
        ("Fees.", "No fee shall be set for 2 * 3."),
    ]
    assert loaded.unread_chars == 0


def test_a_section_of_a_code_opens_where_its_title_has_other_signs():
    loaded = read(
        "6-1-1701. Name. This is the act.\n\n6-1-1702. Duty; powers. The board shall meet.\n\n6-1-1703. Fees. No fee is due.\n"
    )

    assert [(prov.num, prov.heading) for prov in loaded.corpus if prov.level == "section"] == [
        ("6-1-1701.", "Name"),
        ("6-1-1702.", ""),
        ("6-1-1703.", "Fees"),
    ]
    assert "The board shall meet." in " ".join(prov.text for prov in loaded.corpus)
    assert loaded.unread_chars == 0
