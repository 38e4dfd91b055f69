"""Explain what an incremental build recomputed, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crosswalk.model.comparison import Comparison
from crosswalk.model.corpus import Corpus
from crosswalk.workspace.config import CrosswalkEntry
from crosswalk.workspace.workspace import Workspace

_TABLE, _KEY = "grounds", "last"
# At most this many changed provisions are named; more are counted.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class CrosswalkInputs:
    """Digests of what one crosswalk rests on; those of its editions by their names, as `wioa@2016-07-19`."""

    listed: str
    lexicon: str
    sections: str
    decisions: str
    editions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BuildInputs:
    """The inputs of all crosswalks of a workspace at one build, and each edition's provisions."""

    crosswalks: Mapping[str, CrosswalkInputs] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rebuild:
    """What a build recomputed. With `full` there was no earlier build; without `reasons` nothing changed.

    `reasons` holds, for each crosswalk that was recomputed, why, in words. `editions` are the editions that
    were compared with the one before them.
    """

    full: bool = False
    crosswalks: int = 0
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provisions_read: int = 0
    provisions: int = 0
    pairs_judged: int = 0
    pairs: int = 0
    editions: tuple[str, ...] = ()


UP_TO_DATE = Rebuild()


def explain_rebuild(space: Workspace, sides: Iterable[Comparison]) -> Rebuild | None:
    """Explain what was recomputed, and record the inputs of this build for the next.

    None where nothing is stored.
    """
    store = space.store
    if store is None:
        return None
    sides = tuple(sides)
    before = store.look_up(_TABLE, _KEY, BuildInputs)
    now = _grounds(space, sides)
    store.put(_TABLE, _KEY, _merge_inputs(before or BuildInputs(), now, set(space.scopes)), BuildInputs)
    if before is None:
        return Rebuild(full=True, crosswalks=len(sides))
    why = {side.id: tuple(_reasons(space, side.id, before, now)) for side in sides}
    return Rebuild(
        crosswalks=len(sides),
        reasons={crosswalk: reasons for crosswalk, reasons in why.items() if reasons},
        provisions_read=sum(store.computed[f"phrases.{key}"] for key in now.texts),
        provisions=sum(map(len, now.texts.values())),
        pairs_judged=sum(store.computed[f"pairs.{side.id}"] for side in sides),
        pairs=sum(len(side.candidates) for side in sides),
        editions=tuple(
            table.partition(".")[2] for table in sorted(store.computed) if table.startswith("changes.")
        ),
    )


def _merge_inputs(before: BuildInputs, now: BuildInputs, scopes: set[str]) -> BuildInputs:
    """The inputs of each existing crosswalk and edition at its last build."""
    return BuildInputs(
        {key: one for key, one in {**before.crosswalks, **now.crosswalks}.items() if key in scopes},
        {key: one for key, one in {**before.texts, **now.texts}.items() if key in scopes},
    )


def _grounds(space: Workspace, sides: Iterable[Comparison]) -> BuildInputs:
    entries = {entry.id: entry for entry in space.crosswalks}
    named = {side.id: _ground(space, entries[side.id]) for side in sides}
    keys = dict.fromkeys(key for ground in named.values() for key in ground.editions)
    texts = {key: _corpus(space, key) for key in keys}
    cache = space.cache_for("")
    return BuildInputs(
        named, {key: {prov.id: cache.digest(prov)[:12] for prov in corpus} for key, corpus in texts.items()}
    )


def _ground(space: Workspace, entry: CrosswalkEntry) -> CrosswalkInputs:
    cache = space.cache_for("")
    path = space.mapping_file(entry.id)
    texts = [space.corpus(side.corpus, side.as_of) for side in (entry.left, entry.right, *entry.rungs)]
    return CrosswalkInputs(
        cache.digest(entry.model_dump(mode="json", exclude={"line"})),
        cache.digest_once(space.lexicon),
        cache.digest_once(space.section_map),
        cache.digest(path.read_text("utf-8") if path.is_file() else ""),
        {text.source.key: cache.digest_once(text) for text in texts},
    )


def _corpus(space: Workspace, key: str) -> Corpus:
    return space.corpus(*key.split("@", 1))


def _reasons(space: Workspace, crosswalk: str, before: BuildInputs, now: BuildInputs) -> list[str]:
    """The reasons why a crosswalk was recomputed; empty if its inputs are unchanged."""
    was, new = before.crosswalks.get(crosswalk), now.crosswalks[crosswalk]
    if was is None:
        return ["new"]
    reasons = []
    if was.listed != new.listed:
        reasons.append("its entry in crosswalks.yaml changed")
    for key, text in new.editions.items():
        reasons += _moved(_corpus(space, key), text, was, before, now)
    for words, one, two in (
        ("the lexicon changed", was.lexicon, new.lexicon),
        ("the table of sections changed", was.sections, new.sections),
        ("its decisions changed", was.decisions, new.decisions),
    ):
        reasons += [words] if one != two else []
    return reasons


def _moved(
    corpus: Corpus, text: str, was: CrosswalkInputs, before: BuildInputs, now: BuildInputs
) -> list[str]:
    """How one document, whose digest is `text`, differs from the one at the last build."""
    key = corpus.source.key
    if key not in was.editions:
        return [f"it now uses {key}"]
    if was.editions[key] == text:
        return []
    old, new = before.texts.get(key, {}), now.texts[key]
    places = [prov_id for prov_id in {**new, **old} if old.get(prov_id) != new.get(prov_id)]
    cited = [corpus[i].citation or i if i in corpus else i for i in places[:_NAMED]]
    more = len(places) - len(cited)
    others = f" and {more:,} more" if more else ""
    return [f"{corpus.source.id} changed{' at ' if cited else ''}{', '.join(cited)}{others}"]
