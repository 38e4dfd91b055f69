"""Phrases and clauses of a parse, cut where a phrase ends, and the -ing form of a verb."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crosswalk.language.syntax import SUBJECTS, is_limit, object_of

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes
# A phrase shown in a sentence has at most this many words.
_PHRASE = 12
# A clause of more words than this is cut.
_LONG_CLAUSE = 18


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
        if (
            last.pos_ in {"NOUN", "PROPN"}
            and last.dep_ not in {"compound", "nmod"}
            and all(
                c.i in inside or c.dep_ in {"conj", "punct", "cc", "prep", "relcl", "acl", "appos"}
                for c in last.children
            )
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
        # "The determination of whether ...": what follows the preposition is no part of the phrase.
        empty = child.dep_ == "prep" and not any(
            c.dep_ in {"pobj", "prep"} or (c.dep_ == "pcomp" and c.tag_ == "VBG") for c in child.children
        )
        if child.dep_ in SUBJECTS or empty:
            continue
        yield from _inside(child)


def clause_tokens(head: Token) -> Sequence[Token]:
    """The words of a clause; a long one is cut to its verb with what is before it and its object."""
    tokens = list(head.subtree)
    if len(tokens) > _LONG_CLAUSE:
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


def is_passive(head: Token) -> bool:
    """Whether a verb is in the passive, with "be" or as a participle after its noun ("records kept by ...")."""
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in head.children):
        return True
    has = any(c.dep_ in {"aux", "dobj"} for c in head.children)
    return bool(
        head.tag_ == "VBN" and not has and head.dep_ in {"acl", "relcl", "ROOT", "conj", "advcl", "ccomp"}
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
