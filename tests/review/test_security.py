"""Only this machine's browser, with the token, from the desk's own pages, by posted form."""

import socket
import subprocess
import sys

import pytest

HOSTILE = "<script>alert('x')</script>"
BASE = "http://127.0.0.1:7000"
CHANGES = [
    "/settings",
    "/x/herbs/undo",
    "/x/herbs/decisions",
    "/x/herbs/progress",
    "/x/herbs/comments/0123456789",
    "/x/herbs/same",
]


def files(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*.tsv")}


@pytest.mark.parametrize(
    "path", ["/", "/x/herbs/", "/x/herbs/herbs.html", "/x/herbs/comments.tsv", "/file/desk.css"]
)
@pytest.mark.parametrize("cookie", ["", "guess"])
def test_nothing_is_shown_without_the_token(visitor, path, cookie):
    client = visitor.app.test_client()
    if cookie:
        client.set_cookie(visitor.guard.cookie, cookie, domain="127.0.0.1")
    answer = client.get(path, base_url=BASE)

    assert 403 == answer.status_code
    assert "Herb" not in answer.text


def test_a_wrong_token_in_the_address_lets_nobody_in(visitor):
    assert 403 == visitor.app.test_client().get("/?token=guess", base_url=BASE).status_code


def test_the_token_leaves_the_address_for_a_cookie_no_script_or_site_can_use(visitor):
    answer = visitor.app.test_client().get(f"/?token={visitor.guard.token}", base_url=BASE)

    assert (303, "/") == (answer.status_code, answer.location)
    assert {"HttpOnly", "SameSite=Strict"} <= {
        part.strip() for part in answer.headers["Set-Cookie"].split(";")
    }


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7000", "127.0.0.1", "127.0.0.1:7001", "[::1]:7000"]
)
def test_another_host_name_is_refused(visitor, host):
    """A name that an attacker points at this machine is not the desk's name."""
    assert 403 == visitor.client.get("/", base_url=BASE, headers={"Host": host}).status_code


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize(
    "spoilt",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://127.0.0.1:7001"},
        {"token": ""},
        {"token": "guess"},
    ],
)
def test_a_change_from_elsewhere_is_refused_and_changes_nothing(visitor, desk, tmp_path, path, spoilt):
    form = {
        "verdict": "accept",
        "relation": "equal",
        "sentence": "Same.",
        "person": "Visitor E",
        "by": "Visitor E",
        "text": "x",
    }
    answer = visitor.post(path, form, **spoilt)

    assert 403 == answer.status_code
    assert ({}, "Reviewer A", 0) == (files(tmp_path), desk.person, desk.done)


@pytest.mark.parametrize("path", CHANGES)
def test_opening_an_address_changes_nothing(visitor, desk, tmp_path, path):
    answer = visitor.get(f"{path}?verdict=accept&relation=equal&sentence=Same&person=Visitor E&by=Visitor E")

    assert answer.status_code in {200, 404, 405}
    assert ({}, "Reviewer A") == (files(tmp_path), desk.person)


@pytest.mark.parametrize(
    "path",
    [
        "/x/..%2f..%2fetc/",
        "/x/../../etc/passwd",
        "/x/herbs%2f..%2fherbs/",
        "/x/herbs/row/..%2f..%2f..%2fetc%2fpasswd",
        "/x/herbs/row/nowhere",
        "/x/herbs/..%2f..%2fetc%2fpasswd",
        "/x/herbs/other.html",
        "/file/..%2fserver.py",
        "/file/../server.py",
        "/file/%2e%2e/server.py",
        "/x/other/",
        "/x/other/comments.tsv",
    ],
)
def test_no_path_reaches_beyond_the_desk(visitor, tmp_path, path):
    answer = visitor.get(path)

    assert 404 == answer.status_code
    assert "There is no such page here." in answer.text
    assert {} == files(tmp_path)


def test_a_decision_with_a_foreign_origin_or_without_the_token_changes_nothing(visitor, tmp_path):
    data, row = visitor.row("4/1", "G-1")
    body = visitor.file(row, data=data)
    for spoilt in ({"origin": "http://evil.example"}, {"origin": ""}, {"token": "guess"}, {"token": ""}):
        assert 403 == visitor.send(body, **spoilt).status_code

    assert {} == files(tmp_path)
    assert 200 == visitor.send(body).status_code


def test_script_in_every_field_is_shown_as_text(visitor, tmp_path):
    """Law, citation, heading, sentence, note, comment, name, office: nothing becomes a tag."""
    visitor.post("/settings", {"person": f"Reviewer A {HOSTILE}", "role": HOSTILE})
    visitor.decide("4/0", "G-0", sentence=f"Mine {HOSTILE}", note=f"Note {HOSTILE}")
    visitor.comment("4/0", "G-0", f"Said {HOSTILE}", by=f"Visitor D {HOSTILE}")

    pages = {
        one: visitor.get(one).text
        for one in (
            "/",
            "/x/herbs/herbs.html",
            "/x/herbs/herbs-rows.html",
            "/x/herbs/queue?show=all",
            "/x/herbs/summary",
            "/x/herbs/comments",
            "/x/herbs/comments?by=person",
        )
    }
    for page in pages.values():
        assert "<script>alert" not in page
        assert "<b onmouseover" not in page
    for words in ("Mine", "Note", "Visitor D", "Said"):
        assert (
            f"{words} \\u003cscript\\u003ealert(\\u0027x\\u0027)\\u003c/script\\u003e"
            in pages["/x/herbs/herbs.html"]
        )
    assert 2 == len(files(tmp_path))


def test_a_view_in_the_address_is_one_of_the_known(visitor):
    page = visitor.get(f"/x/herbs/queue?show={HOSTILE}&order=%22%3E{HOSTILE}").text

    assert "alert(" not in page.replace("alert(&#39;", "").replace("Heading", "")


def test_every_answer_forbids_foreign_script_frames_and_stores(visitor):
    for path in ("/", "/x/herbs/herbs.html", "/x/herbs/queue", "/file/desk.css", "/nowhere"):
        headers = visitor.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 's" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert ("DENY", "no-store", "nosniff") == tuple(
            headers[name] for name in ("X-Frame-Options", "Cache-Control", "X-Content-Type-Options")
        )


def test_no_page_carries_script_or_style_but_the_side_by_side_which_names_each_by_its_digest(visitor):
    import base64
    import hashlib

    from lxml import html

    for path in ("/", "/x/herbs/queue", "/x/herbs/summary", "/x/herbs/comments", "/x/herbs/same"):
        tree = html.fromstring(visitor.get(path).text)
        assert [] == [*tree.iter("script"), *tree.iter("style")]
    answer = visitor.get("/x/herbs/herbs.html")
    tree = html.fromstring(answer.text)
    for one in (*tree.iter("style"), *(s for s in tree.iter("script") if s.get("type") is None)):
        digest = base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]
    assert [] == [
        name for one in tree.iter() for name in one.attrib if name.startswith("on") or name == "style"
    ]


def test_a_file_too_large_is_refused(visitor, tmp_path):
    answer = visitor.decide("4/1", "G-1", sentence="x" * 600_000)

    assert 413 == answer.status_code
    assert {} == files(tmp_path)


def test_nothing_listens_beyond_loopback(root, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sample_review", str(tmp_path), "3", "Reviewer A"],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": ""},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        port = int(process.stdout.readline().split(":")[2].split("/")[0])
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            pass
        for other in other_addresses():
            with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
                socket.create_connection((other, port), timeout=2)
    finally:
        process.kill()
        process.communicate()


def other_addresses():
    """This machine's other addresses, and one of loopback's own that the desk does not use."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            outward = [probe.getsockname()[0]]
        except OSError:
            outward = []
    return ["127.0.0.2", *outward]
