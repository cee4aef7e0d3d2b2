"""Records the runs of the dock in the history of the profile, each with a log of its own."""

from __future__ import annotations

import configparser
import dataclasses
import secrets
import time

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QDateTime, QObject, QSysInfo, Qt

from ...model import protocol
from ..child.runtime import METADATA
from ..history.recorded_run import CANCELLED, FAILED, FINISHED, RecordedRun
from ..history.run_store import RunStore
from ..parcels.mapped import Mapped
from ..session.session import Session
from ..tasks.map_task import MapTask
from ..text import number, tr

LONGEST_LOG = 100_000  # characters; the last ones are kept


class RunRecorder(QObject):
    """Writes a run into the history when it has begun to compute, and again when it ends.

    A run that QGIS did not outlive stays there as one that was cut off. One without an area never began.
    """

    def __init__(self, session: Session, store: RunStore, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._store = store
        self._task: MapTask | None = None
        self._begun_at = 0.0
        self._lines: list[str] = []
        self.last: RecordedRun | None = None
        """The run under way or, after it, the latest one."""
        session.run_started.connect(self._begin)
        session.run_ended.connect(self._end)

    def _begin(self, task: MapTask) -> None:
        now = QDateTime.currentDateTime()
        self._task, self._begun_at = task, time.monotonic()
        self.last = RecordedRun(
            key=f"{now.toString('yyyyMMdd-HHmmss-zzz')}{secrets.token_hex(2)[1:]}",
            began=now.toString(Qt.DateFormat.ISODate),
            sources=self._session.sources,
            job=protocol.Job(protocol.Scene(), ""),
            given=task.parcels.name if task.parcels else "",
            project=QgsProject.instance().fileName(),
        )
        self._lines = [f"Doab {_version()}, QGIS {Qgis.QGIS_VERSION}, {QSysInfo.prettyProductName()}"]
        task.stage.connect(self._stage)
        task.warned.connect(lambda text: self._note(tr("Warning: {}").format(text)))

    def _stage(self, text: str) -> None:
        self._note(text)
        if self._task is not None and self._task.job is not None and self.last is not None and not self.last.log:
            self._write(dataclasses.replace(self.last, job=_settings(self._task.job)))

    def _end(self, task: MapTask) -> None:
        if task is not self._task or self.last is None:
            return
        self._task = None
        if task.job is None:
            self.last = None
            return
        run = dataclasses.replace(
            self.last, job=_settings(task.job), seconds=time.monotonic() - self._begun_at, reason=task.error
        )
        mapped = task.result
        if isinstance(mapped, Mapped):
            self._note(tr("Done: {} parcels in {}").format(number(mapped.summary.parcels), mapped.job.out))
            self._write(dataclasses.replace(run, job=_settings(mapped.job), status=FINISHED, summary=mapped.summary))
            self._store.write_job(run, mapped.job_text)
        elif task.error:
            self._note("\n".join([tr("Failed: {}").format(task.error), task.details]).rstrip())
            self._write(dataclasses.replace(run, status=FAILED))
        else:
            self._note(tr("Cancelled."))
            self._write(dataclasses.replace(run, status=CANCELLED))

    def _note(self, text: str) -> None:
        self._lines.append(f"{QDateTime.currentDateTime().toString('hh:mm:ss')}  {text}")

    def _write(self, run: RecordedRun) -> None:
        self.last = dataclasses.replace(run, log="\n".join(self._lines)[-LONGEST_LOG:])
        self._store.write(self.last)


def _settings(job: protocol.Job) -> protocol.Job:
    """Return a job without its scene, which may name thousands of files."""
    return dataclasses.replace(job, scene=protocol.Scene(), overwrite=False)


def _version() -> str:
    """Return the version of the plugin."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(METADATA, "utf-8")
    return metadata.get("general", "version", fallback="")
