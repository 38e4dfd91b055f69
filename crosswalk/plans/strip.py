"""Find the parts of a plan that are not its own answers: prompts, contents, glossaries, quoted law, the last plan's words."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from crosswalk.language.normalize import fold
from crosswalk.plans.passages import PlanPassage, is_title_case
from crosswalk.plans.wordings import plan_phrase

_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,}|\.{3}(?=\s*\d{1,4}\s*$))\s*\d{1,4}\b")
_PAGES = re.compile(r"(?<=[A-Za-z’'”)])\s\d{1,3}(?=\s+[A-Z]|\s*$)")
_PAGE_AT_END = re.compile(r"[\s.…]*\b\d{0,4}\s*$")
# A heading with at least this many entries, three quarters of what is below it, is a glossary.
_ENTRIES = 3
_ORDINAL = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b")
_ENDS_IN_PAGE = re.compile(r"[A-Za-z’'”)]\s\d{1,3}$")
# The numbers and letters before a prompt, as the portal and as a plan print them: "e. 4. D. ".
_MARKED = re.compile(r"^\W*(?:\(?(?:[IVXivx]{1,4}|[A-Za-z]|\d{1,2})[.)]+\s*)+")
_MARKS = re.compile(r"\W*(?:(?:[IVXivx]{1,4}|[A-Za-z]|\d{1,2})[.)]+\s*)+")
_CAPITALS = re.compile(r"(?:\b[A-Z][A-Z’'()/,.\d-]*[\s,;:]+){9,}(?:\([^)]*\)\s*)*")
# A sentence of at least this many words that matches a prompt by this score (0..100) counts as the prompt.
_EXACT = 92
# A shorter sentence is never taken for a printed one.
_SHORTEST = 9
# A sentence of fewer words says too little to be read apart from its passage.
_LONG_ENOUGH = 8
# The label of a heading to which a pointer may lead: "Attachment 3", "IV.b".
_LABEL = re.compile(
    r"^\W*(?:(section|part|chapter|volume|appendix|attachment|exhibit|annex|addendum|item|question|schedule|table|goal)\s+)?"
    r"((?:\(?[A-Za-z0-9]{1,5}\)?[.-]?)+?)(?=[.:\s—–-]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Own:
    """A passage with the sentences that are the plan's own; `dropped` names why others are not.

    `beside` holds the other sentences where one is read apart.
    """

    passage: PlanPassage
    sentences: tuple[str, ...]
    dropped: str = ""
    beside: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The plan's own sentences in one line."""
        return " ".join(self.sentences)

    @property
    def quoted(self) -> str:
        """The exact words a report shows: of prose, from the first of the plan's own sentences to the last."""
        words, own = self.passage.words, self.sentences
        if self.passage.kind != "prose" or len(own) >= len(self.passage.sentences):
            return self.passage.quoted
        start = words.find(own[0])
        end = words.find(own[-1], max(start, 0))
        return words[start : end + len(own[-1])] if start >= 0 and end >= 0 else own[0]


def plan_own_words(passages: Sequence[PlanPassage], prompts: Sequence[str]) -> tuple[Own, ...]:
    """Each passage with what is left of it when all that is not the plan's own words is taken away."""
    printed = _prompt_test(prompts)
    repeated = _repeated(passages)
    titles = frozenset(fold(title) for one in passages for title in one.heading)
    glossaries = _glossaries(passages)
    leads = frozenset(one.lead for one in passages) - {""}
    return tuple(
        Own(one, (), "a glossary")
        if one.heading in glossaries
        else Own(one, (), "the lead-in of a list")
        if one.words in leads
        else _own(one, printed, repeated, titles)
        for one in passages
    )


def titles_of(passages: Sequence[PlanPassage]) -> dict[str, str]:
    """The title of each file that has one: the heading above all others, under which everything in it is."""
    tops: dict[str, set[str]] = {}
    for one in passages:
        tops.setdefault(one.file, set()).add(one.heading[0] if one.heading else "")
    return {file: next(iter(top)) for file, top in tops.items() if len(top) == 1}


def sentences_of(owns: Sequence[Own]) -> tuple[Own, ...]:
    """The sentences of passages of prose, each to be read apart; short ones and those that stand alone are left out."""
    return tuple(
        Own(own.passage, (sentence,), beside=(*own.sentences[:at], *own.sentences[at + 1 :]))
        for own in owns
        if own.passage.kind == "prose" and len(own.sentences) > 1
        for at, sentence in enumerate(own.sentences)
        if len(sentence.split()) >= _LONG_ENOUGH
    )


def _glossaries(passages: Sequence[PlanPassage]) -> frozenset[tuple[str, ...]]:
    """Headings under which nearly every line is a term and its explanation."""
    below: dict[tuple[str, ...], list[bool]] = {}
    for one in passages:
        for words in one.words.split("\n"):
            below.setdefault(one.heading, []).append(bool(plan_phrase("glossary entry").fullmatch(words)))
    return frozenset(
        path for path, entries in below.items() if sum(entries) >= max(_ENTRIES, 0.75 * len(entries))
    )


def _own(
    passage: PlanPassage, printed: Callable[[str], bool], repeated: frozenset[str], titles: frozenset[str]
) -> Own:
    if _is_contents(passage) or fold(_PAGE_AT_END.sub("", passage.words)) in titles:
        return Own(passage, (), "a list of contents")
    if any(plan_phrase("law printed").search(title) for title in _nearest(passage)):
        return Own(passage, (), "words of the law")
    if any(plan_phrase("glossary").search(title) for title in _nearest(passage)) or plan_phrase(
        "lists terms"
    ).match(passage.words):
        return Own(passage, (), "a glossary")
    if passage.kind == "table" and _is_index(passage):
        return Own(passage, (), "a list of contents")
    if _is_about_last_plan(passage):
        return Own(passage, (), "words about an earlier plan")
    if passage.words in repeated:
        return Own(passage, (), "a running head")
    enclosed = plan_phrase("enclosed").fullmatch(passage.words)
    if (
        enclosed
        and passage.kind == "prose"
        and is_title_case(plan_phrase("years").sub("", enclosed[1]).strip())
    ):
        return Own(passage, (), "a heading")
    if passage.kind == "prose" and ":" not in passage.words and _is_bare_title(passage.words):
        return Own(passage, (), "a heading")
    if plan_phrase("planning note").match(passage.words):
        return Own(passage, (), "a prompt")
    kept: list[str] = []
    reason = ""
    for sentence in _parted(passage):
        why = _not_own(sentence, printed)
        reason = reason or why
        if not why:
            kept.append(sentence)
    if reason == "a prompt" and all(is_title_case(sentence.rstrip(".")) for sentence in kept):
        # The names of the items that a prompt lists.
        kept = []
    return Own(passage, tuple(kept), reason)


def _parted(passage: PlanPassage) -> Sequence[str]:
    """The sentences; a prompt in capitals that runs straight into the answer is split from it."""
    found: list[str] = []
    for sentence in passage.sentences:
        if found and passage.kind == "prose" and plan_phrase("citation").match(sentence):
            found[-1] = f"{found[-1]} {sentence}"
            continue
        capitals = _CAPITALS.search(sentence)
        if capitals and passage.kind == "prose" and capitals.end() < len(sentence):
            found += [sentence[: capitals.end()], sentence[capitals.end() :]]
        else:
            found.append(sentence)
    return found


def _not_own(sentence: str, printed: Callable[[str], bool]) -> str:
    if _MARKS.fullmatch(sentence):
        return "a section number"
    if len(_PAGES.findall(sentence)) > 2 and plan_phrase("contents").search(sentence):
        return "a list of contents"
    if (
        plan_phrase("imperative").match(sentence)
        or plan_phrase("instruction").search(sentence)
        or plan_phrase("rules for writers").search(sentence)
        or printed(sentence)
        or (plan_phrase("cited item").match(sentence) and not plan_phrase("plain verb").search(sentence))
    ):
        return "a prompt"
    if plan_phrase("defines").match(sentence):
        return "a glossary"
    if plan_phrase("law says").match(sentence) or plan_phrase("grounds").search(sentence):
        return "words of the law"
    earlier = plan_phrase("last plan").match(sentence) or plan_phrase("last plan said").search(sentence)
    return "words about an earlier plan" if earlier else ""


def _nearest(passage: PlanPassage) -> Sequence[str]:
    """The nearest heading, and the one above it where the nearest is a letter of the alphabet."""
    return passage.heading[-2:] if len(passage.title) <= 2 else passage.heading[-1:]


def _is_contents(passage: PlanPassage) -> bool:
    """Whether a passage is lines of a contents list: under that heading, or dot leaders and page numbers."""
    if any(plan_phrase("contents").search(title) for title in _nearest(passage)):
        return True
    if plan_phrase("opens contents").match(passage.words) and len(_PAGES.findall(passage.words)) > 2:
        return True
    if (
        passage.kind == "prose"
        and is_title_case(_PAGES.sub("", passage.words))
        and _PAGES.search(passage.words)
    ):
        return True
    lines = passage.words.split("\n")
    paged = sum(bool(_ENDS_IN_PAGE.search(line)) for line in lines)
    if paged > 2 and paged >= 0.75 * len(lines) and passage.kind != "table":
        return True
    found = _LEADERS.findall(passage.words)
    return len(found) > 2 or (len(found) == 1 and len(passage.words.split()) < 30)


def _is_index(passage: PlanPassage) -> bool:
    """Whether a table only says where things are: by its heading, or by a place at the end of most rows."""
    if plan_phrase("index table").search(passage.title):
        return True
    ends = [row.rpartition("|")[2].strip() for row in passage.sentences]
    places = sum(bool(plan_phrase("place cell").fullmatch(end)) for end in ends)
    return places >= 3 and places >= 0.6 * len(ends)


def _is_bare_title(words: str) -> bool:
    """Whether words are a title and years, or years alone."""
    bare = _ORDINAL.sub("", plan_phrase("years").sub("", words)).strip(" ,–-")
    return is_title_case(bare) or (bare != words and not bare)


def _is_about_last_plan(passage: PlanPassage) -> bool:
    """Whether a passage tells what became of the last plan: by its heading, or by the head of its table."""
    heads = [passage.title, passage.sentences[0] if passage.kind == "table" else ""]
    return any(
        plan_phrase("about last plan").search(head) and not plan_phrase("about results").search(head)
        for head in heads
    )


def _repeated(passages: Sequence[PlanPassage]) -> frozenset[str]:
    """Short lines that occur three or more times: leftover running headers and footers."""
    counts: dict[str, int] = {}
    for one in passages:
        if one.kind == "prose" and len(one.words.split()) <= 12:
            counts[one.words] = counts.get(one.words, 0) + 1
    return frozenset(words for words, count in counts.items() if count > 2)


def _prompt_test(prompts: Sequence[str]) -> Callable[[str], bool]:
    """Whether a sentence is one that the collection prints, in this edition's wording or a near one."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    known = [fold(prompt) for prompt in prompts]

    @lru_cache(maxsize=1 << 14)
    def printed(sentence: str) -> bool:
        plain = fold(_MARKED.sub("", sentence))
        if len(plain.split()) < _SHORTEST:
            return False
        for prompt in known:
            found = (
                partial_ratio_alignment(plain, prompt, score_cutoff=_EXACT)
                if len(plain) <= len(prompt)
                else None
            )
            # What begins inside a clause is the requirement as a sentence of the plan: "The State will monitor ...".
            if found and not plan_phrase("inside a clause").search(prompt[: found.dest_start]):
                return True
        return False

    return printed


@dataclass(frozen=True)
class Headings:
    """The labeled headings of a plan, and the passages below each."""

    passages: tuple[PlanPassage, ...]
    owns: tuple[Own, ...]

    def stands(self, target: str) -> bool:
        """Whether a place named in a pointer, such as `exhibit f`, is in the plan with words of its own."""
        return next(self.below(target), None) is not None

    def below(self, target: str) -> Iterator[tuple[Own, int]]:
        """The passages under the heading that a pointer names, each with its place in the row of chances."""
        for at, own in enumerate(self.owns):
            titles = (_file_title(own.passage.file), *own.passage.heading)
            if any(_is(title, target) for title in titles) or _same_section(own.passage.section, target):
                yield own, at


def _file_title(name: str) -> str:
    """The title that a file's name gives: `Attachment 3 MOU` of `Attachment_3-MOU.pdf`."""
    return " ".join(re.split(r"[\s_-]+", PurePath(name).stem))


def _is(title: str, target: str) -> bool:
    """Whether a heading bears the label of a pointer: its kind and number, or its number alone."""
    found = _LABEL.match(title)
    if not found:
        return False
    kind, _, number = target.partition(" ")
    own_kind, kind = (found[1] or "").lower(), kind.lower()
    if own_kind and own_kind != kind:
        return False
    if not own_kind and kind not in {"section", "part", "item", "question", "chapter"}:
        return False
    return _plain(found[2]) == _plain(number) and bool(_plain(number))


def _same_section(section: str, target: str) -> bool:
    kind, _, number = target.partition(" ")
    return (
        kind.lower() in {"section", "part"}
        and bool(section)
        and _plain(section).startswith(_plain(number))
        and len(_plain(number)) > 2
    )


def _plain(number: str) -> str:
    return re.sub(r"[^a-z0-9]", "", number.lower())
