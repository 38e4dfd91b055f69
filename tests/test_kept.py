"""A store of findings: taken over as they were, or worked out; never half of either."""

from dataclasses import dataclass

import pytest

from crosswalk.model.cache import NO_CACHE
from crosswalk.workspace import cache
from crosswalk.workspace.cache import Store, StoredCache, program_digest


@dataclass(frozen=True)
class Finding:
    words: tuple[str, ...]


class Worker:
    """Counts how often it is asked."""

    def __init__(self, value):
        self.value = value
        self.asked = 0

    def __call__(self):
        self.asked += 1
        return self.value


def opened(folder, **options):
    return StoredCache(Store(folder, **options), "crosswalk")


def test_without_a_store_everything_is_worked_out():
    assert NO_CACHE.get_or_compute("step", ("a",), str, lambda: "made") == "made"


def test_a_finding_outlives_the_run(tmp_path):
    make = Worker(Finding(("a", "b")))
    for _ in range(2):
        now = opened(tmp_path / "store")
        assert make.value == now.get_or_compute("step", ("ground", 1), Finding, make)
        now.store.save(["crosswalk"])

    assert 1 == make.asked
    assert {"step.crosswalk": 1} == now.store.taken


def test_a_finding_that_rests_on_something_else_is_worked_out_anew(tmp_path):
    make = Worker(Finding(()))
    now = opened(tmp_path)
    for of in (("a",), ("b",), ("a", 1), ("a",)):
        now.get_or_compute("step", of, Finding, make)
    StoredCache(now.store, "other").get_or_compute("step", ("a",), Finding, make)

    assert 4 == make.asked


def test_what_cannot_be_told_by_its_contents_is_worked_out_each_time(tmp_path):
    make, ground, now = Worker("x"), object(), opened(tmp_path)
    for _ in range(2):
        now.get_or_compute("step", (ground,), str, make)

    assert 2 == make.asked


def test_what_cannot_be_written_is_worked_out_each_time_and_given_all_the_same(tmp_path):
    value = object()
    make, now = Worker(value), opened(tmp_path)

    assert (
        value is now.get_or_compute("step", (), object, make) is now.get_or_compute("step", (), object, make)
    )


def test_a_large_value_is_told_by_its_stamp(tmp_path):
    now, value = opened(tmp_path), ["a"]
    now.register(value, "made of this")

    assert "made of this" == now.digest_once(value)
    assert now.digest_once(["a"]) == now.digest(["a"])
    assert "" == NO_CACHE.digest_once(value) == NO_CACHE.digest(value)


@pytest.mark.parametrize("scopes", [[], ["other"], ["crosswalk"]])
def test_what_was_kept_of_a_scope_that_is_no_more_goes(tmp_path, scopes):
    now = opened(tmp_path)
    now.get_or_compute("step", (), str, lambda: "x")
    now.store.save(["crosswalk"])
    (tmp_path / "notes.txt").write_text("A person's own.", "utf-8")
    (tmp_path / ".step.crosswalk.kept.1.part").write_text("left by a run that was killed", "utf-8")
    Store(tmp_path).save(scopes)

    assert ["step.crosswalk.kept"][: "crosswalk" in scopes] == [p.name for p in tmp_path.glob("*.kept")]
    assert "A person's own." == (tmp_path / "notes.txt").read_text("utf-8")
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


def test_another_version_of_the_program_takes_nothing_over(tmp_path, monkeypatch):
    make = Worker("x")
    for version in "abab":
        monkeypatch.setattr(cache, "program_digest", lambda version=version: version)
        now = opened(tmp_path)
        now.get_or_compute("step", (), str, make)
        now.store.save(["crosswalk"])

    assert 4 == make.asked


def test_a_folder_that_cannot_be_written_to_is_passed_over(tmp_path):
    (tmp_path / "file").write_text("no folder", "utf-8")
    now = opened(tmp_path / "file" / "store")

    assert "x" == now.get_or_compute("step", (), str, lambda: "x")
    now.store.save(["crosswalk"])


def test_the_program_is_told_by_its_files_and_by_what_is_installed(tmp_path, monkeypatch):
    package = tmp_path / "crosswalk"
    (package / "shipped").mkdir(parents=True)
    (package / "workspace").mkdir()
    module, packages = package / "workspace" / "cache.py", tmp_path / "site-packages"
    packages.mkdir()
    module.write_text("one = 1\n", "utf-8")
    monkeypatch.setattr(cache, "__file__", str(module))
    monkeypatch.setattr(cache.sys, "path", [str(packages), str(tmp_path / "nowhere")])
    found = [program_digest(), program_digest()]
    (package / "shipped" / "lexicon.yaml").write_text("a workspace's, not the program's", "utf-8")
    found.append(program_digest())
    for change in (
        lambda: module.write_text("one = 2\n", "utf-8"),
        lambda: (package / "thesaurus.yaml").write_text("a: b\n", "utf-8"),
        lambda: module.rename(package / "held.py"),
        (packages / "spacy-3.8.7.dist-info").mkdir,
        lambda: (packages / "spacy-3.8.7.dist-info").rename(packages / "spacy-3.8.8.dist-info"),
    ):
        change()
        found.append(program_digest())

    assert 1 == len(set(found[:3]))
    assert 6 == len(set(found))
