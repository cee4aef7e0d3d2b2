"""How unlike what a bundle knows a parcel is: the distance of its embedding to those of fields of the training."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

NEIGHBOURS = 5  # the distance is that to this one of the nearest
SHRINK = 0.05  # share of the covariance that is replaced by its mean variance
FEWEST = 20  # fields of a class that has a mean of its own
PERCENTILES = np.arange(101)
UNLIKE = 0.95  # share of the fields of the training that are nearer, from which on a parcel is unlike them
CHUNK = 4096  # parcels at once
KEY = "embeddings"  # in the header of the file


@dataclass(frozen=True)
class KnownEmbeddings:
    """Embeddings of fields that a bundle learned from.

    ``whitening`` [d, d] makes their spread within classes even, ``fields`` [M, d] are whitened. ``distances`` [101] are
    the percentiles of the distance of fields that are not among them; ``encoded_by`` is the fingerprint of what made
    the embeddings.
    """

    whitening: np.ndarray
    fields: np.ndarray
    distances: np.ndarray
    encoded_by: str

    def distance(self, embeddings: np.ndarray) -> np.ndarray:
        """Return the distance [N] of embeddings [N, d] to the nearest fields; NaN for a parcel without embedding."""
        return _distance(embeddings @ self.whitening, self.fields)

    def unlike(self, embeddings: np.ndarray) -> np.ndarray:
        """Return the share [N] of the fields of the training (0 to 1) that are nearer to the others; NaN as above."""
        return np.asarray(np.interp(self.distance(embeddings), self.distances, PERCENTILES / 100))

    def relative_distance(self, embeddings: np.ndarray) -> float:
        """Return the mean distance of the parcels of a map, relative to the median of fields like those learned from.

        NaN where no parcel has an embedding. The distance of one parcel says little about its crop; the mean of a map's
        says that its series are of another kind than those of the training.
        """
        distance = self.distance(embeddings)
        if not np.isfinite(distance).any():
            return float("nan")
        return float(np.nanmean(distance) / np.interp(50, PERCENTILES, self.distances))


def fit_known(
    embeddings: np.ndarray, crops: np.ndarray, held_out: np.ndarray, encoded_by: str, count: int = 1500, seed: int = 0
) -> KnownEmbeddings | None:
    """Return the statistics of ``count`` of the embeddings [F, d] of fields of the classes ``crops`` [F].

    ``held_out`` [H, d] are embeddings of fields like them, from which typical distances are measured. None where no
    class has fields enough.
    """
    classes = [k for k in np.unique(crops) if (crops == k).sum() >= FEWEST]
    if not classes or not len(held_out):
        return None
    within = np.concatenate([embeddings[crops == k] - embeddings[crops == k].mean(0) for k in classes])
    covariance = np.cov(within.T)
    covariance = (1 - SHRINK) * covariance + SHRINK * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    whitening = np.linalg.cholesky(np.linalg.inv(covariance)).astype(np.float32)
    chosen = np.random.default_rng(seed).permutation(len(embeddings))[:count]
    fields = (embeddings[chosen] @ whitening).astype(np.float16)
    distances = np.percentile(_distance(held_out @ whitening, fields), PERCENTILES).astype(np.float32)
    return KnownEmbeddings(whitening, fields, distances, encoded_by)


def known_as_bytes(known: KnownEmbeddings) -> bytes:
    """Return the content of a safetensors file."""
    arrays = {name: getattr(known, name) for name in ("whitening", "fields", "distances")}
    return bytes(save(arrays, {KEY: json.dumps({"encoded_by": known.encoded_by})}))


def known_from_bytes(content: bytes) -> KnownEmbeddings:
    """Read what `known_as_bytes` wrote; raise `ValueError` where it is something else."""
    try:
        size = int.from_bytes(content[:8], "little")
        note = json.loads(json.loads(content[8 : 8 + size])["__metadata__"][KEY])
        arrays = load(content)
        return KnownEmbeddings(arrays["whitening"], arrays["fields"], arrays["distances"], str(note["encoded_by"]))
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"no embeddings of fields: {error}") from error


def _distance(points: np.ndarray, fields: np.ndarray) -> np.ndarray:
    """Return the distance [N] of whitened points [N, d] to their nearest fields by dimension."""
    fields = fields.astype(np.float32)
    squares, result = (fields**2).sum(1), np.full(len(points), np.nan)
    neighbour = min(NEIGHBOURS, len(fields)) - 1
    for start in range(0, len(points), CHUNK):
        part = points[start : start + CHUNK].astype(np.float32)
        known = np.isfinite(part).all(1)
        part = part[known]
        between = (part**2).sum(1)[:, None] + squares - 2 * part @ fields.T
        nearest = np.partition(between, neighbour, axis=1)[:, neighbour]
        result[start : start + CHUNK][known] = np.sqrt(np.maximum(nearest, 0) / fields.shape[1])
    return result
