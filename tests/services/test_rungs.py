"""A letter is replaced: only the rows whose law it spells out are opened again, and every one of them."""

import csv

import pytest

from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.relation import Status
from crosswalk.report.change_words import compared_lines
from crosswalk.services.compare_editions import compare_named
from crosswalk.services.update import update_from_file
from crosswalk.workspace.workspace import Workspace, with_cache

pytestmark = pytest.mark.slow

LETTER, INDICATORS = "performance-guidance", "technical-assistance/1/b/p1"
EARNINGS, EMPLOYERS = "29/3141/b/2/A/i/III", "29/3141/b/2/A/i/VI"


@pytest.fixture
def here(built_copy):
    return built_copy


def opened(folder):
    """The workspace in a folder; what its build computed is taken from there."""
    return with_cache(Workspace(folder))


def letter(folder, change):
    """The shipped letter as a table of provisions, with some texts replaced; None leaves a provision out."""
    path = folder / "letter.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "parent_id", "title", "text"])
        for prov in Workspace(folder).corpus(LETTER):
            text = change.get(prov.id, prov.text)
            if text is not None:
                table.writerow([prov.id, prov.parent or "", prov.heading, text])
    return path


def update(folder, change):
    done = update_from_file(opened(folder), LETTER, letter(folder, change), "2026-07-01")
    done.write(Workspace(folder))
    return done


def rows(folder, crosswalk="measures"):
    return {row.pair: row for row in read_mappings(Workspace(folder).mapping_file(crosswalk))}


def reopened(folder):
    return {pair[0] for pair, row in rows(folder).items() if row.status is Status.LOOK_AGAIN}


def test_a_changed_paragraph_of_the_letter_opens_the_rows_it_spells_out(here):
    before = rows(here)
    text = Workspace(here).corpus(LETTER)[f"{INDICATORS}/C"].text
    done = update(here, {f"{INDICATORS}/C": text.replace("second quarter", "third quarter")})
    after = rows(here)

    assert {EARNINGS} == reopened(here)
    assert all(row == before[pair] for pair, row in after.items() if pair[0] != EARNINGS)
    told = next(row.comment for pair, row in after.items() if pair[0] == EARNINGS)
    assert "Edition of 2026-07-01: A provision that spells it out" in told
    assert {"measures"} == {held.crosswalk for held in done.compared.impacts}
    assert any("look again" in line for line in compared_lines(done.compared))


def test_a_paragraph_that_is_gone_opens_them_and_one_that_spells_out_no_row_opens_none(here):
    unrelated = next(
        p.id for p in Workspace(here).corpus(LETTER) if p.id.startswith("attachment-iii/") and p.text
    )
    update(here, {unrelated: "Quite another sentence about the frequency of reports."})
    assert set() == reopened(here)


def test_a_removed_paragraph_opens_the_row_of_its_law(here):
    gone = [p.id for p in Workspace(here).corpus(LETTER).below(f"{INDICATORS}/F")]
    update(here, dict.fromkeys(gone))
    assert {EMPLOYERS} == reopened(here)


def test_rows_decided_on_the_new_letter_stay_as_they_are(here):
    text = Workspace(here).corpus(LETTER)[f"{INDICATORS}/C"].text
    update(here, {f"{INDICATORS}/C": text.replace("second quarter", "third quarter")})
    before = Workspace(here).mapping_file("measures").read_bytes()
    found = compare_named(opened(here), LETTER)

    assert before == Workspace(here).mapping_file("measures").read_bytes()
    (held,) = found.impacts
    assert {EARNINGS} == {one.row.left for one in held.impacts if one.reasons}
    assert held.after == held.before
