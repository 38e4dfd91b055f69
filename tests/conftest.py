"""Fixtures shared by all tests."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault: what is asserted is behaviour, not time.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of official texts, where it exists; tests that need it are skipped elsewhere."""
    folder = Path(os.environ.get("CROSSWALK_REFERENCE", ROOT.parent / "shared" / "reference"))
    if not folder.is_dir():
        pytest.skip("the folder of official texts is not here; set CROSSWALK_REFERENCE to check against it")
    return folder
