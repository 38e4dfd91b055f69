"""Decisions on plain forms: what a browser without script can do at the desk."""

import pytest
from lxml import html

from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.relation import Relation, Status
from tests import sample_review

AT = "/x/herbs/form/herbs-4-1-G-1"
LABEL = "Both ask for a label."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mappings" / "herbs.sssom.tsv"


def row(path, left="4/1", right="G-1"):
    return next(one for one in read_mappings(path) if one.pair == (left, right))


class Form:
    """A form as a browser without script fills it: its fields as they stand, and the button that is pressed."""

    def __init__(self, visitor, address):
        self.visitor, self.address = visitor, address
        self.answer = visitor.get(address)

    @property
    def page(self):
        return html.fromstring(self.answer.text)

    def press(self, act, **changed):
        form = next(one for one in self.page.forms if "row-form" in one.get("class", ""))
        fields = {name: value for name, value in form.form_values() if name != "form_token"}
        self.answer = self.visitor.post(form.action, {**fields, **changed, "act": act})
        if self.answer.status_code == 303:
            self.address = self.answer.location
            self.answer = self.visitor.get(self.address)
        return self


def test_the_finding_is_shown_after_the_first_choice_and_not_before(visitor):
    form = Form(visitor, AT)
    assert LABEL not in form.answer.text
    assert "Proposed" not in form.answer.text
    assert not form.page.xpath("//button[@value='confirmed']")

    form.press("look", relation="intersects-with")

    assert LABEL in form.page.xpath("//textarea[@name='sentence']")[0].text_content()
    assert form.page.xpath("//input[@value='intersects-with']/@checked")


def test_a_row_is_accepted_and_the_next_open_row_comes(visitor, path):
    form = (
        Form(visitor, AT).press("look", relation="intersects-with").press("confirmed", sentence="My words.")
    )

    assert (Status.CONFIRMED, Relation.INTERSECTS, "My words.", "Reviewer A") == (
        row(path).status,
        row(path).relation,
        row(path).sentence,
        row(path).reviewer,
    )
    assert "Saved. Accepted as Overlaps." in form.answer.text
    assert AT != form.address
    assert "row-form" in form.answer.text


def test_the_programs_sentence_is_not_accepted_unread(visitor, path):
    form = Form(visitor, AT).press("look", relation="intersects-with").press("confirmed")
    assert 422 == form.answer.status_code
    assert "This sentence is the program’s." in form.page.xpath("//div[@role='alert']")[0].text_content()
    assert not path.exists()

    form.press("confirmed", read="yes")
    assert Status.CONFIRMED == row(path).status


@pytest.mark.parametrize("act", ["look", "confirmed"])
def test_without_a_relation_the_form_comes_back_with_a_sentence(visitor, path, act):
    form = Form(visitor, AT).press(act)

    assert 422 == form.answer.status_code
    assert "Choose how the two relate first." in form.answer.text
    assert not path.exists()


@pytest.mark.parametrize(("act", "status"), [("rejected", Status.REJECTED), ("unsure", Status.UNSURE)])
def test_a_row_is_rejected_or_left_open(visitor, path, act, status):
    Form(visitor, AT).press("look", relation="equal").press(act, sentence="They differ.")

    assert (status, Relation.INTERSECTS) == (row(path).status, row(path).relation)


def test_what_was_typed_comes_back_when_it_is_refused(visitor):
    form = Form(visitor, AT).press("look", relation="contrary").press("confirmed", sentence="", note="Kept.")

    assert 422 == form.answer.status_code
    assert "Kept." == form.page.xpath("//input[@name='note']/@value")[0]
    assert form.page.xpath("//input[@value='contrary']/@checked")


def test_two_readings_are_shown_and_nothing_is_saved_until_one_is_chosen(visitor, visit, path, tmp_path):
    Form(visitor, AT).press("look", relation="equal")
    mine = Form(visitor, AT)
    partner = visit(sample_review.desk(tmp_path, 12, "Reviewer B"))
    partner.decide("4/1", "G-1", sentence="Theirs.")
    before = path.read_bytes()

    mine.press("confirmed", relation="equal", sentence="Mine.")
    assert 409 == mine.answer.status_code
    assert "Confirmed, Overlaps, by Reviewer B" in mine.answer.text
    assert before == path.read_bytes()

    mine.press("confirmed", relation="equal", sentence="Mine.")
    assert ("Mine.", Relation.EQUAL) == (row(path).sentence, row(path).relation)


def test_a_provision_without_a_counterpart_is_decided_too(visitor, path):
    gap = next(one for one in visitor.data()["rows"] if one.get("left") == "4/gap")
    form = Form(visitor, f"/x/herbs/form/{gap['anchor']}")
    assert not form.page.xpath("//input[@type='radio']")

    form.press("confirmed", sentence="Nothing is weighed there.")
    assert (Status.CONFIRMED, Relation.NONE) == (
        row(path, "4/gap", "").status,
        row(path, "4/gap", "").relation,
    )


def test_a_comment_and_undo(visitor, path):
    form = Form(visitor, AT).press("", comment="Ask the growers.")
    assert "Comment saved." in form.answer.text
    assert "Ask the growers." in visitor.get("/x/herbs/comments").text
    assert not path.exists()

    form.press("look", relation="equal").press("unsure")
    Form(visitor, AT).press("undo")
    assert not path.exists() or not read_mappings(path)


def test_the_side_by_side_leads_to_the_forms_and_the_last_form_to_the_summary(visit, tmp_path):
    small = visit(sample_review.desk(tmp_path, 1))
    page = html.fromstring(small.get("/x/herbs/herbs.html").text)
    links = page.xpath("//noscript//a/@href")
    assert "form" in links
    assert 2 == sum(link.startswith("form/") for link in links)

    form = Form(small, small.get("/x/herbs/form").location)
    while "form/" in form.address:
        look = form.page.xpath("//button[@value='look']")
        form.press("look", relation="equal") if look else form.press("unsure", sentence="Unclear.")
    assert form.address.endswith("/summary")


def test_an_unknown_row_has_no_form_and_a_foreign_form_changes_nothing(visitor, path):
    assert 404 == visitor.get("/x/herbs/form/nowhere").status_code
    assert 403 == visitor.post(AT, {"act": "unsure"}, token="").status_code
    assert 403 == visitor.post(AT, {"act": "unsure"}, origin="http://example.org").status_code
    assert not path.exists()
