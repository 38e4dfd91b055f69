"""Plain English that any field uses: words of one meaning, opposites, and kinds, from `thesaurus.yaml`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from crosswalk.data import load
from crosswalk.language.word_lists import IRREGULAR_STEMS


@dataclass(frozen=True)
class Thesaurus:
    """What `thesaurus.yaml` says, by the stems of its words (of a phrase: its stems in a row).

    `senses` gives the meanings a word can have, `antonyms` the words at the other end of a scale,
    `hypernyms` what a word is a kind of; `phrase` finds every entry of several words, `verbs` are
    verbs in their plain form, `light_verbs` those that only carry what
    another word says, and `creation_verbs` those that bring a thing about or call for one to be there.
    """

    senses: Mapping[str, frozenset[str]]
    antonyms: Mapping[str, frozenset[str]]
    hypernyms: Mapping[str, frozenset[str]]
    phrase: re.Pattern[str]
    verbs: frozenset[str]
    light_verbs: frozenset[str]
    creation_verbs: frozenset[str]

    def same(self, first: str, second: str) -> bool:
        """Whether two stems can mean the same."""
        if not self.senses.get(first, _NONE).isdisjoint(self.senses.get(second, _NONE)):
            return True
        short, long = (first, second) if len(first) <= len(second) else (second, first)
        return len(short) > 3 and long.startswith(short) and long[len(short) :] in _DERIVED

    def opposed(self, first: str, second: str) -> bool:
        """Whether two stems are the two ends of one scale."""
        return second in self.antonyms.get(first, ()) or _prefixed(first, second)

    def is_kind(self, first: str, second: str) -> bool:
        """Whether the first stem names a kind of what the second names: a calf, a bedroom."""
        if second in self.hypernyms.get(first, ()):
            return True
        return len(second) > 3 and len(first) > len(second) + 2 and first.endswith(second)

    def names(self, word: str) -> frozenset[str]:
        """A stem and its meanings: what `reach` of another holds wherever the two have to do with each other."""
        return self.senses.get(word, _NONE) | {word}

    def reach(self, word: str) -> frozenset[str]:
        """What holds one of the `names` of every stem for which `same`, `opposed` or `is_kind` can hold.

        Of two such stems at least one reaches the other; a stem that is reached need not be one.
        """
        bare = {word.removesuffix(ending) for ending in _DERIVED} | {
            word.removeprefix(deny) for deny in _DENY
        }
        ends = {word[start:] for start in range(3, len(word) - 3)}
        listed = self.antonyms.get(word, _NONE) | self.hypernyms.get(word, _NONE)
        return self.names(word).union(bare, ends, listed)


_NONE: frozenset[str] = frozenset()
# Endings that make a noun of a verb, or a doer of a deed: handle, handler; pay, payment.
_DERIVED = frozenset({"er", "or", "ment", "ion", "ation", "anc", "enc", "al", "ing"})
_DENY = frozenset({"un", "in", "im", "il", "ir", "non", "dis"})


def _prefixed(first: str, second: str) -> bool:
    """Whether one stem is the other with a prefix that denies it: lawful, unlawful."""
    short, long = (first, second) if len(first) <= len(second) else (second, first)
    return len(short) > 3 and long.endswith(short) and long[: -len(short)] in _DENY


@cache
def stemmer() -> "object":
    """The stemmer of Snowball for English, made once."""
    import Stemmer

    return Stemmer.Stemmer("english")


@cache
def stem(word: str) -> str:
    """The stem of one word, in lower case (Snowball English, and the irregular forms of common verbs)."""
    low = word.lower().replace("’", "'")
    return str(stemmer().stemWord(IRREGULAR_STEMS.get(low, low)))  # type: ignore[attr-defined]


def stems(words: str) -> str:
    """The stems of a phrase in a row, one space between.

    >>> stems("Paid back")
    'pay back'
    """
    return " ".join(stem(word) for word in words.split())


# Words that qualify what follows are at most this many characters before it.
_REACH = 120


def just_before(words: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """Where a pattern that ends in `$` matches right before a character of a text.

    >>> just_before(re.compile(r"the [a-z]+ $"), "in the new house", 11).group()
    'the new '
    """
    return words.search(text, max(0, end - _REACH), end)


@cache
def thesaurus() -> Thesaurus:
    """The words of `thesaurus.yaml`, read once."""
    data = load("thesaurus.yaml")
    senses: dict[str, set[str]] = {}
    for number, meaning in enumerate(data["same"]):
        for word in meaning:
            senses.setdefault(stems(word), set()).add(str(number))
    opposites: dict[str, set[str]] = {}
    for line in data["opposite"]:
        ends = [[stems(word) for word in end.split("/")] for end in line]
        for one, two in ((ends[0], ends[1]), (ends[1], ends[0])):
            for word in one:
                opposites.setdefault(word, set()).update(two)
    opposites = _spread(opposites, senses)
    for number, meaning in enumerate(data["alike"]):
        for word in meaning:
            senses.setdefault(stems(word), set()).add(f"alike {number}")
    wider: dict[str, set[str]] = {}
    for word, narrow in data["kinds"].items():
        for kind in narrow:
            wider.setdefault(stems(kind), set()).add(stems(word))
    phrases = {word for word in (*senses, *opposites, *wider, *map(stems, data["light"])) if " " in word}
    return Thesaurus(
        senses=_frozen(senses),
        antonyms=_frozen(opposites),
        hypernyms=_frozen(wider),
        phrase=_pattern(phrases),
        verbs=frozenset(data["verbs"]),
        light_verbs=frozenset(map(stems, data["light"])),
        creation_verbs=frozenset(map(stems, data["makes"])),
    )


def _spread(opposites: Mapping[str, set[str]], senses: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Opposites of a word with one meaning are those of every other word of that meaning alone."""
    alone = {word: next(iter(found)) for word, found in senses.items() if len(found) == 1}
    alike: dict[str, list[str]] = {}
    for word, meaning in alone.items():
        alike.setdefault(meaning, []).append(word)
    found: dict[str, set[str]] = {}
    for word, against in opposites.items():
        for one in alike.get(alone.get(word, ""), [word]):
            for other in against:
                found.setdefault(one, set()).update(alike.get(alone.get(other, ""), [other]))
    return found


def _frozen(found: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in found.items()}


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda words: (-len(words), words))
    return re.compile(r"(?<!\S)(?:" + "|".join(re.escape(words) for words in longest_first) + r")(?!\S)")
