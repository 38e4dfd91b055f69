"""Two editions of a park's rules, compared, with four rows that rest on them."""

from dataclasses import replace

from crosswalk.editions.diff import Edition, find_changes, with_successors
from crosswalk.editions.impact import ReadEditions, impact
from crosswalk.model.annotation import Annotated
from crosswalk.model.change import EditionComparison
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Basis, Relation, Status

OLD = {
    "9/1": "The park shall be open to all.",
    "9/2": "The warden may <close> a gate & lock it.",
    "9/3": "Dogs are kept on a lead.",
    "9/4": "The old oak is protected by a fence of wood.",
}
NEW = {
    "9/1": "The park shall be open to all .",
    "9/2": "The warden shall <close> a gate & lock it.",
    "9/4": "Dogs are kept on a lead.",
    "9/5": "Boats are let by the hour on the lake.",
}


def edition(texts, as_of):
    provs = (
        Provision(i, t, citation=f"Park rule {i}", address="https://park.example/") for i, t in texts.items()
    )
    return Corpus(Source("park", as_of, "The park rules", kind="regulation", short="the park"), tuple(provs))


def compared(**facts):
    """The comparison; `facts` are other values for its rows, such as another status."""
    old, new = edition(OLD, "2024-01-01"), edition(NEW, "2025-01-01")
    changes = with_successors(find_changes(Edition(old), Edition(new)))
    rows = tuple(
        replace(
            Mapping(
                i,
                f"S-{i[-1]}",
                Relation.INTERSECTS,
                Status.CONFIRMED,
                "Why.",
                Basis.SEMANTIC,
                5,
                0.8,
                "Reviewer A",
                "2024-02-03",
                "Reviewer A",
                "2024-02-03",
                left_label=f"Park rule {i}",
                right_label=f"Tree {i[-1]}",
                left_digest=old[i].digest,
            ),
            **facts,
        )
        for i in OLD
    )
    held = MappingSet("trees", "Trees", "park", "trees", "2024-01-01", "1", rows)
    read = ReadEditions(changes, {i: Annotated(i) for i in OLD}, {i: Annotated(i) for i in NEW})
    return EditionComparison(changes, (impact(held, read),), ("Only the rules were compared.",))
