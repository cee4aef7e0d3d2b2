"""The base of the steps of the dock."""

from __future__ import annotations

from qgis.core import QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...model import protocol
from ..child.runtime import Runtime
from ..widgets.named import named
from .session import Session


class Step(QgsCollapsibleGroupBoxBasic):
    """A collapsible box that follows the session: a subclass overrides those of the methods below that concern it.

    What must not outlive the dock is registered in ``session.closing``; steps have no shutting down of their own.
    """

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.session = session
        session.runtime_changed.connect(self.use)
        session.inspection_changed.connect(self.show_inspection)
        session.result_layer_changed.connect(self.show_layer)
        session.layers.removing.connect(self.leave_layers)

    def create_layout(self) -> QVBoxLayout:
        """Return the layout for the widgets of the step, in a widget of their own: that is all a collapsed box hides.

        QGIS's box hides its children when it is collapsed, and would paint those that are shown meanwhile.
        """
        content = named(f"{self.objectName()}Content", QWidget(self))
        box = QVBoxLayout(self)
        box.addWidget(content)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        return layout

    def use(self, runtime: Runtime | None) -> None:
        """Use this environment from now on; None: end what uses the one before."""

    def show_inspection(self, inspection: protocol.Inspection) -> None:
        """Show what was recognised in the inputs."""

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Work on a layer of parcels."""

    def leave_layers(self, layers: list[str]) -> None:
        """Let go of layers, given by their ids, that are about to leave the project."""
