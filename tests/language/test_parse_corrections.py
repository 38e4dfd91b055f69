"""What the parser gets wrong in law is corrected: verbs taken for adjectives, plurals taken for verbs, second clauses."""

from crosswalk.language.parser import parse


def heads(text):
    """Each word with its part of speech, its dependency and its head."""
    doc = next(parse([text]))
    return {token.text: (token.pos_, token.dep_, token.head.text) for token in doc}


def test_the_word_after_a_modal_is_the_verb():
    found = heads("Food handlers must not thaw meat at room temperature.")

    assert found["thaw"] == ("VERB", "ROOT", "thaw")
    assert found["meat"] == ("NOUN", "dobj", "thaw")
    assert found["handlers"][1:] == ("nsubj", "thaw")
    assert found["not"][1:] == ("neg", "thaw")


def test_a_plural_after_its_noun_is_no_verb():
    found = heads(
        "It aims at credentials, and it involves employers closely in order to meet their workforce needs and"
        " strengthen state and community economies."
    )

    assert found["needs"] == ("NOUN", "dobj", "meet")
    assert found["workforce"][1:] == ("compound", "needs")
    assert found["strengthen"][1:] == ("conj", "meet")


def test_a_second_clause_about_a_noun_is_joined_to_the_first():
    found = heads(
        "Funds allocated to a local area for eligible youth shall be used to carry out, for eligible youth, programs that"
        " develop service strategies for each participant that are directly linked to 1 or more of the indicators of"
        " performance, and that shall identify career pathways that include education and employment goals;"
    )

    assert found["identify"] == ("VERB", "conj", "linked")
