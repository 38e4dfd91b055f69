"""One side of a comparison, read and annotated."""

from collections.abc import Mapping
from dataclasses import dataclass

from crosswalk.model.corpus import Corpus
from crosswalk.model.evidence import Annotated, Measure


@dataclass(frozen=True)
class Document:
    """The part compared, the whole it was taken from, and what was read in the whole.

    `annotated` has an entry for every provision of the whole; `measures` one for each that is a
    performance measure.
    """

    part: Corpus
    whole: Corpus
    annotated: Mapping[str, Annotated]
    measures: Mapping[str, Measure]
