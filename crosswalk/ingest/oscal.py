"""OSCAL catalogs in JSON: groups as headings, controls with their statement as text, and their parts below them.

A place where an organization puts in a value is written as its label in brackets, as in print.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crosswalk.errors import ParseError
from crosswalk.ingest.blocks import free, letters
from crosswalk.ingest.safety import decode
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

_INSERT = re.compile(r"\{\{\s*(?:insert:\s*)?param,?\s*(?P<id>[^\s{}]{1,80})\s*\}\}")
# Groups, controls and parts nest at most so deep.
_DEEPEST = 40
# A parameter's label may name others, and theirs others, so deep; no label or text is longer once they are in place.
_LABELS_DEEP, _LONGEST = 3, 20_000
_UNSAFE = re.compile(r"[\s/]+")


@dataclass(slots=True)
class _Catalog:
    """A catalog while it is read: its provisions, the ids that are taken, and the labels of parameters by id.

    `labels` has the labels with others put in, by the parameter's id and how deep others are put in.
    `read` counts the letters of the catalog's own strings that are in provisions.
    """

    provs: list[Provision] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    labels: dict[tuple[str, int], str] = field(default_factory=dict)
    read: int = 0


def read_oscal(data: bytes, source: Source) -> ReadResult:
    """Read an OSCAL catalog; other OSCAL files, and other JSON, are refused in a sentence."""
    try:
        whole = json.loads(decode(data)[0])
        kind = next(iter(whole), "") if isinstance(whole, dict) else ""
        if kind != "catalog":
            raise ParseError(_advice(kind), code="XW-239")
        catalog, found = whole["catalog"], _Catalog()
        for param in _params(catalog):
            found.params[_text(param, "id")] = _label(param)
        _members(found, catalog, None, 0)
        total = sum(map(letters, _strings(whole)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ParseError("this is no OSCAL catalog in JSON; check the file.", code="XW-239") from error
    dropped: dict[str, LeftOut] = {}
    leave_out(dropped, "other fields", max(0, total - found.read))
    return ReadResult(
        Corpus(source, tuple(found.provs)), dropped=dropped, source_chars=total, claimed_chars=found.read
    )


def _advice(kind: str) -> str:
    if kind == "mapping-collection":
        return "this is an OSCAL mapping and no text; bring it in with `crosswalk import FILE --id ID`."
    if kind in {"profile", "system-security-plan", "component-definition", "assessment-plan"}:
        return f"this is an OSCAL {kind}, and a catalog is read; give the catalog, or the resolved one."
    return "this JSON is no OSCAL catalog; give the document as PDF, Word, web page, text, or table."


def _members(found: _Catalog, whole: Mapping[str, Any], parent: str | None, depth: int) -> None:
    """The groups and controls of a catalog, a group or a control, in order."""
    if depth > _DEEPEST:
        raise ParseError(f"its groups nest more than {_DEEPEST} deep, which no catalog does.", code="XW-239")
    for group in whole.get("groups") or ():
        here = _add(found, group, "group", parent, title=True)
        _parts(found, group.get("parts") or (), here, depth + 1)
        _members(found, group, here, depth + 1)
    for control in whole.get("controls") or ():
        here = _add(found, control, "control", parent, title=True)
        _parts(found, control.get("parts") or (), here, depth + 1)
        _members(found, control, here, depth + 1)


def _parts(found: _Catalog, parts: Sequence[Mapping[str, Any]], parent: str, depth: int) -> None:
    """The parts of a control below it; the statement's own words are the control's text."""
    if depth > _DEEPEST:
        raise ParseError(f"its parts nest more than {_DEEPEST} deep, which no catalog does.", code="XW-239")
    for part in parts:
        above = found.provs[-1]
        if _text(part, "name") == "statement" and above.id == parent and not above.text:
            found.provs[-1] = Provision(
                above.id, _prose(found, part), above.heading, above.parent, above.num, above.level
            )
            here = parent
        else:
            here = _add(found, part, _text(part, "name") or "part", parent, title="title" in part)
        _parts(found, part.get("parts") or (), here, depth + 1)


def _add(found: _Catalog, one: Mapping[str, Any], level: str, parent: str | None, *, title: bool) -> str:
    label = next(
        (_text(prop, "value") for prop in one.get("props") or () if _text(prop, "name") == "label"), ""
    )
    heading = " ".join(_text(one, "title").split()) if title else ""
    found.read += letters(label) + letters(heading)
    prov_id = free(
        _UNSAFE.sub("-", _text(one, "id")).strip("-") or f"{parent or ''}.{level}".strip("."), found.taken
    )
    kind = "heading" if level == "group" else ""
    found.provs.append(Provision(prov_id, _prose(found, one), heading, parent, label, level, kind=kind))
    return prov_id


def _prose(found: _Catalog, part: Mapping[str, Any]) -> str:
    """The words of a part, with the label of each parameter in its place."""
    prose = _text(part, "prose")
    found.read += letters(prose)
    return " ".join(_filled(found, prose, _LABELS_DEEP).split())


def _filled(found: _Catalog, words: str, deep: int) -> str:
    """Words with the label of each parameter in its place; each label is made once, and none may grow without limit."""
    if not deep:
        return words
    pieces: list[str] = []
    size = end = 0
    for put in _INSERT.finditer(words):
        name = put["id"]
        if (name, deep) not in found.labels:
            found.labels[name, deep] = _filled(found, found.params.get(name) or name, deep - 1)
        pieces += [words[end : put.start()], f"[{found.labels[name, deep]}]"]
        size, end = size + len(pieces[-2]) + len(pieces[-1]), put.end()
        if size > _LONGEST:
            raise ParseError("the labels of its parameters name one another too often.", code="XW-239")
    return "".join([*pieces, words[end:]])


def _params(whole: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every parameter of a catalog, its groups and its controls."""
    waiting = [whole]
    while waiting:
        one = waiting.pop()
        yield from one.get("params") or ()
        waiting += [*(one.get("groups") or ()), *(one.get("controls") or ())]


def _label(param: Mapping[str, Any]) -> str:
    """What a parameter is called, or the choice it gives."""
    if label := _text(param, "label"):
        return label
    choices = (param.get("select") or {}).get("choice") or ()
    return "; ".join(one for one in choices if isinstance(one, str))


def _text(one: Mapping[str, Any], name: str) -> str:
    value = one.get(name)
    return value if isinstance(value, str) else ""


def _strings(value: object) -> Iterator[str]:
    """Every string of a JSON value but the names of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
