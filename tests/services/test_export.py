"""Files for other programs hold every row that the pages hold."""

import io
import json

import pandas as pd
import pyarrow.parquet as pq
import pytest
from trestle.oscal.mapping import MappingCollection

from crosswalk.errors import ConfigError
from crosswalk.report.tables import crosswalk_json
from crosswalk.services.export import export_bytes

pytestmark = pytest.mark.slow


def test_the_table_has_every_row_of_the_pages(space, laid):
    rows = json.loads(crosswalk_json([laid["definition"]], version="0"))["rows"]
    table = pd.read_csv(
        io.BytesIO(export_bytes(space, "definition", "d.csv")), dtype=str, keep_default_na=False
    )

    assert [row["id"] for row in rows] == list(table["row"])
    one = table[(table["left id"] == "29/3102/7/D") & (table["right id"] == "AQCP-FUNC-1")].iloc[0]
    assert one["left citation"] == "29 U.S.C. 3102(7)(D) (WIOA sec. 3(7)(D))"
    assert one["right verification"] == "restated-unverified"
    assert one["how they relate"].endswith(", in unchecked words")


def test_the_parquet_file_has_the_rows_of_the_table_with_numbers_as_numbers(space):
    table = pd.read_csv(io.BytesIO(export_bytes(space, "definition", "d.csv")), keep_default_na=False)
    parquet = pd.read_parquet(io.BytesIO(export_bytes(space, "definition", "d.parquet")))
    schema = pq.read_schema(io.BytesIO(export_bytes(space, "definition", "d.parquet")))

    assert parquet["row"].tolist() == table["row"].tolist()
    assert parquet["left text"].tolist() == table["left text"].tolist()
    for name in ("strength, 0 to 10", "confidence, 0 to 1"):
        assert str(schema.field(name).type) == "double"
        assert parquet[name].notna().sum() == (table[name] != "").sum()


@pytest.mark.parametrize("crosswalk", ["definition", "measures", "provisions"])
@pytest.mark.parametrize("name", ["d.oscal.json", "d.case.json", "d.olir.xlsx", "d.parquet"])
def test_every_shipped_crosswalk_leaves_in_every_form(space, laid, crosswalk, name, tmp_path):
    data = export_bytes(space, crosswalk, name)
    mapped = len(laid[crosswalk].mapped)

    if name == "d.oscal.json":
        (tmp_path / name).write_bytes(data)
        (mapping,) = MappingCollection.oscal_read(tmp_path / name).mappings
        assert len(mapping.maps) == mapped
    elif name == "d.case.json":
        assert len(json.loads(data)["CFAssociations"]) == mapped
    elif name == "d.olir.xlsx":
        rows = pd.read_excel(io.BytesIO(data), sheet_name="Relationships", dtype=str)
        assert rows["Reference Document Element"].notna().sum() == mapped
    else:
        assert len(pd.read_parquet(io.BytesIO(data))) == len(laid[crosswalk].rows)


def test_an_olir_workbook_of_several_crosswalks_is_refused(space):
    with pytest.raises(ConfigError, match="XW-517"):
        export_bytes(space, "", "d.olir.xlsx")


def test_decisions_leave_as_sssom(space):
    text = export_bytes(space, "definition", "d.sssom.tsv").decode()

    assert text.startswith("#")
    assert "alliance:AQCP-FUNC-1" in text


def test_comments_leave_by_row_and_by_person(built_copy):
    from crosswalk.ledger.comments import add_comments
    from crosswalk.model.mapping import Comment
    from crosswalk.workspace.workspace import Workspace, with_cache

    space = with_cache(Workspace(built_copy))
    pairs = [("29/3102/7/B", "AQCP-DEF-1"), ("29/3102/7/A", "AQCP-DEF-1")]
    said = [
        Comment("definition", *pair, who, "", "2026-03-04", "=Why?")
        for pair, who in zip(pairs, ("Visitor D", "Visitor E"), strict=True)
    ]
    add_comments(space.comments_file("definition"), said)

    def people(name):
        lines = export_bytes(space, "definition", name).decode().splitlines()[1:]
        assert all("\t'=Why?\t" in line for line in lines)
        return [line.split("\t")[4] for line in lines]

    assert ["Visitor E", "Visitor D"] == people("x.comments.tsv")
    assert ["Visitor D", "Visitor E"] == people("x.comments-by-person.tsv")


def test_an_unknown_ending_is_one_sentence(space):
    with pytest.raises(ConfigError, match=r"the ending must be one of"):
        export_bytes(space, "definition", "d.rtf")
