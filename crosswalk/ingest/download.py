"""Download one file, whole or not at all: timeouts, retries, checksum, cache."""

import hashlib
import http.client
import json
import os
import socket
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from crosswalk.errors import SourceError

_CHUNK = 256 * 1024
_LONGEST_PAUSE = 60.0
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
    _write_note(address, path, found)
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
    note = _note(path)
    if not (path.is_file() and note.is_file()):
        return ""
    try:
        note_held = json.loads(note.read_text("utf-8"))
        same, known = note_held["address"] == address, str(note_held["sha256"])
    except (ValueError, KeyError, TypeError):
        return ""
    return known if same and _digest(path) == known else ""


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.source.json")


def _write_note(address: str, path: Path, sha256: str) -> None:
    note = json.dumps({"address": address, "sha256": sha256}, indent=1, sort_keys=True)
    _note(path).write_text(f"{note}\n", "utf-8", newline="\n")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
