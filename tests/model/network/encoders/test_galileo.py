"""Galileo against its official outputs, and as one of our encoders."""

import dataclasses
import datetime
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from doab.model.network import blocks, tokens
from doab.model.network.batches import Views
from doab.model.network.encoders import create_encoder, galileo
from doab.model.network.encoders.galileo import SIZES, Galileo, GalileoEncoder, Sequences
from doab.model.network.normalization import GALILEO_TERRAIN, scale_to_unit

GOLDEN = Path(__file__).resolve().parents[5] / "shared" / "data" / "galileo-nano" / "golden"
JULY, AUGUST = datetime.date(2021, 7, 4).toordinal(), datetime.date(2021, 8, 4).toordinal()


def sequences_of(golden):
    """Return the input of a golden file as the model takes it, and its patch size."""
    raw = torch.tensor(golden["s1_s2_raw"]).permute(0, 3, 4, 1, 2)
    terrain = torch.tensor(golden["dem_raw"]).permute(0, 3, 1, 2)
    patch, (b, t, _, height, width) = int(golden["patch_size"]), raw.shape
    present = torch.ones(b, t, 7, height // patch, width // patch, dtype=torch.bool)
    for step in golden["s1_missing"]:
        present[:, step, 0] = False
    for step in golden["s2_missing"]:
        present[:, step, 1:] = False
    sequences = Sequences(
        space_time=galileo.channels_of(raw[:, :, :2], raw[:, :, 2:]),
        terrain=scale_to_unit(terrain, GALILEO_TERRAIN),
        location=galileo.unit_sphere(torch.tensor(golden["latlon"])).expand(b, 3),
        months=torch.tensor(golden["months"]).expand(b, t),
        present=present,
        terrain_present=torch.ones_like(present[:, 0, 0]),
        location_present=torch.ones(b, dtype=torch.bool),
    )
    return sequences, patch


def load_golden(name):
    if not (GOLDEN / name).is_file():
        pytest.skip(f"needs galileo-nano/golden/{name} in ../shared/data")
    return np.load(GOLDEN / name)


@pytest.mark.parametrize(
    "name",
    [
        "single_date_p8.npz",
        "full_T3_p4.npz",
        "fine_patches_T2_p2.npz",
        "missing_radar_and_optical_T6_p4.npz",
    ],
)
def test_the_official_tokens_are_reproduced(name, nano):
    golden = load_golden(name)
    sequences, patch = sequences_of(golden)
    space_time, terrain, location = nano.galileo(sequences, patch)
    expected = torch.tensor(golden["space_time_tokens"]).permute(0, 3, 4, 1, 2, 5)
    there = sequences.present
    assert torch.allclose(space_time[there], expected[there], rtol=0, atol=1e-4)
    assert torch.allclose(terrain, torch.tensor(golden["srtm_tokens"]), rtol=0, atol=1e-4)
    assert torch.allclose(location, torch.tensor(golden["location_token"]), rtol=0, atol=1e-4)
    assert not space_time[~there].any()


def test_the_interface_gives_the_mean_of_the_official_tokens_of_an_acquisition(nano):
    golden = load_golden("single_date_p8.npz")
    raw = torch.tensor(golden["s1_s2_raw"])[:, :, :, 0].permute(0, 3, 1, 2)
    views = Views(
        optical=raw[:, 2:] / 10_000,
        optical_valid=torch.ones(1, 32, 32),
        optical_bands=torch.ones(1, 10),
        radar=raw[:, :2],
        radar_valid=torch.ones(1, 32, 32),
        radar_bands=torch.ones(1, 2),
        terrain=torch.tensor(golden["dem_raw"])[0].permute(2, 0, 1),
        terrain_valid=torch.ones(32, 32),
        days=torch.tensor([JULY]),
        location=torch.tensor(golden["latlon"]),
    )
    expected = torch.tensor(golden["space_time_tokens"])[:, :, :, 0].mean(3)
    assert golden["months"].tolist() == [6]
    assert torch.allclose(nano(views), expected, rtol=0, atol=1e-4)


def test_fixed_encodings_are_those_of_the_official_file(nano):
    ours = Galileo(*SIZES["nano"])
    assert torch.allclose(ours.steps, nano.galileo.steps, atol=1e-5)
    assert torch.allclose(ours.months, nano.galileo.months, atol=1e-5)


@pytest.mark.parametrize(("size", "millions"), [("nano", 1.04), ("tiny", 5.71), ("base", 86.5)])
def test_sizes_have_as_many_parameters_as_published(size, millions):
    with torch.device("meta"):
        model = Galileo(*SIZES[size])
    width = SIZES[size][0]
    ours = sum(x.numel() for x in model.state_dict().values())
    images, numbers, groups = 64 * (9 + 5) + 2, (6 + 3) + (1 + 9 + 5 + 3), 2 + 3 + 3  # official inputs left out here
    assert (ours + width * (images + numbers) + groups * width // 4) / 1e6 == pytest.approx(millions, rel=0.003)


def random_sequences(b=2, t=2, side=8, patch=4):
    cells = side // patch
    return Sequences(
        space_time=torch.rand(b, t, 13, side, side),
        terrain=torch.rand(b, 2, side, side),
        location=galileo.unit_sphere(torch.tensor([50.0, 4.0])).expand(b, 3),
        months=torch.arange(t).expand(b, t),
        present=torch.ones(b, t, 7, cells, cells, dtype=torch.bool),
        terrain_present=torch.ones(b, cells, cells, dtype=torch.bool),
        location_present=torch.ones(b, dtype=torch.bool),
    )


def test_missing_groups_are_as_if_they_had_never_been():
    model = Galileo(32, 2, 4).eval()
    both = random_sequences()
    both.present[:, 1] = False
    first_only = dataclasses.replace(
        both, space_time=both.space_time[:, :1], months=both.months[:, :1], present=both.present[:, :1]
    )
    space_time, terrain, location = model(both, 4)
    expected = model(first_only, 4)
    assert torch.allclose(space_time[:, :1], expected[0], atol=1e-6)
    assert torch.allclose(terrain, expected[1], atol=1e-6) and torch.allclose(location, expected[2], atol=1e-6)


def test_samples_with_different_gaps_do_not_touch_each_other():
    model = Galileo(32, 2, 4).eval()
    batch = random_sequences(b=4)
    batch.present[1, 0, :, 1, 0] = False
    batch.present[2, 1, :, 0, 1] = False  # as many tokens as the one before, but others
    batch.present[3], batch.terrain_present[3], batch.location_present[3] = False, False, False
    together = model(batch, 4)
    for i in range(4):
        alone = model(Sequences(**{k: v[i : i + 1] for k, v in vars(batch).items()}), 4)
        assert all(torch.allclose(x[i : i + 1], y, atol=1e-6) for x, y in zip(together, alone, strict=True))
    assert not together[0][3].any()


def test_attention_never_gets_a_dense_mask(monkeypatch):
    masks = []
    attention = blocks.F.scaled_dot_product_attention

    def watched(*args, attn_mask=None, **kwargs):
        masks.append(attn_mask)
        return attention(*args, attn_mask=attn_mask, **kwargs)

    monkeypatch.setattr(blocks.F, "scaled_dot_product_attention", watched)
    sequences = random_sequences()
    sequences.present[1, 0] = False
    Galileo(32, 2, 4)(sequences, 4)
    assert masks == [None] * 4  # two layers, two patterns


@pytest.mark.parametrize("patch", range(1, 9))
def test_every_patch_size_gives_its_own_grid(patch):
    space_time, terrain, _ = Galileo(32, 1, 4)(random_sequences(side=2 * patch, patch=patch), patch)
    assert space_time.shape == (2, 2, 7, 2, 2, 32) and terrain.shape == (2, 2, 2, 32)


def test_resized_kernels_see_in_enlarged_patches_what_the_whole_ones_saw():
    smooth = torch.linspace(0, 1, 16).expand(1, 1, 16, 16)
    kernel = torch.rand(5, 1, 8, 8)
    half = torch.nn.functional.interpolate(smooth, scale_factor=0.5, mode="bicubic", antialias=True)
    whole = torch.nn.functional.conv2d(smooth, kernel, stride=8)
    resized = torch.nn.functional.conv2d(half, galileo.resize_kernel(kernel, 4), stride=4)
    assert torch.allclose(resized, whole, rtol=0.05)
    assert galileo.resize_kernel(kernel, 8) is kernel


def test_more_timesteps_than_it_was_trained_on_are_refused():
    with pytest.raises(ValueError, match="at most 24"):
        Galileo(32, 1, 4)(random_sequences(t=25), 4)


def test_place_and_normalisation_follow_the_input_contract():
    assert torch.allclose(galileo.unit_sphere(torch.tensor([90.0, 12.0])), torch.tensor([0.0, 0.0, 1.0]), atol=1e-6)
    x, y, z = galileo.unit_sphere(torch.tensor([30.0, 90.0])).tolist()
    assert (x, y, z) == pytest.approx((0, math.sqrt(0.75), 0.5), abs=1e-6)
    radar, optical = torch.full((2, 1, 1), -21.503), torch.zeros(10, 1, 1)
    optical[2], optical[6] = 1000, 3000
    channels = galileo.channels_of(radar, optical).flatten()
    assert channels[0] == pytest.approx(0, abs=1e-4)
    assert channels[2] == pytest.approx(440.07 / 3670.82, abs=1e-5)
    assert channels[12] == 0.5


@pytest.fixture
def encoder():
    return GalileoEncoder("nano", patch=4, window=4).eval()


def test_it_is_known_by_name_with_its_settings():
    encoder = create_encoder("galileo", size="nano", patch=8)
    assert (encoder.patch, encoder.width) == (8, 128)
    with pytest.raises(ValueError, match="huge"):
        create_encoder("galileo", size="huge")
    with pytest.raises(ValueError, match="1 to 8"):
        create_encoder("galileo", patch=16)


def test_every_acquisition_gives_one_grid_of_tokens(sample, encoder):
    volume = tokens.encode(sample, encoder)
    assert volume.features.shape == (5, 8, 8, 128)
    assert torch.isfinite(volume.features).all() and volume.features.any(-1).all()


def test_an_acquisition_is_encoded_the_same_whatever_else_is_in_the_scene(sample, without, encoder):
    together = tokens.encode(sample, encoder)
    alone = tokens.encode(without(sample, "radar"), encoder)
    assert torch.allclose(together.features[:3], alone.features, atol=1e-5)


def test_sides_that_are_no_multiple_of_the_window_leave_the_other_windows_alone(sample, encoder):
    views = Views.of_sample(sample)
    images = ("optical", "optical_valid", "radar", "radar_valid", "terrain", "terrain_valid")
    cut = dataclasses.replace(views, **{k: getattr(views, k)[..., :24, :20] for k in images})
    with torch.no_grad():
        whole, part = encoder(views), encoder(cut)
    assert part.shape == (5, 6, 5, 128)
    assert torch.allclose(part[:, :4, :4], whole[:, :4, :4], atol=1e-5)


def test_clouded_patches_have_no_tokens_and_hidden_values_do_not_matter(sample, encoder):
    valid = sample.optical_valid.copy()
    valid[0, :8, :8] = False
    valid[1, 5, 5] = False
    hidden = dataclasses.replace(sample, optical_valid=valid)
    changed = hidden.optical.copy()
    changed[0, :, :8, :8] = changed[1, :, 5, 5] = 9.0
    first = tokens.encode(hidden, encoder).features
    assert torch.equal(first, tokens.encode(dataclasses.replace(hidden, optical=changed), encoder).features)
    assert not first[0, :2, :2].any() and first[0, 2:].any(-1).all() and first[1].any(-1).all()


def test_a_group_without_all_its_bands_is_left_out(sample, encoder):
    bands = sample.optical_bands.copy()
    bands[:, [0, 1, 2, 6]] = False
    fewer = dataclasses.replace(sample, optical_bands=bands)
    changed = fewer.optical.copy()
    changed[:, [0, 1, 2, 6]] = 0.7
    first = tokens.encode(fewer, encoder).features
    assert first[:3].any(-1).all()
    assert torch.equal(first, tokens.encode(dataclasses.replace(fewer, optical=changed), encoder).features)


def test_missing_radar_and_terrain_are_ordinary_input(sample, without, encoder):
    volume = tokens.encode(without(without(sample, "radar"), "terrain"), encoder)
    assert len(volume.days) == 3 and torch.isfinite(volume.features).all()


def test_dates_count_by_month(sample, encoder):
    def encode(day):
        return tokens.encode(dataclasses.replace(sample, optical_days=np.array([day] * 3)), encoder).features[:3]

    assert torch.equal(encode(JULY), encode(JULY + 20))
    assert not torch.allclose(encode(JULY), encode(AUGUST))
