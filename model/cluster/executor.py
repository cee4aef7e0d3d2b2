"""The executor of a job: that of its cluster, or none for this process alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ..disk_cache import MEGABYTE, default_folder
from ..mapping.block_mapping import BlockExecutor
from ..protocol import InputError, Job
from ..remote_files import is_url
from ..text import tr
from .address import parse_cluster


def executor_of(job: Job) -> BlockExecutor | None:
    """Return who maps the blocks of a job; raise `InputError` where its cluster or folder of runs cannot be used."""
    if is_url(job.runs):
        text = tr("Unfinished runs need a file system with locks and renaming, which {} has not. Give a folder.")
        raise InputError(text.format(job.runs))
    if job.runs and not Path(job.runs).is_dir():
        text = tr("The folder {} does not exist. Create it or give another one.")
        raise InputError(text.format(job.runs))
    if not job.cluster:
        return None
    address = parse_cluster(job.cluster)
    from ..network.predictor import load_predictor
    from .dask_pool import open_pool
    from .dispatch import Distributed

    cache_folder = "" if address.address else str(default_folder())
    load = partial(load_predictor, job.bundle, job.device)
    return Distributed(partial(open_pool, address), load, job.area, cache_folder, job.cache * MEGABYTE)
