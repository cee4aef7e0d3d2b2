"""Height of the sun and growing season by date and latitude: how well outlines of fields can be seen in an image."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

OVERPASS = 10.5  # mean local solar time of Sentinel-2 (h)
LOW_SUN = 25.0  # degrees, below which shadows and weak light count as winter
WINTER_MONTHS = {"north": (11, 12, 1, 2), "south": (5, 6, 7, 8)}
TROPIC = 23.44  # degrees of latitude within which there is no winter
LAG = 30  # days by which temperature, and growth with it, follows the sun


def solar_elevation(iso_date: str, latitude: float) -> float:
    """Return the elevation of the sun (degrees) when Sentinel-2 passes on a date at a latitude (degrees).

    sin h = sin φ sin δ + cos φ cos δ cos ω with the declination δ and the hour angle ω (Iqbal 1983, An introduction to
    solar radiation).
    """
    phi, delta = math.radians(latitude), _declination(_day_of_year(iso_date))
    hour_angle = math.radians(15 * (OVERPASS - 12))
    sine = math.sin(phi) * math.sin(delta) + math.cos(phi) * math.cos(delta) * math.cos(hour_angle)
    return math.degrees(math.asin(sine))


def growing_season(iso_date: str, latitude: float) -> float:
    """Return how far a date lies in the growing season of its latitude: 1 at the height of summer, less around it.

    It is the daily insolation above the atmosphere `LAG` days earlier, divided by the most of the year: near the
    equator it is nearly 1 all year.
    """
    most = _most_insolation(latitude)
    return _insolation(_day_of_year(iso_date) - LAG, latitude) / most if most else 0.0


def is_winter(iso_date: str, latitude: float) -> bool:
    """Return whether a date lies in winter: the sun is low, or outside the tropics it is one of the winter months."""
    months = WINTER_MONTHS["north" if latitude >= 0 else "south"]
    in_months = abs(latitude) > TROPIC and date.fromisoformat(iso_date).month in months
    return in_months or solar_elevation(iso_date, latitude) < LOW_SUN


def _day_of_year(iso_date: str) -> int:
    return date.fromisoformat(iso_date).timetuple().tm_yday


def _declination(day: float) -> float:
    """Return the sun's declination (radians) on a day of the year (FAO 56, Allen et al. 1998, equation 24)."""
    return 0.409 * math.sin(2 * math.pi * day / 365 - 1.39)


@lru_cache(maxsize=1000)
def _most_insolation(latitude: float) -> float:
    """Return the highest daily insolation of the year."""
    return max(_insolation(day, latitude) for day in range(1, 366))


def _insolation(day: float, latitude: float) -> float:
    """Return the daily insolation above the atmosphere, in no particular unit (FAO 56, equations 21, 23 and 25)."""
    phi, delta = math.radians(latitude), _declination(day)
    sunset = math.acos(min(1.0, max(-1.0, -math.tan(phi) * math.tan(delta))))
    distance = 1 + 0.033 * math.cos(2 * math.pi * day / 365)
    height = sunset * math.sin(phi) * math.sin(delta) + math.cos(phi) * math.cos(delta) * math.sin(sunset)
    return distance * height
