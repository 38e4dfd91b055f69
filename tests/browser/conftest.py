"""Real pages in a real browser. Without a browser these tests fail; they are never left out."""

import pytest


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The small set of pages, written out."""
    from crosswalk.report.site import site
    from tests import sample_comparison

    where = tmp_path_factory.mktemp("pages")
    crosswalks = [sample_comparison.comparison(kind) for kind in ("definition", "measures", "provisions")]
    for name, text in site(crosswalks, version="0.0.0").items():
        (where / name).write_text(text, "utf-8")
    return where


@pytest.fixture
def open_page(browser, folder):
    """Open a page of the set: `open_page("definition.html", width=320, scheme="dark")`."""
    contexts = []

    def opened(address, *, width=1280, scheme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        tab = context.new_page()
        tab.faults = []
        tab.asked = []
        tab.on("pageerror", lambda error: tab.faults.append(str(error)))
        tab.on("console", lambda said: tab.faults.append(said.text) if said.type == "error" else None)
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.goto(f"{folder.as_uri()}/{address}")
        return tab

    yield opened
    for context in contexts:
        context.close()
