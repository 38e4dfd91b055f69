"""One crosswalk as a NIST OLIR workbook: general information, and a row for every focal element."""

import io
from collections.abc import Iterator, Sequence

from crosswalk.model.alignment import ProvisionCoverage
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Coverage, Relation
from crosswalk.report.table_file import CELL, HEAD, ROOM, new_book
from crosswalk.report.words import legal

# Set-theory relationships have a rationale; supportive relationships have an explanation.
_SET_THEORY = {
    Relation.EQUAL: "equal",
    Relation.SUBSET: "subset of",
    Relation.SUPERSET: "superset of",
    Relation.INTERSECTS: "intersects with",
}
_SUPPORTIVE = {
    Relation.SUPPORTS: "supports",
    Relation.SUPPORTED: "is supported by",
    Relation.CONTRARY: "contrary",
}
# Head and width in characters.
COLUMNS = (
    ("Focal Document Element", 24),
    ("Focal Document Element Description", 60),
    ("Rationale", 12),
    ("Relationship", 16),
    ("Relationship Type", 16),
    ("Relationship Explanation", 50),
    ("Relationship Property", 14),
    ("Reference Document Element", 24),
    ("Reference Document Element Description", 60),
    ("Comments", 40),
    ("Strength of Relationship", 12),
)


def olir_workbook(side: Comparison, *, version: str) -> bytes:
    """The workbook: the left document is the focal one, the right the reference."""
    out = io.BytesIO()
    about = {"title": side.title, "author": f"crosswalk {version}"}
    book, looks = new_book(out, about, {"cell": CELL, "head": HEAD})
    general = book.add_worksheet("General Information")
    general.set_column(0, 0, 34)
    general.set_column(1, 1, 90)
    for line, (name, value) in enumerate(_general(side, version)):
        general.write_string(line, 0, name, looks["head"])
        general.write_string(line, 1, _cell(value), looks["cell"])
    sheet = book.add_worksheet("Relationships")
    for column, (name, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, looks["head"])
    for line, cells in enumerate(olir_rows(side), start=1):
        for column, value in enumerate(cells):
            if value:
                sheet.write_string(line, column, _cell(value), looks["cell"])
    sheet.freeze_panes(1, 1)
    book.close()
    return out.getvalue()


def _cell(value: str) -> str:
    return legal(value)[:ROOM]


def _general(side: Comparison, version: str) -> Iterator[tuple[str, str]]:
    focal, reference = side.whole_left.source, side.whole_right.source
    open_reference = _unmapped(side.right_answers)
    yield "Informative Reference Name", side.title
    yield "Informative Reference Short Name", side.id[:30]
    yield "Informative Reference Version", "1.0.0"
    yield (
        "Informative Reference Developer",
        f"crosswalk {version}; see the status in the comments of each row",
    )
    yield "Focal Document", f"{focal.title}, as of {focal.as_of}"
    yield "Reference Document", reference.title
    yield "Reference Document Short Name", (reference.short or reference.id)[:30]
    yield "Reference Document Version", reference.as_of
    yield "Reference Document Author", reference.authority
    yield "Reference Document URL", reference.address
    yield "Comprehensive", "No" if open_reference else "Yes"
    yield "Summary", "How the two documents relate, element by element, in the relations of NIST IR 8477."
    yield "Comments", _losses(side)


def _unmapped(answers: Sequence[ProvisionCoverage]) -> list[str]:
    return [one.provision for one in answers if one.coverage is Coverage.NOT_FOUND]


def _losses(side: Comparison) -> str:
    pairs = sum(bool(row.left and row.right) for row in side.rows)
    missing = _unmapped(side.right_answers)
    named = f" Reference elements without a counterpart: {', '.join(missing)}." if missing else ""
    return (
        "Texts are cut at 32,000 characters. Evidence, measure parts and citations in a second numbering are not in this"
        f" file. {pairs - len(side.mapped)} pairs that were rejected, or judged to have no relation, are left out.{named}"
    )


def olir_rows(side: Comparison) -> Iterator[tuple[str, ...]]:
    """One row for each pair of a focal element, or one row without a reference if it has no pair; in document order."""
    by_left: dict[str, list[ComparisonRow]] = {}
    for row in side.mapped:
        by_left.setdefault(row.left, []).append(row)
    for prov in side.left:
        head = (_element(prov.id), prov.text or prov.heading)
        for row in by_left.get(prov.id, ()):
            yield (*head, *_relationship(row), *_reference(side.right, row))
        if prov.id not in by_left:
            yield (*head, *[""] * (len(COLUMNS) - 2))


def _element(prov_id: str) -> str:
    """An identifier without colons, which OLIR does not allow."""
    return prov_id.replace(":", "-")


def _relationship(row: ComparisonRow) -> tuple[str, ...]:
    if row.relation in _SET_THEORY:
        return (row.basis.value if row.basis else "semantic", _SET_THEORY[row.relation], "", "", "")
    return ("", "", _SUPPORTIVE[row.relation], row.sentence or row.relation.word, "")


def _reference(right: Corpus, row: ComparisonRow) -> tuple[str, ...]:
    prov = right[row.right]
    strength = "N/A" if row.strength is None else str(row.strength)
    said = row.sentence if row.relation in _SET_THEORY else ""
    comment = f"{row.status.words}. {said}".strip()
    return (_element(prov.id), prov.text or prov.heading, comment, strength)
