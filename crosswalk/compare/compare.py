"""Compare two documents: propose pairs, predict their relations, merge decisions, build the rows, and answer every provision."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from crosswalk.compare.coverage import CoverageInputs, Coverages, cover_provisions
from crosswalk.compare.document import Document, frames_of, not_assessed
from crosswalk.compare.links import Frames, find_implementing_provisions, implementing_measures, links_between
from crosswalk.compare.listed import (
    Sides,
    align_likely,
    considered,
    defined_candidate,
    frames_in_pairs,
    join_measures,
    listed_candidate,
    measured_candidate,
    read_sides,
    sides_nearness,
)
from crosswalk.compare.shared_terms import (
    NO_RELATIONS,
    NOTHING_SHARED,
    ConceptRelations,
    SharedTerms,
    shared_terms,
)
from crosswalk.compare.unmet import encode_texts
from crosswalk.language.topics import Topics, topics, topics_of
from crosswalk.model.alignment import (
    Candidate,
    ProvisionCoverage,
)
from crosswalk.model.annotation import Part
from crosswalk.model.cache import NO_CACHE, Cache
from crosswalk.model.comparison import Comparison, ComparisonRow, TopicName
from crosswalk.model.corpus import Corpus
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.mapping import MappingSet
from crosswalk.model.relation import Relation, Status
from crosswalk.relate.listing import LISTED
from crosswalk.relate.predict import Names
from crosswalk.retrieve.matcher import propose

# The most undecided counterparts that are shown for a left provision.
SHOWN = 4


def closeness(cand: Candidate) -> float:
    """How close two provisions are: the fitted chance, or else shares, common measure parts and confidence.

    It is 0 for a pair without a relation.
    """
    if cand.prediction is None or cand.prediction.relation is Relation.NONE:
        return 0.0
    if cand.fitted:
        return cand.confidence
    shared = (cand.alignment.left_share + cand.alignment.right_share) / 2
    if cand.parts:
        said = [c for c in cand.parts if c.left.values and c.part is not Part.AUTHORITY]
        shared += sum(bool(set(c.left.values) & set(c.right.values)) for c in said) / max(len(said), 1)
    return shared + cand.confidence


def comparison_rows(
    crosswalk: str,
    left: Corpus,
    right: Corpus,
    judged: Sequence[Candidate],
    decided: MappingSet | None,
    unasked: Collection[str],
) -> tuple[ComparisonRow, ...]:
    """The rows of a page: decided pairs, proposed pairs, then the provisions of either side without a pair.

    `crosswalk` is its id; a provision that is not assessed (`unasked`) has no row of its own.
    """
    by_pair = {(cand.left, cand.right): cand for cand in judged}
    standing = [m for m in decided or () if m.status is not Status.SUPERSEDED]
    rows = [_decided_row(crosswalk, m, by_pair.get(m.pair)) for m in standing]
    taken = {(row.left, row.right) for row in rows}
    shown = {pair for pair in _proposed(right, judged) if pair not in taken}
    rows += [_proposed_row(crosswalk, by_pair[pair]) for pair in shown]
    said = [row for row in rows if not row.refused]
    answered_left, answered_right = {row.left for row in said}, {row.right for row in said}
    rows += [
        ComparisonRow(f"{crosswalk}:{p.id}~", p.id, "", Status.PROPOSED, Relation.NONE, "")
        for p in left
        if not p.is_heading and p.id not in answered_left and p.id not in unasked
    ]
    rows += [
        ComparisonRow(f"{crosswalk}:~{p.id}", "", p.id, Status.PROPOSED, Relation.NONE, "")
        for p in right
        if p.id not in answered_right and p.id not in unasked and not (p.is_heading and right.children(p.id))
    ]
    order_left, order_right = ({prov.id: n for n, prov in enumerate(side)} for side in (left, right))

    def place(row: ComparisonRow) -> tuple[int, float, int]:
        """The sort key of a row: left document order, then closest first; unmatched right provisions come last."""
        near = closeness(row.candidate) if row.candidate else 0.0
        return order_left.get(row.left, len(order_left)), -near, order_right.get(row.right, len(order_right))

    return tuple(sorted(rows, key=place))


def _decided_row(crosswalk: str, mapping: Decided, cand: Candidate | None) -> ComparisonRow:
    return ComparisonRow(
        f"{crosswalk}:{mapping.left}~{mapping.right}",
        mapping.left,
        mapping.right,
        mapping.status,
        mapping.relation,
        mapping.sentence,
        cand,
        mapping,
    )


def _proposed_row(crosswalk: str, cand: Candidate) -> ComparisonRow:
    assert cand.prediction is not None  # noqa: S101 - judge_proposed judges every candidate
    return ComparisonRow(
        f"{crosswalk}:{cand.left}~{cand.right}",
        cand.left,
        cand.right,
        Status.PROPOSED,
        cand.prediction.relation,
        cand.prediction.sentence,
        cand,
    )


def _proposed(right: Corpus, judged: Sequence[Candidate]) -> set[tuple[str, str]]:
    """The pairs that get a row: the listed ones; for measures and definitions, the closest of either side."""
    chosen = {(cand.left, cand.right) for cand in judged if cand.fitted and cand.listed}
    others = [cand for cand in judged if not cand.fitted and closeness(cand) > 0]
    chosen |= {(cand.left, cand.right) for cand in others if cand.rank <= SHOWN}
    for prov in right:
        mine = [cand for cand in others if cand.right == prov.id]
        if mine:
            best = max(mine, key=lambda c: (closeness(c), c.score, c.left))
            chosen.add((best.left, best.right))
    return chosen


# The kind of crosswalk that compares two definitions element by element.
DEFINITION = "definition"


@dataclass(frozen=True)
class ReadingLimits:
    """How much of two documents is read. Each number bounds one cost, so that time grows with texts and likely pairs.

    A build and a proposal read pairs the same way; a proposal, whose documents nobody chose, is also bound by the last
    three.
    """

    # Up to this many pairs all are scored, and all are rivals; above it retrieval proposes pairs.
    scored: int = 300_000
    # How many candidates each provision then gets from retrieval, if they have the chance of `possible`.
    retrieved: int = 12
    # Pairs of at least this chance are read closely, a millisecond each.
    possible: float = 0.05
    # So are this many of the nearest pairs of each left provision, whatever their chance.
    nearest: int = 3
    # The last rank at which a pair has evidence of each signal, which only those pairs need that are shown.
    explained: int = SHOWN
    # Above this many provisions on both sides together no text is parsed, which takes ten milliseconds each: pairs are
    # only ranked, for sifting, and parts of such a list can be proposed again.
    parsed: int = 4_000
    # Up to this many pairs both sides are parsed and every pair gets a chance of being listed; above it, and without
    # the model, the wording alone relates the nearest pairs.
    framed: int = 40_000
    # How many pairs the wording relates at most, one for each left provision in any case.
    worded: int = 900


BUILD = ReadingLimits()
PROPOSAL = ReadingLimits(explained=10)


@dataclass(frozen=True)
class Plan:
    """The crosswalk to compute, with the names of its sides."""

    id: str
    title: str
    kind: str
    names: Names
    topics: Topics = field(default_factory=topics)


def compare(
    plan: Plan,
    left: Document,
    right: Document,
    links: ConceptRelations,
    decided: MappingSet | None = None,
    rungs: Sequence[Document] = (),
    *,
    cache: Cache = NO_CACHE,
) -> Comparison:
    """Compare two documents; the result holds all that the pages of a crosswalk show.

    Results of an earlier build that are still valid are read from `cache`.
    """
    pairs = frozenset(m.pair for m in decided or () if m.left and m.right)
    leads = plan.kind == DEFINITION
    frames = frames_of(left, cache, lead_ins=leads), frames_of(right, cache, lead_ins=leads)
    judged = predict_pairs(plan, left, right, links, frames, cache, pairs)
    unasked = (
        not_assessed(left, frames[0], plan.names.left),
        not_assessed(right, frames[1], plan.names.right),
    )
    rows = comparison_rows(plan.id, left.part, right.part, judged, decided, {*unasked[0], *unasked[1]})
    read = CoverageInputs(frames, unasked)
    answers = _coverage(plan, left, right, rows, judged, read, cache)
    spelled = find_implementing_provisions(left, rungs, cache)
    return Comparison(
        plan.id,
        plan.title,
        plan.kind,
        left.part,
        right.part,
        left.whole,
        right.whole,
        rows,
        *answers,
        candidates=judged,
        annotated_left={prov.id: left.annotated[prov.id] for prov in left.part},
        annotated_right={prov.id: right.annotated[prov.id] for prov in right.part},
        rungs=spelled,
        rung_measures=implementing_measures(left, plan.names.left, spelled, rungs),
        left_name=plan.names.left,
        right_name=plan.names.right,
        frames_left=frames[0],
        frames_right=frames[1],
        topics_left=_topics(plan, frames[0], cache),
        topics_right=_topics(plan, frames[1], cache),
    )


def _coverage(
    plan: Plan,
    left: Document,
    right: Document,
    rows: Sequence[ComparisonRow],
    judged: Sequence[Candidate],
    read: CoverageInputs,
    cache: Cache,
) -> Coverages:
    """The answers for both sides, cached by texts, rows and decisions."""
    decided = [(row.left, row.right, row.status, row.relation, row.sentence, row.decided) for row in rows]
    wholes = [cache.digest_once(one) for side in (left, right) for one in (side.whole, side.annotated)]
    of = (plan.names, plan.kind, plan.topics, left.part, right.part, wholes, decided)
    make = partial(cover_provisions, plan.names, left, right, rows, judged, read, cache=cache)
    return cache.get_or_compute(
        "coverage", of, tuple[tuple[ProvisionCoverage, ...], tuple[ProvisionCoverage, ...]], make
    )


def _topics(plan: Plan, frames: Frames, cache: Cache) -> dict[str, tuple[TopicName, ...]]:
    """The topics of each provision, by provision id; provisions without a topic are left out."""

    def read() -> dict[str, tuple[TopicName, ...]]:
        found = topics_of(list(frames.values()), plan.topics)
        return {i: tuple(TopicName(one.id, one.label) for one in mine) for i, mine in found.items() if mine}

    of = plan.topics, [(item.provision, item.full_text) for item in frames.values()]
    return cache.get_or_compute("topics", of, dict[str, tuple[TopicName, ...]], read)


def predict_pairs(
    plan: Plan,
    left: Document,
    right: Document,
    links: ConceptRelations,
    frames: tuple[Frames, Frames],
    cache: Cache = NO_CACHE,
    pairs: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[Candidate, ...]:
    """Every pair worth reading, each with its alignment, measure comparison and relation.

    The decided `pairs` are always included. The order is that of the left document, then closest first; ranks are
    counted again from 1.
    """
    of = (plan.names, plan.kind, plan.topics, links, *left.grounds, *right.grounds)
    judge = partial(_judge_all, plan, left, right, links, frames)
    judged = cache.get_or_compute("judged", of, tuple[Candidate, ...], partial(judge, frozenset()))
    # A decision on a pair that was read anyway must not invalidate the cache.
    missing = pairs - {(cand.left, cand.right) for cand in judged}
    if not missing:
        return judged
    return cache.get_or_compute(
        "judged", (*of, sorted(missing)), tuple[Candidate, ...], partial(judge, missing)
    )


def _judge_all(
    plan: Plan,
    left: Document,
    right: Document,
    links: ConceptRelations,
    frames: tuple[Frames, Frames],
    pairs: frozenset[tuple[str, str]],
) -> tuple[Candidate, ...]:
    proposed = scored_pairs(left, right, pairs, explain=BUILD.explained)
    if len(left.part) * len(right.part) > BUILD.scored:
        frames = frames_in_pairs(frames, proposed)
    return judge_proposed(plan, left, right, frames, proposed, pairs, links)


def scored_pairs(
    left: Document, right: Document, pairs: Collection[tuple[str, str]] = (), *, explain: int = 0
) -> tuple[Candidate, ...]:
    """The pairs by whose scores chances are computed: all of them, or of long documents the likely ones and `pairs`.

    Ranks up to `explain` have evidence.
    """
    every = len(left.part) * len(right.part) <= BUILD.scored
    found = propose(
        left.part,
        right.part,
        top=0 if every else BUILD.retrieved,
        explain=explain,
        concepts=(left.concepts, right.concepts),
    )
    return (
        found
        if every
        else tuple(c for c in found if c.confidence >= BUILD.possible or (c.left, c.right) in pairs)
    )


def judge_proposed(
    plan: Plan,
    left: Document,
    right: Document,
    frames: tuple[Frames, Frames],
    proposed: Sequence[Candidate],
    pairs: frozenset[tuple[str, str]] = frozenset(),
    links: ConceptRelations = NO_RELATIONS,
    *,
    answers: bool = False,
) -> tuple[Candidate, ...]:
    """The proposed pairs worth reading closely, each with its relation, ranked as in `predict_pairs`.

    If only the `answers` to the left provisions are wanted, no statements are made, and of the pairs that are not
    listed only the nearest are read.
    """
    sides = read_sides(*frames, proposed, links_between(plan.names, left, right, frames))
    worth = [cand for cand in proposed if _worth_reading(cand, sides, pairs)]
    if answers:
        chosen = _answering(worth, sides, left)
        worth = [cand for cand in worth if (cand.left, cand.right) in chosen]
    named = {(cand.left, cand.right) for cand in worth}
    wanted = [
        cand
        for cand in proposed
        if plan.kind == DEFINITION or join_measures(cand, left, right) or (cand.left, cand.right) in named
    ]
    judged = judge_candidates(plan, left, right, frames, wanted, sides, links, stated=not answers)
    return _ranked(left.part, judged)


def judge_candidates(
    plan: Plan,
    left: Document,
    right: Document,
    frames: tuple[Frames, Frames],
    candidates: Sequence[Candidate],
    sides: Sides,
    links: ConceptRelations = NO_RELATIONS,
    *,
    stated: bool = True,
) -> list[Candidate]:
    """Each candidate with its relation, in the order given; `sides` holds the chances.

    `links` are the relations of concepts, by which the elements of definitions are compared. Without `stated` only those
    statements are made that decide something.
    """
    if plan.kind != DEFINITION:
        pairs = sorted((cand.left, cand.right) for cand in candidates)
        encode_texts(item for pair in pairs for item in considered(pair, sides) or ())
    about = sides_nearness(sides, plan.topics)
    shared = shared_terms(left, right, _named_sides(plan, left, right, frames), links)
    judged = []
    for cand in candidates:
        if join_measures(cand, left, right):
            terms = shared.get((cand.left, cand.right), NOTHING_SHARED)
            judged.append(measured_candidate(plan.names, cand, left, right, sides, terms))
        elif plan.kind == DEFINITION:
            terms = _terms_of(cand, left, right, shared)
            whole = "definition" in {left.part[cand.left].kind, right.part[cand.right].kind}
            judged.append(defined_candidate(plan.names, cand, sides, about, terms, whole=whole))
        else:
            judged.append(
                listed_candidate(plan.names, align_likely(cand, sides), sides, about, stated=stated)
            )
    return judged


def _terms_of(
    cand: Candidate, left: Document, right: Document, shared: Mapping[tuple[str, str], SharedTerms]
) -> SharedTerms:
    """What a pair names in common; nothing for the lead-in of a list, whose elements are compared by themselves."""
    leads = left.part[cand.left].text, right.part[cand.right].text
    opens = any(text.rstrip().endswith(("—", "–", ":")) for text in leads)
    return NOTHING_SHARED if opens else shared.get((cand.left, cand.right), NOTHING_SHARED)


def _named_sides(
    plan: Plan, left: Document, right: Document, frames: tuple[Frames, Frames]
) -> tuple[Frames, Frames]:
    """The frames of the provisions that are compared by what they name: all of two definitions, else the measures."""
    if plan.kind == DEFINITION:
        return frames
    ours, theirs = (
        {i: item for i, item in found.items() if i in side.measures}
        for side, found in zip((left, right), frames, strict=True)
    )
    return ours, theirs


def _worth_reading(cand: Candidate, sides: Sides, pairs: frozenset[tuple[str, str]]) -> bool:
    """Whether a pair is read closely: it is decided or likely, or is one of the nearest."""
    pair = cand.left, cand.right
    return pair in pairs or cand.rank <= BUILD.nearest or sides.chances.get(pair, 0.0) >= BUILD.possible


def _answering(worth: Sequence[Candidate], sides: Sides, left: Document) -> set[tuple[str, str]]:
    """The pairs that tell how the left provisions are answered: the likely ones, and the nearest of each provision.

    Those of a measure are all read, since they are ranked with the pairs of measures.
    """
    by_left: dict[str, list[tuple[float, float, str]]] = {}
    for cand in worth:
        chance = sides.chances.get((cand.left, cand.right), 0.0)
        by_left.setdefault(cand.left, []).append((chance, cand.score, cand.right))
    return {
        (one, two)
        for one, mine in by_left.items()
        for rank, (chance, _, two) in enumerate(sorted(mine, key=lambda pair: (-pair[0], -pair[1], pair[2])))
        if rank < BUILD.nearest or chance >= LISTED or one in left.measures
    }


def _ranked(left: Corpus, judged: Iterable[Candidate]) -> tuple[Candidate, ...]:
    by_left: dict[str, list[Candidate]] = {prov.id: [] for prov in left}
    for cand in judged:
        by_left[cand.left].append(cand)
    ordered: list[Candidate] = []
    for found in by_left.values():
        found.sort(key=lambda c: (-closeness(c), -c.score, c.right))
        ordered.extend(replace(cand, rank=rank) for rank, cand in enumerate(found, start=1))
    return tuple(ordered)
