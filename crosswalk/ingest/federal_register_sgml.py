"""Reader of the older XML of the Federal Register: made from its typesetting, and read as the newer XML.

The site of the Federal Register offers single rules and notices in it; whole issues exist in it since 2000.
"""

import itertools

from crosswalk.ingest.federal_register import read_register_tree
from crosswalk.ingest.xml_stream import Element, first_child, letters_of, tag_of, tree_of
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import ReadResult

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
