"""Raster layers of the project as sources for the child process, and the list of sources in the project file."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable
from functools import lru_cache

from qgis.core import (
    Qgis,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import Qt

from ...model import protocol
from .. import project_notes
from ..signatures import SavedText, sign, verify
from .source_entries import SourceEntry, read_json
from .temporary_layers import is_temporary

OVERRIDES = "doab/overrides"
"""The note (`plugin/project_notes.py`) with the overrides of a layer in the list of sources, as JSON."""

SCOPE, ENTRY = "doab", "/sources"
"""The project entry with the sources that are files and folders, not layers."""

IMAGES = (".tif", ".tiff", ".jp2", ".vrt")
"""Endings of files that GDAL opens by their path."""


def is_input(layer: QgsMapLayer | None) -> bool:
    """Return whether a layer is a raster that can be a source."""
    return (
        isinstance(layer, QgsRasterLayer)
        and layer.isValid()
        and layer.providerType() == "gdal"
        and not is_temporary(layer)
    )


def sources_of(layers: Iterable[QgsMapLayer]) -> dict[str, protocol.Source]:
    """Return the raster files behind ``layers`` by layer id, in their order; other layers are skipped."""
    return {layer.id(): entry_of_layer(layer).dated_source for layer in layers if is_input(layer)}


def entry_of_layer(layer: QgsRasterLayer) -> SourceEntry:
    """Return the entry of a layer, with the overrides that the project has for it."""
    overrides = read_json(project_notes.read_note(layer, OVERRIDES))
    return SourceEntry(_file(layer), layer.id(), layer_date=temporal_date(layer)).with_overrides(overrides)


def read_entries(project: QgsProject) -> list[SourceEntry]:
    """Return the list of sources of a project: layers in the order of the layer tree, then files and folders.

    Files and folders that this profile did not list are not used until the analyst ticks them.
    """
    nodes = project.layerTreeRoot().findLayers()
    layers = [node.layer() for node in nodes if node.layer() and project_notes.read_note(node.layer(), OVERRIDES)]
    return [*(entry_of_layer(layer) for layer in layers if isinstance(layer, QgsRasterLayer)), *_listed_files(project)]


def names_foreign_files(project: QgsProject) -> bool:
    """Return whether a project lists files or folders that this profile did not list."""
    return bool(_listed_files(project)) and not _saved_list(project).is_own


def _listed_files(project: QgsProject) -> list[SourceEntry]:
    saved = _saved_list(project)
    entries = read_json(saved.text).get("sources")
    entries = [
        SourceEntry(protocol.Source(entry["path"])).with_overrides(entry)
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("path"), str)
    ]
    return entries if saved.is_own else [dataclasses.replace(entry, used=False) for entry in entries]


def _saved_list(project: QgsProject) -> SavedText:
    return verify(ENTRY, project.readEntry(SCOPE, ENTRY, "")[0])


def write_entries(project: QgsProject, entries: Iterable[SourceEntry]) -> None:
    """Write the list of sources into the project; a list that is equal to the saved one does not make it dirty."""
    entries = list(entries)
    for entry in entries:
        layer = project.mapLayer(entry.layer)
        if layer is not None:
            project_notes.write_note(layer, OVERRIDES, json.dumps(entry.overrides))
            layer.removeCustomProperty(OVERRIDES)
    sources = [{"path": entry.source.path, **entry.overrides} for entry in entries if not entry.layer]
    text = sign(ENTRY, json.dumps({"sources": sources})) if sources else ""
    if text != project.readEntry(SCOPE, ENTRY, "")[0]:
        project.writeEntry(SCOPE, ENTRY, text)


def remove_overrides(layer_ids: Iterable[str]) -> None:
    """Remove layers from the saved list of sources; they may have left the project."""
    layer_ids = list(layer_ids)
    project_notes.remove_notes(layer_ids, OVERRIDES)
    for layer in filter(None, map(QgsProject.instance().mapLayer, layer_ids)):
        layer.removeCustomProperty(OVERRIDES)


def _file(layer: QgsRasterLayer) -> protocol.Source:
    """Return the file behind a layer: what GDAL opens, which is more than a path for subdatasets and in archives."""
    return protocol.Source(opened_file(layer.source()), name=layer.name())


@lru_cache(maxsize=4096)
def opened_file(source: str) -> str:
    """Return what GDAL opens for the source of a layer; QGIS is asked, which takes time, where it is no plain path."""
    if is_image_path(source):
        return source
    parts = QgsProviderRegistry.instance().decodeUri("gdal", source)
    plain = not parts.get("vsiPrefix") and not parts.get("layerName")
    return parts.get("path") or source if plain else source


def is_image_path(source: str) -> bool:
    """Return whether the source of a layer is the path of an image, and nothing more."""
    is_path = source.lower().endswith(IMAGES) and os.path.isabs(source) and "|" not in source
    return is_path and not source.startswith("/vsi")


def temporal_date(layer: QgsRasterLayer) -> str:
    """Return the ISO date (UTC) in the middle of the layer's fixed temporal range, empty where none is active.

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
