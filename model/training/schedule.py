"""The stages of a training: what learns in each, from what and how fast."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

STAGES = ("crops", "dense", "queries")  # in this order; each starts from the weights of the one before
DECODER = "queries"  # in which the decoder alone learns, from frozen features: what the dense heads predict stays


@dataclass(frozen=True)
class Schedule:
    """One stage of `STAGES`.

    ``steps`` batches of ``batch`` tiles (none in the first stage) and ``fields`` single fields; ``rate`` is the peak
    learning rate; ``acquisitions`` is the largest number of acquisitions of a tile, ``query_count`` the number of
    queries of a tile. Beside each batch of tiles come ``unlabelled`` tiles without labels, whose terms have the factor
    ``consistency``, that of crops times ``consistent_crops``.
    """

    steps: int
    batch: int = 4
    rate: float = 2e-3
    stage: str = "dense"
    fields: int = 0
    acquisitions: int = 16
    query_count: int = 32
    augment: bool = True
    unlabelled: int = 0
    consistency: float = 1.0
    consistent_crops: float = 0.0

    def scaled(self, factor: float) -> Schedule:
        """Return the same stage with ``factor`` times its learning rate."""
        return replace(self, rate=factor * self.rate)


def warm_cosine(step: int, steps: int, warm: int = 100) -> float:
    """Return the factor of the learning rate: a linear warm-up, then a cosine down to a hundredth."""
    warm = min(warm, max(1, steps // 10))
    if step < warm:
        return (step + 1) / warm
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))
