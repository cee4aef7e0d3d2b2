"""The network's parts together: shapes, missing input, and what may not matter."""

import dataclasses

import numpy as np
import pytest
import torch

from doab.model.network import tokens
from doab.model.network.batches import Frame, TokenVolume
from doab.model.network.dense import DenseMaps, pixel_seeds
from doab.model.network.encoders import create_encoder


@pytest.fixture
def encoder():
    return create_encoder("compact").eval()


def run(network, encoder, sample):
    volume = TokenVolume.stack([tokens.encode(sample, encoder)])
    frame = Frame.stack([Frame.of_sample(sample)])
    return network.encode_space(network.encode_time(volume), frame)


@torch.inference_mode()
def test_the_latent_bank_has_one_size_however_long_the_series(network, encoder, sample, without):
    long = run(network, encoder, sample)
    short = run(network, encoder, without(sample, "radar"))
    assert long.latents.token_map.shape == short.latents.token_map.shape == (1, 96, 8, 8)
    assert long.latents.cell_map.shape == short.latents.cell_map.shape == (1, 8, 16, 16)


@torch.inference_mode()
def test_the_pyramid_keeps_the_full_resolution(network, encoder, sample):
    pyramid = run(network, encoder, sample).pyramid
    assert {s: x.shape[-1] for s, x in pyramid.items()} == {8: 4, 4: 8, 2: 16, 1: 32}


@torch.inference_mode()
def test_each_cell_of_20_m_shows_its_own_season_whatever_its_neighbours_went_through(network, encoder, sample):
    optical = sample.optical.copy()
    optical[:, :, 10:12, 20:22] += 0.2
    volumes = (tokens.encode(one, encoder) for one in (sample, dataclasses.replace(sample, optical=optical)))
    before, after = (network.encode_time(TokenVolume.stack([volume])).cell_map[0] for volume in volumes)
    changed = (before - after).abs().amax(0) > 1e-6
    assert changed.shape == (16, 16)
    assert changed.nonzero().tolist() == [[5, 10]]


@torch.inference_mode()
def test_a_token_that_is_hidden_hides_its_cells(network, encoder, sample):
    volume = TokenVolume.stack([tokens.encode(sample, encoder)])
    visible = volume.seen.clone()
    visible[:, :, 3, 4] = False
    raw = volume.raw.clone()
    raw[:, :, 6:8, 8:10] += 1
    first, second = (
        network.encode_time(dataclasses.replace(volume, seen=visible, raw=values)).cell_map
        for values in (volume.raw, raw)
    )
    assert torch.equal(first, second)


@torch.inference_mode()
def test_dense_maps_are_twice_as_fine_as_the_frame(network, encoder, sample):
    maps = network.dense_maps(run(network, encoder, sample))
    assert maps.field.shape == maps.border.shape == maps.core.shape == (1, 64, 64)
    assert maps.crop.shape == (1, 3, 32, 32)


@torch.inference_mode()
def test_an_untrained_query_draws_a_disc_around_its_position(network, encoder, sample):
    network.decoder.passage[-1].weight.zero_()
    positions = torch.tensor([[[8.5, 8.5], [24.5, 20.5]]])
    mask = network.queries(run(network, encoder, sample), positions, torch.ones(1, 2, dtype=torch.bool))[-1].mask[0]
    for number, (x, y) in enumerate([(8, 8), (24, 20)]):
        assert mask[number].argmax() == y * 32 + x
        assert mask[number, y, x] > 0 > mask[number, 31 - y, 31 - x]


@torch.inference_mode()
def test_a_query_that_is_not_real_changes_nothing_for_the_others(network, encoder, sample):
    features = run(network, encoder, sample)
    real = torch.tensor([[True, True, False]])
    answers = []
    for filler in (1.5, 30.5):
        positions = torch.tensor([[[8.5, 8.5], [24.5, 20.5], [filler, filler]]])
        answers.append(network.queries(features, positions, real)[-1].mask[0, :2])
    assert torch.allclose(*answers, atol=1e-5)


@torch.inference_mode()
@pytest.mark.parametrize("part", ["radar", "optical", "terrain"])
def test_whatever_is_missing_the_answer_stays_finite(network, encoder, sample, without, part):
    features = run(network, encoder, without(sample, part))
    maps = network.dense_maps(features)
    assert all(torch.isfinite(x).all() for x in vars(maps).values())


@torch.inference_mode()
def test_a_frame_without_a_single_clear_pixel_stays_finite(network, encoder, sample):
    blind = dataclasses.replace(
        sample,
        reference_valid=np.zeros_like(sample.reference_valid),
        optical_valid=np.zeros_like(sample.optical_valid),
        radar_valid=np.zeros_like(sample.radar_valid),
    )
    assert torch.isfinite(network.dense_maps(run(network, encoder, blind)).field).all()


def test_seeds_are_the_deepest_places_of_what_looks_like_fields():
    core = torch.full((1, 64, 64), -6.0)
    for row, column in ((20, 20), (44, 50)):
        core[0, row : row + 2, column : column + 2] = 4.0
    maps = DenseMaps(torch.full_like(core, 6.0), core, core, torch.zeros(1, 3, 32, 32))
    positions, real = pixel_seeds(maps, 8)
    assert real.sum() == 2
    assert sorted(map(tuple, positions[0, :2].tolist())) == [(10.5, 10.5), (25.5, 22.5)]


@torch.inference_mode()
def test_a_query_reads_time_from_the_bank_under_its_mask(network, encoder, sample):
    features = run(network, encoder, sample)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        for parameter in network.decoder.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
    points, valid = torch.tensor([[[8.5, 8.5]]]), torch.ones(1, 1, dtype=torch.bool)

    def crops(row, column):
        token_map = features.latents.token_map.clone()
        token_map[:, :, row, column] += 3 * torch.linspace(-1, 1, 96)[:, None, None]
        bank = dataclasses.replace(features.latents, token_map=token_map)
        return network.queries(dataclasses.replace(features, latents=bank), points, valid)[-1].crop

    before = network.queries(features, points, valid)[-1].crop
    near, far = ((crops(where, where) - before).abs().max() for where in (slice(1, 3), slice(6, 8)))
    assert near > 2 * far
