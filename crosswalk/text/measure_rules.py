"""The wording of measures as data: the rules any field shares, and what a lexicon adds to them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crosswalk.errors import ParseError
from crosswalk.text.lexicon import Lexicon, spellings


@dataclass(frozen=True)
class MeasureRules:
    """Compiled wording of measures; each pattern is searched in folded text.

    `statistic`, `events`, `settings` and `levels` map a normal form to the pattern of its words;
    `outcomes` lists patterns with the values they stand for, longest words first.
    """

    statistic: Mapping[str, re.Pattern[str]]
    outcomes: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    events: Mapping[str, re.Pattern[str]]
    settings: Mapping[str, re.Pattern[str]]
    levels: Mapping[str, re.Pattern[str]]
    programs: Mapping[str, re.Pattern[str]]
    people: re.Pattern[str]
    exposures: re.Pattern[str]
    exclusions: re.Pattern[str]
    authority: Mapping[str, str]


def pattern_of(terms: Iterable[str]) -> re.Pattern[str]:
    """One pattern for any of the given terms as whole words, the longest first; plurals are taken too."""
    forms = {form for term in terms for form in spellings(term.lower())}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    body = "|".join(_flexible(form) for form in ordered)
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])") if body else re.compile(r"(?!)")


def _flexible(form: str) -> str:
    words = [re.escape(word) for word in re.split(r"[\s-]+", form)]
    words = [re.sub(r"i[sz](e|ed|ing|ation)$", r"i[sz]\1", word) for word in words]
    plural = "(?:ies|y)" if words[-1].endswith("y") and not re.search(r"[aeiou]y$", words[-1]) else ""
    last = words[-1][:-1] + plural if plural else words[-1] + "(?:s|es)?"
    return r"[\s-]+".join([*words[:-1], last])


@cache
def shipped_rules() -> MeasureRules:
    """The rules that come with the package."""
    return compile_rules(_shipped())


@cache
def _shipped() -> Mapping[str, Any]:
    import yaml

    text = files("crosswalk.text").joinpath("measure.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - scalars only
    return read


def rules_for(lexicon: Lexicon) -> MeasureRules:
    """The shipped rules with those of a lexicon's `measure:` part added.

    Raises:
        ParseError: the lexicon's part has another shape than the shipped file (XW-211).
    """
    if not lexicon.measure:
        return shipped_rules()
    merged: dict[str, Any] = dict(_shipped())
    for key, added in lexicon.measure.items():
        have = merged.get(key, type(added)())
        if type(have) is not type(added) or isinstance(added, str):
            raise ParseError(
                f"the lexicon's measure part: {key} must be a {_kind(have)}; write it as in measure.yaml.",
                code="XW-211",
            )
        merged[key] = _joined(have, added)
    return compile_rules(merged)


def _kind(have: object) -> str:
    return "mapping" if isinstance(have, dict) else "list"


def _joined(have: Any, added: Any) -> Any:  # noqa: ANN401 - a YAML tree has no narrower type
    if isinstance(have, list):
        return [*have, *added]
    both = dict(have)
    for key, value in added.items():
        both[key] = [*both.get(key, []), *value] if isinstance(value, list) else value
    return both


def compile_rules(data: Mapping[str, Any]) -> MeasureRules:
    """Turn the lists of a rules file into patterns."""
    outcomes = [(form, tuple(entry["values"])) for entry in data["outcomes"] for form in entry["terms"]]
    outcomes.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return MeasureRules(
        statistic=_patterns(data["statistic"]),
        outcomes=tuple((pattern_of([term]), values) for term, values in outcomes),
        events=_patterns(data["events"]),
        settings=_patterns(data["settings"]),
        levels=_patterns(data["levels"]),
        programs=_patterns(data.get("programs", {})),
        people=pattern_of(data["people"]),
        exposures=pattern_of(data["exposures"]),
        exclusions=pattern_of(data["exclusions"]),
        authority=dict(data["authority"]),
    )


def _patterns(data: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {name: pattern_of(terms) for name, terms in data.items()}
