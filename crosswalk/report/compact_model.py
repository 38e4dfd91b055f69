"""The page models of the compact side-by-sides: one line per element, with its best counterpart."""

from dataclasses import dataclass

from crosswalk.language.phrasing import capital
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.figure import CurvedFigure
from crosswalk.report.review_model import ReviewMode
from crosswalk.report.views import CoverageBar, Link, Run


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
        head: At most 12 words.
        body: At most 45 words.
        href: The row or page that proves it.
        about: On the first page, the crosswalk it is about; None elsewhere.
    """

    head: str
    body: str
    href: str
    about: Link | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text, or the stretch of it that holds the matched phrases.

    Attributes:
        runs: The excerpt, split at the edges of phrases.
        starts: Whether it begins at the start of the text.
        left_out: How many words of the text are left out; 0 for the whole text.
        quoted: Whether these are the source's own words.
    """

    runs: tuple[Run, ...]
    starts: bool = True
    left_out: int = 0
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Counterpart:
    """One counterpart of an element, as a line or a fold shows it.

    Attributes:
        anchor: Its fragment in the address.
        href: Its full row on the evidence page.
        name: Its name.
        place: Its citation, without the part that all citations share.
        excerpt: Its words.
        relation: The contract's word.
        word: The page's word.
        sure: Low, moderate or high; empty if the program gave no figure.
        standing: `proposed`, `draft` or `reviewed`.
        unchecked: Whether nobody checked its words against the source.
        same: What the two share, in sentences.
        different: How they differ, in sentences.
        is_withheld: Whether its relation and sentences are left out, because a reviewer has not chosen yet.
    """

    anchor: str
    href: str
    name: str
    place: str
    excerpt: Excerpt
    relation: str
    word: str
    sure: str
    standing: str
    unchecked: bool
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class ElementLine:
    """One element of the left document with its counterparts, the best one first.

    Attributes:
        anchor: Its own fragment, or that of its row if it has no counterpart.
        number: Its place in the document, short.
        name: Its plain name.
        excerpt: Its words.
        unchecked: Whether nobody checked them against the source.
        best: Its best counterpart; None if nothing answers.
        rivals: The other counterparts.
        none: The sentence shown if nothing answers.
        href: Its evidence.
    """

    anchor: str
    number: str
    name: str
    excerpt: Excerpt
    unchecked: bool
    best: Counterpart | None
    rivals: tuple[Counterpart, ...]
    none: str
    href: str


@dataclass(frozen=True, slots=True)
class OneSided:
    """A provision of one side that the other does not answer.

    Attributes:
        anchor: Its fragment in the address.
        name: Its name.
        words: Its words, shortened.
        unchecked: Whether nobody checked them against the source.
        found: Passages outside the part compared that answer it.
        href: Its evidence.
    """

    anchor: str
    name: str
    words: str
    unchecked: bool
    found: tuple[Link, ...]
    href: str


@dataclass(frozen=True, slots=True)
class OneSidedGroup:
    """Provisions of one side that have no counterpart for the same reason.

    Attributes:
        heading: The reason.
        items: The provisions.
        folded: Whether they are collapsed because they require nothing.
    """

    heading: str
    items: tuple[OneSided, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class PageHead:
    """The parts that every compact page has.

    Attributes:
        frame: What every page carries.
        lede: The findings of the page, two or three.
        bars: How far each side is answered.
        key: The key of the page.
        left: The left document's name.
        right: The right document's name.
        left_words: Whose words the left column shows.
        right_words: Whose words the right column shows.
        evidence: The page with the full rows.
        review: What people need to decide the rows of this page.
        refused: Pairs that a person rejected or that another row superseded.
    """

    frame: PageFrame
    lede: tuple[PageFinding, ...]
    bars: tuple[CoverageBar, ...]
    key: tuple[KeyItem, ...]
    left: str
    right: str
    left_words: str
    right_words: str
    evidence: str
    review: ReviewMode
    refused: tuple[OneSided, ...] = ()

    @property
    def left_first(self) -> str:
        """The left document's name, capitalized for a heading."""
        return capital(self.left)

    @property
    def right_first(self) -> str:
        """The right document's name, capitalized for a heading."""
        return capital(self.right)


@dataclass(frozen=True, slots=True)
class CompactPage:
    """A side-by-side of two definitions, one line per element.

    Attributes:
        head: Lede, bars and key.
        figure: The curved figure; None if there are too many boxes or no pair.
        caption: What the figure shows.
        figure_heads: The heads of its two columns.
        lines: The elements.
        alone: Provisions of the right document without a counterpart.
    """

    head: PageHead
    figure: CurvedFigure | None
    caption: str
    figure_heads: tuple[str, str]
    lines: tuple[ElementLine, ...]
    alone: tuple[OneSidedGroup, ...]

    @property
    def frame(self) -> PageFrame:
        """What every page carries."""
        return self.head.frame
