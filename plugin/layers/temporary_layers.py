"""Temporary layers of Doab in groups of their own, which are not part of the analyst's project."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsMapLayer, QgsProject

TEMPORARY = "doab/preview"
"""The custom property of a temporary layer and of its group."""


def is_temporary(layer: QgsMapLayer) -> bool:
    """Return whether a layer is temporary: it has the property, and so has its group where it is in the layer tree.

    Pasting a style copies the property to other layers, but never to their group.
    """
    if not layer.customProperty(TEMPORARY):
        return False
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    return node is None or bool(node.parent().customProperty(TEMPORARY))


def add(layer: QgsMapLayer, group_name: str, index: int = 0) -> None:
    """Add a temporary layer on top of a group; a group that does not exist is inserted at ``index`` of the root."""
    root = QgsProject.instance().layerTreeRoot()
    group = root.findGroup(group_name)
    if group is None:
        group = root.insertGroup(index, group_name)
    for target in (layer, group):
        target.setCustomProperty(TEMPORARY, True)
    QgsProject.instance().addMapLayer(layer, False)
    group.insertLayer(0, layer).setExpanded(False)


def remove(layer_ids: Iterable[str]) -> None:
    """Remove layers that are in the project, and temporary groups that are empty then."""
    project = QgsProject.instance()
    project.removeMapLayers([layer_id for layer_id in layer_ids if project.mapLayer(layer_id) is not None])
    for group in project.layerTreeRoot().findGroups(True):
        if group.customProperty(TEMPORARY) and not group.children():
            group.parent().removeChildNode(group)


def remove_all() -> None:
    """Remove the temporary layers that a project was saved with; the files behind them may be gone."""
    remove([layer.id() for layer in QgsProject.instance().mapLayers().values() if is_temporary(layer)])
