"""Recognize the columns of a table by their headers."""

from collections.abc import Mapping, Sequence

# Our five columns and the headers that frameworks and standards commonly use for them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "id", "identifier", "provision id", "element id", "code", "reference", "ref", "ref no", "number",
        "no", "num", "key", "standard id", "indicator id", "item", "item no", "human coding scheme",
    ),
    "parent_id": ("parent id", "parent", "parent code", "parent ref", "belongs to", "broader", "under", "is child of"),
    "title": ("title", "heading", "name", "label", "short title", "element", "abbreviated statement"),
    "text": (
        "text", "full text", "wording", "statement", "full statement", "description", "definition",
        "requirement", "provision", "content", "body", "standard", "indicator", "criterion",
    ),
    "context": ("context", "group", "category", "domain", "topic", "section", "area", "theme"),
}  # fmt: skip


def find_columns(headers: Sequence[str], columns: Mapping[str, str] | None) -> dict[str, int]:
    """The position of each of our columns in a row of headers, for those that are found."""
    plain = [plain_header(header) for header in headers]
    found: dict[str, int] = {}
    for ours, usual in COLUMNS.items():
        names = [plain_header(columns[ours])] if columns and ours in columns else list(usual)
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None and place not in found.values():
            found[ours] = place
    return found


def plain_header(header: str) -> str:
    """A header without case, punctuation and doubled spaces: `Parent_ID` is `parent id`."""
    return " ".join("".join(char if char.isalnum() else " " for char in header.casefold()).split())
