"""How our own sentences are put together."""

from collections.abc import Sequence


def listed(words: Sequence[str]) -> str:
    """Words in a row, as a sentence lists them.

    >>> listed(["one"]), listed(["one", "two"]), listed(["one", "two", "three"])
    ('one', 'one and two', 'one, two and three')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def capital(words: str) -> str:
    """The same words with a capital first letter and the rest left alone."""
    return words[:1].upper() + words[1:]
