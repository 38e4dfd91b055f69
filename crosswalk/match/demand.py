"""What one provision asks, read once a run however often it is compared."""

from functools import lru_cache

from crosswalk.match.shape import Shape, shape_of
from crosswalk.match.units import Unit, units
from crosswalk.model.corpus import Provision
from crosswalk.model.evidence import Annotated, Note
from crosswalk.model.relation import Duty


def demand_of(prov: Provision, annotated: Annotated) -> tuple[Shape, tuple[Unit, ...]]:
    """How a provision asks, and the things it asks, not yet weighed."""
    return _asked(prov, annotated.notes, annotated.duty, annotated.actor, annotated.defines)


@lru_cache(maxsize=8192)
def _asked(
    prov: Provision, notes: tuple[Note, ...], duty: Duty, actor: str, defines: str
) -> tuple[Shape, tuple[Unit, ...]]:
    annotated = Annotated(prov.id, notes, duty, actor, defines)
    shape = shape_of(prov, annotated)
    return shape, units(prov, annotated, shape)
