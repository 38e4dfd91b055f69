"""Legal citations: parse, format, order and link them, and convert one numbering into another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, total_ordering
from urllib.parse import quote

from crosswalk.errors import CitationError
from crosswalk.model.corpus import Corpus, Provision

_SECTION = r"\d{1,6}[A-Za-z]{0,6}(?:[-.](?:\d{1,6}[A-Za-z]{0,3}|[A-Za-z]{1,3}\d{0,4}))*"
_POINT = r"[0-9A-Za-z]{1,8}(?:-[0-9A-Za-z]{1,4})?"
_PINPOINT = rf"(?:\({_POINT}\))*"
_NAME = r"[A-Z][A-Za-z.&'’-]*(?: [A-Za-z0-9.,&'’-]+){0,14}?"
_MARK = r"(?:secs?\.|[Ss]ections?|Secs?\.|§§?)"
_CODE = re.compile(
    rf"(?P<title>\d{{1,3}}) U\.? ?S\.? ?C\.?(?: {_MARK})? ?(?P<section>{_SECTION})(?P<pin>{_PINPOINT})"
)
_RULE = re.compile(
    rf"(?P<title>\d{{1,3}}) C\.? ?F\.? ?R\.?(?: {_MARK}| [Pp]art)? ?(?P<section>{_SECTION})(?P<pin>{_PINPOINT})"
)
_ACT = re.compile(rf"(?P<title>{_NAME}) {_MARK} ?(?P<section>{_SECTION})(?P<pin>{_PINPOINT})")
_OF_ACT = re.compile(
    rf"{_MARK} ?(?P<section>{_SECTION})(?P<pin>{_PINPOINT}) of (?:the )?(?P<title>[A-Z][^()/]{{0,120}})"
)
_FORMS = (("usc", _CODE), ("cfr", _RULE), ("act", _ACT), ("act", _OF_ACT))
_TOKEN = re.compile(rf"\(({_POINT})\)")
_DASHES = str.maketrans({"–": "-", "‑": "-", "‐": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_RANK = {"usc": "a1AiIxX", "act": "a1AiIxX", "cfr": "a1iA1i"}
LEVELS = ("section", "subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem")


def rule_level(depth: int) -> str:
    """What a regulation's level is called: section at 0, paragraph at 1, then paragraph level 2 and on."""
    return ("section", "paragraph")[depth] if depth < 2 else f"paragraph level {depth}"


def roman(mark: str) -> int:
    """The value of a Roman numeral in lower or upper case; 0 if it is not one.

    >>> roman("xiv"), roman("IV"), roman("abc")
    (14, 4, 0)
    """
    low = mark.lower()
    if not low or mark not in (low, mark.upper()) or not _ROMAN.fullmatch(low):
        return 0
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[letter] for letter in low]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


@total_ordering
@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the Code, in an act by its own numbering, or in a regulation.

    `system` is usc, act or cfr; `title` the title number, or the name of the act; `section` is
    written with plain hyphens; `pinpoint` holds the marks without brackets, outermost first.
    """

    system: str
    title: str
    section: str
    pinpoint: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        named = _matches(_NAME if self.system == "act" else r"\d{1,3}", self.title)
        marks = all(_matches(_POINT, mark) for mark in self.pinpoint)
        if self.system not in _RANK or not named or not marks or not _matches(_SECTION, self.section):
            raise _not_a_citation(f"{self.title} {self.system} {self.section} {' '.join(self.pinpoint)}")

    @classmethod
    def parse(cls, words: str) -> "Citation":
        """Read a whole citation in any of its usual spellings.

        >>> Citation.parse("section 116(b)(2)(A) of WIOA")
        Citation(system='act', title='WIOA', section='116', pinpoint=('b', '2', 'A'))
        """
        plain = " ".join(words.translate(_DASHES).split())
        for system, form in _FORMS:
            if match := form.fullmatch(plain):
                return cls(system, match["title"], match["section"], tuple(_TOKEN.findall(match["pin"])))
        raise _not_a_citation(words)

    @classmethod
    def from_id(cls, prov_id: str, system: str) -> "Citation":
        """The address that a provision id names, such as `29/3102/7/A` in the system usc.

        Flush text is cited as the clause it belongs to; a mark distinguished from an equal one by
        `~2` is cited as printed.
        """
        title, *rest = prov_id.split("/")
        marks = [part.partition("~")[0] for part in rest]
        if marks and marks[-1] == "flush":
            marks.pop()
        if not marks:
            raise _not_a_citation(prov_id)
        return cls(system, title, marks[0], tuple(marks[1:]))

    def __str__(self) -> str:
        pin = "".join(f"({mark})" for mark in self.pinpoint)
        if self.system == "act":
            return f"{self.title} sec. {self.section}{pin}"
        if self.system == "usc":
            return f"{self.title} U.S.C. {self.section}{pin}"
        part = "" if "." in self.section else "part "
        return f"{self.title} CFR {part}{self.section}{pin}"

    def __lt__(self, other: "Citation") -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[object, ...]:
        title, section = _natural(self.title), _natural(self.section)
        return (self.system, title, section, _places(self.system, self.pinpoint), self.pinpoint, self.title)

    @property
    def id(self) -> str:
        """The provision id of this place, such as `29/3102/7/A` or `WIOA/3/7/A`."""
        return "/".join((self.title, self.section, *self.pinpoint))

    @property
    def level(self) -> str:
        """What the place is called: section, subsection, paragraph and so on.

        A regulation calls every level below the section a paragraph; here they are numbered.
        """
        if self.system == "cfr":
            return rule_level(len(self.pinpoint))
        ranks = [rank for rank, *_ in _places(self.system, self.pinpoint)]
        return LEVELS[ranks[-1] + 1] if ranks else LEVELS[0]

    @property
    def address(self) -> str:
        """The official page that shows the place; empty for an act, which has none of its own."""
        if self.system == "usc":
            granule = f"USC-prelim-title{self.title}-section{quote(self.section)}"
            return f"https://uscode.house.gov/view.xhtml?req=granuleid:{granule}&num=0&edition=prelim"
        if self.system == "act":
            return ""
        if "." not in self.section:
            return f"https://www.ecfr.gov/current/title-{self.title}/part-{self.section}"
        pin = "".join(f"({mark})" for mark in self.pinpoint)
        anchor = f"#p-{self.section}{pin}" if pin else ""
        return f"https://www.ecfr.gov/current/title-{self.title}/section-{self.section}{anchor}"


@lru_cache(maxsize=20_000)
def _matches(pattern: str, words: str) -> bool:
    """Whether a pattern matches the whole of some words; a law repeats the same few marks thousands of times."""
    return re.fullmatch(pattern, words) is not None


def _not_a_citation(words: str) -> CitationError:
    return CitationError(
        f"“{' '.join(words.split())}” is not a citation this program reads; write it like"
        " 29 U.S.C. 3102(7)(A), WIOA sec. 3(7)(A) or 20 CFR 677.155(a)(1).",
        code="XW-301",
    )


def _natural(words: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.findall(r"\d+|\D+", words)
    return tuple((0, int(part), part) if part.isdigit() else (1, 0, part) for part in parts)


def _places(system: str, pinpoint: tuple[str, ...]) -> tuple[tuple[int, int, str], ...]:
    """For each mark: its level (0 the first below the section), its place in the row, and itself."""
    found: list[tuple[int, int, str]] = []
    rank = -1
    for mark in pinpoint:
        rank, value = _next_rank(_RANK[system], rank, mark)
        found.append((rank, value, mark))
    return tuple(found)


def _next_rank(order: str, rank: int, mark: str) -> tuple[int, int]:
    """The next level below `rank` whose kind of mark this is, and the mark's value there."""
    for deeper in range(rank + 1, len(order)):
        if value := mark_value(order[deeper], mark):
            return deeper, value
    return min(rank + 1, len(order) - 1), 0


def mark_value(kind: str, mark: str) -> int:
    """The place of a mark in a row of its kind, from 1; 0 if it is not of that kind.

    Kinds are named by their first mark: `a`, `1`, `A`, `i`, `I`, and `x` and `X` for doubled
    letters such as (aa) and (AA). After (z) come (aa), (bb), in kinds `a` and `A` as well.

    >>> mark_value("a", "c"), mark_value("i", "c"), mark_value("A", "AA"), mark_value("x", "bb")
    (3, 100, 27, 2)
    """
    if kind == "1":
        return int(mark) if mark.isdecimal() else 0
    cased = mark.islower() if kind in "aix" else mark.isupper()
    if not cased or not mark.isalpha():
        return 0
    if kind in "iI":
        return roman(mark)
    letter, same = ord(mark[0].lower()) - 96, len(set(mark)) == 1
    if kind in "xX":
        return letter + 26 * (len(mark) - 2) if same and len(mark) > 1 else 0
    return letter + 26 * (len(mark) - 1) if same and len(mark) < 5 else 0


@dataclass(frozen=True)
class SectionMap:
    """Which section of the Code holds each section of an act, as pairs (Code, act) without pinpoints."""

    pairs: tuple[tuple[Citation, Citation], ...] = ()
    catchlines: dict[Citation, str] = field(default_factory=dict, compare=False)

    @classmethod
    def parse(cls, text: str, where: str = "section map") -> "SectionMap":
        """Read lines of Code citation, act citation (may be empty) and catchline, separated by tabs.

        The first line names the columns: usc, act, catchline. Lines with # are remarks.
        """
        pairs, catchlines = [], {}
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
        if not lines or lines[0][1].split("\t")[:3] != ["usc", "act", "catchline"]:
            raise CitationError(
                f"{where} line 1: the columns must be usc, act, catchline; correct the first line.",
                code="XW-302",
            )
        for number, line in lines[1:]:
            cells = [*line.split("\t"), "", ""]
            try:
                code = Citation.parse(cells[0])
                pairs += [(code, Citation.parse(cells[1]))] if cells[1].strip() else []
            except CitationError as error:
                raise CitationError(f"{where} line {number}: {error.message}", code="XW-302") from error
            catchlines[code] = cells[2].strip()
        return cls(tuple(pairs), catchlines)

    @cached_property
    def _other(self) -> dict[Citation, Citation]:
        return {one: two for code, act in self.pairs for one, two in ((code, act), (act, code))}

    @cached_property
    def acts(self) -> frozenset[str]:
        """The names of the acts in the map."""
        return frozenset(act.title for _, act in self.pairs)

    def joined(self, more: "SectionMap") -> "SectionMap":
        """One map of the sections of both."""
        return SectionMap(self.pairs + more.pairs, self.catchlines | more.catchlines)

    def other(self, cite: Citation) -> Citation | None:
        """The same place in the other numbering; None if the section is not in the map."""
        found = self._other.get(Citation(cite.system, cite.title, cite.section))
        return Citation(found.system, found.title, found.section, cite.pinpoint) if found else None


def cite_provision(prov: Provision, numbering: str, sections: SectionMap) -> Provision:
    """Fill in citation, second citation and official address from the id, if they are empty.

    `numbering` is usc, act or cfr; with `own`, or an id that is no legal address (a subpart), nothing
    is filled in.
    """
    if numbering not in _RANK:
        return prov
    try:
        cite = Citation.from_id(prov.id, numbering)
    except CitationError:
        return prov
    if prov.citation not in {"", str(cite)}:
        return prov
    other = sections.other(cite)
    address = cite.address or (other.address if other else "")
    return replace(
        prov,
        citation=str(cite),
        also=prov.also or (str(other) if other else ""),
        address=prov.address or address,
        level=prov.level or cite.level,
    )


def cite_provisions(corpus: Corpus, numbering: str, sections: SectionMap | None = None) -> Corpus:
    """The corpus with citation, second citation, address and level filled in from its ids."""
    known = sections or SectionMap()
    return Corpus(corpus.source, tuple(cite_provision(prov, numbering, known) for prov in corpus))


def numbering_of(corpus: Corpus) -> str:
    """How a document's provisions are cited: usc, act, cfr, or own if none has a legal citation."""
    for prov in corpus:
        try:
            return Citation.parse(prov.citation).system
        except CitationError:
            continue
    return "own"


def find_provision(corpus: Corpus, words: str, sections: SectionMap) -> str:
    """The id of the provision that a user's words name; empty if the document has none.

    The words are an id (`29/3112/b`), the section and marks in either numbering (`102(b)`, `102/b`,
    `sec. 102(b)`), or a whole citation (`29 U.S.C. 3112(b)`).
    """
    return next(iter(find_provisions(corpus, words, sections)), "")


def find_provisions(corpus: Corpus, words: str, sections: SectionMap) -> list[str]:
    """The ids of all provisions that a user's words may name, as in `find_provision`, the likeliest first."""
    possible = _possible_ids(corpus, words.strip(), sections)
    return list(dict.fromkeys(prov_id for prov_id in possible if prov_id in corpus))


def _possible_ids(corpus: Corpus, words: str, sections: SectionMap) -> Iterator[str]:
    yield words
    marks = _section_and_marks(words)
    titles = dict.fromkeys(prov.id.partition("/")[0] for prov in corpus)
    yield from ("/".join((title, *marks)) for title in titles)
    for cite in _possible_citations(words, sections):
        yield cite.id
        if other := sections.other(cite):
            yield other.id
        yield from (prov.id for prov in corpus if str(cite) in (prov.citation, prov.also))


def _possible_citations(words: str, sections: SectionMap) -> Iterator[Citation]:
    """A whole citation, or a section and marks in each numbering that the document may have."""
    try:
        yield Citation.parse(words)
    except CitationError:
        section, *marks = _section_and_marks(words) or [""]
        for act in sorted(sections.acts):
            try:
                yield Citation("act", act, section, tuple(marks))
            except CitationError:
                continue


def _section_and_marks(words: str) -> list[str]:
    """`sec. 102(b)(1)` as its parts 102, b and 1."""
    return re.findall(r"[^\s()/]+", re.sub(rf"^{_MARK} ?", "", words))
