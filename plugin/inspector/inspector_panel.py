"""One quantity of a parcel through time: its readings, its typical curve, and where on a plot they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qgis.PyQt.QtCore import QPointF, QRectF

from ...model import protocol
from .plot_axes import Axis, extent

CLEAR = 0.5
"""A date counts as cloudy where less of the parcel is clear."""


@dataclass(frozen=True)
class InspectorPanel:
    """One quantity where it is drawn: its axes, its readings and the crop's typical curve."""

    quantity: str
    readings: Sequence[protocol.Observation]
    typical: Sequence[protocol.ReferenceValue]
    time: Axis
    scale: Axis

    @property
    def box(self) -> QRectF:
        """The rectangle inside the axes."""
        return QRectF(QPointF(self.time.start, self.scale.end), QPointF(self.time.end, self.scale.start))

    def point(self, iso: str, value: float) -> QPointF:
        """Return where a value on a date lies."""
        return QPointF(self.time.at(day_of(iso)), self.scale.at(value))


def is_clear(reading: protocol.Observation) -> bool:
    """Say whether a reading rests on enough of the parcel to be taken for it."""
    return reading.mean is not None and reading.share >= CLEAR


def usual_on(typical: Sequence[protocol.ReferenceValue], iso: str) -> tuple[float, float] | None:
    """Return mean and deviation of a typical curve on a date, None outside it."""
    day = day_of(iso)
    for before, after in zip(typical, typical[1:]):
        first, last = day_of(before.date), day_of(after.date)
        if first <= day <= last:
            part = (day - first) / (last - first)
            return (
                before.mean + part * (after.mean - before.mean),
                before.deviation + part * (after.deviation - before.deviation),
            )
    return None


def range_of(
    quantity: str, readings: Sequence[protocol.Observation], typical: Sequence[protocol.ReferenceValue]
) -> tuple[float, float]:
    """Return the values that an axis reaches over: NDVI from 0 to 1, or lower where there is lower."""
    bounds = [value for r in readings if is_clear(r) for value in (r.low, r.high)]
    bounds += [value for t in typical for value in (t.mean - t.deviation, t.mean + t.deviation)]
    if quantity == "NDVI":
        return extent([0.0, 1.0, *(r.low for r in readings if is_clear(r))], 0.2)
    return extent(bounds or [-25.0, 0.0], 2)


def day_of(iso: str) -> int:
    """Return an ISO date as a number of days."""
    return date.fromisoformat(iso).toordinal()
