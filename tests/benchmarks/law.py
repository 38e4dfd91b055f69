"""Time and memory of reading law: the shipped chapter as text, and a whole title of rules as eCFR XML.

    python tests/benchmarks/law.py [MEGABYTES]

The XML is made for the purpose, 100 megabytes unless another size is given. Each run is a process of
its own; memory is the peak of that process, which holds the file's bytes and all provisions.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from crosswalk.ingest.corpus_file import read_corpus_file
from crosswalk.ingest.ecfr import read_ecfr
from crosswalk.ingest.outline import read_outline
from crosswalk.model.corpus import Source

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Source("wioa", "2016-07-19", "Chapter 32")
WORDS = "the recipient must carry out the activities described in this section and report the results as required. "


def main() -> None:
    """Print the table, or make one run and print its figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("megabytes", nargs="?", type=int, default=100)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(inside(asked.inside, asked.megabytes)))
        return
    print("| what | provisions | seconds | peak MB |\n|---|---|---|---|")
    for what in ("chapter", "title"):
        command = [sys.executable, __file__, str(asked.megabytes), "--inside", what]
        found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        print(f"| {found['what']} | {found['provisions']:,} | {found['seconds']:.1f} | {found['peak']:.0f} |")


def inside(what: str, megabytes: int) -> dict[str, object]:
    """One run in this process."""
    data = chapter() if what == "chapter" else title(megabytes)
    begun = time.perf_counter()
    loaded = (read_outline if what == "chapter" else read_ecfr)(data, SOURCE)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = f"{len(data) / 1e6:.1f} MB of {'outlined text' if what == 'chapter' else 'eCFR XML'}"
    return {"what": name, "provisions": len(loaded.corpus), "seconds": seconds, "peak": peak}


def chapter() -> bytes:
    """The shipped chapter written out again as outlined text, without indent."""
    corpus = read_corpus_file(ROOT / "corpora/wioa/2016-07-19.yaml", SOURCE)
    lines = ["# 29 U.S.C. chapter 32", "# 29 U.S.C. 3101"]
    for prov in corpus:
        mark = f"{prov.num}." if prov.level == "section" and not prov.num.endswith(".") else prov.num
        lines += (
            [f"{mark} {prov.heading}".strip(), prov.text] if prov.heading else [f"{mark} {prov.text}".strip()]
        )
    return "\n".join(line for line in lines if line).encode()


def title(megabytes: int) -> bytes:
    """A title of rules as the eCFR writes it, of about this size."""
    opening = '<DLPSTEXTCLASS><TEXT><BODY><DIV1 N="20" NODE="20:1" TYPE="TITLE"><HEAD>Title 20</HEAD>'
    return b"".join(
        [opening.encode(), *parts(megabytes * 1_000_000), b"</DIV1></BODY></TEXT></DLPSTEXTCLASS>"]
    )


def parts(size: int) -> Iterator[bytes]:
    """Parts of forty sections each, until there are as many bytes as asked."""
    number = 0
    while size > 0:
        number += 1
        sections = "".join(section(f"{number}.{place}") for place in range(1, 41))
        part = f'<DIV5 N="{number}" TYPE="PART"><HEAD>PART {number}—RULES</HEAD>{sections}</DIV5>'.encode()
        size -= len(part)
        yield part


def section(number: str) -> str:
    """One section of four paragraphs with five each below them."""
    paras = "".join(
        f"<P>({mark}) <I>Duty.</I> {WORDS * 3}</P>\n"
        + "".join(f"<P>({place}) {WORDS * 3}</P>\n" for place in range(1, 6))
        for mark in "abcd"
    )
    return f'<DIV8 N="§ {number}" TYPE="SECTION"><HEAD>§ {number}   Duties.</HEAD>{paras}</DIV8>'


if __name__ == "__main__":
    main()
