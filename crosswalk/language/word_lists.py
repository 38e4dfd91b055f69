"""Closed lists of English words, from `data/words.yaml` and `data/frames.yaml`.

Months, numbers, function words, the words that bound a number, and the lists by which a parse is read as a frame.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crosswalk.data import load
from crosswalk.model.frame import Level

_DATA = load("words.yaml")

# January first, in lower case.
MONTHS: tuple[str, ...] = tuple(_DATA["months"].split())
# The value of each cardinal up to a hundred, and of the large ones.
CARDINALS: dict[str, int] = {word: int(value) for word, value in _DATA["cardinals"].items()}
LARGE: dict[str, int] = {word: int(value) for word, value in _DATA["large"].items()}
# "first" to "twelfth".
ORDINALS: tuple[str, ...] = tuple(_DATA["ordinals"].split())

# Words that join others and say nothing.
FUNCTION_WORDS = frozenset(_DATA["function_words"].split())
# Words that retrieval leaves out.
STOP_WORDS = FUNCTION_WORDS | frozenset(_DATA["retrieval_stop_words"].split())
SMALL_WORDS = frozenset(_DATA["small_words"].split())
# Words without content in a demand.
EMPTY_WORDS = FUNCTION_WORDS | frozenset(_DATA["drafting_words"].split())
# Short words by which a text in another language is recognized.
FOREIGN_WORDS = frozenset(_DATA["foreign_words"].split())

# The singular or plain form of irregular words: as a spelling, and as what a stem is made of.
IRREGULAR_SPELLINGS: dict[str, str] = _DATA["irregular_plurals"] | _DATA["irregular_spellings"]
IRREGULAR_STEMS: dict[str, str] = _DATA["irregular_plurals"] | _DATA["irregular_stems"]
# Nouns in -ing that are counted.
COUNTED_GERUNDS = frozenset(_DATA["counted_gerunds"].split())

# Comparatives, upward and downward: "no warmer than", "fewer than".
MORE = (
    "more|greater|older|longer|higher|later|larger|bigger|wider|taller|deeper|heavier|warmer|hotter|louder|faster|thicker"
    "|further|farther"
)
LESS = (
    "less|fewer|younger|shorter|lower|earlier|sooner|smaller|narrower|lighter|cooler|colder|quieter|slower|thinner|nearer"
    "|closer"
)
LOW = rf"at least|not? (?:{LESS}) than|a minimum of|minimum of|at or above|several|multiple"
HIGH = (
    rf"up to|at most|not? (?:{MORE}) than|a maximum of|maximum of|not to exceed|not exceeding|not exceed|at or below|"
    rf"within|inside|under|below|(?:{LESS}) than"
)
OVER = rf"(?:{MORE}) than|over|above|exceeds?|exceeding|in excess of|beyond"
UNDER = re.compile(rf"under|below|(?:{LESS}) than")
# "5 degrees or below", "6 months at most": the bound follows what is counted.
BEHIND = re.compile(
    rf"(?: ?(?!(?:and|or|at|of|to|for)\b)[^\s.;,()]+){{0,3}} (?:(?P<low>or (?:{MORE}|above|over)|at (?:the (?:very )?)?least)"
    rf"|(?P<high>or (?:{LESS}|below|under)|at (?:the (?:very )?)?most))\b(?! than)"
)
# "The fee is 50 dollars" sets the fee; "there are 2 exits" does not forbid a third.
SETS = re.compile(r"(?<!\bthere )\b(?:is|are|equals?|amounts? to)(?: set at| fixed at)?(?: exactly)? $")
# "The maximum stay is 30 days."
BEST = re.compile(
    r"\b(?:(?P<low>minimum|lowest|shortest|smallest)|(?P<high>maximum|highest|longest|largest))\b[^.;,]* (?:is|are|be) $"
)
# "No more than once a year", "only every 2 years": this often at most.
SELDOM = re.compile(
    r"\b(?:not? more (?:often |frequently )?than|at most|up to|only|a maximum of)(?: (?:once|one time))? $"
)
OFTENER = re.compile(r"\bmore (?:often |frequently )?than(?: (?:once|one time))? $")
# Units of measure, by their stems: numbers of different units are not compared.
UNITS = frozenset(_DATA["units"].split())
# "-18 °C", "minus 5 degrees": only temperatures go below zero.
HEAT = re.compile(r" ?(?:°|degrees?\b)")
MINUS = r"(?P<minus>(?<!\S)(?:[-−–]|minus )(?=\d+(?:\.\d+)? ?(?:°|degrees?\b)))"


@dataclass(frozen=True)
class FrameWords:
    """The word lists of `data/frames.yaml`, each under its name in the file."""

    reporting_verbs: frozenset[str]
    documents: frozenset[str]
    writings: frozenset[str]
    reporting_nouns: frozenset[str]
    transparent_verbs: frozenset[str]
    carrying_verbs: frozenset[str]
    act_nouns: Mapping[str, str]
    people: frozenset[str]
    stock_nouns: frozenset[str]
    common_nouns: frozenset[str]
    means: frozenset[str]
    evidence: frozenset[str]
    training: frozenset[str]
    staff: frozenset[str]
    decisions: frozenset[str]
    hollow_nouns: frozenset[str]
    general_nouns: frozenset[str]
    pointing_words: frozenset[str]
    levels: tuple[tuple[Level, re.Pattern[str]], ...]
    places: frozenset[str]
    times: frozenset[str]


@cache
def frame_words() -> FrameWords:
    """The word lists, read once."""
    data = dict(load("frames.yaml"))
    act_nouns = data.pop("act_nouns")
    levels = tuple((Level(name), _level_pattern(terms)) for name, terms in data.pop("levels").items())
    lists = {name: frozenset(words) for name, words in data.items()}
    return FrameWords(act_nouns=act_nouns, levels=levels, **lists)


def _level_pattern(terms: Sequence[str]) -> re.Pattern[str]:
    parts = [re.escape(t[1:]) if t.startswith("=") else re.escape(t) + r"(?:e?s)?" for t in terms]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def level_of(phrase: str) -> Level:
    """The level of an actor, from the words for it."""
    return next((level for level, pattern in frame_words().levels if pattern.search(phrase)), Level.NONE)
