"""Say how two provisions meet, from their frames: what is the same, and what each asks or adds.

Nothing is said that is not in the frames. The wording stands in `data/statements.yaml`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import yaml

from crosswalk.language import phrasing
from crosswalk.language.encoder import encode
from crosswalk.language.frame_words import frame_words
from crosswalk.language.phrase_cutting import gerund
from crosswalk.language.topics import Topic
from crosswalk.model.alignment import Match
from crosswalk.model.annotation import Span  # noqa: TC001 - named in annotations that are read at run time
from crosswalk.model.frame import Filler, Frame, FrameModality, Level, ProvisionFrames, Slot
from crosswalk.model.relation import Relation

# Both parts of a statement together have at most this many words.
MOST = 45
# Phrases whose meanings agree at least this much meet; a reader accepts such a pair at a glance.
MEETS = 0.62
# At most so many pairs of phrases are marked.
MARKED = 5


@dataclass(frozen=True, slots=True)
class PairStatement:
    """What two provisions share and how they differ, each one or two plain sentences."""

    same: str
    different: str

    @property
    def sentence(self) -> str:
        """Both parts, one after the other."""
        return " ".join(part for part in (self.same, self.different) if part)


@cache
def _wording() -> Mapping[str, str]:
    data = yaml.load(
        (files("crosswalk.data") / "statements.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader
    )
    found: Mapping[str, str] = data["patterns"]
    return found


def phrase_matches(left: ProvisionFrames, right: ProvisionFrames) -> tuple[Match, ...]:
    """The phrases of two provisions that say the same, best first, no phrase twice: at most `MARKED` pairs."""
    ours, theirs = _markable(left), _markable(right)
    if not ours or not theirs:
        return ()
    near = np.round(encode([_bare(f.words) for f in ours]) @ encode([_bare(f.words) for f in theirs]).T, 3)
    pairs = sorted(
        (-float(near[a, b]), a, b)
        for a in range(len(ours))
        for b in range(len(theirs))
        if near[a, b] >= MEETS
    )
    found: list[tuple[Filler, Filler, float]] = []
    taken_left: list[Span] = []
    taken_right: list[Span] = []
    for cosine, a, b in pairs:
        one, two = ours[a].span, theirs[b].span
        if one is None or two is None or one.overlaps_any(taken_left) or two.overlaps_any(taken_right):
            continue
        taken_left.append(one)
        taken_right.append(two)
        found.append((ours[a], theirs[b], -cosine))
    return tuple(
        Match(
            number, (one.span,), (two.span,), "", "same" if _bare(one.words) == _bare(two.words) else "near"
        )
        for number, (one, two, _) in enumerate(found[:MARKED], start=1)
        if one.span is not None and two.span is not None
    )


def _markable(item: ProvisionFrames) -> list[Filler]:
    """Phrases that may be marked: a bare stock word, a population or a common noun alone says too little."""
    lists = frame_words()
    alone = lists.stock_nouns | lists.people | lists.common_nouns
    return [
        f for f in item.phrases if f.span is not None and not (len(f.words.split()) == 1 and f.head in alone)
    ]


def _bare(words: str) -> str:
    return re.sub(r"^(?:the|a|an|each|any|all|such|particularly)\s+", "", words.lower())


def state(
    relation: Relation,
    left: ProvisionFrames,
    right: ProvisionFrames,
    names: tuple[str, str],
    topic: Topic | None = None,
    frames: tuple[Frame, Frame] | None = None,
) -> PairStatement:
    """The statement for a pair with a relation.

    Args:
        relation: read from left to right.
        left: the left provision's frames.
        right: the right provision's frames.
        names: what the two sides are called.
        topic: a topic that both are about, if there is one.
        frames: the two frames that meet best; the main ones by default.
    """
    one, two = frames or (left.main, right.main)
    shared = _shared(left, right, topic)
    said = [_said(name, frame) if frame else "" for name, frame in zip(names, (one, two), strict=True)]
    wording = _wording()
    if relation is Relation.EQUAL:
        same = wording["equal"]
        return PairStatement(same, "")
    if relation is Relation.CONTRARY:
        return _fit(
            wording["both concern"].format(shared=shared) if shared else "", said, wording["contrary"]
        )
    pattern = {
        Relation.SUPPORTS: wording["supports"].format(left=names[0], right=names[1]),
        Relation.SUPPORTED: wording["is-supported-by"].format(left=names[0], right=names[1]),
        Relation.SUBSET: wording["subset-of"].format(left=names[0], right=names[1]),
        Relation.SUPERSET: wording["superset-of"].format(left=names[0], right=names[1]),
    }.get(relation, "")
    same = wording["both concern"].format(shared=shared) if shared else ""
    return _fit(same, said, pattern)


def _fit(same: str, said: Sequence[str], tail: str) -> PairStatement:
    """The parts within the limit of words; what does not fit is left out, the tail first."""
    clauses = [clause for clause in said if clause]
    different = phrasing.capital("; ".join(clauses)) + "." if clauses else ""
    opening = phrasing.capital(same)
    words = len(f"{opening} {different}".split())
    if tail and words + len(tail.split()) <= MOST:
        different = f"{different} {phrasing.capital(tail)}".strip()
    return PairStatement(opening, different)


def _shared(left: ProvisionFrames, right: ProvisionFrames, topic: Topic | None) -> str:
    """The thing that both concern: a topic's label, or the longer of the phrases that meet best."""
    if topic is not None:
        return topic.label
    by_span = {f.span: f for f in (*left.phrases, *right.phrases)}
    for match in phrase_matches(left, right):
        options = [by_span[match.left[0]], by_span[match.right[0]]]
        named = [f.words for f in options if len(f.words.split()) > 1 and f.head not in frame_words().people]
        if named:
            return _with_article(_lowered(_bare(min(named, key=lambda words: (len(words.split()), words)))))
    return ""


def _with_article(words: str) -> str:
    """A phrase for after "both concern": a singular noun takes "the"."""
    return words if words.endswith("s") else f"the {words}"


def _said(name: str, frame: Frame) -> str:
    """What one side asks, in its actor's name."""
    if not frame.clause:
        return ""
    filler = frame.first(Slot.ACTOR)
    actor = (
        _lowered(_unsaid_no(filler.words.split(",")[0])) if filler is not None and not frame.passive else ""
    )
    subject = frame.first(Slot.OBJECT)
    if frame.passive and subject is None:
        return ""
    verb, rest = _gerunds(frame.clause)
    return _wording()[_pattern(frame, actor)].format(
        name=name,
        actor=actor,
        clause=_noun_clause(frame) if frame.nominal else frame.clause,
        finite=frame.finite,
        gerund=f"{verb} {rest}".strip(),
        subject=_lowered(_unsaid_no(subject.words)) if subject is not None else "",
        reporter=_lowered(frame.reporter) or "the document",
    )


def _noun_clause(frame: Frame) -> str:
    """A noun phrase for the middle of a sentence; an act written as a noun takes "the"."""
    clause = _lowered(frame.clause)
    act = frame.first(Slot.ACT)
    bare = act is not None and clause.lower().startswith(act.words.lower())
    return f"the {clause}" if bare else clause


def _unsaid_no(words: str) -> str:
    """A phrase without "no" in front: the ban is said by the sentence."""
    return re.sub(r"^no\s+", "any ", words, flags=re.IGNORECASE)


def _gerunds(clause: str) -> tuple[str, str]:
    """The verbs that open a clause in -ing, and the rest: "develop and implement plans" has two."""
    first, _, rest = clause.partition(" ")
    joined = re.match(r"and (\w+) (.+)", rest)
    if joined:
        return f"{gerund(first)} and {gerund(joined.group(1))}", joined.group(2)
    return gerund(first), rest


def _pattern(frame: Frame, actor: str) -> str:
    """The key of the wording for a frame's modality, form and actor."""
    modality = _MODALITY.get(frame.modality, "is")
    if modality == "must" and frame.reports and frame.reporter:
        modality = "report"
    if frame.nominal:
        return f"{modality} noun"
    if frame.passive:
        return f"{modality} passive"
    if not actor:
        return f"{modality} act"
    if modality == "criterion" and frame.level not in {
        Level.STATE,
        Level.LOCAL,
        Level.FEDERAL,
        Level.PROVIDER,
    }:
        if frame.enables:
            return "criterion enables"
        verb = frame.first(Slot.ACT)
        return (
            "criterion states"
            if verb is not None and verb.head in {"have", "be", "consist"}
            else "criterion describes"
        )
    return modality


_MODALITY = {
    FrameModality.MUST: "must",
    FrameModality.MUST_NOT: "must not",
    FrameModality.NEED_NOT: "need not",
    FrameModality.MAY: "may",
    FrameModality.SHOULD: "should",
    FrameModality.CRITERION: "criterion",
}


def _lowered(words: str) -> str:
    """Words for the middle of a sentence: a capital at their start goes unless it belongs to a name."""
    first, _, rest = words.partition(" ")
    named = first in {"State", "States", "Federal", "Governor", "WIOA", "English"} or (
        len(first) > 1 and not first[1:].islower()
    )
    return words if named else f"{first.lower()} {rest}".strip()
