"""The word lists by which a parse is read as a frame; `data/frames.yaml` holds them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crosswalk.data import load
from crosswalk.model.frame import Level


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
