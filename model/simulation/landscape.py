"""Simulation of an agricultural landscape as rasters of 5 m: fields, woods, towns, water and linear features.

Fields are taken from a parcel layer, or the area is split recursively along slightly curved, slightly rotated lines.
Some lines become a road, a hedge or a grass strip; along the others two fields are adjacent and differ by crop only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt
from skimage.measure import label

from ..constants import HECTARE
from .fractal_noise import fractal_noise
from .parcel_shapes import PIXEL, ParcelShapes, SquareParcels

MIN_FIELD_AREA, MIN_PARTED_AREA = 0.08, 0.6  # hectares
COVERS = ("broadleaf", "conifer", "built_up", "roof", "road", "water", "hedge", "grass_strip", "garden")
_PIXELS_PER_HECTARE = HECTARE / PIXEL**2


@dataclass(frozen=True)
class Landscape:
    """A simulated landscape of U units, each a field, a part of a field, or an area of another land cover.

    ``units`` [h, w] int32 at 5 m, 0 to U - 1. ``crops`` [U] class index, -1 where the unit is no field. ``covers`` [U]
    index into `COVERS`, -1 where the unit is a field. ``similar_to`` [U] the unit that a field resembles, or itself;
    ``declared`` [U] whether the label is known; ``parent`` [U] the unit of the whole field where the unit is a part,
    else itself. Parts come after all other units.
    """

    units: np.ndarray
    crops: np.ndarray
    covers: np.ndarray
    similar_to: np.ndarray
    declared: np.ndarray
    parent: np.ndarray

    @property
    def parcels(self) -> np.ndarray:
        """Parcel numbers [h, w] int32: 0 outside fields, else 1 + the unit of the whole field."""
        return np.where(self.crops[self.units] >= 0, self.parent[self.units] + 1, 0).astype(np.int32)


def simulate_landscape(
    rng: np.random.Generator,
    size: int,
    mix: np.ndarray,
    shapes: ParcelShapes | SquareParcels | None = None,
    hard: bool = False,
    parted: float = 0.0,
) -> Landscape:
    """Simulate ``size`` × ``size`` pixels of 5 m, with the field shapes of ``shapes`` if given.

    ``mix`` [K] are the concentrations of the Dirichlet distribution of the proportions of the K classes. A ``hard``
    landscape has small fields, few visible boundaries, more similar neighbours of one crop, and labels for 60 % of the
    fields. ``parted`` is the proportion of larger fields that are managed in parts; it has no other effect.
    """
    parts_rng = rng.spawn(1)[0]
    builder = _LandscapeBuilder(rng, size)
    if shapes:
        _add_parcels(builder, shapes.window(rng, size))
    else:
        median = np.exp(rng.uniform(np.log(0.25), np.log(0.8)) if hard else rng.uniform(np.log(0.5), np.log(5.0)))
        hedged = rng.uniform(0.05, 0.25) if hard else rng.uniform(0.15, 0.75)
        builder.split(np.arange(size * size), rng.uniform(0, np.pi), median, hedged, other=rng.uniform(0.02, 0.12))
        _add_woodland(builder, rng.uniform(0.0, 0.15) if rng.random() < 0.7 else 0.0)
        if rng.random() < 0.35:
            _add_town(builder, rng.uniform(0.02, 0.15))
    return _divide_fields(parts_rng, builder, _assign_crops(builder, rng, mix, hard), parted)


class _LandscapeBuilder:
    """A flat raster of unit numbers [size²] with the cover of each unit (-1: field), built step by step."""

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


def _add_parcels(builder: _LandscapeBuilder, parcels: np.ndarray) -> None:
    """Add every parcel (numbers from 1, 0 between them) as a field, the rest as linear features and other covers."""
    rng, flat = builder.rng, parcels.ravel()
    order = np.argsort(flat, kind="stable")
    for pixels in np.split(order, np.flatnonzero(np.diff(flat[order])) + 1):
        if flat[pixels[0]] > 0:
            builder.add_unit(pixels)
    between = parcels == 0
    narrow = between & (distance_transform_edt(between) < 2.5)
    wide = np.flatnonzero(between & ~narrow)
    if len(wide):
        builder.split(wide, rng.uniform(0, np.pi), 1.5, hedged=0.3, other=1.0)
    block = (np.arange(builder.size) // 40)[:, None] * builder.size + np.arange(builder.size) // 40
    lines = np.where(narrow, block, -1).ravel()
    for number in np.unique(lines[lines >= 0]):
        builder.add_unit(
            np.flatnonzero(lines == number), ("road", "grass_strip", "hedge")[rng.choice(3, p=(0.35, 0.4, 0.25))]
        )


def _add_woodland(builder: _LandscapeBuilder, share: float) -> None:
    """Cover a proportion ``share`` of the area with woods that have natural edges."""
    if not share:
        return
    noise = fractal_noise(builder.rng, (2, builder.size, builder.size), 3.8).reshape(2, -1)
    wood = noise[0] > np.quantile(noise[0], 1 - share)
    conifer = wood & (noise[1] > builder.rng.uniform(0, 2))
    builder.add_unit(np.flatnonzero(wood & ~conifer), "broadleaf")
    builder.add_unit(np.flatnonzero(conifer), "conifer")


def _add_town(builder: _LandscapeBuilder, share: float) -> None:
    """Cover a proportion ``share`` of the area with a town of streets, roofs and gardens."""
    rng, size = builder.rng, builder.size
    y, x = np.divmod(np.arange(size * size), size)
    centre = rng.uniform(0, size, 2)
    distance = np.hypot(y - centre[0], x - centre[1]) / size + 0.08 * fractal_noise(rng, (size, size), 3.2).ravel()
    town = np.flatnonzero(distance < np.quantile(distance, share))
    stack = [(town, rng.uniform(0, np.pi))]
    names = ("roof", "built_up", "garden", "broadleaf")
    while stack:
        pixels, angle = stack.pop()
        if len(pixels) < 24 * rng.lognormal(0, 0.5):
            if len(pixels):
                builder.add_unit(pixels, names[rng.choice(4, p=(0.28, 0.24, 0.4, 0.08))])
            continue
        angle += np.pi / 2 + rng.normal(0, 0.1)
        along = np.cos(angle) * builder.x[pixels] + np.sin(angle) * builder.y[pixels]
        distance = along - along.min() - np.ptp(along) * rng.uniform(0.35, 0.65)
        street = np.abs(distance) < (3.5 if len(pixels) > 300 else 0)
        if street.any():
            builder.add_unit(pixels[street], "road")
        stack += [(pixels[(distance < 0) & ~street], angle), (pixels[(distance >= 0) & ~street], angle)]


def _assign_crops(builder: _LandscapeBuilder, rng: np.random.Generator, mix: np.ndarray, hard: bool) -> Landscape:
    """Split fields into connected components, make slivers grass, and draw crops; some copy the previous field."""
    units = builder.units.reshape(builder.size, builder.size)
    covers = np.array(builder.covers)
    fields = label(np.where(covers[units] < 0, units + 1, 0), connectivity=1, background=0)
    components = np.where(fields > 0, fields + len(covers), units)
    numbers, flat = np.unique(components, return_inverse=True)
    sizes = np.bincount(flat.ravel())
    is_field = numbers > len(covers)
    unit_covers = np.full(len(numbers), COVERS.index("grass_strip"))
    unit_covers[~is_field] = covers[numbers[~is_field]]
    unit_covers[is_field & (sizes >= MIN_FIELD_AREA * _PIXELS_PER_HECTARE)] = -1
    crops = rng.choice(len(mix), len(numbers), p=rng.dirichlet(mix))
    similar_to = np.arange(len(numbers))
    copies = np.flatnonzero(rng.random(len(numbers)) < (0.4 if hard else 0.2))
    for unit in copies[copies > 0]:
        crops[unit] = crops[unit - 1]
        if unit_covers[unit - 1] < 0 and rng.random() < (0.6 if hard else 0.3):
            similar_to[unit] = similar_to[unit - 1]
    declared = rng.random(len(numbers)) < (0.6 if hard else 1.0)
    crops = np.where(unit_covers < 0, crops, -1)
    unit_raster = flat.reshape(units.shape).astype(np.int32)
    return Landscape(unit_raster, crops, unit_covers, similar_to, declared, np.arange(len(numbers)))


def _divide_fields(
    rng: np.random.Generator, builder: _LandscapeBuilder, landscape: Landscape, share: float
) -> Landscape:
    """Split a proportion ``share`` of the larger fields along unlabelled lines, such as boundaries of former fields."""
    units, parents = landscape.units.ravel().copy(), [*landscape.parent]
    sizes = np.bincount(units, minlength=len(parents)) / _PIXELS_PER_HECTARE
    for field in np.flatnonzero((landscape.crops >= 0) & (sizes > MIN_PARTED_AREA)):
        if rng.random() >= share:
            continue
        for _ in range(1 + (rng.random() < 0.35)):  # a second line splits the remaining part
            pixels = np.flatnonzero(units == field)
            angle = rng.uniform(0, np.pi)
            along = np.cos(angle) * builder.x[pixels] + np.sin(angle) * builder.y[pixels]
            part = pixels[along < along.min() + np.ptp(along) * rng.uniform(0.25, 0.75)]
            if len(part) < len(pixels):
                units[part] = len(parents)
                parents.append(field)
    parent = np.array(parents)
    return Landscape(
        units.reshape(landscape.units.shape),
        landscape.crops[parent],
        landscape.covers[parent],
        landscape.similar_to[parent],
        landscape.declared[parent],
        parent,
    )
