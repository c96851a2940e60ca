"""How long a test goes on: `make soak` asks for many times the rounds, with a new seed that it prints."""

import os

TIMES = int(os.environ.get("SOAK", "1"))
# `make test` always throws the same dice: what is red there was red for whoever wrote it.
SEED = int(os.environ.get("SEED", "20261129"))


def rounds(number: int) -> int:
    """So many in `make test`, SOAK times as many in `make soak`."""
    return number * TIMES
