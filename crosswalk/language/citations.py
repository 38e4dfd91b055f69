"""Find citations and references in prose, and the provisions they refer to.

Absolute ones ("29 U.S.C. 3112(b)(1)", "sec. 116(b) of WIOA", "§§ 676.130 and 676.143 of this chapter")
and relative ones ("subclauses (III) through (VI) of subparagraph (A)(i)"), which are resolved from the
place where they occur. Ranges and lists are expanded. Every pattern is bounded, so the time is linear in the
length of the text.
"""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from crosswalk.errors import CitationError
from crosswalk.language.citation_grammar import (
    PRINTED_ACT,
    TRIGGER,
    ListedSection,
    Tail,
    act_before,
    act_of,
    aligned,
    is_own,
    known_act,
    law_name,
    listed_marks,
    listed_sections,
    most_cited,
    of_another_document,
    place_within,
    references_after,
    shared_tail,
    short_reference,
    subpart_letters,
    subparts_after,
    title_number,
    with_level_after,
)
from crosswalk.language.outline import RULE, STATUTE, placed
from crosswalk.model.citation import LEVELS, Citation, SectionMap
from crosswalk.model.corpus import Corpus
from crosswalk.model.read_result import Reference

# Every trigger contains one of these, and most prose contains none: looking for them takes a seventh of the time.
_SIGN = re.compile(
    r"§|\d (?:[UCFS]|[Aa]pp)|\d[A-Z]?[-–]\d|\d[a-z]?\(|[a-z] \(|[Tt]itle \d|[Ss]ec(?:tions?|s?\.?) \d|[Pp]arts? \d{3}"
    r"|[Ii](?:d|bid)\."
)
# Triggers that are a reference by themselves.
_WHOLE = frozenset({"register", "law", "stat", "letter", "again", "appendix"})
_OF_LAW = re.compile(
    r"(?:,? (?:[Dd]iv(?:ision|\.)|[Tt]it(?:le|\.)|[Ss]ubtit(?:le|\.)) [A-Z0-9]{1,4}){0,3},? (?:(?:§§? ?|[Ss]ec(?:tions?|s?\.) )(?=\d)|(?=\d{1,4}[a-z]?\())"
)
_PINPOINT = re.compile(r" (?:at )?(?=\()")
_TWO_NUMBERS = re.compile(r"(\d{2,5}(?:\.\d{1,4})?)-(\d{2,5}(?:\.\d{1,4})?)")
# "Id." refers to the law cited last, and "the Act" to the law that the text is about.
_SAME = frozenset({"Id.", "id.", "Id. at", "id. at"})
_UNNAMED = _SAME | {"the Act", "The Act"}
# A range of more sections than this is not spread into its members.
_WIDEST_RANGE = 60
# "subclause (I) of clause (i) of subparagraph (A) of paragraph (1) of subsection (a) of section 3" is this deep.
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Where:
    """Where a text stands in its document: numbering, title, section, and the enumerators above it with their levels.

    `base` is the id marks are counted from: the section, or a definition within one. `known` holds the ids
    of the document; empty where they are not known. `about` is the act that the document cites most.
    """

    numbering: str
    title: str
    base: str
    marks: tuple[str, ...]
    ranks: tuple[int, ...]
    sections: SectionMap
    known: Container[str] = frozenset()
    about: str = ""


@dataclass(slots=True)
class _Before:
    """The law named last and the targets of the last reference."""

    system: str = ""
    title: str = ""
    targets: tuple[str, ...] = ()


def find_references(
    text: str,
    at: str,
    numbering: str,
    sections: SectionMap | None = None,
    known: Container[str] = frozenset(),
    about: str = "",
) -> tuple[Reference, ...]:
    """Find every citation and reference in a provision's text, in order and without overlaps.

    `at` is the provision's id, `numbering` its document's (usc, act, cfr or own), `known` the ids of its
    document; a reference is resolved when it has targets and all of them are known. Targets are
    provision ids; a place outside the Code and the regulations is given by its citation. `about` is the act
    that a section of no named law is of, where the document has no such section.
    """
    if not _SIGN.search(text):
        return ()
    where = _where(at, numbering, sections or SectionMap(), known, about)
    found: list[Reference] = []
    before = _Before()
    position = 0
    while match := TRIGGER.search(text, position):
        end, targets = _read(text, match, where, before)
        if end > match.end() or match.lastgroup in _WHOLE:
            ids = before.targets = tuple(dict.fromkeys(targets))
            resolved = bool(ids) and all(target in known for target in ids)
            found.append(Reference(at, text[match.start() : end], match.start(), end, ids, resolved))
        position = max(end, match.end(), match.start() + 1)
    return tuple(found)


def references_of(
    corpus: Corpus, numbering: str, sections: SectionMap, only: Container[str] | None = None
) -> tuple[Reference, ...]:
    """Find every reference in a document, or only in the provisions `only`, in text order."""
    known = frozenset(prov.id for prov in corpus)
    about = most_cited((prov.text for prov in corpus), sections) if numbering == "own" else ""
    return tuple(
        reference
        for prov in corpus
        if not prov.is_heading and (only is None or prov.id in only)
        for reference in find_references(prov.text, prov.id, numbering, sections, known, about)
    )


def _where(at: str, numbering: str, sections: SectionMap, known: Container[str], about: str) -> Where:
    parts = [part.partition("~")[0] for part in at.split("/")]
    parts = parts[:-1] if parts[-1] == "flush" else parts
    fixed = max((count for count, part in enumerate(parts, 1) if "." in part and count > 2), default=2)
    marks = tuple(parts[fixed:])
    ranks = placed(marks, _order(numbering))
    return Where(numbering, parts[0], "/".join(parts[:fixed]), marks, ranks, sections, known, about)


def _order(numbering: str) -> str:
    return RULE if numbering == "cfr" else STATUTE


def _read(
    text: str, match: re.Match[str], where: Where, before: _Before, depth: int = 0
) -> tuple[int, list[str]]:
    """The end of the reference that a trigger begins, and its targets."""
    groups = match.groupdict()
    end = match.end()
    if groups["code"]:
        listed, end = listed_sections(text, end, many=True, wary=True)
        return end, _spread("usc", title_number(match), listed, where, before)
    if groups["rule"]:
        title = title_number(match)
        listed, end = listed_sections(text, end, many=True, wary=True)
        found = _spread("cfr", title, listed, where, before)
        if groups["of_part"] and len(found) == 1:
            return end, [f"{found[0]}/subpart.{groups['of_part']}"]
        return subparts_after(text, end, title, found)
    if groups["sign"] or groups["section"]:
        return _sections(text, match, where, before)
    if groups["level"]:
        return _relative(text, match, where, before, depth)
    if groups["parts"]:
        return _parts(text, match, where, before)
    if match.lastgroup == "own":
        listed, after = listed_sections(text, end, many=False)
        found = _spread("own", where.title, listed, where) if where.numbering == "own" and where.known else []
        return (after, found) if found else (end, [])
    if groups["bare"]:
        return _bare(text, match, where, before)
    if groups["law"]:
        return _law(text, match, where, before)
    if groups["again"]:
        return _again(text, match, before)
    if groups["appendix"]:
        return end, [f"{title_number(match)} U.S.C. app. {re.split(r'[ §]', match[0])[-1]}"]
    return end, [short_reference(match[0], match.lastgroup or "")]


def _bare(text: str, match: re.Match[str], where: Where, before: _Before) -> tuple[int, list[str]]:
    """`WIOA 102(b)(1)`: a known act and a section with marks."""
    name = match["bare"].strip()
    if not known_act(name, where.sections):
        return match.end(), []
    listed, end = listed_sections(text, match.end(), many=False)
    return end, _spread("act", act_of(name, where.sections), listed, where, before)


def _again(text: str, match: re.Match[str], before: _Before) -> tuple[int, list[str]]:
    """`Id.` and `Ibid.`: what was cited last, or the place beside it that marks name (`Id. at (c)`)."""
    begins = _PINPOINT.match(text, match.end())
    marks, end = listed_marks(text, begins.end(), "") if begins else ([], match.end())
    if not marks:
        return match.end(), list(before.targets)
    # What has no section, such as "Pub. L. 113-128" alone, has no place beside it.
    title, section, *above = (before.targets[-1] if "/" in "".join(before.targets[-1:]) else "/").split("/")
    paths = [aligned(tuple(above), path, "") or path for path in marks]
    return end, ["/".join((title, section, *path)) for path in paths] if section else []


def _law(text: str, match: re.Match[str], where: Where, before: _Before) -> tuple[int, list[str]]:
    """`Pub. L. 113-128, § 3(7)`: a section of the law, or the law alone."""
    name = short_reference(match[0], "law")
    law = law_name(name.removeprefix("Pub. L. "))
    begins = _OF_LAW.match(text, match.end())
    if begins is None:
        before.system, before.title = "act", law
        return match.end(), [name]
    listed, end = listed_sections(text, begins.end(), many=True, wary=True)
    return (end, _spread("act", law, listed, where, before)) if listed else (match.end(), [name])


def _sections(text: str, match: re.Match[str], where: Where, before: _Before) -> tuple[int, list[str]]:
    """`section 3174(c)(3) of this title`, `WIOA sec. 102(b)`, `§ 677.155(a)`, `sections 1 through 13 of the ... Act`."""
    signed = bool(match["sign"])
    many = "§§" in match[0] or (not signed and match["plural"].rstrip(".").endswith("s"))
    listed, end = listed_sections(text, match.end(), many=many)
    listed, end = with_level_after(text, listed, end)
    tail = references_after(text, end)
    if where.numbering == "own" and not signed and tail == Tail(end):
        tail = shared_tail(text, end)
    act = match["signed"] or match["act"] or (act_before(text, match.start()) if tail == Tail(end) else "")
    if act in _SAME:
        return end, _spread(before.system, before.title, listed, where, before) if before.system else []
    if act and act not in _UNNAMED:
        return end, _spread("act", act_of(act, where.sections), listed, where, before)
    if tail.title:
        rules = tail.rules or any("." in item.section for item in listed)
        return tail.end, _spread("cfr" if rules else "usc", tail.title, listed, where, before)
    if tail.act:
        return tail.end, _spread("act", act_of(tail.act, where.sections), listed, where, before)
    if tail.such or PRINTED_ACT.match(text, tail.end):
        return tail.end, []
    if where.numbering == "own" and not act and of_another_document(text, match.start(), tail):
        return tail.end, []
    own = where.numbering == "own" and not act and is_own(text, match.start(), tail, listed)
    if (tail.this == "title" and where.numbering == "usc") or (own and not signed):
        return tail.end, _spread(where.numbering, where.title, listed, where)
    if signed and not act:
        system = "cfr" if any("." in item.section for item in listed) else where.numbering
        return tail.end, _spread(system, where.title, listed, where)
    return tail.end, _own_sections(listed, where, before, act=bool(act) or tail.this == "Act")


def _own_sections(listed: Sequence[ListedSection], where: Where, before: _Before, *, act: bool) -> list[str]:
    """Sections of no named law.

    They are the document's own where it has them, else those of the law named before them in the text, else
    of the act that the text is part of, or of the first act of the map.
    """
    if (
        before.system == "act"
        and where.numbering == "own"
        and not any("." in item.section for item in listed)
    ):
        here = _spread("own", where.title, listed, where)
        if here:
            return here
        return _spread("act", before.title, listed, where)
    name = _act_at(where)
    code = where.numbering == "usc"
    in_code = (
        {cite.section for cite, _ in where.sections.pairs if cite.title == where.title} if code else set()
    )
    in_act = {cite.section for _, cite in where.sections.pairs if cite.title == name}
    own = any(item.section in in_code or "." in item.section for item in listed)
    if name and not own and (act or all(item.section in in_act for item in listed)):
        return _spread("act", name, listed, where)
    system = "cfr" if any("." in item.section for item in listed) else where.numbering
    return _spread(system, where.title, listed, where)


def _act_at(where: Where) -> str:
    """The act that the text belongs to; if that is not known, the only act of the map, or outside the Code the first."""
    named = list(dict.fromkeys(act.title for _, act in where.sections.pairs))
    if where.title in named:
        return where.title
    if where.numbering == "usc":
        section = where.base.partition("/")[2].partition("/")[0]
        own = [
            act.title
            for code, act in where.sections.pairs
            if (code.title, code.section) == (where.title, section)
        ]
        return own[0] if own else named[0] if len(named) == 1 else ""
    return where.about or (named[0] if named else "")


def _spread(
    system: str, title: str, listed: Iterable[ListedSection], where: Where, before: _Before | None = None
) -> list[str]:
    """The ids of listed sections, ranges filled in where their members are known.

    The law they are of is noted in `before`, where the text names it.
    """
    if before is not None:
        before.system, before.title = system, title
    found: list[str] = []
    for item in listed:
        if item.note and system == "usc":
            found.append(f"{title} U.S.C. {item.section} note")
            continue
        marks = chain([item.marks], repeat(() if item.through else item.marks))
        targets = [
            _target(system, title, section, own, where)
            for section, own in zip(_range(item, system, title, where), marks, strict=False)
        ]
        found += [target for target in targets if target]
    return found


def _target(system: str, title: str, section: str, marks: tuple[str, ...], where: Where) -> str:
    try:
        cite = Citation(system, title, section, marks)
    except CitationError:  # a document with numbers of its own
        return _own("/".join((title, section, *marks)), where)
    if system == "act" and (code := where.sections.other(cite)) is not None:
        return code.id
    return str(cite) if system == "act" else cite.id


def _range(item: ListedSection, system: str, title: str, where: Where) -> list[str]:
    """The sections from one to another: those of the map, else counted, else the two ends."""
    first, last = item.section, item.through
    if not last and (two := _TWO_NUMBERS.fullmatch(first)) and system != "own":
        first, last = two.groups() if len(two[1]) == len(two[2]) and two[1] < two[2] else (first, "")
    if not last:
        return [first]
    mapped = [pair[0 if system == "usc" else 1] for pair in where.sections.pairs]
    between = [cite.section for cite in mapped if cite.title == title]
    if first in between and last in between:
        return between[between.index(first) : between.index(last) + 1]
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _WIDEST_RANGE:
        return [str(number) for number in range(int(first), int(last) + 1)]
    return [first, last]


def _own(target: str, where: Where) -> str:
    """An id of a document with numbers of its own; empty where the document has no such provision."""
    return target if not where.known or where.numbering != "own" or target in where.known else ""


def _parts(text: str, match: re.Match[str], where: Where, before: _Before) -> tuple[int, list[str]]:
    """`part 677 of this chapter` in a regulation; `part 679, subpart D`; `subpart D of part 679 of title 20`.

    A part without a title belongs to the title cited before it; without one it has no target.
    """
    listed, end = listed_sections(text, match.end(), many=True)
    after, end = subpart_letters(text, end)
    tail, letters = references_after(text, end), after or [match["subpart"]] * bool(match["subpart"])
    title = tail.title if tail.rules or letters else ""
    if letters and not title and before.system == "cfr":
        title = before.title
    if not title and where.numbering == "cfr" and tail.this in {"chapter", "title"}:
        title = where.title
    if not title:
        return (tail.end, []) if letters else (match.end(), [])
    found = _spread("cfr", title, listed, where)
    if letters and len(found) == 1:
        return tail.end, [f"{found[0]}/subpart.{one}" for one in letters]
    return tail.end, found


def _relative(
    text: str, match: re.Match[str], where: Where, before: _Before, depth: int
) -> tuple[int, list[str]]:
    """`clause (i)(IV)`, `paragraphs (a)(1)(i) through (iv) and (vi) of this section`."""
    word = match["word"].lower().removesuffix("s")
    order = _order(where.numbering)
    marks, end = listed_marks(text, match.end(), word if order == STATUTE else "")
    if not marks:
        return match.end(), []
    tail = references_after(text, end)
    inner = TRIGGER.match(text, tail.at) if tail.at and depth < _DEEPEST else None
    if inner is not None and (inner["level"] or inner["section"] or inner["sign"]):
        outer_end, outer = _read(text, inner, where, before, depth + 1)
        if outer_end > inner.end():
            return outer_end, [place_within(target, path) for target in outer for path in marks]
    if tail.such or tail.act:
        return tail.end, []
    start = _base(word, tail.this, where)
    targets = [_own(f"{start}/{'/'.join(path)}", where) for path in marks]
    return (tail.end if tail.this else end), [target for target in targets if target]


def _base(word: str, this: str, where: Where) -> str:
    """The id that a relative reference starts from: the enumerators of the text's own position above the level that it names."""
    if where.numbering == "cfr":
        section = "/".join(where.base.split("/")[:2])
        return where.base if this == "definition" else section
    rank = LEVELS.index(this) if this in LEVELS else LEVELS.index(word) - 1
    above = [mark for mark, own in zip(where.marks, where.ranks, strict=True) if own < rank]
    return "/".join((where.base, *above))
