"""The job that a result layer came from, stored with the layer as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from qgis.core import QgsMapLayer

from ...model import protocol
from .. import project_notes
from .mapped import Mapped

JOB = "doab/job"
"""The note (`plugin/project_notes.py`) of a layer that holds the job it came from, as JSON."""


def job_json(mapped: Mapped) -> str:
    """Return the job of a run, with the reference date that it used, as JSON. Safe on any thread."""
    return protocol.dumps(dataclasses.replace(mapped.job, reference=mapped.summary.reference))


def store_job(layer: QgsMapLayer, text: str) -> None:
    """Store the job that a layer came from, as returned by `job_json`; a saved project keeps it.

    It also becomes a custom property of the layer, for projects without the note: copies of the layer, and styles
    saved in its file, lead to such projects.
    """
    project_notes.write_note(layer, JOB, text)
    layer.setCustomProperty(JOB, text)


def job_of(layer: QgsMapLayer) -> str:
    """Return the job that a layer came from as JSON, an empty text where it is unknown."""
    return project_notes.read_note(layer, JOB)


def remove_jobs(layers: Iterable[str]) -> None:
    """Remove the jobs of layers, given by their ids, that leave the project."""
    project_notes.remove_notes(layers, JOB)
