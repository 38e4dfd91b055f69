"""Align two provisions by their frames, and find the parts of one that no counterpart meets, slot by slot."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from crosswalk.language.encoder import encode
from crosswalk.language.thesaurus import just_before, stem
from crosswalk.language.word_lists import EMPTY_WORDS, frame_words
from crosswalk.model.alignment import Alignment, Match, MatchType, UnmetSlot
from crosswalk.model.annotation import Span
from crosswalk.model.frame import Filler, ProvisionFrames, Slot
from crosswalk.relate.answered import answered_share
from crosswalk.relate.meeting import MEETS, markable_words, phrase_matches

_WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?")
# Slots that are compared as a whole; of the others each phrase is compared by itself.
_WHOLE = (Slot.CONDITION, Slot.EXCEPTION, Slot.TIME, Slot.QUANTITY)
# How many texts the model is given at once, so that those of a whole law need no more memory.
_AT_ONCE = 4_096
_ORDER = {slot: at for at, slot in enumerate(Slot)}


def align_frames(
    texts: tuple[str, str],
    left: ProvisionFrames,
    right: ProvisionFrames,
    named: Sequence[tuple[tuple[Span, ...], Span]] = (),
) -> Alignment:
    """The matched phrases of two provisions, and what each adds; `texts` are their own words.

    `named` are the places where both name one concept; they come before phrases of similar meaning.
    """
    matches = _with_named(named, phrase_matches(left, right))
    ours = unmet_slots(texts[0], left, [right], (span for one in matches for span in one.left))
    theirs = unmet_slots(texts[1], right, [left], (span for one in matches for span in one.right))
    return Alignment(
        matches,
        tuple(sorted(one.span for one in ours)),
        tuple(sorted(one.span for one in theirs)),
        answered_share(left, right).share,
        answered_share(right, left).share,
        tuple(one.words for one in ours),
        tuple(one.words for one in theirs),
    )


def encode_texts(items: Iterable[ProvisionFrames]) -> None:
    """Let the model read the phrases of some provisions together; one by one they take twice as long."""
    every = {id(item): item for item in items}
    texts = list(dict.fromkeys(text for item in every.values() for text in texts_to_align(item)))
    for at in range(0, len(texts), _AT_ONCE):
        encode(texts[at : at + _AT_ONCE])


def texts_to_align(item: ProvisionFrames) -> list[str]:
    """The texts of a provision whose vectors are compared when it is read beside another."""
    parts = (words for _, words, _ in _parts(item.own_text, item))
    return [*markable_words(item), *parts, *_wordings(item, whole=False)]


def _with_named(named: Sequence[tuple[tuple[Span, ...], Span]], found: Sequence[Match]) -> tuple[Match, ...]:
    """Concepts that both name, then the other matches outside them, each with its number."""
    pairs: list[tuple[tuple[Span, ...], tuple[Span, ...], MatchType]] = [
        (ones, (two,), MatchType.SYNONYM) for ones, two in named
    ]
    ours, theirs = [one for ones, _ in named for one in ones], [two for _, two in named]
    pairs += [
        (one.left, one.right, one.how)
        for one in found
        if not any(span.overlaps_any(ours) for span in one.left)
        and not any(span.overlaps_any(theirs) for span in one.right)
    ]
    return tuple(Match(number, *pair) for number, pair in enumerate(pairs, start=1))


def unmet_slots(
    text: str, asked: ProvisionFrames, given: Sequence[ProvisionFrames], met: Iterable[Span] = ()
) -> tuple[UnmetSlot, ...]:
    """The phrases and conditions of a provision that no counterpart meets, in the order of their slots.

    A phrase is met if a counterpart repeats its words, or has a phrase of nearly the same meaning. Actors are not
    compared here.

    Args:
        text: The provision's own words.
        asked: Its frames.
        given: Its counterparts.
        met: Spans that need no answer: those that the comparison of rows found met, and citations.
    """
    parts = _parts(text, asked)
    if not parts or not given:
        return ()
    spans = tuple(met)
    said = frozenset[str]().union(*(_stems(item.full_text) for item in given))
    alike = _nearest([words for _, words, _ in parts], [slot in _WHOLE for slot, _, _ in parts], given)
    found = [
        UnmetSlot(slot, words, span)
        for (slot, words, span), near in zip(parts, alike, strict=True)
        if not (span.overlaps_any(spans) or _stems(words) <= said or near >= MEETS)
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER[one.slot], one.span)))


def _nearest(parts: Sequence[str], whole: Sequence[bool], given: Sequence[ProvisionFrames]) -> list[float]:
    """The best cosine of each part with the wordings it may match; a condition, time or figure matches only another."""
    wordings = {
        of: sorted({words for item in given for words in _wordings(item, whole=of)}) for of in (True, False)
    }
    found = []
    vectors = encode(parts)
    for at, of in enumerate(whole):
        theirs = encode(wordings[of])
        found.append(round(float((theirs @ vectors[at]).max()), 3) if len(theirs) else 0.0)
    return found


def _wordings(item: ProvisionFrames, *, whole: bool) -> list[str]:
    """The wordings of a counterpart that a part may match: the slots compared as a whole, or phrases, acts and clauses."""
    if whole:
        return [one.words for frame in item.frames for slot in _WHOLE for one in frame.slots.get(slot, ())]
    clauses = [frame.clause for frame in item.frames if frame.clause]
    return [*(one.words for one in (*item.phrases, *item.acts)), *clauses]


def _parts(text: str, asked: ProvisionFrames) -> list[tuple[Slot, str, Span]]:
    """The parts of a provision, each once: the slots compared as a whole, then every phrase outside them."""
    fillers = [
        (slot, one)
        for frame in asked.frames
        for slot, every in frame.slots.items()
        for one in every
        if one.span is not None and not one.source
    ]
    found: list[tuple[Slot, str, Span]] = []
    for slot, one in fillers:
        said = len(one.words.split()) > 1
        if slot in _WHOLE and said and one.span and not one.span.overlaps_any(span for _, _, span in found):
            found.append((slot, one.words, one.span))
    whole = [span for _, _, span in found]
    seen: list[frozenset[str]] = []
    for one in asked.phrases:
        slot = _slot_of(one, fillers)
        key = _stems(one.words)
        if (
            one.span is None
            or slot is Slot.ACTOR
            or one.span.overlaps_any(whole)
            or any(key <= other for other in seen)
        ):
            continue
        seen.append(key)
        if says_something(one) and not is_name(text, one.span):
            found.append((slot, with_own_article(text, one.span), one.span))
    return found


# "that subchapter", "such assessment": the phrase refers to something named before.
_POINTS = re.compile(r"\b(?:that|such|this|these|those|said|its|their) $", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the) $", re.IGNORECASE)


def with_own_article(text: str, span: Span) -> str:
    """The words of a span with the article in front of them, in one line."""
    article = just_before(_ARTICLE, text, span.start)
    return " ".join(text[article.start() if article else span.start : span.end].split())


def is_name(text: str, span: Span) -> bool:
    """Whether a phrase refers back, or is one capitalized word or figure inside a sentence: a month, a place, a law."""
    words = span.of(text).split()
    named = len(words) == 1 and span.start > 0 and not words[0][0].islower()
    return named or bool(just_before(_POINTS, text, span.start))


def _slot_of(phrase: Filler, fillers: Sequence[tuple[Slot, Filler]]) -> Slot:
    """The slot of the shortest filler that holds a phrase; the object if none does."""
    holding = [
        (one.span.end - one.span.start, _ORDER[slot], slot)
        for slot, one in fillers
        if one.span and phrase.span and one.span.overlaps(phrase.span)
    ]
    return min(holding)[2] if holding else Slot.OBJECT


def says_something(phrase: Filler) -> bool:
    """Whether a phrase is more than stock words, a bare word for people, or one common noun."""
    lists = frame_words()
    words = [word for word in _WORD.findall(phrase.words.lower()) if word not in EMPTY_WORDS]
    stock = lists.stock_nouns | lists.people
    words = [word for word in words if not word.endswith("ly")]
    said = [word for word in words if not {word, word.removesuffix("s"), word.removesuffix("es")} & stock]
    return bool(said) and (len(words) > 1 or phrase.head not in stock | lists.common_nouns)


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in map(str.lower, _WORD.findall(text)) if word not in EMPTY_WORDS)
