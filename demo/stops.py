"""Stop and search, invented, with the words data.police.uk uses and the gaps it has."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from data_access.months import days_in
from demo.map_lines import SEED
from demo.snap_points import SnapPoint

LONDON = ZoneInfo("Europe/London")
A_MONTH = {"exampleshire": 110, "btp": 5}
LAW_DRUGS, LAW_PACE = (
    "Misuse of Drugs Act 1971 (section 23)",
    "Police and Criminal Evidence Act 1984 (section 1)",
)
OBJECTS = {
    ("Controlled drugs", LAW_DRUGS): 0.58,
    ("Offensive weapons", LAW_PACE): 0.13,
    ("Stolen goods", LAW_PACE): 0.10,
    ("Article for use in theft", LAW_PACE): 0.08,
    ("Articles for use in criminal damage", LAW_PACE): 0.03,
    ("Game or poaching equipment", "Poaching Prevention Act 1862 (section 2)"): 0.03,
    ("Anything to threaten or harm anyone", "Criminal Justice and Public Order Act 1994 (section 60)"): 0.02,
    ("Fireworks", LAW_PACE): 0.01,
    (None, None): 0.02,
}
OUTCOMES = {
    ("bu-no-further-action", "A no further action disposal"): 0.60,
    ("bu-arrest", "Arrest"): 0.13,
    ("bu-community-resolution", "Community resolution"): 0.10,
    ("bu-summons", "Summons / charged by post"): 0.03,
    ("bu-khat-or-cannabis-warning", "Khat or Cannabis warning"): 0.02,
    ("bu-penalty-notice", "Penalty Notice for Disorder"): 0.01,
    ("", ""): 0.11,
}
ETHNICITIES = {
    ("White - English/Welsh/Scottish/Northern Irish/British", "White"): 0.62,
    ("White - Any other White background", "White"): 0.07,
    ("White - Gypsy or Irish Traveller", "White"): 0.02,
    ("Mixed/Multiple ethnic groups - White and Black Caribbean", "Mixed"): 0.03,
    ("Asian/Asian British - Indian", "Asian"): 0.02,
    ("Asian/Asian British - Any other Asian background", "Asian"): 0.02,
    ("Black/African/Caribbean/Black British - African", "Black"): 0.03,
    ("Black/African/Caribbean/Black British - Caribbean", "Black"): 0.02,
    ("Other ethnic group - Not stated", "White"): 0.10,
    ("Other ethnic group - Any other ethnic group", "Other"): 0.01,
    (None, None): 0.06,
}
AGES = {"under 10": 0.003, "10-17": 0.19, "18-24": 0.29, "25-34": 0.22, "over 34": 0.217, None: 0.08}
GENDERS = {"Male": 0.84, "Female": 0.12, "Other": 0.01, None: 0.03}
TYPES = {"Person search": 0.72, "Person and Vehicle search": 0.20, "Vehicle search": 0.07, None: 0.01}
CLOTHING = {False: 0.78, True: 0.03, None: 0.19}
LINKED = {None: 0.75, True: 0.12, False: 0.13}
NO_LOCATION = 0.06


class Stop(NamedTuple):
    """One stop. `facts` is the published object without its location."""

    force_id: str
    point: SnapPoint | None
    facts: dict[str, Any]


def stops(force_id: str, spots: list[SnapPoint], month: date) -> list[Stop]:
    """A force's stops of a month; some have no location."""
    chance = np.random.default_rng([SEED, 5, *force_id.encode(), month.year, month.month])
    weights = 1 / (np.arange(len(spots)) % 60 + 4.0)
    found = []
    for where in chance.choice(len(spots), chance.poisson(A_MONTH[force_id]), p=weights / weights.sum()):
        point = None if chance.random() < NO_LOCATION else spots[where]
        found.append(Stop(force_id, point, _facts(month, chance)))
    return found


def _facts(month: date, chance: np.random.Generator) -> dict[str, Any]:
    kind = _one(TYPES, chance)
    person = kind != "Vehicle search"
    wanted, law = _one(OBJECTS, chance)
    code, outcome = _one(OUTCOMES, chance)
    self_defined, officer_defined = _one(ETHNICITIES, chance) if person else (None, None)
    operation = _one({False: 0.7, None: 0.27, True: 0.03}, chance)
    return {
        "type": kind,
        "involved_person": person,
        "datetime": _time(month, chance).isoformat(),
        "operation": operation,
        "operation_name": "Operation Hayrick" if operation else None,
        "gender": _one(GENDERS, chance) if person else None,
        "age_range": _one(AGES, chance) if person else None,
        "self_defined_ethnicity": self_defined,
        "officer_defined_ethnicity": officer_defined,
        "legislation": law,
        "object_of_search": wanted,
        "outcome": outcome,
        "outcome_object": {"id": code, "name": outcome},
        "outcome_linked_to_object_of_search": _one(LINKED, chance),
        "removal_of_more_than_outer_clothing": _one(CLOTHING, chance) if person else None,
    }


def _time(month: date, chance: np.random.Generator) -> datetime:
    """Months are cut on local time and printed in UTC, so a summer month begins at 23:00 the day before."""
    minutes = int(chance.integers(days_in(month) * 24 * 60))
    local = datetime(month.year, month.month, 1, tzinfo=LONDON) + timedelta(minutes=minutes)
    return local.astimezone(UTC)


def _one(shares: dict[Any, float], chance: np.random.Generator) -> Any:
    mark = chance.random()
    for value, share in shares.items():
        mark -= share
        if mark < 0:
            return value
    return value
