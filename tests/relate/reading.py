"""Reads one text as the frames of a provision, for tests."""

from crosswalk.language.frames import read_provisions
from crosswalk.model.corpus import Corpus, Provision, Source


def read(text, *, lead="", kind="statute", heading=""):
    """The frames of a text below a lead-in; with a heading it is a definition."""
    prov = Provision("1", text, heading=heading, context=lead, kind="definition" if heading else "")
    return read_provisions(Corpus(Source("t", "2026", "T", kind=kind), (prov,)), ["1"])["1"]
