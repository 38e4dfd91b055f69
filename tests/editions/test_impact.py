"""Which rows a change touches: only those that rest on it, and every one of those."""

import sys
from dataclasses import replace

import pytest

from crosswalk.compare.document import read_document
from crosswalk.editions.diff import Edition, find_changes, with_successors
from crosswalk.editions.impact import ReadEditions, impact
from crosswalk.language.citations import references_of
from crosswalk.model.change import ChangeKind, ImpactVerdict, impact_summary
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Basis, Relation, Status
from crosswalk.workspace.workspace import Workspace

V = ImpactVerdict
LAW = {
    "29/9001": "Plans|The State plan shall include—",
    "29/9001/a": "a description of the career ladders offered in each region of the State;",
    "29/9001/b": "an account of the money spent on counseling during the fiscal year; and",
    "29/9001/c": "a list of the agreements described in section 9003(a) of this title.",
    "29/9002": "Terms|The term “career ladder” means a set of jobs that lead from one to the next.",
    "29/9003": "Agreements|",
    "29/9003/a": "The local board shall sign an agreement with each employer that hires trainees.",
    "29/9003/b": "The agreement shall be kept for three years after the last training ends.",
}


def corpus(texts, as_of):
    provs = []
    for prov_id, text in texts.items():
        stem = prov_id.rpartition("/")[0]
        heading, _, words = text.rpartition("|")
        provs.append(Provision(prov_id, words, heading, stem if stem in texts else None, citation=prov_id))
    return Corpus(Source("law", as_of, "A law", kind="statute"), tuple(provs))


def read(old, new, space=None):
    lexicon = space.lexicon if space else None
    options = {"numbering": "usc"} | ({"lexicon": lexicon, "sections": space.section_map} if space else {})
    editions = [Edition(one, **options) for one in (old, new)]
    annotated = [
        read_document(
            one, one, *([lexicon] if space else [_EMPTY]), references_of(one, "usc", _sections(space))
        ).annotated
        for one in (old, new)
    ]
    return ReadEditions(find_changes(*editions), *annotated)


def _sections(space):
    from crosswalk.model.citation import SectionMap

    return space.section_map if space else SectionMap()


def _empty():
    from crosswalk.language.lexicon import Lexicon

    return Lexicon()


_EMPTY = _empty()


def row(prov, left="29/9001/a", right="F-1", **facts):
    digest = prov[left].digest if left and left in prov else ""
    given = {
        "sentence": "Why.",
        "basis": Basis.SEMANTIC,
        "author": "Reviewer A",
        "date": "2024-02-01",
        "reviewer": "Reviewer A",
    }
    return replace(
        Mapping(left, right, Relation.INTERSECTS, Status.CONFIRMED, left_digest=digest, **given), **facts
    )


def judged(new, ids=tuple(LAW), old=LAW):
    before, after = corpus(old, "2024-01"), corpus(new, "2025-01")
    rows = tuple(row(before, one, f"F-{n}") for n, one in enumerate(ids))
    held = MappingSet("plan", "Plan", "law", "framework", "2024-01", "1", rows)
    return impact(held, read(before, after))


def touched(found):
    return {one.row.left: one.verdict for one in found.impacts if one.reasons}


CASES = (
    (
        "a quarter of the act is retyped with other marks",
        {"29/9001/a": "a description of the career ladders offered, in each region of the state ;"},
        {},
    ),
    (
        "its own words: a duty",
        {"29/9003/b": LAW["29/9003/b"].replace("shall", "may")},
        {"29/9003/b": V.MEANING, "29/9003": V.MEANING},
    ),
    (
        "its own words: no named part",
        {"29/9001/b": LAW["29/9001/b"].replace("counseling", "guidance")},
        {"29/9001/b": V.LOOK, "29/9001": V.LOOK},
    ),
    (
        "the words that lead in",
        {"29/9001": "Plans|The State plan may include—"},
        {"29/9001": V.MEANING, "29/9001/a": V.LOOK, "29/9001/b": V.LOOK, "29/9001/c": V.LOOK},
    ),
    (
        "a whole section, whose paragraphs are retyped with other marks",
        {
            "29/9003/a": LAW["29/9003/a"].replace("local board", "Local  Board"),
            "29/9003/b": LAW["29/9003/b"].replace("kept for", "kept , for"),
        },
        {},
    ),
    (
        "what completes its sentence: an item more",
        {"29/9001/d": "a map of every road that leads to a training center."},
        {"29/9001": V.LOOK},
    ),
    (
        "what completes its sentence, in punctuation only",
        {
            "29/9001/b": LAW["29/9001/b"].replace("counseling", "Counseling ,"),
            "29/9001/c": LAW["29/9001/c"].replace("list of", "list  of"),
        },
        {},
    ),
    (
        "the definition of a term it uses",
        {"29/9002": "Terms|The term “career ladder” means a set of at least three jobs."},
        {"29/9002": V.MEANING, "29/9001/a": V.LOOK},
    ),
    (
        "a provision it refers to",
        {"29/9003/a": LAW["29/9003/a"].replace("employer", "provider")},
        {"29/9003/a": V.LOOK, "29/9001/c": V.LOOK, "29/9003": V.LOOK},
    ),
)


@pytest.mark.parametrize(("what", "new", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_row_is_touched_by_what_it_rests_on_and_by_nothing_else(what, new, expected):
    assert expected == touched(judged(LAW | new))


def test_a_row_to_look_at_again_has_a_reason_and_its_earlier_status():
    found = judged(LAW | {"29/9003/b": LAW["29/9003/b"].replace("shall", "may")})
    one = next(i for i in found.impacts if i.row.left == "29/9003/b")

    assert (Status.LOOK_AGAIN, Status.CONFIRMED) == (one.after.status, one.after.was)
    assert "Duty changed: must → may" in one.after.comment
    assert ("Reviewer A", one.row.left_digest) == (one.after.reviewer, one.after.left_digest)


def test_a_row_not_touched_keeps_its_sign_off_and_takes_the_new_digest():
    text = "an account of the money spent on counseling, during the fiscal year; and"
    found = judged(LAW | {"29/9001/b": text})
    one = next(i for i in found.impacts if i.row.left == "29/9001/b")
    new = corpus(LAW | {"29/9001/b": text}, "2025-01")["29/9001/b"]

    assert replace(one.row, left_digest=new.digest) == one.after
    assert "2025-01" == found.after.left_version


def test_a_row_follows_a_new_number():
    new = {
        **{i: t for i, t in LAW.items() if i < "29/9001/b"},
        "29/9001/b": "a map of the roads that lead to each training center;",
        "29/9001/c": LAW["29/9001/b"],
        "29/9001/d": LAW["29/9001/c"],
        **{i: t for i, t in LAW.items() if i > "29/9001/c"},
    }
    found = judged(new, ("29/9001/b", "29/9001/c"))

    assert ["29/9001/c", "29/9001/d"] == [one.after.left for one in found.impacts]
    assert {V.FOLLOWS} == {one.verdict for one in found.impacts}
    assert (
        "2 of 2 rows on file unaffected; 0 need a second look; 0 changed meaning; 2 of the unaffected follow a new number"
        == impact_summary([found])
    )


def test_a_row_whose_provision_is_gone_stays_and_waits():
    found = judged({i: t for i, t in LAW.items() if i != "29/9001/b"}, ("29/9001/b",))

    assert (V.MEANING, Status.LOOK_AGAIN) == (found.impacts[0].verdict, found.impacts[0].after.status)
    assert "29/9001/b" == found.impacts[0].after.left


def test_a_row_whose_provision_was_removed_names_its_probable_successor():
    new = {i: t for i, t in LAW.items() if i != "29/9001/b"}
    new["29/9005"] = "Money spent on counseling is accounted for in a yearly statement by the State."
    both = read(corpus(LAW, "2024-01"), corpus(new, "2025-01"))
    held = MappingSet(
        "plan", "Plan", "law", "framework", "2024-01", "1", (row(both.changes.old, "29/9001/b"),)
    )
    (one,) = impact(held, replace(both, changes=with_successors(both.changes))).impacts

    assert (Status.LOOK_AGAIN, "29/9001/b") == (one.after.status, one.after.left)
    assert "29/9001/b was removed. The program's guess: it p" in one.after.comment
    assert "became 29/9005 (confidence 0." in one.after.comment


def test_two_rows_of_merged_provisions_never_have_one_pair():
    old = corpus(LAW, "2024-01")
    new = {i: t for i, t in LAW.items() if i != "29/9003/b"}
    new["29/9003/a"] = f"{LAW['29/9003/a']} {LAW['29/9003/b']}"
    held = MappingSet(
        "plan",
        "Plan",
        "law",
        "framework",
        "2024-01",
        "1",
        tuple(row(old, i) for i in ("29/9003/a", "29/9003/b")),
    )
    found = impact(held, read(old, corpus(new, "2025-01")))

    assert 2 == len({one.after.pair for one in found.impacts})
    assert {Status.LOOK_AGAIN} == {one.after.status for one in found.impacts}


def test_history_follows_and_is_not_judged():
    old = corpus(LAW, "2024-01")
    past = row(old, "29/9003/b", status=Status.SUPERSEDED, was=Status.CONFIRMED)
    held = MappingSet("plan", "Plan", "law", "framework", "2024-01", "1", (past,))
    found = impact(held, read(old, corpus(LAW | {"29/9003/b": "Gone for good."}, "2025-01")))

    assert () == found.impacts
    assert (past,) == found.after.mappings


def test_nothing_answers_is_looked_at_again_when_something_new_may_answer():
    old, new = (
        corpus(LAW, "2024-01"),
        corpus(LAW | {"29/9004": "Each center shall offer evening classes."}, "2025-01"),
    )
    both = read(old, new)
    came = both.new["29/9004"]
    from crosswalk.model.annotation import Note, NoteKind, Span

    notes = tuple(Note(Span(0, 4), NoteKind.CONCEPT, word) for word in ("evening-class", "center"))
    both = ReadEditions(
        both.changes,
        both.old,
        both.new | {"29/9004": replace(came, notes=notes)},
        {"F-1": frozenset({"evening-class", "center"})},
    )
    gap = Mapping(
        "", "F-1", Relation.NONE, Status.CONFIRMED, "Nothing does.", author="Reviewer A", date="2024-02-01"
    )
    found = impact(MappingSet("plan", "Plan", "law", "framework", "2024-01", "1", (gap,)), both)

    assert ["search"] == [reason.how for reason in found.impacts[0].reasons]


@pytest.mark.slow
def test_seeded_edits_reopen_the_right_rows(root, capsys):
    """A row on every provision of the act: none wrongly left closed, at most 2% wrongly reopened."""
    from tests import seeded_edits

    space = Workspace(root)
    old = space.corpus("wioa", "2016-07-19")
    truth = seeded_edits.Editor(old, 77).run(90)
    both = read(old, truth.new, space)
    rows = tuple(row(old, prov.id, "F-1") for prov in old if not prov.is_heading)
    held = MappingSet("plan", "Plan", "wioa", "framework", "2016-07-19", "1", rows)
    reopened = {one.row.left for one in impact(held, both).impacts if one.reasons}
    substance = {
        i
        for i, kind in truth.kinds.items()
        if kind not in {ChangeKind.SAME, ChangeKind.RENUMBERED, ChangeKind.MOVED}
    }
    moved = {i for i, kind in truth.kinds.items() if kind is ChangeKind.MOVED}
    substance |= {
        i for i in moved if _lead(old, i) != _lead(both.changes.new, both.changes.moved_to.get(i, ""))
    }
    led = {i for i in substance | moved if old[i].parent and old[old[i].parent].text.endswith("—")}
    due = {one for one in substance if not old[one].is_heading} | _resting_on(
        substance, truth.added, moved, old, both
    )
    simple = seeded_edits.baseline(old, truth.new)[1]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(rows)} rows: {len(due)} rest on a change, {len(reopened)} reopened,"
            f" {len(due - reopened)} left closed, {len(reopened - due)} for nothing;"
            f" {len(led)} items of a list were changed, went or were moved;"
            f" by id and difflib {len(simple)} reopened, {len(due - simple)} left closed, {len(simple - due)} for nothing\n"
        )

    assert len(led) >= 20
    assert {old[i].parent for i in led} <= reopened
    assert due - reopened == set()
    assert len(reopened - due) <= 0.02 * len(rows)
    assert len(simple & truth.quiet) > 0


def _lead(corpus, prov_id):
    """The words that lead into a provision, where its parent ends in a dash or a colon."""
    words = []
    above = corpus[prov_id].parent if prov_id in corpus else None
    while above is not None and (not corpus[above].text.strip() or corpus[above].text.rstrip()[-1] in "—–-:"):
        words.append(corpus[above].text)
        above = corpus[above].parent
    return "".join(words).strip()


def _resting_on(substance, added, moved, old, both):
    """Found apart from the program: rows whose lead-in, terms or references touch what was changed.

    And rows on a lead-in one of whose items was changed, came, went or was moved.
    """
    found = set()
    came = added | {both.changes.moved_to[one] for one in substance if one in both.changes.moved_to}
    for prov in old:
        new_id = both.changes.moved_to.get(prov.id, "")
        sides = ((both.old.get(prov.id), substance), (both.new.get(new_id), came))
        joined = came | {both.changes.moved_to[one] for one in moved if one in both.changes.moved_to}
        completed = _completed(prov.id, old, substance | moved) or (
            new_id in both.changes.new and _completed(new_id, both.changes.new, joined)
        )
        if (
            completed
            or _led_in(prov, old, substance)
            or any(_points(read, changed) for read, changed in sides if read)
        ):
            found.add(prov.id)
    return {one for one in found if not old[one].is_heading}


def _completed(prov_id, corpus, changed):
    """Whether anything changed stands below a lead-in, with nothing but lead-ins between the two."""
    for one in changed:
        line = []
        above = corpus[one].parent if one in corpus else None
        while above is not None:
            line.append(above)
            if above == prov_id:
                break
            above = corpus[above].parent
        leads = all(not corpus[a].text.strip() or corpus[a].text.rstrip()[-1] in "—–-:" for a in line)
        if above == prov_id and leads:
            return True
    return False


def _led_in(prov, old, changed):
    above = prov.parent
    while above is not None:
        text = old[above].text.rstrip()
        if text and not text.endswith(("—", "–", "-", ":")):
            return False
        closing = {child.id for child in old.children(above) if child.level == "continuation"}
        if (text and above in changed) or closing & changed:
            return True
        above = old[above].parent
    return False


def _points(read, changed):
    targets = {note.target for note in read.notes if note.target}
    riders = {rider.source for rider in read.measure.riders} if read.measure else set()
    return bool(riders & changed) or any(
        one == target or one.startswith(f"{target}/") for target in targets for one in changed
    )
