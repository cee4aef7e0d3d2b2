"""The plot of a parcel's time series: NDVI, VV and VH in panels, with the reference curve of a crop."""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from ...model import protocol
from ..text import number
from .plot_axes import Axis, day_name, month_name, months, ticks
from .plot_panel import PlotPanel, is_clear, ordinal_of, reference_value_on, value_range
from .time_series_task import Likelihood

HEIGHTS = {"NDVI": 3, "VV": 2, "VH": 2}  # of the panels, relative
LINES = 25  # height of the plot in lines of text
MARGIN = 5  # px
HOVER_DISTANCE = 14  # px
MIN_DOT_DISTANCE = 6  # px between dates, under which small dots are drawn
LABEL_WIDTH = 4  # characters of the label of a month


class SeriesPlot(QLabel):
    """The plot (doabSeriesPlot), with a tooltip of the values at the mouse position.

    A QLabel, because QGIS's dark themes set their text colour for labels only.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabSeriesPlot")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMouseTracking(True)
        self._series = protocol.ParcelTimeSeries(0, {})
        self._reference = ""
        self._crop: Likelihood | None = None
        self._hovered: tuple[str, str] | None = None
        self._text = ""

    def show_message(self, text: str) -> None:
        """Show a message instead of a series."""
        self.show_series(protocol.ParcelTimeSeries(0, {}), "", None)
        self._text = text

    def show_series(self, series: protocol.ParcelTimeSeries, reference: str, crop: Likelihood | None) -> None:
        """Plot a series, the date of the reference frame, and the reference curves of ``crop`` if it has any."""
        self._series, self._reference, self._crop, self._hovered = series, reference, crop, None
        self._text = self.tr("No image shows this parcel.")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(40 * self.fontMetrics().averageCharWidth(), LINES * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(26 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    # Layout

    def panels(self) -> list[PlotPanel]:
        """Return the panels from top to bottom, one for each quantity with readings."""
        readings = {q: rows for q, rows in self._series.observations.items() if q in HEIGHTS and rows}
        if not readings:
            return []
        line = self.fontMetrics().height()
        days = [ordinal_of(reading.date) for rows in readings.values() for reading in rows]
        left = self.fontMetrics().horizontalAdvance("−00.0") + MARGIN
        span = max(max(days) - min(days), 30)
        time = Axis(min(days) - 0.02 * span, min(days) + 1.02 * span, left, max(self.width() - MARGIN, left + 1))
        top = self._legend(None) + MARGIN
        plot_height = self.height() - top - 2.4 * line - len(readings) * 1.3 * line
        panels = []
        for quantity, rows in readings.items():
            height = plot_height * HEIGHTS[quantity] / sum(HEIGHTS[q] for q in readings)
            top += 1.3 * line
            curve = self._reference_curve(quantity, time)
            low, high = value_range(quantity, rows, curve)
            panels.append(PlotPanel(quantity, rows, curve, time, Axis(low, high, top + height, top)))
            top += height
        return panels

    def _reference_curve(self, quantity: str, time: Axis) -> list[protocol.ReferenceValue]:
        """Return the part of the reference curve within the time axis, with one value beyond either end."""
        if self._crop is None:
            return []
        curve = self._series.reference_curves.get(self._crop.code, {}).get(quantity, ())
        values = [(ordinal_of(t.date), t) for t in curve]
        inside = [k for k, (day, _) in enumerate(values) if time.low <= day <= time.high]
        return [values[k][1] for k in range(max(inside[0] - 1, 0), min(inside[-1] + 2, len(values)))] if inside else []

    # Drawing

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        panels = self.panels()
        if not panels:
            painter.setPen(self._text_color())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
            return
        self._legend(painter)
        for panel in panels:
            self._draw_axes(painter, panel)
            painter.save()
            painter.setClipRect(panel.box.adjusted(-3, -3, 3, 3))
            self._draw_reference_curve(painter, panel)
            self._draw_readings(painter, panel)
            painter.restore()
        self._draw_months(painter, panels[-1])
        self._draw_reference_date(painter, panels)

    def _text_color(self, opacity: float = 1.0) -> QColor:
        """Return the text colour with an opacity, which measured values are drawn in."""
        colour = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        colour.setAlphaF(opacity)
        return colour

    def _crop_color(self, crop: Likelihood) -> QColor:
        """Return the crop's colour, darker or lighter where a line in it would hardly contrast with the background."""
        background = self.palette().color(QPalette.ColorRole.Base).lightness()
        colour = QColor(crop.colour)
        if background > 128:
            return colour.darker(150 if colour.lightness() > 110 else 110)
        return colour.lighter(150) if colour.lightness() < 110 else colour

    def _draw_axes(self, painter: QPainter, panel: PlotPanel) -> None:
        line, box = self.fontMetrics().height(), panel.box
        painter.fillRect(box, self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self._text_color())
        title = panel.quantity if panel.quantity == "NDVI" else f"{panel.quantity} (dB)"
        painter.drawText(QPointF(box.left(), box.top() - 0.3 * line), title)
        for value in ticks(panel.scale.low, panel.scale.high, box.height() / (1.2 * line)):
            y = panel.scale.at(value)
            painter.setPen(QPen(self._text_color(0.15), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(self._text_color(0.8))
            painter.drawText(
                QRectF(0, y - line / 2, box.left() - MARGIN, line),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                number(value, 1 if panel.quantity == "NDVI" else 0),
            )
        painter.setPen(QPen(self._text_color(0.4), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _draw_months(self, painter: QPainter, lowest: PlotPanel) -> None:
        line, box, time = self.fontMetrics().height(), lowest.box, lowest.time
        label_width = self.fontMetrics().averageCharWidth() * (LABEL_WIDTH + 1)
        labelled = months(round(time.low), round(time.high), max(2, int(box.width() / label_width)))
        for index, day in enumerate(labelled):
            x = time.at(day.toordinal())
            painter.setPen(QPen(self._text_color(0.4), 1))
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x, box.bottom() + 4))
            painter.setPen(self._text_color(0.8))
            self._draw_below(painter, x, box.bottom() + 4, month_name(day))
            if index == 0 or day.year != labelled[index - 1].year:
                self._draw_below(painter, x, box.bottom() + 4 + line, str(day.year))

    def _draw_below(self, painter: QPainter, x: float, top: float, text: str) -> None:
        painter.drawText(QPointF(self.left_of(text, x), top + self.fontMetrics().ascent()), text)

    def left_of(self, text: str, x: float) -> float:
        """Return where a text begins whose middle is at ``x`` (px), or which ends where the plot does."""
        width = self.fontMetrics().horizontalAdvance(text)
        return max(min(x - width / 2, self.width() - width), 0)

    def _draw_reference_curve(self, painter: QPainter, panel: PlotPanel) -> None:
        if self._crop is None or len(panel.reference_curve) < 2:
            return
        tint = QColor(self._crop.colour)
        tint.setAlphaF(0.35)
        upper = [panel.point(t.date, t.mean + t.deviation) for t in panel.reference_curve]
        lower = [panel.point(t.date, t.mean - t.deviation) for t in panel.reference_curve]
        _fill(painter, upper, lower, tint)
        painter.setPen(QPen(self._crop_color(self._crop), 1.6, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([panel.point(t.date, t.mean) for t in panel.reference_curve]))

    def _draw_readings(self, painter: QPainter, panel: PlotPanel) -> None:
        clear = [reading for reading in panel.readings if is_clear(reading)]
        for reading in panel.readings:
            if not is_clear(reading):
                x = panel.time.at(ordinal_of(reading.date))
                painter.setPen(QPen(self._text_color(0.13), 3))
                painter.drawLine(QPointF(x, panel.box.top()), QPointF(x, panel.box.bottom()))
                if reading.mean is not None:
                    self._draw_dot(painter, panel.point(reading.date, reading.mean), self._text_color(0.4), False)
        _fill(
            painter,
            panel.points((r.date, r.high) for r in clear),
            panel.points((r.date, r.low) for r in clear),
            self._text_color(0.22),
        )
        points = panel.points((r.date, r.mean) for r in clear)
        painter.setPen(QPen(self._text_color(), 1.2))
        painter.drawPolyline(QPolygonF(points))
        small = len(points) * MIN_DOT_DISTANCE > panel.box.width()
        for reading, point in zip(clear, points):
            large = (panel.quantity, reading.date) == self._hovered
            self._draw_dot(painter, point, self._text_color(), True, 4.5 if large else 1.0 if small else 2.2)

    @staticmethod
    def _draw_dot(painter: QPainter, point: QPointF, colour: QColor, full: bool, size: float = 2.2) -> None:
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(colour if full else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(point, size, size)

    def _draw_reference_date(self, painter: QPainter, panels: list[PlotPanel]) -> None:
        day = ordinal_of(self._reference) if self._reference else 0
        if not panels[0].time.low <= day <= panels[0].time.high:
            return
        x = panels[0].time.at(day)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Link), 1.6))
        for panel in panels:
            painter.drawLine(QPointF(x, panel.box.top()), QPointF(x, panel.box.bottom()))

    # Legend

    def _legend(self, painter: QPainter | None) -> float:
        """Draw the legend in as many lines as it needs; without a painter only return its height (px)."""
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
                painter.setPen(self._text_color())
                painter.drawText(QPointF(x + sample + MARGIN, y + metrics.ascent()), text)
            x += width
        return y + line

    def _draw_sample(self, painter: QPainter, kind: str, box: QRectF) -> None:
        middle = QPointF(0, box.height() / 2)
        along = (box.topLeft() + middle, box.topRight() + middle)
        if kind == "parcel":
            painter.fillRect(box, self._text_color(0.22))
            painter.setPen(QPen(self._text_color(), 1.4))
            painter.drawLine(*along)
            self._draw_dot(painter, box.center(), self._text_color(), True)
        elif kind == "typical" and self._crop is not None:
            tint = QColor(self._crop.colour)
            tint.setAlphaF(0.35)
            painter.fillRect(box, tint)
            painter.setPen(QPen(self._crop_color(self._crop), 1.6, Qt.PenStyle.DashLine))
            painter.drawLine(*along)
        else:
            colour = self._text_color(0.2) if kind == "cloud" else self.palette().color(QPalette.ColorRole.Link)
            painter.setPen(QPen(colour, 3 if kind == "cloud" else 1.6))
            painter.drawLine(QPointF(box.center().x(), box.top()), QPointF(box.center().x(), box.bottom()))

    # The mouse

    def reading_at(self, point: QPointF) -> tuple[PlotPanel, protocol.Observation] | None:
        """Return the panel at a point (px) and its nearest reading in time, None where none is near."""
        for panel in self.panels():
            if panel.box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN).contains(point):
                nearest = min(panel.readings, key=lambda r: abs(panel.time.at(ordinal_of(r.date)) - point.x()))
                if abs(panel.time.at(ordinal_of(nearest.date)) - point.x()) <= HOVER_DISTANCE:
                    return panel, nearest
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        hit = self.reading_at(QPointF(event.pos()))
        hovered = (hit[0].quantity, hit[1].date) if hit else None
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()
            QToolTip.showText(self.mapToGlobal(event.pos()), self.tooltip_text(*hit) if hit else "", self)

    def leaveEvent(self, _event: QEvent) -> None:  # noqa: N802
        self._hovered = None
        self.update()

    def tooltip_text(self, panel: PlotPanel, reading: protocol.Observation) -> str:
        """Return the tooltip of a reading, with the reference value of its date."""
        digits, unit = (2, "") if panel.quantity == "NDVI" else (1, " dB")
        lines = [f"<b>{day_name(reading.date)}</b>"]
        if reading.mean is not None and reading.low is not None and reading.high is not None:
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
        if self._crop is not None and (reference := reference_value_on(panel.reference_curve, reading.date)):
            lines.append(
                self.tr("typical {}: {} ± {}").format(
                    escape(self._crop.label), number(reference[0], digits) + unit, number(reference[1], digits)
                )
            )
        if reading.date == self._reference:
            lines.append(self.tr("reference frame"))
        return "<br>".join(lines)


def _fill(painter: QPainter, upper: list[QPointF], lower: list[QPointF], colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
