"""How often does the rule of data_access.statistics.expected cry wolf, and how often does it see a rise?

    python -m bench.expected_simulation [--forces 300] [--seed 1]

Each simulated force has 20 places at each of 2, 10 and 56 records a month, over 36 months of which the last
is judged. Prints, for each kind of world and mean, the share flagged at 1 % when nothing happened, when the
month is 1.4 times and twice what it would have been, and the share outside the 95 % range; for the
pooled rule and for the place's own. `tests/data_access/statistics/test_expected.py` runs a small part of it.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_access.statistics.expected import judge_newest, judge_period

MEANS = (2, 10, 56)
PLACES = 20
LENGTH = 36


@dataclass(frozen=True)
class World:
    """What goes on in a simulated force. `outbreak`: none, in one place in five, or in every place."""

    name: str
    season: float = 0.25
    dispersion: float = 1.5
    quadratic: float = 0.0
    trend: float = 0.0
    own_season: float = 0.0
    drift: float = 0.0
    step: float = 1.0
    step_age: int = 10
    outbreak: str = "none"


WORLDS = {
    "A": World("flat, Poisson", season=0, dispersion=1),
    "B": World("seasonal, Poisson", dispersion=1),
    "C": World("seasonal, variance 1.5 x mean"),
    "D": World("seasonal, variance mean + 0.05 mean^2", dispersion=1, quadratic=0.05),
    "E": World("as C, the place's own past outbreak", outbreak="own"),
    "F": World("as C, every place its own season", own_season=0.15),
    "G": World("as C, falling 15 % a year", trend=-0.15),
    "H": World("as C, rising 15 % a year", trend=0.15),
    "I": World("as C, levels drifting 6 % a month", drift=0.06),
    "J": World("as C, a past outbreak in every place at once", outbreak="all"),
    "K": World("as C, own level up 30 % ten months ago", step=1.3),
    "L": World("as C, own level three times as high 18 months ago", step=3, step_age=18),
}


@dataclass(frozen=True)
class Simulated:
    """Counts (P, 36) of one force with nothing happening in the last month; `risen` maps a factor to what
    the last month would have been; `asked` the places that are looked at, and `means` their level.
    """

    months: pd.DatetimeIndex
    counts: np.ndarray
    risen: dict[float, np.ndarray]
    asked: np.ndarray
    means: np.ndarray
    last: np.ndarray


def simulate(
    world: World, rng: np.random.Generator, places: int = PLACES, means: Sequence[int] = MEANS
) -> Simulated:
    """One force of `places` at each of the `means`, ending in any month of the year."""
    means = np.repeat(means, places)
    first = pd.Timestamp(2021, 1 + int(rng.integers(12)), 1)
    months = pd.date_range(first, periods=LENGTH, freq="MS")
    expected, asked = _expected(world, months, means, rng)
    last = expected[:, -1]
    counts = _draw(world, expected, rng)
    risen = {factor: _draw(world, factor * last, rng) for factor in (1.4, 2.0)}
    return Simulated(months, counts, risen, asked, means, last)


def _expected(world: World, months: pd.DatetimeIndex, means: np.ndarray, rng: np.random.Generator):
    years = (np.arange(LENGTH) - LENGTH + 1) / 12
    angle = 2 * np.pi * (months.month.to_numpy() - 7) / 12
    log = world.season * np.cos(angle) + np.log1p(world.trend) * years + np.zeros((len(means), 1))
    own = rng.normal(0, world.own_season, (2, len(means), 1))
    log = log + own[0] * np.cos(angle) + own[1] * np.sin(angle)
    log = log + np.cumsum(rng.normal(0, world.drift, log.shape), axis=1)
    expected = means[:, None] * months.days_in_month.to_numpy() / 30.44 * np.exp(log)
    fifth = np.arange(len(means)) % 5 == 0
    struck = fifth if world.outbreak == "own" or world.step != 1 else np.full(len(means), True)
    if world.outbreak != "none":
        when = np.array([LENGTH - 13, *rng.choice(np.arange(10, LENGTH - 2), 2, replace=False)])
        expected[np.ix_(struck, when)] *= [2.5, 2, 2]
    if world.step != 1:
        expected[struck, LENGTH - 1 - world.step_age :] *= world.step
    return expected, struck


def _draw(world: World, expected: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    variance = world.dispersion * expected + world.quadratic * expected**2
    extra = variance - expected
    if not extra.any():
        return rng.poisson(expected)
    size = expected**2 / extra
    return rng.negative_binomial(size, size / (size + expected))


def rates(world: World, *, pooled: bool, forces: int, seed: int, rise: bool = True) -> pd.DataFrame:
    """Per mean: `false` flags in 100 at 1 %, those outside the 95 % range, and the power at both rises."""
    return pd.concat(_flags(world, pooled, forces, seed, rise)).groupby("mean").mean() * 100


def _flags(world: World, pooled: bool, forces: int, seed: int, rise: bool) -> Iterator[pd.DataFrame]:
    rng = np.random.default_rng(seed)
    for _ in range(forces):
        force = simulate(world, rng)
        judged = judge_newest(force.counts, force.months, pooled=pooled)
        flags = {"false": judged["p_high"] < 0.01, "outside": judged[["p_high", "p_low"]].min(axis=1) < 0.025}
        for factor, newest in force.risen.items() if rise else ():
            counts = np.column_stack([force.counts[:, :-1], newest])
            flags[f"x{factor}"] = judge_newest(counts, force.months, pooled=pooled)["p_high"] < 0.01
        yield pd.DataFrame(flags).assign(mean=force.means)[force.asked]


def year_rates(
    world: World, *, pooled: bool, forces: int, seed: int, before: int = 0, within: int = 0
) -> pd.DataFrame:
    """Per mean, in 100: `false` flags at 1 % of the sum of the last 12 months, those flagged as `low`, and
    those outside the 95 % range, with so many of the 24 months `before` and `within` the 12 masked at random.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(forces):
        force = simulate(world, rng)
        usable = np.ones(LENGTH, dtype=bool)
        usable[rng.choice(LENGTH - 12, before, replace=False)] = False
        usable[LENGTH - 12 + rng.choice(12, within, replace=False)] = False
        judged = judge_period(force.counts, force.months, usable, last=12, pooled=pooled)
        outside = judged[["p_high", "p_low"]].min(axis=1) < 0.025
        flags = {"false": judged["p_high"] < 0.01, "low": judged["p_low"] < 0.01, "outside": outside}
        found.append(pd.DataFrame(flags).assign(mean=force.means))
    return pd.concat(found).groupby("mean").mean() * 100


def after_step(age: int, *, pooled: bool, forces: int, seed: int) -> "pd.Series[float]":
    """In 100, where one place in five rose from 20 to 60 a month so many months ago: what is `expected` of
    what truly is to be, how often a month 1.6 times as high (96) is `flagged` at 1 %, and how often a month
    in which nothing happened (`false`).
    """
    rng = np.random.default_rng(seed)
    world = World("a lasting step", step=3, step_age=age)
    found = []
    for _ in range(forces):
        force = simulate(world, rng, means=(20,))
        judged = judge_newest(force.counts, force.months, pooled=pooled)
        high = np.column_stack([force.counts[:, :-1], np.round(1.6 * force.last)])
        flagged = judge_newest(high, force.months, pooled=pooled)["p_high"] < 0.01
        shares = {
            "expected": judged["expected"] / force.last, "flagged": flagged, "false": judged["p_high"] < 0.01,
        }  # fmt: skip
        found.append(pd.DataFrame(shares)[force.asked])
    return pd.concat(found).mean() * 100


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--forces", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    for pooled in (True, False):
        print(
            "pooled rule" if pooled else "the place's own rule", f"({chosen.forces} forces a world), per cent"
        )
        for letter, world in WORLDS.items():
            table = rates(world, pooled=pooled, forces=chosen.forces, seed=chosen.seed).round(1)
            cells = [" / ".join(f"{value:g}" for value in table[column]) for column in table]
            print(
                f"  {letter} {world.name:45s}", *(f"{n} {c:20s}" for n, c in zip(table, cells, strict=True))
            )
        for age in (12, 15, 18, 24, 30):
            found = after_step(age, pooled=pooled, forces=chosen.forces, seed=chosen.seed).round(1)
            print(
                f"  {age} months after a step from 20 to 60 a month",
                *(f"{n} {v:g}" for n, v in found.items()),
            )
        for before, within in ((0, 0), (5, 0), (5, 3), (6, 0)):
            print(f"  the sum of 12 months, without {before} of the 24 before and {within} of its own")
            for letter in "ACDGH":
                table = year_rates(
                    WORLDS[letter], pooled=pooled, forces=chosen.forces, seed=chosen.seed,
                    before=before, within=within,
                ).round(1)  # fmt: skip
                cells = [" / ".join(f"{value:g}" for value in table[column]) for column in table]
                print(f"    {letter}", *(f"{n} {c:20s}" for n, c in zip(table, cells, strict=True)))


if __name__ == "__main__":
    main()
