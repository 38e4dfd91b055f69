"""A plan as passages: its paragraphs, lists, tables and footnotes, each with page and heading path."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from crosswalk.language.normalize import sentence_spans
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.plans.addresses import address_of, is_numbered

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
_KIND_OF_PLAN = re.compile(
    r"(?<!unified or )\b(unified|combined) (?:\w+ )?state plan\b|\bstate plan \((unified|combined)\)",
    re.IGNORECASE,
)
_SAYS_KIND = re.compile(
    r"\b(?:(?:is|submits|presents|as) (?:an?|its|our|this|the)|plan type[.:]?) (unified|combined) (?:\w+ )?(?:state )?plan\b(?! partner)",
    re.IGNORECASE,
)


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
    said = {found[1].lower() for one in passages for found in _SAYS_KIND.finditer(one.words)}
    titles = {title for one in passages for title in one.heading[:1]}
    titled = {(found[1] or found[2]).lower() for title in titles for found in _KIND_OF_PLAN.finditer(title)}
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


def is_title(line: str) -> bool:
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
