"""Every form of the graph reads back with as many nodes and edges, and is the same bytes every time."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from crosswalk.errors import ConfigError
from crosswalk.graph.build import build_graph
from crosswalk.graph.export import graph_file
from tests import sample_graph

HERE = Path(__file__).parent
LAW, CODE = "herbs@2020-01-01:", "growers@2019-06:"


@pytest.fixture(scope="module")
def graph():
    return build_graph([sample_graph.law_and_code(), sample_graph.code_and_guide()])


@pytest.fixture(scope="module")
def files(graph):
    return {name: data for form in FORMS for name, data in graph_file(graph, f"g.{form}").items()}


FORMS = ("graphml", "gexf", "jsonld", "csv")


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_graphml_reads_back_whole(graph, files):
    back = nx.read_graphml(io.BytesIO(files["g.graphml"]), force_multigraph=True)

    assert set(back) == set(graph)
    assert set(back.edges(keys=True)) == set(graph.edges(keys=True))
    assert back.nodes[LAW + "4/a"] == graph.nodes[LAW + "4/a"]
    key = (LAW + "4/a", CODE + "G-1", "match herbs 4/a G-1")
    assert {k: v for k, v in back.edges[key].items() if k != "id"} == graph.edges[key]


def test_gexf_reads_back_whole(graph, files):
    back = nx.read_gexf(io.BytesIO(files["g.gexf"]))

    assert set(back) == set(graph)
    assert back.number_of_edges() == graph.number_of_edges()
    assert sorted(edge["id"] for *_, edge in back.edges(data=True)) == sorted(
        k for *_, k in graph.edges(keys=True)
    )
    assert back.nodes[LAW + "4/b"]["text"] == graph.nodes[LAW + "4/b"]["text"]


def test_gexf_has_no_time_of_writing(files):
    assert b"lastmodifieddate" not in files["g.gexf"]
    assert b"NetworkX" not in files["g.gexf"]


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_characters_that_xml_cannot_hold_are_replaced(files, form, read):
    back = read(io.BytesIO(files[f"g.{form}"]))

    assert back.nodes[LAW + "4/c"]["text"] == "A jar <5 g> is \ufffdexempt & free."


def test_tables_hold_a_line_for_each_node_and_edge(graph, files):
    nodes, edges = table(files["g.nodes.csv"]), table(files["g.edges.csv"])

    assert [row["id"] for row in nodes] == list(graph)
    assert [(row["source"], row["target"], row["id"]) for row in edges] == list(graph.edges(keys=True))
    assert edges[0]["confidence"] == "0.8765"
    assert nodes[0]["asks"] == "false"


def test_a_spreadsheet_takes_no_text_for_a_formula(files):
    texts = {row["id"]: row["text"] for row in table(files["g.nodes.csv"])}

    assert texts[CODE + "G-3"] == "'=Growers meet yearly."
    assert texts[CODE + "G-4"] == "'-"
    assert texts[CODE + "G-1"] == "Jars are labelled."


def test_linked_data_has_a_record_for_each_node_and_edge(graph, files):
    document = json.loads(files["g.jsonld"])

    assert len(document["nodes"]) == graph.number_of_nodes()
    assert len(document["edges"]) == graph.number_of_edges()
    names = {node["id"] for node in document["nodes"]}
    assert len(names) == graph.number_of_nodes()
    assert all({edge["source"], edge["target"]} <= names for edge in document["edges"])
    assert len({edge["id"] for edge in document["edges"]}) == graph.number_of_edges()


def record(files, row):
    return next(edge for edge in json.loads(files["g.jsonld"])["edges"] if edge.get("row") == row)


def test_a_match_is_an_sssom_mapping_with_its_words(files):
    edge = record(files, "herbs:4/a~G-1")

    assert edge["type"] == ["xw:Edge", "sssom:Mapping"]
    assert edge["predicate_id"] == "skos:narrowMatch"
    assert edge["mapping_justification"] == "semapv:CompositeMatching"
    assert edge["attributed_to"] == [{"type": "prov:SoftwareAgent", "label": "crosswalk"}]
    first, second, third = edge["evidence"][0]["hasTarget"]
    assert first["hasSelector"] == [
        {"type": "oa:TextPositionSelector", "start": 6, "finish": 9},
        {
            "type": "oa:TextQuoteSelector",
            "exact": "jar",
            "prefix": "Every ",
            "suffix": " shall bear a label.",
        },
    ]
    assert [one["hasSelector"][1]["exact"] for one in (second, third)] == ["label", "Jars"]
    assert third["hasSource"].endswith("growers@2019-06%3AG-1")


def test_a_decided_match_is_attributed_to_a_person(files):
    edge = record(files, "herbs:4/b~G-2")

    assert edge["predicate_id"] == "skos:broadMatch"
    assert edge["mapping_justification"] == "semapv:MappingReview"
    assert [agent["label"] for agent in edge["attributed_to"]] == ["the editors", "Reviewer A", "Reviewer B"]
    assert "predicate_modifier" not in edge


@pytest.mark.parametrize("row", ["herbs:4/b~G-1", "herbs:4/a~G-2"])
def test_what_is_rejected_or_unrelated_is_denied(files, row):
    assert record(files, row)["predicate_modifier"] == "Not"


COUNT = """
import sys, rdflib
graph = rdflib.Graph().parse(data=sys.stdin.buffer.read(), format="json-ld")
terms = "https://crosswalk.example/terms/"
ask = lambda what: len(list(graph.query(what)))
pairs = f"SELECT ?e WHERE {{ ?e a <{terms}Edge> ; <{terms}source> ?a ; <{terms}target> ?b . "
pairs += "?a <%skind> ?x . ?b <%skind> ?y }" % (terms, terms)
mappings = "SELECT ?m WHERE { ?m a <https://w3id.org/sssom/Mapping> ; "
mappings += "<https://w3id.org/sssom/predicate_id> ?p . FILTER(isIRI(?p)) }"
words = "SELECT ?w WHERE { ?s <http://www.w3.org/ns/oa#exact> ?w }"
print(ask(pairs), ask(mappings), ask(words))
"""


@pytest.mark.slow
def test_another_program_reads_the_linked_data_as_triples(graph, files):
    """By itself, because the imports of that program warn."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", COUNT],
        input=files["g.jsonld"],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr.decode()[-2000:]
    matches = sum(edge["kind"] == "match" for *_, edge in graph.edges(data=True))
    spans = sum(
        len(str(edge.get(name, "")).split())
        for *_, edge in graph.edges(data=True)
        for name in ("spans", "left_spans", "right_spans")
    )
    assert done.stdout.decode().split() == [str(graph.number_of_edges()), str(matches), str(spans)]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_graph_gives_the_same_bytes(files, form):
    again = build_graph([sample_graph.law_and_code(), sample_graph.code_and_guide()])

    for name, data in graph_file(again, f"g.{form}").items():
        assert data == files[name]
        assert b"\r" not in data
        assert data.endswith(b"\n")


@pytest.mark.slow
def test_bytes_do_not_depend_on_the_process(files, root):
    """Hashes of strings differ from run to run; the files may not."""
    code = (
        "import hashlib, sys\n"
        "from crosswalk.graph.build import build_graph\n"
        "from crosswalk.graph.export import graph_file\n"
        "from tests import sample_graph as garden\n"
        "graph = build_graph([garden.law_and_code(), garden.code_and_guide()])\n"
        "for form in sys.argv[1:]:\n"
        "    for name, data in graph_file(graph, f'g.{form}').items():\n"
        "        print(name, hashlib.sha256(data).hexdigest())\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, *FORMS],
            cwd=root,
            env={"PYTHONPATH": str(root), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(said) == 1
    assert said.pop().count("\n") == len(files)


@pytest.mark.parametrize("name", ["graph.pdf", "graph", "graph.json"])
def test_an_unknown_ending_is_refused_with_the_known_ones(graph, name):
    with pytest.raises(ConfigError, match=r"\.graphml, \.gexf, \.jsonld, \.csv"):
        graph_file(graph, name)
