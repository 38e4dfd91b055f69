"""What one sentence of a plan does with a requirement: answers, restates, promises, denies, or points elsewhere.

Whether it gives evidence or words only is decided by the meaning model and by what it adds to the requirement. The
weights of `data/moods.json` are fitted by `python -m tests.benchmarks.fit_moods` on the passages of the invented plans.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswalk.data import load
from crosswalk.plans.requirements import Half, Requirements, Unit
from crosswalk.plans.signals import Encoder, has_sign
from crosswalk.plans.strip import Own
from crosswalk.plans.wordings import left_over, plan_phrase, plan_stem, plan_stems, substance, with_alike


class Stance(StrEnum):
    """What a sentence does; `background` neither answers nor repeats the requirement."""

    ANSWERS = "answers"
    RESTATES = "restates"
    PROMISES = "promises"
    DENIES = "denies"
    POINTS = "points"
    REFUSES = "refuses"
    BACKGROUND = "background"


# A sentence that adds fewer words than this to the requirement's own, and no figure, adds nothing.
LEAST = 3

# A past-tense phrase within the first characters makes the whole sentence a report of the past.
_OPENING = 4
# A sentence of at most four words without a figure answers nothing that is described.
_SLOGAN = re.compile(r"\D(?:[^\s\d]+ ){0,3}[^\s\d|]+\.")
# A future analysis is named within this many characters of the words that defer it.
_NEARBY = 120
# "This section contains information on labor market trends" restates where it names the matter by more words than this.
_NAMED = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as read for one requirement: what it does, and how many words it adds.

    `target` is the place a pointer names, such as `exhibit f`; empty where it names a paper elsewhere. `future` is whether it speaks of what is to come.
    """

    sentence: str
    stance: Stance
    adds: int
    target: str = ""
    future: bool = False


def read_sentence(sentence: str, unit: Unit, known: frozenset[str]) -> Reading:
    """What a sentence does with a requirement; `known` holds the stems of the requirement and its prompts."""
    if plan_phrase("meta").match(sentence):
        names = len(known_stems(unit, (), ()).intersection(plan_stems(sentence))) > _NAMED
        return Reading(sentence, Stance.RESTATES if names else Stance.BACKGROUND, 0)
    said = _bare(sentence)
    figures = [one for one in plan_phrase("figure").findall(said) if any(sign.isdigit() for sign in one)]
    adds = len(substance(said, known)) + 2 * len(figures)
    if unit.assurance:
        given = _assured(sentence)
        named = _names(unit, sentence)
        return Reading(sentence, given if named or given is not Stance.ANSWERS else Stance.BACKGROUND, adds)
    if (target := _pointer(sentence, adds)) is not None:
        if _encloses(unit, sentence, target):
            return Reading(sentence, Stance.ANSWERS, adds, target)
        return Reading(sentence, Stance.POINTS, adds, target)
    if not any(sign.isdigit() for sign in "".join(amounts(sentence))) and (
        empty := _empty(sentence, unit, known)
    ):
        return Reading(sentence, empty, adds)
    future = _comes(sentence) and not unit.answers.future and unit.kind != "analysis"
    return Reading(sentence, _stance(sentence, unit, known, adds), adds, future=future)


def _names(unit: Unit, sentence: str) -> bool:
    """Whether a sentence names what is to be assured."""
    own = substance(unit.words, frozenset())
    return bool(set(own).intersection(plan_stems(sentence))) or has_sign(unit.answers.signs, sentence)


def _encloses(unit: Unit, sentence: str, target: str) -> bool:
    """Whether a sentence says what a required attachment contains, and where in the plan it is."""
    return unit.kind == "attachment" and bool(target) and has_sign(unit.answers.signs, sentence)


def _empty(sentence: str, unit: Unit, known: frozenset[str]) -> Stance | None:
    """What a sentence does that says nothing of the matter: it sends elsewhere, denies or promises; None for others.

    Nothing is left of it when the requirement's words, those of every plan, and those in which papers, lacks and
    intentions are spoken of are taken away.
    """
    if (
        plan_phrase("paper").search(sentence)
        and (plan_phrase("pointer").search(sentence) or not plan_phrase("intent").search(sentence))
        and len(left_over(plan_phrase("holder").sub(" ", sentence), known, "papers")) < LEAST
    ):
        return Stance.POINTS
    if len(left_over(sentence, known, "making")) >= LEAST:
        return None
    plain = plan_phrase("no denial").sub(" ", plan_phrase("nobody").sub(" ", sentence))
    if unit.kind != "attachment" and (
        plan_phrase("denial").search(plain) or plan_phrase("nothing").search(plain)
    ):
        return Stance.DENIES
    if unit.answers.future:
        return Stance.PROMISES if plan_phrase("settled later").search(sentence) else None
    comes = (
        plan_phrase("intent").search(sentence)
        or plan_phrase("soon").search(sentence)
        or plan_phrase("future").search(plan_phrase("how").sub(" ", sentence))
    )
    return Stance.PROMISES if comes and plan_phrase("making").search(sentence) else None


def amounts(sentence: str) -> list[str]:
    """The numbers in a sentence that are neither years nor legal citations."""
    return [
        one
        for one in plan_phrase("figure").findall(
            plan_phrase("label").sub(" ", plan_phrase("address").sub(" ", sentence))
        )
        if not plan_phrase("year").fullmatch(one.rstrip(".,"))
    ]


def _stance(sentence: str, unit: Unit, known: frozenset[str], adds: int) -> Stance:
    if _denies(sentence, unit, adds):
        return Stance.DENIES
    if unit.kind == "attachment" and plan_phrase("no").search(sentence):
        return Stance.ANSWERS
    alike = with_alike(known)
    shared = sum(word in alike for word in plan_stems(sentence))
    least = 1 if unit.identified else LEAST
    parrot = shared >= 2 and (adds < least or _dressed(sentence, alike, least))
    if parrot and not plan_phrase("soon").search(sentence) and not plan_phrase("intent").search(sentence):
        return Stance.RESTATES
    if _promises(sentence, unit, adds):
        return Stance.PROMISES
    if _SLOGAN.fullmatch(sentence) and not unit.identified:
        return Stance.BACKGROUND
    if adds < least or (not unit.identified and _dressed(sentence, alike, 2)):
        return Stance.RESTATES if parrot else Stance.BACKGROUND
    past = plan_phrase("past").search(sentence)
    opens = past is not None and past.start() < _OPENING
    if unit.kind in {"analysis", "assessment"}:
        return Stance.BACKGROUND if opens and not amounts(sentence) else Stance.ANSWERS
    told = opens or (past is not None and unit.kind in {"how", "identification"})
    return Stance.BACKGROUND if told else Stance.ANSWERS


def _dressed(sentence: str, alike: frozenset[str], least: int) -> bool:
    """Whether a sentence is the requirement in other words: nothing is left when its synonyms and the filler are taken away."""
    return not amounts(sentence) and len(left_over(_bare(sentence), alike, "filler")) < least


def _bare(sentence: str) -> str:
    """A sentence without addresses of the law, names of acts, and labels with numbers."""
    return plan_phrase("label").sub(
        " ", plan_phrase("act").sub(" ", plan_phrase("address").sub(" ", sentence))
    )


def _assured(sentence: str) -> Stance:
    """Whether an assurance is given, refused, or only announced."""
    answer = plan_phrase("yes no").search(sentence)
    if answer:
        return Stance.REFUSES if answer[1].lower() == "no" else Stance.ANSWERS
    if plan_phrase("refusal").search(
        plan_phrase("no denial").sub(" ", plan_phrase("restraint").sub(" ", sentence))
    ):
        return Stance.REFUSES
    if plan_phrase("unfinished").search(sentence):
        return Stance.PROMISES
    return Stance.BACKGROUND if _SLOGAN.fullmatch(sentence) else Stance.ANSWERS


def _denies(sentence: str, unit: Unit, adds: int) -> bool:
    """Whether a sentence says that what is asked for is not there.

    An analysis may say what is lacking; "no comments were received" answers a request for comments.
    """
    if unit.kind in {"analysis", "assessment"}:
        return bool(plan_phrase("undone").search(sentence))
    if unit.kind == "attachment":
        return False
    main = plan_phrase("beside").sub(" ", plan_phrase("given up").sub(" ", sentence))
    if (
        plan_phrase("declined").search(sentence)
        or plan_phrase("none does").search(main)
        or _ceased(main, unit)
    ):
        return True
    if adds < 2 * LEAST and plan_phrase("deferred").search(sentence):
        return True
    plain = plan_phrase("no denial").sub(" ", plan_phrase("nobody").sub(" ", main))
    if (lacking := plan_phrase("no such").search(plain)) and set(plan_stems(lacking[1])) & set(
        plan_stems(f"{unit.name} {unit.asks}")
    ):
        return True
    first, *others = plan_phrase("clauses").split(plain)
    if plan_phrase("denial").search(first):
        return True
    return any(plan_phrase("denial").search(one) and has_sign(unit.answers.signs, one) for one in others)


def _ceased(sentence: str, unit: Unit) -> bool:
    """Whether a sentence says of the matter itself that it came to an end."""
    found = plan_phrase("ceased").search(sentence)
    return (
        found is not None and len(set(plan_stems(sentence[: found.start()])) & set(plan_stems(unit.name))) > 1
    )


def is_limited(sentence: str) -> bool:
    """Whether a denial is limited to one place, one time or some people."""
    return bool(plan_phrase("limited").search(sentence))


def _promises(sentence: str, unit: Unit, adds: int) -> bool:
    if unit.answers.future:
        return bool(plan_phrase("unsettled").search(sentence)) and not amounts(sentence)
    sentence = plan_phrase("others").sub(" ", sentence)
    future = plan_phrase("future").search(sentence)
    if not future:
        return bool(plan_phrase("postponed").search(sentence))
    if _present(sentence, future.start()):
        return False
    rest = sentence[future.start() :]
    making = plan_phrase("making").search(rest)
    if unit.kind == "analysis":
        return bool(plan_phrase("analyze").search(rest[:_NEARBY])) or bool(
            (making or plan_phrase("intent").search(sentence))
            and not amounts(sentence)
            and plan_phrase("analysis").search(sentence)
        )
    if plan_phrase("intent").search(sentence):
        return True
    if making and not (plan_phrase("standing").search(sentence) and not plan_phrase("soon").search(sentence)):
        return True
    return bool(plan_phrase("soon").search(sentence)) or (
        adds < LEAST + 3 and not plan_phrase("standing").search(sentence)
    )


def _comes(sentence: str) -> bool:
    """Whether a sentence is about the future and not about a current practice."""
    plain = plan_phrase("others").sub(" ", sentence)
    found = plan_phrase("future").search(plain)
    return found is not None and not _present(plain, found.start())


def _present(sentence: str, at: int) -> bool:
    """Whether a sentence reports a finished or current practice before a future one, or beside it."""
    return at > 25 and bool(plan_phrase("already").search(sentence[:at]))


def _pointer(sentence: str, adds: int) -> str | None:
    """The place a sentence sends its reader to, "" for a paper elsewhere; None if it sends nowhere."""
    found = plan_phrase("pointer").search(plan_phrase("in plan").sub(_blank, sentence))
    if not found or plan_phrase("to come").search(sentence[: found.start()]):
        return None
    if (target := target_of(sentence)) and (len(sentence.split()) < 34 or adds < 2 * LEAST):
        return target
    tail = sentence[found.start() :]
    paper = plan_phrase("outside").search(tail)
    if not paper or (adds < LEAST and paper[0].lower() == "state plan"):
        # A local plan supports "the strategy identified in the State plan": the law's own words.
        return None
    near = len(sentence.split()) < 36 and len(sentence[: found.start()].split()) < 24
    return (
        ""
        if near and not plan_phrase("figure").search(plan_phrase("numbered paper").sub(" ", tail))
        else None
    )


def target_of(sentence: str) -> str:
    """The part of the plan that a sentence names, such as `exhibit f`; empty where it names none."""
    for target in plan_phrase("target").finditer(sentence):
        if not _inside_law(sentence, target):
            named = target[2].strip(".")
            return f"{target[1]} {named if named.count('(') == named.count(')') else named.rstrip(')')}"
    return ""


def names_place(text: str) -> bool:
    """Whether a text names a paper or a place to which it could send its reader."""
    named = (
        plan_phrase("paper"),
        plan_phrase("outside"),
        plan_phrase("target"),
        plan_phrase("rulebook"),
        plan_phrase("see"),
    )
    return any(one.search(text) for one in named)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _inside_law(sentence: str, target: re.Match[str]) -> bool:
    """Whether a section named is the law's, not the plan's."""
    after = sentence[target.end() : target.end() + 30]
    before = sentence[max(0, target.start() - 12) : target.start()]
    return bool(
        re.match(r"\s*(?:\([\w]+\))*\s*of (?:the |title )?(?:WIOA|Act|law|Rehab|\d)", after)
        or re.search(r"WIOA $|CFR $|U\.S\.C\. $", before)
    ) or (target[1].lower() == "section" and bool(re.fullmatch(r"\d{3}\w*(?:\(\w+\))*[.)]*", target[2])))


def known_stems(unit: Unit, around: tuple[Unit, ...], prompts: tuple[str, ...]) -> frozenset[str]:
    """The stems of a requirement's own words: what it requires, its section's prompts, and its neighbors in the law."""
    texts = [unit.name, unit.words, unit.asks, *prompts, *(one.words for one in around)]
    return frozenset(word for text in texts for word in plan_stems(text)) | {
        plan_stem("following"),
        plan_stem("various"),
    }


def known_of(requirements: Requirements) -> dict[str, frozenset[str]]:
    """For each unit, the stems of the requirement's words, of its neighbors in the law, and of its prompts."""
    found = {}
    for unit in requirements.units:
        above = unit.citation.rpartition("(")[0] or unit.citation
        around = tuple(one for one in requirements.units if one.citation.startswith(above))[:8]
        prompts = tuple(
            prov.text
            for prov in requirements.corpus
            if prov.kind == "prompt"
            and unit.section
            and (prov.num == unit.section or unit.section.startswith(f"{prov.num}."))
        )
        found[unit.id] = known_stems(unit, around, prompts)
    return found


def table_stance(unit: Unit, readings: Sequence[Reading]) -> Stance:
    """What a table does with a requirement, from its cells read as sentences."""
    if unit.assurance and any(one.stance is Stance.REFUSES for one in readings):
        return Stance.REFUSES
    return Stance.ANSWERS if sum(one.adds for one in readings) >= 4 else Stance.BACKGROUND


def ruling_sentence(unit: Unit, readings: Sequence[Reading]) -> Reading | None:
    """The sentence that decides what a passage does with a requirement.

    A denial that names the matter decides over what is said beside it; else an answer does; else a
    pointer, a promise and a restatement, in this order.
    """
    denials = [one for one in readings if one.stance in {Stance.DENIES, Stance.REFUSES}]
    if any(one.stance is Stance.ANSWERS for one in readings):
        denials = [one for one in denials if not is_limited(one.sentence)]
    answers = [one for one in readings if one.stance is Stance.ANSWERS]
    on_matter = [one for one in answers if names_matter(unit, one.sentence)] or ([] if denials else answers)
    promises = [one for one in readings if one.stance is Stance.PROMISES]
    if promises:
        # A future act that follows a promise only says how the promise will be fulfilled.
        first = readings.index(promises[0])
        on_matter = [one for one in on_matter if not (one.future and readings.index(one) > first)]
    if denials and (not on_matter or names_matter(unit, denials[0].sentence)):
        return denials[0]
    if on_matter and not (promises and _leads(readings, promises[0], on_matter)):
        return max(on_matter, key=lambda one: one.adds)
    for stance in (Stance.POINTS, Stance.PROMISES, Stance.RESTATES):
        for one in readings:
            if one.stance is stance:
                return one
    return answers[0] if answers else None


def _leads(readings: Sequence[Reading], promise: Reading, answers: Sequence[Reading]) -> bool:
    """Whether a passage opens with a promise and what follows only elaborates it, without a figure or a name."""
    first = next((one for one in readings if one.stance is not Stance.BACKGROUND), None)
    return first is promise and sum(one.adds for one in answers) < 2 * promise.adds and len(answers) <= 1


def names_matter(unit: Unit, sentence: str) -> bool:
    """Whether a sentence has a sign of the unit; True for any sentence if the unit has no signs."""
    signs = unit.answers.signs
    return not signs or has_sign(signs, sentence)


def negated_half(missing: Sequence[Half], readings: Sequence[Reading]) -> str:
    """A sentence that denies or promises a missing half; empty where the plan is silent."""
    for reading in readings:
        telling = reading.stance in {Stance.DENIES, Stance.PROMISES}
        if telling and any(has_sign(half.signs, reading.sentence) for half in missing):
            return reading.sentence
    return ""


Numbers = NDArray[np.float64]

# What a passage can do, in the order of the weights; the first is to answer.
STANCES = (Stance.ANSWERS, Stance.RESTATES, Stance.PROMISES, Stance.DENIES, Stance.POINTS)
# How much a count weighs beside the numbers of a vector of length one.
_COUNTED = 0.5
# Whether a passage repeats its requirement shows in its words; its meaning must outweigh an answer by so much, in logits.
_REPEATS = 3.0
# What phrases say is overruled by evidence of an answer from so many logits on; a pointer and a refusal never are.
_PLAIN = 4.0
# The odds of what a passage cannot do.
_NEVER = -99.0
_PHRASED = frozenset({Stance.DENIES, Stance.PROMISES, Stance.RESTATES})
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][A-Za-z]+")


@cache
def _weights() -> Numbers:
    """One row for each stance: a weight for each number of a vector and for each count, and a constant."""
    found: Mapping[str, Any] = load("moods.json")
    return np.array([found[str(stance)] for stance in STANCES])


def counts_of(text: str, known: frozenset[str]) -> Numbers:
    """The specifics of a passage: figures, number words, names, new words, new words of substance, and all words.

    `known` holds the stems of the requirement's own words.
    """
    said = dict.fromkeys(plan_stems(text))
    found = (
        len(amounts(text)),
        len(plan_phrase("number word").findall(text)),
        len(_NAME.findall(text)),
        sum(word not in known for word in said),
        len(substance(text, known)),
        len(text.split()),
    )
    return _COUNTED * np.log1p(np.array(found, np.float64))


def odds_of(texts: Sequence[str], encode: Encoder) -> Numbers:
    """What the meaning of each passage says for each stance, in logits: passages x stances."""
    weights = _weights()
    vectors = np.asarray(encode(texts), np.float64)
    return np.asarray(vectors @ weights[:, : vectors.shape[1]].T + weights[:, -1])


def mood_of(said: Stance, odds: Numbers, text: str, known: frozenset[str], *, future: bool = False) -> Stance:
    """What a passage does, by what its phrases say, `said`, and the odds of its meaning.

    An answer must outweigh all words only together; what speaks of nothing to come promises nothing, and what has no negative
    word denies nothing. Much evidence outweighs a phrase of denial, promise or repetition:
    what is not done is a part of nearly every practice. Where an action to come is an answer (`future`), no meaning makes
    a promise of it, and a passage that names no paper and no place sends nobody elsewhere.
    """
    counts = counts_of(text, known)
    whole = np.round(odds + _weights()[:, -1 - len(counts) : -1] @ counts, 3)
    if future:
        whole[STANCES.index(Stance.PROMISES)] = _NEVER
    if not names_place(text):
        whole[STANCES.index(Stance.POINTS)] = _NEVER
    empty = whole[1:]
    evidence = whole[0] - np.log(np.exp(empty).sum())
    if said is not Stance.ANSWERS:
        return Stance.ANSWERS if evidence > _PLAIN and said in _PHRASED else said
    doubt = _REPEATS if STANCES[1 + int(empty.argmax())] is Stance.RESTATES else 0.0
    if evidence > -doubt:
        return Stance.ANSWERS
    told = {
        Stance.PROMISES: any(
            one.search(text) for one in (plan_phrase("future"), plan_phrase("intent"), plan_phrase("soon"))
        ),
        Stance.DENIES: bool(plan_phrase("negation").search(text)),
    }
    return max(
        (one for one in STANCES[1:] if told.get(one, True)), key=lambda one: float(whole[STANCES.index(one)])
    )


def is_weighed(unit: Unit, own: Own) -> bool:
    """Whether an answer must give evidence: not the rows of a table, nor where naming, assuring or intending is enough."""
    settled = unit.assurance or unit.identified or unit.kind == "attachment"
    return own.passage.kind != "table" and not settled


def weighed_stance(
    ruling: Reading,
    readings: Sequence[Reading],
    odds: Numbers,
    text: str,
    known: frozenset[str],
    *,
    future: bool,
) -> Reading:
    """The sentence that decides what a passage does, when its evidence is weighed too; see `mood_of`."""
    stance = mood_of(ruling.stance, odds, text, known, future=future)
    if stance is Stance.ANSWERS and ruling.stance is not stance:
        ruling = max(readings, key=lambda one: one.adds)
    elif stance is not ruling.stance:
        # What gives no evidence of its own and sends its reader on is a pointer first.
        sent = next((one for one in readings if one.stance is Stance.POINTS), None)
        ruling, stance = (sent, sent.stance) if sent else (ruling, stance)
    target = ruling.target or (target_of(ruling.sentence) if stance is Stance.POINTS else "")
    return replace(ruling, stance=stance, target=target)
