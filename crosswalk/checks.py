"""Every integrity rule over the corpora and mappings of a workspace, and what was checked."""

from dataclasses import dataclass
from pathlib import Path

from crosswalk.analyze.integrity import integrity_problems
from crosswalk.analyze.verify import compare_words
from crosswalk.errors import CrosswalkError, Problem
from crosswalk.ledger.sssom import Parsed, read_parsed
from crosswalk.model.corpus import Corpus
from crosswalk.model.relation import Verification
from crosswalk.workspace import Workspace


@dataclass(frozen=True)
class Checked:
    """What a check looked at, and what it found wrong."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]


def check_workspace(space: Workspace, reference: Path | None = None) -> Checked:
    """Check corpora against their digests (and, with a folder, against the official texts), then mappings.

    A check that could not be made is said to be so, and never passes for one that was.
    """
    corpora = _corpora(space)
    lines, problems = _digests(space, corpora)
    if reference is not None:
        more, wrong = _words(corpora, reference)
        lines, problems = lines + more, problems + wrong
    files = _mapping_files(space)
    problems += integrity_problems(files, corpora)
    rows = sum(len(file.mappings) for file in files)
    lines.append(f"{len(files)} mapping files with {rows} rows checked.")
    lines += [str(problem) for problem in problems]
    lines.append(f"{len(problems)} problems." if problems else "No problems.")
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
    return lines, problems


def _words(corpora: dict[str, Corpus], reference: Path) -> tuple[list[str], list[Problem]]:
    if not reference.is_dir():
        raise CrosswalkError(
            f"There is no folder {reference}; name the folder that holds the official texts.", code="XW-108"
        )
    lines: list[str] = []
    problems: list[Problem] = []
    for key, corpus in corpora.items():
        if corpus.source.verification is not Verification.VERBATIM:
            continue
        report = compare_words(corpus, reference)
        lines.append(f"{key}: {report.agree} of {report.compared} quoted provisions agree word by word.")
        problems += report.problems
    return lines, problems


def _mapping_files(space: Workspace) -> list[Parsed]:
    return [read_parsed(path) for path in sorted((space.root / "mappings").glob("*.sssom.tsv"))]
