"""What the words above a provision do to its act: who carries it out through what, what weighs it, and its helping verb.

A lead-in ends where the provision begins, so its words from a verb on, without those that only go along, make one
sentence with the provision: "the agency shall conduct outreach to help tenants—" above "understand a lease".
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from crosswalk.language.acts import TELLING
from crosswalk.language.phrase_cutting import is_passive, phrase_of
from crosswalk.language.syntax import (
    HELPS,
    SUBJECTS,
    is_infinitive,
    is_reported,
    is_reporting,
    object_of,
    of_object,
    subject_of,
)
from crosswalk.language.word_lists import frame_words

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes
# What a lead-in says in more words is left unsaid.
_MOST = 16
# A thing that an act is done to, and one that an act is part of, have at most this many words.
_THING, _SUBJECT, _WHOLE = 6, 12, 10
_HELPS = HELPS | {"enable", "encourage", "require", "permit", "allow", "direct"}
_HELPERS = frozenset({"aux", "auxpass"})
_EXTENTS = frozenset({"extent", "degree"})
# What is made is not made of its parts alone: "establish a committee, including parents".
_MAKES = frozenset({"establish", "appoint", "create", "form", "convene", "organize"})


class Carrier(NamedTuple):
    """The words of a lead-in from a verb to an act, and whose verb it is.

    `within` begins with the noun of the lead-in that the act is nearest to.
    """

    words: str = ""
    doer: Token | None = None
    within: str = ""


def carrier_of(head: Token, own: Callable[[Token], bool], words: Callable[[Sequence[Token]], str]) -> Carrier:
    """What the lead-in has somebody do through which an act is reached; empty where the lead-in asks for the act itself.

    Args:
        head: the act.
        own: whether a token stands in the provision's own text.
        words: gives the words of some tokens as the text has them.
    """
    top = head
    while (top.dep_ == "conj" and own(top.head) and top.head.pos_ == top.pos_) or _is_ensured(top, own):
        top = top.head
    if not own(top) or own(top.head) or top.head.i == top.i or any(c.tag_ == "WRB" for c in top.children):
        return Carrier()
    path = [top]
    for above in top.ancestors:
        path.append(above)
        lemma = above.lemma_.lower()
        if lemma in frame_words().reporting_nouns and above.pos_ == "NOUN" and not _is_given(above):
            return (
                Carrier(within=_within(head, of_object(above), path, own, words))
                if top.tag_ == "VBG"
                else Carrier()
            )
        copula = top.dep_ == "acomp" and above.i == top.head.i
        if above.pos_ not in {"VERB", "AUX"} or copula or not _governs(above):
            continue
        if lemma == "include" and above.dep_ == "relcl" and top.tag_ == "VBG" and _is_allowed(above):
            said = f"{_whole(above, words)} may include"
            return Carrier(within=said) if len(said.split()) <= _MOST else Carrier()
        if lemma == "include" or is_reporting(above, frame_words()):
            noun = object_of(above)
            stock = noun is None or noun.lemma_.lower() in frame_words().stock_nouns
            return Carrier() if stock else Carrier(within=_within(head, noun, path, own, words))
        obj = object_of(above)
        extracted = above.dep_ == "relcl" and not is_passive(above) and (obj is None or obj.tag_ in _POINTS)
        if extracted and above.head.pos_ == "NOUN":
            return Carrier(
                within=_within(head, above.head, path, own, words)
            )  # "the actions the agency will take to"
        if above.dep_ == "relcl" and lemma == "use" and is_passive(above) and _is_end(path):
            return Carrier(within=f"{_whole(above, words)} to")
        return _carried(head, above, path, own, words)
    return Carrier()


def _is_end(path: Sequence[Token]) -> bool:
    """Whether an act is what something is used for: "strategies that will be used in order to reduce leaks"."""
    return path[0].tag_ == "VB" and all(t.lower_ in {"in", "order"} for t in path[1:-1])


def _is_allowed(verb: Token) -> bool:
    return any(c.lower_ == "may" and c.dep_ == "aux" for c in verb.children)


def _whole(clause: Token, words: Callable[[Sequence[Token]], str]) -> str:
    """What a relative clause is about, with the nouns it is joined to and the act in -ing that it is part of."""
    first = clause.head
    while first.dep_ in {"conj", "pobj", "dobj", "prep"} and (first.dep_ == "conj" or _in_gerund(first)):
        first = first.head
    run = first.doc[first.left_edge.i : clause.left_edge.i]
    return words([t for t in run if not (t.is_punct and t.i == run[-1].i)])


def _in_gerund(token: Token) -> bool:
    """Whether a word is in an object of an act in -ing: "improving the quality of water"."""
    return any(t.tag_ == "VBG" and t.dep_ != "amod" for t in token.ancestors)


def _is_ensured(head: Token, own: Callable[[Token], bool]) -> bool:
    """Whether a provision asks its verb "ensure" to bring an act about: "ensure funds are used together"."""
    return head.dep_ == "ccomp" and head.head.lemma_ in {"ensure", "assure"} and own(head.head)


def _is_given(noun: Token) -> bool:
    """Whether a noun for telling is what somebody does or gives: "assist in the identification of", "provide information"."""
    lemma = noun.lemma_.lower()
    acts = lemma == "information" or lemma in frame_words().act_nouns
    return acts and not is_reporting(noun.head, frame_words())


def _governs(verb: Token) -> bool:
    """Whether a verb is said of somebody: it has a modal, or is in the present with a subject that does not point back."""
    for child in verb.children:
        told = verb.tag_ in {"VBP", "VBZ"} and child.dep_ == "nsubj" and child.tag_ not in _POINTS
        if told or (child.dep_ == "aux" and child.tag_ in {"MD", "VBP", "VBZ"}):
            return True
    return False


_POINTS = frozenset({"WDT", "WP", "EX", "DT"})


def _carried(
    head: Token,
    verb: Token,
    path: Sequence[Token],
    own: Callable[[Token], bool],
    words: Callable[[Sequence[Token]], str],
) -> Carrier:
    """The words from the verb of a lead-in on."""
    top, doer = path[0], subject_of(verb)
    lemma = verb.lemma_.lower()
    if is_passive(verb) or doer is None or doer.tag_ in _POINTS or lemma == "be":
        return Carrier()
    below = path[-2]
    if len(path) == 2 and lemma not in _HELPS and below.dep_ in {"ccomp", "xcomp"} and not is_reported(top):
        return Carrier()  # "shall ensure that providers are accessible" asks for that alone
    if len(path) == 2 and is_infinitive(below) and lemma in frame_words().transparent_verbs - _HELPS:
        return Carrier()
    obj = object_of(verb)
    listed = path[1].lower_ == "including" and obj is not None and path[1].head.i == obj.i
    if listed and lemma not in _MAKES and top.pos_ in {"NOUN", "PROPN"}:
        return Carrier(lemma, doer)  # who involves stakeholders, including tenants, involves tenants
    kept = [*_kept(verb, path, own), *_before(head, own)]
    said = " ".join([lemma, *([words(kept)] if kept else [])])
    nearest = _nearest(path, kept, words) if len(path) > 2 else ""
    return Carrier(said, doer, nearest) if len(said.split()) <= _MOST else Carrier(within=nearest)


def _nearest(path: Sequence[Token], kept: Sequence[Token], words: Callable[[Sequence[Token]], str]) -> str:
    """The noun of the lead-in that an act hangs on, with what joins them: "best practices for"."""
    joint, noun = path[1], path[2]
    if joint.dep_ != "prep" or noun.pos_ != "NOUN" or noun not in kept or joint not in kept:
        return ""
    inside = {t.i for t in phrase_of(noun, most=_THING)} | {joint.i}
    return words([t for t in kept if noun.left_edge.i <= t.i <= joint.i and t.i in inside])


def _within(
    head: Token,
    noun: Token | None,
    path: Sequence[Token],
    own: Callable[[Token], bool],
    words: Callable[[Sequence[Token]], str],
) -> str:
    """The words from a noun that a lead-in asks or tells of: "an evaluation of", "progress toward access, including"."""
    if noun is None or own(noun) or noun.pos_ != "NOUN":
        return ""
    if noun.lemma_.lower() in TELLING:
        return ""
    top = path[0]
    if top.pos_ not in {"VERB", "ADJ"} and not (top.dep_ == "pobj" and top.head.lower_ == "of"):
        return ""
    stray = _stray_be(top)
    last = max(t.i for t in top.doc if not own(t) and t.i not in stray)
    found = {t.i for t in phrase_of(noun, most=_WHOLE)}
    entry = next((t.i for t in path if t.lower_ == "including"), last) - 1
    if noun not in path and entry - noun.i <= _WHOLE:
        found |= set(range(noun.i, entry))
    found |= {t.i for c in noun.children if is_infinitive(c) for t in c.subtree}
    for at in path:
        found |= {at.i, *(t.i for t in _joins(at, own))}
    listed = next((t for t in path if t.lower_ == "including"), None)
    if listed is not None and top.doc[listed.i - 1].text == ",":
        found.add(listed.i - 1)
    kept = [t for t in top.doc[noun.left_edge.i : last + 1] if t.i in found and not own(t)]
    ends = kept[-1].i == last
    kept += _before(head, own)
    said = words(kept)
    return said if ends and 1 < len(said.split()) <= _MOST else ""


def _before(head: Token, own: Callable[[Token], bool]) -> list[Token]:
    """The words of a provision in front of the verb of its act: the subject and the helping verbs, and "ensure" before them."""
    if head.pos_ not in {"VERB", "AUX"}:
        return []
    first = head
    while first.dep_ == "conj" and own(first.head) and first.head.pos_ in {"VERB", "AUX"}:
        first = first.head
    return [*([first.head] if _is_ensured(first, own) else []), *_before_ensured(head, own)]


def _before_ensured(head: Token, own: Callable[[Token], bool]) -> list[Token]:
    """The subject and the helping verbs of an act."""
    found = {t.i for c in head.children if c.dep_ in SUBJECTS for t in phrase_of(c, most=_SUBJECT)}
    found |= {c.i for c in head.children if c.dep_ in {"aux", "auxpass", "mark", "neg"}}
    found -= _stray_be(head)
    return [t for t in head.doc if t.i in found and own(t) and t.i < head.i]


def _stray_be(head: Token) -> set[int]:
    """A "be" in front of a verb that it cannot help: "ensure that programs are— allow input"."""
    return {
        c.i for c in head.children if c.lemma_ == "be" and c.dep_ in _HELPERS and head.tag_ in {"VB", "VBP"}
    }


def _kept(verb: Token, path: Sequence[Token], own: Callable[[Token], bool]) -> list[Token]:
    """The words of a lead-in after its verb without those that only go along: "using the priorities in section 12"."""
    found = {t.i for t in path if t.i > verb.i and not own(t)}
    for at in path:
        found |= {t.i for t in _joins(at, own) if t.i > verb.i}
        if at.dep_ == "conj":
            found |= {c.i for c in at.head.children if c.dep_ == "cc" and verb.i < c.i < at.i and not own(c)}
    at = next((t for t in path if t.lower_ == "including"), None)
    if at is not None:
        noun = next((c for c in at.children if c.dep_ == "pobj" and not own(c)), None)
        earlier = at.head
        entry = next((c for c in verb.children if c.dep_ == "prep" and verb.i < c.i < at.i), None)
        if at.i == path[1].i and entry is not None and path[0].pos_ in {"NOUN", "PROPN"}:
            # "Assist the Governor in the improvement of the system, including the development of strategies"
            found = {t for t in found if t < entry.i} | {entry.i}
        elif noun is not None and noun.lemma_ == earlier.lemma_:
            found -= set(
                range(earlier.left_edge.i, noun.left_edge.i)
            )  # "best practices, including best practices for"
        elif verb.doc[at.i - 1].text == ",":
            found.add(at.i - 1)
    means = next(
        (t for t in path if t.lower_ == "using" and path[1].dep_ == "prep" and path[1].i > t.i), None
    )
    if means is not None:
        found -= set(range(means.i, path[1].i))  # "fund projects using the priorities in section 12 for"
    return [t for t in verb.doc if t.i in found and t.i > verb.i and not own(t)]


def _joins(at: Token, own: Callable[[Token], bool]) -> Iterator[Token]:
    """The words of a lead-in that a word on the way to an act cannot do without."""
    stray = _stray_be(at)
    for child in at.children:
        if own(child) or child.i in stray:
            continue
        if child.dep_ in {"aux", "auxpass", "mark", "prt", "neg"}:
            if not (child.tag_ == "MD" and child.i < at.i and at.dep_ in {"ROOT", "pcomp"}):
                yield child
        elif child.dep_ in SUBJECTS or (child.dep_ == "attr" and child.i < at.i):
            yield from (t for t in phrase_of(child, most=_SUBJECT) if not own(t))
        elif child.dep_ in {"dobj", "dative", "oprd"}:
            inner = (
                next((c for c in child.children if c.dep_ == "pobj"), None) if child.pos_ == "ADP" else None
            )
            if inner is not None:
                yield child
            yield from (t for t in phrase_of(inner or child, most=_THING) if not own(t))
        elif child.lower_ == "with" and at.pos_ == "VERB" and object_of(at) is None:
            yield child
            yield from (t for c in child.children for t in phrase_of(c, most=_THING) if not own(t))
        elif child.dep_ in {"det", "amod", "compound", "poss", "nummod", "nmod"} and child.i < at.i:
            yield from (t for t in child.subtree if not own(t))
    if at.pos_ == "ADJ" and at.dep_ == "acomp" and not own(at.head):
        yield at.head
        yield from _joins(at.head, own)


def opening_words(head: Token, own: Callable[[Token], bool], words: Callable[[Sequence[Token]], str]) -> str:
    """The words in front of the act of an answer that is only a piece of a sentence: "what will", "what is to be used for".

    Such a piece begins with "that" or "to be"; empty for others.
    """
    said = [t for t in head.doc if own(t) and not t.is_punct]
    if len(said) < 2:
        return ""
    first, second = said[:2]
    if first.lower_ in {"that", "which"} and first.head.i == head.i and first.dep_ in SUBJECTS:
        helped = any(c.dep_ in _HELPERS for c in head.children)
        return "" if helped else "what" if head.tag_ in {"VBZ", "VBD", "VBN"} else "what will"
    whole = any(c.dep_ in SUBJECTS for c in head.children)
    nested = second.head.i == head.i or second.is_ancestor(head) or second.head.is_ancestor(head)
    if [first.lower_, second.lower_] != ["to", "be"] or head.i <= second.i or whole or not nested:
        return ""
    before = words([t for t in said if t.i < head.i])
    return f"what is {before}" if len(before.split()) <= _MOST else ""


def weighing_verb(head: Token) -> Token | None:
    """The verb that asks whether or how far an act is done, as in "consider whether" and "assess the extent to which"."""
    head = head.head if head.dep_ == "acomp" else head
    above = head.head
    if head.dep_ == "relcl" and above.lemma_.lower() in _EXTENTS and above.head.pos_ == "VERB":
        return above.head
    asks = head.dep_ in {"ccomp", "advcl"} and any(
        c.lower_ == "whether" or (c.lower_ == "if" and above.lemma_ == "consider") for c in head.children
    )
    return above if asks and above.pos_ == "VERB" else None


def weighed(head: Token) -> str:
    """What is asked of an act: "consider whether", "the criteria to assess how far"; empty where nothing is."""
    weighs = weighing_verb(head)
    head = head.head if head.dep_ == "acomp" else head
    if weighs is None:
        told = head.dep_ == "relcl" and head.head.lemma_.lower() in _EXTENTS and head.head.dep_ == "pobj"
        return "how far" if told else ""
    said = f"{weighs.lemma_.lower()} {'how far' if head.dep_ == 'relcl' else 'whether'}"
    joint = next((c for c in weighs.children if c.tag_ == "TO"), None)
    if joint is not None and joint.i and joint.nbor(-1).lemma_.lower() in _CRITERIA:
        return f"the {joint.nbor(-1).lower_} to {said}"
    return said


_CRITERIA = frozenset({"criterion", "criteria", "standard", "method", "procedure", "process"})


def helper_of(head: Token, *, quality: bool) -> str:
    """The helping verb with which an act is told: "will", "are", "has"; empty where a verb in the present tells it alone.

    A `quality` is an adjective that says what a thing is.
    """
    while (
        head.dep_ == "conj"
        and head.head.pos_ == head.pos_
        and not any(c.dep_ in _HELPERS for c in head.children)
    ):
        head = head.head
    verb = head.head if quality else head
    helpers = [c for c in verb.children if c.dep_ in _HELPERS and c.i < head.i]
    passive = quality or is_passive(head)
    if any(c.tag_ == "MD" for c in helpers):
        return "will be" if passive else "will"
    if quality:
        return str(verb.lower_) if verb.tag_ in {"VBP", "VBZ"} else "will be"
    finite = [c.lower_ for c in helpers if c.tag_ in {"VBP", "VBZ"}]
    if passive:
        be = [c.lower_ for c in helpers if c.lemma_ == "be"]
        return " ".join([*(w for w in finite if w not in be), *be]) if finite else "will be"
    if finite and finite[0] in {"has", "have"}:
        return str(finite[0])
    told = head.tag_ in {"VBP", "VBZ"} and any(c.dep_ in SUBJECTS for c in head.children)
    return "" if told else "will"
