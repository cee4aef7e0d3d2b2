"""“Score reference frames” as the toolbox, models and qgis_process run it."""

from __future__ import annotations

import sys

import pytest
from qgis.core import NULL, QgsProcessingFeedback, QgsProcessingUtils
from sample_data import finish, write_raster

from doab.model import protocol
from doab.plugin.child.runtime import Runtime
from doab.plugin.processing.score_algorithm import ScoreFrames, rows
from doab.plugin.tasks.inspect_task import InspectTask

PARTS = {"clear": 1.0, "haze": 0.8, "sharpness": 0.6, "contrast": 0.4, "season": 0.2, "sun": 0.1, "map": 0.5}


@pytest.fixture
def algorithm(create):
    return create("scoreframes")


def test_each_date_is_a_row_and_the_best_one_is_marked(algorithm, context, ready, tmp_path):
    files = [tmp_path / "first.tif", tmp_path / "empty.tif", tmp_path / "last.tif"]
    for file in files:
        write_raster(file)
    results, good = algorithm.run(
        {"S2": list(map(str, files)), "OUTPUT": "TEMPORARY_OUTPUT"}, context, QgsProcessingFeedback()
    )
    assert good and (results["PROPOSED"], results["REASON"]) == ("2019-03-03", "It is the clearest date.")
    table = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
    assert table.fields().names() == [
        "date",
        "score",
        "clear",
        "haze",
        "sharpness",
        "contrast",
        "season",
        "sun",
        "map",
        "proposed",
        "reason",
    ]
    assert [feature.attributes() for feature in table.getFeatures()] == [
        ["2019-01-01", 0.5, 0.9, NULL, 0.4, NULL, NULL, NULL, NULL, 0, NULL],
        ["2019-02-02", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, "Every pixel is empty."],
        ["2019-03-03", 0.5, 0.9, NULL, 0.4, NULL, NULL, NULL, NULL, 1, "It is the clearest date."],
    ]


def test_rows_hold_every_part_of_the_score():
    scene = protocol.Scene((protocol.Acquisition("S1", "2019-06-01", {}), protocol.Acquisition("S2", "2019-06-02", {})))
    frames = (protocol.FrameScore("2019-06-02", 0.7, PARTS),)
    assert list(rows(protocol.Inspection(scene, frames, "2019-06-02", "Why not."))) == [
        ["2019-06-02", 0.7, 1.0, 0.8, 0.6, 0.4, 0.2, 0.1, 0.5, 1, "Why not."]
    ]


def test_without_a_sentinel_2_date_the_error_says_what_is_wrong(algorithm, context, ready, tmp_path, monkeypatch):
    results = protocol.Inspection(protocol.Scene(problems=(protocol.Problem("notes.txt", "This is no image."),)))
    monkeypatch.setattr(ScoreFrames, "recognise", lambda *_: results)
    feedback = QgsProcessingFeedback(False)
    assert algorithm.run({"FOLDER": str(tmp_path), "OUTPUT": "TEMPORARY_OUTPUT"}, context, feedback) == ({}, False)
    assert "No Sentinel-2 image was recognised. notes.txt: This is no image." in feedback.textLog()


def test_cancel_gives_no_table(algorithm, context, ready, tmp_path):
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    assert algorithm.run({"FOLDER": str(tmp_path), "OUTPUT": "TEMPORARY_OUTPUT"}, context, feedback) == ({}, True)


def test_the_scores_are_those_within_the_area(tmp_path):
    script = tmp_path / "child.py"
    script.write_text(
        "import json\n"
        "area = json.loads(input())['area']\n"
        "result = {'type': 'Inspection', 'scene': {}, 'reason': json.dumps(area)}\n"
        "print(json.dumps({'type': 'Done', 'result': result}))\n"
        "print(json.dumps({'type': 'Ended', 'code': 0}))\n"
    )
    area = protocol.Area((-1.5, 43.0, -1.0, 43.5), "EPSG:4326")
    task = finish(InspectTask(Runtime(sys.executable, str(script)), [protocol.Source("/images")], area))
    assert protocol.loads(protocol.Area, task.result.reason) == area
