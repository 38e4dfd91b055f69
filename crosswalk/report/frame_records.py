"""Frames of provisions, and pairs that were considered and not listed, as JSON records."""

from collections.abc import Mapping
from typing import Any

from crosswalk.model.alignment import ProvisionCoverage
from crosswalk.model.annotation import Annotated, Measure, MeasurePart, Span
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.frame import Frame, FrameModality, ProvisionFrames

Json = dict[str, Any]

# A pair below this chance is not reported as looked at.
_PLAUSIBLE = 0.1


def looked_at(side: Comparison) -> list[Json]:
    """Pairs that were read closely and are not listed, with the reason; they are never counted."""
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
            slot.value: [_filler(one.words, one.span, one.source) for one in fillers]
            for slot, fillers in frame.slots.items()
        },
    }


def _filler(words: str, span: Span | None, source: str) -> Json:
    """The words of a slot; `source` is empty if they are the provision's own."""
    place = {"start": span.start if span else None, "end": span.end if span else None}
    return {"words": words, **place, "source": source}


def _measure_frame(measure: Measure, prov_id: str) -> Json:
    """A measure as a frame: its parts, and those it imports from other measures, are the slots."""
    slots: dict[str, list[Json]] = {}
    for one in (measure, *measure.imports):
        for part, reading in one.readings.items():
            if reading.words or reading.values:
                slots.setdefault(part.value, []).append(_part(reading, prov_id))
    return {
        "modality": FrameModality.MEASURE.value,
        "actor_level": "",
        "reports": False,
        "slots": slots,
    }


def _part(reading: MeasurePart, prov_id: str) -> Json:
    """One part of a measure: its words and values; the span is from the first to the last word."""
    span = Span(reading.spans[0].start, reading.spans[-1].end) if reading.spans else None
    source = "" if reading.source in {"", prov_id} else reading.source
    words = reading.words or ", ".join(reading.values)
    return {**_filler(words, span, source), "values": list(reading.values)}


def frame_json(read: ProvisionFrames | None, measure: Measure | None = None) -> list[Json]:
    """The frames of one provision, a measure first; empty if nothing was read."""
    frames = [_frame(frame) for frame in read.frames] if read else []
    return [_measure_frame(measure, measure.provision), *frames] if measure else frames


def frames_json(
    frames: Mapping[str, ProvisionFrames], read: Mapping[str, Annotated], prov_id: str
) -> list[Json]:
    """The frames of one provision of a comparison."""
    found = read.get(prov_id)
    return frame_json(frames.get(prov_id), found.measure if found else None)


def topics_json(side: Comparison, row: ComparisonRow) -> Json:
    """What both provisions of a row are about, strongest first."""
    sides = ("left", side.topics_left.get(row.left, ())), ("right", side.topics_right.get(row.right, ()))
    return {name: [{"id": one.id, "label": one.label} for one in found] for name, found in sides}


def gap_json(answer: ProvisionCoverage) -> Json:
    """What is open in an answer: the reason, the unmet parts, the question, and who could decide it."""
    return {
        "reason": answer.reason,
        "question": answer.question,
        "actor": answer.actor,
        "actor_level": answer.actor_level.value,
        "unmet": [{"slot": one.slot.value, **_filler(one.words, one.span, "")} for one in answer.unmet],
    }
