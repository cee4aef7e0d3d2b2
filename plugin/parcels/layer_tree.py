"""The place of a result layer in the project: on top of the layer tree, in a group of its run."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsLayerTreeGroup, QgsProject, QgsVectorLayer

from .not_farmland import is_ground
from .result_layer import is_result


def add_to_project(layer: QgsVectorLayer, run: str) -> None:
    """Insert the layer on top of the layer tree, in a group named after the run.

    Earlier results that overlap it are hidden, except those that are being edited. Where its name is not unique, the
    title of its metadata is appended.
    """
    project = QgsProject.instance()
    for node in project.layerTreeRoot().findLayers():
        earlier = node.layer()
        if is_result(earlier) and not earlier.isEditable() and _overlap(earlier, layer):
            parent = node.parent()
            others = [other for other in parent.findLayers() if other.layerId() != earlier.id()]
            is_run = parent.parent() and all(is_ground(other.layer()) for other in others)
            (parent if is_run else node).setItemVisibilityChecked(False)
    if project.mapLayersByName(layer.name()):
        layer.setName(f"{layer.name()} ({layer.metadata().title()})")
    project.addMapLayer(layer, False)
    group: QgsLayerTreeGroup = project.layerTreeRoot().insertGroup(0, run)
    group.addLayer(layer)
    for expanded in (False, True):  # QGIS shows a new group collapsed although isExpanded() is true
        group.setExpanded(expanded)


def _overlap(one: QgsVectorLayer, other: QgsVectorLayer) -> bool:
    """Return whether the extents of two layers intersect; an empty layer intersects none."""
    transform = QgsCoordinateTransform(one.crs(), other.crs(), QgsProject.instance())
    try:
        return transform.transformBoundingBox(one.extent()).intersects(other.extent())
    except QgsCsException:
        return False
