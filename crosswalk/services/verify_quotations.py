"""Quoted words against the official texts, read here in another way than the readers read them.

No outline is parsed: the printed words of a file are walked from first to last, and every provision
must begin where the one before it ended. So nothing can be altered, added, left out or moved without notice.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from crosswalk.errors import Problem
from crosswalk.language.word_lists import MONTHS
from crosswalk.model.corpus import Corpus, Provision

_WORD = re.compile(r"\w+|[^\w\s]")
_FOOTNOTE_MARK = re.compile(r"\[\d{1,2}\]")
_APPARATUS = re.compile(
    r"(?:Authority:|Source:|\[\d+ FR |\(Authority: |\(Pub\. L\. |\([A-Z][a-z]+\.? \d+, \d{4}, ch\.)"
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_AFTER_HEADING = frozenset({".", "—", "-"})


@dataclass(frozen=True)
class WordReport:
    """How many quoted provisions were compared with the official words, and each that disagrees."""

    compared: int
    agree: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Official:
    """One official text: what its head says of it, and its words as printed."""

    path: Path
    head: str
    body: str


@dataclass(slots=True)
class _Walk:
    """A way through the printed words."""

    words: Sequence[str]
    at: int = 0
    compared: int = 0
    agree: int = 0
    problems: list[Problem] = field(default_factory=list)


def compare_words(corpus: Corpus, reference: Path) -> WordReport:
    """Compare every provision of an edition with the official texts of the same date in a folder.

    The texts are .txt files whose head, lines with #, names the citation and the date. Words, signs and
    order must agree; white space, the shape of quotation marks, the case of headings and the sign
    between a heading and its text are the printer's. A part of the law for which the folder has no text
    of the edition's date is reported as a problem, never skipped.
    """
    texts = [text for text in _official_texts(reference) if _is_dated(text.head, corpus)]
    compared = agree = 0
    problems: list[Problem] = []
    for place, provs in groupby(corpus, key=_official_unit):
        listed = list(provs)
        found = next((text for text in texts if _is_of(text, place, listed[0])), None)
        if found is None:
            compared += len(listed)
            what = f"{corpus.source.key}: {reference} holds no official text of {_provision_name(listed[0])} at this date."
            problems.append(Problem(place, what, "XW-109"))
            continue
        walk = _walk(listed, found)
        compared += walk.compared
        agree += walk.agree
        problems += walk.problems
    return WordReport(compared, agree, tuple(problems))


def compare_excerpts(corpus: Corpus, reference: Path) -> WordReport:
    """Compare every quotation of a requirement list with the official texts in a folder.

    The texts are .txt files, and tables of a collection's prompts named icr-*.tsv. A unit quotes a part of a
    sentence, so its words must be in one text, next to each other and in order; white space and the shape of
    quotation marks are the printer's.
    """
    paths = sorted([*reference.rglob("*.txt"), *reference.rglob("icr-*.tsv")])
    texts = [
        f" {' '.join(_comparable_words(path.read_text(encoding='utf-8', errors='replace')))} "
        for path in paths
    ]
    problems = [
        Problem(
            prov.citation or prov.id,
            f"the words of {prov.id} are in no official text of {reference}.",
            "XW-109",
        )
        for prov in corpus
        if prov.text and not any(f" {' '.join(_comparable_words(prov.text))} " in text for text in texts)
    ]
    quoted = sum(bool(prov.text) for prov in corpus)
    return WordReport(quoted, quoted - len(problems), tuple(problems))


def _official_texts(folder: Path) -> Iterator[_Official]:
    for path in sorted(folder.rglob("*.txt")):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        count = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
        if count:
            yield _Official(path, "\n".join(lines[:count]), "\n".join(_statutory(lines[count:])))


def _statutory(lines: Iterable[str]) -> Iterator[str]:
    """The lines of the text itself, up to the notes and without authority and source lines."""
    for line in lines:
        if line.startswith("#"):
            return
        if not _APPARATUS.match(line.strip()):
            yield line


def _official_unit(prov: Provision) -> str:
    """What one official text holds: a section of the Code, a part of the regulations."""
    title, _, rest = prov.id.partition("/")
    return f"{title}/{rest.partition('/')[0].partition('.')[0]}"


def _is_of(text: _Official, place: str, first: Provision) -> bool:
    title, _, number = place.partition("/")
    act, _, section = first.also.partition(" sec. ")
    named = [
        rf"\b{title} U\.S\.C\. {re.escape(number)}\b(?![-–])",
        rf"\b{title} CFR part {re.escape(number)}\b",
    ]
    named += [rf"\b{re.escape(act)} section {re.escape(section)}(?!\w)"] if section else []
    return any(re.search(name, text.head) for name in named)


def _is_dated(head: str, corpus: Corpus) -> bool:
    """Whether a text is of the edition's date, its month where no day is known, or as enacted."""
    as_of, enacted = corpus.source.as_of, "as enacted" in corpus.source.title
    year, _, month = as_of.partition("-")
    named = (
        f"{MONTHS[int(month) - 1].capitalize()} {year}" if re.fullmatch(r"0[1-9]|1[0-2]", month) else as_of
    )
    return ("as enacted" in head) if enacted else (as_of in head or named in head)


def _walk(provs: Sequence[Provision], text: _Official) -> _Walk:
    walk = _Walk(_comparable_words(_FOOTNOTE_MARK.sub("", text.body)))
    for at, prov in enumerate(provs):
        walk.compared += 1
        end = _end(walk.words, walk.at, prov, excerpt=at == 0)
        if end is not None:
            walk.agree += 1
            walk.at = end
            continue
        printed = " ".join(walk.words[walk.at : walk.at + 14])
        what = f"differs from {text.path.name}, which has “{printed} …” here."
        walk.problems.append(Problem(_provision_name(prov), what, "XW-109"))
        walk.at = _resume(walk, provs[at + 1 :])
    if walk.at < len(walk.words) and not walk.problems:
        what = f"{text.path.name} goes on with “{' '.join(walk.words[walk.at : walk.at + 14])} …”, which is not held."
        walk.problems.append(Problem(_provision_name(provs[-1]), what, "XW-109"))
        walk.agree -= 1
    return walk


def _provision_name(prov: Provision) -> str:
    return prov.citation or prov.id


def _comparable_words(text: str) -> list[str]:
    return _WORD.findall(text.translate(_QUOTES).replace("''", '"'))


def _end(words: Sequence[str], at: int, prov: Provision, *, excerpt: bool = False) -> int | None:
    """Where a provision that begins at a word ends; None if the words there are others.

    An excerpt may lack the mark of its first provision.
    """
    mark, heading, text = (
        _comparable_words(prov.num),
        _comparable_words(prov.heading),
        _comparable_words(prov.text),
    )
    if _stands(words, at, mark):
        at += len(mark)
    elif not excerpt:
        return None
    at = _past(words, at) if heading else at
    if [word.casefold() for word in words[at : at + len(heading)]] != [word.casefold() for word in heading]:
        return None
    at += len(heading)
    if heading and not _stands(words, at, text):
        at = _past(words, at)
    return at + len(text) if _stands(words, at, text) else None


def _stands(words: Sequence[str], at: int, wanted: Sequence[str]) -> bool:
    return list(words[at : at + len(wanted)]) == list(wanted)


def _past(words: Sequence[str], at: int) -> int:
    """Past the signs between a heading and the text beside it."""
    while at < len(words) and words[at] in _AFTER_HEADING:
        at += 1
    return at


def _resume(walk: _Walk, rest: Sequence[Provision]) -> int:
    """Where to go on after a disagreement: the first place where the next provision begins."""
    for prov in rest[:1]:
        for at in range(walk.at, len(walk.words)):
            if _end(walk.words, at, prov) is not None:
                return at
    return walk.at
