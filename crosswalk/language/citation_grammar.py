"""The grammar of references in prose: what begins one, lists of sections and of marks, and the laws and documents named around it.

Lists are such as `102(b)(1), (2) and 103`, `(i) through (iv) and (vi)` and `§§ 676-678`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from crosswalk.data import bytes_of
from crosswalk.model.annotation import Span
from crosswalk.model.citation import SectionMap, mark_value, roman

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


LEVEL_WORD = r"(?:[Ss]ub)?(?:[Ss]ection|[Pp]aragraph|[Cc]lause)s?|(?:[Ss]ub)?[Ii]tems?"
# The United States Code and the Code of Federal Regulations, by the names they are cited by.
CODE = r"(?:U\. ?S\. ?C\.(?: ?A\.)?|U\.? ?S\.? Code|USCA?\b|United States Code)"
RULES = r"(?:C\. ?F\. ?R\.|CFR\b|Code of Federal Regulations)"
# A short name such as "Perkins V"; "Title V" and its like name a part of an act.
_NUMBERED_ACT = r"(?!Title|Subtitle|Part|Chapter|Division|Section|Attachment|Appendix|Phase|Table)[A-Z][a-z]{2,15} [IVX]{1,4}\b"
ACT_NAME = rf"(?:[A-Z]{{3,8}}(?![A-Za-z_])|{_NUMBERED_ACT})"
LAW = r"(?:Pub\. ?L\.|Public Law|P\. ?L\.|PL)(?: No\.)? ?"
_LAW = rf"{LAW}(?P<law>\d{{2,3}}[-–]\d{{1,3}})"
_FOLLOW = re.compile(
    r"(?:, (?:as appropriate|as applicable|respectively))?,? of (?:(?P<this>this) (?P<what>title|chapter|subchapter|part|Act|section|subsection|paragraph|subparagraph"
    r"|clause|subclause|definition)\b"
    r"|(?P<title>title (?P<number>\d{1,2})\b(?:,? (?:of the )?(?:United States Code|(?P<rules>Code of Federal Regulations|CFR\b)))?)"
    r"|(?P<such>(?:such|that) (?:[Ss]ection|[Ss]ubsection|[Pp]aragraph|[Ss]ubparagraph|[Cc]lause|[Tt]itle|[Aa]ct|part)\b)"
    r"|(?P<act>(?:the )?(?:[A-Z][A-Za-z’'.&-]{1,30})(?:,? (?:[A-Z][A-Za-z’'.&-]{0,30}|of|and|for|to|in|the|on|with))"
    r"{0,14}?(?: Act| Code| Amendments)(?: of \d{4})?\b)"
    rf"|(?:the )?(?!TEGL|TEN\b|UIPL)(?P<short>{ACT_NAME})(?! (?:[Ss]ec(?:tions?|s?\.)|§§?) ?\d)"
    rf"|{_LAW}"
    r"|(?P<plain>the Act\b)"
    r"|(?P<deeper>(?=[a-zA-Z])))"
)
_ACT = rf"(?:{ACT_NAME}|[Tt]he Act|[Ii]d\.(?: at)?)"


def _spaced(pattern: str) -> str:
    """A pattern for use in a verbose one, which ignores plain spaces."""
    return pattern.replace(" ", r"\ ")


# What begins a reference, and its kind.
TRIGGER = re.compile(
    rf"""
    (?P<appendix>\b\d{{1,2}}\ (?:{_spaced(CODE)},?\ [Aa]pp(?:\.|endix)?|[Aa]pp\.\ {_spaced(CODE)}),?\ (?:§§?\ ?)?\d{{1,4}}[a-z]?\b(?:\(\w{{1,4}}\)){{0,6}})
  | (?P<code>\b(?:\d{{1,2}}|[Tt]itle\ \d{{1,2}},?(?:\ of\ the)?)\ {_spaced(CODE)},?(?:\ §§?|\ [Ss]ec(?:tions?|s?\.))?\ ?(?=\d))
  | (?P<rule>(?:\b[Ss]ubpart\ (?P<of_part>[A-Z]{{1,2}})\ of\ )?\b(?:\d{{1,2}}|[Tt]itle\ \d{{1,2}},?(?:\ of\ the)?)\ {_spaced(RULES)},?
        (?:\ §§?|\ [Pp](?:arts?|ts?\.)|\ [Ss]ec(?:tions?|s?\.))?\ ?(?=\d))
  | (?P<register>\b\d{{1,3}}\ (?:FR|Fed\.\ Reg\.)\ \d{{1,6}}(?:,\d{{3}})?)
  | (?P<law>\b{_spaced(LAW)}\d{{2,3}}[-–]\d{{1,3}})
  | (?P<stat>\b\d{{1,3}}\ Stat\.\ \d{{1,5}}(?:[-–]\d{{1,4}})?)
  | (?P<letter>\b(?:TEGL|TEN|UIPL|Training\ and\ Employment\ (?:Guidance\ Letter|Notice))(?:\ \((?:TEGL|TEN)\))?
        (?:\ No\.|\ Number)?\ \d{{1,2}}-\d{{2}}(?:,?\ Change\ \d{{1,2}})?)
  | (?P<sign>(?:\b(?P<signed>{_spaced(_ACT)}),?\ )?§§?\ ?(?=\d))
  | (?P<section>(?:\b(?P<act>{_spaced(_ACT)}),?\ )?\b(?P<plural>[Ss]ec(?:tion|tions|s?\.)|(?<=\w\ )Secs?)\ (?=\d))
  | (?P<bare>\b{_spaced(ACT_NAME)}\ (?=\d{{1,4}}[a-z]?\())
  | (?P<level>\b(?P<word>{_spaced(LEVEL_WORD)})\ (?=\())
  | (?P<parts>(?:\b[Ss]ubpart\ (?P<subpart>[A-Z]{{1,2}})\ of\ )?\b[Pp]arts?\ (?=\d{{3,4}}\b(?!\.\d)))
  | (?P<again>\b(?:Id\.|(?:(?<=[;,(]\ )|(?<=\()|(?<=[Ss]ee\ )|(?<=also\ )|(?<=cf\.\ ))id\.|[Ii]bid\.)(?:\ at\ \d{{1,5}}(?:[-–]\d{{1,5}})?)?)
  | (?P<own>(?<![\w./–-])(?=\d{{1,3}}[A-Z]?-\d{{1,3}}[A-Z]?-\d{{3,5}}\b))
    """,
    re.VERBOSE,
)
_FULL_NAME = (
    r"(?!(?:This|The|That|Such|An?|Each|No|Any|Under|In|By|See) )[A-Z][A-Za-z’'.-]{1,30}"
    r"(?:,? (?:[A-Z][A-Za-z’'.-]{0,30}|of|and|for|to|in|the|on|with|\d\dst)){0,14}? Act(?: of \d{4})?"
)
# An act's name right before a section of it, with its initials or the title of it between them.
_ACT_BEFORE = re.compile(
    rf"\b(?P<act>{_FULL_NAME}|{ACT_NAME}(?=,? (?:[Tt]itle|\()))(?: \([A-Z][\w. ]{{1,15}}\))?,?(?: [Tt]itle [IVX]{{1,4}}(?:-[A-Z])?,?)? \(?$"
)
# What is named "right before" a section is at most this many characters before it.
_FARTHEST = 160
# "Section 1, 50 Stat. 664": a section of the act printed there.
PRINTED_ACT = re.compile(r",? \d{1,3} Stat\. \d")
# A document other than a law, or a part of one, named right before a section of it.
_OTHER_DOCUMENT = re.compile(
    r"\b(?P<this>[Tt]his )?(?:(?P<part>Article|Exhibit|Appendix|Attachment|Annex)|Code|Stat\.|Statutes|Constitution|Policy"
    r"|Agreement|Handbook|Manual|Bylaws|Rules?|Ordinance|Order|Plan|Letter|MOU|Contract|TEGL|TEN|UIPL|Change)"
    r"(?: (?:No\. ?)?(?:(?=[A-Za-z.-]{0,7}\d)[\w.-]{1,8}|[A-Z]{1,3}))?,? \(?$"
)
_PART = re.compile(
    r"(?:,? and|,? or|,) (?:[Pp](?:arts?|ts?\.) (?P<part>\d{1,4})\b(?!\.\d)|(?P<short>\d{1,4})(?=,? [Ss]ubp))"
)
_SUBPART = re.compile(
    r",? [Ss]ubp(?:arts?|ts?\.) (?P<letters>[A-Z]{1,2}(?:(?:,? and |,? or | through | to |, |[-–])[A-Z]{1,2}){0,6})\b"
)
_LETTERS_LISTED = re.compile(r"\b(?P<first>[A-Z]{1,2})(?:(?: through | to |[-–])(?P<last>[A-Z]))?\b")
_LETTER = re.compile(r"(?P<num>\d{1,2}-\d{2})(?:,? Change (?P<change>\d{1,2}))?")
_LETTERS = {"T": "TEGL", "U": "UIPL"}
# If a section belongs to one of these, its number is not that of a section of an act.
_OF_ITSELF = re.compile(
    r"(?:this|our)\b|(?i:the (?:plan|document|policy|guidance|agreement|MOU|handbook|manual)\b(?! of))"
)
_OF_ACT = re.compile(r"(?:[Tt]itle|[Ss]ubtitle|[Cc]hapter|[Ss]ubchapter|[Pp]art|[Ss]ubpart)\b")
_CITED = re.compile(
    rf"(?:[Ss]ec(?:tions?|s?\.)|§§?) ?\d[\w().,–-]{{0,40}}(?: (?:and|or|through) [\w().,–-]{{1,30}}){{0,3}} of (?:the )?"
    rf"(?P<act>{_FULL_NAME}|{ACT_NAME})"
)
_AND_SECTION = re.compile(r"[,;]?(?: and| or)? [Ss]ec(?:tions?|s?\.) (?=\d)")
_LAST = re.compile(rf", (?P<act>{ACT_NAME})")


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a list of sections or marks: "of this title", "of WIOA", "of such section", "of subparagraph (A)".

    `end` is where the reference ends. `this` is the word after "of this", `title` the number of a title, `act` the
    name of an act, and `such` whether it refers back ("of such section"). `rules` is whether the title is one of the
    Code of Federal Regulations. `at` is where a deeper reference begins, 0 if there is none.
    """

    end: int
    this: str = ""
    title: str = ""
    rules: bool = False
    act: str = ""
    such: bool = False
    at: int = 0


def references_after(text: str, end: int) -> Tail:
    """Read what follows a list of sections or marks."""
    match = _FOLLOW.match(text, end)
    if match is None:
        last = _LAST.match(text, end)
        return Tail(last.end(), act=last["act"]) if last and last["act"] in _acts().values() else Tail(end)
    if match["this"]:
        return Tail(match.end(), this=match["what"])
    if match["title"]:
        return Tail(match.end(), title=match["number"], rules=bool(match["rules"]))
    if match["such"]:
        return Tail(match.end(), such=True)
    if match["plain"]:
        return Tail(match.end(), this="Act")
    if match["act"] or match["short"]:
        return Tail(match.end(), act=match["act"] or match["short"])
    if match["law"]:
        return Tail(match.end(), act=law_name(match["law"]))
    return Tail(end, at=match.end())


def shared_tail(text: str, end: int) -> Tail:
    """What follows the last of several joined sections and holds for all: `section 3 and section 7(c) of the X Act`.

    Its `end` is the given one, because the later sections are references of their own.
    """
    after = end
    while joined := _AND_SECTION.match(text, after):
        _, after = listed_sections(text, joined.end(), many=True)
        tail = references_after(text, after)
        if tail != Tail(after):
            return replace(tail, end=end)
    return Tail(end)


@cache
def _acts() -> dict[str, str]:
    """The name an act is cited by, by its public law and by its full name with and without the year."""
    lines = bytes_of("acts.tsv").decode().splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    named = {law: name for name, law, _ in rows} | {full: name for name, _, full in rows}
    return named | {re.sub(r" of \d{4}$", "", full): name for name, _, full in rows}


def law_name(number: str) -> str:
    """The name of the act that a public law is cited by, such as WIOA for 113-128; else the law itself."""
    plain = number.replace("–", "-")
    return _acts().get(plain, f"Pub. L. {plain}")


def act_of(words: str, sections: SectionMap) -> str:
    """An act by its name; by its initials where the section map knows it by them."""
    name = words.removeprefix("the ").strip()
    name = _acts().get(name, name)
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    for known in sections.acts:
        if known in {name, initials} or known == initials.removesuffix("A"):
            return known
    return name


def known_act(name: str, sections: SectionMap) -> bool:
    """Whether an act is known by a short name."""
    return name in sections.acts or name in _acts().values()


def act_before(text: str, start: int) -> str:
    """The act that is named right before a section: `the Rehabilitation Act of 1973, section 504`; else empty."""
    found = _ACT_BEFORE.search(text[max(0, start - _FARTHEST) : start])
    return found["act"] if found else ""


def is_own(text: str, start: int, tail: Tail, listed: Sequence[ListedSection]) -> bool:
    """Whether a section without a named law is no section of an act, but of the text itself or of another document.

    It is none if words follow that name its document (`of the bylaws`), if a document's name comes before it, or if it
    is a number of one digit: letters and plans number their own sections that way.
    """
    if tail.at and not _OF_ACT.match(text, tail.at):
        return True
    small = all(len(item.section) == 1 and not item.marks for item in listed)
    return small or bool(_OTHER_DOCUMENT.search(text[max(0, start - _FARTHEST) : start]))


def of_another_document(text: str, start: int, tail: Tail) -> bool:
    """Whether a section is of a named document that is neither a law nor the text itself."""
    found = _OTHER_DOCUMENT.search(text[max(0, start - _FARTHEST) : start])
    if found and not (found["this"] or found["part"] or tail.this):
        return True
    return bool(tail.at and not _OF_ACT.match(text, tail.at) and not _OF_ITSELF.match(text, tail.at))


def most_cited(texts: Iterable[str], sections: SectionMap) -> str:
    """The act whose sections a document cites most often by the name of the act; empty if it cites none or two alike."""
    named = Counter(act_of(found["act"], sections) for text in texts for found in _CITED.finditer(text))
    first, second = [*named.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] > second[1] else ""


def short_reference(words: str, kind: str) -> str:
    """A letter of guidance or a public law by its usual short name; other kinds of reference as written."""
    plain = words.replace("–", "-").replace(",", "")
    if kind == "letter" and (match := _LETTER.search(words)):
        name = "TEN" if "TEN" in words or "Notice" in words else _LETTERS.get(words[0], "TEGL")
        change = f", Change {match['change']}" if match["change"] else ""
        return f"{name} {match['num']}{change}"
    if kind == "law":
        return f"Pub. L. {re.split(r'[ .]', plain)[-1]}"
    return plain


def subparts_after(text: str, end: int, title: str, found: list[str]) -> tuple[int, list[str]]:
    """What may follow sections of a regulation: `and part 679, subpart D`, `, subparts A and B`."""
    part = found[-1] if found and re.fullmatch(r"\d+/\d+", found[-1]) else ""
    while match := (_SUBPART.match(text, end) if part else None) or _PART.match(text, end):
        if "part" in match.re.groupindex:
            part = f"{title}/{match['part'] or match['short']}"
            found.append(part)
        else:
            letters, _ = subpart_letters(text, end)
            found = [*(one for one in found if one != part), *(f"{part}/subpart.{one}" for one in letters)]
            part = ""
        end = match.end()
    return end, found


def subpart_letters(text: str, end: int) -> tuple[list[str], int]:
    """The letters of the subparts named after a part (`, subparts A and B`), and where they end."""
    match = _SUBPART.match(text, end)
    if match is None:
        return [], end
    listed = _LETTERS_LISTED.finditer(match["letters"])
    return [one for found in listed for one in _letters(found["first"], found["last"])], match.end()


def _letters(first: str, last: str | None) -> list[str]:
    if last is None or len(first) > 1 or first > last:
        return [first, last] if last else [first]
    return [chr(code) for code in range(ord(first), ord(last) + 1)]


def title_number(match: re.Match[str]) -> str:
    """The number of the title that a citation of a code begins with."""
    return next(re.finditer(r"\d+", match[0]))[0]


# A place of the law as a text in its own case cites it; to a parser it is one word.
CITATION = re.compile(
    r"\b(?:sections?|secs?\.?|subsections?|paragraphs?|subparagraphs?|clauses?|subclauses?|titles?|parts?|subparts?|chapters?"
    r"|subchapters?)\s+(?:[\dIVXLC]+[\w.–-]*|[A-Z]\b|\(\w{1,4}\))(?:\([\w]+\))*"
    r"(?:(?:,\s*|\s+and\s+|\s+or\s+|\s+through\s+|,\s+and\s+)(?:\d[\w.–-]*)?(?:\(\w+\))+)*"
    r"(?:\s+of\s+(?:this\s+)?(?:title|section|subsection|paragraph|Act|part|chapter|subchapter)(?:\s+\d+\w*)?)*"
    r"|\b\d+\s+(?:U\.S\.C\.|CFR|C\.F\.R\.)\s*(?:§+\s*)?[\w.–-]+(?:\(\w+\))*"
    r"|§+\s*[\w.–-]+(?:\(\w+\))*"
)
# Verbs that hang on a place of the law and only point to it: "described in section 12".
POINTING_VERBS = (
    "described|referred to|specified|authorized|established|required|defined|set forth|listed|provided"
)

_LEVEL = r"(?:sub)?(?:sections?|secs?\.|paragraphs?|clauses?|chapters?|titles?|parts?|articles?|divisions?)"
_IN = r"\([a-z\d]{1,4}\)"
_NUMBER = rf"(?:\d+(?!\d)[a-z]{{0,3}}(?:[-–—.]\d+[a-z]{{0,2}}|[-–—][a-z]{{1,2}}\b)*(?:{_IN})*|(?:{_IN})+)"
# A number that counts something is not one more of a list of sections.
_NEXT = rf"(?:,? (?:and|or|to|through) |, ){_NUMBER}(?! (?:[a-z]+s|percent|per cent)\b)"
_PLACE = re.compile(
    rf"(?:\b{_LEVEL}|§+|\bpublic law|\b(?:stat|u\.s\.c|c\.f\.r)\.|\bcfr) ?{_NUMBER}(?:{_NEXT})*"
    rf"(?: of (?:this|that|such|the) {_LEVEL}(?! \d))?(?: et seq\.?)?"
    rf"|\b(?:this|that|such|said) (?:sub)?(?:section|paragraph|clause|chapter|title|part|article|act)\b(?! of\b)",
    re.IGNORECASE,
)
# A year names a date: four digits that count nothing.
_YEAR = re.compile(
    r"(?<![\w$.,-])(?:1[789]|20)\d\d(?=[.;:)]|,(?!\d)|$| (?:and|or|to|through|shall|may|is|by|in|the|for|as|under)\b)"
    r"|(?<=year )(?:1[789]|20)\d\d\b|(?<=years )(?:1[789]|20)\d\d\b"
)


# Things that a number names: grade 2, zone 4.
NUMBERED = "grade|level|phase|stage|zone|tier|class|category|type|table|figure|annex|appendix|schedule|step|page|item|form|line"
_NUMBERED = re.compile(rf"\b({NUMBERED}) (\d+[a-z]?)\b")


def numbered(text: str) -> dict[str, frozenset[str]]:
    """The numbers that a text (folded) gives to things of a kind, by the kind.

    >>> numbered("pupils of grade 2 in zone 4")
    {'grade': frozenset({'2'}), 'zone': frozenset({'4'})}
    """
    found: dict[str, frozenset[str]] = {}
    for hit in _NUMBERED.finditer(text):
        found[hit[1]] = found.get(hit[1], frozenset()) | {hit[2]}
    return found


def places(text: str) -> list[Span]:
    """The places in the law that a text names, which require nothing by themselves.

    >>> [place.of("see section 12(a) of this title") for place in places("see section 12(a) of this title")]
    ['section 12(a) of this title']
    """
    return [Span(*hit.span()) for hit in _PLACE.finditer(text)]


def years(text: str) -> list[Span]:
    """The calendar years that a text names, which count nothing.

    >>> [year.of("before 1978, 2000 trees") for year in years("before 1978, 2000 trees")]
    ['1978']
    """
    return [Span(*hit.span()) for hit in _YEAR.finditer(text)]
