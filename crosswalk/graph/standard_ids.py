"""Shared by the exports to standard formats: stable identifiers, dates without a clock, and notes on what is lost."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from uuid import NAMESPACE_URL, uuid5

from crosswalk.ledger.slots import NAMESPACE, local
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Source
from crosswalk.model.relation import Coverage


def stable_uuid(*names: str) -> str:
    """A UUID made from names alone: the same names, the same UUID."""
    return str(uuid5(NAMESPACE_URL, NAMESPACE + "/".join(map(local, names))))


def provision_uri(source: Source, prov_id: str) -> str:
    """The address of a provision in our namespace."""
    return f"{NAMESPACE}{local(source.id)}/{local(prov_id)}"


def edition_time(sources: Iterable[Source]) -> str:
    """The latest date of some texts as a time in UTC; the first of its month or year where no day is given.

    >>> edition_time([Source("a", "2014-06", "A"), Source("b", "undated", "B")])
    '2014-06-01T00:00:00Z'
    """
    dates = [one.as_of for one in sources if re.fullmatch(r"\d{4}(-\d\d){0,2}", one.as_of)]
    latest = max(dates, default="1970")
    return f"{latest}{'-01' * (2 - latest.count('-'))}T00:00:00Z"


def tokens(ids: Iterable[str]) -> dict[str, str]:
    """For each id a token as OSCAL has them: letters, digits, dots, dashes and underscores, no digit first.

    >>> tokens(["29/3102/7/A"])
    {'29/3102/7/A': '_29.3102.7.A'}
    """
    plain = {one: "_"[: not one[:1].isalpha()] + re.sub(r"[^A-Za-z0-9_.-]", ".", one) for one in ids}
    taken = list(plain.values())
    return {
        one: token if taken.count(token) == 1 else f"{token}.{hashlib.sha256(one.encode()).hexdigest()[:6]}"
        for one, token in plain.items()
    }


def unmapped(side: Comparison, which: str) -> list[str]:
    """The ids of one side's provisions that the other side does not answer."""
    answers = side.left_answers if which == "left" else side.right_answers
    return [one.provision for one in answers if one.coverage is Coverage.NOT_FOUND]


def left_out(sides: Sequence[Comparison]) -> str:
    """How many rows a format without negative pairs leaves out, in a sentence."""
    rows = [row for side in sides for row in side.rows if row.left and row.right]
    number = len(rows) - sum(len(side.mapped) for side in sides)
    if not number:
        return "No pair was left out."
    return f"{number} pairs that were rejected, or judged to have no relation, are left out."
