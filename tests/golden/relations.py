"""The judged pairs, their halves, our own answers and the baselines; run as a script it prints the tables.

python tests/golden/relations.py [dev|frozen] [--errors]
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import yaml

from crosswalk.compare.document import Document, read_document
from crosswalk.language.frames import read_provisions
from crosswalk.measures.compare import compare_measures
from crosswalk.model.alignment import Candidate, RelationPrediction
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Basis, Relation
from crosswalk.relate.pair_reading import PairReading
from crosswalk.relate.predict import Names, relate_measures, relate_wordings
from crosswalk.relate.relating import first_rule
from crosswalk.relate.requirements import compare_requirements
from crosswalk.workspace.workspace import Workspace

HERE = Path(__file__).parent
CLASSES = ("equal", "subset-of", "superset-of", "intersects-with", "no-relationship", "contrary")
CORPORA = ("wioa", "cfr20", "alliance")
NAMES = Names("the left text", "the right text")


@dataclass(frozen=True)
class Pair:
    """One judged pair; `left` and `right` are provision ids or texts."""

    family: str
    field: str
    left: str
    right: str
    relation: str
    why: str
    tuning: bool = False

    @property
    def frozen(self):
        """Whether the pair's family is in the half that no rule was tuned on."""
        return not self.tuning and half(self.family) == "frozen"


def half(family):
    """The half a family falls into, from its name alone."""
    return "frozen" if int(hashlib.sha256(family.encode()).hexdigest(), 16) % 2 else "dev"


@cache
def pairs():
    """Every judged pair, in the order of the file."""
    return (*_read("relations.yaml", tuning=False), *_read("tuning.yaml", tuning=True))


@cache
def limits():
    """The judged pairs of texts that set limits, in the order of the file."""
    return _read("limits.yaml", tuning=False)


def _read(name, *, tuning):
    data = yaml.load((HERE / name).read_text("utf-8"), Loader=yaml.CBaseLoader)
    return tuple(
        Pair(
            family["family"], family["field"], family["left"], pair["right"], pair["is"], pair["why"], tuning
        )
        for family in data["families"]
        for pair in family["pairs"]
    )


@cache
def space():
    """The shipped workspace."""
    return Workspace(HERE.parents[1])


@cache
def shipped():
    """The corpora's provisions by id, each with its document."""
    documents = [space().document(space().corpus(name)) for name in CORPORA]
    return {prov.id: (document, prov) for document in documents for prov in document.whole}


@cache
def written():
    """Every text of the golden set that is no provision, read with the lead-in of its left text."""
    found = {}
    for pair in (*pairs(), *limits()):
        lead = ""
        if pair.left.startswith("@"):
            document, prov = shipped()[pair.left[1:]]
            lead = document.whole.lead_in(prov.id) or prov.context
        else:
            found.setdefault((pair.left, ""), Provision(f"L{len(found)}", pair.left))
        if not pair.right.startswith("@"):
            key = (pair.right, lead)
            found.setdefault(key, Provision(f"R{len(found)}", pair.right, context=lead))
    corpus = Corpus(Source("golden", "2014", "Golden set"), tuple(found.values()))
    document = read_document(corpus, corpus, space().lexicon)
    return {key: (document, prov) for key, prov in found.items()}


def place(text, lead=""):
    """The document and provision a side of a pair names."""
    return shipped()[text[1:]] if text.startswith("@") else written()[text, lead]


def sides(pair):
    """Both sides of a pair as documents that hold one provision each."""
    document, prov = place(pair.left)
    lead = (document.whole.lead_in(prov.id) or prov.context) if pair.left.startswith("@") else ""
    return alone(document, prov), alone(*place(pair.right, lead))


def alone(document, prov):
    """A document of which only one provision is compared."""
    lead = document.whole.lead_in(prov.id) or prov.context
    part = Corpus(document.whole.source, (Provision(**{**fields(prov), "parent": None, "context": lead}),))
    return Document(part, document.whole, document.annotated, document.measures)


def fields(prov):
    """A provision's fields by name."""
    return {name: getattr(prov, name) for name in prov.__slots__}


def answer(pair):
    """What the program says of a pair: the judged candidate.

    Two wordings that have nothing in common have no relation; of others the first rule that holds decides.
    """
    measures = measures_of(pair)
    if measures:
        parts = compare_measures(*measures, names=(NAMES.left, NAMES.right))
        return found(pair, relate_measures(parts, NAMES, (pair.left, pair.right)))
    read = PairReading(*frames(pair))
    if read.wording is Relation.NONE:
        return found(pair, relate_wordings(NAMES, read.left, read.right))
    rule = first_rule(read)
    return found(
        pair,
        RelationPrediction(rule.relation, Basis.SEMANTIC, rule.sentence, None, confidence=rule.confidence),
    )


def measures_of(pair):
    """The measures of both sides; empty if a side is none."""
    read = [side.measures.get(prov.id) for side in sides(pair) for prov in side.part]
    return read if all(read) else []


def found(pair, prediction):
    """A candidate for a pair of texts."""
    return Candidate(pair.left, pair.right, 0.0, 0.0, 1, prediction=prediction)


def frames(pair):
    """The frames of both sides of a pair."""
    return tuple(
        next(iter(read_provisions(side.part, [prov.id for prov in side.part]).values()))
        for side in sides(pair)
    )


def said(pair):
    """The relation the program gives a pair."""
    return answer(pair).prediction.relation.value


def laid_out(lefts: Sequence[str], rights: Sequence[str]):
    """The relation of every text on the left to every text on the right, as two documents of several."""
    one, two = (_read_texts(texts) for texts in (lefts, rights))
    return {
        (ours.text, theirs.text): compare_requirements(ours, theirs).relation.value
        for ours, theirs in product(one, two)
    }


def _read_texts(texts):
    corpus = Corpus(
        Source("texts", "2014", "Texts"), tuple(Provision(f"P{n}", text) for n, text in enumerate(texts))
    )
    return read_provisions(corpus, [prov.id for prov in corpus]).values()


# ------------------------------------------------------------------------------- figures


def confusion(truth: Sequence[str], answers: Sequence[str]):
    """How often each class (row) was called each class (column)."""
    counted = Counter(zip(truth, answers, strict=True))
    return [[counted[row, column] for column in CLASSES] for row in CLASSES]


def figures(truth: Sequence[str], answers: Sequence[str]):
    """Precision, recall and F1 of each class, by class."""
    found = {}
    for name in CLASSES:
        hit = sum(t == a == name for t, a in zip(truth, answers, strict=True))
        called, real = answers.count(name), truth.count(name)
        precision, recall = hit / called if called else 0.0, hit / real if real else 0.0
        both = precision + recall
        found[name] = (precision, recall, 2 * precision * recall / both if both else 0.0)
    return found


def accuracy(truth: Sequence[str], answers: Sequence[str]):
    """The share of pairs called by their class."""
    return sum(t == a for t, a in zip(truth, answers, strict=True)) / len(truth)


def macro(truth: Sequence[str], answers: Sequence[str]):
    """The mean F1 of the classes."""
    return sum(f1 for _, _, f1 in figures(truth, answers).values()) / len(CLASSES)


# ------------------------------------------------------------------------------- baselines


def texts(pair):
    """The words of both sides."""
    return tuple(place_text(side) for side in (pair.left, pair.right))


def place_text(text):
    """A text, or the words of the provision it names."""
    return shipped()[text[1:]][1].text if text.startswith("@") else text


def token_set(pair):
    """Token-set ratio of both sides, 0..1."""
    from rapidfuzz.fuzz import token_set_ratio

    return token_set_ratio(*(text.lower() for text in texts(pair))) / 100


def word_cosine(pair):
    """Cosine of the bags of words of both sides."""
    one, two = (Counter(text.lower().split()) for text in texts(pair))
    shared = sum(one[word] * two[word] for word in one)
    return shared / (sum(n * n for n in one.values()) * sum(n * n for n in two.values())) ** 0.5


def vector_cosine(pair):
    """Cosine of the mean word vectors of both sides."""
    from crosswalk.language.encoder import unit, word_vectors

    one, two = unit(word_vectors(list(texts(pair))))
    return float(one @ two)


BASELINES: dict[str, Callable[[Pair], float]] = {
    "token-set ratio": token_set,
    "word cosine": word_cosine,
    "vector cosine": vector_cosine,
}


def thresholded(likeness: float, lengths: tuple[int, int], same: float, some: float):
    """The best that two thresholds and a look at the lengths can say."""
    if likeness < some:
        return "no-relationship"
    if likeness >= same:
        return "equal"
    ratio = lengths[0] / lengths[1]
    return "superset-of" if ratio > 1.2 else "subset-of" if ratio < 1 / 1.2 else "intersects-with"


def baseline(name: str, train: Iterable[Pair], test: Iterable[Pair]):
    """A likeness with the two thresholds that do best on the tuning half."""
    train, test = list(train), list(test)
    score = BASELINES[name]
    known = [(score(p), tuple(map(len, texts(p))), p.relation) for p in train]
    steps = np.linspace(0.1, 1.0, 31)
    best = max(
        product(steps, steps),
        key=lambda t: (sum(thresholded(s, n, *t) == r for s, n, r in known), -t[0], -t[1]),
    )
    return [thresholded(score(p), tuple(map(len, texts(p))), *best) for p in test]


# ------------------------------------------------------------------------------- tables


def table(which: str, chosen: Sequence[Pair], answers: Sequence[str]):
    """The figures of one half as lines of text."""
    truth = [p.relation for p in chosen]
    lines = [
        f"{which}: {len(chosen)} pairs, accuracy {accuracy(truth, answers):.3f}, macro-F1 {macro(truth, answers):.3f}"
    ]
    lines += [
        f"  {'':16} {'prec':>6} {'recall':>6} {'F1':>6}   called: " + " ".join(f"{c[:6]:>6}" for c in CLASSES)
    ]
    for (name, (p, r, f)), row in zip(
        figures(truth, answers).items(), confusion(truth, answers), strict=True
    ):
        lines.append(f"  {name:16} {p:6.2f} {r:6.2f} {f:6.2f}           " + " ".join(f"{n:6}" for n in row))
    return lines


def by_rule(cand: Candidate):
    """Whether a fitted rule or a comparison of parts gave the relation; "no relation" has no figure."""
    return cand.prediction.confidence is not None


def sureness(answers: Sequence[Candidate], right: Sequence[bool]):
    """Of five steps of confidence: how many pairs, the mean confidence, and the share that is right."""
    rated = [(c.prediction.confidence, ok) for c, ok in zip(answers, right, strict=True) if by_rule(c)]
    found = []
    for low, high in pairwise((0.0, 0.6, 0.75, 0.85, 0.92, 1.01)):
        here = [(said, ok) for said, ok in rated if low <= said < high]
        n = len(here)
        mean, share = (sum(column) / n for column in zip(*here, strict=True)) if n else (0.0, 0.0)
        found.append((low, n, mean, share))
    return found


def calibration(steps):
    """How far confidence lies from the share that is right, over all steps (expected calibration error)."""
    total = sum(n for _, n, _, _ in steps)
    return sum(n * abs(mean - share) for _, n, mean, share in steps) / total


def sure_lines(steps):
    """The steps of confidence as lines of text."""
    lines = [f"  confidence of the relation, off by {calibration(steps):.3f} in the mean:"]
    return lines + [
        f"    from {low:.2f}: {n:3} pairs, {mean:.2f} said, {share:.2f} right"
        for low, n, mean, share in steps
        if n
    ]


def report(which: str):
    """Our table for one half, and the baselines' figures beside it."""
    chosen = [p for p in pairs() if p.frozen is (which == "frozen")]
    train = [p for p in pairs() if not p.frozen]
    answers = [answer(p) for p in chosen]
    called = [cand.prediction.relation.value for cand in answers]
    truth = [p.relation for p in chosen]
    lines = table(which, chosen, called)
    lines += sure_lines(sureness(answers, [a == b for a, b in zip(called, truth, strict=True)]))
    for name in BASELINES:
        called = baseline(name, train, chosen)
        lines.append(
            f"  {name:20} accuracy {accuracy(truth, called):.3f}, macro-F1 {macro(truth, called):.3f}"
        )
    usual = Counter(p.relation for p in train).most_common(1)[0][0]
    lines.append(f"  {'always ' + usual:20} accuracy {accuracy(truth, [usual] * len(truth)):.3f}")
    return lines


def errors():
    """Every pair of the tuning half that is called wrongly; the frozen half is never listed."""
    for pair in pairs():
        if pair.frozen:
            continue
        given = answer(pair)
        if given.prediction.relation.value != pair.relation:
            yield (
                f"{pair.family}: is {pair.relation}, called {given.prediction.relation.value}\n"
                f"   L {place_text(pair.left)[:160]}\n   R {place_text(pair.right)[:160]}\n"
                f"   {given.prediction.sentence}"
            )


if __name__ == "__main__":
    print("\n".join(report(sys.argv[1] if len(sys.argv) > 1 else "dev")))  # noqa: T201 - a script
    if "--errors" in sys.argv and "frozen" not in sys.argv:
        print("\n".join(errors()))  # noqa: T201 - a script
