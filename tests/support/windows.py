"""Windows of results as they come of plain tallies: every question answered alike."""

from collections import Counter

from data_access.survey.questions import DONT_KNOW, QUESTIONS
from data_access.survey.results.tally import HELD, MODE, Tally
from data_access.survey.results.window import Window, window


def tally_of(n: int, good: int, unknown: int = 0, held: int = 0) -> Tally:
    """`n` answers: `unknown` of them do not know, `good` are content, the rest is spread over the others."""
    found: Tally = {HELD: Counter(held=held), MODE: Counter(web=n)}
    for question in QUESTIONS:
        others = [v for v in question.values if v != DONT_KNOW and v not in question.good]
        rest = n - unknown - good
        found[question.name] = Counter({DONT_KNOW: unknown, sorted(question.good)[0]: good})
        for step, value in enumerate(others):
            found[question.name][value] = rest * (step + 1) // len(others) - rest * step // len(others)
    return found


def window_of(key: str, n: int, good: int, unknown: int = 0, held: int = 0) -> Window:
    """A year, or by its key a whole force's quarter."""
    return window(key, tally_of(n, good, unknown, held), of_force="Q" in key)
