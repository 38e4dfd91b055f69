"""Classify the elements of a web page: text, furniture, or hidden from readers."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from crosswalk.ingest.blocks import letters
from crosswalk.ingest.enumerators import printed

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Elements without text of the page.
_NO_TEXT = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
     "head", "map", "math-field"}
)  # fmt: skip
_CONTROLS = frozenset({"button", "select", "option", "datalist", "input", "textarea", "progress", "meter"})
# Names of panels that a button of the page opens.
_PANELS = frozenset(
    {"accordion", "panel", "tab", "tabs", "tabpanel", "collapse", "collapsible", "details", "expand", "expander",
     "expandable", "toggle", "disclosure"}
)  # fmt: skip
# The elements of a table around its cells.
_FRAME = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup", "col"})
_TO_THE_END = 65_534
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
           "lower-roman": "i", "upper-roman": "I"}  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
CELLS = frozenset({"td", "th"})
_STRUCK = frozenset({"del", "s", "strike"})
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_FURNITURE = frozenset({"nav", "footer", "aside", "dialog", "menu", "form"})
_ROLES = frozenset(
    {
        "navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu",
        "menubar",
    }
)  # fmt: skip
_NAMES = frozenset(
    {"cookie", "cookies", "consent", "gdpr", "breadcrumb", "breadcrumbs", "navbar", "nav", "navigation", "menu",
     "sidebar", "share", "social", "pager", "pagination", "advert", "ads", "newsletter", "subscribe", "skip",
     "skiplink", "skipnav", "banner", "footer", "masthead"}
)  # fmt: skip
# What is left out of a page by these names.
FURNITURE = "words of navigation, banners and footers"
CONTENTS = "lines of the table of contents"
_OPENED = "data-opened-by-control"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TEXT_PARTS = frozenset({"main", "article", "h1", "body"})
_MOST = 0.5
# A cell with more paragraphs than this is a text of its own, not a cell.
_CELL_PARAGRAPHS = 3


def is_no_text(element: "HtmlElement") -> bool:
    """Whether an element cannot have text, such as a script or a drawing."""
    return not isinstance(element.tag, str) or element.tag in _NO_TEXT


def is_hidden(element: "HtmlElement") -> bool:
    """Whether the page hides an element's words, at first or permanently."""
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def is_struck(element: "HtmlElement") -> bool:
    """Whether an element's words are struck through, by its name or its style."""
    return element.tag in _STRUCK or bool(_LINE_THROUGH.search(element.get("style") or ""))


def is_panel(element: "HtmlElement") -> bool:
    """Whether a hidden element is a panel that its button opens, and so is text of the page.

    Its name says so, a button or link names it, or a button comes right before it.
    """
    if element.get("role") == "tabpanel" or not _PANELS.isdisjoint(_called(element)):
        return True
    before = element.getprevious()
    if before is not None and before.tag in {"button", "summary"}:
        return True
    return _OPENED in element.attrib


def mark_panels(page: "HtmlElement") -> None:
    """Mark each element that a button or link of the page names, so that `is_panel` knows it."""
    named = {
        name
        for one in page.iter("button", "a", "summary")
        for name in (
            one.get("aria-controls"),
            (one.get("data-target") or one.get("href") or "").partition("#")[2],
        )
        if name
    }
    for element in page.iter():
        if named and isinstance(element.tag, str) and element.get("id") in named:
            element.set(_OPENED, "")


def is_control(element: "HtmlElement") -> bool:
    """Whether an element is a button or a field of a form."""
    return element.tag in _CONTROLS


def opens_panel(element: "HtmlElement") -> bool:
    """Whether a button is the heading of a panel: it says what it opens, or a panel follows it."""
    after = element.getnext()
    if element.tag != "button":
        return False
    return "aria-expanded" in element.attrib or (after is not None and is_hidden(after))


def is_unseen(element: "HtmlElement") -> bool:
    """Whether an element's words are not text of the page, or are hidden and no panel opens them."""
    if is_no_text(element) or (is_control(element) and not opens_panel(element)):
        return True
    return is_hidden(element) and not is_panel(element)


def page_letters(element: "HtmlElement") -> int:
    """How many letters an element holds, hidden ones among them, without scripts and drawings."""
    if is_no_text(element):
        return 0
    total, skipped = 0, 0
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            skipped += is_no_text(one)
            total += 0 if skipped else letters(one.text or "")
        else:
            skipped -= is_no_text(one)
            total += 0 if skipped or one is element else letters(one.tail or "")
    return total


def _called(element: "HtmlElement") -> list[str]:
    return re.split(r"[^a-z]+", f"{element.get('class') or ''} {element.get('id') or ''}".lower())


_HEADING = re.compile(r"h([1-6])")
_HEADING_CLASS = re.compile(r"(?:^|[\s_-])(?:h|head|heading|title|hd)[-_]?([1-6])(?![\w-])", re.IGNORECASE)
_TITLE_CLASS = re.compile(
    r"(?:^|\s)(?:card|panel|tile|box|module|step|section|accordion|callout|item)[-_]{1,2}(?:title|heading)(?:\s|$)"
)
_TITLE_LETTERS = 120


@dataclass(slots=True)
class Count:
    """The number of visible words in a part of the page, and whether it contains main text."""

    words: int = 0
    text: bool = False


def survey(page: "HtmlElement") -> "dict[HtmlElement, Count]":
    """The count of every element of a page, made in one pass."""
    counts: dict[HtmlElement, Count] = {}
    unseen = 0
    for event, element in etree.iterwalk(page, events=("start", "end")):
        step = is_unseen(element)
        if event == "start":
            unseen += step
            own = 0 if unseen else len((element.text or "").split())
            counts[element] = Count(own, element.tag in _TEXT_PARTS)
            continue
        unseen -= step
        above = counts.get(element.getparent())
        if above is not None:
            tail = 0 if unseen else len((element.tail or "").split())
            above.words += counts[element].words + tail
            above.text = above.text or counts[element].text
    return counts


def furniture(root: "HtmlElement", counts: "dict[HtmlElement, Count]") -> "frozenset[HtmlElement]":
    """The parts that are navigation, banners and the like, by tag, role or name.

    Nothing that holds a text, or more than half of the words, is furniture, whatever it is called.
    """
    most = _MOST * counts[root].words
    return frozenset(
        element
        for element in root.iter()
        if element is not root
        and isinstance(element.tag, str)
        and not counts[element].text
        and counts[element].words <= most
        and _is_called_furniture(element)
    )


def heading_level(element: "HtmlElement") -> int:
    """The level of a heading by its tag, its class (`heading-2`) or its role; 0 for other elements."""
    if heading := _HEADING.fullmatch(element.tag):
        return int(heading[1])
    if element.tag in {"p", "div"} and (found := _HEADING_CLASS.search(element.get("class") or "")):
        return int(found[1])
    return int(element.get("aria-level") or 2) if element.get("role") == "heading" else 0


def is_titled(element: "HtmlElement") -> bool:
    """Whether an element is the title of a panel or a card, which has no level of its own."""
    if opens_panel(element):
        return True
    words = "".join(element.itertext()).strip() if _TITLE_CLASS.search(element.get("class") or "") else ""
    return 0 < len(words) <= _TITLE_LETTERS and not words.endswith((".", ";", ","))


def is_contents(element: "HtmlElement") -> bool:
    """Whether an element is a list of links to places of the page itself: its table of contents."""
    if element.tag not in {"ul", "ol", "div", "p"}:
        return False
    links = [one for one in element.iter("a") if (one.get("href") or "").startswith("#")]
    linked = sum(letters("".join(one.itertext())) for one in links)
    return len(links) > 1 and linked == letters("".join(element.itertext())) and "role" not in element.attrib


def _is_called_furniture(element: "HtmlElement") -> bool:
    """Whether an element is furniture by its tag, role or names; the header of an article is not."""
    if element.tag in _FURNITURE or (element.get("role") or "") in _ROLES:
        return True
    if element.tag == "header":
        return not any(above.tag in {"main", "article", "section"} for above in element.iterancestors())
    return not _NAMES.isdisjoint(_called(element))


def anchor_of(element: "HtmlElement") -> str:
    """A heading's own name in the page, or that of the section it opens."""
    above = element.getparent()
    inside = next(
        (
            one.get("id") or one.get("name")
            for one in element.iter("a", "span")
            if one.get("id") or one.get("name")
        ),
        "",
    )
    opens = (
        above is not None
        and above.tag in {"section", "article", "div"}
        and next(iter(above), None) is element
    )
    return element.get("id") or inside or (above.get("id") if opens else "") or ""


def is_data_table(table: "HtmlElement") -> bool:
    """Whether a table is data, and not a layout of the page."""
    if (
        table.get("role") in {"presentation", "none"}
        or next(table.iterdescendants("table", "h1", "h2", "h3"), None) is not None
    ):
        return False
    rows = list(table.iter("tr"))
    long = any(
        sum(1 for _ in cell.iter("p", "li", "dd")) > _CELL_PARAGRAPHS for cell in table.iter("td", "th")
    )
    return not long and any(sum(one.tag in {"td", "th"} for one in row) > 1 for row in rows)


def table_frames(table: "HtmlElement") -> "list[HtmlElement]":
    """A table and the elements within it that are around its rows and cells, in order; not those in a cell."""
    found, open_ones = [], [table]
    while open_ones:
        frame = open_ones.pop()
        found.append(frame)
        open_ones += [child for child in reversed(frame) if is_frame(child)]
    return found


def is_frame(element: "HtmlElement") -> bool:
    """Whether an element contains the rows and cells of a table: by its tag, or because it has rows and is not a cell."""
    if element.tag in _FRAME or element.tag in CELLS or element.tag == "caption":
        return element.tag in _FRAME
    return next(element.iterdescendants("caption", "tr"), None) is not None


def printed_number(parent: "HtmlElement", count: int) -> str:
    """A count as a numbered list prints it before an item; empty where its style has no number."""
    style = _STYLE.search(parent.get("style") or "")
    if style and style[1] == "none":
        return ""
    kind = _STYLES.get(style[1], "1") if style else parent.get("type") or "1"
    return f"{printed(count, _KINDS.get(kind, 'decimal'))}{')' if parent.get('data-mark') == ')' else '.'}"


def spans(cell: "HtmlElement") -> tuple[int, int]:
    """How many columns and rows a cell spans; a span of no rows goes to the end of the table."""
    return whole(cell.get("colspan"), 1), whole(cell.get("rowspan"), 1) or _TO_THE_END


def whole(text: str | None, other: int) -> int:
    """A whole number written in an attribute; the other number where there is none."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else other


def note_targets(root: "HtmlElement") -> dict[str, str]:
    """The names of the footnotes that raised links point to, with the label of each."""
    found = {}
    for link in root.iter("a"):
        name = (link.get("href") or "").partition("#")[2]
        above = link.getparent()
        raised = (above is not None and above.tag == "sup") or link.find("sup") is not None
        if name and (raised or link.get("role") == "doc-noteref"):
            found[name] = "".join(link.itertext()).strip().strip("[]().")
    named = {element.get("id") or element.get("name") for element in root.iter()}
    return {name: label for name, label in found.items() if name in named and len(label) <= 3}


def is_note_label(element: "HtmlElement", label: str) -> bool:
    """Whether an element holds the label of a footnote and nothing else."""
    inside = "".join(element.itertext()).strip().strip("[]().")
    return element.tag in {"sup", "a", "b", "strong", "span"} and inside == label


def left_out_name(element: "HtmlElement", outside: "frozenset[HtmlElement]") -> str:
    """The name under which an element's words are left out; empty where they are read."""
    if element in outside:
        return FURNITURE
    if is_contents(element):
        return CONTENTS
    if is_unseen(element):
        return (
            "buttons and form fields"
            if not is_no_text(element) and is_control(element)
            else "hidden passages"
        )
    return "passages struck out" if is_struck(element) else ""
