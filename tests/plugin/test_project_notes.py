"""Notes on a layer are saved in the project and removed with the layer."""

from __future__ import annotations

from qgis.core import QgsProject

from doab.plugin.project_notes import read_note, remove_notes, write_note

NAME = "doab/test"


def test_a_note_of_the_project_takes_precedence_over_the_custom_property(raster_layer):
    assert read_note(raster_layer, NAME) == ""
    raster_layer.setCustomProperty(NAME, "from before")
    assert read_note(raster_layer, NAME) == "from before"
    write_note(raster_layer, NAME, "now")
    assert read_note(raster_layer, NAME) == "now" and raster_layer.customProperty(NAME) == "from before"


def test_only_a_different_note_makes_the_project_dirty(raster_layer):
    write_note(raster_layer, NAME, "now")
    QgsProject.instance().setDirty(False)
    write_note(raster_layer, NAME, "now")
    remove_notes(["no such layer"], NAME)
    assert not QgsProject.instance().isDirty()
    write_note(raster_layer, NAME, "then")
    assert QgsProject.instance().isDirty()


def test_a_note_comes_back_with_the_project_even_of_a_layer_whose_id_begins_with_a_digit(raster_layer, tmp_path):
    project = QgsProject.instance()
    raster_layer.setName("2019")
    project.addMapLayer(raster_layer.clone())
    (layer,) = project.mapLayers().values()
    write_note(layer, NAME, '{"über": "<&>"}')
    project.write(str(tmp_path / "a.qgz"))
    project.clear()
    project.read(str(tmp_path / "a.qgz"))
    (layer,) = project.mapLayers().values()
    assert layer.id().startswith("2019") and read_note(layer, NAME) == '{"über": "<&>"}'


def test_a_removed_note_leaves_the_project(raster_layer):
    write_note(raster_layer, NAME, "now")
    remove_notes([raster_layer.id()], NAME)
    assert read_note(raster_layer, NAME) == "" and not QgsProject.instance().entryList("doab", "/test")
