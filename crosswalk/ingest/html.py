"""Web pages without their navigation, banners, footers and scripts; Markdown, read as the page that it describes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crosswalk.errors import ParseError
from crosswalk.ingest.blocks import letters, load_blocks
from crosswalk.ingest.enumerators import mark_of
from crosswalk.ingest.html_blocks import walk
from crosswalk.ingest.html_parts import FURNITURE, Count, furniture, mark_panels, page_letters, survey
from crosswalk.ingest.safety import decode
from crosswalk.ingest.table_grids import WIDEST
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEAD = 4096
# What the signs of Markdown are counted as.
MARKUP = "signs of Markdown and link addresses"


def read_html(data: bytes, source: Source) -> ReadResult:
    """A web page as a corpus: headings, paragraphs, lists, tables and footnotes of its main part."""
    page = _parsed(_text(data))
    mark_panels(page)
    counts = survey(page)
    root = _main(page, counts)
    found = walk(root, furniture(root, counts))
    total = page_letters(page)
    outside = max(0, counts[page].words - counts[root].words)
    leave_out(found.dropped, FURNITURE, total - page_letters(root), outside)
    opened = f"Hidden panels that the page opens by a button, which were read: {found.panels:,}."
    return load_blocks(
        found.blocks,
        source,
        source_chars=total,
        marks=found.marks,
        dropped=found.dropped,
        notes=[opened] if found.panels else [],
        ambiguous=found.typed.ambiguous,
    )


def _text(data: bytes) -> str:
    """Decode the page: by its byte-order mark, else by its declared encoding, else as UTF-8 or Windows-1252."""
    declared = _CHARSET.search(data[:_HEAD])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(_web_name(declared[1].decode("ascii")))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)[0]


def _web_name(encoding: str) -> str:
    """What browsers mean by an encoding's name: Latin 1 is read as Windows-1252."""
    return "cp1252" if encoding.lower() in {"iso-8859-1", "latin1", "us-ascii", "ascii"} else encoding


def _parsed(text: str) -> "HtmlElement":
    """The page's body as a tree, with nothing fetched.

    The parser stops without an error where elements nest too deep; such a page is refused.
    """
    from lxml import etree, html

    _check_tags(text)
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        page = html.document_fromstring(_DECLARATION.sub("", text).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ParseError("the page holds no text that can be read; save it again.", code="XW-250") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ParseError(
            "the page nests its elements more than 2,000 deep, which no text does; save it again in a browser.",
            code="XW-251",
        )
    body = page.find("body")
    return page if body is None else body


def _check_tags(text: str) -> None:
    """Refuse an element with more attributes than any has, since the parser compares each with all others."""
    for tag in _LONG_TAG.finditer(text):
        if len(_QUOTED.sub("", tag[0]).split()) > _MOST_ATTRIBUTES:
            raise ParseError(
                f"an element of the page has more than {_MOST_ATTRIBUTES:,} attributes, which no text needs; save"
                " it again in a browser.",
                code="XW-251",
            )


def _main(page: "HtmlElement", counts: "dict[HtmlElement, Count]") -> "HtmlElement":
    """The part that the page itself calls its main one, if it names just one."""
    mains = [one for one in page.iter() if one.tag == "main" or one.get("role") == "main"]
    for found in (mains, list(page.iter("article"))):
        if len(found) == 1 and counts[found[0]].words:
            return found[0]
    return page


_DIGITS = re.compile(r"\d{1,3}[.)] \S")
_LETTERED = re.compile(r" {0,9}(?P<mark>\([0-9A-Za-z]{1,5}\)|[A-Za-z]{1,4}[.)]) \S")
_MOST_ATTRIBUTES = 2_000
# The elements of Markdown nest at most so deep; a list and its item are two.
_DEEPEST = 100
_LONG_TAG, _QUOTED = re.compile(r"<[A-Za-z][^<>]{8000,}"), re.compile(r"\"[^\"]*\"|'[^']*'")
# A heading after number signs, the rule below a table's head, a fence of code, bold words, an underlined heading, a link.
_SIGNS = re.compile(
    r"^(?:#{1,6} \S|[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t|:-]*$|[ \t]*:?-{3,}:?[ \t]*\|[ \t|:-]+$|```|\*\*\S.*\*\*$"
    r"|[ \t]*:?-{2,}:?[ \t]*\|[ \t|:-]*-[ \t|:]*$|\S.*\n={3,}[ \t]*$|\[\^[^\]\s]+\]:|.*(?<![*\w])\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*(?![*\w])"
    r"|.*\[[^\]\n]{1,200}\]\((?:https?:|mailto:|[#/.])[^)\s]*\))",
    re.MULTILINE,
)
# An element that authors write into Markdown; `<name of the board>` is not one, and is text.
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption"
    r"|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup"
    r"|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var)(?=[\s/>])",
    re.IGNORECASE,
)


# An address or a class given to a heading: `## Goals {#goals}`.
_ATTRIBUTES = re.compile(r"^(#{1,6} .*?)[ \t]*\{[#.:][^{}\n]{1,80}\}[ \t]*$", re.MULTILINE)
# The same by itself or behind other words, `{: .note #goals}`, or above the rule of a heading; an order to a program
# that makes pages; and the mark for which contents are put in.
_BESIDE = re.compile(
    r"\{::?/?[^{}\n]{0,200}\}|\{%-?[ \t][^{}\n]{1,400}?%\}|\{[#.:][^{}\n]{1,80}\}(?=[ \t]*\n(?:={3,}|-{3,})[ \t]*$)",
    re.MULTILINE,
)
_PUT_IN = re.compile(r"^[ \t]*(?:[-*+]|\d+\.)[ \t]+(.*)\n[ \t]*\{: ?toc[^{}\n]{0,80}\}[ \t]*$", re.MULTILINE)
_QUOTED_BAR = re.compile(r"(`+)[^`]+\1")
# The box of a task, open or ticked.
_TASK = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+)\[([ xX])\](?=[ \t])", re.MULTILINE)
_PIPE, _MARGIN = re.compile(r"(?<!\\)\|"), re.compile(r"([\s>]*)(.*)")


def is_markdown(text: str) -> bool:
    """Whether a text holds a sign of Markdown that plain text does not."""
    return bool(_SIGNS.search(text))


def read_markdown(text: str, source: Source, dropped: Mapping[str, LeftOut]) -> ReadResult:
    """A Markdown text as a corpus; `dropped` is what was left out of it before.

    The usual elements of HTML are read; other words in angle brackets are text. Comments, the fields above the
    text, the signs of Markdown and the addresses of links are left out and counted.
    """
    omitted = dict(dropped)
    page = _page(text, omitted)
    loaded = read_html(f"<html><body><main>{page}</main></body></html>".encode(), source)
    for name, part in loaded.dropped.items():
        leave_out(omitted, name, part.chars, part.pieces)
    held = loaded.source_chars - loaded.dropped_chars + sum(part.chars for part in omitted.values())
    leave_out(omitted, MARKUP, letters(text) - held)
    return replace(loaded, dropped=omitted, source_chars=letters(text))


def _page(text: str, omitted: dict[str, LeftOut]) -> str:
    """The page that a text describes. A footnote that nothing points to stays in the text."""
    reader = _reader()
    env: dict[str, Any] = {}
    for words in _PUT_IN.findall(text):
        leave_out(omitted, "lines of the table of contents", letters(words))
    text = _parted(_ATTRIBUTES.sub(r"\1", _BESIDE.sub("", _PUT_IN.sub("", text))))
    text = _TASK.sub(lambda box: f"{box[1]}{'☐' if box[2] == ' ' else '☑'}", text)
    tokens = reader.parse(text, env)
    if (wide := _widened(text, tokens)) != text:
        text, env = wide, {}
        tokens = reader.parse(text, env)
    unused = [mark[1:] for mark, at in env.get("footnotes", {}).get("refs", {}).items() if at < 0]
    if unused:
        marks = "|".join(map(re.escape, unused))
        escaped = re.sub(rf"^( {{0,3}})(\[\^(?:{marks})\]:)", r"\1\\\2", text, flags=re.MULTILINE)
        env = {}
        tokens = reader.parse(escaped, env)
    if max((token.level for token in tokens), default=0) >= _DEEPEST - 1:
        raise ParseError(
            f"lists or quotations nest more than {_DEEPEST // 2} deep, which no text does; check the file.",
            code="XW-251",
        )
    for token in tokens:
        if token.type == "front_matter":
            leave_out(omitted, "fields above the text", letters(token.content))
        if token.type == "ordered_list_open":
            token.attrSet("data-mark", token.markup)
        for inner in token.children or ():
            described = inner.content if inner.type == "image" else str(inner.attrGet("title") or "")
            leave_out(omitted, "descriptions of pictures and links", letters(described))
    page: str = reader.renderer.render(tokens, reader.options, env)
    for comment in env.get("comments", ()):
        leave_out(omitted, "comments", letters(comment))
    return page


def _parted(text: str) -> str:
    """A text whose lettered items are set apart by empty lines: Markdown has lists of digits and bullets only.

    Lines are items where their marks begin a list and carry it on, so that a line that happens to begin with a
    reference, as `(b) of the Act`, stays in its paragraph.
    """
    lines = text.split("\n")
    marked = [_LETTERED.match(line) for line in lines]
    run: dict[str, list[int]] = {}
    apart: set[int] = set()
    for at, (line, found) in enumerate(zip(lines, marked, strict=True)):
        if not line.strip() or line.lstrip().startswith("#"):
            run = {}
        elif found and (mark := mark_of(f"{found['mark']} x")):
            for style, value in mark[0].readings:
                run[style] = [at] if value == 1 else [*run.get(style, []), at]
                apart |= set(run[style]) if len(run[style]) == value > 1 else set()
    apart |= {at for at, line in enumerate(lines) if at - 1 in apart and _DIGITS.match(line)}
    return "\n".join(
        f"\n{line}" if at in apart and lines[at - 1].strip() else line for at, line in enumerate(lines)
    )


def _widened(text: str, tokens: "Sequence[Token]") -> str:
    """A text whose tables have as many columns in their head as in their longest row, so that no cell is lost.

    A bar inside backquotes parts no cells where the row has more cells than the head otherwise.
    """
    lines = text.split("\n")
    for token in tokens:
        if token.type != "table_open" or token.map is None:
            continue
        start, end = token.map
        cells = [_cells(line) for line in lines[start:end]]
        for at in range(start, end):
            if cells[at - start] > cells[0]:
                lines[at] = _QUOTED_BAR.sub(lambda code: _PIPE.sub(r"\|", code[0]), lines[at])
                cells[at - start] = _cells(lines[at])
        if max(cells) > WIDEST:
            raise ParseError(
                f"a row of a table has more than {WIDEST} cells, which no text needs; check the file.",
                code="XW-251",
            )
        if (more := max(cells) - cells[0]) > 0:
            for at, cell in ((start, "  |"), (start + 1, "---|")):
                before, row = _MARGIN.match(lines[at]).groups()  # type: ignore[union-attr]
                lines[at] = f"{before}|{row.strip().removeprefix('|').removesuffix('|')}|{more * cell}"
    return "\n".join(lines)


def _cells(line: str) -> int:
    """How many cells a row of a Markdown table has."""
    return len(_PIPE.split(line.strip().removeprefix("|").removesuffix("|")))


def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    reader = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST}).enable(
        ["table", "strikethrough"]
    )
    reader.use(footnote_plugin).use(front_matter_plugin)
    reader.add_render_rule("html_inline", _raw)
    reader.add_render_rule("html_block", _raw)
    reader.add_render_rule("footnote_caption", _number)
    reader.add_render_rule("footnote_anchor", lambda *_: "")
    return reader


def _without_comments(text: str) -> tuple[list[str], str]:
    """The comments of raw HTML, and the rest; one that is not closed is text."""
    comments, kept, at = [], [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        comments.append(text[start : end + 3])
        kept.append(text[at:start])
        at = end + 3
    return comments, "".join([*kept, text[at:]])


def _raw(_self: Any, tokens: Any, at: int, _options: Any, env: dict[str, Any]) -> str:  # noqa: ANN401 - markdown-it's own
    """Raw HTML of a text: without its comments, and escaped where it begins with no known element."""
    from markdown_it.common.utils import escapeHtml

    whole = tokens[at].content
    comments, rest = _without_comments(whole)
    env.setdefault("comments", []).extend(comments)
    return rest if _TAG.match(rest.lstrip()) else escapeHtml(rest)


def _number(_self: Any, tokens: Any, at: int, *_: Any) -> str:  # noqa: ANN401 - markdown-it's own
    """The mark of a footnote, the same wherever it is used."""
    return f"[{int(tokens[at].meta['id']) + 1}]"
