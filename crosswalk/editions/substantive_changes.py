"""What of substance a rewording touches, in words: duty, number, actor, population, measure, definition."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crosswalk.language.modality import ModalKind, find_modals
from crosswalk.language.normalize import fold, norm
from crosswalk.language.redline import pairs_of, redline
from crosswalk.language.roles import find_agent
from crosswalk.language.word_lists import CARDINALS, LARGE, MONTHS, ORDINALS
from crosswalk.measures.compare import shown
from crosswalk.model.annotation import Annotated, Part
from crosswalk.model.change import Flag, FlagKind

# Months that are other words too, unless a day follows.
_AMBIGUOUS = ("march", "may")
_NUMBER = re.compile(
    r"\$?\d[\d,]*(?:\.\d+)*%?|"
    rf"\b(?:zero|{'|'.join((*CARDINALS, *LARGE, *ORDINALS))}|half|one-third|two-thirds|"
    rf"{'|'.join(month for month in MONTHS if month not in _AMBIGUOUS)}|(?:{'|'.join(_AMBIGUOUS)}) (?=\d)|"
    r"days?|weeks?|months?|years?|quarters?|hours?|"
    r"daily|weekly|monthly|quarterly|annual|annually|biennial|biennially|once|twice)\b"
)
_PEOPLE = re.compile(
    r"\b(?:youth|adults?|individuals?|persons?|people|participants?|exiters?|leavers?|learners?|students?|"
    r"graduates?|dropouts?|workers?|employees?|trainees?|apprentices?|veterans?|spouses?|homemakers?|parents?|"
    r"children|child(?! (?:care|support|welfare|development))|famil(?:y|ies)(?! (?:planning|leave|literacy))|households?|women|men|girls|boys|offenders?|migrants?|farmworkers?|refugees?|"
    r"immigrants?|natives?|residents?|citizens?|members? of|populations?|claimants?|recipients?|enrollees?|"
    r"beneficiar(?:y|ies)|applicants?|jobseekers?|job seekers?|clients?|patients?|customers?|users?|groups?)\b"
)
_OFFICE = re.compile(
    r"(?:the |a |an |each |such )?(?:state |local |chief |eligible |one-stop |lead |designated )*"
    r"(?:secretary|governor|boards?|state|director|administrator|president|council|commission|official|officials|"
    r"agency|agencies|department|provider|operator|entity|recipient|partner|center|officer|chairperson)"
)
# How far after its name an actor's verb may stand, in characters.
_NEAR = 90
# A changed place of more words than this is not quoted whole in a flag.
_LONG = 8
_NO_MODIFIER = frozenset(
    [
        *("the", "a", "an", "each", "all", "any", "every", "no", "such", "these", "those", "this"),
        *("that", "its", "their", "of", "to", "for", "by", "with", "and", "or", "in", "on"),
        *("from", "shall", "may", "must", "should", "will", "is", "are", "be", "as", "including", "among"),
        *("between", "serve", "serves", "serving", "help", "helps", "assist"),
    ]
)  # fmt: skip
_STRUCTURE = re.compile(
    r"\b(?:sub)?(?:sections?|paragraphs?|clauses?|titles?|chapters?|parts?|sec\.)\b|\bthis act\b|\bitems? \("
    r"|\b\d+ (?:u\.?s\.?c|c\.?f\.?r)\b"
)
_ADDRESS = re.compile(rf"\([a-z0-9]{{1,6}}\)|\d[\w.-]*|{_STRUCTURE.pattern}")
_MARKED = re.compile(r"[\ue000-\uf8ff]")


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
        """The changed places: words removed, words added, and what stands right after them."""
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
    """`Duty changed: may → must`, or came, or went."""
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


def _duty(wording: Wording, _: Pairs) -> Iterator[Flag]:
    """Duties that changed; where only more of them or fewer are counted, each is followed by who has it."""
    was, now = _duties(wording.old), _duties(wording.new)
    ours, theirs = (Counter(verb for _, verb in side) for side in (was, now))
    if not (ours - theirs and theirs - ours):
        for first, second in _turned(was, now):
            yield Flag(FlagKind.DUTY, _changed("Duty", [first], [second]))
            ours -= Counter([first])
            theirs -= Counter([second])
    yield from _flagged(FlagKind.DUTY, "Duty", list(ours.elements()), list(theirs.elements()))


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
    for removed, added, _after_it in pairs:
        was, now = _numbers(removed), _numbers(added)
        if was != now and not _STRUCTURE.search(fold(f"{removed} {added}")):
            gone, come = _gone_and_come(was, now)
            if (gone or come) and not _is_long(removed, added):
                gone, come = [_short(removed)] * bool(gone), [_short(added)] * bool(come)
            if gone or come:
                yield Flag(FlagKind.NUMBER, _changed("Number or date", gone, come))


def _numbers(words: str) -> list[str]:
    return [norm(found.strip()).replace(",", "") for found in _NUMBER.findall(fold(words))]


def _is_long(*sides: str) -> bool:
    """Whether so much was rewritten in one place that only the telling words are worth naming."""
    return any(len(words.split()) > _LONG for words in sides)


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
        names = [_OFFICE.fullmatch(fold(words).strip()) for words in (removed, added)]
        if all(names) and any(word.kind is ModalKind.MODAL for word in find_modals(after[:_NEAR])):
            yield Flag(FlagKind.ACTOR, _changed("Actor", [_short(removed)], [_short(added)]))


def _actors(text: str) -> list[str]:
    """Who must, may or should, at every such verb; a name that runs over another verb is none."""
    verbs = (word.span for word in find_modals(text) if word.kind is ModalKind.MODAL)
    names = [acts[0] for verb in verbs if (acts := find_agent(text, verb))]
    return [name for name in names if not any(w.kind is ModalKind.MODAL for w in find_modals(name))]


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
        if was != now or (not was and _modifies(removed, added, after)):
            yield Flag(FlagKind.POPULATION, _changed("Population", _nonempty(removed), _nonempty(added)))


def _people(words: str) -> list[str]:
    return sorted(norm(found) for found in _PEOPLE.findall(fold(words)))


def _nonempty(words: str) -> list[str]:
    short = _short(words)
    return [short] if short else []


def _modifies(removed: str, added: str, after: str) -> bool:
    """Whether the changed words tell which people the words right after them speak of."""
    if not _PEOPLE.match(fold(after).lstrip()):
        return False
    return any(
        words.strip()
        and words.rstrip()[-1].isalnum()
        and fold(words).split()[-1] not in _NO_MODIFIER
        and not _NUMBER.search(fold(words))
        for words in (removed, added)
    )


def _measure(wording: Wording, _: Pairs) -> Iterator[Flag]:
    was, now = wording.before.measure, wording.after.measure
    if was is None or now is None:
        return
    for part in Part:
        ours, theirs = was.readings[part], now.readings[part]
        known = "unknown" not in {ours.state, theirs.state}
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
        if {ours, theirs} == {"and", "or"}:
            yield Flag(FlagKind.CONDITION, f"One or all changed: {ours} → {theirs}")


def _reference(wording: Wording, pairs: Pairs) -> Iterator[Flag]:
    for removed, added, _after_it in pairs:
        marked = _MARKED.search(removed) or _MARKED.search(added)
        structural = _STRUCTURE.search(fold(removed)) or _STRUCTURE.search(fold(added))
        if not (marked or structural):
            continue
        was, now = (_unmasked(words, wording.places) for words in (removed, added))
        if was and was == now:
            yield Flag(FlagKind.REFERENCE, f"Reference now points elsewhere: {_short(was)}")
        elif _addresses(was) != _addresses(now):
            yield Flag(FlagKind.REFERENCE, _changed("Reference", _nonempty(was), _nonempty(now)))


def _addresses(words: str) -> list[str]:
    """The numbers, marks and unit names of a reference, without the words between them."""
    return _ADDRESS.findall(fold(words))


def _unmasked(words: str, places: Mapping[str, str]) -> str:
    return _MARKED.sub(lambda found: places.get(found.group(), ""), words)
