"""Read provisions into norm frames from their parse: who must do what, to what, for whom and when."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crosswalk.language import phrasing
from crosswalk.language.acts import act_heads, circumstances, telling_verb
from crosswalk.language.clause_parts import carried, clause_of
from crosswalk.language.condense import shortened, worded
from crosswalk.language.content_words import read_content
from crosswalk.language.lead_ins import Carrier, carrier_of, helper_of, opening_words, weighed, weighing_verb
from crosswalk.language.parsed_text import (
    DEFINED_TERM,
    LEAD_IN,
    ParsedProvision,
    act_phrases,
    noun_phrases,
    read_parses,
)
from crosswalk.language.parser import place
from crosswalk.language.phrase_cutting import is_passive, phrase_of, trimmed
from crosswalk.language.syntax import (
    FORCES,
    REQUIRES,
    SUBJECTS,
    actor_of,
    carrying_words,
    coordinates,
    denies,
    funds_of,
    is_aim,
    is_denied,
    is_infinitive,
    is_nominal,
    is_reported,
    object_of,
    objects_of_act,
    reporter_of,
    subject_of,
)
from crosswalk.language.word_lists import frame_words, level_of
from crosswalk.model.annotation import Span
from crosswalk.model.corpus import Corpus
from crosswalk.model.frame import (
    Clause,
    ClausePart,
    Filler,
    Frame,
    FrameModality,
    Level,
    Loss,
    ProvisionFrames,
    Slot,
)

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes
_MODALS = {
    "shall": FrameModality.MUST,
    "must": FrameModality.MUST,
    "will": FrameModality.MUST,
    "may": FrameModality.MAY,
    "can": FrameModality.MAY,
    "might": FrameModality.MAY,
    "should": FrameModality.SHOULD,
    "ought": FrameModality.SHOULD,
}
# What a plan must answer, by the kinds of a requirement list.
_ANSWERS = frozenset({"analysis", "description", "how", "process", "assurance", "attachment"})
# The clause by which frames are compared has at most this many words.
_CLAUSE = 17
# An actor has at most this many words.
_ACTOR = 16
_CRITERIA = frozenset({"criterion", "indicator", "indicators", "feature", "function"})
# What a framework defines or measures is no mark of quality.
_DEFINING = frozenset({"definition", "term", "metric"})
_ASSURANCE = frozenset({"assurance", "assure", "certification", "certify"})
_LED = re.compile(r"\b(shall|must|may|should)\b(?!\s+not)", re.IGNORECASE)


def read_provisions(corpus: Corpus, ids: Sequence[str]) -> dict[str, ProvisionFrames]:
    """The frames and phrases of the given provisions, by id."""
    found: dict[str, ProvisionFrames] = {}
    for reading in read_parses(corpus, ids):
        prov = corpus[reading.provision]
        head = f"{prov.heading}. " if prov.heading else ""
        frames = read_frames(reading, kind=prov.kind, document=corpus.source.kind, heading=prov.heading)
        found[prov.id] = ProvisionFrames(
            prov.id,
            f"{head}{prov.text}",
            f"{head}{reading.text}",
            frames,
            noun_phrases(reading),
            act_phrases(reading),
            len(head),
            read_content(reading, frames),
        )
    return found


def read_frames(
    reading: ParsedProvision, *, kind: str = "", document: str = "", heading: str = ""
) -> tuple[Frame, ...]:
    """The frames of one provision, main act first.

    Args:
        reading: the parsed provision.
        kind: the provision's kind, such as `criterion`.
        document: the document's kind; what a framework describes is a criterion and no duty.
        heading: the provision's heading, which "it" stands for in a definition.
    """
    found: list[Frame] = []
    for head in act_heads(reading):
        frame = _frame(reading, head, kind, document, heading)
        if frame.slots and not _POINTING.match(frame.words(Slot.ACTOR)):
            found.append(frame)
    return tuple(found)


# A lead-in that asks for an act only where somebody judges it right.
_HEDGED = re.compile(r"\bif (?:determined (?:to be )?)?(?:appropriate|necessary)\b")
# An actor that only points back ("its worth", "this criterion") makes a remark, not an act of its own.
_POINTING = re.compile(r"(?:its|their|this|these|such)\b", re.IGNORECASE)


def _frame(reading: ParsedProvision, head: Token, kind: str, document: str, heading: str) -> Frame:
    """The frame of one act."""
    said = actor_of(head)
    actor = None if said is None or _stands_for_another(said, head) else said
    named = None if actor is None else reading.filler(_doer(actor), actor)
    term = _defined_term(reading, actor, named)
    by_heading = (said is not None and said.lower_ == "it" and kind in _DEFINING) or _defines_thing(
        head, kind
    )
    quality = head.dep_ == "acomp" and subject_of(head.head) is not None and not reading.own(head.head)
    slots = _slots(reading, head, named, term, heading if by_heading else "")
    if quality:
        # "Programs shall be— responsive to needs": a quality is said like an act in the passive.
        thing = subject_of(head.head)
        slots.pop(Slot.ACTOR, None)
        slots[Slot.OBJECT] = [reading.filler(phrase_of(thing), thing)]
    doers = slots.get(Slot.ACTOR, []) if actor is not None else []
    modality = _modality(reading, head, kind, document)
    compared = clause_of(head, reading.word, reading.own)
    carrying = carrying_words(head)
    weighs = weighing_verb(head)
    asked = weighed(head)
    carrier = Carrier() if asked or term else carrier_of(head, reading.own, reading.words)
    funded = head.dep_ != "relcl" and not (actor is not None and reading.own(actor))
    funds = funds_of(head) if funded else ()
    return Frame(
        modality=modality,
        level=_level(reading.text[: reading.own_start], doers[0].words if doers else ""),
        reports=is_reported(head) or kind in _ANSWERS,
        passive=is_passive(head) or quality,
        nominal=head.pos_ not in {"VERB", "AUX"} and not quality,
        enables=any(c.dep_ == "aux" and c.lower_ in {"can", "may", "might"} for c in head.children),
        slots={slot: tuple(fillers) for slot, fillers in slots.items()},
        clause=worded(compared, shortened(compared, _CLAUSE), "base"),
        subordinate=not _defines_thing(head, kind) and _is_subordinate(head, reading),
        carrier=carrier.words,
        doer=reading.filler(_doer(carrier.doer), carrier.doer) if carrier.doer is not None else None,
        within=carrier.within
        or (opening_words(head, reading.own, reading.words) if kind in _ANSWERS else ""),
        helper=helper_of(head, quality=quality),
        reporter=_reporter(reading, head, weighs, kind),
        span=_span(reading, head),
        whole=_with_sense(
            carried(compared, carrying) if all(map(reading.own, carrying)) else compared, reading, head
        ),
        assured=any(t.lemma_.lower() in _ASSURANCE for t in head.ancestors),
        weighed=asked,
        telling=telling_verb(head, kind),
        term=term,
        funds=reading.words(funds) if funds else "",
        hedged=bool(_HEDGED.search(reading.text[: reading.own_start])),
        aim=is_aim(head),
        denied_fact=_denies_fact(head),
    )


def _stands_for_another(actor: Token, head: Token) -> bool:
    """Whether an actor is a bare pronoun, or the document that must only describe the act."""
    if actor.pos_ == "PRON" and not any(c.dep_ == "relcl" for c in actor.children):
        return True
    return actor.lemma_.lower() in frame_words().documents and reporter_of(head) == actor


def _doer(actor: Token) -> list[Token]:
    """The words for who acts; "anyone who handles food" and "the entities carrying out the programs" need their clause."""
    whole = list(actor.subtree)
    bare = not any(c.dep_ in {"amod", "compound", "poss", "nmod"} for c in actor.children)
    about = next((c for c in actor.children if c.dep_ in {"acl", "relcl"}), None)
    hollow = (
        bare
        and about is not None
        and actor.lemma_.lower() in frame_words().general_nouns
        and about.lower_ not in frame_words().pointing_words
        and actor.right_edge.i == about.right_edge.i
    )
    whole_said = (actor.pos_ == "PRON" or hollow) and len(whole) <= _ACTOR
    return whole if whole_said else list(phrase_of(actor, most=_ACTOR))


def _defined_term(reading: ParsedProvision, actor: Token | None, named: Filler | None) -> str:
    """The term that an act defines; empty if the provision defines none, or another actor does the act."""
    found = DEFINED_TERM.search(reading.text)
    if found is None:
        return ""
    if named is None or not reading.own(actor) or "term" in named.words.split():
        return found.group(1)
    return found.group(1) if named.words.strip("“”") in found.group(1) else ""


def _slots(
    reading: ParsedProvision, head: Token, named: Filler | None, term: str, heading: str
) -> dict[Slot, list[Filler]]:
    """The fillers of an act's slots; a defined `term` or the provision's `heading` may be its actor."""
    slots: dict[Slot, list[Filler]] = {}
    if term and head.tag_ in {"VBZ", "VBP", "VB"}:
        # A definition, and each element of one, speaks of the term that it defines.
        slots[Slot.ACTOR] = [_term_filler(term)]
    elif heading:
        slots[Slot.ACTOR] = [_term_filler(phrasing.lowered(heading))]
    elif named is not None:
        slots[Slot.ACTOR] = [named]
    is_act = head.pos_ in {"VERB", "AUX"} or is_nominal(head)
    if is_act:
        slots[Slot.ACT] = [_act(reading, head)]
    if term and is_passive(head):
        slots.pop(Slot.ACTOR, None)
        slots[Slot.OBJECT] = [_term_filler(term)]
    elif objects := objects_of_act(head, passive=is_passive(head)) if is_act else [head]:
        slots[Slot.OBJECT] = [reading.filler(_named(one), one) for one in objects]
    for slot, filler in circumstances(reading, head):
        slots.setdefault(slot, []).append(filler)
    return slots


def _named(noun: Token) -> Sequence[Token]:
    """The phrase of a noun, with the question that it answers: "the determination of whether a sector is in demand"."""
    asks = next(
        (c for c in noun.children if c.lower_ == "of" and any(t.lower_ == "whether" for t in c.subtree)), None
    )
    run = (
        [t for t in noun.subtree if noun.left_edge.i <= t.i <= asks.right_edge.i] if asks is not None else []
    )
    return run if run and noun.dep_ in SUBJECTS and len(run) <= _ACTOR else phrase_of(noun)


def _with_sense(clause: Clause, reading: ParsedProvision, head: Token) -> Clause:
    """A clause that says little by itself with the parenthesis after it, as in "progresses in specificity (leading to ...)"."""
    if len(clause.words) > _LITTLE or head.pos_ != "VERB" or not reading.asides:
        return clause
    last = head.doc[min(head.i + len(clause.words), len(head.doc)) - 1]
    found = re.match(r"\s*(\([^()]+\))", reading.text[place(last)[1] :])
    words = found.group(1).split() if found else []
    if not words or len(words) > _SENSE:
        return clause
    start = len(clause.words)
    part = ClausePart(start, start + len(words), Loss.CONDITION)
    return replace(
        clause, words=(*clause.words, *(f" {word}" for word in words)), parts=(*clause.parts, part)
    )


# A clause of at most so many words says little by itself, and a parenthesis of at most so many may say it.
_LITTLE, _SENSE = 4, 25


def _level(lead: str, actor: str) -> Level:
    """The level of an actor; if its words do not say, that of the plan or board that the lead-in names."""
    level = level_of(actor) if actor else Level.NONE
    if level in {Level.NONE, Level.PROGRAM, Level.PARTICIPANT}:
        return _plan_level(lead, actor) or level
    return level


def _reporter(reading: ParsedProvision, head: Token, weighs: Token | None, kind: str) -> str:
    """The document that must describe the act, or who weighs it."""
    found = reporter_of(head)
    if found is None and weighs is not None:
        found = subject_of(weighs)
    if found is None:
        return "the plan" if kind in _ANSWERS else ""
    return reading.filler(phrase_of(found, most=6), found).words


def _span(reading: ParsedProvision, head: Token) -> Span:
    """The range of an act with all that belongs to it in the provision's own text."""
    tokens = trimmed([t for t in head.subtree if reading.own(t)] or [head])
    start, end = place(tokens[0])[0], place(tokens[-1])[1]
    return Span(max(start - reading.own_start, 0), max(end - reading.own_start, 0))


def _term_filler(words: str) -> Filler:
    return Filler(phrasing.with_article(words), words.rsplit(maxsplit=1)[-1].lower(), None, LEAD_IN)


def _denies_fact(head: Token) -> bool:
    """Whether an act is denied with "does not" of something: "the plan does not comply", unlike "staff do not smoke"."""
    helpers = [c for c in head.children if c.dep_ == "aux"]
    subject = subject_of(head)
    thing = subject is not None and subject.lemma_.lower() in frame_words().documents
    return thing and any(c.lemma_ == "do" for c in helpers) and any(denies(c) for c in head.children)


def _defines_thing(head: Token, kind: str) -> bool:
    """Whether an act says what a thing is whose definition has no verb: "a way of organizing work that joins ..."."""
    return kind in _DEFINING and head.dep_ == "relcl" and head.sent.root.pos_ == "NOUN"


def _is_subordinate(head: Token, reading: ParsedProvision) -> bool:
    """Whether an act is in a clause about a noun ("a wage that rises"), or a noun among examples."""
    if head.pos_ == "NOUN" and any(t.lower_ == "including" and reading.own(t) for t in head.ancestors):
        return True
    if head.dep_ == "relcl" and any(c.dep_ == "dobj" and c.tag_ in {"WDT", "WP"} for c in head.children):
        return True  # "the interventions that schools will provide": what is provided is not in the clause
    return any(
        t.dep_ in {"relcl", "acl"} and t.tag_ != "VB" for t in (head, *head.ancestors) if t.pos_ == "VERB"
    )


def _plan_level(lead: str, actor: str) -> Level | None:
    said = f"{lead} {actor}"
    if re.search(r"\b(?:unified|combined)?\s*State plan|\bState (?:board|plan)", said):
        return Level.STATE
    if re.search(r"\blocal (?:plan|board|area)|\bregional plan", said):
        return Level.LOCAL
    return None


def _act(reading: ParsedProvision, head: Token) -> Filler:
    """The words of an act, and its verb."""
    verbs = [head, *(c for c in coordinates(head) if c.pos_ == head.pos_ and object_of(c) is None)]
    if head.pos_ in {"VERB", "AUX"} and len(verbs) > 1 and object_of(head) is None:
        verbs = [head, *coordinates(head)]
    parts = [c for c in head.children if c.dep_ in {"prt", "neg"}]
    lemma = (
        frame_words().act_nouns.get(head.lemma_.lower(), head.lemma_.lower())
        if head.pos_ == "NOUN"
        else head.lemma_.lower()
    )
    filler = reading.filler(sorted([head, *(p for p in parts if p.i == head.i + 1)], key=lambda t: t.i), head)
    return Filler(filler.words, lemma, filler.span, filler.source)


def _deontic(verb: Token) -> FrameModality | None:
    """The force of a verb that only says how far something binds: "is not allowed", "is unlawful", "has to"."""
    word = verb.lemma_.lower()
    said = next((c.lemma_.lower() for c in verb.children if c.dep_ == "acomp"), "") if word == "be" else word
    forces = FORCES.get(said)
    passive = word == "be" or any(c.dep_ == "auxpass" for c in verb.children)
    if word in {"have", "need"} and any(is_infinitive(c) for c in verb.children):
        forces, passive = REQUIRES, True
    if forces is None or not passive:
        return None
    denied = any(denies(c) or (c.dep_ in SUBJECTS and is_denied(c)) for c in verb.children)
    return forces[denied]


def _modality(reading: ParsedProvision, head: Token, kind: str, document: str) -> FrameModality:
    """The force of the clause that governs the act."""
    chain = [head, *head.ancestors]
    negated = any(denies(c) or (c.dep_ in SUBJECTS and is_denied(c)) for c in head.children) or is_denied(
        head
    )
    for token in chain:
        for child in token.children:
            word = child.lower_
            if child.dep_ == "aux" and word in _MODALS:
                modality = _MODALS[word]
                if document == "framework" and word in {"can", "might", "will"}:
                    return FrameModality.CRITERION
                denied = any(denies(c) for c in token.children)
                bound = _deontic(token)
                if bound is not None and (denied or modality is FrameModality.MUST):
                    return bound  # "shall not be required to" forbids nothing
                if (denied or negated) and modality in {FrameModality.MUST, FrameModality.MAY}:
                    return FrameModality.MUST_NOT
                return modality
        if (force := _deontic(token)) is not None:
            return force
        if token.i != head.i and token.dep_ == "relcl":
            break
        if token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "unless" for c in token.children):
            return FrameModality.MUST  # a ban with a way out requires the way out
    if (kind in _CRITERIA or (document == "framework" and kind not in _DEFINING)) and not negated:
        return FrameModality.CRITERION
    if negated:
        return FrameModality.MUST_NOT
    led = _LED.findall(reading.text[: reading.own_start])
    if led:
        return _MODALS[led[-1].lower()]
    if any(t.lemma_.lower() == "require" for t in chain):
        return FrameModality.MUST
    return FrameModality.MUST if kind in _ANSWERS else FrameModality.IS
