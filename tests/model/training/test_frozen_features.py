"""Features that are kept for the decoder are those of the network, tile by tile."""

import numpy as np
import pytest
import torch

from doab.model.crops import known_crops
from doab.model.network.encoders import create_encoder
from doab.model.network.two_stream import TwoStream
from doab.model.simulation.simulated_tiles import simulate_tile
from doab.model.training.dataset import Example, encode_example
from doab.model.training.frozen_features import FrozenFeatures, freeze_features


@pytest.fixture(scope="module")
def examples():
    encoder = create_encoder("compact").eval().requires_grad_(False)
    return [encode_example(*simulate_tile(np.random.default_rng(i), 32), encoder) for i in range(2)]


@torch.no_grad()
def test_a_batch_of_kept_features_is_what_the_network_says_of_the_tiles(examples):
    cpu = torch.device("cpu")
    network = TwoStream(len(known_crops()), 64).eval()
    frozen = FrozenFeatures.stack([freeze_features(network, one, cpu) for one in examples])
    assert frozen.features.pyramid[2].dtype == torch.float16
    features, maps, targets = frozen.features.float(), frozen.maps.float(), frozen.targets
    batch = Example.stack(examples)
    expected = network.encode_space(network.encode_time(batch.volume), batch.frame)
    torch.testing.assert_close(features.latents.cell_map, expected.latents.cell_map, atol=5e-3, rtol=5e-3)
    for stride, level in expected.pyramid.items():
        torch.testing.assert_close(features.pyramid[stride], level, atol=5e-3, rtol=5e-3)
    torch.testing.assert_close(maps.core, network.dense_maps(expected).core, atol=5e-3, rtol=5e-3)
    assert torch.equal(targets.parcels, batch.targets.parcels) and torch.equal(targets.crops, batch.targets.crops)
