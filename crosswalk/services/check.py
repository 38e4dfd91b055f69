"""Check the corpora and mappings of a workspace, and find where its terms are defined and used."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswalk.compare.in_force import DefinitionIndex, by_level, index_definitions, terms_named
from crosswalk.errors import CrosswalkError, LedgerError, Problem
from crosswalk.language.lexicon import Lexicon
from crosswalk.language.normalize import norm
from crosswalk.ledger.comments import read_comment_lines
from crosswalk.ledger.integrity import comment_problems, days_before_texts, days_to_come, integrity_problems
from crosswalk.ledger.signatures import programs
from crosswalk.ledger.sssom import read_parsed
from crosswalk.model.alignment import TermDefinition
from crosswalk.model.corpus import LEVELS, Corpus
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


# The terms on which the shipped crosswalks turn.
TERMS = (
    "exit",
    "participant",
    "leaver",
    "in-demand industry sector or occupation",
    "recognized postsecondary credential",
)


_LEVELS = tuple(LEVELS.values())
_FRAMEWORK = LEVELS["framework"]


@dataclass(frozen=True, slots=True)
class TermUse:
    """How often the provisions of one text use a term, and which they are."""

    level: str
    corpus: str
    as_of: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermInForce:
    """A term with every place that defines it, the most binding first, and every text that uses it."""

    term: str
    definitions: tuple[TermDefinition, ...]
    uses: tuple[TermUse, ...]


def terms_in_force(space: Workspace, terms: Sequence[str] = TERMS) -> tuple[TermInForce, ...]:
    """Each term followed through the newest edition of every statute, rule, letter and framework."""
    listed = [space.edition(one) for one in dict.fromkeys(e.id for e in space.sources if e.kind in LEVELS)]
    order = list(LEVELS)
    texts = [
        space.corpus(entry.id, entry.as_of)
        for entry in sorted(listed, key=lambda entry: order.index(entry.kind))
    ]
    indexes = [index_definitions(corpus) for corpus in texts]
    return tuple(
        TermInForce(
            term,
            _definitions(term, indexes, space.lexicon),
            tuple(used for corpus in texts if (used := _use(term, corpus)).provisions),
        )
        for term in terms
    )


def _definitions(
    term: str, indexes: Sequence[DefinitionIndex], lexicon: Lexicon
) -> tuple[TermDefinition, ...]:
    """The definitions of a term; if only frameworks define it, also those of the concept it names, as exit for leaver."""
    own = by_level(indexes, [term])
    if any(one.level != _FRAMEWORK for one in own):
        return own
    near = by_level(indexes, terms_named(term, lexicon))
    return tuple(sorted({*own, *near}, key=lambda one: (_LEVELS.index(one.level), one.corpus, one.provision)))


def _use(term: str, corpus: Corpus) -> TermUse:
    form = re.compile(rf"(?<![\w-]){re.escape(norm(term))}(?:s|es)?(?![\w-])", re.IGNORECASE)
    using = tuple(prov.id for prov in corpus if form.search(norm(prov.text)))
    return TermUse(corpus.source.level, corpus.source.id, corpus.source.as_of, using)
