"""How two provisions relate, from what each answers of the other and from what they do."""

import pytest

from crosswalk.language.condense import shortened, worded
from crosswalk.language.topics import topics
from crosswalk.model.frame import Slot
from crosswalk.model.relation import Relation
from crosswalk.relate.holding import FIGURES, holding_chance, holding_figures, holding_weights
from crosswalk.relate.pair_reading import PairReading, best_frames
from crosswalk.relate.relating import RULES, weights
from crosswalk.relate.statement import MOST, state
from tests.relate.reading import read, related

STATUTE = (
    "The local board shall convene local workforce development system stakeholders to assist in the development of"
    " the local plan under section 3123 of this title and in identifying non-Federal expertise and resources."
)
RULE = (
    "The Local Board must convene local workforce development system stakeholders to assist in the development of"
    " the local plan under § 679.550 and in identifying non-Federal expertise and resources."
)
MORE = (
    " The stakeholders meet in public at least twice a year, keep minutes, publish an agenda on the website of the"
    " county, and report unresolved disputes among members to the Governor within 30 days of the meeting."
)


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (RULE, STATUTE, Relation.EQUAL),
        (RULE + MORE, STATUTE, Relation.SUPERSET),
        (STATUTE, RULE + MORE, Relation.SUBSET),
        (
            "The agency shall submit to the legislature a report on the wages of apprentices.",
            "It is the purpose of this chapter to open skilled work to all residents.",
            Relation.SUPPORTS,
        ),
        (
            "It is the purpose of this chapter to open skilled work to all residents.",
            "The agency shall submit to the legislature a report on the wages of apprentices.",
            Relation.SUPPORTED,
        ),
    ],
)
def test_a_rule_beside_the_statute_it_carries_out(left, right, relation):
    assert relation is related(read(left), read(right))


@pytest.mark.parametrize(
    "other",
    [
        "A provider must give each participant not less than 12 hours of training in each year of the program.",
        "No provider may be approved unless it gives each participant 12 hours of training each year.",
    ],
)
def test_a_limit_and_a_condition_of_approval_are_no_ban(other):
    asked = "A provider must give each participant at least 12 hours of training in each year of the program."

    assert Relation.CONTRARY is not related(read(asked), read(other))


def test_every_rule_has_a_fitted_share():
    assert {rule.name for rule in RULES} == set(weights())
    assert all(0 < share < 1 for share in weights().values())


@pytest.mark.parametrize("relation", [Relation.EQUAL, Relation.SUBSET, Relation.SUPPORTS, Relation.CONTRARY])
def test_a_statement_has_at_most_45_words_and_ends_where_a_phrase_ends(relation):
    left, right = read(STATUTE + MORE), read(RULE + MORE)
    said = state(relation, left, right, ("the statute", "the rule"), None, best_frames(left, right))

    assert said.sentence
    assert len(said.sentence.split()) <= MOST
    assert not said.sentence.rstrip(".").endswith((" and", " or", " of", " to", " the", " in", ","))


def test_where_both_say_the_same_the_sentence_says_what():
    said = state(Relation.EQUAL, read(STATUTE), read(RULE), ("the statute", "the rule"))

    assert said.same.startswith("Both require the local board to convene")
    assert not said.different


def test_a_participle_after_its_noun_is_in_the_passive():
    frames = read("Records kept by the provider are open to inspection.").frames

    assert all(frame.passive for frame in frames if frame.clause.startswith("kept"))


WATER = (
    "The school shall make plain drinking water available to students, without charge and without restriction, in"
    " each place where lunch is served."
)
BOTTLES = (
    "Free drinking water will be available from a bottle-filling station in every cafeteria and gym, with no limit on"
    " use, and students may carry water in a clear bottle to every class."
)
LIST = (
    "The board lists sports, music, theater, transitions, career fairs, support for libraries, services of the"
    " pathway garden, navigation lessons, participants in the choir, and help through the school shop."
)
HELP = "Support services and career navigation help participants through transitions along the pathway."


def test_words_that_seem_opposed_are_no_conflict_where_force_and_figures_agree():
    assert Relation.CONTRARY is not related(read(WATER), read(BOTTLES))


def test_a_list_that_happens_to_hold_the_words_does_not_include_the_demand():
    assert Relation.SUPERSET is not related(read(LIST), read(HELP))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "The library must delete the record of a loan as soon as the item is returned.",
            "Every public library must keep the record of each loan.",
        ),
        (
            "No volunteer may copy the identity document of a visitor.",
            "Each volunteer must copy the identity document of every visitor.",
        ),
        (
            "The Board may charge a fine for the late return of books.",
            "The library charges no fines for books that come back late.",
        ),
    ],
)
def test_opposite_acts_on_the_same_object_exclude_each_other(left, right):
    assert PairReading(read(left), read(right)).acts_clash


@pytest.mark.parametrize(
    "right",
    [
        "The library must keep the record of each loan.",
        "The library must delete the records of its cleaning.",
    ],
)
def test_the_same_act_and_another_object_do_not_exclude_each_other(right):
    left = "The library must keep the record of a loan."

    assert not PairReading(read(left), read(right)).acts_clash


def test_the_stricter_of_two_limits_on_the_same_thing_asks_more():
    low = "Each employee shall complete at least 12 hours of continuing education."
    high = "Every employee completes at least 15 hours of continuing education."

    assert PairReading(read(low), read(high)).stricter == "right"
    assert PairReading(read(high), read(low)).stricter == "left"
    assert PairReading(read(low), read(low)).stricter == ""


def test_a_clause_is_not_cut_inside_a_clause_about_a_noun():
    text = (
        "The board shall coordinate education and workforce investment activities carried out in the local area with"
        " relevant secondary and postsecondary education programs and activities of the county and its districts."
    )

    whole = read(text).main.whole
    said = worded(whole, shortened(whole, 12))
    assert said.startswith("coordinate education and workforce investment activities with ")
    assert not said.endswith(("and", "the", "relevant"))


def test_a_participle_with_an_object_is_a_verb():
    main = read(
        "Local and regional partners put in place policies that favor pathways.", kind="framework"
    ).main

    assert main.words(Slot.ACTOR) == "Local and regional partners"
    assert main.first(Slot.OBJECT).head == "policy"


def sentence(left, right, topic=None):
    return state(Relation.INTERSECTS, left, right, ("the Act", "the Code"), topic).sentence


def test_a_ban_is_never_said_without_its_condition():
    ban = (
        "A participant shall not be counted as having left the program if the record of the participant is closed"
        " because the participant has found supported work in a shop of the center that pays less than the wage that"
        " the county has set for such work in the year before."
    )
    other = "The agency shall count each participant who leaves the pathway."

    assert sentence(read(ban), read(other)) == "No short sentence can compare the two; read both texts."


def test_a_definition_is_whole_or_not_said():
    one = (
        "The term “helper” means a person who is paid for work in a kitchen, a garden, a workshop, or a store, for at"
        " least ten hours in each week, and who is not a member of the family of the owner or of a partner."
    )
    two = (
        "The term “assistant” means an individual who is employed for less than twenty hours a week in a shop, a farm,"
        " or an office and who has completed a course of training that the county approved in the last three years."
    )

    assert sentence(read(one), read(two)) == (
        "The Act defines “helper” and the Code defines “assistant”; read both definitions."
    )


def test_what_is_only_weighed_is_not_required():
    lead = "In awarding grants, the agency shall consider—"
    weighed = read("whether the provider coordinates its classes with the schools of the county;", lead=lead)
    asked = read("Each provider shall coordinate classes with the schools.")

    assert (
        "The Act requires the agency to consider whether the provider coordinates its classes with the schools"
        in sentence(weighed, asked)
    )


def test_an_assurance_is_no_description():
    lead = "The State plan shall include—"
    assured = read("assurances that the State agency will publish the results of the survey;", lead=lead)

    said = sentence(assured, read("The agency shall publish the results."))
    assert "The Act’s State plan must assure that the State agency will publish the results" in said


def test_an_opening_stands_only_where_both_clauses_bear_it_out():
    topic = next(topic for topic in topics() if topic.label == "credentials")
    listed = read("The office shall list recognized credentials.")
    published = read("The board shall publish the credentials that each school offers.")
    repaired = read("The office shall repair the roof of the library.")

    assert sentence(published, listed, topic).startswith("Both concern credentials. ")
    assert "Both" not in sentence(published, repaired, topic)


def test_a_clause_about_a_noun_has_that_noun_for_its_actor():
    lead = "The State board shall assist in the development of—"
    frames = read("effective training programs that respond to the needs of employers;", lead=lead).frames

    assert "effective training programs" in {frame.words(Slot.ACTOR) for frame in frames}


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        # Said anew: the words of both stand in another order.
        (
            "Pharmacists shall check the identity of the customer before handing over a prescription drug.",
            "Before a prescription drug is handed over, the pharmacist must verify who the customer is.",
            Relation.EQUAL,
        ),
        # Put into the sentence: the others keep their order.
        ("Riders must wear a helmet.", "Riders must wear a helmet and bright clothing.", Relation.SUBSET),
        # One definition points to the other, with or without an abbreviation in its citation.
        (
            "“Food handler” has the meaning given in sec. 2(4) of the Act.",
            "“Food handler” means a person who touches open food in the course of work.",
            Relation.EQUAL,
        ),
        # One item more in a list that is else the same.
        (
            (
                "taking into account the analyses, a strategy to work with the entities that carry out the core programs and"
                " required partners to align resources available to the area, to achieve the vision of the plan;"
            ),
            (
                "taking into account the analyses, a strategy to work with the entities that carry out the core programs to"
                " align resources available to the area, to achieve the vision of the plan;"
            ),
            Relation.SUPERSET,
        ),
        # The words of one stand in the other in order, whatever else that says.
        (
            "development of a modified local plan",
            (
                "If a local area fails to meet local performance accountability measures for the youth, adult, or dislocated"
                " worker program for any program year, the Governor shall provide technical assistance, which may include"
                " assistance in improving performance or the development of a modified local plan."
            ),
            Relation.SUBSET,
        ),
        # What is not limited adds nothing.
        (
            "differences among States in economic conditions, including but not limited to unemployment rates",
            "the differences among States in economic conditions (including unemployment rates)",
            Relation.EQUAL,
        ),
    ],
)
def test_other_words_and_other_contents_are_told_apart(left, right, relation):
    assert relation is related(read(left), read(right))


def test_a_sentence_more_asks_more():
    one = read(
        "The agreement is made between the board and the partners, with the consent of the chief official, on the operation"
        " of the delivery system in the area. Two or more areas may make a single joint agreement if they belong to a region."
    )
    other = read(
        "The board, with the consent of the chief official, shall make an agreement between the board and the partners on"
        " the operation of the delivery system in the area."
    )

    assert Relation.SUPERSET is related(one, other)
    assert Relation.SUBSET is related(other, one)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "Participants make measurable skill gains in a year.",
            "Participants make no skill gains in a year.",
        ),
        (
            "The board shall hear either the owner or the tenant.",
            "The board shall hear the owner and the tenant.",
        ),
    ],
)
def test_a_word_that_turns_the_sense_is_not_passed_over(left, right):
    assert Relation.EQUAL is not related(read(left), read(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # Who may do a thing need not do it.
        (
            "The Governor is not required to award funds, but may give incentive grants to local areas.",
            "The Governor may give incentive grants to local areas.",
        ),
        # Both deny the same thing.
        (
            "Exit means that a participant has not received any service for 90 days and that no services are planned.",
            "A participant exits when he or she has received no services for 90 days and no services are planned.",
        ),
        # A denial in the case of one text alone.
        (
            "If a business fails two inspections in a row, the agency must order it to close until it passes.",
            "If the business fails again, the agency shall order it to close until it passes an inspection.",
        ),
        # "Not higher than" opens a figure.
        (
            "A cold storage unit must keep food at 5 degrees Celsius or below.",
            "The operator shall hold food in cold storage at a temperature not higher than 5 degrees Celsius.",
        ),
    ],
)
def test_a_denial_that_denies_nothing_of_the_other_is_no_conflict(left, right):
    assert Relation.CONTRARY is not related(read(left), read(right))


def test_a_text_with_half_a_sentence_unanswered_is_not_held():
    short = read("The board shall publish the minutes of each meeting.")
    long = read(
        "The board shall publish the minutes of each meeting. Volunteers may inspect kitchens after sunset."
    )

    assert holding_chance(long, short) == 0
    assert holding_chance(short, long) > 0.5


def test_words_put_in_count_more_than_words_for_others():
    text = "The operator shall measure the temperature of each storage room at least twice a day"
    other = read(f"{text} by hand.")
    figures = [
        dict(zip(FIGURES, holding_figures(read(f"{text}."), side), strict=True))
        for side in (read(f"{text}."), other)
    ]

    assert figures[0]["words that the other puts in"] == 0 < figures[1]["words that the other puts in"]


def test_every_figure_has_a_weight():
    assert {"bias", *FIGURES} == set(holding_weights())


def test_a_definition_is_no_part_of_what_uses_its_term():
    defined = read(
        "The term “recognized credential” means a credential that employers in the area recognize, such as a license by the"
        " State, a certificate of completion of an apprenticeship, or an associate or baccalaureate degree."
    )
    use = read("culminates in the completion of a recognized credential.", lead="Each program of study—")

    assert related(defined, use) is Relation.INTERSECTS
    assert related(use, defined) is Relation.INTERSECTS
