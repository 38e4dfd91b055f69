"""What the terminal is told of candidates."""

from dataclasses import replace
from functools import partial

import pytest

from crosswalk.cli.output import proposed_lines
from crosswalk.compare.compare import PROPOSAL
from crosswalk.errors import SourceError
from crosswalk.language.lexicon import Lexicon
from crosswalk.model.alignment import Candidate, RelationPrediction
from crosswalk.model.citation import SectionMap
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Basis, Relation
from crosswalk.services.compare import Proposals, propose_pairs
from crosswalk.workspace.workspace import read_file
from tests.compare.directions import compared, document


@pytest.mark.parametrize(
    ("confidence", "relation", "told"),
    [
        (0.69, Relation.NONE, "not clear"),
        (0.05, Relation.NONE, "No counterpart"),
        (0.69, Relation.INTERSECTS, "Overlaps"),
    ],
)
def test_a_pair_of_high_confidence_is_not_called_no_counterpart(confidence, relation, told):
    left, right = (
        Corpus(Source(side, "2000", side), (Provision(side, "Check the pH of the pool."),)) for side in "ab"
    )
    said = RelationPrediction(relation, Basis.SEMANTIC, "", 5, "", ())
    line = proposed_lines(Proposals(left, right, (Candidate("a", "b", 1, confidence, 1, (), said),)))[-1]

    assert f"{confidence:.2f}" in line
    assert told in line


def test_a_folder_is_called_a_folder(tmp_path):
    with pytest.raises(SourceError, match="is a folder; give the path of one document"):
        read_file(tmp_path)


LAW = Corpus(
    Source("law", "2020", "A law", short="Law"),
    (
        Provision("29/3112/b/1", "", heading="Plan"),
        Provision("29/3112/b/1/A", "an analysis of the economy"),
        Provision("29/3112/b/1/B", "an analysis of the workforce of the State"),
        Provision("29/3112/b/2", "a report of the funds that were spent on each well in the year"),
    ),
)
MAP = SectionMap.parse("usc\tact\tcatchline\n29 U.S.C. 3112\tWIOA sec. 102\tState plan\n")
CITES = "See WIOA section 102(b)(1)(B)."
OTHER = "The pool is tested for its pH."
FORMATS = {
    "a.csv": f"id,text\nG1,{CITES}\nG2,{OTHER}\n",
    "a.txt": f"(a) {CITES}\n(b) {OTHER}\n",
    "a.md": f"# Plan\n\n{CITES}\n\n{OTHER}\n",
    "a.html": f"<h1>Plan</h1><p>{CITES}</p><p>{OTHER}</p>",
    "a.yaml": f"id: a\nas_of: 2024-01\nprovisions:\n- id: A\n  text: {CITES}\n- id: B\n  text: {OTHER}\n",
}


def first_candidates(left, right, **options):
    found = propose_pairs(left, right, Lexicon(), MAP, top=1, **options).candidates
    return {left[cand.left].text: cand for cand in found}


def within(limit):
    """The limits of a proposal, in which one is already exceeded."""
    return replace(PROPOSAL, **({limit: 0} if limit else {}))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("limit", ["", "framed", "parsed"])
def test_a_provision_cited_by_name_comes_first_in_any_file_and_at_any_size(tmp_path, name, limit):
    """Above either limit documents are read less closely, and without a model too; a citation counts all the same."""
    (tmp_path / name).write_text(FORMATS[name])
    found = first_candidates(read_file(tmp_path / name), LAW, meaning=False, limits=within(limit))
    assert set(found) == {CITES, OTHER}
    assert found[CITES].right == "29/3112/b/1/B"
    assert found[CITES].listed
    assert found[CITES].confidence == 0.95
    assert found[CITES].prediction.relation is Relation.INTERSECTS
    assert "cites this part of" in found[CITES].prediction.sentence
    assert found[CITES].evidence[0].signal == "citation"
    assert not (found[OTHER].prediction and "cites this" in found[OTHER].prediction.sentence)


@pytest.mark.parametrize("limit", ["", "framed", "parsed"])
def test_a_cited_heading_without_words_comes_first_too(limit):
    plan = Corpus(Source("plan", "2020", "A plan"), (Provision("1", "See WIOA section 102(b)(1) on this."),))
    (cand,) = first_candidates(plan, LAW, meaning=bool(limit), limits=within(limit)).values()
    assert (cand.right, cand.rank, cand.listed) == ("29/3112/b/1", 1, True)


def test_a_citation_from_the_right_side_counts_as_well():
    plan = Corpus(
        Source("plan", "2020", "A plan", short="Plan"), (Provision("1", CITES), Provision("2", OTHER))
    )
    found = propose_pairs(LAW, plan, Lexicon(), MAP, top=1, meaning=False).candidates
    cand = next(cand for cand in found if cand.left == "29/3112/b/1/B")
    assert (cand.right, cand.prediction.sentence[:28]) == ("1", "Plan cites this part of Law.")


RULES = partial(
    document,
    "rules",
    ("R1", "The supplier shall test drinking water each month.", "Testing"),
    ("R2", "The supplier must keep records of each test for five years.", "Records"),
    ("R3", "The agency may close a well that is not safe.", "Closing"),
    ("R4", "No supplier shall deliver water that is not safe to drink.", "Delivery"),
)
STANDARD = partial(
    document,
    "standard",
    ("S1", "Suppliers test the water that people drink every month.", "Monthly tests"),
    ("S2", "Suppliers keep test records for at least three years.", "Record keeping"),
    ("S3", "Unsafe water is never delivered to users.", "Safe delivery"),
)


def test_a_pair_is_judged_alike_in_a_build_and_in_a_proposal():
    names = RULES().whole.source.title, STANDARD().whole.source.title
    built = {(c.left, c.right): c for c in compared(RULES(), STANDARD(), names=names).candidates}
    proposed = propose_pairs(RULES().whole, STANDARD().whole, Lexicon(), top=0).candidates
    shared = [cand for cand in proposed if (cand.left, cand.right) in built]

    assert len(shared) > 6
    for cand in shared:
        other = built[cand.left, cand.right]
        assert (cand.confidence, cand.listed) == (other.confidence, other.listed)
        assert cand.prediction == other.prediction
        assert cand.alignment == other.alignment
        assert cand.score != 0
    assert any(cand.listed for cand in shared)


def test_the_frames_of_a_build_are_those_that_show_prints():
    from crosswalk.compare.document import frames_of
    from crosswalk.model.cache import NO_CACHE

    assert compared(RULES(), STANDARD()).frames_left == frames_of(RULES(), NO_CACHE)


def test_without_the_model_it_is_never_loaded(monkeypatch):
    def refuse():
        raise AssertionError

    monkeypatch.setattr("crosswalk.language.encoder.encoder_path", refuse)
    monkeypatch.setattr("crosswalk.language.encoder._model", refuse)
    found = propose_pairs(RULES().whole, STANDARD().whole, Lexicon(), top=3, meaning=False)

    assert len(found.candidates) == 12
    assert all(cand.prediction for cand in found.candidates)
