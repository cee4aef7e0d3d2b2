"""The box above the steps, for a user whose QGIS has no environment for the child yet, or wants another."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from .. import settings
from ..child import runtime
from ..text import number
from .environment_task import SIZE, SIZE_CUDA, CheckTask, CreateTask

REGISTRY, FOLDER = "registry", "folder"


class EnvironmentStep(QGroupBox):
    """Finds and checks the environment; where there is none, offers to create it or to use an existing Python.

    Where there is one, ``opener`` shows the box, in which it can be made anew.
    """

    found = pyqtSignal(object)
    """The `Runtime` that can be used, or None."""

    changing = pyqtSignal()
    """Nothing may use the environment any longer."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setObjectName("doabEnvironmentBox")
        self._task = None
        self._problem = ""
        self.opener = QToolButton(parent)
        self.opener.setObjectName("doabOpenEnvironment")
        self.opener.setText(self.tr("Environment"))
        self.opener.setAutoRaise(True)
        self.opener.setToolTip(self.tr("Show what Doab computes with, to make it anew or to use another Python"))
        self.opener.clicked.connect(lambda _: self.setVisible(True))
        self._build()
        self.setVisible(False)
        self.opener.setVisible(False)

    def _build(self) -> None:
        self._text = QLabel(self)
        self._text.setObjectName("doabEnvironmentText")
        self._text.setWordWrap(True)
        place = QLabel(str(runtime.home()), self)
        place.setObjectName("doabEnvironmentPlace")
        place.setWordWrap(True)
        size = QLabel(
            self.tr("about {} GB on disk, up to {} GB with CUDA; {} GB are free").format(
                SIZE, SIZE_CUDA, number(runtime.free_space(runtime.home()) / 1e9)
            ),
            self,
        )
        size.setObjectName("doabEnvironmentSize")
        size.setWordWrap(True)
        self._source = QComboBox(self)
        self._source.setObjectName("doabEnvironmentSource")
        self._source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._source.setMinimumContentsLength(12)
        self._source.setToolTip(self.tr("Where the packages come from"))
        self._source.addItem(self.tr("the internet (as pip is configured)"), REGISTRY)
        self._source.addItem(self.tr("a folder of wheels (no internet needed)"), FOLDER)
        self._wheels = QgsFileWidget(self)
        self._wheels.setObjectName("doabWheels")
        self._wheels.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self._wheels.setToolTip(self.tr("A folder with a wheel (.whl) of every package"))
        self._wheels.setFilePath(settings.WHEELS.get())
        self._source.currentIndexChanged.connect(
            lambda _: self._wheels.setVisible(self._source.currentData() == FOLDER)
        )
        self._source.setCurrentIndex(self._source.findData(FOLDER if settings.WHEELS.get() else REGISTRY))
        self._wheels.setVisible(bool(settings.WHEELS.get()))
        form = QFormLayout()
        form.addRow(self.tr("Where"), place)
        form.addRow(self.tr("Size"), size)
        form.addRow(self.tr("From"), self._source)
        form.addRow("", self._wheels)
        self._create = QPushButton(self)
        self._create.setObjectName("doabCreateEnvironment")
        self._create.setToolTip(self.tr("Download and install the packages; takes some minutes, QGIS stays usable"))
        self._create.clicked.connect(lambda _: self.create())
        self._use = QPushButton(self.tr("Use an existing Python…"), self)
        self._use.setObjectName("doabUsePython")
        self._use.setToolTip(self.tr("Choose a Python interpreter that has the packages already"))
        self._use.clicked.connect(self.ask_python)
        self._close = QPushButton(self.tr("Close"), self)
        self._close.setObjectName("doabCloseEnvironment")
        self._close.setToolTip(self.tr("Go on with the environment as it is"))
        self._close.clicked.connect(lambda _: self.setVisible(False))
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._cancel.setObjectName("doabCancelEnvironment")
        self._cancel.setToolTip(self.tr("Stop, and remove what was installed so far"))
        self._cancel.clicked.connect(self.cancel)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("doabEnvironmentProgress")
        self._progress.setRange(0, 0)
        buttons = QHBoxLayout()
        for widget in (self._create, self._use, self._close, self._cancel, self._progress):
            buttons.addWidget(widget)
        self._line = QLabel(self)
        self._line.setObjectName("doabEnvironmentLine")
        self._line.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addLayout(form)
        layout.addLayout(buttons)
        layout.addWidget(self._line)
        self._describe(None, False)
        self._show_busy(False)

    def look(self) -> None:
        """Look for an environment and check it; the answer comes as ``found``."""
        found = runtime.find()
        if found is None:
            self._settle(None, "")
        else:
            self._start(CheckTask(found), self._checked)

    def create(self) -> None:
        """Create the plugin's own environment."""
        wheels = self._wheels.filePath() if self._source.currentData() == FOLDER else ""
        if self._source.currentData() == FOLDER and not wheels:
            self._line.setText("⚠ " + self.tr("Choose the folder of wheels first."))
            return
        settings.WHEELS.set(wheels)
        self.changing.emit()
        task = CreateTask(wheels)
        task.said.connect(self._tell)
        self._start(task, self._created)
        self._show_busy(True)

    def ask_python(self) -> None:
        """Let the analyst pick an interpreter, which is used from now on if it can be."""
        python, _ = QFileDialog.getOpenFileName(self, self.tr("A Python interpreter"), settings.PYTHON.get())
        if python:
            self.changing.emit()
            self._start(CheckTask(runtime.Runtime(python)), self._tried)

    def cancel(self) -> None:
        """Stop what is going on."""
        if self._task is not None:
            self._cancel.setEnabled(False)
            self._line.setText(self.tr("Stopping and removing what was installed…"))
            self._task.cancel()

    def hold(self, on: bool) -> None:
        """A run needs the environment, or no longer does."""
        self._create.setEnabled(not on)
        self._use.setEnabled(not on)

    def shut_down(self) -> None:
        """Stop at once and wait: the plugin is switched off."""
        task, self._task = self._task, None
        if task is not None:
            task.abandon()

    def _start(self, task, then) -> None:
        self._task = task
        task.ended.connect(then)
        QgsApplication.taskManager().addTask(task)

    def _checked(self, task: CheckTask) -> None:
        if task is not self._task:
            return
        self._task = None
        if task.result is None or task.result.missing:
            self._settle(None, self._reason(task))
        else:
            self._settle(task.result.runtime, "", task.result.outdated)

    def _tried(self, task: CheckTask) -> None:
        if task is not self._task:
            return
        self._task = None
        self._problem = self._reason(task)
        if task.result is not None and not task.result.missing:
            settings.PYTHON.set(task.result.runtime.python)
        self.look()  # where the one picked cannot be used, the one before is still there

    def _reason(self, task: CheckTask) -> str:
        """Say why an interpreter cannot be used; empty where it can."""
        if task.result is None or not task.result.missing:
            return task.error
        return self.tr("{} lacks {}. Create the environment, or use another Python.").format(
            task.result.runtime.python, ", ".join(task.result.missing)
        )

    def _created(self, task: CreateTask) -> None:
        if task is not self._task:
            return
        self._task = None
        self._show_busy(False)
        self._problem = task.error
        if task.result is not None:
            settings.PYTHON.set("")
        self.look()  # where none could be created, one that the analyst had chosen is still there

    def _settle(self, found: runtime.Runtime | None, warning: str, outdated: bool = False) -> None:
        """Say how it stands and tell everyone. Of one that works the box shows only what is to be known."""
        warning, self._problem = warning or self._problem, ""
        self._line.setText(f"⚠ {warning}" if warning else "")
        self._line.setVisible(bool(warning))
        self._describe(found, outdated)
        self._close.setVisible(found is not None)
        self.setVisible(found is None or outdated or bool(warning))
        self.opener.setVisible(found is not None)
        self.found.emit(found)

    def _describe(self, found: runtime.Runtime | None, outdated: bool) -> None:
        """Say what the environment is for, or what can be done with one that works."""
        own = found is not None and runtime.is_own(found)
        self.setTitle(self.tr("Before the first map") if found is None else self.tr("Environment"))
        self._create.setText(self.tr("Make anew") if own else self.tr("Create environment"))
        if found is None:
            text = self.tr(
                "Doab computes with Python packages (PyTorch, rasterio and others) that are kept apart from QGIS, in "
                "an environment of their own. It is created once, in your QGIS profile; QGIS itself is not changed."
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
                "Doab computes with {}, which you chose. An environment of its own can be created in your "
                "QGIS profile and used instead."
            ).format(found.python)
        self._text.setText(text)

    def _tell(self, line: str) -> None:
        """Show what goes on, unless it is being stopped: lines of before may still be on their way."""
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
