"""Read what the layer of an earlier result needs."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ...model import protocol
from ..child.child_task import ChildTask
from ..child.process import ChildError
from ..history.recorded_run import RecordedRun
from ..history.run_store import RunStore
from ..parcels.crop_areas import count_crops
from ..parcels.mapped import Mapped
from ..text import tr


class ReopenTask(ChildTask):
    """Read the job and count the crops of a finished run; the result is a `Mapped`."""

    def __init__(self, store: RunStore, run: RecordedRun) -> None:
        super().__init__(tr("Open field parcels"))
        self._store = store
        self._run = run

    def work(self, _folder: Path) -> object:
        """Return the `Mapped`; raise `ChildError` where its file cannot be read."""
        run = self._run
        if run.summary is None:
            raise ChildError(tr("The run of {} has no result.").format(run.began))
        try:
            job = protocol.loads(protocol.Job, self._store.read_job(run))
        except protocol.InputError:
            job = run.job
        try:
            return Mapped(job, run.summary, count_crops(Path(run.job.out)), ())
        except (OSError, sqlite3.Error) as error:
            raise ChildError(tr("{} cannot be opened: {}").format(run.job.out, error)) from error
