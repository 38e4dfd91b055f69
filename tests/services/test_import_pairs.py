"""An existing crosswalk comes in as draft rows, and what was written can be taken back."""

import json
import shutil

import openpyxl
import pytest
from typer.testing import CliRunner

from crosswalk.cli.app import app
from crosswalk.errors import CrosswalkError
from crosswalk.ingest.pairs import read_pairs, relation_of
from crosswalk.ledger.sssom import read_mappings
from crosswalk.model.relation import Relation, Status, Verification
from crosswalk.services.check import check_workspace
from crosswalk.services.import_pairs import import_crosswalk
from crosswalk.workspace.register import add_document, undo_last, write_undoable
from crosswalk.workspace.workspace import Workspace, write_all
from tests.file_builders import write_workspace

SOURCES = """sources:
- id: seed
  as_of: 2020-01
  file: seed.yaml
  title: S
  kind: other
  rights: None.
  verification: verbatim
"""
CROSSWALKS = """crosswalks:
  - id: pairs
    title: Pairs
    left: {corpus: ours}
    right: {corpus: theirs}
    names: {left: ours, right: theirs}
"""
FILES = {
    "corpora/sources.yaml": SOURCES,
    "corpora/seed.yaml": "id: seed\nas_of: 2020-01\nprovisions:\n- id: s1\n  text: A seed.\n",
    "crosswalks.yaml": CROSSWALKS,
}


@pytest.fixture
def space(tmp_path):
    space = Workspace(write_workspace(tmp_path / "here", FILES))
    for name, ids in (("ours", "ABCD"), ("theirs", "PQRS")):
        table = space.root / f"{name}.csv"
        table.write_text("id,text\n" + "".join(f"{one},Each {one} shall be clean.\n" for one in ids))
        add_document(Workspace(space.root), table, {"id": name, "as_of": "2024-01", "kind": "", "title": ""})
    return space


def imported(space, name, text, **options):
    path = space.root / name
    path.write_text(text, "utf-8")
    done = import_crosswalk(space, path, "pairs", date="2024-05-06", **options)
    write_all(dict(done.files))
    return done, read_mappings(space.mapping_file("pairs"))


def test_a_table_of_pairs_becomes_drafts_that_say_where_they_come_from(space):
    done, rows = imported(
        space,
        "old.csv",
        "Source,Target,Relationship,Notes\nA,P,Exact match,Both clean.\nB,Q,partial,\nC,R,Broader than,\nD,,no match,\n",
    )

    assert 4 == done.rows == len(rows)
    assert {Status.DRAFT} == {row.status for row in rows}
    found = {row.left: row for row in rows}
    assert Relation.EQUAL is found["A"].relation
    assert "Both clean." == found["A"].sentence
    assert Relation.INTERSECTS is found["B"].relation
    assert Relation.SUPERSET is found["C"].relation
    assert (Relation.NONE, "") == (found["D"].relation, found["D"].right)
    assert "Imported from old.csv, row 2." == found["A"].comment
    assert "imported from old.csv" == found["A"].author
    assert () == check_workspace(Workspace(space.root), today="2024-06-01").problems[1:]


def test_what_cannot_be_taken_is_named_and_the_rest_comes_in(space):
    done, rows = imported(
        space,
        "old.csv",
        "from,to,relation\nA,P,equal\nA,P,equal\nZ,P,equal\nB,Q,perhaps\nB,,equal\nC,X,equal\n",
    )

    assert 1 == done.rows == len(rows)
    assert [
        "row 3: the pair is listed above.",
        "row 4: ours@2024-01 has no provision Z.",
        "row 5: the relation “perhaps” is not known.",
        "row 6: one side is empty.",
        "row 7: theirs@2024-01 has no provision X.",
    ] == list(done.skipped)


def test_what_has_no_counterpart_and_several_ids_in_a_cell(space):
    done, rows = imported(
        space,
        "old.csv",
        "Ours code,Ours title,Theirs code,Theirs title\nA,One,99.99,NO MATCH\nB,Two,P; Q,Both\nNO MATCH,,R,Last\n",
    )

    assert {("A", ""), ("B", "P"), ("B", "Q"), ("", "R")} == {row.pair for row in rows}
    assert {Relation.NONE, Relation.INTERSECTS} == {row.relation for row in rows}
    assert () == done.skipped


@pytest.mark.parametrize(
    "heads", ["Old standard,New standard,How", "Framework A,Framework B,Relation", "Item,Maps to,Note"]
)
def test_the_columns_of_both_ids_are_recognized(space, heads):
    _, rows = imported(space, "old.csv", f"{heads}\nA,P,\n")

    assert [("A", "P")] == [row.pair for row in rows]


def test_columns_named_by_year_are_old_and_new_in_any_order(tmp_path):
    path = tmp_path / "old.csv"
    path.write_text(
        "2024 Standard,2024 Title,2019 Standard,2019 Title\nP,New words,A,Old words\n,Deleted,B,Fax\n"
    )

    first, second = read_pairs(path)

    assert ("A", "Old words", "P", "New words") == (
        first.left,
        first.left_title,
        first.right,
        first.right_title,
    )
    assert ("B", "", "none") == (second.left, second.right, second.relation)


def test_named_columns_and_one_sheet_of_a_workbook(space):
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["Words only"])
    sheet = book.create_sheet("Pairs")
    for row in (["Ours now", "Theirs now", "How"], ["A", "P", "equal"], ["B", "Q", "skos:broadMatch"]):
        sheet.append(row)
    path = space.root / "old.xlsx"
    book.save(path)
    columns = {"left": "Ours now", "right": "Theirs now", "relation": "How"}

    done = import_crosswalk(space, path, "pairs", date="2024-05-06", columns=columns, sheet="Pairs")

    assert 2 == done.rows
    with pytest.raises(CrosswalkError, match="no sheet Other"):
        import_crosswalk(space, path, "pairs", date="2024-05-06", columns=columns, sheet="Other")
    with pytest.raises(CrosswalkError, match="names two columns of ids"):
        import_crosswalk(space, path, "pairs", date="2024-05-06")


def test_a_sheet_of_codes_and_titles_makes_its_own_two_sides(space):
    path = space.root / "codes.csv"
    path.write_text(
        "Old2010Code,Old2010Title,New2020Code,New2020Title\n1.1,Farming,2.1,Farm work\n1.1,Farming,2.2,Farm sales\n"
    )

    done = import_crosswalk(space, path, "codes", date="2024-05-06")
    write_all(dict(done.files))
    after = Workspace(space.root)

    assert 2 == done.rows
    assert "codes" in {entry.id for entry in after.crosswalks}
    assert ["1.1"] == [prov.id for prov in after.corpus("codes-left")]
    assert ["Farm work", "Farm sales"] == [prov.text for prov in after.corpus("codes-right")]
    assert {Relation.INTERSECTS} == {row.relation for row in read_mappings(after.mapping_file("codes"))}


def test_sssom_of_others_and_oscal_come_in(space):
    sssom = (
        "#curie_map:\n#  o: https://o.example/\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        "o:A\tskos:exactMatch\tt:P\tsemapv:ManualMappingCuration\no:B\tskos:narrowMatch\tt:Q\tsemapv:x\n"
    )
    _, rows = imported(space, "old.sssom.tsv", sssom)
    assert {("A", "P", Relation.EQUAL), ("B", "Q", Relation.SUPERSET)} == {
        (*r.pair, r.relation) for r in rows
    }

    maps = [
        {
            "relationship": "subset-of",
            "sources": [{"type": "control", "id-ref": "C"}],
            "targets": [{"id-ref": "R"}, {"id-ref": "S"}],
        }
    ]
    oscal = {"mapping-collection": {"mappings": [{"maps": maps}]}}
    done, rows = imported(space, "old.json", json.dumps(oscal))
    assert (2, 4) == (done.rows, len(rows))


def test_oscal_says_how_two_relate_by_an_object_and_which_have_no_counterpart(space):
    mapping = {
        "maps": [
            {"relationship": {"type": "equal-to"}, "sources": [{"id-ref": "A"}], "targets": [{"id-ref": "P"}]}
        ],
        "source-gap-summary": {"unmapped-controls": [{"with-ids": ["B", "C"]}]},
        "target-gap-summary": {"unmapped-controls": [{"with-ids": ["S"]}]},
    }
    _, rows = imported(space, "gaps.json", json.dumps({"mapping-collection": {"mappings": [mapping]}}))

    found = {(*row.pair, row.relation) for row in rows}
    none = Relation.NONE
    assert {("A", "P", Relation.EQUAL), ("B", "", none), ("C", "", none), ("", "S", none)} == found


def test_provisions_are_found_as_they_are_cited(space):
    law = space.root / "law.txt"
    law.write_text("29 U.S.C. 9001\n\n§ 9001. Boards\n\n(a) Each board plans.\n(b) It reports.\n")
    add_document(
        Workspace(space.root), law, {"id": "law", "as_of": "2024-01", "kind": "statute", "title": ""}
    )
    (space.root / "crosswalks.yaml").write_text(CROSSWALKS.replace("ours", "law"))
    done, rows = imported(
        Workspace(space.root),
        "cited.csv",
        "left,right\n29 U.S.C. 9001(a),P\nlaw:9001(b),Q\n9001(c),R\n(a),P\n",
    )

    assert {("29/9001/a", "P"), ("29/9001/b", "Q")} == {row.pair for row in rows}
    assert done.skipped == tuple(
        f"row {row}: law@2024-01 has no provision {said}." for row, said in ((4, "9001(c)"), (5, "(a)"))
    )


def test_a_row_above_the_header_may_name_the_two_editions(space):
    pairs = space.root / "two.csv"
    pairs.write_text("SOC 2010,,SOC 2018,\nCode,Title,Code,Title\n11-1,Chiefs,11-2,Chief executives\n")

    (pair,) = read_pairs(pairs)
    assert ("11-1", "Chiefs", "11-2", "Chief executives") == (
        pair.left, pair.left_title, pair.right, pair.right_title)  # fmt: skip


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"mapping-collection": []}', '{"mapping-collection": {"mappings": [3]}}']
)
def test_json_that_is_no_mapping_is_refused_in_a_sentence(space, text):
    path = space.root / "old.json"
    path.write_text(text)
    with pytest.raises(CrosswalkError, match="no OSCAL mapping collection"):
        read_pairs(path)


def test_a_pair_that_is_on_file_stays_as_it_is(space):
    imported(space, "old.csv", "from,to,relation\nA,P,equal\n")
    with pytest.raises(CrosswalkError, match="can be imported") as caught:
        imported(space, "new.csv", "from,to,relation\nA,P,partial\n")

    assert "on file already" in str(caught.value.problems[0])


@pytest.mark.parametrize(
    ("word", "relation"),
    [("Equivalent", Relation.EQUAL), ("overlaps", Relation.INTERSECTS), ("is part of", Relation.SUBSET),
     ("subset-of", Relation.SUBSET), ("N/A", Relation.NONE), ("conflicts with", Relation.CONTRARY), ("42", None),
     ("is broader than", Relation.SUPERSET), ("⊂", Relation.SUBSET), ("=", Relation.EQUAL), (">", Relation.SUPERSET)],
)  # fmt: skip
def test_words_for_relations(word, relation):
    assert relation is relation_of(word)


def test_a_document_that_was_only_read_is_not_called_compared(space):
    corpus = space.corpus("ours")

    assert {Verification.READ} == {prov.verification for prov in corpus}
    assert "word for word" not in corpus.source.mark
    assert "not compared" in corpus.provisions[0].mark


def test_the_last_reading_can_be_taken_back(space):
    before = {path: path.read_bytes() for path in space.root.rglob("*.yaml")}
    add_document(space, space.root / "ours.csv", {"id": "more", "as_of": "2024-01", "kind": "", "title": ""})
    assert (space.corpora / "more").is_dir()

    what, files = undo_last(Workspace(space.root))

    assert "read ours.csv as more@2024-01" == what
    assert 2 == len(files)
    assert before == {path: path.read_bytes() for path in space.root.rglob("*.yaml")}
    with pytest.raises(CrosswalkError, match="to undo"):
        undo_last(Workspace(space.root))


def test_nothing_is_taken_back_over_a_later_change(space):
    add_document(space, space.root / "ours.csv", {"id": "more", "as_of": "2024-01", "kind": "", "title": ""})
    register = space.corpora / "sources.yaml"
    register.write_text(register.read_text() + "# mine\n")

    with pytest.raises(CrosswalkError, match="was changed after"):
        undo_last(Workspace(space.root))

    assert register.read_text().endswith("# mine\n")
    assert (space.corpora / "more" / "2024-01.yaml").is_file()


def test_a_damaged_note_takes_nothing_back(space):
    write_undoable(space, {space.root / "x.txt": b"x"}, "a test")
    (space.root / ".crosswalk" / "undo.json").write_text("{")
    with pytest.raises(CrosswalkError, match="to undo"):
        undo_last(space)
    assert (space.root / "x.txt").is_file()


def test_the_commands(space):
    path = space.root / "old.csv"
    path.write_text("from,to,relation\nA,P,equal\nZ,P,equal\n")
    run = CliRunner()
    common = ["--workspace", str(space.root)]

    told = run.invoke(app, [*common, "import", str(path), "--id", "pairs", "--dry-run"])
    assert "Draft rows: 1. Skipped: 1." in told.output
    assert not space.mapping_file("pairs").exists()
    assert 0 == run.invoke(app, [*common, "import", str(path), "--id", "pairs"]).exit_code
    assert space.mapping_file("pairs").exists()
    assert "Undone: import old.csv into pairs." in run.invoke(app, [*common, "undo"]).output
    assert not space.mapping_file("pairs").exists()


@pytest.mark.parametrize(
    ("form", "name"), [("memo", "m.pdf"), ("html", "m.docx"), ("json", "m.html"), ("text", "m.json")]
)
def test_a_comparison_is_not_written_under_the_name_of_another_format(space, form, name):
    run = CliRunner()
    old, new = space.root / "old.txt", space.root / "new.txt"
    old.write_text("The board shall meet twice a year in the open.")
    shutil.copy(old, new)

    told = run.invoke(
        app,
        [
            "--workspace",
            str(space.root),
            "changes",
            str(old),
            str(new),
            "--format",
            form,
            "--out",
            str(space.root / name),
        ],
    )

    assert told.exit_code
    assert not (space.root / name).exists()
