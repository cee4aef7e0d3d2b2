"""Fitting of the crop signatures to labelled time series and, as a prior, to parcels simulated from phenology.

Every real parcel has weight 1. The simulated parcels of each kind have the total weight `PRIOR`: they matter little
where there are many real parcels, and define the signature where there are none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from .phenology_prior import prior_curves
from .signatures import CHANNELS, KNOTS

PRIOR = 4.0
PRIOR_PARCELS = 60
RANK = 28
ROUNDS = 60
BASIS_SHRINKAGE = 5.0  # parcels: weight of the prior that the basis is 0
REDUNDANCY = 6.0  # neighbouring knots and bands share observations: the number of dependent values per observation
COVARIANCE_SHRINKAGE = 12.0  # parcels: weight of the covariance of all kinds in that of each kind


@dataclass(frozen=True)
class Kind:
    """A kind of crop: HCAT ``code`` of its class, ``weight`` within the class, and its ``labels`` in the time series.

    Mediterranean parcels are used for ``southern`` kinds only: meadows there are dry when those of the north are green.
    """

    name: str
    code: str
    weight: float
    labels: tuple[str, ...]
    southern: bool = False


KINDS = (
    Kind(
        "winter wheat",
        "3301010101",
        1,
        (
            "winter common soft wheat",
            "unspecified winter wheat",
            "winter spelt",
            "spelt",
            "winter emmer",
            "winter_common_soft_wheat",
        ),
    ),
    Kind("winter barley", "3301010401", 1, ("winter common barley", "winter barley", "winter_barley")),
    Kind("spring barley", "3301010402", 1, ("spring common barley",)),
    Kind("winter rapeseed", "3301060401", 1, ("winter rapeseed rape",)),
    Kind("maize", "3301010600", 1, ("maize", "grain maize corn popcorn", "grain_maize_corn_popcorn")),
    Kind("potatoes", "3301030000", 1, ("potatoes",)),
    Kind("sugar beet", "3301290700", 1, ("sugar beet", "sugar_beet")),
    Kind("sunflower", "3301060500", 1, ("sunflower",)),
    Kind("soy", "3301160000", 1, ("soy soybeans",)),
    Kind(
        "meadow",
        "3302000000",
        3,
        ("longterm meadows", "managed grasslands", "pastures", "mown pastures", "pasture_meadow_grassland_grass"),
    ),
    Kind("sown grass", "3302000000", 1, ("temporary meadows", "arable grass", "new grassland", "lolium ryegrass")),
    Kind("vineyard", "3303060000", 1, ("vineyards wine vine rebland grapes",), True),
    Kind(
        "orchard",
        "3303010000",
        1,
        ("fruit nuts", "nuts", "pears", "pears quinces", "plums", "cherry cherries", "hazelnuts hazel"),
        True,
    ),
    Kind("peas and beans", "3301020000", 1, ("early fava beans", "spring peas", "lentils", "beans")),
    Kind("other winter cereals", "3399000000", 1, ("winter triticale", "winter common rye", "winter common oats")),
    Kind(
        "oats and spring wheat",
        "3399000000",
        1,
        ("spring common oats", "spring common soft wheat", "spring triticale", "spring durum hard wheat"),
    ),
    Kind(
        "clover and lucerne",
        "3399000000",
        1.5,
        ("alfalfa lucerne", "clover", "clover grass", "clover alfalfa", "fodder mixtures"),
    ),
    Kind("fallow", "3399000000", 1.5, ("not cultivated fallow", "grassland out of production")),
    Kind(
        "vegetables and others",
        "3399000000",
        1.5,
        (
            "vegetables fruits",
            "pumpkin squash gourd",
            "unspecified sorghum",
            "tomato",
            "zucchini courgette",
            "spinach",
            "buckwheat",
            "hemp",
            "melon",
            "artichoke",
            "flower crops",
            "code 472",
        ),
    ),
    Kind("olives and citrus", "3399000000", 0.5, ("olive", "citrus fruit"), True),
)


@dataclass(frozen=True)
class Curves:
    """Curves of P parcels.

    ``values`` [P, knots, CHANNELS], NaN where not observed, ``kind`` [P] index into `KINDS`,
    ``weight`` [P].
    """

    values: np.ndarray
    kind: np.ndarray
    weight: np.ndarray


def simulate_parcels(rng: np.random.Generator, kind: int, codes: Sequence[str], count: int = PRIOR_PARCELS) -> Curves:
    """Simulate parcels of one kind from the phenological parameters; ``codes`` are those of `known_crops`."""
    crop = np.full(count, codes.index(KINDS[kind].code))
    return Curves(prior_curves(rng, crop), np.full(count, kind), np.full(count, PRIOR / count))


def concatenate(parts: Sequence[Curves]) -> Curves:
    """Return the parcels of all parts."""
    return Curves(*(np.concatenate([getattr(p, k) for p in parts]) for k in ("values", "kind", "weight")))


@dataclass
class _Model:
    mean: np.ndarray
    basis: np.ndarray
    noise: np.ndarray  # variance
    centres: np.ndarray
    covariances: np.ndarray


def fit_signatures(curves: Curves, rank: int = RANK, rounds: int = ROUNDS) -> dict[str, np.ndarray]:
    """Return the parameters of `signatures.Signatures` by expectation maximisation; NaN values count as missing."""
    scale = np.tile(np.nanstd(curves.values, axis=(0, 1)), len(KNOTS))
    flat = curves.values.reshape(len(curves.values), -1) / scale
    observed = np.isfinite(flat)
    flat = np.where(observed, flat, 0)
    weight = curves.weight
    total = weight @ observed
    mean = (weight @ flat) / total
    model = _initialise(flat, observed, mean, curves, rank)
    for _ in range(rounds):
        model = _update(model, flat, observed, curves.kind, weight)
    return {
        "mean": model.mean,
        "basis": model.basis,
        "noise": np.sqrt(model.noise),
        "scale": scale,
        "centres": model.centres,
        "roots": np.linalg.cholesky(model.covariances),
    }


def _initialise(flat: np.ndarray, observed: np.ndarray, mean: np.ndarray, curves: Curves, rank: int) -> _Model:
    """Return the principal components of the curves [P, D], with missing values replaced by the means of their kind."""
    kind, weight, kinds = curves.kind, curves.weight, len(KINDS)
    filled = np.where(observed, flat, mean)
    for k in range(kinds):
        members = kind == k
        count = (weight[members, None] * observed[members]).sum(0)
        kind_mean = (weight[members, None] * flat[members]).sum(0) / np.maximum(count, 1e-9)
        filled[members] = np.where(observed[members], flat[members], np.where(count > 0, kind_mean, mean))
    centred = (filled - mean) * np.sqrt(weight)[:, None]
    _, values, directions = np.linalg.svd(centred, full_matrices=False)
    spread = values[:rank] / np.sqrt(weight.sum())
    basis = directions[:rank].T * spread
    factors = (filled - mean) @ directions[:rank].T / spread
    centres = np.stack([np.average(factors[kind == k], axis=0, weights=weight[kind == k]) for k in range(kinds)])
    noise = np.maximum((weight @ ((filled - mean - factors @ basis.T) ** 2)) / weight.sum(), 1e-3)
    return _Model(mean, basis, noise, centres, np.repeat(0.5 * np.eye(rank)[None], kinds, 0))


def _update(model: _Model, flat: np.ndarray, observed: np.ndarray, kind: np.ndarray, weight: np.ndarray) -> _Model:
    """Return the model after one iteration of expectation maximisation."""
    rank, kinds = model.basis.shape[1], len(model.centres)
    precision, variance = np.linalg.inv(model.covariances), REDUNDANCY * model.noise
    outer = (model.basis[:, :, None] * model.basis[:, None, :] / variance[:, None, None]).reshape(len(flat[0]), -1)
    covariance = np.linalg.inv(precision[kind] + (observed @ outer).reshape(-1, rank, rank))
    information = (observed * (flat - model.mean) / variance) @ model.basis
    information = information + np.einsum("nij,nj->ni", precision[kind], model.centres[kind])
    factors = np.einsum("nij,nj->ni", covariance, information)
    second = covariance + factors[:, :, None] * factors[:, None, :]

    centres, covariances = np.empty_like(model.centres), np.empty_like(model.covariances)
    pooled = np.zeros((rank, rank))
    sizes = np.bincount(kind, weight, kinds)
    for k in range(kinds):
        members, w = kind == k, weight[kind == k]
        centres[k] = np.average(factors[members], axis=0, weights=w)
        residual = factors[members] - centres[k]
        covariances[k] = np.einsum("n,nij->ij", w, covariance[members] + residual[:, :, None] * residual[:, None, :])
        pooled = pooled + covariances[k]
    pooled = pooled / weight.sum()
    covariances = (covariances + COVARIANCE_SHRINKAGE * pooled) / (sizes + COVARIANCE_SHRINKAGE)[
        :, None, None
    ] + 1e-6 * np.eye(rank)
    # The scale of the factors is arbitrary: make their pooled covariance within kinds the identity.
    whitening = np.linalg.inv(np.linalg.cholesky(pooled))
    factors, centres = factors @ whitening.T, centres @ whitening.T
    second, covariance, covariances = (whitening @ part @ whitening.T for part in (second, covariance, covariances))

    # For each knot and channel: regress the observed values on the factors and a constant.
    weighted = observed * weight[:, None]
    square = np.einsum("nd,nij->dij", weighted, second, optimize=True)
    cross = weighted.T @ factors
    count = weighted.sum(0)
    left = np.concatenate(
        [np.concatenate([square, cross[:, :, None]], 2), np.concatenate([cross, count[:, None]], 1)[:, None, :]], 1
    )
    left += BASIS_SHRINKAGE * np.eye(rank + 1)
    right = np.concatenate([(weighted * flat).T @ factors, (weighted * flat).sum(0)[:, None]], 1)
    coefficients = np.linalg.solve(left, right[..., None])[..., 0]
    basis, mean = coefficients[:, :rank], coefficients[:, rank]
    residue = flat - mean - factors @ basis.T
    spread = np.einsum("nij,dj->nid", covariance, basis, optimize=True)
    uncertainty = np.einsum("di,nid->nd", basis, spread, optimize=True)
    noise = (weighted * (residue**2 + uncertainty)).sum(0) / count
    by_channel = noise.reshape(len(KNOTS), CHANNELS)
    noise = (0.5 * by_channel + 0.5 * by_channel.mean(0)).ravel()
    return _Model(mean, basis, np.maximum(noise, 1e-4), centres, covariances)


def write_signatures(
    path: Path, parameters: dict[str, np.ndarray], parcels: Sequence[int] | np.ndarray, sources: Sequence[str]
) -> None:
    """Write the parameters with their metadata; ``parcels`` [K] is the number of real parcels of each kind."""
    metadata = {
        "kinds": [kind.name for kind in KINDS],
        "classes": [kind.code for kind in KINDS],
        "sources": list(sources),
        "attribution": "contains modified Copernicus Sentinel data",
        "prior": f"{PRIOR:g} parcels of each kind painted from phenology.json",
    }
    tensors = {k: np.ascontiguousarray(v, np.float32) for k, v in parameters.items()}
    tensors["weights"] = np.array([kind.weight for kind in KINDS], np.float32)
    tensors["parcels"] = np.array(parcels, np.float32)
    save_file(tensors, path, {"signatures": json.dumps(metadata, ensure_ascii=False)})
