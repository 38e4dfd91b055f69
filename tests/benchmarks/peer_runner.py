"""One peer on one set, run by an environment that has it: reads texts as JSON, writes scored pairs as JSON.

    PYTHON peer_runner.py PEER INPUT OUTPUT

It imports nothing of this project. Each pair is [left row, right row, score]; seconds are processor time after the
imports.
"""

import json
import logging
import resource
import sys
from pathlib import Path
from xml.sax.saxutils import escape


def regulatory_crosswalk(left: list[str], right: list[str]) -> list[list[float]]:
    """regulatory-crosswalk, every target ranked."""
    import pandas as pd
    from regulatory_crosswalk.align import align_corpora

    sides = [pd.DataFrame({"id": range(len(side)), "text": side}) for side in (left, right)]
    found = align_corpora(*sides, top_k=len(right))
    return found[["source_id", "target_id", "cosine_similarity"]].to_numpy().tolist()


def text2term(left: list[str], right: list[str]) -> list[list[float]]:
    """text2term by its TF-IDF mapper: the targets are the classes of an ontology, labeled with their texts."""
    from text2term import map_terms

    logging.disable(logging.CRITICAL)
    path = Path(sys.argv[3]).with_suffix(".owl").resolve()
    path.write_text(ontology(right), "utf-8")
    rows: dict[str, list[int]] = {}
    for row, text in enumerate(left):
        rows.setdefault(text, []).append(row)
    names = [f"http://example.org/left#{row}" for row in range(len(rows))]
    found = map_terms(list(rows), str(path), source_terms_ids=names, max_mappings=50, min_score=0.0)
    places = dict(zip(names, rows.values(), strict=True))
    return [
        [row, int(target.rpartition("#t")[2]), score]
        for source, target, score in found[["Source Term ID", "Mapped Term IRI", "Mapping Score"]].itertuples(
            index=False
        )
        for row in places[source]
    ]


def ontology(texts: list[str]) -> str:
    """An OWL file with one class for each text."""
    classes = "\n".join(
        f'<owl:Class rdf:about="http://example.org/o#t{row}"><rdfs:label>{escape(text)}</rdfs:label></owl:Class>'
        for row, text in enumerate(texts)
    )
    spaces = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#"'
        ' xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"'
    )
    return f'<rdf:RDF {spaces}><owl:Ontology rdf:about="http://example.org/o"/>\n{classes}\n</rdf:RDF>\n'


PEERS = {"regulatory-crosswalk": regulatory_crosswalk, "text2term": text2term}


def main() -> None:
    """Run the peer that is named."""
    asked = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    peer = PEERS[sys.argv[1]]
    peer(asked["left"][:2], asked["right"][:2])  # imports and first use are not counted
    before = resource.getrusage(resource.RUSAGE_SELF)
    pairs = peer(asked["left"], asked["right"])
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    Path(sys.argv[3]).write_text(json.dumps({"pairs": pairs, "seconds": seconds}), "utf-8")


if __name__ == "__main__":
    main()
