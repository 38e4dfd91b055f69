"""One crosswalk, or all, as a file for another program, by the ending of its name."""

from collections.abc import Callable, Sequence

from crosswalk import __version__
from crosswalk.build import compare_all, lay_all, merged_files
from crosswalk.errors import ConfigError
from crosswalk.ledger.comments import by_person, by_row, listed_comments
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.sidebyside import SideBySide
from crosswalk.workspace import Workspace


def export_bytes(space: Workspace, crosswalk: str, name: str) -> bytes:
    """The file that a name asks for: .xlsx, .docx or .csv, or .sssom.tsv (what people decided).

    `.comments.tsv` and `.comments-by-person.tsv` list what others said, by row and by person.
    """
    ending = next((end for end in _WRITERS if name.lower().endswith(end)), "")
    if not ending:
        known = ", ".join(_WRITERS)
        raise ConfigError(f"{name}: the ending must be one of {known}; name the file so.", code="XW-508")
    return _WRITERS[ending](space, lay_all(space, only=crosswalk))


def _sssom(space: Workspace, sides: Sequence[SideBySide]) -> bytes:
    paths = [path for side in sides if (path := space.mapping_file(side.id)).is_file()]
    files = merged_files("crosswalk", [read_mappings(path) for path in paths])
    if len(files) != 1:
        raise ConfigError(
            "There are decisions between no two documents, or between more than two; name one crosswalk that"
            " has decisions.",
            code="XW-509",
        )
    return next(iter(files.values()))


def _xlsx(space: Workspace, sides: Sequence[SideBySide]) -> bytes:
    from crosswalk.report.excel import workbook

    return workbook(sides, version=__version__, changes=compare_all(space, sides))


def _docx(_: Workspace, sides: Sequence[SideBySide]) -> bytes:
    from crosswalk.report.word import word_file

    return word_file(sides, version=__version__)


def _csv(_: Workspace, sides: Sequence[SideBySide]) -> bytes:
    from crosswalk.report.frames import rows_frame

    return bytes(rows_frame(sides, version=__version__).to_csv(index=False, lineterminator="\n").encode())


def _comments_by_row(_: Workspace, sides: Sequence[SideBySide]) -> bytes:
    return listed_comments(by_row(comment for side in sides for comment in side.comments)).encode()


def _comments_by_person(_: Workspace, sides: Sequence[SideBySide]) -> bytes:
    return listed_comments(by_person(comment for side in sides for comment in side.comments)).encode()


_WRITERS: dict[str, Callable[[Workspace, Sequence[SideBySide]], bytes]] = {
    ".sssom.tsv": _sssom,
    ".comments.tsv": _comments_by_row,
    ".comments-by-person.tsv": _comments_by_person,
    ".xlsx": _xlsx,
    ".docx": _docx,
    ".csv": _csv,
}
