"""The check box that shows ground that is no farmland."""

from __future__ import annotations

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QWidget

from ..parcels.not_farmland import add_ground, find_ground, hectares_of
from ..widgets.wrapped_check_box import WrappedCheckBox


class GroundCheckBox(WrappedCheckBox):
    """The box doabNotFarmland, which is hidden where the file of the parcels has no such ground.

    ``hectares`` is the area of that ground, None where there is none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("doabNotFarmland")
        self.setText(self.tr("Show ground that is no farmland"))
        self.setToolTip(
            self.tr(
                "Hatched in grey below the parcels: what the model sees as no field, and what you left out of the run. "
                "It is a layer of its own in the file of the parcels and is not exported with them."
            )
        )
        self.hectares: float | None = None
        self._parcels = self._ground = ""
        self.toggled.connect(self._toggled)
        self.leave()

    def follow(self, parcels: QgsVectorLayer) -> None:
        """Offer the ground beside these parcels."""
        self._parcels, self.hectares = parcels.id(), hectares_of(parcels)
        ground = find_ground(parcels)
        self._ground = ground.id() if ground is not None else ""
        self._set_checked(ground is not None)
        self.setVisible(self.hectares is not None)

    def leave(self) -> None:
        """Offer nothing; what is shown stays."""
        self._parcels, self._ground, self.hectares = "", "", None
        self._set_checked(False)
        self.setVisible(False)

    def leave_layers(self, layers: list[str]) -> None:
        """Let go of layers that leave the project: the parcels or the ground."""
        if self._parcels in layers:
            self.leave()
        elif self._ground in layers:
            self._ground = ""
            self._set_checked(False)

    def _toggled(self, on: bool) -> None:
        parcels = QgsProject.instance().mapLayer(self._parcels)
        if on and parcels is not None:
            ground = add_ground(parcels)
            self._ground = ground.id() if ground is not None else ""
            self._set_checked(ground is not None)
        elif not on and self._ground:
            ground_id, self._ground = self._ground, ""
            QgsProject.instance().removeMapLayer(ground_id)

    def _set_checked(self, on: bool) -> None:
        self.blockSignals(True)
        self.setChecked(on)
        self.blockSignals(False)
