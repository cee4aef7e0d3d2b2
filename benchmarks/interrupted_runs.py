"""Interrupt ``doab map`` at random moments over an older output: what is in the folder afterwards, and what comes out.

    .venv/bin/doab simulate --seed 7 --size 256 --out SCENE
    .venv/bin/python benchmarks/interrupted_runs.py SCENE [MOMENTS]

The command line is the real one, with the default bundle, four Sentinel-2 dates and blocks of 64 pixels in place of
512, so that a small scene has 16. KILL, TERM and HUP are sent in turn, a tenth of them while the program starts and
the others when a random share of the run is done; where all blocks are finished, the next one ends. Then a local worker
of a cluster is killed, and the disk of the output and that of the run fill up, for which they are file systems in
memory (Linux). The exit code is 1 where anything was lost, half done or left beside the output.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import fiona
from large_scene import tree

BLOCK, HALO = 64, 40
BLOCKS = 16  # of a scene of 256 × 256 pixels
DATES = "20230423", "20230528", "20230712", "20230831"
REFERENCE = "2023-05-28"  # of them, without clouds
SIGNALS = signal.SIGKILL, signal.SIGTERM, signal.SIGHUP
STARTING = 0.1  # share of the signals that are sent before the images are read
START = 4.0  # s that the program takes to start, or less


def child() -> int:
    """Run ``doab`` with the arguments of this process and small blocks."""
    from doab.model import cli
    from doab.model.mapping import block_grid, map_scene

    map_scene.divide = lambda shape, _block, _halo, window: block_grid.divide(shape, BLOCK, HALO, window)
    return cli.main()


@dataclass
class Run:
    """A process of ``doab map`` and what it has reported: the fraction that is done, and sentences."""

    process: subprocess.Popen
    fraction: float = -1.0
    warnings: list[str] = field(default_factory=list)
    error: str = ""

    def follow(self) -> None:
        """Take over its events until it ends."""
        for line in self.process.stdout:
            event = json.loads(line)
            self.fraction = event.get("fraction", self.fraction)
            if event["type"] == "Warning":
                self.warnings.append(event["text"])
            if event["type"] == "Failed":
                self.error = event["text"]

    def wait_for(self, fraction: float) -> None:
        """Wait until a fraction is done, or the process has ended."""
        while self.fraction < fraction and self.process.poll() is None:
            time.sleep(0.01)

    def end(self) -> int:
        """Wait for the process and return its exit code."""
        self.thread.join()
        self.process.stdin.close()
        return self.process.wait()


def start(scene: Path, out: Path, cache: Path, *options: str) -> Run:
    """Start a run as a process, which is followed in a thread."""
    images = [str(path) for path in sorted(scene.glob("S2*.tif")) if any(date in path.name for date in DATES)]
    command = [sys.executable, __file__, "--child", "map", "--s2", *images, "--reference", REFERENCE, "--events"]
    command += ["--device", "cpu", "--cache", "0", "--overwrite", "--out", str(out), *options]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "XDG_CACHE_HOME": str(cache)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    run = Run(subprocess.Popen(command, env=environment, **pipes))
    run.thread = threading.Thread(target=run.follow)
    run.thread.start()
    return run


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a folder, by name; of folders in it the name alone."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(folder.iterdir())
    }


def content(path: Path) -> list[object]:
    """Return all rows of a result: attributes, and outlines to the last bit."""
    rows = []
    for layer in ("parcels", "not_farmland"):
        with fiona.open(path, layer=layer) as features:
            rows.append([(dict(row.properties), row.geometry["coordinates"]) for row in features])
    return rows


class Trial:
    """A folder of a user with an older result and files of other origin, over which runs are interrupted."""

    def __init__(self, scene: Path, folder: Path) -> None:
        self.scene, self.cache = scene, folder / "cache"
        self.folder, self.out = folder / "user", folder / "user" / "parcels.gpkg"
        self.folder.mkdir(exist_ok=True)
        whole = folder / "whole.gpkg"
        if run := start(scene, whole, folder / "other cache"):
            print(f"not interrupted: exit code {run.end()}", flush=True)
        self.rows = content(whole)
        shutil.copy(whole, self.out)
        (self.folder / "notes.txt").write_text("of the user")
        (self.folder / "parcels.gpkg.txt").write_text("of the user, too")
        self.before, self.faults, self.blocks = digests(self.folder), 0, 0

    def start(self, *options: str) -> Run:
        """Start a run over the older result."""
        return start(self.scene, self.out, self.cache, *options)

    def judge(self, what: str, run: Run, code: int) -> None:
        """Print a line on what a run has left: all as before, or the same rows in a new file, and nothing else."""
        after, done = digests(self.folder), code == 0
        same = after.keys() == self.before.keys()
        same &= all(after[name] == self.before[name] for name in self.before if not (done and name == self.out.name))
        same &= not done or content(self.out) == self.rows
        self.faults += not same
        if same:
            self.before = after
        self.blocks = len(list(self.cache.rglob("blocks/*.npz")))
        verdict = ("same rows" if done else "folder as before") if same else f"FAULT: {sorted(after)}"
        text = " ".join([run.error, *run.warnings])
        print(f"{what:<28} exit code {code:4}, {self.blocks:3} blocks kept, {verdict}; {text}", flush=True)


def interrupt(trial: Trial, moments: int) -> None:
    """Send signals at random moments."""
    generator = random.Random(1)
    for number in range(moments):
        sent, moment = SIGNALS[number % len(SIGNALS)], generator.random()
        run = trial.start()
        if generator.random() < STARTING:
            time.sleep(moment * START)
        else:
            run.wait_for(moment)
            time.sleep(generator.uniform(0, 0.1))
        fraction = run.fraction
        run.process.send_signal(sent)
        trial.judge(f"{number + 1:3} {sent.name} at {max(0.0, fraction):4.0%}", run, run.end())
        if trial.blocks == BLOCKS or number == moments - 1:  # else later signals would meet nothing but the drawing
            run = trial.start()
            trial.judge("then not interrupted", run, run.end())


def lose_worker(trial: Trial) -> None:
    """Kill one of two local workers in the middle of a run."""
    run = trial.start("--cluster", "local:2")
    run.wait_for(0.4)
    commands = {number: Path(f"/proc/{number}/cmdline").read_bytes() for number in tree(run.process.pid)[1:]}
    workers = [number for number, command in commands.items() if b"spawn_main" in command]
    os.kill(workers[-1], signal.SIGKILL)
    trial.judge(f"one of {len(workers)} workers killed", run, run.end())


def fill(folder: Path) -> Path:
    """Fill the disk of a folder; return the file that does."""
    path = folder / "ballast"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 16))
        except OSError:
            return path


def fill_disks(trial: Trial, folder: Path) -> None:
    """Fill the disk of the output and that of the run, before a run and in the middle of one; then go on.

    ``folder`` holds an own disk ``user`` and another one ``cache``.
    """
    for name in ("user", "cache"):
        for moment in (-1.0, 0.5):
            ballast = fill(folder / name) if moment < 0 else None
            run = trial.start()
            run.wait_for(moment)
            ballast = ballast or fill(folder / name)
            code = run.end()
            ballast.unlink()
            trial.judge(f"disk of {name} full at {max(0.0, moment):.0%}", run, code)
        run = trial.start()
        trial.judge("then with room", run, run.end())


def main(scene: str, moments: str = "20") -> None:
    """Print a line for each run; end with an error where there was a fault."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        for disk in ("user", "cache"):
            (folder / disk).mkdir()
            # this process has a view of the file systems of its own, which nobody else sees
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", folder / disk], check=True)
            stack.callback(subprocess.run, ["umount", "--lazy", folder / disk], check=True)
        trial = Trial(Path(scene), folder)
        interrupt(trial, int(moments))
        lose_worker(trial)
        fill_disks(trial, folder)
    print(f"faults: {trial.faults}; {time.monotonic() - begun:.0f} s")
    sys.exit(trial.faults > 0)


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        sys.argv.pop(1)
        sys.exit(child())
    if sys.argv[1] != "--mounted":
        unshare = ["unshare", "--user", "--map-root-user", "--mount"]
        os.execvp(unshare[0], [*unshare, sys.executable, __file__, "--mounted", *sys.argv[1:]])
    main(*sys.argv[2:])
