"""A shapefile and its side table give back every value of ten thousand parcels; what changes is listed."""

from __future__ import annotations

import csv
import random

import pytest
from osgeo import ogr
from qgis.core import NULL, QgsFeature, QgsField, QgsGeometry, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QVariant

from doab.plugin.child.process import ChildError
from doab.plugin.export import shapefile
from doab.plugin.export.parcel_source import ExportFeedback, layer_source
from doab.plugin.export.shapefile import short_names, write_shapefile

pytestmark = pytest.mark.usefixtures("qgis_app")
FIELDS = (
    ("fid", QVariant.LongLong),
    ("parcel_id", QVariant.Int),
    ("EC_hcat_c", QVariant.String),
    ("crop", QVariant.String),
    ("conf", QVariant.Double),
    ("crop3", QVariant.String),
    ("conf3", QVariant.Double),
    ("area_ha", QVariant.Double),
    ("n_clear", QVariant.Int),
    ("ref_date", QVariant.String),
    ("probs", QVariant.String),
    ("remark_of_the_analyst", QVariant.String),
    ("remark_of_the_farmer", QVariant.String),
    ("Größe der Parzelle", QVariant.Double),
    ("big", QVariant.LongLong),
    ("huge", QVariant.LongLong),
    ("sown", QVariant.Date),
    ("edited", QVariant.DateTime),
    ("checked", QVariant.Bool),
)
QUIET = ExportFeedback(lambda: False, lambda _: None)
CROPS = ("Winterweizen", "Maïs grain", "Żyto ozime", "Ζαχαρότευτλα", "甜菜", 'Orge d’hiver, «semée»; "tôt"\nligne 2')


def parcel(dice, number):
    """The values of one parcel: accents, nulls, empty and very long texts, blanks, exact and inexact numbers."""
    maybe = lambda value, share=0.2: NULL if dice.random() < share else value  # noqa: E731
    conf = dice.choice((round(dice.random(), 4), dice.random(), 0.1 + 0.2))
    remark = dice.choice(("", "é" * dice.randrange(1, 200), "short", " both ends ", "ends "))
    edited = QDateTime.fromString("2024-02-29T12:30:15.250", Qt.DateFormat.ISODateWithMs)
    return [
        number,
        number,
        maybe("3301010101"),
        maybe(dice.choice(CROPS)),
        maybe(conf),
        maybe(dice.choice(CROPS), 0.9),
        maybe(round(dice.random(), 4), 0.9),
        maybe(round(dice.expovariate(0.3), 4)),
        maybe(dice.randrange(40)),
        maybe("2019-06-26"),
        maybe('{"Maïs": 0.5}'),
        maybe(remark),
        maybe("ok"),
        maybe(dice.random() * 1e-9),
        maybe(dice.randrange(10**17)),
        maybe(dice.randrange(9 * 10**18)),
        maybe(QDate(2019, 1, 1).addDays(dice.randrange(365))),
        maybe(edited),
        maybe(dice.random() < 0.5),
    ]


def layer_of(rows) -> QgsVectorLayer:
    layer = QgsVectorLayer("Polygon?crs=EPSG:32631", "parcels", "memory")
    layer.dataProvider().addAttributes([QgsField(name, kind) for name, kind in FIELDS])
    layer.updateFields()
    features = []
    for number, values in enumerate(rows):
        feature = QgsFeature(layer.fields())
        east, north = 574680 + 100 * (number % 100), 5621800 + 100 * (number // 100)
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(east, north, east + 90.125, north + 90)))
        feature.setAttributes(list(values))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def read(path):
    """Read a shapefile and its side table back as a list of dictionaries by short name, and the listed columns."""
    data = ogr.Open(str(path))
    rows = [
        {
            feature.GetFieldDefnRef(i).GetName(): feature.GetField(i) if feature.IsFieldSetAndNotNull(i) else None
            for i in range(feature.GetFieldCount())
        }
        for feature in data.GetLayer()
    ]
    listed = {}
    side = path.with_name(f"{path.stem}_extra.csv")
    if side.exists():
        with side.open(encoding="utf-8", newline="") as file:
            csv.field_size_limit(10**6)
            listed = {int(line["record"]): line for line in csv.DictReader(file)}
    return rows, listed


def expected(value):
    """A value of QGIS as plain Python, dates as shapefiles and the side table spell them."""
    if value == NULL:
        return None
    if isinstance(value, QDate):
        return value.toString("yyyy/MM/dd")
    if isinstance(value, QDateTime):
        return value.toString(Qt.DateFormat.ISODateWithMs)
    return int(value) if isinstance(value, bool) else value


def test_no_value_of_ten_thousand_parcels_changes_without_being_listed(tmp_path):
    dice = random.Random(7)
    rows = [parcel(dice, number) for number in range(1, 10_001)]
    layer, path = layer_of(rows), tmp_path / "café.shp"
    count, messages = write_shapefile(layer_source(layer, False), path, QUIET)
    names = short_names(name for name, _ in FIELDS if name != "fid")
    back, listed = read(path)
    assert len(back) == len(rows) == count
    changed = 0
    for record, (values, feature) in enumerate(zip(rows, back, strict=True), 1):
        for (name, _), value in list(zip(FIELDS, values, strict=True))[1:]:
            value, short, line = expected(value), names[name], listed.get(record, {})
            stored = feature.get(short)
            if stored == value and type(stored) is type(value):
                continue
            changed += 1
            if value is None:
                assert short in line["nulls"].split(), (record, name)
            elif value == "":
                assert stored is None and short in line["empty"].split()
            else:
                assert type(value)(line[short]) == value, (record, name, value, stored, line.get(short))
    assert changed > 10_000
    assert any("café_extra.csv" in text for text in messages)
    assert all(
        names[name] in line["nulls"].split()
        for values, line in zip(rows, listed.values(), strict=True)
        for (name, _), value in zip(FIELDS, values, strict=True)
        if value == NULL and names[name]
    )
    assert path.with_suffix(".cpg").read_text() == "UTF-8"


def test_the_parcels_of_doab_keep_their_names_and_only_probabilities_move(tmp_path):
    rows = [parcel(random.Random(seed), seed) for seed in range(20)]
    layer, path = layer_of(rows), tmp_path / "parcels.shp"
    layer.dataProvider().deleteAttributes(list(range(11, len(FIELDS))))
    layer.updateFields()
    write_shapefile(layer_source(layer, False), path, QUIET)
    note = (tmp_path / "parcels_readme.txt").read_text("utf-8")
    assert "  probs > probs, left out" in note and "in full in parcels_extra.csv" in note
    assert "EPSG:32631" in note
    _, listed = read(path)
    assert {key for line in listed.values() for key in line} >= {"parcel_id", "record", "probs", "nulls"}


def test_names_are_fixed_short_and_never_the_same():
    names = ["remark_of_the_analyst", "remark_of_the_farmer", "conf", "CONF", "Größe der Parzelle", "甜菜"]
    short = short_names(names)
    assert short["conf"] == "conf" and short["CONF"] == "CONF_2" and short["Größe der Parzelle"] == "Groe_der_P"
    assert (short["remark_of_the_analyst"], short["remark_of_the_farmer"]) == ("remark_of_", "remark_o_2")
    assert all(len(name) <= 10 and name.isascii() for name in short.values())
    assert len({name.lower() for name in short.values()}) == len(names)
    assert all(len(name) <= 10 for name in shapefile.SHORT.values())


def test_where_everything_fits_there_is_no_side_table(tmp_path):
    layer = layer_of([[1, 1, "3301010101", "Mais", 0.5, "Soja", 0.25, 4.0, 9, "2019-06-26", *[NULL] * 9]])
    layer.dataProvider().deleteAttributes(list(range(10, len(FIELDS))))
    layer.updateFields()
    write_shapefile(layer_source(layer, False), tmp_path / "a.shp", QUIET)
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".cpg", ".dbf", ".prj", ".shp", ".shx", ".txt"]
    assert "Every value is in the shapefile" in (tmp_path / "a_readme.txt").read_text("utf-8")


def test_more_than_two_gigabytes_are_refused_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(shapefile, "MAX_FILE_SIZE", 1000)
    layer = layer_of([parcel(random.Random(1), number) for number in range(100)])
    with pytest.raises(ChildError, match="no more than 2 GB"):
        write_shapefile(layer_source(layer, False), tmp_path / "a.shp", QUIET)
    assert not list(tmp_path.iterdir())
