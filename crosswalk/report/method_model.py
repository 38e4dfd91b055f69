"""The page models of the method page."""

from dataclasses import dataclass

from crosswalk.report.comparison_model import PageFrame
from crosswalk.report.views import Link


@dataclass(frozen=True, slots=True)
class MethodStep:
    """One step from two texts to an answer, with what it did to the worked row.

    Attributes:
        name: Its name.
        words: What it does, in one sentence.
        example: What it did to the worked row; empty if there is no such row.
    """

    name: str
    words: str
    example: str


@dataclass(frozen=True, slots=True)
class ModelUse:
    """One trained model and what it is used for.

    Attributes:
        name: Its name and version.
        does: What it does.
    """

    name: str
    does: str


@dataclass(frozen=True, slots=True)
class SignalView:
    """One signal as this build used it.

    Attributes:
        name: Its name.
        pairs: How many rows it gave a weight.
        largest: The largest weight it gave.
        bar: The same as a share of the largest of all, 0 to 100.
        example: Its evidence for that row.
    """

    name: str
    pairs: int
    largest: str
    bar: int
    example: str


@dataclass(frozen=True, slots=True)
class Band:
    """One band of confidence, with the decisions on its rows.

    Attributes:
        word: The band in a word.
        bounds: Its figures.
        low: Its lower bound in percent.
        high: Its upper bound in percent.
        pairs: How many rows.
        confirmed: How many a person confirmed.
        rejected: How many a person rejected.
        drafted: How many are in the editors' draft.
        open: How many are undecided.
        share: How many of the decided ones were confirmed, in percent; None if none was decided.
    """

    word: str
    bounds: str
    low: int
    high: int
    pairs: int
    confirmed: int
    rejected: int
    drafted: int
    open: int
    share: int | None


@dataclass(frozen=True, slots=True)
class ReadLine:
    """The verification of the compared texts of one source.

    Attributes:
        source: The document and its date.
        quoted: How many texts are quoted word for word.
        read: How many software read from a file that nobody compared with the original.
        restated: How many are restated by someone who had the source open.
        unchecked: How many nobody checked against the source.
        missing: How many were not retrieved.
        partly: How many were read only in part.
    """

    source: str
    quoted: int
    read: int
    restated: int
    unchecked: int
    missing: int
    partly: int


@dataclass(frozen=True, slots=True)
class Decider:
    """Who drafted or reviewed rows.

    Attributes:
        name: The name on file.
        did: Drafted or reviewed.
        rows: How many rows.
        last: The last date, in words.
    """

    name: str
    did: str
    rows: int
    last: str


@dataclass(frozen=True, slots=True)
class MethodPage:
    """How the pages were made, how far to trust them, and their known limitations.

    Attributes:
        frame: What every page carries.
        steps: From two texts to an answer.
        worked: The row that all steps show; None if no pair was computed.
        models: The trained models.
        signals: The signals of this build.
        bands: Confidence against decisions.
        agreement: How often program and mapping file agree.
        checks: The caller's sentences on how the program was measured.
        read: The verification of the compared texts, by source.
        people: Who drafted and who reviewed.
        misses: Known limitations.
    """

    frame: PageFrame
    steps: tuple[MethodStep, ...]
    worked: Link | None
    models: tuple[ModelUse, ...]
    signals: tuple[SignalView, ...]
    bands: tuple[Band, ...]
    agreement: str
    checks: tuple[str, ...]
    read: tuple[ReadLine, ...]
    people: tuple[Decider, ...]
    misses: tuple[str, ...]

    @property
    def signals_differ(self) -> bool:
        """Whether the signals differ in their number of rows, so that the number is worth showing."""
        return len({signal.pairs for signal in self.signals}) > 1
