"""Closed lists of English words, from `data/words.yaml`: months, numbers, function words."""

from importlib.resources import files

import yaml

_DATA = yaml.load((files("crosswalk.data") / "words.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)

# January first, in lower case.
MONTHS: tuple[str, ...] = tuple(_DATA["months"].split())
# The value of each cardinal up to a hundred, and of the large ones.
CARDINALS: dict[str, int] = dict(_DATA["cardinals"])
LARGE: dict[str, int] = dict(_DATA["large"])
# "first" to "twelfth".
ORDINALS: tuple[str, ...] = tuple(_DATA["ordinals"].split())

_FUNCTION = frozenset(_DATA["function_words"].split())
# Words that retrieval leaves out.
STOP_WORDS = _FUNCTION | frozenset(_DATA["retrieval_stop_words"].split())
# Words without content in a demand.
EMPTY_WORDS = _FUNCTION | frozenset(_DATA["drafting_words"].split())
