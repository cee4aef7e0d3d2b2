"""The parcels that are finished, drawn from time to time while the rest is still being mapped."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ..reporter import Reporter
from .probability_rasters import Tile
from .vectorize import Drawing

PAUSE = 2.0  # seconds between two drawings at least
SHARE = 0.045  # of the run's time that drawings may take


class Previews:
    """Draws into ``folder`` (none: never), and tells the reporter; takes no more than `SHARE` of the time.

    What a drawing will take is not known before, only what the last one took.
    """

    def __init__(
        self, folder: str, drawing: Drawing, reporter: Reporter, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = Path(folder) if folder else None
        self._drawing = drawing
        self._reporter = reporter
        self._clock = clock
        self._begun = self._last = clock()
        self._spent = self._took = 0.0
        self._count = 0

    @property
    def due(self) -> bool:
        """Whether it is time for another drawing."""
        now = self._clock()
        late = now - self._last >= PAUSE and self._spent + self._took <= SHARE * (now - self._begun)
        return self._folder is not None and late

    def show(self, missing: Sequence[Tile]) -> None:
        """Draw the parcels that the tiles still ``missing`` cannot change."""
        start = self._clock()
        path = self._folder / f"{self._count}.gpkg"
        parcels = self._drawing.draw(path, missing, _Silent(self._reporter)).total()
        if parcels:
            self._reporter.preview(str(path), parcels)
        with contextlib.suppress(OSError):  # Windows keeps what is still open in QGIS
            (self._folder / f"{self._count - 2}.gpkg").unlink(missing_ok=True)
        self._count += 1
        self._last = self._clock()
        self._took = self._last - start
        self._spent += self._took


class _Silent(Reporter):
    """Says nothing of a drawing, but lets it be stopped."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter

    def check(self) -> None:
        self._reporter.check()
