"""A user's own copy of a framework beside the elements that were restated, so that a person can check them.

A workbook lays each element beside the passages that seem to be it. A person writes a verdict; then the
workspace's corpus takes it over. The program itself never marks an element as checked.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

import crosswalk
from crosswalk.errors import ConfigError, ParseError
from crosswalk.ingest.corpus_file import dump_corpus
from crosswalk.language.encoder import encode
from crosswalk.ledger.files import locked
from crosswalk.ledger.sssom import format_mappings
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Verification
from crosswalk.plans.formats import cell_text, open_book
from crosswalk.plans.passages import PlanPassage, read_plan
from crosswalk.plans.signals import word_likeness
from crosswalk.plans.strip import plan_own_words
from crosswalk.report.table_file import LOOKS, TableFile, add_sheet, new_book
from crosswalk.report.words import count
from crosswalk.services.compare_editions import EditionText, compare_texts
from crosswalk.workspace.config import SourceEntry
from crosswalk.workspace.workspace import Workspace, write_all

VERDICTS = ("confirm", "correct", "replace", "none")
_SHEET = "Elements"
_COLUMNS = (
    ("element", 14),
    ("name", 24),
    ("our words", 50),
    ("how far checked", 22),
    ("closest passage", 60),
    ("where", 30),
    ("next closest", 44),
    ("verdict", 12),
    ("words", 60),
    ("page", 8),
    ("note", 30),
)
_EDITED = ("verdict", "words", "page", "note")
_KEY = (
    "verdict: confirm (our words say what the copy says), correct (write better words of your own), replace (take the"
    " copy's exact words), none (the copy has no such element). An empty verdict changes nothing."
)


def unread_elements(corpus: Corpus) -> list[Provision]:
    """The elements that nobody has read in the original word for word, headings left out."""
    return [
        prov
        for prov in corpus
        if prov.kind not in {"", "heading"}
        and prov.verification not in {Verification.VERBATIM, Verification.READ}
    ]


def lay_beside(
    space: Workspace, corpus_id: str, file: Path, out: Path, progress: Callable[[str], None]
) -> int:
    """Write the workbook for a person to fill in; gives how many elements it holds."""
    corpus = space.corpus(corpus_id)
    listed = unread_elements(corpus)
    if not listed:
        raise ConfigError(
            f"Every element of {corpus.source.key} is verbatim; there is nothing to check.", code="XW-620"
        )
    # The definitions of a framework are what it is adopted for; only in a plan are they left aside.
    read = plan_own_words(read_plan([file], progress), ())
    passages = [own.passage for own in read if own.sentences or own.dropped == "a glossary"]
    if not passages:
        raise ParseError(
            f"{file.name} holds no text besides its contents; give the whole document.",
            code="XW-604",
        )
    progress(f"Comparing {len(listed)} elements with {len(passages)} passages")
    best = _best([f"{_name(corpus, prov)}. {prov.text}" for prov in listed], passages)
    write_all({out: _workbook(corpus, listed, passages, best, file.name)})
    progress("")
    return len(listed)


def _name(corpus: Corpus, prov: Provision) -> str:
    """An element's name; that of one without words, such as a criterion's indicators, with the name of what it is of."""
    above = corpus.ancestors(prov.id)
    return prov.heading if prov.text or not above else f"{above[-1].heading}: {prov.heading}"


def _best(asked: Sequence[str], passages: Sequence[PlanPassage]) -> list[list[int]]:
    """For each element, by its name and words, the places of its three likeliest passages, best first."""
    said = [f"{one.title}. {one.words}" for one in passages]
    total = encode(asked) @ encode(said).T + word_likeness(asked, said)
    found: list[list[int]] = np.argsort(-np.round(total, 4), axis=1, kind="stable")[:, :3].tolist()
    return found


def _workbook(
    corpus: Corpus,
    listed: Sequence[Provision],
    passages: Sequence[PlanPassage],
    best: Sequence[Sequence[int]],
    name: str,
) -> bytes:
    out = io.BytesIO()
    about = {
        "title": f"{corpus.source.title} beside {name}"[:255],
        "author": f"crosswalk {crosswalk.__version__}",
    }
    book, looks = new_book(out, about, LOOKS)
    heads, widths = zip(*_COLUMNS, strict=True)
    rows = tuple(
        tuple(_row(prov, _name(corpus, prov), [passages[place] for place in places]))
        for prov, places in zip(listed, best, strict=True)
    )
    sheet = add_sheet(book, looks, _SHEET, TableFile(_SHEET, (), heads, rows), _EDITED, widths)
    at = heads.index("verdict")
    sheet.data_validation(1, at, len(listed), at, {"validate": "list", "source": list(VERDICTS)})
    key = book.add_worksheet("Key")
    key.set_column(0, 0, 100)
    for row, words in enumerate((_KEY, corpus.source.key, name)):
        key.write_string(row, 0, words, looks["cell"])
    book.close()
    return out.getvalue()


def _row(prov: Provision, name: str, found: Sequence[PlanPassage]) -> list[str]:
    first = found[0]
    page = "" if first.page is None else str(first.page)
    where = ", ".join(
        part for part in (f"page {page}" if page else "", " > ".join(first.heading[-2:])) if part
    )
    following = "\n\n".join(one.words for one in found[1:])
    return [prov.id, name, prov.text, prov.mark, first.words, where, following, "", "", page, ""]


def apply_workbook(space: Workspace, corpus_id: str, file: Path, by: str, day: str) -> list[str]:
    """Take a filled-in workbook over into the workspace's corpus; gives what changed, a line each.

    Nothing is written if one row is wrong. An element whose words change gets a new digest, so that decisions
    resting on it are looked at again; a confirmed one keeps its words and its digest.
    """
    if not by:
        raise ConfigError("Say who checked with --by NAME.", code="XW-621")
    entry = space.edition(corpus_id)
    path, register = space.corpora / entry.file, space.corpora / "sources.yaml"
    rows, name = _read(file)
    with locked(path):
        corpus = Workspace(space.root).corpus(corpus_id)
        verdicts = {row["element"]: row["verdict"] for row in rows if row["verdict"]}
        changed = {
            row["element"]: _checked(corpus, row, f"{name}, {by}, {day}") for row in rows if row["verdict"]
        }
        if not changed:
            return ["No element has a verdict; nothing was changed."]
        new = Corpus(corpus.source, tuple(changed.get(prov.id, prov) for prov in corpus))
        text = register.read_text("utf-8").replace(f"digest: {entry.digest}\n", f"digest: {new.digest}\n")
        rows_after = _mappings(space, corpus, new, entry, day)
        write_all({path: (_head(path) + dump_corpus(new)).encode(), register: text.encode(), **rows_after})
    left = sum(prov.verification is Verification.UNVERIFIED for prov in new)
    moved = sum(corpus[one].digest != prov.digest for one, prov in changed.items())
    absent = sum(verdict == "none" for verdict in verdicts.values())
    return [
        *(f"{one}: {verdict}" for one, verdict in verdicts.items()),
        (
            f"{count(len(changed) - absent, 'element')} checked against {name}, {absent} not found in it;"
            f" the words of {moved} changed; {left} are still unchecked."
        ),
    ]


def _mappings(space: Workspace, old: Corpus, new: Corpus, entry: SourceEntry, day: str) -> dict[Path, bytes]:
    """The mapping files, with each row that rests on words that changed in substance to be looked at again.

    The new words are compared as if they were an edition of this day; the mapping files stay with the edition
    that they name, since the framework has not changed.
    """
    if old.digest == new.digest:
        return {}
    dated = Corpus(replace(new.source, as_of=day), new.provisions)
    compared = compare_texts(
        space, EditionText(old, entry), EditionText(dated, entry.model_copy(update={"as_of": day}))
    )
    found = {}
    for held in compared.impacts:
        after = replace(
            held.after, left_version=held.before.left_version, right_version=held.before.right_version
        )
        if after != held.before:
            found[space.mapping_file(held.crosswalk)] = format_mappings(after, all_columns=True).encode()
    return found


def _checked(corpus: Corpus, row: dict[str, str], against: str) -> Provision:
    """One element after a person's verdict."""
    if row["element"] not in corpus:
        raise ParseError(
            f"There is no element {row['element']} in {corpus.source.key}; nothing was written.",
            code="XW-622",
        )
    prov = corpus[row["element"]]
    if row["verdict"] not in VERDICTS:
        raise ParseError(
            f"{prov.id}: the verdict {row['verdict']!r} is not one of {', '.join(VERDICTS)}; nothing was written.",
            code="XW-622",
        )
    words = row["words"] or (row["closest passage"] if row["verdict"] == "replace" else "")
    if row["verdict"] == "correct" and not words:
        raise ParseError(
            f"{prov.id}: write the corrected words in the column words; nothing was written.", code="XW-622"
        )
    note = " ".join(part for part in (prov.note, row["note"]) if part)
    page = row["page"] or prov.page
    if row["verdict"] == "none":
        return replace(prov, note=f"{note} Not found in {against}.".strip())
    checked = replace(prov, page=page, note=f"{note} Checked against {against}.".strip(), given="")
    if row["verdict"] == "replace":
        return replace(checked, text=words, verification=Verification.VERBATIM)
    return replace(checked, text=words or prov.text, verification=Verification.RESTATED)


def _read(file: Path) -> tuple[list[dict[str, str]], str]:
    """The rows of a filled-in workbook, and the name of the copy it was made from."""
    wanted = f"{file} is not a workbook that `crosswalk adopt` wrote; fill in the one it wrote."
    book = open_book(file)
    if not {_SHEET, "Key"} <= set(book.sheetnames):
        raise ParseError(wanted, code="XW-623")
    lines = [[cell_text(cell) for cell in row] for row in book[_SHEET].iter_rows(values_only=True)]
    heads = [head for head, _ in _COLUMNS]
    if not lines or not set(heads) <= set(lines[0]):
        raise ParseError(wanted, code="XW-623")
    rows = [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]
    name = [str(row[0] or "") for row in book["Key"].iter_rows(values_only=True)][-1]
    return [row for row in rows if row["element"]], name


def _head(path: Path) -> str:
    """The comment lines that a corpus file begins with."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    count = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:count])
