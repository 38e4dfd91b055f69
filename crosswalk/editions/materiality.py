"""Classify a rewording: substantive, editorial, typographic, or a transcription error of a copy."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crosswalk.editions.substantive_changes import Wording, substantive_flags
from crosswalk.editions.text_comparison import (
    Reclassified,
    bare_marks,
    causes,
    in_figures,
    masked,
    reclassified,
    same_words,
    without,
    without_next_heading,
)
from crosswalk.model.annotation import Annotated, NoteKind
from crosswalk.model.change import Flag, FlagKind, Weight
from crosswalk.model.corpus import Corpus, Provision

# This many provisions with spaced-out signs show that a copy is faulty throughout.
_MANY_FAULTS = 3
# A private character that stands for any reference.
_ANY_REFERENCE = "\ue000"
OUTLINE = frozenset(
    {
        "title", "subtitle", "chapter", "subchapter", "part", "subpart", "division", "subdivision", "subject group",
    }
)  # fmt: skip

Spans = Sequence[tuple[int, int]]


def footnote_numbers(
    pairs: Iterable[tuple[Provision, Provision]], old: Corpus, new: Corpus
) -> tuple[Mapping[str, Spans], Mapping[str, Spans]]:
    """Find footnote numbers that a copy runs into the words, by provision id, for each edition.

    A number counts as one only if the other edition lacks it, the numbers of its section count up from 1, and
    the copy has other errors too.
    """
    listed = [(ours, theirs) for ours, theirs in pairs if ours.text != theirs.text]
    same = [same_words(ours.text, theirs.text) for ours, theirs in listed]
    spaced = sum(alike and causes(o.text, n.text)[1] for alike, (o, n) in zip(same, listed, strict=True))
    differing = [pair for alike, pair in zip(same, listed, strict=True) if not alike]
    in_new = _numbers_in_words([(ours.text, theirs) for ours, theirs in differing], new, spaced)
    in_old = _numbers_in_words([(theirs.text, ours) for ours, theirs in differing], old, spaced)
    return in_old, in_new


def _numbers_in_words(
    pairs: Iterable[tuple[str, Provision]], corpus: Corpus, spaced: int
) -> dict[str, Spans]:
    counted: defaultdict[str, int] = defaultdict(int)
    found: dict[str, Spans] = {}
    for other, prov in pairs:
        unit = _unit(corpus, prov)
        taken = []
        for start, end, number in bare_marks(other, prov.text):
            if 1 <= number <= counted[unit] + 1:
                counted[unit] = max(counted[unit], number)
                taken.append((start, end))
        if taken:
            found[prov.id] = taken
    return found if spaced >= _MANY_FAULTS or len(found) >= _MANY_FAULTS else {}


def _unit(corpus: Corpus, prov: Provision) -> str:
    """The section a provision is in, within which footnotes count from 1."""
    line = (*corpus.ancestors(prov.id), prov)
    return next((above.id for above in line if above.level == "section"), line[0].id)


def is_outline(prov: Provision, other: Corpus) -> bool:
    """Whether a provision is a heading of the outline, and the other edition has no outline at all."""
    if prov.level not in OUTLINE or not prov.is_heading:
        return False
    return not any(one.level in OUTLINE for one in other)


@dataclass(frozen=True, slots=True)
class Materiality:
    """The weight of a rewording; `only_references` is whether nothing else changed."""

    weight: Weight
    why: tuple[str, ...] = ()
    only_references: bool = False
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class ProvisionVersions:
    """One provision in both editions, with its annotations and the known errors of both copies.

    `renumbered` maps old ids to new ones, so that a reference that only follows a new number is not a
    change. `defines` is the term whose definition this is, or is part of.
    """

    old: Provision
    new: Provision
    before: Annotated
    after: Annotated
    renumbered: Mapping[str, str] = field(default_factory=dict)
    moved: Reclassified = ()
    old_footnotes: Spans = ()
    new_footnotes: Spans = ()
    defines: str = ""


def assess_materiality(pair: ProvisionVersions) -> Materiality:
    """The weight of a change of one provision's text, the reasons, and the substantive changes in it."""
    old, new, why = _without_copy_errors(pair)
    if old == new or same_words(old, new):
        marks, faulty = causes(old, new) if old != new else ((), False)
        return Materiality(Weight.COPY if why or faulty else Weight.TYPOGRAPHIC, (*why, *marks))
    if same_words(in_figures(old), in_figures(new)):
        return Materiality(
            Weight.TYPOGRAPHIC, (*why, "a number is written in words in one edition, in figures in the other")
        )
    if pair.moved and same_words(reclassified(old, pair.moved), reclassified(new, pair.moved)):
        moved = "only the citation changed, for a section that has a new place in the Code"
        return Materiality(Weight.EDITORIAL, (*why, moved), only_references=True)
    corrected = bool(pair.old_footnotes or pair.new_footnotes or why)
    return _by_reference(pair, old, new, why, corrected=corrected)


def _by_reference(
    pair: ProvisionVersions, old: str, new: str, why: tuple[str, ...], *, corrected: bool
) -> Materiality:
    """Weigh a change after replacing each reference with its target. If the text was corrected, references are left as they are."""
    ours = [] if corrected else _references(pair.before, pair.renumbered)
    theirs = [] if corrected else _references(pair.after, {})
    signs: dict[str, str] = {}
    was, now = masked(old, ours, signs), masked(new, theirs, signs)
    if same_words(was, now):
        return Materiality(
            Weight.EDITORIAL, (*why, "the same place is cited in another way"), only_references=True
        )
    words = {sign: place.replace("|", ", ") for place, sign in signs.items()}
    flags = substantive_flags(
        Wording(was, now, pair.before, pair.after, pair.defines, _reference_words(pair, signs) or words)
    )
    blind = [
        masked(text, [(s, e, "") for s, e, _ in refs], {"": _ANY_REFERENCE})
        for text, refs in ((old, ours), (new, theirs))
    ]
    if (ours or theirs) and same_words(*blind):
        only = tuple(flag for flag in flags if flag.kind in {FlagKind.REFERENCE, FlagKind.DEFINITION})
        return Materiality(Weight.SUBSTANCE, why, only_references=True, flags=only)
    return Materiality(Weight.SUBSTANCE, why, flags=flags)


def _reference_words(pair: ProvisionVersions, signs: Mapping[str, str]) -> dict[str, str]:
    """The words of each reference, by its sign."""
    found = {}
    for prov, read, renumbered in ((pair.new, pair.after, {}), (pair.old, pair.before, pair.renumbered)):
        # A corrected text has no signs, because its references were not replaced.
        for start, end, place in _references(read, renumbered):
            if place in signs:
                found[signs[place]] = prov.text[start:end]
    return found


def _references(read: Annotated, renumbered: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Each reference of a text: its position, and all the places it names."""
    found: dict[tuple[int, int], list[str]] = {}
    for note in read.of(NoteKind.CITATION):
        target = renumbered.get(note.value, note.value)
        found.setdefault((note.span.start, note.span.end), []).append(target)
    return [(start, end, "|".join(sorted(targets))) for (start, end), targets in found.items()]


def _without_copy_errors(pair: ProvisionVersions) -> tuple[str, str, tuple[str, ...]]:
    """Both texts without the errors of a faulty copy, and what those were."""
    why: list[str] = []
    old, new = pair.old.text, pair.new.text
    if pair.old_footnotes or pair.new_footnotes:
        why.append("the number of a footnote is bare in the text")
        old, new = without(old, pair.old_footnotes), without(new, pair.new_footnotes)
    cut = without_next_heading(new, old), without_next_heading(old, new)
    if cut != (old, new):
        why.append("the heading of the next part is stuck to the end")
    return *cut, tuple(why)
