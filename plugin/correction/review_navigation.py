"""Bring one parcel before the analyst's eyes."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsVectorLayer

ROOM = 4.0
"""How many times as wide as the parcel the map is when it has to be zoomed."""

TINY = 15.0
"""A parcel that would go so many times into the map's width is too small to look at."""


def show_on_canvas(iface, layer: QgsVectorLayer, parcel: QgsFeature) -> None:
    """Select ``parcel`` alone and move the map to it; the scale stays where the parcel can be seen well in it."""
    iface.setActiveLayer(layer)
    layer.selectByIds([parcel.id()])
    canvas = iface.mapCanvas()
    box = canvas.mapSettings().layerExtentToOutputExtent(layer, parcel.geometry().boundingBox())
    view = canvas.extent()
    times = min(view.width() / max(box.width(), 1e-9), view.height() / max(box.height(), 1e-9))
    if 1.3 < times < TINY:
        canvas.setCenter(box.center())
    else:
        box.scale(ROOM)
        canvas.setExtent(box)
    canvas.refresh()
    canvas.flashFeatureIds(layer, [parcel.id()])
