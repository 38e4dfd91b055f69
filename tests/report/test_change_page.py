"""The change page and the memo: what changed, does it matter, what of ours rests on it; readable without colour."""

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html

from crosswalk.editions.diff import Edition, find_changes
from crosswalk.language.phrasing import listed
from crosswalk.language.redline import redline
from crosswalk.model.change import ChangeCause, DatedAct, EditionComparison, Weight
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Status, Verification
from crosswalk.report.change_model import edit_runs, letter_lines
from crosswalk.report.change_page import lone_page
from crosswalk.report.change_words import counts_line, since_sentences
from crosswalk.report.index_page import change_sentences
from crosswalk.report.memo import memo_docx, memo_page, memo_paragraphs
from crosswalk.report.site import site
from tests import sample_editions


@pytest.fixture(scope="module")
def found():
    return sample_editions.compared()


@pytest.fixture(scope="module")
def page(found):
    return lone_page(found, "0.0.0")


@pytest.fixture(scope="module")
def doc(page):
    return html.document_fromstring(page)


def words(node):
    return " ".join(node.text_content().split())


def test_the_page_begins_with_what_matters(doc):
    short = words(doc.get_element_by_id("short").getparent())

    assert "3 provisions changed in substance." in short
    assert "1 reworded" in words(doc)
    assert "1 renumbered" in words(doc)
    assert "2 of 4 rows on file unaffected; 0 need a second look; 2 changed meaning" in words(doc)


def test_the_first_change_is_a_flagged_one_and_says_so_in_words(doc):
    change = doc.find_class("change")[0]

    assert words(change.find("h4")).startswith("C-1 · Reworded · Park rule 9/2")
    assert "Duty changed: may → must" in words(change)
    assert "removed: [may] (end of removed) added: shall (end of added)" in words(change)


def test_a_redline_is_readable_without_colour_and_without_the_tags(doc):
    for node in doc.iter("del"):
        hidden = [words(one) for one in node.find_class("vh")]
        assert hidden[:1] == ["removed:"] or not hidden
        assert ["[", "]"] == [one.text_content() for one in node.find_class("bracket")]
    assert all(
        words(one).startswith("added:") for change in doc.find_class("change") for one in change.iter("ins")
    )


def test_the_law_s_own_signs_are_escaped(page):
    assert "&lt;close&gt; a gate &amp; lock it." in page
    assert "<close>" not in page


def test_each_change_names_what_rests_on_it_with_owner_and_last_decision(doc):
    table = doc.find_class("change")[0].find(".//table")

    assert "Park rule 9/2 and Tree 2" in words(table)
    assert "Reviewer A, February 3, 2024" in words(table)
    assert "Look again: its meaning changed" in words(table)


def test_marks_and_numbers_are_named_and_not_told_as_changes(doc):
    told = [words(one.find("h4")) for one in doc.find_class("change")]
    quiet = " ".join(words(one) for one in doc.iter("details"))

    assert not [one for one in told if "9/1" in one]
    assert "Spaces stand inside a citation or before a mark" in quiet
    assert any("Renumbered · Park rule 9/3 → Park rule 9/4" in one for one in told)


def test_the_result_comes_before_the_changes_and_says_what_to_do(doc, found):
    lede = [words(one) for one in doc.xpath("//div[@class='lede']/p")]
    todo = doc.xpath("//h2[@id='todo']/following::table[1]/tbody/tr")
    commands = words(doc.find_class("command")[0])

    assert lede[0].startswith("2 rows need a second look.")
    assert lede[1] == "The park since January 1, 2024: 3 provisions changed in substance."
    assert {words(line.find("th")).partition(" and ")[0] for line in todo} == {
        "Park rule 9/2",
        "Park rule 9/4",
    }
    assert all("Reviewer A" in words(line) for line in todo)
    assert "crosswalk decide trees 9/2 S-2 unsure --by NAME" in commands
    assert words(doc).index("What to do") < words(doc).index("C-1 · Reworded")


def test_where_rows_bear_their_mark_the_command_is_the_review(found):
    held = found.impacts[0]
    marked = tuple(
        replace(one, row=replace(one.row, status=Status.LOOK_AGAIN)) if one.reasons else one
        for one in held.impacts
    )
    page = html.document_fromstring(lone_page(replace(found, impacts=(replace(held, impacts=marked),)), "0"))

    assert words(page.find_class("command")[0]) == "crosswalk review trees"


def test_nothing_to_do_is_said(found):
    page = html.document_fromstring(lone_page(replace(found, impacts=()), "0"))

    assert "Nothing in the documents compared." in words(page)
    assert not page.find_class("command")


def test_a_document_with_one_edition_is_said_not_to_be_compared(crosswalks, found):
    pages = site(crosswalks, version="0.0.0", changes=[found])
    said = words(html.document_fromstring(pages["changes.html"]))
    names = sorted({one.source.name for side in crosswalks for one in (side.left, side.right)})

    assert f"Not compared: {listed(names)}. Only one edition of each is here." in said


def test_changes_of_our_own_words_are_apart_and_folded():
    texts = [
        ({"9/1": "The park may be open."}, "2024-01-01"),
        ({"9/1": "The park shall be open."}, "2025-01-01"),
    ]
    both = [
        Corpus(one.source, tuple(replace(p, verification=Verification.RESTATED) for p in one))
        for one in (sample_editions.edition(*facts) for facts in texts)
    ]
    own = EditionComparison(find_changes(*(Edition(one) for one in both)), ())
    doc = html.document_fromstring(lone_page(own, "0"))

    (fold,) = doc.find_class("restated")
    assert fold.find_class("change")
    assert len(fold.find_class("change")) == len(doc.find_class("change"))
    assert "1 difference between our restatements of January 1, 2024 and of January 1, 2025." in words(doc)


def test_a_change_shows_six_words_of_context_and_the_rest_in_full_below():
    old = " ".join(f"word{n}" for n in range(60)) + " may end"
    runs = edit_runs(redline(old, old.replace("may", "shall")), 6)

    assert all(len(run.text.split()) <= 6 for run in runs if run.op == "kept")
    assert next(run.words for run in runs if run.op == "folded") >= 48


def test_the_strip_holds_every_edition_by_date(crosswalks, found):
    pages = site(crosswalks, version="0.0.0", changes=[found])
    dots = html.document_fromstring(pages["changes.html"]).xpath("//ol[@class='strip']/li")

    assert [words(one) for one in dots] == [
        "June 2014 Charter",
        "July 19, 2016 Act",
        "January 1, 2024 the park",
        "January 2025 Rules",
        "January 1, 2025 the park",
    ]
    assert [one.get("class") for one in dots] == [None, None, "compared", None, "compared"]


def test_headings_ids_tables_and_names(doc):
    levels = [int(node.tag[1]) for node in doc.iter("h1", "h2", "h3", "h4")]
    ids = doc.xpath("//@id")

    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert all(words(table.find("caption")) for table in doc.iter("table"))
    assert all(words(node) for node in doc.iter("a", "summary"))


def test_long_unchanged_stretches_fold_and_say_how_many_words_they_hold():
    old = " ".join(f"word{n}" for n in range(100)) + " may end"
    runs = edit_runs(redline(old, old.replace("may", "shall")))

    assert ["kept", "folded", "kept", "removed", "added", "kept"] == [run.op for run in runs]
    assert len(runs[1].text.split()) == runs[1].words
    assert old == "".join(run.text for run in runs if run.op != "added")


def test_the_page_of_a_site_links_to_rows_and_stands_in_the_navigation(crosswalks, found):
    pages = site(crosswalks, version="0.0.0", changes=[found])
    doc = html.document_fromstring(pages["changes.html"])

    assert "Changes" in [words(link) for link in doc.xpath("//header//li")]
    assert pages == site(crosswalks, version="0.0.0", changes=[found])
    assert "changes.html" not in site(crosswalks, version="0.0.0")


def test_the_memo_has_three_paragraphs_and_names_who_is_asked(found):
    paragraphs = memo_paragraphs(found)

    assert 3 == len(paragraphs)
    assert "as of January 1, 2024 and as of January 1, 2025" in paragraphs[0]
    assert "Every other row" in paragraphs[1]
    assert "Reviewer A (2 rows)" in paragraphs[2]


def test_the_memo_as_a_page_and_for_word_says_the_same_and_is_the_same_every_time(found):
    page, data = memo_page(found, "0.0.0"), memo_docx(found)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()

    assert data == memo_docx(found)
    assert page == memo_page(found, "0.0.0")
    assert "Duty changed: may → must" in xml
    assert "Duty changed: may → must" in page
    assert '<w:pStyle w:val="Heading1"/>' in xml
    assert "<w:tblHeader/>" in xml
    assert {(2000, 1, 1, 0, 0, 0)} == {one.date_time for one in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    core = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    assert not re.findall(r"20(?!00)\d\d-", core)


def test_the_workbook_tells_what_each_change_did_to_the_rows(found):
    from openpyxl import load_workbook

    from crosswalk.report.excel import workbook

    book = load_workbook(io.BytesIO(workbook([], version="0.0.0", changes=[found])))
    head, *lines = book["Changes"].iter_rows(values_only=True)
    told = [dict(zip(head, line, strict=True)) for line in lines]

    (duty,) = (line for line in told if line["Place"] == "Park rule 9/2")
    assert "The warden may <close> a gate & lock it." == duty["Old words"]
    assert ("Park rule 9/2 and Tree 2", "look again: its meaning changed") == (
        duty["Row that rests on it"],
        duty["What it needs"],
    )
    new = next(line for line in told if line["Place"] == "Park rule 9/5")
    assert ("added", None) == (new["What happened"].lower(), new["Row that rests on it"])


def test_a_draft_is_never_said_to_be_decided():
    """A row that only the editors drafted: not on the page, not in the memo, whichever edition it is on."""
    before = sample_editions.compared(status=Status.DRAFT, reviewer="", review_date="", author="the editors")
    held = before.impacts[0]
    after = tuple(
        replace(one, row=replace(one.row, left=one.after.left), after=one.row) for one in held.impacts
    )
    now = replace(held, impacts=tuple(replace(one, after=one.row) for one in after))
    for found in (before, replace(before, impacts=(now,))):
        doc = html.document_fromstring(lone_page(found, "0.0.0"))
        table = words(doc.find_class("change")[0].find(".//table"))
        told = " ".join(memo_paragraphs(found))

        assert "Drafted by the editors, February 3, 2024; not yet decided" in table
        assert "ecided on the new text" not in table + told
        assert "decided last" not in told
        assert "reviewer" not in told.replace("whoever reviews", "")
    assert "drafted on the new text" in table.casefold()
    assert "2 of 4 rows on file unaffected; 0 need a second look; 0 changed meaning" in told
    assert "2 more rest on what changed" in told
    assert "and were drafted (not reviewed) on the new text already" in told
    assert "No second look is needed. 4 rows are drafts of the editors that nobody has reviewed yet." in told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "The board shall meet.",
            "The board may meet.",
            "No crosswalk rests on this document; 1 change of substance is there to read.",
        ),
        (
            "The board shall meet.",
            "The board shall meet .",
            "No crosswalk rests on this document, and nothing of substance changed in it.",
        ),
    ],
)
def test_a_memo_on_a_document_that_no_crosswalk_rests_on_says_what_there_is_to_read(old, new, said):
    both = (
        sample_editions.edition({"9/1": text}, day)
        for text, day in ((old, "2024-01-01"), (new, "2025-01-01"))
    )
    changes = find_changes(*(Edition(one) for one in both))

    assert said == memo_paragraphs(EditionComparison(changes, ()))[-1]


def test_what_was_renumbered_and_reworded_is_counted_so():
    old = {"9/1": "The park is open.", "9/3": "Dogs shall be kept on a lead of leather or of strong rope."}
    new = {"9/1": "The park is open.", "9/4": "Dogs may be kept on a lead of leather or of strong rope."}
    both = (sample_editions.edition(texts, day) for texts, day in ((old, "2024-01-01"), (new, "2025-01-01")))
    told = counts_line(find_changes(*(Edition(one) for one in both)))

    assert "1 renumbered and reworded · 1 unchanged" == told


def test_a_section_that_was_added_as_a_whole_is_one_change():
    old = Corpus(Source("law", "2020", "Law"), (Provision("1", "A board meets monthly."),))
    new = Corpus(
        Source("law", "2021", "Law"),
        (
            *old,
            Provision("2", "", heading="Grants"),
            Provision("2/a", "The Secretary shall make grants to States.", parent="2"),
            Provision("2/b", "A State may apply each year.", parent="2"),
        ),
    )
    compared = EditionComparison(find_changes(Edition(old), Edition(new)), ())

    assert {"2/a": "2", "2/b": "2"} == compared.changes.added_wholes
    assert change_sentences([[compared]]) == (
        "Law since 2020: 1 section added as a whole.",
        "No row has been decided yet.",
    )
    text = html.document_fromstring(lone_page(compared, "0.0.0"))
    (change,) = text.find_class("change")
    assert words(change.find("h4")) == "C-1 · Added · Grants"
    assert "(2): added as a whole." in words(text)
    assert counts_line(compared.changes) == "3 added · 1 unchanged"


def test_a_section_that_is_printed_with_a_law_and_not_part_of_it_is_counted_apart():
    old = Corpus(Source("law", "2020", "Law"), (Provision("1", "A board meets monthly."),))
    note = "Not part of Law: added to the chapter by Act 9."
    more = (
        Provision("2", "", heading="Grants", citation="Law 2", note=note),
        Provision("2/a", "The Secretary shall make grants to States.", parent="2"),
    )
    reworded = Provision("1", "A board shall meet weekly.")
    new = Corpus(Source("law", "2021", "Law"), (reworded, *more))
    found = EditionComparison(find_changes(Edition(old), Edition(new)), ())
    text = html.document_fromstring(lone_page(found, "0.0.0"))

    assert counts_line(found.changes) == "1 reworded · 2 added that are not part of Law · 0 unchanged"
    assert since_sentences([found]) == (
        "Law since 2020: 1 provision changed in substance.",
        "Law 2 was added to the same chapter but is not part of Law; its 2 provisions are counted apart.",
    )
    assert [words(one) for one in text.iter("h3")] == [
        "Changes of substance (1), Law",
        "Printed with the law, not part of it (1), Law",
    ]
    assert note in words(text)


def test_what_is_not_held_is_said_beside_what_changed():
    """Two steps: of the first edition only one section is held, and the two steps are counted together."""
    first = Corpus(Source("law", "2014", "Law"), (Provision("1", "A board may meet.", citation="sec. 1"),))
    second = Corpus(Source("law", "2016", "Law"), (Provision("1", "A board shall meet.", citation="sec. 1"),))
    third = Corpus(Source("law", "2026", "Law"), (Provision("1", "A board must confer.", citation="sec. 1"),))
    steps = [
        EditionComparison(replace(find_changes(Edition(one), Edition(two)), compared=held), ())
        for one, two, held in ((first, second, ("1",)), (second, third, ()))
    ]

    assert since_sentences(steps) == (
        "Law since 2016 (sec. 1 since 2014): 2 provisions changed in substance.",
        "Of the text of 2014, only sec. 1 is held; what else changed from then to 2016 is not known here.",
    )


def test_what_changed_before_the_date_that_is_named_is_not_counted():
    """A first step with nothing of substance is left out of the date, and so out of the number."""
    texts = ("See section 5 of title 42.", "See section 6 of title 34.", "See section 7 of title 34.")
    first, second, third = (
        Corpus(Source("law", day, "Law"), (Provision("1", text),))
        for day, text in zip(("2014", "2016", "2026"), texts, strict=True)
    )
    steps = []
    for one, two, held in ((first, second, ("1",)), (second, third, ())):
        found = find_changes(Edition(one), Edition(two))
        cited = tuple(replace(change, weight=Weight.EDITORIAL) for change in found)
        steps.append(EditionComparison(replace(found, changes=cited, compared=held), ()))

    assert since_sentences(steps)[0] == "Law since 2016: 1 provision changed only in a citation."


def test_what_a_law_amended_is_told_from_what_is_only_printed_in_another_way():
    texts = ("A school may help dropouts.", "A slip governs the subchapter.", "See section 5 of title 42.")
    now = ("A school may help youth.", "A slip governs the title.", "See section 6 of title 34.")
    old, new = (
        Corpus(Source("law", day, "Law"), tuple(Provision(str(i), one) for i, one in enumerate(said)))
        for day, said in (("2016", texts), ("2026", now))
    )
    causes = {
        "0": ChangeCause(by_law=True, by="Act 9, sec. 3", in_force="2019-07-01"),
        "1": ChangeCause(by_law=False, by="a slip of the 2016 text set right"),
    }
    found = EditionComparison(find_changes(Edition(old), Edition(new)), (), causes=causes)
    page = html.document_fromstring(lone_page(found, "0.0.0"))
    text = words(page)

    assert since_sentences([found])[0] == (
        "Law since 2016: laws amended 1 provision; 2 more differ only in print."
    )
    # The page groups the changes as that sentence counts them.
    heads = [words(one) for one in page.iter("h3")]
    assert heads[0] == "Amended by law, in substance (1), Law"
    assert all(one.startswith("Only in print, in ") for one in heads[1:])
    assert sum(int(one.partition("(")[2].partition(")")[0]) for one in heads[1:]) == 2
    assert "Amended by Act 9, sec. 3, in force from July 1, 2019." in text
    assert "No law amended it: a slip of the 2016 text set right." in text


def test_rules_and_letters_say_what_they_replaced_and_which_rows_rest_on_them(crosswalks, found):
    rules = crosswalks[0].whole_left.source
    register = [
        Source("letter", "2021-12-14", "Plan letter", kind="guidance", short="TAC-22-02"),
        Source("letter", "2023-10-31", "Plan letter", kind="guidance", short="TAC-24-02"),
        replace(rules, kind="regulation"),
        Source("plan", "2024", "A plan", kind="plan"),
    ]
    first, second = letter_lines(register, crosswalks)
    text = words(
        html.document_fromstring(
            site(crosswalks, version="0", changes=[found], register=register)["changes.html"]
        )
    )

    assert (first.id, first.replaced) == (rules.id, "")
    assert sum(len(held.rows) for held in first.resting) >= len(crosswalks[0].rows)
    assert (second.date, second.replaced) == ("October 31, 2023", "TAC-22-02 of December 14, 2021")
    assert second.resting == ()
    assert "crosswalk update ID FILE --as-of DATE" in text


def test_acts_stand_between_the_editions_by_their_day(found):
    acts = (DatedAct("2099-01-01", "amended by Act 9"), DatedAct("1900-01-01", "enacted"))
    strip = html.document_fromstring(lone_page(replace(found, acts=acts), "0.0.0")).xpath(
        "//ol[@class='strip']/li"
    )

    assert [one.get("class") for one in strip] == ["act", "compared", "compared", "act"]
    assert words(strip[0]).startswith("January 1, 1900")
    assert words(strip[0]).endswith("enacted")
    assert words(strip[-1]).endswith("amended by Act 9")
