"""Lay two policy documents side by side and prove where they meet with the words themselves.

The names below are the public ones; each is loaded when it is first used.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "Corpus": "crosswalk.model.corpus",
    "Provision": "crosswalk.model.corpus",
    "Source": "crosswalk.model.corpus",
    "Citation": "crosswalk.model.citation",
    "Candidate": "crosswalk.model.alignment",
    "Mapping": "crosswalk.model.mapping",
    "MappingSet": "crosswalk.model.mapping",
    "Relation": "crosswalk.model.relation",
    "CrosswalkError": "crosswalk.errors",
    "open_workspace": "crosswalk.workspace.workspace",
    "build_reports": "crosswalk.services.build",
    "compare_crosswalk": "crosswalk.services.compare",
    "decide": "crosswalk.services.decide",
    "propose_pairs": "crosswalk.services.compare",
    "read": "crosswalk.ingest",
}
__all__ = ["__version__", *sorted(_PUBLIC)]  # noqa: PLE0604 - the names are those of the table above


def __getattr__(name: str) -> Any:  # noqa: ANN401 - each public name has its own type
    """Load a public name from the module that defines it."""
    if name not in _PUBLIC:
        raise AttributeError(f"module crosswalk has no public name {name}")
    return getattr(import_module(_PUBLIC[name]), name)
