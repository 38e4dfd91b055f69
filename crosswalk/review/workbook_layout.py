"""The layout of the review workbook: one row per pair, with cells to fill in and their initial values."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crosswalk.ledger.comments import read_comments
from crosswalk.model.corpus import Corpus
from crosswalk.model.mapping import Comment, Mapping, MappingSet, Pair, fingerprint
from crosswalk.model.relation import Basis, Group, Relation
from crosswalk.report.table_file import CELL, HEAD, ROOM, Look, new_book
from crosswalk.report.words import legal
from crosswalk.services.compare import compare_crosswalk
from crosswalk.services.decide import DecisionContext, decision_context
from crosswalk.workspace.workspace import Workspace, write_all

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


REVIEW, ABOUT = "Review", "About"
VERDICTS = ("confirmed", "rejected", "unsure")
# `alone` takes a row out of its group.
GROUPS = (*Group, "alone")
_LOOKS: dict[str, Look] = {
    "cell": CELL,
    "head": HEAD,
    "yours": CELL | {"bg_color": "#FFF8DC", "border": 1, "border_color": "#B8A65A"},
    "your head": CELL | {"bold": True, "bottom": 1, "bg_color": "#F2DF9C"},
}
_SHOWN = {
    "No.": 6,
    "Left citation": 24,
    "Left text": 48,
    "Left words are": 16,
    "Right citation": 24,
    "Right text": 48,
    "Right words are": 16,
    "The program reads": 14,
    "The program's reason": 34,
    "Confidence": 11,
    "Status": 18,
    "Decided by": 18,
    "Comments so far": 30,
}
EDITABLE = {
    "Verdict": 13,
    "Relation": 16,
    "Sentence": 44,
    "Basis": 12,
    "Strength": 10,
    "Group": 14,
    "Note": 30,
    "Comment": 30,
}
_WAS = {name: f"was {name}" for name in EDITABLE if name not in {"Verdict", "Comment"}}
HIDDEN = ("left id", "right id", "seen", "ground", *_WAS.values(), "check")
HEADS = (*_SHOWN, *EDITABLE, *HIDDEN)


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    """One row of the sheet as exported: the `shown` cells by column, and the values of the editable cells.

    `seen` is the fingerprint of the row on file, and `ground` that of the two texts; a decision that comes back is
    refused if either has changed.
    """

    left: str
    right: str
    seen: str
    ground: str
    shown: dict[str, str | float]
    relation: str = ""
    sentence: str = ""
    strength: int | None = None
    note: str = ""
    basis: str = ""
    group: str = ""

    @property
    def was(self) -> dict[str, str]:
        """The initial values of the editable cells, as text."""
        strength = "" if self.strength is None else str(self.strength)
        return {
            "Relation": self.relation,
            "Sentence": self.sentence,
            "Basis": self.basis,
            "Strength": strength,
            "Group": self.group,
            "Note": self.note,
        }


def one_line(value: object) -> str:
    """A cell as text with white space collapsed, so that saving the file in another program changes nothing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str("" if value is None else value).split())


def cells_digest(cells: dict[str, str]) -> str:
    """A digest of the fixed cells of a row, which shows whether they still belong together."""
    fixed = [name for name in HEADS if name not in EDITABLE and name not in {"check", "Confidence", "No."}]
    return hashlib.sha256("\x1f".join(one_line(cells.get(name)) for name in fixed).encode()).hexdigest()[:12]


def rests_on(left: str, right: str, left_digest: str, right_digest: str) -> str:
    """A short digest of a pair and the two texts that a decision on it rests on."""
    rests = (left, right, left_digest, right_digest)
    return hashlib.sha256(repr(rests).encode()).hexdigest()[:12]


def review_workbook(lines: Iterable[WorkbookRow], about: dict[str, str], read_me: Sequence[str]) -> bytes:
    """The workbook: Read me, Review, Key, and a hidden sheet with its identity; the same inputs give the same bytes."""
    out = io.BytesIO()
    book, looks = new_book(out, {"title": f"Review: {about['title']}"}, _LOOKS)
    _text_sheet(book, "Read me", looks["cell"], [[words] for words in read_me], (110,))
    _review(book.add_worksheet(REVIEW), looks, tuple(lines))
    _text_sheet(book, "Key", looks["cell"], _key(), (18, 24, 80))
    _text_sheet(book, ABOUT, looks["cell"], [list(pair) for pair in about.items()], (20, 60)).hide()
    book.close()
    return out.getvalue()


def _text_sheet(
    book: "Workbook", name: str, look: "Format", lines: Sequence[Sequence[str]], widths: Sequence[int]
) -> "Worksheet":
    sheet = book.add_worksheet(name)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, line in enumerate(lines):
        for column, words in enumerate(line):
            sheet.write_string(row, column, words, look)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return sheet


def _review(sheet: "Worksheet", looks: dict[str, "Format"], lines: Sequence[WorkbookRow]) -> None:
    for column, name in enumerate(HEADS):
        width = (_SHOWN | EDITABLE).get(name, 12)
        sheet.set_column(column, column, width, None, {"hidden": name in HIDDEN})
        sheet.write_string(0, column, name, looks["your head" if name in EDITABLE else "head"])
    for row, line in enumerate(lines, 1):
        _write_line(sheet, looks, row, line)
    last = max(len(lines), 1)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(HEADS) - 1)
    _drop_downs(sheet, last)
    sheet.set_landscape()
    sheet.set_paper(1)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_line(sheet: "Worksheet", looks: dict[str, "Format"], row: int, line: WorkbookRow) -> None:
    cells: dict[str, str | float] = {name: _cut(value) for name, value in line.shown.items()}
    was = {name: str(_cut(words)) for name, words in line.was.items()}
    cells |= was | {_WAS[name]: words for name, words in was.items()}
    cells |= {"left id": line.left, "right id": line.right, "seen": line.seen, "ground": line.ground}
    cells["check"] = cells_digest({name: one_line(value) for name, value in cells.items()})
    for column, name in enumerate(HEADS):
        value, look = cells.get(name, ""), looks["yours" if name in EDITABLE else "cell"]
        if value == "":
            sheet.write_blank(row, column, None, look)
        elif name == "Strength" or isinstance(value, int | float):
            sheet.write_number(row, column, float(value), look)
        else:
            sheet.write_string(row, column, value, look)
    tallest = max(-(-len(str(cells.get(name, ""))) // width) for name, width in (_SHOWN | EDITABLE).items())
    sheet.set_row(row, min(15.0 * max(tallest, 1), 409.0))


def _cut(value: str | float) -> str | float:
    return value[:ROOM] if isinstance(value, str) else value


def _drop_downs(sheet: "Worksheet", last: int) -> None:
    """Add drop-down lists; other values are only warned of here, and reported at import."""
    choices: dict[str, list[str]] = {
        "Verdict": list(VERDICTS),
        "Relation": [relation.word for relation in Relation],
        "Basis": list(Basis),
        "Strength": [str(number) for number in range(11)],
        "Group": list(GROUPS),
    }
    for name, words in choices.items():
        column = HEADS.index(name)
        rule = {"validate": "list", "source": words, "error_type": "warning", "error_title": name}
        sheet.data_validation(1, column, last, column, rule)


def _key() -> list[list[str]]:
    meanings = {
        "Verdict": (
            ("confirmed", "It holds as the row now says, with your changes if you made any."),
            ("rejected", "It does not hold. The row stays on file and is never proposed again."),
            ("unsure", "You could not settle it; it stays open for someone else."),
        ),
        "Relation": tuple((relation.word, relation.value) for relation in Relation),
        "Basis": (
            (Basis.SYNTACTIC.value, "The two say it in the same words."),
            (Basis.SEMANTIC.value, "The two mean the same in other words."),
            (Basis.FUNCTIONAL.value, "The two come to the same result by other means."),
        ),
        "Group": (
            ("split", "What the left asks is answered by this and other right provisions together."),
            ("consolidated", "This and other left provisions are answered together by the right one."),
            ("alone", "The row belongs to no group."),
        ),
        "Other": (
            ("Sentence", "Why; a changed relation needs a new sentence."),
            ("Strength", "How much the two share, 0 to 10."),
            ("Note", "A note that stays beside your decision."),
            ("Comment", "For people who do not decide. It is stored with the row and changes nothing."),
        ),
    }
    return [[kind, word, said] for kind, lines in meanings.items() for word, said in lines]


_NO_SIDE = "No text on this side"
_READ_ME = (
    "Review: {title}",
    "Texts as compared: {left} (left) and {right} (right).",
    "On the sheet Review every row is one pair, or one provision without a counterpart. Only the yellow columns are yours.",
    "To decide, choose a verdict. Change relation, sentence, basis, strength, group or note where the row is not right; a changed relation needs a new sentence.",
    "To say something without deciding, write in the column Comment: it is stored with the row under your name.",
    "You may filter, sort whole rows, hide columns and leave rows out. Rows that you do not touch are not changed.",
    'When you are done: crosswalk sheet import {id} FILE.xlsx --by "Your Name" --dry-run shows what would change; without --dry-run it is written.',
    "If someone decided on a row after this file was made, your decision on it is not written: both are shown to you.",
)


def export_sheet(space: Workspace, crosswalk: str, path: Path) -> int:
    """Write the review workbook of one crosswalk; returns its number of rows."""
    side = compare_crosswalk(space, space.crosswalk(crosswalk))
    context = decision_context(space, side)
    comments = read_comments(space.comments_file(crosswalk))
    lines = sheet_lines([(row.left, row.right) for row in side.rows], context, comments)
    about = sheet_identity(context.start) | {"title": legal(side.title)}
    read_me = [legal(words.format(**about)) for words in _READ_ME]
    write_all({path: review_workbook(lines, about, read_me)})
    return len(lines)


def sheet_identity(start: MappingSet) -> dict[str, str]:
    """The crosswalk and the editions of its documents; a sheet that comes back must name the same."""
    return {
        "id": start.id,
        "left": f"{start.left_source}@{start.left_version}",
        "right": f"{start.right_source}@{start.right_version}",
    }


def sheet_lines(
    rows: Iterable[Pair], context: DecisionContext, comments: Iterable[Comment] = ()
) -> list[WorkbookRow]:
    """A line for every pair of `rows`, in their order, and for every other decided pair."""
    filed = context.on_file()
    live = filed.current
    said: dict[Pair, list[str]] = {}
    for one in comments:
        answer = f" Answer: {one.reply}" if one.reply else ""
        said.setdefault(one.pair, []).append(f"{one.by}, {one.date} ({one.state}): {one.text}{answer}")
    pairs = dict.fromkeys([*rows, *live])
    known = [
        pair
        for pair in pairs
        if all(not one or one in part for one, part in zip(pair, (context.left, context.right), strict=True))
    ]
    return [
        _workbook_row(number, pair, context, live.get(pair), said.get(pair, []))
        for number, pair in enumerate(known, 1)
    ]


def _workbook_row(
    number: int, pair: Pair, context: DecisionContext, live: Mapping | None, said: list[str]
) -> WorkbookRow:
    offered = context.offered(pair)
    base = live or offered
    proposed = bool(base.author) or not all(pair)
    shown: dict[str, str | float] = {"No.": number}
    for which, prov_id, corpus in (("Left", pair[0], context.left), ("Right", pair[1], context.right)):
        shown |= _shown(which, prov_id, corpus)
    if offered.author:
        shown |= {"The program reads": offered.relation.word, "The program's reason": legal(offered.sentence)}
    if offered.confidence is not None:
        shown["Confidence"] = round(offered.confidence, 3)
    shown["Status"] = base.status.words
    shown["Decided by"] = legal(live.decider) if live else ""
    shown["Comments so far"] = legal("\n".join(said))
    return WorkbookRow(
        *pair,
        fingerprint(live),
        ground_print(offered),
        shown,
        base.relation.word if proposed else "",
        legal(base.sentence),
        base.strength,
        legal(base.comment),
        base.basis.value if base.basis else "",
        base.group.value if base.group else "",
    )


def _shown(which: str, prov_id: str, corpus: Corpus) -> dict[str, str | float]:
    if not prov_id:
        return {f"{which} words are": _NO_SIDE}
    prov = corpus[prov_id]
    citation = f"{prov.citation or prov.id} ({prov.also})" if prov.also else prov.citation or prov.id
    lead = corpus.lead_in(prov_id)
    text = f"{lead} … {prov.text}" if lead else prov.text
    return {
        f"{which} citation": legal(citation),
        f"{which} text": legal(
            " ".join(part for part in (f"{prov.heading}." if prov.heading else "", text) if part)
        ),
        f"{which} words are": prov.mark,
    }


def ground_print(offered: Mapping) -> str:
    """A short digest of the two texts that a decision on a pair rests on."""
    return rests_on(*offered.pair, offered.left_digest, offered.right_digest)
