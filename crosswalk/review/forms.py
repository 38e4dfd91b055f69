"""What a card's form means: a decision, or the reason why it is none yet."""

from collections.abc import Mapping as Map
from dataclasses import dataclass, replace

from crosswalk.ledger.decide import Alone, Decision, Verdict
from crosswalk.model.mapping import Mapping
from crosswalk.model.relation import Basis, Group, Relation, Status
from crosswalk.report.words import OWN_WORDS, pattern
from crosswalk.review.crosswalk import REVIEWED
from crosswalk.services.decide import parse_decision

VERDICTS = {"accept": "confirmed", "reject": "rejected", "unsure": "unsure"}
# A sentence or a note no longer than this is taken.
MOST = 4000


@dataclass(frozen=True, slots=True)
class FormEntry:
    """What stands in a card's fields; `group` and `basis` are the contract's words or empty."""

    relation: str = ""
    sentence: str = ""
    note: str = ""
    basis: str = ""
    strength: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """A form that is not a decision yet: what is missing, where, and what the fields now hold."""

    words: str
    where: str
    entry: FormEntry


def entry_of(form: Map[str, str]) -> FormEntry:
    """The fields of a posted form; words beyond what a field holds are cut off, unknown words are dropped."""
    return FormEntry(
        _known_word(form.get("relation", ""), Relation),
        " ".join(form.get("sentence", "").split())[:MOST],
        " ".join(form.get("note", "").split())[:MOST],
        _known_word(form.get("basis", ""), Basis),
        _known_word(form.get("strength", ""), map(str, range(11))),
        _known_word(form.get("group", ""), Group),
    )


def _known_word(word: str, words: "type[Relation | Basis | Group] | map[str]") -> str:
    return word if word in {str(one) for one in words} else ""


def entry_for(base: Mapping, names: tuple[str, str], *, blind: bool) -> FormEntry:
    """What the fields hold when a card is opened: the row on file; nothing where blind.

    At a first look, when only the program has read the pair, relation and sentence are the person's to choose.
    """
    if blind:
        return FormEntry()
    first = is_first_look(base)
    relation = base.relation if (base.author and not first) or not all(base.pair) else None
    sentence = "" if first else base.sentence
    if not sentence and relation and relation not in OWN_WORDS:
        sentence = pattern(relation, *names)
    return FormEntry(
        relation.value if relation else "",
        sentence,
        base.comment,
        base.basis.value if base.basis else "",
        "" if base.strength is None else str(base.strength),
        base.group.value if base.group else "",
    )


def is_first_look(base: Mapping) -> bool:
    """Whether only the program has read a pair so far."""
    return base.status is Status.PROPOSED and all(base.pair)


def meant(
    verdict: str,
    entry: FormEntry,
    base: Mapping,
    names: tuple[str, str],
    *,
    by: str,
    date: str,
    blind: bool,
    read: bool,
) -> Decision | Again:
    """The decision a form stands for; `base` is the row on file, else the pair as offered.

    `names` are what sentences call the two sides. Rejecting and being unsure speak of the relation on the row; every
    acceptance needs a relation and a sentence that was written for it. With `read` the person says to have read a
    sentence of the program's, which is never taken otherwise.
    """
    if not all(base.pair):
        entry = replace(entry, relation=Relation.NONE.value)
    if verdict in {"reject", "unsure"} and base.author:
        entry = replace(entry, relation=base.relation.value)
    if not entry.relation:
        return Again("Choose how the two relate first.", "relation", entry)
    again = _sentence_missing(verdict, entry, base, names, blind=blind)
    # A blind second reader who agrees adds a name and none of the words in the form.
    own_words = read or (blind and base.status is not Status.PROPOSED)
    if not again and verdict == "accept" and not own_words and _is_programs(entry, base, names):
        words = "This sentence is the program's: change it, or tick that you read it, and press again."
        again = Again(words, "sentence", entry)
    return again or _decision(verdict, entry, base, by, date)


def _sentence_missing(
    verdict: str, entry: FormEntry, base: Mapping, names: tuple[str, str], *, blind: bool
) -> Again | None:
    relation = Relation(entry.relation)
    same = bool(base.author) and relation is base.relation
    stands = blind and base.status is not Status.PROPOSED
    kept = bool(base.sentence) and same and (stands or verdict != "accept")
    if verdict == "unsure" and not entry.sentence:
        kept = True
    stale = bool(base.author) and not same and entry.sentence == base.sentence and bool(entry.sentence)
    if stale or (not entry.sentence and not kept):
        if relation in OWN_WORDS:
            return Again(
                f"Say in a sentence of your own why it is “{relation.word}”.",
                "sentence",
                replace(entry, sentence=""),
            )
        own = base.sentence if same and base.sentence and not stale else pattern(relation, *names)
        words = f"Read the sentence for “{relation.word}”, change what is wrong, and press again."
        return Again(words, "sentence", replace(entry, sentence=own))
    return None


def _is_programs(entry: FormEntry, base: Mapping, names: tuple[str, str]) -> bool:
    """Whether a sentence is one that the program wrote: its proposal, or the pattern of a relation."""
    relation = Relation(entry.relation)
    proposed = base.sentence if is_first_look(base) else ""
    fixed = "" if relation in OWN_WORDS else pattern(relation, *names)
    return entry.sentence in {one for one in (proposed, fixed) if one} and (
        is_first_look(base) or entry.sentence != base.sentence
    )


def _decision(verdict: str, entry: FormEntry, base: Mapping, by: str, date: str) -> Decision:
    relation = Relation(entry.relation)
    moved = relation is not base.relation or not base.author
    untouched = entry_for(base, ("", ""), blind=False)
    strength = entry.strength if entry.strength != untouched.strength or not moved else ""
    decision = parse_decision(
        base.pair,
        VERDICTS[verdict],
        by,
        date,
        relation=entry.relation,
        why="" if entry.sentence == base.sentence else entry.sentence,
        note="" if entry.note == base.comment else entry.note,
        basis="" if entry.basis == untouched.basis else entry.basis,
        strength=int(strength) if strength else None,
        group="" if entry.group == untouched.group else entry.group or Alone.ALONE,
    )
    corrected = decision.verdict is Verdict.CONFIRMED and relation is not base.relation and bool(base.author)
    return replace(decision, verdict=Verdict.CORRECTED) if corrected else decision


def agrees(decision: Decision, row: Mapping) -> bool:
    """Whether a decision says of a pair what a person's row on file says, in status and relation."""
    status = "confirmed" if decision.verdict is Verdict.CORRECTED else decision.verdict.value
    return row.status in REVIEWED and row.status == status and decision.relation in {None, row.relation}
