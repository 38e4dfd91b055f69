"""The parts of a clause that it can do without, read from its parse.

A clause keeps its act, what completes the act, and every part that it cannot do without; no part ends in the middle
of a phrase.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crosswalk.language.clause_lists import before_last_item, examples_end, list_end, list_tails, lists_on
from crosswalk.language.frame_words import frame_words
from crosswalk.language.phrase_cutting import gerund, is_passive
from crosswalk.language.syntax import SUBJECTS, coordinates, object_of
from crosswalk.model.frame import Clause, ClausePart, ClauseVerb, Loss

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes

_COMPLETES = frozenset(
    {"dobj", "pobj", "pcomp", "ccomp", "attr", "acomp", "oprd", "dative", "prt", "case", "xcomp", "agent"}
)
_EXAMPLES = frozenset({"particularly", "especially", "such", "notably"})
# "As appropriate" and its like bind no one.
_HEDGE = re.compile(
    r"(?:as|where|when|if) (?:and when )?(?:appropriate|applicable|practicable|necessary|needed|feasible)"
    r"|to the (?:maximum )?extent (?:practicable|possible|feasible|appropriate)"
    r"|consistent with .*|in accordance with .*"
)
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
    parts = tuple(_whole_tail(part, run, parts) for part in parts)
    spare = [part for part in parts if part.loss == Loss.ASIDE]
    # A part that begins inside an aside and goes on after it was hung on the wrong word by the parser.
    parts = tuple(p for p in parts if not any(a.start < p.start < a.end < p.end for a in spare))
    if verbal and object_of(head) is None:
        parts = tuple(part for part in parts if part.loss == Loss.ASIDE or not _comes_first(part, parts))
    verbs = _verbs(head, places) if verbal else ()
    return Clause(said, parts, verbs)


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
        loss = _loss(token, head, places)
        if loss is not None:
            part = _whole(token, run, places, loss)
            if part is not None:
                yield part
    yield from list_tails(run, places)


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


def _loss(token: Token, head: Token, places: Collection[int]) -> Loss | None:
    """How much is lost without a word and all that depends on it; None where the clause needs it."""
    above, dep = token.head, token.dep_
    if dep in _COMPLETES or (token.i < above.i and above.i in places):
        return Loss.ASIDE if above.i in places and _is_hedge(token) else None
    if _is_hedge(token):
        return Loss.ASIDE
    first = token.left_edge
    parted = first.i > 0 and _before(first).text == ","
    if dep == "prep" and token.lower_ == "including":
        return (
            Loss.ASIDE
            if object_of(above) is not None or above.i != head.i or above.pos_ not in {"VERB", "AUX"}
            else None
        )
    if first.lower_ in _EXAMPLES or (dep == "prep" and token.lower_ == "such"):
        return Loss.EXAMPLE
    if _is_reference(token) and above.lemma_ not in {"give", "have"}:
        return Loss.ASIDE
    if first.tag_ == "WRB" and first.i > 0 and _before(first).dep_ == "cc":
        return Loss.ITEMS  # "and how the activities will be aligned": one more thing that is asked
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
        return Loss.EXAMPLE if parted and not listed else None
    if dep == "advcl":
        return _adverbial(token, above, parted=parted)
    if dep == "prep":
        return _prepositional(token, above, head, depth)
    if dep == "conj" and token.pos_ == above.pos_ == "ADP":
        return (
            Loss.CIRCUMSTANCE
            if any(c.dep_ in {"pobj", "pcomp"} and c.i < token.i for c in above.children)
            else None
        )
    if dep == "conj" and token.pos_ in {"VERB", "AUX"} and any(c.dep_ in SUBJECTS for c in token.children):
        return Loss.ASIDE  # a sentence of its own
    if dep == "conj" and token.pos_ in {"VERB", "AUX"} and above.pos_ in {"VERB", "AUX"}:
        alone = object_of(above) is not None or any(
            c.dep_ == "prep" and c.i < token.i for c in above.children
        )
        return Loss.ITEMS if alone and _before(token).text in {",", "and"} else None
    if dep == "npadvmod":
        return Loss.CIRCUMSTANCE
    return None


def _before(token: Token) -> Token:
    return token.doc[token.i - 1]


def _is_hedge(token: Token) -> bool:
    """Whether a phrase only hedges, as "as appropriate" does."""
    return bool(_HEDGE.fullmatch(" ".join(t.text.lower() for t in token.subtree)))


def _is_reference(token: Token) -> bool:
    """Whether a phrase only points to another provision ("described in section 3112 of this title")."""
    refers = token.dep_ in {"acl", "prep"} and token.lower_ in frame_words().pointing_words
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


def _relative(above: Token, depth: int, *, parted: bool) -> Loss | None:
    if parted:
        return Loss.EXAMPLE
    if _says_nothing_alone(above):
        return None
    return Loss.DETAIL if depth >= 2 else Loss(Loss.RESTRICTION + _is_bare(above))


def _is_bare(noun: Token) -> bool:
    return not any(c.dep_ in {"amod", "compound", "poss", "nummod"} for c in noun.children)


def _says_nothing_alone(noun: Token) -> bool:
    """Whether a noun needs the clause or phrase about it, as "the entities that carry out the programs"."""
    lemma = noun.lemma_.lower()
    return lemma in frame_words().hollow_nouns or (
        _is_bare(noun) and lemma in frame_words().stock_nouns | frame_words().general_nouns
    )


def _about(token: Token, above: Token, depth: int, *, parted: bool) -> Loss | None:
    if parted and token.tag_ != "VB":
        return Loss.EXAMPLE
    if _says_nothing_alone(above) or (
        token.tag_ == "VB" and above.lemma_.lower() in frame_words().stock_nouns
    ):
        return None
    return Loss.DETAIL if depth >= 2 else Loss(Loss.RESTRICTION + _is_bare(above))


def _adverbial(token: Token, above: Token, *, parted: bool) -> Loss | None:
    if any(
        c.dep_ in {"mark", "advmod"}
        and c.lower_
        in {"if", "unless", "until", "when", "where", "except", "after", "before", "because", "while", "as"}
        for c in token.children
    ):
        return Loss.CONDITION
    if parted and token.tag_ == "VBG" and _before(_before(token)).text.endswith("ing"):
        return None
    obj = object_of(above)
    if token.tag_ == "VB" and obj is not None and _says_nothing_alone(obj):
        return Loss.CONDITION  # "provide activities to prepare students"
    return Loss.EXAMPLE if parted else Loss.ITEMS


def _prepositional(token: Token, above: Token, head: Token, depth: int) -> Loss | None:
    word = token.lower_
    if word in {"of", "between", "among", "than", "as", "without", "except", "versus", "per"}:
        return None
    verb = above.pos_ in {"VERB", "AUX"}
    if word == "with" and above.lemma_ in {"provide", "supply", "furnish"}:
        return None  # "provide individuals with services"
    if verb:
        bare = object_of(above) is None or above.i != head.i or is_passive(above)
        bound = bare and _first_phrase(token, above)
        if bound or above.lemma_.lower() in _IDIOMS:
            return None
        if word == "in" and any(c.lower_ == "order" for c in token.children):
            return Loss.CONDITION
        acts = any(c.dep_ == "pcomp" or c.lemma_.lower() in frame_words().act_nouns for c in token.children)
        return Loss.RESTRICTION if acts or word in {"to", "with", "from", "into"} else Loss.CIRCUMSTANCE
    if word == "for" and [t.lower_ for t in token.doc[token.i + 1 : token.i + 4]] == ["the", "purpose", "of"]:
        return Loss.RESTRICTION
    if _says_nothing_alone(above) or (above.lemma_.lower() in frame_words().act_nouns and depth < 2):
        return None
    if word == "with" and any(t.lemma_ in {"provide", "supply", "furnish"} for t in above.ancestors):
        return None  # "provide individuals with services"
    if word in {"to", "with", "from", "into"} and any(
        t.lemma_.lower() in frame_words().act_nouns for t in above.ancestors if t.i > head.i
    ):
        return Loss.CONDITION  # "alignment of programs to the needs of employers"
    acts = above.lemma_.endswith(("tion", "ment", "ance"))
    return Loss((Loss.CIRCUMSTANCE if depth >= 2 else Loss.RESTRICTION) + acts)


def _first_phrase(token: Token, above: Token) -> bool:
    return not any(c.dep_ == "prep" and above.i < c.i < token.i for c in above.children)
