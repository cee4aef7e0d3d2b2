"""The conversion of columns to those of a shapefile, chosen after all values were inspected.

A DBF table stores numbers as decimal digits, texts of at most 254 bytes without trailing blanks, and dates.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

from qgis.core import QgsField
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..compat import FieldType, create_field
from ..text import tr

MAX_TEXT_BYTES = 254
EXACT_DIGITS = 15
"""Decimal digits of a number that are the same after writing and reading it with any program."""

MAX_NUMBER_WIDTH = 24
"""Maximum width of a number, its sign and point included, that all readers of shapefiles accept."""


class Column:
    """A column of the layer with its name ``short`` in the shapefile.

    Call `inspect` with every value that is not null, then `field`, and `convert` with each of these values.
    """

    kind = "text"

    def __init__(self, name: str, short: str) -> None:
        self.name, self.short = name, short
        self.nulls = 0
        self.empty = 0
        self.needs_side_table = False
        """Whether some value does not fit, so that the column is written to the side table, too."""

    def inspect(self, value: Any) -> None:
        """Update width and precision for a value."""

    def field(self) -> QgsField | None:
        """Return the field of the shapefile, None where the column is omitted."""
        raise NotImplementedError

    def convert(self, value: Any) -> Any:
        """Return a value, not null, as the shapefile stores it; None where it does not fit."""
        return value

    def width(self) -> int:
        """Return the bytes of this column in a row."""
        field = self.field()
        return field.length() if field is not None else 0

    def remark(self) -> str:
        """Return a remark on the conversion for the readme, other than on nulls."""
        return ""


class TextColumn(Column):
    """Texts; also date-times and times, which have no DBF type."""

    def __init__(self, name: str, short: str, converted: bool = False) -> None:
        super().__init__(name, short)
        self._longest = 1
        self._converted = converted

    def inspect(self, value: Any) -> None:
        text = to_text(value)
        size = len(text.encode("utf-8"))
        self._longest = max(self._longest, min(size, MAX_TEXT_BYTES))
        self.empty += not text
        self.needs_side_table |= bool(text) and (size > MAX_TEXT_BYTES or text != text.strip(" ") or "\0" in text)

    def field(self) -> QgsField:
        return create_field(self.short, FieldType.TEXT, self._longest)

    def convert(self, value: Any) -> str:
        text = to_text(value).partition("\0")[0].strip(" ")
        return text.encode("utf-8")[:MAX_TEXT_BYTES].decode("utf-8", "ignore").rstrip(" ")

    def remark(self) -> str:
        remarks = [tr("dates and times are written as text (ISO 8601)")] if self._converted else []
        if self.needs_side_table:
            remarks.append(tr("texts over 254 bytes are cut, blanks at the ends removed"))
        return "; ".join(remarks)


class RealColumn(Column):
    """Real numbers with as many decimals as the values need, exact up to 15 digits."""

    kind = "number"

    def __init__(self, name: str, short: str) -> None:
        super().__init__(name, short)
        self._sign, self._before, self._after = 0, 0, 1

    def inspect(self, value: Any) -> None:
        if not math.isfinite(value):
            self.needs_side_table = True
            return
        before, _, after = format(Decimal(repr(float(value))), "f").partition(".")
        digits = len(before.lstrip("-0"))
        self._sign |= before.startswith("-")
        self._before, self._after = max(self._before, digits), max(self._after, len(after))
        self.needs_side_table |= self._before + self._after > EXACT_DIGITS

    @property
    def _decimals(self) -> int:
        return max(1, min(self._after, EXACT_DIGITS - self._before))

    def field(self) -> QgsField:
        width = (
            self._sign + max(self._before, 1) + 1 + self._decimals + self.needs_side_table
        )  # rounding may add a digit
        return create_field(self.short, FieldType.REAL, min(width, MAX_NUMBER_WIDTH), self._decimals)

    def convert(self, value: Any) -> float | None:
        text = f"{value:.{self._decimals}f}" if math.isfinite(value) else ""
        return float(text) if 0 < len(text) <= MAX_NUMBER_WIDTH else None

    def remark(self) -> str:
        return (
            tr("numbers are rounded to {} decimals or, where they do not fit, left blank").format(self._decimals)
            if self.needs_side_table
            else ""
        )


class IntegerColumn(Column):
    """Integers, and booleans as 0 and 1."""

    kind = "integer"
    SMALL, LARGE = 9, 18  # maximum digits of 32 and 64 bit integers

    def __init__(self, name: str, short: str, boolean: bool = False) -> None:
        super().__init__(name, short)
        self._digits = 1
        self._boolean = boolean

    def inspect(self, value: Any) -> None:
        self._digits = max(self._digits, len(str(int(value))))
        self.needs_side_table = self._digits > self.LARGE

    def field(self) -> QgsField:
        small = self._digits <= self.SMALL
        kind = FieldType.INTEGER if small else FieldType.LONG
        return create_field(self.short, kind, self.SMALL if small else self.LARGE)

    def convert(self, value: Any) -> int | None:
        return int(value) if len(str(int(value))) <= self.LARGE else None

    def remark(self) -> str:
        if self._boolean:
            return tr("true and false are written as 1 and 0")
        return tr("integers of more than 18 digits are left blank") if self.needs_side_table else ""


class DateColumn(Column):
    """Dates."""

    kind = "date"

    def field(self) -> QgsField:
        return create_field(self.short, FieldType.DATE, 8)


class OmittedColumn(Column):
    """Columns of types that DBF does not have."""

    kind = "left out"

    def __init__(self, name: str, short: str) -> None:
        super().__init__(name, short)
        self.needs_side_table = True

    def field(self) -> None:
        return None

    def convert(self, value: Any) -> None:
        return None

    def remark(self) -> str:
        return tr("not in the shapefile")


def create_column(field: QgsField, short: str, omit: bool) -> Column:
    """Return the column for a field of the layer, by its type."""
    kind, name = field.type(), field.name()
    if omit:
        return OmittedColumn(name, short)
    if kind == FieldType.REAL:
        return RealColumn(name, short)
    if kind in (FieldType.INTEGER, FieldType.LONG, FieldType.UNSIGNED, FieldType.UNSIGNED_LONG, FieldType.BOOLEAN):
        return IntegerColumn(name, short, kind == FieldType.BOOLEAN)
    if kind == FieldType.DATE:
        return DateColumn(name, short)
    if kind in (FieldType.TEXT, FieldType.DATE_TIME, FieldType.TIME):
        return TextColumn(name, short, kind != FieldType.TEXT)
    return OmittedColumn(name, short)


def to_text(value: Any) -> str:
    """Return any value as text: dates and times in ISO 8601, bytes as hexadecimal digits, lists and maps as JSON."""
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
        return json.dumps(value, ensure_ascii=False, default=to_text)
    return str(value)
