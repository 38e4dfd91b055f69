"""Sentences about changes that both the findings and the pages use."""

import re
from collections import Counter
from collections.abc import Iterable

from crosswalk.model.change import Change, ChangeKind, ChangeSet, ImpactVerdict, SetImpact
from crosswalk.model.corpus import Provision

# Confidence from which a guess is more likely right than wrong.
_LIKELY = 0.5


def successor_sentences(change: Change, changes: ChangeSet) -> tuple[str, ...]:
    """What a removed provision probably became, or an added one came from; a sentence for each, the surest first."""
    if change.kind is ChangeKind.REMOVED:
        ids = [(one.new, one.confidence) for one in changes.successors if one.old == change.id]
        return tuple(_guess("became", changes.new[new], sure, changes) for new, sure in ids)
    if change.kind is ChangeKind.ADDED:
        ids = [(one.old, one.confidence) for one in changes.successors if one.new == change.id]
        return tuple(_guess("came from", changes.old[old], sure, changes) for old, sure in ids)
    return ()


def _guess(verb: str, prov: Provision, sure: float, changes: ChangeSet) -> str:
    """A sentence such as `The program's guess: it probably became GV.RR-02 (confidence 0.62).`."""
    likely = "probably" if sure >= _LIKELY else "perhaps"
    return f"The program's guess: it {likely} {verb} {name_of(prov, changes)} (confidence {sure:.2f})."


def name_of(prov: Provision, changes: ChangeSet) -> str:
    """What a sentence calls a provision: its citation in law; elsewhere its heading, or the one above it, or its id."""
    if changes.new.source.kind in {"statute", "regulation"}:
        return prov.citation or prov.id
    if prov.heading:
        return prov.heading
    above = next((one.heading for one in reversed(_ancestors_in_edition(prov, changes)) if one.heading), "")
    return f"{above}, {_last_words(prov.id)}" if above else prov.id


def _ancestors_in_edition(prov: Provision, changes: ChangeSet) -> tuple[Provision, ...]:
    """The text above a provision, in the edition that holds it."""
    corpus = changes.new if changes.new.by_id.get(prov.id) is prov else changes.old
    return corpus.ancestors(prov.id) if prov.id in corpus else ()


def _last_words(prov_id: str) -> str:
    """The end of an id in words: `p2` is a second paragraph."""
    last = prov_id.rpartition("/")[2]
    return f"paragraph {last[1:]}" if re.fullmatch(r"p\d+", last) else last


def impact_summary(found: Iterable[SetImpact]) -> str:
    """`38 of 42 rows on file unaffected; 3 need a second look; 1 changed meaning`; later decisions follow separately."""
    every = [one for held in found for one in held.impacts]
    done = [one for one in every if one.reasons and one.on_new_text]
    due = Counter(one.verdict for one in every if not (one.reasons and one.on_new_text))
    unaffected, look, meaning = (
        sum(due[verdict] for verdict in verdicts)
        for verdicts in (
            (ImpactVerdict.UNAFFECTED, ImpactVerdict.FOLLOWS),
            (ImpactVerdict.LOOK,),
            (ImpactVerdict.MEANING,),
        )
    )
    needs, rows = "needs" if look == 1 else "need", "row on file" if len(every) == 1 else "rows on file"
    said = f"{unaffected} of {len(every)} {rows} unaffected; {look} {needs} a second look; {meaning} changed meaning"
    if due[ImpactVerdict.FOLLOWS]:
        said += f"; {due[ImpactVerdict.FOLLOWS]} of the unaffected follow a new number"
    drafted = sum(one.was_drafted for one in done)
    for number, word in ((len(done) - drafted, "decided"), (drafted, "drafted (not reviewed)")):
        if number:
            rest, were = ("rests", "was") if number == 1 else ("rest", "were")
            said += f"; {number} more {rest} on what changed and {were} {word} on the new text already"
    return said
