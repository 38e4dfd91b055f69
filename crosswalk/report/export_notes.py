"""Title, legend and provenance notes shared by all exports."""

from collections.abc import Iterator, Sequence

from crosswalk.language.phrasing import capital, listed
from crosswalk.model.comparison import Comparison
from crosswalk.model.relation import Relation, Status, Verification
from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.frame import as_of_words, corpora_of, document_names
from crosswalk.report.rows import row_views
from crosswalk.report.views import TextView
from crosswalk.report.words import count, pattern

NO_TEXT = "No text on this side"
# Exports have no page frame, but the page models need one.
NO_FRAME = PageFrame("", "", "", "", "", "", "", "", (), (), "")


_STATUS = {
    Status.PROPOSED: "Proposed by the program; nobody has reviewed it.",
    Status.DRAFT: "Drafted by this project's editors; nobody outside has reviewed it.",
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
    for kind in Verification:
        yield ["Words are", kind.words, _VERIFICATION[kind]]
    yield ["Figures", "Strength, 0 to 10", "How much the two share; empty where no number means anything."]
    yield ["Figures", "Confidence, 0 to 1", "How sure the program is that the two belong together at all."]
    yield [
        "Text",
        "Bold and underlined",
        "A phrase that matches one on the other side; the column “Phrases that meet” pairs them by number.",
    ]


def both_citations(text: TextView) -> str:
    """A provision's citation, with that of its second numbering if it has one."""
    own = text.citation.words
    return f"{own} ({text.also})" if text.also else own


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
    tally = {status: sum(row.status is status for row in side.rows) for status in Status}
    told = "; ".join(f"{status.words.lower()}: {number}" for status, number in tally.items() if number)
    alone = f"{count(pairs, 'pair')} and {lone} without a counterpart"
    return f"{count(len(side.rows), 'row')}, {alone}. {capital(told)}."
