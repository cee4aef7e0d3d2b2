"""Fit the crop signatures: from labelled series and from the curves of `phenology`, which carry what is rare.

Every real parcel counts as one. For each kind parcels are also painted from the phenological figures, which count as
`PRIOR` parcels together: where real ones are many they change little, where there are none they are all there is.
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
PAINTED = 60
RANK = 28
ROUNDS = 60
SHRINKAGE = 5.0  # parcels: how strongly each point's share in the hidden numbers is drawn to none
SHARED = 6.0  # neighbouring knots and bands rest on common observations: what counts is one in so many
STEADY = 12.0  # parcels: how strongly a kind's covariance is drawn to that of all kinds


@dataclass(frozen=True)
class Kind:
    """A kind of crop: its class' HCAT ``code``, its ``weight`` in the class and the ``labels`` it has in the series.

    Only of ``southern`` kinds parcels around the Mediterranean count: meadows there are brown when ours are green.
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
    """Years of P parcels at the knots: ``values`` [P, knots, CHANNELS], NaN where nothing is known, ``kind`` [P]
    index into `KINDS`, ``weight`` [P]."""

    values: np.ndarray
    kind: np.ndarray
    weight: np.ndarray


def painted(rng: np.random.Generator, kind: int, codes: Sequence[str], count: int = PAINTED) -> Curves:
    """Paint parcels of one kind from the phenological figures; ``codes`` are those of `known_crops`."""
    crop = np.full(count, codes.index(KINDS[kind].code))
    return Curves(prior_curves(rng, crop), np.full(count, kind), np.full(count, PRIOR / count))


def joined(parts: Sequence[Curves]) -> Curves:
    """Return all parcels as one set."""
    return Curves(*(np.concatenate([getattr(p, k) for p in parts]) for k in ("values", "kind", "weight")))


@dataclass
class _Model:
    mean: np.ndarray
    basis: np.ndarray
    noise: np.ndarray  # variance
    centres: np.ndarray
    covariances: np.ndarray


def fit(curves: Curves, rank: int = RANK, rounds: int = ROUNDS) -> dict[str, np.ndarray]:
    """Return the figures of `signatures.Signatures` by expectation maximisation; what is NaN is simply not observed."""
    scale = np.tile(np.nanstd(curves.values, axis=(0, 1)), len(KNOTS))
    flat = curves.values.reshape(len(curves.values), -1) / scale
    seen = np.isfinite(flat)
    flat = np.where(seen, flat, 0)
    weight, kinds = curves.weight, len(KINDS)
    total = weight @ seen
    mean = (weight @ flat) / total
    model = _start(flat, seen, mean, curves.kind, weight, rank, kinds)
    for _ in range(rounds):
        model = _round(model, flat, seen, curves.kind, weight)
    return {
        "mean": model.mean,
        "basis": model.basis,
        "noise": np.sqrt(model.noise),
        "scale": scale,
        "centres": model.centres,
        "roots": np.linalg.cholesky(model.covariances),
    }


def _start(flat, seen, mean, kind, weight, rank, kinds) -> _Model:
    """Begin with the principal components of the parcels, filled in with their kind's means."""
    filled = np.where(seen, flat, mean)
    for k in range(kinds):
        mine = kind == k
        count = (weight[mine, None] * seen[mine]).sum(0)
        own = (weight[mine, None] * flat[mine]).sum(0) / np.maximum(count, 1e-9)
        filled[mine] = np.where(seen[mine], flat[mine], np.where(count > 0, own, mean))
    centred = (filled - mean) * np.sqrt(weight)[:, None]
    _, values, directions = np.linalg.svd(centred, full_matrices=False)
    spread = values[:rank] / np.sqrt(weight.sum())
    basis = directions[:rank].T * spread
    hidden = (filled - mean) @ directions[:rank].T / spread
    centres = np.stack([np.average(hidden[kind == k], axis=0, weights=weight[kind == k]) for k in range(kinds)])
    noise = np.maximum((weight @ ((filled - mean - hidden @ basis.T) ** 2)) / weight.sum(), 1e-3)
    return _Model(mean, basis, noise, centres, np.repeat(0.5 * np.eye(rank)[None], kinds, 0))


def _round(model: _Model, flat: np.ndarray, seen: np.ndarray, kind: np.ndarray, weight: np.ndarray) -> _Model:
    """One round of expectation maximisation."""
    rank, kinds = model.basis.shape[1], len(model.centres)
    precise, doubt = np.linalg.inv(model.covariances), SHARED * model.noise
    outer = (model.basis[:, :, None] * model.basis[:, None, :] / doubt[:, None, None]).reshape(len(flat[0]), -1)
    covariance = np.linalg.inv(precise[kind] + (seen @ outer).reshape(-1, rank, rank))
    evidence = (seen * (flat - model.mean) / doubt) @ model.basis
    hidden = np.einsum("nij,nj->ni", covariance, evidence + np.einsum("nij,nj->ni", precise[kind], model.centres[kind]))
    second = covariance + hidden[:, :, None] * hidden[:, None, :]

    centres, covariances, pooled = np.empty_like(model.centres), np.empty_like(model.covariances), 0
    sizes = np.bincount(kind, weight, kinds)
    for k in range(kinds):
        mine, w = kind == k, weight[kind == k]
        centres[k] = np.average(hidden[mine], axis=0, weights=w)
        away = hidden[mine] - centres[k]
        covariances[k] = np.einsum("n,nij->ij", w, covariance[mine] + away[:, :, None] * away[:, None, :])
        pooled = pooled + covariances[k]
    pooled = pooled / weight.sum()
    covariances = (covariances + STEADY * pooled) / (sizes + STEADY)[:, None, None] + 1e-6 * np.eye(rank)
    # The hidden numbers have no unit of their own: give them one in which they vary by one within kinds.
    unit = np.linalg.inv(np.linalg.cholesky(pooled))
    hidden, centres = hidden @ unit.T, centres @ unit.T
    second, covariance, covariances = (unit @ part @ unit.T for part in (second, covariance, covariances))

    # Each point of the year by itself: regress what was seen there on the hidden numbers and a constant.
    weighted = seen * weight[:, None]
    square = np.einsum("nd,nij->dij", weighted, second, optimize=True)
    cross = weighted.T @ hidden
    count = weighted.sum(0)
    left = np.concatenate(
        [np.concatenate([square, cross[:, :, None]], 2), np.concatenate([cross, count[:, None]], 1)[:, None, :]], 1
    )
    left += SHRINKAGE * np.eye(rank + 1)
    right = np.concatenate([(weighted * flat).T @ hidden, (weighted * flat).sum(0)[:, None]], 1)
    found = np.linalg.solve(left, right[..., None])[..., 0]
    basis, mean = found[:, :rank], found[:, rank]
    residue = flat - mean - hidden @ basis.T
    spread = np.einsum("nij,dj->nid", covariance, basis, optimize=True)
    unsure = np.einsum("di,nid->nd", basis, spread, optimize=True)
    noise = (weighted * (residue**2 + unsure)).sum(0) / count
    by_channel = noise.reshape(len(KNOTS), CHANNELS)
    noise = (0.5 * by_channel + 0.5 * by_channel.mean(0)).ravel()
    return _Model(mean, basis, np.maximum(noise, 1e-4), centres, covariances)


def write(path: Path, found: dict[str, np.ndarray], parcels: Sequence[int], sources: Sequence[str]) -> None:
    """Write the figures with where they come from; ``parcels`` [K] real ones of each kind."""
    told = {
        "kinds": [kind.name for kind in KINDS],
        "classes": [kind.code for kind in KINDS],
        "sources": list(sources),
        "attribution": "contains modified Copernicus Sentinel data",
        "prior": f"{PRIOR:g} parcels of each kind painted from phenology.json",
    }
    tensors = {k: np.ascontiguousarray(v, np.float32) for k, v in found.items()}
    tensors["weights"] = np.array([kind.weight for kind in KINDS], np.float32)
    tensors["parcels"] = np.array(parcels, np.float32)
    save_file(tensors, path, {"signatures": json.dumps(told, ensure_ascii=False)})
