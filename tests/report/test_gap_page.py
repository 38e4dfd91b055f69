"""The agenda: what it takes up, how gaps are joined to decisions, what it leaves to the record."""

from dataclasses import replace

import pytest
from lxml import html

from crosswalk.model.alignment import OtherPage, PlaceAtLevel, UnmetSlot
from crosswalk.model.annotation import Annotated, Note, NoteKind, Span
from crosswalk.model.corpus import Corpus, Source
from crosswalk.model.frame import Level, Slot
from crosswalk.model.relation import Coverage, Modality, Verification
from crosswalk.report.agenda import asking, gaps, is_minor
from crosswalk.report.agenda_page import gaps_page
from crosswalk.report.frame import frame
from crosswalk.report.html import render


@pytest.fixture
def side(trees):
    return trees.comparison()


def agenda(*sides):
    framed = frame("gaps.html", "Agenda", "D", [sides[0].whole_left], nav=(), state="draft", version="0")
    return gaps_page(sides, framed)


def items(page):
    return {item.id: block for block in page.blocks for item in block.items}


def with_kind(side, which, kind):
    corpus = getattr(side, f"whole_{which}")
    return replace(side, **{f"whole_{which}": Corpus(replace(corpus.source, kind=kind), corpus.provisions)})


@pytest.mark.parametrize(
    ("left", "right", "who"),
    [
        ("statute", "framework", "right"),
        ("framework", "statute", "left"),
        ("regulation", "guidance", "right"),
        ("statute", "plan", "left"),
        ("plan", "requirements", "right"),
        ("framework", "framework", "left"),
        ("statute", "regulation", "left"),
        ("requirements", "framework", "right"),
    ],
)
def test_the_framework_asks_the_law_and_everything_asks_the_plan(side, left, right, who):
    asker, other = asking(with_kind(with_kind(side, "left", left), "right", right))

    assert asker.which == who
    assert other.which != who


def test_only_what_the_framework_asks_is_on_the_agenda(side):
    page = agenda(side)

    assert set(items(page)) | {one.id for one in page.agendas[0].minor} == {"CH-1", "CH-3", "CH-4", "CH-5"}
    assert page.agendas[0].heading == "What the Charter asks for and the Act does not require"
    assert "None of this needs a decision" in page.agendas[0].other_way
    assert "1 not found" in page.agendas[0].other_way


def test_every_block_has_a_number_a_question_choices_and_one_passage_at_most(side):
    page = agenda(side)

    assert [block.number for block in page.blocks] == [f"G-{n:02}" for n in range(1, len(page.blocks) + 1)]
    for block in page.blocks:
        assert len(block.choices) >= 2
        assert block.question.endswith(("?", "."))
        assert (block.closest is None) == (block.kind == "not-retrieved")


def test_what_was_not_retrieved_waits_for_a_source_and_comes_last(side):
    last = agenda(side).agendas[0].sections[-1]

    assert last.heading == "Read the source first"
    assert [item.id for block in last.blocks for item in block.items] == ["CH-5"]


def test_what_only_says_what_a_word_means_never_appears(side):
    read = Annotated("CH-4", duty=Modality.MEANS)

    assert "CH-4" not in items(agenda(replace(side, annotated_right={"CH-4": read})))


def test_what_would_settle_several_gaps_is_said_once_above_them(side):
    closing = "A passage in the plan would settle it."
    answers = tuple(
        replace(
            a,
            question=f"Will they do {a.provision}? {closing}",
            elsewhere=("4",),
            best=(),
            coverage=Coverage.NOT_FOUND,
        )
        for a in side.right_answers
        if a.provision in ("CH-1", "CH-4")
    )
    far = replace(answers[0], elsewhere=("2/A",))
    (section,) = agenda(replace(side, right_answers=(far, answers[1]))).agendas[0].sections
    (alone,) = agenda(replace(side, right_answers=(far,))).agendas[0].sections

    assert section.note == closing
    assert [block.question for block in section.blocks] == ["Will they do CH-1?", "Will they do CH-4?"]
    assert (alone.note, alone.blocks[0].question) == ("", f"Will they do CH-1? {closing}")


def test_what_is_not_assessed_never_appears(side):
    answers = tuple(
        replace(a, coverage=Coverage.NOT_ASSESSED, elsewhere=(), best=()) if a.provision == "CH-4" else a
        for a in side.right_answers
    )

    assert "CH-4" not in items(agenda(replace(side, right_answers=answers)))


def test_a_provision_in_two_crosswalks_is_one_item_as_the_better_answer_has_it(side):
    poor = replace(
        side,
        id="second",
        right_answers=tuple(
            replace(a, coverage=Coverage.NOT_FOUND, best=(), elsewhere=()) for a in side.right_answers
        ),
    )
    for both in ((side, poor), (poor, side)):
        found = {gap.prov.id: gap.kind for gap in gaps(both)}
        assert found["CH-4"] == "elsewhere"
        assert len(found) == len(gaps(both))
        assert "CH-2" not in found


def test_what_another_page_answers_is_not_asked_again(side):
    answers = tuple(
        replace(one, page=OtherPage("first", "First")) if one.provision == "CH-4" else one
        for one in side.right_answers
    )
    page = agenda(replace(side, right_answers=answers))

    assert "CH-4" in items(agenda(side))
    assert "CH-4" not in items(page)
    assert [one.total for one in page.agendas[0].records] == [
        one.total for one in agenda(side).agendas[0].records
    ]


def test_gaps_under_one_parent_with_one_closest_passage_are_one_decision(side):
    twin = [
        replace(side.whole_right["CH-4"], id=f"CH-4/{n}", parent="CH-4", heading=f"Map {n}") for n in range(3)
    ]
    whole = Corpus(side.whole_right.source, (*side.whole_right.provisions, *twin))
    one = next(a for a in side.right_answers if a.provision == "CH-4")
    more = tuple(replace(one, provision=prov.id) for prov in twin)
    far = replace(more[2], elsewhere=("2/A",))

    page = agenda(replace(side, whole_right=whole, right_answers=(*side.right_answers, *more[:2], far)))
    blocks = items(page)

    assert blocks["CH-4/0"] is blocks["CH-4/1"]
    assert blocks["CH-4/2"] is not blocks["CH-4/0"]
    assert blocks["CH-4/0"].state == "2 elsewhere"
    assert blocks["CH-4/0"].question.startswith("Is what Act sec. 4 (1 T.C. 4) asks enough for both")


@pytest.mark.parametrize(
    ("phrase", "minor"),
    [("room", True), ("a say", True), ("two summers", False), ("30 days", False), ("streets", False)],
)
def test_a_partial_answer_is_minor_unless_a_number_or_a_term_is_missing(side, phrase, minor):
    text = side.whole_right["CH-1"].text
    at, street = max(text.find(phrase), 0), text.index("streets")
    read = Annotated("CH-1", (Note(Span(street, street + 7), NoteKind.CONCEPT, "street"),))
    unmet = (UnmetSlot(Slot.OBJECT, phrase, Span(at, at + len(phrase)) if phrase in text else Span(0, 1)),)
    answers = tuple(replace(a, unmet=unmet) if a.provision == "CH-1" else a for a in side.right_answers)
    gap = next(
        one
        for one in gaps([replace(side, right_answers=answers, annotated_right={"CH-1": read})])
        if one.prov.id == "CH-1"
    )

    assert gap.kind == "partly"
    assert is_minor(gap) is minor


def test_a_decision_falls_to_the_level_that_could_take_it(side):
    def level(held):
        answers = tuple(
            replace(a, actor_level=held) if a.provision == "CH-4" else a for a in side.right_answers
        )
        sections = agenda(replace(side, right_answers=answers)).agendas[0].sections
        return next(one.heading for one in sections for b in one.blocks for i in b.items if i.id == "CH-4")

    assert [level(one) for one in (Level.STATE, Level.LOCAL, Level.PARTICIPANT, Level.NONE)] == [
        "State",
        "Local areas",
        "Planning team",
        "Planning team",
    ]
    assert agenda(replace(side, kind="measures")).agendas[0].sections[0].heading == "Planning team: measures"


def test_sections_are_named_by_who_decides_the_state_first(side):
    """The crosswalk names who decides at a level; what is counted is decided at the State level."""
    named = replace(side, deciders={Level.STATE: "State board", Level.LOCAL: "Local boards"})
    levels = {"CH-1": Level.LOCAL, "CH-3": Level.STATE, "CH-4": Level.PROVIDER}
    answers = tuple(
        replace(a, actor_level=levels[a.provision], coverage=Coverage.NOT_FOUND, best=(), elsewhere=())
        if a.provision in levels
        else a
        for a in side.right_answers
    )
    page = agenda(replace(named, right_answers=answers))
    counted = agenda(replace(named, right_answers=answers, kind="measures"))

    told = [(part.heading, part.who) for part in page.agendas[0].sections]
    assert told == [
        (who, who) for who in ("State board", "Local boards", "Providers", "Read the source first")
    ]
    assert [(one.words, one.number) for one in page.deciders] == [
        (part.who, len(part.blocks)) for part in page.agendas[0].sections
    ]
    assert page.deciders[0].href == "#charter-act-state-board"
    assert next((part.heading, part.who) for part in counted.agendas[0].sections) == (
        "State board: measures",
        "State board",
    )


def test_a_single_gap_asks_its_own_question_and_several_one_that_closes_all(side):
    block = items(agenda(side))["CH-4"]

    assert block.question == next(a.question for a in side.right_answers if a.provision == "CH-4")


def test_a_measure_is_minor_unless_a_known_part_differs(side):
    gap = next(one for one in gaps([side]) if one.prov.id == "CH-3")
    unread = replace(gap.row.candidate, parts=gap.row.candidate.parts[:1])
    rows = tuple(replace(r, candidate=unread) if r.id == gap.row.id else r for r in side.rows)

    assert not is_minor(gap)
    assert is_minor(next(one for one in gaps([replace(side, rows=rows)]) if one.prov.id == "CH-3"))


def test_what_only_one_of_two_laws_asks_for_is_one_list_with_choices_between_them(side):
    both = with_kind(with_kind(side, "left", "statute"), "right", "statute")
    gone = tuple(
        replace(
            a, coverage=Coverage.NOT_FOUND, verified=Coverage.NOT_FOUND, best=(), elsewhere=(), question="Q?"
        )
        if a.provision in ("2/B", "2/C")
        else a
        for a in both.left_answers
    )
    page = agenda(replace(both, left_answers=gone, rows=()))
    block = items(page)["2/C"]

    assert items(page)["2/B"] is block
    assert (block.topic, block.closest) == ("Asked by the Act only", None)
    assert block.question == "Which of these will be done for the Act only, and which for the Charter too?"
    assert block.choices[:3] == ("all for the Act only", "all for both", "those marked for both")
    assert "applies in any case" in page.agendas[0].lede[0][1]


def test_measures_that_ask_one_question_are_one_decision_and_say_its_reason_once(side):
    alike = [
        replace(
            a,
            coverage=Coverage.PARTLY,
            verified=Coverage.PARTLY,
            best=("3",),
            question="Which exit?",
            reason="R.",
        )
        for a in side.right_answers
        if a.provision in ("CH-3", "CH-4")
    ]
    twin = replace(alike[0], provision="CH-4", best=("2/A",))
    rows = tuple(row for row in side.rows if row.right == "CH-3")
    other = replace(rows[0], id="twin", left="2/A", right="CH-4")
    page = agenda(
        replace(
            side,
            kind="measures",
            rows=(*rows, other),
            right_answers=(replace(alike[0], question="Which exit?"), twin),
        )
    )
    block = items(page)["CH-3"]

    assert items(page)["CH-4"] is block
    assert (block.question, block.why, {one.why for one in block.items}) == ("Which exit?", "R.", {""})
    assert block.choices[:2] == ("use the Act’s", "use the Charter’s")


def test_minor_gaps_that_lack_the_same_are_said_together(side):
    answers = tuple(
        replace(
            a, best=(), coverage=Coverage.PARTLY, verified=Coverage.PARTLY, reason="The Act covers a part."
        )
        for a in side.right_answers
        if a.provision in ("CH-1", "CH-4")
    )
    (one,) = agenda(replace(side, rows=(), right_answers=answers)).agendas

    assert {why: [item.id for item in held] for why, held in one.minor_by_reason.items()} == {
        "The Act covers a part.": ["CH-1", "CH-4"]
    }


def test_words_that_nobody_checked_bear_their_mark(side):
    provs = tuple(
        replace(p, verification=Verification.UNVERIFIED) if p.id == "CH-4" else p for p in side.whole_right
    )
    page = agenda(replace(side, whole_right=Corpus(side.whole_right.source, provs)))

    assert [i.unchecked for b in page.blocks for i in b.items if i.id == "CH-4"] == [True]
    assert not any(i.quoted for b in page.blocks for i in b.items)


def test_the_record_holds_both_directions_in_full(side):
    records = agenda(side).agendas[0].records

    assert [(one.anchor, one.total) for one in records] == [("definition-right", 4), ("definition-left", 4)]
    for record in records:
        lines = [line for group in record.groups for line in group.lines]
        assert sum(line.state != "not retrieved" for line in lines) == record.total
        assert [count.number for count in record.counts[1:]] == [
            len(group.lines) for group in record.groups if group.heading != "Covered in full"
        ]


def test_each_two_documents_have_an_agenda_of_their_own(side):
    third = replace(side.whole_right.source, id="other")
    other = replace(side, id="x", whole_right=Corpus(third, side.whole_right.provisions))
    page = agenda(side, other)

    assert [one.anchor for one in page.agendas] == ["charter-act", "other-act"]
    assert len({block.number for block in page.blocks}) == len(page.blocks)


def test_no_two_landmarks_of_two_agendas_have_one_name(side):
    """The same people decide on several documents, and a screen reader lists landmarks by name alone."""
    third = replace(side.whole_right.source, id="other")
    other = replace(side, id="x", right_name="Other", whole_right=Corpus(third, side.whole_right.provisions))
    doc = html.document_fromstring(render("gaps", agenda(side, other)))
    ids = {one.get("id"): " ".join(one.text_content().split()) for one in doc.xpath("//*[@id]")}
    names = [one.get("aria-label") or ids[one.get("aria-labelledby")] for one in doc.xpath("//section")]

    assert len(names) >= 2
    assert len(set(names)) == len(names)


def test_nothing_to_decide_is_said(side):
    page = agenda(replace(side, right_answers=()))

    assert page.agendas[0].lede == (
        ("Nothing to decide.", "No gap between the Charter and the Act needs a decision of its own."),
    )
    assert page.blocks == ()


def test_the_page_can_be_written_on_and_old_addresses_arrive(pages):
    doc = html.document_fromstring(pages["gaps.html"])

    for block in doc.xpath("//article"):
        assert len(block.xpath(".//i[@class='tick']")) >= 2
        assert len(block.xpath(".//li[contains(@class, 'line')]")) == 2
    for old in ("trees-left-2-C", "trees-right-CH-4", "trees-left-not-found", "trees-right-elsewhere"):
        assert doc.xpath(f"//*[@id='{old}']"), old


def test_a_source_without_a_kind_that_is_known_still_has_an_agenda(side):
    plain = Source(id="notes", as_of="2020", title="Notes")
    page = agenda(replace(side, whole_left=Corpus(plain, side.whole_left.provisions)))

    assert page.agendas[0].anchor == "notes-charter" or page.agendas[0].anchor == "charter-notes"


def test_what_only_a_rule_answers_points_to_the_rule(side):
    place = PlaceAtLevel("rule", "rule@2025", "9/4", "9 T.R. 4(c)", "A map is drawn each year.")
    one = next(a for a in side.right_answers if a.provision == "CH-4")
    alone = replace(one, coverage=Coverage.NOT_FOUND, best=(), elsewhere=(), levels=(place,))
    block = items(agenda(replace(side, right_answers=(alone,))))["CH-4"]

    assert ("elsewhere", "Found at another level") == (block.kind, block.closest_head)
    assert ("9 T.R. 4(c) (rule)", place.words) == (block.closest.link.words, block.closest.words)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Does sec. 4 cover “Maps”, or is this a gap to close?", "that passage is enough"),
        ("Is what sec. 4 asks enough, or will the city add to it?", "that is enough"),
        ("Will the city also cover maps?", "yes: add it"),
        ("Who has the definition of “Maps”?", "read: compare it"),
        ("Should reports use the definition in sec. 4, or that of the framework?", "use that definition"),
        ("The Act does not ask for maps. Will the city take this up?", "that passage is enough"),
    ],
)
def test_the_choices_fit_the_question(side, question, first):
    answers = tuple(
        replace(one, question=question) if one.provision == "CH-4" else one for one in side.right_answers
    )
    block = items(agenda(replace(side, right_answers=answers)))["CH-4"]

    assert (block.question, block.choices[0]) == (question, first)
    assert block.choices[-1] == "read the source first"


def test_between_two_laws_what_the_other_requires_is_not_called_nobody_s_task(side):
    both = with_kind(with_kind(side, "left", "statute"), "right", "statute")

    assert "What the Charter requires applies in any case" in agenda(both).agendas[0].other_way
    assert "needs a decision" not in agenda(both).agendas[0].other_way


def test_a_framework_is_not_said_to_require(side):
    framework = with_kind(with_kind(side, "left", "framework"), "right", "framework")

    assert agenda(framework).agendas[0].heading == "What the Act asks for and the Charter does not cover"


def test_the_record_marks_unchecked_words_and_names_what_was_not_retrieved_after_its_heading(side):
    page = agenda(side)
    lines = [line for one in page.agendas[0].records for group in one.groups for line in group.lines]
    unchecked = {
        prov.id for prov in (*side.left, *side.right) if prov.verification is Verification.UNVERIFIED
    }

    assert unchecked
    assert sum(line.unchecked for line in lines) == sum(
        prov.id in unchecked
        for which in ("left", "right")
        for prov in getattr(side, which)
        if prov.id in {a.provision for a in getattr(side, f"{which}_answers")}
    )
