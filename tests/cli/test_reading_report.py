"""The reading report: every line says a thing that is so, and nothing is said of what is not there."""

from crosswalk.cli.show import report_lines
from crosswalk.errors import Problem
from crosswalk.ingest.html import read_html
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import LeftOut, ReadResult, Reference

SOURCE = Source("law", "2024-01-01", "A law")


def corpus(*provs):
    return Corpus(SOURCE, provs)


def test_everything_is_told():
    loaded = ReadResult(
        corpus(
            Provision("1", heading="Terms", level="section"),
            Provision("1/a", "A term.", parent="1", level="subsection"),
            Provision("1/b", parent="1", level="subsection"),
        ),
        problems=(Problem("page 3", "holds no text.", "XW-235"),),
        unclaimed=tuple(f"line {at}" for at in range(10)),
        ambiguous=("(i) was read as a letter.",),
        dropped={"page numbers": LeftOut(4, 8), "notes": LeftOut(1, 1_200)},
        notes=("Something was mended.",),
        references=(
            Reference("1/a", "paragraph (b)", 0, 13, ("1/b",), resolved=True),
            Reference("1/a", "20 U.S.C. 2302", 20, 34, ("20/2302",), resolved=False),
        ),
        source_chars=20_000,
        claimed_chars=18_791,
    )

    assert report_lines(loaded) == [
        "Read: A law (law@2024-01-01), 3 provisions.",
        "Quoted word for word.",
        "By level: section 1, subsection 2.",
        "Headings without words of their own: 1 (1).",
        "Enumerators without heading or words: 1 (1/b).",
        (
            "Coverage: 99.9%. The source has 20,000 characters without white space: 18,791 in provisions, 1,208"
            " left out on purpose, 1 not read."
        ),
        "In no provision: 10.",
        *(f"  line {at}" for at in range(8)),
        "  and 2 more",
        "Could be read two ways: 1.",
        "  (i) was read as a letter.",
        "References: 2 found, 1 of them to provisions of this document.",
        "References to elsewhere: 1.",
        '  1/a: "20 U.S.C. 2302"',
        "Left out on purpose: 4 page numbers (8 characters), 1 note (1,200 characters).",
        "Note: Something was mended.",
        "Could not be read: 1.",
        "  XW-235 page 3: holds no text.",
    ]


def test_nothing_is_said_of_what_is_not_there():
    loaded = read_html(b"<html><body><p>One paragraph.</p></body></html>", SOURCE)

    assert report_lines(loaded) == [
        "Read: A law (law@2024-01-01), 1 provision.",
        "Quoted word for word.",
        "By level: paragraph 1.",
        (
            "Coverage: 100.0%. The source has 13 characters without white space: 13 in provisions, 0 left out on"
            " purpose, 0 not read."
        ),
    ]
