"""``doab export`` as a person or QGIS starts it."""

import fiona
import pytest
import shapely
from pyarrow import parquet

from doab.model.cli import main


@pytest.fixture
def parcels(tmp_path):
    path = tmp_path / "parcels.gpkg"
    with fiona.open(
        path, "w", driver="GPKG", crs="EPSG:32631", schema={"geometry": "Polygon", "properties": {"parcel_id": "int32"}}
    ) as layer:
        layer.write(
            {
                "geometry": shapely.geometry.mapping(shapely.box(574680, 5621800, 574780, 5621900)),
                "properties": {"parcel_id": 1},
            }
        )
    return path


def test_it_writes_the_file_and_says_how_far_it_is(parcels, tmp_path, capsys):
    out = tmp_path / "june.parquet"
    assert main(["export", str(parcels), "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [f"1 parcel in {out}"] and "100%" in printed.err
    assert b'"collection": "june"' in parquet.read_schema(out).metadata[b"collection"]


@pytest.mark.parametrize(
    ("out", "reason"), [("a.shp", "does not end in .parquet"), ("nowhere/a.parquet", "does not exist")]
)
def test_what_is_wrong_is_one_sentence(parcels, tmp_path, capsys, out, reason):
    assert main(["export", str(parcels), "--out", str(tmp_path / out)]) == 2
    assert reason in capsys.readouterr().err


def test_an_older_export_is_replaced_only_when_asked(parcels, tmp_path, capsys):
    out = tmp_path / "june.parquet"
    export = ["export", str(parcels), "--out", str(out)]
    assert main(export) == 0 and main(export) == 2
    assert "exists already" in capsys.readouterr().err
    assert main([*export, "--overwrite"]) == 0
    parquet.write_table(parquet.read_table(out).replace_schema_metadata({}), out)
    assert main([*export, "--overwrite"]) == 2
    assert "not written by Doab" in capsys.readouterr().err
