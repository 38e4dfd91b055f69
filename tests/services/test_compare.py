"""What the terminal is told of candidates."""

from functools import partial

import pytest

from crosswalk.cli.output import proposed_lines
from crosswalk.errors import SourceError
from crosswalk.language.lexicon import Lexicon
from crosswalk.model.alignment import Candidate, RelationPrediction
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
def test_no_counterpart_is_not_said_beside_a_high_confidence(confidence, relation, told):
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
    from crosswalk.compare.document_frames import frames_of
    from crosswalk.model.cache import NO_CACHE

    assert compared(RULES(), STANDARD()).frames_left == frames_of(RULES(), NO_CACHE)


def test_without_the_model_it_is_never_loaded(monkeypatch):
    def refuse():
        raise AssertionError

    monkeypatch.setattr("crosswalk.language.encoder.model_path", refuse)
    monkeypatch.setattr("crosswalk.language.encoder._model", refuse)
    found = propose_pairs(RULES().whole, STANDARD().whole, Lexicon(), top=3, meaning=False)

    assert len(found.candidates) == 12
    assert all(cand.prediction for cand in found.candidates)
