"""A recorded run, to change in tests."""

from __future__ import annotations

import dataclasses

from sample_data import SUMMARY

from doab.model import protocol
from doab.plugin.history.recorded_run import FINISHED, RecordedRun

RUN = RecordedRun(
    key="20260701-101500-0123ab",
    began="2026-07-01T10:15:00",
    sources=(protocol.Source("/images/a.tif", date="2019-06-26"), protocol.Source("/images/b.tif", "s1")),
    job=protocol.Job(protocol.Scene(), "/maps/parcels.gpkg", season="2019"),
    status=FINISHED,
    seconds=3725.2,
    summary=SUMMARY,
    log="all of it",
)


def numbered(number: int) -> RecordedRun:
    """Return the run that began so many seconds after the others."""
    return dataclasses.replace(RUN, key=f"20260701-{100000 + number:06d}-0123ab")
