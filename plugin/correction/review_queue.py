"""The parcels that wait for the analyst: those that the model decided, the most doubtful first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..parcels.crop_counts import LayerTask
from .edit_tracking import DECIDED, is_decided

Place = tuple[float, int]
START: Place = (-1.0, 0)
"""The place before the most doubtful parcel."""


@dataclass(frozen=True)
class ReviewQueue:
    """Places of parcels that nobody decided about yet: confidence (0 to 1) and feature id, in rising order."""

    waiting: tuple[Place, ...] = ()

    def under(self, least: float) -> int:
        """Return how many parcels wait that have a confidence under ``least`` (0 to 1)."""
        return bisect_left(self.waiting, (least,))

    def after(self, place: Place) -> Iterator[Place]:
        """Yield every place once, from the one after ``place`` on; behind the last comes the first."""
        start = bisect_right(self.waiting, place)
        yield from self.waiting[start:]
        yield from self.waiting[:start]


class ReviewQueueTask(LayerTask):
    """Find the parcels that wait in a layer; the result are `ReviewQueue`."""

    def work(self, _folder: Path) -> ReviewQueue:
        """Read on the worker thread. A parcel without a confidence is as doubtful as can be."""
        return ReviewQueue(
            tuple(
                sorted(
                    (confidence if isinstance(confidence := feature["conf"], float) else 0.0, feature.id())
                    for feature in self.features("conf", DECIDED)
                    if not is_decided(feature)
                )
            )
        )
