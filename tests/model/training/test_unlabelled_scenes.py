"""Tiles without labels: clear reference frames of one place, other lights, nothing outside the scene."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import torch

from doab.model.network.encoders import create_encoder
from doab.model.protocol import InputError, Source
from doab.model.scene.inspection import inspect
from doab.model.simulation.scene_files import write_scene
from doab.model.training import unlabelled_scenes
from doab.model.training.unlabelled_scenes import clear_frames, noon_elevation, unlabelled_tiles

SIZE = 64
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    return create_encoder("compact").eval().requires_grad_(False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scene")
    write_scene(folder, seed=5, size=SIZE, year=2021)
    return folder


def draw(folder, encoder, size=32, count=1, seed=0):
    return list(unlabelled_tiles([Source(str(folder))], encoder, size, count, seed))


def samples(folder, monkeypatch, size=32, count=4):
    """Return the samples and frames of some tiles, before they are encoded."""
    with monkeypatch.context() as patch:
        patch.setattr(unlabelled_scenes, "encode_tile", lambda sample, frames, *_: (sample, frames))
        return draw(folder, None, size, count)


def test_a_tile_has_tokens_and_frames_in_several_lights(folder, encoder):
    for tile in draw(folder, encoder, count=3):
        volume, frames = tile.as_is.volume, tile.as_is.frames
        count = len(volume.days)
        assert volume.features.shape == (count, 8, 8, 64) and volume.features.dtype == torch.float16
        assert count <= unlabelled_scenes.MAX_ACQUISITIONS and len(tile.relit) == unlabelled_scenes.RELIT
        assert 2 <= len(frames.valid) <= unlabelled_scenes.MAX_FRAMES
        assert tile.as_is.frame(1).values.shape == (10, 32, 32) and tile.as_is.frame(1).bands.shape == (10,)
        for other in tile.relit:
            assert torch.equal(volume.days, other.volume.days) and torch.equal(volume.seen, other.volume.seen)
            assert not torch.equal(volume.raw, other.volume.raw) and other.volume.raw.isfinite().all()
            assert torch.equal(frames.valid, other.frames.valid)
            assert not torch.equal(frames.values, other.frames.values)


def test_light_and_bands_change_for_tokens_and_frames_alike(folder, encoder, monkeypatch):
    monkeypatch.setattr(unlabelled_scenes, "RGB_ONLY", 1.0)
    (tile,) = draw(folder, encoder)
    assert (tile.as_is.frames.bands.sum(1) == 10).all()
    assert all((one.frames.bands.sum(1) == 3).all() and one.volume.raw.isfinite().all() for one in tile.relit)


def test_the_same_seed_gives_the_same_tiles_and_the_first_do_not_depend_on_how_many(folder, encoder):
    one, two = draw(folder, encoder, count=2, seed=[7, 1]), draw(folder, encoder, seed=[7, 1])
    assert torch.equal(one[0].as_is.frames.values, two[0].as_is.frames.values)
    assert torch.equal(one[0].relit[0].volume.raw, two[0].relit[0].volume.raw)
    assert not torch.equal(one[0].as_is.frames.values[0], one[1].as_is.frames.values[0])


def test_the_frames_are_different_clear_dates_of_one_place(folder, monkeypatch):
    drawn = samples(folder, monkeypatch)
    assert len({(sample.latitude, sample.longitude) for sample, _ in drawn}) == 4
    for sample, frames in drawn:
        assert len(set(frames)) == len(frames) and all(0 <= i < len(sample.optical) for i in frames)
        assert all(sample.optical_valid[i].mean() >= unlabelled_scenes.MIN_CLEAR for i in frames)


def test_where_a_tile_is_larger_than_the_scene_nothing_is_valid(folder, monkeypatch):
    for sample, frames in samples(folder, monkeypatch, 96, 2):
        assert 0 < sample.optical_valid.any(0).sum() <= SIZE * SIZE
        assert all(0 < sample.optical_valid[i].sum() <= SIZE * SIZE for i in frames)


def test_a_scene_of_one_date_gives_tiles_of_one_frame(folder, encoder, tmp_path):
    proposed = inspect([Source(str(folder))]).proposed.replace("-", "")
    for path in folder.glob(f"S2_L2A_{proposed}*.tif"):
        shutil.copy(path, tmp_path)
    (tile,) = draw(tmp_path, encoder)
    assert len(tile.as_is.frames.valid) == len(tile.as_is.volume.days) == 1


def test_frames_are_clear_and_not_of_a_winter_day(folder, monkeypatch):
    inspection = inspect([Source(str(folder))])
    clear = {frame.date: frame.parts["clear"] for frame in inspection.frames}
    dates = [frame.date for frame in clear_frames(inspection)]
    assert len(dates) > 1 and min(clear[d] for d in dates) >= 0.9
    assert not {date.fromisoformat(d).month for d in dates} & {12, 1}
    monkeypatch.setattr(unlabelled_scenes, "LOW_SUN", 90.0)
    assert [frame.date for frame in clear_frames(inspection)] == [inspection.proposed]


@pytest.mark.parametrize(
    ("day", "latitude", "elevation"),
    [("2021-06-21", 51, 62.4), ("2021-12-21", 51, 15.6), ("2021-03-21", 44, 46), ("2021-06-21", -30, 36.6)],
)
def test_the_elevation_of_the_sun_at_noon_is_that_of_almanacs(day, latitude, elevation):
    assert noon_elevation(day, latitude) == pytest.approx(elevation, abs=1.5)


def test_a_folder_without_sentinel_2_is_refused(tmp_path, encoder):
    with pytest.raises(InputError):
        draw(tmp_path, encoder)


def test_a_real_scene_of_monthly_composites_gives_tiles_without_winter_frames(encoder):
    scene = DATA / "hesbaye_2021"
    if not scene.is_dir():
        pytest.skip("needs the real scene hesbaye_2021 in ../shared/data")
    (tile,) = draw(scene, encoder, 48)
    frames = tile.as_is.frames
    assert len(frames.valid) == 4 and frames.valid.mean() > 0.9
    assert (frames.bands.sum(1) == 9).all() and len(tile.as_is.volume.days) > 12
