"""Review rows as the page's script reads them: plain records without their empty fields."""

from dataclasses import asdict
from typing import Any

from crosswalk.report.review_model import QueueReason, ReviewMode, ReviewRow


def review_record(mode: ReviewMode) -> dict[str, Any]:
    """Everything that a page holds for review, ready to be written as JSON."""
    return {
        "crosswalk": mode.crosswalk,
        "left": mode.left,
        "right": mode.right,
        "names": [mode.left_name, mode.right_name],
        "page": mode.digest,
        "tool": mode.tool,
        "choices": [asdict(one) for one in mode.choices],
        "reasons": {one.value: one.words for one in QueueReason},
        "rows": [row_record(row) for row in mode.rows],
        "texts": {key: _without_empty(asdict(text)) for key, text in mode.texts.items()},
    }


def row_record(row: ReviewRow) -> dict[str, Any]:
    """One row; digests of texts and names stand with the texts."""
    record = asdict(row) | {"comments": [_without_empty(asdict(one)) for one in row.comments]}
    for name in ("left_digest", "right_digest", "topic", "reasons"):
        del record[name]
    return _without_empty(record)


def _without_empty(record: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in record.items()
        if not (value is None or value is False or value in ("", (), []))
    }
