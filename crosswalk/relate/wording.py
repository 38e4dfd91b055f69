"""The wording of what one side of a pair requires, from its frame; the patterns are in `data/statements.yaml`."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache

from crosswalk.data import load
from crosswalk.language import phrasing
from crosswalk.language.condense import worded
from crosswalk.language.parser import left_out_ranges
from crosswalk.language.syntax import FORCES
from crosswalk.language.word_lists import frame_words
from crosswalk.model.frame import ClausePart, Filler, Frame, FrameModality, Level, Loss, Slot
from crosswalk.relate.answered import content_words


@cache
def patterns(group: str = "patterns") -> Mapping[str, str]:
    """The patterns of one group of `data/statements.yaml`, by key."""
    found: Mapping[str, str] = load("statements.yaml")[group]
    return found


def say(name: str, frame: Frame, gone: Collection[ClausePart], group: str = "patterns") -> str:
    """What one side requires, in its actor's name, without some parts of its clause.

    A `group` of `data/statements.yaml` words it in another way, where it has words for that: `supports` as what the act
    before it supports, `named` without the term that the words before it name.
    """
    clause = worded(frame.whole, gone, "base")
    if not content_words(clause):
        return ""  # nothing, or only a citation
    filler = frame.first(Slot.ACTOR)
    actor = (
        phrasing.lowered(_unsaid_no(_without_asides(filler.words).split(",")[0]))
        if filler is not None and not frame.passive
        else ""
    )
    subject = frame.first(Slot.OBJECT)
    bare = len(clause.split()) == 1 and not frame.passive
    bare = bare and (not frame.nominal or clause in frame_words().stock_nouns)
    act = frame.first(Slot.ACT)
    nobody = not actor and not frame.passive and act is not None and act.head == "be"
    if (frame.passive and subject is None) or bare or nobody:
        return ""
    named = phrasing.lowered(_unsaid_no(_without_asides(subject.words))) if subject is not None else ""
    if frame.passive and (named in _PRONOUNS or named.endswith("which")):
        return ""
    if frame.passive and act is not None and act.head in FORCES and frame.modality is not FrameModality.IS:
        # "Notice is not required": the verb is the force itself.
        denied = "not " if frame.modality in BANS else ""
        be = _be(named, subject)
        return patterns()["is passive"].format(name=name, subject=named, be=be, clause=f"{denied}{clause}")
    if _only_lists(frame, actor):
        clause = clause.partition(" ")[2]
        if frame.reports and _is_writing(frame.reporter):
            return patterns()["self report noun"].format(name=name, telling="describe", clause=clause)
        key = f"{_MODALITY.get(frame.modality, 'is')} noun"
        return agreeing(patterns()[key].format(name=name, clause=clause), (name,))
    if frame.modality is FrameModality.MUST and not frame.passive and not frame.nominal:
        clause = _SHALL.sub(r"\1 ", clause)
    clause, finite = (_without_rest(words) for words in (clause, worded(frame.whole, gone, "finite")))
    if frame.passive:
        clause = _AND_BE.sub(
            lambda found: found[0] if _OWN.search(clause[: found.start()]) else f"{found[1]} ", clause
        )
    pattern = _pattern(frame, actor, name, finite, gone)
    said = (patterns(group).get(pattern) or patterns()[pattern]).format(
        name=name,
        owner=possessive(name),
        actor=actor,
        clause=_noun_clause(frame, clause) if frame.nominal else clause,
        finite=finite,
        gerund=f"being {clause}" if frame.passive else worded(frame.whole, gone, "gerund"),
        subject=named,
        be=_be(named, subject),
        do="do" if filler is not None and _are_many(frame, actor) else "does",
        doer=phrasing.lowered(_without_asides(frame.doer.words).split(",")[0]) if frame.doer else "",
        carrier=frame.carrier,
        within=phrasing.lowered(frame.within),
        **(serving.groupdict() if (serving := SERVES.match(phrasing.lowered(frame.within))) else {}),
        weighed=frame.weighed,
        told=_told(frame, clause, finite),
        helper=frame.helper or "will be",
        said=phrasing.lowered(finite),
        funds=phrasing.lowered(_without_asides(frame.funds)),
        hedge=", where appropriate," if frame.hedged else "",
        reporter=phrasing.lowered(frame.reporter) or "the document",
        document=_document(name, frame.reporter),
        term=frame.term,
        meaning=_listed(finite.partition(" ")[2].removeprefix("to "), frame),
        telling="include" if _IS_WORK.match(clause) else frame.telling or "include",
    )
    said = _SUCH.sub(lambda such: "the " if such[1] not in said[: such.start()] else such[0], said)
    said = _POINTS_BACK.sub("the ", said)
    return agreeing(said, (name,))


# A name of several things, as "the rules" and "the criteria".
_SEVERAL = re.compile(r"the (?:.* )?(?:\w+[^sui]s|criteria)", re.IGNORECASE)
_VERBS = "requires|allows|forbids|describes|measures|calls|asks|advises|says|defines|aims|adds|adopts|cites|does|takes"


def agreeing(said: str, names: Collection[str]) -> str:
    """A clause of our patterns with its verbs in the plural after a name of several things: "the rules require"."""
    for name in names:
        if _SEVERAL.fullmatch(name):
            after = rf"(?<={re.escape(name)}) ({_VERBS})\b|(?<={re.escape(name)}, which) ({_VERBS})\b"
            said = re.sub(after, lambda found: f" {_many(found[1] or found[2])}", said)
    return said


def says_it_cites(name: str, other: str) -> str:
    """That a provision of one side cites the provision of the other."""
    return phrasing.capital(agreeing(patterns()["cites"].format(name=name, other=other), (name,)))


def _many(verb: str) -> str:
    return {"has": "have", "does": "do"}.get(verb, verb.removesuffix("s"))


def say_of_both(frame: Frame, other: Frame | None, gone: Collection[ClausePart]) -> str:
    """What two sides both require, in the words of one frame without some parts; empty where that cannot be said."""
    if frame.reporter:
        document = _common_document(frame.reporter, other.reporter if other is not None else "")
        frame = replace(frame, reporter=document)
    said = say("both", frame, gone)
    if frame.modality in BANS and not said.startswith("both forbids"):
        return re.sub(r"^both does not (\w+)", r"neither \1s", said)
    return re.sub(rf"^both ({_VERBS})\b", lambda found: f"both {_many(found[1])}", said)


def _common_document(one: str, other: str) -> str:
    """Two documents by the words that their names end in, as "the State plans"."""
    shared = 0
    ours, theirs = one.split(), other.split()
    while shared < min(len(ours), len(theirs)) and ours[-1 - shared] == theirs[-1 - shared]:
        shared += 1
    words = re.sub(r"^the ", "", " ".join(ours[len(ours) - shared :]), flags=re.IGNORECASE)
    return f"the {words or 'document'}s"


# What stands for something that the sentence does not name.
_PRONOUNS = frozenset({"each", "this", "these", "those", "it", "they", "all", "both"})
# A second act that the text asks for with its own modal: "keep a list, and shall compare it".
_SHALL = re.compile(r"\b(and|or) (?:shall|must|will) (?!not\b|be\b)")
ADDED_TO = ", in addition to "
# What is left of it if what follows was cut.
_ADDED = re.compile(r", in addition(?:,|$)")


def _without_rest(words: str) -> str:
    """Words without "in addition" to nothing in their middle."""
    return _ADDED.sub("", words)


# A second act in the passive: "be kept and is shown" becomes "be kept and shown". Where a condition or a relative
# clause is open the verb is the clause's own: "only if they have work or are in training".
_AND_BE = re.compile(r"\b(and|or) (?:is|are) ")
_OWN = re.compile(r"\b(?:if|unless|when|where)\b[^;]*$|\b(?:who|that|which|whom)\b[^,;]*$")
# "Such programs" points back to programs that the words before it may not have.
_SUCH = re.compile(r"\bsuch (?!\S+ as\b)(?=((?:[a-z-]+[^s\W]s|youth|people)\b))")
# "Those industry sectors" points back to words that the sentence does not have; "those who" does not.
_POINTS_BACK = re.compile(
    r"\b(?:those|these) (?=[a-z])(?!(?:who|whom|that|which|with|in|of|for|from|to|are|is)\b)"
)


def _only_lists(frame: Frame, actor: str) -> bool:
    """Whether the act is no more than "include" of a list whose subject is not named."""
    act = frame.first(Slot.ACT)
    return not actor and not frame.passive and not frame.nominal and act is not None and act.head == "include"


def _document(name: str, reporter: str) -> str:
    """The document that must describe an act, as one side's: "WIOA's unified State plan"."""
    owner = possessive(name) if name != "both" else name
    words = phrasing.lowered(reporter)
    first, _, rest = words.partition(" ")
    if first in {"the", "a", "an", "each"} and rest:
        return f"{owner} {rest}"
    return f"{words} under {name}"


def _be(words: str, filler: Filler | None) -> str:
    return "are" if filler is not None and _is_plural(words, filler.head) else "is"


def _is_plural(words: str, head: str) -> bool:
    """Whether a noun phrase takes "are": its head, given as a lemma, is in the plural, or "and" joins two."""
    said = [word.strip(",;").lower() for word in words.split()]
    at = next((at for at, word in enumerate(said) if word[:3] == head[:3] and len(word) <= len(head) + 3), -1)
    if "and" in said[max(at, 0) :] and not {"of", "for", "in", "that"} & set(said[: said.index("and")]):
        return True
    return said[at].endswith("s") and said[at] != head


def possessive(name: str) -> str:
    """A name as the owner of what follows: "WIOA’s", "the rules’"."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _noun_clause(frame: Frame, words: str) -> str:
    """A noun phrase for the middle of a sentence; an act written as a noun takes "the"."""
    clause = phrasing.lowered(words)
    act = frame.first(Slot.ACT)
    bare = act is not None and clause.lower().startswith(act.words.lower())
    return f"the {clause}" if bare else clause


def _without_asides(words: str) -> str:
    """Words without their parentheses and pointers to other provisions."""
    for start, end in reversed(left_out_ranges(words)):
        words = words[:start] + words[end:]
    return _ITSELF.sub("", " ".join(words.split()))


# A pointer to the provision itself.
_ITSELF = re.compile(
    r" (?:under|in|of) this (?:title|chapter|subchapter|part|section|subsection|paragraph|clause)\b"
)


def _unsaid_no(words: str) -> str:
    """A phrase without "no" in front: the ban is said by the sentence."""
    return re.sub(r"^no\s+", "any ", words, flags=re.IGNORECASE)


def _pattern(frame: Frame, actor: str, name: str, finite: str, gone: Collection[ClausePart]) -> str:
    """The key of the wording for a frame's modality, form and actor.

    `name` is that of its side, and `finite` its clause without the parts that are `gone`.
    """
    modality = _MODALITY.get(frame.modality, "is")
    act = frame.first(Slot.ACT)
    excludes = frame.term and frame.modality in BANS
    if (frame.denied_fact or excludes) and actor and not frame.passive and not frame.nominal:
        return "is not"
    if modality == "may" and act is not None and act.head == "include" and _is_writing(frame.reporter):
        return "report may"
    if frame.weighed and modality in {"must", "may"} and frame.reporter and (actor or frame.passive):
        key = "report weigh" if frame.reports else f"{modality} weigh"
        noun = " noun" if frame.weighed.startswith(("the ", "how ")) else ""
        return f"{key}{noun if frame.reports else ''}{' passive' if frame.passive else ''}"
    if frame.term and frame.modality is FrameModality.IS:
        if DEFINES.match(finite):
            said = frame.whole.words
            cut = any(part.loss > Loss.ASIDE and said[part.start].strip() != "such" for part in gone)
            return "defines part" if cut else "defines"
        if frame.nominal:
            return "defines element"
        if ELSEWHERE.match(finite):
            return "defines elsewhere"
    if modality == "must" and frame.reports and _is_writing(frame.reporter):
        itself = frame.reporter.lower().rpartition(" ")[2] == name.lower().rpartition(" ")[2]
        modality = "self report" if itself else "report"
        if frame.assured and actor and not frame.passive and not frame.nominal:
            return f"{modality} assured"
    if (key := _through_lead_in(frame, modality)) in patterns():
        if key == "may within" and frame.within.endswith(" may include"):
            return "may list"
        return "may serve" if key == "may within" and SERVES.match(frame.within) else key
    if frame.nominal:
        if _FIGURE.match(frame.clause) and not frame.reports:
            return "measure"
        if frame.funds and modality in {"must", "may"}:
            return f"{modality} noun funded{' by' if actor else ''}"
        return f"{modality} noun"
    if frame.passive:
        return "is passive said" if modality == "is" and name.startswith("the ") else f"{modality} passive"
    bare = modality == "is" and finite == worded(frame.whole, (), "base") and not _are_many(frame, actor)
    if frame.aim and modality == "is" and not actor:
        return "aims act"
    if frame.funds and modality in {"must", "may"}:
        return f"{modality} act funded{' by' if actor else ''}"
    if not actor or bare:
        asks = modality == "is" and not actor and finite.lower() == worded(frame.whole, gone, "base").lower()
        return "criterion act" if asks else f"{modality} act"
    if modality == "criterion" and frame.level not in ORGANIZED:
        if _FINITE.search(finite):
            return "criterion says"
        return "criterion enables" if frame.enables else "criterion describes"
    if modality == "is" and name.startswith("the "):
        return "is said"
    return modality


def _through_lead_in(frame: Frame, modality: str) -> str:
    """The key of the wording for an act that the lead-in reaches through another; empty where it does not."""
    if frame.funds or frame.assured:
        return ""
    if frame.carrier and (frame.doer or frame.reports):
        return f"{modality} carried{'' if frame.doer else ' act'}"
    told = modality == "must" and frame.reports and frame.reporter
    return f"{modality} within{' told' if told else ''}" if frame.within and not frame.carrier else ""


def _listed(meaning: str, frame: Frame) -> str:
    """A meaning of which the last of several kinds is cut, with the "or" that its list had: "a certificate or a license"."""
    before, comma, last = meaning.rpartition(", ")
    whole = worded(frame.whole)
    cut = comma and meaning not in whole.rpartition(", or ")[2] and not re.search(r"\b(?:and|or)\b", last)
    kinds = re.match(r"an? ", last) and ", or a" in whole and not whole.endswith(meaning)
    return f"{before} or {last}" if cut and kinds else meaning


def _told(frame: Frame, clause: str, finite: str) -> str:
    """An act as a document tells of it: "will assess the programs", "has established a policy", "works with schools"."""
    return f"will {clause}" if frame.helper == "will" else f"{frame.helper} {finite}".strip()


def _are_many(frame: Frame, actor: str) -> bool:
    """Whether an actor takes a verb in the plural, as "visitors" and "staff" do."""
    filler = frame.first(Slot.ACTOR)
    return actor.endswith("s") or (filler is not None and filler.head in frame_words().staff)


def _is_writing(reporter: str) -> bool:
    """Whether what must describe an act is written down, as a plan is."""
    return any(word.removesuffix("s") in frame_words().writings for word in reporter.lower().split())


# What a document includes and does not describe: work that is itself a part of it.
_IS_WORK = re.compile(
    r"(?:an? |the )?(?:\w+ )?(?:analysis|assessment|strategy|strategies|description|identification|summary|list|assurance)\b"
)
# A verb in the middle of a clause that has no form after "to".
_FINITE = re.compile(r"(?:,| and| or) (?:\w+ly )?(?:can|are|is|may|will|have|has|do|does)\b")
# What a lead-in names as a means to an end: "consultation in order to ensure programs are".
SERVES = re.compile(r"(?P<means>[\w ]+?) in order (?P<end>to\b.*)")
# A nominal act that begins so is a measure.
_FIGURE = re.compile(r"(?:the )?(?:percentage|median|number|average|rate|share) of\b", re.IGNORECASE)
DEFINES = re.compile(r"(?:means?|refers?) ")
# A definition that another provision gives.
ELSEWHERE = re.compile(r"ha(?:s|ve) the (?:same )?meaning")
BANS = frozenset({FrameModality.MUST_NOT, FrameModality.NEED_NOT})
# The levels of those whom a criterion asks to act.
ORGANIZED = frozenset({Level.STATE, Level.LOCAL, Level.FEDERAL, Level.PROVIDER})
_MODALITY = {
    FrameModality.MUST: "must",
    FrameModality.MUST_NOT: "must not",
    FrameModality.NEED_NOT: "need not",
    FrameModality.MAY: "may",
    FrameModality.SHOULD: "should",
    FrameModality.CRITERION: "criterion",
}
