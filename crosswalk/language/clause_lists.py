"""Lists in a clause: where they end, and which of their last items can go."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from crosswalk.language.syntax import SAME_FORM, SUBJECTS, coordinates, of_object
from crosswalk.language.word_lists import frame_words
from crosswalk.model.frame import ClausePart, Loss

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes
# An item of more words tells more than a word in a list.
_SHORT_ITEM = 6
# "And skills" after "knowledge": two words less are half of what is said.
_BARE_PAIR = 2
_ARTICLES = frozenset({"a", "an", "the", "its", "their"})
_MAKING = frozenset({"make", "render", "consider"})


def list_tails(run: Sequence[Token], places: dict[int, int]) -> Iterator[ClausePart]:
    """The last items of each list: what is left is joined by "and" or "or"."""
    for token in run:
        if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"conj", "compound", "nmod", "amod"}:
            continue
        items = _items(token, places)
        joint = next((t for item in items for t in item.children if t.dep_ == "cc"), None)
        # "Make A and B partners": what A and B become would go with B.
        made = token.dep_ == "dobj" and token.head.lemma_ in _MAKING
        if len(items) < 2 or joint is None or joint.lower_ not in {"and", "or"} or made:
            continue
        # "A and B and C that ...": the last item of all may be what matters.
        nested = [token, *(t for t in coordinates(token) if t.i in places and t.pos_ in {"NOUN", "PROPN"})]
        for listed in (items, nested) if len(nested) > len(items) else (items,):
            head = _first_items_of(run, listed, places)
            if head is not None:
                yield head
        yield from _items_before(run, items, places)
        if (part := _before_joined(token, nested[-1], places)) is not None:
            yield part
        if _goes_on_after(items, run, places):
            continue  # "partnerships, resources and funding, and policies": the list goes on
        for count in range(min(len(items) - 1, 2), len(items)):
            part = _tail(run, items, count, joint.lower_, places)
            if part is not None:
                yield part


def _goes_on_after(items: Sequence[Token], run: Sequence[Token], places: Mapping[int, int]) -> bool:
    """Whether a list goes on with a comma after what "and" announced as its last item."""
    last, listed = items[-1], {t.i for t in (items[0], *coordinates(items[0]))}
    after = run[places[last.i] + 1 : places[last.i] + 4]
    if len(after) == 3 and after[0].text == "," and last.pos_ != "PROPN":
        item = after[2] if after[1].dep_ == "cc" else after[1]
        if item.pos_ in {"NOUN", "ADJ"} and listed & {item.i, item.head.i}:
            return True
    for item in coordinates(last):
        if item.i in places and item.pos_ in {"NOUN", "PROPN"}:
            at = min(places[t.i] for t in (item, *_lefts(item)) if t.i in places) - 1
            return "," in {run[at].text, run[at - 1].text if run[at].dep_ == "cc" else ""}
    return False


def _tail(
    run: Sequence[Token], items: Sequence[Token], count: int, joint: str, places: Mapping[int, int]
) -> ClausePart | None:
    """The items of a list after the first `count`; what is left ends in the joint, as the list did."""
    start = min(places[t.i] for t in items[count].subtree if t.i in places)
    end = max(places[t.i] for item in items[count:] for t in item.subtree if t.i in places) + 1
    while start > 0 and (run[start - 1].dep_ == "cc" or run[start - 1].text == ","):
        start -= 1
    if end < len(run) and run[end].tag_ == "TO" and any(c.lower_ == "for" for c in items[-1].children):
        # "And services for the participant to reach the goals": the end is that of the last item.
        aim = run[end].head
        end = max((places[t.i] for t in aim.subtree if t.i in places), default=end - 1) + 1
    acts = sum(item.lemma_.lower() in frame_words().act_nouns for item in items)
    if acts > 1 and of_object(items[-1]) is not None and not any(of_object(item) for item in items[:count]):
        return None  # "recruitment, retention, and training of teachers": all three are of teachers
    few = Loss.RESTRICTION if len(items) == 2 else Loss.CIRCUMSTANCE
    loss = Loss({1: few, 2: Loss.CIRCUMSTANCE}.get(count, Loss.ITEMS) + (joint == "or"))
    if items[0].lemma_.lower() in frame_words().people:
        loss = Loss.CONDITION  # "youth" for "youth and adults" is another population
    bare = not any(
        c.i < item.i for item in items[:count] for c in item.children if c.dep_ not in {"cc", "punct"}
    )
    adjectives = all(item.pos_ == "PROPN" for item in items[:count])
    if (bare or adjectives) and any(
        c.i < items[-1].i for c in items[-1].children if c.dep_ in {"amod", "compound"}
    ):
        return None  # "career and technical education" is one thing, and so are "Federal, State, and local funds"
    if run[start].dep_ == "cc" and run[start + 1].lower_ == "technical" and run[start - 1].lower_ == "career":
        return None
    if count == 1:
        half = end - start == _BARE_PAIR or end - start > _SHORT_ITEM
        return ClausePart(start, end, Loss.CONDITION if half else loss)
    before = min(places[t.i] for t in items[count - 1].subtree if t.i in places) - 1
    if run[before].text != ",":
        return None
    return ClausePart(start, end, loss, before, f" {joint}")


def _before_joined(first: Token, last: Token, places: Mapping[int, int]) -> ClausePart | None:
    """The items in front of a plural that the parser joins to a word inside the last one: "programs of study and pathways"."""
    inner = of_object(last)
    joined = next((c for c in inner.children if c.dep_ == "conj"), None) if inner is not None else None
    if (
        joined is None
        or joined.tag_ not in {"NNS", "NNPS"}
        or last.tag_ not in {"NNS", "NNPS"}
        or joined.i not in places
        or any(c.dep_ in {"det", "poss"} for c in joined.children)
    ):
        return None
    start = min(places[t.i] for t in (first, *_lefts(first)) if t.i in places)
    end = min(places[t.i] for t in (joined, *_lefts(joined)) if t.i in places)
    return ClausePart(start, end, Loss.RESTRICTION) if start else None


def _first_items_of(
    run: Sequence[Token], items: Sequence[Token], places: Mapping[int, int]
) -> ClausePart | None:
    """The items of a list before the last one, which has a clause of its own that may be what matters."""
    last = items[-1]
    own = any(c.dep_ in {"relcl", "acl", "prep"} and c.i > last.i for c in last.children)
    shares_words = any(c.dep_ == "poss" for c in items[0].children) or (
        any(c.dep_ == "det" for c in items[0].children) and last.tag_ not in {"NNS", "NNPS"}
    )
    start = min(places[t.i] for t in (items[0], *_lefts(items[0])) if t.i in places)
    end = min(places[t.i] for t in (last, *_lefts(last)) if t.i in places)
    people = any(item.lemma_.lower() in frame_words().people for item in items)
    # "In-demand industry sectors or occupations": what is said of the first is said of the last.
    alternatives = run[end - 1].lower_ == "or"
    shares_words |= (
        alternatives
        and not _lefts(last)
        and any(c.dep_ in {"amod", "compound", "nmod"} for c in items[0].lefts)
    )
    # After "and" the parser takes a verb for an adjective: "and articulate processes".
    sure = run[end].pos_ in {"NOUN", "PROPN", "DET"}
    if not (own and sure) or shares_words or people or start == 0 or run[end - 1].dep_ != "cc":
        return None
    return ClausePart(start, end, Loss.RESTRICTION)


def _items_before(
    run: Sequence[Token], items: Sequence[Token], places: Mapping[int, int]
) -> Iterator[ClausePart]:
    """The items of a list of three or more in front of a later one, so that the one that matters can stay."""
    first = items[0]
    people = any(item.lemma_.lower() in frame_words().people for item in items)
    modified = any(c.dep_ in {"amod", "compound", "nmod", "poss"} for c in first.lefts)
    start = min(places[t.i] for t in (first, *_lefts(first)) if t.i in places)
    if len(items) < 3 or people or start == 0 or _goes_on_after(items, run, places):
        return
    for at, item in enumerate(items[1:], 1):
        alone = bool(_lefts(item)) or not modified
        article = any(c.dep_ == "det" and c.lower_ in _ARTICLES for c in first.lefts) and not any(
            c.dep_ == "det" for c in item.lefts
        )
        if not alone or (article and item.tag_ not in {"NNS", "NNPS"}) or item.pos_ not in {"NOUN", "PROPN"}:
            continue
        end = min(places[t.i] for t in (item, *_lefts(item)) if t.i in places)
        comma = places[items[-1].i] - 1 if at == len(items) - 2 else -1
        while comma > end and run[comma].text != ",":
            comma -= 1
        two = comma > end and run[comma + 1].dep_ == "cc"
        yield ClausePart(start, end, Loss.RESTRICTION, *((comma, " ") if two else (-1, "")))


def verb_items(run: Sequence[Token], head: Token, places: Mapping[int, int]) -> Iterator[ClausePart]:
    """The verbs of a list in front of a later one, so that the one that matters can stay: "enroll in school and enter work"."""
    for first in run:
        if first.pos_ != "VERB" or first.dep_ == "conj" or first.i == head.i:
            continue
        others = [t for t in coordinates(first) if t.i in places and {t.tag_, first.tag_} in SAME_FORM]
        if any(c.dep_ in SUBJECTS or c.dep_ == "aux" for t in others for c in t.children):
            continue
        if any(c.dep_ == "cc" and c.lower_ == "or" for t in (first, *others) for c in t.children):
            continue  # one of two ways is not the one that is required
        for item in others:
            end = places[item.i]
            joins = run[end - 1].lower_ in {"and", ","}  # "share rather than repeat" joins no list
            if joins and not any(t.pos_ == "PRON" for t in item.subtree):
                yield ClausePart(places[first.i], end, Loss.RESTRICTION)


def _lefts(token: Token) -> list[Token]:
    return [t for child in token.lefts for t in child.subtree]


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


def list_end(run: Sequence[Token], start: int, end: int) -> int:
    """Where a list ends that goes on after a part, though the parser hangs its items on a word in front of the part."""
    if end >= len(run) or not (run[end].text == "," or run[end].dep_ == "cc"):
        return end
    # "..., as amended by the Act, and any other program"
    if [t.lower_ for t in run[end + 1 : end + 3]] == ["as", "amended"]:
        end = next((at for at in range(end + 1, len(run)) if run[at].text == ","), end)
    after = run[end + 1 : end + 5]
    items = [t for t in after if t.pos_ in {"NOUN", "PROPN"} and t.dep_ in {"conj", "dobj", "appos"}]
    if after and after[0].tag_ == "VBG" and run[end - 1].text.endswith("ing"):
        items.insert(0, after[0])
    found = next((t for t in items if t.head.i < run[start].i), None)
    if found is None:
        return end
    last = max(t.i for t in found.subtree)
    return next((at + 1 for at in range(len(run) - 1, end, -1) if run[at].i <= last), end)


def examples_end(run: Sequence[Token], start: int, end: int) -> int:
    """Where "such as A, B, C, and D" ends, though the parser ends it at A or B: at the last item that "and" announces."""
    commas = [at for at in range(start + 1, end) if run[at].text == ","]
    if (commas and run[commas[-1] + 1].dep_ == "cc") or end >= len(run) or run[end].text != ",":
        return end
    last, at, items = end, end, len(commas)
    while at + 1 < len(run) and run[at].text == ",":
        announced = run[at + 1].dep_ == "cc"
        first = run[min(at + 1 + announced, len(run) - 1)]
        if not (first.pos_ in {"NOUN", "PROPN", "ADJ"} or first.dep_ == "amod"):
            break
        at = next((to for to in range(at + 2, len(run)) if run[to].text == ","), len(run))
        items += 1
        last = at if announced and items > 1 else last
    return last


def example_items(run: Sequence[Token]) -> Iterator[ClausePart]:
    """What goes before and after each item of "such as A, B, C, and D", so that the one that matters can stay."""
    for at in range(len(run) - 2):
        if [t.lower_ for t in run[at : at + 2]] != ["such", "as"]:
            continue
        first = at + 2
        to = next((i for i in range(first, len(run)) if run[i].text == ","), len(run))
        end = examples_end(run, at, to)
        commas = [i for i in range(to, end) if run[i].text == ","]
        for comma in commas:
            yield ClausePart(first, comma + 1 + (run[comma + 1].dep_ == "cc"), Loss.EXAMPLE)
            before = [i for i in commas if i < comma][-1:]
            yield ClausePart(comma, end, Loss.EXAMPLE, *((before[0], " and") if before else (-1, "")))


def before_last_item(token: Token, run: Sequence[Token], start: int, end: int) -> int:
    """The end of examples before the last item of a list, as in "A, B, including C, and D"."""
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


def lists_on(run: Sequence[Token], comma: int) -> bool:
    """Whether a comma goes before the next item of a list."""
    after = run[comma + 1] if comma + 1 < len(run) else None
    return after is not None and (
        after.dep_ in {"cc", "conj"} or any(t.dep_ == "conj" for t in run[comma + 1 : comma + 5])
    )


def shared_ends(run: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where two nouns share what follows both, from the first preposition on: "in, and understanding of, an industry"."""
    for at in range(1, len(run) - 2):
        shares = run[at].pos_ == "ADP" and run[at + 1].text == "," and run[at + 2].dep_ == "cc"
        if shares and not any(c.dep_ in {"pobj", "pcomp"} for c in run[at].children):
            yield at, next((to for to in range(at + 3, len(run)) if run[to].text == ","), at + 3) + 1


def parts_any(part: ClausePart, whole: Sequence[tuple[int, int]]) -> bool:
    """Whether a part begins or ends inside one of some stretches that stay whole."""
    return any(start < at <= end for start, end in whole for at in (part.start, part.end))


def strands_verbs(part: ClausePart, run: Sequence[Token]) -> bool:
    """Whether a clause would go without later verbs that may be its own.

    The parser hangs "train adults" and "or refer veterans" of "employ staff who counsel youth, train adults, or refer
    veterans" on "counsel" or on "employ".
    """
    after = part.end
    while after < len(run) and (run[after].text == "," or run[after].dep_ == "cc"):
        after += 1
    listed = after > part.end or (part.end < len(run) and run[part.end - 1].text == ",")
    if not listed or after >= len(run) or run[after].pos_ != "VERB":
        return False
    # A part that begins with the verb itself leaves what opens its clause: "to" of "to enroll in school, and enter work".
    verbs = (t for t in run[part.start + 1 : part.end] if t.pos_ == "VERB" and t.dep_ in _CLAUSES)
    return any({run[after].tag_, verb.tag_} in SAME_FORM for verb in verbs)


_CLAUSES = frozenset({"relcl", "acl", "advcl", "xcomp", "pcomp", "ccomp"})
