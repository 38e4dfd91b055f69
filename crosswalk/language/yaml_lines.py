"""YAML with every scalar a string and every value's line known, safe on hostile files.

PyYAML's own tree builder recurses in C and dies on deep nesting, so the tree is built here from
its events, which libyaml (or, where that is missing, Python) gives one at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from crosswalk.errors import ParseError

# Lists and mappings may nest this deep.
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A value in a YAML file: a string, a list of nodes or a mapping to nodes; lines count from 1."""

    value: "str | list[YamlNode] | dict[str, YamlNode]"
    line: int
    key_line: int = 0


def parse_yaml(data: bytes, where: str) -> YamlNode:
    """Read one YAML document; `where` names the file in errors, if the caller does not.

    Anchors, aliases and tags, duplicate keys, keys that are not plain words, several documents in one file
    and nesting deeper than 40 are errors, reported with their line.
    """
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        events = iter(yaml.parse(data, Loader=loader))
        root = _document(events, where)
    except yaml.MarkedYAMLError as error:
        quoted = "quoted scalar" in str(error.context)  # the quote that is not closed, not the file's end
        mark = error.context_mark if quoted else error.problem_mark or error.context_mark
        line = getattr(mark, "line", 0) + 1
        raise _broken(where, line, f"this is not YAML ({error.problem or error.context})") from error
    except yaml.YAMLError as error:
        line = data.count(b"\n", 0, getattr(error, "position", 0) or 0) + 1
        raise _broken(where, line, "this is not UTF-8 text, or holds a character YAML forbids") from error
    return root


def _broken(where: str, line: int, what: str) -> ParseError:
    return ParseError(f"{at(where, line)}: {what}; fix the line.", code="XW-204")


def at(where: str, line: int) -> str:
    """File and line as an error names them; the line alone where the file is named by the caller."""
    return f"{where} line {line}".strip()


def _event_line(event: Any) -> int:  # noqa: ANN401 - yaml has no types
    return int(event.start_mark.line) + 1


def _document(events: Iterator[Any], where: str) -> YamlNode:
    root: YamlNode | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise _broken(where, _event_line(event), "a second document begins here")
            root = _node(next(events), events, where, 0)
    if root is None:
        raise ParseError(f"{at(where, 1)}: the file is empty; fill it or remove it.", code="XW-204")
    return root


def _node(event: Any, events: Iterator[Any], where: str, depth: int) -> YamlNode:  # noqa: ANN401 - yaml has no types
    line = _event_line(event)
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise _broken(where, line, "anchors and aliases (& and *) are not allowed")
    if event.tag:
        raise _broken(where, line, f"tags ({event.tag}) are not allowed")
    if isinstance(event, yaml.ScalarEvent):
        return YamlNode(str(event.value), line)
    if depth >= _DEEPEST:
        raise _broken(where, line, f"lists or mappings nest deeper than {_DEEPEST}")
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(event, events, where, depth + 1))
        return YamlNode(items, line)
    return YamlNode(_mapping(events, where, depth), line)


def _mapping(events: Iterator[Any], where: str, depth: int) -> dict[str, YamlNode]:
    found: dict[str, YamlNode] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, where, depth + 1)
        if not isinstance(key.value, str):
            raise _broken(where, key.line, "a key must be a plain word")
        if key.value in found:
            first = found[key.value].key_line
            raise _broken(where, key.line, f"the key {key.value} appears twice (first on line {first})")
        node = _node(next(events), events, where, depth + 1)
        found[key.value] = YamlNode(node.value, node.line, key.line)
    return found


def plain_values(node: YamlNode) -> Any:  # noqa: ANN401 - a YAML tree has no narrower type
    """A node as strings, lists and dictionaries."""
    if isinstance(node.value, dict):
        return {key: plain_values(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain_values(child) for child in node.value]
    return node.value


def line_of(node: YamlNode, place: Sequence[str | int]) -> int:
    """The line of the value that a path names, or of the nearest thing that holds it."""
    for step in place:
        inner = _inside(node.value, step)
        if inner is None:
            break
        node = inner
    return node.key_line or node.line


def _inside(value: "str | list[YamlNode] | dict[str, YamlNode]", step: str | int) -> YamlNode | None:
    if isinstance(value, dict):
        return value.get(str(step))
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
