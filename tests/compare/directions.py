"""One direction of a comparison made from two short documents, for the tests of coverage."""

from functools import cache

from crosswalk.compare.compare import Plan, compare
from crosswalk.compare.document import frames_of, not_assessed, read_document
from crosswalk.compare.shared_terms import ConceptRelations
from crosswalk.language.lexicon import Lexicon
from crosswalk.model.cache import NO_CACHE
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.model.mapping import Mapping, MappingSet
from crosswalk.model.relation import Status
from crosswalk.relate.predict import Names


@cache
def document(name, *provisions, kind="other"):
    """A document of provisions, each an id with a text, and a heading where one is given; read once."""
    made = tuple(Provision(id_, text, heading="".join(more)) for id_, text, *more in provisions)
    corpus = Corpus(Source(name, "2000", f"The {name}", kind=kind), made)
    return read_document(corpus, corpus, Lexicon())


def unasked(document_, name="the document"):
    """Why each provision that is not assessed is not."""
    return not_assessed(document_, frames_of(document_, NO_CACHE), name)


def mapping(left, right, relation, *, status=Status.CONFIRMED, group=None, sentence="Decided."):
    """One decided row."""
    return Mapping(left, right, relation, status, sentence, group=group)


def compared(left, right, *decided, names=("the Act", "the plan")):
    """The two documents compared."""
    rows = MappingSet("set", "Set", left.whole.source.id, right.whole.source.id, "2000", "2000", decided)
    plan = Plan("test", "Test", "provisions", Names(*names))
    return compare(plan, left, right, ConceptRelations(), rows if decided else None)


def answer(side, prov_id):
    """The answer of one provision of either side."""
    return next(one for one in (*side.left_answers, *side.right_answers) if one.provision == prov_id)
