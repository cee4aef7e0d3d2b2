"""One panel of the time series plot: the readings of one quantity, its reference curve, and their positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qgis.PyQt.QtCore import QPointF, QRectF

from ...model import protocol
from .plot_axes import Axis, extent

CLEAR = 0.5
"""The minimum share of clear pixels; a reading with less counts as cloudy."""


@dataclass(frozen=True)
class PlotPanel:
    """One quantity: its axes in pixels, its readings and the reference curve of the crop."""

    quantity: str
    readings: Sequence[protocol.Observation]
    reference_curve: Sequence[protocol.ReferenceValue]
    time: Axis
    scale: Axis

    @property
    def box(self) -> QRectF:
        """The rectangle inside the axes (px)."""
        return QRectF(QPointF(self.time.start, self.scale.end), QPointF(self.time.end, self.scale.start))

    def point(self, iso: str, value: float) -> QPointF:
        """Return the position of a value on an ISO date (px)."""
        return QPointF(self.time.at(ordinal_of(iso)), self.scale.at(value))

    def points(self, values: Iterable[tuple[str, float | None]]) -> list[QPointF]:
        """Return the positions of values on ISO dates (px); dates without a value are skipped."""
        return [self.point(iso, value) for iso, value in values if value is not None]


def is_clear(reading: protocol.Observation) -> bool:
    """Return whether enough pixels of the parcel are clear."""
    return reading.mean is not None and reading.share >= CLEAR


def reference_value_on(reference_curve: Sequence[protocol.ReferenceValue], iso: str) -> tuple[float, float] | None:
    """Return mean and deviation of a reference curve on a date, by linear interpolation; None outside the curve."""
    day = ordinal_of(iso)
    for before, after in zip(reference_curve, reference_curve[1:]):
        first, last = ordinal_of(before.date), ordinal_of(after.date)
        if first <= day <= last:
            fraction = (day - first) / (last - first)
            return (
                before.mean + fraction * (after.mean - before.mean),
                before.deviation + fraction * (after.deviation - before.deviation),
            )
    return None


def value_range(
    quantity: str, readings: Sequence[protocol.Observation], reference_curve: Sequence[protocol.ReferenceValue]
) -> tuple[float, float]:
    """Return the range of an axis; for NDVI at least 0 to 1."""
    lows = [r.low for r in readings if is_clear(r) and r.low is not None]
    highs = [r.high for r in readings if is_clear(r) and r.high is not None]
    curve = [value for t in reference_curve for value in (t.mean - t.deviation, t.mean + t.deviation)]
    if quantity == "NDVI":
        return extent([0.0, 1.0, *lows], 0.2)
    return extent([*lows, *highs, *curve] or [-25.0, 0.0], 2)


def ordinal_of(iso: str) -> int:
    """Return the ordinal of an ISO date."""
    return date.fromisoformat(iso).toordinal()
