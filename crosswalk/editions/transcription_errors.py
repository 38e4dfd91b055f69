"""Faults of the copy that was read, kept apart from changes of the document."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from crosswalk.editions.wording import bare_marks, causes, next_heading, same_words
from crosswalk.model.corpus import Corpus, Provision

# So many provisions with spaced-out signs show that a copy is faulty throughout.
_FAULTY = 3
_OUTLINE = frozenset(
    {
        "title",
        "subtitle",
        "chapter",
        "subchapter",
        "part",
        "subpart",
        "division",
        "subdivision",
        "subject group",
    }
)

Spans = Sequence[tuple[int, int]]


def footnote_marks(
    pairs: Iterable[tuple[Provision, Provision]], old: Corpus, new: Corpus
) -> tuple[Mapping[str, Spans], Mapping[str, Spans]]:
    """Where footnote numbers stand bare in a text, by id, for the old and for the new edition.

    A number is taken for one only where the other edition lacks it, where the section's numbers count
    up from 1, and where the copy shows elsewhere that it is faulty.
    """
    listed = [(ours, theirs) for ours, theirs in pairs if ours.text != theirs.text]
    same = [same_words(ours.text, theirs.text) for ours, theirs in listed]
    spaced = sum(alike and causes(o.text, n.text)[1] for alike, (o, n) in zip(same, listed, strict=True))
    differing = [pair for alike, pair in zip(same, listed, strict=True) if not alike]
    in_new = _marks([(ours.text, theirs) for ours, theirs in differing], new, spaced)
    in_old = _marks([(theirs.text, ours) for ours, theirs in differing], old, spaced)
    return in_old, in_new


def _marks(pairs: Iterable[tuple[str, Provision]], corpus: Corpus, spaced: int) -> dict[str, Spans]:
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
    return found if spaced >= _FAULTY or len(found) >= _FAULTY else {}


def _unit(corpus: Corpus, prov: Provision) -> str:
    """The section a provision is in, within which footnotes count from 1."""
    line = (*corpus.ancestors(prov.id), prov)
    return next((above.id for above in line if above.level == "section"), line[0].id)


def stuck_heading(old: str, new: str) -> tuple[int, int] | None:
    """Where the heading of the next part is stuck to the end of the new text."""
    words = next_heading(old, new)
    return (len(new.rstrip()) - len(words), len(new)) if words else None


def is_outline(prov: Provision, other: Corpus) -> bool:
    """Whether a provision is a heading of the outline, of a document whose other edition has none at all."""
    if prov.level not in _OUTLINE or not prov.is_heading:
        return False
    return not any(one.level in _OUTLINE for one in other)
