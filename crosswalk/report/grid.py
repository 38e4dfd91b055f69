"""Two overviews: every element against every element, and every measure pair against every part."""

from collections import Counter
from collections.abc import Sequence

from crosswalk.language.phrasing import listed
from crosswalk.model.alignment import Match, PartVerdict
from crosswalk.model.annotation import Part, Span
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Provision
from crosswalk.report.cells import STANDING_WORDS, answer_kind
from crosswalk.report.comparison_model import Grid, GridCell, GridHead, GridLine, PartsLine, PartsTable
from crosswalk.report.document_view import DocumentView, caution, label, sides
from crosswalk.report.views import Link, RowView
from crosswalk.report.words import PART_WORDS, count, shortened

_EMPTY = GridCell()
# A cell shows at most this many phrases; the row shows all.
_PHRASES = 3
_TALLY = {
    PartVerdict.SAME: "are the same",
    PartVerdict.DIFFERS: "differ",
    PartVerdict.SILENT: "appear on one side only",
    PartVerdict.UNKNOWN: "are unknown",
    PartVerdict.NEITHER: "appear on neither side",
}


def grid(side: Comparison, rows: Sequence[RowView]) -> Grid:
    """The grid of a definition: elements of the longer document down, of the shorter one across."""
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
            _first_words(prov),
            caution(prov),
            tuple(
                cells.get((head.id, prov.id) if flip else (prov.id, head.id), _EMPTY)
                for head in across.elements
            ),
            _answered(down, prov),
        )
        for prov in down.elements
    )
    heads = tuple(
        GridHead(label(prov), _first_words(prov), caution(prov), _answered(across, prov))
        for prov in across.elements
    )
    return Grid(down.name, across.name, heads, lines)


def _first_words(prov: Provision) -> str:
    """The first words of a provision without a heading."""
    return "" if prov.heading else shortened(prov.text, 60)


def _answered(side: DocumentView, prov: Provision) -> str:
    answer = side.answers.get(prov.id)
    return STANDING_WORDS[answer_kind(prov, answer)] if answer else ""


def _cell(row: ComparisonRow, view: RowView, left: DocumentView, right: DocumentView) -> GridCell:
    mark = "" if view.checked else "not checked"
    if view.refused:
        word = view.word if view.reviewed else f"{view.word}; look again"
        return GridCell(
            word, view.glyph, f"#{view.anchor}", view.status_words, view.reviewed, mark, refused=True
        )
    matches = row.candidate.alignment.matches if row.candidate else ()
    here, there = left.find(row.left), right.find(row.right)
    phrases = _phrases(matches, here, there) if here and there else ()
    return GridCell(
        view.word,
        view.glyph,
        f"#{view.anchor}",
        view.status_words,
        view.reviewed,
        mark,
        phrases[:_PHRASES],
        max(0, len(phrases) - _PHRASES),
    )


def _phrases(matches: Sequence[Match], here: Provision, there: Provision) -> tuple[tuple[str, str], ...]:
    """Each matched left phrase once, with all right phrases that match it."""
    met: dict[str, list[str]] = {}
    for match in matches:
        met.setdefault(_quoted(match.left, here), []).append(_quoted(match.right, there))
    return tuple((ours, ", ".join(dict.fromkeys(theirs))) for ours, theirs in met.items())


def _quoted(spans: Sequence[Span], prov: Provision) -> str:
    return "“" + " … ".join(shortened(span.of(prov.text), 60) for span in spans) + "”"


def parts_table(rows: Sequence[RowView]) -> PartsTable:
    """All counted measure pairs against all parts, the totals in one sentence, and the pairs not compared."""
    pairs = [row for row in rows if row.counts]
    rest = tuple(Link(f"row {row.number}", f"#{row.anchor}") for row in pairs if not row.parts)
    lines = tuple(
        PartsLine(
            row.topic,
            f"#{row.anchor}",
            row.word,
            "" if row.checked else "not checked",
            tuple(_verdict(row, PART_WORDS[part]) for part in Part),
        )
        for row in pairs
        if row.parts
    )
    checked = [line for line in lines if not line.mark]
    said = [_parts_summary(one) for one in (checked, [line for line in lines if line.mark]) if one]
    apart = ["", "Counted separately, because the words on one side were not checked: "][not checked :]
    return PartsTable(
        tuple(PART_WORDS[part] for part in Part),
        lines,
        " ".join(f"{head}{words}" for head, words in zip(apart, said, strict=False)),
        _scope(len(lines), len(rest)),
        rest,
    )


def _scope(compared: int, rest: int) -> str:
    """How many of the pairs the table holds, and why not the others."""
    if not rest:
        return "Compared here: every pair of this page."
    every = count(compared + rest, "pair")
    others = "The other one has" if rest == 1 else f"The other {rest} have"
    return f"Compared here: {compared} of the {every} of this page. {others} no measure on one side:"


def _parts_summary(lines: Sequence[PartsLine]) -> str:
    """How many parts of some pairs have each verdict; authority is not counted."""
    counted = [n for n, part in enumerate(Part) if part is not Part.AUTHORITY]
    tally = Counter(line.verdicts[n][0] for line in lines for n in counted)
    said = [f"{tally[verdict.value]} {_TALLY[verdict]}" for verdict in PartVerdict if tally[verdict.value]]
    pairs, parts = count(len(lines), "pair"), count(len(counted), "part")
    return f"{pairs} compared in {parts} each, authority aside: {listed(said)}."


def _verdict(row: RowView, name: str) -> tuple[str, str]:
    found = next((part for part in row.parts if part.name == name), None)
    return (found.verdict, found.word) if found else ("", "Not compared")
