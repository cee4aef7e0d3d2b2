"""Where the child's Python environment is, and how the child is started in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsApplication

from .. import settings

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "resources" / "runtime" / "requirements.txt"
LOCKED = REQUIREMENTS.with_name("locked.txt")
"""All packages, those that the requirements need included, with the hashes of their wheels."""
UV = REQUIREMENTS.with_name("uv.txt")
"""The package that brings a Python where there is none, with the hashes of its wheels."""
ENTRY = ROOT / "model" / "__main__.py"
METADATA = ROOT / "metadata.txt"
MARKER = "doab.json"
"""Written last: an environment without it was never finished."""


@dataclass(frozen=True)
class Runtime:
    """An interpreter, and the program that it runs."""

    python: str
    entry: str = str(ENTRY)

    def command(self, *arguments: str) -> list[str]:
        """Return the command line for ``arguments``: isolated from the user's Python, unbuffered, UTF-8."""
        return [self.python, "-I", "-u", "-X", "utf8", self.entry, *arguments]


def find() -> Runtime | None:
    """Return the interpreter from the settings, else the environment in the profile if it was finished, else None."""
    chosen = settings.PYTHON.get()
    if chosen:
        return Runtime(chosen)
    return Runtime(str(interpreter(home()))) if (home() / MARKER).is_file() else None


def home() -> Path:
    """Return the folder of the plugin's own environment: in the user's profile, on Windows outside of it.

    There a profile may roam, which 1.5 GB should not, and PyTorch's paths of 167 characters leave it too few of 259.
    """
    local = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None
    return Path(local, "doab", "env") if local else profile_home()


def profile_home() -> Path:
    """Return the folder in the user's profile, where earlier versions have an environment on Windows, too."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "doab" / "env"


def interpreter(environment: Path) -> Path:
    """Return where a virtual environment keeps its Python."""
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def mark_complete(environment: Path) -> None:
    """Mark ``environment`` as holding everything in the requirements."""
    (environment / MARKER).write_text(json.dumps({"requirements": _lines(REQUIREMENTS)}, indent=1), "utf-8")


def is_own(runtime: Runtime) -> bool:
    """Return whether a runtime is the plugin's own environment and not one that the analyst chose."""
    return runtime.python == str(interpreter(home()))


def is_outdated(runtime: Runtime) -> bool:
    """Return whether the plugin's own environment was made for other requirements. Reads files, for a task's thread.

    One that the analyst chose has no such record and never is.
    """
    if not is_own(runtime):
        return False
    try:
        return json.loads((home() / MARKER).read_text("utf-8"))["requirements"] != _lines(REQUIREMENTS)
    except (OSError, ValueError, LookupError, TypeError):
        return True


def required(requirements: Path = REQUIREMENTS) -> list[str]:
    """Return the names of the packages that the child needs."""
    return [re.split(r"[^\w.-]", line)[0] for line in _lines(requirements)]


def _lines(requirements: Path) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in requirements.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def free_space(folder: Path) -> int:
    """Return the free bytes on the disk that will hold ``folder``."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
