"""Cost of a second run with the cached tokens of the first: another reference frame, then one more date.

    .venv/bin/doab simulate --seed 7 --size 256 --out SCENE
    .venv/bin/python benchmarks/rerun.py SCENE [ENCODER]

ENCODER, such as the folder of Galileo's official weights, is put into a bundle with an untrained network of the same
size as the default one's: the parcels mean nothing then, the time does. Every run is a process of its own on one
thread, with a cache that begins empty; "as without" is the last run once more with nothing kept.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from doab.model.disk_cache import Cache, default_folder

FIRST, SECOND = "2023-08-27", "2023-07-13"
ADDED = "20230921"


def main(scene: str, encoder: str = "") -> None:
    """Print seconds and encoded acquisition-blocks of each run."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(XDG_CACHE_HOME=folder, OMP_NUM_THREADS="1")
        bundle = untrained(Path(folder) / "bundle", encoder) if encoder else ""
        images = sorted(str(p) for p in Path(scene).glob("S2*.tif") if not p.stem.endswith("_SCL"))
        fewer = [path for path in images if ADDED not in path]
        print("run                      wall s  processor s  encoded")
        for name, given, reference, more in (
            ("first", fewer, FIRST, ()),
            ("another reference frame", fewer, SECOND, ()),
            ("one more date", images, SECOND, ()),
            ("as without", images, SECOND, ("--cache", "0")),
        ):
            before, start, used = entries(), time.perf_counter(), processor()
            command = [sys.executable, "-m", "doab.model", "map", "--s2", *given, "--s1", scene, "--dem"]
            command += [f"{scene}/DEM.tif", "--reference", reference, "--device", "cpu", "--bundle", bundle, *more]
            subprocess.run(
                [*command, "--out", f"{folder}/parcels.gpkg", "--overwrite"], check=True, capture_output=True
            )
            seconds = time.perf_counter() - start
            print(f"{name:23} {seconds:7.1f} {processor() - used:12.1f} {entries() - before:8}", flush=True)


def untrained(folder: Path, encoder: str) -> str:
    """Write a bundle with this encoder and a network of random weights; return its path."""
    from doab.model.bundle import load_bundle, save_bundle
    from doab.model.network.two_stream import TwoStream
    from doab.model.network.weights import load_encoder, weights_of

    frozen, recipe = load_encoder(encoder)
    card = load_bundle().card
    card |= {"name": "untrained", "encoder": recipe, "network": {**card["network"], "token_width": frozen.width}}
    save_bundle(folder, card, weights_of(frozen, TwoStream(**card["network"])))
    return str(folder)


def entries() -> int:
    """Return how many entries are kept."""
    with Cache(default_folder(), 1 << 40, print) as cache:
        return cache.state()[0]


def processor() -> float:
    """Return the processor time of the finished child processes in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
