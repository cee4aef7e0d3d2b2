"""Paint a farmed landscape as rasters at 5 m: fields with woods, towns, water and lines between.

The fields are those of a parcel layer, or the land is split again and again by slightly bent, slightly turned lines.
Some lines carry a road, a hedge or a grass strip; the others leave two fields that differ only by what grows on them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt
from skimage.measure import label

from ..constants import HECTARE
from .fractal_noise import fractal
from .parcel_shapes import PIXEL, Shapes, Squares

SMALLEST_FIELD, SMALLEST_PARTED = 0.08, 0.6  # hectares
COVERS = ("broadleaf", "conifer", "built_up", "roof", "road", "water", "hedge", "grass_strip", "garden")
_HECTARE = HECTARE / PIXEL**2  # in pixels


@dataclass(frozen=True)
class Landscape:
    """A painted landscape of U units, each a field, a part of one, or a piece of something else.

    ``units`` [h, w] int32 at 5 m, 0 to U - 1. ``crops`` [U] class index, -1 where the unit is no field. ``covers`` [U]
    index into `COVERS`, -1 where the unit is a field. ``kin`` [U] is the unit that a field resembles, or itself;
    ``declared`` [U] whether its label is known; ``whole`` [U] the unit whose field it is a part of, or itself. Parts
    come after all other units.
    """

    units: np.ndarray
    crops: np.ndarray
    covers: np.ndarray
    kin: np.ndarray
    declared: np.ndarray
    whole: np.ndarray

    @property
    def parcels(self) -> np.ndarray:
        """Return [h, w] int32: 0 outside fields, else 1 + the unit of the whole field."""
        return np.where(self.crops[self.units] >= 0, self.whole[self.units] + 1, 0).astype(np.int32)


def paint(
    rng: np.random.Generator,
    size: int,
    mix: np.ndarray,
    shapes: Shapes | Squares | None = None,
    hard: bool = False,
    parted: float = 0.0,
) -> Landscape:
    """Paint ``size`` × ``size`` pixels of 5 m with fields, shaped as in ``shapes`` if given.

    ``mix`` [K]: concentrations of the Dirichlet distribution that the place's shares of the K classes come from.
    A ``hard`` landscape has small fields, few visible lines, more neighbours of one crop that look alike, and labels
    for six fields of ten only. ``parted`` is the share of larger fields that are worked in parts; it changes nothing
    else.
    """
    aside = rng.spawn(1)[0]
    land = _Land(rng, size)
    if shapes:
        _take_fields(land, shapes.window(rng, size))
    else:
        median = np.exp(rng.uniform(np.log(0.25), np.log(0.8)) if hard else rng.uniform(np.log(0.5), np.log(5.0)))
        hedged = rng.uniform(0.05, 0.25) if hard else rng.uniform(0.15, 0.75)
        land.split(np.arange(size * size), rng.uniform(0, np.pi), median, hedged, other=rng.uniform(0.02, 0.12))
        _grow_wood(land, rng.uniform(0.0, 0.15) if rng.random() < 0.7 else 0.0)
        if rng.random() < 0.35:
            _grow_town(land, rng.uniform(0.02, 0.15))
    return _work_in_parts(aside, land, _settle(land, rng, mix, hard), parted)


class _Land:
    """The units while they are being painted: a flat raster of unit numbers and a cover (-1: field) for each."""

    def __init__(self, rng: np.random.Generator, size: int) -> None:
        self.rng, self.size = rng, size
        y, x = np.divmod(np.arange(size * size), size)
        bend = fractal(rng, (2, size, size), 4.5).reshape(2, -1) * rng.uniform(2, 35) * size / 200
        wobble = fractal(rng, (2, size, size), 3.0).reshape(2, -1) * rng.uniform(0.3, 2)
        self.x = (x * PIXEL + bend[0] + wobble[0]).astype(np.float32)
        self.y = (y * PIXEL + bend[1] + wobble[1]).astype(np.float32)
        self.stretch = np.exp(rng.uniform(0, np.log(3.0)))
        self.units = np.zeros(size * size, np.int32)
        self.covers: list[int] = []

    def unit(self, pixels: np.ndarray, cover: str = "") -> None:
        """Make the pixels a new unit: a field, or a piece of ``cover``."""
        self.units[pixels] = len(self.covers)
        self.covers.append(COVERS.index(cover) if cover else -1)

    def split(self, pixels: np.ndarray, angle: float, median: float, hedged: float, other: float) -> None:
        """Split the pixels into fields of about ``median`` hectares; ``other`` is the share of units that are none."""
        rng, stack = self.rng, [(pixels, angle, 0)]
        while stack:
            pixels, angle, depth = stack.pop()
            area = len(pixels) / _HECTARE
            if area < SMALLEST_FIELD:
                if area:
                    self.unit(pixels, "grass_strip")
                continue
            if area < 1.45 * median * rng.lognormal(0, 0.6):
                self.unit(pixels, self._other(area) if rng.random() < other else "")
                continue
            angle += rng.normal(0, np.radians(12 if depth < 2 else 4))
            along = np.cos(angle) * self.x[pixels] + np.sin(angle) * self.y[pixels]
            across = np.cos(angle) * self.y[pixels] - np.sin(angle) * self.x[pixels]
            if np.ptp(across) > np.ptp(along) * self.stretch * rng.lognormal(0, 0.2):
                along = across
            line = along.min() + np.ptp(along) * rng.uniform(0.35, 0.65)
            distance = along - line
            cover, width = self._line(area, median, hedged)
            strip = np.abs(distance) < width / 2
            if strip.any():
                self.unit(pixels[strip], cover)
            stack.append((pixels[(distance < 0) & ~strip], angle, depth + 1))
            stack.append((pixels[(distance >= 0) & ~strip], angle, depth + 1))

    def _other(self, area: float) -> str:
        names = ("broadleaf", "conifer", "built_up", "garden", "water", "grass_strip")
        shares = (0.35, 0.1, 0.25 if area < 1.5 else 0.05, 0.15, 0.05, 0.1)
        return names[self.rng.choice(6, p=np.array(shares) / sum(shares))]

    def _line(self, area: float, median: float, hedged: float) -> tuple[str, float]:
        rng = self.rng
        if area > max(10 * median, 12) and rng.random() < 0.7:
            return "road", rng.uniform(5, 10)
        if rng.random() < hedged:
            return ("hedge", "grass_strip", "road")[rng.choice(3, p=(0.45, 0.4, 0.15))], rng.uniform(5, 10)
        return "", 0.0


def _take_fields(land: _Land, parcels: np.ndarray) -> None:
    """Make every parcel (numbers from 1, 0 between them) a field; give what lies between to lines and other covers."""
    rng, flat = land.rng, parcels.ravel()
    order = np.argsort(flat, kind="stable")
    for pixels in np.split(order, np.flatnonzero(np.diff(flat[order])) + 1):
        if flat[pixels[0]] > 0:
            land.unit(pixels)
    between = parcels == 0
    narrow = between & (distance_transform_edt(between) < 2.5)
    wide = np.flatnonzero(between & ~narrow)
    if len(wide):
        land.split(wide, rng.uniform(0, np.pi), 1.5, hedged=0.3, other=1.0)
    block = (np.arange(land.size) // 40)[:, None] * land.size + np.arange(land.size) // 40
    lines = np.where(narrow, block, -1).ravel()
    for name in np.unique(lines[lines >= 0]):
        land.unit(np.flatnonzero(lines == name), ("road", "grass_strip", "hedge")[rng.choice(3, p=(0.35, 0.4, 0.25))])


def _grow_wood(land: _Land, share: float) -> None:
    """Cover a share of the land with woods that have natural edges."""
    if not share:
        return
    noise = fractal(land.rng, (2, land.size, land.size), 3.8).reshape(2, -1)
    wood = noise[0] > np.quantile(noise[0], 1 - share)
    conifer = wood & (noise[1] > land.rng.uniform(0, 2))
    land.unit(np.flatnonzero(wood & ~conifer), "broadleaf")
    land.unit(np.flatnonzero(conifer), "conifer")


def _grow_town(land: _Land, share: float) -> None:
    """Cover a share of the land with a town of streets, roofs and gardens."""
    rng, size = land.rng, land.size
    y, x = np.divmod(np.arange(size * size), size)
    centre = rng.uniform(0, size, 2)
    distance = np.hypot(y - centre[0], x - centre[1]) / size + 0.08 * fractal(rng, (size, size), 3.2).ravel()
    town = np.flatnonzero(distance < np.quantile(distance, share))
    stack = [(town, rng.uniform(0, np.pi))]
    names = ("roof", "built_up", "garden", "broadleaf")
    while stack:
        pixels, angle = stack.pop()
        if len(pixels) < 24 * rng.lognormal(0, 0.5):
            if len(pixels):
                land.unit(pixels, names[rng.choice(4, p=(0.28, 0.24, 0.4, 0.08))])
            continue
        angle += np.pi / 2 + rng.normal(0, 0.1)
        along = np.cos(angle) * land.x[pixels] + np.sin(angle) * land.y[pixels]
        distance = along - along.min() - np.ptp(along) * rng.uniform(0.35, 0.65)
        street = np.abs(distance) < (3.5 if len(pixels) > 300 else 0)
        if street.any():
            land.unit(pixels[street], "road")
        stack += [(pixels[(distance < 0) & ~street], angle), (pixels[(distance >= 0) & ~street], angle)]


def _settle(land: _Land, rng: np.random.Generator, mix: np.ndarray, hard: bool) -> Landscape:
    """Make every field one connected piece, drop slivers, and sow: some fields copy the field painted before them."""
    units = land.units.reshape(land.size, land.size)
    covers = np.array(land.covers)
    fields = label(np.where(covers[units] < 0, units + 1, 0), connectivity=1, background=0)
    pieces = np.where(fields > 0, fields + len(covers), units)
    names, flat = np.unique(pieces, return_inverse=True)
    sizes = np.bincount(flat.ravel())
    is_field = names > len(covers)
    settled = np.full(len(names), COVERS.index("grass_strip"))
    settled[~is_field] = covers[names[~is_field]]
    settled[is_field & (sizes >= SMALLEST_FIELD * _HECTARE)] = -1
    sown = rng.choice(len(mix), len(names), p=rng.dirichlet(mix))
    kin = np.arange(len(names))
    copies = np.flatnonzero(rng.random(len(names)) < (0.4 if hard else 0.2))
    for unit in copies[copies > 0]:
        sown[unit] = sown[unit - 1]
        if settled[unit - 1] < 0 and rng.random() < (0.6 if hard else 0.3):
            kin[unit] = kin[unit - 1]
    declared = rng.random(len(names)) < (0.6 if hard else 1.0)
    fields = settled < 0
    crops = np.where(fields, sown, -1)
    return Landscape(flat.reshape(units.shape).astype(np.int32), crops, settled, kin, declared, np.arange(len(names)))


def _work_in_parts(rng: np.random.Generator, land: _Land, settled: Landscape, share: float) -> Landscape:
    """Split a share of the larger fields along lines that no label tells of: former fields, or two days of work."""
    units, whole = settled.units.ravel().copy(), [*settled.whole]
    sizes = np.bincount(units, minlength=len(whole)) / _HECTARE
    for field in np.flatnonzero((settled.crops >= 0) & (sizes > SMALLEST_PARTED)):
        if rng.random() >= share:
            continue
        for _ in range(1 + (rng.random() < 0.35)):  # a second line splits the part that was left
            pixels = np.flatnonzero(units == field)
            angle = rng.uniform(0, np.pi)
            along = np.cos(angle) * land.x[pixels] + np.sin(angle) * land.y[pixels]
            part = pixels[along < along.min() + np.ptp(along) * rng.uniform(0.25, 0.75)]
            if len(part) < len(pixels):
                units[part] = len(whole)
                whole.append(field)
    whole = np.array(whole)
    every = (values[whole] for values in (settled.crops, settled.covers, settled.kin, settled.declared))
    return Landscape(units.reshape(settled.units.shape), *every, whole)
