"""The progress of a run: which tiles are mapped, and the fraction of the run that is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..reporter import Reporter
from .tiling import Tile


@dataclass
class Progress:
    """The tiles of a run that are ``mapped``, and how many acquisitions of single token blocks were ``encoded``."""

    tiles: Sequence[Tile]
    mapped: set[Tile] = field(default_factory=set)
    encoded: int = 0

    @property
    def missing(self) -> list[Tile]:
        """The tiles that are not mapped yet."""
        return [tile for tile in self.tiles if tile not in self.mapped]

    @property
    def fraction(self) -> float:
        """The share of the tiles that are mapped."""
        return len(self.mapped) / len(self.tiles)


def progress_between(reporter: Reporter, first: float, last: float) -> Callable[[float], None]:
    """Return a function that reports the fraction of a stage that takes the run from ``first`` to ``last``."""

    def report(fraction: float) -> None:
        reporter.progress(first + (last - first) * fraction)
        reporter.check()

    return report
