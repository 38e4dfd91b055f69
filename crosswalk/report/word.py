"""The Word file beside the pages: compact tables, the agenda, and as an annex the pairs that a person must check."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, permutations
from typing import TYPE_CHECKING

from crosswalk.model.alignment import PartVerdict
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Provision
from crosswalk.model.relation import Modality, Status
from crosswalk.report.agenda import AgendaBlock
from crosswalk.report.agenda_page import gaps_page
from crosswalk.report.columns import (
    citations,
    key_lines,
    opening_notes,
    status_summary,
    title_line,
)
from crosswalk.report.compact_rows import CompactView, ElementLine, element_line
from crosswalk.report.compact_text import Excerpt, same_and_different
from crosswalk.report.comparison_page import comparison_page
from crosswalk.report.document_view import instrument, label
from crosswalk.report.frame import NO_FRAME, corpora_of, source_view
from crosswalk.report.table_file import (
    Bit,
    Paragraph,
    add_paragraph,
    add_plain_table,
    add_table,
    blank_document,
    document_bytes,
)
from crosswalk.report.views import RowView, Run, TextView
from crosswalk.report.words import DUTY_WORDS, VERDICT_WORDS, count, legal, shortened

if TYPE_CHECKING:
    from docx.document import Document

# The margins of the page, and how far the page number stands from its edge, in twentieths of a point.
_MARGIN, _FOOT = 600, 360
# The column of row numbers, the room of the three others of the evidence, and the least width of each, likewise.
_NUMBER, _EVIDENCE, _LEAST = 420, 14220, 3300
# The columns of the compact tables and of the agenda.
_COMPACT = (3900, 1200, 3600, 2300, 3400)
_BLOCK = (700, 4300, 3100, 2900, 3400)
# The line on which the agenda's decisions are signed.
_SIGNED = "Owner: ______________ Due: _________"
# The most characters of a lead-in that the annex prints; the evidence page has all of it.
_LEAD = 160
# The styles of the paragraphs of the tables, and of the evidence, with their sizes in points.
_TABLE, _SMALL = "TableText", "Evidence"
_SIZES = {_TABLE: 8, _SMALL: 7}


def word_file(crosswalks: Sequence[Comparison], *, version: str) -> bytes:
    """`crosswalk.docx`: compact tables and the agenda first, the evidence as an annex; the same bytes every time."""
    document = _blank(title_line(crosswalks), version)
    add_paragraph(document, title_line(crosswalks), "Title")
    for words in opening_notes(crosswalks, version):
        document.add_paragraph(legal(words))
    for side in crosswalks:
        _compact(document, side)
    _agenda(document, crosswalks)
    document.add_heading("Annex: evidence of the pairs to check", level=1)
    document.add_paragraph(
        "Bold, underlined words match the words with the same small number on the other side. Words are quoted"
        " or restated as the head of each compact table says; words that nobody has checked say so. “(row 3)” after a"
        " name means that row 3 has its text. The sentence of a best counterpart stands in the compact table above"
        " and is not repeated."
    )
    for side in crosswalks:
        _evidence(document, side)
    _list(document, "Sources", ("Source", "As of", "Words are", "Official address"), _sources(crosswalks))
    _list(document, "Key", ("What", "Word", "Meaning"), key_lines())
    return document_bytes(document)


def _blank(title: str, version: str) -> "Document":
    """An empty document in landscape, with the styles of the tables."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, Twips

    document = blank_document(title, landscape=True, size=9, margin=_MARGIN / 1440, version=version)
    section = document.sections[0]
    section.top_margin = section.bottom_margin = Twips(_MARGIN)
    section.footer_distance = Twips(_FOOT)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    for name, size in _SIZES.items():
        small = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        small.base_style, small.font.size = document.styles["Normal"], Pt(size)
        small.paragraph_format.space_after, small.paragraph_format.line_spacing = Pt(0), 1.0
    return document


def _compact(document: "Document", side: Comparison) -> None:
    """One crosswalk, one line per element with its best counterpart; unmatched elements are listed below."""
    view = CompactView(side)
    left, right = (instrument(one) for one in view.both)
    add_paragraph(document, side.title, "Heading1")
    document.add_paragraph(
        legal(f"{left.name} as of {left.as_of}, {right.name} as of {right.as_of}. {status_summary(side)}")
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
        cells = (_compact_cells(element_line(view, one)) for one in mine)
        add_table(document, caption, _COMPACT, heads, cells, style=_TABLE)
    _alone(document, view)


def _topic(view: CompactView, prov: Provision) -> str:
    """The heading that a long crosswalk files an element under; empty for definitions and measures."""
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


def _note(unchecked: bool) -> list[Bit]:
    return [Bit(" (unchecked words)", "i")] if unchecked else []


def _caution(unchecked: bool) -> list[Paragraph]:
    return [[Bit("unchecked words", "i")]] if unchecked else []


def _excerpt_words(excerpt: Excerpt) -> str:
    """An excerpt as plain words, in quotation marks if it is quoted, with a count of the words left out."""
    words = "".join(run.text for run in excerpt.runs)
    cut = f" [+{count(excerpt.left_out, 'word')}]" if excerpt.left_out else ""
    words = f"{'' if excerpt.starts else '… '}{words}{cut}"
    return f"“{words}”" if excerpt.quoted else words


def _alone(document: "Document", view: CompactView) -> None:
    """The unmatched elements of each side, by name."""
    for side, other in permutations(view.both):
        lone = [prov for prov in side.elements if (side.which, prov.id) in view.alone]
        names = Counter(view.number(prov) or view.name(prov) for prov in lone)
        if lone:
            listed = "; ".join(f"{name} ({number})" if number > 1 else name for name, number in names.items())
            document.add_paragraph(
                legal(f"Only in {side.name}, without a counterpart in {other.name} ({len(lone)}): {listed}.")
            )


def _agenda(document: "Document", crosswalks: Sequence[Comparison]) -> None:
    """The decisions of the agenda page, with room for answers."""
    for agenda in gaps_page(crosswalks, NO_FRAME).agendas:
        add_paragraph(document, f"Agenda: {agenda.heading[0].lower()}{agenda.heading[1:]}", "Heading1")
        for strong, rest in agenda.lede:
            document.add_paragraph(legal(f"{strong} {rest}"))
        for part in agenda.sections:
            add_paragraph(document, part.heading, "Heading2")
            if part.note:
                document.add_paragraph(legal(part.note))
            caption = f"{part.heading}: {count(len(part.blocks), 'decision')}"
            heads = ("No.", "Asks", "Closest", "Question", "Decision, owner, due")
            cells = (_block_cells(block) for block in part.blocks)
            add_table(document, caption, _BLOCK, heads, cells, style=_TABLE)


def _block_cells(block: AgendaBlock) -> list[Iterable[Paragraph]]:
    asks = [
        [Bit(f"{one.cite.words} ", "i"), Bit(one.words or one.label), *_note(one.unchecked)]
        for one in block.items
    ]
    near, boxes = block.closest, [f"☐ {choice}" for choice in block.choices]
    return [
        [[Bit(block.number, "b")]],
        [[Bit(f"{block.topic} ({block.state.lower()})", "b")], *asks],
        [[Bit(f"{near.name or near.link.words}: ", "b"), Bit(near.words), *_note(near.unchecked)]]
        if near
        else [],
        [[Bit(block.question)]],
        [*([Bit("   ".join(boxes[at : at + 2]))] for at in range(0, len(boxes), 2)), [Bit(_SIGNED)]],
    ]


def _evidence(document: "Document", side: Comparison) -> None:
    """The pairs of one crosswalk that a person must still check, with both texts; each text is printed once."""
    page = comparison_page(side, NO_FRAME)
    due = [row for row in page.rows if row.counts and (row.stands or row.status != Status.CONFIRMED)]
    add_paragraph(document, side.title, "Heading2")
    tally = Counter(row.status_words for row in due if not row.stands).most_common(1)
    usual = tally[0][0] if tally else ""
    document.add_paragraph(legal(" ".join(_scope(side, len(page.rows), len(due), usual))))
    if not due:
        return
    caption = f"{side.title}: {count(len(due), 'pair')} to check"
    heads = ("Row", page.left.name, "How they relate", page.right.name)
    first: dict[str, int] = {}
    for row in due:
        for text in (row.left, row.right):
            if text:
                first.setdefault(text.id, row.number)
    leads = zip(_new_leads([row.left for row in due]), _new_leads([row.right for row in due]), strict=True)
    told = _told(side)
    lines = [
        _cells(row, usual, first, both, told=row.id in told) for row, both in zip(due, leads, strict=True)
    ]
    add_table(document, caption, _widths(lines), heads, lines, style=_SMALL, narrow=True)


def _told(side: Comparison) -> set[str]:
    """The ids of the rows whose sentence the compact table has in full."""
    best = [rows[0] for rows in CompactView(side).by_left.values()]
    return {
        row.id for row in best if not any("…" in words for part in same_and_different(row) for words in part)
    }


def _widths(lines: Sequence[Sequence[Sequence[Paragraph]]]) -> list[int]:
    """The widths of the columns of the evidence: the more words a column holds, the wider."""
    sizes = [
        sum(len(bit.text) for line in lines for bits in line[at] for bit in bits) + 1 for at in (1, 2, 3)
    ]
    spare = _EVIDENCE - 3 * _LEAST
    left, middle = (_LEAST + spare * size // sum(sizes) for size in sizes[:2])
    return [_NUMBER, left, middle, _EVIDENCE - left - middle]


def _scope(side: Comparison, rows: int, due: int, usual: str) -> Iterator[str]:
    """What the annex prints of a crosswalk, and where the rest is."""
    yield f"Here: {count(due, 'pair')} to check." if due else "No pair is left to check."
    yield f"All {count(rows, 'row')}, with every reason and figure, are on {side.id}-rows.html and on the sheet Side by side of the workbook, under the same numbers."
    if usual:
        yield f"Unless a row says otherwise: {usual}."


def _new_leads(texts: Sequence[TextView | None]) -> list[str]:
    """For each text its lead-in, where the text above does not have it."""
    leads = [text.lead.words if text and text.lead else "" for text in texts]
    return [one if one != before else "" for one, before in zip(leads, ["", *leads], strict=False)]


def _standing(row: RowView) -> str:
    return row.stands or row.status_words


def _cells(
    row: RowView, usual: str, first: Mapping[str, int], leads: tuple[str, str], *, told: bool
) -> list[list[Paragraph]]:
    """The four cells of a row; a text that an earlier row has, and a sentence that was told, is not printed again."""
    left, right = (
        list(_side_paragraphs(text, first[text.id] if first[text.id] != row.number else 0, lead))
        if text
        else []
        for text, lead in zip((row.left, row.right), leads, strict=True)
    )
    return [[[Bit(str(row.number))]], left, list(_relation(row, usual, told=told)), right]


def _side_paragraphs(text: TextView, printed: int, lead: str) -> Iterator[Paragraph]:
    """One side of a row: citation, caution, lead-in and words; of a text that row `printed` has, what meets the other side."""
    heading = f" {text.heading}" if text.heading else ""
    # A definition says itself that it defines.
    duty = "" if text.duty == DUTY_WORDS[Modality.MEANS] else text.duty
    said = " · ".join(note for note in (duty, "" if text.checked else text.mark) if note)
    if printed:
        met = [bit for run in text.runs if run.marks for bit in (*_run_bits(run), Bit(" … "))]
        name = text.heading or text.citation.words
        yield [Bit(name, "b"), Bit(f" (row {printed}) "), *met[:-1]]
        return
    # All in one paragraph: a line of its own for each would make the annex a tenth longer.
    opening = f"{shortened(lead, _LEAD)} … ".replace("… …", "…") if lead else ""
    yield [
        Bit(f"{citations(text)}{heading} ", "b"),
        Bit(f"{said}. " if said else "", "i"),
        Bit(opening, "i"),
        *_marked(text),
    ]


def _marked(text: TextView) -> Iterator[Bit]:
    """The words; matched phrases are bold and underlined, with a superscript number."""
    for run in text.runs:
        yield from _run_bits(run)


def _run_bits(run: Run) -> Iterator[Bit]:
    yield Bit(run.text, "bu" if run.marks else "")
    if run.closes:
        yield Bit(",".join(map(str, run.closes)), "sup")


def _relation(row: RowView, usual: str, *, told: bool) -> Iterator[Paragraph]:
    """How the two relate, how sure that is, and who says so where the heading does not."""
    said = "" if told else row.said
    parts = f" {_parts_words(row)}" if row.parts else ""
    yield [
        Bit(f"{row.glyph} {row.word}.", "b"),
        Bit(f" {f'{said}{parts}'.strip()}".rstrip()),
        *_figures(row, usual),
    ]
    if row.computed:
        yield [Bit(row.computed, "i")]
    yield from _remarks(row)


def _figures(row: RowView, usual: str) -> Iterator[Bit]:
    """How sure the program is of a row, and its status if it is not the usual one."""
    figures = [
        f"pair {row.confidence.number} ({row.confidence.word.lower()})" if row.confidence.number else "",
        f"relation {row.why.sure}" if row.why and row.why.sure else "",
        f"strength {row.strength}" if row.strength else "",
    ]
    standing = _standing(row)
    due = f" ({row.decided})" if row.decided and not row.stands and standing != usual else ""
    told = "; ".join(figure for figure in figures if figure)
    yield Bit(f" Confidence: {told}." if told else "", "i")
    yield Bit(f" {standing}{due}" if standing != usual else "", "b")


def _parts_words(row: RowView) -> str:
    """Which parts of two measures are the same or differ, by name; those that are not known need no names."""
    found: dict[str, list[str]] = {}
    for part in row.parts:
        found.setdefault(part.word, []).append(part.name.lower())
    unknown = found.pop(VERDICT_WORDS[PartVerdict.UNKNOWN], [])
    said = [f"{word}: {', '.join(names)}." for word, names in found.items()]
    return " ".join([*said, *(["All others unknown."] if unknown else [])])


def _remarks(row: RowView) -> Iterator[Paragraph]:
    """What people added to a row."""
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
    add_plain_table(document, title, heads, lines, _TABLE)
