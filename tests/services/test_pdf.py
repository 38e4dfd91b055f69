"""A page leaves as PDF through the installed browser, or is refused in one sentence."""

import io
import os
import re
import shutil
from types import SimpleNamespace

import pytest

from crosswalk.errors import ConfigError
from crosswalk.report.site import site
from crosswalk.services.export import export_bytes
from crosswalk.services.pages import pdf_bytes

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def printed():
    """The pages of the small set that are printed here."""
    from tests import sample_comparison

    pages = site(
        [sample_comparison.comparison(kind) for kind in ("definition", "provisions")], version="0.0.0"
    )
    long = pages["method.html"].replace("</tbody>", "<tr><td>row</td></tr>" * 200 + "</tbody>", 1)
    return {"gaps": pages["gaps.html"], "long": long}


def pages_of(data):
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(data))]


def test_a_page_is_printed_tagged_with_its_title_and_page_numbers(printed):
    data = pdf_bytes(printed["gaps"])
    told = pages_of(data)

    assert data.startswith(b"%PDF-")
    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data
    assert b"/Lang" in data
    assert "Agenda: gaps to decide" in told[0]
    assert all(
        f"Page {number} of {len(told)}" in " ".join(text.split()) for number, text in enumerate(told, 1)
    )


def test_the_head_of_a_long_table_is_repeated(printed):
    told = pages_of(pdf_bytes(printed["long"]))
    on = [text for text in told if text.count("row\r\nrow") or text.count("row\nrow")]

    assert len(on) > 1
    assert all("What it does" in text for text in on)


def test_the_same_page_gives_the_same_bytes_and_no_day(printed):
    data = pdf_bytes(printed["gaps"])

    assert data == pdf_bytes(printed["gaps"])
    assert b"file:" not in data
    assert set(re.findall(rb"/(?:CreationDate|ModDate) ?\(D:(\d{8})", data)) == {b"20000101"}


def test_without_a_browser_it_is_refused_in_one_sentence_before_anything_is_computed(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(
        ConfigError, match=r"none was found; install Chromium or Google Chrome, or run"
    ) as refused:
        export_bytes(None, "definition", "x.pdf")
    assert refused.value.code == "XW-530"
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for a browser that fails")
def test_a_browser_that_fails_is_named_with_its_last_words(monkeypatch, tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho 'out of memory' >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(broken))

    with pytest.raises(ConfigError, match=r"could not print the page \(out of memory\)"):
        pdf_bytes("<p>x</p>")


@pytest.fixture
def laid_out(monkeypatch):
    """A workspace that lists one crosswalk, the sample comparison, and knows which one it was asked for."""
    from tests import sample_comparison

    side = sample_comparison.comparison("definition")
    space = SimpleNamespace(crosswalks=(SimpleNamespace(id=side.id),), sources=(), asked=[])
    monkeypatch.setattr(
        "crosswalk.services.export.compare_crosswalks", lambda of, only: of.asked.append(only) or [side]
    )
    monkeypatch.setattr("crosswalk.services.export.compare_current_editions", lambda *_: [])
    return space


@pytest.mark.parametrize(
    ("asked", "computed", "title"),
    [
        ("definition", "definition", "Shade Tree Act and Canopy Charter"),
        ("definition-rows", "", "the evidence, row by row"),
        ("gaps.html", "", "Agenda: gaps to decide"),
        ("", "", "Canopy Charter"),
    ],
)
def test_a_crosswalk_or_any_page_of_the_set_can_be_printed(laid_out, asked, computed, title):
    told = pages_of(export_bytes(laid_out, asked, "x.PDF"))

    assert laid_out.asked == [computed]
    assert title in " ".join(" ".join(told).split())


def test_an_unknown_page_is_refused_with_the_names_of_all(laid_out):
    with pytest.raises(ConfigError, match=r"no page or crosswalk nowhere; name one of .*gaps") as refused:
        export_bytes(laid_out, "nowhere", "x.pdf")
    assert refused.value.code == "XW-532"
