"""Texts that cannot be read are said to be so, and nothing is judged of them; a cited provision comes first."""

import pytest

from crosswalk.compare.document import MOST_CHARACTERS, why_unread
from crosswalk.language.frames import read_provisions
from crosswalk.model.corpus import Corpus, Provision, Source
from crosswalk.services.compare import propose_pairs
from crosswalk.workspace.workspace import shipped


def document(name, *texts):
    return Corpus(Source(name, "2026", name), tuple(Provision(f"{name}{n}", t) for n, t in enumerate(texts)))


def reason(text):
    return why_unread(read_provisions(document("d", text), ["d0"])["d0"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The board shall report on the use of funds. " * (MOST_CHARACTERS // 40), "characters"),
        ("Le conseil local doit préparer un plan pour la formation des adultes et des jeunes.", "English"),
        ("El consejo local debe preparar un plan para la formación de los adultos y los jóvenes.", "English"),
        ("Der Rat muss einen Plan für die Ausbildung von Erwachsenen und Jugendlichen erstellen.", "English"),
        ("Maria Lopez, John Smith, Anna Keller, Peter Brown, Wei Chen, Omar Said, Ruth Cole", "names"),
        ("SUBJECT: Training Services for Adults and Dislocated Workers", "letterhead"),
        ("12.4 33.1 44 55 66 77.2 88 91 10 11", "numbers"),
    ],
)
def test_what_cannot_be_read_is_said(text, said):
    assert said in reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "The State must analyze data on the current workforce.",
        "Progressive levels of education and training, each building on the last.",
        "Install, maintain and repair electrical wiring, equipment and fixtures in houses and plants.",
    ],
)
def test_plain_english_is_read(text):
    assert not reason(text)


def test_no_relation_is_given_to_a_text_that_was_not_read():
    left = document("left", "12.4 33.1 44 55 66 77.2 88 91 10 11", "The board shall train its staff.")
    right = document("right", "Boards train their staff each year.", "The board publishes 10 reports.")
    found = propose_pairs(left, right, shipped().lexicon, top=0).candidates

    unread = [cand for cand in found if cand.left == "left0"]
    assert unread
    assert all(cand.prediction is None and "numbers" in cand.why_not for cand in unread)
    assert all(cand.prediction is not None for cand in found if cand.left == "left1")


def test_a_provision_cited_by_its_number_alone_comes_first():
    left = document("guide", "See WIOA Section 102(b)(1)(B) and the Plan Requirements, section II(a)(1)(B).")
    space = shipped()
    right = space.resolve("wioa:29/3112/b/1")
    found = propose_pairs(left, right, space.lexicon, space.section_map, top=2).candidates

    assert ["29/3112/b/1/B"] == [cand.right for cand in found if cand.rank == 1]
    assert found[0].listed
    assert "cites this part of" in found[0].prediction.sentence
    assert "cites this part of" in found[0].evidence[0].sentence
