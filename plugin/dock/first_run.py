"""A first map without images at hand: one click paints a scene, adds it and maps it, and explains each step."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from ...model import protocol
from ...model.outputs.transaction import unused_path
from ..child.latest_task import Latest
from ..inputs.inputs_step import InputsStep
from ..reference.reference_step import ReferenceStep
from ..results.results_step import ResultsStep
from ..run.run_step import RunStep
from ..session.session import Session
from ..tasks.map_task import MapTask
from ..tasks.paint_task import PaintTask
from ..widgets.flow_layout import FlowLayout
from ..widgets.named import named, wrapped_label

SETTLE_MS = 100

READ_MS = 4000
"""For so long a sentence is shown before the next step begins."""

WAITING, PAINTING, RECOGNISING, READING, MAPPING, DONE = range(6)


class FirstRun(QWidget):
    """The offer doabTry where the dock is empty, then doabFirstRunText on what happens, and doabTryStop."""

    def __init__(
        self,
        session: Session,
        steps: tuple[InputsStep, ReferenceStep, RunStep, ResultsStep],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("doabFirstRun")
        self._session = session
        self._inputs, self._reference, self._run, self._results = steps
        self._scroll: QScrollArea | None = None
        self._step: QWidget = self._inputs
        self._stage = WAITING
        self._tasks = Latest(self)
        self._tasks.ended.connect(self._painted)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._map)
        session.closing.callback(self._tasks.shut_down)
        self._settle = QTimer(self)  # by then the step has the size of what it shows
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._show_step)
        session.closing.callback(self._timer.stop)
        session.closing.callback(self._settle.stop)
        self._build()
        self._inputs.sources.modelReset.connect(self._refresh)
        session.runtime_changed.connect(self._refresh)
        session.result_layer_changed.connect(self._refresh)
        session.inspection_changed.connect(self._inspected)
        session.inspection_failed.connect(self._failed)
        session.run_ended.connect(self._run_ended)
        session.result_added.connect(self._result_added)
        session.project_cleared.connect(self.stop)
        self._refresh()

    def _build(self) -> None:
        self._text = wrapped_label("doabFirstRunText", self)
        self._try = named(
            "doabTry",
            QPushButton(self.tr("Try it on a painted scene"), self),
            self.tr("Paint the images of a season, add them to the project and map their fields; it takes a minute"),
        )
        self._stop = named("doabTryStop", QPushButton(self.tr("Stop"), self), self.tr("Leave it as it is now"))
        self._try.clicked.connect(self.start)
        self._stop.clicked.connect(self.stop)
        buttons = FlowLayout()
        buttons.addWidget(self._try)
        buttons.addWidget(self._stop)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addLayout(buttons)

    def follow(self, scroll: QScrollArea) -> None:
        """Scroll this area to the steps that are explained."""
        self._scroll = scroll

    def start(self, *_: object) -> None:
        """Paint the scene, in the user's profile."""
        if self._session.runtime is None:
            return
        self._go_to(
            PAINTING,
            self.tr("1 of 5: a season of satellite images is painted, of a landscape that does not exist."),
        )
        self._tasks.start(PaintTask(self._session.runtime, _folder()))

    def stop(self, *_: object) -> None:
        """Explain nothing any more; what is in the project stays there, and a run goes on."""
        self._tasks.drop()
        self._timer.stop()
        self._go_to(WAITING, "")

    def _painted(self, task: PaintTask) -> None:
        if task.result is None:
            self._failed(task.error)
            return
        group = QgsProject.instance().layerTreeRoot().insertGroup(0, self.tr("Painted scene"))
        group.setExpanded(False)
        layers = [QgsRasterLayer(path, Path(path).stem) for path in task.result]
        for layer in layers:
            QgsProject.instance().addMapLayer(layer, False)
            node = group.addLayer(layer)
            node.setItemVisibilityChecked(False)
            node.setExpanded(False)
        self._session.iface.mapCanvas().setExtent(layers[0].extent())
        self._go_to(
            RECOGNISING,
            self.tr("2 of 5: step 1 recognises of each image its sensor, date, bands and values."),
            self._inputs,
        )
        self._inputs.add_layers(layers)

    def _inspected(self, inspection: protocol.Inspection) -> None:
        if self._stage == RECOGNISING and inspection.proposed:
            self._go_to(
                READING,
                self.tr(
                    "3 of 5: step 2 proposes the date on which fields are seen best. Outlines come from it, crops from "
                    "all dates."
                ),
                self._reference,
            )
            self._reference.show_on_canvas()
            self._timer.start(READ_MS)

    def _map(self) -> None:
        self._go_to(
            MAPPING,
            self.tr("4 of 5: step 3 maps the fields in the background; finished ones appear in the map meanwhile."),
            self._run,
        )
        self._run.start_into(unused_path(_folder().with_name("painted_parcels.gpkg")))

    def _run_ended(self, task: MapTask) -> None:
        if self._stage == MAPPING and task.result is None:
            self._failed(task.error)

    def _result_added(self, _mapped: object) -> None:
        if self._stage == MAPPING:
            self._go_to(
                DONE,
                self.tr(
                    "5 of 5: each field has a crop, the paler the less sure. Press “Click a parcel” in step 5, then a "
                    "field, to see why. With your own images all goes the same way: begin with a new project."
                ),
                self._results,
            )
            self._results.zoom()

    def _failed(self, reason: str) -> None:
        if self._stage not in (WAITING, DONE):
            self._go_to(WAITING, f"⚠ {reason}" if reason else "")

    def _go_to(self, stage: int, text: str, step: QWidget | None = None) -> None:
        self._stage = stage
        self._text.setText(text)
        self._refresh()
        if step is not None:
            self._step = step
            self._settle.start(SETTLE_MS)

    def _show_step(self) -> None:
        if self._scroll is not None:
            self._scroll.verticalScrollBar().setValue(self._step.y())

    def _refresh(self, *_: object) -> None:
        """Offer the painted scene where there is nothing to work on, and show what is said meanwhile."""
        is_empty = not self._inputs.sources.rows and self._session.result_layer is None
        can_begin = self._stage == WAITING and is_empty and self._session.runtime is not None
        if can_begin and not self._text.text():
            self._text.setText(self.tr("No images at hand? See on painted ones what Doab does:"))
        elif self._stage == WAITING and not self._text.text().startswith("⚠"):
            self._text.setText("")
        self._try.setVisible(can_begin)
        self._stop.setVisible(self._stage != WAITING)
        self._stop.setText(self.tr("Close") if self._stage == DONE else self.tr("Stop"))
        self.setVisible(can_begin or bool(self._text.text()))


def _folder() -> Path:
    """Return the folder of the painted scene, which is kept for the next time."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "doab" / "painted scene"
