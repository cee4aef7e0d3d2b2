"""Simulation of an agricultural landscape as rasters of 5 m: fields, woods, towns, water and linear features.

Fields are taken from a parcel layer, or the area is split recursively along slightly curved, slightly rotated lines.
Some lines become a road, a hedge or a grass strip; along the others two fields are adjacent and differ by crop only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from skimage.measure import label

from ..constants import HECTARE
from .field_objects import FieldObject, draw_objects
from .land_cover import add_natural_cover, add_town, add_woodland
from .land_units import COVERS, MIN_FIELD_AREA, LandUnits, add_parcels, add_scattered_parcels
from .parcel_shapes import PIXEL, ParcelShapes, SquareParcels

MIN_PARTED_AREA = 0.6  # hectares
MIN_MEDIAN_AREA = 0.25  # hectares: below, a scale would make most fields too small to count as fields
_PIXELS_PER_HECTARE = HECTARE / PIXEL**2


@dataclass(frozen=True)
class Landscape:
    """A simulated landscape of U units, each a field, a part of a field, or an area of another land cover.

    ``units`` [h, w] int32 at 5 m, 0 to U - 1. ``crops`` [U] class index, -1 where the unit is no field. ``covers`` [U]
    index into `COVERS`, -1 where the unit is a field. ``similar_to`` [U] the unit that a field resembles, or itself;
    ``declared`` [U] whether the label is known; ``parent`` [U] the unit of the whole field where the unit is a part,
    else itself; ``within`` [U] the unit of the whole field where the unit is an object, such as a tree, that the
    outline of the field includes, else -1. Parts and objects come after all other units.
    """

    units: np.ndarray
    crops: np.ndarray
    covers: np.ndarray
    similar_to: np.ndarray
    declared: np.ndarray
    parent: np.ndarray
    within: np.ndarray

    @property
    def parcels(self) -> np.ndarray:
        """Parcel numbers [h, w] int32: 0 outside fields, else 1 + the unit of the whole field."""
        return (np.where(self.crops >= 0, self.parent, self.within) + 1).astype(np.int32)[self.units]


@dataclass(frozen=True)
class LandscapeVariety:
    """How far a landscape departs from a farmed European one.

    ``natural`` is the share of the area under natural or built-up cover (0 to 0.8), ``scale`` the factor of all lengths
    of fields (0.5 to 6), ``clutter`` the abundance of objects inside fields (0 to 1). Raises `ValueError` outside.
    """

    natural: float = 0.0
    scale: float = 1.0
    clutter: float = 0.0

    def __post_init__(self) -> None:
        if not (0 <= self.natural <= 0.8 and 0.5 <= self.scale <= 6 and 0 <= self.clutter <= 1):
            raise ValueError(f"{self} is out of range: natural 0 to 0.8, scale 0.5 to 6, clutter 0 to 1.")


def simulate_landscape(
    rng: np.random.Generator,
    size: int,
    mix: np.ndarray,
    shapes: ParcelShapes | SquareParcels | None = None,
    hard: bool = False,
    parted: float = 0.0,
    variety: LandscapeVariety | None = None,
) -> Landscape:
    """Simulate ``size`` × ``size`` pixels of 5 m, with the field shapes of ``shapes`` if given.

    ``mix`` [K] are the concentrations of the Dirichlet distribution of the proportions of the K classes. A ``hard``
    landscape has small fields, few visible boundaries, more similar neighbours of one crop, and labels for 60 % of the
    fields. ``parted`` is the proportion of larger fields that are managed in parts; it has no other effect. Without a
    ``variety`` fields are European, and woods and towns cover up to 30 % of the area.
    """
    parts_rng = rng.spawn(1)[0]
    land = LandUnits(rng, size)
    if variety:
        variety_rng = rng.spawn(1)[0]
        _add_varied_fields(land, shapes, hard, variety.scale)
        add_natural_cover(land, variety_rng, variety.natural)
    elif shapes:
        add_parcels(land, shapes.window(rng, size))
    else:
        median, hedged = _draw_sizes(rng, hard)
        land.split(np.arange(size * size), rng.uniform(0, np.pi), median, hedged, other=rng.uniform(0.02, 0.12))
        add_woodland(land, rng.uniform(0.0, 0.15) if rng.random() < 0.7 else 0.0)
        if rng.random() < 0.35:
            add_town(land, rng.uniform(0.02, 0.15))
    landscape = _divide_fields(parts_rng, land, _assign_crops(land, rng, mix, hard), parted)
    if not variety:
        return landscape
    return _with_objects(landscape, draw_objects(variety_rng, landscape.parcels, variety.clutter))


def _draw_sizes(rng: np.random.Generator, hard: bool) -> tuple[float, float]:
    """Draw the median area of fields (hectares) and the probability of a linear feature between two."""
    median = np.exp(rng.uniform(np.log(0.25), np.log(0.8)) if hard else rng.uniform(np.log(0.5), np.log(5.0)))
    return median, rng.uniform(0.05, 0.25) if hard else rng.uniform(0.15, 0.75)


def _add_varied_fields(land: LandUnits, shapes: ParcelShapes | SquareParcels | None, hard: bool, scale: float) -> None:
    """Add fields whose lengths are ``scale`` times those of the layer or of generated fields."""
    rng, size = land.rng, land.size
    if isinstance(shapes, ParcelShapes):
        scale = max(scale, min(1.0, np.sqrt(MIN_MEDIAN_AREA / shapes.median_area)))
        add_scattered_parcels(land, shapes.combined_window(rng, size, scale), shapes.median_area * scale**2)
    elif shapes:
        add_parcels(land, shapes.window(rng, size))
    else:
        median, hedged = _draw_sizes(rng, hard)
        hedged *= min(1.0, 1.5 / scale)  # large fields are those of open country
        median = max(median * scale**2, MIN_MEDIAN_AREA)
        land.split(np.arange(size * size), rng.uniform(0, np.pi), median, hedged, other=0.02)


def _assign_crops(land: LandUnits, rng: np.random.Generator, mix: np.ndarray, hard: bool) -> Landscape:
    """Split fields into connected components, make slivers grass, and draw crops; some copy the previous field."""
    units = land.units.reshape(land.size, land.size)
    covers = np.array(land.covers)
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
    return Landscape(unit_raster, crops, unit_covers, similar_to, declared, np.arange(len(numbers)), _none(numbers))


def _divide_fields(rng: np.random.Generator, land: LandUnits, landscape: Landscape, share: float) -> Landscape:
    """Split a proportion ``share`` of the larger fields along unlabelled lines, such as boundaries of former fields."""
    units, parents = landscape.units.ravel().copy(), [*landscape.parent]
    sizes = np.bincount(units, minlength=len(parents)) / _PIXELS_PER_HECTARE
    for field in np.flatnonzero((landscape.crops >= 0) & (sizes > MIN_PARTED_AREA)):
        if rng.random() >= share:
            continue
        for _ in range(1 + (rng.random() < 0.35)):  # a second line splits the remaining part
            pixels = np.flatnonzero(units == field)
            angle = rng.uniform(0, np.pi)
            along = np.cos(angle) * land.x[pixels] + np.sin(angle) * land.y[pixels]
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
        _none(parent),
    )


def _with_objects(landscape: Landscape, objects: list[FieldObject]) -> Landscape:
    """Add objects inside fields: spots as parts of the field, others as units of another cover."""
    units, own = landscape.units.ravel().copy(), np.arange(len(landscape.crops), len(landscape.crops) + len(objects))
    for unit, thing in zip(own, objects, strict=True):
        units[thing.pixels] = unit
    field = np.array([thing.field - 1 for thing in objects], int)
    cover = np.array([COVERS.index(thing.cover) if thing.cover else -1 for thing in objects], int)
    inside = np.array([thing.is_field for thing in objects], bool)
    return Landscape(
        units.reshape(landscape.units.shape),
        np.concatenate([landscape.crops, np.where(cover < 0, landscape.crops[field], -1)]),
        np.concatenate([landscape.covers, cover]),
        np.concatenate([landscape.similar_to, np.where(cover < 0, landscape.similar_to[field], own)]),
        np.concatenate([landscape.declared, landscape.declared[field]]),
        np.concatenate([landscape.parent, np.where(cover < 0, field, own)]),
        np.concatenate([landscape.within, np.where((cover >= 0) & inside, field, -1)]),
    )


def _none(units: np.ndarray) -> np.ndarray:
    return np.full(len(units), -1)
