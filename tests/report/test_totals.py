"""Every place that says how far provisions are covered says the same: pages, data, Word, Excel and CSV."""

import csv
import io
import json
import re
from collections import Counter

import docx
import openpyxl
import pytest
from lxml import html

from crosswalk.services.export import export_bytes, gap_bytes, gap_counts, read_gaps

pytestmark = pytest.mark.slow

# The kinds of answer by the words that each place has for them.
BAR = {
    "in full": "covered",
    "in part": "partly",
    "in conflict": "contrary",
    "only in unchecked words": "unchecked",
    "elsewhere": "elsewhere",
    "not found": "not-found",
}
RECORD = {**BAR, "covered in full": "covered"}
LEDE = {
    "in full": "covered",
    "in part": "partly",
    "in conflict": "contrary",
    "only on unchecked words": "unchecked",
    "found elsewhere": "elsewhere",
    "no counterpart": "not-found",
}


def words(node):
    return " ".join(node.text_content().split())


def number(text):
    return int(text.replace(",", ""))


def counted(text, kinds):
    """The numbers of a sentence, each by the kind of answer that is named after it and before the next number."""
    found = Counter()
    for size, told in re.findall(r"(\d[\d,]*) (\D+)", text):
        for said, kind in kinds.items():
            if said in told:
                found[kind] = number(size)
                break
    return found


@pytest.fixture(scope="module")
def docs(built):
    return {
        name: html.document_fromstring(text) for name, text in built.reports.items() if name.endswith(".html")
    }


@pytest.fixture(scope="module")
def data(built):
    return json.loads(built.reports["crosswalk.json"])


@pytest.fixture(scope="module")
def answers(data):
    """What all places are held against: the answers of each side of each crosswalk, counted from the data."""
    found = {}
    for one in data["coverage"]:
        counts = found.setdefault((one["crosswalk"], one["side"]), Counter())
        kind = one["coverage"]
        if kind in ("not-assessed", "not-applicable") or one["verification"] == "not-retrieved":
            continue
        if kind == "not-found" and (one["elsewhere"] or one["levels"]):
            kind = "elsewhere"
        elif kind in ("covered", "partly"):
            kind = {"not-found": "unchecked", "covered": kind}.get(one["verified"], one["verified"])
        counts[kind] += 1
    return found


def test_no_page_calls_not_found_what_another_page_lists_or_names(docs, data):
    """For one element and one text; a page that only points to another page links it and asks nothing."""
    texts = {one["id"]: one for one in data["crosswalks"]}
    told = {}
    for one in data["coverage"]:
        sides = texts[one["crosswalk"]]
        other = sides["right" if one["side"] == "left" else "left"]["corpus"]
        told.setdefault((sides[one["side"]]["corpus"], other, one["provision"]), []).append(one)
        if one["on_page"]:
            assert not one["question"]
            assert one["elsewhere"] or one["levels"]
            assert docs[texts[one["crosswalk"]]["page"]].xpath(f"//a[@href='{one['on_page']}']")
    for key, answers in told.items():
        answered = any(one["best"] or one["elsewhere"] or one["levels"] for one in answers)
        silent = [one for one in answers if one["coverage"] == "not-found"]
        assert not answered or all(one["elsewhere"] or one["levels"] for one in silent), key
    assert any(one["on_page"] for one in data["coverage"])


def bars(doc):
    """The two bars of a crosswalk: the sum of the numbers in the name, and the parts."""
    for which, bar in zip(("left", "right"), doc.xpath(".//div[@class='coverage']"), strict=True):
        asked = words(bar.xpath("./p[@class='name']")[0]).partition(" of ")[0]
        total = sum(map(number, re.findall(r"[\d,]+", asked)))
        yield which, total, counted(words(bar.xpath("./p[@class='told']")[0]), BAR)


def test_all_ten_crosswalks_are_read(data, answers):
    assert len(data["crosswalks"]) == 10
    assert all(answers[one["id"], side].total() for one in data["crosswalks"] for side in ("left", "right"))


def test_the_data_counts_its_own_answers(data, answers):
    for one in data["crosswalks"]:
        for side in ("left", "right"):
            assert one["counts"][f"{side}_answers"] == dict(sorted(answers[one["id"], side].items()))


def test_bars_of_the_first_page_and_of_each_page(docs, data, answers):
    for one in data["crosswalks"]:
        (group,) = docs["index.html"].xpath(f"//div[h3/a[@href='{one['page']}']]")
        for place in (group, docs[one["page"]].xpath("//div[@class='bars']")[0]):
            for side, total, kinds in bars(place):
                assert kinds == answers[one["id"], side], (one["id"], side)
                assert total == kinds.total(), (one["id"], side)


def ledes(docs, data):
    """Each finding of the first page and of every side-by-side, with its crosswalk."""
    for found in docs["index.html"].xpath("//ol[@class='findings']/li"):
        page = found.xpath(".//a/@href")[0].partition("#")[0]
        yield page.removesuffix(".html"), in_figures(words(found))
    for one in data["crosswalks"]:
        for found in docs[one["page"]].xpath("//div[@class='lede']/p"):
            yield one["id"], in_figures(words(found))


def in_figures(said):
    """A text with the figure for each number word that begins a sentence or follows "at least"."""
    small = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"]
    first = rf"(?:^|(?<=[.!?] ))(?:{'|'.join(small)})\b"
    least = rf"(?<=[Aa]t least )(?:{'|'.join(small)})\b"
    said = re.sub(least, lambda found: str(small.index(found[0].capitalize())), said, flags=re.IGNORECASE)
    return re.sub(first, lambda found: str(small.index(found[0])), said)


def test_findings_count_what_the_bars_count(docs, data, answers):
    heads = 0
    for crosswalk, told in ledes(docs, data):
        left, right = answers[crosswalk, "left"], answers[crosswalk, "right"]
        if asks := re.search(r"Of ([\d,]+) elements?, “", told):
            assert number(asks[1]) == right.total(), told
            least, gone = re.match(r"(At least )?([\d,]+) elements? of .* (?:is|are) not in", told).groups()
            gone = number(gone)
            open_yet = re.search(r"([\d,]+) more (?:is|are) undecided", told)
            assert bool(least) == bool(open_yet), told
            away = re.search(r"([\d,]+) more (?:is|are) found elsewhere", told)
            assert gone + (number(open_yet[1]) if open_yet else 0) == right["not-found"], told
            assert (number(away[1]) if away else 0) == right["elsewhere"], told
        if head := re.match(
            r".* covers ([\d,]+) of .*?(\d[\d,]*) \D+?( in full|, none fully|, only in part| at least in part)\. (.*)",
            told,
        ):
            heads += 1
            met, total, how, rest = number(head[1]), number(head[2]), head[3], head[4]
            assert total == left.total(), told
            split = r" covered([^.]*), by uncertain matches only\."
            weak = re.search(rf"([\d,]+) more (?:is|are){split}", rest)
            plain = re.sub(r"[\d,]+ more (?:is|are)" + split, "", rest)
            kinds = counted(plain, LEDE)
            if how in (", none fully", ", only in part"):
                kinds["partly"] = met
            elif how == " in full":
                kinds["covered"] = met
            if weak:
                kinds += counted(weak[2], LEDE) or counted(f"{weak[1]}{weak[2]}", LEDE)
            assert kinds["covered"] + kinds["partly"] == met + (number(weak[1]) if weak else 0), told
            for kind in ("covered", "partly", "unchecked", "elsewhere", "not-found"):
                assert kinds[kind] == left[kind], (kind, told)
    assert heads >= 8


def test_the_evidence_pages(docs, data, answers):
    for one in data["crosswalks"]:
        (short,) = docs[f"{one['id']}-rows.html"].xpath("//section[@class='short']")
        for side, total, kinds in bars(short):
            assert kinds == answers[one["id"], side], (one["id"], side)
            assert total == kinds.total(), (one["id"], side)


def test_the_record_of_the_agenda(docs, data, answers):
    for one in data["crosswalks"]:
        for side in ("left", "right"):
            (record,) = docs["gaps.html"].xpath(f"//details[@id='{one['id']}-{side}']")
            text = words(record.xpath("./p")[0])
            total, _, rest = text.removeprefix("Of ").partition(" provisions assessed: ")
            assert number(total) == answers[one["id"], side].total(), text
            assert +counted(rest.partition(", and so not")[0], RECORD) == answers[one["id"], side], text


def test_the_facets_and_the_matrix_of_a_page_with_topics(docs, data, answers):
    pages = 0
    for one in data["crosswalks"]:
        doc, left = docs[one["page"]], answers[one["id"], "left"]
        lines = doc.xpath("//*[contains(@class, 'requirement') and @data-state]")
        if not lines:
            continue
        pages += 1
        states = Counter(line.get("data-state") for line in lines)
        assert {kind: states[kind] for kind in left} == dict(left), one["id"]
        for name in ("actor", "duty", "topic", "state"):
            options = doc.xpath(f"//select[@name='{name}']/option[@value!='']")
            sizes = [number(re.search(r"\(([\d,]+)\)$", words(option))[1]) for option in options]
            assert sum(sizes) == len(lines), (one["id"], name)
        sums = [
            [number(words(cell) or "0") for cell in line.xpath("./td[@class='sum']")]
            for line in doc.xpath("//table[@class='topics']/tbody/tr")
        ]
        assert sum(total for total, _ in sums) == len(lines), one["id"]
        met = len(doc.xpath("//tr[contains(@class, 'requirement')]"))
        assert sum(gone for _, gone in sums) == len(lines) - met, one["id"]
    assert pages >= 5


def test_what_stands_alone_is_what_the_bar_calls_not_found_or_elsewhere(docs, data, answers):
    for one in data["crosswalks"]:
        right = answers[one["id"], "right"]
        heads = [
            words(head)
            for head in docs[one["page"]].xpath("//section[@class='alone']//*[self::h3 or self::summary]")
        ]
        sizes = {head.rpartition(" (")[0]: number(head.rpartition("(")[2].rstrip(")")) for head in heads}
        gone = sum(size for head, size in sizes.items() if head.startswith("Not found"))
        away = sum(size for head, size in sizes.items() if head.startswith(("Found elsewhere", "Not in")))
        assert (gone, away) == (right["not-found"], right["elsewhere"]), (one["id"], heads)


def test_the_pages_over_all_crosswalks_count_the_same(docs, data, answers):
    gone = sum(kinds["not-found"] for kinds in answers.values())
    pairs = sum(one["counts"]["pairs"] for one in data["crosswalks"])
    graph, method = (
        words(docs["graph.html"].xpath("//main")[0]),
        words(docs["method.html"].xpath("//main")[0]),
    )

    assert f"{gone:,} gaps" in graph
    assert f"{pairs:,} pairs" in graph
    assert f"{gone:,} provisions were not found on the other side" in method


def rows_by_crosswalk(data):
    return Counter(row["crosswalk"] for row in data["rows"])


def test_the_workbook_has_the_rows_it_counts(built, data, docs):
    book = openpyxl.load_workbook(io.BytesIO(built.reports["crosswalk.xlsx"]), read_only=True)
    lines = list(book["Side by side"].iter_rows(values_only=True))
    at = lines[0].index("Crosswalk")
    assert Counter(line[at] for line in lines[1:]) == rows_by_crosswalk(data)
    told = [str(row[0]) for row in book["Read me"].iter_rows(values_only=True) if row and row[0]]
    for one in data["crosswalks"]:
        (line,) = [text for text in told if text.startswith(f"{one['id']}: ")]
        rows, pairs, alone = map(
            number, re.search(r"([\d,]+) rows?, ([\d,]+) pairs? and ([\d,]+) without", line).groups()
        )
        counts = one["counts"]
        assert (rows, pairs, alone) == (
            counts["rows"],
            counts["pairs"],
            counts["only_left"] + counts["only_right"],
        )
        assert (
            sum(number(size) for size in re.findall(r": ([\d,]+)", line.partition("counterpart.")[2])) == rows
        )
    ids = {line[0] for line in book["Gaps"].iter_rows(min_row=2, values_only=True) if line[0]}
    assert ids == {words(one) for one in docs["gaps.html"].xpath("//article//span[@class='number']")}


def test_the_word_file_names_as_many_as_it_says(built, data, docs):
    paragraphs = docx.Document(io.BytesIO(built.reports["crosswalk.docx"])).paragraphs
    told = [re.fullmatch(r"Only in .*\((\d+)\): (.*)\.", one.text) for one in paragraphs]
    alone = [(int(one[1]), one[2]) for one in told if one]
    assert sum(size for size, _ in alone) == sum(
        one["counts"]["only_left"] + one["counts"]["only_right"] for one in data["crosswalks"]
    )
    ledes = {words(one) for one in docs["gaps.html"].xpath("//div[contains(@class, 'lede')]/p")}
    assert ledes <= {" ".join(one.text.split()) for one in paragraphs}


def test_the_csv_has_the_rows_of_the_data(space, data):
    lines = csv.DictReader(io.StringIO(export_bytes(space, "", "rows.csv").decode("utf-8-sig")))
    assert Counter(line["crosswalk"] for line in lines) == rows_by_crosswalk(data)


def test_the_list_of_gaps_counts_as_the_pages_do(space, data, answers):
    ways = read_gaps(space)
    told = list(gap_counts(ways))
    listed = csv.DictReader(io.StringIO(gap_bytes(ways, "csv").decode("utf-8-sig")))
    open_now = sum(size for kinds in answers.values() for kind, size in kinds.items() if kind != "covered")
    assert sum(line["finding"] != "Not retrieved" for line in listed) == open_now
    totals = sorted(number(re.search(r"of ([\d,]+) provisions", text)[1]) for text in told)
    assert totals == sorted(kinds.total() for kinds in answers.values())
