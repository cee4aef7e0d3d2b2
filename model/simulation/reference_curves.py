"""Reference curves of a crop through the year: mean and standard deviation of its signature, computed analytically."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from ..protocol import OPTICAL_BANDS, RADAR_BANDS, ReferenceValue
from .phenology import LATER_NORTHWARDS, MIDDLE_LATITUDE
from .signatures import CHANNELS, KNOTS, RESIDUE, Signatures, signatures

RED, NIR = OPTICAL_BANDS.index("B04"), OPTICAL_BANDS.index("B08")
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
LAST_MONTH = 9
"""A reference frame after this month belongs to the harvest of the next year."""


def reference_curves(code: str, latitude: float, year: int) -> dict[str, tuple[ReferenceValue, ...]]:
    """Return the reference NDVI, VV and VH (dB) of a crop by quantity, for a harvest year at a latitude in degrees.

    ``code`` is the HCAT code of a class; a class without signature has no curves. The dates are the knots of the
    signatures, between which the curves are linear, with the delay by latitude of the simulation.
    """
    table = signatures()
    kinds = [k for k, owner in enumerate(table.classes) if owner == code]
    if not kinds:
        return {}
    shares = table.weights[kinds] / table.weights[kinds].sum()
    delay = LATER_NORTHWARDS * (latitude - MIDDLE_LATITUDE)
    dates = [(date(year, 1, 1) + timedelta(round(day + delay))).isoformat() for day in KNOTS.tolist()]
    kind_moments = [_moments(table, kind) for kind in kinds]
    curves = {}
    for quantity in kind_moments[0]:
        mean = sum(share * one[quantity][0] for share, one in zip(shares, kind_moments, strict=True))
        square = sum(share * one[quantity][1] for share, one in zip(shares, kind_moments, strict=True))
        spread = np.sqrt(np.maximum(square - mean**2, 0))
        curves[quantity] = tuple(
            ReferenceValue(day, round(float(m), 4), round(float(s), 4))
            for day, m, s in zip(dates, mean, spread, strict=True)
        )
    return curves


def harvest_year(reference: str, last: str) -> int:
    """Return the harvest year of a map from the ISO dates of its reference frame and of its last acquisition."""
    frame, end = date.fromisoformat(reference), date.fromisoformat(last)
    return frame.year + (frame.month > LAST_MONTH and end.year > frame.year)


def _moments(table: Signatures, kind: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return (mean, mean square) [knots] of the NDVI, VV and VH of one kind."""
    shape = len(KNOTS), CHANNELS
    mean = ((table.mean + table.basis @ table.centres[kind]) * table.scale).reshape(shape)
    factors = ((table.basis @ table.roots[kind]) * table.scale[:, None]).reshape(*shape, -1)
    residue = (RESIDUE * table.noise * table.scale).reshape(shape)
    # NDVI is tanh(d / 2) of the difference d of two logarithms, which is normally distributed.
    middle = mean[:, NIR] - mean[:, RED]
    spread = np.sqrt(((factors[:, NIR] - factors[:, RED]) ** 2).sum(-1) + residue[:, NIR] ** 2 + residue[:, RED] ** 2)
    ndvi = np.tanh((middle[:, None] + spread[:, None] * NODES) / 2)
    weights = WEIGHTS / WEIGHTS.sum()
    moments = {"NDVI": (ndvi @ weights, ndvi**2 @ weights)}
    for channel, band in enumerate(RADAR_BANDS, len(OPTICAL_BANDS)):
        square = mean[:, channel] ** 2 + (factors[:, channel] ** 2).sum(-1) + residue[:, channel] ** 2
        moments[band] = mean[:, channel], square
    return moments
