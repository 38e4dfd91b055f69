"""A write happens whole or not at all, whatever goes wrong; writers take turns."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from crosswalk.errors import LedgerError
from crosswalk.ledger.decide import current_row
from crosswalk.ledger.files import locked, replace_files, replace_locked
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Relation, Status
from tests.file_builders import write_mappings

pytestmark = pytest.mark.slow

SET = MappingSet(
    "herbs",
    "Herbs",
    "herbs",
    "growers",
    "2020",
    "2019",
    tuple(Mapping(f"4/{n}", "G-1", Relation.EQUAL, Status.DRAFT, "Same.", author="us") for n in range(40)),
)

# Decides pairs `first`..`last`, one file write each, and says each pair aloud once it is safe.
WRITER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from crosswalk.ledger.decide import Conflict, Decision, Verdict, record
    from crosswalk.model.mapping import Mapping, MappingSet
    from crosswalk.model.relation import Relation, Status

    path, name, first, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    verdict = Verdict(sys.argv[5])
    start = MappingSet("herbs", "Herbs", "herbs", "growers", "2020", "2019")
    for number in range(first, last):
        offered = Mapping(f"4/{number}", "G-1", Relation.EQUAL, Status.PROPOSED, "Same.", author="a program",
                          left_digest="a" * 12, right_digest="b" * 12)
        decision = Decision(offered.left, offered.right, verdict, name, "2026-03-04", why=f"{name} says so.")
        try:
            record(path, decision, offered=offered, start=start)
        except Conflict as error:
            print("refused", number, error.theirs.reviewer, flush=True)
        else:
            print(number, flush=True)
    """
)


def writer(root, path, name, first, last, *, verdict="confirmed"):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(first), str(last), verdict],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(root, code, *words, cwd=None):
    """Run a script in a Python of its own."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, words)],
        cwd=cwd or root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )


def strays(folder):
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def test_several_files_change_together(tmp_path):
    old, new = tmp_path / "a.txt", tmp_path / "deep" / "b.txt"
    old.write_bytes(b"old")

    replace_files({old: b"1", new: b"2"}.items())

    assert (old.read_bytes(), new.read_bytes()) == (b"1", b"2")
    assert strays(tmp_path) == strays(new.parent) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room left on the disk"),
        (errno.EACCES, "you may not write there"),
        (errno.EROFS, "you may not write there"),
        (errno.EIO, "the system says"),
    ],
)
def test_a_write_that_fails_leaves_every_file_as_it_was(tmp_path, monkeypatch, number, words):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_bytes(b"old")
    real = os.fsync
    calls = []

    def failing(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(number, os.strerror(number))
        return real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(LedgerError, match=words) as caught:
        replace_files({first: b"1", second: b"2"}.items())

    assert str(second) in caught.value.message
    assert caught.value.message.count(".") == str(second).count(".") + 1
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [(b"old")]


def test_contents_go_to_the_disk_as_they_are_made_and_all_take_their_place_or_none(tmp_path):
    old = tmp_path / "old"
    old.write_bytes(b"0")

    def contents():
        yield old, b"1"
        assert [b"1"] == [part.read_bytes() for part in tmp_path.glob(".old.*.part")]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        replace_files(contents())

    assert {old: b"0"} == {path: path.read_bytes() for path in tmp_path.iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file size is POSIX's")
def test_a_full_disk_gives_one_sentence_and_leaves_the_file(root, tmp_path):
    """The system itself refuses the bytes half-way through the write."""
    path = tmp_path / "herbs.sssom.tsv"
    write_mappings(SET, path)
    before = path.read_bytes()
    code = """
        import resource, sys
        from pathlib import Path
        from crosswalk.errors import CrosswalkError
        from crosswalk.ledger.files import replace_locked
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            replace_locked(Path(sys.argv[1]), b"x" * 50_000)
        except CrosswalkError as error:
            sys.exit(str(error))
    """

    done = run(root, code, path)

    assert "XW-410" in done.stderr
    assert "no room left" in done.stderr
    assert "Traceback" not in done.stderr
    assert before == path.read_bytes()
    assert strays(tmp_path) == []


# Decides in a file system of 160 kilobytes until it is full, says how far it came, makes room, and goes on.
FULL = textwrap.dedent(
    """
    import ctypes, os, sys
    from pathlib import Path
    from crosswalk.errors import LedgerError
    from crosswalk.ledger.decide import Decision, Verdict, record
    from crosswalk.ledger.sssom import read_mappings
    from crosswalk.model.mapping import Mapping, MappingSet
    from crosswalk.model.relation import Relation, Status

    libc, folder = ctypes.CDLL(None, use_errno=True), sys.argv[1].encode()
    # A mount that this process alone sees, and that goes with it: no mount of the system is touched.
    if libc.unshare(0x00020000) or libc.mount(b"none", b"/", None, 0x44000, None):
        os._exit(77)
    if libc.mount(b"tmpfs", folder, b"tmpfs", 0, b"size=320k"):
        os._exit(77)
    path, ballast = Path(sys.argv[1], "herbs.sssom.tsv"), Path(sys.argv[1], "ballast")
    ballast.write_bytes(b"x" * 268_000)
    start = MappingSet("herbs", "Herbs", "herbs", "growers", "2020", "2019")
    safe = 0
    while safe < 200:
        offered = Mapping(f"4/{safe}", "G-1", Relation.EQUAL, Status.PROPOSED, "Same.", author="a program",
                          left_digest="a" * 12, right_digest="b" * 12)
        decision = Decision(offered.left, "G-1", Verdict.CONFIRMED, "Reviewer A", "2026-03-04", why="W " * 20)
        try:
            record(path, decision, offered=offered, start=start)
        except LedgerError as error:
            print("refused", error.code, "no room left" in error.message, safe, len(read_mappings(path)),
                  sorted(name for name in os.listdir(sys.argv[1]) if name.endswith(".part")), sep="|")
            ballast.unlink()
        else:
            safe += 1
    print("end", len(read_mappings(path)) == safe, safe)
    """
)


@pytest.mark.skipif(sys.platform != "linux", reason="a mount of one's own is Linux's")
def test_a_disk_that_fills_up_loses_nothing_and_room_lets_it_go_on(root, tmp_path):
    done = run(root, FULL, tmp_path)

    if done.returncode == 77:
        pytest.skip("this user may not mount a file system")
    assert done.stderr == ""
    refused, end = done.stdout.splitlines()
    word, code, why, safe, on_file, left_over = refused.split("|")
    assert ("refused", "XW-410", "True", safe, "[]") == (word, code, why, on_file, left_over)
    assert 10 < int(safe) < 200
    assert end == "end True 200"


@pytest.mark.skipif(sys.platform == "win32", reason="folder rights are POSIX's")
def test_a_folder_that_may_not_be_written_gives_one_sentence(root, tmp_path):
    path = tmp_path / "mappings" / "herbs.sssom.tsv"
    write_mappings(SET, path)
    before = path.read_bytes()
    (path.parent / ".crosswalk.lock").unlink()
    path.parent.chmod(0o555)
    tmp_path.chmod(0o755)
    # The superuser may write anywhere, so the attempt is made by someone who may not.
    code = """
        import os, sys
        from pathlib import Path
        from crosswalk.errors import CrosswalkError
        from crosswalk.ledger.sssom import read_mappings
        from tests.file_builders import write_mappings
        path, mappings = Path("herbs.sssom.tsv"), read_mappings(Path("herbs.sssom.tsv"))
        import filelock
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            write_mappings(mappings, path)
        except CrosswalkError as error:
            sys.exit(str(error))
    """

    done = run(root, code, cwd=path.parent)

    path.parent.chmod(0o755)
    assert "XW-410" in done.stderr
    assert "you may not write there" in done.stderr
    assert "Traceback" not in done.stderr
    assert before == path.read_bytes()


@pytest.mark.parametrize("fault", ["folder is a file", "name is a folder", "file is read-only"])
def test_a_place_that_cannot_be_written_gives_one_sentence(tmp_path, monkeypatch, fault):
    path = tmp_path / "mappings" / "herbs.sssom.tsv"
    if fault == "folder is a file":
        path.parent.write_text("not a folder", encoding="utf-8")
    elif fault == "name is a folder":
        path.mkdir(parents=True)
    else:
        write_mappings(SET, path)
        monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(LedgerError) as caught:
        write_mappings(SET, path)

    assert caught.value.code == "XW-410"
    assert str(path) in caught.value.message
    assert not path.parent.is_dir() or strays(path.parent) == []


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX's")
def test_a_team_file_stays_writable_by_the_team(tmp_path):
    path = tmp_path / "herbs.sssom.tsv"
    path.write_bytes(b"")
    path.chmod(0o664)

    replace_files({path: b"x"}.items())

    assert path.stat().st_mode & 0o777 == 0o664


def test_a_link_to_a_file_stays_a_link(tmp_path):
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_bytes(b"old")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("this system does not let ordinary users make links")

    replace_files({link: b"new"}.items())

    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_what_a_killed_writer_left_is_cleared(tmp_path):
    path = tmp_path / "herbs.sssom.tsv"
    (tmp_path / ".herbs.sssom.tsv.123.part").write_bytes(b"half")

    replace_locked(path, b"whole")

    assert strays(tmp_path) == []


def test_a_writer_waits_and_then_gives_up_with_an_error(root, tmp_path):
    path = tmp_path / "herbs.sssom.tsv"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            (
                "import sys, time\nfrom pathlib import Path\nfrom crosswalk.ledger.files import locked\n"
                "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)"
            ),
            str(path),
        ],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LedgerError, match="locked by another writer"), locked(path, patience=0.2):
            pass
    finally:
        holder.kill()
        holder.communicate()

    with locked(path, patience=5):
        pass


def test_two_people_on_the_same_pairs_never_overwrite_each_other(root, tmp_path):
    """Whoever comes second on a pair is refused and told who was first; the first decision stands."""
    path = tmp_path / "herbs.sssom.tsv"
    people = {"Reviewer A": "confirmed", "Reviewer B": "rejected", "Reviewer C": "unsure"}

    writers = {name: writer(root, path, name, 0, 60, verdict=verdict) for name, verdict in people.items()}
    said = {name: process.communicate(timeout=300) for name, process in writers.items()}

    assert [errors for _, errors in said.values()] == ["", "", ""]
    stands = {mapping.left: mapping for mapping in read_mappings(path)}
    assert len(stands) == len(read_mappings(path)) == 60
    for name, (words, _) in said.items():
        lines = words.splitlines()
        assert len(lines) == 60
        for number, line in enumerate(lines):
            first = stands[f"4/{number}"]
            assert line == (str(number) if first.reviewer == name else f"refused {number} {first.reviewer}")
            assert (first.status, first.sentence) == (people[first.reviewer], f"{first.reviewer} says so.")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such kill on this system")
def test_a_process_killed_at_any_moment_loses_no_saved_decision(root, tmp_path):
    """The writer is killed again and again, at a moment later each time, and goes on after the last."""
    path = tmp_path / "herbs.sssom.tsv"
    wanted = 240
    safe: list[int] = []
    kills = 0
    while len(safe) < wanted:
        process = writer(root, path, "Reviewer A", len(safe), wanted)
        safe += said_before_kill(process, stop_after=12 + 4 * (kills % 5), then=0.0007 * (kills % 13))
        kills += process.returncode == -signal.SIGKILL
        if path.exists():
            mappings = read_mappings(path)
            assert all(current_row(mappings, (f"4/{n}", "G-1")) for n in safe)
            assert len(mappings) - len(safe) in {0, 1}
    assert kills >= 10
    assert safe == list(range(wanted))


def said_before_kill(process, stop_after, then):
    """What the writer said was safe; it is killed a little after the `stop_after`th time."""
    said = []
    for line in process.stdout:
        said.append(int(line))
        if len(said) == stop_after:
            time.sleep(then)
            process.kill()
    errors = process.stderr.read()
    process.communicate()
    assert errors == ""
    return said


def test_a_reader_never_sees_half_a_file(root, tmp_path):
    path = tmp_path / "herbs.sssom.tsv"
    process = writer(root, path, "Reviewer A", 0, 60)
    seen = set()
    while process.poll() is None:
        if path.exists():
            seen.add(len(read_mappings(path)))
    process.communicate()

    assert len(read_mappings(path)) == 60
    assert len(seen) > 1
