"""Read files into corpora: one module per format.

A reader takes bytes and a `Source` and returns a `ReadResult`. It builds the tree in one of three ways:

- `blocks.load_blocks`: a flat run of headings, paragraphs, list items, table rows and footnotes becomes a tree. PDF,
  Word, web pages, Markdown, plain text and the Federal Register use it. `table_grids.table_blocks` makes the rows
  of a table, with merged cells filled by `table_grids.fill_grid`, and `enumerators` nests list items.
- `section.read_section`: the paragraphs of one section of a statute or rule are nested by their marks. eCFR
  XML and outlined text use it; `language.outline` decides what each (a), (1), (i) belongs to.
- The file's own tree: USLM XML and OSCAL catalogs nest their levels, and a table has a row and a parent per provision.

Every reader counts all characters of its file apart from what it reads (`source_chars`). Text left out on
purpose is counted under a name with `leave_out`, and enumerators with what was read, so that nothing is lost
without a trace: the characters read, left out and not read add up to those of the file.

To add a format, write one module with a function `read_xxx(data, source) -> ReadResult`, add one line to
`FORMATS`, where a format with a sign comes before those known by their ending alone, and add a fixture and a
test that the characters add up.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from crosswalk.errors import ConfigError, CrosswalkError, ParseError, Problem, SourceError
from crosswalk.ingest import safety
from crosswalk.ingest.blocks import letters
from crosswalk.language.citations import references_of
from crosswalk.model.citation import SectionMap, numbering_of
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import ReadResult, leave_out
from crosswalk.model.relation import Verification


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its endings, the reader in `crosswalk.ingest`, and its limit in megabytes.

    `sign` recognizes the format by the file's own bytes and takes precedence over the ending; None where the
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
    Format("PDF", (".pdf",), "pdf", "read_pdf", 150, safety.is_pdf),
    Format("Word document", (".docx", ".docm"), "docx", "read_docx", 100, safety.is_word),
    Format("OpenDocument text", (".odt", ".ott"), "odt", "read_odt", 100, safety.is_open_text),
    Format("Excel workbook", (".xlsx", ".xlsm"), "table", "read_workbook", 100, safety.is_workbook, True),
    Format("USLM XML", (".xml",), "uslm", "read_uslm", 250, safety.is_uslm),
    Format(
        "Federal Register XML", (".xml",), "federal_register", "read_federal_register", 60, safety.is_register
    ),
    Format(
        "older Federal Register XML",
        (".xml",),
        "federal_register",
        "read_federal_register_sgml",
        60,
        safety.is_old_register,
    ),
    Format("eCFR XML", (".xml",), "ecfr", "read_ecfr", 250, safety.is_ecfr),
    Format("web page", (".html", ".htm", ".xhtml"), "html", "read_html", 50, safety.is_html),
    Format("OSCAL catalog", (".json",), "oscal", "read_oscal", 50),
    Format("corpus file", (".yaml", ".yml"), "corpus_file", "read_corpus", 50),
    Format("table", (".csv", ".tsv"), "table", "read_table", 50, columns=True),
    Format("plain text", (".txt", ".md", ".markdown"), "outline", "read_outline", 50),
)

# The limit for a file whose ending says nothing.
MEGABYTES = 50
# A book of 300 pages; the language model takes no more than a million characters at once.
LONGEST = 900_000
# A note says so where one provision has such a share of the words, and so many letters.
_MOST, _MUCH = 0.5, 5_000
# The most punctuation marks in a row; more would slow down every later step.
_LONGEST_RUN = 1_000
_RUN = re.compile(rf"(?:[^\w\s]|_){{{_LONGEST_RUN + 1},}}")
# Signs that steer a terminal or turn the order of letters around; the second set is white space as well.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_CONTROL_SPACES = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_HIDDEN = re.compile(rf"{_CONTROLS.pattern}|{_CONTROL_SPACES.pattern}|[\u00ad\u200b-\u200f\u2060\ufeff]")


def read(
    path: Path, source: Source, *, columns: Mapping[str, str] | None = None, sheet: str = ""
) -> ReadResult:
    """Take a document of any known format in as a corpus.

    `columns` names a table's columns where their headers are not the usual words, such as
    `{"id": "Ref.", "text": "Indicator"}`, and `sheet` the one sheet of a workbook to read. Raises a `CrosswalkError` of one sentence that names the file.
    """
    path = Path(path)
    ending = path.suffix.lower()
    with named_errors(path):
        limit = max([form.megabytes for form in FORMATS if ending in form.endings], default=MEGABYTES)
        data = safety.load_file(path, limit * safety.MEGABYTE)
        form = _format_of(ending, data)
        loaded = drop_empty(_drop_controls(_run(form, data, source, columns, sheet)))
        check_lengths(loaded.corpus)
        found = references_of(loaded.corpus, numbering_of(loaded.corpus), SectionMap())
        loaded = replace(loaded, references=found, notes=(*loaded.notes, *_in_one(loaded)))
    if ending in form.endings:
        return loaded
    note = f"The name ends in {path.suffix or 'nothing'}, but the content is that of this kind: {form.name}; it was read so."
    return replace(loaded, notes=(note, *loaded.notes))


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Begin the sentence of every error with the name of the file."""
    try:
        yield
    except CrosswalkError as error:
        raise type(error)(
            f"{path.name or path}: {error.message}", code=error.code, problems=error.problems
        ) from error


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
    if advice := safety.to_save_again(data):
        raise SourceError(advice, code="XW-114")
    for form in FORMATS:
        if form.sign is not None and form.sign(data):
            return form
    if ending == ".xml" and (root := safety.root_of(data)[0]):
        raise SourceError(
            f"its XML begins with the element {root[:40]}, which no kind of XML does that is read (USLM, eCFR,"
            " Federal Register); give the document in one of them, or as PDF, Word or web page.",
            code="XW-123",
        )
    for form in FORMATS:
        if ending in form.endings:
            return form
    known = ", ".join(dict.fromkeys(end for form in FORMATS for end in form.endings))
    raise SourceError(f"its format is not known; give a file that ends in one of {known}.", code="XW-112")


def _drop_controls(loaded: ReadResult) -> ReadResult:
    """A document without the characters that only steer a terminal or turn the order of the letters around.

    They are counted as left out. An id that holds one, or another sign that cannot be seen, is refused.
    """
    provs, removed = [], 0
    for prov in loaded.corpus:
        if hidden := _HIDDEN.search(prov.id):
            raise ParseError(
                f"id {_visible(prov.id)} holds a sign that cannot be seen (U+{ord(hidden[0]):04X}); remove it.",
                code="XW-226",
            )
        text, heading, context = map(without_controls, (prov.text, prov.heading, prov.context))
        removed += len(_CONTROLS.findall(prov.text)) + len(_CONTROLS.findall(prov.heading))
        same = (text, heading, context) == (prov.text, prov.heading, prov.context)
        provs.append(prov if same else replace(prov, text=text, heading=heading, context=context))
    dropped = dict(loaded.dropped)
    leave_out(dropped, "control characters", removed, removed)
    corpus = Corpus(loaded.corpus.source, tuple(provs))
    return replace(loaded, corpus=corpus, dropped=dropped, claimed_chars=loaded.claimed_chars - removed)


def without_controls(text: str) -> str:
    """A text without control characters; those that separate words become spaces."""
    return _CONTROL_SPACES.sub(" ", _CONTROLS.sub("", text))


def _visible(text: str) -> str:
    """A text with each invisible character written as an escape sequence."""
    return _HIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def says_nothing(prov: Provision) -> bool:
    """Whether a provision with nothing below it has no words and is not marked as a heading."""
    title = prov.kind == "heading" and prov.heading.strip()
    return prov.is_heading and not title and prov.verification is not Verification.NOT_RETRIEVED


def drop_empty(loaded: ReadResult) -> ReadResult:
    """Mark titles without text as headings; leave out and report provisions with a number alone."""
    kept: list[Provision] = []
    bare: list[str] = []
    parents: set[str | None] = set()
    for prov in reversed(loaded.corpus.provisions):
        own = prov
        if prov.id not in parents and says_nothing(prov):
            if not prov.heading.strip():
                bare.append(prov.id)
                continue
            own = replace(prov, kind="heading")
        kept.append(own)
        parents.add(prov.parent)
    if not kept:
        raise ParseError("the document holds no text; check that it is the right file.", code="XW-230")
    left_out = (
        Problem(one, "has neither a title nor words, and was left out.", "XW-208") for one in bare[::-1]
    )
    corpus = Corpus(loaded.corpus.source, tuple(kept[::-1]))
    return replace(loaded, corpus=corpus, problems=(*loaded.problems, *left_out))


def check_lengths(corpus: Corpus) -> None:
    """Refuse a provision that is too long to analyze, or has too long a run of punctuation."""
    for prov in corpus:
        if len(prov.text) > LONGEST:
            raise ParseError(
                f"provision {prov.id} has {len(prov.text):,} characters and {LONGEST:,} are read at most; part"
                " it in paragraphs or numbered items.",
                code="XW-209",
            )
        _check_signs(prov.text, f"provision {prov.id}")


def _in_one(loaded: ReadResult) -> tuple[str, ...]:
    """A note where one provision has most of the words, so that a reader checks whether its parts were seen."""
    largest = max(loaded.corpus, key=lambda prov: len(prov.text))
    share = letters(largest.text) / max(loaded.claimed_chars, 1)
    if len(largest.text) < _MUCH or share < _MOST:
        return ()
    return (
        (
            f"One provision, {largest.id}, has {share:.0%} of the words: no headings, items or sections were found in it."
            " If the document has them, give it in another format."
        ),
    )


def _check_signs(text: str, where: str) -> None:
    """Refuse a text with an overlong run of punctuation, which slows down every later step."""
    if found := _RUN.search(text):
        raise ParseError(
            f"{where} holds {len(found[0]):,} signs in a row ({found[0][:8]}…), and {_LONGEST_RUN:,} are read"
            " at most; remove them.",
            code="XW-122",
        )
