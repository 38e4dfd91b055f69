"""What the terminal is told of candidates."""

import pytest

from crosswalk.cli.output import proposed_lines
from crosswalk.errors import SourceError
from crosswalk.model.alignment import Candidate, RelationPrediction
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Basis, Relation
from crosswalk.services.compare import Proposals
from crosswalk.workspace.workspace import read_file


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
