"""Whom a provision speaks of, and whom its counterpart leaves out."""

import pytest

from crosswalk.compare.population import missing_population, population_of
from crosswalk.compare.reasons import CoverageGap, reason_of
from crosswalk.compare.residual import Residual
from crosswalk.language.annotate import annotate
from crosswalk.language.lexicon import Concept, Lexicon
from crosswalk.model.alignment import Alignment, Candidate, ProvisionCoverage, RelationPrediction
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Basis, Coverage, Relation
from crosswalk.relate.predict import Names
from crosswalk.relate.unit_index import ConceptRelations, concept_relations

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
    return population_of(corpus["p"], annotate(corpus, LEXICON)["p"], concept_relations(LEXICON))


def told(asks, gives):
    return missing_population("the Act", "the plan", people(asks), people(gives), concept_relations(LEXICON))


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
    asks = population_of(Provision("a", "Screen all children."), None, ConceptRelations())
    gives = population_of(Provision("b", "Screen adults and women."), None, ConceptRelations())

    assert (
        missing_population("A", "B", asks, gives, ConceptRelations())
        == "A speaks of “child”, B only of “adult” and “woman”."
    )


def test_a_gap_of_population_is_named_before_what_is_left_over():
    said = RelationPrediction(Relation.INTERSECTS, Basis.SEMANTIC, "", 5)
    pair = Candidate("L", "R", 1, 1, 1, (), said, Alignment(left_added=("a lift",)))
    answer = ProvisionCoverage("L", "left", Coverage.PARTLY, best=("R",))
    names = Names("the Act", "the plan")

    def over(_, found):
        return Residual(found[0].alignment.left_added)

    word, sentence = reason_of(
        answer, "left", names, {"R": pair}, over, lambda one, two: f"{one} and {two} differ."
    )
    assert (word, sentence) == (CoverageGap.POPULATION, "L and R differ.")
    assert reason_of(answer, "left", names, {"R": pair}, over)[0] is CoverageGap.SCOPE
