"""Compare the crosswalks of a workspace, or any two documents."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crosswalk import __version__
from crosswalk.compare.compare import PROPOSAL, Plan, ReadingLimits, compare, judge_candidates, scored_pairs
from crosswalk.compare.deciding_terms import decide_by_definitions
from crosswalk.compare.document import Document, frames_of, read_document
from crosswalk.compare.levels import Family, add_levels
from crosswalk.compare.links import links_between
from crosswalk.compare.listed import CITED, only_cited, read_sides
from crosswalk.compare.other_pages import agree
from crosswalk.compare.shared_terms import concept_relations
from crosswalk.errors import LedgerError
from crosswalk.language.citations import references_of
from crosswalk.language.frames import read_provisions
from crosswalk.language.lexicon import Lexicon
from crosswalk.ledger.comments import read_comments
from crosswalk.ledger.sssom import read_parsed
from crosswalk.model.alignment import Candidate, Evidence
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.change import EditionComparison
from crosswalk.model.citation import SectionMap
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.mapping import MappingSet
from crosswalk.model.read_result import Reference
from crosswalk.model.relation import Relation, Status
from crosswalk.relate.predict import Names, relate_wordings
from crosswalk.relate.wording import says_it_cites
from crosswalk.retrieve.matcher import model_ahead, propose
from crosswalk.retrieve.signals import SHIPPED_MODEL
from crosswalk.services.compare_editions import compare_named, edition_steps, read_side
from crosswalk.workspace.config import CrosswalkEntry, SideEntry
from crosswalk.workspace.workspace import Workspace

# The kinds of text by level: a statute, and what is under it.
_BINDING = ("statute", "regulation", "guidance")


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
    sections: SectionMap | None = None,
    *,
    top: int,
    evidence: bool = True,
    model: str | None = None,
    meaning: bool = True,
    limits: ReadingLimits = PROPOSAL,
) -> Proposals:
    """Rank the candidates, with relation and, if wanted, evidence; `top` 0 keeps every scored pair.

    `model` names a sentence-transformers model to use instead of the shipped one; without `meaning` no model is used,
    and confidence is the matcher's own.

    Order and ranks are the matcher's, but a provision that is cited by name comes first; `sections` maps an act's own
    section numbers to the Code. Within `limits.framed` every candidate is judged as in a build. Above it, and without
    `meaning`, each left provision has relations down to rank 10, or to fewer ranks (at least the first) if there are
    more than 90 left provisions; above `limits.parsed` there are none.
    """
    chosen = model or (SHIPPED_MODEL if meaning else None)
    names = Names(*_names(left, right))
    cites = [references_of(side, "own", sections or SectionMap()) for side in (left, right)]
    cited = _citing(names, left, right, *cites)
    if len(left) + len(right) > limits.parsed:
        found = propose(left, right, top=top, explain=0, model=chosen, always=cited)
        return Proposals(
            left, right, tuple(_said_to_cite(cand, cited) for cand in cited_first(found, cited, top))
        )
    framed = meaning and len(left) * len(right) <= limits.framed
    depth = max(1, min(limits.explained, limits.worded // max(1, len(left))))
    with model_ahead(left, right, chosen) as wait:  # the model needs most of the time, and leaves Python free
        ours, theirs = (
            read_document(side, side, lexicon, made) for side, made in zip((left, right), cites, strict=True)
        )
        if framed:
            frames = frames_of(ours, NO_CACHE), frames_of(theirs, NO_CACHE)
        else:
            read = read_provisions(left, [prov.id for prov in left if not prov.is_heading])
        wait()
    found = propose(
        left,
        right,
        top=top,
        explain=limits.explained if evidence else 0,
        concepts=(ours.concepts, theirs.concepts),
        model=chosen,
        always=cited,
    )
    found = tuple(cited_first(found, cited, top))
    if not framed:
        related = _with_relations(names, right, found, read, depth)
        return Proposals(left, right, tuple(_said_to_cite(cand, cited) for cand in related))
    # The chances use the matcher's scores without a model, on which they were fitted.
    sides = read_sides(*frames, scored_pairs(ours, theirs), links_between(names, ours, theirs, frames))
    plan = Plan("proposal", "Proposal", "provisions", names)
    return Proposals(left, right, tuple(judge_candidates(plan, ours, theirs, frames, found, sides)))


def _with_relations(
    names: Names, right: Corpus, found: Sequence[Candidate], ours: Mapping[str, ProvisionFrames], depth: int
) -> list[Candidate]:
    """Candidates with the relation that the wordings give down to a rank; texts are compared without the model.

    `ours` holds the frames of the left provisions that have words of their own; a cited one may be a heading alone.
    """
    chosen = [c for c in found if c.rank <= depth and c.left in ours and not right[c.right].is_heading]
    theirs = read_provisions(right, list(dict.fromkeys(cand.right for cand in chosen)))
    predicted = {
        (cand.left, cand.right): relate_wordings(names, ours[cand.left], theirs[cand.right])
        for cand in chosen
    }
    return [
        replace(cand, prediction=predicted.get((cand.left, cand.right), cand.prediction)) for cand in found
    ]


def _citing(
    names: Names, left: Corpus, right: Corpus, ours: Iterable[Reference], theirs: Iterable[Reference]
) -> dict[tuple[str, str], str]:
    """The pairs in which one provision cites the other by name, each with a sentence on it."""
    if left.source.id == right.source.id:
        return {}
    one, two = says_it_cites(names.left, names.right), says_it_cites(names.right, names.left)
    back = {(to, cite.provision): two for cite in theirs for to in cite.targets if to in left}
    return back | {(cite.provision, to): one for cite in ours for to in cite.targets if to in right}


def cited_first(
    found: Iterable[Candidate], cited: Collection[tuple[str, str]], top: int
) -> Iterator[Candidate]:
    """The first `top` candidates of each left provision (all for 0), cited ones before the others.

    A cited pair that the matcher passed over is added, with the score of the best.
    """
    by_left: dict[str, list[Candidate]] = {}
    for cand in found:
        by_left.setdefault(cand.left, []).append(cand)
    known = {(cand.left, cand.right) for row in by_left.values() for cand in row}
    for left, right in sorted(set(cited) - known):
        by_left.setdefault(left, []).append(Candidate(left, right, 0.0, 0.0, 0))
    for row in by_left.values():
        best = max(cand.score for cand in row)
        raised = [replace(c, score=best) if (c.left, c.right) in cited else c for c in row]
        raised.sort(key=lambda c: (c.left, c.right) not in cited)
        yield from (replace(c, rank=rank) for rank, c in enumerate(raised[: top or None], start=1))


def _said_to_cite(cand: Candidate, cited: Mapping[tuple[str, str], str]) -> Candidate:
    """A candidate that was not read for frames; if one of its provisions cites the other, it is listed with that reason."""
    said = cited.get((cand.left, cand.right))
    if said is None:
        return cand
    judged = cand.prediction
    if judged is None or judged.relation is Relation.NONE:
        judged = only_cited(said)
    else:
        judged = replace(
            judged, sentence=f"{said} {judged.sentence}".strip(), reasons=(said, *judged.reasons)
        )
    evidence = (Evidence("citation", said, 1.0, 0.0), *cand.evidence)
    return replace(cand, confidence=CITED, fitted=True, listed=True, prediction=judged, evidence=evidence)


def _names(left: Corpus, right: Corpus) -> tuple[str, str]:
    first = left.source.name
    second = right.source.name
    return (first, second) if first != second else ("the left document", "the right document")


def candidate_set(comparison: Comparison, decided: Iterable[MappingSet] = ()) -> MappingSet:
    """The program's candidates for one crosswalk: related pairs that nobody has rejected, all `proposed`.

    A pair that was rejected in any other set of `decided`, in either direction, is not proposed; nor is one that was
    rejected before its text changed, since that row needs a second look.
    """
    own = [row.decided for row in comparison.rows if row.decided]
    rejected = {m.pair for m in own if Status.REJECTED in {m.status, m.was}}
    rejected |= {pair for found in decided for pair in _rejected(found, comparison)}
    offered = [cand for cand in comparison.candidates if (cand.left, cand.right) not in rejected]
    return candidate_mappings(
        f"{comparison.id}.candidates", comparison.title, comparison.left, comparison.right, offered
    )


def _rejected(found: MappingSet, comparison: Comparison) -> Iterator[tuple[str, str]]:
    """The pairs that a set between the same two documents rejects, as this crosswalk would name them."""
    here, there = comparison.left.source.id, comparison.right.source.id
    for mapping in found:
        if mapping.status is Status.REJECTED and (found.left_source, found.right_source) == (here, there):
            yield mapping.pair
        elif mapping.status is Status.REJECTED and (found.left_source, found.right_source) == (there, here):
            yield mapping.right, mapping.left


def candidate_mappings(
    set_id: str, title: str, left: Corpus, right: Corpus, candidates: Iterable[Candidate]
) -> MappingSet:
    """The candidates with a relation as a mapping set of the two documents."""
    rows = [
        _candidate(cand, left, right) for cand in candidates if cand.prediction is not None and cand.listed
    ]
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


def _candidate(cand: Candidate, left: Corpus, right: Corpus) -> Decided:
    judged = cand.prediction
    ours, theirs = left[cand.left], right[cand.right]
    return Decided(
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


Progress = Callable[[str], None]


def no_progress(_: str) -> None:
    """Report no progress."""
    return


def compare_current_editions(space: Workspace, comparisons: Sequence[Comparison]) -> list[EditionComparison]:
    """Compare each edition with the next, of every document that the crosswalks rest on, rules and letters too."""
    used = {
        corpus.source.id
        for comparison in comparisons
        for corpus in (comparison.whole_left, comparison.whole_right)
    }
    used |= {
        corpus.source.id
        for comparison in comparisons
        for steps in comparison.rungs.values()
        for corpus, _ in steps
    }
    built = {comparison.id for comparison in comparisons}
    found = []
    for old, new in edition_steps(space):
        if new.id in used:
            both = compare_named(space, new.id, old.as_of, new.as_of)
            found.append(
                replace(both, impacts=tuple(held for held in both.impacts if held.crosswalk in built))
            )
    return found


def compare_crosswalks(
    space: Workspace, *, only: str = "", progress: Progress = no_progress
) -> tuple[Comparison, ...]:
    """Compute every listed crosswalk; what one of them answers, none of the others calls not found."""
    entries = (space.crosswalk(only),) if only else space.crosswalks
    comparisons = []
    for entry in entries:
        progress(f"Comparing: {entry.title}")
        comparisons.append(compare_crosswalk(space, entry))
    return agree(comparisons, {one.id: one.under or one.id for one in space.sources})


def compare_crosswalk(space: Workspace, entry: CrosswalkEntry) -> Comparison:
    """Compute one crosswalk of the list."""
    names = Names(entry.names.left, entry.names.right)
    plan = Plan(entry.id, entry.title, entry.kind, names, space.topics)
    left, right = read_side(space, entry.left), read_side(space, entry.right)
    comparison = compare(
        plan,
        left,
        right,
        concept_relations(space.lexicon),
        _known_rows(space.mapping_file(entry.id), left, right),
        [read_side(space, rung) for rung in entry.rungs],
        cache=space.cache_for(entry.id),
    )
    family = Family(_beside(space, entry.left), _beside(space, entry.right))
    comparison = add_levels(comparison, family, space.lexicon, space.cache_for(entry.id))
    comparison = decide_by_definitions(comparison, family, space.lexicon)
    topics = {topic.id: topic.name for topic in entry.topics}
    deciders = {one.level: one.name for one in entry.deciders}
    comments = read_comments(space.comments_file(entry.id))
    return replace(comparison, comments=comments, topics=topics, deciders=deciders)


def _beside(space: Workspace, side: SideEntry) -> tuple[Corpus, ...]:
    """The newest edition of every statute, rule and letter that belongs to the same statute as a side."""
    own = space.edition(side.corpus, side.as_of)
    root = own.under or own.id
    ids = dict.fromkeys(
        one.id for one in space.sources if root in (one.id, one.under) and one.kind in _BINDING
    )
    found = [space.edition(one) for one in ids if one != own.id]
    return tuple(space.corpus(one.id) for one in sorted(found, key=lambda one: _BINDING.index(one.kind)))


def _known_rows(path: Path, left: Document, right: Document) -> MappingSet | None:
    """The decided rows of a crosswalk, each of which must name provisions that exist.

    A look-again row whose provision is gone from the new edition stays in the file and is not shown.
    """
    if not path.is_file():
        return None
    parsed = read_parsed(path)
    kept = []
    for mapping, line in zip(parsed.mappings, parsed.lines, strict=True):
        missing = [
            (prov_id, side)
            for prov_id, side in ((mapping.left, left), (mapping.right, right))
            if prov_id and prov_id not in side.part
        ]
        if missing and mapping.status is Status.LOOK_AGAIN:
            continue
        kept.append(mapping)
        for prov_id, side in missing:
            if mapping.status is not Status.SUPERSEDED:
                raise LedgerError(
                    f"{path} line {line}: there is no provision {prov_id} in what is compared of"
                    f" {side.whole.source.key}; correct the id, add it to `include` in crosswalks.yaml, or close the"
                    " row with `crosswalk decide`.",
                    code="XW-406",
                )
    return replace(parsed.mappings, mappings=tuple(kept))
