"""Lists of sections and of marks in prose: `102(b)(1), (2) and 103`, `(i) through (iv) and (vi)`, `§§ 676-678`."""

import re
from dataclasses import dataclass, replace

from crosswalk.model.citation import mark_value, roman

NUMBER = r"\d{1,5}[A-Za-z]{0,4}(?:[-–.]\d{1,5}[a-z]{0,3}|[-–][a-z]{1,2}\d{0,3}){0,3}"
# A mark, with what a range in one pair of parentheses ends with: (a-1) is one mark, (I-VI) are six.
_INNER = r"[0-9A-Za-z]{1,7}(?:-\d)?|[A-Za-z]{1,5}[-–][A-Za-z]{1,5}|\d{1,2}–\d{1,2}"
_MARKS = rf"(?:\((?:{_INNER})\)){{1,8}}"
_SHORT = r"\((?:[A-Za-z]|[ivxIVX]{2,5}|\d{1,2})\)"
# Marks set off by spaces, where no words of a list follow: `3112 (b)(1)`, `102 (b) (1).`
_SPACED = rf"(?: {_SHORT}(?:{_SHORT}){{1,7}}|(?: ?{_SHORT}){{1,8}}(?=[.,;:)\]]|$| of\b| and\b| or\b))"
_SECTION = re.compile(
    rf"(?P<section>{NUMBER})(?P<marks>{_SPACED}|{_MARKS})?(?P<more> et seq\.|,? (?:notes?|nts?\.)(?!\w))?"
)
_MARKS_ONLY = re.compile(_MARKS)
_MARK = re.compile(rf"\(({_INNER})\)")
_RANGE_OF_MARKS = re.compile(r"([A-Za-z]+|\d+)[-–]([A-Za-z]+|(?<=–)\d+)")
_JOIN = re.compile(
    r"(?P<range> through | to |[-–](?=\(|\d[\w.]{0,8}\())|, and |, or |,? and/or | and | or | & |, |(?P<apart>; (?:and )?)(?=[\d(§])"
)
# A further number is a section only where no unit or other system claims it.
_NOT_SECTION = re.compile(
    r" ?(?:U\. ?S\. ?C|USC|C\.F\.R|CFR|FR\b|Stat\.|%|percent|[mb]illion|thousand|points?\b|times\b|years?|days?|months?|hours?"
    r"|of age|[A-Za-z]+ \d{4})"
)
# Each further section of a list may have the section sign again.
_SIGN_AGAIN = re.compile(r"§ ?(?=\d)")
_DOTTED = re.compile(r"\d{1,5}\.\d{1,4}[a-z]?")
_AFTER_BARE = re.compile(
    r"[),.;:—]|$|,? (?:et seq|and|or|of|through|to|note|as|in|is|are|for|with|which|that|by|at|on|under|also|both|each"
    r"|shall|must|may|can|will|do|does|did|has|have|had|was|were|appl(?:y|ies)|govern|requires?|provides?|sets?|defines?"
    r"|describes?|establish|lists?|allows?|permits?|prohibits?|says?|contains?|covers?)\b"
)
_OF_NAMED = re.compile(r" of (?:the )?[A-Z]|, [A-Z]{3,8}\b")
# "Section 3, paragraph (5)": marks of the section that are named by their level behind it.
_LEVEL_AFTER = re.compile(r",? (?:(?:sub)?(?:section|paragraph|clause)|items?) (?=\()")
_ROWS = "1aAiIxX"


@dataclass(frozen=True, slots=True)
class ListedSection:
    """One section of a list, with its marks; `through` is the last section of a range.

    `note` is whether what is cited is a note below the section.
    """

    section: str
    marks: tuple[str, ...] = ()
    through: str = ""
    note: bool = False


def listed_sections(text: str, at: int, *, many: bool, wary: bool = False) -> tuple[list[ListedSection], int]:
    """The sections listed from a place on, and where the list ends.

    Marks alone go on with the section before them ("101(d)(3)(B), (D)"); a further number is taken only
    where several are announced, and where nothing announces them (`wary`) only where it has the form of the
    section before it or a word follows that cannot follow a count.
    """
    match = _SECTION.match(text, at)
    if match is None:
        return [], at
    found = _members(match)
    end = match.end()
    while join := _JOIN.match(text, end):
        last = found[-1]
        if marks := _MARKS_ONLY.match(text, join.end()):
            paths = _next_paths(last.marks, marks[0], "", fill=bool(join["range"]))
            if not paths:
                break
            found += [ListedSection(last.section, one) for one in paths]
            end = marks.end()
            continue
        sign = _SIGN_AGAIN.match(text, join.end())
        further = _SECTION.match(text, sign.end() if sign else join.end())
        announced = not (sign or join["apart"])
        if further is None or not _goes_on(
            text, last, further, many=many and announced, wary=wary, sign=bool(sign)
        ):
            break
        more = _members(further)
        if join["range"] and not further["marks"]:
            found[-1] = replace(last, through=more[0].section)
        elif join["range"] and more[0].section == last.section:
            found += [ListedSection(last.section, one) for one in _between(last.marks, more[0].marks)]
        else:
            found += more
        end = further.end()
    return found, end


def _members(match: re.Match[str]) -> list[ListedSection]:
    """One section with its marks; with several where the last marks are a range in parentheses."""
    number, paths = match["section"].replace("–", "-"), _paths(match["marks"] or "")
    return [ListedSection(number, path, note=_is_note(match)) for path in paths]


def _is_note(match: re.Match[str]) -> bool:
    return bool(match["more"]) and "n" in match["more"]


def _goes_on(
    text: str, last: ListedSection, further: re.Match[str], *, many: bool, wary: bool, sign: bool
) -> bool:
    """Whether a number after a comma or a conjunction is a further section, and counts nothing else.

    A number with its own section sign belongs to the list unless an act is named behind it.
    """
    after = further.end()
    alike = _alike(last.section, further["section"])
    if _NOT_SECTION.match(text, after):
        return False
    if sign:
        return alike and not _OF_NAMED.match(text, after)
    if not many:
        return alike and bool(_AFTER_BARE.match(text, after))
    if not wary or further["marks"] or further["more"] or _AFTER_BARE.match(text, after):
        return True
    return alike and bool(_DOTTED.fullmatch(last.section))


def _alike(one: str, other: str) -> bool:
    """Whether two numbers have one form: part and section with a dot, or as many digits, at least three."""
    if _DOTTED.fullmatch(one) or _DOTTED.fullmatch(other):
        return bool(_DOTTED.fullmatch(one) and _DOTTED.fullmatch(other))
    digits = [re.match(r"\d*", number)[0] for number in (one, other)]  # type: ignore[index]
    return 3 <= len(digits[0]) == len(digits[1])


def _paths(words: str) -> list[tuple[str, ...]]:
    """The paths that marks name: one, or those of a range in the last parentheses, as in (b)(1)(A-C)."""
    *above, last = _MARK.findall(words) or [""]
    ends = _RANGE_OF_MARKS.fullmatch(last)
    if ends is None:
        return [(*above, last)] if last else [()]
    first = (*above, ends[1])
    return [first, *_between(first, (*above, ends[2]))]


def _next_paths(before: tuple[str, ...], words: str, word: str, *, fill: bool) -> list[tuple[str, ...]]:
    """The paths that further marks of a list name, with those between where the list is a range; else empty."""
    first, *more = _paths(words)
    path = aligned(before, first, word)
    if path is None:
        return []
    above = path[: len(path) - len(first)]
    return [*(_between(before, path) if fill else [path]), *((*above, *one) for one in more)]


def listed_marks(text: str, at: int, word: str) -> tuple[list[tuple[str, ...]], int]:
    """The paths listed from a place on, ranges filled in, and where the list ends.

    `word` is the level that the first mark must be of, empty in a regulation.
    """
    first = _MARKS_ONLY.match(text, at)
    if first is None:
        return [], at
    found, end = _paths(first[0]), first.end()
    while join := _JOIN.match(text, end):
        marks = _MARKS_ONLY.match(text, join.end())
        paths = _next_paths(found[-1], marks[0], word, fill=bool(join["range"])) if marks else []
        if marks is None or not paths:
            break
        found += paths
        end = marks.end()
    return found, end


def with_level_after(text: str, listed: list[ListedSection], end: int) -> tuple[list[ListedSection], int]:
    """The section with the marks that a level named behind it adds: `section 3, paragraph (5)`."""
    while len(listed) == 1 and (level := _LEVEL_AFTER.match(text, end)):
        paths, after = listed_marks(text, level.end(), "")
        if not paths:
            break
        only, end = listed[0], after
        listed = [replace(only, marks=(*only.marks, *path)) for path in paths]
    return listed, end


def aligned(before: tuple[str, ...], marks: tuple[str, ...], word: str) -> tuple[str, ...] | None:
    """A list's next member, its left-out marks supplied from the member before it.

    Its first mark is on the deepest level where it continues the same kind of sequence.
    """
    for depth in range(len(before) - 1, -1, -1):
        # "(b)(1) and (b)(5)": the mark above is said again.
        again = marks[0] == before[depth] and len(marks) > 1
        if again and aligned(before[depth + 1 :], marks[1:], "") is not None:
            return (*before[:depth], *marks)
        if any(
            0 < mark_value(kind, before[depth]) < mark_value(kind, marks[0]) for kind in _kinds(before[depth])
        ):
            return (*before[:depth], *marks)
    return marks if word and len(before) == 1 else None


def _kinds(mark: str) -> list[str]:
    """The sequences a mark can belong to."""
    return [kind for kind in _ROWS if mark_value(kind, mark)]


def _between(first: tuple[str, ...], last: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The paths after the first up to the last of a range over the last mark."""
    if len(first) != len(last) or first[:-1] != last[:-1]:
        return [last]
    for kind in sorted(_kinds(last[-1]), key=lambda row: row not in "iI" or roman(last[-1]) == 1):
        begin, end = mark_value(kind, first[-1]), mark_value(kind, last[-1])
        if 0 < begin < end <= begin + 60:
            return [(*first[:-1], mark_at(kind, value)) for value in range(begin + 1, end + 1)]
    return [last]


def place_within(target: str, path: tuple[str, ...]) -> str:
    """A place within a target: an id, or a citation of an act that no map has."""
    return f"{target}({')('.join(path)})" if " sec. " in target else "/".join((target, *path))


def mark_at(kind: str, value: int) -> str:
    """The mark at a place of a row, from 1.

    >>> mark_at("i", 4), mark_at("A", 27), mark_at("x", 2), mark_at("1", 12)
    ('iv', 'AA', 'bb', '12')
    """
    if kind == "1":
        return str(value)
    if kind in "iI":
        tens, ones = divmod(value, 10)
        written = "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
        return (
            written.replace("xxxx", "xl").replace("xlx", "l") if kind == "i" else mark_at("i", value).upper()
        )
    times, letter = divmod(value - 1, 26)
    written = chr(97 + letter) * (times + 1 + (kind in "xX"))
    return written.upper() if kind in "AX" else written
