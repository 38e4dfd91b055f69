"""Modality of a text: what it requires, permits or forbids, and who must, may or should act."""

import re
from dataclasses import dataclass
from enum import StrEnum

from crosswalk.data import load
from crosswalk.language.normalize import fold
from crosswalk.language.word_lists import MONTHS
from crosswalk.model.annotation import Span
from crosswalk.model.relation import Modality


class ModalKind(StrEnum):
    """What a force word does."""

    MODAL = "modal"
    CHOICE = "choice"
    BOUND = "bound"
    NEGATION = "negation"
    EXCEPTION = "exception"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True, order=True)
class Modal:
    """A word of force or logic: its span, its kind and its normal form."""

    span: Span
    kind: ModalKind
    value: str


# The kind and the normal form of every way that a word is written.
_VALUE = {
    written: (ModalKind(kind), value)
    for kind, values in load("modality.yaml").items()
    for value, every in values.items()
    for written in every
}
_ANY = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(re.escape(words) for words in sorted(_VALUE, key=lambda words: (-len(words), words)))
    + r")(?![\w-])"
)
# "No." before a number and "May" before a day or year are not modals.
_NUMBERED = re.compile(r"may \d{1,2}(?:st|nd|rd|th)?\b|may,? \d{4}\b|no\. ?\d")
_VERB_AFTER = re.compile(r" (?:not|be|only|also|have)\b")
# After a capitalized "May" that is a month or a name: the end, a mark, another verb, a day, an office.
_NO_VERB_AFTER = re.compile(
    r"[^\w:—]*$|[.;)/?!]|’s|'s| \(?\d| (?:is|was|has|had|shall|must|will|should|may|can|does|did|day)\b"
)
# A name before it ("Elaine May", "Dr. May"), and what shows that the two words are a title instead.
_NAME_BEFORE = re.compile(r"(?:\b[A-Z][a-z]+|\b[A-Z]\.|\b(?:Mr|Ms|Mrs|Dr|Prof)\.) $")
_TITLE_AFTER = re.compile(r" [A-Z][a-z]*(?<!ing)\b|[:—]")
# "May" is the month after a word of time, and before another date ("May and June", "May through July").
_TIME_BEFORE = re.compile(
    r"\b(?:in|by|of|since|until|till|from|through|before|after|during|between|for|to|early|late|mid|each|every|last|next|this)"
    r"[ -]$"
)
_DATE_AFTER = re.compile(rf" ?(?:-|–|,|and|or|to|through|until) (?:{'|'.join(MONTHS)})\b")


def find_modals(text: str) -> tuple[Modal, ...]:
    """Find every word of force or logic in a text, in order.

    >>> [(word.value, word.kind) for word in find_modals("must have at least 2")]
    [('must', <ModalKind.MODAL: 'modal'>), ('at least', <ModalKind.BOUND: 'bound'>)]
    """
    low = fold(text)
    return tuple(
        Modal(Span(found.start(), found.end()), *_VALUE[found.group()])
        for found in _ANY.finditer(low)
        if not _NUMBERED.match(low, found.start()) and not _is_month_or_name(text, low, found)
    )


def _is_month_or_name(text: str, low: str, word: re.Match[str]) -> bool:
    """Whether a capitalized "May" is the month, or a person's name, and not the verb."""
    start, end = word.span()
    if text[start:end] not in {"May", "MAY"} or _VERB_AFTER.match(low, end):
        return False
    if _NO_VERB_AFTER.match(low, end):
        return True
    if text[start:end] == "MAY":
        return False
    named = _NAME_BEFORE.search(text, 0, start) and not _TITLE_AFTER.match(text, end)
    return bool(named or _TIME_BEFORE.search(low, 0, start) or _DATE_AFTER.match(low, end))


_TERM_MEANS = re.compile(
    r"\bterms? \"[^\"]+\"(?:,? (?:and|or) (?:the term )?\"[^\"]+\")*[^.;\"]{0,160}?\b"
    r"(?P<verb>means|mean|includes|include|has the meaning|have the meanings?|refers? to)\b"
    r"|^\"[^\"]+\" (?P<bare>means|includes|has the meaning|refers to)\b"
)
_NOTHING = re.compile(
    r"^(?:no(?! (?:later|earlier|sooner|more|less|fewer|longer|higher|lower) than\b)|none|nothing|neither)\b"
)
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|whom|whose|if|unless|when|whenever|where|how|whether|because|as)\b"
)
_RELATIVE_START = re.compile(r"^(?:that|which|who|and|or) ")
_BREAK = re.compile(r"[,;:()—]")
_DUTY = {
    "must": Modality.MUST,
    "must not": Modality.MUST_NOT,
    "need not": Modality.MAY,
    "should": Modality.SHOULD,
    "may": Modality.MAY,
}


def deontic_modality(text: str, *, fragment: bool = False) -> tuple[Modality, Span] | None:
    """The force of a text's main verb, and the word that carries it; None where it has none of its own.

    `fragment` says that the text completes a lead-in: a modal inside one of its clauses ("a
    description of how funds may be used") is then not its main verb.

    >>> deontic_modality("The State board shall assist the Governor")
    (<Modality.MUST: 'must'>, Span(start=16, end=21))
    """
    low = fold(text)
    defining = _TERM_MEANS.search(low)
    if defining:
        group = "verb" if defining["verb"] else "bare"
        duty = Modality.INCLUDES if defining[group].startswith("include") else Modality.MEANS
        return duty, Span(*defining.span(group))
    modals = _modals(text, low)
    if not modals:
        return None
    main = [word for word in modals if not _is_subordinate(low, word.span.start)]
    if not main and fragment and not _RELATIVE_START.match(low):
        return None
    # "A State that may act shall report": of the verbs of one clause, the last is the main one.
    clause = [word for word in modals if not _BREAK.search(low, modals[0].span.end, word.span.start)]
    chosen = main[0] if main else clause[-1]
    return _duty(low, chosen), chosen.span


def lead_in_modality(text: str) -> Modality | None:
    """The modality that a lead-in gives to what follows: that of its last verb.

    >>> lead_in_modality("The plan shall hold a list, which may include—")
    <Modality.MAY: 'may'>
    """
    low = fold(text)
    modals = _modals(text, low)
    defined = _TERM_MEANS.search(low)
    if defined and not any(word.span.start > defined.end() for word in modals):
        found = deontic_modality(text)
        return found[0] if found else None
    return _duty(low, modals[-1]) if modals else None


def _modals(text: str, low: str) -> list[Modal]:
    """The modal verbs outside brackets; a modal in an aside does not set the force of the text."""
    every = [
        Modal(word.span, ModalKind.MODAL, "must not") if low.startswith("may not", word.span.start) else word
        for word in find_modals(text)
        if word.kind is ModalKind.MODAL or low.startswith("may not", word.span.start)
    ]
    inside = bracketed_asides(low)
    return [word for word in every if not any(start < word.span.start < end for start, end in inside)]


def bracketed_asides(low: str) -> list[tuple[int, int]]:
    """The ranges of parentheses that hold an aside: closed, and not around the whole text."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for at, char in enumerate(low):
        if char == "(":
            opened.append(at)
        elif char == ")" and opened:
            found.append((opened.pop(), at + 1))
    whole = len(low.strip().rstrip("."))
    return [(start, end) for start, end in found if end - start < whole]


# "Nothing shall be construed to", "shall not apply": a limit on reading, not a prohibition.
_READING_RULE = re.compile(
    r"^\W*(?:be construed|be interpreted|apply\b|be considered|be deemed|be subject to)"
)


def _duty(low: str, word: Modal) -> Modality:
    duty = _DUTY[word.value]
    sentence = low[low.rfind(". ", 0, word.span.start) + 1 :].lstrip()
    if _NOTHING.match(sentence) and duty in {Modality.MUST, Modality.MAY}:
        duty = Modality.MUST_NOT
    if duty is Modality.MUST_NOT and _READING_RULE.match(low[word.span.end :]):
        return Modality.STATES
    return duty


def _is_subordinate(low: str, start: int) -> bool:
    """Whether a verb that begins at a character is in a relative or conditional clause.

    A verb right after a comma closes an insertion ("the board, with its partners, shall"), so the
    words before the insertion are looked at.
    """
    sentence = low[low.rfind(". ", 0, start) + 1 : start]
    pieces = [piece.strip() for piece in _BREAK.split(sentence)]
    while len(pieces) > 2 and not pieces[-1]:
        pieces = pieces[:-2]
    return bool(_SUBORDINATE.search(pieces[-1]))


# An opening phrase that is not the subject: "In developing the plan, the State shall ..."
_OPENING = re.compile(
    r"^(?:in|for|from|to|with|within|under|using|upon|on|at|by|after|before|during|prior|not later|no later|"
    r"if|when|where|unless|except|notwithstanding|subject|as|pursuant|consistent|based|beginning|once|"
    r"each time|through|because|while|until|of the|whenever|regardless|without|since|given|"
    r"(?:\w+ing))\b"
)
_DETERMINER = re.compile(r"^(?:the|a|an|each|any|every|such|that|this|no|all|both|either|its|their)\s+")
_BE = re.compile(
    r"^\s*(?:not\s+|also\s+|only\s+|jointly\s+)*be\s+(?:\w+ly\s+)?(?:\w+(?:ed|en|wn|de|ne|ld|pt|nt)|set|put|made)\b"
)
_BY = re.compile(
    r"\bby (the (?:[\w'-]+ ){0,5}?(?:board|agency|secretary|governor|state|provider|operator|official|department|director)s?)\b"
)
_CUT = re.compile(
    r"\s+(?:that|which|who|whom|whose|involved|responsible|under|pursuant|in accordance|in order|with respect|"
    r"for|in|to|from|with|acting|making|using|entering|receiving|seeking|requesting|relating|carrying|"
    r"(?:\w+ed|\w+ing|made|taken)(?= (?:by|to|in|under|for|on|a|an|the|any|with|from|pursuant|as|out|relating)\b|$))\b"
)
# Words before a verb that name nobody: a cross-reference, a pronoun, a clause.
_NOBODY = re.compile(
    r"^(?:sub)?(?:paragraph|section|clause|chapter|part)s?\b|^(?:there|it|they|such|this|these|nothing|none|only|without|"
    r"establish|regardless)\b|\b(?:is|are|was|were|has|have|who)\b"
)


def find_agent(text: str, verb: Span) -> tuple[str, Span] | None:
    """Who must, may or should act, and where the text names it; None if it does not.

    A passive verb has an actor only where the text says by whom.

    >>> find_agent("In general, the State board shall assist the Governor", Span(28, 33))
    ('State board', Span(start=16, end=27))
    """
    low = fold(text)
    if _BE.match(low[verb.end :]):
        agent = _BY.search(low, verb.end)
        return _agent_phrase(text, low, agent.start(1), agent.end(1)) if agent else None
    start = max(
        low.rfind(". ", 0, verb.start) + 2 if ". " in low[: verb.start] else 0,
        low.rfind("; ", 0, verb.start) + 2 if "; " in low[: verb.start] else 0,
    )
    start = _skip_openings(low, start, verb.start)
    end = verb.start
    comma = low.find(",", start, verb.start)
    if comma != -1:
        end = comma
    return _agent_phrase(text, low, start, end)


def _skip_openings(low: str, start: int, end: int) -> int:
    """Where the subject begins, after phrases such as `After consultation with X,`."""
    while _OPENING.match(low[start:end].lstrip()):
        comma = low.find(",", start, end)
        if comma == -1:
            return end
        start = comma + 1
        # An opening may hold commas of its own; the subject begins with a determiner or a name.
        while not _DETERMINER.match(low[start:end].lstrip()) and (comma := low.find(",", start, end)) != -1:
            start = comma + 1
    return start


def _agent_phrase(text: str, low: str, start: int, end: int) -> tuple[str, Span] | None:
    piece = low[start:end]
    start += len(piece) - len(piece.lstrip())
    determiner = _DETERMINER.match(low[start:end])
    inside = start + (determiner.end() if determiner else 0)
    cut = _CUT.search(low, inside, end)
    if cut:
        end = cut.start()
    name = text[inside:end].strip()
    if not re.match(r"[A-Za-z]", name) or len(name.split()) > 14 or _NOBODY.search(fold(name)):
        return None
    inside += len(text[inside:end]) - len(text[inside:end].lstrip())
    return " ".join(name.split()), Span(inside, inside + len(name))
