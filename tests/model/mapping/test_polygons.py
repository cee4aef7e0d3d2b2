"""Label raster to polygons."""

import numpy as np
import pytest
import shapely
from rasterio.transform import Affine
from scipy.ndimage import find_objects
from skimage.measure import label

from doab.model.mapping.corner_offsets import corner_offsets
from doab.model.mapping.polygons import polygonize, trace_window
from doab.model.mapping.stitching import SceneLabels

PLACE = Affine(5, 0, 500_000, 0, -5, 5_600_000)


@pytest.fixture
def raster():
    """Return a writer of label rasters: 4-connected parcels, renumbered in reading order of their boxes."""

    def write(image: np.ndarray) -> tuple[SceneLabels, np.ndarray]:
        image = label(image, background=0, connectivity=1)
        boxes = np.array([(r.start, c.start, r.stop, c.stop) for r, c in find_objects(image)])
        order = np.lexsort((boxes[:, 1], boxes[:, 0]))
        number = np.zeros(len(boxes) + 1, np.int32)
        number[order + 1] = np.arange(1, len(order) + 1)
        image = number[image]
        return SceneLabels(image.shape, boxes[order], np.bincount(image.ravel())[1:], lambda r, c: image[r, c]), image

    return write


def no_border(rows, cols):
    """The probability of a border where none is likely."""
    return np.zeros((rows.stop - rows.start, cols.stop - cols.start), np.float32)


def polygons_of(labels, simplify, chunk=1024):
    """All polygons in the order of their numbers."""
    chunks = list(polygonize(labels, no_border, PLACE, simplify, chunk))
    numbers = np.concatenate([c.numbers for c in chunks])
    assert sorted(numbers) == list(range(1, len(labels.sizes) + 1))
    return np.concatenate([c.polygons for c in chunks])[np.argsort(numbers)]


def test_without_simplification_polygons_are_the_pixels(raster, landscape):
    labels, image = raster(landscape(60, 70, 30).parcels)
    shapes = polygons_of(labels, 0)
    assert np.allclose(shapely.area(shapes), 25 * labels.sizes)
    assert shapely.union_all(shapes).area == pytest.approx(25 * np.count_nonzero(image))


def test_simplified_neighbours_share_every_edge(raster, landscape):
    labels, _ = raster(landscape(60, 70, 30).parcels)
    shapes = polygons_of(labels, 5.0)
    assert shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)
    assert np.allclose(shapely.area(shapes), 25 * labels.sizes, rtol=0.1, atol=300)
    assert shapely.get_num_coordinates(shapes).sum() < 0.5 * shapely.get_num_coordinates(polygons_of(labels, 0)).sum()


@pytest.mark.parametrize("chunk", [30, 64, 100])
def test_edges_are_the_same_from_both_sides_of_a_chunk_border(raster, landscape, chunk):
    labels, _ = raster(landscape(100, 100, 120, seed=4).parcels)
    whole, parts = polygons_of(labels, 5.0), polygons_of(labels, 5.0, chunk)
    assert shapely.equals_exact(whole, parts).all()


@pytest.mark.parametrize(("period", "depth"), [(6, 1), (8, 1), (12, 2), (16, 3)])
def test_corners_that_tie_are_removed_alike_whatever_the_numbers_of_the_parcels(period, depth):
    rows, cols = np.mgrid[:80, :80]
    bulges = depth * (rows % period < period // 2)  # trapezoids, of which either corner could be removed first
    first = np.where(cols > 40 + bulges, 2, 1).astype(np.int32)
    offsets = corner_offsets(first, np.zeros(first.shape, np.float32))
    _, one = trace_window(first, offsets, PLACE, 5.0)
    _, other = trace_window(3 - first, offsets, PLACE, 5.0)
    assert shapely.get_num_coordinates(one).max() < 60  # of more than 160
    assert shapely.equals_exact(shapely.normalize(one), shapely.normalize(other[::-1])).all()


def test_simplification_moves_no_corner_that_stays(raster, landscape):
    labels, image = raster(landscape(60, 70, 30).parcels)
    corners = shapely.get_coordinates(polygons_of(labels, 5.0)) - (PLACE.c, PLACE.f)
    offsets = corner_offsets(image, np.zeros(image.shape, np.float32)).reshape(-1, 2)
    rows, cols = np.mgrid[: image.shape[0] + 1, : image.shape[1] + 1].reshape(2, -1)
    drawn = {tuple(corner) for corner in (np.stack([cols, rows], 1) + offsets) * (5, -5)}
    assert len(corners) and {tuple(corner) for corner in corners} <= drawn


def test_a_staircase_becomes_a_straight_line(raster):
    rows, cols = np.mgrid[:60, :60]
    labels, _ = raster(np.where(rows > cols, 1, 2).astype(np.int32))
    shapes = polygons_of(labels, 5.0)
    assert shapely.get_num_coordinates(shapes).max() <= 9
    assert shapely.intersection(*shapes).length == pytest.approx(300 * 2**0.5, rel=0.03)


def test_holes_stay_and_fit_what_is_in_them(raster):
    rows, cols = np.mgrid[:60, :60]
    image = np.ones((60, 60), np.int32)
    image[(rows - 30) ** 2 + (cols - 30) ** 2 < 120] = 2
    image[5:12, 5:12] = 0
    labels, _ = raster(image)
    outer, inner = polygons_of(labels, 5.0)
    assert len(outer.interiors) == 2
    assert shapely.Polygon(outer.interiors[0]).equals(inner) or shapely.Polygon(outer.interiors[1]).equals(inner)


def test_regions_that_touch_at_corners_only_stay_valid(raster):
    rows, cols = np.mgrid[:40, :40]
    image = np.where((rows // 4 + cols // 4) % 2, 1, 1 + rows // 8 * 5 + cols // 8).astype(np.int32)
    labels, _ = raster(image)
    for simplify in (0, 5.0):
        shapes = polygons_of(labels, simplify)
        assert shapely.is_valid(shapes).all()
        assert shapely.union_all(shapes).area == pytest.approx(shapely.area(shapes).sum())


def test_no_parcels_give_no_chunks(tmp_path):
    np.zeros((8, 8), np.int32).tofile(tmp_path / "labels.raw")
    nothing = SceneLabels((8, 8), np.empty((0, 4), np.int64), np.empty(0, np.int64), lambda r, c: np.zeros((8, 8)))
    assert list(polygonize(nothing, no_border, PLACE, 5.0)) == []


def test_a_line_that_climbs_a_pixel_in_five_becomes_straight(raster):
    rows, cols = np.mgrid[:60, :60]
    labels, _ = raster(np.where(5 * (rows - 30) > cols - 30, 1, 2).astype(np.int32))
    line = shapely.intersection(*polygons_of(labels, 5.0))
    assert line.length == pytest.approx(300 * (26 / 25) ** 0.5, rel=0.005)
