"""Small questions to a dependency parse: objects, subjects, complements, coordinates, denial."""

from collections.abc import Iterator
from typing import Any

from crosswalk.language.word_lists import LESS, MORE, FrameWords, frame_words
from crosswalk.model.frame import FrameModality

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes
# Verbs in the passive and adjectives that set a force, plain and denied.
_PERMITS = FrameModality.MAY, FrameModality.MUST_NOT
_FORBIDS = FrameModality.MUST_NOT, FrameModality.MAY
REQUIRES = FrameModality.MUST, FrameModality.NEED_NOT
FORCES = {
    **dict.fromkeys(("allow", "permit", "entitle", "authorize"), _PERMITS),
    **dict.fromkeys(("prohibit", "forbid", "ban"), _FORBIDS),
    **dict.fromkeys(("unlawful", "illegal"), _FORBIDS),
    **dict.fromkeys(("require", "obligate", "oblige", "mandatory", "compulsory", "obligatory"), REQUIRES),
    "lawful": _PERMITS,
}
# Tags of verbs in the same form: the tagger takes one for the other.
SAME_FORM = (*({tag} for tag in ("VB", "VBP", "VBZ", "VBG", "VBN", "VBD")), {"VB", "VBP"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_OBJECTS = ("dobj", "nsubjpass", "attr", "oprd")


def coordinates(token: Token) -> Iterator[Token]:
    """The words coordinated with a word, in order."""
    waiting = [token]
    while waiting:
        one = waiting.pop()
        if one.i != token.i:
            yield one
        waiting += [c for c in reversed(list(one.children)) if c.dep_ == "conj"]


def is_infinitive(token: Token) -> bool:
    """Whether a verb is an infinitive with "to" that completes another word."""
    return (
        token.dep_ in {"advcl", "xcomp", "acl", "relcl"}
        and token.tag_ == "VB"
        and any(c.tag_ == "TO" for c in token.children)
    )


def is_reporting(token: Token, lists: FrameWords) -> bool:
    """Whether a verb says what a document tells, as in "the plan shall describe"."""
    subject = subject_of(token)
    if _tells_in_writing(token, lists):
        subject = token.head
    obj = object_of(token)
    said = (
        subject is not None
        and subject.dep_ != "nsubjpass"
        and subject.lemma_.lower() in lists.documents
        and token.lemma_ != "require"
    )
    if said or obj is None:
        return said
    noun = obj.lemma_.lower()
    # "The recipient will provide career information on jobs": who provides information to people writes no document.
    return noun in lists.reporting_nouns and not (noun == "information" and subject is not None)


def _tells_in_writing(verb: Token, lists: FrameWords) -> bool:
    """Whether a clause says what a writing contains, as in "a report that includes"."""
    return verb.dep_ == "relcl" and verb.head.lemma_.lower() in lists.writings


def clause_below(token: Token) -> Token | None:
    """The verb of the clause that completes a word; None where there is none."""
    for child in token.children:
        if child.dep_ in {"ccomp", "xcomp", "pcomp"} and child.pos_ in {"VERB", "AUX"}:
            return child
        if child.dep_ == "acl" and child.tag_ == "VB":
            return child
        joins = child.lemma_ in {"of", "for", "in", "to", "on"} or (
            child.lemma_ == "from" and is_bound_by(token)
        )
        if child.dep_ == "prep" and joins:
            inner = next((c for c in child.children if c.dep_ == "pcomp"), None)
            if inner is not None:
                return inner
    return None


def of_object(token: Token) -> Token | None:
    """What a noun is "of": the object of its preposition."""
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lemma_ in {"of", "on", "about", "concerning"}:
            return next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
    return None


def object_of(token: Token) -> Token | None:
    """What a verb acts on: its object, or its subject in the passive; None where there is none."""
    for name in _OBJECTS:
        found = next((c for c in token.children if c.dep_ == name), None)
        if found is not None:
            return found
    for child in token.children:
        if child.dep_ == "xcomp" and child.pos_ in {"VERB", "AUX"} and (deep := object_of(child)) is not None:
            return deep
    return None


def objects_of_act(head: Token, *, passive: bool) -> list[Token]:
    """What an act is done to: its object, or what a verb it is coordinated with or its preposition has for one.

    For a stock noun, such as "the use of funds", what it is "of" is added.
    """
    found = object_of(head)
    acted_on = subject_of(head) if passive else None
    if acted_on is not None and acted_on.tag_ not in {"WDT", "WP", "PRP", "DT"}:
        # "Participants must be offered an opportunity", "adults must apply and be enrolled"
        return [acted_on, *([found] if found is not None and found.i != acted_on.i else [])]
    if found is None and head.pos_ == "NOUN":
        found = of_object(head)
    if found is None:
        found = next((obj for other in coordinates(head) if (obj := object_of(other)) is not None), None)
    if found is None:
        prep = next((c for c in head.children if c.dep_ == "prep" and c.lemma_ in _LEADING_TO_OBJECT), None)
        found = next((c for c in prep.children if c.dep_ == "pobj"), None) if prep is not None else None
    if found is not None and found.tag_ in {"WDT", "WP"} and head.dep_ == "relcl":
        found = head.head
    if found is None or found.tag_ in {"WDT", "WP", "PRP"} or found.lower_ == "that":
        return []
    inner = of_object(found) if found.lemma_.lower() in frame_words().stock_nouns else None
    return [found, inner] if inner is not None and inner.pos_ in {"NOUN", "PROPN"} else [found]


_LEADING_TO_OBJECT = frozenset({"to", "in", "on", "with", "into", "of", "for", "around"})


def subject_of(token: Token) -> Token | None:
    """The grammatical subject of a verb, its own or that of the verb it is coordinated with or depends on."""
    for _ in range(6):
        found = next((c for c in token.children if c.dep_ in SUBJECTS), None)
        if found is not None:
            return found
        if (
            token.dep_ in {"conj", "xcomp", "ccomp", "pcomp", "advcl", "prep", "acl"}
            and token.head.i != token.i
        ):
            token = token.head
            continue
        return None
    return None


def is_bound_by(verb: Token) -> bool:
    """Whether a verb in the passive only says that its subject must or may do what follows: "is required to submit"."""
    return verb.lemma_.lower() in FORCES and any(c.dep_ == "auxpass" for c in verb.children)


def is_nominal(head: Token) -> bool:
    """Whether a noun stands for an act, such as "the development of"."""
    lemma = head.lemma_.lower()
    return lemma in frame_words().act_nouns and any(c.dep_ == "prep" for c in head.children)


def denies(token: Token) -> bool:
    """Whether a word denies the verb it belongs to; "not" in "not less than" only opens a figure."""
    if token.dep_ == "preconj" or token.lower_ == "neither":
        return bool(token.lower_ == "neither")
    return token.dep_ == "neg" and not is_limit(token)


def is_limit(token: Token) -> bool:
    """Whether "not" or "no" denies nothing: "not less than" opens a figure, "not only" a list."""
    after = [one.lower_ for one in token.doc[token.i + 1 : token.i + 4]]
    return after[:1] == ["only"] or (bool(after) and after[0] in _COMPARED and "than" in after)


_COMPARED = frozenset(f"{MORE}|{LESS}".split("|"))


def is_denied(token: Token) -> bool:
    """Whether a noun is denied by its determiner ("no employee"), or by itself ("nobody")."""
    return token.lower_ in {"nobody", "none"} or any(
        c.dep_ == "det" and c.lower_ == "no" for c in token.children
    )


def is_reported(head: Token) -> bool:
    """Whether a document must describe the act."""
    lists = frame_words()
    return any(
        t.lemma_.lower() in lists.reporting_nouns
        or (t.lemma_.lower() in lists.reporting_verbs and is_reporting(t, lists))
        for t in head.ancestors
    )


def reporter_of(head: Token) -> Token | None:
    """The document that must describe the act."""
    lists = frame_words()
    for above in head.ancestors:
        subject = next((c for c in above.children if c.dep_ == "nsubj"), None)
        if _tells_in_writing(above, lists):
            subject = above.head
        tells = above.lemma_.lower() in lists.reporting_verbs
        if not tells or subject is None or subject.lemma_.lower() not in lists.documents:
            continue
        if not any(c.lower_ in {"such", "these", "this"} for c in subject.children):
            return subject
    return None


def actor_of(head: Token) -> Token | None:
    """The doer: the subject of an active clause, the agent of a passive one."""
    agent = agent_of(head)
    if agent is not None or any(c.dep_ == "nsubjpass" for c in head.children):
        return agent
    own = next((c for c in head.children if c.dep_ in {"nsubj", "csubj"}), None)
    if own is not None and own.tag_ != "EX" and _is_relative(own):
        return head.head if head.dep_ == "relcl" and head.head.pos_ in {"NOUN", "PROPN"} else None
    if own is not None:
        return None if own.tag_ == "EX" else own
    if any(c.dep_ == "auxpass" for c in head.children):
        return None  # "adults must apply and be enrolled": the subject is enrolled
    for above in head.ancestors:
        if above.lemma_.lower() in {"consist", "comprise", "mean"}:
            return None  # what consists of something does not act
        if head.tag_ == "VBG" and above.lemma_.lower() in {"include", "be"}:
            listed = next((c for c in above.children if c.dep_ == "nsubj"), None)
            if listed is not None and listed.lemma_.lower() in _LISTED:
                return None  # "activities may include developing": who develops is not said
        bound = next((c for c in above.children if c.dep_ == "nsubjpass"), None)
        if bound is not None and is_bound_by(above):
            return None if _is_relative(bound) else bound
        found = next((c for c in above.children if c.dep_ == "nsubj"), None)
        if found is not None and found.tag_ != "EX" and not _is_relative(found):
            return found
        if any(c.dep_ == "nsubjpass" for c in above.children):
            return agent_of(above)
    return None


_LISTED = frozenset(
    {"activity", "service", "strategy", "measure", "step", "duty", "function", "responsibility"}
)
_MEANS_OR_TIME = frozenset({"end", "start", "beginning", "mail", "post", "means", "use", "law", "default"})


def agent_of(verb: Token) -> Token | None:
    """The noun after "by", unless it says by when or by what means."""
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    noun = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    return None if noun is None or noun.lemma_.lower() in _MEANS_OR_TIME | frame_words().times else noun


def _is_relative(token: Token) -> bool:
    """Whether a subject only points back, as "which" and "which services" do."""
    return (
        token.tag_ in {"WDT", "WP"}
        or token.lower_ in {"that", "which"}
        or any(c.tag_ == "WDT" for c in token.children)
    )


HELPS = frozenset({"assist", "help", "support", "aid"})


def carrying_words(head: Token) -> tuple[Token, ...]:
    """The words in front of an act that only carry it out or help with it, with the word that joins them.

    "Lead efforts to" of "lead efforts to develop", "assist adults in" of "assist adults in attaining".
    """
    lists = frame_words()
    noun = head.head
    if head.dep_ == "pcomp" and noun.lower_ == "in" and noun.head.lemma_.lower() in HELPS:
        helped = object_of(noun.head)
        near = helped is not None and noun.head.i < helped.i < noun.i
        return tuple(head.doc[noun.head.i : noun.i + 1]) if near else ()
    if not is_infinitive(head):
        return ()
    verb = noun.head if noun.pos_ == "NOUN" else noun
    obj = object_of(verb) if verb.pos_ == "VERB" else None
    if obj is None or obj.lemma_.lower() not in lists.stock_nouns or obj.i > head.i:
        return ()
    carries = verb.lemma_.lower() in lists.carrying_verbs
    joint = next(c for c in head.children if c.tag_ == "TO")
    return (*verb.doc[verb.i : obj.i + 1], joint) if carries else ()


def is_aim(head: Token) -> bool:
    """Whether a text names an act as its purpose: "it is the purpose of this subchapter to"."""
    return any(
        c.dep_ in {"attr", "nsubj"} and c.lemma_.lower() in {"purpose", "aim", "goal", "objective"}
        for above in head.ancestors
        if above.lemma_ == "be"
        for c in above.children
    )


def funds_of(head: Token) -> tuple[Token, ...]:
    """The money that may or must be used for an act, as in "funds reserved by a Governor may be used to".

    "Each agency may use funds for the following activities" gives the bare "funds".
    """
    for above in head.ancestors:
        money = object_of(above) if above.lemma_ == "use" else None
        if money is not None and money.dep_ == "dobj" and money.lemma_.lower() in MONEY and money.i < head.i:
            return (money,)
        subject = next((c for c in above.children if c.dep_ == "nsubjpass"), None)
        if above.lemma_ == "use" and subject is not None and subject.lemma_.lower() in MONEY:
            said = [t for t in subject.subtree if t.i <= subject.i]
            whose = next((c for c in subject.children if c.dep_ == "acl" and c.lemma_ in _SET_ASIDE), None)
            end = subject if whose is None else _last_of_first(whose)
            return (*said, *subject.doc[subject.i + 1 : end.i + 1])
    return ()


MONEY = frozenset({"fund", "amount", "grant"})
_SET_ASIDE = frozenset({"reserve", "allocate", "allot", "appropriate", "award"})


def _last_of_first(verb: Token) -> Token:
    """The last word of the first phrase after a participle: "reserved by a Governor", without what follows."""
    prep = next((c for c in verb.children if c.dep_ in {"prep", "agent"} and c.i > verb.i), None)
    noun = next((c for c in prep.children if c.dep_ == "pobj"), None) if prep is not None else None
    refers = noun is None or noun.lemma_.lower() in {"section", "paragraph", "subsection", "title"}
    return verb if refers else noun
