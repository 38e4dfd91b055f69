"""Every rule of a file of comments can be broken, and is then named with its line."""

from dataclasses import replace

import pytest

from crosswalk.ledger.integrity import comment_problems
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Comment, State

LAW = Corpus(Source("herbs", "2020-01-01", "Herb law"), (Provision("4/a", "Every jar bears a label."),))
CODE = Corpus(Source("growers", "2019-06", "Growers' code"), (Provision("G-1", "Jars are labelled."),))
SAID = Comment("herbs", "4/a", "G-1", "Visitor D", "Growers' union", "2026-03-04", "Who prints the label?")
ANSWERED = replace(
    SAID, state=State.ANSWERED, reply="The grower.", reply_by="Reviewer A", reply_date="2026-03-05"
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
    assert [] == found(SAID, replace(SAID, left=""), replace(SAID, right="", text="Why?"))


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (
            replace(SAID, crosswalk="spices"),
            "the comment is on crosswalk spices, and this is the file of herbs",
        ),
        (replace(SAID, left="4/z"), "there is no provision 4/z in what herbs compares of herbs@2020-01-01"),
        (replace(SAID, right="G-9"), "there is no provision G-9 in what herbs compares of growers@2019-06"),
        (replace(SAID, by="crosswalk 0.1"), "the comment is signed by crosswalk 0.1, a program"),
        (replace(ANSWERED, reply_by="Crosswalk"), "the comment is answered by Crosswalk, a program"),
        (replace(SAID, date="2026-03-10"), "the day 2026-03-10 has not come yet (today is 2026-03-09)"),
    ],
)
def test_each_rule_is_named_with_its_line(comment, said):
    (problem,) = found(comment)

    assert problem.startswith(f"XW-445 herbs.comments.tsv line 2: {said}")


def test_the_same_comment_twice_is_named_once():
    assert ["is on line 2 too"] == [p.split(f"{SAID.id} ")[1].split(";")[0] for p in found(SAID, ANSWERED)]


def test_without_a_day_no_comment_is_from_the_future():
    assert [] == found(replace(SAID, date="2999-01-01"), today="")
