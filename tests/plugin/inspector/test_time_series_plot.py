"""The plot of a parcel through time."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QPointF
from qgis.PyQt.QtGui import QColor, QPalette

from doab.model import protocol
from doab.plugin.inspector.plot_panel import is_clear, reference_value_on
from doab.plugin.inspector.time_series_plot import SeriesPlot
from doab.plugin.inspector.time_series_task import Likelihood

MAIZE = Likelihood("Maize", "3301010600", "#00ff00", 0.8)
CLEAR = [
    protocol.Observation(f"2019-{month:02d}-15", 1.0, 0.1 * month, 0.1 * month - 0.05, 0.1 * month + 0.05)
    for month in range(3, 9)
]
CLOUD = protocol.Observation("2019-09-15", 0.1, 0.2, 0.1, 0.3)
TYPICAL = tuple(protocol.ReferenceValue(f"2019-{month:02d}-01", 0.5, 0.1) for month in range(1, 13))
SERIES = protocol.ParcelTimeSeries(
    20,
    {"NDVI": (*CLEAR, CLOUD), "VV": (protocol.Observation("2019-05-01", 1, -9.0, -11.0, -8.0),), "VH": ()},
    {MAIZE.code: {"NDVI": TYPICAL}},
)


@pytest.fixture
def plot(qgis_app):
    widget = SeriesPlot()
    widget.resize(400, 400)
    widget.show_series(SERIES, "2019-06-15", MAIZE)
    yield widget
    widget.deleteLater()


def colour(plot, point: QPointF) -> QColor:
    return QColor(plot.grab().toImage().pixel(point.toPoint()))


def test_quantities_without_readings_take_no_room(plot):
    assert [panel.quantity for panel in plot.panels()] == ["NDVI", "VV"]


def test_the_typical_band_has_the_colour_of_the_crop_and_goes_with_it(plot):
    ndvi = plot.panels()[0]
    point = ndvi.point("2019-03-25", 0.55)
    green = colour(plot, point)
    assert green.green() > green.red() + 20
    plot.show_series(SERIES, "2019-06-15", None)
    plain = colour(plot, point)
    assert abs(plain.green() - plain.red()) < 10


@pytest.mark.parametrize(("x", "expected"), [(200, "middle"), (398, "right"), (1, "left")])
def test_a_name_of_a_month_is_not_cut_at_the_ends_of_the_plot(plot, x, expected):
    width = plot.fontMetrics().horizontalAdvance("November")
    left = plot.left_of("November", x)
    assert left == {"middle": x - width / 2, "right": plot.width() - width, "left": 0}[expected]


def test_the_mouse_over_a_date_shows_its_values_what_is_typical_and_that_it_is_the_reference(plot):
    ndvi = plot.panels()[0]
    panel, reading = plot.reading_at(ndvi.point("2019-06-16", 0.9))
    text = plot.tooltip_text(panel, reading)
    assert reading.date == "2019-06-15"
    assert "0.60" in text and "0.50 ± 0.10" in text and "reference frame" in text
    assert "10 % of the parcel is clear" in plot.tooltip_text(panel, CLOUD)
    assert plot.reading_at(QPointF(0, 0)) is None


def test_radar_is_shown_in_decibels(plot):
    vv = plot.panels()[1]
    assert "-9.0 dB" in plot.tooltip_text(*plot.reading_at(vv.point("2019-05-01", -9))).replace("−", "-")


def test_a_dark_palette_is_drawn_in_light_ink(plot):
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor("#202020"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#f0f0f0"))
    plot.setPalette(palette)
    assert colour(plot, plot.panels()[0].point("2019-05-15", 0.5)).lightness() > 180


def test_a_series_without_readings_is_said_in_words(plot):
    plot.show_series(protocol.ParcelTimeSeries(20, {"NDVI": (), "VV": (), "VH": ()}), "2019-06-15", None)
    assert plot.panels() == [] and plot.reading_at(QPointF(200, 200)) is None
    plot.grab()


def test_a_single_date_can_be_drawn(plot):
    plot.show_series(protocol.ParcelTimeSeries(20, {"NDVI": (CLEAR[0],)}), "", None)
    assert len(plot.panels()) == 1
    plot.grab()


def test_less_than_half_a_clear_parcel_is_cloudy():
    assert is_clear(CLEAR[0]) and not is_clear(CLOUD) and not is_clear(protocol.Observation("2019-01-01", 0))


def test_typical_values_are_straight_between_their_dates_and_end_with_them():
    curve = (protocol.ReferenceValue("2019-01-01", 0.2, 0.1), protocol.ReferenceValue("2019-01-11", 0.4, 0.3))
    assert reference_value_on(curve, "2019-01-06") == pytest.approx((0.3, 0.2))
    assert reference_value_on(curve, "2019-01-12") is None
