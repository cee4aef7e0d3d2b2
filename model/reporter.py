"""How running work reports events, and how it is cancelled or ended early. Standard library only, but for the bar."""

from __future__ import annotations

import sys
import threading

from . import protocol
from .stopping import is_closed, raise_if_stopped


class Reporter:
    """Discards every event and never stops: the base of the reporters, and what tests use."""

    def send(self, event: protocol.Event) -> None:
        """Report one event; the methods below build them."""

    def stage(self, text: str) -> None:
        """Report that a new stage begins; raise `Interrupted` as `check` does."""
        raise_if_stopped()
        self.send(protocol.Stage(text))

    def progress(self, fraction: float) -> None:
        """Report the finished fraction of the whole request (0 to 1); raise `Interrupted` as `check` does."""
        raise_if_stopped()
        self.send(protocol.Progress(round(fraction, 4)))

    def warn(self, text: str) -> None:
        """Report a problem that does not stop the request."""
        self.send(protocol.Warning(text))

    def preview(self, path: str, parcels: int) -> None:
        """Report a GeoPackage with the parcels finished so far, which is not changed until the next but one."""
        self.send(protocol.Preview(path, parcels))

    def thumbnail(self, thumbnail: protocol.Thumbnail) -> None:
        """Report the picture of one date."""
        self.send(protocol.ThumbnailReady(thumbnail))

    def done(self, result: protocol.Result | None) -> None:
        """Report that the request succeeded."""
        self.send(protocol.Done(result))

    def fail(self, text: str) -> None:
        """Report that the request failed for this one reason."""
        self.send(protocol.Failed(text))

    def check(self) -> None:
        """Raise `Cancelled` or `Interrupted` if the user or a signal asked to stop. Called at least once a tile."""
        raise_if_stopped()

    def enough(self) -> bool:
        """Return whether the run is to end with what is finished. Called once a tile."""
        return False


class Terminal(Reporter):
    """A progress bar on standard error for a person at a terminal."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(total=100, bar_format="{desc}: {percentage:3.0f}% |{bar}| {elapsed}", file=sys.stderr)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._bar.close()

    def send(self, event: protocol.Event) -> None:
        """Show one event; raise `Cancelled` where the terminal is closed."""
        try:
            self._show(event)
        except OSError as error:
            raise protocol.Cancelled from error

    def check(self) -> None:
        """Raise `Cancelled` where the terminal is closed, which the progress bar does not report."""
        super().check()
        if is_closed(sys.stderr):
            raise protocol.Cancelled

    def _show(self, event: protocol.Event) -> None:
        if isinstance(event, protocol.Stage):
            self._bar.set_description_str(event.text)
        elif isinstance(event, protocol.Progress):
            self._set(event.fraction)
        elif isinstance(event, protocol.Warning):
            self._bar.write(f"warning: {event.text}", file=sys.stderr)
        elif isinstance(event, protocol.Done):
            self._set(1.0)
            self._bar.close()
        elif isinstance(event, protocol.Failed):
            self._bar.close()
            print(f"doab: {event.text}", file=sys.stderr)

    def _set(self, fraction: float) -> None:
        self._bar.n = round(100 * fraction, 1)
        self._bar.refresh()


class Control:
    """The control lines that were received for one request, each as a flag that any thread may read."""

    def __init__(self) -> None:
        self.cancel, self.finish = threading.Event(), threading.Event()

    def receive(self, line: str) -> bool:
        """Set the flag of a control line; return whether ``line`` is one."""
        flag = {protocol.CANCEL: self.cancel, protocol.FINISH: self.finish}.get(line.strip())
        if flag:
            flag.set()
        return flag is not None


class JsonLines(Reporter):
    """Events as lines on standard output; ``control`` holds the control lines.

    Without ``control`` they are read from standard input, whose end also cancels.
    """

    def __init__(self, control: Control | None = None) -> None:
        self._control = control or Control()
        if control is None:
            threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self._control.receive(line)
        self._control.cancel.set()

    def send(self, event: protocol.Event) -> None:
        """Print one event; raise `Cancelled` where nobody can read it any more."""
        try:
            print(protocol.write_line(event), flush=True)
        except OSError as error:
            raise protocol.Cancelled from error

    def ended(self, code: int) -> None:
        """Report the exit code of the request, after which no event of it follows."""
        self.send(protocol.Ended(code))

    def check(self) -> None:
        """Raise `Cancelled` if the request was cancelled."""
        super().check()
        if self._control.cancel.is_set():
            raise protocol.Cancelled

    def enough(self) -> bool:
        """Return whether the request is to finish early."""
        return self._control.finish.is_set()
