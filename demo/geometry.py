"""Geometry on the ground. Points and rings are arrays of shape (n, 2): latitude, longitude in degrees."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
EARTH_M = 6_371_008.8
DEGREE_M = 111_195.0  # one degree of latitude


def inside(points: Array, ring: Array) -> Mask:
    """Which points lie in the ring, by the even-odd rule; the ring is closed if it is not."""
    hits = np.zeros(len(points), dtype=np.bool_)
    box = np.all((points >= ring.min(axis=0)) & (points <= ring.max(axis=0)), axis=1)
    hits[box] = _crossings(points[box], ring) % 2 == 1
    return hits


def _crossings(points: Array, ring: Array) -> npt.NDArray[np.int64]:
    latitude, longitude = points[:, :1], points[:, 1:]
    start, end = ring, np.roll(ring, -1, axis=0)
    straddles = (start[:, 0] > latitude) != (end[:, 0] > latitude)
    with np.errstate(divide="ignore", invalid="ignore"):  # level edges never straddle
        slope = (end[:, 1] - start[:, 1]) / (end[:, 0] - start[:, 0])
        crossing = start[:, 1] + (latitude - start[:, 0]) * slope
    found: npt.NDArray[np.int64] = (straddles & (longitude < crossing)).sum(axis=1)
    return found


def distance_m(points: Array, latitude: float, longitude: float) -> Array:
    """Great-circle distance of each point from one place, in metres."""
    there, here = np.radians(points), np.radians([latitude, longitude])
    half = np.sin((there - here) / 2) ** 2
    chord = half[:, 0] + np.cos(here[0]) * np.cos(there[:, 0]) * half[:, 1]
    found: Array = 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return found


def clear_of_edge(points: Array, ring: Array, metres: float) -> Mask:
    """Which points keep that far away from every edge of the ring."""
    scale = np.array([DEGREE_M, DEGREE_M * np.cos(np.radians(ring[0, 0]))])
    start, spot = ring * scale, (points * scale)[:, None, :]
    along: Any = np.roll(start, -1, axis=0) - start
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    part = np.clip(((spot - start) * along).sum(axis=2) / length, 0, 1)
    nearest = start + part[:, :, None] * along
    gaps = np.sqrt(((spot - nearest) ** 2).sum(axis=2)).min(axis=1)
    clear: Mask = gaps >= metres
    return clear


def ragged(start: Array, end: Array, depth: int, chance: np.random.Generator) -> Array:
    """A line from start to end that wanders like a parish boundary: 2**depth pieces, end left out."""
    line = np.stack([start, end])
    for _ in range(depth):
        step = np.diff(line, axis=0)
        across = np.stack(
            [-step[:, 1] * 0.62, step[:, 0] / 0.62], axis=1
        )  # a right angle at 51 degrees north
        middle = line[:-1] + step / 2 + across * chance.uniform(-0.16, 0.16, (len(step), 1))
        line = np.insert(line, range(1, len(line)), middle, axis=0)
    return line[:-1]
