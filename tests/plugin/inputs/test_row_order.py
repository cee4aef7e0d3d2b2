"""The recognised dates by clearness: in order, and only those that are clear enough."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtTest import QTest

from doab.model import protocol
from doab.plugin.inputs.acquisitions_table import CLEAR, DATE, AcquisitionsView
from doab.plugin.inputs.recognition_rows import rows_of
from doab.plugin.inputs.row_order import CLEAREST, CLOUDIEST, TIME

SHARES = {"2019-04-01": 0.9, "2019-05-01": 0.2, "2019-06-01": 1.0}


def acquisition(sensor: str, date: str, problem: str = "") -> protocol.Acquisition:
    band = protocol.BandSource(f"/{sensor}_{date}.tif")
    return protocol.Acquisition(sensor, date, {"VV" if sensor == "S1" else "B04": band}, problem=problem)


@pytest.fixture
def view(qgis_app):
    scene = protocol.Scene(
        (
            *(acquisition("S2", date) for date in SHARES),
            acquisition("S1", "2019-04-15"),
            acquisition("S2", "2019-03-01", "Every pixel is empty."),
        )
    )
    frames = tuple(protocol.FrameScore(date, 0.5, {"clear": share}) for date, share in SHARES.items())
    view = AcquisitionsView()
    view.show_rows(rows_of(protocol.Inspection(scene, frames, "2019-06-01"), (), {}))
    yield view
    view.deleteLater()
    QTest.qWait(5)


def dates(view) -> list[str]:
    return [row.date for row in view.model.rows]


def choose(view, order: str) -> None:
    view._order.choose(order)


def test_the_clearest_or_the_cloudiest_date_comes_first_and_what_is_left_out_before_them(view):
    in_time = dates(view)
    choose(view, CLEAREST)
    assert dates(view) == ["2019-03-01", "2019-06-01", "2019-04-01", "2019-05-01", "2019-04-15"]
    choose(view, CLOUDIEST)
    assert dates(view) == ["2019-03-01", "2019-05-01", "2019-04-01", "2019-06-01", "2019-04-15"]
    choose(view, TIME)
    assert dates(view) == in_time


def test_a_click_on_the_title_sorts_and_shows_so(view):
    header = view._view.horizontalHeader()
    assert not header.isSortIndicatorShown()
    header.sectionClicked.emit(CLEAR)
    assert dates(view)[1] == "2019-06-01" and header.isSortIndicatorShown()
    header.sectionClicked.emit(CLEAR)
    assert dates(view)[1] == "2019-05-01"
    header.sectionClicked.emit(DATE)
    assert not header.isSortIndicatorShown()


def test_dates_that_are_not_clear_enough_are_hidden_and_counted(view):
    view._order._least.setValue(50)
    assert "2019-05-01" not in dates(view) and len(dates(view)) == 4 and view.count == 5
    assert view._order._hidden.text() == "hidden: 1"
    view._order._least.setValue(0)
    assert len(dates(view)) == 5 and view._order._hidden.isHidden()


def test_a_row_stays_selected_where_it_goes_and_keeps_its_facts(view):
    view._view.selectRow(dates(view).index("2019-05-01"))
    choose(view, CLEAREST)
    assert [row.date for row in view.selected()] == ["2019-05-01"]
    assert "20 %" in view._facts.text()


def test_there_is_nothing_to_sort_without_clear_shares(view):
    scene = protocol.Scene((acquisition("S1", "2019-04-15"),))
    view.show_rows(rows_of(protocol.Inspection(scene), (), {}))
    assert view._order.isHidden()
