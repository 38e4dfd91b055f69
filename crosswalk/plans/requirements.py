"""Requirement lists: corpora whose provisions are units that a plan must answer, one by one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from crosswalk.errors import ParseError
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Verification
from crosswalk.plans.answers import Answers

# Provisions of these kinds are no units: the list's own headings, and the prompts that a collection prints.
_NOT_UNITS = frozenset({"heading", "prompt"})
_NOTE = re.compile(r"^(Rule|Section|Asks|Applies to|Answered when): (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing a plan must answer, in the words of the law, the rule or the collection.

    `unchecked` is whether its words were restated without the source at hand. `section` is the number under which the collection asks for it; empty where there is none.
    `edition_digest` changes when the unit's words change, so that a new edition reopens only those.
    """

    id: str
    name: str
    words: str
    asks: str
    kind: str
    citation: str
    also: str
    rule: str
    section: str
    group: str
    applies_to: str
    answered_when: str
    digest: str
    answers: Answers = field(default_factory=Answers)
    unchecked: bool = False

    @property
    def assurance(self) -> bool:
        """Whether giving the words back is the answer."""
        return self.kind == "assurance"

    @property
    def identified(self) -> bool:
        """Whether naming one thing is enough."""
        return self.kind in {"identification", "attachment"}

    @property
    def place(self) -> str:
        """The address in the numbering that a planner works with, else the law's; empty where there is none."""
        return self.also or self.citation

    @property
    def cited(self) -> str:
        """The addresses in every numbering, the law's first."""
        return " · ".join(dict.fromkeys(one for one in (self.citation, self.also, self.rule) if one))


def with_place(words: str, place: str) -> str:
    """Words with an address in parentheses after them, if there is one, and no period.

    >>> with_place("The board must pay.", "20 CFR 1"), with_place("The board must pay.", "")
    ('The board must pay (20 CFR 1)', 'The board must pay')
    """
    plain = words.rstrip(".")
    return f"{plain} ({place})" if place else plain


@dataclass(frozen=True, slots=True)
class Requirements:
    """One edition of a requirement list: its units in order, and the prompts printed with them."""

    corpus: Corpus
    units: tuple[Unit, ...]
    prompts: tuple[str, ...]

    def __getitem__(self, unit_id: str) -> Unit:
        return next(unit for unit in self.units if unit.id == unit_id)


def requirements_of(corpus: Corpus, answers: Mapping[str, Answers]) -> Requirements:
    """The units of a list, each with what its answers look like.

    Any corpus will do: one without kinds and notes gives a unit for every provision that has words.
    """
    units = tuple(_unit(corpus, prov, answers) for prov in corpus if _is_unit(prov))
    if not units:
        raise ParseError(
            f"{corpus.source.key} holds no requirement; give a list with one provision for each.",
            code="XW-601",
        )
    prompts = tuple(prov.text for prov in corpus if prov.kind == "prompt")
    return Requirements(corpus, units, prompts)


def _is_unit(prov: Provision) -> bool:
    return prov.kind not in _NOT_UNITS and not prov.is_heading


def _unit(corpus: Corpus, prov: Provision, answers: Mapping[str, Answers]) -> Unit:
    note = dict(_NOTE.findall(prov.note))
    above = corpus.ancestors(prov.id)
    return Unit(
        id=prov.id,
        name=prov.heading or _short(prov.text),
        words=prov.text,
        asks=note.get("Asks", prov.text),
        kind=prov.kind,
        citation=prov.citation,
        also=prov.also,
        rule=note.get("Rule", ""),
        section=prov.num,
        group=above[-1].heading if above else "",
        applies_to=note.get("Applies to", ""),
        answered_when=note.get("Answered when", ""),
        digest=prov.digest,
        answers=answers.get(prov.id, Answers()),
        unchecked=prov.verification is Verification.UNVERIFIED,
    )


def _short(text: str, size: int = 8) -> str:
    words = text.split()
    return " ".join(words[:size]) + (" …" if len(words) > size else "")
