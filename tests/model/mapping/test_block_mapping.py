"""A run in many blocks: the same parcels whatever was finished when, and nothing finished is lost."""

import dataclasses
import multiprocessing
import os
import signal
import sys

import fiona
import numpy as np
import pytest

from doab.model.disk_cache import default_folder
from doab.model.mapping.block_mapping import BlockMapper
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.run_folder import RUNS
from doab.model.mapping.tile_store import TileStore
from doab.model.protocol import Cancelled, Exclusion, InputError, Job
from doab.model.reporter import Reporter

HEIGHT, WIDTH = 120, 150
SMALL = {"block": 40, "halo": 16}  # 12 blocks


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path):
    """Keep runs that other tests left behind out of the count."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "cache"))


@pytest.fixture
def case(landscape, scene, predictor, tmp_path):
    """Return a job and a predictor for a landscape with some noise, so that blending and watershed have work."""
    truth = landscape(HEIGHT, WIDTH, 60)
    noise = np.random.default_rng(5).normal(0, 0.1, (3, 2 * HEIGHT, 2 * WIDTH))
    for name, more in zip(("field", "border", "core"), noise, strict=True):
        setattr(truth, name, np.clip(getattr(truth, name) + more, 0, 1).astype(np.float32))
    return Job(scene(HEIGHT, WIDTH), str(tmp_path / "parcels.gpkg"), "2019-06-01"), predictor(truth)


def content(path) -> dict:
    """Return all features of both layers as they are in the file."""
    layers = {}
    for layer in ("parcels", "not_farmland"):
        with fiona.open(path, layer=layer) as file:
            layers[layer] = [(dict(f.properties), f.geometry["coordinates"]) for f in file]
    return layers


def kept_runs():
    folder = default_folder() / RUNS
    return list(folder.iterdir()) if folder.exists() else []


class Stopping(Reporter):
    """Stops the run at a check: by being cancelled, by an error, or by being killed."""

    def __init__(self, checks: int, how=None) -> None:
        self.left, self.how, self.stages = checks, how, []

    def stage(self, text):
        self.stages.append(text)

    def check(self):
        self.left -= 1
        if self.left < 0:
            if self.how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise Cancelled


def test_parcels_of_many_blocks_cover_the_ground_like_those_of_one(case, tmp_path):
    job, predictor = case
    one = map_scene(job, predictor, Reporter())
    many = map_scene(dataclasses.replace(job, out=str(tmp_path / "many.gpkg")), predictor, Reporter(), **SMALL)
    assert (one.blocks, many.blocks, many.resumed) == (1, 12, 0)
    assert abs(one.parcels - many.parcels) <= 2 and one.not_farmland == pytest.approx(many.not_farmland, rel=0.02)
    assert not kept_runs(), "a run that is done leaves nothing"


def test_every_tile_is_mapped_once_whatever_the_blocks(case):
    job, predictor = case
    map_scene(dataclasses.replace(job, cache=0), predictor, Reporter(), **SMALL)
    assert predictor.calls == 20 and len(predictor.encoded) <= 24


def killed(monkeypatch, written: int) -> None:
    """Kill the process while it writes its block number ``written``."""
    fsync, left = os.fsync, [written]

    def killing(descriptor):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", killing)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
@pytest.mark.parametrize(("moments", "written"), [((4, 11), 0), ((23, 1), 7), ((40,), 0)])
def test_a_run_that_is_killed_goes_on_and_ends_in_the_same_parcels(case, tmp_path, monkeypatch, moments, written):
    job, predictor = case
    whole = dataclasses.replace(job, out=str(tmp_path / "whole.gpkg"))
    map_scene(whole, predictor, Reporter(), **SMALL)
    for checks in (*moments, *([10**9] if written else [])):
        with monkeypatch.context() as patch:
            if checks == 10**9:
                killed(patch, written)
            arguments = job, predictor, Stopping(checks, "kill"), None, None, *SMALL.values()
            process = multiprocessing.get_context("fork").Process(target=map_scene, args=arguments)
            process.start()
            process.join()
        assert process.exitcode == -signal.SIGKILL and not os.path.exists(job.out)
    (folder,) = kept_runs()
    finished = len(list((folder / "blocks").glob("*.npz")))
    predictor.calls, diary = 0, Stopping(10**9)
    summary = map_scene(job, predictor, diary, **SMALL)
    assert summary.resumed == finished and predictor.calls < 20 and summary.finished == summary.tiles
    assert not finished or f"; {finished} of 12 blocks were finished before" in " ".join(diary.stages)
    assert content(job.out) == content(whole.out) and not kept_runs()


def test_a_block_that_was_not_written_completely_is_mapped_again(case, tmp_path, monkeypatch):
    job, predictor = case
    whole = dataclasses.replace(job, out=str(tmp_path / "whole.gpkg"))
    map_scene(whole, predictor, Reporter(), **SMALL)
    with pytest.raises(Cancelled):
        map_scene(job, predictor, Stopping(33), **SMALL)
    (folder,) = kept_runs()
    blocks, tiles = (sorted((folder / name).glob("*.npz")) for name in ("blocks", "tiles"))
    assert len(blocks) > 2 and tiles
    blocks[0].write_bytes(blocks[0].read_bytes()[:2000])
    blocks[1].unlink()
    for path in tiles[::2]:
        path.write_bytes(path.read_bytes()[:500])
    assert map_scene(job, predictor, Reporter(), **SMALL).resumed == len(blocks) - 2
    assert content(job.out) == content(whole.out)


def test_a_stored_tile_that_is_damaged_is_mapped_again(case, tmp_path, monkeypatch):
    job, predictor = case
    map_scene(job, predictor, Reporter(), **SMALL)
    whole, mapped, load, damaged = content(job.out), [], TileStore.load, []

    def damage_one(self, tile):
        if not damaged and len(mapped) > 40:
            damaged.append(tile)
            self.remove(tile)
        return load(self, tile)

    def count(self, tile, one, save=TileStore.save):
        mapped.append(tile)
        save(self, tile, one)

    monkeypatch.setattr(TileStore, "load", damage_one)
    monkeypatch.setattr(TileStore, "save", count)
    again = dataclasses.replace(job, out=str(tmp_path / "again.gpkg"))
    map_scene(again, predictor, Reporter(), **SMALL)
    assert content(again.out) == whole
    assert [tile for tile in set(mapped) if mapped.count(tile) == 2] == damaged


@pytest.mark.parametrize("share", [0.25, 0.6])
def test_a_run_that_was_ended_early_has_whole_parcels_and_goes_on_later(case, tmp_path, share):
    job, predictor = case
    whole = dataclasses.replace(job, out=str(tmp_path / "whole.gpkg"))
    map_scene(whole, predictor, Reporter(), **SMALL)
    outlines = {str(outline) for _, outline in content(whole.out)["parcels"]}

    class Enough(Reporter):
        fraction = 0.0

        def progress(self, fraction):
            self.fraction = fraction

        def enough(self):
            return self.fraction > 0.9 * share

    summary = map_scene(job, predictor, Enough(), **SMALL)
    early = content(job.out)["parcels"]
    assert 0 < summary.finished < 20 and 0 < len(early) < len(outlines)
    known = [str(outline) in outlines for _, outline in early]
    assert np.mean(known) > 0.8, "outlines at the edge of what is mapped may differ a little, but none is cut"
    sizes = {str(point): row["area_ha"] for row, (point, *_) in ((r, o[0]) for r, o in content(whole.out)["parcels"])}
    assert all(row["area_ha"] > 0.9 * sizes.get(str(outline[0][0]), 0) for row, outline in early)
    predictor.calls, later = 0, dataclasses.replace(job, out=str(tmp_path / "later.gpkg"))
    map_scene(later, predictor, Reporter(), **SMALL)
    assert predictor.calls == 20 - summary.finished and content(later.out) == content(whole.out)


def test_a_full_disk_is_a_sentence_and_what_is_finished_is_kept(case, monkeypatch):
    job, predictor = case
    room = [3]
    savez = np.savez_compressed

    def filling(file, **arrays):
        room[0] -= 1
        if room[0] < 0:
            raise OSError(28, "No space left on device")
        savez(file, **arrays)

    monkeypatch.setattr(np, "savez_compressed", filling)
    with pytest.raises(InputError, match="No space left on device.*Free some space and run again"):
        map_scene(job, predictor, Reporter(), **SMALL)
    room[0] = 100
    assert map_scene(job, predictor, Reporter(), **SMALL).resumed == 3


def test_a_run_for_which_there_is_no_room_is_refused_before_it_begins(case, monkeypatch):
    job, predictor = case
    full = type("Usage", (), {"free": 1_000_000})
    monkeypatch.setattr("shutil.disk_usage", lambda path: full)
    with pytest.raises(InputError, match="are free. Free some space"):
        map_scene(job, predictor, Reporter(), **SMALL)
    assert not predictor.calls and not kept_runs()


def test_the_space_that_is_asked_for_holds_what_a_run_stores(case, monkeypatch):
    job, predictor = case
    most, asked = [0], []
    save, space = TileStore.save, BlockMapper.bytes.fget

    def measured(self, tile, mapped):
        save(self, tile, mapped)
        most[0] = max(most[0], sum(path.stat().st_size for path in kept_runs()[0].rglob("*.npz")))

    monkeypatch.setattr(TileStore, "save", measured)
    monkeypatch.setattr(BlockMapper, "bytes", property(lambda self: asked.append(space(self)) or asked[0]))
    map_scene(job, predictor, Reporter(), **SMALL)
    assert 0.6 * asked[0] < most[0] < 1.3 * asked[0]


def test_blocks_without_anything_to_map_are_left_out(case, tmp_path):
    job, predictor = case
    path = tmp_path / "west.gpkg"
    ring = [(499_000, 5_598_000), (500_700, 5_598_000), (500_700, 5_601_000), (499_000, 5_601_000)]
    schema = {"geometry": "Polygon", "properties": {}}
    with fiona.open(path, "w", driver="GPKG", crs="EPSG:32631", schema=schema) as file:
        file.write({"geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, "properties": {}})
    one = dataclasses.replace(job, exclude=Exclusion(str(path)), out=str(tmp_path / "one.gpkg"))
    many = dataclasses.replace(one, out=job.out)
    map_scene(one, predictor, Reporter())
    map_scene(many, predictor, Reporter(), **SMALL)
    left_out = [
        sum(row["area_ha"] for row, _ in content(result.out)["not_farmland"] if row["reason"] == "left out")
        for result in (one, many)
    ]
    assert left_out == pytest.approx([84, 84], rel=0.02)
