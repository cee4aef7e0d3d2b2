"""Doab is switched off while everything in it is at work, in a QGIS that counts what it holds before and after."""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from analyst import add_raster, bring_into_view, pause, picture, press, wait_until, widget
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsMapTool
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QThreadPool, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QMenu, QMessageBox, QToolBar
from qgis.utils import iface, loadPlugin, startPlugin, unloadPlugin
from sitting import INSPECTING, choose_reference, draw_polygon, map_parcels, offer, open_images, settle, write_to

CORNERS = [(0.35, 0.3), (0.6, 0.35), (0.55, 0.7), (0.4, 0.6)]
PLUGIN = f"{os.sep}doab{os.sep}plugin{os.sep}"
TEXT = "Export parcels"


def switch_off_in_the_midst(settings: dict) -> dict:
    """Count, switch Doab on, put all of it to work, switch it off, count again; then use what it worked on, and it.

    ``before``, ``at_work``, ``after`` and ``after_again`` are inventories; ``reached_at_work`` and ``reached`` is what
    of the plugin's code QGIS called when it was on and off; ``errors`` are those of Python, ``seconds`` is how long
    switching off took, ``right_after`` the processes and files at that moment; ``unfolded`` says whether the tree shows
    the parcels with their legend.
    """
    errors = _listen()
    # On two processors QGIS does two things at a time; here all are to be under way.
    QThreadPool.globalInstance().setMaxThreadCount(12)
    _switch_off()
    _open(settings)
    found = {"before": inventory()}
    _switch_on()
    offer(settings)
    layer = _map_a_part(settings)
    view, group = iface.layerTreeView(), QgsProject.instance().layerTreeRoot().findLayer(layer.id()).parent()
    found["unfolded"] = view.isExpanded(view.node2index(group))
    _correct(layer)
    alive = _put_to_work(layer, settings)
    found["at_work"] = inventory()
    picture(settings["picture"])
    found["reached_at_work"] = _reached(lambda: iface.setActiveLayer(layer))
    found["seconds"] = _switch_off()
    found["right_after"] = [*processes(), *files()]
    pause(2)
    picture(settings["picture"].replace(".png", "_off.png"))
    found["after"] = inventory()
    found["reached"] = _reached(lambda: _use(layer))
    found["again"] = _again()
    _switch_off()
    pause(2)
    found["after_again"] = inventory()
    del alive
    return found | {"errors": errors}


def close_in_the_midst(settings: dict) -> dict:
    """Close QGIS during a run and note what it asks; stop the run and leave while images are being recognised."""
    open_images(settings)
    offer(settings)
    asked: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QMessageBox):
            asked.append(dialog.text())
            dialog.reject()

    press("doabRun")
    pause(1)
    QTimer.singleShot(1000, answer)
    iface.actionExit().trigger()
    press("doabCancel")
    wait_until(widget("doabRun").isVisible, 30, "the run to stop")
    wait_until(lambda: not QgsApplication.taskManager().countActiveTasks(), 60, "all tasks to end")
    widget("doabInputsTabs").setCurrentIndex(0)
    widget("doabSources").selectRow(0)
    press("doabRemove")
    tasks = QgsApplication.taskManager()
    wait_until(lambda: any("Recognise" in task.description() for task in tasks.activeTasks()), 10, "the recognition")
    return {"asked": asked, "left": [task.description() for task in tasks.activeTasks()]}


# What QGIS holds


def inventory() -> dict[str, int]:
    """Count what a plugin could leave in QGIS and around it, by names that tell a person what it is."""
    found: Counter[str] = Counter()
    for kind in (_actions, _named, _canvas, _registered, processes, files):
        found.update(kind())
    return dict(found)


def _actions() -> Iterator[str]:
    """Yield the panels, and the actions in menus and toolbars that have a name; what was used last varies."""
    window = iface.mainWindow()
    for holder in [*window.findChildren(QMenu), *window.findChildren(QToolBar)]:
        name = holder.objectName()
        if name and "recent" not in name.lower():
            yield from (f"action {action.objectName() or action.text()} in {name}" for action in holder.actions())
    yield from (f"panel {dock.objectName()}" for dock in window.findChildren(QDockWidget))


def _named() -> Iterator[str]:
    """Yield all objects with a name of Doab's, wherever they hang."""
    roots = [*QApplication.topLevelWidgets(), QApplication.instance(), QgsProject.instance(), iface.mapCanvas()]
    objects = {found for root in roots for found in (root, *root.findChildren(QObject))}
    yield from (f"object {found.objectName()}" for found in objects if found.objectName().startswith("doab"))


def _canvas() -> Iterator[str]:
    """Yield the map tools, which of them is active, and what lies over the map."""
    canvas = iface.mapCanvas()
    tools = {*canvas.findChildren(QgsMapTool), *iface.mainWindow().findChildren(QgsMapTool)}
    yield from (f"map tool {type(tool).__name__}" for tool in tools)
    yield f"active map tool {type(canvas.mapTool()).__name__}"
    yield from (f"canvas item {type(item).__name__}" for item in canvas.scene().items() if item.isVisible())
    groups = QgsProject.instance().layerTreeRoot().findGroups(True)
    yield from (f"group {group.name()}" for group in groups)
    yield from (f"layer {layer.name()}" for layer in QgsProject.instance().mapLayers().values())


def _registered() -> Iterator[str]:
    """Yield Processing's providers, background tasks, Python threads, variables, and whether texts are translated."""
    yield from (f"variable {name}" for name in os.environ)
    yield from (f"provider {provider.id()}" for provider in QgsApplication.processingRegistry().providers())
    yield from (f"task {task.description()}" for task in QgsApplication.taskManager().tasks())
    yield from (f"thread {thread.name}" for thread in threading.enumerate() if not thread.name.startswith("Dummy"))
    yield f"text {QCoreApplication.translate('@default', TEXT)}"


def processes() -> Iterator[str]:
    """Yield the processes that this QGIS started, and those that work in its temporary folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            command = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if int(process.name) != os.getpid() and (
            parent == os.getpid() or any(word.startswith(os.environ["TMPDIR"]) for word in command)
        ):
            yield f"process {' '.join(command[:9]).strip()}"


def files() -> Iterator[str]:
    """Yield what lies in the temporary folder."""
    yield from (f"file {path.name}" for path in Path(os.environ["TMPDIR"]).rglob("*"))


# What the analyst does


def _open(settings: dict) -> None:
    window = iface.mainWindow()
    window.setGeometry(0, 0, 1400, 900)
    for name in ("Browser", "Browser2"):
        widget(name).close()
    group = QgsProject.instance().layerTreeRoot().addGroup("Images")
    group.setExpanded(False)
    for path in settings["layers"]:
        add_raster(path, group)
    iface.actionPan().trigger()
    iface.zoomFull()
    settle()


def _switch_on() -> None:
    """Switch Doab on and open its panel."""
    loadPlugin("doab")
    startPlugin("doab")
    iface.mainWindow().findChild(QAction, "doabAction").trigger()
    pause(0.5)


def _switch_off() -> float:
    """Switch Doab off and return the seconds that it took; what it deletes is gone as once QGIS is idle again."""
    start = time.monotonic()
    unloadPlugin("doab")
    seconds = time.monotonic() - start
    QApplication.sendPostedEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return seconds


def _map_a_part(settings: dict) -> QgsVectorLayer:
    area = widget("doabArea")
    area.setCurrentIndex(area.findData("drawn"))
    draw_polygon(CORNERS)
    wait_until(lambda: len(widget("doabFilmstrip").model().images), INSPECTING, "the first thumbnail")
    layer, _ = map_parcels()
    press("doabZoom")
    settle()
    write_to(Path(settings["out"]).with_name("second.gpkg"))
    return layer


def _correct(layer: QgsVectorLayer) -> None:
    """Let the inspector show a parcel, and give it another crop without saving that."""
    press("doabInspect")
    _click(layer)
    wait_until(lambda: widget("doabSeriesPlot").panels(), 60, "the parcel through time")
    layer.selectByIds([next(layer.getFeatures()).id()])
    pause(0.5)
    press("doabSetCrop")
    pause(0.5)
    if not layer.isModified():
        raise RuntimeError("The crop was not set.")


def _click(layer: QgsVectorLayer, row: int = 0) -> None:
    """Click a parcel in the map."""
    canvas = iface.mapCanvas()
    parcel = [*layer.getFeatures()][row]
    inside = canvas.mapSettings().layerToMapCoordinates(layer, parcel.geometry().pointOnSurface().asPoint())
    place = canvas.getCoordinateTransform().transform(inside)
    QTest.mouseClick(
        canvas.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(round(place.x()), round(place.y())),
    )


def _put_to_work(layer: QgsVectorLayer, settings: dict) -> tuple:
    """Show another date and begin a run; once there are parcels recognise for Processing, read, draw and export.

    Returns what has to live as long as Processing is at work.
    """
    area, project = widget("doabArea"), QgsProject.instance()
    area.setCurrentIndex(area.findData("whole"))
    choose_reference(2)
    pause(1)
    groups = len(project.layerTreeRoot().findGroups(True))
    press("doabRun")
    wait_until(lambda: len(project.layerTreeRoot().findGroups(True)) > groups, 120, "finished parcels")
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("doab:scoreframes")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(project)
    task = QgsProcessingAlgRunnerTask(
        algorithm, {"FOLDER": str(Path(settings["layers"][0]).parent), "OUTPUT": "TEMPORARY_OUTPUT"}, context, feedback
    )
    QgsApplication.taskManager().addTask(task)
    _click(layer, 1)
    area.setCurrentIndex(area.findData("drawn"))
    press("doabDrawArea")
    pause(0.3)
    view = iface.mapCanvas().viewport()
    for x, y in CORNERS[:2]:
        QTest.mouseClick(
            view,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(round(x * view.width()), round(y * view.height())),
        )
        pause(0.6)
    formats = widget("doabExportFormat")
    formats.setCurrentIndex(formats.findData(".parquet"))
    widget("doabExportFile").setFilePath(str(Path(settings["out"]).with_name("exported.parquet")))
    press("doabExport")
    bring_into_view(widget("doabRunBox"))
    return algorithm, context, feedback, task


def _use(layer: QgsVectorLayer) -> None:
    """Do with the map and the layers whatever the plugin used to listen to."""
    canvas, project = iface.mapCanvas(), QgsProject.instance()
    image = next(other for other in project.mapLayers().values() if other.type() != layer.type())
    for active in (image, layer):
        iface.setActiveLayer(active)
        pause(0.2)
    layer.selectAll()
    layer.undoStack().undo()
    layer.undoStack().redo()
    layer.commitChanges()
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    layer.rollBack()
    layer.triggerRepaint()
    image.setName("renamed")
    canvas.zoomByFactor(0.5)
    before = canvas.mapSettings().destinationCrs()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    canvas.setDestinationCrs(before)
    iface.actionPan().trigger()
    iface.mainWindow().showMinimized()
    iface.mainWindow().showNormal()
    pause(1)
    project.removeMapLayer(image.id())
    group = project.layerTreeRoot().findLayer(layer.id()).parent()
    project.removeMapLayer(layer.id())
    group.parent().removeChildNode(group)
    pause(1)


def _again() -> dict:
    """Switch Doab on once more and see that it works."""
    _switch_on()
    run, seen = widget("doabRun"), widget("doabAcquisitions").model()
    wait_until(lambda: seen.rowCount() and run.isEnabled(), INSPECTING, "the images to be recognised again")
    wait_until(widget("doabEstimate").text, 60, "the estimate")
    return {
        "acquisitions": seen.rowCount(),
        "text": QCoreApplication.translate("@default", TEXT),
        "provider": QgsApplication.processingRegistry().providerById("doab") is not None,
    }


# What goes wrong


def _listen() -> list[str]:
    """Return a list that takes up every error of Python from now on."""
    errors: list[str] = []

    def note(kind: type, error: BaseException, trace) -> None:
        errors.append("".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = note
    threading.excepthook = lambda error: note(error.exc_type, error.exc_value, error.exc_traceback)
    sys.unraisablehook = lambda error: note(error.exc_type, error.exc_value, error.exc_traceback)
    return errors


def _reached(act: Callable[[], None]) -> list[str]:
    """Return which of the plugin's functions are called while ``act()`` is done."""
    called: Counter[str] = Counter()

    def watch(frame, event: str, _argument) -> None:
        if event == "call" and PLUGIN in frame.f_code.co_filename:
            called[f"{frame.f_code.co_filename.rpartition(PLUGIN)[2]}: {frame.f_code.co_name}"] += 1

    sys.setprofile(watch)
    try:
        act()
    finally:
        sys.setprofile(None)
    return sorted(called)
