"""Explain why a provision is not fully answered and what a person must decide, in the words of `data/coverage.yaml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from crosswalk.compare.direction import Direction
from crosswalk.compare.document import Document, coverage_words, is_fragment
from crosswalk.compare.unmet import is_name, says_something, with_article
from crosswalk.language.frame_words import frame_words, level_of
from crosswalk.language.phrasing import alternatives, capital, listed, lowered
from crosswalk.language.thesaurus import thesaurus
from crosswalk.model.alignment import (
    CONFIDENCE_BANDS,
    LIKELY,
    UNCHECKED,
    Candidate,
    PartComparison,
    PartVerdict,
    ProvisionCoverage,
    UnmetSlot,
)
from crosswalk.model.annotation import MeasurePart, NoteKind, Part
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.model.frame import Filler, Frame, Level, ProvisionFrames, Slot
from crosswalk.model.relation import Coverage, Relation, Status, Verification

# The most phrases of a slot, slots of a provision, and counterparts that a sentence names.
_PHRASES, _SLOTS, _LABELS = 3, 2, 2
# A pair without a row is named as a possible counterpart from this confidence on.
_MODERATE = dict(CONFIDENCE_BANDS)["moderate"]
# The parts of a measure, the most important first.
_PARTS = (Part.STATISTIC, Part.POPULATION, Part.TIMING, Part.CONDITION, Part.EXCLUSIONS, Part.LEVEL)
_VERDICTS = (PartVerdict.DIFFERS, PartVerdict.SILENT, PartVerdict.UNKNOWN)
_PART_NOUNS = {
    Part.STATISTIC: "statistic",
    Part.POPULATION: "population",
    Part.TIMING: "point in time",
    Part.CONDITION: "condition",
    Part.EXCLUSIONS: "set of exclusions",
    Part.LEVEL: "level",
}
_LAW = frozenset({"statute", "regulation", "guidance", "requirements"})
_SILENT = frozenset({Coverage.NOT_ASSESSED, Coverage.NOT_APPLICABLE})


def with_reason(way: Direction, answer: ProvisionCoverage) -> ProvisionCoverage:
    """The answer with its reason, its question and who could answer it; unchanged if nothing is open."""
    prov = way.asked.whole[answer.provision]
    if prov.verification is Verification.NOT_RETRIEVED:
        question = _wording("questions", "not retrieved", asker=way.names.left, **_cited(prov, way.asked))
        return replace(answer, question=question)
    if answer.coverage in _SILENT or answer.standing == Coverage.COVERED:
        return answer
    said = _Saying(way, answer, prov)
    return replace(
        answer, reason=said.reason, question=said.question, actor=said.decider[0], actor_level=said.decider[1]
    )


def _wording(room: str, key: str, **fields: str) -> str:
    words: str = coverage_words()[room][key]
    return capital(words.format(**fields))


def label(prov: Provision, side: Document, name: str = "") -> str:
    """The name of a provision in a sentence: its section in a law, else its heading or number."""
    if side.whole.source.kind in _LAW and (prov.also or prov.citation):
        return prov.also or prov.citation
    title = f"“{prov.heading}”" if prov.heading else prov.citation or prov.num or prov.id
    return f"{title} in {name}" if name else title


def _cited(prov: Provision, side: Document) -> dict[str, str]:
    return {"label": label(prov, side), "page": f" (page {prov.page})" if prov.page else ""}


@dataclass(frozen=True)
class _Saying:
    """The reason, the question and the decider of one open answer."""

    way: Direction
    answer: ProvisionCoverage
    prov: Provision

    @property
    def reason(self) -> str:
        """Why the answer is not a full one."""
        editors = next((row.decided.sentence for row in self._alone if row.decided), "")
        if editors and not self.answer.best:
            return editors
        if self.answer.coverage is Coverage.NOT_FOUND:
            return self._absent()
        if self.answer.coverage is Coverage.CONTRARY:
            return self._say("contrary", why=self._pairs[0].sentence)
        if self._parts:
            return self._measure_reason()
        if self.answer.coverage is Coverage.COVERED:
            covers = _verb(self._counterparts, "cover")
            return self._say("unchecked", labels=self._labels(self._counterparts), cover=covers)
        return self._partly()

    @property
    def question(self) -> str:
        """What a person must decide, and what would settle it."""
        state = self.answer.standing
        if state == UNCHECKED or self.answer.coverage is Coverage.COVERED:
            first = next((one for one in self._counterparts if not one.is_checked), self._counterparts[0])
            return self._ask("unchecked", **_cited(first, self.way.given))
        if state == "elsewhere":
            labels = self._labels([self.way.given.whole[i] for i in self.answer.elsewhere])
            return self._ask(self._named("elsewhere"), labels=labels, ask=_verb(self.answer.elsewhere, "ask"))
        if state == Coverage.CONTRARY:
            return self._ask(self._named("contrary"))
        if self._parts:
            return self._measure_question()
        asked = self._partly_question() if state == Coverage.PARTLY else self._absent_question()
        return " ".join(part for part in (asked, self._closing) if part)

    @cached_property
    def decider(self) -> tuple[str, Level]:
        """Who could decide: the actor of the provision or of a counterpart, in words, and its level."""
        acting = {Level(name) for name in coverage_words()["acting levels"]}
        given = [self.way.given_frames[p.id] for p in self._counterparts if p.id in self.way.given_frames]
        for frame in [f for item in (self._frames, *given) if item for f in item.frames]:
            if frame.level in acting:
                actor = frame.first(Slot.ACTOR)
                words = _decider_words(actor, frame.level) if actor and not frame.passive else ""
                return words or coverage_words()["deciders"][frame.level.value], frame.level
        return coverage_words()["deciders"]["none"], Level.NONE

    @cached_property
    def _frames(self) -> ProvisionFrames | None:
        return self.way.asked_frames.get(self.prov.id)

    @cached_property
    def _main(self) -> Frame | None:
        """The first frame that a sentence can use: its act has an object, an actor or a complement."""
        frames = self._frames.frames if self._frames else ()
        return next((f for f in frames if len(f.clause.split()) > 1), None)

    @cached_property
    def _object(self) -> str:
        """What the provision is about; empty if neither heading nor frames say it."""
        return _about(self.prov, self.way.asked, self._frames)

    @cached_property
    def _pairs(self) -> list[ComparisonRow]:
        rows = self.way.rows_of(self.prov.id)
        return [
            row for row in rows if row.left and row.right and self.way.counterpart(row).id in self.answer.best
        ]

    @cached_property
    def _alone(self) -> list[ComparisonRow]:
        """The rows on file by which the provision has no counterpart."""
        rows = self.way.rows_of(self.prov.id)
        return [row for row in rows if row.decided and not (row.left and row.right) and not row.refused]

    @cached_property
    def _counterparts(self) -> list[Provision]:
        return [self.way.given.whole[i] for i in self.answer.best]

    @cached_property
    def _parts(self) -> tuple[PartComparison, ...]:
        return next((row.candidate.parts for row in self._pairs if row.candidate and row.candidate.parts), ())

    def _labels(self, provs: Sequence[Provision]) -> str:
        """Up to two counterparts by name, a count of the rest, and the document they are in."""
        law = self.way.given.whole.source.kind in _LAW
        return self._plain_labels(provs) if law else f"{self._plain_labels(provs)} in {self.way.names.right}"

    def _plain_labels(self, provs: Sequence[Provision]) -> str:
        names = [label(prov, self.way.given) for prov in provs[:_LABELS]]
        if len(provs) > _LABELS:
            names.append(f"{len(provs) - _LABELS} more")
        return listed(names)

    @cached_property
    def _known(self) -> dict[str, str]:
        names = self.way.names
        return {
            "asker": names.left,
            "giver": names.right,
            "who": self.decider[0],
            "object": self._object,
        }

    def _ask(self, key: str, **fields: str) -> str:
        return _wording("questions", key, **{**self._known, **fields})

    def _say(self, key: str, **fields: str) -> str:
        return _wording("reasons", key, **{**self._known, **fields})

    def _named(self, key: str) -> str:
        """The key of the wording that names the object, or of the wording without one."""
        return key if self._object else f"{key} unnamed"

    def _absent(self) -> str:
        if self.answer.elsewhere:
            provs = [self.way.given.whole[i] for i in self.answer.elsewhere]
            key = self._named("elsewhere")
            return self._say(key, labels=self._plain_labels(provs), verb=_verb(provs, "do"))
        if self._possible is not None:
            key = "possible" if self._possible.fitted else "likely"
            said = f"{self._possible.confidence:.2f}"
            return self._say(key, confidence=said, label=self._label_of(self._possible))
        opening = self._say(self._named("none"))
        return " ".join(part for part in (opening, self._closest()) if part)

    @cached_property
    def _possible(self) -> Candidate | None:
        """The likeliest candidate without a row, if it may well be a counterpart."""
        best = max(self.way.candidates_of(self.prov.id), key=lambda c: c.confidence, default=None)
        if best is None or best.confidence < (_MODERATE if best.fitted else LIKELY):
            return None
        return best

    def _label_of(self, cand: Candidate) -> str:
        return label(self.way.given.whole[self.way.theirs(cand)], self.way.given)

    def _closest(self) -> str:
        """The closest passage, and what it is about."""
        if not self.answer.near:
            return ""
        near = self.way.given.whole[self.answer.near[0]]
        named = label(near, self.way.given)
        theirs = (
            "" if named.startswith("“") else _about(near, self.way.given, self.way.given_frames.get(near.id))
        )
        if self._is_twin(near.id):
            return self._say("closest twin", label=named)
        if theirs and theirs != self._object:
            return self._say("closest", label=named, object=theirs)
        return self._say("closest unnamed", label=named)

    def _is_twin(self, near: str) -> bool:
        ours, theirs = self._frames, self.way.given_frames.get(near)
        levels = {_level(ours), _level(theirs)} - {Level.NONE}
        return len(levels) > 1 and levels <= {Level.FEDERAL, Level.STATE, Level.LOCAL}

    def _absent_question(self) -> str:
        kinds = self.way.asked.whole.source.kind in _LAW, self.way.given.whole.source.kind == "framework"
        if all(kinds):
            return self._ask(self._named("beyond framework"))
        if self._possible is not None:
            return self._ask(self._named("possible"), label=self._label_of(self._possible))
        if self.prov.id in self.way.asked.measures:
            return self._ask("none measure", object=self._object or "this")
        frame = self._main
        if frame is None:
            words = [one.words for one in self._frames.phrases[:_PHRASES]] if self._frames else []
            return self._ask("none phrases", words=listed(words) or label(self.prov, self.way.asked))
        return self._ask(f"none {_form(frame, self.decider[0])}", **_clause(frame))

    def _partly(self) -> str:
        labels = self._labels(self._counterparts)
        if is_fragment(self.way.asked, self.prov, self.way.asked_frames):
            return self._say("fragment", labels=labels)
        if self.answer.unmet:
            does = _verb(self._counterparts, "do")
            return self._say("partly", labels=labels, verb=does, gaps=self._gaps(does))
        covers = _verb(self._counterparts, "cover")
        full = {Relation.EQUAL, Relation.SUBSET}
        if any(row.status is not Status.PROPOSED and self.way.relation(row) in full for row in self._pairs):
            return self._say("draft only", labels=labels, cover=covers)
        key = "met apart" if len(self._counterparts) > 1 else "narrower"
        return self._say(key, labels=labels, cover=covers)

    def _gaps(self, verb: str) -> str:
        wording: Mapping[str, str] = coverage_words()["unmet"]
        said = [wording[slot.value].format(words=_words(slot, mine)) for slot, mine in self._by_slot[:_SLOTS]]
        return f", and {verb} not ".join(said)

    @cached_property
    def _by_slot(self) -> list[tuple[Slot, list[UnmetSlot]]]:
        slots = dict.fromkeys(one.slot for one in self.answer.unmet)
        return [(slot, [one for one in self.answer.unmet if one.slot is slot]) for slot in slots]

    def _partly_question(self) -> str:
        if self._by_slot:
            slot, mine = self._by_slot[0]
            return self._ask(f"partly {slot.value}", words=_words(slot, mine))
        labels = self._labels(self._counterparts)
        return self._ask("partly whole", labels=labels, ask=_verb(self._counterparts, "ask"))

    @cached_property
    def _open_part(self) -> PartComparison | None:
        """The most important part in which two measures are not the same."""
        by_part = {one.part: one for one in self._parts}
        ordered = [by_part[part] for part in _PARTS if part in by_part]
        return next((one for verdict in _VERDICTS for one in ordered if one.verdict is verdict), None)

    def _measure_reason(self) -> str:
        part = self._open_part
        return capital(part.sentence) if part else self._say("same measure")

    def _measure_question(self) -> str:
        part = self._open_part
        if part is None:
            labels = self._labels(self._counterparts)
            return self._ask("partly whole", labels=labels, ask=_verb(self._counterparts, "ask"))
        ours, theirs = (_values(one) for one in (self.way.own_part(part), self.way.their_part(part)))
        noun = _PART_NOUNS[part.part]
        if ours and theirs:
            return self._ask("measure differs", part=noun, ours=ours, theirs=theirs)
        if ours and part.verdict is PartVerdict.SILENT:
            return self._ask("measure open", part=noun, ours=ours)
        unread = self.prov if not ours else self._counterparts[0]
        home = self.way.asked if not ours else self.way.given
        return self._ask("measure unknown", part=noun, label=label(unread, home))

    @property
    def _closing(self) -> str:
        kind, who = self.way.given.whole.source.kind, self.decider[1]
        level = who.value if who in {Level.STATE, Level.LOCAL} else "other"
        key = f"law {level}" if kind in _LAW else kind if kind in {"plan", "framework"} else "other"
        return _wording("closing", key, giver=self.way.names.right)


def _about(prov: Provision, side: Document, item: ProvisionFrames | None) -> str:
    """What a provision is about: its heading if that is a noun phrase, else the object of its act.

    In laws, different provisions often share a heading, so there the object is used.
    """
    first = prov.heading.split(" ")[0].lower()
    titled = prov.heading and side.whole.source.kind not in _LAW
    if titled and (prov.id in side.measures or first not in thesaurus().verbs):
        return f"“{prov.heading}”"
    frames = item.frames if item else ()
    objects = [one for frame in frames for one in frame.slots.get(Slot.OBJECT, ())]
    actors = [one.span for frame in frames for one in frame.slots.get(Slot.ACTOR, ()) if one.span]
    read = side.annotated.get(prov.id)
    passed = [*actors, *(note.span for note in read.of(NoteKind.CITATION))] if read else actors
    for one in (*objects, *(item.phrases if item else ())):
        if one.span is None or one.span.overlaps_any(passed) or is_name(prov.text, one.span):
            continue
        if says_something(one):
            return lowered(with_article(prov.text, one.span))
    return ""


# An actor's name is cut before these words.
_FURTHER = re.compile(r" (?:with|for|under|in|that|who|which|involved|responsible|carrying|of)\b")


def _decider_words(actor: Filler, level: Level) -> str:
    """An actor in few words; empty if the words name a document or a thing and nobody who could decide."""
    if actor.head in frame_words().documents or level_of(actor.words) is not level:
        return ""
    said = lowered(_FURTHER.split(actor.words)[0].rstrip(" ,"))
    usual: str = coverage_words()["deciders"][level.value]
    return usual if said.lower() == usual.lower() else said


def _level(item: ProvisionFrames | None) -> Level:
    frames = item.frames if item else ()
    return next((frame.level for frame in frames if frame.level is not Level.NONE), Level.NONE)


def _form(frame: Frame, who: str) -> str:
    """The form of a frame's act in a question."""
    if frame.nominal:
        return "noun"
    if frame.passive:
        return "passive" if frame.first(Slot.OBJECT) else "phrases"
    actor = frame.first(Slot.ACTOR)
    return "other" if actor is not None and lowered(actor.words) != who else "active"


def _clause(frame: Frame) -> dict[str, str]:
    """The words of a frame that a question may use."""
    doer = frame.first(Slot.OBJECT) if frame.passive else frame.first(Slot.ACTOR)
    act = lowered(frame.clause) if frame.nominal else frame.clause
    return {"clause": act, "subject": lowered(doer.words) if doer else "", "words": act}


def _words(slot: Slot, mine: Sequence[UnmetSlot]) -> str:
    """The unmet phrases of one slot, to follow a negation."""
    quoted = slot in {Slot.CONDITION, Slot.EXCEPTION, Slot.TIME, Slot.QUANTITY, Slot.PLACE}
    words = [one.words if quoted else lowered(one.words) for one in mine[: 1 if quoted else _PHRASES]]
    return alternatives(words)


def _values(part: MeasurePart) -> str:
    """A part of one measure: its own words, or else the values read."""
    return f"“{part.words}”" if part.words else listed(part.values)


def _verb(subjects: Sequence[Any], verb: str) -> str:
    """A verb in the form that agrees with its subjects."""
    if len(subjects) > 1:
        return verb
    return {"do": "does"}.get(verb, f"{verb}s")
