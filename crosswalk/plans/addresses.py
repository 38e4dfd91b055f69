"""Section numbers of a State plan, read from its headings: `III.b.4.A`, `b. 4. A.`, or a program's name."""

import re

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
# The kind of enumerator at each depth of a State plan.
_KINDS = (
    re.compile(r"VII|VI|IV|V|III|II|I"),
    re.compile(r"[a-z]"),
    re.compile(r"\d{1,2}"),
    re.compile(r"[A-Z]"),
    re.compile(r"[ivx]+"),
)
_PROGRAMS = (
    (
        "VI.AEFLA",
        re.compile(r"adult education and (?:family )?literacy|\btitle II\b|\bAEFLA\b", re.IGNORECASE),
    ),
    (
        "VI.I-B",
        re.compile(r"title I-B|adult, dislocated worker,? and youth (?:activities|programs?)", re.IGNORECASE),
    ),
    ("VI.WP", re.compile(r"wagner-peyser", re.IGNORECASE)),
    ("VI.VR", re.compile(r"vocational rehabilitation", re.IGNORECASE)),
)
_LEAD = re.compile(r"^\s*(?:section|part|item)?\s*[(•–-]?\s*", re.IGNORECASE)
_MARK = re.compile(
    r"[(]?\s*(I-B|AEFLA|VR|WP|VII|VI|IV|V|III|II|I|[a-z]|\d{1,2}|[A-Z]|[ivx]{2,4})(?:\s*[.)]+\s*|\s+(?=[A-Z(])|$)"
)
_SPECIFIC = re.compile(r"program[- ]specific|requirements for", re.IGNORECASE)


def address_of(heading: str, above: str, before: str = "") -> str:
    """The section that a heading opens, given the section above it; that section if the heading has no number.

    `before` is the section of the previous heading: after "H.", an "I." is the ninth letter and not a Roman numeral.

    >>> address_of("III. b. 4. A. Assessment of Core Programs", "")
    'III.b.4.A'
    >>> address_of("6. Program Data", "III.b.4.A")
    'III.b.6'
    >>> address_of("I. Economic Development", "III.a.2", "III.a.2.H")
    'III.a.2.I'
    """
    if _SPECIFIC.search(heading):
        program = next((name for name, pattern in _PROGRAMS if pattern.search(heading)), "")
        if program:
            return program
    marks = _marks(heading)
    if not marks:
        return above
    if marks[0] == "I" and before.endswith(".H"):
        return ".".join([before.removesuffix(".H"), *marks])
    if marks[0] in _ROMAN:
        return ".".join(marks)
    path = above.split(".") if above else []
    for mark in marks:
        depth = _depth(mark, path)
        if depth is None:
            return above
        path = [*path[:depth], mark]
    return ".".join(path)


def is_numbered(heading: str) -> bool:
    """Whether a heading has a section number of its own, or names a program's part."""
    return bool(
        _marks(heading) or (_SPECIFIC.search(heading) and any(p.search(heading) for _, p in _PROGRAMS))
    )


def _marks(heading: str) -> list[str]:
    """The outline marks at the head of a heading, outermost first."""
    at = len(_LEAD.match(heading)[0])  # type: ignore[index]
    found: list[str] = []
    while (mark := _MARK.match(heading, at)) and len(found) < 6:
        # "A strategy" begins with a word, not a mark.
        if mark[1] in {"A", "a", "I"} and not re.search(r"[.)]", mark[0]):
            break
        found.append(mark[1])
        at = mark.end()
    return found


def _depth(mark: str, path: list[str]) -> int | None:
    """The depth of a lone enumerator in the current section; None if the section is unknown."""
    if not path:
        return None
    offset = 1 if len(path) > 1 and path[1] in {"I-B", "AEFLA", "WP", "VR"} else 0
    fits = [
        depth for depth, kind in enumerate(_KINDS) if kind.fullmatch(mark) and depth + offset <= len(path)
    ]
    fits = [depth for depth in fits if depth > 0]
    if not fits:
        return None
    # "i" may be the ninth letter or a small numeral: the deeper one that fits is meant.
    return max(fits) + offset if mark in {"i", "v", "x"} else fits[0] + offset


def nearness(asked: str, found: str) -> float:
    """How well a passage's section (second) fits the section that a unit is asked under (first), -1 to 1.

    1 for the same section or one inside it, less for the sections around it, -1 for another part of the
    plan, 0 where either has no number.
    """
    if not asked or not found:
        return 0.0
    ours, theirs = asked.split("."), found.split(".")
    shared = next(
        (n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
    )
    if shared == len(ours):
        return 1.0
    if shared == len(theirs) and shared >= min(2, len(ours) - 1):
        return 0.8 if len(ours) - shared == 1 else 0.4
    if shared >= 2 and shared == len(ours) - 1:
        return -0.2
    return -0.5 if shared else -1.0
