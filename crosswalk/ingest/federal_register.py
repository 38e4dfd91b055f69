"""Issues and documents of the Federal Register: United States Legislative Markup, and the older XML made from its typesetting.

A rule or notice is read like any other document of headings, paragraphs, tables and footnotes. What it amends
or adopts is placed below the instruction that amends it; a section by itself has its own number. The site of the
Federal Register offers single rules and notices in the older XML, which is read as the newer one; whole issues exist
in it since 2000.
"""

import itertools
import re
from dataclasses import dataclass, field, replace

from crosswalk.ingest.blocks import Block, Kind, letters, load_blocks, plain_spaces
from crosswalk.ingest.enumerators import Nesting
from crosswalk.ingest.styled_text import items_of
from crosswalk.ingest.table_grids import Cell, fill_grid, table_blocks
from crosswalk.ingest.xml_stream import Element, first_child, letters_in, letters_of, runs_of, tag_of, tree_of
from crosswalk.model.citation import LEVELS
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

_DOCUMENTS = frozenset({"rule", "notice", "presidentialDoc", "proposedRule"})
_PARTS = frozenset({"title", "subtitle", "chapter", "subchapter", "part", "subpart", "appendix"})
_INLINE = frozenset(
    {"inline", "ref", "date", "i", "b", "u", "em", "strong", "sup", "sub", "term", "quotedText", "br", "img",
     "amendingAction", "headingText", "span", "entity", "figure", "designator", "target", "shortTitle"}
)  # fmt: skip
_APART = {
    "meta": "pieces of metadata",
    "toc": "tables of contents",
    "index": "indexes",
    "ear": "running heads",
    "leftRunningHead": "running heads",
    "rightRunningHead": "running heads",
    "page": "page marks",
    "signatures": "signatures",
    "notes": "filing and billing notes",
}
_NUMBERED = frozenset({"section", *LEVELS})
_STYLED = re.compile(r":HD(\d)\b")
_LABEL = 4
_PREFACE = frozenset({"organization", "action"})


@dataclass(slots=True)
class _Issue:
    """An issue as it is read.

    `marks` counts letters that no provision's words hold, `again` those that two provisions hold.
    `statements`, `quoted` and `level` are how many statements, quotations and numbered levels are open.
    """

    footnotes: frozenset[str]
    blocks: list[Block] = field(default_factory=list)
    dropped: dict[str, LeftOut] = field(default_factory=dict)
    nesting: Nesting = field(default_factory=Nesting)
    marks: int = 0
    again: int = 0
    statements: int = 0
    quoted: int = 0
    level: int = 0


@dataclass(slots=True)
class _Words:
    """The words of a paragraph as they are gathered, and the footnotes they point to."""

    text: str = ""
    refers: list[str] = field(default_factory=list)


def read_federal_register(data: bytes, source: Source) -> ReadResult:
    """Read an issue of the Federal Register, or one of its rules or notices."""
    return read_register_tree(tree_of(data), data, source)


def read_register_tree(root: Element, data: bytes, source: Source) -> ReadResult:
    """Read an issue or document as a tree of elements; `data` is the file, whose characters are counted independently."""
    notes = frozenset(one.get("id", "") for one in root.iter() if tag_of(one) == "footnote") - {""}
    issue = _Issue(notes)
    _walk(issue, root)
    return load_blocks(
        issue.blocks,
        source,
        source_chars=letters_in(data),
        marks=issue.marks - issue.again,
        dropped=issue.dropped,
        ambiguous=issue.nesting.ambiguous,
    )


def _walk(issue: _Issue, element: Element) -> None:
    """Read one block-level element."""
    tag = tag_of(element)
    parent = element.getparent()
    if tag in _APART:
        leave_out(issue.dropped, _APART[tag], letters_of(element))
    elif tag == "preface" and (parent is None or not _is_document(parent)):
        leave_out(issue.dropped, "running heads", letters_of(element))
    elif _is_document(element):
        _document(issue, element)
    elif (
        tag in _PARTS
        and first_child(element, "num") is not None
        and first_child(element, "heading") is not None
    ):
        _part(issue, element)
    elif tag == "heading":
        _heading(issue, element)
    elif tag == "table":
        _table(issue, element)
    elif tag == "footnote":
        _footnote(issue, element)
    elif (tag in _NUMBERED or issue.quoted) and first_child(element, "num") is not None:
        (_quoted if issue.quoted else _level)(issue, element)
    else:
        issue.statements += tag == "statement"
        issue.quoted += tag == "quotedContent"
        _mixed(issue, element)
        issue.statements -= tag == "statement"
        issue.quoted -= tag == "quotedContent"


def _mixed(issue: _Issue, element: Element) -> None:
    """Read an element with text, child elements, or both, in document order."""
    words = _Words()
    _add(words, element.text)
    for child in element:
        if tag_of(child) in _INLINE:
            _inline(issue, words, child)
        else:
            words = _flushed(issue, words)
            _walk(issue, child)
        _add(words, child.tail)
    _flushed(issue, words)


def _inline(issue: _Issue, words: _Words, element: Element) -> None:
    """Add the words of an element in a line; a raised number points to its footnote instead."""
    key = element.get("idref", "")
    if key in issue.footnotes and letters_of(element) <= _LABEL:
        issue.marks += letters_of(element)
        words.refers.append(key)
        return
    words.text += " " if tag_of(element) == "br" else ""
    _add(words, element.text)
    for child in element:
        _inline(issue, words, child)
        _add(words, child.tail)


def _add(words: _Words, text: str | None) -> None:
    words.text += plain_spaces(text or "")


def _flushed(issue: _Issue, words: _Words) -> _Words:
    """Turn the words so far into a paragraph or list item, and start over."""
    text, refers = " ".join(words.text.split()), tuple(words.refers)
    found = issue.nesting.mark_of(text) if not issue.quoted else None
    if found:
        mark, rest = found
        item = Block(Kind.ITEM, rest, num=mark.num, depth=issue.nesting.depth(mark), refers=refers)
        made = items_of(item, issue.nesting)
        issue.marks += letters(text) - letters(made[-1].text)
        issue.blocks += made
    elif text:
        issue.nesting.close()
        issue.blocks.append(Block(Kind.PARAGRAPH, text, depth=issue.level, refers=refers))
    return _Words()


def _is_document(element: Element) -> bool:
    """Whether an element is a rule, a notice, or anything else with a head of its own that names its subject."""
    return tag_of(element) in _DOCUMENTS or first_child(element, "preface", "subject") is not None


def _part(issue: _Issue, element: Element) -> None:
    """A part of a regulation: its number and title are one heading."""
    num, heading = first_child(element, "num"), first_child(element, "heading")
    issue.nesting.close()
    issue.marks += letters(_line(num))
    issue.blocks.append(Block(Kind.HEADING, heading=_line(heading), num=_line(num), depth=2))
    for child in element:
        if child is not num and child is not heading:
            _walk(issue, child)


def _document(issue: _Issue, element: Element) -> None:
    """Open a rule or notice with its subject as heading and its number in the Register as id."""
    preface = first_child(element, "preface")
    subject = first_child(preface, "subject")
    number = next((one for one in element.iter() if tag_of(one) == "docNumber"), None)
    num, title = _line(number).replace("–", "-"), _line(subject)
    issue.nesting.close()
    issue.statements = 0
    if title or num:
        issue.again += 0 if title else letters(num)
        issue.blocks.append(Block(Kind.HEADING, heading=title or num, num=num, depth=1))
    for child in element:
        if child is preface:
            _preface(issue, preface, subject)
        else:
            _walk(issue, child)


def _preface(issue: _Issue, preface: Element, subject: Element) -> None:
    """Read the preamble of a rule or notice; agency names and docket numbers are left out."""
    for child in preface:
        head = next((one for one in child.iter() if tag_of(one) == "headingText"), None)
        if head is not None and tag_of(child) in _PREFACE:
            heading = _line(head)
            before, _, after = _line(child).partition(heading)
            issue.blocks.append(Block(Kind.PARAGRAPH, f"{before} {after}".strip(), heading))
        elif child is not subject:
            leave_out(issue.dropped, "lines of agency names and docket numbers", letters_of(child))


def _heading(issue: _Issue, element: Element) -> None:
    styled = _STYLED.search(element.get("style", ""))
    depth = 2 + int(styled[1]) if styled else max(2, 1 + issue.statements)
    words = _Words()
    _inline(issue, words, element)
    text, refers = " ".join(words.text.split()), tuple(words.refers)
    if text and issue.quoted:
        issue.blocks.append(Block(Kind.PARAGRAPH, text, depth=issue.level, refers=refers))
    elif text:
        found = issue.nesting.mark_of(text)
        issue.nesting.close()
        num, title = (found[0].num, found[1]) if found else ("", text)
        issue.marks += letters(text) - letters(title)
        issue.blocks.append(Block(Kind.HEADING, heading=title, num=num, depth=depth, refers=refers))


def _level(issue: _Issue, element: Element, depth: int = 0) -> None:
    """A section of a rule or an instruction that amends one, with its number; what is below it follows."""
    num, heading = first_child(element, "num"), first_child(element, "heading")
    printed, title = _line(num), _line(heading)
    issue.marks += letters(printed)
    plain = printed.lstrip("■ ").rstrip(". ")
    if tag_of(element) == "section" and (title or "§" in printed):
        issue.nesting.close()
        issue.marks -= 0 if title else letters(plain)
        issue.blocks.append(Block(Kind.HEADING, heading=title or plain, num=plain, depth=3))
        depth = 0
    else:
        depth += 1
        issue.blocks.append(Block(Kind.ITEM, heading=title, num=plain, depth=depth))
    for child in element:
        issue.level = depth
        if tag_of(child) in LEVELS and first_child(child, "num") is not None:
            _level(issue, child, depth)
        elif child is not num and child is not heading:
            first = len(issue.blocks)
            _walk(issue, child)
            _merge(issue, first, Kind.ITEM)
    issue.level = 0


def _quoted(issue: _Issue, element: Element) -> None:
    """A numbered level within quoted words: its number and heading open its first paragraph."""
    num, heading = first_child(element, "num"), first_child(element, "heading")
    begin = f"{_line(num)} {_line(heading)}".strip()
    issue.blocks.append(Block(Kind.PARAGRAPH, begin, depth=issue.level))
    first = len(issue.blocks)
    for child in element:
        if child is not num and child is not heading:
            _walk(issue, child)
    if heading is None:
        _merge(issue, first, Kind.PARAGRAPH)


def _merge(issue: _Issue, first: int, kind: Kind) -> None:
    """Join a paragraph to the block of the number before it."""
    below = issue.blocks[first : first + 1]
    above = issue.blocks[first - 1]
    is_words = bool(below) and below[0].kind is Kind.PARAGRAPH and not below[0].heading
    if is_words and above.kind is kind and (kind is Kind.PARAGRAPH or not above.text):
        text = f"{above.text} {below[0].text}".strip()
        merged = replace(above, text=text, refers=(*above.refers, *below[0].refers))
        issue.blocks[first - 1 : first + 1] = [merged]


def _table(issue: _Issue, element: Element) -> None:
    caption, rows, heads, note = "", [], 0, []
    for part in element.iter():
        tag = tag_of(part)
        if tag == "caption":
            caption = _line(part)
        elif tag == "tr":
            cells = [one for one in part if tag_of(one) in {"td", "th"}]
            rows.append([Cell(_line(one), _span(one, "colspan"), _span(one, "rowspan")) for one in cells])
            heads += len(rows) == heads + 1 and all(tag_of(one) == "th" for one in cells)
        elif tag in {"tfoot", "note"} and not any(tag_of(one) == "tr" for one in part.iter()):
            note.append(_line(part))
    own = letters(caption) + sum(letters(cell.text) for row in rows for cell in row)
    made = table_blocks(fill_grid(rows), heads, caption)
    issue.again += sum(letters(cell) for block in made for cell in block.cells) - own
    issue.nesting.close()
    issue.blocks += made
    issue.blocks += [Block(Kind.PARAGRAPH, words) for words in note if words]


def _span(cell: Element, kind: str) -> int:
    found = cell.get(kind, "1")
    return int(found) if re.fullmatch(r"\d{1,3}", found) else 1


def _footnote(issue: _Issue, element: Element) -> None:
    back = next((one for one in element.iter() if tag_of(one) in {"ref", "num", "sup"}), None)
    text, label = _line(element), _line(back)
    label = label if text.startswith(label) and len(label) <= _LABEL else ""
    issue.marks += letters(label)
    words = text.removeprefix(label).strip()
    issue.blocks.append(Block(Kind.FOOTNOTE, words, num=label, key=element.get("id", "")))


def _line(element: Element) -> str:
    """The words of an element in one line, empty for none; block elements and line breaks separate words."""
    if element is None:
        return ""
    return " ".join(plain_spaces("".join(runs_of(element, _edge))).split())


def _edge(tag: str) -> str:
    return "" if tag in _INLINE and tag != "br" else " "


# Each element's name in the newer XML. Of any other element, only the contents are read.
_NAMES = {
    "RULE": "rule",
    "PRORULE": "proposedRule",
    "NOTICE": "notice",
    "PRESDOCU": "presidentialDoc",
    "SUBJECT": "subject",
    "HD": "heading",
    "P": "p",
    "FP": "p",
    "AMDPAR": "p",
    "FTNT": "footnote",
    "GPOTABLE": "table",
    "TTITLE": "caption",
    "CHED": "th",
    "ROW": "tr",
    "ENT": "td",
    "TNOTE": "note",
    "SECTION": "section",
    "SECTNO": "num",
    "CNTNTS": "toc",
    "SIG": "signatures",
    "FRDOC": "notes",
    "FILED": "notes",
    "BILCOD": "notes",
    "PRTPAGE": "span",
    "FTREF": "span",
    "FR": "span",
    "GID": "meta",
    "VOL": "meta",
    "NO": "meta",
    "DATE": "meta",
    "UNITNAME": "ear",
    "E": "i",
    "SU": "sup",
    "AC": "span",
}
# What precedes the text of a rule or notice, besides its subject.
_OF_HEAD = frozenset({"AGENCY", "SUBAGY", "CFR", "DEPDOC", "RIN", "SUBJECT"})
_LEVELS_OF_HEAD = frozenset("123456789")
_DEPTHS = {"HD1": "1", "HD2": "2", "HD3": "3"}


def read_federal_register_sgml(data: bytes, source: Source) -> ReadResult:
    """Read an issue, or a single rule or notice, of the Federal Register in its older XML."""
    root = tree_of(data)
    for part in list(root.iter("PREAMB")):
        _set_head(part)
    for part in root.iter("PRESDOCU"):
        _set_subject(part)
    for part in list(root.iter("BOXHD")):
        _set_rows(part)
    _link_footnotes(root)
    for element in root.iter():
        depth = _DEPTHS.get(element.get("SOURCE", "")) if element.tag == "HD" else None
        if depth:
            element.set("style", f":HD{depth}")
        if element.tag == "SUBJECT" and tag_of(element.getparent()) == "section":
            element.tag = "heading"
        elif element.tag == "HD" and tag_of(element.getparent()) == "AUTH":
            element.tag = "p"  # "Authority:" heads its own line alone, not the amendments below it
        else:
            element.tag = _NAMES.get(element.tag, element.tag)
    return read_register_tree(root, data, source)


def _set_head(part: Element) -> None:
    """Put agency, docket number and subject of a rule or notice before its preamble, as its head."""
    head = part.makeelement("preface")
    for child in [one for one in part if one.tag in _OF_HEAD]:
        tail, child.tail = child.tail, None
        before = child.getprevious()
        if tail and before is not None:
            before.tail = (before.tail or "") + tail
        elif tail:
            part.text = (part.text or "") + tail
        head.append(child)
    above = part.getparent()
    if above is not None and len(head):
        above.insert(above.index(part), head)


def _set_subject(document: Element) -> None:
    """Name a document of the President by its first heading, which the older XML does not mark as its subject."""
    first = next(document.iter("HD"), None)
    if first is not None and next(document.iter("SUBJECT"), None) is None:
        tail, first.tail = first.tail, None
        space = document.makeelement("span")
        space.tail = tail
        first.addprevious(space)
        head = document.makeelement("preface")
        first.tag = "SUBJECT"
        head.append(first)
        document.insert(0, head)


def _set_rows(head: Element) -> None:
    """Set the head of a table in rows: each cell spans the cells of the deeper levels that follow it."""
    cells = [one for one in head if one.tag == "CHED"]
    levels = [int(one.get("H")) if one.get("H", "") in _LEVELS_OF_HEAD else 1 for one in cells]
    deepest = max(levels, default=1)
    rows = [head.makeelement("ROW") for _ in range(deepest)]
    for at, (cell, level) in enumerate(zip(cells, levels, strict=True)):
        below = list(itertools.takewhile(lambda one: one > level, levels[at + 1 :]))  # noqa: B023 - used at once
        following = [*below, level]
        leaves = sum(one >= after for one, after in itertools.pairwise(following))
        cell.set("colspan", str(max(1, leaves)))
        cell.set("rowspan", str(1 if below else deepest - level + 1))
        rows[level - 1].append(cell)
    for row in rows:
        head.addprevious(row)


def _link_footnotes(root: Element) -> None:
    """Link each raised number that precedes a reference mark to the next footnote with that label."""
    waiting: dict[str, list[str]] = {}
    for at, note in enumerate(root.iter("FTNT")):
        note.set("id", f"note{at}")
        label = first_child(note, "P", "SU")
        waiting.setdefault(_label(label), []).append(f"note{at}")
    for mark in root.iter("SU"):
        after = mark.getnext()
        found = waiting.get(_label(mark))
        if after is not None and after.tag == "FTREF" and found:
            mark.set("idref", found.pop(0))


def _label(element: Element | None) -> str:
    if element is None or not letters_of(element):
        return ""
    return "".join(element.itertext()).strip()
