"""The events that the child process sends while it answers a request."""
# ruff: noqa: UP045  (annotations are evaluated when JSON is read, and Python 3.9 does not know `X | Y`)

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

from .results import Result, Thumbnail


@dataclass(frozen=True)
class Stage:
    """A new stage of the work begins; ``text`` is shown to the user."""

    text: str


@dataclass(frozen=True)
class Progress:
    """The finished ``fraction`` of the whole request, 0 to 1."""

    fraction: float


@dataclass(frozen=True)
class Warning:
    """A problem that does not stop the request; ``text`` is shown to the user."""

    text: str


@dataclass(frozen=True)
class Preview:
    """The GeoPackage ``path`` holds the ``parcels`` finished so far; it is not changed until the next but one."""

    path: str
    parcels: int


@dataclass(frozen=True)
class ThumbnailReady:
    """The picture of one date was written, or cannot be."""

    thumbnail: Thumbnail


@dataclass(frozen=True)
class Done:
    """The request succeeded."""

    result: Optional[Result] = None


@dataclass(frozen=True)
class Failed:
    """The request failed; ``text`` is one sentence for the user that names the reason and the way out."""

    text: str


@dataclass(frozen=True)
class Ended:
    """The last event of every request, with the exit ``code`` that a process of its own would have returned."""

    code: int


Event = Union[Stage, Progress, Warning, Preview, ThumbnailReady, Done, Failed, Ended]
