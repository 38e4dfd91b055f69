"""How our own sentences are put together."""

import json
import re
from collections.abc import Mapping, Sequence

from crosswalk.language.word_lists import COUNTED_GERUNDS


def listed(words: Sequence[str]) -> str:
    """Words in a row, as a sentence lists them.

    >>> listed(["one"]), listed(["one", "two"]), listed(["one", "two", "three"])
    ('one', 'one and two', 'one, two and three')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def first_listed(names: Sequence[str], most: int) -> str:
    """At most this many names in a row, and how many more there are.

    >>> first_listed(["one", "two", "three"], 2)
    'one, two and 1 more'
    """
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return listed([*names[:most], *more])


# What a spreadsheet takes for a formula at the start of a cell.
_FORMULA = re.compile(r"[=+@\t\r-]")


def spreadsheet_cell(words: str) -> str:
    """Words as a cell of a table that spreadsheets open; what would run as a formula gets an apostrophe.

    >>> spreadsheet_cell("=1+1"), spreadsheet_cell("-1"), spreadsheet_cell("29/3102/7")
    ("'=1+1", "'-1", '29/3102/7')
    """
    return f"'{words}" if _FORMULA.match(words) else words


def spreadsheet_value(value: object) -> str:
    """A value as a cell of a CSV file: booleans as JSON has them, nothing for None, and no words as a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return spreadsheet_cell(value)
    return "" if value is None else str(value)


def capital(words: str) -> str:
    """The same words with a capital first letter and the rest left alone."""
    return words[:1].upper() + words[1:]


def with_article(words: str) -> str:
    """Words with "a" or "an" in front; a plural, or a noun for a doing, as it is.

    >>> with_article("career pathway"), with_article("in-demand occupation"), with_article("supportive services")
    ('a career pathway', 'an in-demand occupation', 'supportive services')
    >>> with_article("customized training")
    'customized training'
    """
    last = words.rpartition(" ")[2].lower()
    if (words.endswith("s") and not words.endswith("ss")) or (
        last.endswith("ing") and last not in COUNTED_GERUNDS
    ):
        return words
    return f"{'an' if words[:1].lower() in 'aeiou' else 'a'} {words}"


def alternatives(words: Sequence[str]) -> str:
    """Words in a row, as a sentence lists them after a negation or in a question.

    >>> alternatives(["one", "two", "three"])
    'one, two or three'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


# Words that keep their capital in the middle of a sentence.
_NAMES = frozenset({"State", "States", "Federal", "Governor", "English", "United"})
# Words that begin a sentence before a name and belong to none.
_BEFORE_NAMES = frozenset(
    {"The", "A", "An", "Each", "Every", "Any", "All", "No", "Such", "This", "These", "Those", "Its", "Their", "In", "For", "Both"}
)  # fmt: skip


def lowered(words: str) -> str:
    """Words for the middle of a sentence: a capital at their start goes unless it belongs to a name.

    >>> lowered("The State board"), lowered("State partners"), lowered("WIOA"), lowered("Maria Alvarez")
    ('the State board', 'State partners', 'WIOA', 'Maria Alvarez')
    """
    first, _, rest = words.partition(" ")
    named = first.partition("-")[0] in _NAMES or (len(first) > 1 and not first[1:].islower())
    named = named or (first.istitle() and rest[:1].isupper() and first not in _BEFORE_NAMES)
    return words if named else f"{first.lower()} {rest}".strip()


def format_records(document: Mapping[str, object]) -> str:
    """A JSON object as text: a field a line and, of a list of records, a record a line."""
    return (
        "{\n"
        + ",\n".join(f"{_json(name)}: {_record_lines(value)}" for name, value in document.items())
        + "\n}\n"
    )


def _record_lines(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_json, value)) + "\n]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
