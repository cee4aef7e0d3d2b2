"""Time and memory of the temporal stream by length of the time series, for a tile of 128 × 128 pixels with a DEM.

    .venv/bin/python benchmarks/temporal_stream.py

Every length is measured in processes of its own, on one thread, with the default bundle; Linux only.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from statistics import median

import numpy as np
from measure import measure_interleaved, random_sample, resident

LENGTHS = (6, 12, 24, 48)
SIDE = 128
PROCESSES, ROUNDS = 3, 3


def main() -> None:
    """Measure every length and print the table with a linear fit."""
    measurements: dict[int, list[dict]] = {length: [] for length in LENGTHS}
    for _ in range(PROCESSES):
        for length in LENGTHS:
            command = [sys.executable, __file__, str(length)]
            environment = {**os.environ, "OMP_NUM_THREADS": "1"}
            result = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
            measurements[length].append(json.loads(result.stdout))
    print("timesteps  encode s  bottleneck s  peak MB above the imports")
    totals = []
    for length, runs in measurements.items():
        encode, bottleneck = (median(run[name] for run in runs) for name in ("encode", "bottleneck"))
        totals.append(encode + bottleneck)
        print(f"{length:9}  {encode:8.3f}  {bottleneck:12.3f}  {max(run['peak'] for run in runs) / 1e6:8.0f}")
    slope, start = np.polyfit(LENGTHS, totals, 1)
    residual = np.abs(np.polyval((slope, start), LENGTHS) - totals) / totals
    print(f"encode + bottleneck = {start:.3f} s + {slope:.4f} s a timestep, off by {residual.max():.1%} at most")


def measure(length: int) -> None:
    """Print seconds and bytes for ``length`` timesteps, each with one S2 and one S1 acquisition."""
    import torch

    from doab.model.bundle import load_bundle
    from doab.model.network import tokens
    from doab.model.network.batches import TokenVolume
    from doab.model.network.weights import load_encoder, network_of

    torch.set_num_threads(1)
    before = resident()
    encoder, network = load_encoder()[0], network_of(load_bundle()).eval()
    sample = random_sample(length, length, SIDE)

    @torch.inference_mode()
    def bottleneck():
        return network.encode_time(TokenVolume.stack([TokenVolume.of_tokens(encoded)]))

    encoded = tokens.encode_windows(sample.acquisitions(), encoder)
    tasks = {"encode": lambda: tokens.encode_windows(sample.acquisitions(), encoder), "bottleneck": bottleneck}
    seconds = measure_interleaved(tasks, ROUNDS)
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({**seconds, "peak": peak}))


if __name__ == "__main__":
    measure(int(sys.argv[1])) if sys.argv[1:] else main()
