"""The method page: how pairs are found, one row followed through every step, measured accuracy and limitations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosswalk.language import encoder, parser
from crosswalk.language.phrasing import capital, listed
from crosswalk.model.alignment import CONFIDENCE_BANDS, Candidate, Evidence, confidence_word
from crosswalk.model.annotation import NoteKind, joined_words
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import REVIEWED, Coverage, Status, Verification
from crosswalk.report.cells import answer_kind, answer_view, known_answers
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.document_view import DocumentView, label, sides
from crosswalk.report.frame import PageFrame, page_name
from crosswalk.report.views import Link
from crosswalk.report.words import SIGNAL_WORDS, anchors, count, date_words, shortened, signed


@dataclass(frozen=True, slots=True)
class MethodStep:
    """One step from two texts to an answer, with what it did to the worked row.

    Attributes:
        name: Its name.
        words: What it does, in one sentence.
        example: What it did to the worked row; empty if there is no such row.
    """

    name: str
    words: str
    example: str


@dataclass(frozen=True, slots=True)
class ModelUse:
    """One trained model and what it is used for.

    Attributes:
        name: Its name and version.
        does: What it does.
    """

    name: str
    does: str


@dataclass(frozen=True, slots=True)
class SignalView:
    """One signal as this build used it.

    Attributes:
        name: Its name.
        pairs: How many rows it gave a weight.
        largest: The largest weight it gave in the first crosswalk in which it gave any.
        bar: The same as a share of the largest of all, 0 to 100.
        example: Its evidence for that row.
    """

    name: str
    pairs: int
    largest: str
    bar: int
    example: str


@dataclass(frozen=True, slots=True)
class Band:
    """One band of confidence, with the decisions on its rows.

    Attributes:
        word: The band in a word.
        bounds: Its figures.
        low: Its lower bound in percent.
        high: Its upper bound in percent.
        pairs: How many rows.
        confirmed: How many a person confirmed.
        rejected: How many a person rejected.
        drafted: How many are in the editors' draft.
        open: How many are undecided.
        share: How many of the decided ones were confirmed, in percent; None if none was decided.
    """

    word: str
    bounds: str
    low: int
    high: int
    pairs: int
    confirmed: int
    rejected: int
    drafted: int
    open: int
    share: int | None


@dataclass(frozen=True, slots=True)
class ReadLine:
    """The verification of the compared texts of one source.

    Attributes:
        source: The document and its date.
        quoted: How many texts are quoted word for word.
        read: How many software read from a file that nobody compared with the original.
        restated: How many are restated by someone who had the source open.
        unchecked: How many nobody checked against the source.
        missing: How many were not retrieved.
        partly: How many were read only in part.
    """

    source: str
    quoted: int
    read: int
    restated: int
    unchecked: int
    missing: int
    partly: int


@dataclass(frozen=True, slots=True)
class Decider:
    """Who drafted or reviewed rows.

    Attributes:
        name: The name on file.
        did: Drafted or reviewed.
        rows: How many rows.
        last: The last date, in words.
    """

    name: str
    did: str
    rows: int
    last: str


@dataclass(frozen=True, slots=True)
class UncheckedText:
    """A compared text that was restated from memory and that nobody has checked against the source.

    Attributes:
        document: The document it is from.
        name: Its name.
        place: Where the source is said to have it, to be checked as well.
        words: The words restated.
        resting: The pairs that rest on it, by crosswalk, each linked to the first.
    """

    document: str
    name: str
    place: str
    words: str
    resting: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class MethodPage:
    """How the pages were made, how far to trust them, and their known limitations.

    Attributes:
        frame: What every page carries.
        steps: From two texts to an answer.
        worked: The row that all steps show; None if no pair was computed.
        models: The trained models.
        signals: The signals of this build.
        bands: Confidence against decisions.
        agreement: How often program and mapping file agree.
        checks: The caller's sentences on how the program was measured.
        read: The verification of the compared texts, by source.
        unchecked: The texts that nobody has checked against the source.
        people: Who drafted and who reviewed.
        misses: Known limitations.
    """

    frame: PageFrame
    steps: tuple[MethodStep, ...]
    worked: Link | None
    models: tuple[ModelUse, ...]
    signals: tuple[SignalView, ...]
    bands: tuple[Band, ...]
    agreement: str
    checks: tuple[str, ...]
    read: tuple[ReadLine, ...]
    unchecked: tuple[UncheckedText, ...]
    people: tuple[Decider, ...]
    misses: tuple[str, ...]

    @property
    def signals_differ(self) -> bool:
        """Whether the signals differ in their number of rows, so that the number is worth showing."""
        return len({signal.pairs for signal in self.signals}) > 1


_MODELS = (
    ModelUse(parser.NAME, "Finds the words of a sentence that say who must do what, when and for whom."),
    ModelUse(encoder.NAME, "Scores how close two phrases are in meaning. It writes no text."),
)


def method_page(
    crosswalks: Sequence[Comparison],
    frame: PageFrame,
    *,
    checks: Sequence[str] = (),
    misses: Sequence[str] = (),
) -> MethodPage:
    """The page model; `checks` and `misses` are the caller's sentences on measured accuracy and limitations."""
    rows = [row for side in crosswalks for row in side.rows]
    shown, worked = steps(crosswalks)
    return MethodPage(
        frame=frame,
        steps=shown,
        worked=worked,
        models=_MODELS,
        signals=_signals(crosswalks),
        bands=_bands([row for row in rows if row.candidate is not None and row.left and row.right]),
        agreement=_agreement(rows),
        checks=tuple(checks),
        read=tuple(_read_lines(crosswalks)),
        unchecked=unchecked_texts([CompactView(side) for side in crosswalks]),
        people=_people(rows),
        misses=(*_alone(crosswalks), *misses, _unproved(rows)),
    )


def _signals(crosswalks: Sequence[Comparison]) -> tuple[SignalView, ...]:
    """Every signal that gave some row a weight, the largest weight first.

    The weight is the largest of the first crosswalk with any, so that the example is of the documents in the title.
    """
    every = [_weights(side.rows) for side in crosswalks]
    seen: dict[str, list[Evidence]] = {}
    tops: dict[str, Evidence] = {}
    for name, mine in (pair for one in every for pair in one.items()):
        seen.setdefault(name, []).extend(mine)
        tops.setdefault(name, max(mine, key=lambda one: (abs(one.weight), one.sentence)))
    most = max((abs(one.weight) for one in tops.values()), default=1.0)
    order = sorted(tops, key=lambda name: (-round(abs(tops[name].weight), 6), name))
    return tuple(_signal(name, len(seen[name]), tops[name], most) for name in order)


def _weights(rows: Sequence[ComparisonRow]) -> dict[str, list[Evidence]]:
    """The evidence that gave some row a weight, by signal."""
    seen: dict[str, list[Evidence]] = {}
    for one in (one for row in rows if row.candidate for one in row.candidate.evidence if one.weight):
        seen.setdefault(one.signal, []).append(one)
    return seen


def _signal(name: str, pairs: int, top: Evidence, most: float) -> SignalView:
    bar = round(100 * abs(top.weight) / most)
    return SignalView(SIGNAL_WORDS.get(name, name), pairs, signed(top.weight), bar, top.sentence)


def _bands(rows: Sequence[ComparisonRow]) -> tuple[Band, ...]:
    """The bands of confidence with the decisions on their rows, so that a reader can check the figure."""
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
            f"{capital(source.name)}, {date_words(source.as_of)}",
            quoted=kinds.count(Verification.VERBATIM),
            read=kinds.count(Verification.READ),
            restated=kinds.count(Verification.RESTATED),
            unchecked=kinds.count(Verification.UNVERIFIED),
            missing=kinds.count(Verification.NOT_RETRIEVED),
            partly=sum(bool(prov.unread) for prov in mine),
        )


def unchecked_texts(views: Sequence[CompactView]) -> tuple[UncheckedText, ...]:
    """Every compared text that was restated from memory and not checked since, each once, in the order of its document."""
    found: dict[tuple[str, str], tuple[DocumentView, Provision]] = {}
    resting: dict[tuple[str, str], list[Link]] = {}
    for view in views:
        for side in view.both:
            for prov in side.part:
                if prov.verification is not Verification.UNVERIFIED:
                    continue
                key = side.part.source.key, prov.id
                found.setdefault(key, (side, prov))
                if mine := [row for row in view.pairs if getattr(row, side.which) == prov.id]:
                    words = f"{page_name(view.side)}: {count(len(mine), 'pair')}"
                    resting.setdefault(key, []).append(Link(words, view.full(mine[0])))
    places = {key[0]: {prov.id: n for n, prov in enumerate(side.whole)} for key, (side, _) in found.items()}
    return tuple(
        UncheckedText(side.name, label(prov), prov.citation, prov.text, tuple(resting.get(key, ())))
        for key, (side, prov) in sorted(
            found.items(), key=lambda one: (one[0][0], places[one[0][0]].get(one[0][1], 0))
        )
    )


def _people(rows: Sequence[ComparisonRow]) -> tuple[Decider, ...]:
    """Everyone who drafted or reviewed rows: how many, and when last; reviewers first."""
    done: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.decided is None or row.status is Status.PROPOSED:
            continue
        for name in row.decided.reviewers:
            done.setdefault(("reviewed", name), []).append(row.decided.review_date)
        if row.decided.author and not row.decided.reviewers:
            done.setdefault(("drafted", row.decided.author), []).append(row.decided.date)
    order = sorted(done, key=lambda key: (key[0] != "reviewed", key[1]))
    return tuple(
        Decider(name, did, len(days := done[did, name]), date_words(max(days))) for did, name in order
    )


def _agreement(rows: Sequence[ComparisonRow]) -> str:
    """How many pairs have a confidence, and how often the program's relation is the one on file."""
    pairs = [row for row in rows if row.left and row.right]
    scored = sum(row.candidate is not None for row in pairs)
    table = (
        f"The table has {'all' if scored == len(pairs) else f'{scored:,} of the'} {count(len(pairs), 'pair')}"
        f"{'' if scored == len(pairs) else ', those that the software scored'}."
    )
    judged = [
        row
        for row in rows
        if row.decided and row.candidate and row.candidate.prediction and row.left and row.right
    ]
    if not judged:
        return f"{table} No pair that people drafted or decided was also judged by the program, so the two cannot be compared yet."
    same = sum(not row.disagrees for row in judged)
    return (
        f"{table} Of {count(len(judged), 'drafted or decided pair')} that the program also judged, it found the same relation in"
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


def _unproved(rows: Sequence[ComparisonRow]) -> str:
    """What confidence rests on, and how many rows here were reviewed to check it."""
    reviewed = sum(row.status in REVIEWED for row in rows)
    few = f"Only {count(reviewed, 'row')} here {'was' if reviewed == 1 else 'were'} reviewed"
    who = few if reviewed else "Nobody has reviewed any row here"
    return (
        "A confidence says how often experts listed such pairs in other crosswalks. "
        f"{who}, so how often it holds for these texts is not known{' well' if reviewed else ''}."
    )


_STEPS = (
    ("Read", "Each document becomes a tree of provisions, with their citations and their exact words."),
    ("Mark", "Terms of the field, actors, duties and citations are found, each with its place in the text."),
    ("Propose", "Several signals score each pair of provisions; their sum ranks the candidates."),
    ("Line up", "Matching phrases are paired; what only one side has is listed."),
    ("Relate", "What is shared and what is left over determine the relation and a sentence."),
    (
        "Sum up",
        "All rows of a provision together say how far it is covered. “Not found” is said only after a search of the rest.",
    ),
)
_SHOWN, _SENTENCE = 3, 140


@dataclass(frozen=True)
class _Worked:
    """The pair that the steps are shown on."""

    side: Comparison
    row: ComparisonRow
    candidate: Candidate
    left: DocumentView
    right: DocumentView
    here: Provision
    there: Provision


def steps(crosswalks: Sequence[Comparison]) -> tuple[tuple[MethodStep, ...], Link | None]:
    """The six steps, and a link to the row that they are shown on; None without a computed pair."""
    found = _chosen(crosswalks)
    if found is None:
        return tuple(MethodStep(name, words, "") for name, words in _STEPS), None
    examples = (_read(found), _mark(found), _propose(found), _line_up(found), _relate(found), _answer(found))
    href = f"{found.side.id}.html#{anchors(row.id for row in found.side.rows)[found.row.id]}"
    name = f"{label(found.here)} and {label(found.there)}"
    return tuple(MethodStep(*step, words) for step, words in zip(_STEPS, examples, strict=True)), Link(
        name, href
    )


def _chosen(crosswalks: Sequence[Comparison]) -> _Worked | None:
    """The most confident pair of the first crosswalk that has one with matched phrases, preferably two or more."""
    for side in crosswalks:
        left, right = sides(side)
        best: tuple[tuple[int, float], _Worked] | None = None
        for row in side.rows:
            here, there, cand = left.find(row.left), right.find(row.right), row.candidate
            if row.refused or here is None or there is None or cand is None or cand.prediction is None:
                continue
            rank = min(len(cand.alignment.matches), 2), round(cand.confidence, 2)
            if rank[0] and (best is None or rank > best[0]):
                best = rank, _Worked(side, row, cand, left, right, here, there)
        if best is not None:
            return best[1]
    return None


def _read(found: _Worked) -> str:
    return (
        f"{label(found.here)}: “{shortened(found.here.text, 70)}” "
        f"{label(found.there)}: {shortened(found.there.text, 70)}"
    )


def _mark(found: _Worked) -> str:
    parts = []
    for view, prov in ((found.left, found.here), (found.right, found.there)):
        read = view.annotated.get(prov.id)
        terms = dict.fromkeys(note.span.of(prov.text) for note in read.of(NoteKind.CONCEPT)) if read else {}
        if terms:
            parts.append(f"{view.name}: {listed([f'“{one}”' for one in [*terms][:_SHOWN]])}")
    return f"{'; '.join(parts)}." if parts else "Neither text uses a term of the field."


def _propose(found: _Worked) -> str:
    cand = found.candidate
    spoke = sorted(
        (one for one in cand.evidence if one.weight), key=lambda one: (-abs(one.weight), one.signal)
    )
    sure = confidence_word(round(cand.confidence, 2))
    first = f"Candidate {cand.rank} of this provision; confidence {cand.confidence:.2f}, {sure}."
    if not spoke:
        return first
    name = SIGNAL_WORDS.get(spoke[0].signal, spoke[0].signal)
    return f"{count(len(spoke), 'signal')} weighed in, “{name}” most ({signed(spoke[0].weight)}). {first}"


def _line_up(found: _Worked) -> str:
    met = [
        f"“{joined_words(found.here.text, one.left)}” = “{joined_words(found.there.text, one.right)}”"
        for one in found.candidate.alignment.matches[:_SHOWN]
    ]
    more = len(found.candidate.alignment.matches) - len(met)
    return f"{'; '.join(met)}{f'; and {more} more' if more else ''}."


def _relate(found: _Worked) -> str:
    judged = found.candidate.prediction
    if judged is None:
        return ""
    strength = "" if judged.strength is None else f", strength {judged.strength} of 10"
    return f"{judged.relation.word}{strength}. {shortened(judged.sentence, _SENTENCE)}"


def _answer(found: _Worked) -> str:
    view = answer_view(found.left.answers.get(found.row.left), found.right)
    return f"{view.sentence} {shortened(view.why, _SENTENCE)}".strip() if view else "Not assessed."
