"""The characters of a text: control characters, signs that cannot be seen, and overlong runs of punctuation."""

import re

from crosswalk.errors import ParseError

_LONGEST_RUN = 1_000
_RUN = re.compile(rf"(?:[^\w\s]|_){{{_LONGEST_RUN + 1},}}")
# Signs that steer a terminal or turn the order of letters around; the second set is white space as well.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_CONTROL_SPACES = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
HIDDEN = re.compile(rf"{_CONTROLS.pattern}|{_CONTROL_SPACES.pattern}|[\u00ad\u200b-\u200f\u2060\ufeff]")


def without_controls(text: str) -> str:
    """A text without control characters; those that separate words become spaces."""
    return _CONTROL_SPACES.sub(" ", _CONTROLS.sub("", text))


def controls_in(text: str) -> int:
    """How many control characters a text holds, those that are white space not counted."""
    return len(_CONTROLS.findall(text))


def visible(text: str) -> str:
    """A text with each hidden sign written out by its number."""
    return HIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def check_signs(text: str, where: str) -> None:
    """Refuse a text with an overlong run of punctuation, which slows down every later step."""
    if found := _RUN.search(text):
        raise ParseError(
            f"{where} holds {len(found[0]):,} signs in a row ({found[0][:8]}…), and {_LONGEST_RUN:,} are read"
            " at most; remove them.",
            code="XW-122",
        )
