"""Reads texts as the frames of provisions, and how two of them relate, for tests."""

from crosswalk.language.frames import read_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.relate.pair_reading import PairReading
from crosswalk.relate.relating import first_rule


def read(text, *, lead="", kind="statute", heading=""):
    """The frames of a text below a lead-in; with a heading it is a definition."""
    prov = Provision("1", text, heading=heading, context=lead, kind="definition" if heading else "")
    return read_provisions(Corpus(Source("t", "2026", "T", kind=kind), (prov,)), ["1"])["1"]


def related(left, right):
    """The relation of two provisions that are worth a row."""
    return first_rule(PairReading(left, right)).relation
