"""How likely each passage is to deal with each requirement: likeness to typical answers, signs, headings, sections."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from crosswalk.data import bytes_of
from crosswalk.plans.passages import PlanPassage, nearness
from crosswalk.plans.requirements import Half, Unit, sign_pattern
from crosswalk.plans.strip import Own
from crosswalk.plans.wordings import plan_stems

Matrix = NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Matrix]

# The order of the signals; `WEIGHTS` follows it. Fitted (logistic, with most signs dropped at random, so that the
# meaning model carries the passages that no sign matches) on two of the invented plans of the tests, never on the third.
NAMES = ("like", "lead", "law", "signs", "title_signs", "title", "section", "required", "subject", "bias")
# The weights of `NAMES`, in the same order.
WEIGHTS = (2.0, 16.0, 5.0, 5.0, 0.5, 2.5, 2.0, 3.0, 0.8, -9.0)
# A passage with at least this chance counts as dealing with a requirement.
FOUND = 0.2
# Requirements of one paragraph of the law are answered close to each other: under one heading, at most this many
# passages apart. An answer there adds up to this many logits. Set on the invented plans, with no false gain on any.
_BESIDE, _NEAR = 3.0, 4
# A passage without a unit goes to a unit without a passage if its chance is at least this, and the unit is ahead of the
# other such units, and of all units, by these margins in logits; the margins grow as the chance falls.
_LEFT_OVER = ((0.27, 1.0, -0.35), (0.06, 2.5, 0.0))
# A passage is a unit's only if no other of the unit's is better by more than this many logits.
_SPARE = 2.0
# A slogan of fewer words answers nothing.
_SLOGAN = 5
# A text is a plan that answers the list if passages fit at least this share of the requirements.
_SHARE = 1 / 3
_GAP = "\n\x00\n"
# The sum of signs at which the signal has two thirds of its full strength.
_FULL = 1.2
# A text of fewer words is read with its heading and lead-in.
_SHORT = 40
# The meaning model reads all passages of a plan with at most this many, else this many for each unit.
_ALL, _BEST = 400, 15


@dataclass(frozen=True)
class Signals:
    """One matrix for each signal, units x passages, and their weighted sum as a chance from 0 to 1."""

    parts: dict[str, Matrix]

    @property
    def chance(self) -> Matrix:
        """The chance, 0 to 1, that a passage deals with a unit: units x passages."""
        total = sum(weight * self.parts[name] for name, weight in zip(NAMES, WEIGHTS, strict=True))
        return np.round(1.0 / (1.0 + np.exp(-np.asarray(total, np.float64))), 4).astype(np.float32)


def signals_of(units: Sequence[Unit], owns: Sequence[Own], encode: Encoder) -> Signals:
    """Every signal for every unit and passage; `encode` gives a row of length one for each text."""
    texts = [own.text for own in owns]
    titles = [own.passage.title for own in owns]
    signs = _signs(units, texts)
    section = np.array(
        [[nearness(u.section, own.passage.section) for own in owns] for u in units], np.float32
    )
    read = shortlist(units, texts, signs, section)
    bodies, heads = encode([text if at in read else "" for at, text in enumerate(texts)]), encode(titles)
    titled = encode(
        [
            _titled(own.passage, text) if at in read else ""
            for at, (own, text) in enumerate(zip(owns, texts, strict=True))
        ]
    )
    tables = encode([own.sentences[0] if own.passage.kind == "table" else "" for own in owns])
    like = _likeness(units, (bodies, titled, tables), encode)
    required = _required(units, owns)
    asked = encode([f"{unit.name}. {unit.asks}" for unit in units])
    named = encode([unit.name for unit in units])
    parts = {
        "like": like,
        "lead": _lead(like, required),
        "law": asked @ bodies.T,
        "signs": signs,
        "title_signs": _signs(units, [" ".join(own.passage.heading[-2:]) for own in owns]),
        "title": np.maximum(named @ heads.T, asked @ heads.T),
        "section": section,
        "required": required,
        "subject": subjects(units, bodies),
        "bias": np.ones((len(units), len(owns)), np.float32),
    }
    return Signals({name: np.asarray(part, np.float32) for name, part in parts.items()})


def with_left_over(chance: Matrix, units: Sequence[Unit], owns: Sequence[Own]) -> Matrix:
    """The chances, with each unit that no passage fits given its best passage that fits no other unit.

    The neighboring passages count: if the passages under its heading answer a paragraph of the law, it is likely
    to answer what is left of that paragraph. In a text that answers few of the requirements, what is left over is
    about something else, and nothing is given.
    """
    if not answers_the_list(chance):
        return chance
    logits = logit(chance)
    best = logits.max(axis=1, keepdims=True)
    units_left = np.flatnonzero((chance < FOUND).all(axis=1))
    # A table that fits any unit is that one's, whatever else answers it: its rows name much in passing.
    tables = np.array([own.passage.kind == "table" for own in owns])
    owns_left = np.flatnonzero(~((chance >= FOUND) & (tables | (logits >= best - _SPARE))).any(axis=0))
    if len(units_left) == 0 or len(owns_left) == 0:
        return chance
    needs = np.where(tables, logits, _needs(logits))
    needs[units_left] = logits[units_left]
    fit = needs + _BESIDE * _beside(chance, units, owns)
    found = chance.copy()
    for unit in map(int, units_left):
        own = owns_left[int(fit[unit, owns_left].argmax())]
        if len(owns[own].text.split()) >= _SLOGAN and _is_ahead(fit[:, own], unit, units_left):
            found[unit, own] = max(FOUND, found[unit, own])
    return found


def _is_ahead(fits: Matrix, unit: int, units_left: NDArray[np.intp]) -> bool:
    """Whether a passage, by its fit with each unit, is likely enough to answer a unit that is left over."""
    others = np.delete(fits, unit).max(initial=-99.0)
    left = np.max(fits[units_left[units_left != unit]], initial=-99.0)
    return any(
        fits[unit] >= float(logit(np.array(least))) and fits[unit] >= max(left + before, others + ahead)
        for least, before, ahead in _LEFT_OVER
    )


def answers_the_list(chance: Matrix) -> bool:
    """Whether a text is a plan that answers the list, and not a letter, a rule or a single section."""
    return bool((chance >= FOUND).any(axis=1).mean() >= _SHARE)


def _beside(chance: Matrix, units: Sequence[Unit], owns: Sequence[Own]) -> Matrix:
    """For each unit and passage, the best chance of its neighbors for other units of the unit's paragraph of the law."""
    stems_of = [_paragraph(unit.citation) for unit in units]
    kin = np.array([[one == other for other in stems_of] for one in stems_of]) & ~np.eye(
        len(units), dtype=bool
    )
    sure = np.where(chance >= FOUND, chance, 0.0)
    group = np.stack([sure[row].max(axis=0, initial=0.0) for row in kin])
    found = np.zeros_like(chance)
    for at, own in enumerate(owns):
        near = [
            one
            for one in range(max(0, at - _NEAR), min(len(owns), at + _NEAR + 1))
            if one != at and owns[one].passage.heading == own.passage.heading
        ]
        if near:
            found[:, at] = group[:, near].max(axis=1)
    return found


def _paragraph(citation: str) -> str:
    """A citation as far as its subsection and paragraph: `29 U.S.C. 3123(b)(9)` for anything below it.

    >>> _paragraph("29 U.S.C. 3123(b)(1)(A)(i)")
    '29 U.S.C. 3123(b)(1)'
    """
    return "(".join(citation.split("(")[:3])


def margins_of(chance: Matrix) -> Matrix:
    """For each unit and passage, how far in logits the unit is before the next one, or behind the first.

    A unit that has a better passage elsewhere needs this one less: it competes with so much less as that one is better.
    """
    logits = logit(chance)
    if len(logits) < 2 or not logits.size:
        return np.zeros_like(logits)
    needs = _needs(logits)
    second, first = np.sort(needs, axis=0)[-2:]
    best = np.where(needs >= first, second, first)
    return np.asarray(logits - best, np.float32)


def _needs(logits: Matrix) -> Matrix:
    """How much each unit needs each passage: what it has better elsewhere it needs less, by as much as that is better."""
    return np.asarray(np.minimum(logits, 2 * logits - logits.max(axis=1, keepdims=True)), np.float32)


def logit(chance: Matrix) -> Matrix:
    """The logits of chances, from about -9.2 to 9.2."""
    inside = np.clip(np.asarray(chance, np.float64), 1e-4, 1.0 - 1e-4)
    return np.asarray(np.round(np.log(inside / (1.0 - inside)), 4), np.float32)


def shortlist(units: Sequence[Unit], texts: Sequence[str], signs: Matrix, section: Matrix) -> frozenset[int]:
    """The passages that the meaning model reads: all of a short plan, of a long one the best by words for each unit.

    The model takes nearly all of the time. What no unit's signs, typical words or section bring among its best is
    about something else: county tables, history, biographies.
    """
    if len(texts) <= _ALL:
        return frozenset(range(len(texts)))
    asked = [" ".join([unit.name, unit.asks, *_typical(unit)]) for unit in units]
    cheap = 2.0 * word_likeness(asked, texts) + signs + 0.5 * section
    best = np.argsort(-cheap, axis=1, kind="stable")[:, :_BEST]
    return frozenset(best.ravel().tolist())


def word_likeness(wanted: Sequence[str], texts: Sequence[str]) -> Matrix:
    """The cosine of the stems of each wanted text and each text, rare stems for more: wanted x texts."""
    from scipy.sparse import csr_array

    asked = [plan_stems(text) for text in wanted]
    said = [plan_stems(text) for text in texts]
    words = {word: at for at, word in enumerate(sorted({word for text in (*asked, *said) for word in text}))}
    spread = np.ones(len(words))
    for text in said:
        for word in set(text):
            spread[words[word]] += 1
    weight = np.log((len(said) + 2.0) / spread)

    def rows(listed: Sequence[Sequence[str]]) -> csr_array:
        places = [words[word] for text in listed for word in text]
        starts = np.cumsum([0, *(len(text) for text in listed)])
        found = csr_array((weight[places], places, starts), shape=(len(listed), len(words)))
        found.sum_duplicates()
        lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
        return csr_array(found.multiply(1.0 / np.maximum(lengths, 1e-9)[:, None]))

    return np.asarray((rows(asked) @ rows(said).T).toarray(), np.float32)


def _titled(passage: PlanPassage, text: str) -> str:
    """A short text with its heading and its lead-in: "these services" is read beside the words that name them."""
    if len(text.split()) >= _SHORT:
        return text
    return " ".join(
        part for part in (f"{passage.title}." if passage.title else "", passage.lead, text) if part
    )


def _likeness(units: Sequence[Unit], read: Sequence[Matrix], encode: Encoder) -> Matrix:
    """The likeness of each passage, as read in several ways, to the typical answer that it is most like.

    It is read alone, under its heading, and, where it is a table, by its head.
    """
    typical = encode([text for unit in units for text in _typical(unit)])
    rows = np.maximum.reduce([typical @ one.T for one in read])
    starts = np.cumsum([0, *(len(_typical(unit)) for unit in units)])[:-1]
    return np.asarray(np.maximum.reduceat(rows, starts, axis=0), np.float32)


def _typical(unit: Unit) -> Sequence[str]:
    return unit.answers.like or (unit.asks,)


def _lead(like: Matrix, required: Matrix) -> Matrix:
    """How far a passage is more like this unit's answers than like those of the three best of the others.

    A unit whose required words are missing does not compete.
    """
    if len(like) < 5:
        return np.zeros_like(like)
    top = np.sort(like * required, axis=0)[::-1][:4]
    inside = (like >= top[3]) & (required > 0)
    rest = np.where(inside, (top.sum(axis=0) - like) / 3, top[:3].mean(axis=0))
    return np.asarray(like - rest, np.float32)


def _required(units: Sequence[Unit], owns: Sequence[Own]) -> Matrix:
    """0 if neither the passage nor its headings have the words that an answer must have, else 1."""
    texts = [f"{own.text} {' '.join(own.passage.heading[-2:])}" for own in owns]
    found = np.ones((len(units), len(owns)), np.float32)
    for at, unit in enumerate(units):
        if unit.answers.requires:
            found[at] = [has_sign(unit.answers.requires, text) for text in texts]
    return found


def _signs(units: Sequence[Unit], texts: Sequence[str]) -> Matrix:
    """How many of a unit's signs a text has, rare ones for more, 0 to 1."""
    whole = _GAP.join(text.lower().replace("’", "'") for text in texts)
    starts = np.cumsum([0, *(len(text) + len(_GAP) for text in texts)])[:-1].tolist()
    places = {sign: _places(sign, whole, starts) for sign in {one for u in units for one in u.answers.signs}}
    found = np.zeros((len(units), len(texts)), np.float32)
    scale = np.log(len(texts) + 1.0)
    for at, unit in enumerate(units):
        for sign in unit.answers.signs:
            here = sorted(places[sign])
            found[at, here] += 1.0 - np.log(len(here) + 1.0) / scale / 1.5 if here else 0.0
    return np.asarray(1.0 - np.exp(-found / _FULL), np.float32)


def _places(sign: str, whole: str, starts: list[int]) -> set[int]:
    pattern = sign_pattern(sign)
    return {
        bisect_right(starts, match.start()) - 1
        for match in pattern.finditer(whole)
        if _begins(whole, match.start())
    }


def _begins(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() and text[at].isalnum())


def has_sign(signs: Iterable[str], text: str) -> bool:
    """Whether one of the signs occurs in a text at the start of a word."""
    low = text.lower().replace("’", "'")
    return any(_begins(low, match.start()) for sign in signs for match in sign_pattern(sign).finditer(low))


def missing_halves(halves: Sequence[Half], text: str) -> tuple[Half, ...]:
    """The halves of a requirement of which a text has no sign."""
    return tuple(half for half in halves if not has_sign(half.signs, text))


# The row of a passage that is about no requirement.
NONE = ""
# A log chance below `_FLOOR` says no more than one at it. At `_UNSURE` a passage is neither for nor against a requirement.
_FLOOR, _UNSURE = -8.0, -3.25


@cache
def _weights() -> tuple[dict[str, int], NDArray[np.float64]]:
    """The row of each unit, and the rows: a weight for each number of a vector, and a constant."""
    from safetensors.numpy import load

    held = load(bytes_of("subjects.safetensors"))
    rows: list[str] = json.loads(held["rows"].tobytes())
    weights = held["weights"].astype(np.float64) * held["scale"][:, None]
    return {unit: at for at, row in enumerate(rows) for unit in row.split()}, weights


def log_chances(vectors: NDArray[np.floating], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log of the chance that each vector belongs to each row, rounded so that processors agree: vectors x rows."""
    odds = np.asarray(vectors, np.float64) @ weights[:, :-1].T + weights[:, -1]
    odds -= odds.max(axis=1, keepdims=True)
    return np.asarray(np.round(odds - np.log(np.exp(odds).sum(axis=1, keepdims=True)), 3))


def subjects(units: Sequence[Unit], vectors: Matrix) -> Matrix:
    """For each unit and passage, how strongly the passage is about it, -4.75 to 3.25; 0 where the unit was not learned."""
    row_of, weights = _weights()
    found = np.zeros((len(units), len(vectors)), np.float32)
    learned = [at for at, unit in enumerate(units) if unit.answers.like and unit.id in row_of]
    if learned and len(vectors):
        chances = log_chances(vectors, weights)
        found[learned] = np.maximum(chances, _FLOOR).T[[row_of[units[at].id] for at in learned]] - _UNSURE
    return found
