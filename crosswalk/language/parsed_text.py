"""Provisions parsed together with their lead-ins, and the role of each word in its clause.

Spans point into the provision's own text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from crosswalk.language.parser import left_out_ranges, move_places, once_a_token, parse, place
from crosswalk.language.phrase_cutting import phrase_of, trimmed
from crosswalk.language.syntax import FORCES, SUBJECTS, agent_of, is_infinitive, is_limit, of_object
from crosswalk.language.word_lists import MONTHS, frame_words
from crosswalk.model.annotation import Span
from crosswalk.model.corpus import Corpus, leads_on
from crosswalk.model.frame import Ban, Filler, FrameModality, WordRole

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


LEAD_IN = "lead-in"
# A term that a provision defines.
DEFINED_TERM = re.compile(r"\bterm [“\"]([^”\"]+)[”\"]")
# A lead-in is read with at most this many characters, its end first.
_LEAD = 700


@dataclass(frozen=True)
class ParsedProvision:
    """One provision parsed with its lead-in: the parse and where the own text begins in it.

    `asides` are the parses of the parentheses, which the main parse leaves out. `before` is the parse of the item
    before, where the text points back with "those".
    """

    provision: str
    text: str
    own_start: int
    doc: Any
    asides: tuple[Any, ...] = ()
    before: Any = None

    def own(self, token: Token) -> bool:
        """Whether a token is in the provision's own text."""
        return bool(place(token)[0] >= self.own_start)

    def words(self, tokens: Sequence[Token]) -> str:
        """The words of some tokens, whole stretches as the text has them, without punctuation at the ends."""
        found = trimmed(tokens)
        said, end = "", place(found[0])[0]
        for at, token in enumerate(found):
            follows = at == 0 or (
                token.i == found[at - 1].i + 1 and not self.text[end : place(token)[0]].strip()
            )
            start = end if follows else place(token)[0]
            said += ("" if follows or token.is_punct else " ") + self.text[start : place(token)[1]]
            end = place(token)[1]
        return " ".join(said.split())

    def word(self, token: Token) -> str:
        """The word of a token as a clause says it; "those" gives way to how the item before calls the same things."""
        if self.before is not None and _points_back(token):
            return _meant(token, self.before)
        return token.text if token.is_punct else self.words([token])

    def filler(self, tokens: Sequence[Token], head: Token) -> Filler:
        """The words of some tokens as a filler, without punctuation at the ends."""
        found = trimmed(tokens)
        start, end = place(found[0])[0], place(found[-1])[1]
        said = " ".join(self.text[start:end].split())
        if start < self.own_start:
            return Filler(said, head.lemma_.lower(), None, LEAD_IN)
        return Filler(said, head.lemma_.lower(), Span(start - self.own_start, end - self.own_start))


def full_text(corpus: Corpus, prov_id: str) -> tuple[str, int]:
    """A provision's lead-ins and own words as one sentence, and where its own words begin."""
    prov = corpus[prov_id]
    lead: list[str] = []
    if _is_sentence(prov.text):
        return prov.text, 0  # a whole sentence needs no lead-in
    for above in reversed(corpus.ancestors(prov_id)):
        said = above.text.strip()
        if not said:
            continue
        if not above.leads_on:
            break
        lead.insert(0, _without_end(said))
    if not lead and leads_on(prov.context):
        lead.append(_without_end(re.split(r"(?<=[.;])\s+(?=[A-Z])", prov.context.rstrip("—–-: "))[-1]))
    joined = " ".join(lead)[-_LEAD:]
    if len(" ".join(lead)) > _LEAD:
        joined = joined.partition(" ")[2]
    start = len(joined) + 1 if joined else 0
    return (f"{joined} {prov.text}" if joined else prov.text), start


# The end of a lead-in that only announces its items: "shall include, at a minimum, each of the following:".
_ANNOUNCES = re.compile(
    r"(?:,?\s*\bat a minimum,?|\s+(?:(?:each|all|any|one or more|at least one) of )?the following)[\s:—–-]*$"
)


def _without_end(lead: str) -> str:
    """A lead-in without the words and signs that only announce its items."""
    said = lead.rstrip("—–-: ")
    while match := _ANNOUNCES.search(said):
        said = said[: match.start()]
    return said


# An item of a list may be written as a sentence and be none: "Developing content and models for ... ."
_ITEM = re.compile(
    r"(?:(?:The|An?)\s+)?(?:\w+ing\b|(?:\w+\s+)?\w+(?:tion|sion|ment|ance|ysis)(?: and \w+)? of\b)"
)
_FINITE = re.compile(r"\b(?:shall|must|may|will|should|can|is|are|was|were|has|have|does|do)\b")


def _is_sentence(text: str) -> bool:
    """Whether a text is written as a sentence and has its verb, as far as its first words show."""
    if not (text[:1].isupper() and text.rstrip().endswith((".", ".”"))):
        return False
    asked = "|how|whether" if text.startswith("A") else ""  # "A description of how the State will ..."
    start = re.split(rf",|\b(?:that|which|who|as{asked})\b", text, maxsplit=1)[0]
    return not _ITEM.match(text) or bool(_FINITE.search(start))


def read_parses(corpus: Corpus, ids: Sequence[str]) -> Iterator[ParsedProvision]:
    """The given provisions parsed, each with its lead-in, in order."""
    texts = [full_text(corpus, prov_id) for prov_id in ids]
    docs = parse([text for text, _ in texts])
    apart = [[r for r in left_out_ranges(text) if text[r[0]] == "("] for text, _ in texts]
    within = [
        text[start + 1 : end - 1]
        for (text, _), ranges in zip(texts, apart, strict=True)
        for start, end in ranges
    ]
    inner = iter(parse(within))
    earlier = {prov_id: before for prov_id in ids if (before := pointed_at(corpus, prov_id))}
    items = dict(zip(earlier, parse(list(earlier.values())), strict=True))
    for prov_id, (text, own), doc, ranges in zip(ids, texts, docs, apart, strict=True):
        asides = tuple(_moved(next(inner), start) for start, _ in ranges)
        yield ParsedProvision(prov_id, text, own, doc, asides, items.get(prov_id))


# What points back to things named before: "in those industry sectors".
_POINTER = re.compile(r"\b(?:those|these) (?=[a-z])")


def pointed_at(corpus: Corpus, prov_id: str) -> str:
    """The text of the item before a provision in the same list, where the provision points back; else empty."""
    if not _POINTER.search(corpus[prov_id].text):
        return ""
    before = corpus.before(prov_id)
    return before.text if before is not None else ""


def _points_back(token: Token) -> bool:
    """Whether a word is "those" or "these" with a noun after it."""
    return token.lower_ in {"those", "these"} and token.dep_ == "det"


def _meant(pointer: Token, before: Token) -> str:
    """What modifies, in the item before, the things that a word points to: "in-demand" for "those"; else "the"."""
    thing = pointer.head
    if any(t.i < pointer.i and t.lower_ == thing.lower_ for t in thing.doc):
        return "the"  # its own sentence names them
    if sum(t.lower_ == thing.lower_ for t in before) > 1:
        return "the"
    said = [t.lower_ for t in thing.doc[pointer.i + 1 : thing.i + 1]]
    for noun in before:
        first = noun.i - len(said) + 1
        if noun.lower_ != thing.lower_ or first < 1 or [t.lower_ for t in before[first : noun.i + 1]] != said:
            continue
        start = first - 1
        while start and not before[start - 1].whitespace_:
            start -= 1  # "in-demand" is three tokens
        if noun.is_ancestor(before[start]) and before[start].dep_ not in {"det", "cc", "punct"}:
            return str(before[start:first].text)
    return "the"


def _moved(doc: Token, start: int) -> Token:
    """The parse of a parenthesis with its places in the whole text."""
    move_places(doc, start + 1)
    return doc


def _without_verb(tokens: list[Token]) -> list[Token]:
    """A phrase without a verb or a complement that the parser takes for a part of it.

    "Identify, prioritize and leverage resources" is about resources, and "make labor organizations partners" about labor
    organizations.
    """
    if len(tokens) == 1 and tokens[0].lower_.endswith(_VERBAL):
        return []
    if len(tokens) > 1:
        doc, first, last = tokens[0].doc, tokens[0], tokens[-1]
        joined = first.i > 1 and doc[first.i - 1].dep_ == "cc" and _is_verb(doc[first.i - 2])
        if joined and first.dep_ == "compound":
            return tokens[1:]
        made = any(t.lemma_ == "make" for t in last.ancestors)
        if made and last.tag_ == tokens[-2].tag_ == "NNS":
            return tokens[:-1]
    return tokens


_VERBAL = ("ize", "ify")


def _is_verb(token: Token) -> bool:
    return bool(token.pos_ == "VERB" or token.lower_.endswith(_VERBAL))


def noun_phrases(reading: ParsedProvision) -> tuple[Filler, ...]:
    """The noun phrases of the own text, articles left off, those of stock words alone left out."""
    lists = frame_words()
    found: list[Filler] = []
    for chunk in (c for doc in (reading.doc, *reading.asides) for c in doc.noun_chunks):
        tokens = [
            t for t in chunk if t.dep_ not in {"det", "poss", "predet"} and not t.is_punct and reading.own(t)
        ]
        tokens = [t for t in tokens if t.pos_ != "PRON" and not t.is_stop] or []
        tokens = _without_verb(tokens)
        if not tokens or all(
            t.lemma_.lower() in lists.stock_nouns or t.pos_ in {"NUM", "DET"} for t in tokens
        ):
            continue
        found.append(reading.filler(tokens, chunk.root if chunk.root in tokens else tokens[-1]))
    return tuple(found)


def act_phrases(reading: ParsedProvision) -> tuple[Filler, ...]:
    """Verbs with their objects, and acts written as nouns with what they act on."""
    lists = frame_words()
    found: list[Filler] = []
    for token in (t for doc in (reading.doc, *reading.asides) for t in doc):
        if not reading.own(token):
            continue
        obj: Token | None = None
        if token.pos_ == "VERB":
            obj = next((c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}), None)
        elif token.lemma_.lower() in lists.act_nouns:
            obj = of_object(token)
        if obj is None or obj.pos_ not in {"NOUN", "PROPN"} or not reading.own(obj):
            continue
        if obj.lemma_.lower() in lists.stock_nouns and not any(
            c.dep_ in {"amod", "compound"} for c in obj.children
        ):
            inner = of_object(obj)
            if inner is None:
                continue
            obj = inner
        verb = lists.act_nouns.get(token.lemma_.lower(), token.lemma_.lower())
        said = [t for t in phrase_of(obj, most=8) if t.dep_ not in {"det", "poss"}]
        named = reading.filler(said or [obj], obj)
        found.append(Filler(f"{verb} {named.words}", verb, named.span, named.source))
    return tuple(found)
