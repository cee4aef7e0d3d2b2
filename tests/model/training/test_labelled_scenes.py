import dataclasses
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.warp import transform

from doab.model.declared_parcels import burn, read_declared
from doab.model.protocol import Area, InputError, Source
from doab.model.scene.inspection import inspect
from doab.model.simulation.scene_files import write_scene
from doab.model.training import labelled_scenes
from doab.model.training.labelled_scenes import good_frames, labelled_tiles
from doab.model.training.pretraining_corpus import MAX_SHIFT

SIZE = 64
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scene")
    write_scene(folder, seed=5, size=SIZE, year=2021)
    return folder


@pytest.fixture(scope="module")
def parcels(folder):
    return read_declared(folder / "parcels_truth.gpkg")


@pytest.fixture(scope="module")
def images(folder):
    """The scene's images [10, H, W] as reflectance, by day, and their grid."""
    pictures = {}
    for path in sorted(folder.glob("S2_L2A_????????.tif")):
        with rasterio.open(path) as file:
            pictures[datetime.strptime(path.stem[-8:], "%Y%m%d").toordinal()] = file.read() / 10_000
            grid = file.crs, file.transform
    return pictures, *grid


def draw(folder, parcels, size=32, count=1, seed=0, **options):
    return list(labelled_tiles([Source(str(folder))], parcels, size, count, seed, **options))


def same(one, other):
    return all(np.array_equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))


def corner(sample, images):
    """Return (row, column) of a sample's upper left pixel, from where it says its centre is."""
    _, crs, pixels = images
    (x,), (y,) = transform("EPSG:4326", crs, [sample.longitude], [sample.latitude])
    col, row = ~pixels @ (x, y)
    size = sample.reference.shape[-1]
    return round(row - size / 2), round(col - size / 2)


def window(pixels, row, col):
    return pixels @ pixels.translation(col, row)


def test_a_tile_is_a_sample_with_its_labels(folder, parcels):
    for sample, labels in draw(folder, parcels, count=3):
        dates, passes = len(sample.optical_days), len(sample.radar_days)
        assert sample.reference.shape == (10, 32, 32) and sample.reference.dtype == np.float32
        assert sample.optical.shape == (dates, 10, 32, 32) and sample.optical_valid.shape == (dates, 32, 32)
        assert sample.radar.shape == (passes, 2, 32, 32) and sample.terrain.shape == (2, 32, 32)
        assert labels.parcels.shape == labels.void.shape == (64, 64) and labels.parcels.dtype == np.int32
        assert labels.parcels.max() == len(labels.crops) - 1 and labels.crops[0] == -1
        assert ((labels.parcels > 0) & ~labels.void).mean() >= labelled_scenes.MIN_LABELLED
        assert not sample.optical[~np.broadcast_to(sample.optical_valid[:, None], sample.optical.shape)].any()


def test_labels_and_images_are_those_of_the_tiles_location(folder, parcels, images):
    pictures, _, pixels = images
    for sample, labels in draw(folder, parcels, count=4, seed=1):
        row, col = corner(sample, images)
        truth = burn(parcels, window(pixels, row, col), 32, 32)
        assert np.array_equal(labels.parcels, truth.parcels) and np.array_equal(labels.crops, truth.crops)
        clear, bands = sample.reference_valid, sample.reference_bands
        there = {day: image[:, row : row + 32, col : col + 32] for day, image in pictures.items()}
        reference = sample.reference[bands][:, clear]
        shown = [day for day, image in there.items() if np.allclose(image[bands][:, clear], reference, atol=1e-4)]
        shift = sample.reference_day - shown[0]
        assert len(shown) == 1 and abs(shift) <= MAX_SHIFT
        assert set(sample.optical_days - shift) <= set(pictures)
        assert np.array_equal(sample.optical[list(sample.optical_days).index(sample.reference_day)], sample.reference)


def test_the_same_seed_gives_the_same_tiles_and_the_first_do_not_depend_on_how_many(folder, parcels):
    first, again = draw(folder, parcels, count=3, seed=[7, 1]), draw(folder, parcels, count=2, seed=[7, 1])
    for (sample, labels), (other, others) in zip(first, again, strict=False):
        assert same(sample, other) and same(labels, others)
    assert not same(first[0][0], draw(folder, parcels, seed=[7, 2])[0][0])


@pytest.mark.parametrize("size", [32, 96])
def test_a_scene_read_window_by_window_gives_what_one_read_whole_gives(folder, parcels, monkeypatch, size):
    whole = draw(folder, parcels, size, count=2)
    monkeypatch.setattr(labelled_scenes, "IN_MEMORY", 0)
    for (sample, labels), (other, others) in zip(whole, draw(folder, parcels, size, count=2), strict=True):
        assert same(sample, other) and same(labels, others)


def test_where_a_tile_is_larger_than_the_scene_nothing_is_valid_and_all_is_void(folder, parcels, images):
    for sample, labels in draw(folder, parcels, 96, count=2):
        row, col = corner(sample, images)
        outside = np.ones((96, 96), bool)
        outside[-row : SIZE - row, -col : SIZE - col] = False
        assert outside.sum() == 96 * 96 - SIZE * SIZE
        assert (
            labels.void[labelled_scenes._to_5_m(outside)].all()
            and not labels.void[labelled_scenes._to_5_m(~outside)].all()
        )
        for name in ("reference_valid", "optical_valid", "radar_valid", "terrain_valid"):
            assert not getattr(sample, name)[..., outside].any()


def test_tiles_vary_in_location_frame_season_and_dates(folder, parcels):
    samples = [sample for sample, _ in draw(folder, parcels, count=12)]
    assert len({(s.latitude, s.longitude) for s in samples}) == 12
    assert len({s.reference_day for s in samples}) > 4
    assert len({len(s.optical_days) for s in samples}) > 3 and len({len(s.radar_days) for s in samples}) > 3
    for s in samples:
        assert len(s.optical_days) > labelled_scenes.MIN_DATES and (np.diff(s.optical_days) > 0).all()
        assert s.reference_day in s.optical_days


@pytest.mark.parametrize("chance", ["NO_RADAR", "NO_TERRAIN", "FEWER_BANDS"])
def test_some_tiles_lack_radar_terrain_or_bands(folder, parcels, monkeypatch, chance):
    for name in ("NO_RADAR", "NO_TERRAIN", "FEWER_BANDS"):
        monkeypatch.setattr(labelled_scenes, name, float(name == chance))
    ((sample, _),) = draw(folder, parcels)
    assert (len(sample.radar) == 0) == (chance == "NO_RADAR")
    assert (not sample.terrain_valid.any() and not sample.terrain.any()) == (chance == "NO_TERRAIN")
    assert (not sample.reference_bands.all()) == (chance == "FEWER_BANDS")
    assert sample.reference_bands.any() and (sample.optical_bands == sample.reference_bands).all()
    assert not sample.reference[~sample.reference_bands].any() and not sample.optical[:, ~sample.reference_bands].any()


def test_only_good_dates_serve_as_reference_frames(folder):
    inspection = inspect([Source(str(folder))])
    scores = {frame.date: frame for frame in inspection.frames}
    good = [frame.date for frame in good_frames(inspection)]
    assert inspection.proposed in good and 1 < len(good) < len(scores)
    assert min(scores[d].parts["clear"] for d in good) >= 0.9


def test_outside_an_incomplete_declaration_all_is_void(folder, parcels):
    ((_, labels),) = draw(folder, parcels.only(np.arange(len(parcels.crops)) % 3 > 0), complete=False)
    assert labels.void[labels.parcels == 0].all() and (labels.parcels == 0).any()


def test_what_is_held_out_and_the_parcels_that_reach_into_it_are_void(folder, parcels, images):
    _, crs, pixels = images
    west, south, east, north = pixels.c, pixels.f - 640, pixels.c + 640, pixels.f
    half = Area(((west + east) / 2, south, east, north), str(crs))
    box = shapely.box(*half.bounds)
    reach = parcels.only(shapely.intersects(parcels.polygons, box))
    for sample, labels in draw(folder, parcels, count=3, held_out=[half]):
        row, col = corner(sample, images)
        transform_of_tile = window(pixels, row, col)
        assert labels.void[burn(reach, transform_of_tile, 32, 32).parcels > 0].all()
        middle = max(0, min(64, 2 * (SIZE // 2 - col)))
        assert labels.void[:, middle:].all() and not labels.void[:, :middle].all()
    with pytest.raises(InputError, match="not in what is held out"):
        draw(folder, parcels, held_out=[Area((west, south, east, north), str(crs))])


def test_tiles_show_nothing_outside_their_area(folder, parcels, images):
    _, crs, pixels = images
    area = Area((pixels.c, pixels.f - 320, pixels.c + 320, pixels.f), str(crs))
    ((sample, labels),) = draw(folder, parcels, 64, area=area)
    assert sample.optical_valid.any(0).sum() <= 32 * 32 and (~labels.void).sum() <= 64 * 64


def test_parcels_of_another_region_are_refused(folder, parcels):
    moved = shapely.transform(parcels.polygons, lambda xy: xy + 50_000)
    with pytest.raises(InputError, match="Check that they lie where"):
        draw(folder, dataclasses.replace(parcels, polygons=moved))


def test_a_scene_without_sentinel_2_is_refused(tmp_path, parcels):
    with pytest.raises(InputError):
        draw(tmp_path, parcels)


def test_a_real_scene_and_its_declaration_give_tiles_of_several_dates():
    scene = DATA / "flanders_2019"
    if not scene.is_dir():
        pytest.skip("needs the real scene flanders_2019 in ../shared/data")
    tiles = draw(scene, read_declared(scene / "lpis_parcels.gpkg"), 48, count=6, complete=False)
    assert len({sample.reference_day for sample, _ in tiles}) > 2
    for sample, labels in tiles:
        assert sample.reference_valid.mean() > 0.9 and len(np.unique(labels.crops)) > 3
        assert 0.5 < (labels.parcels > 0).mean() < 1 and (labels.void == (labels.parcels == 0)).all()
