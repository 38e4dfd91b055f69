"""Frames of provisions, and pairs that were looked at and not listed, as JSON records."""

from collections.abc import Mapping
from typing import Any

from crosswalk.model.comparison import Comparison
from crosswalk.model.frame import Frame, ProvisionFrames

Json = dict[str, Any]

# A pair below this chance is not even told of as looked at.
_PLAUSIBLE = 0.1


def looked_at(side: Comparison) -> list[Json]:
    """Pairs that were read closely and are not listed, with the reason; they never count."""
    listed = {(row.left, row.right) for row in side.rows}
    return [
        {
            "crosswalk": side.id,
            "left_id": cand.left,
            "right_id": cand.right,
            "confidence": cand.confidence,
            "reason": cand.why_not,
        }
        for cand in side.candidates
        if not cand.listed and cand.confidence >= _PLAUSIBLE and (cand.left, cand.right) not in listed
    ]


def _frame(frame: Frame) -> Json:
    """One frame: modality, actor level, and the words and span of every slot that is filled."""
    return {
        "modality": frame.modality.value,
        "actor_level": frame.level.value,
        "reports": frame.reports,
        "slots": {
            slot.value: [
                {
                    "words": one.words,
                    "start": one.span.start if one.span else None,
                    "end": one.span.end if one.span else None,
                }
                for one in fillers
            ]
            for slot, fillers in frame.slots.items()
        },
    }


def frames_json(frames: Mapping[str, ProvisionFrames], prov_id: str) -> list[Json]:
    """The frames of one provision; empty where none were read."""
    found = frames.get(prov_id)
    return [_frame(frame) for frame in found.frames] if found else []
