"""Reading OpenDocument texts: numbers, tables, notes and what is left out, as a reader of the document sees them."""

import random

import pytest

from crosswalk.errors import CrosswalkError
from crosswalk.ingest import read
from crosswalk.ingest.odt import read_odt
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut
from tests.file_builders import OPEN_OUTLINE, OPEN_TEXT, make_odt
from tests.file_builders import odt_paragraph as p

SOURCE = Source("plan", "2024", "A State plan")


def item(words, inner=""):
    return f"<text:list-item>{p(words)}{inner}</text:list-item>"


def read_body(body, **parts):
    loaded = read_odt(make_odt(body, **parts), SOURCE)
    left_out = sum(one.chars for one in loaded.dropped.values())
    assert loaded.claimed_chars + left_out == loaded.source_chars
    return loaded


def rows(loaded):
    return [(prov.id, prov.num, prov.heading or prov.text) for prov in loaded.corpus]


def test_lists_print_their_numbers_and_nest():
    inner = f"<text:list>{item('with employers;')}{item('with colleges; and')}</text:list>"
    body = (
        p("The board shall—")
        + f'<text:list text:style-name="L1">{item("align:", inner)}{item("report.")}</text:list>'
    )

    assert rows(read_body(body)) == [
        ("p1", "", "The board shall—"),
        ("p1/a", "(a)", "align:"),
        ("p1/a/i", "(i)", "with employers;"),
        ("p1/a/ii", "(ii)", "with colleges; and"),
        ("p1/b", "(b)", "report."),
    ]


def test_a_list_restarts_unless_it_goes_on():
    one = f'<text:list text:style-name="L1">{item("First.")}</text:list>'
    more = f'<text:list text:style-name="L1" text:continue-numbering="true">{item("Second.")}</text:list>'

    assert [num for _, num, _ in rows(read_body(one + p("Words.") + more))] == ["(a)", "", "(b)"]
    assert [num for _, num, _ in rows(read_body(one + p("Words.") + one))] == ["(a)", "", "(a)"]


def test_numbers_of_several_levels_and_a_start_value():
    inner = f"<text:list>{item('Deep.')}</text:list>"
    body = f'<text:list text:style-name="Legal">{item("Four.", inner)}{item("Five.")}</text:list>'

    assert [num for _, num, _ in rows(read_body(body))] == ["4.", "4.1.", "5."]


def test_the_second_paragraph_of_an_item_continues_it_and_bullets_have_no_number():
    body = f'<text:list text:style-name="Dots"><text:list-item>{p("One.")}{p("More.")}</text:list-item>{item("Two.")}</text:list>'

    assert rows(read_body(body)) == [("b1", "", "One."), ("b1/p1", "", "More."), ("b2", "", "Two.")]


def test_headings_have_their_level_and_their_number():
    body = (
        p("Plan", "Title")
        + '<text:h text:outline-level="1">Goals</text:h><text:h text:outline-level="2">Near</text:h>'
    )

    found = read_body(body + p("Words."), outline=OPEN_OUTLINE)

    assert [(prov.num, prov.heading, prov.level) for prov in found.corpus][:3] == [
        ("", "Plan", "heading 1"),
        ("Part I", "Goals", "heading 1"),
        ("", "Near", "heading 2"),
    ]


def test_typed_marks_and_bold_openings_are_read_as_in_word():
    body = (
        p("(a) The board.")
        + p("(b) The State.")
        + p('<text:span text:style-name="Loud2">Scope.</text:span> This rule applies to all.')
    )

    found = read_body(body).corpus

    assert [prov.num for prov in found][:2] == ["(a)", "(b)"]
    assert found.provisions[-1].heading == "Scope."


TABLE = (
    "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Item</text:p></table:table-cell>"
    "<table:table-cell><text:p>Who</text:p></table:table-cell></table:table-row></table:table-header-rows>"
    '<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>Plan</text:p></table:table-cell>'
    "<table:table-cell><text:p>Board</text:p></table:table-cell></table:table-row>"
    "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>Gov<text:s/>ernor</text:p></table:table-cell>"
    '</table:table-row><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>All of it</text:p>'
    "</table:table-cell><table:covered-table-cell/></table:table-row></table:table>"
)


def test_a_table_keeps_rows_spans_and_its_head():
    found = read_body(TABLE).corpus

    assert [prov.heading or prov.text for prov in found] == [
        "Item | Who",
        "Plan | Board",
        "Plan | Gov ernor",
        "All of it",
    ]
    assert found.provisions[1].context == "Item | Who"


def test_what_is_no_text_is_left_out_and_counted():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>A. Sample</dc:creator>"
        f"</office:change-info>{p('old words')}</text:deletion></text:changed-region></text:tracked-changes>"
        f"<text:table-of-content><text:index-body>{p('Goals 3')}{p('Needs 5')}</text:index-body></text:table-of-content>"
        f'<text:section text:display="none">{p("secret")}</text:section><text:section>{p("open")}</text:section>'
        + p('Shown<office:annotation><dc:creator>A. Sample</dc:creator><text:p>Why?</text:p></office:annotation>'
            ' here <text:span text:style-name="Gone">not</text:span> too.')
    )  # fmt: skip

    found = read_body(
        body, master=f"<style:header>{p('DRAFT')}</style:header><style:footer>{p('7')}</style:footer>"
    )

    assert [prov.text for prov in found.corpus] == ["open", "Shown here too."]
    assert dict(found.dropped) == {
        "tracked deletions": LeftOut(1, 8),
        "lines of the table of contents": LeftOut(2, 12),
        "hidden sections": LeftOut(1, 6),
        "comments": LeftOut(1, 4),
        "runs of hidden words": LeftOut(1, 3),
        "headers": LeftOut(1, 5),
        "footers": LeftOut(1, 1),
    }


def test_notes_and_text_boxes_stand_beside_their_paragraph():
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f"{p('See the rule.')}</text:note-body></text:note>"
    )
    box = f"<draw:frame><draw:text-box>{p('A boxed word.')}</draw:text-box></draw:frame>"

    assert rows(read_body(p(f"The board{note} shall meet.{box}"))) == [
        ("p1", "", "The board shall meet."),
        ("p1/fn1", "1", "See the rule."),
        ("p2", "", "A boxed word."),
    ]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.rtf", rb"{\rtf1\ansi The board shall meet.}", "RTF"),
        ("a.doc", rb"{\rtf1\ansi The board shall meet.}", "save it as .docx"),
        ("b.rtf", b"\xef\xbb\xbf{\\rtf1 The board shall meet.}", "RTF"),
        ("a.ods", make_odt("", kind="application/vnd.oasis.opendocument.spreadsheet"), "save it as .xlsx"),
        ("a.odp", make_odt("", kind="application/vnd.oasis.opendocument.presentation"), "save it as PDF"),
        ("a.odt", make_odt(p("x"), manifest="<m><encryption-data/></m>"), "password"),
        ("a.odt", make_odt("", kind=OPEN_TEXT)[:200], "broken or cut short"),
        ("a.odt", make_odt("<text:p>"), "broken"),
        ("a.odt", make_odt(p("x")).replace(b"META-INF/manifest.xml", b"META-INF/manifest.xmk"), "broken"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)

    with pytest.raises(CrosswalkError) as caught:
        read(tmp_path / name, SOURCE)

    assert words in caught.value.message
    assert name in caught.value.message


def test_damage_ends_in_a_corpus_or_a_sentence():
    rng = random.Random("odt")  # noqa: S311 - the same damage every time
    body = p("The board shall—") + f'<text:list text:style-name="L1">{item("act.")}</text:list>' + TABLE
    for _ in range(150):
        inner = list(body)
        for _ in range(rng.choice([1, 3, 9])):
            at = rng.randrange(len(inner))
            inner[at : at + rng.choice([1, 9])] = rng.choice(
                ["", "9", "<text:p>", "</text:p>", '"', "&#x0;", "=-"]
            )
        try:
            read_odt(make_odt("".join(inner)), SOURCE)
        except CrosswalkError as error:
            said = error.message
        else:
            said = "read"
        assert said.strip()
