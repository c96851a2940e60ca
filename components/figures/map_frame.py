"""The frame of a map, in pixels: where on the ground it lies, and back. Pure; the narrowest that is shown.

It is fitted to the boundary, never to the data: records snap across lines, and some lie in another county.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_access.models import Point

WIDTH, SHORTEST, TALLEST = 320, 200, 370
# Room for the neighbours' names, and below it a strip for the scale.
MARGIN, STRIP = 24, 22
# Web Mercator: the world's side at zoom 0, and its way round.
WORLD_PX, ROUND_M = 512, 40_075_017
NEAREST_ZOOM = 16


@dataclass(frozen=True)
class Frame:
    """Where on the ground the drawing's left upper corner lies, in pixels of the world at `zoom`."""

    zoom: float
    left: float
    top: float
    width: float
    height: float

    def pixels(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) longitudes and latitudes as pixels of the frame."""
        world = _mercator(degrees) * WORLD_PX * 2**self.zoom
        return world - (self.left, self.top)

    def ground(self, x: float, y: float) -> list[float]:
        """Longitude and latitude of a pixel."""
        side = WORLD_PX * 2**self.zoom
        north = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + self.top) / side))))
        return [round((x + self.left) / side * 360 - 180, 5), round(north, 5)]

    @property
    def metres_a_pixel(self) -> float:
        """On the ground, at the frame's middle."""
        _east, north = self.ground(self.width / 2, self.height / 2)
        return ROUND_M * math.cos(math.radians(north)) / (WORLD_PX * 2**self.zoom)


def fitted(boundary: Sequence[Point]) -> Frame:
    """The frame that shows all of the boundary."""
    world = _mercator(np.array([(p.longitude, p.latitude) for p in boundary]))
    (west, north), (east, south) = world.min(axis=0), world.max(axis=0)
    room = WIDTH - 2 * MARGIN, TALLEST - 2 * MARGIN - STRIP
    wide, high = max(east - west, 1e-9), max(south - north, 1e-9)
    zoom = min(math.log2(room[0] / wide / WORLD_PX), math.log2(room[1] / high / WORLD_PX), NEAREST_ZOOM)
    side = WORLD_PX * 2**zoom
    height = min(max(high * side + 2 * MARGIN + STRIP, SHORTEST), TALLEST)
    left = (west + east) / 2 * side - WIDTH / 2
    return Frame(zoom, left, (north + south) / 2 * side - (height - STRIP) / 2, WIDTH, height)


def _mercator(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitudes and latitudes as shares of the world's side, from its left upper corner."""
    north = np.log(np.tan(np.pi / 4 + np.radians(degrees[:, 1]) / 2)) / (2 * np.pi)
    return np.column_stack([degrees[:, 0] / 360 + 0.5, 0.5 - north])
