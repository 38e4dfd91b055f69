"""A one-page memo on what changed, as HTML and Word."""

from collections.abc import Mapping, Sequence

from crosswalk.language.phrasing import listed as joined
from crosswalk.model.change import Change, EditionComparison, ImpactVerdict, Weight, impact_summary
from crosswalk.model.relation import Status
from crosswalk.report.change_model import MemoLine, MemoPage
from crosswalk.report.change_words import UNDATED, counts_line, edition_words, kind_words, listed, place_words
from crosswalk.report.frame import frame
from crosswalk.report.html import render
from crosswalk.report.table_file import add_plain_table, blank_document, document_bytes
from crosswalk.report.words import count, legal

# More changes than this do not fit on one page; the change page has them all.
_LINES = 14


def memo_paragraphs(found: EditionComparison) -> tuple[str, ...]:
    """What changed, what it means for the rows, and who must do what; two paragraphs if no row rests on it."""
    changes = found.changes
    old, new = (edition_words(edition.source) for edition in (changes.old, changes.new))
    title = changes.new.source.title or changes.new.source.id
    compared = f"{title} was compared as of {old} and as of {new}"
    if changes.new.source.as_of == UNDATED:
        compared = f"{new} was compared with {old}"
    first = f"{compared}: {counts_line(changes).replace(' · ', ', ')}."
    opening = " ".join([first, *found.cautions])
    if not found.impacts:
        return (opening, _to_read(found))
    return (opening, _rows_paragraph(found), _asked_paragraph(found))


def _to_read(found: EditionComparison) -> str:
    """What to do if no crosswalk rests on the document: read what changed."""
    number = len(_of_substance(found))
    if not number:
        return "No crosswalk rests on this document, and nothing of substance changed in it."
    told = "1 change of substance is" if number == 1 else f"{number} changes of substance are"
    return f"No crosswalk rests on this document; {told} there to read."


def _rows_paragraph(found: EditionComparison) -> str:
    kept, total = sum(one.untouched for one in found.impacts), sum(len(one.impacts) for one in found.impacts)
    reviewed = any(one.row.reviewer for held in found.impacts for one in held.impacts)
    keeps = "keeps its decision, its reviewer and its date" if reviewed else "stays as it was drafted"
    told = f"Every row {keeps}." if kept == total else f"Every other row {keeps}."
    return f"{impact_summary(found.impacts)}. {told}"


def _asked_paragraph(found: EditionComparison) -> str:
    """Who must look at which rows again; rows decided or drafted on the new text need nobody."""
    people: dict[str, int] = {}
    drafts = 0
    for held in found.impacts:
        for one in held.impacts:
            if one.verdict not in (ImpactVerdict.LOOK, ImpactVerdict.MEANING) or one.on_new_text:
                continue
            if one.row.reviewer:
                people[one.row.decider] = people.get(one.row.decider, 0) + 1
            else:
                drafts += 1
    if not people and not drafts:
        return _nobody(found)
    told = [f"the people who decided last: {_people_text(people)}"] if people else []
    told += [f"anyone who reviews: {count(drafts, 'row')} that nobody has decided yet"] if drafts else []
    return f"To be looked at again, by {', and by '.join(told)}. The change page names each row and why."


def _nobody(found: EditionComparison) -> str:
    drafts = [one for held in found.impacts for one in held.impacts if one.row.status is Status.DRAFT]
    if not drafts:
        return "No action is needed."
    are, which = ("is", "a draft") if len(drafts) == 1 else ("are", "drafts")
    return f"No second look is needed. {count(len(drafts), 'row')} {are} {which} of the editors that nobody has reviewed yet."


def _people_text(people: Mapping[str, int]) -> str:
    return joined([f"{name} ({count(number, 'row')})" for name, number in sorted(people.items())])


def memo_lines(found: EditionComparison) -> tuple[MemoLine, ...]:
    """The changes of substance, one line each."""
    return tuple(_memo_line(change, found) for change in _of_substance(found))


def _of_substance(found: EditionComparison) -> Sequence[Change]:
    return [change for change in listed(found.changes) if change.weight is Weight.SUBSTANCE]


def _memo_line(change: Change, found: EditionComparison) -> MemoLine:
    rows = [
        f"{one.row.left or 'nothing'} and {one.row.right or 'nothing'}"
        for held in found.impacts
        for one in held.impacts
        if any(reason.change is change for reason in one.reasons) and not one.on_new_text
    ]
    touches = "; ".join(flag.words for flag in change.flags) or "Wording"
    return MemoLine(
        kind_words(change), place_words(change, found.changes), touches, "; ".join(rows) or "none"
    )


def memo_page(found: EditionComparison, version: str) -> str:
    """The memo as a page outside a site."""
    corpora = (found.changes.old, found.changes.new)
    title = _title(found)
    made = frame("memo.html", title, title, corpora, nav=(), state="made by software", version=version)
    lines = memo_lines(found)
    return render("memo", MemoPage(made, memo_paragraphs(found), lines[:_LINES], _left_out(len(lines))))


def _title(found: EditionComparison) -> str:
    source = found.changes.new.source
    return f"Memo: what changed in {source.name}"


def _left_out(lines: int) -> str:
    more = lines - _LINES
    return f"{count(more, 'more change')} on the change page." if more > 0 else ""


def memo_docx(found: EditionComparison) -> bytes:
    """The memo as a Word file, with headings and a table whose first row repeats; the same bytes every time."""
    document = blank_document(_title(found))
    document.add_heading(legal(_title(found)), level=1)
    for words in memo_paragraphs(found):
        document.add_paragraph(legal(words))
    lines = memo_lines(found)
    if lines:
        head = "Changes of substance"
        document.add_heading(head, level=2)
        rows = [(line.change, line.place, line.touches, line.rows) for line in lines[:_LINES]]
        add_plain_table(document, head, ("Change", "Where", "Touches", "Rows"), rows)
        if more := _left_out(len(lines)):
            document.add_paragraph(more)
    return document_bytes(document)
