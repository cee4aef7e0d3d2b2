"""Crop signatures as statistics: how the parcels of a crop look through the year, and how they differ.

A parcel's year is a curve of twelve channels, the logarithms of the ten reflectances and VV and VH in dB, at `KNOTS`.
The curve is a linear picture of a few hidden numbers, and each kind of crop has its own mean and covariance of them (a
factor analysis with a mixture of known parts, Ghahramani & Hinton 1996). `fitting` finds the figures from labelled
series; only the figures ship. A class may have several kinds, which are drawn by their weight.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, safe_open

from ..crops import Crop
from ..protocol import InputError

SIGNATURES = Path(__file__).resolve().parents[2] / "resources" / "simulation" / "signatures.safetensors"
KNOTS = np.arange(-120, 346, 15)  # days from 1 January of the harvest year, as at 48.5 degrees north
CHANNELS = 12
DARKEST = 0.003  # reflectance; below it logarithms would tell noise
DISTRICT = 0.35  # share of a kind's variance that the fields of one place have in common
KINSHIP = 0.85  # share of the rest that a field has in common with the one it follows
RESIDUE = 0.4  # part of the residual deviation that is the field's own; the rest is noise of pixels and composites


@dataclass(frozen=True)
class Signatures:
    """The fitted figures: a curve is ``(mean + basis @ hidden + noise * residue) * scale`` on knots × channels.

    ``kinds`` [K] names, ``classes`` [K] HCAT code of the class that each belongs to, ``weights`` [K] within the class,
    ``centres`` [K, R] and ``roots`` [K, R, R] (Cholesky factors) of the hidden numbers, ``mean`` [D] and ``noise`` [D],
    ``basis`` [D, R] with D = knots × channels, ``scale`` [D], ``parcels`` [K] how many real parcels each rests on.
    """

    kinds: tuple[str, ...]
    classes: tuple[str, ...]
    weights: np.ndarray
    parcels: np.ndarray
    centres: np.ndarray
    roots: np.ndarray
    mean: np.ndarray
    basis: np.ndarray
    noise: np.ndarray
    scale: np.ndarray


@lru_cache(maxsize=1)
def signatures() -> Signatures:
    """Read the figures that ship."""
    with safe_open(SIGNATURES, "numpy") as file:
        told = json.loads(file.metadata()["signatures"])
    tensors = {k: v.astype(np.float64) for k, v in load_file(SIGNATURES).items()}
    return Signatures(tuple(told["kinds"]), tuple(told["classes"]), **tensors)


def origin() -> dict:
    """Return what the file says of where its figures come from."""
    with safe_open(SIGNATURES, "numpy") as file:
        return json.loads(file.metadata()["signatures"])


def draw(rng: np.random.Generator, crop: np.ndarray, kin: np.ndarray, classes: Sequence[Crop]) -> np.ndarray:
    """Draw the years of N fields of one place: curves [N, knots, CHANNELS].

    ``crop`` [N] indexes ``classes``; ``kin`` [N] is the index of the field that each resembles, or its own. Raises
    `InputError` for a class without signature.
    """
    table = signatures()
    kind = kinds_of(rng, crop, kin, classes)
    rank = table.centres.shape[1]
    own = rng.standard_normal((len(crop), rank))
    alike = (kin != np.arange(len(crop))) & (kind[kin] == kind)
    own = np.where(alike[:, None], np.sqrt(KINSHIP) * own[kin] + np.sqrt(1 - KINSHIP) * own, own)
    place = rng.standard_normal((len(table.kinds), rank))
    deviation = np.sqrt(DISTRICT) * place[kind] + np.sqrt(1 - DISTRICT) * own
    hidden = table.centres[kind] + np.einsum("nij,nj->ni", table.roots[kind], deviation)
    residue = RESIDUE * table.noise * rng.standard_normal((len(crop), len(table.mean)))
    curves = (table.mean + hidden @ table.basis.T + residue) * table.scale
    return curves.reshape(len(crop), len(KNOTS), CHANNELS)


def deviations(rng: np.random.Generator, crop: np.ndarray, classes: Sequence[Crop], share: np.ndarray) -> np.ndarray:
    """Draw by how much N parts of fields differ from the rest [N, knots, CHANNELS]: ``share`` [N] of the variance.

    The variance is that within a kind of the class that ``crop`` [N] indexes in ``classes``.
    """
    table = signatures()
    kind = kinds_of(rng, crop, np.arange(len(crop)), classes)
    own = rng.standard_normal((len(crop), table.centres.shape[1])) * np.sqrt(share)[:, None]
    hidden = np.einsum("nij,nj->ni", table.roots[kind], own)
    return (hidden @ table.basis.T * table.scale).reshape(len(crop), len(KNOTS), CHANNELS)


def kinds_of(rng: np.random.Generator, crop: np.ndarray, kin: np.ndarray, classes: Sequence[Crop]) -> np.ndarray:
    """Draw the kind of each field: one of its class, by weight; a field takes that of its kin if the class is one."""
    table = signatures()
    kind = np.empty(len(crop), int)
    for index in np.unique(crop):
        among = [k for k, code in enumerate(table.classes) if code == classes[index].code]
        if not among:
            raise InputError(f"There is no signature of {classes[index].label} to simulate it with.")
        share = table.weights[among] / table.weights[among].sum()
        mine = crop == index
        kind[mine] = rng.choice(among, mine.sum(), p=share)
    same = crop[kin] == crop
    kind[same] = kind[kin[same]]
    return kind


def at_days(curves: np.ndarray, days: np.ndarray, late: np.ndarray) -> np.ndarray:
    """Return curves [N, T, CHANNELS] on ``days`` [T] for fields that are ``late`` [N] days behind the signatures."""
    position = ((days[None, :] - late[:, None] - KNOTS[0]) / (KNOTS[1] - KNOTS[0])).clip(0, len(KNOTS) - 1.001)
    before = position.astype(int)
    part = (position - before)[..., None]
    rows = np.arange(len(curves))[:, None]
    return curves[rows, before] * (1 - part) + curves[rows, before + 1] * part
