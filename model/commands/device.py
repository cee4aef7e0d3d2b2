"""``doab device``: the devices of this computer that can compute."""

from __future__ import annotations

import argparse

from ..protocol import EXIT_DONE, Device, DevicesRequest, dumps
from ..reporter import Reporter
from .handlers import list_devices
from .worker_state import WorkerState


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab device``."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the devices; return the exit code."""
    available = list_devices(DevicesRequest(), Reporter(), WorkerState())
    print(dumps(available) if options.json else "\n".join(map(_format, available.devices)))
    return EXIT_DONE


def _format(device: Device) -> str:
    threads = f", {device.threads} threads" if device.threads else ""
    free = f", {device.free / 1e9:.1f} GB free" if device.free is not None else ""
    return f"{device.key:<5} {device.name}{threads}{free}"
