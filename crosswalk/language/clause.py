"""How one text is built: its force, who it speaks to, what it denies, excepts and limits."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from crosswalk.language.normalize import fold
from crosswalk.language.quantities import QuantityConstraint, find_quantities
from crosswalk.language.quantity_words import LESS, MORE
from crosswalk.language.thesaurus import just_before, thesaurus
from crosswalk.model.annotation import Annotated, NoteKind, Span
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Modality


class Role(StrEnum):
    """The role of a phrase in its text, which decides what it does to the demand."""

    SUBJECT = "subject"
    AGENT = "agent"
    PREDICATE = "predicate"
    EXCEPTION = "exception"
    CONDITION = "condition"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class ClauseAnalysis:
    """The build of one text. `force` is how far it binds, as a `Modality`.

    `optional` says that it gives leave not to do what it names; `verb` is where its main verb
    starts (None where there is none); `regions` are its exceptions, conditions and times; `negation_scopes`
    what it negates; `always` whether it leaves no time out, and `limited` whether it says how much
    may not be passed. `action` is the word
    that says what is done, and `passive` says that the subject undergoes it.
    `mixed` says that its sentences differ in force.
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
        """Whether a phrase is denied: once, or any odd number of times."""
        return sum(scope.start <= span.start < scope.end for scope in self.negation_scopes) % 2 == 1

    @property
    def circumstances(self) -> bool:
        """Whether the text says when, or in which case, it applies."""
        return any(kind in {Role.TIME, Role.CONDITION} for _, kind in self.regions)

    @property
    def forbids(self) -> bool:
        """Whether the text as a whole is a prohibition."""
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
# Verbs that statutes and rules state things with; the subject comes before the first of them.
_BE = re.compile(
    r"\b(?:is|are|was|were|has|have|means?|includes?|excludes?|applies|apply|consists?|contains?|covers?|requires?"
    r"|leads?|serves?|holds?|gives?|takes?|pays?|receives?|ends?|begins?|starts?|expires?|lasts?|remains?|belongs?"
    r"|opens?|closes?|enters?|exits?|leaves?|decides?|qualif(?:y|ies)|works?|travels?|needs?|becomes?|counts?)\b"
)
_BEFORE_A_NOUN = re.compile(r"\b(?:the|an?|each|every|any|no|of|its|their|to|this|that|in|on|at|for|with) $")
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
# "Smoking is prohibited": the noun before such a verb is what is done, not who does it.
_OF_THE_ACT = re.compile(
    r"(?:is|are) (?:prohibited|forbidden|banned|unlawful|illegal|(?:not )?(?:allowed|permitted|required)"
    r"|mandatory|compulsory|optional|voluntary|required for)$"
)
_TO_DO = re.compile(r" (?:to|from)\b")
# Who does it, where the verb is in the passive voice: "by the board", not "by mail" or "by the end of".
_BY_END = re.compile(
    r"[.;:,()]|\b(?:in|on|at|for|before|after|within|to|from|when|if|unless|that|which|who|shall|must|may|is|are|as|and"
    r"|every|each year|annually|at least|not|until|unless|except|once|prior|upon|during)\b"
)
_DONE = (
    r"(?:[a-z]+ed|given|taken|written|driven|shown|known|drawn|grown|thrown|held|kept|left|sold|told|paid|made|sent"
    r"|spent|built|found|bought|brought|taught|put|set|read|met|heard|chosen|broken|spoken|worn|seen|done|cut|lost|fed"
    r"|led|laid|drunk|eaten|begun|hidden|forbidden|understood|borne|lent|bound|withdrawn|withheld)"
)
_BY = re.compile(
    rf"\b{_DONE}(?: (?!by\b)[a-z0-9-]+){{0,3}} by (?=[a-z])"
    r"(?!(?:the )?(?:end|time|date|day|first|last|start|beginning|way|means|use|mail|e-?mail|post|law|default)\b)"
    r"(?![a-z]+ing\b)"
)
_PASSIVE = re.compile(rf" (?:not |only |also )?be (?:[a-z]+ly )?{_DONE}\b")
# "Participants in adult education make": the verb of a plural that has a phrase after it.
_AFTER_PLURAL = re.compile(r"(?:[a-z-]+ ){0,2}[a-z-]+s (?:in|of|with|from|at|for|on|under) [a-z-]+ ")
# "Need a license to teach": what the thing is needed for says when it is asked for.
_NEED_TO = re.compile(
    r"\b(?:needs?|requires?|(?:must|shall) (?:have|hold)) (?!to\b)[^.;,]{2,60}? (?P<to>to) (?P<verb>[a-z]+)"
)
_MODAL = re.compile(r"\b(?:(?:shall|must)|(may|should))\b")
# "Shall not be filled, and the duties shall pass on": another clause with a verb of its own.
_NEXT_CLAUSE = re.compile(r", and (?=[^.;,]{3,80}? (?:shall|must|may) (?!not\b))")
_NEXT_SENTENCE = re.compile(r"[.;] \S")
_TOKEN = re.compile(r"[a-z]+(?:-[a-z]+)*|[.;:,()]")
_NO_ACTION = frozenset({"for", "of", "on", "at", "by", "with", "from", "as", "and", "or", "that", "which"})
_LIGHT = frozenset(
    """
    is are was were be been being have has had make makes made take takes taken carry carried get do done give given provide
    provided ensure perform conduct conducted undertake able available seek become remain also only always
    promptly immediately not either both first in the a an to use used keep kept include includes
    """.split(),  # noqa: SIM905 - a list of words reads best as words
)
_ONLY = re.compile(r"\bonly\b")


def analyze_clause(prov: Provision, annotated: Annotated) -> ClauseAnalysis:
    """Read how a provision's own words are built."""
    low = fold(prov.text)
    own = annotated.of(NoteKind.DUTY)
    modal = own[0].span if own else None
    force, verb = annotated.duty, modal.start if modal else _plain_verb(low, annotated)
    of_the_act = modal and _OF_THE_ACT.search(modal.of(low)) and not _TO_DO.match(low, modal.end)
    verb = None if of_the_act else verb
    found = _limits(prov.text, annotated, denied_from=(verb or 0) if force is Modality.MUST_NOT else None)
    limited = force is Modality.MUST_NOT and (
        any(n.is_negated for n in found) or bool(_COMPARED.search(low, verb or 0))
    )
    without = _WITHOUT.search(low, verb or 0) if force is Modality.MUST_NOT else None
    if limited or without or (force is Modality.MAY and _ONLY.search(low)):
        # What may not be more than ten must be at most ten, and what may not be done without must be done with.
        force = Modality.MUST
    denied = _denied(low, force, verb, modal)
    if limited or without:
        denied = tuple(span for span in denied if span.start >= (verb or 0))
    return ClauseAnalysis(
        force,
        _is_optional(low, force, modal),
        verb,
        _all_regions(low),
        tuple(span for span in denied if not without or span.start != without.start()),
        found,
        always=bool(_ALWAYS.search(low)),
        limited=limited,
        action=None if of_the_act else _action(low, modal, verb),
        passive=bool(modal and _PASSIVE.match(low, modal.end)),
        mixed=_is_mixed(low),
    )


def _is_mixed(low: str) -> bool:
    """Whether a text of several sentences commands in one and allows or advises in another."""
    modals = {hit[1] for hit in _MODAL.finditer(low)}
    return len(modals) > 1 and bool(_NEXT_SENTENCE.search(low))


def _is_optional(low: str, force: Modality, modal: Span | None) -> bool:
    leave = (
        modal and force is Modality.MAY and (_LEAVE.search(modal.of(low)) or _REFUSES.match(low, modal.end))
    )
    return bool(leave) or bool(_CHOICE.search(low))


def _action(low: str, modal: Span | None, verb: int | None) -> Span | None:
    """The word that says what is done: the first after the verb that is not of grammar or a light verb."""
    if modal is None and verb is None:
        return None
    for hit in _TOKEN.finditer(low, modal.end if modal else verb or 0):
        word = hit.group()
        if not word[0].isalpha() or word in _NO_ACTION:
            return None
        if word not in _LIGHT and not word.endswith("ly"):
            return Span(hit.start(), hit.end())
    return None


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


def _all_regions(low: str) -> tuple[tuple[Span, Role], ...]:
    marked = [*_regions(low, _EXCEPTION, Role.EXCEPTION), *_regions(low, _CONDITION, Role.CONDITION)]
    times = _regions(low, _TIME, Role.TIME)
    marked += [
        (Span(hit.start("to"), _end(low, hit.end())), Role.SUBJECT)
        for hit in _NEED_TO.finditer(low)
        if hit["verb"] in thesaurus().verbs
    ]
    marked += [item for item in _agents(low) if not item[0].overlaps_any(other for other, _ in marked)]
    return (*marked, *(item for item in times if not item[0].overlaps_any(other for other, _ in marked)))


def _plain_verb(low: str, annotated: Annotated) -> int | None:
    """The place of the main verb of a text without a modal; an element of a list has no subject."""
    if annotated.duty is not Modality.STATES:
        return None
    words = thesaurus()
    plain = (hit for hit in _BE.finditer(low) if not just_before(_BEFORE_A_NOUN, low, hit.start()))
    hits = [hit.start() for hit in (next(plain, None), words.acts.search(low)) if hit]
    far = _AFTER_PLURAL.match(low)
    later = islice(_TOKEN.finditer(low, far.end()), 3) if far else ()
    hits += [hit.start() for hit in later if hit.group() in words.verbs]
    return min(hits) if hits and min(hits) > 0 else None


def _regions(low: str, opening: re.Pattern[str], kind: Role) -> list[tuple[Span, Role]]:
    """Each stretch that an opening word begins, to the next comma or the end of the sentence."""
    found: list[tuple[Span, Role]] = []
    for hit in opening.finditer(low):
        if found and hit.start() < found[-1][0].end:
            continue
        found.append((Span(hit.start(), _end(low, hit.end())), kind))
    return found


def _end(low: str, place: int) -> int:
    stop = _END.search(low, place)
    return stop.start() if stop else len(low)


def _agents(low: str) -> list[tuple[Span, Role]]:
    """Who does it, named after a verb in the passive voice."""
    found = []
    for hit in _BY.finditer(low):
        stop = _BY_END.search(low, hit.end())
        found.append((Span(hit.end(), stop.start() if stop else len(low)), Role.AGENT))
    return found


def _denied(low: str, force: Modality, verb: int | None, modal: Span | None) -> tuple[Span, ...]:
    """What each word of negation denies."""
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
    """Where the reach of a word of negation ends."""
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
