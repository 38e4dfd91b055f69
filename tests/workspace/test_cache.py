"""The cache gives back what was stored, or computes it; never half of either."""

import sqlite3
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.model.alignment import (
    Alignment,
    Candidate,
    Evidence,
    Match,
    MatchType,
    PartComparison,
    PartVerdict,
    RelationPrediction,
)
from crosswalk.model.annotation import Annotated, Measure, MeasurePart, Note, NoteKind, Part, Span
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Basis, Modality, Relation, Verification
from crosswalk.workspace import cache
from crosswalk.workspace.cache import NoDigestError, Store, StoredCache, digest, program_digest

READING = MeasurePart(
    Part.TIMING, ("quarter 2 after exit",), "second quarter", (Span(3, 9),), source="29/3141"
)
MEASURE = Measure("29/3141", {Part.TIMING: READING}, (READING,), (Measure("29/3142", {}),))
NOTE = Note(Span(0, 4), NoteKind.CONCEPT, "career-pathway")


class Side(Enum):
    LEFT = 1


@dataclass(frozen=True)
class Odd:
    chosen: frozenset[str] = frozenset()
    either: str | int = 1
    when: date | None = None
    by: dict[tuple[str, str], int] = field(default_factory=dict)


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
    assert {"step.crosswalk": 1} == now.store.reused


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (str, "“§ 3102” \u2028"),
        (float, 0.1 + 0.2),
        (bool, True),
        (Side, Side.LEFT),
        (Modality, Modality.STATES),
        (frozenset[str], frozenset({"b"})),
        (tuple[str, int], ("a", 1)),
        (tuple[dict[str, float], dict[str, float]], ({"a": 0.5}, {})),
        (dict[str, tuple[str, ...]], {"b": ("x", "y"), "a": ()}),
        (Annotated, Annotated("29/3141", (NOTE,), Modality.STATES, "board", "term", MEASURE)),
        (
            Corpus,
            Corpus(
                Source("a", "2020", "A", verification=Verification.RESTATED),
                (Provision("1", "x"), Provision("1/a", "y", parent="1", unread=("timing",))),
            ),
        ),
        (
            tuple[Candidate, ...],
            (
                Candidate(
                    "1",
                    "2",
                    0.3333,
                    0.5,
                    1,
                    (Evidence("words", "They share a word.", 0.1, 1 / 3, (Span(0, 1),)),),
                    RelationPrediction(
                        Relation.SUBSET, Basis.SEMANTIC, "One is part.", None, reasons=("why",)
                    ),
                    Alignment((Match(1, (Span(0, 1),), (Span(2, 3),), MatchType.SAME),), left_share=0.0),
                    (PartComparison(Part.TIMING, PartVerdict.DIFFERS, READING, READING, "They differ."),),
                ),
            ),
        ),
    ],
)
def test_a_value_is_read_back_as_it_was(tmp_path_factory, kind, value):
    folder = tmp_path_factory.mktemp("store")
    for _ in range(2):
        now = opened(folder)
        again = now.get_or_compute("step", (), kind, lambda: value)
        now.store.save(["crosswalk"])

        assert value == again
        assert repr(value) == repr(again)
    assert {"step.crosswalk": 1} == now.store.reused


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_to_the_last_bit(number):
    assert number.hex() == cache._decode(float, cache._adapter(float).dump_json(number)).hex()


def test_a_first_run_and_a_later_one_go_on_from_the_same_value(tmp_path):
    """A whole number in a field of floats would be written in two ways."""
    for _ in range(2):
        now = opened(tmp_path)
        assert "1.0" == repr(now.get_or_compute("step", (), float, lambda: 1))
        now.store.save(["crosswalk"])


def test_a_finding_with_changed_inputs_is_recomputed(tmp_path):
    make = Worker(Finding(()))
    now = opened(tmp_path)
    for of in (("a",), ("b",), ("a", 1), ("a",)):
        now.get_or_compute("step", of, Finding, make)
    StoredCache(now.store, "other").get_or_compute("step", ("a",), Finding, make)

    assert 4 == make.asked


def test_a_value_without_a_digest_is_recomputed_each_time(tmp_path):
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


def test_a_large_value_is_identified_by_its_stamp(tmp_path):
    now, value = opened(tmp_path), ["a"]
    now.register(value, "made of this")

    assert "made of this" == now.digest_once(value)
    assert now.digest_once(["a"]) == now.digest(["a"])
    assert "" == NO_CACHE.digest_once(value) == NO_CACHE.digest(value)


@pytest.mark.parametrize("value", [object(), float("nan"), "\ud800"])
def test_a_value_that_cannot_be_read_back_is_not_stored(tmp_path, value):
    now = opened(tmp_path)
    now.get_or_compute("step", (), type(value), lambda: value)
    now.store.save(["crosswalk"])

    assert not rows(tmp_path)


def rows(folder):
    with sqlite3.connect(folder / cache.FILE) as connection:
        return connection.execute("SELECT step, value FROM computed").fetchall()


@pytest.mark.parametrize("scopes", [[], ["other"], ["crosswalk"]])
def test_the_values_of_a_scope_that_is_gone_are_removed(tmp_path, scopes):
    now = opened(tmp_path)
    now.get_or_compute("step", (), str, lambda: "x")
    now.store.save(["crosswalk"])
    (tmp_path / "notes.txt").write_text("A person's own.", "utf-8")
    Store(tmp_path).save(scopes)

    assert [("step.crosswalk", b'"x"')][: "crosswalk" in scopes] == rows(tmp_path)
    assert "A person's own." == (tmp_path / "notes.txt").read_text("utf-8")


@pytest.mark.parametrize("data", ['[1, {"a": []}]', "[[[", "null", "\ud7ff", '{"words": "a"}', "[" * 100_000])
def test_a_stored_value_of_another_shape_is_computed_again(tmp_path, data):
    make = Worker(Finding(("a",)))
    now = opened(tmp_path)
    now.get_or_compute("step", (), Finding, make)
    now.store.save(["crosswalk"])
    with sqlite3.connect(tmp_path / cache.FILE) as connection:
        (key,) = connection.execute("SELECT key FROM computed").fetchone()
        seal = cache._seal("step.crosswalk", key, data.encode())
        connection.execute("UPDATE computed SET value = ?, seal = ?", (data.encode(), seal))
    connection.close()

    assert make.value == opened(tmp_path).get_or_compute("step", (), Finding, make)
    assert 2 == make.asked


def test_a_value_that_was_altered_is_computed_again_even_if_it_could_be_read(tmp_path):
    make = Worker(Finding(("a",)))
    now = opened(tmp_path)
    now.get_or_compute("step", (), Finding, make)
    now.store.save(["crosswalk"])
    with sqlite3.connect(tmp_path / cache.FILE) as connection:
        connection.execute("UPDATE computed SET value = ?", (b'{"words":["b"]}',))
    connection.close()

    assert make.value == opened(tmp_path).get_or_compute("step", (), Finding, make)
    assert 2 == make.asked


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


def test_the_program_digest_covers_its_files_and_the_installed_packages(tmp_path, monkeypatch):
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


def test_of_many_values_those_that_are_missing_or_changed_are_computed_together(tmp_path):
    asked = []

    def make(names):
        asked.append(list(names))
        return {name: name.upper() for name in names}

    def run(scope, **of):
        store = Store(tmp_path / "kept")
        found = StoredCache(store, scope).get_or_compute_each("frames", of, str, make)
        store.save(["one"])
        return found

    assert {"a": "A", "b": "B"} == run("one", a=(1,), b=(1,))
    assert ["a", "b", "c"] == list(run("another", a=(1,), b=(2,), c=(3,)))
    assert {"b": "B"} == run("one", b=(1,))
    assert [["a", "b"], ["b", "c"]] == asked
    assert {"a": "A"} == NO_CACHE.get_or_compute_each("frames", {"a": (1,)}, str, make)


def test_vectors_stay_although_a_run_does_not_use_them(tmp_path):
    rows = {
        key: np.array([number, -1, 0], np.float32) / np.float32(10_000) for number, key in enumerate("ab")
    }
    for key, row in rows.items():
        store = Store(tmp_path / "kept")
        store.put_vector(key, row)
        store.save(())

    again = Store(tmp_path / "kept")
    assert all((again.vector(key) == row).all() for key, row in rows.items())
    assert again.vector("c") is None
    assert Store(tmp_path / "kept", full=True).vector("a") is None


def test_too_many_vectors_leave_only_those_that_were_used(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "_UNUSED_KEPT", {"vectors.": 1})
    for keys in ("ab", "c", "d"):
        store = Store(tmp_path / "kept")
        for key in keys:
            store.put_vector(key, np.zeros(3, np.float32))
        store.save(())

    again = Store(tmp_path / "kept")
    assert [key for key in "abcd" if again.vector(key) is not None] == ["c", "d"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        ("1", 1),
        (("a", "b"), ("ab",)),
        (Span(1, 2), (1, 2)),
        (Span(1, 2), Note(1, 2, "", "")),
        (Annotated("a"), Annotated("a", duty=Modality.MUST)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_values_that_differ_have_digests_that_differ(one, other):
    assert digest(one) != digest(other)
    assert digest(one, other) != digest(other, one)


def test_a_set_has_one_digest_in_whatever_order_it_was_made():
    assert digest(frozenset("abc")) == digest(frozenset("cba"))


def test_a_value_without_plain_contents_has_no_digest():
    with pytest.raises(NoDigestError):
        digest(object())
