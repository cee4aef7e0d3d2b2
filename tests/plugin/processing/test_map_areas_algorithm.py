"""“Map field parcels by area”: a run for each polygon; and the same by QGIS's own batches and iterations."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsLayerTreeModel,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsLayerTreeView
from qgis.PyQt.QtCore import QVariant

from doab.model import protocol
from doab.plugin.processing import map_algorithm
from doab.plugin.processing.map_areas_algorithm import named_areas

NAMES = ("Gent", "Gent", "a/b: ../c", None)


@pytest.fixture
def municipalities(qgis_new_project) -> QgsVectorLayer:
    """Four squares of 1 km side by side, two of one name, one with a name for no file, one without."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32631", "Municipalities", "memory")
    layer.dataProvider().addAttributes([QgsField("name", QVariant.String)])
    layer.updateFields()
    features = []
    for number, name in enumerate(NAMES):
        feature = QgsFeature(layer.fields())
        west = 574_000 + 1000 * number
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 5_622_000, west + 1000, 5_623_000)))
        feature.setAttributes([name])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def images(tmp_path) -> str:
    folder = tmp_path / "images of a season"
    folder.mkdir()
    return str(folder)


@pytest.fixture
def jobs(monkeypatch) -> list[protocol.Job]:
    """The jobs that were sent to the child process."""
    sent = []

    class RecordingTask(map_algorithm.MapTask):
        def __init__(self, environment, request, worker, **given):
            sent.append(request)
            super().__init__(environment, request, worker, **given)

    monkeypatch.setattr(map_algorithm, "MapTask", RecordingTask)
    return sent


@pytest.fixture
def algorithm(create):
    return create("mapareas")


def test_each_polygon_is_a_run_of_its_own(algorithm, context, ready, images, jobs, municipalities, tmp_path):
    folder, feedback = tmp_path / "maps", QgsProcessingFeedback(False)
    parameters = {"FOLDER": images, "AREAS": municipalities.id(), "NAME": "name", "OUTPUT_FOLDER": str(folder)}
    results, good = algorithm.run(parameters, context, feedback)
    assert good, feedback.textLog()
    names = ["Gent", "Gent 2", "a_b_ _c", "area 4"]
    assert results["LAYERS"] == [str(folder / f"{name}.gpkg") for name in names]
    assert (results["COUNT"], results["MAPPED"], results["FAILED"]) == (12, 4, 0)
    assert [job.area.bounds[0] for job in jobs] == [574_000, 575_000, 576_000, 577_000]
    assert all('"Polygon"' in job.area.outline and job.area.crs == "EPSG:32631" for job in jobs)
    assert sorted(context.layersToLoadOnCompletion()) == sorted(results["LAYERS"])
    assert feedback.textLog().count("Sentinel-2 dates:") == 1


def test_selected_polygons_alone_are_mapped_and_none_is_opened(
    algorithm, context, ready, images, jobs, municipalities, tmp_path
):
    municipalities.selectByIds([2])
    selected = QgsProcessingFeatureSourceDefinition(municipalities.id(), True)
    parameters = {"FOLDER": images, "AREAS": selected, "OUTPUT_FOLDER": str(tmp_path), "OPEN": False}
    results, good = algorithm.run(parameters, context, QgsProcessingFeedback())
    assert good and [job.area.bounds[0] for job in jobs] == [575_000]
    assert results["LAYERS"] == [str(tmp_path / "area 1.gpkg")] and not context.layersToLoadOnCompletion()


def test_an_area_whose_file_exists_is_passed_over(algorithm, context, ready, images, jobs, municipalities, tmp_path):
    (tmp_path / "Gent.gpkg").write_text("mine")
    parameters = {"FOLDER": images, "AREAS": municipalities.id(), "NAME": "name", "OUTPUT_FOLDER": str(tmp_path)}
    results, good = algorithm.run(parameters, context, QgsProcessingFeedback())
    assert good and len(jobs) == results["MAPPED"] == 3 and (tmp_path / "Gent.gpkg").read_text() == "mine"


def test_an_area_that_fails_is_reported_and_the_others_are_mapped(
    algorithm, context, ready, images, municipalities, tmp_path
):
    municipalities.dataProvider().changeGeometryValues({1: QgsGeometry()})
    feedback = QgsProcessingFeedback(False)
    parameters = {"FOLDER": images, "AREAS": municipalities.id(), "NAME": "name", "OUTPUT_FOLDER": str(tmp_path)}
    results, good = algorithm.run(parameters, context, feedback)
    assert good and (results["MAPPED"], results["FAILED"]) == (3, 1)
    assert "Gent: The area has no outline." in feedback.textLog()


def test_where_every_area_fails_the_algorithm_fails(algorithm, context, child, ready, images, municipalities, tmp_path):
    municipalities.dataProvider().changeGeometryValues({number: QgsGeometry() for number in range(1, 5)})
    feedback = QgsProcessingFeedback(False)
    parameters = {"FOLDER": images, "AREAS": municipalities.id(), "OUTPUT_FOLDER": str(tmp_path)}
    assert not algorithm.run(parameters, context, feedback)[1] and "No area was mapped." in feedback.textLog()


def test_a_layer_without_features_and_a_file_as_folder_are_refused(
    algorithm, context, ready, images, municipalities, tmp_path
):
    parameters = {"FOLDER": images, "AREAS": municipalities.id(), "OUTPUT_FOLDER": str(tmp_path)}
    assert algorithm.checkParameterValues(parameters, context)[0]
    (tmp_path / "file").write_text("")
    good, reason = algorithm.checkParameterValues({**parameters, "OUTPUT_FOLDER": str(tmp_path / "file")}, context)
    assert not good and "is no folder" in reason
    empty = QgsVectorLayer("Polygon?crs=EPSG:32631", "Empty", "memory")
    QgsProject.instance().addMapLayer(empty)
    good, reason = algorithm.checkParameterValues({**parameters, "AREAS": empty.id()}, context)
    assert not good and "has features" in reason


def test_names_of_files_differ_also_where_case_does_not_count(municipalities):
    for number, name in enumerate(("gent", "GENT", "gent 2", "")):
        municipalities.dataProvider().changeAttributeValues({number + 1: {0: name}})
    names = [one.name for one in named_areas(municipalities, "name")]
    assert len({name.casefold() for name in names}) == 4 and names[3] == "area 4"


@pytest.fixture
def layer_tree_view(qgis_iface, monkeypatch) -> QgsLayerTreeView:
    """The view that QGIS 3.44 adds the layers of an iteration to."""
    view = QgsLayerTreeView()
    view.setModel(QgsLayerTreeModel(QgsProject.instance().layerTreeRoot(), view))
    monkeypatch.setattr(qgis_iface, "layerTreeView", lambda: view)
    yield view
    view.deleteLater()


def test_qgis_iterates_over_polygons_as_well(
    create, context, ready, images, jobs, municipalities, layer_tree_view, tmp_path
):
    executor = pytest.importorskip("processing.gui.AlgorithmExecutor")
    definition = QgsProcessingFeatureSourceDefinition(municipalities.id())
    parameters = {"FOLDER": images, "WITHIN": definition, "OUTPUT": str(tmp_path / "area.gpkg")}
    feedback = QgsProcessingFeedback(False)
    executed = executor.executeIterating(create("mapparcels"), parameters, "WITHIN", context, feedback)
    assert executed, feedback.textLog()
    assert sorted(path.name for path in tmp_path.glob("area*.gpkg")) == [f"area_{number}.gpkg" for number in range(4)]
    assert [job.area.bounds[0] for job in jobs] == [574_000, 575_000, 576_000, 577_000]


def test_a_row_of_qgis_batch_table_is_an_area(create, ready, images, jobs, municipalities, tmp_path):
    """With the values that the table's widgets have: nothing, an empty variant, or what was chosen."""
    algorithm = create("mapparcels")
    untouched = {
        "S2": None,
        "S1": None,
        "DEM": None,
        "PARCELS": None,
        "BUNDLE": QVariant(QVariant.String),
        "EXCLUDE": None,
    }
    untouched |= {"SEASON": "auto", "REFERENCE": "automatic", "SIMPLIFY": 7.5, "EXCLUDE_VALUES": "", "FOLDER": images}
    rows = [
        {"WITHIN": municipalities.id(), "AREA": None, "MIN_AREA": 0.2, "DEVICE": 1},
        {"WITHIN": None, "AREA": "574000,575000,5622000,5623000 [EPSG:32631]", "MIN_AREA": 0.1, "DEVICE": 0},
    ]
    for number, row in enumerate(rows):
        target = str(tmp_path / f"{number}.gpkg")
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        output = QgsProcessingOutputLayerDefinition(target, QgsProject.instance())
        parameters = algorithm.preprocessParameters({**untouched, **row, "OUTPUT": output})
        assert algorithm.checkParameterValues(parameters, context) == (True, "")
        assert algorithm.run(parameters, context, QgsProcessingFeedback())[1]
        assert [*context.layersToLoadOnCompletion()] == [target]
    assert [job.out for job in jobs] == [str(tmp_path / "0.gpkg"), str(tmp_path / "1.gpkg")]
    assert (jobs[0].min_area, jobs[0].device) == (0.2, "cpu") and '"MultiPolygon"' in jobs[0].area.outline
    assert jobs[1].area.bounds[2] == 575_000 and not jobs[1].area.outline


def test_every_parameter_is_explained(algorithm):
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
    names = {parameter.name() for parameter in algorithm.parameterDefinitions()}
    assert {"AREAS", "NAME", "S2", "FOLDER", "SEASON", "BUNDLE"} <= names and not {"AREA", "WITHIN", "OUTPUT"} & names
