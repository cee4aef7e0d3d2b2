"""A run whose blocks other processes map: the same parcels as in one process, whatever happens to them."""

import contextlib
import dataclasses
import os
import random
import signal
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import cloudpickle
import fiona
import numpy as np
import pytest
import rasterio
from http_folder import served
from rasterio.transform import from_origin
from scipy.ndimage import gaussian_filter, uniform_filter

from doab.model.cluster.address import ClusterAddress
from doab.model.cluster.dask_pool import open_pool
from doab.model.cluster.dispatch import Distributed
from doab.model.cluster.worker_pool import Outcome
from doab.model.crops import known_crops
from doab.model.datatypes import AcquisitionTokens, TemporalMaps, TilePrediction, WatershedSettings
from doab.model.disk_cache import default_folder
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.run_folder import RUNS
from doab.model.protocol import Acquisition, BandSource, Cancelled, InputError, Job, Scene, dumps, loads
from doab.model.remote_files import path_of
from doab.model.reporter import Reporter

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # workers cannot import tests

SMALL = {"block": 40, "halo": 16}  # 12 blocks
DATES = "2023-05-01", "2023-06-01"


class EvennessPredictor:
    """Fields are where the reference frame is even; ``victim`` is a file whose remover dies in the next prediction."""

    fingerprint = encoder_fingerprint = temporal_fingerprint = "evenness"
    refinement = None
    tile, workers, tile_batch, notices = 48, 1, 1, ()
    watershed_settings, name = WatershedSettings(), "evenness 1.0"
    crops, class_priors = known_crops()[:3], (1.0,) * 3

    def __init__(self, victim: str = "", pause: float = 0.0) -> None:
        self.victim, self.pause = victim, pause

    def start_worker(self):
        pass

    def encode(self, windows):
        cells = np.zeros((16, 16, 1), np.float16), np.zeros((32, 32, 1), np.float16)
        return [AcquisitionTokens(one.day, *cells, one.valid[::4, ::4], one.valid) for one in windows]

    def temporal_maps(self, tokens, origin):
        maps = np.zeros((1, 16, 16), np.float16), np.zeros((1, 32, 32), np.float16)
        return TemporalMaps(*maps, np.array([one.clear for one in tokens]))

    def predict(self, tiles):
        return [self.predict_tile(*tile) for tile in tiles]

    def predict_tile(self, sample, maps):
        time.sleep(self.pause)
        if self.victim:
            with contextlib.suppress(FileNotFoundError):
                Path(self.victim).unlink()
                os.kill(os.getpid(), signal.SIGKILL)
        brightness = sample.reference[1].repeat(2, 0).repeat(2, 1)
        uneven = np.clip(40 * gaussian_filter(np.hypot(*np.gradient(brightness)), 1), 0, 1).astype(np.float32)
        classes = np.arange(3)[:, None, None] / 3
        crop = np.exp(-10 * np.abs(sample.reference[1] * 3 - classes)).astype(np.float32)
        return TilePrediction((uneven < 0.6).astype(np.float32), uneven, uniform_filter(1 - uneven, 9), crop)


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """Return a scene of rectangular fields with noise."""
    folder = tmp_path_factory.mktemp("scene")
    generator = np.random.default_rng(4)
    rows, cols = (np.searchsorted(np.cumsum(generator.integers(8, 20, n)), np.arange(n), "right") for n in (120, 150))
    profile = {"driver": "GTiff", "height": 120, "width": 150, "count": 3, "dtype": "uint16", "crs": "EPSG:32631"}
    acquisitions = []
    for date in DATES:
        values = generator.uniform(200, 3000, (3, rows.max() + 1, cols.max() + 1))[:, rows][:, :, cols]
        path = str(folder / f"{date}.tif")
        with rasterio.open(path, "w", transform=from_origin(500_000, 5_600_000, 10, 10), nodata=0, **profile) as file:
            file.write((values + generator.normal(0, 20, values.shape)).clip(1).astype(np.uint16))
        bands = {band: BandSource(path, i) for i, band in enumerate(("B02", "B03", "B04"), 1)}
        acquisitions.append(Acquisition("S2", date, bands, 1e-4, nodata=0))
    return Scene(tuple(acquisitions))


@pytest.fixture(scope="module")
def whole(scene, tmp_path_factory):
    """Return the layers that one process makes of the scene."""
    folder = tmp_path_factory.mktemp("whole")
    job = Job(scene, str(folder / "whole.gpkg"), DATES[1], cache=10)
    map_scene(job, EvennessPredictor(), Reporter(), cache_folder=folder, **SMALL)
    return content(job.out)


@pytest.fixture
def job(scene, tmp_path, monkeypatch):
    """Return a job for the scene; the cache folder is the test's own."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    return Job(scene, str(tmp_path / "parcels.gpkg"), DATES[1], cache=10)


def content(path) -> dict:
    """Return all features of both layers and the embeddings as they are in the file."""
    layers = {}
    for layer in ("parcels", "not_farmland"):
        with fiona.open(path, layer=layer) as file:
            layers[layer] = [(dict(f.properties), f.geometry["coordinates"]) for f in file]
    with contextlib.closing(sqlite3.connect(path)) as database:
        layers["embeddings"] = database.execute("SELECT * FROM parcel_embeddings").fetchall()
    return layers


class Diary(Reporter):
    """Collects warnings and progress; stops when ``stop`` of the run is over."""

    def __init__(self, stop: float = 2.0, how: type[Exception] | None = Cancelled) -> None:
        self.warnings, self.fraction, self.stop, self.how = [], 0.0, stop, how

    def warn(self, text):
        self.warnings.append(text)

    def progress(self, fraction):
        self.fraction = fraction

    def check(self):
        if self.how and self.fraction >= self.stop:
            raise self.how

    def enough(self):
        return self.how is None and self.fraction >= self.stop


def itself(predictor):
    return predictor


def executor(pool, predictor, cache="") -> Distributed:
    return Distributed(pool, partial(itself, predictor), None, cache or str(default_folder()), 10_000_000)


class UnreliablePool:
    """Does tasks in this process: in any order, some of them twice, and some fail at first."""

    threads = 3

    def __init__(self, seed: int, failures: float = 0.3) -> None:
        self.random, self.failures, self.tasks, self.done = random.Random(seed), failures, {}, []

    @contextlib.contextmanager
    def open(self, folder):
        yield self

    def submit(self, function, *arguments):
        ticket = len(self.done) + len(self.tasks)
        self.tasks[ticket] = function, arguments
        return ticket

    def wait(self, seconds):
        if not self.tasks:
            return []
        ticket = self.random.choice([*self.tasks])
        function, arguments = self.tasks.pop(ticket)
        self.done.append((function.__name__, arguments[1]))
        if self.random.random() < self.failures and self.done.count(self.done[-1]) == 1:
            return [Outcome(ticket, error=OSError("the network failed"))]
        for _ in range(self.random.randint(1, 2)):
            result = function(*arguments)
        return [Outcome(ticket, result)]

    def lost(self):
        return 0


def test_tasks_in_any_order_twice_or_failing_give_the_same_parcels(job, whole):
    pool, predictor = UnreliablePool(1), EvennessPredictor()
    summary = map_scene(job, predictor, Reporter(), executor=executor(pool.open, predictor), **SMALL)
    assert content(job.out) == whole and (summary.blocks, summary.finished) == (12, summary.tiles)
    assert [one.share for one in summary.contributions] == [1, 1]
    assert {name for name, _ in pool.done} == {"map_tiles", "map_block"}
    tiles = {tile for name, part in pool.done if name == "map_tiles" for tile in part}
    assert len(tiles) == summary.tiles
    runs = default_folder() / RUNS
    assert not runs.exists() or not [*runs.iterdir()], "a run that is done leaves nothing"


class TwiceAtOnce(UnreliablePool):
    """Does each task twice at the same time, in threads."""

    @contextlib.contextmanager
    def open(self, folder):
        with ThreadPoolExecutor(4) as self.threads_of_both:
            yield self

    def submit(self, function, *arguments):
        ticket = len(self.done) + len(self.tasks)
        self.tasks[ticket] = [self.threads_of_both.submit(function, *arguments) for _ in range(2)]
        return ticket

    def wait(self, seconds):
        ticket = next(iter(self.tasks))
        self.done.append(ticket)
        return [Outcome(ticket, self.tasks.pop(ticket)[0].result())]


def test_tasks_that_two_workers_do_at_the_same_time_give_the_same_parcels(job, whole):
    pool, predictor = TwiceAtOnce(1), EvennessPredictor()
    map_scene(job, predictor, Reporter(), executor=executor(pool.open, predictor), **SMALL)
    assert content(job.out) == whole


@pytest.mark.parametrize("how", [Cancelled, None])
def test_a_run_in_one_process_goes_on_from_what_a_cluster_has_finished(job, whole, tmp_path, how):
    pool, predictor, diary = UnreliablePool(5, failures=0), EvennessPredictor(), Diary(0.8, how)
    with pytest.raises(Cancelled) if how else contextlib.nullcontext():
        early = map_scene(job, predictor, diary, executor=executor(pool.open, predictor), **SMALL)
        assert early.finished < early.tiles and 0 < early.parcels < len(whole["parcels"])
    (folder,) = (default_folder() / RUNS).iterdir()
    assert not [*folder.glob("shared-*")], "workers that are still busy stop"
    later = dataclasses.replace(job, out=str(tmp_path / "later.gpkg"))
    finished = len([*(folder / "blocks").glob("*.npz")])
    assert finished and map_scene(later, predictor, Reporter(), **SMALL).resumed == finished
    assert content(later.out) == whole


def test_images_at_urls_give_the_same_parcels_and_such_a_run_goes_on_and_keeps_tokens(job, whole, tmp_path):
    pytest.importorskip("aiohttp", reason="needs the extra cluster")
    folder = Path(job.scene.acquisitions[0].bands["B02"].path).parent
    predictor = EvennessPredictor()
    first, second, third = (executor(UnreliablePool(seed, failures=0).open, predictor) for seed in range(3))
    with served(folder, tmp_path / "requests") as server:
        text = dumps(job).replace(str(folder), path_of(server.url))
        remote = dataclasses.replace(loads(Job, text), cache=100)
        with pytest.raises(Cancelled):
            map_scene(remote, predictor, Diary(0.8), executor=first, **SMALL)
        summary = map_scene(remote, predictor, Reporter(), executor=second, **SMALL)
        again = dataclasses.replace(remote, overwrite=True)
        repeated = map_scene(again, predictor, Reporter(), executor=third, **SMALL)
    assert content(job.out) == whole
    assert summary.resumed and repeated.encoded == 0 < summary.tiles == repeated.tiles


def test_a_task_that_always_fails_ends_the_run(job):
    class BrokenPool(UnreliablePool):
        def wait(self, seconds):
            return [Outcome(ticket, error=self.error) for ticket in [*self.tasks][:1] if self.tasks.pop(ticket)]

    predictor = EvennessPredictor()
    for error, expected in ((OSError("no"), OSError), (ImportError("doab"), InputError)):
        pool = BrokenPool(1)
        pool.error = error
        with pytest.raises(expected, match="no|Install the same version"):
            map_scene(job, predictor, Reporter(), executor=executor(pool.open, predictor), **SMALL)


def test_workers_that_see_another_bundle_are_refused(job):
    predictor, other = EvennessPredictor(), EvennessPredictor()
    other.fingerprint = "another"
    with pytest.raises(InputError, match="does not see the same images or bundle"):
        map_scene(job, predictor, Reporter(), executor=executor(UnreliablePool(1).open, other), **SMALL)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed")
def test_two_dask_workers_of_which_one_is_killed_give_the_same_parcels(job, whole, tmp_path):
    victim, diary = tmp_path / "victim", Diary()
    victim.touch()
    workers = partial(open_pool, ClusterAddress(workers=2))
    distributed = executor(workers, EvennessPredictor(str(victim)))
    summary = map_scene(job, EvennessPredictor(), diary, executor=distributed, **SMALL)
    assert not victim.exists() and content(job.out) == whole
    assert summary.finished == summary.tiles and diary.fraction == 1
    assert "A worker was lost; another one does what it was doing." in diary.warnings
