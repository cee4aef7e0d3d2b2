"""Long texts take more lines, not more width: labels, check boxes, combo boxes."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QTabWidget, QVBoxLayout, QWidget

from doab.plugin.widgets import narrow
from doab.plugin.widgets.full_height_label import FullHeightLabel
from doab.plugin.widgets.named import rich_label, wrapped_label
from doab.plugin.widgets.narrow import create_form, keep_narrow
from doab.plugin.widgets.wrapped_check_box import WrappedCheckBox

PATH = r"C:\Users\somebody\AppData\Local\doab\environments\the_one_with_a_long_name_2019.06.26.gpkg"


@pytest.fixture
def parent(qgis_app):
    widget = QWidget()
    yield widget
    widget.deleteLater()


def test_a_long_path_is_broken_into_lines_and_read_as_it_was(parent):
    label = wrapped_label("doabLine", parent, f"Done: {PATH}")
    width = 30 * label.fontMetrics().averageCharWidth()
    assert label.text() == f"Done: {PATH}"
    assert label.heightForWidth(width) >= 3 * label.fontMetrics().height()
    label.setText("short-word a/b")
    assert label.text() == "short-word a/b"


@pytest.mark.parametrize("create", [wrapped_label, rich_label])
@pytest.mark.parametrize("text", ["usable on 5 % of it", "no farmland: 61.3 ha", "not decided about: 119"])
def test_no_line_ends_between_a_number_and_what_it_counts(parent, create, text):
    label = create("doabLine", parent)
    label.setText(text)
    shown = QLabel.text(label)
    assert label.text() == text and shown != text and shown.replace("\u00a0", " ") == text
    words = shown.split(" ")
    assert any(word.split("\u00a0")[-1] in ("%", "ha", "119") for word in words if "\u00a0" in word)


def test_other_spaces_are_where_lines_may_end(parent):
    label = wrapped_label("doabLine", parent, "20 dates: 3 of them are cloudy, 2 minutes")
    assert QLabel.text(label) == label.text()


@pytest.mark.parametrize("create", [wrapped_label, rich_label])
def test_no_word_makes_a_label_wider(parent, create):
    label = create("doabLine", parent)
    label.setText("M" * 200)
    form = create_form(parent)
    form.addRow(label)
    assert parent.minimumSizeHint().width() < 100


def test_a_text_in_a_narrow_tab_is_shown_whole_at_once_and_when_it_changes(parent):
    page, label = QWidget(parent), FullHeightLabel(parent)
    QVBoxLayout(page).addWidget(label)
    tabs = QTabWidget(parent)
    tabs.addTab(page, "Recognised")
    parent.setLayout(QVBoxLayout())
    parent.layout().addWidget(tabs)
    parent.layout().addStretch()
    parent.resize(24 * label.fontMetrics().averageCharWidth(), 600)
    parent.show()
    for text in ("Select a row to see where each fact comes from. " * 3, "Select a row. " * 9, "Short."):
        label.setText(text)
        QTest.qWait(20)
        needed = label.fontMetrics().boundingRect(0, 0, label.width(), 0, Qt.TextFlag.TextWordWrap, text).height()
        assert label.height() >= needed and label.minimumHeight() < needed + label.fontMetrics().height()
        assert (needed > 3 * label.fontMetrics().height()) == (text != "Short.")


@pytest.mark.parametrize("create", [wrapped_label, rich_label])
def test_a_label_without_a_text_leaves_no_gap(parent, create):
    label = create("doabLine", parent)
    assert label.sizeHint().height() == label.minimumSizeHint().height() == label.heightForWidth(200) == 0
    label.setText("A sentence.")
    assert label.heightForWidth(200) >= label.fontMetrics().height()


def test_a_check_box_takes_a_second_line_and_its_whole_text_can_be_clicked(parent):
    box = WrappedCheckBox("Show ground that is no farmland, hatched in grey", parent)
    least = box.minimumSizeHint().width()
    assert least < box.sizeHint().width() and box.heightForWidth(least) > box.sizeHint().height()
    box.resize(least, box.heightForWidth(least))
    parent.show()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(least - 2, box.height() - 2))
    assert box.isChecked()
    box.grab()


def test_a_combo_box_is_narrow_and_its_list_as_wide_as_the_longest_entry(parent):
    combo = QComboBox(parent)
    keep_narrow(combo)
    combo.addItem("M" * 60)
    QTest.qWait(10)
    assert combo.minimumSizeHint().width() < combo.fontMetrics().horizontalAdvance("M" * 30)
    assert combo.view().minimumWidth() >= combo.fontMetrics().horizontalAdvance("M" * 60)


def test_entries_that_come_together_are_measured_once(parent, monkeypatch):
    combo, measured = QComboBox(parent), []
    monkeypatch.setattr(narrow, "_fit_list", lambda box: measured.append(box.count()))
    keep_narrow(combo)
    combo.addItems(["2019-05-01", "2019-05-11"])
    combo.setItemData(0, "clear", Qt.ItemDataRole.ToolTipRole)
    QTest.qWait(10)
    assert measured == [0, 2]
