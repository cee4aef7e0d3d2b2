"""Scenarios that unload the plugin or close QGIS while everything is at work, with inventories before and after."""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from dock_workflow import (
    INSPECTING,
    add_images,
    choose_reference,
    draw_polygon,
    map_parcels,
    open_images,
    set_output,
    slow_workers,
    wait_for_canvas,
)
from gui import add_raster, bring_into_view, pause, press, save_window, wait_until, widget
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

CORNERS = [(0.35, 0.3), (0.6, 0.35), (0.55, 0.7), (0.4, 0.6)]
PLUGIN = f"{os.sep}doab{os.sep}plugin{os.sep}"
TEXT = "Export parcels"


def unload_while_working(settings: dict) -> dict:
    """Take an inventory, load the plugin, start everything, unload it, take another inventory; then use the layers.

    ``before``, ``at_work``, ``after`` and ``after_again`` are inventories; ``calls_at_work`` and ``calls`` are the
    plugin's functions that QGIS called before and after unloading; ``errors`` are Python exceptions; ``seconds`` is how
    long unloading took, ``right_after`` the processes and files at that moment; ``expanded`` says whether the layer
    tree shows the parcels with their legend.
    """
    errors = _record_errors()
    # With two processors QGIS runs two tasks at a time; here all should run.
    QThreadPool.globalInstance().setMaxThreadCount(12)
    _unload_plugin()
    _open(settings)
    result = {"before": inventory()}
    _load_plugin()
    add_images(settings)
    layer = _map_a_part(settings)
    view, group = iface.layerTreeView(), QgsProject.instance().layerTreeRoot().findLayer(layer.id()).parent()
    result["expanded"] = view.isExpanded(view.node2index(group))
    _correct(layer)
    with slow_workers():
        _start_a_run()
        references = _start_everything(layer, settings)
        result["at_work"] = inventory()
        save_window(settings["picture"])
        result["calls_at_work"] = _plugin_calls(lambda: iface.setActiveLayer(layer))
    result["seconds"] = _unload_plugin()
    result["right_after"] = [*processes(), *files()]
    pause(2)
    save_window(settings["picture"].replace(".png", "_off.png"))
    result["after"] = inventory()
    result["calls"] = _plugin_calls(lambda: _use(layer))
    result["again"] = _work_again()
    _unload_plugin()
    pause(2)
    result["after_again"] = inventory()
    del references
    return result | {"errors": errors}


def close_while_working(settings: dict) -> dict:
    """Close QGIS during a run and record its question; stop the run and quit while images are being recognised."""
    open_images(settings)
    add_images(settings)
    questions: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QMessageBox):
            questions.append(dialog.text())
            dialog.reject()

    with slow_workers():
        press("doabRun")
        pause(1)
        QTimer.singleShot(1000, answer)
        iface.actionExit().trigger()
    press("doabCancel")
    wait_until(widget("doabRun").isVisible, 30, "the run to stop")
    wait_until(lambda: not QgsApplication.taskManager().countActiveTasks(), 60, "all tasks to end")
    widget("doabInputsTabs").setCurrentIndex(0)
    widget("doabSources").selectRow(0)
    tasks = QgsApplication.taskManager()
    active: list[str] = []

    def is_recognising() -> bool:
        active[:] = [task.description() for task in tasks.activeTasks()]
        return any("Recognise" in description for description in active)

    with slow_workers(0.02):
        press("doabRemove")
        wait_until(is_recognising, 10, "the recognition")
        return {"questions": questions, "active_tasks": active}


def install_and_reload(settings: dict) -> dict:
    """Install the plugin's zip as QGIS's dialog does, open the dock, and unload and load it five times.

    ``active`` says whether QGIS started it, ``files`` what lies in its folder, ``dock`` whether the dock was open each
    time; ``before`` and each of ``after`` are inventories without the plugin.
    """
    import pyplugin_installer
    import qgis.utils

    errors = _record_errors()
    pause(1)
    result: dict = {"before": inventory(), "after": [], "dock": []}
    pyplugin_installer.instance().installFromZipFile(settings["zip"])
    result["active"] = "doab" in qgis.utils.active_plugins
    result["files"] = sorted(
        path.name for path in Path(QgsApplication.qgisSettingsDirPath(), "python", "plugins", "doab").iterdir()
    )
    for _ in range(5):
        iface.mainWindow().findChild(QAction, "doabAction").trigger()
        pause(0.5)
        result["dock"].append(widget("doabDock").isVisible())
        save_window(settings["picture"])
        _unload_plugin()
        pause(1)
        result["after"].append(inventory())
        loadPlugin("doab")
        startPlugin("doab")
    _unload_plugin()
    return result | {"errors": errors}


# The inventory


def inventory() -> dict[str, int]:
    """Count what a plugin could leave in QGIS and in the system, by readable names."""
    result: Counter[str] = Counter()
    for kind in (_actions, _named, _canvas, _registered, processes, files):
        result.update(kind())
    return dict(result)


def _actions() -> Iterator[str]:
    """Yield the panels, and the actions in menus and toolbars that have a name; what was used last varies."""
    window = iface.mainWindow()
    for holder in [*window.findChildren(QMenu), *window.findChildren(QToolBar)]:
        name = holder.objectName()
        # In QGIS's toolbar for GPS an action is named after the kind of the current layer.
        if name and "recent" not in name.lower() and name != "mGpsToolBar":
            yield from (f"action {action.objectName() or action.text()} in {name}" for action in holder.actions())
    yield from (f"panel {dock.objectName()}" for dock in window.findChildren(QDockWidget))


def _named() -> Iterator[str]:
    """Yield all objects with a name of Doab's, wherever they hang."""
    roots = [*QApplication.topLevelWidgets(), QApplication.instance(), QgsProject.instance(), iface.mapCanvas()]
    objects = {item for root in roots for item in (root, *root.findChildren(QObject))}
    yield from (f"object {item.objectName()}" for item in objects if item.objectName().startswith("doab"))


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


# The steps


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
    wait_for_canvas()


def _load_plugin() -> None:
    """Load the plugin and open its panel."""
    loadPlugin("doab")
    startPlugin("doab")
    iface.mainWindow().findChild(QAction, "doabAction").trigger()
    pause(0.5)


def _unload_plugin() -> float:
    """Unload the plugin, process deferred deletions, and return the seconds that unloading took."""
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
    wait_for_canvas()
    set_output(Path(settings["out"]).with_name("second.gpkg"))
    return layer


def _correct(layer: QgsVectorLayer) -> None:
    """Show a parcel in the inspector, and set its crop without saving the edits."""
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
    pixel = canvas.getCoordinateTransform().transform(inside)
    QTest.mouseClick(
        canvas.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(round(pixel.x()), round(pixel.y())),
    )


def _start_a_run() -> None:
    """Show another date and map everything, until the first parcels are finished."""
    area, tree = widget("doabArea"), QgsProject.instance().layerTreeRoot()
    area.setCurrentIndex(area.findData("whole"))
    choose_reference(2)
    pause(1)
    groups = len(tree.findGroups(True))
    press("doabRun")
    wait_until(lambda: len(tree.findGroups(True)) > groups, 120, "finished parcels")


def _start_everything(layer: QgsVectorLayer, settings: dict) -> tuple:
    """Start an algorithm, the inspector and an export beside the run.

    Returns references that Processing needs as long as it works.
    """
    area, project = widget("doabArea"), QgsProject.instance()
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
    """Do everything with the canvas and the layers whose signals the plugin was connected to."""
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


def _work_again() -> dict:
    """Load the plugin again and recognise the images."""
    _load_plugin()
    run, acquisitions = widget("doabRun"), widget("doabAcquisitions").model()
    wait_until(lambda: acquisitions.rowCount() and run.isEnabled(), INSPECTING, "the images to be recognised again")
    wait_until(widget("doabEstimate").text, 60, "the estimate")
    return {
        "acquisitions": acquisitions.rowCount(),
        "text": QCoreApplication.translate("@default", TEXT),
        "provider": QgsApplication.processingRegistry().providerById("doab") is not None,
    }


# Errors and calls


def _record_errors() -> list[str]:
    """Return a list to which every Python exception is appended from now on."""
    errors: list[str] = []

    def append(kind: type, error: BaseException, trace) -> None:
        errors.append("".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = append
    threading.excepthook = lambda error: append(error.exc_type, error.exc_value, error.exc_traceback)
    sys.unraisablehook = lambda error: append(error.exc_type, error.exc_value, error.exc_traceback)
    return errors


def _plugin_calls(act: Callable[[], None]) -> list[str]:
    """Return the functions of the plugin that are called during ``act()``."""
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
