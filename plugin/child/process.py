"""A process of the child's Python environment, followed line by line from a worker thread. No Qt here."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import signal
import subprocess  # nosec B404
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

FOREIGN = (
    "PYTHON",
    "PROJ_",
    "GDAL_",
    "OGR_",
    "CPL_",
    "LD_",
    "DYLD_",
    "QT_",
    "QGIS_",
    "OSGEO4W_",
    "VIRTUAL_ENV",
    "CONDA_",
)
"""Variables that start like this belong to QGIS's process: they would bring its libraries or data into the child's."""

POLL = 0.05
GRACE = 1.0


class ChildError(Exception):
    """The child could not do its work; the text is for the analyst, ``details`` for the log."""

    def __init__(self, text: str, details: str = "") -> None:
        super().__init__(text)
        self.details = details


def clean_environment(variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return ``variables`` without those that belong to QGIS's own process."""
    return {name: value for name, value in variables.items() if not name.upper().startswith(FOREIGN)}


@contextlib.contextmanager
def temporary_folder(parent: Path | None = None) -> Iterator[Path]:
    """Make a folder that is gone when the block ends, in ``parent`` or where the system keeps temporary files."""
    folder = tempfile.mkdtemp(prefix="doab-", dir=parent)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Child:
    """A running process. ``folder`` is where it runs, keeps its temporary files and writes its standard error.

    Used as a context manager: whatever it started is gone when the block ends.
    """

    def __init__(self, command: list[str], folder: Path) -> None:
        self.folder = folder
        self._errors = folder / "errors.txt"
        self._silent = 0
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        alone = (
            {"creationflags": subprocess.CREATE_NO_WINDOW} if sys.platform == "win32" else {"start_new_session": True}
        )
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(  # nosec B603: a list of arguments, never a shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=folder,
                env={**clean_environment(), **temporary},
                **alone,
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_) -> None:
        self.end()

    def end(self) -> None:
        """End the process and everything it started."""
        self._kill()
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    @property
    def running(self) -> bool:
        """Whether the process has not ended yet."""
        return self._process.poll() is None

    def send(self, line: str) -> None:
        """Write one line to the process's standard input; `errors` leaves out what it complained of before."""
        with contextlib.suppress(OSError):
            self._silent = self._errors.stat().st_size
        self.tell(line)

    def tell(self, line: str) -> None:
        """Write one line to the process's standard input where it still reads."""
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()

    def _read(self) -> None:
        with self._process.stdout as lines:
            for line in lines:
                self._lines.put(line.decode("utf-8", "replace").rstrip("\r\n"))

    def lines(self, stop: Callable[[], bool], grace: float = GRACE) -> Iterator[str]:
        """Yield what the process prints until it ends.

        Once ``stop`` says so the process is asked to end, and made to end ``grace`` seconds later.
        """
        asked = None
        while True:
            if asked is None and stop():
                asked = time.monotonic()
                self.tell("cancel")
            if asked is not None and time.monotonic() - asked >= grace:
                self._kill()
            ended = not self.running
            if ended:
                self._reader.join(1.0)  # what it printed last may still be on the way
            try:
                yield self._lines.get(timeout=0 if ended else POLL)
            except queue.Empty:
                if ended:
                    return

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                if self.running:
                    subprocess.run(  # nosec B603 B607: part of Windows
                        ["taskkill", "/T", "/F", "/PID", str(self._process.pid)],
                        capture_output=True,
                        creationflags=subprocess.CREATE_NO_WINDOW,
                        check=False,
                    )
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    @property
    def code(self) -> int:
        """The exit code once the process has ended."""
        return self._process.wait()

    def errors(self, lines: int = 40) -> str:
        """Return the last lines of its standard error since the last `send`."""
        with contextlib.suppress(FileNotFoundError), self._errors.open("rb") as errors:
            errors.seek(self._silent)
            return "\n".join(errors.read().decode("utf-8", "replace").splitlines()[-lines:])
        return ""
