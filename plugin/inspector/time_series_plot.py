"""A parcel through time: NDVI, VV and VH over each other, before what the crop usually shows."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QToolTip

from ...model import protocol
from ..text import number
from .inspector_panel import InspectorPanel, day_of, is_clear, range_of, usual_on
from .plot_axes import Axis, day_name, month_name, months, ticks
from .time_series_task import Likelihood

HEIGHTS = {"NDVI": 3, "VV": 2, "VH": 2}
LINES = 25
MARGIN = 5  # px
REACH = 14  # px
CROWDED = 6  # px from one date to the next under which dots are small
NEAR = 4  # labels of months keep apart by so many characters


class SeriesPlot(QLabel):
    """The plot (doabSeriesPlot). The mouse over a date tells its values.

    A label, because QGIS's dark themes give their colour of text to labels only.
    """

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabSeriesPlot")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMouseTracking(True)
        self._series = protocol.ParcelTimeSeries(0, {})
        self._reference = ""
        self._crop: Likelihood | None = None
        self._under: tuple[str, str] | None = None
        self._text = ""

    def say(self, text: str) -> None:
        """Show a sentence instead of a series."""
        self.show_series(protocol.ParcelTimeSeries(0, {}), "", None)
        self._text = text

    def show_series(self, series: protocol.ParcelTimeSeries, reference: str, crop: Likelihood | None) -> None:
        """Draw a series with the date of the reference frame and the typical curves of ``crop``, where there are."""
        self._series, self._reference, self._crop, self._under = series, reference, crop, None
        self._text = self.tr("No image shows this parcel.")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(40 * self.fontMetrics().averageCharWidth(), LINES * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    # Where everything lies

    def panels(self) -> list[InspectorPanel]:
        """Return what is drawn, from top to bottom: the quantities of which there are readings."""
        there = {q: rows for q, rows in self._series.observations.items() if q in HEIGHTS and rows}
        if not there:
            return []
        line = self.fontMetrics().height()
        days = [day_of(reading.date) for rows in there.values() for reading in rows]
        left = self.fontMetrics().horizontalAdvance("−00.0") + MARGIN
        span = max(max(days) - min(days), 30)
        time = Axis(min(days) - 0.02 * span, min(days) + 1.02 * span, left, max(self.width() - MARGIN, left + 1))
        top = self._legend(None) + MARGIN
        room = self.height() - top - 2.4 * line - len(there) * 1.3 * line
        found = []
        for quantity, rows in there.items():
            height = room * HEIGHTS[quantity] / sum(HEIGHTS[q] for q in there)
            top += 1.3 * line
            typical = self._typical(quantity, time)
            low, high = range_of(quantity, rows, typical)
            found.append(InspectorPanel(quantity, rows, typical, time, Axis(low, high, top + height, top)))
            top += height
        return found

    def _typical(self, quantity: str, time: Axis) -> list[protocol.ReferenceValue]:
        """Return the part of the typical curve that lies in the time shown, cut off at its ends."""
        if self._crop is None:
            return []
        curve = self._series.reference_curves.get(self._crop.code, {}).get(quantity, ())
        known = [(day_of(t.date), t) for t in curve]
        inside = [k for k, (day, _) in enumerate(known) if time.low <= day <= time.high]
        return [known[k][1] for k in range(max(inside[0] - 1, 0), min(inside[-1] + 2, len(known)))] if inside else []

    # Drawing

    def paintEvent(self, _event) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        panels = self.panels()
        if not panels:
            painter.setPen(self._ink())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
            return
        self._legend(painter)
        for panel in panels:
            self._draw_axes(painter, panel)
            painter.save()
            painter.setClipRect(panel.box.adjusted(-3, -3, 3, 3))
            self._draw_typical(painter, panel)
            self._draw_readings(painter, panel)
            painter.restore()
        self._draw_months(painter, panels[-1])
        self._draw_reference(painter, panels)

    def _ink(self, strength: float = 1.0) -> QColor:
        """Return the colour of what was measured, also as a tint of itself."""
        colour = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        colour.setAlphaF(strength)
        return colour

    def _crop_ink(self) -> QColor:
        """Return the crop's colour, moved away from that of the ground where the two are too alike for a line."""
        ground = self.palette().color(QPalette.ColorRole.Base).lightness()
        colour = QColor(self._crop.colour)
        if ground > 128:
            return colour.darker(150 if colour.lightness() > 110 else 110)
        return colour.lighter(150) if colour.lightness() < 110 else colour

    def _draw_axes(self, painter: QPainter, panel: InspectorPanel) -> None:
        line, box = self.fontMetrics().height(), panel.box
        painter.fillRect(box, self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self._ink())
        title = panel.quantity if panel.quantity == "NDVI" else f"{panel.quantity} (dB)"
        painter.drawText(QPointF(box.left(), box.top() - 0.3 * line), title)
        for value in ticks(panel.scale.low, panel.scale.high, box.height() / (1.2 * line)):
            y = panel.scale.at(value)
            painter.setPen(QPen(self._ink(0.15), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(self._ink(0.8))
            painter.drawText(
                QRectF(0, y - line / 2, box.left() - MARGIN, line),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                number(value, 1 if panel.quantity == "NDVI" else 0),
            )
        painter.setPen(QPen(self._ink(0.4), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _draw_months(self, painter: QPainter, lowest: InspectorPanel) -> None:
        line, box, time = self.fontMetrics().height(), lowest.box, lowest.time
        room = self.fontMetrics().averageCharWidth() * (NEAR + 1)
        shown = months(round(time.low), round(time.high), max(2, int(box.width() / room)))
        for place, day in enumerate(shown):
            x = time.at(day.toordinal())
            painter.setPen(QPen(self._ink(0.4), 1))
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x, box.bottom() + 4))
            painter.setPen(self._ink(0.8))
            middle = QRectF(x - 50, box.bottom() + 4, 100, line)
            painter.drawText(middle, Qt.AlignmentFlag.AlignHCenter, month_name(day))
            if place == 0 or day.year != shown[place - 1].year:
                painter.drawText(middle.translated(0, line), Qt.AlignmentFlag.AlignHCenter, str(day.year))

    def _draw_typical(self, painter: QPainter, panel: InspectorPanel) -> None:
        if len(panel.typical) < 2:
            return
        tint = QColor(self._crop.colour)
        tint.setAlphaF(0.35)
        upper = [panel.point(t.date, t.mean + t.deviation) for t in panel.typical]
        lower = [panel.point(t.date, t.mean - t.deviation) for t in panel.typical]
        _fill(painter, upper, lower, tint)
        painter.setPen(QPen(self._crop_ink(), 1.6, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([panel.point(t.date, t.mean) for t in panel.typical]))

    def _draw_readings(self, painter: QPainter, panel: InspectorPanel) -> None:
        clear = [reading for reading in panel.readings if is_clear(reading)]
        for reading in panel.readings:
            if not is_clear(reading):
                x = panel.time.at(day_of(reading.date))
                painter.setPen(QPen(self._ink(0.13), 3))
                painter.drawLine(QPointF(x, panel.box.top()), QPointF(x, panel.box.bottom()))
                if reading.mean is not None:
                    self._draw_dot(painter, panel.point(reading.date, reading.mean), self._ink(0.4), False)
        _fill(
            painter,
            [panel.point(r.date, r.high) for r in clear],
            [panel.point(r.date, r.low) for r in clear],
            self._ink(0.22),
        )
        points = [panel.point(r.date, r.mean) for r in clear]
        painter.setPen(QPen(self._ink(), 1.2))
        painter.drawPolyline(QPolygonF(points))
        small = len(points) * CROWDED > panel.box.width()
        for reading, point in zip(clear, points):
            large = (panel.quantity, reading.date) == self._under
            self._draw_dot(painter, point, self._ink(), True, 4.5 if large else 1.0 if small else 2.2)

    @staticmethod
    def _draw_dot(painter: QPainter, point: QPointF, colour: QColor, full: bool, size: float = 2.2) -> None:
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(colour if full else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(point, size, size)

    def _draw_reference(self, painter: QPainter, panels: list[InspectorPanel]) -> None:
        day = day_of(self._reference) if self._reference else 0
        if not panels[0].time.low <= day <= panels[0].time.high:
            return
        x = panels[0].time.at(day)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Link), 1.6))
        for panel in panels:
            painter.drawLine(QPointF(x, panel.box.top()), QPointF(x, panel.box.bottom()))

    # Legend

    def _legend(self, painter: QPainter | None) -> float:
        """Draw what the marks mean, in as many lines as that takes; return the height of it."""
        metrics = self.fontMetrics()
        line, sample, x, y = metrics.height(), 22, float(MARGIN), 0.0
        entries = [("parcel", self.tr("this parcel, 10–90 % of its pixels"))]
        if self._crop is not None and self._crop.code in self._series.reference_curves:
            entries.append(("typical", self.tr("typical {} ± 1 std. dev.").format(self._crop.label)))
        if any(not is_clear(reading) for reading in self._series.observations.get("NDVI", ())):
            entries.append(("cloud", self.tr("cloudy")))
        if self._reference:
            entries.append(("reference", self.tr("reference frame")))
        for kind, text in entries:
            width = sample + MARGIN + metrics.horizontalAdvance(text) + 3 * MARGIN
            if x > MARGIN and x + width > self.width():
                x, y = float(MARGIN), y + line + 2
            if painter is not None:
                self._draw_sample(painter, kind, QRectF(x, y + 3, sample, line - 6))
                painter.setPen(self._ink())
                painter.drawText(QPointF(x + sample + MARGIN, y + metrics.ascent()), text)
            x += width
        return y + line

    def _draw_sample(self, painter: QPainter, kind: str, box: QRectF) -> None:
        middle = QPointF(0, box.height() / 2)
        along = (box.topLeft() + middle, box.topRight() + middle)
        if kind == "parcel":
            painter.fillRect(box, self._ink(0.22))
            painter.setPen(QPen(self._ink(), 1.4))
            painter.drawLine(*along)
            self._draw_dot(painter, box.center(), self._ink(), True)
        elif kind == "typical":
            tint = QColor(self._crop.colour)
            tint.setAlphaF(0.35)
            painter.fillRect(box, tint)
            painter.setPen(QPen(self._crop_ink(), 1.6, Qt.PenStyle.DashLine))
            painter.drawLine(*along)
        else:
            colour = self._ink(0.2) if kind == "cloud" else self.palette().color(QPalette.ColorRole.Link)
            painter.setPen(QPen(colour, 3 if kind == "cloud" else 1.6))
            painter.drawLine(QPointF(box.center().x(), box.top()), QPointF(box.center().x(), box.bottom()))

    # The mouse

    def reading_at(self, place: QPointF) -> tuple[InspectorPanel, protocol.Observation] | None:
        """Return the reading nearest to a point (px) in time, in the panel that holds it; None where none is near."""
        for panel in self.panels():
            if panel.box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN).contains(place):
                nearest = min(panel.readings, key=lambda r: abs(panel.time.at(day_of(r.date)) - place.x()))
                if abs(panel.time.at(day_of(nearest.date)) - place.x()) <= REACH:
                    return panel, nearest
        return None

    def mouseMoveEvent(self, event) -> None:  # noqa: N802
        found = self.reading_at(QPointF(event.pos()))
        under = (found[0].quantity, found[1].date) if found else None
        if under != self._under:
            self._under = under
            self.update()
            QToolTip.showText(self.mapToGlobal(event.pos()), self.explain(*found) if found else "", self)

    def leaveEvent(self, _event) -> None:  # noqa: N802
        self._under = None
        self.update()

    def explain(self, panel: InspectorPanel, reading: protocol.Observation) -> str:
        """Say what one reading shows, and what is typical then."""
        digits, unit = (2, "") if panel.quantity == "NDVI" else (1, " dB")
        lines = [f"<b>{day_name(reading.date)}</b>"]
        if reading.mean is not None:
            lines.append(
                self.tr("{}: {} (from {} to {})").format(
                    panel.quantity,
                    number(reading.mean, digits) + unit,
                    number(reading.low, digits),
                    number(reading.high, digits),
                )
            )
        if reading.share < 1 and panel.quantity == "NDVI":
            lines.append(self.tr("{} % of the parcel is clear").format(number(100 * reading.share)))
        if usual := usual_on(panel.typical, reading.date):
            lines.append(
                self.tr("typical {}: {} ± {}").format(
                    self._crop.label, number(usual[0], digits) + unit, number(usual[1], digits)
                )
            )
        if reading.date == self._reference:
            lines.append(self.tr("reference frame"))
        return "<br>".join(lines)


def _fill(painter: QPainter, upper: list[QPointF], lower: list[QPointF], colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
