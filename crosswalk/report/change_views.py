"""The page model of the change page: every word decided before a template sees it."""

from dataclasses import dataclass

from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.views import Link, LinkedCount


@dataclass(frozen=True, slots=True)
class EditRun:
    """A stretch of a redline: `kept`, `removed`, `added`, or `folded`, which stands for kept words left out.

    `words` counts the words that a folded run stands for.
    """

    text: str
    op: str
    words: int = 0


@dataclass(frozen=True, slots=True)
class RestView:
    """One row that rests on a change.

    `row` leads to it, `title` names its crosswalk, `relation` says how its two sides relate, `decided`
    who decided on it and when, `how` how it rests on the change, `verdict` what it needs, `status` where
    it stands now.
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

    `label` is `C-1`, `kind` and `weight` its kind and how much it matters in words, `place` where it
    stands and `official` the same as a link; `flags` what of substance it touches. `heading` and `runs`
    are redlines, `brief` is that of the text with a few words of context; `old` and `new` both texts in full;
    `quoted` says that they are the source's own words, `mark` how far they can be trusted. `why` are remarks,
    `guesses` what it may have become or come from, `rests` the rows that rest on it.
    """

    anchor: str
    label: str
    kind: str
    weight: str
    place: str
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
    """Changes that matter equally much: a heading, a sentence that holds for all of them, and the changes."""

    heading: str
    sentence: str
    blocks: tuple[ChangeBlock, ...]


@dataclass(frozen=True, slots=True)
class QuietGroup:
    """Changes that are named and not told one by one: why, and where each stands."""

    heading: str
    sentence: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedGap:
    """An answer to what a provision asks, found or not, that rests on a changed provision."""

    row: Link
    words: str
    change: Link


@dataclass(frozen=True, slots=True)
class ChangeSection:
    """Two editions of one document compared.

    `title` names the document, `old` and `new` the editions with links to them, `counts` the changes by
    kind, `cautions` what to beware of, `rows` the sentence on the rows. `groups` holds the same changes as `blocks`, by
    how much they matter. `restated` says that both texts are our own words, so that a difference may lie in the
    restating.
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
    """A row that somebody must look at again: the row, its crosswalk, what it needs, who decided last, and why."""

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
    """What the changes come to, before any of them is shown.

    `lede` are two or three sentences, each with its first words to be stressed; `todo` the rows to look at again;
    `commands` what to type for them; `editions` every edition that the pages rest on and every act behind them, by date.
    """

    lede: tuple[tuple[str, str], ...]
    todo: tuple[TodoLine, ...]
    commands: tuple[str, ...]
    editions: tuple[EditionDot, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed between editions, and what of ours rests on it: the result, then a section for each document.

    Changes of the documents themselves come before changes of our own restatement.
    """

    frame: PageFrame
    result: ChangeResult
    sections: tuple[ChangeSection, ...]


@dataclass(frozen=True, slots=True)
class MemoLine:
    """One line of the memo's table: the change, what it touches, and the rows that need somebody."""

    change: str
    place: str
    touches: str
    rows: str


@dataclass(frozen=True, slots=True)
class MemoPage:
    """One page for whoever passes the news on: three paragraphs and a table."""

    frame: PageFrame
    paragraphs: tuple[str, ...]
    lines: tuple[MemoLine, ...]
    left_out: str = ""
