"""Self-assessment: partners rate their own system against each criterion in words, alone and then together.

The workbook is the record. It has one sheet a partner and one for the meeting; a comparison reads them, says where
partners differ by two steps, and sets an earlier workbook beside them. Nothing is ever added up, and what a plan
says is offered as evidence, never turned into a rating.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import crosswalk
from crosswalk.errors import ConfigError, ParseError
from crosswalk.language.encoder import encode
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.plans.assess import assess
from crosswalk.plans.findings import place_in_plan
from crosswalk.plans.formats import cell_text, open_book
from crosswalk.plans.gaps import requirement_list
from crosswalk.plans.passages import read_plan
from crosswalk.report.table_file import LOOKS, TableFile, add_sheet, new_book
from crosswalk.report.words import legal
from crosswalk.workspace.workspace import Workspace

STEPS = ("not discussed", "discussed", "started", "in place")
TOGETHER = "Together"
_KINDS = frozenset({"criterion", "indicator", "indicators", "function", "feature"})
_HEADS = (
    "element",
    "name",
    "what it says",
    "mark",
    "rating",
    "evidence",
    "what would move it one step",
    "owner",
    "due",
    "rated by",
    "rated on",
    "the plan says (evidence offered, no rating)",
)
_FILLED = _HEADS[4:11]
# Rows below each criterion for indicators that a team copies from its own framework.
_OWN = 3
# Partners differ from this many steps of the scale on.
_APART = 2
_NOT_IN_A_NAME = "[]:*?/\\"


@dataclass(frozen=True, slots=True)
class Ratings:
    """A filled-in workbook: for each sheet the rows by element, each a cell by its head."""

    sheets: Mapping[str, Mapping[str, Mapping[str, str]]]

    @property
    def partners(self) -> tuple[str, ...]:
        """The partners who have a sheet, in the workbook's order."""
        return tuple(name for name in self.sheets if name != TOGETHER)


def ratings_workbook(
    space: Workspace,
    ref: str,
    partners: Sequence[str],
    plan: Sequence[Path] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> bytes:
    """An empty workbook: how to use it, one sheet a partner, and one for the meeting."""
    _check_names(partners)
    corpus = space.resolve(ref)
    rated = [prov for prov in corpus if prov.kind in _KINDS]
    if not rated:
        raise ConfigError(
            f"{corpus.source.key} has no criterion or indicator to rate; name a framework such as alliance.",
            code="XW-615",
        )
    said = _plan_says(space, ref, plan, progress) if plan else {}
    rows = tuple(row for prov in rated for row in _rows(corpus, prov, said.get(prov.id, "")))
    out = io.BytesIO()
    about = {
        "title": legal(f"Self-assessment: {corpus.source.title}")[:255],
        "author": f"crosswalk {crosswalk.__version__}",
    }
    book, looks = new_book(out, about, LOOKS)
    add_sheet(book, looks, "How to", TableFile("How to", (), ("how to use this workbook",), _HOW))
    at = _HEADS.index("rating")
    for name in (*partners, TOGETHER):
        sheet = add_sheet(book, looks, name, TableFile(name, (), _HEADS, rows), _FILLED)
        sheet.data_validation(1, at, len(rows), at, {"validate": "list", "source": list(STEPS)})
    book.close()
    return out.getvalue()


_HOW = (
    ("Each partner fills in its own sheet alone: a rating, the evidence, and what would move it one step.",),
    (f"The ratings are words: {', '.join(STEPS)}. They are never added up.",),
    (
        "Then meet. Talk first about the rows on which partners differ by two steps, and fill in the sheet Together.",
    ),
    ("The empty rows below a criterion are for indicators from your own copy of the framework.",),
    ("What the plan says is offered as evidence: a plan says what is written, not what is done.",),
)


def _check_names(partners: Sequence[str]) -> None:
    """Sheets of Excel have short names without some signs, each once."""
    taken = {TOGETHER.lower(), "how to"}
    if not partners:
        raise ConfigError("Name at least one partner with --partner NAME.", code="XW-616")
    for name in partners:
        if not name.strip() or len(name) > 31 or set(name) & set(_NOT_IN_A_NAME) or name.lower() in taken:
            raise ConfigError(
                f"{name!r} cannot be the name of a partner's sheet; use up to 31 letters, each name once, and none"
                f" of {_NOT_IN_A_NAME}.",
                code="XW-616",
            )
        taken.add(name.lower())


def _rows(corpus: Corpus, prov: Provision, said: str) -> list[tuple[str, ...]]:
    empty = ("",) * len(_FILLED)
    own = [
        (f"{prov.id} own {number}", "", "", "", *empty, "")
        for number in range(1, _OWN + 1)
        if prov.kind == "criterion"
    ]
    words = prov.text or "No text is held; copy it from your own framework."
    above = corpus.ancestors(prov.id)
    name = f"{above[-1].heading}: {prov.heading}" if above and above[-1].heading else prov.heading
    return [(prov.id, name, words, prov.mark, *empty, said), *own]


def _plan_says(
    space: Workspace, ref: str, plan: Sequence[Path], progress: Callable[[str], None]
) -> dict[str, str]:
    """For each element the passage of the plan that deals with it, with its place."""
    found = assess(requirement_list(space, ref), read_plan(plan, progress), encode, progress)
    progress("")
    return {
        one.unit.id: f"“{one.places[0].words}” ({place_in_plan(one.places[0])})"
        for one in found.findings
        if one.places and one.state.found
    }


def read_ratings(path: Path) -> Ratings:
    """A workbook that partners filled in; a word that is no rating is named with its sheet and element."""
    book = open_book(path)
    sheets: dict[str, dict[str, dict[str, str]]] = {}
    for name in book.sheetnames:
        rows = book[name].iter_rows(values_only=True)
        heads = [str(cell or "").strip() for cell in next(rows, ())]
        if {"element", "rating"} <= set(heads):
            found = [_row(heads, row) for row in rows]
            sheets[name] = {row["element"]: row for row in found if row.get("element")}
            _check_ratings(path, name, sheets[name])
    if not sheets:
        raise ParseError(
            f"{path} has no sheet with the heads element and rating; use a workbook that `crosswalk ratings` wrote.",
            code="XW-617",
        )
    return Ratings(sheets)


def _row(heads: Sequence[str], row: Sequence[Any]) -> dict[str, str]:
    return {head: cell_text(cell) for head, cell in zip(heads, row, strict=False)}


def _check_ratings(path: Path, sheet: str, rows: Mapping[str, Mapping[str, str]]) -> None:
    for element, row in rows.items():
        if row["rating"] and row["rating"].lower() not in STEPS:
            raise ParseError(
                f"{path.name}, sheet {sheet}, {element}: {row['rating']!r} is none of {', '.join(STEPS)}.",
                code="XW-617",
            )


def compared_ratings(now: Ratings, earlier: Ratings | None = None) -> TableFile:
    """One row an element that somebody rated: each partner's word, the meeting's, an earlier date's, and what to talk about."""
    heads = ["element", "name", "talk about it", "why", *now.partners, "together"]
    heads += ["earlier together"] if earlier else []
    heads += ["evidence", "what would move it one step", "owner", "due"]
    rows = [row for element in _elements(now) if (row := _compared(element, now, earlier))]
    # What partners see differently comes first; the rest in the workbook's order.
    rows.sort(key=lambda row: row[2] != "yes")
    apart = sum(row[2] == "yes" for row in rows)
    notes = (
        f"{len(rows)} elements were rated by {', '.join(now.partners)}; on {apart} partners differ by two steps or more.",
        f"Ratings are words ({', '.join(STEPS)}) and are not added up.",
    )
    return TableFile("Self-assessment: where partners see it differently", notes, tuple(heads), tuple(rows))


def _elements(now: Ratings) -> list[str]:
    return list(dict.fromkeys(element for rows in now.sheets.values() for element in rows))


def _compared(element: str, now: Ratings, earlier: Ratings | None) -> tuple[str, ...] | None:
    rows = {name: sheet.get(element, {}) for name, sheet in now.sheets.items()}
    own = {name: rows[name].get("rating", "").lower() for name in now.partners}
    together = rows.get(TOGETHER, {})
    rated = {name: STEPS.index(word) for name, word in own.items() if word}
    if not (rated or together.get("rating")):
        return None
    talk, why = _difference(rated)
    before = [earlier.sheets.get(TOGETHER, {}).get(element, {}).get("rating", "").lower()] if earlier else []
    told = [together] if any(together.get(head) for head in _FILLED) else list(rows.values())
    kept = ["; ".join(dict.fromkeys(row[head] for row in told if row.get(head))) for head in _FILLED[1:5]]
    name = next((row["name"] for row in rows.values() if row.get("name")), "")
    return (
        element,
        name,
        talk,
        why,
        *(own[one] or "not rated" for one in now.partners),
        together.get("rating", "").lower() or "not rated",
        *before,
        *kept,
    )


def _difference(rated: Mapping[str, int]) -> tuple[str, str]:
    """Whether partners differ by two steps or more, and between whom."""
    if not rated or max(rated.values()) - min(rated.values()) < _APART:
        return "no", ""
    low, high = min(rated, key=rated.__getitem__), max(rated, key=rated.__getitem__)
    return "yes", f"{low} says {STEPS[rated[low]]}, {high} says {STEPS[rated[high]]}"
