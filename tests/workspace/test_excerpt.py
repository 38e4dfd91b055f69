"""A part read alone has the annotations that it has in its whole, with or without an earlier build."""

import pytest

from crosswalk.workspace.workspace import shipped, with_cache

PARTS = (
    "wioa:29/3102/7",
    "wioa:29/3141/b/2/A/i",
    "wioa:29/3141/b/2/A/iii",
    "cfr20:20/677.155/a/1",
    "wioa:102(b)",
    "wioa:29/3141/b/2/A/ii",
    "wioa:29/3141/d/2",
    "cfr20:20/677.155/a/2",
)


@pytest.fixture(scope="module")
def whole():
    space = shipped()
    return {ref: space.resolve_document(ref) for ref in PARTS}


@pytest.mark.parametrize("ref", PARTS)
def test_a_part_read_alone_is_annotated_as_in_its_whole(ref, whole):
    alone, document = shipped().resolve_excerpt(ref), whole[ref]

    assert alone.part == document.part
    assert dict(alone.annotated) == {prov.id: document.annotated[prov.id] for prov in document.part}
    assert dict(alone.measures) == {i: m for i, m in document.measures.items() if i in document.part}


def test_what_a_build_annotated_is_used(tmp_path, monkeypatch):
    from crosswalk.workspace import workspace
    from crosswalk.workspace.workspace import Workspace

    space = with_cache(workspace.init(tmp_path / "w"))
    document = space.resolve_document("cfr20:20/677.155/a/1")
    space.store.save(space.scopes)
    monkeypatch.setattr(Workspace, "_excerpt", None)

    again = with_cache(Workspace(tmp_path / "w"))
    assert again.resolve_excerpt("cfr20:20/677.155/a/1").annotated == document.annotated
