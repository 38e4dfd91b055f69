"""spaCy without its command line, which it imports with itself: a third of its start-up, and never used here.

Import this module before any other of spaCy.
"""

import sys
from types import ModuleType

_UNUSED = "spacy.cli.info"


def _import_without_command_line() -> ModuleType:
    """Import spaCy with an empty module in place of its command line, which is removed again."""
    if "spacy" not in sys.modules:
        empty = ModuleType(_UNUSED)
        empty.info = None  # type: ignore[attr-defined]
        sys.modules[_UNUSED] = empty
    try:
        import spacy
    finally:
        if not getattr(sys.modules.get(_UNUSED), "__file__", ""):
            sys.modules.pop(_UNUSED, None)
    return spacy


spacy = _import_without_command_line()
