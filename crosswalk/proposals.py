"""Candidates between any two documents, as lines, CSV, JSON or SSSOM."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from crosswalk import __version__
from crosswalk.analyze.compare import asks_of, judge
from crosswalk.analyze.document import read_document
from crosswalk.errors import ConfigError
from crosswalk.match.asks import links_of
from crosswalk.match.matcher import propose
from crosswalk.match.relate import Names
from crosswalk.match.score import LIKELY
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.evidence import Candidate, Evidence, Span
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status
from crosswalk.model.sidebyside import SideBySide
from crosswalk.text.lexicon import Lexicon

# Above this many provisions on both sides together, pairs are ranked without their words being read for
# terms and relations: a list of that size is for sifting, and its parts can be proposed again.
READ = 4_000
# Down to this rank a left provision's candidates carry evidence and a relation.
EXPLAINED = 10
# Reading a pair word by word is dear: with many left provisions fewer ranks of each get a relation.
JUDGED = 900


@dataclass(frozen=True)
class Proposals:
    """The candidates between two documents, with the documents."""

    left: Corpus
    right: Corpus
    candidates: tuple[Candidate, ...]


def propose_pairs(
    left: Corpus,
    right: Corpus,
    lexicon: Lexicon,
    *,
    top: int,
    evidence: bool = True,
    model: str | None = None,
) -> Proposals:
    """Ranked candidates with relation and, where asked for, evidence; `top` 0 keeps every scored pair.

    `model` names a sentence-transformers model that joins as one more signal.

    Order and ranks are the matcher's. A relation is given down to rank 10 of each left provision,
    to fewer ranks (at least the first) of more than 100 left provisions, and none where the two documents hold more than 4,000 provisions together.
    """
    if len(left) + len(right) > READ:
        return Proposals(left, right, propose(left, right, top=top, explain=0, model=model))
    ours, theirs = read_document(left, left, lexicon), read_document(right, right, lexicon)
    concepts = ours.concepts, theirs.concepts
    explain = EXPLAINED if evidence else 0
    found = propose(left, right, top=top, explain=explain, concepts=concepts, model=model)
    names = Names(*_names(left, right))
    asks = asks_of(ours, theirs, links_of(lexicon))
    depth = max(1, min(EXPLAINED, JUDGED // max(1, len(left))))
    return Proposals(
        left,
        right,
        tuple(judge(names, cand, ours, theirs, asks) if cand.rank <= depth else cand for cand in found),
    )


def _names(left: Corpus, right: Corpus) -> tuple[str, str]:
    first = left.source.short or left.source.title
    second = right.source.short or right.source.title
    return (first, second) if first != second else ("the left document", "the right document")


_COLUMNS = (
    "Below each provision its likeliest counterparts. Columns: rank; how sure the program is of the pair, from 0 to 1"
    " (a share of such pairs that experts listed); how the two relate (blank where not judged, “not clear” where the"
    " pair may well be one and no words of it were found to meet); the counterpart."
)


def proposed_lines(found: Proposals) -> list[str]:
    """The candidates for a terminal: what the columns are, then each left provision with its counterparts."""
    lines = [_COLUMNS] if found.candidates else []
    for cand in found.candidates:
        if cand.rank == 1:
            lines += ["", label(found.left[cand.left])]
        relation = _told(cand)
        lines.append(
            f"  {cand.rank:>3}  {cand.confidence:.2f}  {relation:<15} {label(found.right[cand.right])}"
        )
    return lines or ["No candidates: one of the two documents has no provision with words."]


def _told(cand: Candidate) -> str:
    """The relation in a word; a likely pair of which no words meet has none that could be told."""
    if cand.judgement is None:
        return ""
    unread = cand.judgement.relation is Relation.NONE and cand.confidence >= LIKELY
    return "not clear" if unread else cand.judgement.relation.word


def label(prov: Provision) -> str:
    """Citation or id, and heading or first words, on one line."""
    return f"{prov.citation or prov.id}  {shortened(prov)}"


def shortened(prov: Provision) -> str:
    """The heading, or the first words, of a provision on one line of at most 90 characters."""
    words = " ".join((prov.heading or prov.text).split())
    return words if len(words) <= 90 else words[:89] + "…"


def proposed_bytes(found: Proposals, name: str) -> bytes:
    """The candidates as a file, by the ending of its name: .csv, .json or .tsv."""
    ending = name.rpartition(".")[2].lower()
    writers = {"csv": _csv, "json": _json, "tsv": _sssom}
    if ending not in writers:
        raise ConfigError(f"{name}: the ending must be .csv, .json or .tsv; name the file so.", code="XW-504")
    return writers[ending](found).encode()


def _csv(found: Proposals) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["left_id", "right_id", "score", "confidence", "relation", "rank"])
    for cand in found.candidates:
        relation = cand.judgement.relation.value if cand.judgement else ""
        writer.writerow([cand.left, cand.right, cand.score, cand.confidence, relation, cand.rank])
    return out.getvalue()


def _json(found: Proposals) -> str:
    rows = [candidate_record(cand, found.left, found.right) for cand in found.candidates]
    return (
        json.dumps(
            {"left": found.left.source.key, "right": found.right.source.key, "candidates": rows},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def candidate_record(cand: Candidate, left: Corpus, right: Corpus) -> dict[str, Any]:
    """One candidate as plain data, with its evidence, spans and the words they cover."""
    ours, theirs = left[cand.left].text, right[cand.right].text
    record: dict[str, Any] = {
        "left_id": cand.left,
        "right_id": cand.right,
        "score": cand.score,
        "confidence": cand.confidence,
        "rank": cand.rank,
        "evidence": [_evidence(seen, ours, theirs) for seen in cand.evidence],
    }
    if cand.judgement is not None:
        judged = cand.judgement
        record |= {
            "relation": judged.relation.value,
            "basis": judged.basis.value,
            "strength": judged.strength,
            "sentence": judged.sentence,
            "test": judged.test,
            "reasons": list(judged.reasons),
            "relation_confidence": judged.confidence,
            "left_share": round(cand.alignment.left_share, 4),
            "right_share": round(cand.alignment.right_share, 4),
            "phrases": [
                {
                    "number": m.number,
                    "how": m.how,
                    "concept": m.concept,
                    "left": _spans(m.left, ours),
                    "right": _spans(m.right, theirs),
                }
                for m in cand.alignment.matches
            ],
            "left_adds": list(cand.alignment.left_added),
            "right_adds": list(cand.alignment.right_added),
            "parts": [
                {
                    "part": c.part.value,
                    "verdict": c.verdict.value,
                    "left": list(c.left.values),
                    "right": list(c.right.values),
                    "sentence": c.sentence,
                }
                for c in cand.parts
            ],
        }
    return record


def _evidence(seen: Evidence, ours: str, theirs: str) -> dict[str, Any]:
    return {
        "signal": seen.signal,
        "sentence": seen.sentence,
        "raw": seen.raw,
        "weight": seen.weight,
        "left": _spans(seen.left, ours),
        "right": _spans(seen.right, theirs),
    }


def _spans(spans: tuple[Span, ...], text: str) -> list[dict[str, Any]]:
    return [{"start": s.start, "end": s.end, "words": s.of(text)} for s in spans]


def candidate_set(side: SideBySide, decided: Iterable[MappingSet] = ()) -> MappingSet:
    """What the program proposes of one crosswalk: related pairs that nobody has rejected, all `proposed`.

    What was rejected in any of the other sets of `decided`, in either direction, is not proposed here;
    nor is what was rejected before its text moved, for that row stands to be looked at again.
    """
    own = [row.decided for row in side.rows if row.decided]
    rejected = {m.pair for m in own if Status.REJECTED in {m.status, m.was}}
    rejected |= {pair for found in decided for pair in _rejected(found, side)}
    offered = [cand for cand in side.candidates if (cand.left, cand.right) not in rejected]
    return _candidates(f"{side.id}.candidates", side.title, side.left, side.right, offered)


def _rejected(found: MappingSet, side: SideBySide) -> Iterator[tuple[str, str]]:
    """The pairs that a set between the same two documents rejects, as this crosswalk would name them."""
    here, there = side.left.source.id, side.right.source.id
    for mapping in found:
        if mapping.status is Status.REJECTED and (found.left_source, found.right_source) == (here, there):
            yield mapping.pair
        elif mapping.status is Status.REJECTED and (found.left_source, found.right_source) == (there, here):
            yield mapping.right, mapping.left


def _candidates(
    set_id: str, title: str, left: Corpus, right: Corpus, candidates: Iterable[Candidate]
) -> MappingSet:
    rows = [_candidate(cand, left, right) for cand in candidates if cand.judgement is not None]
    return MappingSet(
        set_id,
        f"{title}: candidates proposed by software",
        left.source.id,
        right.source.id,
        left.source.as_of,
        right.source.as_of,
        tuple(row for row in rows if row.relation is not Relation.NONE),
        tool="crosswalk",
        tool_version=__version__,
    )


def _candidate(cand: Candidate, left: Corpus, right: Corpus) -> Mapping:
    judged = cand.judgement
    ours, theirs = left[cand.left], right[cand.right]
    return Mapping(
        cand.left,
        cand.right,
        judged.relation if judged else Relation.NONE,
        Status.PROPOSED,
        sentence=judged.sentence if judged else "",
        basis=judged.basis if judged else None,
        strength=judged.strength if judged else None,
        confidence=cand.confidence,
        author=f"crosswalk {__version__}",
        left_label=ours.heading or ours.citation,
        right_label=theirs.heading or theirs.citation,
        left_digest=ours.digest,
        right_digest=theirs.digest,
    )


def _sssom(found: Proposals) -> str:
    from crosswalk.ledger.sssom import format_mappings

    left, right = found.left, found.right
    title = f"{left.source.title} and {right.source.title}"
    name = f"{left.source.id}--{right.source.id}"
    return format_mappings(_candidates(name, title, left, right, found.candidates))
