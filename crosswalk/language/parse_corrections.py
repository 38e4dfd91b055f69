"""Correct what the parser often gets wrong in law: a verb or a plural noun taken for the other, a second clause."""

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
        for child in list(said.children):
            if child.i != verb.i:
                child.head = verb
        verb.head, verb.dep_ = (verb, "ROOT") if said.dep_ == "ROOT" else (said.head, said.dep_)
        said.tag_, said.pos_, said.lemma_, said.head, said.dep_ = "DT", "DET", "said", noun, "det"


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
            or noun.is_ancestor(before.head)
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
        for child in list(noun.children):
            if child.i > noun.i and child.dep_ != "prep":
                child.head = verb
        verb.tag_, verb.pos_, verb.lemma_ = "VB", "VERB", verb.lower_
        verb.head, verb.dep_ = verb, "ROOT"
        noun.head, noun.dep_ = verb, "dobj"


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
        parted = any(t.text == ";" for t in doc[verb.i : after.i])
        if not parted or not all(any(c.dep_ in _SUBJECTS for c in t.children) for t in (verb, after)):
            continue
        verb.head, verb.dep_ = verb, "ROOT"
        after.head, after.dep_ = verb, "conj"


def _read_participles(doc: "Doc") -> None:
    """Read "of how wells operated by the district are protected" as wells that are operated and are protected."""
    for said in doc:
        noun = next((c for c in said.children if c.dep_ in _SUBJECTS), None)
        if said.tag_ != "VBN" or said.dep_ not in {"pcomp", "ccomp"} or noun is None or noun.i != said.i - 1:
            continue
        asks = [c for c in said.children if c.tag_ == "WRB"]
        verb = _verb_after(said) if asks else None
        if verb is None or verb.is_ancestor(said):
            continue
        verb.head, verb.dep_ = said.head, said.dep_
        # The noun goes to its new verb before the participle goes to the noun: no tree may hold a circle.
        _make_subject(noun, asks, verb)
        said.head, said.dep_ = noun, "acl"


def _read_objects(doc: "Doc") -> None:
    """Make the noun after "ensure" or "of how" the subject of the verb that follows it: "ensure programs are aligned"."""
    for noun in doc:
        above, asks = noun.head, [c for c in noun.children if c.tag_ == "WRB" and c.i < noun.i]
        ensured = noun.dep_ == "dobj" and above.lemma_ in {"ensure", "assure"} and above.i < noun.i
        asked = noun.dep_ == "pobj" and above.lower_ == "of" and bool(asks)
        verb = _verb_after(noun) if ensured or asked else None
        if verb is None:
            continue
        if verb.head.i == verb.i:
            _make_root(above)
        if verb.is_ancestor(above):
            continue
        verb.head, verb.dep_ = above, "ccomp" if ensured else "pcomp"
        _make_subject(noun, asks, verb)


def _verb_after(phrase: "Token") -> "Token | None":
    """The verb in the present right after a phrase, if nothing is its subject yet."""
    after = phrase.right_edge.i + 1
    if after >= len(phrase.doc) or phrase.doc[after].tag_ not in {"VBP", "VBZ", "MD"}:
        return None
    first = phrase.doc[after]
    verb = first.head if first.dep_ in {"aux", "auxpass"} else first
    return None if verb.i < after or any(c.dep_ in _SUBJECTS for c in verb.children) else verb


def _make_subject(noun: "Token", asks: "list[Token]", verb: "Token") -> None:
    """Make a noun the subject of a verb, and "how" in front of it the verb's own."""
    noun.dep_ = "nsubjpass" if any(c.dep_ == "auxpass" for c in verb.children) else "nsubj"
    for token in (noun, *asks):
        token.head = verb


def _read_partners(doc: "Doc") -> None:
    """Hang "with" on the verb that needs it: "coordinate activities carried out in the area with schools"."""
    for joint in doc:
        if joint.lower_ != "with" or joint.dep_ != "prep" or joint.head.dep_ != "acl":
            continue
        verb = next((t for t in joint.head.ancestors if t.lemma_ in _WITH), None)
        nearer = verb is not None and any(t.pos_ == "VERB" for t in doc[verb.i + 1 : joint.head.i])
        if verb is not None and not nearer and not any(c.lower_ == "with" for c in verb.children):
            joint.head = verb


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
            noun.head, noun.dep_, said.head, said.dep_ = make, "dobj", noun, "acl"
            for child in [c for c in (*said.children, *make.children) if c.i > made.i and not c.is_punct]:
                child.head = made
            made.head, made.dep_ = make, "oprd"


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
        if first is not None and above.is_ancestor(first) and not verb.is_ancestor(first):
            verb.head = first
            first.tag_, first.pos_, first.lemma_ = "VB", "VERB", first.lower_


def _read_shared_objects(doc: "Doc") -> None:
    """Read "experience in, and understanding of, an industry" as two nouns that share what follows both."""
    for joint in doc[1:-6]:
        one, comma, cc, two, second, closing, first = doc[joint.i - 1], *doc[joint.i + 1 : joint.i + 7]
        joins = comma.text == closing.text == "," and cc.lower_ in {"and", "or"}
        nouns = one.pos_ == two.pos_ == "NOUN" and {joint.lower_, second.lower_} <= _SHARED_BY
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
        if any(word.is_ancestor(one) for word in (shared, two, joint)):
            continue
        joint.tag_, joint.pos_, joint.dep_, joint.head = "IN", "ADP", "prep", one
        for token in (comma, cc):
            token.head = one
        two.head, two.dep_ = one, "conj"
        second.tag_, second.pos_, second.dep_, second.head = "IN", "ADP", "prep", two
        closing.head = second
        shared.head, shared.dep_ = second, "pobj"


_SHARED_BY = frozenset({"of", "in", "to", "for", "with", "on", "from", "by"})


def _make_root(word: "Token") -> None:
    """Make what a word depends on the root of its sentence."""
    top = word
    while top.head.head.i != top.head.i:
        top = top.head
    top.head, top.dep_ = top, "ROOT"
