"""Downloading from the government's addresses, against a server on this machine alone."""

import hashlib
import json
import socket
import threading
import time
from dataclasses import replace

import pytest

from crosswalk.errors import SourceError
from crosswalk.ingest.official import (
    Limits,
    Sites,
    code_title,
    fetch,
    latest_rules,
    public_law,
    register_document,
    rule_part,
)
from tests import sample_publisher

ok, packed = sample_publisher.ok, sample_publisher.packed

CODE = b'<?xml version="1.0"?><uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0"><main/></uscDoc>'
RULE = b'<?xml version="1.0"?><DIV5 N="677" TYPE="PART"><HEAD>PART 677</HEAD></DIV5>'
LAW = b'<?xml version="1.0"?><pLaw xmlns="http://schemas.gpo.gov/xml/uslm"/>'
TITLES = b'{"titles": [{"number": 1, "up_to_date_as_of": "2024-01-01"}, {"number": 20, "up_to_date_as_of": "2025-01-15"}]}'
POINTS = b'<a href="releasepoints/us/pl/119/102not101/xml_usc29@119-102not101.zip">[XML]</a>'
QUICK = Limits(silence=0.3, seconds=2.0, megabytes=1, tries=3, pause=0.0, wait=lambda _: None)


@pytest.fixture
def sites(sites):
    return replace(sites, limits=QUICK)


def left(folder):
    """What stands in a folder, notes of origin left out."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".source.json"))


def test_the_addresses_are_those_of_the_publishers():
    assert Sites() == Sites(
        "https://uscode.house.gov",
        "https://www.ecfr.gov",
        "https://www.govinfo.gov",
        "https://www.federalregister.gov",
    )


def test_a_code_title_is_downloaded_and_unpacked(server, sites, tmp_path):
    body = packed("usc29.xml", CODE)
    server.give("/download/releasepoints/us/pl/119/73/xml_usc29@119-73.zip", ok(body))

    found = code_title(29, tmp_path, release="119-73", sites=sites)

    assert found.path.read_bytes() == CODE
    assert (found.path.name, found.edition) == ("usc29@119-73.xml", "119-73")
    assert found.sha256 == hashlib.sha256(body).hexdigest()
    assert left(tmp_path) == ["usc29@119-73.xml", "xml_usc29@119-73.zip"]


def test_the_current_release_point_is_looked_up(server, sites, tmp_path):
    server.give("/download/download.shtml", ok(POINTS))
    server.give(
        "/download/releasepoints/us/pl/119/102not101/xml_usc29@119-102not101.zip",
        ok(packed("usc29.xml", CODE)),
    )

    assert code_title(29, tmp_path, sites=sites).edition == "119-102not101"
    with pytest.raises(SourceError, match=r"XW-137 .* names no title 30"):
        code_title(30, tmp_path, sites=sites)


def test_a_part_of_the_rules_is_downloaded_at_a_date_or_at_the_latest(server, sites, tmp_path):
    server.give("/api/versioner/v1/titles.json", ok(TITLES))
    for date in ("2024-06-01", "2025-01-15"):
        server.give(f"/api/versioner/v1/full/{date}/title-20.xml?part=677", ok(RULE))

    dated = rule_part(20, "677", tmp_path, date="2024-06-01", sites=sites)
    latest = rule_part(20, "677", tmp_path, sites=sites)

    assert (dated.edition, latest.edition) == ("2024-06-01", "2025-01-15")
    assert dated.path.read_bytes() == RULE
    with pytest.raises(SourceError, match=r"XW-137 .* gives no date for title 35"):
        latest_rules(35, sites=sites)


NOTICE = (
    b"<html><body><h1>Final rule</h1><p>The indicator is retention with the same employer.</p></body></html>"
)
NOTICE_API = "/api/v1/documents/2024-03278.json?fields[]=publication_date&fields[]=body_html_url"


def test_a_document_of_the_federal_register_is_downloaded(server, sites, tmp_path):
    page = "/documents/full_text/html/2024/02/23/2024-03278.html"
    told = {"publication_date": "2024-02-23", "body_html_url": f"{server.base}{page}"}
    server.give(NOTICE_API, ok(json.dumps(told).encode()))
    server.give(page, ok(NOTICE))
    found = register_document("2024-03278", tmp_path, sites=sites)

    assert ("2024-02-23", NOTICE) == (found.edition, found.path.read_bytes())


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (b"<html>Sorry</html>", "XW-137"),
        (b'{"publication_date": "2024-02-23"}', "XW-137"),
        (b'{"publication_date": "2024-02-23", "body_html_url": "https://example.org/page.html"}', "XW-135"),
    ],
)
def test_a_register_that_names_no_page_of_its_own_is_refused(server, sites, tmp_path, told, code):
    server.give(NOTICE_API, ok(told))
    with pytest.raises(SourceError, match=code):
        register_document("2024-03278", tmp_path, sites=sites)

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", ["../../etc/passwd", "2024", "2024-03278/x"])
def test_a_document_number_is_checked_before_it_becomes_a_path(sites, tmp_path, number):
    with pytest.raises(SourceError, match="XW-137"):
        register_document(number, tmp_path, sites=sites)


def test_a_public_law_is_downloaded(server, sites, tmp_path):
    server.give("/bulkdata/PLAW/113/public/PLAW-113publ128.xml", ok(LAW))

    found = public_law(113, 128, tmp_path, sites=sites)

    assert (found.path.name, found.edition) == ("PLAW-113publ128.xml", "113-128")


def test_a_file_that_is_there_is_not_downloaded_again(server, tmp_path):
    server.give("/law.xml", ok(LAW))
    first = fetch(f"{server.base}/law.xml", tmp_path / "law.xml", limits=QUICK)
    again = fetch(f"{server.base}/law.xml", tmp_path / "law.xml", limits=QUICK)

    assert (first, server.asked) == (again, ["/law.xml"])
    (tmp_path / "law.xml").write_bytes(b"spoiled")
    fetch(f"{server.base}/law.xml", tmp_path / "law.xml", limits=QUICK)
    assert server.asked == ["/law.xml"] * 2
    assert (tmp_path / "law.xml").read_bytes() == LAW


def test_a_passing_failure_is_tried_again(server, tmp_path):
    waits = []
    limits = Limits(silence=1, seconds=9, tries=4, pause=1.0, wait=waits.append)
    server.give("/a", (500, b"", {}), (429, b"", {"Retry-After": "7"}), (503, b"", {}), ok(LAW))

    assert fetch(f"{server.base}/a", tmp_path / "a", limits=limits).path.read_bytes() == LAW
    assert waits == [1.0, 7.0, 4.0]


@pytest.mark.parametrize(
    ("answers", "code", "words", "asked"),
    [
        ([(404, b"no", {})], "XW-131", "does not exist; check the number", 1),
        ([(403, b"no", {})], "XW-132", "refused by its server .403.", 1),
        ([(500, b"no", {})], "XW-132", "in 3 tries .the server answered 500.", 3),
        ([(200, b"short", {"Content-Length": "900"})], "XW-133", "only 5 of 900 bytes came", 3),
        ([(200, b"", {"Content-Length": "9999999999"})], "XW-136", "larger than 1 MB", 1),
        ([(200, b"x" * (1024 * 1024 + 9), {})], "XW-136", "larger than 1 MB", 1),
    ],
)
def test_a_failure_is_one_sentence_and_leaves_no_file(server, tmp_path, answers, code, words, asked):
    server.give("/a", *answers)

    with pytest.raises(SourceError, match=words) as caught:
        fetch(f"{server.base}/a", tmp_path / "a", limits=QUICK)

    assert caught.value.code == code
    assert len(server.asked) == asked
    assert left(tmp_path) == []


def test_a_truncated_file_is_fetched_again_until_it_is_whole(server, tmp_path):
    server.give("/a", (200, LAW[:20], {"Content-Length": str(len(LAW))}), ok(LAW))

    assert fetch(f"{server.base}/a", tmp_path / "a", limits=QUICK).path.read_bytes() == LAW


def test_a_server_that_falls_silent_is_left(server, tmp_path):
    release = threading.Event()

    def silent(answer):
        answer.send_response(200)
        answer.send_header("Content-Length", "100")
        answer.end_headers()
        answer.wfile.write(b"some")
        answer.wfile.flush()
        release.wait(5)

    server.give("/a", silent)
    began = time.monotonic()

    with pytest.raises(SourceError, match=r"XW-133 .*fell silent"):
        fetch(f"{server.base}/a", tmp_path / "a", limits=QUICK)

    release.set()
    assert time.monotonic() - began < 4
    assert left(tmp_path) == []


def test_a_server_that_drips_for_ever_is_left(server, tmp_path):
    release = threading.Event()

    def drip(answer):
        answer.send_response(200)
        answer.end_headers()
        while not release.wait(0.05):
            try:
                answer.wfile.write(b".")
            except OSError:
                return

    server.give("/a", drip)
    with pytest.raises(SourceError, match=r"XW-133"):
        fetch(f"{server.base}/a", tmp_path / "a", limits=Limits(silence=1, seconds=0.5, tries=2, pause=0))
    release.set()


def test_an_unending_answer_without_a_length_is_cut_off(server, tmp_path):
    def endless(answer):
        answer.send_response(200)
        answer.end_headers()
        try:
            while True:
                answer.wfile.write(b"x" * 65_536)
        except OSError:
            return

    server.give("/a", endless)
    old = tmp_path / "a"
    old.write_bytes(b"old words")
    with pytest.raises(SourceError, match=r"XW-136"):
        fetch(f"{server.base}/a", old, limits=QUICK)
    assert old.read_bytes() == b"old words"


def test_being_offline_is_one_sentence(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        shut = f"http://127.0.0.1:{free.getsockname()[1]}"

        with pytest.raises(
            SourceError, match=r"XW-130 .* cannot be reached .no connection.; check the network"
        ):
            public_law(113, 128, tmp_path, sites=Sites(laws=shut, limits=QUICK))

    assert left(tmp_path) == []


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:,x"])
def test_only_web_addresses_are_opened(tmp_path, address):
    with pytest.raises(SourceError, match="is not a web address"):
        fetch(address, tmp_path / "a", limits=QUICK)


def test_a_page_in_place_of_the_xml_is_refused_and_deleted(server, sites, tmp_path):
    page = ok(b"<!doctype html><html><body>Not found</body></html>")
    server.give("/bulkdata/PLAW/113/public/PLAW-113publ1.xml", page)
    server.give("/download/releasepoints/us/pl/113/1/xml_usc29@113-1.zip", page)

    with pytest.raises(SourceError, match=r"XW-135 .* did not return the text"):
        public_law(113, 1, tmp_path, sites=sites)
    with pytest.raises(SourceError, match=r"XW-135 .* did not give an archive"):
        code_title(29, tmp_path, release="113-1", sites=sites)

    assert left(tmp_path) == []


def test_a_zip_bomb_is_not_unpacked(server, sites, tmp_path):
    server.give(
        "/download/releasepoints/us/pl/119/1/xml_usc29@119-1.zip", ok(packed("usc29.xml", b" " * 9_000_000))
    )

    with pytest.raises(SourceError, match=r"XW-136 .* unpacks to more than 1 MB"):
        code_title(29, tmp_path, release="119-1", sites=sites)

    assert left(tmp_path) == []


@pytest.mark.parametrize("release", ["../../etc", "119", "119-1/x", ""])
def test_a_release_point_is_checked_before_it_becomes_a_path(sites, server, tmp_path, release):
    with pytest.raises(SourceError, match=r"XW-13[17]"):
        code_title(29, tmp_path, release=release, sites=sites)


def test_a_date_is_checked_before_it_becomes_a_path(sites, tmp_path):
    with pytest.raises(SourceError, match=r"XW-137"):
        rule_part(20, "677", tmp_path, date="../x", sites=sites)
    with pytest.raises(SourceError, match="XW-137"):
        rule_part(20, "../677", tmp_path, date="2025-01-31", sites=sites)


def test_a_folder_that_cannot_be_written_is_named(server, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")

    with pytest.raises(SourceError, match=r"XW-130 .* cannot be written to"):
        fetch(f"{server.base}/a", blocked / "a", limits=QUICK)
