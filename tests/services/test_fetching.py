"""`update --fetch` on whole publications: a title of the Code with several chapters, a public law; and what can go wrong."""

import hashlib
import re
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from xml.sax.saxutils import escape

import pytest

from crosswalk.cli.output import updated_lines
from crosswalk.errors import SourceError
from crosswalk.ingest.official import Limits
from crosswalk.model.change import ChangeKind, FlagKind, Weight
from crosswalk.services.build import build_reports
from crosswalk.services.update import update_from_publisher
from crosswalk.workspace.cache import Store
from crosswalk.workspace.register import add_document
from crosswalk.workspace.workspace import CACHE_FOLDER, Workspace, init
from tests import sample_publisher

pytestmark = pytest.mark.slow

ok, packed = sample_publisher.ok, sample_publisher.packed
QUICK = Limits(silence=1.0, seconds=20.0, megabytes=8, tries=2, pause=0.0, wait=lambda _: None)


@pytest.fixture
def sites(sites):
    return replace(sites, limits=QUICK)


ZIP = "/download/releasepoints/us/pl/119/73/xml_usc29@119-73.zip"
POINTS = b'<a href="releasepoints/us/pl/119/73/xml_usc29@119-73.zip">[XML]</a>'
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" identifier="/us/usc/t29">
<meta><dc:title>Title 29</dc:title><docPublicationName>Online@119-73</docPublicationName></meta>
<main><title identifier="/us/usc/t29"><num value="29">Title 29—</num><heading>LABOR</heading>
"""
OTHER = """<chapter identifier="/us/usc/t29/ch{n}"><num value="{n}">CHAPTER {n}—</num><heading>{name}</heading>
<section identifier="/us/usc/t29/s{s}"><num value="{s}">§ {s}.</num><heading>{name}</heading>
<content><p>Every office of the Department shall keep a record of {name} for five years.</p></content>
<notes><note topic="amendments"><heading>Amendments</heading><p>1998—Amended.</p></note></notes></section></chapter>
"""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shipped") / "here"
    init(folder)
    return folder


@pytest.fixture
def space(shipped, shipped_build, tmp_path):
    """A copy of the shipped workspace; what its build computed is taken from there."""
    return Workspace(Path(shutil.copytree(shipped, tmp_path / "here")), Store(shipped_build / CACHE_FOLDER))


def element(corpus, prov):
    """A provision and all below it as the publisher would mark it up."""
    if prov.level == "continuation":
        return f"<continuation>{escape(prov.text)}</continuation>"
    title, section, *rest = prov.id.split("/")
    below = corpus.children(prov.id)
    words = escape(prov.text)
    tag = "chapeau" if below else "content"
    value = prov.num.strip("()§. ")
    return (
        f'<{prov.level} identifier="/us/usc/t{title}/s{"/".join([section, *rest])}">'
        f'<num value="{value}">{prov.num}</num>'
        + (f"<heading>{escape(prov.heading)}</heading>" if prov.heading else "")
        + (f"<{tag}>{words}</{tag}>" if words else "")
        + "".join(element(corpus, child) for child in below)
        + f"</{prov.level}>\n"
    )


def title_29(corpus):
    """A title file: the chapter asked for between two others, in subchapters, with a table of contents and notes."""
    tops = corpus.children(None)
    rooms = {"I": tops[: len(tops) // 2], "II": tops[len(tops) // 2 :]}
    chapter = "".join(
        f'<subchapter identifier="/us/usc/t29/ch32/sch{number}"><num value="{number}">SUBCHAPTER {number}—</num>'
        f"<heading>Part {number}</heading>{''.join(element(corpus, prov) for prov in held)}</subchapter>"
        for number, held in rooms.items()
    )
    return (
        HEAD
        + OTHER.format(n=31, s=3001, name="veterans")
        + '<chapter identifier="/us/usc/t29/ch32"><num value="32">CHAPTER 32—</num>'
        + "<heading>WORKFORCE INNOVATION AND OPPORTUNITY</heading><toc><tocItem>Sec.</tocItem></toc>"
        + f"{chapter}</chapter>"
        + OTHER.format(n=33, s=3401, name="harbors")
        + "</title></main></uscDoc>"
    ).encode()


DUTY = "29/3112/b/1"


@pytest.fixture(scope="module")
def amended(shipped):
    """The chapter with one duty changed and one section repealed."""
    old = Workspace(shipped).corpus("wioa")
    gone = {prov.id for prov in old.below("29/3255")} if "29/3255" in old else set()
    duty = next(p for p in old if re.search(r"\bshall\b", p.text) and p.id.startswith("29/3123/"))
    new = old.keep(prov.id for prov in old if prov.id not in gone)
    provs = tuple(
        replace(p, text=p.text.replace("shall", "may", 1)) if p.id == duty.id else p for p in new.provisions
    )
    return SimpleNamespace(old=old, new=replace(new, provisions=provs), duty=duty.id, gone=gone)


def words(corpus):
    """Every provision's words; white space aside, which no digest sees either."""
    return {prov.id: " ".join(prov.text.split()) for prov in corpus if prov.text}


def publish(server, body):
    server.give("/download/download.shtml", ok(POINTS))
    server.give(ZIP, ok(body))


@pytest.mark.slow
def test_a_whole_title_is_fetched_and_cut_to_the_chapter_and_only_changes_are_reported(
    space, server, sites, amended
):
    body = packed("usc29.xml", title_29(amended.new))
    publish(server, body)
    done = update_from_publisher(space, "wioa", "2026-11-22", sites=sites, today="2026-11-22")
    done.write(space)
    after = Workspace(space.root)
    corpus = after.corpus("wioa", "2026-11-22")
    sections = [prov.id for prov in corpus if prov.level == "section"]
    told = [
        change for change in done.compared.changes if change.weight in {Weight.SUBSTANCE, Weight.EDITORIAL}
    ]

    assert [prov.id for prov in amended.new if prov.level == "section"] == sections
    assert not [prov for prov in corpus if "harbors" in prov.text or "veterans for five" in prov.text]
    assert words(amended.new) == words(corpus)
    assert {amended.duty} | amended.gone == {change.id for change in told}
    (reworded,) = [change for change in told if change.kind is ChangeKind.REWORDED]
    assert FlagKind.DUTY in {flag.kind for flag in reworded.flags}
    entry = after.edition("wioa")
    assert f"{server.base}{ZIP} (SHA-256 {hashlib.sha256(body).hexdigest()})" in entry.note
    assert entry.digest == corpus.digest
    assert not list(space.root.rglob("*.zip"))


@pytest.mark.slow
def test_after_a_fetch_the_workspace_builds(space, server, sites, amended):
    publish(server, packed("usc29.xml", title_29(amended.new)))
    update_from_publisher(space, "wioa", "119-73", sites=sites, today="2026-11-22").write(space)
    pages = build_reports(Workspace(space.root, space.store), only="definition").reports

    assert b"November 22, 2026" in pages["changes.html"]


ITALIC = ("paragraph level 5", "paragraph level 6")


def paragraphs(corpus, prov):
    """The provisions of a section as the eCFR marks them up: one run of paragraphs, levels 5 and 6 in italics."""
    num = f"(<I>{prov.num.strip('()')}</I>)" if prov.level in ITALIC else prov.num
    head = f"<I>{escape(prov.heading)}.</I>" if prov.heading and prov.level != "section" else ""
    own = " ".join(part for part in (num if prov.level != "section" else "", head, escape(prov.text)) if part)
    lines = [f"<P>{own}</P>"] if own else []
    return lines + [line for child in corpus.children(prov.id) for line in paragraphs(corpus, child)]


def rule_xml(corpus, part, change):
    """A part of the rules as the eCFR publishes it; `change` maps ids to other words."""
    own = replace(
        corpus,
        provisions=tuple(replace(p, text=change.get(p.id, p.text)) for p in corpus),
    )

    def unit(prov):
        if prov.level == "section":
            return (
                f'<DIV8 N="{prov.num}" TYPE="SECTION"><HEAD>{prov.num}   {escape(prov.heading)}</HEAD>'
                f"{''.join(paragraphs(own, prov))}</DIV8>"
            )
        below = "".join(unit(child) for child in own.children(prov.id))
        number = prov.num.split()[-1]
        tag, kind = ("DIV5", "PART") if prov.level == "part" else ("DIV6", "SUBPART")
        return (
            f'<{tag} N="{number}" TYPE="{kind}"><HEAD>{prov.num}—{escape(prov.heading)}</HEAD>{below}</{tag}>'
        )

    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + unit(own[part])).encode()


def test_every_part_of_the_rules_is_fetched_and_only_what_changed_is_reported(space, server, sites):
    old = space.corpus("cfr20")
    exit_words = old["20/677.150/c/1/i"].text.replace("90 days", "120 days")
    for part in (prov for prov in old.children(None) if prov.level == "part"):
        page = rule_xml(old, part.id, {"20/677.150/c/1/i": exit_words})
        number = part.id.partition("/")[2]
        server.give(f"/api/versioner/v1/full/2026-06-30/title-20.xml?part={number}", ok(page))
    done = update_from_publisher(space, "cfr20", "2026-06-30", sites=sites, today="2026-11-22")
    changed = [change for change in done.compared.changes if change.weight is Weight.SUBSTANCE]

    assert ["20/677.150/c/1/i"] == [change.id for change in changed]
    assert len(old) == len(done.compared.changes.new)
    assert "wioa" == done.entry.under
    exit_rows = next(held for held in done.compared.impacts if held.crosswalk == "exit")
    assert any(one.reasons for one in exit_rows.impacts)


CODE = b'<uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0"><main/></uscDoc>'
LAW = """<?xml version="1.0"?><pLaw xmlns="http://schemas.gpo.gov/xml/uslm"><meta><docNumber>128</docNumber></meta><main>
<section identifier="/us/pl/113/128/s3"><num value="3">SEC. 3.</num><heading>Terms</heading>
<content>The term “path” means a way that each learner {duty} choose.</content></section></main></pLaw>"""


def test_a_public_law_is_fetched(space, server, sites):
    act = space.corpora / "act" / "2014-07-22.yaml"
    act.parent.mkdir()
    text = "The term “path” means a way that each learner may choose."
    act.write_text(
        f"id: act\nas_of: 2014-07-22\nprovisions:\n- {{id: act/3, heading: Terms, text: {text}}}\n", "utf-8"
    )
    register = space.corpora / "sources.yaml"
    entry = (
        "- {id: act, as_of: 2014-07-22, file: act/2014-07-22.yaml, title: The act, kind: statute, numbering: act,"
        " authority: Public Law 113-128, rights: public domain, verification: verbatim}\n"
    )
    register.write_text(register.read_text("utf-8").rstrip() + "\n" + entry, "utf-8")
    server.give("/bulkdata/PLAW/113/public/PLAW-113publ128.xml", ok(LAW.format(duty="shall").encode()))
    done = update_from_publisher(Workspace(space.root), "act", "2026-11-22", sites=sites, today="2026-11-22")

    assert "Duty changed: may → must" in "\n".join(updated_lines(done))


NOTICE = "<html><body><h1>Notice</h1><p>Each State {duty} report by October 1.</p><p>Send it by mail.</p></body></html>"


def test_a_notice_that_replaces_another_is_fetched_by_its_number(space, server, sites, tmp_path):
    file = tmp_path / "notice.html"
    file.write_text(NOTICE.format(duty="may"), "utf-8")
    add_document(space, file, {"id": "notice", "as_of": "2024-02-23", "kind": "guidance"})
    register = space.corpora / "sources.yaml"
    text = register.read_text("utf-8")
    register.write_text(
        text.replace(
            "  title: notice\n", "  title: notice\n  address: https://www.federalregister.gov/d/2024-03278\n"
        ),
        "utf-8",
    )
    page = "/documents/full_text/html/2025/03/01/2025-00111.html"
    told = f'{{"publication_date": "2025-03-01", "body_html_url": "{server.base}{page}"}}'
    server.give(
        "/api/v1/documents/2025-00111.json?fields[]=publication_date&fields[]=body_html_url",
        ok(told.encode()),
    )
    server.give(page, ok(NOTICE.format(duty="shall").encode()))
    here = Workspace(space.root)
    done = update_from_publisher(here, "notice", "2025-00111", sites=sites, today="2026-11-22")

    assert ("2025-03-01", "https://www.federalregister.gov/d/2025-00111") == (
        done.entry.as_of,
        done.entry.address,
    )
    assert "Duty changed: may → must" in "\n".join(updated_lines(done))


def big(megabytes):
    return packed("usc29.xml", b"<uscDoc>" + b" " * (megabytes * 1024 * 1024))


FAULTS = (
    ("the archive lacks its start", lambda zip_: (200, zip_[60:], {}), "XW-135", "an archive"),
    ("the archive breaks off", lambda zip_: (200, zip_[: len(zip_) // 2], {}), "XW-135", "an archive"),
    (
        "the connection breaks off",
        lambda zip_: (200, zip_[:99], {"Content-Length": str(len(zip_))}),
        "XW-133",
        "only 99 of",
    ),
    (
        "a page, said to be a page",
        lambda _: (200, b"<html>Sorry</html>", {"Content-Type": "text/html"}),
        "XW-135",
        "an archive",
    ),
    (
        "an archive of something else",
        lambda _: (200, packed("usc29.xml", b"%PDF-1.7"), {}),
        "XW-135",
        "the text",
    ),
    (
        "an archive of another title",
        lambda _: (200, packed("usc30.xml", b"<x/>"), {}),
        "XW-135",
        "usc29",
    ),
    ("not there", lambda _: (404, b"", {}), "XW-131", "does not exist"),
    (
        "too large",
        lambda _: (200, b"", {"Content-Length": str(9 * 1024 * 1024)}),
        "XW-136",
        "larger than 8 MB",
    ),
    ("too large once unpacked", lambda _: (200, big(9), {}), "XW-136", "unpacks to more"),
    (
        "sent on elsewhere",
        lambda _: (302, b"", {"Location": "https://example.org/usc29.zip"}),
        "XW-135",
        "another site",
    ),
    (
        "sent on to a file",
        lambda _: (302, b"", {"Location": "file:///etc/hostname"}),
        "XW-132",
        "refused",
    ),
    ("busy", lambda _: (503, b"", {}), "XW-132", "in 2 tries"),
)


@pytest.mark.parametrize(("what", "answer", "code", "said"), FAULTS, ids=[one[0] for one in FAULTS])
def test_a_fault_is_one_sentence_and_nothing_is_written(space, server, sites, what, answer, code, said):
    publish(server, b"")
    server.give(ZIP, answer(packed("usc29.xml", CODE)))
    before = {path: path.read_bytes() for path in space.root.rglob("*") if path.is_file()}
    with pytest.raises(SourceError) as caught:
        update_from_publisher(space, "wioa", "2026-11-22", sites=sites, today="2026-11-22")

    assert code == caught.value.code, what
    assert said in str(caught.value)
    assert "\n" not in caught.value.message
    assert before == {path: path.read_bytes() for path in space.root.rglob("*") if path.is_file()}


def test_a_slow_publisher_is_waited_for_up_to_a_limit(space, server, sites):
    ended = threading.Event()

    def drip(answer):
        answer.send_response(200)
        answer.end_headers()
        while not ended.wait(0.05):
            try:
                answer.wfile.write(b".")
            except OSError:
                return

    publish(server, b"")
    server.give(ZIP, drip)
    slow = replace(QUICK, seconds=0.6)
    with pytest.raises(SourceError, match="XW-133"):
        update_from_publisher(
            space, "wioa", "2026-11-22", sites=replace(sites, limits=slow), today="2026-11-22"
        )
    ended.set()


@pytest.mark.slow
def test_a_publisher_may_send_on_within_its_own_site(space, server, sites, amended):
    publish(server, b"")
    server.give(ZIP, (302, b"", {"Location": "/moved.zip"}))
    server.give("/moved.zip", ok(packed("usc29.xml", title_29(amended.new))))
    done = update_from_publisher(space, "wioa", "2026-11-22", sites=sites, today="2026-11-22")

    assert done.compared is not None
    assert "/moved.zip" in server.asked
