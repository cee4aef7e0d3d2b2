"""The files of the history in the profile, two for each run: its settings and log, and the whole job of its result.

Both are signed with the key of the profile: what they name is opened without a question, so files that came from
elsewhere do not count. Damaged files do not count either.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsMessageLog

from ...model import protocol
from ...model.outputs.transaction import atomic_write
from ..child.child_task import LOG
from ..signatures import sign, verify
from .recorded_run import RecordedRun

MOST = 50
"""Runs that are kept; the oldest make way."""

LARGEST = 64 * 2**20  # bytes of a file that is read; a job of a long scene has less than one million

RUN, JOB = ".run", ".job"


class RunStore:
    """The recorded runs in ``folder``, by default the profile's. Errors of the disk are logged, never raised."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(QgsApplication.qgisSettingsDirPath()) / "doab" / "runs"

    def write(self, run: RecordedRun) -> None:
        """Write a run, also one that is there already, and remove the oldest where there are too many."""
        self._write(run.key, RUN, protocol.dumps(run))
        for key in sorted((path.stem for path in self._folder.glob(f"*{RUN}")), reverse=True)[MOST:]:
            self._remove(key)

    def write_job(self, run: RecordedRun, job: str) -> None:
        """Write the whole job of a finished run, with its scene, as JSON."""
        self._write(run.key, JOB, job)

    def read(self) -> list[RecordedRun]:
        """Return the runs of this profile, the latest first."""
        return [*self._runs()]

    def read_job(self, run: RecordedRun) -> str:
        """Return the whole job of a run as JSON; empty where it is not there. For any thread."""
        return self._read(run.key, JOB)

    def remove(self, run: RecordedRun) -> None:
        """Remove a run from the history; its result stays where it is."""
        self._remove(run.key)

    def _runs(self) -> Iterator[RecordedRun]:
        for path in sorted(self._folder.glob(f"*{RUN}"), reverse=True):
            with contextlib.suppress(protocol.InputError):
                run = protocol.loads(RecordedRun, self._read(path.stem, RUN))
                if run.key == path.stem:
                    yield run

    def _read(self, key: str, suffix: str) -> str:
        """Return the text of a file that this profile signed, else an empty text."""
        path = self._folder / f"{key}{suffix}"
        try:
            if path.stat().st_size > LARGEST:
                return ""
            saved = verify(_purpose(key, suffix), path.read_bytes().decode("utf-8"))
        except (OSError, ValueError):
            return ""
        return saved.text if saved.is_own else ""

    def _write(self, key: str, suffix: str, text: str) -> None:
        with self._logging():
            self._folder.mkdir(parents=True, exist_ok=True)
            with atomic_write(self._folder / f"{key}{suffix}", durable=False) as partial:
                partial.write_bytes(sign(_purpose(key, suffix), text).encode("utf-8"))

    def _remove(self, key: str) -> None:
        with self._logging():
            for suffix in (RUN, JOB):
                (self._folder / f"{key}{suffix}").unlink(missing_ok=True)

    @contextlib.contextmanager
    def _logging(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:  # a ValueError: a path that is no text
            QgsMessageLog.logMessage(f"{self._folder}: {error}", LOG, Qgis.MessageLevel.Warning, False)


def _purpose(key: str, suffix: str) -> str:
    """Return what a file is signed for, so that none can take the place of another."""
    return f"doab/runs/{key}{suffix}"
