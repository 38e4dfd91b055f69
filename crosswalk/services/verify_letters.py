"""Compare letters of guidance with their texts and PDF files, character by character, without parsing an outline."""

import re
from collections.abc import Iterator
from pathlib import Path

from crosswalk.errors import Problem
from crosswalk.language.word_lists import MONTHS
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.services.verify_quotations import WordReport, official_texts

_PAGE = "\f"
_PAGE_MARK = re.compile(r"\n(?:[^\S\n]*\d{1,3}\s*\n+)?-{3}\nPage \d+\n")
_SIGNS = re.compile(r"[^\S\f]+|[•●○◦▪■\-‐‑–—\ufffe\u00ad]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
# The shortest piece, in characters, of a provision that runs over a page break or past a footnote mark.
_PIECE = 12
_START = 5
# At most this many characters, such as a page heading and footnotes, may come between two pieces.
_BETWEEN = 4_000
_FOOTNOTE = re.compile(r"\d{1,3}")


def compare_letters(corpus: Corpus, reference: Path) -> WordReport:
    """Compare a letter of guidance with the texts and PDF files of its date in a folder.

    White space, hyphens and bullets are left out on both sides: text taken from a PDF has its words run together
    or apart at the ends of lines. Every cell of a table is looked for by itself. Only the end of a page or the
    number of a footnote may part the letters of one provision.
    """
    texts = [_letters(_PAGE_MARK.sub(_PAGE, text)) for text in _of_date(corpus, reference)]
    problems = [
        Problem(prov.id, f"the words of {prov.id} are in no text of this date in {reference}.", "XW-109")
        for prov in corpus
        if not all(any(_stands(cell, text) for text in texts) for cell in _cells(prov))
    ]
    return WordReport(len(corpus), len(corpus) - len(problems), tuple(problems))


def _of_date(corpus: Corpus, reference: Path) -> Iterator[str]:
    """Every text of the date, and every PDF file beside one under the same name."""
    for text in official_texts(reference):
        if _in_words(corpus.source.as_of) in text.head:
            yield text.path.read_text("utf-8", "replace")
            if (pdf := text.path.with_suffix(".pdf")).is_file():
                yield _pdf_words(pdf)


def _in_words(as_of: str) -> str:
    """An ISO date as official texts write it, such as June 11, 2024; a month alone as it is."""
    year, month, *day = as_of.split("-")
    return f"{MONTHS[int(month) - 1].capitalize()} {int(day[0])}, {year}" if day else as_of


def _pdf_words(path: Path) -> str:
    """The words of a PDF file as the library returns them, with a form feed after each page."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return _PAGE.join(page.get_textpage().get_text_range() for page in document)


def _cells(prov: Provision) -> list[str]:
    return [_letters(cell) for words in (prov.heading, prov.text) for cell in words.split("|")]


def _letters(text: str) -> str:
    return _SIGNS.sub("", text.translate(_QUOTES))


def _stands(words: str, text: str) -> bool:
    """Whether a text contains these characters in one piece, or in pieces separated by a page break or a footnote number."""
    if words in text:
        return True
    start = text.find(words[:_START])
    while start >= 0:
        if _goes_on(words, text, start):
            return True
        start = text.find(words[:_START], start + 1)
    return False


def _goes_on(words: str, text: str, at: int) -> bool:
    done = _shared(words, text, at)
    while done < len(words):
        at, rest = at + done, words[done:]
        words = rest
        after = text.find(rest[:_PIECE], at, at + _BETWEEN)
        between = text[at:after]
        if after < 0 or not (_PAGE in between or _FOOTNOTE.fullmatch(between)):
            return False
        at, done = after, _shared(rest, text, after)
    return True


def _shared(words: str, text: str, at: int) -> int:
    """How many characters agree from an index on."""
    most = min(len(words), len(text) - at)
    return next((n for n in range(most) if words[n] != text[at + n]), most)
