"""A print layout of the parcels: title, map, legend, scale bar, north arrow, attribution and dates of the images."""

from __future__ import annotations

import itertools

from qgis.core import (
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from ...model import protocol
from ..compat import set_label_size
from ..parcels.not_farmland import find_ground
from ..parcels.result_job import job_of
from ..parcels.styles import CROP, read_style_options, title
from ..text import tr

# Millimetres on A4 across: left, top, width, height.
TITLE = (10.0, 8.0, 277.0, 12.0)
MAP = (10.0, 22.0, 205.0, 170.0)
NORTH = (265.0, 22.0, 20.0, 20.0)
LEGEND = (220.0, 46.0, 67.0, 110.0)
SCALE = (220.0, 172.0, 67.0, 14.0)
NOTE = (10.0, 194.0, 277.0, 10.0)

ARROW = ":/images/north_arrows/layout_default_north_arrow.svg"


def create_print_layout(layer: QgsVectorLayer) -> QgsPrintLayout:
    """Add a print layout of a result layer to its project, under a name that no other layout has, and return it.

    The map shows the layer with the visible ones, as the legend does their crops; it stays so until it is unlocked.
    """
    project = QgsProject.instance()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()  # one page, A4 across
    heading = layer.metadata().title() or layer.name()
    layout.setName(_unused_name(tr("Parcels: {}").format(heading)))
    extent_map = _add_map(layout, layer)
    _add_label(layout, "title", tr("Field parcels: {}").format(heading), TITLE, 20)
    _add_legend(layout, layer, extent_map)
    _add_scale_bar(layout, extent_map)
    _add_north_arrow(layout, extent_map)
    _add_label(layout, "attribution", attribution(layer), NOTE, 8)
    project.layoutManager().addLayout(layout)
    return layout


def attribution(layer: QgsVectorLayer) -> str:
    """Return the dates of the images that a layer was mapped from, and where they come from."""
    try:
        job = protocol.loads(protocol.Job, job_of(layer))
        dates = sorted(acquisition.date for acquisition in job.scene.of("S2"))
        reference = job.reference
    except protocol.InputError:
        dates, reference = [], ""
    column = layer.fields().indexOf("ref_date")
    if not reference and column >= 0:
        reference = ", ".join(sorted(filter(None, map(str, layer.uniqueValues(column, 3)))))
    parts = []
    if dates:
        parts.append(tr("Sentinel-2 images: {}, from {} to {}.").format(len(dates), dates[0], dates[-1]))
    if reference:
        parts.append(tr("Outlines as on {}.").format(reference))
    return " ".join([*parts, tr("Contains modified Copernicus Sentinel data. Mapped by Doab.")])


def _unused_name(name: str) -> str:
    names = {layout.name() for layout in QgsProject.instance().layoutManager().layouts()}
    numbered = (f"{name} {number}" for number in itertools.count(2))
    return next(candidate for candidate in itertools.chain((name,), numbered) if candidate not in names)


def _place(item: QgsLayoutItem, name: str, box: tuple[float, float, float, float]) -> None:
    """Add an item, under an id, to the first page of its layout."""
    item.setId(name)
    item.layout().addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(*box[:2]))
    item.attemptResize(QgsLayoutSize(*box[2:]))


def _add_map(layout: QgsPrintLayout, layer: QgsVectorLayer) -> QgsLayoutItemMap:
    item = QgsLayoutItemMap(layout)
    _place(item, "map", MAP)
    item.setFrameEnabled(True)
    item.setFrameStrokeWidth(QgsLayoutMeasurement(0.2))
    visible: list[QgsMapLayer] = QgsProject.instance().layerTreeRoot().checkedLayers()
    item.setLayers(visible if layer in visible else [layer, *visible])
    item.setKeepLayerSet(True)
    item.setExtent(QgsRectangle(0, 0, *MAP[2:]))  # zooming needs an extent of the item's shape
    extent = item.mapSettings(item.extent(), item.rect().size(), 96, False).layerExtentToOutputExtent(
        layer, layer.extent()
    )
    extent.scale(1.05)
    if not extent.isEmpty():
        item.zoomToExtent(extent)
    return item


def _add_label(layout: QgsPrintLayout, name: str, text: str, box: tuple[float, float, float, float], size: int) -> None:
    item = QgsLayoutItemLabel(layout)
    item.setText(text.replace("[%", "[ %"))  # a name of a file is no expression
    set_label_size(item, size)
    _place(item, name, box)


def _add_legend(layout: QgsPrintLayout, layer: QgsVectorLayer, shown: QgsLayoutItemMap) -> None:
    item = QgsLayoutItemLegend(layout)
    options = read_style_options(layer.renderer())
    item.setTitle(title(options.style if options is not None else CROP))
    item.setLinkedMap(shown)
    item.setAutoUpdateModel(False)
    root = item.model().rootGroup()
    root.removeAllChildren()
    QgsLegendRenderer.setNodeLegendStyle(root.addLayer(layer), QgsLegendStyle.Style.Hidden)
    ground = find_ground(layer)
    if ground is not None and ground in shown.layers():
        root.addLayer(ground)
    _place(item, "legend", LEGEND)
    item.setLegendFilterByMapEnabled(True)


def _add_scale_bar(layout: QgsPrintLayout, shown: QgsLayoutItemMap) -> None:
    item = QgsLayoutItemScaleBar(layout)
    item.setLinkedMap(shown)
    item.setStyle("Single Box")
    item.applyDefaultSize(item.guessUnits())
    _place(item, "scale bar", SCALE)


def _add_north_arrow(layout: QgsPrintLayout, shown: QgsLayoutItemMap) -> None:
    item = QgsLayoutItemPicture(layout)
    item.setPicturePath(ARROW)
    item.setLinkedMap(shown)
    item.setNorthMode(QgsLayoutItemPicture.NorthMode.GridNorth)
    _place(item, "north arrow", NORTH)
