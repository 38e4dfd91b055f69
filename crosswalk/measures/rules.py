"""Compile the wording of measures: rules for any field, and those that a lexicon adds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from crosswalk.data import load
from crosswalk.errors import ParseError
from crosswalk.language.lexicon import Lexicon, spellings
from crosswalk.language.normalize import norm


@dataclass(frozen=True)
class MeasureRules:
    """Compiled wording of measures; each pattern is searched in folded text.

    `statistic`, `events`, `settings`, `levels` and `programs` map a normal form to the pattern of its words. `outcomes`
    finds the wording of any outcome, the longest first; the name of the group that matched gives its values in
    `outcome_values`, and in `outcome_only` the one statistic that some outcomes have, such as the count of those
    served. `outcome_phrases` has each value that an entry ends in as a sentence says it. `people` are those who are counted; `exposures` (verbs) and `states` (participles) tell who is counted rather
    than what they achieve. `modifiers` may follow the noun that is counted, `quantities` go on with "of", and
    `exclusions` begin what is left out. `authority` says what a document of each kind is. `canon` maps the normed words
    of a lexicon term to the concept's label in lower case, under which it is compared.
    """

    statistic: Mapping[str, re.Pattern[str]]
    outcomes: re.Pattern[str]
    outcome_values: Mapping[str, tuple[str, ...]]
    outcome_only: Mapping[str, str]
    outcome_phrases: Mapping[str, str]
    events: Mapping[str, re.Pattern[str]]
    settings: Mapping[str, re.Pattern[str]]
    levels: Mapping[str, re.Pattern[str]]
    programs: Mapping[str, re.Pattern[str]]
    people: re.Pattern[str]
    exposures: re.Pattern[str]
    states: re.Pattern[str]
    modifiers: re.Pattern[str]
    quantities: re.Pattern[str]
    exclusions: re.Pattern[str]
    authority: Mapping[str, str]
    canon: Mapping[tuple[str, ...], str]


def _pattern_of(terms: Iterable[str]) -> re.Pattern[str]:
    """One pattern for any of the given terms as whole words, longest first, plurals included."""
    forms = {form for term in terms for form in spellings(term.lower())}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    body = "|".join(_flexible(form) for form in ordered)
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])") if body else re.compile(r"(?!)")


def _flexible(form: str) -> str:
    """A pattern for one term that accepts spaces or hyphens, British or American spelling, singular or plural."""
    words = [re.escape(word) for word in re.split(r"[\s-]+", form)]
    words = [re.sub(r"i[sz](e|ed|ing|ation)$", r"i[sz]\1", word) for word in words]
    plural = "(?:ies|y)" if words[-1].endswith("y") and not re.search(r"[aeiou]y$", words[-1]) else ""
    last = words[-1][:-1] + plural if plural else words[-1] + "(?:s|es)?"
    return r",?[\s-]+".join([*words[:-1], last])


@cache
def shipped_rules() -> MeasureRules:
    """The rules that ship with the package."""
    return _compile_rules(load("measures.yaml"))


@lru_cache(maxsize=4)
def rules_for(lexicon: Lexicon) -> MeasureRules:
    """The shipped rules with those of a lexicon's `measure:` part added.

    Raises:
        ParseError: the lexicon's part has another shape than the shipped file (XW-211).
    """
    if not lexicon.measure and not lexicon.concepts:
        return shipped_rules()
    merged: dict[str, Any] = dict(load("measures.yaml"))
    for key, added in lexicon.measure.items():
        have = merged.get(key, type(added)())
        if type(have) is not type(added) or isinstance(added, str):
            kind = "mapping" if isinstance(have, dict) else "list"
            raise ParseError(
                f"the lexicon's measure part: {key} must be a {kind}; write it as in measures.yaml.",
                code="XW-211",
            )
        merged[key] = _merge_rules(have, added)
    return _compile_rules(merged, _canon(lexicon))


def _canon(lexicon: Lexicon) -> dict[tuple[str, ...], str]:
    return {
        tuple(norm(word) for word in re.split(r"[\s-]+", form)): concept.label.lower()
        for concept in lexicon
        for term in concept.terms
        for form in spellings(term)
    }


_PREPOSITIONS = "in|with|without|at|on|from|under|for|by|as|aged|ages|age|over|between|within|to|across|through|per|below|above|near|inside|outside"


# After words such as "meeting" and "reading" these show a participle: "students meeting all benchmarks".
_OBJECT = r"(?:all|the|an?|any|each|every|their|its|both|one|two|three|four|five|at least)\b"


def _modifiers(data: Mapping[str, Any]) -> re.Pattern[str]:
    """Participles and prepositions that may follow the noun that is counted."""
    never = "|".join(data["not_participles"])
    odd = "|".join(data["participles"])
    return re.compile(
        rf"\b(?P<part>(?!(?:{never})\b(?! {_OBJECT}))(?:[a-z]{{2,}}ing|[a-z]{{2,}}ed)|{odd})\b|\b(?P<prep>{_PREPOSITIONS})\b"
    )


def _merge_rules(have: Any, added: Any) -> Any:  # noqa: ANN401 - a YAML tree has no narrower type
    if isinstance(have, list):
        return [*have, *added]
    both = dict(have)
    for key, value in added.items():
        both[key] = [*both.get(key, []), *value] if isinstance(value, list) else value
    return both


def _compile_rules(
    data: Mapping[str, Any], canon: Mapping[tuple[str, ...], str] | None = None
) -> MeasureRules:
    """Compile the lists of a rules file into patterns; `canon` holds the words that a lexicon knows."""
    outcomes, values, only = _outcomes(data["outcomes"])
    return MeasureRules(
        statistic=_patterns(data["statistic"]),
        outcomes=outcomes,
        outcome_values=values,
        outcome_only=only,
        outcome_phrases={one["values"][-1]: one["said"] for one in data["outcomes"] if "said" in one},
        events=_patterns(data["events"]),
        settings=_patterns(data["settings"]),
        levels=_patterns(data["levels"]),
        programs=_patterns(data.get("programs", {})),
        people=_pattern_of(data["people"]),
        exposures=_pattern_of(data["exposures"]),
        states=_pattern_of(data["states"]),
        modifiers=_modifiers(data),
        quantities=_pattern_of(data["quantities"]),
        exclusions=_pattern_of(data["exclusions"]),
        authority=dict(data["authority"]),
        canon=canon or {},
    )


def _patterns(data: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {name: _pattern_of(terms) for name, terms in data.items()}


def _outcomes(
    entries: list[Mapping[str, Any]],
) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]], dict[str, str]]:
    """One pattern with a named group for each wording, longest first, with the values and the statistic of each."""
    forms = {form: entry for entry in entries for term in entry["terms"] for form in spellings(term.lower())}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    body = "|".join(f"(?P<o{place}>{_flexible(form)})" for place, form in enumerate(ordered))
    values = {f"o{place}": tuple(forms[form]["values"]) for place, form in enumerate(ordered)}
    only = {f"o{place}": forms[form]["only"] for place, form in enumerate(ordered) if "only" in forms[form]}
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])"), values, only
