"""Runs of `doab map` that are killed or stopped at random moments, over an older result and beside foreign files.

    .venv/bin/python benchmarks/interrupted_runs.py SCENE [COUNT]

SCENE is a folder of `doab simulate --size 640`. After each interruption the older result and the files beside it must
be what they were; the run that nobody interrupts must end in the same rows as one without any.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import fiona

SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


def command(scene: Path, out: Path) -> list[str]:
    """Return the command of a run over an existing result."""
    doab = str(Path(sys.executable).with_name("doab"))
    return [doab, "map", "--s2", str(scene), "--dem", str(scene / "DEM.tif"), "--out", str(out), "--overwrite"]


def digests(folder: Path) -> dict[str, str]:
    """Return the checksums of all files in a folder."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


def rows(path: Path) -> list[tuple[str, str]]:
    """Return geometry and attributes of every parcel, as text."""
    with fiona.open(path, layer="parcels") as layer:
        return [(str(feature.geometry.coordinates), str(dict(feature.properties))) for feature in layer]


def run(scene: Path, out: Path, cache: Path) -> float:
    """Run to the end; return the seconds."""
    start = time.monotonic()
    subprocess.run(
        command(scene, out), env=os.environ | {"XDG_CACHE_HOME": str(cache)}, check=True, capture_output=True
    )
    return time.monotonic() - start


def main(scene: Path, count: int) -> None:
    """Interrupt ``count`` runs and print what was found after each."""
    random.seed(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "results"
        folder.mkdir()
        whole = Path(name) / "whole.gpkg"
        seconds = run(scene, whole, Path(name) / "cache of the whole run")
        out = folder / "parcels.gpkg"
        out.write_bytes(whole.read_bytes())
        (folder / "survey.gpkg").write_bytes(b"somebody else's")
        (folder / "parcels.gpkg.part").write_bytes(b"somebody else's, too")
        before, cache, untouched = digests(folder), Path(name) / "cache", 0
        for number in range(count):
            moment, number_of_signal = random.uniform(1.0, seconds), random.choice(SIGNALS)
            environment = os.environ | {"XDG_CACHE_HOME": str(cache)}
            process = subprocess.Popen(
                command(scene, out), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                process.wait(moment)
                print(f"{number + 1}: ended by itself before {moment:.1f} s")
            except subprocess.TimeoutExpired:
                process.send_signal(number_of_signal)
                process.wait()
                same = digests(folder) == before
                untouched += same
                print(
                    f"{number + 1}: {signal.Signals(number_of_signal).name} at {moment:.1f} s, files as before: {same}"
                )
            if out.stat().st_mtime_ns and digests(folder) != before:
                out.write_bytes(whole.read_bytes())
        run(scene, out, cache)
        left = sorted(set(digests(folder)) - set(before))
        print(f"untouched after {untouched} interruptions; last run equal: {rows(out) == rows(whole)}; left: {left}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20)
