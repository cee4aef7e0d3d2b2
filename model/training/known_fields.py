"""The embeddings of fields that a bundle learned from, as it ships them to know what is unlike them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from ..adaptation.known_embeddings import fit_known, known_as_bytes, known_from_bytes
from ..bundle import EMBEDDINGS, Bundle, load_bundle
from ..datatypes import embedding_fingerprint
from ..network.batches import TokenVolume
from ..network.predictor import load_predictor
from ..network.two_stream import TwoStream
from ..network.weights import encoder_of, network_of
from .augmentation import center_days
from .single_fields import FieldSeries, take_fields

FIELDS = 6000  # that are embedded
HELD_OUT = 1000  # of them, from which typical distances are measured
BATCH = 256


@torch.no_grad()
def embed_fields(network: TwoStream, fields: FieldSeries) -> tuple[np.ndarray, np.ndarray]:
    """Return embeddings [F, d] of the whole series of fields and their crop probabilities [F, K]."""
    network.eval()
    embeddings, probabilities = [], []
    for start in range(0, len(fields), BATCH):
        stop = min(start + BATCH, len(fields))
        volume = TokenVolume.stack([center_days(fields.volume(i)) for i in range(start, stop)])
        season = network.temporal.season(volume)
        embeddings.append(season[:, :, 0, 0].numpy())
        probabilities.append(network.dense.crop_alone(season)[:, :, 0, 0].softmax(1).numpy())
    return np.concatenate(embeddings), np.concatenate(probabilities)


def add_known_embeddings(bundle: Path, fields: FieldSeries, seed: int = 0) -> None:
    """Write into the folder of a bundle what it knows, from the ``fields`` that it learned from or others like them.

    Of too few fields nothing is written: a map of that bundle does not say where it is unlike them.
    """
    chosen = _draw(fields, np.random.default_rng(seed))
    embeddings, _ = embed_fields(network_of(load_bundle(str(bundle))), chosen)
    encoded_by = embedding_fingerprint(load_predictor(str(bundle), "cpu"))
    held_out, crops = min(HELD_OUT, len(chosen) // 4), chosen.crops.numpy()
    known = fit_known(embeddings[held_out:], crops[held_out:], embeddings[:held_out], encoded_by)
    if known is not None:
        (bundle / EMBEDDINGS).write_bytes(known_as_bytes(known))


def carry_known_embeddings(bundle: Path, start: str) -> bool:
    """Give a bundle the known embeddings of its ``start`` where encoder and token map are the same in both.

    Returns whether they are, and the start has any.
    """
    before, after = load_bundle(start), load_bundle(str(bundle))
    if not before.known or not _embed_alike(before, after):
        return False
    encoded_by = embedding_fingerprint(load_predictor(str(bundle), "cpu"))
    known = replace(known_from_bytes(before.known), encoded_by=encoded_by)
    (bundle / EMBEDDINGS).write_bytes(known_as_bytes(known))
    return True


def _embed_alike(first: Bundle, second: Bundle) -> bool:
    """Return whether two bundles give a field the same embedding."""
    weights = [{**encoder_of(one).state_dict(), **_token_map_weights(network_of(one))} for one in (first, second)]
    return weights[0].keys() == weights[1].keys() and all(torch.equal(weights[0][k], weights[1][k]) for k in weights[0])


def _token_map_weights(network: TwoStream) -> dict[str, torch.Tensor]:
    """Return the weights of the temporal stream but those of cells, of which embeddings do not consist."""
    return {k: v for k, v in network.temporal.state_dict().items() if not k.startswith("cell_map.")}


def _draw(fields: FieldSeries, rng: np.random.Generator) -> FieldSeries:
    """Return up to `FIELDS` different fields in random order, drawn by their weights."""
    weight = np.ones(len(fields)) if fields.weight is None else fields.weight.double().numpy()
    count = min(FIELDS, int(np.count_nonzero(weight)))
    return take_fields(fields, torch.from_numpy(rng.choice(len(fields), count, replace=False, p=weight / weight.sum())))
