"""Geodesic distance by cumulative sweeps."""

import pytest
import torch

from doab.model.network.geodesic import geodesic_distance


def test_distance_on_even_ground_is_the_number_of_steps():
    distance = geodesic_distance(torch.ones(1, 5, 7), torch.tensor([[[1.5, 2.5]]]))
    rows, columns = torch.meshgrid(torch.arange(5), torch.arange(7), indexing="ij")
    expected = (rows - 2).abs() + (columns - 1).abs()
    assert torch.allclose(distance[0, 0], expected.float())


def test_a_wall_is_walked_around_or_climbed_whichever_is_cheaper():
    cost = torch.ones(1, 7, 7)
    cost[0, :6, 3] = 100.0
    distance = geodesic_distance(cost, torch.tensor([[[1.5, 0.5]]]))[0, 0]
    around = 5 + 6 + 6  # to the gap in the last row and back up
    assert distance[0, 6] == pytest.approx(around)
    cost[0, :6, 3] = 3.0
    assert geodesic_distance(cost, torch.tensor([[[1.5, 0.5]]]))[0, 0, 0, 6] == pytest.approx(5 + 2)


def test_every_seed_floods_on_its_own():
    seeds = torch.tensor([[[0.5, 0.5], [6.5, 6.5]]])
    distance = geodesic_distance(torch.ones(1, 7, 7), seeds)[0]
    assert distance[0, 0, 0] == 0 and distance[1, 6, 6] == 0
    assert distance[0, 6, 6] == pytest.approx(distance[1, 0, 0].item())


def test_gradient_reaches_the_wall_that_is_crossed_and_no_other():
    cost = torch.ones(1, 5, 5)
    cost[0, :, 2] = 5.0
    cost.requires_grad_(True)
    geodesic_distance(cost, torch.tensor([[[0.5, 2.5]]]))[0, 0, 2, 4].backward()
    assert cost.grad[0, 2, 2] == pytest.approx(1.0)
    assert cost.grad[0, :2, 2].abs().sum() == 0


def test_gradient_is_that_of_small_changes():
    cost = torch.rand(2, 5, 6, dtype=torch.double, generator=torch.Generator().manual_seed(1)) + 0.1
    seeds = torch.tensor([[[0.5, 0.5], [4.5, 3.5]], [[2.5, 1.5], [5.5, 0.5]]])
    assert torch.autograd.gradcheck(lambda c: geodesic_distance(c, seeds), cost.requires_grad_(True))
