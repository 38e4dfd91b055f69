"""What makes one provision support another: an aim, a result, means, information or training."""

import re
from functools import cache

from crosswalk.language.word_lists import frame_words
from crosswalk.model.frame import Frame, FrameModality, Level, ProvisionFrames, Slot
from crosswalk.relate.answered import lead_in

_DUTIES = frozenset({FrameModality.MUST, FrameModality.MAY})
_STATES = frozenset({FrameModality.CRITERION, FrameModality.IS, FrameModality.MEASURE})
_AIM = re.compile(
    r"\b(?:purpose|aim|goal|mission|vision|intent|policy) of (?:this|the)\b.{0,60}\bis\b"
    r"|\b(?:is|are) the (?:purpose|aim|goal|mission|intent|policy) of\b"
    r"|^\W*(?:purpose|vision|mission|goals?|declaration of policy)\b|\binclude goals?\b|\bit is (?:a|the) \w* ?policy\b",
    re.IGNORECASE,
)
# A lead-in that ends with an analysis: what follows is an item of it.
_ANALYZES = re.compile(r"\b(?:analys[ei]s|survey|inventory) of\b[^.;]{0,150}$")
_INFORMED = re.compile(
    r"\b(?:informed by|in light of|tak(?:es?|ing) into (?:account|consideration)|on the basis of|based on|using|use of|use)\b"
    r"[^.;]{0,80}\b(?:data|information|analys[ei]s|assessments?|results|evaluations?|surveys?|needs)\b"
    r"|\bto align\b|\baligned (?:to|with)\b|\bidentified by\b"
)
# The subject of a text is named within its first letters, this many.
_BEGINNING = 220


def states_aim(side: ProvisionFrames) -> bool:
    """Whether a text states a purpose, a vision or goals and nothing that is done."""
    return bool(_AIM.search(side.text))


def states_result(side: ProvisionFrames) -> bool:
    """Whether a text describes a result: what participants do or have, or a thing that is there."""
    main = side.main
    if main is None or main.reports or main.modality not in _STATES:
        return False
    return main.level is Level.PARTICIPANT or main.nominal


def is_criterion(side: ProvisionFrames) -> bool:
    """Whether a text is a criterion of a framework."""
    return side.main is not None and side.main.modality is FrameModality.CRITERION


def reports(side: ProvisionFrames) -> bool:
    """Whether a text requires a document to describe an act."""
    return side.main is not None and side.main.reports


def is_means(side: ProvisionFrames) -> bool:
    """Whether an organization must or may do what only prepares a result: a plan, money, training or data."""
    main = side.main
    if main is None or main.level is Level.PARTICIPANT:
        return False
    done = main.modality in _DUTIES or main.reports
    return done and bool(_heads(main) & (frame_words().means | frame_words().evidence))


def gives_evidence(side: ProvisionFrames) -> bool:
    """Whether the main act gathers or gives out information, or the text is an item of an analysis."""
    if _ANALYZES.search(lead_in(side)):
        return True
    if side.main is None:
        return False
    acts = {filler.head for filler in side.main.slots.get(Slot.ACT, ())}
    if acts & frame_words().evidence:
        return True
    # "Use data to decide" takes information in.
    return not acts & frame_words().decisions and bool(_heads(side.main) & frame_words().evidence)


def uses_evidence(side: ProvisionFrames) -> bool:
    """Whether the main act decides or improves something on the basis of information, or the text says so."""
    decides = side.main is not None and bool(_heads(side.main) & frame_words().decisions)
    return decides or bool(_INFORMED.search(side.text))


def trains_staff(side: ProvisionFrames) -> bool:
    """Whether a text begins with staff training."""
    return bool(_staff_training().search(side.text[:_BEGINNING]))


def speaks_of_training(side: ProvisionFrames) -> bool:
    """Whether a text speaks of training anywhere."""
    return bool(_training().search(side.text))


@cache
def _training() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(frame_words().training))})\b", re.IGNORECASE)


@cache
def _staff_training() -> re.Pattern[str]:
    trained, staff = _training().pattern, rf"\b(?:{'|'.join(sorted(frame_words().staff))})\b"
    return re.compile(rf"{trained}.{{0,50}}{staff}|{staff}.{{0,110}}{trained}", re.IGNORECASE)


def _heads(frame: Frame) -> set[str]:
    """The lemmas of the act and of every word of its object."""
    fillers = [*frame.slots.get(Slot.ACT, ()), *frame.slots.get(Slot.OBJECT, ())]
    said = {w for f in fillers for w in f.words.lower().split()}
    return {f.head for f in fillers} | said | {w.removesuffix("s") for w in said}
