"""Find the provisions that are not assessed because they require nothing, and say why."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from crosswalk.compare.document import Document, asks_something
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.frame import ProvisionFrames
from crosswalk.model.relation import Verification

# A text without a verb of at most this many words is a label, a signature or a piece of a sentence.
_FRAGMENT = 9
# The kind that a corpus gives to an entry of its glossary.
_TERM = "term"


@cache
def coverage_words() -> Mapping[str, Any]:
    """The patterns and the wording of `data/coverage.yaml`."""
    data: Mapping[str, Any] = yaml.load(
        (files("crosswalk.data") / "coverage.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader
    )
    return data


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
    return bare and not acts and side.whole.source.kind != "framework" and not side.whole.chapeau(prov.id)


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
