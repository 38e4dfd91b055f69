"""Two overviews: every element against every element, and every measure pair against every part."""

from collections import Counter
from collections.abc import Sequence

from crosswalk.model.corpus import Provision
from crosswalk.model.evidence import Match, Part, PartVerdict
from crosswalk.model.sidebyside import Row, SideBySide
from crosswalk.report.cells import answer_view
from crosswalk.report.sides import Side, label, sides
from crosswalk.report.views import Grid, GridCell, GridHead, GridLine, PartsLine, PartsTable, RowView
from crosswalk.report.words import PART_WORDS, VERDICT_WORDS, count, shortened

_EMPTY = GridCell()


def grid(side: SideBySide, rows: Sequence[RowView]) -> Grid:
    """The element-by-phrase grid of a definition; the longer of the two lists goes down the page."""
    left, right = sides(side)
    cells = {
        (row.left, row.right): _cell(row, view, left, right)
        for row, view in zip(side.rows, rows, strict=True)
        if row.left and row.right
    }
    across, down = (left, right) if len(left.elements) <= len(right.elements) else (right, left)
    flip = across is left
    lines = tuple(
        GridLine(
            label(prov),
            _words(prov),
            prov.verification.words,
            tuple(
                cells.get((head.id, prov.id) if flip else (prov.id, head.id), _EMPTY)
                for head in across.elements
            ),
            _answered(down, prov, across),
        )
        for prov in down.elements
    )
    heads = tuple(
        GridHead(label(prov), _words(prov), prov.verification.words, _answered(across, prov, down))
        for prov in across.elements
    )
    return Grid(down.name, across.name, heads, lines)


def _words(prov: Provision) -> str:
    return shortened(prov.text, 70)


def _answered(side: Side, prov: Provision, other: Side) -> str:
    answer = answer_view(side.answers.get(prov.id), other)
    return answer.word if answer else ""


def _cell(row: Row, view: RowView, left: Side, right: Side) -> GridCell:
    matches = row.candidate.alignment.matches if row.candidate else ()
    here, there = left.find(row.left), right.find(row.right)
    phrases = tuple(_phrases(match, here, there) for match in matches if here and there)
    return GridCell(view.word, view.glyph, f"#{view.anchor}", view.status_words, view.reviewed, phrases)


def _phrases(match: Match, here: Provision, there: Provision) -> tuple[str, str]:
    return (
        " … ".join(shortened(span.of(here.text), 60) for span in match.left),
        " … ".join(shortened(span.of(there.text), 60) for span in match.right),
    )


def parts_table(rows: Sequence[RowView]) -> PartsTable:
    """All measure pairs against all parts, and one sentence of totals."""
    lines = tuple(
        PartsLine(
            row.topic,
            f"#{row.anchor}",
            row.word,
            tuple(_verdict(row, PART_WORDS[part]) for part in Part),
        )
        for row in rows
        if row.parts
    )
    tally = Counter(verdict for line in lines for verdict, _ in line.verdicts)
    said = [
        f"{tally[verdict.value]} {VERDICT_WORDS[verdict].lower()}"
        for verdict in PartVerdict
        if tally[verdict.value]
    ]
    pairs = count(len(lines), "pair")
    return PartsTable(
        tuple(PART_WORDS[part] for part in Part), lines, f"{pairs} compared part by part: {', '.join(said)}."
    )


def _verdict(row: RowView, name: str) -> tuple[str, str]:
    found = next((part for part in row.parts if part.name == name), None)
    return (found.verdict, found.word) if found else ("", "Not compared")
