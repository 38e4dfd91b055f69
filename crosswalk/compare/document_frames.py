"""The frames of a document: which of its provisions ask for something, and what they say."""

import re

from crosswalk.compare.document import Document
from crosswalk.language.frames import read_provisions
from crosswalk.language.readable import why_unread
from crosswalk.model.cache import Cache
from crosswalk.model.corpus import Provision
from crosswalk.model.frame import ProvisionFrames

# A text of fewer words than this, without a verb, is a scrap: a label, a table cell, a signature.
_SCRAP = 4
_CATCH_ALL = re.compile(
    r"^(?:and\s+|or\s+)?(?:any|such|all)\s+other\b|\bsuch other (?:information|matters?|requirements?|factors?)\b",
    re.IGNORECASE,
)


def frames_of(side: Document, kept: Cache, *, lead_ins: bool = False) -> dict[str, ProvisionFrames]:
    """The frames of each provision of the part that asks for something, by id, in order.

    With `lead_ins` those of lead-ins too: that of a definition says what is defined.
    """
    wanted = [prov.id for prov in side.part if asks_something(prov) or (lead_ins and prov.text.strip())]
    said = tuple(
        (i, side.whole[i].heading, side.whole[i].kind, side.whole.context(i), side.whole[i].text)
        for i in wanted
    )
    found = kept.get_or_compute(
        "frames",
        (side.whole.source.kind, said),
        tuple[ProvisionFrames, ...],
        lambda: tuple(read_provisions(side.whole, wanted).values()),
    )
    return {item.provision: item for item in found if why_unread(item) or not _is_scrap(item)}


def asks_something(prov: Provision) -> bool:
    """Whether a provision has words of its own that are neither a lead-in nor a catch-all."""
    text = prov.text.strip()
    return bool(text) and not text.endswith(("—", "–", ":")) and not _CATCH_ALL.search(text)


def _is_scrap(item: ProvisionFrames) -> bool:
    """Whether a text is too short to say anything and holds no act."""
    return len(item.text.split()) < _SCRAP and not item.acts
