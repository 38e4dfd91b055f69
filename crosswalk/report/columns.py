"""What all exports share: the columns of a row, and their title, notes and key."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crosswalk.language.phrasing import capital, listed
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.relation import Relation, Status, Verification
from crosswalk.report.cells import UNREAD_ROW, row_status
from crosswalk.report.compact_text import same_and_different
from crosswalk.report.document_view import sides
from crosswalk.report.frame import as_of_words, corpora_of, document_names
from crosswalk.report.rows import row_views
from crosswalk.report.views import AbsentView, Link, RowView, Run, TextView
from crosswalk.report.words import count, pattern

if TYPE_CHECKING:
    import pandas as pd

NO_TEXT = "No text on this side"


_STATUS = {
    Status.PROPOSED: "Proposed by the program; nobody has reviewed it.",
    Status.DRAFT: "Drafted by this project's editors or imported from a file; no reviewer has decided it.",
    Status.CONFIRMED: "A named person has reviewed and confirmed it.",
    Status.REJECTED: "A named person rejected it; it stays on file and is never proposed again.",
    Status.UNSURE: "A named person was unsure about it.",
    Status.LOOK_AGAIN: "A text changed after the decision; the decision stays until someone looks again.",
    Status.SUPERSEDED: "A later decision replaced it.",
}
_VERIFICATION = {
    Verification.VERBATIM: "The official words, compared with the official text.",
    Verification.READ: "The words of a file as software read them; nobody compared them with the original.",
    Verification.RESTATED: "Our words for what the source says, checked against it.",
    Verification.UNVERIFIED: "Not checked against the source. Check before you rely on it.",
    Verification.NOT_RETRIEVED: "The source covers this, but its text was not obtained.",
}


def title_line(crosswalks: Sequence[Comparison]) -> str:
    """The title: the documents, each once."""
    return capital(f"{listed(document_names(crosswalks))}, side by side") if crosswalks else "Side by side"


def key_lines() -> Iterator[list[str]]:
    """The legend: for each word its category, the word, and the meaning."""
    for relation in Relation:
        yield [
            "How they relate",
            f"{relation.word} ({relation.value})",
            pattern(relation, "the left", "the right"),
        ]
    yield ["How they relate", "Found elsewhere", "Another part of the same document speaks to this."]
    yield ["How they relate", "Not retrieved", "What the source says is unknown; nothing was compared."]
    for status in Status:
        yield ["Status", status.words, _STATUS[status]]
    yield ["Status", UNREAD_ROW, "The text of the row was not obtained, so the row cannot be reviewed."]
    for kind in Verification:
        yield ["Words are", kind.words, _VERIFICATION[kind]]
    yield ["Figures", "Strength, 0 to 10", "How much the two share; empty where no number means anything."]
    yield ["Figures", "Confidence, 0 to 1", "How sure the program is that the two belong together at all."]
    yield [
        "Text",
        "Bold and underlined",
        "A phrase that matches one on the other side; the column “Phrases that meet” pairs them by number.",
    ]


def opening_notes(crosswalks: Sequence[Comparison], version: str) -> Iterator[str]:
    """The notes before the first row, a sentence or two each."""
    yield f"Texts as of {as_of_words(corpora_of(crosswalks))}. Made by crosswalk {version}."
    yield "Software proposes; only people decide. The status of each row says who proposed, drafted or decided it."
    for side in crosswalks:
        yield f"{side.id}: {side.title}. {status_summary(side)}"
    yield "Each row says how its text was checked. Text that nobody has checked against the source is labeled."
    yield "The web pages beside this file (index.html) hold the same rows with their surroundings and evidence."


def status_summary(side: Comparison) -> str:
    """How many rows a crosswalk has, and their statuses."""
    pairs = sum(row.counts for row in row_views(side))
    lone = sum(not (row.left and row.right) for row in side.rows)
    tally = Counter(row_status(side, row)[1] for row in side.rows)
    order = [*(status.words for status in Status), UNREAD_ROW]
    told = "; ".join(f"{words.lower()}: {tally[words]}" for words in order if tally[words])
    alone = f"{count(pairs, 'pair')} and {lone} without a counterpart"
    return f"{count(len(side.rows), 'row')}, {alone}. {capital(told)}."


Cell = str | int | float | None | Link | tuple[Run, ...]


@dataclass(frozen=True)
class RowFacts:
    """One row with all that its columns need.

    Attributes:
        side: The crosswalk.
        row: The row as computed.
        view: The row as the pages show it.
        names: The names of the left and of the right document.
    """

    side: Comparison
    row: ComparisonRow
    view: RowView
    names: tuple[str, str]

    @cached_property
    def sentences(self) -> tuple[str, str]:
        """What the two sides share, and how they differ or why one side is empty."""
        if self.view.is_pair:
            same, different = same_and_different(self.row)
            return " ".join(same), " ".join(different)
        absent = self.view.left_absent or self.view.right_absent
        return "", absent.headline if absent else ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the rows.

    Attributes:
        name: What it holds; the head in CSV and, with a capital, in Excel.
        width: Its width in Excel, in characters.
        value: Its cell.
        key: Its field in JSON; empty if JSON holds the value in another form.
    """

    name: str
    width: int
    value: Callable[[RowFacts], Cell]
    key: str = ""


def row_facts(crosswalks: Sequence[Comparison]) -> Iterator[RowFacts]:
    """Every row of every crosswalk, in order."""
    for side in crosswalks:
        names = sides(side)[0].name, sides(side)[1].name
        for row, view in zip(side.rows, row_views(side), strict=True):
            yield RowFacts(side, row, view, names)


def plain(cell: Cell) -> str | int | float | None:
    """The plain value of a cell: the words of a link, a text without its marks."""
    if isinstance(cell, tuple):
        return "".join(run.text for run in cell)
    return cell.words if isinstance(cell, Link) else cell


def json_fields(facts: RowFacts) -> dict[str, str | int | float | None]:
    """The fields of a row in JSON that are columns."""
    return {column.key: plain(column.value(facts)) for column in COLUMNS if column.key}


def rows_frame(crosswalks: Sequence[Comparison]) -> "pd.DataFrame":
    """A data frame with one line per row and one column for each of `COLUMNS`; the cells of an empty side are empty."""
    import pandas as pd

    lines = [
        {column.name: plain(column.value(facts)) for column in COLUMNS} for facts in row_facts(crosswalks)
    ]
    return pd.DataFrame(lines, columns=[column.name for column in COLUMNS], dtype=object).fillna("")


def citations(text: TextView | None) -> str:
    """The citation of a provision, with that of its second numbering if it has one; empty for an empty side."""
    if text is None:
        return ""
    return f"{text.citation.words} ({text.also})" if text.also else text.citation.words


def _relates(facts: RowFacts) -> str:
    """How the two relate, with a caution if nobody checked the words of one side."""
    return facts.view.word if facts.view.checked else f"{facts.view.word}, in unchecked words"


def _official(text: TextView | None) -> Cell:
    """The address of the official text, in a cell of its own: some programs do not wrap a cell that holds a link."""
    return Link(text.citation.href, text.citation.href) if text and text.citation.href else ""


def _words(text: TextView | None, absent: AbsentView | None) -> Cell:
    """The runs of the text, or its heading if it has no text, or why the side is empty."""
    if text is None:
        return absent.headline if absent else ""
    return text.runs or text.heading or text.note


def _mark(text: TextView | None) -> str:
    return text.mark if text else NO_TEXT


def _lead(text: TextView | None) -> str:
    return text.lead.words if text and text.lead else ""


def _adds(text: TextView | None) -> str:
    return "\n".join(text.adds) if text else ""


def _confidence(facts: RowFacts) -> float | None:
    return None if facts.row.confidence is None else round(facts.row.confidence, 6)


def _in_relation(facts: RowFacts) -> float | None:
    return float(facts.view.why.sure) if facts.view.why and facts.view.why.sure else None


def _measures(facts: RowFacts) -> str:
    return "\n".join(f"{part.name}: {part.word.lower()}. {part.sentence}" for part in facts.view.parts)


def _together(facts: RowFacts) -> str:
    """The rows of the same group, in words."""
    view = facts.view
    return f"{view.together} {', '.join(link.words for link in view.together_with)}" if view.together else ""


def _comments(facts: RowFacts) -> str:
    comments = (f"{one.who} ({one.state}): {one.text}" for one in facts.view.talk)
    return "\n".join([facts.view.talk_summary, *comments]).strip()


def _meeting_phrases(facts: RowFacts) -> str:
    """The matched phrases of both sides, by number."""
    if facts.view.left is None or facts.view.right is None:
        return ""
    ours, theirs = phrases(facts.view.left.runs), phrases(facts.view.right.runs)
    return "\n".join(
        f"{number}. {ours.get(number, '')} | {theirs.get(number, '')}" for number in sorted({*ours, *theirs})
    )


def phrases(runs: Sequence[Run]) -> dict[int, str]:
    """The words of every numbered phrase; pieces of an interrupted phrase are joined by dots."""
    found: dict[int, str] = {}
    for run in runs:
        for number in run.marks:
            gap = " … " if number in found and number in run.opens else ""
            found[number] = found.get(number, "") + gap + run.text
    return {number: " ".join(words.split()) for number, words in found.items()}


# The number of columns printed, and the number shown; Excel collapses the others.
PRINTED, SHOWN = 7, 12
COLUMNS = (
    Column("left citation", 21, lambda f: citations(f.view.left)),
    Column("left text", 48, lambda f: _words(f.view.left, f.view.left_absent)),
    Column("how they relate", 12, _relates),
    Column("right citation", 21, lambda f: citations(f.view.right)),
    Column("right text", 44, lambda f: _words(f.view.right, f.view.right_absent)),
    Column("the same", 28, lambda f: f.sentences[0], "same"),
    Column("different", 36, lambda f: f.sentences[1], "different"),
    Column("status", 18, lambda f: f.view.status_words, "status_words"),
    Column("confidence, 0 to 1", 11, _confidence, "confidence"),
    Column("strength, 0 to 10", 10, lambda f: f.row.strength, "strength"),
    Column("crosswalk", 14, lambda f: f.side.id, "crosswalk"),
    Column("no.", 6, lambda f: f.view.number),
    Column("why", 38, lambda f: f.row.sentence, "rationale"),
    Column("decided by", 22, lambda f: f.view.stands or f.view.decided),
    Column("left words are", 18, lambda f: _mark(f.view.left)),
    Column("right words are", 18, lambda f: _mark(f.view.right)),
    Column("phrases that meet", 46, _meeting_phrases),
    Column("only the left adds", 34, lambda f: _adds(f.view.left)),
    Column("only the right adds", 34, lambda f: _adds(f.view.right)),
    Column("confidence in the relation, 0 to 1", 14, _in_relation),
    Column("basis", 12, lambda f: f.row.basis.value if f.row.basis else None, "basis"),
    Column("measures part by part", 46, _measures),
    Column("what the program reads instead", 34, lambda f: f.view.computed),
    Column("remark", 30, lambda f: f.view.comment),
    Column("meant together", 30, _together),
    Column("comments", 40, _comments),
    Column("left document", 16, lambda f: f.names[0]),
    Column("left heading", 30, lambda f: f.view.left.heading if f.view.left else ""),
    Column("left lead-in", 40, lambda f: _lead(f.view.left)),
    Column("right document", 16, lambda f: f.names[1]),
    Column("right heading", 30, lambda f: f.view.right.heading if f.view.right else ""),
    Column("right lead-in", 40, lambda f: _lead(f.view.right)),
    Column("left verification", 18, lambda f: f.view.left.verification if f.view.left else ""),
    Column("right verification", 18, lambda f: f.view.right.verification if f.view.right else ""),
    Column("left official text", 30, lambda f: _official(f.view.left)),
    Column("right official text", 30, lambda f: _official(f.view.right)),
    Column("left id", 20, lambda f: f.row.left, "left_id"),
    Column("right id", 20, lambda f: f.row.right, "right_id"),
    Column("relation", 16, lambda f: f.row.relation.value, "relation"),
    Column("relation in words", 16, lambda f: f.row.relation.word, "relation_word"),
    Column("status on file", 14, lambda f: f.row.status.value, "status"),
    Column("row", 24, lambda f: f.row.id, "id"),
    Column("on the page", 34, lambda f: f"{f.side.id}.html#{f.view.anchor}", "link"),
)
