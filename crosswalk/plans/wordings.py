"""Words of plans and requirements in the form in which they are compared."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d,.]*%?")

# Words that join others and say nothing.
FUNCTION = frozenset(
    "a an the and or of to in on at by for from with without within into through over under as is are was were be been being"
    " has have had do does did will would shall should must may might can could it its their they them this that these those"
    " which who whom whose what when where how why if than then there here each every any all both either not no nor so such"
    " also other more most own same too very our we us you your i he she his her one two between among across during before"
    " after above below up down out off about against per via etc including include includes included regarding concerning"
    " while because since until although though however therefore thus well only even just still yet".split()
)
# Words that every plan is full of; a sentence made of these alone tells a reviewer nothing.
STOCK = frozenset(
    "state states board boards local area areas plan plans program programs service services system systems workforce"
    " development investment activity activities individual individuals participant participants customer customers"
    " partner partners agency agencies region regional community stakeholder stakeholders wioa act section title"
    " provide provides provided ensure ensures ensuring support supports supporting work works working continue continues"
    " continuing committed commit coordinate coordinates coordination collaborate collaborates collaboration align aligned"
    " alignment strategy strategies strategic effort efforts goal goals need needs meet meets meeting quality high effective"
    " effectively effectiveness efficient comprehensive appropriate various variety necessary available access opportunity"
    " opportunities develop develops developed developing establish establishes established implement implements implemented"
    " operate operates process processes strive strives important importance improve improves improving improvement enhance"
    " enhances promote promotes facilitate facilitates resource resources delivery carry carries carried out use uses used"
    " using accordance pursuant consistent requirement requirements required require applicable relevant related relating"
    " respect manner based order way ways part parts result results level levels range full key entire overall current"
    " currently future new innovative best practice practices approach approaches vision mission success successful"
    " one-stop center centers entity entities provider providers employment training education make makes made take takes"
    " taken give gives given address addresses addressed describe described identify identified engage engagement engages"
    " partnership partnerships serve serves served serving intend intends plan planned plans expect expects seek seeks".split()
)


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """The stem of one word in lower case; a number is its own stem."""
    low = word.lower().replace("’", "'").removesuffix("'s")
    return str(_stemmer().stemWord(low))


@lru_cache(maxsize=1 << 14)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words and numbers, words that only join others left out.

    >>> stems("The boards' programs will be aligned")
    ('board', 'program', 'align')
    """
    return tuple(
        stem(word.strip("'’-")) for word in _WORD.findall(text) if word.lower() not in FUNCTION and word.strip("'’-")
    )


@cache
def stock_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in STOCK)


def substance(sentence: str, known: Iterable[str]) -> tuple[str, ...]:
    """The stems that a sentence adds to words known before: neither the requirement's nor any plan's stock."""
    given = frozenset(known) | stock_stems()
    return tuple(dict.fromkeys(word for word in stems(sentence) if word not in given))
