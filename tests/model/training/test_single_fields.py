"""Single fields: their extraction from a tile, and batches of them."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from doab.model.datatypes import Labels
from doab.model.network.batches import Frame, TokenVolume
from doab.model.network.tokens import RAW_WIDTH
from doab.model.training.dataset import Example
from doab.model.training.single_fields import (
    concatenate_fields,
    extract_fields,
    mix_fields,
    sample_fields,
    take_fields,
)
from doab.model.training.targets import create_targets

DATES, SIDE, TOKEN = 5, 4, 4  # 4 x 4 tokens of 4 pixels


@pytest.fixture
def example():
    """Two fields and one without a known crop; a token's feature is its column, and its date in the second channel."""
    column = torch.arange(SIDE).float().expand(DATES, SIDE, SIDE)
    date = torch.arange(DATES).float()[:, None, None].expand(DATES, SIDE, SIDE)
    raw = torch.zeros(DATES, SIDE, SIDE, RAW_WIDTH)
    raw[..., 13] = 1
    visible = torch.ones(DATES, SIDE, SIDE, dtype=torch.bool)
    visible[2, :, :2] = False  # the left half is cloudy on the third date
    volume = TokenVolume(torch.stack([column, date], -1).half(), raw.half(), visible, date[:, 0, 0] * 10, date[:, 0, 0])
    parcels = np.zeros((2 * SIDE * TOKEN, 2 * SIDE * TOKEN), np.int32)
    parcels[:, :16], parcels[:16, 16:], parcels[16:, 24:] = 1, 2, 3
    labels = Labels(parcels, np.array([-1, 7, 9, -1]), np.zeros(parcels.shape, bool))
    pixels = SIDE * TOKEN
    frame = Frame(torch.zeros(10, pixels, pixels), torch.ones(pixels, pixels), torch.ones(10))
    return Example(volume, frame, create_targets(labels))


def test_a_field_is_the_mean_of_tokens_inside_it_on_the_dates_that_show_it(example):
    fields = extract_fields(example, np.random.default_rng(0))
    assert fields.crops.tolist() == [7, 9]  # the crop of the third is unknown
    left, right = fields.volume(0), fields.volume(1)
    assert left.season.tolist() == [0, 1, 3, 4] and right.season.tolist() == [0, 1, 2, 3, 4]
    assert left.features.shape == (4, 1, 1, 2) and left.seen.all()
    assert ((left.features[..., 0] >= 0) & (left.features[..., 0] <= 1)).all()
    assert ((right.features[..., 0] >= 2) & (right.features[..., 0] <= 3)).all()
    assert left.features[:, 0, 0, 1].tolist() == left.season.tolist()


def test_a_field_that_fills_no_token_takes_the_tokens_that_it_fills_most(example):
    thin = np.zeros((32, 32), np.int32)
    thin[:, 3:8] = 1  # five of the eight columns of the first tokens
    sliver = np.zeros((32, 32), np.int32)
    sliver[:, 3:5] = 1
    for parcels, count in ((thin, 1), (sliver, 0)):
        labels = Labels(parcels, np.array([-1, 4]), np.zeros(parcels.shape, bool))
        tile = Example(example.volume, example.frame, create_targets(labels))
        assert len(extract_fields(tile, np.random.default_rng(0))) == count


def test_concatenated_fields_keep_their_series(example):
    one = extract_fields(example, np.random.default_rng(0))
    both = concatenate_fields([one, one])
    assert both.crops.tolist() == [7, 9, 7, 9]
    for index in range(4):
        for name, values in vars(both.volume(index)).items():
            assert torch.equal(values, getattr(one.volume(index % 2), name))


def test_a_batch_holds_fields_with_their_crops_thinned_like_tiles(example):
    fields = extract_fields(example, np.random.default_rng(0))
    volume, crops, _ = sample_fields(fields, 50, np.random.default_rng(1), 3)
    assert volume.features.shape[0] == len(crops) == 50 and volume.features.shape[1] <= 3
    assert set(crops.tolist()) == {7, 9}
    columns = volume.features[..., 0].sum((1, 2, 3)) / volume.seen.sum((1, 2, 3))
    assert ((columns <= 1) == (crops == 7)).all()
    assert not volume.seen.all()  # series differ in length


def test_chosen_fields_keep_their_series(example):
    fields = extract_fields(example, np.random.default_rng(0))
    swapped = take_fields(replace(fields, weight=torch.tensor([1.0, 3.0])), torch.tensor([1, 0, 1]))
    assert swapped.crops.tolist() == [9, 7, 9] and swapped.weight.tolist() == [3, 1, 3]
    for index, original in enumerate((1, 0, 1)):
        assert torch.equal(swapped.volume(index).features, fields.volume(original).features)
        assert torch.equal(swapped.volume(index).days, fields.volume(original).days)


def test_fields_are_drawn_as_often_as_their_weights_say(example):
    fields = replace(extract_fields(example, np.random.default_rng(0)), weight=torch.tensor([3.0, 1.0]))
    _, crops, _ = sample_fields(fields, 2000, np.random.default_rng(0), 3)
    assert (crops == 7).float().mean() == pytest.approx(0.75, abs=0.03)
    _, again, _ = sample_fields(fields, 2000, np.random.default_rng(0), 3)
    assert torch.equal(crops, again)


def test_a_mixture_draws_its_parts_in_their_shares(example):
    fields = extract_fields(example, np.random.default_rng(0))
    others = replace(take_fields(fields, torch.tensor([0, 1, 1])), crops=torch.tensor([1, 2, 2]))
    for share in (0.0, 0.3, 1.0):
        _, crops, _ = sample_fields(mix_fields(fields, others, share), 2000, np.random.default_rng(0), 3)
        assert (crops < 3).float().mean() == pytest.approx(share, abs=0.03)
