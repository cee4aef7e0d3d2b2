"""The queue of parcels to review: those that the analyst has not decided about, the lowest confidence first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..parcels.crop_counts import LayerTask
from ..parcels.edit_tracking import DECIDED, is_decided

QueueEntry = tuple[float, int]
"""Confidence (0 to 1) and feature id of a parcel."""

START: QueueEntry = (-1.0, 0)
"""Sorts before every entry."""


@dataclass(frozen=True)
class ReviewQueue:
    """The parcels to review, in ascending order of confidence."""

    entries: tuple[QueueEntry, ...] = ()

    def count_below(self, confidence: float) -> int:
        """Return the number of parcels with a lower confidence (0 to 1)."""
        return bisect_left(self.entries, (confidence,))

    def after(self, entry: QueueEntry) -> Iterator[QueueEntry]:
        """Yield every entry once, beginning with the one after ``entry``; after the last comes the first."""
        start = bisect_right(self.entries, entry)
        yield from self.entries[start:]
        yield from self.entries[:start]


class ReviewQueueTask(LayerTask):
    """Reads the parcels to review from a layer; the result is a `ReviewQueue`."""

    def work(self, _folder: Path) -> ReviewQueue:
        """Read on the worker thread. A parcel without a confidence counts as 0."""
        return ReviewQueue(
            tuple(
                sorted(
                    (confidence if isinstance(confidence := feature["conf"], float) else 0.0, feature.id())
                    for feature in self.features("conf", DECIDED)
                    if not is_decided(feature)
                )
            )
        )
