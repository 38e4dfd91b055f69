"""Rank the candidates between two documents, each with a calibrated confidence and its evidence: one sentence a signal."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crosswalk.language.encoder import encoding_ahead, unit
from crosswalk.model.alignment import Candidate, Evidence
from crosswalk.model.annotation import Span
from crosswalk.model.corpus import Corpus
from crosswalk.retrieve.fusion import Scored, confidence, linked, match_texts
from crosswalk.retrieve.signals import (
    SHIPPED_MODEL,
    Floats,
    Rows,
    Signal,
    Texts,
    bare,
    concept_signal,
    corpus_texts,
    meanings,
    neural_signal,
    rarity,
    stem_counts,
    whole_texts,
    words,
)

# Two words of different stems have a similar meaning from this cosine on.
ALIKE = 0.45
# How many words a sentence names.
_NAMED = 4
# How many pairs of words a signal marks.
_MARKED = 12


@dataclass(frozen=True, slots=True)
class ContentWord:
    """A word of one text that carries meaning: its vocabulary number, stem number and places."""

    number: int
    stem: int
    spans: tuple[Span, ...]


Links = list[tuple[ContentWord, ContentWord]]


@dataclass(frozen=True)
class Explainer:
    """Find the words behind the scores of a run; `lefts` and `rights` are the exact texts of the rows.

    What it needs of all texts is computed for the first pair that is explained.
    """

    scored: Scored
    lefts: list[str]
    rights: list[str]
    seen: dict[tuple[int, int], list[ContentWord]] = field(init=False, repr=False, default_factory=dict)

    @cached_property
    def index(self) -> dict[str, int]:
        """The number of each word."""
        return {word: n for n, word in enumerate(self.scored.vocabulary.words)}

    @cached_property
    def rare(self) -> Floats:
        """How rare each stem is in both documents."""
        vocabulary = self.scored.vocabulary
        return rarity(*(stem_counts(side.full, vocabulary) for side in (self.scored.left, self.scored.right)))

    @cached_property
    def vectors(self) -> Floats:
        """The meaning of each word."""
        return unit(meanings(self.scored.vocabulary))

    @cached_property
    def better(self) -> tuple[Rows, Rows]:
        """For each side, how many other pairs of a pair's text score higher."""
        return self._better(0), self._better(1)

    def pair(self, index: int) -> tuple[Evidence, ...]:
        """The evidence of the pair at an index of the list, largest weight first; the weights add up to its score."""
        pairs = self.scored.pairs
        left, right = self._words(0, int(pairs.left[index])), self._words(1, int(pairs.right[index]))
        same, alike = self._same(left, right), self._alike(left, right)
        marked = {"words": _places(same), "meaning": _places(alike)}
        marked["answers"] = marked["words"]
        found = []
        for name, given in self.scored.given.items():
            spans = marked.get(name, ((), ()))
            raw = self.scored.raw.get(name, given)[index]
            sentence = self._sentence(name, index, same, alike)
            found.append(
                Evidence(name, sentence, round(float(raw), 4), round(float(given[index]), 4), *spans)
            )
        return tuple(sorted(found, key=lambda one: (-one.weight, one.signal)))

    def _better(self, side: int) -> Rows:
        """For each pair, how many other pairs of its text on one side score higher."""
        pairs, score = self.scored.pairs, self.scored.score
        rows = pairs.of(side)
        order = np.lexsort((-score, rows))
        found = np.empty(len(pairs), np.int64)
        found[order] = np.arange(len(pairs)) - np.searchsorted(rows[order], rows[order])
        return found

    def _words(self, side: int, row: int) -> list[ContentWord]:
        if (side, row) not in self.seen:
            self.seen[side, row] = self._read((self.rights if side else self.lefts)[row])
        return self.seen[side, row]

    def _read(self, text: str) -> list[ContentWord]:
        columns, places = self.scored.vocabulary.stem_columns, dict[int, list[Span]]()
        for word, start, end in words(text):
            number = self.index[word]
            if columns[number] >= 0:
                places.setdefault(number, []).append(Span(start, start + min(len(bare(word)), end - start)))
        return [ContentWord(n, int(columns[n]), tuple(spans)) for n, spans in sorted(places.items())]

    def _same(self, left: list[ContentWord], right: list[ContentWord]) -> Links:
        """Words with the same stem, rarest first."""
        stems = {word.stem: word for word in right}
        return sorted(((word, stems[word.stem]) for word in left if word.stem in stems), key=self._rarest)

    def _alike(self, left: list[ContentWord], right: list[ContentWord]) -> Links:
        """Words without the same stem on the other side, paired if each is the other's nearest in meaning; rarest first."""
        shared = {word.stem for word in left} & {word.stem for word in right}
        one = [word for word in left if word.stem not in shared]
        two = [word for word in right if word.stem not in shared]
        if not one or not two:
            return []
        near = self.vectors[[w.number for w in one]] @ self.vectors[[w.number for w in two]].T
        forth, back = near.argmax(axis=1), near.argmax(axis=0)
        found = [(one[i], two[j]) for i, j in enumerate(forth) if back[j] == i and near[i, j] >= ALIKE]
        return sorted(found, key=self._rarest)

    def _rarest(self, link: tuple[ContentWord, ContentWord]) -> tuple[float, int]:
        return -float(self.rare[link[0].stem] + self.rare[link[1].stem]), link[0].number

    def _sentence(self, name: str, index: int, same: Links, alike: Links) -> str:
        """The sentence of a signal; if its weight is against the pair, the sentence explains that."""
        given = float(self.scored.given[name][index])
        raw = float(self.scored.raw[name][index]) if name in self.scored.raw else 0.0
        share = f"{100 * max(raw, 0.0):.0f} of 100"
        if name == "words":
            return self._shares(same, given, raw)
        if name == "meaning":
            return self._means(alike, share, given)
        if name == "answers":
            return self._answers(same, given, raw)
        if name == "rivals":
            return self._rivals(index, given)
        if name == "shared":
            return _SHARED[int(given > -_LITTLE)]
        return _SENTENCES[name][given > 0].format(share=share)

    def _shares(self, same: Links, given: float, raw: float) -> str:
        if not same and raw > 0:
            return f"Shares words only where headings are counted in{_less(given)}."
        if not same:
            return "Shares no word that carries meaning."
        return f"Shares the rare {'words' if len(same) > 1 else 'word'} {self._named(same)}{_less(given)}."

    def _means(self, alike: Links, share: str, given: float) -> str:
        whole = f"the texts as wholes are {'alike' if given > 0 else 'less alike than is usual'}"
        if not alike:
            return f"In meaning {whole}, {share}."
        names = self.scored.vocabulary.words
        named = ", ".join(f"‘{names[a.number]}’ and ‘{names[b.number]}’" for a, b in alike[:_NAMED])
        return f"Uses words of similar meaning: {named}; {'but ' * (given <= 0)}{whole}, {share}."

    def _answers(self, same: Links, given: float, raw: float) -> str:
        ending = "" if given > 0 else ", but other provisions answer them more fully"
        if not same and raw > 0:
            return f"Each answers in the other only words of a heading{ending}."
        if not same:
            return "Neither text answers the rare words of the other."
        return f"Each answers in the other {self._named(same)}{ending}."

    def _rivals(self, index: int, given: float) -> str:
        right, left = int(self.better[0][index]), int(self.better[1][index])
        if not right and not left:
            near = "others come close" if given < 0 else "no other comes close"
            return f"Neither of the two suits another provision better, and {near}."
        return (
            f"Better suited: {right} other{'s' * (right != 1)} to the left text, {left} to the right one"
            f"{'; fewer than is usual come close' * (given > 0)}."
        )

    def _named(self, same: Links) -> str:
        return ", ".join(f"‘{self.scored.vocabulary.words[one.number]}’" for one, _ in same[:_NAMED])


def _places(links: Links) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of the words of the first links on both sides, in the order of the text."""
    one = {(span.start, span.end): span for word, _ in links[:_MARKED] for span in word.spans}
    two = {(span.start, span.end): span for _, word in links[:_MARKED] for span in word.spans}
    return tuple(one[key] for key in sorted(one)), tuple(two[key] for key in sorted(two))


def _less(given: float) -> str:
    return "" if given > 0 else ", which is less than is usual"


# Below this penalty, both texts have a partner that shares enough with them.
_LITTLE = 0.1
_SHARED = (
    "The best pair of one of the two shares little, so it may have no counterpart.",
    "Both have a partner that shares enough with them, so next to nothing is taken off.",
)
# For each other signal, its sentence when it counts against a pair and when it counts for it.
_SENTENCES = {
    "titles": (
        "Titles (else texts) are spelled less alike than is usual: {share}.",
        "Titles (else texts) are spelled alike, {share}.",
    ),
    "place": (
        "With the words above them the texts share fewer words than is usual: {share}.",
        "With the words above them the texts share words, {share}.",
    ),
    "setting": (
        "Under their headings the texts are less alike in meaning than is usual: {share}.",
        "Under their headings the texts are alike in meaning, {share}.",
    ),
    "concepts": (
        "The texts name fewer of the same terms of the field than is usual, {share}.",
        "The texts name the same terms of the field, {share}.",
    ),
    "model": (
        "The language model finds the texts less alike than is usual: {share}.",
        "The language model finds the texts alike, {share}.",
    ),
    "neighbors": (
        "Those beside these two do not point to each other.",
        "Those beside these two point to each other as well.",
    ),
    "kindred": (
        "Those most like these two do not point to each other.",
        "Those most like these two point to each other as well.",
    ),
}


Concepts = Mapping[str, frozenset[str]]


def propose(
    left: Corpus,
    right: Corpus,
    *,
    top: int = 10,
    explain: int = 10,
    concepts: tuple[Concepts, Concepts] | None = None,
    model: str | None = None,
    always: Collection[tuple[str, str]] = (),
) -> tuple[Candidate, ...]:
    """The best counterparts of every left provision, best first; provisions without words are skipped.

    Args:
        left: The document whose provisions are looked up.
        right: The document searched.
        top: The number of candidates for each left provision; 0 for every scored pair.
        explain: The last rank whose candidates carry evidence.
        concepts: For each side, the lexicon concepts that each provision id names.
        model: Name or folder of a sentence-transformers model that joins as one more signal.
        always: Scored pairs that are candidates at any rank.

    Returns:
        Candidates in the order of the left document, then by rank.

    Raises:
        ConfigError: The model cannot be loaded.
    """
    ids = _worded(left), _worded(right)
    if not ids[0] or not ids[1]:
        return ()
    scored = _scored(left, right, ids, concepts, model)
    sure = confidence(scored.score)
    explainer = Explainer(scored, [left[i].text for i in ids[0]], [right[i].text for i in ids[1]])
    places, ranks = ranking(scored)
    if top:
        chosen = (ranks <= top) | _among(scored, ids, always)[places]
        places, ranks = places[chosen], ranks[chosen]
    found = (
        values[places].tolist() for values in (scored.pairs.left, scored.pairs.right, scored.score, sure)
    )
    return tuple(
        Candidate(
            left=ids[0][one],
            right=ids[1][two],
            score=round(score, 4),
            confidence=round(chance, 4),
            rank=rank,
            evidence=explainer.pair(place) if rank <= explain else (),
        )
        for place, rank, one, two, score, chance in zip(places.tolist(), ranks.tolist(), *found, strict=True)
    )


@contextmanager
def model_ahead(left: Corpus, right: Corpus, model: str | None) -> Iterator[Callable[[], None]]:
    """Let the shipped model read two documents on other threads, before `propose` needs it.

    It yields what waits until both are read; it does nothing if `model` is another one or none.
    """
    texts = [corpus_texts(side, _worded(side)) for side in (left, right)] if model == SHIPPED_MODEL else []
    with encoding_ahead([text for side in texts for text in whole_texts(side)]) as wait:
        yield wait


def _among(
    scored: Scored, ids: tuple[list[str], list[str]], pairs: Collection[tuple[str, str]]
) -> NDArray[np.bool_]:
    """For each scored pair whether it is one of some pairs of ids."""
    rows, columns = ({i: row for row, i in enumerate(side)} for side in ids)
    wanted = [rows[one] * len(columns) + columns[two] for one, two in pairs if one in rows and two in columns]
    return np.isin(scored.pairs.left * len(columns) + scored.pairs.right, wanted)


def no_counterpart(left: Corpus, right: Corpus) -> tuple[dict[str, float], dict[str, float]]:
    """How likely (0..1) it is that a provision has no counterpart on the other side, for both sides."""
    ids = _worded(left), _worded(right)
    if not ids[0] or not ids[1]:
        return dict.fromkeys(ids[0], 1.0), dict.fromkeys(ids[1], 1.0)
    scored = _scored(left, right, ids, None, None)
    one, two = (1 - linked(scored.pairs.best(scored.score, side)) for side in (0, 1))
    return _by_id(ids[0], one), _by_id(ids[1], two)


def ranking(scored: Scored) -> tuple[Rows, Rows]:
    """The indices of all pairs by left row and falling score, and the rank of each within its row, from 1.

    Equal scores (to four decimals) are ordered by the words of the right texts, so that neither
    ids nor the order of rows matters.
    """
    texts = scored.right.texts
    words = sorted(range(len(texts)), key=lambda row: (texts.bodies[row], texts.titles[row]))
    order = np.empty(len(texts), np.int64)
    order[words] = np.arange(len(texts))
    pairs = scored.pairs
    places = np.lexsort((order[pairs.right], -scored.score.round(4), pairs.left))
    rows = pairs.left[places]
    return places, np.arange(len(places)) - np.searchsorted(rows, rows) + 1


def _scored(
    left: Corpus,
    right: Corpus,
    ids: tuple[list[str], list[str]],
    concepts: tuple[Concepts, Concepts] | None,
    model: str | None,
) -> Scored:
    texts = corpus_texts(left, ids[0]), corpus_texts(right, ids[1])
    return match_texts(*texts, extra=_extra(texts, ids, concepts, model))


def _extra(
    texts: tuple[Texts, Texts],
    ids: tuple[list[str], list[str]],
    concepts: tuple[Concepts, Concepts] | None,
    model: str | None,
) -> dict[str, Signal]:
    found = {}
    if concepts is not None:
        one, two = (
            [named.get(i, frozenset()) for i in side] for named, side in zip(concepts, ids, strict=True)
        )
        if any(one) and any(two):
            found["concepts"] = concept_signal(one, two)
    if model is not None:
        found["model"] = neural_signal(model, *texts)
    return found


def _by_id(ids: list[str], values: Floats) -> dict[str, float]:
    return {i: round(float(value), 4) for i, value in zip(ids, values, strict=True)}


def _worded(corpus: Corpus) -> list[str]:
    return [prov.id for prov in corpus if not prov.is_heading]
