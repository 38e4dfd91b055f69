"""Reading PDF: what stands on a page, and what an analyst wants of it."""

import itertools
import re
import textwrap
import zlib
from collections import Counter

import pytest

from crosswalk.errors import CrosswalkError
from crosswalk.ingest import read
from crosswalk.ingest.blocks import load_blocks
from crosswalk.ingest.pdf import read_pdf
from crosswalk.ingest.table_grids import table_blocks
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut

SOURCE = Source("letter", "2024", "A guidance letter")
NAMES = ("first", "second", "third", "fourth", "fifth")
BULLET = {"x": 90, "hang": 2}


def texts(loaded):
    return {prov.id: prov.text or prov.heading for prov in loaded.corpus}


def simple(pdf_file, lines_set, *parts):
    return read_pdf(pdf_file([lines_set(*parts)]), SOURCE)


@pytest.fixture(scope="module")
def letter(pdf_file, lines_set):
    """Three pages with headers, page numbers, a list and a word over page ends, and a footnote."""
    edges = [
        [
            (72, 760, 8, False, f"Guidance Letter 5-24, Change {page}"),
            (300, 40, 8, False, f"Page {page} of 3"),
        ]
        for page in (1, 2, 3)
    ]
    first = lines_set(
        ("1. Purpose.", {"bold": True}),
        (
            "This letter tells States how career pathways are measured. It takes the place of the one before.",
            {"gap": 10},
        ),
        ("2. What is asked.", {"bold": True, "gap": 10}),
        ("Each State must do the following with care:", {"gap": 10}),
        (
            "a. count every participant of the program who is in education or training in the year;",
            BULLET | {"gap": 10},
        ),
        ("b. count every credential once; and", BULLET | {"note": "1"}),
        ("c. report the median of earnings, in the order and in the form that the tables of", BULLET),
    )
    foot = [
        (72, 80, 5, False, "1"),
        (76, 78, 7, False, "See the rule of 2016. It has not"),
        (72, 70, 7, False, "changed."),
    ]
    second = lines_set(
        ("this letter give.", {"x": 102}),
        ("The work of a pathway is done by the State and by the local board. All who are co-", {"gap": 10}),
        "enrolled count in each program that serves them, and this is so for the imple-",
        "mentation of the law, which asks that a co-enrolled participant be seen in each.",
        ("3. Terms.", {"bold": True, "gap": 10}),
        ("• Exit", {"gap": 10, "x": 90}),
        ("• Participant", {"x": 90}),
    )
    third = lines_set(
        ("4. Questions.", {"bold": True}),
        ("Ask the office. Nothing else is needed for the implementation.", {"gap": 10}),
    )
    return pdf_file([edges[0] + first + foot, edges[1] + second, edges[2] + third])


def test_headings_items_and_paragraphs_make_a_tree(letter):
    loaded = read_pdf(letter, SOURCE)

    assert [(prov.id, prov.level, prov.num) for prov in loaded.corpus] == [
        ("1", "heading 1", "1."),
        ("1/p1", "paragraph", ""),
        ("2", "heading 1", "2."),
        ("2/p1", "paragraph", ""),
        ("2/p1/a", "item", "a."),
        ("2/p1/b", "item", "b."),
        ("2/p1/b/fn1", "footnote", "1"),
        ("2/p1/c", "item", "c."),
        ("2/p2", "paragraph", ""),
        ("3", "heading 1", "3."),
        ("3/b1", "item", ""),
        ("3/b2", "item", ""),
        ("4", "heading 1", "4."),
        ("4/p1", "paragraph", ""),
    ]
    assert loaded.corpus["2"].heading == "What is asked."
    assert loaded.corpus.lead_in("2/p1/b") == "Each State must do the following with care:"
    assert loaded.coverage == 1.0


def test_a_paragraph_across_a_page_end_has_both_page_numbers(letter):
    prov = read_pdf(letter, SOURCE).corpus["2/p1/c"]

    assert prov.text == (
        "report the median of earnings, in the order and in the form that the tables of this letter give."
    )
    assert prov.page == "1-2"


def test_headers_footers_and_page_numbers_are_dropped_and_counted(letter):
    loaded = read_pdf(letter, SOURCE)

    assert loaded.dropped == {"lines of page headers and footers": LeftOut(6, 102)}
    assert not any("Guidance Letter" in text or "of 3" in text for text in texts(loaded).values())
    assert [loaded.corpus[place].page for place in ("1", "3", "4")] == ["1", "2", "3"]


def test_a_sentence_that_ends_many_pages_is_not_a_footer(pdf_file, lines_set):
    words = "This program is run by the State, and by the local boards of it, for all who are in need of it."
    pages = [
        lines_set(f"The {name} page has a text of its own, and more. " + words, top=100) for name in NAMES
    ]

    loaded = read_pdf(pdf_file(pages), SOURCE)

    assert loaded.dropped == {}
    assert all(prov.text.endswith(words) for prov in loaded.corpus)


def test_a_lone_number_in_the_text_is_not_a_page_number(pdf_file, lines_set):
    pages = [
        [
            *lines_set(f"Row of {name}.", "70", f"Row behind {name}.", "80", top=110),
            (300, 40, 8, False, str(page)),
        ]
        for page, name in enumerate(NAMES, 1)
    ]

    loaded = read_pdf(pdf_file(pages), SOURCE)

    assert loaded.dropped == {"lines of page headers and footers": LeftOut(5, 5)}
    assert "70" in " ".join(texts(loaded).values())


def test_split_words_are_rejoined_as_the_document_writes_them(letter):
    text = read_pdf(letter, SOURCE).corpus["2/p2"].text

    assert "All who are co-enrolled count" in text
    assert "for the implementation of the law" in text


def test_words_run_together_in_the_file_are_parted(pdf_file, lines_set):
    loaded = simple(
        pdf_file,
        lines_set,
        "The programs are many.",
        ("States shall ask, and programsshall heed section112(b).", {"gap": 12}),
    )

    assert loaded.corpus["p2"].text == "States shall ask, and programs shall heed section 112(b)."
    assert loaded.notes == (
        "Words rejoined across a line end, or separated where they ran together: 2 (programs shall, section 112(b)).",
    )


def test_footnotes_become_provisions_below_the_text_that_points_to_them(letter):
    loaded = read_pdf(letter, SOURCE)

    assert loaded.corpus["2/p1/b"].text == "count every credential once; and"
    assert loaded.corpus["2/p1/b/fn1"].text == "See the rule of 2016. It has not changed."
    assert loaded.notes[0].startswith("Footnotes that became provisions")


def test_a_raised_number_that_is_no_footnote_stays_in_the_text(pdf_file, lines_set):
    loaded = simple(
        pdf_file, lines_set, ("The floor of the room measures ten m", {"note": "2"}), "Nothing else."
    )

    assert "ten m2" in loaded.corpus["p1"].text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_turned_for_its_reader_is_read_alike(pdf_file, lines_set, turn):
    page = lines_set(("1. Purpose.", {"bold": True}), ("The words of the page.", {"gap": 10}))

    loaded = read_pdf(pdf_file([page], rotate=turn), SOURCE)

    assert texts(loaded) == {"1": "Purpose.", "1/p1": "The words of the page."}


def test_words_set_askew_are_left_out_and_counted(pdf_file, lines_set):
    data = pdf_file([lines_set("The words of the page.", ("DRAFT 2", {"gap": 100}))])
    stamp = b"10 Tf 72 "
    askew = b"10 Tf 0.7 0.7 -0.7 0.7 72 "

    loaded = read_pdf(data.replace(stamp + b"606 Td", askew + b"606 Tm"), SOURCE)

    assert texts(loaded) == {"p1": "The words of the page."}
    assert loaded.dropped == {"slanted text": LeftOut(2, 6)}


@pytest.mark.parametrize("angle", [b"0 1 -1 0 300 100", b"-1 0 0 -1 500 100", b"0 -1 1 0 300 700"])
def test_a_table_set_sideways_is_read(pdf_file, angle):
    data = pdf_file([[(72, 700, 10, False, "The words of a table set sideways.")]])

    loaded = read_pdf(data.replace(b"72 700 Td", angle + b" Tm"), SOURCE)

    assert texts(loaded) == {"p1": "The words of a table set sideways."}


def test_a_page_is_read_downward_whatever_the_order_of_the_file(pdf_file, lines_set):
    placed = lines_set(
        "First come the words of the first paragraph.", ("Then those of the second.", {"gap": 12})
    )

    loaded = read_pdf(pdf_file([placed[::-1]]), SOURCE)

    assert list(texts(loaded).values()) == [
        "First come the words of the first paragraph.",
        "Then those of the second.",
    ]


def test_columns_are_read_one_after_the_other(pdf_file):
    words = "The left column goes on from line to line until it ends far down on the page."
    left = [(72, 720 - 14 * at, 10, False, row) for at, row in enumerate(wrapped(words, 30))]
    right = [
        (330, 720 - 14 * at, 10, False, row)
        for at, row in enumerate(wrapped(words.replace("left", "right"), 30))
    ]
    more = [(72, 720 - 14 * (at + 10), 10, False, row) for at, row in enumerate(wrapped(words * 4, 30))]

    loaded = read_pdf(pdf_file([left + more + right]), SOURCE)

    found = " ".join(texts(loaded).values())
    assert found.index("right column") > found.index("left column")
    assert words.replace("left", "right") in found


def wrapped(words, room):
    rows = [""]
    for word in words.split():
        if len(rows[-1]) + len(word) > room:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def test_cells_beside_one_another_are_one_row(pdf_file):
    cells = [
        (72, 700, "Outreach and"), (72, 686, "intake"), (240, 693, "No"), (400, 693, "1000, 1002"),
        (72, 650, "Training"), (240, 650, "Yes"), (400, 650, "1300"),
    ]  # fmt: skip
    placed = [(x, y, 10, False, words) for x, y, words in cells]

    loaded = read_pdf(pdf_file([placed]), SOURCE)

    assert [(prov.level, prov.text) for prov in loaded.corpus] == [
        ("row", "Outreach and intake | No | 1000, 1002"),
        ("row", "Training | Yes | 1300"),
    ]
    assert loaded.coverage == 1.0


def test_a_gap_out_of_measure_parts_cells_and_an_even_one_does_not(pdf_file):
    row = [(72, 700, "Median"), (114, 700, "earnings"), (178, 700, "6,500"), (224, 700, "6,800")]
    even, x = [], 72
    for word in ["All", "gaps", "are", "of", "one", "width"]:
        even.append((x, 600, word))
        x += 6 * len(word) + 15

    loaded = read_pdf(pdf_file([[(x, y, 10, False, words) for x, y, words in row + even]]), SOURCE)

    assert list(texts(loaded).values()) == ["Median earnings | 6,500 | 6,800", "All gaps are of one width"]


def test_a_line_set_further_in_is_a_paragraph_of_the_item_above(pdf_file, lines_set):
    """Bullets that are drawn, not set, leave no sign but the indent."""
    loaded = simple(
        pdf_file,
        lines_set,
        "The parts are:",
        ("B. emerging sectors", {"x": 90}),
        ("regional data;", {"x": 130}),
    )

    assert texts(loaded) == {"p1": "The parts are:", "p1/B": "emerging sectors", "p1/B/p1": "regional data;"}


def test_a_sentence_runs_on_into_the_next_column(pdf_file):
    left = ["The first column of this page", "holds the greater part of its", "sentence, which goes on"]
    right = ["at the head of the second one."]
    placed = [(72, 720 - 14 * at, 10, False, row) for at, row in enumerate(left)]
    placed += [(330, 720, 10, False, right[0])]

    assert texts(read_pdf(pdf_file([placed]), SOURCE)) == {"p1": " ".join(left + right)}


@pytest.mark.parametrize(
    ("opening", "num", "rest"),
    [
        ("(a) States may count", "(a)", "States may count"),
        ("A-1. States may count", "A-1.", "States may count"),
        ("1) States may count", "1)", "States may count"),
        ("2.3.1 States may count", "2.3.1", "States may count"),
        ("iv. States may count", "iv.", "States may count"),
        ("2022, and developed jointly", "", "2022, and developed jointly"),
        ("U.S. Departments may count", "", "U.S. Departments may count"),
    ],
)
def test_enumerators_are_distinguished_from_words(pdf_file, lines_set, opening, num, rest):
    prov = simple(pdf_file, lines_set, opening).corpus.provisions[0]

    assert (prov.num, prov.text) == (num, rest)


def test_a_sentence_with_a_number_at_a_line_start_is_not_an_item(pdf_file, lines_set):
    words = "The rule that all of the States have to follow is in title 20, in the sections 1. through 9. and so on."
    loaded = simple(pdf_file, lines_set, words)

    assert [word for _, _, _, _, word in lines_set(words)][1].startswith("1. through")
    assert texts(loaded) == {"p1": words}


def test_lists_nest_by_mark_and_indent(pdf_file, lines_set):
    loaded = simple(
        pdf_file,
        lines_set,
        "The following count:",
        ("1. a credential of these kinds:", {"x": 90, "gap": 10}),
        ("a. a diploma;", {"x": 108}),
        ("b. a degree:", {"x": 108}),
        ("• of two years;", {"x": 126}),
        ("• of four years;", {"x": 126}),
        ("2. a license.", {"x": 90}),
    )

    assert list(loaded.corpus.by_id) == ["p1", "p1/1", "p1/1/a", "p1/1/b", "p1/1/b/b1", "p1/1/b/b2", "p1/2"]


def test_a_bold_opening_is_a_heading_of_its_item(pdf_file):
    loaded = read_pdf(
        pdf_file(
            [
                [
                    (72, 700, 10, True, "Credential Attainment:"),
                    (72 + 6 * 23, 700, 10, False, "the share who earn one"),
                ]
            ]
        ),
        SOURCE,
    )

    assert [(prov.heading, prov.text) for prov in loaded.corpus] == [
        ("Credential Attainment:", "the share who earn one")
    ]


def test_ambiguous_enumerators_are_reported(pdf_file, lines_set):
    letters = "abcdefghij"
    loaded = simple(
        pdf_file, lines_set, *[(f"({letter}) the matter of {letter};", {"gap": 8}) for letter in letters]
    )

    assert [prov.id for prov in loaded.corpus] == list(letters)
    assert loaded.ambiguous == ("(i) was read as a letter, the next of the list that was open.",)


def test_ids_do_not_move_when_words_elsewhere_change(letter):
    before = read_pdf(letter, SOURCE)
    after = read_pdf(letter.replace(b"Ask the office.", b"See the bureau."), SOURCE)

    assert list(before.corpus.by_id) == list(after.corpus.by_id)


def test_a_scanned_pdf_is_refused_in_one_sentence(pdf_file):
    with pytest.raises(CrosswalkError, match="on 3 pages and no text to read; run text recognition"):
        read_pdf(pdf_file([[], [], []]), SOURCE)


def test_a_scanned_page_among_others_is_named(pdf_file, lines_set):
    page = lines_set(*["The words of this page are words that a program can read."] * 4)

    loaded = read_pdf(pdf_file([page, [], page]), SOURCE)

    assert [(problem.where, problem.code) for problem in loaded.problems] == [("page 2", "XW-235")]


def test_a_locked_pdf_is_refused(pdf_file, lines_set):
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"41" * 32,
        b"42" * 32,
    )

    with pytest.raises(CrosswalkError, match="XW-233 this PDF is locked by a password"):
        read_pdf(pdf_file([lines_set("Words.")], extra=lock), SOURCE)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_pdf_is_refused(letter, share):
    with pytest.raises(CrosswalkError, match="XW-232 this PDF is cut short"):
        read_pdf(letter[: int(len(letter) * share)], SOURCE)


def test_a_small_file_that_unpacks_to_endless_drawing_is_refused(letter):
    packed = zlib.compress(b"BT (words) Tj ET\n" * 2_000_000)
    bomb = letter.replace(b"stream\n", b"stream\n" + packed + b"\nendstream\nstream\n", 1)

    assert len(bomb) < 200_000
    with pytest.raises(CrosswalkError, match="XW-120"):
        read_pdf(bomb, SOURCE)


def test_a_pdf_with_broken_insides_never_crashes(letter):
    """Every stretch of the file is overwritten once; each file is read or refused."""
    step = 97
    for start in range(20, len(letter) - 2048, step):
        broken = letter[:start] + b"\xff<(" * 10 + letter[start + 30 :]
        try:
            read_pdf(broken, SOURCE)
        except CrosswalkError:
            continue


def test_the_rsa_guidance_gives_the_words_of_its_text_version(reference):
    folder = reference / "wioa" / "guidance"
    loaded = read(folder / "RSA-TAC-17-01.pdf", SOURCE)
    ours = Counter(words(" ".join(f"{prov.num} {prov.heading} {prov.text}" for prov in loaded.corpus)))

    theirs = Counter(words(text_version((folder / "RSA-TAC-17-01.txt").read_text("utf-8"))))

    total = sum(theirs.values())
    assert total > 20_000
    assert sum((ours - theirs).values()) < 0.01 * total
    assert sum((theirs - ours).values()) < 0.01 * total


def text_version(text):
    """The text version without its notes, page marks, bullets, and the second copy of each page's tables.

    On each page that copy stands behind the printed page number.
    """
    pages = re.split(
        r"\n---\nPage \d+\n", "\n".join(row for row in text.split("\n") if not row.startswith("#"))
    )
    kept = []
    for page in pages:
        rows = page.split("\n")
        number = re.compile(r"[IVX]+(-\d)?|\d{1,2}")
        ends = [
            at
            for at, row in enumerate(rows)
            if number.fullmatch(row.strip()) and not set(rows[at + 1 : at + 2]) - {""}
        ]
        kept += rows[: ends[-1]] if ends else rows
    return "\n".join(re.sub(r"^[•o]( •)? ", "", row) for row in kept)


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower())


def test_the_rsa_guidance_is_read_with_its_own_outline(reference):
    loaded = read(reference / "wioa" / "guidance" / "RSA-TAC-17-01.pdf", SOURCE)
    corpus = loaded.corpus

    measure = next(prov for prov in corpus if prov.heading == "Median Earnings – 2nd Quarter After Exit")
    above = [prov.num for prov in corpus.ancestors(measure.id)]
    assert (above[-2:], measure.num, measure.page) == (["1.", "b."], "C.", "7")
    assert [prov.num for prov in corpus.children("attachment-i") if prov.num] == []
    assert corpus["attachment-i"].page == "I-1"
    assert loaded.levels["footnote"] == 26
    assert loaded.coverage == 1.0
    paths = [prov for prov in corpus if "State-recognized postsecondary education or training" in prov.text]
    assert len(paths) == 1
    assert all(pair[0] != pair[1] for pair in itertools.pairwise(prov.id for prov in corpus))


def test_footnotes_whose_numbers_are_set_apart_are_footnotes(pdf_file, lines_set):
    body = lines_set(
        "The board shall meet four times in each program year, and it shall publish its minutes within ten days.",
        ("It may close a meeting by a vote", {"note": "1"}),
        ("It may hold a meeting by telephone", {"note": "2"}),
    )
    foot = [
        (72, 100, 6.5, False, "1"), (90, 98, 8.5, False, "A vote is one of the majority of those present."),
        (72, 86, 6.5, False, "2"), (90, 84, 8.5, False, "A telephone is any means of hearing one another,"),
        (90, 73, 8.5, False, "by 1) wire or 2) radio."),
    ]  # fmt: skip
    loaded = read_pdf(pdf_file([[*body, *foot]]), SOURCE)

    notes = [(prov.num, prov.text) for prov in loaded.corpus if prov.level == "footnote"]
    assert notes == [
        ("1", "A vote is one of the majority of those present."),
        ("2", "A telephone is any means of hearing one another, by 1) wire or 2) radio."),
    ]
    assert loaded.unread_chars == 0


def test_a_column_of_small_numbers_that_are_no_footnotes_stays_a_table(pdf_file, lines_set):
    body = lines_set(
        "The board shall meet four times in each program year, and it shall publish its minutes soon."
    )
    foot = [
        (72, 100, 8, False, "71"), (200, 100, 8, False, "Percent employed"),
        (72, 86, 8, False, "60"), (200, 86, 8, False, "Percent with a credential"),
    ]  # fmt: skip
    loaded = read_pdf(pdf_file([[*body, *foot]]), SOURCE)

    rows = [prov.text for prov in loaded.corpus if prov.level == "row"]
    assert rows == ["71 | Percent employed", "60 | Percent with a credential"]


@pytest.mark.parametrize(
    "initial", ["D. Perkins Career and Technical Education Act", "B. Sample Act of 2006"]
)
def test_an_initial_at_the_start_of_a_line_is_no_item(pdf_file, initial):
    lines = [
        (90, 700, 10, False, "* Programs of career and technical education authorized under the Carl"),
        (102, 686, 10, False, f"{initial}; and"),
        (90, 672, 10, False, "* Programs of the State board."),
    ]
    loaded = read_pdf(pdf_file([lines]), SOURCE)

    assert [prov.text for prov in loaded.corpus] == [
        f"Programs of career and technical education authorized under the Carl {initial}; and",
        "Programs of the State board.",
    ]


def test_a_footnote_after_a_year_leaves_the_year_as_it_is(pdf_file, lines_set):
    body = lines_set(("The waiver was given on October 6, 2022", {"note": "1"}), "It holds for five years.")
    foot = [(72, 80, 5, False, "1"), (76, 78, 7, False, "By letter of that day.")]

    loaded = read_pdf(pdf_file([body + foot]), SOURCE)

    assert loaded.corpus["p1"].text.startswith("The waiver was given on October 6, 2022 It")
    assert loaded.corpus["p1/fn1"].text == "By letter of that day."


def test_a_raised_number_before_a_mark_goes_back_to_its_place(pdf_file, lines_set):
    """Where no footnote has its number, `m2.` is not `m.2`."""
    body = lines_set("The room measures ten m")
    x, y, size = body[-1][0] + 0.6 * 10 * len("The room measures ten m"), body[-1][1], body[-1][2]
    placed = [*body, (x, y + 4, 6, False, "2"), (x + 3.6, y, size, False, ".")]

    loaded = read_pdf(pdf_file([placed]), SOURCE)

    assert loaded.corpus["p1"].text == "The room measures ten m2."


def test_the_foot_of_a_letterhead_below_the_footnotes_is_a_foot(pdf_file, lines_set):
    body = lines_set(
        "The letter presents three topics:",
        ("I. Costs;", BULLET),
        ("II. Equipment;", BULLET | {"note": "1"}),
        "The rest follows on the next page of this letter, which goes on for a while.",
    )
    foot = [(72, 90, 8.5, False, "1 A recipient is one that has an award.")]
    head = [(200, 53, 6, False, "400 MARYLAND AVE."), (180, 42, 6, False, "Its mission is to serve.")]

    loaded = read_pdf(pdf_file([body + foot + head]), SOURCE)

    assert [prov.text for prov in loaded.corpus if prov.level == "footnote"] == [
        "A recipient is one that has an award."
    ]
    assert loaded.dropped["lines of page headers and footers"].pieces == 2
    assert not any("MARYLAND" in prov.text for prov in loaded.corpus)
    assert loaded.unread_chars == 0


def test_a_paragraph_over_three_columns_is_one(pdf_file):
    columns = [
        ["The first column of this page", "holds the greater part of its", "sentence, which goes on"],
        ["in the middle of the page for", "some lines more, and then it", "turns for the last time to"],
        ["the right column of this page", "where it comes to its end at", "long last."],
    ]
    placed = [
        (50 + 185 * at, 720 - 14 * row, 9, False, words)
        for at, column in enumerate(columns)
        for row, words in enumerate(column)
    ]

    assert texts(read_pdf(pdf_file([placed]), SOURCE)) == {"p1": " ".join(itertools.chain(*columns))}


def test_a_line_that_ends_in_a_preposition_goes_on(pdf_file, lines_set):
    """The next line begins with what spaces that do not break hold together."""
    long = "The governor appoints all of the members of the council, as the law has it, by"

    loaded = simple(
        pdf_file, lines_set, long, "the words of the Act and the rule in", "34 C.F.R. 361.17 alone."
    )

    assert list(texts(loaded).values()) == [
        f"{long} the words of the Act and the rule in 34 C.F.R. 361.17 alone."
    ]


@pytest.mark.parametrize(
    "foot",
    [
        # Labels half a line above their words, as Word's own PDFs have them.
        [(72, 105, 6.5, "1"), (79, 100, 9, "A vote is one of the majority present."),
         (72, 91, 6.5, "2"), (79, 86, 9, "A telephone is any means of"), (72, 75, 9, "hearing one another.")],
        # Notes in the type of the text.
        [(72, 104.5, 6, "1"), (77, 100, 10, "A vote is one of the majority present."),
         (72, 90.5, 6, "2"), (77, 86, 10, "A telephone is any means of"), (72, 74, 10, "hearing one another.")],
    ],
)  # fmt: skip
def test_footnotes_with_labels_far_up_or_in_the_type_of_the_text_are_footnotes(pdf_file, lines_set, foot):
    body = lines_set(
        "The board shall meet four times in each program year, and it shall publish its minutes within ten days.",
        ("It may close a meeting by a vote", {"note": "1", "gap": 10}),
        ("It may hold a meeting by telephone", {"note": "2", "gap": 10}),
    )
    loaded = read_pdf(
        pdf_file([[*body, *((x, y, size, False, words) for x, y, size, words in foot)]]), SOURCE
    )

    assert [(prov.level, prov.num, prov.text) for prov in loaded.corpus][1:] == [
        ("paragraph", "", "It may close a meeting by a vote"),
        ("footnote", "1", "A vote is one of the majority present."),
        ("paragraph", "", "It may hold a meeting by telephone"),
        ("footnote", "2", "A telephone is any means of hearing one another."),
    ]
    assert loaded.unread_chars == 0


def test_roman_numbers_of_headings_count_on_past_those_that_are_letters_too(pdf_file, lines_set):
    heads = [(f"{num}. {name}", {"bold": True, "gap": 10}) for num, name in
             (("I", "Purpose"), ("II", "References"), ("III", "Scope"), ("IV", "Policy"), ("V", "Duties"), ("VI", "Dates"))]  # fmt: skip
    text = "The board shall keep a register of each request."
    loaded = read_pdf(pdf_file([lines_set(*itertools.chain(*((head, text) for head in heads)))]), SOURCE)

    found = [(prov.id, prov.level) for prov in loaded.corpus if prov.heading]
    assert found == [(num, "heading 1") for num in ("I", "II", "III", "IV", "V", "VI")]


def test_lettered_headings_reach_i_and_go_on(pdf_file, lines_set):
    heads = [(f"{num}. Duties", {"bold": True, "gap": 10}) for num in "ABCDEFGHIJ"]
    loaded = read_pdf(
        pdf_file(
            [
                lines_set(
                    *itertools.chain(
                        *((head, "The board keeps a register of each request.") for head in heads)
                    )
                )
            ]
        ),
        SOURCE,
    )

    assert [(prov.id, prov.level) for prov in loaded.corpus if prov.heading] == [
        (num, "heading 1") for num in "ABCDEFGHIJ"
    ]


@pytest.mark.parametrize(
    ("hidden", "said"), [([], ""), ([1], "Page 2: scanned"), ([0, 1], "Pages 1, 2: scanned")]
)
def test_words_that_software_recognized_in_a_scan_are_said(pdf_file, lines_set, hidden, said):
    pages = [
        lines_set("The board shall meet four times in each program year, and it keeps minutes."),
        lines_set("A council advises the Governor on the plan, and it reports each year."),
    ]
    for at in hidden:
        pages[at] = [(x, y, size, bold, words, 3) for x, y, size, bold, words in pages[at]]
    loaded = read_pdf(pdf_file(pages), SOURCE)

    assert [note[: len(said)] for note in loaded.notes] == ([said] if said else [])
    assert len(loaded.corpus) == 2


def test_signs_of_symbol_fonts_are_signs_that_every_font_has():
    rows = [["\uf0fe Yes", "\uf0a8 No"], ["\uf0b7 Meet \uf0b7 Vote", "\uf0d8 Report"]]
    loaded = load_blocks(table_blocks(rows, 0), SOURCE, source_chars=24, marks=0, dropped={})

    assert [prov.text for prov in loaded.corpus] == ["☑ Yes | ☐ No", "• Meet • Vote | ➢ Report"]


def beside(heads, words, *, bold=True, left=72, text=190):
    """Heads in the margin, each level with its paragraphs, and below them as many words as are given."""
    placed, y = [], 700.0
    for head, paras in zip(heads, words, strict=True):
        placed += [(left, y - 12 * at, 10, bold, line) for at, line in enumerate(head.split("\n"))]
        for para in paras:
            lines = textwrap.wrap(para, 58)
            placed += [(text, y - 12 * at, 10, False, line) for at, line in enumerate(lines)]
            y -= 12 * len(lines) + 8
    return placed


MEET = "The board shall meet four times in each program year and publish its minutes within ten days of each meeting."
APPLIES = "This policy applies to each local area, to every one-stop operator, and to each provider of training services."


@pytest.mark.parametrize("order", ["as read", "heads first"])
@pytest.mark.parametrize("heads", [("Purpose", "Scope and\nuse"), ("PURPOSE:", "SCOPE:")])
def test_heads_in_the_margin_are_above_their_text(pdf_file, heads, order):
    page = beside(heads, [[MEET], [APPLIES, MEET]], bold=heads[0] == "Purpose")
    page = sorted(page, key=lambda placed: placed[0]) if order == "heads first" else page
    title = (72, 730, 14, True, "Policy on boards and their work in the local areas of the State")
    loaded = read_pdf(pdf_file([[title, *page]]), SOURCE)

    assert [(prov.level.split()[0], prov.heading or prov.text) for prov in loaded.corpus][1:] == [
        ("heading", heads[0]),
        ("paragraph", MEET),
        ("heading", heads[1].replace("\n", " ")),
        ("paragraph", APPLIES),
        ("paragraph", MEET),
    ]
    assert loaded.unread_chars == 0


def test_labels_of_a_letter_and_of_a_table_are_no_heads(pdf_file):
    labels = beside(("To:", "Subject:", "Effective\ndate:"), [["All boards"], ["MINUTES"], ["July 1"]])
    loaded = read_pdf(pdf_file([labels]), SOURCE)

    assert [prov.text for prov in loaded.corpus] == [
        "To: | All boards",
        "Subject: | MINUTES",
        "Effective date: | July 1",
    ]


@pytest.mark.parametrize(
    ("title", "rest", "heading"),
    [("Participant.", "A participant is a person", "Participant."), ("Id.", "The board shall meet", ""),
     ("Boards", "Each shall meet each month", "")],
)  # fmt: skip
def test_a_title_in_italics_opens_a_paragraph_of_a_pdf(pdf_file, lines_set, title, rest, heading):
    opening = [
        (72, 720, 10, "italic", title),
        (72 + 6 * (len(title) + 1), 720, 10, False, f"{rest} who takes part in"),
    ]
    more = lines_set(
        "a program that is authorized under the Act and reports on it to the board of the area.", top=706
    )
    loaded = read_pdf(pdf_file([[*opening, *more]]), SOURCE)

    assert [prov.heading for prov in loaded.corpus] == [heading]
    assert loaded.unread_chars == 0
