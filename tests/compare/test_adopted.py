"""A definition that one document takes from the other by reference is the same in both, with all its parts."""

import pytest

from crosswalk.compare.compare import Plan, compare
from crosswalk.compare.document import read_document
from crosswalk.compare.shared_terms import ConceptRelations
from crosswalk.language.citations import references_of
from crosswalk.language.lexicon import Lexicon
from crosswalk.model.citation import SectionMap
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Coverage, Relation
from crosswalk.relate.predict import Names

HARBOR = (
    Provision("29/9102", "", heading="Definitions"),
    Provision("29/9102/5", "", heading="Rest day", parent="29/9102"),
    Provision(
        "29/9102/5/A",
        "The term “rest day” means a day on which no crew loads a ship in the harbor.",
        parent="29/9102/5",
    ),
    Provision(
        "29/9102/5/B",
        "The determination of whether a day is a rest day shall be made by the harbor master.",
        heading="Determination",
        parent="29/9102/5",
    ),
    Provision("29/9102/6", "The term “pilot” means an individual who guides a ship.", parent="29/9102"),
)
DOCKS = (
    Provision("20/8302/3", "The term “rest day” has the meaning given the term in section 9102 of title 29."),
)


@pytest.fixture(scope="module")
def found():
    docs = []
    for name, provs in (("harbor", HARBOR), ("docks", DOCKS)):
        corpus = Corpus(Source(name, "2000", f"The {name} act", kind="statute"), provs)
        docs.append(read_document(corpus, corpus, Lexicon(), references_of(corpus, "usc", SectionMap())))
    plan = Plan("terms", "Terms", "provisions", Names("the harbor act", "the docks act"))
    return compare(plan, *docs, ConceptRelations())


def test_every_part_of_it_is_covered_in_full_and_nothing_is_asked_about_it(found):
    answers = {one.provision: one for one in (*found.left_answers, *found.right_answers)}

    for name in ("29/9102/5/A", "29/9102/5/B", "20/8302/3"):
        assert answers[name].coverage is Coverage.COVERED
        assert (answers[name].unmet, answers[name].reason, answers[name].question) == ((), "", "")
    assert answers["29/9102/6"].coverage is not Coverage.COVERED


def test_the_rows_of_its_parts_are_of_one_kind(found):
    rows = {row.left: row for row in found.rows if row.right == "20/8302/3"}

    assert rows["29/9102/5/A"].relation is Relation.EQUAL
    assert rows["29/9102/5/B"].relation is Relation.SUBSET
    assert all("by reference" in row.sentence for row in rows.values())
