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
    """Return the folder of the plugin's own environment, in the user's profile."""
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


def base_pythons() -> list[str]:
    """Return interpreters that an environment could be made from, likeliest first.

    Inside QGIS ``sys.executable`` may be QGIS itself or any Python, so the usual locations are tried.
    """
    windows = sys.platform == "win32"
    installed = [
        Path(prefix) / ("python.exe" if windows else "bin/python3") for prefix in (sys.base_prefix, sys.prefix)
    ]
    named = [f"python3.{minor}" for minor in (13, 12, 11, 14)] + ["python3", "python"]
    paths = [str(path) for path in installed if os.access(path, os.X_OK)]
    paths += [path for path in map(shutil.which, named) if path]
    return list(dict.fromkeys(paths))
