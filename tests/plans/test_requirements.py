"""The requirement lists: ids, kinds, both numberings, the law's own words, and what answers look like."""

import pytest

from crosswalk.errors import CrosswalkError, ParseError
from crosswalk.plans.requirements import read_answers
from crosswalk.plans.signals import sign_pattern


def test_the_lists_hold_their_units(lists):
    counts = {name: len(one.units) for name, one in lists.items()}

    assert counts == {"state-plan": 86, "local-plan": 63, "regional-plan": 8}
    assert [unit.id for unit in lists["state-plan"].units if unit.id.endswith("01")] == ["S-01"]
    assert len(lists["state-plan"].prompts) == 37


def test_both_numberings_and_the_rule_are_given(lists):
    unit = lists["local-plan"]["L-60"]

    assert unit.citation == "29 U.S.C. 3174(c)(3)(E)"
    assert unit.also == "WIOA sec. 134(c)(3)(E)"
    assert unit.rule == "20 CFR 679.560(b)(21)"
    assert lists["state-plan"]["S-49"].section == "III.b.8"
    assert "combined" in lists["state-plan"]["S-85"].applies_to


def test_statutory_words_stand_in_the_shipped_law(space, lists):
    law = " ".join(" ".join(prov.text.split()) for name in ("wioa", "cfr20") for prov in space.corpus(name))
    law = law.replace("’", "'").replace("‘", "'")
    whole = 0
    for unit in (*lists["state-plan"].units, *lists["local-plan"].units):
        whole += " ".join(unit.words.replace("’", "'").split()) in law

    # Units that run over several elements, and those of rules and prompts not shipped, are checked by `check --reference`.
    assert whole >= 100


def test_every_unit_of_the_shipped_lists_has_typical_answers(lists):
    for name in ("state-plan", "local-plan"):
        for unit in lists[name].units:
            assert unit.answers.like, unit.id
            assert unit.answers.signs, unit.id


def test_every_sign_is_a_pattern(lists):
    for name in ("state-plan", "local-plan"):
        for unit in lists[name].units:
            for sign in (
                *unit.answers.signs,
                *unit.answers.requires,
                *(s for h in unit.answers.halves for s in h.signs),
            ):
                assert sign_pattern(sign).pattern


def test_no_answers_file_and_a_broken_one(tmp_path):
    assert read_answers(tmp_path / "none.yaml") == {}
    broken = tmp_path / "answers.yaml"
    broken.write_text("answers:\n- for: [X-1]\n  likes: [one]\n", "utf-8")

    with pytest.raises(ParseError, match="answers"):
        read_answers(broken)


def test_any_list_will_do(space, tmp_path):
    from crosswalk.plans.gaps import requirement_list

    path = tmp_path / "own.csv"
    path.write_text(
        "id,title,text\nQ-1,Fiscal agent,Name the fiscal agent.\nQ-2,Rural access,Describe access in rural counties.\n",
        "utf-8",
    )
    found = requirement_list(space, str(path))

    assert [unit.id for unit in found.units] == ["Q-1", "Q-2"]
    with pytest.raises(CrosswalkError):
        requirement_list(space, "no-such-list")
