"""What a sentence says of a clause besides its act: who pays, who is helped, how far it is weighed."""

import pytest

from crosswalk.language.condense import worded
from crosswalk.language.frames import read_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.frame import FrameModality, Slot
from crosswalk.model.relation import Relation
from crosswalk.relate.statement import state, state_one
from crosswalk.relate.wording import say
from tests.relate.reading import read

OTHER = "Partners share data on the results of the program."


def said(left, right=None):
    names = ("the Act", "the Code")
    return state(Relation.INTERSECTS, left, right or read(OTHER, kind="framework"), names).sentence


@pytest.mark.parametrize(
    ("lead", "text", "words"),
    [
        (
            "Funds reserved by a Governor may be used to carry out activities, which may include—",
            "implementing innovative programs for employers;",
            "The Act allows funds reserved by a Governor to be used for implementing innovative programs",
        ),
        (
            "The State board shall assist the Governor in—",
            "the development of strategies for career pathways;",
            "The Act requires the State board to assist the Governor in the development of strategies",
        ),
        (
            "",
            "The local board shall lead efforts in the area to develop career pathways.",
            "The Act requires the local board to lead efforts to develop career pathways",
        ),
        (
            "The agency shall assess the extent to which the local application will—",
            "expand access to career education;",
            "The Act requires the agency to assess how far the local application will expand access",
        ),
    ],
)
def test_a_sentence_says_who_acts_and_how(lead, text, words):
    assert said(read(text, lead=lead)).startswith(words)


def test_a_definition_without_a_verb_says_what_the_thing_does():
    thing = read(
        "A way of organizing work that joins levels of education and training.",
        heading="Career pathway approach",
        kind="framework",
    )

    found = {(frame.words(Slot.ACTOR), frame.clause) for frame in thing.frames if not frame.subordinate}
    assert ("a career pathway approach", "join levels of education and training") in found


def test_the_first_and_the_last_items_of_a_list_never_go_together():
    text = (
        "The agency shall facilitate collaboration in the design of courses, programs of study offered in schools, and"
        " career pathways that include multiple entry points for adults and youth in each county of the State."
    )

    assert "design of;" not in said(read(text))
    assert "pathways that include multiple entry points" in said(
        read(text), read("People can join at several entry points.", kind="framework")
    )


def test_words_that_point_back_are_not_repeated():
    text = "The plan shall include an analysis of the needs of employers in those industries."

    assert "those" not in said(read(text))


@pytest.mark.parametrize(
    ("lead", "text", "words"),
    [
        (
            "It is the purpose of this Act to provide literacy activities, in order to—",
            "assist adults in attaining a diploma;",
            "The Act aims to assist adults in attaining a diploma",
        ),
        (
            "Each agency may use funds for 1 or more of the following activities:",
            "Developing content and models for integrated training.",
            "The Act allows each agency to use funds for developing content and models",
        ),
        (
            "The local plan shall include a description of the strategies that will be used in the local area—",
            "that may include the implementation of initiatives for employers;",
            "What the Act’s local plan describes may include the implementation of initiatives",
        ),
        (
            "The plan shall describe—",
            "how the lead agency with responsibility for the administration of a core program will carry out the strategy.",
            "The Act’s plan must say how the lead agency with responsibility for the administration of a core program will",
        ),
        (
            "",
            "The determination of whether a sector is in demand shall be made by the board.",
            "The Act requires the determination of whether a sector is in demand to be made by the board",
        ),
    ],
)
def test_a_sentence_has_the_whole_of_its_subject_and_act(lead, text, words):
    assert said(read(text, lead=lead)).startswith(words)


LONG = (
    "People can leave the pathway at several exit points, each of which leads to work that supports a family and to a"
    " credential that employers in the region know and value."
)


PROVIDING = (
    "the development of strategies to support the use of career pathways for the purpose of providing individuals,"
    " including low-skilled adults, youth, and individuals with barriers to employment (including individuals with"
    " disabilities), with workforce investment activities, education, and supportive services to enter or retain"
    " employment;"
)
ASSISTS = (
    "The State board shall assist the Governor in the development and continuous improvement of the workforce"
    " development system in the State, including—"
)


def test_what_is_provided_goes_with_the_verb_that_provides_it():
    other = read(
        "Support services and career navigation help participants through transitions along the pathway.",
        kind="framework",
    )

    found = said(read(PROVIDING, lead=ASSISTS), other)
    assert "the use of career pathways to provide individuals with supportive services;" in found


def test_strategies_are_not_said_without_their_end():
    other = read(
        "Participants get help with employment and real experience of work as part of the pathway.",
        kind="framework",
    )

    assert "strategies to support the use of career pathways;" in said(read(PROVIDING, lead=ASSISTS), other)


def test_a_plan_says_who_acts():
    lead = "The State plan shall describe how the eligible agency will—"
    text = (
        "facilitate collaboration among eligible recipients in the development and coordination of technical education"
        " programs and programs of study and career pathways that include multiple entry and exit points;"
    )

    found = said(
        read(text, lead=lead), read("Each exit point lines up with a later entry point.", kind="framework")
    )
    assert "The Act’s State plan must say how the agency will facilitate collaboration" in found
    assert "career pathways that include multiple entry and exit points;" in found


def test_the_last_item_of_a_list_keeps_its_and():
    text = (
        "The plan shall include an analysis of the current workforce, employment and unemployment data, labor market"
        " trends, and the educational and skill levels of the workforce, including individuals with barriers to"
        " employment, in the State and in each of its regions;"
    )

    found = said(read(text), read(LONG, kind="framework"))
    assert "data, labor market trends;" not in found


def test_of_a_list_of_examples_the_one_stays_in_which_the_texts_meet():
    lead = "The local plan shall include a description of the strategies that will be used in the local area—"
    text = (
        "that may include the implementation of initiatives such as incumbent worker training programs, on-the-job"
        " training programs, customized training programs, industry and sector strategies, career pathways initiatives,"
        " utilization of effective business intermediaries, and other business services;"
    )
    other = read(
        "Local and regional partners make employers, business associations and labor organizations partners in"
        " demand-driven pathways and apply sector-strategy principles.",
        kind="framework",
    )

    found = said(read(text, lead=lead), other)
    assert "career pathways initiatives; the Code" in found
    assert "incumbent" not in found


def test_an_element_of_a_definition_taken_over_is_named():
    assert state_one("the Act", read("The board shall organize services for each person."), 20) == (
        "The Act requires the board to organize services for each person."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "• Participate in evaluations that support improvement of the centers; and",
            "participating in evaluations",
        ),
        ("• Reduced costs for staff and benefits, due to development of common forms.", "costs for staff"),
        (
            "Partners must: • Provide access to programs through the network, in addition to other places;",
            "access",
        ),
        ("• the general public, including individuals with disabilities.13", "public"),
    ],
)
def test_a_bullet_is_no_verb(text, words):
    assert words in said(read(text)).lower()


@pytest.mark.parametrize(
    ("lead", "text", "words"),
    [
        ("", "Implement procedures for the testing of plans.", "The Act calls for implementing procedures"),
        (
            "",
            "Inventories of hardware are maintained.",
            "the Act says that inventories of hardware are maintained",
        ),
        (
            "",
            "Programs with strong language are shown after 9 p.m.",
            "programs with strong language are shown",
        ),
        (
            "In writing its plan, a recipient shall involve a diverse body of stakeholders, including—",
            "representatives of agencies that serve homeless children;",
            "The Act requires a recipient to involve representatives of agencies",
        ),
        (
            "The recipient shall consult in order to ensure programs of study are—",
            "responsive to community employment needs;",
            "The Act requires the recipient to consult in order to ensure programs of study are responsive to community employment needs",
        ),
        (
            "The needs assessment shall include—",
            "An evaluation of progress toward the use of programs of study.",
            "The Act’s needs assessment must include an evaluation of progress",
        ),
    ],
)
def test_a_sentence_says_what_is_asked_of_whom(lead, text, words):
    assert words.lower() in said(read(text, lead=lead)).lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The program shall keep an inventory of its pumps, and shall compare it with the needs of each town.",
            "requires the program to keep an inventory of its pumps, and compare it with the needs of each town",
        ),
        (
            "The agency shall establish procedures for the purpose of providing tenants with repairs.",
            "to establish procedures to provide tenants with repairs",
        ),
        (
            "The term “record” means a note of a visit, and does not include a draft of a note.",
            "defines “record” as a note of a visit",
        ),
        (
            "The plan shall describe how a school will give pupils experience in, and understanding of, every trade.",
            "will give pupils experience in, and understanding of, every trade",
        ),
    ],
)
def test_an_act_is_said_in_plain_words(text, words):
    assert words in state_one("the Act", read(text))


def without_a_part(text, kind="statute"):
    """What is left of the clause of a text without each of the parts that may go."""
    clause = read(text, kind=kind).main.whole
    return [worded(clause, [part]) for part in clause.parts]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "The plan shall include a strategy to work with the utilities that serve the county to repair old mains.",
            "a strategy to repair old mains",
        ),
        (
            "The plan shall describe the shelters that will be opened by the entities serving the homeless to offer beds.",
            "the shelters that will be opened to offer beds",
        ),
        (
            "The plan shall describe the limits agreed with the Governor and the mayor, to be used to judge the wells.",
            "the limits to be used to judge the wells",
        ),
        (
            "The library offers courses that help adults to read letters, fill in forms, and enter training.",
            "offers courses that help adults to enter training",
        ),
    ],
)
def test_what_goes_before_the_end_of_a_clause_may_go_alone(text, left):
    assert left in without_a_part(text)


def test_of_two_ways_that_are_contrasted_neither_goes():
    text = "Partners keep records in a way that staff in all of the offices of the county share rather than repeat."

    assert all(
        "share rather than repeat" in left or "repeat" not in left
        for left in without_a_part(text, "framework")
    )


def test_what_a_term_leaves_out_is_no_ban():
    record = read("The term “record” means a note of a visit, and does not include a draft of a note.")
    excluding = next(frame for frame in record.frames if frame.modality is FrameModality.MUST_NOT)

    assert say("the Act", excluding, ()) == "under the Act, a record does not include a draft of a note"


def test_words_that_point_back_are_named_as_the_item_before_names_them():
    items = (
        Provision("1", "The plan shall include an analysis of—"),
        Provision("1/a", "existing and emerging high-wage industry sectors;", parent="1"),
        Provision("1/b", "the needs of employers in those industry sectors;", parent="1"),
    )
    corpus = Corpus(Source("t", "2026", "T", kind="statute"), items)

    found = state_one("the Act", read_provisions(corpus, ["1/b"])["1/b"])
    assert found == "The Act’s plan must analyze the needs of employers in high-wage industry sectors."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "that support the strategy of the county",
            "must describe what will support the strategy of the county",
        ),
        (
            "to be used by the board for measuring the results of the wells",
            "must describe what is to be used by the board for measuring the results of the wells",
        ),
    ],
)
def test_a_piece_of_a_sentence_is_said_as_what_the_plan_describes(text, words):
    corpus = Corpus(Source("t", "2026", "T"), (Provision("1", text, kind="description"),))

    assert words in state_one("the Act", read_provisions(corpus, ["1"])["1"])


def test_definitions_from_elsewhere_are_said_with_their_places():
    one = read(
        "The term “college” has the meaning given the term in section 1001 and section 1002 of title 20."
    )
    two = read("The term “college” has the meaning given the term in section 1001 of this title.")

    found = state(Relation.EQUAL, one, two, ("the Act", "the Code"))
    assert found.same == "Both take the meaning of “college” from another provision."
    assert found.different == (
        "The Act from section 1001 and section 1002 of title 20; the Code from section 1001 of this title."
    )


def test_two_bans_are_said_with_neither():
    one = read("No funds may be spent after June 30.")

    assert state(Relation.EQUAL, one, one, ("the Act", "the Code")).same.startswith(
        "Neither allows any funds to be spent"
    )


def test_what_a_document_does_not_do_is_not_forbidden():
    found = said(read("The plan does not comply with the rules on public comment."))

    assert found.startswith("Under the Act, the plan does not comply with the rules")


def test_a_verb_that_is_the_force_itself_is_said_once():
    assert said(read("Notice is not required if the data were encrypted.")).startswith(
        "Under the Act, notice is not required if the data were encrypted"
    )


def test_activities_that_include_an_act_do_not_carry_it_out():
    found = said(read("developing common procedures for intake;", lead="State activities may include—"))

    assert found.startswith("The Act allows developing common procedures")


def test_how_often_is_said_where_it_comes_before_the_verb():
    assert "every 6 years" in said(
        read("The Department shall, not less often than every 6 years, review each level and revise it.")
    )


def test_figures_that_differ_are_never_left_out_of_acts_in_nearly_the_same_words():
    one = read(
        "The Department shall, not less often than every 6 years, review each level and revise it as it sees fit."
    )
    two = read(
        "The Department shall review each level at least once every 3 years and revise it as it sees fit."
    )

    found = state(Relation.INTERSECTS, one, two, ("the Act", "the rules")).sentence
    assert "6 years" in found
    assert "3 years" in found
    assert "the rules require" in found


def test_a_text_that_is_one_phrase_is_said_whole():
    phrase = read("A credential at completion that employers recognize.", kind="framework")

    assert "calls for a credential at completion that employers recognize" in said(OTHER_READ, phrase)


OTHER_READ = read("The agency shall issue a certificate of completion.")


def test_how_often_is_never_cut_to_once():
    one = read(
        "The policy shall be assessed for its results and for its use in each school at least once every 3 years."
    )

    assert "once every 3 years" in said(one) or "once" not in said(one)


def test_of_ways_joined_by_or_the_later_ones_are_not_said_alone():
    text = (
        "WIOA allows funds to be used for supporting the development of activities that encourage youth to enroll in school,"
        " finish a program, {} enter into unsubsidized employment."
    )
    alone = "encourage youth to finish a program"

    assert any(alone in left for left in without_a_part(text.format("and")))
    assert not any(alone in left for left in without_a_part(text.format("or")))


@pytest.mark.parametrize("joint", ["and", "or"])
@pytest.mark.parametrize(
    ("opening", "alone"),
    [
        ("The board shall employ staff who", "employ staff"),
        ("The State may fund partners in order to", "fund partners"),
        ("The agency must support adults by helping to", "support adults"),
    ],
)
def test_no_later_verb_of_a_list_is_left_without_its_clause(opening, alone, joint):
    text = f"{opening} counsel youth, train adults, {joint} refer veterans to other services."

    for left in without_a_part(text):
        assert not left.replace(",", "").startswith((f"{alone} {joint}", f"{alone} train")), left


def test_such_things_are_not_all_things():
    assert (
        state_one("WIOA", read("The board shall evaluate such programs."))
        == "WIOA requires the board to evaluate the programs."
    )


def test_joined_gerunds_keep_one_form():
    said = state_one(
        "WIOA", read("The State shall use funds for the purpose of planning and improving services.")
    )

    assert "planning and improving" in said


def test_words_that_point_to_their_own_sentence_keep_to_it():
    items = (
        Provision("1", "The plan shall include—"),
        Provision("1/a", "a list of in-demand industry sectors; and", parent="1"),
        Provision(
            "1/b",
            "the strategies to serve emerging industry sectors and to help adults find work in those industry sectors.",
            parent="1",
        ),
    )
    corpus = Corpus(Source("t", "2026", "T", kind="statute"), items)

    assert "in-demand" not in state_one("the Act", read_provisions(corpus, ["1/b"])["1/b"])


def test_of_two_that_something_is_between_neither_is_cut_alone():
    lead = "The State plan shall include a strategy for the joint planning, coordination, and leveraging of funds—"
    text = (
        "between the county's public libraries and reading programs of schools with the county's health system, to reach"
        " the goals of the plan, including the core services;"
    )

    frame = read(text, lead=lead).main
    cut = {worded(frame.whole, [part]) for part in frame.whole.parts}
    assert not [said for said in cut if "between" in said and "health system" not in said]
