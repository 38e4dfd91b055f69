"""PDF: guidance letters, plans and manuals, with page numbers for pin cites.

Footnotes become provisions of level `footnote` below the text that points to them, so that no
word is lost and none interrupts a sentence. A provision's page is the number printed
on it, or the count where none is printed.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from crosswalk.errors import ParseError, Problem
from crosswalk.ingest.blocks import letters, load
from crosswalk.ingest.pdf_blocks import Blocks, blocks_of
from crosswalk.ingest.pdf_furniture import Body, body_of
from crosswalk.ingest.pdf_text import ReadPage, pages_of
from crosswalk.ingest.safety import check_forms, check_streams
from crosswalk.ingest.word_breaks import rejoined_note
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import ReadResult, leave_out

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_END = b"%%EOF"
# A page with fewer letters than this has only a stamp or a page number.
_SCANNED = 20


def read_pdf(data: bytes, source: Source) -> ReadResult:
    """A PDF as a corpus; one that is locked, cut short or only scanned is refused in one sentence."""
    pages = _pages(data)
    body = body_of(pages)
    made = blocks_of(body)
    for page in pages:
        leave_out(body.dropped, "slanted text", page.askew.chars, page.askew.pieces)
    loaded = load(
        made.blocks,
        source,
        source_chars=sum(page.chars for page in pages),
        marks=made.marks + made.lost + _note_marks(body),
        dropped=body.dropped,
        notes=_notes(body, made),
        ambiguous=made.ambiguous,
    )
    return replace(loaded, problems=_problems(pages))


def _pages(data: bytes) -> list[ReadPage]:
    """The pages of a PDF that is complete, not encrypted, and has text."""
    import pypdfium2

    if _END not in data[-2048:]:
        raise ParseError("this PDF is cut short (its end mark is missing); download it again.", code="XW-232")
    check_streams(data)
    check_forms(data)
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = pages_of(document)
            _refuse_scanned(document, pages)
            return pages
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ParseError(
                "this PDF is locked by a password; save an unlocked copy and use that.", code="XW-233"
            ) from error
        raise ParseError(
            "this PDF is broken; download it again, or print it to a new PDF.", code="XW-232"
        ) from error


def _refuse_scanned(document: "PdfDocument", pages: list[ReadPage]) -> None:
    """Refuse a PDF without text, or with hardly any besides its pictures."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    found = sum(page.chars - page.askew.chars for page in pages)
    if found >= _SCANNED * len(pages) > 0:
        return
    pictures = any(True for page in document for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))
    if pictures or not found:
        raise ParseError(
            f"this PDF holds {'pictures' if pictures else 'nothing but drawings'} on {len(pages)} pages and no"
            " text to read; run text recognition (OCR) on it first, or ask for the original.",
            code="XW-234",
        )


def _problems(pages: list[ReadPage]) -> tuple[Problem, ...]:
    """Report each page without text: it may be a scanned insert, and was not read."""
    return tuple(
        Problem(
            f"page {number}", "holds no text; if it is a scanned page, its words were not read.", "XW-235"
        )
        for number, page in enumerate(pages, 1)
        if not page.lines
    )


def _note_marks(body: Body) -> int:
    """How many letters are footnote numbers: superscript after a word, or before the footnote itself."""
    lines = [line for page in body.lines for line in page]
    lines += [line for note in body.footnotes for line in note.lines]
    raised = sum(letters(word.raised) for line in lines for word in line.words)
    return raised + sum(letters(note.label) for note in body.footnotes)


def _notes(body: Body, made: Blocks) -> tuple[str, ...]:
    notes = []
    if body.footnotes:
        notes.append(
            f"Footnotes that became provisions below the text that refers to them: {len(body.footnotes):,}."
        )
    return (*notes, *rejoined_note(made.rejoined))
