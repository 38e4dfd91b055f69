"""Analyze a clause: its force and act, and which of its words are denied, excepted or conditional.

Force, act and voice are those of the main frame. The reach of a condition or a denial is read from the words.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from crosswalk.language.normalize import fold
from crosswalk.language.quantities import QuantityConstraint, find_quantities
from crosswalk.language.thesaurus import stem, thesaurus
from crosswalk.language.word_lists import LESS, MORE
from crosswalk.model.annotation import Annotated, NoteKind, Span
from crosswalk.model.corpus import Provision
from crosswalk.model.frame import Frame, FrameModality, ProvisionFrames, Slot
from crosswalk.model.relation import Modality


class Role(StrEnum):
    """The role of a phrase in its clause."""

    SUBJECT = "subject"
    AGENT = "agent"
    PREDICATE = "predicate"
    EXCEPTION = "exception"
    CONDITION = "condition"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class ClauseAnalysis:
    """The clause of one text; every span is in that text.

    `force` is its modality. `optional` is whether it permits not doing what it names, `mixed` whether its acts differ
    in modality, `always` whether it excludes no time, and `limited` whether it sets a limit that must not be exceeded.
    `verb` is the start of its act, `action` the word for what is done; both are None if the act is only that something
    is allowed or required. `passive` is whether the subject undergoes the act. `regions` are its exceptions,
    conditions, times and agents, `negation_scopes` the spans it denies.
    """

    force: Modality
    optional: bool = False
    verb: int | None = None
    regions: tuple[tuple[Span, Role], ...] = ()
    negation_scopes: tuple[Span, ...] = ()
    quantities: tuple[QuantityConstraint, ...] = ()
    always: bool = False
    limited: bool = False
    action: Span | None = None
    passive: bool = False
    mixed: bool = False

    def role(self, span: Span) -> Role:
        """The role of a phrase."""
        for region, kind in self.regions:
            if region.start <= span.start < region.end:
                return kind
        return Role.SUBJECT if self.verb is not None and span.start < self.verb else Role.PREDICATE

    def negated(self, span: Span) -> bool:
        """Whether a phrase is denied an odd number of times."""
        return sum(scope.start <= span.start < scope.end for scope in self.negation_scopes) % 2 == 1

    @property
    def circumstances(self) -> bool:
        """Whether the clause has a condition or a time."""
        return any(kind in {Role.TIME, Role.CONDITION} for _, kind in self.regions)

    @property
    def forbids(self) -> bool:
        """Whether the clause is a prohibition."""
        return self.force is Modality.MUST_NOT


_EXCEPTION = re.compile(
    r"\b(?:except(?:ing)?|unless|other than|with the exception of|excluding|not including|save for|apart from)\b"
)
_CONDITION = re.compile(
    r"\b(?:if|only if|only when|only where|where|in the case of|in the event(?: that| of)?|provided that|while"
    r"|subject to|on condition that|as long as|whenever)\b"
)
_TIME = re.compile(r"\b(?:before|after|until|prior to|once|upon|as soon as|following|when)\b")
_END = re.compile(r"[.;]|,(?! (?:and|or)\b)")
_HARD_END = re.compile(r"[.;]")
_NEGATOR = re.compile(
    r"\b(?:does not include|do not include|shall not include|is not|are not|does not|do not|did not|has not|have not"
    r"|not|never|neither|nor|without|none of|no one|nobody|no|free (?:of|from)(?! charge| cost| all charge)"
    r"|(?:refus|declin|fail|omit|neglect|refrain|abstain)(?:s|es|ed|e|ing|ting)? (?:to|from)"
    r"|excludes?|(?:keep|prevent|stop|bar|hinder|discourage)(?:s|ed|ing)? [^.;,]{1,40}? from)\b"
)
_BOUNDED = re.compile(
    rf"not? (?:{MORE}|{LESS})(?: often| frequently)? than\b|not (?:exceed|exceeding|to exceed|only|limited to)\b"
)
_SCOPE_END = re.compile(
    r"[.;:]|,(?! (?:and|or)\b)|\b(?:but|unless|except)\b|\band (?:that|no|not|shall|must|may|is|are)\b"
)
# "No one leaves": its first words deny the whole sentence.
_NOBODY = re.compile(r"(?:no|none of|no one|nobody|neither|nor)$")
_RELATIVE = re.compile(r"\b(?:who|that|which|whose)\b")
_NO_END = re.compile(
    r"[.;:,]|\b(?:and|or|but|to|for|who|that|which|by|from)\b|\b(?:is|are|shall|must|may|can|leads?|will)\b"
)
_ALWAYS = re.compile(
    r"\b(?:always|at all times|at any time|constantly|day and night|by day or at night|never)\b"
)
_CHOICE = re.compile(
    r"\b(?:optional|voluntary|exempt(?:ed)? from|as (?:they|it|he or she) (?:sees? fit|wish(?:es)?))\b"
)
_WITHOUT = re.compile(r"\bwithout\b")
_COMPARED = re.compile(rf"\b(?:{MORE}|{LESS})(?: often| frequently)? than\b|\bexceed\b")
_LEAVE = re.compile(r"not|optional|voluntary|exempt")
_REFUSES = re.compile(r" (?:refuse|decline|omit|refrain|abstain|choose not)\b")
# "Shall not be filled, and the duties shall pass on": another clause with a verb of its own.
_NEXT_CLAUSE = re.compile(r", and (?=[^.;,]{3,80}? (?:shall|must|may) (?!not\b))")
_NEXT_SENTENCE = re.compile(r"[.;] \S")
_ONLY = re.compile(r"\bonly\b")
# Acts that only express modality: "a permit is required", "smoking is not allowed".
_DEONTIC = frozenset({"require", "allow", "permit", "prohibit", "forbid", "ban"})
_NEEDS = frozenset({"need", "require", "have", "hold"})
_FORCE = {
    FrameModality.MUST: Modality.MUST,
    FrameModality.MUST_NOT: Modality.MUST_NOT,
    FrameModality.NEED_NOT: Modality.MAY,
    FrameModality.MAY: Modality.MAY,
    FrameModality.SHOULD: Modality.SHOULD,
}


def analyze_clause(
    prov: Provision, annotated: Annotated, frames: ProvisionFrames | None = None
) -> ClauseAnalysis:
    """Analyze a provision's own words; without frames its force is that of its annotation."""
    low = fold(prov.text)
    main = frames.main if frames is not None else None
    own = annotated.of(NoteKind.DUTY)
    modal = own[0].span if own else None
    force = _FORCE.get(main.modality, Modality.STATES) if main is not None else annotated.duty
    act = _act(main)
    verb = act.start if act is not None else None
    if modal and (main is None or (verb is not None and modal.start < verb)):
        verb = modal.start
    found = _limits(prov.text, annotated, denied_from=(verb or 0) if force is Modality.MUST_NOT else None)
    limited = force is Modality.MUST_NOT and (
        any(n.is_negated for n in found) or bool(_COMPARED.search(low, verb or 0))
    )
    without = _WITHOUT.search(low, verb or 0) if force is Modality.MUST_NOT else None
    if limited or without or (force is Modality.MAY and _ONLY.search(low)):
        # What may not be more than ten must be at most ten, and what may not be done without must be done with.
        force = Modality.MUST
    denied = _denied(low, force, verb, modal or (act if force is Modality.MUST_NOT else None))
    if limited or without:
        denied = tuple(span for span in denied if span.start >= (verb or 0))
    return ClauseAnalysis(
        force,
        _is_optional(low, force, modal),
        verb or None,
        _all_regions(low, frames),
        tuple(span for span in denied if not without or span.start != without.start()),
        found,
        always=bool(_ALWAYS.search(low)),
        limited=limited,
        action=_action(main),
        passive=main is not None and main.passive,
        mixed=_is_mixed(low, frames),
    )


def _act(main: Frame | None) -> Span | None:
    """The act of the main frame; None if it is only that something is allowed or required."""
    act = main.first(Slot.ACT) if main is not None else None
    return None if act is None or act.head in _DEONTIC else act.span


def _action(main: Frame | None) -> Span | None:
    """The word for what is done: the act, what something is, or what it is allowed or required for."""
    act = main.first(Slot.ACT) if main is not None else None
    if main is None or act is None:
        return None
    if act.head == "be" or act.head in _DEONTIC:
        below = main.first(Slot.OBJECT if act.head == "be" else Slot.PURPOSE)
        if below is None or below.span is None:
            return None
        start = below.span.start + (3 if below.words.startswith("to ") else 0)
        return Span(start, below.span.end)
    opens = act.span is None or act.span.start == 0  # an element of a list, whose subject is above it
    return None if opens or stem(act.head) in thesaurus().light_verbs else act.span


def _is_mixed(low: str, frames: ProvisionFrames | None) -> bool:
    """Whether a text of several sentences commands in one and allows or advises in another."""
    forces = {_FORCE.get(one.modality) for one in frames.frames} if frames is not None else set()
    commands = forces & {Modality.MUST, Modality.MUST_NOT}
    return bool(commands and forces & {Modality.MAY, Modality.SHOULD} and _NEXT_SENTENCE.search(low))


def _is_optional(low: str, force: Modality, modal: Span | None) -> bool:
    leave = (
        modal and force is Modality.MAY and (_LEAVE.search(modal.of(low)) or _REFUSES.match(low, modal.end))
    )
    return bool(leave) or bool(_CHOICE.search(low))


def _limits(text: str, annotated: Annotated, *, denied_from: int | None) -> tuple[QuantityConstraint, ...]:
    """The limits a text sets; a prohibition reverses those in what it forbids."""
    cited = [note.span for note in annotated.of(NoteKind.CITATION)]
    found = find_quantities(text)
    if denied_from is not None:
        found = (
            *(n for n in found if n.span.start < denied_from),
            *find_quantities(text, denied=True, start=denied_from),
        )
    return tuple(n for n in found if not n.span.overlaps_any(cited))


def _all_regions(low: str, frames: ProvisionFrames | None) -> tuple[tuple[Span, Role], ...]:
    marked = [*_regions(low, _EXCEPTION, Role.EXCEPTION), *_regions(low, _CONDITION, Role.CONDITION)]
    times = _regions(low, _TIME, Role.TIME)
    marked += [
        item
        for item in (*_needs(frames), *_agents(frames))
        if not item[0].overlaps_any(other for other, _ in marked)
    ]
    return (*marked, *(item for item in times if not item[0].overlaps_any(other for other, _ in marked)))


def _needs(frames: ProvisionFrames | None) -> list[tuple[Span, Role]]:
    """The purpose of a need, which is a condition: "need a license to teach"."""
    main = frames.main if frames is not None else None
    act = main.first(Slot.ACT) if main is not None else None
    if main is None or act is None or act.head not in _NEEDS:
        return []
    return [(one.span, Role.SUBJECT) for one in main.slots.get(Slot.PURPOSE, ()) if one.span is not None]


def _agents(frames: ProvisionFrames | None) -> list[tuple[Span, Role]]:
    """Who does it, named after a verb in the passive voice."""
    passive = [one for one in frames.frames if one.passive] if frames is not None else []
    actors = [actor.span for one in passive for actor in one.slots.get(Slot.ACTOR, ())]
    return [(span, Role.AGENT) for span in actors if span is not None]


def _regions(low: str, opening: re.Pattern[str], kind: Role) -> list[tuple[Span, Role]]:
    """Each stretch from an opening word to the next comma or the end of the sentence."""
    found: list[tuple[Span, Role]] = []
    for hit in opening.finditer(low):
        if found and hit.start() < found[-1][0].end:
            continue
        found.append((Span(hit.start(), _end(low, hit.end())), kind))
    return found


def _end(low: str, place: int) -> int:
    stop = _END.search(low, place)
    return stop.start() if stop else len(low)


def _denied(low: str, force: Modality, verb: int | None, modal: Span | None) -> tuple[Span, ...]:
    """The scope of each negation."""
    scopes: list[Span] = []
    if force is Modality.MUST_NOT:
        start = low.rfind(". ", 0, verb or 0) + 1
        stop = _sentence_end(low, verb or 0)
        clause = _NEXT_CLAUSE.search(low, verb or 0, stop)
        scopes.append(Span(start, clause.start() if clause else stop))
    for hit in _NEGATOR.finditer(low):
        if _BOUNDED.match(low, hit.start() + max(0, hit.group().rfind("no"))) or (
            modal and hit.start() < modal.end and modal.start < hit.end()
        ):
            continue
        if force is Modality.MUST_NOT and hit.start() < (verb or 0):
            continue
        if hit.group() == "without" and (verb is None or hit.start() < verb):
            continue  # who is without a thing is a kind of person, not a denial
        scopes.append(Span(hit.start(), _denied_to(low, hit, verb)))
    return tuple(scopes)


def _denied_to(low: str, hit: re.Match[str], verb: int | None) -> int:
    """Where the scope of a negation ends."""
    ending = (_NO_END if hit.group() in {"no", "none of", "free of", "free from"} else _SCOPE_END).search(
        low, hit.end()
    )
    stop = ending.start() if ending else len(low)
    if not verb or hit.end() >= verb:
        return stop
    before = low[: hit.start()].rstrip()
    if _NOBODY.match(hit.group()) and (not before or before.endswith(".")):
        return _sentence_end(low, verb)
    # What a clause about the subject denies ends where the main verb begins.
    return min(stop, verb) if _RELATIVE.search(before) else stop


def _sentence_end(low: str, place: int) -> int:
    stop = _HARD_END.search(low, place)
    return stop.start() if stop else len(low)
