"""The paragraphs of one section of a statute or rule into its tree of provisions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, zip_longest
from operator import itemgetter

from crosswalk.ingest.blocks import free, letters, slug
from crosswalk.language.outline import RULE, OutlineMark, OutlinePosition, leading_marks, nest
from crosswalk.model.citation import LEVELS, rule_level
from crosswalk.model.corpus import Provision

_TITLE = 250
_ENDS = (".", ";", ":", ",", "—", "–", "-")
_VERB = re.compile(
    r"(?<!who )(?<!that )(?<!which )\b(?:shall|may|must|means?|is|are|was|were|has|have|had|will|includes?"
    r"|consists?|applies|apply|refers?)\b"
)
_OPEN_END = re.compile(
    r"\b(?:a|an|the|that|this|such|of|to|for|in|by|with|and|or|as|on|at|from|under|who|which|whose|if|than|not|be"
    r"|including|following|through|include|shall|must|may)$"
)
_DASHED = re.compile(
    r"(?P<heading>[^.;—]{1,200}(?:\.[^.;—]{1,80}){0,2}?)(?P<sign>\.\s?(?:—|--|–)|(?<=[A-Z]) ?—)\s?(?=\S)"
)
_RUN_IN = re.compile(r"(?P<heading>[A-Z“\"][^.;:?!—]{0,110}[^.;:?!—\s])(?P<sign>[.?])\s+(?=[A-Z“\"(\[§])")
_TOGETHER = re.compile(r"(?P<heading>[A-Z][^.;:—“]{2,90}?)(?P<sign>) (?=The terms? “(?P<term>[^”]{2,90})”)")
_SENTENCE = re.compile(
    r"(?:The|An?|Any|Each|All|No|Yes|Not|By|In|If|For|To|On|At|When|While|After|Before|Under)\b"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Secs?|secs?|No|Nos|Pub|Stat|U\.S|St|Inc|etc|Fed|Reg|vs?|al|Dr|Mr|Ms)|e\.g|i\.e)$"
)
_TERM = re.compile(
    r"(?P<term>[“\"(A-Z][^.;:]{0,160}?)(?:, as defined [^.;:]{0,80}?,| when used [^.;:]{0,120}?,)?"
    r" (?:means?|refers? to|has the (?:same )?meaning|have the (?:same )?meaning|includes?)\b"
)


@dataclass(frozen=True, slots=True)
class Para:
    """One printed paragraph: its words with the marks it begins with, and how it is laid out.

    `indent` counts columns. `heading` is the run-in heading as the source marks it: None where the
    source does not say, so that it is searched for; empty where there is none. `italics` says for each
    of the first marks whether it is in italics.
    """

    words: str
    indent: int | None = None
    heading: str | None = None
    italics: tuple[bool, ...] | None = None
    plain: bool = False
    flush: bool = False


@dataclass(slots=True)
class _Element:
    """One provision while it grows.

    `flush` holds paragraphs printed below it that are not its own, `terms` those that define a term.
    """

    mark: str
    indent: int | None
    italic: bool | None = None
    heading: str = ""
    guessed: bool = False
    tie: int = 0
    texts: list[str] = field(default_factory=list)
    flush: list[Para] = field(default_factory=list)
    terms: list[Para] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "\n".join(self.texts) or (self.heading if self.guessed else "")


@dataclass(frozen=True, slots=True)
class Section:
    """What one section gave: its provisions, and a line for each mark that could be read in two ways.

    `marks` counts the characters of enumerators, and of the signs between headings and their texts.
    """

    provisions: tuple[Provision, ...]
    ambiguous: tuple[str, ...] = ()
    marks: int = 0


def read_section(head: Provision, paras: Sequence[Para], order: str) -> Section:
    """Nest a section's paragraphs under its heading provision; `order` is STATUTE or RULE.

    Unmarked paragraphs before the first mark are the section's own words. Where a section defines
    terms, one paragraph each, every term becomes a provision named by the term, cited by its name.
    """
    if not paras:
        return Section((head,))
    groups = _groups(paras, order)
    before = groups[0][1][: _intro(groups[0][1], order)]
    found = [replace(head, text="\n".join(para.words for para in before))]
    ambiguous: list[str] = []
    taken: dict[str, int] = {}
    marks = 0
    for term, members in groups:
        own = _intro(members, order)
        base = found[0] if term is None else _term_provision(head, term, members[:own], taken)
        if term is not None:
            found.append(base)
            marks += sum(letters(para.words) for para in members[:own]) - letters(base.heading + base.text)
        elements = _elements(members[own:], order)
        places = nest(_items(base, elements), order)
        found += _provisions(base, elements, places, order, taken)
        ambiguous += [_doubt_text(base, place, order) for place in places if place.rivals]
        marks += sum(elem.tie + letters(elem.mark) + 2 for elem in elements)
    return Section(tuple(found), tuple(ambiguous), marks)


def _marks(para: Para, order: str) -> tuple[tuple[str, ...], int]:
    return ((), 0) if para.plain else leading_marks(para.words, order)


def _intro(paras: Sequence[Para], order: str) -> int:
    """The number of paragraphs before the first mark."""
    return next((at for at, para in enumerate(paras) if _marks(para, order)[0]), len(paras))


def _groups(paras: Sequence[Para], order: str) -> list[tuple[str | None, list[Para]]]:
    """The paragraphs grouped by the term each defines; one group without a term where they define none."""
    marked = [bool(_marks(para, order)[0]) for para in paras]
    plain = [
        at
        for at, para in enumerate(paras)
        if not marked[at] and "\t" not in para.words and not (at and _headed(paras[at - 1], marked[at - 1]))
    ]
    terms = [at for at in plain if _is_term(paras[at])]
    sentences = [at for at in plain if paras[at].words.endswith(_ENDS)]  # bare names do not count
    if len(terms) < 2 or len(terms) * 4 < len(sentences) or any(marked[: terms[0]]):
        return [(None, list(paras))]
    starts = [0, *(at for at in plain if at > 0), len(paras)]
    cuts = list(pairwise(sorted(set(starts))))
    return [(_term(paras[start]) if start else None, list(paras[start:end])) for start, end in cuts]


def _headed(para: Para, marked: bool) -> bool:
    """Whether a paragraph is a mark and a heading, so that the next one is its text."""
    return marked and not para.words.endswith(_ENDS)


def _is_term(para: Para) -> bool:
    return bool(_TERM.match(para.words)) or bool(para.heading and para.heading[-1] not in ".—")


def _term(para: Para) -> str:
    match = _TERM.match(para.words)
    words = match["term"] if match else para.heading or split_heading(para, para.words, RULE)[0] or para.words
    return re.split(r", | when ", words)[0].strip('“”"., ')


def _term_provision(head: Provision, term: str, paras: Sequence[Para], taken: dict[str, int]) -> Provision:
    prov_id = free(f"{head.id}/def.{slug(term) or 'term'}", taken)
    cited = f"{head.citation} “{term}”" if head.citation else ""
    first, rest = paras[0], [para.words for para in paras[1:]]
    heading, text = ("", first.words) if _is_term(first) else split_heading(first, first.words, RULE)
    if not text:
        heading, text = "", heading
    words = "\n".join([text, *rest])
    return Provision(prov_id, words, heading, head.id, level="definition", kind="definition", citation=cited)


def _items(base: Provision, elements: Sequence[_Element]) -> list[OutlineMark]:
    before = [base.text, *(elem.words for elem in elements)]
    return [OutlineMark(elem.mark, before[at], elem.indent, elem.italic) for at, elem in enumerate(elements)]


def _doubt_text(base: Provision, place: OutlinePosition, order: str) -> str:
    marks = "".join(f"({mark})" for mark in place.path)
    others = " or ".join(_level(order, rank) for rank in place.rivals)
    return f"{base.id} {marks}: ({place.path[-1]}) read as {_level(order, place.rank)}, not {others}"


def _level(order: str, rank: int) -> str:
    return rule_level(rank + 1) if order == RULE else LEVELS[rank + 1]


def _elements(paras: Sequence[Para], order: str) -> list[_Element]:
    """The marks of a section with their words, in order."""
    found: list[_Element] = []
    # In an indented text that prints its dashes, words without one are a title, whatever their verbs.
    signed = any(para.words.endswith("—") and para.indent is not None for para in paras)
    for para, following in zip_longest(paras, paras[1:]):
        words = _marked(found, para, order)
        if words is None:
            if found:
                _join(found[-1], para)
            continue
        bare = following is not None and not _marks(following, order)[0]
        titled = words[-1:] not in _ENDS and len(words) <= _TITLE
        if found[-1].heading or not words:
            found[-1].texts = [words] if words else []
        elif following is not None and titled and bare and _belongs(para, following, words):
            found[-1].heading = words
        elif following is not None and titled and not bare and (signed or looks_like_heading(words)):
            found[-1].heading, found[-1].guessed = words, True
        else:
            found[-1].texts = [words]
    return found


def _marked(found: list[_Element], para: Para, order: str) -> str | None:
    """Add the elements a paragraph opens and return the remaining words; None if it opens none.

    Marks may be doubled, "(iv)(A) The", or follow a heading, "(3) Limits. (i) Within a State".
    """
    words, italics = para.words, list(para.italics or ())
    marks, begin = _marks(para, order)
    if not marks:
        return None
    indent = para.indent
    while marks:
        for mark in marks:
            found.append(_Element(mark, indent, italics.pop(0) if italics else None))
            indent = None
        printed = words[begin:].strip()
        heading, words = split_heading(para, printed, order)
        marks, begin = leading_marks(words, order) if heading else ((), 0)
        found[-1].heading, found[-1].tie = heading, letters(printed) - letters(heading + words)
    return words


def _belongs(para: Para, following: Para, words: str) -> bool:
    """Whether an unmarked paragraph is the text under the words as its heading, not flush below a list."""
    if following.words[:1].islower():
        return False
    if para.indent is None or following.indent is None:
        return not _VERB.search(words)
    return following.indent >= para.indent


def _join(last: _Element, para: Para) -> None:
    """Add an unmarked paragraph to the element before it, or as flush words further up."""
    words = next((text for text in reversed(last.texts) if text.strip()), "").rstrip()
    if _TERM.match(para.words) and not para.plain and (para.heading or last.terms):
        last.terms.append(para)
        return
    if last.heading and not last.guessed and not words:
        last.texts.append(para.words)
        return
    if para.plain:
        below = para.flush
    elif para.indent is not None and last.indent is not None:
        below = para.indent < last.indent
    else:
        below = para.words[:1].islower() or words.endswith((";", ",", "; and", "; or"))
    if below or last.flush:
        last.flush.append(para)
    else:
        last.texts.append(para.words)


def split_heading(para: Para, words: str, order: str = "") -> tuple[str, str]:
    """The run-in heading of a paragraph and the words after it; the separating signs are left out.

    >>> split_heading(Para(""), "Purpose.—The purpose of this section is")
    ('Purpose', 'The purpose of this section is')
    """
    if para.heading is not None:
        if para.heading and words.startswith(para.heading):
            return para.heading.rstrip(" .—"), words[len(para.heading) :].lstrip(" —")
        return "", words
    if len(words) <= _TITLE and words.endswith((".—", ".--", ".–")):
        return words.rstrip("—–-").removesuffix("."), ""
    forms = (_DASHED, _TOGETHER, _RUN_IN) if order == RULE else (_DASHED, _TOGETHER)
    for form in forms:
        match = form.match(words)
        if match and _splits(form, match):
            return match["heading"].strip(), words[match.end() :].strip()
    return "", words


def _splits(form: re.Pattern[str], match: re.Match[str]) -> bool:
    heading = match["heading"]
    if form is _TOGETHER:
        return heading.casefold().startswith(match["term"].casefold())
    if form is _RUN_IN:
        short = len(heading.split()) <= 8 and not _ABBREVIATED.search(heading)
        return short and not _SENTENCE.match(heading) and looks_like_heading(heading)
    return not _VERB.search(heading)


def looks_like_heading(words: str) -> bool:
    """Whether words are a title: short, capital first, no closing sign, no finite verb."""
    plain = words.strip()
    if not plain or len(plain) > _TITLE or plain.endswith(_ENDS):
        return False
    first = plain.lstrip("“\"‘'")[:1]
    return (first.isupper() or first.isdigit()) and not _VERB.search(plain) and not _OPEN_END.search(plain)


def _provisions(
    base: Provision,
    elements: Sequence[_Element],
    places: Sequence[OutlinePosition],
    order: str,
    taken: dict[str, int],
) -> list[Provision]:
    # The id does not contain the name of a term, by which the marks below it are cited.
    named = base.level == "definition" and bool(base.citation)
    found: list[Provision] = []
    above: list[tuple[str, int | None]] = [(base.id, -1)]
    depths = [*(len(place.path) for place in places), 0]
    for elem, place, after in zip(elements, places, depths[1:], strict=True):
        del above[len(place.path) :]
        plain = bool(elem.texts) or after > len(place.path)
        heading, text = (elem.heading, "\n".join(elem.texts)) if plain else ("", elem.heading)
        parent = above[-1][0]
        above.append((free(f"{parent}/{elem.mark}", taken), elem.indent))
        level = _level(order, place.rank)
        cited = "".join([base.citation, *(f"({mark})" for mark in place.path)]) if named else ""
        found.append(Provision(above[-1][0], text, heading, parent, f"({elem.mark})", level, citation=cited))
        found += [_term_provision(found[-1], _term(para), [para], taken) for para in elem.terms]
        owners = ((_owner(above, para), para.words) for para in elem.flush)
        for owner, group in groupby(owners, key=itemgetter(0)):
            words = "\n".join(text for _, text in group)
            found.append(Provision(free(f"{owner}/flush", taken), words, parent=owner, level="continuation"))
    return found


def _owner(above: Sequence[tuple[str, int | None]], para: Para) -> str:
    """Words printed flush below a list belong to the provision whose list it is."""
    if para.indent is not None:
        fits = [prov_id for prov_id, indent in above[:-1] if indent is not None and indent <= para.indent]
        if fits:
            return fits[-1]
    return above[-2][0] if len(above) > 1 else above[-1][0]
