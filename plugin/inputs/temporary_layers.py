"""Layers that show something for a while, in groups of their own, and are no part of the analyst's project."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsMapLayer, QgsProject

PASSING = "doab/preview"
"""The custom property of such a layer, which is no input, and of its group."""


def is_passing(layer: QgsMapLayer) -> bool:
    """Say whether a layer is such a one, which lies in such a group as soon as it lies anywhere.

    Styles hand the property of a layer on to others, but never that of a group.
    """
    if not layer.customProperty(PASSING):
        return False
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    return node is None or bool(node.parent().customProperty(PASSING))


def add(layer: QgsMapLayer, name: str, place: int = 0) -> None:
    """Show a layer on top of the group ``name``, which is put at a place in the layer tree where there is none."""
    root = QgsProject.instance().layerTreeRoot()
    group = root.findGroup(name)
    if group is None:
        group = root.insertGroup(place, name)
    for thing in (layer, group):
        thing.setCustomProperty(PASSING, True)
    QgsProject.instance().addMapLayer(layer, False)
    group.insertLayer(0, layer).setExpanded(False)


def remove(layers: Iterable[str]) -> None:
    """Take layers away, and the groups that were made for such layers and hold nothing any longer."""
    project = QgsProject.instance()
    project.removeMapLayers([layer for layer in layers if project.mapLayer(layer) is not None])
    for group in project.layerTreeRoot().findGroups(True):
        if group.customProperty(PASSING) and not group.children():
            group.parent().removeChildNode(group)


def sweep() -> None:
    """Take away what a project was saved with: the files behind it may be gone, and nobody looks after it."""
    remove([layer.id() for layer in QgsProject.instance().mapLayers().values() if is_passing(layer)])
