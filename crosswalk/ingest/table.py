"""Tables of provisions in CSV, TSV and Excel files: one provision per row."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from crosswalk.errors import ParseError, Problem
from crosswalk.ingest.blocks import letters
from crosswalk.ingest.safety import decode
from crosswalk.ingest.sheets import (
    HEADER_DEPTH,
    RawSheet,
    Row,
    chosen_sheets,
    delimited_rows,
    find_columns,
    place_name,
    sheets_of,
)
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

_SHOWN = 60
_NAMED = 3
_HEADS = 12
_FAULTS = 4
_OPENING = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows below one header, with the position of each of our columns.

    `before` holds the header's own row and all rows above it; `spread` the places that a merged cell
    gave its words to, as (row from 1, column from 0); `after` the notes below the table.
    """

    name: str
    headers: tuple[str, ...]
    places: Mapping[str, int]
    rows: tuple[Row, ...]
    before: tuple[Row, ...] = ()
    spread: frozenset[tuple[int, int]] = frozenset()
    after: tuple[Row, ...] = ()


def read_table(data: bytes, source: Source, *, columns: Mapping[str, str] | None = None) -> ReadResult:
    """A CSV or TSV file as a corpus; comma, semicolon, tab or bar, whichever the file uses.

    Cells are text: a formula is read as written and nothing is computed.
    """
    text, encoding = decode(data)
    rows = delimited_rows(text, columns)
    sheet = _sheet_in("", rows, columns)
    notes = () if encoding == "utf-8" else (f"The text is not UTF-8 and was read as {encoding}.",)
    if sheet is None:
        raise _no_table([("", rows)], columns)
    return _gather([sheet], source, notes, {})


def read_workbook(
    data: bytes, source: Source, *, columns: Mapping[str, str] | None = None, sheet: str = ""
) -> ReadResult:
    """An Excel workbook as a corpus: the named sheet, else every visible one that has the columns."""
    raw, notes = sheets_of(data)
    chosen = chosen_sheets(raw, sheet)
    found = [(one, _sheet_in(one.name, one.rows, columns, one.spread)) for one in chosen]
    if not any(table for _, table in found):
        raise _no_table([(one.name, one.rows) for one in chosen], columns)
    dropped: dict[str, LeftOut] = {}
    read = [one for one, table in found if table]
    for one in raw:
        if one not in read:
            what = "hidden sheets" if one.hidden and one not in chosen else "other sheets"
            cells = ((n, at, cell) for n, row in one.rows for at, cell in enumerate(row))
            leave_out(dropped, what, sum(letters(cell) for n, at, cell in cells if (n, at) not in one.spread))
    _refuse(_missing(found))
    return _gather(
        [table for _, table in found if table],
        source,
        (*_workbook_notes(raw, read, named=bool(sheet)), *notes),
        dropped,
    )


def _workbook_notes(raw: Sequence[RawSheet], read: Sequence[RawSheet], *, named: bool) -> tuple[str, ...]:
    """Notes on the workbook: sheets read as one or left out, hidden rows, formulas."""
    notes = []
    if len(read) > 1 and not named:
        listed = ", ".join(one.name for one in read)
        notes.append(
            f"{len(read)} sheets were read as one document: {listed}. To read one alone, name it:"
            f' --sheet "{read[0].name}".'
        )
    for one in raw:
        if one not in read and one.hidden:
            notes.append(f"Sheet {one.name} is hidden and was not read; name it with --sheet to read it.")
        elif one not in read:
            why = "another was named" if named else "it has no columns for ids and texts"
            notes.append(f"Sheet {one.name} was not read: {why} ({_heads(one.rows)}).")
        elif one.hidden_rows:
            notes.append(f"Hidden rows of sheet {one.name}, which were read too: {one.hidden_rows:,}.")
    if formulas := sum(one.formulas for one in read):
        notes.append(
            f"Cells with formulas: {formulas:,}. The value last stored was read; nothing was computed."
        )
    return tuple(notes)


def _missing(found: Sequence[tuple[RawSheet, Sheet | None]]) -> list[Problem]:
    """A problem for each formula without a stored value, or with an error, in a column that is read."""
    absent = "a formula without a stored value; open the workbook in Excel, save it, and read it again."
    return [
        Problem(
            f"sheet {one.name}, cell {place_name(place)}",
            f"holds {f'the error {error}; correct it in Excel, save, and read it again.' if error else absent}",
            "XW-236",
        )
        for one, table in found
        if table
        for place, error in sorted(one.missing.items())
        if place[1] in table.places.values() and place[0] > table.before[-1][0]
    ]


def _gather(
    sheets: Sequence[Sheet], source: Source, notes: tuple[str, ...], dropped: dict[str, LeftOut]
) -> ReadResult:
    """The corpus of some sheets; every fault is named by row, and all are raised at once."""
    provs: dict[str, Provision] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    read = [(sheet, number, row, _provision(sheet, row)) for sheet in sheets for number, row in sheet.rows]
    by_path = not any("parent_id" in sheet.places for sheet in sheets)
    above = {_parent(prov, by_path=by_path) for *_, prov in read}
    for sheet, number, row, prov in read:
        where = _where(sheet, number)
        if (number, sheet.places["id"]) in sheet.spread and prov.id in provs:
            provs[prov.id] = _with_row(provs[prov.id], prov, sheet, number)
            continue
        fault = _overflow(sheet, row) or _fault(prov, provs, places, above)
        if fault:
            problems.append(Problem(where, *fault))
        else:
            provs[prov.id], places[prov.id] = prov, where
    if len(sheets) > 1 and any(problem.code == "XW-224" for problem in problems):
        problems.insert(0, Problem("the workbook", _sheets_named(sheets), "XW-224"))
    rows = _with_parents(provs) if by_path else dict(provs)
    bare = {
        prov.parent: Provision(prov.parent)
        for prov in rows.values()
        if prov.parent and prov.parent not in rows
    }
    provs, moved = _parents_first(bare | rows, places, problems)
    _refuse(problems)
    if not provs:
        raise ParseError("the table has a header but no rows below it; add the provisions.", code="XW-222")
    if bare:
        shown = ", ".join(list(bare)[:_NAMED]) + ", ..." * (len(bare) > _NAMED)
        notes += (
            f"Parents without a row of their own, which became empty headings: {len(bare):,} ({shown}).",
        )
    if moved:
        notes += (f"Rows that came before their parent and were moved below it: {moved:,}.",)
    claimed, unclaimed, total = _account(sheets, dropped)
    return ReadResult(
        Corpus(source, tuple(provs.values())),
        unclaimed=unclaimed,
        notes=notes,
        dropped=dropped,
        source_chars=total + sum(omitted.chars for omitted in dropped.values()),
        claimed_chars=claimed,
    )


def _with_row(known: Provision, more: Provision, sheet: Sheet, number: int) -> Provision:
    """A provision with the words of one more row that its merged id spans."""
    repeated = (number, sheet.places["text"]) in sheet.spread
    return known if repeated or not more.text else replace(known, text=f"{known.text}\n{more.text}".strip())


def _sheets_named(sheets: Sequence[Sheet]) -> str:
    listed = "; ".join(f"{sheet.name} ({', '.join(filter(None, sheet.headers))})" for sheet in sheets)
    name = sheets[0].name
    return f'several sheets have these columns: {listed}. Read one of them: crosswalk read FILE --sheet "{name}".'


def _sheet_in(
    name: str,
    rows: Sequence[Row],
    columns: Mapping[str, str] | None,
    spread: frozenset[tuple[int, int]] = frozenset(),
) -> Sheet | None:
    """The table below the first row that names an id and a text column, if there is one."""
    for at, (_, headers) in enumerate(rows[:HEADER_DEPTH]):
        places = find_columns(headers, columns)
        if {"id", "text"} <= places.keys() and (not columns or columns.keys() <= places.keys()):
            below = [row for row in rows[at + 1 :] if any(row[1])]
            end = len(below)
            while end > 1 and _is_note(below[end - 1], places["id"], spread):
                end -= 1
            before, after = tuple(rows[: at + 1]), tuple(below[end:])
            return Sheet(name, tuple(headers), places, tuple(below[:end]), before, spread, after)
    return None


def _is_note(row: Row, id_place: int, spread: frozenset[tuple[int, int]]) -> bool:
    """Whether a row has words in its id's cell alone, as a note below a table has."""
    number, cells = row
    filled = [at for at, cell in enumerate(cells) if cell and (number, at) not in spread]
    return filled == [id_place] and " " in cells[id_place]


def _no_table(heads: Sequence[tuple[str, Sequence[Row]]], columns: Mapping[str, str] | None) -> ParseError:
    """An error that says which columns were sought, and what each sheet has."""
    sought = (
        ", ".join(f"{ours}={name}" for ours, name in columns.items())
        if columns
        else "an id and a text column"
    )
    if len(heads) > 1:
        found = "the sheets are: " + "; ".join(f"{name} ({_heads(rows)})" for name, rows in heads)
    else:
        found = "; ".join(_heads(rows) for _, rows in heads)
    return ParseError(
        f"no row among the first {HEADER_DEPTH} names {sought} ({found}); give the columns the headers id and"
        " text in the file, or name your own: `crosswalk read FILE --id ID --columns id=Ref,text=Indicator`"
        f"{', and one sheet with --sheet NAME' if len(heads) > 1 else ''}.",
        code="XW-220",
    )


def _heads(rows: Sequence[Row]) -> str:
    """The row that looks most like a header: of the first rows, that with the most different words."""
    filled = [[cell for cell in row if cell] for _, row in rows[:_OPENING]]
    first = max(filled, key=lambda row: len(set(row)), default=[])
    words = " | ".join(" ".join(cell.split())[:_SHOWN] for cell in first[:_HEADS])
    return f"its columns: {words}{' | …' if len(first) > _HEADS else ''}" if words else "it is empty"


def _provision(sheet: Sheet, row: Sequence[str]) -> Provision:
    def cell(column: str) -> str:
        index = sheet.places.get(column, -1)
        return row[index].strip() if 0 <= index < len(row) else ""

    return Provision(
        id=" ".join(cell("id").split()),
        parent=" ".join(cell("parent_id").split()) or None,
        heading=" ".join(cell("title").split()),
        text=cell("text"),
        kind="" if cell("text") else "heading",
        context=cell("context"),
    )


def _overflow(sheet: Sheet, row: Sequence[str]) -> tuple[str, str] | None:
    """A row with more cells than the header has columns: a comma in an unquoted text cut it in two."""
    if not any(cell.strip() for cell in row[len(sheet.headers) :]):
        return None
    return (
        (
            f"has {len(row)} cells under {len(sheet.headers)} headers; put quotation marks round a text that holds"
            " the delimiter."
        ),
        "XW-228",
    )


def _fault(
    prov: Provision, provs: Mapping[str, Provision], places: Mapping[str, str], above: AbstractSet[str]
) -> tuple[str, str] | None:
    """What is wrong with one row, and its code; None if nothing is."""
    for one in filter(None, (prov.id, prov.parent)):
        if not all(map(str.strip, one.split("/"))):
            return f"id {one} has an empty part before, between or after its slashes; fill it in.", "XW-226"
    if not prov.id:
        return f'has the text "{(prov.text or prov.heading)[:_SHOWN]}" but no id; give it one.', "XW-223"
    if prov.id in provs:
        return f"id {prov.id} is already in {places[prov.id]}; give each row its own id.", "XW-224"
    if not prov.text and not prov.heading and prov.id not in above:
        return f"id {prov.id} has neither title nor text; fill it in or take the row out.", "XW-225"
    return None


def _parent(prov: Provision, *, by_path: bool) -> str:
    """The id that a row stands below: that of its parent column, or without one its own less the last segment."""
    return prov.id.rpartition("/")[0] if by_path else prov.parent or ""


def _with_parents(provs: Mapping[str, Provision]) -> dict[str, Provision]:
    """The rows of a table without a parent column, each below the id of its path if that id exists."""
    return {
        key: replace(prov, parent=above) if (above := _parent(prov, by_path=True)) in provs else prov
        for key, prov in provs.items()
    }


def _parents_first(
    provs: Mapping[str, Provision], places: Mapping[str, str], problems: list[Problem]
) -> tuple[dict[str, Provision], int]:
    """The rows with every parent before its children, else in the table's order; and how many moved."""
    ordered: dict[str, Provision] = {}
    moved = 0
    for prov in provs.values():
        chain: dict[str, Provision] = {}
        at: Provision | None = prov
        while at is not None and at.id not in ordered and at.id not in chain:
            chain[at.id] = at
            at = provs.get(at.parent) if at.parent is not None else None
        if at is not None and at.id in chain:
            message = f"id {at.id} is its own ancestor through {at.parent}; fix the parents."
            problems.append(Problem(places[at.id], message, "XW-227"))
        moved += len(chain) - 1 if chain else 0
        ordered.update(reversed(chain.items()))
    return ordered, moved


def _refuse(problems: Sequence[Problem]) -> None:
    """Raise once for all faults: the first in the sentence, a few others below it, and how many more."""
    if not problems:
        return
    first, *others = problems
    if len(others) > _FAULTS:
        rest = len(others) - _FAULTS
        others = [*others[:_FAULTS], Problem("the table", f"and {rest:,} more faults.", first.code)]
    raise ParseError(f"{first.where}: {first.what}", code=first.code, problems=others)


def _account(sheets: Sequence[Sheet], dropped: dict[str, LeftOut]) -> tuple[int, tuple[str, ...], int]:
    """The characters of our columns, the columns that are not read, and the characters of all rows."""
    claimed = total = 0
    unclaimed = []
    for sheet in sheets:
        head = [
            cell
            for number, row in sheet.before[-1:]
            for at, cell in enumerate(row)
            if (number, at) not in sheet.spread
        ]
        leave_out(dropped, "header rows", sum(map(letters, head)))
        for number, row in (*sheet.before[:-1], *sheet.after):
            own = [cell for at, cell in enumerate(row) if cell and (number, at) not in sheet.spread]
            total += sum(map(letters, own))
            unclaimed.append(f'{_where(sheet, number)}: "{" | ".join(own)[:_SHOWN]}"')
        for place in range(max((len(row) for _, row in sheet.rows), default=0)):
            cells = [
                (number, row[place])
                for number, row in sheet.rows
                if place < len(row) and row[place] and (number, place) not in sheet.spread
            ]
            held = sum(letters(cell) for _, cell in cells)
            total += held
            if place in sheet.places.values():
                claimed += held
            elif held:
                header = sheet.headers[place] if place < len(sheet.headers) else ""
                unclaimed.append(
                    f'column {header or place + 1}, from {_where(sheet, cells[0][0])}: "{cells[0][1][:_SHOWN]}"'
                )
    return claimed, tuple(unclaimed), total


def _where(sheet: Sheet, number: int) -> str:
    return f"sheet {sheet.name}, row {number}" if sheet.name else f"row {number}"
