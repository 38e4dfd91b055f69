"""Whether two wordings are the same, ignoring punctuation and copy errors, and the words that make a change one of substance."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache, partial

from crosswalk.data import load
from crosswalk.language.normalize import fold
from crosswalk.language.quantities import number_value
from crosswalk.language.word_lists import CARDINALS, LARGE, MONTHS, ORDINALS

_WORDS = {name: words.replace(" | ", "|") for name, words in load("changes.yaml").items()}


def _any_of(*names: str) -> re.Pattern[str]:
    """A pattern of whole words, of some lists of `data/changes.yaml`."""
    return re.compile(rf"\b(?:{'|'.join(_WORDS[name] for name in names)})\b")


# Numbers keep their points, fractions and ranges; private characters replace references, see `masked`.
_WORD = re.compile(
    r"[\ue000-\uf8ff]|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*|(?<=\d) ?[-/] ?(?=\d)|[$%<>=+≥≤]|[^\W\d_]+"
)
_SPLIT_NEGATION = frozenset({"no", "not", "non", "un", "never"})
_LIST_END = re.compile(r"[;,] ?(and|or)[ \u2014-]*$")
_LEAD_DASH = re.compile(r"[—–:-]\s*$")
_SPACED = re.compile(r"\s[,;.:)\]]|[(\[]\s|\d\s[a-z]\s-|\d \u2044 \d|\s\u2044\s")
# Signs such as ½; one right after a figure (2½) is separated from it.
_FRACTION = re.compile("[\u00bc-\u00be\u2150-\u215e\u2189]")
_CARDINAL = rf"(?:{'|'.join(sorted((*CARDINALS, *LARGE), key=len, reverse=True))})"
_IN_WORDS = re.compile(rf"\b{_CARDINAL}\b(?:(?:[ -]|(?<=hundred) and |(?<=thousand) and ){_CARDINAL}\b)*")
_FRACTION_IN_WORDS = re.compile(
    r"\b(one|two|three|1|2|3)[ -](half|third|quarter|fourth|fifth|tenth)s?\b(?! (?:year|quarter))"
)
# The number under the line of a fraction in words.
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_LARGE_FIGURE = re.compile(rf"(?<![\d.,])(\d{{1,3}}(?:,\d{{3}})*(?:\.\d{{1,3}})?) ({'|'.join(LARGE)})\b")
_PERCENT = re.compile(r"(?<=\d) ?%|(?<=[\da-z]) per cent\b")
_ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS)})\b")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_NEXT_PART = re.compile(
    r"\s(?:SUBCHAPTER|CHAPTER|SUBTITLE|TITLE|PART|Subchapter|Chapter|Subtitle|Part|Subpart|subpart)\s+"
    r"(?:[IVXLC]+|[A-Z]|\d{1,3})\b[^.;:]{0,200}$"
)


@lru_cache(maxsize=1 << 16)
def plain_words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, without capitals, quotation marks, dashes, points and spaces.

    >>> plain_words("The “State board” shall—") == plain_words('the "state board" shall')
    True
    >>> plain_words("1.5"), plain_words("2,000 or 20,16")
    (('1.5',), ('2000', 'or', '20', '16'))
    """
    plain = _FRACTION.sub(_written_out, fold(_UNSEEN.sub("", text))).replace("\u2044", "/")
    return tuple(word.replace(" ", "").replace(",", "") for word in _WORD.findall(plain))


def _written_out(found: re.Match[str]) -> str:
    return f" {unicodedata.normalize('NFKC', found.group())}"


def in_figures(text: str) -> str:
    """The folded text with numbers in words written in figures, and with "percent" for its sign.

    >>> in_figures("two-year"), in_figures("at least twenty-five"), in_figures("one-half"), in_figures("the Third")
    ('2-year', 'at least 25', '1/2', 'the 3rd')
    >>> in_figures("$1.5 million"), in_figures("10%")
    ('$1500000', '10 percent')
    """
    plain = _LARGE_FIGURE.sub(_multiplied, _PERCENT.sub(" percent", fold(text)))
    plain = _FRACTION_IN_WORDS.sub(_as_fraction, _FRACTION.sub(_written_out, plain))
    plain = _ORDINAL.sub(_as_ordinal, plain.replace("\u2044", "/"))
    return _IN_WORDS.sub(lambda found: f"{number_value(found.group()):g}", plain)


def _multiplied(found: re.Match[str]) -> str:
    return f"{Decimal(found[1].replace(',', '')) * int(number_value(found[2])):f}".removesuffix(".0")


def _as_fraction(found: re.Match[str]) -> str:
    return f"{number_value(found[1]):g}/{_PARTS[found[2]]}"


def _as_ordinal(found: re.Match[str]) -> str:
    number = ORDINALS.index(found.group()) + 1
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number, 'th')}"


def run_together(words: Sequence[str]) -> str:
    """The words without the spaces between them, numbers separated."""
    found = ""
    for word in words:
        found += f" {word}" if found[-1:].isdigit() and word[:1].isdigit() else word
    return found


def same_words(old: str, new: str) -> bool:
    """Whether two texts differ in nothing but marks, spaces, capitals and a list's last connective.

    >>> same_words("section 49l–2(e);", "section 49 l -2(e) ; and"), same_words("not able", "notable")
    (True, False)
    """
    if _connectives(old, new):
        old, new = _LIST_END.sub("", old), _LIST_END.sub("", new)
    ours, theirs = plain_words(old), plain_words(new)
    if ours == theirs:
        return True
    if run_together(ours) != run_together(theirs):
        return False
    return not _SPLIT_NEGATION & (set(ours) ^ set(theirs))


def _connectives(old: str, new: str) -> bool:
    """Whether one of two items ends in the connective of a list and the other in none."""
    ours, theirs = _LIST_END.search(old), _LIST_END.search(new)
    return (ours is None) is not (theirs is None)


def causes(old: str, new: str) -> tuple[tuple[str, ...], bool]:
    """In what two texts of the same words differ, and whether a faulty copy shows in it.

    A copy is considered faulty if there are spaces before a comma or inside a citation, or a
    lead-in has lost its dash.
    """
    found = []
    spaced = len(_SPACED.findall(old)) != len(_SPACED.findall(new))
    dash = bool(_LEAD_DASH.search(old)) is not bool(_LEAD_DASH.search(new)) and not _connectives(old, new)
    if spaced:
        found.append("spaces stand inside a citation or before a mark")
    if dash:
        found.append("the mark that leads in is missing on one side")
    if _connectives(old, new):
        found.append("the connective at the end of a list item")
    if _signs(old, "\"“”`'‘’") != _signs(new, "\"“”`'‘’"):
        found.append("quotation marks")
    if _signs(old, "-‐‑–—−") != _signs(new, "-‐‑–—−") and not dash:
        found.append("dashes")
    if [c for c in old if c.isupper()] != [c for c in new if c.isupper()]:
        found.append("capital letters")
    if _signs(old, ",;.:()[]") != _signs(new, ",;.:()[]") and not _connectives(old, new) and not dash:
        found.append("punctuation")
    return tuple(found or ["spaces"]), spaced or dash


def _signs(text: str, signs: str) -> str:
    return "".join(char for char in text if char in signs)


def without_next_heading(old: str, new: str) -> str:
    """The new text without the heading of the next part, if a copy has appended that to the old words.

    >>> without_next_heading("as provided.", "as provided. SUBCHAPTER II ADULT EDUCATION")
    'as provided.'
    """
    found = _NEXT_PART.search(new)
    return new[: found.start()].rstrip() if found and same_words(old, new[: found.start()]) else new


_BARE = re.compile(r"(?<![\w$.,/⁄(\[–-])\d{1,2}(?![\w%.,/⁄)\]–-])(?!\.\d)")
_NUMBERED = frozenset({*_WORDS["numbered"].split("|"), *MONTHS})
_COUNTED = re.compile(r"^(?:[a-z][\w-]*s\b|percent|year|month|day|week|hour|quarter|time|individual|of the)")


def bare_marks(old: str, new: str) -> list[tuple[int, int, int]]:
    """Numbers that are bare in the new text alone and may be a footnote's: (start, end, number).

    Only one that was put in, and neither numbers the word before it nor counts the word after it.
    """
    if len(_BARE.findall(new)) <= len(_BARE.findall(old)):
        return []
    old_words = plain_words(old)
    found = []
    for match in _BARE.finditer(new):
        without = new[: match.start()].rstrip() + " " + new[match.end() :].lstrip()
        nearer = likeness(old_words, plain_words(without)) > likeness(old_words, plain_words(new))
        if nearer and not _is_counted(new, match):
            found.append((match.start(), match.end(), int(match.group())))
    return found


def _is_counted(text: str, match: re.Match[str]) -> bool:
    before = plain_words(text[max(0, match.start() - 40) : match.start()])
    after = text[match.end() :].lstrip()
    closed = text[: match.start()].rstrip().endswith((".", ";", ",", ")", "]"))
    numbering = bool(before) and before[-1] in _NUMBERED and not closed
    return numbering or bool(_COUNTED.match(after))


def likeness(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """How alike two sequences of words are, 0 to 1."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(ours, theirs)


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text without some stretches, and without the doubled space each leaves.

    >>> without("section 60532 1 of title 34", [(14, 15)])
    'section 60532 of title 34'
    """
    for start, end in sorted(spans, reverse=True):
        text = text[:start].rstrip(" ") + " " + text[end:].lstrip(" ")
    return text.rstrip()


def masked(text: str, references: Iterable[tuple[int, int, str]], signs: dict[str, str]) -> str:
    """A text with each reference replaced by a private sign for the place it means.

    `references` are (start, end, place); `signs` maps places to signs, and takes in new ones.
    """
    for start, end, place in sorted(references, reverse=True):
        sign = signs.setdefault(place, chr(0xE000 + len(signs) % 0x1900))
        text = f"{text[:start]}{sign}{text[end:]}"
    return text


def reclassifier(table: Iterable[tuple[str, str]]) -> "Reclassified":
    """Compile a table of reclassified citations; `{}` is any pinpoint such as `(6)`.

    Each entry is (words as they were, words as they are now).
    """
    return tuple((_pattern(was), _pattern(now), f"\ue000{n}\ue000") for n, (was, now) in enumerate(table))


Reclassified = tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]


def _pattern(words: str) -> re.Pattern[str]:
    parts = [
        re.escape(fold(part)).replace(r"\ ", r"\s*").replace(r"\-", r"\s*-\s*") for part in words.split("{}")
    ]
    return re.compile(r"((?:\s*\([a-z0-9]{1,5}\))*)\s*".join(parts))


def reclassified(text: str, table: Reclassified) -> str:
    """The folded text with every place of the table written in one way, whichever it was."""
    plain = fold(text)
    for was, now, name in table:
        for pattern in (was, now):
            plain = pattern.sub(partial(_renamed, name), plain)
    return plain


def _renamed(name: str, found: re.Match[str]) -> str:
    return f" {name}{''.join(found.groups())} "


# Months that are other words too, unless a day follows.
_AMBIGUOUS = ("march", "may")
# "First-class mail" counts nothing.
_NO_COUNT = r"(?!(?:st|nd|rd|th)?-(?:class|party|hand|rate|line|stop|time basis)\b)"
NUMBER = re.compile(
    rf"\$?\d[\d,]*+(?:\.\d+)*+%?{_NO_COUNT}|"
    rf"\b(?:zero|{'|'.join((*CARDINALS, *LARGE, *ORDINALS))}){_NO_COUNT}\b|\b(?:half|noon|midnight|"
    rf"{'|'.join(month for month in MONTHS if month not in _AMBIGUOUS)}|(?:{'|'.join(_AMBIGUOUS)}) (?=\d)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|days?|weeks?|months?|years?|quarters?|hours?|"
    r"daily|weekly|monthly|quarterly|yearly|annual|annually|biennial|biennially|once|twice)\b"
)
PEOPLE = _any_of("people")
OFFICE = re.compile(
    rf"(?:the |a |an |each |such )?(?:(?:{_WORDS['office_qualifiers']}) )*(?:{_WORDS['offices']})"
)
# The greatest distance from an actor's name to its verb, in characters.
NEAR = 90
# A changed place of more words than this is not quoted whole in a flag.
LONG = 8
STRUCTURE = re.compile(
    r"\b(?:sub)?(?:sections?|paragraphs?|clauses?|titles?|chapters?|parts?|sec\.)\b|\bthis act\b|\bitems? \("
    r"|\b\d+ (?:u\.?s\.?c|c\.?f\.?r)\b"
)
ADDRESS = re.compile(rf"\([a-z0-9]{{1,6}}\)|\d[\w.-]*|{STRUCTURE.pattern}")
MARKED = re.compile(r"[\ue000-\uf8ff]")
ORGANIZATIONS = _any_of("organizations")
BODIES = _any_of("organizations", "areas")
QUANTIFIERS = frozenset(_WORDS["quantifiers"].split("|"))
CONDITION = _any_of("conditions")
FORCE = re.compile(
    rf"\b(?:(?:{_WORDS['force_verbs']})(?:[trn]?ed|[trn]?ing|e?s|d)?|{_WORDS['force_words']})\b"
)
NO_ACTOR = re.compile(
    rf"^(?:{_WORDS['no_actors']})\b|\d|\bpercent\b|"
    rf"^(?:{_WORDS['acts']}) (?!.*\b(?:{_WORDS['acting_bodies']})$)"
)
COUNTED = _any_of("counted")
_NO_MODIFIERS = frozenset(_WORDS["no_modifiers"].split("|"))
# Words before a time or a sum that mean the same as one another.
_ALIKE = ({"next", "following", "subsequent", "succeeding"}, {"last", "previous", "preceding", "prior"})
# By whom an act is shared, advised or approved; it ends before the next clause.
_INVOLVED = re.compile(
    rf"\b(?:(?:in|through|after|following|upon) (?:close |prior )?(?:{_WORDS['sharing']})s? with|"
    r"(?:jointly|together|in tandem) with|"
    rf"(?:with|without|upon|after|subject to) (?:the )?(?:prior |written )*(?:{_WORDS['approving']}) (?:of|by|to|from)) "
    rf"(?:(?!(?:{_WORDS['ending']})\b)[\w’'/-]+ ?){{1,12}}"
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
        and fold(words).split()[-1] not in _NO_MODIFIERS
        and not NUMBER.search(fold(words))
        for words in (removed, added)
    )


_BEFORE, _AFTER = (
    r"(?:before|prior to|until|by|within|no later than|not later than|on or before)",
    r"(?:after|following|on or after|since)",
)
_TIMES = tuple(map(re.compile, (_BEFORE, _AFTER, r"(?:during|throughout)")))
_DENYING = ("non", "un", "in", "im", "dis", "ir", "il")
_ADJECTIVE = ("able", "ible", "al", "ant", "ent", "ate", "ive", "ed", "ful", "ary", "ular")


def is_other_time(removed: str, added: str, after: str) -> bool:
    """Whether one word for a time replaced another of another kind, right before a time: "before" and "after" May 1."""
    kinds = [
        [form.fullmatch(fold(words).strip()) is not None for form in _TIMES] for words in (removed, added)
    ]
    return all(map(any, kinds)) and kinds[0] != kinds[1] and bool(NUMBER.search(in_figures(after[:NEAR])))


def is_negated_form(one: str, other: str) -> bool:
    """Whether one word is the other with a prefix that denies it: "refundable" and "nonrefundable"."""
    short, long = sorted((one.replace("-", ""), other.replace("-", "")), key=len)
    if len(short) < 4 or " " in long or not long.endswith(short):
        return False
    prefix = long.removesuffix(short)
    # "form" and "inform", "come" and "income" are other words: only an adjective takes the Latin prefixes.
    return prefix in _DENYING and (prefix in ("non", "un") or short.endswith(_ADJECTIVE))
