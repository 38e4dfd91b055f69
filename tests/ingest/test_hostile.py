"""Hostile, damaged and mislabeled files: each is refused in one sentence, and soon."""

import time
import zipfile
import zlib

import pytest

from crosswalk.errors import CrosswalkError
from crosswalk.ingest import read
from crosswalk.ingest.safety import decode
from crosswalk.model.corpus import Source

SOURCE = Source("doc", "2024", "A document")


def form(number, content, resources, *, packed=False):
    """A PDF drawing that may call others by name."""
    stream = zlib.compress(content) if packed else content
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + (b"/Filter/FlateDecode" if packed else b"")
    return b"%d 0 obj\n<</Length %d%s/Resources%s>>stream\n%s\nendstream\nendobj\n" % (
        number,
        len(stream),
        head,
        resources,
        stream,
    )


def pdf(*objects):
    """A PDF of one page that draws object 6."""
    page = (
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>"
        b"/XObject<</X 6 0 R>>>>>>\nendobj\n4 0 obj\n<</Length 82>>stream\n"
        b"/X Do BT /F1 12 Tf 72 700 Td (The board shall act within thirty days of the date.) Tj ET\nendstream\nendobj\n"
        b"5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n"
    )
    return b"%PDF-1.5\n" + page + b"".join(objects) + b"trailer\n<</Root 1 0 R/Size 40>>\n%%EOF\n"


def one(number):
    return b"<</XObject<</X %d 0 R>>>>" % number


BOMBS = {
    "draws itself": [form(6, b"/X Do", one(6))],
    "two draw each other": [form(6, b"/X Do", one(7)), form(7, b"/X Do", one(6))],
    "nested": [form(at, b"/X Do " * 10, one(at + 1)) for at in range(6, 15)] + [form(15, b"", b"<<>>")],
    "nested and packed": [form(at, b"/X Do " * 10, one(at + 1), packed=True) for at in range(6, 15)],
    "resources by reference": [
        form(6, b"/X Do", b" 20 0 R"),
        b"20 0 obj\n<</XObject 21 0 R>>\nendobj\n21 0 obj\n<</X 6 0 R>>\nendobj\n",
    ],
    "deep": [form(at, b"/X Do", one(at + 1)) for at in range(6, 39)],
}


@pytest.mark.parametrize("objects", BOMBS.values(), ids=BOMBS.keys())
def test_drawings_that_call_one_another_without_end_are_refused(tmp_path, objects):
    path = tmp_path / "bomb.pdf"
    path.write_bytes(pdf(*objects))

    with pytest.raises(CrosswalkError, match=r"XW-120 bomb\.pdf: the drawings of this PDF"):
        read(path, SOURCE)


@pytest.mark.parametrize(
    "objects",
    [
        [form(6, b"", b"<<>>")],
        [form(6, b"/X Do /X Do", one(7)), form(7, b"", b"<<>>")],
        # Resources that name the form itself are common; only what is drawn counts.
        [form(6, b"", one(6))],
    ],
)
def test_drawings_as_programs_write_them_are_read(tmp_path, objects):
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf(*objects))

    assert [prov.text for prov in read(path, SOURCE).corpus] == [
        "The board shall act within thirty days of the date."
    ]


WRONG = [
    ("plan.xlsx", b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "XW-121"),
    ("plan.txt", b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "XW-121"),
    ("plan.yaml", b"id: a\nas_of: 2024\nprovisions:\n- {id: !!python/name:os.system a, text: b}\n", "XW-204"),
    ("plan.yaml", b"id: a\nas_of: 2024\nprovisions:\n- {id: a, text: !!binary aGk=}\n", "XW-204"),
    ("plan.yaml", b"id: a\nas_of: 2024\nprovisions: !own [{id: a, text: b}]\n", "XW-204"),
    ("plan.yaml", b"id: a\nas_of: 2024\nprovisions:\n- {id: //, text: b}\n", "XW-226"),
    ("plan.yaml", b"id: a\nas_of: 2024\nprovisions:\n- {id: a//b, text: b}\n", "XW-226"),
    ("plan.csv", b"id,text\n//,;\n", "XW-226"),
    ("plan.csv", b"id,text\na/,words\n", "XW-226"),
    ("plan.csv", b"id,text\na/ /b,words\n", "XW-226"),
    ("plan.json", b'{"profile": {"uuid": "1"}}', "XW-239"),
    ("plan.json", b'{"mapping-collection": {}}', "XW-239"),
    ("plan.json", b'{"catalog": {"groups": 3}}', "XW-239"),
    ("plan.json", b'{"catalog": {"groups": []}}', "XW-230"),
    ("plan.json", b"[1, 2]", "XW-239"),
    ("plan.md", b"# A\n\n| a | b |\n|---|---|\n" + b"| x |" * 9_000 + b"\n" + b"| 1 | 2 |\n" * 900, "XW-251"),
    ("plan.json", b"[" * 100_000, "XW-239"),
    ("plan.csv", b"id,text,parent_id\na,words,//\n", "XW-226"),
    ("plan.txt", b"(" * 5_000, "XW-122"),
    ("plan.txt", b"Words and " + b"-*" * 1_000, "XW-122"),
    ("plan.html", b"<p>Name: " + b"_" * 2_000 + b"</p>", "XW-122"),
    ("plan.txt", b"The board shall act. " * 50_000, "XW-209"),
    ("plan.csv", b"id,text\na," + b"word " * 25_000 + b"\nb,words\n", ""),
]


@pytest.mark.parametrize(("name", "data", "code"), WRONG)
def test_a_file_that_is_not_what_it_seems_is_refused(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    if not code:
        assert len(read(path, SOURCE).corpus) == 2
        return

    with pytest.raises(CrosswalkError) as caught:
        read(path, SOURCE)
    assert caught.value.code == code


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.txt", "The local board shall meet each month.\r\n"),
        ("frame.csv", "id,text\nA,Every door opens to all.\n"),
        ("page.html", "<html><body><p>The local board shall meet.</p></body></html>"),
        ("plan.md", "# Plan\n\nThe board – and its members – shall meet.\n"),
    ],
)
def test_utf_16_is_known_with_and_without_its_mark(tmp_path, name, text, encoding):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    plain = tmp_path / f"plain-{name}"
    plain.write_text(text, "utf-8")

    assert [prov.text for prov in read(path, SOURCE).corpus] == [
        prov.text for prov in read(plain, SOURCE).corpus
    ]


@pytest.mark.parametrize("data", [b"a\x00b\x00c", b"\x00\x01\x02\x03" * 20, b"words\x00 and words " * 9])
def test_zero_bytes_of_no_text_are_refused(data):
    with pytest.raises(CrosswalkError, match="zero bytes"):
        decode(data)


LONG = {
    "marks in one line": lambda size: "§ 1. X\n\n" + "(a)(1)(A)(i)(I)(aa)" * size,
    "one number again and again": lambda size: "\n".join(
        f"§ {at % 7}. S\n\nText {at}." for at in range(size)
    ),
    "empty sections": lambda size: "\n".join(f"§ {at}. S" for at in range(4 * size)),
    "short lines that run on": lambda size: "and so it goes on\n" * (8 * size),
    "short lines below a long one": lambda size: "\n".join(
        ["word " * 190, *("a b" for _ in range(8 * size))]
    ),
    "lines in which no place is blank": lambda size: (
        "\n".join("x" * (9 + at % 7) for at in range(4 * size)) + " y" * size
    ),
    "leaders that lead to no page": lambda size: ". " * (4 * size) + "x",
    "one heading again and again": lambda size: "# Goals\n\nText.\n\n" * size,
}


def processor_time(path):
    """Seconds of processor time to read a file; the least of several is free of what else the process did."""
    begun = time.process_time()
    read(path, SOURCE)
    return time.process_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("made", LONG.values(), ids=LONG.keys())
def test_work_grows_in_proportion_to_the_text(tmp_path, made):
    path = tmp_path / "long.txt"
    path.write_text(made(500))
    spent = min(processor_time(path) for _ in range(3))
    path.write_text(made(4_000))

    # Eight times the text; the square of that would be sixty-four times the work.
    assert any(processor_time(path) < 24 * max(spent, 0.02) for _ in range(3))


def test_spans_out_of_all_measure_do_not_hang(tmp_path):
    path = tmp_path / "spans.html"
    cell = '<tr><td colspan="999999" rowspan="999999">One</td><td>two</td></tr>'
    path.write_text(f"<html><body><main><table>{cell * 200}</table></main></body></html>")
    begun = time.process_time()

    loaded = read(path, SOURCE)

    assert time.process_time() - begun < 10
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


def test_control_characters_are_left_out_and_counted(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,text\n1,The \x07board\x1b[31m shall \u202emeet\u202c\u2028now.\n", "utf-8")
    loaded = read(path, SOURCE)

    assert loaded.corpus["1"].text == "The board[31m shall meet now."
    assert loaded.dropped["control characters"].chars == 4
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


@pytest.mark.parametrize(("name", "shown"), [("\u202eabc", r"\\u202eabc"), ("A\u200bB", r"A\\u200bB")])
def test_an_id_with_a_hidden_sign_is_refused(tmp_path, name, shown):
    path = tmp_path / "x.csv"
    path.write_text(f"id,text\n{name},One.\n", "utf-8")

    with pytest.raises(CrosswalkError, match=f"id {shown} holds a sign that cannot be seen"):
        read(path, SOURCE)


def test_an_archive_with_one_part_twice_is_refused(tmp_path, docx_file, para):
    path = tmp_path / "x.docx"
    path.write_bytes(docx_file(para("The board shall meet.")))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/document.xml", archive.read("word/document.xml"))

    with pytest.raises(CrosswalkError, match="broken or cut short"):
        read(path, SOURCE)


def test_thousands_of_attributes_are_refused(tmp_path):
    path = tmp_path / "x.html"
    path.write_text(f"<p {' '.join(f'a{at}=1' for at in range(9000))}>Words.</p>")

    with pytest.raises(CrosswalkError, match="more than 2,000 attributes"):
        read(path, SOURCE)


def test_a_deep_list_of_markdown_is_read_and_one_beyond_all_measure_refused(tmp_path):
    path = tmp_path / "x.md"
    path.write_text("# Plan\n\n" + "".join(f"{'  ' * at}- level {at}\n" for at in range(15)))
    loaded = read(path, SOURCE)
    assert [prov.text for prov in loaded.corpus][1:] == [f"level {at}" for at in range(15)]

    path.write_text("# Plan\n\n" + "- " * 200 + "words\n")
    with pytest.raises(CrosswalkError, match="nest more than 50 deep"):
        read(path, SOURCE)
