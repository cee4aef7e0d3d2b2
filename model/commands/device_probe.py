"""The devices of this computer on which PyTorch computes."""

from __future__ import annotations

import ctypes
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..protocol import Device, Devices, InputError
from ..protocol.choices import BEST_DEVICES

if TYPE_CHECKING:
    import torch


def available_devices() -> Devices:
    """Return the devices on which a small test computation succeeds, the best first."""
    from ..network.predictor import choose_device

    devices = []
    for kind in BEST_DEVICES:
        try:
            devices.append(_describe(choose_device(kind)))
        except InputError:
            continue
    return Devices(tuple(devices))


def _describe(device: torch.device) -> Device:
    import torch

    if device.type == "cuda":
        return Device("cuda", torch.cuda.get_device_name(device), free=torch.cuda.mem_get_info(device)[0])
    if device.type == "mps":
        free = torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
        return Device("mps", f"{platform.machine()} graphics", free=free)
    return Device("cpu", _processor_name(), torch.get_num_threads(), free_memory())


def _processor_name() -> str:
    """Return the maker's name of the processor, empty where the system does not report it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def free_memory() -> int | None:
    """Return the bytes of memory that programs can still allocate, None where the system does not report it."""
    if sys.platform == "win32":
        status = _MemoryStatus(dwLength=ctypes.sizeof(_MemoryStatus))
        return status.ullAvailPhys if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else None
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")), None)


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
