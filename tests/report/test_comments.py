"""Comments, and rows meant together, stand with their row on the page, in the workbook and in the Word file."""

import io
import json
import re
from dataclasses import replace

import pytest
from lxml import html
from openpyxl import load_workbook

from crosswalk.model.mapping import Comment, State
from crosswalk.model.relation import Group, Relation, Status
from crosswalk.report.excel import workbook
from crosswalk.report.rows import row_views
from crosswalk.report.site import site
from crosswalk.report.word import word_file
from crosswalk.report.words import date_words

HOSTILE = "=<script>alert(1)</script>\nSecond line & more"
OPEN = Comment("definition", "2/A", "CH-1", "Visitor D", "Growers' union", "2026-03-04", HOSTILE)
ANSWERED = replace(
    OPEN,
    by="Visitor E",
    role="",
    date="2026-03-02",
    text="Whose trees?",
    state=State.ANSWERED,
    reply="The city's.",
    reply_by="Reviewer A",
    reply_date="2026-03-03",
)
CLOSED = replace(
    OPEN, left="3", right="CH-3", state=State.CLOSED, closed_by="Reviewer B", closed_date="2026-03-05"
)

SECOND, THIRD = date_words(ANSWERED.date), date_words(ANSWERED.reply_date)


@pytest.fixture(scope="module")
def side(trees):
    return replace(trees.comparison(), comments=(OPEN, ANSWERED, CLOSED))


def grouped(side, group, pairs):
    """The comparison with rows for `pairs`, all confirmed and of one group, before its own."""
    whole = side.rows[0]
    made = tuple(
        replace(
            whole,
            id=f"{left}--{right}",
            left=left,
            right=right,
            decided=replace(whole.decided, left=left, right=right, group=group),
        )
        for left, right in pairs
    )
    return replace(side, rows=(*made, *side.rows[1:]))


def test_a_row_counts_its_comments_and_shows_the_oldest_first(side):
    views = row_views(side)

    assert ["2 comments, 1 open", "", "", "1 comment, none open"] == [view.talk_summary for view in views[:4]]
    first, second = views[0].talk
    assert (f"Visitor E, {SECOND}", "answered", f"Reviewer A, {THIRD}: The city's.") == (
        first.who,
        first.state,
        first.reply,
    )
    assert (f"Visitor D, Growers' union, {date_words(OPEN.date)}", "open", HOSTILE) == (
        second.who,
        second.state,
        second.text,
    )
    assert f"Closed by Reviewer B, {date_words(CLOSED.closed_date)}" == views[3].talk[0].closed


def test_two_names_stand_beside_one_another(side):
    first = side.rows[0]
    both = replace(first, decided=replace(first.decided, reviewer="Reviewer A|Reviewer B"))

    assert row_views(replace(side, rows=(both,)))[0].decided.startswith("Reviewer A and Reviewer B, ")


def test_the_page_folds_the_words_away_as_text(side):
    page = site([side], version="0.0.0")["definition-rows.html"]
    (talk, _) = html.fromstring(page).find_class("talk")

    assert "details" == talk.tag
    assert "2 comments, 1 open" == talk.find("summary").text
    assert HOSTILE in talk.text_content()
    assert "<script>alert" not in page
    assert "never" not in talk.text_content()
    assert "Comments do not change a decision." in talk.text_content()


def test_the_workbook_lists_every_comment_and_none_becomes_a_formula(side):
    book = load_workbook(io.BytesIO(workbook([side], version="0.0.0")))
    head, *lines = book["Comments"].iter_rows(values_only=True)
    told = [dict(zip(head, line, strict=True)) for line in lines]

    assert ["Visitor E", "Visitor D", "Visitor D"] == [line["Person"] for line in told]
    assert ("Growers' union", HOSTILE, "open", None) == tuple(
        told[1][name] for name in ("Speaks for", "Comment", "State", "Answer")
    )
    assert re.fullmatch(r"definition\.html#\S+", told[0]["On the page"])
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if "f" == cell.data_type]


def test_the_json_file_holds_every_comment_with_its_row(side):
    rows = json.loads(site([side], version="0.0.0")["crosswalk.json"])["rows"]

    assert [2, 0, 0, 1, 0, 0] == [len(row["comments"]) for row in rows]
    assert {HOSTILE, "Whose trees?"} == {one["text"] for one in rows[0]["comments"]}
    assert ("closed", "Reviewer B") == tuple(rows[3]["comments"][0][name] for name in ("state", "closed_by"))
    split = grouped(side, Group.SPLIT, (("2/A", "CH-1"), ("2/A", "CH-2")))
    told = json.loads(site([split], version="0.0.0")["crosswalk.json"])["rows"]
    assert ["split", "split"] == [row["decided"]["group"] for row in told[:2]]


def test_the_word_file_holds_them_too(side):
    from docx import Document

    document = Document(io.BytesIO(word_file([side], version="0.0.0")))
    words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    assert f"Comment by Visitor E, {SECOND} (answered): Whose trees?" in words
    assert f"Reviewer A, {THIRD}: The city's." in words


def test_rows_answered_together_name_and_link_one_another(side):
    split = grouped(side, Group.SPLIT, (("2/A", "CH-1"), ("2/A", "CH-2"), ("2/A", "CH-4")))
    views = row_views(split)

    assert re.fullmatch(r"Covers .* together with", views[0].together)
    assert [f"#{views[1].anchor}", f"#{views[2].anchor}"] == [link.href for link in views[0].together_with]
    page = site([split], version="0.0.0")["definition-rows.html"]
    (first, *_) = html.fromstring(page).find_class("together")
    assert [f"#{views[1].anchor}", f"#{views[2].anchor}"] == [link.get("href") for link in first.findall("a")]


def test_rows_answered_by_one_provision_together_name_one_another(side):
    both = grouped(side, Group.CONSOLIDATED, (("2/A", "CH-1"), ("2/B", "CH-1")))
    views = row_views(both)

    assert re.fullmatch(r"Covered by .* together with", views[1].together)
    assert [f"#{views[0].anchor}"] == [link.href for link in views[1].together_with]


def test_a_rejected_row_belongs_to_no_group(side):
    pair = grouped(side, Group.SPLIT, (("2/A", "CH-1"), ("2/A", "CH-2")))
    rejected = replace(pair.rows[1], status=Status.REJECTED, relation=Relation.INTERSECTS)
    views = row_views(replace(pair, rows=(pair.rows[0], rejected, *pair.rows[2:])))

    assert ("", "") == (views[0].together, views[1].together)
