"""Augmentation: light and bands of the reference frame change; its geometry and gaps stay those of the labels."""

import numpy as np
import pytest
import torch

from doab.model.network.encoders import create_encoder
from doab.model.simulation.simulated_tiles import simulate_tile
from doab.model.training import augmentation
from doab.model.training.augmentation import augment, relight
from doab.model.training.dataset import encode_example


@pytest.fixture(scope="module")
def example():
    torch.manual_seed(0)
    encoder = create_encoder("compact").eval().requires_grad_(False)
    return encode_example(*simulate_tile(np.random.default_rng(1), 32), encoder)


def test_light_changes_gain_and_contrast_by_the_stated_deviations():
    grey = torch.full((10, 2, 2), 0.15)
    means = np.array([np.log(relight(grey, np.random.default_rng(seed)).mean().item()) for seed in range(400)])
    assert means.std() == pytest.approx(augmentation.GAIN, abs=0.06)
    pair = torch.tensor([0.1, 0.2])[None, None].expand(10, 1, 2)
    ratios = [relight(pair, np.random.default_rng(seed)) for seed in range(400)]
    contrast = np.array([(one[:, 0, 1].mean() / one[:, 0, 0].mean()).item() for one in ratios])
    assert np.median(contrast) == pytest.approx(2, abs=0.2) and contrast.std() > 0.2


def test_frames_lose_bands_at_the_stated_shares_and_missing_bands_are_zero(example):
    counts = []
    for seed in range(150):
        frame = augment(example, np.random.default_rng(seed), 12).frame
        counts.append(int(frame.bands.sum()))
        assert not frame.values[frame.bands == 0].any()
        assert not frame.values[:, frame.valid == 0].any()
    assert abs(np.mean(np.array(counts) == 3) - augmentation.RGB_ONLY) < 0.08
    assert counts.count(10) > 80


def test_the_frame_turns_as_the_labels_do(example, monkeypatch):
    monkeypatch.setattr(augmentation, "RELIT", 0.0)
    monkeypatch.setattr(augmentation, "RGB_ONLY", 0.0)
    monkeypatch.setattr(augmentation, "ONLY_10M", 0.0)
    for seed in range(8):
        changed = augment(example, np.random.default_rng(seed), 12)
        turned = [
            flip(torch.rot90(example.frame.values, turns, (1, 2)))
            for turns in range(4)
            for flip in (lambda x: x, lambda x: x.flip(2))
        ]
        matches = [i for i, one in enumerate(turned) if torch.equal(one, changed.frame.values)]
        labels = [
            flip(torch.rot90(example.targets.parcels, turns, (0, 1)))
            for turns in range(4)
            for flip in (lambda x: x, lambda x: x.flip(1))
        ]
        assert any(torch.equal(labels[i], changed.targets.parcels) for i in matches)
