"""How well plans are read: the assessor beside TF-IDF and the meaning model alone, and the time a long plan takes.

Run with `python -m tests.benchmarks.plans`. Each plan was written, with its key, before the program read it; README.md has
the figures of the first readings. Faults were then corrected by kind on all of them.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from crosswalk.language.encoder import encode
from crosswalk.plans.assess import assess
from crosswalk.plans.gaps import requirement_list
from crosswalk.plans.passages import read_plan
from crosswalk.plans.wordings import plan_stems
from crosswalk.workspace.workspace import shipped
from tests.plans.papers import READINGS, paper, write
from tests.plans.scoring import score


def by_likeness(requirements, passages, likeness):
    """Every unit met where its best passage is likelier than the cut that serves this plan best."""
    best = likeness.max(axis=1)
    at = likeness.argmax(axis=1)
    return best, [passages[one].words for one in at]


def tf_idf(requirements, passages):
    texts = [plan_stems(one.words) for one in passages]
    asked = [plan_stems(f"{unit.name} {unit.asks} {unit.words}") for unit in requirements.units]
    words = {word: at for at, word in enumerate(sorted({word for text in (*texts, *asked) for word in text}))}
    counts = np.zeros(len(words))
    for text in texts:
        for word in set(text):
            counts[words[word]] += 1
    idf = np.log((len(texts) + 1) / (counts + 1)) + 1

    def rows(listed):
        found = np.zeros((len(listed), len(words)))
        for at, text in enumerate(listed):
            for word in text:
                found[at, words[word]] += 1
        found *= idf
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)

    return rows(asked) @ rows(texts).T


def model_alone(requirements, passages):
    asked = encode([f"{unit.name}. {unit.asks}" for unit in requirements.units])
    return asked @ encode([one.words for one in passages]).T


def best_cut(plan, requirements, scores, words):
    """The kindest score a cut on likeness alone can reach on this plan."""
    found = []
    for cut in np.unique(scores):
        readings = {
            unit.id: ("met" if one >= cut else "not-found", [text])
            for unit, one, text in zip(requirements.units, scores, words, strict=True)
        }
        found.append(score(plan.key, readings))
    return max(found, key=lambda one: one.three_way)


def show(name, found):
    print(
        f"{name:32} F1 {found.f1:.3f}  three-way {found.three_way:.3f}  not found right {found.silent_right}/{found.silent}"
        f"  places {found.places_right}/{found.placed}  words called met {found.called_met}/{found.words_only}"
        f"  partly called met {found.half_missed}/{found.partly}  met called partly {found.whole_halved}/{found.whole}"
    )


def quality(folder):
    alone = set()
    for name, ending in READINGS:
        plan = paper(name)
        requirements = requirement_list(shipped(), plan.listed)
        passages = read_plan([write(plan, folder, ending)])
        findings = {
            one.unit.id: (str(one.state), [p.words for p in one.places])
            for one in assess(requirements, passages, encode).findings
        }
        show(f"{name}.{ending}", score(plan.key, findings))
        if name not in alone:
            alone.add(name)
            for other in (tf_idf, model_alone):
                scores, words = by_likeness(requirements, passages, other(requirements, passages))
                show(f"  {other.__name__}, best cut", best_cut(plan, requirements, scores, words))


def speed(folder):
    """A plan of more than 300 pages: the State plan with its county profiles twelve times over."""
    plan = paper("state")
    counties = [block for block in plan.blocks if block[0] == "paragraph" and "County" in block[2]]
    more = [
        (kind, depth, f"{words} Appendix note {copy}.")
        for copy in range(12)
        for kind, depth, words in counties
    ]
    plan.blocks.extend([("heading", 2, "Appendix 4. County notes"), *more])
    plan.name = "long"
    path = write(plan, folder, "pdf")
    requirements = requirement_list(shipped(), plan.listed)
    clock, start = time.perf_counter(), time.process_time()
    passages = read_plan([path])
    read = time.process_time() - start
    assess(requirements, passages, encode)
    whole, waited = time.process_time() - start, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    pages = max(one.page or 0 for one in passages)
    print(
        f"{pages} pages, {len(passages)} passages: read in {read:.1f} processor seconds, read and assessed in {whole:.1f} ({waited:.1f} s by the clock), peak memory {peak:.2f} GB"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        if "speed" not in sys.argv[1:]:
            quality(Path(made))
        speed(Path(made))
