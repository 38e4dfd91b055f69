"""Find what of substance a rewording changes: duty, number, actor, population, measure, definition."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crosswalk.editions.flag_words import (
    ADDRESS,
    BODIES,
    CONDITION,
    FORCE,
    LONG,
    MARKED,
    NAME,
    NEAR,
    NO_ACTOR,
    NO_MODIFIER,
    NUMBER,
    OFFICE,
    PEOPLE,
    QUANTIFIERS,
    STRUCTURE,
)
from crosswalk.editions.wording import in_figures
from crosswalk.language.modality import ModalKind, find_modals
from crosswalk.language.normalize import fold, norm
from crosswalk.language.redline import pairs_of, redline
from crosswalk.language.roles import find_agent
from crosswalk.measures.compare import shown
from crosswalk.model.annotation import Annotated, Part, PartState
from crosswalk.model.change import Flag, FlagKind


@dataclass(frozen=True, slots=True)
class Wording:
    """One provision before and after, with references masked by private signs, and what was read in it.

    `places` maps the signs back to the words of the references.
    """

    old: str
    new: str
    before: Annotated
    after: Annotated
    defines: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    def pairs(self) -> list[tuple[str, str, str]]:
        """The changed places: words removed, words added, and what comes right after them."""
        edits = redline(self.old, self.new)
        found, at = [], 0
        kept = [edit.text for edit in edits]
        for removed, added in pairs_of(edits):
            at = _after(kept, at, removed, added)
            found.append((removed, added, kept[at] if at < len(kept) else ""))
        return found


def _after(pieces: Sequence[str], at: int, removed: str, added: str) -> int:
    """The place of the piece that follows one changed place."""
    first = removed or added
    while pieces[at] != first:
        at += 1
    return at + (2 if removed and added else 1)


Pairs = Sequence[tuple[str, str, str]]


def substantive_flags(wording: Wording) -> tuple[Flag, ...]:
    """Everything of substance that the rewording touches, in the order of `FlagKind`."""
    pairs = wording.pairs()
    readers: tuple[Callable[[Wording, Pairs], Iterator[Flag]], ...] = (
        _duty,
        _number,
        _actor,
        _population,
        _measure,
        _definition,
        _condition,
        _reference,
        _name,
    )
    return tuple(dict.fromkeys(flag for reader in readers for flag in reader(wording, pairs)))


def flags_alone(text: str, *, came: bool) -> tuple[Flag, ...]:
    """What of duty, actor and population comes or goes with a provision that only one edition has."""
    readers = (
        (FlagKind.DUTY, "Duty", _force(text, ModalKind.MODAL)),
        (FlagKind.ACTOR, "Actor", [_short(name) for name in _actors(text)]),
        (FlagKind.POPULATION, "Population", _people(text)),
    )
    return tuple(
        Flag(kind, _changed(name, () if came else found, found if came else ()))
        for kind, name, words in readers
        if (found := list(dict.fromkeys(words)))
    )


def _changed(words: str, was: Sequence[str], now: Sequence[str]) -> str:
    """`Duty changed: may → must`, or added, or removed."""
    if was and now:
        return f"{words} changed: {', '.join(was)} → {', '.join(now)}"
    return f"{words} added: {', '.join(now)}" if now else f"{words} removed: {', '.join(was)}"


def _gone_and_come(was: Sequence[str], now: Sequence[str]) -> tuple[list[str], list[str]]:
    """What one list has and the other has not, counted, in order."""
    ours, theirs = Counter(was), Counter(now)
    gone, come = ours - theirs, theirs - ours
    return (
        [word for word in dict.fromkeys(was) if gone[word]],
        [word for word in dict.fromkeys(now) if come[word]],
    )


def _force(text: str, *kinds: ModalKind) -> list[str]:
    return [word.value for word in find_modals(text) if word.kind in kinds]


def _flagged(kind: FlagKind, name: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Flag]:
    gone, come = _gone_and_come(was, now)
    if gone or come:
        yield Flag(kind, _changed(name, gone, come))


def _duty(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    """Duties that changed; where only more of them or fewer are counted, each is followed by who has it."""
    was, now = _duties(wording.old), _duties(wording.new)
    ours, theirs = (Counter(verb for _, verb in side) for side in (was, now))
    if not (ours - theirs and theirs - ours):
        for first, second in _turned(was, now):
            yield Flag(FlagKind.DUTY, _changed("Duty", [first], [second]))
            ours -= Counter([first])
            theirs -= Counter([second])
    yield from _flagged(FlagKind.DUTY, "Duty", list(ours.elements()), list(theirs.elements()))
    for removed, added, _after_it in pairs:
        gone, come = (_verbs_of_force(words) for words in (removed, added))
        if not (ours or theirs) and gone and come and gone != come and not _is_long(removed, added):
            yield Flag(FlagKind.DUTY, _changed("Duty", gone, come))


def _verbs_of_force(words: str) -> list[str]:
    """Verbs such as "prohibits" outside the modals, which are counted by themselves."""
    low = fold(words)
    modals = [word.span for word in find_modals(words) if word.kind is ModalKind.MODAL]
    found = [hit for hit in FORCE.finditer(low) if not any(m.start <= hit.start() < m.end for m in modals)]
    return [hit.group() for hit in found]


def _duties(text: str) -> list[tuple[str, str]]:
    """Who has each duty, and its verb; the name is empty where nobody is named."""
    found = []
    for word in find_modals(text):
        if word.kind is ModalKind.MODAL:
            acts = find_agent(text, word.span)
            found.append((_normed(acts[0]) if acts else "", word.value))
    return found


def _turned(was: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The verbs, before and after, of those who have one duty in each text and another than they had."""
    old, new = _single(was), _single(now)
    return [(old[who], new[who]) for who in old if who in new and old[who] != new[who]]


def _single(duties: Sequence[tuple[str, str]]) -> dict[str, str]:
    times = Counter(who for who, _ in duties)
    return {who: verb for who, verb in duties if who and times[who] == 1}


def _number(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    bound = ModalKind.BOUND
    yield from _flagged(FlagKind.NUMBER, "Limit", _force(wording.old, bound), _force(wording.new, bound))
    for removed, added, after in pairs:
        was, now = _numbers(removed, after), _numbers(added, after)
        if was != now and not STRUCTURE.search(fold(f"{removed} {added}")):
            gone, come = _gone_and_come(was, now)
            if (gone or come) and not _is_long(removed, added):
                gone, come = [_short(removed)] * bool(gone), [_short(added)] * bool(come)
            if gone or come:
                yield Flag(FlagKind.NUMBER, _changed("Number or date", gone, come))


def _numbers(words: str, after: str = "") -> list[str]:
    """The numbers of changed words, in figures; a day after them shows that "March" is the month."""
    day = f" {after.lstrip()[:2]}" if after.lstrip()[:1].isdigit() and words else ""
    found = [hit.group() for hit in NUMBER.finditer(in_figures(words) + day) if hit.start() < len(words) + 8]
    return [norm(one.strip()).replace(",", "") for one in found[: len(found) - bool(day)]]


def _is_long(*sides: str) -> bool:
    """Whether so much was rewritten in one place that only the key words are named."""
    return any(len(words.split()) > LONG for words in sides)


def _short(words: str) -> str:
    plain = " ".join(words.split()).strip(" ,;.")
    return plain if len(plain) <= 60 else f"{plain[:57].rsplit(' ', 1)[0]} …"


def _actor(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    was, now = _actors(wording.old), _actors(wording.new)
    gone, come = _gone_and_come([_normed(name) for name in was], [_normed(name) for name in now])
    more = len(_duties(wording.new)) - len(_duties(wording.old))
    if more > 0 and come and not gone:
        yield Flag(FlagKind.ACTOR, _changed("Actor", [], [n for n in now if _normed(n) in come]))
        return
    if more < 0 and gone and not come:
        yield Flag(FlagKind.ACTOR, _changed("Actor", [n for n in was if _normed(n) in gone], []))
        return
    if gone and come:
        ours = [name for name in was if _normed(name) in gone]
        theirs = [name for name in now if _normed(name) in come]
        yield Flag(FlagKind.ACTOR, _changed("Actor", ours, theirs))
        return
    for removed, added, after in pairs:
        names = [OFFICE.fullmatch(fold(words).strip()) for words in (removed, added)]
        if all(names) and any(word.kind is ModalKind.MODAL for word in find_modals(after[:NEAR])):
            yield Flag(FlagKind.ACTOR, _changed("Actor", [_short(removed)], [_short(added)]))


def _actors(text: str) -> list[str]:
    """Who must, may or should, at every such verb; a name that runs over another verb is none."""
    verbs = (word.span for word in find_modals(text) if word.kind is ModalKind.MODAL)
    names = [acts[0] for verb in verbs if (acts := find_agent(text, verb))]
    return [
        name
        for name in names
        if not NO_ACTOR.search(in_figures(name))
        and not any(w.kind is ModalKind.MODAL for w in find_modals(name))
    ]


def same_bearers(old: str, new: str) -> bool:
    """Whether the same persons have duties of the same force, however often each is stated."""
    return all(
        set(map(_normed, ours)) == set(map(_normed, theirs))
        for ours, theirs in (
            (_actors(old), _actors(new)),
            (_force(old, ModalKind.MODAL), _force(new, ModalKind.MODAL)),
        )
    )


def _normed(name: str) -> str:
    return " ".join(norm(word) for word in name.split())


def _population(_: Wording, pairs: Pairs) -> Iterator[Flag]:
    long = [(removed, added) for removed, added, _after_it in pairs if _is_long(removed, added)]
    before, behind = (" ".join(words) for words in zip(*long, strict=True)) if long else ("", "")
    yield from _flagged(FlagKind.POPULATION, "Population", _people(before), _people(behind))
    for removed, added, after in pairs:
        was, now = _people(removed), _people(added)
        if _is_long(removed, added):
            continue
        if was != now or (not was and _modifies(removed, added, after, PEOPLE)):
            yield Flag(FlagKind.POPULATION, _changed("Population", _nonempty(removed), _nonempty(added)))
        elif not was and removed.strip() and added.strip() and _modifies(removed, added, after, BODIES):
            noun = after.split()[0].strip(" ,;.")
            both = [[f"{_short(words)} {noun}"] for words in (removed, added)]
            yield Flag(FlagKind.POPULATION, _changed("Who is meant", *both))


def _people(words: str) -> list[str]:
    return sorted(norm(found) for found in PEOPLE.findall(fold(words)))


def _nonempty(words: str) -> list[str]:
    short = _short(words)
    return [short] if short else []


def _modifies(removed: str, added: str, after: str, nouns: re.Pattern[str]) -> bool:
    """Whether the changed words modify the people or bodies named right after them."""
    if not nouns.match(fold(after).lstrip()):
        return False
    return any(
        words.strip()
        and words.rstrip()[-1].isalnum()
        and fold(words).split()[-1] not in NO_MODIFIER
        and not NUMBER.search(fold(words))
        for words in (removed, added)
    )


def _measure(wording: Wording, _: Pairs) -> Iterator[Flag]:
    was, now = wording.before.measure, wording.after.measure
    if was is None or now is None:
        return
    for part in Part:
        ours, theirs = was.readings[part], now.readings[part]
        known = PartState.UNKNOWN not in {ours.state, theirs.state}
        if known and (ours.state, ours.values) != (theirs.state, theirs.values):
            first, second = (shown(side) or side.state for side in (ours, theirs))
            yield Flag(FlagKind.MEASURE, f"Measure changed in its {part.value}: {first} → {second}")


def _definition(wording: Wording, _: Pairs) -> Iterator[Flag]:
    if wording.defines:
        yield Flag(FlagKind.DEFINITION, f"Definition changed: {wording.defines}")


def _condition(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    kinds = (ModalKind.NEGATION, ModalKind.EXCEPTION, ModalKind.CONDITION)
    was, now = _force(wording.old, *kinds), _force(wording.new, *kinds)
    yield from _flagged(FlagKind.CONDITION, "Condition or exception", was, now)
    for removed, added, _after_it in pairs:
        ours, theirs = fold(removed).strip(" ,;"), fold(added).strip(" ,;")
        if {ours, theirs} == {"and", "or"} or (ours != theirs and {ours, theirs} <= QUANTIFIERS):
            yield Flag(FlagKind.CONDITION, f"One or all changed: {ours} → {theirs}")
        elif not (was or now) or was == now:
            gone, come = _gone_and_come(CONDITION.findall(ours), CONDITION.findall(theirs))
            if gone or come:
                said = [_nonempty(words) * bool(found) for words, found in ((removed, gone), (added, come))]
                yield Flag(FlagKind.CONDITION, _changed("Condition or exception", *said))


def _reference(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    for removed, added, _after_it in pairs:
        marked = MARKED.search(removed) or MARKED.search(added)
        structural = STRUCTURE.search(fold(removed)) or STRUCTURE.search(fold(added))
        if not (marked or structural):
            continue
        was, now = (
            MARKED.sub(lambda found: wording.places.get(found.group(), ""), words)
            for words in (removed, added)
        )
        if was and was == now:
            yield Flag(FlagKind.REFERENCE, f"Reference now points elsewhere: {_short(was)}")
        elif _addresses(was) != _addresses(now):
            yield Flag(FlagKind.REFERENCE, _changed("Reference", _nonempty(was), _nonempty(now)))


def _addresses(words: str) -> list[str]:
    """The numbers, marks and unit names of a reference, without the words between them."""
    return ADDRESS.findall(fold(words))


def _name(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    """Named places and bodies that were added, removed or replaced."""
    for removed, added, _after_it in pairs:
        if (
            _is_long(removed, added)
            or MARKED.search(f"{removed}{added}")
            or STRUCTURE.search(fold(f"{removed} {added}"))
        ):
            continue
        was, now = _names_in(removed, wording.old), _names_in(added, wording.new)
        gone, come = _gone_and_come(was, now)
        if gone or come:
            yield Flag(FlagKind.NAME, _changed("Name", gone, come))


def _names_in(words: str, text: str) -> list[str]:
    """The names among changed words; offices, numbers and the first word of a sentence are none."""
    found = []
    at = text.find(words)
    for hit in NAME.finditer(words):
        before = text[: at + hit.start()].rstrip()
        begins = not before or before[-1] in '.:;—“"('
        name = hit.group().partition(" ")[2] if begins else hit.group()
        low = fold(name)
        if (
            name
            and name[:1].isupper()
            and not (OFFICE.fullmatch(low) or PEOPLE.fullmatch(low) or NUMBER.search(low))
        ):
            found.append(name.strip(" .,"))
    return found
