"""From the layers of a project to what the child can read: files with what is known of them and said of them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import Qt

from ...model import protocol
from .. import project_notes
from ..text import tr
from .sources import Offer, read_json
from .temporary_layers import is_passing

OVERRIDES = "doab/overrides"
"""The note (`plugin/project_notes.py`) of a layer that is offered: what the analyst said of it, as JSON."""

SCOPE, ENTRY = "doab", "/sources"
"""Where a project remembers the files and folders that are offered without being layers."""


def is_input(layer: QgsMapLayer | None) -> bool:
    """Say whether a layer is a raster that can be offered."""
    return (
        isinstance(layer, QgsRasterLayer)
        and layer.isValid()
        and layer.providerType() == "gdal"
        and not is_passing(layer)
    )


def sources_of(layers: Iterable[QgsMapLayer]) -> dict[str, protocol.Source]:
    """Return the raster files behind ``layers`` by layer id, in their order; other layers are passed over."""
    return {layer.id(): offer_of(layer).given for layer in layers if is_input(layer)}


def offer_of(layer: QgsRasterLayer) -> Offer:
    """Return a layer as an offer, with what is remembered of it."""
    return Offer(_file(layer), layer.id(), hint=date_hint(layer)).say(read_json(project_notes.noted(layer, OVERRIDES)))


def remembered(project: QgsProject) -> list[Offer]:
    """Return what a project remembers as offered: layers in the order of the layer tree, then files and folders."""
    nodes = project.layerTreeRoot().findLayers()
    layers = [node.layer() for node in nodes if node.layer() and project_notes.noted(node.layer(), OVERRIDES)]
    entries = read_json(project.readEntry(SCOPE, ENTRY, "")[0]).get("sources", [])
    entries = [entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("path"), str)]
    return [
        *(offer_of(layer) for layer in layers if isinstance(layer, QgsRasterLayer)),
        *(Offer(protocol.Source(entry.pop("path"))).say(entry) for entry in entries),
    ]


def remember(project: QgsProject, offers: Iterable[Offer]) -> None:
    """Write what is offered into the project, as far as it is not there already."""
    offers = list(offers)
    for offer in offers:
        layer = project.mapLayer(offer.layer)
        if layer is not None:
            project_notes.note(layer, OVERRIDES, json.dumps(offer.said))
            layer.removeCustomProperty(OVERRIDES)
    entries = [{"path": offer.source.path, **offer.said} for offer in offers if not offer.layer]
    text = json.dumps({"sources": entries}) if entries else ""
    if text != project.readEntry(SCOPE, ENTRY, "")[0]:
        project.writeEntry(SCOPE, ENTRY, text)


def forget(layers: Iterable[str]) -> None:
    """Remember no longer that layers, given by their ids, were offered; they may be gone."""
    layers = list(layers)
    project_notes.forget(layers, OVERRIDES)
    for layer in filter(None, map(QgsProject.instance().mapLayer, layers)):
        layer.removeCustomProperty(OVERRIDES)


def _file(layer: QgsRasterLayer) -> protocol.Source:
    """Return the file behind a layer: what GDAL opens, which is more than a path for subdatasets and in archives."""
    parts = QgsProviderRegistry.instance().decodeUri("gdal", layer.source())
    plain = not parts.get("vsiPrefix") and not parts.get("layerName")
    return protocol.Source(parts.get("path") or layer.source() if plain else layer.source(), name=layer.name())


def date_hint(layer: QgsRasterLayer) -> str:
    """Return the ISO date (UTC) in the middle of the layer's fixed temporal range, empty where none is switched on.

    A time without a zone counts as written: shifting it could move an acquisition to the day before.
    """
    temporal = layer.temporalProperties()
    if not temporal.isActive() or temporal.mode() != Qgis.RasterTemporalMode.FixedTemporalRange:
        return ""
    span = temporal.fixedTemporalRange()
    begin, end = span.begin(), span.end()
    if not begin.isValid() or not end.isValid():
        return ""
    middle = begin.addSecs(begin.secsTo(end) // 2)
    if middle.timeSpec() != Qt.TimeSpec.LocalTime:
        middle = middle.toUTC()
    return middle.date().toString(Qt.DateFormat.ISODate)


def area_of(extent: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> protocol.Area:
    """Return a rectangle of the map as a `protocol.Area`; raise `protocol.InputError` where it has no extent or no CRS."""
    if extent.isEmpty() or not extent.isFinite() or not crs.isValid():
        raise protocol.InputError(
            tr("The chosen area is empty or has no coordinate system. Choose another area in step 3.")
        )
    name = (
        crs.authid()
        if crs.authid().startswith("EPSG:")
        else crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)
    )
    return protocol.Area((extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()), name)
