"""Augmentation changes what a training tile shows and keeps its targets; batches hold tiles of different lengths."""

import dataclasses

import numpy as np
import pytest
import torch

from doab.model.datatypes import Labels
from doab.model.network.spatial import Frame
from doab.model.network.tokens import RAW_WIDTH, TokenVolume
from doab.model.training import augmentation
from doab.model.training.augmentation import augment
from doab.model.training.dataset import Example
from doab.model.training.targets import create_targets

OPTICAL, RADAR, SIZE = 6, 5, 8


@pytest.fixture
def example():
    count, side = OPTICAL + RADAR, SIZE // 4
    raw = torch.zeros(count, side, side, RAW_WIDTH)
    raw[:OPTICAL, ..., 13], raw[OPTICAL:, ..., 14] = 1, 1
    days = torch.cat([10.0 * torch.arange(OPTICAL), 10.0 * torch.arange(RADAR)])
    volume = TokenVolume(
        # A token's feature is the number of its acquisition.
        features=torch.arange(count).float().view(-1, 1, 1, 1).expand(count, side, side, 3).half(),
        raw=raw.half(),
        seen=torch.ones(count, side, side, dtype=torch.bool),
        days=days - days.median(),
        season=days + 340,
    )
    valid = torch.ones(SIZE, SIZE)
    valid[0, 0] = 0
    bands = torch.ones(10)
    bands[9] = 0
    frame = Frame(0.2 * valid * bands[:, None, None], valid, bands)
    parcels = np.zeros((2 * SIZE, 2 * SIZE), np.int32)
    parcels[:4, :6], parcels[8:, 8:] = 1, 2
    labels = Labels(parcels, np.array([-1, 3, 5]), np.zeros(parcels.shape, bool))
    return Example(volume, frame, create_targets(labels))


def draws(example, count=300, most=OPTICAL + RADAR):
    return [augment(example, np.random.default_rng(i), most) for i in range(count)]


def sensors(volume):
    return {int(n) >= OPTICAL for n in volume.features[:, 0, 0, 0]}


def test_the_same_draw_gives_the_same_tile(example):
    first, again = (augment(example, np.random.default_rng(1), 8) for _ in range(2))
    for name in ("volume", "frame", "targets"):
        for a, b in zip(vars(getattr(first, name)).values(), vars(getattr(again, name)).values(), strict=True):
            assert torch.equal(a, b)


def test_the_targets_are_only_rotated(example):
    for drawn in draws(example, 20):
        assert torch.equal(drawn.targets.crops, example.targets.crops)
        assert torch.bincount(drawn.targets.parcels.flatten()).tolist() == [2 * SIZE * 2 * SIZE - 88, 24, 64]
        assert torch.equal(drawn.targets.field > 0, drawn.targets.parcels > 0)


def test_series_lose_dates_and_sometimes_a_sensor_but_never_all(example):
    volumes = [drawn.volume for drawn in draws(example, most=8)]
    assert all(1 <= len(v.days) <= 8 for v in volumes)
    both, optical, radar = ([sensors(v) == kind for v in volumes] for kind in ({False, True}, {False}, {True}))
    assert sum(both) > sum(optical) > sum(radar) > 0
    assert {len(v.days) for v in volumes} >= {2, 8}


def test_an_optical_series_alone_is_never_emptied(example):
    volume = example.volume
    alone = TokenVolume(**{k: v[:OPTICAL] for k, v in vars(volume).items()})
    assert all(len(drawn.volume.days) for drawn in draws(dataclasses.replace(example, volume=alone), most=1))


def test_days_count_from_the_median_of_the_acquisitions_that_remain(example):
    for drawn in draws(example, 40, most=4):
        volume = drawn.volume
        shown = volume.seen.flatten(1).any(1)
        if shown.any():
            assert volume.days[shown].median() == 0
        numbers = volume.features[:, 0, 0, 0].long()
        assert torch.equal(volume.days.diff(), example.volume.days[numbers].diff())


def test_the_whole_season_moves_by_a_few_days_together(example):
    moved = []
    for drawn in draws(example, 60):
        volume = drawn.volume
        assert ((volume.season >= 0) & (volume.season < 365.25)).all()
        before = example.volume.season[volume.features[:, 0, 0, 0].long()]
        shift = (volume.season - before + 180) % 365.25 - 180
        assert torch.allclose(shift, shift[:1], atol=1e-3)
        moved.append(float(shift[0]))
    assert 2 < np.std(moved) < 6
    assert max(map(abs, moved)) < 20


def test_about_a_tenth_of_the_tokens_are_hidden_in_blocks(example):
    rng = np.random.default_rng(0)
    masks = [augmentation._hidden_blocks(rng, 4, 24, 20) for _ in range(200)]
    assert all(mask.shape == (4, 24, 20) for mask in masks)
    assert 0.08 < np.mean(masks) < 0.12
    beside = np.mean([(m[:, :, 1:] & m[:, :, :-1]).sum() / max(1, m.sum()) for m in masks])
    assert beside > 0.5
    for drawn in draws(example, 40):
        assert drawn.volume.seen.dtype == torch.bool


def test_the_light_of_the_frame_changes_where_it_is_valid_alone(example):
    means = []
    for drawn in draws(example, 60):
        frame = drawn.frame
        shown = (frame.valid * frame.bands[:, None, None]) > 0
        assert (frame.values[~shown] == 0).all()
        assert frame.valid.sum() == example.frame.valid.sum()
        assert (frame.bands <= example.frame.bands).all()
        means.append(float(frame.values[shown].mean()))
    assert 0.1 < np.std(np.log(np.abs(means))) < 0.8


def test_batches_pad_short_series_with_tokens_that_are_not_seen(example):
    short = TokenVolume(**{k: v[:2] for k, v in vars(example.volume).items()})
    batch = Example.stack([example, dataclasses.replace(example, volume=short)]).to("cpu")
    assert batch.volume.features.shape[:2] == (2, OPTICAL + RADAR)
    assert batch.volume.seen[0].all()
    assert batch.volume.seen[1, :2].all()
    assert not batch.volume.seen[1, 2:].any()
    assert batch.frame.values.shape == (2, 10, SIZE, SIZE)
    assert batch.targets.crops.tolist() == [[-1, 3, 5]] * 2
