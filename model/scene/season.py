"""The growing season that is mapped: one harvest year, proposed from the dates, or a span that the user gives.

Crops are sown from autumn on and harvested until the next autumn. A season is therefore the year of the harvest and the
four months before; south of the equator it begins and ends half a year earlier.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ..protocol import Acquisition, InputError
from ..text import tr

AUTO, ALL = "auto", "all"
GROWTH = {"north": ("05-01", "07-31"), "south": ("11-01", "01-31")}  # when most crops cover the ground
LONGEST = 550  # days from the first to the last optical date, beyond which a list is of several seasons anyway
FIRST = {"north": (-1, 9, 1), "south": (-1, 3, 1)}  # (years after that of the harvest, month, day)
LAST = {"north": (0, 12, 31), "south": (0, 6, 30)}
_YEAR = re.compile(r"20\d\d")

Span = tuple[str, str]
"""First and last ISO date, both within."""


def chosen_season(acquisitions: Sequence[Acquisition], season: str, latitude: float) -> Span | None:
    """Return the span of ``season``, None for all dates.

    ``season`` is "auto", "all", the year of the harvest or "FIRST/LAST" (ISO dates). "auto" leaves lists
    with one season of growth as they are, and takes from others the season with the most optical dates, the latest of
    equals. Raises `InputError` for any other text.
    """
    return proposed_season(acquisitions, latitude) if season == AUTO else parse_season(season, latitude)


def part_seasons(acquisitions: Sequence[Acquisition], season: str, latitude: float) -> dict[str, str]:
    """Return the reasons, by acquisition key, why acquisitions are outside the season; none where all are inside.

    ``season`` and the errors are those of `chosen_season`.
    """
    span = chosen_season(acquisitions, season, latitude)
    if span is None:
        return {}
    text = tr("it is outside the season that is mapped, {} to {}")
    if season == AUTO:
        text = tr("the dates are of several seasons, and it is outside the one with the most of them, {} to {}")
    return {a.key: text.format(*span) for a in acquisitions if not span[0] <= a.date <= span[1]}


def proposed_season(acquisitions: Sequence[Acquisition], latitude: float) -> Span | None:
    """Return the season with the most optical dates, None where they show the growth of no more than one."""
    dates = _optical_dates(acquisitions)
    spans = [*shown_seasons(acquisitions, latitude).values()]
    if len(spans) < 2:
        return None
    return max(reversed(spans), key=lambda span: _count(dates, span))


def shown_seasons(acquisitions: Sequence[Acquisition], latitude: float) -> dict[str, Span]:
    """Return the seasons whose growth the optical dates show, by the year of the harvest.

    Dates more than `LONGEST` days apart are of several seasons anyway. Where none shows growth, the season with the
    most dates counts.
    """
    dates = _optical_dates(acquisitions)
    first, last = GROWTH["north" if latitude >= 0 else "south"]
    turns = int(last < first)  # south of the equator growth begins in the year before
    grown = {
        int(day[:4]) + turns * (day[5:] >= first)
        for day in dates
        if (first <= day[5:] <= last) or (turns and (day[5:] >= first or day[5:] <= last))
    }
    if dates and len(grown) < 2 and (date.fromisoformat(dates[-1]) - date.fromisoformat(dates[0])).days > LONGEST:
        grown = set(range(int(dates[0][:4]), int(dates[-1][:4]) + 2))
    elif dates and not grown:
        years = range(int(dates[0][:4]), int(dates[-1][:4]) + 2)
        grown = {max(years, key=lambda year: _count(dates, harvest_season(year, latitude)))}
    spans = {str(year): harvest_season(year, latitude) for year in sorted(grown)}
    return {year: span for year, span in spans.items() if _count(dates, span)}


def _optical_dates(acquisitions: Sequence[Acquisition]) -> list[str]:
    return sorted(a.date for a in acquisitions if a.sensor == "S2" and not a.problem)


def _count(dates: Sequence[str], span: Span) -> int:
    """Return how many dates are within a span."""
    return sum(span[0] <= day <= span[1] for day in dates)


def harvest_season(year: int, latitude: float) -> Span:
    """Return the season whose crops are harvested in ``year`` at a latitude in degrees."""
    half = "north" if latitude >= 0 else "south"
    first, last = (date(year + years, month, day) for years, month, day in (FIRST[half], LAST[half]))
    return first.isoformat(), last.isoformat()


def parse_season(text: str, latitude: float = 0.0) -> Span | None:
    """Return the span of a text as in `part_seasons`, None for "all" and "auto"; raise `InputError` for another one."""
    if text in (ALL, AUTO):
        return None
    if _YEAR.fullmatch(text):
        return harvest_season(int(text), latitude)
    try:
        first, last = (date.fromisoformat(part.strip()).isoformat() for part in text.split("/"))
    except ValueError:
        first, last = "1", "0"
    if first > last:
        raise InputError(
            tr("The season {!r} is none. Write the year of the harvest (2021), first/last date, or all.").format(text)
        )
    return first, last
