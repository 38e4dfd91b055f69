"""The measures of a whole document: what a clause takes over by reference, what others add to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crosswalk.model.corpus import Corpus
from crosswalk.model.evidence import Measure
from crosswalk.model.reading import Reference
from crosswalk.model.relation import Verification
from crosswalk.text.lexicon import Lexicon
from crosswalk.text.measure import read_measure
from crosswalk.text.measure_riders import add_riders, importing
from crosswalk.text.measure_rules import MeasureRules, rules_for

_EMPTY = Lexicon()


def read_measures(
    corpus: Corpus, lexicon: Lexicon = _EMPTY, references: Sequence[Reference] = ()
) -> Mapping[str, Measure]:
    """Every measure of a document, keyed by the provision that states it, in order.

    What other provisions add ("for purposes of clause (i)(IV), ... only if ...") is among a measure's
    values, and told apart in `riders`. A provision that takes over measures by reference has them
    in `imports`. Where the words were not checked against their source, a part they do not speak of
    is unknown: only a text that was read can be silent.
    """
    rules = rules_for(lexicon)
    own = {prov.id: measure for prov in corpus if (measure := _read(corpus, prov.id, rules))}
    full = add_riders(own, corpus, references, rules)
    full.update(importing(full, corpus, references, rules))
    return {prov.id: full[prov.id] for prov in corpus if prov.id in full}


def _read(corpus: Corpus, prov_id: str, rules: MeasureRules) -> Measure | None:
    prov = corpus[prov_id]
    measure = read_measure(
        prov.text,
        chapeau=corpus.chapeau(prov_id) or (prov.context if prov.parent is None else ""),
        title=prov.heading,
        context=" ".join(above.heading for above in corpus.ancestors(prov_id)) or prov.context,
        provision_id=prov_id,
        unread=prov.unread,
        kind=corpus.source.kind,
        provision_kind=prov.kind,
        rules=rules,
    )
    unchecked = prov.verification in (Verification.UNVERIFIED, Verification.NOT_RETRIEVED)
    return _silence_unknown(measure) if measure and unchecked else measure


def _silence_unknown(measure: Measure) -> Measure:
    readings = {
        part: replace(one, state="unknown") if one.state == "silent" else one
        for part, one in measure.readings.items()
    }
    return replace(measure, readings=readings)
