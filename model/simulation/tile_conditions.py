"""The conditions under which a training tile is simulated: climate, dates, sensors and processing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .climate import Climate, draw_climate
from .landscape import LandscapeVariety
from .processing import Processing, draw_processing

MISSING_BANDS = ([0, 1, 2, 6], [7], [3, 4, 5, 7], [8, 9], [3, 4, 5, 7, 8, 9])
EARLIEST, LATEST = -150, 320  # days from 1 January of the harvest year
MAX_DATES = 24
SINGLE_DATE, FEW_DATES = 0.14, 0.1  # shares of the diverse tiles


@dataclass(frozen=True)
class TileConditions:
    """The conditions of one tile.

    ``landscape`` None stands for European farmland, ``climate`` None for that of the signatures at ``location``
    (latitude and longitude in degrees). Images are taken between the days ``first`` and ``last``, counted from 1
    January of the harvest year as in the northern hemisphere: ``dates`` optical and ``passes`` radar ones at most;
    ``any_month``: the reference frame may be of any of them, not of the growing season alone. ``terrain``: an elevation
    model exists.
    """

    location: tuple[float, float]
    landscape: LandscapeVariety | None
    climate: Climate | None
    first: int
    last: int
    dates: int
    passes: int
    any_month: bool
    terrain: bool
    processing: Processing


def draw_conditions(rng: np.random.Generator, diverse: float = 0.0) -> TileConditions:
    """Draw the conditions of a tile: European farmland with its usual gaps, or the whole variety.

    With probability ``diverse`` climate, period, number of dates and products are drawn from all that users may have.
    """
    conditions = _usual(rng)
    return _diverse(rng, conditions) if rng.random() < diverse else conditions


def _usual(rng: np.random.Generator) -> TileConditions:
    """Draw conditions of temperate Europe: 6 to 24 clear or cloudy dates, mostly with radar and terrain."""
    bands = np.ones(10, bool)
    if rng.random() < 0.05:
        bands[MISSING_BANDS[rng.integers(len(MISSING_BANDS))]] = False
    whole_year = rng.random() < 0.25
    return TileConditions(
        location=(float(rng.uniform(42, 57)), float(rng.uniform(-5, 22))),
        landscape=None,
        climate=None,
        first=EARLIEST if whole_year else int(rng.integers(32, 75)),
        last=LATEST if whole_year else int(rng.integers(270, 306)),
        dates=int(rng.integers(6, MAX_DATES + 1)),
        passes=0 if rng.random() < 0.1 else int(rng.integers(1, MAX_DATES + 1)),
        any_month=False,
        terrain=bool(rng.random() >= 0.1),
        processing=Processing(bands=bands),
    )


def _diverse(rng: np.random.Generator, usual: TileConditions) -> TileConditions:
    """Vary the climate, the period, the number of dates, the month of the reference frame and the processing."""
    climate, processing = draw_climate(rng), draw_processing(rng)
    bands = processing.bands & usual.processing.bands
    varied = replace(
        usual,
        location=(climate.latitude, climate.longitude),
        landscape=_draw_landscape(rng),
        climate=climate,
        any_month=bool(rng.random() < 0.4),
        passes=0 if rng.random() < 0.25 else usual.passes,
        processing=replace(processing, bands=bands if bands.sum() >= 3 else processing.bands),
    )
    if rng.random() < 0.35:  # a part of a season, as where crops are mapped before the harvest
        first = int(rng.integers(EARLIEST, 130))
        varied = replace(varied, first=first, last=min(LATEST, first + int(rng.integers(110, 340))))
    draw = rng.random()
    if draw < SINGLE_DATE:
        return replace(varied, dates=1, passes=0, terrain=usual.terrain and rng.random() < 0.5)
    if draw < SINGLE_DATE + FEW_DATES:
        return replace(varied, dates=int(rng.integers(2, 6)), passes=min(varied.passes, int(rng.integers(0, 6))))
    return varied


def _draw_landscape(rng: np.random.Generator) -> LandscapeVariety:
    """Draw how much of a landscape is no farmland, how large its fields are, and what stands in them."""
    natural = (0.0, rng.uniform(0, 0.15), rng.uniform(0.15, 0.45), rng.uniform(0.45, 0.8))
    scale = (1.0, np.exp(rng.uniform(0, np.log(5.0))), np.exp(rng.uniform(np.log(0.55), 0)))
    return LandscapeVariety(
        natural=float(natural[rng.choice(4, p=(0.15, 0.35, 0.33, 0.17))]),
        scale=float(scale[rng.choice(3, p=(0.5, 0.35, 0.15))]),
        clutter=float(rng.uniform(0, 0.7)),
    )
