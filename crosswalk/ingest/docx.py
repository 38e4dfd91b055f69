"""Word documents: headings, automatic numbers, lists, tables and footnotes.

The XML is read directly. python-docx drops tracked insertions; docx2python writes marks of its
own into the text and reads moved words twice; here every word must be the document's own.
"""

import zipfile
from dataclasses import replace
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from crosswalk.errors import ParseError, Problem
from crosswalk.ingest.blocks import load
from crosswalk.ingest.docx_blocks import WordDocument, blocks_below, footnotes
from crosswalk.ingest.docx_parts import all_letters, numbering_of, part_tree, styles_of, value
from crosswalk.ingest.safety import open_office
from crosswalk.ingest.xml_stream import first_child, tag_of
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import ReadResult, leave_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

_PARTS = frozenset({"styles", "numbering", "footnotes", "endnotes"})
_TEXTS = ("document", "footnotes", "endnotes")
# Parts whose words are left out: their name in the file, and what one piece of them is.
_APART = {"comments": "comment", "header": "hdr", "footer": "ftr"}


def read_docx(data: bytes, source: Source) -> ReadResult:
    """A Word document as a corpus, as it reads once every tracked change is accepted.

    Insertions are included. Deletions, comments, headers and footers are left out and counted. Macros, linked
    and embedded files are never opened.
    """
    with open_office(data, "Word document") as archive:
        try:
            parts, apart = _parts(archive)
            document = _read(parts)
        except (KeyError, ValueError, SyntaxError, RecursionError, zipfile.BadZipFile) as error:
            raise ParseError(
                "this Word document is broken; open it in Word and save it again.", code="XW-240"
            ) from error
        macros = any(name.endswith("vbaProject.bin") for name in archive.namelist())
    total = sum(all_letters(parts[name]) for name in _TEXTS if name in parts)
    for kind, root in apart:
        pieces = sum(tag_of(one) == _APART[kind] for one in root.iter())
        leave_out(document.tally.dropped, f"{kind.rstrip('s')}s", all_letters(root), pieces)
        total += all_letters(root)
    loaded = load(
        document.blocks,
        source,
        source_chars=total,
        marks=document.marks,
        dropped=document.tally.dropped,
        notes=_notes(document, macros=macros),
        ambiguous=document.typed.ambiguous,
    )
    problem = Problem("embedded part", "another file is embedded here and was not read.", "XW-241")
    return replace(loaded, problems=(problem,) * document.tally.chunks)


def _read(parts: "Mapping[str, _Element]") -> WordDocument:
    styles, default = styles_of(parts.get("styles"))
    document = WordDocument(styles, default, numbering_of(parts.get("numbering"), styles))
    body = first_child(parts["document"], "body")
    if body is not None:
        blocks_below(document, body)
        document.tally.chunks = sum(tag_of(one) == "altChunk" for one in body.iter())
    for kind in ("footnote", "endnote"):
        footnotes(document, kind, parts.get(f"{kind}s"))
    return document


def _parts(archive: zipfile.ZipFile) -> "tuple[dict[str, _Element], list[tuple[str, _Element]]]":
    """The parts that hold words, styles and numbers, and those that are left out with their kinds.

    They are found by the file's own table of parts.
    """
    names = set(archive.namelist())
    main = next(
        (target for kind, target in _relations(archive, "_rels/.rels", "") if kind == "officeDocument"), ""
    )
    main = main if main in names else "word/document.xml"
    parts = {"document": part_tree(archive, main, "Word document")}
    folder, file = dirname(main), main.rpartition("/")[2]
    apart: dict[str, tuple[str, _Element]] = {}
    for kind, target in _relations(archive, f"{folder}/_rels/{file}.rels", folder):
        if kind in _PARTS and target in names:
            parts[kind] = part_tree(archive, target, "Word document")
        elif kind in _APART and target in names:
            apart[target] = (kind, part_tree(archive, target, "Word document"))
    return parts, list(apart.values())


def _relations(archive: zipfile.ZipFile, name: str, folder: str) -> list[tuple[str, str]]:
    """The kind and the place of each part that another part names; none outside the archive."""
    if name not in archive.namelist():
        return []
    return [
        (value(one, "Type").rpartition("/")[2], normpath(join("/", folder, value(one, "Target"))).lstrip("/"))
        for one in part_tree(archive, name, "Word document")
        if tag_of(one) == "Relationship" and value(one, "TargetMode") != "External"
    ]


def _notes(document: WordDocument, *, macros: bool) -> list[str]:
    inserted, deleted = len(document.tally.inserted), len(document.tally.deleted)
    notes = []
    if inserted or deleted:
        notes.append(
            f"The document has tracked changes and was read as if all were accepted: {inserted} insertions"
            f" kept, {deleted} deletions left out."
        )
    if macros:
        notes.append("The document holds macros; they were ignored.")
    return notes
