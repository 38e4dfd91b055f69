"""Check provisions: drop empty leaves, mark titles without text, and limit lengths."""

from dataclasses import replace

from crosswalk.errors import ParseError, Problem
from crosswalk.ingest.safety import check_signs
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.read_result import ReadResult
from crosswalk.model.relation import Verification

# A book of 300 pages; the language model takes no more than a million characters at once.
LONGEST = 900_000


def says_nothing(prov: Provision) -> bool:
    """Whether a provision with nothing below it has no words, and is no title marked as one either."""
    title = prov.kind == "heading" and prov.heading.strip()
    return prov.is_heading and not title and prov.verification is not Verification.NOT_RETRIEVED


def drop_empty(loaded: ReadResult) -> ReadResult:
    """Mark titles without text as headings; leave out and report provisions with a number alone."""
    kept: list[Provision] = []
    bare: list[str] = []
    parents: set[str | None] = set()
    for prov in reversed(loaded.corpus.provisions):
        own = prov
        if prov.id not in parents and says_nothing(prov):
            if not prov.heading.strip():
                bare.append(prov.id)
                continue
            own = replace(prov, kind="heading")
        kept.append(own)
        parents.add(prov.parent)
    if not kept:
        raise ParseError("the document holds no text; check that it is the right file.", code="XW-230")
    told = (Problem(one, "has neither a title nor words, and was left out.", "XW-208") for one in bare[::-1])
    corpus = Corpus(loaded.corpus.source, tuple(kept[::-1]))
    return replace(loaded, corpus=corpus, problems=(*loaded.problems, *told))


def check_lengths(corpus: Corpus) -> None:
    """Refuse a provision that is longer, or holds a longer run of signs, than can be analyzed."""
    for prov in corpus:
        if len(prov.text) > LONGEST:
            raise ParseError(
                f"provision {prov.id} has {len(prov.text):,} characters and {LONGEST:,} are read at most; part"
                " it in paragraphs or numbered items.",
                code="XW-209",
            )
        check_signs(prov.text, f"provision {prov.id}")
