"""How one text is built: its force, who it speaks to, what it denies, excepts and limits."""

import re
from dataclasses import dataclass
from enum import StrEnum

from crosswalk.match.limits import Limit, limits
from crosswalk.model.corpus import Provision
from crosswalk.model.evidence import Annotated, NoteKind, Span
from crosswalk.model.relation import Duty
from crosswalk.text.normalize import fold


class Place(StrEnum):
    """Where in a text a phrase stands, which decides what it does to the demand."""

    SUBJECT = "subject"
    PREDICATE = "predicate"
    EXCEPTION = "exception"
    CONDITION = "condition"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Shape:
    """The build of one text. `force` is how far it binds, told in the words of `Duty`.

    `optional` says that it gives leave not to do what it names; `verb` is where its main verb
    starts (None where there is none); `regions` are its exceptions, conditions and times; `denied`
    what it negates; `always` whether it leaves no time out, and `limited` whether it says how much
    may not be passed; `reserves` are its stock phrases of reserve (as appropriate).
    """

    force: Duty
    optional: bool = False
    verb: int | None = None
    regions: tuple[tuple[Span, Place], ...] = ()
    denied: tuple[Span, ...] = ()
    limits: tuple[Limit, ...] = ()
    always: bool = False
    limited: bool = False
    reserves: tuple[Span, ...] = ()

    def place(self, span: Span) -> Place:
        """Where a phrase stands."""
        for region, kind in self.regions:
            if region.start <= span.start < region.end:
                return kind
        return Place.SUBJECT if self.verb is not None and span.start < self.verb else Place.PREDICATE

    def negated(self, span: Span) -> bool:
        """Whether a phrase is denied: once, or any odd number of times."""
        return sum(scope.start <= span.start < scope.end for scope in self.denied) % 2 == 1

    @property
    def circumstances(self) -> bool:
        """Whether the text says when, or in which case, it applies."""
        return any(kind in {Place.TIME, Place.CONDITION} for _, kind in self.regions)

    @property
    def forbids(self) -> bool:
        """Whether the text as a whole is a prohibition."""
        return self.force is Duty.MUST_NOT


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
    r"|not|never|neither|nor|without|none of|no one|nobody|no"
    r"|excludes?|(?:keep|prevent|stop|bar|hinder|discourage)(?:s|ed|ing)? [^.;,]{1,40}? from)\b"
)
_BOUNDED = re.compile(
    r"not? (?:more|less|fewer|lower|higher|longer) than\b|not? (?:later|earlier) than\b|not (?:exceeding|to exceed|only)\b"
)
_SCOPE_END = re.compile(
    r"[.;:]|,(?! (?:and|or)\b)|\b(?:but|unless|except)\b|\band (?:that|no|not|shall|must|may|is|are)\b"
)
_NO_END = re.compile(r"[.;:,]|\band\b|\bor\b|\bbut\b|\b(?:is|are|shall|must|may|can|leads?|will)\b")
# Verbs that statutes and rules state things with; the subject stands before the first of them.
_BE = re.compile(
    r"\b(?:is|are|was|were|has|have|means?|includes?|excludes?|applies|apply|consists?|contains?|covers?|requires?"
    r"|leads?|serves?|holds?|gives?|takes?|pays?|receives?|ends?|begins?|starts?|expires?|lasts?|remains?|belongs?"
    r"|opens?|closes?|enters?|exits?|leaves?|decides?|qualif(?:y|ies)|works?|travels?|needs?|becomes?|counts?)\b"
)
_ALWAYS = re.compile(
    r"\b(?:always|at all times|at any time|constantly|day and night|by day or at night|never)\b"
)
_CHOICE = re.compile(
    r"\b(?:optional|voluntary|exempt(?:ed)? from|as (?:they|it|he or she) (?:sees? fit|wish(?:es)?))\b"
)
_WITHOUT = re.compile(r"\bwithout\b")
_COMPARED = re.compile(r"\b(?:more|less|lower|higher|fewer|greater|longer|later) than\b|\bexceed\b")
_LEAVE = re.compile(r"not|optional|voluntary|exempt")
_ONLY = re.compile(r"\bonly\b")


def shape_of(prov: Provision, annotated: Annotated) -> Shape:
    """Read how a provision's own words are built."""
    low = fold(prov.text)
    own = annotated.of(NoteKind.DUTY)
    modal = own[0].span if own else None
    force, verb = annotated.duty, modal.start if modal else _plain_verb(low, annotated)
    found = _limits(prov.text, annotated, denied=force is Duty.MUST_NOT)
    limited = force is Duty.MUST_NOT and (
        any(n.turned for n in found) or bool(_COMPARED.search(low, verb or 0))
    )
    without = _WITHOUT.search(low, verb or 0) if force is Duty.MUST_NOT else None
    if limited or without or (force is Duty.MAY and _ONLY.search(low)):
        # What may not be more than ten must be at most ten, and what may not be done without must be done with.
        force = Duty.MUST
    denied = _denied(low, force, verb, modal)
    if limited or without:
        denied = tuple(span for span in denied if span.start >= (verb or 0))
    return Shape(
        force,
        bool(modal and force is Duty.MAY and _LEAVE.search(modal.of(low))) or bool(_CHOICE.search(low)),
        verb,
        _all_regions(low),
        tuple(span for span in denied if not without or span.start != without.start()),
        found,
        always=bool(_ALWAYS.search(low)),
        limited=limited,
        reserves=tuple(note.span for note in annotated.of(NoteKind.QUALIFIER)),
    )


def _limits(text: str, annotated: Annotated, *, denied: bool) -> tuple[Limit, ...]:
    cited = [note.span for note in annotated.of(NoteKind.CITATION)]
    return tuple(n for n in limits(text, denied=denied) if not any(_meet(n.span, span) for span in cited))


def _all_regions(low: str) -> tuple[tuple[Span, Place], ...]:
    marked = [*_regions(low, _EXCEPTION, Place.EXCEPTION), *_regions(low, _CONDITION, Place.CONDITION)]
    times = _regions(low, _TIME, Place.TIME)
    return (*marked, *(item for item in times if not any(_meet(item[0], other) for other, _ in marked)))


def _plain_verb(low: str, annotated: Annotated) -> int | None:
    """Where the main verb of a text without a modal stands; an element of a list has no subject."""
    if annotated.duty is not Duty.STATES:
        return None
    hit = _BE.search(low)
    return hit.start() if hit and hit.start() > 0 else None


def _regions(low: str, opening: re.Pattern[str], kind: Place) -> list[tuple[Span, Place]]:
    """Each stretch that an opening word begins, to the next comma or the end of the sentence."""
    found: list[tuple[Span, Place]] = []
    for hit in opening.finditer(low):
        if found and hit.start() < found[-1][0].end:
            continue
        stop = _END.search(low, hit.end())
        found.append((Span(hit.start(), stop.start() if stop else len(low)), kind))
    return found


def _meet(one: Span, two: Span) -> bool:
    return one.start < two.end and two.start < one.end


def _denied(low: str, force: Duty, verb: int | None, modal: Span | None) -> tuple[Span, ...]:
    """What each word of negation denies."""
    scopes: list[Span] = []
    if force is Duty.MUST_NOT:
        start, end = low.rfind(". ", 0, verb or 0) + 1, _HARD_END.search(low, verb or 0)
        scopes.append(Span(start, end.start() if end else len(low)))
    for hit in _NEGATOR.finditer(low):
        if _BOUNDED.match(low, hit.start()) or (
            modal and hit.start() < modal.end and modal.start < hit.end()
        ):
            continue
        if force is Duty.MUST_NOT and hit.start() < (verb or 0):
            continue
        if hit.group() == "without" and (verb is None or hit.start() < verb):
            continue  # who is without a thing is a kind of person, not a denial
        stop = (_NO_END if hit.group() in {"no", "none of"} else _SCOPE_END).search(low, hit.end())
        scopes.append(Span(hit.start(), stop.start() if stop else len(low)))
    return tuple(scopes)
