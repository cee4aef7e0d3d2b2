"""Notes on layers as project entries by layer id. Custom properties are no alternative: QGIS copies them with styles.

A note has a name such as doab/job, which is also that of a custom property in projects of earlier versions.
"""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsMapLayer, QgsProject


def read_note(layer: QgsMapLayer, name: str) -> str:
    """Return a note; where the project has none, the custom property of that name, or an empty text."""
    return QgsProject.instance().readEntry(*_entry(layer.id(), name))[0] or str(layer.customProperty(name, ""))


def write_note(layer: QgsMapLayer, name: str, text: str) -> None:
    """Write a note; the project becomes dirty only where the text differs from the saved one."""
    entry = _entry(layer.id(), name)
    if QgsProject.instance().readEntry(*entry)[0] != text:
        QgsProject.instance().writeEntry(*entry, text)


def remove_notes(layer_ids: Iterable[str], name: str) -> None:
    """Remove the notes of layers, which may have left the project."""
    for scope, key in (_entry(layer_id, name) for layer_id in layer_ids):
        if QgsProject.instance().readEntry(scope, key)[0]:
            QgsProject.instance().removeEntry(scope, key)


def _entry(layer_id: str, name: str) -> tuple[str, str]:
    """Return scope and key of a note; no part of a key may begin with a digit, as ids do."""
    scope, _, kind = name.partition("/")
    return scope, f"/{kind}/of_{layer_id}"
