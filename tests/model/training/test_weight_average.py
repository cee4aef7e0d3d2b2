"""The averaged weights: the moving average of weights and buffers, to the last bit."""

import copy

import pytest
import torch
from torch import nn

from doab.model.network.two_stream import TwoStream
from doab.model.training.weight_average import WeightAverage

DECAY = 0.5  # reached after eight steps


@pytest.fixture(scope="module")
def networks():
    """A network as it changes over ten steps."""
    torch.manual_seed(0)
    network = TwoStream(3, 8)
    states = []
    for step in range(10):
        for tensor in [*network.parameters(), *network.buffers()]:
            if tensor.is_floating_point():
                tensor.data += 0.1 * torch.randn_like(tensor)
            else:
                tensor.data += step
        states.append(copy.deepcopy(network))
    return states


def test_the_average_moves_by_the_warmed_up_decay_from_the_first_step(networks):
    average = WeightAverage(networks[0], DECAY)
    expected = {name: value.clone() for name, value in networks[0].state_dict().items()}
    for step, network in enumerate(networks[1:]):
        average.update(network, step)
        keep = min(DECAY, (1 + step) / (10 + step))
        for name, value in network.state_dict().items():
            if value.is_floating_point():
                expected[name].lerp_(value, 1 - keep)
    averaged = average.network.state_dict()
    assert averaged.keys() == expected.keys()
    assert all(torch.equal(averaged[name], value) for name, value in expected.items())


def test_the_averaged_network_is_another_one_in_evaluation_mode(networks):
    average = WeightAverage(networks[0], DECAY)
    assert isinstance(average.network, TwoStream) and average.network is not networks[0]
    assert not any(module.training for module in average.network.modules() if isinstance(module, nn.BatchNorm2d))
