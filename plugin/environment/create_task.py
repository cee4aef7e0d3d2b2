"""Create the child's Python environment, from locked packages whose hashes are checked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import pyqtSignal

from ..child.child_task import ChildTask, wait_for_cancelled
from ..child.interpreters import MINORS, SUITED, known_interpreters, unsupported
from ..child.process import Child, ChildError
from ..child.proxy import proxy_variables
from ..child.runtime import LOCKED, UV, Runtime, home, interpreter, mark_complete, profile_home
from ..text import tr

SIZE = "1.5"
SIZE_CUDA = "6"
BROUGHT = f"3.{MINORS[1]}"
"""The Python that uv brings where the computer has none that is suited."""

ONLY_THE_FOLDER = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
"""So that pip takes no other build of a package from a place that it is configured for: its hash is not locked."""


class CreateTask(ChildTask):
    """Make the plugin's own environment; the result is its `Runtime`.

    A virtual environment cannot be moved, so it is made at its final path and marked when complete; anything less is
    removed. ``wheels`` is a folder to install from, empty for the registry that pip is configured for. A file
    requirements.txt in it replaces ``requirements``, for builds of PyTorch that the registry does not have.
    """

    confirm_close = True

    said = pyqtSignal(str)
    """A line that pip printed."""

    def __init__(self, wheels: str = "", requirements: Path = LOCKED, uv: Path = UV) -> None:
        super().__init__(tr("Create the Python environment"))
        self._source = ["--no-index", "--find-links", wheels] if wheels else []
        own = Path(wheels, "requirements.txt") if wheels else None
        self._requirements = own if own is not None and own.is_file() else requirements
        self._uv = uv
        self._variables = ONLY_THE_FOLDER if wheels else proxy_variables()
        self._mirror = {"UV_PYTHON_INSTALL_MIRROR": Path(wheels).resolve().as_uri()} if wheels else {}
        self._path = home()

    def work(self, folder: Path) -> Runtime:
        """Create the environment with a suited Python, install the packages, and mark it as complete."""
        if problem := unsupported():
            raise ChildError(problem)
        bases = self._bases(folder)
        complete = False
        try:
            wait_for_cancelled(but=self)  # Windows removes no program that runs
            self._remove()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._make_environment(bases, folder)
            python = str(interpreter(self._path))
            self._install(python, self._requirements, folder)
            if not self.isCanceled():
                mark_complete(self._path)
                complete = True
            return Runtime(python)
        finally:
            if not complete:
                self._remove()

    def _remove(self) -> None:
        for path in {self._path, profile_home()}:
            shutil.rmtree(path, ignore_errors=True)

    def _make_environment(self, bases: Sequence[str], folder: Path) -> None:
        """Make an empty environment with the first interpreter that can."""
        failure: ChildError | None = None
        for base in bases:
            self.said.emit(tr("Creating {}").format(self._path))
            try:
                self._do([base, "-I", "-m", "venv", str(self._path)], folder)
                return
            except ChildError as error:
                failure = error
                self._remove()
        raise failure or ChildError(tr("No Python can make an environment on this computer."))

    def _bases(self, folder: Path) -> list[str]:
        """Return the interpreters that are suited, or one that uv brings where there is none.

        Raises `ChildError` with the versions that were found where that fails, too.
        """
        examined = [(python, *self._examine(python, folder)) for python in known_interpreters()]
        suited = [python for python, _, is_suited in examined if is_suited]
        if suited or self.isCanceled():
            return suited
        versions = {version: python for python, version, _ in examined if version}
        details = ""
        wanted = tr("{} or {}").format(", ".join(f"3.{minor}" for minor in MINORS[:0:-1]), f"3.{MINORS[0]}")
        have = tr("This computer has Python {}.").format(", ".join(versions)) if versions else ""
        for python in versions.values():
            self.said.emit(tr("{} Doab needs {}: Python {} is brought along.").format(have, wanted, BROUGHT).strip())
            try:
                return [self._bring_python(python, folder)]
            except ChildError as error:
                details = f"{error}\n{error.details}"
        raise ChildError(
            tr(
                "Doab needs Python {} that can make environments. {} Install one (on Debian and Ubuntu: sudo apt "
                "install python3-venv), or use an existing Python."
            ).format(wanted, have),
            details,
        )

    def _examine(self, python: str, folder: Path) -> tuple[str, bool]:
        """Return the version of an interpreter, empty where it is no Python, and whether it is suited."""
        try:
            with Child([python, "-I", "-c", SUITED], folder) as child:
                lines = list(child.lines(self.isCanceled, grace=0))
                return lines[0] if lines else "", child.code == 0
        except OSError:
            return "", False

    def _bring_python(self, python: str, folder: Path) -> str:
        """Return a Python that uv brings; uv knows the hashes of what it downloads. ``python`` is any other one."""
        tools, brought = folder / "uv", self._path.parent / "python"
        self._do([python, "-I", "-m", "venv", str(tools)], folder)
        self._install(str(interpreter(tools)), self._uv, folder)
        variables = {"UV_CACHE_DIR": str(folder / "cache"), "UV_PYTHON_INSTALL_DIR": str(brought), **self._mirror}
        program = next((path for path in interpreter(tools).parent.glob("uv*") if path.stem == "uv"), Path())
        options = ["--no-config", "--no-progress", "--no-bin", "--no-registry"]
        self._do([str(program), "python", "install", BROUGHT, *options], folder, variables)
        interpreters = [
            *brought.glob(f"cpython-{BROUGHT}*/bin/python3"),
            *brought.glob(f"cpython-{BROUGHT}*/python.exe"),
        ]
        if not interpreters and not self.isCanceled():
            raise ChildError(tr("The environment could not be created: {}").format(tr("uv brought no Python.")))
        return str(interpreters[0]) if interpreters else ""

    def _install(self, python: str, requirements: Path, folder: Path) -> None:
        """Install packages whose hashes are in ``requirements``, and build none."""
        options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
        checked = ["--require-hashes", "--only-binary=:all:"]
        packages = [*self._source, "-r", str(requirements)]
        self._do([python, "-I", "-X", "utf8", "-u", "-m", "pip", "install", *options, *checked, *packages], folder)

    def _do(self, command: list[str], folder: Path, variables: dict[str, str] | None = None) -> None:
        """Run one command and emit the lines that it prints."""
        if self.isCanceled():
            return
        try:
            child = Child(command, folder, {**self._variables, **(variables or {})})
        except OSError as error:
            raise ChildError(tr("The environment could not be created: {}").format(error)) from error
        with child:
            last = ""
            for line in child.lines(self.isCanceled, grace=0):
                last = line.strip() or last
                self.said.emit(line.strip())
            if child.code and not self.isCanceled():
                reasons = [line for line in child.errors().splitlines() if line.lower().startswith("error: ")]
                reason = reasons[-1][len("ERROR: ") :] if reasons else last
                raise ChildError(tr("The environment could not be created: {}").format(reason), child.errors())
