"""One side of a comparison: its names and texts, and how provisions are found and named."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from crosswalk.language.phrasing import listed
from crosswalk.model.alignment import OtherPage, PlaceAtLevel, ProvisionCoverage
from crosswalk.model.annotation import Annotated
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import QUOTED, Coverage, Verification
from crosswalk.report.views import Instrument, Link, Pointer
from crosswalk.report.words import date_words, shortened

_CAUTION = {Verification.UNVERIFIED: "not checked", Verification.NOT_RETRIEVED: "not retrieved"}


@dataclass(frozen=True)
class DocumentView:
    """Everything that pages need of one side.

    `which` is left or right, `spoken` its name in sentences, `part` what is compared, and `whole` the document that
    the part was taken from; `paired` holds the ids that occur in rows.
    """

    which: str
    spoken: str
    part: Corpus
    whole: Corpus
    annotated: Mapping[str, Annotated]
    answers: Mapping[str, ProvisionCoverage]
    paired: frozenset[str]

    @property
    def name(self) -> str:
        """The document's short name, as a column head shows it."""
        return short_name(self.part)

    @cached_property
    def part_name(self) -> str:
        """The part compared, in words: one provision, several, or the whole document."""
        if len(self.part) >= len(self.whole):
            return f"the whole of {self.spoken}"
        roots = [prov for prov in self.part if prov.parent is None]
        if len(roots) == 1:
            return both_numbers(roots[0])
        return f"{len(self.part)} provisions of {self.spoken}"

    @property
    def is_part(self) -> bool:
        """Whether less than the whole document is compared."""
        return len(self.part) < len(self.whole)

    def find(self, prov_id: str) -> Provision | None:
        """A provision of the part compared or, failing that, of the whole document."""
        return self.whole.by_id.get(prov_id) or self.part.by_id.get(prov_id)

    def home(self, prov_id: str) -> Corpus:
        """The corpus that has a provision with its full surroundings."""
        return self.whole if prov_id in self.whole else self.part

    @property
    def elements(self) -> tuple[Provision, ...]:
        """The provisions that take part: those in a row, and others that are assessed and no heading."""
        return tuple(
            prov
            for prov in self.part
            if prov.id in self.paired or (not prov.is_heading and self._assessed(prov.id))
        )

    def _assessed(self, prov_id: str) -> bool:
        answer = self.answers.get(prov_id)
        return answer is None or answer.coverage is not Coverage.NOT_ASSESSED

    def group(self, prov: Provision) -> Provision:
        """What a provision is filed under: the nearest heading above it, or itself if there is none."""
        above = self.whole.ancestors(prov.id) if prov.id in self.whole else ()
        return next((one for one in reversed(above) if one.heading), above[0] if above else prov)


def sides(side: Comparison) -> tuple[DocumentView, DocumentView]:
    """The left and the right side of a comparison."""
    left = {answer.provision: answer for answer in side.left_answers}
    right = {answer.provision: answer for answer in side.right_answers}
    ours, theirs = (frozenset(getattr(row, one) for row in side.rows) for one in ("left", "right"))
    return (
        DocumentView("left", side.left_name, side.left, side.whole_left, side.annotated_left, left, ours),
        DocumentView(
            "right", side.right_name, side.right, side.whole_right, side.annotated_right, right, theirs
        ),
    )


def short_name(corpus: Corpus) -> str:
    """A document's short name without its article, or else its title or id."""
    name = corpus.source.name
    return name.removeprefix("the ")


def cited(prov: Provision) -> str:
    """A provision's citation, or its id if it has none; marked if nobody checked the place."""
    unsure = prov.citation and prov.verification is Verification.UNVERIFIED and not prov.given
    return f"{prov.citation} (place not checked)" if unsure else prov.citation or prov.id


def both_numbers(prov: Provision) -> str:
    """A provision's citation, in both numberings if it has two."""
    return f"{prov.also} ({cited(prov)})" if prov.also else cited(prov)


def label(prov: Provision) -> str:
    """The shortest name that distinguishes a provision from its neighbors.

    A provision with an enumerator or two numberings is named by its citation, since "(A)" alone names nothing;
    all others by heading.
    """
    if prov.also or (prov.num and prov.citation):
        return f"{prov.also or prov.citation} {prov.heading}".strip()
    return prov.heading or prov.citation or prov.id


def caution(prov: Provision) -> str:
    """The short mark of a text that was not checked or not retrieved; empty for all others."""
    return _CAUTION.get(prov.verification, "")


def named(prov: Provision) -> str:
    """A provision's label with its caution, for use without the text."""
    mark = caution(prov)
    return f"{label(prov)} ({mark})" if mark else label(prov)


def official(prov: Provision, corpus: Corpus) -> Link:
    """The citation, linked to the official text if an address is known."""
    return Link.to_web(cited(prov), prov.address or corpus.source.address)


def whose(prov: Provision, spoken: str) -> str:
    """Whose words a text is."""
    if prov.verification is Verification.VERBATIM:
        return f"The words of {spoken}"
    if prov.verification is Verification.READ:
        return f"The words of {spoken}, as software read them from a file"
    if prov.given:
        return f"The words of that file, which may differ from those of {spoken}"
    if prov.verification is Verification.NOT_RETRIEVED:
        return f"Not retrieved; what {spoken} says here is unknown"
    return f"Our words, not those of {spoken}; {prov.id} is our own name for it"


def instrument(side: DocumentView) -> Instrument:
    """The side as a column head names it."""
    given = any(prov.given for prov in side.part if not prov.is_heading)
    kinds = [prov.verification for prov in side.part if not (prov.is_heading or prov.given)]
    own = any(kind in QUOTED for kind in kinds)
    ours = any(kind not in QUOTED for kind in kinds)
    words = "quoted" if own and not ours else "restated in our words"
    if own and ours:
        words = "partly quoted, partly restated in our words"
    if given:
        file = "read from a file that was not compared with the official text"
        words = f"{words}, and partly {file}" if own or ours else file
    return Instrument(side.name, side.part_name, date_words(side.part.source.as_of), words)


def pointer(side: DocumentView, prov_id: str, most: int = 160) -> Pointer:
    """A reference to a provision, with at most `most` characters of its words."""
    prov = side.find(prov_id)
    if prov is None:
        return Pointer(Link(prov_id), "")
    words = shortened(prov.text or prov.heading, most)
    return Pointer(
        official(prov, side.home(prov_id)),
        words,
        prov.mark,
        label(prov) if prov.heading or prov.also else "",
        prov.verification is Verification.UNVERIFIED,
    )


# The texts of each level, as sentences name them.
_LEVEL_WORDS = {"statute": "the statute", "rule": "the rules", "guidance": "guidance"}


def found_pointers(side: DocumentView, answer: ProvisionCoverage, most: int = 160) -> tuple[Pointer, ...]:
    """The passages that answer a provision of the other side: those of the document, then those at other levels.

    The page that names them, if it is another one, comes first.
    """
    page = [Pointer(page_link(answer.page), "")] if answer.page else []
    own = [pointer(side, one, most) for one in answer.elsewhere]
    return (*page, *own, *(_level_pointer(place, most) for place in answer.levels))


def page_link(page: OtherPage) -> Link:
    """The page of another crosswalk, by its title."""
    return Link(f"the page “{page.title}”", f"{page.crosswalk}.html")


def _level_pointer(place: PlaceAtLevel, most: int) -> Pointer:
    link = Link.to_web(f"{place.citation} ({place.level})", place.address)
    return Pointer(link, shortened(place.words, most))


def found_words(side: DocumentView, answer: ProvisionCoverage, part: str) -> str:
    """Where an answer was found outside the part compared, as a sentence; `part` is the name of that part."""
    if answer.page:
        return f"Not paired on this page, but found on the page “{answer.page.title}”."
    levels = listed([_LEVEL_WORDS[one] for one in dict.fromkeys(place.level for place in answer.levels)])
    if not answer.elsewhere:
        return f"Not in {side.spoken}, but found in {levels}."
    return (
        f"Not in {part}, but found elsewhere in {listed([side.spoken, levels] if levels else [side.spoken])}."
    )
