"""Find substantive changes in a rewording: in duty, number, actor, population, measure or definition."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crosswalk.editions.text_comparison import (
    ADDRESS,
    BODIES,
    CONDITION,
    COUNTED,
    FORCE,
    LONG,
    MARKED,
    NAME,
    NEAR,
    NO_ACTOR,
    NUMBER,
    OFFICE,
    ORGANIZATIONS,
    PEOPLE,
    QUANTIFIERS,
    STRUCTURE,
    in_figures,
    involved,
    is_negated_form,
    is_other_time,
    modifies,
)
from crosswalk.language.modality import Modal, ModalKind, bracketed_asides, find_agent, find_modals
from crosswalk.language.normalize import fold, norm
from crosswalk.language.redline import pairs_of, redline
from crosswalk.measures.compare import reading_words
from crosswalk.model.annotation import Annotated, Part, PartState
from crosswalk.model.change import Flag, FlagKind


@dataclass(frozen=True, slots=True)
class Wording:
    """One provision before and after, with references masked by private signs, and its annotations.

    `places` maps the signs back to the words of the references.
    """

    old: str
    new: str
    before: Annotated
    after: Annotated
    defines: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    def pairs(self) -> list[tuple[str, str, str]]:
        """The changed places: words removed, words added, and the words that follow."""
        edits = redline(self.old, self.new)
        found, at = [], 0
        kept = [edit.text for edit in edits]
        for removed, added in pairs_of(edits):
            at = _after(kept, at, removed, added)
            before = at - 1 - (removed != "") - (added != "")
            money = "$" * (removed != "" and added != "" and before >= 0 and kept[before].endswith("$"))
            found.append((f"{money}{removed}", f"{money}{added}", kept[at] if at < len(kept) else ""))
        return found


def _after(pieces: Sequence[str], at: int, removed: str, added: str) -> int:
    """The index of the piece that follows one changed place."""
    first = removed or added
    while pieces[at] != first:
        at += 1
    return at + (2 if removed and added else 1)


Pairs = Sequence[tuple[str, str, str]]
# What follows "title" in the sense of ownership.
_OWNED = re.compile(
    r"[ ,]*(?:(?:and|or|to|in|of) )?(?:(?:the|such|all|any|real|personal) )*"
    r"(?:use|possession|custody|disposition|management|property|land|equipment|vests?)\b"
)
# A clause without "that": two nouns in the plural before the verb, and no object behind it.
_TWO_PLURALS = re.compile(r"[^\W\d_]{2,}[^\Ws]s [^\W\d_]{2,}[^\Ws]s$")
_NO_OBJECT = re.compile(r" [^\W\d_]+(?: to [^\W\d_]+)?, (?:such as|including)\b")
_MARK = re.compile(r"\(\d{1,2}\)")


def substantive_flags(wording: Wording) -> tuple[Flag, ...]:
    """Every substantive change of the rewording, in the order of `FlagKind`."""
    pairs = wording.pairs()
    flaggers: tuple[Callable[[Wording, Pairs], Iterator[Flag]], ...] = (
        _duty_flags,
        _number_flags,
        _actor_flags,
        _involved_flags,
        _population_flags,
        _measure_flags,
        _definition_flags,
        _condition_flags,
        _reference_flags,
        _name_flags,
    )
    return tuple(dict.fromkeys(flag for flagger in flaggers for flag in flagger(wording, pairs)))


def flags_of_one_edition(text: str, *, is_added: bool) -> tuple[Flag, ...]:
    """The duties, actors and populations added or removed with a provision that only one edition has."""
    flaggers = (
        (FlagKind.DUTY, "Duty", _modal_words(text, ModalKind.MODAL)),
        (FlagKind.ACTOR, "Actor", [_short(name) for name in _actors(text)]),
        (FlagKind.POPULATION, "Population", _people(text)),
    )
    return tuple(
        Flag(kind, _changed(name, () if is_added else found, found if is_added else ()))
        for kind, name, words in flaggers
        if (found := list(dict.fromkeys(words)))
    )


def _changed(words: str, was: Sequence[str], now: Sequence[str]) -> str:
    """`Duty changed: may → must`, or added, or removed."""
    if was and now:
        return f"{words} changed: {', '.join(was)} → {', '.join(now)}"
    return f"{words} added: {', '.join(now)}" if now else f"{words} removed: {', '.join(was)}"


def _lost_and_gained(was: Sequence[str], now: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that occur more often in the first list, and those more often in the second, in order."""
    ours, theirs = Counter(was), Counter(now)
    lost, gained = ours - theirs, theirs - ours
    return (
        [word for word in dict.fromkeys(was) if lost[word]],
        [word for word in dict.fromkeys(now) if gained[word]],
    )


def _modal_words(text: str, *kinds: ModalKind) -> list[str]:
    return [word.value for word in find_modals(text) if word.kind in kinds]


def _flagged(kind: FlagKind, name: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Flag]:
    lost, gained = _lost_and_gained(was, now)
    if lost or gained:
        yield Flag(kind, _changed(name, lost, gained))


def _duty_flags(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    """Duties that changed; if only their number differs, the duties of each actor are compared."""
    was, now = _duties(wording.old), _duties(wording.new)
    ours, theirs = (Counter(verb for _, verb in side) for side in (was, now))
    if not (ours - theirs and theirs - ours):
        for first, second in _replaced_verbs(was, now):
            yield Flag(FlagKind.DUTY, _changed("Duty", [first], [second]))
            ours -= Counter([first])
            theirs -= Counter([second])
    yield from _flagged(FlagKind.DUTY, "Duty", list(ours.elements()), list(theirs.elements()))
    both = [[word.value for word in _verbs(text, aside=True)] for text in (wording.old, wording.new)]
    yield from _flagged(FlagKind.CONDITION, "Verb in parentheses", *both)
    for removed, added, _following in pairs:
        lost, gained = (_verbs_of_force(words) for words in (removed, added))
        if not (ours or theirs) and lost and gained and lost != gained and not _is_long(removed, added):
            yield Flag(FlagKind.DUTY, _changed("Duty", lost, gained))


def _verbs_of_force(words: str) -> list[str]:
    """Verbs such as "prohibits"; modal verbs are counted elsewhere."""
    low = fold(words)
    modals = [word.span for word in find_modals(words) if word.kind is ModalKind.MODAL]
    found = [hit for hit in FORCE.finditer(low) if not any(m.start <= hit.start() < m.end for m in modals)]
    return [hit.group() for hit in found]


def _duties(text: str) -> list[tuple[str, str]]:
    """Who has each duty, and its verb; the name is empty if nobody is named."""
    found = []
    for word in _verbs(text, aside=False):
        acts = find_agent(text, word.span)
        found.append((_normed(acts[0]) if acts else "", word.value))
    return found


def _verbs(text: str, *, aside: bool) -> list[Modal]:
    """The modal verbs of a text that are inside parentheses, or those that are not."""
    inside = bracketed_asides(fold(text))
    return [
        word
        for word in find_modals(text)
        if word.kind is ModalKind.MODAL
        and aside == any(start < word.span.start < end for start, end in inside)
    ]


def _replaced_verbs(was: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The verbs before and after, of each actor with one duty in either text whose verb changed."""
    old, new = _single_duties(was), _single_duties(now)
    return [(old[who], new[who]) for who in old if who in new and old[who] != new[who]]


def _single_duties(duties: Sequence[tuple[str, str]]) -> dict[str, str]:
    times = Counter(who for who, _ in duties)
    return {who: verb for who, verb in duties if who and times[who] == 1}


def _number_flags(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    bound = ModalKind.BOUND
    yield from _flagged(
        FlagKind.NUMBER, "Limit", _modal_words(wording.old, bound), _modal_words(wording.new, bound)
    )
    for removed, added, after in pairs:
        was, now = _numbers(removed, after), _numbers(added, after)
        if was != now and not STRUCTURE.search(fold(f"{removed} {added}")):
            lost, gained = _lost_and_gained(was, now)
            if (lost or gained) and not _is_long(removed, added):
                lost, gained = [_short(removed)] * bool(lost), [_short(added)] * bool(gained)
            if lost or gained:
                yield Flag(FlagKind.NUMBER, _changed("Number or date", lost, gained))
        elif is_other_time(removed, added, after):
            yield Flag(FlagKind.NUMBER, _changed("Time", [_short(removed)], [_short(added)]))
        elif modifies(removed, added, after, COUNTED):
            noun = after.split()[0].strip(" ,;.")
            both = [[f"{_short(words)} {noun}".strip()] for words in (removed, added)]
            yield Flag(FlagKind.NUMBER, _changed("What is counted", *both))


def _numbers(words: str, after: str = "") -> list[str]:
    """The numbers of changed words, in figures; a day after them shows that "March" is the month.

    Enumerators such as "(1)" count nothing.
    """
    words = _MARK.sub(" ", words)
    day = f" {after.lstrip()[:2]}" if after.lstrip()[:1].isdigit() and words else ""
    found = [hit.group() for hit in NUMBER.finditer(in_figures(words) + day) if hit.start() < len(words) + 8]
    return [norm(one.strip()).replace(",", "") for one in found[: len(found) - bool(day)]]


def _is_long(*sides: str) -> bool:
    """Whether one place was rewritten so extensively that only key words are named."""
    return any(len(words.split()) > LONG for words in sides)


def _short(words: str) -> str:
    plain = " ".join(words.split()).strip(" ,;.")
    return plain if len(plain) <= 60 else f"{plain[:57].rsplit(' ', 1)[0]} …"


def _actor_flags(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    was, now = _actors(wording.old), _actors(wording.new)
    lost, gained = _lost_and_gained([_normed(name) for name in was], [_normed(name) for name in now])
    more = len(_duties(wording.new)) - len(_duties(wording.old))
    if more > 0 and gained and not lost:
        yield Flag(FlagKind.ACTOR, _changed("Actor", [], [n for n in now if _normed(n) in gained]))
        return
    if more < 0 and lost and not gained:
        yield Flag(FlagKind.ACTOR, _changed("Actor", [n for n in was if _normed(n) in lost], []))
        return
    if lost and gained:
        ours = [name for name in was if _normed(name) in lost]
        theirs = [name for name in now if _normed(name) in gained]
        yield Flag(FlagKind.ACTOR, _changed("Actor", ours, theirs))
        return
    for removed, added, after in pairs:
        names = [OFFICE.fullmatch(fold(words).strip()) for words in (removed, added)]
        if all(names):
            acts = any(word.kind is ModalKind.MODAL for word in find_modals(after[:NEAR]))
            named = "Actor" if acts else "Who is named"
            yield Flag(FlagKind.ACTOR, _changed(named, [_short(removed)], [_short(added)]))


def _actors(text: str) -> list[str]:
    """The actor of every modal verb; a name that includes another modal verb does not count."""
    verbs = (word.span for word in find_modals(text) if word.kind is ModalKind.MODAL)
    names = [
        acts[0].partition(" (")[0]
        for verb in verbs
        if (acts := find_agent(text, verb)) and not _says_which(acts[0], text[verb.end :])
    ]
    return [
        name
        for name in names
        if not NO_ACTOR.search(in_figures(name))
        and not any(w.kind is ModalKind.MODAL for w in find_modals(name))
    ]


def _says_which(name: str, after: str) -> bool:
    """Whether a verb only says which things are meant, as in "Further goals partners may choose to follow, such as"."""
    return bool(_TWO_PLURALS.search(fold(name)) and _NO_OBJECT.match(fold(after)))


def same_bearers(old: str, new: str) -> bool:
    """Whether the same actors have duties of the same force, however often each is stated."""
    return all(
        set(map(_normed, ours)) == set(map(_normed, theirs))
        for ours, theirs in (
            (_actors(old), _actors(new)),
            (_modal_words(old, ModalKind.MODAL), _modal_words(new, ModalKind.MODAL)),
        )
    )


def _normed(name: str) -> str:
    return " ".join(norm(word) for word in name.split())


def _involved_flags(wording: Wording, _: Pairs) -> Iterator[Flag]:
    """Those who had to be consulted, to approve or to take part, and no longer have to, or now have to."""
    was, now = involved(wording.old), involved(wording.new)
    lost, gained = _lost_and_gained(list(map(fold, was)), list(map(fold, now)))
    if lost or gained:
        both = [w for w in was if fold(w) in lost], [w for w in now if fold(w) in gained]
        yield Flag(FlagKind.ACTOR, _changed("Who takes part", *both))


def _population_flags(_: Wording, pairs: Pairs) -> Iterator[Flag]:
    long = [(removed, added) for removed, added, _following in pairs if _is_long(removed, added)]
    before, behind = (" ".join(words) for words in zip(*long, strict=True)) if long else ("", "")
    yield from _flagged(FlagKind.POPULATION, "Population", _people(before), _people(behind))
    for removed, added, after in pairs:
        was, now = _people(removed), _people(added)
        if _is_long(removed, added):
            continue
        if was != now or (not was and modifies(removed, added, after, PEOPLE)):
            yield Flag(FlagKind.POPULATION, _changed("Population", _nonempty(removed), _nonempty(added)))
        elif not was and modifies(removed, added, after, BODIES if removed and added else ORGANIZATIONS):
            noun = after.split()[0].strip(" ,;.")
            both = [[f"{_short(words)} {noun}".strip()] for words in (removed, added)]
            yield Flag(FlagKind.POPULATION, _changed("Who is meant", *both))


def _people(words: str) -> list[str]:
    return sorted(norm(found) for found in PEOPLE.findall(fold(words)))


def _nonempty(words: str) -> list[str]:
    short = _short(words)
    return [short] if short else []


def _measure_flags(wording: Wording, _: Pairs) -> Iterator[Flag]:
    was, now = wording.before.measure, wording.after.measure
    if was is None or now is None:
        return
    for part in Part:
        ours, theirs = was.readings[part], now.readings[part]
        known = PartState.UNKNOWN not in {ours.state, theirs.state}
        if known and (ours.state, ours.values) != (theirs.state, theirs.values):
            first, second = (reading_words(side) or side.state for side in (ours, theirs))
            yield Flag(FlagKind.MEASURE, f"Measure changed in its {part.value}: {first} → {second}")


def _definition_flags(wording: Wording, _: Pairs) -> Iterator[Flag]:
    if wording.defines:
        yield Flag(FlagKind.DEFINITION, f"Definition changed: {wording.defines}")


def _condition_flags(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    kinds = (ModalKind.NEGATION, ModalKind.EXCEPTION, ModalKind.CONDITION)
    was, now = _modal_words(wording.old, *kinds), _modal_words(wording.new, *kinds)
    yield from _flagged(FlagKind.CONDITION, "Condition or exception", was, now)
    for removed, added, _following in pairs:
        ours, theirs = fold(removed).strip(" ,;"), fold(added).strip(" ,;")
        if {ours, theirs} == {"and", "or"} or (ours != theirs and {ours, theirs} <= QUANTIFIERS):
            yield Flag(FlagKind.CONDITION, f"One or all changed: {ours} → {theirs}")
        elif is_negated_form(ours, theirs):
            yield Flag(FlagKind.CONDITION, _changed("Denial", [ours], [theirs]))
        elif not (was or now) or was == now:
            lost, gained = _lost_and_gained(CONDITION.findall(ours), CONDITION.findall(theirs))
            if lost or gained:
                said = [_nonempty(words) * bool(found) for words, found in ((removed, lost), (added, gained))]
                yield Flag(FlagKind.CONDITION, _changed("Condition or exception", *said))


def _is_ownership(removed: str, added: str, after: str) -> bool:
    """Whether one of two words is "title" in the sense of ownership, as in "title, use, and disposition"."""
    return "title" in (fold(removed).strip(), fold(added).strip()) and bool(_OWNED.match(fold(after)))


def _reference_flags(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    for removed, added, after in pairs:
        marked = MARKED.search(removed) or MARKED.search(added)
        structural = STRUCTURE.search(fold(removed)) or STRUCTURE.search(fold(added))
        if not (marked or structural) or _is_ownership(removed, added, after):
            continue
        was, now = (
            MARKED.sub(lambda found: wording.places.get(found.group(), ""), words)
            for words in (removed, added)
        )
        if was and was == now:
            yield Flag(FlagKind.REFERENCE, f"Reference now points elsewhere: {_short(was)}")
        elif ADDRESS.findall(fold(was)) != ADDRESS.findall(fold(now)):
            yield Flag(FlagKind.REFERENCE, _changed("Reference", _nonempty(was), _nonempty(now)))


def _name_flags(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    """Named places and bodies that were added, removed or replaced."""
    for removed, added, _following in pairs:
        if (
            _is_long(removed, added)
            or MARKED.search(f"{removed}{added}")
            or STRUCTURE.search(fold(f"{removed} {added}"))
        ):
            continue
        was, now = _names_among(removed, wording.old), _names_among(added, wording.new)
        lost, gained = _lost_and_gained(was, now)
        if lost or gained:
            yield Flag(FlagKind.NAME, _changed("Name", lost, gained))


def _names_among(words: str, text: str) -> list[str]:
    """The names among changed words; offices, numbers and the first word of a sentence do not count."""
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
