"""The graph holds every match, gap, citation and concept once, and what hangs loose is found."""

import dataclasses
from collections import Counter

import pytest

from crosswalk.graph.build import build_graph
from crosswalk.graph.diagnostics import diagnose
from crosswalk.model.alignment import PlaceAtLevel
from crosswalk.model.relation import Relation, Status
from tests import sample_graph

LAW, CODE, GUIDE = "herbs@2020-01-01:", "growers@2019-06:", "guide@2021:"


@pytest.fixture(scope="module")
def graph():
    return build_graph([sample_graph.law_and_code()])


@pytest.fixture(scope="module")
def both():
    return build_graph([sample_graph.law_and_code(), sample_graph.code_and_guide()])


def edges(graph, kind):
    return [(u, v, edge) for u, v, edge in graph.edges(data=True) if edge["kind"] == kind]


def ends(graph, kind):
    return [(u, v) for u, v, _ in edges(graph, kind)]


def test_every_kind_of_node_and_edge_is_there_once(graph):
    assert Counter(about["kind"] for _, about in graph.nodes(data=True)) == {
        "provision": 11,
        "concept": 2,
        "gap": 2,
    }
    assert Counter(edge["kind"] for *_, edge in graph.edges(data=True)) == {
        "match": 4,
        "elsewhere": 1,
        "spelled-out-by": 1,
        "gap": 2,
        "cites": 1,
        "defined-by": 1,
        "names": 4,
        "child-of": 4,
    }


def test_a_provision_node_has_the_reason_for_its_presence(graph):
    assert {
        node: about["part"] for node, about in graph.nodes(data=True) if about["kind"] == "provision"
    } == {
        LAW + "4": "compared",
        LAW + "4/a": "compared",
        LAW + "4/b": "compared",
        LAW + "4/c": "compared",
        LAW + "9": "context",
        LAW + "9/x": "elsewhere",
        CODE + "G-1": "compared",
        CODE + "G-2": "compared",
        CODE + "G-3": "compared",
        CODE + "G-4": "compared",
        GUIDE + "M-1": "spelled-out-by",
    }


def test_a_provision_node_has_its_text_and_coverage(both):
    about = both.nodes[CODE + "G-2"]

    assert about["text"] == "Labels name herb and grower."
    assert about["verification"] == "restated"
    assert about["coverage"] == "herbs: partly; market: contrary"
    assert both.nodes[LAW + "4"]["asks"] is False


def test_a_proposed_match_has_the_program_s_evidence(graph):
    _, _, edge = edges(graph, "match")[0]

    assert edge == {
        "kind": "match",
        "crosswalk": "herbs",
        "row": "herbs:4/a~G-1",
        "relation": "superset-of",
        "strength": 6,
        "confidence": 0.8765,
        "status": "proposed",
        "rationale": "syntactic",
        "sentence": "How 4/a and G-1 meet.",
        "left_spans": "6-9 23-28",
        "right_spans": "0-4",
    }


def test_a_decided_match_names_who_decided(graph):
    edge = graph.get_edge_data(LAW + "4/b", CODE + "G-2")["match herbs 4/b G-2"]

    assert tuple(edge[name] for name in ("status", "strength", "author", "reviewer", "review_date")) == (
        "confirmed",
        7,
        "the editors",
        "Reviewer A|Reviewer B",
        "2026-03-04",
    )
    assert "confidence" not in edge


def test_what_is_superseded_is_not_in_the_graph(graph):
    assert {"proposed", "confirmed", "rejected", "unsure"} == {e["status"] for *_, e in edges(graph, "match")}


def test_a_gap_names_what_was_searched_and_by_whom(graph):
    gap = graph.nodes["gap:herbs:left:4/c"]

    assert gap == {
        "kind": "gap",
        "label": "No counterpart of Herb law 4(c)",
        "crosswalk": "herbs",
        "document": "Growers' code",
        "searched": "everything",
        "no_counterpart": 0.25,
        "status": "draft",
        "sentence": "How 4/c and  meet.",
        "near": "G-1; G-2",
    }
    assert graph.nodes["gap:herbs:right:G-3"]["status"] == "proposed"


def test_what_was_not_retrieved_or_is_answered_elsewhere_is_no_gap(graph):
    assert ends(graph, "gap") == [(LAW + "4/c", "gap:herbs:left:4/c"), (CODE + "G-3", "gap:herbs:right:G-3")]
    assert ends(graph, "elsewhere") == [(CODE + "G-2", LAW + "9/x")]


def test_a_gap_that_is_found_elsewhere_is_a_gap_no_more():
    side = sample_graph.law_and_code()
    found = tuple(
        dataclasses.replace(a, elsewhere=("9",)) if a.provision == "G-3" else a for a in side.right_answers
    )

    graph = build_graph([dataclasses.replace(side, right_answers=found)])

    assert ends(graph, "gap") == [(LAW + "4/c", "gap:herbs:left:4/c")]
    assert (CODE + "G-3", LAW + "9") in ends(graph, "elsewhere")


def test_citations_and_definitions_lead_to_provisions_of_the_whole_document(graph):
    assert ends(graph, "cites") == [(LAW + "4/b", LAW + "4/a")]
    assert [(u, v, e["words"], e["spans"]) for u, v, e in edges(graph, "defined-by")] == [
        (LAW + "4/a", LAW + "9", "jar", "6-9")
    ]


def test_concepts_join_the_two_documents(graph):
    assert {LAW + "4/a", CODE + "G-1"} == set(graph.predecessors("concept:jar"))


def test_a_provision_hangs_on_the_nearest_one_above_it(graph):
    assert (LAW + "9/x", LAW + "9") in ends(graph, "child-of")


def test_only_plain_values_and_nothing_unknown(graph):
    values = [value for _, about in graph.nodes(data=True) for value in about.values()]
    values += [value for *_, edge in graph.edges(data=True) for value in edge.values()]

    assert {type(value) for value in values} <= {str, int, float, bool}
    assert "" not in values


def test_the_same_sides_give_the_same_graph_in_the_same_order(both):
    again = build_graph([sample_graph.law_and_code(), sample_graph.code_and_guide()])

    assert list(both.nodes(data=True)) == list(again.nodes(data=True))
    assert list(both.edges(keys=True, data=True)) == list(again.edges(keys=True, data=True))


def test_provisions_that_two_crosswalks_share_are_one_node(both):
    assert both.number_of_nodes() == 11 + 1 + 2 + 3
    assert both.nodes[GUIDE + "M-1"]["part"] == "compared"


def test_a_pair_stated_twice_keeps_both_statements():
    side = sample_graph.law_and_code()
    twice = (*side.rows, dataclasses.replace(side.rows[0], relation=Relation.EQUAL))

    graph = build_graph([dataclasses.replace(side, rows=twice)])

    assert len(edges(graph, "match")) == 5


def test_loose_ends_are_found(graph):
    found = diagnose(graph, hub=2)

    assert found.unlinked == (LAW + "4/c", CODE + "G-3")
    assert tuple(
        (node, number) for node, number in diagnose(graph, hub=1).hubs if node in {LAW + "4/a", CODE + "G-2"}
    ) == ((LAW + "4/a", 2), (CODE + "G-2", 1))
    assert found.hubs == ((LAW + "4/a", 2),)
    assert found.one_way == ((LAW + "4/a", CODE + "G-1"), (CODE + "G-2", LAW + "4/b"))
    assert found.contrary == ()
    assert found.contradictions == ()


def test_a_chain_runs_through_three_documents(graph, both):
    assert tuple(chain if chain[0].startswith(CODE) else chain[::-1] for chain in diagnose(graph).chains) == (
        (CODE + "G-1", LAW + "4/a", GUIDE + "M-1"),
    )
    assert all(len({node.partition(":")[0] for node in way}) == 3 for way in diagnose(both).chains)


def test_rejecting_a_match_leaves_both_loose():
    side = sample_graph.law_and_code()
    rejected = tuple(dataclasses.replace(row, status=Status.REJECTED) for row in side.rows)

    found = diagnose(build_graph([dataclasses.replace(side, rows=rejected, rungs={})]))

    assert CODE + "G-1" in found.unlinked
    assert found.one_way == ()


def test_a_conflict_is_listed():
    side = sample_graph.law_and_code()
    rows = (dataclasses.replace(side.rows[0], relation=Relation.CONTRARY), *side.rows[1:])

    found = diagnose(build_graph([dataclasses.replace(side, rows=rows)]))

    assert found.contrary == ((LAW + "4/a", CODE + "G-1"),)


def test_two_relations_of_one_pair_contradict_each_other():
    side = sample_graph.law_and_code()
    rows = (*side.rows, dataclasses.replace(side.rows[0], relation=Relation.EQUAL))

    found = diagnose(build_graph([dataclasses.replace(side, rows=rows)])).contradictions

    assert [one.nodes for one in found] == [(LAW + "4/a", CODE + "G-1")]
    assert "both superset-of and equal" in found[0].sentence


@pytest.mark.parametrize(
    ("direct", "expected"), [(Relation.SUPERSET, 0), (Relation.SUBSET, 1), (Relation.NONE, 1)]
)
def test_three_statements_that_leave_no_room_for_one_another_are_named(direct, expected):
    """The law includes the code's rule, which includes the guide's: then the law includes the guide's."""
    law_and_guide = dataclasses.replace(
        sample_graph.code_and_guide(),
        id="far",
        left=sample_graph.LAW.keep(["4/a"]),
        whole_left=sample_graph.LAW,
        rows=(sample_graph.row("far", "4/a", "M-1", direct, Status.DRAFT),),
        left_answers=(),
    )

    found = diagnose(
        build_graph([sample_graph.law_and_code(), sample_graph.code_and_guide(), law_and_guide])
    ).contradictions

    assert expected == len(found)
    assert all({LAW + "4/a", CODE + "G-1", GUIDE + "M-1"} == set(one.nodes) for one in found)
    assert all("; then " in one.sentence and " cannot be " in one.sentence for one in found)


def test_a_place_at_another_level_has_a_node_and_closes_the_gap():
    side = sample_graph.law_and_code()
    place = PlaceAtLevel("guidance", "guide@2021", "M-1", "Guide, page 1", "Words.")
    found = tuple(
        dataclasses.replace(a, levels=(place,)) if a.provision == "G-3" else a for a in side.right_answers
    )

    graph = build_graph([dataclasses.replace(side, right_answers=found, others=(sample_graph.GUIDE,))])

    assert (CODE + "G-3", GUIDE + "M-1") in ends(graph, "elsewhere")
    assert "provision" == graph.nodes[GUIDE + "M-1"]["kind"]
    assert CODE + "G-3" not in {one for one, _ in ends(graph, "gap")}
