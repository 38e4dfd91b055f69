"""The measures of a whole document, with those that a clause takes over by reference."""

from collections.abc import Mapping, Sequence

from crosswalk.model.corpus import Corpus
from crosswalk.model.evidence import Measure
from crosswalk.model.reading import Reference
from crosswalk.text.lexicon import Lexicon
from crosswalk.text.measure import read_measure
from crosswalk.text.measure_rules import rules_for

_EMPTY = Lexicon()


def read_measures(
    corpus: Corpus, lexicon: Lexicon = _EMPTY, references: Sequence[Reference] = ()
) -> Mapping[str, tuple[Measure, ...]]:
    """Every provision that states measures, with the measures it states.

    A provision that takes over others by reference has one measure for each of them.
    """
    rules = rules_for(lexicon)
    found: dict[str, tuple[Measure, ...]] = {}
    for prov in corpus:
        measure = read_measure(
            prov.text,
            chapeau=corpus.chapeau(prov.id) or (prov.context if prov.parent is None else ""),
            title=prov.heading,
            context=" ".join(above.heading for above in corpus.ancestors(prov.id)) or prov.context,
            provision_id=prov.id,
            unread=prov.unread,
            kind=corpus.source.kind,
            provision_kind=prov.kind,
            rules=rules,
        )
        if measure is not None:
            found[prov.id] = (measure,)
    return found
