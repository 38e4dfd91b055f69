"""The Word file: compact tables, the agenda and the pairs to check, for a screen reader and a printer."""

import io
import json
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from crosswalk.report.word import word_file


@pytest.fixture(scope="module")
def data(crosswalks):
    return word_file(crosswalks, version="0.0.0")


@pytest.fixture(scope="module")
def document(data):
    return Document(io.BytesIO(data))


@pytest.fixture(scope="module")
def told(pages):
    return json.loads(pages["crosswalk.json"])


def rows(document):
    """The cells of every row in the tables of rows, in order."""
    tables = [table for table in document.tables if table.rows[0].cells[0].text == "Row"]
    return [list(row.cells) for table in tables for row in table.rows[1:]]


def words(cell):
    """A cell's words without the raised numbers."""
    return "\n".join(
        "".join(run.text for run in paragraph.runs if not run.font.superscript)
        for paragraph in cell.paragraphs
    )


def test_the_same_inputs_give_the_same_bytes_and_hold_no_time(data, crosswalks):
    assert data == word_file(crosswalks, version="0.0.0")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {(2000, 1, 1, 0, 0, 0)} == {member.date_time for member in archive.infolist()}


def due(told):
    """The rows that a person must still check, in the order of the annex."""
    return [
        row
        for row in told["rows"]
        if row["left"]
        and row["right"]
        and row["status"] not in ("rejected", "superseded")
        and not (row["status"] == "confirmed" and "|" in row["decided"]["reviewer"])
    ]


def test_every_pair_to_check_is_there_with_its_citations_and_status(document, told):
    shown = rows(document)
    scopes = "\n".join(one.text for one in document.paragraphs if one.text.startswith("Here: "))

    compact = "\n".join(
        cell.text for table in document.tables for row in table.rows[1:] for cell in row.cells
    )
    assert len(due(told)) == len(shown)
    for (_, left, relation, right), row in zip(shown, due(told), strict=True):
        one_name = row["status"] == "confirmed"
        said = "a second name makes it final" if one_name else row["status_words"]
        assert said in relation.text or f"otherwise: {said}" in scopes
        assert row["rationale"] in relation.text or row["rationale"].split(";")[0].rstrip(".") in compact
        for cell, prov in ((left, row["left"]), (right, row["right"])):
            assert prov["citation"] in cell.text or f"{prov['heading']} (row " in cell.text
            assert prov["verification"] != "restated-unverified" or (
                prov["verification_words"] in cell.text or " (row " in cell.text
            )


def test_a_sentence_of_the_compact_table_is_not_said_again(document):
    annex = "\n".join(cell.text for row in rows(document) for cell in row)
    compact = [
        row.cells[3].text for table in document.tables if len(table.columns) == 5 for row in table.rows[1:]
    ]

    assert any(compact)
    assert not [words for words in compact if words.startswith("Both ask") and words in annex]


def test_every_text_is_printed_once_in_a_crosswalk(document, told):
    shown = rows(document)
    first = {}
    for cells, row in zip(shown, due(told), strict=True):
        for cell, prov in ((cells[1], row["left"]), (cells[3], row["right"])):
            known = first.setdefault((row["crosswalk"], prov["id"]), cells[0].text)
            if known == cells[0].text:
                assert prov["text"] in words(cell)
                assert prov["also"] in cell.text
            else:
                assert f"(row {known})" in cell.text
                assert len(prov["text"].split()) < 4 or prov["text"] not in words(cell)


def test_the_annex_says_what_it_leaves_out_and_where_that_is(document, told):
    scopes = [one.text for one in document.paragraphs if "are on " in one.text and "-rows.html" in one.text]

    assert len(scopes) == len(told["crosswalks"])
    for words_said, one in zip(scopes, told["crosswalks"], strict=True):
        assert f"All {one['counts']['rows']} rows" in words_said
        assert f"{one['id']}-rows.html" in words_said
        assert "sheet Side by side" in words_said


def test_matched_phrases_are_bold_underlined_and_numbered(document):
    left, right = rows(document)[0][1], rows(document)[0][3]
    for cell, first in ((left, "every street"), (right, "streets")):
        runs = [run for paragraph in cell.paragraphs for run in paragraph.runs]
        marked = [run for run in runs if run.font.underline]
        assert all(run.font.bold for run in marked)
        assert first == marked[0].text
        assert ["1", "2"] == [run.text for run in runs if run.font.superscript]


def test_the_file_has_a_title_a_language_and_headings_in_order(document):
    assert document.core_properties.title == "The Act and the Charter, side by side"
    assert document.paragraphs[0].text == document.core_properties.title
    assert "en-US" == document.core_properties.language
    levels = [
        int(paragraph.style.name.split()[1])
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert 1 == levels[0]
    assert {1, 2} <= set(levels)
    assert document.sections[0].page_width > document.sections[0].page_height


def test_every_table_is_captioned_and_its_head_repeats(document):
    assert len(document.tables) > 5
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not table._tbl.findall(f".//{qn('w:gridSpan')}")


def test_script_stays_text(crosswalks, trees):
    from dataclasses import replace

    side = crosswalks[0]
    one = replace(side, rows=(replace(side.rows[0], sentence=trees.HOSTILE), *side.rows[1:]))
    document = Document(io.BytesIO(word_file([one], version="0")))

    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(trees.HOSTILE in text for text in cells)


def test_a_text_with_forbidden_characters_is_written(crosswalks):
    from dataclasses import replace

    side = replace(crosswalks[0], title="bad\x00title\x0b", left_name="the \x00Act")
    document = Document(io.BytesIO(word_file([side], version="0")))

    assert document.core_properties.title == "The \ufffdAct and the Charter, side by side"
    assert "bad\ufffdtitle\ufffd" in [one.text for one in document.paragraphs]


def tables_with(document, head):
    return [table for table in document.tables if table.rows[0].cells[-1].text == head]


def test_the_compact_tables_come_first_one_line_an_element_with_its_best_counterpart(document, crosswalks):
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    compact = tables_with(document, "Different")
    elements = [
        left for side in crosswalks for left in dict.fromkeys(r.left for r in side.rows if r.left and r.right)
    ]

    assert heads[0][1:] == ["Relation", "Charter (restated in our words)", "The same", "Different"]
    assert heads.index(heads[0]) == 0
    assert all(len(table.columns) == 5 for table in compact)
    assert sum(len(table.rows) - 1 for table in compact) == len(elements)


def test_what_stands_on_one_side_only_is_named_below_the_table(document):
    told = [one.text for one in document.paragraphs if one.text.startswith("Only in ")]

    assert any("Only in Charter, without a counterpart in Act (2)" in one for one in told)


def test_the_agenda_has_room_for_a_decision_an_owner_and_a_date(document, pages):
    from lxml import html

    page = html.document_fromstring(pages["gaps.html"])
    shown = [row for table in tables_with(document, "Decision, owner, due") for row in table.rows[1:]]

    assert [row.cells[0].text for row in shown] == page.xpath("//span[@class='number']/text()")
    for row in shown:
        assert row.cells[4].text.count("☐") >= 2
        assert len(row.cells[4].paragraphs) <= 3
        assert "Owner:" in row.cells[4].text
        assert "Due:" in row.cells[4].text
        assert row.cells[3].text.endswith(("?", "."))


def test_no_row_splits_over_two_pages(document):
    for table in document.tables:
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_evidence_is_an_annex_behind_the_compact_tables_and_the_agenda(document):
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    annex = heads.index("Annex: evidence of the pairs to check")

    assert heads[annex + 1 :] == ["Sources", "Key"]
    assert heads[annex - 1].startswith("Agenda: ")


def test_tables_are_set_smaller_than_the_text(document):
    sizes = {
        table.rows[1].cells[0].paragraphs[0].style.font.size.pt
        for table in (*tables_with(document, "Different"), *tables_with(document, "Charter"))
    }

    assert sizes == {7, 8}
