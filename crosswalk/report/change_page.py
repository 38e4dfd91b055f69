"""The change page: what changed between two editions, whether it matters, and which rows rest on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from crosswalk.language.phrasing import capital
from crosswalk.model.alignment import ProvisionCoverage
from crosswalk.model.change import (
    Change,
    ChangeCause,
    ChangeSet,
    Dependency,
    EditionComparison,
    Impact,
    ImpactReason,
    ImpactVerdict,
    Weight,
    impact_summary,
    successor_sentences,
)
from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Mapping as Decided
from crosswalk.model.relation import Coverage, Verification
from crosswalk.report.cells import STANDING_WORDS, answer_kind
from crosswalk.report.change_model import (
    ChangeBlock,
    ChangedGap,
    ChangeGroup,
    ChangeSection,
    ChangesPage,
    EditRun,
    QuietGroup,
    RestView,
    change_result,
    edit_runs,
    folded,
    letter_lines,
)
from crosswalk.report.change_words import (
    cause_words,
    counted,
    edition_words,
    is_restated,
    is_shown,
    kind_words,
    listed,
    place_words,
    proves_nothing,
)
from crosswalk.report.frame import PageFrame, frame
from crosswalk.report.html import render
from crosswalk.report.views import Link, LinkedCount
from crosswalk.report.words import anchors, date_words

FILE = "changes.html"
TITLE = "Changes"
ABOUT = "What changed between two editions of a document, whether it matters, and which rows rest on it."
# The words of context of a change in brief.
_CONTEXT = 6
_OUTSIDE = "Not part of the law"
_WEIGHTS = {
    Weight.SUBSTANCE: "",
    Weight.EDITORIAL: "Editorial: no second look needed",
    Weight.NONE: "The words are the same",
}
# The same where a table says whether a law amended the words, and whether more than a citation changed.
_BY_CAUSE = {
    (True, True): "Amended by law",
    (True, False): "Amended by law, only in a citation",
    (False, True): "Only the print differs",
    (False, False): "Only the print of a citation differs",
}
# The heading over the changes of one weight, and what holds for all of them.
_GROUPS = {
    _BY_CAUSE[True, True]: ("Amended by law, in substance", ""),
    _BY_CAUSE[True, False]: ("Amended by law, only in a citation", "No second look is needed."),
    _BY_CAUSE[False, True]: ("Only in print, in words", ""),
    _BY_CAUSE[False, False]: ("Only in print, in a citation", "No second look is needed."),
    _WEIGHTS[Weight.SUBSTANCE]: ("Changes of substance", ""),
    _WEIGHTS[Weight.EDITORIAL]: ("Editorial changes", "No second look is needed."),
    _WEIGHTS[Weight.NONE]: ("Moved or renumbered only", "The words are the same."),
    _OUTSIDE: ("Printed with the law, not part of it", "No row is compared with these sections."),
}
_HOW = {
    Dependency.DIRECT: "It depends on these words.",
    Dependency.LEAD_IN: "These words introduce it or end its list.",
    Dependency.COMPLETION: "It begins a sentence that these words complete.",
    Dependency.DEFINITION: "It uses a term that is defined here.",
    Dependency.REFERENCE: "It refers to this.",
    Dependency.MEASURE: "This adds to its measure.",
    Dependency.RUNG: "This gives the details in a rule or a letter.",
    Dependency.LIMIT: "A provision limits this one by name.",
    Dependency.SEARCH: "It has no counterpart, and this names the same things.",
}
_VERDICTS = {ImpactVerdict.LOOK: "look again", ImpactVerdict.MEANING: "look again: its meaning changed"}

Anchors = Mapping[tuple[str, str, str], str]


def changes_page(
    comparisons: Sequence[EditionComparison],
    page_frame: PageFrame,
    crosswalks: Sequence[Comparison] = (),
    register: Sequence[Source] = (),
) -> ChangesPage:
    """The page model: one section for each step between two editions; rows link to the given crosswalks.

    The steps of a document are given earliest first. `register` are the editions of all rules and letters at hand.
    """
    where = _row_anchors(crosswalks)
    newest = {found.changes.new.source.id: found for found in comparisons}
    sections = [
        _section(found, where, crosswalks, is_newest=newest[found.changes.new.source.id] is found)
        for found in comparisons
    ]
    return ChangesPage(
        page_frame,
        change_result(comparisons, sections, crosswalks),
        tuple(one for restated in (False, True) for one in sections[::-1] if one.restated is restated),
        letter_lines(register, crosswalks),
    )


def lone_page(found: EditionComparison, version: str) -> str:
    """One comparison as a page of its own, outside a site."""
    corpora = (found.changes.old, found.changes.new)
    title = f"{found.changes.new.source.title}: what changed"
    made = frame(FILE, title, ABOUT, corpora, nav=(), state="made by software", version=version)
    return render("changes", changes_page([found], made))


def _row_anchors(crosswalks: Sequence[Comparison]) -> Anchors:
    """The address of every row that a page of the site shows."""
    found = {}
    for side in crosswalks:
        names = anchors(row.id for row in side.rows)
        found.update({(side.id, row.left, row.right): f"{side.id}.html#{names[row.id]}" for row in side.rows})
    return found


def _section(
    found: EditionComparison, where: Anchors, crosswalks: Sequence[Comparison], *, is_newest: bool
) -> ChangeSection:
    changes = found.changes
    name = changes.new.source.id if is_newest else changes.new.source.key.replace("@", "-")
    wholes = changes.added_wholes
    # Of a section that was added as a whole only the section is a change; its parts are listed below.
    told = [change for change in listed(changes) if change.id not in wholes]
    parts: dict[str, list[Change]] = {}
    for change in changes:
        if change.id in wholes:
            parts.setdefault(wholes[change.id], []).append(change)
    labels = [f"{name}-C-{number}" for number in range(1, len(told) + 1)]
    titles = {side.id: side.title for side in crosswalks}
    blocks = [
        _block(
            change,
            anchor,
            found,
            successor_sentences(change, changes),
            tuple(
                rest
                for one in (change, *parts.get(change.id, ()))
                for rest in _rests(one, found, where, titles)
            ),
        )
        for change, anchor in zip(told, labels, strict=True)
    ]
    by_id = {change.id: label for change, label in zip(told, labels, strict=True)}
    by_id |= {part: by_id[top] for part, top in wholes.items() if top in by_id}
    gaps = _gaps(by_id, found, where, crosswalks)
    rows = _rows_words(found)
    return ChangeSection(
        f"changes-{name}",
        changes.new.source.title or changes.new.source.id,
        _edition(changes.old),
        _edition(changes.new),
        tuple(LinkedCount(number, words) for number, words in counted(changes)),
        found.cautions,
        rows,
        tuple(blocks),
        tuple(_grouped(blocks)),
        (*_added(changes, wholes), *_quiet(found)),
        gaps,
        is_restated(changes),
    )


def _rows_words(found: EditionComparison) -> str:
    """What the changes mean for the rows on file."""
    if not found.impacts:
        return "No mapping file uses these editions."
    total = sum(len(held.impacts) for held in found.impacts)
    if total == sum(held.untouched for held in found.impacts):
        return "No row on file is affected."
    return f"{impact_summary(found.impacts)}."


def _grouped(blocks: Sequence[ChangeBlock]) -> Iterator[ChangeGroup]:
    """The changes by weight; a remark that all changes of a group share is moved above them."""
    for weight, (heading, sentence) in _GROUPS.items():
        mine = [block for block in blocks if block.weight == weight]
        if not mine:
            continue
        remarks = [set(block.why) for block in mine]
        shared = set.intersection(*remarks) if weight and len(mine) > 1 else set()
        told = [words for words in mine[0].why if words in shared]
        rest = [replace(block, why=tuple(w for w in block.why if w not in shared)) for block in mine]
        yield ChangeGroup(f"{heading} ({len(mine)})", " ".join([sentence, *told]).strip(), tuple(rest))


def _edition(corpus: Corpus) -> Link:
    return Link.to_web(edition_words(corpus.source), corpus.source.address)


def _block(
    change: Change,
    anchor: str,
    found: EditionComparison,
    guesses: tuple[str, ...],
    rests: tuple[RestView, ...],
) -> ChangeBlock:
    changes, prov = found.changes, (change.new or change.old)[0]
    cause = cause_words(found.causes.get(prov.id))
    place = place_words(change, changes)
    checked = all(p.verification is Verification.VERBATIM for p in (*change.old, *change.new))
    outside = change.id in changes.outside
    return ChangeBlock(
        anchor,
        f"C-{anchor.rpartition('-')[2]}",
        kind_words(change),
        _OUTSIDE if outside else _weight_words(change, found.causes, prov.id),
        place,
        prov.heading if len(change.old) + len(change.new) == 1 and prov.heading not in place else "",
        Link.to_web(place, prov.address),
        tuple(flag.words for flag in change.flags) or _unflagged(change),
        edit_runs(change.heading_edits),
        edit_runs(change.edits, _CONTEXT) if change.reworded else (),
        edit_runs(change.edits) if change.edits else _unchanged_runs(change),
        "\n".join(p.text for p in change.old),
        "\n".join(p.text for p in change.new),
        checked,
        _marks((*change.old, *change.new)),
        (
            *([cause] if cause else []),
            *(capital(words) + "." for words in change.why),
            *([prov.note] if outside else []),
        ),
        guesses,
        rests,
    )


def _weight_words(change: Change, causes: Mapping[str, ChangeCause], prov_id: str) -> str:
    """How much a change matters, and whether a law made it, where a table of amendments names all that laws made."""
    if not causes or change.weight is Weight.NONE:
        return _WEIGHTS.get(change.weight, "")
    by_law = prov_id in causes and causes[prov_id].by_law
    return _BY_CAUSE[by_law, change.weight is Weight.SUBSTANCE]


def _unflagged(change: Change) -> tuple[str, ...]:
    return ("Wording",) if change.reworded and change.weight is Weight.SUBSTANCE else ()


def _unchanged_runs(change: Change) -> tuple[EditRun, ...]:
    """The text of a change that moved a provision without rewording it."""
    text = " ".join(prov.text for prov in (change.new or change.old))
    return tuple(folded(text)) if text else ()


def _marks(provs: Iterable[Provision]) -> str:
    """The verification marks of some provisions, each once."""
    return "; ".join(dict.fromkeys(prov.mark for prov in provs))


def _rests(
    change: Change, found: EditionComparison, where: Anchors, titles: Mapping[str, str]
) -> tuple[RestView, ...]:
    return tuple(
        _rest(impact, reason, where, titles)
        for held in found.impacts
        for impact in held.impacts
        for reason in impact.reasons
        if reason.change is change
    )


def _rest(impact: Impact, reason: ImpactReason, where: Anchors, titles: Mapping[str, str]) -> RestView:
    row, after = impact.row, impact.after
    name = f"{row.left_label or row.left or 'nothing'} and {row.right_label or row.right or 'nothing'}"
    done = "drafted" if impact.was_drafted else "decided"
    return RestView(
        Link(name, where.get((impact.crosswalk, after.left, after.right), "")),
        titles.get(impact.crosswalk, impact.crosswalk),
        row.relation.word,
        _last_word(row),
        _HOW.get(reason.how, reason.sentence),
        f"{done} on the new text"
        if impact.on_new_text
        else _VERDICTS.get(impact.verdict, impact.verdict.value),
        after.status.words,
    )


def _last_word(row: Decided) -> str:
    """Who decided a row last and when; for a row that nobody reviewed, who drafted it."""
    who = row.decider or "nobody"
    day = row.review_date or row.date
    when = f", {date_words(day)}" if day else ""
    return f"{who}{when}" if row.reviewer else f"Drafted by {who}{when}; not yet decided"


def _added(changes: ChangeSet, wholes: Mapping[str, str]) -> list[QuietGroup]:
    """Provisions added below another added provision, grouped by the topmost one."""
    below: dict[str, list[str]] = {}
    for change in changes:
        if change.id in wholes:
            below.setdefault(wholes[change.id], []).append(place_words(change, changes))
    return [
        QuietGroup(
            f"Parts of {changes.new[top].citation or top}, {changes.new[top].heading or 'added as a whole'}",
            "added as a whole.",
            tuple(places),
        )
        for top, places in below.items()
    ]


def _quiet(found: EditionComparison) -> tuple[QuietGroup, ...]:
    """Changes that are only listed: punctuation and copy faults by cause, consequential numbers, and unproved ones."""
    changes = found.changes
    groups = [
        *_by_cause(found, Weight.COPY, "Copying errors, not changes to the document"),
        *_by_cause(found, Weight.TYPOGRAPHIC, "Punctuation only; the same words"),
    ]
    follow = [c for c in changes if c.follows and not is_shown(c)]
    unproved = [c for c in changes if proves_nothing(c)]
    for some, heading, sentence in (
        (
            follow,
            "Renumbered as a result",
            "A provision above them was renumbered; their words are the same.",
        ),
        (
            unproved,
            "Known in one edition only",
            "The other edition is known only in part, so this proves nothing.",
        ),
    ):
        if some:
            groups.append(QuietGroup(heading, sentence, tuple(place_words(c, changes) for c in some)))
    return tuple(groups)


def _by_cause(found: EditionComparison, weight: Weight, heading: str) -> list[QuietGroup]:
    causes: dict[str, list[str]] = {}
    for change in found.changes:
        if change.weight is weight:
            causes.setdefault("; ".join(change.why), []).append(place_words(change, found.changes))
    return [QuietGroup(heading, capital(why) + ".", tuple(places)) for why, places in causes.items()]


def _gaps(
    labels: Mapping[str, str], found: EditionComparison, where: Anchors, crosswalks: Sequence[Comparison]
) -> tuple[ChangedGap, ...]:
    """Answers of this build that rest on a provision changed in substance."""
    changed = {
        prov.id: change
        for change in found.changes
        if change.weight is Weight.SUBSTANCE and not proves_nothing(change)
        for prov in change.new
        if change.id in labels
    }
    gaps = []
    for side in crosswalks:
        for corpus, answers, other in (
            (side.whole_left, side.left_answers, side.whole_right),
            (side.whole_right, side.right_answers, side.whole_left),
        ):
            if found.changes.new.source.key in (corpus.source.key, other.source.key):
                own = corpus.source.key == found.changes.new.source.key
                gaps += [
                    gap
                    for answer in answers
                    if (gap := _gap(side, answer, changed, labels, where, own=own, asking=corpus)) is not None
                ]
    return tuple(gaps)


def _gap(
    side: Comparison,
    answer: ProvisionCoverage,
    changed: Mapping[str, Change],
    labels: Mapping[str, str],
    where: Anchors,
    *,
    own: bool,
    asking: Corpus,
) -> ChangedGap | None:
    """One answer with the change it rests on; None if it rests on no change or was not assessed."""
    if answer.coverage in (Coverage.NOT_ASSESSED, Coverage.COVERED, Coverage.NOT_APPLICABLE):
        return None
    leaning = (answer.provision, *answer.elsewhere) if own else (*answer.best, *answer.near)
    touched = next((changed[one] for one in leaning if one in changed), None)
    if touched is None:
        return None
    prov = asking[answer.provision]
    pair = (side.id, answer.provision, "") if asking is side.whole_left else (side.id, "", answer.provision)
    label = labels[touched.id]
    return ChangedGap(
        Link(prov.heading or prov.citation or prov.id, where.get(pair, f"{side.id}.html")),
        STANDING_WORDS[answer_kind(prov, answer)].lower(),
        Link(f"C-{label.rpartition('-')[2]}", f"#{label}"),
    )
