"""Check the corpora and mappings of a workspace against every integrity rule."""

from dataclasses import dataclass
from pathlib import Path

from crosswalk.errors import CrosswalkError, LedgerError, Problem
from crosswalk.ledger.comments import read_comment_lines
from crosswalk.ledger.integrity import comment_problems, days_before_texts, days_to_come, integrity_problems
from crosswalk.ledger.signatures import programs
from crosswalk.ledger.sssom import read_parsed
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Verification
from crosswalk.report.words import count
from crosswalk.services.verify import (
    WordReport,
    as_in_copy,
    compare_amended,
    compare_excerpts,
    compare_letters,
    compare_words,
    read_faults,
)
from crosswalk.workspace.config import SourceEntry
from crosswalk.workspace.workspace import Workspace


@dataclass(frozen=True)
class Checked:
    """What was checked, one sentence each, and the problems found."""

    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


def check_workspace(space: Workspace, reference: Path | None = None, *, today: str = "") -> Checked:
    """Check corpora against their digests (and, with a folder, against the official texts), mappings, comments.

    `today` is the ISO day after which nobody can have decided or commented; empty if it is not known. A check that
    could not be made is reported as such, and never counts as passed.
    """
    corpora = {f"{e.id}@{e.as_of}": space.corpus(e.id, e.as_of) for e in space.sources}
    lines, problems = _digests(space, corpora)
    if reference is not None:
        more, wrong = _check_quotations(space, corpora, reference)
        lines, problems = lines + more, problems + wrong
    files = [read_parsed(path) for path in sorted((space.root / "mappings").glob("*.sssom.tsv"))]
    problems += integrity_problems(files, corpora)
    rows = sum(len(file.mappings) for file in files)
    lines.append(f"{len(files)} mapping files with {rows} rows checked.")
    problems += days_to_come(files, today)
    lines += [f"Warning: {warning}" for warning in days_before_texts(files, corpora)]
    line, wrong = _comments(space, programs([file.mappings for file in files]), today)
    lines.append(line)
    problems += wrong
    return Checked(tuple(lines), tuple(problems))


def _digests(space: Workspace, corpora: dict[str, Corpus]) -> tuple[list[str], list[Problem]]:
    lines: list[str] = []
    problems: list[Problem] = []
    for entry in space.sources:
        corpus = corpora[f"{entry.id}@{entry.as_of}"]
        where = f"{space.corpora / 'sources.yaml'} line {entry.line}"
        if not entry.digest:
            problems.append(
                Problem(
                    where, f"{corpus.source.key} has no recorded digest; record {corpus.digest}", "XW-107"
                )
            )
        elif entry.digest != corpus.digest:
            problems.append(
                Problem(
                    where,
                    f"{corpus.source.key} has digest {corpus.digest}, not the recorded {entry.digest}: its words"
                    " were changed; restore the file, or check it against its source and record the new digest",
                    "XW-107",
                )
            )
        lines.append(f"{corpus.source.key}: {len(corpus)} provisions, digest {corpus.digest}.")
        lines += _given(corpus)
    return lines, problems


def _given(corpus: Corpus) -> list[str]:
    """The words of an edition from the user's own file that nobody compared with the official text."""
    if not corpus.source.given:
        return []
    number = sum(bool(prov.given) for prov in corpus)
    lead = (
        f"{corpus.source.key}: taken from the file {corpus.source.given}; {count(number, 'provision')} of it"
    )
    return [f"{lead} not compared with the official text (`crosswalk check --reference DIR` compares them)."]


def _check_quotations(
    space: Workspace, corpora: dict[str, Corpus], reference: Path
) -> tuple[list[str], list[Problem]]:
    if not reference.is_dir():
        raise CrosswalkError(
            f"There is no folder {reference}; name the folder that holds the official texts.", code="XW-108"
        )
    lines: list[str] = []
    problems: list[Problem] = []
    for entry in space.sources:
        corpus = corpora[f"{entry.id}@{entry.as_of}"]
        if entry.verification is not Verification.VERBATIM and not entry.given:
            continue
        report = compare_official(space, entry, reference)
        done = (
            f"; {count(report.reconciled, 'listed fault')} of the copy reconciled"
            if report.reconciled
            else ""
        )
        agree = f"{report.agree} of {report.compared} quoted provisions agree word by word"
        lines.append(f"{corpus.source.key}: {agree}{done}.")
        problems += report.problems
    return lines, problems


def compare_official(space: Workspace, entry: SourceEntry, reference: Path) -> WordReport:
    """Compare one edition with the official texts in a folder, by the method for its kind."""
    corpus = space.corpus(entry.id, entry.as_of)
    if entry.kind == "requirements":
        return compare_excerpts(corpus, reference)
    if entry.kind == "guidance":
        return compare_letters(corpus, reference)
    if entry.base:
        return compare_amended(corpus, space.corpus(entry.id, entry.base), reference)
    copied, done = as_in_copy(corpus, read_faults(space.corpora / entry.id / "faults.tsv"))
    return done.joined(compare_words(copied, reference))


def _comments(space: Workspace, software: frozenset[str], today: str) -> tuple[str, list[Problem]]:
    """Count and check the comments; a comments file without a crosswalk is a problem."""
    problems: list[Problem] = []
    number = 0
    entries = {space.comments_file(entry.id): entry for entry in space.crosswalks}
    paths = sorted((space.root / "mappings").glob("*.comments.tsv"))
    for path in paths:
        if path not in entries:
            what = "no crosswalk of crosswalks.yaml has these comments; list it, or rename the file"
            problems.append(Problem(f"{path} line 1", what, "XW-445"))
            continue
        entry = entries[path]
        try:
            found = read_comment_lines(path)
        except LedgerError as error:
            problems += error.problems or [Problem(str(path), error.message, error.code)]
            continue
        number += len(found)
        both = (space.compared(entry.left), space.compared(entry.right))
        problems += comment_problems(str(path), entry.id, found, both, software, today)
    return f"{count(len(paths), 'file')} of comments with {count(number, 'comment')} checked.", problems
