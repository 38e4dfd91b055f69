"""A comparison of any size with odd content: script in titles, names of 300 characters, text from right to left."""

from crosswalk.model.alignment import (
    Alignment,
    Candidate,
    Match,
    MatchType,
    ProvisionCoverage,
    RelationPrediction,
)
from crosswalk.model.annotation import Span
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Mapping
from crosswalk.model.relation import Basis, Coverage, Relation, Status, Verification

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"
LONG = "Endless name " * 23 + "Donaudampfschifffahrt" * 3
ARABIC = "مسار مهني يجمع التعليم والتدريب"
SENTENCE = (
    "Both ask for gates; the Statute asks for gates that open at dawn in every one of the towns that lie along the river"
    " and its many arms below the falls and above the sea, the Code for gates that close; it adds “a”, “b”, “c” and “d”."
)
_NAMES = ("Gates", SCRIPT, LONG, ARABIC, "", 'Quotes " and & <b>')


def _corpus(name, size, groups, verification):
    source = Source(id=name.lower(), as_of="2020-01-01", title=f"The {name}", short=name, kind="statute")
    provs = []
    for group in range(groups):
        head = f"{name}-{group}"
        provs.append(Provision(head, heading=f"Chapter {group}", level="chapter"))
        for number in range(group, size, groups):
            heading = _NAMES[number % len(_NAMES)]
            provs.append(
                Provision(
                    f"{head}/{number}",
                    f"Gate {number} must open at dawn and close at dusk, so that everyone may pass; " * 2,
                    heading=heading and f"{heading} {number}",
                    parent=head,
                    num=f"({number})",
                    level="section",
                    citation=f"{name} sec. {number}",
                    verification=verification if number % 3 else Verification.VERBATIM,
                )
            )
    return Corpus(source, tuple(provs))


def _candidate(left, right, rank):
    match = Match(1, (Span(0, 4),), (Span(0, 4),), MatchType.SAME)
    told = RelationPrediction(Relation.INTERSECTS, Basis.SEMANTIC, SENTENCE, 5)
    return Candidate(
        left, right, 1.0, (0.7, 0.3, 0.1)[rank % 3], rank, prediction=told, alignment=Alignment((match,))
    )


def comparison(left_size=6, right_size=6, *, rivals=1, status=Status.PROPOSED, kind="provisions", groups=3):
    """Every left provision with `rivals` counterparts; with no right side, every one alone."""
    left = _corpus("Statute", left_size, groups, Verification.VERBATIM)
    right = _corpus("Code", right_size, groups, Verification.UNVERIFIED)
    theirs = [prov for prov in right if not prov.is_heading]
    rows, used = [], set()
    for number, prov in enumerate(one for one in left if not one.is_heading):
        if not theirs:
            sentence = "Nothing in the Code asks for this."
            rows.append(ComparisonRow(f"{prov.id}--", prov.id, "", Status.PROPOSED, Relation.NONE, sentence))
        for rank in range(rivals if theirs else 0):
            other = theirs[(number + rank) % len(theirs)]
            used.add(other.id)
            rows.append(_row(prov.id, other.id, rank + 1, status))
    for other in theirs:
        if other.id not in used:
            sentence = "Nothing in the Statute asks for this."
            rows.append(
                ComparisonRow(f"--{other.id}", "", other.id, Status.PROPOSED, Relation.NONE, sentence)
            )
    return Comparison(
        "odd", f"Odd {SCRIPT}", kind, left, right, left, right, tuple(rows),
        tuple(_answer(prov, "left", bool(theirs)) for prov in left),
        tuple(_answer(prov, "right", prov.id in used) for prov in right),
        left_name="the Statute", right_name="the Code",
    )  # fmt: skip


def _row(left, right, rank, status):
    decided = None
    if status is not Status.PROPOSED:
        decided = Mapping(
            left, right, Relation.INTERSECTS, status, SENTENCE, author="Editors", reviewer="Reviewer A"
        )
    cand = _candidate(left, right, rank)
    return ComparisonRow(
        f"{left}--{right}", left, right, status, Relation.INTERSECTS, SENTENCE, cand, decided
    )


def _answer(prov, side, met):
    if prov.is_heading:
        return ProvisionCoverage(prov.id, side, Coverage.NOT_ASSESSED)
    kind = Coverage.PARTLY if met else Coverage.NOT_FOUND
    return ProvisionCoverage(
        prov.id, side, kind, verified=kind, searched="all of it", reason="Nothing asks for this."
    )
