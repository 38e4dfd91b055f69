"""XML as a stream of elements: no entities, no network, no second file, no endless nesting."""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from crosswalk.errors import ParseError
from crosswalk.ingest.blocks import letters

Element: TypeAlias = Any  # lxml has no types
DEEPEST = 120
# A document type is where entity bombs and calls for other files are written; official texts have none.
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def elements(data: bytes) -> Iterator[tuple[str, Element]]:
    """Start and end of every element, as ("start" | "end", element), in the document's order.

    Comments and processing instructions are left out. Broken, truncated, wrongly encoded and hostile
    files are an error of one sentence with the line.
    """
    from lxml import etree

    for wide in ("utf-8", "utf-16-le", "utf-16-be"):
        if _DOCTYPE.search(data if wide == "utf-8" else _narrowed(data, wide)):
            raise ParseError(
                "the XML file declares a document type, which no official text does, and was not read; get it from"
                " its official address.",
                code="XW-116",
            )
    depth = 0
    parser = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for event, element in parser:
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise ParseError(
                    f"line {element.sourceline}: elements nest deeper than {DEEPEST}, which no official text"
                    " does; get the file from its official address.",
                    code="XW-119",
                )
            yield event, element
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise ParseError(
            f"line {line}: the XML is broken or cut short ({' '.join(str(error.msg).split())}); download the file again.",
            code="XW-118",
        ) from error


def tree_of(data: bytes) -> Element:
    """The root of a whole file, read under the same limits."""
    events = elements(data)
    _, root = next(events)
    for _ in events:
        pass
    return root


def _narrowed(data: bytes, encoding: str) -> bytes:
    """The start of a file in a wide encoding, as far as a document type can appear in it."""
    even = data[: 2 * (min(len(data), 200_000) // 2)]
    return even.decode(encoding, "ignore").encode("utf-8", "ignore") if b"\x00" in even[:400] else b""


def letters_in(data: bytes) -> int:
    """How many characters an XML file holds, without white space, markup and comments.

    It is counted apart from all reading, so that what a reader passes over is noticed. Call it on a file
    that `elements` has read to its end.
    """
    from xml.parsers import expat

    found = 0

    def count(text: str) -> None:
        nonlocal found
        found += letters(text)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = count
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ParseError(
            f"line {error.lineno}: the XML is damaged ({expat.ErrorString(error.code)}); download the file again.",
            code="XW-118",
        ) from error
    return found


def tag_of(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def first_child(element: Element | None, *tags: str) -> Element | None:
    """The first element found on a path of child tags; None where there is none."""
    for tag in tags:
        if element is None:
            return None
        element = next((part for part in element if tag_of(part) == tag), None)
    return element


def runs_of(
    element: Element, edge: Callable[[str], str], is_left_out: Callable[[Element], bool] = lambda _: False
) -> Iterator[str]:
    """The words of an element and all in it, piece by piece; `edge` gives what sets a child apart, by its tag."""
    yield element.text or ""
    for child in element:
        if not is_left_out(child):
            between = edge(tag_of(child))
            yield between
            yield from runs_of(child, edge, is_left_out)
            yield between
        yield child.tail or ""


def letters_of(element: Element) -> int:
    """How many characters an element holds, white space left out."""
    return sum(letters(text) for text in element.itertext())


def release(element: Element) -> None:
    """Free an element that has been read, and all before it, so that a stream stays small."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
