"""Measured accuracy and known limitations, for the method page."""

from crosswalk.model.alignment import CONFIDENCE_BANDS
from crosswalk.retrieve.calibration import observed, settings

MISSES = (
    "A counterpart in words that share neither a term of the lexicon nor a near word is missed.",
    (
        "The relation rests on what the lexicon knows of parts and kinds; where it knows nothing, "
        "Pairs marked “overlaps” include some that a reader may see as part and whole."
    ),
    (
        "Whether a provision has any counterpart at all is the hardest question; “no counterpart found” is a "
        "doubt with a figure, not a finding."
    ),
    "Footnotes, notes of the Code and the history of a provision are not read.",
    (
        "A confidence says how often experts listed such pairs in other crosswalks; nobody has yet reviewed enough rows "
        "here to say how often it holds for these texts."
    ),
)


def measured() -> tuple[str, ...]:
    """How often pairs of each confidence were right in crosswalks that the figures were not fitted to."""
    shares = observed()
    found = [
        f"“{word.capitalize()}” ({least:.2f} and more): experts had listed {shares[word]:.0%} of such pairs."
        for word, least in CONFIDENCE_BANDS
    ]
    pairs = sum(int(row["pairs"]) for row in settings().reliability)
    return (
        (
            f"Confidence was fitted on ten crosswalks made by experts in other fields ({pairs:,} scored pairs), and the "
            "figures here are from crosswalks that were left out of the fitting."
        ),
        *found,
        f"The weights are version {settings().version}; anyone can measure again with the benchmarks in tests/benchmarks.",
    )
