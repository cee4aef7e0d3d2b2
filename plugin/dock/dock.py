"""The dock: the environment and the steps, in the order of the work."""

from __future__ import annotations

from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ..child.worker import Worker
from ..correction.correction_step import CorrectionStep
from ..environment.environment_step import EnvironmentStep
from ..export.export_step import ExportStep
from ..inputs.inputs_step import InputsStep
from ..inspector.inspector_step import InspectorStep
from ..learning.learning_step import LearningStep
from ..reference.reference_step import ReferenceStep
from ..results.results_step import ResultsStep
from ..run.run_step import RunStep
from ..session.session import Session
from ..validation.validation_step import ValidationStep
from ..widgets.columns_layout import ColumnsLayout
from ..widgets.named import named
from ..widgets.steady_scroll_area import SteadyScrollArea
from ..widgets.tab_order import follow_layout
from .first_run import FirstRun
from .help_button import HelpButton

NARROWEST = 280  # px; all steps fit into it, with the fonts of most desktops
COLUMN = 300  # px that each of the steps needs that lie side by side


class DoabDock(QgsDockWidget):
    """The environment, the eight steps from images to validation, and learning after correction (doabDock).

    Where it is wide enough, results, inspector and correction lie side by side, and so do the steps after them. Every
    widget in it has an object name that begins with doab.
    """

    def __init__(self, iface: QgisInterface, worker: Worker) -> None:
        super().__init__(iface.mainWindow())
        self.setObjectName("doabDock")
        self.setWindowTitle("Doab")
        self.session = Session(iface, worker, self)
        self.environment = EnvironmentStep(self.session, self)
        self.inputs = InputsStep(self.session, self)
        self.reference = ReferenceStep(self.session, self)
        self.run = RunStep(self.session, self)
        self.results = ResultsStep(self.session, self)
        self.inspector = InspectorStep(self.session, self)
        self.correction = CorrectionStep(self.session, self)
        self.learning = LearningStep(self.session, self)
        self.export = ExportStep(self.session, self)
        self.validation = ValidationStep(self.session, self)
        self.first_run = FirstRun(self.session, (self.inputs, self.reference, self.run, self.results), self)
        self._lay_out()
        self.environment.look()
        self.session.follow_project()

    def _lay_out(self) -> None:
        content = named("doabContent", QWidget(self))
        layout = QVBoxLayout(content)
        top = QHBoxLayout()
        top.addStretch()
        top.addWidget(self.environment.opener)
        top.addWidget(HelpButton(self))
        layout.addLayout(top)
        self._steps = self._lay_out_steps(layout)
        layout.addStretch()
        scroll = named("doabScroll", SteadyScrollArea(self))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(content)
        scroll.setMinimumWidth(NARROWEST)
        scroll.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes to what is in it
        self._scroll = scroll
        self.first_run.follow(scroll)
        whole = named("doabWhole", QWidget(self))
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.first_run)
        rows.addWidget(scroll)
        self.setWidget(whole)
        follow_layout(whole)

    def _lay_out_steps(self, layout: QVBoxLayout) -> tuple[QWidget, ...]:
        """Put the steps below each other, the later ones into columns; return them in the order of the work."""
        above = (self.environment, self.inputs, self.reference, self.run)
        lines = ((self.results, self.inspector, self.correction), (self.learning, self.export, self.validation))
        for step in above:
            layout.addWidget(step)
        for line in lines:
            columns = ColumnsLayout(COLUMN)
            for step in line:
                columns.addWidget(step)
            layout.addLayout(columns)
        return *above, *lines[0], *lines[1]

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802
        """Let Tab go down the dock, past what was added since."""
        follow_layout(self.widget())
        return super().focusNextPrevChild(next)

    @property
    def preferred_width(self) -> int:
        """The width in pixels at which rows of buttons stay in one line and the table of crops is seen whole.

        No more than a third of QGIS's window.
        """
        content, bar = self._scroll.widget(), self._scroll.verticalScrollBar()
        margins = content.layout().contentsMargins()
        table = self.results.table_width + margins.left() + margins.right()
        comfortable = max(content.sizeHint().width(), table) + bar.sizeHint().width()
        return max(NARROWEST, min(comfortable, self.parentWidget().width() // 3))

    def shut_down(self) -> None:
        """End every child and wait for it: the plugin is switched off."""
        self.session.shut_down()
