"""What each command costs, beside what its parts cost in other libraries: a table for docs/benchmarks.md.

Run from the root of the repository: `PYTHONPATH=. python tests/benchmarks/product.py [NAME ...]`.
Each row is a cold process. Seconds are processor time, all processes of the row together; memory is the largest
process. The documents are invented plans of tests/sample_plans.py and the shipped texts.
"""

import csv
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.sample_plans import plan_html, plan_paragraphs

PAGES = 300
REFERENCES = ("wioa:102", "wioa:103", "wioa:108")
ROOT = Path(__file__).resolve().parents[2]


def main(names: list[str]) -> None:
    """Measure every row, or those named, and print them as a table."""
    rows = {name: row for name, row in ROWS.items() if not names or name in names}
    print("| what | processor seconds | seconds by the clock | peak MB | note |\n|---|---|---|---|---|")
    for name in rows:
        with tempfile.TemporaryDirectory() as folder:
            found = measured(name, Path(folder))
        print(
            f"| {name} | {found['cpu']:.1f} | {found['clock']:.1f} | {found['mb']:.0f} | {found['note']} |",
            flush=True,
        )


def measured(name: str, folder: Path) -> dict[str, float | str]:
    """One row in a process of its own."""
    began = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, "--inside", name, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    inside = json.loads(done.stdout.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "cpu": inside.get("cpu", cpu),
        "clock": inside.get("clock", time.perf_counter() - began),
        "mb": inside["mb"],
        "note": inside["note"],
    }


def command(*words: str) -> str:
    """Run the program in this process; its last line."""
    from contextlib import redirect_stdout
    from io import StringIO

    from crosswalk.__main__ import main as run

    out = StringIO()
    sys.argv = ["crosswalk", *words]
    with redirect_stdout(out):
        try:
            run()
        except SystemExit as ended:
            if ended.code not in {0, None}:
                raise
    return out.getvalue()


def plan(folder: Path, number: int = 1, pages: int = PAGES) -> str:
    """An invented plan as a file."""
    path = folder / f"plan{number}.html"
    path.write_bytes(plan_html(number, pages))
    return str(path)


def read(folder: Path) -> str:
    """A plan read into provisions."""
    from crosswalk.workspace.workspace import read_file

    return f"{len(read_file(Path(plan(folder)))):,} provisions"


def judge(folder: Path) -> str:
    """A pair of documents of a few dozen provisions, every pair judged."""
    from crosswalk.compare.compare import Plan, compare
    from crosswalk.compare.shared_terms import concept_relations
    from crosswalk.relate.predict import Names
    from crosswalk.workspace.workspace import shipped

    space = shipped()
    left, right = space.resolve_document("wioa:103"), space.resolve_document("alliance")
    found = compare(
        Plan("a", "A", "provisions", Names("WIOA", "the Alliance")),
        left,
        right,
        concept_relations(space.lexicon),
    )
    return f"{len(found.candidates):,} pairs"


def build(folder: Path) -> str:
    """The shipped workspace from nothing."""
    command("init", str(folder / "w"))
    command("--workspace", str(folder / "w"), "build")
    reports = json.loads((folder / "w" / "reports" / "crosswalk.json").read_text("utf-8"))
    return f"{len(reports['crosswalks'])} crosswalks"


def unchanged(folder: Path) -> dict[str, float | str]:
    """A build in which nothing changed; only the second build counts."""
    build(folder)
    found = subprocess.run(
        [sys.executable, "-c", _AGAIN, str(folder / "w")],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    return json.loads(found.stdout.splitlines()[-1])


_AGAIN = """
import json, resource, sys, time
began = time.perf_counter()
from tests.benchmarks.product import command
command("--workspace", sys.argv[1], "build")
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "clock": time.perf_counter() - began, "note": "second build"}))
"""


def gaps(folder: Path) -> str:
    """A plan against the requirement list for local plans."""
    command("gaps", "local-plan", "--plan", plan(folder), "--out", str(folder / "gaps.json"))
    return "63 requirements"


def propose_made(folder: Path, size: int, *options: str, english: bool = False) -> str:
    """Two made tables of so many provisions a side, of made words or of the words of WIOA."""
    from speed import documents, english_words, save

    save(documents(size, english_words() if english else None), folder)
    tables = [str(folder / f"{side}.csv") for side in ("left", "right")]
    command("propose", *tables, "--out", str(folder / "pairs.csv"), *options)
    return "texts of English words" if english else "made texts"


def propose_sections(folder: Path, *options: str) -> str:
    """Two laws, each section one text with all that is below it."""
    from crosswalk.workspace.workspace import shipped

    tables, counts = [], []
    for name in ("wioa", "perkins"):
        corpus = shipped().corpus(name)
        sections = [prov for prov in corpus if prov.level == "section"]
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(["id", "title", "text"])
            for prov in sections:
                said = " ".join(below.text for below in corpus.below(prov.id) if below.text)
                rows.writerow([prov.id, prov.heading, said])
        tables.append(str(path))
        counts.append(len(sections))
    command("propose", *tables, "--out", str(folder / "pairs.csv"), *options)
    return f"{counts[0]} by {counts[1]} whole sections"


LAW_AND_LETTER = """crosswalks:
  - id: letter
    title: The whole law beside a letter
    kind: provisions
    left: {corpus: wioa}
    right: {corpus: performance-guidance}
    names: {left: WIOA, right: the letter}
"""


def build_law_and_letter(folder: Path) -> str:
    """One crosswalk of a whole law and a letter of 60 pages, from nothing, with its pages."""
    command("init", str(folder / "w"))
    (folder / "w" / "crosswalks.yaml").write_text(LAW_AND_LETTER, "utf-8")
    shutil.rmtree(folder / "w" / "mappings")
    command("--workspace", str(folder / "w"), "build")
    largest = max(path.stat().st_size for path in (folder / "w" / "reports").glob("*.html"))
    return f"largest page {largest / 1e6:.1f} MB"


def build_after(folder: Path, change: str) -> dict[str, float | str]:
    """A build after one of the changes of incremental.py; only that build counts."""
    from incremental import CHANGES, crosswalk

    root = folder / "w"
    command("init", str(root))
    crosswalk(root, "build")
    CHANGES[change](root)
    found = crosswalk(root, "build")
    return {"cpu": found.seconds, "note": "second build"}


def portfolio(folder: Path, documents: int, jobs: int, pages: int = PAGES) -> str:
    """Invented plans against three sections of the law."""
    files = [plan(folder, number + 1, pages) for number in range(documents)]
    command("portfolio", *files, "--against", *REFERENCES, "--out", str(folder / "out"), "--jobs", str(jobs))
    return f"{documents} plans of {pages} pages, {len(REFERENCES)} references"


def texts() -> tuple[list[str], list[str]]:
    """The requirements of the three sections, and the passages of a plan."""
    from crosswalk.workspace.workspace import shipped

    space = shipped()
    asked = [prov.text for ref in REFERENCES for prov in space.resolve(ref) if not prov.is_heading]
    return asked, [words for tag, words in plan_paragraphs(1, PAGES) if tag != "h2"]


def with_ours(_: Path) -> str:
    """Our retrieval alone: the eight best passages of each requirement."""
    from crosswalk.model.corpus import Corpus, Provision, Source
    from crosswalk.retrieve.matcher import propose
    from crosswalk.services.portfolio_task import RETRIEVED

    sides = [
        Corpus(Source(str(at), "2026", "x"), tuple(Provision(f"p{n}", words) for n, words in enumerate(side)))
        for at, side in enumerate(texts())
    ]
    return f"{len(propose(*sides, top=RETRIEVED, explain=0)):,} pairs"


def with_bm25s(_: Path) -> str:
    """The same by bm25s."""
    import bm25s
    import Stemmer

    asked, given = texts()
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(bm25s.tokenize(given, stemmer=stemmer, show_progress=False), show_progress=False)
    found, _scores = index.retrieve(
        bm25s.tokenize(asked, stemmer=stemmer, show_progress=False), k=8, show_progress=False
    )
    return f"{found.size:,} pairs"


def with_rapidfuzz(_: Path) -> str:
    """The same by rapidfuzz, every pair."""
    import numpy as np
    from rapidfuzz.fuzz import token_set_ratio
    from rapidfuzz.process import cdist

    asked, given = texts()
    found = np.argsort(-cdist(asked, given, scorer=token_set_ratio, workers=1), axis=1)[:, :8]
    return f"{found.size:,} pairs"


def with_minilm(_: Path) -> str:
    """The same by the small meaning model and exact search."""
    import numpy as np

    from crosswalk.language.encoder import encode

    asked, given = texts()
    found = np.argsort(-(encode(asked) @ encode(given).T), axis=1)[:, :8]
    return f"{found.size:,} pairs"


ROWS: dict[str, Callable[[Path], str | dict[str, float | str]]] = {
    "`--help`": lambda _: command("--help") and "",
    "`show` of one provision": lambda _: command("show", "wioa:29/3102/7") and "of 2,903",
    "read, 300 pages": read,
    "`propose`, WIOA 103 and Alliance": lambda _: command("propose", "wioa:103", "alliance") and "",
    "`propose`, 500 by 500": lambda folder: propose_made(folder, 500),
    "`propose --no-model`, 500 by 500": lambda folder: propose_made(folder, 500, "--no-model"),
    "`propose`, 500 by 500, English words": lambda folder: propose_made(folder, 500, english=True),
    "`propose`, 5,000 by 5,000": lambda folder: propose_made(folder, 5000),
    "`propose --no-model`, 5,000 by 5,000": lambda folder: propose_made(folder, 5000, "--no-model"),
    "`propose`, long sections": propose_sections,
    "`propose --no-model`, long sections": lambda folder: propose_sections(folder, "--no-model"),
    "judge, WIOA 103 and Alliance": judge,
    "`build`, from nothing": build,
    "`build`, nothing changed": unchanged,
    "`build`, a provision edited": lambda folder: build_after(folder, "a word of what is compared"),
    "`build`, a letter replaced": lambda folder: build_after(folder, "a new edition of a letter"),
    "`build`, a whole law and a letter of 60 pages": build_law_and_letter,
    "`changes wioa`": lambda _: command("changes", "wioa") and "two editions of 2,900 provisions",
    "`gaps`, 300 pages": gaps,
    "`portfolio`, half the pages": lambda folder: portfolio(folder, 2, 1, PAGES // 2),
    "`portfolio`, 1 job": lambda folder: portfolio(folder, 2, 1),
    "`portfolio`, 2 jobs": lambda folder: portfolio(folder, 2, 2),
    "retrieval alone: ours": with_ours,
    "retrieval alone: bm25s": with_bm25s,
    "retrieval alone: rapidfuzz, every pair": with_rapidfuzz,
    "retrieval alone: MiniLM int8, exact": with_minilm,
}


def inside(name: str, folder: Path) -> dict[str, float | str]:
    """Run one row in this process and measure it."""
    found = ROWS[name](folder)
    told = found if isinstance(found, dict) else {"note": found}
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {**told, "mb": peak / 1024}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        print(json.dumps(inside(sys.argv[2], Path(sys.argv[3]))))
    else:
        main(sys.argv[1:])
