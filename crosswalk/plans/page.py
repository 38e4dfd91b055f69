"""A plan's report as one web page that stands alone and needs no script."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from crosswalk.plans.lines import STATE_WORDS, Report, place_words

if TYPE_CHECKING:
    from jinja2 import Template


def as_page(report: Report, *, version: str) -> bytes:
    """The page: counts, the agenda, every requirement with words and place; every text is escaped."""
    return (
        _template().render(report=report, words=STATE_WORDS, where=place_words, version=version).rstrip()
        + "\n"
    ).encode()


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return env.get_template("plan.html")
