"""What a rewording touches is named, in law and in agreements, and nothing else is."""

import re

import pytest

from crosswalk.compare.document import read_annotations
from crosswalk.editions.diff import Edition, find_changes
from crosswalk.editions.impact import ReadEditions, impact
from crosswalk.editions.substantive_changes import flags_of_one_edition
from crosswalk.language.citations import references_of
from crosswalk.language.lexicon import Lexicon
from crosswalk.model.change import ChangeKind, FlagKind, Weight
from crosswalk.model.citation import SectionMap
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Basis, Relation, Status

F = FlagKind


def corpus(texts, as_of="2024-01-01"):
    provs = []
    for prov_id, text in texts.items():
        stem = prov_id.rpartition("/")[0]
        provs.append(Provision(prov_id, text, "", stem if stem in texts else None))
    return Corpus(Source("law", as_of, "A law", kind="statute"), tuple(provs))


def changes(old, new):
    return find_changes(
        Edition(corpus(old), numbering="usc"), Edition(corpus(new, "2025-01-01"), numbering="usc")
    )


def both(marked):
    """The old and the new text of one with its changes marked: `within {30|45} days`."""
    return tuple(re.sub(r"\{(.*?)\|(.*?)\}", rf"\{side}", marked) for side in (1, 2))


def change_of(old, new):
    (change,) = changes({"29/9001": old}, {"29/9001": new})
    return change


@pytest.mark.parametrize(
    ("marked", "kind", "words"),
    [
        ("at least {¼|½} of 1 percent of funds", F.NUMBER, "¼ → ½"),
        ("They pay ${15|17} an hour.", F.NUMBER, "$15 → $17"),
        ("It shall convene{| small} employers in the area.", F.POPULATION, "employers → small employers"),
        ("no more than {⅓|⅔} of the members", F.NUMBER, "⅓ → ⅔"),
        ("The fee is {2½|2¾} dollars.", F.NUMBER, "Number or date changed"),
        ("It answers within 30 {|business }days.", F.NUMBER, "days → business days"),
        ("It meets 4 times each {|program }year.", F.NUMBER, "year → program year"),
        ("It pays half of {allowable|total} costs.", F.NUMBER, "allowable costs → total"),
        (
            "The Governor shall set the fee{ in consultation with the State board|}.",
            F.ACTOR,
            "Who takes part removed: in consultation with the State board",
        ),
        (
            "The board{, in partnership with the mayor,|} shall adopt a plan.",
            F.ACTOR,
            "removed: in partnership with the mayor",
        ),
        (
            "The agency shall act with the approval of the Secretary{| and the Governor}.",
            F.ACTOR,
            "the Secretary → with the approval of the Secretary and the Governor",
        ),
        ("Reports are due {March|April} 1.", F.NUMBER, "March → April"),
        ("The office opens on {Monday|Friday}.", F.NUMBER, "Monday → Friday"),
        ("The law of {Ohio|Texas} governs.", F.NAME, "Ohio → Texas"),
        ("The hearing is held in {Santa Fe|El Paso} each year.", F.NAME, "Santa Fe → El Paso"),
        ("It is run by {Acme|Bolt} College alone.", F.NAME, "Acme → Bolt"),
        (
            "The board will{|, where funds permit,} expand access to training.",
            F.CONDITION,
            "where funds permit",
        ),
        (
            "Each center shall{|, to the extent practicable,} offer classes.",
            F.CONDITION,
            "to the extent practicable",
        ),
        ("The State shall report{, as appropriate,|} to the board.", F.CONDITION, "as appropriate"),
        ("It covers {all|any} programs.", F.CONDITION, "all → any"),
        ("{Each|Any} provider is listed.", F.CONDITION, "each → any"),
        ("{Every|Some} center is open.", F.CONDITION, "every → some"),
        ("It serves {area|small} employers.", F.POPULATION, "area employers → small employers"),
        ("It serves {local|rural} businesses there.", F.POPULATION, "local businesses → rural businesses"),
        ("The Act {prohibits|permits} such fees.", F.DUTY, "prohibits → permits"),
        ("The plan {requires|allows} a match.", F.DUTY, "requires → allows"),
        ("Attendance is {mandatory|voluntary} here.", F.DUTY, "must → need not"),
        (
            "The agency shall send the notice (which {may|must} be electronic) to each person.",
            F.CONDITION,
            "Verb in parentheses changed: may → must",
        ),
        ("Staff {may|should} not charge fees.", F.DUTY, "must not → should"),
        ("It lasts ({30|45}) days there.", F.NUMBER, "30 → 45"),
        ("It reports {before|after} the end of each year.", F.NUMBER, "Time changed: before → after"),
        ("It is paid {yearly|monthly}.", F.NUMBER, "yearly → monthly"),
        ("Staff shall {|make every effort to }ensure access.", F.CONDITION, "make every effort to"),
        ("The center shall open{|, resources permitting}.", F.CONDITION, "resources permitting"),
        ("Fees are {refundable|nonrefundable}.", F.CONDITION, "refundable → nonrefundable"),
        ("The fee {includes|excludes} tax.", F.DUTY, "includes → excludes"),
        (
            "The plan is approved by the {Governor|State board}.",
            F.ACTOR,
            "Who is named changed: Governor → State board",
        ),
    ],
)
def test_what_changed_is_named(marked, kind, words):
    found = change_of(*both(marked))

    assert Weight.SUBSTANCE is found.weight
    assert any(flag.kind is kind and words in flag.words for flag in found.flags), found.flags


@pytest.mark.parametrize(
    "marked",
    [
        "the first {2|two}-year period",
        "within {5|five} years of exit",
        "at least {one|1} member",
        "not more than {25|twenty-five} days",
        "the {3rd|third} quarter after exit",
        "{one-half|½} of the members",
        "{ten percent|10%} of the funds",
        "not more than {$1,000,000|$1 million}",
    ],
)
def test_a_number_written_otherwise_is_no_change_of_substance(marked):
    assert Weight.TYPOGRAPHIC is change_of(*both(marked)).weight


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("Of the funds, not less than 20 percent shall be {used for|spent on} youth.", F.ACTOR),
        ("{The board, in|In} consultation with the mayor, {|the board }shall adopt a {|new }plan.", F.ACTOR),
        ("It reports in the {following|next} year.", F.NUMBER),
        ("It reports {each|in every} year.", F.NUMBER),
        ("The mayor speaks {before|after} the board.", F.NUMBER),
        ("Notices go by{| first-class} mail to the board.", F.NUMBER),
        ("The board may act and shall develop {service |}strategies for those who may need them.", F.ACTOR),
        ("The board, in May, shall meet. {Staff|Others} attend.", F.NAME),
        ("The agency shall send the notice (which {may|must} be electronic) to each person.", F.DUTY),
        ("The board shall{: (1)|} adopt a plan{;|} and {(2)|shall} publish the plan.", F.NUMBER),
    ],
)
def test_what_did_not_change_is_not_named(marked, kind):
    assert kind not in {flag.kind for flag in change_of(*both(marked)).flags}


AGREEMENT = {
    "a/p1": "The board shall publish the plan on its website, shall hold a public hearing within 30 days, and shall"
    " answer all comments in writing.",
    "a/p2": "Minutes are kept by the secretary of the board for three years.",
    "a/p3": "The law that governs this agreement is the law of the State without regard to conflict rules.",
}


@pytest.mark.parametrize("lead", ["The board:", "The board shall—"])
def test_a_lead_in_that_carries_the_actor_of_a_split_is_no_change_of_actor(lead):
    duty = "" if "shall" in lead else "shall "
    new = {
        "a/p1": lead,
        "a/p1/a": f"{duty}publish the plan on its website;",
        "a/p1/b": f"{duty}hold a public hearing within 30 days; and",
        "a/p1/c": f"{duty}answer all comments in writing.",
        "a/p2": AGREEMENT["a/p2"],
        "a/p3": AGREEMENT["a/p3"],
    }
    (split,) = [change for change in changes(AGREEMENT, new) if change.kind is ChangeKind.SPLIT]

    assert ("a/p1", "a/p1/a", "a/p1/b", "a/p1/c") == tuple(prov.id for prov in split.new)
    assert not {F.ACTOR, F.DUTY} & {flag.kind for flag in split.flags}


def test_a_split_that_ends_a_duty_is_flagged():
    new = {
        "a/p1": "The board may—",
        "a/p1/a": "publish the plan on its website;",
        "a/p1/b": "hold a public hearing within 30 days; and",
        "a/p1/c": "answer all comments in writing.",
    } | {key: AGREEMENT[key] for key in ("a/p2", "a/p3")}
    (split,) = [change for change in changes(AGREEMENT, new) if change.kind is ChangeKind.SPLIT]

    assert F.DUTY in {flag.kind for flag in split.flags}


LETTERS = {
    "s": "",
    "s/1": "The apples are red and are kept in the cellar.",
    "s/2": "The pears are green and are kept in the barn.",
    "s/3": "The plums are blue and are kept in the attic.",
    "s/4": "The figs are brown and are kept in the shed.",
}


@pytest.mark.parametrize(("order", "moved"), [("2341", {"s/1"}), ("4123", {"s/4"}), ("1342", {"s/2"})])
def test_what_changed_its_place_is_moved_and_the_rest_only_renumbered(order, moved):
    texts = [LETTERS[f"s/{number}"] for number in order]
    new = {"s": ""} | {f"s/{at}": text for at, text in enumerate(texts, 1)}
    found = changes(LETTERS, new)

    assert moved == {change.old[0].id for change in found if change.kind is ChangeKind.MOVED}
    assert all(change.weight is Weight.NONE for change in found)


USES = {
    "u": "",
    "u/1": "Each local board shall use the funds for—",
    "u/1/A": "the training of adults in the local area in the evening;",
    "u/1/B": "counseling of adults in the local area during the day.",
    "u/2": "Each local board may use the funds for—",
    "u/2/A": "the purchase of books and tools for the training center;",
    "u/2/B": "the repair of buildings in which training takes place.",
}


def read(texts, as_of):
    whole = corpus(texts, as_of)
    return whole, read_annotations(whole, Lexicon(), references_of(whole, "usc", SectionMap()))


def reopened(old, new):
    """The provisions whose rows are to be looked at again."""
    (before, was), (after, now) = read(old, "2024-01-01"), read(new, "2025-01-01")
    rows = tuple(
        Mapping(
            prov.id,
            "F-1",
            Relation.INTERSECTS,
            Status.CONFIRMED,
            "Both.",
            Basis.SEMANTIC,
            author="A",
            date="2024-02-01",
            reviewer="B",
            review_date="2024-02-02",
            left_digest=prov.digest,
        )
        for prov in before
        if prov.text
    )
    found = find_changes(Edition(before, numbering="usc"), Edition(after, numbering="usc"))
    held = MappingSet("plan", "Plan", "law", "framework", "2024-01-01", "1", rows)
    return {one.row.left for one in impact(held, ReadEditions(found, was, now)).impacts if one.reasons}


def test_an_item_moved_under_another_lead_in_is_looked_at_again():
    new = {key: text for key, text in USES.items() if key != "u/1/A"} | {"u/2/C": USES["u/1/A"]}
    moved = next(change for change in changes(USES, new) if change.old and change.old[0].id == "u/1/A")

    assert (ChangeKind.MOVED, Weight.SUBSTANCE) == (moved.kind, moved.weight)
    assert "Duty changed: must → may" in {flag.words for flag in moved.flags}
    assert {"u/1/A", "u/1", "u/2"} == reopened(USES, new)


RULE = {
    "29/9001": "",
    "29/9001/d": "",
    "29/9001/d/4": "Each local board shall keep a list of the training providers in the area.",
    "29/9001/d/5": "Each local board shall hold a public hearing before it adopts the plan.",
    "29/9001/d/6": "Each local board shall publish the minutes of every meeting.",
}


@pytest.mark.parametrize(
    "words",
    [
        "Paragraph (5) shall not apply to a local board that serves a single-area State.",
        "Notwithstanding paragraph (5), a small board need only publish the plan.",
        "A State may waive the requirements of paragraph (5) for a rural area.",
        "The requirements of paragraph (5) apply only in even years.",
    ],
)
def test_a_new_exception_reopens_what_it_limits(words):
    assert {"29/9001/d/5"} == reopened(RULE, RULE | {"29/9001/d/7": words})


def test_a_new_provision_that_only_points_reopens_nothing():
    assert set() == reopened(RULE, RULE | {"29/9001/d/7": "The hearing under paragraph (5) is open to all."})


TERMS = {
    "29/9002": "In this chapter:",
    "29/9002/1": "The term “individual with a barrier to employment” means a member of one of these groups:",
    "29/9002/1/A": "Displaced homemakers who seek work.",
    "29/9002/1/B": "Older individuals who seek work.",
    "29/9003": "Each center shall serve individuals with barriers to employment first.",
    "29/9004": "Each center shall open at eight.",
}


def test_a_term_in_the_plural_rests_on_its_definition():
    new = {key: text for key, text in TERMS.items() if key != "29/9002/1/B"}

    assert "29/9003" in reopened(TERMS, new)
    assert "29/9004" not in reopened(TERMS, new)


BORROWED = {
    "29/9005": "The term “participant” means a person who has received a service.",
    "29/9006": "",
    "29/9006/1": "For purposes of this section, the term “participant” has the sense of section 9005, except that a"
    " self-service user is none.",
    "29/9006/2": "The first measure is the share of participants who work.",
}


def test_a_definition_that_takes_over_another_is_followed():
    new = BORROWED | {
        "29/9005": "The term “participant” means a person, other than a worker, who has received a service."
    }

    assert "29/9006/2" in reopened(BORROWED, new)


def test_words_in_parentheses_behind_an_actor_are_no_other_actor():
    change = change_of(
        "The State board shall review each plan.",
        "The State board (which may delegate this) shall review each plan.",
    )

    assert {F.CONDITION} == {flag.kind for flag in change.flags}


def test_a_word_in_which_another_ends_is_no_denial():
    for words in ("The board shall {form|inform} the council.", "Staff shall {prove|improve} the method."):
        found = change_of(*both(words))
        assert not [flag for flag in found.flags if "Denial" in flag.words], words


def test_title_to_property_is_no_reference():
    change = change_of(
        "The rules on the subchapter, use, and disposition of land apply.",
        "The rules on the title, use, and disposition of land apply.",
    )
    assert F.REFERENCE not in {flag.kind for flag in change.flags}

    change = change_of("The rules of this subchapter apply.", "The rules of this title apply.")
    assert F.REFERENCE in {flag.kind for flag in change.flags}


def test_a_verb_that_only_says_which_things_are_meant_has_no_actor():
    said = "Further goals partners may choose to follow, such as credits."
    assert F.ACTOR not in {flag.kind for flag in flags_of_one_edition(said, is_added=True)}

    said = "Further partners may choose a goal, such as credits."
    assert F.ACTOR in {flag.kind for flag in flags_of_one_edition(said, is_added=True)}
