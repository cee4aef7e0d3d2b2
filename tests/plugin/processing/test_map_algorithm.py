"""“Map field parcels” as the toolbox, models and qgis_process run it."""

from __future__ import annotations

import gc

import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from sample_data import processes, wait, write_ground

from doab.model import protocol
from doab.plugin.child import runtime
from doab.plugin.parcels.result_job import job_of
from doab.plugin.parcels.result_layer import is_result
from doab.plugin.processing import map_algorithm as mapping


@pytest.fixture
def algorithm(create):
    return create("mapparcels")


@pytest.fixture
def images(tmp_path) -> str:
    folder = tmp_path / "images of a season"
    folder.mkdir()
    return str(folder)


@pytest.fixture
def requests(monkeypatch) -> list[protocol.Job]:
    """The jobs that were sent to the child process."""
    jobs = []

    class RecordingTask(mapping.MapTask):
        def __init__(self, environment, request, worker, **given):
            jobs.append(request)
            super().__init__(environment, request, worker, **given)

    monkeypatch.setattr(mapping, "MapTask", RecordingTask)
    return jobs


class Feedback(QgsProcessingFeedback):
    """Keeps what the log leaves out."""

    def __init__(self) -> None:
        super().__init__(False)
        self.stages = []

    def setProgressText(self, text: str) -> None:  # noqa: N802
        self.stages.append(text)


def test_parcels_are_mapped_into_a_geopackage_that_holds_its_styles(algorithm, context, ready, images, tmp_path):
    feedback, target = Feedback(), str(tmp_path / "parcels.gpkg")
    results, good = algorithm.run({"FOLDER": images, "OUTPUT": target}, context, feedback)
    assert good and results == {"OUTPUT": target, "COUNT": 3, "REFERENCE_DATE": "2019-06-26"}
    styled = QgsVectorLayer(target, "parcels", "ogr")
    assert styled.featureCount() == 3 and isinstance(styled.renderer(), QgsCategorizedSymbolRenderer)
    assert feedback.stages == ["Recognising the images…", "Reading"]
    for message in ("Sentinel-2 dates: 1, ", "No DEM was given.", "3 parcels, reference date 2019-06-26"):
        assert message in feedback.textLog()
    assert feedback.progress() == pytest.approx(100)


def test_a_target_that_another_program_uses_is_an_error_that_says_where_the_parcels_are(
    algorithm, context, ready, images, tmp_path, monkeypatch
):
    feedback, target = Feedback(), str(tmp_path / "parcels.gpkg")
    beside = tmp_path / "parcels_2.gpkg"
    monkeypatch.setattr("doab.plugin.tasks.map_task.deliver_file", lambda *_, **options: beside)
    assert not algorithm.run({"FOLDER": images, "OUTPUT": target}, context, feedback)[1]
    assert "parcels_2.gpkg" in feedback.textLog()


def test_a_geopackage_with_other_layers_is_refused_before_the_images_are_recognised(
    algorithm, context, ready, images, tmp_path, parcels_file
):
    feedback, target = Feedback(), str(tmp_path / "parcels.gpkg")
    gdal.VectorTranslate(target, str(parcels_file), format="GPKG", layerName="hedges")
    assert not algorithm.run({"FOLDER": images, "OUTPUT": target}, context, feedback)[1]
    assert "also holds hedges" in feedback.textLog() and feedback.stages == []


def test_layers_are_taken_in_the_role_that_they_were_chosen_for(
    algorithm, context, ready, requests, raster_layer, raster_file, tmp_path
):
    QgsProject.instance().addMapLayer(raster_layer)
    parameters = {
        "S2": [raster_layer.id()],
        "S1": [str(raster_file)],
        "REFERENCE": "2019-06-26",
        "MIN_AREA": 0.5,
        "SIMPLIFY": 0,
        "DEVICE": 1,
        "AREA": "574680,574700,5622400,5622440 [EPSG:32631]",
        "OUTPUT": str(tmp_path / "parcels.gpkg"),
    }
    assert algorithm.run(parameters, context, QgsProcessingFeedback())[1]
    (job,) = requests
    assert [(a.sensor, a.name) for a in job.scene.acquisitions] == [("S2", "June image"), ("S1", "June image")]
    assert (job.reference, job.min_area, job.simplify, job.device) == ("2019-06-26", 0.5, 0.0, "cpu")
    assert job.area == protocol.Area((574680, 5622400, 574700, 5622440), "EPSG:32631")


def test_polygons_are_the_area_instead_of_a_rectangle(
    algorithm, context, ready, requests, images, parcels_file, tmp_path
):
    polygons = f"{parcels_file}|layername=parcels"
    parameters = {"FOLDER": images, "WITHIN": polygons, "OUTPUT": str(tmp_path / "a.gpkg"), "SEASON": "2019"}
    assert algorithm.run(parameters, context, QgsProcessingFeedback())[1]
    (job,) = requests
    assert job.area.crs == "EPSG:32631" and '"MultiPolygon"' in job.area.outline and job.season == "2019"
    good, reason = algorithm.checkParameterValues({**parameters, "AREA": "0,1,0,1 [EPSG:32631]"}, context)
    assert not good and "leave the other one empty" in reason


def test_ground_is_left_out(algorithm, context, ready, requests, images, raster_file, parcels_file, tmp_path):
    parameters = {"FOLDER": images, "EXCLUDE": str(raster_file), "EXCLUDE_VALUES": "10, 50"}
    assert algorithm.run({**parameters, "OUTPUT": str(tmp_path / "a.gpkg")}, context, QgsProcessingFeedback())[1]
    parameters = {"FOLDER": images, "EXCLUDE": f"{parcels_file}|layername=parcels"}
    assert algorithm.run({**parameters, "OUTPUT": str(tmp_path / "b.gpkg")}, context, QgsProcessingFeedback())[1]
    assert [job.exclude for job in requests] == [
        protocol.Exclusion(str(raster_file), values=(10, 50)),
        protocol.Exclusion(str(parcels_file), "parcels"),
    ]


def test_parcels_of_ones_own_are_labelled(algorithm, context, ready, requests, images, parcels_file, tmp_path):
    parameters = {"FOLDER": images, "PARCELS": f"{parcels_file}|layername=parcels", "OUTPUT": str(tmp_path / "a.gpkg")}
    assert algorithm.run(parameters, context, QgsProcessingFeedback())[1]
    assert requests[0].parcels == protocol.ParcelLayer(str(parcels_file), "parcels")
    valid, reason = algorithm.checkParameterValues({**parameters, "PARCELS": "/gone.gpkg"}, context)
    assert not valid and reason


def test_a_file_with_ground_that_is_no_farmland_opens_with_its_parcels_and_may_be_replaced(
    algorithm, context, ready, images, parcels_file, tmp_path
):
    write_ground(parcels_file)
    target = str(tmp_path / "parcels.gpkg")
    for _ in range(2):
        assert algorithm.run({"FOLDER": images, "OUTPUT": target}, context, QgsProcessingFeedback())[1]
    assert is_result(QgsVectorLayer(target, "Parcels", "ogr"))
    assert QgsVectorLayer(f"{target}|layername=not_farmland", "Ground", "ogr").featureCount() == 2


def test_the_card_in_a_models_folder_stands_for_the_folder(algorithm, context, ready, requests, images, tmp_path):
    card = tmp_path / "a model" / "bundle.json"
    card.parent.mkdir()
    card.write_text("{}")
    parameters = {"FOLDER": images, "BUNDLE": str(card), "OUTPUT": str(tmp_path / "parcels.gpkg")}
    assert algorithm.run(parameters, context, QgsProcessingFeedback())[1]
    assert requests[0].bundle == str(card.parent)


def test_the_loaded_layer_is_what_the_dock_would_load(algorithm, qgis_new_project, ready, images, tmp_path):
    target, options = str(tmp_path / "parcels.gpkg"), QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
    parameters = {"FOLDER": images, "OUTPUT": QgsProcessingOutputLayerDefinition(target, QgsProject.instance())}
    for _ in range(2):  # what one run leaves to QGIS is gone with its context
        context = QgsProcessingContext()
        assert algorithm.run(parameters, context, QgsProcessingFeedback())[1]
        gc.collect()
        layer = QgsVectorLayer(target, "Parcels", "ogr", options)
        context.layerToLoadOnCompletionDetails(target).postProcessor().postProcessLayer(layer, context, None)
    assert is_result(layer) and isinstance(layer.renderer(), QgsCategorizedSymbolRenderer)
    assert layer.attributeAlias(layer.fields().indexOf("conf")) == "Confidence"
    assert "Reference date: 2019-06-26" in layer.metadata().abstract()
    assert protocol.loads(protocol.Job, job_of(layer)).reference == "2019-06-26"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"FOLDER": None}, "Choose the Sentinel-2 images, or a folder"),
        ({"FOLDER": "/no/such/folder"}, "There is no folder /no/such/folder"),
        ({"REFERENCE": "June"}, "“June” is no date"),
        ({"AREA": "0,1,0,1"}, "The area has no coordinate system"),
        ({"EXCLUDE_VALUES": "10"}, "The ground to leave out is not there"),
        ({"BUNDLE": "/no/model.zip"}, "There is no model /no/model.zip"),
        ({"OUTPUT": "/tmp/parcels.shp"}, "“Export parcels” makes other formats"),
        ({"OUTPUT": "/no/such/folder/parcels.gpkg"}, "/no/such/folder does not exist"),
    ],
)
def test_mistakes_are_named_before_anything_runs(algorithm, context, ready, images, tmp_path, wrong, message):
    parameters, feedback = {"FOLDER": images, "OUTPUT": str(tmp_path / "a.gpkg"), **wrong}, QgsProcessingFeedback(False)
    good, reason = algorithm.checkParameterValues(parameters, context)
    assert not good and message in reason
    assert algorithm.run(parameters, context, feedback) == ({}, False)
    assert message in feedback.textLog()


def test_a_layer_without_a_file_is_named(algorithm, context, images, tmp_path):
    web = QgsRasterLayer("type=xyz&url=http://localhost/{z}/{x}/{y}.png", "Web map", "wms")
    QgsProject.instance().addMapLayer(web)
    good, reason = algorithm.checkParameterValues({"S2": [web.id()], "OUTPUT": str(tmp_path / "a.gpkg")}, context)
    assert not good and "“Web map” is no raster file" in reason


def test_the_file_of_an_open_layer_is_not_written_over(algorithm, context, images, parcels_file):
    QgsProject.instance().addMapLayer(QgsVectorLayer(str(parcels_file), "Parcels", "ogr"))
    good, reason = algorithm.checkParameterValues({"FOLDER": images, "OUTPUT": str(parcels_file)}, context)
    assert not good and "open as the layer “Parcels”" in reason


@pytest.mark.parametrize(
    ("mode", "message"),
    [("bad", "There is no image in field.txt. Add a raster."), ("crash", "The run crashed (signal 6).")],
)
def test_what_the_child_says_is_the_reason(algorithm, context, ready, images, tmp_path, mode, message):
    ready(mode)
    feedback = QgsProcessingFeedback(False)
    assert algorithm.run({"FOLDER": images, "OUTPUT": str(tmp_path / "a.gpkg")}, context, feedback) == ({}, False)
    assert message in feedback.textLog() and not (tmp_path / "a.gpkg").exists()


def test_without_an_environment_it_says_how_to_make_one(algorithm, context, profile, images, tmp_path):
    possible, reason = algorithm.canExecute()
    assert not possible and "offers to create the environment" in reason
    feedback = QgsProcessingFeedback(False)
    algorithm.run({"FOLDER": images, "OUTPUT": str(tmp_path / "a.gpkg")}, context, feedback)
    assert reason in feedback.textLog()


def test_packages_that_are_missing_are_named(algorithm, context, child, monkeypatch, images, tmp_path):
    monkeypatch.setattr(runtime, "find", lambda: child("done"))
    feedback = QgsProcessingFeedback(False)
    algorithm.run({"FOLDER": images, "OUTPUT": str(tmp_path / "a.gpkg")}, context, feedback)
    assert "torch" in feedback.textLog() and "use another Python" in feedback.textLog()


def test_cancel_ends_the_child_and_leaves_nothing(algorithm, context, ready, images, tmp_path, temporary):
    ready("hang")
    feedback, ended = Feedback(), []
    task = QgsProcessingAlgRunnerTask(
        algorithm, {"FOLDER": images, "OUTPUT": str(tmp_path / "a.gpkg")}, context, feedback
    )
    task.executed.connect(lambda good, results: ended.append((good, results)))
    QgsApplication.taskManager().addTask(task)
    wait(lambda: feedback.progress() >= 30)
    assert feedback.stages[-1] == "Reading"
    feedback.cancel()
    assert wait(lambda: ended) < 3
    assert not ended[0][1] and not (tmp_path / "a.gpkg").exists()
    assert not processes(str(temporary)) and not list(temporary.glob("doab-*"))


def test_the_next_run_uses_the_same_process(algorithm, context, ready, images, tmp_path, temporary):
    used = set()
    for name in ("a.gpkg", "b.gpkg"):
        assert algorithm.run({"FOLDER": images, "OUTPUT": str(tmp_path / name)}, context, QgsProcessingFeedback())[1]
        used.update(processes(f"serve\0--folder\0{temporary}"))
    assert len(used) == 1


def test_a_model_can_map_with_the_date_that_another_step_proposed(context, create, ready, requests, images, tmp_path):
    model, source = QgsProcessingModelAlgorithm("both"), QgsProcessingModelChildParameterSource
    for name, child_parameters in (
        ("scoreframes", {}),
        (
            "mapparcels",
            {
                "REFERENCE": source.fromChildOutput("scoreframes", "PROPOSED"),
                "OUTPUT": source.fromStaticValue(str(tmp_path / "a.gpkg")),
            },
        ),
    ):
        step = QgsProcessingModelChildAlgorithm(f"doab:{name}")
        step.setChildId(name)
        for parameter, value in {"FOLDER": source.fromStaticValue(images), **child_parameters}.items():
            step.addParameterSources(parameter, [value])
        model.addChildAlgorithm(step)
    assert model.run({}, context, QgsProcessingFeedback())[1]
    assert [job.reference for job in requests] == ["2019-01-01"] and (tmp_path / "a.gpkg").exists()


def test_every_parameter_is_explained(algorithm):
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
    assert algorithm.displayName() == "Map field parcels" and not algorithm.icon().isNull()
