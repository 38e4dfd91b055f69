"""Read provisions into norm frames from their parse: who must do what, to what, for whom and when.

A lead-in and its element are parsed as one sentence; spans point into the element's own text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from crosswalk.model.corpus import Corpus
from crosswalk.model.annotation import Span
from crosswalk.model.frame import Filler, Frame, Level, Modality, ProvisionFrames, Slot

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes

LEAD_IN = "lead-in"
# A lead-in is read with at most this many characters, its end first, so that the parser sees the element's head.
_LEAD = 700
# A phrase and a clause shown in a sentence have at most so many words.
_PHRASE, _CLAUSE = 12, 17
_MODALS = {
    "shall": Modality.MUST,
    "must": Modality.MUST,
    "will": Modality.MUST,
    "may": Modality.MAY,
    "can": Modality.MAY,
    "might": Modality.MAY,
    "should": Modality.SHOULD,
    "ought": Modality.SHOULD,
}
_CRITERIA = frozenset({"criterion", "indicator", "indicators", "feature", "function"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_OBJECTS = ("dobj", "nsubjpass", "attr", "oprd")
_CLAUSES = frozenset({"relcl", "acl", "advcl"})


@dataclass(frozen=True)
class _Words:
    """The word lists of `data/frames.yaml`."""

    reporting_verbs: frozenset[str]
    documents: frozenset[str]
    reporting_nouns: frozenset[str]
    transparent_verbs: frozenset[str]
    carrying_verbs: frozenset[str]
    act_nouns: Mapping[str, str]
    people: frozenset[str]
    stock_nouns: frozenset[str]
    common_nouns: frozenset[str]
    levels: tuple[tuple[Level, re.Pattern[str]], ...]
    places: frozenset[str]
    times: frozenset[str]


@cache
def words() -> _Words:
    """The word lists, read once."""
    data = yaml.load((files("crosswalk.data") / "frames.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader)
    levels = tuple((Level(_level_name(name)), _level_pattern(terms)) for name, terms in data["levels"].items())
    return _Words(
        *(frozenset(data[name]) for name in ("reporting_verbs", "documents", "reporting_nouns")),
        frozenset(data["transparent_verbs"]),
        frozenset(data["carrying_verbs"]),
        data["act_nouns"],
        frozenset(data["people"]),
        frozenset(data["stock_nouns"]),
        frozenset(data["common_nouns"]),
        levels,
        frozenset(data["places"]),
        frozenset(data["times"]),
    )


def _level_name(name: str) -> str:
    return name


def _level_pattern(terms: Sequence[str]) -> re.Pattern[str]:
    parts = [re.escape(t[1:]) if t.startswith("=") else re.escape(t) + r"(?:e?s)?" for t in terms]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def level_of(phrase: str) -> Level:
    """The level at which an actor stands, from the words for it."""
    return next((level for level, pattern in words().levels if pattern.search(phrase)), Level.NONE)


@dataclass(frozen=True)
class Reading:
    """One provision parsed with its lead-in: the parse and where the own text begins in it."""

    provision: str
    text: str
    own_start: int
    doc: Any

    def own(self, token: Token) -> bool:
        """Whether a token stands in the provision's own text."""
        return bool(token._.at[0] >= self.own_start)

    def filler(self, tokens: Sequence[Token], head: Token) -> Filler:
        """The words of some tokens as a filler, without punctuation at the ends."""
        found = _trimmed(tokens)
        start, end = found[0]._.at[0], found[-1]._.at[1]
        said = " ".join(self.text[start:end].split())
        if start < self.own_start:
            return Filler(said, head.lemma_.lower(), None, LEAD_IN)
        return Filler(said, head.lemma_.lower(), Span(start - self.own_start, end - self.own_start))


def _trimmed(tokens: Sequence[Token]) -> Sequence[Token]:
    found = list(tokens)
    while len(found) > 1 and (found[-1].is_punct or found[-1].dep_ in {"cc", "punct"}):
        found.pop()
    while len(found) > 1 and (found[0].is_punct or found[0].dep_ in {"cc", "punct"}):
        found.pop(0)
    return found


def full_text(corpus: Corpus, prov_id: str) -> tuple[str, int]:
    """A provision's lead-ins and own words as one sentence, and where its own words begin."""
    prov = corpus[prov_id]
    lead: list[str] = []
    if prov.text[:1].isupper() and prov.text.rstrip().endswith((".", ".”")):
        return prov.text, 0  # a whole sentence needs no lead-in
    for above in (*reversed(corpus.ancestors(prov_id)),):
        said = above.text.strip()
        if not said:
            continue
        if not said.endswith(("—", "–", "-", ":")):
            break
        lead.insert(0, said.rstrip("—–-: "))
    if not lead and prov.context.rstrip().endswith(("—", "–", "-", ":")):
        lead.append(re.split(r"(?<=[.;])\s+(?=[A-Z])", prov.context.rstrip("—–-: "))[-1])
    joined = " ".join(lead)[-_LEAD:]
    if len(" ".join(lead)) > _LEAD:
        joined = joined.partition(" ")[2]
    start = len(joined) + 1 if joined else 0
    return (f"{joined} {prov.text}" if joined else prov.text), start


def read_parses(corpus: Corpus, ids: Sequence[str]) -> Iterator[Reading]:
    """The given provisions parsed, each with its lead-in, in order."""
    from crosswalk.language.parser import parse

    texts = [full_text(corpus, prov_id) for prov_id in ids]
    docs = parse([text for text, _ in texts])
    for prov_id, (text, start), doc in zip(ids, texts, docs, strict=True):
        yield Reading(prov_id, text, start, doc)


def read_provisions(corpus: Corpus, ids: Sequence[str]) -> dict[str, ProvisionFrames]:
    """The frames and phrases of the given provisions, by id."""
    found: dict[str, ProvisionFrames] = {}
    for reading in read_parses(corpus, ids):
        prov = corpus[reading.provision]
        head = f"{prov.heading}. " if prov.heading else ""
        found[prov.id] = ProvisionFrames(
            prov.id,
            f"{head}{prov.text}",
            f"{head}{reading.text}",
            read_frames(reading, kind=prov.kind, document=corpus.source.kind),
            noun_phrases(reading),
            act_phrases(reading),
        )
    return found


def read_frames(reading: Reading, *, kind: str = "", document: str = "") -> tuple[Frame, ...]:
    """The frames of one provision, main act first.

    Args:
        reading: the parsed provision.
        kind: the provision's kind, such as `criterion`.
        document: the document's kind; what a framework describes is a criterion and no duty.
    """
    found: list[Frame] = []
    for head in _heads(reading):
        frame = _frame(reading, head, kind, document)
        if frame.slots and not _POINTING.match(frame.words(Slot.ACTOR)):
            found.append(frame)
    return tuple(found)


# An actor that only points back ("its worth", "this criterion") makes a remark, not an act of its own.
_POINTING = re.compile(r"(?:its|their|this|these|such)\b", re.IGNORECASE)


def _heads(reading: Reading) -> Iterator[Token]:
    """The head of each act in the own text: the main one of each sentence, then those beside and below it."""
    seen: set[int] = set()
    for sent in reading.doc.sents:
        own = [t for t in sent if reading.own(t) and not t.is_punct]
        if not own:
            continue
        top = sent.root if reading.own(sent.root) else _top(reading, own)
        for start in (_not_participle(top), *_included(own)):
            for head in _reach(reading, start):
                if head.i not in seen and reading.own(head):
                    seen.add(head.i)
                    yield head


def _top(reading: Reading, own: Sequence[Token]) -> Token:
    """The word of the own text that depends on the lead-in."""
    outside = [t for t in own if not reading.own(t.head) and t.dep_ not in {"cc", "punct", "mark", "advmod"}]
    heads = [t for t in outside if t.pos_ in {"VERB", "AUX", "NOUN", "PROPN"}] or outside
    return heads[0] if heads else own[0]


def _not_participle(top: Token) -> Token:
    """A bare participle taken for the main verb ("the process referred to in ...") gives way to its noun."""
    bare = top.tag_ in {"VBN", "VBD"} and not any(c.dep_ in {"aux", "auxpass"} for c in top.children)
    if bare and (noun := next((c for c in top.children if c.dep_ in _SUBJECTS), None)) is not None and top.tag_ == "VBN":
        return noun
    return top


def _included(own: Sequence[Token]) -> Iterator[Token]:
    """Acts after "including how": each is one more thing that is asked."""
    for token in own:
        if token.lower_ == "including":
            yield from (c for c in token.children if c.dep_ in {"pcomp", "ccomp"} and c.pos_ == "VERB")


def _reach(reading: Reading, top: Token) -> Iterator[Token]:
    """From a head word down through what only reports or carries, to the acts themselves."""
    for head in (top, *_coordinates(top)):
        if head.i != top.i and not _acts_alone(top, head):
            continue
        token = _descend(reading, head)
        yield token
        for other in _coordinates(token):
            if _acts_alone(token, other):
                yield _descend(reading, other)
        if token.pos_ == "NOUN" and not _nominal(token):
            yield from (c for c in token.children if c.dep_ == "relcl" and c.pos_ == "VERB")


def _acts_alone(first: Token, other: Token) -> bool:
    """Whether a coordinated verb is an act with an object of its own, not one of several verbs of one object."""
    verb = other.pos_ in {"VERB", "AUX"} and first.pos_ in {"VERB", "AUX"}
    return verb and (_object(first) is not None or _object(other) is None)


def _descend(reading: Reading, token: Token) -> Token:
    for _ in range(6):
        below = _below(reading, token, words())
        if below is None:
            break
        token = below
    return token


def _coordinates(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ == "conj":
            yield child
            yield from _coordinates(child)


def _below(reading: Reading, token: Token, lists: _Words) -> Token | None:
    """The act that a reporting or transparent word leads to; None where the word is the act itself."""
    lemma = token.lemma_.lower()
    if token.dep_ == "prep":
        return next((c for c in token.children if c.dep_ in {"pobj", "pcomp"}), None)
    if token.pos_ not in {"VERB", "AUX"}:
        if lemma not in lists.reporting_nouns:
            return None
        told = next((c for c in token.children if c.dep_ == "acl" and c.lemma_.lower() in lists.reporting_verbs), None)
        return _clause_below(token) or told or _of(token)
    clause, obj = _clause_below(token), _object(token)
    if lemma in lists.reporting_verbs and _reports(token, lists):
        return clause or obj
    if clause is not None and lemma in {"ensure", "assist", "help"}:
        return clause
    if clause is not None and obj is None and lemma in lists.transparent_verbs:
        return clause
    if obj is not None and obj.lemma_.lower() in lists.stock_nouns and lemma in lists.carrying_verbs:
        return next((c for c in (*token.children, *obj.children) if _is_infinitive(c)), None)
    return None


def _is_infinitive(token: Token) -> bool:
    return token.dep_ in {"advcl", "xcomp", "acl", "relcl"} and token.tag_ == "VB" and any(c.tag_ == "TO" for c in token.children)


def _reports(token: Token, lists: _Words) -> bool:
    subject = _subject(token)
    obj = _object(token)
    said = subject is not None and subject.lemma_.lower() in lists.documents and token.lemma_ != "require"
    return said or (obj is not None and obj.lemma_.lower() in lists.reporting_nouns)


def _clause_below(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ in {"ccomp", "xcomp", "pcomp"} and child.pos_ in {"VERB", "AUX"}:
            return child
        if child.dep_ == "acl" and child.tag_ == "VB":
            return child
        if child.dep_ == "prep" and child.lemma_ in {"of", "for", "in", "to", "on"}:
            inner = next((c for c in child.children if c.dep_ == "pcomp"), None)
            if inner is not None:
                return inner
    return None


def _of(token: Token) -> Token | None:
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lemma_ in {"of", "on", "about", "concerning"}:
            return next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
    return None


def _object(token: Token) -> Token | None:
    for name in _OBJECTS:
        found = next((c for c in token.children if c.dep_ == name), None)
        if found is not None:
            return found
    for child in token.children:
        if child.dep_ == "xcomp" and child.pos_ in {"VERB", "AUX"} and (deep := _object(child)) is not None:
            return deep
    return None


def _subject(token: Token) -> Token | None:
    """The grammatical subject of a verb, its own or that of the verb it is coordinated with or depends on."""
    for _ in range(6):
        found = next((c for c in token.children if c.dep_ in _SUBJECTS), None)
        if found is not None:
            return found
        if token.dep_ in {"conj", "xcomp", "ccomp", "pcomp", "advcl", "prep", "acl"} and token.head.i != token.i:
            token = token.head
            continue
        return None
    return None


def _frame(reading: Reading, head: Token, kind: str, document: str) -> Frame:
    slots: dict[Slot, list[Filler]] = {}
    actor = _actor(head)
    if actor is not None and (actor.pos_ == "PRON" or (actor.lemma_.lower() in words().documents and _reporter(head) == actor)):
        actor = None
    defined = _defined(reading.text) if actor is not None and actor.lemma_ == "term" else ""
    if actor is not None:
        filler = reading.filler(_phrase(actor), actor)
        slots[Slot.ACTOR] = [replace(filler, words=f"a {defined}") if defined else filler]
    is_act = head.pos_ in {"VERB", "AUX"} or _nominal(head)
    if is_act:
        slots[Slot.ACT] = [_act(reading, head)]
    for obj in _objects(head, is_act=is_act):
        slots.setdefault(Slot.OBJECT, []).append(reading.filler(_phrase(obj), obj))
    for slot, filler in _adjuncts(reading, head):
        slots.setdefault(slot, []).append(filler)
    modality, negated = _modality(reading, head, kind, document)
    actor_words = slots[Slot.ACTOR][0].words if actor is not None else ""
    lead = reading.text[: reading.own_start]
    level = level_of(actor_words) if actor_words else Level.NONE
    if level in {Level.NONE, Level.PROGRAM, Level.PARTICIPANT}:
        level = _plan_level(lead, actor_words) or level
    tokens = [t for t in head.subtree if reading.own(t)] or [head]
    span = _trimmed(tokens)
    clause, finite = _clause(reading, head)
    reporter = _reporter(head)
    return Frame(
        modality,
        level,
        _is_reported(head, reading),
        negated,
        any(c.dep_ in {"nsubjpass", "auxpass"} for c in head.children),
        head.pos_ not in {"VERB", "AUX"},
        any(c.dep_ == "aux" and c.lower_ in {"can", "may", "might"} for c in head.children),
        {slot: tuple(fillers) for slot, fillers in slots.items()},
        clause,
        finite,
        reading.filler(_phrase(reporter, most=6), reporter).words if reporter is not None else "",
        Span(max(span[0]._.at[0] - reading.own_start, 0), max(span[-1]._.at[1] - reading.own_start, 0)),
    )


def _defined(text: str) -> str:
    found = re.search(r"[“\"]([^”\"]+)[”\"]", text)
    return found.group(1) if found else ""


def _plan_level(lead: str, actor: str) -> Level | None:
    said = f"{lead} {actor}"
    if re.search(r"\b(?:unified|combined)?\s*State plan|\bState (?:board|plan)", said):
        return Level.STATE
    if re.search(r"\blocal (?:plan|board|area)|\bregional plan", said):
        return Level.LOCAL
    return None


def _is_reported(head: Token, reading: Reading) -> bool:
    lists = words()
    return any(
        t.lemma_.lower() in lists.reporting_nouns
        or (t.lemma_.lower() in lists.reporting_verbs and _reports(t, lists))
        for t in head.ancestors
    )


def _reporter(head: Token) -> Token | None:
    """The document that must describe the act."""
    for above in head.ancestors:
        subject = next((c for c in above.children if c.dep_ == "nsubj"), None)
        if subject is not None and subject.lemma_.lower() in words().documents:
            return subject
    return None


def _actor(head: Token) -> Token | None:
    """The doer: the subject of an active clause, the agent of a passive one."""
    agent = next((c for c in head.children if c.dep_ == "agent"), None)
    if agent is not None:
        return next((c for c in agent.children if c.dep_ == "pobj"), None)
    if any(c.dep_ == "nsubjpass" for c in head.children):
        return None
    own = next((c for c in head.children if c.dep_ in {"nsubj", "csubj"}), None)
    if own is not None:
        return None if own.tag_ in {"WDT", "WP", "EX"} else own
    for above in head.ancestors:
        found = next((c for c in above.children if c.dep_ == "nsubj"), None)
        if found is not None and found.tag_ not in {"WDT", "WP", "EX"}:
            return found
        if any(c.dep_ == "nsubjpass" for c in above.children):
            agent = next((c for c in above.children if c.dep_ == "agent"), None)
            return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
    return None


def _nominal(head: Token) -> bool:
    lemma = head.lemma_.lower()
    return lemma in words().act_nouns and any(c.dep_ == "prep" for c in head.children)


def _act(reading: Reading, head: Token) -> Filler:
    verbs = [head, *(c for c in _coordinates(head) if c.pos_ == head.pos_ and _object(c) is None)]
    if head.pos_ in {"VERB", "AUX"} and len(verbs) > 1 and _object(head) is None:
        verbs = [head, *_coordinates(head)]
    parts = [c for c in head.children if c.dep_ in {"prt", "neg"}]
    lemma = words().act_nouns.get(head.lemma_.lower(), head.lemma_.lower()) if head.pos_ == "NOUN" else head.lemma_.lower()
    filler = reading.filler(sorted([head, *(p for p in parts if p.i == head.i + 1)], key=lambda t: t.i), head)
    return Filler(filler.words, lemma, filler.span, filler.source)


def _objects(head: Token, *, is_act: bool) -> list[Token]:
    if not is_act:
        return [head]
    found = _object(head)
    if found is None and head.pos_ == "NOUN":
        found = _of(head)
    if found is None:
        for other in _coordinates(head):
            found = found if found is not None else _object(other)
    if found is None:
        prep = next((c for c in head.children if c.dep_ == "prep" and c.lemma_ in {"to", "in", "on", "with", "into", "of", "for", "around"}), None)
        found = next((c for c in prep.children if c.dep_ == "pobj"), None) if prep is not None else None
    if found is None:
        return []
    if found.lemma_.lower() in words().stock_nouns and (inner := _of(found)) is not None and inner.pos_ in {"NOUN", "PROPN"}:
        return [found, inner]
    return [found]


def _phrase(token: Token, *, most: int = _PHRASE) -> Sequence[Token]:
    """The phrase of a head word: its modifiers, `of` phrases and coordinates, without clauses about it."""
    found = sorted(_inside(token), key=lambda t: t.i)
    run = [token]
    places = {t.i: t for t in found}
    while run[0].i - 1 in places:
        run.insert(0, places[run[0].i - 1])
    while run[-1].i + 1 in places:
        run.append(places[run[-1].i + 1])
    if len(run) > most:
        run = [t for t in run if t.i <= token.i] + [t for t in run if t.i > token.i][: max(most - 4, 0)]
        run = _cut(run, token)
    return _trimmed(run)


def _cut(run: Sequence[Token], token: Token) -> Sequence[Token]:
    """A run ended at the last place where a phrase ends."""
    for end in range(len(run), 0, -1):
        last = run[end - 1]
        if last.i <= token.i:
            break
        inside = {t.i for t in run[:end]}
        if last.pos_ in {"NOUN", "PROPN"} and all(c.i in inside or c.dep_ in {"conj", "punct", "cc", "prep", "relcl", "acl", "appos"} for c in last.children):
            return run[:end]
    return [t for t in run if t.i <= token.i]


def _inside(token: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        if child.dep_ in {"relcl", "acl", "advcl", "appos", "parataxis", "mark", "ccomp", "neg", "preconj", "predet"}:
            continue
        if child.dep_ == "prep" and child.lemma_.lower() not in {"of", "in", "to", "for", "on", "between", "among", "with", "across"}:
            continue
        if child.dep_ in _SUBJECTS:
            continue
        yield from _inside(child)


def _adjuncts(reading: Reading, head: Token) -> Iterator[tuple[Slot, Filler]]:
    lists = words()
    for child in head.children:
        lemma = child.lemma_.lower()
        if child.dep_ == "prep":
            yield from _prepositional(reading, child, lists)
        elif child.dep_ in {"advcl", "xcomp", "acl"} and any(c.tag_ == "TO" for c in child.children):
            yield Slot.PURPOSE, reading.filler(_clause_tokens(child), child)
        elif child.dep_ == "advcl" and (mark := next((c for c in child.children if c.dep_ in {"mark", "advmod"}), None)) is not None:
            slot = Slot.EXCEPTION if mark.lemma_.lower() in {"unless", "except"} else Slot.CONDITION
            yield slot, reading.filler(_clause_tokens(child), child)
        elif child.dep_ in {"npadvmod", "advmod"} and lemma in lists.times:
            yield Slot.TIME, reading.filler(list(child.subtree), child)
    obj = _object(head) or (_of(head) if head.pos_ == "NOUN" else None)
    for prep in obj.children if obj is not None else ():
        if prep.dep_ == "prep" and prep.lemma_.lower() in {"for", "with", "by", "through", "within", "under"}:
            yield from _prepositional(reading, prep, lists)


def _prepositional(reading: Reading, prep: Token, lists: _Words) -> Iterator[tuple[Slot, Filler]]:
    word = prep.lemma_.lower()
    inner = next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
    if inner is None:
        return
    tokens = _phrase(inner) if inner.dep_ == "pobj" else _clause_tokens(inner)
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
    elif word in {"for"} and inner.dep_ == "pcomp":
        yield Slot.PURPOSE, filler
    elif word in {"except", "other than", "without"}:
        yield Slot.EXCEPTION, filler


def _clause_tokens(head: Token, *, most: int = 18) -> Sequence[Token]:
    tokens = [t for t in head.subtree]
    if len(tokens) > most:
        tokens = [t for t in tokens if t.i <= head.i] + list(_phrase(_object(head) or head))
        tokens = sorted({t.i: t for t in tokens}.values(), key=lambda t: t.i)
        run = [head]
        places = {t.i: t for t in tokens}
        while run[0].i - 1 in places:
            run.insert(0, places[run[0].i - 1])
        while run[-1].i + 1 in places:
            run.append(places[run[-1].i + 1])
        tokens = run
    return _trimmed(tokens)


def _modality(reading: Reading, head: Token, kind: str, document: str) -> tuple[Modality, bool]:
    """The force of the clause that governs the act, and whether it is denied."""
    chain = [head, *head.ancestors]
    negated = any(c.dep_ == "neg" or (c.dep_ in _SUBJECTS and _is_denied(c)) for c in head.children) or _is_denied(head)
    for token in chain:
        for child in token.children:
            word = child.lower_
            if child.dep_ == "aux" and word in _MODALS:
                modality = _MODALS[word]
                if document == "framework" and word in {"can", "might", "will"}:
                    return Modality.CRITERION, negated
                denied = any(c.dep_ == "neg" for c in token.children)
                if (denied or negated) and modality in {Modality.MUST, Modality.MAY}:
                    return Modality.MUST_NOT, True
                return modality, negated
        if token.i != head.i and token.dep_ in {"relcl"}:
            break
    if (kind in _CRITERIA or document == "framework") and not negated:
        return Modality.CRITERION, negated
    if negated:
        return Modality.MUST_NOT, True
    if any(t.lemma_.lower() == "require" for t in chain):
        return Modality.MUST, negated
    return Modality.IS, negated


def _is_denied(token: Token) -> bool:
    """Whether a noun is denied by its determiner: "no employee"."""
    return any(c.dep_ == "det" and c.lower_ == "no" for c in token.children)


def _clause(reading: Reading, head: Token) -> tuple[str, str]:
    """The act with what completes it, as it reads after "to" (or "be"), and as the text has it."""
    verb = head.pos_ in {"VERB", "AUX"}
    tokens = [t for t in head.subtree if t.i >= head.i or (not verb and t.dep_ not in {"cc", "punct", "mark"})]
    run = [head]
    places = {t.i: t for t in tokens}
    while not verb and run[0].i - 1 in places:
        run.insert(0, places[run[0].i - 1])
    while run[-1].i + 1 in places:
        run.append(places[run[-1].i + 1])
    said = reading.filler(_shortest_whole(run, head), head).words
    if not verb:
        return said, said
    passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in head.children)
    base = said if passive else head.lemma_ + said[len(head.text) :]
    return base, said


def _shortest_whole(run: Sequence[Token], head: Token, most: int = _CLAUSE) -> Sequence[Token]:
    """The longest start of a clause with at most `most` words that ends where a phrase ends."""
    words_at = 0
    best: Sequence[Token] = ()
    for at, token in enumerate(run):
        words_at += not token.is_punct
        if words_at > most:
            break
        following = run[at + 1] if at + 1 < len(run) else None
        if token.tag_ in _OPEN or token.lemma_.lower() in _HALF:
            continue
        if token.is_punct or token.dep_ in {"cc", "det", "prep", "mark", "aux", "poss", "case", "amod", "compound", "nummod", "advmod", "prt"} and following is not None:
            continue
        if following is None or _may_end(token, following, run[: at + 1], head):
            best = run[: at + 1]
    return _trimmed(best or run[:most])


def _may_end(token: Token, following: Token, run: Sequence[Token], head: Token) -> bool:
    """Whether a clause may end before a word: what follows must be a whole addition, not the missing half."""
    inside = {t.i for t in run}
    top = following
    while top.head.i not in inside and top.head.i != top.i:
        top = top.head
    if following.dep_ in {"punct", "cc"}:
        joined = [c for c in following.head.children if c.dep_ == "conj" and c.i > following.i]
        if any(c.pos_ in {"NOUN", "PROPN", "ADJ"} for c in joined):
            return False
        return top.dep_ != "dobj"
    if top.dep_ == "prep" and top.head.i == head.i and _object(head) is None and head.pos_ in {"VERB", "AUX"}:
        return bool(token.i != head.i)
    return top.dep_ in {"prep", "relcl", "acl", "advcl", "appos", "agent", "npadvmod", "advmod", "conj", "cc", "punct"} or (
        top.dep_ == "xcomp" and _object(head) is not None
    )


# A phrase never ends in such a word: a relative or possessive pronoun, a preposition, "to".
_OPEN = frozenset({"WDT", "WP", "WRB", "IN", "TO", "PRP$", "DT", "CC", "MD", "POS"})
# Half of a fixed expression ("in relation to", "in accordance with").
_HALF = frozenset({"relation", "accordance", "respect", "order", "addition", "connection", "consistent", "such", "regard"})
_UNDOUBLED = re.compile(r"(?:[aeiou]{2}|[^aeiou]{2}|[wxy])$|(?:er|en|or|on|it|et|op|ow|al|el|ol|il)$")
_DOUBLED = frozenset({"admit", "commit", "permit", "submit", "refer", "occur", "transfer", "control", "plan", "begin"})


def gerund(verb: str) -> str:
    """The -ing form of a verb.

    >>> gerund("make"), gerund("plan"), gerund("develop"), gerund("tie"), gerund("get")
    ('making', 'planning', 'developing', 'tying', 'getting')
    """
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    short = len(re.findall(r"[aeiou]+", verb)) == 1 and len(verb) > 2
    if verb in _DOUBLED or (short and not _UNDOUBLED.search(verb[-2:]) and verb[-2] in "aeiou"):
        return f"{verb}{verb[-1]}ing"
    if verb in {"get", "let", "set", "run", "cut", "put", "sit", "hit", "stop", "shop", "drop", "ship"}:
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"


def noun_phrases(reading: Reading) -> tuple[Filler, ...]:
    """The noun phrases of the own text, articles left off, those of stock words alone left out."""
    lists = words()
    found: list[Filler] = []
    for chunk in reading.doc.noun_chunks:
        tokens = [t for t in chunk if t.dep_ not in {"det", "poss", "predet"} and not t.is_punct and reading.own(t)]
        tokens = [t for t in tokens if t.pos_ != "PRON" and not t.is_stop] or []
        if not tokens or all(t.lemma_.lower() in lists.stock_nouns or t.pos_ in {"NUM", "DET"} for t in tokens):
            continue
        found.append(reading.filler(tokens, chunk.root))
    return tuple(found)


def act_phrases(reading: Reading) -> tuple[Filler, ...]:
    """Verbs with their objects, and acts written as nouns with what they act on."""
    lists = words()
    found: list[Filler] = []
    for token in reading.doc:
        if not reading.own(token):
            continue
        obj: Token | None = None
        if token.pos_ == "VERB":
            obj = next((c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}), None)
        elif token.lemma_.lower() in lists.act_nouns:
            obj = _of(token)
        if obj is None or obj.pos_ not in {"NOUN", "PROPN"} or not reading.own(obj):
            continue
        if obj.lemma_.lower() in lists.stock_nouns and not any(c.dep_ in {"amod", "compound"} for c in obj.children):
            inner = _of(obj)
            if inner is None:
                continue
            obj = inner
        verb = lists.act_nouns.get(token.lemma_.lower(), token.lemma_.lower())
        phrase = [t for t in _phrase(obj, most=8) if t.dep_ not in {"det", "poss"}]
        named = reading.filler(phrase or [obj], obj)
        found.append(Filler(f"{verb} {named.words}", verb, named.span, named.source))
    return tuple(found)
