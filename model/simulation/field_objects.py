"""Objects that stand inside fields without dividing them: trees, ponds, huts, tracks, margins, spots of poor growth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import maximum_filter, minimum_filter

from ..constants import HECTARE
from .parcel_shapes import PIXEL

MAX_DECLARED_AREA = 0.03  # hectares up to which an object stays inside the outline of its field
MAX_OBJECTS = 250
_RIM = 5  # width in pixels of the window that has to lie in one field, so that an object leaves the field whole
_PIXELS_PER_HECTARE = HECTARE / PIXEL**2
# Name, covers ("": a part of the field that grows differently), smallest and largest radius in pixels.
_KINDS = (
    ("tree", ("broadleaf", "broadleaf", "conifer", "scrub"), 0.6, 1.3),
    ("group", ("broadleaf", "scrub", "riparian"), 1.4, 4.0),
    ("pond", ("water", "turbid_water", "reed"), 1.2, 4.5),
    ("hut", ("roof", "bright_roof", "built_up"), 0.6, 1.3),
    ("bare spot", ("dry_soil",), 0.8, 3.0),
    ("spot", ("",), 2.5, 12.0),
)
_MARGINS = ("grass_strip", "rough_grass", "dry_grass", "dry_soil", "road", "scrub")  # along a side of a field
MARGINED = 0.7  # proportion of the fields with a margin where clutter is 1
_MIN_MARGINED = 0.3 * _PIXELS_PER_HECTARE
_TRACKS = ("dry_soil", "road", "grass_strip", "rough_grass")


@dataclass(frozen=True)
class FieldObject:
    """An object in a field: ``pixels`` (flat indices) and ``cover`` ("" where the field itself grows differently).

    ``field`` is the number of the parcel; ``is_field`` whether the object stays inside the field's outline.
    """

    pixels: np.ndarray
    cover: str
    field: int
    is_field: bool


def draw_objects(rng: np.random.Generator, parcels: np.ndarray, clutter: float) -> list[FieldObject]:
    """Draw objects inside the parcels [size, size] (0: no field); ``clutter`` 0 to 1 scales their number.

    Tracks may cross a field from side to side and margins may line it, but both stay part of it, as objects up to
    `MAX_DECLARED_AREA` do and bare spots. Others are holes in the field, which stays in one piece.
    """
    inner = (minimum_filter(parcels, _RIM) == maximum_filter(parcels, _RIM)) & (parcels > 0)
    places = np.flatnonzero(inner)
    if not len(places) or clutter <= 0:
        return []
    objects = [_draw_track(rng, parcels, rng.choice(places)) for _ in range(rng.poisson(1.5 * clutter))]
    objects += _draw_margins(rng, parcels, MARGINED * clutter)
    density = clutter * min(rng.exponential(0.5), 2.0)  # per hectare
    number = min(rng.poisson(density * len(places) / _PIXELS_PER_HECTARE), MAX_OBJECTS)
    weights = rng.dirichlet((2.0, 1.0, 0.5, 0.6, 0.6, 1.0))
    for place, kind in zip(rng.choice(places, number), rng.choice(len(_KINDS), number, p=weights), strict=True):
        objects.append(_draw_blob(rng, parcels, inner, place, kind))
    return objects


def _draw_track(rng: np.random.Generator, parcels: np.ndarray, place: int) -> FieldObject:
    """Draw a slightly bent track through ``place`` (flat index) that crosses the whole field."""
    size = parcels.shape[1]
    field = parcels.flat[place]
    pixels = np.flatnonzero(parcels == field)
    y, x = np.divmod(pixels, size)
    y, x = y - place // size, x - place % size
    angle = rng.uniform(0, np.pi)
    along = np.cos(angle) * x + np.sin(angle) * y
    across = np.cos(angle) * y - np.sin(angle) * x + rng.normal(0, 0.25) * along**2 / size
    track = np.abs(across) < rng.uniform(0.45, 0.7)
    return FieldObject(pixels[track], _TRACKS[rng.integers(len(_TRACKS))], int(field), True)


def _draw_margins(rng: np.random.Generator, parcels: np.ndarray, share: float) -> list[FieldObject]:
    """Draw margins one pixel wide along a part of the outline of a proportion ``share`` of the fields."""
    rim = np.flatnonzero((minimum_filter(parcels, 3) != maximum_filter(parcels, 3)) & (parcels > 0))
    rim = rim[np.argsort(parcels.flat[rim], kind="stable")]
    sizes, size, margins = np.bincount(parcels.ravel()), parcels.shape[1], []
    for pixels in np.split(rim, np.flatnonzero(np.diff(parcels.flat[rim])) + 1):
        if rng.random() >= share or sizes[parcels.flat[pixels[0]]] < _MIN_MARGINED:
            continue
        y, x = np.divmod(pixels, size)
        turn = np.arctan2(y - y.mean(), x - x.mean()) - rng.uniform(0, 2 * np.pi)
        side = np.cos(turn) > np.cos(np.exp(rng.uniform(np.log(0.3), np.log(2.0))))
        if side.any():
            cover = _MARGINS[rng.integers(len(_MARGINS))]
            margins.append(FieldObject(pixels[side], cover, int(parcels.flat[pixels[0]]), True))
    return margins


def _draw_blob(rng: np.random.Generator, parcels: np.ndarray, inner: np.ndarray, place: int, kind: int) -> FieldObject:
    """Draw an object of a kind around ``place`` (flat index): a lobed disc, cut to the inner pixels of the field."""
    height, width = parcels.shape
    _, covers, low, high = _KINDS[kind]
    radius = np.exp(rng.uniform(np.log(low), np.log(high)))
    row, column, reach = place // width, place % width, int(1.6 * radius) + 1
    top, left = max(row - reach, 0), max(column - reach, 0)
    window = slice(top, min(row + reach + 1, height)), slice(left, min(column + reach + 1, width))
    y, x = np.ogrid[window]
    angle, turns = np.arctan2(y - row, x - column), rng.uniform(0, 2 * np.pi, 2)
    lobes = 1 + 0.3 * np.cos(2 * angle + turns[0]) + 0.2 * np.cos(3 * angle + turns[1])
    field = parcels[row, column]
    blob = (np.hypot(y - row, x - column) < radius * lobes) & inner[window] & (parcels[window] == field)
    rows, columns = np.nonzero(blob)
    pixels = (rows + top) * width + columns + left
    cover = covers[rng.integers(len(covers))]
    small = len(pixels) <= MAX_DECLARED_AREA * _PIXELS_PER_HECTARE
    return FieldObject(pixels, cover, int(field), small or cover in ("", "dry_soil"))
