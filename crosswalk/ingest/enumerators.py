"""Enumerators and bullets at the start of a line, and how deep each one nests.

A mark alone does not say its level: (i) follows (h) or opens a list of Roman numerals. It is read by the
successor that is expected and by what is open, and every ambiguous case is reported.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crosswalk.ingest.word_breaks import law_words
from crosswalk.model.citation import roman

# Bullets as fonts encode them: the private-use ones are Symbol's and Wingdings'.
BULLETS = "•●○◦▪▫■□◆◇➢➤►▶✓✔❖·‣⁃∙×*–—-\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf071\uf0a8\uf02d\uf06e\uf06f"
_BULLET = re.compile(rf"([{re.escape(BULLETS)}]|o)\s+(?=\S)")
_NUMBER = re.compile(
    r"(\((?:[A-Za-z]{1,2}|[ivxlIVXL]{1,6}|\d{1,3}|\d{1,2}-?[A-Za-z]|[A-Za-z]{1,2}-\d{1,2})\)"
    r"|(?:[A-Z]-)?\d{1,3}[.)](?=\s|$)"
    r"|§\s*\d{1,3}[A-Z]?[-–]\d{1,5}[A-Z]?(?:\.\d{1,4})*\.?(?=\s+(?!to\b|and\b)\S)"
    r"|(?:(?:§+\s*)?(?:[A-Z]\.)?\d{1,4}(?:\.\d{1,4})+\.?|[A-Z]\.\d{1,3}\.?|\d{1,2}\.[A-Z]\.?)(?=\s+\S)"
    r"(?!\s+(?:million|billion|trillion|percent|per cent|hours?|days?|weeks?|months?|years?|times|points?|FTEs?"
    r"|is|are|was|were|of|to|or|per|and)\b)"
    r"|(?:[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})(?:-\d{1,2})?[.)](?=\s|$))"
    r"\s*"
)
# "(b)(1) of the Act" is no item.
_REFERS = re.compile(r"(?:of|and|or|through)\b")
_PUT_IN = re.compile(r"\((?:(\d{1,2})-?[A-Za-z]|([A-Za-z]{1,2})-\d{1,2})\)")
_PHONE = re.compile(r"\(?\d{3}\)?[\s.–-]{0,2}\d{3}[\s.–-]\d{4}\b")
# "J. Doe, Director": an initial and a name, with what the person is.
_OFFICE = (
    r"(?:Acting|Assistant|Associate|Deputy|Executive|Director|Secretary|Chief|Administrator|Commissioner|Manager"
    r"|Officer|Chair|President|Governor|Mayor|Attorney|Counsel|Coordinator|Specialist|Analyst|Supervisor|Clerk"
    r"|Ph\.?D|Esq|Jr|Sr|M\.?D|J\.?D|Member|Superintendent|Treasurer|Editor|Author|Dean|Professor|General)\b"
)
_NAME = r"(?:[A-Z]\. ?){0,3}[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}"
_SIGNED = re.compile(rf"[A-Z]\.\s{_NAME}, {_OFFICE}.{{0,80}}")
_INITIAL = re.compile(rf"[A-Z]\.\s(?:[A-Z]\.\s)+[A-Z][\w’'-]+.*|[A-Z]\.\s{_NAME}(?:, .{{0,40}}[^.;:])?")
# "K. Lund reviewed the table", "H. Fox, (555) 010-0101": a name begins, if its word is none that laws use.
_SUBJECT = re.compile(r"[C-Z]\.\s([A-Z][\w’'-]+)(?=[\s,(]|$)")
_TWO_NAMES = re.compile(rf"[A-Z]\.\s{_NAME},? (?:and|&) [A-Z]\.\s[A-Z][\w’'-]+")
_FIRST_NAME = re.compile(r"[a-z,] [A-Z][a-z]+$")
_SURNAME = re.compile(r"[B-Z]\. (?!The\b|Each\b|An?\b|In\b|All\b|No\b|If\b|Any\b)[A-Z][\w’'-]+")
_INITIALS = re.compile(r"[A-Z]\.\s[A-Z]\.\s")
# A letter and two to eight words, each with a capital but for the small ones: "F. Indirect Expenses".
LETTERED_TITLE = re.compile(
    r"[A-Z]\. [A-Z][\w’'-]*(?: (?:[A-Z][\w’'/&-]*|&|and|or|of|the|for|to|in|on|with)){1,7}"
)
# "1 Scope", "2 – Terms": a number without a sign of its own, and a title.
_BARE_NUMBER = re.compile(r"(\d{1,2})(?:\s?[:–—-])?\s+(?=[A-Z“\"])")
CONTENTS_TITLE = re.compile(
    r"(?:table of )?contents|in this (?:\w+ )?(?:handbook|guide|manual|plan|document|report|policy|issue)",
    re.IGNORECASE,
)
# Below it, a title and its page.
CONTENTS_ENTRY = re.compile(r".*[^\W\d].*\s(?:\d{1,3}|[ivxlc]{1,7})")
# How far the marks of one list may differ in indent, in ems.
_SAME_INDENT = 0.6


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: as printed, and each way it can be read as a style of numbering and a value.

    A mark such as (1A) or (a-1) was put in behind (1) or (a) later on; it has their value.
    """

    num: str
    readings: tuple[tuple[str, int], ...]

    @property
    def put_in(self) -> bool:
        """Whether it was put in behind the mark of its value."""
        return bool(_PUT_IN.match(self.num))

    @property
    def is_bullet(self) -> bool:
        """Whether it is a bullet, which counts nothing."""
        return not self.num


def mark_of(text: str) -> tuple[Mark, str] | None:
    """The mark a text opens with, and the text behind it; None if it opens with a word.

    >>> mark_of("(a) Participant. A reportable individual")[1]
    'Participant. A reportable individual'
    >>> mark_of("2022, and developed jointly"), mark_of("(555) 010-7454"), mark_of("A. Sample, Deputy")
    (None, None, None)
    """
    if bullet := _BULLET.match(text):
        return Mark("", ((f"bullet {bullet[1]}", 0),)), text[bullet.end() :]
    number = _NUMBER.match(text)
    if not number or not text[number.end() :] or _SIGNED.fullmatch(text):
        return None
    if _PHONE.match(text) or _PHONE.match(text, number.end()):
        return None
    readings = tuple(_readings(number[1]))
    return (Mark(number[1], readings), text[number.end() :]) if readings else None


def first_inside(text: str) -> tuple[Mark, str] | None:
    """The mark that a text opens with, if it is in parentheses and the first of a list, and the words behind it.

    >>> first_inside("(1)(A) Except as provided")[1], first_inside("(2) Each board")
    ('(A) Except as provided', None)
    """
    found = mark_of(text) if text.startswith("(") else None
    if found is None or _REFERS.match(found[1]):
        return None
    return found if any(value == 1 for _, value in found[0].readings) else None


def splits_name(before: str, line: str) -> bool:
    """Whether a line break falls between a first name and an initial: `the Carl`, then `D. Perkins Act`.

    >>> splits_name("programs under the Carl", "D. Perkins Act"), splits_name("the Carl", "A. The State plan")
    (True, False)
    """
    return bool(_FIRST_NAME.search(before) and _SURNAME.match(line))


def listed_mark(text: str, last: Mapping[str, int]) -> tuple[Mark, str] | None:
    """The mark a text opens with, unless it is the initial of a name and continues no list.

    `last` holds the last value of each list that is open, by its style.
    """
    found = mark_of(text)
    if found is None or not (_INITIAL.fullmatch(text) or _is_subject(text)):
        return found
    is_name = _INITIALS.match(text) or _TWO_NAMES.match(text) or (text.startswith("I.") and _is_subject(text))
    first = 0 if is_name else 1
    goes_on = any(value <= first or last.get(style) == value - 1 for style, value in found[0].readings)
    return found if goes_on else None


def _is_subject(text: str) -> bool:
    """Whether a text opens with an initial and a name that is no word of laws."""
    found = _SUBJECT.match(text)
    return found is not None and found[1].casefold() not in law_words()


def bare_numbers(titles: Sequence[tuple[int, str]]) -> dict[int, tuple[str, str]]:
    """The bare numbers that titles begin with, each with its title, by place; `titles` are depths and words.

    Only numbers that count up from 1 among the titles of one depth are enumerators.

    >>> bare_numbers([(1, "1 Scope"), (2, "90 Days"), (1, "2 Terms")])
    {0: ('1', 'Scope'), 2: ('2', 'Terms')}
    """
    found: dict[int, tuple[str, str]] = {}
    runs: dict[int, list[tuple[int, str, str]]] = {}
    for at, (depth, words) in enumerate(titles):
        runs = {open_depth: run for open_depth, run in runs.items() if open_depth <= depth}
        match, run = _BARE_NUMBER.match(words), runs.get(depth, [])
        if match and int(match[1]) in {1, len(run) + 1}:
            run = [*(run if int(match[1]) > 1 else []), (at, match[1], words[match.end() :])]
            runs[depth] = run
            found |= {place: (num, title) for place, num, title in run} if len(run) > 1 else {}
    return found


def contents_below_title(lines: Sequence[str]) -> set[int]:
    """The places of the title of a table of contents and of the entries right below it, with pages that never fall.

    >>> sorted(contents_below_title(["Contents", "Need 3", "Design 3", "Need", "The need is great."]))
    [0, 1, 2]
    """
    found: set[int] = set()
    for at, line in enumerate(lines):
        if CONTENTS_TITLE.fullmatch(line.strip(" :")):
            below = list(itertools.takewhile(CONTENTS_ENTRY.fullmatch, lines[at + 1 :]))
            found |= set(range(at, at + 1 + len(below))) if len(below) > 1 and counts_up(below) else set()
    return found


def counts_up(lines: Iterable[str]) -> bool:
    """Whether the numbers at the ends of lines never fall, as the pages of a table of contents.

    >>> counts_up(["Need .... 3", "Design .... 3", "Data .... 12"]), counts_up(["Need .... 45", "Data .... 20"])
    (True, False)
    """
    numbers = [int(found[0]) for line in lines if (found := re.search(r"\d{1,4}(?=\s*$)", line))]
    return all(one <= after for one, after in itertools.pairwise(numbers))


def _readings(num: str) -> Iterator[tuple[str, int]]:
    """Each style and value that a printed enumerator can have, letters before Roman numerals."""
    if later := _PUT_IN.match(num):
        num = f"({later[1] or later[2]})"
    core = num.strip("().§ ")
    frame = num.replace(core, "#", 1)
    if "-" in (core := core.replace("–", "-")):
        head, _, tail = core.partition("-")
        yield f"{head}-{frame}", int(tail) if tail.isdigit() else 0
    elif "." in core:
        stem, _, last = core.rpartition(".")
        if last == "0" and stem.isdigit():
            yield f"1{frame}.0", int(stem)
        elif last.isdigit():
            yield f"{stem}.{frame.strip('.')}", int(last)
        else:
            yield f"{stem}.#A", ord(last) - 64
    elif core.isdigit():
        yield f"1{frame}", int(core)
    else:
        case = "a" if core.islower() else "A"
        if len(core) == 1 or core == core[0] * len(core):
            yield f"{case}{frame}", ord(core[0].lower()) - 96 + 26 * (len(core) - 1)
        # No list of a document has a fiftieth item with a Roman numeral: "c" and "d" are letters.
        if 0 < roman(core) < 50:
            yield f"{case} Roman {frame}", roman(core)


@dataclass(slots=True)
class Nesting:
    """The lists that are open, outermost first, each with its style, its last value and its indent."""

    lists: list[tuple[str, int, float | None]] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Forget all lists, as at a heading."""
        self.lists.clear()

    def mark_of(self, text: str) -> tuple[Mark, str] | None:
        """The mark a text opens with, as for `mark_of`, unless it is the initial of a name.

        "J. Doe" is item J after an item I, and otherwise a name.
        """
        return listed_mark(text, {style: value for style, value, _ in self.lists})

    def next_mark(self, text: str) -> Mark | None:
        """The mark a text opens with, if it begins a list or carries an open one on; no bullet."""
        found = self.mark_of(text)
        last = {style: value for style, value, _ in self.lists}
        follows = found and any(value in {1, last.get(style, 0) + 1} for style, value in found[0].readings)
        return found[0] if found and follows else None

    def depth(self, mark: Mark, indent: float | None = None) -> int:
        """How deep a mark nests, from 1; it becomes the last of its list, and deeper lists close.

        `indent` is its left edge in ems, where the format says.
        """
        at, style, value = self._place(mark, indent)
        del self.lists[at:]
        self.lists.append((style, value, indent))
        return len(self.lists)

    def _place(self, mark: Mark, indent: float | None) -> tuple[int, str, int]:
        for at in reversed(range(len(self.lists))):
            open_style, last, left_edge = self.lists[at]
            for style, value in mark.readings:
                follows = value == last + 1 or mark.is_bullet or (mark.put_in and value == last)
                same = style == open_style and follows
                if same and (not mark.is_bullet or _is_level(left_edge, indent)):
                    self._note_doubt(mark, style)
                    return at, style, value
        first = next(((style, value) for style, value in mark.readings if value <= 1), None)
        if first is None and (later := self._skipped(mark)):
            return later
        style, value = first or mark.readings[0]
        return self._new(style, indent), style, value

    def _skipped(self, mark: Mark) -> tuple[int, str, int] | None:
        """The open list that a mark carries on with the fewest numbers left out."""
        later = [
            (value - last, -at, at, style, value)
            for at, (open_style, last, _) in enumerate(self.lists)
            for style, value in mark.readings
            if style == open_style and value > last
        ]
        return min(later)[2:] if later else None

    def _new(self, style: str, indent: float | None) -> int:
        """The depth at which a list opens: that of an open list of its style, else inside all lists left of it."""
        for at in reversed(range(len(self.lists))):
            open_style, _, left_edge = self.lists[at]
            if same_level(open_style, style) and _is_level(left_edge, indent):
                return at
        if indent is None:
            return len(self.lists)
        return next(
            (
                at
                for at, (_, _, left_edge) in enumerate(self.lists)
                if left_edge is not None and left_edge > indent + _SAME_INDENT
            ),
            len(self.lists),
        )

    def _note_doubt(self, mark: Mark, style: str) -> None:
        others = [name for name, value in mark.readings if name != style and value == 1]
        if others:
            kind = "a Roman numeral" if "Roman" in style else "a letter"
            self.ambiguous.append(f"{mark.num} was read as {kind}, the next of the list that was open.")


def same_level(one: str, other: str) -> bool:
    """Whether two styles are of one level: the same, or section numbers with as many parts, as 1.2 and 2.1.

    >>> same_level("1.#", "2.#"), same_level("1.#", "1.2.#"), same_level("a(#)", "1(#)")
    (True, False, False)
    """
    numbers = all(re.fullmatch(r"(?:[A-Z]\.(?:\d+\.)*|(?:\d+\.)+)#A?\.?", style) for style in (one, other))
    return one == other or (numbers and one.count(".") == other.count("."))


def _is_level(one: float | None, other: float | None) -> bool:
    return one is None or other is None or abs(one - other) <= _SAME_INDENT


_ROMAN_LETTERS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_ROMAN_MOST = 4999


def printed(count: int, kind: str) -> str:
    """A count as a list of some kind prints it.

    >>> [printed(28, kind) for kind in ("decimal", "lowerLetter", "upperRoman", "ordinal")]
    ['28', 'bb', 'XXVIII', '28th']
    """
    if kind in {"lowerLetter", "upperLetter"} and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in {"lowerRoman", "upperRoman"} and 0 < count <= _ROMAN_MOST:
        roman, rest = "", count
        for worth, letters in _ROMAN_LETTERS:
            roman += letters * (rest // worth)
            rest %= worth
        return roman if kind == "lowerRoman" else roman.upper()
    if kind == "ordinal":
        ending = (
            {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th") if count % 100 not in {11, 12, 13} else "th"
        )
        return f"{count}{ending}"
    return f"{count:02d}" if kind == "decimalZero" else str(count)
