"""How far each provision is answered by the other document, and where else an answer stands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from crosswalk.compare.document import Document
from crosswalk.compare.population import missing_population, population_of
from crosswalk.compare.reasons import Others, Over, with_reasons
from crosswalk.compare.residual import faced, find_residual
from crosswalk.measures.compare import compare_measures
from crosswalk.model.alignment import Alignment, Candidate, PartVerdict, ProvisionCoverage, Residual
from crosswalk.model.annotation import Span
from crosswalk.model.cache import NO_CACHE, Cache
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Coverage, Group, Relation, Status, Verification
from crosswalk.relate.align import align, align_units, share_met, shared_weight
from crosswalk.relate.content_units import ContentUnit
from crosswalk.relate.predict import Names, predict_relation
from crosswalk.relate.rules import SHARED
from crosswalk.relate.unit_index import ConceptRelations, UnitIndex
from crosswalk.retrieve.matcher import no_counterpart, propose

# An answer elsewhere must meet this share of what the provision asks: a stray word is not an answer.
ELSEWHERE = 0.3
# A further passage is named when it answers this much more.
GAIN = 0.1
# What weighs at least this much of the heaviest ask is a main ask.
MAIN = 0.75
# A concept counts as answered from here; a kindred or wider one answers so far.
POINT = 0.5
# A main ask is answered by what names it outright: being related is not enough, nor is a light word.
OUTRIGHT = 0.9
SEVERAL = 4
# How many passages of the rest of a document are looked at closely for each provision.
RETRIEVED = 20
_NEAR = 3
# Places that answer a provision, and those that only touch on it.
FoundElsewhere = tuple[tuple[str, ...], tuple[str, ...]]
_BY_RELATION = {
    Relation.EQUAL: Coverage.COVERED,
    Relation.SUBSET: Coverage.COVERED,
    Relation.SUPPORTED: Coverage.PARTLY,
    Relation.SUPERSET: Coverage.PARTLY,
    Relation.INTERSECTS: Coverage.PARTLY,
    Relation.SUPPORTS: Coverage.PARTLY,
    Relation.CONTRARY: Coverage.CONTRARY,
    Relation.NONE: Coverage.NOT_FOUND,
}
_BEST_FIRST = (Coverage.COVERED, Coverage.PARTLY, Coverage.CONTRARY, Coverage.NOT_FOUND)
_LIVE = frozenset({Status.PROPOSED, Status.DRAFT, Status.CONFIRMED, Status.LOOK_AGAIN})


def cover_provisions(
    names: Names,
    left: Document,
    right: Document,
    links: ConceptRelations,
    rows: Sequence[ComparisonRow],
    judged: Sequence[Candidate],
    *,
    kept: Cache = NO_CACHE,
) -> tuple[tuple[ProvisionCoverage, ...], tuple[ProvisionCoverage, ...]]:
    """One answer for every provision of the left part, and one for every provision of the right."""
    parts = left.part, right.part
    none_left, none_right = kept.get_or_compute(
        "alone", parts, tuple[dict[str, float], dict[str, float]], partial(no_counterpart, *parts)
    )
    flipped = Names(names.right, names.left)
    mine: Sequence[ProvisionCoverage] = _answers("left", left, right, rows, judged, none_left)
    yours: Sequence[ProvisionCoverage] = _answers("right", right, left, rows, judged, none_right)
    mine, yours = (
        _look_elsewhere(mine, names, left, right, links, kept),
        _look_elsewhere(yours, flipped, right, left, links, kept),
    )
    ours, theirs = _others(names, left, right, links), _others(flipped, right, left, links)
    return (
        with_reasons(mine, "left", names, judged, _over("left", left, right), ours),
        with_reasons(
            yours, "right", names, judged, _over("right", right, left), lambda one, two: theirs(two, one)
        ),
    )


def cover_left(
    names: Names,
    left: Document,
    right: Document,
    links: ConceptRelations,
    rows: Sequence[ComparisonRow],
    judged: Sequence[Candidate],
) -> tuple[ProvisionCoverage, ...]:
    """One answer for every provision of the left part; nothing is looked for outside the right part."""
    answers = _answers("left", left, right, rows, judged, {})
    people = _others(names, left, right, links)
    return with_reasons(answers, "left", names, judged, _over("left", left, right), people)


def _over(side: str, asked: Document, given: Document) -> Over:
    """What the counterparts of a provision together leave open, by its id and its judged pairs."""

    def told(prov_id: str, pairs: Sequence[Candidate]) -> Residual:
        others = [given.whole[pair.right if side == "left" else pair.left].text for pair in pairs]
        rows = [faced(pair.alignment, side, other) for pair, other in zip(pairs, others, strict=True)]
        return find_residual(asked.whole[prov_id], asked.annotated.get(prov_id), rows)

    return told


def _others(names: Names, asked: Document, given: Document, links: ConceptRelations) -> Others:
    """Whom the given document leaves out that the asking one speaks of, by the ids of both provisions."""

    def told(ours: str, theirs: str) -> str:
        asks = population_of(asked.whole[ours], asked.annotated.get(ours), links)
        gives = population_of(given.whole[theirs], given.annotated.get(theirs), links)
        return missing_population(names.left, names.right, asks, gives, links)

    return told


def _answers(
    side: str,
    asked: Document,
    given: Document,
    rows: Sequence[ComparisonRow],
    judged: Sequence[Candidate],
    none: Mapping[str, float],
) -> list[ProvisionCoverage]:
    found = []
    for prov in asked.part:
        mine = [row for row in rows if (row.left if side == "left" else row.right) == prov.id]
        pairs = [
            ((row.right, row.relation) if side == "left" else (row.left, row.relation.inverse))
            for row in mine
            if row.status in _LIVE and not row.refused
            if row.left and row.right and row.relation is not Relation.NONE
        ]
        answer = _answer(side, asked.part, prov, pairs, given.part, judged, none)
        found.append(_with_groups(answer, mine, given.part))
    return found


def _with_groups(
    answer: ProvisionCoverage, rows: Sequence[ComparisonRow], given: Corpus
) -> ProvisionCoverage:
    """The answer with what several counterparts that people confirmed together answer as one."""
    asked = (answer.side, answer.provision, rows)
    if answer.coverage is not Coverage.PARTLY or not answers_together(*asked):
        return answer
    checked = {i for i in answer.best if given[i].verification is not Verification.UNVERIFIED}
    sure = answers_together(*asked, checked)
    return replace(answer, coverage=Coverage.COVERED, verified=Coverage.COVERED if sure else answer.verified)


def leads_in(corpus: Corpus, prov: Provision) -> bool:
    """Whether a provision only opens a list, so that its items ask and it does not."""
    opens = prov.text.rstrip().endswith(("—", "–", ":"))
    return opens and bool(corpus.children(prov.id))


def _answer(
    side: str,
    asked: Corpus,
    prov: Provision,
    pairs: Sequence[tuple[str, Relation]],
    given: Corpus,
    judged: Sequence[Candidate],
    none: Mapping[str, float],
) -> ProvisionCoverage:
    searched = f"{given.source.title}, as of {given.source.as_of}, {_scope(given)} compared closely"
    if prov.is_heading or (leads_in(asked, prov) and not pairs):
        return ProvisionCoverage(prov.id, side, Coverage.NOT_ASSESSED, searched=searched)
    checked = [p for p in pairs if given[p[0]].verification is not Verification.UNVERIFIED]
    return ProvisionCoverage(
        prov.id,
        side,
        _coverage(pairs),
        best=tuple(dict.fromkeys(i for i, _ in pairs)),
        near=() if pairs else _nearest(side, prov.id, judged),
        searched=searched,
        no_counterpart=none.get(prov.id, 1.0),
        verified=_coverage(checked),
    )


def _coverage(pairs: Sequence[tuple[str, Relation]]) -> Coverage:
    states = {_BY_RELATION[relation] for _, relation in pairs} or {Coverage.NOT_FOUND}
    return next(state for state in _BEST_FIRST if state in states)


def _scope(corpus: Corpus) -> str:
    worded = sum(not prov.is_heading for prov in corpus)
    return f"{worded} provision{'s'[: worded != 1]}"


def _nearest(side: str, prov_id: str, judged: Sequence[Candidate]) -> tuple[str, ...]:
    mine = [c for c in judged if (c.left if side == "left" else c.right) == prov_id]
    mine.sort(key=lambda c: (-c.score, c.left, c.right))
    return tuple((c.right if side == "left" else c.left) for c in mine[:_NEAR])


def _look_elsewhere(
    answers: Sequence[ProvisionCoverage],
    names: Names,
    asked: Document,
    given: Document,
    links: ConceptRelations,
    kept: Cache,
) -> tuple[ProvisionCoverage, ...]:
    """For what is not fully answered in the part compared, look in the rest of the same document."""
    open_ids = [a.provision for a in answers if a.coverage in {Coverage.NOT_FOUND, Coverage.PARTLY}]
    rest = _rest(given)
    if not open_ids or not len(rest):
        return tuple(answers)
    wanted = asked.part.keep(open_ids)
    read = kept.digest_once(asked.annotated), kept.digest_once(given.whole), kept.digest_once(given.annotated)
    of = (names, links, wanted, [prov.id for prov in given.part], *read)
    make = partial(find_elsewhere, wanted, rest, names, asked, given, links)
    found = kept.get_or_compute("elsewhere", of, dict[str, FoundElsewhere], make)
    return tuple(_with_places(a, *found.get(a.provision, ((), ()))) for a in answers)


def _with_places(
    answer: ProvisionCoverage, answering: tuple[str, ...], touching: tuple[str, ...]
) -> ProvisionCoverage:
    """Places that answer stand as such; those that only touch on a thing not found came close, no more."""
    near = (*touching, *answer.near) if answer.coverage is Coverage.NOT_FOUND else answer.near
    return replace(answer, elsewhere=answering, near=near)


def _rest(given: Document) -> Corpus:
    return given.whole.keep([p.id for p in given.whole if p.id not in given.part and not p.is_heading])


def find_elsewhere(
    wanted: Corpus, rest: Corpus, names: Names, asked: Document, given: Document, links: ConceptRelations
) -> dict[str, FoundElsewhere]:
    """Provisions of `rest` that answer each wanted provision, and where none does those that touch on it.

    Both are best first and at most three. A measure is answered by a measure of the same outcome,
    anything else by a passage that meets enough of what is asked and names a main ask outright.
    """
    asks = UnitIndex(wanted, rest, asked.annotated, given.annotated, links)
    found: dict[str, list[tuple[float, str]]] = {}
    for prov in wanted:
        if prov.id in asked.measures:
            found[prov.id] = _measures_elsewhere(prov, rest, names, asked, given, asks)
    texts = wanted.keep([prov.id for prov in wanted if prov.id not in asked.measures])
    by_left: dict[str, list[str]] = {}
    for cand in propose(texts, rest, top=RETRIEVED, explain=0):
        by_left.setdefault(cand.left, []).append(cand.right)
    together = {prov: _together(wanted[prov], [rest[i] for i in ids], asks) for prov, ids in by_left.items()}
    measured = {prov: (tuple(i for _, i in sorted(hits)[:_NEAR]), ()) for prov, hits in found.items()}
    return measured | together


def _together(prov: Provision, others: Sequence[Provision], asks: UnitIndex) -> FoundElsewhere:
    """At most three passages that together answer, or touch on, enough of a provision, the fullest first.

    One passage is enough where it meets `ELSEWHERE` of what is asked; the next ones are named when
    they answer something that those before left open.
    """
    near = {other.id: align_units(prov, other, asks) for other in others}
    gives = {i: lined.left_coverage for i, lined in near.items() if shared_weight(lined) >= SHARED}
    met: tuple[float, ...] = (0.0,) * len(asks.left[prov.id])
    chosen: list[str] = []
    while gives and len(chosen) < _NEAR:
        gain, best = max((share_met(prov, given, met, asks), i) for i, given in gives.items())
        if gain - share_met(prov, met, met, asks) < GAIN:
            break
        met = tuple(max(pair) for pair in zip(met, gives.pop(best), strict=True))
        chosen.append(best)
    if share_met(prov, met, met, asks) < ELSEWHERE:
        return (), ()
    if _to_the_point(asks.left[prov.id], met):
        return tuple(chosen), ()
    return (), tuple(chosen)


def _to_the_point(asked: Sequence[ContentUnit], met: Sequence[float]) -> bool:
    """Whether a main ask is named outright, or several of the concepts that make up a thing of many parts."""
    main = max(SHARED, MAIN * max((unit.weight for unit in asked), default=0.0))
    answered = [(unit, got) for unit, got in zip(asked, met, strict=True) if got >= POINT]
    several = sum(unit.concept for unit, _ in answered) >= SEVERAL
    return several or any(unit.weight >= main and got >= OUTRIGHT for unit, got in answered)


def _measures_elsewhere(
    prov: Provision, rest: Corpus, names: Names, asked: Document, given: Document, asks: UnitIndex
) -> list[tuple[float, str]]:
    found = []
    for other in rest:
        if other.id in given.measures:
            lined_up = align(prov, other, asks)
            parts = compare_measures(
                asked.measures[prov.id], given.measures[other.id], names=(names.left, names.right)
            )
            if predict_relation(prov, other, lined_up, names, parts).relation is not Relation.NONE:
                same = sum(part.verdict is PartVerdict.SAME for part in parts)
                found.append((-same - lined_up.left_share, other.id))
    return found


# What a group leaves open of what is asked, by length of the phrases, and still answers it: as little as two
# texts may have left over that ask for the same.
OPEN = 0.25
_SHARED = {"left": Group.SPLIT, "right": Group.CONSOLIDATED}
_NO_ANSWER = frozenset({Relation.NONE, Relation.CONTRARY})


def group_of(side: str, prov_id: str, rows: Iterable[ComparisonRow]) -> tuple[ComparisonRow, ...]:
    """The rows that people confirmed as meant together for one provision; `side` is the one it stands on."""
    return tuple(
        row
        for row in rows
        if row.decided
        and row.status is Status.CONFIRMED
        and row.decided.group is _SHARED[side]
        and row.relation not in _NO_ANSWER
        and (row.left if side == "left" else row.right) == prov_id
    )


def answers_together(
    side: str, prov_id: str, rows: Iterable[ComparisonRow], checked: Collection[str] | None = None
) -> bool:
    """Whether two or more rows, confirmed as a group, leave next to nothing open of one provision.

    What one of them answers need not be answered by the others. A pair that was never read side by
    side, or read as two measures part by part, answers nothing that could be shown so. With `checked`
    only these counterparts count.
    """
    group = [
        row
        for row in group_of(side, prov_id, rows)
        if checked is None or (row.right if side == "left" else row.left) in checked
    ]
    found = [row.candidate.alignment for row in group if row.candidate and not row.candidate.parts]
    return len(group) > 1 and bool(found) and _open_share(side, found) <= OPEN


def _open_share(side: str, found: Sequence[Alignment]) -> float:
    """How much of what is asked none of the alignments answers, 0..1."""
    asked: set[int] = set()
    left_open: set[int] | None = None
    for one in found:
        mine = one.left_only if side == "left" else one.right_only
        met = [span for m in one.matches for span in (m.left if side == "left" else m.right)]
        over = _places(mine) - _places(met)
        asked |= _places(met) | over
        left_open = over if left_open is None else left_open & over
    return len(left_open or ()) / len(asked) if asked else 1.0


def _places(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}
