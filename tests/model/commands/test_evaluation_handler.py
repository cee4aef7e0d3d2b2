"""A result is scored against declared parcels as QGIS asks for it."""

import dataclasses
from pathlib import Path

import pytest
from test_evaluate import FIELDS, RYE, WHEAT, parcels

from doab.model.commands.evaluation_handler import evaluate_result
from doab.model.commands.worker_state import WorkerState
from doab.model.protocol import EvaluateRequest, InputError, ParcelLayer
from doab.model.reporter import Reporter


@pytest.fixture
def request_for(tmp_path):
    """Return a request to compare a map, in which the rye is wheat, with the declared parcels."""
    truth = parcels(tmp_path / "declared.gpkg", FIELDS)
    result = parcels(tmp_path / "map.gpkg", [(WHEAT, bounds) for _, bounds in FIELDS])
    return EvaluateRequest(result, ParcelLayer(truth, "declared"), str(tmp_path / "report"))


def answer(request):
    return evaluate_result(request, Reporter(), WorkerState())


def test_scores_confusion_and_suspicious_parcels_come_back(request_for):
    summary = answer(request_for)
    assert summary.scores["MR_parcel"].value == 0.5 and summary.counted == 2
    wheat, rye = (summary.classes.index(crop.label) for crop in (WHEAT, RYE))
    assert summary.confusion[rye][wheat] == 1 and summary.confusion[wheat][wheat] == 1
    assert len(summary.confusion[0]) == len(summary.classes) + 1
    assert Path(summary.page).is_file() and Path(summary.suspects).is_file()
    assert summary.suspicious >= 0 and "2 " in summary.data


def test_an_older_report_is_replaced_only_when_asked(request_for):
    answer(request_for)
    with pytest.raises(InputError, match="exists already"):
        answer(request_for)
    assert answer(dataclasses.replace(request_for, overwrite=True)).counted == 2


def test_a_result_that_is_gone_is_named(request_for, tmp_path):
    with pytest.raises(InputError, match=r"There is no result .*gone.gpkg"):
        answer(dataclasses.replace(request_for, result=str(tmp_path / "gone.gpkg")))
