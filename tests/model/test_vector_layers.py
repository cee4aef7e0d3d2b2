"""How layers of polygons are opened."""

import fiona
import pytest
import shapely

from doab.model.protocol import InputError
from doab.model.vector_layers import crs_of, open_polygon_layer, valid_polygons


@pytest.fixture
def package(tmp_path):
    """Return a GeoPackage with two layers of polygons and one of points."""
    path = tmp_path / "farm.gpkg"
    for layer, kind in (("north", "Polygon"), ("south", "MultiPolygon"), ("trees", "Point")):
        schema = {"geometry": kind, "properties": {}}
        with fiona.open(path, "w", driver="GPKG", layer=layer, schema=schema, crs="EPSG:32631"):
            pass
    return path


def test_a_layer_is_opened_by_name_and_says_its_crs(package):
    with open_polygon_layer(package, "south") as source:
        assert source.name == "south"
        assert crs_of(source) == "EPSG:32631"


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [("", "several layers with polygons: north, south"), ("west", "no layer west. Choose one of: north, south, trees")],
)
def test_a_layer_that_is_not_clear_is_refused_with_the_choice(package, layer, sentence):
    with pytest.raises(InputError, match=sentence), open_polygon_layer(package, layer):
        pass


def test_bow_ties_and_collections_become_polygons_and_the_rest_is_no_polygon():
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    collection = shapely.GeometryCollection([shapely.box(0, 0, 1, 1), shapely.Point(5, 5)])
    polygons, mask = valid_polygons([bow_tie, None, collection, shapely.Point(1, 1)])
    assert mask.tolist() == [True, False, True, False]
    assert shapely.area(polygons).tolist() == [2, 1]
