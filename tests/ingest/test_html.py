"""Reading web pages: the text a reader came for, and none of what stands around it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.errors import CrosswalkError
from crosswalk.ingest import read
from crosswalk.ingest.html import read_html
from crosswalk.model.corpus import Source
from crosswalk.model.read_result import LeftOut

SOURCE = Source("page", "2024", "A page", address="https://example.gov/frame")
PAGE = """<!doctype html><html lang="en"><head><title>Frame</title><style>p{}</style></head><body>
<div class="cookie-banner">We use cookies. <button>Accept</button></div>
<a class="skip-link" href="#main">Skip to main content</a>
<header><img alt="Seal"><p>An official website</p></header>
<nav><ul><li><a href="/">Home</a></li><li>About</li></ul></nav>
<main id="main"><h1>Career pathways</h1>
<p>A pathway has <b>these</b> parts<sup><a href="#fn1" id="ref1">1</a></sup>:</p>
<ol type="a"><li>it aligns with skill needs;</li><li><p>it helps a person</p><p>enter a job;</p>
<ul><li>or keep it.</li></ul></li></ol>
<h2 id="terms">Terms</h2>
<dl><dt>Exit</dt><dd>The last day of service.</dd><dt>Entry</dt><dt>Start</dt><dd>The first.</dd></dl>
<table><caption>Services</caption><thead><tr><th>Service</th><th>Counts</th></tr></thead>
<tbody><tr><td>Outreach</td><td>No</td></tr><tr><td>Training</td><td>Yes</td></tr></tbody></table>
<script>document.write("never")</script><div hidden>Hidden words</div><p style="display: none">Unseen</p>
<section class="footnotes"><ol><li id="fn1"><p>Section 3(7). <a href="#ref1">↩</a></p></li></ol></section>
</main><footer>Contact us</footer></body></html>"""


def page(body):
    return read_html(f"<html><body>{body}</body></html>".encode(), SOURCE)


def rows(loaded):
    return [(prov.id, prov.level, prov.num, prov.heading, prov.text) for prov in loaded.corpus]


def texts(loaded):
    return [prov.heading or prov.text for prov in loaded.corpus]


def test_a_page_is_read_without_navigation_and_banners():
    loaded = read_html(PAGE.encode(), SOURCE)

    assert rows(loaded) == [
        ("career-pathways", "heading 1", "", "Career pathways", ""),
        ("career-pathways/p1", "paragraph", "", "", "A pathway has these parts:"),
        ("career-pathways/p1/fn1", "footnote", "1", "", "Section 3(7)."),
        ("career-pathways/p1/a", "item", "a.", "", "it aligns with skill needs;"),
        ("career-pathways/p1/b", "item", "b.", "", "it helps a person"),
        ("career-pathways/p1/b/p1", "paragraph", "", "", "enter a job;"),
        ("career-pathways/p1/b/b1", "item", "", "", "or keep it."),
        ("career-pathways/terms", "heading 2", "", "Terms", ""),
        ("career-pathways/terms/b1", "item", "", "Exit", "The last day of service."),
        ("career-pathways/terms/b2", "item", "", "Entry | Start", "The first."),
        ("career-pathways/terms/t1", "table", "", "Services | Service | Counts", ""),
        ("career-pathways/terms/t1/r1", "row", "", "", "Outreach | No"),
        ("career-pathways/terms/t1/r2", "row", "", "", "Training | Yes"),
    ]
    assert loaded.corpus["career-pathways/terms/t1/r1"].context == "Service | Counts"
    assert loaded.corpus["career-pathways/terms"].address == "https://example.gov/frame#terms"
    assert loaded.coverage == 1.0
    assert loaded.dropped["words of navigation, banners and footers"] == LeftOut(14, 71)


@pytest.mark.parametrize(
    "beside",
    [
        "<nav>Beside</nav>", "<footer>Beside</footer>", "<header>Beside</header>", "<aside>Beside</aside>",
        "<div role='navigation'>Beside</div>", "<div class='breadcrumbs'>Beside</div>", "<div id='cookie-consent'>Beside</div>",
        "<ul class='social share'><li>Beside</li></ul>", "<div aria-hidden='true'>Beside</div>",
        "<noscript>Beside</noscript>", "<template>Beside</template>", "<form>Beside <input></form>", "<!-- Beside -->",
    ],
)  # fmt: skip
def test_furniture_is_dropped(beside):
    assert texts(page(f"{beside}<h1>Title</h1><p>Every word of the text stays.</p>")) == [
        "Title",
        "Every word of the text stays.",
    ]


@pytest.mark.parametrize(
    "around",
    [
        "<div class='has-sidebar menu-open'>{}</div>",
        "<form id='aspnetForm'>{}</form>",
        "<div id='content' class='nav'>{}</div>",
        "<article><header><h1>Title</h1></header>{}</article>",
    ],
)
def test_a_text_is_never_taken_for_furniture(around):
    text = "<p>" + "Every word of the text stays. " * 5 + "</p>"

    assert "Every word of the text stays." in " ".join(texts(page(around.format(text))))


@pytest.mark.parametrize(
    ("opening", "nums"),
    [
        ('<ol type="A">', ["A.", "B."]),
        ('<ol type="i" start="4">', ["iv.", "v."]),
        ('<ol style="list-style-type: lower-alpha">', ["a.", "b."]),
        ('<ol style="list-style: none">', ["", ""]),
        ("<ol>", ["1.", "2."]),
        ("<ul>", ["", ""]),
    ],
)
def test_items_carry_the_number_that_a_browser_prints(opening, nums):
    loaded = page(f"{opening}<li>one</li><li>two</li></{opening[1:3]}>")

    assert [prov.num for prov in loaded.corpus] == nums


def test_law_set_as_paragraphs_nests_by_its_enumerators():
    loaded = page(
        "<h3>§ 677.155 What are the indicators?</h3><p>(a) <em>Indicators.</em> They are:</p><p>(1) for adults:</p>"
        "<p>(i) the share employed;</p><p>(ii) the median.</p><p>(2) for youth.</p><p>(b) Nothing else.</p>"
    )

    assert [prov.id for prov in loaded.corpus] == [
        "677.155", "677.155/a", "677.155/a/1", "677.155/a/1/i", "677.155/a/1/ii", "677.155/a/2", "677.155/b",
    ]  # fmt: skip
    assert loaded.coverage == 1.0


def test_two_line_breaks_end_a_paragraph_and_one_does_not():
    assert texts(page("One line<br>and one more.<br><br> Next paragraph.<br/>\n<br/>Last.")) == [
        "One line and one more.",
        "Next paragraph.",
        "Last.",
    ]


def test_struck_out_words_are_left_out_and_counted():
    loaded = page("<p>The State <del>may</del><ins>shall</ins> count <s>some</s> people.</p>")

    assert texts(loaded) == ["The State shall count people."]
    assert loaded.dropped == {"passages struck out": LeftOut(2, 7)}


def test_a_bold_line_is_a_heading_and_a_bold_opening_a_run_in_one():
    loaded = page("<h1>Plan</h1><p><strong>Our vision</strong></p><p><b>Note:</b> it is read with care.</p>")

    assert [row[0::3] for row in rows(loaded)] == [
        ("plan", "Plan"),
        ("plan/our-vision", "Our vision"),
        ("plan/our-vision/p1", "Note:"),
    ]


def test_a_table_that_lays_out_the_page_is_running_text():
    loaded = page("<table><tr><td><h2>Left</h2><p>Words.</p></td><td>More words.</td></tr></table>")

    assert [prov.level for prov in loaded.corpus] == ["heading 2", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="utf-8">', "cp1252"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("", "utf-16"),
        ('<meta charset="no-such">', "utf-8"),
    ],
)
def test_encodings_are_read_as_declared_or_sniffed(head, encoding):
    data = f"<html><head>{head}</head><body><p>The State’s “plan” – § 3</p></body></html>".encode(encoding)

    assert texts(read_html(data, SOURCE)) == ["The State’s “plan” – § 3"]


def test_a_bullet_typed_behind_a_term_stays_in_its_definition():
    loaded = page("<dl><dt>Exit</dt><dd>• the last day</dd></dl>")

    assert [row[3:] for row in rows(loaded)] == [("Exit", "• the last day")]
    assert loaded.coverage == 1.0


def test_ids_do_not_move_when_words_change():
    before = read_html(PAGE.encode(), SOURCE)
    after = read_html(
        PAGE.replace("skill needs", "needs of industry").replace("Home", "Start").encode(), SOURCE
    )

    assert list(before.corpus.by_id) == list(after.corpus.by_id)


def test_a_page_without_words_is_refused():
    for empty in ("<html><body></body></html>", "<html></html>", "<!doctype html>", "<script>x</script>"):
        with pytest.raises(CrosswalkError, match=r"XW-2[35]0"):
            read_html(empty.encode(), SOURCE)


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "blockquote", "section"])
@pytest.mark.parametrize("depth", [300, 1_900 // 3, 100_000])
def test_deep_nesting_is_read_or_refused_never_cut(tag, depth):
    data = f"<html><body>{f'<{tag}>' * depth}deep words".encode()
    try:
        assert "deep words" in " ".join(texts(read_html(data, SOURCE)))
    except CrosswalkError as error:
        assert error.code == "XW-251"  # noqa: PT017


def test_entities_and_other_files_are_never_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    loaded = read_html(
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>Words &x; &amp; more.</p>'
        f'<iframe src="{secret.as_uri()}"></iframe><link rel="import" href="http://127.0.0.1:9/x"></body></html>'.encode(),
        SOURCE,
    )

    assert "secret words" not in " ".join(texts(loaded))
    assert "& more." in " ".join(texts(loaded))


def test_read_knows_a_page_by_its_content(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")

    loaded = read(path, SOURCE)

    assert "career-pathways" in loaded.corpus
    assert loaded.notes[0].startswith("The name ends in .txt")


TAGS = st.sampled_from(
    ["p", "div", "li", "ul", "ol", "table", "tr", "td", "th", "h1", "h3", "dl", "dt", "dd", "b", "br", "sup", "a",
     "nav", "main", "del", "script", "section", "/p", "/div", "/li", "/ul", "/table", "/main", "/b", "a href='#x'",
     "p id='x'", "caption", "form", "pre", "!--", "![CDATA[", "?xml"]
)  # fmt: skip
SOUP = st.lists(TAGS.map("<{}>".format) | st.text(max_size=8) | st.just("(a) "), max_size=60)


@settings(deadline=None)
@given(SOUP)
def test_any_soup_of_tags_is_read_or_refused(parts):
    try:
        loaded = read_html("".join(["<html><body>", *parts]).encode("utf-8", "replace"), SOURCE)
    except CrosswalkError:
        return
    assert loaded.coverage == pytest.approx(1.0)


DAMAGED_TABLES = [
    "<table><tr><th>A<th>B<tbod1><tr><td>1</table>",
    "<table><tr><th>A<t<tbody><tr><td>1<td>2</table>",
    "<table><form><tr><td>A</td><td>B</td></tr></form><td>stray</td></table>",
    "<table><caption>One</caption><caption>Two</caption><tr><td>A<td>B</table>",
    "<table>before<x-row><tr><td>A<td>B</x-row>after</table>",
]


@pytest.mark.parametrize("table", DAMAGED_TABLES)
def test_a_damaged_table_counts_no_word_twice_and_loses_none(table):
    loaded = page(f"<h1>Plan</h1><p>Words.</p>{table}")
    assert loaded.unread_chars == 0
    assert loaded.claimed_chars == loaded.source_chars


@pytest.mark.parametrize(
    "struck",
    [
        "<s>old</s>",
        "<strike>old</strike>",
        "<del>old</del>",
        '<span style="text-decoration: line-through">old</span>',
        '<span style="color:red; text-decoration-line:line-through">old</span>',
    ],
)
def test_words_struck_out_are_left_out_and_counted(struck):
    loaded = page(f"<h1>Plan</h1><p>The {struck} new rule.</p>")
    assert texts(loaded) == ["Plan", "The new rule."]
    assert loaded.dropped["passages struck out"] == LeftOut(1, 3)


SPANS = [
    (
        "<tr><th>A</th><th>B</th></tr><tr><td rowspan=0>x</td><td>1</td></tr><tr><td>2</td></tr>",
        ["x | 1", "x | 2"],
    ),
    ("<tr><th>A<th>B<th>C</tr><tr><td colspan=2>x</td><td>1</td></tr>", ["x | x | 1"]),
    ("<tr><th>A<th>B<th>C</tr><tr><td rowspan=2>x<td>1<td></tr><tr><td><td>3</tr>", ["x | 1 |", "x | | 3"]),
    ("<tr><th rowspan=2>A<th colspan=2>B</tr><tr><th>C<th>D</tr><tr><td>1<td>2<td>3</tr>", ["1 | 2 | 3"]),
]


@pytest.mark.parametrize(("rows_of", "expected"), SPANS)
def test_spans_fill_each_row_and_column(rows_of, expected):
    loaded = page(f"<h1>T</h1><table>{rows_of}</table>")
    assert [prov.text for prov in loaded.corpus if prov.level == "row"] == expected
    assert loaded.unread_chars == 0


def test_names_in_a_list_are_no_enumerators_and_a_plain_head_is_a_head():
    rows = "<tr><td>Ref<td>Duty<td>When</tr><tr><td>1<td>File<td>May</tr><tr><td>2<td><td>June</tr>"
    page = f"<ul><li>H. Fox, (555) 010-3333</li><li>A. first</li><li>B. second</li></ul><table>{rows}</table>"
    loaded = read_html(page.encode(), SOURCE)

    assert [(prov.num, prov.heading or prov.text) for prov in loaded.corpus] == [
        ("", "H. Fox, (555) 010-3333"),
        ("A.", "first"),
        ("B.", "second"),
        ("", "Ref | Duty | When"),
        ("", "1 | File | May"),
        ("", "2 | | June"),
    ]


def test_titles_of_panels_and_cards_are_headings_beside_one_another():
    panels = "".join(
        f'<div><button aria-expanded="false">Panel {n}</button><div hidden><p>Words {n}.</p></div></div>'
        for n in "AB"
    )
    cards = "".join(
        f'<div class="card"><div class="card-title">Card {n}</div><p>More {n}.</p></div>' for n in "CD"
    )

    loaded = page(f"<h1>Frame</h1>{panels}{cards}")

    assert [prov.id for prov in loaded.corpus if prov.heading] == [
        "frame",
        "frame/panel-a",
        "frame/panel-b",
        "frame/card-c",
        "frame/card-d",
    ]
    assert [prov.parent for prov in loaded.corpus if prov.text] == [
        "frame/panel-a",
        "frame/panel-b",
        "frame/card-c",
        "frame/card-d",
    ]


def test_a_block_of_links_into_the_page_is_its_contents():
    links = '<div><a href="#a">1 Scope</a><br><a href="#b">2 Terms</a></div>'

    loaded = page(f"<h1>Rule</h1>{links}<p>Words.</p>")

    assert texts(loaded) == ["Rule", "Words."]
    assert loaded.dropped["lines of the table of contents"].chars == len("1Scope2Terms")


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ('<ol><li id="n5">5 U.S.C. 552a.</li></ol>', "5 U.S.C. 552a."),
        ('<ol><li id="n5">44 U.S.C. 3501. <a href="#r">↩</a></li></ol>', "44 U.S.C. 3501."),
        ('<p id="n5">5 29 U.S.C. 3102.</p>', "29 U.S.C. 3102."),
        ('<p id="n5"><a href="#r">[5]</a> 14 days.</p>', "14 days."),
        ('<p id="n5"><sup>5</sup>50 days.</p>', "50 days."),
        ('<p id="n5">44 U.S.C. 3501.</p>', "44 U.S.C. 3501."),
    ],
)
def test_only_the_label_of_a_footnote_is_taken_from_its_words(note, text):
    loaded = page(f'<main><p>It meets.<sup><a id="r" href="#n5">5</a></sup></p>{note}</main>')

    assert [(prov.num, prov.text) for prov in loaded.corpus if prov.level == "footnote"] == [("5", text)]
    assert loaded.source_chars == loaded.claimed_chars + loaded.dropped_chars


@pytest.mark.parametrize(
    ("title", "num", "address"),
    [("§ 32–1602.01. Eligibility.", "§ 32–1602.01.", "32-1602.01"), ("§ 7-4B Duties", "§ 7-4B", "7-4B"),
     ("§ 10–2 to 10–9. Reserved", "", "102-to-109-reserved")],
)  # fmt: skip
def test_numbers_with_a_dash_are_numbers(title, num, address):
    loaded = page(f"<h2>{title}</h2><p>The board acts.</p>")

    assert [(prov.num, prov.id) for prov in loaded.corpus] == [(num, address), ("", f"{address}/p1")]
