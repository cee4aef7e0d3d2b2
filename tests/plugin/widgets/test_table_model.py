"""Tables of the dock: copied and saved as they are shown."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontMetrics
from qgis.PyQt.QtWidgets import QApplication, QWidget

from doab.model.protocol import InputError
from doab.plugin.widgets.table_model import LEAST, Column, TableModel, create_table_view

ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole


@pytest.fixture
def view(qgis_app):
    parent = QWidget()
    columns = (Column("Crop", lambda row: row[0]), Column("ha", lambda row: row[1], number=True))
    model = TableModel(columns, lambda row: row[0], parent)
    model.show([("Maize, silage", "1.5"), ("Été", "")])
    yield create_table_view("table", model, (0, 7), 2, parent)
    parent.deleteLater()


def test_a_table_is_saved_as_csv_that_spreadsheets_read(view, tmp_path):
    view.save(tmp_path / "crops.csv")
    assert (tmp_path / "crops.csv").read_text("utf-8-sig").splitlines() == ["Crop,ha", '"Maize, silage",1.5', "Été,"]
    assert [*tmp_path.iterdir()] == [tmp_path / "crops.csv"]


def test_the_title_of_a_column_of_numbers_stands_above_them(view):
    alignments = [view.model().headerData(column, Qt.Orientation.Horizontal, ALIGNMENT) for column in (0, 1)]
    assert alignments == [None, view.model().index(0, 1).data(ALIGNMENT)]


def test_the_title_of_a_column_of_numbers_is_seen_from_its_first_letter(qgis_app):
    parent = QWidget()
    columns = (Column("Crop", str), Column("Parcels of the crop", str, number=True))
    view = create_table_view("table", TableModel(columns, str, parent), (0, 3), 2, parent)
    assert view.columnWidth(1) >= view.fontMetrics().horizontalAdvance("Parcels of the crop")
    parent.deleteLater()


def test_a_column_holds_what_the_analyst_set_in_bold(view):
    before = view.columnWidth(1)
    view.fit_bold(1, "2019-06-26", 20)
    font = view.font()
    font.setBold(True)
    assert view.columnWidth(1) >= QFontMetrics(font).horizontalAdvance("2019-06-26") + 20 > before
    view.fit_bold(1, "1")
    assert view.columnWidth(1) > before


def test_a_table_that_is_as_wide_as_it_asks_for_needs_no_scrolling(view):
    view.parent().show()
    for width, scrolls in ((view.whole_width(), False), (view.whole_width() - 1, True)):
        view.resize(width, 100)
        QApplication.processEvents()
        assert (view.horizontalScrollBar().maximum() > 0) == scrolls


def test_a_file_that_exists_is_not_replaced(view, tmp_path):
    (tmp_path / "crops.csv").write_text("mine")
    with pytest.raises(InputError):
        view.save(tmp_path / "crops.csv")
    assert (tmp_path / "crops.csv").read_text() == "mine"


@pytest.mark.parametrize("width", [60, 400])
def test_names_stay_readable_in_a_narrow_table_and_fill_a_wide_one(view, width):
    view.parent().show()
    view.resize(width, 100)
    QApplication.processEvents()
    least = LEAST * view.fontMetrics().averageCharWidth()
    assert view.columnWidth(0) == max(least, view.viewport().width() - view.columnWidth(1))
    assert (view.columnWidth(0) > least) == (width == 400)
