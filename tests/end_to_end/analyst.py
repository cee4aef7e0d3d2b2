"""The analyst's hands inside QGIS: find widgets by name, press them, wait, look at the clock, take a picture."""

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


def play(story: str, settings: dict, verdict: str, stay: bool) -> None:
    """Once QGIS is idle play ``STORY(settings)``, write what it returns to ``verdict``, quit unless ``stay``.

    ``story`` is a function of the module ``stories``, or ``MODULE.FUNCTION``.
    A story that raises leaves the traceback under "error" and a picture of the window beside the verdict.
    """

    path = Path(verdict)
    # Where a story hangs, this says in which line.
    faulthandler.dump_traceback_later(60, repeat=True, file=path.with_name("stuck.log").open("w"))

    def begin() -> None:
        try:
            if "doab" not in plugins:
                raise RuntimeError("QGIS could not load the plugin; its message is in the log.")
            module, _, name = story.rpartition(".")
            found = getattr(importlib.import_module(module or "stories"), name)(settings)
        except BaseException:
            found = {"error": traceback.format_exc()}
            picture(path.with_name("failed.png"))
        finally:
            path.with_suffix(".part").write_text(json.dumps(found), encoding="utf-8")
            os.replace(path.with_suffix(".part"), path)
            QgsProject.instance().setDirty(False)
            if not stay:
                QTimer.singleShot(0, iface.actionExit().trigger)

    QTimer.singleShot(500, begin)


def widget(name: str) -> QWidget:
    """Return the visible or hidden widget with this object name anywhere in QGIS."""
    with unwatched():
        for window in QApplication.topLevelWidgets():
            found = window if window.objectName() == name else window.findChild(QWidget, name)
            if found is not None:
                return found
    raise LookupError(f"There is no widget called {name}.")


def press(name: str) -> None:
    """Click a button as a person would: it must be visible and enabled."""
    click(widget(name))


def click(button: QWidget) -> None:
    """Click a button that was found before: looking for it among all of QGIS's widgets takes a tenth of a second."""
    bring_into_view(button)
    if not (button.isVisible() and button.isEnabled()):
        state = f"visible {button.isVisible()}, enabled {button.isEnabled()}"
        raise RuntimeError(f"{button.objectName()} cannot be pressed: {state}.")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def bring_into_view(inner: QWidget) -> None:
    """Scroll to a widget that lies in a scrolled panel."""
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
    pause(0.05)  # what was just shown has its place by then
    area.verticalScrollBar().setValue(box.mapTo(area.widget(), QPoint(0, 0)).y())


def click_item(view: QAbstractItemView, index, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Click a cell of a table or an item of a list."""
    bring_into_view(view)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, view.visualRect(index).center())


def click_map(
    layer: QgsVectorLayer,
    place: QgsPointXY,
    modifier=Qt.KeyboardModifier.NoModifier,
    button=Qt.MouseButton.LeftButton,
) -> None:
    """Click a place of the map, given in the CRS of ``layer``, and wait long enough for it to be no double click."""
    canvas = iface.mapCanvas()
    pixel = canvas.getCoordinateTransform().transform(canvas.mapSettings().layerToMapCoordinates(layer, place))
    where = QPoint(round(pixel.x()), round(pixel.y()))
    QTest.mouseMove(canvas.viewport(), where)
    QTest.mouseClick(canvas.viewport(), button, modifier, where)
    pause(0.6)


def choose_folder(path: str | Path) -> None:
    """Answer the next dialog that asks for a folder, which blocks whoever opens it until then."""

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
    """Let QGIS live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def wait_until(condition, seconds: float, what: str) -> float:
    """Let QGIS live until ``condition()`` holds; return the seconds it took, raise `TimeoutError` naming ``what``."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            raise TimeoutError(f"Waited {seconds:.0f} seconds in vain for {what}.")
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


def picture(path: str | Path) -> None:
    """Save the whole QGIS window as it looks now."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with unwatched():
        iface.mainWindow().grab().save(str(path))


def picture_of_screen(path: str | Path) -> None:
    """Save the whole screen as it looks now, with dialogs and tooltips."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with unwatched():
        QApplication.primaryScreen().grabWindow(0).save(str(path))


@contextlib.contextmanager
def unwatched():
    """What happens within is the story's own doing: no heartbeat counts it."""
    beating = set(Heartbeat.beating)
    for heartbeat in beating:
        heartbeat.pause()
    try:
        yield
    finally:
        for heartbeat in beating:
            heartbeat.go_on()


class Heartbeat:
    """Ticks every ten milliseconds while QGIS is free to, and keeps every silence.

    A silence is (its length, how much of it the window's thread was at work itself, when it began), in seconds: what is
    left of its length was spent waiting, for a lock or for a processor that others were using.
    """

    beating: ClassVar[set[Heartbeat]] = set()

    def __init__(self) -> None:
        self._silences: list[tuple[float, float, float]] = []
        self._begin = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.go_on()

    def pause(self) -> None:
        """Keep the silence that ends now, and be deaf from now on."""
        self._tick()
        self._timer.stop()
        self.beating.discard(self)

    def go_on(self) -> None:
        """Listen again."""
        self.beating.add(self)
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start(10)

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self._silences.append((now - self._last, worked - self._worked, self._last - self._begin))
        self._last, self._worked = now, worked

    def stop(self) -> list[dict]:
        """Stop ticking and return the five longest silences, the longest first."""
        self._timer.stop()
        self.beating.discard(self)
        longest = sorted(self._silences, reverse=True)[:5]
        return [{"seconds": round(s, 3), "worked": round(w, 3), "at": round(b, 1)} for s, w, b in longest]
