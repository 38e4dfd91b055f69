"""The Word file beside the pages: compact tables, the agenda, and every row as an annex, to be edited and handed on."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, permutations
from typing import TYPE_CHECKING, Any

from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Provision
from crosswalk.report.compact_model import ElementLine, Excerpt
from crosswalk.report.compact_rows import CompactView, element_line
from crosswalk.report.comparison_model import ComparisonPage
from crosswalk.report.comparison_page import comparison_page
from crosswalk.report.document_view import instrument, label
from crosswalk.report.export_notes import (
    NO_FRAME,
    NO_TEXT,
    both_citations,
    key_lines,
    said_first,
    standing_words,
    title_line,
)
from crosswalk.report.frame import corpora_of, source_view
from crosswalk.report.gap_page import gaps_page
from crosswalk.report.gap_views import AgendaBlock
from crosswalk.report.views import AbsentView, RowView, Run, TextView
from crosswalk.report.word_table import Bit, Paragraph, add_child, add_paragraph, add_table, timeless
from crosswalk.report.words import count, legal

if TYPE_CHECKING:
    from docx.document import Document

# US letter on its side, half an inch of margin, in twentieths of a point.
_WIDTH, _HEIGHT, _MARGIN = 15840, 12240, 720
# The columns of the evidence, of the compact tables and of the agenda, likewise.
_COLUMNS = (680, 4560, 4600, 4560)
_COMPACT = (3900, 1200, 3600, 2300, 3400)
_BLOCK = (700, 4500, 3500, 3000, 2700)
# The style of the paragraphs of the evidence.
_SMALL = "Evidence"


def word_file(crosswalks: Sequence[Comparison], *, version: str) -> bytes:
    """`crosswalk.docx`: compact tables and the agenda first, the evidence as an annex; the same bytes every time."""
    document = _blank(title_line(crosswalks), version)
    document.add_heading(legal(title_line(crosswalks)), level=0)
    for words in said_first(crosswalks, version):
        document.add_paragraph(legal(words))
    for side in crosswalks:
        _compact(document, side)
    _agenda(document, crosswalks)
    document.add_heading("Annex: evidence", level=1)
    document.add_paragraph(
        "Bold and underlined words answer words on the other side that bear the same small number."
    )
    for side in crosswalks:
        _evidence(document, side)
    _list(document, "Sources", ("Source", "As of", "Words are", "Official address"), _sources(crosswalks))
    _list(document, "Key", ("What", "Word", "Meaning"), key_lines())
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _blank(title: str, version: str) -> "Document":
    """An empty document in landscape, with title, language and page numbers."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, Twips

    document = Document()
    properties = document.core_properties
    properties.title, properties.author = legal(title)[:255], f"crosswalk {version}"
    properties.language, properties.comments = "en-US", ""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Twips(_WIDTH), Twips(_HEIGHT)
    section.left_margin = section.right_margin = Twips(_MARGIN)
    section.top_margin = section.bottom_margin = Twips(_MARGIN)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(9)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    small = document.styles.add_style(_SMALL, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size = document.styles["Normal"], Pt(7.5)
    small.paragraph_format.space_after, small.paragraph_format.line_spacing = Pt(0), 1.0
    _page_number(section.footer.paragraphs[0])
    return document


def _page_number(paragraph: Any) -> None:  # noqa: ANN401 - python-docx hands out untyped parts
    paragraph.add_run("Page ")
    add_child(paragraph._p, "fldSimple", instr="PAGE")  # noqa: SLF001 - python-docx has no other way to number pages


def _compact(document: "Document", side: Comparison) -> None:
    """One crosswalk, one line an element with its best counterpart; what nothing answers is named below."""
    view = CompactView(side)
    left, right = (instrument(one) for one in view.both)
    add_paragraph(document, side.title, "Heading1")
    document.add_paragraph(
        legal(f"{left.name} as of {left.as_of}, {right.name} as of {right.as_of}. {standing_words(side)}")
    )
    heads = (
        f"{left.name} ({left.whose})",
        "Relation",
        f"{right.name} ({right.whose})",
        "The same",
        "Different",
    )
    elements = [prov for prov in view.both[0].elements if prov.id in view.by_left]
    for topic, mine in groupby(elements, lambda prov: _topic(view, prov)):
        if topic:
            add_paragraph(document, topic, "Heading2")
        caption = f"{topic or side.title}: each element with its best counterpart"
        add_paragraph(document, caption, "Caption")
        add_table(
            document, caption, _COMPACT, heads, (_compact_cells(element_line(view, one)) for one in mine)
        )
    _alone(document, view)


def _topic(view: CompactView, prov: Provision) -> str:
    """The heading that a long crosswalk files an element under; a definition and its measures have none."""
    return "" if view.side.kind in ("definition", "measures") else label(view.both[0].group(prov))


def _compact_cells(line: ElementLine) -> list[Iterable[Paragraph]]:
    """The five cells of an element that has a counterpart."""
    best = line.best
    if best is None:
        return [_element(line), [], [], [], []]
    standing = [Bit(", ".join(word for word in (best.sure, best.standing) if word), "i")]
    more = [[Bit(f"+ {count(len(line.rivals), 'more counterpart')}", "i")]] if line.rivals else []
    theirs = [Bit(best.name, "b"), Bit(f" {best.place}" if best.place else "")]
    return [
        _element(line),
        [[Bit(best.word, "b")], standing],
        [theirs, *_caution(best.unchecked), [Bit(_excerpt_words(best.excerpt))], *more],
        [[Bit(" ".join(best.same))]],
        [[Bit(" ".join(best.different))]],
    ]


def _element(line: ElementLine) -> list[Paragraph]:
    name = [Bit(f"{line.number} {line.name}".strip(), "b")]
    return [name, *_caution(line.unchecked), [Bit(_excerpt_words(line.excerpt))]]


def _caution(unchecked: bool) -> list[Paragraph]:
    return [[Bit("unchecked words", "i")]] if unchecked else []


def _excerpt_words(excerpt: Excerpt) -> str:
    """An excerpt as plain words, with quotation marks where it is quoted and a count of what is left out."""
    words = "".join(run.text for run in excerpt.runs)
    words = f"{'' if excerpt.starts else '… '}{words}{f' [+{excerpt.left_out} words]' if excerpt.left_out else ''}"
    return f"“{words}”" if excerpt.quoted else words


def _alone(document: "Document", view: CompactView) -> None:
    """The elements of each side that nothing answers, by name."""
    for side, other in permutations(view.both):
        lone = [prov for prov in side.elements if (side.which, prov.id) in view.alone]
        names = Counter(view.number(prov) or view.name(prov) for prov in lone)
        if lone:
            listed = "; ".join(f"{name} ({number})" if number > 1 else name for name, number in names.items())
            document.add_paragraph(
                legal(f"Only in {side.name}, without a counterpart in {other.name} ({len(lone)}): {listed}.")
            )


def _agenda(document: "Document", crosswalks: Sequence[Comparison]) -> None:
    """The decisions of the agenda page, with room for the answer."""
    for agenda in gaps_page(crosswalks, NO_FRAME).agendas:
        add_paragraph(document, f"Agenda: {agenda.heading[0].lower()}{agenda.heading[1:]}", "Heading1")
        for strong, rest in agenda.lede:
            document.add_paragraph(legal(f"{strong} {rest}"))
        for part in agenda.sections:
            add_paragraph(document, part.heading, "Heading2")
            if part.note:
                document.add_paragraph(legal(part.note))
            caption = f"{part.heading}: {count(len(part.blocks), 'decision')}"
            add_paragraph(document, caption, "Caption")
            heads = ("No.", "Asks", "Closest", "Question", "Decision, owner, by")
            add_table(document, caption, _BLOCK, heads, (_block_cells(block) for block in part.blocks))


def _block_cells(block: AgendaBlock) -> list[Iterable[Paragraph]]:
    asks = [[Bit(f"{one.cite.words} ", "i"), Bit(one.words or one.label)] for one in block.items]
    near = block.closest
    return [
        [[Bit(block.number, "b")]],
        [[Bit(f"{block.topic} ({block.state.lower()})", "b")], *asks],
        [[Bit(f"{near.name or near.link.words}: ", "b"), Bit(near.words)]] if near else [],
        [[Bit(block.question)]],
        [[Bit(f"☐ {choice}")] for choice in block.choices] + [[Bit("Owner:")], [Bit("By:")]],
    ]


def _evidence(document: "Document", side: Comparison) -> None:
    """Every row of one crosswalk in full: a table for each topic of the left document."""
    page = comparison_page(side, NO_FRAME)
    topics = {choice.value: choice.words for choice in page.groups}
    add_paragraph(document, side.title, "Heading2")
    for key, group in groupby(page.rows, lambda row: row.groups[0] if row.left and row.groups else ""):
        rows = tuple(group)
        topic = topics.get(key) or f"Only in {page.right.name}"
        add_paragraph(document, topic, "Heading3")
        _topic_table(document, page, topic, rows)


def _topic_table(document: "Document", page: ComparisonPage, topic: str, rows: Sequence[RowView]) -> None:
    span = f"rows {rows[0].number} to {rows[-1].number}" if len(rows) > 1 else f"row {rows[0].number}"
    caption = f"{topic}: {count(len(rows), 'row')}, {span}"
    add_paragraph(document, caption, "Caption")
    heads = ("Row", page.left.name, "How they relate", page.right.name)
    before = (None, *rows)
    cells = (_cells(row, above) for row, above in zip(rows, before, strict=False))
    add_table(document, caption, _COLUMNS, heads, cells, style=_SMALL)


def _cells(row: RowView, above: RowView | None) -> list[Iterable[Paragraph]]:
    """The four cells of a row; a left text that the row above has already is not printed again."""
    repeated = row.left and above and above.left and row.left.citation == above.left.citation
    return [
        [[Bit(str(row.number))]],
        _answering(row.left) if row.left and repeated else _side_paragraphs(row.left, row.left_absent),
        _relation(row),
        _side_paragraphs(row.right, row.right_absent),
    ]


def _side_paragraphs(text: TextView | None, absent: AbsentView | None) -> Iterator[Paragraph]:
    """One side of a row: citation, mark, lead-in, words; or why the side is empty."""
    if text is None:
        yield [Bit(absent.headline if absent else NO_TEXT)]
        if absent and absent.reason:
            yield [Bit(absent.reason)]
        for kind, found in (("Closest", absent.closest), ("See", absent.found)) if absent else ():
            for one in found:
                yield [Bit(f"{kind}: {one.name or one.link.words}: {one.words}", "i")]
        return
    heading = f" {text.heading}" if text.heading else ""
    yield [Bit(both_citations(text) + heading, "b")]
    yield [Bit(text.mark + (f" | {text.duty}" if text.duty else ""), "i")]
    if text.lead:
        yield [Bit(f"{text.lead.words} …", "i")]
    if text.runs:
        yield list(_marked(text))
    if text.adds:
        yield [Bit("Only here: ", "b"), Bit("; ".join(text.adds))]


def _answering(text: TextView) -> Iterator[Paragraph]:
    """A text that is printed above: its citation, and the words that answer words on the other side."""
    yield [Bit(both_citations(text), "b"), Bit(" (text above)")]
    bits = [bit for run in text.runs if run.marks for bit in (*_run_bits(run), Bit(" … "))]
    if bits:
        yield bits[:-1]
    if text.adds:
        yield [Bit("Only here: ", "b"), Bit("; ".join(text.adds))]


def _marked(text: TextView) -> Iterator[Bit]:
    """The words, matched phrases bold and underlined with their number raised behind them."""
    for run in text.runs:
        yield from _run_bits(run)


def _run_bits(run: Run) -> Iterator[Bit]:
    yield Bit(run.text, "bu" if run.marks else "")
    if run.closes:
        yield Bit(",".join(map(str, run.closes)), "sup")


def _relation(row: RowView) -> Iterator[Paragraph]:
    """How the two relate, why, and who says so."""
    yield [Bit(f"{row.glyph} {row.word}", "b")]
    yield [Bit(row.said)]
    if row.computed:
        yield [Bit(row.computed, "i")]
    figures = [f"strength {row.strength}"] if row.strength else []
    if row.confidence.number:
        figures.append(f"confidence in the pair {row.confidence.number} ({row.confidence.word.lower()})")
    if row.why and row.why.sure:
        figures.append(f"in the relation {row.why.sure}")
    if figures:
        yield [Bit("; ".join(figures))]
    for part in row.parts:
        yield [Bit(f"{part.name}: ", "b"), Bit(f"{part.word.lower()}. {part.sentence}")]
    due = "" if row.stands or not row.decided else f" ({row.decided})"
    yield [Bit(row.stands or row.status_words, "b"), Bit(due)]
    if row.comment:
        yield [Bit(f"Remark: {row.comment}")]
    if row.together:
        yield [Bit(f"{row.together} {', '.join(link.words for link in row.together_with)}.")]
    for one in row.talk:
        yield [Bit(f"Comment by {one.who} ({one.state}): ", "b"), Bit(one.text)]
        if one.reply:
            yield [Bit(one.reply, "i")]


def _sources(crosswalks: Sequence[Comparison]) -> Iterator[list[str]]:
    for corpus in corpora_of(crosswalks):
        one = source_view(corpus)
        yield [f"{one.title} ({one.kind.lower()})", one.as_of, one.mark, one.link.words]


def _list(document: "Document", title: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """A heading and a plain table under it."""
    add_paragraph(document, title, "Heading1")
    add_paragraph(document, title, "Caption")
    widths = [(_WIDTH - 2 * _MARGIN) // len(heads)] * len(heads)
    add_table(document, title, widths, heads, ([[[Bit(cell)]] for cell in line] for line in lines))
