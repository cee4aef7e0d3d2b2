"""Variation within real and within simulated parcels. Figures of docs/simulation.md.

Run from a checkout with the data beside it: ``python benchmarks/evenness.py ../shared/data``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy.ndimage import binary_erosion

from doab.model.datatypes import Labels, Sample
from doab.model.declared_parcels import read_declared
from doab.model.protocol import Source
from doab.model.simulation.parcel_shapes import read_shapes
from doab.model.simulation.simulated_tiles import TileVariety
from doab.model.training.dataset import simulated_tiles
from doab.model.training.labelled_scenes import labelled_tiles

COARSE = [3, 4, 5, 7, 8, 9]  # the bands of 20 m, which the real scene has
MIN_PIXELS, MIN_DATES, CLEAR = 12, 6, 0.9
SEED = 98


def halves(tiles: Iterable[tuple[Sample, Labels]]) -> np.ndarray:
    """Return the variation within each parcel [N, 2], in logarithms of reflectance, as the median over dates.

    The columns are the largest difference between its two sides of a straight line, and the standard deviation of its
    pixels of 20 m. Pixels at the edge are excluded.
    """
    variation = []
    for sample, labels in tiles:
        dates = sample.optical_valid.mean((1, 2)) > CLEAR * sample.optical_valid.any(0).mean()
        if dates.sum() < MIN_DATES or not sample.optical_bands[:, COARSE].all():
            continue
        values = np.log(sample.optical[dates][:, COARSE, ::2, ::2].clip(1e-3))
        valid = sample.optical_valid[dates][:, ::2, ::2]
        parcels = np.where(labels.void, 0, labels.parcels)[::4, ::4]
        for parcel in np.unique(parcels[parcels > 0]):
            inner = binary_erosion(parcels == parcel)
            complete = valid[:, inner].all(1)
            if inner.sum() >= MIN_PIXELS and complete.sum() >= MIN_DATES:
                variation.append(_variation(values[complete][:, :, inner], np.argwhere(inner)))
    return np.array(variation)


def _variation(values: np.ndarray, positions: np.ndarray) -> tuple[float, float]:
    difference = 0.0
    for angle in np.linspace(0, np.pi, 12, endpoint=False):
        along = positions @ (np.sin(angle), np.cos(angle))
        for share in (0.3, 0.4, 0.5, 0.6, 0.7):
            side = along < np.quantile(along, share)
            if min(side.sum(), (~side).sum()) >= 4:
                step = values[..., side].mean(2) - values[..., ~side].mean(2)
                difference = max(difference, float(np.sqrt(np.median((step**2).mean(1)))))
    return difference, float(np.median(values.std(2).mean(1)))


def report(name: str, variation: np.ndarray) -> None:
    """Print the number of parcels and the quartiles of both columns."""
    steps, spread = (" ".join(f"{q:.3f}" for q in np.quantile(column, (0.25, 0.5, 0.75))) for column in variation.T)
    print(f"{name}: {len(variation)} parcels, halves differ by {steps}, pixels by {spread}")


if __name__ == "__main__":
    data = Path(sys.argv[1])
    scene = data / "flanders_2019_20m_bands_only"
    declared = read_declared(scene / "lpis_parcels.gpkg")
    report("real", halves(labelled_tiles([Source(str(scene))], declared, 64, 12, SEED)))
    shapes = [None, *read_shapes([str(data / "parcel_geometry" / "zurich_2019.gpkg")])]
    for parted in (0.0, 0.6, 1.0):
        report(
            f"simulated, parted {parted}",
            halves(simulated_tiles(range(60), (SEED,), 96, TileVariety(shapes, parted=parted))),
        )
