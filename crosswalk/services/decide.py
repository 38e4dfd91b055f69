"""Record a person's decision on one row of a crosswalk, or close the row."""

from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from crosswalk.errors import ConfigError, LedgerError
from crosswalk.ledger.decide import Alone, Decision, LedgerChange, Verdict, close, current_row, record
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Basis, Group, Relation, Status
from crosswalk.services.compare import candidate_set, compare_crosswalk
from crosswalk.workspace.config import SideEntry
from crosswalk.workspace.workspace import Workspace

Word = TypeVar("Word", bound=StrEnum)
# Verdicts written as verbs, and the ledger's words for them.
_CLOSED = "closed"
_VERDICT_VERBS = {"accept": "confirmed", "confirm": "confirmed", "reject": "rejected", "correct": "corrected"}


@dataclass(frozen=True)
class DecisionContext:
    """The context of decisions on one crosswalk: the file, the two texts as compared, and the candidates.

    `start` is the empty set that begins the file; `proposed` holds the program's row for each pair.
    """

    path: Path
    start: MappingSet
    left: Corpus
    right: Corpus
    proposed: Map[tuple[str, str], Mapping]

    def offered(self, pair: tuple[str, str]) -> Mapping:
        """A pair as it is now: labels and digests of the texts, and the program's candidate if there is one."""
        if not any(pair):
            raise ConfigError("A decision needs a provision on one side at least; name one.", code="XW-506")
        if pair in self.proposed:
            return self.proposed[pair]
        ours, theirs = self._provision(pair[0], self.left), self._provision(pair[1], self.right)
        return Mapping(
            *pair,
            Relation.NONE,
            Status.PROPOSED,
            left_label=_provision_name(ours),
            right_label=_provision_name(theirs),
            left_digest=ours.digest if ours else "",
            right_digest=theirs.digest if theirs else "",
        )

    def on_file(self) -> MappingSet:
        """The current content of the file."""
        return read_mappings(self.path) if self.path.is_file() else self.start

    def _provision(self, prov_id: str, corpus: Corpus) -> Provision | None:
        if not prov_id or prov_id in corpus:
            return corpus.by_id.get(prov_id)
        raise LedgerError(
            f"There is no provision {prov_id} in what {self.start.id} compares of {corpus.source.key}; correct the"
            " id, or add it to `include` in crosswalks.yaml.",
            code="XW-406",
        )


def _provision_name(prov: Provision | None) -> str:
    return (prov.heading or prov.citation) if prov else ""


def decision_context(space: Workspace, comparison: Comparison) -> DecisionContext:
    """The context of decisions, from a comparison just computed."""
    proposed = candidate_set(comparison)
    return DecisionContext(
        space.mapping_file(comparison.id),
        replace(_empty(proposed), id=comparison.id, title=comparison.title),
        comparison.left,
        comparison.right,
        {mapping.pair: mapping for mapping in proposed},
    )


def _empty(mappings: MappingSet) -> MappingSet:
    return replace(mappings, mappings=(), tool="", tool_version="")


def read_decision_context(space: Workspace, crosswalk: str) -> DecisionContext:
    """The context of decisions, from the candidates of the last build, or recomputed if the texts have changed since."""
    entry = space.crosswalk(crosswalk)
    left, right = space.compared(entry.left), space.compared(entry.right)
    path = space.mapping_file(crosswalk, candidates=True)
    built = read_mappings(path) if path.is_file() else None
    now = (left.source.as_of, right.source.as_of)
    if (
        built is None
        or (built.left_version, built.right_version) != now
        or not all(_is_current(mapping, left, right) for mapping in built)
    ):
        return decision_context(space, compare_crosswalk(space, entry))
    start = replace(_empty(built), id=entry.id, title=entry.title)
    return DecisionContext(space.mapping_file(crosswalk), start, left, right, {m.pair: m for m in built})


def _is_current(mapping: Mapping, left: Corpus, right: Corpus) -> bool:
    return all(
        prov_id in corpus and corpus[prov_id].digest == digest
        for prov_id, digest, corpus in (
            (mapping.left, mapping.left_digest, left),
            (mapping.right, mapping.right_digest, right),
        )
    )


def record_decision(context: DecisionContext, decision: Decision, *, seen: str | None = None) -> LedgerChange:
    """Record one decision in the file; see `ledger.decide`.

    A confirmation with another relation than the row's is a correction. A decision on one provision alone means that
    nothing answers it.
    """
    pair = (decision.left, decision.right)
    offered = context.offered(pair)
    if not all(pair):
        decision = replace(decision, relation=Relation.NONE)
    row = current_row(context.on_file(), pair) or (offered if offered.author else None)
    if decision.verdict is Verdict.CONFIRMED and row and decision.relation not in {None, row.relation}:
        decision = replace(decision, verdict=Verdict.CORRECTED)
    return record(context.path, decision, offered=offered, start=context.start, seen=seen)


def parse_decision(
    pair: tuple[str, str],
    verdict: str,
    by: str,
    date: str,
    *,
    why: str = "",
    note: str = "",
    relation: str = "",
    basis: str = "",
    strength: int | None = None,
    group: str = "",
) -> Decision:
    """Parse a decision; `-` means no provision, and an unknown word is an error that names it."""
    return Decision(
        *_ids(pair),
        verdict=_word(Verdict, _VERDICT_VERBS.get(verdict, verdict), "verdict"),
        by=" ".join(by.split()),
        date=date,
        relation=_word(Relation, relation, "relation") if relation else None,
        why=why,
        basis=_word(Basis, basis, "basis") if basis else None,
        strength=strength,
        note=note,
        group=_group(group),
    )


def _group(word: str) -> Group | Alone | None:
    """The group that the user named, if any; `alone` takes a pair out of its group."""
    if not word:
        return None
    return Alone(word) if word in set(Alone) else _word(Group, word, "group")


def _word(kind: type[Word], value: str, name: str) -> Word:
    try:
        return kind(value)
    except ValueError:
        raise ConfigError(
            f"The {name} {value or '(empty)'} is not known; write one of {', '.join(kind)}.", code="XW-507"
        ) from None


def decide(
    space: Workspace,
    crosswalk: str,
    pair: tuple[str, str],
    verdict: str,
    *,
    by: str,
    date: str,
    why: str = "",
    **words: Any,  # noqa: ANN401 - the other words of `parse_decision`
) -> LedgerChange:
    """Record a person's verdict on a pair of a crosswalk; `-` means no provision.

    The verdict `closed` is for a row whose provision is no longer compared, and needs `why`.
    """
    if verdict == _CLOSED:
        return _close(space, crosswalk, _ids(pair), " ".join(by.split()), date, why)
    decision = parse_decision(pair, verdict, by, date, why=why, **words)
    return record_decision(read_decision_context(space, crosswalk), decision)


def _close(
    space: Workspace, crosswalk: str, pair: tuple[str, str], by: str, date: str, why: str
) -> LedgerChange:
    """Close a row; `LedgerError` (XW-437) if both its provisions are still compared, so that it can be decided."""
    entry, (left, right) = space.crosswalk(crosswalk), pair
    sides = ((left, entry.left), (right, entry.right))
    if all(not prov_id or _is_compared(space, side, prov_id) for prov_id, side in sides):
        raise LedgerError(
            f"The row on {left or 'no provision'} and {right or 'no provision'} is not closed: its"
            " provisions are still compared; confirm, correct or reject it.",
            code="XW-437",
        )
    path = space.mapping_file(crosswalk)
    if not path.is_file():
        raise LedgerError(f"There is no {path}, so no row of {crosswalk} can be closed.", code="XW-436")
    return close(path, pair, by=by, date=date, why=why)


def _ids(pair: tuple[str, str]) -> tuple[str, str]:
    """The ids of a pair as a user writes it, with `-` for no provision."""
    left, right = ("" if side == "-" else side for side in pair)
    return left, right


def _is_compared(space: Workspace, side: SideEntry, prov_id: str) -> bool:
    whole = space.corpus(side.corpus, side.as_of)
    if prov_id not in whole:
        return False
    line = {prov_id, *(above.id for above in whole.ancestors(prov_id))}
    return not side.include or any(
        prov_id.startswith(name[:-1]) if name.endswith("*") else name in line for name in side.include
    )
