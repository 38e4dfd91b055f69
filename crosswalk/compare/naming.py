"""Name what a provision is about, its parts, and who could decide it, in words that fit into a sentence."""

import re
from collections.abc import Callable, Sequence

from crosswalk.compare.document import Document, coverage_words
from crosswalk.compare.unmet import is_name, says_something, with_own_article
from crosswalk.language.parser import parse, place
from crosswalk.language.phrasing import alternatives, listed, lowered
from crosswalk.language.thesaurus import just_before, thesaurus
from crosswalk.language.word_lists import frame_words, level_of
from crosswalk.model.alignment import UnmetSlot
from crosswalk.model.annotation import MeasurePart, NoteKind, Span
from crosswalk.model.corpus import BINDING_KINDS, Provision
from crosswalk.model.frame import Filler, Frame, Level, ProvisionFrames, Slot
from crosswalk.relate.answered import content_words

# Documents whose provisions are named by section, because different provisions share headings.
LAW = BINDING_KINDS | {"guidance", "requirements"}
# Slots whose words are quoted whole.
QUOTED_SLOTS = frozenset({Slot.CONDITION, Slot.EXCEPTION, Slot.TIME, Slot.QUANTITY, Slot.PLACE})
# The most phrases of one slot that a sentence names.
_PHRASES = 3
# An actor's name is cut before these words.
_FURTHER = re.compile(r" (?:with|for|under|in|that|who|which|involved|responsible|carrying|of)\b")
# Words that end a noun phrase, and words that a complement after "of" may begin with.
_STOP = re.compile(
    r"[,;:.](?=\s|$)|[()—–]|\b(?:and|or|that|which|who|whose|to|in|on|at|for|by|with|under|as|from|through|into|including|"
    r"such|pursuant|leading|(?<!-)[a-z]+ed|is|are|be|will|shall|may|must)\b"
)
# A new phrase begins inside the words: "the programs of study the recipient".
_NEXT = re.compile(
    r"(?<=[a-z])(?<! of)(?<! in)(?<! to)(?<! on)(?<! by)(?<! for)(?<! with)(?<! from)(?<! and)(?<! or)"
    r" (?:the|an?|each|any|such) ",
    re.IGNORECASE,
)
_BEFORE_OF = re.compile(
    r"(?:\b(?:an?|the) (?:[a-z-]+ )?)?\b(?!(?:any|all|each|one|some|out|instead|because|consists?|consisting|made|"
    r"composed) )[A-Za-z-]+ of $",
    re.IGNORECASE,
)
_OF = re.compile(r"(?: (?:and|or) [a-z-]+)? of ")
# Words after "as" describe the object, and are no object themselves: "regarded as important options".
_AS = re.compile(r"(?<!such )\bas (?:an? )?$", re.IGNORECASE)
_LEADING = re.compile(r"^(?:with|in|to|for|by|on|from|at|under|of|and|or) ", re.IGNORECASE)
# A verb that begins a clause: "to facilitate access", "will leverage resources".
_CLAUSE = re.compile(r"(?:^|\b(?:to|will|shall|must|may) )$")
# A term with a preposition other than "of" is more than a phrase.
_PREPOSITION = re.compile(r"\b(?:through|with|in|to|for|by|on|from|at|under|within)\b")
# "into account analyses", "in place policies": the first words belong to the verb before them.
_IDIOM = re.compile(r"\b(?:into (?:account|consideration)|in place) $")
# A verb that is one of several: "identify, prioritize and leverage resources".
_JOINS = re.compile(r"\b[a-z]+(?:,| and| or) $")
# "Federal and State laws": the words after the conjunction belong to both.
_ALSO = re.compile(r"(?:and|or) ([A-Za-z-]+)(?= [a-z])")
_SERIES = re.compile(r"(?:,| and| or) [a-z]+ing\b")
# A name keeps at most this many words after "of".
_TAIL = 9
# Words that no phrase ends in.
_PHRASE_END = re.compile(
    r"\b(?:and|or|of|to|in|on|at|for|by|with|under|as|from|the|an?|that|which|whether|between|among|concerning|"
    r"regarding|including|about|into)$",
    re.IGNORECASE,
)


def readable(text: str, span: Span, terms: Sequence[Span] = ()) -> str:
    """A phrase of a text in a form that a sentence can use; empty if the words are a fragment.

    It takes in the term of the field that it is part of, the noun that it is "of", and what it is "of" itself. A verb
    without its object, or a word cut in two, is a scrap.

    >>> text = "State partners prioritize and leverage resources for programs of study and the use of new data."
    >>> def said(words): return readable(text, Span(text.index(words), text.index(words) + len(words)))
    >>> said("leverage resources"), said("study"), said("the use")
    ('', 'programs of study', 'the use of new data')
    """
    named = (term for term in terms if span.within(term) and not _PREPOSITION.search(term.of(text)))
    whole = next(named, _with_term(text, span, terms))
    if _is_scrap(text, span, terms):
        return ""
    start = whole.start
    if idiom := just_before(_IDIOM, text, start + len(whole.of(text).split(" ")[0]) + 1):
        start = idiom.end()
    before = just_before(_BEFORE_OF, text, start)
    start, end = before.start() if before else start, whole.end if before else _with_of(text, whole.end)
    words = _LEADING.sub("", with_own_article(text, Span(start, end))) if start < end else ""
    further = _NEXT.search(words, len(words.split(" ")[0]) + 1)
    words = (words[: further.start()] if further else words).rstrip(" ,")
    return "" if is_cut(words) else lowered(words) if start == 0 else words


def _with_term(text: str, span: Span, terms: Sequence[Span]) -> Span:
    """A phrase that begins inside a term, from the start of the term on: "career and technical education programs"."""
    plain = (term for term in terms if not _PREPOSITION.search(term.of(text)))
    starts = [term.start for term in plain if term.start < span.start < term.end <= span.end]
    return Span(min(starts, default=span.start), span.end)


def _with_of(text: str, end: int) -> int:
    """The end of a phrase with its complement after "of"; its own end if it has none."""
    of = _OF.match(text, end)
    if of is None:
        return end
    stop = _stop(text, of.end())
    joined = _ALSO.match(text, stop)
    if joined and joined.group(1) not in thesaurus().verbs:
        stop = _stop(text, joined.end())
    tail = list(re.finditer(r"\S+", text[of.end() : stop]))[:_TAIL]
    return of.end() + tail[-1].end() if tail else end


def _stop(text: str, start: int) -> int:
    """The end of the first noun phrase from an index on."""
    found = _STOP.search(text, start)
    return found.start() if found else len(text)


def _is_scrap(text: str, span: Span, terms: Sequence[Span]) -> bool:
    """Whether a phrase is part of a word, has an open parenthesis, or begins with a verb."""
    said = span.of(text)
    if text[span.start - 1 : span.start].isalnum() or text[span.end : span.end + 1].isalnum():
        return True
    if not said.split() or said.count("(") != said.count(")") or just_before(_AS, text, span.start):
        return True
    verbs, first = thesaurus().verbs, said.split()[0].lower()
    if any(term.start <= span.start < term.end for term in terms):
        return False
    series = len(said.split()) == 1 and first.endswith("ing") and _SERIES.match(text, span.end)
    joined = just_before(_JOINS, text, span.start)
    among = joined is not None and re.split(r"\W", joined.group())[0] in verbs
    begins = bool(just_before(_CLAUSE, text, span.start))
    return bool(series) or (first in verbs and (among or begins))


def is_cut(words: str) -> bool:
    """Whether words are cut off inside a list, a parenthesis or a quotation, or before the word they lead to.

    >>> is_cut("students with limited education, skills"), is_cut("skills, English or work experience")
    (True, False)
    """
    last = words.rpartition(",")
    if not words:
        return True
    listed = bool(last[1]) and not re.search(r"\b(?:and|or|which|that|who|where|so|if)\b", last[2])
    open_marks = words.count("(") != words.count(")") or words.count("“") != words.count("”")
    return listed or open_marks or words.split()[-1:] == [] or _PHRASE_END.search(words.rstrip()) is not None


def short_label(prov: Provision, side: Document, name: str = "") -> str:
    """The name of a provision in a sentence: its section in a law, else its heading or number."""
    if side.whole.source.kind in LAW and (prov.also or prov.citation):
        return prov.also or prov.citation
    title = f"“{prov.heading}”" if prov.heading else prov.citation or prov.num or prov.id
    return f"{title} in {name}" if name else title


def about(prov: Provision, side: Document, item: ProvisionFrames | None) -> str:
    """What a provision is about: its heading, or else the object of its act.

    A heading of a law is often shared by unlike provisions, so there the object is said.
    """
    if prov.heading and side.whole.source.kind not in LAW:
        return f"“{prov.heading}”"
    frames = item.frames if item else ()
    objects = [one for frame in frames for one in frame.slots.get(Slot.OBJECT, ())]
    actors = [one.span for frame in frames for one in frame.slots.get(Slot.ACTOR, ()) if one.span]
    read = side.annotated.get(prov.id)
    passed = [*actors, *(note.span for note in read.of(NoteKind.CITATION))] if read else actors
    for one in (*objects, *(item.phrases if item else ())):
        if one.span is None or one.span.overlaps_any(passed) or is_name(prov.text, one.span):
            continue
        words = readable(prov.text, one.span, terms_of(side, prov)) if says_something(one) else ""
        if words and not _VAGUE.fullmatch(words):
            return words
    return ""


# Words that do not say what a provision is about: one bare noun, or a phrase that points back.
_VAGUE = re.compile(r"(?:(?:the|any|all) )?[a-z]+|.*\b(?:such|these|those)\b.*", re.IGNORECASE)


def terms_of(side: Document, prov: Provision) -> tuple[Span, ...]:
    """The spans in which a provision uses lexicon terms or defined terms."""
    read = side.annotated.get(prov.id)
    return tuple(
        n.span for kind in (NoteKind.CONCEPT, NoteKind.DEFINED) for n in (read.of(kind) if read else ())
    )


def decider_words(actor: Filler, level: Level) -> str:
    """An actor in few words; empty if the words name a document or a thing and nobody who could decide."""
    if actor.head in frame_words().documents or level_of(actor.words) is not level:
        return ""
    said = lowered(_FURTHER.split(actor.words)[0].rstrip(" ,"))
    usual: str = coverage_words()["deciders"][level.value]
    return usual if said.lower() == usual.lower() else said


def is_partner(words: str) -> bool:
    """Whether a phrase names people or an organization, with whom something can be done.

    >>> is_partner("the local boards"), is_partner("real experience of work")
    (True, False)
    """
    return level_of(words) not in {Level.NONE, Level.PROGRAM} or bool(_PARTNER.search(words))


_PARTNER = re.compile(
    r"(?:partner|agency|agencie|board|council|union|association|department)s?\b", re.IGNORECASE
)


# Heads of phrases that name people or organizations beside those with a level.
_ACTOR = re.compile(rf"(?:{_PARTNER.pattern})|(?:official|representative|member)s?\b", re.IGNORECASE)
_OPENS_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})
_ACTING_VERBS = frozenset({"VB", "VBP", "VBZ", "VBD", "MD"})


def is_subject_matter(text: str, words: str) -> bool:
    """Whether words of a text are one whole noun phrase about a thing: no clause, and no mere actor, document or place.

    >>> text = "The board will describe strategies, avoid duplication of services and serve the local area."
    >>> [is_subject_matter(text, words) for words in ("strategies", "avoid duplication of services", "the local area")]
    [True, False, False]
    """
    said = re.sub(r"^(?:an?|the) ", "", words, flags=re.IGNORECASE)
    start = text.lower().find(said.lower())
    if not said or start < 0:
        return False
    doc = next(parse([text]))
    found = [token for token in doc if start <= place(token)[0] and place(token)[1] <= start + len(said)]
    if not found or any(token.tag_ in _ACTING_VERBS for token in found):
        return False
    opens = found[0].pos_ in _OPENS_PHRASE or found[0].tag_ in {"VBG", "VBN", "PRP$"}
    inside = {token.i for token in found}
    head = next(token for token in found if token.head.i not in inside or token.head.i == token.i)
    return opens and head.pos_ in {"NOUN", "PROPN"} and not _is_actor_or_place(head.text, head.lemma_.lower())


def _is_actor_or_place(word: str, lemma: str) -> bool:
    lists = frame_words()
    acting = level_of(word) not in {Level.NONE, Level.PROGRAM, Level.PARTICIPANT}
    return acting or lemma in lists.places or lemma == "plan" or _ACTOR.fullmatch(word) is not None


def is_said_in_half(words: str, text: str) -> bool:
    """Whether a phrase joins two things, of which a text names one: to say that it names neither would be false.

    >>> is_said_in_half("a common vision and strategy", "the strategic vision and goals")
    True
    >>> is_said_in_half("pathway systems", "the workforce development system")
    False
    """
    return _JOINED.search(words) is not None and bool(set(content_words(words)) & set(content_words(text)))


_JOINED = re.compile(r"\b(?:and|or)\b")


def points_back(words: str) -> bool:
    """Whether a phrase is one noun after "the", which names what was named before and tells a reader nothing.

    >>> points_back("the pathway"), points_back("the local area"), points_back("pathways")
    (True, False, False)
    """
    return re.fullmatch(r"[Tt]he [a-z]+", words) is not None


def first_level(item: ProvisionFrames | None) -> Level:
    """The level of the first frame that has one; `NONE` if none has."""
    frames = item.frames if item else ()
    return next((frame.level for frame in frames if frame.level is not Level.NONE), Level.NONE)


def act_form(frame: Frame, who: str) -> str:
    """The form of a frame's act in a question; empty if none can be made: nothing is named that is acted on."""
    if frame.nominal:
        return "noun"
    if frame.passive:
        return "passive" if frame.first(Slot.OBJECT) else ""
    actor = frame.first(Slot.ACTOR)
    return "other" if actor is not None and lowered(actor.words) != who else "active"


def act_words(frame: Frame) -> dict[str, str]:
    """The words of a frame that a question may use."""
    doer = frame.first(Slot.OBJECT) if frame.passive else frame.first(Slot.ACTOR)
    act = lowered(frame.clause) if frame.nominal else frame.clause
    return {"clause": act, "subject": lowered(doer.words) if doer else "", "words": act}


def verb_for(subjects: Sequence[object], verb: str) -> str:
    """A verb in the form that agrees with its subjects."""
    if len(subjects) > 1:
        return verb
    return {"do": "does"}.get(verb, f"{verb}s")


def outermost(unmet: Sequence[UnmetSlot]) -> list[UnmetSlot]:
    """The phrases that are no part of another one, which says both."""
    said = [f" {one.words} " for one in unmet]
    return [one for one in unmet if not any(f" {one.words} " in other != f" {one.words} " for other in said)]


def unmet_words(
    slot: Slot, mine: Sequence[UnmetSlot], join: Callable[[Sequence[str]], str] = alternatives
) -> str:
    """The unmet phrases of one slot, joined to follow a negation or as `join` does."""
    quoted = slot in QUOTED_SLOTS
    return join(list(dict.fromkeys(one.words for one in mine))[: 1 if quoted else _PHRASES])


def quoted_part(part: MeasurePart) -> str:
    """A part of one measure: its own words, or else the values read."""
    return f"“{part.words}”" if part.words else listed(part.values)
