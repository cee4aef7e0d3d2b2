"""What crosses the wall survives the crossing."""

import json

import pytest

from doab.model import job

SCENE = job.Scene(
    acquisitions=(
        job.Acquisition("S2", "2019-06-26", {"B02": job.BandSource("/a é.tif", 3)}, scale=1e-4, nodata=0.0),
        job.Acquisition("S1", "2019-06-27", {"VV": job.BandSource("/b.tif")}, unit="db", problem="empty"),
    ),
    elevation=job.Elevation(job.BandSource("/dem.tif")),
    problems=(job.Problem("/c.tif", "No date."),),
)


def test_a_job_reads_back_as_it_was_written():
    given = job.Job(SCENE, "out.gpkg", area=job.Area((1.0, 2.0, 3.0, 4.0), "EPSG:4326"))
    assert job.loads(job.Job, job.dumps(given)) == given


def test_an_inspection_reads_back_as_it_was_written():
    given = job.Inspection(SCENE, (job.FrameScore("2019-06-26", 0.9, {"clear": 1.0}),), "2019-06-26", "clear")
    assert job.loads(job.Inspection, job.dumps(given)) == given


def test_whole_numbers_are_accepted_where_fractions_are_meant():
    text = json.loads(job.dumps(job.Job(SCENE, "o")))
    text["min_area"] = 1
    assert job.loads(job.Job, json.dumps(text)).min_area == 1.0


@pytest.mark.parametrize("text", ["", "[]", '{"scene": 3, "out": "o"}', '{"unknown": 1}', '{"out": "o"}'])
def test_what_is_no_job_is_refused_with_one_sentence(text):
    with pytest.raises(job.InputError, match="not a valid job file"):
        job.loads(job.Job, text)


def test_acquisitions_with_a_problem_are_not_used():
    assert len(SCENE.of("S2")) == 1 and SCENE.of("S1") == ()
