"""Registration with QGIS: toolbar button, menu entry, dock, algorithms, language; and the worker, one for all."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon

from . import translation
from .child.child_task import abandon_all
from .child.runtime import ROOT
from .child.worker import Worker
from .compat import QAction
from .settings import SHOWN
from .text import tr

MENU = "Doab"


class DoabPlugin:
    """What `classFactory` returns."""

    def __init__(self, iface: QgisInterface) -> None:
        self._iface = iface
        self._action: QAction | None = None
        self._print: QAction | None = None
        self._dock: QgsDockWidget | None = None
        self._provider: QgsProcessingProvider | None = None
        self._worker = Worker()
        self._translator = None

    def initProcessing(self) -> None:  # noqa: N802
        """Translate, and add the algorithms to the toolbox; all that ``qgis_process`` calls."""
        self._translator = translation.install()
        from .processing.provider import DoabProvider

        self._provider = DoabProvider(self._worker)
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:  # noqa: N802
        """Add the plugin to QGIS, which calls it when the plugin is switched on."""
        self.initProcessing()
        icon = QIcon(str(ROOT / "resources" / "icons" / "doab.svg"))
        self._action = QAction(icon, tr("Field parcels from time series (Doab)"), self._iface.mainWindow())
        self._action.setObjectName("doabAction")
        self._action.setToolTip(tr("Map field parcels with crops from Sentinel-2, Sentinel-1 and a DEM"))
        self._action.setCheckable(True)
        self._action.toggled.connect(self._show)
        self._iface.addToolBarIcon(self._action)
        self._print = QAction(tr("Print layout of the parcels"), self._iface.mainWindow())
        self._print.setObjectName("doabPrintAction")
        self._print.triggered.connect(lambda _: self._print_parcels())
        for action in (self._action, self._print):
            self._iface.addPluginToRasterMenu(MENU, action)
        self._iface.initializationCompleted.connect(self._restore)

    def _restore(self) -> None:
        """Open the dock where it was open before QGIS was closed; QGIS has built its windows and restored its docks."""
        if SHOWN.get() and self._action is not None:
            self._action.setChecked(True)

    def _show(self, visible: bool) -> None:
        """Show or hide the dock, which is built when it is first shown."""
        if self._dock is None:
            if not visible:
                return
            from .dock.dock import DoabDock

            dock = DoabDock(self._iface, self._worker)
            dock.closed.connect(self._closed)
            dock.opened.connect(self._opened)
            self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            self._iface.mainWindow().resizeDocks([dock], [dock.preferred_width], Qt.Orientation.Horizontal)
            self._dock = dock
        self._dock.setUserVisible(visible)

    def _print_parcels(self) -> None:
        """Open a print layout of the parcels that are current in the project, also without the dock."""
        from .results.print_button import print_parcels

        print_parcels(self._iface)

    def _opened(self) -> None:
        SHOWN.set("yes")
        if self._action is not None:
            self._action.setChecked(True)

    def _closed(self) -> None:
        SHOWN.set("")
        if self._action is not None:
            self._action.setChecked(False)

    def unload(self) -> None:
        """Remove everything that the plugin added; QGIS calls it when the plugin is switched off."""
        if self._dock is not None:
            self._dock.closed.disconnect(self._closed)  # that is not the analyst, who wants it back with QGIS
            self._dock.shut_down()
            self._iface.removeDockWidget(self._dock)
            self._dock.setParent(None)
            self._dock.deleteLater()
            self._dock = None
        abandon_all()
        self._worker.close()
        QgsApplication.processingRegistry().removeProvider(self._provider)
        self._provider = None
        if self._action is not None:
            self._iface.initializationCompleted.disconnect(self._restore)
            self._iface.removeToolBarIcon(self._action)
            self._iface.removePluginRasterMenu(MENU, self._action)
            self._action.deleteLater()
            self._action = None
        if self._print is not None:
            self._iface.removePluginRasterMenu(MENU, self._print)
            self._print.deleteLater()
            self._print = None
        translation.remove(self._translator)
        self._translator = None
