"""Why a pair was proposed: for each signal a sentence, and the words of both texts it rests on."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from crosswalk.match.fuse import Fused
from crosswalk.match.signals import rarity, stem_counts
from crosswalk.match.texts import bare, words
from crosswalk.match.vectors import unit, word_vectors
from crosswalk.model.evidence import Evidence, Span

ALIKE = 0.45
NAMED = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word of one text that carries meaning: its vocabulary number, stem number and places."""

    number: int
    stem: int
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Explainer:
    """Reads the words behind the scores of a run; `lefts` and `rights` are the exact texts of the rows."""

    fused: Fused
    lefts: list[str]
    rights: list[str]
    index: dict[str, int] = field(init=False)
    rare: NDArray[np.float32] = field(init=False)
    vectors: NDArray[np.float32] = field(init=False)
    seen: dict[tuple[str, int], list[Word]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        vocabulary = self.fused.vocabulary
        object.__setattr__(self, "index", {word: n for n, word in enumerate(vocabulary.words)})
        sides = [stem_counts(side.full, vocabulary) for side in (self.fused.left, self.fused.right)]
        object.__setattr__(self, "rare", rarity(*sides))
        object.__setattr__(self, "vectors", unit(word_vectors(vocabulary.words)[0]))

    def pair(self, row: int, column: int) -> tuple[Evidence, ...]:
        """The evidence of one pair, the signal that gave most first."""
        left, right = self._words("left", row), self._words("right", column)
        same, alike = self._partners(left, right)
        found = [self._evidence(name, row, column, same, alike) for name in sorted(self.fused.raw)]
        return tuple(sorted(found, key=lambda one: -one.weight))

    def _words(self, side: str, number: int) -> list[Word]:
        key = side, number
        if key not in self.seen:
            text = (self.lefts if side == "left" else self.rights)[number]
            self.seen[key] = self._read(text)
        return self.seen[key]

    def _read(self, text: str) -> list[Word]:
        columns, places = self.fused.vocabulary.stem_columns, dict[int, list[Span]]()
        for word, start, end in words(text):
            number = self.index[word]
            if columns[number] >= 0:
                places.setdefault(number, []).append(Span(start, start + len(bare(text[start:end]))))
        return [Word(n, int(columns[n]), tuple(spans)) for n, spans in sorted(places.items())]

    def _partners(
        self, left: list[Word], right: list[Word]
    ) -> tuple[list[tuple[Word, Word]], list[tuple[Word, Word]]]:
        """Words of one stem, and of the rest each left word's nearest in meaning; rarest first."""
        stems = {word.stem: word for word in right}
        same = [(word, stems[word.stem]) for word in left if word.stem in stems]
        shared = {word.stem for word, _ in same}
        rest_left = [word for word in left if word.stem not in shared]
        rest_right = [word for word in right if word.stem not in shared]
        alike = self._nearest(rest_left, rest_right)
        return sorted(same, key=self._weight), sorted(alike, key=self._weight)

    def _weight(self, pair: tuple[Word, Word]) -> tuple[float, int]:
        return -float(self.rare[pair[0].stem] + self.rare[pair[1].stem]), pair[0].number

    def _nearest(self, left: list[Word], right: list[Word]) -> list[tuple[Word, Word]]:
        if not left or not right:
            return []
        near = self.vectors[[w.number for w in left]] @ self.vectors[[w.number for w in right]].T
        best = near.argmax(axis=1)
        back = near.argmax(axis=0)
        return [(left[i], right[j]) for i, j in enumerate(best) if near[i, j] >= ALIKE and back[j] == i]

    def _evidence(
        self,
        name: str,
        row: int,
        column: int,
        same: list[tuple[Word, Word]],
        alike: list[tuple[Word, Word]],
    ) -> Evidence:
        shown = {"meaning": alike, "context": []}.get(name, same)
        return Evidence(
            signal=name,
            sentence=self._sentence(name, same, alike, float(self.fused.raw[name][row, column])),
            raw=round(float(self.fused.raw[name][row, column]), 4),
            weight=round(float(self.fused.given[name][row, column]), 4),
            left=tuple(sorted(span for one, _ in shown for span in one.spans)),
            right=tuple(sorted({span for _, other in shown for span in other.spans})),
        )

    def _sentence(
        self, name: str, same: list[tuple[Word, Word]], alike: list[tuple[Word, Word]], raw: float
    ) -> str:
        names = self.fused.vocabulary.words
        if name == "context":
            return "Stand under like headings." if raw > 0.2 else "Stand under different headings."
        if name == "meaning" and alike:
            told = ", ".join(f"‘{names[a.number]}’ and ‘{names[b.number]}’" for a, b in alike[:NAMED])
            return f"Uses words of like meaning: {told}."
        if name == "meaning":
            return f"The texts as wholes speak of like things ({raw:.2f} of 1)."
        if not same:
            return "Shares no word that carries meaning."
        told = ", ".join(f"‘{names[a.number]}’" for a, _ in same[:NAMED])
        if name == "answers":
            return f"The rare words of each that the other answers: {told}."
        if name == "letters":
            return f"Spelled alike, whatever the ending: {told}."
        return f"Shares the rare words {told}." if len(same) > 1 else f"Shares the rare word {told}."
