"""What the elements of a web page are for: text, furniture, or nothing a reader sees."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Never seen as text by a reader of the page.
UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
     "button", "select", "option", "datalist", "input", "textarea", "head", "map", "progress", "meter", "math-field"}
)  # fmt: skip
STRUCK = frozenset({"del", "s", "strike"})
_FURNITURE = frozenset({"nav", "footer", "aside", "dialog", "menu", "form"})
_ROLES = frozenset(
    {
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "complementary",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
    }
)
_NAMES = frozenset(
    {"cookie", "cookies", "consent", "gdpr", "breadcrumb", "breadcrumbs", "navbar", "nav", "navigation", "menu",
     "sidebar", "share", "social", "pager", "pagination", "advert", "ads", "newsletter", "subscribe", "skip",
     "skiplink", "skipnav", "banner", "footer", "masthead"}
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TEXT_PARTS = frozenset({"main", "article", "h1", "body"})
_MOST = 0.5


def is_unseen(element: "HtmlElement") -> bool:
    """Whether a reader of the page never sees an element's words."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN or "hidden" in element.attrib:
        return True
    return element.get("aria-hidden") == "true" or bool(_HIDDEN.search(element.get("style") or ""))


@dataclass(slots=True)
class Count:
    """How many words a reader sees in a part of the page, and whether a text stands in it."""

    words: int = 0
    text: bool = False


def survey(page: "HtmlElement") -> "dict[HtmlElement, Count]":
    """The count of every element of a page, made in one pass."""
    from lxml import etree

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
    """The parts that are navigation, banners and the like, by their kind or by what they are called.

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


def _is_called_furniture(element: "HtmlElement") -> bool:
    """Whether an element's kind, role or names are those of furniture; an article's header is its own."""
    if element.tag in _FURNITURE or (element.get("role") or "") in _ROLES:
        return True
    if element.tag == "header":
        return not any(above.tag in {"main", "article", "section"} for above in element.iterancestors())
    called = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return not _NAMES.isdisjoint(re.split(r"[^a-z]+", called))
