"""What can go wrong, said in one sentence: what, where, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, with the file and line where it is wrong."""

    where: str
    what: str
    code: str = "XW-000"

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.what}"


class CrosswalkError(Exception):
    """A mistake that the user can fix; the command line prints it and exits with `exit_code`."""

    exit_code = 3

    def __init__(self, message: str, *, code: str = "XW-000", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.problems = tuple(problems)

    def __str__(self) -> str:
        head = f"{self.code} {self.message}"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


class SourceError(CrosswalkError):
    """A source file is missing, or is not what its entry says it is."""


class ParseError(CrosswalkError):
    """A file cannot be read as the format it claims."""


class CitationError(CrosswalkError):
    """Words that should be a legal citation are not one."""


class LedgerError(CrosswalkError):
    """A mapping file breaks a rule of the ledger."""


class ConfigError(CrosswalkError):
    """The workspace, or the way a command was called, does not make sense."""

    exit_code = 2
