"""What Doab notes of a layer, kept in the project by the layer's id: its own properties travel with QGIS's styles.

A note has a name such as doab/job, which is that of a custom property, too.
"""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsMapLayer, QgsProject


def noted(layer: QgsMapLayer, name: str) -> str:
    """Return a note; where the project has none, the custom property of that name, and an empty text without one."""
    return QgsProject.instance().readEntry(*_entry(layer.id(), name))[0] or str(layer.customProperty(name, ""))


def note(layer: QgsMapLayer, name: str, text: str) -> None:
    """Keep a note; the project counts as changed only where it said something else."""
    entry = _entry(layer.id(), name)
    if QgsProject.instance().readEntry(*entry)[0] != text:
        QgsProject.instance().writeEntry(*entry, text)


def forget(layers: Iterable[str], name: str) -> None:
    """Drop what the project says of layers, given by their ids; the layers may be gone."""
    for scope, key in (_entry(layer, name) for layer in layers):
        if QgsProject.instance().readEntry(scope, key)[0]:
            QgsProject.instance().removeEntry(scope, key)


def _entry(layer: str, name: str) -> tuple[str, str]:
    """Return scope and key of a note; no part of a key may begin with a digit, as ids do."""
    scope, _, kind = name.partition("/")
    return scope, f"/{kind}/of_{layer}"
