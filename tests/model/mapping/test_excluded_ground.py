"""Ground that is left out: which pixels of the grid a raster or polygons take away."""

import fiona
import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from rasterio.warp import transform, transform_bounds

from doab.model.mapping import excluded_ground
from doab.model.mapping.area_of_interest import parse_area_of_interest
from doab.model.mapping.excluded_ground import read_excluded_ground
from doab.model.protocol import Area, Exclusion, InputError
from doab.model.scene.grid import Grid

GRID = Grid("EPSG:32631", from_origin(500_000, 5_600_000, 10, 10), 21, 10)


@pytest.fixture
def cover(tmp_path):
    """Return a writer of land cover: trees (10) in the west, cropland (40), built-up (50) in the east, then nodata."""

    def write(crs="EPSG:32631", corner=(500_000, 5_600_000), pixel=10.0, nodata=255, width=21, height=10) -> str:
        path = tmp_path / "cover.tif"
        values = np.zeros((1, height, width), np.uint8)
        values[..., :5], values[..., 5:10], values[..., 10:15], values[..., 20:] = 10, 40, 50, 255
        with rasterio.open(
            path,
            "w",
            driver="GTiff",
            height=height,
            width=width,
            count=1,
            dtype="uint8",
            crs=crs,
            transform=from_origin(*corner, pixel, pixel),
            nodata=nodata,
        ) as file:
            file.write(values)
        return str(path)

    return write


@pytest.fixture
def polygons(tmp_path):
    """Return a writer of rings into a layer of a GeoPackage."""

    def write(*rings, crs="EPSG:32631", kind="Polygon", layer="woods", name="woods.gpkg") -> str:
        path = tmp_path / name
        with fiona.open(
            path, "w", driver="GPKG", layer=layer, crs=crs, schema={"geometry": kind, "properties": {}}
        ) as file:
            for ring in rings:
                coordinates = [[*ring, ring[0]]] if kind == "Polygon" else list(ring)
                file.write({"geometry": {"type": kind, "coordinates": coordinates}, "properties": {}})
        return str(path)

    return write


SQUARE = [(500_050, 5_599_950), (500_100, 5_599_950), (500_100, 5_600_000), (500_050, 5_600_000)]


def columns(excluded) -> list[int]:
    """Return the columns that are left out in every row."""
    mask = excluded.mask(GRID)
    assert (mask == mask[0]).all()
    return np.flatnonzero(mask[0]).tolist()


def test_of_a_raster_the_values_are_left_out_and_without_any_all_but_0_and_nodata(cover):
    path = cover()
    assert columns(read_excluded_ground(Exclusion(path, values=(10, 50)), GRID)) == [*range(5), *range(10, 15)]
    assert columns(read_excluded_ground(Exclusion(path), GRID)) == list(range(15))
    assert columns(read_excluded_ground(Exclusion(path, values=(0,)), GRID)) == list(range(15, 20))
    assert columns(read_excluded_ground(Exclusion(cover(nodata=None)), GRID)) == [*range(15), 20]


def test_a_raster_in_another_crs_and_resolution_is_read_by_its_nearest_pixel(cover):
    west, _, east, north = transform_bounds(GRID.crs, "EPSG:4326", *GRID.bounds)
    path = cover("EPSG:4326", (west, north + 1e-4), (east - west) / 21, height=40)
    mask = read_excluded_ground(Exclusion(path, values=(50,)), GRID).mask(GRID)
    assert mask[:, 10:15].mean() > 0.9 and mask[:, :9].sum() == mask[:, 16:].sum() == 0


def test_a_window_is_the_same_as_that_part_of_the_whole_and_nothing_beyond_it(cover):
    excluded = read_excluded_ground(Exclusion(cover(), values=(10, 50)), GRID)
    whole = np.pad(excluded.mask(GRID), 4)
    for col in range(-4, 18):
        window = GRID.window(rasterio.windows.Window(col, -2, 7, 8))
        assert (excluded.mask(window) == whole[2:10, 4 + col : 11 + col]).all()
    assert not excluded.mask(GRID.window(rasterio.windows.Window(40, 40, 5, 5))).any()


def test_the_file_is_read_window_by_window(cover, polygons, monkeypatch):
    files = [Exclusion(cover(), values=(50,)), Exclusion(polygons(SQUARE))]
    whole = [read_excluded_ground(exclusion, GRID).mask(GRID) for exclusion in files]
    monkeypatch.setattr(excluded_ground, "ROWS", 3)
    parts = [read_excluded_ground(exclusion, GRID) for exclusion in files]
    assert all((a == b.mask(GRID)).all() for a, b in zip(whole, parts, strict=True))
    assert parts[1].area_in(GRID, None) == 2_500


def test_of_polygons_everything_inside_is_left_out(polygons):
    mask = read_excluded_ground(Exclusion(polygons(SQUARE)), GRID).mask(GRID)
    assert mask[:5, 5:10].all() and mask.sum() == 25
    degrees = list(zip(*transform(GRID.crs, "EPSG:4326", *zip(*SQUARE, strict=True)), strict=True))
    assert (read_excluded_ground(Exclusion(polygons(degrees, crs="EPSG:4326")), GRID).mask(GRID) == mask).all()


def test_of_several_layers_the_one_with_polygons_is_taken_or_the_one_named(polygons):
    path = polygons(((500_000, 5_600_000), (500_100, 5_600_000)), kind="LineString", layer="roads")
    polygons(SQUARE)
    assert read_excluded_ground(Exclusion(path), GRID).mask(GRID).sum() == 25
    polygons(SQUARE, layer="lakes")
    with pytest.raises(InputError, match="several layers with polygons: woods, lakes"):
        read_excluded_ground(Exclusion(path), GRID)
    assert read_excluded_ground(Exclusion(path, "lakes"), GRID).mask(GRID).sum() == 25
    with pytest.raises(InputError, match="no layer seas. Choose one of: roads, woods, lakes"):
        read_excluded_ground(Exclusion(path, "seas"), GRID)
    with pytest.raises(InputError, match=r"woods.gpkg holds no polygons"):
        read_excluded_ground(Exclusion(path, "roads"), GRID)


def test_what_is_left_out_of_an_area_counts_inside_its_outline_only(polygons):
    excluded = read_excluded_ground(Exclusion(polygons(SQUARE)), GRID)
    half = (
        '{"type": "Polygon", "coordinates": [[[500000, 5600000], [500070, 5600000], [500070, 5599900], '
        "[500000, 5599900], [500000, 5600000]]]}"
    )
    area = parse_area_of_interest(Area(GRID.bounds, GRID.crs, half), GRID.crs)
    assert excluded.area_in(GRID, None) == 2_500 and excluded.area_in(GRID, area) == 1_000


def test_a_file_that_lies_elsewhere_leaves_nothing_out(cover, polygons):
    away = read_excluded_ground(Exclusion(cover(corner=(700_000, 5_600_000))), GRID)
    assert not away.overlaps and not away.bits.any()
    beside = [(x + 5_000, y) for x, y in SQUARE]
    assert not read_excluded_ground(Exclusion(polygons(beside)), GRID).overlaps
    assert read_excluded_ground(Exclusion(cover(), values=(99,)), GRID).overlaps


def test_what_cannot_be_read_is_one_sentence(tmp_path, cover, polygons):
    (tmp_path / "notes.txt").write_text("woods")
    for path in (tmp_path / "notes.txt", tmp_path / "nowhere.tif"):
        with pytest.raises(InputError, match=f"{path.name} is no raster and no layer of polygons"):
            read_excluded_ground(Exclusion(str(path)), GRID)
    with pytest.raises(InputError, match="holds no polygons. Choose"):
        read_excluded_ground(Exclusion(polygons()), GRID)
    with pytest.raises(InputError, match="Give no values"):
        read_excluded_ground(Exclusion(polygons(SQUARE), values=(10,)), GRID)
    with pytest.raises(InputError, match="no coordinate reference system"):
        read_excluded_ground(Exclusion(cover(crs=None)), GRID)
