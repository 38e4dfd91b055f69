"""Who signs and when: names of people and of programs, and days."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from crosswalk.model.mapping import MappingSet
from crosswalk.model.relation import Status

# Cyrillic and Greek letters that look like Latin ones, in lower case, and the letters they look like.
_LOOK_ALIKES = str.maketrans("авсԁеһіјкӏмнорԛѕтухѵԝαβεηικνορτυχω", "abcdehijklmhopqstyxvwabenikvoptuxw")
# Control, format and surrogate characters, and separators of lines and paragraphs.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "HALFWIDTH", "IDEOGRAPHIC"})
_OURSELVES = "crosswalk"
_RELEASE = re.compile(r"\s+v?\d[\w.+-]*$")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def name_fault(name: str) -> str:
    r"""Why some words cannot be one person's name; empty if they can.

    >>> name_fault("Ann Lee"), name_fault("Ann Lee\u200b"), name_fault("\u0410nn Lee")
    ('', 'the name holds an invisible character (U+200B); type it again', 'the name mixes letters of two scripts (CYRILLIC and LATIN); write it in one')
    """
    hidden = next((char for char in name if unicodedata.category(char) in _INVISIBLE), "")
    if hidden:
        return f"the name holds an invisible character (U+{ord(hidden):04X}); type it again"
    scripts = sorted({_script(char) for char in unicodedata.normalize("NFKC", name) if char.isalpha()})
    if len(scripts) > 1:
        return f"the name mixes letters of two scripts ({scripts[0]} and {scripts[1]}); write it in one"
    return ""


def _script(letter: str) -> str:
    first = unicodedata.name(letter, "UNNAMED").partition(" ")[0]
    if first in {"FEMININE", "MASCULINE", "MICRO", "MODIFIER"}:
        return "LATIN"
    return "EAST ASIAN" if first in _EAST_ASIAN else first


def fold_name(name: str) -> str:
    """A name without letter case, accents, punctuation, spacing and look-alike letters, for comparison only.

    >>> fold_name("Ann  Lee") == fold_name("ANN LEE.") == fold_name("Ànn Lee")
    True
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(letters.translate(_LOOK_ALIKES).split())


def same_person(one: str, other: str) -> bool:
    """Whether two spellings are one name."""
    return fold_name(one) == fold_name(other)


def is_among(name: str, names: Iterable[str]) -> bool:
    """Whether a person is named in a list, in any spelling."""
    return fold_name(name) in set(map(fold_name, names))


def signature_fault(by: str, day: str) -> str:
    """What is wrong with the name and the ISO day under a decision or a comment; empty if nothing is."""
    if not by.strip() or "|" in by:
        return "it needs the name of the person, without a bar"
    if fault := name_fault(by):
        return fault
    return day_fault("the date", day)


def day_fault(name: str, day: str) -> str:
    """What is wrong with a date, by the name of its field; empty if it is a calendar day in ISO form.

    >>> day_fault("due", "4 March")
    'due 4 March is not a date in the form YYYY-MM-DD'
    """
    return "" if is_day(day) else f"{name} {day or '(empty)'} is not a date in the form YYYY-MM-DD"


def is_day(words: str) -> bool:
    """Whether words are a calendar day in ISO form.

    >>> is_day("2026-11-22"), is_day("2026-11"), is_day("2026-02-30")
    (True, False, False)
    """
    if not _DAY.fullmatch(words):
        return False
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def programs(sets: Iterable[MappingSet]) -> frozenset[str]:
    """The names of software, without versions: tools, and the authors of proposed rows."""
    found = {_OURSELVES}
    for mappings in sets:
        found.add(_bare(mappings.tool))
        found |= {_bare(mapping.author) for mapping in mappings if mapping.status is Status.PROPOSED}
    return frozenset(found - {""})


def is_program(name: str, known: frozenset[str]) -> bool:
    """Whether a name is one of `programs`, in any version and case.

    >>> is_program("Crosswalk 2.0", frozenset({"crosswalk"})), is_program("Reviewer", frozenset({"crosswalk"}))
    (True, False)
    """
    return _bare(name) in known


def _bare(name: str) -> str:
    return _RELEASE.sub("", name).strip().casefold()
