"""One run as the history keeps it."""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | None`)

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Optional

from ...model import protocol
from ..text import tr

RUNNING, FINISHED, FAILED, CANCELLED = "running", "finished", "failed", "cancelled"

KEY = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
"""What keys look like: date, time, milliseconds and three random digits. They are names of files, in time order."""


@dataclass(frozen=True)
class RecordedRun:
    """The settings of a run, how it ended, and its log.

    ``key`` names the run, ``began`` is its ISO date and time in the local zone, ``seconds`` how long it took. ``job``
    has the area and the output, but no scene: the images are those of ``sources``. ``given`` is the name of the layer
    of given parcels, also where no file holds them and ``job.parcels`` is None. ``project`` is the project's file,
    empty where it had none. ``status`` is one of the four above; one that is "running" and is not was cut off with
    QGIS. ``reason`` says why a run failed; ``summary`` is that of a finished one.
    """

    key: str
    began: str
    sources: tuple[protocol.Source, ...]
    job: protocol.Job
    given: str = ""
    project: str = ""
    status: str = RUNNING
    seconds: float = 0.0
    reason: str = ""
    summary: Optional[protocol.MapSummary] = None
    log: str = ""

    def check(self) -> None:
        """Raise `InputError` where there can be no such run."""
        if not KEY.fullmatch(self.key):
            raise protocol.InputError(tr("{} is no name of a run.").format(self.key))
        if self.status not in (RUNNING, FINISHED, FAILED, CANCELLED):
            raise protocol.InputError(tr("{} is no way in which a run ends.").format(self.status))
        try:
            datetime.datetime.fromisoformat(self.began)
        except ValueError as error:
            raise protocol.InputError(tr("{} is no date and time.").format(self.began)) from error
