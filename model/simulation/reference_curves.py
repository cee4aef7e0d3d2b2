"""What the parcels of a crop usually look like through the year: mean and spread of the signatures, without drawing."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from ..protocol import OPTICAL_BANDS, RADAR_BANDS, ReferenceValue
from .phenology import LATER_NORTHWARDS, MIDDLE_LATITUDE
from .signatures import CHANNELS, KNOTS, RESIDUE, Signatures, signatures

RED, NEAR = OPTICAL_BANDS.index("B04"), OPTICAL_BANDS.index("B08")
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
LAST_MONTH = 9
"""A reference frame after September belongs to the harvest of the next year."""


def reference_curves(code: str, latitude: float, year: int) -> dict[str, tuple[ReferenceValue, ...]]:
    """Return the usual NDVI, VV and VH (dB) of a crop by quantity, for a harvest year at a latitude in degrees.

    ``code`` is the HCAT code of a class; one without signature has no curves. The dates are the signatures' knots,
    between which they are straight, later northwards as in simulation.
    """
    table = signatures()
    kinds = [k for k, owner in enumerate(table.classes) if owner == code]
    if not kinds:
        return {}
    shares = table.weights[kinds] / table.weights[kinds].sum()
    late = LATER_NORTHWARDS * (latitude - MIDDLE_LATITUDE)
    dates = [(date(year, 1, 1) + timedelta(round(day + late))).isoformat() for day in KNOTS.tolist()]
    moments = [_moments(table, kind) for kind in kinds]
    curves = {}
    for quantity in moments[0]:
        mean = sum(share * one[quantity][0] for share, one in zip(shares, moments, strict=True))
        square = sum(share * one[quantity][1] for share, one in zip(shares, moments, strict=True))
        spread = np.sqrt(np.maximum(square - mean**2, 0))
        curves[quantity] = tuple(
            ReferenceValue(day, round(float(m), 4), round(float(s), 4))
            for day, m, s in zip(dates, mean, spread, strict=True)
        )
    return curves


def harvest_year(reference: str, last: str) -> int:
    """Return the year that a map is of, from the dates (ISO) of its reference frame and of its last acquisition."""
    frame, end = date.fromisoformat(reference), date.fromisoformat(last)
    return frame.year + (frame.month > LAST_MONTH and end.year > frame.year)


def _moments(table: Signatures, kind: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return (mean, mean square) of one kind's NDVI, VV and VH at the knots."""
    shape = len(KNOTS), CHANNELS
    mean = ((table.mean + table.basis @ table.centres[kind]) * table.scale).reshape(shape)
    lever = ((table.basis @ table.roots[kind]) * table.scale[:, None]).reshape(*shape, -1)
    residue = (RESIDUE * table.noise * table.scale).reshape(shape)
    # NDVI is tanh(d / 2) of the difference d of two logarithms, which is normally distributed.
    middle = mean[:, NEAR] - mean[:, RED]
    spread = np.sqrt(((lever[:, NEAR] - lever[:, RED]) ** 2).sum(-1) + residue[:, NEAR] ** 2 + residue[:, RED] ** 2)
    ndvi = np.tanh((middle[:, None] + spread[:, None] * NODES) / 2)
    weights = WEIGHTS / WEIGHTS.sum()
    found = {"NDVI": (ndvi @ weights, ndvi**2 @ weights)}
    for channel, band in enumerate(RADAR_BANDS, len(OPTICAL_BANDS)):
        square = mean[:, channel] ** 2 + (lever[:, channel] ** 2).sum(-1) + residue[:, channel] ** 2
        found[band] = mean[:, channel], square
    return found
