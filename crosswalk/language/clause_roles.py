"""The role of a word in its clause, and whether the clause denies it, from the parse."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from crosswalk.language.frame_words import frame_words
from crosswalk.language.syntax import FORCES, SUBJECTS, agent_of, is_infinitive, is_limit
from crosswalk.language.word_lists import MONTHS
from crosswalk.model.frame import Ban, FrameModality, WordRole

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes
_EXCEPTIONS = frozenset({"except", "excepting", "excluding", "unless", "save", "besides"})
_CONDITIONS = frozenset({"if", "where", "while", "whenever"})
_TIMES = frozenset(
    ["before", "after", "until", "till", "once", "upon", "prior", "following", "during", "when", "since"]
)
_CALENDAR = frozenset(MONTHS) | {"weekend"}
# What is needed for something is needed only by those who do it.
_NEEDS = frozenset({"need", "require", "have", "hold"})
# Verbs that deny what they govern.
_REFUSES = frozenset(
    ["refuse", "decline", "fail", "omit", "neglect", "refrain", "abstain", "exclude", "prevent", "avoid"]
)
_EXCLUDES = frozenset({"exclude", "omit"})
_KEEPS_FROM = frozenset({"keep", "prevent", "stop", "bar", "hinder", "discourage"})
_CLAUSES_ABOUT = frozenset({"relcl", "advcl", "acl"})


class Governor(NamedTuple):
    """The act that governs a clause: what it bans, and its force."""

    ban: Ban
    force: FrameModality


def governor_of(token: Token, governors: Mapping[int, Governor]) -> Governor | None:
    """The act that governs a word; None if no main clause does."""
    above = (governors.get(one.i) for one in (token, *token.ancestors))
    return next((found for found in above if found is not None), None)


def role_of(token: Token, main: Token | None) -> WordRole:
    """The role of a word in its clause; `main` is the main act."""
    if any(_opens_exception(above, token) for above in (token, *token.ancestors)):
        return WordRole.EXCEPTION
    role = WordRole.PREDICATE
    for above in (token, *token.ancestors):
        if (found := _circumstance(above, token)) is not None:
            return found
        if not any(one.dep_ in _CLAUSES_ABOUT for one in (above.head, *above.head.ancestors)):
            if above.dep_ == "agent":
                role = WordRole.AGENT if agent_of(above.head) is not None else WordRole.TIME
            elif above.dep_ in SUBJECTS:
                role = _subject_role(above)
        if above.dep_ == "prep" and above.lower_ == "with" and _after_comma(above):
            return WordRole.PREDICATE  # "the board, with representatives of education, leads"
    acts_first = main is not None and token.i > main.i and not _is_passive(main)
    if role in {WordRole.SUBJECT, WordRole.UNDERGOER} and acts_first and token.dep_ not in SUBJECTS:
        return WordRole.PREDICATE
    return role


def _subject_role(subject: Token) -> WordRole:
    """Who acts, or what undergoes the act; what is only allowed or required is a part of what is done."""
    verb = subject.head
    adjectives = [child for child in verb.children if child.dep_ == "acomp"]
    said = {verb.lemma_.lower(), *(one.lemma_.lower() for one in adjectives)}
    below = [child.dep_ for one in (verb, *adjectives) for child in one.children]
    if said & set(FORCES) and not {"xcomp", "ccomp"} & set(below):
        return WordRole.PREDICATE
    return WordRole.UNDERGOER if subject.dep_.endswith("pass") else WordRole.SUBJECT


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)


def _after_comma(token: Token) -> bool:
    return bool(token.i > 0 and token.nbor(-1).text == ",")


def _marks(above: Token) -> set[str]:
    """The words that open a clause."""
    return {c.lower_ for c in above.children if c.dep_ in {"mark", "advmod", "prep"} and c.i < above.i}


def _opens_exception(above: Token, token: Token) -> bool:
    """Whether a word above a word opens an exception: "except", "other than", "with the exception of"."""
    if above.i != token.i and (
        above.lower_ in _EXCEPTIONS
        or (above.lower_ == "than" and above.head.lower_ == "other")
        or (above.lower_ == "with" and any(child.lower_ == "exception" for child in above.children))
    ):
        return True
    clause = above.pos_ == "VERB" or above.dep_ in _SUBCLAUSES
    return clause and bool(_marks(above) & _EXCEPTIONS)


def _circumstance(above: Token, token: Token) -> WordRole | None:
    """The condition or time that a word or clause above a word opens; None if it opens none."""
    if _is_needed_for(above):
        return WordRole.SUBJECT
    marks = _marks(above)
    if above.dep_ in {"advcl", "relcl"} and marks & _CONDITIONS:
        return WordRole.CONDITION
    if above.dep_ == "advcl" and marks & _TIMES:
        return WordRole.TIME
    return _prepositional(above) if above.dep_ == "prep" and above.i != token.i else None


_SUBCLAUSES = frozenset({"advcl", "ccomp", "acl", "relcl", "pcomp", "pobj"})


def _is_needed_for(verb: Token) -> bool:
    """Whether a verb is what something is needed for: "need a license to teach"."""
    if not is_infinitive(verb):
        return False
    above = verb.head
    needs = above.head.lemma_ in _NEEDS and above.pos_ == "NOUN"
    return needs or (above.lemma_ in _NEEDS and verb.dep_ != "xcomp")


def _prepositional(prep: Token) -> WordRole | None:
    inside = [child for child in prep.children if child.dep_ in {"pobj", "pcomp"}]
    if prep.lower_ in _TIMES or (inside and prep.lower_ in _ON_DATES and _is_date(inside[0])):
        return WordRole.TIME
    case = prep.lower_ == "in" and any(child.lower_ in {"case", "event"} for child in prep.children)
    return WordRole.CONDITION if case or prep.lower_ == "subject" else None


_ON_DATES = frozenset({"between", "from", "in", "on", "by", "at", "for"})


def _is_date(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return lemma in _CALENDAR or (lemma in frame_words().times and lemma not in {"time", "date", "deadline"})


# ------------------------------------------------------------------------------- denial


def is_denied_word(token: Token, governors: Mapping[int, Governor]) -> bool:
    """Whether a word is denied an odd number of times up to the act that governs it, with that act's ban."""
    denials, below = 0, None
    for above in (token, *token.ancestors):
        if above.i in governors:
            excluded = above.lemma_ in _EXCLUDES and below is not None and below.dep_ not in SUBJECTS
            return (denials + excluded + (governors[above.i].ban is Ban.WHOLE)) % 2 == 1
        denials += _denials(above, below, governors)
        if above.dep_ == "relcl":
            break
        below = above
    return denials % 2 == 1


def _denials(above: Token, below: Token | None, governors: Mapping[int, Governor]) -> int:
    """How often a word above a word denies it."""
    found = sum(_is_denial(child, above, governors) for child in above.children)
    if below is None:
        return found
    word = above.lower_
    if word == "without":
        governor = governor_of(above, governors)
        found += governor is None or governor.ban is not Ban.WAY_OUT
    elif word == "from" and above.dep_ == "prep" and above.head.lemma_ in _KEEPS_FROM:
        found += all(child.lower_ != "apart" for child in above.head.children)
    elif word == "free":
        found += below.lower_ in {"of", "from"}
    elif above.pos_ == "VERB" and above.lemma_ in _REFUSES | _BANS:
        found += below.dep_ != "nsubj"
    return found


_BANS = frozenset(word for word, (force, _) in FORCES.items() if force is FrameModality.MUST_NOT)
_LIMITS = frozenset({"exceed", "exceeding", "limited"})


def _is_denial(child: Token, above: Token, governors: Mapping[int, Governor]) -> bool:
    if child.lower_ == "longer":
        return any(one.lower_ == "no" for one in child.children)
    if _opens_limit(child):
        return False
    if child.dep_ == "neg":
        return bool(above.lower_ != "limited")
    governs = above.dep_ in SUBJECTS and above.head.i in governors
    denies = child.dep_ in {"det", "preconj", "advmod"} and child.lower_ in {"no", "neither", "never"}
    return denies and not governs


def _opens_limit(token: Token) -> bool:
    """Whether "not" or "no" only opens a limit, as in "not less than" and "must not exceed"."""
    return is_limit(token) or token.doc[token.i + 1 : token.i + 2].text.lower() in _LIMITS
