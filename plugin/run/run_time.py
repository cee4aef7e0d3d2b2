"""How long a run takes: a first guess by device, what the runs on this computer taught, and what is left of a run."""

from __future__ import annotations

import time

from ...model import protocol
from ..settings import Setting
from ..text import number, tr

# Seconds for a million pixels of 10 m of one acquisition: for one thread as measured on a processor of 2 cores; not
# measured, and cautious, for graphics.
GUESSES = {"cpu": 2.4, "cuda": 0.3, "mps": 0.6}
OVERHEAD = 8  # a tile costs as much as so many acquisitions in it, whatever is known of them already
START = 3.0  # seconds until the first tile: the images are looked at, the model is loaded
WEIGHT = 0.5  # of the last run among all


def expected(estimate: protocol.Estimate, device: protocol.Device) -> float:
    """Return the seconds that a run will take of which no image is known from an earlier run."""
    work = _work(estimate.tiles, estimate.side, estimate.tiles * estimate.acquisitions)
    return START + work * (_learned(device.key).get() or _guess(device))


def learn(device: str, summary: protocol.MapSummary) -> None:
    """Learn from the summary of a run; one without any work teaches nothing."""
    work = _work(summary.finished, summary.side, summary.encoded)
    if not work:
        return
    pace = summary.seconds / work
    known = _learned(device)
    known.set(round(pace if not known.get() else WEIGHT * pace + (1 - WEIGHT) * known.get(), 4))


def is_learned(device: protocol.Device) -> bool:
    """Say whether a run on this device has taught anything yet."""
    return _learned(device.key).get() > 0


class Remaining:
    """How much longer a run will take: what was ``expected`` (seconds) at first, then from how fast it has been."""

    def __init__(self, expected: float | None = None, clock=time.monotonic) -> None:
        self._expected = expected
        self._clock = clock
        self._first: tuple[float, float] | None = None

    def after(self, fraction: float) -> float | None:
        """Return the seconds left once so much (0 to 1) is done; None while that cannot be told."""
        now = self._clock()
        if self._first is None:
            self._first = now, fraction
        begun, done = self._first
        if fraction - done < 0.1 or now - begun < 2.0:
            return None if self._expected is None else self._expected * (1 - fraction)
        return (now - begun) * (1 - fraction) / (fraction - done)


def duration(seconds: float) -> str:
    """Say a time as roughly as it is known."""
    if seconds < 10:
        return tr("a few seconds")
    if seconds < 55:
        return tr("{} s").format(number(10 * round(seconds / 10)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("{} min").format(number(max(1, minutes)))
    return tr("{} h {} min").format(number(minutes // 60), number(minutes % 60))


def _work(tiles: int, side: int, encoded: int) -> float:
    """Return the work of so many tiles in millions of pixels of one acquisition."""
    return (encoded + OVERHEAD * tiles) * side**2 / 1e6


def _guess(device: protocol.Device) -> float:
    return GUESSES[device.key] / max(1, device.threads) ** 0.5


def _learned(device: str) -> Setting:
    return Setting(f"pace/{device}", 0.0)
