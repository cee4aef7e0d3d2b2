"""The list of sources: one row a file, folder or layer."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsMapLayer
from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, Qt
from qgis.PyQt.QtGui import QFont, QIcon
from qgis.PyQt.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...model import protocol
from ..layers.layer_sources import entry_of_layer, is_input, remove_overrides
from ..layers.source_entries import SourceEntry, container_path, normalise_path
from ..text import tr
from ..widgets.rich_text import plain
from ..widgets.table_model import Column, TableModel
from .dates import parse_date

ROLES = ("auto", "s2", "s1", "dem")
SENSORS = {"s2": "S2", "s1": "S1"}  # short, so that the names of the sources have more of the width
NAME, ROLE, DATE = range(3)


class SourcesModel(TableModel):
    """The source entries; the first column is checked where a source is used, the others can be edited."""

    def __init__(self, parent: QWidget) -> None:
        columns = (
            Column(tr("Source"), lambda entry: entry.source.name or Path(entry.source.path).name, _icon),
            Column(tr("Use as"), self._role, font=lambda entry: _assumed(entry.source.role == "auto")),
            Column(tr("Date"), self._date, font=lambda entry: _assumed(not entry.dated_source.date)),
        )
        super().__init__(columns, _tooltip, parent)
        self._recognised: dict[str, tuple[str, str]] = {}
        self.role_names: dict[str, str] = {
            "auto": tr("auto"),
            "s2": tr("Sentinel-2"),
            "s1": tr("Sentinel-1"),
            "dem": tr("DEM"),
        }

    def show_recognised(self, recognised: Mapping[str, tuple[str, str]]) -> None:
        """Show role and date, by path, that were recognised where the analyst set none."""
        self._recognised = dict(recognised)
        if self.rows:
            index = self.index(0, ROLE), self.index(len(self.rows) - 1, DATE)
            self.dataChanged.emit(*index, [Qt.ItemDataRole.DisplayRole])

    def _role(self, entry: SourceEntry) -> str:
        role = entry.source.role
        if role == "auto":
            role = self._recognised.get(normalise_path(entry.source.path), (role, ""))[0]
        return SENSORS.get(role) or self.role_names.get(role, role)

    def _date(self, entry: SourceEntry) -> str:
        recognised = self._recognised.get(normalise_path(entry.source.path), ("", ""))[1]
        return entry.dated_source.date or recognised or tr("auto")

    def used(self) -> list[protocol.Source]:
        """Return the checked sources, and those with the role "none" that are unchecked but in a checked folder."""
        used = [entry for entry in self.rows if entry.used]
        folders = tuple(normalise_path(entry.source.path) + os.sep for entry in used)
        excluded = [
            protocol.Source(entry.source.path, "none")
            for entry in self.rows
            if not entry.used and normalise_path(entry.source.path).startswith(folders)
        ]
        return [entry.dated_source for entry in used] + excluded

    def add(self, sources: Iterable[protocol.Source]) -> int:
        """Add files and folders that are not in the list yet; return their number."""
        return self._add(SourceEntry(source) for source in sources)

    def add_layers(self, layers: Iterable[QgsMapLayer]) -> int:
        """Add the raster layers whose files are not in the list yet; return their number."""
        return self._add(entry_of_layer(layer) for layer in layers if is_input(layer))

    def take(self, sources: Iterable[protocol.Source], layers: Iterable[QgsMapLayer]) -> None:
        """List the sources of an earlier run instead; a file that one of ``layers`` shows becomes the row of it.

        A source with the role "none" was a file that was left out of its folder.
        """
        by_path = {entry.source.path: entry for entry in (entry_of_layer(layer) for layer in layers if is_input(layer))}
        remove_overrides(entry.layer for entry in self.rows)
        self.show([_entry_of(source, by_path.get(source.path)) for source in sources])

    def _add(self, entries: Iterable[SourceEntry]) -> int:
        listed = {entry.source.path for entry in self.rows}
        added = {entry.source.path: entry for entry in entries if entry.source.path not in listed}
        if added:
            self.show([*self.rows, *added.values()])
        return len(added)

    def remove(self, rows: Iterable[int]) -> None:
        """Remove rows by number."""
        removed = set(rows)
        remove_overrides(self.rows[number].layer for number in removed)
        self.show([entry for number, entry in enumerate(self.rows) if number not in removed])

    def remove_layers(self, layer_ids: Iterable[str]) -> bool:
        """Remove the rows of layers that leave the project; return whether there were any."""
        removed = set(layer_ids)
        remove_overrides(removed)
        remaining = [entry for entry in self.rows if entry.layer not in removed]
        changed = len(remaining) < len(self.rows)
        if changed:
            self.show(remaining)
        return changed

    def update_layer(self, layer: QgsMapLayer) -> None:
        """Update the row of a layer whose name, data source or temporal range has changed."""
        for number, entry in enumerate(self.rows):
            if entry.layer == layer.id():
                current = entry_of_layer(layer)
                source = dataclasses.replace(entry.source, path=current.source.path, name=current.source.name)
                self._replace(number, dataclasses.replace(entry, source=source, layer_date=current.layer_date))

    def rows_by_path(self) -> dict[str, int]:
        """Return the row numbers by normalised path."""
        return {normalise_path(entry.source.path): number for number, entry in enumerate(self.rows)}

    def sources_of(self, paths: Iterable[str]) -> list[protocol.Source]:
        """Return the sources of files that the child process reports.

        A file in a folder of the list becomes a source of its own, with the overrides of the folder.
        """
        numbers = self.rows_by_path()
        sources = {}
        for path in paths:
            container = container_path(path)
            number = numbers.get(path, numbers.get(container))
            if number is not None:
                sources[self.rows[number].source.path] = self.rows[number].source
            else:
                folder = next(
                    (self.rows[n].source for root, n in numbers.items() if path.startswith(root + os.sep)),
                    protocol.Source(""),
                )
                sources[container] = dataclasses.replace(folder, path=container, name="", bands={})
        return list(sources.values())

    def update_sources(self, sources: Iterable[protocol.Source], used: bool = True) -> None:
        """Replace sources of the same path, and set whether they are used; those not in the list are added."""
        numbers = {entry.source.path: number for number, entry in enumerate(self.rows)}
        rows = list(self.rows)
        for source in sources:
            if source.path in numbers:
                number = numbers[source.path]
                rows[number] = dataclasses.replace(rows[number], source=source, used=used)
            else:
                rows.append(SourceEntry(source, used=used))
        self.show(rows)

    def flags(self, index: QModelIndex) -> Any:
        flags = super().flags(index)
        if index.column() == NAME:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == NAME:
            return Qt.CheckState.Checked if entry.used else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.EditRole:
            return (entry.source.name, entry.source.role, entry.source.date)[index.column()]
        return super().data(index, role)

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        entry = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == NAME:
            changed = dataclasses.replace(entry, used=Qt.CheckState(value) == Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole and index.column() == ROLE and value in ROLES:
            changed = dataclasses.replace(entry, source=dataclasses.replace(entry.source, role=value))
        elif role == Qt.ItemDataRole.EditRole and index.column() == DATE and (not value.strip() or parse_date(value)):
            day = parse_date(value)
            changed = dataclasses.replace(
                entry, source=dataclasses.replace(entry.source, date=day.isoformat() if day else "")
            )
        else:
            return False
        if changed != entry:
            self._replace(index.row(), changed)
        return True

    def _replace(self, number: int, entry: SourceEntry) -> None:
        self.rows[number] = entry
        self.dataChanged.emit(self.index(number, 0), self.index(number, DATE))


class RoleDelegate(QStyledItemDelegate):
    """Edits the role of a source with a combo box."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:  # noqa: N802
        combo = QComboBox(parent)
        combo.setObjectName("doabRole")
        for role in ROLES:
            combo.addItem(index.model().role_names[role], role)
        return combo

    def setEditorData(self, editor: QComboBox, index: QModelIndex) -> None:  # noqa: N802
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))
        editor.showPopup()

    def setModelData(self, editor: QComboBox, model: QAbstractItemModel, index: QModelIndex) -> None:  # noqa: N802
        model.setData(index, editor.currentData())


def _entry_of(source: protocol.Source, shown: SourceEntry | None) -> SourceEntry:
    """Return the entry of a source of an earlier run, of the layer that shows its file where there is one."""
    if source.role == "none":
        return SourceEntry(dataclasses.replace(source, role="auto"), used=False)
    if shown is None:
        return SourceEntry(source)
    date = "" if source.date == shown.layer_date else source.date
    return dataclasses.replace(shown, source=dataclasses.replace(source, name=shown.source.name, date=date), used=True)


def _assumed(is_so: bool) -> QFont:
    """Return the font of a value that was recognised, and not set by the analyst."""
    font = QFont()
    font.setItalic(is_so)
    return font


def _icon(entry: SourceEntry) -> QIcon:
    if entry.layer:
        return QgsApplication.getThemeIcon("/mIconRaster.svg")
    folder = not Path(entry.source.path).suffix or entry.source.path.endswith(".SAFE")
    return QgsApplication.getThemeIcon("/mIconFolder.svg" if folder else "/mIconRaster.svg")


def _tooltip(entry: SourceEntry) -> str:
    lines = [entry.source.path]
    if entry.layer_date and not entry.source.date:
        lines.append(tr("The date is that of the layer's temporal range."))
    return plain("\n".join(lines))
