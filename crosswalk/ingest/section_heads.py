"""How the sections and parts of a statute, rule or bill are headed in a plain text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from crosswalk.ingest.plain_text import OutlineLine
from crosswalk.model.corpus import Source

NUMBER = r"\d{1,6}[A-Za-z]{0,6}(?:[-–.](?:\d{1,6}[A-Za-z]{0,3}|[A-Za-z]{1,3}\d{0,4}))*"
SECTION = re.compile(
    rf"(?:§+ ?(?P<sign>{NUMBER})\.?(?= |$)|(?:SEC\.|SECTION|Sec\.|Section) (?P<word>{NUMBER})\.(?= |$))\s*(?P<heading>.*)"
)
# The number of a State rule, alone or before its title: 715-052-0010.
_RULE_NUMBER = r"(?P<sign>{chapter}-\d{{1,4}}-\d{{2,5}}[A-Z]?)(?P<word>)\.?(?= |$)\s*(?P<heading>(?:[A-Z“].{{0,150}}[^.;:,])?)"
_ANY_RULE = re.compile(_RULE_NUMBER.format(chapter=r"\d{2,4}"))
# The section of a State's code whose title and text are on one line: "6-1-1701. Definitions. As used in this part:".
_CODE_SECTION = re.compile(
    r"(?P<num>(?P<chapter>\d{1,3}[A-Z]?-\d{1,3}[A-Z]?)-\d{2,5}(?:\.\d{1,3})?)\.? (?P<title>[A-Z“\"][^.:;]{2,150})\.(?: (?P<text>.+)|$)"
)
_BELOW_HEAD, _FEWEST_SECTIONS = 3, 2
PART_KINDS = ("title", "subtitle", "chapter", "subchapter", "article", "part", "subpart")
_STRUCTURE = re.compile(
    r"(?P<kind>title|subtitle|chapter|subchapter|article|part|subpart) (?P<num>[0-9]{1,4}[A-Z]?|[A-Z]{1,5})"
    r"(?:\s*(?:—|--|–|:| - |\.(?= [A-Z]))\s*(?P<heading>\S.*)|\s+(?P<reserved>\[Reserved\])|\s+(?P<capitals>(?-i:[A-Z][A-Z ,’'&-]{5,}))|\.?)",
    re.IGNORECASE,
)

# What a text may say at its top of where it belongs.
_HINT = re.compile(
    r"\b(?P<title>\d{1,2}) (?P<system>U\.?S\.?C\.?|C\.?F\.?R\.?)(?: part)? (?:§ ?)?(?P<section>"
    + NUMBER
    + ")"
)


def section_form(lines: list[OutlineLine]) -> tuple[re.Pattern[str], list[OutlineLine]]:
    """How the sections of a text begin, and its lines with the head of each section on a line of its own.

    In a State's code a line that begins with a number of the chapter opens a section; without a plain title all of it is text.
    """
    if rule := _rule_form(lines):
        return rule, _with_titles(lines, rule)
    found = [_CODE_SECTION.fullmatch(line.words) for line in lines]
    chapters = Counter(match["chapter"] for match in found if match)
    chapter, times = (chapters.most_common(1) or [("", 0)])[0]
    if times < _FEWEST_SECTIONS or any(SECTION.fullmatch(line.words) and "§" in line.words for line in lines):
        return SECTION, lines
    made: list[OutlineLine] = []
    opens = re.compile(rf"({re.escape(chapter)}-\d{{2,5}}(?:\.\d{{1,3}})?\.) (\S.*)")
    for line, match in zip(lines, found, strict=True):
        if match and match["chapter"] == chapter:
            made.append(replace(line, words=f"{match['num']}. {match['title']}."))
            made += [replace(line, words=match["text"])] if match["text"] else []
        elif untitled := opens.fullmatch(line.words):
            made += [replace(line, words=words) for words in untitled.groups()]
        else:
            made.append(line)
    form = rf"(?P<sign>{re.escape(chapter)}-\d{{2,5}}(?:\.\d{{1,3}})?)(?P<word>)\.\s*(?P<heading>(?:[A-Z“\"][^.:;]{{2,150}}(?=\.))?)\.?"
    return re.compile(form), made


def _rule_form(lines: Sequence[OutlineLine]) -> re.Pattern[str] | None:
    """How sections begin where they begin with the number of a State rule: one of the chapter, and (1) below it."""
    heads = [(at, found) for at, line in enumerate(lines) if (found := _ANY_RULE.fullmatch(line.words))]
    for at, found in heads:
        below = lines[at + 1 : at + 1 + _BELOW_HEAD]
        if any(line.words.startswith(("(1)", "1.")) for line in below):
            chapter = found["sign"].partition("-")[0]
            return re.compile(_RULE_NUMBER.format(chapter=chapter))
    return None


def _with_titles(lines: Sequence[OutlineLine], form: re.Pattern[str]) -> list[OutlineLine]:
    """Join a rule's number with the title on the next line."""
    found: list[OutlineLine] = []
    for line in lines:
        alone = form.fullmatch(found[-1].words) if found else None
        if alone and not alone["heading"] and form.fullmatch(f"{found[-1].words} {line.words}"):
            found[-1] = replace(found[-1], words=f"{found[-1].words} {line.words}")
        else:
            found.append(line)
    return found


def part_head(words: str) -> re.Match[str] | None:
    """The kind, number and heading of a part where a line is the head of one, and no sentence that begins with the word."""
    match = _STRUCTURE.fullmatch(words)
    if match is None or len(words) >= 300:
        return None
    named = bool(match["heading"] or match["reserved"] or match["capitals"]) and not words.endswith(
        (".", ";", ",")
    )
    return match if named or words.isupper() else None


def numbering_of_text(
    lines: Sequence[OutlineLine], source: Source, opening: re.Match[str] | None
) -> tuple[str, str, str]:
    """The prefix of ids, the numbering, and the section named at the top, if any.

    "SEC. 116." is how an act numbers its sections; it is cited by its short name where that is known.
    """
    if opening is not None and opening["word"]:
        named = bool(re.fullmatch(r"[A-Za-z][\w-]*", source.short))
        return (source.short, "act", "") if named else (source.id, "own", "")
    for line in lines:
        if match := _HINT.search(line.words):
            return (
                match["title"],
                "usc" if "S" in match["system"] else "cfr",
                match["section"].replace("–", "-"),
            )
    return source.id, "own", ""
