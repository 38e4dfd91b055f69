"""What the repository ships is what the pipeline makes: candidates, sample pages, quotations, digests."""

import json

import pytest

from crosswalk.model.relation import Verification
from crosswalk.services.build import UP_TO_DATE, build_reports
from crosswalk.services.check import check_workspace

pytestmark = pytest.mark.slow

SAMPLE = ("definition.html", "measures.html")


def test_the_candidate_files_are_what_would_be_written(space, built):
    assert built.mappings
    for name, data in built.mappings.items():
        assert data == (space.root / "mappings" / name).read_bytes(), f"{name} is stale; run `make sample`"


@pytest.mark.parametrize("name", SAMPLE)
def test_the_sample_pages_are_what_would_be_written(space, built, name):
    shipped = (space.root / "reports" / "sample" / name).read_bytes()

    assert built.reports[name] == shipped, f"reports/sample/{name} is stale; run `make sample`"


def test_what_a_frame_says_is_acted_on_stands_in_its_text(built):
    checked = 0
    for row in json.loads(built.reports["crosswalk.json"])["rows"]:
        for side in ("left", "right"):
            for frame in row["frames"][side]:
                for one in frame["slots"].get("object", ()):
                    if one["start"] is not None:
                        checked += 1
                        words = row[side]["text"][one["start"] : one["end"]]
                        assert one["words"] == " ".join(words.split()), (row["id"], side)
    assert checked > 50


def test_every_integrity_rule_holds(space):
    found = check_workspace(space)

    assert not found.problems, "\n".join(map(str, found.problems))


def test_every_quoted_word_is_the_official_one(space, reference):
    found = check_workspace(space, reference)

    assert not found.problems
    quoted = [line for line in found.notes if "quoted provisions agree" in line]
    verbatim = [entry for entry in space.sources if entry.verification is Verification.VERBATIM]
    assert len(verbatim) == len(quoted)
    for line in quoted:
        agree, of = line.split(": ")[1].split()[0], line.split(" of ")[1].split()[0]
        assert agree == of


def test_the_corpora_hold_what_was_promised(space):
    law = [*space.corpus("wioa"), *space.corpus("cfr20")]

    assert sum(not prov.is_heading for prov in law) >= 250
    assert all(prov.verification is Verification.VERBATIM for prov in law)
    assert len(space.lexicon) >= 150
    marks = {prov.verification for prov in space.corpus("alliance") if prov.kind}
    assert {Verification.RESTATED, Verification.UNVERIFIED, Verification.NOT_RETRIEVED} == marks


def test_both_numberings_name_one_place(space):
    prov = space.corpus("wioa")["29/3141/b/2/A"]

    assert prov.citation == "29 U.S.C. 3141(b)(2)(A)"
    assert prov.also == "WIOA sec. 116(b)(2)(A)"


def test_the_alliance_elements_are_all_here(space, reference):
    """Every element of the starting point is shipped, with the same mark, in words of our own."""
    import yaml

    listed = yaml.load(
        (reference / "aqcp" / "alliance-elements.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
    )
    corpus = space.corpus("alliance")

    assert len(listed["elements"]) > 40
    for element in listed["elements"]:
        marked = corpus[element["id"]].verification is Verification.UNVERIFIED
        assert marked == (element["verified"] == "false"), element["id"]


def test_two_processes_make_the_same_bytes(space, built, tmp_path):
    """Of one computation: what the pages, tables and archives hold does not depend on the order of hashes.

    That two computations agree is shown by the candidate files and sample pages above, and for every file of a
    small workspace by the tests of a build after a change.
    """
    again = build_reports(space, folder=tmp_path)

    assert again.rebuild != UP_TO_DATE
    assert built.reports == again.reports
    assert built.mappings == again.mappings
