"""“Score against declared parcels” in the toolbox."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProcessingFeedback
from sample_data import write_parcels


@pytest.fixture
def parameters(parcels_file, tmp_path):
    """Parameters that compare one file of parcels with another."""
    truth = write_parcels(tmp_path / "lpis.gpkg")
    return {
        "INPUT": f"{parcels_file}|layername=parcels",
        "TRUTH": f"{truth}|layername=parcels",
        "FIELD": "EC_hcat_c",
        "OUTPUT": str(tmp_path / "report"),
    }


def test_scores_report_and_suspicious_parcels_are_outputs(create, context, ready, parameters):
    feedback = QgsProcessingFeedback()
    results, done = create("evaluateparcels").run(parameters, context, feedback)
    assert done, feedback.textLog()
    assert results["MR_parcel"] == 0.75 and results["PQ"] == 0.4
    assert (results["COUNTED"], results["SUSPICIOUS"]) == (9, 3)
    assert Path(results["REPORT"]).is_file() and Path(results["SUSPECTS"]).is_file()
    assert "Parcels with their crop: 75.0 % (50.0 – 100.0)" in feedback.textLog()
    assert "column EC_hcat_c" in feedback.textLog()


def test_an_error_of_the_child_is_that_of_the_algorithm(create, context, ready, parameters):
    ready("bad")
    feedback = QgsProcessingFeedback()
    assert not create("evaluateparcels").run(parameters, context, feedback)[1]
    assert "No declared parcel lies on the map" in feedback.textLog()
