"""“Export parcels” as the toolbox, models and qgis_process run it."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProject,
    QgsVectorLayer,
)

import doab

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def algorithm(create):
    return create("exportparcels")


def test_it_writes_the_file_and_says_what_was_left_out(algorithm, context, parcels_file, tmp_path):
    feedback = QgsProcessingFeedback()
    results, good = algorithm.run(
        {"INPUT": f"{parcels_file}|layername=parcels", "OUTPUT": str(tmp_path / "a.shp")}, context, feedback
    )
    assert good and results == {"OUTPUT": str(tmp_path / "a.shp"), "COUNT": 3}
    assert QgsVectorLayer(results["OUTPUT"], "a", "ogr").featureCount() == 3
    assert "a_extra.csv" in feedback.textLog()
    assert feedback.progress() > 0


def test_only_selected_features_of_a_layer(algorithm, context, parcels_file, tmp_path):
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression('"parcel_id" = 2')
    results, good = algorithm.run(
        {"INPUT": QgsProcessingFeatureSourceDefinition(layer.id(), True), "OUTPUT": str(tmp_path / "a.fgb")},
        context,
        QgsProcessingFeedback(),
    )
    assert good and results["COUNT"] == 1


def test_a_parcel_whose_outline_crosses_itself_is_exported_too(algorithm, context, parcels_file, tmp_path):
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Parcels", "ogr")
    crossed = QgsGeometry.fromWkt("Polygon((0 0, 10 10, 10 0, 0 10, 0 0))")
    assert layer.dataProvider().changeGeometryValues({next(layer.getFeatures()).id(): crossed})
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    results, good = algorithm.run(
        {"INPUT": layer.source(), "OUTPUT": str(tmp_path / "a.fgb")}, context, QgsProcessingFeedback(False)
    )
    assert good and results["COUNT"] == 3


def test_an_ending_that_says_no_format_is_refused_before_anything_runs(algorithm, context, parcels_file, tmp_path):
    good, reason = algorithm.checkParameterValues(
        {"INPUT": str(parcels_file), "OUTPUT": str(tmp_path / "a.xyz")}, context
    )
    assert not good and "no ending that says the format" in reason


def test_the_file_of_an_open_layer_is_not_written_over(algorithm, context, parcels_file):
    QgsProject.instance().addMapLayer(QgsVectorLayer(str(parcels_file), "Parcels", "ogr"))
    parameters, feedback = {"INPUT": str(parcels_file), "OUTPUT": str(parcels_file)}, QgsProcessingFeedback(False)
    assert "open as the layer" in algorithm.checkParameterValues(parameters, context)[1]
    assert algorithm.run(parameters, context, feedback) == ({}, False)
    assert "open as the layer" in feedback.textLog()


def test_cancel_writes_nothing(algorithm, context, parcels_file, tmp_path, temporary):
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    algorithm.run({"INPUT": str(parcels_file), "OUTPUT": str(tmp_path / "a.gpkg")}, context, feedback)
    assert not (tmp_path / "a.gpkg").exists() and not list(temporary.iterdir())


def test_every_text_is_there(algorithm):
    assert algorithm.displayName() == "Export parcels" and algorithm.provider().id() == "doab"
    assert ".parquet" in algorithm.shortHelpString()
    assert [p.name() for p in algorithm.parameterDefinitions()] == ["INPUT", "OUTPUT"]


def test_a_model_of_the_designer_can_use_it(algorithm, context, parcels_file, tmp_path):
    model, step = QgsProcessingModelAlgorithm("take away"), QgsProcessingModelChildAlgorithm("doab:exportparcels")
    for parameter in (QgsProcessingParameterFeatureSource("fields"), QgsProcessingParameterFileDestination("file")):
        model.addModelParameter(parameter, QgsProcessingModelParameter(parameter.name()))
        source = QgsProcessingModelChildParameterSource.fromModelParameter(parameter.name())
        step.addParameterSources("INPUT" if parameter.name() == "fields" else "OUTPUT", [source])
    step.setChildId("export")
    model.addChildAlgorithm(step)
    _, good = model.run(
        {"fields": str(parcels_file), "file": str(tmp_path / "a.fgb")}, context, QgsProcessingFeedback()
    )
    assert good and QgsVectorLayer(str(tmp_path / "a.fgb"), "a", "ogr").featureCount() == 3


def test_the_plugin_brings_the_provider_and_takes_it_away(window, qgis_iface, profile):
    plugin, registry = doab.classFactory(qgis_iface), QgsApplication.processingRegistry()
    plugin.initGui()
    assert registry.algorithmById("doab:exportparcels") is not None
    plugin.unload()
    assert registry.providerById("doab") is None
