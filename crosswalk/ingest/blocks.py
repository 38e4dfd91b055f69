"""Headings, paragraphs, list items, rows and footnotes of any document into addressable provisions.

Readers of PDF, Word and web pages give a flat run of blocks; the tree and its ids are made here.
An id is a path: a heading gives its number or, without one, its words (`purpose`); a list item
its enumerator (`a`); a bullet, paragraph, table, row and footnote its letter and place among its
siblings (`b2`, `p1`, `t1`, `r3`, `fn7`). Words elsewhere may change without moving an id.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from crosswalk.errors import ParseError
from crosswalk.ingest.enumerators import bare_numbers, contents_below_title
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

_INVISIBLE = "\u00ad\u200b\ufeff"
_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2007\u2009\u2002\u2003\u200a\u2008\u3000", " ")
    | dict.fromkeys(_INVISIBLE, "")
)
_DASHES = str.maketrans("‐‑–—", "----")
# Bullets and boxes that only the fonts Symbol and Wingdings have, as signs that every font has.
FONT_SIGNS = str.maketrans(
    "\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf071\uf0a8\uf06e\uf06f\uf0fe\uf0fd", "▪•➢✓❖❑☐■□☑☒"
)
DEPTH_LIMIT = 20
# The separator between the cells of a table row.
CELL = " | "
_SLUG_WORDS = 8
# The number of a part on a line of its own; two of them at least show how a document sets its parts.
_PART_ALONE = re.compile(
    r"(?:title|division|part|chapter|subchapter|article|annex|schedule|appendix) (?:\d{1,3}[a-z]?|[IVXLC]{1,7}|[A-Z])\.?",
    re.IGNORECASE,
)
_FEWEST_PARTS = 2
# What makes words a sentence with a duty in it, and no title.
_DUTY = re.compile(r"[.;]$|\b(?:shall|must|may|should|will)\b", re.IGNORECASE)
_LEAD_IN = (":", "—", "–")


class Kind(StrEnum):
    """The kind of a block; also the name of its level."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    FOOTNOTE = "footnote"


_LETTER = {Kind.PARAGRAPH: "p", Kind.ITEM: "b", Kind.TABLE: "t", Kind.ROW: "r", Kind.FOOTNOTE: "fn"}


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document, in its order.

    `depth` counts from 1 for headings and list items; a paragraph has the depth of the item it
    continues, else 0. `key` names a footnote within the file and `refers` the footnotes a text
    points to. `anchor` is the place's own name in a web page. `cells` are those of a table's row, or of
    its head; they take the place of its text. `opens` marks the first row of a table without a head or title.
    """

    kind: Kind
    text: str = ""
    heading: str = ""
    num: str = ""
    depth: int = 0
    page: str = ""
    anchor: str = ""
    context: str = ""
    key: str = ""
    refers: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    opens: bool = False


def row_text(cells: Sequence[str]) -> str:
    """A row in one line; an empty cell keeps its place between the separators.

    >>> row_text(["Credential attainment", "", "60.0%"]), row_text(["", ""])
    ('Credential attainment | | 60.0%', '')
    """
    return " ".join(CELL.join(cells).split()) if any(cells) else ""


@dataclass(slots=True)
class _Growing:
    """A tree as it grows: what is open, which ids are taken, who points to which footnote."""

    provs: list[Provision] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    counts: dict[tuple[str | None, Kind], int] = field(default_factory=dict)
    headings: list[tuple[int, str]] = field(default_factory=list)
    items: list[tuple[int, str]] = field(default_factory=list)
    lead: str | None = None
    table: str | None = None
    refers: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[Block, str | None]] = field(default_factory=list)


def load_blocks(
    blocks: Sequence[Block],
    source: Source,
    *,
    source_chars: int,
    marks: int,
    dropped: Mapping[str, LeftOut],
    notes: Sequence[str] = (),
    ambiguous: Sequence[str] = (),
) -> ReadResult:
    """The reading of a document from its blocks; a document without words is an error.

    `source_chars` counts all letters of the file, and `marks` those that became enumerators, footnote
    numbers or removed hyphens, which are in no provision.
    """
    left_out = dict(dropped)
    blocks, parted = _numbered(_titled_parts(_without_contents(blocks, left_out)))
    provs = grow(blocks, source)
    if not provs:
        raise ParseError("the document holds no text; check that it is the right file.", code="XW-230")
    signs = sum(max(0, len(block.cells) - 1) for block in blocks if any(block.cells))
    claimed = marks + parted - signs + sum(letters(prov.heading + prov.text) for prov in provs)
    return ReadResult(
        Corpus(source, tuple(provs)),
        ambiguous=tuple(ambiguous),
        dropped=left_out,
        notes=tuple(notes),
        source_chars=source_chars,
        claimed_chars=claimed,
    )


def _without_contents(blocks: Sequence[Block], dropped: dict[str, LeftOut]) -> list[Block]:
    """Blocks without a table of contents that is typed as text, which is counted in `dropped`."""
    contents = contents_below_title([f"{block.heading} {block.text}".strip() for block in blocks])
    for at in contents:
        chars = letters(blocks[at].heading + blocks[at].text)
        leave_out(dropped, "lines of the table of contents", chars)
    return [block for at, block in enumerate(blocks) if at not in contents]


def _titled_parts(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with a heading such as "ARTICLE I" joined with its title, where every such heading has one below it.

    A title is in capitals, or is a heading of a depth that no other heading has. A sentence or a duty is no title.
    """
    parts = [at for at, block in enumerate(blocks) if _PART_ALONE.fullmatch(block.heading) and not block.text]
    below = [blocks[at + 1] if at + 1 < len(blocks) else Block(Kind.ROW) for at in parts]
    kinds = {(block.kind, block.depth) for block in below}
    if len(parts) < _FEWEST_PARTS or len(kinds) > 1 or any(block.num or block.cells for block in below):
        return list(blocks)
    ((kind, depth),) = kinds
    titles = [block.heading if kind is Kind.HEADING else block.text for block in below]
    of_depth = sum((block.kind, block.depth) == (kind, depth) for block in blocks)
    if kind is Kind.HEADING and (of_depth > len(parts) or any(block.text for block in below)):
        return list(blocks)
    if kind is not Kind.HEADING and (kind is not Kind.PARAGRAPH or not all(map(str.isupper, titles))):
        return list(blocks)
    joined = {
        at: replace(
            blocks[at], heading=f"{blocks[at].heading} {title}", refers=(*blocks[at].refers, *block.refers)
        )
        for at, title, block in zip(parts, titles, below, strict=True)
        if not _DUTY.search(title)
    }
    return [joined.get(at, block) for at, block in enumerate(blocks) if at - 1 not in joined]


def _numbered(blocks: Sequence[Block]) -> tuple[Sequence[Block], int]:
    """Blocks with the bare numbers of headings apart from their titles, and how many letters those numbers have."""
    titled = [at for at, block in enumerate(blocks) if block.kind is Kind.HEADING and not block.num]
    found = bare_numbers([(blocks[at].depth, blocks[at].heading) for at in titled])
    made, parted = list(blocks), 0
    for place, (num, title) in found.items():
        block = blocks[titled[place]]
        parted += letters(block.heading) - letters(title)
        made[titled[place]] = replace(block, num=num, heading=title)
    return made, parted


def plain_spaces(text: str) -> str:
    """The text with every kind of space written as a plain one and invisible characters taken out."""
    return text.translate(_SPACES)


def letters(text: str) -> int:
    """How many characters a text has, white space and invisible signs left out."""
    found = len("".join(text.split()))
    return found if text.isascii() else found - sum(map(text.count, _INVISIBLE))


def grow(blocks: Sequence[Block], source: Source) -> list[Provision]:
    """The provisions that blocks make, parents before children, each footnote below who points to it."""
    tree = _Growing()
    for block in blocks:
        if block.kind is Kind.FOOTNOTE:
            tree.notes.append((block, tree.provs[-1].id if tree.provs else None))
        elif words := row_text(block.cells):
            is_head = block.kind is Kind.TABLE
            _add(tree, replace(block, heading=words) if is_head else replace(block, text=words), source)
        elif block.text or block.heading or block.num:
            _add(tree, block, source)
    return _with_footnotes(tree)


def _add(tree: _Growing, block: Block, source: Source) -> None:
    parent = _parent(tree, block)
    prov_id = _id(tree, block, parent)
    level = f"heading {block.depth}" if block.kind is Kind.HEADING else str(block.kind)
    tree.provs.append(
        Provision(
            id=prov_id,
            text=block.text.translate(FONT_SIGNS),
            heading=block.heading.translate(FONT_SIGNS),
            parent=parent,
            num=block.num,
            level=level,
            kind="heading" if block.heading and not block.text else "",
            page=block.page,
            context=block.context,
            address=f"{source.address}#{block.anchor}" if block.anchor and source.address else "",
        )
    )
    tree.refers.update({key: prov_id for key in block.refers if key not in tree.refers})
    _open(tree, block, prov_id)


def _parent(tree: _Growing, block: Block) -> str | None:
    """Where a block belongs, once all that it closes is closed."""
    depth = min(block.depth, DEPTH_LIMIT)
    if block.kind is Kind.HEADING:
        tree.headings = [(at, prov_id) for at, prov_id in tree.headings if at < depth]
        tree.items, tree.lead = [], None
    elif block.kind is Kind.ITEM:
        tree.items = [(at, prov_id) for at, prov_id in tree.items if at < depth]
    elif not _is_below(tree, block):
        tree.items = [(at, prov_id) for at, prov_id in tree.items if at <= depth]
        tree.lead = tree.lead if tree.items else None
    if tree.table is not None and _is_below(tree, block):
        return tree.table
    if tree.items:
        return tree.items[-1][1]
    if tree.lead is not None and block.kind is Kind.ITEM:
        return tree.lead
    return tree.headings[-1][1] if tree.headings else None


def _is_below(tree: _Growing, block: Block) -> bool:
    """Whether a block is a row of the table that is open."""
    return block.kind is Kind.ROW and tree.table is not None and not block.opens


def _open(tree: _Growing, block: Block, prov_id: str) -> None:
    """Make a block the parent of what follows: a heading, an item, a table, or the lead-in of a list."""
    depth = min(block.depth, DEPTH_LIMIT)
    if block.kind is Kind.TABLE:
        tree.table = prov_id
    elif not _is_below(tree, block):
        tree.table = None
    if block.kind is Kind.HEADING:
        tree.headings.append((depth, prov_id))
    elif block.kind is Kind.ITEM:
        tree.items.append((depth, prov_id))
    elif block.kind is Kind.PARAGRAPH and not tree.items and block.text.endswith(_LEAD_IN):
        tree.lead = prov_id


def _id(tree: _Growing, block: Block, parent: str | None) -> str:
    titled = slug(block.heading) if block.kind is Kind.HEADING else ""
    if not (segment := re.sub(r"[^\w.-]+", "", block.num.translate(_DASHES)).strip(".-_") or titled):
        number = tree.counts[parent, block.kind] = tree.counts.get((parent, block.kind), 0) + 1
        segment = f"{_LETTER.get(block.kind, 'h')}{number}"
    elif block.kind is Kind.FOOTNOTE:
        segment = f"fn{segment}"
    return free(f"{parent}/{segment}" if parent else segment, tree.taken, "-")


def free(prov_id: str, taken: dict[str, int], sign: str = "~") -> str:
    """Reserve an id; a second use in the document gets `~2`, a third `~3`.

    `taken` holds every id in use, with the last number given to it. `sign` separates the id and the number.
    """
    found, again = prov_id, taken.get(prov_id, 0)
    while found in taken:
        again += 1
        found = f"{prov_id}{sign}{again}"
    taken[prov_id] = max(again, 1)
    taken.setdefault(found, 1)
    return found


def slug(words: str) -> str:
    """A heading as part of an address.

    >>> slug("Who is a “participant”?")
    'who-is-a-participant'
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+(?:['’][a-z]+)?", plain)[:_SLUG_WORDS]).replace("'", "")


def _with_footnotes(tree: _Growing) -> list[Provision]:
    """Each footnote below the text that refers to it, or below the text before it if none does."""
    below: dict[str | None, list[Provision]] = {}
    for block, before in tree.notes:
        parent = tree.refers.get(block.key, before)
        prov = Provision(
            id=_id(tree, block, parent),
            text=block.text,
            parent=parent,
            num=block.num,
            level=str(block.kind),
            page=block.page,
        )
        below.setdefault(parent, []).append(prov)
    ordered = list(below.get(None, []))
    for prov in tree.provs:
        ordered += [prov, *below.get(prov.id, [])]
    return ordered
