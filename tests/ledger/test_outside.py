"""Other people's programs read our files, with as many rows as we wrote."""

import json
import subprocess
import sys

import pytest
import sssom_pydantic

from crosswalk.ledger.sssom import read_parsed
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Basis, Relation, Status
from tests.file_builders import write_mappings

pytestmark = pytest.mark.slow

EVERY_KIND = tuple(
    Mapping(
        f"29/{number}/7/A",
        "" if relation is Relation.NONE and number % 2 else f"G-{number}(b)",
        relation,
        status,
        'Both ask for "labels" | dates,\nand more.',
        Basis.FUNCTIONAL,
        7,
        0.5,
        "Reviewer A|Reviewer B \\ Co",
        f"2026-03-{number + 1:02}",
        "Reviewer C" if status is Status.CONFIRMED else "",
        "2026-04-01" if status is Status.CONFIRMED else "",
        1.0 if status is Status.CONFIRMED else None,
        "A label",
        "",
        "aaaaaaaaaaaa",
        "bbbbbbbbbbbb",
        "A note.",
    )
    for number, (relation, status) in enumerate(
        (relation, status)
        for relation in Relation
        for status in (Status.DRAFT, Status.CONFIRMED, Status.PROPOSED)
    )
)
NAMES_WITH_ODD_MARKS = ("x y", "a|b", "ü", "50%", "#", "a:b", "-", "'q'", '"', "[1]", "(1)*+,@=", "a//b")


def sets():
    return {
        "every kind of row": MappingSet(
            "herbs", "Herbs: all", "herbs", "growers", "2020-01-01", "2019-06", EVERY_KIND
        ),
        "one program": MappingSet(
            "herbs.candidates",
            "Proposed",
            "herbs",
            "growers",
            "2020",
            "2019",
            EVERY_KIND[:1],
            "crosswalk",
            "0.1",
        ),
        "odd ids": MappingSet(
            "odd ids",
            "Odd",
            "Kräuter",
            "7 herbs",
            "2020",
            "2019",
            tuple(Mapping(odd, odd, Relation.EQUAL, Status.DRAFT, odd) for odd in NAMES_WITH_ODD_MARKS),
        ),
    }


# The reference tool takes seconds to start and warns as it does, so one run of it sees every file.
VALIDATOR = """
import json, sys
from sssom.constants import SchemaValidationType as Check
from sssom.parsers import parse_sssom_table
from sssom.validators import validate

checks = [Check.JsonSchema, Check.PrefixMapCompleteness, Check.StrictCurieFormat]
found = {}
for path in sys.argv[1:]:
    try:
        table = parse_sssom_table(path)
        reports = validate(table, checks, fail_on_error=False)
        errors = [result.message for report in reports.values() for result in report.results]
        found[path] = [len(table.df), errors]
    except Exception as error:
        found[path] = [0, [repr(error)]]
json.dump(found, sys.stdout)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Every set as a file, and one file that is wrong on purpose."""
    folder = tmp_path_factory.mktemp("sets")
    paths = {name: folder / f"{number}.sssom.tsv" for number, name in enumerate(sets())}
    for name, path in paths.items():
        write_mappings(sets()[name], path)
    paths["wrong"] = folder / "wrong.sssom.tsv"
    text = paths["one program"].read_text(encoding="utf-8")
    paths["wrong"].write_text(text.replace("\tgrowers:", "\tnobody:"), encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def shipped(root):
    """The mapping files that come with the program."""
    found = sorted((root / "mappings").glob("*.sssom.tsv"))
    assert found
    return found


@pytest.fixture(scope="module")
def validated(files, shipped):
    """Rows and complaints of the reference tool's three checks, by file."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", VALIDATOR, *map(str, files.values()), *map(str, shipped)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", sets())
def test_sssom_pydantic_reads_every_row_and_our_own_slots(files, name):
    mappings = sets()[name]

    found, _, about, errors = sssom_pydantic.read(files[name], return_errors=True)

    assert errors == []
    assert len(found) == len(mappings)
    assert about.title == mappings.title
    assert sorted(row.extensions["ext_status"].value for row in found) == sorted(m.status for m in mappings)
    assert sorted(row.comment for row in found) == sorted(m.sentence for m in mappings)


@pytest.mark.parametrize("name", sets())
def test_sssom_validates_every_row(files, validated, name):
    assert validated[str(files[name])] == [len(sets()[name]), []]


def test_sssom_finds_fault_with_a_wrong_file(files, validated):
    """A validator that accepts everything would prove nothing."""
    assert validated[str(files["wrong"])][1] != []


def test_the_shipped_files_are_canonical_and_read_by_both(shipped, validated):
    for path in shipped:
        ours = read_parsed(path)
        theirs, *_, errors = sssom_pydantic.read(path, return_errors=True)

        assert ours.problems == ()
        assert (len(theirs), errors) == (len(ours.mappings), [])
        assert validated[str(path)] == [len(ours.mappings), []]
