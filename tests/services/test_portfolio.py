"""Many documents against many: what is finished is kept, what is broken is named, and the pages say what the rows say."""

import csv
import errno
import io
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from crosswalk.compare import listed
from crosswalk.compare.compare import judge_proposed
from crosswalk.errors import ConfigError, LedgerError
from crosswalk.services import portfolio as service
from crosswalk.services import portfolio_task
from crosswalk.services.portfolio import portfolio_files, run_portfolio, unused_pages
from crosswalk.services.portfolio_task import References, unpacked
from crosswalk.workspace.workspace import shipped, write_all
from tests.sample_plans import plan_html

pytestmark = pytest.mark.slow

LAW = """Sec. 1. Duties of a local board
(a) Plan.--The local board shall describe the workforce needs of employers and the existing industry sectors in the region.
(b) Youth.--The local board shall describe youth activities, including paid work experience.
(c) Fishing.--The local board shall describe the licensing of commercial fishing boats.
"""
RULE = """Sec. 9. Reports
(a) The State shall report the percentage of participants who are in unsubsidized employment during the second quarter after exit.
(b) The State shall describe how rapid response activities are coordinated within days of a layoff.
"""


def lay_out(folder):
    (folder / "law.txt").write_text(LAW, "utf-8")
    (folder / "rule.txt").write_text(RULE, "utf-8")
    for number in (1, 2):
        (folder / f"plan{number}.html").write_bytes(plan_html(number, 2))
    return folder


@pytest.fixture
def files(tmp_path):
    return lay_out(tmp_path)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A finished run, its files, and the folder it ran in."""
    folder = lay_out(tmp_path_factory.mktemp("written"))
    found = run(folder, ["plan1.html", "plan2.html"])
    return found, dict(portfolio_files(found)), folder


@pytest.fixture
def begun(written, tmp_path):
    """A copy of that folder, in which all pairs are finished, to go on in."""
    return Path(shutil.copytree(written[2], tmp_path / "begun"))


def run(files, lefts, rights=("law.txt", "rule.txt"), **options):
    named = [
        [ref if ":" in ref or "@" in ref else str(files / ref) for ref in refs] for refs in (lefts, rights)
    ]
    return run_portfolio(shipped(), *named, files / "out", **options)


def finished(files):
    return {path.name: path.read_bytes() for path in (files / "out" / "pairs").glob("*.json")}


def test_every_document_is_compared_with_every_reference(written):
    found, *_ = written

    assert [(p.document.name, p.reference.name) for p in found.pairs] == [
        ("plan1", "law"), ("plan1", "rule"), ("plan2", "law"), ("plan2", "rule"),
    ]  # fmt: skip
    assert found.unread == ()
    by_id = {one.id: one for one in found.pairs[0].requirements}
    fishing = next(one for one in by_id.values() if "fishing" in one.words)
    assert fishing.coverage.value == "not-found"
    assert all(not passage.answers for passage in fishing.passages)
    sectors = next(one for one in by_id.values() if "industry sectors" in one.words)
    assert sectors.coverage.value in {"covered", "partly"}
    assert sectors.passages[0].answers


def test_passages_quote_the_document_word_for_word(written):
    found, *_ = written
    texts = [plan_html(number, 2).decode().replace("&#x27;", "'") for number in (1, 1, 2, 2)]

    for pair, text in zip(found.pairs, texts, strict=True):
        quoted = [passage.words for one in pair.requirements for passage in one.passages]
        assert quoted or pair.reference.name == "rule"
        assert all(words in text for words in quoted)


def test_what_nobody_reads_is_not_computed_and_changes_no_pair(written, files, monkeypatch):
    made = []
    state = listed.state
    monkeypatch.setattr(listed, "state", lambda *of: made.append(of) or state(*of))
    run(files, ["plan1.html"])
    few = len(made)
    monkeypatch.setattr(portfolio_task, "judge_proposed", lambda *of, **_: judge_proposed(*of))
    shutil.rmtree(files / "out")
    run(files, ["plan1.html", "plan2.html"])

    assert few < len(made) / 4
    assert finished(files) == finished(written[2])


def test_references_arrive_at_a_worker_as_they_were_sent():
    space = shipped()
    framework = space.resolve_document("alliance")
    part = framework.select(["AQCP-M-C3"])
    sent = References({"framework": framework, "part": part}, space.lexicon, space.section_map)
    found = unpacked(sent.packed())

    assert framework.measures
    assert found.documents == sent.documents
    assert (found.section_map, found.section_map.catchlines) == (
        sent.section_map,
        sent.section_map.catchlines,
    )
    assert vars(found.lexicon) == vars(sent.lexicon)
    assert found.packed() == sent.packed()


def test_a_finished_pair_is_not_computed_again(written, begun, monkeypatch):
    monkeypatch.setattr(service, "run_task", None)

    assert run(begun, ["plan1.html", "plan2.html"]) == written[0]


def test_only_what_is_new_is_computed(files, monkeypatch):
    run(files, ["plan1.html"], ["law.txt"])
    before = finished(files)
    asked = []
    real = service.run_task
    monkeypatch.setattr(
        service, "run_task", lambda task: asked.append((task.name, task.against)) or real(task)
    )

    run(files, ["plan1.html", "plan2.html"])

    assert asked == [("plan1", ("rule",)), ("plan2", ("law", "rule"))]
    assert before.items() <= finished(files).items()


def test_a_change_of_a_text_computes_its_pairs_again(written, begun):
    first, *_ = written
    (begun / "plan1.html").write_bytes(plan_html(3, 2))
    second = run(begun, ["plan1.html", "plan2.html"], ["law.txt"])

    assert second.pairs[0] != first.pairs[0]
    assert second.pairs[1] == first.pairs[2]


@pytest.mark.parametrize("damage", [b"", b"{", b'{"document": 1}', b"\xff\xfe", b"null"])
def test_a_damaged_pair_is_computed_again(written, begun, damage):
    whole = finished(begun)
    for name in whole:
        (begun / "out" / "pairs" / name).write_bytes(damage)

    assert run(begun, ["plan2.html"], ["rule.txt"]).pairs == written[0].pairs[3:]
    assert sum(finished(begun)[name] == text for name, text in whole.items()) == 1


def test_broken_documents_are_named_and_the_others_compared(files):
    (files / "scan.pdf").write_bytes(b"%PDF-1.7 nothing of a PDF follows")
    (files / "empty.txt").write_bytes(b"")
    (files / "bad.docx").write_bytes(b"PK\x03\x04 not a Word file")

    found = run(files, ["scan.pdf", "plan1.html", "empty.txt", "bad.docx", "missing.docx"], ["law.txt"])

    assert [pair.document.name for pair in found.pairs] == ["plan1"]
    assert len(found.unread) == 4
    assert all(re.match(r"XW-\d+ .*\.$", one.problem) for one in found.unread)


def test_a_broken_reference_is_named_and_the_others_used(files):
    found = run(files, ["plan1.html"], ["nothing.txt", "law.txt"])

    assert [pair.reference.name for pair in found.pairs] == ["law"]
    assert [Path(one.name).name for one in found.unread] == ["nothing.txt"]


@pytest.mark.parametrize("error", [MemoryError(), RecursionError("deep"), ValueError("odd\nlines")])
def test_a_document_on_which_the_program_fails_is_named(files, monkeypatch, error):
    def fail(path):
        raise error

    monkeypatch.setattr("crosswalk.services.portfolio_task.read_file", fail)

    (unread,) = run(files, ["plan1.html"], ["law.txt"]).unread

    assert re.fullmatch(r"XW-631 plan1: .*\.", unread.problem)


def test_with_nothing_left_there_is_a_sentence(files):
    with pytest.raises(ConfigError, match=r"XW-638.*There is nothing to compare"):
        run(files, ["missing.docx"])


def test_a_full_disk_leaves_the_finished_pairs(files, monkeypatch):
    written = []

    def write(found):
        if written:
            raise LedgerError("there is no room left on the disk", code="XW-410") from OSError(
                errno.ENOSPC, "full"
            )
        written.extend(found)
        write_all(found)

    monkeypatch.setattr(service, "write_all", write)
    with pytest.raises(LedgerError, match="no room left"):
        run(files, ["plan1.html", "plan2.html"], ["law.txt"])
    kept = finished(files)
    monkeypatch.setattr(service, "write_all", write_all)

    assert len(kept) == 1
    assert len(run(files, ["plan1.html", "plan2.html"], ["law.txt"]).pairs) == 2
    assert kept.items() <= finished(files).items()


def test_an_interrupted_run_leaves_the_finished_pairs_and_ends_with_the_same_files(files):
    def interrupt(done, _every):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(files, ["plan1.html", "plan2.html"], progress=interrupt)
    kept = finished(files)
    resumed = dict(portfolio_files(run(files, ["plan1.html", "plan2.html"])))

    assert len(kept) == 2
    assert kept.items() <= finished(files).items()
    assert resumed == dict(portfolio_files(run_portfolio_elsewhere(files)))


def run_portfolio_elsewhere(files):
    lefts, rights = (
        [str(files / name) for name in names]
        for names in (("plan1.html", "plan2.html"), ("law.txt", "rule.txt"))
    )
    return run_portfolio(shipped(), lefts, rights, files / "other")


def test_a_part_of_a_file_and_of_a_corpus_can_be_compared(files):
    found = run(files, ["wioa:29/3123/b/2", "plan1.html"], ["wioa:29/3122/d/5", "law.txt"])

    assert [pair.reference.name for pair in found.pairs] == ["wioa-29-3122-d-5", "law"] * 2
    assert {one.id.startswith("29/3122/d/5") for one in found.pairs[0].requirements} == {True}


def test_the_same_text_twice_is_one_document_and_two_of_one_name_are_two(files):
    (files / "copy.html").write_bytes((files / "plan1.html").read_bytes())
    (files / "b").mkdir()
    (files / "b" / "plan1.html").write_bytes(plan_html(5, 2))

    found = run(files, ["plan1.html", "copy.html", "b/plan1.html"], ["law.txt"])

    assert [pair.document.name for pair in found.pairs] == ["plan1", "plan1-2"]


def test_tables_hold_every_row_for_outside_programs(written):
    found, data, _ = written
    parquet = pd.read_parquet(io.BytesIO(data["rows.parquet"]))
    table = list(csv.DictReader(io.StringIO(data["rows.csv"].decode())))
    expected = sum(max(1, len(one.passages)) for pair in found.pairs for one in pair.requirements)

    assert len(parquet) == len(table) == expected
    assert [row["passage_text"] for row in table] == parquet["passage_text"].fillna("").tolist()
    assert parquet["confidence"].dtype.kind == "f"
    assert set(parquet["coverage"]) <= {"covered", "partly", "not-found", "contrary", "not-assessed"}


def test_the_summary_counts_what_the_pairs_hold_and_every_cell_leads_somewhere(written):
    found, data, _ = written
    page = data["index.html"].decode()
    anchors = {
        f"{name}#{anchor}"
        for name in data
        if name.startswith("documents/")
        for anchor in re.findall(r'id="([^"]+)"', data[name].decode())
    }
    links = re.findall(r'href="(documents/[^"]+#[^"]+)"', page)

    assert len(links) >= sum(len(pair.requirements) for pair in found.pairs)
    assert set(links) <= anchors
    assert "://" not in page
    assert "src=" not in page
    gaps = [one.id for one in found.pairs[0].requirements if "fishing" in one.words]
    assert gaps[0] in page


def test_pages_of_documents_that_are_no_longer_part_are_named(written):
    found, data, files = written
    write_all({files / "out" / name: content for name, content in data.items()})
    less = run(files, ["plan2.html"])

    assert [path.name for path in unused_pages(less, files / "out")] == ["plan1.html"]
    assert unused_pages(found, files / "out") == []


def test_a_pair_on_disk_is_plain_json(written):
    names = [json.loads(text)["document"]["name"] for text in finished(written[2]).values()]

    assert ["plan1", "plan1", "plan2", "plan2"] == sorted(names)
