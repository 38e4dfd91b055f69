"""What a lead-in of several levels does to the act of its element, in sentences of other fields."""

import pytest

from crosswalk.relate.statement import state_one
from tests.relate.reading import read

# A lead-in, an element of its list, and what both say together.
CASES = [
    (
        "The housing plan shall include a description of how units owned by the authority are—",
        "accessible to tenants with disabilities;",
        "The Act’s housing plan must say how units are accessible to tenants with disabilities.",
    ),
    (
        (
            "The water plan described in paragraph (1) shall include a description of how wells "
            "operated by the district are—"
        ),
        "protected from runoff and spills;",
        "The Act’s water plan must say how wells are protected from runoff and spills.",
    ),
    (
        (
            "The school report shall include a description of progress toward equal access to "
            "science courses for all pupils, including—"
        ),
        "providing lessons that are designed for pupils who learn English;",
        (
            "The Act’s school report must describe progress toward equal access to science "
            "courses for all pupils, including providing lessons that are designed for pupils who "
            "learn English."
        ),
    ),
    (
        (
            "The annual health report shall include a description of progress toward the "
            "reduction of waiting times, including—"
        ),
        "hiring nurses for rural clinics;",
        (
            "The Act’s annual health report must describe progress toward the reduction of "
            "waiting times, including hiring nurses for rural clinics."
        ),
    ),
    (
        (
            "In preparing the flood plan, the county shall involve a wide range of residents, "
            "including, at a minimum—"
        ),
        "owners of homes in the flood zone;",
        "The Act requires the county to involve owners of homes in the flood zone.",
    ),
    (
        (
            "The agency shall consult with tenants on a regular basis. This may include meetings "
            "in order to ensure repairs are—"
        ),
        "responsive to the complaints of tenants;",
        "Under the Act, meetings may serve to ensure repairs are responsive to the complaints of tenants.",
    ),
    (
        "The library shall consult with its readers. This may include surveys in order to—",
        "ensure rooms are opened at night;",
        "Under the Act, surveys may serve to ensure rooms are opened at night.",
    ),
    (
        "The plan shall include—",
        "a strategy to work with the utilities that serve the county to repair old mains;",
        "The Act’s plan must include a strategy to work with the utilities that serve the county to repair old mains.",
    ),
    (
        "The flood plan shall include a description of—",
        "how the entities carrying out the shelters will coordinate beds and meals;",
        "The Act’s flood plan must say how the entities carrying out the shelters will coordinate beds and meals.",
    ),
    (
        "Each local application shall contain a description of how the clinic will—",
        "train nurses for home visits;",
        "The Act’s local application must say how the clinic will train nurses for home visits.",
    ),
    (
        "The agency may conduct surveys to ensure that library programs are—",
        "open to people who work at night;",
        (
            "The Act allows the agency to conduct surveys to ensure that library programs are "
            "open to people who work at night."
        ),
    ),
    (
        (
            "The application shall contain a description of how the hospital, in collaboration "
            "with local clinics and other partners, will provide—"
        ),
        "home visits and telephone advice to new parents;",
        (
            "The Act’s application must say how the hospital will provide home visits and "
            "telephone advice to new parents."
        ),
    ),
    (
        "The district plan shall include a description of how the board, working with utilities, will offer—",
        "rebates for pumps that save water;",
        "The Act’s district plan must say how the board will offer rebates for pumps that save water.",
    ),
    (
        "The State plan shall include the criteria to assess the extent to which each shelter will—",
        "expand beds for families with children;",
        (
            "The Act’s State plan must include the criteria to assess how far each shelter will "
            "expand beds for families with children."
        ),
    ),
    (
        (
            "The data plan shall describe the process and criteria to be used for approving "
            "vendors, including the criteria to determine the extent to which a vendor will—"
        ),
        "keep records of each breach;",
        (
            "The Act’s data plan must describe the criteria to determine how far a vendor will "
            "keep records of each breach."
        ),
    ),
    (
        (
            "The plan shall describe how the State will fund local projects using the priorities "
            "in section 12 for—"
        ),
        "restored wetlands and stream banks;",
        (
            "The Act’s plan must say how the State will fund local projects for restored wetlands "
            "and stream banks."
        ),
    ),
    (
        "The housing agency shall provide grants to cities for—",
        "repairs of old boilers;",
        "The Act requires the housing agency to provide grants to cities for repairs of old boilers.",
    ),
    (
        "The plan shall include assurances that the county has—",
        "established a policy to give the public access to inspection records;",
        (
            "The Act’s plan must assure that the county has established a policy to give the "
            "public access to inspection records."
        ),
    ),
    (
        "The plan shall describe how the schools—",
        "share data on attendance with parents each month;",
        "The Act’s plan must say how the schools share data on attendance with parents each month.",
    ),
    (
        "The board shall consider whether the clinic’s services—",
        "coordinate with other health services in the town;",
        (
            "The Act requires the board to consider whether the clinic’s services coordinate with "
            "other health services in the town."
        ),
    ),
    (
        "The report shall include an evaluation of—",
        "the quality of water in each well;",
        "The Act’s report must include an evaluation of the quality of water in each well.",
    ),
    (
        "The agency shall conduct outreach to help tenants—",
        "understand their rights under a lease;",
        (
            "The Act requires the agency to conduct outreach to help tenants understand their "
            "rights under a lease."
        ),
    ),
    (
        "The authority shall carry out activities that assist landlords in—",
        "removing lead paint from old homes;",
        (
            "The Act requires the authority to carry out activities that assist landlords in "
            "removing lead paint from old homes."
        ),
    ),
    (
        "The plan shall include a description of the strategies that will be used to—",
        "reduce leaks in public pipes;",
        "The Act’s plan must describe the strategies to reduce leaks in public pipes.",
    ),
    (
        "The plan shall include a description of the strategies and services that will be used in the area in order to—",
        "facilitate engagement of farmers in the county;",
        "The Act’s plan must describe the strategies and services to facilitate engagement of farmers in the county.",
    ),
    (
        "The grants shall pay for improving the quality of library services, which may include—",
        "training librarians in the use of databases;",
        (
            "Under the Act, improving the quality of library services may include training librarians in the use of"
            " databases."
        ),
    ),
    (
        "Local funds shall be used to provide services, if determined to be appropriate for a child to read, that consist of—",
        "development of a reading plan for the child;",
        "The Act requires local funds to be used, where appropriate, for the development of a reading plan for the child.",
    ),
    (
        "The report shall include a description of efforts to recruit teachers, including—",
        "offering loans to students of mathematics;",
        (
            "The Act’s report must describe efforts to recruit teachers, including offering loans "
            "to students of mathematics."
        ),
    ),
    (
        "The department shall appoint a panel of experts, including—",
        "at least one person who has used the service;",
        (
            "The Act requires the department to appoint a panel of experts, including at least "
            "one person who has used the service."
        ),
    ),
    (
        "The plan shall describe how data collected by the agency are—",
        "stored, shared, and deleted;",
        "The Act’s plan must say how data are stored, shared, and deleted.",
    ),
    (
        (
            "The needs assessment shall include a description of how training programs offered by "
            "the college are—"
        ),
        "sufficient in size and quality to meet the needs of trainees;",
        (
            "The Act’s needs assessment must say how training programs are sufficient in size and "
            "quality to meet the needs of trainees."
        ),
    ),
    (
        (
            "The local application shall contain a description of how the school will work with "
            "employers to develop—"
        ),
        "paid jobs for students in the summer;",
        (
            "The Act’s local application must say how the school will work with employers to "
            "develop paid jobs for students in the summer."
        ),
    ),
    (
        "The plan shall include a description of the steps that the utility will take to—",
        "repair broken meters within a week;",
        (
            "The Act’s plan must describe the steps that the utility will take to repair broken "
            "meters within a week."
        ),
    ),
    (
        "Each hospital shall adopt procedures to ensure that patients are—",
        "told of the cost of treatment before it begins;",
        (
            "The Act requires each hospital to adopt procedures to ensure that patients are told "
            "of the cost of treatment before it begins."
        ),
    ),
    (
        "The city may use grants to support programs that—",
        "teach residents how to test tap water;",
        (
            "The Act allows the city to use grants to support programs that teach residents how "
            "to test tap water."
        ),
    ),
    (
        "The council shall publish guidance on best practices, including best practices for—",
        "safe storage of medical records;",
        (
            "The Act requires the council to publish guidance on best practices for safe storage "
            "of medical records."
        ),
    ),
    (
        "The report shall include a summary of the degree to which shelters are—",
        "open to families at night;",
        "The Act’s report must summarize how far shelters are open to families at night.",
    ),
    (
        "The plan shall include a description of how the county, after public hearings, will select—",
        "sites for new wells;",
        "The Act’s plan must say how the county will select sites for new wells.",
    ),
    (
        "The library shall review its services. The review may include visits to branches in order to—",
        "count the books that are damaged;",
        "Under the Act, visits to branches may serve to count the books that are damaged.",
    ),
    (
        "The annual report shall include information on how grants awarded under this part are—",
        "used to train nurses in rural areas;",
        "The Act’s annual report must say how grants are used to train nurses in rural areas.",
    ),
    (
        (
            "The strategy shall include a description of progress in meeting the targets for "
            "clean air, including—"
        ),
        "replacing buses that burn diesel;",
        (
            "The Act requires the strategy to describe progress in meeting the targets for clean "
            "air, including replacing buses that burn diesel."
        ),
    ),
    (
        "The district shall establish a committee of parents, including—",
        "parents of pupils with disabilities;",
        (
            "The Act requires the district to establish a committee of parents, including parents "
            "of pupils with disabilities."
        ),
    ),
    (
        "The plan shall describe how the State agency will ensure that providers are—",
        "trained in first aid;",
        "The Act’s plan must say how the State agency will ensure that providers are trained in first aid.",
    ),
    (
        "The plan shall describe the actions the agency will take to ensure that—",
        "lenders report defaults within a month;",
        (
            "The Act’s plan must describe the actions the agency will take to ensure that lenders "
            "report defaults within a month."
        ),
    ),
    (
        "The memorandum shall contain provisions describing how the costs of services will be—",
        "shared by the partners;",
        "The Act’s memorandum must say how the costs of services will be shared by the partners.",
    ),
    (
        "The school shall provide teachers with training in—",
        "the use of data to plan lessons;",
        "The Act requires the school to provide teachers with training in the use of data to plan lessons.",
    ),
    (
        (
            "The plan shall include a description of how the authority, in partnership with "
            "charities, will assist families in—"
        ),
        "finding homes near schools;",
        "The Act’s plan must say how the authority will assist families in finding homes near schools.",
    ),
]


@pytest.mark.parametrize(("lead", "text", "said"), CASES)
def test_a_sentence_says_what_a_lead_in_of_several_levels_asks(lead, text, said):
    assert state_one("the Act", read(text, lead=lead)) == said
