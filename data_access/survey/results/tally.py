"""A tally of survey answers: counts by question and answer, of any number of people."""

from collections import Counter
from collections.abc import Iterable

from data_access.survey.questions import QUESTIONS

SKIPPED = ""


MODE, HELD = "mode", "held"


# Neighbourhood, quarter, what was counted (a question, `mode` or `held`), its value: how many.
Counts = Counter[tuple[str, str, str, str]]


Tally = dict[str, Counter[str]]


def tally(counts: Counts, places: Iterable[str], quarters: Iterable[str]) -> Tally:
    """The counts of some neighbourhoods over some quarters, added up."""
    wanted, when = set(places), set(quarters)
    found: Tally = {name: Counter() for name in (*(q.name for q in QUESTIONS), MODE, HELD)}
    for (place, quarter, name, value), n in counts.items():
        if place in wanted and quarter in when:
            found[name][value] += n
    return found


def answered(tally: Tally) -> int:
    """How many answers count."""
    return tally[MODE].total()
