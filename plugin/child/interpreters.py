"""Which Pythons and computers the child's packages exist for, and where on a computer such a Python may be."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..text import tr

MINORS = (13, 12, 11)
"""The Pythons 3.x that every locked package has a wheel for, as `make lock` checks, newest first."""

# The first line is the version; only the right code counts as suited: some systems split venv from Python.
SUITED = f"""
import platform, struct, sys, sysconfig
print(platform.python_version())
import ensurepip, venv
free_threaded = sysconfig.get_config_var("Py_GIL_DISABLED")
intel_mac = sys.platform == "darwin" and platform.machine() != "arm64"
minors = {MINORS}
sys.exit(sys.version_info[0] != 3 or sys.version_info[1] not in minors or struct.calcsize("P") < 8
         or bool(free_threaded) or intel_mac)
"""


def unsupported(system: str = sys.platform, machine: str = "", version: str = "", kernel: str | None = None) -> str:
    """Return why there are no packages for this computer, empty where there are.

    ``machine`` and ``version`` of macOS are those of this computer where empty. A program for Intel processors sees one
    on every Mac; the ``kernel`` says what it really is.
    """
    machine = (machine or platform.machine()).lower()
    if system == "darwin":
        kernel = os.uname().version if kernel is None else kernel
        version = version or platform.mac_ver()[0]
        if machine != "arm64" and "ARM64" not in kernel:
            return tr(
                "There is no PyTorch any more for Macs with Intel processors. Doab needs a Mac with Apple silicon."
            )
        if int(version.partition(".")[0] or 14) < 14:
            return tr("The packages that Doab computes with need macOS 14 or newer; this is macOS {}.").format(version)
    elif machine not in ("x86_64", "amd64"):
        return tr(
            "The packages that Doab computes with do not exist for {} processors on this system. Doab needs an Intel "
            "or AMD processor of 64 bits, or a Mac with Apple silicon."
        ).format(machine)
    return ""


def known_interpreters(system: str = sys.platform, variables: Mapping[str, str] = os.environ) -> list[str]:
    """Return the interpreters that exist in the usual places, likeliest first.

    Only absolute paths: no program that lies in the current folder by chance. QGIS's own Python comes last, since an
    environment made from it breaks when QGIS is updated; macOS's stub, which opens an installer, does not count.
    """
    places = {"win32": _windows, "darwin": _macos}.get(system, _linux)
    own = [Path(prefix) / ("python.exe" if system == "win32" else "bin/python3") for prefix in (sys.base_prefix,)]
    paths = [path for path in (*places(variables), *own) if path.is_absolute() and os.access(path, os.X_OK)]
    stub = Path("/usr/bin/python3") if system == "darwin" else None
    return list(dict.fromkeys(str(path) for path in paths if path.is_file() and path != stub))


def _windows(variables: Mapping[str, str]) -> Iterator[Path]:
    """Yield what Python's installers leave in the registry and in their folders, for the user and for everyone."""
    yield from _registered()
    for minor in MINORS:
        if local := variables.get("LOCALAPPDATA"):
            yield Path(local, "Programs", "Python", f"Python3{minor}", "python.exe")
            yield Path(local, "Python", f"pythoncore-3.{minor}-64", "python.exe")
        for name in ("ProgramW6432", "ProgramFiles"):
            if folder := variables.get(name):
                yield Path(folder, f"Python3{minor}", "python.exe")


def _registered() -> list[Path]:
    """Return the interpreters in the registry, of which the launcher ``py`` knows, too (PEP 514)."""
    paths: list[Path] = []
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            for minor in MINORS:
                key = rf"Software\Python\PythonCore\3.{minor}\InstallPath"
                with contextlib.suppress(OSError), winreg.OpenKey(root, key) as folder:  # OSError: not installed
                    paths.append(Path(str(winreg.QueryValue(folder, None)), "python.exe"))
    return paths


def _macos(variables: Mapping[str, str]) -> Iterator[Path]:
    """Yield those of Homebrew and of python.org, then those on the path."""
    for minor in MINORS:
        yield Path("/opt/homebrew/bin", f"python3.{minor}")
        yield Path("/Library/Frameworks/Python.framework/Versions", f"3.{minor}", "bin", f"python3.{minor}")
    yield from _linux(variables)


def _linux(variables: Mapping[str, str]) -> Iterator[Path]:
    """Yield those of the system, then those on the path, each by its version."""
    on_path = [Path(folder) for folder in variables.get("PATH", "").split(os.pathsep)]
    folders = [Path("/usr/bin"), Path("/usr/local/bin"), *on_path]
    for minor in MINORS:
        yield from (folder / f"python3.{minor}" for folder in folders)
    yield from (folder / "python3" for folder in folders)
