"""The GeoPackage takes its name only when it is complete."""

import fiona
import pytest

from doab.model.mapping.attributes import SCHEMA
from doab.model.mapping.geopackage import check_writable, parcel_writer
from doab.model.protocol import InputError

FEATURE = {
    "type": "Feature",
    "geometry": {"type": "Polygon", "coordinates": [[(0, 0), (10, 0), (10, 10), (0, 0)]]},
    "properties": dict.fromkeys(SCHEMA["properties"]) | {"parcel_id": 1, "crop": "Maïs", "probs": "{}"},
}


def test_a_complete_layer_replaces_an_older_file(tmp_path):
    out = tmp_path / "my parcels.gpkg"
    out.write_text("older")
    with parcel_writer(out, "EPSG:32631", {"reference_date": "2019-06-26"}) as collection:
        collection.writerecords([FEATURE])
        assert out.read_text() == "older"
    with fiona.open(out, layer="parcels") as layer:
        assert layer.crs.to_epsg() == 32631 and layer.tags()["reference_date"] == "2019-06-26"
        (row,) = (feature.properties for feature in layer)
    assert row["crop"] == "Maïs" and row["crop2"] is None and list(row) == list(SCHEMA["properties"])
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_what_sqlite_left_of_an_older_file_goes_with_it(tmp_path):
    out = tmp_path / "parcels.gpkg"
    for left in ("", "-wal", "-shm", "-journal"):
        out.with_name(out.name + left).write_text("older")
    with parcel_writer(out, "EPSG:32631", {}) as collection:
        collection.writerecords([FEATURE])
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_broken_run_leaves_the_older_file_and_nothing_else(tmp_path):
    out = tmp_path / "parcels.gpkg"
    out.write_text("older")
    with pytest.raises(RuntimeError), parcel_writer(out, "EPSG:32631", {}) as collection:
        collection.writerecords([FEATURE])
        raise RuntimeError
    assert out.read_text() == "older" and [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("name", ["parcels.shp", "missing/parcels.gpkg", "folder.gpkg"])
def test_an_impossible_target_is_refused_before_any_work(tmp_path, name):
    (tmp_path / "folder.gpkg").mkdir()
    with pytest.raises(InputError):
        check_writable(tmp_path / name)
