"""The page models of rows and of their parts.

Text is passed as runs, never as markup; a template only arranges it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One bar of the waterfall in words.

    Attributes:
        signal: The signal's name.
        saw: Its evidence.
        weight: What it added, with its sign.
        total: The score so far.
    """

    signal: str
    saw: str
    weight: str
    total: str


@dataclass(frozen=True, slots=True)
class ConfidenceView:
    """How sure the program is, and why.

    Attributes:
        word: The figure in a word.
        number: 0.00 to 1.00; empty if the program proposed nothing.
        sentence: The strongest reasons.
        reasons: All reasons, one by one.
    """

    word: str
    number: str
    sentence: str
    reasons: tuple[ReasonView, ...] = ()


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of two measures side by side.

    Attributes:
        name: The part in plain words.
        verdict: The verdict in the contract's word.
        word: The verdict in the page's word.
        left: The left value, and the words it was read from.
        right: The right value likewise.
        sentence: The finding as a sentence.
    """

    name: str
    verdict: str
    word: str
    left: str
    right: str
    sentence: str


@dataclass(frozen=True, slots=True)
class WhyView:
    """What supports a relation.

    Attributes:
        relation: The relation's word, as the program computes it.
        test: A sentence that an analyst can accept or reject.
        reasons: What decided it and what to keep in mind, in sentences; empty for measures, which have parts.
        sure: The confidence in the relation, given the pair, 0.00 to 1.00; empty if not calibrated.
    """

    relation: str
    test: str
    reasons: tuple[str, ...]
    sure: str = ""


# About half a page of the printed table, in characters of one cell.
TALL_CHARS = 500
# The filter value of rejected pairs, in addition to the relations.
REFUSED = "rejected"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with the same marks throughout.

    Attributes:
        text: Its words.
        marks: Numbers of the matched phrases that cover it.
        opens: Numbers of the phrases that begin with it.
        closes: Numbers of the phrases that end with it.
        kind: `match` or `plain`.
    """

    text: str
    marks: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Link:
    """Words with a link.

    Attributes:
        words: What a reader sees.
        href: The address; empty for plain words.
    """

    words: str
    href: str = ""

    @classmethod
    def to_web(cls, words: str, address: str) -> "Link":
        """Words linked to a page of the web; plain words if the address is not one."""
        href = address if address.startswith(("https://", "http://")) else ""
        return cls(words, href)


@dataclass(frozen=True, slots=True)
class LinkedCount:
    """A number, what it counts, and a link to the rows it counts.

    Attributes:
        number: How many.
        words: The noun or phrase after the number.
        href: The link; empty if there is nothing to show.
    """

    number: int
    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class BarPart:
    """One stretch of a bar.

    Attributes:
        kind: How far the provisions are answered, as `ProvisionCoverage.standing` names it.
        start: Where it begins, in percent of the bar.
        width: How wide it is, in percent of the bar.
        count: How many provisions, with a link to them.
    """

    kind: str
    start: float
    width: float
    count: LinkedCount


@dataclass(frozen=True, slots=True)
class CoverageBar:
    """How far one side of a crosswalk is answered by the other.

    Attributes:
        name: Whose provisions, how many, and who answers.
        parts: The stretches, answered in full first.
    """

    name: str
    parts: tuple[BarPart, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One provision inside a longer text.

    Attributes:
        num: Its printed enumerator.
        heading: Its heading.
        text: Its own words.
        depth: Its level below the unit, 0 to 6.
        here: Whether the row is about it.
        mark: A caution if nobody checked its words.
        id: Its id in the corpus.
    """

    num: str
    heading: str
    text: str
    depth: int
    here: bool = False
    mark: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class PublishedSection:
    """The surroundings of a provision, as published.

    Attributes:
        title: Name of the unit shown.
        passages: Its provisions in order.
        left_out: How many provisions of the section are not shown.
        official: Link to the official text.
        anchor: The unit's fragment on a page that shows it once for all its rows.
    """

    title: str
    passages: tuple[Passage, ...]
    left_out: int = 0
    official: Link = Link("")
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead-in; a long one is folded to its two ends.

    Attributes:
        words: All of it.
        first: The first words of a folded one.
        left_out: How many words are folded away; 0 when none.
        last: The last words of a folded one.
    """

    words: str
    first: str = ""
    left_out: int = 0
    last: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """How far the other document answers a provision, all its rows taken together.

    Attributes:
        sentence: The answer as a sentence.
        why: Why it is not answered in full; empty if it is, or if nothing answers.
    """

    sentence: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class TextView:
    """One provision as a table cell shows it.

    Attributes:
        id: Its id in the corpus.
        instrument: Short name of the document.
        heading: Its heading.
        citation: Its address, linked to the official text.
        also: Its address in the second numbering.
        duty: Duty and actor in one line.
        verification: The contract's word for how far the words can be trusted.
        mark: The same in page words.
        whose: Whose words they are.
        checked: Whether they were checked against the source.
        lead: The lead-in, shown separately as context.
        runs: The words, split at the edges of marks.
        adds: Phrases that only this side has.
        page: Page in the source, unless the citation gives it.
        note: The corpus's own remark.
        answer: How far the other side answers it.
        section: Its surroundings.
    """

    id: str
    instrument: str
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
    section: PublishedSection | None = None

    @property
    def text(self) -> str:
        """The words without their marks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference to a provision.

    Attributes:
        link: Its citation, linked.
        words: A few of its words.
        mark: Verification mark of those words.
        name: Its name, if the citation alone would not distinguish it.
        unchecked: Whether nobody checked its words against the source.
    """

    link: Link
    words: str
    mark: str = ""
    name: str = ""
    unchecked: bool = False


@dataclass(frozen=True, slots=True)
class AbsentView:
    """An empty cell, of one of three kinds.

    Attributes:
        kind: `none`, `elsewhere` or `not-retrieved`.
        headline: The finding.
        looked: What was searched.
        reason: Why, or what to do.
        closest: The closest passages.
        found: Passages outside the part compared that do answer.
    """

    kind: str
    headline: str
    looked: str = ""
    reason: str = ""
    closest: tuple[Pointer, ...] = ()
    found: tuple[Pointer, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment on a row.

    Attributes:
        who: Name, office and day.
        state: Open, answered or closed.
        text: The comment.
        reply: Who answered, when, and the answer.
        closed: Who closed it and when.
    """

    who: str
    state: str
    text: str
    reply: str = ""
    closed: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the table: a pair, or a provision without a counterpart.

    Attributes:
        number: Its place on the page, from 1.
        id: Its id in the data.
        anchor: Its fragment in the address.
        topic: Its name: both labels.
        relation: The contract's word, read from left to right.
        glyph: A sign that decorates the word.
        word: The page's word.
        sentence: How the two relate, naming both.
        computed: The program's relation, if it differs from the one on file.
        basis: What the relation rests on.
        strength: How much they share, in words; empty if there is no number.
        confidence: How sure the program is.
        status: The contract's word.
        status_words: The page's words.
        decided: Who decided and when.
        comment: The remark of whoever decided it.
        reviewed: Whether a person has reviewed it; a draft is not a review.
        checked: Whether every text of it was checked against its source.
        groups: Headings it is filed under, each prefixed with its side and a colon.
        answers: How far each side's provision is answered, prefixed likewise.
        left: The left text, or None.
        right: The right text, or None.
        left_absent: The empty left cell.
        right_absent: The empty right cell.
        parts: The measures part by part.
        parts_summary: How many parts have each verdict.
        parts_note: The provisions whose parts an importing clause has.
        why: Why the program reads the pair as it does, or None.
        rule: How a rule or guidance implements the left provision, in a sentence.
        rule_differs: The parts in which the rule differs from the statute, in sentences.
        rungs: The provisions that implement the left one.
        taken_in: Links to the rows of the measures that the row's clause imports.
        together: What several rows answer together, if the row is one of a group.
        together_with: The other rows of the group.
        talk: The comments.
        talk_summary: How many comments there are, and how many are open.
        relates: The relation it is counted and filtered by; `rejected` for a pair that a person rejected.
        proposed: The proposed relation of a rejected pair, as the opening of its sentence.
        stands: Who decided and what is still due, if the status words do not say it.
        is_withheld: Whether what was found is left out, because a reviewer has not chosen yet.
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
    parts_note: str = ""
    why: WhyView | None = None
    rule: str = ""
    rule_differs: tuple[str, ...] = ()
    rungs: tuple[TextView, ...] = ()
    taken_in: tuple[Link, ...] = ()
    together: str = ""
    together_with: tuple[Link, ...] = ()
    talk: tuple[CommentView, ...] = ()
    talk_summary: str = ""
    relates: str = ""
    proposed: str = ""
    stands: str = ""
    is_withheld: bool = False

    @property
    def counts(self) -> bool:
        """Whether the totals count it: it is a pair that is neither rejected nor superseded."""
        return self.is_pair and not self.refused and self.status != "superseded"

    @property
    def refused(self) -> bool:
        """Whether a person rejected the pair, even if a text has changed since."""
        return self.relates == REFUSED

    @property
    def said(self) -> str:
        """The sentence; for a rejected pair, with the proposed relation before it."""
        return f"{self.proposed} {self.sentence}".strip()

    @property
    def tall(self) -> bool:
        """Whether the row may fill more than half a printed page, so that it may break across pages."""
        texts = [len(text.text) + sum(map(len, text.adds)) for text in (self.left, self.right) if text]
        return bool(self.parts) or max(texts, default=0) > TALL_CHARS

    @property
    def is_pair(self) -> bool:
        """Whether both sides have a provision."""
        return self.left is not None and self.right is not None


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One entry of the key of a page.

    Attributes:
        word: The word beside the mark, or the sample that is shown.
        meaning: What it means.
        marks: Names of the symbols.
        look: The style class if a sample is shown, such as `chip` or `swatch`; empty for a word.
    """

    word: str
    meaning: str
    marks: tuple[str, ...] = ()
    look: str = ""


@dataclass(frozen=True, slots=True)
class PageFinding:
    """A finding in words: a headline, what supports it, and a link to the proof.

    Attributes:
        head: At most 14 words.
        body: At most 45 words.
        href: The row or page that proves it.
        about: On the first page, the crosswalk it is about; None elsewhere.
    """

    head: str
    body: str
    href: str
    about: Link | None = None


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One value of a filter.

    Attributes:
        value: Its word in the address.
        words: What a reader sees.
        number: How many rows have it.
    """

    value: str
    words: str
    number: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """One of the two documents as a column head names it.

    Attributes:
        name: Its short name.
        part: What of it is compared.
        as_of: The date of the text.
        whose: Whose words the column holds.
    """

    name: str
    part: str
    as_of: str
    whose: str
