"""Plain outlined text of a statute, rule or bill, indented or not, into provisions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crosswalk.ingest.blocks import letters
from crosswalk.ingest.html import is_markdown, read_markdown
from crosswalk.ingest.plain_text import OutlineLine, numbered_titles, paragraphs, read_plain, typeset
from crosswalk.ingest.safety import decode
from crosswalk.ingest.section import Para, read_section
from crosswalk.ingest.word_breaks import rejoined_note
from crosswalk.language.outline import RULE, STATE, STATE_CAPITALS, STATUTE, leading_marks
from crosswalk.model.citation import Citation, cite_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

_NUMBER = r"\d{1,6}[A-Za-z]{0,6}(?:[-–.](?:\d{1,6}[A-Za-z]{0,3}|[A-Za-z]{1,3}\d{0,4}))*"
_SECTION = re.compile(
    rf"(?:§+ ?(?P<sign>{_NUMBER})\.?(?= |$)|(?:SEC\.|SECTION|Sec\.|Section) (?P<word>{_NUMBER})\.(?= |$))\s*(?P<heading>.*)"
)
# The number of a State rule, alone or before its title: 715-052-0010.
_RULE_NUMBER = r"(?P<sign>{chapter}-\d{{1,4}}-\d{{2,5}}[A-Z]?)(?P<word>)\.?(?= |$)\s*(?P<heading>(?:[A-Z“].{{0,150}}[^.;:,])?)"
_ANY_RULE = re.compile(_RULE_NUMBER.format(chapter=r"\d{2,4}"))
_BELOW_HEAD = 3
_KINDS = ("title", "subtitle", "chapter", "subchapter", "part", "subpart")
_STRUCTURE = re.compile(
    r"(?P<kind>title|subtitle|chapter|subchapter|part|subpart) (?P<num>[0-9]{1,4}[A-Z]?|[A-Z]{1,5})"
    r"(?:\s*(?:—|--|–|:| - )\s*(?P<heading>\S.*)|\s+(?P<reserved>\[Reserved\])|\.?)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\[[^\]]*\b(?:FR|Stat\.|Pub\. L\.) ?[^\]]*\]|\((?:Authority:|Pub\. L\.|Added |(?:[A-Z][a-z]+\.?) \d{1,2}, \d{4}, ch\.).*\)"
)
_APPARATUS = re.compile(r"#*\s*(?:(?:Code )?footnotes?|editorial notes?\b.*|notes?)\s*:?", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[(?P<num>\d{1,3})\]\s*(?P<words>\S.*)")
_HINT = re.compile(
    r"\b(?P<title>\d{1,2}) (?P<system>U\.?S\.?C\.?|C\.?F\.?R\.?)(?: part)? (?:§ ?)?(?P<section>"
    + _NUMBER
    + ")"
)
# A heading of the second level or below: a text with one has headings, not remarks.
_HASHES = re.compile(r"^#{2,6} \S", re.MULTILINE)
_MARKED = re.compile(r"\([0-9A-Za-z]{1,5}\)")
_NUMBERED = re.compile(r"(?:\d{1,3}|[A-Z])\. \S")


@dataclass(slots=True)
class _Section:
    """A section's lines, as found; `printed` counts the letters of those that make its heading."""

    head: Provision
    printed: int
    is_contents: bool = False
    lines: list[OutlineLine] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Text:
    """A text while it is read: its parts and sections in order, and the lines that belong to none.

    `printed` counts the letters of the lines that make each part's heading, by the part's id; `counts` and
    `last` hold how often each section number was used and its latest section. `sign` is whether sections
    begin with a section sign; notes may quote sections that do not. `form` is how sections begin.
    """

    prefix: str
    numbering: str
    parts: list[Provision] = field(default_factory=list)
    sections: list[_Section] = field(default_factory=list)
    order: list[Provision | _Section] = field(default_factory=list)
    loose: list[OutlineLine] = field(default_factory=list)
    dropped: dict[str, LeftOut] = field(default_factory=dict)
    printed: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    last: dict[str, _Section] = field(default_factory=dict)
    in_notes: bool = False
    sign: bool | None = None
    form: re.Pattern[str] = _SECTION


def read_outline(data: bytes, source: Source) -> ReadResult:
    """Read the outlined text of a statute, rule or bill."""
    words = typeset(decode(data)[0])
    lines, dropped, rejoined = paragraphs(words)
    remarks = [] if _HASHES.search(words) else _remarks(lines)
    for line in remarks:
        leave_out(dropped, "remark lines", letters(line.words))
    body = lines[len(remarks) :]
    rule = _rule_form(body)
    form, body = (rule, _with_titles(body, rule)) if rule else (_SECTION, body)
    first = next((at for at, line in enumerate(body) if form.fullmatch(line.words.lstrip("# "))), None)
    opening = form.fullmatch(body[first].words.lstrip("# ")) if first is not None else None
    if _is_page(words, body, body[first] if first is not None else None, opening):
        return read_markdown(words, source, {})
    prefix, numbering, cited = _numbered([*remarks, *body[: first or 0]], source, opening)
    text = _Text(prefix, numbering, dropped=dict(dropped), form=form)
    for line in body:
        _take(text, line)
    if not text.sections:
        if not _is_outlined(body):
            if is_markdown(words) and not remarks:
                return read_markdown(words, source, {})
            loaded = read_plain(body, source, letters(words), dropped)
            return replace(loaded, notes=(*loaded.notes, *rejoined_note(rejoined)))
        text = _excerpt(body, source, cited, _Text(prefix, numbering, dropped=dropped))
    loaded = _loaded(text, source, letters(words))
    return replace(loaded, notes=(*loaded.notes, *rejoined_note(rejoined)))


def _rule_form(lines: Sequence[OutlineLine]) -> re.Pattern[str] | None:
    """How sections begin where they begin with the number of a State rule: one of the chapter, and (1) below it."""
    heads = [(at, found) for at, line in enumerate(lines) if (found := _ANY_RULE.fullmatch(line.words))]
    for at, found in heads:
        below = lines[at + 1 : at + 1 + _BELOW_HEAD]
        if any(line.words.startswith(("(1)", "1.")) for line in below):
            chapter = found["sign"].partition("-")[0]
            return re.compile(_RULE_NUMBER.format(chapter=chapter))
    return None


def _with_titles(lines: Sequence[OutlineLine], form: re.Pattern[str]) -> list[OutlineLine]:
    """Join a rule's number with the title on the next line."""
    found: list[OutlineLine] = []
    for line in lines:
        alone = form.fullmatch(found[-1].words) if found else None
        if alone and not alone["heading"] and form.fullmatch(f"{found[-1].words} {line.words}"):
            found[-1] = replace(found[-1], words=f"{found[-1].words} {line.words}")
        else:
            found.append(line)
    return found


def _is_page(
    words: str, body: Sequence[OutlineLine], line: OutlineLine | None, opening: re.Match[str] | None
) -> bool:
    """Whether a text is a Markdown page and not a law: it has headings, and none of them is a section of a law.

    "## Section 1. Our vision" is a heading like any other, unless the text below is outlined as a law is.
    """
    titled = body[:1] and body[0].words.startswith("# ")
    if not titled and not _HASHES.search(words):
        return False
    if line is None or opening is None:
        return True
    return (
        line.words.startswith("#")
        and line.words.lstrip("# ").startswith("Section ")
        and not _is_outlined(body)
    )


def _is_outlined(lines: Sequence[OutlineLine]) -> bool:
    """Whether a text without a section's heading is a piece of a statute or rule, and no numbered list."""
    marked = sum(bool(_MARKED.match(line.words)) for line in lines)
    numbered = sum(bool(_NUMBERED.match(line.words)) for line in lines)
    titled = numbered_titles([line.words for line in lines])
    return marked >= 2 and marked * 5 >= len(lines) * 2 and numbered < 2 and not titled


def _excerpt(lines: Sequence[OutlineLine], source: Source, section: str, text: _Text) -> _Text:
    """Treat the text as part of one section: the one named at its top, or the document."""
    text.numbering = text.numbering if section else "own"
    prov_id = f"{text.prefix}/{section}" if section else source.id
    head = Provision(prov_id, heading="" if section else source.title, level="section")
    text.sections.append(_Section(head, 0, lines=list(lines)))
    text.order += text.sections
    return text


def _remarks(lines: Sequence[OutlineLine]) -> list[OutlineLine]:
    """The block of lines with # at the top of a file that says where the text is from."""
    count = next((at for at, line in enumerate(lines) if not line.words.startswith("#")), len(lines))
    return list(lines[:count]) if count > 1 else []


def _numbered(
    lines: Sequence[OutlineLine], source: Source, opening: re.Match[str] | None
) -> tuple[str, str, str]:
    """The prefix of ids, the numbering, and the section named at the top, if any.

    "SEC. 116." is how an act numbers its sections; it is cited by its short name where that is known.
    """
    if opening is not None and opening["word"]:
        named = bool(re.fullmatch(r"[A-Za-z][\w-]*", source.short))
        return (source.short, "act", "") if named else (source.id, "own", "")
    for line in lines:
        if match := _HINT.search(line.words):
            return (
                match["title"],
                "usc" if "S" in match["system"] else "cfr",
                match["section"].replace("–", "-"),
            )
    return source.id, "own", ""


def _take(text: _Text, line: OutlineLine) -> None:
    bare = line.words.lstrip("# ")
    if (match := text.form.fullmatch(bare)) and text.sign in (None, bool(match["sign"])):
        _open_section(text, match, line)
    elif (match := _STRUCTURE.fullmatch(bare)) and _is_structure(match, bare):
        _open_part(text, match, line)
    elif _APPARATUS.fullmatch(line.words) and text.sections:
        text.in_notes = True
        leave_out(text.dropped, "notes", letters(line.words))
    elif text.in_notes:
        _take_note(text, line)
    elif not text.sections or isinstance(text.order[-1], Provision):
        _take_loose(text, line)
    elif _CREDIT.fullmatch(line.words):
        text.sections[-1].credits.append(line.words)
        leave_out(text.dropped, "source credits", letters(line.words))
    elif _goes_on(text.sections[-1], line):
        section = text.sections[-1]
        section.head = replace(section.head, heading=f"{section.head.heading} {line.words}")
        section.printed += letters(line.words)
    else:
        text.sections[-1].lines.append(line)


def _goes_on(section: _Section, line: OutlineLine) -> bool:
    """Whether a line is the rest of a section's heading in capitals."""
    heading = section.head.heading
    return not section.lines and heading.isupper() and not heading.endswith(".") and line.words.isupper()


def _take_loose(text: _Text, line: OutlineLine) -> None:
    """Make authority and source lines notes of their part; list other words as unread."""
    last = text.parts[-1] if text.parts else None
    if last is not None and line.words.startswith(("Authority:", "Source:")):
        _mend_part(text, replace(last, note=f"{last.note}\n{line.words}".strip()))
        leave_out(text.dropped, "notes", letters(line.words))
    elif last is not None and text.order[-1] is last and last.heading.isupper() and line.words.isupper():
        _mend_part(text, replace(last, heading=f"{last.heading} {line.words}"))
        text.printed[last.id] += letters(line.words)
    else:
        text.loose.append(line)


def _mend_part(text: _Text, part: Provision) -> None:
    text.order[text.order.index(text.parts[-1])] = text.parts[-1] = part


def _take_note(text: _Text, line: OutlineLine) -> None:
    match = _FOOTNOTE.fullmatch(line.words)
    if match:
        text.sections[-1].footnotes[match["num"]] = match["words"]
    leave_out(text.dropped, "notes", letters(line.words))


def _is_structure(match: re.Match[str], words: str) -> bool:
    """Whether a line is a heading of a part, and not a sentence that begins with the word."""
    named = bool(match["heading"] or match["reserved"]) and not words.endswith((".", ";", ","))
    return (named or words.isupper()) and len(words) < 300


def _open_part(text: _Text, match: re.Match[str], line: OutlineLine) -> None:
    text.in_notes = False
    kind, num = match["kind"].lower(), match["num"]
    rank = _KINDS.index(kind)
    above = next((part for part in reversed(text.parts) if _KINDS.index(part.level) < rank), None)
    prov_id = f"{above.id if above else text.prefix}/{kind}.{num}"
    citation = f"{above.citation}, {kind} {num}" if above and above.citation else ""
    if text.numbering == "cfr" and kind == "part" and num.isdigit():
        prov_id, citation = f"{text.prefix}/{num}", str(Citation("cfr", text.prefix, num))
    heading = match["heading"] or match["reserved"] or ""
    part = Provision(
        prov_id,
        heading=heading,
        parent=above.id if above else None,
        num=f"{match['kind']} {num}",
        level=kind,
        kind="heading",
        citation=citation,
    )
    leave_out(text.dropped, "lines of the table of contents", text.printed.get(prov_id, 0))
    text.printed[prov_id] = letters(line.words)
    text.parts = [known for known in text.parts if _KINDS.index(known.level) < rank]
    text.parts.append(part)
    text.order.append(part)


def _open_section(text: _Text, match: re.Match[str], line: OutlineLine) -> None:
    text.in_notes, text.sign = False, bool(match["sign"])
    num = (match["sign"] or match["word"]).replace("–", "-")
    prov_id = f"{text.prefix}/{num}"
    _drop_contents(text, prov_id)
    named, again = prov_id, text.counts.get(prov_id, 0)
    prov_id = f"{prov_id}~{again + 1}" if again else prov_id
    above = text.parts[-1].id if text.parts else None
    printed = match[0][: match.start("heading") - match.start()].strip()
    head = Provision(prov_id, heading=match["heading"].strip(), parent=above, num=printed, level="section")
    section = _Section(head, letters(line.words))
    text.sections.append(section)
    text.order.append(section)
    text.counts[named] = again + 1
    text.last[named] = section


def _drop_contents(text: _Text, prov_id: str) -> None:
    """Drop an empty section if a later one has its number: it was a line of the table of contents."""
    section = text.last.get(prov_id)
    if section is not None and not section.lines and not section.is_contents:
        section.is_contents = True
        text.counts[prov_id] -= 1
        leave_out(text.dropped, "lines of the table of contents", section.printed)


def _loaded(text: _Text, source: Source, chars: int) -> ReadResult:
    order = RULE if _is_rule(text) else STATUTE
    last = {piece.id: piece for piece in text.order if isinstance(piece, Provision)}
    found: list[Provision] = []
    ambiguous: list[str] = []
    marks = sum(text.printed.values()) - sum(letters(piece.heading) for piece in last.values())
    for piece in text.order:
        if isinstance(piece, Provision):
            # An earlier one of the same id is a line of the table of contents.
            found += [piece] if last[piece.id] is piece else []
            continue
        if piece.is_contents:
            continue
        cited = "" if text.numbering == "own" else str(Citation.from_id(piece.head.id, text.numbering))
        head = replace(piece.head, citation=cited) if cited else piece.head
        paras = _paras(piece)
        state = _state_order(paras) if text.numbering == "own" else ""
        section = read_section(head, paras, state or order)
        found += _noted(section.provisions, piece)
        ambiguous += section.ambiguous
        marks += section.marks + piece.printed - letters(piece.head.heading)
        marks += sum(letters(line.words) for line in piece.lines) - sum(letters(para.words) for para in paras)
    corpus = cite_provisions(Corpus(source, tuple(found)), text.numbering)
    return ReadResult(
        corpus,
        unclaimed=tuple(f"line {line.number}: {line.words[:80]}" for line in text.loose),
        ambiguous=tuple(ambiguous),
        dropped=text.dropped,
        source_chars=chars,
        claimed_chars=marks + sum(letters(prov.heading + prov.text) for prov in corpus),
    )


def _is_rule(text: _Text) -> bool:
    """Whether the text is a regulation: cited as one or, uncited, with a point in its section numbers."""
    dotted = sum("." in section.head.id for section in text.sections)
    return text.numbering == "cfr" or (text.numbering == "own" and dotted * 2 > len(text.sections))


def _state_order(paras: Sequence[Para]) -> str:
    """The order of marks of a section numbered as in many State codes, (1) first and (a) below it; else empty."""
    marks = [mark for para in paras for mark in leading_marks(para.words, STATE)[0]]
    if marks[:1] != ["1"] or "a" not in marks:
        return ""
    first = next((mark for mark in marks if mark in {"A", "i"}), "i")
    return STATE_CAPITALS if first == "A" else STATE


def _paras(section: _Section) -> list[Para]:
    indented = len({line.indent for line in section.lines}) > 1
    return [
        Para(_without_footnotes(line.words, section.footnotes), line.indent if indented else None)
        for line in section.lines
    ]


def _without_footnotes(words: str, footnotes: dict[str, str]) -> str:
    for num in footnotes:
        words = words.replace(f"[{num}]", "")
    return " ".join(words.split())


def _noted(provs: Sequence[Provision], section: _Section) -> list[Provision]:
    """The section's credit goes into the note of its head, footnotes into the note of their provision."""
    notes = [*section.credits, *(f"[{num}] {words}" for num, words in section.footnotes.items())]
    if not notes:
        return list(provs)
    return [replace(provs[0], note="\n".join(notes)), *provs[1:]]
