"""Make the crosswalks of a build agree: what one lists or names for a provision, no other calls not found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crosswalk.compare.document import coverage_words
from crosswalk.compare.in_force import name_place
from crosswalk.compare.levels import place_at_level
from crosswalk.language.phrasing import first_listed
from crosswalk.model.alignment import ELSEWHERE, OtherPage, ProvisionCoverage
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus
from crosswalk.model.frame import Level
from crosswalk.model.relation import Coverage

# The most places that an answer takes over, and that its sentence names.
_TAKEN, _NAMED = 3, 2
_LISTED = (Coverage.COVERED, Coverage.PARTLY)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one crosswalk says of a provision, and the whole text that it looked in."""

    comparison: Comparison
    given: Corpus
    answer: ProvisionCoverage

    @property
    def is_listed(self) -> bool:
        return self.answer.coverage in _LISTED and bool(self.answer.best)

    @property
    def places(self) -> tuple[str, ...]:
        """The counterparts listed, or else the places named outside the part compared."""
        return self.answer.best if self.is_listed else self.answer.elsewhere


def agree(comparisons: Sequence[Comparison], roots: Mapping[str, str]) -> tuple[Comparison, ...]:
    """The crosswalks, in which a provision that is not found in one points to the one that answers it.

    A listed row counts before a place found elsewhere, and the latter only where nothing else was found. The question
    is then asked by the other crosswalk alone. `roots` is the id of the statute that a text belongs to, by the text's
    id; a row in a text of the same statute becomes a place at the level of that text, if it has one.
    """
    told: dict[tuple[str, str, str], list[_Told]] = {}
    for comparison in comparisons:
        for asked, given, answers in _ways(comparison):
            for answer in answers:
                key = asked.source.key, _root(given, roots), answer.provision
                told.setdefault(key, []).append(_Told(comparison, given, answer))
    return tuple(_agreed(comparison, told, roots) for comparison in comparisons)


def _ways(comparison: Comparison) -> tuple[tuple[Corpus, Corpus, tuple[ProvisionCoverage, ...]], ...]:
    return (
        (comparison.whole_left, comparison.whole_right, comparison.left_answers),
        (comparison.whole_right, comparison.whole_left, comparison.right_answers),
    )


def _root(given: Corpus, roots: Mapping[str, str]) -> str:
    return roots.get(given.source.id, given.source.id)


def _agreed(
    comparison: Comparison, told: Mapping[tuple[str, str, str], Sequence[_Told]], roots: Mapping[str, str]
) -> Comparison:
    both = []
    texts = {text.source.key: text for text in comparison.others}
    for asked, given, answers in _ways(comparison):
        found = []
        for answer in answers:
            key = asked.source.key, _root(given, roots), answer.provision
            other = _best(answer, given, [one for one in told[key] if one.comparison.id != comparison.id])
            found.append(_pointing(answer, given, other) if other else answer)
            if other and other.given.source.key != given.source.key:
                texts[other.given.source.key] = other.given
            if other:
                texts |= {
                    text.source.key: text for text in other.comparison.others if _is_named(text, found[-1])
                }
        both.append(tuple(found))
    return replace(comparison, left_answers=both[0], right_answers=both[1], others=tuple(texts.values()))


def _is_named(text: Corpus, answer: ProvisionCoverage) -> bool:
    return text.source.key in {place.corpus for place in answer.levels}


def _best(answer: ProvisionCoverage, given: Corpus, others: Sequence[_Told]) -> _Told | None:
    """The crosswalk that an answer must point to: one that lists a row, or if nothing was found, names a place."""
    if answer.coverage is not Coverage.NOT_FOUND:
        return None
    usable = [one for one in others if one.given.source.key == given.source.key or one.given.source.level]
    listing = sorted(
        (one for one in usable if one.is_listed), key=lambda one: _LISTED.index(one.answer.coverage)
    )
    naming = [
        one
        for one in usable
        if one.answer.coverage is Coverage.NOT_FOUND and (one.answer.elsewhere or one.answer.levels)
    ]
    found = answer.standing == ELSEWHERE
    return next(iter(listing if found else [*listing, *naming]), None)


def _pointing(answer: ProvisionCoverage, given: Corpus, other: _Told) -> ProvisionCoverage:
    """The answer with the places of another crosswalk, and without a question of its own."""
    places = other.places[:_TAKEN]
    own, levels = answer.elsewhere, answer.levels
    if other.given.source.key == given.source.key:
        own = tuple(dict.fromkeys((*places, *own)))[:_TAKEN]
    else:
        levels = (*(place_at_level(other.given, other.given[one]) for one in places), *levels)[:_TAKEN]
    if not other.is_listed:
        levels = tuple(dict.fromkeys((*levels, *other.answer.levels)))[:_TAKEN]
    names = [name_place(other.given, other.given[one]) for one in other.places]
    names = list(dict.fromkeys(names or [place.citation for place in levels]))
    page = OtherPage(other.comparison.id, other.comparison.title.replace("'", "’"))
    words = coverage_words()["reasons"]["listed" if other.is_listed else "named"]
    reason = words.format(page=page.title, labels=first_listed(names, _NAMED))
    return replace(
        answer,
        elsewhere=own,
        levels=levels,
        page=page,
        # What was found without the other page has its reason, which may be the editors' own.
        reason=answer.reason if answer.standing == ELSEWHERE else reason,
        question="",
        actor="",
        actor_level=Level.NONE,
    )
