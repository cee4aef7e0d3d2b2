"""``doab device``: what of this computer can be computed with."""

from __future__ import annotations

import argparse
import ctypes
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..protocol import EXIT_DONE, Computer, Device, InputError, dumps
from ..protocol.choices import BEST_DEVICES

if TYPE_CHECKING:
    import torch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``doab device``."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the devices that work."""
    computer = this_computer()
    print(dumps(computer) if options.json else "\n".join(map(_line, computer.devices)))
    return EXIT_DONE


def this_computer() -> Computer:
    """Return the devices on which a small computation really runs, the best first."""
    from ..network.predictor import choose_device

    found = []
    for kind in BEST_DEVICES:
        try:
            found.append(_describe(choose_device(kind)))
        except InputError:
            continue
    return Computer(tuple(found))


def _describe(device: torch.device) -> Device:
    import torch

    if device.type == "cuda":
        return Device("cuda", torch.cuda.get_device_name(device), free=torch.cuda.mem_get_info(device)[0])
    if device.type == "mps":
        free = torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
        return Device("mps", f"{platform.machine()} graphics", free=free)
    return Device("cpu", _processor(), torch.get_num_threads(), free_memory())


def _processor() -> str:
    """Return what the maker calls the processor, empty where the system does not say."""
    try:
        facts = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in facts if line.startswith("model name")), "")


def free_memory() -> int | None:
    """Return the bytes of memory that programs can still have, None where the system does not say."""
    if sys.platform == "win32":
        status = _MemoryStatus(dwLength=ctypes.sizeof(_MemoryStatus))
        return status.ullAvailPhys if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else None
    try:
        facts = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((1024 * int(line.split()[1]) for line in facts if line.startswith("MemAvailable:")), None)


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("dwLength", ctypes.c_uint32),
        ("dwMemoryLoad", ctypes.c_uint32),
        ("ullTotalPhys", ctypes.c_uint64),
        ("ullAvailPhys", ctypes.c_uint64),
        ("ullTotalPageFile", ctypes.c_uint64),
        ("ullAvailPageFile", ctypes.c_uint64),
        ("ullTotalVirtual", ctypes.c_uint64),
        ("ullAvailVirtual", ctypes.c_uint64),
        ("ullAvailExtendedVirtual", ctypes.c_uint64),
    )


def _line(device: Device) -> str:
    """Say it to a person at a terminal."""
    threads = f", {device.threads} threads" if device.threads else ""
    free = f", {device.free / 1e9:.1f} GB free" if device.free is not None else ""
    return f"{device.key:<5} {device.name}{threads}{free}"
