"""The role of a word in its clause, and whether the clause denies it, from the parse."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from crosswalk.language.parser import once_a_token
from crosswalk.language.syntax import FORCES, SUBJECTS, agent_of, is_infinitive, is_limit
from crosswalk.language.word_lists import MONTHS, frame_words
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
    if _is_exception(token) or (token.head.i != token.i and _is_in_exception(token.head)):
        return WordRole.EXCEPTION
    role = WordRole.PREDICATE
    for above in (token, *token.ancestors):
        if (found := _circumstance(above, token)) is not None:
            return found
        if not _is_in_clause(above.head):
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


@once_a_token
def _is_in_clause(token: Token) -> bool:
    """Whether a word is in a clause about another word."""
    return any(one.dep_ in _CLAUSES_ABOUT for one in (token, *token.ancestors))


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


@once_a_token
def _marks(above: Token) -> set[str]:
    """The words that open a clause."""
    return {c.lower_ for c in above.children if c.dep_ in {"mark", "advmod", "prep"} and c.i < above.i}


@once_a_token
def _is_in_exception(token: Token) -> bool:
    """Whether a word, or one above it, opens an exception: "except", "other than", "with the exception of"."""
    opens = (
        token.lower_ in _EXCEPTIONS
        or (token.lower_ == "than" and token.head.lower_ == "other")
        or (token.lower_ == "with" and any(child.lower_ == "exception" for child in token.children))
        or _is_exception(token)
    )
    return opens or (token.head.i != token.i and _is_in_exception(token.head))


def _is_exception(token: Token) -> bool:
    """Whether a word stands for a clause that opens with a word such as "except"."""
    clause = token.pos_ == "VERB" or token.dep_ in _SUBCLAUSES
    return clause and bool(_marks(token) & _EXCEPTIONS)


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


@once_a_token
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
    found, by_article = _denying_words(above)
    if not (above.dep_ in SUBJECTS and above.head.i in governors):
        found += by_article
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


@once_a_token
def _denying_words(above: Token) -> tuple[int, int]:
    """How many words below a word deny it: "not" and its like, and "no", "neither" and "never"."""
    by_word, by_article = 0, 0
    for child in above.children:
        said, dep = child.lower_, child.dep_
        if said == "longer":
            by_word += any(one.lower_ == "no" for one in child.children)
        elif dep == "neg":
            by_word += above.lower_ != "limited" and not _opens_limit(child)
        elif dep in {"det", "preconj", "advmod"} and said in {"no", "neither", "never"}:
            by_article += not _opens_limit(child)
    return by_word, by_article


def _opens_limit(token: Token) -> bool:
    """Whether "not" or "no" only opens a limit, as in "not less than" and "must not exceed"."""
    return is_limit(token) or token.doc[token.i + 1 : token.i + 2].text.lower() in _LIMITS
