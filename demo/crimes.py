"""Street-level crime, invented: season, days of the month, more scatter than chance alone, and a few stories.

A month is made by itself from the seed, so it is the same whichever months are published.
"""

from datetime import date

import numpy as np
import numpy.typing as npt

from data_access.months import days_in
from demo.map_lines import SEED
from demo.outcomes import drawn
from demo.places import Force, Place
from demo.records import ASB, Crime
from demo.snap_points import EVENING, SHOPS, SnapPoint

# Share of crime in a town, a suburb, the country; how much it swings over the year, and when it peaks.
MIXES = {
    "violent-crime": (0.320, 0.360, 0.310, 0.08, 7),
    "shoplifting": (0.135, 0.060, 0.030, 0.10, 11),
    "criminal-damage-arson": (0.095, 0.110, 0.120, 0.08, 6),
    "public-order": (0.090, 0.085, 0.070, 0.10, 7),
    "other-theft": (0.085, 0.080, 0.110, 0.10, 8),
    "vehicle-crime": (0.070, 0.100, 0.120, 0.10, 12),
    "burglary": (0.045, 0.060, 0.090, 0.18, 12),
    "drugs": (0.045, 0.045, 0.035, 0.05, 3),
    "other-crime": (0.030, 0.035, 0.045, 0.05, 3),
    "bicycle-theft": (0.025, 0.020, 0.015, 0.35, 8),
    "theft-from-the-person": (0.020, 0.010, 0.010, 0.10, 12),
    "possession-of-weapons": (0.020, 0.018, 0.020, 0.05, 6),
    "robbery": (0.020, 0.017, 0.025, 0.10, 12),
    ASB: (0.0, 0.0, 0.0, 0.25, 7),
}
COLUMN = {"town": 0, "suburb": 1, "country": 2, "village": 2}
SCATTER = 1.5  # variance over mean
SWING, PEAK = 3, 4

OUTBREAK = ("EX01", "shoplifting", date(2026, 9, 1), 3.0)
LASTING_RISE = ("XD_NORTH", "vehicle-crime", date(2026, 2, 1), 2.2)
EXACTLY = {
    ("EX02", "violent-crime", date(2025, 9, 1)): 60,
    ("EX02", "violent-crime", date(2026, 9, 1)): 78,
}
IN_PART = ("exampleshire", date(2024, 12, 1), 0.3)


def mean_counts(place: Place, month: date) -> dict[str, float]:
    """How many records of each category are to be expected in that month."""
    facts = place.facts
    column = COLUMN[facts["kind"]]
    means = {category: facts["crime"] * mix[column] for category, mix in MIXES.items()}
    means |= {ASB: facts["asb"]} | facts.get("usual", {})
    return {category: mean * _season(category, month) * _story(place, category, month)
            for category, mean in means.items()}  # fmt: skip


def _season(category: str, month: date) -> float:
    swing, peak = MIXES[category][SWING], MIXES[category][PEAK]
    return days_in(month) / 30.4375 * (1 + swing * float(np.cos(2 * np.pi * (month.month - peak) / 12)))


def _story(place: Place, category: str, month: date) -> float:
    if (place.id, category, month) == OUTBREAK[:3]:
        return OUTBREAK[3]
    risen = (place.id, category) == LASTING_RISE[:2] and month >= LASTING_RISE[2]
    return LASTING_RISE[3] if risen else 1.0


def counts(place: Place, month: date, chance: np.random.Generator) -> dict[str, int]:
    """How many records of each category there are: negative binomial, but where a story says exactly."""
    found = {}
    for category, mean in mean_counts(place, month).items():
        invented = chance.negative_binomial(max(mean, 1e-6) / (SCATTER - 1), 1 / SCATTER)
        found[category] = EXACTLY.get((place.id, category, month), int(invented))
    return found


def recorded(force: Force, points: dict[tuple[str, str], list[SnapPoint]], month: date) -> list[Crime]:
    """What the force recorded in its own neighbourhoods; ids are given later."""
    found: list[Crime] = []
    for place in force.places.values():
        chance = np.random.default_rng([SEED, *place.id.encode(), month.year, month.month])
        for category, count in counts(place, month, chance).items():
            spots = points[place.force_id, place.id]
            chosen = chance.choice(len(spots), count, p=_weights(spots, category))
            found += scene(force.id, month, category, [spots[n] for n in chosen], chance)
    return _in_part(force, month, found)


def scene(
    force_id: str, month: date, category: str, spots: list[SnapPoint | None] | list[SnapPoint],
    chance: np.random.Generator,
) -> list[Crime]:  # fmt: skip
    """Records of one category, one at each of these points."""
    ends = drawn(category, force_id, len(spots), chance)
    return [
        Crime(0, month, category, force_id, spot, outcome, lag)
        for spot, (outcome, lag) in zip(spots, ends, strict=True)
    ]


def _weights(spots: list[SnapPoint], category: str) -> npt.NDArray[np.float64]:
    """Busy points first; shop theft gathers at shops, violence and disorder where the evening is spent."""
    weights = 1 / (np.arange(len(spots)) + 5.0)
    drawn_to = {"shoplifting": SHOPS, "public-order": EVENING, "violent-crime": EVENING}.get(category, ())
    weights *= [6.0 if spot.name.removeprefix("On or near ") in drawn_to else 1.0 for spot in spots]
    shares: npt.NDArray[np.float64] = weights / weights.sum()
    return shares


def _in_part(force: Force, month: date, found: list[Crime]) -> list[Crime]:
    if (force.id, month) != IN_PART[:2]:
        return found
    kept = np.random.default_rng([SEED, 4]).random(len(found)) < IN_PART[2]
    return [crime for crime, keep in zip(found, kept, strict=True) if keep]
