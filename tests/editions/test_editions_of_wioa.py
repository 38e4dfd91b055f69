"""The real texts: 3(7) as enacted against the Code, and the whole chapter in 2016 against a faulty copy of 2023."""

import csv
import re
import time
from dataclasses import dataclass

import pytest

from crosswalk.editions.diff import Edition, common_part, find_changes, with_successors
from crosswalk.editions.text_comparison import plain_words, reclassifier, run_together
from crosswalk.ingest.outline import read_outline
from crosswalk.language.normalize import fold
from crosswalk.language.redline import bracketed, pairs_of
from crosswalk.model.change import ChangeKind, FlagKind, Weight
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.services.compare_editions import reclassified_places

pytestmark = pytest.mark.slow

K, W = ChangeKind, Weight
REAL = frozenset({W.SUBSTANCE, W.EDITORIAL})


def compared(space, old, new):
    facts = {"numbering": "usc", "sections": space.section_map, "lexicon": space.lexicon}
    return find_changes(Edition(old, **facts), Edition(new, **facts), reclassified_places(space))


def test_3_7_as_enacted_differs_from_the_code_in_one_phrase_that_changes_nothing(space):
    old, whole = space.corpus("wioa", "2014-07-22"), space.corpus("wioa", "2016-07-19")
    found = compared(space, old, whole.select(common_part(old, whole)))
    (change,) = [c for c in found if c.kind is not K.SAME]

    assert 8 == len(found)
    assert ("29/3102/7/B", K.CITATION, W.EDITORIAL, False) == (
        change.id,
        change.kind,
        change.weight,
        change.matters,
    )
    assert "except in section [removed: 171] [added: 3226 of this title]" in bracketed(change.edits)


@pytest.fixture(scope="module")
def copy_of_2023(reference):
    """All sections of the copy of 2023, read as one text without the remarks above each."""
    lines = ["# Citation: 29 U.S.C. 3101", "# all sections of the chapter"]
    for path in sorted((reference / "wioa" / "statute-usc-2023").glob("*.txt")):
        listed = path.read_text("utf-8").splitlines()
        lines += listed[next(n for n, line in enumerate(listed) if not line.startswith("#")) :]
    return read_outline(
        "\n".join(lines).encode(), Source("wioa", "2023-04", "The chapter", kind="statute")
    ).corpus


@pytest.fixture(scope="module")
def found(space, copy_of_2023):
    return compared(space, space.corpus("wioa", "2016-07-19"), copy_of_2023)


def test_the_one_rewording_of_a_population_is_found(found):
    change = found.by_old["29/3174/c/2/A/vii"]

    assert (K.REWORDED, W.SUBSTANCE) == (change.kind, change.weight)
    assert ["Population changed: school dropouts → out-of-school youth"] == [
        flag.words for flag in change.flags if flag.kind is FlagKind.POPULATION
    ]


def test_reclassified_citations_are_no_change_of_substance(found):
    moved = [change for change in found if change.kind is K.CITATION]

    assert {W.EDITORIAL} == {change.weight for change in moved}
    assert {"29/3102/24/G", "29/3113/a/2/K", "29/3197/e/2", "29/3221/i/4/G", "29/3245/b/3/D"} <= {
        c.id for c in moved
    }


def test_every_row_of_the_table_of_moved_places_is_borne_out_by_both_texts(root, reference):
    """First way in 2016 and second in 2023, in the sections named; what is in neither text is marked so."""
    lines = (root / "corpora" / "reclassified.tsv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))
    moved = {(way, year): set() for way in ("was", "now") for year in ("2016", "2023")}
    for row in rows:
        table = reclassifier([(row["was"], row["now"])])
        for way, year in moved:
            pattern = table[0][way == "now"]
            found = {section for section, text in sections_of(reference, year) if pattern.search(fold(text))}
            moved[way, year] = found
        seen = set(row["seen"].split()) - {"-"}
        assert all(row[name] for name in ("year", "by", "source", "seen"))
        assert row["source"].startswith("https://")
        assert (seen, set()) == (moved["was", "2016"] if seen else set(), moved["now", "2016"]), row["was"]
        assert seen == moved["now", "2023"], row["now"]

    assert {"3221"} == moved_in("25 U.S.C. 450b{}", reference, "2016") & moved_in(
        "25 U.S.C. 450b{}", reference, "2023"
    )


def moved_in(words, reference, year):
    pattern = reclassifier([(words, words)])[0][0]
    return {section for section, text in sections_of(reference, year) if pattern.search(fold(text))}


def sections_of(reference, year):
    for path in (reference / "wioa" / f"statute-usc-{year}").glob("*.txt"):
        lines = [one for one in path.read_text("utf-8").splitlines() if not one.startswith("#")]
        # A footnote's number stands bare in this copy: "section 60532  1 of title 34".
        text = re.sub(r"(section \d+)\s+\d(?= of title)", r"\1", "\n".join(lines))
        yield path.stem.rpartition("-")[2], text.partition("REFERENCES IN TEXT")[0]


def test_nothing_is_guessed_where_nothing_was_rewritten(found):
    """A new section and a lost subsection: neither came from, or became, anything else."""
    assert () == with_successors(found).successors


def test_the_new_section_came_and_the_missing_subsection_went(found):
    came = [c.id for c in found if c.kind is K.ADDED and c.weight is W.SUBSTANCE]

    assert came
    assert all(one.startswith("29/3225a") for one in came)
    assert ["29/3361/c"] == [c.id for c in found if c.kind is K.REMOVED]


def test_faults_of_the_copy_are_named_as_such_and_flood_nothing(found):
    causes = [why for change in found for why in change.why]

    assert causes.count("the number of a footnote is bare in the text") >= 15
    assert "a heading of the outline, which the other edition does not carry" in causes
    assert sum(change.weight is W.COPY for change in found) > 700
    assert sum(change.weight in REAL and not change.id.startswith("29/3225a") for change in found) <= 20


@dataclass(frozen=True)
class Difference:
    """One line of the comparison made by a script: the section, the words on both sides."""

    section: str
    old: str
    new: str

    @property
    def is_real(self) -> bool:
        """Whether it is no footnote number, spacing, or heading of the next part."""
        if re.fullmatch(r"\d", self.new) and not self.old:
            return False
        if re.match(r"(?:SUBCHAPTER|Part|subpart)\b", self.new) and not self.old:
            return False
        return run_together(plain_words(self.old)) != run_together(plain_words(self.new))


def differences(reference):
    text = (reference / "wioa" / "compare" / "REPORT.txt").read_text("utf-8").split("== Every section")[1]
    section, listed = "", []
    for line in text.splitlines():
        if head := re.match(r"(\w+): (?:2016|only)", line):
            section = head[1]
        if body := re.match(r"\s+(?:insert|replace|delete): .*?\"(.*?)\" -> \"(.*?)\"", line):
            listed.append(Difference(section, *body.groups()))
    return listed


def test_precision_and_recall_against_the_comparison_made_by_a_script(found, reference, capsys):
    real = [one for one in differences(reference) if one.is_real]
    told = [c for c in found if c.weight in REAL and c.kind not in {K.ADDED, K.REMOVED}]
    told += [c for c in found if c.kind is K.REMOVED]
    edits = {
        (c.id.split("/")[1], plain_words(words))
        for c in told
        for pair in pairs_of(c.edits)
        for words in pair
        if words
    }

    def is_told(one):
        mine = [words for section, words in edits if section == one.section]
        return any(set(plain_words(one.new or one.old)) & set(words) for words in mine)

    recalled = sum(is_told(one) for one in real)
    sections = {one.section for one in real}
    precise = sum(c.id.split("/")[1] in sections for c in told)
    with capsys.disabled():
        import sys

        sys.stdout.write(
            f"\n{len(real)} real differences in the report: recall {recalled / len(real):.3f};"
            f" {len(told)} changes told: precision {precise / len(told):.3f}\n"
        )

    assert len(real) >= 20
    assert recalled == len(real)
    assert precise >= 0.95 * len(told)


@pytest.mark.slow
def test_ten_thousand_provisions_a_side_are_compared_without_pairing_each_with_each(space):
    """Every tenth reworded, every fiftieth gone, every fortieth renumbered; words enough to be told apart."""
    old = space.corpus("wioa", "2016-07-19")
    texts = [prov.text for prov in old if len(prov.text.split()) > 6]
    listed = [
        f"{texts[n % len(texts)]} Item {n} of the list, kept by office {n % 97}." for n in range(10_000)
    ]

    def edition(changed, as_of):
        provs = []
        for n, text in enumerate(listed):
            if changed and n % 50 == 7:
                continue
            words = text.replace("the ", "each ", 2) if changed and n % 10 == 3 else text
            number = f"{n}a" if changed and n % 40 == 11 else str(n)
            provs.append(Provision(f"D/{n // 100}/{number}", words))
        return Corpus(Source("long", as_of, "A long list"), tuple(provs))

    # Time of the processors, which is at least the time on the clock where nothing else runs.
    start = time.process_time()
    found = with_successors(find_changes(Edition(edition(False, "2024")), Edition(edition(True, "2025"))))
    taken = time.process_time() - start

    assert 10_000 == len(found.old)
    assert 200 == found.kinds[K.REMOVED]
    assert 250 == found.kinds[K.RENUMBERED]
    assert taken < 20
