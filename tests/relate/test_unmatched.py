"""What only one text asks: more, or less of what the other asks."""

import pytest

from crosswalk.compare.compare import index_units, predict_pair
from crosswalk.compare.document import frames_of, read_document
from crosswalk.language.lexicon import Lexicon
from crosswalk.model.alignment import Candidate
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.relate.predict import Names
from crosswalk.relate.unit_index import concept_relations


def relation(ours, theirs):
    corpora = [
        Corpus(Source(name, "2026", name), (Provision(name, text),))
        for name, text in (("L", ours), ("R", theirs))
    ]
    left, right = (read_document(corpus, corpus, Lexicon()) for corpus in corpora)
    frames = frames_of(left, NO_CACHE), frames_of(right, NO_CACHE)
    index = index_units(left, right, concept_relations(Lexicon()), frames)
    judged = predict_pair(Names("left", "right"), Candidate("L", "R", 0.0, 0.0, 1), left, right, index)
    return judged.prediction.relation.value


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("Staff must report an incident.", "Staff must report a serious incident.", "superset-of"),
        ("Staff must submit a report.", "Staff must submit a written report.", "subset-of"),
        ("The school shall test each pupil.", "The school shall test each pupil with asthma.", "superset-of"),
        ("Workers must wear boots.", "Miners must wear boots.", "superset-of"),
        (
            "Draining of ponds is prohibited.",
            "Draining of ponds is prohibited between March and May.",
            "superset-of",
        ),
        ("Draining of ponds is prohibited.", "Draining or filling of ponds is prohibited.", "subset-of"),
        ("The accounts shall be audited.", "The accounts shall be audited by a judge.", "subset-of"),
        ("The council shall publish the minutes.", "The minutes shall be published.", "equal"),
        ("Riders must wear a helmet.", "A helmet is required for riders.", "equal"),
    ],
)
def test_what_one_text_has_besides(ours, theirs, expected):
    assert expected == relation(ours, theirs)
