"""Data cubes as openEO, odc-stac and cubo write them, one acquisition for each sensor and date."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio.shutil

from doab.model.protocol import OPTICAL_BANDS, Source
from doab.model.scene.cube_slices import cf_date
from doab.model.scene.discovery import discover
from doab.model.scene.fingerprint import fingerprint
from doab.model.scene.grid import reference_grid
from doab.model.scene.warper import Warper, read_physical

LEAF = (300, 600, 350, 1000, 2600, 3000, 3200, 3300, 1700, 800)  # counts, in the order of the bands
SIDE = 8


@pytest.fixture
def cube(tmp_path):
    """Write a NetCDF file: ``cube(name, {variable: (dimensions, values, attributes)}, {dimension: (values, …)})``."""
    netcdf = pytest.importorskip("netCDF4", reason="needs netCDF4 to write cubes")

    def write_cube(name, variables, dimensions=None, spatial=("y", "x"), epsg=None):
        metres = {
            "y": (5_600_000 - 10 * (np.arange(SIDE) + 0.5), {}),
            "x": (500_000 + 10 * (np.arange(SIDE) + 0.5), {}),
        }
        with netcdf.Dataset(tmp_path / name, "w") as file:
            for dimension, (values, attributes) in {**(dimensions or {}), **metres}.items():
                values = np.asarray(values)
                file.createDimension(dimension, len(values))
                is_text = values.dtype.kind == "U"
                axis = file.createVariable(dimension, str if is_text else values.dtype, (dimension,))
                axis[:] = values.astype(object) if is_text else values
                axis.setncatts(attributes)
            crs = file.createVariable("crs", "i4", ())
            if epsg is None:
                crs.setncatts({"spatial_ref": rasterio.crs.CRS.from_epsg(32631).to_wkt()})
            for variable, (names, values, attributes) in variables.items():
                values = np.asarray(values)
                attributes = dict(attributes)
                fill = attributes.pop("_FillValue", None)
                one = file.createVariable(variable, values.dtype, (*names, *spatial), fill_value=fill)
                one.set_auto_maskandscale(False)
                one[:] = values
                one.setncatts({**attributes, **({"grid_mapping": "crs"} if epsg is None else {"epsg": epsg})})
        return str(tmp_path / name)

    return write_cube


def days(*values):
    return {"t": (np.array(values, np.int32), {"units": "days since 1990-01-01", "calendar": "standard"})}


def filled(value, *shape, dtype=np.int16):
    return np.full((*shape, SIDE, SIDE), value, dtype)


def found(path, **facts):
    return discover([Source(path, **facts)])


def read(acquisition, scene, order=OPTICAL_BANDS):
    with Warper(reference_grid(scene, scene.acquisitions[0])) as warper:
        return read_physical(warper, acquisition, order, warper.grid.whole)


def test_a_variable_for_each_band_is_an_acquisition_for_each_time(cube):
    variables = {
        band: (("t",), np.stack([filled(level), filled(level + 100)]), {})
        for band, level in zip(OPTICAL_BANDS, LEAF, strict=True)
    }
    variables["SCL"] = (("t",), filled(4, 2), {})
    scene = found(cube("openEO.nc", variables, days(10682, 10727)))
    assert [a.date for a in scene.acquisitions] == ["2019-04-01", "2019-05-16"] and not scene.problems
    second = scene.acquisitions[1]
    assert tuple(second.bands) == OPTICAL_BANDS and second.clouds.index == 2
    values, present = read(second, scene)
    assert present.all() and values[:, 0, 0] == pytest.approx((np.array(LEAF) + 100) / 10_000)


def test_the_scale_and_fill_value_of_the_file_hold(cube):
    values = filled(2000, 1)
    values[0, 0, 0] = -9999
    facts = {"scale_factor": 0.0002, "add_offset": -0.1, "_FillValue": np.int16(-9999)}
    scene = found(cube("odc.nc", dict.fromkeys(("red", "nir"), (("t",), values, facts)), days(10682)))
    (acquisition,) = scene.acquisitions
    assert (acquisition.scale, acquisition.offset, acquisition.nodata) == (0.0002, -0.1, -9999)
    physical, present = read(acquisition, scene)
    assert not present[0, 0] and present.sum() == SIDE**2 - 1 and physical[2, 1, 1] == pytest.approx(0.3)


def test_a_dimension_of_bands_and_an_epsg_code_are_understood(cube):
    values = np.stack([np.stack([filled(level, dtype=np.float64) for level in LEAF]) + step for step in (0, 100)])
    dimensions = {
        "time": ([0, 45], {"units": "days since 2019-04-01 10:41:11.024000", "calendar": "proleptic_gregorian"}),
        "band": (np.array(OPTICAL_BANDS), {}),
    }
    path = cube("cubo.nc", {"sentinel-2-l2a": (("time", "band"), values, {})}, dimensions, epsg=32631)
    scene = found(path)
    assert [a.date for a in scene.acquisitions] == ["2019-04-01", "2019-05-16"]
    assert read(scene.acquisitions[1], scene)[0][:, 3, 3] == pytest.approx((np.array(LEAF) + 100) / 10_000)
    assert fingerprint(scene.acquisitions[0], None) != fingerprint(scene.acquisitions[1], None) != ""


def test_a_variable_that_does_not_refer_to_the_crs_of_its_cube_takes_it(cube, tmp_path):
    netcdf = pytest.importorskip("netCDF4")
    path = cube("encoded.nc", {band: (("t",), filled(900, 1), {}) for band in ("B04", "B08")}, days(10682))
    with netcdf.Dataset(path, "a") as file:
        for band in ("B04", "B08"):
            file[band].delncattr("grid_mapping")
    scene = found(path)
    assert scene.acquisitions and reference_grid(scene, scene.acquisitions[0]).crs.endswith("32631")


def test_several_times_of_a_day_are_pieces_of_it_but_not_of_radar(cube):
    values = filled(-9999, 2)
    values[0, :4], values[1, 4:] = 1000, 2000
    hours = {"t": ([0.0, 0.3], {"units": "days since 2019-05-16 09:00:00"})}
    optical = {"B04": (("t",), values, {"_FillValue": np.int16(-9999)})}
    scene = found(cube("granules.nc", optical, hours))
    assert read(scene.acquisitions[0], scene)[0][2, [0, 7], 0] == pytest.approx([0.1, 0.2])
    radar = {"VV": (("t",), filled(-12, 2, dtype=np.float32), {"units": "dB"})}
    scene = found(cube("orbits.nc", radar, hours))
    assert scene.acquisitions[0].unit == "db" and not scene.acquisitions[0].bands["VV"].more
    assert "several radar images" in scene.problems[0].text


@pytest.mark.parametrize(
    ("name", "variables", "spatial", "words", "fact"),
    [
        ("climate.nc", {"tp": (("t",), filled(3, 1), {})}, ("y", "x"), "whose variables are: tp", "bands"),
        ("LANDSAT_cube.nc", {"red": (("t",), filled(3, 1), {})}, ("y", "x"), "Landsat", ""),
        ("cube.nc", {"red": ((), filled(900), {})}, ("y", "x"), "no date", "date"),
        ("cube.nc", {"red": (("t",), filled(900, 1), {})}, ("x", "y"), "time, y, x", ""),
    ],
)
def test_cubes_of_something_else_are_named_with_the_way_out(cube, name, variables, spatial, words, fact):
    scene = found(cube(name, variables, days(10682), spatial))
    assert not scene.acquisitions and words in scene.problems[0].text and scene.problems[0].fact == fact


def test_a_layer_of_one_variable_stands_for_its_cube_once(cube, tmp_path):
    path = cube("openEO.nc", {band: (("t",), filled(900, 1), {}) for band in ("B04", "B08")}, days(10682))
    sources = [Source(f'NETCDF:"{path}":B04'), Source(f'NETCDF:"{path}":B08'), Source(str(tmp_path))]
    scene = discover(sources)
    assert len(scene.acquisitions) == 1
    assert {problem.path for problem in scene.problems} == {path}  # some bands are missing


def test_bands_without_names_are_known_by_their_values(write, tmp_path):
    raster = write("stack.tif", np.stack([filled(level, dtype=np.uint16) for level in LEAF]), nodata=0)
    rasterio.shutil.copy(raster, str(tmp_path / "openEO_2019-05-16Z.nc"), driver="netCDF")
    scene = found(str(tmp_path / "openEO_2019-05-16Z.nc"))
    assert scene.acquisitions[0].date == "2019-05-16"
    assert read(scene.acquisitions[0], scene)[0][:, 0, 0] == pytest.approx(np.array(LEAF) / 10_000)


@pytest.mark.parametrize(
    ("value", "units", "calendar", "expected"),
    [
        (10727, "days since 1990-01-01", "", "2019-05-16"),
        (1558000000, "seconds since 1970-01-01T00:00:00Z", "standard", "2019-05-16"),
        (1558000000e9, "nanoseconds since 1970-01-01", "proleptic_gregorian", "2019-05-16"),
        (20, "hours since 2019-05-15 10:00:00", "gregorian", "2019-05-16"),
        (10727, "days since 1990-01-01", "360_day", ""),
        (1e300, "days since 1990-01-01", "", ""),
        (3, "metres", "", ""),
    ],
)
def test_times_follow_the_cf_conventions(value, units, calendar, expected):
    assert cf_date(value, units, calendar) == expected


def test_a_damaged_cube_is_a_problem(tmp_path):
    (tmp_path / "a.nc").write_bytes(b"CDF\x01" + bytes(40))
    (tmp_path / "b.nc").write_text("no cube")
    assert len(found(str(tmp_path)).problems) >= 1 and not found(str(tmp_path)).acquisitions
