"""Find the acts of a provision in its parse: the main act, coordinated acts, acts inside a reporting verb, and their circumstances."""

from collections.abc import Iterator, Sequence
from typing import Any

from crosswalk.language.parsed_text import DEFINED_TERM, ParsedProvision
from crosswalk.language.phrase_cutting import clause_tokens, phrase_of
from crosswalk.language.syntax import (
    SUBJECTS,
    clause_below,
    coordinates,
    is_bound_by,
    is_infinitive,
    is_nominal,
    is_reporting,
    object_of,
    of_object,
)
from crosswalk.language.word_lists import FrameWords, frame_words
from crosswalk.model.frame import Filler, Slot

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes


def act_heads(reading: ParsedProvision) -> Iterator[Token]:
    """The head of each act in the own text: the main one of each sentence, then those coordinated with it and below it."""
    seen: set[int] = set()
    for sent in reading.doc.sents:
        own = [t for t in sent if reading.own(t) and not t.is_punct]
        if not own:
            continue
        # A definition says what a term means: "helps an individual advance" is the act, not "advance".
        defines = bool(DEFINED_TERM.search(reading.text))
        top = sent.root if reading.own(sent.root) else _top(reading, own, defines=defines)
        for start in (_not_participle(top), *_included(own)):
            for head in _reach(start, below=not defines):
                if head.i not in seen and (reading.own(head) or head.i == top.i):
                    seen.add(head.i)
                    yield head


def _top(reading: ParsedProvision, own: Sequence[Token], *, defines: bool) -> Token:
    """The word of the own text that depends on the lead-in, or the noun of the lead-in that the own text completes.

    "A strategy for the leveraging of funds—" is what is asked, and "between the programs of the State" only part of it.
    """
    completed = _completed(own[0])
    if completed is not None and not defines:
        return completed
    outside = [t for t in own if not reading.own(t.head) and t.dep_ not in {"cc", "punct", "mark", "advmod"}]
    outside = [t for t in outside if not _opens(t)] or outside
    heads = [t for t in outside if t.pos_ in {"VERB", "AUX", "NOUN", "PROPN"}] or outside
    if defines:
        heads = [t for t in heads if t.pos_ == "VERB"] or heads
    return heads[0] if heads else own[0]


def _completed(first: Token) -> Token | None:
    """What a verb of the lead-in acts on, if a phrase that the own text begins with belongs to it."""
    noun = first.head
    if first.pos_ != "ADP" or first.dep_ != "prep" or noun.pos_ not in {"NOUN", "PROPN"} or noun.i > first.i:
        return None
    while noun.dep_ in {"pobj", "conj", "pcomp", "prep", "compound"}:
        noun = noun.head
    return noun if noun.dep_ == "dobj" and noun.pos_ == "NOUN" else None


def _opens(token: Token) -> bool:
    """Whether a participle only opens a demand, as in "taking into account the analysis, a strategy for ..."."""
    return bool(token.tag_ in {"VBG", "VBN"} and token.lemma_.lower() in _OPENERS)


_OPENERS = frozenset({"take", "base", "consider", "recognize", "give"})


def _not_participle(top: Token) -> Token:
    """A participle taken for the main verb gives way to its noun.

    "The process referred to in ..." has no verb, nor has "policies that let programs be developed". A participle
    with an object is a verb all the same: "partners put in place policies". In "funds allocated for A, and funds
    allocated for B, may be used" the verb comes second.
    """
    noun = next((c for c in top.children if c.dep_ in SUBJECTS), None)
    if noun is None or top.tag_ != "VBN" or any(c.dep_ == "dobj" for c in top.children):
        return top
    helpers = [c for c in top.children if c.dep_ in {"aux", "auxpass"}]
    if not all(c.lower_ == "be" for c in helpers):
        return top
    bound = (c for c in coordinates(top) if any(a.dep_ == "aux" and a.tag_ == "MD" for a in c.children))
    return next(bound, noun)


def _included(own: Sequence[Token]) -> Iterator[Token]:
    """Acts after "including how": each is one more thing that is asked."""
    for token in own:
        if token.lower_ == "including":
            yield from (c for c in token.children if c.dep_ in {"pcomp", "ccomp"} and c.pos_ == "VERB")


def _reach(top: Token, *, below: bool) -> Iterator[Token]:
    """From a head word to the acts themselves; `below` goes down through what only reports or carries."""
    for head in (top, *coordinates(top)):
        if head.i != top.i and not _acts_alone(top, head):
            continue
        token = _descend(head) if below or head.pos_ not in {"VERB", "AUX"} else head
        yield token
        for other in coordinates(token):
            if _acts_alone(token, other):
                yield _descend(other)
        if token.pos_ == "NOUN" and not is_nominal(token):
            yield from _relative_verbs(token)


def _relative_verbs(noun: Token) -> Iterator[Token]:
    """The verbs of the clauses about a noun, or about what it is a way of: "a way of organizing work that joins ..."."""
    inner = of_object(noun)
    while inner is not None:
        yield from (
            c for c in inner.children if c.dep_ == "relcl" and c.pos_ == "VERB" and noun.dep_ == "ROOT"
        )
        inner = object_of(inner) if inner.pos_ == "VERB" else of_object(inner)
    yield from (c for c in noun.children if c.dep_ == "relcl" and c.pos_ == "VERB")


def _acts_alone(first: Token, other: Token) -> bool:
    """Whether a coordinated verb is an act with an object of its own, not one of several verbs of one object."""
    verb = other.pos_ in {"VERB", "AUX"} and first.pos_ in {"VERB", "AUX"}
    # "Supporting activities that encourage youth to enroll ... and enter": the last verbs belong to the clause within.
    if first.tag_ == "VBG" and other.tag_ in {"VB", "VBP", "VBZ"}:
        return False
    # "To publish, each year, the performance reports", "must close whenever the level is above 3": no second demand.
    if any(c.dep_ == "det" for c in other.children) or (first.tag_ == "VB" and other.tag_ == "VBZ"):
        return False
    if verb and any(c.dep_ in SUBJECTS for c in other.children):
        return True
    # "Must not qualify, or have ceased to qualify": the second verb is no demand of its own.
    if verb and any(c.dep_ == "aux" and c.lemma_ == "have" for c in other.children):
        return any(c.dep_ == "aux" and c.tag_ == "MD" for c in other.children)
    return verb and (object_of(first) is not None or object_of(other) is None)


def _descend(token: Token) -> Token:
    for _ in range(6):
        below = _below(token, frame_words())
        if below is None:
            break
        token = below
    return token


def _below(token: Token, lists: FrameWords) -> Token | None:
    """The act that a reporting or transparent word leads to; None where the word is the act itself."""
    lemma = token.lemma_.lower()
    if token.dep_ == "prep":
        return next((c for c in token.children if c.dep_ in {"pobj", "pcomp"}), None)
    if token.pos_ not in {"VERB", "AUX"}:
        given = lemma == "information" and not is_reporting(token.head, lists)
        if lemma not in lists.reporting_nouns or (given and token.dep_ == "dobj"):
            return None
        told = next(
            (c for c in token.children if c.dep_ == "acl" and c.lemma_.lower() in lists.reporting_verbs), None
        )
        return of_object(token) or clause_below(token) or told
    clause, obj = clause_below(token), object_of(token)
    if lemma in lists.reporting_verbs and is_reporting(token, lists):
        return clause or obj
    if clause is not None and (
        is_bound_by(token) or lemma in {"ensure", "assist", "describe", "explain", "specify"}
    ):
        return clause
    if clause is not None and obj is None and lemma in lists.transparent_verbs:
        return clause
    if obj is not None and obj.lemma_.lower() in lists.stock_nouns and lemma in lists.carrying_verbs:
        return next((c for c in (*token.children, *obj.children) if is_infinitive(c)), None)
    return None


def circumstances(reading: ParsedProvision, head: Token) -> Iterator[tuple[Slot, Filler]]:
    """The circumstances of an act: purpose, time, place, means, conditions and so on, each with its slot."""
    lists = frame_words()
    for child in head.children:
        lemma = child.lemma_.lower()
        if child.dep_ == "prep":
            yield from _prepositional(reading, child, lists)
        elif child.dep_ in {"advcl", "xcomp", "acl"} and any(c.tag_ == "TO" for c in child.children):
            yield Slot.PURPOSE, reading.filler(clause_tokens(child), child)
        elif (
            child.dep_ == "advcl"
            and (mark := next((c for c in child.children if c.dep_ in {"mark", "advmod"}), None)) is not None
        ):
            slot = Slot.EXCEPTION if mark.lemma_.lower() in {"unless", "except"} else Slot.CONDITION
            yield slot, reading.filler(clause_tokens(child), child)
        elif child.dep_ in {"npadvmod", "advmod"} and lemma in lists.times:
            yield Slot.TIME, reading.filler(list(child.subtree), child)
    obj = object_of(head) or (of_object(head) if head.pos_ == "NOUN" else None)
    for prep in obj.children if obj is not None else ():
        if is_infinitive(prep):
            yield Slot.PURPOSE, reading.filler(clause_tokens(prep), prep)
        if prep.dep_ == "prep" and prep.lemma_.lower() in {"for", "with", "by", "through", "within", "under"}:
            yield from _prepositional(reading, prep, lists)


def _prepositional(reading: ParsedProvision, prep: Token, lists: FrameWords) -> Iterator[tuple[Slot, Filler]]:
    """The slot and filler of a prepositional phrase, if its preposition gives it one."""
    word = prep.lemma_.lower()
    inner = next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
    if inner is None:
        return
    tokens = phrase_of(inner) if inner.dep_ == "pobj" else clause_tokens(inner)
    filler = reading.filler(tokens, inner)
    lemma = inner.lemma_.lower()
    if lemma in lists.times or inner.ent_type_ == "DATE":
        yield Slot.TIME, filler
    elif word in {"by", "through", "using", "via"}:
        yield Slot.INSTRUMENT, filler
    elif word == "with":
        yield Slot.COUNTERPARTY, filler
    elif word in {"for", "to", "among"} and lemma in lists.people:
        yield Slot.BENEFICIARY, filler
    elif word in {"in", "within", "throughout", "at", "across"} and lemma in lists.places:
        yield Slot.PLACE, filler
    elif word == "for" and inner.dep_ == "pcomp":
        yield Slot.PURPOSE, filler
    elif word in {"except", "other than", "without"}:
        yield Slot.EXCEPTION, filler


# What a document does with an act, by the noun or the kind that says so.
TELLING = {
    "description": "describe",
    "explanation": "explain",
    "identification": "identify",
    "discussion": "discuss",
    "summary": "summarize",
    "outline": "outline",
    "specification": "specify",
    "demonstration": "show",
    "analysis": "analyze",
    "how": "describe",
}
_TELLS = frozenset(
    {"describe", "identify", "specify", "explain", "address", "outline", "summarize", "discuss", "document"}
)


def telling_verb(head: Token, kind: str) -> str:
    """What a document must do with an act written as a noun; "include" where no word says more."""
    for above in head.ancestors:
        lemma = str(above.lemma_).lower()
        if lemma in TELLING and above.pos_ == "NOUN":
            return TELLING[lemma]
        points = any(
            c.lower_ in {"such", "these"} for s in above.children if s.dep_ in SUBJECTS for c in s.children
        )
        if lemma in _TELLS and above.pos_ == "VERB" and not points:
            return lemma
    return TELLING.get(kind, "include")
