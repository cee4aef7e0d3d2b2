"""The list of what the analyst offered: one row a file, folder or layer."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from pathlib import Path

from qgis.core import QgsApplication, QgsMapLayer
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import QComboBox, QStyledItemDelegate

from ...model import protocol
from ..text import tr
from .layer_sources import forget, is_input, offer_of
from .sources import Offer, itself, place
from .table_model import Column, Rows

ROLES = ("auto", "s2", "s1", "dem")
NAME, ROLE, DATE = range(3)


class SourcesModel(Rows):
    """What was offered; the first column is ticked where it takes part, the others can be corrected."""

    def __init__(self, parent) -> None:
        columns = (
            Column(tr("Source"), lambda offer: offer.source.name or Path(offer.source.path).name, _icon),
            Column(tr("Use as"), lambda offer: self.role_names.get(offer.source.role, offer.source.role)),
            Column(tr("Date"), lambda offer: offer.given.date or tr("auto")),
        )
        super().__init__(columns, _tooltip, parent)
        self.role_names = {"auto": tr("auto"), "s2": tr("Sentinel-2"), "s1": tr("Sentinel-1"), "dem": tr("DEM")}

    def used(self) -> list[protocol.Source]:
        """Return the ticked sources; what is not ticked in a folder that is, is named too, to be passed over there."""
        used = [offer for offer in self.rows if offer.used]
        folders = tuple(place(offer.source.path) + os.sep for offer in used)
        passed_over = [
            protocol.Source(offer.source.path, "none")
            for offer in self.rows
            if not offer.used and place(offer.source.path).startswith(folders)
        ]
        return [offer.given for offer in used] + passed_over

    def add(self, sources: Iterable[protocol.Source]) -> int:
        """Add files and folders that are not in the list yet; return how many were."""
        return self._add(Offer(source) for source in sources)

    def add_layers(self, layers: Iterable[QgsMapLayer]) -> int:
        """Add the raster layers whose files are not in the list yet; return how many were."""
        return self._add(offer_of(layer) for layer in layers if is_input(layer))

    def _add(self, offers: Iterable[Offer]) -> int:
        known = {offer.source.path for offer in self.rows}
        fresh = {offer.source.path: offer for offer in offers if offer.source.path not in known}
        if fresh:
            self.show([*self.rows, *fresh.values()])
        return len(fresh)

    def remove(self, rows: Iterable[int]) -> None:
        """Remove rows by number."""
        gone = set(rows)
        forget(self.rows[number].layer for number in gone)
        self.show([offer for number, offer in enumerate(self.rows) if number not in gone])

    def forget_layers(self, layers: Iterable[str]) -> bool:
        """Remove the rows of layers that leave the project; say whether there were any."""
        gone = set(layers)
        forget(gone)
        kept = [offer for offer in self.rows if offer.layer not in gone]
        changed = len(kept) < len(self.rows)
        if changed:
            self.show(kept)
        return changed

    def follow(self, layer: QgsMapLayer) -> None:
        """A layer has another name, file or time: show it."""
        for number, offer in enumerate(self.rows):
            if offer.layer == layer.id():
                now = offer_of(layer)
                source = dataclasses.replace(offer.source, path=now.source.path, name=now.source.name)
                self._replace(number, dataclasses.replace(offer, source=source, hint=now.hint))

    def places(self) -> dict[str, int]:
        """Return the row numbers by where on disk the offered things are."""
        return {place(offer.source.path): number for number, offer in enumerate(self.rows)}

    def behind(self, paths: Iterable[str]) -> list[protocol.Source]:
        """Return what files that the child named are offered as; those within a folder as if offered by themselves."""
        places = self.places()
        found = {}
        for path in paths:
            number = places.get(path, places.get(itself(path)))
            if number is not None:
                found[self.rows[number].source.path] = self.rows[number].source
            else:
                folder = next(
                    (self.rows[n].source for root, n in places.items() if path.startswith(root + os.sep)),
                    protocol.Source(""),
                )
                found[itself(path)] = dataclasses.replace(folder, path=itself(path), name="", bands={})
        return list(found.values())

    def put(self, sources: Iterable[protocol.Source], used: bool = True) -> None:
        """Take over what is said of sources now, and whether they take part; those not in the list are added."""
        numbers = {offer.source.path: number for number, offer in enumerate(self.rows)}
        rows = list(self.rows)
        for source in sources:
            if source.path in numbers:
                number = numbers[source.path]
                rows[number] = dataclasses.replace(rows[number], source=source, used=used)
            else:
                rows.append(Offer(source, used=used))
        self.show(rows)

    def flags(self, index):
        flags = super().flags(index)
        if index.column() == NAME:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        offer = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == NAME:
            return Qt.CheckState.Checked if offer.used else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.EditRole:
            return (offer.source.name, offer.source.role, offer.source.date)[index.column()]
        return super().data(index, role)

    def setData(self, index, value, role=Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        offer = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == NAME:
            changed = dataclasses.replace(offer, used=Qt.CheckState(value) == Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole and index.column() == ROLE and value in ROLES:
            changed = dataclasses.replace(offer, source=dataclasses.replace(offer.source, role=value))
        elif role == Qt.ItemDataRole.EditRole and index.column() == DATE and _is_date(value):
            changed = dataclasses.replace(offer, source=dataclasses.replace(offer.source, date=value.strip()))
        else:
            return False
        if changed != offer:
            self._replace(index.row(), changed)
        return True

    def _replace(self, number: int, offer: Offer) -> None:
        self.rows[number] = offer
        self.dataChanged.emit(self.index(number, 0), self.index(number, DATE))


class RoleDelegate(QStyledItemDelegate):
    """Choose a role from a list."""

    def createEditor(self, parent, _option, index):  # noqa: N802
        combo = QComboBox(parent)
        combo.setObjectName("doabRole")
        for role in ROLES:
            combo.addItem(index.model().role_names[role], role)
        return combo

    def setEditorData(self, editor, index):  # noqa: N802
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))
        editor.showPopup()

    def setModelData(self, editor, model, index):  # noqa: N802
        model.setData(index, editor.currentData())


def _is_date(text: str) -> bool:
    """Whether ``text`` is an ISO date, or empty for the date that the file itself tells."""
    text = text.strip()
    return not text or QDate.fromString(text, Qt.DateFormat.ISODate).isValid()


def _icon(offer: Offer):
    if offer.layer:
        return QgsApplication.getThemeIcon("/mIconRaster.svg")
    folder = not Path(offer.source.path).suffix or offer.source.path.endswith(".SAFE")
    return QgsApplication.getThemeIcon("/mIconFolder.svg" if folder else "/mIconRaster.svg")


def _tooltip(offer: Offer) -> str:
    lines = [offer.source.path]
    if offer.hint and not offer.source.date:
        lines.append(tr("The date is that of the layer's temporal range."))
    return "\n".join(lines)
