"""Markdown: its headings, lists and tables are those of the page that it describes."""

import re
from collections.abc import Mapping
from dataclasses import replace

from crosswalk.ingest.blocks import letters
from crosswalk.ingest.html import read_html
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

# A heading behind signs, the rule below a table's head, a fence of code, a bold line, an underlined heading.
_SIGNS = re.compile(
    r"^(?:#{1,6} \S|[ \t]*\|[ \t]*:?-{3,}[ \t|:-]*$|[ \t]*:?-{3,}:?[ \t]*\|[ \t|:-]+$|```|\*\*\S.*\*\*$"
    r"|\S.*\n={3,}[ \t]*$)",
    re.MULTILINE,
)


def is_markdown(text: str) -> bool:
    """Whether a text holds a sign of Markdown that plain text does not."""
    return bool(_SIGNS.search(text))


def read_markdown(text: str, source: Source, dropped: Mapping[str, LeftOut]) -> ReadResult:
    """A Markdown text as a corpus; `dropped` is what was left out of it before.

    Raw HTML in it is text. The signs of Markdown and the addresses of links are left out and counted.
    """
    from markdown_it import MarkdownIt

    page = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).render(text)
    loaded = read_html(f"<html><body><main>{page}</main></body></html>".encode(), source)
    heaps = {**dropped, **loaded.dropped}
    held = loaded.source_chars + sum(heap.chars for heap in dropped.values())
    leave_out(heaps, "signs of Markdown and link addresses", letters(text) - held)
    return replace(loaded, dropped=heaps, source_chars=letters(text))
