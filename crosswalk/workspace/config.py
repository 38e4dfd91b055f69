"""Read and check the lists of a workspace: sources.yaml, crosswalks.yaml and topics.yaml."""

import re
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from crosswalk.errors import ConfigError, Problem, SourceError
from crosswalk.language.topics import Topic, merge_topics, topics
from crosswalk.language.yaml_lines import YamlNode, line_of, parse_yaml, plain_values
from crosswalk.model.corpus import Source
from crosswalk.model.frame import Level
from crosswalk.model.relation import Verification

_T = TypeVar("_T", bound=BaseModel)
_ID = r"^[a-z0-9][a-z0-9._-]*$"
_DATE = r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class SourceEntry(_Strict):
    """One edition of one corpus, as corpora/sources.yaml registers it.

    `partial` is whether the file holds only the known part of the edition; `earlier` names provisions that it repeats
    from an earlier edition, which are ignored when editions are compared. `given` is the user's own file that it was
    taken from, if nobody compared that file with the official text. `base` is the date of the edition whose text this
    one repeats, except for the amendments since. `compared` is the date of the publisher's text with which this
    edition was last found to agree.
    """

    id: str = Field(pattern=_ID)
    as_of: str = Field(pattern=_DATE)
    file: str
    title: str
    short: str = ""
    kind: Literal["statute", "regulation", "guidance", "framework", "plan", "requirements", "other"]
    numbering: Literal["usc", "act", "cfr", "own"] = "own"
    authority: str = ""
    address: str = ""
    rights: str
    verification: Verification
    digest: str = ""
    note: str = ""
    given: str = ""
    base: str = ""
    compared: str = ""
    under: str = ""
    partial: bool = False
    earlier: tuple[str, ...] = ()
    line: int = 0

    @field_validator("file")
    @classmethod
    def _is_within(cls, file: str) -> str:
        """Check that a corpus file is in corpora/ or below it, never elsewhere on the machine."""
        if file.startswith(("/", "\\", "~")) or ":" in file or ".." in re.split(r"[/\\]", file):
            raise ValueError("the file must be in the folder corpora/ of the workspace")
        return file

    def source(self) -> Source:
        """The entry as the model's own record."""
        return Source(
            self.id,
            self.as_of,
            self.title,
            kind=self.kind,
            short=self.short,
            authority=self.authority,
            address=self.address,
            rights=self.rights,
            verification=self.verification,
            note=self.note,
            given=self.given,
        )


class SideEntry(_Strict):
    """One side of a crosswalk: a corpus, an edition of it (the newest by default), and a part."""

    corpus: str
    as_of: str = ""
    include: tuple[str, ...] = ()


class NamesEntry(_Strict):
    """What sentences call the two sides."""

    left: str
    right: str


class PageTopicEntry(_Strict):
    """The editors' short name for a provision, and all below it, on the pages."""

    id: str
    name: str = Field(min_length=1, max_length=48)


class DeciderEntry(_Strict):
    """Who decides at a level of government, as the agenda names it."""

    level: Level
    name: str = Field(min_length=1, max_length=48)


class CrosswalkEntry(_Strict):
    """Two documents to compare, as crosswalks.yaml lists them."""

    id: str = Field(pattern=_ID)
    title: str
    kind: Literal["definition", "measures", "provisions"] = "provisions"
    left: SideEntry
    right: SideEntry
    names: NamesEntry
    rungs: tuple[SideEntry, ...] = ()
    topics: tuple[PageTopicEntry, ...] = ()
    deciders: tuple[DeciderEntry, ...] = ()
    line: int = 0


class TopicAddition(_Strict):
    """One topic of a workspace: an addition to the shipped topic of that id, or a new topic."""

    id: str = Field(pattern=_ID)
    label: str = ""
    terms: tuple[str, ...] = ()
    prototypes: tuple[str, ...] = ()
    line: int = 0


class _Topics(_Strict):
    topics: tuple[TopicAddition, ...]


class _Sources(_Strict):
    sources: tuple[SourceEntry, ...]


class _Crosswalks(_Strict):
    crosswalks: tuple[CrosswalkEntry, ...]


def check_entry(fields: dict[str, str]) -> SourceEntry:
    """Check one entry that a user gave; a mistake in it becomes one sentence."""
    try:
        return SourceEntry.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        name = _location_text(first["loc"]).replace("_", "-")
        if name == "as-of":
            raise ConfigError(
                f"{first.get('input')!r} is not a day or month of the calendar; write it as 2026-11-22 or 2026-11.",
                code="XW-507",
            ) from error
        given = "" if first["type"] == "missing" else first.get("input")
        if name == "id":
            raise ConfigError(
                f"--id {given!r} is not valid; use lower-case letters, digits, dots and hyphens, and begin with a"
                " letter or digit.",
                code="XW-507",
            ) from error
        raise ConfigError(
            f"--{name} {given!r} is not valid: {first['msg'].lower()}; correct it.", code="XW-507"
        ) from error


def read_sources(path: Path) -> tuple[SourceEntry, ...]:
    """The register of corpora; every mistake in it is named with its line."""
    entries = _read(path, _Sources, "sources").sources
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        first = seen.setdefault((entry.id, entry.as_of), entry.line)
        if first != entry.line:
            raise SourceError(
                f"{path} line {entry.line}: {entry.id} as of {entry.as_of} is registered twice (first on"
                f" line {first}); remove one.",
                code="XW-105",
            )
    return entries


def read_crosswalks(path: Path) -> tuple[CrosswalkEntry, ...]:
    """The list of crosswalks; every mistake in it is named with its line."""
    entries = _read(path, _Crosswalks, "crosswalks").crosswalks
    seen: dict[str, int] = {}
    for entry in entries:
        first = seen.setdefault(entry.id, entry.line)
        if first != entry.line:
            raise SourceError(
                f"{path} line {entry.line}: crosswalk {entry.id} is listed twice (first on line {first});"
                " give it another id.",
                code="XW-105",
            )
    return entries


def read_topics(path: Path) -> tuple[Topic, ...]:
    """The topics of a workspace merged over the shipped ones; every mistake in the file is named with its line."""
    entries = _read(path, _Topics, "topics").topics
    shipped = {topic.id for topic in topics()}
    seen: set[str] = set()
    for entry in entries:
        where = f"{path} line {entry.line}: topic {entry.id}"
        if entry.id in seen:
            raise SourceError(f"{where} is listed twice; give it another id or join the two.", code="XW-105")
        seen.add(entry.id)
        if not entry.terms and not entry.prototypes and not entry.label:
            raise SourceError(f"{where} says nothing; give it a label, terms or prototypes.", code="XW-513")
        if entry.id not in shipped and not (entry.label and (entry.terms or entry.prototypes)):
            raise SourceError(
                f"{where} is not among the shipped topics; give it a label, and terms or prototypes.",
                code="XW-513",
            )
    return merge_topics(tuple(Topic(e.id, e.label, e.terms, e.prototypes) for e in entries))


def _read(path: Path, model: type[_T], key: str) -> _T:
    if not path.is_file():
        raise SourceError(
            f"{path} is missing; restore it, or make a new workspace with `crosswalk init`.", code="XW-106"
        )
    root = parse_yaml(path.read_bytes(), str(path))
    data: Any = plain_values(root)
    if isinstance(root.value, dict) and key in root.value and isinstance(root.value[key].value, list):
        for node, entry in zip(root.value[key].value, data[key], strict=True):
            if isinstance(entry, dict) and isinstance(node, YamlNode):
                entry["line"] = node.line
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = [
            Problem(
                f"{path} line {line_of(root, e['loc'])}",
                f"{_location_text(e['loc'])}: {e['msg'].lower()}",
                "XW-503",
            )
            for e in error.errors()
        ]
        raise SourceError(
            f"{path} has {len(problems)} mistake{'s'[: len(problems) != 1]}; correct the lines named below.",
            code="XW-503",
            problems=problems,
        ) from error


def _location_text(place: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in place) or "the file"
