"""A recorded run in words, and what is missing of it."""

from __future__ import annotations

import dataclasses

import pytest
from recorded import RUN

from doab.model import protocol
from doab.plugin.history import run_descriptions as describe
from doab.plugin.history.missing_inputs import missing_inputs
from doab.plugin.history.recorded_run import CANCELLED, FAILED, RUNNING

SQUARE = protocol.Area((500_000.0, 5_600_000.0, 501_000.0, 5_601_000.0), "EPSG:32631")
TRIANGLE = '{"type":"Polygon","coordinates":[[[500000,5600000],[501000,5600000],[501000,5601000],[500000,5600000]]]}'


def with_job(**changes):
    return dataclasses.replace(RUN, job=dataclasses.replace(RUN.job, **changes))


def test_what_the_columns_say_of_a_finished_run(qgis_app):
    assert describe.describe_date(RUN) == "2026-07-01 10:15"
    assert describe.describe_status(RUN) == "done"
    assert describe.describe_images(RUN) == "images · 2 sources"
    assert describe.describe_season(RUN) == "2019"
    assert describe.describe_frame(RUN) == "2019-06-26 (automatic)"
    assert describe.describe_bundle(RUN) == "fake 1"
    assert (describe.describe_parcels(RUN), describe.describe_duration(RUN)) == ("3", "1:02:05")


def test_what_they_say_of_a_run_without_a_result(qgis_app):
    run = dataclasses.replace(with_job(bundle="/models/alps.zip"), status=FAILED, summary=None, seconds=0.2)
    assert describe.describe_status(run) == "failed"
    assert describe.describe_frame(run) == "automatic" and describe.describe_bundle(run) == "alps.zip"
    assert (describe.describe_parcels(run), describe.describe_duration(run)) == ("–", "–")
    assert describe.describe_status(dataclasses.replace(run, status=CANCELLED)) == "cancelled"
    running = dataclasses.replace(run, status=RUNNING)
    assert describe.describe_status(running) == "cut off" and describe.describe_status(running, True) == "under way"


@pytest.mark.parametrize(
    ("area", "text"),
    [(None, "whole scene"), (SQUARE, "100 ha"), (dataclasses.replace(SQUARE, outline=TRIANGLE), "50 ha"),
     (dataclasses.replace(SQUARE, outline="rubbish"), "100 ha")],
)  # fmt: skip
def test_the_area_is_that_of_its_outline(qgis_app, area, text):
    assert describe.describe_area(with_job(area=area)) == text


def test_seasons_are_read_as_written(qgis_app):
    assert describe.describe_season(with_job(season="auto")) == "automatic"
    assert describe.describe_season(with_job(season="2019-03-01/2019-10-31")) == "2019-03-01 – 2019-10-31"


def test_inputs_that_are_gone_are_named(qgis_app, tmp_path, raster_file):
    gone = str(tmp_path / "gone.tif")
    there = protocol.Source(str(raster_file))
    remote = protocol.Source("/vsicurl/https://example.com/a.tif")
    skipped = protocol.Source(gone, "none")
    cube = protocol.Source(f'NETCDF:"{tmp_path / "cube.nc"}":B04')
    run = dataclasses.replace(RUN, sources=(there, remote, skipped, cube))
    assert missing_inputs(run) == [cube.path]
    run = dataclasses.replace(
        run,
        sources=(there, protocol.Source(gone)),
        given="Drawn",
        job=dataclasses.replace(RUN.job, bundle="/no/model.zip", exclude=protocol.Exclusion("/no/cover.tif")),
    )
    assert missing_inputs(run) == [
        gone,
        "/no/cover.tif",
        "/no/model.zip",
        "the parcels of “Drawn”, which were in no file",
    ]
