"""A small comparison of another field than the shipped one: a shade-tree act and a canopy charter.

One row of each kind: confirmed, drafted against the program's reading, proposed, alone on the left,
alone on the right but answered elsewhere, and not retrieved. One text is hostile.
"""

from crosswalk.model.alignment import (
    Alignment,
    Candidate,
    Evidence,
    Match,
    MatchType,
    PartComparison,
    PartVerdict,
    ProvisionCoverage,
    RelationPrediction,
    UnmetSlot,
)
from crosswalk.model.annotation import Annotated, MeasurePart, Part, PartState, Span
from crosswalk.model.comparison import Comparison, ComparisonRow
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.frame import Slot
from crosswalk.model.mapping import Mapping
from crosswalk.model.relation import Basis, Coverage, Modality, Relation, Status, Verification

HOSTILE = "<script>alert(\"x\")</script> & <b onmouseover='y()'>bold</b>"

_ACT = Source(
    id="act",
    as_of="2016-07-19",
    title="Shade Tree Act",
    kind="statute",
    short="Act",
    authority="Town assembly",
    address="https://example.org/act",
    rights="Public domain",
)
_CHARTER = Source(
    id="charter",
    as_of="2014-06",
    title="Canopy Charter",
    kind="framework",
    short="Charter",
    authority="Friends of the canopy",
    verification=Verification.RESTATED,
)
_RULE = Source(id="rule", as_of="2025-01", title="Rules on shade trees", kind="regulation", short="Rules")

_A_TEXT = "are planted in every street where the ground allows, after a hearing of residents;"
_B_TEXT = "are watered through their second summer; and"
_M_TEXT = "the percentage of planted trees alive in the second year after planting;"
_P_TEXT = "Trees go into streets with room for roots, and the people who live there have a say."
_N_TEXT = "Share of trees in the programme alive in the third year after planting."

ACT = Corpus(
    _ACT,
    (
        Provision("1", heading="Short title", level="section", text="This Act is the Shade Tree Act."),
        Provision(
            "2",
            heading="Definitions",
            level="section",
            text="The term “shade-tree program” means a program in which trees—",
            citation="1 T.C. 2",
            also="Act sec. 2",
        ),
        Provision(
            "2/A",
            _A_TEXT,
            parent="2",
            num="(A)",
            level="paragraph",
            citation="1 T.C. 2(A)",
            also="Act sec. 2(A)",
        ),
        Provision(
            "2/B",
            _B_TEXT,
            parent="2",
            num="(B)",
            level="paragraph",
            citation="1 T.C. 2(B)",
            also="Act sec. 2(B)",
        ),
        Provision(
            "2/C",
            HOSTILE,
            parent="2",
            num="(C)",
            level="paragraph",
            citation="1 T.C. 2(C)",
            also="Act sec. 2(C)",
        ),
        Provision("3", _M_TEXT, heading="Measure", level="section", citation="1 T.C. 3", also="Act sec. 3"),
        Provision(
            "4",
            "The warden shall publish a map of all trees.",
            heading="Map",
            level="section",
            citation="1 T.C. 4",
            also="Act sec. 4",
        ),
    ),
)
CHARTER = Corpus(
    _CHARTER,
    (
        Provision(
            "CH-1", _P_TEXT, heading="Planting with consent", page="3", verification=Verification.RESTATED
        ),
        Provision(
            "CH-2",
            "Young trees get water for two summers.",
            heading="Aftercare",
            page="4",
            verification=Verification.UNVERIFIED,
        ),
        Provision(
            "CH-3",
            _N_TEXT,
            heading="Survival",
            page="7",
            verification=Verification.RESTATED,
            unread=("exclusions",),
        ),
        Provision(
            "CH-4",
            "Everyone can see where the trees are.",
            heading="Open map",
            verification=Verification.RESTATED,
        ),
        Provision("CH-5", "", heading="Costs", page="9", verification=Verification.NOT_RETRIEVED),
    ),
)
RULE = Corpus(
    _RULE,
    (
        Provision(
            "r/1", "A tree is alive when it bears leaves in July.", citation="9 T.R. 1", level="section"
        ),
    ),
)


def span(text: str, words: str) -> Span:
    """Where the words stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def _planting() -> Candidate:
    return Candidate(
        "2/A",
        "CH-1",
        score=0.82,
        confidence=0.91,
        rank=1,
        evidence=(
            Evidence(
                "terms",
                "Both speak of streets.",
                0.6,
                0.5,
                (span(_A_TEXT, "street"),),
                (span(_P_TEXT, "streets"),),
            ),
            Evidence("meaning", "Both let residents speak.", 0.4, 0.22),
            Evidence("duty", "One defines, the other states.", 0.0, -0.05),
        ),
        prediction=RelationPrediction(
            Relation.INTERSECTS,
            Basis.SEMANTIC,
            "Both ask for trees in streets and a say for residents.",
            6,
        ),
        alignment=Alignment(
            matches=(
                Match(1, (span(_A_TEXT, "every street"),), (span(_P_TEXT, "streets"),), MatchType.SAME),
                Match(
                    2,
                    (span(_A_TEXT, "hearing of residents"),),
                    (span(_P_TEXT, "the people who live there have a say"),),
                    MatchType.NEAR,
                ),
            ),
            left_only=(span(_A_TEXT, "ground allows"),),
            right_only=(span(_P_TEXT, "room for roots"),),
            left_share=0.7,
            right_share=0.8,
            left_added=("ground allows",),
            right_added=("room for roots",),
        ),
    )


def _water() -> Candidate:
    return Candidate(
        "2/B",
        "CH-2",
        score=0.5,
        confidence=0.34,
        rank=1,
        evidence=(Evidence("terms", "Both speak of water.", 0.5, 0.5),),
        prediction=RelationPrediction(
            Relation.SUBSET, Basis.SEMANTIC, "The Act's watering is part of the Charter's.", 7
        ),
    )


def _survival() -> Candidate:
    timing = MeasurePart(Part.TIMING, ("year 2 after planting",), "second year after planting", source="3")
    later = MeasurePart(Part.TIMING, ("year 3 after planting",), "third year after planting", source="CH-3")
    share = MeasurePart(Part.STATISTIC, ("percentage",), "the percentage", source="3")
    also_share = MeasurePart(Part.STATISTIC, ("percentage",), "Share", source="CH-3")
    silent, unknown = (
        MeasurePart(Part.EXCLUSIONS, state=PartState.SILENT),
        MeasurePart(Part.EXCLUSIONS, state=PartState.UNKNOWN),
    )
    return Candidate(
        "3",
        "CH-3",
        score=0.7,
        confidence=0.88,
        rank=1,
        evidence=(Evidence("measure", "The statistic is the same; the year differs.", 0.7, 0.7),),
        prediction=RelationPrediction(
            Relation.INTERSECTS, Basis.FUNCTIONAL, "Both count living trees; the year differs.", 5
        ),
        parts=(
            PartComparison(Part.STATISTIC, PartVerdict.SAME, share, also_share, "Both are percentages."),
            PartComparison(Part.TIMING, PartVerdict.DIFFERS, timing, later, "Year 2 against year 3."),
            PartComparison(
                Part.EXCLUSIONS, PartVerdict.UNKNOWN, silent, unknown, "The Charter was not read."
            ),
        ),
    )


def rows() -> tuple[ComparisonRow, ...]:
    """One row of each kind."""
    confirmed = Mapping(
        "2/A",
        "CH-1",
        Relation.INTERSECTS,
        Status.CONFIRMED,
        "Both ask for trees in streets and a say for residents; the Act adds every street.",
        basis=Basis.SEMANTIC,
        strength=6,
        author="Editors",
        date="2026-01-05",
        reviewer="Reviewer A",
        review_date="2026-03-03",
    )
    drafted = Mapping(
        "2/B",
        "CH-2",
        Relation.INTERSECTS,
        Status.DRAFT,
        "Both ask for water in the first summers.",
        author="Editors",
        date="2026-01-05",
    )
    return (
        ComparisonRow(
            "2/A--CH-1",
            "2/A",
            "CH-1",
            Status.CONFIRMED,
            Relation.INTERSECTS,
            confirmed.sentence,
            _planting(),
            confirmed,
        ),
        ComparisonRow(
            "2/B--CH-2", "2/B", "CH-2", Status.DRAFT, Relation.INTERSECTS, drafted.sentence, _water(), drafted
        ),
        ComparisonRow("2/C--", "2/C", "", Status.PROPOSED, Relation.NONE, ""),
        ComparisonRow(
            "3--CH-3",
            "3",
            "CH-3",
            Status.PROPOSED,
            Relation.INTERSECTS,
            "Both count living trees; the year differs.",
            _survival(),
        ),
        ComparisonRow(
            "--CH-4",
            "",
            "CH-4",
            Status.PROPOSED,
            Relation.NONE,
            "Nothing in the part compared asks for an open map.",
        ),
        ComparisonRow(
            "--CH-5",
            "",
            "CH-5",
            Status.PROPOSED,
            Relation.NONE,
            "What the Charter says of costs is not known.",
        ),
    )


def answers() -> tuple[tuple[ProvisionCoverage, ...], tuple[ProvisionCoverage, ...]]:
    """An answer for every provision of both sides, left first."""
    looked = "all 5 elements of the Charter"
    left = (
        ProvisionCoverage(
            "2/A",
            "left",
            Coverage.PARTLY,
            best=("CH-1",),
            searched=looked,
            verified=Coverage.PARTLY,
            unmet=(UnmetSlot(Slot.CONDITION, "ground allows", span(_A_TEXT, "ground allows")),),
            reason="“Trees in streets” in the Charter does not set the condition “ground allows”.",
            question="Will the warden apply the condition “ground allows”?",
            actor="the warden",
        ),
        ProvisionCoverage(
            "2/B",
            "left",
            Coverage.PARTLY,
            best=("CH-2",),
            searched=looked,
            verified=Coverage.NOT_FOUND,
            question="Who has a copy of the Charter and can check the words of “Water”?",
        ),
        ProvisionCoverage(
            "2/C",
            "left",
            Coverage.NOT_FOUND,
            near=("CH-1",),
            searched=looked,
            no_counterpart=0.8,
            reason="No provision compared in the Charter concerns a fee.",
            question="Will the warden charge a fee?",
        ),
        ProvisionCoverage(
            "3", "left", Coverage.PARTLY, best=("CH-3",), searched=looked, verified=Coverage.PARTLY
        ),
        ProvisionCoverage("2", "left", Coverage.NOT_ASSESSED, reason="A lead-in is read with its elements."),
    )
    place = "Act secs. 2 and 3, and the whole Act"
    right = (
        ProvisionCoverage("CH-1", "right", Coverage.PARTLY, best=("2/A",), searched=place),
        ProvisionCoverage("CH-2", "right", Coverage.COVERED, best=("2/B",), searched=place),
        ProvisionCoverage("CH-3", "right", Coverage.PARTLY, best=("3",), searched=place),
        ProvisionCoverage(
            "CH-4",
            "right",
            Coverage.NOT_FOUND,
            near=("2/A",),
            elsewhere=("4",),
            searched=place,
            question="Is what Act sec. 4 (1 T.C. 4) asks enough, or will the warden add to it?",
        ),
        ProvisionCoverage(
            "CH-5",
            "right",
            Coverage.NOT_ASSESSED,
            searched=place,
            question="Who has a copy of the Charter and can supply the words of “Costs” (page 9)?",
        ),
    )
    return left, right


def comparison(kind: str = "definition") -> Comparison:
    """The comparison as a page of the given kind."""
    left, right = answers()
    return Comparison(
        id=kind if kind != "provisions" else "trees",
        title="Shade Tree Act and Canopy Charter" + ("" if kind == "definition" else f": {kind}"),
        kind=kind,
        left=ACT.select(["2", "3"]),
        right=CHARTER,
        whole_left=ACT,
        whole_right=CHARTER,
        rows=rows(),
        left_answers=left,
        right_answers=right,
        annotated_left={
            "2/A": Annotated("2/A", duty=Modality.MEANS),
            "3": Annotated("3", duty=Modality.STATES, actor="warden"),
        },
        left_name="the Act",
        right_name="the Charter",
        rungs={"3": ((RULE, "r/1"),)},
    )
