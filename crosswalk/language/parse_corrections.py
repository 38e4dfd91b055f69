"""Correct what the parser often gets wrong in law: a verb or a plural noun taken for the other, a second clause."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


def corrected(doc: "Doc") -> "Doc":
    """The same parse, corrected in place."""
    _read_modals(doc)
    _read_plurals(doc)
    _read_relatives(doc)
    return doc


def _read_modals(doc: "Doc") -> None:
    """Make the word after a modal the verb where the parser takes it for an adjective: "must not thaw meat"."""
    for modal in doc:
        noun = modal.head
        if modal.tag_ != "MD" or noun.pos_ not in {"NOUN", "PROPN"}:
            continue
        verb = next((t for t in doc[modal.i + 1 : noun.i] if t.dep_ not in {"neg", "advmod"}), None)
        if verb is None or verb.head.i != noun.i or verb.dep_ not in {"amod", "compound", "nmod"}:
            continue
        moved = [c for c in noun.children if c.i < verb.i or c.is_punct]
        verb.tag_, verb.pos_, verb.lemma_, verb.dep_ = "VB", "VERB", verb.lower_, noun.dep_
        verb.head = verb if noun.head.i == noun.i else noun.head
        noun.dep_, noun.head = "dobj", verb
        for child in moved:
            child.head = verb


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
        above, dep = before.head, before.dep_
        for child in list(noun.children):
            if child.dep_ in {"cc", "conj"} and above.pos_ == "VERB":
                child.head = above
        for child in list(before.children):
            if child.i != noun.i:
                child.head = noun
        noun.tag_, noun.pos_, noun.lemma_ = "NNS", "NOUN", noun.lower_.removesuffix("s")
        noun.head, noun.dep_ = above, dep
        before.head, before.dep_ = noun, "compound"


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
            for child in list(verb.head.children):
                if clause.i < child.i < verb.i and child.dep_ in {"cc", "punct"}:
                    child.head = clause
            verb.head = clause
        elif verb.dep_ == "relcl" and points:
            clause = verb
