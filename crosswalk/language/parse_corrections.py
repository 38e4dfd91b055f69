"""Correct what the parser often gets wrong in law: a verb or a plural noun taken for the other, a second clause."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crosswalk.language.word_lists import frame_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# What a thing is made for others: "make the report available".
MADE = frozenset({"available", "accessible", "public", "known"})


def corrected(doc: "Doc") -> "Doc":
    """The same parse, corrected in place."""
    _read_said(doc)
    _read_modals(doc)
    _read_plurals(doc)
    _read_relatives(doc)
    _read_orders(doc)
    _read_first_sentences(doc)
    _read_participles(doc)
    _read_objects(doc)
    _read_partners(doc)
    _read_made(doc)
    _read_infinitives(doc)
    _read_shared_objects(doc)
    return doc


def _read_said(doc: "Doc") -> None:
    """Make "said" in front of a noun its article, where the parser takes it for a verb: "Said parks are declared"."""
    for said in doc[:-1]:
        noun = doc[said.i + 1]
        verb = noun.head
        if said.lower_ != "said" or said.tag_ != "VBD" or noun.dep_ not in _SUBJECTS or verb.head.i != said.i:
            continue
        if any(c.dep_ in _SUBJECTS for c in said.children):
            continue
        others = [(child, verb, "") for child in said.children if child.i != verb.i]
        if _hang((verb, _above(said, verb), said.dep_), (said, noun, "det"), *others):
            said.tag_, said.pos_, said.lemma_ = "DT", "DET", "said"


def _read_modals(doc: "Doc") -> None:
    """Make the word after a modal the verb where the parser takes it for an adjective: "must not thaw meat"."""
    for modal in doc:
        noun = modal.head
        if modal.tag_ != "MD" or noun.pos_ not in {"NOUN", "PROPN"}:
            continue
        verb = next((t for t in doc[modal.i + 1 : noun.i] if t.dep_ not in {"neg", "advmod"}), None)
        if verb is None or verb.head.i != noun.i or verb.dep_ not in {"amod", "compound", "nmod"}:
            continue
        moved = [(c, verb, "") for c in noun.children if c.i < verb.i or c.is_punct]
        if _hang((verb, _above(noun, verb), noun.dep_), (noun, verb, "dobj"), *moved):
            verb.tag_, verb.pos_, verb.lemma_ = "VB", "VERB", verb.lower_


def _read_plurals(doc: "Doc") -> None:
    """Make a plural that the parser takes for a verb the head of its phrase: "to meet their workforce needs"."""
    for noun in doc[1:]:
        before = doc[noun.i - 1]
        if (
            noun.tag_ != "VBZ"
            or noun.dep_ != "acl"
            or before.pos_ != "NOUN"
            or before.dep_ not in {"dobj", "pobj"}
        ):
            continue
        above = before.head
        joined = [(c, above, "") for c in noun.children if c.dep_ in {"cc", "conj"} and above.pos_ == "VERB"]
        others = [(c, noun, "") for c in before.children if c.i != noun.i]
        if _hang((noun, above, before.dep_), (before, noun, "compound"), *joined, *others):
            noun.tag_, noun.pos_, noun.lemma_ = "NNS", "NOUN", noun.lower_.removesuffix("s")


def _read_relatives(doc: "Doc") -> None:
    """Join a second clause about a noun to the first: "strategies that are linked to ..., and that shall identify"."""
    clause = None
    for verb in doc:
        if verb.is_sent_start:
            clause = None
        points = any(
            c.lower_ in {"that", "which"} and c.dep_.startswith("nsubj") and c.tag_ in {"WDT", "DT"}
            for c in verb.children
        )
        if verb.dep_ == "conj" and points and clause is not None and verb.head.i < clause.i:
            joints = [
                (c, clause, "")
                for c in verb.head.children
                if clause.i < c.i < verb.i and c.dep_ in {"cc", "punct"}
            ]
            _hang((verb, clause, ""), *joints)
        elif verb.dep_ == "relcl" and points:
            clause = verb


def _read_orders(doc: "Doc") -> None:
    """Make the first word of a sentence its verb where the parser takes it for a noun: "Review documentation yearly"."""
    verbs = frozenset(frame_words().act_nouns.values()) | frame_words().reporting_verbs
    for verb in doc[:-1]:
        noun = verb.head
        ordered = verb.is_sent_start and verb.text.istitle() and verb.lower_ in verbs
        if not ordered or verb.dep_ != "compound" or noun.dep_ != "ROOT" or noun.pos_ != "NOUN":
            continue
        if any(c.dep_ in {*_SUBJECTS, "relcl", "acl"} for c in noun.children):
            continue
        others = [(c, verb, "") for c in noun.children if c.i > noun.i and c.dep_ != "prep"]
        if _hang((verb, verb, "ROOT"), (noun, verb, "dobj"), *others):
            verb.tag_, verb.pos_, verb.lemma_ = "VB", "VERB", verb.lower_


def _read_first_sentences(doc: "Doc") -> None:
    """Make a sentence in front of a semicolon the main one, where the parser hangs it on the one after it."""
    for verb in doc:
        after = verb.head
        if (
            verb.dep_ != "ccomp"
            or after.dep_ != "ROOT"
            or after.i < verb.i
            or verb.pos_ not in {"VERB", "AUX"}
        ):
            continue
        parted = any(doc[at].text == ";" for at in range(verb.i, after.i))
        if parted and all(any(c.dep_ in _SUBJECTS for c in t.children) for t in (verb, after)):
            _hang((verb, verb, "ROOT"), (after, verb, "conj"))


def _read_participles(doc: "Doc") -> None:
    """Read "of how wells operated by the district are protected" as wells that are operated and are protected."""
    for said in doc:
        noun = next((c for c in said.children if c.dep_ in _SUBJECTS), None)
        if said.tag_ != "VBN" or said.dep_ not in {"pcomp", "ccomp"} or noun is None or noun.i != said.i - 1:
            continue
        asks = [c for c in said.children if c.tag_ == "WRB"]
        verb = _verb_after(said) if asks else None
        if verb is not None:
            _hang((verb, said.head, said.dep_), (said, noun, "acl"), *_as_subject(noun, asks, verb))


def _read_objects(doc: "Doc") -> None:
    """Make the noun after "ensure" or "of how" the subject of the verb that follows it: "ensure programs are aligned"."""
    for noun in doc:
        above, asks = noun.head, [c for c in noun.children if c.tag_ == "WRB" and c.i < noun.i]
        ensured = noun.dep_ == "dobj" and above.lemma_ in {"ensure", "assure"} and above.i < noun.i
        asked = noun.dep_ == "pobj" and above.lower_ == "of" and bool(asks)
        verb = _verb_after(noun) if ensured or asked else None
        if verb is None:
            continue
        # Where the verb was the root, what the noun depends on is.
        top = [(_below_root(above),) * 2 + ("ROOT",)] if verb.head.i == verb.i else []
        _hang(*top, (verb, above, "ccomp" if ensured else "pcomp"), *_as_subject(noun, asks, verb))


def _verb_after(phrase: "Token") -> "Token | None":
    """The verb in the present right after a phrase, if nothing is its subject yet."""
    after = phrase.right_edge.i + 1
    if after >= len(phrase.doc) or phrase.doc[after].tag_ not in {"VBP", "VBZ", "MD"}:
        return None
    first = phrase.doc[after]
    verb = first.head if first.dep_ in {"aux", "auxpass"} else first
    return None if verb.i < after or any(c.dep_ in _SUBJECTS for c in verb.children) else verb


def _as_subject(noun: "Token", asks: "list[Token]", verb: "Token") -> "list[Move]":
    """What makes a noun the subject of a verb, and "how" in front of it the verb's own."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    return [(noun, verb, "nsubjpass" if passive else "nsubj"), *((word, verb, "") for word in asks)]


def _read_partners(doc: "Doc") -> None:
    """Hang "with" on the verb that needs it: "coordinate activities carried out in the area with schools"."""
    for joint in doc:
        if joint.lower_ != "with" or joint.dep_ != "prep" or joint.head.dep_ != "acl":
            continue
        verb = next((t for t in joint.head.ancestors if t.lemma_ in _WITH), None)
        nearer = verb is not None and any(t.pos_ == "VERB" for t in doc[verb.i + 1 : joint.head.i])
        if verb is not None and not nearer and not any(c.lower_ == "with" for c in verb.children):
            _hang((joint, verb, ""))


_WITH = frozenset({"align", "collaborate", "coordinate", "integrate", "link", "provide", "share", "supply"})


def _read_made(doc: "Doc") -> None:
    """Read "make the report submitted under (a) available" as making the report available."""
    for said in doc:
        make, noun = said.head, next((c for c in said.children if c.dep_ in _SUBJECTS), None)
        if said.tag_ != "VBN" or said.dep_ != "ccomp" or make.lemma_ != "make" or noun is None:
            continue
        if any(c.dep_ in {"aux", "auxpass"} for c in said.children):
            continue
        made = next((t for t in said.subtree if t.i > said.i and t.pos_ == "ADJ" and t.lower_ in MADE), None)
        if made is not None:
            after = [c for c in (*said.children, *make.children) if c.i > made.i and not c.is_punct]
            moved = ((noun, make, "dobj"), (said, noun, "acl"), (made, make, "oprd"))
            _hang(*moved, *((child, made, "") for child in after))


def _read_infinitives(doc: "Doc") -> None:
    """Join a later verb of a list to its infinitive: "supporting programs that encourage youth to enroll in school, and enter work"."""
    for verb in doc:
        above = verb.head
        listed = (
            verb.dep_ == "conj"
            and verb.tag_ in {"VB", "VBP"}
            and above.tag_ in {"VBG", "VBZ"}
            and above.i < verb.i
        )
        if not listed or any(c.dep_ in {*_SUBJECTS, "aux", "mark"} for c in verb.children):
            continue
        first = next(
            (
                t
                for t in reversed(doc[above.i : verb.i])
                if any(c.tag_ == "TO" and c.dep_ == "aux" for c in t.children)
            ),
            None,
        )
        if first is not None and above.is_ancestor(first) and _hang((verb, first, "")):
            first.tag_, first.pos_, first.lemma_ = "VB", "VERB", first.lower_


def _read_shared_objects(doc: "Doc") -> None:
    """Read "experience in, and understanding of, an industry" as two nouns that share what follows both."""
    for joint in doc[1:-6]:
        if joint.lower_ not in _SHARED_BY:
            continue
        one, comma, cc, two, second, closing, first = doc[joint.i - 1], *doc[joint.i + 1 : joint.i + 7]
        joins = comma.text == closing.text == "," and cc.lower_ in {"and", "or"}
        nouns = one.pos_ == two.pos_ == "NOUN" and second.lower_ in _SHARED_BY
        shared = first
        while shared.head.i > shared.i and shared.dep_ in {
            "det",
            "amod",
            "compound",
            "nummod",
            "poss",
            "nmod",
        }:
            shared = shared.head
        if not (joins and nouns) or shared.pos_ != "NOUN":
            continue
        signs = (comma, one, ""), (cc, one, ""), (closing, second, "")
        words = (joint, one, "prep"), (two, one, "conj"), (second, two, "prep"), (shared, second, "pobj")
        if _hang(*words, *signs):
            for preposition in (joint, second):
                preposition.tag_, preposition.pos_ = "IN", "ADP"


_SHARED_BY = frozenset({"of", "in", "to", "for", "with", "on", "from", "by"})


# A word, its new head (itself, for a root), and its new dependency; empty where that stays.
Move = tuple["Token", "Token", str]


def _hang(*moves: Move) -> bool:
    """Give words new heads and dependencies, all or none; False where a word would come to depend on itself.

    Every correction changes the tree through here, so that each way up from a word ends at a root.
    """
    heads = {word.i: head.i for word, head, _ in moves}
    depths = {word.i: _depth(word, heads) for word, _, _ in moves}
    if -1 in depths.values():
        return False
    # From the root down: what a word is hung on stands where it will stay, so that no circle is there for a moment.
    for word, head, dep in sorted(moves, key=lambda move: depths[move[0].i]):
        word.head = head
        if dep:
            word.dep_ = dep
    return True


def _depth(word: "Token", heads: Mapping[int, int]) -> int:
    """How many words will be above a word that has new heads on its way up; -1 where the way leads back to itself."""
    at = word.i
    for steps in range(len(word.doc)):
        above = heads.get(at, word.doc[at].head.i)
        if above == at:
            return steps
        at = above
    return -1


def _above(word: "Token", instead: "Token") -> "Token":
    """The head of a word, or the word that takes its place if it is a root."""
    return instead if word.head.i == word.i else word.head


def _below_root(word: "Token") -> "Token":
    """The word right below the root on the way up from a word; the root itself if the word is the root or below it."""
    line = [word, *word.ancestors]
    return line[max(len(line) - 2, 0)]
