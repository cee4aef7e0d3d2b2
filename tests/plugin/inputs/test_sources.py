"""What was said of a source is remembered, and files find what they were offered as."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsRasterLayer
from sample_data import paste_style, write_raster

from doab.model import protocol
from doab.plugin.inputs.layer_sources import OVERRIDES, forget, offer_of, remember, remembered, sources_of
from doab.plugin.inputs.sources import Offer, itself, place

SAID = {"role": "s1", "date": "2019-07-01", "unit": "linear", "bands": {"VV": 2}, "used": False}


def test_what_was_said_of_an_offer_can_be_said_again():
    offer = Offer(protocol.Source("/a.tif", name="A"))
    assert offer.said == {}
    assert offer.say(SAID).said == SAID
    assert offer.say(SAID).source == protocol.Source("/a.tif", "s1", "A", "2019-07-01", "linear", {"VV": 2})


@pytest.mark.parametrize("damaged", [{"role": 3}, {"bands": [1]}, {"bands": {"VV": "2"}}, {"colour": "red"}])
def test_what_does_not_fit_is_as_if_it_had_not_been_said(damaged):
    offer = Offer(protocol.Source("/a.tif"))
    assert offer.say(damaged) == offer


def test_the_date_of_the_layer_counts_unless_another_was_given():
    offer = Offer(protocol.Source("/a.tif"), hint="2019-06-26")
    assert offer.given.date == "2019-06-26" and offer.said == {}
    assert offer.say({"date": "2019-07-01"}).given.date == "2019-07-01"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/b.tif", "/a/b.tif"),
        ("/a/X.SAFE/MTD_MSIL2A.xml", "/a/X.SAFE"),
        ("SENTINEL2_L2A:/a/X.SAFE/MTD_MSIL2A.xml:10m:EPSG_32631", "/a/X.SAFE"),
        ("/vsizip//a/b.zip/c.tif", "/vsizip//a/b.zip/c.tif"),
    ],
)
def test_an_offered_path_is_somewhere_on_disk(path, expected):
    assert place(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/b.tif", "/a/b.tif"),
        ("/a/X.SAFE/GRANULE/L2A/IMG_DATA/R10m/B02.jp2", "/a/X.SAFE"),
        ("/vsizip//a/b.zip/X.SAFE/GRANULE/L2A/IMG_DATA/B02.jp2", "/a/b.zip"),
        ("/a/b.zip/X.SAFE", "/a/b.zip"),
    ],
)
def test_a_file_of_a_product_or_archive_can_only_be_offered_as_the_whole(path, expected):
    assert itself(path) == expected


def test_a_project_remembers_what_is_offered_and_what_was_said_of_it(tmp_path, qgis_new_project):
    write_raster(tmp_path / "a.tif")
    layer = QgsRasterLayer(str(tmp_path / "a.tif"), "a")
    project = QgsProject.instance()
    project.addMapLayer(layer)
    remember(project, [offer_of(layer).say(SAID), Offer(protocol.Source("/images")).say({"role": "s2"})])
    project.write(str(tmp_path / "project.qgz"))
    project.clear()
    assert remembered(project) == []
    project.read(str(tmp_path / "project.qgz"))
    first, second = remembered(project)
    assert (first.said, first.source.path) == (SAID, str(tmp_path / "a.tif"))
    assert (second.source, second.layer) == (protocol.Source("/images", "s2"), "")
    assert project.isDirty() is False


def test_what_is_remembered_already_leaves_the_project_as_it_is(raster_layer):
    project = QgsProject.instance()
    project.addMapLayer(raster_layer)
    offers = [offer_of(raster_layer).say(SAID), Offer(protocol.Source("/images"))]
    remember(project, offers)
    project.setDirty(False)
    remember(project, offers)
    assert not project.isDirty()


def test_a_damaged_memory_is_none(raster_layer):
    QgsProject.instance().addMapLayer(raster_layer)
    raster_layer.setCustomProperty(OVERRIDES, "[nonsense")
    QgsProject.instance().writeEntry("doab", "/sources", '{"sources": [3, {"path": 4}]}')
    (offer,) = remembered(QgsProject.instance())
    assert offer.said == {}


def test_what_was_said_of_a_layer_counts_wherever_it_is_read_until_it_is_forgotten(raster_layer):
    raster_layer.setCustomProperty(OVERRIDES, '{"unit": "shifted"}')
    assert sources_of([raster_layer])[raster_layer.id()].unit == "shifted"
    QgsProject.instance().addMapLayer(raster_layer)
    forget([raster_layer.id()])
    assert sources_of([raster_layer])[raster_layer.id()].unit == ""


def test_what_was_said_stays_with_its_layer_when_styles_are_pasted_or_loaded(raster_layer, tmp_path):
    write_raster(tmp_path / "b.tif")
    project, other = QgsProject.instance(), QgsRasterLayer(str(tmp_path / "b.tif"), "b")
    project.addMapLayers([raster_layer, other])
    remember(project, [offer_of(raster_layer).say(SAID), offer_of(other)])
    paste_style(raster_layer, other)
    assert [offer_of(layer).said for layer in (raster_layer, other)] == [SAID, {}]
    paste_style(QgsRasterLayer(str(tmp_path / "b.tif"), "plain"), raster_layer)
    assert offer_of(raster_layer).said == SAID


def test_what_a_layer_of_an_older_project_says_is_read_and_moves_into_the_project(raster_layer):
    project = QgsProject.instance()
    project.addMapLayer(raster_layer)
    raster_layer.setCustomProperty(OVERRIDES, '{"unit": "shifted"}')
    offers = remembered(project)
    assert [offer.said for offer in offers] == [{"unit": "shifted"}]
    remember(project, offers)
    assert raster_layer.customProperty(OVERRIDES) is None and remembered(project) == offers


def test_nothing_is_left_in_the_project_of_layers_that_are_forgotten(raster_layer):
    project = QgsProject.instance()
    project.addMapLayer(raster_layer)
    remember(project, [offer_of(raster_layer).say(SAID)])
    assert project.entryList("doab", "/overrides")
    gone = raster_layer.id()
    project.removeMapLayer(gone)
    forget([gone])
    assert not project.entryList("doab", "/overrides")
