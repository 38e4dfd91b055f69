"""JSON with one record a line, which a person can read and a line-by-line comparison can follow."""

import json
from collections.abc import Mapping


def format_records(document: Mapping[str, object]) -> str:
    """A JSON object as text: a field a line and, of a list of records, a record a line."""
    return "{\n" + ",\n".join(f"{_json(name)}: {_lines(value)}" for name, value in document.items()) + "\n}\n"


def _lines(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_json, value)) + "\n]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
