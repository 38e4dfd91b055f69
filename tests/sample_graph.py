"""Three small documents on herbs, and what lies between them, for tests of the graph."""

from crosswalk.model.alignment import (
    Alignment,
    Candidate,
    Match,
    MatchType,
    ProvisionCoverage,
    RelationPrediction,
)
from crosswalk.model.annotation import Annotated, Note, NoteKind, Span
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Mapping
from crosswalk.model.relation import Basis, Coverage, Relation, Status, Verification

LAW = Corpus(
    Source("herbs", "2020-01-01", "Herb law", short="Herb law"),
    (
        Provision("4", heading="Labels", citation="Herb law 4"),
        Provision("4/a", "Every jar shall bear a label.", parent="4", citation="Herb law 4(a)"),
        Provision("4/b", "The label under (a) shall name the herb.", parent="4", citation="Herb law 4(b)"),
        Provision("4/c", "A jar <5 g> is \x0cexempt & free.", parent="4", citation="Herb law 4(c)"),
        Provision("9", "A jar is a vessel.", heading="Jar", citation="Herb law 9"),
        Provision("9/x", "Vessels of glass or clay.", parent="9", citation="Herb law 9(x)"),
    ),
)
CODE = Corpus(
    Source("growers", "2019-06", "Growers' code"),
    (
        Provision("G-1", "Jars are labelled.", verification=Verification.RESTATED),
        Provision("G-2", "Labels name herb and grower.", verification=Verification.RESTATED),
        Provision("G-3", "=Growers meet yearly.", verification=Verification.UNVERIFIED),
        Provision("G-4", heading="Storage", text="-", verification=Verification.NOT_RETRIEVED),
    ),
)
GUIDE = Corpus(
    Source("guide", "2021", "Market guide"),
    (Provision("M-1", "Stalls sell labelled jars."), Provision("M-2", "Stalls close at noon.")),
)


def row(crosswalk, left, right, relation, status=Status.PROPOSED, **rest):
    return ComparisonRow(
        f"{crosswalk}:{left}~{right}", left, right, status, relation, f"How {left} and {right} meet.", **rest
    )


def answer(prov, side, coverage, **rest):
    return ProvisionCoverage(prov, side, coverage, searched="everything", no_counterpart=0.25, **rest)


def candidate():
    words = Match(1, (Span(6, 9), Span(23, 28)), (Span(0, 4),), MatchType.SAME)
    judged = RelationPrediction(Relation.SUPERSET, Basis.SYNTACTIC, "The law asks for more.", 6)
    return Candidate("4/a", "G-1", 3.0, 0.87654321, 1, prediction=judged, alignment=Alignment((words,)))


def law_and_code(**changes):
    """A match of each sort, an answer elsewhere, a gap on each side, a citation and a definition."""
    decided = Mapping(
        "4/b", "G-2", Relation.SUBSET, Status.CONFIRMED, "Both name the herb.", Basis.SEMANTIC, 7,
        author="the editors", date="2026-01-05", reviewer="Reviewer A|Reviewer B", review_date="2026-03-04",
    )  # fmt: skip
    parts = {
        "id": "herbs",
        "title": "Herb law and growers' code",
        "kind": "provisions",
        "left": LAW.select(["4"]),
        "right": CODE,
        "whole_left": LAW,
        "whole_right": CODE,
        "rows": (
            row("herbs", "4/a", "G-1", Relation.SUPERSET, candidate=candidate()),
            row("herbs", "4/b", "G-2", Relation.SUBSET, Status.CONFIRMED, decided=decided),
            row("herbs", "4/b", "G-1", Relation.INTERSECTS, Status.REJECTED),
            row("herbs", "4/a", "G-2", Relation.NONE, Status.UNSURE),
            row("herbs", "4/b", "G-2", Relation.EQUAL, Status.SUPERSEDED),
            row("herbs", "4/c", "", Relation.NONE, Status.DRAFT),
            row("herbs", "", "G-3", Relation.NONE),
        ),
        "left_answers": (
            answer("4", "left", Coverage.NOT_ASSESSED),
            answer("4/a", "left", Coverage.PARTLY, best=("G-1",)),
            answer("4/b", "left", Coverage.COVERED, best=("G-2",)),
            answer("4/c", "left", Coverage.NOT_FOUND, near=("G-1", "G-2")),
        ),
        "right_answers": (
            answer("G-1", "right", Coverage.COVERED, best=("4/a",)),
            answer("G-2", "right", Coverage.PARTLY, best=("4/b",), elsewhere=("9/x",)),
            answer("G-3", "right", Coverage.NOT_FOUND),
            answer("G-4", "right", Coverage.NOT_FOUND),
        ),
        "annotated_left": {
            "4/a": Annotated(
                "4/a",
                (
                    Note(Span(6, 9), NoteKind.CONCEPT, "jar"),
                    Note(Span(6, 9), NoteKind.DEFINED, "jar", "9"),
                    Note(Span(21, 28), NoteKind.CONCEPT, "label"),
                ),
            ),
            "4/b": Annotated(
                "4/b",
                (
                    Note(Span(4, 9), NoteKind.CONCEPT, "label"),
                    Note(Span(16, 19), NoteKind.CITATION, "4/a", "4/a"),
                    Note(Span(20, 25), NoteKind.CITATION, "29 U.S.C. 1", ""),
                ),
            ),
        },
        "annotated_right": {"G-1": Annotated("G-1", (Note(Span(0, 4), NoteKind.CONCEPT, "jar"),))},
        "rungs": {"4/a": ((GUIDE, "M-1"),)},
    }
    return Comparison(**parts | changes)


def code_and_guide(relation=Relation.SUPERSET, other=Relation.INTERSECTS):
    """The growers' code against the market guide, so that the law can be chained to the guide."""
    rows = (
        row("market", "G-1", "M-1", relation, Status.DRAFT),
        row("market", "G-2", "M-2", other, Status.DRAFT),
    )
    return Comparison(
        "market", "Code and guide", "provisions", CODE.keep(["G-1", "G-2"]), GUIDE, CODE, GUIDE, rows,
        (answer("G-1", "left", Coverage.PARTLY, best=("M-1",)), answer("G-2", "left", Coverage.CONTRARY)),
        (answer("M-1", "right", Coverage.COVERED), answer("M-2", "right", Coverage.NOT_FOUND)),
    )  # fmt: skip
