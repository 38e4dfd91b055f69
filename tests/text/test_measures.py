"""The measures of a whole document: only a text that was read can be silent."""

import pytest

from crosswalk.measures.context import read_measures
from crosswalk.model.annotation import Part
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Verification

SOURCE = Source(id="club", as_of="2020", title="Reading club", kind="framework")


def state(verification, part):
    prov = Provision(
        "M",
        "The percentage of members who finish a book.",
        heading="Books finished",
        kind="metric",
        verification=verification,
    )
    return read_measures(Corpus(SOURCE, (prov,)))["M"].readings[part].state


@pytest.mark.parametrize("part", [Part.TIMING, Part.EXCLUSIONS])
@pytest.mark.parametrize(
    ("verification", "expected"),
    [
        (Verification.VERBATIM, "silent"),
        (Verification.RESTATED, "silent"),
        (Verification.UNVERIFIED, "unknown"),
    ],
)
def test_words_nobody_checked_are_not_silent(verification, part, expected):
    assert state(verification, part) == expected


def test_what_unchecked_words_do_say_is_read():
    assert state(Verification.UNVERIFIED, Part.STATISTIC) == "read"
