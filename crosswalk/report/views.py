"""The page models: everything a page says, decided before any template sees it.

Text travels as runs, never as strings of tags; a template only lays things out.
"""

from dataclasses import dataclass

# About half a page of the printed table, in characters of one cell.
TALL_CHARS = 500


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is marked in one way.

    `marks` are the numbers of the matched phrases that cover it, `opens` those that begin with it,
    `closes` those that end with it; `kind` is `plain` or `match`.
    """

    text: str
    marks: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; an empty `href` gives the words alone.

    `outside` tells that the address is not one of our own files.
    """

    words: str
    href: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number, what it counts, and the address of the rows it counts."""

    number: int
    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One provision inside a longer text: its enumerator, heading and words, and how deep it stands.

    `here` marks the provision that the row is about.
    """

    num: str
    heading: str
    text: str
    depth: int
    here: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The surroundings of a provision, as published.

    `title` names the unit shown, `left_out` counts the provisions of the section not shown.
    """

    title: str
    passages: tuple[Passage, ...]
    left_out: int = 0
    official: Link = Link("")


@dataclass(frozen=True, slots=True)
class Lead:
    """A chapeau: `words` is all of it; a long one is folded to `first` and `last`.

    `left_out` counts the words between the two.
    """

    words: str
    first: str = ""
    left_out: int = 0
    last: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """How far the other document answers a provision: the contract's word, a page's word, a sentence."""

    coverage: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class TextView:
    """One provision as a cell shows it.

    `label` is the shortest name that tells it from the others, `duty` the line of duty and actor,
    `mark` says how far the words can be trusted and `whose` whose words they are; `verification`
    is the contract's word for the same. `lead` is the chapeau, shown apart as context. `adds` are
    the phrases that only this side has.
    """

    id: str
    instrument: str
    label: str
    heading: str
    citation: Link
    also: str
    duty: str
    verification: str
    mark: str
    whose: str
    checked: bool
    lead: Lead | None
    runs: tuple[Run, ...]
    adds: tuple[str, ...] = ()
    page: str = ""
    note: str = ""
    answer: AnswerView | None = None
    section: Section | None = None

    @property
    def text(self) -> str:
        """The words without their marks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A provision named in passing: name, citation, a few of its words, and its verification mark."""

    link: Link
    words: str
    mark: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class AbsentView:
    """What an empty cell says: `none`, `elsewhere` or `not-retrieved`, three different answers.

    `headline` is the finding, `looked` where was looked, `closest` what came nearest, `found` the
    passages outside the part compared that do answer.
    """

    kind: str
    headline: str
    looked: str = ""
    reason: str = ""
    closest: tuple[Pointer, ...] = ()
    found: tuple[Pointer, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One bar of the waterfall in words: what a signal saw, what it added, and the total so far."""

    signal: str
    saw: str
    weight: str
    total: str


@dataclass(frozen=True, slots=True)
class ConfidenceView:
    """How sure the program is: a word, a number, and the reasons one by one.

    `number` is empty where the program proposed nothing.
    """

    word: str
    number: str
    sentence: str
    reasons: tuple[ReasonView, ...] = ()


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of two measures side by side, in words; `verdict` is the contract's word."""

    name: str
    verdict: str
    word: str
    left: str
    right: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the table: a pair, or a provision alone.

    `topic` names the row, `sentence` says how the two relate, `computed` says what the program
    computes where the mapping file says otherwise. `reviewed` is true only for a person's
    decision, `checked` only where every text was checked. `groups` are the headings it is filed under and
    `answers` how far each side's provision is answered, both with the side's word before a colon.
    `parts` compares measures, `rungs` are
    the provisions of other documents that regulate the same thing.
    """

    number: int
    id: str
    anchor: str
    topic: str
    relation: str
    glyph: str
    word: str
    sentence: str
    computed: str
    basis: str
    strength: str
    confidence: ConfidenceView
    status: str
    status_words: str
    decided: str
    comment: str
    reviewed: bool
    checked: bool
    groups: tuple[str, ...]
    answers: tuple[str, ...]
    left: TextView | None
    right: TextView | None
    left_absent: AbsentView | None = None
    right_absent: AbsentView | None = None
    parts: tuple[PartView, ...] = ()
    parts_summary: str = ""
    rungs: tuple[TextView, ...] = ()

    @property
    def tall(self) -> bool:
        """Whether the row may fill more than half a printed page, so that it may break."""
        texts = [len(text.text) + sum(map(len, text.adds)) for text in (self.left, self.right) if text]
        return bool(self.parts) or max(texts, default=0) > TALL_CHARS

    @property
    def is_pair(self) -> bool:
        """Whether both sides have a provision."""
        return self.left is not None and self.right is not None


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source in the list of sources: what, whose, as of when, and the digest of its text."""

    id: str
    title: str
    short: str
    kind: str
    authority: str
    as_of: str
    digest: str
    provisions: str
    mark: str
    rights: str
    note: str
    link: Link


@dataclass(frozen=True, slots=True)
class Instrument:
    """One of the two documents as a column head names it: short name, what part, as of when, whose words."""

    name: str
    part: str
    as_of: str
    whose: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The "in short" sentence, as counts that link to their rows.

    `rows` splits all rows into pairs and provisions alone; `relations` counts the pairs that rest
    on checked text, `unchecked` the pairs that do not; `statuses` counts all rows by status,
    reviewed ones first.
    """

    rows: tuple[Count, ...]
    relations: tuple[Count, ...]
    unchecked: tuple[Count, ...]
    statuses: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """Where one element of the left meets one of the right; empty where they do not meet.

    `phrases` are the first matched phrases, left words and right words, `more` how many there are
    beyond them.
    """

    word: str = ""
    glyph: str = ""
    href: str = ""
    status: str = ""
    reviewed: bool = True
    phrases: tuple[tuple[str, str], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of the grid: the element it is about, its cells, and how far it is answered."""

    label: str
    words: str
    mark: str
    cells: tuple[GridCell, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class GridHead:
    """One column of the grid: its element, a few words of it, and how far it is answered."""

    label: str
    words: str
    mark: str
    answer: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Every element of one document against every element of the other; the longer list goes down."""

    down: str
    across: str
    heads: tuple[GridHead, ...]
    lines: tuple[GridLine, ...]


@dataclass(frozen=True, slots=True)
class PartsLine:
    """One measure pair in the part-by-part overview: its name, its row, and a verdict for each part."""

    topic: str
    href: str
    word: str
    verdicts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartsTable:
    """All measure pairs against all parts, verdicts in words."""

    parts: tuple[str, ...]
    lines: tuple[PartsLine, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page carries: its file, title, navigation, sources and foot.

    `made` is the run date in words, empty where the caller gave none; `as_of` the dates of the
    texts; `running` the line at the top of every printed page.
    """

    file: str
    title: str
    description: str
    running: str
    as_of: str
    made: str
    version: str
    state: str
    nav: tuple[Link, ...]
    sources: tuple[SourceView, ...]
    cite: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its word in the address, what a reader sees, and how many rows have it."""

    value: str
    words: str
    number: int


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """A side-by-side page of any kind."""

    frame: Frame
    kind: str
    left: Instrument
    right: Instrument
    totals: Totals
    rows: tuple[RowView, ...]
    relations: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    answers: tuple[Choice, ...]
    caption: str
    grid: Grid | None = None
    parts: PartsTable | None = None
