"""The eCFR's structure as JSON, the way common converters (xml2js) write its XML.

Such a file keeps the divisions but groups a section's children by kind, so that extracts lose their
place among the paragraphs, and takes inline italics out of their sentence. Italics are put back into
the gap they left where that can be told; the rest is said in the notes.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from crosswalk.errors import ParseError
from crosswalk.ingest.ecfr import Rules, add_section, close_division, loaded, open_division, split_head
from crosswalk.ingest.lines import plain_spaces
from crosswalk.ingest.safety import decode
from crosswalk.ingest.section import Para
from crosswalk.ingest.tree import letters
from crosswalk.language.outline import RULE, leading_marks
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import ReadResult

_KINDS = {
    "TITLE": "title",
    "SUBTITLE": "subtitle",
    "CHAPTER": "chapter",
    "SUBCHAP": "subchapter",
    "PART": "part",
    "SUBPART": "subpart",
    "SUBJGRP": "subject group",
}
_NOTES = ("AUTH", "SOURCE", "CITA", "SECAUTH")
_DEEPEST = 12
# Where a word was taken out: at the start, between two spaces, before a stop or within brackets.
_GAP = re.compile(r"^(?= )|(?<=\S )(?= )|(?<=\S )(?= ?[.,;)])|(?<=\()(?= ?[\s)])")

Node = dict[str, Any]


def read_ecfr_json(data: bytes, source: Source) -> ReadResult:
    """Read a part of the Code of Federal Regulations from its JSON form."""
    words, _ = decode(data)
    try:
        root = json.loads(words)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise ParseError(f"line {line}: this is not JSON; download the file again.", code="XW-118") from error
    rules = Rules(source.id)
    for node in _nodes(root):
        _read(rules, node, 0)
    return loaded(rules, source)


def _nodes(value: object) -> Iterator[Node]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def _read(rules: Rules, node: Node, depth: int) -> None:
    """One division with its sections, then the divisions below it: sections stand before subparts."""
    marks = next(_nodes(node.get("$")), {})
    kind = _KINDS.get(str(marks.get("TYPE", "")))
    if kind:
        open_division(rules, kind, str(marks.get("N", "")), str(marks.get("NODE", "")))
        rules.open[-1].heading = _first(node, "HEAD")
        rules.open[-1].notes += _noted(rules, node)
    for key in ("DIV8", "DIV9"):
        for section in _nodes(node.get(key)):
            _section(rules, section, appendix=key == "DIV9")
    for key in sorted(key for key in node if re.fullmatch(r"DIV[1-7]", key)):
        for below in _nodes(node[key]):
            if depth < _DEEPEST:
                _read(rules, below, depth + 1)
    if kind:
        close_division(rules)


def _noted(rules: Rules, node: Node) -> list[str]:
    found = [_flat(item) for key in _NOTES for item in _items(node.get(key))]
    rules.dropped["citation and authority lines (characters)"] += sum(letters(words) for words in found)
    return found


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(node: Node, key: str) -> str:
    return next((_flat(item) for item in _items(node.get(key))), "")


def _flat(item: object) -> str:
    """All words of a value, in the order the file holds them."""
    if isinstance(item, dict):
        words = " ".join(_flat(value) for key, value in item.items() if key != "$")
    elif isinstance(item, list):
        words = " ".join(_flat(value) for value in item)
    else:
        words = "" if item is None else str(item)
    return " ".join(plain_spaces(words).split())


def _section(rules: Rules, node: Node, *, appendix: bool) -> None:
    marks = next(_nodes(node.get("$")), {})
    head = _first(node, "HEAD")
    paras = [para for item in _items(node.get("P")) if (para := _para(rules, item, head)).words]
    known = {"$", "HEAD", "P", *_NOTES}
    for key in node:
        if key not in known:
            lost = [Para(words, heading="", plain=True) for words in _texts(node[key])]
            if lost and key != "_":
                rules.notes.append(
                    f"{split_head(head)[0] or head}: the place of {len(lost)} paragraphs ({key}) is not known; they stand last."
                )
            paras += lost
    add_section(rules, head, str(marks.get("N", "")), paras, _noted(rules, node), appendix=appendix)


def _texts(value: object) -> Iterator[str]:
    """Each paragraph of an extract or another block."""
    for item in _items(value):
        if isinstance(item, dict):
            for key, below in item.items():
                if key != "$":
                    yield from _texts(below)
        elif isinstance(item, list):
            yield from _texts(item)
        elif words := _flat(item):
            yield words


def _para(rules: Rules, item: object, head: str) -> Para:
    """A paragraph with its italics back in place; the first, right after the marks, is its heading."""
    if not isinstance(item, dict):
        return Para(_flat(item), heading="")
    text = plain_spaces(str(item.get("_", ""))).replace("\n", " ").rstrip()
    italics = [_flat(one) for key in ("I", "E") for one in _items(item.get(key))]
    gaps = [match.start() for match in _GAP.finditer(text)]
    if len(gaps) < len(italics):
        words = "; ".join(italics[len(gaps) :])
        rules.notes.append(
            f"{split_head(head)[0] or head}: the place of “{words}” in “{text[:40]}…” is not known."
        )
    placed = list(zip(gaps, italics, strict=False))
    for gap, italic in reversed(placed):
        text = f"{text[:gap]}{italic}{text[gap:]}"
    words = " ".join(text.split())
    begin = leading_marks(words, RULE)[1]
    heading = italics[0] if placed and words.startswith(italics[0], begin) else ""
    tied = heading.endswith((".", "—", "?", ":"))
    return Para(words, heading=heading if tied or (heading and begin == 0) else "")
