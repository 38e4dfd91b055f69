"""The vectors of single words: the same whether computed alone or together, and computed once."""

import numpy as np

from crosswalk.language import encoder

WORDS = ["apprenticeship", "co-enrollment", "", "of", *(f"word{number}" for number in range(30))]


def test_a_word_has_one_vector_alone_and_in_a_long_list():
    together = encoder.word_vectors(WORDS)
    alone = np.concatenate([encoder.word_vectors([word]) for word in WORDS])

    assert together.shape == (len(WORDS), 256)
    np.testing.assert_array_equal(together, alone)


def test_a_known_word_is_not_computed_again_and_the_oldest_give_way(monkeypatch):
    asked = []
    plain = encoder.word_vectors
    monkeypatch.setattr(encoder, "_KNOWN_WORDS", {})
    monkeypatch.setattr(encoder, "_WORDS_KEPT", 3)
    monkeypatch.setattr(encoder, "word_vectors", lambda words: asked.extend(words) or plain(words))

    first = encoder.known_vectors(["board", "plan", "board"])
    again = encoder.known_vectors(["plan", "board"])
    many = encoder.known_vectors(["plan", "State", "fund"])

    np.testing.assert_array_equal(first[0], again[1])
    np.testing.assert_array_equal(many, plain(["plan", "State", "fund"]))
    assert asked == ["board", "plan", "plan", "State", "fund"]
