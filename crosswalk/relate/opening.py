"""What two provisions both concern, for the first sentence of a statement: an act, a thing that both name, or a topic."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from crosswalk.language import phrasing
from crosswalk.language.condense import asides, worded
from crosswalk.language.thesaurus import stem
from crosswalk.language.topics import Topic
from crosswalk.language.word_lists import EMPTY_WORDS, SMALL_WORDS, frame_words, level_of
from crosswalk.model.frame import BINDING, Filler, Frame, Level, ProvisionFrames, Slot
from crosswalk.relate.answered import content_words
from crosswalk.relate.meeting import ARTICLE, is_general
from crosswalk.relate.wording import patterns

# Words of a topic's label that do not distinguish two clauses.
_SAYS_NOTHING = frozenset({"career"})
# Names that occur in nearly every provision of a document and do not link two of them.
_GENERAL = frozenset({"career pathways", "career pathway"})
# A name has at most this many words, an act that both state at least this many.
_NAME, _ACT = 6, 3
# The determiner of a name is at most this many words before it.
_BEFORE = 3
_TWO_THINGS = re.compile(r"((?:\w+ )?\w+) and ((?:\w+ )?\w+)")
_SMALL = SMALL_WORDS | EMPTY_WORDS
_ARTICLES = frozenset({"a", "an", "the", "its", "their"})


@dataclass(frozen=True, slots=True)
class Opening:
    """A first sentence that says what both share, and the things that each clause after it must name."""

    sentence: str
    shared: str
    things: tuple[str, ...]

    def holds(self, clauses: Sequence[str]) -> bool:
        """Whether each clause names every thing."""
        return all(_names(thing, clause) for thing in self.things for clause in clauses)


def openings(
    left: ProvisionFrames,
    right: ProvisionFrames,
    topic: Topic | None,
    frames: Sequence[Frame],
    *,
    conflict: bool = False,
) -> list[Opening]:
    """The ways to say what both share, best first: an act, a thing that both acts are about, a topic, a thing named.

    Args:
        left: the left provision.
        right: the right provision.
        topic: a topic that both are about, if there is one.
        frames: the acts of which the statement speaks, left and right.
        conflict: whether the two conflict on what both concern.
    """
    found = [_opening("both concern", act) for act in _common_act(frames)]
    named = sorted(set(_named_things((left, right), frames)))
    found += [_opening("both concern", said) for *_, of_both, said in named if of_both and not _is_one(said)]
    if topic is not None and (topic.label not in _GENERAL or any(frame.term for frame in frames)):
        found += _topical(topic.label)
    found += [_opening("both concern", said) for *_, of_both, said in named if of_both and _is_one(said)]
    found += [_opening("both name", said) for *_, of_both, said in named if not of_both]
    if conflict:
        found = [_opening("conflict on", said) for said in dict.fromkeys(one.shared for one in found)]
    return list({one.sentence: one for one in found}.values())


def _is_one(said: str) -> bool:
    """Whether a name is one noun with an article, as "a strategy", which says less than a topic does."""
    return said.startswith(("a ", "an ", "the ")) and len(said.split()) == 2


def _common_act(frames: Sequence[Frame]) -> Iterator[str]:
    """The verb and the words after it with which both acts begin, as "offering a free breakfast"."""
    if len(frames) < 2 or any(frame.nominal or frame.passive or not frame.whole.verbs for frame in frames):
        return
    said = [worded(frame.whole, asides(frame.whole), "base").split() for frame in frames]
    both = 0
    while both < min(map(len, said)) and _same_word(said[0][both], said[1][both]):
        both += 1
    while both > 1 and not all(_may_end(words, both) for words in said):
        both -= 1
    common = said[0][:both]
    if len(common) >= _ACT and sum(word.lower() not in SMALL_WORDS for word in common) > 1:
        gerund = frames[0].whole.verbs[0].gerund
        yield " ".join([gerund, *common[1:]]).strip(",;")


def _same_word(one: str, other: str) -> bool:
    same = stem(one.lower().strip(",;")) == stem(other.lower().strip(",;"))
    return same or {one.lower(), other.lower()} <= _ARTICLES


def _may_end(words: Sequence[str], count: int) -> bool:
    """Whether a phrase can end after some words: at a comma, at the end, or in front of a small word."""
    last = words[count - 1]
    ends = last.endswith((",", ";")) or count == len(words) or words[count].lower() in _SMALL
    return ends and last.lower() not in _SMALL


def _named_things(
    sides: tuple[ProvisionFrames, ProvisionFrames], frames: Sequence[Frame]
) -> Iterator[tuple[int, int, int, bool, str]]:
    """The things that both name and at least one act is about, each with its order and whether both acts are about it."""
    texts = " ".join(side.full_text for side in sides)
    for one in sides[0].phrases:
        for two in sides[1].phrases:
            name = _common_name(one, two)
            about = [_is_about(name, frame) for frame in frames] if name else []
            said = _in_general(name, texts) if any(about) else ""
            if said and (all(about) or " " in name):
                first = one.span.start if one.span else 0
                yield -sum(about), -len(name.split()), first, all(about), said


def _topical(label: str) -> list[Opening]:
    """The openings of a topic; of a topic of two things, each alone where only that is in both.

    A common noun alone opens nothing: that both concern "resources" says too little.
    """
    pair = _TWO_THINGS.fullmatch(label)
    if pair is None:
        return (
            [] if " " not in label and _is_general(label, alone=True) else [_opening("both concern", label)]
        )
    return [
        _opening("both concern", label, pair.groups()),
        *(_opening("both concern", one) for one in pair.groups() if one.endswith("s") or " " in one),
    ]


def _opening(pattern: str, shared: str, things: Sequence[str] = ()) -> Opening:
    return Opening(patterns()[pattern].format(shared=shared), shared, tuple(things) or (shared,))


def _names(thing: str, clause: str) -> bool:
    """Whether a clause has a telling word of a thing."""
    said = set(content_words(clause))
    return bool({word for word in content_words(thing) if word not in _SAYS_NOTHING} & said)


def _common_name(one: Filler, two: Filler) -> str:
    """The last words of the shorter phrase that the other has too, as "entry points"; empty where they tell little."""
    ways = sorted(
        (ARTICLE.sub("", filler.words) for filler in (one, two)), key=lambda said: (len(said.split()), said)
    )
    short, long = ways[0].split(), {stem(word.strip(",;").lower()) for word in ways[1].split()}
    found: list[str] = []
    for word in reversed(short):
        if stem(word.strip(",;").lower()) not in long:
            break
        found.insert(0, word)
    while found and (found[0].lower() in EMPTY_WORDS or not found[0][0].isalpha()):
        found.pop(0)
    name = " ".join(found)
    if not found or len(found) > _NAME or name.lower() in _GENERAL or re.search(r"[\d,()]", name):
        return ""
    if len(found) == 1 and stem(name.lower()) in {stem(noun) for noun in frame_words().act_nouns}:
        return ""
    if _is_general(found[-1], alone=len(found) == 1) and not _is_told(found):
        return ""
    if level_of(name) not in {Level.NONE, Level.PROGRAM}:
        return ""
    return name if len(found) > 1 or one.head == two.head else ""


def _is_told(name: Sequence[str]) -> bool:
    """Whether what stands before a common kind says which one: "support services", unlike "local programs" and "such services"."""
    before = [word.lower() for word in name[:-1] if word.lower() not in EMPTY_WORDS]
    told = any(stem(word) not in _general_stems() and not is_general(word) for word in before)
    return told and stem(name[-1].lower()) in _KINDS


# Stock nouns that name a matter with a word before them.
_KINDS = frozenset(map(stem, ("activity", "program", "service", "system")))


def _is_general(word: str, *, alone: bool) -> bool:
    """Whether a word names no matter: a stock noun, people, a place or a time; `alone`, a common noun names none either."""
    said = stem(word.lower())
    return word.lower() in EMPTY_WORDS or said in _general_stems() or (alone and said in _common_stems())


@cache
def _general_stems() -> frozenset[str]:
    lists = frame_words()
    return frozenset(map(stem, lists.stock_nouns | lists.people | lists.places | lists.times | _FIGURES))


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(map(stem, frame_words().common_nouns))


# What is counted says nothing of the matter.
_FIGURES = frozenset({"percentage", "percent", "amount", "share", "rate", "total", "average"})


def _is_about(name: str, frame: Frame) -> bool:
    """Whether a thing is what a frame acts on, or what acts in a description; who must act is no thing."""
    slots = [Slot.OBJECT] if frame.modality in BINDING else [Slot.OBJECT, Slot.ACTOR]
    said = (filler.words for slot in slots for filler in frame.slots.get(slot, ()))
    return any(set(content_words(name)) <= set(content_words(words)) for words in said)


def _in_general(name: str, texts: str) -> str:
    """A name as a sentence speaks of the matter: "awards" or "an award" where the texts count them, "attendance" else."""
    word = name.rpartition(" ")[2]
    if word.endswith("s") and not word.endswith("ss"):
        return phrasing.lowered(name)
    many = re.search(rf"\b{re.escape(word.removesuffix('y'))}(?:e?s|ies)\b", texts, re.IGNORECASE)
    if many:
        return phrasing.lowered(name.removesuffix(word) + many.group(0).lower())
    found = [
        _determiner(texts[: match.start()])
        for match in re.finditer(rf"\b{re.escape(name)}\b", texts, re.IGNORECASE)
    ]
    if _COUNTING & set(found):
        return phrasing.with_article(phrasing.lowered(name))
    return f"the {phrasing.lowered(name)}" if found and "" not in found else phrasing.lowered(name)


_COUNTING = frozenset({"a", "an", "each", "every", "one", "another"})
_DETERMINERS = _COUNTING | {"the", "its", "their", "this", "that", "such", "his", "her"}


def _determiner(before: str) -> str:
    """The determiner of the noun phrase that goes on after some words; empty where it has none."""
    for word in reversed(re.findall(r"[\w’'-]+|[^\w\s]", before)[-_BEFORE:]):
        if word.lower() in _DETERMINERS:
            return str(word.lower())
        if word.lower() in SMALL_WORDS or not word[0].isalnum():
            return ""
    return ""
