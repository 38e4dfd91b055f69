"""Sum up the changes: the result in sentences, what to do, and the editions by date."""

from collections.abc import Iterator, Sequence

from crosswalk.language.phrasing import capital
from crosswalk.model.change import EditionComparison, ImpactVerdict
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Source
from crosswalk.model.relation import Status
from crosswalk.report.change_views import (
    ChangeBlock,
    ChangeResult,
    ChangeSection,
    EditionDot,
    RestView,
    TodoLine,
)
from crosswalk.report.change_words import UNDATED, edition_words
from crosswalk.report.frame import corpora_of
from crosswalk.report.views import Link
from crosswalk.report.words import count, date_words

_DUE = (ImpactVerdict.LOOK, ImpactVerdict.MEANING)


def change_result(
    comparisons: Sequence[EditionComparison],
    sections: Sequence[ChangeSection],
    crosswalks: Sequence[Comparison],
) -> ChangeResult:
    """The result of all comparisons; `sections` are the page's, in the same order."""
    todo = tuple(_todo(sections))
    new = [found.changes.new.source for found in comparisons]
    names = [capital(one.name) for one in new]
    return ChangeResult(
        tuple(_lede(names, sections, len({(line.title, line.row.words) for line in todo}))),
        todo,
        tuple(_commands(comparisons)),
        _editions(comparisons, crosswalks),
    )


def _lede(names: Sequence[str], sections: Sequence[ChangeSection], due: int) -> Iterator[tuple[str, str]]:
    """The opening: whether any row needs a second look, and what changed in each document or in our restatement of it."""
    if not sections:
        return
    if due:
        yield (
            f"{count(due, 'row')} {'needs' if due == 1 else 'need'} a second look.",
            "They are listed below.",
        )
    else:
        yield "Nothing needs a second look.", "No change affects a row that was decided on the old text."
    for name, section in zip(names, sections, strict=True):
        number = len(section.blocks)
        between = f"{name}, {section.old.words} to {section.new.words}:"
        if section.restated:
            rest = "They may come from our restatement and not from the source."
            yield f"{between}", f"{count(number, 'difference')} between our two restatements. {rest}"
        else:
            counts = ", ".join(f"{one.number:,} {one.words}" for one in section.counts if one.number)
            yield f"{between}", f"{counts}."


def _todo(sections: Sequence[ChangeSection]) -> Iterator[TodoLine]:
    """Every row that must be reviewed again, once for each change."""
    for section in sections:
        for block in section.blocks:
            yield from (
                _todo_line(block, rest) for rest in block.rests if rest.verdict.startswith("look again")
            )


def _todo_line(block: ChangeBlock, rest: RestView) -> TodoLine:
    return TodoLine(rest.row, rest.title, rest.verdict, rest.decided, Link(block.label, f"#{block.anchor}"))


def _commands(comparisons: Sequence[EditionComparison]) -> Iterator[str]:
    """The commands to type: `review` for a crosswalk whose rows are marked already, else the command that marks a row."""
    seen = set()
    for held in (held for found in comparisons for held in found.impacts):
        for one in held.impacts:
            if one.verdict not in _DUE or one.on_new_text:
                continue
            line = f"crosswalk review {held.crosswalk}"
            if one.row.status is not Status.LOOK_AGAIN:
                pair = f"{one.row.left or '-'} {one.row.right or '-'}"
                line = f"crosswalk decide {held.crosswalk} {pair} unsure --by NAME"
            if line not in seen:
                seen.add(line)
                yield line


def _editions(
    comparisons: Sequence[EditionComparison], crosswalks: Sequence[Comparison]
) -> tuple[EditionDot, ...]:
    compared = [edition for found in comparisons for edition in (found.changes.old, found.changes.new)]
    every = {one.source.key: one.source for one in (*compared, *corpora_of(crosswalks))}
    keys = {one.source.key for one in compared}
    dated = [one for one in every.values() if one.as_of != UNDATED]
    dots = [
        (one.as_of, one.key, EditionDot(edition_words(one), _name(one), one.key in keys)) for one in dated
    ]
    for found in comparisons:
        source = found.changes.new.source
        dots += [
            (act.day, "", EditionDot(date_words(act.day), _name(source), compared=False, act=act.words))
            for act in found.acts
        ]
    return tuple(dot for *_, dot in sorted(dots, key=lambda one: one[:2]))


def _name(source: Source) -> str:
    return source.short or source.title or source.id
