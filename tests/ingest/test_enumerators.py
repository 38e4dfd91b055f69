"""Enumerators and bullets: what is one, and how deep it nests."""

import pytest

from crosswalk.ingest.docx import read_docx
from crosswalk.ingest.enumerators import Nesting, listed_mark, mark_of
from crosswalk.ingest.html import read_html
from crosswalk.ingest.pdf import read_pdf
from crosswalk.model.corpus import Source
from tests.file_builders import make_docx, make_pdf, paragraph, set_lines

SOURCE = Source("law", "2024", "A law")


@pytest.mark.parametrize(
    ("text", "num", "rest"),
    [
        ("(a) Participant", "(a)", "Participant"),
        ("(aa) Participant", "(aa)", "Participant"),
        ("(xii) Participant", "(xii)", "Participant"),
        ("(12) Participant", "(12)", "Participant"),
        ("1. Purpose", "1.", "Purpose"),
        ("1) Purpose", "1)", "Purpose"),
        ("A. Employment", "A.", "Employment"),
        ("A-1. Youth", "A-1.", "Youth"),
        ("II. Methods", "II.", "Methods"),
        ("1.2.3 Scope", "1.2.3", "Scope"),
        ("§ 677.155 What are they?", "§ 677.155", "What are they?"),
        ("• words", "", "words"),
        ("\uf0a7 words", "", "words"),
        ("o words", "", "words"),
    ],
)
def test_marks_are_separated_from_the_words_after_them(text, num, rest):
    mark, words = mark_of(text)

    assert (mark.num, words) == (num, rest)


@pytest.mark.parametrize(
    "text",
    [
        "2022, and developed jointly",
        "20 CFR part 677",
        "5 years of service",
        "U.S. Departments",
        "H.R. 5376 was read",
        "3.5 hours",
        "e.g., the State",
        "A participant",
        "I think",
        "(see section 3)",
        "Sec. 116",
        "1.",
        "•",
        "",
    ],
)
def test_words_are_not_marks(text):
    assert mark_of(text) is None


def depths(*marks, indents=None):
    nesting = Nesting()
    places = indents or [None] * len(marks)
    return [
        nesting.depth(mark_of(f"{mark} words")[0], place) for mark, place in zip(marks, places, strict=True)
    ], nesting


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("(a) (1) (i) (A) (B) (ii) (2) (b)", [1, 2, 3, 4, 4, 3, 2, 1]),
        ("1. a. b. 2. a.", [1, 2, 2, 1, 2]),
        ("1. • • 2. •", [1, 2, 2, 1, 2]),
        ("(g) (h) (i) (j)", [1, 1, 1, 1]),
        ("(a) (i) (ii) (b)", [1, 2, 2, 1]),
        ("(h) (i) (A)", [1, 1, 2]),
        ("(a) (i) (v)", [1, 2, 2]),
        ("I. A. B. II. A.", [1, 2, 2, 1, 2]),
        ("1.1 1.2 1.2.1 1.3", [1, 1, 2, 1]),
        ("(y) (z) (aa) (bb)", [1, 1, 1, 1]),
        ("3. 4. 7.", [1, 1, 1]),
    ],
)
def test_marks_nest_by_what_is_expected_next(marks, expected):
    assert depths(*marks.split())[0] == expected


def test_numbers_of_lettered_sections_and_letters_of_numbered_ones_nest():
    assert depths("A.1", "A.2", "(1)", "A.3", "B.1")[0] == [1, 1, 2, 1, 1]
    assert depths("1.A", "1.B", "(a)", "2.A")[0] == [1, 1, 2, 1]


def test_bullets_nest_by_their_indent():
    assert depths("•", "•", "o", "•", indents=[2.0, 3.5, 5.0, 2.0])[0] == [1, 2, 3, 1]
    assert depths("1.", "•", "•", "2.", indents=[2.0, 3.5, 3.5, 2.0])[0] == [1, 2, 2, 1]


def test_a_mark_that_could_be_read_two_ways_is_reported():
    _, nesting = depths("(h)", "(i)", "(ii)")

    assert nesting.ambiguous == ["(i) was read as a letter, the next of the list that was open."]


def test_section_numbers_with_as_many_parts_are_of_one_level():
    assert depths("1.1", "1.2", "2.1", "2.1.1", "2.2", "3.1")[0] == [1, 1, 1, 2, 1, 1]
    assert depths("1.0", "1.1", "2.0", "2.1", "10.0")[0] == [1, 2, 1, 2, 1]


@pytest.mark.parametrize(
    "text",
    ["C. Mendez (chair)", "L. Moss 12 Main St.", "H. Fox, (555) 010-3333", "I. Reyes and J. Doe attended."],
)
def test_an_initial_outside_a_list_is_part_of_a_name(text):
    assert listed_mark(text, {}) is None


def test_an_initial_that_goes_on_a_list_is_its_next_item():
    assert listed_mark("C. Mendez (chair)", {"A#.": 2}) is not None
    assert listed_mark("F. Equipment (with costs)", {}) is not None


RUN_TOGETHER = [
    (
        "(a)(1)(A) Except as provided, the board shall report.",
        "(B) It shall publish the report.",
        "(2) It shall meet.",
    ),
    (
        "(a) (1) (A) Except as provided, the board shall report.",
        "(B) It shall publish the report.",
        "(2) It shall meet.",
    ),
]
NESTED = [("a", ""), ("a/1", ""), ("a/1/A", "Except as provided, the board shall report."),
          ("a/1/B", "It shall publish the report."), ("a/2", "It shall meet.")]  # fmt: skip


@pytest.mark.parametrize("lines", RUN_TOGETHER)
@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_marks_that_run_together_are_one_level_each(lines, form):
    match form:
        case "html":
            loaded = read_html("".join(f"<p>{line}</p>" for line in lines).encode(), SOURCE)
        case "docx":
            loaded = read_docx(make_docx("".join(paragraph(line) for line in lines)), SOURCE)
        case _:
            loaded = read_pdf(make_pdf([set_lines(*((line, {"gap": 8}) for line in lines))]), SOURCE)

    assert [(prov.id, prov.text) for prov in loaded.corpus] == NESTED
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


@pytest.mark.parametrize(
    ("nums", "ids"),
    [
        (("(1)", "(1A)", "(1B)", "(2)"), ["1", "1A", "1B", "2"]),
        (("(a)", "(a-1)", "(a-2)", "(b)"), ["a", "a-1", "a-2", "b"]),
        (("(1)", "(A)", "(2)", "(2a)", "(A)", "(3)"), ["1", "1/A", "2", "2a", "2a/A", "3"]),
    ],
)
def test_a_mark_put_in_later_follows_the_one_before_it(nums, ids):
    loaded = read_html("".join(f"<p>{num} The board acts.</p>" for num in nums).encode(), SOURCE)

    assert [prov.id for prov in loaded.corpus] == ids


@pytest.mark.parametrize(
    "text", ["(401k) plans are counted.", "(1996) was the year.", "(b)(6) of the Act", "(b)(1) of the Act"]
)
def test_a_number_of_other_things_is_no_mark(text):
    loaded = read_html(f"<p>Boards:</p><p>{text}</p>".encode(), SOURCE)

    assert [prov.num for prov in loaded.corpus][1] in {"", "(b)"}
    assert len(loaded.corpus) == 2
