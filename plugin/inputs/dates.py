"""Dates as people type them: ISO, day of the year, and day, month and year in the order of the user's locale."""

from __future__ import annotations

import re
from datetime import date, timedelta

from qgis.PyQt.QtCore import QDate, QLocale

_YEAR_FIRST = re.compile(r"(\d{4})[-./ ]?(\d{2})[-./ ]?(\d{2})")
_DAY_OF_YEAR = re.compile(r"(\d{4})[-./ ]?(\d{3})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4})")


def parse_date(text: str) -> date | None:
    """Return the date that ``text`` is, or None.

    2019-05-31, 20190531, 2019-151 (day of the year), 31.05.2019, 31/5/2019. Of two numbers before the year the month is
    the one that the locale puts there, unless that is no month. Other texts are read in the formats of the locale.
    """
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_OF_YEAR.fullmatch(text):
        year, number = int(match[1]), int(match[2])
        start = _date(year, 1, 1)
        day = start + timedelta(number - 1) if start and 1 <= number <= 366 else None
        return day if day is not None and day.year == year else None
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = (int(group) for group in match.groups())
        day_first = QLocale().dateFormat(QLocale.FormatType.ShortFormat).lstrip().lower().startswith("d")
        orders = [(second, first), (first, second)]
        return next(filter(None, (_date(year, *order) for order in (orders if day_first else orders[::-1]))), None)
    for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
        value: QDate = QLocale().toDate(text, form)
        if value.isValid() and value.year() >= 1970:
            return date(value.year(), value.month(), value.day())
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1970 else None
    except ValueError:
        return None


def long_date(value: date) -> str:
    """Return a date in words of the user's language, so that day and month cannot be mistaken."""
    return QLocale().toString(QDate(value.year, value.month, value.day), "d MMMM yyyy")
