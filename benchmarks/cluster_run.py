"""One run in one process and in several of Dask: time, memory, and whether parcels are the same.

For the figures of docs/scale.md:

    .venv/bin/doab simulate --out SCENE --seed 7 --size 640
    .venv/bin/python benchmarks/cluster_run.py SCENE local:2

Every run begins with an empty cache folder. Memory is that of the largest process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import fiona


def content(path: Path) -> list:
    """Return all rows of a result with their outlines."""
    return [
        [(dict(row.properties), row.geometry["coordinates"]) for row in fiona.open(path, layer=layer)]
        for layer in ("parcels", "not_farmland")
    ]


def run(scene: Path, out: Path, cache: Path, cluster: str) -> None:
    """Map a scene; print a line of figures."""
    options = ["--cluster", cluster] if cluster else []
    command = [sys.executable, "-m", "doab.model", "map", "--s2", str(scene), "--s1", str(scene), "--out", str(out)]
    command += ["--dem", str(scene / "DEM.tif"), "--device", "cpu", "--reference", "2023-06-24", "--events", *options]
    begun = time.monotonic()
    variables = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    done = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables, text=True)
    events = [json.loads(line) for line in done.stdout]
    _, _, usage = os.wait4(done.pid, 0)  # of the process and those that it has started
    seconds = usage.ru_utime + usage.ru_stime
    result = next((event["result"] for event in events if event.get("result")), None)
    if result is None:
        raise SystemExit(f"The run gave no result: {events[-1:]}")
    facts = {name: result[name] for name in ("blocks", "tiles", "encoded", "parcels")}
    print(f"{cluster or 'one process':<24} {time.monotonic() - begun:6.1f} s, {seconds:6.1f} s of processor,", end=" ")
    print(f"{usage.ru_maxrss / 1000:.0f} MB, {facts}", flush=True)


def main() -> None:
    """Run the scene of the first argument in one process, then in each cluster that the others name."""
    scene, clusters = Path(sys.argv[1]), sys.argv[2:]
    with tempfile.TemporaryDirectory() as name:
        results = []
        for number, cluster in enumerate(["", *clusters]):
            results.append(Path(name) / f"{number}.gpkg")
            run(scene, results[-1], Path(name) / str(number), cluster)
        print("same parcels:", all(content(path) == content(results[0]) for path in results))


if __name__ == "__main__":
    main()
