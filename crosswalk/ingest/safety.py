"""Recognize untrusted files by their content, and validate them before parsing: size, encoding, archive contents, drawings."""

import io
import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path

from crosswalk.errors import ParseError, SourceError

MEGABYTE = 1024 * 1024
UNPACKED_LIMIT = 200 * MEGABYTE
MARKUP_LIMIT = 60 * MEGABYTE
MEMBER_LIMIT = 5_000
# The start of a pointer file, which replaces a large file in a repository.
_LFS = b"version https://git-lfs.github.com/spec/"
_CHUNK = MEGABYTE
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s*/Image")
# Measured: a guidance letter's streams unpack to 2.4 times the size of its file.
_OBJECT = re.compile(rb"(?<![\d])(\d{1,9})\s+\d{1,5}\s+obj\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_FORM_LIMIT, _FORM_DEPTH = 20_000, 30
_LOOK = 4096
_STREAM_FLOOR, _STREAM_RATIO, _PACKED_TWICE = 8 * MEGABYTE, 12, 3
# A document type is where entities are defined; Office files have none, so one is hostile.
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def load_file(path: Path, limit: int) -> bytes:
    """The bytes of a file of at most `limit` bytes; a bigger one is refused before it is read."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SourceError("this is not a file; name the document itself.", code="XW-110")
        if size > limit:
            raise SourceError(
                f"the file has {size / MEGABYTE:,.0f} MB and this format is read up to"
                f" {limit // MEGABYTE} MB; split it, or save it without pictures.",
                code="XW-111",
            )
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise SourceError(
            f"the file cannot be read ({reason}); check its name and rights.", code="XW-110"
        ) from error
    if not data.strip():
        raise SourceError("the file is empty; download or save it again.", code="XW-113")
    if data.startswith(_LFS):
        raise SourceError(
            "this is a Git LFS pointer, not the file itself; run `git lfs pull`, or download the file.",
            code="XW-121",
        )
    return data


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding: UTF-8, UTF-16 with or without a mark, or Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if wide := wide_encoding(data):
        return _decoded(data, wide)
    if b"\x00" in data:
        raise ParseError("this is not text (it holds zero bytes); check the file's format.", code="XW-117")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return _decoded(data, "cp1252")


def wide_encoding(data: bytes) -> str:
    """Which UTF-16 a text without a byte mark is in, by where its zero bytes are; empty for other files."""
    head = data[:_LOOK]
    if len(head) < 4 or len(data) % 2:
        return ""
    first, second = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if second > 0.6 * half and not first:
        return "utf-16-le"
    return "utf-16-be" if first > 0.6 * half and not second else ""


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise ParseError(
            f"the text is neither UTF-8 nor Windows-1252 (byte {error.start:,}); save it again as UTF-8.",
            code="XW-117",
        ) from error


def open_office(data: bytes, what: str) -> zipfile.ZipFile:
    """The archive of a Word or Excel file, once it is known to be whole and harmless.

    Refused are broken archives, archives that unpack to more than the limits above, and
    parts with a document type (entity bombs, external entities). Python's zip reader gives no
    more bytes than a member declares, so declared sizes can be trusted as a limit.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _broken(what) from error
    if len({member.filename for member in members}) < len(members):
        raise _broken(what)
    markup = [member for member in members if member.filename.endswith((".xml", ".rels", ".vml"))]
    if (
        len(members) > MEMBER_LIMIT
        or sum(member.file_size for member in members) > UNPACKED_LIMIT
        or sum(member.file_size for member in markup) > MARKUP_LIMIT
    ):
        raise ParseError(
            f"this {what} unpacks to more than {UNPACKED_LIMIT // MEGABYTE} MB, {MARKUP_LIMIT // MEGABYTE} MB"
            f" of text or {MEMBER_LIMIT:,} parts and was not opened; split it, or save it without embedded files.",
            code="XW-115",
        )
    for member in markup:
        _check_part(archive, member, what)
    return archive


def _check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, what: str) -> None:
    """Read one part through, so that its checksum is tested, and refuse it if it defines entities."""
    tail = b""
    try:
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                window = tail + chunk
                if any(mark in window for mark in _DOCTYPES):
                    raise ParseError(
                        f"part {member.filename} of this {what} declares a document type, which no Office"
                        " program writes; the file was not opened.",
                        code="XW-116",
                    )
                tail = chunk[-32:]
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise _broken(what) from error


def check_forms(data: bytes) -> None:
    """Refuse a PDF whose drawings call one another endlessly, or more often than any page needs.

    A drawing (form) may call others, and those others again; ten of ten levels make ten thousand million.
    """
    parts = _pdf_objects(data)
    calls = {number: _calls(body, parts) for number, body in parts.items() if _FORM.search(body[0])}
    costs: dict[int, int] = {}
    for number in calls:
        if _cost(number, calls, costs, ()) > _FORM_LIMIT:
            raise ParseError(
                "the drawings of this PDF call one another without end or too often, and it was not opened;"
                " print it to a new PDF and give that.",
                code="XW-120",
            )


def _pdf_objects(data: bytes) -> dict[int, tuple[bytes, bytes]]:
    """The objects of a PDF by number: each as its dictionary and its unpacked stream."""
    found: dict[int, tuple[bytes, bytes]] = {}
    for match in _OBJECT.finditer(data):
        start = match.end()
        end = data.find(b"endobj", start)
        body = data[start : end if end > 0 else start + _LOOK]
        begin = _STREAM.search(body)
        head = body[: begin.start()] if begin else body
        is_read = begin and (_FORM.search(head) or _OBJECTS.search(head))
        packed = body[begin.end() :] if begin and is_read else b""
        stream = _inflated(packed, _STREAM_FLOOR) or packed if begin and is_read else b""
        found[int(match[1])] = (head, stream)
        if _OBJECTS.search(head):
            found |= _packed_objects(head, stream)
    return found


def _packed_objects(head: bytes, stream: bytes) -> dict[int, tuple[bytes, bytes]]:
    """The objects within an object stream: pairs of number and place come first, then the objects."""
    first = re.search(rb"/First\s+(\d{1,9})", head)
    if not first:
        return {}
    numbers = [int(number) for number in stream[: int(first[1])].split() if number.isdigit()]
    places = [int(first[1]) + place for place in numbers[1::2]]
    ends = [*places[1:], len(stream)]
    return {
        number: (stream[start:end], b"")
        for number, start, end in zip(numbers[::2], places, ends, strict=False)
    }


def _calls(body: tuple[bytes, bytes], parts: dict[int, tuple[bytes, bytes]]) -> dict[int, int]:
    """Which objects a form's stream draws, and how often."""
    head, stream = body
    if found := re.search(rb"/Resources\s+(\d{1,9})\s+\d+\s+R", head):
        head = parts.get(int(found[1]), (b"", b""))[0]
    if found := re.search(rb"/XObject\s+(\d{1,9})\s+\d+\s+R", head):
        head = b"/XObject" + parts.get(int(found[1]), (b"", b""))[0]
    named = b" ".join(re.findall(rb"/XObject\s*<<(.*?)>>", head, re.DOTALL))
    known = {
        name: int(number) for name, number in re.findall(rb"/([^\s/<>\[\]()]+)\s+(\d{1,9})\s+\d+\s+R", named)
    }
    drawn = Counter(re.findall(rb"/([^\s/<>\[\]()]+)\s+Do\b", stream))
    return {known[name]: count for name, count in drawn.items() if name in known}


def _cost(
    number: int, calls: dict[int, dict[int, int]], costs: dict[int, int], above: tuple[int, ...]
) -> int:
    """How many drawings one form makes in all; more than the limit where it calls itself or goes too deep."""
    if number in above or len(above) > _FORM_DEPTH:
        return _FORM_LIMIT + 1
    if number not in costs:
        total = 1
        for one, count in calls.get(number, {}).items():
            total += count * _cost(one, calls, costs, (*above, number))
            if total > _FORM_LIMIT:
                break
        costs[number] = total
    return costs[number]


def check_streams(data: bytes) -> None:
    """Refuse a PDF whose compressed drawings are out of proportion to its size.

    A few kilobytes can unpack to gigabytes of drawing, which the library would obey. Pictures are
    left out, since reading text does not unpack them; a stream packed twice is unpacked twice.
    """
    allowance = max(_STREAM_FLOOR, _STREAM_RATIO * len(data))
    for found in _STREAM.finditer(data):
        start = found.end()
        end = data.find(b"endstream", start)
        head = data[max(0, found.start() - _CHUNK // 1024) : found.start()]
        if _PICTURE.search(head[head.rfind(b" obj") + 1 :]):
            continue
        packed = data[start : end if end > 0 else len(data)]
        for _ in range(_PACKED_TWICE):
            packed = _inflated(packed, allowance)
            allowance -= len(packed)
            if allowance <= 0:
                raise ParseError(
                    "this PDF unpacks to far more drawing than a text needs and was not opened; print it to"
                    " a new PDF and give that.",
                    code="XW-120",
                )


def _inflated(packed: bytes, most: int) -> bytes:
    """Decompress at most `most` bytes of a stream; nothing if it is not compressed."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _broken(what: str) -> ParseError:
    return ParseError(
        f"this {what} is broken or cut short; download it again, or open and save it in Office.",
        code="XW-118",
    )


_PDF_HEAD = 1024
_OPENING = 65_536
_PROLOG = re.compile(
    r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)([^>]*)")
_USLM_ROOTS = frozenset({"uscDoc", "pLaw", "bill", "statuteCompilation", "resolution", "lawDoc", "uslm"})
_OLD_REGISTER_ROOTS = frozenset(
    {"FEDREG", "RULE", "PRORULE", "NOTICE", "PRESDOCU", "RULES", "PRORULES", "NOTICES"}
)
_REGISTER_ROOTS = frozenset({"frDoc", "rule", "notice", "presidentialDoc", "proposedRule"})
# An OpenDocument file begins with this word, uncompressed, so that its kind is seen without unpacking.
_OPEN_KIND = re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.([a-z-]+)")
_ECFR_ROOT = re.compile(r"DLPSTEXTCLASS|ECFR|ECFRBRWS|DIV[1-9]|CFRGRANULE|CFRDOC")


def is_pdf(data: bytes) -> bool:
    """Whether a PDF begins in the first 1,024 bytes, as PDF readers allow."""
    return b"%PDF-" in data[:_PDF_HEAD]


def is_zip(data: bytes) -> bool:
    """Whether the bytes open as a zip archive, which every .docx and .xlsx is."""
    return data.startswith(b"PK\x03\x04")


def to_save_again(data: bytes) -> str:
    """What to do with a file of a known kind that no reader takes; empty for all others."""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return (
            "this is an Office file of the old kind or one locked by a password; open it and save it as"
            " .docx or .xlsx without a password."
        )
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5] == b"{\\rtf":
        return "this is a Rich Text (RTF) file, which is not read; open it in Word or LibreOffice and save it as .docx."
    if open_kind(data).startswith("spreadsheet"):
        return "this is an OpenDocument spreadsheet, which is not read; open it and save it as .xlsx."
    if open_kind(data).startswith("presentation") or "ppt/presentation.xml" in _members(data):
        return "this is a presentation, which is not read; open it and save it as PDF."
    return ""


def is_word(data: bytes) -> bool:
    """Whether the bytes are a zip archive with a Word document in it."""
    return is_zip(data) and any(name.startswith("word/") for name in _members(data))


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a zip archive with an Excel workbook in it."""
    return is_zip(data) and any(name.startswith("xl/") for name in _members(data))


def is_open_text(data: bytes) -> bool:
    """Whether the bytes are a zip archive that says it is an OpenDocument text."""
    return open_kind(data).startswith("text")


def open_kind(data: bytes) -> str:
    """What kind of OpenDocument file the bytes say they are, such as `text`; empty for other files."""
    found = _OPEN_KIND.search(data[:_LOOK]) if is_zip(data) else None
    return found[1].decode() if found else ""


def is_html(data: bytes) -> bool:
    """Whether the root element is `html`, or the document type says so."""
    head = _opening(data)
    return bool(re.match(r"\s*(?:<!--.*?-->\s*)*<!doctype\s+html", head, re.DOTALL | re.IGNORECASE)) or (
        root_of(data)[0].lower() == "html"
    )


def is_uslm(data: bytes) -> bool:
    """Whether the root element is one of United States Legislative Markup, or of the D.C. Code."""
    name, attributes = root_of(data)
    marked = "/uslm" in attributes or "containing-doc=" in attributes
    return not is_register(data) and (name in _USLM_ROOTS or marked)


def is_old_register(data: bytes) -> bool:
    """Whether the root element is that of an issue or a document of the Federal Register in its older XML."""
    return root_of(data)[0] in _OLD_REGISTER_ROOTS


def is_register(data: bytes) -> bool:
    """Whether the root element is that of an issue or a document of the Federal Register in USLM."""
    name, attributes = root_of(data)
    return name in _REGISTER_ROOTS and "/uslm" in attributes


def is_ecfr(data: bytes) -> bool:
    """Whether the root element is one of the eCFR's XML."""
    return bool(_ECFR_ROOT.fullmatch(root_of(data)[0]))


def root_of(data: bytes) -> tuple[str, str]:
    """The root element's name, without prefix, and its attributes as written; both empty if not XML.

    >>> root_of(b'<?xml version="1.0"?><DIV5 N="677" TYPE="PART">')
    ('DIV5', ' N="677" TYPE="PART"')
    """
    head, start = _opening(data), 0
    while found := _PROLOG.match(head, start):
        start = found.end()
    root = _ROOT.match(head, start)
    return (root[1], root[2]) if root else ("", "")


def _opening(data: bytes) -> str:
    """The opening of a file as text, good enough to see tags."""
    head = data[:_OPENING]
    if wide := wide_encoding(data):
        return head.decode(wide, errors="replace")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8-sig", errors="replace")


def _members(data: bytes) -> list[str]:
    """Names in a zip archive; none if its directory cannot be read."""
    try:
        return zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []
