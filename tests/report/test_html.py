"""Every page as a document: whole, labelled, safe, and asking nothing of the network."""

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from lxml import html

from crosswalk.errors import ConfigError
from crosswalk.graph.build import build_graph
from crosswalk.graph.diagnostics import find_in_graph
from crosswalk.report.html import OWN
from crosswalk.report.site import site

NAMES = ("definition", "gaps", "graph", "index", "measures", "method", "trees")


@pytest.fixture(scope="module", params=NAMES)
def name(request):
    return f"{request.param}.html"


@pytest.fixture
def raw(pages, name):
    return pages[name]


@pytest.fixture
def doc(raw):
    return html.document_fromstring(raw)


def words(node):
    label = node.get("aria-label") or ""
    return " ".join((label + node.text_content()).split())


def test_the_page_says_what_it_is(doc):
    assert doc.get("lang") == "en"
    assert words(doc.find(".//title")) == words(doc.find(".//h1"))
    assert len(doc.findall(".//main")) == 1


def test_headings_go_down_one_level_at_a_time(doc):
    levels = [int(node.tag[1]) for node in doc.iter("h1", "h2", "h3", "h4", "h5", "h6")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique(doc):
    ids = doc.xpath("//@id")

    assert len(ids) == len(set(ids))


def test_every_table_has_a_caption_and_scoped_heads(doc):
    tables = doc.findall(".//table")

    for table in tables:
        assert words(table.find("caption"))
        assert table.xpath("./thead//th[@scope='col']")
    for head in doc.iter("th"):
        assert head.get("scope") in ("col", "row", "colgroup", "rowgroup")
        assert words(head)


def test_every_link_button_and_field_has_a_name(doc):
    assert all(words(node) for node in doc.iter("a", "button", "summary"))
    for field in doc.iter("input", "select"):
        assert words(field.getparent())
        assert field.getparent().tag == "label"


def test_every_scrolling_region_can_be_reached_and_has_a_name(doc):
    for region in doc.find_class("scroll"):
        assert (region.get("tabindex"), region.get("role")) == ("0", "group")
        assert region.get("aria-label")


def test_every_address_within_the_set_leads_somewhere(pages, doc, name):
    for address in doc.xpath("//a/@href"):
        parts = urlsplit(address)
        if parts.scheme:
            assert parts.scheme in ("http", "https")
            continue
        target = parts.path or name
        assert target in pages, address
        if parts.fragment and target.endswith(".html"):
            assert html.document_fromstring(pages[target]).get_element_by_id(parts.fragment) is not None


def test_every_row_has_an_address_that_leads_back_to_it(doc):
    for row in doc.find_class("row"):
        (link,) = row.find_class("permalink")

        assert link.get("href") == f"#{row.get('id')}"


def test_nothing_is_fetched(doc):
    assert not doc.xpath("//@src | //@srcset | //@poster | //@background | //@ping | //@action")
    assert set(doc.xpath("//link/@href")) == {"data:,"}
    assert not re.findall(r"url\((?!#|data:font/woff2)|@import", "".join(doc.xpath("//style/text()")))


def test_the_policy_allows_the_pages_own_style_and_script_and_no_other(doc):
    (policy,) = doc.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))

    assert rules["default-src"] == "'none'"
    assert rules["form-action"] == "'none'"
    assert "connect-src" not in rules
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        digests = {
            f"'sha256-{base64.b64encode(hashlib.sha256(node.text.encode()).digest()).decode()}'"
            for node in doc.iter(tag)
        }
        assert digests == set(rules[rule].split()) - {"'none'"}


def test_no_style_or_script_hides_in_an_attribute(doc):
    assert not doc.xpath("//@style")
    assert not [
        key for node in doc.iter() if isinstance(node.tag, str) for key in node.attrib if key.startswith("on")
    ]


def test_hostile_words_stay_words(trees, pages):
    doc = html.document_fromstring(pages["definition-rows.html"])
    quoted = [node.text_content().strip() for node in doc.iter("blockquote")]

    assert trees.HOSTILE in quoted
    for name, page in pages.items():
        if name.endswith("html"):
            parsed = html.document_fromstring(page)
            assert not [one for one in parsed.iter("script") if "alert" in one.text_content()], name
            assert not parsed.xpath("//@onmouseover"), name


def test_style_and_script_stay_small(root):
    static = root / "crosswalk" / "report" / "static"

    assert len((static / "page.css").read_bytes()) < 16_000
    assert len((static / "page.js").read_bytes()) < 8_500
    assert len((static / "review.css").read_bytes()) < 8_500
    assert len((static / "review.js").read_bytes()) < 42_000


def looks_used(root):
    """Every class that a template or a script gives, with the beginnings of those that a value completes."""
    found = set()
    rooms = [root / "crosswalk" / room for room in ("report", "review")]
    for path in (path for room in rooms for path in (room / "templates").glob("*.html")):
        for given in re.findall(
            r'class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"', path.read_text("utf-8"), re.DOTALL
        ):
            found |= set(re.findall(r"[A-Za-z][\w-]*", given))
    for path in (root / "crosswalk" / "report" / "static").glob("*.js"):
        for given in re.findall(
            r"className = [^;]*|classList\.\w+\([^)]*|make\([^)]*", path.read_text("utf-8")
        ):
            found |= set(re.findall(r"[A-Za-z][\w-]*", given))
    return found


# Classes that a key gives by its data, as `KeyItem.look`.
OF_KEYS = {"answering"}


def test_no_style_names_a_class_that_no_page_has(root):
    used = looks_used(root) | OF_KEYS
    begun = tuple(one for one in used if one.endswith("-"))
    for path in sorted((root / "crosswalk").glob("re*/static/*.css")):
        text = re.sub(r"/\*.*?\*/|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        named = {
            one for rule in re.findall(r"([^{}]+)\{", text) for one in re.findall(r"\.([a-zA-Z][\w-]*)", rule)
        }
        assert not {one for one in named - used if not one.startswith(begun)}, path.name


def test_every_page_with_a_table_has_the_style_of_tables(root):
    for path in (root / "crosswalk" / "report" / "templates").glob("[a-z]*.html"):
        if 'class="plain' in path.read_text("utf-8"):
            assert "tables.css" in OWN.get(path.stem, ()), path.stem


def test_no_template_marks_anything_as_safe(root):
    for path in (root / "crosswalk" / "report" / "templates").glob("*.html"):
        assert not re.search(r"\|\s*safe|autoescape|<script(?! ?>\{% include)", path.read_text("utf-8")), path


def test_two_runs_give_the_same_bytes(crosswalks, pages):
    again = site(
        crosswalks,
        version="0.0.0",
        misses=("Trees behind walls.",),
        checks=("Checked by hand.",),
        graph=find_in_graph(build_graph(crosswalks)),
    )

    assert again == pages


def test_the_run_date_is_shown_only_when_the_caller_gives_one(crosswalks, pages):
    dated = site(crosswalks, version="0.0.0", made="2026-11-22")

    assert "made on November 22, 2026" in dated["index.html"]
    assert "made on" not in pages["index.html"]


def test_dates_are_written_out(doc):
    dates = words(doc.find_class("dates")[0])

    assert "Act as of July 19, 2016" in dates
    assert "Charter as of June 2014" in dates


@pytest.mark.parametrize("taken", ["index", "gaps", "changes", "graph", "method"])
def test_a_crosswalk_cannot_take_the_place_of_another_page(trees, taken):
    with pytest.raises(ConfigError, match=f"{taken}.html is another page already") as refused:
        site([replace(trees.comparison(), id=taken)], version="0.0.0")

    assert refused.value.code == "XW-511"


def test_two_crosswalks_cannot_share_a_page(trees):
    with pytest.raises(ConfigError, match="give the crosswalk another id"):
        site([trees.comparison(), trees.comparison()], version="0.0.0")


def test_an_empty_set_says_what_to_do():
    pages = site((), version="0.0.0")

    assert "crosswalk build" in pages["index.html"]
    assert "No crosswalk yet" in pages["gaps.html"]
