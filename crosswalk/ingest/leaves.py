"""What has nothing below it: it says something, or is marked as a title alone."""

from dataclasses import replace

from crosswalk.errors import ParseError, Problem
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.read_result import ReadResult
from crosswalk.model.relation import Verification


def says_nothing(prov: Provision) -> bool:
    """Whether a provision with nothing below it has no words, and is no title marked as one either."""
    title = prov.kind == "heading" and prov.heading.strip()
    return prov.is_heading and not title and prov.verification is not Verification.NOT_RETRIEVED


def settled(loaded: ReadResult) -> ReadResult:
    """The reading as a corpus file can hold it: titles alone are marked, bare numbers left out and named."""
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
