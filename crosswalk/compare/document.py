"""One side of a comparison: its provisions with annotations, measures and frames, and why some are not assessed."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from crosswalk.data import load
from crosswalk.language.annotate import PhraseFinder, annotate
from crosswalk.language.frames import read_provisions
from crosswalk.language.lexicon import Lexicon
from crosswalk.language.parsed_text import pointed_at
from crosswalk.language.word_lists import EMPTY_WORDS, FOREIGN_WORDS
from crosswalk.measures.context import read_measures
from crosswalk.model.annotation import Annotated, Measure, NoteKind
from crosswalk.model.cache import Cache
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.read_result import Reference
from crosswalk.model.relation import Verification

# Terms of the lexicon make up a quarter to a half of documents of its field, and seldom a tenth of other documents, in
# which they are everyday words ("services", "training").
FAMILIAR = 0.2

# A text of fewer words than this without a verb is a fragment: a label, a table cell, a signature.
_SCRAP = 4
# A text without a verb of at most this many words is a label, a signature or a piece of a sentence.
_FRAGMENT = 9
# The kind that a corpus gives to an entry of its glossary.
_TERM = "term"
_CATCH_ALL = re.compile(
    r"^(?:and\s+|or\s+)?(?:any|such|all)\s+other\b|\bsuch other (?:information|matters?|requirements?|factors?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Document:
    """The part compared, the whole document it was taken from, and the annotations of the whole.

    `annotated` has an entry for every provision of the whole; `measures` one for each that is a
    performance measure.
    """

    part: Corpus
    whole: Corpus
    annotated: Mapping[str, Annotated]
    measures: Mapping[str, Measure]

    @property
    def concepts(self) -> dict[str, frozenset[str]]:
        """The lexicon concepts of each provision of the part; empty if the lexicon is of another field."""
        if self._named < FAMILIAR:
            return {}
        return {prov.id: self.annotated[prov.id].concepts for prov in self.part}

    @property
    def _named(self) -> float:
        """The share of the document's letters that are in lexicon terms, 0..1."""
        named = (note.span for prov in self.whole for note in self.annotated[prov.id].of(NoteKind.CONCEPT))
        letters = sum(len(prov.text) for prov in self.whole)
        return sum(span.end - span.start for span in named) / max(letters, 1)

    def cites(self, prov_id: str, target: str) -> bool:
        """Whether a provision of the part names another document's provision by its citation."""
        return any(note.value == target for note in self.annotated[prov_id].of(NoteKind.CITATION))

    @property
    def grounds(self) -> tuple[object, ...]:
        """The inputs of a finding about the part alone: its words and annotations."""
        return self.part, [self.annotated[prov.id] for prov in self.part]

    def select(self, patterns: Iterable[str]) -> "Document":
        """The same document with another part; see `Corpus.select`."""
        return replace(self, part=self.whole.select(patterns))


def read_document(
    part: Corpus, whole: Corpus, lexicon: Lexicon, references: Sequence[Reference] = ()
) -> Document:
    """Annotate the whole document, so that its part has lead-ins and definitions."""
    return document_of(part, whole, read_annotations(whole, lexicon, references))


def read_annotations(
    corpus: Corpus,
    lexicon: Lexicon,
    references: Sequence[Reference] = (),
    finder: PhraseFinder | None = None,
    only: Container[str] | None = None,
) -> dict[str, Annotated]:
    """Annotate the provisions of a document, or `only` some, and read their measures; see `annotate`."""
    found = annotate(corpus, lexicon, references, finder, only)
    for prov_id, measure in read_measures(corpus, lexicon, references, only).items():
        found[prov_id] = replace(found[prov_id], measure=measure)
    return found


def document_of(part: Corpus, whole: Corpus, annotated: Mapping[str, Annotated]) -> Document:
    """The document with its annotations and measures."""
    measures = {i: a.measure for i, a in annotated.items() if a.measure is not None}
    return Document(part, whole, annotated, measures)


def cited_pairs(left: Document, right: Document) -> frozenset[tuple[str, str]]:
    """The pairs in which one provision cites the other."""
    there, here = ({prov.id for prov in side.part} for side in (right, left))
    found = {
        (prov.id, note.value)
        for prov in left.part
        for note in left.annotated[prov.id].of(NoteKind.CITATION)
        if note.value in there
    }
    back = {
        (note.value, prov.id)
        for prov in right.part
        for note in right.annotated[prov.id].of(NoteKind.CITATION)
        if note.value in here
    }
    return frozenset(found | back) if left.whole.source.id != right.whole.source.id else frozenset()


def frames_of(side: Document, cache: Cache, *, lead_ins: bool = False) -> dict[str, ProvisionFrames]:
    """The frames of each provision of the part that requires something, by id, in order.

    With `lead_ins`, those of lead-ins too: the lead-in of a definition names what is defined.
    """
    wanted = [prov.id for prov in side.part if asks_something(prov) or (lead_ins and prov.text.strip())]
    found = provision_frames(side.whole, wanted, cache)
    return {i: item for i, item in found.items() if why_unread(item) or not _is_scrap(item)}


def provision_frames(whole: Corpus, ids: Sequence[str], cache: Cache) -> dict[str, ProvisionFrames]:
    """The frames of some provisions of a document, by id, in order."""
    of = {i: (whole.source.kind, whole.placed_digests[i], pointed_at(whole, i)) for i in ids}
    return cache.get_or_compute_each("frames", of, ProvisionFrames, partial(read_provisions, whole))


def asks_something(prov: Provision) -> bool:
    """Whether a provision has words of its own that are neither a lead-in nor a catch-all."""
    text = prov.text.strip()
    catches_all = "other" in text.casefold() and _CATCH_ALL.search(text)
    return bool(text) and not text.endswith(("—", "–", ":")) and not catches_all


def _is_scrap(item: ProvisionFrames) -> bool:
    """Whether a text is a fragment: too short to state anything, and without an act."""
    return len(item.text.split()) < _SCRAP and not item.acts


def coverage_words() -> Mapping[str, Any]:
    """The patterns and the wording of `data/coverage.yaml`."""
    found: Mapping[str, Any] = load("coverage.yaml")
    return found


def leads_in(corpus: Corpus, prov: Provision) -> bool:
    """Whether a provision only opens a list, so that only its items are assessed."""
    opens = prov.text.rstrip().endswith(("—", "–", ":"))
    return opens and bool(corpus.children(prov.id))


def is_fragment(side: Document, prov: Provision, frames: Mapping[str, ProvisionFrames]) -> bool:
    """Whether a provision is a label, a signature or a piece of a sentence, which nothing can answer in full.

    An item below a lead-in completes its sentence, and an element of a framework is named on purpose.
    """
    read = frames.get(prov.id)
    bare = not prov.heading and len(prov.text.split()) <= _FRAGMENT and not prov.text.rstrip().endswith(".")
    acts = read is not None and bool(read.acts)
    return bare and not acts and side.whole.source.kind != "framework" and not side.whole.lead_in(prov.id)


def not_assessed(side: Document, frames: Mapping[str, ProvisionFrames], name: str) -> dict[str, str]:
    """For each provision of the part that requires nothing, the reason in a sentence.

    Args:
        side: The document.
        frames: The frames of the part, by provision id.
        name: The name of the document in sentences.
    """
    words = coverage_words()["not assessed"]
    found = {prov.id: _why(side, prov, frames, name) for prov in side.part}
    return {prov_id: words[why] for prov_id, why in found.items() if why}


def _why(side: Document, prov: Provision, frames: Mapping[str, ProvisionFrames], name: str) -> str:
    """The key of the reason; empty for a provision that is assessed."""
    if prov.is_heading:
        return "" if prov.verification is Verification.NOT_RETRIEVED else "heading"
    if leads_in(side.part, prov):
        return "lead-in"
    if prov.id in side.measures:
        return ""
    if not asks_something(prov):
        return "catch-all"
    for why, pattern in _patterns(name):
        if pattern.search(prov.text.strip()):
            return why
    if prov.kind == _TERM:
        return "term"
    return "" if prov.id in frames else "nothing read"


@cache
def _patterns(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of texts that require nothing, each with its reason."""
    stored = coverage_words()["patterns"]
    described = stored["self-description"].replace("{name}", re.escape(name))
    every = (
        ("name", stored["name"]),
        ("effective date", stored["effective date"]),
        ("self-description", described),
        ("self-description", stored["counts its parts"]),
    )
    return tuple((why, re.compile(pattern, re.IGNORECASE)) for why, pattern in every)


# A text of more characters than this is not one provision.
MOST_CHARACTERS = 100_000
# The least number of words to recognize another language, and the least share of function words in prose.
_FEW, _GRAMMAR = 8, 0.12
# The least number of words of a list of names, and the least share of foreign words of another language.
_LIST, _FOREIGN = 12, 0.12
# A line at the head of a letter or memo.
_LABELED = re.compile(r"(?:SUBJECT|RE|TO|FROM|DATE|CC)\s*:", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|\d[\d.,/-]*")


def why_unread(item: ProvisionFrames) -> str:
    """Why a provision cannot be compared by its frames, as a sentence; empty where it can."""
    if len(item.text) > MOST_CHARACTERS:
        return f"The text has {len(item.text):,} characters; one provision of more than {MOST_CHARACTERS:,} is not read."
    words = [word.lower() for word in _WORD.findall(item.text)]
    grammar = sum(word in EMPTY_WORDS for word in words) / max(len(words), 1)
    foreign = sum(word in FOREIGN_WORDS for word in words) / max(len(words), 1)
    if len(words) >= _FEW and foreign >= _FOREIGN and foreign > grammar:
        return "The text is not in English."
    letters = sum(word.isalpha() for word in words)
    if len(words) >= _FEW and letters < len(words) / 2:
        return "The text is a list of numbers."
    if len(words) >= _LIST and grammar < _GRAMMAR and not item.acts and not _has_verb(item):
        return "The text is a list of names and has no verb."
    if _LABELED.match(item.text) and not _has_verb(item):
        return "The text is a line of a letterhead and has no verb."
    if not item.frames:
        return "No act could be read in the text."
    return ""


def _has_verb(item: ProvisionFrames) -> bool:
    return any(not frame.nominal for frame in item.frames)
