"""What the history of runs does in the dock: record, show, load, repeat, open."""

from __future__ import annotations

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...model import protocol
from ..child.latest_task import Latest
from ..history.missing_inputs import missing_inputs
from ..history.recorded_run import RecordedRun
from ..history.run_descriptions import describe_date
from ..history.run_store import RunStore
from ..session.session import AUTOMATIC, Session
from .history_dialog import NAMED, HistoryDialog
from .log_dialog import LogDialog
from .reopen_task import ReopenTask
from .run_recorder import RunRecorder


class RunHistory(QObject):
    """Records the runs of the session, and does with earlier ones what the analyst asks for in the dialog."""

    ready = pyqtSignal()
    """The settings of the run to repeat are shown, and its images are recognised: it can start."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._store = RunStore()
        self._recorder = RunRecorder(session, self._store, self)
        self._repeated: RecordedRun | None = None
        self._sources: tuple[protocol.Source, ...] = ()
        self._soon = QTimer(self)  # when every step has seen what was recognised
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._start)
        self._reopening = Latest(self)
        self._reopening.ended.connect(self._reopened)
        session.closing.callback(self._reopening.shut_down)
        session.closing.callback(self._soon.stop)
        session.inspection_changed.connect(lambda _: self._soon.start(0))
        session.inspection_failed.connect(lambda _: self._drop())
        session.project_cleared.connect(self._drop)
        session.run_started.connect(lambda _: self._drop())

    def show(self, can_run: bool) -> None:
        """Show the earlier runs."""
        last, is_running = self._recorder.last, self._session.run is not None
        dialog = HistoryDialog(self._store, last.key if last and is_running else "", can_run, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.load_requested.connect(self.load)
        dialog.repeat_requested.connect(self.repeat)
        dialog.open_requested.connect(self.open)
        dialog.open()

    def show_log(self) -> None:
        """Show the log of the latest run, or QGIS's panel where that never began."""
        if self._recorder.last is None:
            self._session.iface.openMessageLog()
        else:
            dialog = LogDialog(self._recorder.last, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def load(self, run: RecordedRun) -> None:
        """Let the steps take over the settings of a run, and name what is missing."""
        self._drop()
        self._session.settings_loaded.emit(run)
        missing = missing_inputs(run)
        if missing:
            text = self.tr("Settings of the run of {} loaded. Missing: {}").format(
                describe_date(run), ", ".join([*missing[:NAMED], *(["…"] if len(missing) > NAMED else [])])
            )
            self._say(text, Qgis.MessageLevel.Warning)
        else:
            self._say(self.tr("Settings of the run of {} loaded.").format(describe_date(run)), Qgis.MessageLevel.Info)

    def repeat(self, run: RecordedRun) -> None:
        """Load the settings of a run, and start it as soon as its images are recognised."""
        self.load(run)
        self._repeated, self._sources = run, self._session.sources
        if not self._session.is_inspecting:
            self._soon.start(0)

    def open(self, run: RecordedRun) -> None:
        """Add the result of a run to the project."""
        self._reopening.start(ReopenTask(self._store, run))

    def _reopened(self, task: ReopenTask) -> None:
        if task.error:
            self._say(task.error, Qgis.MessageLevel.Warning)
        elif task.result is not None:
            self._session.open_result(task.result)

    def _drop(self) -> None:
        self._repeated = None

    def _start(self) -> None:
        """Start the run to repeat, unless something else was chosen meanwhile."""
        run = self._repeated
        if run is None or self._session.is_inspecting:
            return
        self._drop()
        if self._session.sources != self._sources or self._session.run is not None:
            return
        if run.job.reference not in (AUTOMATIC, self._session.reference):
            text = self.tr("Nothing was started: the reference frame {} is not among the recognised images.")
            self._say(text.format(run.job.reference), Qgis.MessageLevel.Warning)
            return
        self.ready.emit()

    def _say(self, text: str, level: Qgis.MessageLevel) -> None:
        self._session.iface.messageBar().pushMessage("Doab", text, level, 8)
