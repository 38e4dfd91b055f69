"""The method page: how pairs are found, how sure one can be, and what is known to be missing."""

from collections.abc import Iterator, Sequence

from crosswalk.language import encoder, parser
from crosswalk.language.phrasing import capital
from crosswalk.model.alignment import CONFIDENCE_BANDS, Evidence
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.relation import Coverage, Status, Verification
from crosswalk.report.cells import answer_kind
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.document_view import sides
from crosswalk.report.findings import known_answers
from crosswalk.report.method_views import Band, Decider, MethodPage, ModelUse, ReadLine, SignalView
from crosswalk.report.words import SIGNAL_WORDS, count, date_words, signed
from crosswalk.report.worked_row import steps

_MODELS = (
    ModelUse(parser.NAME, "Finds the words of a sentence that say who must do what, when and for whom."),
    ModelUse(encoder.NAME, "Says how near two phrases are in meaning. It writes no text."),
)


def method_page(
    crosswalks: Sequence[Comparison],
    frame: PageFrame,
    *,
    checks: Sequence[str] = (),
    misses: Sequence[str] = (),
) -> MethodPage:
    """The page model; `checks` and `misses` are the caller's own sentences on how it was measured."""
    rows = [row for side in crosswalks for row in side.rows]
    shown, worked = steps(crosswalks)
    return MethodPage(
        frame=frame,
        steps=shown,
        worked=worked,
        models=_MODELS,
        signals=_signals(rows),
        bands=_bands([row for row in rows if row.candidate is not None]),
        agreement=_agreement(rows),
        checks=tuple(checks),
        read=tuple(_read_lines(crosswalks)),
        people=_people(rows),
        misses=(*_alone(crosswalks), *misses),
    )


def _signals(rows: Sequence[ComparisonRow]) -> tuple[SignalView, ...]:
    """Every signal that spoke for some row, the one with the largest weight first."""
    seen: dict[str, list[Evidence]] = {}
    for row in rows:
        for one in row.candidate.evidence if row.candidate else ():
            if one.weight:
                seen.setdefault(one.signal, []).append(one)
    tops = {name: max(mine, key=lambda one: (abs(one.weight), one.sentence)) for name, mine in seen.items()}
    most = max((abs(one.weight) for one in tops.values()), default=1.0)
    order = sorted(tops, key=lambda name: (-round(abs(tops[name].weight), 6), name))
    return tuple(_signal(name, len(seen[name]), tops[name], most) for name in order)


def _signal(name: str, pairs: int, top: Evidence, most: float) -> SignalView:
    bar = round(100 * abs(top.weight) / most)
    return SignalView(SIGNAL_WORDS.get(name, name), pairs, signed(top.weight), bar, top.sentence)


def _bands(rows: Sequence[ComparisonRow]) -> tuple[Band, ...]:
    """Confidence against decisions: the reader's own check on the figure."""
    highs = [1.01, *(low for _, low in CONFIDENCE_BANDS)]
    return tuple(
        _band(word, low, high, [row for row in rows if low <= (row.confidence or 0.0) < high])
        for (word, low), high in zip(CONFIDENCE_BANDS, highs, strict=False)
    )


def _band(word: str, low: float, high: float, mine: Sequence[ComparisonRow]) -> Band:
    confirmed, rejected, drafted = (
        sum(row.status is status for row in mine)
        for status in (Status.CONFIRMED, Status.REJECTED, Status.DRAFT)
    )
    decided = confirmed + rejected
    return Band(
        word=capital(word),
        bounds=f"{low:.2f} to {min(high, 1.0):.2f}",
        low=round(100 * low),
        high=round(100 * min(high, 1.0)),
        pairs=len(mine),
        confirmed=confirmed,
        rejected=rejected,
        drafted=drafted,
        open=len(mine) - decided - drafted,
        share=round(100 * confirmed / decided) if decided else None,
    )


def _read_lines(crosswalks: Sequence[Comparison]) -> Iterator[ReadLine]:
    """How far the compared texts of each source can be trusted, headings left out."""
    parts = [part for side in crosswalks for part in (side.left, side.right)]
    for source in sorted({part.source for part in parts}, key=lambda source: source.key):
        mine = {prov.id: prov for part in parts if part.source.key == source.key for prov in part}.values()
        kinds = [p.verification for p in mine if p.text or p.verification is Verification.NOT_RETRIEVED]
        yield ReadLine(
            f"{capital(source.short or source.title or source.id)}, {date_words(source.as_of)}",
            quoted=kinds.count(Verification.VERBATIM),
            read=kinds.count(Verification.READ),
            restated=kinds.count(Verification.RESTATED),
            unchecked=kinds.count(Verification.UNVERIFIED),
            missing=kinds.count(Verification.NOT_RETRIEVED),
            partly=sum(bool(prov.unread) for prov in mine),
        )


def _people(rows: Sequence[ComparisonRow]) -> tuple[Decider, ...]:
    """Every name on file with what it did, how often, and when last; reviewers first."""
    done: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.decided is None or row.status is Status.PROPOSED:
            continue
        reviewers = [one.strip() for one in row.decided.reviewer.split("|") if one.strip()]
        for name in reviewers:
            done.setdefault(("reviewed", name), []).append(row.decided.review_date)
        if row.decided.author and not reviewers:
            done.setdefault(("drafted", row.decided.author), []).append(row.decided.date)
    order = sorted(done, key=lambda key: (key[0] != "reviewed", key[1]))
    return tuple(
        Decider(name, did, len(days := done[did, name]), date_words(max(days))) for did, name in order
    )


def _agreement(rows: Sequence[ComparisonRow]) -> str:
    """How often the program's relation is the one that the mapping file holds."""
    judged = [
        row
        for row in rows
        if row.decided and row.candidate and row.candidate.prediction and row.left and row.right
    ]
    if not judged:
        return "No pair that people drafted or decided was also judged by the program, so the two cannot be compared yet."
    same = sum(not row.disagrees for row in judged)
    return (
        f"Of {count(len(judged), 'drafted or decided pair')} that the program also judged, it found the same relation in"
        f" {same} and another in {len(judged) - same}; each page shows both where they differ. A draft by the editors is not a review, so this is no measure of accuracy."
    )


def _alone(crosswalks: Sequence[Comparison]) -> tuple[str, ...]:
    """How many provisions were not found on the other side, as the bars of the pages count them."""
    answers = [pair for side in crosswalks for one in sides(side) for pair in known_answers(one)]
    alone = sum(answer_kind(*pair) == Coverage.NOT_FOUND for pair in answers)
    if not alone:
        return ()
    were = count(alone, "provision was", "provisions were")
    return (
        f"{were} not found on the other side; some may have a counterpart that uses quite different words.",
    )
