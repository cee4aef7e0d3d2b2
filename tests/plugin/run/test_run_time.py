"""The run time: default, measured, and the time left."""

from __future__ import annotations

import dataclasses

import pytest
from sample_data import SUMMARY

from doab.model import protocol
from doab.plugin.run import run_time

pytestmark = pytest.mark.usefixtures("profile")

CHIP = protocol.Device("cpu", "Chip", 4)
SLOWER = protocol.Device("cpu", "Chip", 1)
CARD = protocol.Device("cuda", "Card")
ESTIMATE = protocol.Estimate("b 1", (), "", "", tiles=100, side=100, acquisitions=42, hectares=1, memory=1)


def summary(seconds, finished=100, encoded=4200):
    return dataclasses.replace(SUMMARY, seconds=seconds, finished=finished, side=100, encoded=encoded, tiles=finished)


def test_blocks_that_are_finished_take_no_time():
    device = protocol.Device("cpu", "", 1)
    whole, half = (
        run_time.estimate_seconds(dataclasses.replace(ESTIMATE, blocks=12, finished=finished), device)
        for finished in (0, 6)
    )
    assert half - run_time.START == pytest.approx((whole - run_time.START) / 2)


def test_more_threads_tiles_and_images_change_the_default_estimate():
    assert run_time.estimate_seconds(ESTIMATE, CHIP) < run_time.estimate_seconds(ESTIMATE, SLOWER)
    assert run_time.estimate_seconds(ESTIMATE, CARD) < run_time.estimate_seconds(ESTIMATE, CHIP)


def test_runs_are_averaged_and_the_last_counts_most():
    assert not run_time.is_measured(CHIP)
    run_time.record_run("cpu", summary(100))
    assert run_time.is_measured(CHIP) and not run_time.is_measured(CARD)
    assert run_time.estimate_seconds(ESTIMATE, CHIP) == pytest.approx(100 + run_time.START, rel=0.01)
    run_time.record_run("cpu", summary(200))
    assert run_time.estimate_seconds(ESTIMATE, CHIP) == pytest.approx(150 + run_time.START, rel=0.01)


def test_a_run_with_cached_tokens_does_not_count_as_a_faster_computer():
    run_time.record_run("cpu", summary(100))
    run_time.record_run("cpu", summary(100 * run_time.OVERHEAD / (42 + run_time.OVERHEAD), encoded=0))
    assert run_time.estimate_seconds(ESTIMATE, CHIP) == pytest.approx(100 + run_time.START, rel=0.01)


def test_images_that_were_mapped_in_the_same_area_are_known_and_take_less():
    job = protocol.Job(protocol.Scene((protocol.Acquisition("S2", "2019-06-26", {}),)), "/a.gpkg")
    run_time.remember_inputs(job)
    assert run_time.are_inputs_known(dataclasses.replace(job, out="/b.gpkg", reference="2019-06-26"))
    assert not run_time.are_inputs_known(dataclasses.replace(job, area=protocol.Area((0, 0, 1, 1), "EPSG:32631")))
    assert run_time.estimate_seconds(ESTIMATE, CHIP, True) < run_time.estimate_seconds(ESTIMATE, CHIP) / 3


def test_a_run_without_any_tile_is_ignored():
    run_time.record_run("cpu", summary(3, finished=0, encoded=0))
    assert not run_time.is_measured(CHIP)


def test_the_time_left_follows_from_the_speed_so_far():
    now = [10.0]
    remaining = run_time.RemainingTime(clock=lambda: now[0])
    assert remaining.after(0.1) is None
    now[0] = 20.0
    assert remaining.after(0.11) is None, "too early for an estimate"
    assert remaining.after(0.3) == pytest.approx(35.0)


def test_before_the_speed_is_measured_the_time_left_follows_from_the_expected_time():
    now = [10.0]
    remaining = run_time.RemainingTime(60.0, lambda: now[0])
    assert remaining.after(0.1) == pytest.approx(54.0)
    now[0] = 11.0
    assert remaining.after(0.4) == pytest.approx(36.0), "one fast tile is no measurement"
    now[0] = 20.0
    assert remaining.after(0.6) == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3, "a few seconds"), (12, "10 s"), (58, "1 min"), (95, "2 min"), (3599, "1 h 0 min"), (5400, "1 h 30 min")],
)
def test_durations_are_rounded_to_their_precision(seconds, text):
    assert run_time.format_duration(seconds) == text


def test_a_scene_is_written_as_text_once_however_many_were_mapped_before(profile, monkeypatch):
    jobs = [protocol.Job(protocol.Scene(), "/a.gpkg", bundle=f"/models/{number}") for number in range(4)]
    for job in jobs:
        run_time.remember_inputs(job)
    written = []
    monkeypatch.setattr(run_time.protocol, "dumps", lambda job: written.append(job) or job.bundle)
    run_time.remember_inputs(jobs[0])
    assert len(written) == 1
