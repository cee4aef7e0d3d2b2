"""One Sentinel-2 date on the canvas: its layer where the project has it, else a passing layer in true colour."""

from __future__ import annotations

import contextlib
from html import escape
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
from ..text import tr
from . import temporary_layers
from .layer_sources import sources_of
from .sources import place


class PreviewTask(ChildTask):
    """Open the images of one date as a raster layer in true colour; what has to be written for it goes to ``kept``."""

    def __init__(self, acquisition: protocol.Acquisition, kept: Path) -> None:
        super().__init__(tr("Show an image"))
        self._acquisition = acquisition
        self._kept = kept

    def folder(self) -> contextlib.AbstractContextManager[Path]:
        """Return the kept folder: the layer reads from it."""
        return contextlib.nullcontext(self._kept)

    def work(self, folder: Path) -> QgsRasterLayer | None:
        """Open and dress the layer, and hand it to the main thread."""
        shown = [self._acquisition.bands[name] for name in self._acquisition.shown]
        if not shown:
            raise ChildError(tr("{} has no band that could be shown.").format(self._acquisition.date))
        path, indexes = shown[0].path, [band.index for band in shown]
        if any(band.path != path for band in shown):
            virtual = folder / f"{self._acquisition.date}.vrt"
            virtual.write_text(_stacked(shown, self._acquisition.nodata or 0.0), "utf-8")
            path, indexes = str(virtual), [1, 2, 3]
        layer = _open(path, tr("{} (preview)").format(self._acquisition.date))
        _dress(layer, indexes, self._acquisition)
        void = self._acquisition.nodata or 0.0
        for index in indexes:
            if not layer.dataProvider().sourceHasNoDataValue(index):
                layer.dataProvider().setUserNoDataValue(index, [QgsRasterRange(void, void)])
        if self.isCanceled():
            return None
        layer.moveToThread(QgsApplication.instance().thread())
        return layer


class Preview(QObject):
    """What the canvas shows of the reference frames: one date at a time."""

    failed = pyqtSignal(str)
    """Why a date could not be shown."""

    def __init__(self, canvas: QgsMapCanvas, kept: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._kept = kept
        self._latest = Latest(self)
        self._latest.ended.connect(self._opened)
        self._passing = ""
        self._switched_on = ""
        self._restyled: tuple[str, str] = ("", "")
        QgsProject.instance().readProject.connect(self._sweep)  # a method, which is forgotten with this object
        self._sweep()

    def show(self, acquisition: protocol.Acquisition) -> None:
        """Show a date instead of the one before."""
        layer = _project_layer(acquisition)
        if layer is None:
            self._latest.start(PreviewTask(acquisition, self._kept))
            return
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        if layer.id() not in (self._switched_on, self._restyled[0]):
            self.clear()
            self._switched_on = "" if node.isVisible() else layer.id()
            self._restyle(layer, acquisition)
        self._latest.drop()
        node.setItemVisibilityChecked(True)
        _raise(node)
        self._look_at(layer)

    def _restyle(self, layer: QgsRasterLayer, acquisition: protocol.Acquisition) -> None:
        """Show true colour where the first three bands are shown, which nobody chose; leave any other style alone."""
        indexes = [acquisition.bands[name].index for name in acquisition.shown]
        renderer = layer.renderer()
        if isinstance(renderer, QgsMultiBandColorRenderer) and renderer.usesBands() == [1, 2, 3] != indexes:
            styles = layer.styleManager()
            self._restyled = layer.id(), styles.currentStyle()
            styles.addStyleFromLayer(_style_name())
            styles.setCurrentStyle(_style_name())
            _dress(layer, indexes, acquisition)
            layer.triggerRepaint()

    def clear(self) -> None:
        """Leave the layers as they were before, but for the order of the analyst's own."""
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
        temporary_layers.remove([self._passing])
        self._switched_on = self._passing = ""
        self._restyled = "", ""

    def shut_down(self) -> None:
        """Leave nothing behind: the plugin is switched off."""
        self._latest.shut_down()
        self.clear()

    def _sweep(self, *_) -> None:
        temporary_layers.sweep()

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
        over = root.children().index(image) if image is not None else len(root.children())
        temporary_layers.add(layer, tr("Doab: preview"), over)
        self._passing = layer.id()
        self._look_at(layer)

    def _look_at(self, layer: QgsRasterLayer) -> None:
        """Go to the layer where the canvas shows nothing of it."""
        extent = self._canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
        if not self._canvas.extent().intersects(extent):
            extent.scale(1.05)
            self._canvas.setExtent(extent)
            self._canvas.refresh()


def _style_name() -> str:
    return tr("Doab: true colour")


def _project_layer(acquisition: protocol.Acquisition) -> QgsRasterLayer | None:
    """Return the analyst's layer that has all bands of the picture, unless it lies in a group that is switched off:
    switching that on would show what else is in it."""
    paths = {acquisition.bands[name].path for name in acquisition.shown}
    project = QgsProject.instance()
    for layer, source in sources_of(project.mapLayers().values()).items():
        if {place(source.path)} == paths:
            node = project.layerTreeRoot().findLayer(layer)
            if node is not None and node.parent().isVisible():
                return node.layer()
    return None


def _topmost_image() -> QgsLayerTreeLayer | None:
    """Return the layer tree's node of the raster that is drawn over all others."""
    root = QgsProject.instance().layerTreeRoot()
    nodes = (root.findLayer(layer.id()) for layer in root.layerOrder() if isinstance(layer, QgsRasterLayer))
    return next((node for node in nodes if node.isVisible()), None)


def _raise(node: QgsLayerTreeLayer) -> None:
    """Move a layer over the rasters that are drawn over it; vectors stay where they are."""
    image = _topmost_image()
    if image is not None and image is not node:
        image.parent().insertChildNode(image.parent().children().index(image), node.clone())
        node.parent().removeChildNode(node)


def _open(path: str, name: str = "") -> QgsRasterLayer:
    """Open a raster without a look at its values, which would take seconds."""
    layer = QgsRasterLayer(path, name, "gdal", QgsRasterLayer.LayerOptions(False))
    if not layer.isValid():
        raise ChildError(tr("QGIS cannot open {}.").format(path))
    return layer


def _stacked(bands: list[protocol.BandSource], nodata: float) -> str:
    """Return a virtual raster (VRT) of bands of several files, on the pixels of the first."""
    layers = [_open(band.path) for band in bands]
    first = layers[0].extent()
    across, down = first.width() / layers[0].width(), first.height() / layers[0].height()
    parts = []
    for number, (band, layer) in enumerate(zip(bands, layers), 1):
        place = layer.extent()
        parts.append(f"""<VRTRasterBand dataType="Float32" band="{number}"><NoDataValue>{nodata}</NoDataValue>
<SimpleSource><SourceFilename relativeToVRT="0">{escape(band.path)}</SourceFilename>
<SourceBand>{band.index}</SourceBand><SrcRect xOff="0" yOff="0" xSize="{layer.width()}" ySize="{layer.height()}"/>
<DstRect xOff="{(place.xMinimum() - first.xMinimum()) / across}" yOff="{(first.yMaximum() - place.yMaximum()) / down}"
xSize="{place.width() / across}" ySize="{place.height() / down}"/></SimpleSource></VRTRasterBand>""")
    return f"""<VRTDataset rasterXSize="{layers[0].width()}" rasterYSize="{layers[0].height()}">
<SRS>{escape(layers[0].crs().toWkt())}</SRS>
<GeoTransform>{first.xMinimum()!r}, {across!r}, 0, {first.yMaximum()!r}, 0, {-down!r}</GeoTransform>
{"".join(parts)}</VRTDataset>"""


def _dress(layer: QgsRasterLayer, indexes: list[int], acquisition: protocol.Acquisition) -> None:
    """Show bands of a layer as the thumbnails show them."""
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
    for put, stretch in zip(
        (colour.setRedContrastEnhancement, colour.setGreenContrastEnhancement, colour.setBlueContrastEnhancement),
        stretches,
    ):
        put(stretch)
    return colour
