"""Markdown, and headings that no style marks, in plain text, Word and web pages."""

import pytest

from crosswalk.ingest import read
from crosswalk.ingest.docx import read_docx
from crosswalk.ingest.html import is_markdown, read_html
from crosswalk.ingest.outline import read_outline
from crosswalk.model.corpus import Source

SOURCE = Source("plan", "2024", "A plan", "plan")


def blocks(loaded):
    return [(prov.level, prov.num, prov.heading or prov.text) for prov in loaded.corpus]


def markdown(tmp_path, text):
    path = tmp_path / "plan.md"
    path.write_text(text, "utf-8")
    return read(path, SOURCE)


TEXTS = [
    (
        "# Local plan\n\n## Goals\n\n1. The board shall **meet**.\n2. Providers _must_ report.\n",
        [
            ("heading 1", "", "Local plan"),
            ("heading 2", "", "Goals"),
            ("item", "1.", "The board shall meet."),
            ("item", "2.", "Providers must report."),
        ],
    ),
    (
        "Levels\n======\n\n| Indicator | 2024 | 2025 |\n|:--|--:|---|\n| Employment | | 72% |\n| Earnings | $5 | |\n",
        [
            ("heading 1", "", "Levels"),
            ("table", "", "Indicator | 2024 | 2025"),
            ("row", "", "Employment | | 72%"),
            ("row", "", "Earnings | $5 |"),
        ],
    ),
    (
        "# Plan\nSee [the guide](https://example.gov/guide) and `code`.\nThe same paragraph.\n\n> A quotation.\n",
        [
            ("heading 1", "", "Plan"),
            ("paragraph", "", "See the guide and code. The same paragraph."),
            ("paragraph", "", "A quotation."),
        ],
    ),
    (
        "## Duties\n\n- Youth first\n  - and adults\n- (a) is no item of its own list\n\n~~Old words.~~ New words.\n",
        [
            ("heading 2", "", "Duties"),
            ("item", "", "Youth first"),
            ("item", "", "and adults"),
            ("item", "(a)", "is no item of its own list"),
            ("paragraph", "", "New words."),
        ],
    ),
    (
        "# A\n\nBefore <script>x</script> & after.\n\n***\n\nEnd.\n",
        [
            ("heading 1", "", "A"),
            ("paragraph", "", "Before <script>x</script> & after."),
            ("paragraph", "", "End."),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_markdown_is_read_as_the_page_it_describes(tmp_path, text, expected):
    loaded = markdown(tmp_path, text)

    assert blocks(loaded) == expected
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


@pytest.mark.parametrize(
    "text", ["A line\n-----\nAnother.", "Plain words.", "5 * 3 * 2", "a | b", "* * *", "C# and F# are named."]
)
def test_plain_text_is_no_markdown(text):
    assert not is_markdown(text)


LAW = [
    "Title II",
    "Chapter 1: Scope",
    "Article 1",
    "This rule applies to boards.",
    "Article 2",
    "Boards shall report.",
]
LEVELS = ["heading", "heading", "heading", "paragraph", "heading", "paragraph"]


def kinds(loaded):
    return [prov.level.split()[0] for prov in loaded.corpus]


def nested(loaded):
    return [prov.id.count("/") for prov in loaded.corpus]


def test_headings_named_by_their_kind_in_any_format(tmp_path, docx_file, para):
    path = tmp_path / "law.txt"
    path.write_text("\n\n".join(LAW))
    page = "".join(f"<p>{words}</p>" for words in LAW)
    read_in = [
        read(path, SOURCE),
        read_html(f"<html><body>{page}</body></html>".encode(), SOURCE),
        read_docx(docx_file("".join(para(words) for words in LAW)), SOURCE),
    ]

    for loaded in read_in:
        assert kinds(loaded) == LEVELS
        assert nested(loaded) == [0, 1, 2, 3, 2, 3]


@pytest.mark.parametrize(
    "line",
    ["Part B of the Act applies to boards", "Article 5.", "Section by section", "Title: A plan", "Part time"],
)
def test_a_sentence_that_begins_like_a_heading_is_none(tmp_path, line):
    path = tmp_path / "plan.txt"
    path.write_text(f"The plan follows.\n\n{line}\n\nThe plan ends.")

    assert kinds(read(path, SOURCE)) == ["paragraph"] * 3


@pytest.mark.parametrize(
    "markup",
    ['<p class="heading-2">Scope</p>', '<div class="doc h2">Scope</div>', '<p class="title2">Scope</p>',
     '<div role="heading" aria-level="2">Scope</div>'],
)  # fmt: skip
def test_a_heading_by_its_class_or_role(markup):
    loaded = read_html(f"<html><body>{markup}<p>This rule applies.</p></body></html>".encode(), SOURCE)

    assert [prov.level for prov in loaded.corpus] == ["heading 2", "paragraph"]


HIDDEN = [
    (
        '<div class="accordion"><button>Delivering</button><div class="panel" hidden><p>Staff must act.</p></div></div>',
        1,
        {},
    ),
    (
        '<button aria-controls="a">Delivering</button><section id="a" style="display: none">Staff must act.</section>',
        1,
        {},
    ),
    ('<div role="tabpanel" aria-hidden="true"><p>Staff must act.</p></div>', 1, {}),
    ("<p hidden>Staff must act.</p>", 0, {"hidden passages": 13}),
    ('<div style="visibility:hidden">Staff must act.</div>', 0, {"hidden passages": 13}),
    ("<p>Click <button>Send now</button></p>", 0, {"buttons and form fields": 7}),
]


@pytest.mark.parametrize(("markup", "panels", "dropped"), HIDDEN)
def test_hidden_panels_are_read_and_other_hidden_words_counted(markup, panels, dropped):
    loaded = read_html(
        f"<html><body><main><h1>Frame</h1><p>Words.</p>{markup}</main></body></html>".encode(), SOURCE
    )

    assert any("Staff must act." in prov.text for prov in loaded.corpus) == bool(panels)
    assert {what: part.chars for what, part in loaded.dropped.items()} == dropped
    assert len(loaded.notes) == panels
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<table><tr>Stray <td>A</td><td>B</td></tr></table>", ["Stray", "A | B"]),
        ("<table><p>Before</p><tr><td>A</td><td>B</td> after</tr></table>", ["Before", "after", "A | B"]),
        ("<table><tr><td>A</td><td></td></tr><tr><td></td><td>B</td></tr></table>", ["A |", "| B"]),
        (
            (
                '<table><tr><th rowspan="2">Item</th><th colspan="2">Year</th></tr><tr><th>1</th><th>2</th></tr>'
                '<tr><td>Rent</td><td colspan="2">$5</td></tr></table>'
            ),
            ["Item | Year 1 | Year 2", "Rent | $5 | $5"],
        ),
    ],
)
def test_all_words_of_a_table_are_read_and_cells_keep_their_places(markup, expected):
    loaded = read_html(f"<html><body><main><h1>Frame</h1>{markup}</main></body></html>".encode(), SOURCE)

    assert [prov.text or prov.heading for prov in loaded.corpus][1:] == expected
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_links_to_the_headings_of_the_text_are_its_contents(tmp_path):
    loaded = markdown(
        tmp_path,
        "# Guide\n\n- [Purpose](#purpose)\n- [Boards](#boards)\n  - [Members](#members)\n\n## Purpose\n\nText.\n",
    )
    assert [prov.heading or prov.text for prov in loaded.corpus] == ["Guide", "Purpose", "Text."]
    assert loaded.dropped["lines of the table of contents"].chars == len("PurposeBoardsMembers")
    assert loaded.unread_chars == 0


def test_a_list_with_words_beside_its_links_is_text(tmp_path):
    loaded = markdown(tmp_path, "# Guide\n\n- [Purpose](#purpose) of the guide\n- [Boards](#boards)\n")
    assert [prov.text for prov in loaded.corpus][1:] == ["Purpose of the guide", "Boards"]


def test_a_fence_of_code_is_no_quotation_mark(tmp_path):
    loaded = markdown(tmp_path, "# Guide\n\n```\nid | text\n```\n\nHe said ``yes'' to it.\n")
    assert [prov.text for prov in loaded.corpus][1:] == ["id | text", "He said “yes” to it."]


def test_footnotes_of_markdown_are_notes_outside_the_text(tmp_path):
    loaded = markdown(
        tmp_path,
        "# Plan\n\nThe board meets.[^1] It votes.[^roll] Again.[^1]\n\n[^1]: On Mondays.\n[^roll]: By roll call,\n    each time.\n",
    )

    assert [(prov.level, prov.num, prov.heading or prov.text) for prov in loaded.corpus] == [
        ("heading 1", "", "Plan"),
        ("paragraph", "", "The board meets. It votes. Again."),
        ("footnote", "1", "On Mondays."),
        ("footnote", "2", "By roll call, each time."),
    ]
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_a_footnote_that_begins_with_a_number_keeps_it(tmp_path):
    loaded = markdown(
        tmp_path,
        "# Plan\n\nThe board meets.[^1] It votes.[^5] It ends.[^o]\n\n[^1]: 44 U.S.C. 3501.\n[^5]: 2 CFR 200.\n[^o]: 3 days.\n",
    )

    notes = [(prov.num, prov.text) for prov in loaded.corpus if prov.level == "footnote"]
    assert notes == [("1", "44 U.S.C. 3501."), ("2", "2 CFR 200."), ("3", "3 days.")]


def test_a_footnote_that_nothing_points_to_is_read(tmp_path):
    loaded = markdown(tmp_path, "## Goals\n\nServe all.[^2]\n\n[^9]: Nobody is left out.\n")

    assert [prov.text for prov in loaded.corpus][1:] == ["Serve all.[^2]", "[^9]: Nobody is left out."]
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_comments_and_fields_of_markdown_are_left_out_and_counted(tmp_path):
    loaded = markdown(
        tmp_path,
        "---\ntitle: Draft\n---\n\n# Plan\n\n<!-- check the date -->\n\nMeet <!-- or not -->on May 3.<br>Call <the clerk> H<sub>2</sub>O.\n",
    )

    assert [prov.text for prov in loaded.corpus] == ["", "Meet on May 3. Call <the clerk> H2O."]
    assert loaded.dropped["comments"].pieces == 2
    assert loaded.dropped["fields above the text"].chars == len("title:Draft")
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


@pytest.mark.parametrize("sign", ["## Section {}. ", "### Section {}. "])
def test_markdown_headings_called_sections_are_no_statute(tmp_path, sign):
    names = ["Our vision", "Partners", "Fiscal agent"]
    text = "# Area plan\n\n" + "".join(
        f"{sign.format(at)}{name}\n\nWords on **this**.\n\n- One\n- Two\n\n"
        for at, name in enumerate(names, 1)
    )
    loaded = markdown(tmp_path, text)

    assert [prov.heading for prov in loaded.corpus if prov.level.startswith("heading")] == [
        "Area plan",
        *(f"Section {at}. {name}" for at, name in enumerate(names, 1)),
    ]
    assert {prov.text for prov in loaded.corpus if prov.level == "paragraph"} == {"Words on this."}
    assert [prov.text for prov in loaded.corpus if prov.level == "item"] == ["One", "Two"] * 3


def test_a_law_in_markdown_is_read_as_law(tmp_path):
    text = "# Code\n\n## Section 1. Boards\n\n(a) A board shall meet.\n\n(b) A board shall report.\n\n## Section 2. Votes\n\n(a) A vote is open.\n\n(b) It is counted.\n"

    assert [prov.level for prov in markdown(tmp_path, text).corpus] == [
        "section",
        "subsection",
        "subsection",
    ] * 2


def test_a_numbered_list_with_lettered_items_is_no_law(tmp_path):
    path = tmp_path / "duties.txt"
    path.write_text(
        "1. The operator must:\n\n(A) greet each visitor; and\n\n(B) offer a seat.\n\n2. It may close.\n"
    )

    assert [(prov.id.count("/"), prov.num) for prov in read(path, SOURCE).corpus] == [
        (0, "1."), (1, "(A)"), (1, "(B)"), (0, "2."),
    ]  # fmt: skip


def test_a_table_with_short_rules_is_a_table_and_a_comment_that_is_not_closed_is_text(tmp_path):
    assert blocks(markdown(tmp_path, "|a|b|\n|-|:-:|\n|x|y|\n")) == [
        ("table", "", "a | b"),
        ("row", "", "x | y"),
    ]
    loaded = markdown(tmp_path, "# A\n\n<!-- note\nThe board shall meet.\n")

    assert "The board shall meet." in loaded.corpus.provisions[-1].text
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_cells_beyond_the_head_of_a_table_are_read(tmp_path):
    text = "- item\n\n  A | B\n  --|--\n  1 | 2 | 3\n  `a|b` | 5\n\n> | X |\n> |---|\n> | p | q \\| r |\n"

    assert [words for kind, _, words in blocks(markdown(tmp_path, text)) if kind == "row"] == [
        "1 | 2 | 3",
        "a|b | 5 |",
        "p | q | r",
    ]


def test_the_address_of_a_heading_is_no_part_of_it_and_descriptions_are_counted(tmp_path):
    text = '## Goals {#goals}\n\n![A chart](x.png) See [it](https://e.org "The site").\n'
    loaded = markdown(tmp_path, text)

    assert loaded.corpus.provisions[0].heading == "Goals"
    assert loaded.dropped["descriptions of pictures and links"].chars == len("Achart" + "Thesite")
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("The **local board** shall meet.\n", "The local board shall meet."),
        ("See [the Act](https://example.org/a) first.\n", "See the Act first."),
        ("A title** and B title** have notes.\n", "A title** and B title** have notes."),
        ("See (a)[1](b) of the form.\n", "See (a)[1](b) of the form."),
    ],
)
def test_signs_within_a_line_are_markdown(tmp_path, text, read_as):
    assert markdown(tmp_path, text).corpus.provisions[0].text == read_as


def test_lettered_lines_are_items_and_a_reference_at_a_line_s_start_is_not(tmp_path):
    text = "# Plan\n\nThe board shall, under paragraph\n(b) of the Act, meet:\n\nDuties:\n(a) First.\n(b) Second.\n"

    assert [words for *_, words in blocks(markdown(tmp_path, text))] == [
        "Plan",
        "The board shall, under paragraph (b) of the Act, meet:",
        "Duties:",
        "First.",
        "Second.",
    ]


MIXED = """# Policy

1. The board shall:
   a. adopt a plan;
   b. publish it.
2. The center shall:
   a) open daily;
   b) close on time.

   A plain paragraph of the second.

   (a) Another list;
   (i) its item; and
   (ii) one more.
"""


def test_items_lettered_inside_numbered_ones_are_items():
    loaded = read_outline(MIXED.encode(), Source("doc", "2024", "Doc"))

    assert [
        ("1", "The board shall:"),
        ("1/a", "adopt a plan;"),
        ("1/b", "publish it."),
        ("2", "The center shall:"),
        ("2/a", "open daily;"),
        ("2/b", "close on time."),
        ("2/p1", "A plain paragraph of the second."),
        ("2/a-2", "Another list;"),
        ("2/a-2/i", "its item; and"),
        ("2/a-2/ii", "one more."),
    ] == [(prov.id.removeprefix("policy/"), prov.text) for prov in loaded.corpus if prov.text]


def test_a_number_keeps_the_mark_that_is_printed_after_it(tmp_path):
    loaded = markdown(tmp_path, "# Plan\n\n1) Call the customer.\n2) Confirm the time.\n")

    assert [prov.num for prov in loaded.corpus] == ["", "1)", "2)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Plan\n{: .no_toc #plan}\n\nThe board meets.\n", ["Plan", "The board meets."]),
        ("# Plan\n\n* Table of contents\n{:toc}\n\nThe board meets. {: .note}\n", ["Plan", "The board meets."]),
        ("# Plan\n\n1. TOC\n{:toc}\n\nThe board\nmeets.\n{: .lead}\nIt votes.\n", ["Plan", "The board meets.", "It votes."]),
        ("Plan {#plan}\n====\n\nThe {board} meets.\n", ["Plan", "The {board} meets."]),
        ("# Plan\n\n{% include note.html %}\n\nSee [the rule]({% page '/rule' %}) of 3 {county} boards.\n",
         ["Plan", "See the rule of 3 {county} boards."]),
        ("# Plan\n\n{::comment}\nThe board meets.\n{:/comment}\n", ["Plan", "The board meets."]),
    ],
)  # fmt: skip
def test_attributes_and_orders_to_a_program_are_no_text(tmp_path, text, expected):
    loaded = markdown(tmp_path, text)

    assert [prov.heading or prov.text for prov in loaded.corpus] == expected
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


@pytest.mark.parametrize(
    ("text", "heading", "words"),
    [
        ("*Participant.* A participant is a person.", "Participant.", "A participant is a person."),
        ("_Records:_ Each board keeps minutes.", "Records:", "Each board keeps minutes."),
        ("*Ibid.* The board shall meet.", "", "Ibid. The board shall meet."),
        ("*Shall* means a duty of the board.", "", "Shall means a duty of the board."),
    ],
)
def test_a_title_in_italics_opens_a_paragraph_of_markdown(tmp_path, text, heading, words):
    loaded = markdown(tmp_path, f"# Plan\n\n{text}\n")

    assert [(prov.heading, prov.text) for prov in loaded.corpus][1:] == [(heading, words)]
