"""The window to pandas: every row of the pages as one flat table."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crosswalk.model.sidebyside import SideBySide
from crosswalk.report.tables import crosswalk_json

if TYPE_CHECKING:
    import pandas as pd


def rows_frame(crosswalks: Sequence[SideBySide], *, version: str) -> "pd.DataFrame":
    """One line a row of `crosswalk.json`, in its order, with ids, both citations and both texts.

    Column names are words that a person can read; where a row has one side only, the other's cells
    are empty.
    """
    import pandas as pd

    rows = json.loads(crosswalk_json(crosswalks, version=version))["rows"]
    return pd.DataFrame([_line(row) for row in rows])


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": row["id"],
        "crosswalk": row["crosswalk"],
        **_side("left", row["left_id"], row["left"]),
        "relation": row["relation"],
        "relation in words": row["relation_word"],
        "sentence": row["rationale"],
        "basis": row["basis"] or "",
        "strength": "" if row["strength"] is None else row["strength"],
        "confidence": "" if row["confidence"] is None else row["confidence"],
        "status": row["status"],
        **_side("right", row["right_id"], row["right"]),
    }


def _side(name: str, prov_id: str, prov: dict[str, Any] | None) -> dict[str, str]:
    told = prov or {}
    return {
        f"{name} id": prov_id,
        f"{name} citation": told.get("citation", ""),
        f"{name} second citation": told.get("also", ""),
        f"{name} heading": told.get("heading", ""),
        f"{name} text": told.get("text", ""),
        f"{name} verification": told.get("verification", ""),
    }
