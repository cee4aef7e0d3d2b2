"""“Learn from labelled parcels” in the toolbox."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingFeedback, QgsProject, QgsVectorLayer
from sample_data import write_parcels


@pytest.fixture
def result(parcels_file, qgis_new_project) -> QgsVectorLayer:
    """A result in the project."""
    layer = QgsVectorLayer(f"{parcels_file}|layername=parcels", "Parcels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def run(create, context, ready):
    """Run the algorithm; return its results, whether it succeeded, and the log."""

    def run_with(**parameters):
        feedback = QgsProcessingFeedback()
        results, done = create("learnparcels").run(parameters, context, feedback)
        return results, done, feedback.textLog()

    return run_with


def crops(layer) -> set[str]:
    return {feature["crop"] for feature in layer.getFeatures()}


def test_a_result_learns_from_a_layer_and_the_scores_are_outputs(run, result, tmp_path):
    labels = write_parcels(tmp_path / "survey.gpkg")
    bundle = str(tmp_path / "delta")
    results, done, log = run(
        INPUT=result.id(), LABELS=f"{labels}|layername=parcels", FIELD="EC_hcat_n", ADDED="rice, winter_rye",
        ABSENT="Soy", BUNDLE=bundle,
    )  # fmt: skip
    assert done, log
    assert (results["RECALL_BEFORE"], results["RECALL_AFTER"]) == (0.25, 0.69)
    assert (results["LABELLED"], results["CHANGED"], results["BUNDLE"]) == (4, 1, bundle)
    assert results["OUTPUT"] == result.source()
    assert "Labelled parcels: 4 (survey.gpkg)" in log and "parcels EC_hcat_n rice winter_rye Soy" in log
    assert "Mean recall of crops: 25 % (10 to 40) → 69 % (55 to 80)" in log
    assert crops(result) == {"Barley"}


def test_a_preview_changes_nothing_and_corrections_are_the_labels_where_no_layer_is(run, result):
    before = crops(result)
    _, done, log = run(INPUT=result.id(), PREVIEW=True)
    assert done and "(corrections)" in log and crops(result) == before


def test_a_score_that_does_not_become_better_is_said(run, ready, result):
    ready("worse")
    assert "does not become better" in run(INPUT=result.id(), PREVIEW=True)[2]


def test_an_edited_result_and_a_model_that_is_gone_are_refused(run, result):
    result.startEditing()
    _, done, log = run(INPUT=result.id())
    assert not done and "is being edited" in log
    result.rollBack()
    _, done, log = run(INPUT=result.id(), PARENT="/nowhere/bundle.json")
    assert not done and "There is no model" in log


def test_an_error_of_the_child_is_that_of_the_algorithm(run, ready, result):
    ready("bad")
    _, done, log = run(INPUT=result.id())
    assert not done and "holds no embeddings" in log
