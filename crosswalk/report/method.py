"""The method page: how pairs are found, how sure one can be, and what is known to be missing."""

from collections.abc import Sequence

from crosswalk.language.phrasing import capital
from crosswalk.model.alignment import CONFIDENCE_BANDS, Evidence
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.relation import Relation, Status, Verification
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.pages import Band, MethodPage, SignalView
from crosswalk.report.words import SIGNAL_WORDS, count, signed


def method_page(
    crosswalks: Sequence[Comparison],
    frame: PageFrame,
    *,
    checks: Sequence[str] = (),
    misses: Sequence[str] = (),
) -> MethodPage:
    """The page model; `checks` and `misses` are the caller's own sentences on how it was measured."""
    rows = [row for side in crosswalks for row in side.rows]
    return MethodPage(
        frame=frame,
        signals=_signals(rows),
        bands=_bands([row for row in rows if row.candidate is not None]),
        agreement=_agreement(rows),
        checks=tuple(checks),
        misses=(*_unknown(crosswalks), *misses),
    )


def _signals(rows: Sequence[ComparisonRow]) -> tuple[SignalView, ...]:
    """Every signal that spoke for some row, the one that spoke most first."""
    seen: dict[str, list[Evidence]] = {}
    for row in rows:
        for one in row.candidate.evidence if row.candidate else ():
            seen.setdefault(one.signal, []).append(one)
    found = [(name, [one for one in mine if one.weight]) for name, mine in seen.items()]
    return tuple(
        _signal(name, mine) for name, mine in sorted(found, key=lambda pair: (-len(pair[1]), pair[0])) if mine
    )


def _signal(name: str, mine: Sequence[Evidence]) -> SignalView:
    top = max(mine, key=lambda one: (abs(one.weight), one.sentence))
    return SignalView(SIGNAL_WORDS.get(name, name), len(mine), signed(top.weight), top.sentence)


def _bands(rows: Sequence[ComparisonRow]) -> tuple[Band, ...]:
    """Confidence against decisions: the reader's own check on the figure."""
    bands = []
    for number, (word, low) in enumerate(CONFIDENCE_BANDS):
        high = CONFIDENCE_BANDS[number - 1][1] if number else 1.01
        mine = [row for row in rows if low <= (row.confidence or 0.0) < high]
        tally = [
            sum(row.status is status for row in mine)
            for status in (Status.CONFIRMED, Status.REJECTED, Status.DRAFT)
        ]
        confirmed, rejected, drafted = tally
        bounds = f"{low:.2f} to {min(high, 1.0):.2f}"
        bands.append(
            Band(capital(word), bounds, len(mine), confirmed, rejected, drafted, len(mine) - sum(tally))
        )
    return tuple(bands)


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


def _unknown(crosswalks: Sequence[Comparison]) -> tuple[str, ...]:
    """What this build itself knows that it does not know."""
    provs = {
        (corpus.source.key, prov.id): prov
        for side in crosswalks
        for corpus in (side.left, side.right)
        for prov in corpus
    }.values()
    given = sum(bool(prov.given) for prov in provs)
    unverified = sum(prov.verification is Verification.UNVERIFIED for prov in provs) - given
    missing = sum(prov.verification is Verification.NOT_RETRIEVED for prov in provs)
    partly = sum(bool(prov.unread) for prov in provs)
    alone = sum(row.relation is Relation.NONE for side in crosswalks for row in side.rows)
    said = (
        (
            unverified,
            "compared text was",
            "compared texts were",
            "restated without the source at hand; any row that rests on one says so.",
        ),
        (
            given,
            "compared text was",
            "compared texts were",
            "taken from a file that nobody compared with the official text; any row that rests on one says so.",
        ),
        (
            sum(prov.verification is Verification.READ for prov in provs),
            "compared text was",
            "compared texts were",
            "read from a file by software and not compared with the original.",
        ),
        (missing, "text was", "texts were", "not retrieved at all; nothing is said of what they ask."),
        (
            partly,
            "measure has",
            "measures have",
            "parts whose content is unknown, because the source was not read to the end.",
        ),
        (
            alone,
            "provision stands",
            "provisions stand",
            "without a counterpart; a pair that uses quite other words for the same thing may be among them.",
        ),
    )
    return tuple(f"{count(number, one, many)} {rest}" for number, one, many, rest in said if number)
