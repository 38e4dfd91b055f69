"""Whom a provision speaks of, and whom its counterpart leaves out."""

import pytest

from crosswalk.compare.population import other_people, people_of
from crosswalk.compare.reasons import Gap, reason_of
from crosswalk.compare.residual import LeftOver
from crosswalk.language.annotate import annotate
from crosswalk.language.lexicon import Concept, Lexicon
from crosswalk.model.alignment import Alignment, Answer, Candidate, Judgement
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Basis, Coverage, Relation
from crosswalk.relate.predict import Names
from crosswalk.relate.unit_index import Links, links_of

LEXICON = Lexicon(
    concepts={
        one.id: one
        for one in (
            Concept("youth", "Youth", terms=("youth", "young people")),
            Concept("dropout", "Out-of-school youth", terms=("out-of-school youth",), broader=("youth",)),
            Concept("disabled", "Individual with a disability", terms=("individuals with disabilities",)),
            Concept("anyone", "Individual", terms=("individuals",)),
            Concept("program", "Youth program", terms=("youth program",)),
        )
    }
)


def people(text):
    corpus = Corpus(Source("x", "2000", "X"), (Provision("p", text),))
    return people_of(corpus["p"], annotate(corpus, LEXICON)["p"], links_of(LEXICON))


def told(asks, gives):
    return other_people("the Act", "the plan", people(asks), people(gives), links_of(LEXICON))


@pytest.mark.parametrize(
    ("asks", "gives", "expected"),
    [
        (
            "Counsel young people and veterans.",
            "Counsel veterans.",
            "the Act speaks of “youth”, the plan only of “veteran”.",
        ),
        (
            "Teach adults.",
            "Teach out-of-school youth.",
            "the Act speaks of “adult”, the plan only of “out-of-school youth”.",
        ),
        (
            "Teach youth.",
            "Teach out-of-school youth.",
            "the Act speaks of “youth”, the plan only of “out-of-school youth”.",
        ),
        ("Train individuals.", "Train students.", "the Act speaks of anyone, the plan of “student” only."),
        ("Teach out-of-school youth.", "Teach youth.", ""),
        ("Teach youth.", "Teach individuals, such as adults.", ""),
        ("Teach youth.", "Teach arithmetic.", ""),
        ("Teach arithmetic.", "Teach youth.", ""),
        ("Run the youth program.", "Teach adults.", ""),
        (
            "Hire individuals with disabilities.",
            "Hire adults.",
            "the Act speaks of “individual with a disability”, the plan only of “adult”.",
        ),
    ],
)
def test_whom_the_other_text_leaves_out(asks, gives, expected):
    assert told(asks, gives) == expected


def test_without_a_lexicon_the_plain_nouns_are_compared():
    asks = people_of(Provision("a", "Screen all children."), None, Links())
    gives = people_of(Provision("b", "Screen adults and women."), None, Links())

    assert (
        other_people("A", "B", asks, gives, Links()) == "A speaks of “child”, B only of “adult” and “woman”."
    )


def test_a_gap_of_population_is_named_before_what_is_left_over():
    said = Judgement(Relation.INTERSECTS, Basis.SEMANTIC, "", 5)
    pair = Candidate("L", "R", 1, 1, 1, (), said, Alignment(left_added=("a lift",)))
    answer = Answer("L", "left", Coverage.PARTLY, best=("R",))
    names = Names("the Act", "the plan")

    def over(_, found):
        return LeftOver(found[0].alignment.left_added)

    word, sentence = reason_of(
        answer, "left", names, {"R": pair}, over, lambda one, two: f"{one} and {two} differ."
    )
    assert (word, sentence) == (Gap.POPULATION, "L and R differ.")
    assert reason_of(answer, "left", names, {"R": pair}, over)[0] is Gap.SCOPE
