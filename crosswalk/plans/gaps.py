"""`crosswalk gaps ID --plan FILE`: from the workspace and the plan's files to a report in any form."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import crosswalk
from crosswalk.errors import ConfigError, LedgerError, Problem
from crosswalk.language.encoder import encode
from crosswalk.plans.assess import assess
from crosswalk.plans.decisions import (
    PlanDecision,
    PublicComment,
    comments_path,
    decisions_path,
    edited,
    problem_written,
    read_decisions,
    read_public_comments,
    record_decisions,
    record_public_comments,
)
from crosswalk.plans.findings import Assessment, Report, changed_since, joined, report_of
from crosswalk.plans.formats import (
    as_json,
    as_page,
    as_workbook,
    read_comment_rows,
    read_plan_workbook,
    report_csv,
)
from crosswalk.plans.passages import read_plan
from crosswalk.plans.requirements import Requirements, read_answers, requirements_of, strange_ids
from crosswalk.plans.word import PAPERS, paper_document, paper_page
from crosswalk.report.table_file import document_bytes
from crosswalk.services.pages import pdf_bytes
from crosswalk.workspace.workspace import Workspace

FORMATS = ("json", "csv", "html", "xlsx", "docx", "pdf")


def requirement_list(space: Workspace, ref: str) -> Requirements:
    """A requirement list of the workspace, an edition of one, or a file of any known format."""
    return requirements_of(space.resolve(ref), read_answers(_answers_file(space)))


def _answers_file(space: Workspace) -> Path:
    return space.corpora / "answers.yaml"


def _notes(space: Workspace, lists: Sequence[Requirements]) -> tuple[str, ...]:
    """What a reader of the report should know of the workspace: ids in answers.yaml that no list has."""
    registered = [
        one
        for entry in space.sources
        if entry.kind == "requirements"
        for one in space.corpus(entry.id, entry.as_of)
    ]
    known = [*(prov.id for prov in registered), *(unit.id for one in lists for unit in one.units)]
    said = strange_ids(read_answers(_answers_file(space)), known)
    return (said,) if said else ()


@dataclass(frozen=True)
class TeamPlan:
    """A plan read once against its requirement lists, for one planning effort; its report follows what the team decides."""

    space: Workspace
    effort: str
    assessments: tuple[Assessment, ...]

    @property
    def lists(self) -> list[Requirements]:
        """The requirement lists, in the order of the assessments."""
        return [one.requirements for one in self.assessments]

    def report(self) -> Report:
        """Every row with what holds now."""
        decided = _decided(self.space, self.lists, self.effort)
        names = _efforts(self.lists, self.effort)
        comments = [
            one for name in names for one in read_public_comments(comments_path(self.space.root, name))
        ]
        # Lists with the same requirements must not compete for a passage: each is assessed alone.
        report = joined([report_of(one, decided) for one in self.assessments])
        return replace(report, comments=tuple(comments), notes=_notes(self.space, self.lists))

    def decide(
        self, rows: Sequence[Mapping[str, str]], by: str, day: str
    ) -> tuple[list[PlanDecision], list[Problem]]:
        """Record what a person wrote on any number of requirements; see `record_rows`."""
        return record_rows(self.space, self.lists, self.effort, rows, by, day)


def read_team_plan(
    space: Workspace,
    refs: Sequence[str],
    files: Sequence[Path],
    effort: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> TeamPlan:
    """A plan assessed against one requirement list or several; a decision on a unit of none is refused first."""
    lists = [requirement_list(space, ref) for ref in refs]
    _decided(space, lists, effort)
    passages = read_plan(files, progress)
    found = tuple(assess(one, passages, encode, progress) for one in lists)
    progress("")
    return TeamPlan(space, effort, found)


def plan_report(
    space: Workspace,
    refs: Sequence[str],
    files: Sequence[Path],
    effort: str = "",
    progress: Callable[[str], None] = lambda _: None,
    since: Sequence[Path] = (),
) -> Report:
    """A plan against one requirement list or several, with what the team of this planning effort decided.

    With `since`, the files of an earlier draft, only the rows that changed.
    """
    report = read_team_plan(space, refs, files, effort, progress).report()
    if since:
        return changed_since(report, read_team_plan(space, refs, since, effort, progress).report())
    return report


def _decided(space: Workspace, lists: Sequence[Requirements], effort: str) -> dict[str, PlanDecision]:
    """What was decided on the units of these lists; a unit that no list has is refused."""
    known = [unit.id for one in lists for unit in one.units]
    if twice := sorted(unit for unit, count in Counter(known).items() if count > 1):
        raise ConfigError(f"Two of the lists have a requirement {twice[0]}; rename it in one.", code="XW-601")
    found: dict[str, PlanDecision] = {}
    for name in _efforts(lists, effort):
        held = read_decisions(decisions_path(space.root, name))
        if strangers := sorted(set(held) - set(known)):
            raise ConfigError(
                f"The decisions of {name} name {strangers[0]}, which is no requirement of"
                f" {', '.join(one.corpus.source.key for one in lists)}; name the right list, or correct the file.",
                code="XW-609",
            )
        found |= held
    return found


def _efforts(lists: Sequence[Requirements], effort: str) -> list[str]:
    """The names under which decisions are stored: one for a named effort, else one for each list."""
    return [effort] if effort else [one.corpus.source.id for one in lists]


def report_bytes(report: Report, form: str, paper: str = "findings") -> bytes:
    """The report in one of `FORMATS`; `paper` chooses one of `PAPERS` for Word, web page and PDF.

    A workbook, CSV and JSON always hold the whole report.
    """
    version = crosswalk.__version__
    if paper not in PAPERS:
        raise ConfigError(f"There is no paper {paper}; name one of {', '.join(PAPERS)}.", code="XW-611")
    if form in {"html", "pdf"}:
        whole = paper == "findings"
        page = (
            as_page(report, version=version)
            if whole
            else paper_page(paper_document(report, paper), version=version)
        )
        return pdf_bytes(page.decode()) if form == "pdf" else page
    if form == "docx":
        return document_bytes(paper_document(report, paper))
    if form not in FORMATS:
        raise ConfigError(
            f"The format {form or '(none)'} is not known; name one of {', '.join(FORMATS)}.", code="XW-504"
        )
    if form == "xlsx":
        return as_workbook(report, version=version)
    return as_json(report) if form == "json" else report_csv(report)


def take_decisions(
    space: Workspace, refs: Sequence[str], file: Path, by: str, day: str, effort: str = ""
) -> tuple[list[PlanDecision], list[PublicComment], list[Problem]]:
    """What a team filled in in a workbook, added to its decisions and comments; gives the lines that changed.

    A requirement that no list has is refused before anything is written. Rows on which somebody wrote since the
    workbook was made are left out and given last; as in a review workbook, all others are written.
    """
    lists = [requirement_list(space, ref) for ref in refs]
    digests = {unit.id: unit.digest for one in lists for unit in one.units}
    rows = read_plan_workbook(file)
    _check_rows(rows, digests, f"{file.name}: ")
    comments = record_public_comments(
        comments_path(space.root, _efforts(lists, effort)[0]),
        read_comment_rows(file),
        frozenset(digests),
        by,
        day,
    )
    added, late = record_rows(space, lists, effort, rows, by, day)
    return added, comments, late


def record_rows(
    space: Workspace,
    lists: Sequence[Requirements],
    effort: str,
    rows: Sequence[Mapping[str, str]],
    by: str,
    day: str,
) -> tuple[list[PlanDecision], list[Problem]]:
    """Record what a person wrote, each row in the file of its list or effort; gives what changed and what was left out.

    Nothing is written if one row or one of the files cannot be read. A row on which another wrote since it was `seen` is left out and named.
    """
    digests = {unit.id: unit.digest for one in lists for unit in one.units}
    _check_rows(rows, digests)
    for name in _efforts(lists, effort):
        read_decisions(decisions_path(space.root, name))
    added: list[PlanDecision] = []
    late: list[Problem] = []
    for name, one in zip(_efforts(lists, effort), lists, strict=False):
        own = set(digests) if effort else {unit.id for unit in one.units}
        mine = [row for row in rows if row["requirement"] in own]
        done, left = record_decisions(decisions_path(space.root, name), mine, digests, by, day)
        added += done
        late += left
    return added, late


def _check_rows(rows: Sequence[Mapping[str, str]], known: Mapping[str, str], where: str = "") -> None:
    """Refuse rows of which one names no known requirement (XW-609) or has a cell that cannot be read (XW-608)."""
    if strangers := [row["requirement"] for row in rows if row["requirement"] not in known]:
        raise LedgerError(
            f"{where}there is no requirement {strangers[0] or '(empty)'} in these lists; nothing was written.",
            code="XW-609",
        )
    if problems := [
        Problem(row["requirement"], said, "XW-608") for row in rows if (said := problem_written(edited(row)))
    ]:
        raise LedgerError(
            f"{where}{problems[0].where}: {problems[0].what}; nothing was written.",
            code="XW-608",
            problems=problems[1:],
        )
