"""Enumerators into nesting: the marks of a statute and of a rule, and those that can be read in two ways."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.language.citation_grammar import mark_at
from crosswalk.language.outline import RULE, STATUTE, OutlineMark, leading_marks, nest, placed

# The marks of a section in order, and the path of each. What stands before a mark ends a sentence.
CASES = [
    ("statute order, all levels", STATUTE, "a 1 A i I aa AA BB bb II ii B 2 b", None),
    ("rule order, all levels", RULE, "a 1 i A 1 i ii 2 B ii 2 b", None),
    ("(i) after (h) is a subsection", STATUTE, "g h i j", "g h i j"),
    ("(i) under (A) is a clause", STATUTE, "a 1 A i ii b", "a a1 a1A a1Ai a1Aii b"),
    ("(I) between (H) and (J) is a letter", STATUTE, "24 G H I J", "24 24G 24H 24I 24J"),
    ("(I) under (i) is a number", STATUTE, "b 2 A i I II III", "b b2 b2A b2Ai b2AiI b2AiII b2AiIII"),
    ("(C), (D), (L), (M) in a row of letters", STATUTE, "1 A B C D", "1 1A 1B 1C 1D"),
    ("(v) and (x) among clauses", STATUTE, "a 1 A iv v vi", None),
    ("(x) past (ix), (xii) with subclauses", STATUTE, "A viii ix x xi xii I II", None),
    ("a section that starts at a paragraph", STATUTE, "1 2 A B 3", "1 2 2A 2B 3"),
    ("(aa) after (z) is a subsection", STATUTE, "y z aa bb", "y z aa bb"),
    ("(aa) under (I) is an item", STATUTE, "a 1 A i I aa bb", "a a1 a1A a1Ai a1AiI a1AiIaa a1AiIbb"),
    ("an inserted paragraph", STATUTE, "a a-1 b", "a a-1 b"),
    ("an inserted subparagraph", STATUTE, "c 8 8A 9", "c c8 c8A c9"),
    ("a level left out", STATUTE, "a 1 i ii 2", "a a1 a1i a1ii a2"),
    ("a repealed paragraph left out", STATUTE, "a b d e", "a b d e"),
    ("(i) after (h) in a rule", RULE, "a b c d e f g h i j", None),
    ("(i) after (h)(1) in a rule, told by what follows", RULE, "g h 1 i ii", "g h h1 h1i h1ii"),
    ("(i) after (h)(1) in a rule, told by (j)", RULE, "g h 1 2 i j", "g h h1 h2 i j"),
    (
        "levels 5 and 6 of a rule",
        RULE,
        "b 3 iii A 1 i ii 2 B",
        "b b3 b3iii b3iiiA b3iiiA1 b3iiiA1i b3iiiA1ii b3iiiA2 b3iiiB",
    ),
]


def _paths(order: str, marks: str) -> list[str]:
    return [
        "".join(place.path)
        for place in nest([OutlineMark(mark, "It is so.") for mark in marks.split()], order)
    ]


@pytest.mark.parametrize(("name", "order", "marks", "paths"), CASES, ids=[case[0] for case in CASES])
def test_marks_nest(name: str, order: str, marks: str, paths: str | None):
    found = _paths(order, marks)
    if paths is not None:
        assert found == paths.split()
    assert [path[-len(mark) :] for path, mark in zip(found, marks.split(), strict=True)] == marks.split()
    assert len(set(found)) == len(found)


def test_a_lead_in_has_children_and_an_item_of_a_list_has_none():
    after_lead = nest(
        [OutlineMark("h"), OutlineMark("1", "As follows:"), OutlineMark("i", "any of the following:")], RULE
    )
    assert after_lead[-1].path == ("h", "1", "i")
    after_item = nest(
        [OutlineMark("h"), OutlineMark("1", "As follows:"), OutlineMark("i", "the words; and")], RULE
    )
    assert after_item[-1].path == ("i",)


def test_indent_settles_what_marks_leave_open():
    deeper = nest([OutlineMark("h", indent=0), OutlineMark("i", "It is so.", indent=4)], STATUTE)
    beside = nest([OutlineMark("h", indent=0), OutlineMark("i", "words—", indent=0)], STATUTE)
    assert (deeper[1].path, beside[1].path) == (("h", "i"), ("i",))


def test_italics_settle_what_marks_leave_open():
    marks = [
        OutlineMark("a"),
        OutlineMark("1"),
        OutlineMark("i"),
        OutlineMark("A"),
        OutlineMark("1", italic=True),
        OutlineMark("2", "so;", italic=False),
    ]
    assert nest(marks, RULE)[-1].path == ("a", "2")
    marks[-1] = OutlineMark("2", "so;", italic=True)
    assert nest(marks, RULE)[-1].path == ("a", "1", "i", "A", "2")


def test_a_mark_that_could_be_read_in_two_ways_is_told():
    places = nest([OutlineMark(mark, "It is so.") for mark in "gh1ij"], STATUTE)
    assert [place.path for place in places if place.rivals] == [("i",)]
    assert (places[3].rank, places[3].rivals) == (0, (3,))


@pytest.mark.parametrize(
    ("line", "marks", "words"),
    [
        ("(a) Purpose", ("a",), "Purpose"),
        ("(iv)(A) The percentage", ("iv", "A"), "The percentage"),
        ("(2)(i) For the VR program", ("2", "i"), "For the VR program"),
        ("    (7) Career pathway", ("7",), "Career pathway"),
        ("(as defined) words", (), "(as defined) words"),
        ("(as) words", (), "(as) words"),
        ("(24) hours", ("24",), "hours"),
        ("“(VI) quoted", (), "“(VI) quoted"),
        ("(A)", ("A",), ""),
        ("", (), ""),
    ],
)
def test_the_marks_a_line_begins_with(line: str, marks: tuple[str, ...], words: str):
    found, begin = leading_marks(line, STATUTE)
    assert (found, line[begin:]) == (marks, words)


def test_the_levels_of_a_path():
    assert placed(("b", "2", "A", "i", "I", "aa"), STATUTE) == (0, 1, 2, 3, 4, 5)
    assert placed(("7", "A"), STATUTE) == (1, 2)
    assert placed(("b", "3", "iii", "A", "1", "i"), RULE) == (0, 1, 2, 3, 4, 5)


@st.composite
def trees(draw: st.DrawFn, order: str, rank: int = 0) -> list[tuple[tuple[str, ...], str]]:
    """The marks of a well-drawn section, each with the words printed before the next one."""
    found: list[tuple[tuple[str, ...], str]] = []
    count = draw(st.integers(2, 11))
    for value in range(1, count + 1):
        mark = mark_at(order[rank], value)
        below = draw(trees(order, rank + 1)) if rank + 1 < len(order) and draw(st.integers(0, 4)) == 0 else []
        words = "as follows—" if below else "the end." if value == count else "and more;"
        found.append(((mark,), words))
        found += [((mark, *path), text) for path, text in below]
    return found


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([STATUTE, RULE]).flatmap(lambda order: st.tuples(st.just(order), trees(order))))
def test_a_well_drawn_section_is_read_as_it_was_drawn(case: tuple[str, list[tuple[tuple[str, ...], str]]]):
    order, drawn = case
    before = ["In this section:", *(words for _, words in drawn)]
    # In rules a (1) or (i) of the lower levels is in italics; without that it cannot be told from an upper one.
    slanted = (lambda path: len(path) > 4) if order == RULE else lambda _: None
    items = [
        OutlineMark(path[-1], words, italic=slanted(path))
        for (path, _), words in zip(drawn, before[:-1], strict=True)
    ]
    assert [place.path for place in nest(items, order)] == [path for path, _ in drawn]


@given(
    st.lists(
        st.sampled_from(["a", "b", "i", "v", "x", "1", "2", "A", "C", "I", "aa", "AA", "xc", "2A"]),
        max_size=60,
    )
)
def test_any_row_of_marks_gets_places(marks: list[str]):
    for order in (STATUTE, RULE):
        kept = [mark for mark in marks if leading_marks(f"({mark})", order)[0]]
        places = nest([OutlineMark(mark) for mark in kept], order)
        assert [place.path[-1] for place in places] == kept
