"""The crop head's spatial term, fitted to that of another network."""

import copy

import pytest
import torch

from doab.model.crops import known_crops
from doab.model.network.batches import Frame, TokenVolume
from doab.model.network.tokens import RAW_WIDTH
from doab.model.network.two_stream import TwoStream
from doab.model.training.crop_residual import keep_crops

SIZE = 32


@pytest.fixture(scope="module")
def anchor():
    torch.manual_seed(0)
    return TwoStream(len(known_crops()), 64).eval()


def views(count, seed):
    generator = torch.Generator().manual_seed(seed)

    def draw(*shape):
        return torch.randn(*shape, generator=generator)

    for _ in range(count):
        seen, days = torch.ones(2, 8, 8, dtype=torch.bool), torch.tensor([10.0, 90.0])
        volume = TokenVolume.dated(draw(2, 8, 8, 64), draw(2, 16, 16, RAW_WIDTH), seen, days, 0)
        frame = Frame(draw(10, SIZE, SIZE), torch.ones(SIZE, SIZE), torch.ones(10))
        yield TokenVolume.stack([volume]), Frame.stack([frame])


@torch.no_grad()
def crops(network, volume, frame):
    latents = network.encode_time(volume)
    return network.dense_maps(network.encode_space(latents, frame)).crop


def test_a_term_that_was_lost_is_fitted_again(anchor):
    network = copy.deepcopy(anchor)
    with torch.no_grad():
        network.dense.spatial.weight.mul_(-3).add_(0.1)
        network.dense.spatial.get_parameter("bias").add_(2)
    explained = keep_crops(network, anchor, views(3, 1), torch.Generator().manual_seed(0))
    assert explained > 0.99
    volume, frame = next(views(1, 2))
    torch.testing.assert_close(crops(network, volume, frame), crops(anchor, volume, frame), atol=0.02, rtol=0.02)


def test_only_the_spatial_term_changes(anchor):
    network = copy.deepcopy(anchor)
    with torch.no_grad():
        for parameter in network.spatial.parameters():
            parameter.mul_(1.1)
    before = {name: values.clone() for name, values in network.state_dict().items()}
    assert keep_crops(network, anchor, views(3, 1), torch.Generator().manual_seed(0)) <= 1
    changed = {name for name, values in network.state_dict().items() if not torch.equal(values, before[name])}
    assert changed == {"dense.spatial.weight", "dense.spatial.bias"}
