"""Words of plans and requirements in the form in which they are compared."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from crosswalk.data import load
from crosswalk.language.thesaurus import stemmer
from crosswalk.language.word_lists import FUNCTION_WORDS

# What is left of a contraction is its pronoun or its verb: "we've", "isn't", "there's".
_CONTRACTED = re.compile(r"(?:(?<!ca)n't|'(?:ve|re|ll|d|m|s|t))$")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d,.]*%?")


@cache
def _listed(name: str) -> frozenset[str]:
    """A word list of `data/plan_words.yaml`, by its name."""
    return frozenset(load("plan_words.yaml")[name].split())


@lru_cache(maxsize=1 << 15)
def plan_stem(word: str) -> str:
    """The stem of one word in lower case; a number is its own stem."""
    return str(stemmer().stemWord(_plain(word)))  # type: ignore[attr-defined]


def _plain(word: str) -> str:
    return _CONTRACTED.sub("", word.lower().replace("’", "'").strip("'-"))


@lru_cache(maxsize=1 << 14)
def plan_stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words and numbers, without function words.

    >>> plan_stems("The boards' programs will be aligned")
    ('board', 'program', 'align')
    """
    joining = FUNCTION_WORDS | _listed("function")
    return tuple(
        plan_stem(plain) for word in _WORD.findall(text) if (plain := _plain(word)) and plain not in joining
    )


def stock_stems() -> frozenset[str]:
    """The stems of words that occur in nearly every plan."""
    return _listed_stems("stock")


def substance(sentence: str, known: Iterable[str]) -> tuple[str, ...]:
    """The stems that a sentence adds to words known before: neither the requirement's nor any plan's stock."""
    given = frozenset(known) | stock_stems()
    return tuple(dict.fromkeys(word for word in plan_stems(sentence) if word not in given))


@cache
def _groups() -> dict[str, frozenset[str]]:
    """The group of stems with the same meaning, for each stem that has one."""
    listed = load("plan_words.yaml")["alike"].split("|")
    found: dict[str, frozenset[str]] = {}
    for group in (frozenset(plan_stem(word) for word in words.split()) for words in listed):
        for word in group:
            found[word] = found.get(word, frozenset()) | group
    return found


def with_alike(known: Iterable[str]) -> frozenset[str]:
    """Stems, and the stems with the same meaning."""
    given = frozenset(known)
    return given.union(*(_groups().get(word, frozenset()) for word in given))


def left_over(sentence: str, known: Iterable[str], listed: str) -> tuple[str, ...]:
    """The stems that a sentence adds when the words of one list of `data/plan_words.yaml` are taken away too."""
    return tuple(word for word in substance(sentence, known) if word not in _listed_stems(listed))


@cache
def _listed_stems(name: str) -> frozenset[str]:
    return frozenset(plan_stem(word) for word in _listed(name))


@cache
def plan_phrase(name: str) -> re.Pattern[str]:
    """The phrases of one name of `data/plan_phrases.yaml` as a pattern."""
    held = load("plan_phrases.yaml")[name]
    return re.compile(_joined(name), 0 if "case" in held and not isinstance(held, str) else re.IGNORECASE)


def _joined(name: str) -> str:
    """A pattern as it is written, or one of its alternatives between what stands before and after; a name stands for its own."""
    held = load("plan_phrases.yaml")[name]
    if isinstance(held, str):
        return held
    parts = (_joined(one[1:-1]) if one.startswith("{") else one for one in held["any"])
    return f"{held.get('before', '')}(?:{'|'.join(parts)}){held.get('after', '')}"
