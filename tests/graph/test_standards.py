"""OSCAL, CASE and OLIR files open in outside tools, count what we count, and name what they lose."""

import io
import json
from collections import Counter
from dataclasses import replace

import networkx as nx
import pandas as pd
import pytest

from crosswalk.errors import ConfigError
from crosswalk.graph.standards import case, oscal, tokens
from crosswalk.model.relation import Basis, Coverage, Relation, Status
from crosswalk.report.olir import COLUMNS, olir_workbook
from tests import sample_graph

RELATIONS = [one for one in Relation if one is not Relation.NONE]


@pytest.fixture(scope="module")
def side():
    return sample_graph.law_and_code()


def with_relation(side, relation, **fields):
    """The comparison with every pair that holds in one relation."""
    rows = [replace(row, relation=relation, **fields) if row in side.mapped else row for row in side.rows]
    return replace(side, rows=tuple(rows))


def opened(data, folder):
    """The file as compliance-trestle reads it, checked against the schema of its release."""
    from trestle.oscal.mapping import MappingCollection

    path = folder / "mapping.json"
    path.write_bytes(data)
    return MappingCollection.oscal_read(path)


def not_found(answers):
    return [one.provision for one in answers if one.coverage is Coverage.NOT_FOUND]


def test_trestle_opens_the_mapping_collection_and_counts_what_we_count(side, tmp_path):
    found = opened(oscal([side], version="1"), tmp_path)
    (mapping,) = found.mappings
    ids = {prop.name: prop.value for res in found.back_matter.resources for prop in res.props}

    assert len(mapping.maps) == len(side.mapped)
    pairs = [(ids[one.sources[0].id_ref], ids[one.targets[0].id_ref]) for one in mapping.maps]
    assert pairs == [(row.left, row.right) for row in side.mapped]
    for summary, answers in (
        (mapping.source_gap_summary, side.left_answers),
        (mapping.target_gap_summary, side.right_answers),
    ):
        named = (
            [
                ids[token.root if hasattr(token, "root") else token]
                for one in summary.unmapped_controls
                for token in one.with_ids
            ]
            if summary
            else []
        )
        assert named == not_found(answers)
    assert "left out" in found.metadata.remarks


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("basis", [Basis.SYNTACTIC, Basis.SEMANTIC])
def test_every_relation_has_its_word_in_oscal(side, relation, basis, tmp_path):
    decided = next(row.decided for row in side.rows if row.decided)
    changed = with_relation(side, relation, decided=replace(decided, basis=basis))
    maps = opened(oscal([changed], version="1"), tmp_path).mappings[0].maps
    words = {one.relationship for one in maps}

    expected = {
        Relation.EQUAL: "equal-to" if basis is Basis.SYNTACTIC else "equivalent-to",
        Relation.SUBSET: "subset-of",
        Relation.SUPERSET: "superset-of",
        Relation.INTERSECTS: "intersects-with",
        Relation.CONTRARY: "intersects-with",
        Relation.SUPPORTS: "supports",
        Relation.SUPPORTED: "is-supported-by",
    }
    assert words == {expected[relation]}
    assert all((one.qualifiers is not None) is (relation is Relation.CONTRARY) for one in maps)
    assert all((one.ns is not None) is (relation in {Relation.SUPPORTS, Relation.SUPPORTED}) for one in maps)
    assert {prop.value for one in maps for prop in one.props if prop.name == "relation"} == {relation.value}


def test_the_status_is_complete_only_when_people_confirmed_every_pair(side, tmp_path):
    confirmed = with_relation(side, Relation.EQUAL, status=Status.CONFIRMED)

    assert opened(oscal([confirmed], version="1"), tmp_path).provenance.status == "complete"
    assert opened(oscal([side], version="1"), tmp_path).provenance.status == "draft"


def test_an_empty_crosswalk_is_refused_in_a_sentence(side):
    with pytest.raises(ConfigError, match="XW-516"):
        oscal([replace(side, rows=())], version="1")


def test_tokens_are_distinct_and_allowed():
    ids = ["29/3102/7/A", "29.3102/7/A", "29/3102/7/a", "x", "ä b", "-"]
    found = tokens(ids)

    assert len(set(found.values())) == len(ids)
    assert all(
        token.replace(".", "").replace("_", "").replace("-", "").isalnum() or token
        for token in found.values()
    )
    assert not any(token[0].isdigit() for token in found.values())


def test_networkx_reads_the_associations_of_a_case_package(side):
    found = json.loads(case([side], version="1"))
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(item["identifier"] for item in found["CFItems"])
    for one in found["CFAssociations"]:
        ends = (one[f"{end}NodeURI"]["identifier"] for end in ("origin", "destination"))
        graph.add_edge(*ends, key=one["identifier"])

    assert graph.number_of_nodes() == len(found["CFItems"]) == len(side.left) + len(side.right)
    assert graph.number_of_edges() == len(side.mapped)
    gaps = len(not_found(side.left_answers)) + len(not_found(side.right_answers))
    assert f"{gaps} provisions without a counterpart" in found["CFDocument"]["notes"]
    kinds = Counter(one["extensions"]["relation"] for one in found["CFAssociations"])
    assert kinds == Counter(row.relation.value for row in side.mapped)


def test_a_part_points_to_its_whole_in_case(side):
    for relation, part in ((Relation.SUBSET, "left"), (Relation.SUPERSET, "right")):
        found = json.loads(case([with_relation(side, relation)], version="1"))
        items = {item["identifier"]: item["uri"] for item in found["CFItems"]}
        one = found["CFAssociations"][0]

        assert one["associationType"] == "isPartOf"
        assert items[one["originNodeURI"]["identifier"]].endswith(one["extensions"][part])


def test_pandas_opens_the_olir_workbook(side):
    data = olir_workbook(side, version="1")
    rows = pd.read_excel(io.BytesIO(data), sheet_name="Relationships", dtype=str, keep_default_na=False)
    general = pd.read_excel(
        io.BytesIO(data), sheet_name="General Information", header=None, dtype=str
    ).fillna("")
    about = dict(zip(general[0], general[1], strict=True))

    assert list(rows.columns) == [name for name, _ in COLUMNS]
    assert set(rows["Focal Document Element"]) == {prov.id for prov in side.left}
    assert (rows["Reference Document Element"] != "").sum() == len(side.mapped)
    theory = rows[rows["Relationship"] != ""]
    support = rows[rows["Relationship Type"] != ""]
    assert len(theory) + len(support) == len(side.mapped)
    assert (theory["Rationale"] != "").all()
    assert (support["Relationship Explanation"] != "").all()
    assert about["Comprehensive"] == ("No" if not_found(side.right_answers) else "Yes")
    assert "left out" in about["Comments"]


@pytest.mark.parametrize(
    "write",
    [
        lambda s: oscal([s], version="1"),
        lambda s: case([s], version="1"),
        lambda s: olir_workbook(s, version="1"),
    ],
)
def test_the_same_crosswalk_gives_the_same_bytes(side, write):
    assert write(side) == write(side)
