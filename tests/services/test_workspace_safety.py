"""Hand-edited files, spreadsheets and idle connections do no harm."""

import csv
import errno
import io
import os
import socket
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from crosswalk.errors import LedgerError
from crosswalk.ledger.integrity import days_before_texts, days_to_come
from crosswalk.ledger.sssom import format_mappings, parse_mappings
from crosswalk.model.alignment import Candidate
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status
from crosswalk.review import server
from crosswalk.services.compare_editions import compare_named
from crosswalk.workspace.workspace import init, shipped

HELD = MappingSet(
    "herbs",
    "Herbs",
    "herbs",
    "growers",
    "2020-01-01",
    "2019-06",
    (Mapping("4/b", "G-2", Relation.EQUAL, Status.DRAFT, "Same.", author="A", date="2026-03-04"),),
)


def filed(day):
    rows = tuple(replace(row, date=day) for row in HELD)
    return [parse_mappings(format_mappings(replace(HELD, mappings=rows)), "f")]


@pytest.mark.parametrize(
    ("day", "wrong"), [("2099-01-01", 1), ("2026-03-05", 1), ("2026-03-04", 0), ("1999-12-31", 0)]
)
def test_a_day_to_come_is_a_problem(day, wrong):
    assert wrong == len(days_to_come(filed(day), "2026-03-04"))
    assert not days_to_come(filed(day), "")


@pytest.mark.parametrize(("day", "told"), [("1999-12-31", 2), ("2019-07-01", 1), ("2020-01-01", 0)])
def test_a_day_before_the_texts_is_warned_of(day, told):
    corpora = {
        key: Corpus(Source(name, as_of, name), (Provision("x", "X."),))
        for key, name, as_of in (("h", "herbs", "2020-01-01"), ("g", "growers", "2019-06"))
    }
    assert told == len(days_before_texts(filed(day), corpora))


def test_no_cell_of_a_list_of_candidates_is_a_formula():
    from crosswalk.services.export import _proposed_csv

    class Found:
        candidates = tuple(
            Candidate(left, right, score, 0.5, 1)
            for left, right, score in (("=1+1", "@C", -1.5), ("+A", "-B", 2.0), ("29/3102/7", "A-1", 0.25))
        )

    rows = list(csv.reader(io.StringIO(_proposed_csv(Found))))[1:]

    assert [["'=1+1", "'@C"], ["'+A", "'-B"], ["29/3102/7", "A-1"]] == [row[:2] for row in rows]
    assert ["-1.5", "2.0", "0.25"] == [row[2] for row in rows]


@pytest.mark.parametrize(("old", "new"), [("appr", "draft"), ("v1", "v2"), ("a b", "c")])
def test_two_drafts_have_the_same_ids_whatever_their_files_are_called(tmp_path, old, new):
    text = "§ 1. Scope\n(a) The board shall meet.\n(b) The board shall report within {} days.\n"
    for name, days in ((old, 30), (new, 60)):
        (tmp_path / f"{name}.txt").write_text(text.format(days), "utf-8")

    found = compare_named(shipped(), str(tmp_path / f"{new}.txt"), str(tmp_path / f"{old}.txt"))

    assert ["reworded"] == [change.kind.value for change in found.changes if change.reworded]
    assert 1 == sum(change.kind.value != "same" for change in found.changes)


def test_a_new_workspace_leaves_out_of_version_control_what_is_of_one_machine(tmp_path):
    space = init(tmp_path / "here")

    said = (space.root / ".gitignore").read_text("utf-8").split()

    assert {".crosswalk/", ".crosswalk.lock", ".*.undo"} <= set(said)


def test_a_connection_on_which_nothing_arrives_is_closed(monkeypatch):
    from werkzeug.serving import make_server

    monkeypatch.setattr(server.DeskRequestHandler, "timeout", 0.3)
    made = make_server(
        "127.0.0.1",
        0,
        lambda _, start: (start("200 OK", []), [b""])[1],
        threaded=True,
        request_handler=server.DeskRequestHandler,
    )
    threading.Thread(target=made.serve_forever, daemon=True).start()
    try:
        held = [socket.create_connection(("127.0.0.1", made.server_port)) for _ in range(20)]
        held[0].sendall(b"GET / HT")
        time.sleep(0.1)
        for one in held:
            one.settimeout(5)
            assert b"200" not in one.recv(200)
            one.close()
    finally:
        made.shutdown()
        made.server_close()


def test_the_shipped_files_of_people_have_every_column():
    for name in ("definition", "measures"):
        path = Path(shipped().mapping_file(name))
        held = parse_mappings(path.read_text("utf-8"), str(path))
        assert path.read_text("utf-8") == format_mappings(held.mappings, all_columns=True)


def test_a_new_workspace_for_which_there_is_no_room_is_refused_in_a_sentence(tmp_path, monkeypatch):
    real = os.fsync
    calls = []

    def failing(handle):
        calls.append(handle)
        if len(calls) == 30:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(LedgerError, match="no room left on the disk"):
        init(tmp_path / "here")
    monkeypatch.undo()

    assert not [path for path in (tmp_path / "here").rglob("*") if path.is_file()]
    assert init(tmp_path / "here").sources
