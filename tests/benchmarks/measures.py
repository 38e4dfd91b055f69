"""How well scored pairs put an expert's pairs first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NAMES = ("MAP", "R@10", "P@1", "AUCPR", "linkAUC")


@dataclass(frozen=True)
class Result:
    """One method on one set: the figures by name, and average precision per linked source."""

    figures: dict[str, float]
    per_source: NDArray[np.float64]


def measure(scores: NDArray[np.float32], listed: NDArray[np.bool_]) -> Result:
    """The figures of a full table of scores; minus infinity stands for a pair not proposed.

    MAP, R@10 and P@1 are means over sources with a counterpart; AUCPR is the average precision of
    all pairs in one ranking; linkAUC is the chance that a source with a counterpart has a better
    best pair than one without (not a number where all have one).
    """
    linked = listed.any(axis=1)
    order = np.argsort(-scores[linked], axis=1, kind="stable")
    hits = np.take_along_axis(listed[linked] & np.isfinite(scores[linked]), order, axis=1)
    wanted = listed[linked].sum(axis=1)
    found = hits.cumsum(axis=1)
    precision = (found / np.arange(1, hits.shape[1] + 1) * hits).sum(axis=1) / wanted
    figures = {
        "MAP": float(precision.mean()),
        "R@10": float((found[:, min(9, found.shape[1] - 1)] / wanted).mean()),
        "P@1": float(hits[:, 0].mean()),
        "AUCPR": pooled(scores, listed),
        "linkAUC": link_auc(scores.max(axis=1), linked),
    }
    return Result(figures, precision)


def pooled(scores: NDArray[np.float32], listed: NDArray[np.bool_]) -> float:
    """Average precision over all pairs of a set in one ranking; equal scores form one step."""
    kept = np.isfinite(scores)
    values, right = scores[kept], listed[kept]
    order = np.argsort(-values, kind="stable")
    values, right = values[order], right[order]
    last = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)
    found = np.cumsum(right)[last]
    gained = np.diff(found, prepend=0)
    return float((gained * found / (last + 1)).sum() / listed.sum())


def link_auc(best: NDArray[np.float32], linked: NDArray[np.bool_]) -> float:
    """How well the best score of a source tells those with a counterpart from those without."""
    if linked.all() or not linked.any():
        return float("nan")
    one, two = best[linked][:, None], best[~linked][None, :]
    return float(((one > two) + 0.5 * (one == two)).mean())


def interval(values: NDArray[np.float64], *, draws: int = 1000) -> tuple[float, float]:
    """The middle 95 of 100 means of samples drawn again, with a fixed seed."""
    rng = np.random.default_rng(0)
    means = values[rng.integers(0, len(values), (draws, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def calibration_error(
    chance: NDArray[np.float64], right: NDArray[np.bool_], weight: NDArray[np.float64], *, bins: int = 10
) -> float:
    """The mean gap between stated and observed chance over ten equal bands, weighed by the pairs in them."""
    band = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = np.bincount(band, weight * (chance - right), minlength=bins)
    return float(np.abs(gaps).sum() / weight.sum())
