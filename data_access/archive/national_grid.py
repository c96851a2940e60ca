"""The British National Grid into degrees, as the archive's first files need.

By Ordnance Survey's "A guide to coordinate systems in Great Britain" (annexes B and C, and its transformation
of seven parameters): good to about five metres, which is less than records are moved to their map points.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

AIRY = (6_377_563.396, 6_356_256.909)
WGS84 = (6_378_137.0, 6_356_752.3142)
SCALE, LATITUDE, LONGITUDE = 0.9996012717, np.radians(49.0), np.radians(-2.0)
EASTING, NORTHING = 400_000.0, -100_000.0
# From the old datum to WGS84: metres, parts of one, and seconds of arc.
SHIFT = np.array([446.448, -125.157, 542.060])
STRETCH = -20.4894e-6
TURN = np.radians(np.array([0.1502, 0.2470, 0.8421]) / 3600)


def degrees(easting: Floats, northing: Floats) -> tuple[Floats, Floats]:
    """(n,) longitudes and latitudes in WGS84; NaN where either is, or both are nought: no place."""
    nowhere = ~np.isfinite(easting) | ~np.isfinite(northing) | ((easting == 0) & (northing == 0))
    east, north = (np.where(nowhere, np.nan, metres) for metres in (easting, northing))
    x, y, z = _on_airy(*_unprojected(east - EASTING, north))
    turned = (y * TURN[2] - z * TURN[1], z * TURN[0] - x * TURN[2], x * TURN[1] - y * TURN[0])
    moved = [
        shift + (1 + STRETCH) * along - across
        for shift, along, across in zip(SHIFT, (x, y, z), turned, strict=True)
    ]
    return _on_wgs84(*moved)


def _unprojected(east: Floats, northing: Floats) -> tuple[Floats, Floats]:
    """Latitude and longitude on Airy's ellipsoid, in radians; `east` of the true origin."""
    a, b = AIRY
    latitude = LATITUDE + (northing - NORTHING) / (a * SCALE)
    for _ in range(8):  # each time some thousand times nearer
        latitude = latitude + (northing - NORTHING - _meridian(latitude)) / (a * SCALE)
    e2 = 1 - b * b / (a * a)
    sine, t, sec = np.sin(latitude), np.tan(latitude), 1 / np.cos(latitude)
    nu = a * SCALE / np.sqrt(1 - e2 * sine**2)
    rho = a * SCALE * (1 - e2) / (1 - e2 * sine**2) ** 1.5
    eta2 = nu / rho - 1
    seven = t / (2 * rho * nu)
    eight = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
    nine = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    ten = sec / nu
    eleven = sec / (6 * nu**3) * (nu / rho + 2 * t**2)
    twelve = sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    return (
        latitude - seven * east**2 + eight * east**4 - nine * east**6,
        LONGITUDE + ten * east - eleven * east**3 + twelve * east**5,
    )


def _meridian(latitude: Floats) -> Floats:
    """The length of the meridian from the true origin."""
    a, b = AIRY
    n = (a - b) / (a + b)
    less, more = latitude - LATITUDE, latitude + LATITUDE
    arc: Floats = (
        b
        * SCALE
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
            - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(less) * np.cos(more)
            + (1.875 * n**2 + 1.875 * n**3) * np.sin(2 * less) * np.cos(2 * more)
            - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
        )
    )
    return arc


def _on_airy(latitude: Floats, longitude: Floats) -> tuple[Floats, Floats, Floats]:
    """On the ground, in metres from the middle of the earth."""
    a, b = AIRY
    nu = a / np.sqrt(1 - (1 - b * b / (a * a)) * np.sin(latitude) ** 2)
    level = nu * np.cos(latitude)
    return level * np.cos(longitude), level * np.sin(longitude), b * b / (a * a) * nu * np.sin(latitude)


def _on_wgs84(x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats]:
    a, b = WGS84
    e2 = 1 - b * b / (a * a)
    level = np.hypot(x, y)
    latitude = np.arctan2(z, level * (1 - e2))
    for _ in range(5):
        nu = a / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
        latitude = np.arctan2(z + e2 * nu * np.sin(latitude), level)
    return np.degrees(np.arctan2(y, x)), np.degrees(latitude)
