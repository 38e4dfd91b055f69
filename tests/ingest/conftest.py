"""The builders of small files, as fixtures."""

import pytest

from tests.file_builders import make_docx, make_pdf, paragraph, set_lines, words


@pytest.fixture(scope="session")
def pdf_file():
    """Builds a PDF from pages of placed words."""
    return make_pdf


@pytest.fixture(scope="session")
def lines_set():
    """Sets texts as lines of a page."""
    return set_lines


@pytest.fixture(scope="session")
def docx_file():
    """Builds a Word file from WordprocessingML."""
    return make_docx


@pytest.fixture(scope="session")
def para():
    """Writes one paragraph of WordprocessingML."""
    return paragraph


@pytest.fixture(scope="session")
def run():
    """Writes one run of WordprocessingML."""
    return words
