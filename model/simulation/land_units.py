"""The units of a landscape while it is built: fields split recursively or taken from parcels, and other covers."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import distance_transform_edt

from ..constants import HECTARE
from .fractal_noise import fractal_noise
from .parcel_shapes import PIXEL

MIN_FIELD_AREA = 0.08  # hectares
NARROW = 2.5  # pixels from a parcel: half the width of what counts as a line between two
SCATTERED = 0.6  # proportion of a window inside parcels below which the ground between them is taken as farmland
COVERS = (
    "broadleaf",
    "conifer",
    "built_up",
    "roof",
    "road",
    "water",
    "hedge",
    "grass_strip",
    "garden",
    "scrub",
    "dry_grass",
    "rough_grass",
    "heath",
    "dry_soil",
    "bare_rock",
    "reed",
    "riparian",
    "greenhouse",
    "solar_park",
    "lawn",
    "bright_roof",
    "houses",
    "pavement",
    "young_wood",
    "shaded_wood",
    "dry_pasture",
    "turbid_water",
)
_PIXELS_PER_HECTARE = HECTARE / PIXEL**2


class LandUnits:
    """A flat raster of unit numbers [size²] with the cover of each unit (-1: field), built step by step.

    ``x`` and ``y`` [size²] are coordinates in metres that are slightly warped, so that no line is quite straight.
    """

    def __init__(self, rng: np.random.Generator, size: int) -> None:
        self.rng, self.size = rng, size
        y, x = np.divmod(np.arange(size * size), size)
        curvature = fractal_noise(rng, (2, size, size), 4.5).reshape(2, -1) * rng.uniform(2, 35) * size / 200
        roughness = fractal_noise(rng, (2, size, size), 3.0).reshape(2, -1) * rng.uniform(0.3, 2)
        self.x = (x * PIXEL + curvature[0] + roughness[0]).astype(np.float32)
        self.y = (y * PIXEL + curvature[1] + roughness[1]).astype(np.float32)
        self.elongation = np.exp(rng.uniform(0, np.log(3.0)))
        self.units = np.zeros(size * size, np.int32)
        self.covers: list[int] = []

    def add_unit(self, pixels: np.ndarray, cover: str = "") -> None:
        """Make the pixels (flat indices) a new unit of ``cover``, a field where that is empty."""
        self.units[pixels] = len(self.covers)
        self.covers.append(COVERS.index(cover) if cover else -1)

    def unit_covers(self) -> np.ndarray:
        """Return the cover of each unit [U], -1 for fields."""
        return np.array(self.covers)

    def split(self, pixels: np.ndarray, angle: float, median: float, hedged: float, other: float) -> None:
        """Split the pixels into fields of about ``median`` hectares and a proportion ``other`` of other covers.

        ``angle`` is the first direction in radians, ``hedged`` the probability of a linear feature along a line.
        """
        rng, stack = self.rng, [(pixels, angle, 0)]
        while stack:
            pixels, angle, depth = stack.pop()
            area = len(pixels) / _PIXELS_PER_HECTARE
            if area < MIN_FIELD_AREA:
                if area:
                    self.add_unit(pixels, "grass_strip")
                continue
            if area < 1.45 * median * rng.lognormal(0, 0.6):
                self.add_unit(pixels, self._draw_cover(area) if rng.random() < other else "")
                continue
            angle += rng.normal(0, np.radians(12 if depth < 2 else 4))
            along = np.cos(angle) * self.x[pixels] + np.sin(angle) * self.y[pixels]
            across = np.cos(angle) * self.y[pixels] - np.sin(angle) * self.x[pixels]
            if np.ptp(across) > np.ptp(along) * self.elongation * rng.lognormal(0, 0.2):
                along = across
            line = along.min() + np.ptp(along) * rng.uniform(0.35, 0.65)
            distance = along - line
            cover, width = self._draw_line(area, median, hedged)
            strip = np.abs(distance) < width / 2
            if strip.any():
                self.add_unit(pixels[strip], cover)
            stack.append((pixels[(distance < 0) & ~strip], angle, depth + 1))
            stack.append((pixels[(distance >= 0) & ~strip], angle, depth + 1))

    def _draw_cover(self, area: float) -> str:
        """Draw the cover of a unit of ``area`` hectares that is no field."""
        names = ("broadleaf", "conifer", "built_up", "garden", "water", "grass_strip")
        weights = (0.35, 0.1, 0.25 if area < 1.5 else 0.05, 0.15, 0.05, 0.1)
        return names[self.rng.choice(6, p=np.array(weights) / sum(weights))]

    def _draw_line(self, area: float, median: float, hedged: float) -> tuple[str, float]:
        """Draw the cover and the width (m) of a line that splits ``area`` hectares; without a cover the width is 0."""
        rng = self.rng
        if area > max(10 * median, 12) and rng.random() < 0.7:
            return "road", rng.uniform(5, 10)
        if rng.random() < hedged:
            return ("hedge", "grass_strip", "road")[rng.choice(3, p=(0.45, 0.4, 0.15))], rng.uniform(5, 10)
        return "", 0.0


def add_parcels(land: LandUnits, parcels: np.ndarray) -> None:
    """Add every parcel (numbers from 1, 0 between them) as a field, the rest as linear features and other covers."""
    _add_fields(land, parcels)
    between = parcels == 0
    narrow = between & (distance_transform_edt(between) < NARROW)
    wide = np.flatnonzero(between & ~narrow)
    if len(wide):
        land.split(wide, land.rng.uniform(0, np.pi), 1.5, hedged=0.3, other=1.0)
    _add_lines(land, narrow, ("road", "grass_strip", "hedge"), (0.35, 0.4, 0.25))


def add_scattered_parcels(land: LandUnits, parcels: np.ndarray, median: float) -> None:
    """Add parcels as `add_parcels` does; where they are scattered, the ground between them is farmland, too.

    Where parcels cover less than `SCATTERED` of the area, wide gaps become fields of about ``median`` hectares.
    """
    rng = land.rng
    _add_fields(land, parcels)
    between = parcels == 0
    open_ground = between & (distance_transform_edt(between) >= NARROW)
    scattered = between.mean() > 1 - SCATTERED
    if scattered and open_ground.any():  # generated fields reach up to the parcels
        open_ground = between & (distance_transform_edt(~open_ground) < NARROW)
    wide = np.flatnonzero(open_ground)
    if len(wide):
        sizes = (median, rng.uniform(0.1, 0.6), 0.03) if scattered else (1.5, 0.3, 1.0)
        land.split(wide, rng.uniform(0, np.pi), *sizes)
    names = ("road", "grass_strip", "hedge", "water", "reed")
    _add_lines(land, between & ~open_ground, names, tuple(rng.dirichlet((1.0, 1.2, 0.7, 0.4, 0.2))))


def _add_fields(land: LandUnits, parcels: np.ndarray) -> None:
    flat = parcels.ravel()
    order = np.argsort(flat, kind="stable")
    for pixels in np.split(order, np.flatnonzero(np.diff(flat[order])) + 1):
        if flat[pixels[0]] > 0:
            land.add_unit(pixels)


def _add_lines(land: LandUnits, narrow: np.ndarray, names: tuple[str, ...], weights: tuple[float, ...]) -> None:
    """Give the ``narrow`` pixels [size, size] between parcels one of the covers ``names``, by blocks of 200 m."""
    block = (np.arange(land.size) // 40)[:, None] * land.size + np.arange(land.size) // 40
    lines = np.where(narrow, block, -1).ravel()
    for number in np.unique(lines[lines >= 0]):
        land.add_unit(np.flatnonzero(lines == number), names[land.rng.choice(len(names), p=weights)])
