"""GeoParquet after fiboa: required columns, types, metadata, and every column of the layer as it was."""

import json

import fiona
import numpy as np
import pytest
import shapely
from pyarrow import parquet

from doab.model.export import fiboa
from doab.model.export.fiboa import write_fiboa
from doab.model.protocol import InputError

SCHEMA = {
    "geometry": "Polygon",
    "properties": {
        "parcel_id": "int32",
        "EC_hcat_c": "str",
        "EC_hcat_n": "str",
        "crop": "str",
        "conf": "float",
        "area_ha": "float",
        "ref_date": "str",
        "decided": "str",
        "probs": "str",
        "id": "str",
    },
}
WHEAT = {
    "parcel_id": 7,
    "EC_hcat_c": "3301010101",
    "EC_hcat_n": "winter_common_soft_wheat",
    "crop": "Winter wheat",
    "conf": 0.1 + 0.2,
    "area_ha": 1.0,
    "ref_date": "2019-06-26",
    "decided": "model",
    "probs": '{"Maïs": 0.5}',
    "id": "mine",
}
EMPTY = dict.fromkeys(WHEAT)


@pytest.fixture
def source(tmp_path):
    """Write squares of one hectare, one a record, and return the file."""

    def write(*records, crs="EPSG:32631", bare=0):
        path = tmp_path / "parcels.gpkg"
        with fiona.open(path, "w", driver="GPKG", layer="parcels", schema=SCHEMA, crs=crs) as layer:
            for number, record in enumerate(records):
                square = shapely.box(574680.1 + 200 * number, 5621800, 574780.1 + 200 * number, 5621900)
                layer.write({"geometry": shapely.geometry.mapping(square), "properties": record})
            for _ in range(bare):
                layer.write({"geometry": None, "properties": EMPTY})
        return path

    return write


def test_the_columns_of_fiboa_have_the_types_that_it_asks_for(source, tmp_path):
    assert write_fiboa(source(WHEAT, EMPTY), None, tmp_path / "a.parquet", "june") == (2, 0)
    schema = parquet.read_schema(tmp_path / "a.parquet")
    kinds = {name: str(schema.field(name).type) for name in fiboa.ADDED}
    assert kinds["determination:datetime"] == "timestamp[ms, tz=UTC]"
    assert (kinds["id"], kinds["hcat:code"], kinds["metrics:area"]) == ("string", "uint32", "float")
    assert not schema.field("id").nullable and not schema.field("geometry").nullable
    about = json.loads(schema.metadata[b"collection"])
    assert about["collection"] == "june"
    assert "https://fiboa.org/specification/v0.3.0/schema.yaml" in about["schemas"]["june"]


def test_values_of_fiboa_come_from_the_parcels(source, tmp_path):
    write_fiboa(source(WHEAT, EMPTY), "parcels", tmp_path / "a.parquet", "june")
    first, second = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert (first["hcat:code"], first["hcat:name"]) == (3301010101, "winter_common_soft_wheat")
    assert first["determination:datetime"].isoformat() == "2019-06-26T00:00:00+00:00"
    assert first["metrics:area"] == pytest.approx(10_000, rel=2e-3)
    assert first["metrics:perimeter"] == pytest.approx(400, rel=2e-3)
    assert (second["hcat:code"], second["determination:datetime"], second["id"]) == (None, None, "row-2")


def test_only_what_the_model_outlined_is_said_to_come_from_imagery(source, tmp_path):
    parcels = source(WHEAT, WHEAT | {"decided": "analyst"}, EMPTY, WHEAT | {"decided": None})
    write_fiboa(parcels, None, tmp_path / "a.parquet", "june")
    methods = parquet.read_table(tmp_path / "a.parquet")["determination:method"].to_pylist()
    assert methods == ["auto-imagery", "unknown", "unknown", "auto-imagery"]


def test_every_column_of_the_layer_stays_as_it_was(source, tmp_path):
    write_fiboa(source(WHEAT, EMPTY), None, tmp_path / "a.parquet", "june")
    for row, record in zip(parquet.read_table(tmp_path / "a.parquet").to_pylist(), (WHEAT, EMPTY), strict=True):
        assert {name: row[f"layer:{name}" if name == "id" else name] for name in record} == record


def test_geometry_is_wkb_in_the_layers_crs_inside_its_boxes(source, tmp_path):
    write_fiboa(source(WHEAT, WHEAT), None, tmp_path / "a.parquet", "june")
    table = parquet.read_table(tmp_path / "a.parquet")
    geo = json.loads(table.schema.metadata[b"geo"])
    column = geo["columns"]["geometry"]
    assert (geo["version"], column["geometry_types"], column["crs"]["id"]["code"]) == ("1.1.0", ["Polygon"], 32631)
    bounds = shapely.bounds(shapely.from_wkb(table["geometry"].to_pylist()))
    boxes = np.array([[box[side] for side in ("xmin", "ymin", "xmax", "ymax")] for box in table["bbox"].to_pylist()])
    assert (boxes[:, :2] <= bounds[:, :2]).all() and (boxes[:, 2:] >= bounds[:, 2:]).all()
    assert np.abs(boxes - bounds).max() < 1
    assert column["bbox"] == pytest.approx([574680.1, 5621800, 574980.1, 5621900])


def test_halves_of_a_split_parcel_get_identifiers_of_their_own(source, tmp_path):
    write_fiboa(source(WHEAT, WHEAT, WHEAT), None, tmp_path / "a.parquet", "june")
    assert parquet.read_table(tmp_path / "a.parquet")["id"].to_pylist() == ["7", "7-2", "7-3"]


def test_row_groups_join_up(source, tmp_path, monkeypatch):
    monkeypatch.setattr(fiboa, "CHUNK", 2)
    fractions = []
    write_fiboa(source(*[WHEAT] * 5), None, tmp_path / "a.parquet", "june", fractions.append)
    file = parquet.ParquetFile(tmp_path / "a.parquet")
    assert (file.num_row_groups, file.metadata.num_rows) == (3, 5)
    assert fractions == [0.4, 0.8, 1.0]


def test_parcels_without_an_outline_are_counted_and_an_empty_layer_is_a_file(source, tmp_path):
    assert write_fiboa(source(WHEAT, bare=2), None, tmp_path / "a.parquet", "june") == (1, 2)
    assert write_fiboa(source(), None, tmp_path / "b.parquet", "june") == (0, 0)
    assert parquet.read_table(tmp_path / "b.parquet").num_rows == 0


def layer_of(path, shapes, crs):
    schema = {"geometry": "Unknown", "properties": {"parcel_id": "int32"}}
    with fiona.open(path, "w", driver="GPKG", layer="parcels", schema=schema, crs=crs) as layer:
        for number, one in enumerate(shapes):
            layer.write({"geometry": shapely.geometry.mapping(one), "properties": {"parcel_id": number}})
    return path


def test_what_is_no_polygon_is_no_parcel(tmp_path):
    square = shapely.box(574680, 5621800, 574780, 5621900)
    others = [shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)]), shapely.Polygon()]
    others.append(shapely.GeometryCollection([square]))
    path = layer_of(tmp_path / "mixed.gpkg", [square, *others, shapely.MultiPolygon([square])], "EPSG:32631")
    assert write_fiboa(path, None, tmp_path / "a.parquet", "june") == (2, 4)
    column = json.loads(parquet.read_schema(tmp_path / "a.parquet").metadata[b"geo"])["columns"]["geometry"]
    assert column["geometry_types"] == ["MultiPolygon", "Polygon"]


@pytest.mark.parametrize(("crs", "text"), [("EPSG:4326", "do not fit"), ("EPSG:4978", "not one of the Earth")])
def test_coordinates_that_cannot_be_are_refused(tmp_path, crs, text):
    path = layer_of(tmp_path / "wrong.gpkg", [shapely.box(574680, 5621800, 574780, 5621900)], crs)
    with pytest.raises(InputError, match=text):
        write_fiboa(path, None, tmp_path / "a.parquet", "june")


def test_what_cannot_be_written_leaves_no_file(source, tmp_path):
    with pytest.raises(InputError, match="no coordinate reference system"):
        write_fiboa(source(WHEAT, crs=None), None, tmp_path / "a.parquet", "june")
    with pytest.raises(InputError, match="cannot be read as a layer"):
        write_fiboa(tmp_path / "nothing.gpkg", None, tmp_path / "a.parquet", "june")
    assert not list(tmp_path.glob("*.parquet*")) and not list(tmp_path.glob(".a*"))
