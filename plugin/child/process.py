"""A process of the child's Python environment, read line by line from a background thread. No Qt here."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess  # nosec B404
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from ...model.outputs.scratch_folders import make_scratch, remove_scratch
from ...model.protocol import CANCEL

FOLDER = "doab-"
"""The names of temporary folders begin like this."""

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

POLL = 0.05  # s
GRACE = 1.0  # s


class ChildError(Exception):
    """The child process could not do its work; the text is for the user, ``details`` for the log."""

    def __init__(self, text: str, details: str = "") -> None:
        super().__init__(text)
        self.details = details


def clean_environment(variables: Mapping[str, str] = os.environ, system: str = sys.platform) -> dict[str, str]:
    """Return ``variables`` without those that belong to QGIS's own process.

    Windows looks for DLLs along the path, on which QGIS has its own: the child gets the folders of the system alone.
    """
    clean = {name: value for name, value in variables.items() if not name.upper().startswith(FOREIGN)}
    root = {name.upper(): value for name, value in variables.items()}.get("SYSTEMROOT")
    if system == "win32" and root:
        clean = {name: value for name, value in clean.items() if name.upper() != "PATH"}
        clean["PATH"] = f"{root}\\System32;{root}"
    return clean


@contextlib.contextmanager
def temporary_folder(parent: Path | None = None) -> Iterator[Path]:
    """Make a folder that is gone when the block ends, in ``parent`` or where the system keeps temporary files."""
    folder = make_scratch(parent, FOLDER)
    try:
        yield folder
    finally:
        remove_scratch(folder)


class Child:
    """A running process. ``folder`` is its working folder, for temporary files and its standard error.

    ``variables`` are added to its environment. As a context manager, it ends the process and everything that the
    process started.
    """

    def __init__(self, command: list[str], folder: Path, variables: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self._errors = folder / "errors.txt"
        self._errors_start = 0
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        options: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            options = {"creationflags": subprocess.CREATE_NO_WINDOW}
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(  # nosec B603  # a list of arguments, never a shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=folder,
                env={**clean_environment(), **temporary, **(variables or {})},
                **options,
            )
        self._input = cast("IO[bytes]", self._process.stdin)
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        self._writer = threading.Thread(target=self._write, daemon=True)
        self._reader.start()
        self._writer.start()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End the process and everything it started."""
        self._kill()
        self._outgoing.put(None)
        self._writer.join(1.0)
        with contextlib.suppress(OSError):
            self._input.close()

    @property
    def running(self) -> bool:
        """Whether the process has not ended yet."""
        return self._process.poll() is None

    def send(self, line: str) -> None:
        """Write a request to the process's standard input; `errors` then returns only what is written after it."""
        with contextlib.suppress(OSError):
            self._errors_start = self._errors.stat().st_size
        self.write(line)

    def write(self, line: str) -> None:
        """Write one line to the process's standard input where it still reads. Returns at once, even if it is stuck."""
        self._outgoing.put(f"{line}\n".encode())

    def _write(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while (line := self._outgoing.get()) is not None:
                self._input.write(line)
                self._input.flush()

    def _read(self, output: IO[bytes]) -> None:
        with output as lines:
            for line in lines:
                self._lines.put(line.decode("utf-8", "replace").rstrip("\r\n"))

    def lines(self, stop: Callable[[], bool], grace: float = GRACE) -> Iterator[str]:
        """Yield the lines that the process prints until it ends.

        Once ``stop`` returns True, the process is sent "cancel", and is killed ``grace`` seconds later.
        """
        stopped = None
        while True:
            if stopped is None and stop():
                stopped = time.monotonic()
                self.write(CANCEL)
            if stopped is not None and time.monotonic() - stopped >= grace:
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
                    subprocess.run(  # nosec B603  # part of Windows
                        [
                            str(Path(os.environ.get("SYSTEMROOT", "C:/Windows"), "System32", "taskkill.exe")),
                            "/T",
                            "/F",
                            "/PID",
                            str(self._process.pid),
                        ],
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
            errors.seek(self._errors_start)
            return "\n".join(errors.read().decode("utf-8", "replace").splitlines()[-lines:])
        return ""
