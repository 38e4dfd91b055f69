"""Write docs/texts.md, the table of every shipped text: `python -m tools.texts_page`."""

from collections import Counter
from pathlib import Path

from crosswalk.model.relation import Verification
from crosswalk.report.words import count, date_words
from crosswalk.services.compare_editions import LAW, read_amendments
from crosswalk.services.verify import read_faults
from crosswalk.workspace.config import SourceEntry
from crosswalk.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "texts.md"
_HOW = {
    "requirements": "every quotation, as a run of words in the official texts",
    "guidance": "every provision letter by letter with the letter's text and, where there is one, its PDF file",
}
_HEAD = """# The shipped texts

Every edition that comes with the program: where its words are from, what they were compared with and as of when, and what differs from the copy that was read. Made by `python -m tools.texts_page` from `corpora/sources.yaml` and the tables beside the corpora. `crosswalk check --reference DIR` repeats the comparison with a folder of official texts.

| text | edition | provisions | publisher | compared | text of | what differs from the copy |
|---|---|---|---|---|---|---|
"""


def texts_page(space: Workspace) -> str:
    """The page: one row an edition, then the note of each."""
    rows = "".join(_row(space, entry) for entry in space.sources)
    notes = "".join(f"- `{entry.id}@{entry.as_of}`: {entry.note}\n" for entry in space.sources if entry.note)
    return f"{_HEAD}{rows}\n## Where each text is from\n\n{notes}"


def _row(space: Workspace, entry: SourceEntry) -> str:
    cells = (
        f"{entry.title} (`{entry.id}`)",
        date_words(entry.as_of),
        f"{len(space.corpus(entry.id, entry.as_of)):,}",
        f"[{entry.authority}]({entry.address})" if entry.address else entry.authority,
        _how(entry),
        date_words(entry.compared) if entry.compared else "-",
        _differs(space, entry),
    )
    return f"| {' | '.join(cells)} |\n"


def _how(entry: SourceEntry) -> str:
    if entry.verification is not Verification.VERBATIM:
        return "nothing: restated in this project's words"
    if entry.base:
        return f"what it takes over with the edition of {date_words(entry.base)}; what was amended or added, word by word"
    return _HOW.get(entry.kind, "every provision word by word, in order")


def _differs(space: Workspace, entry: SourceEntry) -> str:
    folder = space.corpora / entry.id
    if entry.base and (folder / "amendments.tsv").is_file():
        listed = read_amendments(folder / "amendments.tsv")
        laws = sum(one.kind == LAW for one in listed)
        return (
            f"{count(laws, 'amendment')} by law and {len(listed) - laws} changes in print, listed in"
            f" [amendments.tsv](../corpora/{entry.id}/amendments.tsv)"
        )
    held = space.corpus(entry.id, entry.as_of)
    why = Counter(fault.why for fault in read_faults(folder / "faults.tsv") if fault.id in held)
    if not why:
        return "nothing"
    said = "; ".join(f"{number} × {what}" for what, number in sorted(why.items()))
    return f"{said}; listed in [faults.tsv](../corpora/{entry.id}/faults.tsv)"


if __name__ == "__main__":
    PAGE.write_text(texts_page(Workspace(ROOT)), "utf-8")
