"""All data of the pages as one JSON file: every row, both texts, all evidence, every answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from crosswalk.language.phrasing import format_records
from crosswalk.model.alignment import (
    Alignment,
    Candidate,
    Evidence,
    PartComparison,
    ProvisionCoverage,
    confidence_word,
)
from crosswalk.model.annotation import Annotated, Measure, MeasurePart, Span
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.frame import Frame, FrameModality, ProvisionFrames
from crosswalk.model.mapping import Comment
from crosswalk.report.cells import answer_kind, known_answers, row_status
from crosswalk.report.columns import RowFacts, json_fields, row_facts
from crosswalk.report.document_view import DocumentView, sides

Json = dict[str, Any]


def crosswalk_json(crosswalks: Sequence[Comparison], *, version: str, made: str = "") -> str:
    """`crosswalk.json`; the same inputs give the same bytes.

    `rows` holds every row of every page, `coverage` an answer for every provision of both sides
    of every crosswalk, `sources` every document with its date and digest.
    """
    corpora = [corpus for side in crosswalks for corpus in _corpora(side)]
    sources = {corpus.source.key: source_json(corpus) for corpus in corpora}
    found: Json = {
        "format": "crosswalk rows",
        "format_version": "1",
        "tool": {"name": "crosswalk", "version": version},
        "made": made or None,
        "sources": [sources[key] for key in sorted(sources)],
        "crosswalks": [_crosswalk(side) for side in crosswalks],
        "rows": [row for side in crosswalks for row in _rows(side)],
        "looked_at": [pair for side in crosswalks for pair in looked_at(side)],
        "coverage": [answer for side in crosswalks for answer in _coverage(side)],
    }
    return format_records(found)


def _corpora(side: Comparison) -> list[Corpus]:
    rungs = [corpus for pairs in side.rungs.values() for corpus, _ in pairs]
    return [side.whole_left, side.whole_right, *rungs]


def source_json(corpus: Corpus) -> Json:
    """One document: its register entry, its date, and the digest of its text."""
    source = corpus.source
    return {
        "id": source.id,
        "as_of": source.as_of,
        "title": source.title,
        "short": source.short,
        "kind": source.kind,
        "authority": source.authority,
        "address": source.address,
        "rights": source.rights,
        "verification": source.verification.value,
        "provisions": len(corpus),
        "digest": corpus.digest,
    }


def _crosswalk(side: Comparison) -> Json:
    def tally(words: Sequence[str]) -> Json:
        return dict(sorted(Counter(words).items()))

    left, right = sides(side)
    return {
        "id": side.id,
        "title": side.title,
        "kind": side.kind,
        "page": f"{side.id}.html",
        "left": _compared(side.left, side.whole_left),
        "right": _compared(side.right, side.whole_right),
        "counts": {
            "rows": len(side.rows),
            "pairs": sum(bool(row.left and row.right) for row in side.rows),
            "only_left": sum(not row.right for row in side.rows),
            "only_right": sum(not row.left for row in side.rows),
            "by_relation": tally([row.relation.value for row in side.rows if not row.refused]),
            "by_status": tally([row_status(side, row)[0] for row in side.rows]),
            "left_coverage": tally([answer.coverage.value for answer in side.left_answers]),
            "right_coverage": tally([answer.coverage.value for answer in side.right_answers]),
            "left_answers": tally(_known_kinds(left)),
            "right_answers": tally(_known_kinds(right)),
        },
    }


def _known_kinds(side: DocumentView) -> list[str]:
    """How far each assessed provision of a side is answered, as the bars of the pages count it."""
    return [answer_kind(prov, answer) for prov, answer in known_answers(side)]


def _compared(part: Corpus, whole: Corpus) -> Json:
    return {
        "corpus": part.source.id,
        "as_of": part.source.as_of,
        "short": part.source.short,
        "roots": [prov.id for prov in part if prov.parent is None],
        "provisions": len(part),
        "searched_provisions": len(whole),
    }


def _rows(side: Comparison) -> list[Json]:
    left, right = sides(side)
    return [_row(facts, left, right) for facts in row_facts([side])]


def _row(facts: RowFacts, left: DocumentView, right: DocumentView) -> Json:
    side, row, candidate = facts.side, facts.row, facts.row.candidate
    here, there = left.find(row.left), right.find(row.right)
    return json_fields(facts) | {
        "page": f"{side.id}.html",
        "left": provision_json(left, here) if here else None,
        "right": provision_json(right, there) if there else None,
        "confidence_word": None if row.confidence is None else confidence_word(round(row.confidence, 2)),
        "disagrees": row.disagrees,
        "computed": _computed(candidate),
        "decided": _decided(row),
        "frames": {
            "left": frames_json(side.frames_left, side.annotated_left, row.left),
            "right": frames_json(side.frames_right, side.annotated_right, row.right),
        },
        "topics": topics_json(side, row),
        "evidence": _evidence(candidate, here, there),
        "alignment": _alignment(candidate, here, there),
        "measure": [_part(part, left, right) for part in candidate.parts] if candidate else [],
        "coverage": {
            "left": _answer(left.answers.get(row.left), left, right),
            "right": _answer(right.answers.get(row.right), right, left),
        },
        "rungs": [_rung(corpus, one) for corpus, one in side.rungs.get(row.left, ())],
        "rungs_compared": [
            {"part": one.part.value, "verdict": one.verdict.value, "sentence": one.sentence}
            for one in side.rung_parts(row.left)
        ],
        "comments": [_comment(one) for one in side.comments if one.pair == (row.left, row.right)],
    }


def _comment(comment: Comment) -> Json:
    """One comment, with who answered and who closed it."""
    return {"id": comment.id, **{name: str(value) for name, value in asdict(comment).items()}}


def provision_json(side: DocumentView, prov: Provision) -> Json:
    """One provision with its text, both citations, its lead-in, and how far its words can be trusted."""
    home = side.home(prov.id)
    read = side.annotated.get(prov.id)
    return {
        "id": prov.id,
        "corpus": home.source.id,
        "as_of": home.source.as_of,
        "num": prov.num,
        "level": prov.level,
        "kind": prov.kind,
        "citation": prov.citation,
        "also": prov.also,
        "address": prov.address,
        "page": prov.page,
        "heading": prov.heading,
        "lead_in": home.lead_in(prov.id) if prov.id in home else "",
        "text": prov.text,
        "digest": prov.digest,
        "verification": prov.verification.value,
        "verification_words": prov.mark,
        "duty": read.duty.value if read else None,
        "actor": read.actor if read else None,
        "note": prov.note,
        "unread": list(prov.unread),
    }


def _computed(candidate: Candidate | None) -> Json | None:
    """The program's own finding, regardless of the mapping file."""
    if candidate is None:
        return None
    judged = candidate.prediction
    return {
        "relation": judged.relation.value if judged else None,
        "sentence": judged.sentence if judged else None,
        "same": judged.same if judged else None,
        "different": judged.different if judged else None,
        "basis": judged.basis.value if judged else None,
        "strength": judged.strength if judged else None,
        "test": judged.test if judged else None,
        "reasons": list(judged.reasons) if judged else [],
        "score": round(candidate.score, 6),
        "confidence": round(candidate.confidence, 6),
        "relation_confidence": judged.confidence if judged else None,
        "rank": candidate.rank,
    }


def _decided(row: ComparisonRow) -> Json | None:
    """The row on file, with the digests of the texts it was decided on."""
    decided = row.decided
    if decided is None:
        return None
    return {
        "relation": decided.relation.value,
        "status": decided.status.value,
        "sentence": decided.sentence,
        "author": decided.author,
        "date": decided.date,
        "reviewer": decided.reviewer,
        "review_date": decided.review_date,
        "agreement": decided.agreement,
        "comment": decided.comment,
        "left_digest": decided.left_digest,
        "right_digest": decided.right_digest,
        "group": decided.group.value if decided.group else None,
    }


def _evidence(candidate: Candidate | None, here: Provision | None, there: Provision | None) -> list[Json]:
    return [_seen(seen, here, there) for seen in (candidate.evidence if candidate else ())]


def _seen(seen: Evidence, here: Provision | None, there: Provision | None) -> Json:
    return {
        "signal": seen.signal,
        "sentence": seen.sentence,
        "raw": round(seen.raw, 6),
        "weight": round(seen.weight, 6),
        "left": _spans(seen.left, here),
        "right": _spans(seen.right, there),
    }


def _spans(spans: Sequence[Span], prov: Provision | None) -> list[Json]:
    text = prov.text if prov else ""
    return [{"start": span.start, "end": span.end, "words": span.of(text)} for span in spans]


def _alignment(candidate: Candidate | None, here: Provision | None, there: Provision | None) -> Json | None:
    if candidate is None:
        return None
    found: Alignment = candidate.alignment
    return {
        "matches": [
            {
                "number": match.number,
                "how": match.how,
                "left": _spans(match.left, here),
                "right": _spans(match.right, there),
            }
            for match in found.matches
        ],
        "left_only": _spans(found.left_only, here),
        "right_only": _spans(found.right_only, there),
        "left_share": round(found.left_share, 6),
        "right_share": round(found.right_share, 6),
        "left_added": list(found.left_added),
        "right_added": list(found.right_added),
    }


def _part(part: PartComparison, left: DocumentView, right: DocumentView) -> Json:
    return {
        "part": part.part.value,
        "verdict": part.verdict.value,
        "sentence": part.sentence,
        "left": _reading(part.left, left),
        "right": _reading(part.right, right),
    }


def _reading(reading: MeasurePart, side: DocumentView) -> Json:
    return {
        "values": list(reading.values),
        "words": reading.words,
        "state": reading.state,
        "source": reading.source,
        "spans": _spans(reading.spans, side.find(reading.source)),
    }


def _answer(answer: ProvisionCoverage | None, side: DocumentView, other: DocumentView) -> Json | None:
    if answer is None:
        return None
    return {
        "provision": answer.provision,
        "side": answer.side,
        "coverage": answer.coverage.value,
        "verified": answer.verified.value,
        "searched": answer.searched,
        **gap_json(answer),
        "no_counterpart": round(answer.no_counterpart, 6),
        "best": [_provision_record(other, one) for one in answer.best],
        "near": [_provision_record(other, one) for one in answer.near],
        "elsewhere": [_provision_record(other, one) for one in answer.elsewhere],
        "levels": [asdict(one) for one in answer.levels],
        "on_page": f"{answer.page.crosswalk}.html" if answer.page else "",
        "verification": _verification(side.find(answer.provision)),
    }


def _verification(prov: Provision | None) -> str | None:
    return prov.verification.value if prov else None


def _provision_record(side: DocumentView, prov_id: str) -> Json:
    prov = side.find(prov_id)
    return {
        "id": prov_id,
        "citation": prov.citation if prov else "",
        "also": prov.also if prov else "",
        "heading": prov.heading if prov else "",
        "text": prov.text if prov else "",
        "verification": _verification(prov),
    }


def _rung(corpus: Corpus, prov_id: str) -> Json:
    prov: Provision | None = corpus.by_id.get(prov_id)
    return {
        "corpus": corpus.source.id,
        "as_of": corpus.source.as_of,
        "id": prov_id,
        "citation": prov.citation if prov else "",
        "text": prov.text if prov else "",
        "verification": _verification(prov),
    }


def _coverage(side: Comparison) -> list[Json]:
    left, right = sides(side)
    both: Sequence[tuple[DocumentView, DocumentView, Mapping[str, ProvisionCoverage]]] = (
        (left, right, left.answers),
        (right, left, right.answers),
    )
    return [
        {"crosswalk": side.id, **(_answer(answer, one, other) or {})}
        for one, other, answers in both
        for answer in answers.values()
    ]


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
                slots.setdefault(part.value, []).append(_slot(reading, prov_id))
    return {
        "modality": FrameModality.MEASURE.value,
        "actor_level": "",
        "reports": False,
        "slots": slots,
    }


def _slot(reading: MeasurePart, prov_id: str) -> Json:
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
