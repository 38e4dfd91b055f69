"""Lines of a compact page: each element with its counterparts, best first, and unmatched elements last."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from crosswalk.model.alignment import ELSEWHERE, confidence_word
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import QUOTED, REVIEWED, Status, Verification
from crosswalk.report.cells import Mark, marks
from crosswalk.report.compact_text import Excerpt, excerpt, same_and_different
from crosswalk.report.document_view import DocumentView, both_numbers, cited, found_words, page_link, sides
from crosswalk.report.frame import PageFrame, shows_all
from crosswalk.report.paging import evidence_parts, part_file
from crosswalk.report.views import Link
from crosswalk.report.words import anchors, shortened


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


# The most words shown of an element, of its best counterpart, and of another one.
LEFT_WORDS, RIGHT_WORDS, RIVAL_WORDS = 40, 24, 14
# The most statements of a line on what is the same, and on what differs; each holds both sides.
STATEMENTS = 2
# The kind of a provision that explains a word and requires nothing.
TERM = "term"
_NAME = 64


def asks(prov: Provision) -> bool:
    """Whether a provision can require something: it is neither a heading nor an explained word."""
    return not prov.is_heading and prov.kind != TERM


def figure_pairs(side: Comparison) -> list[ComparisonRow]:
    """The pairs that a figure draws: neither rejected nor superseded."""
    return [
        row
        for row in side.rows
        if row.left and row.right and not row.refused and row.status is not Status.SUPERSEDED
    ]


def standing(row: ComparisonRow) -> str:
    """Who is responsible for a row: `reviewed`, `draft` or `proposed`."""
    if row.status in REVIEWED:
        return "reviewed"
    return "draft" if row.decided is not None and row.status is not Status.PROPOSED else "proposed"


@dataclass(frozen=True)
class CompactView:
    """A comparison as the compact pages need it: both sides, the addresses of rows, and the names of provisions.

    `withheld` gives the findings of a row that a page at the review desk leaves out.
    """

    side: Comparison
    withheld: Callable[[ComparisonRow], str] = shows_all

    @cached_property
    def both(self) -> tuple[DocumentView, DocumentView]:
        """The left and the right side."""
        return sides(self.side)

    @cached_property
    def anchors(self) -> Mapping[str, str]:
        """The fragment of each row, by id; the same on compact and evidence pages."""
        return anchors(row.id for row in self.side.rows)

    @property
    def page(self) -> str:
        """The compact page."""
        return f"{self.side.id}.html"

    @property
    def evidence(self) -> str:
        """The page of the full rows."""
        return f"{self.side.id}-rows.html"

    @cached_property
    def _files(self) -> Mapping[str, str]:
        """The evidence page of each row, by row id."""
        parts = evidence_parts(self.side)
        return {
            row.id: part_file(self.side.id, number, len(parts))
            for number, rows in enumerate(parts, 1)
            for row in rows
        }

    def full(self, row: ComparisonRow) -> str:
        """The address of the full row."""
        return f"{self._files[row.id]}#{self.anchors[row.id]}"

    def ends(self, row: ComparisonRow) -> tuple[Provision | None, Provision | None]:
        """The provisions of a row, left and right; None for a side without one."""
        left, right = self.both
        return left.find(row.left), right.find(row.right)

    def row_name(self, row: ComparisonRow) -> str:
        """The name of a row in a list: the names of both provisions."""
        return " and ".join(
            f"{self.number(prov)} {self.name(prov)}".strip() for prov in self.ends(row) if prov is not None
        )

    @cached_property
    def pairs(self) -> tuple[ComparisonRow, ...]:
        """The pairs that count: neither rejected nor superseded."""
        return tuple(figure_pairs(self.side))

    @cached_property
    def by_left(self) -> Mapping[str, tuple[ComparisonRow, ...]]:
        """The pairs of each left provision, the best first.

        Reviewed rows come before drafted ones and those before proposals; then checked words come before unchecked
        ones; then the row with more confidence comes first.
        """
        found: dict[str, list[ComparisonRow]] = {}
        for row in self.pairs:
            found.setdefault(row.left, []).append(row)
        return {left: tuple(sorted(rows, key=self._rank)) for left, rows in found.items()}

    def _rank(self, row: ComparisonRow) -> tuple[int, bool, float]:
        theirs = self.both[1].find(row.right)
        order = ("reviewed", "draft", "proposed").index(standing(row))
        return order, not (theirs is not None and theirs.is_checked), -(row.confidence or 0.0)

    @cached_property
    def alone(self) -> Mapping[tuple[str, str], ComparisonRow]:
        """The rows without a counterpart, by side and provision."""
        return {
            ("left", row.left) if row.left else ("right", row.right): row
            for row in self.side.rows
            if not (row.left and row.right)
        }

    @cached_property
    def _shared_place(self) -> str:
        """The beginning that most citations of the right document share, which lines leave out."""
        heads = Counter(
            prov.citation.partition(", ")[0] for prov in self.both[1].elements if ", " in prov.citation
        )
        return max(heads, key=lambda head: (heads[head], head)) if heads else ""

    def name(self, prov: Provision) -> str:
        """The plain name of a provision: the editors' own, its heading, or its first words."""
        own = self.side.topics.get(prov.id)
        return own or shortened(prov.heading or prov.text or prov.id, _NAME)

    def place(self, prov: Provision) -> str:
        """The citation of a provision, without the beginning that most citations share."""
        said = cited(prov) if prov.citation else ""
        return said.removeprefix(f"{self._shared_place}, ") if self._shared_place else said

    def number(self, prov: Provision) -> str:
        """The short address of a provision: `3(7)(A)` for `WIOA sec. 3(7)(A)`."""
        return (prov.also or cited(prov)).rpartition("sec. ")[2] if prov.also or prov.num else ""

    def section(self, prov: Provision) -> str:
        """The short address with `sec.`, if the document has section numbers."""
        number = self.number(prov)
        return f"sec. {number}" if f"sec. {number}" in (prov.also or prov.citation) else number


def page_view(side: Comparison, frame: PageFrame) -> CompactView:
    """A comparison as one page shows it; a page at the desk leaves out what its reader must not see yet."""
    return CompactView(side, frame.desk.withheld if frame.desk else shows_all)


def sure_word(row: ComparisonRow) -> str:
    """How sure the program is of a pair, in a word; empty if it gave no figure."""
    return confidence_word(round(row.confidence, 2)) if row.confidence is not None else ""


def counterpart(
    view: CompactView, row: ComparisonRow, most: int = RIGHT_WORDS, statements: int = STATEMENTS
) -> Counterpart:
    """The right side of a pair with its relation and its sentences."""
    prov, hidden = view.both[1].find(row.right), bool(view.withheld(row))
    matches = row.candidate.alignment.matches if row.candidate and not hidden else ()
    same, different = ((), ()) if hidden else same_and_different(row, statements)
    return Counterpart(
        anchor=view.anchors[row.id],
        href=view.full(row),
        name=view.name(prov) if prov else row.right,
        place=view.place(prov) if prov else "",
        excerpt=_excerpt(prov, marks(matches, "right"), most) if prov else Excerpt(()),
        relation="" if hidden else row.relation.value,
        word="" if hidden else row.relation.word,
        sure="" if hidden else sure_word(row),
        standing="" if hidden else standing(row),
        unchecked=prov is not None and not prov.is_checked,
        same=same,
        different=different,
        is_withheld=hidden,
    )


def _excerpt(prov: Provision, marked: Sequence[Mark], most: int, opening: int = 0) -> Excerpt:
    quoted = prov.verification in QUOTED
    return excerpt(prov.text or prov.heading, marked, most=most, quoted=quoted, opening=opening)


def element_line(
    view: CompactView, prov: Provision, most: int = LEFT_WORDS, opening: int = 0, statements: int = STATEMENTS
) -> ElementLine:
    """One element of the left document, with all its counterparts.

    `most` limits its words, of which at least `opening` are the first of the text; `statements` limits what is said of
    each counterpart.
    """
    rows = view.by_left.get(prov.id, ())
    computed = rows[0].candidate if rows and not view.withheld(rows[0]) else None
    matches = computed.alignment.matches if computed else ()
    lone = view.alone.get(("left", prov.id))
    anchor = view.anchors[lone.id] if lone else f"element-{anchors([prov.id])[prov.id]}"
    found = [
        counterpart(view, row, RIVAL_WORDS if n else RIGHT_WORDS, statements) for n, row in enumerate(rows)
    ]
    href = view.full(lone) if lone else found[0].href if found else view.evidence
    return ElementLine(
        anchor=anchor,
        number=view.number(prov),
        name=view.name(prov),
        excerpt=_excerpt(prov, marks(matches, "left"), most, opening),
        unchecked=not prov.is_checked,
        best=found[0] if found else None,
        rivals=tuple(found[1:]),
        none="" if lone and view.withheld(lone) else none_words(view, prov),
        href=href,
    )


def none_words(view: CompactView, prov: Provision) -> str:
    """The sentence for a left provision that nothing answers: not retrieved, found elsewhere, or not found."""
    left, right = view.both
    answer = left.answers.get(prov.id)
    if prov.verification is Verification.NOT_RETRIEVED:
        return "Not retrieved: what the source says is unknown."
    if answer is not None and answer.standing == ELSEWHERE:
        return found_words(right, answer, "the part compared")
    return f"Not found in {right.spoken}."


def one_sided(view: CompactView) -> tuple[OneSidedGroup, ...]:
    """The provisions of the right document without a counterpart, by reason; those that require nothing come last."""
    left, right = view.both
    rows = [row for (which, _), row in view.alone.items() if which == "right"]
    provs = [(prov, row) for row in rows if (prov := right.find(row.right)) is not None]
    groups: dict[str, list[OneSided]] = {}
    for prov, row in provs:
        kind = "open" if view.withheld(row) else _reason(view, prov)
        groups.setdefault(kind, []).append(_alone(view, prov, row))
    heads = {
        "open": "For you to decide",
        "none": f"Not found in {left.spoken}",
        "elsewhere": f"Found elsewhere in {left.spoken}, outside the part compared",
        "page": "Found elsewhere, on another page",
        "levels": f"Not in {left.spoken}, but in related rules or guidance",
        "unread": "Not retrieved: what the source says is unknown",
        "term": "Terms that the document explains, which require nothing",
    }
    return tuple(
        OneSidedGroup(f"{words} ({len(groups[kind])})", tuple(groups[kind]), kind == "term")
        for kind, words in heads.items()
        if kind in groups
    )


def _reason(view: CompactView, prov: Provision) -> str:
    answer = view.both[1].answers.get(prov.id)
    if prov.verification is Verification.NOT_RETRIEVED:
        return "unread"
    if answer is not None and answer.standing == ELSEWHERE:
        return "page" if answer.page else "elsewhere" if answer.elsewhere else "levels"
    return "none" if asks(prov) else "term"


def _alone(view: CompactView, prov: Provision, row: ComparisonRow) -> OneSided:
    left, right = view.both
    answer = None if view.withheld(row) else right.answers.get(prov.id)
    places = answer.elsewhere if answer else ()
    own = [one for place in places if (one := left.find(place)) is not None]
    beside = answer.levels if answer else ()
    name, words = _name_and_words(view, prov)
    return OneSided(
        anchor=view.anchors[row.id],
        name=name,
        words=words,
        unchecked=bool(prov.text) and not prov.is_checked,
        found=(
            *([page_link(answer.page)] if answer and answer.page else []),
            *(Link(both_numbers(one).partition(" (")[0]) for one in own),
            *(Link.to_web(f"{one.citation} ({one.level})", one.address) for one in beside),
        ),
        href=view.full(row),
    )


def _name_and_words(view: CompactView, prov: Provision) -> tuple[str, str]:
    """The name of a provision in a list and its quoted words; one without text is named by the heading above it and its place."""
    right = view.both[1]
    above = right.whole.ancestors(prov.id) if prov.id in right.whole else ()
    if prov.text or not above:
        return view.name(prov), shortened(prov.text, 130)
    return view.name(above[-1]), ", ".join(filter(None, (view.name(prov), view.place(prov))))


def refused(view: CompactView) -> tuple[OneSided, ...]:
    """The pairs that no longer count: rejected by a person, or superseded by another row."""
    counted = {row.id for row in view.pairs}
    found = []
    for row in view.side.rows:
        if not (row.left and row.right) or row.id in counted:
            continue
        anchor = view.anchors[row.id]
        found.append(
            OneSided(
                anchor=anchor,
                name=view.row_name(row),
                words=f"{row.status.words}.",
                unchecked=any(not prov.is_checked for prov in view.ends(row) if prov),
                found=(),
                href=view.full(row),
            )
        )
    return tuple(found)
