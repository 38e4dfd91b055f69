"""The grammar of references in prose: what begins one, and the laws and documents named around it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from crosswalk.data import read
from crosswalk.language.citation_lists import ListedSection, listed_sections
from crosswalk.model.citation import SectionMap

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
    lines = read("acts.tsv").decode().splitlines()
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
