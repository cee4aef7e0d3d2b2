"""From samples to token volumes."""

import dataclasses

import numpy as np
import torch

from doab.model.network import tokens
from doab.model.network.encoders import create_encoder


def test_every_acquisition_gives_one_grid_of_tokens(sample):
    volume = tokens.encode(sample, create_encoder("compact").eval())
    assert volume.features.shape == (5, 8, 8, 64)
    assert volume.raw.shape == (5, 8, 8, tokens.RAW_WIDTH)
    assert volume.days.tolist() == [-50, 0, 50, -40, 10]
    assert volume.seen.all()


def test_an_acquisition_is_encoded_the_same_whatever_else_is_in_the_scene(sample, without):
    encoder = create_encoder("compact").eval()
    together = tokens.encode(sample, encoder)
    alone = tokens.encode(without(sample, "radar"), encoder)
    assert torch.allclose(together.features[:3], alone.features, atol=1e-6)


def test_missing_radar_and_terrain_are_ordinary_input(sample, without):
    volume = tokens.encode(without(without(sample, "radar"), "terrain"), create_encoder("compact").eval())
    assert len(volume.days) == 3 and torch.isfinite(volume.features).all()


def test_clouded_patches_count_as_not_seen_and_their_values_do_not_matter(sample):
    valid = sample.optical_valid.copy()
    valid[0, :8, :8] = False
    hidden = dataclasses.replace(sample, optical_valid=valid)
    changed = hidden.optical.copy()
    changed[0, :, :8, :8] = 9.0
    encoder = create_encoder("compact").eval()
    first = tokens.encode(hidden, encoder)
    second = tokens.encode(dataclasses.replace(hidden, optical=changed), encoder)
    assert not first.seen[0, :2, :2].any() and first.seen[0, 2:].all()
    assert torch.equal(first.features, second.features) and torch.equal(first.raw, second.raw)


def test_raw_means_hold_the_mean_of_the_clear_pixels_only(sample):
    optical = np.zeros_like(sample.optical)
    optical[0, :, :4, :4] = 0.3
    valid = sample.optical_valid.copy()
    valid[0, 2:4, :4] = False
    optical[0, :, 2:4, :4] = 0.9
    given = dataclasses.replace(sample, optical=optical, optical_valid=valid)
    means, _ = tokens.raw_means(tokens.views_of(given), 4)
    assert torch.isclose(means[0, 0, 0, 0] * 0.03 + 0.05, torch.tensor(0.3), atol=0.01) or means[0, 0, 0, 0] == 6
    assert torch.isclose(means[0, 0, 0, 6] * 0.12 + 0.27, torch.tensor(0.3), atol=1e-4)


def test_volumes_of_different_length_are_batched_with_the_filling_unseen(sample, without):
    encoder = create_encoder("compact").eval()
    stacked = tokens.batch([tokens.encode(sample, encoder), tokens.encode(without(sample, "radar"), encoder)])
    assert stacked.features.shape[:2] == (2, 5)
    assert not stacked.seen[1, 3:].any()
