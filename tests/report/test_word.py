"""The Word file holds every row of every page, in tables that a screen reader and a printer can follow."""

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


def test_every_row_is_there_with_its_texts_citations_marks_and_status(document, told):
    shown = rows(document)

    assert len(told["rows"]) == len(shown)
    for (_, left, relation, right), row in zip(shown, told["rows"], strict=True):
        one_name = row["status"] == "confirmed" and "|" not in row["decided"]["reviewer"]
        said = "a second name makes it final" if one_name else row["status_words"]
        assert said in relation.text
        assert row["rationale"] in relation.text
        for cell, prov in ((left, row["left"]), (right, row["right"])):
            if prov is None:
                continue
            assert prov["text"] in words(cell)
            assert prov["verification_words"] in cell.text
            assert prov["citation"] in cell.text
            assert prov["also"] in cell.text


def test_matched_phrases_are_bold_underlined_and_numbered(document):
    left, right = rows(document)[0][1], rows(document)[0][3]
    for cell, first in ((left, "every street"), (right, "streets")):
        runs = [run for paragraph in cell.paragraphs for run in paragraph.runs]
        marked = [run for run in runs if run.font.underline]
        assert all(run.font.bold for run in marked)
        assert first == marked[0].text
        assert ["1", "2"] == [run.text for run in runs if run.font.superscript]


def test_the_file_has_a_title_a_language_and_headings_in_order(document):
    assert document.core_properties.title.startswith("Shade Tree Act and Canopy Charter")
    assert "en-US" == document.core_properties.language
    levels = [
        int(paragraph.style.name.split()[1])
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert 1 == levels[0]
    assert {1, 2} == set(levels)
    assert document.sections[0].page_width > document.sections[0].page_height


def test_every_table_is_captioned_and_its_head_repeats(document):
    assert len(document.tables) > 5
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not table._tbl.findall(f".//{qn('w:gridSpan')}")


def test_script_stays_text_and_what_xml_cannot_hold_is_marked(document, trees):
    assert any(trees.HOSTILE in cell.text for row in rows(document) for cell in row)


def test_a_text_with_forbidden_characters_is_written(crosswalks):
    from dataclasses import replace

    side = replace(crosswalks[0], title="bad\x00title\x0b")

    assert (
        "bad\ufffdtitle\ufffd" == Document(io.BytesIO(word_file([side], version="0"))).core_properties.title
    )
