"""Tell texts that the English pipeline cannot read: far too long, in another language, or lists of names or numbers."""

import re

from crosswalk.language.word_lists import EMPTY_WORDS, FOREIGN_WORDS
from crosswalk.model.frame import ProvisionFrames

# A text of more characters than this is not one provision.
MOST_CHARACTERS = 100_000
# The least number of words to recognize another language, and the least share of function words in prose.
_FEW, _GRAMMAR = 8, 0.12
# The least number of words of a list of names, and the least share of foreign words of another language.
_LIST, _FOREIGN = 12, 0.12
# A line at the head of a letter or memo.
_LABELED = re.compile(r"(?:SUBJECT|RE|TO|FROM|DATE|CC)\s*:", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|\d[\d.,/-]*")


def why_unread(item: ProvisionFrames) -> str:
    """Why a provision cannot be compared by its frames, as a sentence; empty where it can."""
    if len(item.text) > MOST_CHARACTERS:
        return f"The text has {len(item.text):,} characters; one provision of more than {MOST_CHARACTERS:,} is not read."
    words = [word.lower() for word in _WORD.findall(item.text)]
    grammar = sum(word in EMPTY_WORDS for word in words) / max(len(words), 1)
    foreign = sum(word in FOREIGN_WORDS for word in words) / max(len(words), 1)
    if len(words) >= _FEW and foreign >= _FOREIGN and foreign > grammar:
        return "The text is not in English."
    letters = sum(word.isalpha() for word in words)
    if len(words) >= _FEW and letters < len(words) / 2:
        return "The text is a list of numbers."
    if len(words) >= _LIST and grammar < _GRAMMAR and not item.acts and not _has_verb(item):
        return "The text is a list of names and has no verb."
    if _LABELED.match(item.text) and not _has_verb(item):
        return "The text is a line of a letterhead and has no verb."
    if not item.frames:
        return "No act could be read in the text."
    return ""


def _has_verb(item: ProvisionFrames) -> bool:
    return any(not frame.nominal for frame in item.frames)
