"""Key terms followed through statute, rule, guidance and framework."""

import pytest

from crosswalk.services.check import terms_in_force

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(space):
    return {one.term: one for one in terms_in_force(space)}


def places(term):
    return {(one.level, one.corpus, one.provision) for one in term.definitions}


def test_exit_and_participant_are_defined_by_the_rule_and_repeated_by_guidance(found):
    for term, mark in (("exit", "c"), ("participant", "a")):
        governing = found[term].definitions[0]
        assert ("rule", f"20 CFR 677.150({mark})") == (governing.level, governing.citation)
        assert ("rule", "cfr34", f"34/463.150/{mark}") in places(found[term])
        assert "guidance" in {one.level for one in found[term].definitions}
        assert "statute" in {one.level for one in found[term].uses}


def test_the_alliance_s_own_terms_are_found_beside_them(found):
    assert ("framework", "alliance", "AQCP-TERM-6") in places(found["exit"])
    assert ("framework", "alliance", "AQCP-TERM-7") in places(found["participant"])


def test_a_definition_by_reference_is_found_in_the_law_that_refers(found):
    in_demand = places(found["in-demand industry sector or occupation"])

    assert ("statute", "perkins", "20/2302/26") in in_demand
    assert any(corpus == "wioa" and place.startswith("29/3102/23") for _, corpus, place in in_demand)


def test_uses_are_counted_by_text_the_most_binding_level_first(found):
    credential = found["recognized postsecondary credential"]
    used = {one.corpus: len(one.provisions) for one in credential.uses}

    assert "29/3141/b/2/A/i/IV" in next(one for one in credential.uses if one.corpus == "wioa").provisions
    assert used["wioa"] > 20
    assert ["statute", "rule"] == list(dict.fromkeys(one.level for one in credential.uses))[:2]


def test_a_term_that_no_text_defines_has_no_governing_definition(space):
    (found,) = terms_in_force(space, ["zeppelin"])

    assert ((), ()) == (found.definitions, found.uses)


def test_a_term_that_only_the_framework_has_leads_to_the_law_s_definition(found):
    leaver = found["leaver"]

    assert {("rule", "cfr20", "20/677.150/a"), ("rule", "cfr20", "20/677.150/c")} <= places(leaver)
    assert ("framework", "alliance", "AQCP-TERM-8") in places(leaver)
    assert "rule" == leaver.definitions[0].level
