"""The season that is mapped: shown as proposed, chosen by year or dates, kept in the project."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import QComboBox, QDateEdit, QLabel

from doab.model import protocol
from doab.plugin.inputs.acquisitions_table import AcquisitionsView
from doab.plugin.inputs.recognition_rows import rows_of
from doab.plugin.inputs.season_widget import SeasonWidget

SEASONS = {"2021": "2020-09-01/2021-12-31", "2023": "2022-09-01/2023-12-31"}
OUTSIDE = "the dates are of several seasons"


@pytest.fixture
def widget(qgis_new_project):
    widget = SeasonWidget()
    yield widget
    widget.deleteLater()


@pytest.fixture
def two_years() -> protocol.Inspection:
    band = {"B04": protocol.BandSource("a.tif")}
    used = [protocol.Acquisition("S2", day, band) for day in ("2023-05-01", "2023-06-01")]
    outside = protocol.Acquisition("S2", "2021-06-01", band, problem=OUTSIDE)
    return protocol.Inspection(protocol.Scene((outside, *used)), season=SEASONS["2023"], seasons=SEASONS)


def labels(widget) -> list[str]:
    choice = widget.findChild(QComboBox, "doabSeason")
    return [choice.itemText(row) for row in range(choice.count())]


def choose(widget, key: str) -> None:
    choice = widget.findChild(QComboBox, "doabSeason")
    choice.setCurrentIndex(choice.findData(key))
    choice.activated.emit(choice.currentIndex())


def test_the_proposed_season_and_the_others_are_named_with_their_dates(widget, two_years):
    widget.show_inspection(two_years)
    assert labels(widget)[:3] == [
        "Automatic: harvest of 2023",
        "Harvest of 2021 · dates: 1",
        "Harvest of 2023 · dates: 2",
    ]
    note = widget.findChild(QLabel, "doabSeasonNote").text()
    assert "2021 (1), 2023 (2)" in note and "Dates outside 1 September 2022 – 31 December 2023: 1." in note


def test_without_images_there_is_no_season(widget):
    widget.show_inspection(protocol.Inspection(protocol.Scene()))
    assert not widget.isVisibleTo(None)


def test_a_chosen_year_is_kept_in_the_project(widget, two_years):
    chosen = []
    widget.chosen.connect(chosen.append)
    widget.show_inspection(two_years)
    choose(widget, "2021")
    assert chosen == ["2021"] and SeasonWidget().restore() == "2021"


def test_first_and_last_date_begin_with_those_of_the_season_and_can_be_edited(widget, two_years):
    chosen = []
    widget.chosen.connect(chosen.append)
    widget.show_inspection(two_years)
    choose(widget, "span")
    widget.findChild(QDateEdit, "doabSeasonFirst").setDate(QDate(2023, 3, 1))
    assert chosen == [SEASONS["2023"], "2023-03-01/2023-12-31"]


def test_a_text_that_is_no_season_is_not_taken_from_a_project(widget):
    QgsProject.instance().writeEntry("doab", "/season", "<b>2021")
    assert widget.restore() == "auto"


def test_rows_outside_the_season_are_not_ticked_and_a_tick_extends_it(widget, two_years):
    view, chosen = AcquisitionsView(), []
    widget.show_inspection(two_years)
    widget.chosen.connect(chosen.append)
    view.include.connect(lambda row: widget.include(row.date))
    view.show_rows(rows_of(two_years, (), {}), two_years.season)
    model, check = view.model, Qt.ItemDataRole.CheckStateRole
    ticks = [model.index(row, 0).data(check) for row in range(3)]
    assert ticks == [Qt.CheckState.Unchecked, Qt.CheckState.Checked, Qt.CheckState.Checked]
    assert model.index(0, 0).flags() & Qt.ItemFlag.ItemIsUserCheckable and OUTSIDE in model.rows[0].problem
    model.setData(model.index(0, 0), Qt.CheckState.Checked, check)
    assert chosen == ["2021-06-01/2023-12-31"]


def test_a_row_that_is_unticked_is_left_out_and_one_without_pixels_has_no_tick_to_set(two_years):
    empty = protocol.Acquisition(
        "S2", "2023-07-01", {"B04": protocol.BandSource("b.tif")}, problem="Every pixel is empty."
    )
    scene = protocol.Scene((*two_years.scene.acquisitions, empty))
    view, left_out = AcquisitionsView(), []
    view.leave_out.connect(left_out.extend)
    view.show_rows(rows_of(protocol.Inspection(scene, season=two_years.season), (), {}), two_years.season)
    model = view.model
    by_date = {row.date: number for number, row in enumerate(model.rows)}
    assert not model.index(by_date["2023-07-01"], 0).flags() & Qt.ItemFlag.ItemIsUserCheckable
    model.setData(model.index(by_date["2023-06-01"], 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert [row.date for row in left_out] == ["2023-06-01"]
