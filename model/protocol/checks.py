"""Values of requests and job files that make sense: finite numbers, dates, and names that are known."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Mapping

from ..text import tr
from .errors import InputError

MOST_BANDS = 65_535  # of a GeoTIFF


def require_number(name: str, value: float, least: float, most: float) -> None:
    """Raise `InputError` where a value is not finite or outside its limits."""
    if not (math.isfinite(value) and least <= value <= most):
        raise InputError(tr("{} is {}, which is not between {:g} and {:g}.").format(name, value, least, most))


def require_finite(name: str, value: float) -> None:
    """Raise `InputError` where a value is infinite or none."""
    if not math.isfinite(value):
        raise InputError(tr("{} is {}, which is no number.").format(name, value))


def require_choice(name: str, value: str, choices: Collection[str]) -> None:
    """Raise `InputError` where a text is none of its choices."""
    if value not in choices:
        text = tr("{} is {!r}, which is none of {}.")
        raise InputError(text.format(name, value[:100], ", ".join(repr(choice) for choice in choices)))


def require_date(name: str, value: str, *others: str) -> None:
    """Raise `InputError` where a text is neither an ISO date (2019-06-30) nor one of ``others``."""
    try:
        is_date = datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_date = False
    if not is_date and value not in others:
        raise InputError(tr("{} is {!r}, which is no date. Write it as 2019-06-30.").format(name, value[:100]))


def require_path(name: str, value: str) -> None:
    """Raise `InputError` where a text cannot be a path."""
    if not value or "\0" in value:
        raise InputError(tr("{} is {!r}, which is no path of a file.").format(name, value[:100]))


def require_bands(numbers: Mapping[str, int], names: Collection[str]) -> None:
    """Raise `InputError` where a band has an unknown name, or a number that no raster has."""
    for band, number in numbers.items():
        require_choice(tr("The band"), band, names)
        require_number(tr("The number of band {}").format(band), number, 1, MOST_BANDS)
