"""A framework in its next version: which old outcome became which new one, against a published answer."""

import csv
import difflib
import sys

import pytest

from crosswalk.editions.align import succession
from crosswalk.editions.diff import Edition, find_changes, with_successors
from crosswalk.model.change import successor_sentences
from crosswalk.model.corpus import Corpus, Provision, Source

pytestmark = pytest.mark.slow


def read(path, as_of):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    provs = tuple(Provision(row["id"], row["text"], row["title"], context=row["context"]) for row in rows)
    return Corpus(Source("framework", as_of, "A framework"), provs)


@pytest.fixture(scope="module")
def folder(reference):
    found = reference.parent / "gold" / "dev" / "csf11__csf20"
    if not found.is_dir():
        pytest.skip("the published answer is not here; it lies beside the folder of official texts")
    return found


def figures(pairs, gold):
    """Precision, recall and their harmonic mean (F1)."""
    precision, recall = len(pairs & gold) / len(pairs), len(pairs & gold) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def test_successors_in_a_framework_s_next_version(folder, capsys):
    """What the list calls one is right; with the guesses beside it far more is found than by id and difflib.

    The floor of the guesses was chosen on sections of title 16 restated in title 54, not on this framework.
    """
    old, new = read(folder / "source.csv", "2018-04"), read(folder / "target.csv", "2024-02")
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as file:
        gold = {(row["source_id"], row["target_id"]) for row in csv.DictReader(file)}
    changes = with_successors(find_changes(Edition(old), Edition(new)))
    listed = {(o.id, n.id) for change in changes for o in change.old for n in change.new}
    probably = {(one.old, one.new) for one in changes.successors if one.confidence >= 0.5}
    perhaps = {(one.old, one.new) for one in changes.successors}
    by_id = {(a.id, b.id) for a in old for b in new if a.id.replace("-", "-0") == b.id or a.id == b.id}
    alike = {best(prov, new) for prov in old} - {None}
    shares = {
        name: figures(pairs, gold)
        for name, pairs in (
            ("listed", listed),
            ("with probable guesses", listed | probably),
            ("with all guesses", listed | perhaps),
            ("guesses alone", perhaps),
            ("by id", by_id),
            ("difflib", alike),
            ("by id and difflib", by_id | alike),
        )
    }
    with capsys.disabled():
        lines = [
            f"{name}: precision {p:.3f}, recall {r:.3f}, F1 {f:.3f}" for name, (p, r, f) in shares.items()
        ]
        sys.stdout.write("\n" + "; ".join(lines) + "\n")

    assert shares["listed"][0] >= 0.975
    assert shares["listed"][1] >= 0.26
    assert shares["with probable guesses"][0] >= 0.95
    assert shares["with all guesses"][1] >= 0.45
    assert shares["with all guesses"][2] >= shares["by id and difflib"][2] + 0.1
    told = [one.confidence for one in changes.successors]
    assert sum(told) / len(told) <= shares["guesses alone"][0] + 0.1


def best(prov, new):
    likest = max(
        new,
        key=lambda other: (
            difflib.SequenceMatcher(None, prov.text, other.text, autojunk=False).ratio(),
            other.id,
        ),
    )
    ratio = difflib.SequenceMatcher(None, prov.text, likest.text, autojunk=False).ratio()
    return (prov.id, likest.id) if ratio >= 0.6 else None


def corpus(texts, as_of):
    provs = tuple(Provision(one, text) for one, text in texts.items())
    return Corpus(Source("f", as_of, "F"), provs)


def test_zeros_before_a_number_make_no_other_name():
    old = corpus({"AM-1": "Devices are counted."}, "1")
    new = corpus({"AM-01": "An inventory of all hardware is kept."}, "2")

    assert {"AM-1": "AM-01"} == dict(succession(old, new, named=True).pairs)
    assert {} == dict(succession(old, new).pairs)


def test_a_name_with_other_zeros_outweighs_words_shared_by_chance():
    old = corpus({"RA-6": "Risk responses are identified and prioritized."}, "1")
    new = {"MA-03": "Incidents are categorized and prioritized."}
    new["RA-06"] = "Risk responses are chosen, prioritized, planned, tracked, and communicated."

    assert "RA-06" == succession(old, corpus(new, "2"), named=True).pairs["RA-6"]


KITCHEN = {
    "K-1": "Knives must be stored in a locked drawer after each lesson.",
    "K-2": "Each cold room must have a thermometer that is read twice a day.",
    "K-3": "The menu must name every allergen that a dish contains.",
    "K-4": "The operator must test the drinking water of the kitchen every week.",
    "K-5": "Trainees may taste a dish only with a clean spoon of their own.",
}


def guesses(old, new):
    changes = with_successors(find_changes(Edition(corpus(old, "1")), Edition(corpus(new, "2"))))
    return changes, [(one.old, one.new) for one in changes.successors]


def test_an_outcome_rewritten_under_a_new_name_is_guessed_and_not_listed():
    new = {one: text for one, text in KITCHEN.items() if one != "K-4"}
    new["W-1"] = "Weekly samples of the water that the kitchen drinks shall be tested by its operator."
    changes, found = guesses(KITCHEN, new)

    assert [("K-4", "W-1")] == found
    assert {"removed", "added", "same"} == {change.kind.value for change in changes}
    assert "became W-1 (confidence 0." in " ".join(successor_sentences(changes.by_old["K-4"], changes))
    assert "came from K-4 (confidence 0." in " ".join(successor_sentences(changes.by_new["W-1"], changes))
    assert () == successor_sentences(changes.by_old["K-1"], changes)


def test_what_is_gone_or_new_for_good_is_no_guess():
    new = {one: text for one, text in KITCHEN.items() if one != "K-4"}

    assert [] == guesses(KITCHEN, new)[1]
    assert [] == guesses(KITCHEN, new | {"F-1": "Fees for the yearly fair are paid to the treasurer."})[1]


def test_an_unchanged_provision_took_nothing_in():
    """A twin that was there before, and is there still, is no successor."""
    old = KITCHEN | {"K-6": "The operator must test the drinking water of the school every week."}
    new = {one: text for one, text in old.items() if one != "K-4"}

    assert [] == guesses(old, new)[1]
