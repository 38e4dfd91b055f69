"""Which parts of a provision its counterparts leave unmet."""

import pytest

from crosswalk.compare.document import frames_of
from crosswalk.compare.unmet import align_frames, texts_to_align, unmet_slots
from crosswalk.language import encoder
from crosswalk.model.annotation import Span
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.frame import Slot
from tests.compare.directions import document


def unmet(asked, *given, met=()):
    ours = frames_of(document("asks", ("1", asked)), NO_CACHE)["1"]
    theirs = frames_of(document("gives", *((str(n), text) for n, text in enumerate(given))), NO_CACHE)
    return unmet_slots(asked, ours, list(theirs.values()), met)


def words(found):
    return [one.words for one in found]


def test_what_a_counterpart_repeats_is_met():
    text = "The school must publish its evacuation routes in each classroom."

    assert unmet(text, text) == ()


def test_a_phrase_that_nothing_meets_is_named_with_its_article_and_place():
    asked = "The school must publish an evacuation route in each classroom."
    found = unmet(asked, "Students paint in their classrooms.")

    assert "an evacuation route" in words(found)
    assert all(one.span.of(asked) in one.words for one in found)


def test_a_phrase_of_nearly_the_same_meaning_meets():
    found = unmet("The clinic must check blood pressure.", "Staff measure blood pressures at the clinic.")

    assert "blood pressure" not in " ".join(words(found))


def test_all_that_is_aligned_can_be_read_by_the_model_before(monkeypatch):
    left, right = (
        frames_of(document(name, ("1", text)), NO_CACHE)["1"]
        for name, text in (
            ("asks", "The harbor office must inspect each mooring buoy before a vessel is moored."),
            ("gives", "Divers examine the buoys of the marina, and tag those that need repair."),
        )
    )
    texts = [text for side in (left, right) for text in texts_to_align(side)]
    encoder.encode([*texts, left.text, right.text])
    monkeypatch.setattr(encoder, "_encode_new", None)

    assert align_frames((left.own_text, right.own_text), left, right).left_added


def test_counterparts_are_taken_together():
    asked = "The agency shall test the water supply and inspect storage tanks."

    assert words(unmet(asked, "Inspect storage tanks.")) == ["the water supply"]
    assert unmet(asked, "Inspect storage tanks.", "Test the water supply.") == ()


def test_a_condition_is_compared_as_a_whole():
    asked = "The agency shall issue a permit if the applicant has paid the inspection fee."
    found = unmet(asked, "The agency issues permits to applicants for inspections.")

    assert Slot.CONDITION in {one.slot for one in found}


def test_spans_that_need_no_answer_are_left_out():
    asked = "The agency shall test drinking water."
    start = asked.index("drinking")

    assert unmet(asked, "Paint the fence.", met=[Span(start, start + len("drinking water"))]) == ()


@pytest.mark.parametrize(
    "text", ["The board shall do this in that subchapter.", "The board meets in August."]
)
def test_words_that_point_or_name_are_not_asked(text):
    assert not {"subchapter", "August"} & set(words(unmet(text, "Paint the fence.")))


def test_without_counterparts_nothing_is_named():
    assert unmet("The agency shall test drinking water.") == ()


def test_two_provisions_are_aligned_by_their_phrases_and_what_each_adds():
    texts = "The park shall publish guided walks and trail maps.", "The office shall publish trail maps."
    corpora = [document(name, ("1", text)) for name, text in zip(("asks", "gives"), texts, strict=True)]
    ours, theirs = (frames_of(one, NO_CACHE)["1"] for one in corpora)
    found = align_frames(texts, ours, theirs)

    assert ["trail maps"] == [match.left[0].of(texts[0]) for match in found.matches]
    assert ("guided walks",) == found.left_added == tuple(span.of(texts[0]) for span in found.left_only)
    assert () == found.right_added
    assert (found.left_share, found.right_share) == (0.833, 0.75)
