"""What a shapefile's table can hold of each column, decided by looking at every value first.

The table (DBF) knows numbers as decimal digits, texts of at most 254 bytes without blanks at their ends, and dates.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal

from qgis.core import QgsField
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime, QVariant

from ..text import tr

LONGEST = 254
EXACT = 15
"""Digits of a number that survive being written in decimals and read again, whatever program does it."""

WIDEST = 24
"""Characters of a number, its sign and its point included, that every reader of shapefiles takes."""


class Column:
    """One column on its way into a shapefile as ``short``.

    ``look`` is called with every value that is not null, then ``stored`` says what the table holds of a value.
    """

    kind = "text"

    def __init__(self, name: str, short: str) -> None:
        self.name, self.short = name, short
        self.nulls = 0
        self.empty = 0
        self.whole = False
        """Whether some value does not fit, so that the whole column stands in the side table, too."""

    def look(self, value) -> None:
        """Take note of a value."""

    def field(self) -> QgsField | None:
        """Return the column of the table, None where the table cannot have one."""
        raise NotImplementedError

    def stored(self, value):
        """Return what the table will hold of a value that is not null."""
        return value

    def width(self) -> int:
        """Return the bytes that each parcel takes in this column."""
        made = self.field()
        return made.length() if made is not None else 0

    def remark(self) -> str:
        """Say what became of the values, beside nulls."""
        return ""


class Text(Column):
    """Texts; also moments and times, which the table has no kind for."""

    def __init__(self, name: str, short: str, converted: bool = False) -> None:
        super().__init__(name, short)
        self._longest = 1
        self._converted = converted

    def look(self, value) -> None:
        text = spelled(value)
        size = len(text.encode("utf-8"))
        self._longest = max(self._longest, min(size, LONGEST))
        self.empty += not text
        self.whole |= bool(text) and (size > LONGEST or text != text.strip(" ") or "\0" in text)

    def field(self) -> QgsField:
        return QgsField(self.short, QVariant.String, "", self._longest)

    def stored(self, value) -> str:
        text = spelled(value).partition("\0")[0].strip(" ")
        return text.encode("utf-8")[:LONGEST].decode("utf-8", "ignore").rstrip(" ")

    def remark(self) -> str:
        remarks = [tr("dates and times are written as text (ISO 8601)")] if self._converted else []
        if self.whole:
            remarks.append(tr("texts over 254 bytes are cut, blanks at the ends removed"))
        return "; ".join(remarks)


class Real(Column):
    """Numbers with as many decimals as their values need, which come back exactly where 15 digits are enough."""

    kind = "number"

    def __init__(self, name: str, short: str) -> None:
        super().__init__(name, short)
        self._sign, self._before, self._after = 0, 0, 1

    def look(self, value) -> None:
        if not math.isfinite(value):
            self.whole = True
            return
        before, _, after = format(Decimal(repr(float(value))), "f").partition(".")
        digits = len(before.lstrip("-0"))
        self._sign |= before.startswith("-")
        self._before, self._after = max(self._before, digits), max(self._after, len(after))
        self.whole |= self._before + self._after > EXACT

    @property
    def _decimals(self) -> int:
        return max(1, min(self._after, EXACT - self._before))

    def field(self) -> QgsField:
        width = self._sign + max(self._before, 1) + 1 + self._decimals + self.whole  # rounding may add a digit
        return QgsField(self.short, QVariant.Double, "", min(width, WIDEST), self._decimals)

    def stored(self, value) -> float | None:
        text = f"{value:.{self._decimals}f}" if math.isfinite(value) else ""
        return float(text) if 0 < len(text) <= WIDEST else None

    def remark(self) -> str:
        return (
            tr("numbers are rounded to {} decimals or, where they do not fit, left blank").format(self._decimals)
            if self.whole
            else ""
        )


class Whole(Column):
    """Integers, and truth values as 0 and 1."""

    kind = "integer"
    SMALL, LARGE = 9, 18  # digits that readers take for 32 and for 64 bits

    def __init__(self, name: str, short: str, truth: bool = False) -> None:
        super().__init__(name, short)
        self._digits = 1
        self._truth = truth

    def look(self, value) -> None:
        self._digits = max(self._digits, len(str(int(value))))
        self.whole = self._digits > self.LARGE

    def field(self) -> QgsField:
        small = self._digits <= self.SMALL
        return QgsField(
            self.short, QVariant.Int if small else QVariant.LongLong, "", self.SMALL if small else self.LARGE
        )

    def stored(self, value) -> int | None:
        return int(value) if len(str(int(value))) <= self.LARGE else None

    def remark(self) -> str:
        if self._truth:
            return tr("true and false are written as 1 and 0")
        return tr("integers of more than 18 digits are left blank") if self.whole else ""


class Day(Column):
    """Dates."""

    kind = "date"

    def field(self) -> QgsField:
        return QgsField(self.short, QVariant.Date, "", 8)


class LeftOut(Column):
    """What the table has no room for at all."""

    kind = "left out"

    def __init__(self, name: str, short: str) -> None:
        super().__init__(name, short)
        self.whole = True

    def field(self) -> None:
        return None

    def stored(self, value) -> None:
        return None

    def remark(self) -> str:
        return tr("not in the shapefile")


def column_of(field: QgsField, short: str, left_out: bool) -> Column:
    """Return what becomes of a field, judged by its type."""
    kind, name = field.type(), field.name()
    if left_out:
        return LeftOut(name, short)
    if kind == QVariant.Double:
        return Real(name, short)
    if kind in (QVariant.Int, QVariant.LongLong, QVariant.UInt, QVariant.ULongLong, QVariant.Bool):
        return Whole(name, short, kind == QVariant.Bool)
    if kind == QVariant.Date:
        return Day(name, short)
    if kind in (QVariant.String, QVariant.DateTime, QVariant.Time):
        return Text(name, short, kind != QVariant.String)
    return LeftOut(name, short)


def spelled(value) -> str:
    """Write any value as text: dates and times after ISO 8601, bytes as hexadecimal digits, lists and maps as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, QDateTime):
        return value.toString(Qt.DateFormat.ISODateWithMs)
    if isinstance(value, (QDate, QTime)):
        return value.toString(Qt.DateFormat.ISODate if isinstance(value, QDate) else Qt.DateFormat.ISODateWithMs)
    if isinstance(value, float):
        return repr(value)
    if hasattr(value, "toHex"):
        return bytes(value.toHex()).decode("ascii")
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=spelled)
    return str(value)
