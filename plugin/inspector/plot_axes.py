"""The axes of a plot: the mapping of values to pixels, and the ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qgis.PyQt.QtCore import QDate, QLocale

TICK_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Axis:
    """A linear axis: ``low`` is at pixel ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value, clamped to the ends of the axis."""
        fraction = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + fraction * (self.end - self.start)


def ticks(low: float, high: float, max_steps: float) -> list[float]:
    """Return round values from ``low`` to ``high``, with at most ``max_steps`` steps between them."""
    min_step = (high - low) / max(max_steps, 1)
    power = 10 ** math.floor(math.log10(min_step))
    step = next(factor * power for factor in TICK_STEPS if factor * power >= min_step * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, math.floor(high / step + 1e-9) + 1)]


def months(first: int, last: int, max_count: int) -> list[date]:
    """Return the first days of months between two ordinals: of all, or every second, third …, up to ``max_count``."""
    begin = date.fromordinal(first)
    count = 12 * (date.fromordinal(last).year - begin.year) + 12
    starts = [date(begin.year + n // 12, n % 12 + 1, 1) for n in range(count)]
    inside = [day for day in starts if first <= day.toordinal() <= last]
    step = next(n for n in (1, 2, 3, 4, 6, 12, max(12, len(inside))) if len(inside) <= max_count * n or n >= 12)
    return [day for day in inside if (day.month - 1) % step == 0]


def month_name(day: date) -> str:
    """Return the short name of a month in the user's language."""
    return QLocale().standaloneMonthName(day.month, QLocale.FormatType.ShortFormat).rstrip(".")


def day_name(iso: str) -> str:
    """Return an ISO date in the user's locale, with the short name of the month."""
    return QLocale().toString(QDate.fromString(iso, "yyyy-MM-dd"), "d MMM yyyy")


def extent(values: Iterable[float], step: float) -> tuple[float, float]:
    """Return the range of values, widened to multiples of ``step``."""
    items = list(values)
    low, high = math.floor(min(items) / step) * step, math.ceil(max(items) / step) * step
    return low, max(high, low + step)
