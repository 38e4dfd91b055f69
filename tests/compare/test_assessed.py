"""Texts that ask for nothing are not assessed, and say why."""

import pytest

from tests.compare.directions import document, unasked


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The term “Department” means the Department of Environmental Health.", "what a name stands for"),
        ("The term “local plan” means a plan submitted under section 12.", "what a name stands for"),
        ("“Bureau” has the meaning given that term in section 4.", "what a name stands for"),
        ("This chapter takes effect on January 1, 2027.", "when the text applies"),
        (
            "The amendments made by this section shall be effective for program years after 2026.",
            "when the text",
        ),
        ("Effective on July 1, 2026, section 9 is repealed.", "when the text applies"),
        ("This guide describes how clinics can prepare for heat.", "the document itself"),
        ("The framework has two parts, criteria and indicators.", "the document itself"),
        ("The Standards present a common approach to lending.", "the document itself"),
        ("Such other information as the Secretary may require.", "other matters"),
        ("Annex", "no act and no object"),
    ],
)
def test_a_text_that_asks_for_nothing_is_not_assessed(text, why):
    found = unasked(document("standards", ("1", text)), "the Standards")

    assert why in found["1"]


@pytest.mark.parametrize(
    "text",
    [
        "The term “public water system” means a system that provides water to the public through pipes.",
        "The supplier shall take effect of weather into account when it sets the dose.",
        "This plan must describe how the agency will inspect wells.",
        "The library shall describe its collection each year.",
        "Each clinic keeps a list of patients at risk.",
    ],
)
def test_a_text_that_asks_for_something_is_assessed(text):
    assert unasked(document("standards", ("1", text)), "the Standards") == {}


def test_a_heading_and_the_opening_of_a_list_are_not_assessed():
    from crosswalk.compare.document import read_document
    from crosswalk.language.lexicon import Lexicon
    from crosswalk.model.corpus import Corpus, Provision, Source

    corpus = Corpus(
        Source("act", "2000", "The act"),
        (
            Provision("1", "", heading="Wells"),
            Provision("1/a", "The owner shall—", parent="1"),
            Provision("1/a/i", "test the well each year.", parent="1/a"),
        ),
    )
    found = unasked(read_document(corpus, corpus, Lexicon()))

    assert set(found) == {"1", "1/a"}
    assert "heading" in found["1"]
    assert "opens a list" in found["1/a"]
