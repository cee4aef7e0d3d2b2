"""Losses are near zero for the right prediction and rise for wrong ones."""

import numpy as np
import torch

from doab.model.datatypes import Labels
from doab.model.network.decoder import QueryPrediction
from doab.model.network.dense import DenseMaps
from doab.model.training.losses import dense_loss, parcels_at, query_loss, sample_points
from doab.model.training.targets import Targets, create_targets

PARCELS = np.zeros((16, 16), np.int32)
PARCELS[:, :6], PARCELS[:, 8:] = 1, 2
TARGETS = Targets.stack([create_targets(Labels(PARCELS, np.array([-1, 0, 1]), np.zeros((16, 16), bool)))])
POINTS = torch.tensor([[[1.5, 2.5], [6.5, 5.5], [3.25, 2.5]]])  # parcel 1, parcel 2, the lane between them
VALID = torch.ones(1, 3, dtype=torch.bool)


def answer(strength=12.0):
    mask = torch.full((1, 3, 8, 8), -strength)
    mask[0, 0, :, :3], mask[0, 1, :, 4:] = strength, strength
    crop = strength * torch.tensor([[[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]])
    field = strength * torch.tensor([[1.0, 1.0, -1.0]])
    return QueryPrediction(mask, field, torch.full((1, 3), strength), crop)


def test_points_get_the_parcel_they_lie_in():
    assert parcels_at(POINTS, TARGETS.parcels).tolist() == [[1, 2, 0]]


def test_the_right_queries_cost_next_to_nothing():
    assert sum(query_loss([answer()], POINTS, VALID, TARGETS).values()) < 0.01


def test_a_swapped_mask_costs_in_shape_and_in_competition():
    wrong = answer()
    wrong.mask[0, :2] = wrong.mask[0, [1, 0]]
    terms = query_loss([wrong], POINTS, VALID, TARGETS)
    assert terms["query mask"] > 1 and terms["query compete"] > 1


def test_two_queries_may_claim_the_same_field():
    points = torch.tensor([[[1.5, 2.5], [6.5, 5.5], [1.5, 6.5]]])
    shared = answer()
    shared.mask[0, 2] = shared.mask[0, 0]
    shared.field[0, 2], shared.crop[0, 2] = 12.0, shared.crop[0, 0]
    assert sum(query_loss([shared], points, VALID, TARGETS).values()) < 0.01


def test_void_pixels_cost_nothing():
    void = np.ones((16, 16), bool)
    targets = Targets.stack([create_targets(Labels(PARCELS, np.array([-1, -1, -1]), void))])
    maps = DenseMaps(*torch.randn(3, 1, 16, 16), torch.randn(1, 2, 8, 8))
    terms = dense_loss(maps, targets)
    assert terms["border"] == 0 and terms["core"] == 0 and terms["crop"] == 0


def test_random_points_hit_small_fields_as_often_as_large_ones():
    parcels = torch.ones(1, 40, 40, dtype=torch.long)
    parcels[0, :4, :4] = 2
    points, valid = sample_points(parcels, 400, torch.Generator().manual_seed(0))
    small = (parcels_at(points, parcels) == 2).float().mean()
    assert valid.all() and 0.4 < small < 0.6
