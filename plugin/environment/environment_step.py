"""The box above the steps, for a user whose QGIS has no environment for the child yet, or wants another."""

from __future__ import annotations

from collections.abc import Callable

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import settings
from ..child import runtime
from ..child.child_task import ChildTask
from ..child.interpreters import unsupported
from ..child.latest_task import Latest
from ..session.session import Session
from ..tasks.map_task import MapTask
from ..text import number
from ..widgets.flow_layout import FlowLayout
from ..widgets.named import named, wrapped_label
from ..widgets.narrow import create_form, keep_narrow
from .create_task import SIZE, SIZE_CUDA, CreateTask
from .environment_task import Check, CheckTask

REGISTRY, FOLDER = "registry", "folder"


class EnvironmentStep(QGroupBox):
    """Finds and checks the environment; where there is none, lets the analyst create it or use an existing Python.

    Where there is one, ``opener`` shows the box, in which it can be made anew. Unlike a `Step` it cannot be collapsed.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doabEnvironmentBox")
        self._session = session
        self._tasks = Latest(self)
        self._tasks.ended.connect(self._ended)
        session.closing.callback(self._tasks.shut_down)
        session.run_started.connect(self._show_run)
        session.run_ended.connect(self._show_run)
        self._task_ended: Callable[[ChildTask], None] | None = None
        self._problem = ""
        self._unsupported = unsupported()
        self.opener = named(
            "doabOpenEnvironment",
            QToolButton(parent),
            self.tr("Show what Doab computes with, to make it anew or to use another Python"),
        )
        self.opener.setText(self.tr("Environment"))
        self.opener.setAutoRaise(True)
        self.opener.clicked.connect(lambda _: self.setVisible(True))
        self._build()
        self.setVisible(False)
        self.opener.setVisible(False)

    def _build(self) -> None:
        self._text = wrapped_label("doabEnvironmentText", self)
        self._line = wrapped_label("doabEnvironmentLine", self)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addLayout(self._build_form())
        layout.addLayout(self._build_buttons())
        layout.addWidget(self._line)
        self._describe(None, False)
        self._show_busy(False)

    def _build_form(self) -> QFormLayout:
        location = wrapped_label("doabEnvironmentPlace", self, str(runtime.home()))
        size = wrapped_label("doabEnvironmentSize", self)
        size.setText(
            self.tr("about {} GB on disk, up to {} GB with CUDA; {} GB are free").format(
                SIZE, SIZE_CUDA, number(runtime.free_space(runtime.home()) / 1e9)
            )
        )
        self._source = named("doabEnvironmentSource", QComboBox(self), self.tr("Where the packages come from"))
        self._source.addItem(self.tr("the internet (as pip is configured)"), REGISTRY)
        self._source.addItem(self.tr("a folder of wheels (no internet needed)"), FOLDER)
        keep_narrow(self._source)
        self._wheels = named(
            "doabWheels",
            QgsFileWidget(self),
            self.tr(
                "A folder with a wheel (.whl) of every package. For another build of PyTorch, such as that for NVIDIA "
                "cards on Windows, which the internet source does not have, put a requirements.txt with its version "
                "and hash beside the wheels."
            ),
        )
        self._wheels.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self._wheels.setFilePath(settings.WHEELS.get())
        self._source.currentIndexChanged.connect(
            lambda _: self._wheels.setVisible(self._source.currentData() == FOLDER)
        )
        self._source.setCurrentIndex(self._source.findData(FOLDER if settings.WHEELS.get() else REGISTRY))
        self._wheels.setVisible(bool(settings.WHEELS.get()))
        form = create_form()
        form.addRow(self.tr("Where"), location)
        form.addRow(self.tr("Size"), size)
        form.addRow(self.tr("From"), self._source)
        form.addRow("", self._wheels)
        return form

    def _build_buttons(self) -> FlowLayout:
        self._create = named(
            "doabCreateEnvironment",
            QPushButton(self),
            self.tr("Download and install the packages; takes some minutes, QGIS stays usable"),
        )
        self._create.clicked.connect(lambda _: self.create())
        self._use = named(
            "doabUsePython",
            QPushButton(self.tr("Use an existing Python…"), self),
            self.tr("Choose a Python interpreter that has the packages already"),
        )
        self._use.clicked.connect(self.ask_python)
        self._close = named(
            "doabCloseEnvironment",
            QPushButton(self.tr("Close"), self),
            self.tr("Go on with the environment as it is"),
        )
        self._close.clicked.connect(lambda _: self.setVisible(False))
        self._cancel = named(
            "doabCancelEnvironment",
            QPushButton(self.tr("Cancel"), self),
            self.tr("Stop, and remove what was installed so far"),
        )
        self._cancel.clicked.connect(self.cancel)
        self._progress = named("doabEnvironmentProgress", QProgressBar(self))
        self._progress.setRange(0, 0)
        buttons = FlowLayout(stretch=True)
        for widget in (self._create, self._use, self._close, self._cancel, self._progress):
            buttons.addWidget(widget)
        return buttons

    def look(self) -> None:
        """Look for an environment and check it; the session gets the result."""
        installed = runtime.find()
        if installed is None:
            self._settle(None, "")
        else:
            self._start(CheckTask(installed), self._checked)

    def create(self) -> None:
        """Create the plugin's own environment."""
        wheels = self._wheels.filePath() if self._source.currentData() == FOLDER else ""
        if self._source.currentData() == FOLDER and not wheels:
            self._line.setText("⚠ " + self.tr("Choose the folder of wheels first."))
            return
        settings.WHEELS.set(wheels)
        self._session.release_runtime()
        task = CreateTask(wheels)
        task.said.connect(self._show_output)
        self._start(task, self._created)
        self._show_busy(True)

    def ask_python(self) -> None:
        """Let the analyst pick an interpreter, which is used from now on if it can be."""
        python, _ = QFileDialog.getOpenFileName(self, self.tr("A Python interpreter"), settings.PYTHON.get())
        if python:
            self._session.release_runtime()
            self._start(CheckTask(runtime.Runtime(python)), self._picked_checked)

    def cancel(self) -> None:
        """Stop the task under way."""
        if self._tasks.task is not None:
            self._cancel.setEnabled(False)
            self._line.setText(self.tr("Stopping and removing what was installed…"))
            self._tasks.task.cancel()

    def _show_run(self, _task: MapTask) -> None:
        """Let the analyst change the environment only while no run needs it."""
        self._use.setEnabled(self._session.run is None)
        self._create.setEnabled(self._session.run is None and not self._unsupported)

    def _start(self, task: ChildTask, ended: Callable) -> None:
        """Start a task, after which ``ended`` is called with it."""
        self._task_ended = ended
        self._tasks.start(task)

    def _ended(self, task: ChildTask) -> None:
        if self._task_ended is not None:
            self._task_ended(task)

    def _checked(self, task: CheckTask) -> None:
        check: Check | None = task.result
        if check is None or check.missing:
            self._settle(None, self._reason(task))
        else:
            self._settle(check.runtime, "", check.outdated)

    def _picked_checked(self, task: CheckTask) -> None:
        check: Check | None = task.result
        self._problem = self._reason(task)
        if check is not None and not check.missing:
            settings.PYTHON.set(check.runtime.python)
        self.look()  # where the one picked cannot be used, the one before is still there

    def _reason(self, task: CheckTask) -> str:
        """Return why an interpreter cannot be used; empty where it can."""
        check: Check | None = task.result
        if check is None or not check.missing:
            return task.error
        return self.tr("{} lacks {}. Create the environment, or use another Python.").format(
            check.runtime.python, ", ".join(check.missing)
        )

    def _created(self, task: CreateTask) -> None:
        self._show_busy(False)
        self._problem = task.error
        if task.result is not None:
            settings.PYTHON.set("")
        self.look()  # where none could be created, one that the analyst had chosen is still there

    def _settle(self, usable: runtime.Runtime | None, warning: str, outdated: bool = False) -> None:
        """Show the state of the environment and hand it to the session. The box stays hidden where all is well."""
        warning, self._problem = warning or self._problem, ""
        self._line.setText(f"⚠ {warning}" if warning else "")
        self._line.setVisible(bool(warning))
        self._describe(usable, outdated)
        self._close.setVisible(usable is not None)
        self.setVisible(usable is None or outdated or bool(warning))
        self.opener.setVisible(usable is not None)
        self._session.set_runtime(usable)

    def _describe(self, usable: runtime.Runtime | None, outdated: bool) -> None:
        """Describe what the environment is for, or what can be done with one that works."""
        own = usable is not None and runtime.is_own(usable)
        self.setTitle(self.tr("Before the first map") if usable is None else self.tr("Environment"))
        self._create.setEnabled(not self._unsupported)
        self._create.setText(self.tr("Make anew") if own else self.tr("Create environment"))
        if usable is None and self._unsupported:
            text = self._unsupported
        elif usable is None:
            text = self.tr(
                "Doab computes with Python packages (PyTorch, rasterio and others) that are kept apart from QGIS, in "
                "an environment of their own. It is created once, in the folder named below; QGIS itself is not "
                "changed."
            )
        elif outdated:
            text = self.tr(
                "The environment was made for another version of Doab, with other versions of its packages. You can go "
                "on working with it. Made anew, it has those that this version is tested with; the old one is removed "
                "first."
            )
        elif own:
            text = self.tr(
                "The environment works. It can be made anew, for instance from wheels of PyTorch for another graphics "
                "card; the old one is removed first."
            )
        else:
            text = self.tr(
                "Doab computes with {}, which you chose. An environment of its own can be created in the "
                "folder named below and used instead."
            ).format(usable.python)
        self._text.setText(text)

    def _show_output(self, line: str) -> None:
        """Show a line of the installation's output, unless it is being stopped: earlier lines may still arrive."""
        if self._cancel.isEnabled():
            self._line.setText(line)

    def _show_busy(self, busy: bool) -> None:
        self._create.setVisible(not busy)
        self._use.setVisible(not busy)
        self._close.setVisible(False)
        self._cancel.setVisible(busy)
        self._cancel.setEnabled(True)
        self._progress.setVisible(busy)
        self._line.setVisible(busy)
        self._source.setEnabled(not busy)
        self._wheels.setEnabled(not busy)
