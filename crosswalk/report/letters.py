"""Rules and letters under the compared laws: which replaced which, which rows rest on each, and what to do when one changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from crosswalk.model.alignment import ProvisionCoverage
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Source
from crosswalk.report.change_words import edition_words
from crosswalk.report.compact_rows import CompactView
from crosswalk.report.frame import page_name
from crosswalk.report.views import Link
from crosswalk.report.words import count


@dataclass(frozen=True, slots=True)
class RestingRows:
    """The rows of one crosswalk that rest on a rule or letter: how many, in words, and a link to each."""

    title: str
    rows: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One rule or letter.

    Attributes:
        id: Its id in commands.
        name: Its name, linked to its publisher.
        title: Its title.
        date: The date of the newest edition.
        replaced: The edition before it, with its date; empty if only one is held.
        resting: The rows that rest on it, by crosswalk.
    """

    id: str
    name: Link
    title: str
    date: str
    replaced: str
    resting: tuple[RestingRows, ...]


def letter_lines(register: Sequence[Source], crosswalks: Sequence[Comparison]) -> tuple[LetterLine, ...]:
    """Every rule and letter of the register; those on which most rows rest come first, then the newest."""
    told = sorted((one for one in register if one.level in ("rule", "guidance")), key=lambda one: one.id)
    lines = [
        _line(sorted(editions, key=lambda one: one.as_of), crosswalks)
        for _, editions in groupby(told, key=lambda one: one.id)
    ]
    return tuple(sorted(lines, key=lambda one: -sum(len(held.rows) for held in one.resting)))


def _line(editions: Sequence[Source], crosswalks: Sequence[Comparison]) -> LetterLine:
    new, before = editions[-1], editions[-2:-1]
    return LetterLine(
        new.id,
        Link.to_web(new.name, new.address),
        new.title,
        edition_words(new),
        "".join(f"{one.name} of {edition_words(one)}" for one in before),
        tuple(_resting(new.id, crosswalks)),
    )


def _resting(corpus: str, crosswalks: Sequence[Comparison]) -> Iterator[RestingRows]:
    """The rows of each crosswalk one of whose sides is this text, is spelled out in it, or is answered by it."""
    for side in crosswalks:
        whole = corpus in (side.whole_left.source.id, side.whole_right.source.id)
        left = {
            one for one, steps in side.rungs.items() if any(text.source.id == corpus for text, _ in steps)
        }
        left |= _answered_in(corpus, side.left_answers)
        right = _answered_in(corpus, side.right_answers)
        found = [row for row in side.rows if whole or row.left in left or row.right in right]
        if found:
            view = CompactView(side)
            links = tuple(Link(view.row_name(row), view.full(row)) for row in found)
            yield RestingRows(f"{page_name(side)}: {count(len(found), 'row')}", links)


def _answered_in(corpus: str, answers: Sequence[ProvisionCoverage]) -> set[str]:
    """The provisions for whose answer a text of another level is named."""
    return {
        one.provision
        for one in answers
        if any(place.corpus.partition("@")[0] == corpus for place in one.levels)
    }
