"""Driving the GUI inside QGIS: find widgets by name, click them, wait, monitor the event loop, take screenshots."""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import json
import os
import time
import traceback
from pathlib import Path
from typing import ClassVar

from qgis.core import (
    QgsContrastEnhancement,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEventLoop, QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from qgis.utils import iface, plugins


def run_scenario(scenario: str, settings: dict, result_path: str, stay: bool) -> None:
    """Once QGIS is idle call ``SCENARIO(settings)``, write its result to ``result_path``, quit unless ``stay``.

    ``scenario`` is a function of the module ``scenarios``, or ``MODULE.FUNCTION``. Where it raises, the traceback is
    written under "error", and a screenshot beside the result.
    """
    path = Path(result_path)
    # Where a scenario hangs, this logs in which line.
    faulthandler.dump_traceback_later(60, repeat=True, file=path.with_name("stuck.log").open("w"))

    def begin() -> None:
        try:
            if "doab" not in plugins and "zip" not in settings:
                raise RuntimeError("QGIS could not load the plugin; its message is in the log.")
            module, _, name = scenario.rpartition(".")
            result = getattr(importlib.import_module(module or "scenarios"), name)(settings)
        except BaseException:
            result = {"error": traceback.format_exc()}
            save_window(path.with_name("failed.png"))
        finally:
            path.with_suffix(".part").write_text(json.dumps(result), encoding="utf-8")
            os.replace(path.with_suffix(".part"), path)
            QgsProject.instance().setDirty(False)
            if not stay:
                QTimer.singleShot(0, iface.actionExit().trigger)

    QTimer.singleShot(500, begin)


def widget(name: str) -> QWidget:
    """Return the visible or hidden widget with this object name anywhere in QGIS."""
    with unmonitored():
        for window in QApplication.topLevelWidgets():
            match = window if window.objectName() == name else window.findChild(QWidget, name)
            if match is not None:
                return match
    raise LookupError(f"There is no widget called {name}.")


def press(name: str) -> None:
    """Click a button, which must be visible and enabled."""
    click(widget(name))


def click(button: QWidget) -> None:
    """Click a button that was looked up before: a look-up among all widgets of QGIS takes a tenth of a second."""
    bring_into_view(button)
    if not (button.isVisible() and button.isEnabled()):
        state = f"visible {button.isVisible()}, enabled {button.isEnabled()}"
        raise RuntimeError(f"{button.objectName()} cannot be pressed: {state}.")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def bring_into_view(inner: QWidget) -> None:
    """Scroll to a widget in a scroll area."""
    parent = inner.parent()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parent()
    if parent is not None:
        parent.ensureWidgetVisible(inner)


def scroll_to(box: QWidget) -> None:
    """Scroll the dock so that a box begins at its top, as far as that goes."""
    area = box.parent()
    while not isinstance(area, QScrollArea):
        area = area.parent()
    pause(0.05)  # the layout is updated by then
    area.verticalScrollBar().setValue(box.mapTo(area.widget(), QPoint(0, 0)).y())


def click_item(view: QAbstractItemView, index, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Click a cell of a table or an item of a list."""
    bring_into_view(view)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, view.visualRect(index).center())


def click_map(
    layer: QgsVectorLayer,
    point: QgsPointXY,
    modifier=Qt.KeyboardModifier.NoModifier,
    button=Qt.MouseButton.LeftButton,
) -> None:
    """Click a point of the map, in the CRS of ``layer``, and wait until another click is no double click."""
    canvas = iface.mapCanvas()
    pixel = canvas.getCoordinateTransform().transform(canvas.mapSettings().layerToMapCoordinates(layer, point))
    position = QPoint(round(pixel.x()), round(pixel.y()))
    QTest.mouseMove(canvas.viewport(), position)
    QTest.mouseClick(canvas.viewport(), button, modifier, position)
    pause(0.6)


def choose_folder(path: str | Path) -> None:
    """Enter a path in the next file dialog for a folder, which blocks its caller until then."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(100, answer)
            return
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
        choose = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Open)
        QTest.mouseClick(choose, Qt.MouseButton.LeftButton)

    QTimer.singleShot(100, answer)


def pause(seconds: float) -> None:
    """Run the event loop for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def wait_until(condition, seconds: float, what: str) -> float:
    """Run the event loop until ``condition()`` is true and return the seconds; raise `TimeoutError` naming ``what``."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            raise TimeoutError(f"Waited {seconds:.0f} seconds for {what}.")
        pause(0.05)
    return time.monotonic() - start


def add_raster(path: str | Path, group=None) -> QgsRasterLayer:
    """Add a raster file to the project, unchecked when it goes into a group; raise `RuntimeError` if QGIS cannot."""
    layer = QgsRasterLayer(str(path), Path(path).stem)
    if not layer.isValid():
        raise RuntimeError(f"QGIS cannot open {path}.")
    QgsProject.instance().addMapLayer(layer, group is None)
    if group is not None:
        node = group.addLayer(layer)
        node.setItemVisibilityChecked(False)
        node.setExpanded(False)
    return layer


def show_in_colour(layer: QgsRasterLayer, bands: tuple[int, int, int]) -> None:
    """Show three bands as red, green and blue, stretched to the values the layer holds, and zoom to them."""
    renderer = layer.renderer()
    renderer.setRedBand(bands[0])
    renderer.setGreenBand(bands[1])
    renderer.setBlueBand(bands[2])
    layer.setContrastEnhancement(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum,
        QgsRasterMinMaxOrigin.Limits.CumulativeCut,
    )
    QgsProject.instance().layerTreeRoot().findLayer(layer.id()).setItemVisibilityCheckedParentRecursive(True)
    canvas = iface.mapCanvas()
    canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
    canvas.refresh()


def save_window(path: str | Path) -> None:
    """Save a screenshot of the main window."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with unmonitored():
        iface.mainWindow().grab().save(str(path))


def save_screen(path: str | Path) -> None:
    """Save a screenshot of the screen, with dialogs and tooltips."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with unmonitored():
        QApplication.primaryScreen().grabWindow(0).save(str(path))


@contextlib.contextmanager
def unmonitored():
    """Pause all monitors: what happens within is done by the scenario itself."""
    active = set(EventLoopMonitor.active)
    for monitor in active:
        monitor.pause()
    try:
        yield
    finally:
        for monitor in active:
            monitor.resume()


class EventLoopMonitor:
    """Measures the delays of the event loop with a timer of ten milliseconds.

    A delay is (its length, the CPU time of the main thread in it, when it began), in seconds: in the rest of its length
    the thread waited, for a lock or for a processor that others were using.
    """

    active: ClassVar[set[EventLoopMonitor]] = set()

    def __init__(self) -> None:
        self._delays: list[tuple[float, float, float]] = []
        self._begin = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._record)
        self.resume()

    def pause(self) -> None:
        """Record the current delay and stop measuring."""
        self._record()
        self._timer.stop()
        self.active.discard(self)

    def resume(self) -> None:
        """Measure again."""
        self.active.add(self)
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start(10)

    def _record(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self._delays.append((now - self._last, worked - self._worked, self._last - self._begin))
        self._last, self._worked = now, worked

    def stop(self) -> list[dict]:
        """Stop and return the five longest delays, the longest first."""
        self._timer.stop()
        self.active.discard(self)
        longest = sorted(self._delays, reverse=True)[:5]
        return [{"seconds": round(s, 3), "worked": round(w, 3), "at": round(b, 1)} for s, w, b in longest]
