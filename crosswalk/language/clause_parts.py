"""The parts of a clause that it can do without, read from its parse.

A clause keeps its act, what completes the act, and every part that it cannot do without; no part ends in the middle
of a phrase.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crosswalk.language.clause_lists import (
    before_last_item,
    example_items,
    examples_end,
    list_end,
    list_tails,
    lists_on,
    parts_any,
    shared_ends,
    strands_verbs,
    verb_items,
)
from crosswalk.language.clause_losses import PROVIDES, loss_of
from crosswalk.language.normalize import gerund
from crosswalk.language.parse_corrections import MADE
from crosswalk.language.phrase_cutting import clause_run, figure_before, is_passive, same_preposition
from crosswalk.language.syntax import SAME_FORM, SUBJECTS, coordinates, is_infinitive, object_of
from crosswalk.language.word_lists import frame_words
from crosswalk.model.frame import Clause, ClausePart, ClauseVerb, Loss

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes

_WORKS_WITH = frozenset({"work", "collaborate", "cooperate", "consult", "partner", "coordinate"})
_FEASIBLE = frozenset({"practicable", "possible", "feasible", "appropriate", ","})


def clause_of(head: Token, word: Callable[[Token], str], own: Callable[[Token], bool]) -> Clause:
    """The clause of an act with the parts that it can do without.

    Args:
        head: the verb or noun of the act.
        word: gives the word of a token as the clause says it.
        own: whether a token stands in the provision's own text.
    """
    run, strays = clause_run(head, own)
    end = len(run)
    run += figure_before(head, own)
    places = {token.i: at for at, token in enumerate(run)}
    verbal = head.pos_ in {"VERB", "AUX"}
    said = _plainer(
        [
            f"{' ' if at and (run[at - 1].whitespace_ or at == end) else ''}{word(token)}"
            for at, token in enumerate(run)
        ],
        run,
    )
    found = [_with_stray(part, run, strays) for part in _parts(run, head, places)]
    found += _stray_parts(run, strays, places)
    parts = tuple(sorted(found, key=lambda part: (part.start, -part.end)))
    parts = tuple(_with_provided(_whole_tail(part, run, parts), run, parts) for part in parts)
    whole = list(shared_ends(run))
    parts = tuple(_with_other(part, run) for part in parts if not parts_any(part, whole))
    spare = [part for part in parts if part.loss == Loss.ASIDE]
    # A part that begins inside an aside and goes on after it was hung on the wrong word by the parser.
    parts = tuple(
        p
        for p in parts
        if not _leaves_half(p, run)
        and not strands_verbs(p, run)
        and not _parts_the_two(p, run)
        and not any(a.start < p.start < a.end < p.end for a in spare)
    )
    parts = (*parts, *_first_clauses(parts, run))
    if verbal and object_of(head) is None:
        parts = tuple(part for part in parts if part.loss == Loss.ASIDE or not _comes_first(part, parts))
    verbs = _verbs(head, places) if verbal else ()
    return Clause(said, parts, verbs)


# "Between" one thing and "with" the other are at most this many words apart.
_APART = 15


def _parts_the_two(part: ClausePart, run: Sequence[Token]) -> bool:
    """Whether a part takes one of the two away: "the coordination of funds between the schools with the libraries"."""
    said = [t.lower_ for t in run]
    between = next((at for at in range(part.start - 1, -1, -1) if said[at] == "between"), None)
    if between is None or "with" not in said[between : between + _APART]:
        return False
    return part.start <= said.index("with", between)


_FOR_THE_PURPOSE = ["for", "the", "purpose", "of"]


def _plainer(said: list[str], run: Sequence[Token]) -> tuple[str, ...]:
    """The words of a clause with "to provide" for "for the purpose of providing" and "to" for "in order to"."""
    low = [token.lower_ for token in run]
    for at in range(len(run) - 2):
        if at and low[at : at + 3] == ["in", "order", "to"]:
            said[at : at + 2] = "", ""
        elif at and low[at : at + 4] == _FOR_THE_PURPOSE and _is_one_gerund(run[at + 4 : at + 5]):
            said[at : at + 5] = " to", "", "", "", f" {run[at + 4].lemma_}"
    return tuple(said)


def _is_one_gerund(word: Sequence[Token]) -> bool:
    """Whether a word ends in -ing and no other such word is joined to it: "of planning and improving services"."""
    return any(
        t.tag_ == "VBG" and not any(c.dep_ == "conj" and c.tag_ == "VBG" for c in t.children) for t in word
    )


def _stray_parts(
    run: Sequence[Token], strays: Mapping[int, int], places: Mapping[int, int]
) -> Iterator[ClausePart]:
    """The phrases that the parser attaches to a word in front of the clause, and the words before their "and"."""
    for i, count in strays.items():
        start = places[i]
        used = next((at for at in range(1, start) if run[at].lemma_ == "use" and run[at].dep_ == "acl"), 0)
        to = next((at for at in range(start, start + count) if run[at].tag_ == "TO"), 0)
        if used and to and all(t.text == "," for t in run[start:to]):
            yield ClausePart(used, to, Loss.DETAIL)  # "the process used by the board, under (d), to provide"
        elif run[start].text == "," or run[start].dep_ == "cc":
            yield ClausePart(start, start + count, Loss.ITEMS, *_joint_before(run, start))
        elif run[start].dep_ == "prep" and start > 1 and run[start].lower_ != "of":
            near = run[start].lower_ in {"to", "with", "from", "into"} or (
                run[start].lower_ == "for" and run[start + 1].tag_ == "VBG"
            )
            yield ClausePart(start, start + count, Loss.CONDITION if near else Loss.CIRCUMSTANCE)
        # "Goals for A and for B"
        second = run[start + 1] if start + 1 < len(run) and run[start].dep_ == "cc" else None
        first = next((at for at in range(1, start) if second and same_preposition(run[at], second)), 0)
        if first:
            yield ClausePart(first, start + 1, Loss.CIRCUMSTANCE)


def carried(clause: Clause, carrying: Sequence[Token]) -> Clause:
    """A clause with the words that carry it out in front: "lead efforts to develop"."""
    if not carrying:
        return clause
    verb, *rest = carrying
    shift = len(carrying)
    words = (verb.text, *(f" {t.text}" for t in rest), f" {clause.words[0]}", *clause.words[1:])
    parts = tuple(
        replace(p, start=p.start + shift, end=p.end + shift, joint=p.joint + shift if p.joint >= 0 else -1)
        for p in clause.parts
    )
    return Clause(words, parts, (ClauseVerb(0, verb.lemma_, gerund(verb.lemma_)),))


def _whole_tail(part: ClausePart, run: Sequence[Token], parts: Collection[ClausePart]) -> ClausePart:
    """A part with the clause about its last noun that the parser hangs on a word in front of the part."""
    about = [p for p in parts if run[p.start].lower_ in {"that", "which", "who"}]
    end = next((p.end for p in about if p.start == part.end and part.loss > Loss.EXAMPLE), part.end)
    return replace(part, end=end)


def _with_other(part: ClausePart, run: Sequence[Token]) -> ClausePart:
    """The first items of a list with the "other" of the last one: "courses and" of "courses and other activities"."""
    others = part.end < len(run) and run[part.end].lower_ == "other" and run[part.end - 1].dep_ == "cc"
    return replace(part, end=part.end + 1) if others else part


def _leaves_half(part: ClausePart, run: Sequence[Token]) -> bool:
    """Whether the second of two phrases would be left without the first: "for A and for B"."""
    if part.end + 1 >= len(run) or run[part.end].dep_ != "cc" or run[part.end + 1].pos_ != "ADP":
        return False
    return any(t.lower_ == run[part.end + 1].lower_ for t in run[part.start : part.end])


def _comes_first(part: ClausePart, parts: Collection[ClausePart]) -> bool:
    """Whether only asides are between a verb and a part, which then completes the verb."""
    spare = {at for p in parts if p.loss == Loss.ASIDE for at in range(p.start, p.end)}
    return all(at in spare for at in range(1, part.start))


def _first_clauses(parts: Sequence[ClausePart], run: Sequence[Token]) -> Iterator[ClausePart]:
    """The first of several clauses about one noun: "that respond to needs," of "that respond to needs, that use data"."""
    starts = {
        at
        for at in range(1, len(run))
        if run[at].lower_ == "that" and (run[at - 1].text == "," or run[at - 1].dep_ == "cc")
    }
    for part in parts:
        if run[part.start].lower_ == "that":
            after = min((at for at in starts if part.start < at < part.end), default=0)
            if after:
                yield ClausePart(part.start, after, Loss.DETAIL)
    for at in starts:
        joined = run[at].head
        first = next((to for to in range(at - 1, 0, -1) if _same_relative(run[to], joined)), 0)
        points_back = any(t.lower_ in {"such", "these", "those"} for t in run[at : at + 4])
        if first and joined.dep_ == "conj" and not points_back:
            yield ClausePart(first, at, Loss.RESTRICTION)


def _same_relative(token: Token, verb: Token) -> bool:
    """Whether a "that" opens the clause to which a verb is joined."""
    return bool(token.lower_ == "that" and token.head.i == verb.head.i)


def _with_provided(part: ClausePart, run: Sequence[Token], parts: Collection[ClausePart]) -> ClausePart:
    """A part that ends in whom something is provided to, with what is provided: "providing youth, ..., with services"."""
    gives = next((at for at in range(part.start, part.end) if run[at].lemma_ in PROVIDES), None)
    aside = (p.end for p in parts if p.loss == Loss.ASIDE and p.start == part.end)
    after = max(aside, default=part.end + (part.end < len(run) and run[part.end].text == ","))
    if gives is None or after >= len(run) or run[after].lower_ != "with":
        return part
    if any(run[at].lower_ == "with" and run[at].head.i == run[gives].i for at in range(gives, part.end)):
        return part
    inside = {t.i for t in run[after].subtree}
    return replace(part, end=max(at for at in range(after, len(run)) if run[at].i in inside) + 1)


def _with_stray(part: ClausePart, run: Sequence[Token], strays: Mapping[int, int]) -> ClausePart:
    """A part together with the phrase after it that hangs on its words; examples end where they end."""
    end = next((strays[t.i] for t in run[part.end : part.end + 1] if t.i in strays), 0)
    longer = end and part.loss > Loss.EXAMPLE
    return replace(part, end=part.end + end) if longer else part


def _joint_before(run: Sequence[Token], start: int, *, verbs: bool = False) -> tuple[int, str]:
    """The last comma of a list that goes on at `start`, and the "and" for it where the rest of the list has none.

    In a list of `verbs` the "or" between two nouns of one item joins no items.
    """
    comma = next((at for at in range(start - 1, 0, -1) if run[at].text == ","), -1)
    joined = any(
        t.dep_ == "cc" and (not verbs or t.head.pos_ in {"VERB", "AUX"}) for t in run[comma + 1 : start]
    )
    goes_on = start + 1 < len(run) and run[start].text == "," and run[start + 1].dep_ == "cc"
    conj = comma > 0 and any(
        t.dep_ == "conj" and (not verbs or t.pos_ in {"VERB", "AUX"}) for t in run[comma + 1 : start]
    )
    return (comma, f" {run[start + 1].lower_}") if goes_on and conj and not joined else (-1, "")


def _verbs(head: Token, places: Mapping[int, int]) -> tuple[ClauseVerb, ...]:
    if is_passive(head):
        return tuple(
            ClauseVerb(places[v.i], v.lemma_, gerund(v.lemma_))
            for v in coordinates(head)
            if v.i in places and v.tag_ in {"VBZ", "VBP"} and not any(w.dep_ in SUBJECTS for w in v.children)
        )
    same = [
        c
        for c in coordinates(head)
        if c.i in places
        and {c.tag_, head.tag_} in SAME_FORM
        and not any(w.dep_ in SUBJECTS or w.dep_ == "aux" for w in c.children)
    ]
    return tuple(ClauseVerb(places[v.i], v.lemma_, gerund(v.lemma_)) for v in (head, *same))


def _parts(run: Sequence[Token], head: Token, places: dict[int, int]) -> Iterator[ClausePart]:
    yield from _emphases(run)
    yield from _nearer_aims(run)
    for token in run:
        if token.i == head.i:
            continue
        loss = loss_of(token, head, places)
        if loss is not None:
            part = _whole(token, run, places, loss)
            if part is not None:
                yield part
    yield from list_tails(run, places)
    yield from example_items(run)
    yield from verb_items(run, head, places)
    yield from _before_uses(run)
    for at in range(1, len(run) - 1):
        if run[at].text == "," and run[at + 1].lower_ in MADE and head.lemma_ == "make":
            yield ClausePart(at, at + 1, Loss.ASIDE)  # "make information on programs, available"
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


def _nearer_aims(run: Sequence[Token]) -> Iterator[ClausePart]:
    """The first of two aims: "to support the use of A" of "strategies to support the use of A for the purpose of B"."""
    for at in range(2, len(run) - 3):
        if [t.lower_ for t in run[at : at + 4]] != _FOR_THE_PURPOSE:
            continue
        to = next((i for i in range(at - 1, 0, -1) if run[i].tag_ == "TO" and is_infinitive(run[i].head)), 0)
        if to and run[to - 1].pos_ in {"NOUN", "PROPN"} and not any(t.text == "," for t in run[to:at]):
            yield ClausePart(to, at, Loss.RESTRICTION)
    # "A strategy to work with the agencies to align resources"
    for at, joined in enumerate(run):
        works = (
            at > 1
            and joined.lemma_ in _WORKS_WITH
            and run[at - 1].tag_ == "TO"
            and run[at - 2].pos_ == "NOUN"
        )
        to = next((i for i in range(at + 1, len(run)) if run[i].tag_ == "TO"), 0) if works else 0
        if to and run[at + 1].lower_ == "with" and not any(t.text == "," for t in run[at:to]):
            yield ClausePart(at, to + 1, Loss.CIRCUMSTANCE)
    # "The process used by the board to provide an opportunity for comment"
    for at, used in enumerate(run):
        to = next(
            (i for i in range(at + 1, len(run)) if run[i].tag_ == "TO" and run[i].head.head.i == used.i), 0
        )
        if at and to and used.lemma_ == "use" and used.dep_ == "acl" and run[at - 1].i == used.head.i:
            yield ClausePart(at, to, Loss.DETAIL)


def _before_uses(run: Sequence[Token]) -> Iterator[ClausePart]:
    """What is said of a thing before its use: "negotiated with the Governor" of "levels negotiated with the Governor, to be used to"."""
    for token in run:
        if token.dep_ != "acl" or token.tag_ != "VBN":
            continue
        start = run.index(token)
        inside = {t.i for t in token.subtree}
        for at in range(start + 1, len(run) - 2):
            if run[at].text == "," and [t.lower_ for t in run[at + 1 : at + 3]] == ["to", "be"]:
                yield ClausePart(start, at + 1, Loss.DETAIL)
            if run[at].i not in inside:
                break


def _emphases(run: Sequence[Token]) -> Iterator[ClausePart]:
    """What a text stresses between commas (", particularly adults"), and "to the extent practicable"."""
    for at, token in enumerate(run):
        words = [t.lower_ for t in run[at : at + 4]]
        if words[:3] == ["to", "the", "extent"] and (at + 3 >= len(run) or words[3] in _FEASIBLE):
            yield ClausePart(at, min(at + 4, len(run)), Loss.EXAMPLE)
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
    return (
        to
        if levels > 2
        and first
        and to < len(run)
        and (run[to].pos_ in {"NOUN", "PROPN", "ADJ"} or "-" in run[to].text)
        else 0
    )


def _goes_on(run: Sequence[Token], comma: int) -> bool:
    """Whether a comma ends examples, after which the clause says what it is based on."""
    return run[comma].text == "," and [t.lower_ for t in run[comma + 1 : comma + 2]] == ["based"]


def _whole(token: Token, run: Sequence[Token], places: dict[int, int], loss: Loss) -> ClausePart | None:
    """The tokens of a part with the comma before it, and the one after it if it is between two commas."""
    inside = [places[t.i] for t in token.subtree if t.i in places]
    start, end = min(inside), max(inside) + 1
    if len(inside) != end - start or start == 0:
        return None
    if token.dep_ == "agent":
        # "Funded by the agencies to carry out the plan": the end is that of the funds.
        end = next((at for at in range(start + 1, end) if run[at].tag_ == "TO"), end)
    if token.lower_ == "including":
        end = before_last_item(token, run, start, end)
        end = next((at for at in range(start + 1, end - 1) if _goes_on(run, at)), end)
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
    if end < len(run) and run[end].lower_ == "than":
        return None  # the parser ends a phrase in "rather" of "rather than"
    if start > 1 and run[start - 1].text == ",":
        closed = end < len(run) and run[end].text == ","
        start -= 1
        if closed and not lists_on(run, end) and not _goes_on(run, end):
            end += 1
    elif run[start].lower_ == "such" and end + 1 < len(run) and run[end].text == ",":
        end += run[end + 1].lower_ in {"that", "which"}
    listed = token.dep_ == "conj" and token.pos_ == "VERB"
    joint = _joint_before(run, start, verbs=True) if listed else (-1, "")
    return ClausePart(start, end, loss, *joint)
