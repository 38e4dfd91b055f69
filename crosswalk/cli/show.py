"""What `show` and `read` print of a document: text, citations, terms, frames, topics and measures; the reading report."""

import json
import re
from collections.abc import Sequence
from typing import Any

from crosswalk.cli.output import first_words
from crosswalk.compare.document import Document, frames_of
from crosswalk.language.lexicon import Lexicon
from crosswalk.language.topics import Topics, topics_of
from crosswalk.model.annotation import Annotated, Measure, MeasurePart, NoteKind
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.corpus import Provision
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.read_result import ReadResult
from crosswalk.report.tables import frame_json
from crosswalk.report.words import count

# A corpus with more provisions than this is shown as a list, not in full.
LISTED = 40
_NOTES_SHOWN = (NoteKind.CONCEPT, NoteKind.DEFINED, NoteKind.CITATION, NoteKind.QUALIFIER, NoteKind.NEGATION)


def shown_lines(document: Document, lexicon: Lexicon, known: Topics | None = None) -> list[str]:
    """The lines on a corpus: its source, then each provision in full, or a list if there are many.

    `known` are the topics to look for; without them no topics are shown.
    """
    corpus = document.part
    source = corpus.source
    lines = [
        f"{source.title} ({source.key}): {count(len(corpus), 'provision')}, digest {corpus.digest}",
        f"{source.mark}. {source.authority} {source.address}".strip(),
        "",
    ]
    if len(corpus) > LISTED:
        return lines + [f"{prov.id:<34} {_cited_words(prov)}" for prov in corpus]
    frames = frames_of(document, NO_CACHE)
    about = topics_of(list(frames.values()), known) if known else {}
    for prov in corpus:
        lines += _provision(prov, document.annotated[prov.id], lexicon, document.whole.checked(prov.id))
        lines += _frame_lines(frames.get(prov.id), document.measures.get(prov.id))
        if prov.id in about:
            lines.append(f"  topics:   {'; '.join(topic.label for topic in about[prov.id]) or 'none'}")
        lines.append("")
    return lines


def _frame_lines(read: ProvisionFrames | None, measure: Measure | None) -> list[str]:
    """The frames of a provision, each slot with its span in the text; a measure is a separate frame."""
    lines = []
    for number, record in enumerate(frame_json(read, measure), start=1):
        level = f", {record['actor_level']}" if record["actor_level"] else ""
        lines.append(
            f"  frame {number}:  {record['modality']}{level}{', to be described' if record['reports'] else ''}"
        )
        for slot, fillers in record["slots"].items():
            lines += [f"    {slot + ':':<14} {one['words']}  [{_place(one)}]" for one in fillers]
    return lines


def _place(filler: dict[str, Any]) -> str:
    """The position of a filler: characters of the provision's own text, the lead-in, or another provision."""
    if filler["start"] is None:
        return "in the lead-in" if filler["source"] in {"", "lead-in"} else filler["source"]
    place = f"{filler['start']}-{filler['end']}"
    return f"{place} of {filler['source']}" if filler["source"] else place


def _cited_words(prov: Provision) -> str:
    cited = f"{prov.citation}  " if prov.citation else ""
    return f"{cited}{first_words(prov)}"


def _provision(prov: Provision, read: Annotated, lexicon: Lexicon, checked: str) -> list[str]:
    cited = " = ".join(words for words in (prov.citation, prov.also) if words)
    lines = [f"{prov.id}  {cited}  [{prov.mark}]"]
    if prov.context:
        lines.append(f"  under:    {prov.context}")
    facts = [*_facts(prov, read, lexicon), ("checked", checked)]
    lines += [f"  {name}: {' ' * (9 - len(name))}{words}" for name, words in facts if words]
    if read.measure is not None:
        lines += [f"  measure:  {part}: {words}" for part, words in _measure(read.measure)]
    return lines


def _facts(prov: Provision, read: Annotated, lexicon: Lexicon) -> list[tuple[str, str]]:
    named = {kind: list(dict.fromkeys(note.value for note in read.of(kind))) for kind in _NOTES_SHOWN}
    concepts = [lexicon.label(c) for c in named[NoteKind.CONCEPT]]
    return [
        ("heading", prov.heading),
        ("text", prov.text),
        ("duty", f"{read.duty.value}{f' ({read.actor})' if read.actor else ''}"),
        ("defines", read.defines),
        ("concepts", "; ".join(concepts)),
        ("defined", "; ".join(dict.fromkeys(f"{n.value} → {n.target}" for n in read.of(NoteKind.DEFINED)))),
        ("cites", "; ".join(named[NoteKind.CITATION])),
        ("qualified", "; ".join(named[NoteKind.QUALIFIER])),
        ("negated", "; ".join(named[NoteKind.NEGATION])),
        ("note", prov.note),
    ]


def _measure(measure: Measure) -> list[tuple[str, str]]:
    """The parts of a measure; for one that includes others by reference, the parts of each of those."""
    if measure.imports:
        taken = [(one.provision, _measure(one)) for one in measure.imports]
        return [
            (f"{place.rsplit('/', 1)[-1]}, taken over: {part}", words)
            for place, m in taken
            for part, words in m
        ]
    added = [(f"{r.part.value}, added by {r.source}", f"“{r.words}”") for r in measure.riders]
    return [(part.value, _measure_part_text(reading)) for part, reading in measure.readings.items()] + added


def _measure_part_text(reading: MeasurePart) -> str:
    words = f"  “{reading.words}”" if reading.words else ""
    return f"{', '.join(reading.values)}{words}" if reading.values else reading.state


def shown_json(document: Document, known: Topics | None = None) -> str:
    """The same as JSON, with the spans of all annotations and slots."""
    corpus = document.part
    frames = frames_of(document, NO_CACHE)
    about = topics_of(list(frames.values()), known) if known else {}
    record = {
        "source": corpus.source.key,
        "title": corpus.source.title,
        "digest": corpus.digest,
        "provisions": [
            {
                **_record(prov, document.annotated[prov.id]),
                "checked": document.whole.checked(prov.id),
                "frames": frame_json(frames.get(prov.id), document.measures.get(prov.id)),
                "topics": [{"id": one.id, "label": one.label} for one in about.get(prov.id, ())],
            }
            for prov in corpus
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1)


def _record(prov: Provision, read: Annotated) -> dict[str, Any]:
    return {
        "id": prov.id,
        "citation": prov.citation,
        "also": prov.also,
        "heading": prov.heading,
        "text": prov.text,
        "context": prov.context,
        "verification": prov.verification.value,
        "digest": prov.digest,
        "duty": read.duty.value,
        "actor": read.actor,
        "defines": read.defines,
        "notes": [
            {
                "kind": n.kind.value,
                "value": n.value,
                "target": n.target,
                "start": n.span.start,
                "end": n.span.end,
                "words": n.span.of(prov.text),
            }
            for n in read.notes
        ],
        "measure": _parts(read.measure) if read.measure else None,
    }


def _parts(measure: Measure) -> dict[str, Any]:
    """Every part with its spans, with what other provisions add and what is included by reference."""
    found: dict[str, Any] = {part.value: _part(reading) for part, reading in measure.readings.items()}
    if measure.riders:
        found["added"] = [_part(rider) for rider in measure.riders]
    if measure.imports:
        found["taken_over"] = {one.provision: _parts(one) for one in measure.imports}
    return found


def _part(reading: MeasurePart) -> dict[str, Any]:
    return {
        "part": reading.part.value,
        "state": reading.state,
        "values": list(reading.values),
        "words": reading.words,
        "source": reading.source,
        "spans": [[s.start, s.end] for s in reading.spans],
    }


_SHOWN = 8


def report_lines(loaded: ReadResult) -> list[str]:
    """The reading report of one document, one sentence or list item a line.

    It says how many provisions there are at each level, how much of the source they hold, and names
    what no provision claims, what could be read two ways, what was left out, and what points nowhere.
    """
    source, total = loaded.corpus.source, len(loaded.corpus)
    levels = ", ".join(f"{level} {count:,}" for level, count in loaded.levels.items())
    return [
        f"Read: {source.title} ({source.key}), {count(total, 'provision')}.",
        f"{source.mark}.",
        f"By level: {levels}.",
        *_counted_ids("Headings without words of their own", loaded.headings_only),
        *_counted_ids("Enumerators without heading or words", loaded.empty),
        *_coverage(loaded),
        *_listed("Could be read two ways", loaded.ambiguous),
        *_references(loaded),
        *_dropped(loaded),
        *(f"Note: {note}" for note in loaded.notes),
        *_listed("Could not be read", [str(problem) for problem in loaded.problems]),
    ]


def _coverage(loaded: ReadResult) -> list[str]:
    """How much of the source is in a provision; rounded down, so that 100% means all of it."""
    share = int(1000 * min(1.0, loaded.coverage)) / 10
    said = (
        f"Coverage: {share:.1f}%. The source has {loaded.source_chars:,} characters without white space:"
        f" {loaded.claimed_chars:,} in provisions, {loaded.dropped_chars:,} left out on purpose,"
        f" {loaded.unread_chars:,} not read."
    )
    return [said, *_listed("In no provision", loaded.unclaimed)]


def _references(loaded: ReadResult) -> list[str]:
    found = loaded.references
    if not found:
        return []
    lost = [f'{one.provision}: "{one.words}"' for one in found if not one.resolved]
    said = f"References: {len(found):,} found, {len(found) - len(lost):,} of them to provisions of this document."
    return [said, *_listed("References to elsewhere", lost)]


def _dropped(loaded: ReadResult) -> list[str]:
    if not loaded.dropped:
        return []
    kinds = (
        f"{_counted(what, one.pieces)} ({count(one.chars, 'character')})"
        for what, one in loaded.dropped.items()
    )
    return [f"Left out on purpose: {', '.join(kinds)}."]


def _counted(what: str, pieces: int) -> str:
    """A count with its noun, which is singular for a count of one.

    >>> _counted("lines of page headers", 1), _counted("comments", 2)
    ('1 line of page headers', '2 comments')
    """
    return f"{pieces:,} {what if pieces != 1 else re.sub(r's(?= of | that |$)', '', what, count=1)}"


def _counted_ids(title: str, ids: Sequence[str]) -> list[str]:
    """A count with the first few ids on the same line; no line for none."""
    more = ", …" if len(ids) > _SHOWN else ""
    return [f"{title}: {len(ids):,} ({', '.join(ids[:_SHOWN])}{more})."] if ids else []


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    """A count with the first few lines below it; no line for none."""
    if not lines:
        return []
    more = [f"  and {len(lines) - _SHOWN:,} more"] if len(lines) > _SHOWN else []
    return [f"{title}: {len(lines):,}.", *(f"  {line}" for line in lines[:_SHOWN]), *more]
