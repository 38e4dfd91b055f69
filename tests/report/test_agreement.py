"""What two places of the pages show of the same thing is the same: read back from the pages as built.

The small set has a row of every kind, rejected and superseded ones with it; the shipped set is what readers see.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace

import pytest
from lxml import html

from crosswalk.graph.build import build_graph
from crosswalk.graph.diagnostics import find_in_graph
from crosswalk.model.mapping import Mapping
from crosswalk.model.relation import Relation, Status
from crosswalk.report.site import site

pytestmark = pytest.mark.slow

# How each state of a provision is worded: in grids, filters and the graph's tables; in the gap page's lists.
WORD = {
    "covered": "Covered",
    "partly": "Covered in part",
    "unchecked": "Covered only in unchecked words",
    "elsewhere": "Found elsewhere",
    "not-found": "Not found",
    "contrary": "Conflicts",
    "not-applicable": "Does not apply",
    "not-assessed": "Not assessed",
    "not-retrieved": "Not retrieved",
}
LISTED = {
    "covered in full": "covered",
    "in part": "partly",
    "only in unchecked words": "unchecked",
    "elsewhere": "elsewhere",
    "not found": "not-found",
    "in conflict": "contrary",
    "not retrieved": "not-retrieved",
}
# What a row says of a provision, by its state.
SAID = {
    "covered": "covers this.",
    "partly": "covers part of this",
    "unchecked": "only in words not checked against the source.",
    "elsewhere": "but found ",
    "not-found": "No counterpart found",
    "contrary": "conflicts with this",
    "not-retrieved": "Not retrieved",
}


def words(node):
    return " ".join(node.text_content().split())


def one(node, path):
    (found,) = node.xpath(path)
    return found


@dataclass(frozen=True)
class Page:
    """One side-by-side as built: its tree, and its rows by anchor."""

    name: str
    doc: html.HtmlElement

    @property
    def rows(self):
        return {
            row.get("id"): row for row in self.doc.xpath("//tbody[contains(@class, 'row')][@data-status]")
        }

    @property
    def pairs(self):
        return {key: row for key, row in self.rows.items() if row.get("data-side") not in {"left", "right"}}

    @property
    def counted(self):
        """The pairs that totals count: neither rejected nor superseded."""
        return {
            key: row
            for key, row in self.pairs.items()
            if row.get("data-relation") != "rejected" and row.get("data-status") != "superseded"
        }

    def states(self, side):
        """The states that the rows show of each provision of a side, by its id; they should be one each."""
        found = {}
        for row in self.rows.values():
            for key in row.get("data-answer").split("|"):
                which, state = key.split(":")
                if which == side:
                    found.setdefault(row.get(f"data-{side}"), set()).add(state)
        return found

    def matching(self, href):
        """The rows that an address with a filter leaves."""
        wants = re.findall(r"([a-z]+)=([^&#]+)", href.partition("?")[2])
        plain = [(name, value.replace("%3A", ":")) for name, value in wants]
        return [
            row
            for row in self.rows.values()
            if all(value in row.get(f"data-{name}").split("|") for name, value in plain)
        ]


@dataclass(frozen=True)
class Pages:
    """A set of pages as built."""

    docs: dict

    @property
    def sides(self):
        return [
            Page(name.removesuffix("-rows.html"), doc)
            for name, doc in self.docs.items()
            if doc.xpath("//table[@id='table']")
        ]


def parsed(files):
    return Pages(
        {name: html.document_fromstring(text) for name, text in files.items() if name.endswith(".html")}
    )


def with_decisions(side):
    """The comparison with a pair that a person rejected and one that another row took the place of."""

    def decided(row, status):
        kept = Mapping(row.left, row.right, row.relation, status, "Why.", reviewer="Reviewer B")
        return replace(row, id=f"{row.id}-{status.value}", right="CH-4", status=status, decided=kept)

    first, _, _, measure, *_ = side.rows
    more = (decided(first, Status.REJECTED), decided(measure, Status.SUPERSEDED))
    return replace(side, rows=(*side.rows[:4], *more, *side.rows[4:]))


@pytest.fixture(scope="module")
def small(trees):
    sides = [with_decisions(trees.comparison(kind)) for kind in ("definition", "measures", "provisions")]
    return parsed(site(sides, version="0", graph=find_in_graph(build_graph(sides))))


@pytest.fixture(scope="module")
def shipped(built):
    return parsed(built.reports)


@pytest.fixture(scope="module", params=["small", "shipped"])
def pages(request):
    return request.getfixturevalue(request.param)


def gap_ways(pages):
    """Each direction of the gap page: its crosswalk, its side, and the page of the crosswalk."""
    by_name = {page.name: page for page in pages.sides}
    for name, page in by_name.items():
        for side in ("left", "right"):
            yield pages.docs["gaps.html"], page, side, f"{name.removesuffix('-rows')}-{side}"


def test_every_row_of_a_provision_gives_it_the_same_state_and_says_so(pages):
    for page in pages.sides:
        for side in ("left", "right"):
            for prov, states in page.states(side).items():
                assert len(states) == 1, (page.name, prov, states)
        for row in page.rows.values():
            said = " ".join(
                words(p) for p in row.xpath(".//p[@class='answer' or starts-with(@class, 'absent')]")
            )
            for key in row.get("data-answer").split("|"):
                state = key.partition(":")[2]
                assert state == "not-assessed" or SAID[state] in said, (row.get("id"), key, said)


def test_a_provision_answered_in_part_says_why_or_shows_its_parts(shipped):
    for page in shipped.sides:
        for row in page.rows.values():
            said = map(words, row.xpath(".//p[@class='answer']"))
            bare = [told for told in said if told.endswith("part of this.")]
            assert not bare or row.xpath(".//details[contains(@class, 'parts')]"), row.get("id")


def test_the_short_sentences_count_the_rows_they_lead_to(pages):
    for page in pages.sides:
        for link in one(page.doc, "//section[@class='short']").xpath(".//a"):
            number = int(one(link, "./b").text)
            href = link.get("href")
            if href.startswith("gaps.html"):
                heading = one(pages.docs["gaps.html"], f"//*[@id='{href.partition('#')[2]}']")
                assert words(heading).endswith(f"({number})"), href
            elif "answer=" in href:
                (state,) = re.findall("%3A([a-z-]+)", href)
                side = "left" if "left%3A" in href else "right"
                assert number == sum(state in found for found in page.states(side).values()), href
            else:
                assert number == len(page.matching(href)), (page.name, href)


def test_relations_and_statuses_add_up_to_pairs_and_rows(pages):
    for page in pages.sides:
        told = {
            words(p): [int(b.text) for b in p.xpath(".//b[not(contains(., ' '))]")]
            for p in page.doc.xpath("//section[@class='short']//p")
        }
        sums = {text: sum(numbers) for text, numbers in told.items()}
        pairs = next(numbers[0] for text, numbers in told.items() if re.match(r"\d+ pairs?,", text))
        by_relation = sum(
            n for text, n in sums.items() if text.startswith(("Of the pairs", "Counted separately"))
        )
        rows = next(n for text, n in sums.items() if text.startswith("Status of all"))

        assert pairs == len(page.counted) == by_relation
        assert rows == len(page.rows)
        assert f"{len(page.rows)} rows" in words(one(page.doc, "//table[@id='table']/caption"))


def test_every_filter_value_has_as_many_rows_as_it_says(pages):
    for page in pages.sides:
        for field in page.doc.xpath("//form[@id='filters']//select"):
            for option in field.xpath("./option[@value!='']"):
                said = re.search(r"\((\d+)\)$", words(option))
                if said:
                    found = [
                        row
                        for row in page.rows.values()
                        if option.get("value") in row.get(f"data-{field.get('name')}").split("|")
                    ]
                    assert int(said[1]) == len(found), words(option)


def test_the_record_files_each_provision_under_the_state_its_rows_show(pages):
    for doc, page, side, way in gap_ways(pages):
        states = page.states(side)
        for item in recorded(doc, way):
            prov = page.rows.get(one(item, "./a[1]").get("href").partition("#")[2])
            state = LISTED[item.get("data-state")]
            if prov is not None:
                assert states[prov.get(f"data-{side}")] == {state}, (way, item.get("id"))


def test_the_record_counts_the_same_in_its_sentence_and_its_headings(pages):
    for doc, _, _, way in gap_ways(pages):
        sentence = words(one(doc, f"//details[@id='{way}']/p"))
        assessed = [item for item in recorded(doc, way) if item.get("data-state") != "not retrieved"]

        assert f"Of {len(assessed)} provisions assessed" in sentence
        for heading in doc.xpath(f"//div[@id='{way}-assessed']/h3"):
            name, number = re.fullmatch(r"(.*) \((\d+)\)", words(heading)).groups()
            assert f"{number} {name.lower()}" in sentence
            assert int(number) == len(heading.getnext().xpath("./li"))


def test_what_the_agenda_takes_up_is_open_in_the_record(pages):
    doc = pages.docs["gaps.html"]
    taken = doc.xpath("//details[contains(@class, 'record')]//li[a[starts-with(@href, '#g-')]]")

    assert taken
    for item in taken:
        assert item.get("data-state") != "covered in full"
        block = item.xpath("./a")[-1].get("href")[1:]
        assert len(doc.xpath(f"//article[@id='{block}']")) == 1


def recorded(doc, way):
    """The provisions assessed in one direction, as the record lists them."""
    return doc.xpath(f"//div[@id='{way}-assessed']//li")


def test_a_row_counts_its_own_parts(pages):
    said_as = {
        "Same": "same",
        "Differs": "differ",
        "One side silent": "on one side only",
        "Unknown": "unknown",
    }
    said_as["Both silent"] = "on neither side"
    for page in pages.sides:
        for row in page.rows.values():
            for parts in row.xpath(".//details[contains(@class, 'parts')]"):
                lines = [x for x in parts.xpath(".//tbody/tr") if words(x[0]) != "By what authority"]
                tally = Counter(said_as[words(one(line, "./td[@class='finding']"))] for line in lines)
                told = words(one(parts, "./summary")).removeprefix("Part by part: ")
                assert dict(re.findall(r"(\d+) ([a-z ]+)", told)) == {
                    str(n): w for w, n in tally.items()
                } or {phrase: int(n) for n, phrase in re.findall(r"(\d+) ([a-z ]+)", told)} == dict(tally)
                assert words(one(row, ".//p[@class='tally']")) == f"Part by part: {told}."


def test_bars_count_as_the_rows_do(pages):
    """Each number of a bar leads to rows, and is the number of provisions that the gap page lists with that answer."""
    checked = 0
    for page in pages.sides:
        group = one(pages.docs["index.html"], f"//div[h3/a[@href='{page.name}.html']]")
        for link in group.xpath(".//p[@class='told']/a"):
            side, state = re.search(r"answer=(\w+)%3A([\w-]+)#", link.get("href")).groups()
            rows = page.matching(link.get("href"))
            own = {
                row.get(f"data-{side}")
                for row in rows
                if f"{side}:{state}" in row.get("data-answer").split("|")
            }
            assert int(one(link, "./b").text) == len(own - {None, ""}), (page.name, side, state)
            checked += 1
        own = pages.docs[f"{page.name}.html"].xpath("//div[@class='bars']//p[@class='told']")
        assert [words(line) for line in own] == [words(line) for line in group.xpath(".//p[@class='told']")]
    assert checked >= 6


def test_silence_is_said_of_parts_alone_and_none_of_nothing(pages):
    for name, doc in pages.docs.items():
        for node in doc.xpath("//script | //style | //blockquote | //*[@class='words ours'] | //mark"):
            node.drop_tree()
        told = words(one(doc, "//main"))
        for found in re.finditer(r"\b[Ss]ilent\b", told):
            around = told[max(0, found.start() - 60) : found.end() + 40]
            assert re.search(r"[Oo]ne side silent|[Bb]oth silent|; [\w -]+ is silent\.", around), (
                name,
                around,
            )


def test_what_was_read_is_not_called_an_unread_source(pages):
    for page in pages.sides:
        for row in page.rows.values():
            for n, cell in enumerate(row.xpath("./tr[1]/td"), 3):
                told = [
                    words(part[n - 1])
                    for part in row.xpath(".//details[contains(@class, 'parts')]//tbody/tr")
                ]
                if cell.xpath(
                    ".//p[contains(@class, 'mark-restated') and not(contains(@class, 'unverified'))]"
                ):
                    assert not [one for one in told if "Unknown: the source was not read" in one], row.get(
                        "id"
                    )


def test_no_pair_goes_by_bare_citations(pages):
    for page in pages.sides:
        for key, row in page.rows.items():
            named = words(one(row, ".//h3")).split(". ", 1)[1].removesuffix("#").strip()
            bare = re.fullmatch(r"[\w.]+ (?:sec\. |U\.S\.C\. |CFR )?[\d.]+(?:\(\w+\))* and .*", named)
            assert not bare, (page.name, key, named)


def test_relations_of_the_key_cover_every_word_of_a_row(pages):
    known = {relation.word for relation in Relation} | {
        "Found elsewhere",
        "Not retrieved",
        "Rejected",
        "Was rejected",
    }
    for page in pages.sides:
        for row in page.rows.values():
            told = words(one(row, ".//p[@class='relation']")).partition(" ")[2]
            assert told in known, told
