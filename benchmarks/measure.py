"""Random samples and interleaved timing, used by the benchmarks."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from statistics import median

import numpy as np

from doab.model.datatypes import Sample

DAY = 738_000


def random_sample(optical: int, radar: int, side: int, seed: int = 0) -> Sample:
    """Return a sample of random values with the given numbers of dates of each sensor, and a DEM."""
    rng = np.random.default_rng(seed)
    shape = side, side
    valid = rng.random((optical, *shape)) < 0.8
    values = rng.random((optical, 10, *shape), np.float32) * 0.4 * valid[:, None]
    return Sample(
        reference=values[0],
        reference_valid=valid[0],
        reference_bands=np.ones(10, bool),
        reference_day=DAY,
        optical=values,
        optical_valid=valid,
        optical_bands=np.ones((optical, 10), bool),
        optical_days=DAY + np.linspace(0, 350, optical).astype(np.int64),
        radar=rng.random((radar, 2, *shape), np.float32) * -20,
        radar_valid=np.ones((radar, *shape), bool),
        radar_bands=np.ones((radar, 2), bool),
        radar_days=DAY + np.linspace(3, 353, radar).astype(np.int64),
        terrain=rng.random((2, *shape), np.float32) * 30,
        terrain_valid=np.ones(shape, bool),
        latitude=50.9,
        longitude=4.0,
    )


def measure_interleaved(tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median processor time of each task in seconds; every round runs each task once.

    On a shared machine the speed changes from minute to minute, so that tasks to be compared are interleaved.
    """
    spent: dict[str, list[float]] = {name: [] for name in tasks}
    for round_ in range(rounds + 1):
        for name, task in tasks.items():
            start = time.process_time()
            task()
            if round_:  # the first warms up
                spent[name].append(time.process_time() - start)
    return {name: median(seconds) for name, seconds in spent.items()}


def resident() -> int:
    """Return the memory of this process in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
