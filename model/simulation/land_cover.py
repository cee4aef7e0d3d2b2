"""Land that is not farmed, added to a landscape: woods and towns, and natural and built-up cover of any share.

Natural cover is a mosaic: every pixel of a zone takes the cover of its palette whose fractal noise is largest there.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..constants import HECTARE
from .fractal_noise import fractal_noise
from .land_units import COVERS, LandUnits
from .parcel_shapes import PIXEL

# Proportions of covers; each landscape draws its own around them.
_NORTHERN = (
    {"broadleaf": 0.48, "young_wood": 0.22, "shaded_wood": 0.18, "conifer": 0.07, "rough_grass": 0.05},
    {"conifer": 0.55, "shaded_wood": 0.15, "broadleaf": 0.15, "young_wood": 0.1, "heath": 0.05},
    {"rough_grass": 0.5, "scrub": 0.2, "broadleaf": 0.2, "dry_grass": 0.1},
    {"heath": 0.5, "dry_grass": 0.22, "scrub": 0.18, "conifer": 0.1},
    {"reed": 0.55, "riparian": 0.2, "water": 0.12, "rough_grass": 0.13},
)
_SOUTHERN = (
    {"scrub": 0.6, "shaded_wood": 0.15, "dry_pasture": 0.15, "heath": 0.06, "bare_rock": 0.04},
    {"dry_pasture": 0.42, "scrub": 0.27, "dry_grass": 0.21, "dry_soil": 0.06, "bare_rock": 0.04},
    {"dry_grass": 0.5, "dry_pasture": 0.26, "rough_grass": 0.1, "scrub": 0.1, "broadleaf": 0.04},
    {"broadleaf": 0.4, "scrub": 0.28, "shaded_wood": 0.17, "young_wood": 0.1, "dry_grass": 0.05},
    {"bare_rock": 0.42, "dry_soil": 0.28, "dry_grass": 0.18, "scrub": 0.12},
)
_VALLEYS = ({"riparian": 0.72, "scrub": 0.13, "rough_grass": 0.15}, {"riparian": 0.4, "reed": 0.4, "rough_grass": 0.2})
_TOWNS = (
    {"houses": 0.46, "garden": 0.26, "pavement": 0.1, "broadleaf": 0.08, "bright_roof": 0.1},
    {"garden": 0.5, "houses": 0.26, "broadleaf": 0.14, "lawn": 0.07, "roof": 0.03},
    {"houses": 0.5, "pavement": 0.3, "roof": 0.1, "garden": 0.1},
    {"pavement": 0.48, "bright_roof": 0.16, "houses": 0.14, "lawn": 0.14, "dry_soil": 0.08},
)
_FARM = {"houses": 0.42, "garden": 0.25, "broadleaf": 0.2, "pavement": 0.08, "bright_roof": 0.05}
# Sites with the outline of a field.
_SITES = (
    {"greenhouse": 0.85, "built_up": 0.15},
    {"solar_park": 0.7, "rough_grass": 0.3},
    {"lawn": 0.7, "broadleaf": 0.22, "built_up": 0.08},
    {"bare_rock": 0.6, "dry_soil": 0.3, "scrub": 0.1},
)
_PLANES = 5
_PIXELS_PER_HECTARE = HECTARE / PIXEL**2


def add_woodland(land: LandUnits, share: float) -> None:
    """Cover a proportion ``share`` of the area with woods that have natural edges."""
    if not share:
        return
    noise = fractal_noise(land.rng, (2, land.size, land.size), 3.8).reshape(2, -1)
    wood = noise[0] > np.quantile(noise[0], 1 - share)
    conifer = wood & (noise[1] > land.rng.uniform(0, 2))
    land.add_unit(np.flatnonzero(wood & ~conifer), "broadleaf")
    land.add_unit(np.flatnonzero(conifer), "conifer")


def add_town(land: LandUnits, share: float) -> None:
    """Cover a proportion ``share`` of the area with a town of streets, roofs and gardens."""
    rng, size = land.rng, land.size
    y, x = np.divmod(np.arange(size * size), size)
    centre = rng.uniform(0, size, 2)
    distance = np.hypot(y - centre[0], x - centre[1]) / size + 0.08 * fractal_noise(rng, (size, size), 3.2).ravel()
    town = np.flatnonzero(distance < np.quantile(distance, share))
    names = ("roof", "built_up", "garden", "broadleaf")
    for pixels in _blocks(land, rng, town, 24):
        land.add_unit(pixels, names[rng.choice(4, p=(0.28, 0.24, 0.4, 0.08))])


def add_natural_cover(land: LandUnits, rng: np.random.Generator, share: float) -> None:
    """Cover a proportion ``share`` of the area (0 to 0.8) with natural and built-up cover.

    It consists of towns, farmsteads, sites with the outline of a field, the banks of a stream, and zones of natural
    cover, whose borders are fractal in some places and follow those of fields in others. Some roads stay.
    """
    left = round(share * land.size**2)
    if left:
        _NaturalCover(land, rng).cover(left)


class _NaturalCover:
    """The state of `add_natural_cover`: which pixels [size²] are still free, and the noise that orders mosaics."""

    def __init__(self, land: LandUnits, rng: np.random.Generator) -> None:
        self.land, self.rng, self.size = land, rng, land.size
        roads = (land.unit_covers() == COVERS.index("road")) & (rng.random(len(land.covers)) < 0.3)
        self.free = ~roads[land.units]
        self.planes = self._noise(_PLANES, rng.uniform(1.8, 3.0))
        self.y, self.x = np.divmod(np.arange(self.size**2), self.size)

    def cover(self, left: int) -> None:
        """Cover ``left`` pixels."""
        rng = self.rng
        settled = rng.choice((0.0, rng.uniform(0.05, 0.5), 0.9), p=(0.45, 0.45, 0.1))
        for part in rng.dirichlet(np.ones(rng.integers(1, 4))) * settled * left:
            left -= self._add_town(int(part))
        for _ in range(rng.integers(0, 5)):
            left -= self._add_farmstead(min(left, int(rng.uniform(30, 160))))
        for _ in range(rng.choice(4, p=(0.55, 0.25, 0.12, 0.08))):
            left -= self._add_site(left // 2)
        if rng.random() < 0.4:
            left -= self._add_valley(int(left * rng.uniform(0.1, 0.6)))
        self._add_zones(left)

    def _noise(self, planes: int, beta: float) -> np.ndarray:
        return fractal_noise(self.rng, (planes, self.size, self.size), beta).reshape(planes, -1)

    def _take(self, score: np.ndarray, count: int) -> np.ndarray:
        """Return the ``count`` free pixels of the lowest ``score`` [size²], which are then no longer free."""
        free = np.flatnonzero(self.free)
        count = min(count, len(free))
        if count < 1:
            return free[:0]
        pixels = np.sort(free[np.argpartition(score[free], count - 1)[:count]])
        self.free[pixels] = False
        return pixels

    def _mosaic(self, pixels: np.ndarray, palette: dict[str, float]) -> None:
        """Give the pixels the covers of a palette in patches of a few pixels."""
        weights = self.rng.dirichlet(20 * np.array(list(palette.values()))) + 1e-3
        planes = self.planes[self.rng.permutation(_PLANES)[: len(palette)]][:, pixels]
        best = (planes + np.log(weights)[:, None] * 0.8).argmax(0)
        for index, name in enumerate(palette):
            if (best == index).any():
                self.land.add_unit(pixels[best == index], name)

    def _add_town(self, count: int) -> int:
        rng, size = self.rng, self.size
        y, x = rng.uniform(0, size, 2)
        distance = np.hypot(self.y - y, self.x - x) / size + rng.uniform(0.04, 0.15) * self._noise(1, 3.0)[0]
        town = self._take(distance, count)
        if len(town):
            blocks = [*_blocks(self.land, rng, town, 160)]
            if blocks:
                self._mosaic(np.sort(np.concatenate(blocks)), _TOWNS[rng.choice(4, p=(0.35, 0.35, 0.15, 0.15))])
        return len(town)

    def _add_farmstead(self, count: int) -> int:
        y, x = self.rng.uniform(0, self.size, 2)
        pixels = self._take(np.hypot(self.y - y, self.x - x) + 2 * self.planes[0], count)
        self._mosaic(pixels, _FARM)
        return len(pixels)

    def _add_site(self, limit: int) -> int:
        units = np.where(self.free, self.land.units, 0)
        sizes = np.bincount(units, minlength=len(self.land.covers))
        fits = (self.land.unit_covers() < 0) & (sizes > 0.3 * _PIXELS_PER_HECTARE) & (sizes < limit)
        fits[0] = False
        if not fits.any():
            return 0
        pixels = np.flatnonzero(units == self.rng.choice(np.flatnonzero(fits)))
        self.free[pixels] = False
        self._mosaic(pixels, _SITES[self.rng.integers(len(_SITES))])
        return len(pixels)

    def _add_valley(self, count: int) -> int:
        rng = self.rng
        angle, meander = rng.uniform(0, np.pi), self._noise(1, rng.uniform(3.2, 4.2))[0] * rng.uniform(5, 30)
        across = np.cos(angle) * self.y - np.sin(angle) * self.x + meander
        distance = np.abs(across - across[rng.integers(len(across))])
        pixels = self._take(distance + rng.uniform(1, 5) * self.planes[0], count)
        stream = distance[pixels] < np.exp(rng.uniform(np.log(0.3), np.log(12)))
        if stream.any():
            self.land.add_unit(pixels[stream], ("water", "turbid_water")[rng.integers(2)])
        self._mosaic(pixels[~stream], _VALLEYS[rng.integers(len(_VALLEYS))])
        return len(pixels)

    def _add_zones(self, count: int) -> None:
        rng, units = self.rng, self.land.units
        palettes = _SOUTHERN if rng.random() < 0.5 else _NORTHERN
        noise = -self._noise(1, rng.uniform(2.6, 3.8))[0]
        by_unit = np.bincount(units, weights=noise) / np.maximum(np.bincount(units), 1)
        by_field = by_unit[units] + 0.1 * noise  # so that a field is not left in part by the order of its pixels
        zones = self._noise(3, 3.4)
        aligned = zones[0] > rng.uniform(-1, 2)
        pixels = self._take(np.where(aligned, by_field, noise), count)
        chosen = rng.choice(len(palettes), rng.integers(1, 4), p=(0.35, 0.2, 0.2, 0.15, 0.1))
        zone = (zones[: len(chosen), pixels] + 0.25 * self.planes[: len(chosen), pixels]).argmax(0)
        for index, palette in enumerate(chosen):
            self._mosaic(pixels[zone == index], palettes[palette])


def _blocks(land: LandUnits, rng: np.random.Generator, town: np.ndarray, smallest: int) -> Iterator[np.ndarray]:
    """Divide the pixels of a town by streets, which become units, and yield blocks of about ``smallest`` pixels."""
    stack = [(town, rng.uniform(0, np.pi))]
    while stack:
        pixels, angle = stack.pop()
        if len(pixels) < smallest * rng.lognormal(0, 0.5):
            if len(pixels):
                yield pixels
            continue
        angle += np.pi / 2 + rng.normal(0, 0.1)
        along = np.cos(angle) * land.x[pixels] + np.sin(angle) * land.y[pixels]
        distance = along - along.min() - np.ptp(along) * rng.uniform(0.35, 0.65)
        street = np.abs(distance) < (3.5 if len(pixels) > 300 else 0)
        if street.any():
            land.add_unit(pixels[street], "road")
        stack += [(pixels[(distance < 0) & ~street], angle), (pixels[(distance >= 0) & ~street], angle)]
