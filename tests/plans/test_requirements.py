"""The requirement lists: ids, kinds, both numberings, the law's own words, and what answers look like."""

import re

import pytest

from crosswalk.errors import CrosswalkError, ParseError
from crosswalk.plans.requirements import read_answers, sign_pattern, strange_ids


def test_the_lists_hold_their_units(lists):
    counts = {name: len(one.units) for name, one in lists.items()}

    assert counts == {"state-plan": 86, "local-plan": 63, "regional-plan": 8}
    assert [unit.id for unit in lists["state-plan"].units if unit.id.endswith("01")] == ["S-01"]
    assert len(lists["state-plan"].prompts) == 37


def test_both_numberings_and_the_rule_are_given(lists):
    unit = lists["local-plan"]["L-55"]

    assert unit.citation == "29 U.S.C. 3123(b)(19)"
    assert unit.also == "WIOA sec. 108(b)(19)"
    assert unit.rule == "20 CFR 679.560(b)(18)"
    assert lists["state-plan"]["S-49"].section == "III.b.8"
    assert "combined" in lists["state-plan"]["S-85"].applies_to


def test_a_unit_in_the_rule_s_words_is_cited_by_the_rule(lists):
    unit = lists["local-plan"]["L-60"]

    assert (unit.place, unit.also) == ("20 CFR 679.560(b)(21)", "")
    assert unit.cited == (
        "20 CFR 679.560(b)(21) · carries out WIOA sec. 134(c)(3)(E) (29 U.S.C. 3174(c)(3)(E))"
    )


def test_no_unit_is_cited_by_a_law_that_lacks_its_words_where_the_rule_has_them(space, lists):
    texts = {name: space.corpus(name) for name in ("wioa", "cfr20")}
    said = {name: _plain(" ".join(prov.text for prov in corpus)) for name, corpus in texts.items()}
    for one in lists.values():
        for unit in one.units:
            words = _plain(unit.words)
            only_rule = words in said["cfr20"] and words not in said["wioa"]
            assert unit.citation.startswith("20 CFR ") or not only_rule, unit.id


def _plain(text):
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", "")))


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


def test_no_answers_file_says_nothing(tmp_path):
    assert read_answers(tmp_path / "none.yaml") == {}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "answers:\n- for: [X-1]\n  likes: [one]\n",
            r"entry 1 \(X-1\) has the word likes, which is not known",
        ),
        ("answers:\n- like: [one]\n", "entry 1 .* names no requirement"),
        ("answers:\n- X-1\n", "entry 1 is no entry"),
        ("answer:\n- for: [X-1]\n", "one list under the word `answers:`"),
        ("", "one list under the word `answers:`"),
        ("answers:\n- for: [X-1]\n\tlike: [one]\n", "line 3 is no YAML"),
        ("answers:\n- for: [X-1\n  like: [one]\n", r"line \d is no YAML"),
        ("answers:\n- for: [X-1]\n  signs: [/(open/]\n", r"sign /\(open/, which is no regular expression"),
        ("answers:\n- for: [X-1]\n  like:\n  - First: the van\n", "under like that is no plain text"),
        ("answers:\n- for: [X-1]\n- for: [X-2, X-1]\n", "entry 2 .* names X-1, which an earlier entry has"),
        ("answers:\n- for: [X-1]\n  future: perhaps\n", "neither yes nor no under future"),
        ("answers:\n- for: [X-1]\n  halves: [youth]\n", "a half without its name"),
        ("answers:\n- for: [X-1]\n  halves: youth\n", "halves that are no list"),
        ("answers:\n- for: [X-1]\n  like: [\x01]\n", "a character that YAML does not allow"),
    ],
)
def test_an_answers_file_broken_by_hand_is_one_sentence_and_stays(tmp_path, written, said):
    path = tmp_path / "answers.yaml"
    path.write_text(written, "utf-8")

    with pytest.raises(ParseError, match=said) as raised:
        read_answers(path)
    assert raised.value.code == "XW-602"
    assert str(path) in raised.value.message
    assert path.read_text("utf-8") == written


def test_an_answers_file_in_another_encoding_is_one_sentence(tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_bytes("answers:\n- for: [X-1]\n  like: [café]\n".encode("cp1252"))

    with pytest.raises(ParseError, match="save it as UTF-8"):
        read_answers(path)


def test_one_text_in_the_place_of_a_list_is_read_as_one(tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text("answers:\n- for: X-1\n  signs: shelter\n  like: One shelter.\n  future: true\n", "utf-8")

    own = read_answers(path)["X-1"]

    assert (own.signs, own.like, own.future) == (("shelter",), ("One shelter.",), True)


def test_ids_that_no_list_has_are_named_with_the_closest(space):
    answers = read_answers(space.corpora / "answers.yaml")
    known = ["L-01", "L-02", "S-01"]

    assert not strange_ids(dict.fromkeys(known, None), known)
    said = strange_ids({"L-1": None, "l-02": None, "fiscal": None}, known)
    assert "L-1 (closest: L-01)" in said
    assert "l-02 (closest: L-02)" in said
    assert "fiscal," in said
    assert " more, which" in strange_ids(answers, known)


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
