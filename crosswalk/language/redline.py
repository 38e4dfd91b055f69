"""Word edits between two texts: what went before what came, small edits joined, whole words only."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from crosswalk.model.change import Edit, Op

# A word with its inner points, hyphens and apostrophes; a run of white space; one other sign.
_TOKEN = re.compile(r"[^\W_]+(?:[.,'’/⁄–-][^\W_]+)*(?:['’](?=\s))?|\s+|[^\w\s]|_")
# Kept words between two edits that are fewer and shorter than this are read more easily as one edit.
_ISLAND_WORDS, _ISLAND_LETTERS = 2, 9
# Beyond this many token pairs the texts are first lined up by sentence, so that memory stays small.
_LARGE = 400_000_000
_SENTENCE = re.compile(r"(?<=[.;:])\s+|\n+")


def words_of(text: str) -> list[str]:
    """A text in words, spaces and signs; joined they give the text back.

    >>> words_of("49l–2(e), may")
    ['49l–2', '(', 'e', ')', ',', ' ', 'may']
    """
    return _TOKEN.findall(text)


def redline(old: str, new: str) -> tuple[Edit, ...]:
    """The edits that make the new text of the old one, in order; none where the texts are the same.

    Of two edits in one place the removal comes first. Kept and removed stretches joined give `old`,
    kept and added ones `new`.

    >>> [(edit.op.value, edit.text) for edit in redline("It may ask.", "It shall ask.")]
    [('kept', 'It '), ('removed', 'may'), ('added', 'shall'), ('kept', ' ask.')]
    """
    if old == new:
        return ()
    pieces = [piece for block in _blocks(old, new) for piece in _pieces(*block)]
    return tuple(_edits(_join_close_edits(pieces)))


_Piece = tuple[str, str, bool]


def _blocks(old: str, new: str) -> Iterator[tuple[list[str], list[str]]]:
    """The texts as words; very long ones are cut where a sentence of both begins."""
    ours, theirs = words_of(old), words_of(new)
    if len(ours) * len(theirs) <= _LARGE:
        yield ours, theirs
        return
    from rapidfuzz.distance import Indel

    first, second = _sentences(old), _sentences(new)
    for op in Indel.opcodes(first, second):
        here, there = first[op.src_start : op.src_end], second[op.dest_start : op.dest_end]
        yield words_of("".join(here)), words_of("".join(there))


def _sentences(text: str) -> list[str]:
    cuts = [0, *(found.end() for found in _SENTENCE.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if start < end]


def _pieces(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Piece]:
    """Stretches of text as (old words, new words, unchanged); the edits of one place are one stretch."""
    from rapidfuzz.distance import Indel

    for kept, ops in groupby(Indel.opcodes(ours, theirs), key=lambda op: op.tag == "equal"):
        listed = list(ops)
        old = "".join(ours[listed[0].src_start : listed[-1].src_end])
        new = "".join(theirs[listed[0].dest_start : listed[-1].dest_end])
        yield old, new, kept


def _join_close_edits(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The stretches, with edits joined if almost nothing between them is unchanged."""
    found: list[_Piece] = []
    for at, (old, new, kept) in enumerate(pieces):
        island = kept and 0 < at < len(pieces) - 1 and _is_island(old, pieces[at - 1], pieces[at + 1])
        if found and not found[-1][2] and (island or not kept):
            found[-1] = (found[-1][0] + old, found[-1][1] + new, False)
        else:
            found.append((old, new, kept))
    return found


def _is_island(kept: str, before: _Piece, after: _Piece) -> bool:
    """Whether unchanged words between two replacements are too few to be shown alone."""
    words = kept.split()
    if not words:
        return True
    replaced = all(old.strip() and new.strip() for old, new, _ in (before, after))
    return replaced and len(words) < _ISLAND_WORDS and len(kept.strip()) < _ISLAND_LETTERS


def _edits(pieces: Sequence[_Piece]) -> Iterator[Edit]:
    """Stretches as edits; words that a removal and an addition share at their edges count as unchanged."""
    held = ""
    for old, new, kept in pieces:
        if kept:
            held += old
            continue
        head, old_mid, new_mid, tail = _trimmed(old, new)
        if held + head:
            yield Edit(Op.KEPT, held + head)
        held = tail
        if old_mid:
            yield Edit(Op.REMOVED, old_mid)
        if new_mid:
            yield Edit(Op.ADDED, new_mid)
    if held:
        yield Edit(Op.KEPT, held)


def _trimmed(old: str, new: str) -> tuple[str, str, str, str]:
    """Two texts without the words they share at their edges: those before, both rests, those after."""
    ours, theirs = words_of(old), words_of(new)
    start = 0
    while start < min(len(ours), len(theirs)) and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < min(len(ours), len(theirs)) - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    cut = len(ours) - end, len(theirs) - end
    return (
        "".join(ours[:start]),
        "".join(ours[start : cut[0]]),
        "".join(theirs[start : cut[1]]),
        "".join(ours[cut[0] :]),
    )


def bracketed(edits: Sequence[Edit]) -> str:
    """The edits as plain text, with words instead of colours.

    >>> bracketed(redline("It may ask.", "It shall ask."))
    'It [removed: may] [added: shall] ask.'
    """
    marked = [
        edit.text if edit.op is Op.KEPT else f"[{edit.op.value}: {edit.text.strip()}]" for edit in edits
    ]
    spaced = "".join(
        f" {words}" if at and words.startswith("[") and marked[at - 1].endswith("]") else words
        for at, words in enumerate(marked)
    )
    return re.sub(r"(\])(?=\w)", r"\1 ", re.sub(r"(?<=[\w.,;:])(\[(?:removed|added): )", r" \1", spaced))


def pairs_of(edits: Sequence[Edit]) -> list[tuple[str, str]]:
    """The changed places as (removed words, added words); one of the two may be empty."""
    found: list[tuple[str, str]] = []
    for before, edit in zip((None, *edits), edits, strict=False):
        if edit.op is Op.REMOVED:
            found.append((edit.text, ""))
        elif edit.op is Op.ADDED and before is not None and before.op is Op.REMOVED:
            found[-1] = (found[-1][0], edit.text)
        elif edit.op is Op.ADDED:
            found.append(("", edit.text))
    return found
