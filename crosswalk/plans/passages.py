"""A plan as passages: its files, and their paragraphs, lists, tables and footnotes with page, headings and section number."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from crosswalk.errors import ConfigError, ParseError, SourceError
from crosswalk.ingest import read
from crosswalk.language.normalize import sentence_spans
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.plans.wordings import plan_phrase

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
# The kind of enumerator at each depth of a State plan.
_KINDS = (
    re.compile(r"VII|VI|IV|V|III|II|I"),
    re.compile(r"[a-z]"),
    re.compile(r"\d{1,2}"),
    re.compile(r"[A-Z]"),
    re.compile(r"[ivx]+"),
)
_PROGRAMS = (
    (
        "VI.AEFLA",
        re.compile(r"adult education and (?:family )?literacy|\btitle II\b|\bAEFLA\b", re.IGNORECASE),
    ),
    (
        "VI.I-B",
        re.compile(r"title I-B|adult, dislocated worker,? and youth (?:activities|programs?)", re.IGNORECASE),
    ),
    ("VI.WP", re.compile(r"wagner-peyser", re.IGNORECASE)),
    ("VI.VR", re.compile(r"vocational rehabilitation", re.IGNORECASE)),
)
_LEAD = re.compile(r"^\s*(?:section|part|item)?\s*[(•–-]?\s*", re.IGNORECASE)
_MARK = re.compile(
    r"[(]?\s*(I-B|AEFLA|VR|WP|VII|VI|IV|V|III|II|I|[a-z]|\d{1,2}|[A-Z]|[ivx]{2,4})(?:\s*[.)]+\s*|\s+(?=[A-Z(])|$)"
)
_SPECIFIC = re.compile(r"program[- ]specific|requirements for", re.IGNORECASE)


def address_of(heading: str, above: str, before: str = "") -> str:
    """The section that a heading opens, given the section above it; that section if the heading has no number.

    `before` is the section of the previous heading: after "H.", an "I." is the ninth letter and not a Roman numeral.

    >>> address_of("III. b. 4. A. Assessment of Core Programs", "")
    'III.b.4.A'
    >>> address_of("6. Program Data", "III.b.4.A")
    'III.b.6'
    >>> address_of("I. Economic Development", "III.a.2", "III.a.2.H")
    'III.a.2.I'
    """
    if _SPECIFIC.search(heading):
        program = next((name for name, pattern in _PROGRAMS if pattern.search(heading)), "")
        if program:
            return program
    marks = _marks(heading)
    if not marks:
        return above
    if marks[0] == "I" and before.endswith(".H"):
        return ".".join([before.removesuffix(".H"), *marks])
    if marks[0] in _ROMAN:
        return ".".join(marks)
    path = above.split(".") if above else []
    for mark in marks:
        depth = _mark_depth(mark, path)
        if depth is None:
            return above
        path = [*path[:depth], mark]
    return ".".join(path)


def is_numbered(heading: str) -> bool:
    """Whether a heading has a section number of its own, or names a program's part."""
    return bool(
        _marks(heading) or (_SPECIFIC.search(heading) and any(p.search(heading) for _, p in _PROGRAMS))
    )


def _marks(heading: str) -> list[str]:
    """The outline marks at the head of a heading, outermost first."""
    at = len(_LEAD.match(heading)[0])  # type: ignore[index]
    found: list[str] = []
    while (mark := _MARK.match(heading, at)) and len(found) < 6:
        # "A strategy" begins with a word, not a mark.
        if mark[1] in {"A", "a", "I"} and not re.search(r"[.)]", mark[0]):
            break
        found.append(mark[1])
        at = mark.end()
    return found


def _mark_depth(mark: str, path: list[str]) -> int | None:
    """The depth of a lone enumerator in the current section; None if the section is unknown."""
    if not path:
        return None
    offset = 1 if len(path) > 1 and path[1] in {"I-B", "AEFLA", "WP", "VR"} else 0
    fits = [
        depth for depth, kind in enumerate(_KINDS) if kind.fullmatch(mark) and depth + offset <= len(path)
    ]
    fits = [depth for depth in fits if depth > 0]
    if not fits:
        return None
    # "i" may be the ninth letter or a small numeral: the deeper one that fits is meant.
    return max(fits) + offset if mark in {"i", "v", "x"} else fits[0] + offset


def nearness(asked: str, found: str) -> float:
    """How well a passage's section (second) fits the section that a unit is asked under (first), -1 to 1.

    1 for the same section or one inside it, less for the sections around it, -1 for another part of the
    plan, 0 where either has no number.
    """
    if not asked or not found:
        return 0.0
    ours, theirs = asked.split("."), found.split(".")
    shared = next(
        (n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
    )
    if shared == len(ours):
        return 1.0
    if shared == len(theirs) and shared >= min(2, len(ours) - 1):
        return 0.8 if len(ours) - shared == 1 else 0.4
    if shared >= 2 and shared == len(ours) - 1:
        return -0.2
    return -0.5 if shared else -1.0


# A list whose items are shorter than this many words on average is read as one passage.
_SHORT_ITEM = 14
# A passage of this many words takes in no further item of its list.
_LONGEST = 220
# A line of at most this many words before a table may be its caption.
_CAPTION = 25
_TABLE = re.compile(r"(?:table|figure|exhibit) [A-Z]?\d", re.IGNORECASE)
# A table is quoted in full up to this many words; below it, its first rows.
_QUOTED = 70
_NUMBERED = re.compile(
    r"^\W*(?:(?:section|part|chapter|appendix|attachment|exhibit)\s+[\w.]+|[IVX]{1,4}\.|[A-Z]?\d{1,2}(?:\.\d{1,2})*[.)]?|[A-Za-z][.)])\s",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.;:?!,]['\"”’)]*$")
_STOPS = re.compile(r"[.?!]['\"”’)]*$")
# The items of a list are sentences if at least this share of them end as sentences do.
_MOST = 2 / 3
_PIPED = re.compile(r"\|.*\|", re.DOTALL)
# A row that ends in an answer to tick.
_TICKED = re.compile(r"\|\s*(?:yes|no|[xX✓✔☒☑☐]|\[[xX ]\])\W*$", re.IGNORECASE)
_RULE = re.compile(r"[|:\s-]+")
_PAGE = re.compile(r"\d+")


@dataclass(frozen=True)
class PlanPassage:
    """One piece of a plan that can be an answer.

    `heading` is the path of headings above it, outermost first; `section` its number in the State plan
    collection where the headings give one; `lead` the sentence that leads in a list; `kind` prose, list,
    table or footnote; `order` its place in the plan, across files.
    """

    file: str
    order: int
    page: int | None
    heading: tuple[str, ...]
    section: str
    lead: str
    words: str
    kind: str

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences, or the rows of a table and the items of a list, as printed."""
        if self.kind in {"table", "list"}:
            return tuple(self.words.split("\n"))
        return tuple(self.words[start:end] for start, end in sentence_spans(self.words))

    @property
    def title(self) -> str:
        """The nearest heading."""
        return self.heading[-1] if self.heading else ""

    @property
    def quoted(self) -> str:
        """The exact words a report shows: all, or the first rows of a long table."""
        if self.kind != "table" or len(self.words.split()) <= _QUOTED:
            return self.words
        rows = self.words.split("\n")
        shown = 1
        while shown < len(rows) and len(" ".join(rows[: shown + 1]).split()) <= _QUOTED:
            shown += 1
        return "\n".join(rows[:shown])


def passages_of(corpus: Corpus, file: str, first: int = 0) -> tuple[PlanPassage, ...]:
    """The passages of one plan file in reading order, numbered from `first`."""
    found: list[PlanPassage] = []
    for passage in _merged(list(_each(corpus, file))):
        found.append(replace(passage, order=first + len(found)))
    return tuple(found)


def is_unified(passages: Sequence[PlanPassage]) -> bool:
    """Whether a State plan says or bears as its title that it is a Unified State Plan, and not a Combined one."""
    said = {found[1].lower() for one in passages for found in plan_phrase("says kind").finditer(one.words)}
    titles = {title for one in passages for title in one.heading[:1]}
    titled = {
        (found[1] or found[2]).lower()
        for title in titles
        for found in plan_phrase("kind of plan").finditer(title)
    }
    return said | titled == {"unified"}


def _each(corpus: Corpus, file: str) -> Iterator[PlanPassage]:
    """One passage for each provision, below the headings that are open at its place."""
    path: list[tuple[int, str]] = []
    section = ""
    sections: dict[tuple[str, ...], str] = {}
    for prov in corpus:
        # The head of a table is its first row; text below the table is not under it.
        head = prov.heading if prov.level == "table" else ""
        title = "" if head else _heading_of(prov)
        if title:
            depth = _depth(prov, title, path)
            path = [*(one for one in path if one[0] < depth), (depth, title)]
            above = sections.get(tuple(words for _, words in path[:-1]), "")
            section = address_of(title, above or section, section) if is_numbered(title) else above
            sections[tuple(words for _, words in path)] = section
        words = head or prov.text
        if words and not (title and not prov.heading) and not _RULE.fullmatch(words):
            yield PlanPassage(
                file,
                0,
                _page(prov),
                tuple(words for _, words in path),
                section,
                corpus.lead_in(prov.id),
                words,
                "table" if head else _kind(prov),
            )


def _heading_of(prov: Provision) -> str:
    """The words of a heading; also of a short line that looks like one in a text without headings."""
    mark = "" if prov.heading.startswith(prov.num) else prov.num
    if prov.heading:
        return f"{mark} {prov.heading}".strip()
    line = f"{prov.num} {prov.text}".strip()
    words = line.split()
    if prov.level in {"row", "table", "footnote"} or not words or len(words) > 22:
        return ""
    if line.endswith(".") and _NUMBERED.match(line) and len(words) > 3 and _capital(words, 0.75):
        return line
    if _ENDS.search(line):
        return ""
    if line.isupper() and len(words) > 1:
        return line
    return line if _NUMBERED.match(line) and words[-1][-1:].isalpha() and _capital(words) else ""


def is_title_case(line: str) -> bool:
    """Whether words are set like a title: nearly all long ones capitalized, no figure and no stop at the end."""
    words = line.split()
    return (
        len(words) > 1
        and not _ENDS.search(line)
        and line[-1:] != "."
        and not _PAGE.search(line)
        and _capital(words, 0.8)
    )


def _capital(words: Sequence[str], share: float = 0.6) -> bool:
    """Whether the long words are capitalized, as in a title."""
    long = [word.strip('(“"') for word in words if len(word) > 3]
    return bool(long) and sum(word[:1].isupper() for word in long) >= share * len(long)


def _depth(prov: Provision, title: str, path: Sequence[tuple[int, str]]) -> int:
    """The depth of a heading: as the reader says, else below the last real heading."""
    level = prov.level.rpartition(" ")[2]
    if prov.heading and level.isdigit():
        return int(level)
    real = max((depth for depth, _ in path if depth < 50), default=0)
    return 50 + min(len(title.split(" ", 1)[0].split(".")), 9) if real else 50


def _page(prov: Provision) -> int | None:
    found = _PAGE.search(prov.page)
    return int(found[0]) if found else None


def _kind(prov: Provision) -> str:
    if prov.level in {"row", "table"} or _PIPED.fullmatch(prov.text):
        return "table"
    if prov.level == "footnote":
        return "footnote"
    return "list" if prov.level == "item" else "prose"


def _merged(passages: Sequence[PlanPassage]) -> Iterator[PlanPassage]:
    """Rows of a table together, below their caption, and short items of one list together; the rest unchanged."""
    at = 0
    while at < len(passages):
        run = _run(passages, at)
        if _ticks(run):
            yield from (one for one in run if _TICKED.search(one.words))
        elif _leads(passages, at):
            run = [run[0], *_run(passages, at + 1)]
            yield replace(run[1], words="\n".join(one.words for one in run))
        elif len(run) > 1 and (
            run[0].kind == "table" or (_average(run) < _SHORT_ITEM and not _stand_alone(run))
        ):
            yield replace(run[0], words="\n".join(one.words for one in run))
        elif _is_caption(passages, at):
            run = [run[0], *_run(passages, at + 1)]
            yield replace(run[1], words="\n".join(one.words for one in run))
        else:
            yield from (replace(one, kind="prose") if one.kind == "list" else one for one in run)
        at += len(run)


def _leads(passages: Sequence[PlanPassage], at: int) -> bool:
    """Whether a paragraph that ends in a colon leads in a list of short items, which are read with it."""
    one, below = passages[at], _run(passages, at + 1) if at + 1 < len(passages) else ()
    short = bool(below) and below[0].kind == "list" and _average(below) < _SHORT_ITEM
    return short and one.kind == "prose" and one.words.endswith(":") and one.heading == below[0].heading


def _ticks(run: Sequence[PlanPassage]) -> bool:
    """Whether a table is a form whose rows end in yes or no, each an answer of its own."""
    ticked = sum(bool(_TICKED.search(one.words)) for one in run)
    return run[0].kind == "table" and ticked > 1 and ticked >= len(run) - 2


def _is_caption(passages: Sequence[PlanPassage], at: int) -> bool:
    """Whether a short line before a table names it: "How the money is used:" or "Table 3. Our board"."""
    one, following = passages[at], passages[at + 1 : at + 2]
    return (
        bool(following)
        and (one.kind, following[0].kind) == ("prose", "table")
        and one.heading == following[0].heading[: len(one.heading)]
        and len(one.words.split()) <= _CAPTION
        and (one.words.endswith(":") or bool(_TABLE.match(one.words)))
    )


def _run(passages: Sequence[PlanPassage], at: int) -> Sequence[PlanPassage]:
    """The passages from one on that belong to one table or one list."""
    first = passages[at]
    if first.kind not in {"table", "list"}:
        return [first]
    end, size = at + 1, len(first.words.split())
    while end < len(passages) and _goes_on(first, passages[end]) and size < _LONGEST:
        size += len(passages[end].words.split())
        end += 1
    return passages[at:end]


def _goes_on(first: PlanPassage, other: PlanPassage) -> bool:
    return (first.kind, first.heading, first.lead) == (other.kind, other.heading, other.lead)


def _stand_alone(run: Sequence[PlanPassage]) -> bool:
    """Whether the items of a list without a lead-in are sentences, each of which may be about another matter."""
    stops = sum(bool(_STOPS.search(one.words)) for one in run)
    return not run[0].lead and stops >= _MOST * len(run)


def _average(run: Sequence[PlanPassage]) -> float:
    return sum(len(one.words.split()) for one in run) / len(run)


def read_plan(
    paths: Sequence[Path], progress: Callable[[str], None] = lambda _: None
) -> tuple[PlanPassage, ...]:
    """The passages of a plan in one file or several, in the order given.

    Raises a `CrosswalkError` of one sentence for a file that is missing, locked, scanned, empty or given twice.
    """
    names = [path.name for path in paths]
    found: list[PlanPassage] = []
    for path in paths:
        if names.count(path.name) > 1:
            raise ConfigError(
                f"Two plan files are called {path.name}; give each file once, and rename one if they differ.",
                code="XW-603",
            )
        if not path.is_file():
            raise SourceError(f"There is no plan file {path}; check the name and the folder.", code="XW-103")
        progress(f"Reading {path.name}")
        corpus = read(path, Source(path.stem, "undated", path.stem, kind="plan")).corpus
        found.extend(passages_of(corpus, path.name, len(found)))
    if not found:
        raise ParseError(
            f"{', '.join(names)} holds headings and no text; check that it is the right file.", code="XW-604"
        )
    return tuple(found)
