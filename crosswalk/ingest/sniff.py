"""What a file is, told from its first bytes and its root element, whatever its name says."""

import re

_PDF_HEAD = 1024
_HEAD = 65_536
_PROLOG = re.compile(
    r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)([^>]*)")
_USLM_ROOTS = frozenset({"uscDoc", "pLaw", "bill", "statuteCompilation", "resolution", "lawDoc", "uslm"})
_REGISTER_ROOTS = frozenset({"frDoc", "rule", "notice", "presidentialDoc", "proposedRule"})
_ECFR_ROOT = re.compile(r"DLPSTEXTCLASS|ECFR|ECFRBRWS|DIV[1-9]")


def is_pdf(data: bytes) -> bool:
    """Whether the bytes open as a PDF, with the leeway of 1,024 bytes that readers give."""
    return b"%PDF-" in data[:_PDF_HEAD]


def is_zip(data: bytes) -> bool:
    """Whether the bytes open as a zip archive, which every .docx and .xlsx is."""
    return data.startswith(b"PK\x03\x04")


def is_old_office(data: bytes) -> bool:
    """Whether the bytes are an OLE file: an old .doc or .xls, or any locked by a password."""
    return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_word(data: bytes) -> bool:
    """Whether the bytes are a zip archive with a Word document in it."""
    return is_zip(data) and any(name.startswith("word/") for name in _members(data))


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a zip archive with an Excel workbook in it."""
    return is_zip(data) and any(name.startswith("xl/") for name in _members(data))


def is_html(data: bytes) -> bool:
    """Whether the root element is `html`, or the document type says so."""
    head = _text(data)
    return bool(re.match(r"\s*(?:<!--.*?-->\s*)*<!doctype\s+html", head, re.DOTALL | re.IGNORECASE)) or (
        root_of(data)[0].lower() == "html"
    )


def is_uslm(data: bytes) -> bool:
    """Whether the root element is one of United States Legislative Markup."""
    name, attributes = root_of(data)
    return not is_register(data) and (name in _USLM_ROOTS or "/uslm" in attributes)


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
    head, start = _text(data), 0
    while found := _PROLOG.match(head, start):
        start = found.end()
    root = _ROOT.match(head, start)
    return (root[1], root[2]) if root else ("", "")


def _text(data: bytes) -> str:
    """The opening of a file as text, good enough to see tags; UTF-16 is known by its mark."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8-sig", errors="replace")


def _members(data: bytes) -> list[str]:
    """Names in a zip archive; none if its directory cannot be read."""
    import io
    import zipfile

    try:
        return zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []
