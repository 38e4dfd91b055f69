"""How long documents take to read: `python tests/benchmarks/documents.py [FILE ...]`.

Without files, it makes its own: a PDF of 50 pages, a Word document and a web page of about as many
words, and tables of 5,000 rows. Seconds are CPU time of the best of three runs.
"""

import csv
import importlib.util
import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl

from crosswalk.ingest import read
from crosswalk.model.corpus import Source

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = (
    "Each State shall count the participants who exit the program in the year, and report their earnings."
)
PAGES, ROWS, RUNS = 50, 5_000, 3


def main(files: list[Path]) -> None:
    """Time each file, or the made ones, and write one line for each."""
    with tempfile.TemporaryDirectory() as folder:
        for path in files or _made(Path(folder)):
            seconds = min(_seconds(path) for _ in range(RUNS))
            count = len(read(path, Source("bench", "2024", "Benchmark")).corpus)
            sys.stdout.write(
                f"{path.name:12} {path.stat().st_size / 1e6:7.2f} MB {count:7,} provisions {seconds:6.2f} s\n"
            )


def _seconds(path: Path) -> float:
    began = time.process_time()
    read(path, Source("bench", "2024", "Benchmark"))
    return time.process_time() - began


def _made(folder: Path) -> Iterator[Path]:
    """Files of each format, made by the builders of the tests."""
    build = _builders()
    letters = "abcdefghij"
    names = ["".join(letters[int(digit)] for digit in str(at)) for at in range(14 * PAGES)]
    texts = [f"({letters[at % 10]}) For group {name}: {SENTENCE}" for at, name in enumerate(names)]
    pages = [
        build.set_lines(*[(text, {"gap": 8}) for text in texts[at : at + 14]])
        for at in range(0, len(texts), 14)
    ]
    table = [("id", "title", "text"), *((f"T-{at}", f"Row {at}", SENTENCE) for at in range(ROWS))]
    html = "".join(f"<p>{text}</p>" for text in texts)
    for name, data in (
        ("guide.pdf", build.make_pdf(pages)),
        ("guide.docx", build.make_docx("".join(build.paragraph(text) for text in texts))),
        ("guide.html", f"<html><body>{html}</body></html>".encode()),
        ("table.csv", _csv(table)),
        ("table.xlsx", _xlsx(table)),
    ):
        (folder / name).write_bytes(data)
        yield folder / name


def _builders() -> Any:
    spec = importlib.util.spec_from_file_location("builders", ROOT / "tests" / "ingest" / "conftest.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("tests/ingest/conftest.py")
    module = importlib.util.module_from_spec(spec)
    load: Callable[[Any], None] = spec.loader.exec_module
    load(module)
    return module


def _csv(table: list[tuple[str, str, str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(table)
    return stream.getvalue().encode()


def _xlsx(table: list[tuple[str, str, str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
