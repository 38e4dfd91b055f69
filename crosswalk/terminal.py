"""What the verbs share: words to the terminal, and the day on this machine's calendar."""

import sys
from datetime import datetime


def say(*lines: str) -> None:
    """Write whole lines to standard output."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def today() -> str:
    """The day on this machine's calendar; the command line alone may look at it."""
    return datetime.now().astimezone().date().isoformat()
