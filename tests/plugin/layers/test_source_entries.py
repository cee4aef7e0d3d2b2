"""Overrides of a source are saved in the project, and reported files are matched with their sources."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsRasterLayer
from sample_data import paste_style, write_raster

from doab.model import protocol
from doab.plugin.layers.layer_sources import (
    OVERRIDES,
    entry_of_layer,
    read_entries,
    remove_overrides,
    sources_of,
    write_entries,
)
from doab.plugin.layers.source_entries import SourceEntry, container_path, normalise_path

SAVED = {"role": "s1", "date": "2019-07-01", "unit": "linear", "bands": {"VV": 2}, "used": False}


def test_the_overrides_of_an_entry_can_be_applied_again():
    entry = SourceEntry(protocol.Source("/a.tif", name="A"))
    assert entry.overrides == {}
    assert entry.with_overrides(SAVED).overrides == SAVED
    assert entry.with_overrides(SAVED).source == protocol.Source("/a.tif", "s1", "A", "2019-07-01", "linear", {"VV": 2})


@pytest.mark.parametrize("damaged", [{"role": 3}, {"bands": [1]}, {"bands": {"VV": "2"}}, {"colour": "red"}])
def test_overrides_of_a_wrong_type_are_ignored(damaged):
    entry = SourceEntry(protocol.Source("/a.tif"))
    assert entry.with_overrides(damaged) == entry


def test_the_date_of_the_layer_counts_unless_another_was_set():
    entry = SourceEntry(protocol.Source("/a.tif"), layer_date="2019-06-26")
    assert entry.dated_source.date == "2019-06-26" and entry.overrides == {}
    assert entry.with_overrides({"date": "2019-07-01"}).dated_source.date == "2019-07-01"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/b.tif", "/a/b.tif"),
        ("/a/X.SAFE/MTD_MSIL2A.xml", "/a/X.SAFE"),
        ("SENTINEL2_L2A:/a/X.SAFE/MTD_MSIL2A.xml:10m:EPSG_32631", "/a/X.SAFE"),
        ("/vsizip//a/b.zip/c.tif", "/vsizip//a/b.zip/c.tif"),
        ('NETCDF:"/a/openEO.nc":B04', "/a/openEO.nc"),
    ],
)
def test_the_path_of_a_source_is_normalised_to_a_path_on_disk(path, expected):
    assert normalise_path(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/b.tif", "/a/b.tif"),
        ("/a/X.SAFE/GRANULE/L2A/IMG_DATA/R10m/B02.jp2", "/a/X.SAFE"),
        ("/vsizip//a/b.zip/X.SAFE/GRANULE/L2A/IMG_DATA/B02.jp2", "/a/b.zip"),
        ("/a/b.zip/X.SAFE", "/a/b.zip"),
        ('NETCDF:"/a/openEO.nc":B04', "/a/openEO.nc"),
        ('ZARR:"/a/cube.zarr":/B04:3', "/a/cube.zarr"),
    ],
)
def test_a_file_of_a_product_or_archive_can_only_be_a_source_as_the_whole(path, expected):
    assert container_path(path) == expected


def test_a_project_saves_the_list_of_sources_and_their_overrides(tmp_path, qgis_new_project):
    write_raster(tmp_path / "a.tif")
    layer = QgsRasterLayer(str(tmp_path / "a.tif"), "a")
    project = QgsProject.instance()
    project.addMapLayer(layer)
    write_entries(
        project,
        [
            entry_of_layer(layer).with_overrides(SAVED),
            SourceEntry(protocol.Source("/images")).with_overrides({"role": "s2"}),
        ],
    )
    project.write(str(tmp_path / "project.qgz"))
    project.clear()
    assert read_entries(project) == []
    project.read(str(tmp_path / "project.qgz"))
    first, second = read_entries(project)
    assert (first.overrides, first.source.path) == (SAVED, str(tmp_path / "a.tif"))
    assert (second.source, second.layer) == (protocol.Source("/images", "s2"), "")
    assert project.isDirty() is False


def test_an_equal_list_does_not_make_the_project_dirty(raster_layer):
    project = QgsProject.instance()
    project.addMapLayer(raster_layer)
    entries = [entry_of_layer(raster_layer).with_overrides(SAVED), SourceEntry(protocol.Source("/images"))]
    write_entries(project, entries)
    project.setDirty(False)
    write_entries(project, entries)
    assert not project.isDirty()


def test_damaged_entries_are_ignored(raster_layer):
    QgsProject.instance().addMapLayer(raster_layer)
    raster_layer.setCustomProperty(OVERRIDES, "[nonsense")
    QgsProject.instance().writeEntry("doab", "/sources", '{"sources": [3, {"path": 4}]}')
    (entry,) = read_entries(QgsProject.instance())
    assert entry.overrides == {}


def test_the_overrides_of_a_layer_count_wherever_it_is_read_until_they_are_removed(raster_layer):
    raster_layer.setCustomProperty(OVERRIDES, '{"unit": "shifted"}')
    assert sources_of([raster_layer])[raster_layer.id()].unit == "shifted"
    QgsProject.instance().addMapLayer(raster_layer)
    remove_overrides([raster_layer.id()])
    assert sources_of([raster_layer])[raster_layer.id()].unit == ""


def test_overrides_stay_with_their_layer_when_styles_are_pasted_or_loaded(raster_layer, tmp_path):
    write_raster(tmp_path / "b.tif")
    project, other = QgsProject.instance(), QgsRasterLayer(str(tmp_path / "b.tif"), "b")
    project.addMapLayers([raster_layer, other])
    write_entries(project, [entry_of_layer(raster_layer).with_overrides(SAVED), entry_of_layer(other)])
    paste_style(raster_layer, other)
    assert [entry_of_layer(layer).overrides for layer in (raster_layer, other)] == [SAVED, {}]
    paste_style(QgsRasterLayer(str(tmp_path / "b.tif"), "plain"), raster_layer)
    assert entry_of_layer(raster_layer).overrides == SAVED


def test_the_custom_property_of_an_older_project_is_read_and_moved_into_the_project(raster_layer):
    project = QgsProject.instance()
    project.addMapLayer(raster_layer)
    raster_layer.setCustomProperty(OVERRIDES, '{"unit": "shifted"}')
    entries = read_entries(project)
    assert [entry.overrides for entry in entries] == [{"unit": "shifted"}]
    write_entries(project, entries)
    assert raster_layer.customProperty(OVERRIDES) is None and read_entries(project) == entries


def test_the_project_keeps_nothing_of_layers_whose_overrides_are_removed(raster_layer):
    project = QgsProject.instance()
    project.addMapLayer(raster_layer)
    write_entries(project, [entry_of_layer(raster_layer).with_overrides(SAVED)])
    assert project.entryList("doab", "/overrides")
    gone = raster_layer.id()
    project.removeMapLayer(gone)
    remove_overrides([gone])
    assert not project.entryList("doab", "/overrides")
