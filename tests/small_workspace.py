"""A small workspace of the shipped texts, and one change after another to it, for tests of what a build takes over."""

import random
from dataclasses import replace
from pathlib import Path

from crosswalk.ingest.corpus_file import dump_corpus
from crosswalk.ledger.comments import add_comments
from crosswalk.model.corpus import Corpus
from crosswalk.model.mapping import Comment
from crosswalk.model.relation import Verification
from crosswalk.services.compare import compare_crosswalks
from crosswalk.services.decide import parse_decision, read_decision_context, record_decision
from crosswalk.workspace.workspace import Workspace, shipped

LIST = """crosswalks:
  - id: definition
    title: The two definitions of a career pathway
    kind: definition
    left: {corpus: wioa, include: [29/3102/7]}
    right: {corpus: alliance, include: [AQCP-DEF-1, AQCP-DEF-1a, AQCP-DEF-2, AQCP-DEF-3, "AQCP-FUNC-*"]}
    names: {left: WIOA, right: the Alliance}
  - id: measures
    title: The measures of both
    kind: measures
    left: {corpus: wioa, include: [29/3141/b/2/A]}
    right: {corpus: alliance, include: [AQCP-MB-1, AQCP-MB-2, "AQCP-M-*"]}
    names: {left: WIOA, right: the Alliance}
    rungs:
      - {corpus: cfr20, include: [20/677.155/a/1]}
"""
LAW = ("29/3102/5", "29/3102/7", "29/3102/15", "29/3102/24", "29/3141/b/2", "29/3174/c/2/A")
KEPT_PARTS = {
    "wioa@2016-07-19": LAW,
    "wioa@2026-03-26": LAW,
    "cfr20@2025-01": ("20/677.155/a/1", "20/677.155/c"),
}
# No crosswalk names the other texts, but those beside the law are searched: so many provisions of each are left.
BESIDE = 6


def lay_out(root: Path) -> Path:
    """A workspace in which two crosswalks of a few dozen provisions are listed and nobody has decided."""
    origin = shipped()
    for entry in origin.sources:
        corpus = origin.corpus(entry.id, entry.as_of)
        write(root, shortened(corpus))
    for name in ("sources.yaml", "lexicon.yaml", "wioa/sections.tsv", "reclassified.tsv"):
        (root / "corpora" / name).write_bytes((origin.corpora / name).read_bytes())
    (root / "mappings").mkdir()
    (root / "crosswalks.yaml").write_text(LIST, "utf-8")
    return root


def shortened(corpus: Corpus) -> Corpus:
    """The part of an edition that the small workspace has; the Alliance's document is short enough."""
    if corpus.source.key in KEPT_PARTS:
        return corpus.select(KEPT_PARTS[corpus.source.key])
    return corpus if corpus.source.id == "alliance" else corpus.keep(p.id for p in corpus.provisions[:BESIDE])


def write(root: Path, corpus: Corpus) -> None:
    """Put an edition in place of the one of its name."""
    path = root / "corpora" / corpus.source.id / f"{corpus.source.as_of}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump_corpus(corpus), "utf-8")


def edited(root: Path, key: str, prov_id: str, **fields: object) -> None:
    """Change some fields of one provision of an edition, as `wioa@2016-07-19`."""
    corpus = Workspace(root).corpus(*key.split("@"))
    changed = [replace(prov, **fields) if prov.id == prov_id else prov for prov in corpus]
    write(root, Corpus(corpus.source, tuple(changed)))


def decide(root: Path, crosswalk: str, pair: tuple[str, str], verdict: str) -> None:
    """Take one decision in the name of a person."""
    words = dict.fromkeys(("note", "basis", "group"), "")
    said = parse_decision(
        pair,
        verdict,
        "Reviewer A",
        "2025-02-01",
        why="Read.",
        relation="intersects-with",
        strength=None,
        **words,
    )
    record_decision(read_decision_context(Workspace(root), crosswalk), said)


WAYS = (
    "one_word", "new_provision", "decision", "lost_provision", "heading", "doubt", "new_term", "lost_term", "comment",
    "other_name", "other_part", "new_edition", "other_order", "source_title",
)  # fmt: skip


class Editor:
    """Changes a workspace in one way or another, by chance that repeats."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret
        self.editions = ["wioa@2026-03-26", "alliance@2014-06", "cfr20@2025-01"]

    def _space(self) -> Workspace:
        return Workspace(self.root)

    def _some(self, *, leaf: bool = False) -> tuple[str, Corpus, str]:
        key = self.chance.choice(self.editions)
        corpus = self._space().corpus(*key.split("@"))
        found = [
            prov.id
            for prov in corpus
            if prov.text and not (leaf and (corpus.children(prov.id) or prov.id.count("/") < 3))
        ]
        return key, corpus, self.chance.choice(found or [corpus.provisions[-1].id])

    def one_word(self) -> None:
        """One word of a text becomes a word of another."""
        key, corpus, prov_id = self._some()
        words = corpus[prov_id].text.split()
        other = self.chance.choice([prov for prov in corpus if prov.text]).text.split()
        words[self.chance.randrange(len(words))] = self.chance.choice(other)
        edited(self.root, key, prov_id, text=" ".join(words))

    def new_provision(self) -> None:
        """A copy of a provision stands after it."""
        _, corpus, prov_id = self._some(leaf=True)
        at = corpus.provisions.index(corpus[prov_id]) + 1 + len(corpus.below(prov_id)) - 1
        stem = prov_id.rpartition("/")[0] or prov_id
        free = next(n for n in range(900, 999) if f"{stem}/{n}" not in corpus)
        new = replace(corpus[prov_id], id=f"{stem}/{free}", num=f"({free})", citation="", also="", address="")
        write(self.root, Corpus(corpus.source, (*corpus.provisions[:at], new, *corpus.provisions[at:])))

    def lost_provision(self) -> None:
        """A provision with nothing below it is gone, unless somebody decided on it."""
        key, corpus, prov_id = self._some(leaf=True)
        held = "".join(p.read_text("utf-8") for p in (self.root / "mappings").glob("*.tsv"))
        if not corpus.children(prov_id) and f"{prov_id}\t" not in held and key != "alliance@2014-06":
            write(self.root, Corpus(corpus.source, tuple(p for p in corpus if p.id != prov_id)))

    def heading(self) -> None:
        """A provision gets another heading."""
        key, _, prov_id = self._some()
        edited(self.root, key, prov_id, heading=self.chance.choice(["Employment", "Youth activities"]))

    def doubt(self) -> None:
        """A text is no longer known to be the source's own."""
        key, _, prov_id = self._some()
        edited(self.root, key, prov_id, verification=self.chance.choice([*Verification]))

    def _lexicon(self) -> tuple[Path, list[str]]:
        path = self.root / "corpora" / "lexicon.yaml"
        return path, path.read_text("utf-8").splitlines(keepends=True)

    def new_term(self) -> None:
        """A concept of the lexicon can be said in a word of some text as well."""
        path, lines = self._lexicon()
        _, corpus, prov_id = self._some()
        at = self.chance.choice([n for n, line in enumerate(lines) if line.startswith("    terms: [")])
        word = self.chance.choice([w for w in corpus[prov_id].text.lower().split() if w.isalpha()] or ["x"])
        if not any(f"[{word}," in line or f" {word}," in line or f" {word}]" in line for line in lines):
            lines[at] = lines[at].replace("terms: [", f"terms: [{word}, ")
        path.write_text("".join(lines), "utf-8")

    def lost_term(self) -> None:
        """A concept loses the first of its several terms."""
        path, lines = self._lexicon()
        many = [n for n, line in enumerate(lines) if line.startswith("    terms: [") and ", " in line]
        at = self.chance.choice(many)
        head, _, rest = lines[at].partition("[")
        lines[at] = f"{head}[{rest.partition(', ')[2]}"
        path.write_text("".join(lines), "utf-8")

    def decision(self) -> None:
        """A person decides on a pair that nobody decided on."""
        side = self.chance.choice(compare_crosswalks(self._space()))
        free = [row for row in side.rows if row.left and row.right and not row.decided]
        if free:
            row = self.chance.choice(free)
            verdict = self.chance.choice(["confirmed", "rejected", "unsure"])
            decide(self.root, side.id, (row.left, row.right), verdict)

    def comment(self) -> None:
        """Somebody says something of a pair."""
        space = self._space()
        entry = space.crosswalks[0]
        pair = (entry.left.include[0], entry.right.include[0])
        day = f"2025-03-{self.chance.randrange(10, 30)}"
        said = Comment(entry.id, *pair, "Reader B", "", day, "Is this so?")
        add_comments(space.comments_file(entry.id), [said])

    def _list(self, old: str, new: str) -> None:
        path = self.root / "crosswalks.yaml"
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    def other_name(self) -> None:
        """A side of a crosswalk is called by another name."""
        self._list("left: WIOA", f"left: {self.chance.choice(['the Act', 'WIOA'])}")
        self._list("left: the Act", f"left: {self.chance.choice(['the Act', 'the law'])}")

    def other_part(self) -> None:
        """Another part of the Alliance's document is compared."""
        more, less = 'AQCP-DEF-3, "AQCP-FUNC-*"]', "AQCP-DEF-3, AQCP-DEF-4]"
        self._list(*self.chance.choice([(more, less), (less, more)]))

    def other_order(self) -> None:
        """The two crosswalks change places in the list."""
        path = self.root / "crosswalks.yaml"
        head, *entries = path.read_text("utf-8").split("  - id: ")
        path.write_text("  - id: ".join([head, *reversed(entries)]), "utf-8")

    def source_title(self) -> None:
        """A document is called by another title."""
        path = self.root / "corpora" / "sources.yaml"
        path.write_text(
            path.read_text("utf-8").replace("Opportunity Act,", "Opportunity Act (the Act),"), "utf-8"
        )

    def new_edition(self) -> None:
        """A later edition of the law is registered, with one provision reworded."""
        key = self.editions[0]
        corpus = self._space().corpus(*key.split("@"))
        as_of = f"{int(corpus.source.as_of[:4]) + 1}-01-01"
        write(self.root, Corpus(replace(corpus.source, as_of=as_of), corpus.provisions))
        path = self.root / "corpora" / "sources.yaml"
        entry = (
            "- id: wioa\n"
            + path.read_text("utf-8").split("- id: wioa\n")[3].split("\n- id:")[0].rstrip()
            + "\n"
        )
        old = corpus.source.as_of
        path.write_text(path.read_text("utf-8").rstrip() + "\n" + entry.replace("2026-03-26", as_of), "utf-8")
        for held in (self.root / "mappings").glob("*.sssom.tsv"):
            held.write_text(
                held.read_text("utf-8").replace(f'version: "{old}"', f'version: "{as_of}"'), "utf-8"
            )
        self.editions[0] = f"wioa@{as_of}"
        self.one_word()
