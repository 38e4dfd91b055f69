"""Where a text names a place in the law: section 12, paragraphs (1) and (2), this chapter."""

import re

from crosswalk.model.annotation import Span

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
