"""Markdown: its headings, lists, tables and footnotes are those of the page that it describes."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crosswalk.ingest.blocks import letters
from crosswalk.ingest.html import read_html
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# A heading behind signs, the rule below a table's head, a fence of code, a bold line, an underlined heading.
_SIGNS = re.compile(
    r"^(?:#{1,6} \S|[ \t]*\|[ \t]*:?-{3,}[ \t|:-]*$|[ \t]*:?-{3,}:?[ \t]*\|[ \t|:-]+$|```|\*\*\S.*\*\*$"
    r"|\S.*\n={3,}[ \t]*$|\[\^[^\]\s]+\]:)",
    re.MULTILINE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# An element that authors write into Markdown; `<name of the board>` is none and is text.
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption"
    r"|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup"
    r"|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var)(?=[\s/>])",
    re.IGNORECASE,
)


def is_markdown(text: str) -> bool:
    """Whether a text holds a sign of Markdown that plain text does not."""
    return bool(_SIGNS.search(text))


def read_markdown(text: str, source: Source, dropped: Mapping[str, LeftOut]) -> ReadResult:
    """A Markdown text as a corpus; `dropped` is what was left out of it before.

    The usual elements of HTML are read; other words in angle brackets are text. Comments, the fields above the
    text, the signs of Markdown and the addresses of links are left out and counted.
    """
    heaps = dict(dropped)
    page = _page(text, heaps)
    loaded = read_html(f"<html><body><main>{page}</main></body></html>".encode(), source)
    for name, heap in loaded.dropped.items():
        leave_out(heaps, name, heap.chars, heap.pieces)
    held = loaded.source_chars - loaded.dropped_chars + sum(heap.chars for heap in heaps.values())
    leave_out(heaps, "signs of Markdown and link addresses", letters(text) - held)
    return replace(loaded, dropped=heaps, source_chars=letters(text))


def _page(text: str, heaps: dict[str, LeftOut]) -> str:
    """The page that a text describes. A footnote that nothing points to stays in the text."""
    reader = _reader()
    env: dict[str, Any] = {}
    tokens = reader.parse(text, env)
    unused = [mark[1:] for mark, at in env.get("footnotes", {}).get("refs", {}).items() if at < 0]
    if unused:
        marks = "|".join(map(re.escape, unused))
        escaped = re.sub(rf"^( {{0,3}})(\[\^(?:{marks})\]:)", r"\1\\\2", text, flags=re.MULTILINE)
        env = {}
        tokens = reader.parse(escaped, env)
    for token in tokens:
        if token.type == "front_matter":
            leave_out(heaps, "fields above the text", letters(token.content))
    page: str = reader.renderer.render(tokens, reader.options, env)
    for comment in env.get("comments", ()):
        leave_out(heaps, "comments", letters(comment))
    return page


def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(footnote_plugin).use(front_matter_plugin)
    reader.add_render_rule("html_inline", _raw)
    reader.add_render_rule("html_block", _raw)
    reader.add_render_rule("footnote_caption", _number)
    reader.add_render_rule("footnote_anchor", _nothing)
    return reader


def _raw(_self: Any, tokens: Any, at: int, _options: Any, env: dict[str, Any]) -> str:  # noqa: ANN401 - markdown-it's own
    """Raw HTML of a text: without its comments, and escaped where it begins with no known element."""
    from markdown_it.common.utils import escapeHtml

    whole = tokens[at].content
    env.setdefault("comments", []).extend(_COMMENT.findall(whole))
    rest = _COMMENT.sub("", whole)
    return rest if _TAG.match(rest.lstrip()) else escapeHtml(rest)


def _number(_self: Any, tokens: Any, at: int, *_: Any) -> str:  # noqa: ANN401 - markdown-it's own
    """The mark of a footnote, the same wherever it is used."""
    return f"[{int(tokens[at].meta['id']) + 1}]"


def _nothing(*_: Any) -> str:  # noqa: ANN401 - markdown-it's own
    return ""
