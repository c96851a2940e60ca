"""A force's records that have no place on police.uk, as its API tells of them: `no_location.json`.

An answer without a record says nothing (police.uk answers so, too, what it was never sent): it is remembered
only so that it is not asked for again at once.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from data_access.models import MonthState, State
from data_access.store import atomic_write, small_facts
from data_access.store.folders import force_folder
from data_access.store.monthly_parquet import MonthReading


@dataclass(frozen=True)
class Answer:
    """How the month was read, and its records by category (slug). `tried`: how the last question ended, if it
    brought less than an earlier one.
    """

    state: MonthState
    counts: Mapping[str, int]
    tried: MonthState | None = None


Answers = dict[date, Answer]


def answers(force_id: str) -> Answers:
    """What was answered, by month; empty when nothing was asked."""
    facts = small_facts.read("no_location", Answers, force_id)
    return facts.value if facts else {}


def write(force_id: str, month: date, reading: MonthReading) -> None:
    """Keep an answer; one that failed or holds no record displaces none that does. OSError when the disk
    will not.
    """
    frame, state = reading
    with atomic_write.writing(force_folder(force_id)):
        held = answers(force_id)
        if state.state is State.HELD or month not in held or not held[month].counts:
            found = Counter(map(str, () if frame is None else frame["category"]))
            answer = Answer(state, dict(found))
        else:
            answer = replace(held[month], tried=state)
        small_facts.write("no_location", {**held, month: answer}, Answers, force_id)
