"""Plain outlined text of a statute, rule or bill, indented or not, into provisions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crosswalk.ingest.blocks import letters
from crosswalk.ingest.html import MARKUP, is_markdown, read_markdown
from crosswalk.ingest.plain_text import (
    PART_KINDS,
    SECTION,
    OutlineLine,
    is_title,
    numbered_titles,
    numbering_of_text,
    paragraphs,
    part_head,
    read_plain,
    section_form,
    typeset,
)
from crosswalk.ingest.safety import decode
from crosswalk.ingest.section import Para, read_section
from crosswalk.ingest.word_breaks import rejoined_note
from crosswalk.language.outline import RULE, STATE, STATE_CAPITALS, STATUTE, leading_marks
from crosswalk.model.citation import Citation, cite_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.read_result import LeftOut, ReadResult, leave_out

_CREDIT = re.compile(
    r"\[[^\]]*\b(?:FR|Stat\.|Pub\. L\.) ?[^\]]*\]|\((?:Authority:|Pub\. L\.|Added |(?:[A-Z][a-z]+\.?) \d{1,2}, \d{4}, ch\.).*\)"
)
_APPARATUS = re.compile(r"#*\s*(?:(?:Code )?footnotes?|editorial notes?\b.*|notes?)\s*:?", re.IGNORECASE)
# What is printed above the list of a part's sections.
_CONTENTS_HEAD = re.compile(r"Secs?\.?")
# A sentence among them, which is no entry: it has a verb and an end and no number.
_NO_ENTRY = re.compile(r"(?!§|Secs?\.|\d).*\b(?:shall|must|may|is|are|has|have|applies|apply|means)\b.*[.;:]")
_FOOTNOTE = re.compile(r"\[(?P<num>\d{1,3})\]\s*(?P<words>\S.*)")
# A heading of the second level or below: a text with one has headings, not remarks.
_HASHES = re.compile(r"^#{2,6} \S", re.MULTILINE)
# The lines of the fences of Markdown: those that open one, those that close one, and both with their line ends.
_OPENS, _CLOSES = re.compile(r"```[^`]*"), re.compile(r"\f?```[ \t]*")
_FENCE = re.compile(r"^\f?```[^\n`]*\n?", re.MULTILINE)
_MARKED, _NUMBERED = re.compile(r"\([0-9A-Za-z]{1,5}\)"), re.compile(r"(?:\d{1,3}|[A-Z])\. \S")
# The signs of Markdown before and around the words of a law: of headings, bold words, and bullets before its own marks.
_SIGNED = re.compile(
    r"^#+\s+|\*\*|^[-*] (?=\*{0,2}(?:\(|§|SEC|Sec|\d[\w.-]*[.)]))|^\{\d+\}-{3,}$|^!\[\]\([^)\s]*\)$"
)
_SLANTED = re.compile(r"(?<![*\w])\*(?=[^*\s])([^*]+)(?<=[^*\s])\*(?![*\w])")
# The head of a section in bold words, before its text on the same line.
_BOLD_HEAD = re.compile(r"^((?:#+ )?\*\*(?:§|SEC|Sec)[^*]+\*\*)\s+(?=\S)")
# A reading is poor if more than such a share and so many letters are not read, or are in one provision.
_UNREAD, _IN_ONE, _LARGE = 0.2, 0.5, 3_000


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
    in_contents: bool = False
    sign: bool | None = None
    form: re.Pattern[str] = SECTION


def read_outline(data: bytes, source: Source) -> ReadResult:
    """Read the outlined text of a statute, rule or bill."""
    words = typeset(decode(data)[0])
    if _most_fenced(words) * 2 > letters(words):
        return _unfenced(words, source)
    lines, dropped, rejoined = paragraphs(words)
    remarks = [] if _HASHES.search(words) else _remarks(lines)
    for line in remarks:
        leave_out(dropped, "remark lines", letters(line.words))
    body = lines[len(remarks) :]
    lines, signs = body, 0
    if is_markdown(words):
        pieces = [(line, piece) for line in body for piece in _BOLD_HEAD.sub(r"\1\n", line.words).split("\n")]
        body = [replace(line, words=_SLANTED.sub(r"\1", _SIGNED.sub("", piece))) for line, piece in pieces]
        signs = sum(letters(line.words) for line in lines) - sum(letters(line.words) for line in body)
    form, body = section_form([line for line in body if line.words])
    first = next((at for at, line in enumerate(body) if form.fullmatch(line.words.lstrip("# "))), None)
    opening = form.fullmatch(body[first].words.lstrip("# ")) if first is not None else None
    if _is_page(words, lines, body, body[first] if first is not None else None):
        return read_markdown(words, source, {})
    prefix, numbering, cited = numbering_of_text([*remarks, *body[: first or 0]], source, opening)
    text = _Text(prefix, numbering, dropped=dict(dropped), form=form)
    for line in body:
        _take(text, line)
    if not text.sections:
        if not _is_outlined(body):
            return _as_page(words, lines, source, dropped, rejoined, is_plain=bool(remarks))
        text = _excerpt(body, source, cited, _Text(prefix, numbering, dropped=dropped))
    leave_out(text.dropped, MARKUP, signs)
    loaded = _loaded(text, source, letters(words))
    loaded = replace(loaded, notes=(*loaded.notes, *rejoined_note(rejoined)))
    if _share_lost(loaded):
        other = _as_page(words, lines, source, dropped, rejoined, is_plain=bool(remarks))
        return min(loaded, other, key=_share_lost)
    return loaded


def _most_fenced(words: str) -> int:
    """How many letters the longest text between two fences of Markdown has."""
    most, chars, is_open = 0, 0, False
    for line in words.split("\n"):
        if is_open and _CLOSES.fullmatch(line):
            most, is_open = max(most, chars), False
        elif is_open:
            chars += letters(line)
        elif _OPENS.fullmatch(line):
            chars, is_open = 0, True
    return most


def _unfenced(words: str, source: Source) -> ReadResult:
    """The text of a Markdown file that has most of it as it was printed, between fences."""
    plain = _FENCE.sub("", words)
    lines, dropped, rejoined = paragraphs(plain)
    leave_out(dropped, MARKUP, letters(words) - letters(plain))
    return _as_page(words, lines, source, dropped, rejoined, is_plain=True)


def _as_page(
    words: str,
    lines: Sequence[OutlineLine],
    source: Source,
    dropped: dict[str, LeftOut],
    rejoined: Sequence[str],
    *,
    is_plain: bool,
) -> ReadResult:
    """The text read as a Markdown page or as plain text, by headings, lists and paragraphs."""
    if is_markdown(words) and not is_plain:
        return read_markdown(words, source, {})
    loaded = read_plain(lines, source, letters(words), dropped)
    return replace(loaded, notes=(*loaded.notes, *rejoined_note(rejoined)))


def _share_lost(loaded: ReadResult) -> float:
    """How much of a text a reading lost, or left whole in one large provision, as a share; 0 if little."""
    whole = max(loaded.source_chars, 1)
    largest = max(letters(prov.text) for prov in loaded.corpus)
    shares = ((loaded.unread_chars, _UNREAD), (largest, _IN_ONE))
    return max([0.0, *(chars / whole for chars, most in shares if chars > max(_LARGE, most * whole))])


def _is_page(
    words: str, printed: Sequence[OutlineLine], body: Sequence[OutlineLine], line: OutlineLine | None
) -> bool:
    """Whether a text is a Markdown page and not a law: it has headings, and none of them is a section of a law.

    "## Section 1. Our vision" is a heading like any other, unless the text below is outlined as a law is.
    `printed` has the lines with the signs of Markdown, `body` those without, and `line` opens the first section.
    """
    titled = printed[:1] and printed[0].words.startswith("# ")
    if not titled and not _HASHES.search(words):
        return False
    if line is None:
        return True
    signed = any(one.number == line.number and one.words.startswith("#") for one in printed)
    return signed and line.words.startswith("Section ") and not _is_outlined(body)


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


def _take(text: _Text, line: OutlineLine) -> None:
    bare = line.words.lstrip("# ")
    if (match := text.form.fullmatch(bare)) and text.sign in (None, bool(match["sign"])):
        _open_section(text, match, line)
    elif match := part_head(bare):
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
    elif _CONTENTS_HEAD.fullmatch(line.words) or (text.in_contents and not _NO_ENTRY.fullmatch(line.words)):
        text.in_contents = True
        leave_out(text.dropped, "lines of the table of contents", letters(line.words))
    elif last is not None and text.order[-1] is last and _titles(last, line):
        _mend_part(text, replace(last, heading=f"{last.heading} {line.words}".strip()))
        text.printed[last.id] += letters(line.words)
    elif last is not None and text.order[-1] is last:
        _mend_part(text, replace(last, text=f"{last.text}\n{line.words}".strip(), kind=""))
    else:
        text.loose.append(line)


def _titles(part: Provision, line: OutlineLine) -> bool:
    """Whether a line is the title of the part whose number is above it, or the rest of a title in capitals."""
    if part.text:
        return False
    return line.words.isupper() if part.heading.isupper() else not part.heading and is_title(line.words)


def _mend_part(text: _Text, part: Provision) -> None:
    text.order[text.order.index(text.parts[-1])] = text.parts[-1] = part


def _take_note(text: _Text, line: OutlineLine) -> None:
    match = _FOOTNOTE.fullmatch(line.words)
    if match:
        text.sections[-1].footnotes[match["num"]] = match["words"]
    leave_out(text.dropped, "notes", letters(line.words))


def _open_part(text: _Text, match: re.Match[str], line: OutlineLine) -> None:
    text.in_notes = text.in_contents = False
    kind, num = match["kind"].lower(), match["num"]
    rank = PART_KINDS.index(kind)
    above = next((part for part in reversed(text.parts) if PART_KINDS.index(part.level) < rank), None)
    prov_id = f"{above.id if above else text.prefix}/{kind}.{num}"
    citation = f"{above.citation}, {kind} {num}" if above and above.citation else ""
    if text.numbering == "cfr" and kind == "part" and num.isdigit():
        prov_id, citation = f"{text.prefix}/{num}", str(Citation("cfr", text.prefix, num))
    heading = match["heading"] or match["reserved"] or match["capitals"] or ""
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
    text.parts = [known for known in text.parts if PART_KINDS.index(known.level) < rank]
    text.parts.append(part)
    text.order.append(part)


def _open_section(text: _Text, match: re.Match[str], line: OutlineLine) -> None:
    text.in_notes, text.in_contents, text.sign = False, False, bool(match["sign"])
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
    kept = _kept_parts(text)
    found: list[Provision] = []
    known: set[str] = set()
    ambiguous: list[str] = []
    marks = sum(text.printed.values()) - sum(letters(piece.heading) for piece in kept.values())
    for piece in text.order:
        if isinstance(piece, Provision):
            if kept[piece.id] is piece:
                found.append(piece)
                known.add(piece.id)
            elif piece.text:
                text.loose.append(OutlineLine(piece.text, 0, 0))
            continue
        if piece.is_contents:
            continue
        if piece.head.parent not in known:
            piece.head = replace(piece.head, parent=None)
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
        unclaimed=tuple(
            f"{f'line {line.number}: ' if line.number else ''}{line.words[:80]}" for line in text.loose
        ),
        ambiguous=tuple(ambiguous),
        dropped=text.dropped,
        source_chars=chars,
        claimed_chars=marks + sum(letters(prov.heading + prov.text) for prov in corpus),
    )


def _kept_parts(text: _Text) -> dict[str, Provision]:
    """The heading that stands for each part: the first with a section below it, else the last.

    Others of its id are lines of the table of contents, or repeat it above every section.
    """
    kept: dict[str, Provision] = {}
    filled: set[str] = set()
    for piece in text.order:
        if isinstance(piece, Provision):
            kept[piece.id] = kept[piece.id] if piece.id in filled else piece
        elif not piece.is_contents and piece.head.parent:
            above = piece.head.parent.split("/")
            filled |= {"/".join(above[:depth]) for depth in range(1, len(above) + 1)}
    return kept


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
