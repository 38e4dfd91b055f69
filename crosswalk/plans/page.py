"""A plan's report, or one of its papers, as a web page that stands alone and needs no script."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crosswalk.plans.lines import STATE_WORDS, Report, place_words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from jinja2 import Template


class PaperBlock(NamedTuple):
    """One block of a paper: a heading with its level from 1, a quotation, a paragraph, a list, or a table.

    `rows` holds the rows of a table, heads first, or the items of a list, one cell each.
    """

    kind: str
    level: int
    words: str
    rows: tuple[tuple[str, ...], ...] = ()


def as_page(report: Report, *, version: str) -> bytes:
    """The page: counts, the agenda, every requirement with words and place; every text is escaped."""
    page = _template("plan.html").render(report=report, words=STATE_WORDS, where=place_words, version=version)
    return f"{page.rstrip()}\n".encode()


def paper_page(document: "Document", *, version: str) -> bytes:
    """A Word paper as a page: its headings, paragraphs, quotations and tables in order; every text is escaped."""
    page = _template("paper.html").render(
        title=document.core_properties.title, blocks=tuple(_blocks(document)), version=version
    )
    return f"{page.rstrip()}\n".encode()


def _blocks(document: "Document") -> Iterator[PaperBlock]:
    """The blocks of a paper without empty ones, items that follow each other as one list."""
    single = [one for part in document.iter_inner_content() if (one := _block(part)).words or one.rows]
    for listed, run in groupby(single, lambda one: one.kind == "list"):
        if listed:
            yield PaperBlock("list", 0, "", tuple((one.words,) for one in run))
        else:
            yield from run


def _block(part: "Paragraph | Table") -> PaperBlock:
    from docx.table import Table

    if isinstance(part, Table):
        return PaperBlock(
            "table", 0, _caption(part), tuple(tuple(cell.text for cell in row.cells) for row in part.rows)
        )
    style = (part.style.name if part.style else "") or ""
    if style == "Title":
        return PaperBlock("heading", 1, part.text)
    if style.startswith("Heading "):
        return PaperBlock("heading", int(style.removeprefix("Heading ")) + 1, part.text)
    if style.startswith("List"):
        return PaperBlock("list", 0, part.text)
    return PaperBlock("quotation" if "Quote" in style else "paragraph", 0, part.text)


def _caption(table: "Table") -> str:
    """The title that a table carries for readers who do not see it."""
    from docx.oxml.ns import qn

    found = table._tbl.tblPr.find(qn("w:tblCaption"))  # noqa: SLF001 - python-docx has no property for it
    return "" if found is None else str(found.get(qn("w:val")))


@cache
def _template(name: str) -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return env.get_template(name)
