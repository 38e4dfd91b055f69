"""The words that make a change substantive: numbers, people, offices, conditions, force."""

import re

from crosswalk.language.normalize import fold
from crosswalk.language.word_lists import CARDINALS, LARGE, MONTHS, ORDINALS

# Months that are other words too, unless a day follows.
_AMBIGUOUS = ("march", "may")
# "First-class mail" counts nothing.
_NO_COUNT = r"(?!(?:st|nd|rd|th)?-(?:class|party|hand|rate|line|stop|time basis)\b)"
NUMBER = re.compile(
    rf"\$?\d[\d,]*+(?:\.\d+)*+%?{_NO_COUNT}|"
    rf"\b(?:zero|{'|'.join((*CARDINALS, *LARGE, *ORDINALS))}){_NO_COUNT}\b|\b(?:half|noon|midnight|"
    rf"{'|'.join(month for month in MONTHS if month not in _AMBIGUOUS)}|(?:{'|'.join(_AMBIGUOUS)}) (?=\d)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|days?|weeks?|months?|years?|quarters?|hours?|"
    r"daily|weekly|monthly|quarterly|annual|annually|biennial|biennially|once|twice)\b"
)
PEOPLE = re.compile(
    r"\b(?:youth|adults?|individuals?|persons?|people|participants?|exiters?|leavers?|learners?|students?|"
    r"graduates?|dropouts?|workers?|employees?|trainees?|apprentices?|veterans?|spouses?|homemakers?|parents?|"
    r"children|child(?! (?:care|support|welfare|development))|famil(?:y|ies)(?! (?:planning|leave|literacy))|households?|women|men|girls|boys|offenders?|migrants?|farmworkers?|refugees?|"
    r"immigrants?|natives?|residents?|citizens?|members? of|populations?|claimants?|recipients?|enrollees?|"
    r"beneficiar(?:y|ies)|applicants?|jobseekers?|job seekers?|clients?|patients?|customers?|users?|groups?)\b"
)
OFFICE = re.compile(
    r"(?:the |a |an |each |such )?(?:state |local |chief |eligible |one-stop |lead |designated )*"
    r"(?:secretary|governor|boards?|state|director|administrator|president|council|commission|official|officials|"
    r"agency|agencies|department|provider|operator|entity|recipient|partner|center|officer|chairperson)"
)
# The greatest distance from an actor's name to its verb, in characters.
NEAR = 90
# A changed place of more words than this is not quoted whole in a flag.
LONG = 8
NO_MODIFIER = frozenset(
    [
        *("the", "a", "an", "each", "all", "any", "every", "no", "such", "these", "those", "this"),
        *("that", "its", "their", "of", "to", "for", "by", "with", "and", "or", "in", "on"),
        *("from", "shall", "may", "must", "should", "will", "is", "are", "be", "as", "including", "among"),
        *("between", "serve", "serves", "serving", "help", "helps", "assist"),
    ]
)  # fmt: skip
STRUCTURE = re.compile(
    r"\b(?:sub)?(?:sections?|paragraphs?|clauses?|titles?|chapters?|parts?|sec\.)\b|\bthis act\b|\bitems? \("
    r"|\b\d+ (?:u\.?s\.?c|c\.?f\.?r)\b"
)
ADDRESS = re.compile(rf"\([a-z0-9]{{1,6}}\)|\d[\w.-]*|{STRUCTURE.pattern}")
MARKED = re.compile(r"[\ue000-\uf8ff]")
# Bodies that a text names; "small" before "employers" changes who is meant.
BODIES = re.compile(
    r"\b(?:employers?|business(?:es)?|industr(?:y|ies)|organizations?|institutions?|schools?|colleges?|providers?|entit(?:y|ies)|"
    r"agenc(?:y|ies)|partners?|programs?|areas?|regions?|states?|boards?|counties|cities|tribes?|unions?|centers?)\b"
)
QUANTIFIERS = frozenset(
    {"all", "any", "each", "every", "some", "one", "either", "both", "no", "none", "most", "many"}
)
# Words that introduce a condition.
CONDITION = re.compile(
    r"\b(?:if|unless|where|when|whenever|wherever|provided|subject to|contingent (?:up)?on|depending on|"
    r"to the (?:\w+ )?extent(?: (?:practicable|possible|feasible|appropriate|permitted|allowed|necessary|available))?|"
    r"insofar as|in so far as|so far as|as (?:appropriate|applicable|practicable|feasible|possible|necessary|needed|available|"
    r"permitted|determined|funds)|in the event|on condition|pending|absent)\b"
)
# Verbs by which a text permits, requires or forbids.
FORCE = re.compile(
    r"\b(?:(?:prohibit|permit|require|allow|forbid|authorize|bar|restrict|mandate|encourage|exempt|exclude|limit|guarantee|"
    r"ban|waive|suspend|entitle)(?:[trn]?ed|[trn]?ing|e?s|d)?|forbidden|optional|voluntary|mandatory|compulsory)\b"
)
# A phrase that begins like this is not an actor.
NO_ACTOR = re.compile(
    r"^(?:and|or|nor|but|not|no|then|also|thereby|otherwise)\b|\d|\bpercent\b|"
    r"^(?:assess|assist|award|carry|conduct|coordinate|describe|determine|develop|ensure|enter|establish|evaluate|"
    r"facilitate|identify|implement|improve|include|maintain|make|monitor|prepare|promote|provide|receive|report|"
    r"review|serve|submit|support|track|use) (?!.*\b(?:boards?|agenc(?:y|ies)|providers?|operators?|partners?|entit(?:y|ies)|"
    r"officials?|centers?|staff|teams?)$)"
)
# What a number counts: "business" before "days" and "allowable" before "costs" change how much is meant.
COUNTED = re.compile(
    r"\b(?:hours?|days?|weeks?|months?|quarters?|years?|costs?|expenditures?|expenses?|wages?|earnings|incomes?|allotments?|"
    r"allocations?|appropriations?|amounts?)\b"
)
# Words before a time or a sum that mean the same as one another.
_ALIKE = ({"next", "following", "subsequent", "succeeding"}, {"last", "previous", "preceding", "prior"})
# By whom an act is shared, advised or approved; it ends before the next clause.
_INVOLVED = re.compile(
    r"\b(?:(?:in|through|after|following|upon) (?:close |prior )?(?:consultation|partnership|collaboration|cooperation|"
    r"coordination|conjunction|agreement|concert|consulting)s? with|(?:jointly|together|in tandem) with|"
    r"(?:with|without|upon|after|subject to) (?:the )?(?:prior |written )*(?:approval|consent|concurrence|agreement|advice|"
    r"input|review|notice|participation|involvement|assistance) (?:of|by|to|from)) "
    r"(?:(?!(?:shall|may|must|should|will|to(?= [a-z])|in|for|on|that|which|who|when|before|after|as|under|is|are|has|not)\b)"
    r"[\w’'/-]+ ?){1,12}"
)
# A name, of one word with a capital letter or of several.
NAME = re.compile(r"\b[A-Z][\w'’.-]*(?:(?: (?:of|and|the|for))* [A-Z][\w'’.-]*)*")


def involved(text: str) -> list[str]:
    """The phrases that say with whom, or with whose approval, an act is done.

    >>> involved("The Governor, in consultation with the State board, shall set the fee.")
    ['in consultation with the State board']
    """
    return [text[found.start() : found.end()].strip() for found in _INVOLVED.finditer(fold(text))]


def modifies(removed: str, added: str, after: str, nouns: re.Pattern[str]) -> bool:
    """Whether the changed words modify one of some nouns, right after them, and are not synonyms."""
    if not nouns.match(fold(after).lstrip()):
        return False
    both = {fold(words).strip() for words in (removed, added)}
    return not any(both <= same for same in _ALIKE) and any(
        words.strip()
        and words.rstrip()[-1].isalnum()
        and fold(words).split()[-1] not in NO_MODIFIER
        and not NUMBER.search(fold(words))
        for words in (removed, added)
    )
