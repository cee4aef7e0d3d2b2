"""What a recorded run has read and is no longer there."""

from __future__ import annotations

from pathlib import Path

from ..layers.source_entries import container_path
from ..text import tr
from .recorded_run import RecordedRun


def missing_inputs(run: RecordedRun) -> list[str]:
    """Return the inputs of a run that are gone: images, ground left out, parcels and the bundle."""
    paths = [source.path for source in run.sources if source.role != "none"]
    layers = [layer.path for layer in (run.job.exclude, run.job.parcels) if layer]
    missing = [path for path in (*paths, *layers, run.job.bundle) if path and not _exists(path)]
    if run.given and run.job.parcels is None:
        missing.append(tr("the parcels of “{}”, which were in no file").format(run.given))
    return missing


def _exists(path: str) -> bool:
    """Return whether a file, folder or archive is there; what only GDAL can look for is taken to be."""
    container = container_path(path)
    try:
        return container.startswith("/vsi") or ":" in container[2:] or Path(container).exists()
    except (OSError, ValueError):
        return False
