"""Where sentences end in legal prose."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.language.sentences import sentence_spans

TEXTS = [
    (["See sec. 3(7) of the Act.", "It is in 29 U.S.C. 3102."], " "),
    (["The Act (Pub. L. 113-128; 128 Stat. 1425) is in force.", "The State shall report."], " "),
    (["Under 20 CFR 677.155, e.g. paragraph (a), a State must report.", "Others may."], " "),
    (["The plan ended in 2014.", "A new plan began."], " "),
    (["No. 12 applies to the U.S. Virgin Islands."], " "),
    (["Does it apply?", "Yes!", "“It does.”", "(See above.)"], " "),
    (["the percentage of participants; and"], " "),
]


@pytest.mark.parametrize(("sentences", "joint"), TEXTS)
def test_sentences_are_found(sentences, joint):
    text = joint.join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@given(st.text(alphabet="aB. ?!\n1(“", max_size=60))
def test_sentences_hold_every_word_once_and_in_order(text):
    spans = sentence_spans(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(a <= b for (_, a), (b, _) in pairwise(spans))
