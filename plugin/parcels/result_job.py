"""The job that a result layer came from, stored with the layer as JSON.

A project, and a style in a GeoPackage, may say anything: what they name is opened only where this profile noted it,
where it is a layer of the project anyway, or where the analyst has agreed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from qgis.core import QgsMapLayer, QgsProject

from ...model import protocol
from .. import project_notes
from ..layers.layer_sources import sources_of
from ..signatures import SavedText, sign, verify

JOB = "doab/job"
"""The note (`plugin/project_notes.py`) of a layer that holds the job it came from, as signed JSON."""


def store_job(layer: QgsMapLayer, text: str) -> None:
    """Store the job that a layer came from, the ``job_text`` of a `Mapped`; a saved project keeps it.

    It also becomes a custom property of the layer, for projects without the note: copies of the layer, and styles
    saved in its file, lead to such projects.
    """
    signed = sign(JOB, text)
    project_notes.write_note(layer, JOB, signed)
    layer.setCustomProperty(JOB, signed)


def job_of(layer: QgsMapLayer) -> str:
    """Return the job that a layer came from as JSON; empty where it is unknown, or names files that are not trusted."""
    saved = _saved_job(layer)
    return "" if not saved.is_own and foreign_files(layer) else saved.text


def foreign_files(layer: QgsMapLayer) -> list[str]:
    """Return the files that the job of a layer names and that nobody here has chosen; empty where all are trusted."""
    saved = _saved_job(layer)
    if saved.is_own:
        return []
    named = _inputs(saved.text)
    project_files = {source.path for source in sources_of(QgsProject.instance().mapLayers().values()).values()}
    return [path for path in named if path not in project_files]


def trust_job(layer: QgsMapLayer) -> None:
    """Sign the job of a layer: the analyst agrees that the files which it names are opened."""
    store_job(layer, _saved_job(layer).text)


def remove_jobs(layers: Iterable[str]) -> None:
    """Remove the jobs of layers, given by their ids, that leave the project."""
    project_notes.remove_notes(layers, JOB)


def _saved_job(layer: QgsMapLayer) -> SavedText:
    """Return the note with the job of a layer; an empty text where it is damaged."""
    saved = verify(JOB, project_notes.read_note(layer, JOB))
    return saved if saved.is_own or _inputs(saved.text) else SavedText("", False)


@lru_cache(maxsize=4)
def _inputs(text: str) -> tuple[str, ...]:
    """Return the files that a job names, none where the text is no job: long scenes take a tenth of a second."""
    try:
        return tuple(protocol.loads(protocol.Job, text).inputs)
    except protocol.InputError:
        return ()
