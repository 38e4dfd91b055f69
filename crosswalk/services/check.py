"""Every integrity rule over the corpora and mappings of a workspace, and what was checked."""

from dataclasses import dataclass
from pathlib import Path

from crosswalk.errors import CrosswalkError, LedgerError, Problem
from crosswalk.ledger.comments import read_comment_lines
from crosswalk.ledger.decide import programs
from crosswalk.ledger.integrity import comment_problems, integrity_problems
from crosswalk.ledger.sssom import ParsedMappings, read_parsed
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Verification
from crosswalk.report.words import count
from crosswalk.services.decide import compared
from crosswalk.services.verify_quotations import compare_excerpts, compare_words
from crosswalk.workspace.workspace import Workspace


@dataclass(frozen=True)
class Checked:
    """What a check looked at, a sentence each, and what it found wrong."""

    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


def check_workspace(space: Workspace, reference: Path | None = None, *, today: str = "") -> Checked:
    """Check corpora against their digests (and, with a folder, against the official texts), mappings, comments.

    `today` is the ISO day after which no comment can have been made; empty where it is not known. A check that could not be made is reported as such, and never counts as passed.
    """
    corpora = _corpora(space)
    lines, problems = _digests(space, corpora)
    if reference is not None:
        more, wrong = _check_quotations(corpora, reference)
        lines, problems = lines + more, problems + wrong
    files = _mapping_files(space)
    problems += integrity_problems(files, corpora)
    rows = sum(len(file.mappings) for file in files)
    lines.append(f"{len(files)} mapping files with {rows} rows checked.")
    line, wrong = _comments(space, programs([file.mappings for file in files]), today)
    lines.append(line)
    problems += wrong
    return Checked(tuple(lines), tuple(problems))


def _corpora(space: Workspace) -> dict[str, Corpus]:
    return {f"{e.id}@{e.as_of}": space.corpus(e.id, e.as_of) for e in space.sources}


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
    """What nobody compared with the official text, of an edition that was taken from the user's own file."""
    if not corpus.source.given:
        return []
    number = sum(bool(prov.given) for prov in corpus)
    lead = (
        f"{corpus.source.key}: taken from the file {corpus.source.given}; {count(number, 'provision')} of it"
    )
    return [f"{lead} not compared with the official text (`crosswalk check --reference DIR` compares them)."]


def _check_quotations(corpora: dict[str, Corpus], reference: Path) -> tuple[list[str], list[Problem]]:
    if not reference.is_dir():
        raise CrosswalkError(
            f"There is no folder {reference}; name the folder that holds the official texts.", code="XW-108"
        )
    lines: list[str] = []
    problems: list[Problem] = []
    for key, corpus in corpora.items():
        if corpus.source.verification is not Verification.VERBATIM and not corpus.source.given:
            continue
        compare = compare_excerpts if corpus.source.kind == "requirements" else compare_words
        report = compare(corpus, reference)
        lines.append(f"{key}: {report.agree} of {report.compared} quoted provisions agree word by word.")
        problems += report.problems
    return lines, problems


def _mapping_files(space: Workspace) -> list[ParsedMappings]:
    return [read_parsed(path) for path in sorted((space.root / "mappings").glob("*.sssom.tsv"))]


def _comments(space: Workspace, software: frozenset[str], today: str) -> tuple[str, list[Problem]]:
    """How many comments there are, and what is wrong with them; a file without a crosswalk is wrong itself."""
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
        both = (compared(space, entry.left), compared(space, entry.right))
        problems += comment_problems(str(path), entry.id, found, both, software, today)
    return f"{count(len(paths), 'file')} of comments with {count(number, 'comment')} checked.", problems
