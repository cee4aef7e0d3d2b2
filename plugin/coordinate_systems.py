"""Coordinate reference systems that transform on every thread.

QGIS keeps each system that it made, with PROJ's object of it on the thread that was the first to ask. When that thread
ends, the object goes (3.22 to 3.44): copies still say that they are valid, but on threads that did not use them before
coordinates stay as they are. Layers vanish from the map, and files get coordinates of another system. The main thread
ends last; it is the one that should ask first.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QThread, pyqtSignal

from ..model import protocol
from ..model.outputs.sqlite_address import sqlite_address
from .text import tr

PATIENCE = 1.0
"""Seconds that a background thread waits for the main thread, which may itself be waiting for that one."""

SYSTEMS_OF_A_GEOPACKAGE = """
SELECT DISTINCT organization || ':' || organization_coordsys_id FROM gpkg_spatial_ref_sys
WHERE srs_id IN (SELECT srs_id FROM gpkg_geometry_columns) AND organization_coordsys_id > 0"""


class _MainThread(QObject):
    """Calls functions on the main thread, one after the other."""

    called = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        if application := QCoreApplication.instance():
            self.moveToThread(application.thread())
        self.called.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def _call(self, function: Callable[[], None]) -> None:
        function()


_main_thread = _MainThread()


def reference_system(name: str) -> QgsCoordinateReferenceSystem:
    """Return a system by its name, such as EPSG:4326, which the main thread makes if it is new. Any thread may ask."""
    _on_main_thread(lambda: QgsCoordinateReferenceSystem(name))
    return usable(QgsCoordinateReferenceSystem(name))


def make_those_of(package: str | Path) -> None:
    """Let the main thread make the systems of the layers in a GeoPackage, before another thread opens one of them."""
    with contextlib.suppress(sqlite3.Error):
        with contextlib.closing(sqlite3.connect(sqlite_address(Path(package).resolve(), "ro"), uri=True)) as database:
            names = [name for (name,) in database.execute(SYSTEMS_OF_A_GEOPACKAGE)]
        _on_main_thread(lambda: _make(names))


def _make(names: Iterable[str]) -> None:
    """Make systems in the two ways in which QGIS keeps them: by name, and as it asks for that of a file."""
    for name in names:
        QgsCoordinateReferenceSystem(name)
        QgsCoordinateReferenceSystem().createFromUserInput(name)


def usable(system: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """Return a system that transforms on this thread: the same one, or one made anew where its object was lost.

    Raises `protocol.InputError` where it cannot be made anew.
    """
    if not system.isValid() or _has_object(system):
        return system
    _on_main_thread(_make_all_anew)
    anew = QgsCoordinateReferenceSystem(system.authid() or system.toWkt())
    if not _has_object(anew):
        raise protocol.InputError(
            tr("QGIS cannot transform from or to {} any more. Save the project, start QGIS anew and try again.").format(
                system.userFriendlyIdentifier()
            )
        )
    return anew


def _has_object(system: QgsCoordinateReferenceSystem) -> bool:
    """Return whether PROJ has an object of a system on this thread, without which it has no such text."""
    return bool(system.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2015))


def _make_all_anew() -> None:
    """Let QGIS forget all systems and transformations, and make those of the project and its layers again."""
    QgsCoordinateTransform.invalidateCache()
    QgsCoordinateReferenceSystem.invalidateCache()
    project = QgsProject.instance()
    for layer in project.mapLayers().values():
        former = QgsCoordinateReferenceSystem(layer.crs())
        if former.isValid() and not _has_object(former):
            layer.setCrs(QgsCoordinateReferenceSystem())  # QGIS keeps the former one where the new one is equal
            layer.setCrs(QgsCoordinateReferenceSystem(former.authid() or former.toWkt()))
    for name in ("EPSG:4326", "EPSG:3857", project.crs().authid()):
        QgsCoordinateReferenceSystem(name)


def _on_main_thread(function: Callable[[], object]) -> None:
    """Call a function on the main thread and wait for its end, or for a second where that thread is busy."""
    application = QCoreApplication.instance()
    if application is None or QThread.currentThread() == application.thread():
        function()
        return
    done = threading.Event()

    def call() -> None:
        try:
            function()
        finally:
            done.set()

    _main_thread.called.emit(call)
    done.wait(PATIENCE)
