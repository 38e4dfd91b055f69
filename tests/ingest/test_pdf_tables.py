"""Ruled tables, pages of contents, lists and names in a PDF."""

import pytest

from crosswalk.ingest.pdf import read_pdf
from crosswalk.model.corpus import Source

SOURCE = Source("letter", "2024", "A guidance letter")


def ruled(xs, ys):
    """The rules of a table whose columns and rows have the given edges."""
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


def cells(xs, ys, rows, *, bold=()):
    """Words at the top left of their cells; a text of several lines is set one below the other."""
    return [
        (xs[column] + 4, ys[row] - 12 - 12 * at, 9, row in bold, line)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        for at, line in enumerate(text.split("/") if text else [])
    ]


def blocks(loaded):
    return [(prov.level, prov.heading or prov.text) for prov in loaded.corpus]


XS, YS = (72, 240, 330, 420), (700, 660, 620, 580)


def test_a_row_of_a_ruled_table_is_one_row_with_its_empty_cells(pdf_file):
    rows = [
        ["Indicator", "2024", "2025"],
        ["Education or/employment in/the quarter", "", "72.5%"],
        ["Credential", "60.0%", ""],
    ]
    page = [(72, 740, 10, False, "Each State shall fill in the table.")]
    page += [*cells(XS, YS, rows), *ruled(XS, YS), (72, 560, 10, False, "For questions call the office.")]

    loaded = read_pdf(pdf_file([page]), SOURCE)

    assert blocks(loaded) == [
        ("paragraph", "Each State shall fill in the table."),
        ("table", "Indicator | 2024 | 2025"),
        ("row", "Education or employment in the quarter | | 72.5%"),
        ("row", "Credential | 60.0% |"),
        ("paragraph", "For questions call the office."),
    ]
    assert [prov.context for prov in loaded.corpus if prov.level == "row"] == ["Indicator | 2024 | 2025"] * 2
    assert loaded.unread_chars == 0
    assert loaded.coverage == 1.0


def test_a_head_across_columns_applies_to_each_of_them(pdf_file):
    rows = [["", "Program year 2024", ""], ["", "Expected", "Agreed"], ["Median earnings", "$5,000", ""]]
    rules = [(72, y, 420, y) for y in (700, 660, 620, 580)]
    rules += [(72, 700, 72, 580), (240, 700, 240, 580), (330, 660, 330, 580), (420, 700, 420, 580)]

    loaded = read_pdf(pdf_file([[*cells(XS, YS, rows), *rules]]), SOURCE)

    assert blocks(loaded) == [
        ("table", "| Program year 2024 Expected | Program year 2024 Agreed"),
        ("row", "Median earnings | $5,000 |"),
    ]
    assert loaded.unread_chars == 0


def test_a_head_of_two_rows_whose_first_cell_reaches_down_is_one_head(pdf_file):
    rows = [["Program", "Year", ""], ["", "2026", "2027"], ["Adult education", "40 learners", ""]]
    rules = [(72, y, 420, y) for y in (700, 620, 580)] + [(240, 660, 420, 660)]
    rules += [(72, 700, 72, 580), (240, 700, 240, 580), (330, 660, 330, 580), (420, 700, 420, 580)]

    loaded = read_pdf(pdf_file([[*cells(XS, YS, rows), *rules]]), SOURCE)

    assert blocks(loaded) == [
        ("table", "Program | Year 2026 | Year 2027"),
        ("row", "Adult education | 40 learners |"),
    ]
    assert loaded.unread_chars == 0


def test_a_first_row_of_one_cell_is_the_title_and_a_merged_cell_belongs_to_each_row(pdf_file):
    rows = [
        ["Table 1", "", ""],
        ["Service", "Counts", "Codes"],
        ["Outreach", "No", "1000"],
        ["", "Yes", "1001"],
    ]
    ys = (700, 670, 640, 610, 580)
    rules = [(72, y, 420, y) for y in (700, 670, 640, 580)] + [(240, 610, 420, 610)]
    rules += [(72, 700, 72, 580), (240, 670, 240, 580), (330, 670, 330, 580), (420, 700, 420, 580)]

    loaded = read_pdf(pdf_file([[*cells(XS, ys, rows), *rules]]), SOURCE)

    assert blocks(loaded) == [
        ("table", "Table 1 | Service | Counts | Codes"),
        ("row", "Outreach | No | 1000"),
        ("row", "Outreach | Yes | 1001"),
    ]
    assert loaded.unread_chars == 0


def test_a_table_continued_on_the_next_page_keeps_its_head(pdf_file):
    head = ["Service", "Counts", "Codes"]
    first = [*cells(XS, YS, [head, ["Outreach", "No", "1000"], ["Intake", "No", "1002"]]), *ruled(XS, YS)]
    second = [
        *cells(XS, YS, [head, ["Training", "Yes", "1300"], ["Follow-up", "No", "1500"]]),
        *ruled(XS, YS),
    ]

    loaded = read_pdf(pdf_file([first, second]), SOURCE)

    assert [level for level, _ in blocks(loaded)] == ["table", "row", "row", "row", "row"]
    assert {prov.context for prov in loaded.corpus if prov.level == "row"} == {"Service | Counts | Codes"}
    assert loaded.unread_chars == 0


@pytest.mark.parametrize(
    "rest",
    [[["Transport voucher", "", "680.910"]], [["Mentoring", "Yes", "681.490"], ["Tuition", "", "680.210"]]],
)
def test_a_table_that_goes_on_without_its_head_has_it_still(pdf_file, rest):
    rows = [["Event", "Counts", "Rule"], ["Job search", "No", "677.150"], ["Coaching", "Yes", "681.580"]]
    first = [*cells(XS, YS, rows), *ruled(XS, YS)]
    ys = YS[: len(rest) + 1]

    found = read_pdf(pdf_file([first, [*cells(XS, ys, rest), *ruled(XS, ys)]]), SOURCE)

    lines = [" | ".join(row).replace("|  |", "| |") for row in (*rows, *rest)]
    assert blocks(found) == [("table", lines[0]), *(("row", line) for line in lines[1:])]
    assert {prov.context for prov in found.corpus if prov.level == "row"} == {lines[0]}
    assert found.claimed_chars == found.source_chars


@pytest.mark.parametrize(
    "rules",
    [
        ruled((60, 560), (760, 40)),  # a frame around the page
        [(72, 690, 300, 690)],  # one rule below a line
        [(72, 690, 300, 690), (72, 650, 300, 650)],  # rules above and below
        [(72 + 7 * at, 200, 72 + 7 * at, 200 + 10 * at) for at in range(9)],  # a chart
    ],
    ids=["frame", "rule", "rules", "chart"],
)
def test_rules_that_make_no_cells_change_nothing(pdf_file, lines_set, rules):
    text = lines_set("The local board shall meet each month.", ("Providers must report.", {"gap": 10}))

    loaded = read_pdf(pdf_file([[*text, *rules]]), SOURCE)

    assert [text for _, text in blocks(loaded)] == [
        "The local board shall meet each month.",
        "Providers must report.",
    ]


def test_a_table_without_rules_keeps_its_columns(pdf_file):
    placed = [
        (72, 700, 10, True, "Indicator"), (300, 700, 10, True, "2024"), (420, 700, 10, True, "2025"),
        (72, 670, 10, False, "Employment"), (300, 670, 10, False, "71.0%"), (420, 670, 10, False, "72.5%"),
        (72, 640, 10, False, "Credential"), (420, 640, 10, False, "60.0%"),
    ]  # fmt: skip

    loaded = read_pdf(pdf_file([placed]), SOURCE)

    assert blocks(loaded) == [
        ("table", "Indicator | 2024 | 2025"),
        ("row", "Employment | 71.0% | 72.5%"),
        ("row", "Credential | | 60.0%"),
    ]


TITLES = ["Executive summary", "Introduction", "Rules of the game", "Written agreements", "More"]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "Table of Contents",
            [f"{words} {'.' * (60 - len(words))} {at + 3}" for at, words in enumerate(TITLES)],
        ),
        ("CONTENTS", [f"{words} {'. ' * 20}{at + 3}" for at, words in enumerate(TITLES)]),
        (
            "Contents:",
            [
                f"{words} {'_' * 30} {mark}"
                for words, mark in zip(TITLES, ["i", "ii", "iii", "iv", "A-1"], strict=True)
            ],
        ),
        ("Overview", [f"{words} {'.' * (60 - len(words))} {at + 3}" for at, words in enumerate(TITLES)]),
    ],
)
def test_lines_of_the_contents_are_left_out_and_counted(pdf_file, lines_set, title, lines):
    front = lines_set(("A GUIDE TO SHARING", {"size": 16, "bold": True}))
    contents = lines_set((title, {"bold": True}), *lines)
    body = lines_set(("EXECUTIVE SUMMARY", {"bold": True}), "Each State must sign an agreement.")

    loaded = read_pdf(pdf_file([front, contents, body]), SOURCE)

    kept = [("heading 2", "Overview")] if title == "Overview" else []
    assert blocks(loaded) == [
        ("heading 1", "A GUIDE TO SHARING"),
        *kept,
        ("heading 3" if kept else "heading 2", "EXECUTIVE SUMMARY"),
        ("paragraph", "Each State must sign an agreement."),
    ]
    assert loaded.dropped["lines of the table of contents"].pieces == len(lines) + (not kept)
    assert loaded.unread_chars == 0


def test_contents_set_in_two_columns_are_left_out(pdf_file):
    placed = [(72, 720, 10, True, "Contents")]
    for at, words in enumerate(TITLES):
        placed += [(72, 700 - 14 * at, 10, False, words), (480, 700 - 14 * at, 10, False, str(at + 2))]

    loaded = read_pdf(
        pdf_file([placed, [(72, 700, 10, False, "Each State must sign an agreement.")]]), SOURCE
    )

    assert blocks(loaded) == [("paragraph", "Each State must sign an agreement.")]
    assert loaded.unread_chars == 0


@pytest.mark.parametrize("title", ["TABLE OF CONTENTS", "In this handbook:"])
def test_entries_without_leaders_below_a_title_are_left_out(pdf_file, lines_set, title):
    entries = [
        f"{number}. {words} {at}" for at, (number, words) in enumerate(zip("12345", TITLES, strict=True), 2)
    ]
    lines = lines_set(
        (title, {"bold": True}), *entries, "LIST OF TABLES", "Table 1. Groups 4", "Table 2. Dates 6"
    )
    body = lines_set(("1. Executive summary", {"bold": True}), "Each State must sign an agreement.")

    loaded = read_pdf(pdf_file([lines, body]), SOURCE)

    assert blocks(loaded) == [
        ("heading 1", "Executive summary"),
        ("paragraph", "Each State must sign an agreement."),
    ]
    assert loaded.dropped["lines of the table of contents"].pieces == len(lines)
    assert loaded.unread_chars == 0


def test_headings_with_page_numbers_and_no_title_are_contents(pdf_file, lines_set):
    placed, act = [], "Each State must act on what its partners and its local boards have agreed."
    for at, words in enumerate(TITLES):
        placed += [(72, 560 - 14 * at, 10, False, words), (480, 560 - 14 * at, 10, False, str(at + 2))]
    parts = [part for words in TITLES for part in ((words, {"bold": True, "gap": 8}), (act, {"gap": 8}))]

    loaded = read_pdf(pdf_file([placed, lines_set(*parts)]), SOURCE)
    table = read_pdf(pdf_file([placed, lines_set("Each State must sign an agreement.")]), SOURCE)

    assert [words for level, words in blocks(loaded) if level.startswith("heading")] == TITLES
    assert {words for level, words in blocks(loaded) if level == "paragraph"} == {act}
    assert "lines of the table of contents" not in table.dropped


def test_sums_that_end_in_a_number_are_no_contents(pdf_file):
    sums = ["$7.25 X", "$7.25 X", "$8.10 X", "$8.10 X"]
    placed = [(72, 560 - 14 * at, 10, False, words) for at, words in enumerate(sums)]
    placed += [(480, 560 - 14 * at, 10, False, "13") for at, _ in enumerate(sums)]

    loaded = read_pdf(pdf_file([placed]), SOURCE)

    assert "lines of the table of contents" not in loaded.dropped
    assert " ".join(words for _, words in blocks(loaded)).count("13") == len(sums)
    assert loaded.unread_chars == 0


def test_items_lettered_in_lower_case_below_a_title_are_items(pdf_file, lines_set):
    lines = [
        "CHECKLIST",
        "a. Board roster attached +",
        "b. Conflict policy",
        "C. Fiscal Items",
        "a. Budget signed *",
    ]

    loaded = read_pdf(pdf_file([lines_set(*lines)]), SOURCE)

    assert [(prov.num, prov.heading or prov.text) for prov in loaded.corpus] == [
        ("", "CHECKLIST"),
        ("a.", "Board roster attached +"),
        ("b.", "Conflict policy"),
        ("C.", "Fiscal Items"),
        ("a.", "Budget signed *"),
    ]


def test_leaders_to_numbers_that_fall_are_no_contents(pdf_file, lines_set):
    lines = ["Need ................ 20", "Design .............. 45", "Outcomes ............ 35"]

    loaded = read_pdf(pdf_file([lines_set("Each application is scored on three things:", *lines)]), SOURCE)

    assert not loaded.dropped
    assert all(any(word in prov.text for prov in loaded.corpus) for word in ("Need", "Design", "Outcomes"))


def test_a_text_that_names_pages_is_no_contents(pdf_file, lines_set):
    text = lines_set("See the table of contents on page 3", ("The board met on May 5", {"gap": 8}))

    assert len(read_pdf(pdf_file([text]), SOURCE).corpus) == 2


@pytest.mark.parametrize("end", ["*", "†", " (see note)", " - new", "%"])
def test_an_item_that_ends_in_any_sign_is_one_item(pdf_file, lines_set, end):
    items = [f"{number}. Payments moved to the program{end}" for number in (24, 25, 26)]

    loaded = read_pdf(pdf_file([lines_set("Award", *items)]), SOURCE)

    assert [(prov.num, prov.text) for prov in loaded.corpus][1:] == [
        (f"{number}.", f"Payments moved to the program{end}") for number in (24, 25, 26)
    ]


def test_a_lettered_title_among_items_is_a_heading(pdf_file, lines_set):
    lines = [
        "26. Program income not spent",
        "F. Indirect Expenses",
        "27. Indirect cost rate*",
        "28. Indirect base*",
    ]

    loaded = read_pdf(pdf_file([lines_set(*lines)]), SOURCE)

    assert [(prov.level, prov.num) for prov in loaded.corpus] == [
        ("item", "26."),
        ("heading 1", "F."),
        ("item", "27."),
        ("item", "28."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "J. Doe, Director",
        "A. Sample, Deputy Secretary",
        "J. R. Doe",
        "(555) 010-7454",
        "R. Roe",
        "(512) 555-0142 or (512) 555-0177",
        "K. Lund reviewed the levels in May.",
        "T. 303.555.0135",
    ],
)
def test_a_name_or_phone_number_is_no_item(pdf_file, lines_set, line):
    loaded = read_pdf(
        pdf_file([lines_set("Questions may be sent to the unit.", (line, {"gap": 10}))]), SOURCE
    )

    assert blocks(loaded)[-1] == ("paragraph", line)


def test_words_joined_at_a_line_end_are_listed_and_known_hyphens_stay(pdf_file, lines_set):
    lines = [
        "The local board shall support work-",
        "based learning and the one-",
        "stop system with non-",
        "profit partners.",
    ]

    loaded = read_pdf(pdf_file([lines_set(*lines)]), SOURCE)

    text = (
        "The local board shall support work-based learning and the one-stop system with nonprofit partners."
    )
    assert [prov.text for prov in loaded.corpus] == [text]
    assert loaded.notes == (
        "Words rejoined across a line end, or separated where they ran together: 1 (nonprofit).",
    )


def test_columns_set_close_are_parted_where_all_rows_leave_a_gap(pdf_file):
    rows = [
        ("Exact", "99.9 67.7", "80.9"),
        ("Strict part", "98.5 59.6", "73.8"),
        ("Other", "70.1", ""),
        ("All", "99.0 44.3", "68.6"),
    ]
    placed = [
        (x, 700 - 14 * at, 10, False, words)
        for at, row in enumerate(rows)
        for x, words in zip((72, 240, 400), row, strict=True)
        if words
    ]

    loaded = read_pdf(pdf_file([placed]), SOURCE)

    assert [text for _, text in blocks(loaded)] == [
        "Exact | 99.9 | 67.7 | 80.9",
        "Strict part | 98.5 | 59.6 | 73.8",
        "Other | 70.1 | |",
        "All | 99.0 | 44.3 | 68.6",
    ]


def test_a_label_of_several_lines_is_one_cell_of_its_row(pdf_file):
    rows = [
        ("County", "Adult", "Youth"),
        ("Adams", "120,340", "99,001"),
        ("Brown and Upper", "", "1,200"),
        ("Brown with towns", "", ""),
        ("Clay", "5,510", ""),
        ("Total", "125,850", "100,201"),
    ]
    tops = (700, 680, 660, 648, 628, 608)
    placed = [
        (x, top, 10, at == 0, words)
        for (at, row), top in zip(enumerate(rows), tops, strict=True)
        for x, words in zip((72, 200, 300), row, strict=True)
        if words
    ]
    # The file has the cells of a row one after the other, the label whole.
    placed[7:9] = [placed[8], placed[7]]

    loaded = read_pdf(pdf_file([placed]), SOURCE)

    assert [text for _, text in blocks(loaded)] == [
        "County | Adult | Youth",
        "Adams | 120,340 | 99,001",
        "Brown and Upper Brown with towns | | 1,200",
        "Clay | 5,510 |",
        "Total | 125,850 | 100,201",
    ]


def test_letters_set_one_by_one_are_words(pdf_file):
    placed = [
        (72 + 13.2 * at, 700, 22, True, letter)
        for at, letter in enumerate("Workforce Guidance")
        if letter != " "
    ]
    placed.append((72, 660, 10, False, "The manual says what a board must do."))

    loaded = read_pdf(pdf_file([placed]), SOURCE)

    assert [text for _, text in blocks(loaded)] == [
        "Workforce Guidance",
        "The manual says what a board must do.",
    ]


def test_a_table_right_below_a_paragraph_does_not_take_its_last_line(pdf_file):
    rows = [("Ref", "Duty", "When"), ("1", "File the plan", "May"), ("2", "", "June")]
    placed = [(72, 700, 10, False, "The board shall always meet in the open and shall keep minutes.")]
    placed += [
        (x, 686 - 14 * at, 10, False, words)
        for at, row in enumerate(rows)
        for x, words in zip((72, 200, 340), row, strict=True)
        if words
    ]

    loaded = read_pdf(pdf_file([placed]), SOURCE)

    assert blocks(loaded)[1:] == [
        ("table", "Ref | Duty | When"),
        ("row", "1 | File the plan | May"),
        ("row", "2 | | June"),
    ]


def test_lettered_lines_without_a_capital_are_items(pdf_file, lines_set):
    lines = ["2.1 Chairs sign.", "a. first", "b. second", "i. inner", "ii. inner two", "c. third"]
    lines.insert(
        0, "The chair and the clerk of the board have the duties that are listed below, each of them alone."
    )
    loaded = read_pdf(pdf_file([lines_set(*lines, "Article 2", "The clerk files it.")]), SOURCE)

    assert [prov.id for prov in loaded.corpus] == [
        "p1", "2.1", "2.1/a", "2.1/b", "2.1/b/i", "2.1/b/ii", "2.1/c", "article-2", "article-2/p1",
    ]  # fmt: skip


def test_a_table_at_the_foot_of_a_column_stays_in_that_column(pdf_file):
    xs, ys = (72, 160, 240), (640, 620, 600)
    words = [
        (72, 720, 10, False, "The first column has a"),
        (72, 706, 10, False, "paragraph of two lines."),
        *cells(xs, ys, [["Area", "Level"], ["North", "71%"]]),
        *ruled(xs, ys),
        (330, 720, 10, False, "The second column has"),
        (330, 706, 10, False, "a paragraph of its own."),
    ]

    assert [text for _, text in blocks(read_pdf(pdf_file([words]), SOURCE))] == [
        "The first column has a paragraph of two lines.",
        "Area | Level",
        "North | 71%",
        "The second column has a paragraph of its own.",
    ]
