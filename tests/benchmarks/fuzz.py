"""Damaged files for every reader: each must end in a corpus or in one sentence, soon and in little memory.

    python tests/benchmarks/fuzz.py [--minutes M] [--seed N] [--only FORMAT ...] [--seeds FOLDER] [--keep FOLDER]

Each format is fuzzed for M minutes of processor time in a child process. A finding is a file that ends in an error of another
kind, takes more than 10 seconds of processor time or more than 1 GB of memory, or whose reading counts more
characters than the file has. Findings are saved with their error in the folder of --keep. Files of the folder
of --seeds are damaged as well. Exits 1 if anything was found.
"""

import argparse
import io
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import openpyxl

from crosswalk.errors import CrosswalkError
from crosswalk.ingest import read
from crosswalk.ingest.pairs import read_pairs
from crosswalk.ledger.sssom import format_mappings, parse_mappings
from crosswalk.model.corpus import Source
from tests.file_builders import OPEN_OUTLINE, make_odt, odt_paragraph
from tests.ingest.conftest import make_docx, make_pdf, paragraph, set_lines, words
from tests.ingest.test_ecfr import ANNUAL
from tests.ingest.test_ecfr import XML as ECFR
from tests.ingest.test_federal_register import HEAD, NOTICE, OLDER, RULE
from tests.ingest.test_kinds import CATALOG
from tests.ingest.test_reader_fuzz import ODD, SAMPLES
from tests.ingest.test_uslm import CODE, LAW

SECONDS, MEMORY, LONGEST = 10, 1 << 30, 4_000_000
TEXT = """TITLE I—BOARDS
§ 1. Scope
(a) In general. The board shall meet (see § 2 and 29 U.S.C. 3112(b)(1)(B)-(D)).
(1)(A) Call (555) 010-0100 or write to a.b@example.org.
(i) J. Doe, Chief of the Unit.
Id. at 3(7); Pub. L. 113-128, § 3(7); 50 U.S.C. app. § 5; part 679, subpart D.
SEC. 2. DEFINITIONS.
Article 1. Purpose
1. Work-
based learning [1].
[[Page 12]] <<NOTE: Deadline.>>
-- 3 --
"""
PAGE = set_lines(
    ("A GUIDANCE LETTER", {"bold": True, "size": 14}),
    "1. The board shall coordinate work-based learning with the one-stop center and the local plan.",
    ("a. Each area keeps a register.", {"x": 100, "note": "1"}),
    ("Contents ............ 3", {"gap": 20}),
    ("1 See section 116(b).", {"size": 7, "gap": 300}),
)
RULED = [(72.0, y, 540.0, y) for y in (500.0, 480.0, 460.0)] + [
    (x, 460.0, x, 500.0) for x in (72.0, 300.0, 540.0)
]
CELLS = [(80, 485, 9, False, "Employment"), (310, 485, 9, False, "71%"), (80, 465, 9, False, "Earnings")]
WORD = (
    paragraph("Article 1", style="Heading1")
    + paragraph("The board shall meet.", num=(1, 0))
    + paragraph(words("struck", "<w:strike/>"), "kept", num=(1, 1))
    + '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc></w:tr>'
    '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc>'
    "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
OPEN = (
    '<text:h text:outline-level="1">Boards</text:h>' + odt_paragraph("The board shall—") + '<text:list text:style-name="L1">'
    f"<text:list-item>{odt_paragraph('meet;')}<text:list><text:list-item>{odt_paragraph('vote.')}</text:list-item></text:list>"
    "</text:list-item></text:list><table:table><table:table-row><table:table-cell table:number-columns-spanned='2'>"
    f"{odt_paragraph('A')}</table:table-cell><table:covered-table-cell/></table:table-row><table:table-row><table:table-cell"
    f" table:number-rows-spanned='2'>{odt_paragraph('B')}</table:table-cell><table:table-cell/></table:table-row></table:table>"
)  # fmt: skip
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%2)"/>'
    '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
PAGE_OF_WEB = SAMPLES[".html"] + (
    "<div hidden>Panel</div><table><thead><tr><th rowspan=2>A<th>B<tbody><tr><td>1</table><p class=h2>Head</p>"
    '<ol type="a" start="3"><li>x<ul><li>y</ul></ol><details><summary>S</summary>T</details><del>gone</del>'
)


def _workbook(*more: Sequence[object]) -> bytes:
    made = openpyxl.Workbook()
    for row in (
        ["id", "text", "context"],
        ["1.1", "Adults are served.", "Access"],
        ["1.2", "Youth.", ""],
        *more,
    ):
        made.active.append(row)
    made.active.merge_cells("C2:C3")
    made.active.row_dimensions[3].hidden = True
    made.create_sheet("Hidden").sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# The endings and the small files that are damaged, by the format's name.
SEEDS: dict[str, tuple[str, Sequence[Callable[[], bytes]]]] = {
    "text": (".txt", [TEXT.encode, lambda: TEXT.encode("utf-16-le"), SAMPLES[".txt"].encode]),
    "markdown": (".md", [SAMPLES[".md"].encode]),
    "table": (".csv", [SAMPLES[".csv"].encode, b"id;text\n1;A\n2;B\n".__bytes__]),
    "workbook": (".xlsx", [_workbook, lambda: _workbook(["=A2", "=CONCATENATE(B2)", 1.5])]),
    "web": (".html", [PAGE_OF_WEB.encode]),
    "word": (".docx", [lambda: make_docx(WORD, numbering=NUMBERING)]),
    "open": (".odt", [lambda: make_odt(OPEN, outline=OPEN_OUTLINE)]),
    "pdf": (".pdf", [lambda: make_pdf([PAGE, RULED + CELLS]), lambda: make_pdf([PAGE], rotate=90)]),
    "uslm": (".xml", [CODE.encode, LAW.encode, SAMPLES[".xml"].encode]),
    "ecfr": (".xml", [ECFR.encode, ANNUAL.encode]),
    "register": (".xml", [f"{HEAD}<main>{RULE}{NOTICE}</main></frDoc>".encode]),
    "older register": (".xml", [OLDER.encode]),
    "corpus": (".yaml", [SAMPLES[".yaml"].encode]),
    "pairs": (".csv", [SAMPLES[".pairs"].encode]),
    "oscal": (".json", [SAMPLES[".json"].encode]),
    "catalog": (".json", [CATALOG.encode]),
    "ledger": (".sssom", [SAMPLES[".sssom"].encode]),
}
# What damage is made of, besides pieces of the file itself.
TOKENS = (
    *ODD,
    b"(i)(I)(aa)", b"\r", b"\n\n", b"\x0c", b"- ", b"# ", b"|", b"\xc2\xa7 ", b"29 U.S.C. 3102(7)(A)-(G)", b"Id.",
    b"<p>", b"</p>", b"<td rowspan='9999' colspan='9999'>", b"<table>", b"<li>", b"<!--", b"<![CDATA[", b"&amp;", b"&#x41;",
    b'="', b"<num>1</num>", b"<section>", b"<w:p>", b"<w:tbl>", b"<w:t>x</w:t>", b'w:val="99999999999"', b'w:val="-1"',
    b"<v>1e400</v>", b"<mergeCell ref='A1:XFD1048576'/>", b"<f>A1</f>", b"0 0 1 rg", b" Tj", b"BT", b"ET", b"cm", b"q", b"Q",
    b"1 0 0 1 9e9 9e9 cm", b"/Rotate 45", b"/MediaBox [0 0 0 0]", b"0 0 0 0 0 0 cm", b"<<", b">>", b"R", b"99999999999",
    b"-1", b"&x ", b"*x", b"!!python/object/apply:os.system", b"{", b"}", b"[", b",", b"''", b"\xe2\x80\x8b", b"\xd9\xa1",
    "ﬁ".encode(), "é́́".encode(), b"\xed\xa0\x80",
)  # fmt: skip


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The file with a few pieces cut, moved, repeated or put in; parts of an archive are damaged inside it."""
    if data.startswith(b"PK") and rng.random() < 0.9:
        return _archive_damaged(data, rng)
    found = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        at, piece = rng.randrange(len(found) + 1), rng.choice([1, 5, 50, 300])
        match rng.randrange(6):
            case 0:
                del found[at : at + piece]
            case 1:
                found[at:at] = rng.choice(TOKENS)
            case 2:
                found[at : at + 1] = bytes([rng.randrange(256)])
            case 3:
                found[at:at] = bytes(found[max(0, at - piece) : at]) * rng.choice([2, 3, 30])
            case 4:
                other = rng.randrange(len(found) + 1)
                found[at:at] = found[other : other + piece]
            case 5 if rng.random() < 0.1:
                found[at:at] = (rng.choice(TOKENS) + rng.choice([b"", b" ", b"\n"])) * rng.choice(
                    [500, 5000, 50_000]
                )
    return bytes(found[:LONGEST])


def _archive_damaged(data: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = whole.namelist()
        chosen = rng.choice(names)
        for name in names:
            try:
                inner = whole.read(name)
            except (zipfile.BadZipFile, ValueError):  # a member that another round moved before the file
                continue
            if name != chosen:
                made.writestr(name, inner)
            elif rng.random() < 0.95:
                made.writestr(name, damaged(inner, rng) if inner else b"")
    return out.getvalue()


def read_once(path: Path, form: str) -> str:
    """What became of one file: read, or the code of its refusal; raises whatever else happens."""
    try:
        if form == "ledger":
            parsed = parse_mappings(path.read_bytes().decode("utf-8", "replace"), "f")
            format_mappings(parsed.mappings)
        elif form in {"pairs", "oscal"}:
            read_pairs(path)
        else:
            found = read(path, Source("x", "2024-01", "X"))
            if found.claimed_chars + found.dropped_chars > found.source_chars:
                raise ValueError(
                    f"counts {found.claimed_chars} + {found.dropped_chars} of {found.source_chars}"
                )
    except CrosswalkError as error:
        return error.code
    return "read"


def _work(pipe: Connection, form: str, folder: str) -> None:
    """Read files as their paths come; too much time or memory ends the process."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    path = Path(folder) / f"x{SEEDS[form][0]}"
    while True:
        path.write_bytes(pipe.recv_bytes())
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            said = read_once(path, form)
        except BaseException:  # noqa: BLE001 - every error that is not a sentence is a finding
            said = f"!{traceback.format_exc()}"
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send((said, time.process_time()))


def outcomes(
    form: str, files: Iterator[bytes], folder: str, spent: list[float]
) -> Iterator[tuple[bytes, str]]:
    """Each file with what became of it; what begins with an exclamation mark is a finding.

    `spent` grows by the seconds of processor time that each process had used.
    """
    worker = None
    for data in files:
        if worker is None:
            ours, theirs = multiprocessing.Pipe()
            worker = multiprocessing.Process(target=_work, args=(theirs, form, folder), daemon=True)
            worker.start()
            theirs.close()
            spent.append(0.0)
        try:
            ours.send_bytes(data)
            said, spent[-1] = ours.recv()
            yield data, said
        except (EOFError, OSError):
            worker.join()
            killed = worker.exitcode == -signal.SIGPROF
            spent[-1] += SECONDS * killed
            yield data, f"!more than {SECONDS} s" if killed else f"!the process ended with {worker.exitcode}"
            worker = None
    if worker is not None:
        worker.kill()


def _kind(said: str) -> str:
    """What a finding is counted as: the deepest line of this program, else the error's first words."""
    places = [line.strip() for line in said.splitlines() if "/crosswalk/" in line]
    return places[-1] if places else " ".join(said.strip().splitlines()[-1].split()[:2])


def fuzz(form: str, seeds: Sequence[bytes], minutes: float, seed: int, keep: Path) -> int:
    """Fuzz one format and print what came of it; returns how many different findings there were."""
    rng = random.Random(f"{form} {seed}")  # noqa: S311 - no secret
    pool, spent = list(seeds), [0.0]
    codes: dict[str, int] = {}
    found: dict[str, int] = {}

    def files() -> Iterator[bytes]:
        while sum(spent) < 60 * minutes:
            yield damaged(rng.choice(pool), rng)

    with tempfile.TemporaryDirectory() as folder:
        for data, said in outcomes(form, files(), folder, spent):
            if said.startswith("!"):
                kind = _kind(said)
                found[kind] = found.get(kind, 0) + 1
                if found[kind] == 1:
                    keep.mkdir(parents=True, exist_ok=True)
                    name = keep / f"{form.replace(' ', '-')}-{len(found)}{SEEDS[form][0]}"
                    name.write_bytes(data)
                    name.with_suffix(".error").write_text(said[1:])
            else:
                codes[said] = codes.get(said, 0) + 1
                if said not in codes or (said == "read" and len(pool) < 200 and rng.random() < 0.02):
                    pool.append(data[:100_000] if SEEDS[form][0] not in {".docx", ".odt", ".xlsx"} else data)
    listed = ", ".join(f"{code} {count:,}" for code, count in sorted(codes.items()))
    files_read = sum(codes.values()) + sum(found.values())
    print(f"{form}: {files_read:,} files in {sum(spent) / 60:.1f} minutes; {listed}", flush=True)
    for kind, count in found.items():
        print(f"  found {count:,} times: {kind.strip()}", flush=True)
    return len(found)


def main() -> int:
    """Fuzz every format, or those named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=sorted(SEEDS), default=list(SEEDS))
    parser.add_argument("--seeds", type=Path, help="a folder of files to damage as well")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    asked = parser.parse_args()
    found = 0
    for form in asked.only:
        ending, makers = SEEDS[form]
        own = sorted(asked.seeds.glob(f"*{ending}")) if asked.seeds else []
        seeds = [*(make() for make in makers), *(path.read_bytes() for path in own)]
        found += fuzz(form, seeds, asked.minutes, asked.seed, asked.keep)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
