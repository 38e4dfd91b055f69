"""Plan files into passages: Word, PDF, web page or text, one plan in one file or several."""

from collections.abc import Callable, Sequence
from pathlib import Path

from crosswalk.errors import ConfigError, ParseError, SourceError
from crosswalk.ingest import read
from crosswalk.model.corpus import Source
from crosswalk.plans.passages import PlanPassage, passages_of


def read_plan(
    paths: Sequence[Path], progress: Callable[[str], None] = lambda _: None
) -> tuple[PlanPassage, ...]:
    """The passages of a plan in one file or several, in the order given.

    Raises a `CrosswalkError` of one sentence for a file that is missing, locked, scanned, empty or given twice.
    """
    names = [path.name for path in paths]
    found: list[PlanPassage] = []
    for path in paths:
        if names.count(path.name) > 1:
            raise ConfigError(
                f"Two plan files are called {path.name}; give each file once, and rename one if they differ.",
                code="XW-603",
            )
        if not path.is_file():
            raise SourceError(f"There is no plan file {path}; check the name and the folder.", code="XW-103")
        progress(f"Reading {path.name}")
        corpus = read(path, Source(path.stem, "undated", path.stem, kind="plan")).corpus
        found.extend(passages_of(corpus, path.name, len(found)))
    if not found:
        raise ParseError(
            f"{', '.join(names)} holds headings and no text; check that it is the right file.", code="XW-604"
        )
    return tuple(found)
