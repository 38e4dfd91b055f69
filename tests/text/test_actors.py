"""Who must, may or should."""

import pytest

from crosswalk.language.modality import deontic_modality
from crosswalk.language.roles import find_agent

ACTORS = [
    ("The State board shall assist the Governor.", "State board"),
    ("In general, the State board shall assist the Governor.", "State board"),
    (
        "The Secretary of Labor and the Secretary of Education, after consultation with States, shall issue definitions.",
        "Secretary of Labor and the Secretary of Education",
    ),
    (
        "Prior to the third year, the State and the Secretary of Labor shall agree.",
        "State and the Secretary of Labor",
    ),
    ("Each eligible agency desiring a grant under this subchapter shall submit a plan.", "eligible agency"),
    ("A State that desires to receive funds shall submit a plan.", "State"),
    ("The local board, with representatives of schools, shall lead efforts.", "local board"),
    ("Funds shall be allotted by the Secretary.", "Secretary"),
    ("If a State fails to report, the Secretary may act.", "Secretary"),
    ("A participant may appeal. The hospital must answer.", "participant"),
    ("The school district shall publish its results.", "school district"),
]


@pytest.mark.parametrize(("text", "expected"), ACTORS)
def test_the_actor_is_the_subject(text, expected):
    name, span = find_agent(text, deontic_modality(text)[1])
    assert name == expected
    assert span.of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Funds shall be allotted before the year begins.",
        "There shall be a board.",
        "Paragraph (1) shall take effect at once.",
        "Nothing shall change.",
    ],
)
def test_nobody_acts(text):
    found = deontic_modality(text)
    assert find_agent(text, found[1]) is None
