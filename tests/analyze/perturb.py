"""Seeded edits on a real law, each with what must be said of it, and a baseline to stand beside."""

import difflib
import random
import re
from dataclasses import dataclass, field, replace

from crosswalk.model.change import ChangeKind, FlagKind
from crosswalk.model.corpus import Corpus, Provision

_QUIET = (
    (r"\bactivities\b", "undertakings"),
    (r"\bservices\b", "assistance"),
    (r"\bappropriate\b", "suitable"),
    (r"\bdescribed\b", "set out"),
    (r"\bassist\b", "aid"),
    (r"\bimprove\b", "better"),
    (r"\bincluding\b", "such as"),
    (r"\binformation\b", "particulars"),
    (r"\bstrategies\b", "approaches"),
    (r"\bdevelop\b", "draw up"),
    (r"\bestablish\b", "set up"),
    (r"\bcarry out\b", "perform"),
    (r"\btraining\b", "instruction"),
    (r"\bfunds\b", "money"),
    (r"\bprovide\b", "furnish"),
)
_NUMBERS = {
    "second": "fourth",
    "first": "third",
    "1": "3",
    "2": "4",
    "3": "5",
    "4": "6",
    "5": "8",
    "10": "15",
    "30": "60",
    "60": "90",
    "90": "120",
    "18": "21",
    "24": "22",
}
_PEOPLE = {
    "individuals": "veterans",
    "individual": "veteran",
    "participants": "exiters",
    "youth": "adults",
    "adults": "youth",
    "students": "workers",
    "workers": "students",
}
_ACTORS = (
    ("The Secretary shall", "The Governor shall"),
    ("the Secretary shall", "the Governor shall"),
    ("the Governor shall", "the State board shall"),
    ("the local board shall", "the chief elected official shall"),
    ("The State shall", "The local board shall"),
    ("a State shall", "a local board shall"),
    ("the State shall", "the local board shall"),
)
_NEW = (
    "a description of the transport and child care that will be offered during evening classes;",
    "evidence that the agreement was published for comment by residents of the region concerned;",
    "an inventory of buildings owned by the agency that stand unused for most of the week;",
    "a list of libraries where the forms can be had in languages other than English;",
    "the name of a contact who answers questions on the telephone outside office hours;",
)
_NOISE = (
    lambda t: t.replace("“", '"').replace("”", '"').replace("’", "'"),
    lambda t: t.replace("—", "--").replace("–", "-"),
    lambda t: re.sub(r",(?!\d)", " ,", t, count=2),
    lambda t: t.replace(" ", "\u00a0", 3).replace(" ", "  ", 2),
    lambda t: re.sub(r"\)", " )", t, count=1) + " ",
    lambda t: t[:1].swapcase() + t[1:].rstrip(";.,"),
)
KINDS = (
    "reword",
    "duty",
    "number",
    "population",
    "actor",
    "reference",
    "insert",
    "delete",
    "renumber",
    "move",
    "split",
    "merge",
    "noise",
)


@dataclass
class Edited:
    """A corpus with edits, and the truth: by old id (by new id for what came) kind, weight and flags."""

    new: Corpus
    kinds: dict[str, ChangeKind] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    flags: dict[str, set[FlagKind]] = field(default_factory=dict)
    quiet: set[str] = field(default_factory=set)
    count: int = 0


class Editor:
    """Takes a corpus apart, one edit a family of siblings, and puts it together again."""

    def __init__(self, corpus: Corpus, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a seeded test, no secret
        self.old = corpus
        self.provs = {p.id: p for p in corpus}
        self.order = [p.id for p in corpus]
        self.busy: set[str | None] = set()
        self.truth = Edited(corpus)

    def run(self, edits: int) -> Edited:
        leaves = [p for p in self.old if not self.old.children(p.id) and len(p.text.split()) >= 9]
        self.random.shuffle(leaves)
        turn = 0
        for prov in leaves:
            if self.truth.count >= edits:
                break
            if prov.parent is None or self._is_busy(prov):
                continue
            for step in range(len(KINDS)):
                kind = KINDS[(turn + step) % len(KINDS)]
                if getattr(self, f"_{kind}")(prov):
                    turn += step + 1
                    self.busy.add(prov.parent)
                    self.truth.count += 1
                    break
        self.truth.new = Corpus(
            replace(self.old.source, as_of="2030-01-01"), tuple(self.provs[i] for i in self.order)
        )
        return self.truth

    def _is_busy(self, prov: Provision) -> bool:
        line = [*(a.id for a in self.old.ancestors(prov.id)), prov.id]
        return any(one in self.busy for one in line)

    def _set(self, prov: Provision, text: str, kind: ChangeKind, *flags: FlagKind) -> bool:
        self.provs[prov.id] = replace(self.provs[prov.id], text=text)
        self.truth.kinds[prov.id] = kind
        self.truth.flags[prov.id] = set(flags)
        return True

    def _swap(self, prov: Provision, pattern: str, to, kind: ChangeKind, *flags: FlagKind) -> bool:
        found = re.search(pattern, prov.text)
        if not found:
            return False
        text = prov.text[: found.start()] + (to(found) if callable(to) else to) + prov.text[found.end() :]
        return self._set(prov, text, kind, *flags)

    def _reword(self, prov: Provision) -> bool:
        for pattern, to in self.random.sample(_QUIET, len(_QUIET)):
            if self._swap(prov, pattern, to, ChangeKind.REWORDED):
                return True
        return False

    def _duty(self, prov: Provision) -> bool:
        swaps = {"shall": "may", "may": "shall"}
        pattern = r"\b(?:shall|may)\b(?! not\b| be required| \d)"
        return self._swap(prov, pattern, lambda m: swaps[m[0]], ChangeKind.REWORDED, FlagKind.DUTY)

    def _number(self, prov: Provision) -> bool:
        words = "|".join(_NUMBERS)
        pattern = rf"(?<![\w(.$-])(?:{words})(?= (?:years?|days?|months?|quarters?|percent|or more|or fewer|individuals|members|recognized)\b)"
        return self._swap(prov, pattern, lambda m: _NUMBERS[m[0]], ChangeKind.REWORDED, FlagKind.NUMBER)

    def _population(self, prov: Provision) -> bool:
        pattern = rf"\b(?:{'|'.join(_PEOPLE)})\b(?! with| workforce| activities)"
        return self._swap(prov, pattern, lambda m: _PEOPLE[m[0]], ChangeKind.REWORDED, FlagKind.POPULATION)

    def _actor(self, prov: Provision) -> bool:
        for was, now in _ACTORS:
            if was in prov.text:
                return self._set(prov, prov.text.replace(was, now, 1), ChangeKind.REWORDED, FlagKind.ACTOR)
        return False

    def _reference(self, prov: Provision) -> bool:
        def other(found: re.Match[str]) -> str:
            return f"section {3999 - int(found[1]) % 100}"

        pattern = r"\bsection (3\d\d\d)(?=[( ])"
        return self._swap(prov, pattern, other, ChangeKind.CITATION, FlagKind.REFERENCE)

    def _noise(self, prov: Provision) -> bool:
        text = prov.text
        for noise in self.random.sample(_NOISE, 2):
            text = noise(text)
        if text == prov.text:
            return False
        self.truth.quiet.add(prov.id)
        return self._set(prov, text, ChangeKind.SAME)

    def _siblings(self, prov: Provision) -> list[Provision]:
        return [p for p in self.old.children(prov.parent) if p.level != "continuation"]

    def _free(self, parent: str, after: str = "") -> str:
        stem = f"{parent}/{after or 'zz'}"
        number = 1
        while f"{stem}{number}" in self.provs:
            number += 1
        return f"{stem}{number}"

    def _put(self, prov: Provision, after: str) -> None:
        self.provs[prov.id] = prov
        self.order.insert(self.order.index(after) + 1, prov.id)

    def _insert(self, prov: Provision) -> bool:
        """A new item before the leaf, which takes its number; the leaf and those after it move up."""
        siblings = self._siblings(prov)
        later = siblings[siblings.index(prov) :]
        if any(self.old.children(p.id) for p in later):
            return False
        spare = self._free(prov.parent)
        ids = [p.id for p in later] + [spare]
        texts = [self.random.choice(_NEW) + f" {self.truth.count}", *(p.text for p in later)]
        heads = ["", *(p.heading for p in later)]
        for one, text, head in zip(ids, texts, heads, strict=True):
            made = replace(self.provs.get(one, later[-1]), id=one, text=text, heading=head)
            if one == spare:
                self._put(made, later[-1].id)
            self.provs[one] = made
        for was, now in zip(later, ids[1:], strict=True):
            self.truth.kinds[was.id] = ChangeKind.RENUMBERED
            self.truth.moved[was.id] = now
        self.truth.added.add(ids[0])
        return True

    def _delete(self, prov: Provision) -> bool:
        if len(self._siblings(prov)) < 2:
            return False
        del self.provs[prov.id]
        self.order.remove(prov.id)
        self.truth.kinds[prov.id] = ChangeKind.REMOVED
        return True

    def _renumber(self, prov: Provision) -> bool:
        return self._place(
            prov, self._free(prov.parent, prov.id.rpartition("/")[2]), prov.parent, ChangeKind.RENUMBERED
        )

    def _place(self, prov: Provision, new_id: str, parent: str, kind: ChangeKind) -> bool:
        at = self.order.index(prov.id)
        if kind is ChangeKind.MOVED:
            self.order.remove(prov.id)
            last = self.old.below(parent)[-1].id
            at = self.order.index(last) + 1 if last in self.order else len(self.order)
            self.order.insert(at, new_id)
        else:
            self.order[at] = new_id
        del self.provs[prov.id]
        self.provs[new_id] = replace(prov, id=new_id, parent=parent)
        self.truth.kinds[prov.id] = kind
        self.truth.moved[prov.id] = new_id
        return True

    def _move(self, prov: Provision) -> bool:
        parents = sorted({p.parent for p in self.old if p.parent and p.parent != prov.parent})
        target = self.random.choice(parents)
        if self._is_busy(self.old[target]) or target in self.busy or len(prov.text.split()) < 12:
            return False
        if any(b.id in self.busy for b in self.old.below(target)) or prov.id in {
            b.id for b in self.old.below(target)
        }:
            return False
        self.busy.add(target)
        return self._place(prov, self._free(target), target, ChangeKind.MOVED)

    def _split(self, prov: Provision) -> bool:
        words = prov.text.split()
        if len(words) < 18:
            return False
        half = len(words) // 2
        self.provs[prov.id] = replace(prov, text=" ".join(words[:half]))
        second = replace(prov, id=self._free(prov.parent), text=" ".join(words[half:]), heading="")
        self._put(second, prov.id)
        self.truth.kinds[prov.id] = ChangeKind.SPLIT
        return True

    def _merge(self, prov: Provision) -> bool:
        siblings = self._siblings(prov)
        at = siblings.index(prov)
        if at + 1 >= len(siblings):
            return False
        other = siblings[at + 1]
        if self.old.children(other.id) or not 6 <= len(other.text.split()) <= 80 or other.heading:
            return False
        self.provs[prov.id] = replace(prov, text=f"{prov.text} {other.text}")
        del self.provs[other.id]
        self.order.remove(other.id)
        self.truth.kinds[prov.id] = self.truth.kinds[other.id] = ChangeKind.MERGED
        return True


def baseline(old: Corpus, new: Corpus) -> tuple[dict[str, ChangeKind], set[str]]:
    """What a comparison by id with difflib says: a kind for each old id, and the ids it would reopen."""
    kinds = {}
    for prov in old:
        if prov.id not in new:
            kinds[prov.id] = ChangeKind.REMOVED
        elif (
            difflib.SequenceMatcher(None, prov.text, new[prov.id].text, autojunk=False).real_quick_ratio() < 1
        ):
            kinds[prov.id] = ChangeKind.REWORDED
        else:
            kinds[prov.id] = ChangeKind.SAME if prov.text == new[prov.id].text else ChangeKind.REWORDED
    return kinds, {one for one, kind in kinds.items() if kind is not ChangeKind.SAME}
