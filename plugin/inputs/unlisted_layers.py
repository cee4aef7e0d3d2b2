"""The notice about raster layers of the project that are not among the sources."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsMapLayer, QgsProject
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ..layers.layer_sources import is_input
from .sources_table import SourcesModel


class UnlistedLayersNotice(QLabel):
    """Says how many raster layers are not listed, with a link to list them (doabNews); hidden where there are none.

    Where sources are listed only layers that were added afterwards count, so that a choice among the layers of a
    project is respected.
    """

    def __init__(self, sources: SourcesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabNews")
        self.setToolTip(self.tr("Put these layers into the list"))
        self.setWordWrap(True)
        self.setVisible(False)
        self._sources = sources
        self._new_layers: set[str] = set()

    def reset(self) -> None:
        """Forget which layers are new: the project changed."""
        self._new_layers.clear()
        self.refresh()

    def add_layers(self, layers: Iterable[QgsMapLayer]) -> None:
        """Layers were added to the project."""
        self._new_layers.update(layer.id() for layer in layers if is_input(layer))
        self.refresh()

    def leave_layers(self, layers: Iterable[str]) -> None:
        """Layers, given by their ids, are about to leave the project."""
        self._new_layers.difference_update(layers)

    def refresh(self) -> None:
        """Count the layers again."""
        listed = {entry.layer for entry in self._sources.rows}
        project_layers = QgsProject.instance().mapLayers()
        self._new_layers = self._new_layers & set(project_layers) - listed
        count = len(self._new_layers) if listed else sum(map(is_input, project_layers.values()))
        self.setVisible(bool(count))
        text = (
            self.tr("One raster layer of the project is not listed.")
            if count == 1
            else self.tr("{} raster layers of the project are not listed.").format(count)
        )
        link = self.tr("List them") if count > 1 else self.tr("List it")
        self.setText(f'{text} <a href="add">{link}</a>')
