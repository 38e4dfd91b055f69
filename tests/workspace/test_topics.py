"""Topics that an analyst adds to a workspace."""

import pytest

from crosswalk.errors import SourceError
from crosswalk.language.topics import topics, topics_of
from crosswalk.workspace.config import read_topics
from tests.compare.directions import compared, document


def read(tmp_path, text):
    path = tmp_path / "topics.yaml"
    path.write_text(text, "utf-8")
    return read_topics(path)


def test_a_topic_of_its_own_follows_the_shipped_ones(tmp_path):
    found = read(tmp_path, "topics:\n  - {id: bees, label: keeping bees, terms: [hive, honey]}\n")

    assert found[: len(topics())] == topics()
    assert (found[-1].id, found[-1].label, found[-1].terms) == ("bees", "keeping bees", ("hive", "honey"))


def test_a_shipped_topic_is_extended(tmp_path):
    before = topics()[0]
    (found,) = (
        one
        for one in read(tmp_path, f"topics:\n  - {{id: {before.id}, terms: [stairway]}}\n")
        if one.id == before.id
    )

    assert found.label == before.label
    assert found.terms == (*before.terms, "stairway")
    assert found.prototypes == before.prototypes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("topics:\n  - {id: bees, terms: [hive]}\n", "line 2: topic bees is not among the shipped topics"),
        ("topics:\n  - {id: data}\n", "line 2: topic data says nothing"),
        (
            "topics:\n  - {id: data, terms: [a]}\n  - {id: data, terms: [b]}\n",
            "line 3: topic data is listed twice",
        ),
        ("topics:\n  - {id: data, words: [a]}\n", "has 1 mistake"),
        ("topics: none\n", "has 1 mistake"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_line(tmp_path, text, said):
    with pytest.raises(SourceError, match=said):
        read(tmp_path, text)


def test_a_provision_gets_the_topic_and_its_rows_carry_it(tmp_path):
    known = read(
        tmp_path,
        "topics:\n  - id: bees\n    label: keeping bees\n    terms: [hive, honey]\n"
        "    prototypes: [Beekeepers inspect each hive for disease.]\n",
    )
    side = compared(
        document(
            "rules", ("R1", "The keeper shall inspect each hive for disease and record the honey taken.")
        ),
        document("standard", ("S1", "Hives are inspected for disease."), ("S2", "The board elects a chair.")),
    )
    found = topics_of([*side.frames_left.values(), *side.frames_right.values()], known)

    assert "bees" in [one.id for one in found["R1"]]
    assert "bees" in [one.id for one in found["S1"]]
    assert "bees" not in [one.id for one in found["S2"]]


def test_a_workspace_reads_its_own_file(tmp_path, space):
    from dataclasses import replace

    (tmp_path / "corpora").mkdir()
    (tmp_path / "corpora" / "topics.yaml").write_text(
        "topics:\n  - {id: bees, label: keeping bees, terms: [hive]}\n", "utf-8"
    )

    assert space.topics == topics()
    assert replace(space, root=tmp_path).topics[-1].id == "bees"
