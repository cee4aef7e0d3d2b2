import zipfile
from pathlib import Path

import fiona
import numpy as np
import pytest
import shapely
from rasterio.transform import from_origin
from shapely import LineString, MultiPolygon, Point, Polygon, box

from doab.model.crops import known_crops
from doab.model.declared_parcels import Declared, burn, describe_uncounted, numbered, read_declared, reprojected
from doab.model.protocol import Area, InputError

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".geojson": "GeoJSON", ".gml": "GML", ".fgb": "FlatGeobuf"}
LABELS = [crop.label for crop in known_crops()]
WHEAT, MAIZE = "3301010101", "3301010600"
HERE = box(500000, 5600000, 500100, 5600100)
HALF_DISC = """<?xml version="1.0" encoding="utf-8" ?>
<o:FeatureCollection xmlns:o="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="all">
<o:featureMember><o:parcels gml:id="p"><o:geometryProperty>
<gml:Polygon gml:id="g" srsName="urn:ogc:def:crs:EPSG::32631"><gml:exterior><gml:Ring>
<gml:curveMember><gml:Curve><gml:segments><gml:ArcString><gml:posList>0 0 10 10 20 0</gml:posList></gml:ArcString>
<gml:LineStringSegment><gml:posList>20 0 0 0</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve>
</gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>
</o:geometryProperty></o:parcels></o:featureMember></o:FeatureCollection>"""


@pytest.fixture
def write(tmp_path):
    """Write a layer: ``write("a.gpkg", shapes, {"column": values})`` returns its path."""

    def write_layer(name, shapes, columns=None, crs="EPSG:32631", kind="Unknown", **options):
        path = tmp_path / name
        columns = columns or {"note": ["x"] * len(shapes)}
        types = {c: {int: "int", float: "float"}.get(type(v[0]), "str") for c, v in columns.items()}
        if path.suffix == ".shp":
            kind = "Polygon"
        schema = {"geometry": kind, "properties": types}
        with fiona.open(path, "w", driver=DRIVERS[path.suffix], crs=crs, schema=schema, **options) as file:
            for i, shape in enumerate(shapes):
                geometry = None if shape is None else shapely.geometry.mapping(shape)
                file.write({"geometry": geometry, "properties": {c: v[i] for c, v in columns.items()}})
        return path

    return write_layer


@pytest.fixture
def table(tmp_path):
    """Write a country's crop table and return its path."""

    def write_table(text, name="xx_2021.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_table


def declared(polygons, crops=None, crs="EPSG:32631"):
    n = len(polygons)
    crops = np.arange(n) if crops is None else np.array(crops)
    codes, ids = (np.array(texts, object) for texts in ([""] * n, [*"abcdef"[:n]]))
    return Declared(np.array(polygons, object), codes, crops, ids, codes, crs)


@pytest.mark.parametrize("ending", DRIVERS)
def test_every_format_gives_polygons_classes_and_a_crs(write, ending):
    crs = "EPSG:4326" if ending == ".geojson" else "EPSG:32631"
    path = write(f"parcels{ending}", [HERE, box(0, 0, 1, 1)], {"EC_hcat_c": [WHEAT, "3306000000"]}, crs=crs)
    declared = read_declared(path)
    assert declared.crs == crs
    assert list(declared.codes) == [WHEAT, "3306000000"] and list(declared.crops) == [LABELS.index("Winter wheat"), -1]
    assert declared.polygons[0].equals(HERE) and len(declared.ids) == 2
    assert {p.suffix for p in path.parent.iterdir()} <= {ending, ".shx", ".dbf", ".prj", ".cpg", ".xsd"}


def test_curves_become_many_short_segments_and_nothing_is_left_beside_the_file(tmp_path):
    path = tmp_path / "arc.gml"
    path.write_text(HALF_DISC)
    (half_disc,) = read_declared(path).polygons
    assert half_disc.area == pytest.approx(np.pi * 10**2 / 2, rel=0.01)
    assert list(tmp_path.iterdir()) == [path]


def test_a_zipped_shapefile_is_read_from_its_folder_in_the_archive(write, tmp_path):
    path = write("Acker (neu).shp", [HERE], {"EC_hcat_c": [WHEAT]})
    with zipfile.ZipFile(tmp_path / "a b.zip", "w") as archive:
        for file in tmp_path.glob("Acker*"):
            archive.write(file, f"inner/{file.name}")
    assert list(read_declared(tmp_path / "a b.zip").codes) == [WHEAT]
    assert read_declared(path).crs == "EPSG:32631"


@pytest.mark.parametrize(
    ("column", "value"),
    [("EC_hcat_c", WHEAT), ("hcat_code", int(WHEAT)), ("HCAT3_code", float(WHEAT)), ("hcat:code", WHEAT),
     ("EC_hcat_n", "winter_common_soft_wheat"), ("hcat_name", "Winter_Common_Soft_Wheat")],
)  # fmt: skip
def test_the_column_of_classes_is_found_by_its_name(write, column, value):
    assert list(read_declared(write("parcels.gpkg", [HERE], {column: [value]})).codes) == [WHEAT]


def test_hcat3_goes_before_hcat2_and_a_name_stands_in_where_there_is_no_code(write):
    columns = {"EC_hcat_n": ["vineyards_wine_vine_rebland_grapes"] * 3, "HCAT2_code": [MAIZE, MAIZE, ""],
               "HCAT3_code": [WHEAT, "", ""]}  # fmt: skip
    codes = read_declared(write("parcels.gpkg", [HERE] * 3, columns)).codes
    assert list(codes) == [WHEAT, MAIZE, "3303060000"]


def test_every_name_of_the_taxonomy_is_read(write):
    names = ["durum_hard_wheat", "Fallow_Land_Not_Crop", "unmaintained"]
    parcels = read_declared(write("parcels.gpkg", [HERE] * 3, {"EC_hcat_n": names}))
    assert list(parcels.codes) == ["3301010200", "3301110000", "3308000000"]
    assert {LABELS[crop] for crop in parcels.crops} == {"Other crops"} and not describe_uncounted(parcels)


def test_parcels_that_do_not_count_are_named_by_their_reason(write):
    names = ["potatoes", "oak", "oak", "Kartoffeln", ""]
    parcels = read_declared(write("parcels.gpkg", [HERE] * 5, {"EC_hcat_n": names}))
    assert describe_uncounted(parcels) == (
        "4 of 5 parcels do not count: 2 oak (no class covers it), 1 Kartoffeln (no HCAT code or name), "
        "1 no crop stated."
    )


def test_features_without_a_polygon_are_counted_and_a_long_crop_is_cut(write):
    line = LineString([(0, 0), (50, 50)])
    parcels = read_declared(write("parcels.gpkg", [HERE, HERE, line], {"EC_hcat_n": ["potatoes", "x" * 9999, ""]}))
    text = describe_uncounted(parcels)
    assert text.endswith("1 features are no polygons and do not count.") and len(text) < 250


def test_a_layer_without_classes_gives_shapes_only(write):
    declared = read_declared(write("parcels.gpkg", [HERE], {"name": ["Oberfeld"]}))
    assert list(declared.codes) == [""] and list(declared.crops) == [-1] and declared.crops.dtype == np.int64


def test_classes_are_those_asked_for(write):
    maize = tuple(crop for crop in known_crops() if crop.label == "Maize")
    path = write("parcels.gpkg", [HERE] * 3, {"EC_hcat_c": [MAIZE, "3301090400", WHEAT]})
    assert list(read_declared(path, maize).crops) == [0, 0, -1]


def test_parcels_keep_their_number_where_the_layer_has_one(write):
    assert list(read_declared(write("a.gpkg", [HERE] * 2, {"PARCEL_ID": [70, 12]})).ids) == ["70", "12"]
    assert len(set(read_declared(write("b.gpkg", [HERE] * 2)).ids)) == 2


TABLE = f"original_code,original_name,HCAT3_code\n007,Weizen,{WHEAT}\n115,Mais,{MAIZE}\n,Gerste (Winter),3301010401\n"


@pytest.mark.parametrize("values", [[7, 115, 99], [7.0, 115.0, 99.0], ["007", " 115", ""], ["weizen", "Mais", "Heide"]])
def test_a_countrys_own_codes_and_names_go_through_its_table(write, table, values):
    declared = read_declared(write("parcels.gpkg", [HERE] * 3, {"crop": values}), field="crop", codes=table(TABLE))
    assert list(declared.codes) == [WHEAT, MAIZE, ""]


def test_the_named_column_goes_before_one_that_would_be_found(write, table):
    path = write("parcels.gpkg", [HERE], {"EC_hcat_c": [MAIZE], "crop": ["Weizen"], "code": [WHEAT]})
    assert list(read_declared(path, field="crop", codes=table(TABLE)).codes) == [WHEAT]
    assert list(read_declared(path, field="code").codes) == [WHEAT]


def test_only_the_parcels_of_an_area_are_read(write):
    far = box(600000, 5600000, 600100, 5600100)
    path = write("parcels.gpkg", [far, HERE], {"parcel_id": ["far", "here"]})
    around = Area((2.99, 50.5, 3.01, 50.6), "EPSG:4326")
    assert list(read_declared(path, area=around).ids) == ["here"]
    with pytest.raises(InputError, match="parcels.gpkg holds no polygons in the area"):
        read_declared(path, area=Area((0, 0, 1, 1), "EPSG:32631"))
    with pytest.raises(InputError, match="not understood: nonsense"):
        read_declared(path, area=Area((0, 0, 1, 1), "nonsense"))


def test_broken_shapes_are_mended_flattened_or_left_out(write):
    bow_tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    spike = Polygon([(0, 0), (4, 0), (4, 4), (0, 4), (0, 2), (-9, 2), (0, 2)])
    high = Polygon([(0, 0, 9), (1, 0, 9), (1, 1, 9)])
    line = Polygon([(0, 0), (1, 1), (0, 0)])
    shapes = [bow_tie, None, spike, Polygon(), high, Point(1, 1), MultiPolygon([HERE]), line]
    declared = read_declared(write("parcels.gpkg", shapes, {"parcel_id": [*"abcdefgh"]}))
    assert list(declared.ids) == ["a", "c", "e", "g"]
    assert shapely.is_valid(declared.polygons).all() and not shapely.has_z(declared.polygons).any()
    assert list(shapely.area(declared.polygons)) == [2, 16, 0.5, 10_000]
    assert {shape.geom_type for shape in declared.polygons} <= {"Polygon", "MultiPolygon"}


def test_one_layer_of_polygons_among_others_is_taken(write):
    write("all.gpkg", [Point(0, 0)], kind="Point", layer="wells")
    path = write("all.gpkg", [HERE], {"EC_hcat_c": [WHEAT]}, kind="Polygon", layer="parcels")
    assert list(read_declared(path).codes) == [WHEAT]
    write("all.gpkg", [HERE], {"EC_hcat_c": [MAIZE]}, kind="Polygon", layer="more")
    with pytest.raises(InputError, match="parcels, more"):
        read_declared(path)
    assert list(read_declared(path, layer="more").codes) == [MAIZE]
    with pytest.raises(InputError, match="no layer fields.*wells"):
        read_declared(path, layer="fields")


def test_what_cannot_be_read_is_named_with_the_way_out(write, tmp_path):
    (tmp_path / "text.gpkg").write_text("no layer")
    (tmp_path / "text.zip").write_text("no archive")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    write("nowhere.gpkg", [HERE], crs=None)
    write("points.gpkg", [Point(0, 0)], kind="Point")
    for name, sentence in {
        "none.gpkg": "There is no file .*none.gpkg",
        "text.gpkg": "text.gpkg cannot be read as a vector layer",
        "text.zip": "text.zip cannot be unpacked",
        "empty.zip": "empty.zip holds no vector file",
        "nowhere.gpkg": "nowhere.gpkg has no coordinate reference system",
        "points.gpkg": "points.gpkg holds no polygons",
    }.items():
        with pytest.raises(InputError, match=sentence):
            read_declared(tmp_path / name)


def test_classes_that_cannot_be_read_are_named_with_the_way_out(write, table, tmp_path):
    path = write("parcels.gpkg", [HERE], {"crop": ["117"]})
    other, foreign = table(TABLE), table("a,b\n1,2\n", "foreign.csv")
    for arguments, sentence in [
        ({"field": "culture"}, "parcels.gpkg has no column culture. Choose one of: crop"),
        ({"field": "crop"}, r"column crop \(such as 117\) holds no HCAT codes"),
        ({"codes": other}, "no column was named"),
        ({"field": "crop", "codes": tmp_path / "none.csv"}, "none.csv cannot be read"),
        ({"field": "crop", "codes": foreign}, "foreign.csv is no crop table"),
        ({"field": "crop", "codes": other}, r"\(such as 117\) is in xx_2021.csv"),
    ]:
        with pytest.raises(InputError, match=sentence):
            read_declared(path, **arguments)


def test_reprojection_keeps_places_and_leaves_out_what_has_none():
    there = reprojected(declared([HERE, box(2e7, 2e7, 2.1e7, 2.1e7)], [4, 5]), "EPSG:4326")
    assert there.crs == "EPSG:4326" and list(there.crops) == [4] and list(there.ids) == ["a"]
    west, south, east, north = there.polygons[0].bounds
    assert west == pytest.approx(3) and 50 < south < north < 51 and east < 3.01
    assert reprojected(there, "EPSG:32631").polygons[0].equals_exact(HERE, 1e-3)


def test_a_pixel_belongs_to_the_parcel_under_its_centre():
    # 5 m pixels of a 20 m window from (0, 20): the first parcel covers the centres at 2.5 and 7.5 m only.
    parcels = declared([box(0, 0, 12.4, 20), box(12.4, 10, 20, 20)], [3, -1])
    labels = burn(parcels, from_origin(0, 20, 10, 10), 2, 2)
    assert labels.parcels.tolist() == [[1, 1, 2, 2], [1, 1, 2, 2], [1, 1, 0, 0], [1, 1, 0, 0]]
    assert labels.parcels.dtype == np.int32 and labels.crops.tolist() == [-1, 3, -1] and not labels.void.any()


def test_outside_an_incomplete_declaration_the_truth_is_unknown():
    labels = burn(declared([box(0, 0, 10, 20)]), from_origin(0, 20, 10, 10), 2, 2, complete=False)
    assert (labels.void == (labels.parcels == 0)).all() and labels.void.any()


@pytest.mark.parametrize("order", [1, -1])
def test_the_smaller_of_two_parcels_wins(order):
    labels = burn(declared([box(0, 0, 20, 20), box(5, 5, 15, 15)][::order]), from_origin(0, 20, 10, 10), 2, 2)
    small = 2 if order == 1 else 1
    assert (labels.parcels[1:3, 1:3] == small).all() and (labels.parcels == small).sum() == 4


def test_numbers_are_compact_and_parcels_without_a_pixel_have_none():
    speck, elsewhere = box(0.1, 0.1, 1, 1), box(90, 0, 99, 9)
    parcels = declared([elsewhere, box(0, 10, 20, 20), speck, box(0, 0, 20, 10)])
    numbers, members = numbered(parcels, from_origin(0, 20, 10, 10), 2, 2)
    assert members.tolist() == [1, 3] and numbers[0, 0] == 1 and numbers[3, 3] == 2
    assert burn(parcels, from_origin(0, 20, 10, 10), 2, 2).crops.tolist() == [-1, 1, 3]


def test_a_window_without_parcels_has_no_labels():
    labels = burn(declared([box(90, 0, 99, 9)]), from_origin(0, 20, 10, 10), 2, 3)
    assert labels.parcels.shape == labels.void.shape == (4, 6) and not labels.parcels.any()
    assert labels.crops.tolist() == [-1]


REAL = [
    ("ec_lv", "", "", 100, 0.9),
    ("ec_si", "", "", 100, 0.9),
    ("ec_ro", "", "", 100, 0.9),
    ("nl", "gewascode", "nl_2020", 100, 0.9),
    ("dk", "Afgkode", "dk_2019", 100, 0.9),
    ("at", "SNAR_CODE", "at_2021", 100, 0.7),
    ("be_vlg", "GWSCOD_H", "be_vlg_2021", 100, 0.9),
    ("se", "grdkod_mar", "se_2021", 10, 0.9),
]


@pytest.mark.parametrize(("country", "field", "codes", "parcels", "share"), REAL)
def test_declarations_are_read_as_countries_publish_them(country, field, codes, parcels, share):
    tables = DATA / "hcat" / "country_mappings"
    paths = [p for p in (DATA / "vector_formats" / country).glob("*") if p.suffix in (".zip", ".gpkg")]
    if not paths or not tables.is_dir():
        pytest.skip(f"needs the parcels of {country} in ../shared/data")
    declared = read_declared(paths[0], field=field, codes=tables / f"{codes}.csv" if codes else "")
    assert len(declared.polygons) == parcels and shapely.is_valid(declared.polygons).all()
    assert np.mean(declared.codes != "") >= share
    assert all(len(code) == 10 for code in declared.codes if code)
    assert (declared.crops == LABELS.index("Grassland")).any()
    there = reprojected(declared, "EPSG:3035")
    ratio = shapely.area(there.polygons) / shapely.area(declared.polygons)
    assert ratio == pytest.approx(1, abs=0.03)
