"""Damaged files end in a corpus or in one sentence, never in another error; short here, run longer by hand."""

import random

import pytest

from crosswalk.errors import CrosswalkError
from crosswalk.ingest import read
from crosswalk.ingest.pairs import read_pairs
from crosswalk.ledger.sssom import format_mappings, parse_mappings
from crosswalk.model.corpus import Source
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status

ROWS = (
    Mapping(
        "4/b", "G-2", Relation.EQUAL, Status.DRAFT, "Same.", confidence=0.5, author="A", date="2026-03-04"
    ),
)
LEDGER = format_mappings(MappingSet("h", "H", "herbs", "growers", "2020", "2019", ROWS), all_columns=True)
SAMPLES = {
    ".txt": "§ 1. Scope\n(a) The board shall meet (see § 2).\n(1) Call (555) 010-0100.\n(b) J. Doe, Chief.\n",
    ".md": "# Plan\n\n## Goals\n\n1. The board shall meet.\n\n| A | B |\n|---|---|\n| x | 1 |\n",
    ".csv": 'id,text,parent_id\nA,"One, two",\nA/1,Three,A\n',
    ".html": "<h1>Plan</h1><p>The board shall meet.</p><table><tr><td colspan=2>A</td></tr></table><ol><li>x</ol>",
    ".yaml": "id: x\nas_of: 2024-01\nprovisions:\n- id: A\n  text: One.\n- id: A/1\n  text: Two.\n",
    ".xml": "<uslm><main><section identifier='/us/usc/t1/s1'><num>1</num><content>Words.</content></section></main></uslm>",
    ".pairs": "from,to,relation\nA,P,equal\nB,Q,partial\n",
    ".json": '{"mapping-collection": {"mappings": [{"maps": [{"relationship": "equal-to", "sources": [{"id-ref": "A"}]}]}]}}',
    ".sssom": LEDGER,
}
ODD = (
    b"\x00",
    b"\xff",
    b"<",
    b">",
    b'"',
    b"\t",
    b"(a)",
    b"\xef\xbb\xbf",
    b"&#x0;",
    b"9" * 30,
    "١".encode(),
    b"=",
    b"]",
)


def damaged(data, rng):
    found = bytearray(data)
    for _ in range(rng.choice([1, 2, 5, 20])):
        at = rng.randrange(len(found) + 1)
        if rng.random() < 0.5:
            del found[at : at + rng.choice([1, 5, 50])]
        else:
            found[at:at] = rng.choice((*ODD, bytes(found[max(0, at - 30) : at]) * 3))
    return bytes(found)


@pytest.mark.parametrize("ending", SAMPLES)
def test_damage_ends_in_a_corpus_or_a_sentence(tmp_path, ending):
    rng = random.Random(ending)  # noqa: S311 - the same damage every time
    path = tmp_path / f"x{'.csv' if ending == '.pairs' else ending}"
    for _ in range(120):
        data = damaged(SAMPLES[ending].encode(), rng)
        path.write_bytes(data)
        try:
            if ending == ".sssom":
                parse_mappings(data.decode("utf-8", "replace"), "f")
            elif ending in {".pairs", ".json"}:
                read_pairs(path)
            else:
                read(path, Source("x", "2024-01", "X"))
        except CrosswalkError as error:
            said = str(error)
        else:
            said = "read"
        assert said.strip()
