"""What queries say together."""

import torch

from doab.model.datatypes import WatershedSettings
from doab.model.mapping.watershed import watershed_segments
from doab.model.network.decoder import QueryPrediction
from doab.model.network.dense import DenseMaps
from doab.model.network.readout import dense_readout, group_queries, query_readout


def two_fields():
    """Logits of three queries on 16 × 16 pixels: two in the left half, one in the right."""
    mask = torch.full((3, 16, 16), -8.0)
    mask[:2, :, :8] = 8.0
    mask[2, :, 8:] = 8.0
    positions = torch.tensor([[2.5, 3.5], [5.5, 12.5], [12.5, 8.5]])
    return mask, positions


def test_queries_that_find_each_other_inside_are_one_field():
    groups = group_queries(*two_fields())
    assert groups[0] == groups[1] != groups[2]


def test_queries_divide_the_area_between_them_and_paint_their_crops():
    mask, positions = two_fields()
    crop = torch.tensor([[5.0, 0.0], [5.0, 0.0], [0.0, 5.0]])
    prediction = QueryPrediction(mask[None], torch.full((1, 3), 5.0), torch.zeros(1, 3), crop[None])
    flat = torch.full((1, 32, 32), 5.0)
    dense = DenseMaps(flat, flat, flat, torch.zeros(1, 2, 16, 16))
    maps = query_readout(prediction, positions[None], torch.ones(1, 3, dtype=torch.bool), dense)
    labels = watershed_segments(maps.field, maps.border, maps.core, WatershedSettings())
    assert labels.max() == 2
    assert (labels[:, :15] == labels[0, 0]).all() and (labels[:, 17:] == labels[0, 31]).all()
    assert maps.crop[0, 8, 3] > 0.7 and maps.crop[1, 8, 12] > 0.7
    assert abs(maps.crop.sum(0) - 1).max() < 1e-5


def test_where_no_query_sees_a_field_the_dense_heads_speak_alone():
    mask, positions = two_fields()
    nobody = QueryPrediction(mask[None], torch.full((1, 3), -5.0), torch.zeros(1, 3), torch.zeros(1, 3, 2))
    dense = DenseMaps(*torch.randn(3, 1, 32, 32), torch.randn(1, 2, 16, 16))
    maps = query_readout(nobody, positions[None], torch.ones(1, 3, dtype=torch.bool), dense)
    assert (maps.core == dense_readout(dense).core).all()
