"""What the pages must say of real data, from the rows of the bulk files alone: plain Python, a row at a time.

Kinds are the files' own names, and `CRIME` for all but anti-social behaviour.
"""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from statistics import NormalDist
from zipfile import ZipFile

import h3

from tests.real import oracle_expected

Z = NormalDist().inv_cdf(0.975)
CRIME, ASB = "All crime (anti-social behaviour counted separately)", "Anti-social behaviour"
KINDS = [
    ASB, "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other theft",
    "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person",
    "Vehicle crime", "Violence and sexual offences", "Other crime",
]  # fmt: skip
WITHIN, FEW, NOT = "within the usual range", "too few a month to say", "not compared"
ABOVE, HIGHER, EXCEPTIONAL = "a little above", "higher than usual", "exceptionally high"
BELOW, LOWER = "a little below", "lower than usual"
FLAGGED = (HIGHER, EXCEPTIONAL)
Row = dict[str, str]
Ring = list[tuple[float, float]]
Tails = dict[str, float]
# Judges the last months of a kind's series, given how many months of it are known.
Judge = Callable[[str, int, int], Tails]


def street_rows(archive: Path) -> list[Row]:
    """Every row of every street file, with the force of the `File`."""
    found = []
    with ZipFile(archive) as packed:
        for name in packed.namelist():
            if match := re.fullmatch(r"\d{4}-\d{2}/\d{4}-\d{2}-(.+)-street\.csv", name):
                for row in csv.DictReader(io.StringIO(packed.read(name).decode())):
                    found.append(row | {"File": match[1]})
    return found


def months_of(rows: Sequence[Row], force: str) -> list[date]:
    """The months the force sent a file for."""
    return sorted({date.fromisoformat(row["Month"] + "-01") for row in rows if row["File"] == force})


class Series:
    """Counts of one place by kind over the months there is a file for; nothing else."""

    def __init__(self, rows: Sequence[Row], months: Sequence[date]) -> None:
        seen = Counter((row["Month"], row["Crime type"]) for row in rows)
        self.months = list(months)
        self.counts = {kind: [seen[f"{m:%Y-%m}", kind] for m in months] for kind in KINDS}
        apart = [self.counts[kind] for kind in KINDS if kind != ASB]
        self.counts[CRIME] = [sum(row[t] for row in apart) for t in range(len(months))]

    def of(self, kind: str, month: date) -> int | None:
        """The count; None for a month without a file."""
        return self.counts[kind][self.months.index(month)] if month in self.months else None

    def mean_before(self, kind: str, known: int, last: int = 1) -> float:
        """Records a month before the last of the `known` months."""
        before = self.counts[kind][: known - last]
        return sum(before) / max(len(before), 1)


def own_judge(series: Series) -> Judge:
    """By the place's own past."""

    def judge(kind: str, known: int, last: int) -> Tails:
        months = series.months[:known]
        return oracle_expected.own_rule(
            [float(n) for n in series.counts[kind][:known]], months, [True] * known, last
        )

    return judge


class Force:
    """All places of a force, each judged by the force's pattern."""

    def __init__(self, places: Mapping[str, Series]) -> None:
        self.places = dict(places)
        self.kept: dict[tuple[str, int, int], list[Tails]] = {}

    def judge(self, place: str) -> Judge:
        """For one of its places."""
        return lambda kind, known, last: self._all(kind, known, last)[list(self.places).index(place)]

    def stands_out(self, known: int, last: int = 1) -> float:
        """The greatest probability that survives Benjamini-Hochberg at 10 % among all that is judged."""
        tested = sorted(
            tails["p_high"]
            for kind in [CRIME, *KINDS]
            for tails, series in zip(self._all(kind, known, last), self.places.values(), strict=True)
            if series.mean_before(kind, known, last) >= 2
        )
        kept = [p for k, p in enumerate(tested, 1) if p <= 0.1 * k / len(tested)]
        return max(kept, default=-1)

    def _all(self, kind: str, known: int, last: int) -> list[Tails]:
        if (kind, known, last) not in self.kept:
            rows = [[float(n) for n in series.counts[kind][:known]] for series in self.places.values()]
            months = next(iter(self.places.values())).months[:known]
            self.kept[kind, known, last] = oracle_expected.pooled_rule(rows, months, last)
        return self.kept[kind, known, last]


class Judged:
    """The verdicts on a place."""

    def __init__(self, series: Series, judge: Judge, force: Force | None) -> None:
        self.series, self.judge, self.force = series, judge, force

    def word(self, kind: str, month: date, last: int = 1) -> tuple[str, Tails]:
        """The verdict on the `last` months to `month`, and its numbers."""
        known = self.series.months.index(month) + 1
        if known - last < 24:
            return NOT, {}
        if last < 12 and self.series.mean_before(kind, known, last) < 2:
            return FEW, {}
        tails, count = self.judge(kind, known, last), sum(self.series.counts[kind][known - last : known])
        if last == 12 and tails["expected"] < 2:
            return FEW, {}
        if count > tails["high"]:
            if tails["p_high"] >= 0.01 or count < 5:
                return ABOVE, tails
            out = self.force and tails["p_high"] <= self.force.stands_out(known, last)
            return (EXCEPTIONAL if out else HIGHER), tails
        if count < tails["low"]:
            return (LOWER if tails["p_low"] < 0.01 else BELOW), tails
        return WITHIN, tails

    @cached_property
    def newest(self) -> dict[str, tuple[str, Tails]]:
        """Every kind in the newest month."""
        return {kind: self.word(kind, self.series.months[-1]) for kind in [CRIME, *KINDS]}

    def by_year(self) -> dict[str, tuple[str, Tails]]:
        """Kinds that have too few a month, and what may be said of their year."""
        newest = self.series.months[-1]
        return {kind: self.word(kind, newest, 12) for kind in KINDS if self.newest[kind][0] == FEW}

    def year(self, kind: str) -> dict[date, tuple[str, Tails]]:
        """Each of the last 12 months."""
        return {month: self.word(kind, month) for month in self.series.months[-12:]}

    def last_year_says_otherwise(self, kind: str, before: int | None) -> bool:
        """Wheeler's z past its border where the verdict is not, or the other way round."""
        word, tails = self.newest[kind]
        if before is None or word in (FEW, NOT):
            return False
        now = self.series.counts[kind][-1]
        z = 2 * (math.sqrt(now) - math.sqrt(before)) / math.sqrt(2 * tails["dispersion"])
        return (z > Z) != (word in (ABOVE, *FLAGGED)) or (z < -Z) != (word in (BELOW, LOWER))


class Ground:
    """The records of a year in H3 cells, counted one by one."""

    def __init__(self, rows: Sequence[Row], ring: Ring) -> None:
        self.points = [(float(r["Latitude"]), float(r["Longitude"])) for r in rows]
        self.names = [r["Location"] for r in rows]
        self.ring = ring
        self.resolution = 9 if self._town() and self._fine_enough() else 8

    def counts(self, points: Sequence[tuple[float, float]] | None = None) -> Counter[str]:
        """Records in each cell."""
        of = self.points if points is None else points
        return Counter(h3.latlng_to_cell(*point, self.resolution) for point in of)

    def fewest(self, counts: Counter[str]) -> list[str]:
        """The busiest cells, until they hold a quarter."""
        total, held, found = sum(counts.values()), 0, list[str]()
        for cell, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
            if held * 4 < total:
                found.append(cell)
                held += count
        return found

    def _town(self) -> bool:
        points = sorted(set(self.points))
        nearest = []
        for y, x in points:
            east = math.cos(math.radians(y))
            nearest.append(
                min(
                    111_195 * math.hypot(y - v, east * x - math.cos(math.radians(v)) * u)
                    for v, u in points
                    if (v, u) != (y, x)
                )
            )
        nearest.sort()
        return len(points) >= 10 and nearest[math.ceil(0.9 * (len(nearest) - 1))] <= 300

    def _fine_enough(self) -> bool:
        fine = Counter(h3.latlng_to_cell(*point, 9) for point in self.points)
        return sum(fine.values()) / len(fine) >= 5


def share(count: int, base: int) -> str:
    """A whole percentage, where the base carries one."""
    if base < 20:
        return ""
    return "under 1%" if 0 < count / base < 0.005 else f"{count / base:.0%}"
