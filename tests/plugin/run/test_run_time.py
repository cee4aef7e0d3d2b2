"""How long a run takes: guessed, learned, and what is left of it."""

from __future__ import annotations

import dataclasses

import pytest
from sample_data import SUMMARY

from doab.model import protocol
from doab.plugin.run import run_time

pytestmark = pytest.mark.usefixtures("profile")

CHIP = protocol.Device("cpu", "Chip", 4)
ESTIMATE = protocol.Estimate("b 1", (), "", "", tiles=100, side=100, acquisitions=42, hectares=1, memory=1)


def summary(seconds, finished=100, encoded=4200):
    return dataclasses.replace(SUMMARY, seconds=seconds, finished=finished, side=100, encoded=encoded, tiles=finished)


def test_more_threads_tiles_and_images_change_the_first_guess():
    assert run_time.expected(ESTIMATE, CHIP) < run_time.expected(ESTIMATE, protocol.Device("cpu", "Chip", 1))
    assert run_time.expected(ESTIMATE, protocol.Device("cuda", "Card")) < run_time.expected(ESTIMATE, CHIP)


def test_a_run_teaches_and_the_last_counts_most():
    assert not run_time.is_learned(CHIP)
    run_time.learn("cpu", summary(100))
    assert run_time.is_learned(CHIP) and not run_time.is_learned(protocol.Device("cuda", "Card"))
    assert run_time.expected(ESTIMATE, CHIP) == pytest.approx(100 + run_time.START, rel=0.01)
    run_time.learn("cpu", summary(200))
    assert run_time.expected(ESTIMATE, CHIP) == pytest.approx(150 + run_time.START, rel=0.01)


def test_a_run_that_knew_its_images_is_no_faster_a_computer():
    run_time.learn("cpu", summary(100))
    run_time.learn("cpu", summary(100 * run_time.OVERHEAD / (42 + run_time.OVERHEAD), encoded=0))
    assert run_time.expected(ESTIMATE, CHIP) == pytest.approx(100 + run_time.START, rel=0.01)


def test_a_run_without_any_tile_teaches_nothing():
    run_time.learn("cpu", summary(3, finished=0, encoded=0))
    assert not run_time.is_learned(CHIP)


def test_what_is_left_follows_from_the_pace_so_far():
    now = [10.0]
    remaining = run_time.Remaining(clock=lambda: now[0])
    assert remaining.after(0.1) is None
    now[0] = 20.0
    assert remaining.after(0.11) is None, "too early to tell"
    assert remaining.after(0.3) == pytest.approx(35.0)


def test_before_the_pace_is_known_what_was_expected_is_left():
    now = [10.0]
    remaining = run_time.Remaining(60.0, lambda: now[0])
    assert remaining.after(0.1) == pytest.approx(54.0)
    now[0] = 11.0
    assert remaining.after(0.4) == pytest.approx(36.0), "one fast tile is no pace"
    now[0] = 20.0
    assert remaining.after(0.6) == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3, "a few seconds"), (12, "10 s"), (58, "1 min"), (95, "2 min"), (3599, "1 h 0 min"), (5400, "1 h 30 min")],
)
def test_times_are_said_as_roughly_as_they_are_known(seconds, text):
    assert run_time.duration(seconds) == text
