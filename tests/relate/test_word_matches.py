"""Content words that may answer each other are found without trying every pair, and the part of a text around a figure."""

from itertools import product
from types import SimpleNamespace

from crosswalk.language.thesaurus import stem, thesaurus
from crosswalk.model.annotation import Span
from crosswalk.relate import limit_conflicts, word_matches


def test_all_pairs_of_stems_that_match_are_within_reach():
    known = thesaurus()
    listed = sorted({word for kind in (known.senses, known.antonyms, known.hypernyms) for word in kind})[::7]
    words = (
        *listed,
        *map(stem, ("lawful", "unlawful", "payer", "payment", "pay", "bedroom", "room", "zebra")),
    )
    sides = [[SimpleNamespace(stem=word) for word in words]] * 2

    matching = [
        (one, two)
        for one, two in product(range(len(words)), repeat=2)
        if word_matches.match_stems(words[one], words[two])
    ]
    reached = list(word_matches._within_reach(*sides))

    assert [pair for pair in reached if word_matches.match_stems(*(words[at] for at in pair))] == matching
    assert len(reached) < len(words) ** 2 / 4


def test_a_figure_stands_in_the_part_of_the_text_between_its_nearest_neighbors():
    text = "a fee of 5 dollars, within 10 days of receipt and before 30 June; at most 3 copies"
    limits = [Span(text.index(figure), text.index(figure) + 2) for figure in ("5 ", "10", "30", "3 ")]

    parts = [limit_conflicts._part_around(text, limit, limits).of(text) for limit in limits]

    assert parts == [
        "a fee of 5 dollars",
        " within 10 days of receipt",
        " before 30 June",
        " at most 3 copies",
    ]
