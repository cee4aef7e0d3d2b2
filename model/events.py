"""How a run tells what it is doing, and how it is told to stop. Standard library only, but for the terminal's bar."""

from __future__ import annotations

import json
import sys
import threading

from .protocol import Cancelled


class Reporter:
    """Says nothing and never stops: the base of the reporters, and what tests use."""

    def stage(self, text: str) -> None:
        """A new stage begins."""

    def progress(self, fraction: float) -> None:
        """The whole run is this far (0 to 1)."""

    def warn(self, text: str) -> None:
        """Something the analyst should know that does not stop the run."""

    def preview(self, path: str, parcels: int) -> None:
        """The parcels that are finished so far are drawn in this file, which is theirs until the next but one."""

    def done(self, **facts) -> None:
        """The run ended well; ``facts`` are JSON values."""

    def fail(self, text: str) -> None:
        """The run ended badly for this one reason."""

    def check(self) -> None:
        """Raise `Cancelled` if the analyst asked to stop. Called at least once a tile."""

    def enough(self) -> bool:
        """Say whether the analyst is content with what is finished. Asked once a tile."""
        return False


class Terminal(Reporter):
    """A progress bar on standard error for a person at a terminal."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(total=100, bar_format="{desc}: {percentage:3.0f}% |{bar}| {elapsed}", file=sys.stderr)

    def stage(self, text: str) -> None:
        self._bar.set_description_str(text)

    def progress(self, fraction: float) -> None:
        self._bar.n = round(100 * fraction, 1)
        self._bar.refresh()

    def warn(self, text: str) -> None:
        self._bar.write(f"warning: {text}", file=sys.stderr)

    def done(self, **facts) -> None:
        self.progress(1.0)
        self._bar.close()

    def fail(self, text: str) -> None:
        self._bar.close()
        print(f"doab: {text}", file=sys.stderr)


class Orders:
    """What whoever started a run asks of it while it is on: the lines "cancel" and "finish" of its standard input."""

    def __init__(self) -> None:
        self.cancel, self.finish = threading.Event(), threading.Event()

    def take(self, line: str) -> bool:
        """Note a line if it is an order; return whether it is."""
        order = {"cancel": self.cancel, "finish": self.finish}.get(line.strip())
        if order:
            order.set()
        return order is not None


class JsonLines(Reporter):
    """One JSON object a line on standard output; ``orders`` says whether to stop.

    Without ``orders`` they are read from standard input, whose end also cancels.
    """

    def __init__(self, orders: Orders | None = None) -> None:
        self._orders = orders or Orders()
        if orders is None:
            threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self._orders.take(line)
        self._orders.cancel.set()

    def _say(self, event: str, **facts) -> None:
        print(json.dumps({"event": event, **facts}, ensure_ascii=False), flush=True)

    def stage(self, text: str) -> None:
        self._say("stage", text=text)

    def progress(self, fraction: float) -> None:
        self._say("progress", fraction=round(fraction, 4))

    def warn(self, text: str) -> None:
        self._say("warning", text=text)

    def preview(self, path: str, parcels: int) -> None:
        self._say("preview", path=path, parcels=parcels)

    def done(self, **facts) -> None:
        self._say("done", **facts)

    def fail(self, text: str) -> None:
        self._say("error", text=text)

    def ended(self, code: int) -> None:
        """Nothing more comes of this run, which would have ended a process of its own with this exit code."""
        self._say("ended", code=code)

    def check(self) -> None:
        if self._orders.cancel.is_set():
            raise Cancelled

    def enough(self) -> bool:
        return self._orders.finish.is_set()
