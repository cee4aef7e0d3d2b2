"""Previews of a run: the finished parcels, written from time to time while other tiles are still being mapped."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from ..reporter import Reporter
from .tiling import Tile

Write = Callable[[Path, Sequence[Tile], Reporter], "Counter[str]"]
"""Writes the parcels that tiles still missing cannot change; returns how many there are of each crop."""

PAUSE = 2.0  # seconds between two previews at least
SHARE = 0.045  # of the run's time that previews may take


class PreviewWriter:
    """Writes previews into ``folder`` (empty: never) and reports them; takes no more than `SHARE` of the time.

    The time of a preview is not known beforehand; that of the last one stands for it.
    """

    def __init__(
        self, folder: str, write: Write, reporter: Reporter, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = Path(folder)
        self._enabled = bool(folder)
        self._write = write
        self._reporter = reporter
        self._clock = clock
        self._begun = self._last = clock()
        self._total_seconds = self._last_seconds = 0.0
        self._count = 0

    @property
    def due(self) -> bool:
        """Whether it is time for another preview."""
        now = self._clock()
        budget = SHARE * (now - self._begun)
        late = now - self._last >= PAUSE and self._total_seconds + self._last_seconds <= budget
        return self._enabled and late

    def write(self, missing: Sequence[Tile]) -> None:
        """Write the parcels that the tiles still ``missing`` cannot change."""
        start = self._clock()
        path = self._folder / f"{self._count}.gpkg"
        parcels = self._write(path, missing, _CancelOnly(self._reporter)).total()
        if parcels:
            self._reporter.preview(str(path), parcels)
        with contextlib.suppress(OSError):  # Windows keeps what is still open in QGIS
            (self._folder / f"{self._count - 2}.gpkg").unlink(missing_ok=True)
        self._count += 1
        self._last = self._clock()
        self._last_seconds = self._last - start
        self._total_seconds += self._last_seconds


class _CancelOnly(Reporter):
    """Reports nothing of a preview, but lets it be cancelled."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter

    def check(self) -> None:
        self._reporter.check()
