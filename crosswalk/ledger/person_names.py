"""Names of the people who decide: which names can sign, and when two spellings are one person."""

import unicodedata
from collections.abc import Iterable

# Cyrillic and Greek letters that look like Latin ones, in lower case, and the letters they look like.
_LOOK_ALIKES = str.maketrans(
    "авсԁеһіјкӏмнорԛѕтухѵԝαβεηικνορτυχω",
    "abcdehijklmhopqstyxvwabenikvoptuxw",
)
# Control, format and surrogate characters, and separators of lines and paragraphs.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "HALFWIDTH", "IDEOGRAPHIC"})


def name_fault(name: str) -> str:
    r"""What keeps words from being one person's name, in a few words; empty where nothing does.

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
    """Whether a person is named in a list, in whatever spelling."""
    return fold_name(name) in set(map(fold_name, names))
