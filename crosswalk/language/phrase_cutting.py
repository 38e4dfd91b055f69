"""Phrases and clauses of a parse: where each begins and ends."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from crosswalk.language.syntax import SUBJECTS, coordinates, is_infinitive, is_limit, object_of

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


def phrase_of(token: Token, *, most: int = _PHRASE) -> Sequence[Token]:
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
        tokens = [t for t in tokens if t.i <= head.i] + list(phrase_of(object_of(head) or head))
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


def clause_run(head: Token, own: Callable[[Token], bool]) -> tuple[list[Token], dict[int, int]]:
    """The tokens of a clause from its verb on, or of a whole noun phrase, without a gap.

    A phrase after it that the parser hangs on a word in front of the act belongs to the act too: the first token of
    each and how many it has come second.
    """
    strays: dict[int, int] = {}
    verbal = head.pos_ in {"VERB", "AUX"}
    inside = {
        t.i: t
        for t in head.subtree
        if t.i >= head.i or (not verbal and t.dep_ not in {"cc", "punct", "mark"} and t.tag_ != "WRB")
    }
    run = [head]
    while not verbal and run[0].i - 1 in inside:
        run.insert(0, inside[run[0].i - 1])
    if not verbal:
        run = [*_first_items(run[0], own), *run]
    while run[-1].i + 1 < len(head.doc):
        after = head.doc[run[-1].i + 1]
        if after.text in {";", ":", "—", "–"} or after.is_sent_start:
            break
        if after.i in inside:
            run.append(after)
            continue
        stray = _stray(after, run, own)
        if not stray:
            break
        strays[stray[0].i] = len(stray)
        run += stray
    # Where the sentence goes on with a verb, the clause about a noun that ends there lacks its end.
    after = head.doc[run[-1].i + 1] if run[-1].i + 1 < len(head.doc) else None
    if after is not None and not after.is_sent_start and after.pos_ in {"AUX", "VERB"}:
        last = next((t for t in reversed(run) if t.dep_ == "relcl" and t.left_edge.i > head.i), None)
        run = run[: run.index(last.left_edge)] if last is not None and last.left_edge in run else run
    while len(run) > 1 and (run[-1].is_punct or run[-1].dep_ == "cc") and run[-1].text != ")":
        run.pop()
    while len(run) > 1 and run[-1].tag_ in {"WDT", "WP", "WRB", "IN", "TO", "DT"}:
        run.pop()
    if [t.lower_ for t in run[-3:]] == ["to", "the", "extent"]:
        run = run[:-3]  # the parser hangs "practicable" elsewhere
    while run[0].i != head.i and (run[0].is_punct or run[0].dep_ == "cc"):
        run.pop(0)
    end = run[-1].i + 1
    return run, {i: min(count, end - i) for i, count in strays.items() if i < end}


def figure_before(head: Token, own: Callable[[Token], bool]) -> list[Token]:
    """How often or by when, where it is between the modal and the verb: "shall, once every 2 years, certify"."""
    if not any(c.dep_ == "aux" and c.i < head.i for c in head.children):
        return []
    modal = next(c.i for c in head.children if c.dep_ == "aux" and c.i < head.i)
    for child in head.children:
        said = list(child.subtree)
        between = modal < said[0].i and said[-1].i < head.i and all(map(own, said))
        if between and child.dep_ in {"npadvmod", "advmod", "prep"} and any(t.like_num for t in said):
            return said
    return []


def _first_items(first: Token, own: Callable[[Token], bool]) -> list[Token]:
    """What "and" joins to the first word of a noun phrase, as in "existing and emerging industries"."""
    found: list[Token] = []
    at = first.i - 1
    while at >= 0 and own(first.doc[at]) and first.doc[at].pos_ in {"ADJ", "VERB", "CCONJ", "DET", "ADV"}:
        found.insert(0, first.doc[at])
        at -= 1
    joined = any(t.pos_ == "CCONJ" for t in found) and found[-1].pos_ == "CCONJ"
    return found if joined and (at < 0 or not own(first.doc[at])) else []


def same_preposition(one: Token, other: Token) -> bool:
    """Whether two words are one preposition."""
    return bool(one.pos_ == other.pos_ == "ADP" and one.lower_ == other.lower_)


def _stray(after: Token, run: Sequence[Token], own: Callable[[Token], bool]) -> list[Token]:
    """A phrase after the clause that hangs on a word in front of it."""
    start = after.i + (after.text == ",")
    while (
        0 < start < len(after.doc) - 1 and after.doc[start - 1].text == "," and after.doc[start].text == ","
    ):
        start += 1  # a pointer between two commas is left out
    if start + 1 >= len(after.doc):
        return []
    listed = after.text == "," or after.dep_ == "cc"
    top = after.doc[start]
    if top.dep_ == "cc" and top.head.i < start:
        joined = next((t for t in coordinates(top.head) if t.i > start), None)
        goes_on = joined is not None and (
            joined.pos_ in {"NOUN", "PROPN"} or any(same_preposition(t, joined) for t in (*run, top.head))
        )
        start, top = (start + 1, after.doc[start + 1]) if goes_on else (start, top)
    while top.head.i > run[-1].i and top.head.i != top.i:
        top = top.head
    phrase = [t for t in top.subtree if t.i >= start]
    # The parser takes the second item of a long list for a second object of a verb in front.
    item = listed and top.dep_ == "dobj" and any(c.dep_ == "dobj" and c.i < top.i for c in top.head.children)
    hangs = (
        (top.dep_ in {"prep", "acl", "advcl", "relcl", "conj"} or is_infinitive(top) or item)
        and top.head.i <= run[-1].i
        and top.pos_ in {"ADP", "VERB", "SCONJ", "NOUN", "PROPN"}
    )
    if (
        not hangs
        or top.head.i in {t.i for t in run}
        or phrase[0].i != start
        or not all(own(t) for t in phrase)
    ):
        return []
    if top.dep_ == "conj" and top.pos_ != "ADP" and not (top.pos_ in {"NOUN", "PROPN"} and listed):
        return []
    return [after.doc[at] for at in range(after.i, phrase[-1].i + 1)]
