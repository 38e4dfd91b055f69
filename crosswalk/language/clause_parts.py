"""The parts of a clause that it can do without, read from its parse.

A clause keeps its act, what completes the act, and every part that it cannot do without; no part ends in the middle
of a phrase.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crosswalk.language.clause_lists import before_last_item, examples_end, list_end, list_tails, lists_on
from crosswalk.language.clause_losses import loss_of
from crosswalk.language.frame_words import frame_words
from crosswalk.language.phrase_cutting import gerund, is_passive
from crosswalk.language.syntax import SUBJECTS, coordinates, object_of
from crosswalk.model.frame import Clause, ClausePart, ClauseVerb, Loss

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes

_FEASIBLE = frozenset({"practicable", "possible", "feasible", "appropriate", ","})


def clause_of(head: Token, words: Callable[[Sequence[Token]], str], own: Callable[[Token], bool]) -> Clause:
    """The clause of an act with the parts that it can do without.

    Args:
        head: the verb or noun of the act.
        words: gives the words of some tokens as the text has them.
        own: whether a token stands in the provision's own text.
    """
    run, strays = _run(head, own)
    places = {token.i: at for at, token in enumerate(run)}
    verbal = head.pos_ in {"VERB", "AUX"}
    said = tuple(
        f"{' ' if at and run[at - 1].whitespace_ else ''}{words([token]) if not token.is_punct else token.text}"
        for at, token in enumerate(run)
    )
    found = [_with_stray(part, run, strays) for part in _parts(run, head, places)]
    found += [
        ClausePart(places[i], places[i] + count, Loss.ITEMS)
        for i, count in strays.items()
        if head.doc[i].text == "," or head.doc[i].dep_ == "cc"
    ]
    parts = tuple(sorted(found, key=lambda part: (part.start, -part.end)))
    parts = tuple(_whole_tail(part, run, parts) for part in parts)
    spare = [part for part in parts if part.loss == Loss.ASIDE]
    # A part that begins inside an aside and goes on after it was hung on the wrong word by the parser.
    parts = tuple(
        p
        for p in parts
        if not _leaves_half(p, run) and not any(a.start < p.start < a.end < p.end for a in spare)
    )
    if verbal and object_of(head) is None:
        parts = tuple(part for part in parts if part.loss == Loss.ASIDE or not _comes_first(part, parts))
    verbs = _verbs(head, places) if verbal else ()
    return Clause(said, parts, verbs)


def carried(clause: Clause, carrying: Sequence[Token]) -> Clause:
    """A clause with the words that carry it out in front: "lead efforts to develop"."""
    if not carrying:
        return clause
    verb, *rest = carrying
    shift = len(carrying) + 1
    words = (verb.text, *(f" {t.text}" for t in rest), " to", *(f" {clause.words[0]}", *clause.words[1:]))
    parts = tuple(
        replace(p, start=p.start + shift, end=p.end + shift, joint=p.joint + shift if p.joint >= 0 else -1)
        for p in clause.parts
    )
    return Clause(words, parts, (ClauseVerb(0, verb.lemma_, gerund(verb.lemma_)),))


def _whole_tail(part: ClausePart, run: Sequence[Token], parts: Collection[ClausePart]) -> ClausePart:
    """A part with the clause about its last noun that the parser hangs on a word in front of the part.

    Where the sentence goes on with a verb, the clause about a noun that ends there lacks its end and is never said.
    """
    about = [p for p in parts if run[p.start].lower_ in {"that", "which", "who"}]
    after = run[-1].doc[run[-1].i + 1] if run[-1].i + 1 < len(run[-1].doc) else None
    broken = after is not None and not after.is_sent_start and after.pos_ in {"AUX", "VERB"}
    if broken and part.end == len(run) and part in about:
        return replace(part, loss=Loss.ASIDE)
    end = next((p.end for p in about if p.start == part.end and part.loss > Loss.EXAMPLE), part.end)
    return replace(part, end=end)


def _leaves_half(part: ClausePart, run: Sequence[Token]) -> bool:
    """Whether the second of two phrases would be left without the first: "for A and for B"."""
    if part.end + 1 >= len(run) or run[part.end].dep_ != "cc" or run[part.end + 1].pos_ != "ADP":
        return False
    return any(t.lower_ == run[part.end + 1].lower_ for t in run[part.start : part.end])


def _comes_first(part: ClausePart, parts: Collection[ClausePart]) -> bool:
    """Whether nothing but asides stands between a verb and a part: it then completes the verb."""
    spare = {at for p in parts if p.loss == Loss.ASIDE for at in range(p.start, p.end)}
    return all(at in spare for at in range(1, part.start))


def _with_stray(part: ClausePart, run: Sequence[Token], strays: Mapping[int, int]) -> ClausePart:
    """A part together with the phrase after it that hangs on its words; examples end where they end."""
    end = next((strays[t.i] for t in run[part.end : part.end + 1] if t.i in strays), 0)
    longer = end and part.loss > Loss.EXAMPLE
    return replace(part, end=part.end + end) if longer else part


def _run(head: Token, own: Callable[[Token], bool]) -> tuple[list[Token], dict[int, int]]:
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
    while len(run) > 1 and (run[-1].is_punct or run[-1].dep_ == "cc") and run[-1].text != ")":
        run.pop()
    while len(run) > 1 and run[-1].tag_ in {"WDT", "WP", "WRB", "IN", "TO", "DT"}:
        run.pop()
    while len(run) > 1 and (run[0].is_punct or run[0].dep_ == "cc"):
        run.pop(0)
    return run, strays


def _first_items(first: Token, own: Callable[[Token], bool]) -> list[Token]:
    """What "and" joins to the first word of a noun phrase, as in "existing and emerging industries"."""
    found: list[Token] = []
    at = first.i - 1
    while at >= 0 and own(first.doc[at]) and first.doc[at].pos_ in {"ADJ", "VERB", "CCONJ", "DET", "ADV"}:
        found.insert(0, first.doc[at])
        at -= 1
    joined = any(t.pos_ == "CCONJ" for t in found) and found[-1].pos_ == "CCONJ"
    return found if joined and (at < 0 or not own(first.doc[at])) else []


def _stray(after: Token, run: Sequence[Token], own: Callable[[Token], bool]) -> list[Token]:
    """A phrase after the clause that hangs on a word in front of it."""
    start = after.i + (after.text == ",")
    if start + 1 >= len(after.doc):
        return []
    listed = after.text == "," or after.dep_ == "cc"
    top = after.doc[start]
    if top.dep_ == "cc" and top.head.i < start:
        joined = next((t for t in coordinates(top.head) if t.i > start), None)
        nominal = joined is not None and joined.pos_ in {"NOUN", "PROPN"}
        start, top = (start + 1, after.doc[start + 1]) if nominal else (start, top)
    while top.head.i > run[-1].i and top.head.i != top.i:
        top = top.head
    phrase = [t for t in top.subtree if t.i >= start]
    hangs = (
        top.dep_ in {"prep", "acl", "advcl", "relcl", "conj"}
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


# Tags of verbs in the same form: the tagger takes one for the other.
_SAME_FORM = (*({tag} for tag in ("VB", "VBP", "VBZ", "VBG", "VBN", "VBD")), {"VB", "VBP"})


def _verbs(head: Token, places: Mapping[int, int]) -> tuple[ClauseVerb, ...]:
    if is_passive(head):
        return ()
    same = [
        c
        for c in coordinates(head)
        if c.i in places
        and {c.tag_, head.tag_} in _SAME_FORM
        and not any(w.dep_ in SUBJECTS for w in c.children)
    ]
    return tuple(ClauseVerb(places[v.i], v.lemma_, gerund(v.lemma_)) for v in (head, *same))


def _parts(run: Sequence[Token], head: Token, places: dict[int, int]) -> Iterator[ClausePart]:
    yield from _emphases(run)
    for token in run:
        if token.i == head.i:
            continue
        loss = loss_of(token, head, places)
        if loss is not None:
            part = _whole(token, run, places, loss)
            if part is not None:
                yield part
    yield from list_tails(run, places)
    yield from _first_of_two(run, places)


def _first_of_two(run: Sequence[Token], places: Mapping[int, int]) -> Iterator[ClausePart]:
    """The first of two phrases joined by "and": "for A" in "for A and for B", "effective" in "effective and fair"."""
    for token in run:
        other = next((c for c in token.children if c.dep_ == "conj" and c.i in places), None)
        if other is None or run[places[other.i] - 1].dep_ != "cc" or token.i > other.i:
            continue
        phrases = token.pos_ == other.pos_ == "ADP" and token.lower_ == other.lower_
        # "A strategy for youth and adults and for building systems" is another one without its people.
        whom = any(c.lemma_.lower() in frame_words().people for c in token.children)
        if phrases and token.dep_ == "prep" and places[token.i] > 1 and not whom:
            yield ClausePart(places[token.i], places[other.i], Loss.CIRCUMSTANCE)


def _emphases(run: Sequence[Token]) -> Iterator[ClausePart]:
    """What a text stresses between commas (", particularly adults"), and "to the extent practicable"."""
    for at, token in enumerate(run):
        words = [t.lower_ for t in run[at : at + 4]]
        if words[:3] == ["to", "the", "extent"] and (at + 3 >= len(run) or words[3] in _FEASIBLE):
            yield ClausePart(at, min(at + 4, len(run)), Loss.ASIDE)
        if token.lower_ in _GOVERNED and (end := _levels_end(run, at)):
            yield ClausePart(at, end, Loss.CIRCUMSTANCE)
        if at and token.lower_ in {"particularly", "especially", "notably"} and run[at - 1].text == ",":
            end = next((to for to in range(at, len(run)) if run[to].text == ","), len(run))
            yield ClausePart(at - 1, end, Loss.EXAMPLE)


_GOVERNED = frozenset({"federal", "state", "regional", "local", "tribal", "national"})


def _levels_end(run: Sequence[Token], at: int) -> int:
    """Where "State, regional, or local" ends in front of a noun; 0 where there are fewer than three levels."""
    to, levels = at, 0
    while to < len(run) and (
        run[to].lower_ in _GOVERNED or run[to].text == "," or run[to].lower_ in {"and", "or"}
    ):
        levels += run[to].lower_ in _GOVERNED
        to += 1
    first = at == 0 or not (run[at - 1].text == "," or run[at - 1].dep_ == "cc")
    return to if levels > 2 and first and to < len(run) and run[to].pos_ in {"NOUN", "PROPN", "ADJ"} else 0


def _whole(token: Token, run: Sequence[Token], places: dict[int, int], loss: Loss) -> ClausePart | None:
    """The tokens of a part with the comma before it, and the one after it where it stands between two commas."""
    inside = [places[t.i] for t in token.subtree if t.i in places]
    start, end = min(inside), max(inside) + 1
    if len(inside) != end - start or start == 0:
        return None
    if token.lower_ == "including":
        end = before_last_item(token, run, start, end)
    while (
        end > start + 1 and (run[end - 1].is_punct or run[end - 1].dep_ == "cc") and run[end - 1].text != ")"
    ):
        end -= 1
    if loss > Loss.EXAMPLE:
        end = list_end(run, start, end)
    elif run[start].lower_ == "such":
        end = examples_end(run, start, end)
    if run[start - 1].dep_ == "cc" and (token.dep_ == "conj" or run[start].tag_ == "WRB"):
        start -= 1
    if token.dep_ == "appos" and any(
        run[at].text == "," and run[at + 1].dep_ == "cc" for at in range(end, min(end + 14, len(run) - 1))
    ):
        return None  # an item of a list
    if start > 1 and run[start - 1].text == ",":
        closed = end < len(run) and run[end].text == ","
        start -= 1
        if closed and not lists_on(run, end):
            end += 1
    return ClausePart(start, end, loss)
