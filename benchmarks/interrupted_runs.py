"""Interrupt ``doab map`` at random moments over an older output: what is in the folder afterwards, and what comes out.

    .venv/bin/doab simulate --seed 7 --size 256 --out SCENE
    .venv/bin/python benchmarks/interrupted_runs.py SCENE [KILLS]

The command line is the real one, with the default bundle, four Sentinel-2 dates and blocks of 64 pixels in place of
512, so that a small scene has many. KILL is sent mostly, then HUP, TERM and INT. At the end files may not grow beyond
`LIMIT`, as on a full disk.
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

BLOCK, HALO = 64, 40
LIMIT = 100_000  # bytes
SIGNALS = signal.SIGKILL, signal.SIGHUP, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGINT


def child() -> int:
    """Run ``doab`` with the arguments of this process and small blocks."""
    from doab.model import cli
    from doab.model.mapping import block_grid, map_scene

    map_scene.divide = lambda shape, _block, _halo, window: block_grid.divide(shape, BLOCK, HALO, window)
    return cli.main()


def start(images: list[str], out: Path, cache: Path, limit: int = 0) -> subprocess.Popen:
    """Start a run as a process, whose files may have ``limit`` bytes."""
    command = [sys.executable, __file__, "--child", "map", "--s2", *images, "--reference", "2023-07-12"]
    command += ["--device", "cpu", "--cache", "0", "--overwrite", "--out", str(out)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "XDG_CACHE_HOME": str(cache)}

    command = ["prlimit", f"--fsize={limit}", *command] if limit else command
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)


def finish(process: subprocess.Popen) -> tuple[int, str]:
    """Return the exit code of a process and the last line that it wrote on standard error."""
    _, text = process.communicate()
    return process.returncode, (text.strip().splitlines() or [""])[-1]


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a folder, by name."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.is_file()
    }


def content(path: Path) -> list[object]:
    """Return all rows of a result: attributes, and outlines to the last bit."""
    return [
        [(dict(row.properties), row.geometry["coordinates"]) for row in fiona.open(path, layer=layer)]
        for layer in ("parcels", "not_farmland")
    ]


def main(scene: str, kills: str = "20") -> None:
    """Print a line for each interrupted run, then whether the last one equals one that nobody interrupted."""
    dates = "20230423", "20230528", "20230712", "20230831"
    images = [str(p) for p in sorted(Path(scene).glob("S2*.tif")) if any(date in p.name for date in dates)]
    generator, broken, temporary = random.Random(1), 0, 0
    with tempfile.TemporaryDirectory() as name:
        whole, folder, cache = Path(name) / "whole.gpkg", Path(name) / "user", Path(name) / "cache"
        folder.mkdir()
        begun = time.monotonic()
        code, _ = finish(start(images, whole, Path(name) / "other cache"))
        seconds = time.monotonic() - begun
        print(f"not interrupted: exit code {code}, {seconds:.1f} s", flush=True)
        out = folder / "parcels.gpkg"
        finish(start(images, out, Path(name) / "third cache"))
        (folder / "notes.txt").write_text("of the user")
        (folder / "parcels.gpkg.txt").write_text("of the user, too")
        before = digests(folder)
        for number in range(int(kills)):
            sent = SIGNALS[number % len(SIGNALS)]
            process = start(images, out, cache)
            time.sleep(generator.uniform(0.1, 1) * seconds)
            ended = process.poll() is not None
            process.send_signal(sent)
            code, line = finish(process)
            ended = ended or code == 0  # it finished while the signal was sent
            left = [path.name for path in folder.iterdir() if path.is_dir()]
            temporary = max(temporary, len(left))
            broken += bool(left) and sent != signal.SIGKILL and not ended
            blocks = len(list(cache.rglob("blocks/*.npz")))
            same = digests(folder) == before
            if ended:
                before = digests(folder)
                same = content(out) == content(whole) and len(before) == 3
            broken += not same
            text = ("had ended" if ended else "folder as before") if same else f"CHANGED: {sorted(digests(folder))}"
            print(f"{number + 1:3} {sent.name:8} exit code {code:4}, {blocks:3} blocks kept, {text} {left}", flush=True)
        code, line = finish(start(images, out, Path(name) / "fourth cache", LIMIT))
        same = digests(folder) == before
        print(f"files of at most {LIMIT} bytes: exit code {code}, folder as before: {same}; {line}", flush=True)
        code, line = finish(start(images, out, cache))
        after = digests(folder)
        foreign = all(after[key] == before[key] for key in before if key != out.name)
        print(f"then not interrupted: exit code {code}; same rows as in one run: {content(out) == content(whole)}")
        print(f"foreign files untouched: {foreign}, no other file: {len(list(folder.iterdir())) == len(before)}")
        print(f"faults: {broken}; temporary folders at once after KILL: at most {temporary}, removed by the next run")


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        sys.argv.pop(1)
        sys.exit(child())
    main(*sys.argv[1:])
