"""Word's styles and automatic numbers: what a reader sees before a paragraph, and what it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crosswalk.ingest.docx_text import child, is_on, local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING_NAME = re.compile(r"heading (\d)")
_LEVELS = 9
_CHAIN = 50
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_ROMAN_MOST = 4999


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style adds up to with all it is based on.

    `depth` is its heading level from 1, or 0; `num` and `level` its list, empty and -1 without one;
    `indent` its left edge in twentieths of a point, or None where it does not say.
    """

    name: str = ""
    depth: int = 0
    bold: bool = False
    num: str = ""
    level: int = -1
    indent: int | None = None


@dataclass(frozen=True, slots=True)
class NumberingLevel:
    """One level of a list: how it counts and what it prints."""

    kind: str = "decimal"
    pattern: str = ""
    start: int = 1
    style: str = ""
    restart: bool = True
    legal: bool = False
    indent: int | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: Mapping[str, str]
    levels: Mapping[str, Mapping[int, NumberingLevel]]
    starts: Mapping[tuple[str, int], int]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of(self, num: str, style: str) -> int:
        """The level that a list gives to a style; the first where it names none."""
        levels = self.levels.get(self.lists.get(num, ""), {})
        return next((at for at, level in sorted(levels.items()) if style and level.style == style), 0)

    def level(self, num: str, at: int) -> NumberingLevel:
        """How one level of a list counts."""
        return self.levels.get(self.lists.get(num, ""), {}).get(at, NumberingLevel())

    def next(self, num: str, at: int) -> str:
        """Advance a list and return the printed number; empty for a bullet."""
        abstract = self.lists.get(num, "")
        counts = self.counts.setdefault(abstract, {})
        level = self.level(num, at)
        if (num, at) in self.starts and (num, at) not in self.begun:
            counts[at] = self.starts[num, at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self.begun.add((num, at))
        for deeper in [one for one in counts if one > at and self.level(num, one).restart]:
            del counts[deeper]
        if level.kind in {"bullet", "none"}:
            return ""
        return re.sub(
            r"%(\d)", lambda found: self._printed(num, int(found[1]) - 1, level.legal), level.pattern
        )

    def _printed(self, num: str, at: int, legal: bool) -> str:
        level = self.level(num, at)
        count = self.counts[self.lists.get(num, "")].get(at, level.start)
        return printed(count, "decimal" if legal else level.kind)


def printed(count: int, kind: str) -> str:
    """A count as a list of some kind prints it.

    >>> [printed(28, kind) for kind in ("decimal", "lowerLetter", "upperRoman", "ordinal")]
    ['28', 'bb', 'XXVIII', '28th']
    """
    if kind in {"lowerLetter", "upperLetter"} and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in {"lowerRoman", "upperRoman"} and 0 < count <= _ROMAN_MOST:
        roman, rest = "", count
        for worth, letters in _ROMAN:
            roman += letters * (rest // worth)
            rest %= worth
        return roman if kind == "lowerRoman" else roman.upper()
    if kind == "ordinal":
        ending = (
            {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th") if count % 100 not in {11, 12, 13} else "th"
        )
        return f"{count}{ending}"
    return f"{count:02d}" if kind == "decimalZero" else str(count)


def styles_of(root: "_Element | None") -> tuple[dict[str, Style], str]:
    """The paragraph styles by id, each with what it inherits, and the id of the default one."""
    raw = {value(one, "styleId"): one for one in ([] if root is None else root) if local(one) == "style"}
    default = next(
        (
            key
            for key, one in raw.items()
            if value(one, "type") == "paragraph" and value(one, "default") in {"1", "true"}
        ),
        "",
    )
    return {key: _style(key, raw, frozenset()) for key in raw}, default


def _style(key: str, raw: "Mapping[str, _Element]", seen: frozenset[str]) -> Style:
    """One style on top of what it is based on; a cycle of styles ends there."""
    one = raw.get(key)
    if one is None or key in seen or len(seen) > _CHAIN:
        return Style()
    base = _style(value(child(one, "basedOn")), raw, seen | {key})
    name = value(child(one, "name")).lower()
    num = child(one, "pPr", "numPr")
    level, indent = value(child(num, "ilvl")), _indent(child(one, "pPr"))
    bold = is_on(child(one, "rPr", "b"))
    return Style(
        name=name,
        depth=_depth(name, value(child(one, "pPr", "outlineLvl")), base.depth),
        bold=base.bold if bold is None else bold,
        num=value(child(num, "numId")) or base.num,
        level=int(level) if level.isdigit() else base.level,
        indent=base.indent if indent is None else indent,
    )


def _depth(name: str, outline: str, inherited: int) -> int:
    if found := _HEADING_NAME.match(name):
        return int(found[1])
    if outline.isdigit():
        return int(outline) + 1 if int(outline) < _LEVELS else 0
    return 1 if name == "title" else inherited


def _indent(properties: "_Element | None") -> int | None:
    found = child(properties, "ind")
    words = value(found, "left") or value(found, "start")
    return int(words) if words.lstrip("-").isdigit() else None


def indent_of(properties: "_Element | None", style: Style, level: int | None) -> int:
    """A paragraph's left edge in twentieths of a point: its own, else its list's, else its style's."""
    own = _indent(properties)
    return next((found for found in (own, level, style.indent) if found is not None), 0)


def numbering_of(root: "_Element | None", styles: Mapping[str, Style]) -> Numbering:
    """The lists of a document; a list that borrows its levels from a style is followed there."""
    parts = [] if root is None else list(root)
    abstracts = {value(one, "abstractNumId"): one for one in parts if local(one) == "abstractNum"}
    lists, starts = {}, {}
    for one in parts:
        if local(one) != "num":
            continue
        num = value(one, "numId")
        lists[num] = value(child(one, "abstractNumId"))
        for override in one:
            at, start = value(override, "ilvl"), value(child(override, "startOverride"))
            if local(override) == "lvlOverride" and at.isdigit() and start.isdigit():
                starts[num, int(at)] = int(start)
    for num, abstract in lists.items():
        link = value(child(abstracts.get(abstract), "numStyleLink"))
        lists[num] = lists.get(styles.get(link, Style()).num, abstract) if link else abstract
    return Numbering(lists, {key: _levels(one) for key, one in abstracts.items()}, starts)


def _levels(abstract: "_Element") -> dict[int, NumberingLevel]:
    return {
        int(value(one, "ilvl")): NumberingLevel(
            kind=value(child(one, "numFmt")) or "decimal",
            pattern=value(child(one, "lvlText")),
            start=int(value(child(one, "start")) or 1),
            style=value(child(one, "pStyle")),
            restart=value(child(one, "lvlRestart")) != "0",
            legal=is_on(child(one, "isLgl")) is True,
            indent=_indent(child(one, "pPr")),
        )
        for one in abstract
        if local(one) == "lvl" and value(one, "ilvl").isdigit()
    }
