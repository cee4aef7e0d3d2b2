"""How signals stop a command: the first one raises `Interrupted` in the main thread, whatever that is doing.

Standard library only. What must not be interrupted halfway, such as the removal of temporary files, is `shielded`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, TextIO

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")  # those that the operating system has
PATIENCE = 10.0  # s; signals that follow the first one sooner do not disturb the cleaning up
CLOSED = (errno.EPIPE, errno.EIO, errno.EINVAL)  # what writing to a closed pipe or terminal fails with


class Interrupted(KeyboardInterrupt):
    """A signal asked this process to stop."""


class _State:
    """What this process has received: the time of the last signal that counted, and whether it was raised."""

    process = 0
    received = 0.0
    pending = False
    shields = 0


@contextlib.contextmanager
def stop_on_signals(ends: bool = False) -> Iterator[None]:
    """Raise `Interrupted` in the block when a signal of `SIGNALS` comes; call it on the main thread.

    Where the process ``ends`` after the block, signals no longer count then: they would change its exit code. A signal
    that whoever started this process lets it ignore (``nohup``, background jobs of a shell) stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}
    _State.process, _State.received, _State.pending = os.getpid(), 0.0, False
    try:
        for number in (getattr(signal, name) for name in SIGNALS if hasattr(signal, name)):
            before[number] = signal.getsignal(number)
            if before[number] is not signal.SIG_IGN:
                signal.signal(number, _receive)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if ends or handler is None else handler)
        _State.received, _State.pending = 0.0, False


def raise_if_stopped() -> None:
    """Raise `Interrupted` where a signal has come, also where a library swallowed the exception that it raised."""
    if _State.received and _State.process == os.getpid() and not _State.shields:
        raise Interrupted


@contextlib.contextmanager
def shielded() -> Iterator[None]:
    """Let a signal that comes in the block wait until its end."""
    if threading.current_thread() is not threading.main_thread():  # handlers run in the main thread only
        yield
        return
    _State.shields += 1
    try:
        yield
    finally:
        _State.shields -= 1
        if _State.pending and not _State.shields:
            _State.pending = False
            raise Interrupted


def is_closed(stream: TextIO | None) -> bool:
    """Return whether nobody can read any more what is written to a stream: the pipe or the terminal is gone."""
    try:
        number = stream.fileno() if stream is not None else -1
    except (OSError, ValueError):  # no file of the operating system, as in tests
        return False
    if number < 0 or not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(number, 0)
    return any(event & (select.POLLERR | select.POLLHUP | select.POLLNVAL) for _, event in poll.poll(0))


def output_closed(error: OSError) -> bool:
    """Return whether an error means that standard output or standard error is closed, not that a file failed."""
    if isinstance(error, BrokenPipeError):
        return True
    if error.errno not in CLOSED or error.filename is not None:
        return False
    return not hasattr(select, "poll") or is_closed(sys.stdout) or is_closed(sys.stderr)  # Windows cannot be asked


def discard_closed_output() -> bool:
    """Flush standard output and standard error, send what a closed one gets to nowhere; return whether one was closed.

    Python would otherwise complain when it ends.
    """
    closed = [_discard_if_closed(stream) for stream in (sys.stdout, sys.stderr)]
    return any(closed)


def _discard_if_closed(stream: TextIO) -> bool:
    try:
        stream.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
        return True
    return False


def _receive(number: int, _frame: object) -> None:
    if os.getpid() != _State.process:  # a copy of the process, which ends as if nobody handled the signal
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        return
    now = time.monotonic()
    if _State.received and now - _State.received < PATIENCE:
        return
    _State.received = now
    if _State.shields:
        _State.pending = True
        return
    raise Interrupted
