"""Closed lists of English words: months, numbers, function words, and the words that bound a number."""

import re

from crosswalk.data import load

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
MEASURES = frozenset(
    """
    millimet centimet centimetr meter kilomet inch foot yard mile gram kilogram kilo ton tonn pound ounc liter millilit gallon
    celsius fahrenheit decibel volt watt kilowatt dollar euro percent knot
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
# "-18 °C", "minus 5 degrees": only temperatures go below zero.
HEAT = re.compile(r" ?(?:°|degrees?\b)")
MINUS = r"(?P<minus>(?<!\S)(?:[-−–]|minus )(?=\d+(?:\.\d+)? ?(?:°|degrees?\b)))"
