"""Lines for the terminal, and today's date."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosswalk.model.alignment import Candidate
    from crosswalk.model.corpus import Provision
    from crosswalk.services.compare import Proposals


def say(*lines: str) -> None:
    """Write whole lines to standard output."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def progress(words: str) -> None:
    """Say what is being done, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")
        if not words:
            sys.stderr.flush()


def today() -> str:
    """The day on this machine's calendar; the command line alone may look at it."""
    return datetime.now().astimezone().date().isoformat()


_COLUMNS = (
    "Below each provision its likeliest counterparts. Columns: rank; how sure the program is of the pair, from 0 to 1"
    " (a share of such pairs that experts listed); how the two relate (blank where not judged, “not clear” where the"
    " pair may well be one and no words of it were found to meet); the counterpart."
)


def proposed_lines(found: "Proposals") -> list[str]:
    """The candidates for a terminal: what the columns are, then each left provision with its counterparts."""
    lines = [_COLUMNS] if found.candidates else []
    for cand in found.candidates:
        if cand.rank == 1:
            lines += ["", label(found.left[cand.left])]
        relation = _relation_word(cand)
        lines.append(
            f"  {cand.rank:>3}  {cand.confidence:.2f}  {relation:<15} {label(found.right[cand.right])}"
        )
    return lines or ["No candidates: one of the two documents has no provision with words."]


def _relation_word(cand: "Candidate") -> str:
    """The relation in a word; a likely pair of which no words meet has none that could be told."""
    from crosswalk.model.alignment import LIKELY
    from crosswalk.model.relation import Relation

    if cand.prediction is None:
        return ""
    unread = cand.prediction.relation is Relation.NONE and cand.confidence >= LIKELY
    return "not clear" if unread else cand.prediction.relation.word


def label(prov: "Provision") -> str:
    """Citation or id, and heading or first words, on one line."""
    return f"{prov.citation or prov.id}  {shortened(prov)}"


def shortened(prov: "Provision") -> str:
    """The heading, or the first words, of a provision on one line of at most 90 characters."""
    words = " ".join((prov.heading or prov.text).split())
    return words if len(words) <= 90 else words[:89] + "…"
