"""Mapping files: what is written is canonical, and reads back the same; what is wrong is named."""

import dataclasses
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalk.errors import LedgerError
from crosswalk.ledger import sssom
from crosswalk.ledger.row import decimals
from crosswalk.ledger.signatures import fold_name
from crosswalk.ledger.sssom import format_mappings, in_file_order, parse_mappings, read_mappings, read_parsed
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Basis, Group, Relation, Status
from tests.file_builders import write_mappings

SET = MappingSet("herbs", "Herb law: and the Growers' code", "herbs", "growers", "2020-01-01", "2019-06")
PAIR = Mapping(
    "4/b/1",
    "G-2",
    Relation.SUBSET,
    Status.DRAFT,
    "Both ask for a label; the code asks for a date too.",
    Basis.SEMANTIC,
    6,
    0.5,
    "the editors",
    "2026-03-04",
    left_digest="0123456789ab",
    right_digest="ba9876543210",
)


def with_rows(*rows):
    return dataclasses.replace(SET, mappings=rows)


def variant(**fields):
    return dataclasses.replace(PAIR, **fields)


def row_of(mappings):
    """The one row of a set, by column."""
    *_, columns, row = format_mappings(mappings).rstrip("\n").split("\n")
    return dict(zip(columns.split("\t"), row.split("\t"), strict=True))


GOLDEN = """\
#curie_map:
#  corpus: https://crosswalk.example/corpus/
#  growers: https://crosswalk.example/corpus/growers/
#  herbs: https://crosswalk.example/corpus/herbs/
#  row: https://crosswalk.example/mappings/herbs/
#  xw: https://crosswalk.example/terms/
#sssom_version: "1.1"
#mapping_set_id: https://crosswalk.example/mappings/herbs
#mapping_set_title: "Herb law: and the Growers' code"
#license: https://creativecommons.org/publicdomain/zero/1.0/
#subject_source: corpus:herbs
#subject_source_version: "2020-01-01"
#object_source: corpus:growers
#object_source_version: 2019-06
#mapping_date: 2026-03-04
#extension_definitions:
#- slot_name: ext_ir8477_rationale
#  property: xw:ir8477_rationale
#  type_hint: xsd:string
#- slot_name: ext_ir8477_relation
#  property: xw:ir8477_relation
#  type_hint: xsd:string
#- slot_name: ext_left_digest
#  property: xw:left_digest
#  type_hint: xsd:string
#- slot_name: ext_right_digest
#  property: xw:right_digest
#  type_hint: xsd:string
#- slot_name: ext_status
#  property: xw:status
#  type_hint: xsd:string
#- slot_name: ext_strength
#  property: xw:strength
#  type_hint: xsd:integer
"""


def test_the_head_is_canonical():
    """Prefixes first and sorted, slots in the standard's order, plain where it can be, the shared date once."""
    text = format_mappings(with_rows(PAIR))

    assert "".join(f"{line}\n" for line in text.split("\n") if line.startswith("#")) == GOLDEN


def test_a_row_holds_the_standard_slots_and_our_own():
    assert row_of(with_rows(PAIR)) == {
        "record_id": "row:4/b/1;G-2;set",
        "subject_id": "herbs:4/b/1",
        "predicate_id": "skos:broadMatch",
        "object_id": "growers:G-2",
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_label": "the editors",
        "confidence": "0.5",
        "comment": "Both ask for a label; the code asks for a date too.",
        "ext_ir8477_rationale": "semantic",
        "ext_ir8477_relation": "subset-of",
        "ext_left_digest": "0123456789ab",
        "ext_right_digest": "ba9876543210",
        "ext_status": "draft",
        "ext_strength": "6",
    }


@pytest.mark.parametrize(
    ("relation", "strength", "status", "expected"),
    [
        (Relation.EQUAL, 10, Status.DRAFT, ("skos:exactMatch", "")),
        (Relation.SUBSET, 5, Status.DRAFT, ("skos:broadMatch", "")),
        (Relation.SUPERSET, 5, Status.DRAFT, ("skos:narrowMatch", "")),
        (Relation.INTERSECTS, 7, Status.DRAFT, ("skos:closeMatch", "")),
        (Relation.INTERSECTS, 6, Status.DRAFT, ("skos:relatedMatch", "")),
        (Relation.INTERSECTS, None, Status.DRAFT, ("skos:relatedMatch", "")),
        (Relation.SUPPORTS, None, Status.DRAFT, ("xw:supports", "")),
        (Relation.SUPPORTED, None, Status.DRAFT, ("xw:isSupportedBy", "")),
        (Relation.CONTRARY, None, Status.DRAFT, ("xw:contrary", "")),
        (Relation.NONE, 0, Status.DRAFT, ("skos:mappingRelation", "Not")),
        (Relation.EQUAL, 10, Status.REJECTED, ("skos:exactMatch", "Not")),
        (Relation.CONTRARY, None, Status.REJECTED, ("xw:contrary", "Not")),
        # Who rejects that two provisions are unrelated says that they are related.
        (Relation.NONE, 0, Status.REJECTED, ("skos:mappingRelation", "")),
    ],
)
def test_every_relation_has_its_predicate(relation, strength, status, expected):
    row = row_of(with_rows(variant(relation=relation, strength=strength, status=status)))

    assert expected == (row["predicate_id"], row.get("predicate_modifier", ""))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": Status.PROPOSED, "author": "a program"}, "semapv:CompositeMatching"),
        ({"status": Status.DRAFT}, "semapv:ManualMappingCuration"),
        (
            {"status": Status.CONFIRMED, "reviewer": "Reviewer A", "review_date": "2026-03-05"},
            "semapv:MappingReview",
        ),
        (
            {"status": Status.REJECTED, "reviewer": "Reviewer A", "review_date": "2026-03-05"},
            "semapv:MappingReview",
        ),
        ({"status": Status.LOOK_AGAIN}, "semapv:ManualMappingCuration"),
    ],
)
def test_the_justification_differs_for_a_proposal_a_draft_and_a_review(fields, expected):
    assert expected == row_of(with_rows(variant(**fields)))["mapping_justification"]


@pytest.mark.parametrize(
    ("left", "right", "subject", "obj", "cardinality"),
    [
        ("4/b/1", "", "herbs:4/b/1", "sssom:NoTermFound", "1:0"),
        ("", "G-2", "sssom:NoTermFound", "growers:G-2", "0:1"),
    ],
)
def test_no_counterpart_is_a_row_of_its_own(left, right, subject, obj, cardinality):
    none = variant(left=left, right=right, relation=Relation.NONE, basis=None, strength=None)

    row = row_of(with_rows(none))

    assert (subject, obj, cardinality) == (row["subject_id"], row["object_id"], row["mapping_cardinality"])
    assert "predicate_modifier" not in row


def test_columns_without_a_value_and_their_declarations_are_left_out():
    bare = Mapping("4", "G-1", Relation.EQUAL, Status.PROPOSED)

    text = format_mappings(with_rows(bare))

    assert "ext_strength" not in text
    assert text.split("\n")[-3].split("\t") == [
        "record_id",
        "subject_id",
        "predicate_id",
        "object_id",
        "mapping_justification",
        "ext_ir8477_relation",
        "ext_status",
    ]


def test_dates_that_differ_are_in_the_rows():
    mappings = in_file_order(with_rows(PAIR, variant(right="G-3", date="2026-03-05")))

    text = format_mappings(mappings)

    assert "#mapping_date" not in text
    assert mappings == parse_mappings(text, "f").mappings


def test_rows_are_sorted_whatever_order_they_come_in():
    rows = [variant(left=left, right=right) for left in ("4/b/1", "10/a", "4") for right in ("G-2", "G-10")]

    assert format_mappings(with_rows(*rows)) == format_mappings(with_rows(*reversed(rows)))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0.5, "0.5"),
        (1.0, "1"),
        (0.0, "0"),
        (0.12345, "0.123"),
        (0.0005, "0.001"),
        (-0.0001, "0"),
        (-1.0, "-1"),
    ],
)
def test_numbers_have_at_most_three_decimals(number, expected):
    assert expected == decimals(number)


@pytest.mark.parametrize(
    "odd", ["a b|c", "Ünï/7", "100%", "-", "#1", "a;b", "a:b", "x?y", "//1", 'say "x"', "NoTermFound"]
)
def test_ids_of_any_characters_survive(odd):
    mappings = with_rows(variant(left=odd, right=odd))

    assert mappings == parse_mappings(format_mappings(mappings), "f").mappings


@pytest.mark.parametrize("corpus", ["skos", "row", "7 herbs", "Kräuter", "left", "a/b"])
def test_corpora_of_any_name_survive(corpus):
    mappings = dataclasses.replace(with_rows(PAIR), left_source=corpus, right_source="right")

    assert mappings == parse_mappings(format_mappings(mappings), "f").mappings


def test_two_editions_of_one_corpus_can_be_mapped():
    mappings = dataclasses.replace(with_rows(PAIR), right_source="herbs")

    assert mappings == parse_mappings(format_mappings(mappings), "f").mappings


def test_superseded_rows_of_one_pair_all_stay():
    old = variant(status=Status.SUPERSEDED)
    mappings = in_file_order(
        with_rows(PAIR, old, variant(status=Status.SUPERSEDED, sentence="Older."), old, old)
    )

    assert mappings == parse_mappings(format_mappings(mappings), "f").mappings


# Separators of lines, and characters that turn the order of letters around; no cell may hold them.
STEERING = [*map(chr, (*range(0x2028, 0x202F), *range(0x2066, 0x206A)))]
PLAIN = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters=["\ufffe", "\uffff", *STEERING]
)
WORDS = st.text(PLAIN, max_size=12)
LINES = st.text(st.one_of(PLAIN, st.sampled_from("\t\n\"|\\#' ")), max_size=30)
NAME = st.text(st.sampled_from(string.ascii_letters + " .\\é'\""), min_size=1, max_size=8).filter(str.strip)
NAMES = st.lists(NAME, max_size=2, unique_by=fold_name).map("|".join)
DAY = st.one_of(st.just(""), st.dates().map(lambda day: f"{day.year:04}-{day.month:02}-{day.day:02}"))
THOUSANDTHS = st.one_of(st.none(), st.integers(0, 1000).map(lambda n: n / 1000))


@st.composite
def mapping(draw):
    left, right = draw(WORDS), draw(WORDS)
    status = draw(st.sampled_from(Status))
    if not (left and right):
        left, right = draw(st.sampled_from([("x", ""), ("", "x")])) if not (left or right) else (left, right)
        status = Status.DRAFT if status is Status.REJECTED else status
    reviewer = draw(NAMES)
    return Mapping(
        left,
        right,
        draw(st.sampled_from(Relation)) if left and right else Relation.NONE,
        status,
        draw(LINES),
        draw(st.one_of(st.none(), st.sampled_from(Basis))),
        draw(st.one_of(st.none(), st.integers(0, 10))),
        draw(THOUSANDTHS),
        draw(NAMES),
        draw(DAY),
        reviewer,
        draw(DAY) if reviewer else "",
        draw(st.one_of(st.none(), st.integers(-1000, 1000).map(lambda n: n / 1000))) if reviewer else None,
        draw(WORDS),
        draw(WORDS),
        draw(WORDS),
        draw(WORDS),
        draw(LINES),
        draw(st.sampled_from([None, *Status])) if status in {Status.SUPERSEDED, Status.LOOK_AGAIN} else None,
        draw(st.sampled_from([None, *Group])) if left and right else None,
    )


def one_a_pair(rows):
    return list(
        {
            (m.pair, m.relation in {Relation.SUPPORTS, Relation.SUPPORTED, Relation.CONTRARY}): m
            for m in rows
        }.values()
    )


@st.composite
def mapping_set(draw):
    rows = one_a_pair(draw(st.lists(mapping(), max_size=6)))
    filled = st.text(PLAIN, min_size=1, max_size=10)
    return MappingSet(
        draw(
            st.one_of(
                filled.filter(lambda s: "://" not in s and not s.startswith("urn:")),
                st.just("https://a.example/b"),
            )
        ),
        draw(LINES),
        draw(filled),
        draw(filled),
        draw(filled),
        draw(filled),
        tuple(rows),
        draw(WORDS),
        draw(WORDS),
        draw(filled),
        draw(LINES),
    )


@given(mapping_set())
def test_what_is_written_reads_back_the_same(mappings):
    text = format_mappings(mappings)

    back = parse_mappings(text, "f")

    assert in_file_order(mappings) == back.mappings
    assert back.problems == ()
    assert [text.split("\n")[line - 1].startswith("row:") or '"' in text for line in back.lines] == [
        True
    ] * len(mappings)


def spoiled(old, new, times=1):
    text = format_mappings(with_rows(PAIR, variant(right="G-3")))
    assert old in text
    return text.replace(old, new, times)


HEAD = GOLDEN.count("\n")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\ufeff" + format_mappings(SET), 1, "byte-order mark"),
        ("", 1, "empty"),
        ("#- a\n#- b\n", 1, "not a list of"),
        (
            spoiled("#- slot_name: ext_strength\n#  property: xw:strength\n#  type_hint: xsd:integer\n", ""),
            HEAD - 2,
            "column ext_strength is not declared",
        ),
        (spoiled("#license: https", "#license:\n#  - https"), 11, "license must be one word or sentence"),
        (spoiled("\therbs:4/b/1", "\tgrowers:4/b/1"), HEAD + 2, "does not name a provision of herbs"),
        (spoiled("\therbs:4/b/1", "\therbs:"), HEAD + 2, "does not name a provision of herbs"),
        (spoiled("#license: https://creativecommons.org/publicdomain/zero/1.0/\n", ""), 1, "lacks license"),
        (
            spoiled(
                "#mapping_set_id: https://crosswalk.example/mappings/herbs\n", "#mapping_set_id: herbs\n"
            ),
            8,
            "not a whole address",
        ),
        (spoiled("#sssom_version", "#license: x\n#sssom_version"), 11, "appears twice"),
        (
            spoiled("#mapping_date", "#mapping_confidence: 1\n#mapping_date"),
            15,
            "would lose the slot mapping_confidence",
        ),
        (spoiled("#  corpus: https://crosswalk.example/corpus/\n", ""), 10, "corpus is not declared"),
        (spoiled("corpus/herbs/", "elsewhere/"), 4, "means https://crosswalk.example/elsewhere/"),
        (
            spoiled("#  herbs: https://crosswalk.example/corpus/herbs/\n", ""),
            HEAD + 1,
            "prefix herbs is not declared",
        ),
        (spoiled("subject_source: corpus:herbs", "subject_source: herbs"), 11, "does not name a corpus"),
        (
            spoiled("type_hint: xsd:integer", "type_hint: xsd:string"),
            32,
            "its declaration is not the usual one",
        ),
        (spoiled("\text_strength\n", "\text_power\n"), HEAD + 1, "would lose the column ext_power"),
        (
            spoiled("mapping_justification", "justification"),
            HEAD + 1,
            "column mapping_justification is missing",
        ),
        (spoiled("\text_strength\n", "\text_status\n"), HEAD + 1, "appears twice"),
        (spoiled("semapv:ManualMappingCuration", ""), HEAD + 2, "mapping_justification is empty"),
        (spoiled("herbs:4/b/1", ""), HEAD + 2, "subject_id is empty"),
        (spoiled("\tskos:broadMatch\t", "\t\t"), HEAD + 2, "predicate_id is empty"),
        (spoiled("\tgrowers:G-3", "\tgrowers:G-2"), HEAD + 3, "record_id is row:4/b/1;G-3;set"),
        (
            spoiled(
                "row:4/b/1;G-3;set\therbs:4/b/1\tskos:broadMatch\tgrowers:G-3",
                "row:4/b/1;G-2;set\therbs:4/b/1\tskos:broadMatch\tgrowers:G-2",
            ),
            HEAD + 3,
            f"is on line {HEAD + 2} too",
        ),
        (spoiled("\tsubset-of", "\tsubset of"), HEAD + 2, "relation subset of is not known"),
        (spoiled("\tsubset-of", "\tequal"), HEAD + 2, "predicate_id is skos:broadMatch"),
        (spoiled("\tdraft", "\tproposed"), HEAD + 2, "must be semapv:CompositeMatching"),
        (spoiled("\tdraft", "\tperhaps"), HEAD + 2, "status perhaps is not known"),
        (spoiled("\tsemantic", "\tguess"), HEAD + 2, "rationale guess is not known"),
        (spoiled("\t0.5", "\t1.5"), HEAD + 2, "confidence 1.5 is not between 0 and 1"),
        (spoiled("\t0.5", "\thigh"), HEAD + 2, "confidence high is not a number"),
        (spoiled("\t6\n", "\t11\n"), HEAD + 2, "strength 11"),
        (spoiled("\t6\n", "\t6.5\n"), HEAD + 2, "strength 6.5"),
        (spoiled("\t6\n", "\n"), HEAD + 2, "has 13 cells where the table has 14 columns"),
        (spoiled("\t6\n", "\t6\n<<<<<<< mine\n"), HEAD + 3, "has 1 cell where"),
        (
            spoiled("mapping_date: 2026-03-04", "mapping_date: 4 March"),
            HEAD + 2,
            "date 4 March is not a date",
        ),
        (spoiled("the editors", '"the editors'), HEAD + 2, "cannot be split into cells"),
        (spoiled("the editors", "the editors\\|us"), HEAD + 2, "holds a bar"),
        (spoiled("the editors", "Reviewer A||Reviewer B"), HEAD + 2, "holds an empty name"),
        *(
            (
                spoiled("Both ask", f"Both{char}ask"),
                HEAD + 2,
                "the sentence holds a character that a table cannot",
            )
            for char in "\x07\u202e\u2066\x9b\u2028"
        ),
        ("record_id\tsubject_id\n", 1, "the lines with # that say what it maps are missing"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, line, words):
    with pytest.raises(LedgerError) as caught:
        parse_mappings(text, "herbs.sssom.tsv")

    said = str(caught.value)
    assert f"herbs.sssom.tsv line {line}:" in said
    assert words in said
    assert caught.value.code.startswith("XW-4")


def test_every_wrong_row_is_named_at_once():
    with pytest.raises(LedgerError) as caught:
        parse_mappings(spoiled("\tsubset-of", "\tnonsense", 2), "f")

    assert [f"f line {HEAD + 2}", f"f line {HEAD + 3}"] == [
        problem.where for problem in caught.value.problems
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("\n", "\r\n", 1),
        ('sssom_version: "1.1"', "sssom_version: '1.1'", 7),
        ("the editors", '"the editors"', HEAD + 2),
        ("#  row:", "#  orcid: https://orcid.org/\n#  row:", 5),
    ],
)
def test_other_spellings_are_read_and_named_as_not_canonical(old, new, line):
    text = format_mappings(with_rows(PAIR)).replace(old, new)

    found = parse_mappings(text, "f")

    assert found.mappings == with_rows(PAIR)
    assert [f"f line {line}"] == [problem.where for problem in found.problems]


def test_a_file_whose_rows_are_out_of_order_is_named():
    *head, first, second, _ = format_mappings(with_rows(PAIR, variant(right="G-3"))).split("\n")

    found = parse_mappings("\n".join([*head, second, first, ""]), "f")

    assert [f"f line {HEAD + 2}"] == [problem.where for problem in found.problems]
    assert found.lines == (HEAD + 2, HEAD + 3)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (variant(left="", right="", relation=Relation.NONE), "neither side"),
        (variant(right=""), "one side is empty"),
        (variant(right="", relation=Relation.NONE, status=Status.REJECTED), "cannot be rejected"),
        (variant(review_date="2026-03-05"), "no reviewer"),
        (variant(agreement=1.0), "no reviewer"),
        (variant(reviewer="Reviewer A", agreement=1.5), "agreement 1.5"),
        (variant(confidence=1.2), "confidence 1.2"),
        (variant(strength=11), "strength 11"),
        (variant(was=Status.CONFIRMED), "is still draft"),
        (variant(date="2026-02-30"), "not a date"),
        (variant(sentence="bell\x07"), "character"),
        (variant(sentence="\ud800"), "character"),
        (variant(left_label="two\nlines"), "left label"),
    ],
)
def test_nothing_faulty_is_written(mapping, words, tmp_path):
    path = tmp_path / "herbs.sssom.tsv"

    with pytest.raises(LedgerError, match=words):
        write_mappings(with_rows(mapping), path)

    assert list(tmp_path.iterdir()) == []


def test_a_set_without_a_licence_is_not_written():
    with pytest.raises(LedgerError, match="without license"):
        format_mappings(dataclasses.replace(SET, license=""))


def test_a_row_lost_on_the_way_is_noticed():
    """As many rows must come out of the text as went in, and the same ones."""
    with pytest.raises(LedgerError, match="1 rows in, 0 out"):
        sssom._prove(with_rows(PAIR), format_mappings(SET))
    with pytest.raises(LedgerError, match="would not read back"):
        sssom._prove(with_rows(PAIR), format_mappings(with_rows(variant(right="G-3"))))


def test_a_pair_twice_is_not_written():
    with pytest.raises(LedgerError, match="too; keep one"):
        format_mappings(with_rows(PAIR, variant(sentence="Another.")))


def test_a_file_reads_back(tmp_path):
    path = tmp_path / "deep" / "herbs.sssom.tsv"

    write_mappings(with_rows(PAIR), path)

    assert with_rows(PAIR) == read_mappings(path)
    assert read_parsed(path).where == str(path)
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize(
    ("data", "words"), [(None, "There is no mapping file"), (b"#a: b\n\xff\n", "line 2: this is not UTF-8")]
)
def test_a_file_that_cannot_be_read_is_named(data, words, tmp_path):
    path = tmp_path / "herbs.sssom.tsv"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(LedgerError, match=words) as caught:
        read_mappings(path)

    assert str(path) in str(caught.value)


def test_a_folder_is_not_a_mapping_file(tmp_path):
    with pytest.raises(LedgerError, match="cannot be read"):
        read_mappings(tmp_path)
