"""The stored vectors of the shipped topics are those that the model gives."""

import numpy as np

from crosswalk.language.encoder import encode, vector_key
from crosswalk.language.topics import stored_vectors, topics


def test_every_shipped_prototype_has_its_vector_stored():
    texts = [text for topic in topics() for text in topic.prototypes]
    stored = stored_vectors()

    assert {vector_key(text) for text in texts} == set(stored), "run `python tools/topic_vectors.py`"
    found = np.array([stored[vector_key(text)] for text in texts])
    assert np.allclose(found, encode(texts), atol=2e-4), "run `python tools/topic_vectors.py`"
