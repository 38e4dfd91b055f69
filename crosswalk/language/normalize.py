"""Plain spelling of a text and its words, the forms of verbs, and where sentences end; places in the text never move."""

import re
from functools import lru_cache

from crosswalk.language.word_lists import IRREGULAR_SPELLINGS

_PLAIN = str.maketrans("‘’`“”–―‑‐−\u00a0\u202f\u2009\n\t\r", "'''\"\"-—---      ")


def fold(text: str) -> str:
    """The text in lower case with plain quotes, hyphens and spaces, character for character.

    The result is as long as the text, so that a place in one is the same place in the other. The long
    dash stays: in law it ends a lead-in, where a hyphen joins words.

    >>> fold("The term “State”—")
    'the term "state"—'
    """
    plain = text.translate(_PLAIN)
    lower = plain.lower()
    if len(lower) == len(plain):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


_HYPHEN = re.compile(r"(?<=\w)[-‐‑–](?=\w)")


def unhyphened(text: str) -> str:
    """The text with hyphens inside words as spaces, character for character.

    >>> unhyphened("on-the-job training")
    'on the job training'
    """
    return _HYPHEN.sub(" ", text)


_KEEP = ("ss", "us", "is", "ous")
_BRITISH = (
    (re.compile(r"is(e|ed|er|ing|ation)$"), r"iz\1"),
    (re.compile(r"(?<=[bdhlnpv])our(ed|ing|able|ite)?$"), r"or\1"),
    (re.compile(r"(?<=[bnt])re$"), "er"),
    (re.compile(r"ogramme$"), "ogram"),
    (re.compile(r"rolment$"), "rollment"),
    (re.compile(r"licence$"), "license"),
)


@lru_cache(maxsize=65536)
def norm(word: str) -> str:
    """The form under which two spellings of one word meet: lower case, singular, American.

    Verb forms are left alone ("training" is not "train"); both sides of a comparison are normed.

    >>> [norm(word) for word in ("Industries", "organise", "labour", "businesses")]
    ['industry', 'organize', 'labor', 'business']
    """
    low = fold(word)
    if low in IRREGULAR_SPELLINGS:
        return IRREGULAR_SPELLINGS[low]
    low = _singular(low)
    if len(low) > 5:
        for pattern, plain in _BRITISH:
            low = pattern.sub(plain, low)
    return low


# British spellings and their American forms in retrieval. The table is wider than that of `norm`, and the weights of
# its signals are fitted on it, while the terms of the lexicon are matched by `norm`. Words wrongly changed are changed the same way on both sides.
_SPELLINGS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"(?<=..)is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)", "iz"),
        (r"(?<=.)ys(?=(?:e|ed|es|er|ers|ing)$)", "yz"),
        (r"(?<=[a-z]{2})our(?=$|s$|ed$|ing$|al$|ally$|able$|ably$|hood$|ite$)", "or"),
        (r"(?<=[bcdfgt])re(?=s?$)", "er"),
        (r"(?<=^def|^off|^lic)ence(?=s?$)|(?<=^pret)ence(?=s?$)", "ense"),
        (r"(?<=[a-z]{2})ogue(?=s?$)", "og"),
        (r"(?<=gram)me(?=s?$)", ""),
        (r"(?<=[a-z])ae(?=[a-z]{2})", "e"),
    )
)


@lru_cache(maxsize=50_000)
def american(word: str) -> str:
    """One spelling for `organisation` and `organization`, `labour` and `labor`, `programme` and `program`."""
    for pattern, form in _SPELLINGS:
        word = pattern.sub(form, word)
    return word


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(_KEEP):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def verb_forms(verb: str) -> tuple[str, ...]:
    """The forms of a regular verb, itself first.

    >>> verb_forms("align")
    ('align', 'aligns', 'aligned', 'aligning')
    >>> verb_forms("integrate")
    ('integrate', 'integrates', 'integrated', 'integrating')
    >>> verb_forms("transfer")
    ('transfer', 'transfers', 'transferred', 'transferring')
    """
    ing = gerund(verb)
    if verb.endswith("e"):
        return (verb, f"{verb}s", f"{verb}d", ing)
    if re.search(r"[^aeiou]y$", verb):
        return (verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", ing)
    ending = "es" if re.search(r"(?:s|x|z|ch|sh)$", verb) else "s"
    return (verb, f"{verb}{ending}", f"{ing[:-3]}ed", ing)


# A stressed last syllable doubles its consonant: plan, planning; refer, referring; admit, admitting.
_DOUBLED = re.compile(
    r"[^aeiou]*[aeiou][bdgklmnprt]|(?:re|con|de|pre|in|trans)fer|(?:ad|com|o|per|sub|trans)mit|"
    r"occur|control|begin|equip|shop|drop|stop|ship"
)


def gerund(verb: str) -> str:
    """The -ing form of a verb.

    >>> gerund("make"), gerund("plan"), gerund("develop"), gerund("tie"), gerund("transmit")
    ('making', 'planning', 'developing', 'tying', 'transmitting')
    """
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    if _DOUBLED.fullmatch(verb):
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"


# A period after one of these does not end a sentence.
_SHORT = re.compile(
    r"(?:\b(?:sec|secs|no|nos|pub|stat|art|arts|subsec|par|pars|para|cl|ch|pt|fig|vol|ed|eds|rev|amend|cf|"
    r"e\.g|i\.e|etc|et seq|seq|al|vs|v|u\.s\.c|u\.s|c\.f\.r|fed|reg|cong|inc|corp|ltd|co|assn|dept|gov|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|mr|mrs|ms|dr|jr|sr|st|approx|min|max|est)"
    r"|\b[a-z]|\b\d+)$",
    re.IGNORECASE,
)
# Legal prose is full of periods that end no sentence.
_STOP = re.compile(r"[.?!][\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9§])|[.?!][\"”’')\]]*\s*$|\n\s*\n")


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The half-open ranges of a text's sentences, white space at their ends left out.

    >>> [text[a:b] for text in ["See sec. 3(7). It is 29 U.S.C. 3102."] for a, b in sentence_spans(text)]
    ['See sec. 3(7).', 'It is 29 U.S.C. 3102.']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        before = text[start : stop.start()]
        if stop.end() < len(text) and text[stop.start()] == "." and _is_short(before, text[stop.end() :]):
            continue
        _add_span(found, text, start, stop.end())
        start = stop.end()
    _add_span(found, text, start, len(text))
    return tuple(found)


def _is_short(before: str, after: str) -> bool:
    if not _SHORT.search(before):
        return False
    # "the year 2014. The State" ends a sentence; "sec. 3" and "29 U.S.C. 3102" do not.
    last = before.rsplit(None, 1)[-1] if before.split() else ""
    return not (last.isdigit() and len(last) > 1 and re.match(r"\s+[A-Z][a-z]*\s", after))


def _add_span(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if piece.strip():
        lead = len(piece) - len(piece.lstrip())
        found.append((start + lead, start + len(piece.rstrip())))
