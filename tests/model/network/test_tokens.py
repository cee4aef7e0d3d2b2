"""From samples to token volumes."""

import dataclasses

import numpy as np
import torch

from doab.model.network import tokens
from doab.model.network.batches import TokenVolume, Views
from doab.model.network.encoders import create_encoder


def test_every_acquisition_gives_one_grid_of_tokens(sample):
    volume = tokens.encode(sample, create_encoder("compact").eval())
    assert volume.features.shape == (5, 8, 8, 64)
    assert volume.raw.shape == (5, 16, 16, tokens.RAW_WIDTH)
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


def clouded(sample):
    """Reflectance of 0.3 in the first token of the first date, 0.9 where clouds lie: the lower half and one pixel."""
    optical = np.zeros_like(sample.optical)
    optical[0, :, :4, :4] = 0.3
    valid = sample.optical_valid.copy()
    valid[0, 2:4, :4] = valid[0, 0, 0] = False
    optical[0, :, ~valid[0]] = 0.9
    return dataclasses.replace(sample, optical=optical, optical_valid=valid)


def infrared(raw):
    return raw[0, 0, 0, 6] * 0.12 + 0.27


def test_raw_means_hold_the_mean_of_the_clear_pixels_of_a_cell_only(sample):
    raw = tokens.raw_means(Views.of_sample(clouded(sample)))
    assert torch.isclose(infrared(raw), torch.tensor(0.3), atol=1e-4)
    assert raw[0, :2, :2, 13].tolist() == [[0.75, 1.0], [0.0, 0.0]]
    assert (raw[0, 1, 0, :10] == 0).all()


def test_a_token_has_the_mean_of_the_clear_pixels_of_all_its_cells(sample):
    raw = tokens.pool_cells(tokens.raw_means(Views.of_sample(clouded(sample))), 8)
    assert raw.shape == (5, 8, 8, tokens.RAW_WIDTH)
    assert torch.isclose(infrared(raw), torch.tensor(0.3), atol=1e-4)
    assert raw[0, 0, 0, 13] == 7 / 16 and raw[0, 0, 0, 14] == 0
    assert raw[3, 0, 0, 13] == 0 and raw[3, 0, 0, 14] == 1  # radar has no clouds


def test_cells_as_large_as_tokens_stay_as_they_are():
    raw = torch.rand(2, 1, 1, tokens.RAW_WIDTH)
    assert tokens.pool_cells(raw, 1) is raw


def test_what_is_encoded_for_the_cache_is_what_is_encoded_at_once(sample):
    encoder = create_encoder("compact").eval()
    valid = sample.optical_valid.copy()
    valid[1] = False
    cloudy = dataclasses.replace(sample, optical_valid=valid)
    encoded = tokens.encode_windows(cloudy.acquisitions(), encoder)
    assert encoded[1].features.size == encoded[1].raw.size == 0 and not encoded[1].seen.any()
    volume, whole = TokenVolume.of_tokens(encoded), tokens.encode(cloudy, encoder)
    some = [0, 2, 3, 4]
    assert torch.allclose(volume.features.float(), whole.features[some], atol=1e-2)
    assert torch.equal(volume.raw, whole.raw[some].half()) and torch.equal(volume.seen, whole.seen[some])
    assert torch.equal(volume.days, whole.days[some])


def test_volumes_of_different_length_are_batched_with_the_filling_unseen(sample, without):
    encoder = create_encoder("compact").eval()
    stacked = TokenVolume.stack([tokens.encode(sample, encoder), tokens.encode(without(sample, "radar"), encoder)])
    assert stacked.features.shape[:2] == (2, 5)
    assert not stacked.seen[1, 3:].any()
