"""Scores of a network on labelled validation."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from doab.model.datatypes import TilePrediction
from doab.model.network.encoders import create_encoder
from doab.model.network.two_stream import TwoStream
from doab.model.training import validation
from doab.model.training.dataset import encode_examples, simulated_tiles


@pytest.fixture(scope="module")
def examples():
    torch.manual_seed(0)
    return list(encode_examples(simulated_tiles(range(2), (5,), 32), create_encoder("compact")))


@pytest.fixture(scope="module")
def network():
    return TwoStream(classes=14, token_width=64).eval()


def test_every_readout_has_thresholds_and_scores(examples, network):
    settings = validation.calibrate(network, examples)
    assert tuple(settings) == validation.READOUTS
    scores = validation.score_tiles(network, examples, {(k, "dense"): settings[k] for k in settings})
    assert all(0 <= value <= 1 for one in scores.values() for value in one.values())


def test_the_temperature_that_is_fitted_makes_overconfident_probabilities_milder(examples, network, monkeypatch):
    """Every pixel gets its true crop with a logit of 6, every third parcel a wrong one: that is overconfident."""

    def predict(_, example, temperature=1.0, queries=True, shapes=True):
        parcels = example.targets.parcels.numpy()[::2, ::2]
        crops = example.targets.crops.numpy()
        predicted = np.where(np.arange(len(crops)) % 3 == 0, (crops + 1) % 14, crops)[parcels]
        logits = 6.0 / temperature * (np.arange(14)[:, None, None] == predicted)
        blank = np.zeros((64, 64), np.float32)
        return {"dense": TilePrediction(blank, blank, blank, np.exp(logits) / np.exp(logits).sum(0))}

    monkeypatch.setattr(validation, "predict_example", predict)
    assert validation.fit_temperature(network, examples, "dense") > 1
