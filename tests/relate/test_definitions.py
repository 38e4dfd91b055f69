"""A defined term followed: the words of its definition answer for it, and the sentence says so."""

from pathlib import Path

import pytest

from crosswalk.compare.compare import index_units, predict_pair
from crosswalk.compare.document import read_document
from crosswalk.language.lexicon import Lexicon
from crosswalk.model.alignment import Candidate
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Relation
from crosswalk.relate.predict import Names
from crosswalk.relate.unit_index import concept_relations
from crosswalk.workspace.workspace import Workspace

pytestmark = pytest.mark.slow


def document(name, lexicon, *provisions, part=None):
    whole = Corpus(Source(name, "2026", name), provisions)
    return read_document(Corpus(whole.source, part) if part else whole, whole, lexicon)


def judged(left, right, lexicon):
    (ours,), (theirs,) = left.part, right.part
    asks = index_units(left, right, concept_relations(lexicon))
    return predict_pair(
        Names("the Act", "the plan"), Candidate(ours.id, theirs.id, 0.0, 0.0, 1), left, right, asks
    )


DUTY = Provision("2", "Every covered vessel shall carry a radio.")
MEANING = Provision("1", "The term “covered vessel” means a ferry or a cargo ship of more than 24 meters.")
SPELLED = "Every ferry or cargo ship of more than 24 meters shall carry a radio."


def shipping(text, *, defined):
    provisions = (MEANING, DUTY) if defined else (DUTY,)
    act = document("act", Lexicon(), *provisions, part=(DUTY,))
    return judged(act, document("plan", Lexicon(), Provision("P", text)), Lexicon())


def test_the_words_of_a_definition_answer_for_its_term():
    with_it, without = shipping(SPELLED, defined=True), shipping(SPELLED, defined=False)

    assert Relation.EQUAL is with_it.prediction.relation
    assert Relation.EQUAL is not without.prediction.relation
    assert "by its definition" in {match.how for match in with_it.alignment.matches}


def test_the_sentence_says_where_the_term_is_defined_and_as_what():
    said = shipping(SPELLED, defined=True).prediction.sentence

    assert "The Act defines “covered vessel” at 1 as “a ferry or a cargo ship of more than 24 meters”" in said
    assert "the plan uses words of that definition" in said


@pytest.mark.parametrize("text", ["Every lorry shall carry a radio.", "Every ship shall carry a flag."])
def test_other_words_are_no_definition(text):
    assert "defines" not in shipping(text, defined=True).prediction.sentence


def test_a_term_of_wioa_is_followed_to_its_definition():
    space = Workspace(Path(__file__).parents[2])
    wioa = space.document(space.corpus("wioa"))
    clause = wioa.whole["29/3102/7/F"]
    alone = wioa.select([clause.id])
    plan = document(
        "plan",
        space.lexicon,
        Provision(
            "P",
            "helps a person attain a high school diploma or its equivalent and a certificate recognized by industry, a"
            " certificate of completion of an apprenticeship, a license recognized by the State, or an associate or"
            " baccalaureate degree.",
        ),
    )
    found = judged(alone, plan, space.lexicon)

    assert "defines “recognized postsecondary credential” at 29 U.S.C. 3102(52)" in found.prediction.sentence
    assert not any("postsecondary credential" in words for words in found.alignment.left_added)
