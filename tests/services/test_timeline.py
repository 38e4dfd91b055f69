"""The timeline of editions: every document with several, each step with its real changes."""

import pytest
from typer.testing import CliRunner

from crosswalk.cli.app import app
from crosswalk.model.change import DatedAct
from crosswalk.services.compare_editions import dated_acts, edition_timeline

pytestmark = pytest.mark.slow


def test_every_step_between_editions_is_on_the_timeline(space):
    steps = edition_timeline(space)
    held = {(step.corpus, step.earlier, step.later): step for step in steps}

    assert sorted(step.later for step in steps) == [step.later for step in steps]
    assert {"wioa", "alliance", "state-plan-guidance"} == {step.corpus for step in steps}
    law = held["wioa", "2016-07-19", "2026-03-26"]
    assert (3, 12) == (law.changes["reworded"], law.changes["citation only"])
    assert any("Pub. L. 115-224" in one and "2019-07-01" in one for one in law.laws)
    assert {"citation only": 1} == held["wioa", "2014-07-22", "2016-07-19"].changes
    letters = [step for step in steps if step.corpus == "state-plan-guidance"]
    assert ["2016-03-09", "2020-02-03", "2021-12-14"] == [step.earlier for step in letters]
    assert all(step.changes for step in letters)


def test_changes_without_a_document_prints_every_step(shipped_build):
    shown = CliRunner().invoke(app, ["--workspace", str(shipped_build), "changes"])

    assert 0 == shown.exit_code
    assert "wioa  July 19, 2016 to March 26, 2026" in shown.stdout
    assert "12 citation only and 3 reworded" in shown.stdout
    assert "Pub. L. 115-224" in shown.stdout
    assert "alliance  October 2013 to June 2014" in shown.stdout


def test_the_acts_behind_an_edition_are_dated(space):
    acts = [(act.day, act.words) for act in dated_acts(space, space.edition("wioa", "2026-03-26"))]

    assert acts == [
        ("2014-07-22", "enacted"),
        ("2019-07-01", "amended by Pub. L. 115-224"),
        ("2022-12-27", "amended by Pub. L. 117-286"),
    ]
    assert dated_acts(space, space.edition("wioa", "2016-07-19")) == (DatedAct("2014-07-22", "enacted"),)
    assert dated_acts(space, space.edition("alliance")) == ()
