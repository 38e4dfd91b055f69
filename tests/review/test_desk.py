"""A sitting at the desk: what the side-by-side sends, what is saved, and what the desk answers."""

import pytest

from crosswalk.ledger.comments import read_comments
from crosswalk.ledger.decide import history
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.mapping import State
from crosswalk.model.relation import Group, Relation, Status
from tests import sample_review
from tests.review.conftest import LABEL

pytestmark = pytest.mark.slow


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mappings" / "herbs.sssom.tsv"


def current_rows(path):
    return (
        {m.pair: m for m in read_mappings(path) if m.status is not Status.SUPERSEDED} if path.exists() else {}
    )


def shown(answer, left, right):
    return next(
        row for row in answer.json["rows"] if (row.get("left", ""), row.get("right", "")) == (left, right)
    )


def test_the_desk_serves_the_same_page_as_the_reports_once_every_row_was_looked_at(visitor):
    from lxml import etree, html

    from crosswalk.report.site import site

    for row in visitor.data()["rows"]:
        visitor.look(row.get("left", ""), row.get("right", ""))
    ours = html.fromstring(visitor.get("/x/herbs/herbs.html").text)
    theirs = html.fromstring(site([sample_review.side(12)], version="1.0")["herbs.html"])
    etree.strip_elements(ours, "noscript", with_tail=False)
    lines = [[one.text_content() for one in page.find_class("requirement")] for page in (ours, theirs)]
    cards = [
        page.xpath("//template[@id='review-card']//fieldset")[1].text_content() for page in (ours, theirs)
    ]

    assert lines[0] == lines[1]
    assert 12 <= len(lines[0])
    assert cards[0] == cards[1]
    assert "/x/herbs/herbs.html" == visitor.get("/x/herbs/").location


def test_evidence_is_served_too_and_a_row_is_found_by_its_address(visitor):
    assert "label, number 1." in visitor.get("/x/herbs/herbs-rows.html").text
    anchor = next(row["anchor"] for row in visitor.data()["rows"] if row.get("right") == "G-1")

    assert f"/x/herbs/herbs.html#{anchor}" == visitor.get(f"/x/herbs/row/{anchor}").location
    assert 404 == visitor.get("/x/herbs/row/nowhere").status_code
    assert 404 == visitor.get("/x/herbs/other.html").status_code


def test_at_the_desk_no_finding_is_read_before_the_texts(visitor):
    page = visitor.get("/x/herbs/herbs.html").text

    assert 'class="opening"' not in page
    assert 'class="topics' not in page


def test_what_the_program_found_is_not_in_the_page_before_a_first_choice(visitor):
    page, data = visitor.get("/x/herbs/herbs.html").text, visitor.data()
    pairs = [row for row in data["rows"] if row.get("left") and row.get("right")]

    assert LABEL not in page
    assert "chip chip-proposed" not in page
    assert "<mark>" not in page
    assert all({"relation", "sentence", "sure", "kinds", "strength"}.isdisjoint(row) for row in pairs)
    assert all(row["withheld"] == "first" for row in pairs)

    shown = visitor.look("4/1", "G-1")
    assert (Relation.INTERSECTS, LABEL) == (shown["relation"], shown["sentence"])
    after = visitor.data()["rows"]
    assert ["G-1"] == [row["right"] for row in after if row.get("sentence") == LABEL]
    # Once in its line, and once in the key.
    assert 2 == visitor.get("/x/herbs/herbs.html").text.count("chip chip-proposed")


def test_the_evidence_holds_no_finding_before_the_readers_own_choice(visitor):
    from lxml import html

    def evidence():
        return html.fromstring(visitor.get("/x/herbs/herbs-rows.html").text)

    before = evidence()
    text = before.text_content()
    pairs = before.xpath("//tbody[@data-side='both']")
    assert pairs
    for row in pairs:
        assert row.xpath(".//p[@class='relation']")[0].text_content().strip() == "Not shown yet"
        assert not row.get("data-relation") + row.get("data-status") + row.get("data-answer")
        assert not row.xpath(".//mark | .//p[@class='adds' or @class='answer' or @class='sure']")
        assert not row.xpath(".//details[contains(@class, 'why') or contains(@class, 'parts')]")
    assert not before.xpath("//section[@class='short']")
    for words in (LABEL, "answers:", "Confidence in the pair", "proposed by software"):
        assert words not in text, words
    assert not before.xpath("//select[@name='relation' or @name='answer']")

    for row in visitor.data()["rows"]:
        visitor.look(row.get("left", ""), row.get("right", ""))
    after = evidence()
    assert LABEL in after.text_content()
    assert after.xpath("//section[@class='short'] and //mark and //select[@name='relation']")


def test_blind_evidence_tells_of_no_row_but_ones_own(visitor, visit, tmp_path):
    from lxml import html

    visitor.decide("4/1", "G-1", sentence="My own words.", note="My note.")
    partner = visit(sample_review.desk(tmp_path, 12, "Reviewer B"))
    partner.post("/x/herbs/blind", {"blind": "yes"})
    for row in partner.data()["rows"]:
        partner.look(row.get("left", ""), row.get("right", ""))
    page = html.fromstring(partner.get("/x/herbs/herbs-rows.html").text)
    compact = partner.get("/x/herbs/herbs.html").text
    table = page.xpath("//table[@id='table']")[0].text_content()

    for words in ("My own words.", "My note.", "Reviewer A", LABEL, "No counterpart found", "Confidence in"):
        assert words not in table, words
    assert not page.xpath(
        "//table[@id='table']//mark | //tbody[@data-relation != '' or @data-status != '' or @data-answer != '']"
    )
    assert "without a counterpart" not in compact
    assert "Not found in" not in compact
    partner.decide("4/2", "G-2", relation="equal", sentence="Mine alone.")
    own = partner.get("/x/herbs/herbs-rows.html").text
    assert "Mine alone." in own
    assert "My own words." not in own


def test_blind_pages_hold_nothing_that_others_decided(visitor, visit, tmp_path):
    visitor.decide("4/1", "G-1", sentence="My own words.", note="My note.")
    visitor.decide("4/1", "G-1", sentence="My better words.")
    partner = visit(sample_review.desk(tmp_path, 12, "Reviewer B"))
    partner.post("/x/herbs/blind", {"blind": "yes"})
    partner.look("4/1", "G-1")
    progress = partner.post("/x/herbs/progress", {"by": "Reviewer B"}).text
    pages = [
        partner.get(f"/x/herbs/{file}").text
        for file in ("herbs.html", "queue?show=all", "form/herbs-4-1-G-1")
    ]

    for page in (*pages, progress):
        for words in ("My own words.", "My better words.", "My note.", "Reviewer A"):
            assert words not in page, words
    own = partner.decide("4/2", "G-2", relation="equal", sentence="Mine alone.")
    assert "Mine alone." in own.text
    assert "Mine alone." in partner.get("/x/herbs/herbs.html").text


def test_an_accepted_row_is_on_file_when_the_desk_answers(visitor, path):
    answer = visitor.decide("4/1", "G-1")

    row = current_rows(path)["4/1", "G-1"]
    assert (row.status, row.relation, row.reviewer, row.review_date) == (
        Status.CONFIRMED,
        Relation.INTERSECTS,
        "Reviewer A",
        "2026-03-04",
    )
    assert (row.sentence, row.strength, row.basis.value) == (LABEL, 5, "semantic")
    assert (200, "Saved. Accepted as Overlaps.") == (answer.status_code, answer.json["said"])
    assert {"rows": 16, "decided": 1, "twice": 0, "final": False, "undo": True} == answer.json["progress"]
    now = shown(answer, "4/1", "G-1")
    assert (True, ["Reviewer A"], "confirmed") == (now["done"], now["names"], now["status"])
    assert "first" not in now


@pytest.mark.parametrize(
    ("verdict", "changed", "status", "relation"),
    [
        ("confirmed", {"relation": "equal", "sentence": "They are one."}, Status.CONFIRMED, Relation.EQUAL),
        ("confirmed", {"relation": "contrary", "sentence": "Not both."}, Status.CONFIRMED, Relation.CONTRARY),
        ("rejected", {}, Status.REJECTED, Relation.INTERSECTS),
        ("unsure", {"note": "Ask the board."}, Status.UNSURE, Relation.INTERSECTS),
    ],
)
def test_every_verdict_is_what_the_buttons_say(visitor, path, verdict, changed, status, relation):
    visitor.decide("4/1", "G-1", verdict, **changed)

    row = current_rows(path)["4/1", "G-1"]
    assert (status, relation) == (row.status, row.relation)
    assert changed.get("note", "") == row.comment
    assert changed.get("sentence", LABEL) == row.sentence


def test_the_programs_sentence_is_never_accepted_unread(visitor, path):
    answer = visitor.decide("4/1", "G-1", query="")
    assert (422, "read") == (answer.status_code, answer.json["where"])
    assert "This sentence is the program’s" in answer.json["why"]

    fixed = "The Law and the Code ask for the same thing."
    assert 422 == visitor.decide("4/1", "G-1", query="", relation="equal", sentence=fixed).status_code
    assert not path.exists()

    visitor.decide("4/1", "G-1", query="", sentence="Both want a label on the jar.")
    assert "Both want a label on the jar." == current_rows(path)["4/1", "G-1"].sentence
    visitor.decide("4/2", "G-2")
    assert LABEL == current_rows(path)["4/2", "G-2"].sentence


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ({"sentence": ""}, "there is no sentence"),
        ({"relation": "kin"}, "the relation is unknown"),
        ({"verdict": "maybe"}, "the verdict is none of"),
        ({"left_digest": "0"}, None),
        ({"strength": 11}, "strength"),
        ({"basis": "hunch"}, "the basis is unknown"),
        ({"group": "both"}, "the group is unknown"),
    ],
)
def test_what_a_decisions_file_may_not_say_the_desk_refuses_in_a_sentence(visitor, path, spoilt, why):
    answer = visitor.decide("4/1", "G-1", **({"verdict": "confirmed"} | spoilt))

    if why is None:
        assert 409 == answer.status_code
        assert "changed since they were read" in answer.json["both"]["words"]
    else:
        assert 422 == answer.status_code
        assert why in answer.json["why"]
    assert not path.exists()


def test_an_unknown_provision_is_refused(visitor, path):
    data, row = visitor.row("4/1", "G-1")
    answer = visitor.send(visitor.file({**row, "left": "4/none"}, data=data))

    assert 422 == answer.status_code
    assert "no provision 4/none" in answer.json["why"]
    assert not path.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", '{"format": "crosswalk-decisions/1"}'])
def test_what_is_no_decisions_file_is_refused(visitor, path, body):
    answer = visitor.send(body)

    assert 422 == answer.status_code
    assert "is not a decisions file" in answer.json["why"]
    assert not path.exists()


def test_a_file_about_another_edition_is_refused(visitor, path):
    data, row = visitor.row("4/1", "G-1")
    answer = visitor.send(visitor.file(row, data={**data, "left": "herbs@1999"}))

    assert 422 == answer.status_code
    assert "herbs@1999" in answer.json["why"]
    assert not path.exists()


def test_rows_left_are_counted_and_never_renumbered(visitor):
    before = [row["at"] for row in visitor.data()["rows"]]
    answer = visitor.decide("4/0", "G-0")

    assert (1, 16) == (answer.json["progress"]["decided"], answer.json["progress"]["rows"])
    assert before == [row["at"] for row in visitor.data()["rows"]]


def test_a_row_without_a_counterpart_needs_a_reason(visitor, path):
    assert 422 == visitor.decide("4/gap", "").status_code

    visitor.decide("4/gap", "", sentence="The Code never weighs.")

    assert Relation.NONE is current_rows(path)["4/gap", ""].relation


def test_a_named_counterpart_closes_the_row_without_one(visitor):
    data, row = visitor.row("4/gap", "")
    theirs = data["texts"]["right:G-1"]["digest"]
    named = {**row, "right": "G-1", "right_digest": theirs, "relation": "supports", "sentence": "It helps."}
    answer = visitor.send(visitor.file(named, data=data))

    assert ["4/gap\x1f"] == [one for one in answer.json["gone"] if one.startswith("4/gap")]
    assert ("4/gap", "G-1") in {(row.get("left"), row.get("right")) for row in visitor.data()["rows"]}


def test_rejecting_every_counterpart_leaves_a_row_without_one(visitor):
    visitor.decide("4/1", "G-1", "rejected")

    assert ("4/1", "") in {(row.get("left"), row.get("right", "")) for row in visitor.data()["rows"]}


def test_when_every_row_is_decided_the_summary_says_so(visitor, path):
    for row in visitor.data()["rows"]:
        visitor.decide(row.get("left", ""), row.get("right", ""), sentence="So it is.")

    page = visitor.get("/x/herbs/summary").text
    assert "Review of herbs: 16 rows by Reviewer A" in page
    assert "16 confirmed; 16 of 16 rows decided." in page
    assert 16 == len(current_rows(path))


def test_undo_gives_the_file_back(visitor, path):
    visitor.decide("4/1", "G-1")
    before = path.read_bytes()
    visitor.decide("4/2", "G-2", "rejected")

    answer = visitor.undo()

    assert ("4/2\x1fG-2", "Undone: rejected, Overlaps. The row is as it was before.") == (
        answer.json["at"],
        answer.json["said"],
    )
    assert shown(answer, "4/2", "G-2")["first"]
    assert before == path.read_bytes()
    visitor.undo()
    assert {} == current_rows(path)
    assert "There is nothing to undo." == visitor.undo().json["said"]


def test_undo_survives_the_end_of_the_desk(visitor, visit, path, tmp_path):
    """A new desk, as after a crash or the next morning, offers this person's last decision; nobody else's."""
    visitor.decide("4/1", "G-1")
    before = path.read_bytes()
    visitor.decide("4/2", "G-2", "rejected")
    again = visit(sample_review.desk(tmp_path, 12))
    asked = {by: again.post("/x/herbs/progress", {"by": by}).json for by in ("Reviewer A", "Reviewer B")}
    assert [True, False] == [asked[by]["progress"]["undo"] for by in asked]

    assert "4/2\x1fG-2" == again.undo().json["at"]
    assert before == path.read_bytes()


def test_undo_never_takes_back_what_another_person_decided_since(visitor, visit, path, tmp_path):
    visitor.decide("4/1", "G-1")
    partner = visit(sample_review.desk(tmp_path, 12, "Reviewer B"))
    partner.decide("4/1", "G-1", "rejected")
    before = path.read_bytes()

    assert "decided again since" in visitor.undo().json["said"]
    assert before == path.read_bytes()


def test_rivals_share_one_line_and_further_candidates_are_offered_with_them(visit, tmp_path):
    from dataclasses import replace

    desk = sample_review.desk(tmp_path, 12)
    laid = desk.lay("herbs")
    fewer = replace(
        laid.comparison, rows=tuple(r for r in laid.comparison.rows if (r.left, r.right) != ("4/3", "G-2"))
    )
    desk.lay = lambda _: replace(laid, comparison=fewer)
    rows = {(r.get("left"), r.get("right")): r for r in visit(desk).data()["rows"]}

    assert rows["4/6", "G-6"]["at"] == rows["4/6", "G-5"]["at"] == rows["4/6", "G-6"]["anchor"]
    assert rows["4/3", "G-2"]["at"] == rows["4/3", "G-3"]["anchor"]
    assert "listed" not in rows["4/3", "G-2"]


def test_pairs_can_be_meant_together_and_alone_again(visitor, path):
    visitor.decide("4/3", "G-3", group="split", basis="functional")
    answer = visitor.decide("4/3", "G-2", group="split")

    assert {Group.SPLIT} == {row.group for row in current_rows(path).values()}
    assert "functional" == current_rows(path)["4/3", "G-3"].basis.value
    assert "together with Heading G-3" in shown(answer, "4/3", "G-2")["together"]
    visitor.decide("4/3", "G-2", group="alone", note="By itself.")
    assert current_rows(path)["4/3", "G-2"].group is None


def test_earlier_decisions_are_shown(visitor):
    visitor.decide("4/1", "G-1")
    answer = visitor.decide("4/1", "G-1", "rejected")

    (past,) = shown(answer, "4/1", "G-1")["past"]
    assert past.startswith("Confirmed, Overlaps, by Reviewer A, March 4, 2026.")
    assert [past] == visitor.post("/x/herbs/progress", {"by": "Reviewer A"}).json["past"]["4/1\x1fG-1"]


class TestTwoPeople:
    @pytest.fixture
    def partner(self, visit, tmp_path):
        return visit(sample_review.desk(tmp_path, 12, "Reviewer B"))

    def test_who_agrees_is_named_beside_the_first(self, visitor, partner, path):
        visitor.decide("4/1", "G-1")
        answer = partner.decide("4/1", "G-1")

        assert "Reviewer A|Reviewer B" == current_rows(path)["4/1", "G-1"].reviewer
        assert "Your name is added beside the first." in answer.json["said"]
        assert 1 == answer.json["progress"]["twice"]
        assert "at first sight on <b>1</b> of 1 row" in partner.get("/x/herbs/summary").text
        assert "<b>1</b> with two names" in partner.get("/x/herbs/summary").text

    def test_blind_agreement_adds_a_name_and_no_words(self, visitor, partner, path):
        visitor.decide("4/1", "G-1")
        partner.decide("4/1", "G-1", query="blind=yes", sentence="In my words.", note="Mine.")

        row = current_rows(path)["4/1", "G-1"]
        assert ("Reviewer A|Reviewer B", LABEL, 1.0, "") == (
            row.reviewer,
            row.sentence,
            row.agreement,
            row.comment,
        )

    def test_blind_disagreement_shows_both_and_saves_nothing(self, visitor, partner, path):
        visitor.decide("4/1", "G-1")
        before = path.read_bytes()
        answer = partner.decide("4/1", "G-1", query="blind=yes", relation="equal", sentence="They are one.")

        assert 409 == answer.status_code
        assert "Confirmed, Overlaps, by Reviewer A, March 4, 2026." in answer.json["both"]["theirs"]
        assert before == path.read_bytes()

    @pytest.mark.parametrize(
        ("way", "reviewer", "status", "relation"),
        [
            ("agree", "Reviewer A|Reviewer B", Status.CONFIRMED, Relation.INTERSECTS),
            ("mine", "Reviewer B", Status.CONFIRMED, Relation.EQUAL),
            ("doubt", "Reviewer B", Status.UNSURE, Relation.INTERSECTS),
        ],
    )
    def test_who_meets_another_decision_chooses(
        self, visitor, partner, path, way, reviewer, status, relation
    ):
        """Reviewer B looked at the row before Reviewer A decided it; each way out does what it says."""
        data, looked_at = partner.row("4/1", "G-1")
        visitor.decide("4/1", "G-1")
        mine = {**looked_at, "relation": "equal", "sentence": "They are one."}
        answer = partner.send(partner.file(mine, data=data))
        assert 409 == answer.status_code
        both = answer.json["both"]

        done = partner.send(
            partner.file({**mine, "seen": both["seen"], **({} if way == "mine" else both[way])}, data=data)
        )

        assert 200 == done.status_code
        row = current_rows(path)["4/1", "G-1"]
        assert (reviewer, status, relation) == (row.reviewer, row.status, row.relation)
        assert "Reviewer A" in {m.reviewer for m in history(read_mappings(path), row.pair)} | {
            row.reviewer.split("|")[0]
        }
        if status is Status.UNSURE:
            assert "Reviewer A: confirmed, intersects-with; Reviewer B: confirmed, equal" == row.comment

    def test_first_sight_disagreement_is_counted_even_when_one_gives_in(self, visitor, partner):
        visitor.decide("4/1", "G-1")
        partner.decide("4/1", "G-1", "rejected")
        visitor.decide("4/1", "G-1", "rejected")

        assert "at first sight on <b>0</b> of 1 row" in partner.get("/x/herbs/summary").text

    def test_a_row_that_says_the_opposite_is_named(self, visitor, partner):
        partner.decide("4/gap", "", sentence="The Code never weighs.")
        data, row = visitor.row("4/gap", "")
        named = {**row, "right": "G-1", "right_digest": data["texts"]["right:G-1"]["digest"], "seen": ""}
        answer = visitor.send(visitor.file({**named, "relation": "supports", "sentence": "It helps."}))

        assert 409 == answer.status_code
        assert "row/herbs-4-gap" == answer.json["both"]["at"]
        assert "agree" not in answer.json["both"]


class TestSameWords:
    @pytest.fixture
    def alike(self, visit, tmp_path):
        """Two pairs whose texts are the same, letter for letter, and one that only looks so."""
        from dataclasses import replace

        from crosswalk.model.corpus import Corpus, Provision
        from crosswalk.review.session import ReviewCrosswalk
        from crosswalk.services.decide import decision_context
        from crosswalk.workspace.workspace import Workspace

        side = sample_review.side(4)
        words = ["Jar of herb, labelled 1.", "Jar  of herb,\nlabelled 2.", "Jar of herbs, labelled 3."]
        code = Corpus(
            side.right.source, tuple(Provision(f"G-{n}", words[n - 1] if n else "x") for n in range(4))
        )
        same = "The same words."
        cands = tuple(
            replace(c, prediction=replace(c.prediction, relation=Relation.EQUAL, sentence=same))
            for c in side.candidates
            if c.rank == 1
        )
        found = {(c.left, c.right): c for c in cands}
        rows = tuple(
            replace(r, relation=Relation.EQUAL, sentence=same, candidate=found[r.left, r.right])
            for r in side.rows
            if (r.left, r.right) in found
        )
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

    def test_each_ticked_row_is_a_decision_of_its_own(self, alike, path):
        anchors = {row["right"]: row["anchor"] for row in alike.data()["rows"]}
        answer = alike.post("/x/herbs/same", {"row": [anchors["G-1"], anchors["G-3"]]})

        assert [("4/1", "G-1")] == list(current_rows(path))
        assert "1 row accepted as Same. 1 row had changed" in alike.get(answer.location).text
        alike.undo()
        assert {} == current_rows(path)


class TestComments:
    def test_a_partner_s_comment_is_kept_answered_and_closed(self, visitor, path, tmp_path):
        file = tmp_path / "mappings" / "herbs.comments.tsv"
        answer = visitor.comment("4/1", "G-1", "Who prints\nthe label?", by="Visitor D")
        assert "Comment saved." == answer.json["said"]
        said = read_comments(file)[0]
        assert ("Visitor D", ("4/1", "G-1"), "2026-03-04") == (said.by, said.pair, said.date)
        (one,) = shown(answer, "4/1", "G-1")["comments"]
        assert ("Visitor D, March 4, 2026", "open", said.id) == (one["who"], one["state"], one["id"])
        assert "comment" in shown(answer, "4/1", "G-1")["kinds"]
        assert "comment" in visitor.get("/x/herbs/queue").text

        at = f"/x/herbs/comments/{said.id}"
        visitor.post(at, {"act": "answer", "reply": "The grower.", "by": "Reviewer A"})
        answer = visitor.post(at, {"act": "close", "by": "Reviewer A"})

        assert "closed" == shown(answer, "4/1", "G-1")["comments"][0]["state"]
        assert (State.CLOSED, "The grower.", "Reviewer A", "Reviewer A") == (
            *(getattr(read_comments(file)[0], name) for name in ("state", "reply", "reply_by", "closed_by")),
        )
        assert not path.exists()

    def test_a_comment_changes_no_decision(self, visitor, path):
        visitor.decide("4/1", "G-1")
        before = path.read_bytes()
        visitor.comment("4/1", "G-1", "No!", by="Visitor D")

        assert before == path.read_bytes()

    def test_an_unsigned_comment_is_refused_in_a_sentence(self, visitor, tmp_path):
        answer = visitor.comment("4/1", "G-1", "No!", by=" ")

        assert 422 == answer.status_code
        assert "name" in answer.json["why"]
        assert not (tmp_path / "mappings").exists()

    def test_an_answer_to_an_unknown_comment_is_refused_in_a_sentence(self, visitor):
        answer = visitor.post("/x/herbs/comments/0123456789", {"act": "close", "by": "Reviewer A"})

        assert 422 == answer.status_code
        assert answer.json["why"]

    def test_the_list_goes_by_row_and_by_person(self, visitor):
        for n, name in ((1, "Visitor Z"), (2, "Visitor D")):
            visitor.comment(f"4/{n}", f"G-{n}", f"On {n}.", by=name)

        rows = visitor.get("/x/herbs/comments.tsv").text
        people = visitor.get("/x/herbs/comments.tsv?by=person").text
        assert rows.index("Visitor Z") < rows.index("Visitor D")
        assert people.index("Visitor D") < people.index("Visitor Z")
        assert "Heading 4/1" in visitor.get("/x/herbs/comments").text


def test_without_a_name_nothing_is_decided(visitor, desk, path):
    data, row = visitor.row("4/1", "G-1")
    desk.person = ""

    assert "/" == visitor.get("/x/herbs/herbs.html").location
    assert 422 == visitor.send(visitor.file(row, by="", data=data)).status_code
    assert not path.exists()


def test_the_desk_s_own_software_is_no_person(visitor, path):
    answer = visitor.decide("4/1", "G-1", by="crosswalk 0.1")

    assert 422 == answer.status_code
    assert "is a program, and only people decide" in answer.json["why"]
    assert not path.exists()
