"""One sentence that says why a requirement is read as it is."""

from collections.abc import Sequence

from crosswalk.plans.passages import PlanPassage, is_unified
from crosswalk.plans.requirements import Unit
from crosswalk.plans.stance import Reading

# A reason quotes at most this many words of a sentence.
_WORDS = 14


def met(unit: Unit, passage: PlanPassage, sentence: str) -> str:
    """For an answer."""
    if unit.assurance:
        return "The assurance is given in the plan."
    where = {"table": "a table", "footnote": "a footnote", "list": "a list"}.get(passage.kind, "the text")
    under = f' under "{passage.title}"' if passage.title else ""
    return f'The plan answers it in {where}{under}: "{cut(sentence)}"'


def partly(half: str, negated: str) -> str:
    """For an answer with a half missing."""
    if negated:
        return f'The plan answers part of this; on {half} it only says: "{cut(negated)}"'
    return f"The plan answers part of this; it says nothing about {half}."


def only(unit: Unit, state: str, ruling: Reading | None, *, dead: bool) -> str:
    """For words that are no answer."""
    words = f': "{cut(ruling.sentence)}"' if ruling else "."
    if unit.assurance and state == "denies":
        return f"The plan refuses the assurance{words}"
    told = {
        "restates": "The plan repeats the words of the requirement and adds nothing to them",
        "promises": "The plan says what is to come, and not what is in place now",
        "denies": "The plan says that this is not in place",
        "elsewhere": (
            f"The plan refers to {ruling.target}, which is not in the plan"
            if dead and ruling
            else "The plan refers to a document that is not enclosed, or to a part of the plan that does not answer"
        ),
    }[state]
    return f"{told}{words}"


def not_found(unit: Unit, searched: int) -> str:
    """For silence."""
    if unit.answers.optional:
        return "The plan says nothing about this; the law lets it be left out."
    return silent(searched)


def silent(searched: int) -> str:
    """For silence on what a plan must answer."""
    return f"None of the {searched:,} passages searched deals with this."


def off_the_point() -> str:
    """For passages near the matter that say nothing of it."""
    return "The passages closest to this say nothing that answers it."


def of_another_plan(unit: Unit, passages: Sequence[PlanPassage]) -> str:
    """For a unit that is another kind of plan's, as the plan itself says; else empty."""
    other = unit.applies_to == "combined" and is_unified(passages)
    said = (
        "Only a Combined State Plan must answer this, and the plan calls itself a Unified State Plan;"
        " mark it as not applicable if that is so."
    )
    return said if other else ""


def needs(unit: Unit) -> str:
    """For a unit that cannot be assessed without something a person must supply."""
    return f"This cannot be assessed without {unit.answers.needs}."


def cut(sentence: str) -> str:
    """The first words of a sentence, cut at a word."""
    words = sentence.split()
    return " ".join(words) if len(words) <= _WORDS else " ".join(words[:_WORDS]) + " …"
