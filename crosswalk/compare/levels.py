"""Answers at other levels: passages of rules, guidance or statute for provisions that a document does not answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from crosswalk.compare.document import coverage_words
from crosswalk.compare.elsewhere import LIKELY, find_places
from crosswalk.compare.in_force import by_level, index_definitions, name_place, terms_named
from crosswalk.language.lexicon import Lexicon
from crosswalk.language.phrasing import capital, listed
from crosswalk.model.alignment import PlaceAtLevel, ProvisionCoverage, TermDefinition
from crosswalk.model.cache import Cache
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus, Provision
from crosswalk.model.relation import Coverage

# The most places of one level, and of all levels, that are named for a provision.
_OF_LEVEL, _NAMED = 2, 3
# Of a document with more provisions not found than this, such as a whole law beside a letter, other levels are not searched.
_SEARCHED = 1_000
# The kind of an entry in a framework's list of terms.
_TERM = "term"


@dataclass(frozen=True)
class Family:
    """The texts at other levels for each side: those that implement it, and those that it implements."""

    left: tuple[Corpus, ...] = ()
    right: tuple[Corpus, ...] = ()


def add_levels(side: Comparison, family: Family, lexicon: Lexicon, cache: Cache) -> Comparison:
    """The comparison with answers at other levels for provisions that were not found, in both directions."""
    left = _answered(
        side, side.left_answers, (side.whole_left, side.whole_right), family.right, lexicon, cache
    )
    right = _answered(
        side, side.right_answers, (side.whole_right, side.whole_left), family.left, lexicon, cache
    )
    named = {place.corpus for answer in (*left, *right) for place in answer.levels}
    others = {text.source.key: text for text in (*family.left, *family.right) if text.source.key in named}
    return replace(side, left_answers=left, right_answers=right, others=tuple(others.values()))


def _answered(
    side: Comparison,
    answers: Sequence[ProvisionCoverage],
    wholes: tuple[Corpus, Corpus],
    texts: Sequence[Corpus],
    lexicon: Lexicon,
    cache: Cache,
) -> tuple[ProvisionCoverage, ...]:
    asked, given = wholes
    missing = [one.provision for one in answers if _is_open(one, asked[one.provision])]
    if not missing or not texts or len(missing) > _SEARCHED:
        return tuple(answers)
    wanted = [(i, asked[i], asked.context(i)) for i in missing]
    found: dict[str, tuple[PlaceAtLevel, ...]] = {}
    # Each level separately, so that a replaced letter causes a new search of guidance only.
    for _, level in groupby(texts, key=lambda text: text.source.level):
        mine = list(level)
        of = (wanted, [cache.digest_once(text) for text in mine], cache.digest_once(lexicon))
        make = partial(_places, side, asked, missing, mine, lexicon, cache)
        places = cache.get_or_compute("levels", of, dict[str, tuple[PlaceAtLevel, ...]], make)
        for prov_id, some in places.items():
            found[prov_id] = (*found.get(prov_id, ()), *some)[:_NAMED]
    name = side.left_name if given is side.whole_left else side.right_name
    return tuple(
        _with_levels(one, asked[one.provision], name, found.get(one.provision, ())) for one in answers
    )


def _is_open(answer: ProvisionCoverage, prov: Provision) -> bool:
    """Whether other levels are searched: for provisions not found, and for terms, which require nothing themselves."""
    term = answer.coverage is Coverage.NOT_ASSESSED and prov.kind == _TERM
    return term or answer.coverage is Coverage.NOT_FOUND


def _places(
    side: Comparison,
    asked: Corpus,
    missing: Sequence[str],
    texts: Sequence[Corpus],
    lexicon: Lexicon,
    cache: Cache,
) -> dict[str, tuple[PlaceAtLevel, ...]]:
    """The definitions of each missing term, and the likely answers to each other provision except measures."""
    terms = [i for i in missing if asked[i].kind == _TERM]
    found = dict(_defined(asked, terms, texts, lexicon))
    read = side.annotated_left if asked is side.whole_left else side.annotated_right
    others = [i for i in missing if i not in terms and not read[i].measure]
    for prov_id, places in find_places(asked, others, texts, cache=cache).items():
        likely = [(texts[one.text], one.provision) for one in places if one.chance >= LIKELY]
        found[prov_id] = tuple(place_at_level(text, text[i]) for text, i in likely[:_OF_LEVEL])
    return found


def _defined(
    asked: Corpus, terms: Sequence[str], texts: Sequence[Corpus], lexicon: Lexicon
) -> Iterator[tuple[str, tuple[PlaceAtLevel, ...]]]:
    """For each term, the provisions that define it or the concept it names."""
    if not terms:
        return
    indexes = [index_definitions(text) for text in texts]
    by_key = {text.source.key: text for text in texts}
    for prov_id in terms:
        hits = by_level(indexes, terms_named(asked[prov_id].heading, lexicon))
        places = [(by_key[f"{one.corpus}@{one.as_of}"], one.provision) for one in _distinct(hits)]
        chosen = places[:_OF_LEVEL]
        yield prov_id, tuple(replace(place_at_level(text, text[i]), defines=True) for text, i in chosen)


def _distinct(found: Sequence[TermDefinition]) -> list[TermDefinition]:
    """The definitions, without those that repeat the words of another."""
    return list({" ".join(one.words.split()): one for one in reversed(found)}.values())[::-1]


def place_at_level(text: Corpus, prov: Provision) -> PlaceAtLevel:
    """A provision of a statute, rule or letter as the place of an answer."""
    source = text.source
    return PlaceAtLevel(
        source.level,
        source.key,
        prov.id,
        name_place(text, prov),
        prov.text or prov.heading,
        prov.address or source.address,
    )


def _with_levels(
    answer: ProvisionCoverage, prov: Provision, giver: str, places: tuple[PlaceAtLevel, ...]
) -> ProvisionCoverage:
    """The answer with its places; if nothing in the document itself answers, reason and question name them."""
    if not places:
        return answer
    if answer.elsewhere or answer.coverage is not Coverage.NOT_FOUND:
        return replace(answer, levels=places)
    words = coverage_words()
    labels = listed([f"{one.citation} ({one.level})" for one in places])
    fields: Mapping[str, str] = {
        "giver": giver,
        "labels": labels,
        "who": answer.actor or words["deciders"]["none"],
        "term": f"“{prov.heading}”",
        "say": "say" if len(places) > 1 else "says",
        "settle": "settle" if len(places) > 1 else "settles",
    }
    key = "levels define" if places[0].defines else "levels"
    reason, question = (capital(words[room][key].format(**fields)) for room in ("reasons", "questions"))
    return replace(answer, levels=places, reason=reason, question=question)
