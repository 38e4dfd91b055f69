"""Bytes into a corpus: one short module a format.

To add a format, write one module with a function `read_xxx(data, source) -> ReadResult`, add one line
to `FORMATS`, and add one fixture to its tests.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from crosswalk.errors import ConfigError, CrosswalkError, SourceError
from crosswalk.ingest import safety, sniff
from crosswalk.ingest.leaves import settled
from crosswalk.language.citations import references_of
from crosswalk.model.citation import SectionMap, numbering_of
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import ReadResult


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its endings, the reader in `crosswalk.ingest`, and its limit in megabytes.

    `sign` tells the format from a file's own bytes and goes before the ending; None where the
    content has no sign. `columns` is whether a user may name its columns.
    """

    name: str
    endings: tuple[str, ...]
    module: str
    reader: str
    megabytes: int
    sign: Callable[[bytes], bool] | None = None
    columns: bool = False


FORMATS = (
    Format("PDF", (".pdf",), "pdf", "read_pdf", 150, sniff.is_pdf),
    Format("Word document", (".docx", ".docm"), "docx", "read_docx", 100, sniff.is_word),
    Format(
        "Excel workbook", (".xlsx", ".xlsm"), "table", "read_workbook", 100, sniff.is_workbook, columns=True
    ),
    Format("USLM XML", (".xml",), "uslm", "read_uslm", 250, sniff.is_uslm),
    Format(
        "Federal Register XML", (".xml",), "federal_register", "read_federal_register", 60, sniff.is_register
    ),
    Format("eCFR XML", (".xml",), "ecfr", "read_ecfr", 250, sniff.is_ecfr),
    Format("web page", (".html", ".htm", ".xhtml"), "html", "read_html", 50, sniff.is_html),
    Format("corpus file", (".yaml", ".yml"), "corpus_file", "read_corpus", 50),
    Format("table", (".csv", ".tsv"), "table", "read_table", 50, columns=True),
    Format("plain text", (".txt", ".md"), "outline", "read_outline", 50),
)

# The limit for a file whose ending says nothing.
MEGABYTES = 50


def read(
    path: Path, source: Source, *, columns: Mapping[str, str] | None = None, sheet: str = ""
) -> ReadResult:
    """Take a document of any known format in as a corpus.

    `columns` names a table's columns where their headers are not the usual words, such as
    `{"id": "Ref.", "text": "Indicator"}`, and `sheet` the one sheet of a workbook to read. Raises a `CrosswalkError` of one sentence that names the file.
    """
    path = Path(path)
    try:
        ending = path.suffix.lower()
        limit = max([form.megabytes for form in FORMATS if ending in form.endings], default=MEGABYTES)
        data = safety.load(path, limit * safety.MEGABYTE)
        form = _format_of(ending, data)
        loaded = _with_references(settled(_run(form, data, source, columns, sheet)))
    except CrosswalkError as error:
        raise type(error)(
            f"{path.name}: {error.message}", code=error.code, problems=error.problems
        ) from error
    if path.suffix.lower() in form.endings:
        return loaded
    said = f"The name ends in {path.suffix or 'nothing'}, but the content is that of this kind: {form.name}; it was read so."
    return replace(loaded, notes=(said, *loaded.notes))


def _with_references(loaded: ReadResult) -> ReadResult:
    """The reading with every citation and reference its texts make."""
    found = references_of(loaded.corpus, numbering_of(loaded.corpus), SectionMap())
    return replace(loaded, references=found)


def _run(
    form: Format, data: bytes, source: Source, columns: Mapping[str, str] | None, sheet: str
) -> ReadResult:
    if columns and not form.columns:
        raise ConfigError(f"columns can be named for a table only, and this is a {form.name}.", code="XW-505")
    reader = getattr(import_module(f"crosswalk.ingest.{form.module}"), form.reader)
    named: dict[str, object] = {"columns": columns} if form.columns else {}
    if sheet and form.reader != "read_workbook":
        raise ConfigError(
            f"a sheet can be named for a workbook only, and this is a {form.name}.", code="XW-505"
        )
    loaded: ReadResult = reader(data, source, **named, **({"sheet": sheet} if sheet else {}))
    return loaded


def _format_of(ending: str, data: bytes) -> Format:
    """The format by the content's own sign, else by the file's ending."""
    if sniff.is_old_office(data):
        raise SourceError(
            "this is an Office file of the old kind or one locked by a password; open it and save it as"
            " .docx or .xlsx without a password.",
            code="XW-114",
        )
    for form in FORMATS:
        if form.sign is not None and form.sign(data):
            return form
    for form in FORMATS:
        if ending in form.endings:
            return form
    known = ", ".join(dict.fromkeys(end for form in FORMATS for end in form.endings))
    raise SourceError(f"its format is not known; give a file that ends in one of {known}.", code="XW-112")
