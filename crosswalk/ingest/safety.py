"""What is checked before a stranger's file is opened: its size, its encoding, what is packed in it."""

import io
import re
import zipfile
import zlib
from pathlib import Path

from crosswalk.errors import ParseError, SourceError

MEGABYTE = 1024 * 1024
UNPACKED_LIMIT = 200 * MEGABYTE
MARKUP_LIMIT = 60 * MEGABYTE
MEMBER_LIMIT = 5_000
_CHUNK = MEGABYTE
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s*/Image")
# Measured: a guidance letter's streams unpack to 2.4 times the size of its file.
_STREAM_FLOOR, _STREAM_RATIO, _PACKED_TWICE = 8 * MEGABYTE, 12, 3
# A document type is where entities are defined; Office files have none, so one is hostile.
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def load(path: Path, limit: int) -> bytes:
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
    return data


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding: UTF-8, UTF-16 by its mark, or Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if b"\x00" in data:
        raise ParseError("this is not text (it holds zero bytes); check the file's format.", code="XW-117")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return _decoded(data, "cp1252")


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


def check_streams(data: bytes) -> None:
    """Refuse a PDF whose packed drawings are out of all measure to its size.

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
    """At most so many bytes of what a packed stream holds; nothing if it is not packed."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


def _broken(what: str) -> ParseError:
    return ParseError(
        f"this {what} is broken or cut short; download it again, or open and save it in Office.",
        code="XW-118",
    )
