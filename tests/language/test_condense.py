"""A clause is shortened by whole parts and never cut in the middle of a phrase."""

from itertools import combinations

import pytest

from crosswalk.language.condense import Cut, asides, cheapest_cuts, cuts, shortened, worded
from crosswalk.language.frames import read_frames
from crosswalk.language.parsed_text import ParsedProvision
from crosswalk.language.parser import parse
from crosswalk.model.frame import ClausePart, Loss
from tests.relate.reading import read


def clause(text: str, lead: str = ""):
    whole = f"{lead} {text}".strip()
    [doc] = parse([whole])
    [frame, *_] = read_frames(ParsedProvision("1", whole, len(whole) - len(text), doc))
    return frame.whole


def test_an_aside_is_never_said_and_a_hedge_only_where_there_is_room():
    whole = clause(
        "The agency shall publish the results (including those of partners) for the public, as appropriate."
    )

    assert worded(whole, shortened(whole, 99)) == "publish the results for the public, as appropriate"
    assert worded(whole, shortened(whole, 7)) == "publish the results for the public"


def test_a_parenthesis_does_not_part_a_verb_from_its_object():
    whole = clause(
        "The library shall offer to the public (including children under 12) free lessons in reading."
    )

    assert worded(whole) == "offer to the public free lessons in reading"


@pytest.mark.parametrize("most", [20, 12, 9, 7])
def test_a_shorter_clause_ends_where_a_phrase_ends(most):
    whole = clause(
        "The board shall expand access to employment, training, education, and supportive services for eligible"
        " individuals, particularly individuals with barriers to employment."
    )
    said = worded(whole, shortened(whole, most))

    assert said.startswith("expand access to ")
    assert said.rpartition(" ")[2] in {"employment", "individuals", "services", "training", "education"}
    assert not said.endswith((" and", " for", ","))


def test_what_is_left_of_a_list_is_joined():
    whole = clause(
        "The city shall provide books, maps, records, tapes, and toys to the schools of the district."
    )
    said = [worded(whole, [cut.part]) for cut in cuts(whole, asides(whole), 0)]

    assert "provide books, maps and records to the schools of the district" in said


def test_an_act_keeps_what_completes_it():
    whole = clause("The center shall coordinate with the schools in the county during the summer.")

    assert worded(whole, shortened(whole, 1)).startswith("coordinate with the schools")


def test_a_part_with_words_of_the_other_side_goes_later():
    whole = clause(
        "The agency shall use records of attendance in the county to find children without a home."
    )
    costs = {worded(whole, [cut.part]): cut.cost for cut in cuts(whole, asides(whole), 0, {"county"})}
    plain = {worded(whole, [cut.part]): cut.cost for cut in cuts(whole, asides(whole), 0)}
    dearer = [said for said, cost in costs.items() if cost > plain[said]]

    assert dearer
    assert all("county" not in said for said in dearer)


def test_a_clause_has_a_form_after_to_and_one_in_ing():
    whole = clause("The libraries buy, repair and lend books.")

    assert worded(whole, (), "base") == "buy, repair and lend books"
    assert worded(whole, (), "gerund") == "buying, repairing and lending books"


def test_several_clauses_are_cut_where_least_is_lost():
    long = clause(
        "The agency shall publish a report on water that people drink in the county during the year."
    )
    short = clause("The mayor shall publish a report.")
    found = sorted([*cuts(long, asides(long), 0), *cuts(short, asides(short), 1)], key=lambda cut: cut.cost)
    chosen = cheapest_cuts(found, 3)

    assert chosen is not None
    assert sum(cut.frees for cut in chosen) >= 3
    assert {0} == {cut.at for cut in chosen}
    assert cheapest_cuts(found, 99) is None


def test_a_part_is_never_cut_beside_one_that_it_lies_in():
    outer, inner, other = (
        Cut(0, ClausePart(start, end, Loss.ASIDE), cost, frees)
        for start, end, cost, frees in ((1, 6, 3.0, 5), (2, 4, 1.0, 2), (8, 11, 4.0, 3))
    )

    assert cheapest_cuts([outer, inner], 6) is None
    assert cheapest_cuts([outer, inner, other], 6) == (outer, other)
    assert cheapest_cuts([outer, inner, other], 5) == (outer,)
    assert cheapest_cuts([inner, other], 5) == (inner, other)


def test_one_population_of_two_is_another_population():
    whole = clause("The partners shall commit to a common strategy for pathways for youth and adults.")
    losses = {worded(whole, [cut.part]): cut.part.loss for cut in cuts(whole, asides(whole), 0)}

    assert losses["commit to a common strategy for pathways for youth"] is Loss.CONDITION


def test_one_of_two_bare_words_goes_last():
    whole = read(
        "The plan shall include an analysis of the knowledge and skills needed in the region."
    ).main.whole
    [pair] = [
        part for part in whole.parts if "".join(whole.words[part.start : part.end]).strip() == "and skills"
    ]

    assert pair.loss is Loss.CONDITION


def test_a_clause_about_a_noun_that_lacks_its_end_is_not_said():
    whole = clause(
        "A cohesive set of partnerships, resources and funding, policies, data, and shared performance measures that"
        " lets pathways and programs for youth and adults be developed, kept at quality, scaled and sustained over"
        " time. Its worth lies in connecting and aligning the public systems concerned."
    )

    assert worded(whole, shortened(whole, 99)).endswith("shared performance measures")


def test_a_strategy_is_another_one_without_its_end():
    whole = clause(
        "The State shall describe new strategies to support the use of career pathways in the region."
    )
    losses = {"".join(whole.words[p.start : p.end]).strip(): p.loss for p in whole.parts}

    assert [loss for words, loss in losses.items() if words.startswith("to support")] == [Loss.CONDITION]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        # What a list is based on goes on after its examples.
        (
            (
                "The plan shall describe how the programs will be assessed each year, including an assessment of the quality,"
                " effectiveness, and improvement of programs, based on State performance measures."
            ),
            "assessed each year, based on State performance measures",
        ),
        # The last of several nouns, which the parser joins to a word inside the one before.
        (
            (
                "The agency shall facilitate the development of technical programs and programs of study and career pathways"
                " that include multiple entry points."
            ),
            "facilitate the development of career pathways that include multiple entry points",
        ),
        # Without the last of several verbs "and" joins those that are left.
        (
            "The stakeholders shall keep minutes, publish an agenda on the website, and report disputes to the Governor.",
            "keep minutes and publish an agenda on the website",
        ),
    ],
)
def test_parts_can_go_so_that_this_is_left(text, kept):
    clauses = [frame.whole for frame in read(text).frames]

    assert any(
        kept == worded(clause, parts, "base")
        for clause in clauses
        for count in range(3)
        for parts in combinations(clause.parts, count)
    )


def test_an_analysis_of_what_is_needed_keeps_what_for():
    clause = read(
        "The plan shall include an analysis of the skills needed to meet the needs of employers."
    ).main.whole

    assert not any("needed" in "".join(clause.words[p.start : p.end]) for p in clause.parts)


def test_the_second_of_two_clauses_about_a_noun_can_stay_alone():
    lead = "Funds allocated to a local area for eligible youth shall be used to carry out, for eligible youth, programs that—"
    text = (
        "develop service strategies for each participant that are directly linked to 1 or more of the indicators of"
        " performance, and that shall identify career pathways."
    )

    whole = read(text, lead=lead).main.whole
    first = next(p for p in whole.parts if "".join(whole.words[p.start : p.end]).startswith(" that are"))
    assert worded(whole, [first], "base") == (
        "develop service strategies for each participant that shall identify career pathways"
    )


def test_a_strategy_says_little_without_what_it_is_for():
    whole = read(
        "The plan shall include a strategy for any joint planning with the workforce system."
    ).main.whole

    parts = ["".join(whole.words[part.start : part.end]) for part in whole.parts]
    assert not any(part.startswith(" for any joint") for part in parts)


def test_of_a_list_a_later_item_can_stay_alone():
    whole = clause("The board shall provide books, maps, and old records to the schools.")
    said = [worded(whole, [cut.part]) for cut in cuts(whole, asides(whole), 0)]

    assert "provide old records to the schools" in said
    assert "provide maps and old records to the schools" in said


def test_the_nearer_of_two_aims_can_go():
    whole = clause(
        "The board shall develop strategies to support the use of maps for the purpose of providing families with help."
    )
    said = [worded(whole, [cut.part]) for cut in cuts(whole, asides(whole), 0)]

    assert "develop strategies to provide families with help" in said
