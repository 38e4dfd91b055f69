"""What became of each provision: a table a lawyer can read, and a benchmark of seeded edits on real law."""

import sys
from collections import Counter

import pytest

from crosswalk.editions.diff import Edition, common_part, find_changes, with_successors
from crosswalk.model.change import ChangeKind, FlagKind, Weight
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Verification
from crosswalk.workspace.workspace import Workspace

K, W, F = ChangeKind, Weight, FlagKind


def edition(texts, as_of="2024-01-01", **facts):
    """A statute from {id: text}; the parent is the id less its last segment, where that is there."""
    provs = []
    for prov_id, text in texts.items():
        stem = prov_id.rpartition("/")[0]
        heading, _, words = text.rpartition("|")
        provs.append(Provision(prov_id, words, heading, stem if stem in texts else None))
    corpus = Corpus(Source("law", as_of, "A law", kind="statute"), tuple(provs))
    return Edition(corpus, **{"numbering": "usc", **facts})


def changes(old, new, **options):
    return find_changes(edition(old), edition(new, "2025-01-01"), **options)


LIST = {
    "29/9001": "The State plan shall include—",
    "29/9001/a": "a description of the training offered in each region of the State;",
    "29/9001/b": "an account of the money spent on counseling during the fiscal year; and",
    "29/9001/c": "a list of the agreements signed with employers in the local area.",
}


def edited(**new):
    return LIST | {f"29/9001/{key}" if key != "head" else "29/9001": text for key, text in new.items()}


REWORDED = (
    ("The State plan may include—", "head", F.DUTY, "Duty changed: must → may"),
    (
        "an account of the money spent on counseling within 90 days; and",
        "b",
        F.NUMBER,
        "Number or date changed",
    ),
    (
        "a list of the agreements signed with at least 3 employers in the local area.",
        "c",
        F.NUMBER,
        "Limit added: at least",
    ),
    (
        "a description of the training offered to veterans in each region of the State;",
        "a",
        F.POPULATION,
        "veterans",
    ),
    (
        "a list of the agreements signed with employers under section 9004(b) of this title.",
        "c",
        F.REFERENCE,
        "Reference",
    ),
    ("a list of the agreements signed with employers, except in the local area.", "c", F.CONDITION, "except"),
)


@pytest.mark.parametrize(("text", "key", "flag", "words"), REWORDED)
def test_a_change_of_substance_is_flagged_in_words(text, key, flag, words):
    found = changes(LIST, edited(**{key: text}))
    change = found.by_old["29/9001" if key == "head" else f"29/9001/{key}"]

    assert (K.REWORDED, W.SUBSTANCE) == (change.kind, change.weight)
    assert words in " ".join(one.words for one in change.flags if one.kind is flag)
    assert 1 == sum(c.weight is not W.NONE for c in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "The board shall meet every quarter.",
            "The board may meet every quarter. Employers shall report their hires.",
            ["Duty changed: must → may", "Duty added: must", "Actor added: Employers"],
        ),
        (
            "The board shall meet every quarter. Employers shall report their hires.",
            "The board shall meet every quarter.",
            ["Duty removed: must", "Actor removed: Employers"],
        ),
        (
            "Services include transport and counseling for participants.",
            "Services include transport, child care, and counseling for participants.",
            [],
        ),
        (
            "The plan serves adults, youth, and veterans of the State.",
            "The plan serves adults and veterans of the State.",
            ["Population removed: youth"],
        ),
        ("", "Employers shall report wages.", ["Duty added: must", "Actor added: Employers"]),
        ("Youth", "", ["Population removed: youth"]),
    ],
)
def test_a_sentence_or_a_group_that_comes_or_goes_is_named(old, new, said):
    first, second = ({"29/9001": "The plan.", "29/9002": text} for text in (old, new))
    found = changes(*({i: t for i, t in side.items() if t} for side in (first, second)))
    change = found.by_old["29/9002"] if old else found.by_new["29/9002"]

    assert said == [flag.words for flag in change.flags]


def test_the_actor_is_flagged():
    old = {"29/9002": "The Governor shall publish the plan on the website of the State."}
    new = {"29/9002": "The State board shall publish the plan on the website of the State."}

    assert ["Actor changed: Governor → State board"] == [
        f.words for f in changes(old, new).by_old["29/9002"].flags
    ]


def test_a_definition_and_all_below_it_are_flagged_as_such():
    old = {
        "29/9003": "The term “career ladder” means a set of jobs that—",
        "29/9003/A": "lead from one to the next within one industry;",
    }
    found = changes(old, old | {"29/9003/A": "lead from one to the next within one region;"})

    assert F.DEFINITION in {flag.kind for flag in found.by_old["29/9003/A"].flags}


def test_the_part_of_a_measure_that_changed_is_named():
    old = {
        "29/9004": "the median earnings of program participants who are in unsubsidized employment during the second quarter after exit from the program;"
    }
    new = {"29/9004": old["29/9004"].replace("second", "fourth")}
    flags = changes(old, new).by_old["29/9004"].flags

    assert any("timing" in one.words for one in flags if one.kind is F.MEASURE)
    assert any(one.kind is F.NUMBER for one in flags)


def test_a_new_item_renumbers_those_after_it_and_removes_nothing():
    new = {
        "29/9001": LIST["29/9001"],
        "29/9001/a": LIST["29/9001/a"],
        "29/9001/b": "a map of every road that leads to a training center;",
        "29/9001/c": LIST["29/9001/b"],
        "29/9001/d": LIST["29/9001/c"],
    }
    found = changes(LIST, new)

    assert {K.SAME: 2, K.ADDED: 1, K.RENUMBERED: 2} == found.kinds
    assert ("29/9001/c", "29/9001/d") == (found.moved_to["29/9001/b"], found.moved_to["29/9001/c"])


def test_what_is_below_a_renumbered_provision_follows_it():
    old = {
        "29/1": "Head|",
        "29/1/a": "Duties|The board shall—",
        "29/1/a/1": "meet in every month of the year;",
    }
    new = {
        "29/1": "Head|",
        "29/1/b": "Duties|The board shall—",
        "29/1/b/1": "meet in every month of the year;",
    }
    found = changes(old, new)

    assert (K.RENUMBERED, False) == (found.by_old["29/1/a"].kind, found.by_old["29/1/a"].follows)
    assert (K.RENUMBERED, True) == (found.by_old["29/1/a/1"].kind, found.by_old["29/1/a/1"].follows)


def test_a_provision_under_another_parent_has_moved():
    old = {"29/1": "First|", "29/1/a": "The board shall publish its minutes on paper.", "29/2": "Second|"}
    new = {"29/1": "First|", "29/2": "Second|", "29/2/a": "The board shall publish its minutes on paper."}

    assert K.MOVED is changes(old, new).by_old["29/1/a"].kind


WHOLE = "The local board shall inspect every training site before it opens, and the operator shall keep the records of each inspection for public review."


def test_a_split_and_a_merger():
    one = {"29/1": "Head|", "29/1/a": WHOLE}
    head, _, tail = WHOLE.partition(", and ")
    two = {"29/1": "Head|", "29/1/a": head + ";", "29/1/b": "and " + tail}
    split, merged = changes(one, two), changes(two, one)

    assert K.SPLIT is split.by_old["29/1/a"].kind
    assert ["29/1/a", "29/1/b"] == [p.id for p in split.by_old["29/1/a"].new]
    assert K.MERGED is merged.by_new["29/1/a"].kind
    assert () == merged.by_new["29/1/a"].edits


def test_marks_are_no_rewording():
    found = changes(LIST, edited(b="an  account of the money spent on Counseling , during the fiscal year;"))

    assert (K.SAME, False) == (found.by_old["29/9001/b"].kind, found.by_old["29/9001/b"].matters)


def test_a_heading_alone_changes_nothing_in_law():
    found = changes({"29/1": "Fees|A fee is due."}, {"29/1": "Charges|A fee is due."}).by_old["29/1"]

    assert (K.HEADING, W.EDITORIAL, False) == (found.kind, found.weight, found.matters)


def test_a_reference_that_follows_a_new_number_is_editorial():
    old = {
        "29/1": "Head|",
        "29/1/a": "The operator shall keep the records of each visit made to the training site.",
        "29/1/b": "Records under subsection (a) shall be open to every member of the public.",
    }
    new = {
        "29/1": "Head|",
        "29/1/a": "The Secretary shall appoint an inspector for the region within one year.",
        "29/1/b": old["29/1/a"],
        "29/1/c": "Records under subsection (b) shall be open to every member of the public.",
    }
    found = changes(old, new).by_old["29/1/b"]

    assert (K.RENUMBERED, W.EDITORIAL) == (found.kind, found.weight)


def test_the_order_is_that_of_the_new_edition_with_removed_provisions_in_place():
    new = {i: t for i, t in LIST.items() if i != "29/9001/b"}

    assert ["29/9001", "29/9001/a", "29/9001/b", "29/9001/c"] == [c.id for c in changes(LIST, new)]


def test_a_name_given_on_purpose_stays_one_thing_however_its_words_changed():
    old, new = (
        edition({"M-1": "Old words here."}, numbering="own"),
        edition({"M-1": "All else."}, numbering="own"),
    )

    assert K.REWORDED is find_changes(old, new).by_old["M-1"].kind


def test_what_a_partly_known_edition_lacks_proves_nothing():
    old = edition({"M-1": "Words."}, numbering="own", partial=True)
    found = find_changes(old, edition({"M-1": "Words.", "M-2": "More words."}, numbering="own")).by_new["M-2"]

    assert (K.ADDED, W.NONE) == (found.kind, found.weight)


def test_unchecked_words_are_marked():
    old, new = edition({"M-1": "First words of it."}), edition({"M-1": "Second words of it."})
    prov = new.part["M-1"]
    doubtful = Corpus(new.part.source, (Provision("M-1", prov.text, verification=Verification.UNVERIFIED),))

    assert "not checked" in " ".join(find_changes(old, Edition(doubtful)).by_old["M-1"].why)


def test_an_excerpt_is_compared_with_its_own_part_alone():
    whole = edition({"29/1": "Head|", "29/1/a": "Words."}).part

    assert ("29/1/a",) == common_part(edition({"29/1/a": "Words."}).part, whole)
    assert () == common_part(whole, whole)


@pytest.fixture(scope="module")
def perturb():
    from tests import seeded_edits

    return seeded_edits


ROUNDS, EDITS = 9, 235


@pytest.mark.slow
def test_seeded_edits_on_the_whole_act_are_called_by_their_names(perturb, root, capsys):
    """Over 2,000 edits: kind right for 95%, flags right for 95%; an id-and-difflib baseline stands beside."""
    space = Workspace(root)
    old = space.corpus("wioa", "2016-07-19")
    right, total, base, edits, stray, guessed = Counter(), Counter(), 0, 0, 0, 0
    hits = false = missed = 0
    facts = {"numbering": "usc", "sections": space.section_map, "lexicon": space.lexicon}
    for seed in range(ROUNDS):
        truth = perturb.Editor(old, seed).run(EDITS)
        edits += truth.count
        found = find_changes(Edition(old, **facts), Edition(truth.new, **facts))
        simple, _ = perturb.baseline(old, truth.new)
        guessed += len(with_successors(found).successors)
        for prov_id, kind in truth.kinds.items():
            change = found.by_old[prov_id]
            total[kind] += 1
            right[kind] += change.kind is kind
            base += simple[prov_id] is kind
            if prov_id in truth.flags and change.weight is not W.NONE:
                # A definition or a measure part is flagged besides whatever else is.
                got = {flag.kind for flag in change.flags} - {F.DEFINITION, F.MEASURE}
                want = truth.flags[prov_id]
                hits, false, missed = (
                    hits + len(got & want),
                    false + len(got - want),
                    missed + len(want - got),
                )
        total[K.ADDED] += len(truth.added)
        right[K.ADDED] += sum(found.by_new[one].kind is K.ADDED for one in truth.added)
        base += sum(one not in old for one in truth.added)
        stray += sum(
            change.kind is not K.SAME and not change.follows
            for prov_id, change in found.by_old.items()
            if prov_id not in truth.kinds
        )
    share, simple_share = sum(right.values()) / sum(total.values()), base / sum(total.values())
    precision, recall = hits / (hits + false), hits / (hits + missed)
    told = ", ".join(f"{kind.value} {right[kind]} of {total[kind]}" for kind in total)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{edits} edits: kind right {share:.4f}, by id and difflib {simple_share:.4f} ({told});"
            f" flags: precision {precision:.4f}, recall {recall:.4f}; {guessed} guesses about what came or went\n"
        )

    assert edits >= 2000
    assert share >= 0.97
    assert all(right[kind] >= 0.95 * total[kind] for kind in total)
    assert share > simple_share + 0.3
    assert precision >= 0.95
    assert recall >= 0.95
    assert 0 == stray
    # Nothing that was removed lives on, and nothing that was added was there before.
    assert guessed <= 0.02 * (total[K.REMOVED] + total[K.ADDED])
