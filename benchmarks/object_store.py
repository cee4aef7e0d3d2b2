"""A scene in an emulator of S3 beside the same one on a disk: parcels, dataset, and a run that is cut off and goes on.

    .venv/bin/pip install 'moto[server]' s3fs
    .venv/bin/doab simulate --seed 7 --size 256 --out SCENE
    .venv/bin/python benchmarks/object_store.py SCENE [CLUSTER]

Four Sentinel-2 dates with their masks, two of Sentinel-1 and the DEM are stored, and mapped in 16 blocks of 64 pixels.
The exit code is 1 where anything differs.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import interrupted_runs
import pyarrow
import pyarrow.dataset
import s3fs
from interrupted_runs import DATES, REFERENCE, Run, content

PORT = 5123
ADDRESS = f"127.0.0.1:{PORT}"
VARIABLES = {
    "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_S3_ENDPOINT": ADDRESS, "AWS_HTTPS": "NO", "AWS_VIRTUAL_HOSTING": "FALSE",  # for GDAL
    "AWS_ENDPOINT_URL": f"http://{ADDRESS}",  # for s3fs
}  # fmt: skip


@contextlib.contextmanager
def store() -> Iterator[s3fs.S3FileSystem]:
    """Yield the file system of an emulator of S3 that runs meanwhile."""
    command = [shutil.which("moto_server") or "moto_server", "-H", "127.0.0.1", "-p", str(PORT)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            time.sleep(5)
            yield s3fs.S3FileSystem()
        finally:
            process.terminate()


def start(images: str, out: Path, cache: Path, dataset: str, *options: str) -> Run:
    """Start a run over the images below a path or URL."""
    command = [
        sys.executable,
        interrupted_runs.__file__,
        "--child",
        "map",
        "--s2",
        f"{images}/S2",
        "--s1",
        f"{images}/S1",
    ]
    command += ["--dem", f"{images}/DEM.tif", "--reference", REFERENCE, "--device", "cpu", "--out", str(out)]
    command += ["--geoparquet", dataset, "--events", *options]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "XDG_CACHE_HOME": str(cache)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    run = Run(subprocess.Popen(command, env=environment, **pipes))
    run.thread = threading.Thread(target=run.follow)
    run.thread.start()
    return run


def rows(dataset: str, **options: object) -> pyarrow.Table:
    """Return the rows of a dataset in the order of their identifiers."""
    return pyarrow.dataset.dataset(dataset, partitioning="hive", **options).to_table().sort_by("id")


def main() -> int:
    """Map the scene of the first argument from a disk, then from the store; print what is the same."""
    scene, options = Path(sys.argv[1]), [f"--cluster={name}" for name in sys.argv[2:]]
    os.environ.update(VARIABLES)
    with tempfile.TemporaryDirectory() as name, store() as system:
        folder = Path(name)
        images = [path for path in scene.glob("S2*.tif") if any(date in path.name for date in DATES)]
        for path in [*images, *sorted(scene.glob("S1*.tif"))[8:10], scene / "DEM.tif"]:
            copy = folder / "scene" / path.name[:2].replace("DE", "") / path.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        system.mkdir("bucket")
        system.put(str(folder / "scene"), "bucket/", recursive=True)
        here, there, url = folder / "here.gpkg", folder / "there.gpkg", "s3://bucket/scene"
        facts = {"run from the disk": start(f"{folder}/scene", here, folder / "1", str(folder / "set")).end() == 0}
        cut = start(url, there, folder / "2", "s3://bucket/set", *options)
        cut.wait_for(0.5)
        cut.process.send_signal(signal.SIGTERM)
        facts["run from the store was cut off"] = cut.end() == 130 and not system.exists("bucket/set/_SUCCESS")
        kept = len([*(folder / "2").rglob("blocks/*.npz")])
        facts["then it went on to the end"] = start(url, there, folder / "2", "s3://bucket/set", *options).end() == 0
        facts["same parcels"] = content(here) == content(there)
        facts["same dataset"] = rows(str(folder / "set")) == rows("bucket/set", filesystem=system)
        again = start(url, there, folder / "2", "s3://bucket/set", *options)
        facts["not replaced unasked"] = again.end() == 2
        files = system.glob("bucket/set/block=*/*")
        print(f"{kept} blocks were kept; {len(content(here)[0])} parcels in {len(files)} files")
        print("\n".join(f"{what}: {'yes' if is_so else 'NO'}" for what, is_so in facts.items()))
        return 0 if all(facts.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
