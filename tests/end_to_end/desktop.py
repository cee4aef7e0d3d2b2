"""Start a real QGIS with a profile of its own, let it play a story, and read back what the story found.

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
VIRTUAL_SCREEN = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]

# What would cover the window of a first start, or keep it from closing, is switched off.
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
import analyst
analyst.play({story!r}, {settings!r}, {verdict!r}, {stay!r})
"""


class DesktopError(Exception):
    """QGIS did not play the story to its end; the text says how far it came."""


@dataclass(frozen=True)
class Desktop:
    """A QGIS that is playing a story. ``folder`` holds its profile, its log and the story's verdict."""

    process: subprocess.Popen
    folder: Path

    def verdict(self, timeout: float) -> dict:
        """Wait for the story's end and return what it found; raise `DesktopError` where it failed."""
        path = self.folder / "verdict.json"
        end = time.monotonic() + timeout
        while not path.exists():
            if self.process.poll() is not None and not path.exists():
                raise DesktopError(f"QGIS ended before the story did.\n{self.log()}")
            if time.monotonic() > end:
                raise DesktopError(f"The story did not end within {timeout:.0f} seconds.\n{self.log()}")
            time.sleep(0.1)
        verdict = json.loads(path.read_text(encoding="utf-8"))
        if "error" in verdict:
            raise DesktopError(f"{verdict['error']}\n{self.log()}")
        return verdict

    def left_behind(self, seconds: float = 5) -> list[str]:
        """Return the temporary files of Doab that are still there when QGIS has ended for ``seconds``."""
        end = time.monotonic() + seconds
        while left := [str(path) for path in self.folder.glob("tmp/doab-*")]:
            if time.monotonic() > end:
                break
            time.sleep(0.1)
        return left

    def log(self) -> str:
        """Return the last lines that QGIS printed and, where the story took long, the lines of code it was in."""
        text = "QGIS said:"
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
    """Tell whether a window can be opened on this machine's own screen."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    probe = "from qgis.PyQt.QtWidgets import QApplication; QApplication([])"
    return subprocess.run([SYSTEM_PYTHON, "-c", probe], env=_environment(), capture_output=True).returncode == 0


@contextlib.contextmanager
def play(story: str, folder: Path, settings: dict, *, screen: bool = False, language: str = "en") -> Iterator[Desktop]:
    """Start QGIS in ``folder``, with the plugin on, and let it play ``STORY(settings)``, as `analyst.play` finds it.

    ``screen`` opens it on the machine's own screen, where it stays open after the story; otherwise it runs on a virtual
    one and quits. Whatever still runs when the block ends is stopped.
    """
    shutil.rmtree(folder, ignore_errors=True)
    make_profile(folder / "profiles" / "default")
    launcher, verdict, temporary = folder / "launcher.py", folder / "verdict.json", folder / "tmp"
    temporary.mkdir()
    launcher.write_text(
        LAUNCHER.format(folder=str(HERE), story=story, settings=settings, verdict=str(verdict), stay=screen),
        encoding="utf-8",
    )
    command = [*([] if screen else VIRTUAL_SCREEN), "qgis", "--nologo", "--noversioncheck"]
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
        # A moment to close by itself; on a screen the user closes it.
        process.wait(None if screen else 30)
    except subprocess.TimeoutExpired:
        print("QGIS did not quit by itself and was stopped.", file=sys.stderr)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def make_profile(folder: Path) -> None:
    """Write a fresh QGIS profile in which the checkout is an active plugin and its child's environment is known."""
    (folder / "QGIS").mkdir(parents=True)
    (folder / "QGIS" / "QGIS3.ini").write_text(SETTINGS.format(python=CHILD), encoding="utf-8")
    plugins = folder / "python" / "plugins"
    plugins.mkdir(parents=True)
    (plugins / "doab").symlink_to(CHECKOUT)


def _environment(screen: bool = True) -> dict[str, str]:
    """Return the environment for QGIS: no other Python's paths, and no platform that cannot show a window."""
    dropped = {"QT_QPA_PLATFORM", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    if not screen:
        dropped |= {"DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"}
    return {name: value for name, value in os.environ.items() if name not in dropped}
