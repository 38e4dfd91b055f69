"""`crosswalk gaps ID --plan FILE`: from the workspace and the plan's files to a report in any form."""

from collections.abc import Callable, Sequence
from pathlib import Path

import crosswalk
from crosswalk.errors import ConfigError
from crosswalk.language.encoder import encode
from crosswalk.plans.assess import assess
from crosswalk.plans.decisions import PlanDecision, decisions_path, read_decisions, record_decisions
from crosswalk.plans.lines import Report, changed_since, report_of
from crosswalk.plans.page import as_page
from crosswalk.plans.read import read_plan
from crosswalk.plans.requirements import Requirements, read_answers, requirements_of
from crosswalk.plans.tables import as_csv, as_json
from crosswalk.plans.word import PAPERS, word_paper
from crosswalk.plans.workbook import as_workbook, read_workbook
from crosswalk.workspace.workspace import Workspace

FORMATS = ("json", "csv", "html", "xlsx", "docx")


def requirement_list(space: Workspace, ref: str) -> Requirements:
    """A requirement list of the workspace, an edition of one, or a file of any known format."""
    return requirements_of(space.resolve(ref), read_answers(space.corpora / "answers.yaml"))


def plan_report(
    space: Workspace,
    ref: str,
    files: Sequence[Path],
    effort: str = "",
    progress: Callable[[str], None] = lambda _: None,
    since: Sequence[Path] = (),
) -> Report:
    """A plan against a requirement list, with what the team of this planning effort decided.

    With `since`, the files of an earlier draft, only the rows that changed.
    """
    requirements = requirement_list(space, ref)
    decided = read_decisions(decisions_path(space.root, effort or requirements.corpus.source.id))
    known = {unit.id for unit in requirements.units}
    if strangers := sorted(set(decided) - known):
        raise ConfigError(
            f"The decisions of {effort or ref} name {strangers[0]}, which is no requirement of"
            f" {requirements.corpus.source.key}; name the right list, or mend the file.",
            code="XW-609",
        )
    report = report_of(assess(requirements, read_plan(files, progress), encode, progress), decided)
    if since:
        earlier = report_of(assess(requirements, read_plan(since, progress), encode, progress), decided)
        report = changed_since(report, earlier)
    progress("")
    return report


def report_bytes(report: Report, form: str, paper: str = "findings") -> bytes:
    """The report in one of `FORMATS`; `paper` chooses among the Word papers."""
    version = crosswalk.__version__
    if paper not in PAPERS:
        raise ConfigError(f"There is no paper {paper}; name one of {', '.join(PAPERS)}.", code="XW-611")
    if form == "docx":
        return word_paper(report, paper)
    if form == "xlsx":
        return as_workbook(report, version=version)
    if form == "html":
        return as_page(report, version=version)
    if form in {"json", "csv"}:
        return as_json(report) if form == "json" else as_csv(report)
    raise ConfigError(
        f"The format {form or '(none)'} is not known; name one of {', '.join(FORMATS)}.", code="XW-504"
    )


def take_decisions(
    space: Workspace, ref: str, file: Path, by: str, day: str, effort: str = ""
) -> list[PlanDecision]:
    """What a team filled in in a workbook, added to its decisions; gives the lines that changed."""
    requirements = requirement_list(space, ref)
    path = decisions_path(space.root, effort or requirements.corpus.source.id)
    digests = {unit.id: unit.digest for unit in requirements.units}
    return record_decisions(path, read_workbook(file), digests, by, day)
