"""Read a table of amendments to provisions, and apply it to an edition."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crosswalk.errors import SourceError
from crosswalk.model.corpus import Corpus, Provision, Source

_COLUMNS = ("id", "was", "now", "kind", "by", "in_force", "note")
# An act of Congress amended the words, or the publisher printed the same law differently.
LAW, PRINT = "law", "print"


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of words in one provision.

    `kind` is law or print; `by` names the law, or says what the publisher did; `in_force` is the ISO date from
    which the words hold, empty for print; `note` is what a reader must know besides.
    """

    id: str
    was: str
    now: str
    kind: str
    by: str
    in_force: str = ""
    note: str = ""

    @property
    def sentence(self) -> str:
        """The change in one sentence, for the provision's note."""
        since = f" since {self.in_force}" if self.in_force else ""
        return f"Reads “{self.now}” for “{self.was}”{since} ({self.by})."


def read_amendments(path: Path) -> tuple[Amendment, ...]:
    """The amendments of a table, in its order; lines with # are remarks."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and line[0] != "#"]
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, 1):
        known = {name: row.get(name) or "" for name in _COLUMNS}
        if set(row) - set(_COLUMNS) or not (known["id"] and known["was"] and known["by"]):
            raise SourceError(
                f"{path} row {number}: id, was and by must be filled in, and the columns are"
                f" {', '.join(_COLUMNS)}; correct the row.",
                code="XW-558",
            )
        if known["kind"] not in {LAW, PRINT}:
            raise SourceError(
                f"{path} row {number}: kind is {known['kind'] or 'empty'}; write law or print.", code="XW-558"
            )
    return tuple(Amendment(**{name: row.get(name) or "" for name in _COLUMNS}) for row in rows)


def amend(corpus: Corpus, source: Source, amendments: Sequence[Amendment]) -> Corpus:
    """The edition that results from amending the previous one; every amended provision has a note on it.

    Raises a `SourceError` if an amendment names a provision or words that are not there exactly once.
    """
    listed = {prov.id: prov for prov in corpus}
    for one in amendments:
        listed[one.id] = _amended(listed.get(one.id), one, corpus.source.key)
    return Corpus(source, tuple(listed.values()))


def _amended(prov: Provision | None, one: Amendment, where: str) -> Provision:
    found = prov.text.count(one.was) if prov else 0
    if prov is None or found != 1:
        raise SourceError(
            f"{where}: “{one.was}” occurs {found} times in {one.id}, not once; correct the amendment.",
            code="XW-558",
        )
    notes = " ".join(words for words in (prov.note, one.sentence, one.note) if words)
    return replace(prov, text=prov.text.replace(one.was, one.now), note=notes)
