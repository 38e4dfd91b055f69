"""How well a reading agrees with a plan's key: found or not, three ways, places, and answers called met in error."""

from dataclasses import dataclass, field

FOUND = {"met", "partly"}
SILENT = {"not-found", "not-applicable"}


@dataclass
class Score:
    """Counts over one plan; `wrong` names each unit that disagrees, with the key's state and the reading's.

    Of the found units, `half_missed` of `partly` were called met, and `whole_halved` of `whole` partly.
    """

    right_found: int = 0
    false_found: int = 0
    missed: int = 0
    three_right: int = 0
    total: int = 0
    silent: int = 0
    silent_right: int = 0
    placed: int = 0
    places_right: int = 0
    words_only: int = 0
    called_met: int = 0
    partly: int = 0
    half_missed: int = 0
    whole: int = 0
    whole_halved: int = 0
    wrong: list = field(default_factory=list)

    @property
    def f1(self):
        return 2 * self.right_found / max(2 * self.right_found + self.false_found + self.missed, 1)

    @property
    def three_way(self):
        return self.three_right / self.total

    @property
    def places(self):
        return self.places_right / max(self.placed, 1)


def three(state):
    """Found, found in words only, or not found."""
    return "found" if state in FOUND else "silent" if state in SILENT else "words"


def score(key, findings):
    """The counts for findings given as {unit: (state, [words of the places])}."""
    found = Score()
    for unit, own in key.items():
        state, places = findings[unit]
        agree = three(state) in {three(one) for one in own.states}
        found.total += 1
        found.three_right += agree
        if not agree or (state in FOUND and state not in own.states):
            found.wrong.append((unit, own.states, state))
        certain = len(own.states) == 1
        found.right_found += certain and state in FOUND and own.state in FOUND
        found.false_found += certain and state in FOUND and own.state not in FOUND
        found.missed += certain and state not in FOUND and own.state in FOUND
        if own.state == "not-found":
            found.silent += 1
            found.silent_right += agree
        if three(own.state) == "words":
            found.words_only += 1
            found.called_met += state in FOUND and not FOUND & set(own.states)
        if certain and state in FOUND and own.state == "partly":
            found.partly += 1
            found.half_missed += state == "met"
        if certain and state in FOUND and own.state == "met":
            found.whole += 1
            found.whole_halved += state == "partly"
        if state in FOUND and own.state in FOUND:
            found.placed += 1
            found.places_right += any(_same(words, right) for words in places[:1] for right in own.places)
    return found


def _same(words, right):
    """Whether words quoted are those of a passage of the key, or most of them."""
    ours, theirs = _plain(words), _plain(right)
    shared = len(set(ours.split()) & set(theirs.split()))
    return ours in theirs or theirs in ours or shared > 0.6 * len(set(theirs.split()))


def _plain(text):
    return " ".join(text.replace("|", " ").replace("[^1]", "").split())
