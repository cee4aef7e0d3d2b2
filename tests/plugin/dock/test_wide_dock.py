"""Inspector and correction lie beside each other in a wide dock, below each other in a narrow one, and keep still."""

from __future__ import annotations

from itertools import pairwise

import pytest
from dock_actions import find, press, recognise
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QCursor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget
from sample_data import wait

NARROW, TWO, THREE = 340, 660, 1200  # px
SETTLED = 200  # ms, in which all that a run brings is laid out


@pytest.fixture
def mapped(dock, tmp_path):
    """The dock with a result, every step of it open, floating so that a test gives it its width."""
    recognise(dock, ["/images/a.tif"])
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    wait(find(dock, "doabRun").isEnabled)
    press(dock, "doabRun")
    wait(lambda: QgsProject.instance().mapLayersByName("Parcels"))
    for step in dock._steps[1:]:  # the environment is hidden, as it is there
        step.setCollapsed(False)
    dock.setFloating(True)
    wait(find(dock, "doabNextDoubtful").isEnabled)
    return dock


def resize(dock, width: int) -> None:
    dock.resize(width, 600)
    wait(lambda: dock.width() == width)
    QTest.qWait(SETTLED)


def corners(dock) -> list[tuple[int, int]]:
    """Return the corners of results, inspector and correction in the dock (px)."""
    return [(step.x(), step.y()) for step in (dock.results, dock.inspector, dock.correction)]


def stops(dock) -> list[QWidget]:
    """Return where Tab stops, from the first widget of the dock on."""
    first = find(dock, "doabHelp")
    first.setFocus()
    dock.focusNextPrevChild(True)
    chain, stop = [], first.nextInFocusChain()
    while stop is not first:
        if stop.isVisible() and stop.focusPolicy() & Qt.FocusPolicy.TabFocus and stop.focusProxy() is None:
            chain.append(stop)
        stop = stop.nextInFocusChain()
    return chain


def test_one_column_two_and_three_by_the_width_and_back(mapped):
    resize(mapped, NARROW)
    narrow = corners(mapped)
    assert len({x for x, _ in narrow}) == 1 and narrow == sorted(narrow, key=lambda corner: corner[1])
    resize(mapped, TWO)
    results, inspector, correction = corners(mapped)
    assert results[0] == inspector[0] < correction[0] and results[1] < inspector[1] == correction[1]
    resize(mapped, THREE)
    results, inspector, correction = corners(mapped)
    assert results[0] < inspector[0] < correction[0] and results[1] == inspector[1] == correction[1]
    resize(mapped, NARROW)
    assert [x for x, _ in corners(mapped)] == [x for x, _ in narrow]


@pytest.mark.parametrize("width", [NARROW, TWO, THREE])
def test_tab_goes_through_one_column_after_the_other(mapped, width):
    resize(mapped, width)
    owners = [step for stop in stops(mapped) for step in mapped._steps if step.isAncestorOf(stop)]
    assert list(dict.fromkeys(owners)) == list(mapped._steps[1:])
    changes = sum(before is not after for before, after in pairwise(owners))
    assert changes == len(mapped._steps) - 2, "Tab comes back to a step that it has left"


@pytest.mark.parametrize("width", [NARROW, TWO, THREE])
def test_nothing_scrolls_sideways_and_no_step_is_cut(mapped, width):
    resize(mapped, width)
    assert mapped._scroll.horizontalScrollBar().maximum() == 0
    for step in mapped._steps[1:]:
        assert step.width() >= step.minimumSizeHint().width(), step.objectName()


@pytest.mark.parametrize("width", [NARROW, TWO, THREE])
def test_the_button_of_the_walk_stays_under_the_mouse_whatever_the_inspector_shows(mapped, width, monkeypatch):
    resize(mapped, width)
    button, scroll = find(mapped, "doabNextDoubtful"), mapped._scroll
    scroll.verticalScrollBar().setValue(button.mapTo(scroll.widget(), QPoint(0, 0)).y() - 200)
    QTest.qWait(SETTLED)
    canvas, mouse = mapped.session.iface.mapCanvas(), button.mapToGlobal(button.rect().center())
    monkeypatch.setattr(canvas, "flashFeatureIds", lambda *_: None)  # would go on in the next test
    monkeypatch.setattr(QCursor, "pos", staticmethod(lambda: mouse))
    before = button.mapToGlobal(QPoint(0, 0))
    height = mapped.inspector.height()
    for _ in range(2):
        press(mapped, "doabNextDoubtful")
        QTest.qWait(100)
        assert button.mapToGlobal(QPoint(0, 0)) == before
    assert mapped.inspector.height() != height
