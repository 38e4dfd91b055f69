"""Download official texts whole or not at all: titles of the Code, parts of the CFR, public laws, rules and notices."""

import hashlib
import http.client
import io
import json
import os
import re
import socket
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from crosswalk.errors import SourceError
from crosswalk.ingest.safety import is_ecfr, is_uslm

_CHUNK, _LONGEST_PAUSE = 256 * 1024, 60.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much: seconds without a byte, seconds in all, megabytes, tries, first pause.

    The pause doubles from try to try; `wait` is what pauses.
    """

    silence: float = 30.0
    seconds: float = 900.0
    megabytes: int = 400
    tries: int = 4
    pause: float = 1.0
    wait: Callable[[float], None] = time.sleep


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A downloaded file: its path, its address and its SHA-256.

    `edition` is the date, release point or number that its publisher identifies it by.
    """

    path: Path
    address: str
    sha256: str
    edition: str = ""


class _PassingError(Exception):
    """A failure that a later try may not see; `pause` is the wait in seconds that the server requests."""

    def __init__(self, reason: str, code: str, pause: float = 0.0) -> None:
        super().__init__(reason)
        self.code = code
        self.pause = pause


def fetch(address: str, path: Path, *, limits: Limits = LIMITS) -> Fetched:
    """Download a file to a path, unless that very file is there already.

    The path is written whole or left as it was; `<name>.source.json` in the same folder has the address
    and checksum.
    """
    if known := _known(address, path):
        return Fetched(path, address, known)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
    except OSError as error:
        raise SourceError(
            f"{path.parent} cannot be written to ({error.strerror}); choose another folder.", code="XW-130"
        ) from error
    try:
        found = _with_retries(address, part, limits)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    note = json.dumps({"address": address, "sha256": found}, indent=1, sort_keys=True)
    _note(path).write_text(f"{note}\n", "utf-8", newline="\n")
    return Fetched(path, address, found)


def discard(found: Fetched) -> None:
    """Delete a downloaded file that turned out to be the wrong one, so that no later call finds it."""
    found.path.unlink(missing_ok=True)
    _note(found.path).unlink(missing_ok=True)


def text_at(address: str, *, limits: Limits = LIMITS) -> str:
    """A short page as text, fetched each time and never cached."""
    with tempfile.TemporaryDirectory() as folder:
        return fetch(address, Path(folder) / "page", limits=limits).path.read_text("utf-8", "replace")


def _known(address: str, path: Path) -> str:
    """The checksum of a file downloaded before from this address, if it is still whole."""
    try:
        held = json.loads(_note(path).read_text("utf-8"))
        with path.open("rb") as file:
            known = hashlib.file_digest(file, "sha256").hexdigest()
        return known if held["address"] == address and held["sha256"] == known else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.source.json")


def _with_retries(address: str, part: Path, limits: Limits) -> str:
    """The checksum of a file once it is down whole, after as many tries as are allowed."""
    end = time.monotonic() + limits.seconds
    tries = 0
    while True:
        tries += 1
        try:
            return _try_once(address, part, limits, end)
        except _PassingError as error:
            if tries >= limits.tries or time.monotonic() > end:
                raise SourceError(
                    f"{address} could not be downloaded in {tries} tries ({error}); try again later, or download"
                    " it with a browser and give the file.",
                    code=error.code,
                ) from error
            limits.wait(min(max(error.pause, limits.pause * 2 ** (tries - 1)), _LONGEST_PAUSE))


def _try_once(address: str, part: Path, limits: Limits, end: float) -> str:
    """Try once to download; the checksum of the file."""
    if urlsplit(address).scheme not in {"http", "https"}:
        raise SourceError(f"{address} is not a web address; it must begin with https://.", code="XW-130")
    request = urllib.request.Request(address, headers={"User-Agent": "crosswalk"})  # noqa: S310 (checked above)
    try:
        with urllib.request.build_opener(_SameHost).open(request, timeout=limits.silence) as answer:
            return _receive(address, answer, part, limits, end)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(address, error) from error
    except (TimeoutError, http.client.HTTPException, ConnectionError) as error:
        raise _PassingError("the connection broke or fell silent", "XW-133") from error
    except urllib.error.URLError as error:
        raise _offline(address, error) from error


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follow redirects only within the publisher's own site and over connections no weaker."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The request to go on with; a `SourceError` (XW-135) where it would leave the site."""
        was, now = urlsplit(req.full_url), urlsplit(newurl)
        if was.scheme == "https" and now.scheme != "https":
            fp.close()
            raise SourceError(
                f"{req.full_url} sends on to {newurl}, which is not a safe address; report it to its publisher.",
                code="XW-135",
            )
        if not _is_within(now.netloc, was.netloc):
            fp.close()
            raise SourceError(
                f"{req.full_url} sends on to {now.netloc}, which is another site, so it was not followed;"
                " open it in a browser, and give the file if it is the right one.",
                code="XW-135",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_within(host: str, site: str) -> bool:
    """Whether a host is a site itself, with or without `www`, or is below it."""
    name = site.removeprefix("www.")
    return host.removeprefix("www.") == name or host.endswith(f".{name}")


def _refusal(address: str, error: urllib.error.HTTPError) -> Exception:
    """The error for a refusal: the file is not there, the server is busy, or access is denied."""
    if error.code in _PASSING:
        after = error.headers.get("Retry-After", "")
        return _PassingError(
            f"the server answered {error.code}", "XW-132", float(after) if after.isdigit() else 0.0
        )
    if error.code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return SourceError(f"{address} does not exist; check the number and the date.", code="XW-131")
    return SourceError(
        f"{address} was refused by its server ({error.code}); open it in a browser and give the file.",
        code="XW-132",
    )


def _offline(address: str, error: urllib.error.URLError) -> Exception:
    """A name that cannot be found or a refused connection is not tried again."""
    if isinstance(error.reason, TimeoutError):
        return _PassingError("the server did not answer", "XW-133")
    reason = "its name cannot be found" if isinstance(error.reason, socket.gaierror) else "no connection"
    return SourceError(
        f"{urlsplit(address).netloc} cannot be reached ({reason}); check the network, or download {address} elsewhere"
        " and give the file.",
        code="XW-130",
    )


def _receive(address: str, answer: http.client.HTTPResponse, part: Path, limits: Limits, end: float) -> str:
    """Write the data received to the part file; the checksum once all of it has arrived."""
    promised = answer.headers.get("Content-Length", "")
    most = limits.megabytes * 1024 * 1024
    digest, size = hashlib.sha256(), 0
    with part.open("wb") as file:
        while (not promised.isdigit() or int(promised) <= most) and size <= most:
            if time.monotonic() > end:
                raise TimeoutError
            chunk = answer.read1(_CHUNK)
            if not chunk:
                break
            size += len(chunk)
            digest.update(chunk)
            file.write(chunk)
    if size > most or (promised.isdigit() and int(promised) > most):
        raise SourceError(
            f"{address} is larger than {limits.megabytes} MB and was not downloaded.", code="XW-136"
        )
    if promised.isdigit() and size != int(promised):
        raise _PassingError(f"only {size:,} of {int(promised):,} bytes came", "XW-133")
    return digest.hexdigest()


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
    with found.path.open("rb") as file:
        if sign(file.read(_HEAD)):
            return found
    discard(found)
    raise _wrong_kind(found.address)


def _wrong_kind(address: str) -> SourceError:
    """The error for a file that is not of its kind: these servers answer some wrong addresses with a page."""
    return SourceError(
        f"{address} did not return the text; open it in a browser and see what it says.", code="XW-135"
    )


def _unpack(archive: Fetched, member: str, path: Path, limits: Limits) -> None:
    """Write one member of an archive to a path if it is USLM, whole or not at all and within the limits."""
    most = limits.megabytes * 1024 * 1024
    part = path.with_name(f".{path.name}.part")
    try:
        # In memory, a place before the archive's start is a ValueError; in a file it is an OSError, as a full disk is.
        with zipfile.ZipFile(io.BytesIO(archive.path.read_bytes())) as opened:
            if opened.getinfo(member).file_size > most:
                raise SourceError(
                    f"{archive.address} unpacks to more than {limits.megabytes} MB.", code="XW-136"
                )
            data = opened.read(member)
        if not is_uslm(data[:_HEAD]):
            raise _wrong_kind(archive.address)
        part.write_bytes(data)
        part.replace(path)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise SourceError(
            f"{archive.address} did not give an archive with {member} in it; check title and release point.",
            code="XW-135",
        ) from error
    finally:
        part.unlink(missing_ok=True)
