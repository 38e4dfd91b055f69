"""Who acts: the noun phrase before the duty verb."""

import re

from crosswalk.language.normalize import fold
from crosswalk.model.annotation import Span

# An opening phrase that is not the subject: "In developing the plan, the State shall ..."
_OPENING = re.compile(
    r"^(?:in|for|from|to|with|within|under|using|upon|on|at|by|after|before|during|prior|not later|no later|"
    r"if|when|where|unless|except|notwithstanding|subject|as|pursuant|consistent|based|beginning|once|"
    r"each time|through|because|while|until|of the|whenever|regardless|without|since|given|"
    r"(?:\w+ing))\b"
)
_DETERMINER = re.compile(r"^(?:the|a|an|each|any|every|such|that|this|no|all|both|either|its|their)\s+")
_BE = re.compile(
    r"^\s*(?:not\s+|also\s+|only\s+|jointly\s+)*be\s+(?:\w+ly\s+)?(?:\w+(?:ed|en|wn|de|ne|ld|pt|nt)|set|put|made)\b"
)
_BY = re.compile(
    r"\bby (the (?:[\w'-]+ ){0,5}?(?:board|agency|secretary|governor|state|provider|operator|official|department|director)s?)\b"
)
_CUT = re.compile(
    r"\s+(?:that|which|who|whom|whose|involved|responsible|under|pursuant|in accordance|in order|with respect|"
    r"for|in|to|from|with|acting|making|using|entering|receiving|seeking|requesting|relating|carrying|"
    r"(?:\w+ed|\w+ing|made|taken)(?= (?:by|to|in|under|for|on|a|an|the|any|with|from|pursuant|as|out|relating)\b|$))\b"
)
# Words before a verb that name nobody: a cross-reference, a pronoun, a clause.
_NOBODY = re.compile(
    r"^(?:sub)?(?:paragraph|section|clause|chapter|part)s?\b|^(?:there|it|they|such|this|these|nothing|none|only|without|"
    r"establish|regardless)\b|\b(?:is|are|was|were|has|have|who)\b"
)


def find_agent(text: str, verb: Span) -> tuple[str, Span] | None:
    """The one who must, may or should, in normal form, with its place; None where the text names none.

    A passive verb has an actor only where the text says by whom.

    >>> actor_of("In general, the State board shall assist the Governor", Span(28, 33))
    ('State board', Span(start=16, end=27))
    """
    low = fold(text)
    if _BE.match(low[verb.end :]):
        agent = _BY.search(low, verb.end)
        return _agent_phrase(text, low, agent.start(1), agent.end(1)) if agent else None
    start = max(
        low.rfind(". ", 0, verb.start) + 2 if ". " in low[: verb.start] else 0,
        low.rfind("; ", 0, verb.start) + 2 if "; " in low[: verb.start] else 0,
    )
    start = _skip_openings(low, start, verb.start)
    end = verb.start
    comma = low.find(",", start, verb.start)
    if comma != -1:
        end = comma
    return _agent_phrase(text, low, start, end)


def _skip_openings(low: str, start: int, end: int) -> int:
    """Where the subject begins, after phrases such as `After consultation with X,`."""
    while _OPENING.match(low[start:end].lstrip()):
        comma = low.find(",", start, end)
        if comma == -1:
            return end
        start = comma + 1
        # An opening may hold commas of its own; the subject begins with a determiner or a name.
        while not _DETERMINER.match(low[start:end].lstrip()) and (comma := low.find(",", start, end)) != -1:
            start = comma + 1
    return start


def _agent_phrase(text: str, low: str, start: int, end: int) -> tuple[str, Span] | None:
    piece = low[start:end]
    start += len(piece) - len(piece.lstrip())
    determiner = _DETERMINER.match(low[start:end])
    inside = start + (determiner.end() if determiner else 0)
    cut = _CUT.search(low, inside, end)
    if cut:
        end = cut.start()
    name = text[inside:end].strip()
    if not re.match(r"[A-Za-z]", name) or len(name.split()) > 14 or _NOBODY.search(fold(name)):
        return None
    inside += len(text[inside:end]) - len(text[inside:end].lstrip())
    return " ".join(name.split()), Span(inside, inside + len(name))
