"""Files that are their own history: one line a change, the last line of a key holds, nothing is ever taken out."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from crosswalk.errors import LedgerError, Problem

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")


def read_history_file(path: Path, row: type[Row], wrong: Callable[[Mapping[Any, Any]], str]) -> list[Row]:
    """Every line of a file as a row, oldest first; none where there is no file. The first column is the key.

    Every mistake in a file edited by hand is named with its line (XW-606 to XW-608), and the file is left as it is.
    """
    if not path.is_file():
        return []
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(
            f"{path} cannot be read as text; save it as UTF-8 text with tabs.", code="XW-606"
        ) from error
    columns = column_names(row)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")
    _check_heads(path, reader.fieldnames or (), columns)
    found: list[Row] = []
    problems: list[Problem] = []
    for record in reader:
        said = _wrong(record, columns[0]) or wrong(record)
        if said:
            problems.append(Problem(f"{path} line {reader.line_num}", said, "XW-608"))
        else:
            found.append(row(**{name: (record.get(name) or "").strip() for name in columns}))
    if problems:
        raise LedgerError(
            f"{path} has {len(problems)} lines that cannot be read; correct the lines named below.",
            code="XW-608",
            problems=problems,
        )
    return found


def column_names(row: type["DataclassInstance"]) -> tuple[str, ...]:
    """The columns of a kind of row."""
    return tuple(field.name for field in fields(row))


def _check_heads(path: Path, heads: Iterable[str], columns: tuple[str, ...]) -> None:
    unknown = [name for name in heads if name not in columns]
    if columns[0] not in heads or unknown:
        raise LedgerError(
            f"{path} line 1: the columns must be {', '.join(columns)}, parted by tabs"
            f"{f' ({unknown[0]!r} is none of them)' if unknown else ''}; correct the first line.",
            code="XW-607",
        )


def _wrong(record: Mapping[Any, Any], key: str) -> str:
    if None in record:
        return "it has more cells than there are columns; a cell may hold no tab"
    return "" if str(record.get(key) or "").strip() else f"it names no {key}"


def dump_history_file(rows: Iterable["DataclassInstance"], row: type["DataclassInstance"]) -> bytes:
    """The file's bytes; tabs and line ends inside a cell become spaces."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    columns = column_names(row)
    writer.writerow(columns)
    for one in rows:
        writer.writerow([" ".join(str(getattr(one, name)).split()) for name in columns])
    return out.getvalue().encode()
