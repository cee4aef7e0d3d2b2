"""The GeoPackage takes its name only when it is complete."""

import sqlite3

import fiona
import pytest

from doab.model.mapping.attributes import SCHEMA
from doab.model.mapping.geopackage import check_writable, open_layer, open_package, open_result, parcel_writer
from doab.model.protocol import InputError, Job, Scene

FEATURE = {
    "type": "Feature",
    "geometry": {"type": "Polygon", "coordinates": [[(0, 0), (10, 0), (10, 10), (0, 0)]]},
    "properties": dict.fromkeys(SCHEMA["properties"]) | {"parcel_id": 1, "crop": "Maïs", "probs": "{}"},
}


@pytest.fixture
def older(tmp_path):
    """An older result, which is empty."""
    out = tmp_path / "my parcels.gpkg"
    with parcel_writer(out, "EPSG:32631", {}):
        pass
    return out


def test_a_complete_layer_replaces_an_older_file(older, tmp_path):
    before = older.read_bytes()
    with parcel_writer(older, "EPSG:32631", {"reference_date": "2019-06-26"}) as collection:
        collection.writerecords([FEATURE])
        assert older.read_bytes() == before
    with fiona.open(older, layer="parcels") as layer:
        assert layer.crs.to_epsg() == 32631 and layer.tags()["reference_date"] == "2019-06-26"
        (row,) = (feature.properties for feature in layer)
    assert row["crop"] == "Maïs" and row["crop2"] is None and list(row) == list(SCHEMA["properties"])
    assert [path.name for path in tmp_path.iterdir()] == [older.name]


def test_what_sqlite_left_of_an_older_file_goes_with_it(older, tmp_path):
    for left in ("-wal", "-shm", "-journal"):
        older.with_name(older.name + left).write_text("older")
    with parcel_writer(older, "EPSG:32631", {}) as collection:
        collection.writerecords([FEATURE])
    assert [path.name for path in tmp_path.iterdir()] == [older.name]


def test_a_broken_run_leaves_the_older_file_and_nothing_else(older, tmp_path):
    before = older.read_bytes()
    with pytest.raises(RuntimeError), parcel_writer(older, "EPSG:32631", {}) as collection:
        collection.writerecords([FEATURE])
        raise RuntimeError
    assert older.read_bytes() == before and [path.name for path in tmp_path.iterdir()] == [older.name]


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_result_that_cannot_take_its_name_any_more_is_put_beside_it_with_a_warning(
    older, tmp_path, tmp_path_factory, elsewhere
):
    """Another program may begin to use the older result while the run is on."""
    warnings = []
    job = Job(Scene(), str(older), overwrite=True)
    with open_result(job, tmp_path_factory.mktemp("run") if elsewhere else None, warnings.append) as result:
        with open_package(result.file) as package, open_layer(package, "EPSG:32631", {}) as collection:
            collection.writerecords([FEATURE])
        other = sqlite3.connect(older, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
    other.close()
    assert result.path == tmp_path / "my parcels_2.gpkg" and len(warnings) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my parcels.gpkg", "my parcels_2.gpkg"]


@pytest.mark.parametrize("name", ["parcels.shp", "missing/parcels.gpkg", "folder.gpkg"])
def test_an_impossible_target_is_refused_before_any_work(tmp_path, name):
    (tmp_path / "folder.gpkg").mkdir()
    with pytest.raises(InputError):
        check_writable(tmp_path / name)
