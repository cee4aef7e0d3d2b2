"""Where the time of a mapping run goes, for one or more checkouts that take turns.

    .venv/bin/doab simulate --seed 7 --size 512 --out SCENE
    .venv/bin/python benchmarks/map_speed.py SCENE [CHECKOUT ...] [--rounds N] [--threads N] [--bundle BUNDLE]

A checkout may be as old as version 0.8 (``git worktree add --detach V08 eddfbcf``), whose modules have other names; all
run with the packages of this environment, each with its own default bundle. In each of N rounds they take turns, and
the second round begins with the last of them. Last come the seconds of each relative to the first.

Every run is a process of its own, with a cache that begins empty, after the images were inspected and the model was
loaded. Printed are its seconds, those of the processor (user and system), the peak of its memory, and the processor
seconds of each stage, which are those of the thread that works at it: with more than one thread (``OMP_NUM_THREADS``)
those of PyTorch's own threads are missing from the stages of versions that use them. On a shared machine compare
processor seconds, and runs of the same round.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent.parent
STAGES = {
    "reading": (
        "scene.scene_reader:SceneReader.read",
        "scene.scene_reader:SceneReader.read_acquisition",
        "scene.scene_reader:SceneReader.read_terrain",
        "scene.reading:SceneReader.read",
    ),
    "raw means": ("network.tokens:raw_means",),
    "encoding": ("network.encoders.compact:CompactEncoder.forward",),
    "packing tokens": ("network.predictor:Predictor.encode",),
    "compressing": (
        "network.two_stream:TwoStream.encode_time",
        "network.predictor:Predictor.compress",
        "network.predictor:Predictor.temporal_maps",
    ),
    "joining": ("mapping.temporal_blocks:TemporalBlocks.of_tile",),
    "predicting": ("network.predictor:Predictor.predict", "network.predictor:Predictor.__call__"),
    "rasters": (
        "mapping.probability_rasters:ProbabilityRasters.add",
        "mapping.probability_rasters:ProbabilityRasters.count",
        "mapping.probability_rasters:ProbabilityRasters.mark_ground",
        "mapping.blend:add",
        "mapping.blend:count",
    ),
    "cache": (
        "mapping.token_cache:TokenCache.load_tokens",
        "mapping.token_cache:TokenCache.save_tokens",
        "mapping.token_cache:TokenCache.load_maps",
        "mapping.token_cache:TokenCache.save_maps",
        "mapping.encoded:Memory.knows",
        "mapping.encoded:Memory.recall",
        "mapping.encoded:Memory.keep",
        "mapping.encoded:Memory.recall_compressed",
        "mapping.encoded:Memory.keep_compressed",
    ),
    "segmenting": ("mapping.block_work:segment_block",),
    "vectorizing": ("mapping.vectorize:ParcelVectorizer.write_result", "mapping.drawing:Drawing.draw"),
}


def module_of(*names: str) -> Any:
    """Return the first of some modules that the checkout has; raise `ImportError` where it has none."""
    for name in names:
        if importlib.util.find_spec(f"doab.model.{name}"):
            return importlib.import_module(f"doab.model.{name}")
    raise ImportError(f"the checkout has none of {', '.join(names)}")


class Stages:
    """Processor seconds by stage, of the thread that works at it; what is called inside a stage counts for its own."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._local, self._lock = threading.local(), threading.Lock()

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``function`` with its time added to ``stage``."""

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            outer, start = getattr(self._local, "inside", 0.0), time.thread_time()
            self._local.inside = 0.0
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.thread_time() - start
                with self._lock:
                    self.seconds[stage] += spent - self._local.inside
                self._local.inside = outer + spent

        return wrapped

    def install(self) -> None:
        """Time every function of `STAGES` that this checkout has."""
        for stage, names in STAGES.items():
            for name in names:
                module, _, path = name.partition(":")
                if not importlib.util.find_spec(f"doab.model.{module}"):
                    continue
                owner: Any = importlib.import_module(f"doab.model.{module}")
                *outer, last = path.split(".")
                for part in outer:
                    owner = getattr(owner, part)
                if hasattr(owner, last):
                    setattr(owner, last, self.timed(stage, getattr(owner, last)))


def run(checkout: str, scene: str, bundle: str, out: str, cache: int) -> None:
    """Map the scene with the package of ``checkout``; print the figures as JSON."""
    spec = importlib.util.spec_from_file_location(
        "doab", f"{checkout}/__init__.py", submodule_search_locations=[checkout]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{checkout} is no checkout")
    sys.modules["doab"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["doab"])
    stages = Stages()
    stages.install()
    map_scene = module_of("mapping.map_scene", "mapping.run")
    predictor = module_of("network.predictor").load_predictor(bundle, "cpu")
    reporter = module_of("reporter", "events").Reporter()
    protocol = module_of("protocol", "job")
    discover = module_of("scene.discovery").discover
    images = {sensor: sorted(str(p) for p in Path(scene).glob(f"{sensor}*.tif")) for sensor in ("S2", "S1")}
    kinds = [(kind, tuple(paths)) for kind, paths in images.items()] + [("DEM", (f"{scene}/DEM.tif",))]
    sources = [protocol.Source(path, kind) for kind, paths in kinds for path in paths]
    job = protocol.Job(discover(sources), out, cache=cache)
    plan = map_scene.prepare(job, reporter)
    stages.seconds.clear()
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    summary = map_scene.map_scene(job, predictor, reporter, plan)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    used = {name: getattr(after, f"ru_{name}") - getattr(before, f"ru_{name}") for name in ("utime", "stime")}
    figures = {"wall": seconds, "user": used["utime"], "system": used["stime"], "MB": after.ru_maxrss / 1000}
    print(json.dumps({**figures, **stages.seconds, "parcels": summary.parcels, "encoded": summary.encoded}))


def main() -> None:
    """Let the checkouts take turns; print a table of each round."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene")
    parser.add_argument("checkouts", nargs="*", default=[str(HERE)])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0, help="for PyTorch; 0: as many as it takes by itself")
    parser.add_argument("--bundle", default="")
    parser.add_argument("--cache", type=int, default=2048, help="megabytes; 0: none")
    parser.add_argument("--keep", default="", help="folder for the maps, by number of the checkout")
    parser.add_argument("--run", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        return run(options.checkouts[0], options.scene, options.bundle, options.keep, options.cache)
    columns = ["wall", "user", "system", "MB", *STAGES, "parcels", "encoded"]
    print("  ".join([f"{'checkout':28}", *(f"{name:>8}" for name in columns)]))
    totals = {checkout: np.zeros(2) for checkout in options.checkouts}
    for number in range(options.rounds):
        for checkout in options.checkouts[:: -1 if number % 2 else 1]:
            figures = run_apart(options, checkout, options.checkouts.index(checkout))
            totals[checkout] += figures["wall"], figures["user"] + figures["system"]
            cells = (f"{figures.get(name, 0):{max(8, len(name))}.1f}" for name in columns)
            print("  ".join([f"{checkout[-28:]:28}", *cells]), flush=True)
    first = totals[options.checkouts[0]]
    for checkout, seconds in totals.items():
        wall, processor = first / seconds
        print(f"{checkout}: {wall:.2f} times as fast as the first by the clock, {processor:.2f} by the processor")


def run_apart(options: argparse.Namespace, checkout: str, number: int) -> dict[str, float]:
    """Return the figures of a run in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = f"{options.keep or folder}/{number}.gpkg"
        command = [sys.executable, __file__, options.scene, checkout, "--run", "--keep", out]
        command += ["--bundle", options.bundle, "--cache", str(options.cache)]
        threads = {"OMP_NUM_THREADS": str(options.threads)} if options.threads else {}
        environment = {**os.environ, "XDG_CACHE_HOME": folder, "OMP_WAIT_POLICY": "passive", **threads}
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
