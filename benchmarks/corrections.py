"""Processor time of recognising the images of a folder, and again after the date of one was corrected.

    .venv/bin/python benchmarks/corrections.py FOLDER

Both are what the process that QGIS keeps for inspections does for one request, with its answer as JSON.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from pathlib import Path
from statistics import median

from doab.model import protocol
from doab.model.commands.handlers import inspect_sources
from doab.model.commands.worker_state import WorkerState
from doab.model.reporter import Reporter

CORRECTIONS = 9


def main(folder: str) -> None:
    """Print the number of files, and the seconds for all of them and after a correction."""
    sources = [protocol.Source(str(path)) for path in sorted(Path(folder).glob("*.tif"))]
    first = seconds(sources)
    optical = next(n for n, source in enumerate(sources) if Path(source.path).name.startswith("S2"))
    corrected = []
    for day in range(1, CORRECTIONS + 1):
        sources[optical] = dataclasses.replace(sources[optical], date=f"2019-03-{day:02d}")
        corrected.append(seconds(sources))
    print(f"{len(sources)} files: {first:.2f} s, after a correction {median(corrected):.3f} s")


def seconds(sources: list[protocol.Source]) -> float:
    """Return the processor time of one request."""
    start = time.process_time()
    protocol.dumps(inspect_sources(protocol.InspectRequest(tuple(sources)), Reporter(), WorkerState()))
    return time.process_time() - start


if __name__ == "__main__":
    main(sys.argv[1])
