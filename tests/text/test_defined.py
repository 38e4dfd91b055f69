"""Terms a document defines, where each definition reaches, and what it points to."""

import pytest

from crosswalk.language.definitions import by_term, choose, defined_terms
from crosswalk.model.corpus import Corpus, Provision, Source


@pytest.fixture(scope="module")
def wioa_terms(corpora):
    return defined_terms(corpora["wioa"][0])


def test_the_statutes_definitions_are_found(wioa_terms):
    terms = {item.term: item for item in wioa_terms if item.provision.startswith("29/3102/")}
    assert len(terms) >= 70
    assert terms["career pathway"].provision == "29/3102/7"
    assert terms["recognized postsecondary credential"].target == "29/3102/52"


POINTERS = [
    ("workforce preparation activities", "29/3102/69", "29/3272/17"),
    ("integrated education and training", "29/3102/29", "29/3272/11"),
    ("English language learner", "29/3102/21", "29/3272/7"),
]


@pytest.mark.parametrize(("term", "at", "target"), POINTERS)
def test_a_definition_by_reference_is_followed(wioa_terms, term, at, target):
    (found,) = [item for item in wioa_terms if item.provision == at and item.term == term]
    assert found.target == target


def governing(corpus, term, at):
    (items,) = [items for key, items in by_term(defined_terms(corpus)).items() if key == term]
    found = choose(items, at)
    return found.provision if found else None


def test_a_closer_definition_governs(corpora):
    corpus, _ = corpora["wioa"]
    assert governing(corpus, "adult", "29/3172/b/1/B/ii") == "29/3172/b/1/B/v/I"
    assert governing(corpus, "adult", "29/3174/c/2/A") == "29/3102/2"


def test_a_definition_of_one_title_stays_there(corpora):
    corpus, _ = corpora["wioa"]
    assert governing(corpus, "eligible agency", "29/3302/a") == "29/3272/3"
    assert governing(corpus, "eligible agency", "29/3141/b") is None


def test_the_rules_definitions_are_found_by_their_headings(corpora):
    terms = {item.term: item.provision for item in defined_terms(corpora["cfr20"][0])}
    assert terms["Participant"] == "20/677.150/a"
    assert terms["Exit"] == "20/677.150/c"
    assert terms["Quarterly wage record information"] == "20/677.175/b"


def small(*texts):
    provs = tuple(Provision(f"r/{n}", text, parent="r") for n, text in enumerate(texts, 1))
    return Corpus(Source("r", "2020", "Rules"), (Provision("r", level="section", heading="Rules"), *provs))


FORMS = [
    ('The term "barn" means a shed.', {"barn"}),
    ('The terms "barn" and "shed" have the meanings given in section 5.', {"barn", "shed"}),
    ('"Barn" means a shed.', {"Barn"}),
    ('The term "barn", used with respect to cows, includes a shed.', {"barn"}),
    ('The barn is called "old barn" by some.', set()),
    ("A barn means work.", set()),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms_of_definition(text, expected):
    assert {item.term for item in defined_terms(small(text))} == expected


def test_a_circle_of_references_ends():
    provs = (
        Provision("1/5", level="section", heading="A"),
        Provision("1/5/a", 'The term "barn" has the meaning given in section 6.', parent="1/5"),
        Provision("1/6", level="section", heading="B"),
        Provision("1/6/a", 'The term "barn" has the meaning given in section 5.', parent="1/6"),
    )
    found = defined_terms(Corpus(Source("r", "2020", "Rules"), provs))
    assert [(item.provision, item.target) for item in found] == [("1/5/a", "1/6/a"), ("1/6/a", "1/5/a")]
