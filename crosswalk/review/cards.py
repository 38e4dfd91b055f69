"""A card as the page shows it: both texts, why the pair is proposed, its rivals, and what is on file."""

from dataclasses import dataclass

from crosswalk.ledger.comments import comments_on
from crosswalk.ledger.decide import history
from crosswalk.model.comment import Comment
from crosswalk.model.corpus import Provision
from crosswalk.model.mapping import Mapping, fingerprint
from crosswalk.model.relation import Basis, Group, Relation, Status
from crosswalk.report.cells import absent_view, pair_text
from crosswalk.report.document_view import DocumentView, label
from crosswalk.report.rows import confidence_view, part_views, parts_summary
from crosswalk.report.views import AbsentView, TextView
from crosswalk.report.why_views import ConfidenceView, PartView
from crosswalk.report.words import OWN_WORDS, RELATIONS, date_words, pattern, shortened
from crosswalk.review.crosswalk import REVIEWED, Pair, ReviewCrosswalk, key_of
from crosswalk.review.forms import FormEntry, entry_for, is_first_look
from crosswalk.review.queue import QueueItem, QueueReason

_EXCERPT = 110


@dataclass(frozen=True, slots=True)
class RelationOption:
    """One relation to choose: its key, the contract's word, the page's word, and the pattern's sentence.

    `sentence` is empty where the person must write one.
    """

    key: str
    value: str
    glyph: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rival:
    """Another counterpart of the same provision; `status` is empty in blind mode."""

    key: str
    name: str
    words: str
    relation: str
    sure: str
    status: str
    here: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Everything one card shows.

    `seen` is the mark of the row on file that the person looks at. `filed` says in words what is on
    file or, failing that, proposed, `past` what was. In blind mode `filed`, `past`, `confidence` and the reasons are empty, and
    the form's fields with them. `first_look` says that only the program has read the pair: what it
    found is hidden until a relation is chosen. `is_contested` says that a rival comes near. `together` names
    the other rows that people mean together with this one, each with its key. `can_reject` is false for a gap: whoever doubts it names a counterpart.
    """

    key: str
    pair: Pair
    topic: str
    left: TextView | None
    right: TextView | None
    left_absent: AbsentView | None
    right_absent: AbsentView | None
    seen: str
    filed: str
    status: Status
    past: tuple[str, ...]
    entry: FormEntry
    choices: tuple[RelationOption, ...]
    bases: tuple[str, ...]
    confidence: ConfidenceView | None
    parts: tuple[PartView, ...]
    parts_summary: str
    computed: str
    reasons: tuple[tuple[str, str], ...]
    rivals: tuple[Rival, ...]
    is_contested: bool
    together: tuple[tuple[str, str], ...]
    comments: tuple[Comment, ...]
    can_reject: bool
    blind: bool
    first_look: bool


def base_of(table: ReviewCrosswalk, item: QueueItem) -> Mapping:
    """What a decision on a row starts from: the row on file, else the pair as offered."""
    return item.row or table.ground.offered(item.pair)


def names_of(table: ReviewCrosswalk) -> tuple[str, str]:
    """What sentences call the two sides."""
    return (table.sides[0].spoken, table.sides[1].spoken)


def card_of(table: ReviewCrosswalk, item: QueueItem, *, blind: bool, entry: FormEntry | None = None) -> Card:
    """The card of one row; `entry` holds the fields of a form that was not a decision yet."""
    left, right = table.sides
    here, there = left.find(item.pair[0]), right.find(item.pair[1])
    cand, base = item.candidate, base_of(table, item)
    alignment = cand.alignment if cand else None
    judged = cand.prediction if cand else None
    past = history(table.ground.on_file(), item.pair)
    return Card(
        key=item.key,
        pair=item.pair,
        topic=" and ".join(label(prov) for prov in (here, there) if prov),
        left=pair_text(left, here, right, alignment, alone=True) if here else None,
        right=pair_text(right, there, left, alignment, alone=True) if there else None,
        left_absent=_absent(right, there, left) if not here else None,
        right_absent=_absent(left, here, right) if not there else None,
        seen=fingerprint(item.row),
        filed="" if blind else in_words(item.row or base),
        status=item.row.status if item.row and not blind else Status.PROPOSED,
        past=() if blind else tuple(in_words(row) for row in past if row is not item.row and row != item.row),
        entry=entry or entry_for(base, names_of(table), blind=blind),
        choices=choices(table, None if blind else base),
        bases=tuple(Basis),
        confidence=None if blind else confidence_view(cand),
        parts=part_views(cand.parts, here, there) if cand else (),
        parts_summary=parts_summary(cand.parts) if cand else "",
        computed=_computed(item) if judged and not blind else "",
        reasons=() if blind else tuple((reason.value, reason.words) for reason in item.reasons),
        rivals=_rivals(table, item, blind=blind),
        is_contested=QueueReason.RIVALS in item.reasons,
        together=() if blind else _together(table, item),
        comments=comments_on(table.comments(), item.pair),
        can_reject=all(item.pair),
        blind=blind,
        first_look=not blind and is_first_look(base),
    )


def _absent(side: DocumentView, prov: Provision | None, other: DocumentView) -> AbsentView | None:
    return absent_view(side, prov, other) if prov else None


def _computed(item: QueueItem) -> str:
    """What the program reads, where the row on file says otherwise."""
    judged = item.candidate.prediction if item.candidate else None
    if not (judged and item.row) or judged.relation is item.row.relation:
        return ""
    return f"The program reads it otherwise: {judged.relation.word}. {judged.sentence}".strip()


def choices(table: ReviewCrosswalk, base: Mapping | None) -> tuple[RelationOption, ...]:
    """The relations in the order of their keys, with the sentence that each would begin with.

    The relation of `base` begins with its sentence; where `base` is hidden, every relation has its pattern.
    """
    return tuple(
        RelationOption(str(n), one.value, one.glyph, one.word, _first_sentence(table, base, one))
        for n, one in enumerate(RELATIONS, 1)
    )


def _first_sentence(table: ReviewCrosswalk, base: Mapping | None, relation: Relation) -> str:
    if base and base.author and base.relation is relation:
        return base.sentence
    return "" if relation in OWN_WORDS else pattern(relation, *names_of(table))


def _rivals(table: ReviewCrosswalk, item: QueueItem, *, blind: bool) -> tuple[Rival, ...]:
    filed = table.on_file()
    found = [
        _rival(table, pair, filed.get(pair), pair == item.pair, blind)
        for pair in table.rivals(item.pair, filed)
    ]
    return tuple(found) if len(found) > 1 else ()


def _rival(table: ReviewCrosswalk, pair: Pair, row: Mapping | None, here: bool, blind: bool) -> Rival:
    prov = table.sides[1].find(pair[1])
    cand = table.candidates.get(pair)
    judged = cand.prediction if cand else None
    relation = row.relation if row else (judged.relation if judged else Relation.NONE)
    status = row.status if row else Status.PROPOSED
    who = f", {row.reviewer.replace('|', ' and ')}" if row and row.status in REVIEWED else ""
    return Rival(
        key_of(pair),
        label(prov) if prov else pair[1],
        shortened(prov.text or prov.heading, _EXCERPT) if prov else "",
        "" if blind else relation.word,
        "" if blind or not cand else f"{cand.confidence:.2f}",
        "" if blind else f"{status.words}{who}",
        here,
    )


def _together(table: ReviewCrosswalk, item: QueueItem) -> tuple[tuple[str, str], ...]:
    """The other rows that people mean together with a row: each one's key, and what it is called."""
    group = item.row.group if item.row else None
    if group is None:
        return ()
    which = 0 if group is Group.SPLIT else 1
    return tuple(
        (key_of(pair), address(table, pair))
        for pair, row in table.on_file().items()
        if pair != item.pair
        and pair[which] == item.pair[which]
        and row.group is group
        and row.status is not Status.REJECTED
    )


def address(table: ReviewCrosswalk, pair: Pair) -> str:
    """A pair in a line of a list: what each provision is called, or that there is no counterpart."""
    found = [side.find(i) for side, i in zip(table.sides, pair, strict=True)]
    words = [label(prov) if prov else i for prov, i in zip(found, pair, strict=True)]
    return " and ".join(words) if all(pair) else f"{''.join(words)}: no counterpart"


def in_words(row: Mapping) -> str:
    """A row on file as the pages say it: where it stands, how the two relate, who, when, and why."""
    was = row.was or row.status
    if was is Status.PROPOSED:
        return f"{row.relation.word}. {row.sentence}" if row.author else ""
    who = (row.reviewer or row.author or "nobody").replace("|", " and ")
    day = date_words(row.review_date or row.date)
    note = f" Note: {row.comment}" if row.comment else ""
    together = f" ({row.group})" if row.group else ""
    return f"{was.value.capitalize()}, {row.relation.word}{together}, by {who}{', ' if day else ''}{day}. {row.sentence}{note}"
