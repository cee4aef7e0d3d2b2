"""One Sentinel-2 date on the canvas: its layer where the project has one, else a temporary one in true colour."""

from __future__ import annotations

import contextlib
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsContrastEnhancement,
    QgsLayerTreeLayer,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRasterRange,
    QgsRasterRenderer,
    QgsSingleBandGrayRenderer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...model import protocol
from ..child.child_task import ChildTask
from ..child.latest_task import Latest
from ..child.process import ChildError
from ..layers import temporary_layers
from ..layers.layer_sources import sources_of
from ..layers.source_entries import normalise_path
from ..text import tr
from .preview_mosaic import open_raster, write_mosaic


class PreviewTask(ChildTask):
    """Open the images of one date as a raster layer in true colour; a VRT that it needs is written to ``folder``."""

    def __init__(self, acquisition: protocol.Acquisition, folder: Path) -> None:
        super().__init__(tr("Show an image"))
        self._acquisition = acquisition
        self._folder = folder

    def folder(self) -> contextlib.AbstractContextManager[Path]:
        """Return the folder of the preview, which outlasts the task: the layer reads from it."""
        return contextlib.nullcontext(self._folder)

    def work(self, folder: Path) -> QgsRasterLayer | None:
        """Open and style the layer, and move it to the main thread."""
        bands = [self._acquisition.bands[name] for name in self._acquisition.shown]
        if not bands:
            raise ChildError(tr("{} has no band that could be shown.").format(self._acquisition.date))
        path, indexes = bands[0].path, [band.index for band in bands]
        nodata = self._acquisition.nodata or 0.0
        if any(file.path != path for band in bands for file in band.files):
            path = str(write_mosaic(bands, nodata, folder, self._acquisition.date))
            indexes = [*range(1, len(bands) + 1)]
        layer = open_raster(path, tr("{} (preview)").format(self._acquisition.date))
        _set_style(layer, indexes, self._acquisition)
        for index in indexes:
            if not layer.dataProvider().sourceHasNoDataValue(index):
                layer.dataProvider().setUserNoDataValue(index, [QgsRasterRange(nodata, nodata)])
        if self.isCanceled():
            return None
        layer.moveToThread(QgsApplication.instance().thread())
        return layer


class Preview(QObject):
    """Shows one reference frame at a time on the canvas."""

    failed = pyqtSignal(str)
    """The error message where a date cannot be shown."""

    def __init__(self, canvas: QgsMapCanvas, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._folder = folder
        self._latest = Latest(self)
        self._latest.ended.connect(self._opened)
        self._temporary = ""
        self._switched_on = ""
        self._restyled: tuple[str, str] = ("", "")
        QgsProject.instance().readProject.connect(self._remove_saved)  # a method: disconnected with this object
        self._remove_saved()

    def show(self, acquisition: protocol.Acquisition) -> None:
        """Show a date instead of the one before."""
        layer = _project_layer(acquisition)
        if layer is None:
            self._latest.start(PreviewTask(acquisition, self._folder))
            return
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        if layer.id() not in (self._switched_on, self._restyled[0]):
            self.clear()
            self._switched_on = "" if node.isVisible() else layer.id()
            self._restyle(layer, acquisition)
        self._latest.drop()
        node.setItemVisibilityChecked(True)
        _move_to_top(node)
        self._zoom_to(layer)

    def _restyle(self, layer: QgsRasterLayer, acquisition: protocol.Acquisition) -> None:
        """Apply true colour where the layer shows its first three bands, QGIS's default; keep any other style."""
        indexes = [acquisition.bands[name].index for name in acquisition.shown]
        renderer = layer.renderer()
        if isinstance(renderer, QgsMultiBandColorRenderer) and renderer.usesBands() == [1, 2, 3] != indexes:
            styles = layer.styleManager()
            self._restyled = layer.id(), styles.currentStyle()
            styles.addStyleFromLayer(_style_name())
            styles.setCurrentStyle(_style_name())
            _set_style(layer, indexes, acquisition)
            layer.triggerRepaint()

    def clear(self) -> None:
        """Restore visibility and style of the analyst's layer, and remove the temporary one."""
        self._latest.drop()
        project = QgsProject.instance()
        node = project.layerTreeRoot().findLayer(self._switched_on) if self._switched_on else None
        if node is not None:
            node.setItemVisibilityChecked(False)
        restyled, style = self._restyled
        if project.mapLayer(restyled) is not None:
            styles = project.mapLayer(restyled).styleManager()
            styles.setCurrentStyle(style)
            styles.removeStyle(_style_name())
        temporary_layers.remove([self._temporary])
        self._switched_on = self._temporary = ""
        self._restyled = "", ""

    def shut_down(self) -> None:
        """Stop the task and remove what is shown: the plugin is unloaded."""
        self._latest.shut_down()
        self.clear()

    def _remove_saved(self, *_: object) -> None:
        temporary_layers.remove_all()

    def _opened(self, task: PreviewTask) -> None:
        if task.result is not None:
            self.clear()
            self._add(task.result)
        elif task.error:
            self.failed.emit(task.error)

    def _add(self, layer: QgsRasterLayer) -> None:
        root = QgsProject.instance().layerTreeRoot()
        image = _topmost_image()
        while image is not None and image.parent() is not root:
            image = image.parent()
        index = root.children().index(image) if image is not None else len(root.children())
        temporary_layers.add(layer, tr("Doab: preview"), index)
        self._temporary = layer.id()
        self._zoom_to(layer)

    def _zoom_to(self, layer: QgsRasterLayer) -> None:
        """Zoom to the layer where its extent is outside the canvas."""
        extent = self._canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
        if not self._canvas.extent().intersects(extent):
            extent.scale(1.05)
            self._canvas.setExtent(extent)
            self._canvas.refresh()


def _style_name() -> str:
    return tr("Doab: true colour")


def _project_layer(acquisition: protocol.Acquisition) -> QgsRasterLayer | None:
    """Return the layer of the project that has all bands to show.

    One in a group that is hidden does not count: showing the group would show its other layers, too.
    """
    paths = {file.path for name in acquisition.shown for file in acquisition.bands[name].files}
    project = QgsProject.instance()
    for layer_id, source in sources_of(project.mapLayers().values()).items():
        if {normalise_path(source.path)} == paths:
            node = project.layerTreeRoot().findLayer(layer_id)
            if node is not None and node.parent().isVisible():
                return node.layer()
    return None


def _topmost_image() -> QgsLayerTreeLayer | None:
    """Return the layer tree node of the visible raster that is drawn on top."""
    root = QgsProject.instance().layerTreeRoot()
    nodes = (root.findLayer(layer.id()) for layer in root.layerOrder() if isinstance(layer, QgsRasterLayer))
    return next((node for node in nodes if node.isVisible()), None)


def _move_to_top(node: QgsLayerTreeLayer) -> None:
    """Move a layer above all other rasters in the layer tree; vectors stay where they are."""
    image = _topmost_image()
    if image is not None and image is not node:
        image.parent().insertChildNode(image.parent().children().index(image), node.clone())
        node.parent().removeChildNode(node)


def _set_style(layer: QgsRasterLayer, indexes: list[int], acquisition: protocol.Acquisition) -> None:
    """Render bands of a layer with the stretch and gamma of the thumbnails."""
    layer.setRenderer(_renderer(layer, indexes, acquisition))
    layer.brightnessFilter().setGamma(protocol.GAMMA)


def _renderer(layer: QgsRasterLayer, indexes: list[int], acquisition: protocol.Acquisition) -> QgsRasterRenderer:
    stretches = []
    for index in indexes:
        stretch = QgsContrastEnhancement(layer.dataProvider().dataType(index))
        stretch.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        stretch.setMinimumValue((protocol.DARK - acquisition.offset) / acquisition.scale)
        stretch.setMaximumValue((protocol.BRIGHT - acquisition.offset) / acquisition.scale)
        stretches.append(stretch)
    if len(indexes) == 1:
        grey = QgsSingleBandGrayRenderer(layer.dataProvider(), indexes[0])
        grey.setContrastEnhancement(stretches[0])
        return grey
    colour = QgsMultiBandColorRenderer(layer.dataProvider(), *indexes)
    for set_enhancement, stretch in zip(
        (colour.setRedContrastEnhancement, colour.setGreenContrastEnhancement, colour.setBlueContrastEnhancement),
        stretches,
    ):
        set_enhancement(stretch)
    return colour
