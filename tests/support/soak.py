"""How long a test goes on: `make soak` asks for many times the rounds, with a new seed that it prints."""

import os
import random
from collections.abc import Sequence
from typing import TypeVar

import pytest

TIMES = int(os.environ.get("SOAK", "1"))
# `make test` always throws the same dice: what is red there was red for whoever wrote it.
SEED = int(os.environ.get("SEED", "20261129"))


T = TypeVar("T")
# What `make test` has no time for; something smaller there looks at the same.
only_in_soak = pytest.mark.skipif(TIMES == 1, reason="in make soak")


def sample(whole: Sequence[T], number: int) -> list[T]:
    """So many of them in `make test`, all in `make soak`; in their order."""
    chosen = random.Random(SEED).sample(range(len(whole)), number)  # noqa: S311 - no secret
    return [one for n, one in enumerate(whole) if TIMES > 1 or n in chosen]


def rounds(number: int) -> int:
    """So many in `make test`, SOAK times as many in `make soak`."""
    return number * TIMES
