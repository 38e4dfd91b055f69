"""United States Legislative Markup, first and second version, and the D.C. Code's XML, into provisions.

Quoted amendments (`quotedContent`) are words of the provision that makes the amendment, never
provisions themselves; notes, credits and footnotes are left out and counted.
"""

import re
from dataclasses import dataclass, field, replace

from crosswalk.errors import CitationError, ParseError
from crosswalk.ingest.blocks import free, letters, plain_spaces
from crosswalk.ingest.xml_stream import Element, elements, letters_in, letters_of, release, runs_of, tag_of
from crosswalk.language.outline import STATUTE, placed
from crosswalk.model.citation import LEVELS, Citation, cite_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

_PARTS = frozenset(
    {"division", "subdivision", "title", "subtitle", "chapter", "subchapter", "part", "subpart"}
) | {
    "article", "subarticle", "appendix", "compiledAct",
}  # fmt: skip
_LEVELS = frozenset({*LEVELS, "subsubitem", "para", "level", "courtRule"})
_APART = {
    **dict.fromkeys(("notes", "note", "editorialNote", "explanationNote", "legislativeHistory"), "notes"),
    **dict.fromkeys(("annotations", "annotation"), "notes"),
    **dict.fromkeys(("meta", "preface", "longTitle", "enactingFormula"), "pieces of front and back matter"),
    **dict.fromkeys(("resolvingClause", "action", "endMarker"), "pieces of front and back matter"),
    **dict.fromkeys(("attestation", "signatures", "backMatter"), "pieces of front and back matter"),
    "sourceCredit": "source credits",
    "footnote": "footnotes",
    "sidenote": "side notes",
    "page": "page marks",
    **dict.fromkeys(("ear", "leftRunningHead", "rightRunningHead"), "running heads"),
    **dict.fromkeys(("authority", "source"), "authority and source lines"),
    "index": "indexes",
    "toc": "tables of contents",
}
_BLOCKS = frozenset({"p", "quotedContent", "tr", "block", "continuation", "aftertext"}) | _LEVELS | _PARTS
_CELLS = frozenset({"td", "th", "column"})
_SIGNS = " .—–-:"
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)


@dataclass(slots=True)
class _Reading:
    """A document as it is read.

    `parts` holds the open titles and chapters with their number and heading. `marks` counts the characters
    of numbers, of footnote marks, and of the signs between a heading and its text.
    """

    prefix: str
    numbering: str = "own"
    act: str = ""
    provs: list[Provision] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    dropped: dict[str, LeftOut] = field(default_factory=dict)
    parts: list["_Part"] = field(default_factory=list)
    paragraphs: dict[str, int] = field(default_factory=dict)
    marks: int = 0
    page: str = ""


@dataclass(slots=True)
class _Part:
    """A title, chapter or part that is open."""

    element: Element
    tag: str
    num: str = ""
    value: str = ""
    heading: str = ""
    id: str = ""


def read_uslm(data: bytes, source: Source) -> ReadResult:
    """Read a title of the Code, a public law, a bill, a compiled statute, or a section of the D.C. Code."""
    reading = _Reading(source.id)
    apart = inside = 0
    for event, element in elements(data):
        tag = tag_of(element)
        if event == "start":
            if element.getparent() is None:
                _begin(reading, element)
            elif tag in _PARTS and not apart and not inside:
                reading.parts.append(_Part(element, tag))
            apart += tag in _APART
            inside += tag in _LEVELS and not apart
        elif tag in _APART:
            apart -= 1
            if not apart and not inside:
                _end_apart(reading, element, tag, source)
        elif not apart:
            inside -= tag in _LEVELS
            if not inside:
                _end(reading, element, tag)
    if not reading.provs:
        raise ParseError("the XML holds no section of law; check that it is the right file.", code="XW-231")
    return _loaded(reading, source, letters_in(data))


def _begin(reading: _Reading, root: Element) -> None:
    """Set the numbering that the document's root element implies."""
    if match := re.match(r"/us/usc/t(\d+)", root.get("identifier", "")):
        reading.prefix, reading.numbering = match[1], "usc"
    elif root.get("containing-doc"):
        reading.act = root.get("containing-doc")


def _end_apart(reading: _Reading, element: Element, tag: str, source: Source) -> None:
    if tag == "meta" and reading.numbering == "own":
        _name_act(reading, element, source)
    _drop(reading, element, tag)
    release(element)


def _drop(reading: _Reading, element: Element, tag: str) -> None:
    """Count what is left out, and note the page where the element marks one."""
    pages = [element] if tag == "page" else [found for found in element.iter() if tag_of(found) == "page"]
    for page in pages:
        reading.page = " ".join("".join(page.itertext()).split())
    leave_out(reading.dropped, _APART[tag], letters_of(element))


def _name_act(reading: _Reading, meta: Element, source: Source) -> None:
    """The name an act is cited by: the source's short name, else what the document says of itself."""
    facts = {tag_of(child): "".join(child.itertext()).strip() for child in reversed(meta)}
    law = re.fullmatch(r"Public Law (\d+)[–-](\d+)", facts.get("citableAs", ""))
    bill = re.fullmatch(r"(\d+) (HR|S) (\d+) \w+", facts.get("citableAs", ""))
    if _is_name(source.short):
        reading.act = source.short
    elif law:
        reading.act = f"Pub. L. {law[1]}-{law[2]}"
    elif bill:
        reading.act = f"{'H.R.' if bill[2] == 'HR' else 'S.'} {bill[3]}, {bill[1]}th Congress"
    elif _is_name(title := _cased(facts.get("citableAsShortTitle") or facts.get("title", ""))):
        reading.act = title
    if re.fullmatch(r"[A-Za-z][\w.-]*", reading.act):
        reading.prefix, reading.numbering = reading.act, "act"


def _is_name(words: str) -> bool:
    try:
        return bool(words) and bool(Citation("act", words, "1"))
    except CitationError:
        return False


def _cased(title: str) -> str:
    if not title.isupper():
        return title
    return " ".join(word if word in _SMALL else word.capitalize() for word in title.lower().split())


def _end(reading: _Reading, element: Element, tag: str) -> None:
    """The end of an element outside any section: a section, a part, its number or heading, or loose words."""
    part = reading.parts[-1] if reading.parts else None
    parent = element.getparent()
    if tag in _LEVELS:
        _read_section(reading, element)
        release(element)
    elif part is not None and element is part.element:
        _emit_parts(reading)
        reading.parts.pop()
        release(element)
    elif part is not None and parent is part.element and tag in {"num", "heading"}:
        words = _line(element)
        _leave_out_inside(reading, element)
        if tag == "num":
            part.num, part.value = words, element.get("value") or words
        else:
            part.heading = words
    elif parent is not None and (tag_of(parent) == "main" or tag_of(parent) in _PARTS) and tag != "main":
        words = "\n".join(_lines(element))
        _leave_out_inside(reading, element)
        if tag == "elided":
            leave_out(reading.dropped, "signs of omitted text", letters(words))
        elif words:
            _add_paragraph(reading, words)
        release(element)


def _add_paragraph(reading: _Reading, words: str) -> None:
    """Make words outside any section a paragraph of their part."""
    above = _emit_parts(reading)
    base = above or reading.prefix
    count = reading.paragraphs[base] = reading.paragraphs.get(base, 0) + 1
    prov_id = free(f"{base}/p{count}", reading.taken)
    reading.provs.append(Provision(prov_id, words, parent=above, level="paragraph", page=reading.page))


def _emit_parts(reading: _Reading) -> str | None:
    """Add the provision of every open part, once; returns the id of the innermost."""
    above: str | None = None
    for part in reading.parts:
        if not part.id:
            part.id = free(_part_id(reading, part, above), reading.taken)
            num = part.num.rstrip(_SIGNS)
            heading = part.heading.strip(_SIGNS)
            reading.marks += letters(part.num + part.heading) - letters(heading)
            reading.provs.append(
                Provision(part.id, heading=heading, parent=above, num=num, level=part.tag, kind="heading")
            )
        above = part.id
    return above


def _part_id(reading: _Reading, part: _Part, above: str | None) -> str:
    identifier = part.element.get("identifier", "")
    if identifier.startswith("/us/usc/t"):
        return _path(identifier)
    return f"{above or reading.prefix}/{part.tag}.{_plain(part.value) or len(reading.provs)}"


def _path(identifier: str) -> str:
    """`/us/usc/t29/s3102/7/A` as `29/3102/7/A`."""
    segments = _hyphens(identifier).removeprefix("/us/usc/t").split("/")
    return "/".join(re.sub(r"^s(?=\d)", "", segment) for segment in segments)


def _hyphens(words: str) -> str:
    return words.replace("–", "-").replace("—", "-").replace("‑", "-")


def _plain(value: str) -> str:
    """A number without its brackets, quotation marks, section sign or the word section."""
    words = re.sub(r"(?i)^\s*(?:§+|sec(?:tion|s)?\.?(?=\W))", "", _hyphens(plain_spaces(value)))
    return re.sub(r"[^0-9A-Za-z.-]", "", words).strip(".-")


def _read_section(reading: _Reading, element: Element) -> None:
    above = _emit_parts(reading)
    division = next((part.id for part in reading.parts if part.tag == "division"), reading.prefix)
    _read_level(reading, element, above, division)


def _read_level(reading: _Reading, element: Element, parent: str | None, base: str) -> None:
    """One provision with its words before its children, then its children and what follows them."""
    children = [(tag_of(child), child) for child in element]
    num = next((child for tag, child in children if tag == "num"), None)
    prov_id = free(_level_id(element, num, base), reading.taken)
    index = len(reading.provs)
    reading.provs.append(Provision(prov_id, parent=parent, page=reading.page))
    heading = next((_line(child) for tag, child in children if tag == "heading"), "")
    reading.marks += letters(heading) - letters(_without_dash(heading))
    own, notes, begun = [], [], False
    for tag, child in children:
        if tag in _APART:
            _drop(reading, child, tag)
            notes += [_line(child)] if _is_footnote(tag, child) or tag == "sourceCredit" else []
        elif tag in _LEVELS and not _is_unnumbered(child):
            begun = True
            _read_level(reading, child, prov_id, prov_id)
        elif child is num or tag == "heading":
            _leave_out_inside(reading, child)
        else:
            words = "\n".join(_lines(child))
            notes += [_line(note) for note in child.iter() if _is_footnote(tag_of(note), note)]
            _leave_out_inside(reading, child)
            if begun and words:
                _flush(reading, prov_id, words)
            elif words:
                own.append(words)
    printed = _line(num) if num is not None else ""
    reading.marks += letters(printed)
    reading.provs[index] = replace(
        reading.provs[index],
        text="\n".join(own),
        heading=_without_dash(heading),
        num=printed.rstrip(". ") if tag_of(element) == "section" else printed.strip("“” "),
        level=_level_name(element, prov_id),
        kind="heading" if element.get("status") else "",
        citation=_citation(reading, prov_id, num),
        note="\n".join(notes),
    )


def _without_dash(heading: str) -> str:
    """A heading without the point and dash that tie it to its text."""
    plain = heading.strip()
    return plain.rstrip(" —–-").removesuffix(".") if plain.endswith(("—", "–")) else plain


def _level_id(element: Element, num: Element, base: str) -> str:
    identifier = element.get("identifier", "")
    if identifier.startswith("/us/usc/t"):
        return _path(identifier)
    value = _plain(num.get("value") or _line(num)) if num is not None else ""
    return f"{base}/{value or 'undesignated'}"


def _level_name(element: Element, prov_id: str) -> str:
    tag = tag_of(element)
    if tag != "para":
        return tag
    marks = prov_id.split("/")[2:]
    return LEVELS[min(placed(marks, STATUTE)[-1] + 1, len(LEVELS) - 1)] if marks else "section"


def _citation(reading: _Reading, prov_id: str, num: Element) -> str:
    """The citation of a provision of an act whose name is not the prefix of its ids; others follow from the id."""
    if reading.numbering != "own" or not reading.act or num is None:
        return ""
    marks = prov_id.removeprefix(f"{reading.prefix}/").split("/")
    division = ""
    if marks[0].startswith("division."):
        division = f", division {marks.pop(0).removeprefix('division.')}"
    try:
        cite = Citation("act", reading.act, marks[0], tuple(mark.partition("~")[0] for mark in marks[1:]))
    except CitationError:
        return ""
    return f"{cite}{division}"


def _is_footnote(tag: str, element: Element) -> bool:
    return tag == "footnote" or (tag == "note" and element.get("type") == "footnote")


def _is_unnumbered(element: Element) -> bool:
    """Whether a level is a mere wrapper of its parent's words, without number, heading or children."""
    return not any(tag_of(child) in {"num", "heading"} | _LEVELS for child in element)


def _leave_out_inside(reading: _Reading, element: Element) -> None:
    """Count what the words of an element leave out: notes within them, and footnote marks."""
    for child in element:
        if (tag := tag_of(child)) in _APART:
            _drop(reading, child, tag)
        elif _is_apart(child):
            reading.marks += letters_of(child)
        else:
            _leave_out_inside(reading, child)


def _flush(reading: _Reading, owner: str, words: str) -> None:
    prov_id = free(f"{owner}/flush", reading.taken)
    reading.provs.append(Provision(prov_id, words, parent=owner, level="continuation", page=reading.page))


def _line(element: Element) -> str:
    return " ".join(_lines(element))


def _lines(element: Element) -> list[str]:
    """The words of an element, a line for each paragraph, without what is left out."""
    text = plain_spaces("".join(runs_of(element, _edge, _is_apart)))
    return [line for raw in text.split("\v") if (line := " ".join(raw.split()))]


def _edge(tag: str) -> str:
    """What sets an element apart from the words around it: blocks begin a line, cells a word."""
    return "\v" if tag in _BLOCKS else " " if tag in _CELLS else ""


def _is_apart(element: Element) -> bool:
    return tag_of(element) in _APART or "footnoteRef" in element.get("class", "")


def _loaded(reading: _Reading, source: Source, chars: int) -> ReadResult:
    corpus = cite_provisions(Corpus(source, tuple(reading.provs)), reading.numbering)
    return ReadResult(
        corpus,
        dropped=reading.dropped,
        source_chars=chars,
        claimed_chars=reading.marks + sum(letters(prov.heading + prov.text) for prov in corpus),
    )
