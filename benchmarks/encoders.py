"""Speed of the encoders in one process on one thread, for a tile of 96 × 96 pixels.

    .venv/bin/python benchmarks/encoders.py GALILEO [COMPACT]

GALILEO is the folder of the official weights of Galileo nano, COMPACT an encoder or bundle instead of the default one.
"""

from __future__ import annotations

import sys

import torch
from measure import measure_interleaved, random_sample

from doab.model.network.encoders.galileo_weights import load_galileo
from doab.model.network.tokens import encode_windows
from doab.model.network.weights import load_encoder

SIDE, ROUNDS = 96, 7


def main(galileo: str, compact: str = "") -> None:
    """Print milliseconds per acquisition and the speed-up of the compact encoder."""
    torch.set_num_threads(1)
    encoders = {
        "compact": load_encoder(compact)[0],
        "Galileo nano, patch 8": load_galileo(galileo, patch=8),
        "Galileo nano, patch 4": load_galileo(galileo, patch=4),
    }
    samples = {"S2": random_sample(2, 0, SIDE), "S1": random_sample(2, 2, SIDE)}
    tasks = {
        (name, sensor): lambda encoder=encoder, sample=sample: encode_windows(sample.acquisitions(), encoder)
        for name, encoder in encoders.items()
        for sensor, sample in samples.items()
    }
    seconds = measure_interleaved(tasks, ROUNDS)
    print(f"{'encoder':22}    S2 ms    S1 ms  a tile of 20 + 20 dates s  compact is faster")
    tiles = {}
    for name in encoders:
        optical = seconds[name, "S2"] / 2
        radar = seconds[name, "S1"] / 2 - optical
        tiles[name] = 20 * (optical + radar)
        times = tiles[name] / tiles["compact"]
        print(f"{name:22} {1000 * optical:8.1f} {1000 * radar:8.1f} {tiles[name]:27.2f} {times:17.1f}x")


if __name__ == "__main__":
    main(*sys.argv[1:])
