"""What is noted of a layer is kept in the project and goes with the layer."""

from __future__ import annotations

from qgis.core import QgsProject

from doab.plugin.project_notes import forget, note, noted

NAME = "doab/test"


def test_a_note_is_the_projects_and_comes_before_what_the_layer_says_itself(raster_layer):
    assert noted(raster_layer, NAME) == ""
    raster_layer.setCustomProperty(NAME, "from before")
    assert noted(raster_layer, NAME) == "from before"
    note(raster_layer, NAME, "now")
    assert noted(raster_layer, NAME) == "now" and raster_layer.customProperty(NAME) == "from before"


def test_only_another_note_changes_the_project(raster_layer):
    note(raster_layer, NAME, "now")
    QgsProject.instance().setDirty(False)
    note(raster_layer, NAME, "now")
    forget(["no such layer"], NAME)
    assert not QgsProject.instance().isDirty()
    note(raster_layer, NAME, "then")
    assert QgsProject.instance().isDirty()


def test_a_note_comes_back_with_the_project_even_of_a_layer_whose_id_begins_with_a_digit(raster_layer, tmp_path):
    project = QgsProject.instance()
    raster_layer.setName("2019")
    project.addMapLayer(raster_layer.clone())
    (layer,) = project.mapLayers().values()
    note(layer, NAME, '{"über": "<&>"}')
    project.write(str(tmp_path / "a.qgz"))
    project.clear()
    project.read(str(tmp_path / "a.qgz"))
    (layer,) = project.mapLayers().values()
    assert layer.id().startswith("2019") and noted(layer, NAME) == '{"über": "<&>"}'


def test_a_forgotten_note_leaves_the_project(raster_layer):
    note(raster_layer, NAME, "now")
    forget([raster_layer.id()], NAME)
    assert noted(raster_layer, NAME) == "" and not QgsProject.instance().entryList("doab", "/test")
