"""Requirement lists, the units that a plan must answer one by one, and what answers look like: `corpora/answers.yaml`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from crosswalk.errors import ParseError
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Verification

_LISTS = ("like", "signs", "requires")
_SWITCHES = ("future", "optional")
_KEYS = ("for", *_LISTS, "halves", *_SWITCHES, "needs")
_YES = {"yes": True, "true": True, "no": False, "false": False, "": False}


@dataclass(frozen=True, slots=True)
class Half:
    """One of the things a unit asks for side by side, with the words that show it in an answer."""

    name: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What an answer to a unit looks like.

    `like` holds typical answers, `signs` words that an answer uses, `requires` words of which it cannot
    lack all. `future` is whether an action to come is an answer, `optional` whether the unit may be left
    out, `needs` what a person must supply before it can be assessed.
    """

    like: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    halves: tuple[Half, ...] = ()
    future: bool = False
    optional: bool = False
    needs: str = ""


@cache
def sign_pattern(sign: str) -> re.Pattern[str]:
    """A sign as a pattern: its words in any ending, or the expression between its slashes."""
    if sign.startswith("/") and sign.endswith("/"):
        return re.compile(sign[1:-1])
    return re.compile(r"[\s-]+".join(_open(word) for word in sign.lower().replace("-", " ").split()))


def _open(word: str) -> str:
    if len(word) <= 4 or word[-1].isdigit():
        return rf"{re.escape(word)}(?:s|es|'s|)\b" if word[-1:].isalnum() else re.escape(word)
    if word.endswith("y"):
        return rf"{re.escape(word[:-1])}(?:y|ies|y's)\b"
    return rf"{re.escape(word.removesuffix('e'))}[a-z']*"


def read_answers(path: Path) -> dict[str, Answers]:
    """What answers look like, by unit; an empty mapping where the workspace has no such file.

    Raises:
        ParseError: the file was broken by hand; the sentence names the place and what to write.
    """
    if not path.is_file():
        return {}
    found: dict[str, Answers] = {}
    for at, entry in enumerate(_entries(path), 1):
        where = f"{path}, entry {at}"
        if not isinstance(entry, Mapping):
            raise _broken(where, "is no entry; begin it with `for:` and the ids of its requirements")
        where = f"{where} ({', '.join(_texts(entry.get('for', ''), where, 'for')) or 'without ids'})"
        answers = _answers(entry, where)
        for unit in _texts(entry.get("for", ""), where, "for"):
            if unit in found:
                raise _broken(where, f"names {unit}, which an earlier entry has; make one entry of the two")
            found[unit] = answers
    return found


def strange_ids(answers: Mapping[str, Answers], known: Sequence[str]) -> str:
    """One sentence that names the ids that no requirement list has, with the closest that one has; else empty."""
    from difflib import get_close_matches

    strange = [unit for unit in answers if unit not in set(known)]
    if not strange:
        return ""
    capital = {_alike(unit): unit for unit in known}
    near = {unit: get_close_matches(_alike(unit), capital, 1, 0.6) for unit in strange[:5]}
    named = ", ".join(
        f"{unit} (closest: {capital[near[unit][0]]})" if near[unit] else unit for unit in strange[:5]
    )
    more = f" and {len(strange) - 5} more" if len(strange) > 5 else ""
    return f"answers.yaml speaks of {named}{more}, which no requirement list has; what it says of them is not used."


def _alike(unit: str) -> str:
    """An id in capitals, letters that are taken for digits as digits."""
    return unit.upper().translate(str.maketrans("OIL", "011"))


def _broken(where: str, what: str) -> ParseError:
    return ParseError(f"{where} {what}.", code="XW-602")


def _entries(path: Path) -> Sequence[Any]:
    """The entries of the file as they are written."""
    import yaml

    try:
        whole = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)
    except UnicodeDecodeError as error:
        raise _broken(str(path), "cannot be read as text; save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _broken(f"{path} line {line}", f"is no YAML ({error.problem}); correct the line") from error
    except yaml.YAMLError as error:
        raise _broken(
            str(path), "holds a character that YAML does not allow; save it as plain text"
        ) from error
    entries = whole.get("answers") if isinstance(whole, Mapping) and set(whole) == {"answers"} else None
    if not isinstance(entries, list):
        raise _broken(str(path), "does not consist of one list under the word `answers:`; restore that line")
    return entries


def _answers(entry: Mapping[Any, Any], where: str) -> Answers:
    if unknown := [str(key) for key in entry if key not in _KEYS]:
        raise _broken(where, f"has the word {unknown[0]}, which is not known; write {', '.join(_KEYS)}")
    if not _texts(entry.get("for", ""), where, "for"):
        raise _broken(where, "names no requirement; begin it with `for:` and their ids")
    like, signs, requires = (tuple(_texts(entry.get(name, ""), where, name)) for name in _LISTS)
    future, optional = (_switch(entry.get(name, ""), where, name) for name in _SWITCHES)
    for sign in (*signs, *requires):
        _check_sign(sign, where)
    return Answers(
        like,
        signs,
        requires,
        tuple(_halves(entry.get("halves") or (), where)),
        future,
        optional,
        needs="".join(_texts(entry.get("needs", ""), where, "needs")),
    )


def _halves(written: Any, where: str) -> Iterator[Half]:  # noqa: ANN401 - what a person wrote
    if not isinstance(written, list | tuple):
        raise _broken(where, "has halves that are no list; begin each with a dash")
    for half in written:
        if not isinstance(half, Mapping) or set(half) != {"name", "signs"}:
            raise _broken(where, "has a half without its name or its signs, or with more; give it these two")
        signs = tuple(_texts(half["signs"], where, "signs"))
        for sign in signs:
            _check_sign(sign, where)
        yield Half("".join(_texts(half["name"], where, "name")), signs)


def _texts(written: Any, where: str, key: str) -> list[str]:  # noqa: ANN401 - what a person wrote
    """The value of a key: one text or a list of them; empty ones are left out."""
    listed = written if isinstance(written, list) else [written]
    for one in listed:
        if not isinstance(one, str):
            raise _broken(
                where, f"has something under {key} that is no plain text; put it in quotation marks"
            )
    return [one.strip() for one in listed if one.strip()]


def _switch(written: Any, where: str, key: str) -> bool:  # noqa: ANN401 - what a person wrote
    if not isinstance(written, str) or written.lower() not in _YES:
        raise _broken(where, f"says neither yes nor no under {key}; write one of them")
    return _YES[written.lower()]


def _check_sign(sign: str, where: str) -> None:
    """Refuse a regular expression that is none; a sign of plain words is always a pattern."""
    if not sign.startswith("/"):
        return
    try:
        sign_pattern(sign)
    except re.error as error:
        raise _broken(
            where, f"has the sign {sign}, which is no regular expression ({error}); correct it"
        ) from error


# Provisions of these kinds are no units: the list's own headings, and the prompts that a collection prints.
_NOT_UNITS = frozenset({"heading", "prompt"})
_NOTE = re.compile(r"^(Rule|Carries out|Section|Asks|Applies to|Answered when): (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing a plan must answer, in the words of the law, the rule or the collection.

    `unchecked` is whether its words were restated without the source at hand. `section` is the number under which the collection asks for it; empty where there is none.
    `carries_out` is the law that a unit in the words of a rule or of the collection serves; empty for the law's own words.
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
    carries_out: str = ""

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
        """The addresses in every numbering, first that of the text whose words these are, last the law they carry out."""
        serves = f"carries out {self.carries_out}" if self.carries_out else ""
        return " · ".join(dict.fromkeys(one for one in (self.citation, self.also, self.rule, serves) if one))


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
        carries_out=note.get("Carries out", ""),
    )


def _short(text: str, size: int = 8) -> str:
    words = text.split()
    return " ".join(words[:size]) + (" …" if len(words) > size else "")
