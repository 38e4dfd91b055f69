"""Citations and references in prose: the words, and the provisions they stand for.

Absolute ones ("29 U.S.C. 3112(b)(1)", "sec. 116(b) of WIOA", "§§ 676.130 and 676.143 of this chapter")
and relative ones ("subclauses (III) through (VI) of subparagraph (A)(i)"), which are resolved from the
place where they stand. Ranges and lists are expanded. Every pattern is bounded, so work grows in
proportion to the text.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from crosswalk.errors import CitationError
from crosswalk.language.citation_grammar import (
    LEVEL_WORD,
    ListedSection,
    act_of,
    listed_marks,
    listed_sections,
    references_after,
)
from crosswalk.language.outline import RULE, STATUTE, placed
from crosswalk.model.citation import LEVELS, Citation, SectionMap
from crosswalk.model.corpus import Corpus
from crosswalk.model.read_result import Reference

_TRIGGER = re.compile(
    rf"""
    (?P<code>\b\d{{1,2}}\ (?:U\.\ ?S\.\ ?C\.|USC)(?:\ §§?)?\ ?(?=\d))
  | (?P<rule>\b\d{{1,2}}\ (?:C\.\ ?F\.\ ?R\.|CFR)(?:\ §§?|\ [Pp]arts?)?\ ?(?=\d))
  | (?P<register>\b\d{{1,3}}\ (?:FR|Fed\.\ Reg\.)\ \d{{1,6}}(?:,\d{{3}})?)
  | (?P<law>\b(?:Pub\.\ ?L\.|Public\ Law|P\.\ ?L\.)(?:\ No\.)?\ ?\d{{2,3}}[-–]\d{{1,3}})
  | (?P<stat>\b\d{{1,3}}\ Stat\.\ \d{{1,5}}(?:[-–]\d{{1,4}})?)
  | (?P<letter>\b(?:TEGL|TEN|UIPL|Training\ and\ Employment\ (?:Guidance\ Letter|Notice))(?:\ \((?:TEGL|TEN)\))?
        (?:\ No\.|\ Number)?\ \d{{1,2}}-\d{{2}}(?:,?\ Change\ \d{{1,2}})?)
  | (?P<sign>§§?\ ?(?=\d))
  | (?P<section>(?:\b(?P<act>[A-Z]{{3,8}}|[Tt]he\ Act),?\ )?\b(?P<plural>[Ss]ec(?:tion|tions|s?\.))\ (?=\d))
  | (?P<level>\b(?P<word>{LEVEL_WORD})\ (?=\())
  | (?P<parts>\b[Pp]arts?\ (?=\d{{3,4}}\b(?!\.)))
    """,
    re.VERBOSE,
)
_LETTER = re.compile(r"(?P<num>\d{1,2}-\d{2})(?:,? Change (?P<change>\d{1,2}))?")
_KINDS = {"T": "TEGL", "U": "UIPL"}
_WIDEST_RANGE = 60
_DEEPEST = (
    6  # "subclause (I) of clause (i) of subparagraph (A) of paragraph (1) of subsection (a) of section 3"
)


@dataclass(frozen=True, slots=True)
class Where:
    """The place a text stands at: how its document is numbered, and its marks with their levels.

    `base` is the id marks are counted from: the section, or a definition within one.
    """

    numbering: str
    title: str
    base: str
    marks: tuple[str, ...]
    ranks: tuple[int, ...]
    sections: SectionMap


def find_references(
    text: str,
    at: str,
    numbering: str,
    sections: SectionMap | None = None,
    known: Container[str] = frozenset(),
) -> tuple[Reference, ...]:
    """Every citation and reference in a provision's text, in order, none overlapping another.

    `at` is the provision's id, `numbering` its document's (usc, act, cfr or own), `known` the ids of its
    document; a reference is resolved when it has targets and all of them are known. Targets are
    provision ids; a place outside the Code and the regulations is given by its citation.
    """
    where = _where(at, numbering, sections or SectionMap())
    found: list[Reference] = []
    position = 0
    while match := _TRIGGER.search(text, position):
        end, targets = _read(text, match, where)
        if end > match.end() or match.lastgroup in {"register", "law", "stat", "letter"}:
            kept = tuple(dict.fromkeys(targets))
            resolved = bool(kept) and all(target in known for target in kept)
            found.append(Reference(at, text[match.start() : end], match.start(), end, kept, resolved))
        position = max(end, match.end())
    return tuple(found)


def references_of(corpus: Corpus, numbering: str, sections: SectionMap) -> tuple[Reference, ...]:
    """Every citation and reference in a whole document, in the order of the text."""
    known = frozenset(prov.id for prov in corpus)
    return tuple(
        reference
        for prov in corpus
        if not prov.is_heading
        for reference in find_references(prov.text, prov.id, numbering, sections, known)
    )


def _where(at: str, numbering: str, sections: SectionMap) -> Where:
    parts = [part.partition("~")[0] for part in at.split("/")]
    parts = parts[:-1] if parts[-1] == "flush" else parts
    fixed = max((count for count, part in enumerate(parts, 1) if "." in part and count > 2), default=2)
    marks = tuple(parts[fixed:])
    ranks = placed(marks, _order(numbering))
    return Where(numbering, parts[0], "/".join(parts[:fixed]), marks, ranks, sections)


def _order(numbering: str) -> str:
    return RULE if numbering == "cfr" else STATUTE


def _read(text: str, match: re.Match[str], where: Where, depth: int = 0) -> tuple[int, list[str]]:
    """Where the reference that a trigger begins ends, and what it stands for."""
    groups = match.groupdict()
    end = match.end()
    if groups["code"]:
        listed, end = listed_sections(text, end, many=True, wary=True)
        return end, _spread("usc", match[0].split()[0], listed, where)
    if groups["rule"]:
        listed, end = listed_sections(text, end, many=True, wary=True)
        return end, _spread("cfr", match[0].split()[0], listed, where)
    if groups["sign"]:
        listed, end = listed_sections(text, end, many=match[0].startswith("§§"))
        system = "cfr" if any("." in item.section for item in listed) else where.numbering
        return references_after(text, end).end, _spread(system, where.title, listed, where)
    if groups["section"]:
        return _sections(text, match, where)
    if groups["level"]:
        return _relative(text, match, where, depth)
    if groups["parts"]:
        return _parts(text, end, where)
    return end, [_short_reference(match[0], match.lastgroup or "")]


def _short_reference(words: str, kind: str) -> str:
    """A letter, law or page by its usual short name."""
    plain = words.replace("–", "-").replace(",", "")
    if kind == "letter" and (match := _LETTER.search(words)):
        name = "TEN" if "TEN" in words or "Notice" in words else _KINDS.get(words[0], "TEGL")
        change = f", Change {match['change']}" if match["change"] else ""
        return f"{name} {match['num']}{change}"
    if kind == "law":
        return f"Pub. L. {re.split(r'[ .]', plain)[-1]}"
    return plain


def _sections(text: str, match: re.Match[str], where: Where) -> tuple[int, list[str]]:
    """`section 3174(c)(3) of this title`, `WIOA sec. 102(b)`, `sections 1 through 13 of the ... Act`."""
    listed, end = listed_sections(text, match.end(), many=match["plural"].rstrip(".").endswith("s"))
    tail = references_after(text, end)
    act = match["act"]
    if act and not act.lower().startswith("the"):
        return end, _spread("act", act_of(act, where.sections), listed, where)
    if tail.title:
        return tail.end, _spread("usc", tail.title, listed, where)
    if tail.act:
        return tail.end, _spread("act", act_of(tail.act, where.sections), listed, where)
    if tail.such:
        return tail.end, []
    if tail.this == "title" and where.numbering == "usc":
        return tail.end, _spread("usc", where.title, listed, where)
    return tail.end, _own_sections(listed, where, act=bool(act) or tail.this == "Act")


def _own_sections(listed: list[ListedSection], where: Where, *, act: bool) -> list[str]:
    """Sections of no named law: of the one act of the map if it has them, else of the document itself."""
    names = sorted(where.sections.acts)
    in_code = {code.section for code, _ in where.sections.pairs} if where.numbering == "usc" else set()
    in_act = {cite.section for _, cite in where.sections.pairs}
    own = any(item.section in in_code or "." in item.section for item in listed)
    if len(names) == 1 and not own and (act or all(item.section in in_act for item in listed)):
        return _spread("act", names[0], listed, where)
    system = "cfr" if any("." in item.section for item in listed) else where.numbering
    return _spread(system, where.title, listed, where)


def _spread(system: str, title: str, listed: Iterable[ListedSection], where: Where) -> list[str]:
    """The ids of listed sections, ranges filled in where their members are known."""
    found: list[str] = []
    for item in listed:
        targets = [
            _target(system, title, section, item.marks, where)
            for section in _range(item, system, title, where)
        ]
        found += [target for target in targets if target]
    return found


def _target(system: str, title: str, section: str, marks: tuple[str, ...], where: Where) -> str:
    try:
        cite = Citation(system, title, section, marks)
    except CitationError:  # a document with numbers of its own
        return "/".join((title, section, *marks))
    if system == "act" and (code := where.sections.other(cite)) is not None:
        return code.id
    return str(cite) if system == "act" else cite.id


def _range(item: ListedSection, system: str, title: str, where: Where) -> list[str]:
    """The sections from one to another: those of the map, else counted, else the two ends."""
    first, last = item.section, item.through
    if not last:
        return [first]
    mapped = [pair[0 if system == "usc" else 1] for pair in where.sections.pairs]
    between = [cite.section for cite in mapped if cite.title == title]
    if first in between and last in between:
        return between[between.index(first) : between.index(last) + 1]
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _WIDEST_RANGE:
        return [str(number) for number in range(int(first), int(last) + 1)]
    return [first, last]


def _parts(text: str, at: int, where: Where) -> tuple[int, list[str]]:
    """`part 677 of this chapter`, in a regulation."""
    listed, end = listed_sections(text, at, many=True)
    tail = references_after(text, end)
    if where.numbering != "cfr" or tail.this not in {"chapter", "title"}:
        return at, []
    return tail.end, _spread("cfr", where.title, listed, where)


def _relative(text: str, match: re.Match[str], where: Where, depth: int) -> tuple[int, list[str]]:
    """`clause (i)(IV)`, `paragraphs (a)(1)(i) through (iv) and (vi) of this section`."""
    word = match["word"].lower().removesuffix("s")
    order = _order(where.numbering)
    marks, end = listed_marks(text, match.end(), word if order == STATUTE else "")
    if not marks:
        return match.end(), []
    tail = references_after(text, end)
    inner = _TRIGGER.match(text, tail.at) if tail.at and depth < _DEEPEST else None
    if inner is not None and (inner["level"] or inner["section"]):
        outer_end, outer = _read(text, inner, where, depth + 1)
        if outer_end > inner.end():
            return outer_end, [f"{target}/{'/'.join(path)}" for target in outer for path in marks]
    if tail.such or tail.act:
        return tail.end, []
    start = _base(word, tail.this, where)
    return (tail.end if tail.this else end), [f"{start}/{'/'.join(path)}" for path in marks]


def _base(word: str, this: str, where: Where) -> str:
    """What a relative reference counts from: the levels above the one it names, where it stands."""
    if where.numbering == "cfr":
        section = "/".join(where.base.split("/")[:2])
        return where.base if this == "definition" else section
    rank = LEVELS.index(this) if this in LEVELS else LEVELS.index(word) - 1
    above = [mark for mark, own in zip(where.marks, where.ranks, strict=True) if own < rank]
    return "/".join((where.base, *above))
