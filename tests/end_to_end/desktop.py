"""Start a real QGIS with a profile of its own, let it run a scenario, and read the result.

Standard library only: the demo runs it with the system's Python.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
CHILD = CHECKOUT / ".venv" / "bin" / "python"
SYSTEM_PYTHON = "/usr/bin/python3"
# Test processes that run side by side look for a free display in ranges of their own.
FIRST_DISPLAY = 100 * (1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))
VIRTUAL_SCREEN = ["xvfb-run", "-a", "-n", str(FIRST_DISPLAY), "-s"]

# Dialogs that would cover the window of a first start, or keep it from closing, are disabled.
SETTINGS = """\
[PythonPlugins]
doab=true
processing=true

[doab]
python={python}

[qgis]
checkVersion=false

[app]
projections\\newProjectCrsBehavior=UseCrsOfFirstLayer

[migration]
fileVersion=2
settings=true
"""

LAUNCHER = """\
import sys
sys.path.insert(0, {folder!r})
import gui
gui.run_scenario({scenario!r}, {settings!r}, {result_path!r}, {stay!r})
"""


class DesktopError(Exception):
    """QGIS did not run the scenario to its end; the message has the last lines of its log."""


@dataclass(frozen=True)
class Desktop:
    """A QGIS that runs a scenario. ``folder`` has its profile, its log and the result."""

    process: subprocess.Popen
    folder: Path

    def wait_for_result(self, timeout: float) -> dict:
        """Wait for the end of the scenario and return its result; raise `DesktopError` where it failed."""
        path = self.folder / "result.json"
        end = time.monotonic() + timeout
        while not path.exists():
            if self.process.poll() is not None and not path.exists():
                raise DesktopError(f"QGIS ended before the scenario did.\n{self.log()}")
            if time.monotonic() > end:
                raise DesktopError(f"The scenario did not end within {timeout:.0f} seconds.\n{self.log()}")
            time.sleep(0.1)
        result = json.loads(path.read_text(encoding="utf-8"))
        if "error" in result:
            raise DesktopError(f"{result['error']}\n{self.log()}")
        return result

    def remaining_files(self, seconds: float = 5) -> list[str]:
        """Return the temporary files of Doab that still exist ``seconds`` after QGIS has ended."""
        end = time.monotonic() + seconds
        while remaining := [str(path) for path in self.folder.glob("tmp/doab-*")]:
            if time.monotonic() > end:
                break
            time.sleep(0.1)
        return remaining

    def log(self) -> str:
        """Return the last lines that QGIS printed and, where the scenario took long, the stack trace."""
        text = "QGIS log:"
        for name in ("qgis.log", "stuck.log"):
            path = self.folder / name
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
            text = "\n".join([text, *lines[-30:]])
        return text


def missing() -> str:
    """Return what this machine lacks for a driven QGIS, or an empty string."""
    for program in ("qgis", "xvfb-run"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    return "" if CHILD.exists() else "the child's environment in .venv is missing: make setup"


def has_screen() -> bool:
    """Return whether a window can be opened on this machine's own screen."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    probe = "from qgis.PyQt.QtWidgets import QApplication; QApplication([])"
    return subprocess.run([SYSTEM_PYTHON, "-c", probe], env=_environment(), capture_output=True).returncode == 0


@contextlib.contextmanager
def run(
    scenario: str,
    folder: Path,
    settings: dict,
    *,
    screen: bool = False,
    language: str = "en",
    size: tuple[int, int] = (1400, 900),
) -> Iterator[Desktop]:
    """Start QGIS in ``folder`` with the plugin enabled, and let it run a scenario by `gui.run_scenario`.

    Where ``settings`` name a ``zip``, the profile is without the plugin, which the scenario installs.

    ``screen`` opens it on the machine's own screen, where it stays open after the scenario; otherwise it runs on a
    virtual one of ``size`` (px) and quits. Processes that still run at the end of the block are killed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    make_profile(folder / "profiles" / "default", linked="zip" not in settings)
    launcher, result_path, temporary = folder / "launcher.py", folder / "result.json", folder / "tmp"
    temporary.mkdir()
    launcher.write_text(
        LAUNCHER.format(
            folder=str(HERE), scenario=scenario, settings=settings, result_path=str(result_path), stay=screen
        ),
        encoding="utf-8",
    )
    virtual = [*VIRTUAL_SCREEN, "-screen 0 {}x{}x24".format(*size)]
    command = [*([] if screen else virtual), "qgis", "--nologo", "--noversioncheck"]
    command += ["--profiles-path", str(folder), "--lang", language, "--code", str(launcher)]
    with (folder / "qgis.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            env=_environment(screen) | {"TMPDIR": str(temporary), "XDG_CACHE_HOME": str(folder / "cache")},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Desktop(process, folder)
        # Time to quit by itself; on a screen the user closes it.
        process.wait(None if screen else 30)
    except subprocess.TimeoutExpired:
        print("QGIS did not quit by itself and was stopped.", file=sys.stderr)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def make_profile(folder: Path, linked: bool = True) -> None:
    """Write a new QGIS profile with the checkout as an enabled plugin, and the Python of its child process set.

    It is without the plugin where ``linked`` is False.
    """
    text = SETTINGS.format(python=CHILD)
    (folder / "QGIS").mkdir(parents=True)
    (folder / "QGIS" / "QGIS3.ini").write_text(text if linked else text.replace("doab=true\n", ""), encoding="utf-8")
    plugins = folder / "python" / "plugins"
    plugins.mkdir(parents=True)
    if linked:
        (plugins / "doab").symlink_to(CHECKOUT)


def _environment(screen: bool = True) -> dict[str, str]:
    """Return the environment for QGIS, without paths of other Pythons and without a platform that has no windows."""
    removed = {"QT_QPA_PLATFORM", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    if not screen:
        removed |= {"DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"}
    return {name: value for name, value in os.environ.items() if name not in removed}
