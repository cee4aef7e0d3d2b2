"""Files on the grid are read as they are, with the values that the warper returns."""

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

from doab.model.protocol import BandSource
from doab.model.scene import open_rasters, warper
from doab.model.scene.grid import Grid
from doab.model.scene.raster_access import UnreadableRasterError
from doab.model.scene.warper import Warper

GRID = Grid("EPSG:32631", from_origin(500_000, 5_600_000, 10, 10), 60, 50)
WINDOWS = (Window(0, 0, 60, 50), Window(-9, 31, 40, 40), Window(7, 3, 20, 11))


def write(path, dtype, nodata, west=500_030.0, north=5_599_950.0, size=10, shape=(40, 70), mask=False):
    """Write two bands of random values, an eighth of them without data; return how to read them."""
    rng = np.random.default_rng(0)
    values = rng.uniform(1, 3000, (2, *shape)).astype(dtype)
    values[rng.random((2, *shape)) < 0.125] = nodata
    profile = {"driver": "GTiff", "width": shape[1], "height": shape[0], "count": 2, "dtype": dtype}
    with rasterio.open(path, "w", crs="EPSG:32631", transform=from_origin(west, north, size, size), **profile) as file:
        file.write(values)
        if mask:
            file.write_mask(rng.random(shape) < 0.5)
    return [BandSource(str(path), 2), BandSource(str(path), 1)]


def read_both(bands, nodata, monkeypatch, exact=False):
    """Return what is read from each window, and the same by way of the warper."""
    with Warper(GRID) as warper:
        ours = [warper.read(bands, nodata, window, exact) for window in WINDOWS]
        kinds = {type(file).__name__ for file in warper._open.values()}
    monkeypatch.setattr(open_rasters, "_align", lambda *_: None)
    with Warper(GRID) as warper:
        return ours, [warper.read(bands, nodata, window, exact) for window in WINDOWS], kinds


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(
    ("dtype", "nodata"), [("uint16", 0), ("int16", -9999), ("float32", -9999.0), ("float32", np.nan), ("float64", 0)]
)
def test_a_file_on_the_grid_has_the_values_that_the_warper_returns(tmp_path, dtype, nodata, exact, monkeypatch):
    bands = write(tmp_path / "a.tif", dtype, nodata)
    ours, warped, kinds = read_both(bands, nodata, monkeypatch, exact)
    assert kinds == {"_AlignedRaster"}
    for mine, theirs in zip(ours, warped, strict=True):
        assert mine.dtype == theirs.dtype == np.float32 and np.isfinite(mine).any() and np.isnan(mine).any()
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("size", [20, 60])
@pytest.mark.parametrize(("dtype", "nodata"), [("uint16", 0), ("float32", -9999.0), ("float32", np.nan)])
def test_coarser_pixels_that_are_blocks_of_the_grid_have_the_values_that_the_warper_returns(
    tmp_path, size, dtype, nodata, exact, monkeypatch
):
    bands = write(tmp_path / "a.tif", dtype, nodata, size=size, shape=(19, 20))
    ours, warped, kinds = read_both(bands, nodata, monkeypatch, exact)
    assert kinds == {"_AlignedRaster"}
    for mine, theirs in zip(ours, warped, strict=True):
        assert mine.dtype == np.float32 and np.isfinite(mine).any() and np.isnan(mine).any()
        np.testing.assert_allclose(mine, theirs, rtol=2e-6, equal_nan=True)


@pytest.mark.parametrize("other", [{"west": 500_034.0}, {"size": 15}, {"size": 20, "west": 500_035.0}, {"mask": True}])
def test_a_file_beside_the_grid_or_with_a_mask_is_warped(tmp_path, other, monkeypatch):
    bands = write(tmp_path / "a.tif", "uint16", 0, **other)
    ours, warped, kinds = read_both(bands, 0.0, monkeypatch)
    assert kinds == {"_WarpedRaster"}
    for mine, theirs in zip(ours, warped, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize(("failures", "attempts"), [(1, 2), (3, 4), (9, 4)])
def test_what_fails_on_a_network_is_read_again_and_given_up_after_some_attempts(monkeypatch, failures, attempts):
    tried, pauses = [], []

    class Unsteady:
        def read(self, indexes, window):
            tried.append(indexes)
            if len(tried) <= failures:
                raise OSError("connection reset")
            return np.ones((len(indexes), window.height, window.width), np.float32)

        def close(self):
            pass

    monkeypatch.setattr(warper, "open_raster", lambda *_: Unsteady())
    monkeypatch.setattr(warper.time, "sleep", pauses.append)
    bands, window = [BandSource("/vsicurl/http://example.org/a.tif", 1)], Window(0, 0, 4, 4)
    with Warper(GRID) as reader:
        if failures < attempts:
            assert (reader.read(bands, None, window) == 1).all()
        else:
            with pytest.raises(UnreadableRasterError, match="connection reset"):
                reader.read(bands, None, window)
            assert len(tried) == attempts
            with pytest.raises(UnreadableRasterError):
                reader.read(bands, None, window)
            attempts += 1  # once only, where it has failed before
    assert len(tried) == attempts and pauses == list(warper.PAUSES[: min(failures, 3)])


def test_a_damaged_local_file_is_not_waited_for(monkeypatch, tmp_path):
    monkeypatch.setattr(warper.time, "sleep", lambda _: pytest.fail("waited"))
    with Warper(GRID) as reader, pytest.raises(UnreadableRasterError):
        reader.read([BandSource(str(tmp_path / "missing.tif"), 1)], None, Window(0, 0, 4, 4))
