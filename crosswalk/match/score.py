"""The stored weights and calibration: scores into probabilities, and probabilities into words."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers of `weights.json`, which tests/benchmarks/rebuild.py writes."""

    version: str
    weights: dict[str, float]
    usual: dict[str, tuple[float, float]]
    usual_pairs: int
    siblings: float
    sections: float
    competition: float
    sharpness: float
    usual_crowd: float
    doubt: float
    enough: float
    confidence: tuple[float, float]
    link: tuple[float, float]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings shipped with the package."""
    stored: dict[str, Any] = json.loads((files("crosswalk.match") / "weights.json").read_text("utf-8"))
    return Settings(
        version=stored["version"],
        weights=stored["weights"],
        usual={name: (height, spread) for name, (height, spread) in stored["usual"].items()},
        usual_pairs=stored["usual_pairs"],
        siblings=stored["neighbours"]["siblings"],
        sections=stored["neighbours"]["sections"],
        competition=stored["competition"]["share"],
        sharpness=stored["competition"]["sharpness"],
        usual_crowd=stored["competition"]["usual"],
        doubt=stored["shared"]["share"],
        enough=stored["shared"]["enough"],
        confidence=(stored["confidence"]["bias"], stored["confidence"]["score"]),
        link=(stored["link"]["bias"], stored["link"]["score"]),
    )


def confidence(score: Floats) -> Floats:
    """How likely (0..1) each scored pair is to be one that an expert would list."""
    return _chance(score, settings().confidence)


def linked(best: Floats) -> Floats:
    """How likely (0..1) a text is to have any counterpart, from the score of its best pair."""
    return _chance(best, settings().link)


def _chance(score: Floats, curve: tuple[float, float]) -> Floats:
    bias, slope = curve
    return np.asarray(1 / (1 + np.exp(-(bias + slope * score))), np.float32)
