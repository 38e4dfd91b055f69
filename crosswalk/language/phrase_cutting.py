"""Phrases and clauses of a parse, cut where a phrase ends, and the -ing form of a verb."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from crosswalk.language.syntax import SUBJECTS, coordinates, is_limit, object_of
from crosswalk.model.frame import ClauseForms

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes
# A phrase and a clause shown in a sentence have at most so many words; where there is room a clause has more.
_PHRASE, _CLAUSE, _ROOMY = 12, 17, 28
# A clause cut short to fit.
_BRIEF = 9


def trimmed(tokens: Sequence[Token]) -> Sequence[Token]:
    """Tokens without punctuation, conjunctions or an open parenthesis at their ends."""
    found: Sequence[Token] = list(tokens)
    while is_open(found) and len(found) > 1:
        found = found[: max(at for at, t in enumerate(found) if t.text == "(") or 1]
    while len(found) > 1 and (found[-1].is_punct or found[-1].dep_ in {"cc", "punct"}):
        found = found[:-1]
    while len(found) > 1 and (found[0].is_punct or found[0].dep_ in {"cc", "punct"}):
        found = found[1:]
    return found


def is_open(run: Sequence[Token]) -> bool:
    """Whether a parenthesis is open at the end of a run."""
    signs = [t.text for t in run]
    return signs.count("(") > signs.count(")")


def phrase(token: Token, *, most: int = _PHRASE) -> Sequence[Token]:
    """The phrase of a head word: its modifiers, `of` phrases and coordinates, without clauses about it."""
    found = sorted((t for t in _inside(token) if t.tag_ != "WRB"), key=lambda t: t.i)
    run = [token]
    places = {t.i: t for t in found}
    while run[0].i - 1 in places:
        run.insert(0, places[run[0].i - 1])
    while run[-1].i + 1 in places:
        run.append(places[run[-1].i + 1])
    if len(run) > most:
        run = [t for t in run if t.i <= token.i] + [t for t in run if t.i > token.i][: max(most - 4, 0)]
        return trimmed(_cut(run, token))
    return trimmed(run)


def _cut(run: Sequence[Token], token: Token) -> Sequence[Token]:
    """A run ended at the last place where a phrase ends."""
    for end in range(len(run), 0, -1):
        last = run[end - 1]
        if last.i <= token.i:
            break
        inside = {t.i for t in run[:end]}
        if last.pos_ in {"NOUN", "PROPN"} and all(
            c.i in inside or c.dep_ in {"conj", "punct", "cc", "prep", "relcl", "acl", "appos"}
            for c in last.children
        ):
            return run[:end]
    return [t for t in run if t.i <= token.i]


def _inside(token: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        if child.dep_ == "neg" and is_limit(child):
            yield child
            continue
        if child.dep_ in {
            "relcl",
            "acl",
            "advcl",
            "appos",
            "parataxis",
            "mark",
            "ccomp",
            "neg",
            "preconj",
            "predet",
        }:
            continue
        if child.dep_ == "prep" and child.lemma_.lower() not in {
            "of",
            "in",
            "to",
            "for",
            "on",
            "between",
            "among",
            "with",
            "across",
        }:
            continue
        if child.dep_ in SUBJECTS:
            continue
        yield from _inside(child)


def clause_tokens(head: Token, *, most: int = 18) -> Sequence[Token]:
    """The words of a clause, at most `most` of them where it can be cut."""
    tokens = list(head.subtree)
    if len(tokens) > most:
        tokens = [t for t in tokens if t.i <= head.i] + list(phrase(object_of(head) or head))
        tokens = sorted({t.i: t for t in tokens}.values(), key=lambda t: t.i)
        run = [head]
        places = {t.i: t for t in tokens}
        while run[0].i - 1 in places:
            run.insert(0, places[run[0].i - 1])
        while run[-1].i + 1 in places:
            run.append(places[run[-1].i + 1])
        tokens = run
    return trimmed(tokens)


def clause_forms(said_by: Callable[[Sequence[Token], Token], str], head: Token) -> tuple[ClauseForms, ...]:
    """The forms of an act at three lengths: usual, brief and roomy, each ended where a phrase ends.

    `said_by` gives the words of some tokens as the text has them.
    """
    verb = head.pos_ in {"VERB", "AUX"}
    tokens = [
        t
        for t in head.subtree
        if t.i >= head.i or (not verb and t.dep_ not in {"cc", "punct", "mark"} and t.tag_ != "WRB")
    ]
    run = [head]
    places = {t.i: t for t in tokens}
    while not verb and run[0].i - 1 in places:
        run.insert(0, places[run[0].i - 1])
    while run[-1].i + 1 in places:
        run.append(places[run[-1].i + 1])
    run = condensed(run, head)
    return tuple(
        _forms(said_by, _shortest_whole(run, head, most), head) for most in (_CLAUSE, _BRIEF, _ROOMY)
    )


def _forms(
    said_by: Callable[[Sequence[Token], Token], str], whole: Sequence[Token], head: Token
) -> ClauseForms:
    said = said_by(whole, head)
    if head.pos_ not in {"VERB", "AUX"}:
        return ClauseForms(said, said, said)
    verbs = [head, *(c for c in coordinates(head) if _shares_subject(c, head) and c in whole)]
    if is_passive(head):
        return ClauseForms(said, said, f"being {said}")
    return ClauseForms(_inflected(said, verbs, lambda lemma: lemma), said, _inflected(said, verbs, gerund))


def condensed(run: Sequence[Token], head: Token) -> list[Token]:
    """A clause without its asides: parentheses, examples after "including", and phrases that only refer elsewhere.

    What is left is the act with all that completes it, so that a long aside in its middle cuts nothing off.
    """
    spare: set[int] = set()
    depth = 0
    for token in run:
        depth += token.text == "("
        if depth:
            spare.add(token.i)
        depth -= token.text == ")"
    for token in run:
        if token.i not in spare and token.i != head.i and _is_aside(token):
            spare |= {t.i for t in token.subtree if t.i >= token.i}
    if depth or head.i in spare:
        return list(run)
    kept = [t for t in run if t.i not in spare]
    return [t for at, t in enumerate(kept) if not (t.text == "," and _doubled(kept, at))]


def _doubled(kept: Sequence[Token], at: int) -> bool:
    """Whether a comma is left over from an aside: beside another comma, or in front of what the aside parted."""
    after = kept[at + 1] if at + 1 < len(kept) else None
    if after is None or after.text == ",":
        return True
    gap = after.i - kept[at].i > 1
    return gap and after.dep_ != "cc" and not any(t.dep_ == "conj" for t in kept[at + 1 : at + 4])


def _is_aside(token: Token) -> bool:
    if token.dep_ == "prep" and token.lower_ == "including":
        return True
    refers = token.dep_ in {"acl", "prep"} and token.lower_ in _REFERRING
    return bool(refers and any(t.lower_ == "section" for t in token.subtree))


_REFERRING = frozenset(
    {
        "described", "referred", "authorized", "established", "specified", "required", "defined", "carried",
        "under", "pursuant", "in", "subject", "assisted", "funded",
    }
)  # fmt: skip


def _shares_subject(verb: Token, head: Token) -> bool:
    return bool(verb.tag_ == head.tag_ and not any(c.dep_ in SUBJECTS for c in verb.children))


def is_passive(head: Token) -> bool:
    """Whether a verb is in the passive, with "be" or as a participle after its noun ("records kept by ...")."""
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in head.children):
        return True
    has = any(c.dep_ in {"aux", "dobj"} for c in head.children)
    return bool(
        head.tag_ == "VBN" and not has and head.dep_ in {"acl", "relcl", "ROOT", "conj", "advcl", "ccomp"}
    )


def _inflected(said: str, verbs: Sequence[Token], form: Callable[[str], str]) -> str:
    """Words with their coordinated verbs in another form, in order."""
    done, rest = "", said
    for verb in verbs:
        before, found, after = rest.partition(verb.text)
        if not found:
            break
        done, rest = f"{done}{before}{form(verb.lemma_)}", after
    return done + rest


def _shortest_whole(run: Sequence[Token], head: Token, most: int = _CLAUSE) -> Sequence[Token]:
    """The longest start of a clause with at most `most` words that ends where a phrase ends.

    A list is cut between two items only where there is no other place.
    """
    for lists_stay_whole in (True, False):
        found = _longest_end(run, head, most, lists_stay_whole=lists_stay_whole)
        if len(found) >= min(_LEAST, len(run)):
            return trimmed(found)
    nouns = [at for at, t in enumerate(run[:most]) if _may_close(t)]
    return trimmed(run[: nouns[-1] + 1] if nouns else run[:most])


def _may_close(token: Token) -> bool:
    """Whether a clause that has no better end may end at a word: a noun that stands before no other."""
    noun = token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in _BEFORE_NOUNS
    return bool(noun and token.lemma_.lower() not in _HALF)


def _longest_end(run: Sequence[Token], head: Token, most: int, *, lists_stay_whole: bool) -> Sequence[Token]:
    words = 0
    best: Sequence[Token] = ()
    for at, token in enumerate(run):
        words += not token.is_punct
        if words > most or token.text in _STOPS:
            break
        opens = token.is_punct or token.tag_ in _OPEN or token.dep_ == "prep" or token.lemma_.lower() in _HALF
        listed = token.text.endswith("ing") and at + 1 < len(run) and run[at + 1].text == ","
        if opens or listed or is_open(run[: at + 1]):
            continue
        if at + 1 == len(run) or _is_whole(run[: at + 1], run[at + 1 :], head, lists_stay_whole):
            best = run[: at + 1]
    return best


def _is_whole(kept: Sequence[Token], left_out: Sequence[Token], head: Token, lists_stay_whole: bool) -> bool:
    """Whether a clause may end here: no word that is kept lacks a part that it cannot do without."""
    inside = {t.i for t in kept}
    after = left_out[0]
    if after.dep_ in {"cc", "punct"} and after.text not in _STOPS:
        joined = [c for c in after.head.children if c.dep_ == "conj" and c.i > after.i and c.head.i in inside]
        if joined and (lists_stay_whole or after.dep_ == "cc" or kept[-1].text.endswith("ing")):
            return False
    if any(token.head.i in inside and _is_needed(token, head) for token in left_out):
        return False
    acts = {head.i, *(c.i for c in coordinates(head))}
    if any(_is_broken(token, left_out) for token in kept if token.i not in acts):
        return False
    return not any(t.head.i > kept[-1].i and t.i != head.i for t in kept)


def _is_broken(token: Token, left_out: Sequence[Token]) -> bool:
    """Whether a verb inside a clause loses what completes it ("activities carried out | in the local area")."""
    if token.pos_ != "VERB" or token.dep_ in _BEFORE_NOUNS:
        return False
    lost = {t.i for t in left_out if not t.is_punct}
    return any(c.i in lost and c.dep_ not in {"conj", "cc", "advcl", "relcl"} for c in token.children)


def _is_needed(part: Token, head: Token) -> bool:
    """Whether a part completes the word it belongs to."""
    above = part.head
    if part.dep_ in {"dobj", "pobj", "pcomp", "ccomp", "attr", "acomp", "oprd", "dative", "prt", "case"}:
        return True
    if part.dep_ == "xcomp":
        return bool(object_of(above) is None or above.i != head.i)
    if part.dep_ == "prep":
        hangs = (
            above.pos_ == "VERB"
            and above.i + 1 == part.i
            and not any(c.dep_ == "dobj" for c in above.children)
        )
        bare = above.i == head.i and head.pos_ in {"VERB", "AUX"} and object_of(head) is None
        return bool(bare or (part.lemma_.lower() == "of" and above.pos_ not in {"VERB", "AUX"}) or hangs)
    return part.dep_ in {"relcl", "acl"} and above.lemma_.lower() in _INCOMPLETE


# A clause ends before such a sign at the latest, and has at least so many words.
_STOPS = frozenset({":", ";", "—", "–"})
_LEAST = 3
_BEFORE_NOUNS = frozenset({"compound", "nmod", "poss", "amod"})
# Nouns that say nothing without the clause about them.
_INCOMPLETE = frozenset({"manner", "way", "extent", "those", "one", "that", "need", "ability"})


# A phrase never ends in such a word: a relative or possessive pronoun, a preposition, "to".
_OPEN = frozenset({"WDT", "WP", "WRB", "IN", "TO", "PRP$", "DT", "CC", "MD", "POS"})
# Half of a fixed expression ("in relation to", "in accordance with").
_HALF = frozenset(
    {
        "including",
        "example",
        "instance",
        "relation",
        "accordance",
        "respect",
        "order",
        "addition",
        "connection",
        "consistent",
        "such",
        "regard",
    }
)
_UNDOUBLED = re.compile(r"(?:[aeiou]{2}|[^aeiou]{2}|[wxy])$|(?:er|en|or|on|it|et|op|ow|al|el|ol|il)$")
_DOUBLED = frozenset(
    {"admit", "commit", "permit", "submit", "refer", "occur", "transfer", "control", "plan", "begin"}
)


def gerund(verb: str) -> str:
    """The -ing form of a verb.

    >>> gerund("make"), gerund("plan"), gerund("develop"), gerund("tie"), gerund("get")
    ('making', 'planning', 'developing', 'tying', 'getting')
    """
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    short = bool(re.fullmatch(r"[^aeiou]*[aeiou][^aeiou]", verb)) and len(verb) > 2
    if verb in _DOUBLED or (short and not _UNDOUBLED.search(verb[-2:]) and verb[-2] in "aeiou"):
        return f"{verb}{verb[-1]}ing"
    if verb in {"get", "let", "set", "run", "cut", "put", "sit", "hit", "stop", "shop", "drop", "ship"}:
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"
