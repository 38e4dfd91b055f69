"""`python -m crosswalk` and the `crosswalk` command: run a command, and print an error as one sentence."""

import gc
import os
import sys

from crosswalk.errors import CrosswalkError


def main() -> None:
    """Run the command line; exits 0 done, 1 a check found something, 2 wrong use, 3 bad input."""
    from crosswalk.cli.app import app

    # A run makes many small records that last until its end: collecting garbage among them takes a fifth of the time.
    gc.set_threshold(50_000, 20, 50)
    try:
        app()
    except CrosswalkError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the only place that writes to stderr
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone, as with `crosswalk show wioa | head`; that is no mistake.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        where = error.filename or "a file"
        print(f"XW-100 {where}: {error.strerror or error}; correct that and try again.", file=sys.stderr)  # noqa: T201
        sys.exit(3)


if __name__ == "__main__":
    main()
