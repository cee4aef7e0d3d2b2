"""A first map from nothing: painted, added, recognised, mapped and explained by one click."""

from __future__ import annotations

import sys

import pytest
from dock_actions import find, press, recognise
from qgis.core import QgsProject
from sample_data import finish, wait

from doab.plugin.child.runtime import Runtime
from doab.plugin.dock import first_run
from doab.plugin.tasks.paint_task import PaintTask

PAINT = PaintTask.work


@pytest.fixture(autouse=True)
def quick(monkeypatch, raster_file):
    """Painting takes no time, and neither does reading."""
    monkeypatch.setattr(first_run, "READ_MS", 10)
    monkeypatch.setattr(PaintTask, "work", lambda *_: [str(raster_file)])


def test_one_click_paints_adds_and_maps_and_says_what_it_does(dock, profile):
    (profile / "doab").mkdir()
    wait(lambda: find(dock, "doabTry").isVisible())
    press(dock, "doabTry")
    wait(lambda: QgsProject.instance().mapLayersByName("Parcels"))
    wait(lambda: "5 of 5" in find(dock, "doabFirstRunText").text())
    assert QgsProject.instance().layerTreeRoot().findGroup("Painted scene").findLayers()
    assert dock.inputs.sources.rowCount() == 1 and not find(dock, "doabTry").isVisible()
    press(dock, "doabTryStop")
    assert not find(dock, "doabFirstRun").isVisible()


def test_it_is_offered_only_where_there_is_nothing_else_to_do(dock):
    wait(lambda: find(dock, "doabTry").isVisible())
    recognise(dock, ["/images/a.tif"])
    assert not find(dock, "doabFirstRun").isVisible()


def test_a_scene_that_cannot_be_painted_says_why_and_is_offered_again(dock, monkeypatch):
    def fail(_task, _folder):
        raise OSError("The disk is full.")

    monkeypatch.setattr(PaintTask, "work", fail)
    wait(lambda: find(dock, "doabTry").isVisible())
    press(dock, "doabTry")
    wait(lambda: "The disk is full." in find(dock, "doabFirstRunText").text())
    assert find(dock, "doabTry").isVisible()


@pytest.fixture
def painter(tmp_path) -> Runtime:
    """A program that notes its arguments and writes a scene of three files."""
    entry = tmp_path / "paint.py"
    entry.write_text(
        "import pathlib, sys\n"
        "folder = pathlib.Path(sys.argv[sys.argv.index('--out') + 1])\n"
        "folder.mkdir()\n"
        "for name in ('DEM', 'S2_20230601', 'S2_20230601_SCL'):\n"
        "    (folder / f'{name}.tif').write_text(' '.join(sys.argv))\n"
    )
    return Runtime(sys.executable, str(entry))


def test_a_scene_is_painted_once_and_masks_are_no_layers(painter, tmp_path, qgis_app, monkeypatch, temporary):
    monkeypatch.setattr(PaintTask, "work", PAINT)
    scene = tmp_path / "doab" / "painted scene"
    images = [str(scene / "DEM.tif"), str(scene / "S2_20230601.tif")]
    assert finish(PaintTask(painter, scene)).result == images
    (scene / "S2_20230601_SCL.tif").write_text("kept")
    assert finish(PaintTask(painter, scene)).result == images
    assert (scene / "S2_20230601_SCL.tif").read_text() == "kept"
