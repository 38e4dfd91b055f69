"""Read the content words of a provision from its parse: the role of each, what denies it, and the lists it is in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from crosswalk.language.citation_grammar import places
from crosswalk.language.parsed_text import Governor, ParsedProvision, governor_of, is_denied_word, role_of
from crosswalk.language.parser import place, token_at
from crosswalk.language.quantities import Dimension, QuantityConstraint, find_quantities
from crosswalk.language.syntax import FORCES, SUBJECTS
from crosswalk.language.thesaurus import stem, stems, thesaurus
from crosswalk.language.word_lists import EMPTY_WORDS, UNITS
from crosswalk.model.annotation import Span
from crosswalk.model.frame import (
    Ban,
    ClauseWord,
    Content,
    Frame,
    FrameModality,
    ModifiedNoun,
    Slot,
    WordList,
    WordRole,
)

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:\.\d+)*")
_STOP = re.compile(r"[.;:,()]")
# Known phrases without content of their own, by their stems.
_HOLLOW = frozenset(
    stems(words)
    for words in (
        *("prior to", "ahead of", "in advance of", "as soon as", "in the course of", "in line with"),
        *("in accordance with", "in compliance with", "with regard to", "with respect to", "by means of"),
    )
)
_WAYS_OUT = frozenset({"without", "until"})
_LIMITS = frozenset({"than", "exceed", "exceeding", "below", "above", "beyond", "lower", "higher"})
_QUANTIFIERS = frozenset({"each", "every", "any", "all", "those"})
_DEFINITE = frozenset({"the", "its", "their", "his", "her"})
_ONE_OF = frozenset({"a", "an", "one", "either"})
_MODIFIERS = frozenset({"amod", "compound", "poss", "nmod", "nummod", "advmod", "npadvmod", "det"})


class _Hit(NamedTuple):
    """A word or known phrase in the own text, with its token; the head of a phrase stands for it."""

    words: str
    stem: str
    span: Span
    token: Token


def read_content(reading: ParsedProvision, frames: Sequence[Frame]) -> Content:
    """The content words of a provision's own text, in order; `frames` are its frames, main act first."""
    text = reading.text[reading.own_start :]
    governors = _governors(reading, frames)
    limits = find_quantities(text)
    found = _hits(reading, text, limits)
    hits = [h for h in found if not (_only_force(h.token, governors) or _is_unlimited(h.token))]
    at: dict[int, int] = {}
    for number, hit in enumerate(hits):
        at.setdefault(hit.token.i, number)
    main = _token_of(reading, frames[0]) if frames else None
    words = tuple(_word(hit, reading, governors, at, main) for hit in hits)
    return Content(
        words,
        _act(main, reading, hits),
        governors[main.i].ban if main is not None and main.i in governors else Ban.NONE,
        tuple(limit.span for limit in limits if _is_turned(limit, reading, governors)),
        any(found.ban is Ban.WAY_OUT for found in governors.values()),
    )


# ------------------------------------------------------------------------------- the acts that govern


def _governors(reading: ParsedProvision, frames: Sequence[Frame]) -> dict[int, Governor]:
    """The acts of main clauses by the index of their token."""
    found = {}
    for frame in frames:
        token = _token_of(reading, frame)
        if token is not None and not frame.subordinate:
            found[token.i] = Governor(_ban(frame, token), frame.modality)
    return found


def _token_of(reading: ParsedProvision, frame: Frame) -> Token | None:
    act = frame.first(Slot.ACT)
    if act is None or act.span is None:
        return None
    start = act.span.start + reading.own_start
    return token_at(reading.doc, start)


def _ban(frame: Frame, verb: Token) -> Ban:
    if frame.modality is not FrameModality.MUST_NOT or any(map(_is_unlimited, (verb, *verb.ancestors))):
        return Ban.NONE
    after = {token.lower_ for token in verb.subtree if token.i > verb.i}
    if after & _WAYS_OUT:
        return Ban.WAY_OUT
    return Ban.LIMIT if _LIMITS & {verb.lower_, *after} else Ban.WHOLE


def _is_unlimited(verb: Token) -> bool:
    """Whether a verb is that of "including but not limited to", which bans nothing."""
    return verb.lower_ == "limited" and any(child.dep_ == "neg" for child in verb.children)


def _is_turned(
    limit: QuantityConstraint, reading: ParsedProvision, governors: Mapping[int, Governor]
) -> bool:
    """Whether a prohibition without a way out governs a limit."""
    start = limit.span.start + reading.own_start
    token = next((one for one in reading.doc if place(one)[1] > start), None)
    if token is None or role_of(token, None) is WordRole.EXCEPTION:
        return False
    found = governor_of(token, governors)
    return found is not None and found.ban in {Ban.WHOLE, Ban.LIMIT}


def _only_force(token: Token, governors: Mapping[int, Governor]) -> bool:
    """Whether a word only says how far something binds, as in "is prohibited"."""
    return token.lemma_.lower() in FORCES and (token.i in governors or token.dep_ == "acomp")


def _act(main: Token | None, reading: ParsedProvision, hits: Sequence[_Hit]) -> int:
    """The place of the word for what is done: the act, what something is, or what is allowed or required."""
    starts = [place(head)[0] - reading.own_start for head in _act_heads(main)] if main is not None else []
    found = (
        number
        for start in starts
        for number, hit in enumerate(hits)
        if hit.span.start <= start < hit.span.end
    )
    return next(found, -1)


def _act_heads(main: Token) -> list[Token]:
    adjectives = [child for child in main.children if child.dep_ == "acomp"]
    if {main.lemma_.lower(), *(one.lemma_.lower() for one in adjectives)} & set(FORCES):
        below = [child for one in (main, *adjectives) for child in one.children]
        done = [one for one in below if one.dep_ in {"xcomp", "ccomp"}]
        return done or [child for child in main.children if child.dep_ in SUBJECTS]
    if main.lemma_ == "be":
        return [child for child in main.children if child.dep_ in {"acomp", "attr"}]
    return [main]


# ------------------------------------------------------------------------------- the words


def _hits(reading: ParsedProvision, text: str, limits: Sequence[QuantityConstraint]) -> list[_Hit]:
    """The content words and known phrases outside limits and citations."""
    found = list(_words(reading, [*(limit.span for limit in limits), *places(text)]))
    joined = _known_phrases(text, found)
    hits: list[_Hit] = []
    for number, hit in enumerate(found):
        if number in joined:
            last, key = joined[number]
            if last >= 0 and key not in _HOLLOW:
                hits.append(_joined(text, found[number : last + 1], key))
        elif not (hit.words in EMPTY_WORDS or len(hit.words) < 2 or _is_unit(hit, limits)):
            hits.append(hit)
    return hits


def _words(reading: ParsedProvision, taken: Sequence[Span]) -> Iterator[_Hit]:
    """Every word outside the taken spans; one token may hold two, as "General.—The" does."""
    for token in reading.doc:
        begin = place(token)[0] - reading.own_start
        for hit in _WORD.finditer(token.text) if begin >= 0 else ():
            span = Span(begin + hit.start(), begin + hit.end())
            if not any(one.start <= span.start < one.end for one in taken):
                yield _Hit(hit.group().lower(), stem(hit.group()), span, token)


def _joined(text: str, parts: Sequence[_Hit], key: str) -> _Hit:
    span = Span(parts[0].span.start, parts[-1].span.end)
    inside = {part.token.i for part in parts}
    head = next((part.token for part in parts if part.token.head.i not in inside), parts[0].token)
    return _Hit(" ".join(span.of(text).lower().split()), key, span, head)


def _is_unit(hit: _Hit, limits: Sequence[QuantityConstraint]) -> bool:
    """Whether a word is the unit of a limit, such as "days" and "meters"; what is counted is no unit."""
    return any(
        0 <= hit.span.start - limit.span.end <= 2
        and hit.stem in limit.unit
        and (limit.dimension is not Dimension.COUNT or hit.stem in UNITS)
        for limit in limits
    )


def _known_phrases(text: str, hits: Sequence[_Hit]) -> dict[int, tuple[int, str]]:
    """For the first word of each phrase of the thesaurus its last word and its stems; its other words give -1."""
    starts, at = {}, 0
    for number, hit in enumerate(hits):
        starts[at] = number
        at += len(hit.stem) + 1
    found: dict[int, tuple[int, str]] = {}
    for known in thesaurus().phrase.finditer(" ".join(hit.stem for hit in hits)):
        first = starts.get(known.start(), len(hits))
        last = first + known.group().count(" ")
        if last < len(hits) and not _STOP.search(text[hits[first].span.start : hits[last].span.end]):
            found |= dict.fromkeys(range(first + 1, last + 1), (-1, ""))
            found[first] = (last, known.group())
    return found


def _word(
    hit: _Hit,
    reading: ParsedProvision,
    governors: Mapping[int, Governor],
    at: Mapping[int, int],
    main: Token | None,
) -> ClauseWord:
    token = hit.token
    governor = governor_of(token, governors)
    return ClauseWord(
        hit.words,
        hit.stem,
        hit.span,
        token.lemma_.lower(),
        token.pos_,
        role_of(token, main),
        is_denied_word(token, governors) is not _says_no(hit, reading, governors),
        governor.ban if governor is not None else Ban.NONE,
        governor.force if governor is not None else None,
        any(child.lower_ in _ONE_OF for child in token.children),
        tuple(_phrase_lists(token, at)),
        tuple(_clause_lists(token, at)),
        tuple(_modified(token, at)),
    )


def _says_no(hit: _Hit, reading: ParsedProvision, governors: Mapping[int, Governor]) -> bool:
    """Whether the "not" of a known phrase ("not used") was counted as a denial of it."""
    if hit.token.i in governors:
        return False
    denials = (place(child)[0] - reading.own_start for child in hit.token.children if child.dep_ == "neg")
    return any(hit.span.start <= start < hit.span.end for start in denials)


# ------------------------------------------------------------------------------- lists and modifiers


def _members(first: Token) -> tuple[str, list[Token]]:
    """The items of a list that begins with a token, and the word that joins them."""
    members, joining, item = [first], "", first
    while True:
        joining = next((c.lower_ for c in reversed(list(item.children)) if c.dep_ == "cc"), joining)
        following = [child for child in item.children if child.dep_ == "conj"]
        if not following:
            return joining or ("and" if len(members) > 1 else ""), members
        members += following
        item = following[0]


def _first(item: Token) -> Token:
    while item.dep_ == "conj":
        item = item.head
    return item


def _list(item: Token, at: Mapping[int, int]) -> WordList:
    joining, members = _members(_first(item))
    others = tuple(at.get(one.i, -1) for one in members if one.i != item.i)
    return WordList(joining, at.get(item.i, -1), others)


def _phrase_lists(token: Token, at: Mapping[int, int]) -> Iterator[WordList]:
    """The lists that a word or the phrase it modifies is in, innermost first."""
    item, found = token, False
    while True:
        if item.dep_ == "conj" or any(child.dep_ == "conj" for child in item.children):
            found = True
            yield _list(item, at)
            item = _first(item)
        elif item.dep_ not in _MODIFIERS and not _in_item(item):
            break
        if item.dep_ not in _MODIFIERS and not _in_item(item):
            break
        item = item.head
    if not found:
        yield from _list_by_place(item, at)


def _list_by_place(item: Token, at: Mapping[int, int]) -> Iterator[WordList]:
    """The list of a phrase right behind "and" or "or" that the parse does not join to what is before it."""
    start = item.left_edge.i
    joint = item.doc[start - 1] if start else None
    if joint is not None and joint.lower_ in {"and", "or"} and item.pos_ in {"NOUN", "PROPN"}:
        before = [place for index, place in at.items() if index < joint.i]
        yield WordList(joint.lower_, at.get(item.i, -1), (max(before),) if before else ())


def _in_item(item: Token) -> bool:
    return bool(item.dep_ == "pobj" and item.head.dep_ == "conj")


def _clause_lists(token: Token, at: Mapping[int, int]) -> Iterator[WordList]:
    """The lists of verbs that a word's clauses are in, of which they are not the first."""
    for above in (token, *token.ancestors):
        if above.dep_ == "conj" and above.pos_ in {"VERB", "AUX"}:
            yield _list(above, at)
        if above.dep_ in {"relcl", "advcl"}:
            return


def _modified(token: Token, at: Mapping[int, int]) -> Iterator[ModifiedNoun]:
    """The nouns that a word modifies by the parse, or from a phrase right behind them."""
    one = token
    while True:
        before = one.nbor(-1) if one.dep_ == "prep" and one.i else None
        if before is not None and before.pos_ in {"NOUN", "PROPN"} and before.i != one.head.i:
            yield _noun(before, token, at)
        inner = one.dep_ in _OBJECTS and one.head.dep_ in {"relcl", "acl"}
        if not (one.dep_ in _PARTS_OF_NOUNS or inner) or one.head.i == one.i:
            return
        one = one.head
        if one.pos_ in {"NOUN", "PROPN", "PRON"}:
            yield _noun(one, token, at)
        if one.pos_ in {"VERB", "AUX"} and one.dep_ not in {"relcl", "acl"}:
            return


_OBJECTS = frozenset({"nsubj", "dobj", "attr", "nsubjpass"})
_PARTS_OF_NOUNS = frozenset(
    [
        "amod",
        "compound",
        "nmod",
        "advmod",
        "npadvmod",
        "pobj",
        "prep",
        "relcl",
        "acl",
        "poss",
        "acomp",
        "pcomp",
    ]
)


def _noun(noun: Token, token: Token, at: Mapping[int, int]) -> ModifiedNoun:
    words = {child.lower_ for child in noun.children if child.dep_ in {"det", "predet", "poss"}}
    of_some = noun.tag_ == "NNS" and "the" in words and any(child.lower_ == "of" for child in noun.children)
    return ModifiedNoun(
        at.get(noun.i, -1),
        bool(words & _QUANTIFIERS),
        bool(words & _DEFINITE),
        of_some and token.i > noun.i,
        noun.dep_ == "pobj",
        token.head.i == noun.i and token.dep_ in {"amod", "compound", "nmod"},
    )
