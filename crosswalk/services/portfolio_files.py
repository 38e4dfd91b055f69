"""The files of a portfolio: pages, a table of all rows, and the pages of an earlier run to remove."""

from pathlib import Path

from crosswalk import __version__
from crosswalk.model.portfolio import Portfolio
from crosswalk.report.portfolio_page import portfolio_pages
from crosswalk.report.portfolio_tables import as_csv, as_parquet, portfolio_rows


def portfolio_files(portfolio: Portfolio) -> dict[str, bytes]:
    """Every file but the finished pairs, by its path in the folder; the same portfolio gives the same bytes."""
    rows = list(portfolio_rows(portfolio))
    pages = portfolio_pages(portfolio, version=__version__)
    return pages | {"rows.csv": as_csv(rows), "rows.parquet": as_parquet(rows)}


def unused_pages(portfolio: Portfolio, folder: Path) -> list[Path]:
    """Pages of documents that an earlier run wrote and this one does not have."""
    names = {f"{one.name}.html" for one in portfolio.documents}
    return [path for path in sorted((folder / "documents").glob("*.html")) if path.name not in names]
