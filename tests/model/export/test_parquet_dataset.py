"""Parcels as a GeoParquet dataset: each in one file, that of its block."""

import fiona
import pytest
import shapely
from pyarrow import dataset, parquet

from doab.model.export.dataset import check_dataset, write_dataset
from doab.model.protocol import InputError

BLOCKS = {"0_0": (0.0, 0.0, 500.0, 500.0), "0_1": (500.0, 0.0, 1000.0, 500.0), "0_2": (1000.0, 0.0, 1500.0, 500.0)}
HOOK = shapely.Polygon([(100, 100), (900, 100), (900, 400), (850, 400), (850, 150), (100, 150)])


@pytest.fixture
def source(tmp_path):
    """Three parcels: one in the first block, one across the border, and a hook around its own centre."""
    path = tmp_path / "parcels.gpkg"
    schema = {"geometry": "Polygon", "properties": {"parcel_id": "int32", "crop": "str"}}
    with fiona.open(path, "w", driver="GPKG", layer="parcels", schema=schema, crs="EPSG:32631") as layer:
        for number, shape in enumerate((shapely.box(10, 10, 90, 90), shapely.box(400, 200, 700, 300), HOOK), 1):
            row = {"parcel_id": number, "crop": "Maize"}
            layer.write({"geometry": shapely.geometry.mapping(shape), "properties": row})
    return path


def write(source, folder, overwrite=False):
    return write_dataset(source, "parcels", str(folder), BLOCKS, "EPSG:32631", overwrite, warn=lambda text: None)


def test_each_parcel_is_in_the_file_of_one_block(source, tmp_path):
    folder = tmp_path / "new" / "dataset"
    assert write(source, folder) == 3
    rows = dataset.dataset(folder, partitioning="hive").to_table(columns=["parcel_id", "block"]).to_pylist()
    assert sorted(row["parcel_id"] for row in rows) == [1, 2, 3]
    assert {row["parcel_id"]: row["block"] for row in rows}[2] == "0_1"
    assert not (folder / "block=0_2").exists()
    metadata = parquet.read_schema(folder / "block=0_0" / "parcels.parquet").metadata
    assert b"geo" in metadata and b"collection" in metadata


def test_an_older_dataset_is_replaced_as_a_whole_and_only_when_asked(source, tmp_path):
    folder = tmp_path / "dataset"
    write(source, folder)
    old = folder / "block=9_9" / "parcels.parquet"
    old.parent.mkdir()
    (folder / "block=0_0" / "parcels.parquet").rename(old)
    mine = folder / "notes.txt"
    mine.write_text("mine")
    with pytest.raises(InputError, match="exists already"):
        check_dataset(str(folder), False, [])
    with pytest.raises(InputError, match="exists already"):
        write(source, folder)
    assert old.exists()
    assert write(source, folder, overwrite=True) == 3
    assert not old.exists() and mine.read_text() == "mine"


def test_files_of_others_are_kept(source, tmp_path):
    foreign = tmp_path / "dataset" / "block=0_0" / "parcels.parquet"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"mine")
    with pytest.raises(InputError):
        write(source, tmp_path / "dataset", overwrite=True)
    assert foreign.read_bytes() == b"mine"
