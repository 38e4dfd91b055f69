"""Plain words for pages: dates, counts, modalities, parts, signals and answers."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from crosswalk.language.phrasing import capital
from crosswalk.language.word_lists import MONTHS
from crosswalk.model.alignment import PartVerdict
from crosswalk.model.annotation import Part
from crosswalk.model.relation import Coverage, Modality, Relation

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_PATTERN = {
    Relation.EQUAL: "{left} and {right} ask for the same thing.",
    Relation.SUPERSET: "{left} asks for everything {right} asks for here, and more.",
    Relation.SUBSET: "What {left} asks for is one part of what {right} asks for.",
    Relation.INTERSECTS: "{left} and {right} share part of what they ask for; each adds something of its own.",
    Relation.SUPPORTS: "Doing what {left} asks helps meet {right}.",
    Relation.SUPPORTED: "Doing what {right} asks helps meet {left}.",
    Relation.CONTRARY: "{left} and {right} cannot both be followed as written.",
    Relation.NONE: "No counterpart was found in {right}.",
}

# The relations in the order of their keyboard keys, 1 to 8.
RELATIONS = (
    Relation.EQUAL,
    Relation.SUPERSET,
    Relation.SUBSET,
    Relation.INTERSECTS,
    Relation.SUPPORTS,
    Relation.SUPPORTED,
    Relation.CONTRARY,
    Relation.NONE,
)
# The default sentence of these says too little, so the person must write one.
OWN_WORDS = frozenset({Relation.CONTRARY, Relation.NONE})

DUTY_WORDS = {
    Modality.MUST: "Must",
    Modality.MUST_NOT: "Must not",
    Modality.SHOULD: "Should",
    Modality.MAY: "May",
    Modality.MEANS: "Defines a term",
    Modality.INCLUDES: "Lists what is included",
    Modality.STATES: "No duty named",
}

PART_WORDS = {
    Part.STATISTIC: "Statistic",
    Part.OUTCOME: "What is counted",
    Part.POPULATION: "Who is counted",
    Part.CONDITION: "What qualifies",
    Part.TIMING: "When",
    Part.EXCLUSIONS: "Who is left out",
    Part.LEVEL: "At what level",
    Part.AUTHORITY: "By what authority",
}

# The page words of the signals; any other signal is shown under its own name.
SIGNAL_WORDS = {
    "words": "shared words",
    "answers": "rare words matched",
    "titles": "headings",
    "place": "words in headings above",
    "setting": "meaning of headings above",
    "concepts": "terms of the field",
    "neighbors": "neighboring provisions",
    "kindred": "similar provisions",
    "shared": "amount shared",
    "rivals": "other likely counterparts",
}

VERDICT_WORDS = {
    PartVerdict.SAME: "Same",
    PartVerdict.DIFFERS: "Differs",
    PartVerdict.SILENT: "One side silent",
    PartVerdict.UNKNOWN: "Unknown",
    PartVerdict.NEITHER: "Both silent",
}

COVERAGE_WORDS = {
    Coverage.COVERED: "Covered",
    Coverage.PARTLY: "Covered in part",
    Coverage.NOT_FOUND: "Not found",
    Coverage.CONTRARY: "Conflicts",
    Coverage.NOT_ASSESSED: "Not assessed",
    Coverage.NOT_APPLICABLE: "Does not apply",
}


def date_words(iso: str) -> str:
    """An ISO date in words; any other text is returned unchanged.

    >>> date_words("2016-07-19"), date_words("2014-06"), date_words("2014"), date_words("")
    ('July 19, 2016', 'June 2014', '2014', '')
    """
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d{2}))?", iso)
    if not found:
        return iso
    year, month, day = found.groups()
    name = MONTHS[int(month) - 1].capitalize()
    return f"{name} {int(day)}, {year}" if day else f"{name} {year}"


def dates_in(text: str) -> str:
    """A text with its ISO dates written out.

    >>> dates_in("the Act, as of 2016-07-19, 8 provisions")
    'the Act, as of July 19, 2016, 8 provisions'
    """
    return re.sub(r"\b\d{4}-\d{2}(?:-\d{2})?\b", lambda found: date_words(found[0]), text)


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> count(1, "row"), count(0, "row"), count(2, "entry", "entries")
    ('1 row', '0 rows', '2 entries')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def signed(number: float) -> str:
    """A weight with its sign, two decimals and a true minus.

    >>> signed(0.4), signed(-0.25), signed(-0.001)
    ('+0.40', '−0.25', '0.00')
    """
    rounded = round(number, 2)
    if rounded == 0:
        return "0.00"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.2f}"


def pattern(relation: Relation, left: str, right: str) -> str:
    """The default sentence of a relation."""
    return capital(_PATTERN[relation].format(left=left, right=right))


def anchors(ids: Iterable[str]) -> dict[str, str]:
    """A fragment name for each id, made from the id alone; names that would clash get a digest.

    >>> anchors(["29/3102/7/A--DEF-1"])
    {'29/3102/7/A--DEF-1': '29-3102-7-A--DEF-1'}
    """
    plain = {one: re.sub(r"[^A-Za-z0-9.-]+", "-", one).strip("-") or "row" for one in ids}
    taken = Counter(plain.values())
    return {
        one: name if taken[name] == 1 else f"{name}-{hashlib.sha256(one.encode()).hexdigest()[:6]}"
        for one, name in plain.items()
    }


def shortened(text: str, most: int) -> str:
    """The first whole words of a text, at most `most` characters, with an ellipsis if it was cut.

    >>> shortened("one two three", 9), shortened("one two", 9)
    ('one two …', 'one two')
    """
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:—") + " …"


def curly(text: str) -> str:
    """A title with typographic apostrophes.

    >>> curly("WIOA's measures")
    'WIOA’s measures'
    """
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def legal(text: str) -> str:
    """A text with the characters that XML (and so Word and Excel) does not allow replaced."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
