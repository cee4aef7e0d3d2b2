"""Cells with fewer values, of which the spatial stream reads what it read before."""

import numpy as np
import pytest
import torch

from doab.model.network.encoders import create_encoder
from doab.model.network.two_stream import TwoStream
from doab.model.simulation.simulated_tiles import simulate_tile
from doab.model.training.cell_compression import compress_cells
from doab.model.training.dataset import Example, encode_example

READ = 5  # rank of the map through which the spatial stream reads the cells


@pytest.fixture(scope="module")
def tiles():
    encoder = create_encoder("compact").eval()
    return [Example.stack([encode_example(*simulate_tile(np.random.default_rng(i), 32), encoder)]) for i in range(2)]


@pytest.fixture
def network():
    torch.manual_seed(0)
    wide = TwoStream(3, 64, cell=48).eval()
    left, right = torch.randn(96, READ), torch.randn(READ, 48)
    wide.spatial.cells.weight.data = (left @ right)[:, :, None, None] / 20
    torch.nn.init.normal_(wide.spatial.cells.bias)
    return wide


@torch.no_grad()
def test_a_network_can_be_compressed_twice(network, tiles):
    volumes = [one.volume for one in tiles]
    once, _ = compress_cells(network, volumes, 12)
    twice, kept = compress_cells(once, volumes, READ)
    assert kept == pytest.approx(1)
    before, after = (n.spatial.cells(n.temporal.cell_map(volumes[0])) for n in (network, twice))
    torch.testing.assert_close(after, before, rtol=1e-3, atol=1e-3)


@torch.no_grad()
def test_as_many_values_as_are_read_keep_every_feature(network, tiles):
    narrow, kept = compress_cells(network, [one.volume for one in tiles], READ)
    assert kept == pytest.approx(1) and narrow.encode_time(tiles[0].volume).cell_map.shape[1] == READ
    for one in tiles:
        before, after = (n.encode_space(n.encode_time(one.volume), one.frame) for n in (network, narrow))
        torch.testing.assert_close(after.latents.token_map, before.latents.token_map, rtol=0, atol=0)
        for stride, level in before.pyramid.items():
            torch.testing.assert_close(after.pyramid[stride], level, rtol=1e-3, atol=1e-3)


@torch.no_grad()
def test_fewer_values_lose_the_share_of_variance_that_is_told(network, tiles):
    volumes = [one.volume for one in tiles]
    narrow, kept = compress_cells(network, volumes, 2)
    read = [
        torch.cat([n.spatial.cells(n.temporal.cell_map(one)).movedim(1, -1).flatten(0, -2) for one in volumes])
        for n in (network, narrow)
    ]
    lost = (read[1] - read[0]).square().sum() / (read[0] - read[0].mean(0)).square().sum()
    assert 0 < 1 - kept < 1 and float(lost) == pytest.approx(1 - kept, abs=1e-3)


def test_the_network_that_was_given_stays_as_it_is(network, tiles):
    before = {name: value.clone() for name, value in network.state_dict().items()}
    compress_cells(network, [one.volume for one in tiles], 2)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
