"""Check the child's Python environment, or create it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import pyqtSignal

from ..child.child_task import ChildTask, wait_for_cancelled
from ..child.process import Child, ChildError
from ..child.runtime import REQUIREMENTS, Runtime, base_pythons, home, interpreter, is_outdated, mark_complete, required
from ..text import tr

SIZE = "1.5"
SIZE_CUDA = "6"

PROBE = """
import importlib.metadata as m, json, sys
versions = {}
for name in sys.argv[1:]:
    try:
        versions[name] = m.version(name)
    except m.PackageNotFoundError:
        versions[name] = ""
print(json.dumps(versions))
"""

# The pinned packages need 3.11; some systems split venv from Python.
CAN_CARRY = "import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))"


@dataclass(frozen=True)
class Check:
    """The state of an environment.

    ``versions`` has the version of each package, empty where it is missing; ``outdated`` is whether the environment
    was created for another version of the plugin.
    """

    runtime: Runtime
    versions: dict[str, str]
    outdated: bool

    @property
    def missing(self) -> list[str]:
        """The packages that are needed and not there."""
        return [name for name, version in self.versions.items() if not version]


class CheckTask(ChildTask):
    """List the packages of an interpreter without importing them: half a second instead of five; returns a `Check`."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(tr("Check the Python environment"))
        self._runtime = runtime

    def work(self, folder: Path) -> Check:
        """Run the interpreter and return the state of its environment."""
        if not Path(self._runtime.python).is_file():
            raise ChildError(tr("There is no Python at {}.").format(self._runtime.python))
        details = ""
        try:
            with Child([self._runtime.python, "-I", "-c", PROBE, *required()], folder) as child:
                answer = "".join(child.lines(self.isCanceled, grace=0))
                details = child.errors()
            versions = json.loads(answer)
            if not isinstance(versions, dict):
                raise ValueError(answer)
        except (OSError, ValueError) as error:
            raise ChildError(
                tr("{} does not answer as Python 3.8 or newer would.").format(self._runtime.python),
                details or repr(error),
            ) from error
        return Check(self._runtime, versions, is_outdated(self._runtime))


class CreateTask(ChildTask):
    """Make the plugin's own environment in the user's profile; the result is its `Runtime`.

    A virtual environment cannot be moved, so it is made at its final path and marked when complete; anything less is
    removed. ``wheels`` is a folder to install from, empty for the registry that pip is configured for.
    """

    confirm_close = True

    said = pyqtSignal(str)
    """A line that pip printed."""

    def __init__(self, wheels: str = "", requirements: Path = REQUIREMENTS) -> None:
        super().__init__(tr("Create the Python environment"))
        self._source = ["--no-index", "--find-links", wheels] if wheels else []
        self._requirements = requirements
        self._path = home()

    def work(self, folder: Path) -> Runtime:
        """Create the environment with the first suitable Python, install the packages, and mark it as complete."""
        base = self._base(folder)
        complete = False
        try:
            wait_for_cancelled(but=self)  # Windows removes no program that runs
            shutil.rmtree(self._path, ignore_errors=True)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self.said.emit(tr("Creating {}").format(self._path))
            self._do([base, "-I", "-m", "venv", str(self._path)], folder)
            python = str(interpreter(self._path))
            self._do(
                [
                    python,
                    "-I",
                    "-u",
                    "-m",
                    "pip",
                    "install",
                    "--no-input",
                    "--disable-pip-version-check",
                    "--progress-bar",
                    "off",
                    *self._source,
                    "-r",
                    str(self._requirements),
                ],
                folder,
            )
            if not self.isCanceled():
                mark_complete(self._path)
                complete = True
            return Runtime(python)
        finally:
            if not complete:
                shutil.rmtree(self._path, ignore_errors=True)

    def _base(self, folder: Path) -> str:
        """Return the first interpreter that is new enough and can make environments."""
        for python in base_pythons():
            with Child([python, "-I", "-c", CAN_CARRY], folder) as child:
                list(child.lines(self.isCanceled, grace=0))
                if child.code == 0:
                    return python
        raise ChildError(
            tr(
                "No Python 3.11 or newer that can make environments was found. Install one (on Debian and "
                "Ubuntu: sudo apt install python3-venv), or use an existing Python."
            )
        )

    def _do(self, command: list[str], folder: Path) -> None:
        """Run one command and emit the lines that it prints."""
        if self.isCanceled():
            return
        with Child(command, folder) as child:
            last = ""
            for line in child.lines(self.isCanceled, grace=0):
                last = line.strip() or last
                self.said.emit(line.strip())
            if child.code and not self.isCanceled():
                reasons = [line for line in child.errors().splitlines() if line.startswith("ERROR: ")]
                reason = reasons[-1][len("ERROR: ") :] if reasons else last
                raise ChildError(tr("The environment could not be created: {}").format(reason), child.errors())
