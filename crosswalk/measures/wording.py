"""The words of one measure's parts for a sentence: who, did what, when; without brackets and citations, and shorter."""

import re
from collections.abc import Iterator, Sequence

from crosswalk.language.phrasing import alternatives, lowered
from crosswalk.language.timing import spoken_times
from crosswalk.language.word_lists import EMPTY_WORDS, ORDINALS
from crosswalk.model.annotation import MeasurePart, PartState


def who_words(reading: MeasurePart) -> str:
    """The words for who is counted, without the exit that a time names; one program is named in front."""
    if not reading.spans and " / " in reading.words:
        return ""
    pieces = [piece for piece in reading.words.split(" … ") if piece and not _NAMES_EXIT.match(piece)]
    words = pieces[0] if pieces else ""
    for piece in pieces[1:]:
        words += f" who {piece}" if _VERB.match(piece) else f" {piece}"
    programs = [v for v in reading.values if v.endswith(" program") and " from the " not in v]
    if len(programs) == 1 and words.startswith("program "):
        words = f"{programs[0].removesuffix(' program')}{words.removeprefix('program')}"
    return _in_a_sentence(plain(words), reading)


_NAMES_EXIT = re.compile(
    r"(?:exit|leav|depart|enter|entry|complet|discharg|(?:a|the) person leaves)", re.IGNORECASE
)
_VERB = re.compile(r"(?:are|is|were|was|have|has|had|do|did|receive\w*|obtain\w*|remain\w*)\b")


def did_words(reading: MeasurePart | None) -> str:
    """The words for what the counted must do; empty if a text states none, or states several by reference."""
    if reading is None or reading.state is not PartState.READ or not reading.spans:
        return ""
    pieces = [plain(piece) for piece in reading.words.split(" … ")]
    said = ""
    for piece in pieces:
        if piece and not piece.startswith(("only ", "see ")):
            # A time in the middle of a clause parts "that are" from "at the final stop".
            joint = " " if said.rpartition(" ")[2].lower() in EMPTY_WORDS else " and "
            said = f"{said}{joint}{piece}" if said else piece
    return said


def after_noun(words: str) -> str:
    """What the counted do, to follow their noun."""
    if re.search(r", (?:or |and )?(?:are|is|were|was|have|has)\b", words):
        return words if words.startswith("who ") else f"who {words}"
    words = re.sub(r"^(?:who )?(?:are|is|were|was) (?=(?:in|on|still|\w+ing) )", "", words.strip(" ,"))
    if re.match(FOLLOWS, words):
        return words
    return f"who {words}" if words else ""


# How a phrase begins that can follow a noun as it is.
FOLLOWS = re.compile(
    r"(?:who|whose|that|which|in|on|at|with|without|by|as|to|from|under|for|still|made|paid|held|met|kept|given|sent|\w+ing|\w+ed)\b"
)


def when_words(reading: MeasurePart) -> str:
    """A time in the words of the text; several in a row as they add up."""
    if not reading.spans:
        return spoken(reading.values)
    pieces = [" ".join(piece.split()) for piece in reading.words.split(" … ")]
    stay, later = (
        any(re.search(words, one) for one in pieces)
        for words in (r"^(?:during|while)\b", r"^within\b|\bafter\b")
    )
    joint = " or " if stay and later else " and "
    return joint.join(plain(piece) for piece in pieces)


def spoken(values: Sequence[str]) -> str:
    """Times from their values: `in the second quarter after exit`."""
    return _COUNTED.sub(_in_the, spoken_times(values))


_COUNTED = re.compile(r"\b(quarter|month|week|day|year|semester) (\d+)\b")


def _in_the(found: re.Match[str]) -> str:
    place = int(found[2])
    return f"in the {ORDINALS[place - 1]} {found[1]}" if 0 < place <= len(ORDINALS) else found.group()


def counted_from(reading: MeasurePart) -> str:
    """What a time is counted from, in the words of the text: `after exit from the program`."""
    found = re.search(
        r"\b(?:after|following|before|prior to|of)\b(?! (?:the )?(?:end|start) of).*$", when_words(reading)
    )
    return found.group() if found else ""


_BRACKETS = re.compile(r"\s*[(\[](?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*[)\]]")
_CITED = re.compile(
    r"(?:,? (?:that|which) \w+(?: \w+){0,2})?,? (?:as )?(?:(?:described|defined|specified|referred to|authorized|established|provided|listed|set out|identified)"
    r" (?:in|under|by) )?(?:(?:in|under|by|of|pursuant to) )?(?:(?:section|sections|paragraph|subparagraph|clause|subclause|title|part"
    r"|subpart|chapter|subtitle|appendix)s? [\dIVXLC]\w*|\d+ (?:U\.S\.C\.|CFR))[^,;]*"
)


# What refers to words that a short statement may not have: "gains toward such a credential".
_OF_SUCH = re.compile(r" (?:towards?|to|of|in|under|for|from|by) such\b[^,;]*")


def plain(words: str) -> str:
    """Words in a row without brackets, citations and the marks at their ends."""
    words = " ".join(words.replace(" … ", " ").split())
    words = _OF_SUCH.sub("", _CITED.sub("", _BRACKETS.sub("", words)))
    words = " ".join(words.split()).strip(" .;,—-:")
    return re.sub(r"^[Tt]he (?=\w+[^su]s\b)|(?: (?:in|for|with|and|or|an?|the|to))+$", "", words)


def own_words(reading: MeasurePart) -> str:
    """The words of a part; a capital at the start of its text goes unless it belongs to a name."""
    return _in_a_sentence(plain(reading.words), reading)


def _in_a_sentence(words: str, reading: MeasurePart) -> str:
    return lowered(words) if not reading.spans or reading.spans[0].start == 0 else words


# Where a phrase may end: what follows says more of the noun before it, or what it is for.
_MORE = re.compile(
    r",? (?:that|which|towards?|leading to|defined as|in order to|including|such as"
    r"|(?:\w+ed|set|made|given) (?:by|through|as|on))\b[^,;]*"
)
_PLACE = re.compile(r" (?:in|of|under|for|from|at|by|on|within) (?:the|an?|any|their|its|each|one)\b[^,;]*")


def shorter_ways(words: str) -> Iterator[tuple[int, str]]:
    """A phrase, and the same phrase shortened at the ends of its own phrases, each with how much it leaves out."""
    if not words:
        return
    yield 0, words
    said = [(0, words)]
    bare = _MORE.sub("", words)
    said.append((2, bare))
    said.append((3, _as_list(bare)))
    placeless = _PLACE.sub("", bare)
    said.append((5, placeless if len(placeless.split()) > 2 else bare))
    first, _, rest = bare.partition(", ")
    if ", " in rest and _is_choice(bare):
        said.append((12, f"{_as_list(bare).partition(', ')[0]}, among other outcomes"))
    elif ", " not in rest and not re.match(r"(?:or|and|nor)\b", rest):
        said.append((6, first))
    seen = {words}
    for loss, shorter in said:
        if shorter and shorter not in seen and not _ends_open(shorter):
            seen.add(shorter)
            yield loss, shorter


def _ends_open(words: str) -> bool:
    return words.rpartition(" ")[2].lower() in EMPTY_WORDS


def _is_choice(words: str) -> bool:
    """Whether a list ends in "or" and has no item that must be met as well."""
    return bool(re.search(r", or [^,]*$", words)) and not re.search(r", and ", words)


_BEINGS = r"(?:(?:who|that|are|is|were|was|be|been|being|remain|remains|have|has|had|enrolled|placed|retained|engaged|or|and|either)\s+)*"
_ITEM = re.compile(rf"(?:or |and )?(?P<verbs>{_BEINGS})(?P<in>in )?(?P<rest>.+)")


def _as_list(words: str) -> str:
    """A choice of three or more clauses as one of nouns: "in college or training, as volunteers or in employment"."""
    pieces = [piece for piece in re.split(r",\s*", words) if piece]
    first, last = (_ITEM.fullmatch(pieces[at]) for at in (0, -1))
    parallel = first and first["in"] and last and (last["in"] or last["verbs"].removeprefix("or ").strip())
    if len(pieces) < 3 or not parallel or not _is_choice(words):
        return words
    inside: list[str] = []
    others: list[str] = []
    for piece in pieces:
        item = _ITEM.fullmatch(piece)
        if item is None:
            return words
        verb, rest = item["verbs"].strip(), item["rest"]
        if item["in"] and others:
            others.append(f"in {rest}")
        elif item["in"] or not verb.removeprefix("or").strip():
            (others or inside).append(rest)
        else:
            others.append(f"as {rest}" if rest.endswith("s") and " " not in rest else rest)
    if not inside:
        return words
    joined = ", ".join(inside) if any(" or " in one for one in inside) else alternatives(inside)
    return ", ".join(said for said in (f"in {joined}", alternatives(others)) if said)
