"""References to places in the law, and years, which are no figures."""

import pytest

from crosswalk.language.citation_grammar import places, years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("under section 460l–5 of this title", ["section 460l–5 of this title"]),
        ("sections 461 to 467 of this title", ["sections 461 to 467 of this title"]),
        ("section 5, 10 days after", ["section 5"]),
        ("paragraphs (1) and (2)", ["paragraphs (1) and (2)"]),
        ("20 CFR 677.155", ["CFR 677.155"]),
        ("part of the parts", []),
        ("title to lands", []),
    ],
)
def test_a_place_in_the_law_is_read_whole(text, expected):
    assert expected == [span.of(text) for span in places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fiscal years 1982 through 2015", ["1982", "2015"]),
        ("begun in 1975.", ["1975"]),
        ("2000 trees", []),
        ("$2000", []),
    ],
)
def test_a_year_counts_nothing(text, expected):
    assert expected == [span.of(text) for span in years(text)]
