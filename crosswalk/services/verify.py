"""Compare quoted words with the official texts, read independently of the readers.

No outline is parsed. The printed words of a statute or rule are walked from first to last, and every provision
must begin where the one before it ended, so nothing can be altered, added, left out or moved unnoticed.
Letters of guidance are compared character by character.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from crosswalk.errors import Problem
from crosswalk.ingest.blocks import FONT_SIGNS
from crosswalk.language.word_lists import MONTHS
from crosswalk.model.corpus import Corpus, Provision

_WORD = re.compile(r"\w+|[^\w\s]")
_FOOTNOTE_MARK = re.compile(r"\[\d{1,2}\]")
_APPARATUS = re.compile(
    r"(?:Authority:|Source:|\[\d+ FR |\(Authority: |\(Pub\. L\. |\([A-Z][a-z]+\.? \d+, \d{4}, ch\.)"
)
# A heading of the next part of the law that a copy prints at the end of a section.
_NEXT_PART = re.compile(r"(?:SUBCHAPTER|Part|PART|subpart) [A-Z0-9]+\b", re.ASCII)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_AFTER_HEADING = frozenset({".", "—", "-"})


@dataclass(frozen=True)
class WordReport:
    """The number of quoted provisions compared with the official words, and each that differs.

    `reconciled` counts the listed faults of the copy that were taken into account.
    """

    compared: int
    agree: int
    problems: tuple[Problem, ...] = ()
    reconciled: int = 0

    def joined(self, more: "WordReport") -> "WordReport":
        """The sum of two reports."""
        return WordReport(
            self.compared + more.compared,
            self.agree + more.agree,
            (*self.problems, *more.problems),
            self.reconciled + more.reconciled,
        )


@dataclass(frozen=True, slots=True)
class CopyFault:
    """An error of a source copy: its words, the shipped words, and the reason."""

    id: str
    copy: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class OfficialText:
    """One official text: the facts in its head, and its words as printed."""

    path: Path
    head: str
    body: str


@dataclass(slots=True)
class _Walk:
    """A position in the printed words."""

    words: Sequence[str]
    at: int = 0
    compared: int = 0
    agree: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_faults(path: Path) -> tuple[CopyFault, ...]:
    """The listed faults of a copy, in the order of the table; none if there is no table."""
    if not path.is_file():
        return ()
    lines = [line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(CopyFault(row["id"], row["copy"], row["text"], row["why"]) for row in rows)


def as_in_copy(corpus: Corpus, faults: Iterable[CopyFault]) -> tuple[Corpus, WordReport]:
    """The edition with the words of the faulty copy restored, and a report on the faults restored.

    A listed fault whose shipped words are not in its provision is a problem.
    """
    listed = {prov.id: prov for prov in corpus}
    problems, done = [], 0
    for fault in faults:
        prov = listed.get(fault.id)
        if prov is None:
            continue
        if fault.text not in prov.text:
            what = f"lists a fault of the copy at “{fault.text}”, but the shipped text has no such words."
            problems.append(Problem(_provision_name(prov), what, "XW-109"))
            continue
        listed[fault.id] = replace(prov, text=prov.text.replace(fault.text, fault.copy, 1))
        done += 1
    return Corpus(corpus.source, tuple(listed.values())), WordReport(0, 0, tuple(problems), done)


def compare_amended(corpus: Corpus, base: Corpus, reference: Path) -> WordReport:
    """Compare the amended provisions of an edition with the official texts of the edition's date.

    Provisions that it repeats must be in the base unchanged and in the same order; the base is compared as any
    edition is. Each amended or added provision must be printed in one piece in a text or table whose head names the
    date.
    """
    kept = [prov.id for prov in corpus if prov.id in base and _printed(prov) == _printed(base[prov.id])]
    order = [prov.id for prov in base if prov.id in set(kept)]
    problems = [] if kept == order else [Problem(corpus.source.key, "is not in its base's order.", "XW-109")]
    texts = [
        _spaced(_FOOTNOTE_MARK.sub("", path.read_text("utf-8", "replace")))
        for path in sorted([*reference.rglob("*.txt"), *reference.rglob("*.tsv")])
        if corpus.source.as_of in "".join(_head_and_body(path)[0])
    ]
    new = [prov for prov in corpus if prov.id not in set(kept)]
    for prov in new:
        if not any(_spaced(_printed(prov)) in text for text in texts):
            what = f"is new since {base.source.as_of} and in no official text of {corpus.source.as_of} in {reference}."
            problems.append(Problem(_provision_name(prov), what, "XW-109"))
    what = f"is missing in {corpus.source.key}."
    problems += [Problem(_provision_name(prov), what, "XW-109") for prov in base if prov.id not in corpus]
    return WordReport(len(corpus), len(corpus) - len(problems), tuple(problems))


def _printed(prov: Provision) -> str:
    """A provision as printed; a section without its number, since tables print none."""
    if prov.level == "section":
        return f"{prov.heading} {prov.text}"
    return f"{prov.num} {prov.heading} {prov.text}"


def _head_and_body(path: Path) -> tuple[list[str], list[str]]:
    """The lines with # at the top of a text, and the rest."""
    lines = path.read_text("utf-8", "replace").splitlines()
    count = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return lines[:count], lines[count:]


def compare_words(corpus: Corpus, reference: Path) -> WordReport:
    """Compare every provision of an edition with the official texts of the same date in a folder.

    The texts are .txt files whose head (lines with #) names the citation and the date. Words, punctuation and order
    must agree. White space, the shape of quotation marks, the case of headings and the mark between a heading and its
    text may differ. A part of the law for which the folder has no text of the edition's date is reported as a problem,
    never skipped.
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
    sentence, so its words must be in one text, adjacent and in order; white space and the shape of quotation marks
    may differ.
    """
    paths = sorted([*reference.rglob("*.txt"), *reference.rglob("icr-*.tsv")])
    texts = [_spaced(path.read_text("utf-8", "replace")) for path in paths]
    what = "the words of {} are in no official text of {}."
    problems = [
        Problem(_provision_name(prov), what.format(prov.id, reference), "XW-109")
        for prov in corpus
        if prov.text and not any(_spaced(prov.text) in text for text in texts)
    ]
    quoted = sum(bool(prov.text) for prov in corpus)
    return WordReport(quoted, quoted - len(problems), tuple(problems))


def _official_texts(folder: Path) -> Iterator[OfficialText]:
    """Every text of a folder that names its source in its head."""
    for path in sorted(folder.rglob("*.txt")):
        head, body = _head_and_body(path)
        if head:
            yield OfficialText(path, "\n".join(head), "\n".join(_statutory(body)))


def _statutory(lines: Iterable[str]) -> Iterator[str]:
    """The lines of the text itself, up to the notes and without authority and source lines."""
    for line in lines:
        if line.startswith("#"):
            return
        if not _APPARATUS.match(line.strip()):
            yield line


def _official_unit(prov: Provision) -> str:
    """The unit of an official text: a section of the Code, or a part of the regulations."""
    title, _, rest = prov.id.partition("/")
    return f"{title}/{rest.partition('/')[0].partition('.')[0]}"


def _is_of(text: OfficialText, place: str, first: Provision) -> bool:
    title, _, number = place.partition("/")
    act, _, section = first.also.partition(" sec. ")
    named = [
        rf"\b{title} U\.S\.C\. {re.escape(number)}\b(?![-–])",
        rf"\b{title} CFR part {re.escape(number)}\b",
    ]
    named += [rf"\b{re.escape(act)} section {re.escape(section)}(?!\w)"] if section else []
    return any(re.search(name, text.head) for name in named)


def _is_dated(head: str, corpus: Corpus) -> bool:
    """Whether a text is of the edition's date (its month, if no day is known) or as enacted."""
    as_of, enacted = corpus.source.as_of, "as enacted" in corpus.source.title
    year, _, month = as_of.partition("-")
    named = (
        f"{MONTHS[int(month) - 1].capitalize()} {year}" if re.fullmatch(r"0[1-9]|1[0-2]", month) else as_of
    )
    return ("as enacted" in head) if enacted else (as_of in head or named in head)


def _walk(provs: Sequence[Provision], text: OfficialText) -> _Walk:
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
    rest = " ".join(walk.words[walk.at :])
    if rest and not walk.problems and not _NEXT_PART.match(rest):
        what = f"{text.path.name} continues with “{' '.join(walk.words[walk.at : walk.at + 14])} …”, which is not in the corpus."
        walk.problems.append(Problem(_provision_name(provs[-1]), what, "XW-109"))
        walk.agree -= 1
    return walk


def _provision_name(prov: Provision) -> str:
    return prov.citation or prov.id


def _comparable_words(text: str) -> list[str]:
    return _WORD.findall(text.translate(_QUOTES).replace("''", '"'))


def _spaced(text: str) -> str:
    """The comparable words of a text with a space around each, so that only whole words are found in it."""
    return f" {' '.join(_comparable_words(text))} "


def _end(words: Sequence[str], at: int, prov: Provision, *, excerpt: bool = False) -> int | None:
    """The index at which a provision that begins at `at` ends; None if the words there are different.

    An excerpt may lack the mark of its first provision.
    """
    mark, heading, text = map(_comparable_words, (prov.num, prov.heading, prov.text))
    if _stands(words, at, mark):
        at += len(mark)
    elif not excerpt:
        return None
    at = _past(words, at) if heading else at
    if [word.casefold() for word in words[at : at + len(heading)]] != [word.casefold() for word in heading]:
        return None
    at += len(heading)
    if heading and not (text and _stands(words, at, text)):
        at = _past(words, at)
    return at + len(text) if _stands(words, at, text) else None


def _stands(words: Sequence[str], at: int, wanted: Sequence[str]) -> bool:
    return list(words[at : at + len(wanted)]) == list(wanted)


def _past(words: Sequence[str], at: int) -> int:
    """The index after the punctuation between a heading and its text."""
    while at < len(words) and words[at] in _AFTER_HEADING:
        at += 1
    return at


def _resume(walk: _Walk, rest: Sequence[Provision]) -> int:
    """The index to resume at after a difference: the first at which the next provision begins."""
    for prov in rest[:1]:
        for at in range(walk.at, len(walk.words)):
            if _end(walk.words, at, prov) is not None:
                return at
    return walk.at


_PAGE = "\f"
_PAGE_MARK = re.compile(r"\n(?:[^\S\n]*\d{1,3}\s*\n+)?-{3}\nPage \d+\n")
_SIGNS = re.compile(r"[^\S\f]+|[•●○◦▪■➢✓❖❑☐□☑☒\-‐‑–—\ufffe\u00ad]")
# The shortest piece, in characters, of a provision that runs over a page break or past a footnote mark, and how many of
# its first letters are looked for.
_PIECE, _START = 12, 5
# At most this many characters, such as a page heading and footnotes, may come between two pieces.
_BETWEEN = 4_000
_FOOTNOTE_NUMBER = re.compile(r"\d{1,3}")


def compare_letters(corpus: Corpus, reference: Path) -> WordReport:
    """Compare a letter of guidance with the texts and PDF files of its date in a folder.

    White space, hyphens and bullets are left out on both sides, because text from a PDF joins or splits words at line
    ends. Every cell of a table is searched for by itself. Only the end of a page or the number of a footnote may
    interrupt the letters of a provision.
    """
    texts = [_letters(_PAGE_MARK.sub(_PAGE, text)) for text in _of_date(corpus, reference)]
    problems = [
        Problem(prov.id, f"the words of {prov.id} are in no text of this date in {reference}.", "XW-109")
        for prov in corpus
        if not all(
            any(_holds(_letters(cell), text) for text in texts)
            for cell in f"{prov.heading}|{prov.text}".split("|")
        )
    ]
    return WordReport(len(corpus), len(corpus) - len(problems), tuple(problems))


def _of_date(corpus: Corpus, reference: Path) -> Iterator[str]:
    """Every text of the date, and every PDF file of the same name."""
    for text in _official_texts(reference):
        if _in_words(corpus.source.as_of) in text.head:
            yield text.path.read_text("utf-8", "replace")
            if (pdf := text.path.with_suffix(".pdf")).is_file():
                yield _pdf_words(pdf)


def _in_words(as_of: str) -> str:
    """An ISO date as official texts write it, such as June 11, 2024; a month alone as it is."""
    year, month, *day = as_of.split("-")
    return f"{MONTHS[int(month) - 1].capitalize()} {int(day[0])}, {year}" if day else as_of


def _pdf_words(path: Path) -> str:
    """The words of a PDF file as the library returns them, with a form feed after each page."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return _PAGE.join(page.get_textpage().get_text_range() for page in document)


def _letters(text: str) -> str:
    return _SIGNS.sub("", text.translate(FONT_SIGNS).translate(_QUOTES))


def _holds(words: str, text: str) -> bool:
    """Whether a text contains these characters in one piece, or in pieces separated by a page break or a footnote number."""
    if words in text:
        return True
    start = text.find(words[:_START])
    while start >= 0:
        if _goes_on(words, text, start):
            return True
        start = text.find(words[:_START], start + 1)
    return False


def _goes_on(words: str, text: str, at: int) -> bool:
    done = _shared(words, text, at)
    while done < len(words):
        at, rest = at + done, words[done:]
        words = rest
        after = text.find(rest[:_PIECE], at, at + _BETWEEN)
        between = text[at:after]
        if after < 0 or not (_PAGE in between or _FOOTNOTE_NUMBER.fullmatch(between)):
            return False
        at, done = after, _shared(rest, text, after)
    return True


def _shared(words: str, text: str, at: int) -> int:
    """How many characters agree from an index on."""
    most = min(len(words), len(text) - at)
    return next((n for n in range(most) if words[n] != text[at + n]), most)
