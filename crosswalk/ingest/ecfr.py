"""The eCFR's XML, and that of the annual CFR, into provisions, one section at a time, so that a title needs little memory.

The XML nests down to the section; below it paragraphs are flat and are nested from their marks, with
the help of the italics that set levels 5 and 6, run-in headings and defined terms apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crosswalk.errors import CitationError, ParseError
from crosswalk.ingest.blocks import free, letters, plain_spaces, slug
from crosswalk.ingest.safety import MARKUP_LIMIT, MEGABYTE, root_of
from crosswalk.ingest.section import Para, read_section
from crosswalk.ingest.xml_stream import Element, elements, letters_in, letters_of, release, tag_of, tree_of
from crosswalk.language.outline import RULE, leading_marks
from crosswalk.model.citation import Citation, SectionMap, cite_provision
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

_DIVISIONS = {
    "DIV1": "title",
    "DIV2": "subtitle",
    "DIV3": "chapter",
    "DIV4": "subchapter",
    "DIV5": "part",
    "DIV6": "subpart",
    "DIV7": "subject group",
}
_SECTIONS = frozenset({"DIV8", "DIV9"})
_NOTES = frozenset({"CITA", "AUTH", "SOURCE", "SECAUTH", "APPRO", "PARAUTH"})
_APART = {
    **dict.fromkeys(sorted(_NOTES), "citation and authority lines"),
    **dict.fromkeys(("FTNT", "FTREF"), "footnotes"),
    **dict.fromkeys(("EDNOTE", "EFFDNOT", "EFFDNOTP", "CROSSREF"), "notes"),
    **dict.fromkeys(("CFRTOC", "HEADER", "AMDDATE", "PG", "PRTPAGE"), "pieces of front matter"),
}
# What is kept as a note of its section or part, for readers to see; it is not compared.
_KEPT = _NOTES | {"FTNT", "EDNOTE", "EFFDNOT", "EFFDNOTP", "CROSSREF"}
# The elements of the annual edition, by the names that the eCFR has for them; what is no text of a rule is front matter.
_ANNUAL = {
    "TITLE": "DIV1", "CFRTITLE": "HEADER", "LRH": "HEADER", "RRH": "HEADER", "CHAPTER": "DIV3", "SUBCHAP": "DIV4", "PART": "DIV5", "SUBPART": "DIV6", "SUBJGRP": "DIV7",
    "SECTION": "DIV8", "APPENDIX": "DIV9", "FDSYS": "HEADER", "CONTENTS": "CFRTOC", "EAR": "HEADER",
}  # fmt: skip
_ANNUAL_ROOTS = frozenset({"CFRGRANULE", "CFRDOC"})
_BLOCKS = ("P", "FP", "TR", "TABLE", "THEAD", "TBODY", "DIV", "EXTRACT", "HD")
_INLINE = frozenset({"I", "E", "EM", "B", "SU", "SUB", "FR", "AC", "A"})
_ITALIC_TYPES = frozenset({"03", "I", "i"})
_NUMBERED = re.compile(
    r"(?P<num>§+ ?[\w.\-–]+(?: ?(?:-|–|through) ?[\w.\-–]*\d)?"
    r"|(?i:title|subtitle|chapter|subchapter|part|subpart) [\w.]+)(?: ?(?:—|--|–) ?|\. | |$)"
)


@dataclass(slots=True)
class _Division:
    """A title, chapter, part or subpart that is open, with its number, heading, notes and id."""

    kind: str
    value: str
    heading: str = ""
    notes: list[str] = field(default_factory=list)
    place: int | None = None
    id: str = ""


@dataclass(slots=True)
class _Rules:
    """A regulation as it is read.

    `title` is what ids begin with; the document's id is used until a title is known. `marks` counts the
    characters of numbers and of the signs between a number, a heading and its text.
    """

    doc: str
    title: str = ""
    open: list[_Division] = field(default_factory=list)
    provs: list[Provision] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    dropped: dict[str, LeftOut] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    marks: int = 0

    @property
    def prefix(self) -> str:
        """What ids begin with."""
        return self.title or self.doc


def read_ecfr(data: bytes, source: Source) -> ReadResult:
    """Read the XML of a title or part of the Code of Federal Regulations, as the eCFR or the annual edition has it."""
    if root_of(data)[0] in _ANNUAL_ROOTS:
        data = _as_ecfr(data)
    rules = _Rules(source.id)
    inside = apart = 0
    for event, element in elements(data):
        tag = tag_of(element)
        if event == "start":
            if tag in _DIVISIONS and not inside:
                _open_division(rules, _DIVISIONS[tag], element.get("N", ""), element.get("NODE", ""))
            inside += tag in _SECTIONS
            apart += tag in _APART
            continue
        inside -= tag in _SECTIONS
        apart -= tag in _APART
        if not inside and not apart:
            _end(rules, element, tag)
    return _loaded(rules, source, letters_in(data))


def _as_ecfr(data: bytes) -> bytes:
    """The XML of the annual edition with the names of the eCFR's elements; every word of it is kept."""
    from lxml import etree

    if len(data) > MARKUP_LIMIT:
        raise ParseError(
            f"a volume of the annual edition is read up to {MARKUP_LIMIT // MEGABYTE} MB; give one part of it.",
            code="XW-111",
        )
    root = tree_of(data)
    title = next((" ".join(one.itertext()) for one in root.iter("CFRTITLE")), "")
    number_of_title = re.match(r"\s*(?:title\s+)?(\d{1,2})\b", title, re.IGNORECASE)
    for printed in list(root.iterfind(".//TITLE/CFRTITLE/TITLEHD")):
        printed.getparent().addprevious(printed)
    for element in list(root.iter(*_ANNUAL)):
        element.set("NODE", f"{number_of_title[1] if number_of_title else title.strip()}:1")
        head = next((one for one in element if one.tag in {"HD", "SECTNO", "RESERVED", "TITLEHD"}), None)
        if head is None:
            continue
        subject = head.getnext()
        if head.tag == "SECTNO" and subject is not None and subject.tag == "SUBJECT":
            head.text = f"{''.join(head.itertext()).strip()} {''.join(subject.itertext()).strip()}"
            del head[:]
            element.remove(subject)
        words = " ".join("".join(head.itertext()).split())
        numbered = _NUMBERED.match(words)
        number = numbered["num"].rpartition(" ")[2] if numbered else words
        element.set("N", words if element.tag == "APPENDIX" else number)
        head.tag = "HEAD"
    for element in root.iter():
        element.tag = _ANNUAL.get(element.tag, element.tag)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _end(rules: _Rules, element: Element, tag: str) -> None:
    parent = element.getparent()
    above = tag_of(parent) if parent is not None else ""
    if tag in _SECTIONS:
        _section(rules, element)
    elif tag in _DIVISIONS:
        _close_division(rules)
    elif tag in _APART:
        if tag in _KEPT and rules.open:
            rules.open[-1].notes.append(_words(element))
        leave_out(rules.dropped, _APART[tag], letters_of(element))
    elif tag == "HEAD" and above in _DIVISIONS:
        rules.open[-1].heading = _words(element)
        _leave_out_inside(rules, element)
    elif above in _DIVISIONS and (words := _words(element)):
        rules.loose.append(f"line {element.sourceline}: {words[:80]}")
        _leave_out_inside(rules, element)
    else:
        return
    release(element)


def _open_division(rules: _Rules, kind: str, value: str, node: str) -> None:
    """Open a title, chapter, part or subpart; `node` is its place in the title, such as 20:4.0.1.1.19."""
    if not rules.title:
        number = node.partition(":")[0] if ":" in node else value.strip() if kind == "title" else ""
        rules.title = number if re.fullmatch(r"\d{1,2}", number) else ""
    rules.open.append(_Division(kind, re.sub(r"(?i)^part\s+", "", value.strip())))


def _close_division(rules: _Rules) -> None:
    """Close the innermost division, giving it its provision and its notes."""
    _emit_divisions(rules)
    division = rules.open.pop()
    if division.place is not None:
        prov = rules.provs[division.place]
        rules.provs[division.place] = replace(prov, note="\n".join(division.notes))


def _emit_divisions(rules: _Rules) -> str | None:
    """Add the provision of every open division, once; returns the id of the innermost."""
    above: str | None = None
    citation = ""
    for division in rules.open:
        if division.place is None:
            division.id, citation = _division_id(rules, division, above, citation)
            num, heading = split_head(division.heading)
            rules.marks += letters(division.heading) - letters(heading)
            division.place = len(rules.provs)
            prov = Provision(division.id, heading=heading, parent=above, num=num, level=division.kind)
            prov = replace(prov, kind="heading", citation=citation)
            rules.provs.append(cite_provision(prov, "cfr", SectionMap()))
        above, citation = division.id, rules.provs[division.place].citation
    return above


def _division_id(rules: _Rules, division: _Division, above: str | None, citation: str) -> tuple[str, str]:
    value = re.sub(r"[^0-9A-Za-z.-]", "", division.value)
    if division.kind == "title":
        return free(rules.prefix, rules.taken), ""
    if division.kind == "part" and re.fullmatch(r"\d+[a-z]?", value):
        return free(f"{rules.prefix}/{value}", rules.taken), _cited(rules, value)
    name_of = division.kind.replace(" ", "-")
    if citation and division.kind == "subpart":
        citation = f"{citation}, subpart {value}"
    return free(f"{above or rules.prefix}/{name_of}.{value or len(rules.provs)}", rules.taken), citation


def split_head(head: str) -> tuple[str, str]:
    """The number and the heading of a printed head.

    >>> split_head("§ 677.155   What are the indicators?"), split_head("PART 677—PERFORMANCE")
    (('§ 677.155', 'What are the indicators?'), ('PART 677', 'PERFORMANCE'))
    """
    words = " ".join(plain_spaces(head).split())
    named = _NUMBERED.match(words)
    return (named["num"].rstrip("."), words[named.end() :].strip()) if named else ("", words)


def _cited(rules: _Rules, number: str) -> str:
    """The citation of a part or section; empty where its title or number is not known."""
    try:
        return str(Citation("cfr", rules.title, number))
    except CitationError:
        return ""


def _add_section(
    rules: _Rules, head: str, value: str, paras: list[Para], notes: list[str], *, appendix: bool
) -> None:
    """Nest one section or appendix and add its provisions."""
    above = _emit_divisions(rules)
    num, heading = split_head(head)
    plain = re.sub(r"^§+\s*", "", plain_spaces(value).strip()).replace("–", "-").replace(" ", "")
    if appendix or not plain:
        num, heading = "", head
        prov_id = free(f"{above or rules.prefix}/{slug(value or head) or 'appendix'}", rules.taken)
    else:
        prov_id = free(f"{rules.prefix}/{plain}", rules.taken)
    level = "appendix" if appendix else "section"
    citation = "" if appendix else _cited(rules, plain)
    prov = Provision(prov_id, heading=heading, parent=above, num=num, level=level, citation=citation)
    section = read_section(prov, paras, RULE)
    first = replace(section.provisions[0], note="\n".join(notes))
    first = first if len(section.provisions) > 1 or first.text else replace(first, kind="heading")
    known = SectionMap()
    rules.provs += [cite_provision(prov, "cfr", known) for prov in (first, *section.provisions[1:])]
    rules.ambiguous += section.ambiguous
    rules.marks += letters(head) - letters(heading) + section.marks


def _section(rules: _Rules, element: Element) -> None:
    paras: list[Para] = []
    notes: list[str] = []
    head = ""
    for child in element:
        tag = tag_of(child)
        if tag == "HEAD" and not head:
            head = _words(child)
        elif tag in _APART:
            notes += [_words(child)] if tag in _KEPT else []
            leave_out(rules.dropped, _APART[tag], letters_of(child))
        else:
            paras += _paras(child, tag)
            _leave_out_inside(rules, child)
    _add_section(rules, head, element.get("N", ""), paras, notes, appendix=tag_of(element) == "DIV9")


def _leave_out_inside(rules: _Rules, element: Element) -> None:
    """Count the notes and footnote marks within a paragraph or heading, which its words leave out."""
    for child in element:
        if (tag := tag_of(child)) in _APART:
            leave_out(rules.dropped, _APART[tag], letters_of(child))
        else:
            _leave_out_inside(rules, child)


def _paras(element: Element, tag: str) -> Iterator[Para]:
    """The paragraphs of an element: one for a P, one a row for a table, one each within an extract."""
    if tag == "P":
        yield from _para(element)
    elif tag == "TR":
        cells = [" ".join(_words(cell).split()) for cell in element if tag_of(cell) in {"TD", "TH"}]
        yield from [Para("\t".join(cells), plain=True, heading="")] if any(cells) else []
    elif any(tag_of(child).startswith(_BLOCKS) for child in element):
        for child in element:
            for para in _paras(child, tag_of(child)):
                yield replace(para, plain=True)
    elif words := _words(element):
        yield Para(words, plain=True, heading="", flush=tag == "FP")


def _para(element: Element) -> Iterator[Para]:
    """A paragraph, with its marks, run-in heading and defined term as its italics show them."""
    runs = _joined(_runs(element, italic=False))
    words = "".join(text for text, _ in runs)
    if not words:
        return
    marks, begin = leading_marks(words, RULE)
    if not any(italic for _, italic in runs):
        yield Para(words, heading="", italics=(False,) * len(marks))
        return
    slanted = [italic for text, italic in runs for _ in text]
    italics = tuple(slanted[at + 1] for at, char in enumerate(words[:begin]) if char == "(")
    end = next((at for at in range(begin, len(words)) if not slanted[at]), len(words))
    heading, sign = words[begin:end].strip(), words[end : end + 1]
    if heading and sign in {".", "—"} and heading[-1] not in ".—":
        heading += sign
    tied = heading.endswith((".", "—", "?", ":"))
    yield Para(words, heading=heading if tied or not marks else "", italics=italics[: len(marks)])


def _runs(element: Element, *, italic: bool) -> Iterator[tuple[str, bool]]:
    yield element.text or "", italic
    for child in element:
        tag = tag_of(child)
        if tag not in _APART:
            slanted = italic or tag == "I" or (tag in {"E", "EM"} and child.get("T", "03") in _ITALIC_TYPES)
            edge = "" if tag in _INLINE else " "
            yield edge, italic
            yield from _runs(child, italic=slanted)
            yield edge, italic
        yield child.tail or "", italic


def _joined(runs: Iterator[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The runs with white space folded across their borders."""
    found: list[tuple[str, bool]] = []
    spaced = False
    for raw, italic in runs:
        text = plain_spaces(raw)
        if core := " ".join(text.split()):
            apart = bool(found) and (spaced or text[0].isspace())
            found.append((f" {core}" if apart else core, italic))
            spaced = text[-1].isspace()
        else:
            spaced = spaced or bool(text)
    return found


def _words(element: Element) -> str:
    return "".join(text for text, _ in _joined(_runs(element, italic=False)))


def _loaded(rules: _Rules, source: Source, chars: int) -> ReadResult:
    """The reading of a regulation; one without a section is an error."""
    if not rules.provs:
        raise ParseError(
            "the file holds no section of a regulation; check that it is the right one.", code="XW-231"
        )
    corpus = Corpus(source, tuple(rules.provs))
    return ReadResult(
        corpus,
        unclaimed=tuple(rules.loose),
        ambiguous=tuple(rules.ambiguous),
        dropped=rules.dropped,
        source_chars=chars,
        claimed_chars=rules.marks + sum(letters(prov.heading + prov.text) for prov in corpus),
    )
