"""The government's own download addresses: a title of the Code, a part of the CFR, a public law, a rule or notice."""

import json
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from crosswalk.errors import SourceError
from crosswalk.ingest.download import LIMITS, Fetched, Limits, discard, fetch, text_at
from crosswalk.ingest.safety import is_ecfr, is_uslm

_HEAD = 65_536
DOCUMENT_NUMBER = re.compile(r"(?:[A-Z]\d-)?\d{2,4}-\d{4,6}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PART = re.compile(r"\d{1,5}[a-z]{0,2}")
_RELEASE = re.compile(r"(\d{1,3})-(\d{1,4}[a-z0-9]*)")


@dataclass(frozen=True, slots=True)
class Sites:
    """Where the four publishers are, and the limits of a download; another base is for a mirror or a test."""

    code: str = "https://uscode.house.gov"
    rules: str = "https://www.ecfr.gov"
    laws: str = "https://www.govinfo.gov"
    register: str = "https://www.federalregister.gov"
    limits: Limits = LIMITS


OFFICIAL = Sites()


def code_title(title: int, folder: Path, *, release: str = "", sites: Sites = OFFICIAL) -> Fetched:
    """A title of the United States Code as USLM XML, at a release point such as `119-73`, else the current one.

    The publisher (Office of the Law Revision Counsel) packs it as a zip archive; the path given
    back is that of the XML, the checksum the archive's.
    """
    release = release or current_release(title, sites=sites)
    found = _RELEASE.fullmatch(release)
    if not found:
        raise SourceError(f'"{release}" is not a release point; write it as 119-73.', code="XW-137")
    name = f"xml_usc{title:02d}@{release}.zip"
    address = f"{sites.code}/download/releasepoints/us/pl/{found[1]}/{found[2]}/{name}"
    archive = fetch(address, folder / name, limits=sites.limits)
    path = folder / f"usc{title:02d}@{release}.xml"
    try:
        _unpack(archive, f"usc{title:02d}.xml", path, sites.limits)
        _check_kind(path, is_uslm, address)
    except SourceError:
        discard(archive)
        raise
    return replace(archive, path=path, edition=release)


def current_release(title: int, *, sites: Sites = OFFICIAL) -> str:
    """The release point at which the Code's publisher offers a title now, such as `119-73`."""
    address = f"{sites.code}/download/download.shtml"
    found = re.search(rf"xml_usc{title:02d}@([\w-]+)\.zip", text_at(address, limits=sites.limits))
    if not found:
        raise SourceError(
            f"{address} names no title {title}; look there and give the release point.", code="XW-137"
        )
    return found[1]


def rule_part(title: int, part: str, folder: Path, *, date: str = "", sites: Sites = OFFICIAL) -> Fetched:
    """A part of the Code of Federal Regulations as eCFR XML at an ISO date, else at the latest one."""
    date = date or latest_rules(title, sites=sites)
    if not (_DATE.fullmatch(date) and _PART.fullmatch(part)):
        raise SourceError(
            f'"{date}" and "{part}" are not a date and a part; write them as 2025-01-31 and 677.',
            code="XW-137",
        )
    address = f"{sites.rules}/api/versioner/v1/full/{date}/title-{title}.xml?part={part}"
    found = fetch(address, folder / f"cfr{title}-part-{part}@{date}.xml", limits=sites.limits)
    return replace(_checked(found, is_ecfr), edition=date)


def latest_rules(title: int, *, sites: Sites = OFFICIAL) -> str:
    """The ISO date up to which the eCFR of a title goes; a later date is refused by the server."""
    address = f"{sites.rules}/api/versioner/v1/titles.json"
    try:
        titles = json.loads(text_at(address, limits=sites.limits))["titles"]
        found = next(str(one["up_to_date_as_of"]) for one in titles if int(one["number"]) == title)
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise SourceError(
            f"{address} gives no date for title {title}; give the date yourself.", code="XW-137"
        ) from error
    return found


def public_law(congress: int, number: int, folder: Path, *, sites: Sites = OFFICIAL) -> Fetched:
    """A public law as USLM XML; the Government Publishing Office has them from the 113th Congress on."""
    name = f"PLAW-{congress}publ{number}.xml"
    address = f"{sites.laws}/bulkdata/PLAW/{congress}/public/{name}"
    found = fetch(address, folder / name, limits=sites.limits)
    return replace(_checked(found, is_uslm), edition=f"{congress}-{number}")


def register_document(number: str, folder: Path, *, sites: Sites = OFFICIAL) -> Fetched:
    """A rule or notice of the Federal Register as a web page, by its document number such as `2024-03278`.

    `edition` is the day on which it was published.
    """
    if not DOCUMENT_NUMBER.fullmatch(number):
        raise SourceError(f'"{number}" is not a document number; write it as 2024-03278.', code="XW-137")
    address = (
        f"{sites.register}/api/v1/documents/{number}.json?fields[]=publication_date&fields[]=body_html_url"
    )
    try:
        answer = json.loads(text_at(address, limits=sites.limits))
        page, date = str(answer["body_html_url"]), str(answer["publication_date"])
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(
            f"{address} gives no page for {number}; look the document up in a browser and give the file.",
            code="XW-137",
        ) from error
    if urlsplit(page).netloc != urlsplit(sites.register).netloc or not _DATE.fullmatch(date):
        raise SourceError(
            f"{address} names {page}, which is no page of the same publisher; open it in a browser and give the file.",
            code="XW-135",
        )
    found = fetch(page, folder / f"register-{number}.html", limits=sites.limits)
    return replace(_checked(found, _is_page), edition=date)


def _is_page(data: bytes) -> bool:
    return data.lstrip()[:1] == b"<" and not data.lstrip().startswith(b"<?xml")


def _checked(found: Fetched, sign: Callable[[bytes], bool]) -> Fetched:
    """The file, if it is of the right kind; otherwise it is deleted, so that no cache has it."""
    try:
        _check_kind(found.path, sign, found.address)
    except SourceError:
        discard(found)
        raise
    return found


def _check_kind(path: Path, sign: Callable[[bytes], bool], address: str) -> None:
    """Refuse a file that is not of its kind: these servers answer some wrong addresses with a page."""
    with path.open("rb") as file:
        if not sign(file.read(_HEAD)):
            raise SourceError(
                f"{address} did not return the text; open it in a browser and see what it says.",
                code="XW-135",
            )


def _unpack(archive: Fetched, member: str, path: Path, limits: Limits) -> None:
    """Write one member of an archive to a path, whole or not at all and within the limits."""
    most = limits.megabytes * 1024 * 1024
    part = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(archive.path) as opened:
            if opened.getinfo(member).file_size > most:
                raise SourceError(
                    f"{archive.address} unpacks to more than {limits.megabytes} MB.", code="XW-136"
                )
            part.write_bytes(opened.read(member))
        part.replace(path)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise SourceError(
            f"{archive.address} did not give an archive with {member} in it; check title and release point.",
            code="XW-135",
        ) from error
    finally:
        part.unlink(missing_ok=True)
