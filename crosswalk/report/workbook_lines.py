"""The lines of the workbook's other sheets: gaps, measures, grids, changes, comments and sources."""

from collections.abc import Iterator, Sequence

from crosswalk.model.alignment import PartVerdict
from crosswalk.model.change import EditionComparison
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Provision
from crosswalk.report.agenda_model import AgendaBlock, AgendaItem
from crosswalk.report.agenda_page import gaps_page
from crosswalk.report.cells import STANDING_WORDS, answer_kind
from crosswalk.report.change_model import ChangeBlock, ChangeSection, RestView
from crosswalk.report.change_page import changes_page
from crosswalk.report.columns import Cell, cited
from crosswalk.report.comparison_model import NO_FRAME
from crosswalk.report.document_view import label, sides
from crosswalk.report.frame import corpora_of, source_view
from crosswalk.report.rows import row_views
from crosswalk.report.views import Link, Pointer, RowView
from crosswalk.report.words import PART_WORDS, anchors, shortened

# Head and width in characters; the printed columns come first.
GAPS = (
    ("Id", 7),
    ("Status", 12),
    ("Citation", 22),
    ("Asks", 42),
    ("Closest", 36),
    ("Question", 36),
    ("Decision", 20),
    ("Owner", 16),
    ("Due", 11),
    ("Note", 30),
    ("Actor", 20),
    ("What is missing", 40),
    ("Words are", 18),
    ("Provision", 20),
    ("On the page", 24),
)
GAPS_PRINTED = 9
MEASURES = (
    ("Measure", 22),
    ("Text", 40),
    ("Counterpart", 24),
    *((name, 10) for name in PART_WORDS.values()),
    ("What differs", 42),
    ("Status", 18),
    ("Crosswalk", 14),
    ("On the page", 30),
)
MEASURES_PRINTED = 12
SOURCES = (
    ("Id", 14),
    ("Title", 44),
    ("Kind", 14),
    ("Issued by", 26),
    ("As of", 16),
    ("Provisions", 12),
    ("Words are", 24),
    ("Official address", 44),
    ("Rights", 34),
    ("Remark", 40),
    ("Digest", 16),
)
CHANGES = (
    ("Document", 14),
    ("From", 12),
    ("To", 12),
    ("Change", 8),
    ("What happened", 18),
    ("How much it matters", 16),
    ("Place", 30),
    ("What it touches", 34),
    ("Old words", 48),
    ("New words", 48),
    ("Row that rests on it", 34),
    ("Crosswalk", 22),
    ("How it rests on it", 26),
    ("What it needs", 18),
    ("Status now", 20),
    ("On the page", 24),
)
COMMENTS = (
    ("Crosswalk", 14),
    ("Left id", 20),
    ("Right id", 20),
    ("Person", 22),
    ("Speaks for", 22),
    ("Day", 12),
    ("Comment", 56),
    ("State", 12),
    ("Answer", 48),
    ("Answered by", 22),
    ("Answered on", 12),
    ("Closed by", 22),
    ("Closed on", 12),
    ("On the page", 34),
)


def gap_lines(crosswalks: Sequence[Comparison]) -> Iterator[tuple[list[Cell], tuple[str, ...]]]:
    """A line for every gap of the agenda, in its order, with the decisions to choose from.

    Minor gaps have no number and no decision.
    """
    for agenda in gaps_page(crosswalks, NO_FRAME).agendas:
        for part in agenda.sections:
            for block in part.blocks:
                for one in block.items:
                    yield _gap(one, part.heading, block), block.choices
        for one in agenda.minor:
            yield _gap(one, "", None), ()


def _gap(one: AgendaItem, actor: str, block: AgendaBlock | None) -> list[Cell]:
    return [
        block.number if block else "",
        one.state,
        Link(f"{one.label}\n{one.cite.words}"),
        one.text or one.label,
        _pointed(block.closest) if block and block.closest else "",
        block.question if block else "",
        *("", "", "", ""),
        actor,
        one.why or (block.why if block else ""),
        "not checked" if one.unchecked else "",
        one.id,
        f"gaps.html#{block.anchor}" if block else "gaps.html",
    ]


def _pointed(pointer: Pointer) -> str:
    mark = f" [{pointer.mark}]" if pointer.mark else ""
    return f"{pointer.name or pointer.link.words}: {pointer.words}{mark}"


def measure_lines(crosswalks: Sequence[Comparison]) -> Iterator[list[Cell]]:
    """A line for every counted pair of measures, with the verdict for each part."""
    for side in crosswalks:
        for view in row_views(side):
            if view.parts and view.counts:
                found = {part.name: part.word for part in view.parts}
                difference = next(
                    (part.sentence for part in view.parts if part.verdict == PartVerdict.DIFFERS), ""
                )
                yield [
                    cited(view.left),
                    view.left.text if view.left else "",
                    cited(view.right),
                    *(found.get(name, "") for name in PART_WORDS.values()),
                    difference,
                    view.status_words,
                    side.id,
                    f"{side.id}.html#{view.anchor}",
                ]


def grid_lines(side: Comparison) -> tuple[tuple[tuple[str, int], ...], Iterator[Sequence[Cell]]]:
    """The columns of a definition's grid with their widths, and a line for every element of the longer document."""
    left, right = sides(side)
    across, down = (left, right) if len(left.elements) <= len(right.elements) else (right, left)
    words = {
        frozenset({f"left:{row.left}", f"right:{row.right}"}): _grid_word(view)
        for row, view in zip(side.rows, row_views(side), strict=True)
        if row.left and row.right
    }
    heads = ((down.name, 34), *((_element(prov), 16) for prov in across.elements), ("Answer", 18))
    lines = (
        [
            _element(prov),
            *(
                words.get(frozenset({f"{down.which}:{prov.id}", f"{across.which}:{head.id}"}), "")
                for head in across.elements
            ),
            STANDING_WORDS[answer_kind(prov, down.answers[prov.id])] if prov.id in down.answers else "",
        ]
        for prov in down.elements
    )
    return heads, lines


def _element(prov: Provision) -> str:
    """The name of an element; one without a heading has its first words below it."""
    return label(prov) if prov.heading else f"{label(prov)}\n{shortened(prov.text, 60)}".strip()


def _grid_word(view: RowView) -> str:
    """The relation of a pair; a pair once rejected, whose text has changed since, is to be looked at again."""
    return f"{view.word}; look again" if view.refused and not view.reviewed else view.word


def source_lines(crosswalks: Sequence[Comparison]) -> Iterator[list[Cell]]:
    """A line for every document that the rows rest on."""
    for corpus in corpora_of(crosswalks):
        one = source_view(corpus)
        yield [
            one.id,
            one.title,
            one.kind,
            one.authority,
            one.as_of,
            len(corpus),
            one.mark,
            one.link,
            one.rights,
            one.note,
            one.digest,
        ]


def change_lines(
    found: Sequence[EditionComparison], crosswalks: Sequence[Comparison]
) -> Iterator[list[Cell]]:
    """A line for every row that rests on a change, and one for every change on which none rests."""
    for section in changes_page(found, NO_FRAME, crosswalks).sections:
        for block in section.blocks:
            for rest in block.rests or (None,):
                yield _change(section, block, rest)


def _change(section: ChangeSection, block: ChangeBlock, rest: RestView | None) -> list[Cell]:
    return [
        section.title,
        section.old.words,
        section.new.words,
        block.label,
        block.kind,
        block.weight,
        block.official,
        "\n".join(block.flags),
        block.old,
        block.new,
        *((rest.row.words, rest.title, rest.how, rest.verdict, rest.status) if rest else ("",) * 5),
        f"changes.html#{block.anchor}",
    ]


def comment_lines(crosswalks: Sequence[Comparison]) -> Iterator[list[Cell]]:
    """A line for every comment, row by row; a filter on the column Person gives them person by person."""
    for side in crosswalks:
        names = anchors(row.id for row in side.rows)
        places = {(row.left, row.right): f"{side.id}.html#{names[row.id]}" for row in side.rows}
        for one in sorted(side.comments, key=lambda c: (c.pair, c.date, c.id)):
            yield [
                side.id,
                *one.pair,
                *(one.by, one.role, one.date, one.text, one.state.value),
                *(one.reply, one.reply_by, one.reply_date, one.closed_by, one.closed_date),
                places.get(one.pair, ""),
            ]
