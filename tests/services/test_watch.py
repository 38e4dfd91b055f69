"""What `watch` lists: each published text once, the longest uncompared first, with the command that brings it."""

import json

import pytest
from typer.testing import CliRunner

from crosswalk.cli.app import app
from crosswalk.errors import SourceError
from crosswalk.services.update import watched_texts


def test_every_published_text_is_listed_once_with_what_brings_it(space):
    found = {one.id: one for one in watched_texts(space, today="2026-11-29")}

    assert {"wioa", "cfr20", "cfr34", "perkins", "performance-guidance", "alliance"} <= set(found)
    assert ("2026-03-26", 248) == (found["wioa"].compared, found["wioa"].days)
    assert "crosswalk update wioa --fetch" == found["wioa"].command
    assert "crosswalk update performance-guidance FILE --as-of DATE" == found["performance-guidance"].command
    assert {"definition", "measures", "provisions"} <= set(found["wioa"].crosswalks)
    assert found["wioa"].rows > 20
    assert any(
        "conditions[cfr][part]=677".replace("[", "%5B").replace("]", "%5D") in p for p in found["cfr20"].pages
    )
    assert all(one.pages for one in found.values())


def test_what_was_compared_longest_ago_comes_first(space):
    compared = [one.compared for one in watched_texts(space)]

    assert sorted(compared) == compared


def test_only_what_is_named_is_listed_and_an_unknown_name_is_refused(space):
    assert ["perkins"] == [one.id for one in watched_texts(space, ["perkins"])]
    with pytest.raises(SourceError, match="no corpus invented"):
        watched_texts(space, ["invented"])


def test_the_command_prints_lines_or_json(root):
    runner = CliRunner()
    text = runner.invoke(app, ["--workspace", str(root), "watch", "wioa", "cfr20"])
    data = runner.invoke(app, ["--workspace", str(root), "watch", "--json"])

    assert 0 == text.exit_code
    assert "2 texts may have changed." in text.stdout
    assert "update:    crosswalk update cfr20 --fetch" in text.stdout
    assert {"id", "compared", "command", "crosswalks"} <= set(json.loads(data.stdout)[0])
