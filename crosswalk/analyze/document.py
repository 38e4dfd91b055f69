"""One side of a comparison, read and annotated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crosswalk.model.corpus import Corpus
from crosswalk.model.evidence import Annotated, Measure
from crosswalk.model.reading import Reference
from crosswalk.text.lexicon import Lexicon
from crosswalk.text.terms import annotate


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

    @property
    def concepts(self) -> dict[str, frozenset[str]]:
        """The lexicon concepts that each provision of the part names."""
        return {prov.id: self.annotated[prov.id].concepts for prov in self.part}

    @property
    def grounds(self) -> tuple[object, ...]:
        """All that a finding about the part alone can rest on: its words, and what was read in them."""
        return self.part, [self.annotated[prov.id] for prov in self.part]

    def select(self, patterns: Iterable[str]) -> "Document":
        """The same document with another part of it compared; see `Corpus.select`."""
        return replace(self, part=self.whole.select(patterns))


def read_document(
    part: Corpus, whole: Corpus, lexicon: Lexicon, references: Sequence[Reference] = ()
) -> Document:
    """Annotate the whole document, so that a part of it knows its lead-ins and definitions."""
    return document_of(part, whole, annotate(whole, lexicon, references))


def document_of(part: Corpus, whole: Corpus, annotated: Mapping[str, Annotated]) -> Document:
    """The document that goes with what was read in the whole of it."""
    measures = {i: a.measure for i, a in annotated.items() if a.measure is not None}
    return Document(part, whole, annotated, measures)
