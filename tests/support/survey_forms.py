"""Forms of the survey as a test would have opened them."""

import time

from data_access.models import NeighbourhoodRef
from data_access.survey.answering import form_tokens

PLACE = NeighbourhoodRef("wiltshire", "AB12")


def ripe(place: NeighbourhoodRef = PLACE, age: float = 60) -> str:
    """A token of a form that was opened a minute ago."""
    return form_tokens.issue(place, issued=time.time() - age)
