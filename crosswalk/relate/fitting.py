"""Fit the clauses of two sides into a number of words, so that they still say what the two share."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from crosswalk.language import phrasing
from crosswalk.language.condense import asides, cheapest_cuts, cuts, has_words, worded
from crosswalk.language.syntax import MONEY
from crosswalk.language.thesaurus import stem
from crosswalk.language.word_lists import frame_words
from crosswalk.model.frame import Clause, ClausePart, Frame, FrameModality, Loss, ProvisionFrames, Slot
from crosswalk.relate.answered import content_words
from crosswalk.relate.meeting import MeetingPoint, said_words
from crosswalk.relate.support import is_criterion
from crosswalk.relate.wording import ADDED_TO, BANS, DEFINES, ORGANIZED, agreeing, patterns, say

# The value of a close pair of phrases, in the units of the costs of cuts.
_WORTH = 20.0
# The cost of an aside that says something of what the other side has.
_ASIDE = 8.0
# The cost of naming the agency whose plan it is by one noun, and the nouns.
_BRIEF = 2.0
_OWN = frozenset({"agency", "state", "board", "area"})
# Two adjacent cuts may free one word less than their sum.
_ROUNDED = 4
# A cut of "to that" also frees "in addition" before it.
_HUSK = 2


@dataclass(frozen=True)
class StatementSide:
    """One side of a statement: its name, the frame it speaks of, its provision, and the words that the other side has too.

    A strict side loses no condition of a ban, and of a definition only examples: each would be another one. A side may
    say `only_term`, that it defines its term, where the definition is too long. A `supported` side is said as what the
    other side's act supports.
    """

    name: str
    frame: Frame | None
    provision: ProvisionFrames
    shared: frozenset[str]
    common: frozenset[str] = frozenset()
    strict: bool = True
    only_term: bool = False
    supported: bool = False

    @property
    def clause(self) -> Clause:
        """The clause with the parts that may go."""
        if self.frame is None or self.only_term:
            return Clause()
        if not self.strict:
            return self.frame.whole
        whole, most = self.frame.whole, Loss.CONDITION
        if self.frame.modality in BANS:
            most = Loss.RESTRICTION
        elif self.frame.term:
            most = Loss.EXAMPLE
        parts = tuple(p for p in whole.parts if p.loss <= most)
        if self.frame.term and DEFINES.match(worded(whole)):
            parts = tuple(p for p in parts if p.loss == Loss.ASIDE or whole.words[p.start].strip() == "such")
        return replace(whole, parts=parts)

    def said(self, gone: Collection[ClausePart]) -> str:
        """What the side requires, without some parts of its clause."""
        if self.frame is not None and self.only_term:
            return patterns()["defines term"].format(name=self.name, term=self.frame.term)
        group = "supports" if self.supported else "patterns"
        said = say(self.name, self.frame, gone, group) if self.frame is not None else ""
        if said and self.frame is self.provision.main and _A_THING.match(self.provision.own_text):
            said = _of_heading(said, self.name, self.provision)
        return said or _named(self.name, self.provision)


# A text that says of what its heading names what it is: "Career pathway system. A set of partnerships that ..."
_A_THING = re.compile(r"An? (?:\w+ ){1,3}of\b")


def _of_heading(said: str, name: str, provision: ProvisionFrames) -> str:
    """What is described, by the heading of a provision: "the framework describes a system as a set of partnerships"."""
    heading = provision.text[: provision.own_start].strip(" .")
    start = patterns()["is noun"].format(name=name, clause="")
    if not heading or not said.startswith(start):
        return said
    thing = phrasing.with_article(phrasing.lowered(heading))
    return patterns()["describes as"].format(name=name, heading=thing, clause=said.removeprefix(start))


class Fitted(NamedTuple):
    """What is said of both sides, and what it costs: the losses less the value of what both share."""

    cost: float
    said: list[str]


def within(
    room: int, sides: tuple[StatementSide, StatementSide], points: Sequence[MeetingPoint]
) -> Fitted | None:
    """What both sides require in at most `room` words; None if they cannot be cut that far.

    Every way to cut them keeps a pair of phrases that they share; the one that loses least is taken. A plan may name its
    own agency by one noun: "must say how the agency will support ...".
    """
    brief = tuple(_brief(side) for side in sides)
    options = [(0.0, sides)]
    if brief != sides:
        options.append((_BRIEF, (brief[0], brief[1])))
    found = [
        (round(more + cost - _WORTH * point.near, 3), -len(" ".join(said).split()), said)
        for point in (*points, MeetingPoint(0.0, (frozenset(), frozenset())))
        for more, option in options
        for cost, said in [_cut_to(room, option, point)]
        if said
    ]
    if not found:
        return None
    cost, _, said = min(found)
    return Fitted(cost, said)


def _brief(side: StatementSide) -> StatementSide:
    """A side whose plan names the agency that carries out what it describes by one noun, or whose funds are not said to be whose."""
    frame = side.frame
    if frame is not None and len(frame.funds.split()) > 1:
        money = next(
            (word for word in frame.funds.split() if word.lower().removesuffix("s") in MONEY), frame.funds
        )
        return replace(side, frame=replace(frame, funds=money))
    actor = None if frame is None else frame.doer if frame.carrier else frame.first(Slot.ACTOR)
    if (
        frame is None
        or actor is None
        or not frame.reporter
        or (frame.passive and not frame.carrier)
        or frame.assured
        or frame.weighed
        or frame.modality is FrameModality.MAY
    ):
        return side
    words = actor.words.lower().split(",")[0].split()
    noun = next((at for at, word in enumerate(words) if word.startswith(actor.head[:-1])), None)
    if actor.head not in _OWN or noun is None or "each" in words:
        return side
    short = replace(actor, words=f"the {actor.words.split()[noun].rstrip(',')}")
    if frame.carrier:
        return replace(side, frame=replace(frame, doer=short))
    return replace(side, frame=replace(frame, slots={**frame.slots, Slot.ACTOR: (short,)}))


def _cut_to(
    room: int, sides: tuple[StatementSide, StatementSide], point: MeetingPoint
) -> tuple[float, list[str]]:
    """The cost of the least loss that leaves `room` words and the words of a point, and what is then said; else nothing."""
    clauses = [side.clause for side in sides]
    if any(not has_words(side.said(()), words) for side, words in zip(sides, point.words, strict=True)):
        return 0.0, []
    keep = [(side.shared, words) for side, words in zip(sides, point.words, strict=True)]
    telling = [asides(clause, *of) for clause, of in zip(clauses, keep, strict=True)]
    cost, said = _cut_from(room, sides, keep, telling)
    spare = [asides(clause) for clause in clauses]
    if said or telling == spare:
        return cost, said
    cost, said = _cut_from(room, sides, keep, spare)
    return cost + _ASIDE * (sum(map(len, spare)) - sum(map(len, telling))), said


def _cut_from(
    room: int,
    sides: tuple[StatementSide, StatementSide],
    keep: Sequence[tuple[frozenset[str], frozenset[str]]],
    gone: Sequence[tuple[ClausePart, ...]],
) -> tuple[float, list[str]]:
    """The least loss that leaves `room` words of clauses of which some parts are gone; nothing where none does."""
    clauses = [side.clause for side in sides]
    said = [side.said(parts) for side, parts in zip(sides, gone, strict=True)]
    over = len(" ".join(said).split()) - room
    if over <= 0:
        return 0.0, said
    found = [
        cut
        for at in range(len(sides))
        for cut in cuts(clauses[at], gone[at], at, *keep[at], sides[at].common)
    ]
    husk = _HUSK if any(ADDED_TO in worded(clause) for clause in clauses) else 0
    for spare in range(max(1, over - husk), over + _ROUNDED):
        chosen = cheapest_cuts(found, spare)
        if chosen is None:
            break
        parts = [(*gone[at], *(cut.part for cut in chosen if cut.at == at)) for at in range(len(sides))]
        said = [side.said(of) for side, of in zip(sides, parts, strict=True)]
        if len(" ".join(said).split()) <= room:
            return sum(cut.cost for cut in chosen), said
    return 0.0, []


# A text of more words is not said whole.
_PHRASE = 22


def _named(name: str, side: ProvisionFrames) -> str:
    """What one side covers if no act of it can be stated: a text that is one phrase, else its longest phrase."""
    key = "criterion noun" if is_criterion(side) else "is noun"
    words = side.own_text.rstrip(" .;").split()
    if side.frames and all(frame.subordinate for frame in side.frames) and 1 < len(words) <= _PHRASE:
        return agreeing(patterns()[key].format(name=name, clause=phrasing.lowered(" ".join(words))), (name,))
    several = [filler.words for filler in side.phrases if len(content_words(filler.words)) > 1]
    longest = max(several, key=lambda words: len(words.split()), default="")
    said = patterns()["is noun"].format(name=name, clause=phrasing.lowered(longest)) if longest else ""
    return agreeing(said, (name,))


def links(sides: tuple[StatementSide, StatementSide], said: Sequence[str]) -> set[str]:
    """The stems that what is said of both sides shares, besides those of our patterns, of the names and of who acts."""
    ours, theirs = (said_stems(clause) for clause in said)
    for side in sides:
        frame = side.frame
        if frame is not None:
            doer = frame.words(Slot.ACTOR) if frame.level in ORGANIZED else ""
            ours -= said_stems(f"{doer} {frame.reporter} {side.name}")
    return (ours & theirs) - _pattern_words()


def word_points(sides: tuple[StatementSide, StatementSide]) -> list[MeetingPoint]:
    """The words that both clauses share before they are cut, each as a point to keep."""
    said = [side.said(()) for side in sides]
    words = [{marked_stem(word): word for word in sorted(said_words(clause))} for clause in said]
    return [
        MeetingPoint(1.0, (frozenset({words[0][link]}), frozenset({words[1][link]})))
        for link in sorted(links(sides, said))
    ]


def said_stems(text: str) -> set[str]:
    """The marked stems of the words that a text says, without function words."""
    return {marked_stem(word) for word in said_words(text)}


def marked_stem(word: str) -> str:
    """The stem of a word, marked for who does an act, which is no form of it: "employers" and "employment"."""
    return f"{stem(word)}{'+' if _DOER.search(word) else ''}"


_DOER = re.compile(r"(?:er|or|ee)s?$")


@cache
def _pattern_words() -> frozenset[str]:
    """The words that our patterns bring, and those for people or whom; "measures" also is what texts do."""
    said = " ".join(said for key, said in patterns().items() if key != "measure")
    people = " ".join((*frame_words().people, "eligible"))
    return frozenset(said_stems(re.sub(r"\{\w+\}", " ", f"{said} {people}")))
