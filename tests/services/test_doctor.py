"""`doctor` names what is installed and, in a sentence, what to do about what is not."""

import json
import shutil
from importlib.metadata import PackageNotFoundError, version

import pytest
from typer.testing import CliRunner

from crosswalk.cli.app import app
from crosswalk.errors import ConfigError
from crosswalk.language import encoder
from crosswalk.services import doctor
from crosswalk.services.doctor import examine
from crosswalk.workspace.workspace import Workspace, shipped


def found(space=None):
    return {(one.kind, one.name): one for one in examine(space or shipped())}


def test_everything_needed_is_there_with_versions_and_digests():
    things = found()

    assert things["package", "numpy"].found == version("numpy")
    assert things["model", encoder.NAME].found == f"sha256 {encoder._DIGEST[:16]}"
    assert f"{len(shipped().crosswalks)} crosswalks" in things["workspace", "corpora and crosswalks"].found
    assert not [one for one in things.values() if one.kind == "model" and one.wrong]


def test_the_advice_for_a_missing_package_names_what_to_install(monkeypatch):
    def missing(name):
        if name in {"numpy", "distributed"}:
            raise PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(doctor, "version", missing)
    monkeypatch.setattr(
        doctor,
        "requires",
        lambda _: ["numpy>=2.0", "distributed>=2026.3 ; extra == 'cluster'", "pytest ; extra == 'dev'"],
    )
    things = found()

    assert things["package", "numpy"].wrong
    assert things["package", "numpy"].advice == "Run `pip install numpy`."
    assert not things["package", "distributed"].wrong
    assert "crosswalk[cluster]" in things["package", "distributed"].advice
    assert ("package", "pytest") not in things


def test_a_missing_model_is_named_with_its_remedy(monkeypatch):
    def missing():
        raise ConfigError("The meaning model is not installed; run `pip install x`.", code="XW-523")

    monkeypatch.setattr(encoder, "encoder_path", missing)
    model = found()["model", encoder.NAME]

    assert model.wrong
    assert model.advice == "The meaning model is not installed; run `pip install x`."


def test_a_missing_browser_is_no_fault(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    browser = found()["browser", "Chromium or Chrome"]

    assert browser.found == ""
    assert browser.advice
    assert not browser.wrong


def test_a_broken_workspace_is_named(tmp_path):
    space = Workspace(tmp_path)

    assert found(space)["workspace", str(tmp_path)].wrong


def missing(name):
    raise PackageNotFoundError(name)


@pytest.mark.parametrize("broken", [True, False])
def test_the_command_exits_by_what_it_found(monkeypatch, broken):
    if broken:
        monkeypatch.setattr(doctor, "version", missing)
    ran = CliRunner().invoke(app, ["doctor", "--json"])
    things = json.loads(ran.output)

    assert any(one["wrong"] for one in things) >= broken
    assert ran.exit_code == any(one["wrong"] for one in things)
