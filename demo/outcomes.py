"""What became of a crime: documented outcomes, a spelling of the data's own, and one that no list has."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from data_access.months import shift

if TYPE_CHECKING:
    from demo.records import Crime

NAMES = {
    "under-investigation": "Under investigation",
    "no-further-action": "Investigation complete; no suspect identified",
    "unable-to-prosecute": "Unable to prosecute suspect",
    "awaiting-court-result": "Awaiting court outcome",
    "local-resolution": "Local resolution",
    "action-taken-by-another-organisation": "Action to be taken by another organisation",
    "formal-action-not-in-public-interest": "Formal action is not in the public interest",
    "further-action-not-in-public-interest": "Further action is not in the public interest",
    "further-investigation-not-in-public-interest": "Further investigation is not in the public interest",
    "cautioned": "Offender given a caution",
    "penalty-notice-issued": "Offender given penalty notice",  # as the data writes it, not as the list does
    "status-update-unavailable": "Status update unavailable",
    "restorative-meeting": "Restorative meeting held",  # in no list: a client must keep what it does not know
    "": "",  # not decided yet
}
CODES = tuple(NAMES)
# Shares of how a crime ends, in the order above: someone was seen or known, or nobody was.
KNOWN = (0.04, 0.19, 0.45, 0.11, 0.07, 0.02, 0.02, 0.01, 0.03, 0.02, 0.005, 0.005, 0.01, 0.02)
UNSEEN = (0.04, 0.72, 0.08, 0.06, 0.02, 0.01, 0.005, 0.005, 0.02, 0.005, 0.0, 0.01, 0.005, 0.02)
NOBODY_SEEN = {"burglary", "vehicle-crime", "bicycle-theft", "other-theft", "criminal-damage-arson",
               "theft-from-the-person"}  # fmt: skip
FIRST = "under-investigation"
LONGEST_LAG = 14  # months from the crime to its last outcome


def drawn(category: str, force_id: str, count: int, chance: np.random.Generator) -> list[tuple[str, int]]:
    """How each of so many crimes ends, and after how many months."""
    if category == "anti-social-behaviour" or force_id == "btp":
        return [("", -1)] * count
    if force_id != "exampleshire":  # like Northern Ireland: it never says more than this
        return [(FIRST, 0)] * count
    shares = UNSEEN if category in NOBODY_SEEN else KNOWN
    ends = chance.choice(len(CODES), count, p=shares)
    lags = np.minimum(chance.geometric(0.4, count) - (chance.random(count) < 0.3), LONGEST_LAG)
    return [(CODES[end], int(lag)) for end, lag in zip(ends, lags, strict=True)]


def history(crime: "Crime", newest: date) -> list[tuple[str, date]]:
    """Outcome codes and the months they were recorded, as known when `newest` is the newest month."""
    if crime.lag < 0 or not crime.outcome:
        return []
    steps = [(FIRST, crime.month), (crime.outcome, shift(crime.month, crime.lag))]
    if crime.lag == 0 or crime.outcome == FIRST:
        steps = steps[1:]
    return [(code, month) for code, month in steps if month <= newest]
