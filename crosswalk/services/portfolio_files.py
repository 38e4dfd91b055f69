"""The files of a portfolio: pages, a table of all rows, and the pages of an earlier run to remove."""

from collections.abc import Iterator
from pathlib import Path

from crosswalk import __version__
from crosswalk.model.portfolio import Portfolio
from crosswalk.report.portfolio_page import portfolio_pages
from crosswalk.report.portfolio_tables import as_csv, as_parquet, portfolio_rows


def portfolio_files(portfolio: Portfolio) -> Iterator[tuple[str, bytes]]:
    """Every file but the finished pairs, one by one: its path in the folder and its contents.

    The same portfolio gives the same bytes.
    """
    yield from portfolio_pages(portfolio, version=__version__)
    yield "rows.csv", as_csv(portfolio_rows(portfolio))
    yield "rows.parquet", as_parquet(portfolio_rows(portfolio))


def unused_pages(portfolio: Portfolio, folder: Path) -> list[Path]:
    """Pages of documents that an earlier run wrote and this one does not have."""
    names = {f"{one.name}.html" for one in portfolio.documents}
    return [path for path in sorted((folder / "documents").glob("*.html")) if path.name not in names]
