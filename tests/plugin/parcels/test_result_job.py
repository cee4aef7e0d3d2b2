"""Which run a layer of parcels came from is known, whatever becomes of its style."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument
from sample_data import paste_style, write_parcels

from doab.plugin.parcels import result_layer as parcels
from doab.plugin.parcels.result_job import JOB, job_of, remove_jobs, store_job

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def results(tmp_path, qgis_new_project) -> list[QgsVectorLayer]:
    """The results of two runs in the project, whose jobs are the years."""
    layers = []
    for year in ("2019", "2020"):
        layers.append(parcels.load(str(write_parcels(tmp_path / f"{year}.gpkg")), (), ""))
        store_job(layers[-1], year)
    QgsProject.instance().addMapLayers(layers)
    return layers


def test_a_pasted_style_leaves_each_result_its_job(results):
    paste_style(*results)
    assert [job_of(layer) for layer in results] == ["2019", "2020"]


def test_a_style_from_the_file_leaves_a_result_its_job(results, tmp_path):
    parcels.save_styles(tmp_path / "2019.gpkg", ())
    _, ids, *_ = results[0].listStylesInDatabase()
    style = QDomDocument()
    style.setContent(results[0].getStyleFromDatabase(ids[0])[0])
    results[0].importNamedStyle(style)
    assert job_of(results[0]) == "2019"


def test_a_project_opens_with_the_jobs_of_its_results(results, tmp_path):
    project = QgsProject.instance()
    for layer in results:
        layer.removeCustomProperty(JOB)
    project.write(str(tmp_path / "a.qgz"))
    project.clear()
    project.read(str(tmp_path / "a.qgz"))
    assert sorted(map(job_of, project.mapLayers().values())) == ["2019", "2020"]


def test_a_copy_of_a_result_has_its_job_and_so_does_a_result_of_an_older_project(results):
    copy = results[0].clone()
    QgsProject.instance().addMapLayer(copy)
    assert job_of(copy) == "2019"


def test_a_style_saved_in_the_file_brings_the_job_to_another_project(results, tmp_path):
    results[0].saveStyleToDatabase("mine", "", True, "")
    QgsProject.instance().clear()
    opened = QgsVectorLayer(f"{tmp_path / '2019.gpkg'}|layername=parcels", "Parcels", "ogr")
    assert job_of(opened) == "2019"


def test_nothing_is_left_in_the_project_of_results_that_are_gone(results):
    project = QgsProject.instance()
    gone = [layer.id() for layer in results]
    project.removeMapLayers(gone)
    remove_jobs(gone)
    assert not project.entryList("doab", "/job")
