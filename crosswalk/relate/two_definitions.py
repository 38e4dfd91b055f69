"""State how two definitions in nearly the same words differ: what both say, and what each adds."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from crosswalk.language.condense import asides, worded
from crosswalk.model.frame import Frame
from crosswalk.relate.wording import DEFINES, patterns

# Two definitions say nearly the same from this share of the words of the shorter one on.
_SAME = 0.8
# A stretch of fewer words that both have does not part two places where they differ.
_STRETCH = 2
_EXAMPLES = re.compile(r"(?:such as|including|for example)\b")

# Where two texts differ: the words of the left one and those of the right one; either may be empty.
_Gap = tuple[list[str], list[str]]


def define_both(one: Frame, two: Frame, names: tuple[str, str], most: int) -> tuple[str, str]:
    """What two definitions share and what one adds, in `most` words; both empty where that cannot be said."""
    ours, theirs = (_meaning(frame) for frame in (one, two))
    if not ours or not theirs:
        return "", ""
    gaps = _gaps(ours, theirs)
    lost = sum(len(gap[len(ours) > len(theirs)]) for gap in gaps)
    added = [[gap[side] for gap in gaps if gap[side] and not gap[1 - side]] for side in (0, 1)]
    if all(added) or lost > (1 - _SAME) * min(len(ours), len(theirs)):
        return "", ""  # neither says all that the other says
    changed = [gap for gap in gaps if all(gap)]
    key = ("both mean" if one.term == two.term else "each means") + (" nearly" if changed else "")
    same = patterns()[key].format(
        left=names[0],
        right=names[1],
        one=one.term,
        two=two.term,
        meaning=" ".join(theirs if added[0] else ours),
    )
    side = 0 if added[0] else 1
    for in_full in (True, False):
        different = _differences(names, side, added[side], changed, in_full=in_full)
        if len(f"{same} {different}".split()) <= most:
            return same, different
    return "", ""


def _differences(
    names: tuple[str, str], side: int, added: Sequence[list[str]], changed: Sequence[_Gap], *, in_full: bool
) -> str:
    """What one side adds and where the words differ; in short only that examples are added."""
    wording = patterns()
    words = [_tidy(words) for words in added]
    more = ["examples" if _EXAMPLES.match(said) and not in_full else f"“{said}”" for said in words]
    said = [wording["adds"].format(name=names[side], added=" and ".join(more))] if more else []
    if in_full:
        said += [
            wording["words differ"].format(
                left=names[0], right=names[1], one=_tidy(gap[0]), two=_tidy(gap[1])
            )
            for gap in changed
        ]
    return "; ".join(said)


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
