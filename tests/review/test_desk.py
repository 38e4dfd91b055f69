"""A sitting at the desk without script: forms, what they save, and where they lead."""

import pytest

from crosswalk.ledger.comments import read_comments
from crosswalk.ledger.decide import history
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.comment import State
from crosswalk.model.relation import Group, Relation, Status
from tests import sample_review

pytestmark = pytest.mark.slow


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mappings" / "herbs.sssom.tsv"


def standing(path):
    return {m.pair: m for m in read_mappings(path) if m.status is not Status.SUPERSEDED}


def test_an_accepted_card_is_on_file_before_the_next_is_shown(visitor, card, said, path):
    answer = visitor.decide(card("4/1", "G-1"))

    row = standing(path)["4/1", "G-1"]
    assert (row.status, row.relation, row.reviewer, row.review_date) == (
        Status.CONFIRMED,
        Relation.INTERSECTS,
        "Reviewer A",
        "2026-03-04",
    )
    assert (row.sentence, row.strength, row.basis.value) == ("Both ask for a label.", 5, "semantic")
    assert 303 == answer.status_code
    assert card("4/1", "G-1") not in answer.location
    assert "Saved. Accepted as Overlaps." == said(visitor.get(answer.location).text)
    assert "" == said(visitor.get(answer.location).text)


@pytest.mark.parametrize(
    ("verdict", "changed", "status", "relation"),
    [
        ("accept", {"relation": "equal", "sentence": "They are one."}, Status.CONFIRMED, Relation.EQUAL),
        ("accept", {"relation": "contrary", "sentence": "Not both."}, Status.CONFIRMED, Relation.CONTRARY),
        ("reject", {}, Status.REJECTED, Relation.INTERSECTS),
        ("reject", {"relation": "equal", "sentence": ""}, Status.REJECTED, Relation.INTERSECTS),
        ("unsure", {"note": "Ask the board."}, Status.UNSURE, Relation.INTERSECTS),
        ("unsure", {"relation": "equal", "sentence": ""}, Status.UNSURE, Relation.INTERSECTS),
    ],
)
def test_every_verdict_is_what_the_buttons_say(visitor, card, path, verdict, changed, status, relation):
    visitor.decide(card("4/1", "G-1"), verdict, **changed)

    row = standing(path)["4/1", "G-1"]
    assert (status, relation) == (row.status, row.relation)
    assert changed.get("note", "") == row.comment
    assert changed.get("sentence") or "Both ask for a label." == row.sentence


@pytest.mark.parametrize(
    ("changed", "asks", "sentence"),
    [
        (
            {"relation": "equal"},
            "Read the sentence for “Same”",
            "The Law and the Code ask for the same thing.",
        ),
        ({"relation": "contrary"}, "Say in a sentence of your own why it is “Conflicts”", ""),
        (
            {"relation": "contrary", "sentence": " "},
            "Say in a sentence of your own why it is “Conflicts”",
            "",
        ),
        ({"relation": "no-relationship", "sentence": ""}, "why it is “No counterpart”", ""),
        ({"sentence": ""}, "Read the sentence for “Overlaps”", None),
    ],
)
def test_a_relation_needs_its_own_sentence(visitor, card, path, changed, asks, sentence):
    """Accepting another relation with the old sentence asks again, with the words to be read filled in."""
    answer = visitor.decide(card("4/1", "G-1"), **changed)

    assert 422 == answer.status_code
    assert asks in answer.text
    assert not path.exists()
    if sentence is not None:
        from lxml import html

        assert sentence == html.fromstring(answer.text).get_element_by_id("sentence").text_content()


def test_the_programs_sentence_is_never_accepted_unread(visitor, card, path):
    answer = visitor.decide(card("4/1", "G-1"), read="")
    assert 422 == answer.status_code
    assert "This sentence is the program" in answer.text

    pattern = "The Law and the Code ask for the same thing."
    assert 422 == visitor.decide(card("4/1", "G-1"), relation="equal", sentence=pattern, read="").status_code
    assert not path.exists()

    visitor.decide(card("4/1", "G-1"), sentence="Both want a label on the jar.", read="")
    assert "Both want a label on the jar." == standing(path)["4/1", "G-1"].sentence
    visitor.decide(card("4/2", "G-2"), read="yes")
    assert "Both ask for a label." == standing(path)["4/2", "G-2"].sentence


def test_at_a_first_look_no_relation_is_chosen_and_the_score_waits(visitor, card):
    page = visitor.get(card("4/1", "G-1")).text

    assert "" == visitor.fields(card("4/1", "G-1")).get("relation", "")
    assert "checked>" not in page
    assert 'class="why after-choice"' in page
    visitor.decide(card("4/1", "G-1"))
    assert "after-choice" not in visitor.get(card("4/1", "G-1")).text


def test_a_row_keeps_its_number_and_the_rows_left_are_counted(visitor, card):
    assert "Row 2 of 16" in visitor.get(card("4/1", "G-1")).text
    at = visitor.decide(card("4/0", "G-0")).location
    assert "<b>1</b> decided, <b>15</b> left" in visitor.get(at).text
    assert "Row 2 of 16" in visitor.get(card("4/1", "G-1")).text


def test_a_card_without_a_counterpart_needs_a_reason_and_cannot_be_rejected(visitor, card, path):
    gap = card("4/gap", "")
    assert 'value="reject"' not in visitor.get(gap).text
    assert 422 == visitor.decide(gap).status_code

    visitor.decide(gap, sentence="The Code never weighs.")

    assert Relation.NONE is standing(path)["4/gap", ""].relation


def test_skipped_cards_come_again_at_the_end(visitor, said):
    first = visitor.get("/x/herbs/").location.split("?")[0]
    seen = [first]
    at = visitor.decide(first, "skip").location
    assert "Skipped; it comes again at the end." == said(visitor.get(at).text)
    while at.split("?")[0] not in seen:
        seen.append(at.split("?")[0])
        at = visitor.decide(at, "unsure", sentence="Who knows.").location

    assert 16 == len(seen)
    assert first == at.split("?")[0]


def test_the_last_card_leads_to_the_summary(visitor, path):
    at = visitor.get("/x/herbs/").location
    turns = 0
    while "/card/" in at:
        at = visitor.decide(at, "accept", sentence="So it is.").location
        turns += 1

    assert (16, "/x/herbs/summary") == (turns, at)
    page = visitor.get(at).text
    assert "16 rows" in page
    assert "Review of herbs: 16 rows by Reviewer A" in page
    assert "16 confirmed; 16 of 16 rows decided." in page
    assert 16 == len(standing(path))


def test_undo_gives_the_file_back_and_survives_a_reload(visitor, card, said, path):
    visitor.decide(card("4/1", "G-1"))
    before = path.read_bytes()
    visitor.decide(card("4/2", "G-2"), "reject")
    visitor.get(card("4/3", "G-3"))

    answer = visitor.post("/x/herbs/undo")

    assert card("4/2", "G-2") in answer.location
    assert said(visitor.get(answer.location).text).startswith("Taken back: rejected, Overlaps.")
    assert before == path.read_bytes()
    visitor.post("/x/herbs/undo")
    assert {} == standing(path)
    assert "There is nothing to take back." == said(visitor.get(visitor.post("/x/herbs/undo").location).text)


def test_undo_survives_the_end_of_the_desk(visitor, visit, card, said, path, tmp_path):
    """A new desk, as after a crash or the next morning, offers this person's last decision; nobody else's."""
    visitor.decide(card("4/1", "G-1"))
    before = path.read_bytes()
    visitor.decide(card("4/2", "G-2"), "reject")
    other = visit(sample_review.desk(tmp_path, 12, "Reviewer B"))
    assert "disabled>Undo" in other.get(card("4/3", "G-3")).text

    again = visit(sample_review.desk(tmp_path, 12))
    assert 'title="Takes back: ' in again.get(card("4/3", "G-3")).text
    assert "Your last decision:" in again.get("/x/herbs/summary").text
    answer = again.post("/x/herbs/undo")

    assert card("4/2", "G-2") in answer.location
    assert said(again.get(answer.location).text).startswith("Taken back: rejected, Overlaps.")
    assert before == path.read_bytes()


def test_undo_never_takes_back_what_another_person_decided_since(visitor, visit, card, said, path, tmp_path):
    visitor.decide(card("4/1", "G-1"))
    partner = visit(sample_review.desk(tmp_path, 12, "Reviewer B"))
    partner.decide(card("4/1", "G-1"), "reject")
    before = path.read_bytes()

    answer = visitor.post("/x/herbs/undo")

    assert "decided again since" in said(visitor.get(answer.location).text)
    assert before == path.read_bytes()


def test_rivals_are_shown_together_with_what_was_decided_on_them(visitor, card):
    visitor.decide(card("4/3", "G-2"), "reject")
    page = visitor.get(card("4/3", "G-3")).text

    assert "2 counterparts to choose from" in page
    assert card("4/3", "G-2") in page
    assert "Rejected by a reviewer, Reviewer A" in page


def test_pairs_can_be_meant_together(visitor, card, path):
    visitor.decide(card("4/3", "G-3"), group="split")
    visitor.decide(card("4/3", "G-2"), group="split")

    assert {Group.SPLIT} == {row.group for row in standing(path).values()}
    page = visitor.get(card("4/3", "G-3")).text
    assert "Together with:" in page
    assert page.count(card("4/3", "G-2")) > visitor.get(card("4/1", "G-1")).text.count(card("4/3", "G-2")) + 1


class TestTwoPeople:
    @pytest.fixture
    def partner(self, visit, tmp_path):
        return visit(sample_review.desk(tmp_path, 12, "Reviewer B"))

    def test_who_agrees_is_named_beside_the_first(self, visitor, partner, card, path, said):
        visitor.decide(card("4/1", "G-1"))
        answer = partner.decide(f"{card('4/1', 'G-1')}?show=second")

        assert "Reviewer A|Reviewer B" == standing(path)["4/1", "G-1"].reviewer
        assert "Your name stands beside the first." in said(partner.get(answer.location).text)
        assert "at first sight on <b>1</b> of 1 row" in partner.get("/x/herbs/summary").text
        assert "<b>1</b> with two names" in partner.get("/x/herbs/summary").text

    def test_blind_shows_nothing_of_what_others_and_the_program_found(self, visitor, partner, card):
        visitor.decide(card("4/1", "G-1"), note="Reviewer A's note.")
        partner.post("/settings", {"blind": "on"})
        page = partner.get(card("4/1", "G-1")).text

        assert "Blind:" in page
        for words in (
            "Reviewer A",
            "Both ask for a label.",
            "Why this pair",
            "0.89",
            "Confirmed",
            "checked>",
        ):
            assert words not in page

    def test_blind_agreement_adds_a_name_and_no_words(self, visitor, partner, card, path):
        visitor.decide(card("4/1", "G-1"))
        partner.post("/settings", {"blind": "on"})
        partner.decide(card("4/1", "G-1"), relation="intersects-with", sentence="In my words.")

        row = standing(path)["4/1", "G-1"]
        assert ("Reviewer A|Reviewer B", "Both ask for a label.", 1.0) == (
            row.reviewer,
            row.sentence,
            row.agreement,
        )

    @pytest.mark.parametrize("sentence", ["", "They are one."])
    def test_blind_disagreement_shows_both_and_saves_nothing(self, visitor, partner, card, path, sentence):
        visitor.decide(card("4/1", "G-1"))
        before = path.read_bytes()
        partner.post("/settings", {"blind": "on"})
        answer = partner.decide(card("4/1", "G-1"), relation="equal", sentence=sentence)

        assert 409 == answer.status_code
        assert "Confirmed, Overlaps, by Reviewer A, 4 March 2026." in answer.text
        assert "Nothing is saved yet." in answer.text
        assert before == path.read_bytes()

    @pytest.mark.parametrize(
        ("button", "reviewer", "status", "relation"),
        [
            ("Agree with what is on file", "Reviewer A|Reviewer B", Status.CONFIRMED, Relation.INTERSECTS),
            ("Put yours in its place", "Reviewer B", Status.CONFIRMED, Relation.EQUAL),
            ("Mark unsure, to be talked over", "Reviewer B", Status.UNSURE, Relation.INTERSECTS),
        ],
    )
    def test_who_meets_another_decision_chooses(
        self, visitor, partner, card, path, button, reviewer, status, relation
    ):
        """Reviewer B looked at the card before Reviewer A decided it; each button does what it says."""
        from lxml import html

        at = card("4/1", "G-1")
        looked_at = partner.fields(at)
        visitor.decide(at)
        answer = partner.post(
            at, {**looked_at, "verdict": "accept", "relation": "equal", "sentence": "They are one."}
        )
        assert 409 == answer.status_code
        pressed = next(
            b for b in html.fromstring(answer.text).iter("button") if b.text_content().strip() == button
        )
        form = next(one for one in pressed.iterancestors("form"))
        values = {name: value or "" for name, value in form.form_values()}

        done = partner.post(at, {**values, "verdict": pressed.get("value")})

        assert 303 == done.status_code
        row = standing(path)["4/1", "G-1"]
        assert (reviewer, status, relation) == (row.reviewer, row.status, row.relation)
        assert "Reviewer A" in {m.reviewer for m in history(read_mappings(path), row.pair)} | {
            row.reviewer.split("|")[0]
        }
        if status is Status.UNSURE:
            assert "Reviewer A: confirmed, intersects-with; Reviewer B: confirmed, equal" == row.comment

    def test_first_sight_disagreement_is_counted_even_when_one_gives_in(self, visitor, partner, card):
        visitor.decide(card("4/1", "G-1"))
        partner.decide(card("4/1", "G-1"), "reject")
        visitor.decide(card("4/1", "G-1"), "reject")

        assert "at first sight on <b>0</b> of 1 row" in partner.get("/x/herbs/summary").text


class TestSameWords:
    @pytest.fixture
    def alike(self, visit, tmp_path):
        """Two pairs whose texts are the same, letter for letter, and one that only looks so."""
        from dataclasses import replace

        from crosswalk.model.corpus import Corpus, Provision
        from crosswalk.review.crosswalk import ReviewCrosswalk
        from crosswalk.services.decide import decision_context
        from crosswalk.workspace.workspace import Workspace

        side = sample_review.side(4)
        words = ["Jar of herb, labelled 1.", "Jar  of herb,\nlabelled 2.", "Jar of herbs, labelled 3."]
        code = Corpus(
            side.right.source, tuple(Provision(f"G-{n}", words[n - 1] if n else "x") for n in range(4))
        )
        cands = tuple(
            replace(c, prediction=replace(c.prediction, relation=Relation.EQUAL, sentence="The same words."))
            for c in side.candidates
            if c.rank == 1
        )
        rows = tuple(replace(r, candidate=None) for r in side.rows if (r.left[2:], r.right[2:]) != ("3", "2"))
        both = replace(side, right=code, whole_right=code, candidates=cands, rows=rows)
        space = Workspace(tmp_path)
        laid = ReviewCrosswalk(both, decision_context(space, both), space.comments_file("herbs"))
        desk = sample_review.desk(tmp_path, 2)
        desk.lay = lambda _: laid
        return visit(desk)

    def test_the_list_is_shown_before_anything_is_accepted(self, alike, path):
        page = alike.get("/x/herbs/same").text

        assert 2 == page.count('type="checkbox"')
        assert not path.exists()

    def test_each_ticked_row_is_a_decision_of_its_own(self, alike, path, card, said):
        keys = [card(f"4/{n}", f"G-{n}").rpartition("/")[2] for n in (1, 3)]
        answer = alike.post("/x/herbs/same", {"key": keys})

        assert [("4/1", "G-1")] == list(standing(path))
        assert "1 row accepted as Same. 1 row had changed" in said(alike.get(answer.location).text)
        alike.post("/x/herbs/undo")
        assert {} == standing(path)


class TestComments:
    def test_a_partner_s_comment_is_kept_answered_and_closed(self, visitor, card, path, tmp_path):
        at, file = card("4/1", "G-1"), tmp_path / "mappings" / "herbs.comments.tsv"
        visitor.post(
            f"{at}/comment", {"by": "Visitor D", "role": "Growers' union", "text": "Who prints\nthe label?"}
        )
        said = read_comments(file)[0]
        assert ("Visitor D", "Growers' union", ("4/1", "G-1"), "2026-03-04") == (
            said.by,
            said.role,
            said.pair,
            said.date,
        )
        assert "Visitor D, Growers&#39; union, 4 March 2026 · open" in visitor.get(at).text
        assert "comment" in visitor.get("/x/herbs/queue").text

        visitor.post(f"{at}/comment/{said.id}", {"act": "answer", "reply": "The grower."})
        visitor.post(f"{at}/comment/{said.id}", {"act": "close"})

        assert (State.CLOSED, "The grower.", "Reviewer A", "Reviewer A") == (
            *(getattr(read_comments(file)[0], name) for name in ("state", "reply", "reply_by", "closed_by")),
        )
        assert not path.exists()

    def test_a_comment_changes_no_decision(self, visitor, card, path):
        visitor.decide(card("4/1", "G-1"))
        before = path.read_bytes()
        visitor.post(f"{card('4/1', 'G-1')}/comment", {"by": "Visitor D", "text": "No!"})

        assert before == path.read_bytes()

    def test_an_unsigned_comment_is_refused_in_a_sentence(self, visitor, card, tmp_path):
        answer = visitor.post(f"{card('4/1', 'G-1')}/comment", {"by": " ", "text": "No!"})

        assert 409 == answer.status_code
        assert "a comment must be signed with a name" in answer.text
        assert not (tmp_path / "mappings").exists()

    def test_the_list_goes_by_row_and_by_person(self, visitor, card):
        for left, name in (("4/1", "Visitor Z"), ("4/2", "Visitor D")):
            visitor.post(
                f"{card(left, 'G' + left[1:].replace('/', '-'))}/comment", {"by": name, "text": f"On {left}."}
            )

        rows = visitor.get("/x/herbs/comments.tsv").text
        people = visitor.get("/x/herbs/comments.tsv?by=person").text
        assert rows.index("Visitor Z") < rows.index("Visitor D")
        assert people.index("Visitor D") < people.index("Visitor Z")


def test_without_a_name_nothing_is_decided(visitor, desk, card, path):
    desk.person = ""

    assert "/" == visitor.get(card("4/1", "G-1")).location
    assert (
        "/"
        == visitor.post(
            card("4/1", "G-1"), {"verdict": "accept", "relation": "equal", "sentence": "x"}
        ).location
    )
    assert not path.exists()


def test_the_desk_s_own_software_is_no_person(visitor, card, path):
    visitor.post("/settings", {"person": "crosswalk 0.1"})
    answer = visitor.decide(card("4/1", "G-1"))

    assert 422 == answer.status_code
    assert "is a program, and only people decide" in answer.text
    assert not path.exists()
