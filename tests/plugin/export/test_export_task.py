"""Files in every format from what a layer shows; the child writes GeoParquet; nothing half done is left."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil

import pytest
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from sample_data import finish

from doab.plugin.child import runtime
from doab.plugin.child.process import ChildError
from doab.plugin.export.export_task import ExportTask
from doab.plugin.export.parcel_source import layer_source
from doab.plugin.files.formats import FORMATS, format_of
from doab.plugin.files.target_path import target_of
from doab.plugin.parcels.crop_names import crop_name

SQUARE = "Polygon((574680 5621800, 574780 5621800, 574780 5621900, 574680 5621900, 574680 5621800))"
pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def layer(parcels_file, qgis_new_project):
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


def values_of(layer) -> list[dict]:
    names = [field.name() for field in layer.fields() if field.name() != "fid"]
    rows = [
        {name: None if feature[name] == NULL else feature[name] for name in names} for feature in layer.getFeatures()
    ]
    return sorted(rows, key=lambda row: row["parcel_id"])


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp"])
def test_every_format_of_qgis_gives_the_values_back_with_edits_that_are_not_saved(layer, tmp_path, temporary, suffix):
    layer.startEditing()
    first = next(layer.getFeatures())
    layer.changeAttributeValue(first.id(), layer.fields().indexOf("crop"), "Épeautre « d’hiver »")
    layer.changeAttributeValue(first.id(), layer.fields().indexOf("conf3"), NULL)
    before = values_of(layer)
    target = tmp_path / f"out put{suffix}"
    task = finish(ExportTask(layer_source(layer, False), target))
    assert task.error == "" and task.result.path == target and task.result.parcels == 3
    back = QgsVectorLayer(str(target), "back", "ogr")
    after = values_of(back)
    if suffix == ".shp":
        before = [{name: value for name, value in row.items() if name != "probs"} for row in before]
    assert after == before
    assert back.extent().width() > 0
    assert not list(temporary.iterdir())


def test_crops_are_exported_in_the_language_of_qgis_and_codes_as_they_are(layer, tmp_path, in_language):
    before = values_of(layer)
    in_language("fr")
    target = tmp_path / "out.gpkg"
    finish(ExportTask(layer_source(layer, False), target))
    after = values_of(QgsVectorLayer(str(target), "", "ogr"))
    assert [row["EC_hcat_c"] for row in after] == [row["EC_hcat_c"] for row in before]
    assert (
        {crop_name(row["crop"]) for row in before} == {row["crop"] for row in after} != {row["crop"] for row in before}
    )


def test_only_the_selected_parcels_where_that_is_asked_for(layer, tmp_path):
    layer.selectByExpression('"parcel_id" = 3')
    finish(ExportTask(layer_source(layer, True), tmp_path / "some.fgb"))
    assert [row["parcel_id"] for row in values_of(QgsVectorLayer(str(tmp_path / "some.fgb"), "b", "ogr"))] == [3]


def test_geojson_is_wgs_84_with_seven_decimals(layer, tmp_path):
    finish(ExportTask(layer_source(layer, False), tmp_path / "a.geojson"))
    collection = json.loads((tmp_path / "a.geojson").read_text("utf-8"))
    assert "crs" not in collection
    rows = [feature["properties"] for feature in collection["features"]]
    assert [{**row, "probs": json.dumps(row["probs"])} for row in rows] == values_of(layer)
    points = [
        point for feature in collection["features"] for ring in feature["geometry"]["coordinates"] for point in ring
    ]
    assert all(4 < x < 4.1 and 50.7 < y < 50.8 for x, y in points)
    assert all(round(value, 7) == value for point in points for value in point)


def theirs(*columns: str, rows) -> QgsVectorLayer:
    """Put a layer of squares with columns of one's own into the project; None stands for no outline."""
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32631&{'&'.join(f'field={column}' for column in columns)}", "t", "memory")
    for outline, *values in rows:
        feature = QgsFeature(layer.fields())
        if outline is not None:
            feature.setGeometry(QgsGeometry.fromWkt(outline))
        feature.setAttributes(values)
        layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp", ".geojson"])
@pytest.mark.parametrize(
    ("column", "value"),
    [("fid:string", "FR-12"), ("fid:integer", 7), ("FID:string", "FR-12"), ("FID:integer", 7), ("geom:string", "g")],
)
def test_a_column_that_has_the_name_of_one_of_geopackages_own_comes_with_its_values(
    qgis_new_project, tmp_path, suffix, column, value
):
    layer = theirs(column, "fid_2:integer", rows=[(SQUARE, value, 1), (SQUARE, value, 2)])
    assert finish(ExportTask(layer_source(layer, False), tmp_path / f"a{suffix}")).error == ""
    back, name = QgsVectorLayer(str(tmp_path / f"a{suffix}"), "back", "ogr"), column.partition(":")[0]
    assert [(row[name], row["fid_2"]) for row in back.getFeatures()] == [(value, 1), (value, 2)]


def test_the_row_number_of_a_geopackage_stays_in_it(layer, tmp_path):
    assert "fid" in layer.fields().names()
    finish(ExportTask(layer_source(layer, False), tmp_path / "a.fgb"))
    assert "fid" not in QgsVectorLayer(str(tmp_path / "a.fgb"), "back", "ogr").fields().names()


def test_parcels_without_an_outline_are_not_counted_where_the_format_leaves_them_out(qgis_new_project, tmp_path):
    layer = theirs("a:integer", rows=[(SQUARE, 1), (None, 2), ("Polygon EMPTY", 3)])
    result = finish(ExportTask(layer_source(layer, False), tmp_path / "a.fgb")).result
    assert (result.parcels, result.notes) == (1, ("Parcels without an outline were left out.",))
    result = finish(ExportTask(layer_source(layer, False), tmp_path / "a.gpkg")).result
    assert (result.parcels, result.notes) == (3, ())


def test_an_older_shapefile_leaves_nothing_behind(layer, tmp_path):
    finish(ExportTask(layer_source(layer, False), tmp_path / "a.shp"))
    for name in ("a.qix", "a_extra.csv"):
        (tmp_path / name).write_text("old")
    layer.startEditing()
    for name in ("probs", "edited"):  # too long, and null
        layer.deleteAttribute(layer.fields().indexOf(name))
    assert finish(ExportTask(layer_source(layer, False), tmp_path / "a.shp", overwrite=True)).error == ""
    assert not (tmp_path / "a.qix").exists() and not (tmp_path / "a_extra.csv").exists()
    assert (tmp_path / "a_readme.txt").exists()


def test_the_child_writes_geoparquet_from_a_geopackage(layer, tmp_path, temporary, child, monkeypatch):
    monkeypatch.setattr(runtime, "find", lambda: child("done"))
    task = ExportTask(layer_source(layer, False), tmp_path / "a.parquet")
    progress = []
    task.progressChanged.connect(progress.append)
    finish(task)
    assert task.error == "" and (tmp_path / "a.parquet").read_bytes()[:6] == b"SQLite"
    assert 75 in progress
    assert len(task.result.notes) == 1 and "fiboa" in task.result.notes[0]


def test_parcels_without_an_outline_that_the_child_left_out_are_noted(layer, tmp_path, child, monkeypatch):
    monkeypatch.setattr(runtime, "find", lambda: child("gaps"))
    task = finish(ExportTask(layer_source(layer, False), tmp_path / "a.parquet"))
    assert task.result.notes[-1] == "Parcels without an outline were left out."


def test_geoparquet_that_the_child_cannot_write_says_why(layer, tmp_path, temporary, child, monkeypatch):
    monkeypatch.setattr(runtime, "find", lambda: child("bad"))
    assert finish(ExportTask(layer_source(layer, False), tmp_path / "b.parquet")).error == "The disk is full."
    assert not (tmp_path / "b.parquet").exists() and not list(temporary.iterdir())


def test_geoparquet_without_an_environment_says_where_to_get_it(layer, tmp_path, monkeypatch):
    monkeypatch.setattr(runtime, "find", lambda: None)
    assert "Create it first" in finish(ExportTask(layer_source(layer, False), tmp_path / "a.parquet")).error


def test_a_cancelled_export_leaves_the_old_file_alone(layer, tmp_path, temporary):
    (tmp_path / "a.gpkg").write_text("old")
    task = ExportTask(layer_source(layer, False), tmp_path / "a.gpkg")
    task.cancel()
    assert not task.run() and task.result is None and task.error == ""
    assert (tmp_path / "a.gpkg").read_text() == "old" and not list(temporary.iterdir())


@pytest.mark.parametrize("suffix", [".gpkg", ".shp"])
def test_reading_that_breaks_off_leaves_the_old_file_alone(layer, tmp_path, temporary, suffix):
    target = tmp_path / f"a{suffix}"
    whole = layer_source(layer, False)
    finish(ExportTask(whole, target))
    older = {path.name: path.read_bytes() for path in tmp_path.glob("a*")}
    broken = dataclasses.replace(whole, features=lambda: list(whole.features())[:2])
    assert "Only 2 of 3 parcels could be read" in finish(ExportTask(broken, target, overwrite=True)).error
    assert {path.name: path.read_bytes() for path in tmp_path.glob("a*")} == older and not list(temporary.iterdir())


def test_parcels_are_counted_as_they_are_written(layer, tmp_path):
    estimated = dataclasses.replace(layer_source(layer, False), count=-1, min_count=0)
    assert finish(ExportTask(estimated, tmp_path / "a.fgb")).result.parcels == 3


@pytest.mark.parametrize("suffix", [".geojson", ".parquet"])
def test_a_layer_without_a_reference_system_is_not_said_to_be_in_one(layer, tmp_path, suffix):
    layer.setCrs(QgsCoordinateReferenceSystem())
    task = finish(ExportTask(layer_source(layer, False), tmp_path / f"a{suffix}"))
    assert "no coordinate reference system" in task.error and "properties" in task.error
    assert not (tmp_path / f"a{suffix}").exists()


def test_a_geopackage_whose_raster_is_open_is_not_written_over(tmp_path, raster_file, qgis_new_project):
    package = tmp_path / "season.gpkg"
    gdal.Translate(str(package), str(raster_file), format="GPKG")
    QgsProject.instance().addMapLayer(QgsRasterLayer(f"GPKG:{package}:season", "June"))
    assert QgsProject.instance().mapLayersByName("June")
    with pytest.raises(ChildError, match="open as the layer “June”"):
        target_of(str(package))


def test_a_geopackage_with_other_layers_is_not_replaced(layer, tmp_path, temporary):
    target = tmp_path / "farm.gpkg"
    finish(ExportTask(layer_source(layer, False), target))
    assert finish(ExportTask(layer_source(layer, False), target, overwrite=True)).error == ""
    gdal.VectorTranslate(str(target), layer.source().partition("|")[0], accessMode="append", layerName="hedges")
    assert "hedges, which would be lost" in finish(ExportTask(layer_source(layer, False), target, overwrite=True)).error
    assert QgsVectorLayer(f"{target}|layername=hedges", "h", "ogr").featureCount() == 3


def test_a_file_that_is_in_use_is_named_with_the_way_out(layer, tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    finish(ExportTask(layer_source(layer, False), tmp_path / "a.fgb"))
    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(shutil, "copyfile", refuse)
    error = finish(ExportTask(layer_source(layer, False), tmp_path / "a.fgb", overwrite=True)).error
    assert "a.fgb could not be written: Permission denied. Make room on the disk, close the programs" in error


def test_a_bare_name_becomes_a_whole_path(qgis_new_project, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert target_of("june.gpkg") == tmp_path / "june.gpkg"
    assert target_of(f'"{tmp_path / "june.gpkg"}"') == tmp_path / "june.gpkg"
    with pytest.raises(ChildError, match="Choose the file"):
        target_of("/", FORMATS[0])


def test_a_layer_of_the_project_is_not_written_over(layer, parcels_file):
    with pytest.raises(ChildError, match="open as the layer “Parcels”"):
        target_of(str(parcels_file))


def test_a_name_gets_the_ending_of_the_format_and_says_it(tmp_path):
    assert target_of(str(tmp_path / "v1.2 june"), FORMATS[1]).name == "v1.2 june.shp"
    assert format_of(tmp_path / "A.GeoJSON").driver == "GeoJSON"
    with pytest.raises(ChildError, match="no ending that says the format"):
        target_of(str(tmp_path / "june"))
    with pytest.raises(ChildError, match="june.shp has the ending of a Shapefile, but a GeoPackage is written"):
        target_of(str(tmp_path / "june.shp"), FORMATS[0])
