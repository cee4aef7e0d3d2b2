"""The GeoParquet dataset of ``doab map --geoparquet``, written from the result when that is complete."""

from __future__ import annotations

from pathlib import Path

from ..export.dataset import write_dataset
from ..mapping.block_grid import BLOCK, HALO, bounds_by_name, divide
from ..mapping.geopackage import LAYER
from ..mapping.planning import Plan
from ..protocol import InputError, Job, MapSummary
from ..reporter import Reporter
from ..text import tr


def write_result_dataset(job: Job, summary: MapSummary, plan: Plan, reporter: Reporter) -> None:
    """Write the parcels of a result once more, as GeoParquet, a file for each block of the run."""
    reporter.stage(tr("Writing parcels as GeoParquet"))
    grid = divide((plan.frame.height, plan.frame.width), BLOCK, HALO, plan.window)
    blocks = bounds_by_name(grid, plan.grid.transform)
    try:
        write_dataset(Path(summary.out), LAYER, job.dataset, blocks, plan.grid.crs, job.overwrite, reporter.warn)
    except OSError as error:
        raise InputError(tr("{} cannot be written: {}.").format(job.dataset, error.strerror or error)) from error
