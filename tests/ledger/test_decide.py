"""Only people decide; what they decided stays; who decides otherwise is shown both."""

import dataclasses

import pytest

from crosswalk.errors import LedgerError
from crosswalk.ledger.decide import (
    MOST_UNDONE,
    Alone,
    Conflict,
    Decision,
    Verdict,
    current_row,
    history,
    last_recorded,
    notes_file,
    record,
    settle,
    undo,
)
from crosswalk.ledger.signatures import is_program, programs
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.mapping import Mapping, MappingSet, fingerprint
from crosswalk.model.relation import Basis, Group, Relation, Status
from tests.file_builders import write_mappings

START = MappingSet("herbs", "Herbs", "herbs", "growers", "2020-01-01", "2019-06")
OFFERED = Mapping(
    "4/b",
    "G-2",
    Relation.INTERSECTS,
    Status.PROPOSED,
    "Both ask for a label.",
    Basis.SYNTACTIC,
    5,
    0.625,
    "crosswalk 0.1",
    left_digest="aaaaaaaaaaaa",
    right_digest="bbbbbbbbbbbb",
)
DRAFT = dataclasses.replace(
    OFFERED, status=Status.DRAFT, author="the editors", date="2026-01-05", confidence=None
)
PAIR = ("4/b", "G-2")


def says(verdict="confirmed", by="Reviewer A", date="2026-03-04", **rest):
    return Decision(*PAIR, Verdict(verdict), by, date, **rest)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "herbs.sssom.tsv"


def taken(path, decision, offered=OFFERED, seen=None):
    return record(path, decision, offered=offered, start=START, seen=seen).row


@pytest.mark.parametrize(
    ("decision", "status", "relation", "sentence"),
    [
        (says("confirmed"), Status.CONFIRMED, Relation.INTERSECTS, "Both ask for a label."),
        (says("confirmed", why="Labels in both."), Status.CONFIRMED, Relation.INTERSECTS, "Labels in both."),
        (
            says("corrected", relation=Relation.SUBSET, why="The code asks more."),
            Status.CONFIRMED,
            Relation.SUBSET,
            "The code asks more.",
        ),
        (says("rejected"), Status.REJECTED, Relation.INTERSECTS, "Both ask for a label."),
        (says("unsure", note="Ask the board."), Status.UNSURE, Relation.INTERSECTS, "Both ask for a label."),
    ],
)
def test_a_proposal_becomes_a_decision(path, decision, status, relation, sentence):
    """The row keeps the program's confidence and the digests of both texts."""
    row = taken(path, decision)

    assert (status, relation, sentence) == (row.status, row.relation, row.sentence)
    assert (row.author, row.date, row.reviewer, row.review_date) == (
        "Reviewer A",
        "2026-03-04",
        "Reviewer A",
        "2026-03-04",
    )
    assert (row.confidence, row.left_digest, row.right_digest) == (0.625, "aaaaaaaaaaaa", "bbbbbbbbbbbb")
    assert (row,) == read_mappings(path).mappings


def test_a_draft_confirmed_unchanged_keeps_its_author(path):
    write_mappings(dataclasses.replace(START, mappings=(DRAFT,)), path)

    row = taken(path, says("confirmed"))

    assert (row.author, row.date, row.reviewer, row.review_date) == (
        "the editors",
        "2026-01-05",
        "Reviewer A",
        "2026-03-04",
    )
    assert (row,) == read_mappings(path).mappings


def test_a_corrected_draft_stays_as_history(path):
    write_mappings(dataclasses.replace(START, mappings=(DRAFT,)), path)

    row = taken(path, says("corrected", relation=Relation.SUPERSET, why="The law asks more."))

    before = dataclasses.replace(DRAFT, status=Status.SUPERSEDED, was=Status.DRAFT)
    assert (before, row) == history(read_mappings(path), PAIR)
    assert row == current_row(read_mappings(path), PAIR)
    assert (row.author, row.strength) == ("Reviewer A", None)


def test_a_relation_of_another_family_takes_the_place_of_the_first(path):
    taken(path, says("confirmed"))

    row = taken(
        path,
        says("corrected", relation=Relation.CONTRARY, why="They cannot both be met."),
        seen=fingerprint(taken(path, says("confirmed"))),
    )

    assert row == current_row(read_mappings(path), PAIR)
    assert [m.status for m in history(read_mappings(path), PAIR)] == [Status.SUPERSEDED, Status.CONFIRMED]


def test_deciding_the_same_again_changes_nothing(path):
    first = taken(path, says("confirmed"))
    before = path.read_bytes()

    assert first == taken(path, says("confirmed", date="2026-03-09"))
    assert before == path.read_bytes()


def test_a_second_reader_who_agrees_is_named_beside_the_first(path):
    first = taken(path, says("confirmed"))

    row = taken(path, says("confirmed", by="Reviewer B", date="2026-03-09"))

    assert (row.reviewer, row.review_date, row.agreement) == ("Reviewer A|Reviewer B", "2026-03-09", 1.0)
    assert history(read_mappings(path), PAIR) == (
        dataclasses.replace(first, status=Status.SUPERSEDED, was=Status.CONFIRMED),
        row,
    )


@pytest.mark.parametrize(
    "other",
    [
        says("rejected", by="Reviewer B"),
        says("confirmed", by="Reviewer B", why="For another reason."),
        says("corrected", by="Reviewer B", relation=Relation.EQUAL, why="The same."),
        says("rejected", by="Reviewer A"),
    ],
)
def test_deciding_otherwise_unseen_is_refused_and_shows_both(path, other):
    mine = taken(path, says("confirmed"))
    before = path.read_bytes()

    with pytest.raises(Conflict) as caught:
        taken(path, other)

    assert mine == caught.value.theirs
    assert other.by == caught.value.ours.reviewer
    assert "on file: confirmed, intersects-with, by Reviewer A on 2026-03-04: Both ask for a label." in str(
        caught.value
    )
    assert f"yours: {caught.value.ours.status}" in str(caught.value)
    assert before == path.read_bytes()


def test_who_saw_the_other_decision_may_overrule_it(path):
    first = taken(path, says("confirmed"))

    row = taken(path, says("rejected", by="Reviewer B", date="2026-03-09"), seen=fingerprint(first))

    assert (row.status, row.author, row.reviewer) == (Status.REJECTED, "Reviewer A", "Reviewer B")
    assert [m.was for m in history(read_mappings(path), PAIR)] == [Status.CONFIRMED, None]


@pytest.mark.parametrize("verdict", ["confirmed", "rejected"])
def test_a_row_that_changed_underneath_is_refused_even_if_it_agrees(path, verdict):
    looked_at = fingerprint(None)
    taken(path, says("confirmed", by="Reviewer B"))

    with pytest.raises(Conflict, match="changed since you looked") as caught:
        taken(path, says(verdict), seen=looked_at)

    assert caught.value.theirs.reviewer == "Reviewer B"


def test_a_missing_row_is_reported(path):
    with pytest.raises(Conflict, match="the row is gone"):
        taken(path, says(), seen="0123456789ab")


def test_a_row_to_look_at_again_may_be_decided_again(path):
    """Its old decision, with the digests it rested on, stays in the file."""
    old = dataclasses.replace(taken(path, says("confirmed")), status=Status.LOOK_AGAIN, was=Status.CONFIRMED)
    write_mappings(dataclasses.replace(START, mappings=(old,)), path)
    moved = dataclasses.replace(OFFERED, left_digest="cccccccccccc")

    row = taken(path, says("confirmed", by="Reviewer B", date="2026-06-01"), offered=moved)

    first, last = history(read_mappings(path), PAIR)
    assert (first.was, first.left_digest, first.reviewer) == (Status.CONFIRMED, "aaaaaaaaaaaa", "Reviewer A")
    assert (row, "cccccccccccc") == (last, last.left_digest)


def test_a_pair_nobody_proposed_can_be_added(path):
    bare = dataclasses.replace(
        OFFERED, author="", sentence="", basis=None, strength=None, confidence=None, relation=Relation.NONE
    )

    row = taken(
        path, says("confirmed", relation=Relation.SUPPORTS, why="The label helps the register."), offered=bare
    )

    assert (row.relation, row.author, row.confidence) == (Relation.SUPPORTS, "Reviewer A", None)


def test_that_there_is_no_counterpart_can_be_confirmed(path):
    none = dataclasses.replace(
        OFFERED,
        right="",
        right_digest="",
        relation=Relation.NONE,
        sentence="Nothing answers it.",
        strength=None,
    )

    row = taken(path, Decision("4/b", "", Verdict.CONFIRMED, "Reviewer A", "2026-03-04"), offered=none)

    assert (row.relation, row.right) == (Relation.NONE, "")


@pytest.mark.parametrize(
    ("decision", "offered", "words"),
    [
        (says(by=" "), OFFERED, "name of the person"),
        (says(by="Reviewer A|Reviewer B"), OFFERED, "without a bar"),
        (says(by="crosswalk 0.1"), OFFERED, "only people decide"),
        (says(date="4 March"), OFFERED, "is not a date in the form"),
        (says(date=""), OFFERED, "is not a date in the form"),
        (says(), dataclasses.replace(OFFERED, right="G-3"), "offer the same pair"),
        (says(), dataclasses.replace(OFFERED, left_digest=""), "digest of 4/b"),
        (says(relation=Relation.EQUAL, why="The same."), OFFERED, "the verdict is corrected"),
        (says("corrected", relation=Relation.EQUAL), OFFERED, "say why"),
        (says("corrected"), OFFERED, "nothing is corrected"),
        (says(), dataclasses.replace(OFFERED, sentence=""), "no sentence"),
        (says(), dataclasses.replace(OFFERED, author=""), "nothing is proposed"),
        (says(strength=11), OFFERED, "strength 11"),
    ],
)
def test_what_is_not_a_decision_is_refused(path, decision, offered, words):
    with pytest.raises(LedgerError, match=words):
        taken(path, decision, offered)

    assert not path.exists()


def test_nothing_corrected_is_not_a_correction(path):
    taken(path, says("confirmed"))

    with pytest.raises(LedgerError, match="nothing is corrected"):
        taken(path, says("corrected"))


def test_a_file_about_other_editions_is_refused(path):
    write_mappings(dataclasses.replace(START, left_version="2018-01-01"), path)

    with pytest.raises(LedgerError, match="herbs@2018-01-01"):
        taken(path, says())


def test_two_standing_rows_of_one_pair_are_refused():
    both = dataclasses.replace(
        START, mappings=(DRAFT, dataclasses.replace(DRAFT, relation=Relation.SUPPORTS))
    )

    with pytest.raises(LedgerError, match="are 2 times"):
        settle(both, says(), OFFERED)


def test_programs_are_known_by_what_they_proposed():
    offered = dataclasses.replace(OFFERED, author="Matcher v3.1")
    mappings = dataclasses.replace(START, tool="aligner", tool_version="0.2", mappings=(offered, DRAFT))

    assert programs([mappings]) == {"crosswalk", "aligner", "matcher"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("crosswalk", True),
        ("Crosswalk 1.2.0rc1", True),
        ("crosswalk v2", True),
        ("crosswalk's editors", False),
        ("Reviewer A 2", False),
    ],
)
def test_a_program_is_known_in_any_version(name, expected):
    assert is_program(name, programs([START])) is expected


def act(path, decision, offered=OFFERED, seen=None):
    return record(path, decision, offered=offered, start=START, seen=seen)


@pytest.mark.parametrize(
    "decision",
    [
        says("confirmed"),
        says("corrected", relation=Relation.EQUAL, why="The same."),
        says("rejected", note="No."),
    ],
)
@pytest.mark.parametrize("before", [(), (DRAFT,), (dataclasses.replace(DRAFT, left="4/c"),)])
def test_what_is_taken_back_leaves_no_trace(path, decision, before):
    write_mappings(dataclasses.replace(START, mappings=before), path)
    bytes_before = path.read_bytes()
    odd = dataclasses.replace(OFFERED, confidence=0.123456)

    done = act(path, decision, offered=odd)
    assert done.row in read_mappings(path).mappings
    undo(path, START, "Reviewer A")

    assert bytes_before == path.read_bytes()


def test_what_another_person_decided_since_is_not_taken_back(path):
    done = act(path, says("confirmed"))
    taken(path, says("rejected", by="Reviewer B"), seen=fingerprint(done.row))
    before = path.read_bytes()

    with pytest.raises(Conflict, match="decided again since") as caught:
        undo(path, START, "Reviewer A")

    assert "Reviewer B" == caught.value.theirs.reviewer
    assert before == path.read_bytes()


def test_undoing_one_decision_leaves_later_ones(path):
    done = act(path, says("confirmed"))
    other = dataclasses.replace(OFFERED, left="4/c")
    taken(path, dataclasses.replace(says("rejected", by="Reviewer B"), left="4/c"), offered=other)

    undo(path, START, done.row.reviewer)

    assert [("4/c", "Reviewer B")] == [(m.left, m.reviewer) for m in read_mappings(path)]


def test_decisions_are_taken_back_one_by_one_last_first_each_person_his_own(path):
    texts = [path.read_bytes() if path.exists() else b""]
    for prov, by in (("4/c", "Reviewer A"), ("4/d", "Reviewer B"), ("4/e", "Reviewer A")):
        offered = dataclasses.replace(OFFERED, left=prov)
        act(path, dataclasses.replace(says("rejected", by=by), left=prov), offered=offered)
        texts.append(path.read_bytes())

    assert "4/e" == last_recorded(path, START, "Reviewer A").row.left
    assert "4/d" == undo(path, START, "Reviewer B").row.left
    assert "4/e" == undo(path, START, "Reviewer A").row.left
    assert texts[1] == path.read_bytes()
    assert "4/c" == undo(path, START, "Reviewer A").row.left
    assert [None, None] == [undo(path, START, name) for name in ("Reviewer A", "Reviewer C")]
    assert 0 == len(read_mappings(path))


@pytest.mark.parametrize("before", [(), (DRAFT,)])
def test_a_note_whose_decision_never_came_to_the_file_takes_nothing_back(path, before):
    """As when the power goes between the note and the file, or an older file is put back."""
    write_mappings(dataclasses.replace(START, mappings=before), path)
    old = path.read_bytes()
    act(path, says("confirmed"))
    path.write_bytes(old)

    assert undo(path, START, "Reviewer A") is None
    assert old == path.read_bytes()


def test_a_refused_undo_is_not_offered_again(path):
    done = act(path, says("confirmed"))
    taken(path, says("rejected", by="Reviewer B"), seen=fingerprint(done.row))

    with pytest.raises(Conflict):
        undo(path, START, "Reviewer A")

    assert last_recorded(path, START, "Reviewer A") is None
    assert undo(path, START, "Reviewer A") is None


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[{}]", b'[{"by": "Reviewer A", "row": ["x"]}]', b"\xff"])
def test_notes_that_make_no_sense_are_no_notes(path, spoilt):
    act(path, says("confirmed"))
    before = path.read_bytes()
    notes_file(path).write_bytes(spoilt)

    assert undo(path, START, "Reviewer A") is None
    assert before == path.read_bytes()


@pytest.mark.slow
def test_the_last_fifty_decisions_of_each_person_can_be_taken_back(path):
    for number in range(MOST_UNDONE + 2):
        offered = dataclasses.replace(OFFERED, left=f"4/{number}")
        act(path, dataclasses.replace(says("rejected"), left=f"4/{number}"), offered=offered)
    act(
        path,
        dataclasses.replace(says("rejected", by="Reviewer B"), left="4/x"),
        dataclasses.replace(OFFERED, left="4/x"),
    )

    for _ in range(MOST_UNDONE):
        undo(path, START, "Reviewer A")

    assert undo(path, START, "Reviewer A") is None
    assert ["4/0", "4/1", "4/x"] == sorted(m.left for m in read_mappings(path))


def test_a_person_can_take_a_pair_out_of_its_group(path):
    taken(path, says("confirmed", group=Group.SPLIT))
    seen = fingerprint(current_row(read_mappings(path), PAIR))

    kept = taken(path, says("confirmed", note="Together."), seen=seen)
    assert Group.SPLIT is kept.group
    alone = taken(path, says("confirmed", group=Alone.ALONE), seen=fingerprint(kept))

    assert alone.group is None
    assert alone == current_row(read_mappings(path), PAIR)


GAP = dataclasses.replace(
    DRAFT, right="", right_digest="", relation=Relation.NONE, sentence="Nothing answers it.", strength=None
)


def test_a_draft_gap_is_superseded_by_the_counterpart_a_person_names(path):
    write_mappings(dataclasses.replace(START, mappings=(GAP,)), path)

    act(path, says("confirmed"))

    gap = next(m for m in read_mappings(path) if not m.right)
    assert (Status.SUPERSEDED, Status.DRAFT) == (gap.status, gap.was)
    undo(path, START, "Reviewer A")
    assert (GAP,) == read_mappings(path).mappings


def test_a_reviewed_gap_and_a_named_counterpart_conflict(path):
    """Neither may push the other out unseen, whichever came first."""
    offered_gap = dataclasses.replace(GAP, status=Status.PROPOSED)
    gap = Decision(
        "4/b", "", Verdict.CONFIRMED, "Reviewer A", "2026-03-04", Relation.NONE, "Nothing answers it."
    )
    taken(path, gap, offered=offered_gap)
    with pytest.raises(Conflict, match="says the opposite") as caught:
        taken(path, says("confirmed", by="Reviewer B"))
    assert "Reviewer A" == caught.value.theirs.reviewer

    path.unlink()
    taken(path, says("confirmed", by="Reviewer B"))
    with pytest.raises(Conflict, match="says the opposite"):
        taken(path, gap, offered=offered_gap)


def test_pairs_can_be_meant_together(path):
    row = taken(path, says("confirmed", group=Group.SPLIT))
    again = taken(path, says("confirmed", why="Both do, together."), seen=fingerprint(row))

    assert (Group.SPLIT, Group.SPLIT) == (row.group, again.group)
    assert "ext_group" in path.read_text("utf-8")
    assert again == current_row(read_mappings(path), PAIR)
