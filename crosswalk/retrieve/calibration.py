"""Stored weights and calibration: turn scores into probabilities, and probabilities into words."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import fsum
from typing import Any

import numpy as np

from crosswalk.model.alignment import CONFIDENCE_BANDS
from crosswalk.retrieve.signals import Floats


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers of `weights.json`, which tests/benchmarks/rebuild.py writes."""

    version: str
    weights: dict[str, float]
    usual: dict[str, tuple[float, float]]
    usual_pairs: int
    siblings: float
    sections: float
    kindred: float
    competition: float
    sharpness: float
    usual_crowd: float
    doubt: float
    enough: float
    confidence: tuple[float, float, float]
    link: tuple[float, float, float]
    reliability: tuple[dict[str, float], ...]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings shipped with the package."""
    stored: dict[str, Any] = json.loads((files("crosswalk") / "data" / "weights.json").read_text("utf-8"))
    return Settings(
        version=stored["version"],
        weights=stored["weights"],
        usual={name: (height, spread) for name, (height, spread) in stored["usual"].items()},
        usual_pairs=stored["usual_pairs"],
        siblings=stored["neighbors"]["siblings"],
        sections=stored["neighbors"]["sections"],
        kindred=stored["neighbors"]["kindred"],
        competition=stored["competition"]["share"],
        sharpness=stored["competition"]["sharpness"],
        usual_crowd=stored["competition"]["usual"],
        doubt=stored["shared"]["share"],
        enough=stored["shared"]["enough"],
        confidence=tuple(stored["confidence"][name] for name in ("bias", "slope", "top")),
        link=tuple(stored["link"][name] for name in ("bias", "slope", "top")),
        reliability=tuple(stored["reliability"]),
    )


def confidence(score: Floats) -> Floats:
    """How likely (0..1) each scored pair is to be one that an expert would list."""
    return _chance(score, settings().confidence)


def linked(best: Floats) -> Floats:
    """How likely (0..1) a text is to have any counterpart, from the score of its best pair."""
    return _chance(best, settings().link)


def observed() -> dict[str, float]:
    """For each word, the share of such pairs that experts had listed, on crosswalks the curve was not fitted on.

    Computed from the reliability table stored with the weights.
    """
    found = {}
    for number, (word, least) in enumerate(CONFIDENCE_BANDS):
        most = CONFIDENCE_BANDS[number - 1][1] if number else 1.0
        rows = [row for row in settings().reliability if least <= row["from"] < most]
        total = fsum(row["share"] for row in rows)
        found[word] = fsum(row["share"] * row["observed"] for row in rows) / total if total else 0.0
    return found


def _chance(score: Floats, curve: tuple[float, float, float]) -> Floats:
    bias, slope, top = curve
    return np.asarray(top / (1 + np.exp(-(bias + slope * score))), np.float32)
