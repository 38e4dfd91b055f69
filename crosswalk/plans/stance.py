"""What one sentence of a plan does with a requirement: answers, restates, promises, denies, or points elsewhere."""

import re
from dataclasses import dataclass
from enum import StrEnum

from crosswalk.plans.answers import sign_pattern
from crosswalk.plans.requirements import Unit
from crosswalk.plans.signals import hits
from crosswalk.plans.wordings import left_over, stem, stems, substance


class Stance(StrEnum):
    """What a sentence does; `background` says nothing of its own and nothing of the requirement's either."""

    ANSWERS = "answers"
    RESTATES = "restates"
    PROMISES = "promises"
    DENIES = "denies"
    POINTS = "points"
    REFUSES = "refuses"
    BACKGROUND = "background"


# A sentence that adds fewer words than this to the requirement's own, and no figure, adds nothing.
LEAST = 3

_FUTURE = re.compile(
    r"\b(?:will|shall|plans to|(?:we|they|and|also|now|agencies|partners|\w+s) plan to|intends? to|expects? to|hopes? to|aims? to|means? to|proposes? to|seeks? to|strives? to|is to|are to"
    r"|(?:is|are) (?:planned|planning|expected|scheduled|proposed|envisaged|anticipated|considering|exploring|committed to|looking)"
    r"|(?:is|are) (?:currently |now |still )?(?:being|in the process of being|under|in) (?:\w+ )?(?:developed|development|drafted|designed|revised|considered|consideration|built|procured|review|planning|discussion|negotiation)"
    r"|(?:is|are) (?:currently |now |still )?(?:developing|drafting|designing|revising|finalizing|working (?:to|on|toward)|exploring|preparing|in the process of)"
    r"|to be (?:developed|determined|issued|adopted|announced|decided|completed|established|set|defined|drafted|signed|chosen)"
    r"|under development|in development|not yet final|forthcoming|anticipates?)\b",
    re.IGNORECASE,
)
# Futures that are never the law's own way of speaking, as "will" is.
_INTENT = re.compile(
    r"\b(?:intends?|hopes?|expects?|means? to|proposes?|explor\w+|consider\w*|under development|in development|being \w+ed|(?:is|are) (?:currently |now |still )?(?:developing|drafting|designing|revising|finalizing|preparing)|(?:is|are) (?:currently |now |still )?working (?:to|on|toward|towards)|defer\w*|postpon\w*|planned|to be (?:developed|determined|issued|adopted|announced|decided|completed|established|drafted|signed|chosen))\b",
    re.IGNORECASE,
)
# Verbs that make the answer itself a thing to come.
_MAKING = re.compile(
    r"\b(?:develop\w*|establish\w*|creat\w+|issu(?:e|ed|ing)|adopt\w*|explor\w+|consider\w*|conven\w+|design\w*|draft\w*|draw up|procur\w+|build\w*|launch\w*"
    r"|form(?:ed)?|set up|(?:put|have) (?:\w+ ){0,3}in(?:to)? place|ask(?:ed)? (?:\w+ ){1,4}for|seek\w*|begin|begun|start\w*|implement\w*|pursu\w+|examin\w+|stud(?:y|ied)|determin\w+|decid\w+|defer\w*"
    r"|finaliz\w+|complet\w+|hir(?:e|ed)|strengthen\w*|enhanc\w+|striv\w+|work (?:to|toward|with|on)|planned|undertak\w+|carried out|conduct\w*|introduc\w+|revis\w+|prepar\w+"
    r"|choos\w+|chosen|select\w*|enter into|sign(?:ed)?|negotiat\w+|agreed|identif\w+|investigat\w+|research\w*|look (?:at|into)|roll\w* out|expand\w*|be set|be asked|writ(?:e|ten)|produc\w+|defin\w+|set by)\b",
    re.IGNORECASE,
)
# An analysis that is still to be made.
_ANALYZE = re.compile(
    r"(?:will|shall|plans? to|intends? to)\b[^.;]{0,80}?\b(?:analy[sz]e|assess|study|survey|review|examine|compile|collect|gather|measure|look into)\b",
    re.IGNORECASE,
)
_SOON = re.compile(
    r"\b(?:next (?:program |fiscal |calendar )?year|(?:in |during )?(?:the )?(?:coming|upcoming|first|second|third|fourth) (?:program |plan |fiscal )?(?:year|months)|over the (?:life|course|period) of (?:the|this) plan"
    r"|during (?:the|this) plan(?:ning)? period|by (?:the end of )?(?:PY ?)?(?:\w+ )?20[2-9]\d|in (?:\w+ )?20(?:2[5-9]|3\d)|before the next|once (?:the|it|funding|this)|when funding|as soon as|in the future|later this)\b",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"\b(?:each|every|annually|yearly|quarterly|monthly|weekly|daily|within \w+ (?:business |working |calendar )?(?:hours?|days?|weeks?)|at least|immediately|the same day|always|continues? to|first)\b",
    re.IGNORECASE,
)
# What others mean to do, inside a sentence that tells what is done.
_OTHERS = re.compile(
    r"\b(?:what|who|whoever|whether|anyone|those|students|customers|people) (?:\w+ ){0,3}?(?:will|shall|plans?|intends?|means?|hopes?|expects?|wants?|seeks?)(?: to)?\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:(?:has|have|had) (?:not|never)|(?:does|do|did) not|(?:is|are|was|were) not|(?:is|are|was|were) (?:\w+ )?(?:\w+ )?(?:no|none)\b|there (?:is|are|was|were) (?:\w+ ){0,3}no\b|hasn't|haven't|doesn't|don't|isn't|aren't|wasn't|weren't"
    r"|no (?:\S+ ){1,9}?(?:exists?|(?:is|are|was|were|has been|have been) (?:\w+ )?(?:offered|in place|available|made|held|adopted|conducted|provided|used|set|given|planned|scheduled|arranged|found|established|developed|written|signed|kept|run|done|designated|active|funded|appointed|named|open))"
    r"|has been vacant|is vacant|remains? vacant|lacks? (?:a|an|any)|has yet to|have yet to|is yet to|not (?:yet|currently|at present|presently|been)|none (?:exists?|is|are|has|have)|(?:has|have|had) (?:had )?no\b|is without|are without|declin(?:es|ed) to)",
    re.IGNORECASE,
)
# Negations that describe how a thing is done: rules for staff, limits, and the other half of a contrast.
_NO_DENIAL = re.compile(
    r"\b(?:no longer|so that (?:no|nobody|they|it)|not (?:only|just|merely|simply)|(?:is|are) not (?:renewed|extended|refunded|paid)|(?:is|are) not (?:allowed|permitted|expected|asked|required|supposed|forced|made|obliged) to|(?:do|does|is|are|may|must|can|shall|should|will) not (?:duplicat\w+|overlap\w*|recommend\w*|steer\w*|exceed\w*|charge\w*|count\w*|discriminat\w+|replace\w*|supplant\w*|vary|need to|have to)"
    r"|not (?:part of|covered by|included in|a part of) (?:this|the|our)|not to \w+|no later than|no more than|no less than|no fewer than|not less than|regardless|if (?:\S+ ){0,6}(?:not|no)\b|who (?:do|does|did|have|has|are|is) not|that (?:do|does|did|have|has|are|is) not|those not|which (?:do|does|is|are) not|when (?:\S+ ){0,5}(?:not|no)\b|where (?:\S+ ){0,5}(?:not|no)\b|unless|no cost|at no charge|no wrong door|without)",
    re.IGNORECASE,
)
# People whom nothing bad befalls: "no applicant is turned away" tells of a practice.
_NOBODY = re.compile(
    r"\b(?:nobody|no one|no (?:\w+ )?(?:person|people|one|adult|customer|client|participant|applicant|veteran|employer|firm|company|jobseeker|job seeker|student|learner|child|worker|resident|member|staff|bidder|contractor|provider|area|school)s?)(?=\s+(?:is|are|was|were|has|have|who|that|waits?|goes|leaves?|needs?|may|can|will|must|in|with|over|under|from|falls?|hears?)\b)",
    re.IGNORECASE,
)
# Clauses that say when, why, to whom or to what end, and deny nothing themselves.
_BESIDE = re.compile(
    r"\b(?:so that|because|since|as (?=(?:no|none|nobody|there)\b)|if|when|whenever|where|wherever|who|whom|whose|which|whether|unless|until|although|though|than|lest|in case|in order that"
    r"|(?<!says )(?<!notes )(?<!found )(?<!reports )(?<!states )(?<!acknowledges )(?<!recognizes )that)\b[^,;:.]*",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\b(?:nothing|none|not (?:\w+ )?(?:anything|any))\b", re.IGNORECASE)
_NO_SUCH = re.compile(
    r"\bno ((?:\S+ ){1,9}?)(?:is|are|was|were|has been|have been|exists?|takes? place|took place)\b",
    re.IGNORECASE,
)
# A practice given up for a better one.
_GIVEN_UP = re.compile(r"\b(?:do|does|is|are) not (?:\S+ ){1,6}?(?:any ?more|any longer)\b", re.IGNORECASE)
# What is lacking in one place or at one time only: the trouble to which the words after it are the answer.
_LIMITED = re.compile(
    r"\b(?:within \S+ miles|north of|south of|east of|west of|outside (?:of )?(?:the|our)|in (?:the )?(?:rural|remote|outlying)|aged \d+|(?:in|outside) (?-i:(?:[A-Z]\w+ ){1,2}(?:County|Parish|Township|City))|(?:at|on) (?:night|weekends?)|(?:some|many|most|several|few) (?:of )?(?:\S+ ){0,2}(?:counties|towns|people|customers|employers|residents|students|families|workers))\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(
    r"\b(?:assess|evaluat|judg|analy|stud(?:y|ies)|review|survey)\w*\b.{0,120}\b(?:not|never) (?:yet )?(?:been |be )?(?:made|done|conducted|carried|completed|undertaken|performed|attempted)"
    r"|\b(?:not|never) (?:yet |been |to )*(?:assess|evaluat|judg|analy[sz]|stud[yi]|review|survey|measur|examin|inventor|count|map|collect|gather|compil|determin)\w*"
    r"|\bno (?:\S+ ){1,5}(?:has|have) (?:ever |yet |so far )?(?:assess|evaluat|judg|analy[sz]|stud[yi]|review|survey|measur|examin|count|determin|establish)\w*"
    r"|\bno (?:\S+ ){0,4}(?:assessment|evaluation|judgment|analysis|study|review|inventory|survey|data)\b",
    re.IGNORECASE,
)
# Of a goal or an action to come: the goal itself is still to be set.
_SETTLED_LATER = re.compile(
    r"\b(?:be|being) (?:\w+ly )?(?:negotiated|determined|set|decided|developed|established|adopted|inserted|added|completed|drafted|agreed|defined|chosen)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[;:] ")
_PAST = re.compile(
    r"\b(?:in the past|previously|formerly|used to|historically|in (?:earlier|prior|former) years|until (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# A sentence that opens with the past, within so many characters, tells what was, whatever is asked.
_OPENING = 4
_POINTER = re.compile(
    r"\b(?:(?:please )?(?:see|refer to|consult)\b|(?:is|are|was|were|be|been|as|being)?\s*(?:\w+ly )?(?:described|discussed|addressed|found|set out|set forth|given|shown|contained|listed|provided|presented|outlined|included|detailed|explained|covered|answered|located|attached|appended|enclosed|identified|reported|documented|spelled out|laid out|laid down|written down|recorded|printed|dealt with|summarized)"
    r" (?:\w+ )?(?:in|as|at|under|on|by|below|above|elsewhere)\b|(?:stands?|appears?|lies?) in\b|(?:is|are|was|were) (?:also |all )?in (?:the )?(?=section|part|chapter|appendix|attachment|exhibit|annex|addendum)|available (?:from|at|on|upon|by|in)\b|(?:can|may) be (?:requested|obtained|found|had|viewed|seen|read|downloaded)|is the subject of|under separate cover|on file|on request|upon request)",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"\b(?:will|shall)(?: also)?(?: be)?\s*$", re.IGNORECASE)
_TARGET = re.compile(
    r"\b(section|part|chapter|volume|appendix|attachment|exhibit|annex|addendum|item|question|schedule|table|goal)s? +"
    r"(\(?(?-i:[A-Z]{1,2}|[IVX]{1,4}|[A-Z]?\d{1,4}|[a-z](?=[\W\d]))(?![A-Za-z])\)?(?:[.-]?\(?[A-Za-z0-9]{1,5}\)?)*)",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\b(?:memorand(?:um|a)(?: of understanding)?|mou|agreements?|manual|policy(?: letter| manual)?|directive|handbook|website|web site|web ?page|blueprint|strategic plan|state plan|regional plan|plan|report|bylaws|procedures?|document|volume|guide|addendum|request|office)\b",
    re.IGNORECASE,
)
# A paper or a place that is not the passage itself.
_PAPER = re.compile(
    r"\b(?:under separate cover|on file|elsewhere|manual|handbook|web ?site|web ?page|memorand(?:um|a)|mou|agreement|guide|binder|policy|directive|report|document|volume|desk aid"
    r"|addendum|appendix|attachment|exhibit|annex|chapter|bylaws|procedures)s?\b",
    re.IGNORECASE,
)
# What is cited is no fact of the plan's: addresses of the law, and the names of acts.
_ADDRESS = re.compile(
    r"\(?\b(?:sec(?:tions?|s?\.)|titles?|\d+ (?:CFR|C\.F\.R\.|U\.?S\.?C\.?))(?: parts?| sections?| §+)?\s*\d[\d.]*[a-z]?(?:\(\w+\))*\)?",
    re.IGNORECASE,
)
_ACT = re.compile(r"\b(?:[A-Z][\w’'-]+,? (?:(?:and|of|for|with) )?){1,6}Act(?: of (?:19|20)\d\d)?\b")
# Who holds a paper: what stands after "on file with" says nothing of the matter.
_HOLDER = re.compile(
    r"\b(?:at|with|in|from|to|by|of) (?:the |our |its )?(?:[A-Z][\w.'’-]+(?: (?:of|and|for|the))?[ ,]*)+|\b(?:at|with|from|to) (?:the|our|its) \w+(?: \w+)?(?=[.,]|$)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED_PAPER = re.compile(
    r"\b(?:no\.?|number|letter|directive|circular|memo|bulletin|instruction|(?<=policy)) ?[A-Z]{0,4}[- ]?\d[\w./-]*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?<![\w(§.])\$?\d[\d,.]*(?:%| percent| million)?(?![\w)]*\))")
# "This section contains information on labor market trends" restates where it names the matter by more words than this.
_NAMED = 2
_META = re.compile(
    r"^\W*(?:this|the following|the next|each) (?:section|chapter|part|table|appendix|plan|document|portion|paragraph)s? (?:\w+ )?(?:deals?|describes?|discusses|explains?|presents?|provides? (?:a|an) (?:description|overview|analysis)|outlines?|addresses|covers?|contains?|summarizes|responds?|answers?|is organized)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"\b(?:answer|response|status)?:?\s*(yes|no)\W*$", re.IGNORECASE)
# An assurance says that it is one, or names what is to be assured by a sign or a word that not every plan has.
_GIVEN = re.compile(r"\b(?:assur|certif|attest|agree|hereby|yes\b)", re.IGNORECASE)
_ASSURES = re.compile(
    r"\b(?:assur\w+|certif\w+|attest\w*|agrees?|will|shall|has|have|is|are|does|do)\b", re.IGNORECASE
)


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
    if _META.match(sentence):
        names = len(known_stems(unit, (), ()).intersection(stems(sentence))) > _NAMED
        return Reading(sentence, Stance.RESTATES if names else Stance.BACKGROUND, 0)
    said = _ACT.sub(" ", _ADDRESS.sub(" ", sentence))
    figures = [one for one in _FIGURE.findall(said) if any(sign.isdigit() for sign in one)]
    adds = len(substance(said, known)) + 2 * len(figures)
    if unit.assurance:
        given = _assured(sentence)
        named = _GIVEN.search(sentence) or _names(unit, sentence)
        return Reading(sentence, given if named or given is not Stance.ANSWERS else Stance.BACKGROUND, adds)
    if (target := _pointer(sentence, adds)) is not None:
        if _encloses(unit, sentence, target):
            return Reading(sentence, Stance.ANSWERS, adds, target)
        return Reading(sentence, Stance.POINTS, adds, target)
    if not any(sign.isdigit() for sign in "".join(_amounts(sentence))) and (
        empty := _empty(sentence, unit, known)
    ):
        return Reading(sentence, empty, adds)
    future = bool(_FUTURE.search(sentence)) and not unit.answers.future and unit.kind != "analysis"
    return Reading(sentence, _stance(sentence, unit, known, adds), adds, future=future)


def _names(unit: Unit, sentence: str) -> bool:
    """Whether a sentence names what is to be assured."""
    own = substance(unit.words, frozenset())
    return bool(set(own).intersection(stems(sentence))) or any(
        hits(sign_pattern(sign), sentence) for sign in unit.answers.signs
    )


def _encloses(unit: Unit, sentence: str, target: str) -> bool:
    """Whether a sentence says what a paper that must go with the plan holds, and where in the plan it stands."""
    return (
        unit.kind == "attachment"
        and bool(target)
        and any(hits(sign_pattern(sign), sentence) for sign in unit.answers.signs)
    )


def _empty(sentence: str, unit: Unit, known: frozenset[str]) -> Stance | None:
    """What a sentence does that says nothing of the matter: it sends elsewhere, denies or promises; None for others.

    Nothing is left of it when the requirement's words, those of every plan, and those in which papers, lacks and
    intentions are spoken of are taken away.
    """
    if _PAPER.search(sentence) and len(left_over(_HOLDER.sub(" ", sentence), known, "papers")) < LEAST:
        return Stance.POINTS
    if len(left_over(sentence, known, "making")) >= LEAST:
        return None
    plain = _NO_DENIAL.sub(" ", _NOBODY.sub(" ", sentence))
    if unit.kind != "attachment" and (_DENIAL.search(plain) or _NOTHING.search(plain)):
        return Stance.DENIES
    if unit.answers.future:
        return Stance.PROMISES if _SETTLED_LATER.search(sentence) else None
    comes = _INTENT.search(sentence) or _SOON.search(sentence) or _FUTURE.search(sentence)
    return Stance.PROMISES if comes and _MAKING.search(sentence) else None


def _amounts(sentence: str) -> list[str]:
    """The figures of a sentence that are no years and no addresses of the law."""
    return [
        one for one in _FIGURE.findall(_ADDRESS.sub(" ", sentence)) if not _YEAR.fullmatch(one.rstrip(".,"))
    ]


def _stance(sentence: str, unit: Unit, known: frozenset[str], adds: int) -> Stance:
    if _denies(sentence, unit):
        return Stance.DENIES
    if (
        unit.kind == "attachment"
        and _DENIAL.search(f"{sentence} received")
        and re.search(r"\bno\b", sentence, re.IGNORECASE)
    ):
        return Stance.ANSWERS
    shared = sum(word in known for word in stems(sentence))
    least = 1 if unit.identified else LEAST
    parrot = adds < least and shared >= 2
    if parrot and not _SOON.search(sentence) and not _INTENT.search(sentence):
        return Stance.RESTATES
    if _promises(sentence, unit, adds):
        return Stance.PROMISES
    if adds < least:
        return Stance.RESTATES if parrot else Stance.BACKGROUND
    past = _PAST.search(sentence)
    told = unit.kind in {"how", "identification"} or (past and past.start() < _OPENING)
    return (
        Stance.BACKGROUND if past and told and unit.kind not in {"analysis", "assessment"} else Stance.ANSWERS
    )


def _assured(sentence: str) -> Stance:
    """Whether an assurance is given, refused, or only announced."""
    answer = _YES_NO.search(sentence)
    if answer:
        return Stance.REFUSES if answer[1].lower() == "no" else Stance.ANSWERS
    if (
        re.search(
            r"\b(?:has|have|does|do|is|are|can|will|shall)\s?(?:not|n't)\b(?! be expended| only)|\bcannot\b|☐",
            _NO_DENIAL.sub(" ", sentence),
        )
        and "supplant" not in sentence
    ):
        return Stance.REFUSES
    if re.search(
        r"\b(?:plans?|intends?|expects?|hopes?) to\b|under development|is developing|will (?:develop|adopt|draft)",
        sentence,
    ):
        return Stance.PROMISES
    return Stance.ANSWERS if _ASSURES.search(sentence) else Stance.BACKGROUND


def _denies(sentence: str, unit: Unit) -> bool:
    """Whether a sentence says that what is asked for is not there.

    An analysis may say what is lacking; "no comments were received" answers a request for comments.
    """
    if unit.kind in {"analysis", "assessment"}:
        return bool(_UNDONE.search(sentence))
    if unit.kind == "attachment":
        return False
    plain = _NO_DENIAL.sub(" ", _NOBODY.sub(" ", _BESIDE.sub(" ", _GIVEN_UP.sub(" ", sentence))))
    if (lacking := _NO_SUCH.search(plain)) and set(stems(lacking[1])) & set(
        stems(f"{unit.name} {unit.asks}")
    ):
        return True
    first, *others = _CLAUSES.split(plain)
    if _DENIAL.search(first):
        return True
    signs = [sign_pattern(sign) for sign in unit.answers.signs]
    return any(_DENIAL.search(one) and any(hits(sign, one) for sign in signs) for one in others)


def is_limited(sentence: str) -> bool:
    """Whether what a sentence denies is lacking in one place, at one time or for some people only."""
    return bool(_LIMITED.search(sentence))


def _promises(sentence: str, unit: Unit, adds: int) -> bool:
    if unit.answers.future:
        return False
    sentence = _OTHERS.sub(" ", sentence)
    future = _FUTURE.search(sentence)
    if not future:
        return bool(re.search(r"\b(?:defer|postpon|delay)(?:s|e|es|ed|red|ring|ing)?\b", sentence))
    if _present(sentence, future.start()):
        return False
    rest = sentence[future.start() :]
    making = _MAKING.search(rest)
    if unit.kind == "analysis":
        return bool(_ANALYZE.match(rest)) or bool(
            making
            and re.search(
                r"\b(?:analy\w+|assess\w+|stud(?:y|ies)|review\w*|survey\w*|report\w*|data)\b", sentence
            )
        )
    if _INTENT.search(sentence):
        return True
    if making and not (_STANDING.search(sentence) and not _SOON.search(sentence)):
        return True
    return bool(_SOON.search(sentence)) or (adds < LEAST + 3 and not _STANDING.search(sentence))


def _present(sentence: str, at: int) -> bool:
    """Whether a finished or standing practice is told before what is to come, or beside it."""
    return (
        bool(re.search(r"\b(?:since|already|now|has and will|have and will)\b", sentence[:at], re.IGNORECASE))
        and at > 25
    )


def _pointer(sentence: str, adds: int) -> str | None:
    """The place a sentence sends its reader to, "" for a paper elsewhere; None if it sends nowhere."""
    found = _POINTER.search(sentence)
    if not found or _TO_COME.search(sentence[: found.start()]):
        return None
    target = _TARGET.search(sentence)
    words = len(sentence.split())
    if target and (words < 34 or adds < 2 * LEAST) and not _inside_law(sentence, target):
        named = target[2].strip(".")
        return f"{target[1]} {named if named.count('(') == named.count(')') else named.rstrip(')')}"
    tail = _NUMBERED_PAPER.sub(" ", sentence[found.start() :])
    if (
        words < 30
        and len(sentence[: found.start()].split()) < 18
        and _OUTSIDE.search(tail)
        and not _FIGURE.search(tail)
    ):
        return ""
    return None


def _inside_law(sentence: str, target: re.Match[str]) -> bool:
    """Whether a section named is the law's, not the plan's."""
    after = sentence[target.end() : target.end() + 30]
    before = sentence[max(0, target.start() - 12) : target.start()]
    return bool(
        re.match(r"\s*(?:\([\w]+\))*\s*of (?:the |title )?(?:WIOA|Act|law|Rehab|\d)", after)
        or re.search(r"WIOA $|CFR $|U\.S\.C\. $", before)
    ) or (target[1].lower() == "section" and bool(re.fullmatch(r"\d{3}\w*(?:\(\w+\))*[.)]*", target[2])))


def known_stems(unit: Unit, around: tuple[Unit, ...], prompts: tuple[str, ...]) -> frozenset[str]:
    """The stems of a requirement's own words: what it asks, its section's prompts, and its neighbors in the law."""
    texts = [unit.name, unit.words, unit.asks, *prompts, *(one.words for one in around)]
    return frozenset(word for text in texts for word in stems(text)) | {stem("following"), stem("various")}
