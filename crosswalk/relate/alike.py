"""State how two definitions or acts in nearly the same words differ: what both say, and what each adds."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from crosswalk.language.condense import asides, shortened, worded
from crosswalk.language.thesaurus import stem
from crosswalk.language.word_lists import CARDINALS, SMALL_WORDS, frame_words
from crosswalk.model.frame import Frame, Slot
from crosswalk.relate.meeting import without_article
from crosswalk.relate.wording import DEFINES, agreeing, patterns, say_of_both

# Two texts say nearly the same from this share of the words of the shorter one on.
_SAME = 0.8
# A stretch of fewer words that both have does not part two places where they differ.
_STRETCH = 2
# An act of fewer words is said of each side instead.
_SHORT = 6
# An act is shortened to no less than this share of its words.
_KEPT = 0.6
_EXAMPLES = re.compile(r"(?:such as|including|for example)\b")
# Words that make a difference wherever else the other text has them.
_DECIDES = frozenset({"not", "no", "only", "except", "unless"})

# Where two texts differ: the words of the left one and those of the right one; either may be empty.
_Gap = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class _Difference:
    """Two texts in nearly the same words: where they differ, and which of them says all that the other says."""

    gaps: tuple[_Gap, ...]
    fuller: int

    @property
    def changed(self) -> list[_Gap]:
        """Where the two say something else in the same place."""
        return [gap for gap in self.gaps if all(gap)]

    @property
    def added(self) -> list[list[str]]:
        """What the fuller text says besides."""
        return [gap[self.fuller] for gap in self.gaps if not all(gap)]


def state_alike(
    one: Frame, two: Frame, names: tuple[str, str], texts: tuple[str, str], most: int
) -> tuple[str, str]:
    """What two definitions or acts share and what one adds, in `most` words; both empty where they are not alike.

    Args:
        one: the left frame.
        two: the right frame.
        names: what the two sides are called.
        texts: the two provisions in full; what one of them says elsewhere is nothing that the other adds.
        most: the limit of words.
    """
    ours, theirs = (_meaning(frame) for frame in (one, two))
    if ours and theirs:
        found = _difference(ours, theirs, texts)
        if found is None:
            return "", ""
        key = ("both mean" if one.term == two.term else "each means") + (" nearly" if found.changed else "")
        meaning = " ".join(ours if found.fuller else theirs)
        same = patterns()[key].format(
            left=names[0], right=names[1], one=one.term, two=two.term, meaning=meaning
        )
        return _fitting([same], names, found, most)
    if _act(one) != _act(two):
        return "", ""
    # What the document must do with the act is our word for it.
    two = replace(two, telling=one.telling)
    spoken = [say_of_both(frame, other, asides(frame.whole)) for frame, other in ((one, two), (two, one))]
    ours, theirs = (said.split() for said in spoken)
    if min(len(ours), len(theirs)) < _SHORT or ours[:2] != theirs[:2]:
        return "", ""
    found = _difference(ours, theirs, texts)
    if found is None:
        return "", ""
    ways = _shorter(*((one, two) if found.fuller else (two, one)))
    if found.changed:
        ways = [patterns()["nearly alike"].format(said=said) for said in ways]
    return _fitting(ways, names, found, most)


def _act(frame: Frame) -> tuple[str, bool, str, str]:
    """The verb or noun of an act, its voice, and who acts; a document that tells of it names its own agency."""
    act = frame.first(Slot.ACT) or frame.first(Slot.OBJECT)
    actor = without_article(frame.words(Slot.ACTOR)) if not (frame.passive or frame.nominal) else ""
    return act.head if act is not None else "", frame.passive, frame.weighed, actor


def _shorter(frame: Frame, other: Frame) -> list[str]:
    """What two sides both require, in the words of one, from its full length down."""
    words = len(worded(frame.whole, asides(frame.whole)).split())
    found = dict.fromkeys(
        say_of_both(frame, other, shortened(frame.whole, room))
        for room in range(words, int(words * _KEPT) - 1, -1)
    )
    return [said for said in found if said]


def _difference(ours: Sequence[str], theirs: Sequence[str], texts: tuple[str, str]) -> _Difference | None:
    """How two texts in nearly the same words differ; None where each says something that the other does not."""
    known = tuple({stem(word) for word in _plain(re.findall(r"[\w’'-]+", text))} for text in texts)
    places, gaps = _gaps(ours, theirs), []
    for gap in places:
        left, right = (_new(words, known[1 - side]) for side, words in enumerate(gap))
        if left or right:
            gaps.append(gap if all(gap) else (left, right))
    added = [any(gap[side] and not gap[1 - side] for gap in gaps) for side in (0, 1)]
    lost = sum(word not in SMALL_WORDS for gap in places for word in _plain(gap[len(ours) > len(theirs)]))
    if all(added) or lost > (1 - _SAME) * min(len(ours), len(theirs)):
        return None
    return _Difference(tuple(gaps), 0 if added[0] else 1)


def _new(words: Sequence[str], known: Collection[str]) -> list[str]:
    """Words from the first to the last phrase that says something the other text, of which the stems are known, has nowhere."""
    phrases: list[list[str]] = [[]]
    for word in words:
        phrases[-1].append(word)
        if word.endswith((",", ";")):
            phrases.append([])
    stock = frame_words().stock_nouns
    tells = [
        any(
            word in _DECIDES or not (word in SMALL_WORDS or word in stock or stem(word) in known)
            for word in _plain(phrase)
            if word
        )
        for phrase in phrases
    ]
    if not any(tells):
        return []
    last = len(tells) - tells[::-1].index(True)
    return [word for phrase in phrases[tells.index(True) : last] for word in phrase]


def _fitting(ways: Sequence[str], names: tuple[str, str], found: _Difference, most: int) -> tuple[str, str]:
    """What both say and how they differ, the difference as fully as `most` words allow; both empty where neither fits."""
    for different in _differences(names, found):
        for same in ways:
            if len(f"{same} {different}".split()) <= most:
                return same.rstrip(" ."), different
    return "", ""


def _differences(names: tuple[str, str], found: _Difference) -> Iterator[str]:
    """What one side adds and where the words differ: in full, with examples only named, and what is added alone."""
    wording = patterns()
    added = list(dict.fromkeys(_tidy(words) for words in found.added))
    changed = [
        wording["words differ"].format(left=names[0], right=names[1], one=_tidy(gap[0]), two=_tidy(gap[1]))
        for gap in found.changed
    ]
    for in_full in (True, False):
        more = ["examples" if _EXAMPLES.match(said) and not in_full else f"“{said}”" for said in added]
        adds = [wording["adds"].format(name=names[found.fuller], added=" and ".join(more))] if more else []
        yield agreeing("; ".join([*adds, *changed]), names)
    if any(_figures(gap[0]) != _figures(gap[1]) for gap in found.gaps):
        return  # a figure in which the two differ is never left out
    if added:
        yield agreeing(wording["adds"].format(name=names[found.fuller], added=" and ".join(more)), names)
    yield ""


def _figures(words: Sequence[str]) -> set[str]:
    """The numbers among some words; "one" is as often a pronoun."""
    return {word for word in _plain(words) if word[:1].isdigit() or (word in CARDINALS and word != "one")}


def _meaning(frame: Frame) -> list[str]:
    """The words of what a term means, without the verb and the asides."""
    said = worded(frame.whole, asides(frame.whole))
    return said.partition(" ")[2].removeprefix("to ").split() if DEFINES.match(said) else []


def _plain(words: Sequence[str]) -> list[str]:
    return [word.lower().strip(",;.") for word in words]


def _gaps(ours: Sequence[str], theirs: Sequence[str]) -> list[_Gap]:
    """Where two texts differ, in order; a joining word alone is no difference."""
    blocks = SequenceMatcher(None, _plain(ours), _plain(theirs), autojunk=False).get_matching_blocks()
    found: list[_Gap] = []
    left = right = 0
    for at, block in enumerate(blocks):
        if block.size < _STRETCH and at < len(blocks) - 1:
            continue
        gap = (list(ours[left : block.a]), list(theirs[right : block.b]))
        left, right = block.a + block.size, block.b + block.size
        if any(_plain(words) not in ([], ["and"], ["or"]) for words in gap):
            found.append(gap)
    return found


def _tidy(words: Sequence[str]) -> str:
    return re.sub(r"^(?:and|or)\s+", "", " ".join(words).strip(" ,;"))
