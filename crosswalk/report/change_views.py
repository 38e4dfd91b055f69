"""The page models of the change page and of the memo."""

from dataclasses import dataclass

from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.views import Link, LinkedCount


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
    `place` names the provision, and `official` links to its text; `flags` are the matters of substance it touches.
    `heading` and `runs` are redlines, and `brief` is the redline of the text with a few words of context. `old` and
    `new` are both texts in full, `quoted` whether they are the source's own words, `mark` how far they can be
    trusted. `why` holds remarks, `guesses` possible successors or origins, `rests` the rows that rest on the change.
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

    Changes of the documents themselves come before changes of our own restatement.
    """

    frame: PageFrame
    result: ChangeResult
    sections: tuple[ChangeSection, ...]


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
