"""Shorten a clause by leaving out whole parts it can do without, the least telling first.

A clause keeps its act, what completes the act, and every part that it cannot do without; it is never cut in the
middle of a phrase. Source of the idea: sentence compression by pruning a dependency tree (Filippova and Strube 2008).
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crosswalk.language.frame_words import frame_words
from crosswalk.language.phrase_cutting import gerund, is_passive
from crosswalk.language.syntax import SUBJECTS, coordinates, object_of
from crosswalk.language.thesaurus import stem
from crosswalk.model.frame import Clause, ClausePart, ClauseVerb

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes

# What is lost with a part, from nothing to a change of what is required.
ASIDE, EXAMPLE, DETAIL, ITEMS, CIRCUMSTANCE, RESTRICTION, CONDITION = range(7)
# What a part costs by its loss, for each word of it, and for each word of the other side that goes with it.
_COSTS = (0.0, 1.0, 3.0, 4.0, 6.0, 9.0, 16.0, 20.0)
_A_WORD, _SHARED = 0.3, 8.0
# At most so many parts go.
_MOST_CUTS = 5

_COMPLETES = frozenset(
    {"dobj", "pobj", "pcomp", "ccomp", "attr", "acomp", "oprd", "dative", "prt", "case", "xcomp", "agent"}
)
_CROSS_REFERENCE = frozenset(
    {
        "described", "referred", "authorized", "established", "specified", "required", "defined", "carried",
        "under", "pursuant", "in", "subject", "assisted", "funded", "identified", "using",
    }
)  # fmt: skip
_EXAMPLES = frozenset({"particularly", "especially", "such", "notably"})
# Nouns that say nothing without the clause or phrase about them.
_HOLLOW = frozenset(
    {
        "manner", "way", "extent", "those", "one", "that", "need", "ability", "effort", "set", "number", "type", "kind",
        "access", "basis", "level", "range", "variety", "role", "description", "process", "procedure", "method",
        "capacity", "right", "opportunity", "step", "attempt",
    }
)  # fmt: skip
_GENERAL = frozenset(
    {"entity", "individual", "person", "participant", "employer", "agency", "resource", "need", "area"}
)
# "As appropriate" and its like bind no one.
_HEDGE = re.compile(
    r"(?:as|where|when|if) (?:and when )?(?:appropriate|applicable|practicable|necessary|needed|feasible)"
    r"|to the (?:maximum )?extent (?:practicable|possible|feasible|appropriate)"
    r"|consistent with .*|in accordance with .*"
)
# An item of more words tells more than a word in a list.
_SHORT_ITEM = 6
_FEASIBLE = frozenset({"practicable", "possible", "feasible", "appropriate", ","})
# Verbs whose prepositional phrase belongs to them ("take into consideration", "make X partners in Y").
_IDIOMS = frozenset({"take", "make", "give", "put", "bring", "place", "provide", "be", "have", "hold"})


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
    found = (_with_stray(part, run, strays) for part in _parts(run, head, places))
    parts = tuple(sorted(found, key=lambda part: (part.start, -part.end)))
    if verbal and object_of(head) is None:
        parts = tuple(part for part in parts if part.loss == ASIDE or not _comes_first(part, parts))
    verbs = _verbs(run, head, places) if verbal else ()
    return Clause(said, parts, verbs)


def _comes_first(part: ClausePart, parts: Collection[ClausePart]) -> bool:
    """Whether nothing but asides stands between a verb and a part: it then completes the verb."""
    spare = {at for p in parts if p.loss == ASIDE for at in range(p.start, p.end)}
    return all(at in spare for at in range(1, part.start))


def _with_stray(part: ClausePart, run: Sequence[Token], strays: Mapping[int, int]) -> ClausePart:
    """A part together with the phrase after it that hangs on its words; examples end where they end."""
    end = next((strays[t.i] for t in run[part.end : part.end + 1] if t.i in strays), 0)
    longer = end and part.loss > EXAMPLE
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
    if start >= len(after.doc):
        return []
    top = after.doc[start]
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
    listed = after.text == "," or after.dep_ == "cc"
    if top.dep_ == "conj" and top.pos_ != "ADP" and not (top.pos_ in {"NOUN", "PROPN"} and listed):
        return []
    return [after.doc[at] for at in range(after.i, phrase[-1].i + 1)]


# Tags of verbs in the same form: the tagger takes one for the other.
_SAME_FORM = (*({tag} for tag in ("VB", "VBP", "VBZ", "VBG", "VBN", "VBD")), {"VB", "VBP"})


def _verbs(run: Sequence[Token], head: Token, places: Collection[int]) -> tuple[ClauseVerb, ...]:
    if is_passive(head):
        return ()
    same = [
        c
        for c in coordinates(head)
        if c.i in places
        and {c.tag_, head.tag_} in _SAME_FORM
        and not any(w.dep_ in SUBJECTS for w in c.children)
    ]
    at = {token.i: place for place, token in enumerate(run)}
    return tuple(ClauseVerb(at[v.i], v.lemma_, gerund(v.lemma_)) for v in (head, *same))


def _parts(run: Sequence[Token], head: Token, places: dict[int, int]) -> Iterator[ClausePart]:
    yield from _parentheses(run)
    yield from _emphases(run)
    for token in run:
        if token.i == head.i:
            continue
        loss = _loss(token, head, places)
        if loss is not None:
            part = _whole(token, run, places, loss)
            if part is not None:
                yield part
    yield from _list_tails(run, places)


def _parentheses(run: Sequence[Token]) -> Iterator[ClausePart]:
    opened: list[int] = []
    for at, token in enumerate(run):
        if token.text == "(":
            opened.append(at)
        elif token.text == ")" and opened:
            start = opened.pop()
            if not opened:
                yield ClausePart(start, at + 1, ASIDE)
    if opened:
        yield ClausePart(opened[0], len(run), ASIDE)


def _emphases(run: Sequence[Token]) -> Iterator[ClausePart]:
    """What a text stresses between commas (", particularly adults"), and "to the extent practicable"."""
    for at, token in enumerate(run):
        words = [t.lower_ for t in run[at : at + 4]]
        if words[:3] == ["to", "the", "extent"] and (at + 3 >= len(run) or words[3] in _FEASIBLE):
            yield ClausePart(at, min(at + 4, len(run)), ASIDE)
        if at and token.lower_ in {"particularly", "especially", "notably"} and run[at - 1].text == ",":
            end = next((to for to in range(at, len(run)) if run[to].text == ","), len(run))
            yield ClausePart(at - 1, end, EXAMPLE)


def _whole(token: Token, run: Sequence[Token], places: dict[int, int], loss: int) -> ClausePart | None:
    """The tokens of a part with the comma before it, and the one after it where it stands between two commas."""
    inside = [places[t.i] for t in token.subtree if t.i in places]
    start, end = min(inside), max(inside) + 1
    if len(inside) != end - start or start == 0:
        return None
    if token.lower_ == "including":
        end = _before_last_item(token, run, start, end)
    while (
        end > start + 1 and (run[end - 1].is_punct or run[end - 1].dep_ == "cc") and run[end - 1].text != ")"
    ):
        end -= 1
    if loss > EXAMPLE:
        end = _list_end(run, start, end)
    if run[start - 1].dep_ == "cc" and token.dep_ == "conj":
        start -= 1
    if token.dep_ == "appos" and any(
        run[at].text == "," and run[at + 1].dep_ == "cc" for at in range(end, min(end + 14, len(run) - 1))
    ):
        return None  # an item of a list
    if start > 1 and run[start - 1].text == ",":
        closed = end < len(run) and run[end].text == ","
        start -= 1
        if closed and not _lists_on(run, end):
            end += 1
    return ClausePart(start, end, loss)


def _list_end(run: Sequence[Token], start: int, end: int) -> int:
    """Where a list ends that goes on after a part, though the parser hangs its items on a word in front of the part."""
    if end >= len(run) or not (run[end].text == "," or run[end].dep_ == "cc"):
        return end
    after = run[end + 1 : end + 5]
    items = [t for t in after if t.pos_ in {"NOUN", "PROPN"} and t.dep_ in {"conj", "dobj", "appos"}]
    if after and after[0].tag_ == "VBG" and run[end - 1].text.endswith("ing"):
        items.insert(0, after[0])
    found = next((t for t in items if t.head.i < run[start].i), None)
    if found is None:
        return end
    last = max(t.i for t in found.subtree)
    return next((at + 1 for at in range(len(run) - 1, end, -1) if run[at].i <= last), end)


def _before_last_item(token: Token, run: Sequence[Token], start: int, end: int) -> int:
    """Where examples end that stand before the last item of a list, as in "A, B, including C, and D"."""
    items = [token.head, *token.head.ancestors]
    listed = token.head.dep_ == "conj" and not any(
        c.dep_ == "cc" for item in items if item.dep_ in {"conj", "pobj", "dobj"} for c in item.children
    )
    if not listed:
        return end
    for at in range(end - 2, start, -1):
        if run[at].text == "," and run[at + 1].dep_ == "cc":
            return at
    return end


def _lists_on(run: Sequence[Token], comma: int) -> bool:
    """Whether a comma goes before the next item of a list."""
    after = run[comma + 1] if comma + 1 < len(run) else None
    return after is not None and (
        after.dep_ in {"cc", "conj"} or any(t.dep_ == "conj" for t in run[comma + 1 : comma + 5])
    )


def _loss(token: Token, head: Token, places: Collection[int]) -> int | None:
    """How much is lost without a word and all that depends on it; None where the clause needs it."""
    above, dep = token.head, token.dep_
    if dep in _COMPLETES or (token.i < above.i and above.i in places):
        return _leading(token) if above.i in places else None
    said = " ".join(t.text.lower() for t in token.subtree)
    parted = (
        token.i > 0
        and min(t.i for t in token.subtree) > 0
        and token.doc[min(t.i for t in token.subtree) - 1].text == ","
    )
    if _HEDGE.fullmatch(said):
        return ASIDE
    first = min(token.subtree, key=lambda t: t.i)
    if dep == "prep" and token.lower_ == "including":
        return (
            ASIDE
            if object_of(above) is not None or above.i != head.i or above.pos_ not in {"VERB", "AUX"}
            else None
        )
    if first.lower_ in _EXAMPLES or (dep == "prep" and token.lower_ == "such"):
        return EXAMPLE
    if _is_reference(token) and above.lemma_ not in {"give", "have"}:
        return ASIDE
    depth = _depth(token, head)
    if (
        dep in {"relcl", "acl", "prep"}
        and above.pos_ in {"NOUN", "PROPN"}
        and any(c.dep_ == "conj" and c.i > token.i for c in above.children)
    ):
        return None
    if dep == "relcl":
        return _relative(above, depth, parted=parted)
    if dep == "acl":
        return _about(token, above, depth, parted=parted)
    if dep == "appos":
        listed = any(t.dep_ == "cc" and t.i > token.i for t in (*above.subtree, *above.head.children))
        return EXAMPLE if parted and not listed else None
    if dep == "advcl":
        return _adverbial(token, above, parted=parted)
    if dep == "prep":
        return _prepositional(token, above, head, depth)
    if dep == "conj" and token.pos_ == above.pos_ == "ADP":
        return (
            CIRCUMSTANCE
            if any(c.dep_ in {"pobj", "pcomp"} and c.i < token.i for c in above.children)
            else None
        )
    if dep == "conj" and token.pos_ in {"VERB", "AUX"} and any(c.dep_ in SUBJECTS for c in token.children):
        return ASIDE  # a sentence of its own
    if dep == "conj" and token.pos_ in {"VERB", "AUX"} and above.pos_ in {"VERB", "AUX"}:
        alone = object_of(above) is not None or any(
            c.dep_ == "prep" and c.i < token.i for c in above.children
        )
        return ITEMS if alone and _before(token).text in {",", "and"} else None
    if dep == "npadvmod":
        return CIRCUMSTANCE
    return None


def _before(token: Token) -> Token:
    return token.doc[token.i - 1]


def _leading(token: Token) -> int | None:
    """What is lost without a phrase in front of the verb that it belongs to."""
    hedge = _HEDGE.fullmatch(" ".join(t.text.lower() for t in token.subtree))
    return ASIDE if hedge else None


def _is_reference(token: Token) -> bool:
    """Whether a phrase only points to another provision ("described in section 3112 of this title")."""
    refers = token.dep_ in {"acl", "prep"} and token.lower_ in _CROSS_REFERENCE
    return bool(
        refers
        and any(
            t.lower_ in {"section", "sections", "paragraph", "subsection", "clause", "subparagraph"}
            or t.text.startswith("§")
            for t in token.subtree
        )
    )


def _depth(token: Token, head: Token) -> int:
    """How many words lie between a part and the act."""
    found = 0
    for above in token.ancestors:
        if above.i == head.i:
            break
        found += above.dep_ not in {"pobj", "conj"}
    return found


def _relative(above: Token, depth: int, *, parted: bool) -> int | None:
    if parted:
        return EXAMPLE
    if _says_nothing_alone(above):
        return None
    return DETAIL if depth >= 2 else RESTRICTION + _is_bare(above)


def _is_bare(noun: Token) -> bool:
    return not any(c.dep_ in {"amod", "compound", "poss", "nummod"} for c in noun.children)


def _says_nothing_alone(noun: Token) -> bool:
    """Whether a noun needs the clause or phrase about it, as "the entities that carry out the programs"."""
    lemma = noun.lemma_.lower()
    return lemma in _HOLLOW or (_is_bare(noun) and lemma in frame_words().stock_nouns | _GENERAL)


def _about(token: Token, above: Token, depth: int, *, parted: bool) -> int | None:
    if parted and token.tag_ != "VB":
        return EXAMPLE
    if _says_nothing_alone(above) or (
        token.tag_ == "VB" and above.lemma_.lower() in frame_words().stock_nouns
    ):
        return None
    return DETAIL if depth >= 2 else RESTRICTION + _is_bare(above)


def _adverbial(token: Token, above: Token, *, parted: bool) -> int | None:
    if any(
        c.dep_ in {"mark", "advmod"}
        and c.lower_
        in {"if", "unless", "until", "when", "where", "except", "after", "before", "because", "while", "as"}
        for c in token.children
    ):
        return CONDITION
    if parted and token.tag_ == "VBG" and _before(_before(token)).text.endswith("ing"):
        return None
    obj = object_of(above)
    if token.tag_ == "VB" and obj is not None and _says_nothing_alone(obj):
        return CONDITION  # "provide activities to prepare students"
    return EXAMPLE if parted else ITEMS


def _prepositional(token: Token, above: Token, head: Token, depth: int) -> int | None:
    word = token.lower_
    if word in {"of", "between", "among", "than", "as", "without", "except", "versus", "per"}:
        return None
    verb = above.pos_ in {"VERB", "AUX"}
    if verb:
        bare = object_of(above) is None or above.i != head.i or is_passive(above)
        bound = bare and _first_phrase(token, above)
        if bound or above.lemma_.lower() in _IDIOMS:
            return None
        acts = any(c.dep_ == "pcomp" or c.lemma_.lower() in frame_words().act_nouns for c in token.children)
        return RESTRICTION if acts or word in {"to", "with", "from", "into"} else CIRCUMSTANCE
    if _says_nothing_alone(above) or (above.lemma_.lower() in frame_words().act_nouns and depth < 2):
        return None
    acts = above.lemma_.endswith(("tion", "ment", "ance", "ure"))
    return (CIRCUMSTANCE if depth >= 2 else RESTRICTION) + int(acts)


def _first_phrase(token: Token, above: Token) -> bool:
    return not any(c.dep_ == "prep" and above.i < c.i < token.i for c in above.children)


def _list_tails(run: Sequence[Token], places: dict[int, int]) -> Iterator[ClausePart]:
    """The last items of each list: what is left is joined by "and" or "or"."""
    for token in run:
        if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"conj", "compound", "nmod", "amod"}:
            continue
        items = _items(token, places)
        joint = next((t for item in items for t in item.children if t.dep_ == "cc"), None)
        made = token.dep_ == "dobj" and token.head.lemma_ in {
            "make",
            "render",
            "consider",
        }  # "make A and B partners"
        if len(items) < 2 or joint is None or joint.lower_ not in {"and", "or"} or made:
            continue
        for count in range(min(len(items) - 1, 2), len(items)):
            part = _tail(run, items, count, joint.lower_, places)
            if part is not None:
                yield part


def _tail(
    run: Sequence[Token], items: Sequence[Token], count: int, joint: str, places: Mapping[int, int]
) -> ClausePart | None:
    """The items of a list after the first `count`; what is left ends in the joint, as the list did."""
    start = min(places[t.i] for t in items[count].subtree if t.i in places)
    end = max(places[t.i] for item in items[count:] for t in item.subtree if t.i in places) + 1
    while start > 0 and (run[start - 1].dep_ == "cc" or run[start - 1].text == ","):
        start -= 1
    loss = {1: RESTRICTION, 2: CIRCUMSTANCE}.get(count, ITEMS) + (joint == "or")
    if items[0].lemma_.lower() in frame_words().people:
        loss = CONDITION  # "youth" for "youth and adults" is another population
    bare = not any(
        c.i < item.i for item in items[:count] for c in item.children if c.dep_ not in {"cc", "punct"}
    )
    if bare and any(c.i < items[-1].i for c in items[-1].children if c.dep_ in {"amod", "compound"}):
        return None  # "career and technical education" is one thing, and so are "Federal, State, and local funds"
    if count == 1:
        return ClausePart(start, end, loss + int(end - start > _SHORT_ITEM))
    before = min(places[t.i] for t in items[count - 1].subtree if t.i in places) - 1
    if run[before].text != ",":
        return None
    return ClausePart(start, end, loss, before, f" {joint}")


def _items(first: Token, places: Collection[int]) -> list[Token]:
    """The items of a list up to the one that "and" or "or" announces."""
    found = [first]
    for item in coordinates(first):
        if item.i not in places:
            break
        found.append(item)
        if min(item.subtree, key=lambda t: t.i).i in {c.i + 1 for c in found[-2].children if c.dep_ == "cc"}:
            break
    return found


def asides(clause: Clause) -> tuple[ClausePart, ...]:
    """The parts that a sentence never needs."""
    return tuple(part for part in clause.parts if part.loss == ASIDE)


@dataclass(frozen=True, slots=True)
class Cut:
    """One part of one of several clauses that may go: what it costs and how many words it frees."""

    at: int
    part: ClausePart
    cost: float
    frees: int

    def holds(self, other: "Cut") -> bool:
        """Whether another cut lies inside this one."""
        return self.at == other.at and self.part.start <= other.part.start and other.part.end <= self.part.end


def cuts(clause: Clause, at: int, shared: Collection[str] = ()) -> list[Cut]:
    """The parts of a clause that may go, cheapest first; stems of `shared` that are said nowhere else cost more.

    Args:
        clause: the clause.
        at: the number of the clause among those that are shortened together.
        shared: stems of the words that the other side has too.
    """
    gone = asides(clause)
    words = len(worded(clause, gone).split())
    found = []
    for part in clause.parts:
        rest = worded(clause, [*gone, part])
        frees = words - len(rest.split())
        if part.loss != ASIDE and frees > 0:
            lost = (_stems("".join(clause.words[part.start : part.end])) & set(shared)) - _stems(rest)
            cost = _COSTS[part.loss] + _A_WORD * frees + _SHARED * len(lost)
            found.append(Cut(at, part, cost, frees))
    return sorted(found, key=lambda cut: (cut.cost, -cut.part.start))


def cheapest_cuts(found: Sequence[Cut], spare: int) -> tuple[Cut, ...] | None:
    """The cuts that together free `spare` words at the least cost, at most five of them; None where none do."""
    best: tuple[float, tuple[Cut, ...]] | None = None

    def extend(chosen: tuple[Cut, ...], cost: float, freed: int, start: int) -> None:
        nonlocal best
        if freed >= spare:
            if best is None or cost < best[0]:
                best = cost, chosen
            return
        if len(chosen) == _MOST_CUTS:
            return
        for number in range(start, len(found)):
            cut = found[number]
            if best is not None and cost + cut.cost >= best[0]:
                break
            if not any(cut.holds(one) or one.holds(cut) for one in chosen):
                extend((*chosen, cut), cost + cut.cost, freed + cut.frees, number + 1)

    extend((), 0.0, 0, 0)
    return best[1] if best else None


def shortened(clause: Clause, most: int) -> tuple[ClausePart, ...]:
    """The parts to leave out so that a clause has at most `most` words, or as few as it can have."""
    gone = asides(clause)
    spare = len(worded(clause, gone).split()) - most
    if spare <= 0:
        return gone
    found = cuts(clause, 0)
    chosen = cheapest_cuts(found, spare) or tuple(sorted(found, key=lambda cut: -cut.frees)[:1])
    return (*gone, *(cut.part for cut in chosen))


def _stems(words: str) -> set[str]:
    return {stem(word) for word in re.findall(r"[a-z][a-z-]+", words.lower())}


def worded(clause: Clause, gone: Collection[ClausePart] = (), form: str = "finite") -> str:
    """The words of a clause without some parts; `form` is `finite` as in the text, `base` after "to", or `gerund`."""
    out = {at for part in gone for at in range(part.start, part.end)}
    outer = [p for p in gone if not any(g is not p and g.start <= p.start and p.end <= g.end for g in gone)]
    instead = {part.joint: part.joining for part in outer if part.joining}
    if form != "finite":
        instead |= {verb.at: f" {getattr(verb, form)}" for verb in clause.verbs}
    said = "".join(instead.get(at, word) for at, word in enumerate(clause.words) if at not in out)
    tidy = re.sub(r",\s*(?=,|$)|\s+(?=,)", "", " ".join(said.split())).strip(" ,")
    return re.sub(r"(?:,?\s(?:and|or|but|nor))+$", "", tidy)
