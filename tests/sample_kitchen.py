"""A small workspace for tests of new editions: rules for training kitchens beside a standard of schools."""

import json
from dataclasses import replace
from itertools import product

from crosswalk.ledger.sssom import format_mappings, read_mappings
from crosswalk.model.relation import Status
from crosswalk.services.decide import parse_decision, read_decision_context, record_decision
from crosswalk.workspace.workspace import Workspace
from tests.file_builders import write_workspace

SOURCES = """sources:
- id: rule
  as_of: 2024-01-01
  file: rule/2024-01-01.yaml
  title: Rules for training kitchens
  short: the rule
  kind: regulation
  numbering: cfr
  rights: made for this test
  verification: verbatim
- id: standard
  as_of: 2023-05
  file: standard/2023-05.yaml
  title: Standard for schools of cooking
  short: the standard
  kind: framework
  rights: made for this test
  verification: verbatim
"""
LIST = """# kept as it is
crosswalks:
- id: kitchens
  title: Rules for training kitchens and the standard
  left: {corpus: rule, include: [20/900.1, 20/900.2/e]}
  right: {corpus: standard}
  names: {left: the rule, right: the standard}
"""
RULE = {
    "20/900.1": ("What must a training kitchen do?", ""),
    "20/900.1/a": ("", "The operator must test the drinking water of the kitchen every week."),
    "20/900.1/b": ("", "The operator must keep the results of each test for 2 years."),
    "20/900.1/c": ("", "The menu must name every allergen that a dish contains."),
    "20/900.1/d": ("", "Knives must be stored in a locked drawer after each lesson."),
    "20/900.1/e": ("", "Each cold room must have a thermometer that is read twice a day."),
    "20/900.1/f": ("", "A first aid box must hang within reach of every stove in the room."),
    "20/900.1/g": ("", "Trainees may taste a dish only with a clean spoon of their own."),
    "20/900.2": ("Terms", ""),
    "20/900.2/e": ("", "The term “trainee” means a person who is enrolled in a course of the kitchen."),
}
STANDARD = (
    "Drinking water shall be sampled weekly by the school.",
    "Test results shall be kept on file for two years.",
    "Menus shall state the allergens present in each dish.",
    "Sharp tools shall be locked away when a class ends.",
    "Refrigerators shall be checked for temperature daily.",
)


def corpus_yaml(corpus_id, as_of, provs):
    return json.dumps({"id": corpus_id, "as_of": as_of, "provisions": provs}, ensure_ascii=False)


def rule_yaml(rule, as_of):
    return corpus_yaml(
        "rule",
        as_of,
        [{"id": i} | {k: v for k, v in (("heading", h), ("text", t)) if v} for i, (h, t) in rule.items()],
    )


def lay_out(root):
    files = {
        "corpora/sources.yaml": SOURCES,
        "crosswalks.yaml": LIST,
        "corpora/rule/2024-01-01.yaml": rule_yaml(RULE, "2024-01-01"),
        "corpora/standard/2023-05.yaml": corpus_yaml(
            "standard", "2023-05", [{"id": f"S-{n}", "text": text} for n, text in enumerate(STANDARD, 1)]
        ),
    }
    return Workspace(write_workspace(root, files))


def review(space):
    """A person decides on forty pairs: those of the first three paragraphs are confirmed, the others rejected."""
    context = read_decision_context(space, "kitchens")
    left = [i for i, (_, text) in RULE.items() if text]
    for pair in list(product(left, [f"S-{n}" for n in range(1, 6)]))[:40]:
        verdict = "confirmed" if pair[0][-1] in "abc" else "rejected"
        said = parse_decision(
            pair,
            "corrected" if verdict == "confirmed" else verdict,
            "Reviewer A",
            "2024-03-01",
            why=f"Read {pair[0]} beside {pair[1]}.",
            note="",
            relation="intersects-with",
            basis="semantic",
            strength=4,
            group="",
        )
        record_decision(context, said)


NEW = dict(RULE) | {
    # One duty changes, which one row in five rests on for each standard; all else is marks or numbers.
    "20/900.1/d": ("", "Knives must be stored , in a locked drawer after each lesson."),
    "20/900.1/g": ("", "Trainees must taste a dish only with a clean spoon of their own."),
}


def new_rule(root, rule=NEW, name="new.yaml"):
    path = root / name
    path.write_text(rule_yaml(rule, "2025-01-01"), "utf-8")
    return path


def rows(root):
    held = read_mappings(root / "mappings" / "kitchens.sssom.tsv")
    return {row.pair: row for row in held if row.status is not Status.SUPERSEDED}


def only(root, pairs):
    """Leave only some rows in the file, as if the others had never been decided."""
    path = root / "mappings" / "kitchens.sssom.tsv"
    held = read_mappings(path)
    kept = tuple(row for row in held if row.pair in set(pairs))
    path.write_bytes(format_mappings(replace(held, mappings=kept)).encode())
