"""Where a plan's own pointers lead: to a section of the plan, or nowhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from crosswalk.plans.passages import PlanPassage
from crosswalk.plans.strip import Own

_LABEL = re.compile(
    r"^\W*(?:(section|part|chapter|volume|appendix|attachment|exhibit|annex|addendum|item|question|schedule|table|goal)\s+)?"
    r"((?:\(?[A-Za-z0-9]{1,5}\)?[.-]?)+?)(?=[.:\s—–-]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Places:
    """The labeled headings of a plan, and the passages below each."""

    passages: tuple[PlanPassage, ...]
    owns: tuple[Own, ...]

    def stands(self, target: str) -> bool:
        """Whether a place named in a pointer, such as `exhibit f`, is in the plan with words of its own."""
        return next(self.below(target), None) is not None

    def below(self, target: str) -> Iterator[tuple[Own, int]]:
        """The passages under the heading that a pointer names, each with its place in the row of chances."""
        for at, own in enumerate(self.owns):
            titles = (_file_title(own.passage.file), *own.passage.heading)
            if any(_is(title, target) for title in titles) or _same_section(own.passage.section, target):
                yield own, at


def _file_title(name: str) -> str:
    """The title that a file's name gives: `Attachment 3 MOU` of `Attachment_3-MOU.pdf`."""
    return " ".join(re.split(r"[\s_-]+", PurePath(name).stem))


def _is(title: str, target: str) -> bool:
    """Whether a heading bears the label of a pointer: its kind and number, or its number alone."""
    found = _LABEL.match(title)
    if not found:
        return False
    kind, _, number = target.partition(" ")
    own_kind, kind = (found[1] or "").lower(), kind.lower()
    if own_kind and own_kind != kind:
        return False
    if not own_kind and kind not in {"section", "part", "item", "question", "chapter"}:
        return False
    return _plain(found[2]) == _plain(number) and bool(_plain(number))


def _same_section(section: str, target: str) -> bool:
    kind, _, number = target.partition(" ")
    return (
        kind.lower() in {"section", "part"}
        and bool(section)
        and _plain(section).startswith(_plain(number))
        and len(_plain(number)) > 2
    )


def _plain(number: str) -> str:
    return re.sub(r"[^a-z0-9]", "", number.lower())
