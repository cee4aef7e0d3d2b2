"""Send one request of the protocol to a child process and follow its events. No Qt here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ...model import protocol
from ..text import tr
from .process import GRACE, Child, ChildError
from .runtime import Runtime

OnEvent = Callable[[protocol.Event], None]
"""Receives every event but `protocol.Ended`, on the thread that sent the request."""


@dataclass(frozen=True)
class Outcome:
    """The end of a request.

    It has the exit ``code``, the event `protocol.Done`, the ``reason`` of a failure, and in ``errors`` the text that
    the process wrote to standard error.
    """

    code: int
    done: protocol.Done | None
    reason: str
    errors: str

    def result(self) -> protocol.Result | None:
        """Return the result of the request; raise `ChildError` where it failed."""
        if self.code != protocol.EXIT_DONE or self.done is None:
            raise ChildError(self.reason or explain(self.code), self.errors)
        return self.done.result


def exchange(
    child: Child, request: protocol.Request, stop: Callable[[], bool], on_event: OnEvent, grace: float = GRACE
) -> Outcome:
    """Send a request and pass its events on until it ended, or the process did.

    Once ``stop`` returns True, the request is cancelled, and the process is killed ``grace`` seconds later.
    """
    done: protocol.Done | None = None
    reason = ""
    code: int | None = None
    child.send(protocol.write_line(request))
    for line in child.lines(stop, grace):
        try:
            event = protocol.read_event(line)
        except protocol.InputError:
            continue  # libraries may print other things between the events
        if isinstance(event, protocol.Ended):
            code = event.code
            break
        if isinstance(event, protocol.Done):
            done = event
        elif isinstance(event, protocol.Failed):
            reason = event.text
        on_event(event)
    return Outcome(child.code if code is None else code, done, reason, child.errors())


def request_once(
    runtime: Runtime, folder: Path, request: protocol.Request, stop: Callable[[], bool], on_event: OnEvent
) -> protocol.Result | None:
    """Answer one request in a process of its own, which works in ``folder``, and return its result.

    Such a process runs beside the worker, which may be busy with a mapping run for hours. Once ``stop`` returns True,
    it is killed. Raises `ChildError` where the request fails.
    """
    with Child(runtime.command("serve"), folder) as child:
        return exchange(child, request, stop, on_event, grace=0).result()


def explain(code: int) -> str:
    """Return a sentence for a process that ended with exit ``code`` without an event that says why."""
    if code in (-9, 137):
        return tr(
            "The system ended the run, most likely because memory ran out. Map a smaller area, or close other programs."
        )
    if code < 0:
        return tr("The run crashed (signal {}). The log panel, under “Doab”, has the details.").format(-code)
    return tr("The run ended unexpectedly (exit code {}). The log panel, under “Doab”, has the details.").format(code)
