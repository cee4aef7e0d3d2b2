"""Where dates and values lie on a plot, and which of them are written beside its axes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qgis.PyQt.QtCore import QDate, QLocale

NICE = (1, 2, 5, 10)


@dataclass(frozen=True)
class Axis:
    """A straight scale: ``low`` lies at pixel ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value; what lies beyond the ends lies on them."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)


def ticks(low: float, high: float, room: float) -> list[float]:
    """Return round values from ``low`` to ``high``, with room for so many steps between them."""
    rough = (high - low) / max(room, 1)
    power = 10 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in NICE if nice * power >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, math.floor(high / step + 1e-9) + 1)]


def months(first: int, last: int, most: int) -> list[date]:
    """Return the first days of months from day ``first`` to day ``last`` (ordinals): all, or every other, third …"""
    begin = date.fromordinal(first)
    count = 12 * (date.fromordinal(last).year - begin.year) + 12
    starts = [date(begin.year + n // 12, n % 12 + 1, 1) for n in range(count)]
    inside = [day for day in starts if first <= day.toordinal() <= last]
    step = next(n for n in (1, 2, 3, 4, 6, 12, max(12, len(inside))) if len(inside) <= most * n or n >= 12)
    return [day for day in inside if (day.month - 1) % step == 0]


def month_name(day: date) -> str:
    """Return the short name of a month in the user's language."""
    return QLocale().standaloneMonthName(day.month, QLocale.FormatType.ShortFormat).rstrip(".")


def day_name(iso: str) -> str:
    """Write an ISO date the way the user's country does, with the month in letters."""
    return QLocale().toString(QDate.fromString(iso, "yyyy-MM-dd"), "d MMM yyyy")


def extent(values: Iterable[float], step: float) -> tuple[float, float]:
    """Return the range of values, widened to multiples of ``step``."""
    known = list(values)
    low, high = math.floor(min(known) / step) * step, math.ceil(max(known) / step) * step
    return low, max(high, low + step)
