"""The eCFR's XML into provisions, one section at a time, so that a whole title needs little memory.

The XML nests down to the section; below it paragraphs are flat and are nested from their marks, with
the help of the italics that set levels 5 and 6, run-in headings and defined terms apart.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crosswalk.errors import CitationError, ParseError
from crosswalk.ingest.lines import plain_spaces
from crosswalk.ingest.section import Para, read_section
from crosswalk.ingest.tree import free, letters, slug
from crosswalk.ingest.xml_safe import Element, elements, letters_of, name, release
from crosswalk.language.outline import RULE, leading_marks
from crosswalk.model.citation import Citation, SectionMap, cite_provision
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import ReadResult

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
    **dict.fromkeys(_NOTES, "citation and authority lines"),
    **dict.fromkeys(("FTNT", "FTREF"), "footnotes"),
    **dict.fromkeys(("EDNOTE", "EFFDNOT", "EFFDNOTP", "CROSSREF"), "notes"),
    **dict.fromkeys(("CFRTOC", "HEADER", "AMDDATE", "PG", "PRTPAGE"), "front matter"),
}
_BLOCKS = ("P", "FP", "TR", "TABLE", "THEAD", "TBODY", "DIV", "EXTRACT", "HD")
_INLINE = frozenset({"I", "E", "EM", "B", "SU", "SUB", "FR", "AC", "A"})
_ITALIC_TYPES = frozenset({"03", "I", "i"})
_NUMBERED = re.compile(
    r"(?P<num>§+ ?[\w.\-–]+(?: ?(?:-|–|through) ?[\w.\-–]*\d)?"
    r"|(?i:title|subtitle|chapter|subchapter|part|subpart) [\w.]+)(?: ?(?:—|--|–) ?|\. | |$)"
)


@dataclass(slots=True)
class Division:
    """A title, chapter, part or subpart that is open, with its number, heading, notes and id."""

    kind: str
    value: str
    heading: str = ""
    notes: list[str] = field(default_factory=list)
    place: int | None = None
    id: str = ""


@dataclass(slots=True)
class Rules:
    """A regulation as it is read; `title` is what ids begin with, the document's id until a title is told."""

    doc: str
    title: str = ""
    open: list[Division] = field(default_factory=list)
    provs: list[Provision] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    loose: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    chars: int = 0

    @property
    def prefix(self) -> str:
        """What ids begin with."""
        return self.title or self.doc


def read_ecfr(data: bytes, source: Source) -> ReadResult:
    """Read the XML of a title or part of the Code of Federal Regulations."""
    rules = Rules(source.id)
    inside = apart = 0
    for event, element in elements(data):
        tag = name(element)
        if event == "start":
            if tag in _DIVISIONS and not inside:
                open_division(rules, _DIVISIONS[tag], element.get("N", ""), element.get("NODE", ""))
            inside += tag in _SECTIONS
            apart += tag in _APART
            continue
        inside -= tag in _SECTIONS
        apart -= tag in _APART
        if not inside and not apart:
            _end(rules, element, tag)
    return loaded(rules, source)


def _end(rules: Rules, element: Element, tag: str) -> None:
    parent = element.getparent()
    above = name(parent) if parent is not None else ""
    if tag in _SECTIONS:
        _section(rules, element)
    elif tag in _DIVISIONS:
        close_division(rules)
    elif tag in _APART:
        if tag in _NOTES and rules.open:
            rules.open[-1].notes.append(_words(element))
        rules.dropped[f"{_APART[tag]} (characters)"] += letters_of(element)
    elif tag == "HEAD" and above in _DIVISIONS:
        rules.open[-1].heading = _words(element)
    elif above in _DIVISIONS and (words := _words(element)):
        rules.loose.append(f"line {element.sourceline}: {words[:80]}")
        rules.chars += letters(words)
    else:
        return
    release(element)


def open_division(rules: Rules, kind: str, value: str, node: str) -> None:
    """Open a title, chapter, part or subpart; `node` is its place in the title, such as 20:4.0.1.1.19."""
    if not rules.title:
        told = node.partition(":")[0] if ":" in node else value.strip() if kind == "title" else ""
        rules.title = told if re.fullmatch(r"\d{1,2}", told) else ""
    rules.open.append(Division(kind, re.sub(r"(?i)^part\s+", "", value.strip())))


def close_division(rules: Rules) -> None:
    """Close the innermost division, giving it its provision and its notes."""
    emit_divisions(rules)
    division = rules.open.pop()
    if division.place is not None:
        prov = rules.provs[division.place]
        rules.provs[division.place] = replace(prov, note="\n".join(division.notes))


def emit_divisions(rules: Rules) -> str | None:
    """Give every open division its provision, once; the id of the innermost."""
    above: str | None = None
    citation = ""
    for division in rules.open:
        if division.place is None:
            division.id, citation = _division_id(rules, division, above, citation)
            num, heading = split_head(division.heading)
            rules.chars += letters(heading)
            division.place = len(rules.provs)
            prov = Provision(division.id, heading=heading, parent=above, num=num, level=division.kind)
            prov = replace(prov, kind="heading", citation=citation)
            rules.provs.append(cite_provision(prov, "cfr", SectionMap()))
        above, citation = division.id, rules.provs[division.place].citation
    return above


def _division_id(rules: Rules, division: Division, above: str | None, citation: str) -> tuple[str, str]:
    value = re.sub(r"[^0-9A-Za-z.-]", "", division.value)
    if division.kind == "title":
        return free(rules.prefix, rules.taken), ""
    if division.kind == "part" and re.fullmatch(r"\d+[a-z]?", value):
        return free(f"{rules.prefix}/{value}", rules.taken), cited(rules, value)
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


def cited(rules: Rules, number: str) -> str:
    """The citation of a part or section; empty where its title or number is not known."""
    try:
        return str(Citation("cfr", rules.title, number))
    except CitationError:
        return ""


def add_section(
    rules: Rules, head: str, value: str, paras: list[Para], notes: list[str], *, appendix: bool
) -> None:
    """Nest one section or appendix and add its provisions."""
    above = emit_divisions(rules)
    num, heading = split_head(head)
    plain = re.sub(r"^§+\s*", "", plain_spaces(value).strip()).replace("–", "-").replace(" ", "")
    if appendix or not plain:
        num, heading = "", head
        prov_id = free(f"{above or rules.prefix}/{slug(value or head) or 'appendix'}", rules.taken)
    else:
        prov_id = free(f"{rules.prefix}/{plain}", rules.taken)
    level = "appendix" if appendix else "section"
    citation = "" if appendix else cited(rules, plain)
    prov = Provision(prov_id, heading=heading, parent=above, num=num, level=level, citation=citation)
    section = read_section(prov, paras, RULE)
    first = replace(section.provisions[0], note="\n".join(notes))
    first = first if len(section.provisions) > 1 or first.text else replace(first, kind="heading")
    known = SectionMap()
    rules.provs += [cite_provision(prov, "cfr", known) for prov in (first, *section.provisions[1:])]
    rules.ambiguous += section.ambiguous
    rules.chars += letters(heading) + sum(letters(para.words[_begin(para) :]) for para in paras)
    rules.chars -= section.ties


def _begin(para: Para) -> int:
    return 0 if para.plain else leading_marks(para.words, RULE)[1]


def _section(rules: Rules, element: Element) -> None:
    paras: list[Para] = []
    notes: list[str] = []
    head = ""
    for child in element:
        tag = name(child)
        if tag == "HEAD" and not head:
            head = _words(child)
        elif tag in _APART:
            notes += [_words(child)] if tag in _NOTES or tag == "FTNT" else []
            rules.dropped[f"{_APART[tag]} (characters)"] += letters_of(child)
        else:
            paras += _paras(child, tag)
    add_section(rules, head, element.get("N", ""), paras, notes, appendix=name(element) == "DIV9")


def _paras(element: Element, tag: str) -> Iterator[Para]:
    """The paragraphs of an element: one for a P, one a row for a table, one each within an extract."""
    if tag == "P":
        yield from _para(element)
    elif tag == "TR":
        cells = [" ".join(_words(cell).split()) for cell in element if name(cell) in {"TD", "TH"}]
        yield from [Para("\t".join(cells), plain=True, heading="")] if any(cells) else []
    elif any(name(child).startswith(_BLOCKS) for child in element):
        for child in element:
            for para in _paras(child, name(child)):
                yield replace(para, plain=True)
    elif words := _words(element):
        yield Para(words, plain=True, heading="", flush=tag == "FP")


def _para(element: Element) -> Iterator[Para]:
    """A paragraph with what its italics tell: of its marks, its run-in heading or the term it defines."""
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
        tag = name(child)
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


def loaded(rules: Rules, source: Source) -> ReadResult:
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
        dropped=dict(+rules.dropped),
        notes=tuple(rules.notes),
        source_chars=rules.chars,
        claimed_chars=sum(letters(prov.heading + prov.text) for prov in corpus),
    )
