"""Invented plans with their keys, from `texts/`, and the files made of them: Markdown, HTML, Word and PDF.

In a text, `[L-03 met] words` says that the words answer unit L-03 in full; `[L-09 partly: weaknesses]` names the half
that is missing, `[S-54 not-found|partly]` a second reading that a reviewer could defend. A unit that is not
named is not answered anywhere.
"""

import html
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from tests.file_builders import make_docx, make_pdf, paragraph, set_lines

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_MARK = re.compile(r"\[([SLR]-\d\d) ([a-z|-]+)(?:: ([^\]]*))?\]\s*")
# Plans that no weight was fitted on.
HELD_BACK = {"cinder", "sablewood", "corvane", "thistle", "mallow"}
# Each plan and the form in which it is read; the first two in two forms.
READINGS = (
    ("state", "docx"),
    ("state", "pdf"),
    ("harbor", "docx"),
    ("harbor", "pdf"),
    ("rivers", "html"),
    ("gateway", "docx"),
    ("bayou", "pdf"),
    ("uplands", "docx"),
    ("prairie", "pdf"),
    ("lakes", "docx"),
    ("tamarack", "docx"),
    ("delta", "pdf"),
    ("juniper", "docx"),
    ("canal", "docx"),
    ("basin", "docx"),
    ("altamont", "docx"),
    ("meridian", "docx"),
    ("saltgrass", "docx"),
    ("wapiti", "docx"),
    ("ironwood", "docx"),
    ("calder", "docx"),
    ("quarry", "docx"),
    ("sorrel", "docx"),
    ("hartwell", "docx"),
    ("lantern", "docx"),
    ("kestrel", "docx"),
    ("larch", "docx"),
    ("pinyon", "docx"),
    ("marlow", "docx"),
    ("tern", "docx"),
    ("ondarra", "pdf"),
    ("brindle", "docx"),
    ("gannet", "docx"),
    ("verrano", "docx"),
    ("cinder", "docx"),
    ("sablewood", "docx"),
    ("corvane", "docx"),
    ("thistle", "docx"),
    ("mallow", "docx"),
)
_LISTS = {"S": "state-plan", "L": "local-plan", "R": "regional-plan"}


@dataclass
class Key:
    """What a unit's reading must be: its state, what else could be defended, the missing half, the places."""

    states: tuple = ("not-found",)
    half: str = ""
    places: list = field(default_factory=list)

    @property
    def state(self):
        return self.states[0]


@dataclass
class Paper:
    """A plan as (kind, depth, words) blocks, and its key by unit."""

    name: str
    listed: str
    blocks: list
    key: dict


@cache
def corpus(name):
    return yaml.load((ROOT / "corpora" / name / "2025-01.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)[
        "provisions"
    ]


def unit_ids(name):
    return [one["id"] for one in corpus(name) if one["level"] == "unit"]


def _prompt(section):
    return next(
        one["text"] for one in corpus("state-plan") if one["level"] == "prompt" and one["num"] == section
    )


def names_fitted():
    """The names of the plans on which weights may be fitted."""
    return sorted({path.stem for path in (HERE / "texts").glob("*.txt")} - HELD_BACK)


def paper(name):
    """One invented plan, by the name of its text."""
    return parse(name, (HERE / "texts" / f"{name}.txt").read_text("utf-8"))


def parse(name, text):
    listed = _LISTS[_MARK.search(text)[1][0]]
    key = {unit: Key() for unit in unit_ids(listed)}
    blocks = []
    for line in _expanded(text):
        words = line
        marks = []
        while found := _MARK.match(words):
            marks.append(found)
            words = words[found.end() :]
        for found in marks:
            own = key[found[1]]
            own.states = tuple(found[2].split("|"))
            own.half = found[3] or own.half
            if words:
                own.places.append(words.strip("| "))
        if words.strip():
            blocks.append(_block(words.strip()))
    titles = [words for kind, _, words in blocks if kind == "heading"]
    at = next(n for n, block in enumerate(blocks) if block[2] == "{contents}")
    contents = [("contents", 0, f"{title} {'.' * 20} {3 + n}") for n, title in enumerate(titles[1:])]
    return Paper(name, listed, [*blocks[:at], ("heading", 2, "Contents"), *contents, *blocks[at + 1 :]], key)


def _block(words):
    if hashes := re.match(r"#+ ", words):
        return ("heading", len(hashes[0]) - 1, words[len(hashes[0]) :])
    if words.startswith("| "):
        return ("row", 0, words.strip("| "))
    if note := re.match(r"\[\^1\]: ", words):
        return ("footnote", 0, words[note.end() :])
    return ("paragraph", 0, words)


def _expanded(text):
    """The lines of a text with prompts, county profiles and directories in the place of their names."""
    for line in text.splitlines():
        if found := re.fullmatch(r"\{prompt ([\w.-]+)\}", line):
            yield _prompt(found[1])
        elif line == "{regions economy}":
            yield from _profiles(_economy)
        elif line == "{regions people}":
            yield from _profiles(_people)
        elif line == "{centers}":
            yield from map(_center, range(31))
        elif line == "{catalog}":
            yield from map(_offer, range(110))
        else:
            yield line


_COUNTIES = (
    *(
        "Ashby",
        "Birch",
        "Cole",
        "Dover",
        "Ellis",
        "Fenn",
        "Grant",
        "Hale",
        "Iron",
        "Judd",
        "Kern",
        "Lyle",
        "Marsh",
    ),
    *(
        "Nash",
        "Orrin",
        "Pike",
        "Quill",
        "Rowe",
        "Shaw",
        "Tate",
        "Upton",
        "Vance",
        "Wells",
        "Yates",
        "Zane",
        "Lomond",
    ),
)
_TRADES = (
    ("poultry processing", "line leads and refrigeration mechanics"),
    ("paper and packaging", "machine tenders and electricians"),
    ("hospital care", "nurses and laboratory technicians"),
    ("logging and sawmills", "equipment operators and saw filers"),
    ("distribution centers", "dock supervisors and truck drivers"),
    ("tourism", "cooks and front desk clerks"),
    ("precision machining", "machinists and tool makers"),
)


def _profiles(write):
    for at, county in enumerate(_COUNTIES):
        yield f"###### {county} County"
        yield from write(at, county)


def _economy(at, county):
    first, second = _TRADES[at % 7], _TRADES[(at + 3) % 7]
    yield (
        f"[S-01 met] The largest employers of {county} County are in {first[0]} and {second[0]}, which between them hold"
        f" {31 + at} percent of its jobs. In the third quarter of 2023 employers there advertised {140 + 37 * at} openings,"
        f" most of them for {first[1]}; {second[1]} were advertised for {44 + at} days on average before a hire was made."
        f" Three new firms came to the county between 2020 and 2023, and two closed."
    )
    yield (
        f"The county seat lies on the {('river', 'rail line', 'interstate')[at % 3]}, {12 + at} miles from the next county seat. Its industrial"
        f" park has {60 + 3 * at} acres with water, sewer and fiber, of which {20 + 2 * at} are taken. The hospital was enlarged"
        f" in {2004 + at % 15}, the courthouse was restored in {1990 + at}, and the county fair draws {4 + at} thousand visitors"
        f" each August. Property tax brought in ${11 + at}.{at % 10} million in 2022."
    )
    yield (
        f"Land in {county} County is {30 + at % 20} percent forest and {20 + at % 15} percent pasture. The airport has one runway of"
        f" {3800 + 50 * at} feet. There are {2 + at % 3} public libraries, {5 + at % 6} fire stations and {1 + at % 2} regional parks."
        f" Electric power comes from a cooperative founded in {1936 + at % 9}."
    )


def _people(at, county):
    yield (
        f"{county} County was organized in {1835 + 2 * at} from the western townships of its neighbor. Its {3 + at % 4} incorporated towns"
        f" keep their own police, and {2 + at % 3} of them own their waterworks. The county commission has {3 + 2 * (at % 3)} members and"
        f" meets on the {('first', 'second', 'third')[at % 3]} Tuesday. The oldest building still in use is the mill at {county} Falls,"
        f" which ground corn until {1951 + at % 20} and now holds the historical society. Sewer lines reach {58 + at % 30} percent of"
        f" homes. A bypass opened in {2007 + at % 11}, and the bridge on Route {20 + at} was replaced two years later."
    )
    yield (
        f"[S-04 met] In 2023 the labor force of {county} County counted {9400 + 1310 * at:,} persons, of whom"
        f" {9050 + 1262 * at:,} were employed; the unemployment rate averaged {3 + (at % 9) * 0.3:.1f} percent."
    )
    yield (
        f"[S-06 met] Of the adults of {county} County, {84 + at % 9}.{at % 10} percent have finished high school and"
        f" {14 + at % 17}.{(at * 3) % 10} percent hold a bachelor's degree."
    )
    yield (
        f"The population was {21000 + 2900 * at:,} at the last census. The median age is {36 + at % 8}.{at % 10} years, and the average"
        f" household has {2 + (at % 6) / 10:.1f} members. {10 + at % 12} percent of households have no car, and {60 + at % 25} percent own their"
        f" home. The average drive to work takes {17 + at % 14} minutes. {county} County has {4 + at % 5} school buildings and"
        f" {1 + at % 3} newspapers, one of them weekly."
    )


def _center(at):
    county, day = _COUNTIES[at % 26], ("Monday", "Wednesday", "Thursday", "Friday")[at % 4]
    return (
        f"The {county} center is at {100 + 37 * at} {('Main', 'Court', 'Depot', 'Canal')[at % 4]} Street, in {1800 + 140 * at:,} square feet"
        f" leased until {2025 + at % 6}. It opens at {7 + at % 2}:30 and closes at {4 + at % 3}:00, and on {day}s stays open until 7:00."
        f" The manager's office is on the {('first', 'second')[at % 2]} floor, {6 + at % 20} parking spaces lie behind the building, and"
        f" the meeting room seats {12 + at % 30}. It is closed on State holidays and when the county roads are closed for snow."
    )


def _offer(at):
    trade = ("Welding", "Practical nursing", "Commercial driving", "Electrical wiring", "Dental assisting")
    term = ("certificate", "diploma", "associate degree")[at % 3]
    return (
        f"| {_COUNTIES[(at * 5) % 26]} {('Technical Center', 'College', 'Career School')[at % 3]} | {trade[at % 5]} {1 + at // 5}, {term}"
        f" | {160 + 24 * at} clock hours | ${1900 + 83 * at:,} tuition and ${120 + 9 * at} books | renewed {2022 + at % 3} |"
    )


# ------------------------------------------------------------------------------------------ files


def as_markdown(plan):
    out = []
    for kind, depth, words in plan.blocks:
        out.append(
            {"heading": f"{'#' * depth} {words}", "row": f"| {words} |", "footnote": f"[1] {words}"}.get(
                kind, words
            )
        )
    return "\n\n".join(out).encode()


def as_html(plan):
    out, table = ["<!doctype html><html lang=en><title>Plan</title><body>"], False
    for kind, depth, words in plan.blocks:
        if table and kind != "row":
            out.append("</table>")
            table = False
        text = html.escape(words.replace("[^1]", " (1)"))
        if kind == "heading":
            out.append(f"<h{depth}>{text}</h{depth}>")
        elif kind == "row":
            out += ["<table>"] if not table else []
            table = True
            out.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in text.split(' | '))}</tr>")
        else:
            out.append(f"<p>{text}</p>")
    return "".join([*out, "</table>" if table else "", "</body></html>"]).encode()


_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
    for n in range(1, 7)
)


def as_docx(plan):
    body, notes, rows = [], [], []
    for kind, depth, words in [*plan.blocks, ("end", 0, "")]:
        if rows and kind != "row":
            cells = "".join(
                "<w:tr>"
                + "".join(f"<w:tc>{paragraph(html.escape(cell))}</w:tc>" for cell in row.split(" | "))
                + "</w:tr>"
                for row in rows
            )
            body.append(f"<w:tbl>{cells}</w:tbl>")
            rows = []
        if kind == "row":
            rows.append(words)
        elif kind == "footnote":
            notes.append(f'<w:footnote w:id="{len(notes) + 2}">{paragraph(html.escape(words))}</w:footnote>')
        elif words:
            body.append(_docx_paragraph(words, f"H{depth}" if kind == "heading" else ""))
    return make_docx("".join(body), styles=_STYLES, footnotes="".join(notes))


def _docx_paragraph(words, style):
    text, mark, _ = words.partition("[^1]")
    runs = [html.escape(text)]
    if mark:
        runs.append('<w:r><w:footnoteReference w:id="2"/></w:r>')
    return paragraph(*runs, style=style)


def as_pdf(plan):
    """A PDF of pages set in Courier, with a running head and page numbers; tables stand in columns."""
    pages, page, y = [], [], 700
    for kind, depth, words in plan.blocks:
        size = {1: 16, 2: 14, 3: 13, 4: 12}.get(depth, 11.5) if kind == "heading" else 10
        set_as = {"bold": kind == "heading", "size": size, "leading": 20}
        placed = (
            _set_row(words, y) if kind == "row" else set_lines((words.replace("[^1]", ""), set_as), top=y)
        )
        gap = 16 if kind == "row" else 12 + 20
        bottom = min(spot[1] for spot in placed)
        if bottom < 80:
            pages.append(page)
            page, moved = [], 700 - y
            placed = [(x, at + moved, *rest) for x, at, *rest in placed]
            bottom += moved
        page += placed
        y = bottom - gap
    pages.append(page)
    dressed = [
        [(72, 760, 8, False, f"{plan.name.title()} plan"), *spots, (300, 40, 8, False, f"Page {n}")]
        for n, spots in enumerate(pages, 1)
    ]
    safe = [[(x, at, size, bold, _western(words)) for x, at, size, bold, words in spots] for spots in dressed]
    return make_pdf(safe)


def _set_row(words, y):
    cells = words.split(" | ")
    return [(72 + 470 // len(cells) * n, y, 8, False, cell) for n, cell in enumerate(cells)]


def _western(words):
    return words.encode("cp1252", "replace").decode("cp1252")


WRITERS = {"md": as_markdown, "html": as_html, "docx": as_docx, "pdf": as_pdf}


def write(plan, folder, ending):
    path = folder / f"{plan.name}.{ending}"
    path.write_bytes(WRITERS[ending](plan))
    return path
