"""A crosswalk of any size for the desk's tests; as a program, a desk on it: `python -m tests.sample_review FOLDER NUMBER PERSON`.

Left `4/n` meets right `G-n`. Every third left provision has a rival, the last left one nothing, and
every text field of the first pair holds script.
"""

import sys
from pathlib import Path

from crosswalk.model.alignment import Alignment, Candidate, Evidence, Match, MatchType, RelationPrediction
from crosswalk.model.annotation import Span
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus, Provision, Source, Verification
from crosswalk.model.relation import Basis, Relation, Status
from crosswalk.review.session import ReviewCrosswalk, ReviewSession
from crosswalk.services.decide import decision_context
from crosswalk.workspace.workspace import Workspace

HOSTILE = "<script>alert('x')</script> & <b onmouseover=y()>bold</b>"
DAY = "2026-03-04"


def _texts(stem, number, words):
    hostile = Provision(
        f"{stem}0", f"{words} {HOSTILE}", heading=HOSTILE, note=HOSTILE, citation=f"sec. {HOSTILE}"
    )
    rest = [Provision(f"{stem}{n}", f"{words} {n}.", heading=f"Heading {stem}{n}") for n in range(1, number)]
    return (hostile, *rest)


def _candidate(left, right, confidence, rank, relation=Relation.INTERSECTS, said="Both ask for a label."):
    return Candidate(
        left,
        right,
        2.0 * confidence,
        confidence,
        rank,
        (Evidence("words", "Both say label.", confidence, 2.0 * confidence),),
        RelationPrediction(relation, Basis.SEMANTIC, said, 5),
        Alignment((Match(1, (Span(0, 3),), (Span(0, 3),), MatchType.SAME),), left_share=0.5, right_share=0.5),
    )


def side(number):
    """The comparison: `number` pairs, a rival for every third left provision, and one gap on the left."""
    law = Corpus(
        Source("herbs", "2020-01-01", "Herb law", short="Law", address="https://example.org/herbs"),
        (
            *_texts("4/", number, "Jar of herb, labelled"),
            Provision("4/gap", "Weighed at noon.", heading="Noon"),
        ),
    )
    code = Corpus(
        Source("growers", "2019-06", "Growers' code", short="Code", verification=Verification.RESTATED),
        _texts("G-", number, "Jar label, number"),
    )
    cands = []
    for n in range(number):
        cands.append(
            _candidate(
                f"4/{n}",
                f"G-{n}",
                0.9 - 0.01 * (n % 40),
                1,
                said=HOSTILE if n == 0 else "Both ask for a label.",
            )
        )
        if n % 3 == 0 and n:
            cands.append(_candidate(f"4/{n}", f"G-{n - 1}", 0.85 - 0.01 * (n % 40), 2))
    rows = [
        ComparisonRow(
            f"herbs:{c.left}~{c.right}",
            c.left,
            c.right,
            Status.PROPOSED,
            c.prediction.relation,
            c.prediction.sentence,
            c,
        )
        for c in cands
    ]
    gap = ComparisonRow("herbs:4/gap~", "4/gap", "", Status.PROPOSED, Relation.NONE, "")
    return Comparison(
        "herbs",
        "Herb law and Growers' code",
        "provisions",
        law,
        code,
        law,
        code,
        (*rows, gap),
        (),
        (),
        tuple(cands),
        left_name="the Law",
        right_name="the Code",
    )


def table(folder, number):
    """The same, laid on a desk whose files lie in `folder`."""
    space, both = Workspace(Path(folder)), side(number)
    return ReviewCrosswalk(both, decision_context(space, both), space.comments_file("herbs"))


def desk(folder, number, person="Reviewer A"):
    """A desk on it."""
    laid = table(folder, number)
    return ReviewSession({"herbs": laid.comparison.title}, lambda _: laid, lambda: DAY, "1.0", person)


if __name__ == "__main__":
    from functools import partial

    from crosswalk.review.server import create_app, serve

    serve(
        partial(create_app, desk(sys.argv[1], int(sys.argv[2]), sys.argv[3])),
        0,
        lambda address: print(address, flush=True),  # noqa: T201 - the test reads the address
    )
