"""What stands in the way of an output is found before anybody is asked."""

from __future__ import annotations

import subprocess
import sys

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from sample_data import write_parcels

from doab.model.protocol import InputError
from doab.plugin.child.process import ChildError
from doab.plugin.files.overwrite_question import ask_to_overwrite
from doab.plugin.files.target_path import target_of

pytestmark = pytest.mark.usefixtures("qgis_app")

CHECK = """if True:
    import sys
    from doab.model.outputs.target_checks import check_target
    try:
        check_target(sys.argv[1], overwrite=True)
    except ValueError as error:
        print(error)
"""


def test_nothing_is_asked_where_there_is_no_file(tmp_path, answers):
    assert ask_to_overwrite(None, tmp_path / "new.gpkg") is False
    with pytest.raises(InputError, match="does not exist"):
        ask_to_overwrite(None, tmp_path / "missing" / "new.gpkg")
    assert answers.questions == []


def test_every_file_of_a_shapefile_counts(tmp_path, answers):
    (tmp_path / "a.dbf").write_text("somebody else's")
    with pytest.raises(InputError, match=r"a\.dbf was not written by Doab"):
        ask_to_overwrite(None, tmp_path / "a.shp")


def test_an_answer_is_yes_or_no(tmp_path, answers):
    target = write_parcels(tmp_path / "a.gpkg")
    answers += [True, False]
    assert ask_to_overwrite(None, target) is True and ask_to_overwrite(None, target) is None


def test_a_layer_that_is_being_edited_is_in_use_for_every_other_program(tmp_path, qgis_new_project):
    target = write_parcels(tmp_path / "a.gpkg")
    layer = QgsVectorLayer(f"{target}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)

    def check() -> str:
        return subprocess.run([sys.executable, "-c", CHECK, target], capture_output=True, text=True).stdout

    assert check() == ""
    assert layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("crop"), "Maize")
    assert "in use by another program" in check()
    assert layer.commitChanges()


def test_a_layer_is_known_by_a_link_to_its_file_too(tmp_path, qgis_new_project):
    target = write_parcels(tmp_path / "a.gpkg")
    QgsProject.instance().addMapLayer(QgsVectorLayer(f"{target}|layername=parcels", "Parcels", "ogr"))
    (tmp_path / "link.gpkg").symlink_to(target)
    with pytest.raises(ChildError, match="open as the layer “Parcels”"):
        target_of(str(tmp_path / "link.gpkg"))
