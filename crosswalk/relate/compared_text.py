"""One of two texts that are compared: its content words, how far each is answered, its force and its limits."""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from crosswalk.language.encoder import known_vectors
from crosswalk.language.normalize import fold
from crosswalk.language.quantities import QuantityConstraint, find_quantities
from crosswalk.language.thesaurus import thesaurus
from crosswalk.model.annotation import Span
from crosswalk.model.frame import Ban, ClauseWord, FrameModality, ProvisionFrames, Slot, WordRole
from crosswalk.relate.word_matches import FULL, MatchedWords, WordMatch

# From this cover on a word counts as answered.
MIN_COVERAGE = 0.25
# The weight of a light verb (take place, carry out).
_LIGHT_WEIGHT = 0.3
# The vector of a specific word is long; a word with a vector of this length has full weight.
_FULL_LENGTH = 15.0
_CHOICE = re.compile(
    r"\b(?:optional|voluntary|exempt|as (?:they|it|he or she) (?:sees? fit|wish(?:es)?)"
    r"|may (?:refuse|decline|omit|refrain|abstain|choose not))\b"
)
_ALWAYS = re.compile(r"\b(?:always|at all times|at any time|constantly|day and night|never)\b")
_ONLY = re.compile(r"\bonly\b")
# How strictly a modality binds; any other binds as `STRICT`.
_RANK = {FrameModality.SHOULD: 2, FrameModality.MAY: 1, FrameModality.NEED_NOT: 1}
# How strictly a duty or a ban binds.
STRICT = 3


@dataclass(frozen=True)
class ComparedText:
    """One side of a comparison: its frames, its content words, and how far the other side answers each (0..1)."""

    frames: ProvisionFrames
    words: tuple[ClauseWord, ...]
    met: tuple[float, ...]
    way_out: bool = False

    @cached_property
    def text(self) -> str:
        """The own words in lower case."""
        return fold(self.frames.own_text)

    @cached_property
    def modality(self) -> FrameModality:
        """The force of the main act."""
        return self.frames.main.modality if self.frames.main else FrameModality.IS

    @cached_property
    def limits(self) -> tuple[QuantityConstraint, ...]:
        """The limits that the text sets."""
        return limits_of(self.frames)

    @cached_property
    def sets_limit(self) -> bool:
        """Whether it forbids more or less than a limit."""
        return any(limit.is_negated for limit in self.limits)

    @cached_property
    def forbids(self) -> bool:
        """Whether it forbids its act as such."""
        return self.frames.content.ban is Ban.WHOLE and not self.sets_limit and not self.way_out

    @cached_property
    def optional(self) -> bool:
        """Whether it leaves its act to choice."""
        return self.modality is FrameModality.NEED_NOT or bool(_CHOICE.search(self.text))

    @cached_property
    def always(self) -> bool:
        """Whether it leaves out no time."""
        return bool(_ALWAYS.search(self.text))

    @property
    def rank(self) -> int:
        """How strictly it binds, 1 to 3; what may only be done in one way must be done so."""
        if self.modality is FrameModality.MAY and _ONLY.search(self.text):
            return STRICT
        return _RANK.get(self.modality, STRICT)

    @property
    def passive(self) -> bool:
        """Whether the main act is in the passive voice."""
        return self.frames.main is not None and self.frames.main.passive

    @property
    def act(self) -> int:
        """The place of the word for what is done; -1 if there is none."""
        return self.frames.content.act

    @property
    def verb_start(self) -> int:
        """Where the main verb begins; 0 if it is above the text or none was read."""
        verb = self.frames.main.first(Slot.ACT) if self.frames.main else None
        return verb.span.start if verb is not None and verb.span is not None else 0

    @property
    def names_act(self) -> bool:
        """Whether the word for what is done is more than a light verb."""
        return self.act >= 0 and not is_light(self.words[self.act])

    @property
    def uses_what_exists(self) -> bool:
        """Whether the act concerns things that exist already: reviewed, not written."""
        return self.act < 0 or self.words[self.act].stem not in thesaurus().creation_verbs

    def has(self, *roles: WordRole) -> bool:
        """Whether a word has one of some roles."""
        return any(word.role in roles for word in self.words)

    def answered(self, place: int) -> bool:
        """Whether the word at a place is the same on the other side, or a kind; -1 is no word."""
        return place >= 0 and self.met[place] >= 0.5

    def total(self) -> float:
        """The weight of all words."""
        return sum(map(weight, self.words))

    def shared(self) -> float:
        """The weight of what the other side answers."""
        return sum(
            weight(word) * got for word, got in zip(self.words, self.met, strict=True) if got >= MIN_COVERAGE
        )

    def is_whole_in_other(self) -> bool:
        """Whether the other side answers every word in full."""
        return min(self.met, default=0.0) >= FULL


def compared_texts(
    left: ProvisionFrames, right: ProvisionFrames, matched: MatchedWords
) -> tuple[ComparedText, ComparedText]:
    """Both sides of a comparison; a prohibition with an exception is read as what it requires if the other is such."""
    one = ComparedText(left, left.content.words, matched.left, left.content.way_out)
    two = ComparedText(right, right.content.words, matched.right, right.content.way_out)
    return _as_way_out(one, two), _as_way_out(two, one)


def _as_way_out(side: ComparedText, other: ComparedText) -> ComparedText:
    """A prohibition "unless" beside one "without": both require the thing without which the act is forbidden."""
    unless = side.modality is FrameModality.MUST_NOT and side.has(WordRole.EXCEPTION)
    if side.way_out or not other.way_out or not unless:
        return side
    words = tuple(
        replace(word, denied=False, role=WordRole.PREDICATE if word.role is WordRole.EXCEPTION else word.role)
        for word in side.words
    )
    return replace(side, words=words, way_out=True)


def limits_of(frames: ProvisionFrames) -> tuple[QuantityConstraint, ...]:
    """The limits that a provision sets; a prohibition turns those around that it governs."""
    return _limits(frames.own_text, frames.content.turned)


@lru_cache(maxsize=4096)
def _limits(text: str, turned: tuple[Span, ...]) -> tuple[QuantityConstraint, ...]:
    plain, denied = find_quantities(text), find_quantities(text, denied=True)
    return tuple(two if one.span in turned else one for one, two in zip(plain, denied, strict=True))


def is_light(word: ClauseWord) -> bool:
    """Whether a word is a verb that only carries what another word says."""
    return word.stem in thesaurus().light_verbs


def weight(word: ClauseWord) -> float:
    """How much a word tells: up to 1.2, little for a light verb."""
    return _specificity(word.words) * (_LIGHT_WEIGHT if is_light(word) else 1.0)


@lru_cache(maxsize=20_000)
def _specificity(words: str) -> float:
    length = float(np.linalg.norm(known_vectors([words])[0]))
    return round(min(max(length / _FULL_LENGTH, 0.3), 1.2), 3)


@dataclass(slots=True)
class Balance:
    """What each of two texts requires beyond the other, counted in words, and where the two conflict.

    `against` is what one requires and the other denies, `clash` whether anything is, `certain` whether force or a
    limit decides that. `firm` is whether one lists a thing that the other does not, `bound` whether force or a limit
    differs. `timed` is whether one text says how long something lasts and the other when it ends, `parted` the
    opposites that belong to limits on different things.
    """

    left: float = 0.0
    right: float = 0.0
    against: float = 0.0
    clash: bool = False
    certain: bool = False
    firm: bool = False
    bound: bool = False
    timed: bool = False
    parted: frozenset[WordMatch] = frozenset()

    def add(self, *, left: bool, by: float = 1.0) -> None:
        """Let one side require more."""
        if left:
            self.left += by
        else:
            self.right += by

    def bind(self, *, left: bool) -> None:
        """Let one side require more by force, by a limit or by "and"; that alone makes the two unequal."""
        self.add(left=left)
        self.bound = True

    def require_both(self) -> None:
        """Let each side require something that the other does not."""
        self.left += 1
        self.right += 1
        self.firm = True

    def exclude(self) -> None:
        """Record a conflict that force or a limit decides."""
        self.against += 1
        self.certain = self.clash = True
