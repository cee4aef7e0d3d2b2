"""Crop signatures: the statistical model of the time series of the parcels of each crop.

The curve of a parcel has twelve channels, the logarithms of the ten reflectances and VV and VH in dB, at `KNOTS`. It is
linear in latent factors, of which each kind of crop has its own mean and covariance (mixture of factor analysers with
known components, Ghahramani & Hinton 1996). `signature_fitting` estimates the parameters from labelled time series. A
class may have several kinds, which are drawn by weight.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, safe_open

from ..crops import Crop
from ..protocol import InputError

SIGNATURES = Path(__file__).resolve().parents[2] / "resources" / "simulation" / "signatures.safetensors"
KNOTS = np.arange(-120, 346, 15)  # days from 1 January of the harvest year, as at 48.5 degrees north
CHANNELS = 12
DARKEST = 0.003  # reflectance; logarithms of lower values are mostly noise
SCENE_VARIANCE = 0.35  # share of the variance of a kind that the fields of one scene have in common
SIMILARITY = 0.85  # share of the remaining variance that a field has in common with the field it resembles
RESIDUE = 0.4  # share of the residual deviation between fields; the rest is noise of pixels and composites


@dataclass(frozen=True)
class Signatures:
    """The fitted parameters: a curve is ``(mean + basis @ factors + noise * residue) * scale`` on knots × channels.

    ``kinds`` [K] names, ``classes`` [K] HCAT code of the class of each kind, ``weights`` [K] within the class,
    ``centres`` [K, R] and ``roots`` [K, R, R] means and Cholesky factors of the latent factors, ``mean`` [D] and
    ``noise`` [D], ``basis`` [D, R] with D = knots × channels, ``scale`` [D], ``parcels`` [K] number of real parcels.
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
    """Return the signatures of the project's file."""
    metadata = read_metadata()
    tensors = {k: v.astype(np.float64) for k, v in load_file(SIGNATURES).items()}
    return Signatures(tuple(metadata["kinds"]), tuple(metadata["classes"]), **tensors)


def read_metadata() -> dict[str, Any]:
    """Return the metadata of the signatures: kinds, classes, sources, attribution and prior."""
    with safe_open(SIGNATURES, "numpy") as file:
        metadata: dict[str, Any] = json.loads(file.metadata()["signatures"])
    return metadata


def draw_curves(
    rng: np.random.Generator,
    crop: np.ndarray,
    similar_to: np.ndarray,
    classes: Sequence[Crop],
    spread: float = 1.0,
) -> np.ndarray:
    """Draw the curves [N, knots, CHANNELS] of N fields of one scene.

    ``crop`` [N] indexes ``classes``; ``similar_to`` [N] is the index of the field that each resembles, or its own;
    ``spread`` multiplies the deviation that the fields of a kind have in common. Raises `InputError` for a class
    without signature.
    """
    table = signatures()
    kind = draw_kinds(rng, crop, similar_to, classes)
    rank = table.centres.shape[1]
    own = rng.standard_normal((len(crop), rank))
    is_similar = (similar_to != np.arange(len(crop))) & (kind[similar_to] == kind)
    own = np.where(is_similar[:, None], np.sqrt(SIMILARITY) * own[similar_to] + np.sqrt(1 - SIMILARITY) * own, own)
    scene = spread * rng.standard_normal((len(table.kinds), rank))
    deviation = np.sqrt(SCENE_VARIANCE) * scene[kind] + np.sqrt(1 - SCENE_VARIANCE) * own
    factors = table.centres[kind] + np.einsum("nij,nj->ni", table.roots[kind], deviation)
    residue = RESIDUE * table.noise * rng.standard_normal((len(crop), len(table.mean)))
    curves = (table.mean + factors @ table.basis.T + residue) * table.scale
    return curves.reshape(len(crop), len(KNOTS), CHANNELS)


def draw_deviations(
    rng: np.random.Generator, crop: np.ndarray, classes: Sequence[Crop], share: np.ndarray
) -> np.ndarray:
    """Draw the deviations [N, knots, CHANNELS] of N parts of fields from the curves of the whole fields.

    Their variance is ``share`` [N] of that within a kind of the class that ``crop`` [N] indexes in ``classes``.
    """
    table = signatures()
    kind = draw_kinds(rng, crop, np.arange(len(crop)), classes)
    own = rng.standard_normal((len(crop), table.centres.shape[1])) * np.sqrt(share)[:, None]
    factors = np.einsum("nij,nj->ni", table.roots[kind], own)
    return (factors @ table.basis.T * table.scale).reshape(len(crop), len(KNOTS), CHANNELS)


def draw_kinds(
    rng: np.random.Generator, crop: np.ndarray, similar_to: np.ndarray, classes: Sequence[Crop]
) -> np.ndarray:
    """Draw the kind [N] of each field within its class by weight, or that of the field it resembles if of one class."""
    table = signatures()
    kind = np.empty(len(crop), int)
    for index in np.unique(crop):
        kinds = [k for k, code in enumerate(table.classes) if code == classes[index].code]
        if not kinds:
            raise InputError(f"There is no signature of {classes[index].label} to simulate it with.")
        share = table.weights[kinds] / table.weights[kinds].sum()
        in_class = crop == index
        kind[in_class] = rng.choice(kinds, in_class.sum(), p=share)
    same = crop[similar_to] == crop
    kind[same] = kind[similar_to[same]]
    return kind


def interpolate(curves: np.ndarray, days: np.ndarray, delay: np.ndarray) -> np.ndarray:
    """Return curves [N, T, CHANNELS] on ``days`` [T], linear between the knots, delayed by ``delay`` [N] days."""
    position = ((days[None, :] - delay[:, None] - KNOTS[0]) / (KNOTS[1] - KNOTS[0])).clip(0, len(KNOTS) - 1.001)
    before = position.astype(int)
    part = (position - before)[..., None]
    rows = np.arange(len(curves))[:, None]
    return curves[rows, before] * (1 - part) + curves[rows, before + 1] * part
