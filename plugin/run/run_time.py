"""The run time: estimated before a run from a default or measured speed of the device, and the time left during it."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable

from ...model import protocol
from ..settings import Setting
from ..text import number, tr

# Seconds for a million pixels of 10 m of one acquisition: for one thread of a processor, from the runs on one thread in
# docs/performance.md and docs/scale.md; cautious values that were not measured for graphics cards.
DEFAULTS = {"cpu": 1.6, "cuda": 0.3, "mps": 0.6}
OVERHEAD = 8  # the cost of a tile whose tokens are all cached, in acquisitions
START = 3.0  # seconds until the first tile: images are opened and the model is loaded
WEIGHT = 0.5  # of the last run in the moving average
REMEMBERED = 10  # jobs
_KNOWN = Setting("pace/known", "")


def estimate_seconds(estimate: protocol.Estimate, device: protocol.Device, is_cached: bool = False) -> float:
    """Return the seconds that a run will take for the blocks that are not finished.

    ``is_cached``: the tokens of all its tiles are cached.
    """
    share = 1 - estimate.finished / estimate.blocks if estimate.blocks else 1.0
    work = share * _work(estimate.tiles, estimate.side, 0 if is_cached else estimate.tiles * estimate.acquisitions)
    return START + work * (_measured(device.key).get() or _default(device))


def record_run(device: str, summary: protocol.MapSummary) -> None:
    """Update the measured speed of a device with the summary of a finished run; one without any tile is ignored."""
    work = _work(summary.finished, summary.side, summary.encoded)
    if not work:
        return
    seconds_per_work = summary.seconds / work
    setting = _measured(device)
    average = WEIGHT * seconds_per_work + (1 - WEIGHT) * setting.get() if setting.get() else seconds_per_work
    setting.set(round(average, 4))


def remember_inputs(job: protocol.Job) -> None:
    """Note that a job was mapped: its tokens are cached until `REMEMBERED` other jobs were."""
    inputs = _inputs_of(job)
    known = [key for key in _KNOWN.get().split() if key != inputs]
    _KNOWN.set(" ".join([*known, inputs][-REMEMBERED:]))


def are_inputs_known(job: protocol.Job) -> bool:
    """Return whether the same images were mapped with the same model in the same area before."""
    return _inputs_of(job) in _KNOWN.get().split()


def _inputs_of(job: protocol.Job) -> str:
    """Return a short text for what tokens depend on."""
    inputs = protocol.Job(job.scene, "", area=job.area, bundle=job.bundle)
    return f"{zlib.crc32(protocol.dumps(inputs).encode()):08x}"


def is_measured(device: protocol.Device) -> bool:
    """Return whether there is a measured speed of this device."""
    return _measured(device.key).get() > 0


class RemainingTime:
    """The time left of a run: from the ``expected`` seconds at first, then from the speed so far."""

    def __init__(self, expected: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._expected = expected
        self._clock = clock
        self._first: tuple[float, float] | None = None

    def after(self, fraction: float) -> float | None:
        """Return the seconds left at this progress (0 to 1), None where there is no estimate yet."""
        now = self._clock()
        if self._first is None:
            self._first = now, fraction
        start, first_fraction = self._first
        if fraction - first_fraction < 0.1 or now - start < 2.0:
            return None if self._expected is None else self._expected * (1 - fraction)
        return (now - start) * (1 - fraction) / (fraction - first_fraction)


def format_duration(seconds: float) -> str:
    """Return a duration for display, rounded to the precision of an estimate."""
    if seconds < 10:
        return tr("a few seconds")
    if seconds < 55:
        return tr("{} s").format(number(10 * round(seconds / 10)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("{} min").format(number(max(1, minutes)))
    return tr("{} h {} min").format(number(minutes // 60), number(minutes % 60))


def _work(tiles: int, side: int, encoded: int) -> float:
    """Return the work of a run in millions of pixels of one acquisition."""
    return (encoded + OVERHEAD * tiles) * side**2 / 1e6


def _default(device: protocol.Device) -> float:
    return DEFAULTS[device.key] / max(1, device.threads) ** 0.5


def _measured(device: str) -> Setting:
    return Setting(f"pace/{device}", 0.0)
