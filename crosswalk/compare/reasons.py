"""Explain why a provision is not fully answered and what a person must decide, in the words of `data/coverage.yaml`.

A reason is given in one direction of a comparison: from the side with the requirements to the answering side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from crosswalk.compare.document import Document, coverage_words, is_fragment
from crosswalk.compare.naming import (
    LAW,
    QUOTED_SLOTS,
    about,
    act_form,
    act_words,
    decider_words,
    first_level,
    is_cut,
    is_partner,
    is_said_in_half,
    is_subject_matter,
    outermost,
    points_back,
    quoted_part,
    readable,
    short_label,
    terms_of,
    unmet_words,
    verb_for,
)
from crosswalk.language.phrasing import capital, first_listed, listed, lowered
from crosswalk.language.thesaurus import thesaurus
from crosswalk.model.alignment import (
    CONFIDENCE_BANDS,
    LIKELY,
    UNCHECKED,
    Candidate,
    MatchType,
    PartComparison,
    PartVerdict,
    ProvisionCoverage,
    Side,
    UnmetSlot,
)
from crosswalk.model.annotation import MeasurePart, Part, Span
from crosswalk.model.comparison import ComparisonRow
from crosswalk.model.corpus import JOINT_KINDS, Provision
from crosswalk.model.frame import BINDING, Frame, FrameModality, Level, ProvisionFrames, Slot
from crosswalk.model.relation import Coverage, Relation, Status, Verification
from crosswalk.relate.predict import Names

# A phrase that matches in one of these ways is not missing.
_FIRM = frozenset({MatchType.SAME, MatchType.SYNONYM})


@dataclass(frozen=True)
class Direction:
    """One direction of a comparison: the provisions of one side are answered by the other.

    `side` is the side of the requirements (`asked`), and `names.left` its name in sentences; `given` is the answering
    document. Frames are by provision id.
    """

    side: Side
    names: Names
    asked: Document
    given: Document
    asked_frames: Mapping[str, ProvisionFrames]
    given_frames: Mapping[str, ProvisionFrames]
    rows: Sequence[ComparisonRow]
    candidates: Sequence[Candidate] = ()

    @cached_property
    def _rows(self) -> dict[str, list[ComparisonRow]]:
        found: dict[str, list[ComparisonRow]] = {}
        for row in self.rows:
            found.setdefault(self.side.of(row), []).append(row)
        return found

    @cached_property
    def _candidates(self) -> dict[str, list[Candidate]]:
        found: dict[str, list[Candidate]] = {}
        for cand in self.candidates:
            found.setdefault(self.side.of(cand), []).append(cand)
        return found

    def rows_of(self, prov_id: str) -> Sequence[ComparisonRow]:
        """The rows of a provision of `asked`."""
        return self._rows.get(prov_id, ())

    def candidates_of(self, prov_id: str) -> Sequence[Candidate]:
        """The candidates of a provision of `asked`."""
        return self._candidates.get(prov_id, ())

    def theirs(self, cand: Candidate) -> str:
        """The id of the answering provision of a candidate."""
        return self.side.other.of(cand)

    def counterpart(self, row: ComparisonRow) -> Provision:
        """The answering provision of a row that is a pair."""
        return self.given.whole[self.side.other.of(row)]

    def relation(self, row: ComparisonRow) -> Relation:
        """The relation of a row, read from the side of the requirements."""
        return row.relation if self.side is Side.LEFT else row.relation.inverse

    def is_only_allowed(self, row: ComparisonRow) -> bool:
        """Whether what a provision requires is left to choice by the answering one, which says "may"."""
        asked = self.asked_frames.get(self.side.of(row))
        given = self.given_frames.get(self.side.other.of(row))
        if asked is None or given is None or asked.main is None or given.main is None:
            return False
        return asked.main.modality in BINDING and given.main.modality is FrameModality.MAY

    def own_part(self, part: PartComparison) -> MeasurePart:
        """The asking side's reading of one part of a measure."""
        return self.side.of(part)

    def their_part(self, part: PartComparison) -> MeasurePart:
        """The answering side's reading of one part of a measure."""
        return self.side.other.of(part)

    def own_matches(self, cand: Candidate) -> list[Span]:
        """The spans of the asking provision that a candidate marks as met."""
        matches = cand.alignment.matches
        return [span for one in matches for span in self.side.of(one)]

    def firm_matches(self, cand: Candidate) -> list[Span]:
        """The spans that match in the same words or in synonyms."""
        matches = [one for one in cand.alignment.matches if one.how in _FIRM]
        return [span for one in matches for span in self.side.of(one)]

    def held(self, row: ComparisonRow) -> bool:
        """Whether the program itself finds that a row is likelier right than not."""
        cand = row.candidate
        if cand is None or cand.prediction is None:
            return False
        return (
            cand.listed if cand.fitted else cand.prediction.relation not in {Relation.NONE, Relation.CONTRARY}
        )


# The most slots of a provision, and counterparts, that a sentence names.
_SLOTS, _LABELS = 2, 2
# A pair without a row is named as a possible counterpart from this confidence on.
_MODERATE = dict(CONFIDENCE_BANDS)["moderate"]
# The parts of a measure, the most important first.
_PARTS = (Part.STATISTIC, Part.POPULATION, Part.TIMING, Part.CONDITION, Part.EXCLUSIONS, Part.LEVEL)
_VERDICTS = (PartVerdict.DIFFERS, PartVerdict.SILENT, PartVerdict.UNKNOWN)
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
        answer,
        near=said.near,
        reason=said.reason,
        question=said.question,
        actor=said.decider[0],
        actor_level=said.decider[1],
    )


def _wording(room: str, key: str, **fields: str) -> str:
    words: str = coverage_words()[room][key]
    return capital(words.format(**fields))


def _cited(prov: Provision, side: Document) -> dict[str, str]:
    return {"label": short_label(prov, side), "page": f" (page {prov.page})" if prov.page else ""}


@dataclass(frozen=True)
class _Saying:
    """The reason, the question and the decider of one open answer."""

    way: Direction
    answer: ProvisionCoverage
    prov: Provision

    @property
    def near(self) -> tuple[str, ...]:
        """What came near, a possible counterpart that the sentences name first."""
        if not self.answer.near or self._possible is None:
            return self.answer.near
        first = self.way.theirs(self._possible)
        return (first, *(one for one in self.answer.near if one != first))

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
            covers = verb_for(self._counterparts, "cover")
            return self._say("unchecked", labels=self._labels(self._counterparts), cover=covers)
        return self._partly()

    @property
    def question(self) -> str:
        """What a person must decide, and what would settle it."""
        state = self.answer.standing
        if state == UNCHECKED or self.answer.coverage is Coverage.COVERED:
            first = next((one for one in self._counterparts if not one.is_checked), self._counterparts[0])
            return self._ask("unchecked", **_cited(first, self.way.given))
        if state == Coverage.CONTRARY:
            return self._ask(self._named("contrary"))
        if self._parts and state != "elsewhere":
            return self._measure_question()
        if state == "elsewhere":
            labels = self._labels([self.way.given.whole[i] for i in self.answer.elsewhere])
            counted = self.prov.id in self.way.asked.measures
            key = "elsewhere measure" if counted else self._named("elsewhere")
            return self._ask(key, labels=labels, ask=verb_for(self.answer.elsewhere, "ask"))
        if self._is_joint:
            return self._joint_question()
        asked = self._partly_question() if state == Coverage.PARTLY else self._absent_question()
        return " ".join(part for part in (asked, self._closing) if part)

    @cached_property
    def decider(self) -> tuple[str, Level]:
        """Who could decide: the actor of the provision or of a counterpart, in words, and its level."""
        team = coverage_words()["deciders"]["none"], Level.NONE
        if self.prov.id in self.way.asked.measures:
            return team  # what is counted does not decide
        acting = {Level(name) for name in coverage_words()["acting levels"]}
        given = [self.way.given_frames[p.id] for p in self._counterparts if p.id in self.way.given_frames]
        for frame in [f for item in (self._frames, *given) if item for f in item.frames]:
            if frame.level in acting:
                actor = frame.first(Slot.ACTOR)
                words = decider_words(actor, frame.level) if actor and not frame.passive else ""
                return words or coverage_words()["deciders"][frame.level.value], frame.level
        return team

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
        return about(self.prov, self.way.asked, self._frames)

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
        law = self.way.given.whole.source.kind in LAW
        return self._plain_labels(provs) if law else f"{self._plain_labels(provs)} in {self.way.names.right}"

    def _plain_labels(self, provs: Sequence[Provision]) -> str:
        return first_listed(list(dict.fromkeys(short_label(prov, self.way.given) for prov in provs)), _LABELS)

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
            return self._say(key, labels=self._plain_labels(provs), verb=verb_for(provs, "do"))
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
        return short_label(self.way.given.whole[self.way.theirs(cand)], self.way.given)

    def _closest(self) -> str:
        """The closest passage, and what it is about."""
        if not self.answer.near:
            return ""
        near = self.way.given.whole[self.answer.near[0]]
        named = short_label(near, self.way.given)
        theirs = (
            "" if named.startswith("“") else about(near, self.way.given, self.way.given_frames.get(near.id))
        )
        if self._is_twin(near.id):
            return self._say("closest twin", label=named)
        if theirs and theirs != self._object:
            return self._say("closest", label=named, object=theirs)
        return self._say("closest unnamed", label=named)

    def _is_twin(self, near: str) -> bool:
        ours, theirs = self._frames, self.way.given_frames.get(near)
        levels = {first_level(ours), first_level(theirs)} - {Level.NONE}
        return len(levels) > 1 and levels <= {Level.FEDERAL, Level.STATE, Level.LOCAL}

    def _absent_question(self) -> str:
        if self.way.asked.whole.source.kind in LAW and self.way.given.whole.source.kind == "framework":
            return self._ask(self._named("beyond framework"))
        if self._possible is not None:
            return self._ask(self._named("possible"), label=self._label_of(self._possible))
        if self.prov.id in self.way.asked.measures:
            return self._ask("none measure", object=self._object or "this")
        heading, frame = self.prov.heading, self._main
        if self._object == f"“{heading}”" and heading.split(" ")[0].lower() in thesaurus().verbs:
            return self._ask("none heading", heading=lowered(heading))
        clause = act_words(frame) if frame else {}
        form = act_form(frame, self.decider[0]) if frame else ""
        # The heading of such a text says the same: "Should people join at several entry points?" asks it of itself.
        by_name = form in {"other", "passive"} and self._object == f"“{heading}”"
        if not form or by_name or any(is_cut(words) for words in clause.values() if words):
            return self._ask(self._named("none object"))
        return self._ask(f"none {form}", **clause)

    @cached_property
    def _is_joint(self) -> bool:
        """Whether both documents bind by themselves, so that the choice is only what to do once for both."""
        return {one.whole.source.kind for one in (self.way.asked, self.way.given)} <= JOINT_KINDS

    def _joint_question(self) -> str:
        if self.answer.standing == Coverage.NOT_FOUND:
            counted = self.prov.id in self.way.asked.measures and self._object
            return self._ask("joint measure" if counted else "joint")
        if self._is_weak:
            return self._ask("joint weak", label=self._labels(self._counterparts[:1]))
        told = [
            (slot, [one for one in mine if is_subject_matter(self.prov.text, one.words)])
            for slot, mine in self._by_slot
        ]
        words = next((unmet_words(slot, mine, join=listed) for slot, mine in told if mine), "")
        return self._ask("joint partly" if words else "joint whole", words=words)

    def _partly(self) -> str:
        said = self._why_partly()
        if not self._is_weak:
            return said
        covers = verb_for(self._counterparts, "cover")
        return f"{self._say('weak', labels=self._labels(self._counterparts), cover=covers)} {said}"

    def _why_partly(self) -> str:
        labels = self._labels(self._counterparts)
        if is_fragment(self.way.asked, self.prov, self.way.asked_frames):
            return self._say("fragment", labels=labels)
        if self._by_slot:
            does = verb_for(self._counterparts, "do")
            return self._say("partly", labels=labels, verb=does, gaps=self._gaps(does))
        if self._pairs and all(self.way.is_only_allowed(row) for row in self._pairs):
            verb, does = (verb_for(self._counterparts, word) for word in ("allow", "do"))
            return self._say("allowed", labels=labels, verb=verb, does=does)
        covers = verb_for(self._counterparts, "cover")
        full = {Relation.EQUAL, Relation.SUBSET}
        if any(row.status is not Status.PROPOSED and self.way.relation(row) in full for row in self._pairs):
            return self._say("draft only", labels=labels, cover=covers)
        key = "met apart" if len(self._counterparts) > 1 else "narrower"
        return self._say(key, labels=labels, cover=covers)

    def _gaps(self, verb: str) -> str:
        wording: Mapping[str, str] = coverage_words()["unmet"]
        told = self._by_slot[:_SLOTS]
        return f", and {verb} not ".join(wording[s.value].format(words=unmet_words(s, m)) for s, m in told)

    @cached_property
    def _by_slot(self) -> list[tuple[Slot, list[UnmetSlot]]]:
        unmet = outermost([one for one in map(self._readable, self.answer.unmet) if one.words])
        slots = dict.fromkeys(one.slot for one in unmet)
        return [(slot, [one for one in unmet if one.slot is slot]) for slot in slots]

    @cached_property
    def _given_text(self) -> str:
        return " ".join(one.text for one in self._counterparts)

    def _readable(self, one: UnmetSlot) -> UnmetSlot:
        """A phrase in words that a sentence can name; conditions, times and figures are quoted as they are.

        What is done with something that is no partner is an object; what a counterpart has in half, or what only
        points back, is left out.
        """
        if one.slot in QUOTED_SLOTS:
            return one
        words = readable(self.prov.text, one.span, terms_of(self.way.asked, self.prov))
        other = one.slot is Slot.COUNTERPARTY and not is_partner(words)
        said = "" if is_said_in_half(words, self._given_text) or points_back(words) else words
        return replace(one, words=said, slot=Slot.OBJECT if other else one.slot)

    @cached_property
    def _is_weak(self) -> bool:
        """Whether only pairs that the program is not sure of, and nobody drafted, answer the provision."""
        sure = [
            row.status is not Status.PROPOSED or (row.confidence or 0.0) >= _MODERATE for row in self._pairs
        ]
        return bool(sure) and not any(sure)

    def _partly_question(self) -> str:
        if self._is_weak:
            return self._ask(self._named("weak"), label=self._labels(self._counterparts[:1]))
        if self._by_slot:
            slot, mine = self._by_slot[0]
            words = unmet_words(slot, mine, join=listed)
            named = slot is Slot.ACT and words.split()[0].lower() not in thesaurus().verbs
            return self._ask(f"partly {(Slot.OBJECT if named else slot).value}", words=words)
        return self._whole_question()

    def _whole_question(self) -> str:
        labels = self._labels(self._counterparts)
        return self._ask("partly whole", labels=labels, ask=verb_for(self._counterparts, "ask"))

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
            return self._whole_question()
        ours, theirs = (quoted_part(one) for one in (self.way.own_part(part), self.way.their_part(part)))
        noun = coverage_words()["parts"][part.part.value]
        if ours and theirs:
            key = "joint measure differs" if self._is_joint else "measure differs"
            return self._ask(key, part=noun, ours=ours, theirs=theirs)
        if ours and part.verdict is PartVerdict.SILENT:
            return self._ask("measure open", part=noun, ours=ours)
        unread = self.prov if not ours else self._counterparts[0]
        home = self.way.asked if not ours else self.way.given
        return self._ask("measure unknown", part=noun, label=short_label(unread, home))

    @property
    def _closing(self) -> str:
        kind, who = self.way.given.whole.source.kind, self.decider[1]
        level = who.value if who in {Level.STATE, Level.LOCAL} else "other"
        key = f"law {level}" if kind in LAW else kind if kind in {"plan", "framework"} else "other"
        return _wording("closing", key, giver=self.way.names.right)
