"""Forms of the survey as a test would have opened them."""

import time

from data_access.models import NeighbourhoodRef
from data_access.survey.answering import form_tokens

PLACE = NeighbourhoodRef("wiltshire", "AB12")
# Of a server whose operator is a force that asks.
ASKING = {
    "YOURPATCH_FORCES": "wiltshire",
    "YOURPATCH_OPERATOR_NAME": "Wiltshire Police",
    "YOURPATCH_OPERATOR_CONTACT": "survey@police.example",
    "YOURPATCH_OPERATOR_ROLE": "force",
    "YOURPATCH_SECRET": "a secret of the tests",
    "YOURPATCH_DEMO": "never",
}


def ripe(place: NeighbourhoodRef = PLACE, age: float = 60) -> str:
    """A token of a form that was opened a minute ago."""
    return form_tokens.issue(place, issued=time.time() - age)
