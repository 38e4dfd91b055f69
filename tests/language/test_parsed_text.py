"""What is read of a provision below its lead-in, and the phrases that are taken from it."""

import pytest

from crosswalk.language.parsed_text import full_text, pointed_at
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.frame import Slot
from tests.relate.reading import read


@pytest.mark.parametrize(
    ("lead", "joined"),
    [
        (
            "The assessment shall include each of the following:",
            "The assessment shall include a list of programs;",
        ),
        ("The agency must consider the following:", "The agency must consider a list of programs;"),
        (
            "The recipient shall involve stakeholders, including, at a minimum—",
            "The recipient shall involve stakeholders, including a list of programs;",
        ),
        ("The plan shall include—", "The plan shall include a list of programs;"),
    ],
)
def test_what_only_announces_items_is_no_part_of_the_sentence(lead, joined):
    provisions = (Provision("1", lead), Provision("1/a", "a list of programs;", parent="1"))
    text, start = full_text(Corpus(Source("t", "2026", "T"), provisions), "1/a")

    assert text == joined
    assert text[start:] == "a list of programs;"


@pytest.mark.parametrize(
    ("text", "held", "missing"),
    [
        (
            "State partners identify, prioritize and leverage resources for programs.",
            "resources",
            "prioritize",
        ),
        (
            "Local partners make employers and labor organizations partners in pathways.",
            "labor organizations",
            "labor organizations partners",
        ),
    ],
)
def test_a_phrase_has_no_verb_and_no_complement_in_it(text, held, missing):
    phrases = [filler.words for filler in read(text, kind="framework").phrases]

    assert held in phrases
    assert missing not in phrases


def test_modifiers_with_hyphens_in_a_list_belong_to_their_noun():
    lead = "Each local application shall contain a description of how the eligible recipient will—"
    item = read(
        "provide activities to prepare special populations for high-skill, high-wage, or in-demand industry sectors or"
        " occupations that will lead to self-sufficiency;",
        lead=lead,
    )

    assert "high-skill, high-wage, or in-demand industry sectors" in [filler.words for filler in item.phrases]


def test_the_subject_of_a_passive_act_is_what_is_acted_on():
    [frame] = read("All participants must be offered an opportunity to receive services.").frames

    assert frame.first(Slot.OBJECT).words == "All participants"


def test_what_an_item_points_back_to_is_the_item_before_it():
    provisions = (
        Provision("1", "The plan shall include—"),
        Provision("1/a", "existing industry sectors; and", parent="1"),
        Provision("1/b", "the needs of those industry sectors.", parent="1"),
        Provision("2", "It serves these industry sectors."),
    )
    corpus = Corpus(Source("t", "2026", "T"), provisions)

    assert pointed_at(corpus, "1/b") == "existing industry sectors; and"
    assert pointed_at(corpus, "2") == "The plan shall include—"
    assert pointed_at(corpus, "1/a") == ""
    assert corpus.before("1/a") is None
