"""Decisions typed at the keyboard in turn, and the rows that they must leave in the ledger."""

from crosswalk.ledger.decide import current_row
from crosswalk.model.relation import Relation, Status

JARS = "Jars and sacks cannot both be used."
NOTE = "Ask the board, ajrszuk."
COMMENT = "We print it at noon."
PART = "What the Law asks for is one part of what the Code asks for."


def press(tab, *keys):
    """Press each key on whatever has the focus; words of more than one are typed."""
    for key in keys:
        (tab.keyboard.type if " " in key else tab.keyboard.press)(key)


ACCEPTED = Status.CONFIRMED, Relation.INTERSECTS, None
REJECTED = Status.REJECTED, Relation.INTERSECTS, None
UNSURE = Status.UNSURE, Relation.INTERSECTS, None
NARROWED = Status.CONFIRMED, Relation.SUBSET, PART
OPPOSED = Status.CONFIRMED, Relation.CONTRARY, JARS


def assert_decided(mappings, wanted, by="Reviewer A"):
    """The file holds these pairs alone, each with its status, its relation and, where one is given, its sentence."""
    assert set(wanted) == {row.pair for row in mappings}
    assert len(wanted) == len(mappings)
    for pair, (status, relation, sentence) in wanted.items():
        row = current_row(mappings, pair)
        assert (status, relation, by) == (row.status, row.relation, row.reviewer)
        assert sentence in {None, row.sentence}
