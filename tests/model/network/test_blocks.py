"""Attention with distances: as a bias for each pair, or as a few more features of both sides."""

import torch

from doab.model.network.blocks import Attention, DistanceBias, grid_positions


def test_distance_as_features_attends_as_distance_as_a_bias_does():
    torch.manual_seed(0)
    bias, attention = DistanceBias((3.0, 1000.0)), Attention(8, 2, context_width=8)
    positions, others = grid_positions(2, 2, 16.0), grid_positions(8, 8, 4.0)
    queries, context = torch.randn(3, 4, 8), torch.randn(3, 64, 8)
    pairs = attention(queries, context, bias(positions, others))
    features = attention(queries, context, near=bias.dots(positions, others))
    torch.testing.assert_close(features, pairs, atol=1e-5, rtol=1e-5)
    assert not torch.allclose(features, attention(queries, context), atol=1e-3)
