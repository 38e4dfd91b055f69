"""Make the shipped texts of law and guidance from a folder of official texts: `python -m tools.texts FOLDER`.

Every text is read by the product's own readers; what is done besides is written here and in the tables
beside the corpora: `amendments.tsv` (words that changed after the base edition) and `faults.tsv` (where the
copy that was read is wrong). The files are the same whenever the folder is the same.
"""

import csv
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from crosswalk.errors import SourceError
from crosswalk.ingest import read
from crosswalk.ingest.corpus_file import dump_corpus
from crosswalk.model.citation import cite_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.services.compare_editions import Amendment, read_amendments
from crosswalk.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
NOW = "2026-03-26"
POINT = "release point 119-73, March 2026"
UNAMENDED = f"No amendment listed at {POINT} (source credit and notes read); words compared with a copy of April 2023."
COMPARED = f"Words compared at {POINT}."
AMENDED = f"Amended since July 2016, as noted at the provision; checked at {POINT}."
LAWS = {
    "3225a": "Pub. L. 115-271, sec. 8041 (October 24, 2018), amended by Pub. L. 119-44, sec. 306 (December 1, 2025)",
    "3228": "Pub. L. 117-328, div. T, sec. 346 (December 29, 2022)",
}
ALONE = f"Read in one copy at {POINT}; no other copy to compare it with."
RULES = "Text of the eCFR as of January 2025; later changes were not checked."
PERKINS = "Copy of April 2023; later amendments were not checked."
# A run-in heading ends where the first sentence begins, with one of these words.
_RUN_IN = re.compile(
    r"(\(\w+\)) ([A-Z]\w*(?: [\w,-]+)*?) (?=(?:The|In|To|Not|Each|If|Any|For|There|A) [a-zA-Z])(.*)"
)
_MARK = re.compile(r"\(\w{1,5}\)")
_FOOTNOTE = re.compile(r"\[\d\]")
_SENTENCE = re.compile(r".*[.;:,—]$|.*(?:; and|; or|, and)$")


def current_statute(space: Workspace, folder: Path) -> Corpus:
    """29 U.S.C. chapter 32 in March 2026: July 2016 as amended, with the two sections that were added."""
    base = space.corpus("wioa", "2016-07-19")
    source = space.edition("wioa", NOW).source()
    amendments = read_amendments(space.corpora / "wioa" / "amendments.tsv")
    made = amend(base, source, amendments)
    text = (folder / "wioa" / "compare" / "amended-provisions-2026-03.txt").read_text("utf-8")
    added = {"3225": _opioid_section(folder, text), "3227": _ownership_section(text)}
    checks = _checks(folder, text, {one.id for one in amendments})
    listed = [replace(prov, checked=checks.get(prov.id, "")) for prov in _with_added(made, added)]
    return Corpus(source, tuple(listed))


def _with_added(corpus: Corpus, added: Mapping[str, Corpus]) -> Iterator[Provision]:
    """The sections in order, each added one after the section that it follows."""
    for section in corpus.children(None):
        yield from corpus.below(section.id)
        yield from added.get(section.id.partition("/")[2], ())


def amend(corpus: Corpus, source: Source, amendments: Sequence[Amendment]) -> Corpus:
    """The edition that results from amending the previous one; every amended provision has a note on it.

    Raises a `SourceError` if an amendment names a provision or words that are not there exactly once.
    """
    listed = {prov.id: prov for prov in corpus}
    for one in amendments:
        listed[one.id] = _amended(listed.get(one.id), one, corpus.source.key)
    return Corpus(source, tuple(listed.values()))


def _amended(prov: Provision | None, one: Amendment, where: str) -> Provision:
    found = prov.text.count(one.was) if prov else 0
    if prov is None or found != 1:
        raise SourceError(
            f"{where}: “{one.was}” occurs {found} times in {one.id}, not once; correct the amendment.",
            code="XW-558",
        )
    notes = " ".join(words for words in (prov.note, one.sentence, one.note) if words)
    return replace(prov, text=prov.text.replace(one.was, one.now), note=notes)


def _checks(folder: Path, text: str, amended: set[str]) -> dict[str, str]:
    """What was checked of each section and of each passage that was compared, by id."""
    table = folder / "wioa" / "derived" / "amendments-to-2026-03.tsv"
    found: dict[str, str] = {}
    for row in _rows(table):
        section = f"29/{row['usc_section'].rpartition(' ')[2]}"
        own = [one for one in amended if one.startswith(f"{section}/")]
        law = row["amended_after_2016"] == "yes"
        found[section] = AMENDED if law and own else UNAMENDED
    passages = re.findall(r"^(\d{4}\w*)((?:\(\w+\))+)\t", text, re.MULTILINE)
    ids = ["/".join(("29", section, *_marks(marks))) for section, marks in passages]
    ids += ["29/3141/b/1", "29/3141/b/2/A", "29/3141/b/2/B", *amended]
    found |= dict.fromkeys(ids, COMPARED)
    return found | {"29/3225a": COMPARED, "29/3228": ALONE}


def _marks(words: str) -> list[str]:
    return re.findall(r"\((\w+)\)", words)


def _rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _part(text: str, name: str) -> list[str]:
    """The lines of law in one part of the report, without its remarks and footnotes."""
    body = text.split(f"== PART {name}.", 1)[1].split("\n== PART", 1)[0].splitlines()[1:]
    return [_FOOTNOTE.sub("", line) for line in body if line and not re.match(r"-- |\[\d\]", line)]


def _opioid_section(folder: Path, text: str) -> Corpus:
    """Section 3225a: headings and outline from the copy of 2023, words as they were in March 2026."""
    path = folder / "wioa" / "statute-usc-2023" / "29-USC-3225a.txt"
    lines = iter(_part(text, "D"))
    corpus = read(path, Source("wioa", NOW, "", kind="statute")).corpus
    return _noted(Corpus(corpus.source, tuple(_current_words(prov, lines) for prov in corpus)), "3225a")


def _current_words(prov: Provision, lines: Iterator[str]) -> Provision:
    """A provision with the words of the next line, which begins with its mark and its heading."""
    if prov.level == "section":
        return prov
    line = next(lines)
    opening = " ".join(part for part in (prov.num, prov.heading) if part)
    if not line.startswith(opening):
        raise ValueError(f"{prov.id}: “{opening}” expected, “{line[:60]}” found")
    return replace(prov, text=line[len(opening) :].strip())


def _ownership_section(text: str) -> Corpus:
    """Section 3228, whose copy runs headings into the text and prints one closing sentence too early."""
    lines = _part(text, "E")
    at = next(n for n, line in enumerate(lines) if line.startswith("The guidance under subparagraph (B)"))
    closing = lines.pop(at)
    outlined = "\n".join(_outlined(lines))
    head = "# § 3228.\n# Citation: 29 U.S.C. 3228\n\n§ 3228. Worker ownership, readiness, and knowledge\n\n"
    corpus = _read_text(head + outlined, Source("wioa", NOW, "", kind="statute"))
    flush = Provision("29/3228/c/4/flush", closing, parent="29/3228/c/4", level="continuation")
    last = [prov.id for prov in corpus.below("29/3228/c/4")][-1]
    listed = [one for prov in corpus for one in ((prov, flush) if prov.id == last else (prov,))]
    return _noted(Corpus(corpus.source, tuple(listed)), "3228")


def _outlined(lines: Iterable[str]) -> Iterator[str]:
    """The lines with each run-in heading on a line of its own."""
    for line in lines:
        found = _RUN_IN.fullmatch(line)
        if found and not _SENTENCE.fullmatch(found[2]):
            yield from (f"{found[1]} {found[2]}", found[3])
        else:
            yield line


def _read_text(text: str, source: Source) -> Corpus:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text, "utf-8")
        return read(path, source).corpus


def _noted(corpus: Corpus, section: str) -> Corpus:
    """The section with what a reader must know: it stands in the chapter and is no part of the act."""
    note = f"Not part of WIOA: added to the chapter by {LAWS[section]}."
    listed = [
        replace(prov, note=note, address="") if prov.level == "section" else replace(prov, address="")
        for prov in corpus
    ]
    return Corpus(corpus.source, tuple(listed))


def rules(space: Workspace, folder: Path, corpus_id: str) -> Corpus:
    """The parts of the regulations that the folder holds of one title, each with its outline."""
    source = space.edition(corpus_id).source()
    title = corpus_id.removeprefix("cfr")
    listed = [
        prov
        for path in sorted((folder / "wioa" / "cfr").glob(f"{title}cfr*.txt"))
        for prov in read(path, source).corpus
    ]
    return Corpus(source, tuple(replace(p, checked=RULES) if p.level == "part" else p for p in listed))


def perkins(space: Workspace, folder: Path) -> Corpus:
    """20 U.S.C. chapter 44, section by section, with the faults of the copy set right."""
    source = space.edition("perkins").source()
    wrong = faults(space.corpora / "perkins" / "faults.tsv")
    listed = [
        _set_right(prov, wrong.get(prov.id, ()))
        for path in sorted((folder / "perkins" / "statute-usc-2023").glob("*.txt"))
        for prov in read(path, source).corpus
        if prov.level not in {"subchapter", "part"}
    ]
    return Corpus(source, tuple(listed))


def faults(path: Path) -> dict[str, list[dict[str, str]]]:
    """The faults of a copy by provision: the words it has, and those that are shipped."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in _rows(path):
        found.setdefault(row["id"], []).append(row)
    return found


def _set_right(prov: Provision, wrong: Iterable[Mapping[str, str]]) -> Provision:
    """The provision without the faults of its copy; a section says until when it was checked."""
    text, heading = _tidy(prov.text), _tidy(prov.heading)
    for row in wrong:
        text = text.replace(row["copy"], row["text"], 1)
        heading = heading.replace(row["copy"], row["text"], 1)
    dash = any(row["why"].startswith("lead-in") for row in wrong)
    note = "The copy drops the dash that ends this lead-in; it is restored." if dash else prov.note
    checked = PERKINS if prov.level == "section" else ""
    return replace(prov, text=text, heading=heading, note=note, checked=checked)


def _tidy(text: str) -> str:
    """The words without the spaces that the copy puts around signs."""
    return re.sub(r"([(\[]) ", r"\1", re.sub(r" ([.,;:)\]])", r"\1", text))


_PAGE_BREAK = re.compile(r"\n(?:\s*\d{1,3}\s*\n+)?-{3}\n(Page \d+)\n+")


def letter(space: Workspace, folder: Path, corpus_id: str, as_of: str, name: str) -> Corpus:
    """A letter of guidance: the PDF where the folder has it, else its text with pages joined."""
    source = space.edition(corpus_id, as_of).source()
    path = folder / "wioa" / "guidance" / name
    if path.suffix == ".pdf":
        return read(path, source).corpus
    return _read_text(joined_pages(path.read_text("utf-8")), source)


def joined_pages(text: str) -> str:
    """A text without printed page numbers, in which a sentence that runs over a page stands in one piece."""

    def join(found: re.Match[str]) -> str:
        before, after = text[: found.start()].rstrip(), text[found.end() :].lstrip()
        runs_on = before[-1:].isalnum() or before[-1:] in ",-–" or after[:1].islower()
        return "\n" if runs_on else f"\n\n---\n{found[1]}\n\n"

    return _PAGE_BREAK.sub(join, text)


LETTERS = (
    ("performance-guidance", "2024-06-11", "RSA-TAC-17-01.pdf"),
    ("negotiation-guidance", "2025-01-06", "RSA-TAC-20-02.txt"),
    ("validation-guidance", "2025-07-10", "RSA-TAC-19-01.txt"),
    ("state-plan-guidance", "2016-03-09", "RSA-PD-16-03.txt"),
    ("state-plan-guidance", "2020-02-03", "RSA-TAC-20-01.txt"),
    ("state-plan-guidance", "2021-12-14", "RSA-TAC-22-02.txt"),
    ("state-plan-guidance", "2023-10-31", "RSA-TAC-24-02.txt"),
    ("one-stop-vision", "2015-08-13", "RSA-TAC-15-01.txt"),
    ("one-stop-guidance", "2017-01-18", "RSA-TAC-17-02.txt"),
)


def made(space: Workspace, folder: Path) -> Iterator[tuple[str, Callable[[], Corpus]]]:
    """Every shipped text of law and guidance by its key, and how it is made."""
    yield f"wioa@{NOW}", lambda: current_statute(space, folder)
    for corpus_id in ("cfr20", "cfr34"):
        yield f"{corpus_id}@2025-01", lambda corpus_id=corpus_id: rules(space, folder, corpus_id)
    yield "perkins@2023-04", lambda: perkins(space, folder)
    for corpus_id, as_of, name in LETTERS:
        key = f"{corpus_id}@{as_of}"
        yield key, lambda one=(corpus_id, as_of, name): letter(space, folder, *one)


def cited(space: Workspace, corpus: Corpus) -> Corpus:
    """A made text with its citations, as the corpus file is read again."""
    entry = space.edition(corpus.source.id, corpus.source.as_of)
    return cite_provisions(corpus, entry.numbering, space.section_map)


def main(folder: Path, only: str = "") -> None:
    """Write every text that the folder gives, and print its key, size and digest."""
    space = Workspace(ROOT)
    for key, make in made(space, folder):
        if only in key:
            corpus = cited(space, make())
            entry = space.edition(corpus.source.id, corpus.source.as_of)
            path = space.corpora / entry.file
            path.parent.mkdir(exist_ok=True)
            path.write_text(dump_corpus(corpus), "utf-8")
            sys.stdout.write(f"{key}: {len(corpus)} provisions, digest {corpus.digest}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
