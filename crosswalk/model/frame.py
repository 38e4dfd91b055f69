"""Norm frames: who must do what, to what, with whom, for whom and when; every part with its span."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from crosswalk.model.annotation import Span


class Slot(StrEnum):
    """The parts of a frame, in the order a page shows them (FLINT act frames, LegalRuleML)."""

    ACTOR = "actor"
    ACT = "act"
    OBJECT = "object"
    COUNTERPARTY = "counterparty"
    BENEFICIARY = "beneficiary"
    INSTRUMENT = "instrument"
    PURPOSE = "purpose"
    CONDITION = "condition"
    EXCEPTION = "exception"
    TIME = "time"
    QUANTITY = "quantity"
    PLACE = "place"


class FrameModality(StrEnum):
    """What the main clause does: oblige, forbid, permit, advise, define, or name a mark of quality."""

    MUST = "must"
    MUST_NOT = "must not"
    NEED_NOT = "need not"
    MAY = "may"
    SHOULD = "should"
    IS = "is"
    CRITERION = "criterion"
    MEASURE = "measure"


# The modalities of an act that is asked, allowed or forbidden; the others only describe it.
BINDING = frozenset(
    {
        FrameModality.MUST,
        FrameModality.MUST_NOT,
        FrameModality.NEED_NOT,
        FrameModality.MAY,
        FrameModality.SHOULD,
    }
)


class Level(StrEnum):
    """The actor's level; `NONE` if the text names no one."""

    FEDERAL = "federal"
    STATE = "State"
    LOCAL = "local"
    PROVIDER = "provider"
    PROGRAM = "program"
    PARTICIPANT = "participant"
    DOCUMENT = "document"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a slot: the words, with their span in the provision that holds them.

    `source` is empty for the provision's own text and `lead-in` if the words are above it; such words
    have no span. `head` is the lemma of the head word.
    """

    words: str
    head: str = ""
    span: Span | None = None
    source: str = ""


class Loss(IntEnum):
    """What is lost with a part of a clause, from nothing to a change of what is required."""

    ASIDE = 0
    EXAMPLE = 1
    DETAIL = 2
    ITEMS = 3
    CIRCUMSTANCE = 4
    RESTRICTION = 5
    CONDITION = 6


@dataclass(frozen=True, slots=True)
class ClausePart:
    """A part that a clause can do without: words `start` to `end`, and what is lost with it.

    Where the last items of a list go, `joining` takes the place of the comma at `joint`.
    """

    start: int
    end: int
    loss: Loss
    joint: int = -1
    joining: str = ""


@dataclass(frozen=True, slots=True)
class ClauseVerb:
    """A verb of a clause: its place and its forms after "to" and in -ing."""

    at: int
    base: str
    gerund: str


@dataclass(frozen=True, slots=True)
class Clause:
    """An act with what completes it: its words, each with the space before it, and the parts it can do without."""

    words: tuple[str, ...] = ()
    parts: tuple[ClausePart, ...] = ()
    verbs: tuple[ClauseVerb, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """One act that a provision requires, allows, forbids, defines or describes.

    `reports` is whether a document must describe the act ("the plan shall describe how ..."). `whole` is the act with
    all that completes it: it follows "to" for a verb ("expand access to employment") and "be" if `passive`
    ("assessed in a consistent way"), and is a noun phrase if `nominal`. `clause` is `whole` in at most 17 words. A
    `subordinate` act is in a clause about a noun. `carrier` is what the lead-in has its `doer` do through which the act is reached ("involve", "conduct
    outreach to help tenants"), and `within` a noun phrase of the lead-in that the act is in ("an evaluation of"); both
    are followed by the act as the text has it. `helper` is the helping verb with which an act is told: "will", "are",
    "has", or none in the present.
    `reporter` is the document that must describe the act; if it must `assure` the act, it does not describe how.
    `weighed` says what is asked of the act: "consider whether", "assess how far"; `reporter` then is who weighs it, or the
    document that must say how. `funds` are what may or must be spent on the act, and it is `hedged` if
    the lead-in asks for it only "if determined to be appropriate". `telling` is what the document must do with an act written as a noun: describe, identify, include. A
    `term` is what the act defines, as the text writes it. An `aim` is an act that the text names as its purpose.
    A `denied_fact` is an act that the text says is not done, without forbidding it ("the plan does not comply").
    """

    modality: FrameModality
    level: Level = Level.NONE
    reports: bool = False
    passive: bool = False
    nominal: bool = False
    enables: bool = False
    slots: Mapping[Slot, tuple[Filler, ...]] = field(default_factory=dict)
    clause: str = ""
    subordinate: bool = False
    carrier: str = ""
    doer: Filler | None = None
    within: str = ""
    helper: str = ""
    reporter: str = ""
    span: Span | None = None
    whole: Clause = Clause()
    assured: bool = False
    weighed: str = ""
    telling: str = ""
    term: str = ""
    funds: str = ""
    hedged: bool = False
    aim: bool = False
    denied_fact: bool = False

    def words(self, slot: Slot) -> str:
        """The words of one slot, fillers joined by semicolons; empty if the text has none."""
        return "; ".join(filler.words for filler in self.slots.get(slot, ()))

    def first(self, slot: Slot) -> Filler | None:
        """The first filler of a slot."""
        found = self.slots.get(slot, ())
        return found[0] if found else None


class WordRole(StrEnum):
    """The place of a content word in its clause; an `UNDERGOER` is the subject of a verb in the passive."""

    SUBJECT = "subject"
    UNDERGOER = "undergoer"
    AGENT = "agent"
    PREDICATE = "predicate"
    TIME = "time"
    CONDITION = "condition"
    EXCEPTION = "exception"


class Ban(StrEnum):
    """What a prohibition leaves open: nothing, what stays within a limit, or what is done with or after something."""

    NONE = ""
    WHOLE = "whole"
    LIMIT = "limit"
    WAY_OUT = "way out"


@dataclass(frozen=True, slots=True)
class WordList:
    """A list joined by "and" or "or" that a word is in.

    `own` is the head of the item that holds the word, `others` are the heads of the other items, as places among the
    content words; -1 is a head that is no content word.
    """

    joining: str
    own: int
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ModifiedNoun:
    """A noun that a word modifies: its place among the content words, or -1.

    `quantified` is whether "each", "any" or "all" is before it, `definite` whether "the" or "its" is. `subset` is
    whether the word selects some of several ("the minutes of its public meetings"), `behind` whether the noun is the
    object of a preposition, `direct` whether it is the word's own head.
    """

    place: int
    quantified: bool = False
    definite: bool = False
    subset: bool = False
    behind: bool = False
    direct: bool = False


@dataclass(frozen=True, slots=True)
class ClauseWord:
    """A word with content, or a known phrase, of a provision's own text.

    `kind` is its part of speech. `denied` is whether the text denies it, `ban` and `force` are those of the act that
    governs it. `chosen` is whether "a", "one" or "either" is before it. `lists` are the lists of phrases it is in,
    innermost first, `clauses` those of verbs. `modifies` are the nouns it modifies, nearest first.
    """

    words: str
    stem: str
    span: Span
    lemma: str = ""
    kind: str = ""
    role: WordRole = WordRole.PREDICATE
    denied: bool = False
    ban: Ban = Ban.NONE
    force: FrameModality | None = None
    chosen: bool = False
    lists: tuple[WordList, ...] = ()
    clauses: tuple[WordList, ...] = ()
    modifies: tuple[ModifiedNoun, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """The content words of a provision, with the place of its main act among them; -1 if it is none of them.

    `ban` is that of the main act. `turned` are the spans of the limits that a prohibition turns around: what may not
    exceed ten is at most ten. `way_out` is whether a prohibition leaves a way out.
    """

    words: tuple[ClauseWord, ...] = ()
    act: int = -1
    ban: Ban = Ban.NONE
    turned: tuple[Span, ...] = ()
    way_out: bool = False


@dataclass(frozen=True, slots=True)
class ProvisionFrames:
    """The frames of a provision, with the phrases that can match those of another.

    `text` is its heading and own words, `full_text` the same behind its lead-ins. `phrases` are noun phrases
    without those made of stock words, `acts` verbs with their objects, `content` all content words. The own words
    begin at `own_start` of `text`.
    """

    provision: str
    text: str
    full_text: str
    frames: tuple[Frame, ...] = ()
    phrases: tuple[Filler, ...] = ()
    acts: tuple[Filler, ...] = ()
    own_start: int = 0
    content: Content = Content()

    @property
    def own_text(self) -> str:
        """The text without its heading."""
        return self.text[self.own_start :]

    @property
    def main(self) -> Frame | None:
        """The frame of the main act; None if nothing could be read."""
        return self.frames[0] if self.frames else None
