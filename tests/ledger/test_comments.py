"""Comments from people who do not decide: signed, kept, answered, closed, and never a decision."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.errors import LedgerError
from crosswalk.ledger.comments import (
    add_comments,
    answer_comment,
    by_person,
    by_row,
    close_comment,
    format_comments,
    listed_comments,
    read_comments,
)
from crosswalk.ledger.integrity import comment_problems
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Comment, State

SAID = Comment("herbs", "4/b", "G-2", "Visitor D", "Growers' union", "2026-03-04", "Who prints the label?")

ANSWER = replace(SAID, state=State.ANSWERED, reply="Yes.", reply_by="Reviewer A", reply_date="2026-03-05")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mappings" / "herbs.comments.tsv"


def test_no_file_is_no_comments(path):
    assert () == read_comments(path)


def test_a_comment_is_stored_with_its_row_and_its_name(path):
    assert 1 == add_comments(path, [SAID])

    assert (SAID,) == read_comments(path)


def test_the_same_comment_brought_twice_is_one_comment_and_loses_no_answer(path):
    add_comments(path, [SAID])
    answer_comment(path, SAID.id, "The grower.", by="Reviewer A", date="2026-03-05")

    assert 0 == add_comments(path, [SAID, replace(SAID, text="  Who prints\tthe label? ")])
    assert ["The grower."] == [comment.reply for comment in read_comments(path)]


def test_a_comment_is_answered_and_closed_by_name(path):
    add_comments(path, [SAID])
    answered = answer_comment(path, SAID.id, "The grower.\r\nSee G-3.", by="Reviewer A", date="2026-03-05")
    closed = close_comment(path, SAID.id, by="Reviewer B", date="2026-03-06")

    assert (State.ANSWERED, "The grower.\nSee G-3.", "Reviewer A") == (
        answered.state,
        answered.reply,
        answered.reply_by,
    )
    assert (State.CLOSED, "Reviewer B", "2026-03-06", "Reviewer A") == (
        closed.state,
        closed.closed_by,
        closed.closed_date,
        closed.reply_by,
    )
    assert (closed,) == read_comments(path)
    assert closed == close_comment(path, SAID.id, by="Reviewer C", date="2026-03-07")


def test_an_answer_is_never_written_over_by_another_person(path):
    add_comments(path, [SAID])
    answer_comment(path, SAID.id, "The grower.", by="Reviewer A", date="2026-03-05")

    with pytest.raises(LedgerError, match="meanwhile been answered by Reviewer A"):
        answer_comment(path, SAID.id, "The shop.", by="Reviewer B", date="2026-03-05")
    corrected = answer_comment(path, SAID.id, "The grower does.", by="Reviewer A", date="2026-03-06")
    close_comment(path, SAID.id, by="Reviewer B", date="2026-03-06")
    with pytest.raises(LedgerError, match="meanwhile been closed by Reviewer B"):
        answer_comment(path, SAID.id, "Still the grower.", by="Reviewer A", date="2026-03-07")

    assert "The grower does." == corrected.reply == read_comments(path)[0].reply


@pytest.mark.parametrize(
    ("comment", "what"),
    [
        (replace(SAID, by="  "), "signed with a name"),
        (replace(SAID, text="\n"), "needs words"),
        (replace(SAID, left="", right=""), "must name the row"),
        (replace(SAID, date="yesterday"), "is not a date"),
        (replace(SAID, text="a\x00b"), "a character that a table cannot"),
        (replace(SAID, reply="Yes.", reply_by="Reviewer A"), "words, a name and a day"),
        (replace(SAID, reply_date="2026-03-05"), "words, a name and a day"),
        (replace(SAID, state=State.ANSWERED), "is answered, but it has no answer"),
        (replace(ANSWER, state=State.OPEN), "is open, but it has an answer"),
        (replace(SAID, state=State.CLOSED, closed_by="Reviewer A"), "who closed it and when"),
        (replace(SAID, closed_by="Reviewer A", closed_date="2026-03-05"), "and no other may"),
        (replace(ANSWER, reply_date="2026-03-01"), "run backwards"),
    ],
)
def test_what_is_no_comment_is_refused_and_nothing_is_written(path, comment, what):
    with pytest.raises(LedgerError, match=what):
        add_comments(path, [SAID, comment])

    assert not path.exists()


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda text: text.replace("\topen\t", "\tmaybe\t"), "line 2: the state maybe is not known"),
        (lambda text: text.replace("Who prints", "Nobody prints"), "line 2: the id is"),
        (lambda text: text.replace("\topen\t", "\t"), "line 2: the line has 13 cells"),
        (lambda text: text.replace("role", "office"), "line 1: a file of comments has the columns"),
    ],
)
def test_a_spoilt_file_is_named_by_line(path, spoil, what):
    add_comments(path, [SAID])
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")

    with pytest.raises(LedgerError, match=what):
        read_comments(path)


def test_lists_by_row_and_by_person():
    other = replace(SAID, left="1/a", by="Visitor Z", date="2026-01-01")
    later = replace(SAID, left="9/z", by="visitor d", date="2026-04-01")

    assert (other, SAID, later) == by_row([later, SAID, other])
    assert (SAID, later, other) == by_person([other, later, SAID])


def test_no_cell_of_the_list_becomes_a_formula():
    listed = listed_comments([replace(SAID, by="@Visitor D", text='=HYPERLINK("x")')])

    assert "\t'@Visitor D\t" in listed
    assert "\t\"'=HYPERLINK(" in listed


names = st.sampled_from(["Reviewer A", "Анна", "Ó Néill", "山田 太郎"])
words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=20)
comments = st.builds(
    Comment,
    st.just("herbs"),
    words,
    words,
    names,
    words,
    st.dates().map(str),
    st.lists(words, min_size=1, max_size=3).map("\n".join),
)


@given(st.lists(comments, max_size=6, unique_by=lambda comment: comment.id))
def test_written_then_read_gives_the_same_comments(tmp_path_factory, said):
    path = tmp_path_factory.mktemp("said") / "herbs.comments.tsv"
    kept = [one for one in said if one.text == " ".join(one.text.split(" "))]
    add_comments(path, kept)

    assert by_row(kept) == read_comments(path)
    assert not kept or path.read_text("utf-8") == format_comments(read_comments(path))


WRITER = """
import sys
from pathlib import Path
from crosswalk.ledger.comments import Comment, add_comments
for number in range(40):
    add_comments(Path(sys.argv[1]), [Comment("herbs", "4/b", "", sys.argv[2], "", "2026-03-04", f"No. {number}")])
"""


@pytest.mark.slow
def test_three_writers_at_once_lose_no_comment(root, path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], cwd=root)
        for name in ("Reviewer A", "Reviewer B", "Reviewer C")
    ]

    assert [0, 0, 0] == [writer.wait(timeout=120) for writer in writers]
    assert 120 == len({comment.id for comment in read_comments(path)})


LAW = Corpus(Source("herbs", "2020-01-01", "Herb law"), (Provision("4/a", "Every jar bears a label."),))
CODE = Corpus(Source("growers", "2019-06", "Growers' code"), (Provision("G-1", "Jars are labelled."),))
REMARK = Comment("herbs", "4/a", "G-1", "Visitor D", "Growers' union", "2026-03-04", "Who prints the label?")
ANSWERED = replace(
    REMARK, state=State.ANSWERED, reply="The grower.", reply_by="Reviewer A", reply_date="2026-03-05"
)


def found(*comments, today="2026-03-09"):
    lines = [*enumerate(comments, 2)]
    return [
        f"{one.code} {one.where}: {one.what}"
        for one in comment_problems(
            "herbs.comments.tsv", "herbs", lines, (LAW, CODE), frozenset({"crosswalk"}), today
        )
    ]


def test_comments_in_order_have_no_problems():
    assert [] == found(REMARK, replace(REMARK, left=""), replace(REMARK, right="", text="Why?"))


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (
            replace(REMARK, crosswalk="spices"),
            "the comment is on crosswalk spices, and this is the file of herbs",
        ),
        (replace(REMARK, left="4/z"), "there is no provision 4/z in what herbs compares of herbs@2020-01-01"),
        (replace(REMARK, right="G-9"), "there is no provision G-9 in what herbs compares of growers@2019-06"),
        (replace(REMARK, by="crosswalk 0.1"), "the comment is signed by crosswalk 0.1, a program"),
        (replace(ANSWERED, reply_by="Crosswalk"), "the comment is answered by Crosswalk, a program"),
        (replace(REMARK, date="2026-03-10"), "the day 2026-03-10 has not come yet (today is 2026-03-09)"),
    ],
)
def test_each_rule_is_named_with_its_line(comment, said):
    (problem,) = found(comment)

    assert problem.startswith(f"XW-445 herbs.comments.tsv line 2: {said}")


def test_the_same_comment_twice_is_named_once():
    assert ["is on line 2 too"] == [
        p.split(f"{REMARK.id} ")[1].split(";")[0] for p in found(REMARK, ANSWERED)
    ]


def test_without_a_day_no_comment_is_from_the_future():
    assert [] == found(replace(REMARK, date="2999-01-01"), today="")
