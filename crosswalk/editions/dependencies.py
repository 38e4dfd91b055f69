"""The dependencies of a provision: lead-in, completion, definitions, references and riders."""

from collections.abc import Iterable, Iterator, Mapping

from crosswalk.model.annotation import Annotated, NoteKind
from crosswalk.model.change import Dependency
from crosswalk.model.corpus import Corpus, Provision

_LEADS_ON = ("—", "–", "-", ":")


def depends_on(
    corpus: Corpus, prov_id: str, annotated: Mapping[str, Annotated]
) -> Iterator[tuple[str, Dependency]]:
    """The ids of the other provisions that a provision depends on, each with how.

    Its lead-in, what completes its own sentence, the definitions of the terms it uses, what it refers to, and
    what adds to its measure. Without words of its own a provision rests on all below it.
    """
    prov = corpus[prov_id]
    if prov.is_heading:
        yield from ((one.id, Dependency.DIRECT) for one in corpus.below(prov_id)[1:])
    else:
        yield from ((one.id, Dependency.COMPLETION) for one in _completion(corpus, prov))
    yield from ((one.id, Dependency.LEAD_IN) for one in _lead_in(corpus, prov))
    read = annotated.get(prov_id)
    if read is None:
        return
    for kind, how in ((NoteKind.DEFINED, Dependency.DEFINITION), (NoteKind.CITATION, Dependency.REFERENCE)):
        targets = dict.fromkeys(note.target for note in read.of(kind) if note.target)
        for target in targets:
            yield from ((one, how) for one in _all_below(corpus, target) if one != prov_id)
            if kind is NoteKind.DEFINED:
                yield from ((one, how) for one in _borrowed(corpus, target, annotated) if one != prov_id)
    if read.measure is not None:
        yield from ((rider.source, Dependency.MEASURE) for rider in read.measure.riders if rider.source)


def lead_ins(corpus: Corpus, prov: Provision) -> list[Provision]:
    """The lead-ins of a provision, the nearest first, up to where the sentence begins."""
    return [one for one in _lead_in(corpus, prov) if one.level != "continuation"]


def _lead_in(corpus: Corpus, prov: Provision) -> Iterator[Provision]:
    """The words that lead into a provision, and those that close the lists it is in."""
    for above in reversed(corpus.ancestors(prov.id)):
        if above.text.strip() and not above.text.rstrip().endswith(_LEADS_ON):
            return
        yield from (c for c in corpus.children(above.id) if c.level == "continuation" and c.id != prov.id)
        if above.text.strip():
            yield above


def _completion(corpus: Corpus, prov: Provision) -> Iterator[Provision]:
    """The provisions that complete a sentence begun in a provision: all below a lead-in, down to the end of the sentence."""
    if prov.text.strip() and not prov.text.rstrip().endswith(_LEADS_ON):
        return
    for child in corpus.children(prov.id):
        yield child
        yield from _completion(corpus, child)


def _borrowed(corpus: Corpus, target: str, annotated: Mapping[str, Annotated]) -> Iterator[str]:
    """The definition that another definition of the same term takes over, as in "as in section 5, except"."""
    read = annotated.get(target)
    if read is None:
        return
    for note in read.of(NoteKind.CITATION):
        cited = annotated.get(note.target)
        if cited and cited.defines and cited.defines.casefold() == read.defines.casefold():
            yield from _all_below(corpus, note.target)


def _all_below(corpus: Corpus, target: str) -> Iterable[str]:
    return (one.id for one in corpus.below(target)) if target in corpus else ()
