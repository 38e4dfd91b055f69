"""How much of one text another answers, by its content words and by phrases and acts of the same meaning."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

import numpy as np

from crosswalk.language.citation_grammar import POINTING_VERBS
from crosswalk.language.encoder import encode
from crosswalk.language.parser import masked_ranges
from crosswalk.language.thesaurus import stem
from crosswalk.language.word_lists import EMPTY_WORDS, frame_words
from crosswalk.model.frame import Filler, ProvisionFrames

_WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?")
# Words of legal drafting without content.
_DRAFTING = frozenset({"title", "paragraph", "sec", "such"})
# Names of the parts of a law; they only point.
_PARTS_OF_LAW = frozenset(
    ["subsection", "subparagraph", "clause", "subclause", "subtitle", "subchapter", "subpart", "chapter"]
)
# Articles, and what only points to another provision.
_POINTERS = frozenset({"a", "an", "the", "such", "see", "wioa"})
# Phrases and acts whose meanings agree at least this much answer one another.
_PHRASE, _ACT = 0.72, 0.75
_SENTENCE_END = re.compile(r"(?<=[a-z§)])\.\s+(?=[A-Z(])")
# Citations are written as this sign before words are compared; further numbers of a citation belong to it.
_CITED = "§"
_CITATIONS = r"§+(?:,?\s*(?:and|or|through|to)?\s*(?:§+|\d[\w.–-]*(?:\(\w+\))*))*"
_CITED_TOO = re.compile(r"§(?:,?\s*(?:and|or|through)?\s*§)+")
# What points to another provision, with the verb it hangs on ("authorized under WIOA sec. 129(c)").
_POINTING = re.compile(
    rf"\b(?:(?:as\s+)?(?:{POINTING_VERBS}|carried out|submitted|issued|found)\s+)?(?:in accordance with|consistent with|pursuant to|in|under|by|see|at)\s+"
    r"(?:the (?:requirements?|provisions?) (?:of|in)\s+)?(?:WIOA\s+)?"
    rf"(?:(?:any of\s+)?{_CITATIONS}|(?:this|such|that) (?:section|subsection|paragraph|title|part|chapter|subchapter|Act)\b)"
)
# What a plan or a report does with a thing, before the thing ("a description of").
_REPORTED = re.compile(r"^\W*(?:an? |the )?(\w+) of (?=\w)", re.IGNORECASE)
# A heading that names no subject.
_BARE_HEADING = re.compile(r"^(?:In general|General rule|Contents|Requirements)\. ")
# Bodies that a text names by their last word where it has named them before ("the board").
_BODIES = frozenset(["board", "agency", "office", "department", "council", "committee", "center"])
# Words that leave what is asked as it is: the name of a law without its "Act" is the same law.
_IDLE = re.compile(
    r",?\s*\b(?:if any|but(?: is| are)? not limited to|(?:as|where|if|when) (?:appropriate|applicable|necessary|practicable))\b|\bAct\b"
)
# The text behind a lead-in is found by this many of its first letters.
_OPENING = 40
_ABBREVIATION = re.compile(r"\b([A-Z]{2,5})s?\b")


@dataclass(frozen=True)
class AnsweredShare:
    """How much of one text another answers: the share of its content words (0..1), and how many it does not."""

    share: float
    missing: int


def answered_share(one: ProvisionFrames, other: ProvisionFrames) -> AnsweredShare:
    """How much of `one` is in `other`: in the same words, by an abbreviation, or in a phrase or act of the same meaning.

    A heading without a subject, citations with the words they hang on, and "a description of" count as nothing.
    """
    return share_of(stated_words(one.text), answered_words(one, other))


def share_of(words: Collection[str], met: Collection[str]) -> AnsweredShare:
    """How much of some words is among those that are met."""
    missing = sum(word not in met for word in words)
    return AnsweredShare(round(1 - missing / max(len(words), 1), 3), missing)


def word_order(one: ProvisionFrames, other: ProvisionFrames) -> float:
    """How much of two texts is the same words in the same order, 0..1, rounded: low if one only means what the other says."""
    ours, theirs = (tuple(map(stem, own_words(side.text))) for side in (one, other))
    return round(SequenceMatcher(None, ours, theirs, autojunk=False).ratio(), 3)


@lru_cache(maxsize=4096)
def said_in_order(text: str) -> tuple[str, ...]:
    """The stems of the content words in the order of the text, again where they are said again."""
    return tuple(stem(word) for word in _words(_unpointed(text)) if word not in EMPTY_WORDS)


def sentences(side: ProvisionFrames) -> list[str]:
    """The sentences of a text, citations masked."""
    return _SENTENCE_END.split(_masked(side.own_text))


def lead_in(side: ProvisionFrames) -> str:
    """The words before the text itself; empty if there are none."""
    return side.full_text[: max(side.full_text.rfind(side.text[:_OPENING]), 0)] if side.text else ""


def answered_words(one: ProvisionFrames, other: ProvisionFrames) -> set[str]:
    """The stems that the other text has, and those of the phrases, acts and abbreviations of `one` that it answers."""
    met = _met(one.phrases, other.phrases, _PHRASE) | _met(one.acts, other.acts, _ACT)
    return met | set(content_words(other.full_text)) | abbreviated(one, other) | abbreviated(other, one)


def _met(ours: Sequence[Filler], theirs: Sequence[Filler], least: float) -> set[str]:
    """The content words of phrases that a phrase of the other side meets."""
    if not ours or not theirs:
        return set()
    near = encode([f.words for f in ours]) @ encode([f.words for f in theirs]).T
    best = np.round(near.max(axis=1), 3)
    return {
        w for f, cosine in zip(ours, best, strict=True) if cosine >= least for w in content_words(f.words)
    }


def abbreviated(short: ProvisionFrames, long: ProvisionFrames) -> frozenset[str]:
    """The stems of abbreviations in one text and of the words of the other that they stand for ("WDB", "board")."""
    return _abbreviated(short.text, long.text)


# A pair is read several times in a row.
@lru_cache(maxsize=64)
def _abbreviated(short: str, long: str) -> frozenset[str]:
    found: set[str] = set()
    abbreviations = sorted({letters.lower() for letters in _ABBREVIATION.findall(short)})
    words = _WORD.findall(long.replace("-", " ").lower()) if abbreviations else []
    for letters in abbreviations:
        for start, end in _stands_for(letters, words):
            found |= {stem(letters), stem(f"{letters}s"), *map(stem, words[start:end])}
    return frozenset(found)


def _stands_for(letters: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The ranges of words with the letters of an abbreviation as their first; a body may be named by its last word."""
    for end in range(1, len(words) + 1):
        if words[end - 1].removesuffix("s") in _BODIES and letters[-1] == words[end - 1][0]:
            yield end - 1, end
        for size in (len(letters), len(letters) + 1):
            initials = "".join(word[0] for word in words[max(end - size, 0) : end])
            if _within(letters, initials):
                yield end - size, end


def _within(letters: str, initials: str) -> bool:
    """Whether all letters are among the initials in order, and begin and end with the same letter."""
    rest = iter(initials)
    ends = initials[:1] == letters[:1] and initials[-1:] == letters[-1:]
    return ends and all(letter in rest for letter in letters)


def _masked(text: str) -> str:
    plain = list(text)
    for start, end, _ in masked_ranges(text):
        plain[start:end] = _CITED * (end - start)
    return "".join(plain)


def _words(text: str) -> tuple[str, ...]:
    found = map(str.lower, _WORD.findall(text))
    return tuple("must" if word == "shall" else word for word in found if word not in _POINTERS)


@lru_cache(maxsize=4096)
def content_words(text: str) -> tuple[str, ...]:
    """The stems of the content words, each once, without citations and drafting words."""
    return _stems(_words(_CITED_TOO.sub(_CITED, _masked(text))), _DRAFTING)


@lru_cache(maxsize=4096)
def own_words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without what only points to another provision."""
    return _words(_unpointed(text))


def _unpointed(text: str) -> str:
    return _IDLE.sub(" ", _POINTING.sub(" ", _masked(_BARE_HEADING.sub("", text))))


@lru_cache(maxsize=4096)
def stated_words(text: str) -> tuple[str, ...]:
    """The content words without what only points, opens a list of reports or names a part of a law."""
    said = _unpointed(text)
    opening = _REPORTED.match(said)
    if opening and opening[1].lower() in frame_words().reporting_nouns:
        said = said[opening.end() :]
    found = _stems(_words(said), _DRAFTING | _part_stems())
    return tuple(word for word in found if len(word) > 1 or word.isdigit()) or content_words(text)


@cache
def _part_stems() -> frozenset[str]:
    return frozenset(map(stem, _PARTS_OF_LAW))


def _stems(words: Iterable[str], left_out: frozenset[str]) -> tuple[str, ...]:
    found = (stem(word) for word in words if word not in EMPTY_WORDS)
    return tuple(dict.fromkeys(word for word in found if word not in left_out))
