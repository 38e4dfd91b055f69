"""Write the review workbook: one row per pair, with its texts, the proposal, and cells for a decision."""

from collections.abc import Iterable
from pathlib import Path

from crosswalk.ledger.comments import read_comments
from crosswalk.model.corpus import Corpus
from crosswalk.model.mapping import Comment, Mapping, MappingSet, fingerprint
from crosswalk.model.relation import Status
from crosswalk.report.words import legal
from crosswalk.review.workbook_layout import WorkbookRow, rests_on, review_workbook
from crosswalk.services.compare import compare_crosswalk
from crosswalk.services.decide import (
    DecisionContext,
    decision_context,
)
from crosswalk.workspace.workspace import Workspace, write_all

Pair = tuple[str, str]
_NO_SIDE = "No text on this side"
_READ_ME = (
    "Review: {title}",
    "Texts as compared: {left} (left) and {right} (right).",
    "On the sheet Review every row is one pair, or one provision without a counterpart. Only the yellow columns are yours.",
    "To decide, choose a verdict. Change relation, sentence, basis, strength, group or note where the row is not right; a changed relation needs a new sentence.",
    "To say something without deciding, write in the column Comment: it is stored with the row under your name.",
    "You may filter, sort whole rows, hide columns and leave rows out. Rows that you do not touch are not changed.",
    'When you are done: crosswalk sheet import {id} FILE.xlsx --by "Your Name" --dry-run shows what would change; without --dry-run it is written.',
    "If someone decided on a row after this file was made, your decision on it is not written: both are shown to you.",
)


def export_sheet(space: Workspace, crosswalk: str, path: Path) -> int:
    """Write the review workbook of one crosswalk; returns its number of rows."""
    side = compare_crosswalk(space, space.crosswalk(crosswalk))
    context = decision_context(space, side)
    comments = read_comments(space.comments_file(crosswalk))
    lines = sheet_lines([(row.left, row.right) for row in side.rows], context, comments)
    about = sheet_identity(context.start) | {"title": legal(side.title)}
    read_me = [legal(words.format(**about)) for words in _READ_ME]
    write_all({path: review_workbook(lines, about, read_me)})
    return len(lines)


def sheet_identity(start: MappingSet) -> dict[str, str]:
    """The crosswalk and the editions of its documents; a sheet that comes back must name the same."""
    return {
        "id": start.id,
        "left": f"{start.left_source}@{start.left_version}",
        "right": f"{start.right_source}@{start.right_version}",
    }


def sheet_lines(
    rows: Iterable[Pair], context: DecisionContext, comments: Iterable[Comment] = ()
) -> list[WorkbookRow]:
    """A line for every pair of `rows`, in their order, and for every other decided pair."""
    filed = context.on_file()
    live = {m.pair: m for m in filed if m.status is not Status.SUPERSEDED}
    said: dict[Pair, list[str]] = {}
    for one in comments:
        answer = f" Answer: {one.reply}" if one.reply else ""
        said.setdefault(one.pair, []).append(f"{one.by}, {one.date} ({one.state}): {one.text}{answer}")
    pairs = dict.fromkeys([*rows, *live])
    known = [
        pair
        for pair in pairs
        if all(not one or one in part for one, part in zip(pair, (context.left, context.right), strict=True))
    ]
    return [
        _workbook_row(number, pair, context, live.get(pair), said.get(pair, []))
        for number, pair in enumerate(known, 1)
    ]


def _workbook_row(
    number: int, pair: Pair, context: DecisionContext, live: Mapping | None, said: list[str]
) -> WorkbookRow:
    offered = context.offered(pair)
    base = live or offered
    proposed = bool(base.author) or not all(pair)
    shown: dict[str, str | float] = {"No.": number}
    for which, prov_id, corpus in (("Left", pair[0], context.left), ("Right", pair[1], context.right)):
        shown |= _shown(which, prov_id, corpus)
    if offered.author:
        shown |= {"The program reads": offered.relation.word, "The program's reason": legal(offered.sentence)}
    if offered.confidence is not None:
        shown["Confidence"] = round(offered.confidence, 3)
    shown["Status"] = base.status.words
    shown["Decided by"] = legal(live.decider) if live else ""
    shown["Comments so far"] = legal("\n".join(said))
    return WorkbookRow(
        *pair,
        fingerprint(live),
        ground_print(offered),
        shown,
        base.relation.word if proposed else "",
        legal(base.sentence),
        base.strength,
        legal(base.comment),
        base.basis.value if base.basis else "",
        base.group.value if base.group else "",
    )


def _shown(which: str, prov_id: str, corpus: Corpus) -> dict[str, str | float]:
    if not prov_id:
        return {f"{which} words are": _NO_SIDE}
    prov = corpus[prov_id]
    citation = f"{prov.citation or prov.id} ({prov.also})" if prov.also else prov.citation or prov.id
    lead = corpus.chapeau(prov_id)
    text = f"{lead} … {prov.text}" if lead else prov.text
    return {
        f"{which} citation": legal(citation),
        f"{which} text": legal(
            " ".join(part for part in (f"{prov.heading}." if prov.heading else "", text) if part)
        ),
        f"{which} words are": prov.mark,
    }


def ground_print(offered: Mapping) -> str:
    """A short digest of the two texts that a decision on a pair rests on."""
    return rests_on(*offered.pair, offered.left_digest, offered.right_digest)
