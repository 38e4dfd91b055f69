"""The page models of the change page and of the memo, and the result: in sentences, what to do, the editions by date."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from crosswalk.language.phrasing import listed
from crosswalk.model.alignment import ProvisionCoverage
from crosswalk.model.change import Edit, EditionComparison, ImpactVerdict, Op
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Source
from crosswalk.model.relation import Status
from crosswalk.report.change_words import (
    UNDATED,
    edition_words,
    nothing_due,
    since_sentences,
    steps_by_document,
)
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.frame import PageFrame, corpora_of, page_name
from crosswalk.report.views import Link, LinkedCount
from crosswalk.report.words import count, date_words


@dataclass(frozen=True, slots=True)
class RestingRows:
    """The rows of one crosswalk that rest on a rule or letter: how many, in words, and a link to each."""

    title: str
    rows: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One rule or letter.

    Attributes:
        id: Its id in commands.
        name: Its name, linked to its publisher.
        title: Its title.
        date: The date of the newest edition.
        replaced: The edition before it, with its date; empty if only one is held.
        resting: The rows that rest on it, by crosswalk.
    """

    id: str
    name: Link
    title: str
    date: str
    replaced: str
    resting: tuple[RestingRows, ...]


@dataclass(frozen=True, slots=True)
class EditRun:
    """A stretch of a redline; `op` is `kept`, `removed`, `added` or `folded`.

    `words` counts the unchanged words that a folded run hides.
    """

    text: str
    op: str
    words: int = 0


@dataclass(frozen=True, slots=True)
class RestView:
    """One row that rests on a change.

    `row` links to it, `title` names its crosswalk, `relation` says how its two sides relate, `decided` who decided
    it and when, `how` how it rests on the change, `verdict` what it needs, and `status` its status now.
    """

    row: Link
    title: str
    relation: str
    decided: str
    how: str
    verdict: str
    status: str


@dataclass(frozen=True, slots=True)
class ChangeBlock:
    """One change.

    `label` is a number such as `C-1`; `kind` and `weight` are words for what happened and how much it matters;
    `place` names the provision, `official` links to its text, and `title` is the heading of one that came or went; `flags` are the matters of substance it touches.
    `heading` and `runs` are redlines, and `brief` is the redline of the text with a few words of context. `old` and
    `new` are both texts in full, `quoted` whether they are the source's own words, `mark` how far they can be
    trusted. `why` holds remarks, `guesses` possible successors or origins, `rests` the rows that rest on the change.
    """

    anchor: str
    label: str
    kind: str
    weight: str
    place: str
    title: str
    official: Link
    flags: tuple[str, ...]
    heading: tuple[EditRun, ...]
    brief: tuple[EditRun, ...]
    runs: tuple[EditRun, ...]
    old: str
    new: str
    quoted: bool
    mark: str
    why: tuple[str, ...]
    guesses: tuple[str, ...]
    rests: tuple[RestView, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one weight: a heading, a sentence about all of them, and the changes."""

    heading: str
    sentence: str
    blocks: tuple[ChangeBlock, ...]


@dataclass(frozen=True, slots=True)
class QuietGroup:
    """Changes that are only listed: a heading, the reason, and the place of each."""

    heading: str
    sentence: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedGap:
    """An answer, found or not, that rests on a changed provision."""

    row: Link
    words: str
    change: Link


@dataclass(frozen=True, slots=True)
class ChangeSection:
    """Two editions of one document compared.

    `title` names the document, `old` and `new` link to the editions, `counts` counts the changes by kind, `cautions`
    warn the reader, and `rows` is the sentence on the rows. `groups` holds the changes of `blocks` by weight.
    `restated` is whether both texts are our own restatement, so that a difference may lie in the restating.
    """

    anchor: str
    title: str
    old: Link
    new: Link
    counts: tuple[LinkedCount, ...]
    cautions: tuple[str, ...]
    rows: str
    blocks: tuple[ChangeBlock, ...]
    groups: tuple[ChangeGroup, ...]
    quiet: tuple[QuietGroup, ...]
    gaps: tuple[ChangedGap, ...] = ()
    restated: bool = False


@dataclass(frozen=True, slots=True)
class TodoLine:
    """A row that needs a second look: the row, its crosswalk, what it needs, who decided last, and the change."""

    row: Link
    title: str
    needs: str
    who: str
    change: Link


@dataclass(frozen=True, slots=True)
class EditionDot:
    """One edition or act on the dated strip: its date, its document, and whether it was compared with another.

    `act` says what an act did, such as `enacted`; it is empty for an edition.
    """

    date: str
    document: str
    compared: bool
    act: str = ""


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """The result of all changes, shown before the changes themselves.

    `lede` are two or three sentences, each with its first words to be stressed; `todo` the rows to look at again;
    `commands` what to type for them; `editions` every edition that the pages rest on and every act behind them, by date.
    """

    lede: tuple[tuple[str, str], ...]
    todo: tuple[TodoLine, ...]
    commands: tuple[str, ...]
    editions: tuple[EditionDot, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed between editions: the result, then one section for each document.

    Changes of the documents themselves come before changes of our own restatement. `letters` are the rules and letters
    at hand.
    """

    frame: PageFrame
    result: ChangeResult
    sections: tuple[ChangeSection, ...]
    letters: tuple[LetterLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MemoLine:
    """One line of the memo's table: the change, what it touches, and the rows that need a second look."""

    change: str
    place: str
    touches: str
    rows: str


@dataclass(frozen=True, slots=True)
class MemoPage:
    """A one-page memo: up to three paragraphs and a table."""

    frame: PageFrame
    paragraphs: tuple[str, ...]
    lines: tuple[MemoLine, ...]
    left_out: str = ""


# An unchanged stretch of more than three times this many words is folded to this many first and last words.
_ENDS = 15


def edit_runs(edits: Sequence[Edit], ends: int = _ENDS) -> tuple[EditRun, ...]:
    """A redline as runs; long unchanged stretches are folded to `ends` words at each end and a count of the rest."""
    return tuple(
        run
        for edit in edits
        for run in (folded(edit.text, ends) if edit.op is Op.KEPT else [EditRun(edit.text, edit.op.value)])
    )


def folded(text: str, ends: int = _ENDS) -> list[EditRun]:
    """An unchanged stretch as runs; a long one keeps its first and last words."""
    words = text.split(" ")
    if len(words) <= 3 * ends:
        return [EditRun(text, Op.KEPT.value)]
    first, middle, last = words[:ends], words[ends:-ends], words[-ends:]
    return [
        EditRun(" ".join(first) + " ", Op.KEPT.value),
        EditRun(" ".join(middle), "folded", len(middle)),
        EditRun(" " + " ".join(last), Op.KEPT.value),
    ]


_DUE = (ImpactVerdict.LOOK, ImpactVerdict.MEANING)


def change_result(
    comparisons: Sequence[EditionComparison],
    sections: Sequence[ChangeSection],
    crosswalks: Sequence[Comparison],
) -> ChangeResult:
    """The result of all comparisons; `sections` are the page's, in the same order."""
    todo = tuple(_todo(sections))
    opening = [*_lede(comparisons, len({(line.title, line.row.words) for line in todo}))]
    if opening:
        opening += _not_compared({found.changes.new.source.id for found in comparisons}, crosswalks)
    return ChangeResult(
        tuple(opening),
        todo,
        tuple(_commands(comparisons)),
        _editions(comparisons, crosswalks),
    )


def _lede(comparisons: Sequence[EditionComparison], due: int) -> Iterator[tuple[str, str]]:
    """The opening: whether any row needs a second look, and what changed in each document since its first edition."""
    if not comparisons:
        return
    if due:
        yield (
            f"{count(due, 'row')} {'needs' if due == 1 else 'need'} a second look.",
            "They are listed below.",
        )
    else:
        yield nothing_due(comparisons), ""
    yield from map(since_sentences, steps_by_document(comparisons))


def _not_compared(compared: Collection[str], crosswalks: Sequence[Comparison]) -> Iterator[tuple[str, str]]:
    """Which documents of the crosswalks have one edition only, so that silence about them is no finding."""
    sources = {one.source.id: one.source.name for side in crosswalks for one in (side.left, side.right)}
    alone = sorted(name for key, name in sources.items() if key not in compared)
    if alone:
        yield (
            "Not compared:",
            f"{listed(alone)}. Only one edition of {'each' if alone[1:] else 'it'} is here.",
        )


def _todo(sections: Sequence[ChangeSection]) -> Iterator[TodoLine]:
    """Every row that must be reviewed again, once for each change."""
    for section in sections:
        for block in section.blocks:
            yield from (
                _todo_line(block, rest) for rest in block.rests if rest.verdict.startswith("look again")
            )


def _todo_line(block: ChangeBlock, rest: RestView) -> TodoLine:
    return TodoLine(rest.row, rest.title, rest.verdict, rest.decided, Link(block.label, f"#{block.anchor}"))


def _commands(comparisons: Sequence[EditionComparison]) -> Iterator[str]:
    """The commands to type: `review` for a crosswalk whose rows are marked already, else the command that marks a row."""
    seen = set()
    for held in (held for found in comparisons for held in found.impacts):
        for one in held.impacts:
            if one.verdict not in _DUE or one.on_new_text:
                continue
            line = f"crosswalk review {held.crosswalk}"
            if one.row.status is not Status.LOOK_AGAIN:
                pair = f"{one.row.left or '-'} {one.row.right or '-'}"
                line = f"crosswalk decide {held.crosswalk} {pair} unsure --by NAME"
            if line not in seen:
                seen.add(line)
                yield line


def _editions(
    comparisons: Sequence[EditionComparison], crosswalks: Sequence[Comparison]
) -> tuple[EditionDot, ...]:
    compared = [edition for found in comparisons for edition in (found.changes.old, found.changes.new)]
    every = {one.source.key: one.source for one in (*compared, *corpora_of(crosswalks))}
    keys = {one.source.key for one in compared}
    dated = [one for one in every.values() if one.as_of != UNDATED]
    dots = [
        (one.as_of, one.key, EditionDot(edition_words(one), _name(one), one.key in keys)) for one in dated
    ]
    acts = {(act, _name(found.changes.new.source)) for found in comparisons for act in found.acts}
    dots += [
        (act.day, act.words, EditionDot(date_words(act.day), name, compared=False, act=act.words))
        for act, name in acts
    ]
    return tuple(dot for *_, dot in sorted(dots, key=lambda one: one[:2]))


def _name(source: Source) -> str:
    return source.short or source.title or source.id


def letter_lines(register: Sequence[Source], crosswalks: Sequence[Comparison]) -> tuple[LetterLine, ...]:
    """Every rule and letter of the register; those on which most rows rest come first, then the newest."""
    told = sorted((one for one in register if one.level in ("rule", "guidance")), key=lambda one: one.id)
    lines = [
        _line(sorted(editions, key=lambda one: one.as_of), crosswalks)
        for _, editions in groupby(told, key=lambda one: one.id)
    ]
    return tuple(sorted(lines, key=lambda one: -sum(len(held.rows) for held in one.resting)))


def _line(editions: Sequence[Source], crosswalks: Sequence[Comparison]) -> LetterLine:
    new, before = editions[-1], editions[-2:-1]
    return LetterLine(
        new.id,
        Link.to_web(new.name, new.address),
        new.title,
        edition_words(new),
        "".join(f"{one.name} of {edition_words(one)}" for one in before),
        tuple(_resting(new.id, crosswalks)),
    )


def _resting(corpus: str, crosswalks: Sequence[Comparison]) -> Iterator[RestingRows]:
    """The rows of each crosswalk one of whose sides is this text, is spelled out in it, or is answered by it."""
    for side in crosswalks:
        whole = corpus in (side.whole_left.source.id, side.whole_right.source.id)
        left = {
            one for one, steps in side.rungs.items() if any(text.source.id == corpus for text, _ in steps)
        }
        left |= _answered_in(corpus, side.left_answers)
        right = _answered_in(corpus, side.right_answers)
        found = [row for row in side.rows if whole or row.left in left or row.right in right]
        if found:
            view = CompactView(side)
            links = tuple(Link(view.row_name(row), view.full(row)) for row in found)
            yield RestingRows(f"{page_name(side)}: {count(len(found), 'row')}", links)


def _answered_in(corpus: str, answers: Sequence[ProvisionCoverage]) -> set[str]:
    """The provisions for whose answer a text of another level is named."""
    return {
        one.provision
        for one in answers
        if any(place.corpus.partition("@")[0] == corpus for place in one.levels)
    }
