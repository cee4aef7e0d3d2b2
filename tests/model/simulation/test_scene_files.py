import fiona
import numpy as np
import pytest
import rasterio
from shapely.geometry import shape

from doab.model.crops import known_crops
from doab.model.protocol import OPTICAL_BANDS, RADAR_BANDS, InputError
from doab.model.simulation.scene_files import DATES, write_scene


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scene")
    write_scene(folder, seed=5, size=64, year=2021)
    return folder


def images(folder):
    return sorted(path for path in folder.glob("S2_L2A_2021*.tif") if "SCL" not in path.name)


def test_there_is_a_file_for_every_date(folder):
    assert len(images(folder)) == len(list(folder.glob("S2_L2A_2021*_SCL.tif"))) == DATES
    assert len(list(folder.glob("S1_GRD_2021*.tif"))) == DATES


def test_images_are_digital_numbers_with_named_bands(folder):
    with rasterio.open(images(folder)[0]) as file:
        assert file.descriptions == OPTICAL_BANDS and set(file.dtypes) == {"uint16"} and file.nodata == 0
        assert file.res == (10, 10) and file.crs.to_epsg() in (32631, 32632)
        assert file.read().min() > 0
        bounds = file.bounds
    with rasterio.open(next(folder.glob("S1_*.tif"))) as file:
        assert file.descriptions == RADAR_BANDS and file.res == (20, 20) and file.bounds == bounds
        assert -40 < file.read().min() < file.read().max() < 10


def test_cloud_masks_lie_on_the_images_and_some_dates_are_lost(folder):
    clear = []
    for path in images(folder):
        with rasterio.open(path) as image, rasterio.open(path.with_name(f"{path.stem}_SCL.tif")) as mask:
            assert mask.bounds == image.bounds and mask.res == (20, 20)
            classes = mask.read(1)
            assert set(np.unique(classes)) <= {3, 4, 5, 6, 8, 9}
            clear.append(np.isin(classes, (4, 5, 6)).mean())
    assert min(clear) < 0.4 and sum(share > 0.9 for share in clear) >= 6


def test_everything_says_that_it_is_synthetic(folder):
    for path in folder.glob("*.tif"):
        with rasterio.open(path) as file:
            tags = file.tags()
        assert tags["synthetic"] == "true" and tags["seed"] == "5" and tags["generator"]
    with fiona.open(folder / "parcels_truth.gpkg") as file:
        assert file.tags()["synthetic"] == "true"


def test_true_parcels_are_valid_polygons_with_hcat_names(folder):
    names = {crop.code: crop.name for crop in known_crops()}
    with fiona.open(folder / "parcels_truth.gpkg") as file:
        parcels = list(file)
    assert len(parcels) > 3
    for parcel in parcels:
        assert names[parcel["properties"]["EC_hcat_c"]] == parcel["properties"]["EC_hcat_n"]
        assert shape(parcel["geometry"]).is_valid


def test_the_same_seed_writes_the_same_pixels(folder, tmp_path):
    write_scene(tmp_path, seed=5, size=64, year=2021)
    for path in folder.glob("*.tif"):
        with rasterio.open(path) as one, rasterio.open(tmp_path / path.name) as other:
            assert np.array_equal(one.read(), other.read())


def test_fields_in_parts_are_the_same_parcels_in_other_images(folder, tmp_path):
    write_scene(tmp_path, seed=5, size=64, year=2021, parted=1.0)
    whole, parts = (fiona.open(path / "parcels_truth.gpkg") for path in (folder, tmp_path))
    with whole, parts:
        assert [(f.geometry, dict(f.properties)) for f in whole] == [(f.geometry, dict(f.properties)) for f in parts]
    with rasterio.open(images(folder)[0]) as one, rasterio.open(images(tmp_path)[0]) as other:
        assert 0.02 < (one.read() != other.read()).mean() < 0.98


def test_another_scene_is_not_mixed_in(folder):
    with pytest.raises(InputError, match="already holds another scene"):
        write_scene(folder, seed=5, size=64, year=2022)


def test_an_odd_size_is_refused(tmp_path):
    with pytest.raises(InputError, match="even size"):
        write_scene(tmp_path, seed=1, size=33)
