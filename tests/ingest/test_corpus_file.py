"""Our own files: what is written is read back the same, and every mistake is told with its line."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosswalk.errors import ParseError, SourceError
from crosswalk.ingest.corpus_file import dump_corpus, read_corpus_file
from crosswalk.model.citation import SectionMap, cite_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.relation import Verification

SOURCE = Source("wioa", "2016-07-19", "Title", "statute")
GOOD = """\
id: wioa
as_of: 2016-07-19
provisions:
- id: 29/3102
  level: section
  heading: Definitions
  text: 'In this Act:'
- id: 29/3102/5
  num: (5)
- id: 29/3102/5/A
  text: who is a youth; or
- id: 29/3102/5/B
  text: who is an adult.
"""

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
words = text.filter(str.strip)


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    listed: list[Provision] = []
    for number in range(draw(st.integers(1, 5))):
        above = draw(st.sampled_from([None, *(prov.id for prov in listed)]))
        prov_id = draw(st.sampled_from([f"{above or 29}/{number}", f"AQCP-{number}"]))
        fields = {
            key: draw(text) for key in ("num", "heading", "level", "kind", "citation", "also", "address")
        }
        fields |= {key: draw(text) for key in ("page", "context", "note")}
        unread = tuple(draw(st.lists(words, max_size=2)))
        mark = draw(st.sampled_from(Verification))
        listed.append(
            Provision(prov_id, draw(words), parent=above, unread=unread, verification=mark, **fields)
        )
    return Corpus(SOURCE, tuple(listed))


def kept(corpus: Corpus, folder: Path) -> Path:
    path = folder / "c.yaml"
    path.write_bytes(dump_corpus(corpus).encode())
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corpora())
def test_written_and_read_again_is_the_same(tmp_path: Path, corpus: Corpus):
    path = kept(corpus, tmp_path)
    assert corpus == read_corpus_file(path, SOURCE)
    assert path.read_bytes().decode() == dump_corpus(read_corpus_file(path, SOURCE))


def test_citations_are_derived_not_stored(tmp_path: Path):
    sections = SectionMap.parse("usc\tact\tcatchline\n29 U.S.C. 3102\tWIOA sec. 3\tDefinitions\n")
    plain = Corpus(SOURCE, (Provision("29/3102", "words"), Provision("29/3102/7", "more", parent="29/3102")))
    cited = cite_provisions(plain, "usc", sections)
    path = kept(cited, tmp_path)
    assert "citation" not in path.read_text(encoding="utf-8")
    assert cited == read_corpus_file(path, SOURCE, "usc", sections)


def test_what_does_not_follow_from_the_id_is_written(tmp_path: Path):
    prov = Provision(
        "29/3102", "words", citation="29 U.S.C. 3102", also="Act of 2014", address="https://x.example/"
    )
    found = read_corpus_file(kept(Corpus(SOURCE, (prov,)), tmp_path), SOURCE, "usc")["29/3102"]
    assert (found.citation, found.also, found.address) == (prov.citation, prov.also, prov.address)


def test_numbers_and_dates_stay_words(tmp_path: Path):
    (tmp_path / "c.yaml").write_text("id: wioa\nas_of: 2016-07-19\nprovisions:\n- id: 676.10\n  text: no\n")
    corpus = read_corpus_file(tmp_path / "c.yaml", SOURCE)
    assert [(prov.id, prov.text) for prov in corpus] == [("676.10", "no")]


def test_a_parent_follows_from_the_id(tmp_path: Path):
    (tmp_path / "c.yaml").write_text(GOOD)
    corpus = read_corpus_file(tmp_path / "c.yaml", SOURCE)
    assert [prov.parent for prov in corpus] == [None, "29/3102", "29/3102/5", "29/3102/5"]
    assert corpus.source is SOURCE


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "words"),
    [
        ("'In this Act:'", "'In this Act:", 7, "XW-204", "not YAML"),
        ("- id: 29/3102/5\n", "- id: [a\n", 9, "XW-204", "not YAML"),
        ("id: 29/3102/5/A", "id: 29/3102", 10, "XW-201", "appears twice (first on line 4)"),
        ("- id: 29/3102/5/A\n  text", "- text", 10, "XW-207", "no id"),
        ("  level:", "  lvel:", 5, "XW-205", "lvel is unknown"),
        ("text: who is a youth; or", "text: ''", 10, "XW-208", "29/3102/5/A has no text"),
        ("  text: who is a youth; or\n", "  heading: Youth\n", 10, "XW-208", "has no text"),
        ("  text: who is a youth; or\n", "  text: a\n  text: b\n", 12, "XW-204", "text appears twice"),
        ("  num: (5)\n", "  num: (5)\n  parent: 29/9\n", 10, "XW-202", "29/9, which does not come before"),
        ("  num: (5)\n", "  num: [5]\n", 9, "XW-205", "num must be words"),
        ("  num: (5)\n", "  verification: sure\n", 9, "XW-205", "verification sure is unknown"),
        ("  num: (5)\n", "  unread: timing\n", 9, "XW-205", "unread must be a list"),
        ("id: wioa", "id: other", 1, "XW-206", "id is other, but wioa is expected"),
        ("as_of: 2016-07-19\n", "", 1, "XW-205", "as_of is missing"),
        ("  text: who is a youth; or\n", "  text: &a b\n  note: *a\n", 11, "XW-204", "anchors and aliases"),
    ],
)
def test_a_mistake_is_reported_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, code: str, words: str
):
    path = tmp_path / "c.yaml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(ParseError) as caught:
        read_corpus_file(path, SOURCE)
    assert str(caught.value).startswith(f"{code} {path} line {line}: ")
    assert words in str(caught.value)


def test_all_mistakes_are_reported_at_once(tmp_path: Path):
    path = tmp_path / "c.yaml"
    path.write_text(GOOD.replace("level:", "lvel:").replace("who is a youth; or", "''"))
    with pytest.raises(ParseError, match="2 mistakes") as caught:
        read_corpus_file(path, SOURCE)
    assert [f"{path} line 5", f"{path} line 10"] == [problem.where for problem in caught.value.problems]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n# nothing\n",
        b"a: \xff\xfe",
        b"- 1\n",
        b"words",
        b"id: wioa\nas_of: 2016-07-19\nprovisions: []\n",
        b"a: 1\n---\nb: 2\n",
        b"[" * 100_000,
        b"? [a]\n: b\n",
        b"id: \x00\n",
    ],
    ids=["empty", "remark", "encoding", "list", "word", "none", "two", "deep", "key", "zero byte"],
)
def test_hostile_and_broken_files_are_refused_in_one_sentence(tmp_path: Path, data: bytes):
    path = tmp_path / "c.yaml"
    path.write_bytes(data)
    with pytest.raises(ParseError, match="line"):
        read_corpus_file(path, SOURCE)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(SourceError, match=r"XW-101 .*c.yaml cannot be read"):
        read_corpus_file(tmp_path / "c.yaml", SOURCE)


def test_what_was_not_retrieved_may_be_empty(tmp_path: Path):
    path = tmp_path / "c.yaml"
    path.write_text(GOOD.replace("text: who is a youth; or", "verification: not-retrieved"))
    assert read_corpus_file(path, SOURCE)["29/3102/5/A"].verification is Verification.NOT_RETRIEVED
