"""One door for every format: told by content, kept as a corpus file, refused in one sentence."""

import io
import socket
from importlib import import_module

import openpyxl
import pytest

from crosswalk.errors import CrosswalkError
from crosswalk.ingest import FORMATS, read, safety
from crosswalk.ingest.corpus_file import dump_corpus, read_corpus
from crosswalk.model.corpus import Source
from tests.file_builders import make_odt, odt_paragraph

SOURCE = Source("law", "2024-01-01", "A law")
XML = '<?xml version="1.0" encoding="UTF-8"?>'
USLM = (
    f'{XML}<uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0" identifier="/us/usc/t29"><main><title><section'
    ' identifier="/us/usc/t29/s1"><num value="1">§ 1.</num><heading>Purpose</heading><content><p>It helps.</p></content>'
    "</section></title></main></uscDoc>"
)
ECFR = (
    f'{XML}<DIV5 N="677" NODE="20:4.0.1.1.19" TYPE="PART"><HEAD>PART 677—MEASURES</HEAD><DIV8 N="§ 677.1" TYPE="SECTION">'
    "<HEAD>§ 677.1   Purpose.</HEAD><P>(a) It helps.</P></DIV8></DIV5>"
)
PAGE = "<!doctype html><html><body><h1>Purpose</h1><p>It helps.</p></body></html>"
YAML = "id: law\nas_of: 2024-01-01\nprovisions:\n- id: '1'\n  text: It helps.\n"
TABLE = "id,text\n1,It helps.\n"
TEXT = "§ 1. Purpose\n\n(a) It helps.\n"


@pytest.fixture(scope="module")
def files(pdf_file, lines_set, docx_file, para):
    """One small file of each format, by its ending."""
    book = openpyxl.Workbook()
    book.active.append(["id", "text"])
    book.active.append(["1", "It helps."])
    stream = io.BytesIO()
    book.save(stream)
    return {
        ".pdf": pdf_file([lines_set("It helps everyone who asks.")]),
        ".docx": docx_file(para("It helps.")),
        ".odt": make_odt(odt_paragraph("It helps.")),
        ".xlsx": stream.getvalue(),
        ".html": PAGE.encode(),
        ".yaml": YAML.encode(),
        ".csv": TABLE.encode(),
        ".tsv": TABLE.replace(",", "\t").encode(),
        ".txt": TEXT.encode(),
        ".xml": USLM.encode(),
        ".ecfr.xml": ECFR.encode(),
        ".json": b'{"DIV5": {"$": {"N": "677", "TYPE": "PART"}, "HEAD": ["PART 677"], "DIV8": [{"$": {"N": "677.1",'
        b' "TYPE": "SECTION"}, "HEAD": ["677.1 Purpose."], "P": ["(a) It helps."]}]}}',
    }


def test_every_row_of_the_table_names_a_reader_that_is_there():
    for form in FORMATS:
        reader = getattr(import_module(f"crosswalk.ingest.{form.module}"), form.reader)
        assert reader.__doc__, form.name
        assert form.endings


def test_every_format_has_a_fixture(files):
    for form in FORMATS:
        assert any(ending.endswith(tuple(form.endings)) for ending in files), form.name


ENDINGS = [".pdf", ".docx", ".odt", ".xlsx", ".html", ".yaml", ".csv", ".tsv", ".txt", ".xml", ".ecfr.xml"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_is_read_and_can_be_written_as_a_corpus_file(tmp_path, files, ending):
    path = tmp_path / f"law{ending}"
    path.write_bytes(files[ending])

    loaded = read(path, SOURCE)

    assert "It helps" in " ".join(prov.text for prov in loaded.corpus)
    again = read_corpus(dump_corpus(loaded.corpus).encode(), SOURCE).corpus
    assert [(prov.id, prov.parent, prov.digest, prov.page) for prov in again] == [
        (prov.id, prov.parent, prov.digest, prov.page) for prov in loaded.corpus
    ]


TITLES = [
    (".txt", TEXT + "\n§ 2. [Reserved]\n"),
    (
        ".xml",
        USLM.replace(
            "</section>", '</section><section><num value="2">§ 2.</num><heading>Repealed</heading></section>'
        ),
    ),
    (
        ".ecfr.xml",
        ECFR.replace(
            "</DIV8>", '</DIV8><DIV8 N="677.2" TYPE="SECTION"><HEAD>§ 677.2 [Reserved]</HEAD></DIV8>'
        ),
    ),
]


@pytest.mark.parametrize(("ending", "text"), TITLES)
def test_a_title_alone_is_marked_as_a_heading_and_can_be_written(tmp_path, ending, text):
    path = tmp_path / f"law{ending}"
    path.write_text(text, "utf-8")

    loaded = read(path, SOURCE)

    title = loaded.corpus.provisions[-1]
    assert title.heading in {"[Reserved]", "Repealed"}
    assert (title.kind, title.text) == ("heading", "")
    assert read_corpus(dump_corpus(loaded.corpus).encode(), SOURCE).corpus[title.id].kind == "heading"


BARE = [
    (".txt", TEXT + "(b)\n", "law/1/b"),
    (
        ".xml",
        USLM.replace("</content>", '</content><paragraph><num value="1">(1)</num></paragraph>'),
        "29/1/1",
    ),
    (".ecfr.xml", ECFR.replace("</DIV8>", "<P>(b)</P></DIV8>"), "20/677.1/b"),
]


@pytest.mark.parametrize(("ending", "text", "bare"), BARE)
def test_a_bare_number_is_left_out_and_named(tmp_path, ending, text, bare):
    path = tmp_path / f"law{ending}"
    path.write_text(text, "utf-8")

    loaded = read(path, SOURCE)

    assert bare not in loaded.corpus
    assert [(one.where, one.code) for one in loaded.problems] == [(bare, "XW-208")]
    assert read_corpus(dump_corpus(loaded.corpus).encode(), SOURCE).corpus


def test_a_document_of_bare_numbers_is_refused(tmp_path):
    path = tmp_path / "law.txt"
    path.write_text("§ 1.\n(a)\n", "utf-8")

    with pytest.raises(CrosswalkError, match="holds no text"):
        read(path, SOURCE)


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".xlsx", ".html", ".xml", ".ecfr.xml"])
@pytest.mark.parametrize("name", ["law", "law.txt", "law.doc"])
def test_a_file_is_known_by_its_content_whatever_its_name(tmp_path, files, ending, name):
    path = tmp_path / name
    path.write_bytes(files[ending])

    loaded = read(path, SOURCE)

    assert loaded.corpus
    assert loaded.notes[0].startswith("The name ends in")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.95])
def test_a_file_cut_short_is_read_or_refused_in_one_sentence(tmp_path, files, ending, share):
    path = tmp_path / f"law{ending}"
    path.write_bytes(files[ending][: int(share * len(files[ending]))])

    try:
        loaded = read(path, SOURCE)
    except CrosswalkError as error:
        assert error.message.startswith(path.name)  # noqa: PT017
        assert "\n" not in error.message  # noqa: PT017
    else:
        assert loaded.corpus


@pytest.mark.parametrize("ending", ENDINGS)
def test_reading_twice_gives_the_same(tmp_path, files, ending):
    path = tmp_path / f"law{ending}"
    path.write_bytes(files[ending])

    assert read(path, SOURCE) == read(path, SOURCE)


def test_nothing_but_the_file_itself_is_opened(tmp_path, files, monkeypatch):
    """No reader opens a socket; that the guard would see one is checked first."""

    def refuse(*args, **kwargs):
        raise AssertionError("a reader reached for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("127.0.0.1", 9))
    for ending in ENDINGS:
        path = tmp_path / f"law{ending}"
        path.write_bytes(files[ending])
        assert read(path, SOURCE).corpus


def test_a_file_over_the_size_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "law.csv"
    path.write_bytes(TABLE.encode())

    with pytest.raises(CrosswalkError, match="XW-111 the file has 0 MB and this format is read up to 0 MB"):
        safety.load_file(path, 5)


def test_words_split_between_lines_of_a_text_are_written_as_the_law_writes_them(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(
        "The local area shall offer work-\nbased learning and on-the-job train-\ning. Partners share the one-\n"
        "stop costs under the Wagner-\nPeyser Act and re-\nport each year on follow-up ser-\nvices for 18-\n"
        "to 24-year-old youth in PY 2020-\nUnder the plan all of it\nis posted.\n"
    )
    loaded = read(path, Source("plan", "2024", "A plan"))

    assert " ".join(prov.text for prov in loaded.corpus) == (
        "The local area shall offer work-based learning and on-the-job training. Partners share the one-stop costs"
        " under the Wagner-Peyser Act and report each year on follow-up services for 18- to 24-year-old youth in PY"
        " 2020- Under the plan all of it is posted."
    )
    assert loaded.notes == (
        "Words rejoined across a line end, or separated where they ran together: 3 (report, services, training).",
    )
    assert loaded.dropped["hyphens at line ends"].chars == 3
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_a_text_in_one_provision_is_said_to_be(tmp_path):
    path = tmp_path / "whole.txt"
    path.write_text("The board meets and the board reports on it. " * 200)

    (note,) = read(path, Source("doc", "2024", "A document")).notes
    assert note.startswith("One provision, p1, has 100% of the words")
