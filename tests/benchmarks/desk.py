"""How fast the review desk answers on a large crosswalk: `PYTHONPATH=. python tests/benchmarks/desk.py [PAIRS]`.

Times are seconds by the clock, for pages processor seconds too, in one process without a network; a crosswalk of
3,000 provisions a side has 4,001 rows.
"""

import gc
import json
import re
import sys
import tempfile
import time

from crosswalk.review.decisions_file import FORMAT
from tests import sample_review
from tests.review.conftest import Visitor

DECISIONS = 40


def timed(make):
    """What a call returns, how many seconds it took by the clock, and how many of the processor."""
    began, used = time.perf_counter(), time.process_time()
    found = make()
    return found, time.perf_counter() - began, time.process_time() - used


def main(number):
    """Open the desk, one page of lines, and decide rows one after another."""
    # As the command line sets it for every verb.
    gc.set_threshold(50_000, 20, 50)
    visitor = Visitor(sample_review.desk(tempfile.mkdtemp(), number))
    _, *opened = timed(lambda: visitor.get("/x/herbs/herbs.html"))
    page, *part = timed(lambda: visitor.get("/x/herbs/herbs-lines-1.html"))
    data = json.loads(re.search(r'id="review-data">(.*?)</template>', page.text, re.DOTALL)[1])
    head = {name: data[name] for name in ("crosswalk", "left", "right", "page", "tool")}
    pairs = [row for row in data["rows"] if row.get("left") and row.get("right")][:DECISIONS]
    taken = []
    for row in pairs:
        line = {
            "left": row["left"],
            "right": row["right"],
            "left_digest": data["texts"][f"left:{row['left']}"]["digest"],
            "right_digest": data["texts"][f"right:{row['right']}"]["digest"],
            "seen": "",
            "verdict": "confirmed",
            "relation": "intersects-with",
            "strength": None,
            "sentence": "So it is.",
            "note": "",
            "comment": "",
        }
        file = {
            "format": FORMAT,
            **head,
            "reviewer": "Reviewer A",
            "role": "",
            "date": "2026-03-04",
            "rows": [line],
        }
        body = json.dumps(file)
        answer, seconds, _ = timed(lambda body=body: visitor.send(body))
        assert answer.status_code == 200, answer.text
        taken.append(seconds)
    _, *anew = timed(lambda: visitor.get("/x/herbs/herbs-lines-1.html"))
    taken.sort()
    print("first page, from nothing: {:.2f} by the clock, {:.2f} of the processor".format(*opened))
    print("a page of 400 lines: {:.2f}, {:.2f}".format(*part), f"({len(page.data) / 1e6:.1f} MB)")
    print("a page made anew after a decision: {:.2f}, {:.2f}".format(*anew))
    print(f"one decision: median {taken[len(taken) // 2]:.3f}, slowest of {len(taken)} {taken[-1]:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
