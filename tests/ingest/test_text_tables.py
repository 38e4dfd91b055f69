"""Tables and columns that a plain text sets with spaces."""

import pytest

from crosswalk.ingest.outline import read_outline
from crosswalk.ingest.table_grids import columns_of_tabs
from crosswalk.model.corpus import Source

SOURCE = Source("policy", "2025", "A policy")

RULED = """The limits are these.

    Service              Limit per year      Who approves
    -------              --------------      ------------
    Transportation       $600                Case manager
    Work clothes                             Case manager
    Tools and licenses,  $1,200              Manager and
      if required for                          fiscal officer
      the job
"""
LEADERS = """Each application is scored.

------------------------------------------------------------
                  Criterion                     Points
------------------------------------------------------------
Need......................................              20
Design, including career pathways.........              45
Outcomes and data.........................              35
------------------------------------------------------------
"""
SPACED = """The levels are these.

Local area          2023      2024      Change
North Ridge         71.2%     73.0%     +1.8
River Valley                  70.0%
South Ridge         68.9%     68.1%     -0.8
"""


def read_text(text):
    loaded = read_outline(text.encode(), SOURCE)
    left_out = sum(one.chars for one in loaded.dropped.values())
    assert loaded.claimed_chars + left_out == loaded.source_chars == len("".join(text.split()))
    return [(prov.level, prov.heading or prov.text, prov.context) for prov in loaded.corpus][1:]


@pytest.mark.parametrize(
    ("text", "head", "rows"),
    [
        (
            RULED,
            "Service | Limit per year | Who approves",
            [
                "Transportation | $600 | Case manager",
                "Work clothes | | Case manager",
                "Tools and licenses, if required for the job | $1,200 | Manager and fiscal officer",
            ],
        ),
        (
            LEADERS,
            "Criterion | Points",
            ["Need | 20", "Design, including career pathways | 45", "Outcomes and data | 35"],
        ),
        (
            SPACED,
            "Local area | 2023 | 2024 | Change",
            [
                "North Ridge | 71.2% | 73.0% | +1.8",
                "River Valley | | 70.0% |",
                "South Ridge | 68.9% | 68.1% | -0.8",
            ],
        ),
    ],
    ids=["ruled", "leaders", "spaced"],
)
def test_a_table_keeps_its_rows_and_empty_cells_under_its_head(text, head, rows):
    assert read_text(text) == [("table", head, ""), *(("row", row, head) for row in rows)]


@pytest.mark.parametrize(
    "text",
    [
        "TO:      All boards\nFROM:    The agency\nRE:      Exit\n",
        "1.   The board shall meet.\n2.   The board shall report.\n3.   The board shall vote.\n",
        "The board shall   meet in   public and it\nshall publish     its      minutes   in  the\nusual   way   so   that all read.\n",
        "Purpose          1\nBoards           2\nAppendix        iv\n",
    ],
    ids=["letterhead", "list", "justified", "contents"],
)
def test_what_is_no_table_is_none(text):
    assert "row" not in {level for level, _, _ in read_text(f"First.\n\n{text}")}


def test_two_columns_of_running_text_are_read_one_after_the_other():
    text = """Bulletin

The left column speaks of        The right column is another
one thing and goes on for        text that has nothing to do
many lines of words that         with the first one, and it
form one sentence.               ends here.
"""

    found = " ".join(words for _, words, _ in read_text(text))

    assert found == (
        "The left column speaks of one thing and goes on for many lines of words that form one sentence."
        " The right column is another text that has nothing to do with the first one, and it ends here."
    )


def test_a_rule_in_pieces_parts_columns_that_touch():
    text = (
        "Service      Cost        Paid by\n------------ ----------- -------\n"
        "Intake       $40         County\nTesting                  State\nChild care   $15 an hour\n"
    )

    loaded = read_outline(text.encode(), SOURCE)

    assert [prov.text for prov in loaded.corpus if prov.level == "row"] == [
        "Intake | $40 | County",
        "Testing | | State",
        "Child care | $15 an hour |",
    ]


def test_one_long_cell_of_a_table_of_tabs_does_not_pad_every_row():
    rows = ["Fee\tYearly\tThe board"] * 200
    rows[100] = f"Fee\tYearly\t{'word ' * 880}"
    text = "\n".join(rows)

    assert columns_of_tabs(text) == text
    assert "\t" not in columns_of_tabs("\n".join(rows[:100]))
