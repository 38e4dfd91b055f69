"""How much is lost without a part of a clause, read from its parse."""

import re
from collections.abc import Collection
from typing import Any

from crosswalk.language.phrase_cutting import is_passive
from crosswalk.language.syntax import SAME_FORM, SUBJECTS, is_infinitive, object_of
from crosswalk.language.word_lists import frame_words
from crosswalk.model.frame import Loss

Token = Any  # spacy.tokens.Token; the library carries no types for underscore attributes

_COMPLETES = frozenset(
    {"dobj", "pobj", "pcomp", "ccomp", "attr", "acomp", "oprd", "dative", "prt", "case", "xcomp", "agent"}
)
_EXAMPLES = frozenset({"particularly", "especially", "such", "notably"})
# What leaves room to the one who acts; it is said where there is room for it.
_HEDGE = re.compile(
    r"(?:as|where|when|if) (?:and when )?(?:appropriate|applicable|practicable|necessary|needed|feasible)"
    r"|to the (?:maximum )?extent (?:practicable|possible|feasible|appropriate)"
)
# What "as practicable" completes: "as soon as practicable".
_AS_MUCH = frozenset({"soon", "far", "much", "long", "well", "quickly", "early", "often"})
_TIMES_A, _EACH = (
    frozenset({"once", "twice", "times"}),
    frozenset({"a", "every", "each", "per", "in", "annually"}),
)
# What only points elsewhere.
_POINTER = re.compile(r"consistent with .*|in accordance with .*|as (?:so )?amended(?: .*)?")
# Verbs whose prepositional phrase belongs to them ("take into consideration", "make X partners in Y").
_IDIOMS = frozenset({"take", "make", "give", "put", "bring", "place", "provide", "be", "have", "hold"})
# Verbs that need what they make of their object.
_MADE_SO = frozenset({"make", "keep", "render"})
# Nouns that say little without their end: "a policy to provide access", "strategies to support the use of".
_FOR_AN_END = frozenset({"policy", "strategy", "plan", "procedure", "initiative", "mechanism", "measure"})
# Adjectives that say little without their end: "resources available to the local area".
_OPEN_TO = frozenset({"available", "accessible", "relevant", "responsible", "eligible", "responsive"})
# What is done with another is not done alone: "coordinate the activities with schools".
_JOINT = frozenset(
    {"align", "collaborate", "compare", "consult", "cooperate", "coordinate", "integrate", "link", "meet", "negotiate",
     "partner", "share", "work"}
)  # fmt: skip
# The object that these verbs give follows "with": "provide individuals with services".
PROVIDES = frozenset({"provide", "supply", "furnish"})


def loss_of(token: Token, head: Token, places: Collection[int]) -> Loss | None:
    """How much is lost without a word and all that depends on it; None where the clause needs it."""
    above, dep = token.head, token.dep_
    if (
        token.left_edge.lower_ == "as"
        and token.lower_ not in _AS_MUCH
        and token.left_edge.i
        and _before(token.left_edge).lower_ in _AS_MUCH
    ):
        return None
    if dep == "xcomp" and is_infinitive(token) and above.lemma_ == "use" and object_of(above) is not None:
        return Loss.CONDITION  # "use assessments to measure skills"
    if dep == "agent" and above.dep_ == "relcl" and above.i != head.i and _ends_after(token, above):
        return Loss.DETAIL  # "the activities that will be funded by the agencies to carry out the strategy"
    if dep in _COMPLETES or (token.i < above.i and above.i in places):
        return _hedge_loss(token) if above.i in places else None
    if (hedged := _hedge_loss(token)) is not None:
        return hedged
    if token.pos_ == "ADJ" and dep == "amod" and any(t.lemma_ in _MADE_SO for t in token.ancestors):
        return None  # "make information on the programs, available to students"
    first = token.left_edge
    if first.i and _before(first).lower_ in _TIMES_A and first.lower_ in _EACH:
        return None  # "at least once every 3 years" is another thing than "at least once"
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
    if dep == "relcl" and token.tag_ == "VB" and first.lower_ == "to":
        return _about(token, _noun_before(first, above), depth, parted=parted)
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
    own = next((c for c in token.children if c.dep_ in SUBJECTS), None)
    if dep == "conj" and token.pos_ in {"VERB", "AUX"} and own is not None:
        return (
            Loss.ITEMS if own.lower_ in {"that", "which"} else Loss.ASIDE
        )  # the rest is a sentence of its own
    if dep == "conj" and token.pos_ in {"VERB", "AUX"} and above.pos_ in {"VERB", "AUX"}:
        alone = object_of(above) is not None or any(
            c.dep_ in {"prep", "xcomp"} and c.i < token.i for c in above.children
        )
        joint = token if any(c.tag_ == "MD" for c in token.children) else first
        helped = any(c.dep_ in {"aux", "auxpass"} for c in token.children)
        same = helped or {token.tag_, above.tag_} in SAME_FORM
        return Loss.ITEMS if alone and same and _before(joint).text in {",", "and"} else None
    if dep == "npadvmod" or (token.lower_ in _AS_MUCH and token.left_edge.lower_ == "as"):
        return Loss.CIRCUMSTANCE
    return None


def _ends_after(agent: Token, verb: Token) -> bool:
    """Whether a verb has more than its agent: an end or another circumstance after it, or an end that hangs on the agent."""
    after = any(c.i > agent.i and c.dep_ in {"prep", "advcl", "xcomp"} for c in verb.children)
    return after or any(is_infinitive(t) for t in agent.subtree)


def _noun_before(token: Token, above: Token) -> Token:
    """The noun right in front of "to", which the infinitive is about whatever the parser hangs it on."""
    return _before(token) if token.i > above.i and _before(token).pos_ == "NOUN" else above


def _before(token: Token) -> Token:
    return token.doc[token.i - 1]


def _hedge_loss(token: Token) -> Loss | None:
    """The loss of a phrase that only hedges, as "as appropriate" does, or points elsewhere; None for others."""
    said = " ".join(t.text.lower() for t in token.subtree)
    if _POINTER.fullmatch(said):
        return Loss.ASIDE
    return Loss.EXAMPLE if _HEDGE.fullmatch(said) else None


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
    said = any(
        c.lower_ == "of" and c.i < token.i for c in above.children
    )  # "levels of performance negotiated with"
    if (
        (
            _says_nothing_alone(above)
            and (not said or (above.lemma_.lower() in frame_words().hollow_nouns and token.tag_ == "VB"))
        )
        or token.lemma_ in {"need", "require"}
        or (token.tag_ == "VB" and above.lemma_.lower() in frame_words().stock_nouns and _is_bare(above))
    ):
        return None
    if token.tag_ in {"VB", "VBG"} and above.lemma_.lower() in _FOR_AN_END:
        return None if _is_bare(above) and token.tag_ == "VB" else Loss.CONDITION
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
    if (
        token.tag_ == "VB"
        and above.dep_ in {"acl", "relcl"}
        and is_passive(above)
        and _says_nothing_alone(above.head)
    ):
        return None  # "the process used by the board to provide an opportunity for comment"
    obj = object_of(above)
    # "Provide activities to prepare students", "establish a policy to provide access".
    if (
        token.tag_ == "VB"
        and obj is not None
        and (_says_nothing_alone(obj) or obj.lemma_.lower() in _FOR_AN_END)
    ):
        return None if _is_bare(obj) and obj.lemma_.lower() in _FOR_AN_END else Loss.CONDITION
    return Loss.EXAMPLE if parted else Loss.ITEMS


def _prepositional(token: Token, above: Token, head: Token, depth: int) -> Loss | None:
    word = token.lower_
    if (
        word in {"between", "among"}
        and above.pos_ == "NOUN"
        and any(
            c.dep_ in {"prep", "acl", "relcl"} and c.i > token.i
            for c in (*above.children, *above.head.children)
        )
    ):
        return Loss.CONDITION
    if word == "except" and _before(token).text == ",":
        return Loss.CONDITION
    if word == "between" and depth >= 2:
        return Loss.CONDITION  # "the leveraging of funds between the programs and the system"
    if word in {"of", "between", "among", "than", "as", "without", "except", "versus", "per"}:
        return None
    verb = above.pos_ in {"VERB", "AUX"}
    if above.pos_ == "ADJ" and above.lower_ in _OPEN_TO:
        return None
    if word == "with" and (above.lemma_ in PROVIDES | _JOINT or _gives_before(token)):
        return None
    if verb:
        bare = object_of(above) is None or above.i != head.i or is_passive(above)
        bound = bare and _first_phrase(token, above)
        if bound or above.lemma_.lower() in _IDIOMS:
            return None
        if word == "in" and any(c.lower_ == "order" for c in token.children):
            return Loss.CONDITION
        acts = any(c.dep_ == "pcomp" or c.lemma_.lower() in frame_words().act_nouns for c in token.children)
        return Loss.RESTRICTION if acts or word in {"to", "with", "from", "into"} else Loss.CIRCUMSTANCE
    if word == "for" and above.lemma_.lower() in _FOR_AN_END:
        return None if _is_bare(above) else Loss.CONDITION  # "a strategy for any joint planning"
    if word == "for" and [t.lower_ for t in token.doc[token.i + 1 : token.i + 4]] == ["the", "purpose", "of"]:
        return Loss.RESTRICTION
    if _says_nothing_alone(above) or (above.lemma_.lower() in frame_words().act_nouns and depth < 2):
        return None
    if word == "with" and any(t.lemma_ in PROVIDES for t in above.ancestors):
        return None
    if word in {"to", "with", "from", "into"} and any(
        t.lemma_.lower() in frame_words().act_nouns for t in above.ancestors if t.i > head.i
    ):
        return Loss.CONDITION  # "alignment of programs to the needs of employers"
    acts = above.lemma_.endswith(("tion", "ment", "ance"))
    return Loss((Loss.CIRCUMSTANCE if depth >= 2 else Loss.RESTRICTION) + acts)


def _gives_before(token: Token) -> bool:
    """Whether "with" says what a verb between it and its head provides, though the parser hangs it on that head."""
    between = token.doc[token.head.i + 1 : token.i]
    gives = next((t for t in between if t.lemma_ in PROVIDES), None)
    return gives is not None and not any(c.lower_ == "with" for c in gives.children)


def _first_phrase(token: Token, above: Token) -> bool:
    return not any(c.dep_ == "prep" and above.i < c.i < token.i for c in above.children)
