"""A document as an ordered tree of provisions at a date."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from crosswalk.errors import ParseError
from crosswalk.model.relation import Verification

# The kinds of documents that bind by law.
BINDING_KINDS = frozenset({"statute", "regulation"})
# The kinds of documents of which two hold side by side, so that neither gives way to the other.
JOINT_KINDS = frozenset({"statute", "requirements"})
# How a text binds, by its kind, the most binding first. Other kinds have no level.
LEVELS = {"statute": "statute", "regulation": "rule", "guidance": "guidance", "framework": "framework"}


@dataclass(frozen=True, slots=True)
class Source:
    """One edition of a document as published: its title, kind, issuer, address and date.

    `as_of` is an ISO date or, if the source gives no day, a year and month. `kind` is statute, regulation,
    guidance, framework, plan or other. `given` names the user's own file that an edition of a published
    document was taken from, if nobody compared that file with the official text.
    """

    id: str
    as_of: str
    title: str
    kind: str = "other"
    short: str = ""
    authority: str = ""
    address: str = ""
    rights: str = ""
    verification: Verification = Verification.VERBATIM
    note: str = ""
    given: str = ""

    @property
    def name(self) -> str:
        """The document's name in sentences: its short name, or else its title or id."""
        return self.short or self.title or self.id

    @property
    def mark(self) -> str:
        """How far the words can be trusted, in words."""
        return _given_words(self.given) if self.given else self.verification.words

    @property
    def level(self) -> str:
        """How the text binds: statute, rule, guidance or framework; empty for other kinds."""
        return LEVELS.get(self.kind, "")

    @property
    def key(self) -> str:
        """Id and edition in one word, such as `wioa@2016-07-19`."""
        return f"{self.id}@{self.as_of}"


def leads_on(words: str) -> bool:
    """Whether words lead into what follows: they end in a dash or a colon."""
    return words.rstrip().endswith(("—", "–", "-", ":"))


@dataclass(frozen=True, slots=True)
class Provision:
    """One addressable unit of text: its own words, without those of its parents or children.

    `id` is a path such as `29/3102/7/A` (case-sensitive) and does not depend on the wording. `num` is the
    printed enumerator, such as `(A)`. `level` is section, subsection, paragraph, subparagraph, clause,
    subclause, item, subitem, continuation (words printed flush after the children of `parent`), or another
    outline's word. `citation` is the address in the document's main numbering, `also` in its second one.
    `unread` names measure parts whose content is unknown because the source was not read. `given` names the
    user's own file that unchecked words were taken from; empty for all other words. `checked` is until when
    these words, and all below them without a record of their own, are known to be current, and how that was
    checked; empty if nothing was recorded.
    """

    id: str
    text: str = ""
    heading: str = ""
    parent: str | None = None
    num: str = ""
    level: str = ""
    kind: str = ""
    citation: str = ""
    also: str = ""
    address: str = ""
    page: str = ""
    context: str = ""
    note: str = ""
    verification: Verification = Verification.VERBATIM
    unread: tuple[str, ...] = ()
    given: str = ""
    checked: str = ""

    @property
    def mark(self) -> str:
        """How far the words can be trusted, in words: the mark a page shows with the text."""
        return _given_words(self.given) if self.given else self.verification.words

    @property
    def leads_on(self) -> bool:
        """Whether its words lead into what follows."""
        return leads_on(self.text)

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change when heading or words change, and only then.

        White space is folded first, so re-laying out a text does not change it.
        """
        words = " ".join(f"{self.heading}\n{self.text}".split())
        return hashlib.sha256(words.encode()).hexdigest()[:12]

    @property
    def is_checked(self) -> bool:
        """Whether the words come from the source itself, or were restated from the source."""
        return self.verification in (Verification.VERBATIM, Verification.READ, Verification.RESTATED)

    @property
    def is_heading(self) -> bool:
        """Whether this is a title with no words of its own; such a provision is never a gap."""
        return not self.text.strip()


@dataclass(frozen=True)
class Corpus:
    """The provisions of one edition of one document, in the document's order; immutable."""

    source: Source
    provisions: tuple[Provision, ...]
    by_id: Mapping[str, Provision] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, Provision] = {}
        for prov in self.provisions:
            if prov.id in index:
                raise ParseError(
                    f"{self.source.key} holds provision {prov.id} twice; give each provision its own id.",
                    code="XW-201",
                )
            if prov.parent is not None and prov.parent not in index:
                raise ParseError(
                    f"{self.source.key}: provision {prov.id} names parent {prov.parent}, which does not"
                    " come before it; put the parent first or correct its id.",
                    code="XW-202",
                )
            index[prov.id] = prov
        object.__setattr__(self, "by_id", index)

    def __iter__(self) -> Iterator[Provision]:
        return iter(self.provisions)

    def __len__(self) -> int:
        return len(self.provisions)

    def __getitem__(self, prov_id: str) -> Provision:
        return self.by_id[prov_id]

    def __contains__(self, prov_id: object) -> bool:
        return prov_id in self.by_id

    @cached_property
    def _children(self) -> Mapping[str | None, tuple[Provision, ...]]:
        found: dict[str | None, list[Provision]] = {}
        for prov in self.provisions:
            found.setdefault(prov.parent, []).append(prov)
        return {parent: tuple(children) for parent, children in found.items()}

    def children(self, prov_id: str | None) -> tuple[Provision, ...]:
        """The provisions directly below one, in order; `None` gives the top of the tree."""
        return self._children.get(prov_id, ())

    @cached_property
    def _before(self) -> Mapping[str, Provision]:
        return {two.id: one for listed in self._children.values() for one, two in pairwise(listed)}

    def before(self, prov_id: str) -> Provision | None:
        """The provision in front of one, directly below the same one; None for the first."""
        return self._before.get(prov_id)

    def ancestors(self, prov_id: str) -> tuple[Provision, ...]:
        """The provisions above one, outermost first."""
        found: list[Provision] = []
        parent = self.by_id[prov_id].parent
        while parent is not None:
            found.append(self.by_id[parent])
            parent = found[-1].parent
        return tuple(reversed(found))

    def checked(self, prov_id: str) -> str:
        """The date through which a provision's words were checked, and how: its own note, or the nearest one above it."""
        line = (self.by_id[prov_id], *reversed(self.ancestors(prov_id)))
        return next((prov.checked for prov in line if prov.checked), "")

    def below(self, prov_id: str) -> tuple[Provision, ...]:
        """One provision and everything under it, in order."""
        found = [self.by_id[prov_id]]
        for child in self.children(prov_id):
            found.extend(self.below(child.id))
        return tuple(found)

    def lead_in(self, prov_id: str) -> str:
        """The lead-in an element needs to be a sentence: its parent's own words, if they lead on.

        A lead-in (USLM `chapeau`) ends in a dash or a colon; if the parent is an empty
        enumerator, the search continues above it. Empty if there is no lead-in.
        """
        for prov in reversed(self.ancestors(prov_id)):
            if prov.text.strip():
                return prov.text.rstrip() if prov.leads_on else ""
        return ""

    def context(self, prov_id: str) -> str:
        """Headings and lead-ins of everything above a provision, outermost first."""
        own = self.by_id[prov_id].context
        above = [words for prov in self.ancestors(prov_id) for words in (prov.heading, prov.text) if words]
        return " ".join([own, *above]).strip()

    def select(self, patterns: Iterable[str]) -> "Corpus":
        """The part of the corpus under the given ids, without their ancestors.

        A pattern is an id, which includes all below it, or the start of an id with `*`, which includes
        every provision whose id begins so. A pattern that selects nothing is an error.
        """
        wanted: set[str] = set()
        for pattern in patterns:
            if pattern.endswith("*"):
                found = {prov.id for prov in self.provisions if prov.id.startswith(pattern[:-1])}
            else:
                found = {prov.id for prov in self.below(pattern)} if pattern in self.by_id else set()
            if not found:
                raise ParseError(
                    f"{self.source.key} has no provision {pattern}; check the id with"
                    f" `crosswalk show {self.source.id}`.",
                    code="XW-203",
                )
            wanted |= found
        return self.keep(wanted)

    def keep(self, ids: Iterable[str]) -> "Corpus":
        """The provisions with the given ids, in order; the lead-in of a parent that is not among them becomes `context`."""
        wanted = set(ids)
        provisions = [
            prov
            if prov.parent is None or prov.parent in wanted
            else replace(prov, parent=None, context=self.context(prov.id))
            for prov in self.provisions
            if prov.id in wanted
        ]
        return Corpus(self.source, tuple(provisions))

    @cached_property
    def placed_digests(self) -> Mapping[str, str]:
        """For each provision a digest of its id, marks and words and of everything above it."""
        found: dict[str, str] = {}
        for prov in self.provisions:
            above = found[prov.parent] if prov.parent else ""
            own = (prov.id, prov.num, prov.level, prov.kind, prov.context, prov.heading, prov.text)
            found[prov.id] = hashlib.sha256(repr((above, own)).encode()).hexdigest()[:24]
        return found

    @cached_property
    def digest(self) -> str:
        """One digest over ids and words of the whole edition."""
        text = "\n".join(f"{prov.id} {prov.digest}" for prov in self.provisions)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _given_words(file: str) -> str:
    return f"Taken from the file {file}; not compared with the official text"
