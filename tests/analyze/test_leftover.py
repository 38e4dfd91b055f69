"""What all counterparts of a provision together leave open."""

from crosswalk.compare.residual import Faced, find_residual
from crosswalk.model.annotation import Annotated, Note, NoteKind, Span
from crosswalk.model.corpus import Provision

TEXT = "aligns classes with needs, under the Old Schools Act (40 Stat. 12, chapter 66), and speeds progress"


def at(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def row(*open_, met=()):
    """A row that leaves some words open; `met` are words answered, by what, and how."""
    return Faced(
        tuple(at(words) for words in open_),
        open_,
        tuple(((at(ours),), theirs, how) for ours, theirs, how in met),
    )


def over(*rows, cited=()):
    notes = tuple(Note(at(words), NoteKind.CITATION, words) for words in cited)
    return find_residual(Provision("P", TEXT), Annotated("P", notes), rows)


def test_what_any_row_answers_is_not_left_over():
    found = over(
        row("aligns", "speeds", met=[("needs", "needs", "same")]),
        row("speeds", "needs", met=[("aligns", "aligned", "same")]),
    )

    assert found.unanswered == ("speeds",)


def test_a_provision_without_rows_leaves_nothing_to_name():
    assert over().unanswered == ()


def test_citations_and_names_of_laws_are_never_asks():
    found = over(row("Old Schools Act", "40 Stat. 12", "chapter 66", "speeds"), cited=["40 Stat. 12"])

    assert found.unanswered == ("speeds",)


def test_a_light_word_is_never_left_over():
    """What a row does not find worth naming is not named."""
    light = Faced((at("under"), at("speeds")), ("speeds",), ())

    assert over(light).unanswered == ("speeds",)


def test_the_same_word_answered_at_another_place_is_answered():
    text = "train tutors; training of drivers"
    first, second = Span(0, 5), Span(14, 22)
    faced = Faced((first,), ("train",), (((second,), "training", "same"),))

    assert find_residual(Provision("P", text), None, [faced]).unanswered == ()


def test_a_phrase_open_as_a_whole_is_named_as_a_whole():
    phrase = "speeds progress"
    faced = Faced((at("speeds"), at("progress")), (phrase,), ())

    assert over(faced).unanswered == (phrase,)


def test_words_met_by_a_kindred_word_alone_are_told_apart():
    found = over(
        row(met=[("speeds", "advances", "kind of"), ("aligns", "fits", "related")]),
        row(met=[("aligns", "aligned", "same")]),
    )

    assert (found.unanswered, found.loosely) == ((), (("speeds", "advances"),))
